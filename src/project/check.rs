//! A project file against the catalogue: what it names must exist, what it says must be complete.

use std::collections::BTreeSet;

use serde_saphyr::Spanned;

use super::file::{AttestationEntry, ResultWord, WaiverEntry};
use super::{Problem, Project, nearest};
use crate::finding::Platform;
use crate::rule::{Catalogue, Profile};
use crate::verdict::FINDINGS;

impl Project {
    /// Everything in the file that cannot be meant, in the order of the file.
    pub fn problems(&self, catalogue: &Catalogue, profile: &Profile) -> Vec<Problem> {
        let mut problems = Vec::new();
        self.day(self.file.built.as_ref(), "built", &mut problems);
        for entry in self.file.hosts.iter().flatten() {
            let host = entry.host.value.trim();
            if host.is_empty() || host.contains(['/', ' ', ':', '@']) {
                let what =
                    format!("`{host}` is no host: give the name alone, such as `api.example.tw` or `*.example.tw`");
                problems.push(self.problem(&entry.host, what));
            }
        }
        for entry in &self.file.waivers {
            self.waiver(entry, catalogue, &mut problems);
        }
        let mut seen = BTreeSet::new();
        for entry in &self.file.attestations {
            self.attestation(entry, profile, &mut problems);
            for platform in entry.platform.map_or(Platform::ALL.to_vec(), |p| vec![p]) {
                if !seen.insert((&entry.control.value, &entry.part.value, platform)) {
                    let what = format!(
                        "{} {} is attested twice: keep one, or give each its `platform`",
                        entry.control.value, entry.part.value
                    );
                    problems.push(self.problem(&entry.control, what));
                    break;
                }
            }
        }
        for entry in &self.file.dossier.certificates {
            self.day(Some(&entry.issued), "issued", &mut problems);
            if !matches!(entry.level.value.as_str(), "L1" | "L2" | "L3") {
                problems.push(self.problem(&entry.level, format!("`{}` is no level: L1, L2 or L3", entry.level.value)));
            }
        }
        for entry in &self.file.dossier.launch {
            self.day(entry.date.as_ref(), "date", &mut problems);
        }
        problems.sort();
        problems
    }

    fn day(&self, value: Option<&Spanned<String>>, key: &str, problems: &mut Vec<Problem>) {
        if let Some(day) = value.filter(|day| !is_day(&day.value)) {
            let what = format!("`{key}: {}` is no day: write it as 2026-11-21", day.value);
            problems.push(self.problem(day, what));
        }
    }

    fn waiver(&self, entry: &WaiverEntry, catalogue: &Catalogue, problems: &mut Vec<Problem>) {
        let rule = &entry.rule.value;
        if catalogue.rule(rule).is_none() {
            let ids: Vec<&str> = catalogue.rules().iter().map(|r| r.id.as_str()).collect();
            problems.push(self.unknown(&entry.rule, "rule", "`maspect rules list` shows all", &ids));
        }
        self.day(Some(&entry.expires), "expires", problems);
        for (key, value) in [("reason", &entry.reason), ("owner", &entry.owner)] {
            if value.value.trim().is_empty() {
                problems.push(self.problem(value, format!("the waiver of `{rule}` has no {key}: write one")));
            }
        }
        if entry.fingerprint.is_none() && entry.locus.as_ref().is_none_or(|l| l.trim().is_empty()) {
            let what = format!(
                "the waiver of `{rule}` would cover every finding of the rule: add `fingerprint` (the finding's id) or `locus`"
            );
            problems.push(self.problem(&entry.rule, what));
        }
    }

    fn attestation(&self, entry: &AttestationEntry, profile: &Profile, problems: &mut Vec<Problem>) {
        let Some(control) = profile.controls.iter().find(|c| c.id == entry.control.value) else {
            let ids: Vec<&str> = profile.controls.iter().map(|c| c.id.as_str()).collect();
            let cure = format!("the controls are those of {}", profile.edition);
            problems.push(self.unknown(&entry.control, "control", &cure, &ids));
            return;
        };
        let part = entry.part.value.as_str();
        let ids: Vec<&str> = control.manual.iter().map(|p| p.id.as_str()).chain([FINDINGS]).collect();
        if !ids.contains(&part) {
            let cure = format!("{} has {}", control.id, ids.join(", "));
            problems.push(self.unknown(&entry.part, "part", &cure, &ids));
            return;
        }
        if entry.result == ResultWord::Open {
            return;
        }
        self.completeness(entry, problems);
    }

    /// What an attestation must say before it counts.
    fn completeness(&self, entry: &AttestationEntry, problems: &mut Vec<Problem>) {
        let (control, part) = (&entry.control.value, &entry.part.value);
        for (key, value) in [("by", &entry.by), ("date", &entry.date), ("seen", &entry.seen)] {
            if value.as_ref().is_none_or(|v| v.value.trim().is_empty()) {
                let what = format!("{control} {part} says a result without `{key}`: fill it in, or set `result: open`");
                problems.push(self.problem(value.as_ref().unwrap_or(&entry.control), what));
            }
        }
        self.day(entry.date.as_ref().filter(|d| !d.value.trim().is_empty()), "date", problems);
        if entry.evidence.is_empty() && entry.result == ResultWord::Pass && part != FINDINGS {
            let what = format!(
                "{control} {part} passes without evidence: add `evidence: [{{file: …, sha256: …}}]` (a photo, capture or document)"
            );
            problems.push(self.problem(&entry.part, what));
        }
        if part == FINDINGS && entry.findings.is_empty() {
            let what = format!(
                "{control} {part} names no findings: list the ids of those that were looked at under `findings`"
            );
            problems.push(self.problem(&entry.part, what));
        }
        for evidence in &entry.evidence {
            let digest = &evidence.sha256.value;
            if digest.len() != 64 || !digest.bytes().all(|b| b.is_ascii_hexdigit()) {
                let what =
                    format!("`{digest}` is no SHA-256 (64 hex digits): `sha256sum {}` prints it", evidence.file.value);
                problems.push(self.problem(&evidence.sha256, what));
            }
        }
    }

    fn unknown(&self, at: &Spanned<String>, sort: &str, cure: &str, known: &[&str]) -> Problem {
        let value = &at.value;
        let near =
            nearest(value, known.iter().copied()).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
        self.problem(at, format!("there is no {sort} `{value}`; {near}({cure})"))
    }
}

/// Whether a text is a day of the calendar, `YYYY-MM-DD`.
pub(super) fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}
