//! From what a scan came to, to a [`Report`] in one language.

use std::collections::{BTreeMap, BTreeSet};

use super::health::HealthMap;
use super::reason::{Judgement, repeats};
use super::words::{Args, Words};
use super::{
    ControlRow, ControlRuleRow, CoverageRow, FindingRow, ManualRow, OtherControl, OtherLanguage, ProfileInfo, Report,
    RuleInfo, SCHEMA_VERSION, Subject, Summary, Target, Tool, WaiverRow, wording,
};
use crate::finding::{
    AppText, Coverage, CoverageState, Finding, Flow, Inventory, Note, Outcome, OutcomeState, Owner, Part, RuleId,
    Severity,
};
use crate::limits::LimitHit;
use crate::notice::Notice;
use crate::rule::{Catalogue, Class, Control, ControlRule, Lang, Profile, Rule};
use crate::verdict::{Attestation, Attested, FINDINGS, Judged, Overall, Verdict, overall, tally};
use crate::waiver::{Waiver, WaiverState};

/// Who the build is.
#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    /// The file's name, without folders.
    pub path: AppText,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// Which app it is.
    pub subject: Subject,
    /// Lowest API level or iOS version.
    pub min_os: Option<AppText>,
    /// Target API level or SDK.
    pub target_os: Option<AppText>,
    /// Day on which the build was made (ISO), when its bytes tell.
    pub made: Option<String>,
    /// Oddities in how the build came.
    pub remarks: Vec<Note>,
}

/// All that a scan came to: what a report is built from. Slices that run in step have the same length.
#[derive(Debug, Clone)]
pub struct ScanResult<'a> {
    /// The build.
    pub identity: &'a Identity,
    /// Rules and words.
    pub catalogue: &'a Catalogue,
    /// The standard.
    pub profile: &'a Profile,
    /// Class asked for.
    pub class: Class,
    /// Whether class F counts too.
    pub with_f: bool,
    /// Day of judgement (ISO).
    pub date: &'a str,
    /// One outcome for each rule that ran.
    pub outcomes: &'a BTreeMap<RuleId, Outcome>,
    /// All findings in report order.
    pub findings: &'a [Finding],
    /// Stable id of each finding.
    pub fingerprints: &'a [String],
    /// Position of the waiver that marks each finding.
    pub marks: &'a [Option<usize>],
    /// Waivers as given.
    pub waivers: &'a [Waiver],
    /// What became of each waiver.
    pub waiver_states: &'a [WaiverState],
    /// What people attested.
    pub attestations: &'a [Attestation],
    /// Every control of the profile, judged, in its order.
    pub judged: &'a [Judged],
    /// All flows.
    pub flows: &'a [Flow],
    /// What the build is made of.
    pub inventory: &'a Inventory,
    /// How much of each part was seen.
    pub coverage: &'a [Coverage],
    /// Limits that were hit.
    pub limits: &'a [LimitHit],
    /// The privacy notice.
    pub notice: Option<&'a Notice>,
}

impl Report {
    /// Words what a scan came to.
    pub fn build(scan: &ScanResult<'_>, lang: Lang) -> Self {
        let words = Words::of(lang);
        let builder = Builder { scan, words };
        Self {
            schema_version: SCHEMA_VERSION.to_owned(),
            lang,
            tool: Tool {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                catalogue_sha256: scan.catalogue.sha256().to_owned(),
            },
            target: builder.target(),
            profile: ProfileInfo {
                id: scan.profile.id.clone(),
                edition: scan.profile.edition.clone(),
                class: scan.class,
                with_f: scan.with_f,
                title: scan.profile.title.get(lang).to_owned(),
                note: scan.profile.note.get(lang).trim().to_owned(),
                source: scan.profile.source.clone(),
            },
            date: scan.date.to_owned(),
            verdict: overall(scan.judged),
            answer: builder.answer(),
            headlines: builder.headlines(),
            controls: builder.controls(),
            findings: builder.findings(),
            rules: builder.rules(),
            flows: scan.flows.to_vec(),
            health_map: HealthMap::of(scan, lang),
            inventory: scan.inventory.clone(),
            notice: scan.notice.cloned(),
            coverage: builder.coverage(),
            limits_hit: scan.limits.to_vec(),
            waivers: builder.waivers(),
            baseline: None,
            summary: builder.summary(),
            other_language: Some(other_language(scan, lang)),
        }
    }
}

/// The papers' words in the language that is not `lang`.
fn other_language(scan: &ScanResult<'_>, lang: Lang) -> OtherLanguage {
    let lang = match lang {
        Lang::ZhHant => Lang::En,
        Lang::En => Lang::ZhHant,
    };
    let builder = Builder { scan, words: Words::of(lang) };
    let controls = builder.controls().into_iter().filter(|row| row.counted).map(|row| {
        let manual = row.manual.unwrap_or_default().into_iter().map(|part| (part.id, (part.title, part.attested)));
        let words = OtherControl { title: row.title, reason: row.reason, todo: row.todo, manual: manual.collect() };
        (row.id, words)
    });
    OtherLanguage {
        lang,
        answer: builder.answer(),
        controls: controls.collect(),
        kinds: HealthMap::of(scan, lang).kinds.into_iter().map(|kind| (kind.id, kind.name)).collect(),
    }
}

struct Builder<'a> {
    scan: &'a ScanResult<'a>,
    words: &'static Words,
}

impl Builder<'_> {
    fn target(&self) -> Target {
        let it = self.scan.identity;
        Target {
            path: it.path.clone(),
            sha256: it.sha256.clone(),
            size: it.size,
            subject: it.subject.clone(),
            min_os: it.min_os.clone(),
            target_os: it.target_os.clone(),
            remarks: it.remarks.iter().map(|note| self.words.note(note)).collect(),
        }
    }

    fn answer(&self) -> String {
        let counts = tally(self.scan.judged);
        let count = |verdict| counts.get(&verdict).copied().unwrap_or(0);
        let waived = self.scan.judged.iter().filter(|j| j.counted && j.verdict == Verdict::Fail && j.waived).count();
        let fail = count(Verdict::Fail) - waived;
        let rest: Vec<String> = [
            ("rest_manual", count(Verdict::Manual)),
            ("rest_undetermined", count(Verdict::Undetermined)),
            ("rest_waived", waived),
        ]
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .map(|(key, n)| self.words.say("answer", key, &Args::new().with("count", n)))
        .collect();
        let open = count(Verdict::Manual) + count(Verdict::Undetermined) + waived;
        let verdict = overall(self.scan.judged);
        let prefix = match verdict {
            _ if rest.is_empty() => "",
            Overall::Open => self.words.word("answer", "rest_of"),
            _ => self.words.word("answer", "rest_prefix"),
        };
        let args = Args::new()
            .with("total", counts.values().sum::<usize>())
            .with("fail", fail)
            .with("count", open)
            .with("rest", format!("{prefix}{}", self.words.join(&rest)));
        match verdict {
            Overall::Fail => self.words.say("answer", "fail_detail", &args),
            // One sort of open rows: their number once.
            Overall::Open if rest.len() == 1 => self.words.say("answer", "open_one_sort", &args.with("rest", &rest[0])),
            Overall::Open => self.words.say("answer", "open_detail", &args),
            Overall::Pass => self.words.say("answer", "pass_detail", &args),
        }
    }

    fn headlines(&self) -> Vec<String> {
        let words = self.words;
        let mut unseen: Vec<(usize, &Coverage)> = Vec::new();
        for row in self.scan.coverage.iter().filter(|c| c.state == CoverageState::None && !c.part.is_input()) {
            let controls = self.scan.judged.iter().filter(|j| j.counted && j.unseen.contains(&row.part)).count();
            if row.file.is_none() || controls > 0 {
                unseen.push((controls, row));
            }
        }
        unseen.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.part.cmp(&b.1.part)));
        // What is missing of the texts only repeats the parts that hold them, where those stand here themselves.
        let parts: Vec<Part> = unseen.iter().map(|(_, row)| row.part).collect();
        unseen.retain(|(_, row)| !repeats(row, &parts));
        let mut lines = Vec::new();
        let mut said = BTreeSet::new();
        for (_, row) in &unseen {
            let detail = words.note(&row.note);
            // Parts that one thing hides are one line.
            let parts: Vec<Part> =
                unseen.iter().filter(|(_, r)| words.note(&r.note) == detail).map(|(_, r)| r.part).collect();
            let new: Vec<Part> = parts.into_iter().filter(|part| said.insert(*part)).collect();
            if new.is_empty() {
                continue;
            }
            // A control that failed all the same is none of them.
            let open = |j: &&Judged| j.counted && j.verdict == Verdict::Undetermined;
            let count =
                self.scan.judged.iter().filter(open).filter(|j| new.iter().any(|p| j.unseen.contains(p))).count();
            let key = if count > 0 { "unseen" } else { "unseen_only" };
            let args =
                Args::new().with("parts", wording::parts(words, &new)).with("count", count).with("detail", &detail);
            lines.push(words.say("headline", key, &args));
        }
        lines.extend(self.scan.identity.remarks.iter().map(|note| words.note(note)));
        let expired = self.scan.waiver_states.iter().filter(|s| **s == WaiverState::Expired).count();
        let unmatched = self.scan.waiver_states.iter().filter(|s| **s == WaiverState::Unmatched).count();
        let reopened = self.scan.attestations.iter().filter(|a| a.result == Attested::Reopened).count();
        let dropped = self.scan.outcomes.values().map(|o| o.dropped).sum();
        for (key, count) in [
            ("limits", self.scan.limits.len()),
            ("dropped", dropped),
            ("expired_waivers", expired),
            ("unmatched_waivers", unmatched),
            ("reopened", reopened),
        ] {
            if count > 0 {
                lines.push(words.say("headline", key, &Args::new().with("count", count)));
            }
        }
        lines
    }

    fn id_of(&self, finding: usize) -> String {
        self.scan.fingerprints.get(finding).cloned().unwrap_or_default()
    }

    fn is_waived(&self, finding: usize) -> bool {
        self.scan.marks.get(finding).is_some_and(Option::is_some)
    }

    fn title(&self, rule: &RuleId) -> String {
        self.scan
            .catalogue
            .title(rule)
            .map(|title| title.get(self.words.lang()).trim().to_owned())
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| rule.to_string())
    }

    fn controls(&self) -> Vec<ControlRow> {
        self.scan.profile.controls.iter().zip(self.scan.judged).map(|(c, judged)| self.control(c, judged)).collect()
    }

    fn control(&self, control: &Control, judged: &Judged) -> ControlRow {
        let titles = |rule: &RuleId| self.title(rule);
        let judgement = Judgement { scan: self.scan, words: self.words, control, judged, title: &titles };
        ControlRow {
            id: control.id.clone(),
            title: control.title.get(self.words.lang()).to_owned(),
            classes: control.classes.clone(),
            counted: judged.counted,
            decided_by: control.decided_by,
            verdict: judged.verdict,
            basis: judged.basis,
            waived: judged.waived,
            reason: judgement.reason(),
            todo: judgement.todo(),
            rules: self.control_rules(control),
            findings: judged.findings.iter().map(|&i| self.id_of(i)).collect(),
            manual: self.manual(control),
        }
    }

    fn control_rules(&self, control: &Control) -> Vec<ControlRuleRow> {
        let roles = [("fails", &control.fails), ("asks", &control.asks), ("hints", &control.hints)];
        roles
            .into_iter()
            .flat_map(|(role, rules)| rules.iter().map(move |rule| (role, rule)))
            .filter(|(_, rule)| self.concerns_platform(rule.id()))
            .map(|(role, rule)| self.control_rule(role, rule))
            .collect()
    }

    fn concerns_platform(&self, rule: &RuleId) -> bool {
        self.scan
            .catalogue
            .rule(rule.as_str())
            .is_none_or(|rule| rule.platform.covers(self.scan.identity.subject.platform))
    }

    fn control_rule(&self, role: &str, rule: &ControlRule) -> ControlRuleRow {
        let outcome = self.scan.outcomes.get(rule.id());
        let mut reasons: Vec<String> =
            rule.reason().map(|text| text.get(self.words.lang()).trim().to_owned()).into_iter().collect();
        reasons.extend(self.outcome_reasons(outcome));
        ControlRuleRow {
            id: rule.id().clone(),
            role: role.to_owned(),
            outcome: outcome.map_or("undetermined", |o| state_word(&o.state)).to_owned(),
            findings: outcome.map_or(0, |o| o.findings.len()),
            reason: one_line(&reasons, self.words.ui("semicolon")),
        }
    }

    fn outcome_reasons(&self, outcome: Option<&Outcome>) -> Vec<String> {
        let words = self.words;
        let parts = |key: &str, list: &[Part]| {
            words.say("rule_reason", key, &Args::new().with("parts", wording::parts(words, list)))
        };
        let Some(outcome) = outcome else { return vec![words.say("rule_reason", "not_run", &Args::new())] };
        let mut reasons = match &outcome.state {
            OutcomeState::Violated | OutcomeState::Satisfied => Vec::new(),
            OutcomeState::NotApplicable(note) | OutcomeState::Unclear(note) => vec![words.note_inside(note)],
            OutcomeState::Undetermined(list) => vec![parts("unseen", list)],
            OutcomeState::NotFollowed(list) => vec![parts("not-followed", list)],
            OutcomeState::CutShort(list) => vec![parts("cut", list)],
            OutcomeState::MissingInput(list) => vec![parts("missing", list)],
            OutcomeState::Failed(why) => {
                vec![words.say("rule_reason", "failed", &Args::new().with("why", AppText::new(why)))]
            }
        };
        if outcome.dropped > 0 {
            reasons.push(words.say("rule_reason", "dropped", &Args::new().with("count", outcome.dropped)));
        }
        reasons
    }

    fn manual(&self, control: &Control) -> Option<Vec<ManualRow>> {
        let (lang, platform) = (self.words.lang(), self.scan.identity.subject.platform);
        let rows: Vec<ManualRow> = control
            .manual
            .iter()
            .filter(|part| part.platforms.is_empty() || part.platforms.contains(&platform))
            .map(|part| {
                let attested = self.scan.attestations.iter().find(|a| a.control == control.id && a.part == part.id);
                let state = match attested {
                    None => "open",
                    Some(a) => attested_word(a.result),
                };
                ManualRow {
                    id: part.id.clone(),
                    title: part.title.get(lang).to_owned(),
                    steps: part.steps_for(Some(platform)).map(|step| step.get(lang).to_owned()).collect(),
                    keep: part.keep.get(lang).to_owned(),
                    passes: part.passes.get(lang).to_owned(),
                    state: state.to_owned(),
                    attested: attested.map(|a| self.words.note(&a.note)).unwrap_or_default(),
                }
            })
            .chain(self.looked_at(control))
            .collect();
        (!rows.is_empty()).then_some(rows)
    }

    /// What a person said of the findings that ask for one.
    fn looked_at(&self, control: &Control) -> Option<ManualRow> {
        let said = self.scan.attestations.iter().find(|a| a.control == control.id && a.part == FINDINGS)?;
        Some(ManualRow {
            id: FINDINGS.to_owned(),
            title: self.words.ui("findings_looked_at").to_owned(),
            steps: Vec::new(),
            keep: String::new(),
            passes: String::new(),
            state: attested_word(said.result).to_owned(),
            attested: self.words.note(&said.note),
        })
    }

    fn findings(&self) -> Vec<FindingRow> {
        self.scan.findings.iter().enumerate().map(|(i, finding)| self.finding(i, finding)).collect()
    }

    fn finding(&self, position: usize, finding: &Finding) -> FindingRow {
        let rule = self.scan.catalogue.rule(finding.rule.as_str());
        let waiver = self.scan.marks.get(position).copied().flatten().and_then(|i| self.scan.waivers.get(i));
        FindingRow {
            id: self.id_of(position),
            rule: finding.rule.clone(),
            title: self.title(&finding.rule),
            severity: finding.severity,
            confidence: finding.confidence,
            owner: finding.owner.clone(),
            reachable: finding.reachable,
            controls: self.controls_of(&finding.rule),
            cwe: rule.map(|r| r.cwe.iter().map(|n| format!("CWE-{n}")).collect()).unwrap_or_default(),
            masvs: rule.map(|r| r.masvs.clone()).unwrap_or_default(),
            maswe: rule.map(|r| r.maswe.clone()).unwrap_or_default(),
            place: self.words.place(&finding.locus),
            locus: finding.locus.clone(),
            related: finding.related.clone(),
            evidence_text: finding.evidence.iter().map(|e| wording::evidence(self.words, e)).collect(),
            evidence: finding.evidence.clone(),
            waived: waiver.is_some(),
            new: None,
            waiver: waiver.map(|w| {
                let args = Args::new().with("reason", AppText::new(&w.reason)).with("owner", AppText::new(&w.owner));
                self.words.say("waived", "line", &args.with("expires", AppText::new(&w.expires)))
            }),
        }
    }

    fn controls_of(&self, rule: &RuleId) -> Vec<String> {
        self.scan
            .profile
            .controls
            .iter()
            .filter(|control| control.rules().any(|r| r.id() == rule))
            .map(|control| control.id.clone())
            .collect()
    }

    fn rules(&self) -> BTreeMap<RuleId, RuleInfo> {
        let mut wanted: BTreeSet<&RuleId> = self.scan.findings.iter().map(|f| &f.rule).collect();
        for (control, _) in self.scan.profile.controls.iter().zip(self.scan.judged).filter(|(_, j)| j.counted) {
            wanted.extend(control.rules().map(ControlRule::id).filter(|id| self.concerns_platform(id)));
        }
        wanted
            .into_iter()
            .filter_map(|id| Some((id.clone(), self.rule_info(self.scan.catalogue.rule(id.as_str())?))))
            .collect()
    }

    fn rule_info(&self, rule: &Rule) -> RuleInfo {
        let lang = self.words.lang();
        let text = self.scan.catalogue.words(&rule.id).unwrap_or_default();
        RuleInfo {
            title: self.title(&rule.id),
            what: text.what.get(lang).trim().to_owned(),
            why: text.why.get(lang).trim().to_owned(),
            fix: text.fix.get(lang).trim().to_owned(),
            limits: text.limits.get(lang).trim().to_owned(),
            example: text.example.into_iter().filter(|e| e.serves(self.scan.identity.subject.platform)).collect(),
            references: text.references,
            severity: rule.severity,
            effort: rule.effort,
        }
    }

    fn coverage(&self) -> Vec<CoverageRow> {
        self.scan
            .coverage
            .iter()
            .map(|row| CoverageRow {
                part: row.part,
                state: row.state,
                file: row.file.clone(),
                detail: self.words.note(&row.note),
                code: row.note.code.clone(),
            })
            .collect()
    }

    fn waivers(&self) -> Vec<WaiverRow> {
        self.scan
            .waivers
            .iter()
            .zip(self.scan.waiver_states)
            .enumerate()
            .map(|(i, (waiver, state))| WaiverRow {
                waiver: waiver.clone(),
                state: *state,
                findings: self
                    .scan
                    .marks
                    .iter()
                    .enumerate()
                    .filter(|(_, mark)| **mark == Some(i))
                    .map(|(finding, _)| self.id_of(finding))
                    .collect(),
            })
            .collect()
    }

    fn summary(&self) -> Summary {
        let counts = tally(self.scan.judged);
        let verdicts = [Verdict::Fail, Verdict::Undetermined, Verdict::Manual, Verdict::Pass, Verdict::NotApplicable];
        let open = || self.scan.findings.iter().enumerate().filter(|(i, _)| !self.is_waived(*i)).map(|(_, f)| f);
        Summary {
            controls: verdicts
                .into_iter()
                .map(|v| (v.word().to_owned(), counts.get(&v).copied().unwrap_or(0)))
                .collect(),
            findings: Severity::ALL
                .iter()
                .map(|s| (s.word().to_owned(), open().filter(|f| f.severity == *s).count()))
                .collect(),
            waived: self.scan.findings.len() - open().count(),
            own: open().filter(|f| f.owner == Owner::App).count(),
            dropped: self.scan.outcomes.values().map(|o| o.dropped).sum(),
            flows: self.scan.flows.len(),
        }
    }
}

/// The word of what an attestation comes to.
fn attested_word(result: Attested) -> &'static str {
    match result {
        Attested::Passed => "passed",
        Attested::Failed => "failed",
        Attested::Reopened => "reopened",
    }
}

/// Version name, with the version code where both are there.
pub fn version_text(name: Option<&AppText>, code: Option<&AppText>) -> String {
    match (name, code) {
        (Some(name), Some(code)) => format!("{name} ({code})"),
        (Some(one), None) | (None, Some(one)) => one.to_string(),
        (None, None) => String::new(),
    }
}

/// The word of an outcome's state.
fn state_word(state: &OutcomeState) -> &'static str {
    match state {
        OutcomeState::Violated => "violated",
        OutcomeState::Satisfied => "satisfied",
        OutcomeState::NotApplicable(_) => "not-applicable",
        OutcomeState::Undetermined(_)
        | OutcomeState::NotFollowed(_)
        | OutcomeState::Unclear(_)
        | OutcomeState::CutShort(_) => "undetermined",
        OutcomeState::MissingInput(_) => "missing-input",
        OutcomeState::Failed(_) => "failed",
    }
}

/// Sentences put into one line lose their full stops: the separator stands in their place.
fn one_line(sentences: &[String], separator: &str) -> String {
    sentences.iter().map(|s| s.trim_end_matches(['.', '。'])).collect::<Vec<_>>().join(separator)
}
