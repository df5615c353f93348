//! Screens and fields of compiled nibs.

use std::collections::BTreeMap;

use crate::app::ios::{IosApp, TextField};
use crate::app::words;
use crate::fact::{Fact, FactStore};
use crate::finding::{Field, Locus};

/// What a field is taken for, by the words of its placeholder, outlet and label, most specific first.
const KINDS: &[(&str, &[&str])] = &[
    ("password", &["password", "passwd", "passcode", "passphrase", "密碼", "通行碼", "pincode", "pin code"]),
    ("one-time-code", &["otp", "one-time", "onetime", "verification code", "驗證碼", "認證碼"]),
    ("national-id", &["身分證", "身份證", "national id", "nationalid", "idno", "ssn", "居留證"]),
    ("health-card", &["健保卡", "health card", "healthcard"]),
    ("card-number", &["信用卡", "卡號", "card number", "cardnumber", "credit card", "creditcard", "cvv"]),
    ("birthday", &["生日", "出生", "birthday", "birthdate", "date of birth"]),
    ("phone", &["手機", "電話", "phone", "mobile"]),
    ("email", &["電子郵件", "信箱", "email", "e-mail"]),
    ("address", &["地址", "住址", "street address"]),
    (
        "health",
        &[
            "病歷",
            "血壓",
            "血糖",
            "體重",
            "用藥",
            "過敏",
            "blood pressure",
            "glucose",
            "medication",
            "diagnosis",
            "allerg",
        ],
    ),
    ("account", &["帳號", "使用者名稱", "username", "user name", "account"]),
    ("name", &["姓名", "full name", "fullname"]),
];

/// The kind of a field; none when nothing says so.
fn sensitive(field: &TextField) -> Option<&'static str> {
    if field.secure {
        return Some("password");
    }
    if let Some(content) = field.content_type.as_deref() {
        let known = match content {
            "password" | "new-password" => Some("password"),
            "one-time-code" => Some("one-time-code"),
            "username" => Some("account"),
            "tel" => Some("phone"),
            "email" => Some("email"),
            "cc-number" => Some("card-number"),
            _ => None,
        };
        if known.is_some() {
            return known;
        }
    }
    let words: Vec<String> = [&field.placeholder, &field.outlet, &field.label]
        .into_iter()
        .flatten()
        .map(|text| text.to_lowercase())
        .collect();
    KINDS
        .iter()
        .find(|(_, marks)| marks.iter().any(|mark| words.iter().any(|w| w.contains(mark))))
        .map(|(kind, _)| *kind)
}

/// Text fields by the name of their outlet: the kind of flow source that they are.
pub(crate) fn typed(app: &IosApp<'_>) -> BTreeMap<String, String> {
    let fields = app.screens.iter().flat_map(|screen| &screen.fields);
    fields
        .filter_map(|field| {
            let kind = match sensitive(field)? {
                "password" => "password-input",
                "national-id" => "national-id",
                "account" | "name" | "email" | "phone" | "address" => "user-input",
                _ => "sensitive-input",
            };
            Some((field.outlet.clone()?, kind.to_owned()))
        })
        .collect()
}

pub(super) fn add(app: &IosApp<'_>, store: &mut FactStore) {
    for screen in &app.screens {
        let mut password = false;
        for field in &screen.fields {
            let kind = sensitive(field);
            password |= kind == Some("password");
            add_field((&screen.name, &Locus::entry(&screen.path), "uikit"), field, kind, store);
        }
        let mut consents = false;
        let mut declines = false;
        for button in &screen.buttons {
            let title = button.title.as_deref().unwrap_or_default();
            let (consent, decline) = (words::is_consent(title), words::is_decline(title));
            consents |= consent;
            declines |= decline;
            let mut fact = Fact::new("control", Locus::entry(&screen.path))
                .text("role", button.role)
                .maybe("label", button.title.as_deref())
                .flag("consent", consent)
                .flag("decline", decline)
                .flag("remember", words::is_remember(title))
                .text("screen", &screen.name)
                .maybe("on_click", button.actions.first())
                .anchored(&screen.name);
            if button.role == "switch" {
                fact = fact.flag("checked", button.on);
            }
            store.add(fact);
        }
        let reason = match (password, consents) {
            (true, _) => Some("password"),
            (false, true) => Some("consent"),
            _ => None,
        };
        store.add(
            Fact::new("screen", Locus::entry(&screen.path))
                .text("name", &screen.name)
                .text("layout", &screen.path)
                .flag("sensitive", reason.is_some())
                .flag("password", password)
                .flag("consent", consents)
                .flag("decline", declines)
                .maybe("reason", reason)
                .anchored(&screen.name),
        );
    }
}

/// Where code makes or sets a field.
pub(crate) struct Made<'m> {
    /// The class or type whose code it is.
    pub(crate) screen: &'m str,
    /// The place.
    pub(crate) locus: Locus,
    /// `uikit` or `swiftui`.
    pub(crate) framework: &'static str,
}

/// A field that is not of a nib. One that hides what is typed makes its screen one of passwords.
pub(crate) fn add_made(made: &Made<'_>, field: &TextField, store: &mut FactStore) {
    let kind = sensitive(field);
    add_field((made.screen, &made.locus, made.framework), field, kind, store);
    let known = store.of("screen").iter().any(|screen| screen.str("name") == Some(made.screen));
    if kind == Some("password") && !known {
        store.add(
            Fact::new("screen", made.locus.clone())
                .text("name", made.screen)
                .flag("sensitive", true)
                .flag("password", true)
                .text("reason", "password")
                .anchored(made.screen),
        );
    }
}

fn add_field(
    (screen, locus, framework): (&str, &Locus, &str),
    field: &TextField,
    kind: Option<&'static str>,
    store: &mut FactStore,
) {
    let name = field.outlet.as_deref().or(field.placeholder.as_deref()).unwrap_or(&field.class);
    let label = field.placeholder.as_deref().or(field.label.as_deref()).unwrap_or_default();
    store.add(
        Fact::new("input-field", locus.clone())
            .text("name", name)
            .text("label", label)
            .maybe("sensitive", kind)
            .flag("masked", field.secure)
            .flag("keeps_cache", !field.secure && !field.autocorrection_off)
            .flag("has_type", field.keyboard != 0 || field.content_type.is_some())
            .text("view", &field.class)
            .text("screen", screen)
            .text("framework", framework)
            .anchored(screen)
            .anchored(name),
    );
    let mut traits = Vec::new();
    if field.secure {
        traits.push("secureTextEntry".to_owned());
    }
    if field.autocorrection_off {
        traits.push("autocorrectionType=no".to_owned());
    }
    if field.spell_check_off {
        traits.push("spellCheckingType=no".to_owned());
    }
    traits.extend(field.content_type.as_ref().map(|c| format!("textContentType={c}")));
    store.inventory.fields.push(Field {
        name: name.into(),
        label: label.into(),
        sensitive: kind.unwrap_or_default().to_owned(),
        input: traits.join(" ").into(),
        locus: locus.clone(),
    });
}
