//! Compiled nibs and storyboards: `NIBArchive` (from Xcode 5 on) and the keyed archive in a binary property list that it
//! replaced. One form for both: objects of a class with named values.
//!
//! `NIBArchive` is not published; its layout (a head of ten little-endian words, then objects, keys, values and class
//! names, with variable-length integers whose *last* byte has the high bit) is what Xcode's compiler writes.

use std::sync::Arc;

use super::plist::{self, Value};
use super::{FormatError, FormatResult, Reader};
use crate::limits::Limits;

/// A compiled nib.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Nib {
    /// Objects; references are positions in this list.
    pub objects: Vec<Object>,
}

/// An object of a nib.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Object {
    /// Class name.
    pub class: Arc<str>,
    /// Values by key, in the file's order.
    pub values: Vec<(Arc<str>, NibValue)>,
}

/// A value of an object.
#[derive(Debug, Clone, PartialEq)]
pub enum NibValue {
    /// Nothing.
    Nil,
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A real number.
    Real(f64),
    /// Bytes.
    Data(Arc<[u8]>),
    /// Text (of a keyed archive; in a `NIBArchive` text is an object of its own).
    Text(Arc<str>),
    /// Another object, by position.
    Object(usize),
}

impl Object {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&NibValue> {
        self.values.iter().find(|(name, _)| &**name == key).map(|(_, value)| value)
    }

    /// A whole number or boolean as a number.
    pub fn number(&self, key: &str) -> Option<i64> {
        match self.get(key)? {
            NibValue::Integer(value) => Some(*value),
            NibValue::Bool(value) => Some(i64::from(*value)),
            _ => None,
        }
    }

    /// Whether a flag is set.
    pub fn is(&self, key: &str) -> bool {
        self.number(key).is_some_and(|n| n != 0)
    }
}

impl Nib {
    /// The object that a value refers to.
    pub fn follow(&self, value: Option<&NibValue>) -> Option<&Object> {
        match value? {
            NibValue::Object(index) => self.objects.get(*index),
            _ => None,
        }
    }

    /// The text of a value: direct, or of the string object that it refers to.
    pub fn text(&self, value: Option<&NibValue>) -> Option<String> {
        match value? {
            NibValue::Text(text) => Some(text.to_string()),
            NibValue::Data(data) => Some(String::from_utf8_lossy(data).into_owned()),
            NibValue::Object(index) => {
                let object = self.objects.get(*index)?;
                let bytes = object.get("NS.bytes").or_else(|| object.get("NS.string"));
                match bytes? {
                    NibValue::Data(data) => Some(String::from_utf8_lossy(data).into_owned()),
                    NibValue::Text(text) => Some(text.to_string()),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// Reads a compiled nib of either form.
///
/// # Errors
/// When the bytes are neither, are cut, or go over a limit.
pub fn parse(bytes: &[u8], limits: &Limits) -> FormatResult<Nib> {
    if bytes.starts_with(b"NIBArchive") {
        return archive(bytes, limits);
    }
    if bytes.starts_with(b"bplist") {
        return keyed(&plist::parse(bytes, limits)?.value.root);
    }
    Err(FormatError::BadMagic { what: "nib" })
}

/// An integer of seven bits a byte, lowest first, whose last byte has the high bit.
fn variable(reader: &mut Reader<'_>) -> FormatResult<usize> {
    let mut value = 0u64;
    for shift in (0..63u32).step_by(7) {
        let byte = reader.u8()?;
        value |= u64::from(byte & 0x7f).wrapping_shl(shift);
        if byte & 0x80 != 0 {
            return usize::try_from(value).map_err(|_| reader.malformed("integer"));
        }
    }
    Err(reader.malformed("integer longer than 63 bits"))
}

fn archive(bytes: &[u8], limits: &Limits) -> FormatResult<Nib> {
    let whole = Reader::new(bytes, "nib");
    let mut head = whole.at(18);
    let table = |reader: &mut Reader<'_>| -> FormatResult<(usize, Reader<'_>)> {
        let (count, offset) = (reader.u32()?, reader.u32()?);
        let at = whole.at(offset as usize);
        Ok((at.count(u64::from(count), 1)?.min(limits.table_items), at))
    };
    let (objects, mut object_reader) = table(&mut head)?;
    let (keys, mut key_reader) = table(&mut head)?;
    let (values, mut value_reader) = table(&mut head)?;
    let (classes, mut class_reader) = table(&mut head)?;
    let mut key_names: Vec<Arc<str>> = Vec::new();
    for _ in 0..keys {
        let length = variable(&mut key_reader)?;
        key_names.push(String::from_utf8_lossy(key_reader.take(length)?).into());
    }
    let mut class_names: Vec<Arc<str>> = Vec::new();
    for _ in 0..classes {
        let length = variable(&mut class_reader)?;
        let extra = variable(&mut class_reader)?;
        class_reader.skip(extra.saturating_mul(4))?;
        let name = String::from_utf8_lossy(class_reader.take(length)?);
        class_names.push(name.trim_end_matches('\0').into());
    }
    let mut pairs: Vec<(Arc<str>, NibValue)> = Vec::new();
    for _ in 0..values {
        let key = variable(&mut value_reader)?;
        let value = value(&mut value_reader)?;
        pairs.push((key_names.get(key).cloned().unwrap_or_default(), value));
    }
    let mut nib = Nib::default();
    // Objects of a hostile nib may share values: what is copied is bounded by what is there.
    let mut left = pairs.len().saturating_mul(2);
    for _ in 0..objects {
        let (class, first, count) =
            (variable(&mut object_reader)?, variable(&mut object_reader)?, variable(&mut object_reader)?);
        left = left.checked_sub(count).ok_or_else(|| object_reader.malformed("values shared between objects"))?;
        let values = pairs.get(first..first.saturating_add(count)).unwrap_or_default().to_vec();
        nib.objects.push(Object { class: class_names.get(class).cloned().unwrap_or_default(), values });
    }
    Ok(nib)
}

fn value(reader: &mut Reader<'_>) -> FormatResult<NibValue> {
    Ok(match reader.u8()? {
        0 => NibValue::Integer(i64::from(reader.u8()? as i8)),
        1 => NibValue::Integer(i64::from(reader.u16()? as i16)),
        2 => NibValue::Integer(i64::from(reader.u32()? as i32)),
        3 => NibValue::Integer(reader.u64()? as i64),
        4 => NibValue::Bool(false),
        5 => NibValue::Bool(true),
        6 => NibValue::Real(f64::from(f32::from_bits(reader.u32()?))),
        7 => NibValue::Real(f64::from_bits(reader.u64()?)),
        8 => {
            let length = variable(reader)?;
            NibValue::Data(reader.take(length)?.into())
        }
        9 => NibValue::Nil,
        10 => NibValue::Object(reader.u32()? as usize),
        _ => return Err(reader.malformed("type of a value")),
    })
}

/// A keyed archive: `$objects` with `CF$UID` references and `$class` entries.
fn keyed(root: &Value) -> FormatResult<Nib> {
    let objects = root.get("$objects").ok_or(FormatError::BadMagic { what: "nib" })?.items();
    let class_of = |value: &Value| -> Arc<str> {
        let class = match value.get("$class") {
            Some(Value::Uid(id)) => usize::try_from(*id).ok().and_then(|id| objects.get(id)),
            _ => None,
        };
        class.and_then(|class| class.get("$classname")).and_then(Value::text).unwrap_or_default().into()
    };
    let convert = |value: &Value| match value {
        Value::Uid(id) => match usize::try_from(*id).ok().and_then(|id| Some((id, objects.get(id)?))) {
            Some((_, Value::Text(text))) => NibValue::Text(text.clone()),
            Some((id, _)) if id != 0 => NibValue::Object(id),
            _ => NibValue::Nil,
        },
        Value::Bool(value) => NibValue::Bool(*value),
        Value::Integer(value) => NibValue::Integer(*value),
        Value::Real(value) => NibValue::Real(*value),
        Value::Data(data) => NibValue::Data(data.clone()),
        Value::Text(text) => NibValue::Text(text.clone()),
        _ => NibValue::Nil,
    };
    let objects = objects
        .iter()
        .map(|object| Object {
            class: class_of(object),
            values: object
                .pairs()
                .iter()
                .filter(|(key, _)| &**key != "$class")
                .map(|(key, value)| (key.clone(), convert(value)))
                .collect(),
        })
        .collect();
    Ok(Nib { objects })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn variable_bytes(value: usize) -> Vec<u8> {
        let mut out = Vec::new();
        let mut rest = value;
        loop {
            let byte = (rest & 0x7f) as u8;
            rest >>= 7;
            out.push(if rest == 0 { byte | 0x80 } else { byte });
            if rest == 0 {
                return out;
            }
        }
    }

    /// A `NIBArchive` of given objects: class and values; text values become string objects behind them.
    pub(crate) fn nib(objects: &[(&str, &[(&str, NibValue)])]) -> Vec<u8> {
        let mut rows: Vec<(String, Vec<(String, NibValue)>)> = Vec::new();
        let mut strings = Vec::new();
        for (class, values) in objects {
            let values = values.iter().map(|(key, value)| {
                let value = match value {
                    NibValue::Text(text) => {
                        strings.push((
                            "NSString".to_owned(),
                            vec![("NS.bytes".to_owned(), NibValue::Data(text.as_bytes().into()))],
                        ));
                        NibValue::Object(objects.len() + strings.len() - 1)
                    }
                    other => other.clone(),
                };
                ((*key).to_owned(), value)
            });
            rows.push(((*class).to_owned(), values.collect()));
        }
        rows.extend(strings);
        let (mut object_table, mut value_table, mut key_table, mut class_table) = (vec![], vec![], vec![], vec![]);
        let mut count = 0;
        for (class, values) in &rows {
            object_table.extend(variable_bytes(class_table.len()));
            object_table.extend(variable_bytes(count));
            object_table.extend(variable_bytes(values.len()));
            class_table.push(class.clone());
            for (key, value) in values {
                value_table.extend(variable_bytes(key_table.len()));
                key_table.push(key.clone());
                match value {
                    NibValue::Integer(n) => value_table.extend([&[2u8][..], &(*n as i32).to_le_bytes()].concat()),
                    NibValue::Bool(b) => value_table.push(4 + u8::from(*b)),
                    NibValue::Data(d) => {
                        value_table.push(8);
                        value_table.extend(variable_bytes(d.len()));
                        value_table.extend_from_slice(d);
                    }
                    NibValue::Object(n) => value_table.extend([&[10u8][..], &(*n as u32).to_le_bytes()].concat()),
                    _ => value_table.push(9),
                }
                count += 1;
            }
        }
        let keys: Vec<u8> =
            key_table.iter().flat_map(|k| [variable_bytes(k.len()), k.clone().into_bytes()].concat()).collect();
        let classes: Vec<u8> = class_table
            .iter()
            .flat_map(|c| [variable_bytes(c.len() + 1), variable_bytes(0), c.clone().into_bytes(), vec![0]].concat())
            .collect();
        let mut out = b"NIBArchive".to_vec();
        let mut offset = 50u32;
        let mut head = vec![1u32, 9];
        for (count, table) in [
            (rows.len(), &object_table),
            (key_table.len(), &keys),
            (count, &value_table),
            (class_table.len(), &classes),
        ] {
            head.extend([count as u32, offset]);
            offset += table.len() as u32;
        }
        out.extend(head.iter().flat_map(|w| w.to_le_bytes()));
        out.extend([object_table, keys, value_table, classes].concat());
        out
    }

    fn sample() -> Vec<u8> {
        nib(&[(
            "UITextField",
            &[
                ("UIPlaceholder", NibValue::Text("密碼".into())),
                ("UISecureTextEntry", NibValue::Bool(true)),
                ("UIAutocorrectionType", NibValue::Integer(1)),
            ],
        )])
    }

    #[test]
    fn objects_come_with_their_class_and_values() {
        let nib = parse(&sample(), &Limits::default()).unwrap();
        let field = &nib.objects[0];
        assert_eq!(&*field.class, "UITextField");
        assert_eq!(nib.text(field.get("UIPlaceholder")).as_deref(), Some("密碼"));
        assert!(field.is("UISecureTextEntry"));
        assert_eq!(field.number("UIAutocorrectionType"), Some(1));
    }

    #[test]
    fn truncation_and_byte_flips_never_panic() {
        let bytes = sample();
        for end in 0..bytes.len() {
            assert!(parse(&bytes[..end], &Limits::default()).is_err(), "cut at {end}");
        }
        for position in 0..bytes.len() {
            for value in [0, 0x7f, 0x80, 0xff] {
                let mut flipped = bytes.clone();
                flipped[position] = value;
                let _ = parse(&flipped, &Limits::default());
            }
        }
    }
}
