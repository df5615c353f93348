//! Dalvik executables: ids, classes, code items (source.android.com, «Dalvik executable format», versions 035 to 041).
//!
//! [`Dex`] borrows the bytes and decodes on access: nothing is copied that nobody asks for. Every access is checked, so
//! a table that lies gives `None`, never a panic; what a header claims against its bytes becomes an [`Anomaly`].

mod annotation;
mod class;
mod code;
mod insn;
mod string;

pub use annotation::{Annotation, Annotations, EncodedValue};
pub use class::{ClassData, ClassDef, EncodedField, EncodedMethod};
pub use code::{Code, Handler, Lines, Try, Units};
pub use insn::{Args, Format, Insn, Payload, format, opcode, units};
pub use string::mutf8;

use std::borrow::Cow;

use super::{Anomaly, FormatError, FormatResult, Parsed, Reader};

/// «No index» in class definitions, debug information and more.
pub const NO_INDEX: u32 = 0xffff_ffff;
/// `ACC_STATIC` (JVMS §4.6, table 4.6-A, as in the Dalvik format).
pub const ACC_STATIC: u32 = 0x8;
/// `ACC_NATIVE`.
pub const ACC_NATIVE: u32 = 0x100;
/// `ACC_INTERFACE`.
pub const ACC_INTERFACE: u32 = 0x200;
/// `ACC_ABSTRACT`.
pub const ACC_ABSTRACT: u32 = 0x400;
/// `ACC_SYNTHETIC`.
pub const ACC_SYNTHETIC: u32 = 0x1000;
/// `ACC_ENUM`.
pub const ACC_ENUM: u32 = 0x4000;

/// Whether oddities of [`parse`] mean that part of the file is not there. The runtime refuses such a file; what is left of it
/// does not show what the code does.
pub fn is_cut(anomalies: &[Anomaly]) -> bool {
    anomalies.iter().any(|odd| matches!(odd.code, "dex-file-cut" | "dex-table-size" | "dex-container-broken"))
}

/// One dex file, borrowed. In a container (version 041) several share the bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Dex<'a> {
    bytes: &'a [u8],
    /// Version from the magic: 35, 37, 38, 39, 40, 41.
    pub version: u16,
    /// Offset of this header in `bytes`; zero outside containers.
    pub header: usize,
    string_ids: &'a [u8],
    type_ids: &'a [u8],
    proto_ids: &'a [u8],
    field_ids: &'a [u8],
    method_ids: &'a [u8],
    class_defs: &'a [u8],
    call_site_ids: &'a [u8],
    method_handles: &'a [u8],
}

/// A method's prototype.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proto<'a> {
    /// Type index of the result.
    pub result: u32,
    /// Type indices of the parameters, two bytes each.
    parameters: &'a [u8],
}

impl Proto<'_> {
    /// Type indices of the parameters.
    pub fn parameters(&self) -> impl ExactSizeIterator<Item = u32> + '_ {
        self.parameters.chunks_exact(2).map(|pair| u32::from(le16(pair)))
    }
}

/// A field's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldId {
    /// Type index of the class.
    pub class: u32,
    /// Type index of the value.
    pub ty: u32,
    /// String index of the name.
    pub name: u32,
}

/// A method's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MethodId {
    /// Type index of the class.
    pub class: u32,
    /// Prototype index.
    pub proto: u32,
    /// String index of the name.
    pub name: u32,
}

/// A method handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MethodHandle {
    /// 0–3 field put/get, 4 static, 5 instance, 6 constructor, 7 direct, 8 interface.
    pub kind: u16,
    /// Field or method index, by kind.
    pub member: u32,
}

/// A call site of `invoke-custom`: what the bootstrap method is given.
#[derive(Debug, Clone, PartialEq)]
pub struct CallSiteItem {
    /// Values in order: bootstrap method handle, name, method type, then extra arguments.
    pub values: Vec<EncodedValue>,
}

fn le16(pair: &[u8]) -> u16 {
    pair.try_into().map(u16::from_le_bytes).unwrap_or_default()
}

fn word(table: &[u8], at: usize) -> Option<u32> {
    let end = at.checked_add(4)?;
    Some(u32::from_le_bytes(table.get(at..end)?.try_into().ok()?))
}

fn half(table: &[u8], at: usize) -> Option<u32> {
    let end = at.checked_add(2)?;
    Some(u32::from(u16::from_le_bytes(table.get(at..end)?.try_into().ok()?)))
}

/// A row's offset in a table of rows of `size` bytes.
fn row(index: u32, size: usize) -> usize {
    (index as usize).saturating_mul(size)
}

fn rows(table: &[u8], size: usize) -> u32 {
    u32::try_from(table.len().checked_div(size).unwrap_or(0)).unwrap_or(u32::MAX)
}

/// All dex files of a member: one, or the headers of a container one after another. Oddities are gathered for all.
///
/// # Errors
/// When the first header cannot be read at all (no magic, shorter than a header).
pub fn parse(bytes: &[u8]) -> FormatResult<Parsed<Vec<Dex<'_>>>> {
    let mut anomalies = Vec::new();
    let (first, mut next) = header(bytes, 0, &mut anomalies)?;
    let mut value = vec![first];
    while let Some(at) = next.filter(|&at| at < bytes.len()) {
        match header(bytes, at, &mut anomalies) {
            Ok((dex, after)) => {
                value.push(dex);
                next = after.filter(|&after| after > at);
            }
            Err(_) => {
                anomalies.push(Anomaly::new("dex-container-broken", at as u64, ""));
                break;
            }
        }
    }
    Ok(Parsed { value, anomalies })
}

/// One header; with it, in a container, where the next one would be.
fn header<'a>(bytes: &'a [u8], at: usize, odd: &mut Vec<Anomaly>) -> FormatResult<(Dex<'a>, Option<usize>)> {
    let mut reader = Reader::new(bytes, "dex").at(at);
    let magic = reader.array::<8>()?;
    let version = match magic {
        [b'd', b'e', b'x', b'\n', a @ b'0'..=b'9', b @ b'0'..=b'9', c @ b'0'..=b'9', 0] => {
            let digit = |d: u8| u16::from(d.wrapping_sub(b'0'));
            digit(a).wrapping_mul(100).wrapping_add(digit(b).wrapping_mul(10)).wrapping_add(digit(c))
        }
        _ => return Err(FormatError::BadMagic { what: "dex" }),
    };
    if !matches!(version, 35 | 37..=41) {
        odd.push(Anomaly::new("dex-version", at as u64, version));
    }
    let checksum = reader.u32()?;
    reader.skip(20)?;
    let file_size = reader.u32()?;
    let header_size = reader.u32()?;
    let endian = reader.u32()?;
    reader.skip(8)?;
    let map_off = reader.u32()?;
    let mut pairs = [(0u32, 0u32); 7];
    for pair in &mut pairs {
        *pair = (reader.u32()?, reader.u32()?);
    }
    let container = version >= 41 && header_size >= 0x78;
    let end = at.checked_add(file_size as usize).filter(|&end| end <= bytes.len() && file_size >= 0x70);
    let whole = bytes.get(at..end.unwrap_or(bytes.len())).unwrap_or_default();
    if file_size as usize > bytes.len().saturating_sub(at) {
        odd.push(Anomaly::new("dex-file-cut", at.saturating_add(0x20) as u64, file_size));
    } else if end.is_none() || (!container && whole.len() != bytes.len()) {
        odd.push(Anomaly::new("dex-file-size", at.saturating_add(0x20) as u64, file_size));
    }
    if simd_adler32::adler32(&whole.get(12..).unwrap_or_default()) != checksum {
        odd.push(Anomaly::new("dex-checksum", at.saturating_add(8) as u64, format_args!("{checksum:#010x}")));
    }
    if header_size != if version >= 41 { 0x78 } else { 0x70 } {
        odd.push(Anomaly::new("dex-header-size", at.saturating_add(0x24) as u64, header_size));
    }
    if endian != 0x1234_5678 {
        odd.push(Anomaly::new("dex-endian-tag", at.saturating_add(0x28) as u64, format_args!("{endian:#x}")));
    }
    // Offsets of a container count from its start; a member written as if it stood alone counts from its own header.
    let [strings, ..] = pairs;
    let base = if container && (strings.1 as usize) >= at { 0 } else { at };
    let space = bytes.get(base..).unwrap_or_default();
    let mut table = |(count, offset): (u32, u32), size: usize, name: &'static str| -> &'a [u8] {
        let start = offset as usize;
        let wanted = (count as usize).saturating_mul(size);
        let rest = space.get(start..).unwrap_or_default();
        if wanted > rest.len() {
            odd.push(Anomaly::new("dex-table-size", start as u64, format_args!("{name} {count}")));
        }
        let fits = rest.len().min(wanted);
        let fits = fits.wrapping_sub(fits.checked_rem(size).unwrap_or(0));
        rest.get(..fits).unwrap_or_default()
    };
    let [strings, types, protos, fields, methods, classes, _data] = pairs;
    let mut dex = Dex {
        bytes: space,
        version,
        header: at,
        string_ids: table(strings, 4, "string_ids"),
        type_ids: table(types, 4, "type_ids"),
        proto_ids: table(protos, 12, "proto_ids"),
        field_ids: table(fields, 8, "field_ids"),
        method_ids: table(methods, 8, "method_ids"),
        class_defs: table(classes, 32, "class_defs"),
        ..Dex::default()
    };
    read_map(&mut dex, map_off, &pairs, odd);
    let next = container.then(|| at.checked_add((file_size as usize).max(0x70))).flatten();
    Ok((dex, next))
}

/// Takes the tables that only the map names, and compares the rest with the header.
fn read_map(dex: &mut Dex<'_>, map_off: u32, pairs: &[(u32, u32); 7], odd: &mut Vec<Anomaly>) {
    let mut reader = Reader::new(dex.bytes, "dex map").at(map_off as usize);
    let Some(count) = reader.u32().ok().and_then(|n| reader.count(u64::from(n), 12).ok()).filter(|_| map_off != 0)
    else {
        odd.push(Anomaly::new("dex-map", u64::from(map_off), "unreadable"));
        return;
    };
    for _ in 0..count {
        let (Ok(kind), Ok(()), Ok(size), Ok(offset)) = (reader.u16(), reader.skip(2), reader.u32(), reader.u32())
        else {
            return;
        };
        let rest = dex.bytes.get(offset as usize..).unwrap_or_default();
        let cut = |bytes: usize| rest.get(..(size as usize).saturating_mul(bytes)).unwrap_or_default();
        match kind {
            1..=6 => {
                let claimed = pairs.get(usize::from(kind).wrapping_sub(1)).copied().unwrap_or_default();
                if claimed != (size, offset) {
                    odd.push(Anomaly::new("dex-map", u64::from(offset), format_args!("section {kind} differs")));
                }
            }
            7 => dex.call_site_ids = cut(4),
            8 => dex.method_handles = cut(8),
            _ => {}
        }
    }
}

impl<'a> Dex<'a> {
    /// The bytes that offsets count from.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// A reader at an offset.
    pub fn reader(&self, offset: u32) -> Reader<'a> {
        Reader::new(self.bytes, "dex").at(offset as usize)
    }

    /// Number of strings.
    pub fn string_count(&self) -> u32 {
        rows(self.string_ids, 4)
    }

    /// Number of types.
    pub fn type_count(&self) -> u32 {
        rows(self.type_ids, 4)
    }

    /// Number of prototypes.
    pub fn proto_count(&self) -> u32 {
        rows(self.proto_ids, 12)
    }

    /// Number of field names.
    pub fn field_count(&self) -> u32 {
        rows(self.field_ids, 8)
    }

    /// Number of method names.
    pub fn method_count(&self) -> u32 {
        rows(self.method_ids, 8)
    }

    /// Number of class definitions.
    pub fn class_count(&self) -> u32 {
        rows(self.class_defs, 32)
    }

    /// The bytes of a string, in Modified UTF-8, without the final NUL.
    pub fn string_bytes(&self, index: u32) -> Option<&'a [u8]> {
        let mut reader = self.reader(word(self.string_ids, row(index, 4))?);
        reader.uleb128().ok()?;
        reader.c_string().ok()
    }

    /// A string; unpaired surrogates become U+FFFD.
    pub fn string(&self, index: u32) -> Option<Cow<'a, str>> {
        self.string_bytes(index).map(mutf8)
    }

    /// The index of an ASCII text in the string table, which is sorted.
    pub fn find_string(&self, text: &[u8]) -> Option<u32> {
        let (mut low, mut high) = (0, self.string_count());
        while low < high {
            let middle = u32::midpoint(low, high);
            match self.string_bytes(middle)?.cmp(text) {
                std::cmp::Ordering::Less => low = middle.checked_add(1)?,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// String index of a type's descriptor.
    pub fn type_string(&self, index: u32) -> Option<u32> {
        word(self.type_ids, row(index, 4))
    }

    /// A type's descriptor: `Lcom/example/Main;`, `[I`.
    pub fn type_name(&self, index: u32) -> Option<Cow<'a, str>> {
        self.string(self.type_string(index)?)
    }

    /// A prototype.
    pub fn proto(&self, index: u32) -> Option<Proto<'a>> {
        let at = row(index, 12);
        let result = word(self.proto_ids, at.saturating_add(4))?;
        let list = word(self.proto_ids, at.saturating_add(8))?;
        Some(Proto { result, parameters: self.type_list(list) })
    }

    /// Type indices of a type list (two bytes each); empty for offset zero or a list that does not fit.
    fn type_list(&self, offset: u32) -> &'a [u8] {
        if offset == 0 {
            return &[];
        }
        let mut reader = self.reader(offset);
        let count = reader.u32().unwrap_or(0);
        reader.take((count as usize).saturating_mul(2)).unwrap_or_default()
    }

    /// A field's name.
    pub fn field(&self, index: u32) -> Option<FieldId> {
        let at = row(index, 8);
        Some(FieldId {
            class: half(self.field_ids, at)?,
            ty: half(self.field_ids, at.saturating_add(2))?,
            name: word(self.field_ids, at.saturating_add(4))?,
        })
    }

    /// A method's name.
    pub fn method(&self, index: u32) -> Option<MethodId> {
        let at = row(index, 8);
        Some(MethodId {
            class: half(self.method_ids, at)?,
            proto: half(self.method_ids, at.saturating_add(2))?,
            name: word(self.method_ids, at.saturating_add(4))?,
        })
    }

    /// A method handle.
    pub fn method_handle(&self, index: u32) -> Option<MethodHandle> {
        let at = row(index, 8);
        Some(MethodHandle {
            kind: u16::try_from(half(self.method_handles, at)?).ok()?,
            member: half(self.method_handles, at.saturating_add(4))?,
        })
    }

    /// A call site of `invoke-custom`.
    pub fn call_site(&self, index: u32) -> Option<CallSiteItem> {
        let mut reader = self.reader(word(self.call_site_ids, row(index, 4))?);
        Some(CallSiteItem { values: annotation::encoded_array(&mut reader, 0)? })
    }
}

#[cfg(test)]
mod tests;
