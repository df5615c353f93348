//! The words that every layer shares: identities, places, evidence, findings, outcomes, flows, inventory. Imports
//! nothing of the project but the bounds.

mod evidence;
mod health;
mod inventory;
mod locus;
mod text;
mod words;

pub use evidence::{Evidence, Flow, FlowEnd, Note, Step, StepRole};
pub use health::{
    DEVICE_VALUE, HEALTH_BLE, HEALTH_ROOT, fhir_mark, fhir_resource, health_kind, health_measure, health_parts,
    health_section,
};
pub use inventory::{
    Certificate, Component, Endpoint, Field, HealthKind, Host, Inventory, KeyUse, NativeBinary, Permission, Sdk,
    Signing, SigningIssue, TlsRow, UrlUse,
};
pub use locus::Locus;
pub use text::{AppText, redacted};
pub use words::{Confidence, Coverage, CoverageState, Owner, Part, Platform, Reachability, RuleId, Severity};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// One place where one rule is violated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// From the rule (a detector may lower it for one finding, never raise it).
    pub severity: Severity,
    /// How sure this finding is; the rule gives the best it can reach.
    pub confidence: Confidence,
    /// Whose code or configuration it is.
    pub owner: Owner,
    /// Whether an entry point of the app reaches it.
    pub reachable: Reachability,
    /// The one place to look at.
    pub locus: Locus,
    /// Other places that belong to it, in the order to read them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Locus>,
    /// What was seen. Never empty.
    pub evidence: Vec<Evidence>,
    /// What stays the same across rebuilds: names of components, callees, resources, hashes of constants. No offsets, no
    /// names that a shrinker changes. See [`Finding::fingerprint`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anchors: Vec<String>,
}

impl Finding {
    /// A finding with one piece of evidence; owner `app`, reachability unknown.
    pub fn new(rule: &RuleId, severity: Severity, confidence: Confidence, locus: Locus, evidence: Evidence) -> Self {
        Self {
            rule: rule.clone(),
            severity,
            confidence,
            owner: Owner::App,
            reachable: Reachability::Unknown,
            locus,
            related: Vec::new(),
            evidence: vec![evidence],
            anchors: Vec::new(),
        }
    }

    /// A stable id: the rule, the owner and the anchors, hashed; `ordinal` tells equal ones of one report apart.
    pub fn fingerprint(&self, ordinal: usize) -> String {
        let mut hash = Sha256::new();
        for part in
            [self.rule.as_str(), &self.owner.to_string()].into_iter().chain(self.anchors.iter().map(String::as_str))
        {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        hash.update(ordinal.to_le_bytes());
        let digest = hash.finalize();
        hex::encode(digest.get(..10).unwrap_or_default())
    }
}

/// What one rule came to on one build.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The rule.
    pub rule: RuleId,
    /// The state.
    pub state: OutcomeState,
    /// Its findings, in a defined order. Only `Violated` has any.
    pub findings: Vec<Finding>,
    /// Findings beyond the bound that were counted and not kept.
    pub dropped: usize,
    /// Parts that were only partly seen: the state stands, and the reason says so.
    pub partial: Vec<Part>,
}

/// The state of an [`Outcome`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutcomeState {
    /// At least one finding.
    Violated,
    /// All that the rule needs was seen, and nothing was found.
    Satisfied,
    /// The rule has no object in this build (no web view, no provider, another platform).
    NotApplicable(Note),
    /// A part that the rule needs was not seen.
    Undetermined(Vec<Part>),
    /// Nobody made the facts that the rule is about (an analysis that this version does not do, or that did not run on this
    /// build): the code parts, or the parts that it would need.
    NotFollowed(Vec<Part>),
    /// What the rule is about may be there in a form that is not recognised: the note says which.
    Unclear(Note),
    /// Values were followed, but a limit ended it before its end.
    CutShort(Vec<Part>),
    /// An input that a person can give was not given (notice, declared hosts, store text).
    MissingInput(Vec<Part>),
    /// The detector failed on this build; counts as not seen.
    Failed(String),
}
