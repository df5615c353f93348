//! Layouts: input fields, buttons and boxes, and what makes a screen sensitive.

use super::android::parse_document;
use super::manifest::Place;
use super::resources::Resources;
use super::words;
use crate::app::manifest::symbol_flags;
use crate::format::arsc::{Config, Language, Value};
use crate::format::axml::{Document, Node, attribute_id};
use crate::limits::Budget;

/// One layout file.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Resource name.
    pub name: String,
    /// Resource id; 0 when there is no table.
    pub id: u32,
    /// Configuration.
    pub config: Config,
    /// Address of the file.
    pub file: String,
    /// Input fields.
    pub fields: Vec<Field>,
    /// Buttons, check boxes, switches.
    pub controls: Vec<Control>,
    /// `filterTouchesWhenObscured` as written anywhere in it: set, and set to false.
    pub touch_filter: (bool, bool),
    /// Classes of custom views and fragments in it.
    pub views: Vec<String>,
    /// Names of layouts that it includes.
    pub includes: Vec<String>,
    /// The root element.
    pub place: Place,
}

/// An input field.
#[derive(Debug, Clone)]
pub struct Field {
    /// Name of its id.
    pub name: String,
    /// Resource id of its id.
    pub id: u32,
    /// Hint or label in the default language.
    pub label: String,
    /// The same in Traditional Chinese, when it differs.
    pub label_zh: Option<String>,
    /// View class.
    pub view: String,
    /// `inputType`; none when not written.
    pub input_type: Option<u32>,
    /// `maxLength`.
    pub max_length: Option<i64>,
    /// `autofillHints`.
    pub autofill: Option<String>,
    /// What it is taken for: see [`words::sensitive`].
    pub sensitive: Option<&'static str>,
    /// Where.
    pub place: Place,
}

impl Field {
    /// Whether what is typed is hidden: a password variation of `inputType` (`InputType` of the platform).
    pub fn is_masked(&self) -> bool {
        let kind = self.input_type.unwrap_or(1);
        matches!((kind & 0xf, kind & 0xff0), (1, 0x80 | 0xe0) | (2, 0x10))
    }

    /// Whether a keyboard may learn what is typed: plain text without `textNoSuggestions` and no kind of password.
    pub fn keeps_cache(&self) -> bool {
        let kind = self.input_type.unwrap_or(1);
        matches!(kind & 0xf, 0 | 1) && kind & 0x8_0000 == 0 && !matches!(kind & 0xff0, 0x80 | 0x90 | 0xe0)
    }
}

/// A button, check box or the like.
#[derive(Debug, Clone)]
pub struct Control {
    /// `button`, `check-box`, `switch`, `radio`, `text`, `menu-item`, `preference`.
    pub role: &'static str,
    /// Name of its id; of a preference its key.
    pub name: String,
    /// Text in the default language.
    pub label: String,
    /// The same in Traditional Chinese, when it differs.
    pub label_zh: Option<String>,
    /// `checked` from the start.
    pub checked: bool,
    /// `onClick`: a method of the activity.
    pub on_click: Option<String>,
    /// Where.
    pub place: Place,
}

impl Control {
    fn says(&self, what: fn(&str) -> bool) -> bool {
        what(&self.label) || self.label_zh.as_deref().is_some_and(what)
    }

    /// Whether it agrees to something.
    pub fn is_consent(&self) -> bool {
        self.role != "text" && self.says(words::is_consent)
    }

    /// Whether it refuses.
    pub fn is_decline(&self) -> bool {
        self.role != "text" && self.says(words::is_decline)
    }

    /// Whether it logs out.
    pub fn is_logout(&self) -> bool {
        let by_key = self.role == "preference" && words::is_logout(&self.name);
        by_key || matches!(self.role, "button" | "text" | "menu-item" | "preference") && self.says(words::is_logout)
    }

    /// Whether it keeps someone logged in.
    pub fn is_remember(&self) -> bool {
        matches!(self.role, "check-box" | "switch") && self.says(words::is_remember)
    }
}

impl Layout {
    /// Why the screen is sensitive: the kind of a field (`password` first) or `consent`; none when it is not.
    pub fn reason(&self) -> Option<&'static str> {
        const TOLD: &[&str] = &["password", "national-id", "payment-card", "bank-account", "one-time-code", "health"];
        let has = |kind: &str| {
            self.fields.iter().any(|field| field.sensitive == Some(kind) || (kind == "password" && field.is_masked()))
        };
        let by_field = TOLD.iter().find(|kind| has(kind)).copied();
        by_field.or_else(|| self.controls.iter().any(Control::is_consent).then_some("consent"))
    }
}

/// What the layouts of an app say, and the files that could not be read.
pub fn read(resources: &Resources<'_>, budget: &Budget) -> (Vec<Layout>, Vec<String>) {
    let (mut layouts, mut broken) = (Vec::new(), Vec::new());
    for (name, id, config, entry) in resources.files_of_type("layout") {
        if is_library(&name) {
            continue;
        }
        match parse_document(&entry.read(budget), &budget.limits) {
            Some((document, _)) => {
                let reader = Context { file: entry.path(), resources };
                layouts.extend(reader.layout(name, id, config, &document));
            }
            None => broken.push(entry.path()),
        }
    }
    (layouts, broken)
}

/// The items of the app's menus, with what is called when one of them names a method (`android:onClick`).
pub fn menu_items(resources: &Resources<'_>, budget: &Budget) -> Vec<Control> {
    let mut items = Vec::new();
    for (name, _, _, entry) in resources.files_of_type("menu") {
        let document = parse_document(&entry.read(budget), &budget.limits).filter(|_| !is_library(&name));
        let Some((document, _)) = document else { continue };
        let reader = Context { file: entry.path(), resources };
        items.extend(document.nodes().filter(|node| node.name() == "item").map(|node| reader.menu_item(node)));
    }
    items
}

/// The preferences of the app's settings screens, with their keys.
pub fn preferences(resources: &Resources<'_>, budget: &Budget) -> Vec<Control> {
    let mut found = Vec::new();
    for (_, _, _, entry) in resources.files_of_type("xml") {
        let Some((document, _)) = parse_document(&entry.read(budget), &budget.limits) else { continue };
        // Other files of this folder have other roots: paths, network security, backup rules.
        if !document.nodes().next().is_some_and(|root| root.name().ends_with("PreferenceScreen")) {
            continue;
        }
        let reader = Context { file: entry.path(), resources };
        found.extend(document.nodes().filter(|n| n.name().ends_with("Preference")).map(|n| reader.preference(n)));
    }
    found
}

/// Layouts of the support and design libraries: no screens of an app.
fn is_library(name: &str) -> bool {
    const PREFIXES: &[&str] = &[
        "abc_",
        "mtrl_",
        "m3_",
        "design_",
        "material_",
        "notification_",
        "select_dialog_",
        "support_",
        "preference_",
        "browser_actions_",
        "exo_",
        "text_view_with",
        "fingerprint_dialog",
        "test_design_",
        "test_toolbar",
        "test_action_chip",
        "test_navigation_bar",
        "mr_",
        "cast_",
        "common_google_",
        "com_facebook_",
        "ime_base_split_test",
        "ime_secondary_split_test",
    ];
    PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// Words of `inputType` (`attrs.xml`).
const INPUT_TYPES: &[(&str, u32)] = &[
    ("none", 0),
    ("text", 1),
    ("textCapCharacters", 0x1001),
    ("textCapWords", 0x2001),
    ("textCapSentences", 0x4001),
    ("textAutoCorrect", 0x8001),
    ("textAutoComplete", 0x1_0001),
    ("textMultiLine", 0x2_0001),
    ("textImeMultiLine", 0x4_0001),
    ("textNoSuggestions", 0x8_0001),
    ("textUri", 0x11),
    ("textEmailAddress", 0x21),
    ("textEmailSubject", 0x31),
    ("textShortMessage", 0x41),
    ("textLongMessage", 0x51),
    ("textPersonName", 0x61),
    ("textPostalAddress", 0x71),
    ("textPassword", 0x81),
    ("textVisiblePassword", 0x91),
    ("textWebEditText", 0xa1),
    ("textFilter", 0xb1),
    ("textPhonetic", 0xc1),
    ("textWebEmailAddress", 0xd1),
    ("textWebPassword", 0xe1),
    ("number", 2),
    ("numberSigned", 0x1002),
    ("numberDecimal", 0x2002),
    ("numberPassword", 0x12),
    ("phone", 3),
    ("datetime", 4),
    ("date", 0x14),
    ("time", 0x24),
];

struct Context<'r, 'b> {
    file: String,
    resources: &'r Resources<'b>,
}

impl Context<'_, '_> {
    fn place(&self, node: Node<'_>) -> Place {
        Place { file: self.file.as_str().into(), element: node.path() }
    }

    fn layout(&self, name: String, id: u32, config: Config, document: &Document) -> Option<Layout> {
        let root = document.root()?;
        let mut layout = Layout {
            name,
            id,
            config,
            file: self.file.clone(),
            fields: Vec::new(),
            controls: Vec::new(),
            touch_filter: (false, false),
            views: Vec::new(),
            includes: Vec::new(),
            place: self.place(root),
        };
        // The text before a field is its caption, when it has no hint: the last one, a few elements back at most.
        let mut caption: Option<(usize, Node<'_>)> = None;
        for (index, node) in document.nodes().enumerate() {
            let near = caption.filter(|(at, _)| index.saturating_sub(*at) <= 4).map(|(_, node)| node);
            let before = layout.fields.len();
            self.view(node, near, &mut layout);
            if layout.fields.len() > before {
                caption = None;
            } else if node.name().ends_with("TextView") {
                caption = Some((index, node));
            }
        }
        Some(layout)
    }

    fn view(&self, node: Node<'_>, caption: Option<Node<'_>>, layout: &mut Layout) {
        if let Some(on) = self.value(node, "filterTouchesWhenObscured").and_then(|value| value.as_bool()) {
            layout.touch_filter.0 |= on;
            layout.touch_filter.1 |= !on;
        }
        let class = self.class(node);
        let short = class.rsplit('.').next().unwrap_or(&class);
        if is_input(short) {
            layout.fields.push(self.field(node, caption, &class));
        } else if let Some(role) = control_role(short).or_else(|| node.android("onClick").map(|_| "text")) {
            layout.controls.push(self.control(node, role));
        }
        if class.contains('.') {
            layout.views.push(class);
        } else if class == "include" {
            let value = node.plain("layout").or_else(|| node.any("layout")).map(|attribute| &attribute.value);
            let id = value.and_then(|value| self.resources.reference(value));
            layout.includes.extend(id.and_then(|id| self.resources.name(id)).map(|name| name.name));
        }
    }

    /// The class of a view: the element's name, or the `class` (`android:name` of a fragment) that it writes.
    fn class(&self, node: Node<'_>) -> String {
        let written = match node.name() {
            "view" => node.plain("class"),
            "fragment" | "FragmentContainerView" => node.android("name").or_else(|| node.plain("class")),
            _ => None,
        };
        written.and_then(|attribute| attribute.text()).unwrap_or_else(|| node.name()).to_owned()
    }

    /// An attribute's value: of the element, or of its style.
    fn value(&self, node: Node<'_>, name: &str) -> Option<Value> {
        if let Some(attribute) = node.android(name) {
            return Some(self.resources.resolve(&attribute.value, Language::Default));
        }
        let style = self.resources.reference(&node.plain("style")?.value)?;
        let id = attribute_id(name)?;
        let (_, value) = self.resources.items(style).into_iter().find(|(item, _)| *item == id)?;
        Some(self.resources.resolve(&value, Language::Default))
    }

    fn id(&self, node: Node<'_>) -> (String, u32) {
        let Some(attribute) = node.android("id") else { return (String::new(), 0) };
        let id = self.resources.reference(&attribute.value).unwrap_or(0);
        let name = self.resources.name(id).map(|name| name.name);
        let written = attribute.text().and_then(super::resources::symbolic).map(|(_, name)| name.to_owned());
        (name.or(written).unwrap_or_default(), id)
    }

    /// Text of the first of some attributes that has any, in the default language and in Traditional Chinese.
    fn label(&self, node: Node<'_>, names: &[&str]) -> Option<(String, Option<String>)> {
        names.iter().find_map(|name| {
            let attribute = node.android(name).or_else(|| node.any(name))?;
            let default = self.resources.text(&attribute.value, Language::Default)?;
            let zh = self.resources.text(&attribute.value, Language::TraditionalChinese).filter(|zh| *zh != default);
            (!default.is_empty()).then_some((default, zh))
        })
    }

    fn field(&self, node: Node<'_>, caption: Option<Node<'_>>, class: &str) -> Field {
        let (name, id) = self.id(node);
        let around = || node.parent().filter(|parent| parent.name().ends_with("TextInputLayout"));
        let label = self
            .label(node, &["hint", "contentDescription"])
            .or_else(|| self.label(around()?, &["hint"]))
            .or_else(|| self.label(caption?, &["text"]).filter(|(text, _)| text.chars().count() <= 60));
        let (label, label_zh) = label.unwrap_or_default();
        let sensitive =
            words::sensitive(&name, &label).or_else(|| words::sensitive("", label_zh.as_deref().unwrap_or_default()));
        let password = self.value(node, "password").and_then(|value| value.as_bool()) == Some(true);
        let written = self.value(node, "inputType").map(|value| symbol_flags(&value, INPUT_TYPES));
        let mut field = Field {
            input_type: if password { Some(0x81) } else { written },
            max_length: self.value(node, "maxLength").and_then(|value| value.as_int()),
            autofill: self.label(node, &["autofillHints"]).map(|(hints, _)| hints),
            view: class.to_owned(),
            place: self.place(node),
            name,
            id,
            label,
            label_zh,
            sensitive,
        };
        if field.sensitive.is_none() {
            field.sensitive = match field.input_type.map(|kind| (kind & 0xf, kind & 0xff0)) {
                _ if field.is_masked() => Some("password"),
                Some((3, _)) => Some("phone"),
                Some((1, 0x20 | 0xd0)) => Some("email"),
                Some((1, 0x60)) => Some("name"),
                Some((1, 0x70)) => Some("address"),
                _ => None,
            };
        }
        field
    }

    fn control(&self, node: Node<'_>, role: &'static str) -> Control {
        self.labelled(node, role, &["text", "contentDescription", "textOn"])
    }

    fn menu_item(&self, node: Node<'_>) -> Control {
        self.labelled(node, "menu-item", &["title", "titleCondensed"])
    }

    fn preference(&self, node: Node<'_>) -> Control {
        let key = self.label(node, &["key"]).map(|(key, _)| key).unwrap_or_default();
        Control { name: key, ..self.labelled(node, "preference", &["title"]) }
    }

    fn labelled(&self, node: Node<'_>, role: &'static str, labels: &[&str]) -> Control {
        let (label, label_zh) = self.label(node, labels).unwrap_or_default();
        Control {
            role,
            name: self.id(node).0,
            label,
            label_zh,
            checked: self.value(node, "checked").and_then(|value| value.as_bool()).unwrap_or(false),
            on_click: node.android("onClick").and_then(|a| self.resources.text(&a.value, Language::Default)),
            place: self.place(node),
        }
    }
}

fn is_input(class: &str) -> bool {
    class.ends_with("EditText")
        || matches!(class, "AutoCompleteTextView" | "MultiAutoCompleteTextView" | "AppCompatAutoCompleteTextView")
        || (class.ends_with("AutoCompleteTextView") && class != "SearchAutoComplete")
}

fn control_role(class: &str) -> Option<&'static str> {
    match class {
        _ if class.ends_with("CheckBox") => Some("check-box"),
        _ if class.ends_with("RadioButton") => Some("radio"),
        _ if class.ends_with("Switch") || class.ends_with("SwitchCompat") || class.ends_with("SwitchMaterial") => {
            Some("switch")
        }
        "ToggleButton" => Some("switch"),
        _ if class.ends_with("Button") => Some("button"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::manifest::tests::app;

    fn layout(inside: &str) -> Layout {
        let text = format!(
            "<LinearLayout xmlns:android=\"http://schemas.android.com/apk/res/android\">{inside}</LinearLayout>"
        );
        app("<application/>", &[("res/layout/login.xml", &text)], |app| app.layouts[0].clone())
    }

    #[test]
    fn fields_have_a_name_a_label_and_their_input_type() {
        let layout = layout(
            "<TextView android:text=\"身分證字號\"/><EditText android:id=\"@+id/a\"/>
             <EditText android:id=\"@+id/pwd\" android:inputType=\"textPassword\" android:maxLength=\"20\"/>
             <EditText android:id=\"@+id/note\" android:inputType=\"text|textNoSuggestions\"/>",
        );
        let fields: Vec<_> =
            layout.fields.iter().map(|f| (f.name.as_str(), f.sensitive, f.is_masked(), f.keeps_cache())).collect();
        assert_eq!(fields[0], ("a", Some("national-id"), false, true));
        assert_eq!(fields[1], ("pwd", Some("password"), true, false));
        assert_eq!(fields[2], ("note", None, false, false));
        assert_eq!(layout.fields[1].max_length, Some(20));
        assert_eq!(layout.reason(), Some("password"));
    }

    #[test]
    fn controls_say_consent_refusal_and_memory() {
        let layout = layout(
            "<Button android:text=\"同意\" android:onClick=\"go\"/><Button android:text=\"不同意\"/>
             <CheckBox android:text=\"記住密碼\" android:checked=\"true\"/>",
        );
        let said: Vec<_> = layout.controls.iter().map(|c| (c.is_consent(), c.is_decline(), c.is_remember())).collect();
        assert_eq!(said, [(true, false, false), (false, true, false), (false, false, true)]);
        assert_eq!(layout.controls[0].on_click.as_deref(), Some("go"));
        assert!(layout.controls[2].checked);
        assert_eq!(layout.reason(), Some("consent"));
    }

    #[test]
    fn a_touch_filter_is_seen_set_and_unset() {
        assert_eq!(layout("<View android:filterTouchesWhenObscured=\"true\"/>").touch_filter, (true, false));
        assert_eq!(layout("<View android:filterTouchesWhenObscured=\"false\"/>").touch_filter, (false, true));
        assert_eq!(layout("<View/>").touch_filter, (false, false));
    }
}
