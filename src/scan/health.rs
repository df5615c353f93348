//! Keys of the 健康存摺 file in the code: which of its eleven kinds of data an app reads.
//!
//! A key counts only where the file's root (`myhealthbank`, `bdata`) or the SDK is in the build too.

use std::collections::BTreeMap;

use crate::fact::FactStore;
use crate::finding::{AppText, HEALTH_ROOT, HealthKind, Locus, health_kind, health_section};

/// Keys seen so far.
#[derive(Debug, Default)]
pub(crate) struct HealthKeys {
    sections: BTreeMap<u8, (String, Locus)>,
    root: bool,
}

impl HealthKeys {
    /// Looks at one string constant.
    pub(super) fn string(&mut self, text: &[u8], locus: impl FnOnce() -> Locus) {
        if text == HEALTH_ROOT.as_bytes() || text == b"bdata" {
            self.root = true;
        }
        if let Some(section) = health_section(text) {
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
            if let Some(id) = health_kind(section) {
                store.inventory.health_kinds.push(HealthKind { id: id.to_owned(), key: AppText::new(&key), locus });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
