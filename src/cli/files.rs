//! Reading builds and writing reports.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use maspect::app::Artifact;
use maspect::finding::Note;

use super::output::{Told, Unreadable};

/// Files of a folder that are read at the most.
const FOLDER_FILES: usize = 100_000;

/// Reads a file or folder into memory.
pub(crate) fn read(path: &Path) -> Result<Artifact> {
    let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    let shown = path.display();
    let meta = fs::metadata(path).map_err(|error| Unreadable::of(path, &error))?;
    if meta.is_file() {
        let bytes = fs::read(path).map_err(|error| Unreadable::of(path, &error))?;
        return Ok(Artifact::file(&name, bytes));
    }
    if !meta.is_dir() {
        return Err(Told(Note::new("no-file-no-folder").with("file", shown)).into());
    }
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(path).follow_links(false).sort_by_file_name() {
        let entry = entry.with_context(|| format!("{shown}: cannot be listed"))?;
        if !entry.file_type().is_file() {
            continue;
        }
        if files.len() >= FOLDER_FILES {
            return Err(Told(Note::new("folder-too-large").with("file", shown).with("count", FOLDER_FILES)).into());
        }
        let inside = entry.path().strip_prefix(path).unwrap_or(entry.path());
        let inside = inside.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let bytes = fs::read(entry.path()).map_err(|error| Unreadable::of(entry.path(), &error))?;
        files.push((inside, bytes));
    }
    Ok(Artifact::folder(&name, files))
}

/// Reads a file that a person wrote or was given: a notice, a project file, a report.
pub(crate) fn text(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| Unreadable::of(path, &error).into())
}

/// The v4 signature that stands beside an APK, if one does.
pub(crate) fn idsig(path: &Path) -> Option<Vec<u8>> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".idsig");
    std::fs::read(beside).ok()
}

/// Writes a report; says where what went wrong.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(parent) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        fs::create_dir_all(parent).with_context(|| format!("{}: cannot be made", parent.display()))?;
    }
    fs::write(path, bytes).with_context(|| format!("{}: cannot be written", path.display()))
}

/// Fonts of the system that have Traditional Chinese, for the PDF.
#[cfg(feature = "pdf")]
pub(crate) fn system_fonts() -> Vec<Vec<u8>> {
    const FOLDERS: &[&str] =
        &["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts", "C:/Windows/Fonts"];
    const NAMES: &[&str] =
        &["NotoSansCJK", "NotoSansTC", "SourceHanSans", "PingFang", "msjh", "STHeiti", "DroidSansFallback", "wqy"];
    let mut paths: Vec<_> = FOLDERS
        .iter()
        .flat_map(|folder| walkdir::WalkDir::new(folder).max_depth(6).into_iter().flatten())
        .map(walkdir::DirEntry::into_path)
        .filter(|p| p.file_name().is_some_and(|n| NAMES.iter().any(|name| n.to_string_lossy().starts_with(name))))
        .collect();
    paths.sort();
    // One family in a few weights is enough; each file holds tens of megabytes.
    paths.iter().take(4).filter_map(|p| fs::read(p).ok()).collect()
}
