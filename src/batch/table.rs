//! The index as CSV and as JSON lines.

use std::collections::BTreeSet;

use super::{Head, Row, verdict_code};
use crate::finding::AppText;
use crate::report::json;

/// The index as comma-separated values: a line for each build, a column for each control. Begins with a byte order mark, by
/// which spreadsheets know UTF-8; a cell that a spreadsheet would take for a formula has an apostrophe before it.
pub fn csv(_head: &Head, rows: &[Row]) -> String {
    let controls: BTreeSet<&str> =
        rows.iter().filter_map(|r| r.scanned.as_ref()).flat_map(|s| s.controls.keys().map(String::as_str)).collect();
    let mut controls: Vec<&str> = controls.into_iter().collect();
    controls.sort_by_key(|id| number(id));
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut names = vec![
        "path",
        "state",
        "verdict",
        "platform",
        "kind",
        "package_id",
        "app_name",
        "version_name",
        "version_code",
        "fail",
        "fail_waived",
        "undetermined",
        "manual",
        "pass",
        "not_applicable",
        "critical",
        "high",
        "medium",
        "low",
        "info",
        "sdks",
        "signers",
        "sha256",
        "size",
        "report",
        "error",
    ];
    names.extend(&controls);
    let _ = writer.write_record(&names);
    for row in rows {
        let _ = writer.write_record(line(row, &controls).iter().map(|cell| inert(cell)));
    }
    let text = writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    format!("\u{feff}{text}")
}

fn line(row: &Row, controls: &[&str]) -> Vec<String> {
    let scanned = row.scanned.as_ref();
    let text = |pick: fn(&super::Outcome) -> &Option<AppText>| {
        scanned.and_then(|s| pick(s).as_ref()).map(ToString::to_string).unwrap_or_default()
    };
    let joined = |list: &[AppText]| list.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    let mut cells = vec![
        row.path.to_string(),
        row.state.word().to_owned(),
        scanned.map(|_| verdict_code(row).to_owned()).unwrap_or_default(),
        scanned.map(|s| s.subject.platform.word().to_owned()).unwrap_or_default(),
        scanned.map(|s| s.subject.kind.clone()).unwrap_or_default(),
        text(|s| &s.subject.package_id),
        text(|s| &s.subject.app_name),
        text(|s| &s.subject.version_name),
        text(|s| &s.subject.version_code),
    ];
    for verdict in ["fail", "fail+waived", "undetermined", "manual", "pass", "not-applicable"] {
        cells.push(scanned.map(|s| s.count(verdict).to_string()).unwrap_or_default());
    }
    for severity in ["critical", "high", "medium", "low", "info"] {
        let count = scanned.map(|s| s.findings.get(severity).copied().unwrap_or(0).to_string());
        cells.push(count.unwrap_or_default());
    }
    cells.extend([
        scanned.map(|s| joined(&s.sdks)).unwrap_or_default(),
        scanned.map(|s| joined(&s.signers)).unwrap_or_default(),
        row.sha256.clone(),
        row.size.to_string(),
        row.reports.get("html").or(row.reports.values().next()).cloned().unwrap_or_default(),
        row.error.to_string(),
    ]);
    let verdict = |id: &&str| scanned.and_then(|s| s.controls.get(*id)).cloned().unwrap_or_default();
    cells.extend(controls.iter().map(verdict));
    cells
}

/// A control's number as numbers, for sorting.
pub(super) fn number(id: &str) -> Vec<u32> {
    id.split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect()
}

/// A cell that no spreadsheet runs.
fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

/// The index as JSON lines: the head, then a line for each build.
pub fn json_lines(head: &Head, rows: &[Row]) -> String {
    let mut out = json::line(&serde_json::json!({ "batch": head }));
    for row in rows {
        out.push_str(&json::line(&serde_json::to_value(row).unwrap_or_default()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::{head, rows};
    use super::*;

    #[test]
    fn a_formula_in_an_app_name_stays_text() {
        let text = csv(&head(), &rows());
        assert!(text.contains(",'=cmd|"), "{text}");
        assert_eq!(text.lines().count(), 4);
        assert!(text.lines().next().unwrap().ends_with(",4.1.5.1.2"));
    }

    #[test]
    fn json_lines_come_back_as_the_same_rows() {
        let text = json_lines(&head(), &rows());
        let back: Vec<Row> = text.lines().skip(1).map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!(back, rows());
    }
}
