//! An Android app, its splits read as one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::layout::{self, Control, Layout};
use super::manifest::{self, Manifest};
use super::nsc::{self, NetworkSecurity};
use super::resources::{Resources, roots};
use super::{Build, Entry, Kind, Package};
use crate::finding::Note;
use crate::format::arsc::Table;
use crate::format::axml::Document;
use crate::format::{Anomaly, proto};
use crate::limits::{Budget, Limits};

/// What an Android build says outside its code: manifest, resources, network security, layouts. What could not be read is
/// in [`AndroidApp::broken`]; what is not there is absent.
#[derive(Debug)]
pub struct AndroidApp<'b> {
    /// The build.
    pub build: &'b Build,
    /// The manifest; none in a bare dex, library or archive without one.
    pub manifest: Option<Manifest>,
    /// Resources of all packages.
    pub resources: Resources<'b>,
    /// Network security, effective.
    pub network: NetworkSecurity,
    /// Layouts that are the app's own.
    pub layouts: Vec<Layout>,
    /// Items of its menus.
    pub menu_items: Vec<Control>,
    /// Preferences of its settings screens.
    pub preferences: Vec<Control>,
    /// Files that could not be read: manifest, tables, configuration, layouts.
    pub broken: Vec<String>,
    /// The base APK is not in the build: what is read is a split of an app.
    pub lacks_base: bool,
    /// Oddities of archives and of the files read here, with the address of the file; empty for the build itself.
    pub anomalies: Vec<(String, Anomaly)>,
}

/// Oddities of one kind kept of one file.
const ANOMALIES: usize = 100;

impl<'b> AndroidApp<'b> {
    /// Reads the app.
    pub fn open(build: &'b Build, budget: &Budget) -> Self {
        let mut app = Self {
            build,
            manifest: None,
            resources: Resources::default(),
            network: NetworkSecurity::default(),
            layouts: Vec::new(),
            menu_items: Vec::new(),
            preferences: Vec::new(),
            broken: Vec::new(),
            lacks_base: false,
            anomalies: Vec::new(),
        };
        app.read_resources(budget);
        app.read_manifest(budget);
        if let Some(manifest) = &app.manifest {
            app.network = nsc::effective(manifest, &app.resources, budget);
        }
        if app.network.broken {
            app.broken.push(app.network.file.clone().unwrap_or_else(|| "networkSecurityConfig".to_owned()));
        }
        if let Some(file) = &app.network.file {
            app.anomalies.extend(app.network.anomalies.iter().map(|anomaly| (file.clone(), anomaly.clone())));
        }
        let (layouts, broken) = layout::read(&app.resources, budget);
        app.layouts = layouts;
        app.menu_items = layout::menu_items(&app.resources, budget);
        app.preferences = layout::preferences(&app.resources, budget);
        app.broken.extend(broken);
        app.collect_package_anomalies();
        app
    }

    /// Whether it is a whole app, with its base, and not a part of one.
    pub fn is_whole(&self) -> bool {
        self.build.kind.is_whole_app() && !self.lacks_base
    }

    fn read_resources(&mut self, budget: &Budget) {
        for (package, root) in roots(self.build) {
            let binary = package.find(&format!("{root}resources.arsc"));
            let proto = package.find(&format!("{root}resources.pb"));
            let table = match (binary, proto) {
                (Some(entry), _) => {
                    Table::parse(entry.bytes(budget), &budget.limits).map_err(|_| entry.path()).map(|parsed| {
                        let path = entry.path();
                        self.anomalies.extend(parsed.anomalies.into_iter().map(|anomaly| (path.clone(), anomaly)));
                        parsed.value
                    })
                }
                (None, Some(entry)) => proto::table(entry.bytes(budget), &budget.limits)
                    .map_err(|_| entry.path())
                    .map(|parsed| parsed.value),
                (None, None) => Ok(Table::default()),
            };
            self.broken.extend(table.as_ref().err().cloned());
            self.resources.push(package, &root, table.unwrap_or_default());
        }
    }

    fn read_manifest(&mut self, budget: &Budget) {
        let mut documents: Vec<(String, Document)> = Vec::new();
        for (package, root) in roots(self.build) {
            let folder = if self.build.kind == Kind::Aab { "manifest/" } else { "" };
            let Some(entry) = package.find(&format!("{root}{folder}AndroidManifest.xml")) else { continue };
            match document(entry, budget) {
                Some((document, anomalies)) => {
                    let path = entry.path();
                    self.anomalies.extend(anomalies.into_iter().map(|anomaly| (path.clone(), anomaly)));
                    documents.push((path, document));
                }
                None => self.broken.push(entry.path()),
            }
        }
        let mut documents = documents.into_iter();
        let Some((path, base)) = documents.next() else { return };
        self.lacks_base = split_name(&base).is_some_and(|name| !name.is_empty());
        let splits: Vec<(String, String, Document)> =
            documents.map(|(path, document)| (split_name(&document).unwrap_or_default(), path, document)).collect();
        self.manifest = Some(manifest::read(&path, &base, &splits, &self.resources, budget));
    }

    fn collect_package_anomalies(&mut self) {
        for package in &self.build.packages {
            let name = package.name().to_owned();
            self.anomalies.extend(package.anomalies().into_iter().map(|anomaly| (name.clone(), anomaly)));
        }
        self.anomalies.sort();
        self.anomalies.dedup();
        // A hundred of one kind in one file say as much as a hundred thousand.
        let mut kept: BTreeMap<(String, &'static str), usize> = BTreeMap::new();
        self.anomalies.retain(|(file, anomaly)| {
            let count = kept.entry((file.clone(), anomaly.code)).or_default();
            *count += 1;
            *count <= ANOMALIES
        });
    }

    /// The dex files in the order in which they are loaded: `classes.dex`, `classes2.dex`, ... of the base, then of the
    /// splits; of a bundle, of its modules. A bare dex is the only one.
    pub fn dex_files(&self) -> Vec<Entry<'b>> {
        let mut files = Vec::new();
        for (package, root) in roots(self.build) {
            let folder = if self.build.kind == Kind::Aab { format!("{root}dex/") } else { root };
            let mut found: Vec<(u32, Entry<'b>)> = package
                .entries()
                .filter_map(|entry| {
                    let rest = entry.name().strip_prefix(folder.as_str())?.strip_prefix("classes")?;
                    let number = rest.strip_suffix(".dex")?;
                    Some((if number.is_empty() { 1 } else { number.parse().ok().filter(|n| *n > 1)? }, entry))
                })
                .collect();
            found.sort_by_key(|(number, entry)| (*number, entry.index()));
            found.dedup_by_key(|(number, _)| *number);
            files.extend(found.into_iter().map(|(_, entry)| entry));
        }
        if self.build.kind == Kind::Dex {
            files.extend(self.build.entries());
        }
        files
    }

    /// Native libraries: below `lib/<abi>/` (in a library archive `jni/<abi>/`), by the name of the ABI and address.
    pub fn native_libraries(&self) -> Vec<(String, Entry<'b>)> {
        let mut files = Vec::new();
        for (package, root) in roots(self.build) {
            for entry in package.entries() {
                let Some(name) = entry.name().strip_prefix(root.as_str()) else { continue };
                let inside = name.strip_prefix("lib/").or_else(|| name.strip_prefix("jni/"));
                if let Some((abi, file)) = inside.and_then(|inside| inside.split_once('/'))
                    && !file.is_empty()
                    && !file.ends_with('/')
                {
                    files.push((abi.to_owned(), entry));
                }
            }
        }
        if self.build.kind == Kind::Elf {
            files.extend(self.build.entries().map(|entry| (String::new(), entry)));
        }
        files
    }
}

/// A document of the build in any of its forms, with its oddities.
pub fn document(entry: Entry<'_>, budget: &Budget) -> Option<(Document, Vec<Anomaly>)> {
    parse_document(entry.bytes(budget), &budget.limits)
}

/// A document in any of its forms: binary, text, or the protobuf form of a bundle.
pub(super) fn parse_document(bytes: &[u8], limits: &Limits) -> Option<(Document, Vec<Anomaly>)> {
    let parsed = Document::parse(bytes, limits).or_else(|_| proto::document(bytes, limits)).ok()?;
    Some((parsed.value, parsed.anomalies))
}

/// The `split` attribute of a manifest.
fn split_name(document: &Document) -> Option<String> {
    document.root()?.plain("split")?.text().map(str::to_owned)
}

/// Identity of an APK, for joining splits.
struct Identity {
    package: Arc<str>,
    split: Option<String>,
    min_sdk: i64,
}

fn identity(package: &Package, budget: &Budget) -> Identity {
    let parsed = package.find("AndroidManifest.xml").and_then(|entry| document(entry, budget));
    let root = parsed.as_ref().and_then(|(document, _)| document.root());
    let text = |name: &str| root?.plain(name)?.text().map(str::to_owned);
    let min_sdk = || root?.named("uses-sdk").next()?.android("minSdkVersion")?.value.as_int();
    Identity {
        package: text("package").unwrap_or_default().into(),
        split: text("split").filter(|split| !split.is_empty()),
        min_sdk: min_sdk().unwrap_or(1),
    }
}

/// One app's APKs in order, base first; alone it is just an APK. The error lists the apps when they are several.
pub(super) fn split_set(apks: Vec<Package>, budget: &Budget) -> Result<(Kind, Vec<Package>, Vec<Note>), String> {
    let mut apks: Vec<(Identity, Package)> = apks.into_iter().map(|apk| (identity(&apk, budget), apk)).collect();
    if apks.len() == 1 {
        return Ok((Kind::Apk, apks.into_iter().map(|(_, apk)| apk).collect(), Vec::new()));
    }
    let mut names: Vec<Arc<str>> = apks.iter().map(|(identity, _)| Arc::clone(&identity.package)).collect();
    names.sort();
    names.dedup();
    if names.len() > 1 {
        return Err(names.iter().take(5).map(AsRef::as_ref).collect::<Vec<_>>().join(", "));
    }
    let mut notes = Vec::new();
    // A set may hold one APK several times for different devices: the one for the newest counts.
    let key = |(identity, apk): &(Identity, Package)| {
        (identity.split.clone(), std::cmp::Reverse(identity.min_sdk), std::cmp::Reverse(apk.name().to_owned()))
    };
    apks.sort_by_key(key);
    let before = apks.len();
    apks.dedup_by(|a, b| a.0.split == b.0.split);
    if apks.len() < before {
        notes.push(Note::new("apk-set-variants").with("left_out", before.saturating_sub(apks.len())));
    }
    if apks.first().is_some_and(|(identity, _)| identity.split.is_some()) {
        notes.push(Note::new("no-base-apk"));
    }
    let packages: Vec<Package> = apks.into_iter().map(|(identity, apk)| apk.with_split(identity.split)).collect();
    Ok((if packages.len() == 1 { Kind::Apk } else { Kind::ApkSet }, packages, notes))
}
