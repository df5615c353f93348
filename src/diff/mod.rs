//! Two reports of one app: what is new, what is mended, what stayed; and what the builds themselves brought or dropped.
//!
//! Findings are matched by their fingerprints, which hold no name that a shrinker changes, so that a rebuild with R8 renaming
//! keeps them. An inliner can still turn one place into two, or two into one: then one of them is new or gone.

mod baseline;
mod gate;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::{AppText, Owner, Platform, Severity};
use crate::report::{FindingRow, Report};
use crate::rule::Lang;
use crate::verdict::{Overall, Verdict};

pub use baseline::{Baseline, BaselineError, Known};
pub use gate::Gate;
pub use text::{markdown, terminal};

/// Version of the JSON form.
pub const SCHEMA_VERSION: &str = "1.0";

/// What changed from one report to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Diff {
    /// [`SCHEMA_VERSION`].
    pub schema_version: String,
    /// Language of the titles.
    pub lang: Lang,
    /// The older build.
    pub old: Side,
    /// The newer build.
    pub new: Side,
    /// What makes the comparison itself doubtful (codes of the wording's section `diff`): `other-platform`, `other-app`,
    /// `other-catalogue`, `other-class`, `other-tool`.
    pub doubts: Vec<String>,
    /// Counted controls whose verdict changed.
    pub controls: Vec<ControlChange>,
    /// Findings.
    pub findings: FindingChanges,
    /// Permissions, purpose strings and entitlements.
    pub permissions: Change,
    /// Hosts.
    pub hosts: Change,
    /// SDKs and libraries; another version is one gone and one added.
    pub sdks: Change,
    /// Ways into the app: exported components, URL schemes, links.
    pub entries: Change,
    /// Rows of the key table.
    pub keys: Change,
    /// Signers.
    pub signers: Change,
}

/// One of the two builds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Side {
    /// File.
    pub path: AppText,
    /// SHA-256.
    pub sha256: String,
    /// Platform.
    pub platform: Platform,
    /// Package name or bundle identifier.
    pub package_id: Option<AppText>,
    /// Version.
    pub version: Option<AppText>,
    /// Overall verdict.
    pub verdict: Overall,
}

/// A control whose verdict changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ControlChange {
    /// Number.
    pub id: String,
    /// Title.
    pub title: String,
    /// Before.
    pub old: Verdict,
    /// Now.
    pub new: Verdict,
}

/// Findings by what became of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingChanges {
    /// In the newer build only.
    pub new: Vec<Item>,
    /// In the older build only.
    pub fixed: Vec<Item>,
    /// In both, as the newer build has them.
    pub unchanged: Vec<Item>,
}

/// A finding, as much as a comparison shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Item {
    /// Fingerprint.
    pub id: String,
    /// Rule.
    pub rule: String,
    /// Title.
    pub title: String,
    /// Severity.
    pub severity: Severity,
    /// Whose.
    pub owner: Owner,
    /// Controls.
    pub controls: Vec<String>,
    /// Place.
    pub place: AppText,
    /// Whether a waiver marks it.
    pub waived: bool,
}

impl Item {
    fn of(finding: &FindingRow) -> Self {
        Self {
            id: finding.id.clone(),
            rule: finding.rule.to_string(),
            title: finding.title.clone(),
            severity: finding.severity,
            owner: finding.owner.clone(),
            controls: finding.controls.clone(),
            place: finding.place.as_str().into(),
            waived: finding.waived,
        }
    }
}

/// What one list of the inventory gained and lost.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// In the newer build only.
    pub added: Vec<AppText>,
    /// In the older build only.
    pub removed: Vec<AppText>,
}

impl Change {
    fn between(old: &Report, new: &Report, list: fn(&Report) -> BTreeSet<String>) -> Self {
        let (old, new) = (list(old), list(new));
        let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
            a.difference(b).map(|t| AppText::new(t)).collect::<Vec<AppText>>()
        };
        Self { added: only(&new, &old), removed: only(&old, &new) }
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty()
    }
}

/// Compares two reports; titles are those of the newer one.
pub fn compare(old: &Report, new: &Report) -> Diff {
    let before: BTreeMap<&str, &FindingRow> = old.findings.iter().map(|f| (f.id.as_str(), f)).collect();
    let now: BTreeSet<&str> = new.findings.iter().map(|f| f.id.as_str()).collect();
    let of = |known: bool| {
        new.findings.iter().filter(|f| before.contains_key(f.id.as_str()) == known).map(Item::of).collect::<Vec<Item>>()
    };
    Diff {
        schema_version: SCHEMA_VERSION.to_owned(),
        lang: new.lang,
        old: side(old),
        new: side(new),
        doubts: doubts(old, new),
        controls: controls(old, new),
        findings: FindingChanges {
            new: of(false),
            fixed: old.findings.iter().filter(|f| !now.contains(f.id.as_str())).map(Item::of).collect(),
            unchanged: of(true),
        },
        permissions: Change::between(old, new, |r| {
            r.inventory.permissions.iter().map(|p| format!("{} ({})", p.name.raw(), p.role)).collect()
        }),
        hosts: Change::between(old, new, |r| {
            let spoken = r.inventory.hosts.iter().filter(|h| h.role != "documentation" && h.role != "platform");
            spoken.map(|h| h.host.raw().to_owned()).collect()
        }),
        sdks: Change::between(old, new, |r| {
            let sdk = |s: &crate::finding::Sdk| match &s.version {
                Some(version) => format!("{} {}", s.name.raw(), version.raw()),
                None => s.name.raw().to_owned(),
            };
            r.inventory.sdks.iter().map(sdk).collect()
        }),
        entries: Change::between(old, new, |r| {
            let open = r.inventory.components.iter().filter(|c| c.exported);
            open.map(|c| format!("{} ({})", c.name.raw(), c.role)).collect()
        }),
        keys: Change::between(old, new, |r| r.inventory.keys.iter().map(key_row).collect()),
        signers: Change::between(old, new, |r| {
            let certificates = &r.inventory.signing.certificates;
            certificates.iter().map(|c| format!("{} (SHA-256 {})", c.subject.raw(), c.sha256)).collect()
        }),
    }
}

/// A row of the key table without its place, which a shrinker renames.
fn key_row(key: &crate::finding::KeyUse) -> String {
    let mut text = key.role.clone();
    for part in [key.algorithm.raw(), key.mode.raw()].into_iter().filter(|p| !p.is_empty()) {
        text.push(' ');
        text.push_str(part);
    }
    if let Some(bits) = key.bits {
        text.push_str(&format!(" {bits} bit"));
    }
    for (name, origin) in [("key", &key.key_origin), ("iv", &key.iv_origin)] {
        if !origin.is_empty() {
            text.push_str(&format!(", {name}: {origin}"));
        }
    }
    format!("{text} ({})", key.owner)
}

fn side(report: &Report) -> Side {
    let target = &report.target;
    Side {
        path: target.path.clone(),
        sha256: target.sha256.clone(),
        platform: target.subject.platform,
        package_id: target.subject.package_id.clone(),
        version: target.subject.version_name.clone().or(target.subject.version_code.clone()),
        verdict: report.verdict,
    }
}

fn doubts(old: &Report, new: &Report) -> Vec<String> {
    let differs = [
        ("other-platform", old.target.subject.platform != new.target.subject.platform),
        ("other-app", old.target.subject.package_id != new.target.subject.package_id),
        ("other-class", (old.profile.class, &old.profile.id) != (new.profile.class, &new.profile.id)),
        ("other-tool", old.tool.version != new.tool.version),
        ("other-catalogue", old.tool.catalogue_sha256 != new.tool.catalogue_sha256),
    ];
    differs.into_iter().filter(|(_, is)| *is).map(|(code, _)| code.to_owned()).collect()
}

fn controls(old: &Report, new: &Report) -> Vec<ControlChange> {
    let before: BTreeMap<&str, Verdict> =
        old.controls.iter().filter(|c| c.counted).map(|c| (c.id.as_str(), c.verdict)).collect();
    let changed = new.controls.iter().filter(|c| c.counted).filter_map(|c| {
        let old = *before.get(c.id.as_str())?;
        let change = ControlChange { id: c.id.clone(), title: c.title.clone(), old, new: c.verdict };
        (old != c.verdict).then_some(change)
    });
    changed.collect()
}
