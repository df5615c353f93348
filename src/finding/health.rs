//! The sections of the 健康存摺 file: `r0` to `r14`, their fields `rN.M`, sub-lists `rN_1`.

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
}
