//! Property lists in all four forms that builds carry: XML, binary (`bplist00`), JSON and old-style text (`.strings`).
//!
//! One tree, [`Value`], for all of them. Source: CoreFoundation's `CFPropertyList.c`, `CFBinaryPList.c` and
//! `CFOldStylePList.c` as published by Apple. Where the forms differ in strictness, what CoreFoundation reads is read.
//! Depth, number of nodes and cycles are bounded; strings and data of a binary list are shared, so that a list that
//! refers to one long string a million times costs one string.

mod binary;
mod oldstyle;
mod xml;

use std::sync::Arc;

use super::{Anomaly, FormatError, FormatResult, Parsed};
use crate::limits::Limits;

/// Nodes of one tree. A localised `.strings` table or a storyboard stays below a few ten thousand; a binary list can
/// describe 2^60 nodes in a few hundred bytes by sharing.
const NODES: usize = 1 << 20;

/// A value of a property list.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// JSON `null`, or the null of a binary list.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer; values outside `i64` are clamped.
    Integer(i64),
    /// A real number.
    Real(f64),
    /// A date, in seconds since 1970-01-01T00:00:00Z.
    Date(i64),
    /// Bytes.
    Data(Arc<[u8]>),
    /// Text.
    Text(Arc<str>),
    /// A reference of a keyed archive (`CF$UID`).
    Uid(u64),
    /// An array.
    Array(Vec<Value>),
    /// A dictionary in the file's order. A key that stands twice is kept twice: [`Value::get`] takes the last, as
    /// CoreFoundation does.
    Dict(Vec<(Arc<str>, Value)>),
}

/// The form that a list was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `<plist>`.
    Xml,
    /// `bplist00`.
    Binary,
    /// JSON.
    Json,
    /// `{ key = value; }` or the pairs of a `.strings` file.
    OldStyle,
}

/// A property list.
#[derive(Debug, Clone, PartialEq)]
pub struct Plist {
    /// Its form.
    pub form: Form,
    /// Its root.
    pub root: Value,
}

impl Value {
    /// The value of a key of a dictionary; none for other values.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Self::Dict(pairs) => pairs.iter().rev().find(|(name, _)| &**name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The value at a path of keys and array positions joined by `/`.
    pub fn at(&self, path: &str) -> Option<&Value> {
        path.split('/').try_fold(self, |value, step| match value {
            Self::Array(items) => items.get(step.parse::<usize>().ok()?),
            _ => value.get(step),
        })
    }

    /// The text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The boolean as Foundation's `boolValue` reads it: numbers other than zero and the strings `YES`, `true`, `1` are
    /// true as well. None for containers, data, dates and other text.
    pub fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            Self::Integer(value) => Some(*value != 0),
            Self::Real(value) => Some(*value != 0.0),
            Self::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
                "yes" | "true" | "1" | "y" | "t" => Some(true),
                "no" | "false" | "0" | "n" | "f" | "" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// The integer; a real is cut.
    pub fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(*value),
            Self::Real(value) => Some(*value as i64),
            Self::Bool(value) => Some(i64::from(*value)),
            _ => None,
        }
    }

    /// The bytes.
    pub fn data(&self) -> Option<&[u8]> {
        match self {
            Self::Data(data) => Some(data),
            _ => None,
        }
    }

    /// The seconds since 1970 of a date.
    pub fn date(&self) -> Option<i64> {
        match self {
            Self::Date(seconds) => Some(*seconds),
            _ => None,
        }
    }

    /// The items of an array; none for other values.
    pub fn items(&self) -> &[Value] {
        match self {
            Self::Array(items) => items,
            _ => &[],
        }
    }

    /// The pairs of a dictionary; none for other values.
    pub fn pairs(&self) -> &[(Arc<str>, Value)] {
        match self {
            Self::Dict(pairs) => pairs,
            _ => &[],
        }
    }

    /// A scalar as one line of text; containers as `[n]` and `{n}`, data as `<n bytes>`.
    pub fn plain(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Integer(value) => value.to_string(),
            Self::Real(value) => value.to_string(),
            Self::Date(seconds) => iso_date(*seconds),
            Self::Data(data) => format!("<{} bytes>", data.len()),
            Self::Text(text) => text.to_string(),
            Self::Uid(id) => format!("uid {id}"),
            Self::Array(items) => format!("[{}]", items.len()),
            Self::Dict(pairs) => format!("{{{}}}", pairs.len()),
        }
    }

    /// Calls `visit` with every scalar below (and at) this value and its path of keys joined by `/`.
    pub fn scalars(&self, visit: &mut dyn FnMut(&str, &Value)) {
        // The tree's depth is bounded by the parsers, and so is this recursion.
        fn go(value: &Value, path: &mut String, visit: &mut dyn FnMut(&str, &Value)) {
            let length = path.len();
            match value {
                Value::Array(items) => {
                    for (position, item) in items.iter().enumerate() {
                        push(path, &position.to_string());
                        go(item, path, visit);
                        path.truncate(length);
                    }
                }
                Value::Dict(pairs) => {
                    for (key, item) in pairs {
                        push(path, key);
                        go(item, path, visit);
                        path.truncate(length);
                    }
                }
                scalar => visit(path, scalar),
            }
        }
        fn push(path: &mut String, step: &str) {
            if !path.is_empty() {
                path.push('/');
            }
            path.push_str(step);
        }
        go(self, &mut String::new(), visit);
    }
}

/// The ISO day (`2026-11-21`) of seconds since 1970; empty when out of range.
pub fn iso_date(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).map(|t| t.strftime("%Y-%m-%d").to_string()).unwrap_or_default()
}

/// Reads a property list of any form, told by its first bytes. Duplicate keys and text after the end are anomalies.
///
/// # Errors
/// When the bytes are no property list, are cut, or go over a limit (`nesting`, `table-items`).
pub fn parse(bytes: &[u8], limits: &Limits) -> FormatResult<Parsed<Plist>> {
    let mut anomalies = Vec::new();
    let (form, root) = if bytes.starts_with(b"bplist") {
        (Form::Binary, binary::parse(bytes, limits)?)
    } else {
        let text = decode(bytes);
        let start = text.trim_start();
        if start.is_empty() {
            return Err(FormatError::TooShort { what: "property list", end: bytes.len() as u64, needed: 1 });
        }
        if start.starts_with('<') && !is_old_style_data(start) {
            (Form::Xml, xml::parse(&text, limits, &mut anomalies)?)
        } else if let Some(value) = json(&text, limits) {
            (Form::Json, value)
        } else {
            (Form::OldStyle, oldstyle::parse(&text, limits, &mut anomalies)?)
        }
    };
    note_duplicates(&root, &mut anomalies);
    Ok(Parsed { value: Plist { form, root }, anomalies })
}

/// `<0fbd77>` is data of the old style; anything else that begins so is XML.
fn is_old_style_data(text: &str) -> bool {
    text.chars().nth(1).is_some_and(|c| c.is_ascii_hexdigit()) && !text.contains("<plist")
}

/// Text by its byte order mark, by the zero bytes of UTF-16 without one, else UTF-8 (wrong bytes are replaced).
fn decode(bytes: &[u8]) -> String {
    use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
    let encoding = match (Encoding::for_bom(bytes), bytes) {
        (Some((encoding, _)), _) => encoding,
        (None, [0, b, ..]) if *b != 0 => UTF_16BE,
        (None, [a, 0, ..]) if *a != 0 => UTF_16LE,
        _ => UTF_8,
    };
    encoding.decode_with_bom_removal(bytes).0.into_owned()
}

fn json(text: &str, limits: &Limits) -> Option<Value> {
    fn convert(value: serde_json::Value, depth: usize) -> Option<Value> {
        let deeper = depth.checked_sub(1)?;
        Some(match value {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(value) => Value::Bool(value),
            serde_json::Value::Number(number) => match number.as_i64() {
                Some(value) => Value::Integer(value),
                None => Value::Real(number.as_f64().unwrap_or_default()),
            },
            serde_json::Value::String(text) => Value::Text(text.into()),
            serde_json::Value::Array(items) => {
                Value::Array(items.into_iter().map(|item| convert(item, deeper)).collect::<Option<_>>()?)
            }
            serde_json::Value::Object(pairs) => Value::Dict(
                pairs
                    .into_iter()
                    .map(|(key, item)| Some((key.into(), convert(item, deeper)?)))
                    .collect::<Option<_>>()?,
            ),
        })
    }
    // The old style shares JSON's first characters, so only what parses to the end is JSON. The parser has its own bound
    // of 128 levels.
    convert(serde_json::from_str(text.trim()).ok()?, limits.nesting.saturating_add(1))
        .filter(|value| matches!(value, Value::Dict(_) | Value::Array(_)))
}

fn note_duplicates(value: &Value, anomalies: &mut Vec<Anomaly>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| note_duplicates(item, anomalies)),
        Value::Dict(pairs) => {
            let mut seen = rustc_hash::FxHashSet::default();
            for (key, item) in pairs {
                if !seen.insert(key) && anomalies.len() < 100 {
                    anomalies.push(Anomaly::new("plist-duplicate-key", 0, key));
                }
                note_duplicates(item, anomalies);
            }
        }
        _ => {}
    }
}

/// Counts nodes of a tree against the bound.
struct Nodes {
    left: usize,
}

impl Nodes {
    fn new(limits: &Limits) -> Self {
        Self { left: NODES.min(limits.table_items) }
    }

    fn take(&mut self) -> FormatResult<()> {
        self.left =
            self.left.checked_sub(1).ok_or(FormatError::Limit { what: "property list", limit: "table-items" })?;
        Ok(())
    }
}

fn too_deep() -> FormatError {
    FormatError::Limit { what: "property list", limit: "nesting" }
}

#[cfg(test)]
mod tests;
