//! The report: one value, all that a renderer may see. JSON is its direct form; every other format is a rendering of it.

mod build;
pub mod cyclonedx;
pub mod github;
pub mod gitlab;
mod health;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
mod papers;
#[cfg(feature = "pdf")]
pub mod pdf;
mod reason;
pub mod sarif;
pub mod sheet;
pub mod terminal;
pub mod view;
mod wording;
pub mod words;

pub use build::{Identity, ScanResult, version_text};
pub use health::{HealthEdge, HealthGoal, HealthKindRow, HealthMap, is_place};
pub use papers::{OtherControl, OtherLanguage};
pub use words::{place, places};

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::{
    AppText, Confidence, CoverageState, Evidence, Flow, Inventory, Locus, Owner, Part, Platform, Reachability, RuleId,
    Severity,
};
use crate::limits::LimitHit;
use crate::notice::Notice;
use crate::rule::{Class, DecidedBy, Effort, Example, Lang};
use crate::verdict::{Basis, Overall, Verdict};
use crate::waiver::{Waiver, WaiverState};

/// The formats of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// The screen.
    Terminal,
    /// The report itself.
    Json,
    /// One page for a browser.
    Html,
    /// A document for management and the lab.
    Pdf,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit XML.
    Junit,
    /// GitLab's SAST report.
    Gitlab,
    /// Summary for a pull request.
    Markdown,
    /// Workflow commands of GitHub.
    Github,
    /// CycloneDX 1.6.
    Cyclonedx,
}

impl Format {
    /// All formats.
    pub const ALL: &[Self] = &[
        Self::Terminal,
        Self::Json,
        Self::Html,
        Self::Pdf,
        Self::Sarif,
        Self::Junit,
        Self::Gitlab,
        Self::Markdown,
        Self::Github,
        Self::Cyclonedx,
    ];

    /// The word of the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Json => "json",
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Gitlab => "gitlab",
            Self::Markdown => "markdown",
            Self::Github => "github",
            Self::Cyclonedx => "cyclonedx",
        }
    }

    /// The format of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.word() == word)
    }

    /// The ending of its file's name, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Terminal => "txt",
            Self::Json => "json",
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Sarif => "sarif",
            Self::Junit => "junit.xml",
            Self::Gitlab => "gitlab.json",
            Self::Markdown => "md",
            Self::Github => "github.txt",
            Self::Cyclonedx => "cdx.json",
        }
    }
}

impl Report {
    /// The report as text in any format but PDF (which is not text: see `pdf::render`); the terminal form is 100 columns wide
    /// and without colours here.
    ///
    /// # Errors
    /// [`RenderError`] when a template does not fit; [`RenderError::Pdf`] for the format PDF.
    pub fn to_text(&self, format: Format) -> Result<String, RenderError> {
        Ok(match format {
            Format::Terminal => terminal::render(self, terminal::Screen { width: 100, colour: false }),
            Format::Json => json::render(self),
            Format::Html => html::render(self)?,
            Format::Pdf => return Err(RenderError::Pdf("a PDF is not text".into())),
            Format::Sarif => sarif::render(self),
            Format::Junit => junit::render(self),
            Format::Gitlab => gitlab::render(self),
            Format::Markdown => markdown::render(self)?,
            Format::Github => github::render(self),
            Format::Cyclonedx => cyclonedx::render(self),
        })
    }
}

/// Why a report could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template and the values do not fit.
    #[error("the report template: {0}")]
    Template(String),
    /// No font can show the report's language.
    #[error("no font for {lang}: {hint}")]
    Font {
        /// Language code.
        lang: &'static str,
        /// What to install.
        hint: &'static str,
    },
    /// The PDF engine refused the document.
    #[error("the PDF engine: {0}")]
    Pdf(String),
}

/// Version of the JSON report's form: the major number changes when a name changes its meaning or goes.
pub const SCHEMA_VERSION: &str = "1.0";

/// A report in one language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// [`SCHEMA_VERSION`].
    pub schema_version: String,
    /// Language of `title`, `reason`, `detail` and other words.
    pub lang: Lang,
    /// The tool.
    pub tool: Tool,
    /// The build.
    pub target: Target,
    /// What it was held against.
    pub profile: ProfileInfo,
    /// The day against which certificates, pins, waivers and attestations were judged (ISO).
    pub date: String,
    /// Overall verdict.
    pub verdict: Overall,
    /// Overall verdict in words: may this be sent to the lab?
    pub answer: String,
    /// One line each on what limits the whole report (encrypted code, simulator build, no manifest), most weighty first.
    pub headlines: Vec<String>,
    /// Every control of the profile in its order; those outside the class have `counted: false`.
    pub controls: Vec<ControlRow>,
    /// Findings in a defined order.
    pub findings: Vec<FindingRow>,
    /// Rules that have findings or stand under a counted control.
    pub rules: BTreeMap<RuleId, RuleInfo>,
    /// Every source-to-sink flow found.
    pub flows: Vec<Flow>,
    /// Which kinds of health data go where: computed from the flows and findings.
    #[serde(default)]
    pub health_map: HealthMap,
    /// What the build is made of.
    pub inventory: Inventory,
    /// The privacy notice, when one was given or found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Notice>,
    /// How much of each part was seen.
    pub coverage: Vec<CoverageRow>,
    /// Limits that were hit.
    pub limits_hit: Vec<LimitHit>,
    /// Waivers and what became of them.
    pub waivers: Vec<WaiverRow>,
    /// The baseline that findings were held against, when one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<BaselineInfo>,
    /// Counts.
    pub summary: Summary,
    /// What the papers of `maspect dossier` need in the language that the report is not in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_language: Option<OtherLanguage>,
}

/// The tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// `maspect`.
    pub name: String,
    /// Version.
    pub version: String,
    /// SHA-256 of the catalogue.
    pub catalogue_sha256: String,
}

/// The build.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// The file's name, without folders.
    pub path: AppText,
    /// SHA-256 of its bytes (of a folder: over names and contents in order of names).
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// Which app it is.
    #[serde(flatten)]
    pub subject: Subject,
    /// Lowest and target API level, or minimum iOS version and SDK.
    pub min_os: Option<AppText>,
    /// See `min_os`.
    pub target_os: Option<AppText>,
    /// Oddities in how the build came (no `Payload/`, simulator build), worded.
    pub remarks: Vec<String>,
}

/// Which app a build is: what reports, indexes and scans have in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Subject {
    /// `apk`, `apk-set`, `aab`, `ipa`, `app`, `xcarchive`, `dex`, `elf`, `macho`, `aar`, `framework`.
    pub kind: String,
    /// Platform.
    pub platform: Platform,
    /// Package name or bundle identifier.
    pub package_id: Option<AppText>,
    /// Name that a user sees (zh-Hant where there is one).
    pub app_name: Option<AppText>,
    /// Version name.
    pub version_name: Option<AppText>,
    /// Version code or bundle version.
    pub version_code: Option<AppText>,
}

/// What the build was held against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProfileInfo {
    /// `mas-v4`.
    pub id: String,
    /// Edition.
    pub edition: String,
    /// Class.
    pub class: Class,
    /// Whether class F counts too.
    pub with_f: bool,
    /// Name of the standard.
    pub title: String,
    /// What the reader must know of it.
    pub note: String,
    /// Its publisher's address.
    pub source: String,
}

/// One control.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ControlRow {
    /// Number.
    pub id: String,
    /// Short title.
    pub title: String,
    /// Classes.
    pub classes: Vec<Class>,
    /// Whether the chosen class asks for it.
    pub counted: bool,
    /// Who can decide it.
    pub decided_by: DecidedBy,
    /// Verdict.
    pub verdict: Verdict,
    /// On what it rests.
    pub basis: Basis,
    /// All its failures are waived.
    pub waived: bool,
    /// Why, in words. Never empty.
    pub reason: String,
    /// What to do next, in words; empty when nothing is.
    pub todo: String,
    /// Rules with their roles and outcomes.
    pub rules: Vec<ControlRuleRow>,
    /// Ids of its findings, those that decide first.
    pub findings: Vec<String>,
    /// What a person must attest, with its script; null when the scan decides alone.
    pub manual: Option<Vec<ManualRow>>,
}

/// A rule under a control.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ControlRuleRow {
    /// The rule.
    pub id: RuleId,
    /// `fails`, `asks`, `hints`.
    pub role: String,
    /// `violated`, `satisfied`, `not-applicable`, `undetermined`, `missing-input`, `failed`.
    pub outcome: String,
    /// Number of findings.
    pub findings: usize,
    /// Why it has this role, or why it could not decide; may be empty.
    pub reason: String,
}

/// One manual part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ManualRow {
    /// Its id.
    pub id: String,
    /// What is to be confirmed.
    pub title: String,
    /// Steps.
    pub steps: Vec<String>,
    /// What to keep.
    pub keep: String,
    /// What counts as passing.
    pub passes: String,
    /// `open`, `passed`, `failed`, `reopened` (said of an older build, or with evidence that has changed).
    pub state: String,
    /// Who attested, when and what, worded; why it is open again; empty while open.
    pub attested: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingRow {
    /// Stable fingerprint.
    pub id: String,
    /// The rule.
    pub rule: RuleId,
    /// Title of the rule.
    pub title: String,
    /// Severity.
    pub severity: Severity,
    /// Confidence.
    pub confidence: Confidence,
    /// `app`, or `sdk:NAME VERSION`.
    pub owner: Owner,
    /// Whether entry points reach it.
    pub reachable: Reachability,
    /// Controls under which it stands.
    pub controls: Vec<String>,
    /// CWE, as `CWE-312`.
    pub cwe: Vec<String>,
    /// MASVS v2.
    pub masvs: Vec<String>,
    /// MASWE v1.
    pub maswe: Vec<String>,
    /// The place.
    pub locus: Locus,
    /// The place as one line.
    pub place: String,
    /// Other places.
    pub related: Vec<Locus>,
    /// What was seen.
    pub evidence: Vec<Evidence>,
    /// What was seen, worded, one line each.
    pub evidence_text: Vec<String>,
    /// Whether a waiver marks it.
    pub waived: bool,
    /// Whether the baseline does not know it; absent without a baseline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<bool>,
    /// Reason and owner of the waiver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiver: Option<String>,
}

/// The baseline that findings were held against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BaselineInfo {
    /// SHA-256 of the build that it was taken from.
    pub sha256: String,
    /// The day of that scan (ISO).
    pub date: String,
    /// Findings that it does not know.
    pub new: usize,
    /// Findings that it knows.
    pub known: usize,
    /// Findings that it knows and that are no longer there.
    pub fixed: usize,
}

/// The words of a rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RuleInfo {
    /// Title.
    pub title: String,
    /// What was looked at.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub fix: String,
    /// What it cannot see.
    pub limits: String,
    /// Code that does it right.
    pub example: Vec<Example>,
    /// References.
    pub references: Vec<String>,
    /// Severity.
    pub severity: Severity,
    /// Work to mend.
    pub effort: Effort,
}

/// Coverage of one part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CoverageRow {
    /// The part.
    pub part: Part,
    /// How much was seen.
    pub state: CoverageState,
    /// Which file, where only one is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<AppText>,
    /// Why, in words.
    pub detail: String,
    /// Why, as a code.
    pub code: String,
}

/// One waiver.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WaiverRow {
    /// As given.
    pub waiver: Waiver,
    /// What became of it.
    pub state: WaiverState,
    /// Ids of the findings that it marks.
    pub findings: Vec<String>,
}

/// Counts; all can be recomputed from the lists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    /// Counted controls by verdict word.
    pub controls: BTreeMap<String, usize>,
    /// Findings by severity word, waived ones apart.
    pub findings: BTreeMap<String, usize>,
    /// Waived findings.
    pub waived: usize,
    /// Findings in the app's own code or configuration.
    pub own: usize,
    /// Findings that a bound cut off.
    pub dropped: usize,
    /// Number of flows.
    pub flows: usize,
}
