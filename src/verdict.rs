//! Outcomes and a profile to one verdict for each control, and the overall one.
//!
//! A verdict is computed only when every rule of the control has an outcome; what was not seen never becomes a pass.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::{
    Confidence, Finding, Note, Outcome, OutcomeState, Part, Platform, Reachability, RuleId, Severity,
};
use crate::rule::{Class, Control, Profile, Status};

/// The verdict of one control.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// 不符合.
    Fail,
    /// 無法判定: something needed was not seen.
    Undetermined,
    /// 需人工確認.
    Manual,
    /// 符合.
    Pass,
    /// 不適用.
    NotApplicable,
}

impl Verdict {
    /// The word used in every format.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Undetermined => "undetermined",
            Self::Manual => "manual",
            Self::Pass => "pass",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// The verdict of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Overall {
    /// A control failed.
    Fail,
    /// Nothing failed; some controls need a person or could not be seen.
    Open,
    /// Every control passes or has no object.
    Pass,
}

/// On what a verdict rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The scan.
    Scan,
    /// A person's attestation.
    Attested,
}

/// What a person's word comes to for this build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attested {
    /// It passes.
    Passed,
    /// It does not.
    Failed,
    /// It was said of an older build, or its evidence changed: open again, as if nothing had been said.
    Reopened,
}

/// What a person said of one manual part of a control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attestation {
    /// Control number.
    pub control: String,
    /// Manual part, [`FINDINGS`] or [`UNCLEAR`].
    pub part: String,
    /// What was found.
    pub result: Attested,
    /// Who, when, what was seen: for the report.
    pub note: Note,
    /// Fingerprints of findings that ask for a person and that this person looked at (part [`FINDINGS`] only).
    pub settles: Vec<String>,
}

/// The part of every control under which a person says of the findings that ask for one: looked at, no violation.
pub const FINDINGS: &str = "findings";

/// The part of every control under which a person says of what the build leaves unclear how it is.
pub const UNCLEAR: &str = "unclear";

/// One control judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Its number.
    pub control: String,
    /// Whether the chosen class asks for it. Others are listed, never counted.
    pub counted: bool,
    /// The verdict.
    pub verdict: Verdict,
    /// On what it rests.
    pub basis: Basis,
    /// All its failures are waived.
    pub waived: bool,
    /// Why, in order of weight.
    pub reasons: Vec<Note>,
    /// Positions of its findings in the scan's list, those that decide first.
    pub findings: Vec<usize>,
    /// Parts that were not seen.
    pub unseen: Vec<Part>,
}

/// What the verdicts are computed from.
#[derive(Debug)]
pub struct Case<'a> {
    /// The profile.
    pub profile: &'a Profile,
    /// Class asked for.
    pub class: Class,
    /// Whether the optional class F is asked for too.
    pub with_f: bool,
    /// The build's platform.
    pub platform: Platform,
    /// One outcome for each rule that ran.
    pub outcomes: &'a BTreeMap<RuleId, Outcome>,
    /// Stage of life of each rule of the catalogue.
    pub status: &'a BTreeMap<RuleId, Status>,
    /// The scan's findings, in report order.
    pub findings: &'a [Finding],
    /// The stable id of each finding.
    pub fingerprints: &'a [String],
    /// Whether each finding is waived.
    pub waived: &'a [bool],
    /// What people attested.
    pub attestations: &'a [Attestation],
}

/// Whether a finding can fail a control by itself.
pub fn can_fail(finding: &Finding) -> bool {
    finding.severity > Severity::Info
        && finding.confidence > Confidence::Possible
        && finding.reachable != Reachability::Dead
}

impl Case<'_> {
    /// Judges every control of the profile, in its order.
    pub fn judge(&self) -> Vec<Judged> {
        self.profile.controls.iter().map(|control| self.control(control)).collect()
    }

    fn findings_of(&self, rule: &RuleId) -> impl Iterator<Item = usize> + '_ {
        let rule = rule.clone();
        self.findings.iter().enumerate().filter(move |(_, f)| f.rule == rule).map(|(i, _)| i)
    }

    fn is_waived(&self, finding: usize) -> bool {
        self.waived.get(finding).copied().unwrap_or(false)
    }

    /// Whether a person looked at a finding under this control and found no violation.
    fn is_settled(&self, control: &Control, finding: usize) -> bool {
        let Some(id) = self.fingerprints.get(finding) else { return false };
        self.attestations.iter().any(|a| {
            a.control == control.id && a.part == FINDINGS && a.result == Attested::Passed && a.settles.contains(id)
        })
    }

    fn control(&self, control: &Control) -> Judged {
        let counted = control.is_in(self.class, self.with_f);
        let mut judged = Judged {
            control: control.id.clone(),
            counted,
            verdict: Verdict::Pass,
            basis: Basis::Scan,
            waived: false,
            reasons: Vec::new(),
            findings: Vec::new(),
            unseen: Vec::new(),
        };
        if control.not_applicable.contains_key(&self.platform) {
            judged.verdict = Verdict::NotApplicable;
            judged.reasons.push(Note::new("control-not-applicable"));
            return judged;
        }

        let mut failing = Vec::new();
        let mut asking = Vec::new();
        let mut shown = Vec::new();
        for rule in &control.fails {
            for i in self.findings_of(rule.id()) {
                match self.findings.get(i) {
                    Some(finding) if can_fail(finding) => failing.push(i),
                    Some(finding) if finding.severity > Severity::Info => asking.push(i),
                    _ => shown.push(i),
                }
            }
        }
        for rule in &control.asks {
            for i in self.findings_of(rule.id()) {
                match self.findings.get(i) {
                    Some(finding) if finding.severity > Severity::Info => asking.push(i),
                    _ => shown.push(i),
                }
            }
        }
        shown.extend(control.hints.iter().flat_map(|rule| self.findings_of(rule.id())));

        let open_failures = failing.iter().filter(|&&i| !self.is_waived(i)).count();
        let open_questions = asking.iter().filter(|&&i| !self.is_waived(i) && !self.is_settled(control, i)).count();
        let states: Vec<(&RuleId, Option<&OutcomeState>)> =
            control.fails.iter().map(|r| (r.id(), self.outcomes.get(r.id()).map(|o| &o.state))).collect();
        judged.unseen = self.unseen(&states);
        let not_followed = parts_of(&states, |s| match s {
            OutcomeState::NotFollowed(parts) => Some(parts),
            _ => None,
        });
        let cut = parts_of(&states, |s| match s {
            OutcomeState::CutShort(parts) => Some(parts),
            _ => None,
        });
        let mut unclear: BTreeSet<&Note> = states
            .iter()
            .filter_map(|(_, s)| match s {
                Some(OutcomeState::Unclear(note)) => Some(note),
                _ => None,
            })
            .collect();
        let failed_detectors = states.iter().filter(|(_, s)| matches!(s, Some(OutcomeState::Failed(_)))).count();
        let missing: Vec<Part> =
            missing_inputs(control.fails.iter().chain(&control.asks).filter_map(|r| self.outcomes.get(r.id())));
        let (attested, refused, open_parts) = self.manual_parts(control, !unclear.is_empty());
        if self.says(control, UNCLEAR, Attested::Passed) {
            unclear.clear();
        }
        let undecided = control.undecided.contains_key(&self.platform);

        judged.findings = failing.iter().chain(&asking).chain(&shown).copied().collect();
        judged.findings.dedup();
        if !failing.is_empty() {
            judged.verdict = Verdict::Fail;
            judged.waived = open_failures == 0;
            judged.reasons.push(Note::new("violations-found").with("count", failing.len()).with("open", open_failures));
        } else if !refused.is_empty() {
            judged.verdict = Verdict::Fail;
            judged.basis = Basis::Attested;
            judged.reasons.extend(refused);
        } else if undecided
            || !(judged.unseen.is_empty() && not_followed.is_empty() && cut.is_empty() && unclear.is_empty())
            || failed_detectors > 0
        {
            judged.verdict = Verdict::Undetermined;
        } else if open_questions > 0 || !missing.is_empty() || !open_parts.is_empty() {
            judged.verdict = Verdict::Manual;
        } else if attested.is_empty() && self.nothing_to_judge(control, &states) {
            judged.verdict = Verdict::NotApplicable;
            judged.reasons.extend(self.not_applicable_notes(&states));
        } else if !attested.is_empty() {
            judged.basis = Basis::Attested;
            judged.reasons.extend(attested);
        } else {
            judged.reasons.push(Note::new("all-rules-satisfied").with("count", control.fails.len()));
        }

        if undecided {
            judged.reasons.push(Note::new("control-undecided"));
        }
        // A failed control needs no reason for what else could not be told.
        if judged.verdict != Verdict::Fail {
            let unseen = judged.unseen.iter().map(|part| Note::new("part-not-seen").with("part", part));
            let other = |code, parts: &'_ [Part]| -> Vec<Note> {
                let open = parts.iter().filter(|p| !judged.unseen.contains(p));
                open.map(|p| Note::new(code).with("part", p)).collect()
            };
            let open = other("part-not-followed", &not_followed).into_iter().chain(other("part-cut", &cut));
            let reasons: Vec<Note> = unseen.chain(open).chain(unclear.into_iter().cloned()).collect();
            judged.reasons.extend(reasons);
        }
        if failed_detectors > 0 {
            judged.reasons.push(Note::new("detector-failed").with("count", failed_detectors));
        }
        if open_questions > 0 {
            judged.reasons.push(Note::new("questions-open").with("count", open_questions));
        }
        for part in missing {
            judged.reasons.push(Note::new("input-missing").with("part", part));
        }
        for part in open_parts {
            judged.reasons.push(Note::new("person-needed").with("part", part));
        }
        for part in self.partial(control).into_iter().filter(|_| judged.verdict != Verdict::Fail) {
            judged.reasons.push(Note::new("part-partly-seen").with("part", part));
        }
        judged
    }

    /// Parts that a `fails` rule needs and that were not seen; a rule that did not run at all counts as not seen too.
    fn unseen(&self, states: &[(&RuleId, Option<&OutcomeState>)]) -> Vec<Part> {
        let mut unseen = Vec::new();
        for (rule, state) in states {
            match state {
                Some(OutcomeState::Undetermined(parts)) => unseen.extend(parts.iter().copied()),
                None if self.status.get(*rule) == Some(&Status::Stable) => unseen.push(Part::Package),
                _ => {}
            }
        }
        unseen.sort();
        unseen.dedup();
        unseen
    }

    fn partial(&self, control: &Control) -> Vec<Part> {
        let mut parts: Vec<Part> = control
            .fails
            .iter()
            .chain(&control.asks)
            .filter_map(|r| self.outcomes.get(r.id()))
            .flat_map(|o| o.partial.iter().copied())
            .collect();
        parts.sort();
        parts.dedup();
        parts
    }

    /// Whether a person said this of a part of a control.
    fn says(&self, control: &Control, part: &str, result: Attested) -> bool {
        self.attestations.iter().any(|a| a.control == control.id && a.part == part && a.result == result)
    }

    /// Notes of attested parts that passed, of those that failed, and the ids of those still open.
    fn manual_parts(&self, control: &Control, unclear: bool) -> (Vec<Note>, Vec<Note>, Vec<String>) {
        let (mut passed, mut refused, mut open) = (Vec::new(), Vec::new(), Vec::new());
        for part in &control.manual {
            if !part.platforms.is_empty() && !part.platforms.contains(&self.platform) {
                continue;
            }
            match self.attestations.iter().find(|a| a.control == control.id && a.part == part.id) {
                Some(a) if a.result == Attested::Passed => passed.push(a.note.clone()),
                Some(a) if a.result == Attested::Failed => refused.push(a.note.clone()),
                _ => open.push(part.id.clone()),
            }
        }
        let counts = |part: &str| part == FINDINGS || part == UNCLEAR && unclear;
        for a in self.attestations.iter().filter(|a| a.control == control.id && counts(&a.part)) {
            match a.result {
                Attested::Passed => passed.push(a.note.clone()),
                Attested::Failed => refused.push(a.note.clone()),
                Attested::Reopened => {}
            }
        }
        (passed, refused, open)
    }

    fn nothing_to_judge(&self, control: &Control, states: &[(&RuleId, Option<&OutcomeState>)]) -> bool {
        control.manual.is_empty()
            && states.iter().all(|(_, s)| matches!(s, Some(OutcomeState::NotApplicable(_)) | None))
    }

    fn not_applicable_notes(&self, states: &[(&RuleId, Option<&OutcomeState>)]) -> Vec<Note> {
        let mut notes: Vec<Note> = states
            .iter()
            .filter_map(|(_, s)| match s {
                Some(OutcomeState::NotApplicable(note)) => Some(note.clone()),
                _ => None,
            })
            .collect();
        notes.sort();
        notes.dedup();
        notes
    }
}

/// The parts that outcomes of one state name, once each.
fn parts_of(
    states: &[(&RuleId, Option<&OutcomeState>)],
    of: impl Fn(&OutcomeState) -> Option<&Vec<Part>>,
) -> Vec<Part> {
    let mut parts: Vec<Part> = states.iter().filter_map(|(_, s)| of((*s)?)).flatten().copied().collect();
    parts.sort();
    parts.dedup();
    parts
}

fn missing_inputs<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> Vec<Part> {
    let mut parts: Vec<Part> = outcomes
        .filter_map(|o| match &o.state {
            OutcomeState::MissingInput(parts) => Some(parts.iter().copied()),
            _ => None,
        })
        .flatten()
        .collect();
    parts.sort();
    parts.dedup();
    parts
}

/// The overall verdict over the counted controls.
pub fn overall(judged: &[Judged]) -> Overall {
    let counted = || judged.iter().filter(|j| j.counted);
    if counted().any(|j| j.verdict == Verdict::Fail && !j.waived) {
        Overall::Fail
    } else if counted().all(|j| matches!(j.verdict, Verdict::Pass | Verdict::NotApplicable)) {
        Overall::Pass
    } else {
        Overall::Open
    }
}

/// How many counted controls have each verdict.
pub fn tally(judged: &[Judged]) -> BTreeMap<Verdict, usize> {
    let mut tally = BTreeMap::new();
    for judged in judged.iter().filter(|j| j.counted) {
        *tally.entry(judged.verdict).or_default() += 1;
    }
    tally
}
