//! SDKs, libraries, packers: which are in the build, in which version, by which marks; and whose a class is.

use std::collections::{BTreeMap, BTreeSet};

use super::owners::{Marked, Owners};
use super::{Fact, FactStore};
use crate::app::Build;
use crate::finding::{AppText, Coverage, CoverageState, Evidence, Locus, Note, Owner, Part, Platform, Sdk};
use crate::limits::Budget;
use crate::rule::Catalogue;
use crate::rule::knowledge_sdk::{SdkData, SdkEntry};

/// What recognition looks at, gathered by platform.
#[derive(Debug, Default)]
pub struct Marks {
    /// Java packages of the classes in the build.
    pub packages: BTreeSet<String>,
    /// Packages of trackers and tools of which some code does something, see [`does_something`]: the others are stubs.
    pub working: BTreeSet<String>,
    /// String resources of the build by which SDKs are configured; none when code configures one.
    pub configured: Option<BTreeSet<String>>,
    /// Versions that libraries state in their `BuildConfig.VERSION_NAME`, by Java package.
    pub versions: BTreeMap<String, String>,
    /// Names of meta-data elements with their places.
    pub meta: Vec<(String, Locus)>,
    /// Frameworks and libraries of an iOS bundle: name, version, path.
    pub frameworks: Vec<(String, Option<String>, String)>,
    /// Names of Objective-C and Swift classes, modules first.
    pub classes: BTreeSet<String>,
    /// Package roots that are the app's own: its package name and those of its components.
    pub own: BTreeSet<String>,
    /// Packages of all components of the manifest.
    pub components: BTreeSet<String>,
    /// The texts of [`texts_wanted`] that renamed classes load, each with their packages, once for each class.
    pub texts: BTreeMap<String, Vec<String>>,
}

/// A recognised SDK.
#[derive(Debug, Clone)]
struct Hit<'d> {
    entry: &'d SdkEntry,
    version: Option<String>,
    marks: BTreeSet<&'static str>,
    loci: Vec<Locus>,
}

/// The data of all files under `rules/sdk/`.
pub fn data(catalogue: &Catalogue) -> SdkData {
    let mut all = SdkData::default();
    for name in catalogue.knowledge_names().filter(|n| n.starts_with("sdk/")) {
        if let Some(data) = catalogue.knowledge(name).and_then(|json| serde_json::from_str::<SdkData>(json).ok()) {
            all.sdks.extend(data.sdks);
        }
    }
    all
}

/// Texts that tell SDKs under a shrinker's names, sorted.
pub fn texts_wanted(data: &SdkData) -> BTreeSet<&str> {
    data.sdks.iter().flat_map(|s| s.android.texts.iter().map(String::as_str)).collect()
}

/// Packages of what a release often replaces by a stub of the same name: trackers and tools.
pub fn replaceable(data: &SdkData) -> BTreeSet<&str> {
    let replaced = |entry: &&SdkEntry| entry.tracker || entry.category == "debug";
    data.sdks.iter().filter(replaced).flat_map(|s| s.android.packages.iter().map(String::as_str)).collect()
}

/// String resources without which SDKs do not start by themselves: of those that may be in the build, by the packages of
/// its classes, or all where a shrinker's names stand for them.
pub fn configurations<'d>(data: &'d SdkData, marks: &Marks) -> impl Iterator<Item = &'d str> {
    let there = |entry: &&SdkEntry| {
        !marks.texts.is_empty() || entry.android.packages.iter().any(|package| under(&marks.packages, package))
    };
    data.sdks.iter().filter(there).flat_map(|s| s.android.config.iter().map(String::as_str))
}

/// Whether code that calls a method of a class may do more than a stub: those only make objects, hand on what they are
/// given, and answer.
pub fn does_something(class: &str) -> bool {
    !["java.lang.", "kotlin.", "okhttp3.Interceptor$Chain"].iter().any(|plain| class.starts_with(plain))
}

/// Host suffixes of trackers.
pub fn tracker_hosts(data: &SdkData) -> Vec<String> {
    data.sdks.iter().filter(|s| s.tracker).flat_map(|s| s.hosts.iter().cloned()).collect()
}

/// Facts of SDKs; gives the owners of classes.
pub fn facts(build: &Build, data: &SdkData, marks: &Marks, budget: &Budget, store: &mut FactStore) -> Owners {
    store.looked_for(&["sdk", "packer"]);
    let metadata = metadata(build, budget);
    let mut claimed: BTreeSet<&str> = BTreeSet::new();
    let mut owners = Owners::new(marks.own.clone());
    let mut renamed = Vec::new();
    let paths: Vec<String> = build.entries().map(|e| e.path()).collect();
    let files: Vec<File<'_>> = paths.iter().map(|path| File::at(path)).collect();
    for entry in &data.sdks {
        let Some(hit) = recognise(entry, build, marks, &metadata, &files) else { continue };
        claimed.extend(entry.metadata.iter().map(String::as_str));
        let owner = Owner::Sdk(AppText::new(&entry.name), hit.version.as_deref().map(AppText::new));
        for package in &entry.android.packages {
            owners.know(package, &owner);
        }
        for text in &entry.android.texts {
            let packages = marks.texts.get(text).into_iter().flatten();
            renamed.extend(packages.map(|package| Marked { package: package.clone(), owner: owner.clone() }));
        }
        add(&hit, marks, store);
    }
    owners.know_renamed(&renamed);
    for name in owners.know_unlisted(&marks.packages, &marks.components) {
        unlisted(&name, store);
    }
    for (name, meta) in &metadata {
        if !claimed.contains(name.as_str()) {
            plain_library(name, meta, store);
        }
    }
    for (name, version, path) in &marks.frameworks {
        if !data.sdks.iter().any(|s| s.ios.frameworks.contains(name)) {
            framework(name, version.as_deref(), path, store);
        }
    }
    hybrids(store);
    let (state, note) = match build.kind.is_whole_app() {
        true => (CoverageState::Full, "read"),
        false => (CoverageState::Partial, "part-of-app"),
    };
    store.cover(Part::SdkList, state, None, Note::new(note));
    owners
}

/// The coverage notes that packers call for: what they wrap is not observable.
pub fn packed(store: &FactStore, platform: Platform) -> Vec<Coverage> {
    let part = match platform {
        Platform::Android => Part::Dex,
        Platform::Ios => Part::MachoCode,
    };
    let packers = store.of("packer").iter().filter(|f| f.str("mark") != Some("package"));
    packers
        .map(|f| Coverage {
            part,
            state: CoverageState::None,
            file: f.locus.file().cloned(),
            note: Note::new("packed").with("packer", f.str("name").unwrap_or_default()),
        })
        .collect()
}

/// A file of a package.
struct File<'p> {
    path: &'p str,
    /// Its path in its own package.
    inside: &'p str,
    name: &'p str,
    /// Stands where libraries of native code do.
    native: bool,
}

impl<'p> File<'p> {
    fn at(path: &'p str) -> Self {
        let inside = path.rsplit_once("!/").map_or(path, |(_, inside)| inside);
        let name = inside.rsplit_once('/').map_or(inside, |(_, name)| name);
        let native = (inside.starts_with("lib/") || inside.starts_with("assets/")) && name.contains(".so");
        Self { path, inside, name, native }
    }
}

fn recognise<'d>(
    entry: &'d SdkEntry,
    build: &Build,
    marks: &Marks,
    metadata: &BTreeMap<String, Metadata>,
    files: &[File<'_>],
) -> Option<Hit<'d>> {
    let mut hit = Hit { entry, version: None, marks: BTreeSet::new(), loci: Vec::new() };
    for package in &entry.android.packages {
        if under(&marks.packages, package) {
            hit.marks.insert("package");
        }
        hit.version = hit.version.or_else(|| marks.versions.get(package).cloned());
    }
    // One text may be chance or a copied file; two are the library.
    if entry.android.texts.iter().filter(|text| marks.texts.contains_key(*text)).count() > 1 {
        hit.marks.insert("text");
    }
    for name in &entry.metadata {
        if let Some(meta) = metadata.get(name) {
            hit.marks.insert("metadata");
            hit.version = hit.version.or_else(|| Some(meta.version.clone()));
            hit.loci.push(Locus::entry(&meta.path));
        }
    }
    for (name, locus) in &marks.meta {
        if entry.android.meta.iter().any(|m| name.starts_with(m)) {
            hit.marks.insert("manifest");
            hit.loci.push(locus.clone());
        }
    }
    for (name, version, path) in &marks.frameworks {
        if entry.ios.frameworks.contains(name) {
            hit.marks.insert("framework");
            hit.version = hit.version.or_else(|| version.clone());
            hit.loci.push(Locus::entry(path));
        }
    }
    if entry.ios.classes.iter().any(|c| begins(&marks.classes, c)) {
        hit.marks.insert("class");
    }
    if build.platform() == Platform::Android && !(entry.android.native.is_empty() && entry.android.files.is_empty()) {
        for file in files {
            if file.native && entry.android.native.iter().any(|n| file.name.starts_with(n.as_str())) {
                hit.marks.insert("native");
                hit.loci.push(Locus::entry(file.path));
            } else if entry.android.files.iter().any(|f| file.inside.starts_with(f.as_str())) {
                hit.marks.insert("file");
                hit.loci.push(Locus::entry(file.path));
            }
        }
    }
    if build.platform() == Platform::Ios && !entry.ios.files.is_empty() {
        for file in files {
            if entry.ios.files.iter().any(|f| file.name.starts_with(f.as_str())) {
                hit.marks.insert("file");
                hit.loci.push(Locus::entry(file.path));
            }
        }
    }
    hit.loci.truncate(5);
    (!hit.marks.is_empty()).then_some(hit)
}

/// Whether a package of the set is the given one or below it.
fn under(packages: &BTreeSet<String>, root: &str) -> bool {
    let below = format!("{root}.");
    packages.contains(root) || begins(packages, &below)
}

/// Whether some name of the set begins so.
fn begins(names: &BTreeSet<String>, beginning: &str) -> bool {
    names.range(beginning.to_owned()..).next().is_some_and(|n| n.starts_with(beginning))
}

/// Whether only the names of an SDK are there, on classes that do nothing.
fn is_stub(hit: &Hit<'_>, marks: &Marks) -> bool {
    let entry = hit.entry;
    (entry.tracker || entry.category == "debug")
        && hit.marks.iter().eq(["package"].iter())
        && !entry.android.packages.iter().any(|package| under(&marks.working, package))
}

/// Whether an SDK has what it needs to start by itself.
fn is_configured(entry: &SdkEntry, marks: &Marks) -> bool {
    let has = |configured: &BTreeSet<String>| entry.android.config.iter().any(|name| configured.contains(name));
    entry.android.config.is_empty() || marks.configured.as_ref().is_none_or(has)
}

fn add(hit: &Hit<'_>, marks: &Marks, store: &mut FactStore) {
    let entry = hit.entry;
    let locus = hit.loci.first().cloned().unwrap_or(Locus::Build);
    let owner = Owner::Sdk(AppText::new(&entry.name), hit.version.as_deref().map(AppText::new));
    if entry.category == "packer" {
        let mark = hit.marks.iter().find(|m| **m != "package").or(hit.marks.first()).copied().unwrap_or_default();
        store.add(
            Fact::new("packer", locus.clone())
                .text("name", &entry.name)
                .text("mark", mark)
                .anchored(entry.name.clone()),
        );
    }
    let seen = match hit.version.as_deref() {
        Some(version) => format!("{} {version}", entry.name),
        None => entry.name.clone(),
    };
    let fact = Fact::new("sdk", locus)
        .text("name", &entry.name)
        .text("category", &entry.category)
        .maybe("version", hit.version.as_deref())
        .flag("version_known", hit.version.is_some())
        .maybe("phase", hit.version.as_ref().and_then(|version| entry.phases.get(version)))
        .list("marks", hit.marks.iter())
        .number("mark_count", hit.marks.len() as i64)
        .flag("tracker", entry.tracker)
        .flag("stub", is_stub(hit, marks))
        .flag("configured", is_configured(entry, marks))
        .owned_by(owner)
        .showing(Evidence::Text { what: "sdk".into(), text: AppText::new(&seen) })
        .anchored(entry.name.clone());
    store.add(hit.loci.iter().skip(1).fold(fact, |fact, locus| fact.also_at(locus.clone())));
    store.inventory.sdks.push(Sdk {
        name: AppText::new(&entry.name),
        version: hit.version.as_deref().map(AppText::new),
        category: entry.category.clone(),
        purl: purl(entry.purl.as_deref(), hit.version.as_deref()),
        marks: hit.marks.iter().map(|m| AppText::new(m)).collect(),
        loci: hit.loci.clone(),
    });
}

fn purl(base: Option<&str>, version: Option<&str>) -> Option<AppText> {
    let base = base?;
    Some(AppText::new(&version.map_or_else(|| base.to_owned(), |v| format!("{base}@{v}"))))
}

/// A library that no entry describes but that brings its own metadata.
fn plain_library(name: &str, meta: &Metadata, store: &mut FactStore) {
    // As build scripts name it.
    let name = meta.group.as_deref().map_or_else(|| name.to_owned(), |group| format!("{group}:{}", meta.artifact));
    store.inventory.sdks.push(Sdk {
        name: AppText::new(&name),
        version: Some(AppText::new(&meta.version)),
        category: "library".to_owned(),
        purl: meta.group.as_deref().map(|g| AppText::new(&format!("pkg:maven/{g}/{}@{}", meta.artifact, meta.version))),
        marks: vec![AppText::new("metadata")],
        loci: vec![Locus::entry(&meta.path)],
    });
}

/// A library told by its package alone.
fn unlisted(name: &str, store: &mut FactStore) {
    store.inventory.sdks.push(Sdk {
        name: AppText::new(name),
        version: None,
        category: "library".to_owned(),
        purl: None,
        marks: vec![AppText::new("package")],
        loci: Vec::new(),
    });
}

/// Hybrid frameworks that only their scripts show: their native half is missing, linked in, or renamed.
fn hybrids(store: &mut FactStore) {
    let listed = |store: &FactStore, name: &str| store.inventory.sdks.iter().any(|sdk| sdk.name.raw() == name);
    let found: Vec<(String, Locus)> = store
        .of("hybrid")
        .iter()
        .filter_map(|fact| Some((fact.str("framework")?.to_owned(), fact.locus.clone())))
        .filter(|(name, _)| !listed(store, name))
        .collect();
    for (name, locus) in found {
        store.inventory.sdks.push(Sdk {
            name: AppText::new(&name),
            version: None,
            category: "hybrid".to_owned(),
            purl: None,
            marks: vec![AppText::new("script")],
            loci: vec![locus],
        });
    }
}

/// A framework that no entry describes.
fn framework(name: &str, version: Option<&str>, path: &str, store: &mut FactStore) {
    store.inventory.sdks.push(Sdk {
        name: AppText::new(name),
        version: version.map(AppText::new),
        category: "library".to_owned(),
        purl: None,
        marks: vec![AppText::new("framework")],
        loci: vec![Locus::entry(path)],
    });
}

#[derive(Debug)]
struct Metadata {
    group: Option<String>,
    artifact: String,
    version: String,
    path: String,
}

/// Version files that libraries leave in an APK: `META-INF/GROUP_ARTIFACT.version`, `META-INF/maven/…/pom.properties`,
/// `NAME.properties` with `version=`.
fn metadata(build: &Build, budget: &Budget) -> BTreeMap<String, Metadata> {
    let mut all = BTreeMap::new();
    if build.platform() != Platform::Android {
        return all;
    }
    for entry in build.entries().filter(|e| e.size() < 4_096) {
        let name = entry.name();
        let text = || String::from_utf8_lossy(&entry.read(budget)).into_owned();
        if let Some(id) = name.strip_prefix("META-INF/").and_then(|n| n.strip_suffix(".version")) {
            let version = text().trim().to_owned();
            let (group, artifact) = id.split_once('_').map_or((None, id), |(g, a)| (Some(g.to_owned()), a));
            if is_version(&version) {
                all.insert(
                    id.to_owned(),
                    Metadata { group, artifact: artifact.to_owned(), version, path: entry.path() },
                );
            }
        } else if name.starts_with("META-INF/maven/") && name.ends_with("/pom.properties") {
            let text = text();
            if let (Some(version), Some(artifact)) = (property(&text, "version"), property(&text, "artifactId")) {
                let group = property(&text, "groupId").map(str::to_owned);
                let value =
                    Metadata { group, artifact: artifact.to_owned(), version: version.to_owned(), path: entry.path() };
                all.insert(artifact.to_owned(), value);
            }
        } else if !name.contains('/') && name.ends_with(".properties") {
            let text = text();
            if let (Some(version), Some(client)) = (property(&text, "version"), property(&text, "client")) {
                let value = Metadata {
                    group: None,
                    artifact: client.to_owned(),
                    version: version.to_owned(),
                    path: entry.path(),
                };
                all.insert(client.to_owned(), value);
            }
        }
    }
    all
}

fn property<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let value = text.lines().find_map(|l| l.trim().strip_prefix(key)?.trim_start().strip_prefix('='))?.trim();
    (!value.is_empty() && value.len() < 100).then_some(value)
}

fn is_version(text: &str) -> bool {
    text.len() < 60 && text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_framework_that_only_its_scripts_show_is_listed_once() {
        let mut store = FactStore::new(100);
        store.looked_for(&["hybrid"]);
        store.add(Fact::new("hybrid", Locus::entry("www/cordova.js")).text("framework", "Cordova").anchored("Cordova"));
        hybrids(&mut store);
        hybrids(&mut store);
        let sdks = &store.inventory.sdks;
        assert!(sdks.len() == 1 && sdks[0].name.raw() == "Cordova" && sdks[0].loci.len() == 1, "{sdks:?}");
    }

    #[test]
    fn packages_match_whole_names() {
        let packages: BTreeSet<String> = ["rx.internal", "rxdart.x"].map(str::to_owned).into();
        assert!(under(&packages, "rx"));
        assert!(!under(&packages, "rxda"));
    }

    #[test]
    fn every_data_file_of_the_catalogue_is_well_formed() {
        let catalogue = Catalogue::embedded().unwrap();
        let mut count = 0;
        for name in catalogue.knowledge_names().filter(|n| n.starts_with("sdk/")) {
            let read: Result<SdkData, _> = serde_json::from_str(catalogue.knowledge(name).unwrap());
            count += read.unwrap_or_else(|e| panic!("{name}: {e}")).sdks.len();
        }
        assert!(count > 200, "{count}");
    }
}
