//! The stages of an iOS build.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Desk, Finds, identity, text};
use crate::app::Build;
use crate::app::ios::{self, BundleRole, IosApp};
use crate::fact::package::Hybrid;
use crate::fact::text::{Found, Place};
use crate::fact::{FactStore, code_ios, ios as ios_facts, sdk};
use crate::finding::{AppText, CoverageState, Locus, Note, Owner, Part};
use crate::flow::arm64::inline::inline_texts;
use crate::format::macho::MachO;
use crate::format::plist::Value;
use crate::report::Identity;
use crate::rule::knowledge_sdk::SdkEntry;

pub(super) fn gather(
    build: &Build,
    hybrids: &[Hybrid],
    desk: &Desk<'_>,
    store: &mut FactStore,
    finds: &mut Finds,
) -> Identity {
    let app = ios::read(build, desk.budget);
    let date: Date = desk.options.date.parse().unwrap_or_default();
    ios_facts::add(&app, date, &desk.options.limits, store);
    if let Err(why) = code_ios::add(&app, &desk.wanted, (&desk.flow.ios, &desk.sdks), desk.budget, store) {
        store.cover(Part::MachoCode, CoverageState::None, None, Note::new("not-parsed").with("why", why));
    }
    sdk::facts(build, &desk.sdks, &marks(&app, store), desk.budget, store);
    if app.is_app {
        store.cover(Part::Assets, CoverageState::Full, None, Note::new("read"));
        store.cover(Part::Package, CoverageState::Full, None, Note::new("read"));
    }

    let mut found = Found::default();
    let taken = texts(&app, desk, &mut found);
    health_keys(&app, finds);
    text::entries(build, hybrids, &|path| ios_facts::owner_of(&app, path), &taken, desk, &mut found, finds);
    found.finish(desk.options.declared_hosts.as_ref(), store);
    ios_facts::declare_trackers(store);
    store.rename_owners(&known_frameworks(&app, desk));
    who(build, &app)
}

/// Frameworks by the name that owners have, with the SDK that each is known to be.
fn known_frameworks(app: &IosApp<'_>, desk: &Desk<'_>) -> BTreeMap<String, String> {
    let frameworks = app.bundles.iter().filter(|b| b.role == BundleRole::Framework);
    frameworks
        .filter_map(|bundle| {
            let known = |sdk: &&SdkEntry| sdk.ios.frameworks.iter().any(|name| *name == folder_name(&bundle.path));
            Some((bundle.name().to_owned(), desk.sdks.sdks.iter().find(known)?.name.clone()))
        })
        .collect()
}

/// `Core` of `Payload/App.app/Frameworks/Core.framework/`.
fn folder_name(path: &str) -> &str {
    let folder = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    folder.strip_suffix(".framework").unwrap_or(folder)
}

/// What recognises SDKs.
fn marks(app: &IosApp<'_>, store: &FactStore) -> sdk::Marks {
    let frameworks = app
        .bundles
        .iter()
        .filter(|b| b.role == BundleRole::Framework)
        .map(|b| (folder_name(&b.path).to_owned(), b.version().map(str::to_owned), b.info_path.clone()))
        .collect();
    let classes = store.of("objc-class").iter().filter_map(|f| f.str("name")).map(str::to_owned).collect();
    sdk::Marks { frameworks, classes, ..sdk::Marks::default() }
}

/// Looks through property lists and the text sections of binaries; gives the entries that are done.
fn texts(app: &IosApp<'_>, desk: &Desk<'_>, found: &mut Found) -> BTreeSet<String> {
    let mut taken = BTreeSet::new();
    for bundle in &app.bundles {
        if let Some(info) = &bundle.info {
            let owner = ios_facts::owner_of(app, &bundle.info_path);
            plist(&bundle.info_path, "", info, &owner, 0, desk, found);
        }
        taken.insert(bundle.info_path.clone());
    }
    for binary in &app.binaries {
        taken.insert(binary.path.clone());
        if let Some(slice) = binary.best().filter(|s| !s.macho.is_encrypted()) {
            sections(&binary.path, &slice.macho, &ios_facts::owner_of(app, &binary.path), desk, found);
        }
    }
    taken
}

fn plist(path: &str, key: &str, value: &Value, owner: &Owner, depth: usize, desk: &Desk<'_>, found: &mut Found) {
    let join = |part: &str| if key.is_empty() { part.to_owned() } else { format!("{key}/{part}") };
    if depth > desk.options.limits.nesting {
        return;
    }
    if let Some(text) = value.text() {
        let name = key.rsplit('/').next().unwrap_or(key);
        let (of, at) = (|_: usize| owner.clone(), |_: usize| Locus::plist(path, key));
        let place = Place { part: Part::InfoPlist, file: path, owner: &of, locus: &at, words: true };
        desk.texts.scan_named(name, text, &place, found);
    } else if let Value::Dict(entries) = value {
        for (name, inner) in entries {
            plist(path, &join(name), inner, owner, depth + 1, desk, found);
        }
    } else if let Value::Array(items) = value {
        for (i, inner) in items.iter().enumerate() {
            plist(path, &join(&i.to_string()), inner, owner, depth + 1, desk, found);
        }
    }
}

/// Keys of the 健康存摺 file among the literals, and among the short texts that Swift keeps inside the code.
fn health_keys(app: &IosApp<'_>, finds: &mut Finds) {
    for binary in &app.binaries {
        let Some(slice) = binary.best().filter(|s| !s.macho.is_encrypted()) else { continue };
        let place = |address: u64| Locus::Native {
            file: AppText::new(&binary.path),
            arch: AppText::new(slice.macho.cpu.name()),
            address: Some(address),
            symbol: None,
        };
        let bluetooth = slice.macho.imports.iter().any(|import| import.name == "_OBJC_CLASS_$_CBUUID");
        for section in slice.macho.sections_named("__cstring") {
            let mut at = section.address;
            for text in slice.macho.section_bytes(section).split(|b| *b == 0) {
                let address = at;
                at = at.saturating_add(text.len() as u64 + 1);
                finds.keys.string(text, || place(address));
                finds.keys.named(text, bluetooth, Some(&binary.path), || place(address));
            }
        }
        let swift = slice.macho.cpu.name() == "arm64"
            && slice.macho.imports.iter().any(|import| import.name.starts_with("_swift_"));
        for section in slice.macho.sections_named("__text").filter(|_| swift) {
            inline_texts(slice.macho.section_bytes(section), &mut |offset, text| {
                let at = section.address.saturating_add(offset as u64);
                finds.keys.string(text, || place(at));
                finds.keys.named(text, bluetooth, Some(&binary.path), || place(at));
            });
        }
    }
}

/// Sections that hold text for the program: literals, constants of Objective-C and Swift.
fn sections(path: &str, macho: &MachO<'_>, owner: &Owner, desk: &Desk<'_>, found: &mut Found) {
    for name in ["__cstring", "__const", "__oslogstring", "__ustring"] {
        for section in macho.sections_named(name) {
            let bytes = macho.section_bytes(section);
            let address = section.address;
            let (of, at) = (
                |_: usize| owner.clone(),
                |offset: usize| Locus::Native {
                    file: AppText::new(path),
                    arch: AppText::new(macho.cpu.name()),
                    address: Some(address.saturating_add(offset as u64)),
                    symbol: None,
                },
            );
            let place =
                Place { part: Part::MachoStrings, file: path, owner: &of, locus: &at, words: name == "__cstring" };
            desk.texts.scan(bytes, &place, found);
        }
    }
}

fn who(build: &Build, app: &IosApp<'_>) -> Identity {
    let mut who = identity(build);
    let Some(bundle) = app.main() else { return who };
    let zh = app.localized.iter().find(|l| l.is_traditional_chinese());
    let name = zh
        .and_then(|l| l.text("CFBundleDisplayName").or_else(|| l.text("CFBundleName")))
        .or_else(|| bundle.text("CFBundleDisplayName"))
        .unwrap_or_else(|| bundle.name());
    who.subject.app_name = Some(AppText::new(name));
    who.subject.package_id = bundle.identifier().map(AppText::new);
    who.subject.version_name = bundle.text("CFBundleShortVersionString").map(AppText::new);
    who.subject.version_code = bundle.text("CFBundleVersion").map(AppText::new);
    who.min_os = app.minimum_os().as_deref().map(AppText::new);
    who.target_os = app.sdk().as_deref().map(AppText::new);
    if app.executable().and_then(|b| b.best()).is_some_and(ios::Slice::is_simulator) {
        who.remarks.push(Note::new("simulator-build"));
    }
    who
}
