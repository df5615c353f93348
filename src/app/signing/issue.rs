//! What there is to say about a signature, and how grave it is.

use super::Scheme;
use crate::finding::Note;

/// How grave an issue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// It does not verify.
    Error,
    /// It could not be checked.
    Unchecked,
    /// It verifies all the same.
    Warning,
}

impl Grade {
    /// `error`, `unchecked`, `warning`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Unchecked => "unchecked",
            Self::Warning => "warning",
        }
    }
}

/// Something to say about a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Scheme concerned.
    pub scheme: Scheme,
    /// How grave.
    pub grade: Grade,
    /// What.
    pub note: Note,
}

/// Issues of one verification. A hostile archive can have one per entry; those beyond the bound are only counted.
#[derive(Debug, Clone, Default)]
pub(super) struct Issues {
    pub(super) kept: Vec<Issue>,
    errors: usize,
    unchecked: usize,
}

/// Issues kept for one archive.
const MOST_ISSUES: usize = 100;

impl Issues {
    pub(super) fn add(&mut self, scheme: Scheme, grade: Grade, note: Note) {
        match grade {
            Grade::Error => self.errors += 1,
            Grade::Unchecked => self.unchecked += 1,
            Grade::Warning => {}
        }
        let issue = Issue { scheme, grade, note };
        if self.kept.len() < MOST_ISSUES && !self.kept.contains(&issue) {
            self.kept.push(issue);
        }
    }

    pub(super) fn error(&mut self, scheme: Scheme, note: Note) {
        self.add(scheme, Grade::Error, note);
    }

    pub(super) fn unchecked(&mut self, scheme: Scheme, note: Note) {
        self.add(scheme, Grade::Unchecked, note);
    }

    pub(super) fn warning(&mut self, scheme: Scheme, note: Note) {
        self.add(scheme, Grade::Warning, note);
    }

    pub(super) fn errors(&self) -> usize {
        self.errors
    }

    /// Whether it verifies; none when that could not be checked.
    pub(super) fn verdict(&self) -> Option<bool> {
        match (self.errors, self.unchecked) {
            (0, 0) => Some(true),
            (0, _) => None,
            _ => Some(false),
        }
    }
}
