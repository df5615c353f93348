//! Values judged by their names.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::bytes::Regex;

use crate::rule::knowledge_text::Secrets;

/// A name and a value as texts of many kinds write them.
const PAIR: &str = r#"(?-u)([A-Za-z_][A-Za-z0-9_.\- ]{2,60})["']?\s{0,4}(?:=|:|=>|">|</key>\s{0,40}<string>)\s{0,4}["']?([^"'<>\s,;{}()\\]{6,200})"#;

/// Names that say what a value is.
#[derive(Debug)]
pub(super) struct Names {
    /// Name in words (` client secret `, with the spaces around) → kind, longest first where several match.
    words: Vec<(String, String)>,
    pair: LazyLock<Option<Regex>>,
}

impl Names {
    pub(super) fn new(secrets: &Secrets) -> Self {
        let mut words: Vec<(String, String)> = secrets
            .names
            .iter()
            .flat_map(|(what, names)| names.iter().map(move |n| (format!(" {n} "), what.clone())))
            .collect();
        words.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.cmp(b)));
        Self { words, pair: LazyLock::new(|| Regex::new(PAIR).ok()) }
    }

    /// The kind of secret that a named value is, if it is one.
    pub(super) fn judge(&self, name: &str, value: &str) -> Option<&str> {
        // Most values are ruled out by a look at their letters.
        let value = value.trim();
        let letters = value.bytes().any(|b| b.is_ascii_digit()) && value.bytes().any(|b| b.is_ascii_alphabetic());
        if !letters || !(6..=400).contains(&value.len()) || value.contains(char::is_whitespace) {
            return None;
        }
        let padded = format!(" {} ", in_words(name));
        let (_, what) = self.words.iter().find(|(words, _)| padded.contains(words.as_str()))?;
        if !looks_secret(name, value) {
            return None;
        }
        let strict = what != "password";
        if strict && (value.len() < 16 || entropy(value) < 3.0 || classes(value) < 2) {
            return None;
        }
        Some(what)
    }

    /// `name = value` pairs of a text, with the offset of the value.
    pub(super) fn pairs<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, &'t str, &'t str)> + 't {
        self.pair
            .iter()
            .flat_map(|r| r.captures_iter(text.as_bytes()))
            .filter_map(|c| Some((c.get(2)?.start(), text.get(c.get(1)?.range())?, text.get(c.get(2)?.range())?)))
    }
}

/// `clientSecret`, `CLIENT_SECRET`, `client.secret-v2` → `client secret`, ...; `openAIApiKey` → `open ai api key`.
fn in_words(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 8);
    let (mut lower_before, mut upper_before) = (false, false);
    let mut letters = name.chars().take(120).peekable();
    while let Some(c) = letters.next() {
        let last_of_capitals = upper_before && letters.peek().is_some_and(char::is_ascii_lowercase);
        if c.is_ascii_uppercase() && (lower_before || last_of_capitals) {
            out.push(' ');
        }
        upper_before = c.is_ascii_uppercase();
        lower_before = c.is_ascii_lowercase() || c.is_ascii_digit();
        out.push(if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' });
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a value could be a secret at all: no reference, no template, no sentence, no other name.
fn looks_secret(name: &str, value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    value.is_ascii()
        && !value.starts_with(['@', '?', '$', '%', '#', '<', '/', '.', '&'])
        && !value.contains("://")
        && !value.contains("${")
        && !value.ends_with(['(', ':'])
        && !lower.contains("password")
        && !lower.contains("your")
        && !lower.contains("example")
        && !lower.contains("_key")
        && !is_pattern(value)
        && in_words(value) != in_words(name)
        && !is_placeholder(value.as_bytes())
        && !is_identifier_path(value)
}

/// Regular expressions, as those that check what a user chose: `((?=.*\\d)(?=.*[a-z]).{6,20})`.
fn is_pattern(value: &str) -> bool {
    ["(?", "\\d", "\\w", "\\s", ".*", ".+", "[a-z", "[A-Z", "[0-9", "[^"].iter().any(|mark| value.contains(mark))
}

/// `com.example.Thing`, `abc_def_ghi2`, `MD5withRSA`, `2.16.840.1.101` are names, not secrets.
fn is_identifier_path(value: &str) -> bool {
    let parts: Vec<&str> = value.split(['.', '_', '-', '/']).collect();
    let wordy = |p: &&str| {
        let digits = p.chars().filter(char::is_ascii_digit).count();
        p.is_empty() || digits * 3 <= p.len() || p.chars().all(|c| c.is_ascii_digit())
    };
    parts.len() >= 3 && parts.iter().all(wordy) && parts.iter().all(|p| p.len() <= 14)
        || value.contains("with") && value.len() < 24
}

/// Runs, counts and words that mean «put yours here».
pub(super) fn is_placeholder(value: &[u8]) -> bool {
    let text = String::from_utf8_lossy(value).to_ascii_lowercase();
    let words = [
        "xxxx",
        "0000000",
        "12345678901",
        "abcdefgh",
        "changeme",
        "change_me",
        "placeholder",
        "dummy",
        "todo",
        "insert",
        "replace",
        "sample",
        "redacted",
        "...",
        "aaaaaaaa",
    ];
    words.iter().any(|w| text.contains(w))
}

/// Whether a Basic header's value is `user:password` in Base64.
pub(super) fn decodes_to_credentials(value: &[u8]) -> bool {
    let mut bits = 0u32;
    let mut count = 0;
    let mut out = Vec::new();
    for b in value.iter().take_while(|b| **b != b'=') {
        let v = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return false,
        };
        bits = (bits << 6) | u32::from(v);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    out.iter().all(|b| (0x20..0x7f).contains(b))
        && out.iter().position(|b| *b == b':').is_some_and(|i| i > 0 && i + 1 < out.len())
}

/// Shannon entropy in bits per character.
pub(super) fn entropy(value: &str) -> f64 {
    let mut counts: BTreeMap<char, usize> = BTreeMap::new();
    value.chars().for_each(|c| *counts.entry(c).or_default() += 1);
    let total = value.chars().count().max(1) as f64;
    counts.values().map(|n| *n as f64 / total).map(|p| -p * p.log2()).sum()
}

fn classes(value: &str) -> usize {
    usize::from(value.chars().any(|c| c.is_ascii_lowercase()))
        + usize::from(value.chars().any(|c| c.is_ascii_uppercase()))
        + usize::from(value.chars().any(|c| c.is_ascii_digit()))
        + usize::from(value.chars().any(|c| c.is_ascii_punctuation()))
}
