//! Data of `rules/data/`: secret patterns, words that mark texts, host lists.

use std::collections::BTreeMap;

use serde::Deserialize;

/// `rules/data/secrets.yaml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secrets {
    /// Shapes.
    pub patterns: Vec<SecretPattern>,
    /// Names that say what a value is: kind of secret → names, in words.
    pub names: BTreeMap<String, Vec<String>>,
}

/// The shape of a secret.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretPattern {
    /// Kind of secret.
    pub what: String,
    /// Whose shape.
    pub provider: String,
    /// One of these must stand in the text for the pattern to be tried.
    pub literal: Vec<String>,
    /// The pattern; group 1, or the whole match, is the secret.
    pub pattern: String,
    /// Bytes before the literal at which the match may begin.
    pub before: usize,
    /// Fewest different characters of the secret.
    pub letters: usize,
}

/// `rules/data/text.yaml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextData {
    /// What → words.
    pub marks: BTreeMap<String, Vec<String>>,
    /// Host suffixes that are identifiers or documentation.
    pub documentation: Vec<String>,
    /// Host suffixes of the platforms.
    pub platform: Vec<String>,
    /// Host labels of test systems.
    pub staging: Vec<String>,
}

/// `rules/data/hybrid.yaml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HybridData {
    /// Frameworks.
    pub frameworks: Vec<HybridFramework>,
    /// Patterns in scripts and pages.
    pub scripts: Vec<ScriptPattern>,
}

/// A framework whose bundle holds the app's logic.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HybridFramework {
    /// Name.
    pub name: String,
    /// Patterns of paths that recognise it.
    pub marks: Vec<String>,
    /// Patterns of paths of its bundles.
    pub bundles: Vec<String>,
    /// Patterns of paths, among those of the bundles, of scripts that come with the framework.
    #[serde(default)]
    pub own: Vec<String>,
    /// `script`, `dart-snapshot`, `managed`.
    pub code: String,
}

/// A pattern in a script.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptPattern {
    /// What it shows.
    pub what: String,
    /// Whether sensitive data is part of the match.
    pub sensitive: bool,
    /// The pattern.
    pub pattern: String,
    /// What makes a match harmless when it stands in the match.
    #[serde(default)]
    pub unless: Option<String>,
}
