//! The catalogue as values: rules, their words, profiles, API knowledge. Pure data; loads and lints without any app.
//!
//! One rule is one YAML file under `rules/`. The build turns all of them into two JSON documents inside the binary: the
//! logic, parsed at every start (about a millisecond), and the words, parsed rule by rule when they are asked for.

mod catalogue;
pub mod expr;
pub mod knowledge;
pub mod knowledge_sdk;
pub mod knowledge_text;
pub mod profile;
pub mod vocabulary;

pub use catalogue::{Catalogue, CatalogueError, EMBEDDED_SHA256};
pub use profile::{Class, Control, ControlRule, DecidedBy, ManualPart, Profile};

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::{Confidence, Part, Platform, RuleId, Severity};
use expr::{Expr, Pattern};

/// The languages of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema)]
pub enum Lang {
    /// 繁體中文.
    #[default]
    #[serde(rename = "zh-Hant")]
    ZhHant,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Lang {
    /// BCP 47 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::ZhHant => "zh-Hant",
            Self::En => "en",
        }
    }

    /// From a code or a locale: `en*` is English, everything else Traditional Chinese.
    pub fn from_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("en") { Self::En } else { Self::ZhHant }
    }
}

/// Words in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// English.
    pub en: String,
    /// 繁體中文.
    #[serde(rename = "zh-Hant")]
    pub zh_hant: String,
}

impl Text {
    /// The words in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::ZhHant => &self.zh_hant,
        }
    }
}

/// Where a rule stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Proven by its samples; may decide.
    Stable,
    /// Not yet proven: never in a profile, never in a verdict.
    Draft,
    /// Kept for old waivers and reports; never runs.
    Retired,
}

/// The platforms of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RulePlatform {
    /// Android only.
    Android,
    /// iOS only.
    Ios,
    /// Both.
    Both,
}

impl RulePlatform {
    /// Whether the rule looks at builds of that platform.
    pub fn covers(self, platform: Platform) -> bool {
        matches!((self, platform), (Self::Both, _) | (Self::Android, Platform::Android) | (Self::Ios, Platform::Ios))
    }
}

/// The logic of a rule: what the scan needs. Its words are [`Words`].
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Name of the flaw, kebab-case; equals the file's name.
    pub id: RuleId,
    /// Stage of life.
    pub status: Status,
    /// Where it looks.
    pub platform: RulePlatform,
    /// How bad the flaw is.
    pub severity: Severity,
    /// The best confidence it can reach.
    pub confidence: Confidence,
    /// Parts that must have been seen. Parts of the other platform do not apply.
    pub needs: Vec<Part>,
    /// CWE numbers.
    #[serde(default)]
    pub cwe: Vec<u32>,
    /// MASVS v2 controls.
    #[serde(default)]
    pub masvs: Vec<String>,
    /// MASWE v1 ids.
    #[serde(default)]
    pub maswe: Vec<String>,
    /// MASWE ids of the beta list, as aliases.
    #[serde(default)]
    pub maswe_beta: Vec<String>,
    /// Work to mend it: `hours`, `days`, `weeks`.
    #[serde(default)]
    pub effort: Effort,
    /// The rule has an object only when this holds; else it is not applicable.
    #[serde(default)]
    pub when: Option<Expr>,
    /// Each fact that matches is a finding.
    #[serde(default, rename = "match")]
    pub matches: Option<Expr>,
    /// Something that should be there.
    #[serde(default)]
    pub absent: Option<Absent>,
    /// A flow from kinds to kinds.
    #[serde(default)]
    pub taint: Option<Taint>,
    /// A named function of `detect/`.
    #[serde(default)]
    pub detector: Option<String>,
    /// Attributes of the matched fact to show as evidence; without any, those that the tests name.
    #[serde(default)]
    pub show: Vec<String>,
    /// The value that would be right for the first shown attribute.
    #[serde(default)]
    pub expected: Option<String>,
    /// SDKs that impose the flaw on the app: in their code it is information.
    #[serde(default)]
    pub imposed_by: Vec<String>,
    /// `match:` only: facts with the same value of this attribute are one finding.
    #[serde(default)]
    pub group_by: Option<String>,
    /// Lower the confidence of facts that match this.
    #[serde(default)]
    pub unsure_when: Option<Expr>,
    /// Without a finding nothing is decided while this holds: what the rule is about may be there unseen.
    #[serde(default)]
    pub unclear: Option<Unclear>,
}

/// `unclear:`: what leaves a rule undecided that found nothing.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unclear {
    /// What the build holds then.
    pub when: Expr,
    /// Note code that says what could not be told.
    pub note: String,
}

/// Effort to mend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Effort {
    /// A setting or a line.
    #[default]
    Hours,
    /// A class or a screen.
    Days,
    /// A design.
    Weeks,
}

/// `absent:`: a finding at each `protects` fact when nothing matches `fact`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Absent {
    /// What should be there.
    pub of: Expr,
    /// What there is to protect: each fact is a finding's place. Without any such fact the rule is not applicable.
    pub protects: Pattern,
    /// When the thing must be there for each protected fact by itself: the attribute that joins the two (`screen`).
    #[serde(default)]
    pub per: Option<Join>,
    /// One finding at the first protected fact, the others related, instead of one for each.
    #[serde(default)]
    pub once: bool,
    /// Note code that says what was looked for.
    pub looked_for: String,
}

/// Attributes that join an absent thing and what it protects.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// Attribute of the protecting fact.
    pub of: String,
    /// Attribute of the protected fact.
    pub protects: String,
}

/// `taint:`: flows of these kinds are findings.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taint {
    /// Source kinds; a trailing `*` stands for any ending.
    pub from: Vec<String>,
    /// Sink kinds, likewise.
    pub to: Vec<String>,
    /// Transforms that clear a flow (`encrypted-keystore`, `hashed`, `masked`, ...).
    #[serde(default)]
    pub unless: Vec<String>,
    /// Only flows that passed one of these.
    #[serde(default)]
    pub through: Vec<String>,
    /// Ways between APIs that are not the flaw.
    #[serde(default)]
    pub except: Vec<Way>,
}

/// A way of data by its ends, each an API.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// Where the data enters.
    pub from: String,
    /// Where it leaves.
    pub to: String,
}

/// The words of a rule.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The flaw as a noun phrase, without a period.
    pub title: Text,
    /// What was looked at and what it means, one to three sentences.
    pub what: Text,
    /// Why it matters to the people whose health data the app holds.
    pub why: Text,
    /// What to do.
    pub fix: Text,
    /// What the rule cannot see or may get wrong.
    pub limits: Text,
    /// Code that does it right.
    #[serde(default)]
    pub example: Vec<Example>,
    /// Where to read more.
    #[serde(default)]
    pub references: Vec<String>,
}

/// A fix example.
#[derive(Debug, Clone, Deserialize, Serialize, PartialEq, Eq, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// `kotlin`, `java`, `swift`, `objc`, `xml`, `gradle`, `proguard`, `js`, `dart`, `text`.
    pub lang: String,
    /// The code.
    pub code: String,
}

impl Example {
    /// Whether developers of a platform write this language. What belongs to none of them serves both.
    pub fn serves(&self, platform: Platform) -> bool {
        match self.lang.as_str() {
            "kotlin" | "java" | "gradle" | "proguard" => platform == Platform::Android,
            "xml" if self.code.contains("<key>") => platform == Platform::Ios,
            "xml" => {
                platform == Platform::Android || !self.code.contains("android:") && !self.code.contains("<string name")
            }
            "swift" | "objc" => platform == Platform::Ios,
            _ => true,
        }
    }
}

/// Keys of a rule file that belong to [`Words`]; all others belong to [`Rule`]. The build splits files by this list.
pub const WORD_KEYS: &[&str] = &["title", "what", "why", "fix", "limits", "example", "references"];

impl Rule {
    /// The parts that this rule needs on a platform.
    pub fn needs_on(&self, platform: Platform) -> impl Iterator<Item = Part> + '_ {
        self.needs.iter().copied().filter(move |part| part.exists_on(platform))
    }

    /// What is wrong with it, apart from its words.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let ways = usize::from(self.matches.is_some())
            + usize::from(self.absent.is_some())
            + usize::from(self.taint.is_some())
            + usize::from(self.detector.is_some());
        if ways != 1 {
            problems.push("exactly one of `match`, `absent`, `taint`, `detector` is needed".into());
        }
        if self.needs.is_empty() {
            problems.push("`needs` is empty".into());
        }
        for expr in self
            .when
            .iter()
            .chain(&self.matches)
            .chain(&self.unsure_when)
            .chain(self.unclear.as_ref().map(|u| &u.when))
            .chain(self.absent.as_ref().map(|a| &a.of))
        {
            problems.extend(expr.problems());
        }
        if let Some(absent) = &self.absent {
            problems.extend(absent.protects.problems());
        }
        let id = self.id.as_str();
        if !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') || id.starts_with('-') {
            problems.push("the id is not kebab-case".into());
        }
        problems
    }
}

impl Part {
    /// Whether builds of that platform have such a part.
    pub fn exists_on(self, platform: Platform) -> bool {
        let android = matches!(
            self,
            Self::Manifest | Self::Resources | Self::Layouts | Self::Nsc | Self::Dex | Self::Native | Self::Signing
        );
        let ios = matches!(
            self,
            Self::InfoPlist
                | Self::Entitlements
                | Self::Provisioning
                | Self::PrivacyManifest
                | Self::MachoHeader
                | Self::MachoCode
                | Self::MachoStrings
                | Self::Nib
        );
        match platform {
            Platform::Android => !ios,
            Platform::Ios => !android,
        }
    }
}

/// A rule file as written: logic and words together.
#[derive(Debug, Clone)]
pub struct RuleFile {
    /// Its logic.
    pub rule: Rule,
    /// Its words.
    pub words: Words,
}

impl RuleFile {
    /// Reads the YAML of one rule.
    ///
    /// # Errors
    /// What the parser says, with line and column; unknown keys are errors.
    pub fn from_yaml(yaml: &str) -> Result<Self, String> {
        let mut all: BTreeMap<String, serde_json::Value> = serde_saphyr::from_str(yaml).map_err(|e| e.to_string())?;
        let words: serde_json::Map<String, serde_json::Value> =
            WORD_KEYS.iter().filter_map(|key| all.remove_entry(*key)).collect();
        let rule = serde_json::from_value(serde_json::to_value(all).map_err(|e| e.to_string())?)
            .map_err(|e| format!("logic: {e}"))?;
        let words = serde_json::from_value(words.into()).map_err(|e| format!("words: {e}"))?;
        Ok(Self { rule, words })
    }
}
