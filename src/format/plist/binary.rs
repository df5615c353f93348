//! The binary form: a table of objects behind `bplist00`, an offset table, and a trailer of 32 bytes at the end.

use std::sync::Arc;

use super::{Nodes, Value, too_deep};
use crate::format::{FormatError, FormatResult, Reader};
use crate::limits::Limits;

/// Seconds from 1970 to 2001, the epoch of the form's dates.
const EPOCH_2001: f64 = 978_307_200.0;

struct Table<'a> {
    bytes: &'a [u8],
    offsets: Vec<u64>,
    reference_size: usize,
    nodes: Nodes,
    /// Strings and data by object, so that shared ones are held once.
    shared: Vec<Option<Value>>,
    /// Containers that are open above the one being read.
    open: Vec<bool>,
}

/// Reads a binary property list.
pub(super) fn parse(bytes: &[u8], limits: &Limits) -> FormatResult<Value> {
    let reader = Reader::new(bytes, "binary property list");
    let mut trailer = reader.at(bytes.len().checked_sub(32).ok_or_else(|| reader.short(40))?);
    trailer.skip(6)?;
    let offset_size = usize::from(trailer.u8()?);
    let reference_size = usize::from(trailer.u8()?);
    let (count, top, table) = (trailer.u64_be()?, trailer.u64_be()?, trailer.u64_be()?);
    if !(1..=8).contains(&offset_size) || !(1..=8).contains(&reference_size) {
        return Err(trailer.malformed("integer sizes of the trailer"));
    }
    let mut reader = reader.at(usize::try_from(table).map_err(|_| reader.short(usize::MAX))?);
    let count = reader.count(count, offset_size)?;
    if count > limits.table_items {
        return Err(FormatError::Limit { what: "binary property list", limit: "table-items" });
    }
    let mut offsets = Vec::with_capacity(count);
    for _ in 0..count {
        offsets.push(big_endian(reader.take(offset_size)?));
    }
    let mut table = Table {
        bytes,
        offsets,
        reference_size,
        nodes: Nodes::new(limits),
        shared: vec![None; count],
        open: vec![false; count],
    };
    table.object(top, limits.nesting)
}

fn big_endian(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |value, byte| value.wrapping_shl(8) | u64::from(*byte))
}

impl<'a> Table<'a> {
    fn object(&mut self, index: u64, depth: usize) -> FormatResult<Value> {
        self.nodes.take()?;
        let whole = Reader::new(self.bytes, "binary property list");
        let index = usize::try_from(index).map_err(|_| whole.malformed("object reference"))?;
        let offset = *self.offsets.get(index).ok_or_else(|| whole.malformed("object reference"))?;
        if let Some(Some(value)) = self.shared.get(index) {
            return Ok(value.clone());
        }
        let mut reader = whole.at(usize::try_from(offset).map_err(|_| whole.malformed("object offset"))?);
        let marker = reader.u8()?;
        let (kind, low) = (marker >> 4, marker & 0xf);
        let value = match kind {
            0x0 => match low {
                0x0 => Value::Null,
                0x8 => Value::Bool(false),
                0x9 => Value::Bool(true),
                _ => return Err(reader.malformed("object marker")),
            },
            0x1 => Value::Integer(integer(reader.take(1usize.wrapping_shl(u32::from(low.min(4))))?)),
            0x2 => Value::Real(match low {
                2 => f64::from(f32::from_bits(reader.u32_be()?)),
                3 => f64::from_bits(reader.u64_be()?),
                _ => return Err(reader.malformed("size of a real")),
            }),
            0x3 => Value::Date((f64::from_bits(reader.u64_be()?) + EPOCH_2001) as i64),
            0x4 => {
                let length = length(&mut reader, low)?;
                self.share(index, Value::Data(Arc::from(reader.take(length)?)))
            }
            0x5 | 0x7 => {
                let length = length(&mut reader, low)?;
                let text = String::from_utf8_lossy(reader.take(length)?);
                self.share(index, Value::Text(Arc::from(&*text)))
            }
            0x6 => {
                let units = length(&mut reader, low)?;
                let bytes = reader.take(units.saturating_mul(2))?;
                let text = encoding_rs::UTF_16BE.decode_without_bom_handling(bytes).0;
                self.share(index, Value::Text(Arc::from(&*text)))
            }
            0x8 => Value::Uid(big_endian(reader.take(usize::from(low).saturating_add(1))?)),
            0xa..=0xd => self.container(index, kind, low, reader, depth)?,
            _ => return Err(reader.malformed("object marker")),
        };
        Ok(value)
    }

    fn share(&mut self, index: usize, value: Value) -> Value {
        if let Some(slot) = self.shared.get_mut(index) {
            *slot = Some(value.clone());
        }
        value
    }

    /// Arrays (0xA), ordered sets (0xB), sets (0xC), dictionaries (0xD).
    fn container(
        &mut self,
        index: usize,
        kind: u8,
        low: u8,
        mut reader: Reader<'a>,
        depth: usize,
    ) -> FormatResult<Value> {
        let deeper = depth.checked_sub(1).ok_or_else(too_deep)?;
        let count = length(&mut reader, low)?;
        let size = self.reference_size;
        let count = reader.count(count as u64, size.saturating_mul(if kind == 0xd { 2 } else { 1 }))?;
        match self.open.get_mut(index) {
            Some(open) if !*open => *open = true,
            _ => return Err(reader.malformed("container that holds itself")),
        }
        let mut references = Vec::with_capacity(count);
        for _ in 0..count {
            references.push(big_endian(reader.take(size)?));
        }
        let value = if kind == 0xd {
            let mut pairs = Vec::new();
            for key in references {
                let item = big_endian(reader.take(size)?);
                let key = match self.object(key, deeper)? {
                    Value::Text(text) => text,
                    other => Arc::from(other.plain()),
                };
                pairs.push((key, self.object(item, deeper)?));
            }
            Value::Dict(pairs)
        } else {
            let mut items = Vec::new();
            for item in references {
                items.push(self.object(item, deeper)?);
            }
            Value::Array(items)
        };
        if let Some(open) = self.open.get_mut(index) {
            *open = false;
        }
        Ok(value)
    }
}

/// Integers of 8 bytes and more are signed, shorter ones are not.
fn integer(bytes: &[u8]) -> i64 {
    let tail = bytes.get(bytes.len().saturating_sub(8)..).unwrap_or_default();
    big_endian(tail) as i64
}

/// A length: the low half of the marker, or an integer object when that is 15.
fn length(reader: &mut Reader<'_>, low: u8) -> FormatResult<usize> {
    if low != 0xf {
        return Ok(usize::from(low));
    }
    let marker = reader.u8()?;
    if marker >> 4 != 1 || marker & 0xf > 3 {
        return Err(reader.malformed("length of an object"));
    }
    let value = big_endian(reader.take(1usize.wrapping_shl(u32::from(marker & 0xf)))?);
    usize::try_from(value).map_err(|_| reader.malformed("length of an object"))
}
