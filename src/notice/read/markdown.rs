//! Markdown, as far as notices use it: headings, lists, tables, emphasis, links, embedded HTML.

use super::super::document::{Block, BlockKind, collapse};
use super::super::text::marker;
use super::html;
use super::plain::join;

/// Splits Markdown into blocks and link targets.
pub(super) fn blocks(text: &str) -> (Vec<Block>, Vec<String>) {
    let mut reader = Reader::default();
    let mut lines = text.lines().enumerate().take(super::BLOCK_LIMIT).peekable();
    if lines.peek().is_some_and(|(_, l)| l.trim_end() == "---") {
        reader.front_matter = true;
    }
    for (index, line) in lines {
        reader.line(line, u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1));
    }
    (reader.blocks, reader.links)
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    links: Vec<String>,
    open: bool,
    fenced: bool,
    front_matter: bool,
    comment: bool,
}

impl Reader {
    fn line(&mut self, raw: &str, number: u32) {
        let line = raw.trim();
        if self.front_matter {
            self.front_matter = number == 1 || line != "---";
            return;
        }
        if line.starts_with("```") || line.starts_with("~~~") {
            self.fenced = !self.fenced;
            return;
        }
        if self.comment || line.starts_with("<!--") {
            self.comment = !line.contains("-->");
            return;
        }
        if line.is_empty() || is_rule(line) {
            if line.starts_with("===") {
                self.underlined(1);
            } else if line.starts_with("---") && self.open {
                self.underlined(2);
            }
            self.open = false;
            return;
        }
        let quoted = line.trim_start_matches(['>', ' ']);
        self.block(if self.fenced { line } else { quoted }, number, raw.ends_with("  ") || raw.ends_with('\\'));
    }

    fn underlined(&mut self, level: u8) {
        if let Some(last) = self.blocks.last_mut()
            && last.kind == BlockKind::Paragraph
        {
            last.kind = BlockKind::Heading(level);
        }
    }

    fn block(&mut self, line: &str, number: u32, hard_break: bool) {
        let (kind, body) = classify(line);
        let bold = bold_throughout(body);
        let text = self.inline(body);
        if text.is_empty() {
            return;
        }
        let titled = self.blocks.last().is_some_and(numbered_title);
        let fresh = !matches!(kind, BlockKind::Paragraph) || !self.open || marker(&text).is_some() || titled;
        let kind = match kind {
            BlockKind::Paragraph if bold && fresh => BlockKind::Heading(6),
            BlockKind::Row(cells) => BlockKind::Row(cells.iter().map(|c| self.inline(c)).collect()),
            kind => kind,
        };
        let continues = matches!(kind, BlockKind::Paragraph | BlockKind::Item);
        let room = self.blocks.len() < super::BLOCK_LIMIT;
        match self.blocks.last_mut() {
            Some(last) if !fresh => join(last, &text, number),
            _ if room => self.blocks.push(Block::new(kind, text, number)),
            _ => {}
        }
        self.open = continues && !hard_break && !matches!(line.chars().last(), Some('。' | '：' | ':' | '；'));
    }

    /// Takes emphasis, links and tags out of a line, keeping words and link texts.
    fn inline(&mut self, line: &str) -> String {
        let line = &autolinks(line);
        let stripped = if line.contains('<') { html::strip_tags(line, &mut self.links) } else { line.to_owned() };
        let mut out = String::with_capacity(stripped.len());
        let mut rest = stripped.as_str();
        while let Some(at) = rest.find(['*', '`', '[', '!', '\\', '_', '~']) {
            let (before, tail) = rest.split_at(at);
            out.push_str(before);
            rest = self.special(tail, &mut out);
        }
        out.push_str(rest);
        collapse(&out)
    }

    /// One special character at the start of `tail`; returns what is left.
    fn special<'t>(&mut self, tail: &'t str, out: &mut String) -> &'t str {
        let after = tail.get(1..).unwrap_or_default();
        if tail.starts_with('[')
            && let Some((label, target, rest)) = link(tail)
        {
            if self.links.len() < 10_000 {
                self.links.push(target.to_owned());
            }
            out.push_str(label);
            return rest;
        }
        match tail.chars().next() {
            Some('*' | '`') => {}
            Some('~') if tail.starts_with("~~") => return tail.get(2..).unwrap_or_default(),
            Some('!') if after.starts_with('[') => {}
            Some('\\') => {
                if let Some(c) = after.chars().next().filter(char::is_ascii_punctuation) {
                    out.push(c);
                    return after.get(c.len_utf8()..).unwrap_or_default();
                }
                out.push('\\');
            }
            Some('_') if tail.starts_with("__") && !tail.starts_with("___") => {
                return tail.get(2..).unwrap_or_default();
            }
            Some(c) => out.push(c),
            None => {}
        }
        after
    }
}

/// «二、資料之利用»: a title of an article that is written without the marks of a heading. What follows is no part of it.
fn numbered_title(block: &Block) -> bool {
    block.kind == BlockKind::Paragraph
        && block.text.chars().count() <= 30
        && marker(&block.text).is_some_and(|mark| {
            let title = block.text.get(mark.length..).unwrap_or_default();
            mark.style.is_major() && !title.contains(['。', '，', '；', ',', '.'])
        })
}

fn is_rule(line: &str) -> bool {
    line.len() >= 3 && line.chars().all(|c| matches!(c, '-' | '=' | '*' | '_' | ' '))
}

fn bold_throughout(line: &str) -> bool {
    let line = line.trim_end_matches([':', '：']);
    ["**", "__"].iter().any(|mark| {
        line.len() > 4
            && line
                .strip_prefix(mark)
                .and_then(|l| l.strip_suffix(mark))
                .is_some_and(|inner| !inner.contains(mark) && !inner.is_empty())
    })
}

/// What a line begins, and its text without that mark. Numbers of ordered lists stay in the text.
fn classify(line: &str) -> (BlockKind, &str) {
    let hashes = line.len() - line.trim_start_matches('#').len();
    if (1..=6).contains(&hashes)
        && let Some(rest) = line.get(hashes..)
    {
        let level = u8::try_from(hashes).unwrap_or(6);
        return (BlockKind::Heading(level), rest.trim().trim_end_matches('#').trim_end());
    }
    if line.starts_with('|') || line.matches('|').count() >= 2 {
        let cells: Vec<String> =
            line.trim_matches('|').split('|').map(|c| c.trim().to_owned()).filter(|c| !c.is_empty()).collect();
        let is_rule = cells.iter().all(|c| c.chars().all(|c| matches!(c, '-' | ':' | ' ')));
        if is_rule {
            return (BlockKind::Paragraph, "");
        }
        if cells.len() >= 2 {
            return (BlockKind::Row(cells), line.trim_matches('|'));
        }
    }
    for bullet in ["- ", "* ", "+ ", "• "] {
        if let Some(rest) = line.strip_prefix(bullet) {
            return (BlockKind::Item, rest.trim());
        }
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if (1..=3).contains(&digits)
        && line.get(digits..).is_some_and(|rest| rest.starts_with(". ") || rest.starts_with(") "))
    {
        return (BlockKind::Item, line);
    }
    (BlockKind::Paragraph, line)
}

/// `[label](target)` at the start of `text`.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let window = text.get(..text.char_indices().nth(600).map_or(text.len(), |(i, _)| i))?;
    let middle = window.find("](")?;
    let label = window.get(1..middle)?;
    let end = window.get(middle + 2..)?.find(')')?;
    let target = window.get(middle + 2..middle + 2 + end)?;
    Some((label, target.split_whitespace().next().unwrap_or_default(), text.get(middle + 3 + end..)?))
}

/// `<name@host>` and `<https://…>` are links, not tags: their brackets go.
fn autolinks(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(open) = rest.find('<') {
        let (before, tail) = rest.split_at(open);
        out.push_str(before);
        let inner = tail.get(1..).and_then(|t| t.split_once('>')).map(|(inner, _)| inner).filter(|inner| {
            let mail = inner.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
            !inner.contains([' ', '"', '='])
                && (mail || ["https://", "http://", "mailto:", "tel:"].iter().any(|s| inner.starts_with(s)))
        });
        match inner {
            Some(inner) => {
                out.push_str(inner.trim_start_matches("mailto:").trim_start_matches("tel:"));
                rest = tail.get(inner.len() + 2..).unwrap_or_default();
            }
            None => {
                out.push('<');
                rest = tail.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}
