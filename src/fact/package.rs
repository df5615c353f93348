//! What the archive itself shows: code under other names, development files, hybrid frameworks and their bundles.

use std::cell::LazyCell;

use regex::Regex;
use regex::bytes::{RegexSet, RegexSetBuilder};

use super::{Fact, FactStore};
use crate::app::{Build, Entry, Kind};
use crate::finding::{AppText, CoverageState, Evidence, Locus, Note, Owner, Part, Platform};
use crate::format::zip::Archive;
use crate::limits::Budget;
use crate::rule::knowledge_text::{HybridData, ScriptPattern};

/// Entries above this size are not looked through as scripts.
const SCRIPT_BYTES: u64 = 64 << 20;
/// Matches kept for one pattern in one file.
const MATCHES_KEPT: usize = 20;

/// A hybrid framework found in a build.
#[derive(Debug)]
pub struct Hybrid {
    /// Its name.
    pub name: String,
    /// `script`, `dart-snapshot`, `managed`.
    pub code: String,
    /// Paths of its bundles, those with the app's own logic first.
    pub bundles: Vec<String>,
    /// How many of the bundles are the app's own; the others came with the framework.
    pub of_app: usize,
    /// A bundle is Hermes bytecode.
    pub hermes: bool,
}

/// Facts of entries by name and first bytes; gives the hybrid frameworks found.
pub fn facts(build: &Build, data: &HybridData, budget: &Budget, store: &mut FactStore) -> Vec<Hybrid> {
    store.looked_for(&["hidden-code", "development-file", "hybrid", "script-mark"]);
    // A file that was given alone hides nowhere.
    let alone = matches!(build.kind, Kind::Dex | Kind::Elf | Kind::MachO);
    for entry in build.entries() {
        development_file(&entry, store);
        if !alone {
            hidden_code(build, &entry, budget, store);
        }
    }
    let found = frameworks(build, data, budget);
    for hybrid in &found {
        let mut fact = Fact::new("hybrid", Locus::entry(hybrid.bundles.first().map_or("", String::as_str)))
            .text("framework", &hybrid.name)
            .text("engine", if hybrid.hermes { "hermes" } else { hybrid.code.as_str() })
            .flag("analysed", false);
        if let Some(bundle) = hybrid.bundles.first() {
            fact = fact.text("bundle", bundle);
        }
        store.add(fact.anchored(hybrid.name.clone()));
    }
    scripts(build, data, &found, budget, store);
    cover(build, &found, store);
    found
}

impl Hybrid {
    /// The framework, when it brought a bundle along.
    pub fn owner(&self, path: &str) -> Option<Owner> {
        let theirs = self.bundles.get(self.of_app..).unwrap_or_default();
        theirs.iter().any(|bundle| bundle == path).then(|| Owner::Sdk(AppText::new(&self.name), None))
    }
}

fn frameworks(build: &Build, data: &HybridData, budget: &Budget) -> Vec<Hybrid> {
    let mut found = Vec::new();
    for framework in &data.frameworks {
        let Some(marks) = of_names(&framework.marks) else { continue };
        let names = || build.entries().filter(|e| !e.name().ends_with('/'));
        if !names().any(|e| marks.is_match(e.name().as_bytes())) {
            continue;
        }
        let Some(bundles) = of_names(&framework.bundles) else { continue };
        let own = of_names(&framework.own).unwrap_or_else(RegexSet::empty);
        let bundles = names().filter(|e| bundles.is_match(e.name().as_bytes()));
        let (theirs, mut bundles): (Vec<Entry<'_>>, Vec<Entry<'_>>) =
            bundles.partition(|e| own.is_match(e.name().as_bytes()));
        // The page that the app begins with tells more than whichever script comes first.
        bundles.sort_by_key(|e| !e.name().ends_with("/index.html"));
        let of_app = bundles.len();
        bundles.extend(theirs);
        let hermes = framework.code == "script" && bundles.iter().any(|e| is_hermes(&e.read(budget)));
        found.push(Hybrid {
            name: framework.name.clone(),
            code: framework.code.clone(),
            bundles: bundles.iter().map(Entry::path).collect(),
            of_app,
            hermes,
        });
    }
    // A framework with no bundle in the build does not hold its logic (a library that brings the engine along).
    found.retain(|h| !h.bundles.is_empty());
    found
}

/// Patterns over names of entries, byte by byte: letters beyond ASCII mean nothing there.
fn of_names(patterns: &[String]) -> Option<RegexSet> {
    RegexSetBuilder::new(patterns).unicode(false).build().ok()
}

fn is_hermes(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xc6, 0x1f, 0xbc, 0x03, 0xc1, 0x03, 0x19, 0x1f])
}

/// Says what the bundles mean for the parts: the framework's logic is not followed, so code and screens outside of it do not
/// show what the app does.
fn cover(build: &Build, found: &[Hybrid], store: &mut FactStore) {
    let none = |part, store: &mut FactStore| store.cover(part, CoverageState::Full, None, Note::new("none-present"));
    let script = found.iter().find(|h| h.code == "script");
    match script {
        Some(h) if h.hermes => store.cover(
            Part::JsBundle,
            CoverageState::Partial,
            h.bundles.first().map(String::as_str),
            Note::new("hermes-strings-only"),
        ),
        Some(h) => store.cover(
            Part::JsBundle,
            CoverageState::Partial,
            h.bundles.first().map(String::as_str),
            Note::new("script-patterns-only"),
        ),
        None => none(Part::JsBundle, store),
    }
    match found.iter().find(|h| h.code == "dart-snapshot") {
        Some(h) if h.of_app == 0 => {
            let file = h.bundles.first().map(String::as_str);
            store.cover(Part::DartSnapshot, CoverageState::None, file, Note::new("dart-code-missing"));
        }
        Some(h) => store.cover(
            Part::DartSnapshot,
            CoverageState::Partial,
            h.bundles.first().map(String::as_str),
            Note::new("dart-strings-only"),
        ),
        None => none(Part::DartSnapshot, store),
    }
    let screens: &[Part] = match build.platform() {
        Platform::Android => &[Part::Dex, Part::Layouts],
        Platform::Ios => &[Part::MachoCode, Part::Nib],
    };
    for hybrid in found {
        for part in screens {
            let note = Note::new("hybrid-holds-logic").with("framework", &hybrid.name);
            store.cover(*part, CoverageState::None, hybrid.bundles.first().map(String::as_str), note);
        }
    }
}

/// A pattern of scripts, what it matches and what makes a match harmless.
type Compiled<'p> = (&'p ScriptPattern, Regex, Option<Regex>);

fn compiled(pattern: &ScriptPattern) -> Option<Compiled<'_>> {
    let unless = pattern.unless.as_deref().and_then(|unless| Regex::new(unless).ok());
    Some((pattern, Regex::new(&pattern.pattern).ok()?, unless))
}

fn scripts(build: &Build, data: &HybridData, found: &[Hybrid], budget: &Budget, store: &mut FactStore) {
    let patterns: LazyCell<Vec<Compiled<'_>>, _> = LazyCell::new(|| data.scripts.iter().filter_map(compiled).collect());
    for entry in build.entries() {
        let path = entry.path();
        let configuration = path.ends_with("config.xml") || path.ends_with("capacitor.config.json");
        let bundled = found.iter().any(|h| h.code == "script" && !h.hermes && h.bundles.contains(&path));
        if !(configuration || bundled) || entry.size() > SCRIPT_BYTES || path.starts_with("res/") {
            continue;
        }
        let bytes = entry.read(budget);
        let text = String::from_utf8_lossy(&bytes);
        for (pattern, regex, unless) in patterns.iter() {
            let harmless = |hit: &str| unless.as_ref().is_some_and(|unless| unless.is_match(hit));
            for hit in regex.find_iter(&text).filter(|hit| !harmless(hit.as_str())).take(MATCHES_KEPT) {
                let shown: String = hit.as_str().chars().take(120).collect();
                let locus =
                    Locus::Bytes { file: AppText::new(&path), offset: hit.start() as u64, length: hit.len() as u64 };
                store.add(
                    Fact::new("script-mark", locus)
                        .text("what", &pattern.what)
                        .text("text", &shown)
                        .text("file", &path)
                        .flag("sensitive", pattern.sensitive)
                        .owned_by(found.iter().find_map(|h| h.owner(&path)).unwrap_or(Owner::App))
                        .showing(Evidence::Text { what: pattern.what.clone(), text: AppText::new(&shown) })
                        .anchored(pattern.what.clone())
                        .anchored(shown.clone()),
                );
            }
        }
    }
}

/// Endings that never hold code and are not worth a look.
fn is_media(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    matches!(
        ending.as_str(),
        "png"
            | "jpg"
            | "jpeg"
            | "webp"
            | "gif"
            | "mp3"
            | "mp4"
            | "ogg"
            | "wav"
            | "ttf"
            | "otf"
            | "woff"
            | "woff2"
            | "car"
            | "strings"
            | "nib"
    )
}

/// What the first bytes say, for code.
fn code_format(head: &[u8]) -> Option<&'static str> {
    match head.get(..4)? {
        b"dex\n" => Some("dex"),
        b"\x7fELF" => Some("elf"),
        [0xcf, 0xfa, 0xed, 0xfe] | [0xce, 0xfa, 0xed, 0xfe] => Some("macho"),
        [0xca, 0xfe, 0xba, 0xbe] => match head.get(4..8)? {
            // A Java class file has a version there, a fat Mach-O a small count.
            [0, 0, 0, count] if *count < 20 => Some("macho"),
            _ => Some("class"),
        },
        b"PK\x03\x04" => Some("zip"),
        _ => None,
    }
}

fn archive_holds_code(bytes: &[u8], budget: &Budget) -> bool {
    Archive::open(bytes.to_vec().into(), budget).is_ok_and(|archive| {
        archive.entries().iter().any(|e| [".dex", ".so", ".class", ".dylib"].iter().any(|end| e.name.ends_with(end)))
    })
}

fn hidden_code(build: &Build, entry: &Entry<'_>, budget: &Budget, store: &mut FactStore) {
    let name = entry.name();
    let lower = name.to_ascii_lowercase();
    let expected = match build.platform() {
        Platform::Android => {
            let data = lower.starts_with("assets/") || lower.starts_with("res/raw") || lower.contains("/assets/");
            let unexpected_place = !lower.starts_with("lib/") && !lower.ends_with(".dex") && !lower.starts_with("res/");
            !(data || unexpected_place) || entry.size() < 64
        }
        // In an iOS bundle executables are read as such; what is looked for is code of the other platform and archives.
        Platform::Ios => entry.size() < 64 || lower.ends_with(".dylib") || lower.contains(".framework/"),
    };
    // A deflated picture is unusual and worth a look; a stored one shows its first bytes for nothing.
    let deflated = entry.record().is_some_and(|r| r.compressed_size != r.size);
    if expected || (is_media(name) && !deflated && !lower.starts_with("assets/")) || entry.size() > (256 << 20) {
        return;
    }
    let bytes = entry.read(budget);
    let Some(format) = code_format(&bytes) else { return };
    let (format, ending_fits) = match format {
        "zip" => {
            if !archive_holds_code(&bytes, budget) {
                return;
            }
            ("archive-with-code", ["jar", "apk", "zip", "aar"].iter().any(|e| lower.ends_with(&format!(".{e}"))))
        }
        "macho" if build.platform() == Platform::Ios => return,
        other => (
            other,
            lower.ends_with(".dex")
                || lower.ends_with(".so")
                || lower.ends_with(".class")
                || !lower.rsplit('/').next().unwrap_or_default().contains('.'),
        ),
    };
    let path = entry.path();
    if build.platform() == Platform::Android && matches!(format, "dex" | "archive-with-code") {
        // A name that hides it is how a packer keeps the app's own code; others bring parts that are loaded when asked for.
        let state = if ending_fits { CoverageState::Partial } else { CoverageState::None };
        store.cover(Part::Dex, state, Some(&path), Note::new("code-loaded-later"));
    }
    store.add(
        Fact::new("hidden-code", Locus::entry(&path))
            .text("file", &path)
            .text("format", format)
            .flag("disguised", !ending_fits)
            .anchored(name.to_owned()),
    );
}

fn development_file(entry: &Entry<'_>, store: &mut FactStore) {
    let path = entry.path();
    let name = entry.name().rsplit('/').next().unwrap_or_default();
    let lower = name.to_ascii_lowercase();
    let folder = |f: &str| entry.name().split('/').any(|part| part == f);
    let what = match lower.as_str() {
        _ if folder(".git") || folder(".svn") || folder(".hg") => "repository",
        ".env" | ".env.local" | ".env.production" | ".env.development" => "env",
        "package-lock.json" | "yarn.lock" | "podfile.lock" | "package.resolved" | "cartfile.resolved"
        | "gemfile.lock" | "pnpm-lock.yaml" => "lock-file",
        "build.gradle"
        | "build.gradle.kts"
        | "settings.gradle"
        | "podfile"
        | "fastfile"
        | "gradle.properties"
        | "local.properties"
        | "keystore.properties" => "build-script",
        ".npmrc" | ".netrc" | ".pypirc" => "credentials-file",
        _ if lower.ends_with(".map")
            && (lower.ends_with(".js.map")
                || lower.ends_with(".bundle.map")
                || lower.ends_with(".css.map")
                || lower.ends_with(".jsbundle.map")) =>
        {
            "source-map"
        }
        _ if [".kt", ".java", ".swift", ".m", ".mm", ".ts", ".tsx", ".jsx"].iter().any(|e| lower.ends_with(e))
            && !lower.ends_with(".d.ts")
            // Named after the class that it registers: under a shrinker's names that may be `a.m`.
            && !entry.name().contains("META-INF/services/") =>
        {
            "source"
        }
        _ if [".pbxproj", ".xcconfig", ".xcscheme", ".xctestplan", ".iml"].iter().any(|e| lower.ends_with(e)) => {
            "project-file"
        }
        _ if [".jks", ".keystore"].iter().any(|e| lower.ends_with(e)) => "key-store",
        _ if lower.ends_with(".sh") || lower.ends_with(".bat") || lower.ends_with(".ps1") => "shell-script",
        _ => return,
    };
    store.add(
        Fact::new("development-file", Locus::entry(&path))
            .text("file", &path)
            .text("what", what)
            .owned_by(Owner::App)
            .anchored(entry.name().to_owned()),
    );
}
