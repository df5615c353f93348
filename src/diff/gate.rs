//! When a pipeline stops.

use std::collections::BTreeSet;

use crate::finding::Severity;
use crate::report::{FindingRow, Report};
use crate::verdict::Verdict;

/// What makes a report fail a pipeline. Parsed from a list of words: `control`, a severity (that one or graver), `new`
/// (only findings that the baseline does not know), `never`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gate {
    /// A counted control that fails.
    control: bool,
    /// A finding of this severity or graver, whatever its control.
    severity: Option<Severity>,
    /// Only findings that the baseline does not know.
    new: bool,
}

impl Gate {
    /// The gate of some words.
    ///
    /// # Errors
    /// A sentence that names the word that is none.
    pub fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Result<Self, String> {
        let mut gate = Self::default();
        let mut never = false;
        for word in words {
            match word {
                "control" => gate.control = true,
                "new" => gate.new = true,
                "never" => never = true,
                other => match Severity::from_word(other) {
                    Some(severity) => {
                        gate.severity = Some(gate.severity.map_or(severity, |known| known.min(severity)));
                    }
                    None => {
                        return Err(format!(
                            "`{other}` is none of control, critical, high, medium, low, info, new, never"
                        ));
                    }
                },
            }
        }
        if never && gate != Self::default() {
            return Err("`never` stands alone".to_owned());
        }
        // `new` alone narrows the gate that is there without it.
        gate.control |= gate.new && gate.severity.is_none();
        Ok(gate)
    }

    /// Whether it asks for a baseline.
    pub fn needs_baseline(&self) -> bool {
        self.new
    }

    /// Whether the report is stopped. What is waived never stops one.
    pub fn stops(&self, report: &Report) -> bool {
        let counts = |f: &FindingRow| !f.waived && (!self.new || f.new != Some(false));
        if self.severity.is_some_and(|least| report.findings.iter().any(|f| f.severity >= least && counts(f))) {
            return true;
        }
        self.control
            && report.controls.iter().any(|control| {
                if !control.counted || control.verdict != Verdict::Fail || control.waived {
                    return false;
                }
                if !self.new {
                    return true;
                }
                let fails: BTreeSet<_> = control.rules.iter().filter(|r| r.role == "fails").map(|r| &r.id).collect();
                let deciding: Vec<&FindingRow> = report
                    .findings
                    .iter()
                    .filter(|f| {
                        control.findings.contains(&f.id) && fails.contains(&f.rule) && f.severity > Severity::Info
                    })
                    .collect();
                // Without a finding it is a person who said that it fails, and no baseline knows that.
                deciding.is_empty() || deciding.into_iter().any(counts)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_make_a_gate() {
        assert_eq!(Gate::of(["new"]), Gate::of(["new", "control"]));
        assert_ne!(Gate::of(["new"]), Gate::of(["new", "high"]));
        assert_eq!(Gate::of(["high", "low"]), Gate::of(["low"]));
        assert!(Gate::of(["new"]).unwrap().needs_baseline());
        assert!(Gate::of(["never", "high"]).is_err());
        assert!(Gate::of(["severe"]).unwrap_err().contains("severe"));
    }
}
