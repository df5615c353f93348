//! The XML form, read as CoreFoundation does: by its own small grammar, not as general XML. No entity is ever defined
//! by the document, nothing outside it is fetched.

use std::sync::Arc;

use super::{Nodes, Value, too_deep};
use crate::format::{Anomaly, FormatError, FormatResult};
use crate::limits::Limits;

enum Frame {
    Array(Vec<Value>),
    Dict { pairs: Vec<(Arc<str>, Value)>, key: Option<Arc<str>> },
}

struct Cursor<'a> {
    text: &'a str,
    position: usize,
}

fn malformed(why: &'static str, offset: usize) -> FormatError {
    FormatError::Malformed { what: "XML property list", why, offset: offset as u64 }
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.position..).unwrap_or_default()
    }

    fn skip(&mut self, count: usize) {
        self.position = self.position.saturating_add(count);
    }

    /// Text up to `end`, and moves past it.
    fn until(&mut self, end: &str) -> FormatResult<&'a str> {
        let rest = self.rest();
        let length = rest.find(end).ok_or_else(|| malformed("not closed", self.position))?;
        self.skip(length.saturating_add(end.len()));
        Ok(rest.get(..length).unwrap_or_default())
    }

    /// The next tag (`/name`, `name`, `name/`) without its attributes; none at the end of the text.
    fn tag(&mut self) -> FormatResult<Option<(&'a str, bool)>> {
        loop {
            let rest = self.rest();
            let Some(start) = rest.find('<') else { return Ok(None) };
            self.skip(start);
            let rest = self.rest();
            if rest.starts_with("<!--") {
                self.until("-->")?;
            } else if rest.starts_with("<?") {
                self.until("?>")?;
            } else if rest.starts_with("<!") {
                let declaration = self.until(">")?;
                if declaration.contains('[') {
                    self.until("]")?;
                    self.until(">")?;
                }
            } else {
                self.skip(1);
                let inside = self.until(">")?;
                let (inside, empty) = match inside.strip_suffix('/') {
                    Some(inside) => (inside, true),
                    None => (inside, false),
                };
                return Ok(Some((inside.split_ascii_whitespace().next().unwrap_or_default(), empty)));
            }
        }
    }

    /// The text of a leaf element up to its end tag: entities resolved, CDATA taken as it stands.
    fn leaf(&mut self, name: &str) -> FormatResult<String> {
        let mut out = String::new();
        loop {
            let run = self.rest();
            let length = run.find('<').ok_or_else(|| malformed("element not closed", self.position))?;
            unescape(run.get(..length).unwrap_or_default(), &mut out);
            self.skip(length);
            let rest = self.rest();
            if rest.starts_with("<![CDATA[") {
                self.skip(9);
                out.push_str(self.until("]]>")?);
            } else if rest.starts_with("<!--") {
                self.until("-->")?;
            } else {
                self.skip(1);
                let end = self.until(">")?;
                return match end.strip_prefix('/') {
                    Some(end) if end.trim() == name => Ok(out),
                    _ => Err(malformed("tag inside a leaf element", self.position)),
                };
            }
        }
    }
}

fn unescape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(rest.get(..start).unwrap_or_default());
        rest = rest.get(start..).unwrap_or_default();
        let end = rest.find(';').filter(|end| *end <= 12);
        let name = end.and_then(|end| rest.get(1..end)).unwrap_or_default();
        let resolved = match name {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "apos" => Some('\''),
            "quot" => Some('"'),
            _ => name.strip_prefix('#').and_then(|code| {
                let code = match code.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => code.parse(),
                };
                code.ok().and_then(char::from_u32)
            }),
        };
        match (resolved, end) {
            (Some(c), Some(end)) => {
                out.push(c);
                rest = rest.get(end.saturating_add(1)..).unwrap_or_default();
            }
            _ => {
                out.push('&');
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
}

/// Reads an XML property list.
pub(super) fn parse(text: &str, limits: &Limits, anomalies: &mut Vec<Anomaly>) -> FormatResult<Value> {
    let mut cursor = Cursor { text, position: 0 };
    let mut nodes = Nodes::new(limits);
    let mut stack: Vec<Frame> = Vec::new();
    let mut started = false;
    while let Some((name, empty)) = cursor.tag()? {
        let value = match name {
            "plist" if !empty => {
                started = true;
                continue;
            }
            "array" | "dict" => {
                nodes.take()?;
                let frame = if name == "array" {
                    Frame::Array(Vec::new())
                } else {
                    Frame::Dict { pairs: Vec::new(), key: None }
                };
                if !empty {
                    if stack.len() >= limits.nesting {
                        return Err(too_deep());
                    }
                    stack.push(frame);
                    continue;
                }
                close(frame)
            }
            "/array" | "/dict" => {
                let frame = stack.pop().ok_or_else(|| malformed("end tag without its start", cursor.position))?;
                if matches!(frame, Frame::Array(_)) != (name == "/array") {
                    return Err(malformed("end tag of another element", cursor.position));
                }
                close(frame)
            }
            "/plist" => break,
            "key" => {
                nodes.take()?;
                let text = if empty { String::new() } else { cursor.leaf("key")? };
                match stack.last_mut() {
                    Some(Frame::Dict { key, .. }) => {
                        if key.replace(text.into()).is_some() {
                            anomalies.push(Anomaly::new("plist-key-without-value", cursor.position as u64, ""));
                        }
                    }
                    _ => return Err(malformed("key outside a dictionary", cursor.position)),
                }
                continue;
            }
            _ if !started && stack.is_empty() && !is_leaf(name) => {
                return Err(FormatError::BadMagic { what: "XML property list" });
            }
            _ => {
                nodes.take()?;
                let text = if empty { String::new() } else { cursor.leaf(name)? };
                scalar(name, &text).ok_or_else(|| malformed("value of an element", cursor.position))?
            }
        };
        match stack.last_mut() {
            None => return Ok(value),
            Some(Frame::Array(items)) => items.push(value),
            Some(Frame::Dict { pairs, key }) => match key.take() {
                Some(key) => pairs.push((key, value)),
                None => return Err(malformed("value without a key", cursor.position)),
            },
        }
    }
    Err(malformed("ends before its root does", cursor.position))
}

fn close(frame: Frame) -> Value {
    match frame {
        Frame::Array(items) => Value::Array(items),
        Frame::Dict { pairs, .. } => Value::Dict(pairs),
    }
}

fn is_leaf(name: &str) -> bool {
    matches!(name, "string" | "integer" | "real" | "true" | "false" | "date" | "data")
}

fn scalar(name: &str, text: &str) -> Option<Value> {
    Some(match name {
        "string" => Value::Text(text.into()),
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "integer" => Value::Integer(integer(text.trim())?),
        "real" => Value::Real(text.trim().parse().ok()?),
        "date" => Value::Date(text.trim().parse::<jiff::Timestamp>().ok()?.as_second()),
        "data" => Value::Data(base64(text).into()),
        _ => return None,
    })
}

fn integer(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let value = match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(hex) => i128::from_str_radix(hex, 16).ok()?,
        None => digits.parse::<i128>().ok()?,
    };
    let value = if negative { value.checked_neg()? } else { value };
    Some(value.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64)
}

/// Base64 as CoreFoundation reads it: characters outside the alphabet are skipped, `=` ends it.
pub(super) fn base64(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len().saturating_sub(text.len() / 4));
    let (mut bits, mut held) = (0u32, 0u32);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte.wrapping_sub(b'A'),
            b'a'..=b'z' => byte.wrapping_sub(b'a').wrapping_add(26),
            b'0'..=b'9' => byte.wrapping_sub(b'0').wrapping_add(52),
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits.wrapping_shl(6) | u32::from(value);
        held = held.saturating_add(6);
        if held >= 8 {
            held = held.saturating_sub(8);
            out.push(bits.wrapping_shr(held) as u8);
        }
    }
    out
}
