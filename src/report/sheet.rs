//! A paper beside the report: worksheets, checklists, drafts. Headings, sentences, lists and tables, printed as Markdown or
//! (feature `pdf`) as PDF.

use serde::Serialize;

use crate::finding::AppText;
use crate::rule::Lang;

/// A paper.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sheet {
    /// Its language.
    pub lang: Lang,
    /// Its title.
    pub title: String,
    /// What it is about: the app, the standard.
    pub subtitle: String,
    /// Its day (ISO).
    pub date: String,
    /// Its content in order.
    pub pieces: Vec<Piece>,
}

/// One piece of a paper.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Piece {
    /// A heading; 1 is the highest level below the title.
    Heading {
        /// Level, 1 or 2.
        level: u8,
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Text {
        /// Its words.
        text: String,
    },
    /// A paragraph in small print.
    Note {
        /// Its words.
        text: String,
    },
    /// Something to copy as it stands.
    Copy {
        /// What it is.
        label: String,
        /// The text.
        text: String,
    },
    /// A list.
    List {
        /// Numbered steps, each with a box to tick.
        steps: bool,
        /// The items.
        items: Vec<String>,
    },
    /// A table.
    Table(SheetTable),
    /// A form of labels, each with room to write.
    Form {
        /// The labels.
        labels: Vec<String>,
    },
    /// A new page, where there are pages.
    Page,
}

/// A table of a paper.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SheetTable {
    /// Headings of the columns.
    pub columns: Vec<String>,
    /// Weights of the columns' widths.
    pub widths: Vec<u8>,
    /// Rows.
    pub rows: Vec<Vec<SheetCell>>,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SheetCell {
    /// Its text; lines are parted by `\n`.
    pub text: String,
    /// `bad`, `good`, `warn` or empty.
    pub tone: &'static str,
}

impl SheetCell {
    /// A cell; whatever its text is made of, it holds no character that changes how others are shown.
    pub fn new(text: impl AsRef<str>) -> Self {
        Self::toned(text, "")
    }

    /// A cell with a tone.
    pub fn toned(text: impl AsRef<str>, tone: &'static str) -> Self {
        let lines: Vec<String> = text.as_ref().split('\n').map(|line| AppText::new(line).to_string()).collect();
        Self { text: lines.join("\n"), tone }
    }
}

impl Sheet {
    /// Adds a heading.
    pub fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.pieces.push(Piece::Heading { level, text: text.into() });
    }

    /// Adds a paragraph.
    pub fn text(&mut self, text: impl Into<String>) {
        self.pieces.push(Piece::Text { text: text.into() });
    }

    /// Adds small print.
    pub fn note(&mut self, text: impl Into<String>) {
        self.pieces.push(Piece::Note { text: text.into() });
    }

    /// Adds a table; nothing when it has no rows.
    pub fn table(&mut self, table: SheetTable) {
        if !table.rows.is_empty() {
            self.pieces.push(Piece::Table(table));
        }
    }

    /// The paper as Markdown.
    pub fn to_markdown(&self) -> String {
        let mut out = format!("# {}\n\n{}\n", text(&self.title), text(&self.subtitle));
        for piece in &self.pieces {
            out.push('\n');
            match piece {
                Piece::Heading { level, text: words } => {
                    out.push_str(&format!("{} {}\n", "#".repeat(usize::from(*level) + 1), text(words)));
                }
                Piece::Text { text: words } => out.push_str(&format!("{}\n", text(words))),
                Piece::Note { text: words } => out.push_str(&format!("> {}\n", text(words))),
                Piece::Copy { label, text: words } => {
                    out.push_str(&format!("{}\n\n```text\n{}\n```\n", text(label), words.replace("```", "'''")));
                }
                Piece::List { steps, items } => {
                    for (i, item) in items.iter().enumerate() {
                        let mark = if *steps { format!("{}. [ ]", i + 1) } else { "-".to_owned() };
                        out.push_str(&format!("{mark} {}\n", text(item)));
                    }
                }
                Piece::Table(table) => table_lines(table, &mut out),
                Piece::Form { labels } => {
                    out.push_str("| | |\n| --- | --- |\n");
                    for label in labels {
                        out.push_str(&format!("| {} | |\n", text(label)));
                    }
                }
                Piece::Page => out.push_str("---\n"),
            }
        }
        out
    }
}

fn table_lines(table: &SheetTable, out: &mut String) {
    let cells = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.push_str(&cells(table.columns.iter().map(|c| text(c)).collect()));
    out.push_str(&format!("|{}\n", " --- |".repeat(table.columns.len())));
    for row in &table.rows {
        out.push_str(&cells(row.iter().map(|cell| text(&cell.text)).collect()));
    }
}

/// Text that stays text in Markdown, its lines parted by `<br>`.
fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, c) in text.char_indices() {
        match c {
            '\n' => out.push_str("<br>"),
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '[' | ']' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '_' | '#' | '>' | '+' | '-' if i == 0 => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_is_plain_markdown_and_its_values_stay_text() {
        let mut sheet = Sheet {
            lang: Lang::En,
            title: "T".into(),
            subtitle: "a|b <b>".into(),
            date: "2026-11-21".into(),
            pieces: Vec::new(),
        };
        sheet.heading(1, "H");
        sheet.table(SheetTable {
            columns: vec!["c".into()],
            widths: vec![1],
            rows: vec![vec![SheetCell::new("x|y\nz\u{202e}")]],
        });
        sheet.pieces.push(Piece::List { steps: true, items: vec!["do [it](http://e)".into()] });
        let expected = "# T\n\na\\|b &lt;b>\n\n## H\n\n| c |\n| --- |\n| x\\|y<br>z&lt;U+202E> |\n\n1. [ ] do \\[it\\](http://e)\n";
        assert_eq!(sheet.to_markdown(), expected);
    }
}
