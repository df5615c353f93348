//! Pointers that the loader fills in: chained fixups (`LC_DYLD_CHAINED_FIXUPS`) and bind opcodes (`LC_DYLD_INFO`).

use std::borrow::Cow;

use super::{MachO, Reader};
use crate::format::{FormatError, FormatResult};
use crate::limits::Limits;

/// An imported symbol.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import<'a> {
    /// Name, leading underscore included.
    pub name: Cow<'a, str>,
    /// 1-based library; 0 this image, -1 the main executable, -2 flat lookup, -3 weak lookup.
    pub library: i32,
    /// May be missing at run time.
    pub weak: bool,
}

/// What a pointer in a data segment points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pointer {
    /// An address of this image.
    To(u64),
    /// An import, by position in [`MachO::imports`].
    Import(u32),
}

/// The format number used for the pointers of threaded binds (`BIND_OPCODE_THREADED`), which are those of
/// `DYLD_CHAINED_PTR_ARM64E`.
const ARM64E: u16 = 1;

impl MachO<'_> {
    /// What the pointer at an address points to; none when it is null, outside the file, or encrypted.
    pub fn pointer(&self, address: u64) -> Option<Pointer> {
        if let Ok(position) = self.binds.binary_search_by_key(&address, |(at, _)| *at) {
            return self.binds.get(position).map(|(_, import)| Pointer::Import(*import));
        }
        let raw = if self.wide { self.u64_at(address)? } else { u64::from(self.u32_at(address)?) };
        if raw == 0 {
            return None;
        }
        let format = self.segment_at(address).map_or(0, |s| s.pointer_format);
        self.decode(raw, format)
    }

    /// The address that a pointer points to inside this image.
    pub fn target(&self, address: u64) -> Option<u64> {
        match self.pointer(address)? {
            Pointer::To(target) => Some(target),
            Pointer::Import(_) => None,
        }
    }

    fn decode(&self, raw: u64, format: u16) -> Option<Pointer> {
        let bits = |low: u32, count: u32| raw.wrapping_shr(low) & 1u64.wrapping_shl(count).wrapping_sub(1);
        let offset = |target: u64| Some(Pointer::To(self.base.wrapping_add(target)));
        let ordinal = |ordinal: u64| {
            let ordinal = u32::try_from(ordinal).ok()?;
            if self.ordinals.is_empty() {
                return Some(Pointer::Import(ordinal));
            }
            self.ordinals.get(ordinal as usize).copied().map(Pointer::Import)
        };
        match format {
            0 => Some(Pointer::To(raw)),
            // ARM64E, KERNEL, USERLAND, FIRMWARE, USERLAND24
            1 | 7 | 9 | 10 | 12 => match (bits(63, 1), bits(62, 1)) {
                (_, 1) => ordinal(bits(0, if format == 12 { 24 } else { 16 })),
                (1, _) => offset(bits(0, 32)),
                _ if matches!(format, 1 | 10) => Some(Pointer::To(bits(0, 43))),
                _ => offset(bits(0, 43)),
            },
            2 | 6 if bits(63, 1) == 1 => ordinal(bits(0, 24)),
            2 => Some(Pointer::To(bits(0, 36))),
            6 => offset(bits(0, 36)),
            3 if bits(31, 1) == 1 => ordinal(bits(0, 20)),
            3 | 5 => Some(Pointer::To(bits(0, 26))),
            4 => offset(bits(0, 30)),
            8 | 11 => offset(bits(0, 30)),
            13 => offset(bits(0, 34)),
            // ARM64E_SEGMENTED: an offset in a segment.
            14 => {
                let segment = self.segments.get(usize::try_from(bits(28, 4)).ok()?)?;
                Some(Pointer::To(segment.address.wrapping_add(bits(0, 28))))
            }
            _ => None,
        }
    }
}

/// `LC_DYLD_CHAINED_FIXUPS`: the import table, and each segment's pointer format.
pub(super) fn chained<'a>(macho: &mut MachO<'a>, data: &'a [u8], limits: &Limits) -> FormatResult<()> {
    let whole = Reader::new(data, "chained fixups");
    let mut reader = whole.at(4);
    let (starts, imports, symbols) = (reader.u32()?, reader.u32()?, reader.u32()?);
    let (count, format, compression) = (reader.u32()?, reader.u32()?, reader.u32()?);
    let mut reader = whole.at(starts as usize);
    let segments = reader.u32()?;
    for position in 0..reader.count(u64::from(segments), 4)? {
        let offset = reader.u32()?;
        if offset == 0 {
            continue;
        }
        let mut info = whole.at((starts as usize).saturating_add(offset as usize).saturating_add(6));
        let format = info.u16()?;
        if let Some(segment) = macho.segments.get_mut(position) {
            segment.pointer_format = format;
        }
    }
    if compression != 0 {
        return Err(FormatError::Malformed { what: "chained fixups", why: "compressed symbols", offset: 0 });
    }
    let names = data.get(symbols as usize..).unwrap_or_default();
    let mut reader = whole.at(imports as usize);
    let size = match format {
        1 => 4,
        2 => 8,
        3 => 16,
        _ => return Err(reader.malformed("import format")),
    };
    let count = reader.count(u64::from(count), size)?.min(limits.table_items);
    macho.imports.reserve(count);
    for _ in 0..count {
        let (library, weak, name) = if format == 3 {
            let raw = reader.u64()?;
            reader.skip(8)?;
            (i32::from(raw as u16 as i16), raw >> 16 & 1, raw >> 32)
        } else {
            let raw = reader.u32()?;
            reader.skip(if format == 2 { 4 } else { 0 })?;
            (i32::from(raw as u8 as i8), u64::from(raw >> 8 & 1), u64::from(raw >> 9))
        };
        let rest = names.get(usize::try_from(name).unwrap_or(usize::MAX)..).unwrap_or_default();
        let rest = rest.get(..rest.len().min(65_536)).unwrap_or_default();
        let length = memchr::memchr(0, rest).unwrap_or(rest.len());
        let name = String::from_utf8_lossy(rest.get(..length).unwrap_or_default());
        macho.imports.push(Import { name, library, weak: weak == 1 });
    }
    Ok(())
}

/// The state of the bind machine.
struct Machine<'a> {
    name: Cow<'a, str>,
    library: i32,
    weak: bool,
    segment: usize,
    offset: u64,
    import: Option<u32>,
    threaded: bool,
}

/// The library of symbols that are looked up in all images that offer one (`BIND_SPECIAL_DYLIB_WEAK_LOOKUP`).
pub(super) const WEAK: i32 = -3;

/// One stream of bind opcodes (ordinary, weak or lazy). `library` is where symbols are looked up until the stream names one:
/// the weak stream names none.
pub(super) fn binds<'a>(macho: &mut MachO<'a>, data: &'a [u8], library: i32) -> FormatResult<()> {
    let mut reader = Reader::new(data, "bind opcodes");
    let pointer = macho.pointer_size();
    // There cannot be more binds than pointers in the file.
    let mut left = macho.bytes.len() / 4;
    let mut known: rustc_hash::FxHashMap<(Cow<'a, str>, i32), u32> = macho
        .imports
        .iter()
        .enumerate()
        .map(|(position, import)| ((import.name.clone(), import.library), position as u32))
        .collect();
    let mut machine =
        Machine { name: Cow::Borrowed(""), library, weak: false, segment: 0, offset: 0, import: None, threaded: false };
    while reader.remaining() > 0 {
        let byte = reader.u8()?;
        let immediate = byte & 0xf;
        let (count, skip) = match byte & 0xf0 {
            // DONE ends the ordinary stream; the lazy stream has one after each symbol.
            0x00 => (0, 0),
            0x10 => {
                machine.library = i32::from(immediate);
                machine.import = None;
                (0, 0)
            }
            0x20 => {
                machine.library = i32::try_from(reader.uleb128()?).unwrap_or(i32::MAX);
                machine.import = None;
                (0, 0)
            }
            0x30 => {
                machine.library = if immediate == 0 { 0 } else { i32::from((immediate | 0xf0) as i8) };
                machine.import = None;
                (0, 0)
            }
            0x40 => {
                machine.name = String::from_utf8_lossy(reader.c_string()?);
                machine.weak = immediate & 1 != 0;
                machine.import = None;
                (0, 0)
            }
            0x50 => (0, 0),
            0x60 => {
                reader.sleb128()?;
                (0, 0)
            }
            0x70 => {
                machine.segment = usize::from(immediate);
                machine.offset = reader.uleb128()?;
                (0, 0)
            }
            0x80 => {
                machine.offset = machine.offset.wrapping_add(reader.uleb128()?);
                (0, 0)
            }
            0x90 => (1, 0),
            0xa0 => (1, reader.uleb128()?),
            0xb0 => (1, u64::from(immediate).wrapping_mul(pointer)),
            0xc0 => (reader.uleb128()?, reader.uleb128()?),
            0xd0 => {
                if immediate == 0 {
                    reader.uleb128()?;
                    machine.threaded = true;
                } else {
                    macho.segments.iter_mut().for_each(|s| s.pointer_format = ARM64E);
                }
                (0, 0)
            }
            _ => return Err(reader.malformed("bind opcode")),
        };
        for _ in 0..count {
            left = left.checked_sub(1).ok_or_else(|| reader.malformed("more binds than pointers"))?;
            machine.bind(macho, &mut known, pointer.wrapping_add(skip));
        }
    }
    Ok(())
}

impl<'a> Machine<'a> {
    fn bind(&mut self, macho: &mut MachO<'a>, known: &mut rustc_hash::FxHashMap<(Cow<'a, str>, i32), u32>, step: u64) {
        let import = *self.import.get_or_insert_with(|| {
            *known.entry((self.name.clone(), self.library)).or_insert_with(|| {
                macho.imports.push(Import { name: self.name.clone(), library: self.library, weak: self.weak });
                macho.imports.len().saturating_sub(1) as u32
            })
        });
        if self.threaded {
            macho.ordinals.push(import);
            return;
        }
        if let Some(segment) = macho.segments.get(self.segment)
            && self.offset < segment.size
        {
            macho.binds.push((segment.address.wrapping_add(self.offset), import));
        }
        self.offset = self.offset.wrapping_add(step);
    }
}
