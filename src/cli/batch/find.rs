//! Which files and folders of a folder are builds.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use walkdir::{DirEntry, WalkDir};

/// Endings by which a file is taken for a build. Whether it is one, its content says.
pub(crate) const ENDINGS: &[&str] = &["apk", "apks", "xapk", "apkm", "aab", "ipa"];

/// Endings of folders that are one build.
const FOLDERS: &[&str] = &["app", "xcarchive"];

/// A build, or what may be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// Path below the folder, `/` between parts.
    pub(crate) path: String,
    /// Where it is.
    pub(crate) at: PathBuf,
}

/// The builds below a folder, in order of their paths. `out` is left out: it may lie inside.
pub(crate) fn builds(folder: &Path, out: &Path, any: bool) -> Result<Vec<Found>> {
    let out = std::fs::canonicalize(out).ok();
    let mut found = Vec::new();
    let mut walk = WalkDir::new(folder).follow_links(false).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.depth() == 0 => {
                // The walker's own error names the folder and the cause twice.
                let cause = error.into_io_error().map(|e| format!(": {e}")).unwrap_or_default();
                bail!("{}: cannot be listed{cause}", folder.display());
            }
            // A folder that may not be read does not stop the rest.
            Err(_) => continue,
        };
        if entry.file_type().is_dir() {
            if out.is_some() && std::fs::canonicalize(entry.path()).ok() == out {
                walk.skip_current_dir();
            } else if entry.depth() > 0 && is_build_folder(&entry) {
                found.push(name(folder, &entry));
                walk.skip_current_dir();
            }
        } else if entry.file_type().is_file() && (any || has_ending(entry.path(), ENDINGS)) {
            found.push(name(folder, &entry));
        }
    }
    Ok(found)
}

fn name(folder: &Path, entry: &DirEntry) -> Found {
    let inside = entry.path().strip_prefix(folder).unwrap_or(entry.path());
    let path = inside.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
    Found { path, at: entry.path().to_owned() }
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|e| endings.iter().any(|wanted| e.eq_ignore_ascii_case(wanted)))
}

/// An app bundle, an Xcode archive, or a folder of one app's split APKs.
fn is_build_folder(entry: &DirEntry) -> bool {
    let path = entry.path();
    if has_ending(path, FOLDERS) {
        return path.join("Info.plist").is_file() || path.join("Products").is_dir() || path.join("Contents").is_dir();
    }
    let is_split = |name: &str| name.ends_with(".apk") && (name.starts_with("split_") || name.starts_with("config."));
    path.join("base.apk").is_file()
        && std::fs::read_dir(path)
            .is_ok_and(|mut list| list.any(|e| e.is_ok_and(|e| is_split(&e.file_name().to_string_lossy()))))
}
