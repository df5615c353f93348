//! `maspect.yaml`: what an applicant keeps beside the builds. Declared hosts, purposes of permissions, waivers, what people
//! attested, and what the application needs.
//!
//! [`Project::read`] parses the file, [`Project::problems`] holds it against the catalogue, [`Project::attestations`] says
//! which attestations hold for a build. Files that it names are read by the caller: nothing here opens one. Whatever is
//! wrong is one [`Problem`]: file, line, column, what, and how to mend it.

mod attest;
mod check;
mod file;
pub mod init;
#[cfg(test)]
mod tests;

use std::fmt;

use serde_saphyr::{Location, Spanned};

pub use attest::{BuildFacts, Digests};
pub use file::{
    ApplicantClass, ApplicantEntry, AttachmentEntry, AttestationEntry, CertificateEntry, DataEntry, DossierEntry,
    EvidenceEntry, HostEntry, LaunchEntry, PermissionEntry, PersonEntry, ProfileWord, ProjectFile, ResultWord,
    SdkEntry, WaiverEntry,
};

use crate::finding::{Note, RuleId};
use crate::report::words::Words;
use crate::rule::{Class, Lang};
use crate::waiver::{Waiver, WaiverState};

/// Name under which the file is looked for beside a build.
pub const FILE_NAME: &str = "maspect.yaml";
/// Bytes of a file that are read at most.
pub const FILE_LIMIT: usize = 2 << 20;

/// One thing wrong with a project file, for a person to mend.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// 1-based line; 0 when the whole file is meant.
    pub line: u64,
    /// 1-based column; 0 when the whole line is meant.
    pub column: u64,
    /// What is wrong, and how to mend it: worded by `reports/words/project.*.yaml`.
    pub what: Note,
    /// Whether the scan goes on.
    pub grave: bool,
}

impl Problem {
    /// The problem in one line of a language: place, what, cure.
    pub fn say(&self, lang: Lang) -> String {
        let what = Words::of(lang).note(&self.what);
        match (self.line, self.column) {
            (0, _) => format!("{}: {what}", self.file),
            (line, 0) => format!("{}:{line}: {what}", self.file),
            (line, column) => format!("{}:{line}:{column}: {what}", self.file),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

/// A project file that was read.
#[derive(Debug, Clone)]
pub struct Project {
    /// Its name, as messages show it.
    pub name: String,
    /// What stands in it.
    pub file: ProjectFile,
}

impl Project {
    /// The declared hosts that the applicant runs.
    pub fn own_hosts(&self) -> impl Iterator<Item = &HostEntry> {
        const OWN: [&str; 8] = ["本公司", "本機構", "本院", "本校", "本單位", "自有", "own", "self"];
        let applicant = self.file.dossier.applicant.name.trim();
        (self.file.hosts.iter().flatten()).filter(move |entry| {
            let owner = entry.owner.trim();
            !owner.is_empty() && (owner == applicant || OWN.iter().any(|own| owner.eq_ignore_ascii_case(own)))
        })
    }

    /// Reads a project file.
    ///
    /// # Errors
    /// The first thing that is no YAML of the documented form: an unknown key, a missing one, a wrong kind of value.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, Problem> {
        let whole = |what: Note| Problem { file: name.to_owned(), line: 0, column: 0, what, grave: true };
        if bytes.len() > FILE_LIMIT {
            let what = Note::new("project-too-large").with("size", bytes.len()).with("limit", FILE_LIMIT);
            return Err(whole(what));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = before.iter().filter(|b| **b == b'\n').count() + 1;
            Problem { line: line as u64, ..whole(Note::new("project-not-utf8")) }
        })?;
        if is_blank(text) {
            return Ok(Self { name: name.to_owned(), file: ProjectFile::default() });
        }
        let file = serde_saphyr::from_str(text).map_err(|error| {
            let at = error.location();
            Problem {
                line: at.map_or(0, |at| at.line()),
                column: at.map_or(0, |at| at.column()),
                ..whole(plain(error.without_snippet()))
            }
        })?;
        Ok(Self { name: name.to_owned(), file })
    }

    /// The class asked for.
    pub fn class(&self) -> Option<Class> {
        Some(match self.file.profile? {
            ProfileWord::MasL1 => Class::L1,
            ProfileWord::MasL2 => Class::L2,
            ProfileWord::MasL3 => Class::L3,
        })
    }

    /// Waivers in the order of the file.
    pub fn waivers(&self) -> Vec<Waiver> {
        self.file
            .waivers
            .iter()
            .map(|entry| Waiver {
                rule: RuleId::from(entry.rule.value.as_str()),
                fingerprint: entry.fingerprint.as_ref().map(|f| f.value.clone()),
                locus: entry.locus.clone(),
                reason: entry.reason.value.clone(),
                owner: entry.owner.value.clone(),
                expires: entry.expires.value.clone(),
            })
            .collect()
    }

    /// One line for each waiver that does nothing. `states` are those of [`Project::waivers`], in the same order; `found` gives
    /// place and fingerprint of each finding of a rule, so that the line says what would have matched.
    pub fn idle_waivers(&self, states: &[WaiverState], found: impl Fn(&str) -> Vec<(String, String)>) -> Vec<Problem> {
        const MOST_NAMED: usize = 3;
        self.file
            .waivers
            .iter()
            .zip(states)
            .filter_map(|(entry, state)| {
                let rule = &entry.rule.value;
                let (at, what) = match state {
                    WaiverState::Used => return None,
                    WaiverState::Expired => {
                        (&entry.expires, Note::new("waiver-ended").with("rule", rule).with("day", &entry.expires.value))
                    }
                    WaiverState::Unmatched => {
                        let found = found(rule);
                        let named = found.iter().take(MOST_NAMED).map(|(place, id)| format!("`{id}` (`{place}`)"));
                        let mut named: Vec<String> = named.collect();
                        if found.len() > MOST_NAMED {
                            named.push(format!("… +{}", found.len() - MOST_NAMED));
                        }
                        let note = match named.is_empty() {
                            true => Note::new("waiver-idle"),
                            false => Note::new("waiver-misses").with("found", named.join(", ")),
                        };
                        (&entry.rule, note.with("rule", rule))
                    }
                };
                Some(Problem { grave: false, ..self.problem(at, what) })
            })
            .collect()
    }

    /// Paths of files that the project names, in the order of the file, relative to it.
    pub fn evidence_files(&self) -> impl Iterator<Item = &str> {
        self.file.attestations.iter().flat_map(|a| &a.evidence).map(|e| e.file.value.as_str())
    }

    /// Says of the notice that the file names what is wrong with it, at its place in the file.
    pub fn notice_problem(&self, what: Note) -> Option<Problem> {
        Some(self.problem(self.file.notice.as_ref()?, what))
    }

    fn problem<T>(&self, at: &Spanned<T>, what: Note) -> Problem {
        self.problem_at(at.referenced, what)
    }

    fn problem_at(&self, at: Location, what: Note) -> Problem {
        Problem { file: self.name.clone(), line: at.line(), column: at.column(), what, grave: true }
    }
}

/// Whether a text holds nothing but comments.
fn is_blank(text: &str) -> bool {
    text.trim_start_matches('\u{feff}')
        .lines()
        .all(|line| line.trim().is_empty() || line.trim_start().starts_with('#') || line.trim() == "---")
}

/// The parser's message, without its own place, with the cure for a wrong key.
fn plain(error: &serde_saphyr::Error) -> Note {
    let text = error.to_string().replace(['\n', '\r'], " ");
    let text = text.split_once(": ").filter(|(place, _)| is_place(place)).map_or(text.as_str(), |(_, rest)| rest);
    let text = text.split(" at line ").next().unwrap_or(text).trim().trim_end_matches('.').to_owned();
    let wrong = text.split('`').nth(1).unwrap_or_default();
    let known: Vec<&str> = match text.split_once("expected ") {
        Some((_, list)) => {
            list.trim_start_matches("one of ").split([',', '`', ' ']).filter(|w| !w.is_empty()).collect()
        }
        None => Vec::new(),
    };
    if text.starts_with("unknown field") && !known.is_empty() {
        let note = match nearest(wrong, known.iter().copied()) {
            Some(near) => Note::new("project-unknown-key").with("near", near),
            None => Note::new("project-unknown-key-far"),
        };
        return note.with("key", wrong).with("known", known.join(", "));
    }
    if text.starts_with("unknown variant") && !known.is_empty() {
        return Note::new("project-not-allowed").with("value", wrong).with("known", known.join(", "));
    }
    if text.starts_with("missing field") {
        return Note::new("project-missing-key").with("key", wrong);
    }
    if let Some(rest) = text.strip_prefix("duplicate mapping key: ") {
        return Note::new("project-twice").with("key", rest.split(',').next().unwrap_or(rest));
    }
    match text.as_str() {
        "expected sequence start" => Note::new("project-wants-list"),
        "expected mapping start" => Note::new("project-wants-keys"),
        _ if text.starts_with("externally tagged enum expected") => Note::new("project-wants-word"),
        _ => Note::new("project-no-yaml").with("why", text),
    }
}

fn is_place(text: &str) -> bool {
    text.contains("line ") || text.starts_with("error")
}

/// The known word that a wrong one was most likely meant to be; none when no word is much like it.
pub fn nearest<'k>(wrong: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let (score, near) = known.into_iter().map(|name| (alike(wrong, name), name)).max_by_key(|(score, _)| *score)?;
    (score * 2 > alike(wrong, wrong)).then_some(near)
}

/// How alike two words are: letters in common at the same distance from the start, and pairs in common.
fn alike(a: &str, b: &str) -> usize {
    let pairs = |s: &str| -> Vec<(char, char)> { s.chars().zip(s.chars().skip(1)).collect() };
    let (one, two) = (pairs(a), pairs(b));
    let common = one.iter().filter(|p| two.contains(p)).count();
    let start = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    (common * 4 + start * 2).saturating_sub(a.len().abs_diff(b.len()))
}

/// The JSON schema of the file, for editors.
pub fn schema() -> String {
    let schema = schemars::schema_for!(ProjectFile);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
