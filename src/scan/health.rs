//! Names of health data in the build: keys of the 健康存摺 file, Bluetooth numbers of measurements, names of FHIR; and
//! what values of devices and answers of servers are by them.
//!
//! A key counts only where the file's root (`myhealthbank`, `bdata`) or the SDK is in the build too; the name of a FHIR
//! resource only beside the key `resourceType`.

use std::collections::{BTreeMap, BTreeSet};

use crate::fact::FactStore;
use crate::finding::{
    AppText, DEVICE_VALUE, Flow, HEALTH_BLE, HEALTH_ROOT, HealthKind, Locus, fhir_mark, fhir_resource, health_kind,
    health_measure, health_section,
};
use crate::report::is_place;

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
    /// Bluetooth numbers of measurements: kind of data, first place.
    measures: BTreeMap<String, (&'static str, Locus)>,
    /// The same by class of the source file.
    measured_in: BTreeMap<String, BTreeSet<String>>,
    /// Kinds of data that FHIR names say: the name, first place.
    fhir: BTreeMap<&'static str, (String, Locus)>,
    /// What classes of source files name of FHIR.
    fhir_in: BTreeMap<String, FhirNames>,
}

/// What a class names of FHIR.
#[derive(Debug, Default)]
struct FhirNames {
    mark: bool,
    key: bool,
    /// Resources: kind of data, name, place.
    resources: Vec<(&'static str, String, Locus)>,
}

impl FhirNames {
    /// Whether what the class reads is FHIR's.
    fn reads(&self) -> bool {
        self.mark || self.key && !self.resources.is_empty()
    }
}

/// The key of a FHIR resource under which its type stands.
const RESOURCE_TYPE: &str = "resourceType";
/// What follows the number of every full Bluetooth UUID.
const UUID_BASE: &[u8] = b"-0000-1000-8000-00805";

/// The class in the source file: what stands before the first `$`.
fn outer(class: &str) -> &str {
    class.split('$').next().unwrap_or_default()
}

impl HealthKeys {
    /// Looks at one string constant for what devices and servers give, in the class that uses it. Where `short`, the
    /// number alone names a measurement.
    pub(super) fn named(&mut self, text: &[u8], short: bool, class: Option<&str>, locus: impl FnOnce() -> Locus) {
        let place = class.map(outer);
        if let Some((number, kind)) = health_measure(text, short) {
            if let Some(class) = place {
                self.measured_in.entry(class.to_owned()).or_default().insert(number.clone());
            }
            self.measures.entry(number).or_insert_with(|| (kind, locus()));
            return;
        }
        let (mark, key, resource) = (fhir_mark(text), text == RESOURCE_TYPE.as_bytes(), fhir_resource(text));
        let said = || String::from_utf8_lossy(text).into_owned();
        if let Some(class) = place.filter(|_| mark || key || resource.is_some()) {
            let names = self.fhir_in.entry(class.to_owned()).or_default();
            names.mark |= mark;
            names.key |= key;
            if let Some(kind) = resource {
                names.resources.push((kind, said(), locus()));
                return;
            }
        }
        if mark {
            self.fhir.entry("medical-record").or_insert_with(|| (said(), locus()));
        } else if !key && memchr::memmem::find(text, RESOURCE_TYPE.as_bytes()).is_some() {
            let place = locus();
            self.resources(text, |_, _| place.clone());
        }
    }

    /// Whether [`Self::named`] has anything to do with a text whose length alone names nothing.
    pub(super) fn is_name(text: &[u8]) -> bool {
        health_measure(text, false).is_some()
            || fhir_mark(text)
            || fhir_resource(text).is_some()
            || memchr::memmem::find(text, RESOURCE_TYPE.as_bytes()).is_some()
    }

    /// FHIR resources written out: `"resourceType": "Observation"`.
    fn resources(&mut self, bytes: &[u8], locus: impl Fn(usize, usize) -> Locus) {
        for at in memchr::memmem::find_iter(bytes, RESOURCE_TYPE.as_bytes()) {
            let rest = bytes.get(at + RESOURCE_TYPE.len()..).unwrap_or_default();
            let gap = rest.iter().take(8).take_while(|b| b"\"'\\ :=".contains(b)).count();
            let name = rest.get(gap..).unwrap_or_default();
            let length = name.iter().take(30).take_while(|b| b.is_ascii_alphabetic()).count();
            let name = name.get(..length).unwrap_or_default();
            if let Some(kind) = fhir_resource(name).filter(|_| gap > 1) {
                let found = || (String::from_utf8_lossy(name).into_owned(), locus(at, RESOURCE_TYPE.len()));
                self.fhir.entry(kind).or_insert_with(found);
            }
        }
    }

    /// Looks through a text of the build: FHIR resources, full Bluetooth UUIDs.
    pub(super) fn text(&mut self, path: &str, bytes: &[u8]) {
        let place = |offset: usize, length: usize| Locus::Bytes {
            file: AppText::new(path),
            offset: offset as u64,
            length: length as u64,
        };
        self.resources(bytes, place);
        for at in memchr::memmem::find_iter(bytes, UUID_BASE) {
            let Some(start) = at.checked_sub(8) else { continue };
            if let Some((number, kind)) = bytes.get(start..start + 36).and_then(|uuid| health_measure(uuid, false)) {
                self.measures.entry(number).or_insert_with(|| (kind, place(start, 36)));
            }
        }
    }

    /// What a device gives is health data where its class, or else the build, names a measurement; what a server gives,
    /// where it goes through a class that names FHIR.
    fn tell(&self, flow: &mut Flow) {
        let classes = || {
            let loci = std::iter::once(&flow.source.locus).chain(flow.trace.iter().map(|step| &step.locus));
            loci.filter_map(|locus| match locus {
                Locus::Dex { class, .. } => Some(outer(class.raw())),
                _ => None,
            })
        };
        if flow.source.of == DEVICE_VALUE {
            let here = classes().find_map(|class| self.measured_in.get(class));
            let numbers: Vec<&str> = match here {
                Some(numbers) => numbers.iter().map(String::as_str).collect(),
                None => self.measures.keys().map(String::as_str).collect(),
            };
            if !numbers.is_empty() {
                flow.source.detail = Some(AppText::new(&numbers.join(", ")));
                HEALTH_BLE.clone_into(&mut flow.source.of);
            }
        } else if flow.source.of == "network-response" && is_place(&flow.sink.of) {
            let reads = classes().any(|class| self.fhir_in.get(class).is_some_and(FhirNames::reads));
            if reads {
                flow.source.detail = Some(AppText::new("FHIR"));
                "health-record".clone_into(&mut flow.source.of);
            }
        }
    }

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
        self.text(path, bytes);
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

    /// Writes the kinds into the inventory; says what flows are of.
    pub(super) fn finish(mut self, store: &mut FactStore) {
        if store.of("health-bank").iter().any(|fact| fact.str("what") == Some("present")) {
            self.marks.insert("callback");
        }
        store.mark_sdk(SDK, &self.marks);
        let mut flows = std::mem::take(&mut store.flows);
        flows.iter_mut().for_each(|flow| self.tell(flow));
        store.flows = flows;
        self.record(store);
        for (kind, name, place) in
            std::mem::take(&mut self.fhir_in).into_values().filter(FhirNames::reads).flat_map(|n| n.resources)
        {
            self.fhir.entry(kind).or_insert((name, place));
        }
        let measures = std::mem::take(&mut self.measures).into_iter().map(|(number, (kind, at))| (kind, (number, at)));
        for (id, (key, locus)) in measures.chain(std::mem::take(&mut self.fhir)) {
            if store.inventory.health_kinds.iter().all(|known| known.id != id) {
                store.inventory.health_kinds.push(HealthKind { id: id.to_owned(), key: AppText::new(&key), locus });
            }
        }
    }

    /// Writes the kinds of 健康存摺 into the inventory.
    fn record(&mut self, store: &mut FactStore) {
        let sdk = store.inventory.sdks.iter().any(|s| s.name.raw() == SDK);
        if !self.root && !sdk {
            return;
        }
        for (section, (key, locus)) in std::mem::take(&mut self.sections) {
            if let Some(id) = health_kind(section) {
                store.inventory.health_kinds.push(HealthKind { id: id.to_owned(), key: AppText::new(&key), locus });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Confidence, FlowEnd, Owner, Reachability, Sdk};

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

    fn flow(source: &str, sink: &str, class: &str) -> Flow {
        let at = Locus::Dex { file: "classes.dex".into(), class: class.into(), method: None, offset: None, line: None };
        let end = |of: &str| FlowEnd { of: of.into(), api: "".into(), locus: at.clone(), detail: None };
        Flow {
            source: end(source),
            sink: end(sink),
            trace: vec![],
            owner: Owner::App,
            reachable: Reachability::Unknown,
            confidence: Confidence::Likely,
            transforms: vec![],
        }
    }

    /// The flows and kinds of data once names were seen: text and class.
    fn told(names: &[(&str, &str)], flows: &[Flow]) -> (Vec<(String, Option<String>)>, Vec<String>) {
        let mut store = FactStore::new(10);
        store.flows = flows.to_vec();
        let mut keys = HealthKeys::default();
        for (text, class) in names {
            keys.named(text.as_bytes(), false, Some(class), || Locus::Build);
        }
        keys.finish(&mut store);
        let source = |f: &Flow| (f.source.of.clone(), f.source.detail.as_ref().map(|d| d.raw().to_owned()));
        (store.flows.iter().map(source).collect(), store.inventory.health_kinds.iter().map(|k| k.id.clone()).collect())
    }

    const HEART: &str = "0000180d-0000-1000-8000-00805f9b34fb";
    const GLUCOSE: &str = "00002a18-0000-1000-8000-00805f9b34fb";

    #[test]
    fn a_devices_value_is_health_data_where_a_measurement_is_named() {
        let lamp = "0000ffe1-0000-1000-8000-00805f9b34fb";
        let value = [flow("device-value", "log", "t.Meter$1")];
        assert_eq!(told(&[(lamp, "t.Meter")], &value), (vec![("device-value".to_owned(), None)], vec![]));
        let heart = vec![("health-ble".to_owned(), Some("180d".to_owned()))];
        let (flows, kinds) = told(&[(HEART, "t.Meter"), (GLUCOSE, "t.Other")], &value);
        assert_eq!(flows, heart, "the class itself says which");
        assert_eq!(kinds, ["heart-rate", "blood-glucose"]);
        let (flows, _) = told(&[(HEART, "t.Ids"), (GLUCOSE, "t.Ids")], &value);
        assert_eq!(flows, [("health-ble".to_owned(), Some("180d, 2a18".to_owned()))], "or else the build");
    }

    #[test]
    fn an_answer_read_by_a_class_that_names_fhir_is_a_health_record() {
        let answer = [flow("network-response", "log", "t.Client"), flow("network-response", "sql", "t.Client")];
        let kinds = |names: &[(&str, &str)]| {
            let (flows, kinds) = told(names, &answer);
            (flows.into_iter().map(|(of, _)| of).collect::<Vec<_>>(), kinds)
        };
        let plain = (vec!["network-response".to_owned(); 2], vec![]);
        assert_eq!(kinds(&[("resourceType", "t.Client")]), plain, "many have resources");
        assert_eq!(kinds(&[("resourceType", "t.Client"), ("Observation", "t.Other")]), plain);
        let record = vec!["health-record".to_owned(), "network-response".to_owned()];
        let marked = (record, vec!["medical-record".to_owned()]);
        assert_eq!(kinds(&[("Observation", "t.Client"), ("resourceType", "t.Client")]), marked);
        let profile = "https://twcore.mohw.gov.tw/ig/twcore/StructureDefinition/Observation-vitalSigns-twcore";
        assert_eq!(kinds(&[(profile, "t.Client")]), marked);
        assert_eq!(kinds(&[("application/fhir+json", "t.Client")]), marked);
    }

    #[test]
    fn texts_of_the_build_name_resources_and_measurements() {
        let mut keys = HealthKeys::default();
        let script = format!(r#"x={{"resourceType": "MedicationRequest"}};y={{'resourceType':'Font'}};u="{GLUCOSE}""#);
        keys.script("a.js", script.as_bytes());
        let mut store = FactStore::new(10);
        keys.finish(&mut store);
        let ids: Vec<&str> = store.inventory.health_kinds.iter().map(|k| k.id.as_str()).collect();
        assert_eq!(ids, ["blood-glucose", "medication"]);
    }
}
