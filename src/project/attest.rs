//! Which attestations hold for a build.

use std::collections::BTreeMap;

use super::file::{AttestationEntry, ResultWord};
use super::{Problem, Project};
use crate::finding::{Note, Platform};
use crate::verdict::{Attestation, Attested};

/// What an attestation is held against.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BuildFacts {
    /// The platform.
    pub platform: Option<Platform>,
    /// SHA-256 of the build, hex.
    pub sha256: String,
    /// Version as the report shows it: `2.4.0 (118)`.
    pub version: String,
    /// Day on which the build was made, `YYYY-MM-DD`, when its bytes tell.
    pub date: Option<String>,
    /// Day against which is judged, `YYYY-MM-DD`: nobody attests after it. Empty: not known.
    pub judged_on: String,
}

/// SHA-256 (hex) of each evidence file that can be read, by the path that the project file gives.
pub type Digests = BTreeMap<String, String>;

impl Project {
    /// The attestations for a build, and one line for each that is open again.
    pub fn attestations(&self, build: &BuildFacts, digests: &Digests) -> (Vec<Attestation>, Vec<Problem>) {
        let (mut out, mut problems) = (Vec::new(), Vec::new());
        for entry in &self.file.attestations {
            let elsewhere = entry.platform.is_some_and(|p| build.platform.is_some_and(|b| b != p));
            if entry.result == ResultWord::Open || elsewhere {
                continue;
            }
            let doubt = self.doubt(entry, build, digests);
            let (result, note) = match doubt {
                Some((problem, note)) => {
                    problems.push(problem);
                    (Attested::Reopened, note)
                }
                None if entry.result == ResultWord::Pass => (Attested::Passed, said("attested", entry)),
                None => (Attested::Failed, said("attested-failed", entry)),
            };
            out.push(Attestation {
                control: entry.control.value.clone(),
                part: entry.part.value.clone(),
                result,
                note,
                settles: entry.findings.clone(),
            });
        }
        (out, problems)
    }

    /// Why an attestation does not hold for this build.
    fn doubt(&self, entry: &AttestationEntry, build: &BuildFacts, digests: &Digests) -> Option<(Problem, Note)> {
        let about = |code: &str| Note::new(code).with("control", &entry.control.value).with("part", &entry.part.value);
        let reopened = |problem: Problem, note: Note| Some((Problem { grave: false, ..problem }, note));
        for evidence in &entry.evidence {
            let file = &evidence.file.value;
            match digests.get(file) {
                None => {
                    let what = about("evidence-unreadable").with("file", file);
                    let note = said("attestation-evidence-missing", entry).with("file", file);
                    return reopened(self.problem(&evidence.file, what), note);
                }
                Some(digest) if !digest.eq_ignore_ascii_case(&evidence.sha256.value) => {
                    let what = about("evidence-changed").with("file", file).with("digest", digest);
                    let note = said("attestation-evidence-changed", entry).with("file", file);
                    return reopened(self.problem(&evidence.sha256, what), note);
                }
                Some(_) => {}
            }
        }
        let (what, note) = self.outdated(entry, build)?;
        let what = what.with("control", &entry.control.value).with("part", &entry.part.value);
        reopened(self.problem(&entry.control, what), note)
    }

    /// Why an attestation is about an older build, or about none yet.
    fn outdated(&self, entry: &AttestationEntry, build: &BuildFacts) -> Option<(Note, Note)> {
        let date = entry.date.as_ref().map(|d| d.value.as_str()).unwrap_or_default();
        let today = build.judged_on.as_str();
        if !today.is_empty() && date > today {
            let what = Note::new("attested-in-future").with("date", date).with("today", today);
            return Some((what, said("attestation-in-future", entry).with("today", today)));
        }
        if let Some(sha256) = &entry.build {
            return (!sha256.eq_ignore_ascii_case(&build.sha256)).then(|| {
                (Note::new("attested-other-build"), said("attestation-other-build", entry).with("build", sha256))
            });
        }
        if let Some(version) = &entry.version {
            return (version != &build.version).then(|| {
                let now = if build.version.is_empty() { "?" } else { &build.version };
                let what = Note::new("attested-other-version").with("version", version).with("now", now);
                (what, said("attestation-other-build", entry).with("build", version))
            });
        }
        let stated = self.file.built.as_ref().map(|d| d.value.as_str());
        match build.date.as_deref().max(stated) {
            Some(made) if date < made => {
                let what = Note::new("attested-before").with("date", date).with("made", made);
                Some((what, said("attestation-older", entry).with("made", made)))
            }
            Some(_) => None,
            None => Some((Note::new("attested-undated"), said("attestation-undated", entry))),
        }
    }
}

/// A note with who, when and what was seen.
fn said(code: &str, entry: &AttestationEntry) -> Note {
    let text = |v: &Option<serde_saphyr::Spanned<String>>| v.as_ref().map(|v| v.value.clone()).unwrap_or_default();
    Note::new(code)
        .with("by", text(&entry.by))
        .with("date", text(&entry.date))
        .with("seen", text(&entry.seen).trim_end_matches(['。', '.']))
}
