//! Keys of the 健康存摺 file in the code: which of its eleven kinds of data an app reads.
//!
//! A key counts only where the file's root (`myhealthbank`, `bdata`) or the SDK is in the build too.

use std::collections::{BTreeMap, BTreeSet};

use crate::fact::FactStore;
use crate::finding::{AppText, HEALTH_ROOT, HealthKind, Locus, health_kind, health_section};

/// The SDK's name in the inventory.
const SDK: &str = "健康存摺 SDK";
/// Texts by which the SDK is told, beside its classes and files: how each begins, and what sort of mark it is.
const MARKS: [(&str, &str); 10] = [
    ("https://mhbdata.nhi.gov.tw", "host"),
    ("mhbdata.nhi.gov.tw", "host"),
    ("File_Ticket_", "preference-key"),
    ("HEALTH_DEVICE_UUID", "preference-key"),
    ("myhealthbank", "payload"),
    ("bdata", "payload"),
    ("didFetchDataSuccessWithFile:serverKey:", "callback"),
    ("RNLibMhb", "wrapper"),
    ("UploadMHBJson", "wrapper"),
    ("react-native-lib-mhb", "wrapper"),
];

/// Keys seen so far, and marks of the SDK.
#[derive(Debug, Default)]
pub(crate) struct HealthKeys {
    sections: BTreeMap<u8, (String, Locus)>,
    root: bool,
    marks: BTreeSet<&'static str>,
}

impl HealthKeys {
    /// Looks at one string constant.
    pub(super) fn string(&mut self, text: &[u8], locus: impl FnOnce() -> Locus) {
        if let Some((_, mark)) = MARKS.iter().find(|(mark, _)| text.starts_with(mark.as_bytes())) {
            self.marks.insert(mark);
        }
        if text == HEALTH_ROOT.as_bytes() || text == b"bdata" {
            self.root = true;
        }
        if let Some(section) = health_section(text) {
            self.sections.entry(section).or_insert_with(|| (String::from_utf8_lossy(text).into_owned(), locus()));
        }
    }

    /// Looks through a script: keys in quotes, or behind a point (`record.r7_1`).
    pub(super) fn script(&mut self, path: &str, bytes: &[u8]) {
        for (mark, sort) in MARKS.iter().filter(|(_, sort)| *sort == "wrapper") {
            if memchr::memmem::find(bytes, mark.as_bytes()).is_some() {
                self.marks.insert(sort);
            }
        }
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
    pub(super) fn finish(mut self, store: &mut FactStore) {
        if store.of("health-bank").iter().any(|fact| fact.str("what") == Some("present")) {
            self.marks.insert("callback");
        }
        store.mark_sdk(SDK, &self.marks);
        let sdk = store.inventory.sdks.iter().any(|s| s.name.raw() == SDK);
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
    use crate::finding::Sdk;

    #[test]
    fn texts_of_the_sdk_and_of_its_wrappers_are_marks_beside_its_classes() {
        let mut store = FactStore::new(10);
        let sdk = Sdk {
            name: SDK.into(),
            version: None,
            category: "health".to_owned(),
            purl: None,
            marks: vec!["package".into()],
            loci: vec![],
        };
        store.inventory.sdks.push(sdk);
        let mut keys = HealthKeys::default();
        keys.string(b"File_Ticket_", || Locus::Build);
        keys.script("index.bundle", b"var m=e.NativeModules.RNLibMhb;m.start()");
        keys.finish(&mut store);
        let marks: Vec<&str> = store.inventory.sdks[0].marks.iter().map(AppText::raw).collect();
        assert_eq!(marks, ["package", "preference-key", "wrapper"]);
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
