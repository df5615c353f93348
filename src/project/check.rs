//! A project file against the catalogue: what it names must exist, what it says must be complete.

use std::collections::BTreeSet;

use serde_saphyr::Spanned;

use super::file::{AttestationEntry, ResultWord, WaiverEntry};
use super::{Problem, Project, nearest};
use crate::finding::{Note, Platform};
use crate::rule::{Catalogue, Profile};
use crate::verdict::{FINDINGS, UNCLEAR};

impl Project {
    /// Everything in the file that cannot be meant, in the order of the file.
    pub fn problems(&self, catalogue: &Catalogue, profile: &Profile) -> Vec<Problem> {
        let mut problems = Vec::new();
        self.day(self.file.built.as_ref(), "built", &mut problems);
        for entry in self.file.hosts.iter().flatten() {
            let host = entry.host.value.trim();
            if host.is_empty() || host.contains(['/', ' ', ':', '@']) {
                problems.push(self.problem(&entry.host, Note::new("project-no-host").with("host", host)));
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
                    problems.push(self.problem(&entry.control, about("project-attested-twice", entry)));
                    break;
                }
            }
        }
        for entry in &self.file.dossier.certificates {
            self.day(Some(&entry.issued), "issued", &mut problems);
            if !matches!(entry.level.value.as_str(), "L1" | "L2" | "L3") {
                let what = Note::new("project-no-level").with("level", &entry.level.value);
                problems.push(self.problem(&entry.level, what));
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
            let what = Note::new("project-no-day").with("key", key).with("day", &day.value);
            problems.push(self.problem(day, what));
        }
    }

    fn waiver(&self, entry: &WaiverEntry, catalogue: &Catalogue, problems: &mut Vec<Problem>) {
        let rule = &entry.rule.value;
        if catalogue.rule(rule).is_none() {
            let ids: Vec<&str> = catalogue.rules().iter().map(|r| r.id.as_str()).collect();
            problems.push(self.unknown(&entry.rule, Note::new("project-unknown-rule"), &ids));
        }
        self.day(Some(&entry.expires), "expires", problems);
        for (key, value) in [("reason", &entry.reason), ("owner", &entry.owner)] {
            if value.value.trim().is_empty() {
                let what = Note::new("project-waiver-lacks").with("rule", rule).with("key", key);
                problems.push(self.problem(value, what));
            }
        }
        if entry.fingerprint.is_none() && entry.locus.as_ref().is_none_or(|l| l.trim().is_empty()) {
            let what = Note::new("project-waiver-too-wide").with("rule", rule);
            problems.push(self.problem(&entry.rule, what));
        }
    }

    fn attestation(&self, entry: &AttestationEntry, profile: &Profile, problems: &mut Vec<Problem>) {
        let Some(control) = profile.controls.iter().find(|c| c.id == entry.control.value) else {
            let ids: Vec<&str> = profile.controls.iter().map(|c| c.id.as_str()).collect();
            let what = Note::new("project-unknown-control").with("edition", &profile.edition);
            problems.push(self.unknown(&entry.control, what, &ids));
            return;
        };
        let part = entry.part.value.as_str();
        let ids: Vec<&str> = control.manual.iter().map(|p| p.id.as_str()).chain([FINDINGS, UNCLEAR]).collect();
        if !ids.contains(&part) {
            let what = Note::new("project-unknown-part").with("control", &control.id).with("known", ids.join(", "));
            problems.push(self.unknown(&entry.part, what, &ids));
            return;
        }
        if entry.result == ResultWord::Open {
            return;
        }
        self.completeness(entry, problems);
    }

    /// What an attestation must say before it counts.
    fn completeness(&self, entry: &AttestationEntry, problems: &mut Vec<Problem>) {
        for (key, value) in [("by", &entry.by), ("date", &entry.date), ("seen", &entry.seen)] {
            if value.as_ref().is_none_or(|v| v.value.trim().is_empty()) {
                let what = about("project-result-without", entry).with("key", key);
                problems.push(self.problem(value.as_ref().unwrap_or(&entry.control), what));
            }
        }
        self.day(entry.date.as_ref().filter(|d| !d.value.trim().is_empty()), "date", problems);
        if entry.evidence.is_empty() && entry.result == ResultWord::Pass && entry.part.value != FINDINGS {
            problems.push(self.problem(&entry.part, about("project-pass-without-evidence", entry)));
        }
        if entry.part.value == FINDINGS && entry.findings.is_empty() {
            problems.push(self.problem(&entry.part, about("project-findings-not-named", entry)));
        }
        for evidence in &entry.evidence {
            if leaves_the_folder(&evidence.file.value) {
                let what = about("project-evidence-outside", entry).with("file", &evidence.file.value);
                problems.push(self.problem(&evidence.file, what));
            }
            let digest = &evidence.sha256.value;
            if digest.len() != 64 || !digest.bytes().all(|b| b.is_ascii_hexdigit()) {
                let what = Note::new("project-no-sha256").with("digest", digest).with("file", &evidence.file.value);
                problems.push(self.problem(&evidence.sha256, what));
            }
        }
    }

    fn unknown(&self, at: &Spanned<String>, what: Note, known: &[&str]) -> Problem {
        let value = &at.value;
        let what = match nearest(value, known.iter().copied()) {
            Some(near) => what.with("near", near),
            None => Note { code: format!("{}-far", what.code), ..what },
        };
        self.problem(at, what.with("value", value))
    }
}

/// A note about an attestation.
fn about(code: &str, entry: &AttestationEntry) -> Note {
    Note::new(code).with("control", &entry.control.value).with("part", &entry.part.value)
}

/// Whether a path leads out of the folder that it begins in.
fn leaves_the_folder(path: &str) -> bool {
    let mut depth = 0i32;
    let path = path.replace('\\', "/");
    path.starts_with('/')
        || path.as_bytes().get(1) == Some(&b':')
        || path.split('/').any(|part| {
            depth += match part {
                ".." => -1,
                "" | "." => 0,
                _ => 1,
            };
            depth < 0
        })
}

/// Whether a text is a day of the calendar, `YYYY-MM-DD`, that the ROC calendar has too.
pub(super) fn is_day(text: &str) -> bool {
    text.len() == 10 && text >= "1912" && text.parse::<jiff::civil::Date>().is_ok()
}
