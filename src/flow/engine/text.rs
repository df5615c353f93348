//! Strings: what Java's string methods make of known ones. A part that is not known is a [`HOLE`].

use super::Engine;
use super::value::{Atom, NOTHING, UNKNOWN, Val};

/// Stands for a part of a string that is not known (U+FFFC, object replacement).
pub(crate) const HOLE: char = '\u{fffc}';
/// Longest string that is kept, in bytes.
const LONGEST: usize = 8_192;

impl Engine<'_, '_> {
    /// One string after another.
    pub(super) fn concat(&mut self, a: Val, b: Val) -> Val {
        let taint = self.values.join_taint(a.taint, b.taint);
        let (left, right) = (self.shown(a), self.shown(b));
        let result = if left.len() * right.len() > 8 {
            UNKNOWN
        } else {
            let mut all = NOTHING;
            for l in &left {
                for r in &right {
                    let one = join_text(l, r);
                    let one = if one.len() > LONGEST || one.chars().all(|c| c == HOLE) && !one.is_empty() {
                        self.carrier(a, b)
                    } else {
                        self.values.text(&one)
                    };
                    all = self.values.join(all, one);
                }
            }
            all
        };
        Val { taint, ..result }
    }

    /// Of two unknown strings: what says most of where they come from.
    fn carrier(&mut self, a: Val, b: Val) -> Val {
        for value in [b, a] {
            if self.values.atoms(value).iter().any(|x| matches!(x, Atom::Object(_) | Atom::Param(_) | Atom::Field(_))) {
                return Val { taint: 0, ..value };
            }
        }
        UNKNOWN
    }

    /// The texts that a value may be, a hole for what is not known.
    pub(super) fn shown(&self, value: Val) -> Vec<String> {
        let mut texts: Vec<String> = self
            .values
            .atoms(value)
            .iter()
            .map(|atom| match atom {
                Atom::Text(id) => self.values.get_text(*id).to_string(),
                Atom::Int(number) => number.to_string(),
                _ => HOLE.to_string(),
            })
            .collect();
        texts.dedup();
        if texts.is_empty() {
            texts.push(HOLE.to_string());
        }
        texts
    }

    /// A string method on known strings; none when it is not one of those or something is not known.
    pub(super) fn fold(&mut self, name: &str, receiver: Val, args: &[Val]) -> Option<Val> {
        let mut all = NOTHING;
        let texts = self.values.atoms(receiver).to_vec();
        if texts.is_empty() || texts.len() > 8 {
            return None;
        }
        for atom in texts {
            let Atom::Text(id) = atom else { return None };
            let text = self.values.get_text(id);
            let number = |i: usize| args.get(i).and_then(|&v| self.values.number(v));
            let string = |i: usize| args.get(i).and_then(|&v| self.values.string(v));
            if text.contains(HOLE) {
                // Case, prefix and the like can still be told of the known beginning.
                let head: String = text.chars().take_while(|&c| c != HOLE).collect();
                let one = match name {
                    "toLowerCase" => self.values.text(&text.to_lowercase()),
                    "toUpperCase" => self.values.text(&text.to_uppercase()),
                    "trim" | "toString" | "intern" => self.values.text(&text),
                    "startsWith" if args.len() == 1 && string(0).is_some_and(|p| head.starts_with(&*p)) => {
                        self.values.int(1)
                    }
                    "isEmpty" if !head.is_empty() => self.values.int(0),
                    _ => return None,
                };
                all = self.values.join(all, one);
                continue;
            }
            let one = match name {
                "toString" | "intern" | "trim" | "strip" => {
                    let text = if matches!(name, "trim" | "strip") { text.trim() } else { &text };
                    self.values.text(text)
                }
                "toLowerCase" => self.values.text(&text.to_lowercase()),
                "toUpperCase" => self.values.text(&text.to_uppercase()),
                "length" => self.values.int(text.encode_utf16().count() as i64),
                "isEmpty" => self.values.int(i64::from(text.is_empty())),
                "isBlank" => self.values.int(i64::from(text.trim().is_empty())),
                "hashCode" => {
                    let hash = text.encode_utf16().fold(0i32, |h, c| h.wrapping_mul(31).wrapping_add(i32::from(c)));
                    self.values.int(i64::from(hash))
                }
                "charAt" => {
                    let c = text.encode_utf16().nth(usize::try_from(number(0)?).ok()?)?;
                    self.values.int(i64::from(c))
                }
                "equals" | "contentEquals" => {
                    let answer = self.equal(&text, *args.first()?)?;
                    self.values.int(i64::from(answer))
                }
                "equalsIgnoreCase" => {
                    let other = string(0)?;
                    self.values.int(i64::from(text.eq_ignore_ascii_case(&other)))
                }
                "compareTo" => {
                    let other = string(0)?;
                    self.values.int(match text.as_ref().cmp(&other) {
                        std::cmp::Ordering::Less => -1,
                        std::cmp::Ordering::Equal => 0,
                        std::cmp::Ordering::Greater => 1,
                    })
                }
                "startsWith" if args.len() == 1 => self.values.int(i64::from(text.starts_with(&*string(0)?))),
                "endsWith" => self.values.int(i64::from(text.ends_with(&*string(0)?))),
                "contains" => self.values.int(i64::from(text.contains(&*string(0)?))),
                "indexOf" if args.len() == 1 => {
                    let at = match (string(0), number(0)) {
                        (Some(part), _) => text.find(&*part),
                        (_, Some(c)) => text.find(char::from_u32(u32::try_from(c).ok()?)?),
                        _ => return None,
                    };
                    let at = at.map_or(-1, |at| text.get(..at).map_or(-1, |t| t.encode_utf16().count() as i64));
                    self.values.int(at)
                }
                "substring" | "subSequence" => {
                    let units: Vec<u16> = text.encode_utf16().collect();
                    let from = usize::try_from(number(0)?).ok()?;
                    let to = if args.len() > 1 { usize::try_from(number(1)?).ok()? } else { units.len() };
                    let part = String::from_utf16_lossy(units.get(from..to)?);
                    self.values.text(&part)
                }
                "replace" => {
                    let piece = |i: usize| match (string(i), number(i)) {
                        (Some(text), _) => Some(text.to_string()),
                        (_, Some(c)) => char::from_u32(u32::try_from(c).ok()?).map(String::from),
                        _ => None,
                    };
                    let (from, to) = (piece(0)?, piece(1)?);
                    let replaced = if from.is_empty() { text.to_string() } else { text.replace(&from, &to) };
                    if replaced.len() > LONGEST {
                        return None;
                    }
                    self.values.text(&replaced)
                }
                "concat" => {
                    let one = self.values.one(atom);
                    return args.first().map(|&b| self.concat(one, b));
                }
                _ => return None,
            };
            all = self.values.join(all, one);
        }
        (all.atoms != 0).then_some(all)
    }

    /// Whether a text equals a value; none when both are possible.
    fn equal(&self, text: &str, other: Val) -> Option<bool> {
        let mut answer = None;
        for atom in self.values.atoms(other) {
            let same = match atom {
                Atom::Text(id) => {
                    let other = self.values.get_text(*id);
                    if other.contains(HOLE) {
                        return None;
                    }
                    *other == *text
                }
                Atom::Int(0) => false,
                _ => return None,
            };
            if answer.is_some_and(|a| a != same) {
                return None;
            }
            answer = Some(same);
        }
        answer
    }

    /// `String.format` with a known pattern: plain `%s`, `%d`, `%x`, `%n`, `%%`, others as holes.
    pub(super) fn format(&mut self, pattern: &str, args: &[Val]) -> Val {
        let mut out = NOTHING;
        let mut piece = String::new();
        let mut chars = pattern.chars().peekable();
        let mut next = 0;
        let mut taint = 0;
        let mut text = self.values.text("");
        while let Some(c) = chars.next() {
            if c != '%' {
                piece.push(c);
                continue;
            }
            let mut spec = String::new();
            let kind = loop {
                match chars.next() {
                    Some(c) if c.is_alphabetic() || c == '%' => break Some(c),
                    Some(c) => spec.push(c),
                    None => break None,
                }
            };
            match kind {
                Some('%') => piece.push('%'),
                Some('n') => piece.push('\n'),
                Some(kind) => {
                    let index = spec.split_once('$').and_then(|(n, _)| n.parse::<usize>().ok());
                    let at = index.map_or(next, |i| i.saturating_sub(1));
                    next += usize::from(index.is_none());
                    let value = args.get(at).copied().unwrap_or(UNKNOWN);
                    taint = self.values.join_taint(taint, value.taint);
                    let plain = spec.is_empty() || index.is_some();
                    let head = self.values.text(&std::mem::take(&mut piece));
                    text = self.concat_plain(text, head);
                    let part = if plain && matches!(kind, 's' | 'd') { value } else { UNKNOWN };
                    text = self.concat_plain(text, part);
                }
                None => {}
            }
        }
        let tail = self.values.text(&piece);
        text = self.concat_plain(text, tail);
        out = self.values.join(out, text);
        Val { taint, ..out }
    }

    fn concat_plain(&mut self, a: Val, b: Val) -> Val {
        if self.string(a).as_deref() == Some("") && !self.open(b) {
            return b;
        }
        self.concat(a, b)
    }
}

fn join_text(a: &str, b: &str) -> String {
    let mut text = String::with_capacity(a.len() + b.len());
    text.push_str(a);
    if a.ends_with(HOLE) {
        text.push_str(b.trim_start_matches(HOLE));
    } else {
        text.push_str(b);
    }
    text
}

/// Base64 of either alphabet, padding or line ends or not; none when it is none.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut count) = (0u32, 0u32);
    for c in text.bytes() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' | b'\n' | b'\r' => continue,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_both_alphabets() {
        assert_eq!(base64("c2VjcmV0").unwrap(), b"secret");
        assert_eq!(base64("_-8=").unwrap(), [0xff, 0xef]);
        assert_eq!(base64("no base64!"), None);
    }

    #[test]
    fn holes_do_not_pile_up() {
        assert_eq!(join_text("a\u{fffc}", "\u{fffc}b"), "a\u{fffc}b");
    }
}
