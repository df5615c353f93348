//! Many builds as one table: a row for each build, and the index of a batch as HTML, CSV and JSON lines.
//!
//! Reading builds, running scans side by side and keeping what is done is the command line's work; this module only says what
//! a row is, which shard a build belongs to, and how the table looks. The same rows give the same bytes, whatever the number
//! of machines that made them.

mod page;
mod table;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::finding::AppText;
use crate::report::{Report, Subject, Tool};
use crate::rule::{Class, Lang};
use crate::verdict::{Overall, Verdict};

pub use page::html;
pub use table::{csv, json_lines};

/// What every row of a batch has in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The tool.
    pub tool: Tool,
    /// Profile's id.
    pub profile: String,
    /// Class.
    pub class: Class,
    /// Whether class F counts too.
    pub with_f: bool,
    /// The day against which builds were judged (ISO).
    pub date: String,
    /// Language of the reports.
    pub lang: Lang,
    /// SHA-256 over everything that a report depends on beside its build: tool, catalogue, options, formats.
    pub options: String,
}

/// One build of a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Path below the folder of the batch, `/` between parts.
    pub path: AppText,
    /// What became of it.
    pub state: State,
    /// Why it was not scanned; empty when it was.
    pub error: AppText,
    /// SHA-256 of the build; empty when it could not be read.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// What the scan came to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scanned: Option<Outcome>,
    /// Report files below the batch's folder: format word to path.
    pub reports: BTreeMap<String, String>,
    /// SHA-256 of what the row depends on: the build and [`Head::options`]. As long as it is the same, the row holds.
    pub key: String,
}

/// What became of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It was scanned.
    Scanned,
    /// It is no build.
    Refused,
    /// It could not be read, or the scan failed on it.
    Failed,
}

impl State {
    /// The word of the tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Scanned => "scanned",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

/// What a scan came to, as much as an index shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Which app it is.
    #[serde(flatten)]
    pub subject: Subject,
    /// Overall verdict.
    pub verdict: Overall,
    /// Verdict of every counted control; a failure whose findings are all waived has `+waived` behind it.
    pub controls: BTreeMap<String, String>,
    /// Findings that no waiver marks, by severity word.
    pub findings: BTreeMap<String, usize>,
    /// SDKs, with their versions where known.
    pub sdks: Vec<AppText>,
    /// Signers: subject and the beginning of the certificate's SHA-256.
    pub signers: Vec<AppText>,
}

impl Outcome {
    /// Takes what an index shows out of a report.
    pub fn of(report: &Report) -> Self {
        let mut sdks: Vec<AppText> = report
            .inventory
            .sdks
            .iter()
            .map(|sdk| match &sdk.version {
                Some(version) => format!("{} {}", sdk.name.raw(), version.raw()).into(),
                None => sdk.name.clone(),
            })
            .collect();
        sdks.sort();
        sdks.dedup();
        let mut signers: Vec<AppText> = report
            .inventory
            .signing
            .certificates
            .iter()
            .map(|c| format!("{} ({})", c.subject.raw(), c.sha256.get(..16).unwrap_or(&c.sha256)).into())
            .collect();
        signers.sort();
        signers.dedup();
        let word = |verdict: Verdict, waived: bool| {
            if waived && verdict == Verdict::Fail { "fail+waived".to_owned() } else { verdict.word().to_owned() }
        };
        Self {
            subject: report.target.subject.clone(),
            verdict: report.verdict,
            controls: report
                .controls
                .iter()
                .filter(|c| c.counted)
                .map(|c| (c.id.clone(), word(c.verdict, c.waived)))
                .collect(),
            findings: report.summary.findings.clone(),
            sdks,
            signers,
        }
    }

    /// Controls with this verdict word.
    pub fn count(&self, verdict: &str) -> usize {
        self.controls.values().filter(|v| *v == verdict).count()
    }
}

/// A part of a batch: the `number`-th of `of`, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Which, from 1.
    pub number: u64,
    /// Of how many.
    pub of: u64,
}

impl Shard {
    /// Whether a build belongs to the shard: by the hash of its relative path, so that every machine splits alike and
    /// a build keeps its shard whatever comes or goes beside it.
    pub fn holds(self, path: &str) -> bool {
        let digest = Sha256::digest(path.as_bytes());
        let number = digest.iter().take(8).fold(0_u64, |n, byte| (n << 8) | u64::from(*byte));
        number.checked_rem(self.of).is_some_and(|rest| rest + 1 == self.number)
    }
}

impl std::str::FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (number, of) = text.split_once('/').ok_or("write it as K/N, for example 1/4")?;
        let parse = |t: &str| t.trim().parse::<u64>().map_err(|_| format!("`{t}` is not a number"));
        let shard = Self { number: parse(number)?, of: parse(of)? };
        if shard.number == 0 || shard.number > shard.of {
            return Err(format!("K runs from 1 to N; {} of {} is not there", shard.number, shard.of));
        }
        Ok(shard)
    }
}

/// Sorts rows by path, as every index has them.
pub fn in_order(rows: &mut [Row]) {
    rows.sort_by(|a, b| a.path.raw().cmp(b.path.raw()));
}

/// The code of an overall verdict, or of a row without one.
fn verdict_code(row: &Row) -> &'static str {
    match row.scanned.as_ref().map(|s| s.verdict) {
        Some(Overall::Fail) => "fail",
        Some(Overall::Open) => "open",
        Some(Overall::Pass) => "pass",
        None => row.state.word(),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::finding::Platform;

    pub(crate) fn head() -> Head {
        Head {
            tool: Tool { name: "maspect".into(), version: "1".into(), catalogue_sha256: "c".repeat(64) },
            profile: "mas-v4".into(),
            class: Class::L2,
            with_f: false,
            date: "2026-11-21".into(),
            lang: Lang::En,
            options: "o".into(),
        }
    }

    pub(crate) fn rows() -> Vec<Row> {
        let outcome = |verdict, control: &str| Outcome {
            subject: Subject {
                kind: "apk".into(),
                platform: Platform::Android,
                package_id: Some("tw.example.a".into()),
                app_name: Some("=cmd|' /C calc'!A0".into()),
                version_name: Some("1.0".into()),
                version_code: None,
            },
            verdict,
            controls: BTreeMap::from([("4.1.5.1.2".to_owned(), control.to_owned())]),
            findings: BTreeMap::from([("high".to_owned(), 2)]),
            sdks: vec!["OkHttp 4.9.0".into(), "<script>alert(1)</script>".into()],
            signers: vec!["CN=a (00ff)".into()],
        };
        let row = |path: &str, state, scanned: Option<Outcome>| Row {
            path: path.into(),
            state,
            error: if state == State::Scanned { "".into() } else { "not a build".into() },
            sha256: "ab".repeat(32),
            size: 7,
            reports: match scanned {
                Some(_) => BTreeMap::from([("html".to_owned(), format!("reports/{path}.maspect.html"))]),
                None => BTreeMap::new(),
            },
            scanned,
            key: "k".into(),
        };
        vec![
            row("b/健康 #1.apk", State::Scanned, Some(outcome(Overall::Fail, "fail"))),
            row("a.apk", State::Scanned, Some(outcome(Overall::Open, "manual"))),
            row("c.apk", State::Refused, None),
        ]
    }

    #[test]
    fn every_build_is_in_exactly_one_shard() {
        let shards: Vec<Shard> = (1..=3).map(|number| Shard { number, of: 3 }).collect();
        let mut sizes = [0; 3];
        for i in 0..300 {
            let path = format!("folder/build-{i}.apk");
            let held: Vec<usize> = (0..3).filter(|s| shards[*s].holds(&path)).collect();
            assert_eq!(held.len(), 1, "{path}");
            sizes[held[0]] += 1;
        }
        assert!(sizes.iter().all(|s| *s > 60), "{sizes:?}");
        // Pinned: a change would tear running batches apart.
        assert!(Shard { number: 2, of: 2 }.holds("a.apk"), "the split changed");
    }

    #[test]
    fn a_shard_is_read_from_its_flag() {
        assert_eq!("2/5".parse(), Ok(Shard { number: 2, of: 5 }));
        for wrong in ["", "0/2", "3/2", "1", "1/0", "a/b"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
