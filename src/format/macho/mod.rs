//! Mach-O: fat and thin files, load commands, imports, Objective-C and Swift metadata, code signature.
//!
//! Sources: `mach-o/loader.h`, `mach-o/fat.h`, `mach-o/fixup-chains.h`, `mach-o/nlist.h` of Apple's SDK, dyld's and the
//! Objective-C runtime's published sources, Swift's `docs/ABI`. 32- and 64-bit, little-endian. Pointers are decoded where
//! they are asked for ([`MachO::pointer`]), not walked: that costs nothing for what no one reads and cannot loop.
//!
//! Bytes inside a FairPlay-encrypted range are never given out: whatever reads an address there gets nothing, so that no
//! layer above can take cipher text for code or strings.

mod codesign;
mod demangle;
mod exports;
mod fixups;
mod itanium;
mod load;
mod mangled;
mod objc;
mod strings;
mod swift;
mod symbols;

use std::borrow::Cow;

pub use codesign::{CodeDirectory, CodeSignature, HashCheck};
pub use demangle::swift_name;
pub use exports::Export;
pub use fixups::{Import, Pointer};
pub use itanium::cpp_name;
pub use objc::{Category, Class, Ivar, Method, Objc, Property, Protocol};
pub use strings::Literal;
pub use swift::{Conformance, FieldRecord, Swift, SwiftType};
pub use symbols::Symbol;

use super::{Anomaly, FormatError, FormatResult, Parsed, Reader};
use crate::limits::Limits;

const MAGIC_32: u32 = 0xfeed_face;
const MAGIC_64: u32 = 0xfeed_facf;
const FAT_32: u32 = 0xcafe_babe;
const FAT_64: u32 = 0xcafe_babf;

/// One architecture of a file: where its bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SliceRange {
    /// Processor.
    pub cpu: Cpu,
    /// Offset in the file.
    pub offset: usize,
    /// Length in bytes.
    pub length: usize,
}

/// A processor: type and subtype numbers of `mach/machine.h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cpu {
    /// `CPU_TYPE_*`.
    pub kind: u32,
    /// `CPU_SUBTYPE_*`, capability bits included.
    pub subtype: u32,
}

impl Cpu {
    /// `CPU_TYPE_ARM64`.
    pub const ARM64: u32 = 0x0100_000c;

    /// The usual name: `arm64`, `arm64e`, `armv7`, `x86_64`, ...
    pub fn name(self) -> &'static str {
        match (self.kind, self.subtype & 0x00ff_ffff) {
            (Self::ARM64, 2) => "arm64e",
            (Self::ARM64, _) => "arm64",
            (0x0200_000c, _) => "arm64_32",
            (12, 6) => "armv6",
            (12, 9) => "armv7",
            (12, 11) => "armv7s",
            (12, 12) => "armv7k",
            (12, _) => "arm",
            (7, _) => "i386",
            (0x0100_0007, 8) => "x86_64h",
            (0x0100_0007, _) => "x86_64",
            (18, _) => "ppc",
            (0x0100_0012, _) => "ppc64",
            _ => "unknown",
        }
    }

    /// Whether the code is ARM64 (either subtype).
    pub fn is_arm64(self) -> bool {
        self.kind == Self::ARM64
    }

    /// Whether iOS devices run it.
    pub fn is_device(self) -> bool {
        matches!(self.kind, 12 | Self::ARM64 | 0x0200_000c)
    }
}

/// Whether the bytes begin as a thin or fat Mach-O file (a Java class shares the fat magic and is told apart).
pub fn is_macho(bytes: &[u8]) -> bool {
    let mut reader = Reader::new(bytes, "Mach-O");
    match reader.u32() {
        Ok(MAGIC_32 | MAGIC_64) => true,
        Ok(magic) if matches!(magic.swap_bytes(), FAT_32 | FAT_64) => slices(bytes).is_ok(),
        _ => false,
    }
}

/// The architectures of a file; a thin file has one. Slices that do not fit the file are left out, with an anomaly.
///
/// # Errors
/// When the bytes are no Mach-O file.
pub fn slices(bytes: &[u8]) -> FormatResult<Parsed<Vec<SliceRange>>> {
    let mut reader = Reader::new(bytes, "Mach-O");
    let magic = reader.u32()?;
    if matches!(magic, MAGIC_32 | MAGIC_64) {
        let cpu = Cpu { kind: reader.u32()?, subtype: reader.u32()? };
        return Ok(Parsed { value: vec![SliceRange { cpu, offset: 0, length: bytes.len() }], anomalies: Vec::new() });
    }
    let wide = match magic.swap_bytes() {
        FAT_32 => false,
        FAT_64 => true,
        _ => return Err(FormatError::BadMagic { what: "Mach-O" }),
    };
    let mut parsed: Parsed<Vec<SliceRange>> = Parsed::default();
    let count = u64::from(reader.u32_be()?);
    // A Java class has its version there: 45 and up. No fat file has had more than a dozen.
    if count == 0 || count > 40 {
        return Err(FormatError::BadMagic { what: "Mach-O" });
    }
    let count = reader.count(count, if wide { 32 } else { 20 })?;
    for _ in 0..count {
        let cpu = Cpu { kind: reader.u32_be()?, subtype: reader.u32_be()? };
        let (offset, length) = if wide {
            let place = (reader.u64_be()?, reader.u64_be()?);
            reader.skip(8)?;
            place
        } else {
            let place = (u64::from(reader.u32_be()?), u64::from(reader.u32_be()?));
            reader.skip(4)?;
            place
        };
        let (offset, length) =
            (usize::try_from(offset).unwrap_or(usize::MAX), usize::try_from(length).unwrap_or(usize::MAX));
        let available = bytes.len().saturating_sub(offset);
        if available < 28 {
            parsed.anomalies.push(Anomaly::new("macho-slice-outside", offset as u64, cpu.name()));
            continue;
        }
        if length > available {
            parsed.anomalies.push(Anomaly::new("macho-slice-cut", offset as u64, cpu.name()));
        }
        parsed.value.push(SliceRange { cpu, offset, length: length.min(available) });
    }
    if parsed.value.is_empty() {
        return Err(FormatError::BadMagic { what: "Mach-O" });
    }
    Ok(parsed)
}

impl MachO<'_> {
    /// Whether the slice ends before a segment that its load commands place in it: what is left does not show what the
    /// program does. The system refuses to map such a file.
    pub fn is_cut(&self) -> bool {
        let end = self.bytes().len() as u64;
        self.kind != FileKind::DebugSymbols
            && self.segments.iter().any(|s| s.file_size > 0 && s.offset.saturating_add(s.file_size) > end)
    }
}

/// A segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment<'a> {
    /// `__TEXT`, `__DATA`, ...
    pub name: Cow<'a, str>,
    /// Virtual address.
    pub address: u64,
    /// Bytes in memory.
    pub size: u64,
    /// Offset in the slice.
    pub offset: u64,
    /// Bytes in the slice.
    pub file_size: u64,
    /// Initial protection: 1 read, 2 write, 4 execute.
    pub protection: u32,
    /// Segment flags (`SG_*`).
    pub flags: u32,
    pointer_format: u16,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section<'a> {
    /// Segment's name.
    pub segment: Cow<'a, str>,
    /// `__text`, `__cstring`, ...
    pub name: Cow<'a, str>,
    /// Virtual address.
    pub address: u64,
    /// Bytes.
    pub size: u64,
    /// Offset in the slice.
    pub offset: u32,
    /// Type and attributes (`S_*`).
    pub flags: u32,
    /// First entry in the indirect symbol table, for stubs and pointers.
    pub indirect: u32,
    /// Bytes of one stub.
    pub stub_size: u32,
}

impl Section<'_> {
    /// The low byte of the flags: `S_CSTRING_LITERALS` is 2, `S_SYMBOL_STUBS` 8, ...
    pub fn kind(&self) -> u8 {
        (self.flags & 0xff) as u8
    }
}

/// A linked library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dylib<'a> {
    /// Install name.
    pub name: Cow<'a, str>,
    /// Current version, `X.Y.Z`.
    pub version: String,
    /// Weakly linked.
    pub weak: bool,
}

/// What `LC_ENCRYPTION_INFO` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encryption {
    /// First encrypted byte of the slice.
    pub offset: u32,
    /// Bytes.
    pub size: u32,
    /// 0: not encrypted (yet); else encrypted.
    pub id: u32,
}

/// Platform and versions that the binary was built for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildVersion {
    /// `ios`, `ios-simulator`, `macos`, `watchos`, `tvos`, `maccatalyst`, ...
    pub platform: &'static str,
    /// Lowest system version, `X.Y` or `X.Y.Z`.
    pub minimum_os: String,
    /// SDK version.
    pub sdk: String,
}

/// Header flags that are asked for.
pub mod flags {
    /// `MH_PIE`.
    pub const PIE: u32 = 0x20_0000;
    /// `MH_ALLOW_STACK_EXECUTION`.
    pub const ALLOW_STACK_EXECUTION: u32 = 0x2_0000;
    /// `MH_NO_HEAP_EXECUTION`.
    pub const NO_HEAP_EXECUTION: u32 = 0x100_0000;
}

/// What a Mach-O file is, by its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// `MH_OBJECT`.
    Object,
    /// `MH_EXECUTE`.
    Executable,
    /// `MH_DYLIB` and its stub.
    Library,
    /// `MH_BUNDLE`.
    Bundle,
    /// `MH_DSYM`.
    DebugSymbols,
    /// Another, by number.
    Other(u32),
}

/// One slice of a Mach-O file.
#[derive(Debug, Clone)]
pub struct MachO<'a> {
    bytes: &'a [u8],
    /// Offset of the slice in its file.
    pub slice_offset: usize,
    /// Processor.
    pub cpu: Cpu,
    /// What it is.
    pub kind: FileKind,
    /// Header flags, see [`flags`].
    pub flags: u32,
    /// Segments in order.
    pub segments: Vec<Segment<'a>>,
    /// Sections in order (symbols refer to them by 1-based position).
    pub sections: Vec<Section<'a>>,
    /// Linked libraries in order (imports refer to them by 1-based position).
    pub dylibs: Vec<Dylib<'a>>,
    /// Own install name, for libraries.
    pub install_name: Option<Cow<'a, str>>,
    /// Own current version, for libraries.
    pub own_version: Option<String>,
    /// `LC_RPATH` paths.
    pub rpaths: Vec<Cow<'a, str>>,
    /// Encryption, when the command is there.
    pub encryption: Option<Encryption>,
    /// Build versions (zippered files have two).
    pub builds: Vec<BuildVersion>,
    /// Address of the entry point.
    pub entry: Option<u64>,
    /// UUID.
    pub uuid: Option<[u8; 16]>,
    /// `LC_SOURCE_VERSION`, `A.B.C.D.E`.
    pub source_version: Option<String>,
    /// Options that object files pass to the linker.
    pub linker_options: Vec<String>,
    /// Symbol table.
    pub symbols: Vec<Symbol<'a>>,
    /// Imported symbols, each (name, library) once.
    pub imports: Vec<Import<'a>>,
    /// Exported symbols.
    pub exports: Vec<Export>,
    /// Start addresses of functions, sorted, from `LC_FUNCTION_STARTS`.
    pub function_starts: Vec<u64>,
    /// Whether a `__RESTRICT,__restrict` section is there.
    pub restricted: bool,
    wide: bool,
    base: u64,
    binds: Vec<(u64, u32)>,
    ordinals: Vec<u32>,
    stubs: Vec<(u64, u32)>,
    stub_names: Vec<Cow<'a, str>>,
    signature: Option<(usize, usize)>,
}

impl<'a> MachO<'a> {
    /// Reads one slice: `file` is the whole file, `range` from [`slices`]. Damaged parts are left out, with an anomaly.
    ///
    /// # Errors
    /// When the header is no Mach-O header.
    pub fn parse(file: &'a [u8], range: &SliceRange, limits: &Limits) -> FormatResult<Parsed<Self>> {
        load::parse(file, range, limits)
    }

    /// The bytes of the slice.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Whether addresses are 64-bit.
    pub fn is_64(&self) -> bool {
        self.wide
    }

    /// Preferred load address: that of the segment which holds the header.
    pub fn base(&self) -> u64 {
        self.base
    }

    /// Whether part of the slice is encrypted (FairPlay): its code cannot be observed.
    pub fn is_encrypted(&self) -> bool {
        self.encryption.is_some_and(|e| e.id != 0)
    }

    /// A section by segment and name.
    pub fn section(&self, segment: &str, name: &str) -> Option<&Section<'a>> {
        self.sections.iter().find(|s| s.name == name && s.segment == segment)
    }

    /// All sections of a name, whatever their segment (`__objc_classlist` moves between `__DATA` and `__DATA_CONST`).
    pub fn sections_named<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Section<'a>> {
        self.sections.iter().filter(move |s| s.name == name)
    }

    /// The bytes of a section; empty when it has none in the file or is encrypted.
    pub fn section_bytes(&self, section: &Section<'_>) -> &'a [u8] {
        // Zero-fill sections (1, 12, 18) have no bytes.
        if matches!(section.kind(), 1 | 12 | 18) {
            return &[];
        }
        let size = usize::try_from(section.size).unwrap_or(usize::MAX);
        let start = section.offset as usize;
        let size = size.min(self.bytes.len().saturating_sub(start));
        self.clear(start, size).unwrap_or_default()
    }

    /// `length` bytes of the slice at a file offset, unless they are encrypted.
    fn clear(&self, offset: usize, length: usize) -> Option<&'a [u8]> {
        let end = offset.checked_add(length)?;
        if let Some(encryption) = self.encryption.filter(|e| e.id != 0) {
            let from = encryption.offset as usize;
            let to = from.saturating_add(encryption.size as usize);
            if offset < to && end > from {
                return None;
            }
        }
        self.bytes.get(offset..end)
    }

    /// Offset in the slice of an address.
    pub fn offset_of(&self, address: u64) -> Option<usize> {
        let segment = self.segment_at(address)?;
        let within = address.checked_sub(segment.address)?;
        if within >= segment.file_size {
            return None;
        }
        usize::try_from(segment.offset.checked_add(within)?).ok()
    }

    /// The segment that holds an address.
    pub fn segment_at(&self, address: u64) -> Option<&Segment<'a>> {
        self.segments.iter().find(|s| address.checked_sub(s.address).is_some_and(|within| within < s.size))
    }

    /// The section that holds an address.
    pub fn section_at(&self, address: u64) -> Option<&Section<'a>> {
        self.sections.iter().find(|s| address.checked_sub(s.address).is_some_and(|within| within < s.size))
    }

    /// `length` bytes at an address, unless they are encrypted or not in the file.
    pub fn bytes_at(&self, address: u64, length: usize) -> Option<&'a [u8]> {
        self.clear(self.offset_of(address)?, length)
    }

    /// Four bytes at an address.
    pub fn u32_at(&self, address: u64) -> Option<u32> {
        Some(u32::from_le_bytes(self.bytes_at(address, 4)?.try_into().ok()?))
    }

    /// Eight bytes at an address.
    pub fn u64_at(&self, address: u64) -> Option<u64> {
        Some(u64::from_le_bytes(self.bytes_at(address, 8)?.try_into().ok()?))
    }

    /// The bytes of a NUL-terminated string at an address, at most 64 KiB.
    pub fn c_string(&self, address: u64) -> Option<&'a [u8]> {
        let offset = self.offset_of(address)?;
        let rest = self.bytes.get(offset..)?;
        let window = rest.get(..rest.len().min(65_536))?;
        let length = memchr::memchr(0, window)?;
        self.clear(offset, length)
    }

    /// The same as text; none when it is not UTF-8.
    pub fn text(&self, address: u64) -> Option<&'a str> {
        std::str::from_utf8(self.c_string(address)?).ok()
    }

    /// The target of a 32-bit offset relative to its own address.
    pub fn relative(&self, address: u64) -> Option<u64> {
        let offset = self.u32_at(address)? as i32;
        (offset != 0).then(|| address.wrapping_add(i64::from(offset) as u64))
    }

    /// The same, where the low bit says that the target is a pointer to the thing meant.
    pub fn relative_indirectable(&self, address: u64) -> Option<Pointer> {
        let offset = self.u32_at(address)? as i32;
        if offset == 0 {
            return None;
        }
        let target = address.wrapping_add(i64::from(offset & !1) as u64);
        if offset & 1 == 0 { Some(Pointer::To(target)) } else { self.pointer(target) }
    }

    /// Bytes of a pointer.
    pub fn pointer_size(&self) -> u64 {
        if self.wide { 8 } else { 4 }
    }

    /// Name of the import that a stub at an address jumps to.
    pub fn stub(&self, address: u64) -> Option<&str> {
        let position = self.stubs.binary_search_by_key(&address, |(stub, _)| *stub).ok()?;
        let (_, name) = self.stubs.get(position)?;
        self.stub_names.get(*name as usize).map(|name| &**name)
    }

    /// Name of an import by its position.
    pub fn import_name(&self, index: u32) -> Option<&str> {
        self.imports.get(index as usize).map(|import| &*import.name)
    }

    /// Whether a symbol of that name is imported.
    pub fn imports_symbol(&self, name: &str) -> bool {
        self.imports.iter().any(|import| import.name == name)
    }

    /// The code signature, when one is there and readable.
    pub fn code_signature(&self) -> Option<CodeSignature<'a>> {
        let (offset, size) = self.signature?;
        codesign::parse(self.bytes, offset, size).ok()
    }

    /// Whether a code signature command is there, readable or not.
    pub fn is_signed(&self) -> bool {
        self.signature.is_some()
    }

    /// Objective-C metadata.
    pub fn objc(&self, limits: &Limits) -> Parsed<Objc> {
        objc::parse(self, limits)
    }

    /// Swift metadata.
    pub fn swift(&self, limits: &Limits) -> Swift {
        swift::parse(self, limits)
    }

    /// Calls `visit` with every string literal of the slice, section by section.
    pub fn literals(&self, visit: &mut dyn FnMut(Literal<'_>)) {
        strings::literals(self, visit);
    }

    /// The text of a constant `NSString` / `CFString` object at an address.
    pub fn cf_string(&self, address: u64) -> Option<Cow<'a, str>> {
        strings::cf_string(self, address)
    }
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
