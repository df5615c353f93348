//! String pools and typed values: the two structures that binary XML and resource tables share.

use std::borrow::Cow;
use std::sync::Arc;

use crate::format::{Anomaly, FormatResult, Reader};

/// Chunk type of a string pool (`RES_STRING_POOL_TYPE`).
pub(crate) const STRING_POOL: u16 = 0x0001;

/// A string pool (`ResStringPool_header`), decoded on demand.
#[derive(Debug, Clone, Default)]
pub struct StringPool<'a> {
    chunk: &'a [u8],
    header: usize,
    count: usize,
    strings: usize,
    utf8: bool,
}

impl<'a> StringPool<'a> {
    /// Reads the header of the chunk that begins at `at`. As Android does, the index begins after the size that the
    /// header claims for itself, and the strings where it says.
    pub fn read(bytes: &'a [u8], at: usize, anomalies: &mut Vec<Anomaly>) -> FormatResult<Self> {
        let mut reader = Reader::new(bytes, "string pool").at(at);
        let _kind = reader.u16()?;
        let header = usize::from(reader.u16()?);
        let size = reader.u32()? as usize;
        let (count, _styles, flags, strings) = (reader.u32()?, reader.u32()?, reader.u32()?, reader.u32()?);
        let end = at.saturating_add(size).min(bytes.len());
        let chunk = bytes.get(at..end).unwrap_or_default();
        let room = chunk.len().saturating_sub(header) / 4;
        if header != 28 {
            anomalies.push(Anomaly::new("pool-header-size", at as u64, header));
        }
        if count as usize > room {
            anomalies.push(Anomaly::new("pool-string-count", at as u64, count));
        }
        if flags & !0x101 != 0 {
            anomalies.push(Anomaly::new("pool-flags", at as u64, format_args!("{flags:#x}")));
        }
        let count = (count as usize).min(room);
        Ok(Self { chunk, header, count, strings: strings as usize, utf8: flags & 0x100 != 0 })
    }

    /// Number of strings.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Where a string's bytes begin in the chunk: equal for indices that share a string.
    pub fn offset(&self, index: u32) -> Option<usize> {
        let index = index as usize;
        if index >= self.count {
            return None;
        }
        let at = index.checked_mul(4)?.checked_add(self.header)?;
        let offset = Reader::new(self.chunk, "string pool").at(at).u32().ok()?;
        self.strings.checked_add(offset as usize)
    }

    /// The string of that index. Malformed sequences are replaced; none when it lies outside.
    pub fn get(&self, index: u32) -> Option<Cow<'a, str>> {
        let mut reader = Reader::new(self.chunk, "string pool").at(self.offset(index)?);
        if self.utf8 {
            let _characters = length8(&mut reader)?;
            let bytes = length8(&mut reader)?;
            return Some(from_utf8(reader.take(bytes).ok()?));
        }
        let mut units = usize::from(reader.u16().ok()?);
        if units & 0x8000 != 0 {
            units = (units & 0x7fff).wrapping_shl(16) | usize::from(reader.u16().ok()?);
        }
        let bytes = reader.take(units.checked_mul(2)?).ok()?;
        let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes(pair.try_into().unwrap_or_default()));
        Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>().into())
    }
}

/// Text of a UTF-8 pool: the writer may have put supplementary characters as two surrogates of three bytes (CESU-8).
fn from_utf8(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(cesu8(bytes)),
    }
}

fn cesu8(bytes: &[u8]) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&first, tail)) = rest.split_first() {
        if let (0xed, [b, c, ..]) = (first, tail)
            && b & 0xc0 == 0x80
            && c & 0xc0 == 0x80
        {
            units.push(0xd000 | u16::from(b & 0x3f).wrapping_shl(6) | u16::from(c & 0x3f));
            rest = tail.get(2..).unwrap_or_default();
            continue;
        }
        let width = match first {
            0..=0x7f => 1,
            0xc0..=0xdf => 2,
            0xe0..=0xef => 3,
            _ => 4,
        };
        let (head, tail) = rest.split_at(rest.len().min(width));
        let text = std::str::from_utf8(head);
        match text {
            Ok(text) => units.extend(text.encode_utf16()),
            Err(_) => units.push(0xfffd),
        }
        rest = if text.is_ok() { tail } else { rest.get(1..).unwrap_or_default() };
    }
    String::from_utf16_lossy(&units)
}

/// A length of one or two bytes.
fn length8(reader: &mut Reader<'_>) -> Option<usize> {
    let first = usize::from(reader.u8().ok()?);
    if first & 0x80 == 0 {
        return Some(first);
    }
    Some((first & 0x7f).wrapping_shl(8) | usize::from(reader.u8().ok()?))
}

/// A typed value (`Res_value`).
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Undefined or empty.
    Null,
    /// A resource id; 0 is `@null`.
    Reference(u32),
    /// An attribute id of the theme.
    Attribute(u32),
    /// Text.
    String(Arc<str>),
    /// A number with fraction.
    Float(f32),
    /// A dimension, encoded.
    Dimension(u32),
    /// A fraction, encoded.
    Fraction(u32),
    /// A whole number: written in decimal or as an enumeration.
    Int(i32),
    /// A whole number written in hexadecimal: flags.
    Hex(u32),
    /// True or false. Android takes any value but 0 for true.
    Bool(bool),
    /// A colour, ARGB.
    Color(u32),
    /// A type that Android does not know.
    Unknown(u8, u32),
}

impl Value {
    /// The value of a type and its data; `string` looks a string up.
    pub fn from_parts(kind: u8, data: u32, string: impl FnOnce(u32) -> Option<Arc<str>>) -> Self {
        match kind {
            0x00 => Self::Null,
            // 0x07 and 0x08 are the forms with a package id that is settled when the table is loaded.
            0x01 | 0x07 => Self::Reference(data),
            0x02 | 0x08 => Self::Attribute(data),
            0x03 => string(data).map_or(Self::Null, Self::String),
            0x04 => Self::Float(f32::from_bits(data)),
            0x05 => Self::Dimension(data),
            0x06 => Self::Fraction(data),
            0x11 => Self::Hex(data),
            0x12 => Self::Bool(data != 0),
            0x1c..=0x1f => Self::Color(data),
            0x10..=0x1b => Self::Int(data.cast_signed()),
            _ => Self::Unknown(kind, data),
        }
    }

    /// The text, when it is text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// True or false: a boolean, a number other than 0, or one of the words in text.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            Self::String(text) => match &**text {
                "true" | "TRUE" | "True" => Some(true),
                "false" | "FALSE" | "False" => Some(false),
                _ => None,
            },
            other => other.as_int().map(|value| value != 0),
        }
    }

    /// A whole number: also from text in decimal or, after `0x`, hexadecimal.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(i64::from(*value)),
            Self::Hex(value) | Self::Color(value) => Some(i64::from(*value)),
            Self::Bool(value) => Some(i64::from(*value)),
            Self::String(text) => match text.strip_prefix("0x") {
                Some(digits) => i64::from_str_radix(digits, 16).ok(),
                None => text.trim().parse().ok(),
            },
            _ => None,
        }
    }

    /// The resource id that it refers to; none for `@null`.
    pub fn as_reference(&self) -> Option<u32> {
        match self {
            Self::Reference(id) if *id != 0 => Some(*id),
            _ => None,
        }
    }

    /// The value as one would write it, for evidence: `@0x7f010002`, `true`, `0x1000`.
    pub fn display(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Reference(id) => format!("@{id:#010x}"),
            Self::Attribute(id) => format!("?{id:#010x}"),
            Self::String(text) => text.to_string(),
            Self::Float(value) => value.to_string(),
            Self::Dimension(data) | Self::Fraction(data) => dimension(*data, matches!(self, Self::Fraction(_))),
            Self::Int(value) => value.to_string(),
            Self::Hex(value) => format!("{value:#x}"),
            Self::Bool(value) => value.to_string(),
            Self::Color(value) => format!("#{value:08x}"),
            Self::Unknown(kind, data) => format!("(type {kind:#04x}) {data:#x}"),
        }
    }
}

/// A complex value: 24 bits of mantissa at one of four radixes, and a unit (`COMPLEX_UNIT_*`).
fn dimension(data: u32, fraction: bool) -> String {
    let scale = [1.0 / 256.0, 1.0 / 32768.0, 1.0 / 8_388_608.0, 1.0 / 2_147_483_648.0];
    let radix = scale.get(((data >> 4) & 3) as usize).copied().unwrap_or(1.0);
    let value = f64::from((data & 0xffff_ff00).cast_signed()) * radix;
    let units: &[&str] = if fraction { &["%", "%p"] } else { &["px", "dp", "sp", "pt", "in", "mm"] };
    let value = if fraction { value * 100.0 } else { value };
    format!("{value}{}", units.get((data & 0xf) as usize).unwrap_or(&""))
}
