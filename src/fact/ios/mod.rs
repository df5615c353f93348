//! Facts of an iOS app's package: property lists, transport security, entitlements, provisioning, privacy manifests,
//! Mach-O headers, Objective-C names, compiled nibs. What the code does is [`super::code_ios`].

mod privacy;
mod screens;
mod signer;

pub(crate) use privacy::declare_trackers;
pub(crate) use screens::{Made, add_made, typed as typed_fields};

use jiff::civil::Date;

use super::{Fact, FactStore};
use crate::app::ios::{Binary, Bundle, BundleRole, IosApp, Profile, Slice, ats};
use crate::finding::{
    Component, Confidence, CoverageState, Endpoint, Evidence, Locus, NativeBinary, Note, Owner, Part, Permission,
    SigningIssue, TlsRow,
};
use crate::format::macho::{FileKind, HashCheck, flags};
use crate::format::plist::{Value, iso_date};
use crate::limits::Limits;

/// Puts everything that the package says into the store. `date` is the day against which the profile is judged.
pub fn add(app: &IosApp<'_>, date: Date, limits: &Limits, store: &mut FactStore) {
    store.looked_for(&[
        "bundle",
        "plist-key",
        "ats",
        "url-scheme",
        "entitlement",
        "provisioning",
        "purpose",
        "privacy-manifest",
        "privacy-api",
        "privacy-data",
        "privacy-domain",
        "macho",
        "macho-import",
        "objc-class",
        "objc-selector",
        "input-field",
        "control",
        "screen",
    ]);
    bundle(app, store);
    plist_keys(app, store);
    transport(app, store);
    schemes(app, store);
    entitlements(app, store);
    provisioning(app, date, store);
    for binary in &app.binaries {
        let best = binary.best().map(|slice| slice.macho.slice_offset);
        for slice in &binary.slices {
            // Names are taken from the slice that a current device runs; headers are judged in all.
            macho(app, binary, slice, best == Some(slice.macho.slice_offset), limits, store);
        }
    }
    signing(app, store);
    bundles(app, store);
    privacy::add(app, store);
    screens::add(app, store);
    coverage(app, store);
}

/// Whose a path is: the app's own, or that of the framework that it lies in.
pub fn owner_of(app: &IosApp<'_>, path: &str) -> Owner {
    let Some(bundle) = app.bundle_of(path) else {
        let name = path.rsplit('/').next().unwrap_or_default();
        return match name.strip_suffix(".dylib") {
            Some(library) if app.is_app => Owner::Sdk(library.into(), None),
            _ => Owner::App,
        };
    };
    if bundle.role != BundleRole::Framework || !app.is_app {
        // A library beside the app's executable is not its own code either: the Swift runtime of old systems.
        let name = path.rsplit('/').next().unwrap_or_default();
        return match name.strip_suffix(".dylib") {
            Some(library) => Owner::Sdk(library.into(), None),
            None => Owner::App,
        };
    }
    if is_own_framework(app, bundle) {
        return Owner::App;
    }
    Owner::Sdk(bundle.name().into(), bundle.version().map(Into::into))
}

/// A framework whose identifier begins as the app's does (`tw.example.app` and `tw.example.Core`).
fn is_own_framework(app: &IosApp<'_>, bundle: &Bundle) -> bool {
    let prefix = |identifier: &str| {
        let parts: Vec<String> = identifier.split('.').take(2).map(str::to_ascii_lowercase).collect();
        (parts.len() == 2 && identifier.matches('.').count() >= 2).then_some(parts)
    };
    let own = app.main().and_then(Bundle::identifier).and_then(prefix);
    own.is_some() && own == bundle.identifier().and_then(prefix)
}

fn info_path<'a>(app: &'a IosApp<'_>) -> &'a str {
    app.main().map_or("", |bundle| bundle.info_path.as_str())
}

/// A place in the app's Info.plist.
fn in_info(app: &IosApp<'_>, key: &str) -> Locus {
    Locus::plist(info_path(app), key)
}

fn bundle(app: &IosApp<'_>, store: &mut FactStore) {
    let Some(main) = app.main() else { return };
    let minimum = app.minimum_os();
    let major = minimum.as_deref().and_then(|v| v.split('.').next()).and_then(|v| v.parse::<i64>().ok());
    let flag = |key: &str| main.info.as_ref().and_then(|i| i.get(key)).and_then(Value::truth).unwrap_or(false);
    let executable = app.executable();
    let simulator = executable.is_some_and(|b| b.slices.iter().all(Slice::is_simulator));
    let encrypted = executable.and_then(Binary::best).is_some_and(|slice| slice.macho.is_encrypted());
    let modes = main.info.as_ref().and_then(|i| i.get("UIBackgroundModes")).map(Value::items).unwrap_or_default();
    let mut locales: Vec<&str> = app.localized.iter().map(|l| l.locale.as_str()).filter(|l| !l.is_empty()).collect();
    locales.sort_unstable();
    locales.dedup();
    let mut fact = Fact::new("bundle", Locus::entry(info_path(app)))
        .maybe("identifier", main.identifier())
        .maybe("version", main.text("CFBundleShortVersionString"))
        .maybe("build", main.text("CFBundleVersion"))
        .maybe("minimum_os", minimum)
        .maybe("sdk", app.sdk())
        .flag("simulator", simulator)
        .flag("encrypted", encrypted)
        .flag("file_sharing", flag("UIFileSharingEnabled"))
        .flag("open_in_place", flag("LSSupportsOpeningDocumentsInPlace"))
        .list("background_modes", modes.iter().filter_map(Value::text))
        .list("localizations", locales);
    if let Some(major) = major {
        fact = fact.number("minimum_os_major", major);
    }
    store.add(fact);
}

/// Scalars of the Info.plist of the app and its extensions.
fn plist_keys(app: &IosApp<'_>, store: &mut FactStore) {
    let own = app.bundles.iter().filter(|b| !matches!(b.role, BundleRole::Framework | BundleRole::Resources));
    for bundle in own {
        let Some(info) = &bundle.info else { continue };
        info.scalars(&mut |path, value| {
            if matches!(value, Value::Data(_)) {
                return;
            }
            let mut fact = Fact::new("plist-key", Locus::plist(&bundle.info_path, path))
                .text("file", &bundle.info_path)
                .text("key", path)
                .text("value", value.plain())
                .anchored(path);
            if let Some(truth) = value.truth() {
                fact = fact.flag("flag", truth);
            }
            store.add(fact);
        });
    }
}

fn transport(app: &IosApp<'_>, store: &mut FactStore) {
    if app.main().is_none_or(|main| main.info.is_none()) {
        return;
    }
    let table = app.ats();
    for row in std::iter::once(&table.base).chain(&table.hosts) {
        store.add(transport_fact(app, &table, row));
        store.inventory.tls.push(TlsRow {
            host: row.host.as_str().into(),
            schemes: Vec::new(),
            cleartext: row.cleartext,
            min_tls: Some(row.min_tls.clone()),
            pins: row.pins,
            pins_expire: None,
            user_ca: false,
            judge: if row.declared { "config" } else { "system" }.to_owned(),
            owner: Owner::App,
            loci: vec![in_info(app, &row.key)],
        });
    }
}

fn transport_fact(app: &IosApp<'_>, table: &ats::Ats, row: &ats::Row) -> Fact {
    let because = match (table.enforced, table.arbitrary_overridden && row.host == "*") {
        (false, _) => Some(Note::new("ats-not-enforced").with("sdk", app.sdk().unwrap_or_default())),
        (true, true) => Some(Note::new("ats-arbitrary-overridden")),
        _ if !row.declared => Some(Note::new("ats-default")),
        _ => None,
    };
    let fact = Fact::new("ats", in_info(app, &row.key))
        .text("host", &row.host)
        .flag("cleartext", row.cleartext)
        .text("min_tls", &row.min_tls)
        .flag("weak_tls", row.has_weak_tls())
        .flag("forward_secrecy", row.forward_secrecy)
        .flag("subdomains", row.subdomains)
        .flag("pinned", row.pins > 0)
        .flag("web_content", row.web_content)
        .flag("media", row.media)
        .flag("local", row.local_host)
        .anchored(&row.host);
    let Some(because) = because else { return fact };
    // What the system does by itself is written nowhere.
    if because.code != "ats-arbitrary-overridden" {
        return fact.showing(Evidence::Noted { note: because });
    }
    let value = Some(if row.cleartext { "true" } else { "false" }.into());
    fact.showing(Evidence::Attribute { name: row.key.as_str().into(), value, expected: None, because: Some(because) })
}

/// Custom URL schemes and what other apps the app asks for, and universal links.
fn schemes(app: &IosApp<'_>, store: &mut FactStore) {
    let types = app.info().and_then(|info| info.get("CFBundleURLTypes")).map(Value::items).unwrap_or_default();
    for (position, of) in types.iter().enumerate() {
        let role = of.get("CFBundleTypeRole").and_then(Value::text).unwrap_or("Editor");
        let name = of.get("CFBundleURLName").and_then(Value::text).unwrap_or_default();
        let schemes = of.get("CFBundleURLSchemes").map(Value::items).unwrap_or_default();
        for (place, scheme) in schemes.iter().enumerate() {
            let Some(scheme) = scheme.text() else { continue };
            let locus = in_info(app, &format!("CFBundleURLTypes/{position}/CFBundleURLSchemes/{place}"));
            let fact = Fact::new("url-scheme", locus.clone()).text("scheme", scheme).text("role", role);
            store.add(fact.anchored(scheme));
            store.inventory.components.push(Component {
                role: "url-scheme".to_owned(),
                name: if name.is_empty() { scheme.into() } else { name.into() },
                exported: true,
                permission: None,
                endpoints: vec![Endpoint { role: "scheme".to_owned(), value: scheme.into() }],
                locus,
            });
        }
    }
}

/// Entitlements of the app's and extensions' executables.
fn entitlements(app: &IosApp<'_>, store: &mut FactStore) {
    for binary in &app.binaries {
        let role = app.bundle_of(&binary.path).map(|bundle| bundle.role);
        if matches!(role, Some(BundleRole::Framework)) {
            continue;
        }
        let Some(entitlements) = binary.best().and_then(|slice| slice.entitlements.as_ref()) else { continue };
        for (key, value) in entitlements.pairs() {
            let locus = Locus::plist(&binary.path, &format!("entitlements/{key}"));
            let fact = Fact::new("entitlement", locus.clone())
                .text("key", key)
                .text("value", value.plain())
                .text("file", &binary.path)
                .list("values", value.items().iter().map(Value::plain))
                .anchored(&**key);
            store.add(match value.truth() {
                Some(truth) => fact.flag("flag", truth),
                None => fact,
            });
            let shown = if value.items().is_empty() {
                value.plain()
            } else {
                value.items().iter().map(Value::plain).collect::<Vec<_>>().join(", ")
            };
            store.inventory.permissions.push(Permission {
                name: (&**key).into(),
                role: "entitlement".to_owned(),
                level: String::new(),
                value: Some(shown.into()),
                locus: locus.clone(),
            });
            if &**key == "com.apple.developer.associated-domains" {
                universal_links(value, &locus, store);
            }
        }
    }
}

fn universal_links(value: &Value, locus: &Locus, store: &mut FactStore) {
    for domain in value.items().iter().filter_map(Value::text) {
        let Some(host) = domain.strip_prefix("applinks:") else { continue };
        store.inventory.components.push(Component {
            role: "universal-link".to_owned(),
            name: host.into(),
            exported: true,
            permission: None,
            endpoints: vec![Endpoint { role: "link".to_owned(), value: format!("https://{host}").into() }],
            locus: locus.clone(),
        });
    }
}

fn provisioning(app: &IosApp<'_>, date: Date, store: &mut FactStore) {
    let Some(profile) = &app.profile else { return };
    let fact = Fact::new("provisioning", Locus::entry(&profile.path))
        .text("role", profile.role.word())
        .flag("get_task_allow", profile.get_task_allow)
        .flag("alone", app.executable().and_then(Binary::best).is_none_or(|slice| slice.signature.is_none()))
        .number("devices", profile.devices as i64)
        .flag("all_devices", profile.all_devices)
        .flag("expired", is_expired(profile, date))
        .maybe("team", profile.team.as_deref());
    // The date is evidence when it has passed; of other causes it says nothing.
    let passed = profile.expires.filter(|_| is_expired(profile, date)).map(iso_date);
    store.add(fact.maybe("expires", passed.as_deref()));
}

fn is_expired(profile: &Profile, date: Date) -> bool {
    profile.expires.is_some_and(|seconds| {
        let day = iso_date(seconds);
        !day.is_empty() && day < date.to_string()
    })
}

/// What a slice is, for facts: `executable`, `framework`, `extension`, `library`.
fn role_of(app: &IosApp<'_>, binary: &Binary<'_>, slice: &Slice<'_>) -> &'static str {
    match (slice.macho.kind, app.bundle_of(&binary.path).map(|b| b.role)) {
        (FileKind::Executable, Some(BundleRole::Extension)) => "extension",
        (FileKind::Executable, _) => "executable",
        (_, Some(BundleRole::Framework)) => "framework",
        _ => "library",
    }
}

/// Functions of C that make compilers add a stack guard when their buffers stand on the stack.
const BUFFER_FUNCTIONS: &[&str] = &[
    "_strcpy",
    "_strncpy",
    "_strcat",
    "_strncat",
    "_sprintf",
    "_snprintf",
    "_memcpy",
    "_memmove",
    "_gets",
    "_fgets",
    "_read",
    "_recv",
];

fn macho(app: &IosApp<'_>, binary: &Binary<'_>, slice: &Slice<'_>, best: bool, limits: &Limits, store: &mut FactStore) {
    let macho = &slice.macho;
    if macho.kind == FileKind::DebugSymbols {
        return;
    }
    let owner = owner_of(app, &binary.path);
    let locus = |address: Option<u64>, symbol: Option<&str>| Locus::Native {
        file: binary.path.as_str().into(),
        arch: macho.cpu.name().into(),
        address,
        symbol: symbol.map(Into::into),
    };
    let role = role_of(app, binary, slice);
    let objc = macho.objc(limits).value;
    let own_objc = objc.classes.iter().any(|class| !class.swift);
    let swift = macho.sections_named("__swift5_types").next().is_some()
        || macho.dylibs.iter().any(|d| d.name.contains("/libswiftCore"));
    let imports = |names: &[&str]| names.iter().any(|name| macho.imports_symbol(name));
    let canary = imports(&["___stack_chk_fail", "___stack_chk_guard"]);
    let needs_canary = !canary && own_objc && imports(BUFFER_FUNCTIONS) && macho.function_starts.len() >= 50;
    let arc = macho.imports.iter().any(|import| is_arc(&import.name));
    let local = |s: &&crate::format::macho::Symbol<'_>| {
        s.is_defined() && !s.is_external() && !s.name.starts_with("radr://") && &*s.name != "__mh_execute_header"
    };
    let stripped = !macho.symbols.iter().any(|s| s.is_debug()) && macho.symbols.iter().filter(local).count() == 0;
    let directory = slice.signature.as_ref().and_then(|signature| signature.directories.first());
    let build = macho.builds.first();
    let outside = macho.rpaths.iter().any(|path| is_outside(path));
    let fact = Fact::new("macho", locus(None, None))
        .text("file", &binary.path)
        .text("arch", macho.cpu.name())
        .text("role", role)
        .flag("encrypted", macho.is_encrypted())
        .flag("pie", macho.flags & flags::PIE != 0 || macho.kind != FileKind::Executable)
        .flag("canary", canary)
        .flag("needs_canary", needs_canary)
        .flag("arc", arc)
        .flag("objc", own_objc)
        .flag("swift", swift)
        .flag("stripped", stripped)
        .maybe("minimum_os", build.map(|b| b.minimum_os.as_str()))
        .maybe("sdk", build.map(|b| b.sdk.as_str()))
        .flag("rpath_outside", outside)
        .flag("signed", directory.is_some())
        .flag("ad_hoc", directory.is_some_and(|d| d.is_ad_hoc()))
        .flag("weak_signature", directory.is_some_and(|d| d.hash_type == 1 || d.version < 0x2_0400))
        .flag("simulator", slice.is_simulator())
        .owned_by(owner.clone())
        .anchored(&binary.path);
    store.add(fact);
    native_row(app, binary, slice, (canary, arc, own_objc, stripped), store);
    if !best {
        return;
    }
    for import in &macho.imports {
        let library = usize::try_from(import.library - 1).ok().and_then(|i| macho.dylibs.get(i)).map(|d| &*d.name);
        let fact = Fact::new("macho-import", locus(None, Some(&import.name)))
            .text("name", import.name.strip_prefix('_').unwrap_or(&import.name))
            .text("file", &binary.path)
            .maybe("library", library);
        store.add(fact.owned_by(owner.clone()).anchored(&*import.name));
    }
    names(&objc, macho, &locus, &binary.path, &owner, store);
}

/// The row of the inventory.
fn native_row(
    app: &IosApp<'_>,
    binary: &Binary<'_>,
    slice: &Slice<'_>,
    (canary, arc, own_objc, stripped): (bool, bool, bool, bool),
    store: &mut FactStore,
) {
    let macho = &slice.macho;
    let build = macho.builds.first();
    let signed = slice.signature.as_ref().is_some_and(|signature| !signature.directories.is_empty());
    let role = role_of(app, binary, slice);
    let property = |name: &str, value: &str| (name.to_owned(), value.into());
    let yes = |set: bool| if set { "yes" } else { "no" };
    store.inventory.native.push(NativeBinary {
        file: binary.path.as_str().into(),
        arch: macho.cpu.name().to_owned(),
        format: format!("macho {role}"),
        properties: vec![
            property("encrypted", yes(macho.is_encrypted())),
            property("pie", yes(macho.flags & flags::PIE != 0 || macho.kind != FileKind::Executable)),
            property("canary", yes(canary)),
            property(
                "arc",
                if arc {
                    "yes"
                } else if own_objc {
                    "no"
                } else {
                    "none-needed"
                },
            ),
            property("stripped", yes(stripped)),
            property("signed", yes(signed)),
            property("minimum-os", build.map_or("", |b| &b.minimum_os)),
            property("sdk", build.map_or("", |b| &b.sdk)),
        ],
        owner: owner_of(app, &binary.path),
    });
}

/// Class and selector names. Selectors that the code sends stand in `__objc_selrefs`.
fn names(
    objc: &crate::format::macho::Objc,
    macho: &crate::format::macho::MachO<'_>,
    locus: &dyn Fn(Option<u64>, Option<&str>) -> Locus,
    file: &str,
    owner: &Owner,
    store: &mut FactStore,
) {
    for class in &objc.classes {
        let fact = Fact::new("objc-class", locus(Some(class.address), Some(&class.name)))
            .text("name", &class.name)
            .maybe("super", class.superclass.as_deref())
            .text("file", file)
            .list("protocols", &class.protocols);
        store.add(fact.owned_by(owner.clone()).anchored(&class.name));
    }
    let methods = objc.classes.iter().flat_map(|class| class.methods.iter().chain(&class.class_methods));
    let added = objc.categories.iter().flat_map(|category| category.methods.iter().chain(&category.class_methods));
    let own: std::collections::BTreeSet<&str> = methods.chain(added).map(|method| method.selector.as_str()).collect();
    for section in macho.sections_named("__objc_selrefs") {
        let word = macho.pointer_size();
        for position in 0..(section.size / word).min(1 << 20) {
            let address = section.address.wrapping_add(position * word);
            let Some(selector) = macho.target(address).and_then(|target| macho.text(target)) else { continue };
            let fact = Fact::new("objc-selector", locus(Some(address), Some(selector)));
            let fact = fact.text("name", selector).text("file", file).flag("own", own.contains(selector));
            store.add(fact.owned_by(owner.clone()).anchored(selector));
        }
    }
}

/// Functions that only the compiler's automatic reference counting calls.
fn is_arc(import: &str) -> bool {
    matches!(
        import,
        "_objc_release"
            | "_objc_retain"
            | "_objc_storeStrong"
            | "_objc_retainAutoreleasedReturnValue"
            | "_objc_unsafeClaimAutoreleasedReturnValue"
            | "_objc_claimAutoreleasedReturnValue"
            | "_objc_autoreleaseReturnValue"
            | "_objc_retainAutoreleaseReturnValue"
            | "_objc_retainAutorelease"
            | "_objc_retainBlock"
    ) || import.strip_prefix("_objc_re").is_some_and(|rest| {
        let register = rest.strip_prefix("lease_x").or_else(|| rest.strip_prefix("tain_x"));
        register.is_some_and(|n| n.parse::<u8>().is_ok())
    })
}

/// A library search path that leaves the bundle and the system.
fn is_outside(path: &str) -> bool {
    let inside = ["@executable_path", "@loader_path", "@rpath", "/usr/lib", "/System/"];
    !inside.iter().any(|start| path.starts_with(start))
}

/// Extensions, frameworks and libraries, for the inventory.
fn bundles(app: &IosApp<'_>, store: &mut FactStore) {
    for bundle in &app.bundles {
        match bundle.role {
            BundleRole::Extension | BundleRole::Watch | BundleRole::Clip => {
                let point = bundle.info.as_ref().and_then(|i| i.at("NSExtension/NSExtensionPointIdentifier"));
                let endpoints =
                    point.and_then(Value::text).map(|p| Endpoint { role: "action".into(), value: p.into() });
                store.inventory.components.push(Component {
                    role: "extension".to_owned(),
                    name: bundle.identifier().unwrap_or(bundle.name()).into(),
                    exported: true,
                    permission: None,
                    endpoints: endpoints.into_iter().collect(),
                    locus: Locus::entry(&bundle.info_path),
                });
            }
            _ => {}
        }
    }
}

/// The signature of the app's executable, for the inventory.
fn signing(app: &IosApp<'_>, store: &mut FactStore) {
    let Some(slice) = app.executable().and_then(Binary::best) else { return };
    let signing = &mut store.inventory.signing;
    let mut issue = |grade: &str, note: Note| {
        signing.issues.push(SigningIssue { scheme: "code-signature".to_owned(), grade: grade.to_owned(), note });
    };
    let Some(signature) = &slice.signature else {
        issue("error", Note::new("code-signature-absent"));
        signing.verifies = Some(false);
        return;
    };
    let Some(directory) = signature.directories.first() else {
        issue("error", Note::new("code-signature-broken"));
        signing.verifies = Some(false);
        return;
    };
    match directory.check_pages(slice.macho.bytes()) {
        HashCheck::Differs(page) => {
            issue("error", Note::new("code-signature-page-differs").with("page", page));
            signing.verifies = Some(false);
        }
        HashCheck::Unchecked => issue("unchecked", Note::new("code-signature-unchecked")),
        HashCheck::Match if directory.is_ad_hoc() => issue("warning", Note::new("code-signature-ad-hoc")),
        HashCheck::Match => issue("unchecked", Note::new("code-signature-chain-unchecked")),
    }
    let word = if directory.is_ad_hoc() { "ad-hoc" } else { "code-signature" };
    signing.schemes.push(word.to_owned());
    signing.certificates.extend(signer::signers(signature));
}

fn coverage(app: &IosApp<'_>, store: &mut FactStore) {
    let read = || Note::new("read");
    let absent = || Note::new("none-present");
    for problem in &app.problems {
        let part = match problem.note.code.as_str() {
            "plist-broken" | "info-plist-missing" if problem.path == info_path(app) => Part::InfoPlist,
            "plist-broken" if problem.path.ends_with(".xcprivacy") => Part::PrivacyManifest,
            "profile-broken" => Part::Provisioning,
            "nib-broken" => Part::Nib,
            "macho-broken" | "executable-missing" => Part::MachoHeader,
            _ => Part::Package,
        };
        let main = part == Part::InfoPlist || part == Part::Provisioning || problem.note.code == "executable-missing";
        let state = if main { CoverageState::None } else { CoverageState::Partial };
        store.cover(part, state, Some(&problem.path), problem.note.clone());
        let own_code = matches!(problem.note.code.as_str(), "macho-broken" | "executable-missing");
        if own_code && owner_of(app, &problem.path) == Owner::App {
            for part in [Part::MachoCode, Part::MachoStrings] {
                store.cover(part, CoverageState::None, Some(&problem.path), problem.note.clone());
            }
        }
    }
    if !app.is_app {
        for part in [Part::InfoPlist, Part::Entitlements, Part::Provisioning, Part::PrivacyManifest, Part::Nib] {
            store.cover(part, CoverageState::None, None, Note::new("part-of-app"));
        }
    } else {
        store.cover(Part::InfoPlist, CoverageState::Full, None, read());
        store.cover(
            Part::Provisioning,
            CoverageState::Full,
            None,
            if app.profile.is_some() { read() } else { absent() },
        );
        store.cover(
            Part::PrivacyManifest,
            CoverageState::Full,
            None,
            if app.privacy.is_empty() { absent() } else { read() },
        );
        store.cover(Part::Nib, CoverageState::Full, None, if app.nibs == 0 { absent() } else { read() });
        match app.executable().and_then(Binary::best) {
            Some(slice) if slice.signature.is_some() => {
                store.cover(Part::Entitlements, CoverageState::Full, None, read());
            }
            Some(_) => store.cover(Part::Entitlements, CoverageState::None, None, Note::new("code-signature-absent")),
            None => store.cover(Part::Entitlements, CoverageState::None, None, Note::new("executable-missing")),
        }
    }
    let (state, note) = match app.binaries.is_empty() {
        true => (CoverageState::None, Note::new("executable-missing")),
        false => (CoverageState::Full, read()),
    };
    store.cover(Part::MachoHeader, state, None, note.clone());
    for binary in &app.binaries {
        let Some(slice) = binary.best() else { continue };
        let code = match (slice.macho.is_encrypted(), slice.is_cut()) {
            (true, _) => "fairplay-encrypted",
            (false, true) => "entry-incomplete",
            (false, false) => continue,
        };
        let own = owner_of(app, &binary.path) == Owner::App;
        let state = if own { CoverageState::None } else { CoverageState::Partial };
        store.cover(Part::MachoStrings, state, Some(&binary.path), Note::new(code));
    }
    store.cover(Part::MachoStrings, state, None, note);
}

/// A fact's confidence when it rests on the mere presence of an import.
const BY_IMPORT: Confidence = Confidence::Likely;

#[cfg(test)]
mod tests;
