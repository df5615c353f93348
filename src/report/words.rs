//! Fixed wording of the reports, per language: `reports/words/*.yaml`, compiled into the binary.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::OnceLock;

use crate::finding::{Locus, Note, Owner};
use crate::rule::Lang;

/// `reports/words/en.yaml` as JSON.
const EN: &str = include_str!(concat!(env!("OUT_DIR"), "/report-words-en.json"));
/// `reports/words/zh-Hant.yaml` as JSON.
const ZH_HANT: &str = include_str!(concat!(env!("OUT_DIR"), "/report-words-zh-Hant.json"));

/// Sections of templates: section -> key -> template.
pub type Sections = BTreeMap<String, BTreeMap<String, String>>;

/// The wording of one language.
///
/// A template holds placeholders: `{name}` stands for an argument as it is, `{name:section}` for the word that another
/// section has for it (or the argument itself), `{name|one|many}` for a choice by number.
#[derive(Debug)]
pub struct Words {
    lang: Lang,
    sections: Sections,
}

/// Named arguments of a template.
#[derive(Debug, Clone, Default)]
pub struct Args(BTreeMap<String, String>);

impl Args {
    /// No arguments.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with one more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Display) -> Self {
        self.0.insert(name.to_owned(), value.to_string());
        self
    }
}

impl Words {
    /// The wording of a language.
    ///
    /// # Panics
    /// Never: the documents are written by the build, and a test reads both.
    pub fn of(lang: Lang) -> &'static Self {
        static ENGLISH: OnceLock<Words> = OnceLock::new();
        static CHINESE: OnceLock<Words> = OnceLock::new();
        let (cell, json) = match lang {
            Lang::En => (&ENGLISH, EN),
            Lang::ZhHant => (&CHINESE, ZH_HANT),
        };
        cell.get_or_init(|| Self { lang, sections: serde_json::from_str(json).unwrap_or_default() })
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// All sections, for templates.
    pub fn sections(&self) -> &Sections {
        &self.sections
    }

    /// A template as it stands, if there is one.
    pub fn template(&self, section: &str, key: &str) -> Option<&str> {
        Some(self.sections.get(section)?.get(key)?.as_str())
    }

    /// The word for a code, or the code itself.
    pub fn word<'a>(&'a self, section: &str, code: &'a str) -> &'a str {
        self.template(section, code).unwrap_or(code)
    }

    /// A fixed phrase of the section `ui`.
    pub fn ui<'a>(&'a self, key: &'a str) -> &'a str {
        self.word("ui", key)
    }

    /// A template with its placeholders filled; the key alone when there is no such template.
    pub fn say(&self, section: &str, key: &str, args: &Args) -> String {
        self.template(section, key).map_or_else(|| key.to_owned(), |template| self.fill(template, &args.0))
    }

    /// The words of a note. A code without words is shown with its arguments, so that nothing is lost.
    pub fn note(&self, note: &Note) -> String {
        let args: BTreeMap<String, String> = note.args.iter().map(|(k, v)| (k.clone(), v.to_string())).collect();
        if let Some(template) = self.template("notes", &note.code) {
            return self.fill(template, &args);
        }
        if args.is_empty() {
            return note.code.clone();
        }
        let args: Vec<String> = args.iter().map(|(k, v)| format!("{k}: {v}")).collect();
        format!("{} ({})", note.code, args.join(", "))
    }

    /// The words of a note without the mark that ends a sentence, to stand inside another.
    pub fn note_inside(&self, note: &Note) -> String {
        self.note(note).trim_end_matches(['。', '.']).to_owned()
    }

    /// A sentence put in brackets behind another begins with a small letter in English, unless its first word is a name.
    pub fn as_aside(&self, text: &str) -> String {
        const NAMES: [&str; 12] = [
            "Android", "Apple", "Core", "Face", "Firebase", "Google", "Health", "Java", "Kotlin", "My", "Swift",
            "Touch",
        ];
        let first = text.split(' ').next().unwrap_or_default();
        let plain = first.chars().skip(1).all(|c| c.is_ascii_lowercase() || c == ',');
        let mut chars = text.chars();
        match chars.next() {
            Some(c) if c.is_ascii_uppercase() && plain && text.contains(' ') && !NAMES.contains(&first) => {
                format!("{}{}", c.to_ascii_lowercase(), chars.as_str())
            }
            _ => text.to_owned(),
        }
    }

    /// A place: the build as a whole and a line of source in words, all others as they are written everywhere.
    pub fn place(&self, locus: &Locus) -> String {
        match locus {
            Locus::Build => self.ui("whole_build").to_owned(),
            Locus::Dex { line: Some(line), .. } => {
                let text = locus.to_string();
                let place = text.strip_suffix(&format!(" (line {line})")).unwrap_or(&text);
                let line = self.say("evidence", "line", &Args::new().with("number", line));
                format!("{place}{}{line}{}", self.ui("open_paren"), self.ui("close_paren"))
            }
            other => other.to_string(),
        }
    }

    /// An owner in words.
    pub fn owner(&self, owner: &Owner) -> String {
        match owner {
            Owner::App => self.word("owner", "app").to_owned(),
            Owner::Sdk(name, None) => self.say("owner", "sdk", &Args::new().with("name", name)),
            Owner::Sdk(name, Some(version)) => {
                self.say("owner", "sdk_version", &Args::new().with("name", name).with("version", version))
            }
        }
    }

    /// Joins a list as the language does.
    pub fn join<S: AsRef<str>>(&self, items: impl IntoIterator<Item = S>) -> String {
        let mut out = String::new();
        for item in items {
            if !out.is_empty() {
                out.push_str(self.ui("list"));
            }
            out.push_str(item.as_ref());
        }
        out
    }

    /// Joins sentences as the language does.
    pub fn sentences<S: AsRef<str>>(&self, sentences: impl IntoIterator<Item = S>) -> String {
        let mut out = String::new();
        for sentence in sentences {
            if !out.is_empty() && self.lang == Lang::En {
                out.push(' ');
            }
            out.push_str(sentence.as_ref());
        }
        out
    }

    fn fill(&self, template: &str, args: &BTreeMap<String, String>) -> String {
        let mut out = String::with_capacity(template.len());
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            let (before, from) = rest.split_at(open);
            self.push(&mut out, before);
            let Some(close) = from.find('}') else {
                rest = from;
                break;
            };
            let inside = from.get(1..close).unwrap_or_default();
            self.push(&mut out, &self.placeholder(inside, args));
            rest = from.get(close + 1..).unwrap_or_default();
        }
        self.push(&mut out, rest);
        out
    }

    /// Appends text; in Chinese with a space where a Han character and a Latin word or number meet, and none between two
    /// Han characters.
    fn push(&self, out: &mut String, text: &str) {
        let mut text = text;
        if self.lang == Lang::ZhHant {
            let before = |out: &str| out.strip_suffix(' ').and_then(|o| o.chars().last()).is_some_and(is_han);
            if text.starts_with(is_han) && before(out) {
                out.pop();
            } else if out.ends_with(is_han)
                && let Some(rest) = text.strip_prefix(' ').filter(|rest| rest.starts_with(is_han))
            {
                text = rest;
            }
            if let (Some(last), Some(first)) = (out.chars().last(), text.chars().next())
                && ((is_han(last) && first.is_ascii_alphanumeric()) || (last.is_ascii_alphanumeric() && is_han(first)))
            {
                out.push(' ');
            }
        }
        out.push_str(text);
    }

    fn placeholder(&self, inside: &str, args: &BTreeMap<String, String>) -> String {
        let name = placeholder_name(inside);
        let Some(value) = args.get(name) else { return format!("{{{inside}}}") };
        if let Some((_, choices)) = inside.split_once('|') {
            let (one, many) = choices.split_once('|').unwrap_or((choices, choices));
            return if value == "1" { one } else { many }.to_owned();
        }
        match inside.split_once(':') {
            // Several codes are worded one by one.
            Some((_, section)) if value.contains(", ") => {
                self.join(value.split(", ").map(|one| self.word(section, one)))
            }
            Some((_, section)) => self.word(section, value).to_owned(),
            None => value.clone(),
        }
    }
}

/// A place as a report in a language shows it.
pub fn place(locus: &Locus, lang: Lang) -> String {
    Words::of(lang).place(locus)
}

/// A place in every way in which something of ours writes it: canonical, and as the reports of each language show it.
pub fn places(locus: &Locus) -> Vec<String> {
    vec![locus.to_string(), place(locus, Lang::ZhHant), place(locus, Lang::En)]
}

fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// The argument that a placeholder's inside names.
fn placeholder_name(inside: &str) -> &str {
    inside.split(['|', ':']).next().unwrap_or(inside)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::finding::{Confidence, CoverageState, Part, Platform, Reachability, Severity};

    const BOTH: [Lang; 2] = [Lang::En, Lang::ZhHant];

    fn placeholders(template: &str) -> BTreeSet<String> {
        template
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(inside, _)| placeholder_name(inside).to_owned())
            .collect()
    }

    #[test]
    fn both_languages_have_the_same_keys_and_placeholders() {
        let (en, zh) = (Words::of(Lang::En).sections(), Words::of(Lang::ZhHant).sections());
        assert!(!en.is_empty());
        assert_eq!(en.keys().collect::<Vec<_>>(), zh.keys().collect::<Vec<_>>());
        for (section, templates) in en {
            let other = &zh[section];
            let (here, there): (BTreeSet<_>, BTreeSet<_>) = (templates.keys().collect(), other.keys().collect());
            assert_eq!(here, there, "section {section}");
            for (key, template) in templates {
                assert_eq!(placeholders(template), placeholders(&other[key]), "{section}.{key}");
                assert!(!template.is_empty() && !other[key].is_empty(), "{section}.{key} is empty");
            }
        }
    }

    #[test]
    fn every_scale_is_worded() {
        for lang in BOTH {
            let words = Words::of(lang);
            let has = |section: &str, key: &str| {
                assert!(words.template(section, key).is_some(), "{section}.{key} in {}", lang.code());
            };
            Severity::ALL.iter().for_each(|s| has("severity", s.word()));
            Confidence::ALL.iter().for_each(|c| has("confidence", c.word()));
            Platform::ALL.iter().for_each(|p| has("platform", p.word()));
            Reachability::ALL.iter().for_each(|r| has("reachable", r.word()));
            CoverageState::ALL.iter().for_each(|c| has("coverage", c.word()));
            for part in Part::ALL {
                has("parts", part.word());
                has("see_part", part.word());
            }
            for verdict in ["pass", "fail", "manual", "not-applicable", "undetermined"] {
                has("verdict", verdict);
                has("mark", verdict);
            }
        }
    }

    #[test]
    fn no_template_names_a_section_that_is_not_there() {
        for lang in BOTH {
            let words = Words::of(lang);
            for templates in words.sections().values() {
                for template in templates.values() {
                    for inside in template.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(i, _)| i) {
                        if let Some((_, section)) = inside.split_once(':') {
                            assert!(words.sections().contains_key(section), "{template}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn placeholders_take_values_words_and_numbers() {
        let words = Words::of(Lang::En);
        let args = |n: usize| Args::new().with("count", n).with("part", "dex");
        assert_eq!(words.fill("{count} {count|file|files} of {part:parts}", &args(1).0), "1 file of DEX code");
        assert_eq!(words.fill("{count} {count|file|files} of {part:parts}", &args(2).0), "2 files of DEX code");
        assert_eq!(words.fill("{other} {open", &args(1).0), "{other} {open");
    }

    #[test]
    fn an_unknown_note_is_shown_with_its_arguments() {
        let note = Note::new("made-up-code").with("file", "a.so").with("count", 3);
        for lang in BOTH {
            assert_eq!(Words::of(lang).note(&note), "made-up-code (count: 3, file: a.so)");
        }
    }

    #[test]
    fn chinese_keeps_a_space_between_han_and_latin() {
        let words = Words::of(Lang::ZhHant);
        let args = Args::new().with("part", "manifest").0;
        assert_eq!(words.fill("未能檢視{part:parts}內容", &args), "未能檢視 AndroidManifest.xml 內容");
        let args = Args::new().with("name", "健康存摺").0;
        assert_eq!(words.fill("說明 {name} 的用途", &args), "說明健康存摺的用途");
    }

    #[test]
    fn arguments_are_never_read_as_templates() {
        let note = Note::new("in-archive").with("file", "{part:parts}{x}");
        assert!(Words::of(Lang::En).note(&note).contains("{part:parts}{x}"));
    }

    #[test]
    fn every_kind_and_transform_of_a_flow_is_worded() {
        use crate::rule::Catalogue;
        use crate::rule::knowledge::FlowKnowledge;
        let catalogue = Catalogue::embedded().unwrap();
        let flow = FlowKnowledge::load(|name| catalogue.knowledge(name)).unwrap();
        // What `memory` takes leaves nowhere, and no flow ends there.
        let kinds =
            [&flow.sources, &flow.sinks, &flow.ios.sources, &flow.ios.callbacks, &flow.ios.blocks, &flow.ios.sinks];
        let kinds = kinds.into_iter().flat_map(|k| k.keys()).chain(flow.ios.fields.keys()).chain(flow.ios.keys.keys());
        let kinds: BTreeSet<&String> = kinds.filter(|kind| *kind != "memory").collect();
        for lang in BOTH {
            let words = Words::of(lang);
            let missing: Vec<_> = kinds.iter().filter(|kind| words.template("kinds", kind).is_none()).collect();
            assert!(missing.is_empty(), "{} {missing:?}", lang.code());
            let transforms = flow.sanitizers.keys().chain(flow.ios.sanitizers.keys());
            let missing: Vec<_> = transforms.filter(|t| words.template("transforms", t).is_none()).collect();
            assert!(missing.is_empty(), "{} {missing:?}", lang.code());
        }
    }

    #[test]
    fn every_attribute_of_a_fact_has_a_name_in_both_languages() {
        for words in [Words::of(Lang::En), Words::of(Lang::ZhHant)] {
            for kind in crate::rule::vocabulary::KINDS {
                for attribute in kind.attributes {
                    assert!(words.template("fields", attribute.name).is_some(), "{}.{}", kind.name, attribute.name);
                }
            }
        }
    }
}
