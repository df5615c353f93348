//! All rules and profiles, from the binary or from folders.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::{Profile, Rule, RuleFile, Status, Text, Words};
use crate::finding::RuleId;

/// The logic of all rules, and all profiles, as JSON: `{rules: [..], profiles: [..], knowledge: {file: ..}}`.
const LOGIC: &str = include_str!(concat!(env!("OUT_DIR"), "/catalogue.json"));
/// Of each rule, by id: its title and all its words, as JSON.
static WORDS: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/words.rs"));
/// SHA-256 (hex) over the names and bytes of every file under `rules/`, in order of names.
pub const EMBEDDED_SHA256: &str = include_str!(concat!(env!("OUT_DIR"), "/catalogue.sha256"));

/// Why a catalogue could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// The documents inside the binary are broken: an error of the build, shown by the tests.
    #[error("the catalogue in this binary is damaged: {0}")]
    Embedded(String),
    /// A rule file.
    #[error("{file}: {why}")]
    File {
        /// The file.
        file: String,
        /// What is wrong.
        why: String,
    },
}

#[derive(serde::Deserialize)]
struct Logic<'a> {
    rules: Vec<Rule>,
    profiles: Vec<Profile>,
    #[serde(borrow)]
    knowledge: BTreeMap<String, &'a RawValue>,
}

/// The rules, profiles and API knowledge of one run.
#[derive(Debug)]
pub struct Catalogue {
    rules: Vec<Rule>,
    profiles: Vec<Profile>,
    knowledge: BTreeMap<String, &'static str>,
    extra_words: BTreeMap<RuleId, Words>,
    sha256: String,
}

/// What the binary carries of a rule's words.
fn carried(id: &RuleId) -> Option<&'static (&'static str, &'static str, &'static str)> {
    WORDS.get(WORDS.binary_search_by_key(&id.as_str(), |entry| entry.0).ok()?)
}

impl Catalogue {
    /// The catalogue inside the binary.
    ///
    /// # Errors
    /// [`CatalogueError::Embedded`], which the tests rule out.
    pub fn embedded() -> Result<Self, CatalogueError> {
        let logic: Logic<'static> = serde_json::from_str(LOGIC).map_err(|e| CatalogueError::Embedded(e.to_string()))?;
        Ok(Self {
            rules: logic.rules,
            profiles: logic.profiles,
            knowledge: logic.knowledge.into_iter().map(|(name, raw)| (name, raw.get())).collect(),
            extra_words: BTreeMap::new(),
            sha256: EMBEDDED_SHA256.to_owned(),
        })
    }

    /// Adds the rule files of a folder (`--rules DIR`): a rule with a known id replaces it.
    ///
    /// # Errors
    /// The first file that is not a well-formed rule.
    pub fn add_folder(&mut self, folder: &Path) -> Result<(), CatalogueError> {
        let mut hash = Sha256::new();
        hash.update(self.sha256.as_bytes());
        let mut files: Vec<_> = walkdir::WalkDir::new(folder)
            .into_iter()
            .filter_map(Result::ok)
            .map(walkdir::DirEntry::into_path)
            .filter(|p| p.extension().is_some_and(|e| e == "yaml"))
            .collect();
        files.sort();
        for path in files {
            let file = path.display().to_string();
            let fail = |why: String| CatalogueError::File { file: file.clone(), why };
            let yaml = std::fs::read_to_string(&path).map_err(|e| fail(e.to_string()))?;
            let read = RuleFile::from_yaml(&yaml).map_err(fail)?;
            if let Some(problem) = read.rule.problems().into_iter().next() {
                return Err(fail(problem));
            }
            if path.file_stem().is_none_or(|stem| stem.to_string_lossy() != read.rule.id.as_str()) {
                return Err(fail(format!("the file must be named {}.yaml", read.rule.id)));
            }
            hash.update(yaml.as_bytes());
            self.rules.retain(|rule| rule.id != read.rule.id);
            self.extra_words.insert(read.rule.id.clone(), read.words);
            self.rules.push(read.rule);
        }
        self.rules.sort_by(|a, b| a.id.cmp(&b.id));
        self.sha256 = hex::encode(hash.finalize());
        Ok(())
    }

    /// All rules, by id.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rules that run (not retired).
    pub fn active(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(|rule| rule.status != Status::Retired)
    }

    /// One rule.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id.as_str() == id)
    }

    /// The words of one rule.
    pub fn words(&self, id: &RuleId) -> Option<Words> {
        if let Some(words) = self.extra_words.get(id) {
            return Some(words.clone());
        }
        let (_, _, words) = carried(id)?;
        serde_json::from_str(words).ok()
    }

    /// The title of one rule alone.
    pub fn title(&self, id: &RuleId) -> Option<Text> {
        match self.extra_words.get(id) {
            Some(words) => Some(words.title.clone()),
            None => serde_json::from_str(carried(id)?.1).ok(),
        }
    }

    /// All profiles.
    pub fn profiles(&self) -> &[Profile] {
        &self.profiles
    }

    /// One profile.
    pub fn profile(&self, id: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.id == id)
    }

    /// A data file of `rules/flow/` or `rules/sdk/` as JSON text, by its path below `rules/` without the ending (`flow/sources`).
    pub fn knowledge(&self, name: &str) -> Option<&str> {
        self.knowledge.get(name).copied()
    }

    /// Names of the data files.
    pub fn knowledge_names(&self) -> impl Iterator<Item = &str> {
        self.knowledge.keys().map(String::as_str)
    }

    /// SHA-256 of all catalogue files, hex.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The APIs that the `call` patterns of active rules ask for: exact names, and prefixes ending in `*`.
    pub fn wanted_calls(&self) -> BTreeSet<String> {
        let mut wanted = BTreeSet::new();
        for rule in self.active() {
            let exprs = rule.when.iter().chain(&rule.matches).chain(rule.absent.as_ref().map(|a| &a.of));
            for expr in exprs {
                expr.patterns(&mut |pattern| wanted.extend(super::expr::wanted_apis(pattern)));
            }
            if let Some(absent) = &rule.absent {
                wanted.extend(super::expr::wanted_apis(&absent.protects));
            }
        }
        wanted
    }
}
