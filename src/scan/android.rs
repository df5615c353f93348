//! The stages of an Android build.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::health::HealthKeys;
use super::{Desk, Finds, identity, text};
use crate::app::android::AndroidApp;
use crate::app::layout::Layout;
use crate::app::manifest::Role;
use crate::app::{Build, Kind};
use crate::fact::owners::{Owners, is_renamed};
use crate::fact::package::Hybrid;
use crate::fact::permission_use::Needs;
use crate::fact::text::{Found, Place};
use crate::fact::{FactStore, android as android_facts, code, native, sdk, signing};
use crate::finding::{AppText, CoverageState, Locus, Note, Owner, Part, Platform};
use crate::flow::callgraph;
use crate::flow::dalvik::{Class, FieldId, Program, Site, StringSite, source_form};
use crate::flow::native::comparing_fixed_words;
use crate::format::dex::{self, EncodedValue};
use crate::report::Identity;
use crate::rule::knowledge_sdk::SdkData;
use crate::rule::vocabulary;

/// Strings shorter than this hold nothing that is looked for.
const SHORTEST: usize = 8;
/// Longest constant that is looked through for lines with a label.
const LABELLED: usize = 2_000;

pub(super) fn gather(
    build: &Build,
    hybrids: &[Hybrid],
    desk: &Desk<'_>,
    store: &mut FactStore,
    finds: &mut Finds,
) -> Identity {
    let app = AndroidApp::open(build, desk.budget);
    let program = program(&app, desk, store);
    let owners = sdk::facts(build, &desk.sdks, &marks(&app, &program, &desk.sdks), desk.budget, store);

    let date: Date = desk.options.date.parse().unwrap_or_default();
    let idsig = desk.options.idsig.as_deref();
    signing::add(build, app.manifest.as_ref(), idsig, date, desk.budget, store);
    let needs = Needs::of(&program, &desk.permissions);
    android_facts::facts(&app, &owners, &needs, &desk.options.date, store);

    let libraries = native::open(&app, &desk.sdks, desk.budget);
    code(&app, &program, &owners, &libraries, desk, store);
    native::add(&libraries, store);

    let mut found = Found::default();
    dex_strings(&program, &owners, desk, &mut found);
    resource_strings(&app, desk, &mut found);
    for text in app.resources.texts() {
        finds.notices.text(&format!("string/{}", text.name), &text.text);
    }
    native_strings(&libraries, desk, &mut found);
    health_keys(&program, finds);
    text::entries(build, hybrids, &|_| Owner::App, &BTreeSet::new(), desk, &mut found, finds);
    found.finish(desk.options.declared_hosts.as_ref(), store);
    if build.kind.is_whole_app() {
        let (state, note) = match app.lacks_base {
            true => (CoverageState::None, Note::new("no-base-apk")),
            false => (CoverageState::Full, Note::new("read")),
        };
        store.cover(Part::Assets, state, None, note.clone());
        store.cover(Part::Package, state, None, note.clone());
        if app.lacks_base {
            store.cover(Part::Dex, state, None, note.clone());
            store.cover(Part::Native, state, None, note);
        }
    }
    splits_missing(&app, store);
    who(build, &app)
}

/// All dex files as one program. A file that cannot be read makes the code not seen.
fn program<'b>(app: &AndroidApp<'b>, desk: &Desk<'_>, store: &mut FactStore) -> Program<'b> {
    let mut files = Vec::new();
    let entries = app.dex_files();
    for entry in &entries {
        let path = entry.path();
        let bytes = entry.bytes(desk.budget);
        match dex::parse(bytes) {
            Ok(parsed) => {
                files.extend(parsed.value.into_iter().map(|dex| (Arc::<str>::from(path.as_str()), dex)));
                if !entry.is_complete(desk.budget) || dex::is_cut(&parsed.anomalies) {
                    store.cover(Part::Dex, CoverageState::None, Some(&path), Note::new("entry-incomplete"));
                }
            }
            Err(error) => {
                store.cover(Part::Dex, CoverageState::None, Some(&path), Note::new("not-parsed").with("why", error));
            }
        }
    }
    if files.is_empty() && app.build.kind.is_whole_app() && store.state(Part::Dex).is_none() {
        let (state, code) = match &app.manifest {
            // The end of a damaged archive may have held the code.
            _ if android_facts::damage(app).is_some() => (CoverageState::None, "package-damaged"),
            Some(manifest) if !manifest.application.has_code => (CoverageState::Full, "none-present"),
            _ => (CoverageState::None, "apk-without-code"),
        };
        store.cover(Part::Dex, state, None, Note::new(code));
    }
    if build_holds_java(app) {
        store.cover(Part::Dex, CoverageState::None, None, Note::new("java-bytecode"));
    }
    let program = Program::new(files);
    let broken = program.broken_classes.saturating_add(program.sites.broken_methods);
    if broken > 0 {
        store.cover(Part::Dex, CoverageState::None, None, Note::new("code-outside-file").with("count", broken));
    }
    program
}

/// Says what an installed app has in splits that were not handed in.
fn splits_missing(app: &AndroidApp<'_>, store: &mut FactStore) {
    let Some(manifest) = app.manifest.as_ref().filter(|_| !app.lacks_base && app.build.packages.len() == 1) else {
        return;
    };
    if manifest.needs_splits {
        if app.native_libraries().is_empty() {
            store.cover(Part::Native, CoverageState::None, None, Note::new("splits-missing"));
        }
        store.cover(Part::Resources, CoverageState::Partial, None, Note::new("splits-missing"));
    }
}

/// Whether the build is a library whose classes are not turned into dex yet.
fn build_holds_java(app: &AndroidApp<'_>) -> bool {
    app.build.kind == Kind::Aar && app.build.packages.iter().any(|package| package.find("classes.jar").is_some())
}

/// Facts of the code.
fn code(
    app: &AndroidApp<'_>,
    program: &Program<'_>,
    owners: &Owners,
    libraries: &[native::NativeFile<'_>],
    desk: &Desk<'_>,
    store: &mut FactStore,
) {
    if program.files().is_empty() {
        // An app without code has none of what code rules look for; a part that should have some was not seen.
        store.looked_for(&vocabulary::of_code(Platform::Android));
        return;
    }
    let mut manifest = entry_points(app);
    let read = native::representatives(libraries).into_iter().filter_map(|library| library.elf.as_ref());
    manifest.comparing = read.flat_map(comparing_fixed_words).collect();
    let code = code::Code {
        program,
        manifest: &manifest,
        knowledge: &desk.flow,
        wanted: &desk.wanted,
        owners,
        budget: desk.budget,
    };
    store.flow_kinds = (desk.flow.sources.keys().cloned().collect(), desk.flow.sinks.keys().cloned().collect());
    let done = code::facts(&code, store);
    if let Err(why) = done {
        store.cover(Part::Dex, CoverageState::None, None, Note::new("not-parsed").with("why", why));
    }
    let cut = |limit: &str| desk.budget.hits().iter().any(|h| h.limit == limit);
    if ["flow-steps", "flow-objects", "flow-depth", "flow-callbacks"].into_iter().any(cut) {
        store.flows_cut = true;
        store.cover(Part::Dex, CoverageState::Partial, None, Note::new("flows-cut"));
    }
    if cut("engine-steps") || cut("caller-steps") {
        store.cover(Part::Dex, CoverageState::None, None, Note::new("engine-steps-spent"));
    }
    if !app.native_libraries().is_empty() {
        store.cover(Part::Dex, CoverageState::Partial, None, Note::new("native-not-followed"));
    }
    store.cover(Part::Dex, CoverageState::Full, None, Note::new("read"));
}

/// Input fields of a layout and of the layouts that it includes, each once.
fn fields_within(layouts: &[Layout], layout: &Layout) -> Vec<(u32, String)> {
    let mut names = vec![layout.name.as_str()];
    let mut fields = Vec::new();
    let mut next = 0;
    while let Some(name) = names.get(next).copied().filter(|_| next < 32) {
        next += 1;
        for part in layouts.iter().filter(|l| l.name == name) {
            let kinds = part.fields.iter().map(|f| (f.id, f.sensitive.unwrap_or_default().to_owned()));
            fields.extend(kinds);
            names.extend(part.includes.iter().map(String::as_str).filter(|n| *n != name));
        }
    }
    fields.sort_unstable();
    fields.dedup();
    fields
}

/// What leads into the code: components, click handlers, views that resources make.
fn entry_points(app: &AndroidApp<'_>) -> callgraph::Manifest {
    let mut entry = callgraph::Manifest::default();
    let mut strings: BTreeMap<u32, String> = BTreeMap::new();
    for text in app.resources.texts() {
        strings.entry(text.id).or_insert_with(|| text.text.to_string());
    }
    entry.strings = Some(Arc::new(move |id| strings.get(&id).cloned()));
    for layout in &app.layouts {
        entry.on_click.extend(layout.controls.iter().filter_map(|c| c.on_click.clone()));
        entry.made_by_resources.extend(layout.views.iter().cloned());
        for field in &layout.fields {
            entry.inputs.insert(field.id);
            if let Some(kind) = field.sensitive {
                entry.fields.insert(field.id, kind.to_owned());
            }
        }
    }
    entry.on_click.extend(app.menu_items.iter().filter_map(|item| item.on_click.clone()));
    let controls = app.layouts.iter().flat_map(|layout| &layout.controls).chain(&app.menu_items);
    for control in controls.filter(|c| c.is_logout()) {
        entry.logouts.extend(app.resources.find("id", &control.name).filter(|_| !control.name.is_empty()));
        entry.logout_methods.extend(control.on_click.clone());
    }
    let keys = app.preferences.iter().filter(|p| p.is_logout() && !p.name.is_empty()).map(|p| p.name.clone());
    entry.logout_keys.extend(keys);
    for layout in app.layouts.iter().filter(|l| l.id != 0) {
        let fields = fields_within(&app.layouts, layout);
        entry.screens.entry(layout.id).or_default().extend(fields);
    }
    let Some(manifest) = &app.manifest else { return entry };
    entry.application.clone_from(&manifest.application.class);
    entry.min_sdk = manifest.sdk.min;
    entry.components = manifest
        .components
        .iter()
        .map(|c| callgraph::Component {
            class: c.target.clone().unwrap_or_else(|| c.name.clone()),
            role: match c.role {
                Role::Activity | Role::Alias => callgraph::Role::Activity,
                Role::Service => callgraph::Role::Service,
                Role::Receiver => callgraph::Role::Receiver,
                Role::Provider => callgraph::Role::Provider,
            },
            enabled: c.enabled,
            exported: c.exported,
            actions: c.filters.iter().flat_map(|f| f.actions.iter().cloned()).collect(),
            filters: c.filters.iter().map(filter).collect(),
            links: c.filters.iter().any(|f| f.is_browsable()),
        })
        .collect();
    entry
}

/// An intent filter as the flow engine wants it.
fn filter(filter: &crate::app::manifest::Filter) -> callgraph::Filter {
    let data = || filter.data.iter();
    callgraph::Filter {
        actions: filter.actions.clone(),
        categories: filter.categories.clone(),
        schemes: data().filter_map(|d| d.scheme.clone()).collect(),
        hosts: data().filter_map(|d| d.host.clone()).collect(),
        types: data().filter_map(|d| d.mime.clone()).collect(),
    }
}

/// What recognises SDKs and tells the app's own packages.
fn marks(app: &AndroidApp<'_>, program: &Program<'_>, sdks: &SdkData) -> sdk::Marks {
    let mut marks = sdk::Marks { texts: texts(program, &sdk::texts_wanted(sdks)), ..sdk::Marks::default() };
    for (package, classes) in program.by_package().filter(|(package, _)| !package.is_empty()) {
        let config = classes.iter().filter(|class| program.descriptor(class.ty).ends_with("/BuildConfig;"));
        if let Some(version) = config.filter_map(|class| version_name(program, class)).next_back() {
            marks.versions.insert(package.to_owned(), version);
        }
        marks.packages.insert(package.to_owned());
    }
    marks.working = working(program, &sdk::replaceable(sdks));
    let by_code = program.find_class_name("com.google.firebase.FirebaseOptions$Builder").is_some_and(|ty| {
        let sets = |class, name| class == ty && program.text(name) == "setApplicationId";
        program.methods().any(|(id, m)| sets(m.class, m.name) && !program.sites.calls_of(id).is_empty())
    });
    // Without any text there is no table of resources that could be read.
    let by_code = by_code || app.resources.texts().is_empty();
    let present = || sdk::configurations(sdks, &marks).filter(|name| app.resources.find("string", name).is_some());
    let configured = (!by_code).then(|| present().map(str::to_owned).collect());
    marks.configured = configured;
    let Some(manifest) = &app.manifest else { return marks };
    marks.own.insert(manifest.package.clone());
    let package = |class: &str| class.rsplit_once('.').map(|(package, _)| package.to_owned());
    marks.own.extend(manifest.application.class.as_deref().and_then(package));
    marks.own.extend(manifest.launchers().filter_map(package));
    // Components below the same two labels as the package are the same maker's.
    let root: Vec<&str> = manifest.package.split('.').take(2).collect();
    let root = format!("{}.", root.join("."));
    marks.own.extend(
        manifest.components.iter().map(|c| c.name.as_str()).filter(|n| n.starts_with(&root)).filter_map(package),
    );
    marks.components.extend(manifest.components.iter().filter_map(|c| package(c.target.as_deref().unwrap_or(&c.name))));
    for meta in &manifest.application.meta_data {
        marks.meta.push((meta.name.clone(), meta.place.locus(None)));
    }
    marks
}

/// Packages, among those below the given ones, whose code calls something that a stub would not.
fn working(program: &Program<'_>, of: &BTreeSet<&str>) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = BTreeSet::new();
    for (package, classes) in program.by_package() {
        let above = package.match_indices('.').map(|(at, _)| package.split_at(at).0);
        let root = above.chain([package]).find(|root| of.contains(root));
        let Some(root) = root.filter(|root| !found.contains(*root)) else { continue };
        let methods = classes.iter().flat_map(|class| class.methods.clone());
        let callees = methods.flat_map(|def| program.sites.callees.get(def).iter());
        let mut called = callees.map(|&(method, _)| program.type_name(program.method(method).class));
        let own = |called: &str| called.strip_prefix(root).is_some_and(|rest| rest.starts_with(['.', '$']));
        if called.any(|called| !own(&called) && sdk::does_something(&called)) {
            found.insert(root.to_owned());
        }
    }
    found
}

/// Which of the wanted texts code under a shrinker's names loads, with the package of each class that does.
fn texts(program: &Program<'_>, wanted: &BTreeSet<&str>) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for load in program.loads_of(wanted.iter().copied()) {
        let Some(text) = program.string(load.dex, load.string) else { continue };
        let class = program.def(load.site.def).and_then(|def| program.class(def.class));
        let class = class.map(|class| program.type_name(class.ty));
        found.entry(text.into_owned()).or_default().extend(class);
    }
    let renamed = |classes: BTreeSet<String>| -> Vec<String> {
        let packages = classes.iter().filter_map(|class| class.rsplit_once('.')).map(|(package, _)| package);
        packages.filter(|package| is_renamed(package)).map(str::to_owned).collect()
    };
    let found = found.into_iter().map(|(text, classes)| (text, renamed(classes)));
    found.filter(|(_, packages)| !packages.is_empty()).collect()
}

/// `VERSION_NAME` of a generated class: what a library's build wrote down about itself.
fn version_name(program: &Program<'_>, class: &Class) -> Option<String> {
    let dex = program.dex(class.dex)?;
    let mut values = class.static_fields.iter().zip(dex.static_values(&class.def));
    let value = values.find(|(field, _)| program.text(program.field(**field).name) == "VERSION_NAME")?.1;
    match value {
        EncodedValue::String(at) => dex.string(at).map(Cow::into_owned).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// String constants of the code, each placed where it is first loaded, and the values of named static fields.
fn dex_strings(program: &Program<'_>, owners: &Owners, desk: &Desk<'_>, found: &mut Found) {
    // Values of fields are looked at by their field below.
    let held: FxHashSet<(u16, u32)> = program
        .classes
        .iter()
        .filter(|class| class.def.values != 0)
        .flat_map(|class| program.static_values(class).into_iter().map(move |(_, value)| (class.dex, value)))
        .filter_map(|(dex, value)| match value {
            EncodedValue::String(string) => Some((dex, string)),
            _ => None,
        })
        .collect();
    let mut loaded = program.loaded().iter().peekable();
    for (number, (file, dex)) in (0..).zip(program.files()) {
        for string in 0..dex.string_count() {
            let known = loaded.next_if(|known| (known.dex, known.string) == (number, string));
            let idle = || program.is_name(number, string) || held.contains(&(number, string));
            let bytes = match known {
                Some(known) => Some(known.bytes),
                None if idle() => None,
                None => dex.string_bytes(string),
            };
            let Some(bytes) = bytes.filter(|bytes| bytes.len() >= SHORTEST) else { continue };
            let site = known.map(|known| known.first);
            let class = || {
                let def = program.def(site?.def)?;
                Some(source_form(program.descriptor(program.class(def.class)?.ty)))
            };
            let owner = |_: usize| class().map_or(Owner::App, |c| owners.of(&c));
            let locus = |_: usize| site.map_or_else(|| Locus::entry(file), |s| program.locus(s.def, s.pc));
            let place = Place { part: Part::Dex, file, owner: &owner, locus: &locus, words: false };
            desk.texts.scan(bytes, &place, found);
            if bytes.len() <= LABELLED && bytes.iter().any(|b| matches!(b, b':' | b'=')) && owner(0) == Owner::App {
                desk.texts.scan_lines(&String::from_utf8_lossy(bytes), &place, found);
            }
        }
    }
    for class in program.classes.iter().filter(|c| c.def.values != 0) {
        let name = source_form(program.descriptor(class.ty));
        let file = program.files().get(usize::from(class.dex)).map_or("", |(f, _)| f);
        for (field, value) in program.static_values(class) {
            let EncodedValue::String(string) = value else { continue };
            let Some(text) = program.string(class.dex, string) else { continue };
            let field = program.text(program.field(field).name).to_owned();
            let owner = |_: usize| owners.of(&name);
            let locus = |_: usize| Locus::Dex {
                file: AppText::new(file),
                class: AppText::new(&name),
                method: Some(AppText::new(&field)),
                offset: None,
                line: None,
            };
            let place = Place { part: Part::Dex, file, owner: &owner, locus: &locus, words: false };
            desk.texts.scan_named(&field, &text, &place, found);
        }
    }
    for (site, field, text) in put_into_fields(program) {
        let Some(class) = program.def(site.def).and_then(|m| program.class(m.class)) else { continue };
        let file = program.files().get(usize::from(class.dex)).map_or("", |(f, _)| f);
        let owner = |_: usize| owners.of(&program.type_name(class.ty));
        let locus = |_: usize| program.locus(site.def, site.pc);
        let place = Place { part: Part::Dex, file, owner: &owner, locus: &locus, words: false };
        desk.texts.scan_named(&field, &text, &place, found);
    }
}

/// Constants that code puts into fields by the very next instruction (`private val apiKey = "..."` of Kotlin, fields that
/// an initialiser fills): where, the field's name, and the text. Only texts that could be a secret.
fn put_into_fields<'p>(program: &'p Program<'_>) -> Vec<(Site, String, Cow<'p, str>)> {
    let could_be_secret = |text: &[u8]| {
        (6..=400).contains(&text.len()) && text.iter().any(u8::is_ascii_digit) && text.iter().all(u8::is_ascii_graphic)
    };
    let mut loads: FxHashMap<Site, (u16, u32)> = FxHashMap::default();
    for load in program.loads(could_be_secret) {
        // An instruction that loads a string takes two units, or three where the index is large.
        let units = if load.string > u32::from(u16::MAX) { 3 } else { 2 };
        loads.insert(Site { pc: load.site.pc.saturating_add(units), ..load.site }, (load.dex, load.string));
    }
    let mut found = Vec::new();
    for field in (0..program.field_count() as u32).map(FieldId).take_while(|_| !loads.is_empty()) {
        for site in program.sites.writes.get(field.0) {
            if let Some(&(dex, string)) = loads.get(site)
                && let Some(text) = program.string(dex, string)
            {
                found.push((*site, program.text(program.field(field).name).to_owned(), text));
            }
        }
    }
    found.sort_by_key(|(site, ..)| (site.def, site.pc));
    found
}

/// Names of health data among the constants that the code loads.
fn health_keys(program: &Program<'_>, finds: &mut Finds) {
    for string in program.loaded().iter().filter(|string| string.bytes.len() <= 60) {
        finds.keys.string(string.bytes, || program.locus(string.first.def, string.first.pc));
    }
    let mut uses = program.loads(HealthKeys::is_name);
    uses.sort_by_key(|load| (load.dex, load.string, load.site.def, load.site.pc));
    for StringSite { dex, string, site } in uses {
        let Some(bytes) = program.string_bytes(dex, string) else { continue };
        let locus = program.locus(site.def, site.pc);
        let class = match &locus {
            Locus::Dex { class, .. } => Some(class.raw().to_owned()),
            _ => None,
        };
        finds.keys.named(bytes, false, class.as_deref(), || locus);
    }
    for (number, site) in &program.sites.numbers {
        let locus = program.locus(site.def, site.pc);
        let class = match &locus {
            Locus::Dex { class, .. } => Some(class.raw().to_owned()),
            _ => None,
        };
        let text = format!("0000{number:04x}-0000-1000-8000-00805f9b34fb");
        finds.keys.named(text.as_bytes(), false, class.as_deref(), || locus);
    }
}

/// String resources in every language.
fn resource_strings(app: &AndroidApp<'_>, desk: &Desk<'_>, found: &mut Found) {
    for text in app.resources.texts() {
        let (owner, locus) = (|_: usize| Owner::App, |_: usize| text.locus());
        let place = Place { part: Part::Resources, file: "resources.arsc", owner: &owner, locus: &locus, words: true };
        desk.texts.scan_named(&text.name, &text.text, &place, found);
    }
}

/// Text of native libraries: of one architecture, since the others say the same.
fn native_strings(libraries: &[native::NativeFile<'_>], desk: &Desk<'_>, found: &mut Found) {
    for file in native::representatives(libraries) {
        for (offset, bytes) in file.elf.iter().flat_map(|elf| elf.text_areas()) {
            let (owner, locus) =
                (|_: usize| file.owner.clone(), |at: usize| file.bytes_at(offset.saturating_add(at as u64), 1));
            let place = Place { part: Part::Native, file: &file.path, owner: &owner, locus: &locus, words: false };
            desk.texts.scan(bytes, &place, found);
        }
    }
}

fn who(build: &Build, app: &AndroidApp<'_>) -> Identity {
    let mut who = identity(build);
    let Some(manifest) = &app.manifest else { return who };
    let label = manifest.application.label_zh.as_ref().or(manifest.application.label.as_ref());
    who.subject.app_name = label.map(|l| AppText::new(l));
    who.subject.package_id = Some(AppText::new(&manifest.package));
    who.subject.version_name = manifest.version_name.as_deref().map(AppText::new);
    who.subject.version_code = manifest.version_code.map(|v| AppText::new(&v.to_string()));
    who.min_os = Some(AppText::new(&format!("API {}", manifest.sdk.min)));
    who.target_os = Some(AppText::new(&format!("API {}", manifest.sdk.target)));
    if app.lacks_base {
        // Every part says already that the base is missing.
        who.remarks.retain(|note| !matches!(note.code.as_str(), "in-archive" | "no-base-apk"));
    }
    who
}
