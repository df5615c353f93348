//! The words that the papers need, in the language that a report is not in: a dossier can be made in either from one JSON
//! report, without the build.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Report;
use crate::rule::Lang;

/// What the papers take from a report, in its other language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OtherLanguage {
    /// Which language.
    pub lang: Lang,
    /// See [`Report::answer`].
    pub answer: String,
    /// Every counted control, by its number.
    pub controls: BTreeMap<String, OtherControl>,
    /// Names of the kinds of health data, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kinds: BTreeMap<String, String>,
}

/// A control's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OtherControl {
    /// Its title.
    pub title: String,
    /// Why it has its verdict.
    pub reason: String,
    /// What to do.
    pub todo: String,
    /// Title of each manual part, with what was attested; empty when nothing was.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub manual: BTreeMap<String, (String, String)>,
}

impl Report {
    /// The report with what the papers take from it in a language; none when it holds no words of that language (made by a
    /// version that wrote one language only). Findings and the rules' texts stay as they are.
    pub fn in_language(mut self, lang: Lang) -> Option<Self> {
        if self.lang == lang {
            return Some(self);
        }
        let mut other = self.other_language.take().filter(|words| words.lang == lang)?;
        self.lang = lang;
        self.answer = other.answer;
        for row in self.controls.iter_mut().filter(|row| row.counted) {
            let mut words = other.controls.remove(&row.id)?;
            row.title = words.title;
            row.reason = words.reason;
            row.todo = words.todo;
            for part in row.manual.iter_mut().flatten() {
                (part.title, part.attested) = words.manual.remove(&part.id)?;
            }
        }
        for kind in &mut self.health_map.kinds {
            if let Some(name) = other.kinds.get(&kind.id) {
                kind.name.clone_from(name);
            }
        }
        Some(self)
    }
}
