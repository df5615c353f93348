//! Waivers: known findings, marked with a reason, an owner and an expiry; never deleted.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Locus, RuleId};

/// One waiver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The rule.
    pub rule: RuleId,
    /// Fingerprint of one finding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// Part of the place as a report shows it, in any language, when no fingerprint is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locus: Option<String>,
    /// Why it is accepted.
    pub reason: String,
    /// Who accepts it.
    pub owner: String,
    /// Last day on which it holds, `YYYY-MM-DD`.
    pub expires: String,
}

/// What became of a waiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WaiverState {
    /// It marks at least one finding.
    Used,
    /// It matches nothing.
    Unmatched,
    /// Its last day is before the scan's date.
    Expired,
}

/// Marks findings: for each finding the position of its waiver, and the state of each waiver. `date` and expiries are ISO
/// dates, compared as text. `places` gives a place in every way in which a report shows it.
pub fn apply(
    waivers: &[Waiver],
    findings: &[Finding],
    fingerprints: &[String],
    date: &str,
    places: impl Fn(&Locus) -> Vec<String>,
) -> (Vec<Option<usize>>, Vec<WaiverState>) {
    let mut states: Vec<WaiverState> = waivers
        .iter()
        .map(|w| if w.expires.as_str() < date { WaiverState::Expired } else { WaiverState::Unmatched })
        .collect();
    let marks = findings
        .iter()
        .zip(fingerprints)
        .map(|(finding, fingerprint)| {
            let hit = waivers.iter().zip(&states).position(|(waiver, state)| {
                *state != WaiverState::Expired && waiver.covers(finding, fingerprint, &places)
            })?;
            if let Some(state) = states.get_mut(hit) {
                *state = WaiverState::Used;
            }
            Some(hit)
        })
        .collect();
    (marks, states)
}

impl Waiver {
    fn covers(&self, finding: &Finding, fingerprint: &str, places: impl Fn(&Locus) -> Vec<String>) -> bool {
        self.rule == finding.rule
            && self.fingerprint.as_deref().is_none_or(|f| f.trim() == fingerprint)
            && self.locus.as_deref().is_none_or(|l| places(&finding.locus).iter().any(|place| place.contains(l.trim())))
    }
}
