//! JUnit XML: one test case for each counted control. A failed control fails, an open one is skipped with its reason.

use super::words::Words;
use super::{ControlRow, Report};
use crate::verdict::Verdict;

/// The document.
pub fn render(report: &Report) -> String {
    let words = Words::of(report.lang);
    let counted: Vec<&ControlRow> = report.controls.iter().filter(|c| c.counted).collect();
    let failures = counted.iter().filter(|c| fails(c)).count();
    let skipped = counted.iter().filter(|c| skips(c)).count();
    let name = format!("{} {} {}", report.tool.name, report.profile.id, super::view::class_code(report.profile.class));
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let counts =
        format!("name=\"{}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" time=\"0\"", xml(&name), counted.len());
    out.push_str(&format!(
        "<testsuites {counts}>\n  <testsuite {counts} skipped=\"{skipped}\" timestamp=\"{}T00:00:00\">\n",
        xml(&report.date)
    ));
    out.push_str("    <properties>\n");
    for (key, value) in [
        ("answer", report.answer.as_str()),
        ("sha256", &report.target.sha256),
        ("tool", &report.tool.version),
        ("catalogue_sha256", &report.tool.catalogue_sha256),
    ] {
        out.push_str(&format!("      <property name=\"{key}\" value=\"{}\"/>\n", xml(value)));
    }
    out.push_str("    </properties>\n");
    let package = report.target.subject.package_id.as_ref().unwrap_or(&report.target.path).visible();
    for control in counted {
        out.push_str(&case(report, words, control, &package));
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

fn fails(control: &ControlRow) -> bool {
    control.verdict == Verdict::Fail && !control.waived
}

fn skips(control: &ControlRow) -> bool {
    !fails(control) && control.verdict != Verdict::Pass
}

fn case(report: &Report, words: &Words, control: &ControlRow, package: &str) -> String {
    let head = format!(
        "    <testcase classname=\"{}\" name=\"{}\" time=\"0\"",
        xml(package),
        xml(&format!("{} {}", control.id, control.title))
    );
    let verdict = words.word("verdict", control.verdict.word());
    let message = xml(&format!("{verdict}{}{}", words.ui("colon"), control.reason));
    if fails(control) {
        let body = xml(&failure(report, words, control));
        return format!(
            "{head}>\n      <failure type=\"fail\" message=\"{message}\">{body}</failure>\n    </testcase>\n"
        );
    }
    if skips(control) {
        return format!("{head}>\n      <skipped message=\"{message}\"/>\n    </testcase>\n");
    }
    format!("{head}/>\n")
}

/// The findings of a failed control, one on each line.
fn failure(report: &Report, words: &Words, control: &ControlRow) -> String {
    let mut lines = Vec::new();
    if !control.todo.is_empty() {
        lines.push(format!("{}{}{}", words.ui("todo"), words.ui("colon"), control.todo));
    }
    for finding in report.findings.iter().filter(|f| control.findings.contains(&f.id)) {
        lines.push(format!(
            "[{}] {}\n    {}\n    {}",
            words.word("severity", finding.severity.word()),
            finding.title,
            finding.place,
            finding.evidence_text.join("\n    ")
        ));
    }
    lines.join("\n")
}

/// Text for an attribute or an element: escaped, and without what XML 1.0 cannot hold.
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' => out.push_str("&#10;"),
            c if c.is_control() || matches!(u32::from(c), 0xFFFE | 0xFFFF) => {
                out.push_str(&format!("&lt;U+{:04X}&gt;", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}
