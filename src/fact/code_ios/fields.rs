//! Text fields that code makes, and what code sets on those of nibs: judged by the same words.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::owner::Owners;
use super::platform::texts;
use crate::app::ios::TextField;
use crate::fact::ios::{Made, add_made};
use crate::fact::{Fact, FactStore, FactValue};
use crate::finding::{AppText, Evidence, Locus, Owner, redacted};
use crate::flow::arm64::interpret::{Callee, Frame, Site, V};
use crate::flow::arm64::{Analysis, terms};
use crate::flow::{CallSite, Value};

/// Messages that say what a field is.
pub(super) const TRAITS: &[&str] = &[
    "setSecureTextEntry:",
    "setAutocorrectionType:",
    "setSpellCheckingType:",
    "setTextContentType:",
    "setKeyboardType:",
    "setPlaceholder:",
];
/// Classes with input traits.
const CLASSES: &[&str] = &["UITextField", "UITextView", "UISearchBar"];
/// Fields that are kept.
const MOST: usize = 512;

/// A field as the code of a class treats it.
#[derive(Debug)]
struct Seen {
    screen: Arc<str>,
    /// Name of the variable or property, when it has one.
    name: Option<String>,
    class: Option<Arc<str>>,
    /// Some call sets `secureTextEntry` to something that is not plainly off.
    secure: Option<bool>,
    autocorrection_off: bool,
    spell_check_off: bool,
    content_type: Option<String>,
    keyboard: i64,
    placeholder: Option<String>,
    locus: Locus,
}

/// Adds what the app's own code says of text fields.
pub(super) fn add(analysis: &Analysis<'_, '_, '_>, owners: &Owners, store: &mut FactStore) {
    let mut fields: BTreeMap<(Arc<str>, String), Seen> = BTreeMap::new();
    for position in &analysis.sweep.interesting {
        let Some(frame) = analysis.frame(*position) else { break };
        for site in frame.sites.values() {
            let Callee::Message(selector) = &site.callee else { continue };
            if TRAITS.contains(&&**selector) {
                trait_of(analysis, (*position, &frame, site, selector), &mut fields);
            }
        }
    }
    for field in fields.into_values().filter(|field| owners.of(&field.locus) == Owner::App) {
        if !amend(&field, store) {
            made(field, store);
        }
    }
}

fn trait_of(
    analysis: &Analysis<'_, '_, '_>,
    (position, frame, site, selector): (u32, &Frame, &Site, &str),
    fields: &mut BTreeMap<(Arc<str>, String), Seen>,
) {
    let Some(function) = analysis.program.functions.get(position as usize) else { return };
    let class = analysis.class_of(position, frame, site.args[0], 6).map(|(class, _)| class);
    let known = class.as_ref().map(|class| CLASSES.iter().any(|of| analysis.is_kind(class, &Arc::from(*of))));
    // Of what class an object is not known only what fields alone have tells.
    if known == Some(false) || (known.is_none() && selector != "setSecureTextEntry:") {
        return;
    }
    let screen = function.method.as_ref().map_or_else(|| screen_of(&function.name), |method| method.class.clone());
    let name = variable(analysis, position, frame, site.args[0]);
    let key = match &name {
        Some(name) => (screen.clone(), name.clone()),
        None if matches!(site.args[0], V::Unknown) => return,
        None => (function.name.clone(), format!("{:?}", site.args[0])),
    };
    if fields.len() >= MOST && !fields.contains_key(&key) {
        return;
    }
    let field = fields.entry(key).or_insert_with(|| Seen {
        screen,
        name,
        class: None,
        secure: None,
        autocorrection_off: false,
        spell_check_off: false,
        content_type: None,
        keyboard: 0,
        placeholder: None,
        locus: analysis.locus(position, site.address),
    });
    field.class = field.class.take().or(class);
    let value = analysis.value(position, frame, site, site.args[2], 5);
    let number = terms::number(&value);
    match selector {
        // One that is switched to show the text for a while is secure.
        "setSecureTextEntry:" => field.secure = Some(field.secure == Some(true) || number != Some(0)),
        "setAutocorrectionType:" => field.autocorrection_off |= number == Some(1),
        "setSpellCheckingType:" => field.spell_check_off |= number == Some(1),
        "setKeyboardType:" => field.keyboard = number.unwrap_or(field.keyboard),
        "setTextContentType:" => field.content_type = content_type(&value).or(field.content_type.take()),
        _ => {
            let mut found = Vec::new();
            texts(&value, 4, &mut found);
            let text = found.first().and_then(|text| text.as_str()).map(str::to_owned);
            field.placeholder = field.placeholder.take().or(text);
        }
    }
}

/// The type in the readable name of a Swift function: all but its last part.
fn screen_of(name: &str) -> Arc<str> {
    let path = name.split('(').next().unwrap_or(name);
    path.rsplit_once('.').map_or(name, |(of, _)| of).into()
}

/// The variable or property that holds a field: from where it is read, or where it is put.
fn variable(analysis: &Analysis<'_, '_, '_>, position: u32, frame: &Frame, value: V) -> Option<String> {
    let class = analysis.program.functions.get(position as usize)?.method.as_ref().map(|method| &method.class);
    let bare = |name: &str| name.rsplit('.').next().unwrap_or(name).trim_start_matches('_').to_owned();
    let of_self = |value: V| matches!(value, V::Param(0 | 20, 0));
    match value {
        V::ParamField(0, offset) => Some(bare(&analysis.variable(class?, offset)?.name)),
        V::Result(call, 0) => {
            if let Callee::Message(getter) = &frame.sites.get(&call)?.callee
                && !getter.contains(':')
                && !getter.starts_with("init")
                && of_self(frame.sites.get(&call)?.args[0])
            {
                return Some(getter.to_string());
            }
            let setter = frame.sites.values().find_map(|site| match &site.callee {
                Callee::Message(setter) if of_self(site.args[0]) && site.args[2] == value => {
                    let name = setter.strip_prefix("set")?.strip_suffix(':')?;
                    let mut letters = name.chars();
                    Some(letters.next()?.to_lowercase().chain(letters).collect::<String>())
                }
                _ => None,
            });
            setter.or_else(|| {
                frame.stores.iter().find_map(|(to, stored, _)| match to {
                    V::Param(0, offset) if *stored == value => Some(bare(&analysis.variable(class?, *offset)?.name)),
                    _ => None,
                })
            })
        }
        _ => None,
    }
}

/// `UITextContentTypePassword` is `password`, as nibs write it.
fn content_type(value: &Value) -> Option<String> {
    let name = match value {
        Value::StaticField(name) | Value::Str(name) => name.strip_prefix("UITextContentType").unwrap_or(name),
        _ => return None,
    };
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !words.is_empty() {
            words.push('-');
        }
        words.push(letter.to_ascii_lowercase());
    }
    Some(match words.as_str() {
        "telephone-number" => "tel".to_owned(),
        "email-address" => "email".to_owned(),
        "credit-card-number" => "cc-number".to_owned(),
        _ => words,
    })
}

/// What code sets on a field of a nib; false when no nib has it.
fn amend(seen: &Seen, store: &mut FactStore) -> bool {
    let Some(name) = seen.name.as_deref() else { return false };
    let mut found = false;
    store.amend(&mut |fact| {
        if fact.kind != "input-field" || fact.str("framework") != Some("uikit") || fact.str("name") != Some(name) {
            return;
        }
        found = true;
        if seen.secure == Some(true) {
            fact.put("masked", FactValue::Flag(true));
            fact.put("sensitive", FactValue::Text("password".into()));
        }
        if seen.secure == Some(true) || seen.autocorrection_off {
            fact.put("keeps_cache", FactValue::Flag(false));
        }
        if seen.content_type.is_some() || seen.keyboard != 0 {
            fact.put("has_type", FactValue::Flag(true));
        }
    });
    found
}

fn made(seen: Seen, store: &mut FactStore) {
    let field = TextField {
        class: seen.class.as_deref().unwrap_or("UITextField").to_owned(),
        outlet: seen.name,
        placeholder: seen.placeholder,
        label: None,
        secure: seen.secure == Some(true),
        autocorrection_off: seen.autocorrection_off,
        spell_check_off: seen.spell_check_off,
        content_type: seen.content_type,
        keyboard: seen.keyboard,
    };
    add_made(&Made { screen: &seen.screen, locus: seen.locus, framework: "uikit" }, &field, store);
}

/// Fields of SwiftUI: judged by their titles, and by the modifiers that the same function applies.
pub(super) fn swift_ui(sites: &[CallSite], store: &mut FactStore) {
    for site in sites.iter().filter(|site| site.owner == Owner::App) {
        let secure = site.api.starts_with("SwiftUI.SecureField");
        if !secure && !site.api.starts_with("SwiftUI.TextField") {
            continue;
        }
        let mut found = Vec::new();
        site.args.iter().take(2).for_each(|arg| texts(arg, 4, &mut found));
        let Some(title) = found.first().and_then(|text| text.as_str()) else { continue };
        let beside = |name: &str| sites.iter().any(|other| other.caller == site.caller && other.api.contains(name));
        let field = TextField {
            class: if secure { "SecureField" } else { "TextField" }.to_owned(),
            outlet: None,
            placeholder: Some(title.to_owned()),
            label: None,
            secure,
            autocorrection_off: beside("autocorrectionDisabled") || beside("disableAutocorrection"),
            spell_check_off: false,
            content_type: None,
            keyboard: i64::from(beside("keyboardType")),
        };
        let screen = screen_of(&site.caller);
        add_made(&Made { screen: &screen, locus: site.locus.clone(), framework: "swiftui" }, &field, store);
    }
}

/// Names under which a password is kept.
const SECRETS: &[&str] = &["password", "passwd", "passcode", "pincode", "pin_code", "secret", "密碼"];

/// A password that the code itself brings and keeps under its name.
pub(super) fn constant(site: &CallSite, store: &mut FactStore) {
    let kept = ["setObject:forKey:", "setValue:forKey:", "Foundation.UserDefaults.set"];
    if !kept.iter().any(|api| super::short(&site.api).starts_with(api)) {
        return;
    }
    let (Some(secret), Some(key)) = (site.arg(0).as_str(), site.arg(1).as_str()) else { return };
    let lower = key.to_lowercase();
    let named =
        SECRETS.iter().any(|word| lower.contains(word)) || lower.split(['_', '.', '-']).any(|part| part == "pin");
    let telling = secret.chars().count() >= 4
        && !secret.contains([' ', '%'])
        && !matches!(secret, "true" | "false" | "none" | "null" | "enabled" | "disabled")
        && secret.to_lowercase() != lower;
    if !named || !telling {
        return;
    }
    let file = match &site.locus {
        Locus::Native { file, .. } => file.raw().to_owned(),
        _ => String::new(),
    };
    let sha256 = hex::encode(Sha256::digest(secret.as_bytes())).get(..16).unwrap_or_default().to_owned();
    let shown = Evidence::Constant {
        what: format!("password:{}", AppText::new(key)),
        preview: AppText::new(&redacted(secret)),
        sha256: sha256.clone(),
        length: secret.len() as u64,
        entropy: None,
    };
    let fact = Fact::new("secret", site.locus.clone())
        .text("what", "password")
        .text("name", key)
        .text("part", "macho-code")
        .text("file", file)
        .owned_by(site.owner.clone())
        .reached(site.reachable)
        .anchored(sha256);
    store.add(fact.showing(shown));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_types_are_written_as_nibs_write_them() {
        let of = |name: &str| content_type(&Value::StaticField(name.into()));
        assert_eq!(of("UITextContentTypePassword").as_deref(), Some("password"));
        assert_eq!(of("UITextContentTypeNewPassword").as_deref(), Some("new-password"));
        assert_eq!(of("UITextContentTypeOneTimeCode").as_deref(), Some("one-time-code"));
        assert_eq!(of("UITextContentTypeTelephoneNumber").as_deref(), Some("tel"));
        assert_eq!(content_type(&Value::Unknown), None);
    }

    #[test]
    fn a_swift_screen_is_the_type_of_its_method() {
        assert_eq!(&*screen_of("Diary.LoginView.build(with:)"), "Diary.LoginView");
        assert_eq!(&*screen_of("sub_1000"), "sub_1000");
    }

    use crate::flow::ApiNames;
    use crate::flow::arm64::program::Program;
    use crate::format::macho::testing::{Builder, TEXT};
    use crate::format::macho::{MachO, slices};
    use crate::limits::Limits;
    use crate::rule::knowledge_sdk::SdkData;

    /// Makes a text field, names it by a placeholder, and sets one trait to a number.
    fn added(setter: &str, number: u32) -> FactStore {
        let mut b = Builder::new(&["_objc_msgSend", "_objc_alloc_init", "_OBJC_CLASS_$_UITextField"]);
        let (first, second) = (b.string("setPlaceholder:"), b.string(setter));
        let text = b.string("身分證字號");
        let selectors = b.section("__objc_selrefs", &[Builder::to(first), Builder::to(second)]);
        let class = b.got("_OBJC_CLASS_$_UITextField");
        let mut code: Vec<u32> = Vec::new();
        let page = |code: &[u32], to: u64, rd: u32| {
            let at = TEXT + code.len() as u64 * 4;
            let pages = ((to >> 12) as i64 - (at >> 12) as i64) as u32;
            0x9000_0000 | (pages & 3) << 29 | (pages >> 2 & 0x7_ffff) << 5 | rd
        };
        let load = |code: &mut Vec<u32>, from: u64, rd: u32| {
            code.push(page(code, from, rd));
            code.push(0xf940_0000 | ((from as u32 & 0xfff) / 8) << 10 | rd << 5 | rd);
        };
        let call = |code: &mut Vec<u32>, to: u64| {
            let at = TEXT + code.len() as u64 * 4;
            code.push(0x9400_0000 | ((to.wrapping_sub(at) >> 2) as u32 & 0x3ff_ffff));
        };
        load(&mut code, class, 0);
        call(&mut code, b.stub("_objc_alloc_init"));
        code.push(0xaa00_03f3); // mov x19, x0
        load(&mut code, selectors, 1);
        code.push(page(&code, text, 2));
        code.push(0x9100_0042 | (text as u32 & 0xfff) << 10); // add x2, x2, #text
        call(&mut code, b.stub("_objc_msgSend"));
        code.push(0xaa13_03e0); // mov x0, x19
        load(&mut code, selectors + 8, 1);
        code.push(0x5280_0002 | number << 5); // mov w2, #number
        call(&mut code, b.stub("_objc_msgSend"));
        code.push(0xd65f_03c0);
        b.code(&code);
        let bytes = b.build();
        let limits = Limits::default();
        let range = slices(&bytes).unwrap().value[0];
        let macho = MachO::parse(&bytes, &range, &limits).unwrap().value;
        let objc = macho.objc(&limits).value;
        let program = Program::new(&macho, &objc, &limits).unwrap();
        let analysis = Analysis::new(&program, &objc, "App", &ApiNames::new(TRAITS.iter().copied()), 10_000);
        let mut store = FactStore::new(10);
        add(&analysis, &Owners::new(&program, &SdkData::default(), &Owner::App), &mut store);
        store
    }

    #[test]
    fn a_field_of_swift_ui_is_judged_by_its_title_and_modifiers() {
        let site = |api: &str, args: Vec<Value>| CallSite {
            api: api.into(),
            descriptor: "".into(),
            locus: Locus::entry(api),
            caller: "Diary.LoginView.body.getter".into(),
            receiver: None,
            args,
            via: None,
            result_used: true,
            guarded: false,
            owner: Owner::App,
            reachable: crate::finding::Reachability::Unknown,
        };
        let title = vec![Value::Str("身分證字號".into())];
        let kept = |modifier: &str| {
            let mut store = FactStore::new(10);
            swift_ui(&[site("SwiftUI.TextField.init(_:text:)", title.clone()), site(modifier, Vec::new())], &mut store);
            let field = &store.of("input-field")[0];
            assert_eq!((field.str("framework"), field.str("sensitive")), (Some("swiftui"), Some("national-id")));
            field.is("keeps_cache")
        };
        assert!(kept("SwiftUI.View.padding(_:)"));
        assert!(!kept("SwiftUI.View.autocorrectionDisabled(_:)"));
    }

    #[test]
    fn what_code_sets_on_a_field_of_a_nib_holds() {
        let mut store = FactStore::new(10);
        let nib =
            Fact::new("input-field", Locus::entry("Login.nib")).text("name", "pinField").text("framework", "uikit");
        store.add(nib.flag("masked", false).flag("keeps_cache", true).text("sensitive", "password"));
        let seen = Seen {
            screen: "LoginController".into(),
            name: Some("pinField".to_owned()),
            class: None,
            secure: Some(true),
            autocorrection_off: false,
            spell_check_off: false,
            content_type: None,
            keyboard: 0,
            placeholder: None,
            locus: Locus::Build,
        };
        assert!(amend(&seen, &mut store));
        assert!(store.of("input-field")[0].is("masked") && !store.of("input-field")[0].is("keeps_cache"));
        assert!(!amend(&Seen { name: Some("other".to_owned()), ..seen }, &mut store));
    }

    #[test]
    fn a_constant_password_under_its_name_is_one_in_code() {
        let kept = |key: &str, value: &str| {
            let site = CallSite {
                api: "-[NSUserDefaults setObject:forKey:]".into(),
                descriptor: "".into(),
                locus: Locus::entry("App"),
                caller: "-[Lock start]".into(),
                receiver: None,
                args: vec![Value::Str(value.into()), Value::Str(key.into())],
                via: None,
                result_used: false,
                guarded: false,
                owner: Owner::App,
                reachable: crate::finding::Reachability::Unknown,
            };
            let mut store = FactStore::new(10);
            constant(&site, &mut store);
            !store.of("secret").is_empty()
        };
        assert!(kept("lock_pin", "2580") && kept("userPassword", "Spring-2024"));
        assert!(
            !kept("pinned_tab", "2580") && !kept("passwordHint", "your first pet") && !kept("password", "password")
        );
    }

    #[test]
    fn a_field_that_code_makes_is_judged_by_what_code_sets() {
        let plain = added("setKeyboardType:", 4);
        let field = &plain.of("input-field")[0];
        assert_eq!((field.str("sensitive"), field.str("label")), (Some("national-id"), Some("身分證字號")));
        assert!(field.is("keeps_cache") && field.is("has_type") && !field.is("masked"));
        assert!(!added("setAutocorrectionType:", 1).of("input-field")[0].is("keeps_cache"));
        let secure = added("setSecureTextEntry:", 1);
        assert!(secure.of("input-field")[0].is("masked"));
        assert_eq!(secure.of("screen")[0].str("reason"), Some("password"));
    }
}
