//! A report arranged for a reader: the same order, groups and words for the HTML, PDF and text renderings. Nothing is judged here;
//! everything is taken from the [`Report`].

mod control;
mod map;
mod notice;
mod tables;

pub use control::{ControlView, FindingView, FixRow, ManualView, RuleGroup, RuleRow, TraceStep};
pub use map::{HealthMap, MapEdge, MapGoal, MapKind, MapNode};
pub use notice::NoticeView;
pub(super) use notice::{notice_about, notice_place, quoted};
pub use tables::{Cell, Table};

use serde::Serialize;

use super::words::{Args, Words};
use super::{Report, Subject, Target};
use crate::finding::{AppText, CoverageState};
use crate::verdict::{Overall, Verdict};

/// How much a rendering lists; what is left out is said with its number.
#[derive(Debug, Clone, Copy)]
pub struct Caps {
    /// Rows of one table.
    pub rows: usize,
    /// Findings of one rule under one control.
    pub findings: usize,
    /// Characters of one piece of app text.
    pub text: usize,
}

/// A report arranged for a reader.
#[derive(Debug, Clone, Serialize)]
pub struct View {
    /// BCP 47 code.
    pub lang: String,
    /// Overall verdict's code.
    pub verdict: String,
    /// Overall verdict in words.
    pub verdict_word: String,
    /// The short answer to «may I send this?».
    pub answer_word: String,
    /// The answer in a sentence.
    pub answer: String,
    /// Name of the app, or of the file.
    pub name: String,
    /// Counted controls by verdict.
    pub counts: Vec<Count>,
    /// Findings that are not waived, by severity, gravest first.
    pub severities: Vec<Count>,
    /// The build and the judgement as label and value.
    pub facts: Vec<FactRow>,
    /// Counts against the baseline; empty without one.
    pub baseline: String,
    /// What limits the whole report.
    pub headlines: Vec<String>,
    /// Number of counted controls.
    pub total: usize,
    /// Rules whose findings fail counted controls, in the order to mend them.
    pub fix_first: Vec<FixRow>,
    /// Counted controls.
    pub controls: Vec<ControlView>,
    /// Controls outside the class.
    pub others: Vec<ControlView>,
    /// Findings whose rules stand under no counted control.
    pub loose: Vec<RuleGroup>,
    /// Where health data goes.
    pub map: HealthMap,
    /// The privacy notice, when one was given or found.
    pub notice: Option<NoticeView>,
    /// Flows, as a table.
    pub flows: Table,
    /// Lists of what the build is made of; empty ones are left out.
    pub inventory: Vec<Table>,
    /// Parts that were not fully seen.
    pub coverage: Table,
    /// Parts that were fully seen, joined; may be empty.
    pub seen: String,
    /// Limits that were hit.
    pub limits: Table,
    /// Waivers.
    pub waivers: Table,
    /// Steps to check evidence again.
    pub recheck: Vec<String>,
    /// Levels of the standard that count.
    pub class_word: String,
    /// Heading of the grid.
    pub grid_title: String,
    /// «Made by ...».
    pub generated_by: String,
}

/// A number with its code and word.
#[derive(Debug, Clone, Serialize)]
pub struct Count {
    /// Code.
    pub code: String,
    /// Word.
    pub word: String,
    /// Mark beside the colour; empty where there is none.
    pub mark: String,
    /// Number.
    pub count: usize,
}

/// A label and a value.
#[derive(Debug, Clone, Serialize)]
pub struct FactRow {
    /// Label.
    pub label: String,
    /// Value.
    pub value: String,
    /// Whether the value is a code or digest.
    pub mono: bool,
}

impl View {
    /// Arranges a report.
    pub fn new(report: &Report, caps: Caps) -> Self {
        let words = Words::of(report.lang);
        let arranger = control::Arranger::new(report, words, caps);
        let overall = overall_word(report.verdict);
        let open = report.summary.controls.get("manual").copied().unwrap_or(0)
            + report.summary.controls.get("undetermined").copied().unwrap_or(0)
            + report.controls.iter().filter(|c| c.counted && c.waived && c.verdict == Verdict::Fail).count();
        let total = report.controls.iter().filter(|c| c.counted).count();
        let with_f = if report.profile.with_f { format!(" + {}", words.word("class", "F")) } else { String::new() };
        let class_word = format!("{}{with_f}", words.word("class", class_code(report.profile.class)));
        let (seen, coverage) = tables::coverage(report, words, caps);
        Self {
            lang: report.lang.code().to_owned(),
            verdict: overall.to_owned(),
            verdict_word: words.say("overall", overall, &Args::new().with("count", open)),
            answer_word: words.word("answer", overall).to_owned(),
            answer: report.answer.clone(),
            name: short(report.target.subject.app_name.as_ref().unwrap_or(&report.target.path), 80),
            counts: counts(report, words),
            severities: severities(report, words),
            facts: facts(report, words, &class_word),
            baseline: report.baseline.as_ref().map(|b| against(b, words)).unwrap_or_default(),
            headlines: report.headlines.iter().map(|line| cut(line, caps.text)).collect(),
            total,
            fix_first: arranger.fix_first(),
            controls: arranger.controls(true),
            others: arranger.controls(false),
            loose: arranger.loose(),
            map: map::health_map(report, words),
            notice: notice::notice_view(report, words, caps),
            flows: tables::flows(report, words, caps),
            inventory: tables::inventory(report, words, caps),
            coverage,
            seen,
            limits: tables::limits(report, words, caps),
            waivers: tables::waivers(report, words, caps),
            recheck: ["recheck_hash", "recheck_same", "recheck_place", "recheck_secret"]
                .iter()
                .map(|key| words.ui(key).to_owned())
                .collect(),
            class_word,
            grid_title: words.say("ui", "grid", &Args::new().with("count", total)),
            generated_by: words.say("ui", "generated_by", &Args::new().with("version", &report.tool.version)),
        }
    }
}

fn against(baseline: &super::BaselineInfo, words: &Words) -> String {
    let args = Args::new()
        .with("date", &baseline.date)
        .with("new", baseline.new)
        .with("known", baseline.known)
        .with("fixed", baseline.fixed);
    words.say("baseline", "counts", &args)
}

/// The code of an overall verdict.
pub(crate) fn overall_word(overall: Overall) -> &'static str {
    match overall {
        Overall::Fail => "fail",
        Overall::Open => "open",
        Overall::Pass => "pass",
    }
}

/// The code of a class.
pub(super) fn class_code(class: crate::rule::Class) -> &'static str {
    use crate::rule::Class;
    match class {
        Class::L1 => "L1",
        Class::L2 => "L2",
        Class::L3 => "L3",
        Class::F => "F",
        Class::Reference => "reference",
    }
}

fn counts(report: &Report, words: &Words) -> Vec<Count> {
    ["fail", "undetermined", "manual", "pass", "not-applicable"]
        .into_iter()
        .map(|code| Count {
            code: code.to_owned(),
            word: words.word("verdict", code).to_owned(),
            mark: words.word("mark", code).to_owned(),
            count: report.summary.controls.get(code).copied().unwrap_or(0),
        })
        .collect()
}

fn severities(report: &Report, words: &Words) -> Vec<Count> {
    ["critical", "high", "medium", "low", "info"]
        .into_iter()
        .map(|code| Count {
            code: code.to_owned(),
            word: words.word("severity", code).to_owned(),
            mark: String::new(),
            count: report.summary.findings.get(code).copied().unwrap_or(0),
        })
        .collect()
}

fn facts(report: &Report, words: &Words, class_word: &str) -> Vec<FactRow> {
    let Target { path, sha256, size, subject, min_os, target_os, .. } = &report.target;
    let Subject { kind, platform, package_id, app_name, .. } = subject;
    let text = |value: &Option<AppText>| value.as_ref().map(|v| short(v, 200)).unwrap_or_default();
    let rows = [
        ("app_name", text(app_name), false),
        ("package_id", text(package_id), true),
        ("version", version(&report.target), false),
        (
            "platform",
            format!("{} · {}", words.word("platform", platform.word()), words.word("target_kind", kind)),
            false,
        ),
        ("min_os", text(min_os), false),
        ("target_os", text(target_os), false),
        ("file", short(path, 200), true),
        ("size", size_text(*size), false),
        ("sha256", sha256.clone(), true),
        ("standard", format!("{} {}", report.profile.title, report.profile.edition), false),
        ("class", class_word.to_owned(), false),
        ("date", report.date.clone(), false),
        ("tool_version", format!("{} {}", report.tool.name, report.tool.version), false),
        ("catalogue", report.tool.catalogue_sha256.clone(), true),
    ];
    rows.into_iter()
        .filter(|(_, value, _)| !value.is_empty())
        .map(|(label, value, mono)| FactRow { label: words.ui(label).to_owned(), value, mono })
        .collect()
}

/// Version name, with the version code where both are there.
pub(super) fn version(target: &Target) -> String {
    match (&target.subject.version_name, &target.subject.version_code) {
        (Some(name), Some(code)) => format!("{} ({})", short(name, 80), short(code, 80)),
        (Some(one), None) | (None, Some(one)) => short(one, 80),
        (None, None) => String::new(),
    }
}

/// Bytes as a person reads them, with the exact number.
fn size_text(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
    let mebibytes = bytes as f64 / 1_048_576.0;
    let mut digits = bytes.to_string();
    let mut at = digits.len();
    while at > 3 {
        at -= 3;
        digits.insert(at, ',');
    }
    if mebibytes >= 0.1 { format!("{mebibytes:.1} MiB ({digits} B)") } else { format!("{digits} B") }
}

/// App text, shown at most so long.
pub(super) fn short(text: &AppText, most: usize) -> String {
    cut(&text.visible(), most)
}

/// Text, cut at so many characters.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Whether a coverage state leaves something unseen.
fn is_gap(state: CoverageState) -> bool {
    state != CoverageState::Full
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_readable_and_exact() {
        assert_eq!(size_text(999), "999 B");
        assert_eq!(size_text(12_345_678), "11.8 MiB (12,345,678 B)");
    }

    #[test]
    fn text_is_cut_at_characters() {
        assert_eq!(cut("健康存摺", 2), "健康…");
        assert_eq!(cut("健康", 2), "健康");
    }
}
