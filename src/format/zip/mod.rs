//! ZIP archives as Android and iOS read them, and as they are tampered with.
//!
//! The structures are those of APPNOTE 6.3.10 (sections 4.3.7 local header, 4.3.12 central directory, 4.3.14 and 4.3.15
//! ZIP64, 4.3.16 end of central directory). The central directory is what counts, as it does on both platforms; the
//! local headers only tell where the data begins. Whatever contradicts it is kept as an [`Anomaly`] and read the way
//! Android reads it: a compression method that is neither *stored* nor *deflated* means raw bytes to its asset
//! manager, the «encrypted» bit means nothing to it, and an archive with two entries of one name is refused by current
//! versions and gave the first one before. When there is no central directory at all, the local headers are walked.

mod directory;
mod inflate;
#[cfg(test)]
pub(crate) mod tests;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::{Deref, Range};
use std::sync::Arc;

use super::{Anomaly, FormatError, FormatResult, Reader};
use crate::limits::Budget;

pub use directory::looks_like_zip;

/// Bytes that several owners share: a whole file, or a part of one (an APK stored in an archive of splits).
#[derive(Clone)]
pub struct Bytes {
    owner: Arc<Vec<u8>>,
    range: Range<usize>,
}

impl Bytes {
    /// Takes a file's bytes.
    pub fn new(bytes: Vec<u8>) -> Self {
        let range = 0..bytes.len();
        Self { owner: Arc::new(bytes), range }
    }

    /// A part of these bytes without copying them; empty when the range lies outside.
    pub fn part(&self, range: Range<usize>) -> Self {
        let start = self.range.start.saturating_add(range.start).min(self.range.end);
        let end = self.range.start.saturating_add(range.end).clamp(start, self.range.end);
        Self { owner: Arc::clone(&self.owner), range: start..end }
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.owner.get(self.range.clone()).unwrap_or_default()
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(bytes)
    }
}

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bytes({})", self.len())
    }
}

/// Compression method 0: the bytes as they are.
pub const STORED: u16 = 0;
/// Compression method 8: deflate.
pub const DEFLATED: u16 = 8;

/// One entry, as the central directory has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Name; bytes that are not UTF-8 are replaced.
    pub name: String,
    /// Compression method id; [`STORED`], [`DEFLATED`] or something odd.
    pub method: u16,
    /// General purpose bit flags.
    pub flags: u16,
    /// CRC-32 of the content, as claimed.
    pub crc: u32,
    /// Compressed size in bytes, as claimed.
    pub compressed_size: u64,
    /// Size in bytes, as claimed.
    pub size: u64,
    /// Offset of the local header in the file.
    pub header_offset: u64,
    /// Offset of the central directory record in the file (the local header's when there is no directory).
    pub record_offset: u64,
    /// Day of last change in MS-DOS form (APPNOTE 4.4.6): year since 1980 in the upper seven bits, month in four, day in five.
    pub dos_date: u16,
    /// Unix mode from the external attributes (0 when made elsewhere): tells symbolic links.
    pub mode: u16,
}

impl Entry {
    /// Day of last change as (year, month, day); none when it is no day of the calendar.
    pub fn day(&self) -> Option<(u16, u16, u16)> {
        let (year, month, day) =
            ((self.dos_date >> 9).saturating_add(1980), (self.dos_date >> 5) & 15, self.dos_date & 31);
        ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((year, month, day))
    }

    /// Whether the name is a folder's.
    pub fn is_folder(&self) -> bool {
        self.name.ends_with('/')
    }

    /// Whether the entry is a symbolic link (`S_IFLNK`).
    pub fn is_link(&self) -> bool {
        self.mode & 0xf000 == 0xa000
    }
}

/// The content of an entry and what was odd in reading it.
#[derive(Debug, Clone)]
pub struct Content<'a> {
    /// The content; as much as could be had when `complete` is false.
    pub bytes: Cow<'a, [u8]>,
    /// False when damage, encryption or a limit kept part of it away.
    pub complete: bool,
    /// Oddities.
    pub anomalies: Vec<Anomaly>,
}

/// An archive: its entries in the order of the central directory, over shared bytes.
#[derive(Debug, Clone)]
pub struct Archive {
    bytes: Bytes,
    entries: Vec<Entry>,
    names: HashMap<String, usize>,
    anomalies: Vec<Anomaly>,
    layout: Layout,
}

/// Where the parts of an archive stand. All offsets are absolute in the file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Layout {
    /// Bytes before the archive's own offset 0.
    pub base: u64,
    /// The first central directory record.
    pub directory: u64,
    /// The end-of-central-directory record; the end of the file when there is none.
    pub end_record: u64,
}

impl Archive {
    /// Reads the directory. Fails only when there is neither a central directory nor a local header.
    ///
    /// # Errors
    /// [`FormatError::BadMagic`] when nothing of an archive was found.
    pub fn open(bytes: Bytes, budget: &Budget) -> FormatResult<Self> {
        let found = directory::read(&bytes, budget.limits.archive_entries)?;
        if found.cut {
            budget.hit("archive-entries", "central directory", budget.limits.archive_entries as u64);
        }
        let mut anomalies = found.anomalies;
        if found.cut {
            anomalies.push(Anomaly::new("zip-directory-cut", found.layout.directory, found.entries.len()));
        }
        let mut names = HashMap::with_capacity(found.entries.len());
        for (index, entry) in found.entries.iter().enumerate() {
            // The first entry of a name is the one that Android gave before it refused such archives.
            match names.entry(entry.name.clone()) {
                std::collections::hash_map::Entry::Vacant(slot) => {
                    slot.insert(index);
                }
                std::collections::hash_map::Entry::Occupied(_) => {
                    anomalies.push(Anomaly::new("zip-duplicate-entry", entry.record_offset, &entry.name));
                }
            }
        }
        Ok(Self { bytes, entries: found.entries, names, anomalies, layout: found.layout })
    }

    /// All entries, in the order of the central directory (duplicates and folders included).
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Position of the entry of that name; the first one when there are several.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    /// Oddities of the directory.
    pub fn anomalies(&self) -> &[Anomaly] {
        &self.anomalies
    }

    /// Whether it held entries that nobody can name: its directory is gone, or has more than the limits allow.
    pub fn lost_entries(&self) -> bool {
        self.anomalies.iter().any(|odd| matches!(odd.code, "zip-no-directory" | "zip-directory-cut"))
    }

    /// The file's bytes.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Where the parts of the archive stand.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// Range of the entry's compressed data in the file, found through its local header.
    pub fn data_range(&self, entry: &Entry) -> FormatResult<Range<usize>> {
        let header = LocalHeader::read(&self.bytes, entry.header_offset)?;
        let length = usize::try_from(entry.compressed_size).unwrap_or(usize::MAX);
        let end = header.data.saturating_add(length).min(self.bytes.len());
        Ok(header.data.min(end)..end)
    }

    /// The entry's bytes without copying, when it is plainly stored: an archive in an archive.
    pub fn stored(&self, entry: &Entry) -> Option<Bytes> {
        if entry.method != STORED || entry.size != entry.compressed_size {
            return None;
        }
        Some(self.bytes.part(self.data_range(entry).ok()?))
    }

    /// The content of an entry, within the budget. Never fails: what can't be had is missing, with the reason in the
    /// anomalies.
    pub fn read(&self, entry: &Entry, budget: &Budget) -> Content<'_> {
        inflate::content(&self.bytes, entry, budget)
    }

    /// Whether the content has the CRC-32 that the directory claims.
    pub fn crc_holds(&self, entry: &Entry, content: &[u8]) -> bool {
        inflate::crc32(content) == entry.crc
    }
}

/// The part of a local header that matters (APPNOTE 4.3.7).
#[derive(Debug, Clone)]
struct LocalHeader<'a> {
    flags: u16,
    method: u16,
    crc: u32,
    compressed_size: u32,
    size: u32,
    name: &'a [u8],
    data: usize,
}

impl<'a> LocalHeader<'a> {
    const SIGNATURE: u32 = 0x0403_4b50;

    fn read(bytes: &'a [u8], offset: u64) -> FormatResult<Self> {
        let start = usize::try_from(offset).map_err(|_| FormatError::BadMagic { what: "zip local header" })?;
        let mut reader = Reader::new(bytes, "zip local header").at(start);
        if reader.u32()? != Self::SIGNATURE {
            return Err(FormatError::BadMagic { what: "zip local header" });
        }
        reader.skip(2)?;
        let (flags, method) = (reader.u16()?, reader.u16()?);
        reader.skip(4)?;
        let (crc, compressed_size, size) = (reader.u32()?, reader.u32()?, reader.u32()?);
        let (name_length, extra_length) = (reader.u16()?, reader.u16()?);
        let name = reader.take(usize::from(name_length))?;
        reader.skip(usize::from(extra_length))?;
        Ok(Self { flags, method, crc, compressed_size, size, name, data: reader.position() })
    }
}
