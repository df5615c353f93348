//! Text fields of Jetpack Compose: judged by the texts in their labels and placeholders, by the words of layouts, and by
//! the options that they are given.
//!
//! A label is a lambda: the texts that its class, and what that calls of the app's own code, hands to `Text`. A field whose
//! purpose the build does not tell is a fact without `label`; so is what a shrinker renamed.
//! Source: `androidx.compose.foundation.text`, `androidx.compose.material`, `androidx.compose.material3`.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::{Code, at, texts};
use crate::app::words;
use crate::fact::{Fact, FactStore};
use crate::finding::{Confidence, Field, Locus, Owner};
use crate::flow::dalvik::DefId;
use crate::flow::{CallSite, Object, Value};

/// APIs whose calls are judged here. What follows the name is the mark of parameters that are value classes.
pub(super) const APIS: &[&str] = &[
    "androidx.compose.foundation.text.BasicTextFieldKt.BasicTextField*",
    "androidx.compose.foundation.text.BasicSecureTextFieldKt.BasicSecureTextField*",
    "androidx.compose.material.TextFieldKt.TextField*",
    "androidx.compose.material.OutlinedTextFieldKt.OutlinedTextField*",
    "androidx.compose.material.SecureTextFieldKt.*",
    "androidx.compose.material3.TextFieldKt.TextField*",
    "androidx.compose.material3.OutlinedTextFieldKt.OutlinedTextField*",
    "androidx.compose.material3.SecureTextFieldKt.*",
    "androidx.compose.material.TextKt.Text*",
    "androidx.compose.material3.TextKt.Text*",
    "androidx.compose.foundation.text.BasicTextKt.BasicText*",
];

const OPTIONS: &str = "Landroidx/compose/foundation/text/KeyboardOptions;";
const TRANSFORMATION: &str = "Landroidx/compose/ui/text/input/VisualTransformation;";
const STYLE: &str = "Landroidx/compose/ui/text/TextStyle;";
/// How `KeyboardOptions.toString` begins: the class is known by it under every name.
const MARK: &str = "KeyboardOptions(capitalization=";
/// Methods that a label's lambda is followed through.
const METHODS: usize = 64;
/// Levels of calls that a label's lambda is followed through.
const LEVELS: usize = 4;
/// Levels of a term in which texts and classes are looked for.
const DEPTH: u32 = 6;

/// `KeyboardType` of Compose.
const TYPES: &[&str] =
    &["Unspecified", "Text", "Ascii", "Number", "Phone", "Uri", "Email", "Password", "NumberPassword", "Decimal"];

/// What a field is given for its keyboard; none where it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Keyboard {
    correct: Option<bool>,
    kind: Option<&'static str>,
}

impl Keyboard {
    /// `KeyboardOptions.Default`.
    const DEFAULT: Self = Self { correct: Some(true), kind: Some("Text") };
    const UNKNOWN: Self = Self { correct: None, kind: None };

    /// Whether a keyboard may learn what is typed.
    fn keeps(self) -> Option<bool> {
        match (self.correct, self.kind) {
            (Some(false), _) | (_, Some("Number" | "Phone" | "Password" | "NumberPassword" | "Decimal")) => Some(false),
            (Some(true), Some(_)) => Some(true),
            _ => None,
        }
    }
}

/// One call of a field.
#[derive(Debug, PartialEq)]
struct Seen {
    view: String,
    labels: BTreeSet<String>,
    /// Some text of the label is not told.
    open: bool,
    keyboard: Vec<Keyboard>,
    masked: Option<bool>,
}

/// Calls that draw a text, by the method that calls.
type Written<'s> = FxHashMap<&'s str, Vec<&'s CallSite>>;

/// What a label says.
#[derive(Debug, Default)]
struct Spoken {
    texts: BTreeSet<String>,
    /// Some text is not told: it comes with an argument, or from a server.
    open: bool,
}

/// Adds the fields of the app's own code, and what a shrinker renamed.
pub(super) fn judge(code: &Code<'_, '_>, sites: &[CallSite], store: &mut FactStore) {
    let mut fields: BTreeMap<&Locus, (&CallSite, Vec<Seen>)> = BTreeMap::new();
    let mut written = Written::default();
    for site in sites.iter().filter(|site| is_text(site)) {
        written.entry(&site.caller).or_default().push(site);
    }
    for site in sites.iter().filter(|site| site.owner == Owner::App && is_field(site)) {
        let seen = seen(code, site, &written);
        let (_, all) = fields.entry(&site.locus).or_insert_with(|| (site, Vec::new()));
        if !all.contains(&seen) {
            all.push(seen);
        }
    }
    for (site, seen) in fields.into_values() {
        add(site, &seen, store);
    }
    renamed(code, store);
}

/// The method that a site calls, without the mark of its value classes.
fn name(site: &CallSite) -> &str {
    let name = site.api.rsplit('.').next().unwrap_or_default();
    name.split('-').next().unwrap_or(name)
}

fn is_field(site: &CallSite) -> bool {
    site.api.starts_with("androidx.compose.")
        && matches!(
            name(site),
            "TextField"
                | "OutlinedTextField"
                | "BasicTextField"
                | "BasicSecureTextField"
                | "SecureTextField"
                | "OutlinedSecureTextField"
        )
}

fn is_text(site: &CallSite) -> bool {
    site.api.starts_with("androidx.compose.") && matches!(name(site), "Text" | "BasicText")
}

fn seen(code: &Code<'_, '_>, site: &CallSite, written: &Written<'_>) -> Seen {
    let kinds = parameters(&site.descriptor);
    let of = |ty: &str| kinds.iter().position(|kind| *kind == ty).map(|at| site.arg(at));
    let secure = name(site).contains("Secure");
    let options = match of(OPTIONS) {
        Some(value) if !value.alternatives().iter().all(is_none) => value.alternatives().iter().map(keyboard).collect(),
        // The default of these is a password's.
        _ if secure => vec![Keyboard { correct: Some(false), kind: Some("Password") }],
        _ => vec![Keyboard::DEFAULT],
    };
    let masked = if secure { Some(true) } else { of(TRANSFORMATION).map_or(Some(false), masked) };
    // Label and placeholder are the first lambdas after the style; of a bare field the last one draws what is around it.
    let from = kinds.iter().position(|kind| *kind == STYLE).unwrap_or_default();
    let mut lambdas =
        kinds.iter().zip(&site.args).skip(from).filter(|(kind, _)| is_lambda(kind)).map(|(_, value)| value);
    let lambdas: Vec<&Value> = if name(site).starts_with("Basic") {
        lambdas.next_back().into_iter().collect()
    } else {
        lambdas.take(2).collect()
    };
    let mut spoken = Spoken::default();
    for lambda in lambdas {
        speak(code, lambda, written, &mut spoken);
        if spoken.open || !spoken.texts.is_empty() {
            break;
        }
    }
    Seen { view: name(site).to_owned(), labels: spoken.texts, open: spoken.open, keyboard: options, masked }
}

/// A field that is drawn by a call, by all values that reach it.
fn add(site: &CallSite, seen: &[Seen], store: &mut FactStore) {
    let Some(first) = seen.first() else { return };
    let labels: BTreeSet<&String> = seen.iter().flat_map(|s| &s.labels).collect();
    let keyboards: Vec<Keyboard> = seen.iter().flat_map(|s| s.keyboard.iter().copied()).collect();
    let kinds: BTreeSet<Option<&str>> = labels.iter().map(|label| words::sensitive("", label)).collect();
    let same = keyboards.iter().all(|one| Some(one) == keyboards.first());
    // A field of the app's own making that takes many things, each with options of its own: which goes with which is not
    // told. A word that tells a sensitive one holds whatever else a label says.
    let open = seen.iter().any(|s| s.open) && kinds.iter().all(Option::is_none);
    let told = !labels.is_empty() && !open && (kinds.len() == 1 || same) && seen.iter().all(|s| !s.labels.is_empty());
    let masked = match () {
        // Switched to show the text for a while.
        () if seen.iter().any(|s| s.masked == Some(true)) => Some(true),
        () if seen.iter().all(|s| s.masked == Some(false)) => Some(false),
        () => None,
    };
    let keeps = match () {
        () if masked == Some(true) && first.view.contains("Secure") => Some(false),
        () if keyboards.iter().any(|k| k.keeps() == Some(true)) => Some(true),
        () if keyboards.iter().any(|k| k.keeps().is_none()) => None,
        () => Some(false),
    };
    let kind = keyboards.first().and_then(|k| k.kind).filter(|_| same);
    let by_kind = match kind {
        _ if masked == Some(true) => Some("password"),
        Some("Password" | "NumberPassword") => Some("password"),
        Some("Phone") => Some("phone"),
        Some("Email") => Some("email"),
        _ => None,
    };
    let sensitive = kinds.iter().flatten().next().copied().filter(|_| told).or(by_kind);
    let named = |label: &&&String| words::sensitive("", label) == sensitive;
    let label = labels.iter().find(named).or(labels.first()).filter(|_| told).map(|label| label.as_str());
    let screen = super::class_of(site);
    let mut fact = at("input-field", site)
        .text("name", label.unwrap_or(&first.view))
        .maybe("label", label)
        .maybe("sensitive", sensitive)
        .flag("has_type", !same || !matches!(kind, Some("Text" | "Unspecified")))
        .maybe("input_type", kind)
        .text("view", &first.view)
        .text("screen", screen)
        .text("framework", "compose")
        .sure(Confidence::Likely)
        .anchored(screen)
        .anchored(label.unwrap_or_default());
    if let Some(masked) = masked {
        fact = fact.flag("masked", masked);
    }
    if let Some(keeps) = keeps {
        fact = fact.flag("keeps_cache", keeps);
    }
    store.add(fact);
    store.inventory.fields.push(Field {
        name: label.unwrap_or(&first.view).into(),
        label: label.unwrap_or_default().into(),
        sensitive: sensitive.unwrap_or_default().to_owned(),
        input: kind.unwrap_or_default().into(),
        locus: site.locus.clone(),
    });
    let known = store.of("screen").iter().any(|known| known.str("name") == Some(screen));
    if sensitive == Some("password") && !known {
        let fact = Fact::new("screen", site.locus.clone()).text("name", screen).flag("sensitive", true);
        store.add(fact.flag("password", true).text("reason", "password").anchored(screen));
    }
}

/// One fact, without a label, for all fields whose calls bear a shrinker's names.
fn renamed(code: &Code<'_, '_>, store: &mut FactStore) {
    let program = code.program;
    for site in program.loads_of(std::iter::once(MARK)) {
        let Some(class) = program.def(site.site.def).and_then(|def| program.class(def.class)) else { continue };
        let class = program.type_name(class.ty);
        if class.starts_with("androidx.compose.") {
            continue;
        }
        let fact = Fact::new("input-field", program.method_locus(site.site.def))
            .text("name", &class)
            .text("view", "TextField")
            .text("framework", "compose")
            .anchored("renamed");
        store.add(fact);
        return;
    }
}

/// The texts that a lambda hands to `Text`.
fn speak(code: &Code<'_, '_>, lambda: &Value, written: &Written<'_>, spoken: &mut Spoken) {
    let mut classes = BTreeSet::new();
    made_of(lambda, &mut classes, 0);
    let methods = below(code, &classes);
    if methods.is_empty() {
        return;
    }
    let within: BTreeSet<String> =
        methods.iter().filter_map(|&def| code.program.def(def)).map(|method| code.program.api(method.id)).collect();
    for site in within.iter().filter_map(|caller| written.get(caller.as_str())).flatten() {
        let before = spoken.texts.len();
        said(code, site.arg(0), &mut spoken.texts, 0);
        let open = |value: &Value| matches!(value, Value::Unknown | Value::Param(_) | Value::Field(_));
        spoken.open |= spoken.texts.len() == before || site.arg(0).alternatives().iter().any(open);
    }
}

/// Classes of the build that a term names: what it was made as, and what went into it.
fn made_of(value: &Value, classes: &mut BTreeSet<String>, depth: u32) {
    if depth > DEPTH {
        return;
    }
    let mut also = |inner: &Value| made_of(inner, classes, depth + 1);
    match value {
        Value::OneOf(all) => all.iter().for_each(also),
        Value::Object(object) => {
            object.args.iter().chain(&object.receiver).for_each(&mut also);
            classes.insert(object.class.to_string());
            classes.extend(object.api.rsplit_once('.').map(|(class, _)| class.to_owned()));
        }
        Value::StaticField(name) | Value::Field(name) => {
            classes.extend(name.rsplit_once('.').map(|(class, _)| class.to_owned()));
        }
        _ => {}
    }
}

/// The lambdas among some classes, and what they call of the app's own.
fn below(code: &Code<'_, '_>, classes: &BTreeSet<String>) -> BTreeSet<DefId> {
    let program = code.program;
    let own = |class: &str| {
        !["androidx.", "kotlin", "android.", "java."].iter().any(|other| class.starts_with(other))
            && code.owners.of(class) == Owner::App
    };
    let mut found: BTreeSet<DefId> = BTreeSet::new();
    for class in classes.iter().filter(|class| own(class)) {
        let Some(class) = program.find_class_name(class).and_then(|ty| program.class_of(ty)) else { continue };
        let named =
            |def: &DefId| program.def(*def).is_some_and(|m| program.text(program.method(m.id).name) == "invoke");
        found.extend(class.methods.clone().map(DefId).filter(named));
    }
    let mut level: Vec<DefId> = found.iter().copied().collect();
    for _ in 0..LEVELS {
        let callees = level.iter().flat_map(|&def| program.sites.callees.get(def.0).iter());
        let defs: Vec<DefId> = callees
            .filter_map(|&(method, _)| program.def_of(method))
            .filter(|&def| {
                let class = program.def(def).and_then(|method| program.class(method.class));
                class.is_some_and(|class| own(&program.type_name(class.ty)))
            })
            .collect();
        level = defs.into_iter().filter(|def| found.len() < METHODS && found.insert(*def)).collect();
    }
    found
}

/// The texts that a term holds: constants and string resources.
fn said(code: &Code<'_, '_>, value: &Value, found: &mut BTreeSet<String>, depth: u32) {
    if depth > DEPTH {
        return;
    }
    found.extend(texts(value).into_iter().filter(|text| !text.trim().is_empty()));
    for one in value.alternatives() {
        match one {
            Value::Resource(id) => found.extend(code.manifest.string(*id)),
            Value::Object(object) => {
                let resource = ["stringResource", "getString", "getText"].iter().any(|api| object.api.contains(api));
                let ids = object.args.iter().filter_map(Value::as_int).filter(|_| resource);
                found.extend(ids.filter_map(|id| code.manifest.string(u32::try_from(id).ok()?)));
                object.args.iter().chain(&object.receiver).for_each(|arg| said(code, arg, found, depth + 1));
            }
            _ => {}
        }
    }
}

/// Whether what is typed is hidden; one that is switched to show the text for a while is.
fn masked(value: &Value) -> Option<bool> {
    let all = value.alternatives();
    let password = |value: &Value| match value {
        Value::Object(object) => object.class.ends_with(".PasswordVisualTransformation"),
        Value::StaticField(name) => name.contains(".PasswordVisualTransformation"),
        _ => false,
    };
    let plain = |value: &Value| {
        is_none(value)
            || match value {
                Value::Object(object) => object.api.contains("VisualTransformation$Companion"),
                Value::StaticField(name) => name.contains("VisualTransformation"),
                _ => false,
            }
    };
    match () {
        () if all.iter().any(password) => Some(true),
        () if all.iter().all(plain) => Some(false),
        () => None,
    }
}

fn is_none(value: &Value) -> bool {
    value.as_int() == Some(0)
}

fn keyboard(value: &Value) -> Keyboard {
    match value {
        Value::Object(object)
            if object.class.ends_with(".KeyboardOptions") || object.api.contains("KeyboardOptions") =>
        {
            given(object, 0)
        }
        Value::StaticField(name) if name.ends_with("KeyboardOptions.Default") => Keyboard::DEFAULT,
        value if is_none(value) => Keyboard::DEFAULT,
        _ => Keyboard::UNKNOWN,
    }
}

/// Options as a constructor or a copy makes them. A synthetic one ends in the mask of the arguments that are left out, and
/// in a marker that is null.
fn given(object: &Object, depth: u32) -> Keyboard {
    let name = object.api.rsplit('.').next().unwrap_or_default();
    if name.starts_with("getDefault") {
        return Keyboard::DEFAULT;
    }
    let base = |value: Option<&Value>| match value {
        Some(Value::Object(object)) if depth < DEPTH => given(object, depth + 1),
        Some(other) => keyboard(other),
        None => Keyboard::UNKNOWN,
    };
    let (rest, args) = match name.split(['-', '$']).next() {
        Some("<init>") => (Keyboard::DEFAULT, object.args.as_slice()),
        Some("copy") if name.ends_with("$default") => {
            (base(object.args.first()), object.args.get(1..).unwrap_or_default())
        }
        Some("copy") => (base(object.receiver.as_ref()), object.args.as_slice()),
        _ => return Keyboard::UNKNOWN,
    };
    // Four are the least; the mask is a number beside the marker, where every other argument past the fourth is an object.
    let mask = match args {
        [_, _, _, _, .., Value::Int(mask), marker] if is_none(marker) => *mask,
        _ => 0,
    };
    let left_out = |bit: u32| mask & (1 << bit) != 0;
    // A null for the nullable one of later versions leaves it to the default.
    let correct = match args.get(1) {
        _ if left_out(1) => rest.correct,
        Some(Value::Null) => Some(true),
        Some(value) => truth(value),
        None => rest.correct,
    };
    let kind = match args.get(2) {
        _ if left_out(2) => rest.kind,
        Some(value) => kind(value),
        None => rest.kind,
    };
    Keyboard { correct, kind }
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Int(number) => Some(*number != 0),
        Value::StaticField(name) if name.ends_with("Boolean.FALSE") => Some(false),
        Value::StaticField(name) if name.ends_with("Boolean.TRUE") => Some(true),
        Value::Object(object) if object.api.ends_with("Boolean.valueOf") => truth(object.args.first()?),
        _ => None,
    }
}

/// A type by its number, or by the getter of `KeyboardType.Companion` that gives it.
fn kind(value: &Value) -> Option<&'static str> {
    let name = match value {
        Value::Int(number) => return TYPES.get(usize::try_from(*number).ok()?).copied(),
        Value::Null => return TYPES.first().copied(),
        Value::Object(object) if object.api.contains("KeyboardType") => object.api.rsplit('.').next()?,
        Value::StaticField(name) if name.contains("KeyboardType") => name.rsplit('.').next()?,
        _ => return None,
    };
    let name = name.strip_prefix("get").unwrap_or(name);
    TYPES.iter().find(|known| name.split('-').next() == Some(**known)).copied()
}

/// The types of a descriptor's parameters.
fn parameters(descriptor: &str) -> Vec<&str> {
    let mut rest = descriptor.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or("", |(inside, _)| inside);
    let mut found = Vec::new();
    while !rest.is_empty() {
        let name = rest.trim_start_matches('[');
        let arrays = rest.len().saturating_sub(name.len());
        let inner = if name.starts_with('L') { name.find(';').map_or(name.len(), |end| end + 1) } else { 1 };
        let Some((one, after)) = rest.split_at_checked(arrays + inner) else { break };
        found.push(one);
        rest = after;
    }
    found
}

fn is_lambda(kind: &str) -> bool {
    matches!(kind, "Lkotlin/jvm/functions/Function2;" | "Lkotlin/jvm/functions/Function3;")
}

#[cfg(test)]
mod tests {
    use super::super::tests::call;
    use super::*;

    fn options(args: &[i64], more: Vec<Value>) -> Keyboard {
        let args = args.iter().map(|&n| Value::Int(n)).chain(more).collect();
        keyboard(&call("androidx.compose.foundation.text.KeyboardOptions.<init>", None, args))
    }

    #[test]
    fn a_bit_of_the_mask_leaves_an_argument_to_its_default() {
        let with = |auto, kind, mask| options(&[0, auto, kind, 0], vec![Value::Int(mask), Value::Null]).keeps();
        assert_eq!(with(0, 1, 0b1101), Some(false), "the type is left out, correction is off");
        assert_eq!(with(0, 7, 0b1011), Some(false), "a password");
        assert_eq!(with(0, 7, 0b1111), Some(true), "all left out");
        assert_eq!(with(1, 1, 0), Some(true));
        assert_eq!(with(1, 3, 0b1001), Some(false), "numbers are not learnt");
        let later = vec![Value::Null, Value::Null, Value::Null, Value::Int(0b111_1101), Value::Null];
        assert_eq!(options(&[0, 0, 0, 0], later).keeps(), Some(false), "seven arguments of a later version");
    }

    #[test]
    fn a_copy_keeps_what_it_does_not_name() {
        let api = "androidx.compose.foundation.text.KeyboardOptions.copy-3m2b7yw$default";
        let off = call(
            "androidx.compose.foundation.text.KeyboardOptions.<init>",
            None,
            vec![Value::Int(0), Value::Int(0), Value::Int(1), Value::Int(0)],
        );
        let copy = |from: Value| {
            let numbers = [0, 0, 6, 0, 0b1011].map(Value::Int);
            keyboard(&call(api, None, [from].into_iter().chain(numbers).chain([Value::Null]).collect()))
        };
        assert_eq!(copy(off), Keyboard { correct: Some(false), kind: Some("Email") });
        let default = call("androidx.compose.foundation.text.KeyboardOptions$Companion.getDefault", None, vec![]);
        assert_eq!(copy(default).keeps(), Some(true));
        assert_eq!(copy(Value::Unknown).keeps(), None);
    }

    #[test]
    fn a_type_is_told_by_its_getter_too() {
        let api = "androidx.compose.ui.text.input.KeyboardType$Companion.getNumberPassword-PjHm6EE";
        assert_eq!(kind(&call(api, None, vec![])), Some("NumberPassword"));
        assert_eq!(kind(&Value::Unknown), None);
    }

    #[test]
    fn parameters_are_whole_types() {
        assert_eq!(parameters("(ILa/B;[[JZ)V"), ["I", "La/B;", "[[J", "Z"]);
        assert_eq!(parameters("(Lno/end"), [""; 0]);
    }
}
