//! Workflow commands that GitHub shows as annotations.

use super::words::{Args, Words};
use super::{FindingRow, Report, sarif};
use crate::finding::{Locus, Severity};

/// GitHub shows at most so many annotations of each kind for a step.
const MOST: usize = 10;

/// One command on each line: the first finding of each rule, the gravest first, then the answer as a notice.
pub fn render(report: &Report) -> String {
    let words = Words::of(report.lang);
    let mut findings: Vec<&FindingRow> =
        report.findings.iter().filter(|f| !f.waived && f.severity > Severity::Info).collect();
    findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
    let mut rules: Vec<(&FindingRow, usize)> = Vec::new();
    for finding in findings {
        match rules.iter_mut().find(|(first, _)| first.rule == finding.rule) {
            Some((_, more)) => *more += 1,
            None => rules.push((finding, 0)),
        }
    }
    let mut out = String::new();
    for (command, grave) in [("error", true), ("warning", false)] {
        for (finding, more) in rules.iter().filter(|(f, _)| (f.severity >= Severity::High) == grave).take(MOST) {
            out.push_str(&annotation(words, command, finding, *more));
        }
    }
    let title = property(words.word("answer", super::view::overall_word(report.verdict)));
    out.push_str(&format!("::notice title=maspect - {title}::{}\n", message(&report.answer)));
    out
}

fn annotation(words: &Words, command: &str, finding: &FindingRow, more: usize) -> String {
    let file = finding.locus.file().map(|f| sarif::uri(&f.visible()).replace('%', "%25")).unwrap_or_default();
    let file = if file.is_empty() { String::new() } else { format!("file={file},") };
    let line = match finding.locus {
        Locus::Dex { line: Some(line), .. } | Locus::Document { line: Some(line), .. } => format!("line={line},"),
        _ => String::new(),
    };
    let controls = finding.controls.join(" ");
    let mut text = format!("{}\n{}", finding.place, finding.evidence_text.join("\n"));
    if more > 0 {
        text.push('\n');
        text.push_str(&words.say("ui", "and_more_places", &Args::new().with("count", more)));
    }
    format!(
        "::{command} {file}{line}title={}::{}\n",
        property(&format!("{} ({controls})", finding.title)),
        message(&text)
    )
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_command() {
        assert_eq!(message("a\n::error::b%"), "a%0A::error::b%25");
        assert_eq!(property("a:b,c"), "a%3Ab%2Cc");
    }
}
