//! Encoded values and annotations.

use super::{ClassDef, Dex};
use crate::format::Reader;

/// Nesting of values that is followed.
const DEPTH: usize = 16;

/// A value of static fields, annotations and call sites.
#[derive(Debug, Clone, PartialEq)]
pub enum EncodedValue {
    /// byte, short, char, int, long.
    Int(i64),
    /// float, double.
    Float(f64),
    /// String index.
    String(u32),
    /// Type index.
    Type(u32),
    /// Field index.
    Field(u32),
    /// Method index.
    Method(u32),
    /// Field index of an enum constant.
    Enum(u32),
    /// Prototype index.
    MethodType(u32),
    /// Method handle index.
    MethodHandle(u32),
    /// Array.
    Array(Vec<EncodedValue>),
    /// Annotation inside.
    Annotation(Annotation),
    /// null.
    Null,
    /// boolean.
    Bool(bool),
}

/// An annotation.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// Type index.
    pub ty: u32,
    /// String index of the name, and value.
    pub elements: Vec<(u32, EncodedValue)>,
}

/// Annotations of a class and of its methods.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Annotations {
    /// On the class.
    pub class: Vec<Annotation>,
    /// On methods, by method index.
    pub methods: Vec<(u32, Vec<Annotation>)>,
}

pub(super) fn encoded_array(reader: &mut Reader<'_>, depth: usize) -> Option<Vec<EncodedValue>> {
    if depth > DEPTH {
        return None;
    }
    let count = reader.uleb128().ok()?;
    let count = reader.count(count, 1).ok()?;
    // A value takes one byte in the file and more in memory: grow as values arrive.
    let mut values = Vec::with_capacity(count.min(64));
    for _ in 0..count {
        values.push(encoded_value(reader, depth)?);
    }
    Some(values)
}

fn encoded_annotation(reader: &mut Reader<'_>, depth: usize) -> Option<Annotation> {
    if depth > DEPTH {
        return None;
    }
    let ty = u32::try_from(reader.uleb128().ok()?).ok()?;
    let count = reader.uleb128().ok()?;
    let count = reader.count(count, 2).ok()?;
    let mut elements = Vec::with_capacity(count.min(16));
    for _ in 0..count {
        let name = u32::try_from(reader.uleb128().ok()?).ok()?;
        elements.push((name, encoded_value(reader, depth)?));
    }
    Some(Annotation { ty, elements })
}

fn encoded_value(reader: &mut Reader<'_>, depth: usize) -> Option<EncodedValue> {
    let head = reader.u8().ok()?;
    let extra = usize::from(head >> 5);
    let size = extra.saturating_add(1);
    Some(match head & 0x1f {
        0x00 | 0x02 | 0x04 | 0x06 => EncodedValue::Int(signed(reader.take(size).ok()?)),
        0x03 => EncodedValue::Int(i64::try_from(unsigned(reader.take(size).ok()?)).ok()?),
        0x10 => {
            EncodedValue::Float(f64::from(f32::from_bits(u32::try_from(high(reader.take(size).ok()?) >> 32).ok()?)))
        }
        0x11 => EncodedValue::Float(f64::from_bits(high(reader.take(size).ok()?))),
        0x15 => EncodedValue::MethodType(index(reader, size)?),
        0x16 => EncodedValue::MethodHandle(index(reader, size)?),
        0x17 => EncodedValue::String(index(reader, size)?),
        0x18 => EncodedValue::Type(index(reader, size)?),
        0x19 => EncodedValue::Field(index(reader, size)?),
        0x1a => EncodedValue::Method(index(reader, size)?),
        0x1b => EncodedValue::Enum(index(reader, size)?),
        0x1c => EncodedValue::Array(encoded_array(reader, depth.saturating_add(1))?),
        0x1d => EncodedValue::Annotation(encoded_annotation(reader, depth.saturating_add(1))?),
        0x1e => EncodedValue::Null,
        0x1f => EncodedValue::Bool(extra != 0),
        _ => return None,
    })
}

fn index(reader: &mut Reader<'_>, size: usize) -> Option<u32> {
    u32::try_from(unsigned(reader.take(size).ok()?)).ok()
}

fn unsigned(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |value, &byte| (value << 8) | u64::from(byte))
}

fn signed(bytes: &[u8]) -> i64 {
    let start: i64 = if bytes.last().is_some_and(|b| b & 0x80 != 0) { -1 } else { 0 };
    bytes.iter().rev().fold(start, |value, &byte| (value << 8) | i64::from(byte))
}

/// Floating-point values leave out low zero bytes: the bytes given are the high ones.
fn high(bytes: &[u8]) -> u64 {
    let missing = 8u32.saturating_sub(u32::try_from(bytes.len()).unwrap_or(8));
    unsigned(bytes).checked_shl(missing.saturating_mul(8)).unwrap_or(0)
}

impl Dex<'_> {
    /// Annotations of a class and of its methods (those of fields and parameters are not read).
    pub fn annotations(&self, class: &ClassDef) -> Annotations {
        let mut found = Annotations::default();
        if class.annotations != 0 {
            self.read_directory(class.annotations, &mut found);
        }
        found
    }

    fn read_directory(&self, offset: u32, found: &mut Annotations) -> Option<()> {
        let mut reader = self.reader(offset);
        let set = reader.u32().ok()?;
        let fields = reader.u32().ok()?;
        let methods = reader.u32().ok()?;
        let _parameters = reader.u32().ok()?;
        found.class = self.annotation_set(set);
        reader.skip((fields as usize).saturating_mul(8)).ok()?;
        let methods = reader.count(u64::from(methods), 8).ok()?;
        for _ in 0..methods {
            let method = reader.u32().ok()?;
            let set = self.annotation_set(reader.u32().ok()?);
            found.methods.push((method, set));
        }
        Some(())
    }

    fn annotation_set(&self, offset: u32) -> Vec<Annotation> {
        let mut found = Vec::new();
        if offset == 0 {
            return found;
        }
        let mut reader = self.reader(offset);
        let count = reader.u32().ok().and_then(|count| reader.count(u64::from(count), 4).ok()).unwrap_or(0);
        for _ in 0..count.min(256) {
            let Ok(item) = reader.u32() else { break };
            let mut item = self.reader(item);
            if item.skip(1).is_ok()
                && let Some(annotation) = encoded_annotation(&mut item, 0)
            {
                found.push(annotation);
            }
        }
        found
    }
}
