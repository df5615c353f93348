//! The old style: `{ key = value; }`, `( a, b )`, `<0fbd77>`, `"text"`, and the bare pairs of a `.strings` file.

use std::sync::Arc;

use super::{Nodes, Value, too_deep};
use crate::format::{Anomaly, FormatError, FormatResult};
use crate::limits::Limits;

struct Parser<'a> {
    bytes: &'a [u8],
    text: &'a str,
    position: usize,
    nodes: Nodes,
}

/// Reads an old-style property list or a `.strings` file. A `.strings` file that breaks off is read up to there, with an
/// anomaly, because one broken locale must not hide the other lines.
pub(super) fn parse(text: &str, limits: &Limits, anomalies: &mut Vec<Anomaly>) -> FormatResult<Value> {
    let mut parser = Parser { bytes: text.as_bytes(), text, position: 0, nodes: Nodes::new(limits) };
    parser.space();
    match parser.peek() {
        Some(b'{' | b'(' | b'<') => parser.value(limits.nesting),
        Some(_) => {
            let (pairs, broken) = parser.pairs(limits.nesting, None)?;
            if let Some(error) = broken {
                if pairs.is_empty() {
                    return Err(error);
                }
                anomalies.push(Anomaly::new("plist-strings-broken", parser.position as u64, error));
            }
            Ok(Value::Dict(pairs))
        }
        None => Ok(Value::Dict(Vec::new())),
    }
}

type Pairs = Vec<(Arc<str>, Value)>;

impl<'a> Parser<'a> {
    fn malformed(&self, why: &'static str) -> FormatError {
        FormatError::Malformed { what: "old-style property list", why, offset: self.position as u64 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.position).copied()
    }

    fn skip(&mut self, count: usize) {
        self.position = self.position.saturating_add(count);
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.position..).unwrap_or_default()
    }

    /// Moves over white space and both kinds of comment.
    fn space(&mut self) {
        loop {
            let rest = self.rest();
            let end = |needle: &[u8]| {
                memchr::memmem::find(rest, needle).map_or(rest.len(), |i| i.saturating_add(needle.len()))
            };
            match rest {
                [b'/', b'/', ..] => self.skip(end(b"\n")),
                [b'/', b'*', ..] => self.skip(end(b"*/")),
                [c, ..] if c.is_ascii_whitespace() || *c == 0 => self.skip(1),
                [0xe2, 0x80, 0xa8 | 0xa9, ..] => self.skip(3),
                _ => return,
            }
        }
    }

    fn expect(&mut self, byte: u8, why: &'static str) -> FormatResult<()> {
        self.space();
        if self.peek() == Some(byte) {
            self.skip(1);
            return Ok(());
        }
        Err(self.malformed(why))
    }

    fn value(&mut self, depth: usize) -> FormatResult<Value> {
        self.space();
        self.nodes.take()?;
        let deeper = depth.checked_sub(1).ok_or_else(too_deep)?;
        match self.peek() {
            Some(b'{') => {
                self.skip(1);
                match self.pairs(deeper, Some(b'}'))? {
                    (pairs, None) => Ok(Value::Dict(pairs)),
                    (_, Some(error)) => Err(error),
                }
            }
            Some(b'(') => {
                self.skip(1);
                self.array(deeper)
            }
            Some(b'<') => {
                self.skip(1);
                self.data()
            }
            Some(_) => Ok(Value::Text(self.string()?.into())),
            None => Err(self.malformed("value expected")),
        }
    }

    fn array(&mut self, depth: usize) -> FormatResult<Value> {
        let mut items = Vec::new();
        loop {
            self.space();
            if self.peek() == Some(b')') {
                self.skip(1);
                return Ok(Value::Array(items));
            }
            items.push(self.value(depth)?);
            self.space();
            match self.peek() {
                Some(b',') => self.skip(1),
                Some(b')') => {}
                _ => return Err(self.malformed("`,` or `)` expected")),
            }
        }
    }

    fn data(&mut self) -> FormatResult<Value> {
        let end = memchr::memchr(b'>', self.rest()).ok_or_else(|| self.malformed("data not closed"))?;
        let digits: Vec<u8> =
            self.rest().get(..end).unwrap_or_default().iter().copied().filter(u8::is_ascii_hexdigit).collect();
        self.skip(end.saturating_add(1));
        let even = digits.get(..digits.len() & !1).unwrap_or_default();
        Ok(Value::Data(hex::decode(even).unwrap_or_default().into()))
    }

    /// `key = value;` until `end` (or the end of the text). `key;` alone means that the value is the key.
    fn pairs(&mut self, depth: usize, end: Option<u8>) -> FormatResult<(Pairs, Option<FormatError>)> {
        let mut pairs = Pairs::new();
        loop {
            self.space();
            match self.peek() {
                None if end.is_none() => return Ok((pairs, None)),
                None => return Ok((pairs, Some(self.malformed("dictionary not closed")))),
                byte if byte == end => {
                    self.skip(1);
                    return Ok((pairs, None));
                }
                _ => {}
            }
            match self.pair(depth) {
                Ok(pair) => pairs.push(pair),
                Err(error @ FormatError::Limit { .. }) => return Err(error),
                Err(error) => return Ok((pairs, Some(error))),
            }
        }
    }

    fn pair(&mut self, depth: usize) -> FormatResult<(Arc<str>, Value)> {
        self.nodes.take()?;
        let key: Arc<str> = self.string()?.into();
        self.space();
        if self.peek() == Some(b';') {
            self.skip(1);
            return Ok((key.clone(), Value::Text(key)));
        }
        self.expect(b'=', "`=` expected")?;
        let value = self.value(depth)?;
        self.space();
        // CoreFoundation asks for the semicolon except before the end.
        if self.peek() == Some(b';') {
            self.skip(1);
        } else if !matches!(self.peek(), None | Some(b'}')) {
            return Err(self.malformed("`;` expected"));
        }
        Ok((key, value))
    }

    fn string(&mut self) -> FormatResult<String> {
        match self.peek() {
            Some(quote @ (b'"' | b'\'')) => {
                self.skip(1);
                self.quoted(quote)
            }
            _ => {
                let bare = |c: &u8| c.is_ascii_alphanumeric() || b"_$/:.-+".contains(c) || *c >= 0x80;
                let length = self.rest().iter().take_while(|c| bare(c)).count();
                if length == 0 {
                    return Err(self.malformed("string expected"));
                }
                let start = self.position;
                self.skip(length);
                Ok(self.text.get(start..self.position).unwrap_or_default().to_owned())
            }
        }
    }

    fn quoted(&mut self, quote: u8) -> FormatResult<String> {
        let mut out = String::new();
        let mut units: Vec<u16> = Vec::new();
        loop {
            let rest = self.rest();
            let run = rest
                .iter()
                .position(|c| *c == quote || *c == b'\\')
                .ok_or_else(|| self.malformed("string not closed"))?;
            if run > 0 {
                flush(&mut units, &mut out);
                let start = self.position;
                out.push_str(self.text.get(start..start.saturating_add(run)).unwrap_or_default());
                self.skip(run);
            }
            let ended = self.peek() == Some(quote);
            self.skip(1);
            if ended {
                flush(&mut units, &mut out);
                return Ok(out);
            }
            self.escape(&mut units)?;
        }
    }

    /// One escape, as UTF-16 units so that surrogate pairs written as two escapes join.
    fn escape(&mut self, units: &mut Vec<u16>) -> FormatResult<()> {
        let Some(c) = self.text.get(self.position..).and_then(|rest| rest.chars().next()) else {
            return Err(self.malformed("string not closed"));
        };
        self.skip(c.len_utf8());
        let rest = self.rest();
        let digits =
            |limit: usize, radix: u32| rest.iter().take(limit).take_while(|d| char::from(**d).is_digit(radix)).count();
        let mut buffer = [0u16; 2];
        match c {
            'U' | 'u' | 'x' => {
                let count = digits(if c == 'x' { 2 } else { 4 }, 16);
                let text = std::str::from_utf8(rest.get(..count).unwrap_or_default()).unwrap_or_default();
                units.push(u16::from_str_radix(text, 16).unwrap_or(0xfffd));
                self.skip(count);
            }
            '0'..='7' => {
                let count = digits(2, 8);
                let text = std::str::from_utf8(rest.get(..count).unwrap_or_default()).unwrap_or_default();
                let high = u16::try_from(c.to_digit(8).unwrap_or_default()).unwrap_or_default();
                let low = u16::from_str_radix(text, 8).unwrap_or_default();
                units.push(high.wrapping_shl(u32::try_from(count).unwrap_or(0).saturating_mul(3)) | low);
                self.skip(count);
            }
            _ => {
                let c = match c {
                    'a' => '\u{7}',
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'v' => '\u{b}',
                    other => other,
                };
                units.extend_from_slice(c.encode_utf16(&mut buffer));
            }
        }
        Ok(())
    }
}

fn flush(units: &mut Vec<u16>, out: &mut String) {
    if !units.is_empty() {
        out.push_str(&String::from_utf16_lossy(units));
        units.clear();
    }
}
