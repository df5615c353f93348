//! Worksheets: the test script of every item that a person decides or helps to decide.

use std::collections::BTreeSet;

use crate::finding::Platform;
use crate::report::sheet::{Piece, Sheet};
use crate::report::words::{Args, Words};
use crate::rule::{Catalogue, Class, Control, DecidedBy, Lang, ManualPart, Profile};

/// Which scripts to print.
#[derive(Debug, Clone)]
pub struct Scripts<'a> {
    /// The standard.
    pub profile: &'a Profile,
    /// Titles of rules.
    pub catalogue: &'a Catalogue,
    /// Class asked for.
    pub class: Class,
    /// Whether class F is asked for too.
    pub with_f: bool,
    /// Only this platform.
    pub platform: Option<Platform>,
    /// Only these controls; all when empty.
    pub controls: &'a [String],
    /// What is tested, in words; may be empty.
    pub subject: &'a str,
    /// The day (ISO).
    pub date: &'a str,
    /// The language.
    pub lang: Lang,
}

/// The worksheet.
pub fn worksheet(scripts: &Scripts<'_>) -> Sheet {
    let words = Words::of(scripts.lang);
    let standard = format!("{} {}", scripts.profile.title.get(scripts.lang), scripts.profile.edition);
    let mut sheet = Sheet {
        lang: scripts.lang,
        title: words.word("worksheet", "title").to_owned(),
        subtitle: if scripts.subject.is_empty() { standard } else { format!("{} · {standard}", scripts.subject) },
        date: scripts.date.to_owned(),
        pieces: Vec::new(),
    };
    sheet.text(words.word("worksheet", "intro"));
    sheet.note(scripts.profile.note.get(scripts.lang).trim());
    let mut first = true;
    for control in scripts.controls() {
        if !first {
            sheet.pieces.push(Piece::Page);
        }
        first = false;
        scripts.control(control, words, &mut sheet);
    }
    sheet
}

impl Scripts<'_> {
    fn controls(&self) -> impl Iterator<Item = &Control> {
        self.profile.controls.iter().filter(|c| {
            let wanted = self.controls.is_empty() || self.controls.contains(&c.id);
            let concerns = self.platform.is_none_or(|p| !c.not_applicable.contains_key(&p));
            let counted = c.is_in(self.class, self.with_f) || !self.controls.is_empty();
            wanted && concerns && counted && self.parts(c).next().is_some()
        })
    }

    fn parts<'c>(&self, control: &'c Control) -> impl Iterator<Item = &'c ManualPart> {
        let platform = self.platform;
        control
            .manual
            .iter()
            .filter(move |p| platform.is_none_or(|one| p.platforms.is_empty() || p.platforms.contains(&one)))
    }

    fn control(&self, control: &Control, words: &'static Words, sheet: &mut Sheet) {
        sheet.heading(1, format!("{} {}", control.id, control.title.get(self.lang)));
        let decided = match control.decided_by {
            DecidedBy::Scan => "A",
            DecidedBy::Both => "B",
            DecidedBy::Person => "C",
        };
        let classes: Vec<&str> = control.classes.iter().map(|c| class_word(words, *c)).collect();
        sheet.note(format!(
            "{}{}{} · {}",
            words.ui("classes"),
            words.ui("colon"),
            words.join(classes),
            words.word("decided_by", decided)
        ));
        let mut rules: Vec<String> = control
            .fails
            .iter()
            .chain(&control.asks)
            .filter(|rule| {
                let covers = |p| self.catalogue.rule(rule.id().as_str()).is_none_or(|r| r.platform.covers(p));
                self.platform.is_none_or(covers)
            })
            .filter_map(|rule| Some(self.catalogue.title(rule.id())?.get(self.lang).trim().to_owned()))
            .collect();
        // Rules of both platforms may bear one title.
        let mut told = BTreeSet::new();
        rules.retain(|title| told.insert(title.clone()));
        if !rules.is_empty() {
            sheet.text(words.say("worksheet", "rules", &Args::new().with("rules", words.join(rules))));
        }
        for part in self.parts(control) {
            self.part(part, words, sheet);
        }
    }

    fn part(&self, part: &ManualPart, words: &Words, sheet: &mut Sheet) {
        sheet.heading(2, part.title.get(self.lang));
        sheet.pieces.push(Piece::List {
            steps: true,
            items: part.steps_for(self.platform).map(|s| s.get(self.lang).trim().to_owned()).collect(),
        });
        let labelled = |key, text: &str| format!("{}{}{}", words.ui(key), words.ui("colon"), text.trim());
        sheet.text(labelled("keep", part.keep.get(self.lang)));
        sheet.text(labelled("passes", part.passes.get(self.lang)));
        let labels = ["result", "seen", "by", "device", "evidence"];
        sheet
            .pieces
            .push(Piece::Form { labels: labels.iter().map(|key| words.word("worksheet", key).to_owned()).collect() });
    }
}

fn class_word(words: &'static Words, class: Class) -> &'static str {
    words.word(
        "class",
        match class {
            Class::L1 => "L1",
            Class::L2 => "L2",
            Class::L3 => "L3",
            Class::F => "F",
            Class::Reference => "reference",
        },
    )
}
