//! A standard's edition: its items, their classes, and which rules speak for each. The only place that maps.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Lang, Text};
use crate::finding::{Platform, RuleId};

/// One edition of a standard.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// File's name: `mas-v4`.
    pub id: String,
    /// Edition in words: `V4.0 (2024-09)`.
    pub edition: String,
    /// Name of the standard.
    pub title: Text,
    /// Its publisher's address.
    pub source: String,
    /// What the reader must know about it (criteria text not public, and so on).
    pub note: Text,
    /// All items in the standard's order.
    pub controls: Vec<Control>,
}

/// A class of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Class {
    /// Level 1.
    L1,
    /// Level 2.
    L2,
    /// Level 3.
    L3,
    /// Optional add-on.
    F,
    /// 參考項目: never required.
    #[serde(rename = "reference")]
    Reference,
}

/// Who can decide an item from a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum DecidedBy {
    /// The scan decides.
    #[serde(rename = "A")]
    Scan,
    /// The scan gives evidence, a person confirms.
    #[serde(rename = "B")]
    Both,
    /// A person: documents, screens or a test at run time.
    #[serde(rename = "C")]
    Person,
}

/// One item.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// Number: `4.1.2.3.6`.
    pub id: String,
    /// Short title (the official wording is the publisher's).
    pub title: Text,
    /// Classes in full.
    pub classes: Vec<Class>,
    /// Who decides.
    pub decided_by: DecidedBy,
    /// A finding fails the item.
    #[serde(default)]
    pub fails: Vec<ControlRule>,
    /// A finding makes it manual, with the evidence shown.
    #[serde(default)]
    pub asks: Vec<ControlRule>,
    /// Shown, changes nothing.
    #[serde(default)]
    pub hints: Vec<ControlRule>,
    /// What a person must attest. Empty for items that the scan decides alone.
    #[serde(default)]
    pub manual: Vec<ManualPart>,
    /// Platforms on which the item has no object, with the reason.
    #[serde(default)]
    pub not_applicable: BTreeMap<Platform, Text>,
    /// What decides the item is not yet looked at by any rule on that platform: undetermined with this reason.
    #[serde(default)]
    pub undecided: BTreeMap<Platform, Text>,
}

/// A rule under an item: its id, or its id with the reason for its role where that is a judgement.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum ControlRule {
    /// Just the rule.
    Plain(RuleId),
    /// With a reason.
    Reasoned(ReasonedRule),
}

/// A rule with a reason.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReasonedRule {
    /// The rule.
    pub rule: RuleId,
    /// Why it has this role here.
    pub reason: Text,
}

impl ControlRule {
    /// The rule.
    pub fn id(&self) -> &RuleId {
        match self {
            Self::Plain(id) => id,
            Self::Reasoned(reasoned) => &reasoned.rule,
        }
    }

    /// The reason, if one is given.
    pub fn reason(&self) -> Option<&Text> {
        match self {
            Self::Plain(_) => None,
            Self::Reasoned(reasoned) => Some(&reasoned.reason),
        }
    }
}

/// One thing that a person attests: the test script of an item.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ManualPart {
    /// Kebab-case id, unique in its item.
    pub id: String,
    /// What is to be confirmed.
    pub title: Text,
    /// Steps on a phone or in documents, in order.
    pub steps: Vec<Text>,
    /// What to photograph or keep.
    pub keep: Text,
    /// What counts as passing.
    pub passes: Text,
    /// Platforms that it concerns; empty: both.
    #[serde(default)]
    pub platforms: Vec<Platform>,
}

impl ManualPart {
    /// The steps for a platform: those for the other one begin with its name. Without a platform, all.
    pub fn steps_for(&self, platform: Option<Platform>) -> impl Iterator<Item = &Text> {
        let others = match platform {
            Some(Platform::Android) => "iOS:",
            Some(Platform::Ios) => "Android:",
            None => "\0",
        };
        self.steps.iter().filter(move |step| !step.get(Lang::En).starts_with(others))
    }
}

impl Control {
    /// Whether the item is required in a class (or asked for with the add-on class).
    pub fn is_in(&self, class: Class, with_f: bool) -> bool {
        self.classes.contains(&class) || (with_f && self.classes.contains(&Class::F))
    }

    /// All rules with their roles.
    pub fn rules(&self) -> impl Iterator<Item = &ControlRule> {
        self.fails.iter().chain(&self.asks).chain(&self.hints)
    }
}
