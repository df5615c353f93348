//! People in the texts of a build: national ids that check, and records of 健康存摺 that were left in.

use crate::finding::{HEALTH_ROOT, health_section};

/// Published numbers: of forms, of tests, of this standard's papers.
const PUBLISHED: [&[u8]; 4] = [b"A123456789", b"A223456781", b"F131104093", b"A100000001"];
/// What stands before a number that is one of these, in small letters.
const WORDS: [&str; 12] = [
    "身分證",
    "身份證",
    "證號",
    "居留證",
    "統一證號",
    "national",
    "idno",
    "id_no",
    "idnumber",
    "id_number",
    "pid",
    "b1.1",
];
/// Bytes before a number in which such a word is looked for.
const BEFORE: usize = 48;
/// Numbers of one text that are taken.
const MOST: usize = 8;

/// National ids and numbers of resident certificates that check, each behind a word that says what it is: where.
pub(super) fn national_ids(text: &[u8]) -> Vec<usize> {
    let mut found = Vec::new();
    let digits = |at: usize| text.get(at + 1..at + 10).filter(|d| d.iter().all(u8::is_ascii_digit));
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_uppercase)) {
        let start = at + next;
        at = start + 1;
        let edge = |b: Option<&u8>| b.is_none_or(|b| !b.is_ascii_alphanumeric());
        let alone = edge(start.checked_sub(1).and_then(|i| text.get(i))) && edge(text.get(start + 10));
        let Some(number) = text.get(start..start + 10).filter(|_| alone && digits(start).is_some()) else { continue };
        if checks(number) && !PUBLISHED.contains(&number) && is_named(text, start) {
            found.push(start);
            if found.len() == MOST {
                break;
            }
        }
    }
    found
}

fn is_named(text: &[u8], start: usize) -> bool {
    let before = text.get(start.saturating_sub(BEFORE)..start).unwrap_or_default();
    let before = String::from_utf8_lossy(before).to_lowercase();
    WORDS.iter().any(|word| before.contains(word))
}

/// The check digit of a national id (the second character 1 or 2) or of a resident's number (8 or 9).
fn checks(number: &[u8]) -> bool {
    let [letter, digits @ ..] = number else { return false };
    if !digits.first().is_some_and(|d| matches!(d, b'1' | b'2' | b'8' | b'9')) {
        return false;
    }
    let Some(region) = b"ABCDEFGHJKLMNPQRSTUVXYWZIO".iter().position(|l| l == letter) else { return false };
    let region = region + 10;
    let digit = |i: usize| digits.get(i).map_or(0, |d| usize::from(d.saturating_sub(b'0')));
    let sum = region / 10 + region % 10 * 9 + (0..8).map(|i| digit(i) * (8 - i)).sum::<usize>() + digit(8);
    sum % 10 == 0
}

/// A record of 健康存摺 with fields that hold something: where it begins.
pub(super) fn health_record(text: &[u8]) -> Option<usize> {
    let start = memchr::memmem::find(text, format!("\"{HEALTH_ROOT}\"").as_bytes())?;
    let rest = text.get(start..)?;
    let mut filled = 0;
    for quote in memchr::memchr_iter(b'"', rest) {
        let from = rest.get(quote + 1..).unwrap_or_default();
        let Some(end) = from.iter().take(9).position(|b| *b == b'"') else { continue };
        let (key, after) = from.split_at(end);
        let after: Vec<u8> = after.iter().skip(1).filter(|b| !b.is_ascii_whitespace()).take(3).copied().collect();
        let value = after.as_slice();
        let field = key.contains(&b'.') && health_section(key).is_some();
        filled += usize::from(field && value.starts_with(b":") && value != b":\"\"" && value.get(1) != Some(&b'n'));
    }
    (filled >= 2).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_counts_that_checks_and_is_said_to_be_one() {
        assert_eq!(national_ids(r#"{"b1.1": "A198765435"}"#.as_bytes()), [10]);
        assert_eq!(national_ids("身分證字號：A198765435".as_bytes()), [18]);
        assert!(national_ids(br#"{"b1.1": "A198765434"}"#).is_empty(), "does not check");
        assert!(national_ids(br#"{"part": "A198765435"}"#).is_empty(), "nothing says what it is");
        assert!(national_ids(br#"{"idno": "A123456789"}"#).is_empty(), "of a form");
        assert!(national_ids(br#"{"idno": "XA198765435"}"#).is_empty());
        assert!(checks(b"A800000014"), "of a resident");
    }

    #[test]
    fn a_record_is_one_with_values_in_its_fields() {
        let record = br#"{"myhealthbank": {"bdata": {"r7": [{"r7.10": "x", "r7.11": "108"}]}}}"#;
        assert_eq!(health_record(record), Some(1));
        assert_eq!(health_record(br#"{"myhealthbank": {"bdata": {"r7": [{"r7.10": "", "r7.11": ""}]}}}"#), None);
        assert_eq!(health_record(br#"json["myhealthbank"]["bdata"]["r7"]"#), None, "code that reads one");
    }
}
