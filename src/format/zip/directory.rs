//! Finding and walking the central directory.

use std::collections::HashSet;

use super::{Entry, Layout, LocalHeader};
use crate::format::{Anomaly, FormatError, FormatResult, Reader};

const END_SIGNATURE: u32 = 0x0605_4b50;
const RECORD_SIGNATURE: u32 = 0x0201_4b50;
const END64_SIGNATURE: u32 = 0x0606_4b50;
const LOCATOR64_SIGNATURE: u32 = 0x0706_4b50;
/// Fixed part of the end record.
const END_SIZE: usize = 22;
/// Longest end record: the fixed part and a comment.
const END_WINDOW: usize = END_SIZE + 0xffff;
/// End records tried before giving up: a file full of signatures must not cost a walk each.
const CANDIDATES: usize = 32;

/// What was found.
pub(super) struct Found {
    pub(super) entries: Vec<Entry>,
    pub(super) anomalies: Vec<Anomaly>,
    pub(super) layout: Layout,
    /// More entries than the limit allows.
    pub(super) cut: bool,
}

/// Whether the bytes begin as an archive or have an end record where one is looked for.
pub fn looks_like_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") || !end_records(bytes).is_empty()
}

/// An end-of-central-directory record (APPNOTE 4.3.16), with ZIP64 values where they apply.
#[derive(Debug, Clone, Copy)]
struct End {
    at: usize,
    disk: u16,
    directory_disk: u16,
    entries: u64,
    directory_size: u64,
    directory_offset: u64,
    comment: u16,
}

/// Reads the directory, through the best end record or, without one, the local headers.
pub(super) fn read(bytes: &[u8], most: usize) -> FormatResult<Found> {
    for at in end_records(bytes) {
        let Ok(end) = End::read(bytes, at) else { continue };
        if let Some(start) = end.directory_start(bytes) {
            return Ok(walk(bytes, &end, start, most));
        }
        if end.entries == 0 && end.directory_size == 0 && at == 0 {
            let layout = Layout { base: 0, directory: 0, end_record: 0 };
            return Ok(Found { entries: Vec::new(), anomalies: Vec::new(), layout, cut: false });
        }
    }
    walk_local(bytes, most)
}

/// Positions of end records, best first: from the end backwards in the window in which a reader looks, those whose
/// comment ends where the file ends before others; then, when there is none, the last ones anywhere.
fn end_records(bytes: &[u8]) -> Vec<usize> {
    let window = bytes.len().saturating_sub(END_WINDOW);
    let mut found: Vec<usize> = memchr::memmem::rfind_iter(bytes.get(window..).unwrap_or_default(), b"PK\x05\x06")
        .take(CANDIDATES)
        .map(|at| at.saturating_add(window))
        .collect();
    if found.is_empty() {
        found = memchr::memmem::rfind_iter(bytes, b"PK\x05\x06").take(CANDIDATES).collect();
    }
    found.sort_by_key(|&at| {
        let exact = End::read(bytes, at).is_ok_and(|end| end.ends_at() == bytes.len());
        (!exact, usize::MAX.saturating_sub(at))
    });
    found
}

impl End {
    fn read(bytes: &[u8], at: usize) -> FormatResult<Self> {
        let mut reader = Reader::new(bytes, "zip end record").at(at);
        if reader.u32()? != END_SIGNATURE {
            return Err(FormatError::BadMagic { what: "zip end record" });
        }
        let (disk, directory_disk, _, entries) = (reader.u16()?, reader.u16()?, reader.u16()?, reader.u16()?);
        let (size, offset, comment) = (reader.u32()?, reader.u32()?, reader.u16()?);
        let mut end = Self {
            at,
            disk,
            directory_disk,
            entries: u64::from(entries),
            directory_size: u64::from(size),
            directory_offset: u64::from(offset),
            comment,
        };
        if entries == u16::MAX || size == u32::MAX || offset == u32::MAX {
            end.widen(bytes);
        }
        Ok(end)
    }

    /// Takes the ZIP64 values when their record is there (APPNOTE 4.3.14, 4.3.15).
    fn widen(&mut self, bytes: &[u8]) -> Option<()> {
        let mut locator = Reader::new(bytes, "zip64 locator").at(self.at.checked_sub(20)?);
        if locator.u32().ok()? != LOCATOR64_SIGNATURE {
            return None;
        }
        locator.skip(4).ok()?;
        let at = usize::try_from(locator.u64().ok()?).ok()?;
        let mut record = Reader::new(bytes, "zip64 end record").at(at);
        if record.u32().ok()? != END64_SIGNATURE {
            return None;
        }
        record.skip(28).ok()?;
        let (entries, size, offset) = (record.u64().ok()?, record.u64().ok()?, record.u64().ok()?);
        (self.entries, self.directory_size, self.directory_offset) = (entries, size, offset);
        Some(())
    }

    /// Where the record with its comment should end.
    fn ends_at(&self) -> usize {
        self.at.saturating_add(END_SIZE).saturating_add(usize::from(self.comment))
    }

    /// Where the directory really starts: at the offset given, or directly before the end record when something was
    /// put before the archive.
    fn directory_start(&self, bytes: &[u8]) -> Option<usize> {
        let stated = usize::try_from(self.directory_offset).ok();
        let before = usize::try_from(self.directory_size).ok().and_then(|size| self.at.checked_sub(size));
        [stated, before].into_iter().flatten().find(|&at| {
            at < self.at && Reader::new(bytes, "zip directory").at(at).u32().is_ok_and(|s| s == RECORD_SIGNATURE)
        })
    }
}

fn walk(bytes: &[u8], end: &End, start: usize, most: usize) -> Found {
    let base = (start as u64).saturating_sub(end.directory_offset);
    let layout = Layout { base, directory: start as u64, end_record: end.at as u64 };
    let mut found = Found { entries: Vec::new(), anomalies: Vec::new(), layout, cut: false };
    let mut reader = Reader::new(bytes.get(..end.at).unwrap_or(bytes), "zip directory").at(start);
    let mut tried = start;
    while reader.remaining() > 0 {
        if found.entries.len() >= most {
            found.cut = true;
            break;
        }
        let at = reader.position();
        match record(&mut reader, base) {
            Ok(entry) => {
                note_record(&entry, &mut found.anomalies);
                found.entries.push(entry);
            }
            Err(_) if (found.entries.len() as u64) < end.entries => {
                found.anomalies.push(Anomaly::new("zip-directory-damaged", at as u64, found.entries.len()));
                // A length of the record before is wrong: the next signature after its fixed part goes on.
                let last = found.entries.last().map_or(0, |entry| entry.record_offset.saturating_add(46));
                let from = usize::try_from(last).unwrap_or(usize::MAX).max(tried.saturating_add(1));
                let rest = reader.bytes().get(from..).unwrap_or_default();
                let Some(next) = memchr::memmem::find(rest, b"PK\x01\x02") else { break };
                tried = from.saturating_add(next);
                reader = reader.at(tried);
            }
            // A signing block or an extra record may follow.
            Err(_) => break,
        }
    }
    if !found.cut && (found.entries.len() as u64) < end.entries {
        add_orphans(bytes.get(..start).unwrap_or_default(), most, &mut found);
    }
    note_end(bytes, end, base, &mut found);
    found
}

/// Entries that only have a local header, when the directory is damaged and claims more than it has.
fn add_orphans(bytes: &[u8], most: usize, found: &mut Found) {
    let Ok(local) = walk_local(bytes, most) else { return };
    let known: HashSet<u64> = found.entries.iter().map(|entry| entry.header_offset).collect();
    for entry in local.entries {
        if !known.contains(&entry.header_offset) && found.entries.len() < most {
            found.anomalies.push(Anomaly::new("zip-entry-without-record", entry.header_offset, &entry.name));
            found.entries.push(entry);
        }
    }
}

/// One record of the central directory (APPNOTE 4.3.12).
fn record(reader: &mut Reader<'_>, base: u64) -> FormatResult<Entry> {
    let record_offset = reader.position() as u64;
    if reader.u32()? != RECORD_SIGNATURE {
        return Err(reader.malformed("no record signature"));
    }
    let made_by = reader.u16()?;
    reader.skip(2)?;
    let (flags, method) = (reader.u16()?, reader.u16()?);
    reader.skip(2)?;
    let dos_date = reader.u16()?;
    let (crc, compressed, size) = (reader.u32()?, reader.u32()?, reader.u32()?);
    let (name_length, extra_length, comment_length) = (reader.u16()?, reader.u16()?, reader.u16()?);
    reader.skip(4)?;
    let attributes = reader.u32()?;
    let offset = reader.u32()?;
    let name = String::from_utf8_lossy(reader.take(usize::from(name_length))?).into_owned();
    let extra = reader.take(usize::from(extra_length))?;
    reader.take(usize::from(comment_length))?;
    let [size, compressed_size, offset] = wide(extra, [size, compressed, offset]);
    let mode = if made_by >> 8 == 3 { (attributes >> 16) as u16 } else { 0 };
    let header_offset = offset.saturating_add(base);
    Ok(Entry { name, method, flags, crc, compressed_size, size, header_offset, record_offset, mode, dos_date })
}

/// The ZIP64 extra field (APPNOTE 4.5.3): values only for those fields that are at their maximum.
fn wide(extra: &[u8], narrow: [u32; 3]) -> [u64; 3] {
    let mut values = narrow.map(u64::from);
    if !narrow.contains(&u32::MAX) {
        return values;
    }
    let mut reader = Reader::new(extra, "zip extra field");
    while let (Ok(id), Ok(length)) = (reader.u16(), reader.u16()) {
        let Ok(body) = reader.take(usize::from(length)) else { break };
        if id != 1 {
            continue;
        }
        let mut body = Reader::new(body, "zip64 extra field");
        for (value, narrow) in values.iter_mut().zip(narrow) {
            if narrow == u32::MAX
                && let Ok(wide) = body.u64()
            {
                *value = wide;
            }
        }
        break;
    }
    values
}

fn note_record(entry: &Entry, anomalies: &mut Vec<Anomaly>) {
    let at = entry.record_offset;
    if entry.method != super::STORED && entry.method != super::DEFLATED {
        anomalies.push(Anomaly::new("zip-odd-method", at, format_args!("{} ({})", entry.name, entry.method)));
    }
    if entry.flags & 1 != 0 {
        anomalies.push(Anomaly::new("zip-encrypted-flag", at, &entry.name));
    }
    if entry.method == super::STORED && entry.size != entry.compressed_size {
        anomalies.push(Anomaly::new("zip-stored-size-differs", at, &entry.name));
    }
    if entry.name.split(['/', '\\']).any(|part| part == "..") || entry.name.starts_with(['/', '\\']) {
        anomalies.push(Anomaly::new("zip-path-traversal", at, &entry.name));
    }
}

fn note_end(bytes: &[u8], end: &End, base: u64, found: &mut Found) {
    let at = end.at as u64;
    let mut note = |code, detail: u64| found.anomalies.push(Anomaly::new(code, at, detail));
    if base != 0 {
        note("zip-data-before-archive", base);
    }
    let ends = end.ends_at();
    if ends < bytes.len() {
        note("zip-data-after-end", bytes.len().saturating_sub(ends) as u64);
    } else if ends > bytes.len() {
        note("zip-comment-length", u64::from(end.comment));
    }
    if end.disk != 0 || end.directory_disk != 0 {
        note("zip-multi-disk", u64::from(end.disk));
    }
    if !found.cut && end.entries != found.entries.len() as u64 {
        found.anomalies.push(Anomaly::new(
            "zip-entry-count",
            at,
            format_args!("{} claimed, {} there", end.entries, found.entries.len()),
        ));
    }
}

/// The entries by their local headers, one after the other: for an archive whose end was cut off.
fn walk_local(bytes: &[u8], most: usize) -> FormatResult<Found> {
    let mut found = Found {
        entries: Vec::new(),
        anomalies: vec![Anomaly::new("zip-no-directory", bytes.len() as u64, "")],
        layout: Layout { base: 0, directory: bytes.len() as u64, end_record: bytes.len() as u64 },
        cut: false,
    };
    let finder = memchr::memmem::Finder::new(b"PK\x03\x04");
    let mut from = 0usize;
    while let Some(at) = finder.find(bytes.get(from..).unwrap_or_default()).map(|at| at.saturating_add(from)) {
        if found.entries.len() >= most {
            found.cut = true;
            break;
        }
        from = at.saturating_add(4);
        let Ok(header) = LocalHeader::read(bytes, at as u64) else { continue };
        let mut entry = Entry {
            name: String::from_utf8_lossy(header.name).into_owned(),
            method: header.method,
            flags: header.flags,
            crc: header.crc,
            compressed_size: u64::from(header.compressed_size),
            size: u64::from(header.size),
            header_offset: at as u64,
            record_offset: at as u64,
            mode: 0,
            dos_date: 0,
        };
        if header.flags & 8 != 0 && header.compressed_size == 0 {
            // Sizes follow the data: the entry reaches to the next header at most.
            let rest = bytes.get(header.data..).unwrap_or_default();
            let length = finder.find(rest).unwrap_or(rest.len());
            entry.compressed_size = length as u64;
            entry.size = 0;
        }
        from = usize::try_from(entry.compressed_size).unwrap_or(usize::MAX).saturating_add(header.data).max(from);
        found.entries.push(entry);
    }
    if found.entries.is_empty() { Err(FormatError::BadMagic { what: "zip" }) } else { Ok(found) }
}
