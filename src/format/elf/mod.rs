//! ELF: headers, segments, dynamic section, dynamic symbols, notes; what hardening they show (System V ABI, chapters 4
//! and 5; <https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html>).
//!
//! The segments and the dynamic section are what a loader goes by, so they come first; section headers are read for what
//! only they tell (stripped, debug sections, read-only data) and may be missing or wrong. Little-endian only: all of
//! Android is.

mod hardening;
mod text;

use std::borrow::Cow;

use super::{Anomaly, FormatError, FormatResult, Parsed, Reader};
use crate::limits::Limits;

pub use hardening::Relro;
pub use text::Library;

const WHAT: &str = "ELF";

/// `ET_EXEC`: at a fixed address.
pub const TYPE_EXECUTABLE: u16 = 2;
/// `ET_DYN`: a shared object or a position independent executable.
pub const TYPE_DYNAMIC: u16 = 3;

/// `PT_LOAD`
pub const SEGMENT_LOAD: u32 = 1;
const SEGMENT_DYNAMIC: u32 = 2;
/// `PT_INTERP`
pub const SEGMENT_INTERPRETER: u32 = 3;
const SEGMENT_NOTE: u32 = 4;
/// `PT_GNU_STACK`
pub const SEGMENT_STACK: u32 = 0x6474_e551;
/// `PT_GNU_RELRO`
pub const SEGMENT_RELRO: u32 = 0x6474_e552;
const SEGMENT_PROPERTY: u32 = 0x6474_e553;

/// What it is, as far as it matters for judging.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A shared library of C or C++ code.
    Library,
    /// A program.
    Executable,
    /// Code made by Dart's ahead-of-time compiler: has neither canaries nor RELRO of its own.
    DartSnapshot,
    /// Go code: bounds are checked, no canaries.
    Go,
    /// Rust code: as a rule without canaries.
    Rust,
    /// Other managed code compiled ahead of time (Kotlin/Native, .NET), or data in an ELF wrapper.
    Managed,
}

impl Role {
    /// `library`, `executable`, `dart-snapshot`, `go`, `rust`, `managed`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Library => "library",
            Self::Executable => "executable",
            Self::DartSnapshot => "dart-snapshot",
            Self::Go => "go",
            Self::Rust => "rust",
            Self::Managed => "managed",
        }
    }
}

/// A program header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Type.
    pub kind: u32,
    /// Whether it is executable, writable, readable.
    pub executable: bool,
    /// Whether it is writable.
    pub writable: bool,
    /// Offset in the file.
    pub offset: u64,
    /// Virtual address.
    pub address: u64,
    /// Size in the file.
    pub file_size: u64,
    /// Size in memory.
    pub memory_size: u64,
    /// Alignment.
    pub alignment: u64,
}

/// A section header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section<'a> {
    /// Name.
    pub name: Cow<'a, str>,
    /// Type.
    pub kind: u32,
    /// Flags.
    pub flags: u64,
    /// Offset in the file.
    pub offset: u64,
    /// Size.
    pub size: u64,
}

/// A dynamic symbol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol<'a> {
    /// Name.
    pub name: Cow<'a, str>,
    /// Address; 0 when imported.
    pub address: u64,
    /// Whether it is defined here.
    pub defined: bool,
    /// Whether it is code.
    pub function: bool,
    /// Whether others may bind to it: global or weak, and visible.
    pub external: bool,
}

/// What the dynamic section says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dynamic<'a> {
    /// `DT_NEEDED`, in order.
    pub needed: Vec<Cow<'a, str>>,
    /// `DT_SONAME`
    pub soname: Option<Cow<'a, str>>,
    /// `DT_RPATH`
    pub rpath: Option<Cow<'a, str>>,
    /// `DT_RUNPATH`
    pub runpath: Option<Cow<'a, str>>,
    /// `DT_FLAGS`
    pub flags: u64,
    /// `DT_FLAGS_1`
    pub flags_1: u64,
    /// `DT_BIND_NOW` is there.
    pub bind_now: bool,
    /// `DT_TEXTREL` is there.
    pub textrel: bool,
}

/// An ELF file.
#[derive(Debug, Clone)]
pub struct Elf<'a> {
    bytes: &'a [u8],
    /// Whether it is of the 64-bit class.
    pub wide: bool,
    /// Machine (`e_machine`).
    pub machine: u16,
    /// Type (`e_type`).
    pub kind: u16,
    /// Entry point.
    pub entry: u64,
    /// Program headers.
    pub segments: Vec<Segment>,
    /// Section headers; empty when there are none or they lie outside the file.
    pub sections: Vec<Section<'a>>,
    /// Dynamic section; none when there is none.
    pub dynamic: Option<Dynamic<'a>>,
    /// Dynamic symbols.
    pub symbols: Vec<Symbol<'a>>,
    /// Build id (`NT_GNU_BUILD_ID`).
    pub build_id: Option<&'a [u8]>,
    /// API level that it was built for, from the note of Android's NDK.
    pub android_api: Option<u32>,
    /// Release of Android's NDK (`r26b`).
    pub ndk: Option<Cow<'a, str>>,
    /// `GNU_PROPERTY_AARCH64_FEATURE_1_AND`: bit 0 BTI, bit 1 PAC.
    pub features: u32,
    /// What it is.
    pub role: Role,
}

/// Whether the bytes begin as an ELF file does.
pub fn looks_like_elf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x7fELF")
}

/// Reads numbers of the file's class.
#[derive(Debug, Clone, Copy)]
struct Words<'a> {
    reader: Reader<'a>,
    wide: bool,
}

impl Words<'_> {
    /// A number as wide as an address.
    fn word(&mut self) -> FormatResult<u64> {
        if self.wide { self.reader.u64() } else { self.reader.u32().map(u64::from) }
    }
}

impl<'a> Elf<'a> {
    /// Reads a file.
    ///
    /// # Errors
    /// When it is no ELF file, is big-endian, or its header or program headers are cut off.
    pub fn parse(bytes: &'a [u8], limits: &Limits) -> FormatResult<Parsed<Self>> {
        let mut reader = Reader::new(bytes, WHAT);
        if reader.take(4)? != b"\x7fELF" {
            return Err(FormatError::BadMagic { what: WHAT });
        }
        let (class, order) = (reader.u8()?, reader.u8()?);
        if !matches!(class, 1 | 2) {
            return Err(reader.malformed("class 1 or 2 expected"));
        }
        if order != 1 {
            return Err(reader.malformed("little-endian expected"));
        }
        let mut words = Words { reader: reader.at(16), wide: class == 2 };
        let (kind, machine) = (words.reader.u16()?, words.reader.u16()?);
        words.reader.skip(4)?;
        let (entry, programs, sections) = (words.word()?, words.word()?, words.word()?);
        words.reader.skip(8)?;
        let counts = [words.reader.u16()?, words.reader.u16()?, words.reader.u16()?];
        let [program_count, section_size, section_count] = counts;
        let names = words.reader.u16()?;
        let mut elf = Self {
            bytes,
            wide: words.wide,
            machine,
            kind,
            entry,
            segments: Vec::new(),
            sections: Vec::new(),
            dynamic: None,
            symbols: Vec::new(),
            build_id: None,
            android_api: None,
            ndk: None,
            features: 0,
            role: Role::Library,
        };
        let mut anomalies = Vec::new();
        elf.segments = elf.read_segments(programs, program_count)?;
        match elf.read_sections(sections, (section_size, section_count), names) {
            Ok(found) => elf.sections = found,
            Err(error) => anomalies.push(Anomaly::new("elf-section-headers-broken", sections, error)),
        }
        if let Err(error) = elf.read_dynamic(limits) {
            anomalies.push(Anomaly::new("elf-dynamic-broken", 0, error));
        }
        elf.read_notes();
        elf.role = elf.classify();
        Ok(Parsed { value: elf, anomalies })
    }

    /// The file's bytes.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Architecture: `arm64`, `arm` (32 bits, of any ABI), `x86`, `x86_64`, `riscv64`, or `machine-N`.
    pub fn arch(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self.machine {
            3 => "x86",
            8 if self.wide => "mips64",
            8 => "mips",
            40 => "arm",
            62 => "x86_64",
            183 => "arm64",
            243 => "riscv64",
            other => return Cow::Owned(format!("machine-{other}")),
        })
    }

    fn words(&self, offset: u64) -> Words<'a> {
        let position = usize::try_from(offset).unwrap_or(usize::MAX);
        Words { reader: Reader::new(self.bytes, WHAT).at(position), wide: self.wide }
    }

    fn read_segments(&self, offset: u64, count: u16) -> FormatResult<Vec<Segment>> {
        let mut words = self.words(offset);
        let count = words.reader.count(u64::from(count), if self.wide { 56 } else { 32 })?;
        (0..count).map(|_| read_segment(&mut words)).collect()
    }

    fn read_sections(&self, offset: u64, (size, count): (u16, u16), names: u16) -> FormatResult<Vec<Section<'a>>> {
        if offset == 0 || count == 0 {
            return Ok(Vec::new());
        }
        let mut words = self.words(offset);
        let least = if self.wide { 64 } else { 40 };
        if usize::from(size) < least {
            return Err(words.reader.malformed("section headers too small"));
        }
        let count = words.reader.count(u64::from(count), usize::from(size))?;
        let mut raw = Vec::with_capacity(count);
        for _ in 0..count {
            let start = words.reader.position();
            let (name, kind) = (words.reader.u32()?, words.reader.u32()?);
            let (flags, _address, offset, length) = (words.word()?, words.word()?, words.word()?, words.word()?);
            raw.push((name, Section { name: Cow::Borrowed(""), kind, flags, offset, size: length }));
            words.reader = words.reader.at(start.saturating_add(usize::from(size)));
        }
        let table = raw.get(usize::from(names)).map(|(_, section)| (section.offset, section.size));
        let table = table.and_then(|(offset, size)| self.range(offset, size)).unwrap_or_default();
        Ok(raw
            .into_iter()
            .map(|(name, mut section)| {
                section.name = text_at(table, u64::from(name)).unwrap_or_default();
                section
            })
            .collect())
    }

    /// Bytes of the file; none when they lie outside.
    fn range(&self, offset: u64, size: u64) -> Option<&'a [u8]> {
        let start = usize::try_from(offset).ok()?;
        let end = start.checked_add(usize::try_from(size).ok()?)?;
        self.bytes.get(start..end)
    }

    /// Contents of a section; none when it has none in the file.
    pub fn content(&self, section: &Section<'_>) -> Option<&'a [u8]> {
        const NOBITS: u32 = 8;
        if section.kind == NOBITS { None } else { self.range(section.offset, section.size) }
    }

    /// The section of that name.
    pub fn section(&self, name: &str) -> Option<&Section<'a>> {
        self.sections.iter().find(|section| section.name == name)
    }

    /// Offset in the file of a virtual address.
    pub fn offset_of(&self, address: u64) -> Option<u64> {
        self.segments.iter().filter(|s| s.kind == SEGMENT_LOAD).find_map(|segment| {
            let inside = address.checked_sub(segment.address).filter(|inside| *inside < segment.file_size)?;
            segment.offset.checked_add(inside)
        })
    }

    fn read_dynamic(&mut self, limits: &Limits) -> FormatResult<()> {
        let Some(segment) = self.segments.iter().find(|s| s.kind == SEGMENT_DYNAMIC).copied() else { return Ok(()) };
        let mut words = self.words(segment.offset);
        let entry: usize = if self.wide { 16 } else { 8 };
        let room = usize::try_from(segment.file_size).unwrap_or(usize::MAX).min(words.reader.remaining());
        let mut tags = Vec::new();
        for _ in 0..room.checked_div(entry).unwrap_or(0) {
            let (tag, value) = (words.word()?, words.word()?);
            if tag == 0 {
                break;
            }
            tags.push((tag, value));
        }
        let value = |wanted: u64| tags.iter().find(|(tag, _)| *tag == wanted).map(|(_, value)| *value);
        let strings = value(5).and_then(|address| self.offset_of(address)).zip(value(10));
        let strings = strings.and_then(|(offset, size)| self.range(offset, size)).unwrap_or_default();
        let text = |offset: u64| text_at(strings, offset);
        self.dynamic = Some(Dynamic {
            needed: tags.iter().filter(|(tag, _)| *tag == 1).filter_map(|(_, offset)| text(*offset)).collect(),
            soname: value(14).and_then(text),
            rpath: value(15).and_then(text),
            runpath: value(29).and_then(text),
            flags: value(30).unwrap_or(0),
            flags_1: value(0x6fff_fffb).unwrap_or(0),
            bind_now: value(24).is_some(),
            textrel: value(22).is_some(),
        });
        let Some(table) = value(6).and_then(|address| self.offset_of(address)) else { return Ok(()) };
        let count = self.symbol_count(value(4), value(0x6fff_fef5), table, value(5));
        self.symbols = self.read_symbols(table, count.min(limits.table_items as u64), strings)?;
        Ok(())
    }

    /// Number of dynamic symbols: the hash tables tell; without them the string table that follows, as linkers lay it
    /// out, or the section header.
    fn symbol_count(&self, hash: Option<u64>, gnu: Option<u64>, table: u64, strings: Option<u64>) -> u64 {
        let symbol = if self.wide { 24 } else { 16 };
        let from_hash = || {
            let mut words = self.words(self.offset_of(hash?)?);
            words.reader.skip(4).ok()?;
            words.reader.u32().ok().map(u64::from)
        };
        let from_gnu = || self.gnu_count(self.offset_of(gnu?)?);
        let from_strings = || {
            let gap = self.offset_of(strings?)?.checked_sub(table)?;
            gap.checked_div(symbol)
        };
        let from_section = || {
            let section = self.sections.iter().find(|s| s.kind == 11)?;
            section.size.checked_div(symbol)
        };
        from_hash().or_else(from_gnu).or_else(from_section).or_else(from_strings).unwrap_or(0)
    }

    /// The last symbol that `DT_GNU_HASH` knows, plus one.
    fn gnu_count(&self, offset: u64) -> Option<u64> {
        let mut words = self.words(offset);
        let buckets = words.reader.u32().ok()?;
        let first = words.reader.u32().ok()?;
        let filters = words.reader.u32().ok()?;
        words.reader.skip(4).ok()?;
        let width = if self.wide { 8 } else { 4 };
        words.reader.skip(usize::try_from(filters).ok()?.checked_mul(width)?).ok()?;
        let buckets = words.reader.count(u64::from(buckets), 4).ok()?;
        let mut last = 0;
        for _ in 0..buckets {
            last = last.max(words.reader.u32().ok()?);
        }
        let Some(into_chain) = last.checked_sub(first) else { return Some(u64::from(first)) };
        words.reader.skip(usize::try_from(into_chain).ok()?.checked_mul(4)?).ok()?;
        let mut count = u64::from(last);
        loop {
            count = count.checked_add(1)?;
            if words.reader.u32().ok()? & 1 != 0 {
                return Some(count);
            }
        }
    }

    fn read_symbols(&self, table: u64, count: u64, strings: &'a [u8]) -> FormatResult<Vec<Symbol<'a>>> {
        let mut words = self.words(table);
        let size = if self.wide { 24u64 } else { 16 };
        // A count beyond the file's end is cut to what is there.
        let count = count.min((words.reader.remaining() as u64).checked_div(size).unwrap_or(0));
        let mut out = Vec::with_capacity(words.reader.count(count, 16)?);
        for _ in 0..count {
            let name = words.reader.u32()?;
            let (address, info, other, section);
            if self.wide {
                (info, other, section) = (words.reader.u8()?, words.reader.u8()?, words.reader.u16()?);
                address = words.reader.u64()?;
                words.reader.skip(8)?;
            } else {
                address = u64::from(words.reader.u32()?);
                words.reader.skip(4)?;
                (info, other, section) = (words.reader.u8()?, words.reader.u8()?, words.reader.u16()?);
            }
            let name = text_at(strings, u64::from(name)).unwrap_or_default();
            if name.is_empty() {
                continue;
            }
            let external = matches!(info >> 4, 1 | 2 | 10) && matches!(other & 3, 0 | 3);
            out.push(Symbol { name, address, defined: section != 0, function: matches!(info & 15, 2 | 10), external });
        }
        Ok(out)
    }

    /// Notes: build id, what the NDK says, features of the code. A broken note ends its area.
    fn read_notes(&mut self) {
        let areas: Vec<Segment> =
            self.segments.iter().filter(|s| matches!(s.kind, SEGMENT_NOTE | SEGMENT_PROPERTY)).copied().collect();
        for area in areas {
            let Some(bytes) = self.range(area.offset, area.file_size) else { continue };
            let alignment = if area.alignment == 8 { 8 } else { 4 };
            let mut reader = Reader::new(bytes, WHAT);
            while let Ok((name, kind, content)) = read_note(&mut reader, alignment) {
                match (name, kind) {
                    (b"GNU\0", 3) => self.build_id = Some(content),
                    (b"GNU\0", 5) => self.features |= features(content, self.wide),
                    (b"Android\0", 1) => self.read_android_note(content),
                    _ => {}
                }
            }
        }
    }

    fn read_android_note(&mut self, content: &'a [u8]) {
        self.android_api = Reader::new(content, WHAT).u32().ok();
        self.ndk = text_at(content, 4).filter(|text| !text.is_empty() && text.len() < 64);
    }

    /// Imported symbols.
    pub fn imports(&self) -> impl Iterator<Item = &Symbol<'a>> {
        self.symbols.iter().filter(|symbol| !symbol.defined)
    }

    /// Symbols that others may bind to.
    pub fn exports(&self) -> impl Iterator<Item = &Symbol<'a>> {
        self.symbols.iter().filter(|symbol| symbol.defined && symbol.external)
    }

    /// Whether a symbol of that name is imported.
    pub fn imports_symbol(&self, name: &str) -> bool {
        self.imports().any(|symbol| symbol.name == name)
    }
}

fn read_segment(words: &mut Words<'_>) -> FormatResult<Segment> {
    let kind = words.reader.u32()?;
    let mut flags = 0;
    if words.wide {
        flags = words.reader.u32()?;
    }
    let (offset, address, _physical) = (words.word()?, words.word()?, words.word()?);
    let (file_size, memory_size) = (words.word()?, words.word()?);
    if !words.wide {
        flags = words.reader.u32()?;
    }
    let alignment = words.word()?;
    let (executable, writable) = (flags & 1 != 0, flags & 2 != 0);
    Ok(Segment { kind, executable, writable, offset, address, file_size, memory_size, alignment })
}

/// Name, type and contents of the next note.
fn read_note<'a>(reader: &mut Reader<'a>, alignment: usize) -> FormatResult<(&'a [u8], u32, &'a [u8])> {
    let (name_size, size, kind) = (reader.u32()?, reader.u32()?, reader.u32()?);
    let name = reader.take(name_size as usize)?;
    pad(reader, alignment)?;
    let content = reader.take(size as usize)?;
    pad(reader, alignment)?;
    Ok((name, kind, content))
}

fn pad(reader: &mut Reader<'_>, alignment: usize) -> FormatResult<()> {
    let over = reader.position().checked_rem(alignment).unwrap_or(0);
    if over == 0 { Ok(()) } else { reader.skip(alignment.saturating_sub(over)) }
}

/// The feature word of a property note.
fn features(content: &[u8], wide: bool) -> u32 {
    const AARCH64_FEATURE_1_AND: u32 = 0xc000_0000;
    let mut reader = Reader::new(content, WHAT);
    while let (Ok(kind), Ok(size)) = (reader.u32(), reader.u32()) {
        let Ok(data) = reader.take(size as usize) else { break };
        if kind == AARCH64_FEATURE_1_AND {
            return Reader::new(data, WHAT).u32().unwrap_or(0);
        }
        if pad(&mut reader, if wide { 8 } else { 4 }).is_err() {
            break;
        }
    }
    0
}

/// Text up to a NUL; none when the offset lies outside or there is no NUL.
fn text_at(table: &[u8], offset: u64) -> Option<Cow<'_, str>> {
    let rest = table.get(usize::try_from(offset).ok()?..)?;
    let end = memchr::memchr(0, rest)?;
    rest.get(..end).map(String::from_utf8_lossy)
}

#[cfg(test)]
pub(crate) mod tests;
