//! Telling what a build is, by its content.

use std::collections::BTreeSet;

use super::{Artifact, Build, Content, Kind, Package};
use crate::finding::{AppText, Note};
use crate::format::zip::{Archive, Bytes, looks_like_zip};
use crate::limits::Budget;

/// Why an artifact is not a build that can be inspected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// It is something else: a word of the report's section `looks`.
    #[error("not an app: looks like {0}")]
    LooksLike(&'static str),
    /// An archive or folder with nothing of an app in it: a note that says what there is.
    #[error("no app in it: {}", .0.code)]
    NoApp(Note),
    /// Several apps, named: each is a build of its own.
    #[error("several apps in it, scan them one by one: {0}")]
    SeveralApps(String),
}

impl OpenError {
    /// One line for a person: what the artifact of that name looked like, and what to give instead.
    pub fn note(&self, file: &str) -> Note {
        match self {
            Self::LooksLike(what) => Note::new("not-an-app").with("what", what),
            Self::NoApp(note) => note.clone(),
            Self::SeveralApps(names) => Note::new("apps-apart").with("names", names),
        }
        .with("file", file)
    }
}

/// What was recognised inside an artifact.
struct Found {
    kind: Kind,
    packages: Vec<Package>,
    roots: Vec<String>,
    notes: Vec<Note>,
    unread: Vec<String>,
}

impl Found {
    fn new(kind: Kind, packages: Vec<Package>) -> Self {
        Self { kind, packages, roots: Vec::new(), notes: Vec::new(), unread: Vec::new() }
    }
}

/// Opens a build.
///
/// # Errors
/// [`OpenError`] when it is nothing that can be inspected; its text says what it looked like.
pub fn open(artifact: &Artifact, budget: &Budget) -> Result<Build, OpenError> {
    let found = match &artifact.content {
        Content::File(bytes) => file("", &artifact.name, bytes, budget, budget.limits.archive_depth)?,
        Content::Folder(files) => folder(&artifact.name, files, budget)?,
    };
    Ok(Build {
        name: artifact.name.clone(),
        sha256: artifact.sha256.clone(),
        size: artifact.size(),
        kind: found.kind,
        packages: found.packages,
        roots: found.roots,
        notes: found.notes,
        unread: found.unread,
    })
}

/// One file; `address` is its address in the build, empty for the artifact itself.
fn file(address: &str, name: &str, bytes: &Bytes, budget: &Budget, depth: usize) -> Result<Found, OpenError> {
    // The installer goes by the end of the file: an APK with code before it is an APK (CVE-2017-13156).
    if bytes.starts_with(b"dex\n")
        && let Ok(archive) = Archive::open(bytes.clone(), budget)
        && !archive.lost_entries()
        && archive.find("AndroidManifest.xml").is_some()
    {
        return from_archive(address, archive, budget, depth);
    }
    let kind = match bytes.get(..4).unwrap_or_default() {
        b"dex\n" => Some(Kind::Dex),
        b"\x7fELF" if is_android_elf(bytes) => Some(Kind::Elf),
        [0xcf | 0xce, 0xfa, 0xed, 0xfe] | [0xfe, 0xed, 0xfa, 0xce | 0xcf] => Some(Kind::MachO),
        [0xca, 0xfe, 0xba, 0xbe | 0xbf] if is_fat_macho(bytes) => Some(Kind::MachO),
        _ => None,
    };
    if let Some(kind) = kind {
        return Ok(Found::new(kind, vec![Package::files(address, vec![(name.to_owned(), bytes.clone())])]));
    }
    if !looks_like_zip(bytes) {
        return Err(OpenError::LooksLike(looks_like(bytes)));
    }
    let archive = Archive::open(bytes.clone(), budget).map_err(|_| OpenError::LooksLike(looks_like(bytes)))?;
    from_archive(address, archive, budget, depth)
}

fn from_archive(address: &str, archive: Archive, budget: &Budget, depth: usize) -> Result<Found, OpenError> {
    let names: Vec<&str> = archive.entries().iter().map(|entry| entry.name.as_str()).collect();
    let shape = Shape::of(&names);
    let package = |archive| Package::archive(address, archive);
    if archive.find("BundleConfig.pb").is_some() || archive.find("base/manifest/AndroidManifest.xml").is_some() {
        return Ok(Found::new(Kind::Aab, vec![package(archive)]));
    }
    let has = |name: &str| archive.find(name).is_some();
    if has("AndroidManifest.xml") {
        let library = has("classes.jar") && !has("classes.dex") && !has("resources.arsc");
        let kind = if library { Kind::Aar } else { Kind::Apk };
        return Ok(Found::new(kind, vec![package(archive)]));
    }
    if let Some((kind, roots, notes)) = shape.apple() {
        return Ok(Found { roots, notes, ..Found::new(kind, vec![package(archive)]) });
    }
    let plist = archive.find("Info.plist").and_then(|at| archive.entries().get(at));
    if let Some((kind, root)) = plist.and_then(|entry| bundle("", &archive.read(entry, budget).bytes, &names)) {
        return Ok(Found { roots: vec![root], ..Found::new(kind, vec![package(archive)]) });
    }
    if shape.dex {
        return Ok(Found::new(Kind::DexArchive, vec![package(archive)]));
    }
    nested(address, &archive, budget, depth).unwrap_or_else(|| {
        let cut = archive.anomalies().iter().any(|odd| odd.code == "zip-no-directory");
        Err(OpenError::NoApp(if cut { Note::new("no-app-cut") } else { shape.listing() }))
    })
}

/// What the names of an archive or folder say.
#[derive(Default)]
struct Shape {
    count: usize,
    first: BTreeSet<String>,
    dex: bool,
    payload: bool,
    /// Outermost bundles: prefix that ends in `/`.
    apps: BTreeSet<String>,
    frameworks: BTreeSet<String>,
    archive: bool,
    xcframework: bool,
    mac: bool,
}

impl Shape {
    fn of(names: &[&str]) -> Self {
        let mut shape = Self { count: names.len(), ..Self::default() };
        for name in names {
            shape.take(name);
        }
        let shallowest = shape.apps.iter().map(|path| path.matches('/').count()).min().unwrap_or(0);
        shape.apps.retain(|path| path.matches('/').count() == shallowest);
        shape
    }

    fn take(&mut self, name: &str) {
        if name.starts_with("__MACOSX/") || name.contains("/__MACOSX/") {
            return;
        }
        let first = name.split('/').next().unwrap_or_default();
        if self.first.len() < 4 && !first.is_empty() {
            self.first.insert(first.to_owned());
        }
        self.dex |= name.strip_prefix("classes").is_some_and(|rest| rest.ends_with(".dex") && !rest.contains('/'));
        self.payload |= name.split('/').rev().skip(1).any(|part| part == "Payload");
        if let Some(root) = outermost(name, ".app") {
            let inside = name.get(root.len()..).unwrap_or_default();
            self.mac |= inside == "Contents/Info.plist";
            if inside == "Info.plist" {
                self.archive |= root.contains("Products/Applications/");
                self.apps.insert(root.to_owned());
            }
        } else if let Some(root) = outermost(name, ".framework") {
            let inside = name.get(root.len()..).unwrap_or_default();
            self.xcframework |= outermost(name, ".xcframework").is_some();
            if matches!(inside, "Info.plist" | "Resources/Info.plist" | "Versions/A/Resources/Info.plist") {
                self.frameworks.insert(root.to_owned());
            }
        }
    }

    /// The kind, roots and notes, when it holds an iOS app or framework.
    fn apple(&self) -> Option<(Kind, Vec<String>, Vec<Note>)> {
        if self.apps.is_empty() {
            let roots: Vec<String> = self.frameworks.iter().cloned().collect();
            return (!roots.is_empty()).then_some((Kind::Framework, roots, Vec::new()));
        }
        let roots: Vec<String> = self.apps.iter().cloned().collect();
        let first = roots.first().map_or("", String::as_str);
        let mut notes = Vec::new();
        let kind = if self.archive { Kind::XcArchive } else { Kind::Ipa };
        if kind == Kind::Ipa {
            let folder = first.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder);
            if !self.payload {
                notes.push(Note::new("ipa-without-payload"));
            } else if folder != "Payload" {
                notes.push(Note::new("ipa-in-folder").with("folder", folder));
            }
        }
        if roots.len() > 1 {
            notes.push(Note::new("several-apps").with("count", roots.len()).with("read", first));
        }
        Some((if kind == Kind::Ipa && !self.payload { Kind::AppBundle } else { kind }, roots, notes))
    }

    /// One line for an archive or folder that holds no app.
    fn listing(&self) -> Note {
        if self.mac {
            return Note::new("no-app-mac");
        }
        if self.payload {
            return Note::new("no-app-payload");
        }
        let short = |name: &String| AppText::new(&name.chars().take(40).collect::<String>()).to_string();
        let names: Vec<String> = self.first.iter().map(short).collect();
        match self.count {
            0 => Note::new("no-app-empty"),
            count => Note::new("no-app-entries").with("count", count).with("names", names.join(", ")),
        }
    }
}

/// The prefix up to the outermost folder whose name ends in `suffix`, with its `/`.
fn outermost<'n>(name: &'n str, suffix: &str) -> Option<&'n str> {
    let mut end = 0usize;
    for part in name.split_inclusive('/') {
        end += part.len();
        if part.strip_suffix('/').is_some_and(|folder| folder.ends_with(suffix) && folder.len() > suffix.len()) {
            return name.get(..end);
        }
    }
    None
}

/// Builds inside an archive: the APKs of a split set, or one IPA, AAB or other build that someone zipped.
fn nested(address: &str, archive: &Archive, budget: &Budget, depth: usize) -> Option<Result<Found, OpenError>> {
    let inner: Vec<(&str, Bytes)> = inner_archives(archive, budget);
    if !inner.iter().any(|(_, bytes)| bytes.starts_with(b"PK")) {
        return None;
    }
    let Some(depth) = depth.checked_sub(1) else {
        budget.hit("archive-depth", address, budget.limits.archive_depth as u64);
        return None;
    };
    let join = |name: &str| if address.is_empty() { name.to_owned() } else { format!("{address}!/{name}") };
    let files: Vec<(String, Bytes)> = inner.into_iter().map(|(name, bytes)| (join(name), bytes)).collect();
    Some(several(files, budget, depth).map(|mut found| {
        if found.kind != Kind::ApkSet {
            found.notes.push(Note::new("in-archive").with("file", found.packages.first().map_or("", Package::name)));
        }
        found
    }))
}

/// What ends in it by name is a build or a part of one.
const SUFFIXES: &[&str] = &[".apk", ".apks", ".xapk", ".apkm", ".aab", ".aar", ".ipa"];

fn named_like_a_build(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SUFFIXES.iter().any(|suffix| name.ends_with(suffix))
}

/// Entries that are archives themselves, by name.
fn inner_archives<'a>(archive: &'a Archive, budget: &Budget) -> Vec<(&'a str, Bytes)> {
    let names = |splits_only: bool| {
        archive.entries().iter().filter(move |entry| {
            let name = entry.name.to_ascii_lowercase();
            named_like_a_build(&name) && !name.contains("__macosx/") && (!splits_only || name.starts_with("splits/"))
        })
    };
    // bundletool puts whole APKs for old devices beside the splits: the splits are the app.
    let splits_only = names(true).next().is_some();
    names(splits_only)
        .map(|entry| {
            let bytes = archive.stored(entry).unwrap_or_else(|| archive.read(entry, budget).bytes.into_owned().into());
            (entry.name.as_str(), bytes)
        })
        .collect()
}

/// Several builds side by side: APKs of one app are one build, anything else must be alone.
fn several(files: Vec<(String, Bytes)>, budget: &Budget, depth: usize) -> Result<Found, OpenError> {
    let mut apks = Vec::new();
    let mut others = Vec::new();
    let mut unread = Vec::new();
    for (name, bytes) in files {
        match file(&name, &name, &bytes, budget, depth) {
            Ok(found) if found.kind == Kind::Apk => apks.extend(found.packages),
            Ok(found) => others.push((name, found)),
            Err(_) if named_like_a_build(&name) => unread.push(name),
            Err(_) => {}
        }
    }
    if apks.is_empty() {
        let names: Vec<String> = others.iter().take(4).map(|(name, _)| AppText::new(name).to_string()).collect();
        return match (others.pop(), others.is_empty()) {
            (Some((_, found)), true) => Ok(found),
            (Some(_), false) => Err(OpenError::SeveralApps(names.join(", "))),
            (None, _) => Err(OpenError::NoApp(Note::new("no-app-archives"))),
        };
    }
    super::android::split_set(apks, budget)
        .map(|(kind, packages, notes)| Found { notes, unread, ..Found::new(kind, packages) })
        .map_err(OpenError::SeveralApps)
}

/// A folder.
fn folder(name: &str, files: &[(String, Bytes)], budget: &Budget) -> Result<Found, OpenError> {
    let names: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    let package = || Package::files("", files.to_vec());
    let plist = files.iter().find(|(path, _)| path == "Info.plist").map(|(_, bytes)| bytes);
    if let Some((kind, root)) = plist.and_then(|plist| bundle(name, plist, &names)) {
        return Ok(Found { roots: vec![root], ..Found::new(kind, vec![package()]) });
    }
    let shape = Shape::of(&names);
    if let Some((kind, roots, notes)) = shape.apple() {
        return Ok(Found { roots, notes, ..Found::new(kind, vec![package()]) });
    }
    let archives: Vec<(String, Bytes)> = files
        .iter()
        .filter(|(path, bytes)| !path.contains('/') && (bytes.starts_with(b"PK") || named_like_a_build(path)))
        .cloned()
        .collect();
    if !archives.iter().any(|(_, bytes)| bytes.starts_with(b"PK")) {
        return Err(OpenError::NoApp(shape.listing()));
    }
    several(archives, budget, budget.limits.archive_depth.saturating_sub(1))
}

/// The kind and root of a folder with an Info.plist at its top. Property lists keep the words in ASCII in the binary
/// and XML forms alike, so that looking for them is enough here.
fn bundle(name: &str, plist: &[u8], names: &[&str]) -> Option<(Kind, String)> {
    let says = |word: &[u8]| memchr::memmem::find(plist, word).is_some();
    if says(b"ArchiveVersion") || says(b"ApplicationProperties") {
        let app = names.iter().find_map(|path| outermost(path, ".app").filter(|root| root.starts_with("Products/")))?;
        return Some((Kind::XcArchive, app.to_owned()));
    }
    if says(b"AvailableLibraries") || says(b"XFWK") {
        return None;
    }
    if says(b"FMWK") {
        return Some((Kind::Framework, String::new()));
    }
    let app = says(b"APPL") || says(b"CFBundleExecutable") || name.ends_with(".app");
    app.then(|| (Kind::AppBundle, String::new()))
}

/// Machines that Android has run on: ARM, AArch64, x86, x86-64, RISC-V; `e_type` executable or shared object.
fn is_android_elf(bytes: &[u8]) -> bool {
    let half = |at: usize| bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map(u16::from_le_bytes);
    bytes.get(5) == Some(&1) && matches!(half(16), Some(2 | 3)) && matches!(half(18), Some(3 | 8 | 40 | 62 | 183 | 243))
}

/// A Java class begins with the same magic; its version number is where a fat binary has a small count.
fn is_fat_macho(bytes: &[u8]) -> bool {
    let word = bytes.get(4..8).and_then(|b| b.try_into().ok()).map_or(0, u32::from_be_bytes);
    (1..=20).contains(&word)
}

/// What bytes that are no build look like: a word of the report's section `looks`.
fn looks_like(bytes: &[u8]) -> &'static str {
    const MAGICS: &[(&[u8], &str)] = &[
        (b"%PDF", "pdf"),
        (b"\x89PNG", "png"),
        (b"\xff\xd8\xff", "jpeg"),
        (b"GIF8", "gif"),
        (b"\x1f\x8b", "gzip"),
        (b"BZh", "bzip2"),
        (b"\xfd7zXZ", "xz"),
        (b"7z\xbc\xaf", "seven-zip"),
        (b"Rar!", "rar"),
        (b"\x28\xb5\x2f\xfd", "zstd"),
        (b"xar!", "xar"),
        (b"PK", "zip-damaged"),
        (b"\x7fELF", "elf-foreign"),
        (b"MZ", "windows"),
        (b"\xca\xfe\xba\xbe", "java-class"),
        (b"bplist00", "binary-plist"),
        (b"\x03\x00\x08\x00", "binary-xml"),
        (b"\x02\x00\x0c\x00", "resource-table"),
        (b"\xc6\x1f\xbc\x03", "hermes"),
        (b"version https://git-lfs", "git-lfs"),
        (b"!<arch>", "static-library"),
        (b"SQLite format 3", "sqlite"),
    ];
    if bytes.is_empty() {
        return "empty";
    }
    if let Some((_, what)) = MAGICS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return what;
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return "tar";
    }
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let text = String::from_utf8_lossy(head).trim_start().to_ascii_lowercase();
    if text.starts_with("<!doctype html") || text.starts_with("<html") {
        return "html";
    }
    if text.starts_with("<?xml") || text.starts_with("<!doctype plist") {
        return "xml";
    }
    if text.starts_with(['{', '[']) {
        return "json";
    }
    let binary = head.iter().filter(|&&b| b < 9 || (14..32).contains(&b)).count();
    if binary == 0 { "text" } else { "binary" }
}
