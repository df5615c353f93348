//! A baseline: the findings that are known and do not stop a pipeline, until they are mended or waived.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::{AppText, RuleId, Severity};
use crate::report::{BaselineInfo, Report, Tool};

/// Known findings of one app. Written by `maspect baseline write`, kept beside the app's sources, read by `--baseline`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Baseline {
    /// Version of this form: 1.
    pub baseline: u32,
    /// Package name or bundle identifier of the build that it was taken from.
    pub package_id: Option<AppText>,
    /// SHA-256 of that build.
    pub sha256: String,
    /// The day of that scan (ISO).
    pub date: String,
    /// The tool that made it.
    pub tool: Tool,
    /// The findings, by fingerprint.
    pub findings: Vec<Known>,
}

/// A known finding. Only `id` counts; the rest is for people who read the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Known {
    /// Fingerprint.
    pub id: String,
    /// Rule.
    pub rule: RuleId,
    /// Severity at the time.
    pub severity: Severity,
    /// Place at the time.
    pub place: AppText,
}

/// Why a file is no baseline.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// Neither a baseline nor a JSON report.
    #[error("neither a baseline nor a JSON report of maspect ({0}); `maspect baseline write BUILD` makes one")]
    Form(serde_json::Error),
    /// Made by a later version.
    #[error("a baseline of the form {0}, which this version does not know; update maspect or write it anew")]
    Version(u32),
}

impl Baseline {
    /// Takes the findings of a report. Those that a waiver marks are left out: the waiver's expiry counts, not the baseline.
    pub fn of(report: &Report) -> Self {
        let mut findings: Vec<Known> = report
            .findings
            .iter()
            .filter(|f| !f.waived)
            .map(|f| Known {
                id: f.id.clone(),
                rule: f.rule.clone(),
                severity: f.severity,
                place: f.place.as_str().into(),
            })
            .collect();
        findings.sort_by(|a, b| (&a.rule, &a.id).cmp(&(&b.rule, &b.id)));
        Self {
            baseline: 1,
            package_id: report.target.subject.package_id.clone(),
            sha256: report.target.sha256.clone(),
            date: report.date.clone(),
            tool: report.tool.clone(),
            findings,
        }
    }

    /// Reads a baseline, or takes a JSON report for one.
    ///
    /// # Errors
    /// [`BaselineError`].
    pub fn read(bytes: &[u8]) -> Result<Self, BaselineError> {
        match serde_json::from_slice::<Self>(bytes) {
            Ok(known) if known.baseline == 1 => Ok(known),
            Ok(known) => Err(BaselineError::Version(known.baseline)),
            Err(error) => match serde_json::from_slice::<Report>(bytes) {
                Ok(report) => Ok(Self::of(&report)),
                Err(_) => Err(BaselineError::Form(error)),
            },
        }
    }

    /// The file.
    pub fn text(&self) -> String {
        crate::report::json::write(&serde_json::to_value(self).unwrap_or_default())
    }

    /// Marks the findings of a report: `new` where the baseline does not know them. Nothing is deleted, and no verdict changes.
    pub fn mark(&self, report: &mut Report) {
        let known: BTreeSet<&str> = self.findings.iter().map(|f| f.id.as_str()).collect();
        let mut seen = BTreeSet::new();
        for finding in &mut report.findings {
            finding.new = Some(!known.contains(finding.id.as_str()));
            seen.insert(finding.id.as_str());
        }
        let fixed = known.difference(&seen).count();
        let new = report.findings.iter().filter(|f| f.new == Some(true)).count();
        report.baseline = Some(BaselineInfo {
            sha256: self.sha256.clone(),
            date: self.date.clone(),
            new,
            known: report.findings.len() - new,
            fixed,
        });
    }
}
