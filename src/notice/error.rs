//! Why a file could not be checked: one line that says what, where, why and what to do.

use crate::finding::{AppText, Note};

/// Why a file could not be read as a notice, or its text not be judged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoticeError {
    /// The file, or the text in it, is longer than a notice can be.
    #[error("{file}: {size} MB; at most {limit} MB {of} are read: give the notice alone, without embedded images")]
    TooLarge {
        /// The file.
        file: AppText,
        /// Megabytes there are, rounded up.
        size: u64,
        /// Megabytes that are read.
        limit: u64,
        /// What is counted (`of text`, `of file`).
        of: &'static str,
    },
    /// Nothing in it.
    #[error("{file}: no text in it: give the file that holds the full notice")]
    Empty {
        /// The file.
        file: AppText,
    },
    /// A PDF or DOCX that opens only with a password.
    #[error("{file}: protected by a password ({what}): save a copy without protection and give that")]
    Protected {
        /// The file.
        file: AppText,
        /// The protection seen.
        what: &'static str,
    },
    /// A PDF whose pages hold pictures and no text.
    #[error("{file}: page {page} of {pages}: a scan without text: export the PDF from the original, or run OCR first")]
    Scanned {
        /// The file.
        file: AppText,
        /// First page without text.
        page: u32,
        /// Pages in the file.
        pages: u32,
    },
    /// A PDF with text whose characters cannot be told.
    #[error(
        "{file}: page {page}: its fonts carry no character table, the text cannot be read: export it again as tagged PDF, DOCX or HTML"
    )]
    Unmapped {
        /// The file.
        file: AppText,
        /// First such page.
        page: u32,
    },
    /// The container is broken.
    #[error("{file}: {at}: not a readable {format} ({why}): open it, save it again and give that")]
    Broken {
        /// The file.
        file: AppText,
        /// Where in it.
        at: String,
        /// The format it claims to be.
        format: &'static str,
        /// What is wrong.
        why: String,
    },
    /// A format that is not read.
    #[error("{file}: {what}: notices are read as HTML, PDF, DOCX, Markdown or TXT: save it as one of these")]
    Unsupported {
        /// The file.
        file: AppText,
        /// What it is.
        what: &'static str,
    },
    /// Text in an encoding that is not known.
    #[error("{file}: line {line}: not UTF-8, UTF-16 or Big5 text: save it as UTF-8")]
    Encoding {
        /// The file.
        file: AppText,
        /// First line that is not text.
        line: u32,
    },
    /// A language that is not checked.
    #[error(
        "{file}: line {line}: text in {language}, not a language that is checked: give the notice in Traditional Chinese or English"
    )]
    Language {
        /// The file.
        file: AppText,
        /// First line in that language.
        line: u32,
        /// Its name in English.
        language: &'static str,
    },
}

impl NoticeError {
    /// The same as a code with arguments, worded by `reports/words/notice.*.yaml`.
    pub fn note(&self) -> Note {
        match self {
            Self::TooLarge { file, size, limit, .. } => {
                Note::new("notice-too-large").with("file", file).with("size", size).with("limit", limit)
            }
            Self::Empty { file } => Note::new("notice-empty").with("file", file),
            Self::Protected { file, what } => Note::new("notice-protected").with("file", file).with("what", what),
            Self::Scanned { file, page, pages } => {
                Note::new("notice-scanned").with("file", file).with("page", page).with("pages", pages)
            }
            Self::Unmapped { file, page } => Note::new("notice-unmapped").with("file", file).with("page", page),
            Self::Broken { file, at, format, why } => {
                Note::new("notice-broken").with("file", file).with("at", at).with("format", format).with("why", why)
            }
            Self::Unsupported { file, what } => Note::new("notice-unsupported").with("file", file).with("what", what),
            Self::Encoding { file, line } => Note::new("notice-encoding").with("file", file).with("line", line),
            Self::Language { file, line, language } => {
                Note::new("notice-language").with("file", file).with("line", line).with("language", language)
            }
        }
    }
}
