//! Screens of compiled nibs: text fields with their input traits, and buttons.

use std::collections::BTreeSet;

use crate::format::FormatResult;
use crate::format::nib::{self, Nib, NibValue, Object};
use crate::limits::Limits;

/// One nib with controls in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Screen {
    /// Path of the nib.
    pub path: String,
    /// Name: of the nib, without the identifiers that Xcode adds, or of the storyboard.
    pub name: String,
    /// Text fields and text views.
    pub fields: Vec<TextField>,
    /// Buttons and switches.
    pub buttons: Vec<Button>,
}

/// A text field or text view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextField {
    /// Class: `UITextField`, `UITextView`, `UISearchBar`, or a subclass's name.
    pub class: String,
    /// Name of the outlet that it is connected to.
    pub outlet: Option<String>,
    /// Placeholder.
    pub placeholder: Option<String>,
    /// Text of the nearest label before it.
    pub label: Option<String>,
    /// `secureTextEntry`.
    pub secure: bool,
    /// Autocorrection is off.
    pub autocorrection_off: bool,
    /// Spell checking is off.
    pub spell_check_off: bool,
    /// `UITextContentType`, when set.
    pub content_type: Option<String>,
    /// `UIKeyboardType` number: 4 number pad, 5 phone pad, 7 e-mail, ...
    pub keyboard: i64,
}

/// A button or switch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// `button` or `switch`.
    pub role: &'static str,
    /// Title, or the label for assistive technology.
    pub title: Option<String>,
    /// A switch that is on from the start.
    pub on: bool,
    /// Name of the outlet that it is connected to.
    pub outlet: Option<String>,
    /// Actions that it sends.
    pub actions: Vec<String>,
}

/// Reads a nib; none when it has no control that matters. Its classes, outlets and actions are added to `names`.
pub(super) fn read(
    path: &str,
    bytes: &[u8],
    limits: &Limits,
    names: &mut BTreeSet<String>,
) -> FormatResult<Option<Screen>> {
    let nib = nib::parse(bytes, limits)?;
    for object in &nib.objects {
        names.insert(object.class.to_string());
        names.extend(["UIClassName", "UILabel"].into_iter().filter_map(|key| nib.text(object.get(key))));
    }
    let links = Links::of(&nib);
    let mut screen = Screen { path: path.to_owned(), name: name_of(path), fields: Vec::new(), buttons: Vec::new() };
    for (position, object) in nib.objects.iter().enumerate() {
        if is_field(object) {
            screen.fields.push(field(&nib, object, links.outlet(position)));
        } else if let Some(role) = button_role(object) {
            screen.buttons.push(Button {
                role,
                title: title(&nib, object).or_else(|| nib.text(object.get("UIAccessibilityLabel"))),
                on: object.is("UISwitchOn"),
                outlet: links.outlet(position),
                actions: links.actions(position),
            });
        }
    }
    Ok((!screen.fields.is_empty() || !screen.buttons.is_empty()).then_some(screen))
}

/// Connections of a nib: label and destination or source.
struct Links {
    outlets: Vec<(usize, String)>,
    actions: Vec<(usize, String)>,
}

impl Links {
    fn of(nib: &Nib) -> Self {
        let mut links = Self { outlets: Vec::new(), actions: Vec::new() };
        for object in &nib.objects {
            let end = |key: &str| match object.get(key) {
                Some(NibValue::Object(index)) => Some(*index),
                _ => None,
            };
            let Some(label) = nib.text(object.get("UILabel")) else { continue };
            if object.class.contains("OutletConnection") {
                links.outlets.extend(end("UIDestination").map(|to| (to, label)));
            } else if object.class.contains("EventConnection") {
                links.actions.extend(end("UISource").map(|from| (from, label)));
            }
        }
        links
    }

    fn outlet(&self, object: usize) -> Option<String> {
        let names = self.outlets.iter().filter(|(to, _)| *to == object).map(|(_, name)| name);
        names.filter(|name| !matches!(name.as_str(), "view" | "delegate")).min().cloned()
    }

    fn actions(&self, object: usize) -> Vec<String> {
        self.actions.iter().filter(|(from, _)| *from == object).map(|(_, name)| name.clone()).collect()
    }
}

/// A text field by its class, or by the keys that only one writes (subclasses keep their own name).
fn is_field(object: &Object) -> bool {
    matches!(&*object.class, "UITextField" | "UITextView" | "UISearchBar")
        || object.get("UIClearButtonMode").is_some()
        || object.get("UISecureTextEntry").is_some()
}

fn button_role(object: &Object) -> Option<&'static str> {
    match &*object.class {
        "UIButton" | "UIRoundedRectButton" => Some("button"),
        "UISwitch" => Some("switch"),
        _ if object.get("UIButtonStatefulContent").is_some() => Some("button"),
        _ => None,
    }
}

fn field(nib: &Nib, object: &Object, outlet: Option<String>) -> TextField {
    let class = nib.text(object.get("UIClassName")).unwrap_or_else(|| object.class.to_string());
    TextField {
        class,
        outlet,
        placeholder: nib.text(object.get("UIPlaceholder")).filter(|text| !text.is_empty()),
        label: nib.text(object.get("UIAccessibilityLabel")).filter(|text| !text.is_empty()),
        secure: object.is("UISecureTextEntry"),
        autocorrection_off: object.number("UIAutocorrectionType") == Some(1),
        spell_check_off: object.number("UISpellCheckingType") == Some(1),
        content_type: nib.text(object.get("UITextContentType")).filter(|text| !text.is_empty()),
        keyboard: object.number("UIKeyboardType").unwrap_or(0),
    }
}

/// The title of a button: of its content for the normal state, or of a configuration.
fn title(nib: &Nib, object: &Object) -> Option<String> {
    let content = nib.follow(object.get("UIButtonStatefulContent"))?;
    let states = content.values.iter().filter_map(|(_, value)| match value {
        NibValue::Object(index) => nib.objects.get(*index),
        _ => None,
    });
    states
        .chain(std::iter::once(content))
        .find_map(|state| nib.text(state.get("UITitle")))
        .filter(|title| !title.is_empty())
}

/// `Login` of `Login.nib`, `Main` of `Base.lproj/Main.storyboardc/x-view-y.nib`.
fn name_of(path: &str) -> String {
    let storyboard = path.split('/').rev().find_map(|part| part.strip_suffix(".storyboardc"));
    let file = path.rsplit('/').find(|part| part.ends_with(".nib")).unwrap_or(path);
    let file = file.strip_suffix(".nib").unwrap_or(file);
    match storyboard {
        Some(storyboard) => format!("{storyboard}/{file}"),
        None => file.to_owned(),
    }
}
