//! Structures to one app: what a build is, whichever way it came.
//!
//! [`open`] tells what an [`Artifact`] is by its content, never by its name, and gives a [`Build`]: one or more
//! [`Package`]s whose entries are read lazily, within the budget, and kept as long as the build lives. The Android and
//! iOS modules start from there.
//!
//! **Addresses.** An entry is addressed in every report by its path inside the build. An archive inside the build is
//! joined by `!/`: `classes.dex` of an APK, `base.apk!/classes.dex` of a split set, `Payload/App.app/Info.plist` of an
//! IPA, `out/App.ipa!/Payload/App.app/Info.plist` of an IPA in a zip. [`Entry::path`] gives it.

pub mod android;
pub mod broadcasts;
pub mod ios;
pub mod layout;
pub mod manifest;
pub mod nsc;
pub mod permissions;
pub mod resources;
pub mod signing;
pub mod words;

mod open;
mod package;
#[cfg(test)]
mod tests;

use sha2::{Digest, Sha256};

pub use open::{OpenError, open};
pub use package::{Entry, Package};

use crate::finding::{Note, Platform};
use crate::format::zip::Bytes;

/// What the caller read: a file or a folder. The library itself does no input.
#[derive(Debug, Clone)]
pub struct Artifact {
    /// The file's or folder's own name, without the path to it.
    pub name: String,
    /// Its bytes.
    pub content: Content,
    /// SHA-256, hex. Of a folder: of the concatenation, over its files sorted by path, of path, a NUL byte, and the
    /// SHA-256 of the file's bytes in binary.
    pub sha256: String,
}

/// The bytes of an [`Artifact`].
#[derive(Debug, Clone)]
pub enum Content {
    /// One file.
    File(Bytes),
    /// Files by path below the folder, `/` between parts, sorted.
    Folder(Vec<(String, Bytes)>),
}

impl Artifact {
    /// A file.
    pub fn file(name: &str, bytes: Vec<u8>) -> Self {
        let sha256 = hex::encode(Sha256::digest(&bytes));
        Self { name: name.to_owned(), content: Content::File(bytes.into()), sha256 }
    }

    /// A folder: its files with their paths below it, in any order.
    pub fn folder(name: &str, mut files: Vec<(String, Vec<u8>)>) -> Self {
        files.sort();
        let mut hash = Sha256::new();
        for (path, bytes) in &files {
            hash.update(path.as_bytes());
            hash.update([0]);
            hash.update(Sha256::digest(bytes));
        }
        let files = files.into_iter().map(|(path, bytes)| (path, bytes.into())).collect();
        Self { name: name.to_owned(), content: Content::Folder(files), sha256: hex::encode(hash.finalize()) }
    }

    /// Size in bytes; of a folder, of all its files.
    pub fn size(&self) -> u64 {
        match &self.content {
            Content::File(bytes) => bytes.len() as u64,
            Content::Folder(files) => files.iter().map(|(_, bytes)| bytes.len() as u64).sum(),
        }
    }
}

/// What a build is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An installable Android package.
    Apk,
    /// Base and split APKs of one app: `.apks`, `.xapk`, `.apkm`, or a folder of them.
    ApkSet,
    /// An Android App Bundle.
    Aab,
    /// An Android library archive.
    Aar,
    /// An archive with dex files and no manifest.
    DexArchive,
    /// A dex file alone.
    Dex,
    /// An ELF file alone.
    Elf,
    /// An iOS app archive: `Payload/*.app` in a ZIP, or what comes near it.
    Ipa,
    /// An iOS app bundle: a folder, or zipped without `Payload`.
    AppBundle,
    /// An Xcode archive with an app in it.
    XcArchive,
    /// An iOS framework or XCFramework.
    Framework,
    /// A Mach-O file alone.
    MachO,
}

impl Kind {
    /// The word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Apk => "apk",
            Self::ApkSet => "apk-set",
            Self::Aab => "aab",
            Self::Aar => "aar",
            Self::DexArchive => "dex-archive",
            Self::Dex => "dex",
            Self::Elf => "elf",
            Self::Ipa => "ipa",
            Self::AppBundle => "app",
            Self::XcArchive => "xcarchive",
            Self::Framework => "framework",
            Self::MachO => "macho",
        }
    }

    /// The platform it is for.
    pub fn platform(self) -> Platform {
        match self {
            Self::Apk | Self::ApkSet | Self::Aab | Self::Aar | Self::DexArchive | Self::Dex | Self::Elf => {
                Platform::Android
            }
            Self::Ipa | Self::AppBundle | Self::XcArchive | Self::Framework | Self::MachO => Platform::Ios,
        }
    }

    /// Whether it is a whole app, with a manifest or Info.plist to judge; otherwise a part of one.
    pub fn is_whole_app(self) -> bool {
        matches!(self, Self::Apk | Self::ApkSet | Self::Aab | Self::Ipa | Self::AppBundle | Self::XcArchive)
    }
}

/// One build, opened.
#[derive(Debug)]
pub struct Build {
    /// The artifact's name.
    pub name: String,
    /// The artifact's SHA-256, see [`Artifact::sha256`].
    pub sha256: String,
    /// The artifact's size in bytes.
    pub size: u64,
    /// What it is.
    pub kind: Kind,
    /// The packages: of an APK set the base first, then the splits by name; otherwise exactly one.
    pub packages: Vec<Package>,
    /// Bundles in the package, as path prefixes that end in `/` (or are empty): the app of an IPA, the slices of an
    /// XCFramework. Empty for Android.
    pub roots: Vec<String>,
    /// What is unusual about the way it came: `ipa-without-payload`, `ipa-in-folder`, `several-apps`,
    /// `apk-set-variants`, `no-base-apk`, `in-archive`.
    pub notes: Vec<Note>,
    /// Files beside the APKs of a set whose names say that they belong to it, and that could not be read: paths in the
    /// build.
    pub unread: Vec<String>,
}

impl Build {
    /// The platform.
    pub fn platform(&self) -> Platform {
        self.kind.platform()
    }

    /// The first package: the base.
    pub fn base(&self) -> Option<&Package> {
        self.packages.first()
    }

    /// The first bundle root (iOS).
    pub fn root(&self) -> &str {
        self.roots.first().map_or("", String::as_str)
    }

    /// The day on which the build was made, `YYYY-MM-DD`: the newest one of an archive's entries. Build tools write a fixed day
    /// of long ago for reproducible archives; such days, and folders, tell nothing.
    pub fn made(&self) -> Option<String> {
        const FIRST: u16 = 2015;
        let archives = self.packages.iter().filter_map(Package::as_archive);
        let newest = archives.flat_map(|a| a.entries()).filter_map(|e| e.day()).max()?;
        (newest.0 >= FIRST).then(|| format!("{:04}-{:02}-{:02}", newest.0, newest.1, newest.2))
    }

    /// All entries of all packages, folders left out, in order.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.packages.iter().flat_map(Package::entries)
    }

    /// The entry of that address (see the module's text on addresses).
    pub fn find(&self, path: &str) -> Option<Entry<'_>> {
        self.packages.iter().find_map(|package| package.find(path.strip_prefix(package.prefix())?))
    }
}
