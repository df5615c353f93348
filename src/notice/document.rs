//! A document as the judge reads it: blocks in reading order, each with its place.

use crate::finding::AppText;

/// What the numbers in [`Block::lines`] count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// 1-based lines of the file (HTML, Markdown, plain text).
    Line,
    /// 1-based pages (PDF).
    Page,
    /// 1-based paragraphs, table rows counting as one each (DOCX).
    Paragraph,
}

impl Place {
    /// The word used in messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Page => "page",
            Self::Paragraph => "paragraph",
        }
    }
}

/// What a block is in the document's structure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading; 1 is the highest level, 6 the lowest.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// An item of a list. Its number or bullet, where it has one, begins the text.
    Item,
    /// A table row; the cells in order. The text is the cells joined by ` | `.
    Row(Vec<String>),
    /// Text of the page's footer.
    Footer,
}

/// One block of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text, white space collapsed, without markup. Never empty.
    pub text: String,
    /// Where its text stands: byte offset in `text` and the line (page, paragraph) that begins there, ascending.
    pub lines: Vec<(usize, u32)>,
}

impl Block {
    /// A block that stands on one line.
    pub fn new(kind: BlockKind, text: impl Into<String>, line: u32) -> Self {
        Self { kind, text: text.into(), lines: vec![(0, line)] }
    }

    /// The line (page, paragraph) of a byte of the text.
    pub fn line_at(&self, offset: usize) -> u32 {
        let after = self.lines.partition_point(|(start, _)| *start <= offset);
        self.lines.get(after.saturating_sub(1)).map_or(1, |(_, line)| *line)
    }
}

/// A document that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The file's name.
    pub file: AppText,
    /// What line numbers count.
    pub place: Place,
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// Targets of links (`href`), in order of appearance, as they stand.
    pub links: Vec<String>,
}

impl Document {
    /// Text given as such: every line a block, bullets and numbers recognised later. For text found in a build.
    pub fn from_text(file: &str, text: &str) -> Self {
        Self { file: file.into(), place: Place::Line, blocks: super::read::plain::blocks(text), links: Vec::new() }
    }

    /// All text, one block a line.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for block in &self.blocks {
            out.push_str(&block.text);
            out.push('\n');
        }
        out
    }
}

/// White space collapsed to single spaces, ends trimmed.
pub(crate) fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}' || (c.is_control()) {
            if !out.ends_with(' ') && !out.is_empty() && c != '\u{200b}' && c != '\u{feff}' {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
    let end = out.trim_end().len();
    out.truncate(end);
    out
}
