//! Names by which builds say which health data they handle: the sections of the 健康存摺 file (`r0` to `r14`, their fields
//! `rN.M`, sub-lists `rN_1`), the Bluetooth numbers of measurements, the resources of FHIR.

use super::AppText;

/// Key of the file's root: all sections.
pub const HEALTH_ROOT: &str = "myhealthbank";

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

/// Bluetooth services and characteristics of health devices (Bluetooth SIG, Assigned Numbers, sections 3.4 and 3.8), and
/// the kind of data that they bring.
const MEASURES: &[(u16, &str)] = &[
    (0x1808, "blood-glucose"),
    (0x181f, "blood-glucose"),
    (0x2a18, "blood-glucose"),
    (0x2a34, "blood-glucose"),
    (0x2aa7, "blood-glucose"),
    (0x1809, "body-temperature"),
    (0x2a1c, "body-temperature"),
    (0x2a1e, "body-temperature"),
    (0x180d, "heart-rate"),
    (0x2a37, "heart-rate"),
    (0x1810, "blood-pressure"),
    (0x2a35, "blood-pressure"),
    (0x2a36, "blood-pressure"),
    (0x1822, "oxygen"),
    (0x2a5e, "oxygen"),
    (0x2a5f, "oxygen"),
    (0x181b, "body-measures"),
    (0x181d, "body-measures"),
    (0x2a9c, "body-measures"),
    (0x2a9d, "body-measures"),
];
/// What stands after the number where a UUID is written in full.
const BASE: &[u8] = b"-0000-1000-8000-00805f9b34fb";

/// How texts begin that belong to FHIR: profiles of TW Core and of the standard, its media types.
const FHIR: &[&str] = &[
    "https://twcore.mohw.gov.tw/ig/",
    "http://hl7.org/fhir/StructureDefinition/",
    "application/fhir+json",
    "application/fhir+xml",
];

/// Resources of FHIR that speak of a person, and the kind of data that they are.
const RESOURCES: &[(&str, &str)] = &[
    ("AllergyIntolerance", "medical-record"),
    ("CarePlan", "medical-record"),
    ("Composition", "medical-record"),
    ("Condition", "medical-record"),
    ("DiagnosticReport", "medical-record"),
    ("Encounter", "medical-record"),
    ("ImagingStudy", "medical-record"),
    ("Immunization", "medical-record"),
    ("MedicationDispense", "medication"),
    ("MedicationRequest", "medication"),
    ("MedicationStatement", "medication"),
    ("Observation", "medical-record"),
    ("Patient", "medical-record"),
    ("Procedure", "medical-record"),
];

/// Kind of a Bluetooth device's values, whatever they are.
pub const DEVICE_VALUE: &str = "device-value";
/// Kind of a Bluetooth device's values that are measurements of a person.
pub const HEALTH_BLE: &str = "health-ble";

/// A measurement that a Bluetooth UUID names: its number, four small hexadecimal digits, and the kind of data. Written in
/// full (`0000180d-0000-1000-8000-00805f9b34fb`) or, where `short`, as the number alone (`180D`).
pub fn health_measure(text: &[u8], short: bool) -> Option<(String, &'static str)> {
    let digits = match text.len() {
        4 if short => text,
        36 => text.strip_prefix(b"0000").filter(|t| t.get(4..).is_some_and(|r| r.eq_ignore_ascii_case(BASE)))?,
        _ => return None,
    };
    let digits = std::str::from_utf8(digits.get(..4)?).ok()?;
    let number = u16::from_str_radix(digits, 16).ok()?;
    let (_, kind) = MEASURES.iter().find(|(known, _)| *known == number)?;
    Some((digits.to_ascii_lowercase(), kind))
}

/// Whether a text belongs to FHIR: a profile of TW Core or of the standard, its media type.
pub fn fhir_mark(text: &[u8]) -> bool {
    FHIR.iter().any(|begin| text.starts_with(begin.as_bytes()))
}

/// The kind of data of a FHIR resource, by the resource's name.
pub fn fhir_resource(name: &[u8]) -> Option<&'static str> {
    RESOURCES.iter().find(|(known, _)| known.as_bytes() == name).map(|(_, kind)| *kind)
}

/// The kind of data of a section, when it is one of the eleven.
pub fn health_kind(section: u8) -> Option<&'static str> {
    SECTIONS.iter().find(|(number, _)| *number == section).map(|(_, id)| *id)
}

/// The section of a key: 7 for `r7`, `r7.11`, `r7_1` and `r7_1.4`.
pub fn health_section(key: &[u8]) -> Option<u8> {
    let rest = key.strip_prefix(b"r").filter(|rest| rest.len() <= 7)?;
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let (number, rest) = rest.split_at_checked(digits)?;
    let number: u8 = std::str::from_utf8(number).ok()?.parse().ok()?;
    if number > 14 || digits > 1 && number < 10 {
        return None;
    }
    let rest = rest.strip_prefix(b"_1").unwrap_or(rest);
    let field = rest.strip_prefix(b".");
    let fits = rest.is_empty() || field.is_some_and(|f| (1..=2).contains(&f.len()) && f.iter().all(u8::is_ascii_digit));
    (fits && number > 0).then_some(number)
}

/// Parts of a record as the detail of a flow's source: their keys in order, the root's for the whole beside parts, nothing
/// for the whole alone. Zero stands for the whole.
pub fn health_parts(sections: impl Iterator<Item = u8>) -> Option<AppText> {
    let keys: Vec<String> = sections.map(|s| if s == 0 { HEALTH_ROOT.to_owned() } else { format!("r{s}") }).collect();
    (keys.iter().any(|key| key != HEALTH_ROOT)).then(|| AppText::new(&keys.join(", ")))
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
            ("r0", None),
            ("r07", None),
            ("r7.111", None),
            ("row", None),
            ("r", None),
            ("r7x", None),
        ] {
            assert_eq!(health_section(key.as_bytes()), expected, "{key}");
        }
        assert_eq!(health_kind(7), Some("health-bank-laboratory"));
        assert_eq!(health_kind(12), None);
    }

    #[test]
    fn bluetooth_numbers_and_fhir_names_say_what_is_measured() {
        for (text, expected) in [
            ("0000180d-0000-1000-8000-00805f9b34fb", Some("heart-rate")),
            ("00002A18-0000-1000-8000-00805F9B34FB", Some("blood-glucose")),
            ("180D", Some("heart-rate")),
            ("1809", Some("body-temperature")),
            ("0000180f-0000-1000-8000-00805f9b34fb", None), // battery
            ("0000180d-0000-1000-8000-00805f9b34fc", None), // a maker's own
            ("+80D", None),
            ("180D0", None),
        ] {
            assert_eq!(health_measure(text.as_bytes(), true).map(|(_, kind)| kind), expected, "{text}");
        }
        assert_eq!(health_measure(b"180D", false), None);
        assert!(fhir_mark(b"https://twcore.mohw.gov.tw/ig/twcore/StructureDefinition/Patient-twcore"));
        assert!(!fhir_mark(b"https://twcore.mohw.gov.tw"));
        assert_eq!(fhir_resource(b"MedicationRequest"), Some("medication"));
    }
}
