//! The application's papers: worksheets for what people test, and the dossier for phase 2 of the 健康存摺 SDK.
//!
//! Everything comes from the reports, `maspect.yaml` and the files that it names. Forms whose content is not public are never
//! imitated: a paper that follows the standard's items says that it is not the official form, and a slot whose name only
//! the form knows is left for the applicant to name. What is missing, stale or misnamed is an [`OpenRow`] with what to do.

mod day;
mod phase2;
mod selfcheck;
mod survey;
#[cfg(test)]
mod tests;
mod worksheet;

use std::collections::BTreeMap;

pub use day::{Yearly, days_between, roc, yearly};
pub use worksheet::{Scripts, worksheet};

use crate::project::Project;
use crate::report::sheet::{Sheet, SheetCell};
use crate::report::words::{Args, Words};
use crate::report::{Report, version_text};
use crate::rule::Lang;

/// Days before a certificate is due again at which the dossier begins to warn.
pub const WARN_DAYS: i32 = 60;
/// Days after which a report is too old to hand in.
pub const REPORT_DAYS: i32 = 30;

/// A file that the project names, as the caller found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenFile {
    /// Bytes.
    pub size: u64,
    /// SHA-256, hex.
    pub sha256: String,
}

/// What a dossier is made of.
#[derive(Debug)]
pub struct Case<'a> {
    /// Reports of the builds, all in the dossier's language.
    pub reports: &'a [Report],
    /// The project file.
    pub project: &'a Project,
    /// Files that could be read, by the path that the project gives.
    pub files: &'a BTreeMap<String, GivenFile>,
    /// SHA-256 of the catalogue of this program.
    pub catalogue_sha256: &'a str,
    /// The day (ISO).
    pub date: &'a str,
    /// The language.
    pub lang: Lang,
}

/// Something that must be done before the dossier is complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRow {
    /// What it is about.
    pub item: String,
    /// What to do.
    pub todo: String,
}

/// A dossier.
#[derive(Debug, Clone, PartialEq)]
pub struct Dossier {
    /// Name of each paper's file without its ending, and the paper.
    pub papers: Vec<(&'static str, Sheet)>,
    /// What is open.
    pub open: Vec<OpenRow>,
}

/// Makes the dossier.
pub fn dossier(case: &Case<'_>) -> Dossier {
    let mut desk =
        Desk { case, words: Words::of(case.lang), open: Vec::new(), certificate_rows: Vec::new(), notice_row: None };
    let papers = vec![
        ("1-self-check", desk.self_check()),
        ("2-questionnaire-draft", desk.survey()),
        ("3-phase-2-checklist", desk.phase2()),
    ];
    Dossier { papers, open: desk.open }
}

/// State of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Ready,
    Soon,
    Open,
}

struct Desk<'a> {
    case: &'a Case<'a>,
    words: &'static Words,
    open: Vec<OpenRow>,
    /// How each platform's certificate stands, with what to do.
    certificate_rows: Vec<(State, String)>,
    /// What the notice lacks.
    notice_row: Option<String>,
}

impl Desk<'_> {
    fn say(&self, key: &str, args: &Args) -> String {
        self.words.say("dossier", key, args)
    }

    fn word(&self, key: &str) -> String {
        self.words.word("dossier", key).to_owned()
    }

    fn columns(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| self.word(key)).collect()
    }

    fn sheet(&self, key: &str) -> Sheet {
        Sheet {
            lang: self.case.lang,
            title: self.word(key),
            subtitle: self.subject(),
            date: self.case.date.to_owned(),
            pieces: Vec::new(),
        }
    }

    /// The app and its builds in one line.
    fn subject(&self) -> String {
        let builds: Vec<String> = self
            .case
            .reports
            .iter()
            .map(|r| {
                let version =
                    version_text(r.target.subject.version_name.as_ref(), r.target.subject.version_code.as_ref());
                format!("{} {version}", self.words.word("platform", r.target.subject.platform.word()))
            })
            .collect();
        format!("{} · {} · {}", self.app_name(), self.words.join(builds), self.case.date)
    }

    fn app_name(&self) -> String {
        let given = self.case.project.file.dossier.app_name.trim();
        if !given.is_empty() {
            return given.to_owned();
        }
        let found = self.case.reports.iter().find_map(|r| r.target.subject.app_name.as_ref());
        found.map(ToString::to_string).unwrap_or_default()
    }

    /// Notes an open row.
    fn todo(&mut self, item: impl Into<String>, todo: impl Into<String>) {
        self.open.push(OpenRow { item: item.into(), todo: todo.into() });
    }

    fn state(&self, state: State) -> SheetCell {
        match state {
            State::Ready => SheetCell::toned(self.word("ready"), "good"),
            State::Soon => SheetCell::toned(self.word("soon"), "warn"),
            State::Open => SheetCell::toned(self.word("open"), "bad"),
        }
    }

    /// The cell of a value that must be there: the value, or what to do.
    fn wanted(&mut self, value: &str, item: &str, todo: String) -> SheetCell {
        if value.trim().is_empty() {
            let cell = SheetCell::toned(&todo, "bad");
            self.todo(item, todo);
            return cell;
        }
        SheetCell::new(value)
    }
}
