//! From the document to the typed manifest.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;

use super::{
    Application, Backup, BackupRule, BackupSection, Component, Data, FILE_PROVIDER_PATHS, Filter, Instrumentation,
    Manifest, MetaData, PathPermission, Permission, Place, Query, Role, Sdk, SharedPath, UsesPermission,
};
use crate::app::android::document;
use crate::app::permissions::Level;
use crate::app::resources::Resources;
use crate::format::arsc::{Language, Value};
use crate::format::axml::{Document, Node};
use crate::limits::Budget;

/// Reads a manifest; `splits` are those of its splits (name and document), merged into it.
pub(in crate::app) fn read(
    file: &str,
    document: &Document,
    splits: &[(String, String, Document)],
    resources: &Resources<'_>,
    budget: &Budget,
) -> Manifest {
    let mut manifest = Manifest::default();
    let Some(root) = document.root() else { return manifest };
    let mut reader = Context {
        file: Arc::from(file),
        resources,
        budget,
        package: String::new(),
        split: None,
        documents: Cell::new(0),
        uses: HashMap::new(),
        classes: HashMap::new(),
    };
    reader.package = reader.plain(root, "package").unwrap_or_default();
    manifest.place = reader.place(root);
    manifest.package.clone_from(&reader.package);
    manifest.version_name = reader.text(root, "versionName");
    let major = reader.number(root, "versionCodeMajor").unwrap_or(0);
    manifest.version_code = reader.number(root, "versionCode").map(|code| (major << 32) | (code & 0xffff_ffff));
    manifest.shared_user_id = reader.text(root, "sharedUserId").or_else(|| reader.plain(root, "sharedUserId"));
    manifest.sdk = reader.sdk(root);
    if let Some(node) = root.named("application").next() {
        manifest.application = reader.application(root, node, manifest.sdk);
    }
    reader.add(root, &mut manifest);
    manifest.needs_splits = reader.needs_splits(root, &manifest);
    for (name, path, document) in splits {
        let Some(root) = document.root() else { continue };
        reader.file = Arc::from(path.as_str());
        reader.split = Some(name.clone());
        manifest.splits.push(name.clone());
        reader.add(root, &mut manifest);
    }
    manifest
}

struct Context<'r, 'b> {
    file: Arc<str>,
    resources: &'r Resources<'b>,
    budget: &'r Budget,
    package: String,
    split: Option<String>,
    /// Further files read: one that every component names must not be read for each.
    documents: Cell<usize>,
    /// Positions of permissions used, and of components by class.
    uses: HashMap<String, usize>,
    classes: HashMap<String, usize>,
}

/// Components, permissions and further files of a manifest that are read. Real apps have some hundreds.
const MOST: usize = 20_000;
const MOST_DOCUMENTS: usize = 500;

impl Context<'_, '_> {
    fn place(&self, node: Node<'_>) -> Place {
        Place { file: Arc::clone(&self.file), element: node.path() }
    }

    /// Text of a platform attribute, references followed.
    fn text(&self, node: Node<'_>, name: &str) -> Option<String> {
        let attribute = node.android(name)?;
        self.resources.text(&attribute.value, Language::Default)
    }

    fn plain(&self, node: Node<'_>, name: &str) -> Option<String> {
        let attribute = node.plain(name)?;
        self.resources.text(&attribute.value, Language::Default).or_else(|| attribute.text().map(str::to_owned))
    }

    fn flag(&self, node: Node<'_>, name: &str) -> Option<bool> {
        self.resources.flag(&node.android(name)?.value)
    }

    fn number(&self, node: Node<'_>, name: &str) -> Option<i64> {
        self.resources.number(&node.android(name)?.value)
    }

    fn level(&self, node: Node<'_>, name: &str) -> Option<u32> {
        self.number(node, name).and_then(|level| u32::try_from(level).ok()).or_else(|| {
            // A codename stands for the development version of the level after the last one known.
            self.text(node, name).filter(|text| text.starts_with(|c: char| c.is_ascii_alphabetic())).map(|_| CODENAME)
        })
    }

    /// A permission attribute: the empty string is an explicit «none».
    fn permission(&self, node: Node<'_>, name: &str) -> Option<Option<String>> {
        let value = &node.android(name)?.value;
        let text = self.resources.text(value, Language::Default).unwrap_or_default();
        Some((!text.is_empty()).then_some(text))
    }

    /// A class name in full: `.Main` and `Main` are below the package.
    fn class(&self, name: String) -> String {
        match name.find('.') {
            Some(0) => format!("{}{name}", self.package),
            Some(_) => name,
            None => format!("{}.{name}", self.package),
        }
    }

    /// `isSplitRequired`, `requiredSplitTypes` (API 33), or what Google Play's build tools write for all versions.
    fn needs_splits(&self, root: Node<'_>, manifest: &Manifest) -> bool {
        let types = self.text(root, "requiredSplitTypes").is_some_and(|types| !types.trim().is_empty());
        let marked = |data: &MetaData| {
            data.name == "com.android.vending.splits.required" && data.value.as_deref() == Some("true")
        };
        self.flag(root, "isSplitRequired") == Some(true) || types || manifest.application.meta_data.iter().any(marked)
    }

    fn sdk(&self, root: Node<'_>) -> Sdk {
        let sandbox = self.level(root, "targetSandboxVersion").unwrap_or(1);
        let mut sdk = Sdk { min: 1, target: 0, max: None, target_declared: false, sandbox };
        for node in root.named("uses-sdk") {
            if let Some(min) = self.level(node, "minSdkVersion") {
                sdk.min = min;
            }
            if let Some(target) = self.level(node, "targetSdkVersion") {
                (sdk.target, sdk.target_declared) = (target, true);
            }
            sdk.max = self.level(node, "maxSdkVersion").or(sdk.max);
        }
        if !sdk.target_declared || sdk.target == 0 {
            sdk.target = sdk.min;
        }
        sdk
    }

    /// Everything that splits may add as well.
    fn add(&mut self, root: Node<'_>, manifest: &mut Manifest) {
        for node in root.children() {
            if manifest.uses.len().max(manifest.permissions.len()) >= MOST {
                self.budget.hit("table-items", &self.file, MOST as u64);
                return;
            }
            match node.name() {
                "uses-permission" => self.uses(node, false, manifest),
                "uses-permission-sdk-23" | "uses-permission-sdk-m" => self.uses(node, true, manifest),
                "permission" => manifest.permissions.extend(self.declared(node, "permission")),
                "permission-tree" => manifest.permissions.extend(self.declared(node, "permission-tree")),
                "permission-group" => manifest.permissions.extend(self.declared(node, "permission-group")),
                "uses-feature" => {
                    let required = self.flag(node, "required").unwrap_or(true);
                    manifest.features.extend(self.text(node, "name").map(|name| (name, required, self.place(node))));
                }
                "queries" => self.queries(node, &mut manifest.queries),
                "instrumentation" => {
                    manifest.instrumentations.extend(self.text(node, "name").map(|name| Instrumentation {
                        name: self.class(name),
                        target: self.text(node, "targetPackage"),
                        place: self.place(node),
                    }))
                }
                "application" => self.contents(node, manifest),
                _ => {}
            }
        }
    }

    fn uses(&mut self, node: Node<'_>, from_23: bool, manifest: &mut Manifest) {
        let Some(name) = self.text(node, "name") else { return };
        let max_sdk = self.level(node, "maxSdkVersion");
        if let Some(known) = self.uses.get(&name).and_then(|at| manifest.uses.get_mut(*at)) {
            // The wider of two uses holds.
            known.max_sdk = known.max_sdk.zip(max_sdk).map(|(a, b)| a.max(b));
            known.from_23 &= from_23;
            return;
        }
        let flags = node.android("usesPermissionFlags").map(|attribute| &attribute.value);
        let never_for_location =
            flags.is_some_and(|value| symbol_flags(value, &[("neverForLocation", 0x10000)]) & 0x10000 != 0);
        self.uses.insert(name.clone(), manifest.uses.len());
        manifest.uses.push(UsesPermission { name, max_sdk, from_23, never_for_location, place: self.place(node) });
    }

    fn declared(&self, node: Node<'_>, role: &'static str) -> Option<Permission> {
        let level = node.android("protectionLevel").map(|a| self.resources.resolve(&a.value, Language::Default));
        let bits = level.as_ref().map_or(0, protection);
        let base = match bits & 0xf {
            0 => Level::Normal,
            1 => Level::Dangerous,
            _ => Level::Signature,
        };
        let flags = PROTECTION
            .iter()
            .filter(|(word, bit)| bit & 0xf == 0 && bits & bit != 0 && *word != "system")
            .map(|(word, _)| *word)
            .collect();
        Some(Permission {
            role,
            name: self.text(node, "name")?,
            level: base,
            flags,
            group: self.text(node, "permissionGroup"),
            place: self.place(node),
        })
    }

    fn queries(&self, node: Node<'_>, queries: &mut Vec<Query>) {
        for child in node.children() {
            let place = self.place(child);
            match child.name() {
                "package" => queries.extend(self.text(child, "name").map(|name| Query::Package(name, place))),
                "provider" => {
                    let names = self.text(child, "authorities").unwrap_or_default();
                    queries.extend(list(&names).map(|name| Query::Provider(name, place.clone())));
                }
                "intent" => queries.push(Query::Intent(self.filter(child))),
                _ => {}
            }
        }
    }

    fn application(&self, root: Node<'_>, node: Node<'_>, sdk: Sdk) -> Application {
        let label = node.android("label").map(|attribute| &attribute.value);
        let text = |language| label.and_then(|label| self.resources.text(label, language));
        let (default, zh) = (text(Language::Default), text(Language::TraditionalChinese));
        let config = node.android("networkSecurityConfig").map(|attribute| &attribute.value);
        let affinity = node.android("taskAffinity").map(|_| self.text(node, "taskAffinity").unwrap_or_default());
        Application {
            place: self.place(node),
            class: self.text(node, "name").map(|name| self.class(name)),
            label_zh: zh.filter(|zh| Some(zh) != default.as_ref()),
            label: default,
            debuggable: self.flag(node, "debuggable").unwrap_or(false),
            test_only: self.flag(node, "testOnly").or_else(|| self.flag(root, "testOnly")).unwrap_or(false),
            has_code: self.flag(node, "hasCode").unwrap_or(true),
            enabled: self.flag(node, "enabled").unwrap_or(true),
            extract_native_libs: self.flag(node, "extractNativeLibs"),
            cleartext: self.flag(node, "usesCleartextTraffic"),
            network_config: config.map(|value| self.files(value)).unwrap_or_default(),
            network_config_declared: config.is_some_and(|value| !matches!(value, Value::Null | Value::Reference(0))),
            legacy_external_storage: sdk.target == 29 && self.flag(node, "requestLegacyExternalStorage") == Some(true),
            permission: self.permission(node, "permission").flatten(),
            task_affinity: affinity,
            reparenting: self.flag(node, "allowTaskReparenting").unwrap_or(false),
            backup: self.backup(node),
            meta_data: Vec::new(),
        }
    }

    fn files(&self, value: &Value) -> Vec<String> {
        self.resources.files(value).iter().map(crate::app::Entry::path).collect()
    }

    /// The documents of a file resource.
    fn documents(&self, value: &Value, mut each: impl FnMut(&str, Result<&Document, ()>)) {
        for entry in self.resources.files(value) {
            let path = entry.path();
            match document(entry, self.budget) {
                Some((document, _)) => each(&path, Ok(&document)),
                None => each(&path, Err(())),
            }
        }
    }

    fn backup(&self, node: Node<'_>) -> Backup {
        let mut backup = Backup {
            allowed: self.flag(node, "allowBackup").unwrap_or(true),
            declared: node.android("allowBackup").is_some(),
            agent: self.text(node, "backupAgent").map(|name| self.class(name)),
            full_only: self.flag(node, "fullBackupOnly").unwrap_or(false),
            ..Backup::default()
        };
        for name in ["fullBackupContent", "dataExtractionRules"] {
            let Some(attribute) = node.android(name) else { continue };
            if let Some(on) = self.resources.flag(&attribute.value) {
                backup.content_off |= !on;
                continue;
            }
            backup.has_rules = true;
            self.documents(&attribute.value, |path, document| match document {
                Ok(document) => backup.sections.extend(backup_sections(path, document)),
                Err(()) => backup.broken.push(path.to_owned()),
            });
        }
        backup
    }

    /// Components, libraries and meta-data of an application element.
    fn contents(&mut self, node: Node<'_>, manifest: &mut Manifest) {
        for child in node.children() {
            let role = match child.name() {
                "activity" => Role::Activity,
                "activity-alias" => Role::Alias,
                "service" => Role::Service,
                "receiver" => Role::Receiver,
                "provider" => Role::Provider,
                "meta-data" => {
                    manifest.application.meta_data.extend(self.meta_data(child));
                    continue;
                }
                "uses-library" | "uses-native-library" => {
                    let required = self.flag(child, "required").unwrap_or(true);
                    manifest.libraries.extend(self.text(child, "name").map(|name| (name, required, self.place(child))));
                    continue;
                }
                _ => continue,
            };
            if manifest.components.len() >= MOST {
                self.budget.hit("table-items", &self.file, MOST as u64);
                return;
            }
            if let Some(component) = self.component(child, role, manifest) {
                self.classes.entry(component.name.clone()).or_insert(manifest.components.len());
                manifest.components.push(component);
            }
        }
    }

    fn component(&self, node: Node<'_>, role: Role, manifest: &Manifest) -> Option<Component> {
        let application = &manifest.application;
        let name = self.class(self.text(node, "name")?);
        let target = self.text(node, "targetActivity").map(|name| self.class(name));
        // An alias has what it does not write itself from the activity that it stands for.
        let behind = target.as_deref().and_then(|target| manifest.components.get(*self.classes.get(target)?));
        let filters: Vec<Filter> = node.named("intent-filter").map(|filter| self.filter(filter)).collect();
        let meta_data: Vec<MetaData> = node.named("meta-data").filter_map(|data| self.meta_data(data)).collect();
        let declared = self.flag(node, "exported");
        let by_default = match role {
            Role::Provider => manifest.sdk.target < 17,
            _ => !filters.is_empty(),
        };
        let own = self.permission(node, "permission");
        let permission = own.clone().unwrap_or_else(|| match behind {
            Some(activity) => activity.permission.clone(),
            None => application.permission.clone(),
        });
        let affinity = node.android("taskAffinity").map(|_| self.text(node, "taskAffinity").unwrap_or_default());
        let inherited = || match behind {
            Some(activity) => activity.task_affinity.clone(),
            None => application.task_affinity.clone().unwrap_or_else(|| self.package.clone()),
        };
        let paths = meta_data.iter().filter(|data| data.name == FILE_PROVIDER_PATHS);
        Some(Component {
            exported: declared.unwrap_or(by_default),
            exported_declared: declared.is_some(),
            enabled: application.enabled && self.flag(node, "enabled").unwrap_or(true),
            read_permission: self.permission(node, "readPermission").unwrap_or_else(|| permission.clone()),
            write_permission: self.permission(node, "writePermission").unwrap_or_else(|| permission.clone()),
            permission,
            authorities: list(&self.text(node, "authorities").unwrap_or_default()).collect(),
            grant_uri: self.flag(node, "grantUriPermissions").unwrap_or(false),
            force_uri: self.flag(node, "forceUriPermissions").unwrap_or(false),
            grants: node.named("grant-uri-permission").flat_map(|grant| self.paths(grant)).map(shown_grant).collect(),
            path_permissions: node.named("path-permission").flat_map(|path| self.path_permission(path)).collect(),
            launch_mode: behind.map_or_else(|| self.launch_mode(node), |activity| activity.launch_mode),
            affinity_declared: affinity.is_some(),
            task_affinity: affinity.unwrap_or_else(inherited),
            reparenting: self.flag(node, "allowTaskReparenting").unwrap_or(application.reparenting),
            process: self.text(node, "process"),
            foreground_type: self
                .number(node, "foregroundServiceType")
                .and_then(|n| u32::try_from(n).ok())
                .unwrap_or(0),
            isolated: self.flag(node, "isolatedProcess").unwrap_or(false),
            external: self.flag(node, "externalService").unwrap_or(false),
            exclude_from_recents: self.flag(node, "excludeFromRecents").unwrap_or(false),
            direct_boot: self.flag(node, "directBootAware").unwrap_or(false),
            shared_paths: paths.flat_map(|data| self.shared_paths(data)).collect(),
            accessibility: self.accessibility(&meta_data),
            label: self.text(node, "label"),
            split: self.split.clone(),
            place: self.place(node),
            role,
            name,
            target,
            filters,
            meta_data,
        })
    }

    fn launch_mode(&self, node: Node<'_>) -> &'static str {
        const MODES: &[&str] = &["standard", "singleTop", "singleTask", "singleInstance", "singleInstancePerTask"];
        if let Some(mode) = self.number(node, "launchMode") {
            return usize::try_from(mode).ok().and_then(|mode| MODES.get(mode)).unwrap_or(&"standard");
        }
        let text = self.text(node, "launchMode");
        MODES.iter().find(|mode| Some(**mode) == text.as_deref()).unwrap_or(&"standard")
    }

    fn paths(&self, node: Node<'_>) -> Vec<(&'static str, String)> {
        PATHS.iter().filter_map(|form| Some((*form, self.text(node, form)?))).collect()
    }

    fn path_permission(&self, node: Node<'_>) -> Vec<PathPermission> {
        let both = self.text(node, "permission");
        let of = |name| self.text(node, name).or_else(|| both.clone());
        let (read, write) = (of("readPermission"), of("writePermission"));
        let make = |(form, path)| PathPermission {
            form,
            path,
            read: read.clone(),
            write: write.clone(),
            place: self.place(node),
        };
        self.paths(node).into_iter().map(make).collect()
    }

    fn filter(&self, node: Node<'_>) -> Filter {
        let names = |tag: &str| node.named(tag).filter_map(|child| self.text(child, "name")).collect();
        Filter {
            actions: names("action"),
            categories: names("category"),
            data: node.named("data").map(|data| self.data(data)).collect(),
            priority: self.number(node, "priority").unwrap_or(0),
            order: self.number(node, "order").unwrap_or(0),
            auto_verify: self.flag(node, "autoVerify").unwrap_or(false),
            place: self.place(node),
        }
    }

    fn data(&self, node: Node<'_>) -> Data {
        Data {
            scheme: self.text(node, "scheme"),
            host: self.text(node, "host"),
            port: self.text(node, "port"),
            paths: self.paths(node),
            mime: self.text(node, "mimeType"),
            place: self.place(node),
        }
    }

    fn meta_data(&self, node: Node<'_>) -> Option<MetaData> {
        let name = self.text(node, "name")?;
        let by_value = node.android("value").map(|attribute| &attribute.value);
        let by_resource = node.android("resource").map(|attribute| &attribute.value);
        let value = by_value.or(by_resource);
        let id = value.and_then(|value| self.resources.reference(value));
        let resource = id.and_then(|id| self.resources.name(id)).map(|name| name.to_string());
        let written = value.and_then(Value::as_str).and_then(|text| text.strip_prefix('@')).map(str::to_owned);
        let files = value.map(|value| self.files(value)).unwrap_or_default();
        let text = value.and_then(|value| self.resources.text(value, Language::Default));
        Some(MetaData { name, value: text, resource: resource.or(written), files, place: self.place(node) })
    }

    fn shared_paths(&self, data: &MetaData) -> Vec<SharedPath> {
        let mut paths = Vec::new();
        for (file, document) in self.read_files(data) {
            let Some(root) = document.root() else { continue };
            for node in root.children().filter(|node| node.name().ends_with("-path")) {
                let text = |name: &str| {
                    let attribute = node.plain(name).or_else(|| node.any(name))?;
                    self.resources.text(&attribute.value, Language::Default)
                };
                paths.push(SharedPath {
                    tag: node.name().to_owned(),
                    name: text("name").unwrap_or_default(),
                    path: text("path").unwrap_or_default(),
                    place: Place { file: Arc::from(file.as_str()), element: node.path() },
                });
            }
        }
        paths
    }

    fn accessibility(&self, meta_data: &[MetaData]) -> Vec<(String, String)> {
        let Some(data) = meta_data.iter().find(|data| data.name == "android.accessibilityservice") else {
            return Vec::new();
        };
        let mut settings = Vec::new();
        for (_, document) in self.read_files(data).into_iter().take(1) {
            for attribute in document.root().iter().flat_map(|root| root.attributes()) {
                let value = self.resources.resolve(&attribute.value, Language::Default);
                settings.push((attribute.name.to_string(), value.display()));
            }
        }
        settings
    }

    fn read_files(&self, data: &MetaData) -> Vec<(String, Document)> {
        let find = |path: &String| {
            let entry = self.resources.entry_at(path)?;
            self.documents.set(self.documents.get().saturating_add(1));
            if self.documents.get() > MOST_DOCUMENTS {
                self.budget.hit("table-items", path, MOST_DOCUMENTS as u64);
                return None;
            }
            let (document, _) = document(entry, self.budget)?;
            Some((path.clone(), document))
        };
        data.files.iter().filter_map(find).collect()
    }
}

/// API level that stands for a codename: later than any released one.
const CODENAME: u32 = 10_000;

const PATHS: &[&str] =
    &["path", "pathPrefix", "pathPattern", "pathAdvancedPattern", "pathSuffix", "ssp", "sspPrefix", "sspPattern"];

/// Words of `protectionLevel` (`attrs_manifest.xml`).
const PROTECTION: &[(&str, u32)] = &[
    ("normal", 0),
    ("dangerous", 1),
    ("signature", 2),
    ("signatureOrSystem", 0x12),
    ("internal", 4),
    ("privileged", 0x10),
    ("system", 0x10),
    ("development", 0x20),
    ("appop", 0x40),
    ("pre23", 0x80),
    ("installer", 0x100),
    ("verifier", 0x200),
    ("preinstalled", 0x400),
    ("setup", 0x800),
    ("instant", 0x1000),
    ("runtime", 0x2000),
    ("oem", 0x4000),
    ("vendorPrivileged", 0x8000),
    ("systemTextClassifier", 0x10000),
    ("configurator", 0x80000),
    ("incidentReportApprover", 0x10_0000),
    ("appPredictor", 0x20_0000),
    ("companion", 0x80_0000),
    ("retailDemo", 0x100_0000),
    ("recents", 0x200_0000),
    ("role", 0x400_0000),
    ("knownSigner", 0x800_0000),
];

fn protection(value: &Value) -> u32 {
    symbol_flags(value, PROTECTION)
}

/// Flags of a value: a number, or words joined by `|` in a text document.
pub(in crate::app) fn symbol_flags(value: &Value, words: &[(&str, u32)]) -> u32 {
    if let Some(number) = value.as_int() {
        return (number & 0xffff_ffff) as u32;
    }
    let text = value.as_str().unwrap_or_default();
    text.split('|')
        .filter_map(|word| words.iter().find(|(known, _)| *known == word.trim()))
        .fold(0, |bits, (_, bit)| bits | bit)
}

/// Names joined by `;` (authorities).
fn list(text: &str) -> impl Iterator<Item = String> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>().into_iter()
}

fn shown_grant((form, path): (&'static str, String)) -> String {
    if form == "pathPrefix" { format!("{path}*") } else { path }
}

/// The sections of a rules file: the root itself in the old form, its children in the new one.
fn backup_sections(file: &str, document: &Document) -> Vec<BackupSection> {
    let Some(root) = document.root() else { return Vec::new() };
    if root.name() == "data-extraction-rules" {
        root.children().map(|section| backup_section(file, section)).collect()
    } else {
        vec![backup_section(file, root)]
    }
}

fn backup_section(file: &str, node: Node<'_>) -> BackupSection {
    let place = |node: Node<'_>| Place { file: Arc::from(file), element: node.path() };
    let text = |node: Node<'_>, name: &str| {
        let attribute = node.plain(name).or_else(|| node.any(name));
        attribute.and_then(|attribute| attribute.text().map(str::to_owned)).unwrap_or_default()
    };
    let rules: Vec<BackupRule> = node
        .children()
        .filter(|rule| matches!(rule.name(), "include" | "exclude"))
        .map(|rule| BackupRule {
            include: rule.name() == "include",
            domain: text(rule, "domain"),
            path: text(rule, "path"),
            flags: text(rule, "requireFlags"),
            place: place(rule),
        })
        .collect();
    let encrypted = node.any("disableIfNoEncryptionCapabilities").and_then(|attribute| attribute.value.as_bool());
    let whole = |rule: &BackupRule| !rule.include && rule.domain == "root" && matches!(rule.path.as_str(), "" | ".");
    BackupSection {
        name: node.name().to_owned(),
        only_encrypted: encrypted.unwrap_or(false),
        off: rules.iter().any(whole),
        rules,
        place: place(node),
    }
}
