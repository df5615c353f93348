//! One archive, folder or file of a build, with entries read lazily.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::format::Anomaly;
use crate::format::zip::{Archive, Bytes};
use crate::limits::Budget;

/// A set of named entries: an archive, a folder, or a single file.
#[derive(Debug)]
pub struct Package {
    name: String,
    prefix: String,
    split: Option<String>,
    source: Source,
    cells: Vec<OnceLock<Inflated>>,
}

#[derive(Debug)]
enum Source {
    Archive(Archive),
    Files(Vec<(String, Bytes)>),
}

/// An entry's content, kept.
#[derive(Debug)]
struct Inflated {
    bytes: Bytes,
    complete: bool,
    /// It had to be inflated.
    deflated: bool,
    anomalies: Vec<Anomaly>,
}

impl Package {
    /// An archive. `name` is its address in the build, empty when it is the build itself.
    pub(super) fn archive(name: &str, archive: Archive) -> Self {
        let count = archive.entries().len();
        Self::over(name, Source::Archive(archive), count)
    }

    /// Files with their paths, sorted by path.
    pub(super) fn files(name: &str, mut files: Vec<(String, Bytes)>) -> Self {
        files.sort_by(|a, b| a.0.cmp(&b.0));
        let count = files.len();
        Self::over(name, Source::Files(files), count)
    }

    fn over(name: &str, source: Source, count: usize) -> Self {
        let prefix = if name.is_empty() { String::new() } else { format!("{name}!/") };
        let cells = std::iter::repeat_with(OnceLock::new).take(count).collect();
        Self { name: name.to_owned(), prefix, split: None, source, cells }
    }

    pub(super) fn with_split(mut self, split: Option<String>) -> Self {
        self.split = split;
        self
    }

    /// Its address in the build: `base.apk`; empty when it is the build itself.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What precedes the name of an entry in its address: `base.apk!/`, or nothing.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The split's name as its manifest has it (`config.zh`, `feature`); none for a base or whole APK.
    pub fn split(&self) -> Option<&str> {
        self.split.as_deref()
    }

    /// The archive, when it is one.
    pub fn as_archive(&self) -> Option<&Archive> {
        match &self.source {
            Source::Archive(archive) => Some(archive),
            Source::Files(_) => None,
        }
    }

    /// All entries but folders, in order: of the central directory, or by path.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        (0..self.cells.len()).map(|index| Entry { package: self, index }).filter(|entry| !entry.is_folder())
    }

    /// The entry of that name within the package. The first of several.
    pub fn find(&self, name: &str) -> Option<Entry<'_>> {
        let index = match &self.source {
            Source::Archive(archive) => archive.find(name)?,
            Source::Files(files) => files.binary_search_by(|(path, _)| path.as_str().cmp(name)).ok()?,
        };
        Some(Entry { package: self, index })
    }

    /// What was inflated whole so far, by the place of its local header in the archive: compressed size and content.
    pub fn inflated(&self) -> BTreeMap<u64, (u64, &[u8])> {
        let records = self.as_archive().map(Archive::entries).unwrap_or_default();
        let cells = self.cells.iter().map(OnceLock::get);
        let whole = |cell: Option<&'_ Inflated>| cell.is_some_and(|cell| cell.complete && cell.deflated);
        let kept = records.iter().zip(cells).filter(|(_, cell)| whole(*cell));
        kept.filter_map(|(r, cell)| Some((r.header_offset, (r.compressed_size, &*cell?.bytes)))).collect()
    }

    /// Oddities of the archive and of the entries read so far.
    pub fn anomalies(&self) -> Vec<Anomaly> {
        let of_archive = self.as_archive().map(Archive::anomalies).unwrap_or_default().iter();
        of_archive
            .chain(self.cells.iter().filter_map(OnceLock::get).flat_map(|cell| &cell.anomalies))
            .cloned()
            .collect()
    }
}

/// One entry of a [`Package`].
#[derive(Debug, Clone, Copy)]
pub struct Entry<'p> {
    package: &'p Package,
    index: usize,
}

impl<'p> Entry<'p> {
    /// Its name within the package.
    pub fn name(&self) -> &'p str {
        match &self.package.source {
            Source::Archive(archive) => archive.entries().get(self.index).map_or("", |entry| entry.name.as_str()),
            Source::Files(files) => files.get(self.index).map_or("", |(path, _)| path.as_str()),
        }
    }

    /// Its address in the build: see the text of [`crate::app`].
    pub fn path(&self) -> String {
        format!("{}{}", self.package.prefix, self.name())
    }

    /// The package it is in.
    pub fn package(&self) -> &'p Package {
        self.package
    }

    /// Its position in the package.
    pub fn index(&self) -> usize {
        self.index
    }

    /// The record of the archive's directory, when the package is an archive.
    pub fn record(&self) -> Option<&'p crate::format::zip::Entry> {
        self.package.as_archive()?.entries().get(self.index)
    }

    /// Size in bytes; in an archive as claimed.
    pub fn size(&self) -> u64 {
        match &self.package.source {
            Source::Archive(_) => self.record().map_or(0, |record| record.size),
            Source::Files(files) => files.get(self.index).map_or(0, |(_, bytes)| bytes.len() as u64),
        }
    }

    fn is_folder(&self) -> bool {
        self.record().is_some_and(crate::format::zip::Entry::is_folder) && self.size() == 0
    }

    /// Its content, kept as long as the package: as much as could be had, see [`Entry::is_complete`]. For what several
    /// stages look at (manifest, dex, resources, libraries).
    pub fn bytes(&self, budget: &Budget) -> &'p [u8] {
        match &self.package.source {
            Source::Files(files) => files.get(self.index).map_or(&[], |(_, bytes)| bytes),
            Source::Archive(archive) => self.cell(archive, budget).map_or(&[], |cell| &cell.bytes),
        }
    }

    fn cell(&self, archive: &'p Archive, budget: &Budget) -> Option<&'p Inflated> {
        let cell = self.package.cells.get(self.index)?;
        let record = archive.entries().get(self.index)?;
        Some(cell.get_or_init(|| {
            let content = archive.read(record, budget);
            let deflated = matches!(content.bytes, Cow::Owned(_));
            let bytes = match content.bytes {
                Cow::Owned(bytes) => Bytes::new(bytes),
                Cow::Borrowed(part) => archive
                    .data_range(record)
                    .map_or_else(|_| Bytes::new(part.to_vec()), |range| archive.bytes().part(range)),
            };
            Inflated { bytes, complete: content.complete, deflated, anomalies: content.anomalies }
        }))
    }

    /// Its content for one look: not kept when it had to be inflated. For assets and pictures.
    pub fn read(&self, budget: &Budget) -> Cow<'p, [u8]> {
        self.look(budget).0
    }

    /// As [`Entry::read`], with whether all of it could be had.
    pub fn look(&self, budget: &Budget) -> (Cow<'p, [u8]>, bool) {
        match (&self.package.source, self.package.cells.get(self.index), self.record()) {
            (Source::Archive(archive), Some(cell), Some(record)) if cell.get().is_none() => {
                let content = archive.read(record, budget);
                (content.bytes, content.complete)
            }
            _ => (Cow::Borrowed(self.bytes(budget)), self.is_complete(budget)),
        }
    }

    /// Whether all of its content could be had. Reads it.
    pub fn is_complete(&self, budget: &Budget) -> bool {
        match &self.package.source {
            Source::Files(_) => true,
            Source::Archive(archive) => self.cell(archive, budget).is_some_and(|cell| cell.complete),
        }
    }
}
