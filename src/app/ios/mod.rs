//! An iOS app read from its bundle: property lists, localised texts, transport security, entitlements, provisioning
//! profile, privacy manifests, extensions and frameworks, Mach-O binaries, compiled nibs.
//!
//! [`read`] never fails: what is missing or broken is left out and named in [`IosApp::problems`], which coverage is made
//! of. Wild builds (no `Payload`, an extra folder, a framework or a bare binary) come as [`super::Build`] opened them.

pub mod ats;
mod binary;
mod nib;
mod privacy;
mod provisioning;

pub use binary::{Binary, Slice};
pub use nib::{Button, Screen, TextField};
pub use privacy::{AccessedApi, CollectedData, PrivacyManifest};
pub use provisioning::{Profile, Role as ProfileRole};

use super::{Build, Entry, Kind};
use std::collections::BTreeSet;

use crate::finding::Note;
use crate::format::plist::{self, Value};
use crate::limits::Budget;

/// An iOS app, or the part of one that was given.
#[derive(Debug)]
pub struct IosApp<'b> {
    /// Prefix of the app's own bundle in the build (`Payload/App.app/`); empty for a folder that is the bundle, or a bare
    /// binary.
    pub root: String,
    /// Whether there is an app bundle at all (a framework or a bare Mach-O is none).
    pub is_app: bool,
    /// Bundles: the app first, then those inside it by path.
    pub bundles: Vec<Bundle>,
    /// `InfoPlist.strings` and its kin of the app, by locale.
    pub localized: Vec<Localized>,
    /// Mach-O binaries, the app's executable first, then by path.
    pub binaries: Vec<Binary<'b>>,
    /// The provisioning profile.
    pub profile: Option<Profile>,
    /// Privacy manifests found, by path.
    pub privacy: Vec<PrivacyManifest>,
    /// Screens of compiled nibs and storyboards, by path.
    pub screens: Vec<Screen>,
    /// How many compiled nibs were read.
    pub nibs: usize,
    /// Classes, outlets and actions that nibs name.
    pub nib_names: BTreeSet<String>,
    /// What could not be read, and why.
    pub problems: Vec<Problem>,
}

/// What a bundle is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BundleRole {
    /// The app.
    App,
    /// An app extension (`PlugIns/*.appex`, `Extensions/*.appex`).
    Extension,
    /// A watch app or its extension.
    Watch,
    /// An app clip.
    Clip,
    /// A framework.
    Framework,
    /// A resource bundle.
    Resources,
}

impl BundleRole {
    /// The word in facts.
    pub fn word(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Extension => "extension",
            Self::Watch => "watch",
            Self::Clip => "clip",
            Self::Framework => "framework",
            Self::Resources => "resources",
        }
    }
}

/// A bundle with its property list.
#[derive(Debug, Clone)]
pub struct Bundle {
    /// What it is.
    pub role: BundleRole,
    /// Prefix in the build, `/` at the end (empty for a bundle that is the build).
    pub path: String,
    /// Path of its Info.plist in the build; where it should be, when there is none.
    pub info_path: String,
    /// Its property list, when it could be read.
    pub info: Option<Value>,
}

impl Bundle {
    /// A text key of Info.plist.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.info.as_ref()?.get(key)?.text()
    }

    /// `CFBundleIdentifier`.
    pub fn identifier(&self) -> Option<&str> {
        self.text("CFBundleIdentifier")
    }

    /// `CFBundleShortVersionString`, else `CFBundleVersion`.
    pub fn version(&self) -> Option<&str> {
        self.text("CFBundleShortVersionString").or_else(|| self.text("CFBundleVersion"))
    }

    /// The bundle's name: `CFBundleName`, else its folder's without suffix.
    pub fn name(&self) -> &str {
        let folder = self.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let folder = folder.rsplit_once('.').map_or(folder, |(stem, _)| stem);
        self.text("CFBundleName").filter(|name| !name.is_empty()).unwrap_or(folder)
    }

    /// Path of its executable in the build.
    pub fn executable(&self) -> Option<String> {
        Some(format!("{}{}", self.path, self.text("CFBundleExecutable")?))
    }
}

/// Localised texts of Info.plist.
#[derive(Debug, Clone)]
pub struct Localized {
    /// The locale: `zh-Hant`, `en`, `Base`, ...
    pub locale: String,
    /// Path of the file.
    pub path: String,
    /// Key and text, in the file's order.
    pub texts: Vec<(String, String)>,
}

impl Localized {
    /// Whether it is read on a device set to Traditional Chinese.
    pub fn is_traditional_chinese(&self) -> bool {
        matches!(
            self.locale.as_str(),
            "zh-Hant" | "zh-Hant-TW" | "zh_TW" | "zh-TW" | "zh-Hant-HK" | "zh-HK" | "zh_Hant"
        )
    }

    /// A text by key.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.texts.iter().rev().find(|(name, _)| name == key).map(|(_, text)| text.as_str())
    }
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Path.
    pub path: String,
    /// Why: `plist-broken`, `macho-broken`, `profile-broken`, `nib-broken`, `info-plist-missing`,
    /// `executable-missing`, `localization-broken`, `entitlements-broken`.
    pub note: Note,
}

impl IosApp<'_> {
    /// The app's own bundle.
    pub fn main(&self) -> Option<&Bundle> {
        self.bundles.first().filter(|bundle| bundle.role == BundleRole::App)
    }

    /// The app's own Info.plist.
    pub fn info(&self) -> Option<&Value> {
        self.main()?.info.as_ref()
    }

    /// The bundle that a path lies in: the innermost.
    pub fn bundle_of(&self, path: &str) -> Option<&Bundle> {
        self.bundles
            .iter()
            .filter(|bundle| bundle.role != BundleRole::Resources && path.starts_with(&bundle.path))
            .max_by_key(|bundle| bundle.path.len())
    }

    /// The app's executable.
    pub fn executable(&self) -> Option<&Binary<'_>> {
        let path = self.main()?.executable()?;
        self.binaries.iter().find(|binary| binary.path == path)
    }

    /// Lowest system version that the app says it runs on: of Info.plist, else of the executable.
    pub fn minimum_os(&self) -> Option<String> {
        let of_plist = self.info().and_then(|info| info.get("MinimumOSVersion")).and_then(Value::text);
        if let Some(version) = of_plist {
            return Some(version.to_owned());
        }
        let slice = self.executable()?.best()?;
        slice.macho.builds.first().map(|build| build.minimum_os.clone())
    }

    /// Version of the SDK that the app was linked with, of the executable, else of Info.plist (`DTSDKName`).
    pub fn sdk(&self) -> Option<String> {
        let of_binary = || Some(self.executable()?.best()?.macho.builds.first()?.sdk.clone());
        let of_plist = || {
            let name = self.info()?.get("DTSDKName")?.text()?;
            Some(name.trim_start_matches(|c: char| !c.is_ascii_digit()).to_owned()).filter(|v| !v.is_empty())
        };
        of_binary().filter(|version| version != "0.0").or_else(of_plist)
    }

    /// Effective App Transport Security.
    pub fn ats(&self) -> ats::Ats {
        let major = |version: Option<String>| version.and_then(|v| v.split('.').next()?.parse().ok());
        ats::effective(self.info(), major(self.minimum_os()), major(self.sdk()))
    }
}

/// Reads the app of an opened build.
pub fn read<'b>(build: &'b Build, budget: &Budget) -> IosApp<'b> {
    let root = build.root().to_owned();
    let is_app = matches!(build.kind, Kind::Ipa | Kind::AppBundle | Kind::XcArchive);
    let mut app = IosApp {
        root,
        is_app,
        bundles: Vec::new(),
        localized: Vec::new(),
        binaries: Vec::new(),
        profile: None,
        privacy: Vec::new(),
        screens: Vec::new(),
        nibs: 0,
        nib_names: BTreeSet::new(),
        problems: Vec::new(),
    };
    let mut entries: Vec<Entry<'b>> = build
        .entries()
        .filter(|entry| roots_of(build).any(|root| entry.path().starts_with(root)))
        .filter(|entry| !is_litter(entry.name()))
        .collect();
    entries.sort_by_key(|entry| entry.path());
    app.bundles(&entries, budget);
    for entry in &entries {
        app.entry(entry, budget);
    }
    app.profile = app.provisioning(&entries, budget);
    app.main_first();
    app
}

/// The roots whose entries are read: of several apps only the first, of an XCFramework all.
fn roots_of(build: &Build) -> impl Iterator<Item = &str> {
    let take = if build.kind == Kind::Framework { build.roots.len() } else { 1 };
    let none = build.roots.is_empty().then_some("");
    build.roots.iter().take(take).map(String::as_str).chain(none)
}

/// Files of the Finder and of archivers.
fn is_litter(name: &str) -> bool {
    name.split('/').any(|part| part == "__MACOSX" || part.starts_with("._") || part == ".DS_Store")
}

/// The role of a bundle, by the folder that its Info.plist lies in (seen from the app's root).
fn role_of(folder: &str) -> Option<BundleRole> {
    let parts: Vec<&str> = folder.trim_end_matches('/').split('/').collect();
    let last = parts.last()?;
    let inside = |name: &str| parts.iter().rev().skip(1).any(|part| *part == name);
    let (_, suffix) = last.rsplit_once('.')?;
    Some(match suffix {
        "appex" if inside("Watch") => BundleRole::Watch,
        "appex" | "xctest" => BundleRole::Extension,
        "app" if inside("AppClips") => BundleRole::Clip,
        "app" => BundleRole::Watch,
        "framework" => BundleRole::Framework,
        "bundle" => BundleRole::Resources,
        _ => return None,
    })
}

impl<'b> IosApp<'b> {
    fn problem(&mut self, path: &str, code: &str, why: impl ToString) {
        let (note, why) = (Note::new(code), why.to_string());
        let note = if why.is_empty() { note } else { note.with("reason", why) };
        self.problems.push(Problem { path: path.to_owned(), note });
    }

    /// Reads a property list, or notes why not.
    fn plist(&mut self, entry: &Entry<'b>, code: &str, budget: &Budget) -> Option<Value> {
        match plist::parse(entry.bytes(budget), &budget.limits) {
            Ok(parsed) => Some(parsed.value.root),
            Err(error) => {
                self.problem(&entry.path(), code, error);
                None
            }
        }
    }

    fn bundles(&mut self, entries: &[Entry<'b>], budget: &Budget) {
        for entry in entries {
            let path = entry.path();
            let Some(folder) = path.strip_suffix("Info.plist") else { continue };
            let Some(inside) = folder.strip_prefix(self.root.as_str()) else { continue };
            let role = if inside.is_empty() && self.is_app { Some(BundleRole::App) } else { role_of(folder) };
            if let Some(role) = role {
                let info = self.plist(entry, "plist-broken", budget);
                let folder = folder.to_owned();
                self.bundles.push(Bundle { role, path: folder, info_path: path, info });
            }
        }
        if self.is_app && !self.bundles.iter().any(|bundle| bundle.role == BundleRole::App) {
            let info_path = format!("{}Info.plist", self.root);
            self.problem(&info_path, "info-plist-missing", "");
            self.bundles.push(Bundle { role: BundleRole::App, path: self.root.clone(), info_path, info: None });
        }
        self.bundles.sort_by(|a, b| (a.role != BundleRole::App, &a.path).cmp(&(b.role != BundleRole::App, &b.path)));
    }

    /// One entry, by its name or first bytes.
    fn entry(&mut self, entry: &Entry<'b>, budget: &Budget) {
        let path = entry.path();
        let name = path.rsplit('/').next().unwrap_or_default();
        if name == "PrivacyInfo.xcprivacy" {
            if let Some(value) = self.plist(entry, "plist-broken", budget) {
                self.privacy.push(privacy::read(&path, &value));
            }
        } else if name == "InfoPlist.strings" || name == "InfoPlist.loctable" {
            self.localized_texts(entry, &path, budget);
        } else if name.ends_with(".nib") {
            self.nib(entry, &path, budget);
        } else if may_be_binary(name) && entry.size() >= 28 {
            self.binary(entry, &path, budget);
        }
    }

    fn localized_texts(&mut self, entry: &Entry<'b>, path: &str, budget: &Budget) {
        // Those of extensions and resource bundles say nothing of the app's own dialogs.
        let Some(inside) = path.strip_prefix(self.root.as_str()) else { return };
        if inside.matches('/').count() > 1 {
            return;
        }
        let Some(value) = self.plist(entry, "localization-broken", budget) else { return };
        if inside.ends_with(".loctable") {
            for (locale, table) in value.pairs() {
                self.localized.push(Localized {
                    locale: locale.to_string(),
                    path: path.to_owned(),
                    texts: texts(table),
                });
            }
            return;
        }
        let locale = inside.split_once(".lproj/").map_or("", |(locale, _)| locale).to_owned();
        self.localized.push(Localized { locale, path: path.to_owned(), texts: texts(&value) });
    }

    fn nib(&mut self, entry: &Entry<'b>, path: &str, budget: &Budget) {
        match nib::read(path, entry.bytes(budget), &budget.limits, &mut self.nib_names) {
            Ok(screen) => {
                self.nibs += 1;
                self.screens.extend(screen);
            }
            Err(error) => self.problem(path, "nib-broken", error),
        }
    }

    fn binary(&mut self, entry: &Entry<'b>, path: &str, budget: &Budget) {
        let head = entry.bytes(budget);
        if !crate::format::macho::is_macho(head) {
            return;
        }
        match binary::read(path, head, &budget.limits) {
            Ok(binary) => self.binaries.push(binary),
            Err(error) => self.problem(path, "macho-broken", error),
        }
    }

    fn provisioning(&mut self, entries: &[Entry<'b>], budget: &Budget) -> Option<Profile> {
        let path = format!("{}embedded.mobileprovision", self.root);
        let entry = entries.iter().find(|entry| entry.path() == path)?;
        match provisioning::read(&path, entry.bytes(budget), &budget.limits) {
            Ok(profile) => Some(profile),
            Err(error) => {
                self.problem(&path, "profile-broken", error);
                None
            }
        }
    }

    /// Puts the app's executable first.
    fn main_first(&mut self) {
        let Some(path) = self.main().and_then(Bundle::executable) else { return };
        match self.binaries.iter().position(|binary| binary.path == path) {
            Some(position) => {
                let binary = self.binaries.remove(position);
                self.binaries.insert(0, binary);
            }
            None => self.problem(&path, "executable-missing", ""),
        }
        let named = |bundle: &Bundle| (bundle.role == BundleRole::Extension).then(|| bundle.executable()).flatten();
        let extensions: Vec<String> = self.bundles.iter().filter_map(named).collect();
        for path in extensions {
            let known = self.problems.iter().any(|problem| problem.path == path);
            if !known && !self.binaries.iter().any(|binary| binary.path == path) {
                self.problem(&path, "executable-missing", "");
            }
        }
    }
}

/// Key and text of a table of strings.
fn texts(value: &Value) -> Vec<(String, String)> {
    value.pairs().iter().filter_map(|(key, text)| Some((key.to_string(), text.text()?.to_owned()))).collect()
}

/// Names whose content is never a Mach-O file: reading them would only cost time.
fn may_be_binary(name: &str) -> bool {
    const NEVER: &[&str] = &[
        "png",
        "jpg",
        "jpeg",
        "gif",
        "webp",
        "heic",
        "pdf",
        "svg",
        "car",
        "strings",
        "stringsdict",
        "plist",
        "json",
        "js",
        "jsbundle",
        "html",
        "htm",
        "css",
        "map",
        "ttf",
        "otf",
        "woff",
        "woff2",
        "mp3",
        "mp4",
        "m4a",
        "mov",
        "wav",
        "caf",
        "aiff",
        "txt",
        "md",
        "xml",
        "nib",
        "storyboardc",
        "mobileprovision",
        "lproj",
        "momd",
        "mom",
        "omo",
        "sqlite",
        "db",
        "h",
        "modulemap",
        "swiftmodule",
        "swiftdoc",
        "swiftinterface",
        "yml",
        "yaml",
        "csv",
        "metallib",
        "tflite",
        "mlmodelc",
    ];
    match name.rsplit_once('.') {
        Some((_, suffix)) => !NEVER.contains(&suffix.to_ascii_lowercase().as_str()),
        None => !matches!(name, "PkgInfo" | "CodeResources" | "CodeDirectory" | "CodeSignature" | "CodeRequirements"),
    }
}

#[cfg(test)]
pub(crate) mod tests;
