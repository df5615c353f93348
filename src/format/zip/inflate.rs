//! The content of one entry.

use std::borrow::Cow;
use std::cell::RefCell;

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::{Content, DEFLATED, Entry, LocalHeader, STORED};
use crate::format::Anomaly;
use crate::limits::Budget;

/// Deflate cannot expand further than this (RFC 1951: 258 bytes from two bits).
const GREATEST_RATIO: u64 = 1032;

thread_local! {
    // An inflater is 40 kB of state; an app has thousands of small entries.
    static INFLATER: RefCell<Decompress> = RefCell::new(Decompress::new(false));
}

/// CRC-32 as ZIP uses it.
pub(super) fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// How inflating one stream ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// The stream's own end.
    Complete,
    /// The input ended first, or is no deflate stream.
    Damaged,
    /// A limit.
    Cut,
}

pub(super) fn content<'a>(bytes: &'a [u8], entry: &Entry, budget: &Budget) -> Content<'a> {
    let mut anomalies = Vec::new();
    let Ok(header) = LocalHeader::read(bytes, entry.header_offset) else {
        anomalies.push(Anomaly::new("zip-no-local-header", entry.header_offset, &entry.name));
        return Content { bytes: Cow::Borrowed(&[]), complete: false, anomalies };
    };
    note_mismatch(entry, &header, &mut anomalies);
    let length = usize::try_from(entry.compressed_size).unwrap_or(usize::MAX);
    let end = header.data.saturating_add(length);
    let whole = end <= bytes.len();
    let raw = bytes.get(header.data..end.min(bytes.len())).unwrap_or_default();
    if !whole {
        anomalies.push(Anomaly::new("zip-entry-truncated", entry.header_offset, &entry.name));
    }
    let plain = entry.method == STORED && (entry.size == entry.compressed_size || header.method != DEFLATED);
    if plain {
        return stored(raw, whole, anomalies);
    }
    let (out, ending) = inflate(raw, entry, budget);
    let raw_bytes_inflate =
        || out.len() as u64 != entry.size && entry.size == raw.len() as u64 && crc32(raw) == entry.crc;
    match ending {
        // Binary XML begins with what is an empty deflate stream: told by size and checksum.
        Ending::Complete if raw_bytes_inflate() => stored(raw, whole, anomalies),
        Ending::Complete if entry.method == DEFLATED || out.len() as u64 == entry.size || crc32(&out) == entry.crc => {
            if out.len() as u64 != entry.size && entry.flags & 8 == 0 {
                anomalies.push(Anomaly::new("zip-size-differs", entry.record_offset, &entry.name));
            }
            Content { bytes: Cow::Owned(out), complete: true, anomalies }
        }
        Ending::Cut => {
            anomalies.push(Anomaly::new("zip-entry-cut", entry.record_offset, &entry.name));
            Content { bytes: Cow::Owned(out), complete: false, anomalies }
        }
        // Not a deflate stream although said so: raw bytes, which is how Android reads an unknown method.
        _ if entry.method != DEFLATED || is_raw(raw, entry, &header) => stored(raw, whole, anomalies),
        _ => {
            anomalies.push(Anomaly::new("zip-entry-damaged", entry.record_offset, &entry.name));
            Content { bytes: Cow::Owned(out), complete: false, anomalies }
        }
    }
}

fn stored(raw: &[u8], whole: bool, anomalies: Vec<Anomaly>) -> Content<'_> {
    Content { bytes: Cow::Borrowed(raw), complete: whole, anomalies }
}

/// Whether data that does not inflate was never deflated.
fn is_raw(raw: &[u8], entry: &Entry, header: &LocalHeader<'_>) -> bool {
    header.method == STORED || entry.size == raw.len() as u64 || crc32(raw) == entry.crc
}

fn note_mismatch(entry: &Entry, header: &LocalHeader<'_>, anomalies: &mut Vec<Anomaly>) {
    let mut note = |code| anomalies.push(Anomaly::new(code, entry.header_offset, &entry.name));
    if header.method != entry.method {
        note("zip-method-differs");
    }
    if String::from_utf8_lossy(header.name) != entry.name {
        note("zip-name-differs");
    }
    if header.flags & 1 != entry.flags & 1 {
        note("zip-encrypted-flag-differs");
    }
    let wide = header.size == u32::MAX || header.compressed_size == u32::MAX;
    let differs = u64::from(header.size) != entry.size
        || u64::from(header.compressed_size) != entry.compressed_size
        || header.crc != entry.crc;
    if header.flags & 8 == 0 && !wide && differs {
        note("zip-local-sizes-differ");
    }
}

/// Inflates into one buffer, bounded by the limits and counted against the budget.
fn inflate(raw: &[u8], entry: &Entry, budget: &Budget) -> (Vec<u8>, Ending) {
    let limits = &budget.limits;
    let by_ratio = (raw.len() as u64).saturating_mul(limits.ratio).max(limits.ratio_floor);
    let most = limits.entry_bytes.min(by_ratio);
    // The size claimed is a hint within what the input could give; the buffer grows by doubling beyond it.
    let hint = entry.size.saturating_add(1).min((raw.len() as u64).saturating_mul(16).saturating_add(4096)).min(most);
    let mut out = Vec::with_capacity(usize::try_from(hint).unwrap_or(0).max(64));
    let ending = INFLATER.with_borrow_mut(|inflater| {
        inflater.reset(false);
        run(inflater, raw, &mut out, most, entry, budget)
    });
    out.shrink_to_fit();
    (out, ending)
}

fn run(inflater: &mut Decompress, raw: &[u8], out: &mut Vec<u8>, most: u64, entry: &Entry, budget: &Budget) -> Ending {
    loop {
        let (read, written) = (inflater.total_in(), out.len());
        let rest = usize::try_from(read).ok().and_then(|at| raw.get(at..)).unwrap_or_default();
        let status = inflater.decompress_vec(rest, out, FlushDecompress::Finish);
        let fresh = (out.len().saturating_sub(written)) as u64;
        if !budget.inflate(fresh, &entry.name) {
            return Ending::Cut;
        }
        match status {
            Ok(Status::StreamEnd) => return Ending::Complete,
            Err(_) => return Ending::Damaged,
            Ok(_) if out.len() < out.capacity() && fresh == 0 && inflater.total_in() == read => return Ending::Damaged,
            Ok(_) => {}
        }
        if out.len() as u64 >= most {
            let limit = if most == budget.limits.entry_bytes { "entry-bytes" } else { "ratio" };
            budget.hit(limit, &entry.name, if limit == "ratio" { budget.limits.ratio } else { most });
            return Ending::Cut;
        }
        if out.len() == out.capacity() {
            let grown = (out.len() as u64).saturating_mul(2).min(most);
            let grown = grown.min((raw.len() as u64).saturating_mul(GREATEST_RATIO).saturating_add(64));
            let more = usize::try_from(grown).unwrap_or(0).saturating_sub(out.len()).max(64);
            out.reserve_exact(more);
        }
    }
}
