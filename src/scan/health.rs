//! Keys of the 健康存摺 file in the code: which of its eleven kinds of data an app reads.
//!
//! The file's sections are `r0` to `r14`, their fields `rN.M`, sub-lists `rN_1`. A key counts only where the file's root
//! (`myhealthbank`, `bdata`) or the SDK is in the build too.

use std::collections::BTreeMap;

use crate::fact::FactStore;
use crate::finding::{AppText, HealthKind, Locus};

/// Sections whose content is known, and the kind of data that they hold.
const SECTIONS: &[(u8, &str)] = &[
    (1, "health-bank-western-outpatient"),
    (2, "health-bank-inpatient"),
    (3, "health-bank-dental"),
    (4, "health-bank-allergy"),
    (5, "health-bank-donation-hospice"),
    (6, "health-bank-vaccination"),
    (7, "health-bank-laboratory"),
    (8, "health-bank-image-pathology"),
    (9, "health-bank-chinese-outpatient"),
    (10, "health-bank-preventive-adult"),
    (11, "health-bank-cancer-screening"),
];

/// Keys seen so far.
#[derive(Debug, Default)]
pub(crate) struct HealthKeys {
    sections: BTreeMap<u8, (String, Locus)>,
    root: bool,
}

impl HealthKeys {
    /// Looks at one string constant.
    pub(super) fn string(&mut self, text: &[u8], locus: impl FnOnce() -> Locus) {
        if text == b"myhealthbank" || text == b"bdata" {
            self.root = true;
        }
        if let Some(section) = section(text) {
            self.sections.entry(section).or_insert_with(|| (String::from_utf8_lossy(text).into_owned(), locus()));
        }
    }

    /// Looks through a script: keys in quotes, or behind a point (`record.r7_1`).
    pub(super) fn script(&mut self, path: &str, bytes: &[u8]) {
        let Some(root) = memchr::memmem::find(bytes, b"myhealthbank") else { return };
        self.root = root < bytes.len();
        for quote in memchr::memchr3_iter(b'"', b'\'', b'`', bytes) {
            let rest = bytes.get(quote + 1..).unwrap_or_default();
            let end = rest.iter().take(8).position(|b| matches!(b, b'"' | b'\'' | b'`'));
            if let Some(text) = end.and_then(|end| rest.get(..end)) {
                let at = Locus::Bytes { file: AppText::new(path), offset: quote as u64 + 1, length: text.len() as u64 };
                self.string(text, || at);
            }
        }
    }

    /// Writes the kinds into the inventory.
    pub(super) fn finish(self, store: &mut FactStore) {
        let sdk = store.inventory.sdks.iter().any(|s| s.name.raw().contains("健康存摺"));
        if !self.root && !sdk {
            return;
        }
        for (section, (key, locus)) in self.sections {
            if let Some((_, id)) = SECTIONS.iter().find(|(number, _)| *number == section) {
                store.inventory.health_kinds.push(HealthKind { id: (*id).to_owned(), key: AppText::new(&key), locus });
            }
        }
    }
}

/// The section of a key: 7 for `r7`, `r7.11`, `r7_1` and `r7_1.4`.
fn section(text: &[u8]) -> Option<u8> {
    let rest = std::str::from_utf8(text).ok()?.strip_prefix('r')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = rest.split_at_checked(digits)?;
    let number: u8 = number.parse().ok().filter(|n| *n <= 14 && !number.starts_with('0'))?;
    let rest = rest.strip_prefix("_1").unwrap_or(rest);
    let field = rest.strip_prefix('.');
    let fits =
        rest.is_empty() || field.is_some_and(|f| (1..=2).contains(&f.len()) && f.bytes().all(|b| b.is_ascii_digit()));
    fits.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_the_file_name_its_sections() {
        for (key, expected) in [
            ("r7", Some(7)),
            ("r7.11", Some(7)),
            ("r1_1.2", Some(1)),
            ("r14", Some(14)),
            ("r15", None),
            ("r07", None),
            ("r7.111", None),
            ("row", None),
            ("r", None),
            ("r7x", None),
        ] {
            assert_eq!(section(key.as_bytes()), expected, "{key}");
        }
    }

    #[test]
    fn keys_count_only_beside_the_files_root() {
        let mut store = FactStore::new(10);
        let mut keys = HealthKeys::default();
        keys.script("a.js", br#"x["r7.11"]"#);
        keys.finish(&mut store);
        assert!(store.inventory.health_kinds.is_empty());
        let mut keys = HealthKeys::default();
        keys.script("a.js", br#"d.myhealthbank.bdata["r7"].map(x=>x["r7.11"]),y["r3.1"]"#);
        keys.finish(&mut store);
        let ids: Vec<&str> = store.inventory.health_kinds.iter().map(|k| k.id.as_str()).collect();
        assert_eq!(ids, ["health-bank-dental", "health-bank-laboratory"]);
    }
}
