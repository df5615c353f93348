//! Apple's DER form of property lists, as entitlements are stored in a code signature (slot 7, magic `0xfade7172`) from
//! iOS 15 on: `[APPLICATION 16] { INTEGER version, dictionary }`, a dictionary being `[16]` (or a SET, in the first
//! edition) of `SEQUENCE { UTF8String key, value }`.

use super::{Class, DEEPEST, Element, Tag};
use crate::format::{FormatError, FormatResult};

/// A value of a property list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Text.
    Text(String),
    /// Octets.
    Data(Vec<u8>),
    /// Values in order.
    Array(Vec<Value>),
    /// Keys and values in the order encoded.
    Dictionary(Vec<(String, Value)>),
}

impl Value {
    /// The value under a key of a dictionary.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Dictionary(pairs) => pairs.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }
}

/// Reads the entitlements in `bytes`: the blob's contents, without its magic and length.
pub fn parse(bytes: &[u8]) -> FormatResult<Value> {
    let whole = Element::parse(bytes)?;
    if whole.tag != Tag::application(16) {
        return value(whole, 0);
    }
    let mut parts = whole.inside();
    parts.take(Tag::INTEGER, "version expected")?;
    value(parts.next()?, 0)
}

fn value(element: Element<'_>, depth: usize) -> FormatResult<Value> {
    if depth >= DEEPEST {
        return Err(FormatError::Limit { what: "DER entitlements", limit: "nesting" });
    }
    let deeper = depth.saturating_add(1);
    Ok(match element.tag {
        Tag::BOOLEAN => Value::Bool(element.content.iter().any(|&b| b != 0)),
        Tag::INTEGER => Value::Integer(integer(element.content)?),
        Tag::OCTET_STRING => Value::Data(element.octets()?.into_owned()),
        Tag::SEQUENCE => {
            Value::Array(element.children().map(|child| value(child?, deeper)).collect::<FormatResult<_>>()?)
        }
        Tag::SET | Tag { class: Class::Context, number: 16 } => {
            let pairs = element.children().map(|pair| {
                let mut parts = pair?.expect(Tag::SEQUENCE, "key and value expected")?.inside();
                Ok((parts.next()?.text(), value(parts.next()?, deeper)?))
            });
            Value::Dictionary(pairs.collect::<FormatResult<_>>()?)
        }
        Tag { class: Class::Universal, .. } => Value::Text(element.text()),
        _ => return Err(malformed("value expected")),
    })
}

fn integer(content: &[u8]) -> FormatResult<i64> {
    if content.is_empty() || content.len() > 8 {
        return Err(malformed("integer of 1 to 8 octets expected"));
    }
    let sign = if content.first().is_some_and(|b| b & 0x80 != 0) { -1i64 } else { 0 };
    Ok(content.iter().fold(sign, |value, &byte| value.wrapping_shl(8) | i64::from(byte)))
}

fn malformed(why: &'static str) -> FormatError {
    FormatError::Malformed { what: "DER entitlements", why, offset: 0 }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{constructed, value as tlv};
    use super::*;

    fn pair(key: &str, value: Vec<u8>) -> Vec<u8> {
        constructed(0x30, &[tlv(0x0c, key.as_bytes()), value])
    }

    #[test]
    fn both_editions_of_a_dictionary_are_read() {
        let pairs = [
            pair("get-task-allow", tlv(0x01, &[0xff])),
            pair("groups", constructed(0x30, &[tlv(0x0c, b"group.a"), tlv(0x0c, b"group.b")])),
            pair("level", tlv(0x02, &[0xff])),
        ];
        let second = constructed(0x70, &[tlv(0x02, &[1]), constructed(0xb0, &pairs)]);
        let first = constructed(0x31, &pairs);
        let read = parse(&second).unwrap();
        assert_eq!(read.get("get-task-allow"), Some(&Value::Bool(true)));
        assert_eq!(
            read.get("groups"),
            Some(&Value::Array(vec![Value::Text("group.a".into()), Value::Text("group.b".into())]))
        );
        assert_eq!(read.get("level"), Some(&Value::Integer(-1)));
        assert_eq!(parse(&first).unwrap(), read);
    }

    #[test]
    fn truncation_single_byte_changes_and_depth_do_not_panic() {
        let bytes = constructed(0x70, &[tlv(0x02, &[1]), constructed(0xb0, &[pair("a", tlv(0x01, &[1]))])]);
        for end in 0..bytes.len() {
            assert!(parse(&bytes[..end]).is_err());
        }
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                let _ = parse(&changed);
            }
        }
        let deep = (0..200).fold(tlv(0x01, &[1]), |inner, _| constructed(0x30, &[inner]));
        assert!(parse(&deep).is_err());
    }
}
