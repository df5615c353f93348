//! Text in native libraries: where it stands, and the libraries that name themselves with a version.

use std::collections::BTreeSet;

use super::{Elf, SEGMENT_LOAD};

/// A library that names itself in the data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Library {
    /// Name: `OpenSSL`, `curl`, `SQLite`, `zlib`, ...
    pub name: &'static str,
    /// Version as it stands: `1.1.1k`.
    pub version: String,
    /// Offset in the file.
    pub offset: u64,
}

/// What precedes a version, and whose it is. The version begins with a digit.
const MARKS: [(&str, &str); 21] = [
    ("OpenSSL ", "OpenSSL"),
    ("LibreSSL ", "LibreSSL"),
    ("libcurl/", "curl"),
    (" deflate ", "zlib"),
    (" inflate ", "zlib"),
    ("libpng version ", "libpng"),
    ("libjpeg-turbo version ", "libjpeg-turbo"),
    ("expat_", "Expat"),
    ("mbed TLS ", "Mbed TLS"),
    ("Mbed TLS ", "Mbed TLS"),
    ("wolfSSL ", "wolfSSL"),
    ("FFmpeg version n", "FFmpeg"),
    ("FFmpeg version ", "FFmpeg"),
    ("Lavc", "FFmpeg libavcodec"),
    ("Lavf", "FFmpeg libavformat"),
    ("$LuaVersion: Lua ", "Lua"),
    ("LIBTIFF, Version ", "libtiff"),
    ("SQLCipher ", "SQLCipher"),
    ("nghttp2/", "nghttp2"),
    ("GnuTLS ", "GnuTLS"),
    ("libssh2_", "libssh2"),
];

impl<'a> Elf<'a> {
    /// Areas of the file that hold constant data, with their offsets: the sections of read-only data, or where there are
    /// none, what is loaded neither writable nor executable.
    pub fn text_areas(&self) -> Vec<(u64, &'a [u8])> {
        let sections: Vec<(u64, &'a [u8])> = self
            .sections
            .iter()
            .filter(|s| s.name.starts_with(".rodata") || s.name == ".data" || s.name.starts_with(".data.rel.ro"))
            .filter_map(|s| Some((s.offset, self.content(s)?)))
            .collect();
        if sections.iter().any(|(_, content)| !content.is_empty()) {
            return sections;
        }
        // Without sections: constant data stands beside the code in files of older linkers.
        let loaded = self.segments.iter().filter(|s| s.kind == SEGMENT_LOAD && s.file_size > 0);
        let plain: Vec<_> = loaded.clone().filter(|s| !s.executable && !s.writable).collect();
        let chosen: Vec<_> = if plain.is_empty() { loaded.collect() } else { plain };
        let mut seen = BTreeSet::new();
        chosen
            .into_iter()
            .filter(|s| seen.insert(s.offset))
            .filter_map(|s| {
                let start = usize::try_from(s.offset).ok()?;
                let end = start.saturating_add(usize::try_from(s.file_size).ok()?).min(self.bytes().len());
                Some((s.offset, self.bytes().get(start..end)?))
            })
            .collect()
    }

    /// Runs of printable text of at least `least` bytes in [`Elf::text_areas`], with their offsets in the file. Text in
    /// other scripts (UTF-8) is printable.
    pub fn strings(&self, least: usize) -> impl Iterator<Item = (u64, &'a [u8])> {
        self.text_areas().into_iter().flat_map(move |(offset, area)| {
            let mut at = 0u64;
            area.split(|b| *b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r') || *b == 0x7f)
                .map(move |run| {
                    let start = offset.saturating_add(at);
                    at = at.saturating_add(run.len() as u64).saturating_add(1);
                    (start, run)
                })
                .filter(move |(_, run)| run.len() >= least)
        })
    }

    /// Libraries that name themselves with a version, each version once, by name.
    pub fn libraries(&self) -> Vec<Library> {
        let mut found: Vec<Library> = Vec::new();
        let areas = self.text_areas();
        let Ok(searcher) = aho_corasick::AhoCorasick::new(MARKS.iter().map(|(mark, _)| mark)) else { return found };
        for (offset, area) in &areas {
            for hit in searcher.find_iter(*area) {
                let Some((_, name)) = MARKS.get(hit.pattern().as_usize()) else { continue };
                let Some(rest) = area.get(hit.end()..) else { continue };
                let Some(version) = version(rest) else { continue };
                // «OpenSSL 1.1.1 (compatible; BoringSSL)» is not OpenSSL, nor is a message about it.
                if *name == "OpenSSL" && !is_dated(rest.get(version.len()..).unwrap_or_default()) {
                    continue;
                }
                let known = found.iter().any(|l| l.name == *name && l.version == version);
                if !known && found.len() < 100 {
                    found.push(Library { name, version, offset: offset.saturating_add(hit.start() as u64) });
                }
            }
        }
        found.extend(self.sqlite(&areas));
        found.sort();
        found
    }

    /// SQLite tells its version as text of its own, which only stands for SQLite where its source id does too.
    fn sqlite(&self, areas: &[(u64, &'a [u8])]) -> Option<Library> {
        let present = self.symbols.iter().any(|s| s.name == "sqlite3_libversion")
            || areas.iter().any(|(_, area)| memchr::memmem::find(area, b"SQLite format 3").is_some());
        if !present {
            return None;
        }
        areas.iter().find_map(|(offset, area)| {
            memchr::memmem::find_iter(area, b"\x003.").find_map(|at| {
                let text = area.get(at.saturating_add(1)..)?;
                let end = memchr::memchr(0, text.get(..16)?)?;
                let version = std::str::from_utf8(text.get(..end)?).ok()?;
                let parts: Vec<&str> = version.split('.').collect();
                let numbers = parts.len() >= 3 && parts.iter().all(|p| p.parse::<u16>().is_ok());
                let minor = parts.get(1).and_then(|p| p.parse::<u16>().ok()).is_some_and(|minor| minor >= 3);
                (numbers && minor).then(|| Library {
                    name: "SQLite",
                    version: version.to_owned(),
                    offset: offset.saturating_add(at as u64).saturating_add(1),
                })
            })
        })
    }
}

/// Whether a day and a month follow: ` 25 Mar 2021`.
fn is_dated(text: &[u8]) -> bool {
    let mut words = text.get(..16).unwrap_or(text).split(|b| *b == b' ').filter(|word| !word.is_empty());
    let day = words.next().is_some_and(|word| word.len() <= 2 && word.iter().all(u8::is_ascii_digit));
    day && words.next().is_some_and(|word| word.len() == 3 && word.iter().all(u8::is_ascii_alphabetic))
}

/// A version at the start of `text`: digits and points, then letters and digits, at most 24 bytes.
fn version(text: &[u8]) -> Option<String> {
    let length = text.iter().take(24).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')).count();
    let version = std::str::from_utf8(text.get(..length)?).ok()?.trim_end_matches(['.', '-']);
    let digits = version.bytes().take_while(u8::is_ascii_digit).count();
    let dotted = version.as_bytes().get(digits) == Some(&b'.');
    let follows = version.as_bytes().get(digits.saturating_add(1)).is_some_and(u8::is_ascii_digit);
    (digits > 0 && digits < 4 && dotted && follows).then(|| version.to_owned())
}
