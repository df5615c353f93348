//! Controls with their findings, grouped by rule.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Caps, class_code, cut};
use crate::finding::{Evidence, Flow, Owner, RuleId, Severity, Step};
use crate::report::reason::effort_word as effort_code;
use crate::report::words::{Args, Words};
use crate::report::{ControlRow, FindingRow, Report, RuleInfo};
use crate::rule::{DecidedBy, Effort, Example};
use crate::verdict::{Basis, Verdict};

/// Most steps of a trace and related places that are shown.
const MOST_STEPS: usize = 24;

/// One control.
#[derive(Debug, Clone, Serialize)]
pub struct ControlView {
    /// Number.
    pub id: String,
    /// Anchor.
    pub anchor: String,
    /// Short title.
    pub title: String,
    /// Classes, joined.
    pub classes: String,
    /// Verdict's code.
    pub verdict: String,
    /// Verdict's word.
    pub verdict_word: String,
    /// Mark beside the colour.
    pub mark: String,
    /// Who can decide it.
    pub decided_by: String,
    /// On what the verdict rests.
    pub basis: String,
    /// All its failures are waived.
    pub waived: bool,
    /// Why.
    pub reason: String,
    /// What next; may be empty.
    pub todo: String,
    /// Severity codes of its findings, for filters.
    pub severities: Vec<String>,
    /// `app`, `sdk`: owners of its findings, for filters.
    pub owners: Vec<String>,
    /// Number of its findings.
    pub count: usize,
    /// Findings by rule.
    pub groups: Vec<RuleGroup>,
    /// All its rules.
    pub rules: Vec<RuleRow>,
    /// What a person attests.
    pub manual: Vec<ManualView>,
}

/// The findings of one rule.
#[derive(Debug, Clone, Serialize)]
pub struct RuleGroup {
    /// Rule.
    pub id: String,
    /// Title.
    pub title: String,
    /// Severity's code.
    pub severity: String,
    /// Severity's word.
    pub severity_word: String,
    /// Effort's word.
    pub effort: String,
    /// What was looked at.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub fix: String,
    /// What it cannot see.
    pub limits: String,
    /// Code that does it right.
    pub example: Vec<Example>,
    /// References.
    pub references: Vec<String>,
    /// CWE, MASVS and MASWE, joined.
    pub tags: String,
    /// Findings that are shown.
    pub findings: Vec<FindingView>,
    /// Number of all its findings.
    pub count: usize,
    /// Says how many are not shown; empty when all are.
    pub more: String,
    /// Number of the control under which the words of this rule stand already; empty at the first.
    pub told_in: String,
}

/// One finding.
#[derive(Debug, Clone, Serialize)]
pub struct FindingView {
    /// Fingerprint.
    pub id: String,
    /// Severity's code.
    pub severity: String,
    /// Severity's word.
    pub severity_word: String,
    /// Confidence's word.
    pub confidence: String,
    /// Owner in words.
    pub owner: String,
    /// `app` or `sdk`.
    pub owner_code: String,
    /// Reachability in words; empty when it was not asked.
    pub reachable: String,
    /// Place.
    pub place: String,
    /// Other places.
    pub related: Vec<String>,
    /// What was seen.
    pub evidence: Vec<String>,
    /// Way of a flow.
    pub trace: Vec<TraceStep>,
    /// Whether the baseline does not know it.
    pub new: bool,
    /// Whether it is waived.
    pub waived: bool,
    /// Reason of the waiver; may be empty.
    pub waiver: String,
}

/// One step of a flow.
#[derive(Debug, Clone, Serialize)]
pub struct TraceStep {
    /// Which step it is, from one; zero where steps are left out.
    pub number: usize,
    /// What happens, or how many steps are left out.
    pub role: String,
    /// Callee or field.
    pub api: String,
    /// Where.
    pub place: String,
}

/// A rule under a control.
#[derive(Debug, Clone, Serialize)]
pub struct RuleRow {
    /// Rule.
    pub id: String,
    /// Title.
    pub title: String,
    /// Role in words.
    pub role: String,
    /// Outcome's code.
    pub outcome: String,
    /// Outcome's word.
    pub outcome_word: String,
    /// Number of findings.
    pub count: usize,
    /// Why; may be empty.
    pub reason: String,
}

/// What a person attests.
#[derive(Debug, Clone, Serialize)]
pub struct ManualView {
    /// What.
    pub title: String,
    /// Steps.
    pub steps: Vec<String>,
    /// What to keep.
    pub keep: String,
    /// What counts as passing.
    pub passes: String,
    /// `open`, `passed`, `failed`.
    pub state: String,
    /// State in words.
    pub state_word: String,
    /// Who attested; empty while open.
    pub attested: String,
}

/// One row of «what to fix first».
#[derive(Debug, Clone, Serialize)]
pub struct FixRow {
    /// Rule.
    pub id: String,
    /// Title.
    pub title: String,
    /// Severity's code.
    pub severity: String,
    /// Severity's word.
    pub severity_word: String,
    /// Effort's word.
    pub effort: String,
    /// Findings to mend.
    pub count: usize,
    /// Controls that it fails: number and anchor.
    pub controls: Vec<ControlLink>,
    /// Owners in words, joined.
    pub owners: String,
}

/// A control's number and anchor.
#[derive(Debug, Clone, Serialize)]
pub struct ControlLink {
    /// Number.
    pub id: String,
    /// Anchor.
    pub anchor: String,
}

/// Arranges controls and findings.
pub(super) struct Arranger<'a> {
    report: &'a Report,
    words: &'static Words,
    caps: Caps,
    findings: BTreeMap<&'a str, &'a FindingRow>,
    /// Rule -> the counted control under which its findings are told in full: the first that they fail, else the first.
    home: BTreeMap<&'a RuleId, &'a str>,
}

impl<'a> Arranger<'a> {
    pub(super) fn new(report: &'a Report, words: &'static Words, caps: Caps) -> Self {
        let findings: BTreeMap<&str, &FindingRow> = report.findings.iter().map(|f| (f.id.as_str(), f)).collect();
        let mut home = BTreeMap::new();
        for failing in [true, false] {
            for control in report.controls.iter().filter(|c| c.counted) {
                let fails = |rule: &RuleId| control.rules.iter().any(|r| r.id == *rule && r.role == "fails");
                let found = control.findings.iter().filter_map(|id| findings.get(id.as_str()));
                for finding in found.filter(|finding| !failing || fails(&finding.rule)) {
                    home.entry(&finding.rule).or_insert(control.id.as_str());
                }
            }
        }
        Self { report, words, caps, findings, home }
    }

    pub(super) fn controls(&self, counted: bool) -> Vec<ControlView> {
        self.report.controls.iter().filter(|c| c.counted == counted).map(|c| self.control(c)).collect()
    }

    fn control(&self, control: &ControlRow) -> ControlView {
        let findings: Vec<&FindingRow> =
            control.findings.iter().filter_map(|id| self.findings.get(id.as_str()).copied()).collect();
        let severities: BTreeSet<Severity> = findings.iter().map(|f| f.severity).collect();
        let owners: BTreeSet<&str> = findings.iter().map(|f| owner_code(&f.owner)).collect();
        let verdict = control.verdict.word();
        ControlView {
            id: control.id.clone(),
            anchor: anchor(&control.id),
            title: control.title.clone(),
            classes: control
                .classes
                .iter()
                .map(|c| self.words.word("class", class_code(*c)))
                .collect::<Vec<_>>()
                .join(" · "),
            verdict: verdict.to_owned(),
            verdict_word: self.words.word("verdict", verdict).to_owned(),
            mark: self.words.word("mark", verdict).to_owned(),
            decided_by: self.words.word("decided_by", decided_code(control.decided_by)).to_owned(),
            basis: self.words.word("basis", basis_code(control.basis)).to_owned(),
            waived: control.waived,
            reason: control.reason.clone(),
            todo: control.todo.clone(),
            severities: severities.iter().rev().map(|s| s.word().to_owned()).collect(),
            owners: owners.into_iter().map(str::to_owned).collect(),
            count: findings.len(),
            groups: self.groups(&findings, Some(control)),
            rules: self.rules(control),
            manual: self.manual(control),
        }
    }

    fn rules(&self, control: &ControlRow) -> Vec<RuleRow> {
        control
            .rules
            .iter()
            .map(|row| RuleRow {
                id: row.id.to_string(),
                title: self.report.rules.get(&row.id).map_or_else(|| row.id.to_string(), |r| r.title.clone()),
                role: self.words.word("role", &row.role).to_owned(),
                outcome: row.outcome.clone(),
                outcome_word: self.words.word("outcome", &row.outcome).to_owned(),
                count: row.findings,
                reason: row.reason.clone(),
            })
            .collect()
    }

    fn manual(&self, control: &ControlRow) -> Vec<ManualView> {
        control
            .manual
            .iter()
            .flatten()
            .map(|part| ManualView {
                title: part.title.clone(),
                steps: part.steps.clone(),
                keep: part.keep.clone(),
                passes: part.passes.clone(),
                state: part.state.clone(),
                state_word: self.words.word("attestation_state", &part.state).to_owned(),
                attested: part.attested.clone(),
            })
            .collect()
    }

    /// Findings grouped by rule, in the order in which rules first appear.
    fn groups(&self, findings: &[&FindingRow], control: Option<&ControlRow>) -> Vec<RuleGroup> {
        let mut order: Vec<&RuleId> = Vec::new();
        let mut by_rule: BTreeMap<&RuleId, Vec<&FindingRow>> = BTreeMap::new();
        for finding in findings {
            let list = by_rule.entry(&finding.rule).or_default();
            if list.is_empty() {
                order.push(&finding.rule);
            }
            list.push(finding);
        }
        order.into_iter().filter_map(|rule| Some(self.group(rule, by_rule.get(rule)?, control))).collect()
    }

    fn group(&self, rule: &RuleId, findings: &[&FindingRow], control: Option<&ControlRow>) -> RuleGroup {
        let info = self.report.rules.get(rule);
        let text = |pick: fn(&RuleInfo) -> &String| info.map(|i| pick(i).clone()).unwrap_or_default();
        let first = findings.first();
        // As grave as the gravest of what was found: unused code of a library is no grave matter.
        let severity = findings.iter().map(|f| f.severity).max().or(info.map(|i| i.severity)).unwrap_or(Severity::Info);
        let tags: Vec<&str> = first
            .map(|f| f.cwe.iter().chain(&f.masvs).chain(&f.maswe).map(String::as_str).collect())
            .unwrap_or_default();
        let shown = findings.len().min(self.caps.findings);
        let left = findings.len() - shown;
        let home = self.home.get(rule).copied().filter(|home| control.is_some_and(|c| c.id != **home));
        RuleGroup {
            id: rule.to_string(),
            title: info.map(|i| i.title.clone()).or(first.map(|f| f.title.clone())).unwrap_or_else(|| rule.to_string()),
            severity: severity.word().to_owned(),
            severity_word: self.words.word("severity", severity.word()).to_owned(),
            effort: info.map(|i| self.words.word("effort", effort_code(i.effort)).to_owned()).unwrap_or_default(),
            what: text(|i| &i.what),
            why: text(|i| &i.why),
            fix: text(|i| &i.fix),
            limits: text(|i| &i.limits),
            example: info.map(|i| i.example.clone()).unwrap_or_default(),
            references: info.map(|i| i.references.clone()).unwrap_or_default(),
            tags: tags.join(" · "),
            findings: findings.iter().take(shown).map(|f| self.finding(f, home.is_none())).collect(),
            count: findings.len(),
            more: match left {
                0 => String::new(),
                _ => self.words.say("ui", "and_more_places", &Args::new().with("count", left)),
            },
            told_in: home.unwrap_or_default().to_owned(),
        }
    }

    /// `whole` is whether the way of a flow and the other places are shown, or stand under another control already.
    fn finding(&self, finding: &FindingRow, whole: bool) -> FindingView {
        let flow = finding.evidence.iter().find_map(|e| match e {
            Evidence::Flow(flow) => Some(flow),
            _ => None,
        });
        let reachable = finding.reachable.word();
        FindingView {
            id: finding.id.clone(),
            severity: finding.severity.word().to_owned(),
            severity_word: self.words.word("severity", finding.severity.word()).to_owned(),
            confidence: self.words.word("confidence", finding.confidence.word()).to_owned(),
            owner: cut(&self.words.owner(&finding.owner), 120),
            owner_code: owner_code(&finding.owner).to_owned(),
            reachable: match reachable {
                "unknown" => String::new(),
                word => self.words.word("reachable", word).to_owned(),
            },
            place: cut(&finding.place, self.caps.text),
            related: self.related(finding, flow).filter(|_| whole).collect(),
            evidence: finding.evidence_text.iter().map(|line| cut(line, self.caps.text)).collect(),
            trace: flow.filter(|_| whole).map(|flow| self.trace(flow)).unwrap_or_default(),
            new: finding.new == Some(true),
            waived: finding.waived,
            waiver: finding.waiver.clone().unwrap_or_default(),
        }
    }

    /// The other places, without those that the way of the flow or the evidence names, or that hold the place itself.
    fn related<'s>(&'s self, finding: &'s FindingRow, flow: Option<&'s Flow>) -> impl Iterator<Item = String> + 's {
        let steps: Vec<String> =
            flow.iter().flat_map(|flow| &flow.trace).map(|step| self.words.place(&step.locus)).collect();
        let told = move |place: &String| {
            steps.contains(place)
                || finding.place.starts_with(place.as_str())
                || finding.evidence_text.iter().any(|line| line.contains(place.as_str()))
        };
        let places = finding.related.iter().map(|l| self.words.place(l));
        places.filter(move |place| !told(place)).take(MOST_STEPS).map(|place| cut(&place, self.caps.text))
    }

    fn trace(&self, flow: &Flow) -> Vec<TraceStep> {
        trace(self.words, flow, self.caps)
    }

    pub(super) fn loose(&self) -> Vec<RuleGroup> {
        let counted: BTreeSet<&str> = self
            .report
            .controls
            .iter()
            .filter(|c| c.counted)
            .flat_map(|c| c.findings.iter().map(String::as_str))
            .collect();
        let loose: Vec<&FindingRow> =
            self.report.findings.iter().filter(|f| !counted.contains(f.id.as_str())).collect();
        self.groups(&loose, None)
    }

    pub(super) fn fix_first(&self) -> Vec<FixRow> {
        let mut failing: BTreeMap<&RuleId, (Vec<&ControlRow>, BTreeSet<&str>)> = BTreeMap::new();
        for control in self.report.controls.iter().filter(|c| c.counted && c.verdict == Verdict::Fail && !c.waived) {
            let fails: BTreeSet<&RuleId> = control.rules.iter().filter(|r| r.role == "fails").map(|r| &r.id).collect();
            for finding in control.findings.iter().filter_map(|id| self.findings.get(id.as_str())) {
                if !finding.waived && finding.severity > Severity::Info && fails.contains(&finding.rule) {
                    let (controls, ids) = failing.entry(&finding.rule).or_default();
                    if controls.last().is_none_or(|last| last.id != control.id) {
                        controls.push(control);
                    }
                    ids.insert(&finding.id);
                }
            }
        }
        let mut rows: Vec<(Severity, Effort, FixRow)> =
            failing.into_iter().map(|(rule, (controls, ids))| self.fix_row(rule, &controls, &ids)).collect();
        rows.sort_by(|a, b| {
            b.0.cmp(&a.0)
                .then(b.2.controls.len().cmp(&a.2.controls.len()))
                .then(effort_rank(a.1).cmp(&effort_rank(b.1)))
                .then(a.2.id.cmp(&b.2.id))
        });
        rows.into_iter().map(|(_, _, row)| row).collect()
    }

    fn fix_row(&self, rule: &RuleId, controls: &[&ControlRow], ids: &BTreeSet<&str>) -> (Severity, Effort, FixRow) {
        let findings: Vec<&&FindingRow> = ids.iter().filter_map(|id| self.findings.get(id)).collect();
        let info = self.report.rules.get(rule);
        let severity = findings.iter().map(|f| f.severity).max().unwrap_or(Severity::Info);
        let effort = info.map(|i| i.effort).unwrap_or_default();
        let owners: BTreeSet<String> = findings.iter().map(|f| cut(&self.words.owner(&f.owner), 60)).collect();
        let row = FixRow {
            id: rule.to_string(),
            title: info.map_or_else(|| rule.to_string(), |i| i.title.clone()),
            severity: severity.word().to_owned(),
            severity_word: self.words.word("severity", severity.word()).to_owned(),
            effort: self.words.word("effort", effort_code(effort)).to_owned(),
            count: findings.len(),
            controls: controls.iter().map(|c| ControlLink { id: c.id.clone(), anchor: anchor(&c.id) }).collect(),
            owners: self.words.join(owners.iter().take(4)),
        };
        (severity, effort, row)
    }
}

/// The steps of a flow: of a long one those where it begins and where it ends.
pub(super) fn trace(words: &Words, flow: &Flow, caps: Caps) -> Vec<TraceStep> {
    let shown = |(i, step): (usize, &Step)| TraceStep {
        number: i + 1,
        role: words.word("step", step_code(step.role)).to_owned(),
        api: match step.api.raw() {
            "[]" => words.word("evidence", "array_element").to_owned(),
            _ => cut(&step.api.visible(), caps.text),
        },
        place: cut(&words.place(&step.locus), caps.text),
    };
    let steps = flow.trace.iter().enumerate();
    let left = flow.trace.len().saturating_sub(MOST_STEPS);
    if left == 0 {
        return steps.map(shown).collect();
    }
    let half = MOST_STEPS / 2;
    let role = words.say("ui", "steps_left_out", &Args::new().with("count", left));
    let gap = TraceStep { number: 0, role, api: String::new(), place: String::new() };
    let begin = steps.clone().take(half).map(shown);
    begin.chain([gap]).chain(steps.skip(half + left).map(shown)).collect()
}

fn step_code(role: crate::finding::StepRole) -> &'static str {
    use crate::finding::StepRole;
    match role {
        StepRole::Source => "source",
        StepRole::Call => "call",
        StepRole::Return => "return",
        StepRole::Through => "through",
        StepRole::Store => "store",
        StepRole::Load => "load",
        StepRole::Handover => "handover",
        StepRole::Sink => "sink",
    }
}

/// Anchor of a control.
pub(super) fn anchor(control: &str) -> String {
    format!("c-{}", control.replace(|c: char| !c.is_ascii_alphanumeric(), "-"))
}

/// `app` or `sdk`.
pub(super) fn owner_code(owner: &Owner) -> &'static str {
    match owner {
        Owner::App => "app",
        Owner::Sdk(..) => "sdk",
    }
}

fn decided_code(by: DecidedBy) -> &'static str {
    match by {
        DecidedBy::Scan => "A",
        DecidedBy::Both => "B",
        DecidedBy::Person => "C",
    }
}

fn basis_code(basis: Basis) -> &'static str {
    match basis {
        Basis::Scan => "scan",
        Basis::Attested => "attested",
    }
}

fn effort_rank(effort: Effort) -> u8 {
    match effort {
        Effort::Hours => 0,
        Effort::Days => 1,
        Effort::Weeks => 2,
    }
}
