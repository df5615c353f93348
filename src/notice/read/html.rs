//! HTML as a reader of the page sees it: blocks, ordered lists with their numbers, tables (also nested), the footer.
//! A tolerant tokenizer, one pass, no tree.

use std::collections::BTreeMap;

use super::super::document::{Block, BlockKind, collapse};

/// Open lists and tables that are followed; deeper ones are read as running text.
const DEPTH: usize = 32;
const LINKS: usize = 10_000;

/// What `<meta charset>` or an XML declaration says.
pub(super) fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..4096.min(bytes.len()))?).to_ascii_lowercase();
    let at = head.find("charset=").map(|i| i + 8).or_else(|| head.find("encoding=").map(|i| i + 9))?;
    let value: String = head
        .get(at..)?
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    (!value.is_empty()).then_some(value)
}

/// Whether text is a whole HTML page.
pub(super) fn whole_page(text: &str) -> bool {
    let head: String = text.chars().take(2000).collect::<String>().to_ascii_lowercase();
    head.contains("<!doctype html") || head.contains("<html")
}

/// Whether text is HTML or a template of it, whatever its name.
pub(super) fn looks_like(text: &str) -> bool {
    if whole_page(text) {
        return true;
    }
    let tags = ["<p", "<div", "<li", "<br", "<h2", "<h3", "<td", "</"];
    let sample = text.get(..text.char_indices().nth(60_000).map_or(text.len(), |(i, _)| i)).unwrap_or(text);
    tags.iter().map(|tag| sample.matches(tag).count()).sum::<usize>() >= 6
}

/// Splits HTML into blocks and link targets.
pub(super) fn blocks(text: &str) -> (Vec<Block>, Vec<String>) {
    let mut page = Page::default();
    tokens(text, &mut page);
    page.end_block();
    while page.tables.pop().map(|table| table.finish(&mut page.out)).is_some() {}
    (page.out, page.links)
}

/// A line of another format with its tags taken out; link targets are kept.
pub(super) fn strip_tags(line: &str, links: &mut Vec<String>) -> String {
    let mut page = Page::default();
    tokens(line, &mut page);
    page.end_block();
    while page.tables.pop().map(|table| table.finish(&mut page.out)).is_some() {}
    links.append(&mut page.links);
    page.out.into_iter().map(|b| b.text).collect::<Vec<_>>().join(" ")
}

/// Feeds tags and text to `page`.
fn tokens(text: &str, page: &mut Page) {
    let mut line = 1u32;
    let mut rest = text;
    while !rest.is_empty() {
        let Some(open) = rest.find('<') else {
            page.text(rest, line);
            break;
        };
        let (before, tail) = rest.split_at(open);
        page.text(before, line);
        line = line.saturating_add(newlines(before));
        let length = page.markup(tail, line);
        let (used, left) = tail.split_at(length);
        line = line.saturating_add(newlines(used));
        rest = left;
    }
}

fn newlines(text: &str) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', text.as_bytes()).count()).unwrap_or(u32::MAX)
}

/// One `<table>` being read.
#[derive(Default)]
struct Table {
    rows: Vec<Block>,
    cells: Vec<Vec<Block>>,
    in_cell: bool,
}

impl Table {
    /// Ends the row: short cells side by side are a row, anything else was layout.
    fn end_row(&mut self) {
        self.in_cell = false;
        let cells: Vec<Vec<Block>> = std::mem::take(&mut self.cells).into_iter().filter(|c| !c.is_empty()).collect();
        let data = cells.len() >= 2 && cells.iter().all(|cell| cell.len() <= 12);
        if !data {
            self.rows.extend(cells.into_iter().flatten());
            return;
        }
        let lines = cells.iter().flatten().next().map_or(1, |b| b.line_at(0));
        let texts: Vec<String> = cells
            .into_iter()
            .map(|cell| cell.into_iter().map(|b| b.text).collect::<Vec<_>>().join("\u{2028}"))
            .map(|text| text.replace('\u{2028}', " / "))
            .collect();
        let text = texts.join(" | ");
        self.rows.push(Block::new(BlockKind::Row(texts), text, lines));
    }

    fn finish(mut self, out: &mut Vec<Block>) {
        self.end_row();
        out.append(&mut self.rows);
    }
}

/// A list being read: for `<ol>` the next number and the style of its markers.
struct List {
    next: Option<u32>,
    style: char,
}

#[derive(Default)]
struct Page {
    out: Vec<Block>,
    links: Vec<String>,
    current: String,
    current_lines: Vec<(usize, u32)>,
    heading: Option<u8>,
    item: Option<String>,
    bold: usize,
    plain_text: bool,
    footer: usize,
    footer_div: Vec<bool>,
    skip: Option<&'static str>,
    nav: usize,
    lists: Vec<List>,
    tables: Vec<Table>,
    pre: usize,
    /// Where the text of the open `<pre>` begins in `out`.
    pre_start: usize,
}

impl Page {
    fn text(&mut self, raw: &str, line: u32) {
        if self.skip.is_some() || self.nav > 0 || raw.is_empty() {
            return;
        }
        for (index, part) in raw.split('\n').enumerate() {
            let line = line.saturating_add(u32::try_from(index).unwrap_or(u32::MAX));
            if index > 0 {
                if self.pre > 0 { self.end_block() } else { self.space() }
            }
            self.words(part, line);
        }
        if raw.ends_with(char::is_whitespace) {
            self.space();
        }
    }

    /// Text in `<pre>` is plain text: lines that its author broke at the page's width go on in the next one.
    fn join_wrapped(&mut self) {
        let lines = self.out.split_off(self.pre_start.min(self.out.len()));
        if lines.iter().any(|block| block.kind != BlockKind::Paragraph) {
            self.out.extend(lines);
            return;
        }
        let lines: Vec<(String, u32)> =
            lines.into_iter().map(|b| (b.line_at(0), b.text)).map(|(n, t)| (t, n)).collect();
        self.out.extend(super::plain::from_lines(&lines));
    }

    fn space(&mut self) {
        if !self.current.is_empty() && !self.current.ends_with(' ') {
            self.current.push(' ');
        }
    }

    fn words(&mut self, part: &str, line: u32) {
        if part.starts_with(char::is_whitespace) {
            self.space();
        }
        let decoded = entities(part);
        let text = collapse(&decoded);
        if text.is_empty() {
            return;
        }
        // A source line break between two Han characters is no space.
        if self.current.ends_with(' ') {
            let wide = |c: Option<char>| c.is_some_and(|c| u32::from(c) >= 0x2E80);
            if wide(self.current.trim_end().chars().last()) && wide(text.chars().next()) {
                self.current.pop();
            }
        }
        if self.current_lines.last().is_none_or(|(_, l)| *l != line) {
            self.current_lines.push((self.current.len(), line));
        }
        if self.bold == 0 {
            self.plain_text = true;
        }
        self.current.push_str(&text);
        if decoded.ends_with(char::is_whitespace) {
            self.space();
        }
    }

    /// Ends the block being read.
    fn end_block(&mut self) {
        let text = std::mem::take(&mut self.current);
        let lines = std::mem::take(&mut self.current_lines);
        let bold = !std::mem::replace(&mut self.plain_text, false);
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return;
        }
        let lead = text.len() - text.trim_start().len();
        let mut text = trimmed.to_owned();
        let mut lines: Vec<(usize, u32)> = lines.into_iter().map(|(at, l)| (at.saturating_sub(lead), l)).collect();
        let kind = if self.footer > 0 {
            BlockKind::Footer
        } else if let Some(level) = self.heading {
            BlockKind::Heading(level)
        } else if let Some(mark) = self.item.as_mut() {
            let mark = std::mem::take(mark);
            if !mark.is_empty() {
                lines.iter_mut().skip(1).for_each(|(at, _)| *at += mark.len());
                text.insert_str(0, &mark);
            }
            BlockKind::Item
        } else if bold && text.chars().count() <= 60 && !text.ends_with('。') {
            BlockKind::Heading(6)
        } else {
            BlockKind::Paragraph
        };
        let block = Block { kind, text, lines: if lines.is_empty() { vec![(0, 1)] } else { lines } };
        self.emit(block);
    }

    fn emit(&mut self, block: Block) {
        if self.out.len() >= super::BLOCK_LIMIT {
            return;
        }
        match self.tables.last_mut() {
            Some(table) if table.in_cell => match table.cells.last_mut() {
                Some(cell) => cell.push(block),
                None => table.cells.push(vec![block]),
            },
            Some(table) => table.rows.push(block),
            None => self.out.push(block),
        }
    }

    /// One piece of markup at the start of `tail`; returns how many bytes it takes (at least one).
    fn markup(&mut self, tail: &str, line: u32) -> usize {
        if let Some(until) = self.skip {
            let Some(end) = find_ignore_case(tail, until) else { return tail.len() };
            if end > 0 {
                return end;
            }
            self.skip = None;
        }
        if tail.starts_with("<!--") {
            return tail.find("-->").map_or(tail.len(), |i| i + 3);
        }
        if tail.starts_with("<%") {
            return tail.find("%>").map_or(tail.len(), |i| i + 2);
        }
        // A processing instruction, the document type.
        if tail.starts_with("<?") || tail.starts_with("<!") {
            return tail.find('>').map_or(tail.len(), |i| i + 1);
        }
        let Some(tag) = Tag::parse(tail) else {
            self.text("<", line);
            return 1;
        };
        if tag.closing {
            self.close(&tag)
        } else {
            self.open(&tag)
        }
        tag.length
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag.name.as_str() {
            "script" if !tag.empty => self.skip = Some("</script"),
            "style" if !tag.empty => self.skip = Some("</style"),
            "svg" if !tag.empty => self.skip = Some("</svg"),
            "template" if !tag.empty => self.skip = Some("</template"),
            "select" if !tag.empty => self.skip = Some("</select"),
            "nav" => self.nav += 1,
            "a" => self.link(tag),
            "b" | "strong" => self.bold += 1,
            "br" | "hr" => self.end_block(),
            "footer" => {
                self.end_block();
                self.footer += 1;
            }
            "pre" => {
                self.end_block();
                self.pre += 1;
                self.pre_start = self.out.len();
            }
            "title" | "p" | "section" | "article" | "main" | "header" | "body" | "blockquote" | "dl" | "dt" | "dd"
            | "address" | "form" | "fieldset" | "details" | "summary" | "figure" | "center" | "option" | "label" => {
                self.end_block();
                if tag.name == "title" {
                    self.heading = Some(1);
                }
            }
            "div" => {
                self.end_block();
                let is_footer = tag.has_word(&["footer", "copyright"]);
                self.footer += usize::from(is_footer);
                if self.footer_div.len() < 10_000 {
                    self.footer_div.push(is_footer);
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_block();
                self.heading = tag.name.get(1..).and_then(|n| n.parse().ok());
            }
            "ul" | "ol" | "menu" => self.open_list(tag),
            "li" => self.open_item(tag),
            "table" => {
                self.end_block();
                if self.tables.len() < DEPTH {
                    self.tables.push(Table::default());
                }
            }
            "tr" => self.row(),
            "td" | "th" => {
                self.end_block();
                if let Some(table) = self.tables.last_mut() {
                    table.in_cell = true;
                    table.cells.push(Vec::new());
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: &Tag<'_>) {
        match tag.name.as_str() {
            "nav" => self.nav = self.nav.saturating_sub(1),
            "b" | "strong" => self.bold = self.bold.saturating_sub(1),
            "footer" => {
                self.end_block();
                self.footer = self.footer.saturating_sub(1);
            }
            "pre" => {
                self.end_block();
                self.pre = self.pre.saturating_sub(1);
                self.join_wrapped();
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "title" => {
                self.end_block();
                self.heading = None;
            }
            "div" => {
                self.end_block();
                if self.footer_div.pop() == Some(true) {
                    self.footer = self.footer.saturating_sub(1);
                }
            }
            "ul" | "ol" | "menu" => {
                self.end_block();
                self.lists.pop();
                self.item = None;
            }
            "li" => {
                self.end_block();
                self.item = None;
            }
            "tr" => self.row(),
            "td" | "th" => {
                self.end_block();
                if let Some(table) = self.tables.last_mut() {
                    table.in_cell = false;
                }
            }
            "table" => {
                self.end_block();
                if let Some(table) = self.tables.pop() {
                    let mut rows = Vec::new();
                    table.finish(&mut rows);
                    rows.into_iter().for_each(|row| self.emit(row));
                }
            }
            "p" | "section" | "article" | "main" | "header" | "blockquote" | "dt" | "dd" | "address" | "body"
            | "dl" | "form" | "details" | "summary" | "label" => self.end_block(),
            _ => {}
        }
    }

    fn row(&mut self) {
        self.end_block();
        if let Some(table) = self.tables.last_mut() {
            table.end_row();
        }
    }

    fn link(&mut self, tag: &Tag<'_>) {
        if let Some(target) = tag.attribute("href")
            && self.links.len() < LINKS
        {
            self.links.push(entities(&target));
        }
    }

    fn open_list(&mut self, tag: &Tag<'_>) {
        self.end_block();
        self.item = None;
        if self.lists.len() >= DEPTH {
            return;
        }
        let next = (tag.name == "ol").then(|| tag.attribute("start").and_then(|s| s.trim().parse().ok()).unwrap_or(1));
        let style = tag.attribute("type").and_then(|t| t.trim().chars().next()).unwrap_or('1');
        let style = match tag.attribute("style").unwrap_or_default() {
            css if css.contains("none") => '-',
            css if css.contains("cjk-") || css.contains("chinese") => '一',
            css if css.contains("alpha") => 'a',
            css if css.contains("roman") => 'i',
            _ => style,
        };
        self.lists.push(List { next, style });
    }

    fn open_item(&mut self, tag: &Tag<'_>) {
        self.end_block();
        let mut mark = String::new();
        if let Some(list) = self.lists.last_mut()
            && let Some(next) = list.next.as_mut()
        {
            if let Some(value) = tag.attribute("value").and_then(|v| v.trim().parse().ok()) {
                *next = value;
            }
            mark = match list.style {
                'a' | 'A' | 'i' | 'I' | '-' => String::new(),
                '一' => super::super::text::chinese_number(*next).map(|n| format!("{n}、")).unwrap_or_default(),
                _ => format!("{next}. "),
            };
            *next = next.saturating_add(1);
        }
        self.item = Some(mark);
    }
}

/// A tag: `<name attributes>`.
struct Tag<'t> {
    name: String,
    closing: bool,
    empty: bool,
    attributes: &'t str,
    length: usize,
}

impl<'t> Tag<'t> {
    fn parse(tail: &'t str) -> Option<Self> {
        let body = tail.get(1..)?;
        let closing = body.starts_with('/');
        let body = if closing { body.get(1..)? } else { body };
        if !body.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let name_length =
            body.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == ':')).unwrap_or(body.len());
        let name = body.get(..name_length.min(20))?.to_ascii_lowercase();
        let after = body.get(name_length..)?;
        let end = tag_end(after);
        let attributes = after.get(..end)?;
        let length = tail.len() - after.len() + (end + 1).min(after.len());
        Some(Self { name, closing, empty: attributes.trim_end().ends_with('/'), attributes, length })
    }

    fn attributes(&self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        let mut rest = self.attributes;
        while found.len() < 64 {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            let name_end = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '/').unwrap_or(rest.len());
            if name_end == 0 {
                rest = rest.get(1..).unwrap_or_default();
                if rest.is_empty() {
                    break;
                }
                continue;
            }
            let (name, tail) = rest.split_at(name_end);
            let tail = tail.trim_start();
            let (value, left) = match tail.strip_prefix('=') {
                None => ("", tail),
                Some(tail) => attribute_value(tail.trim_start()),
            };
            found.entry(name.to_ascii_lowercase()).or_insert_with(|| value.to_owned());
            rest = left;
        }
        found
    }

    fn attribute(&self, name: &str) -> Option<String> {
        if self.attributes.is_empty() { None } else { self.attributes().remove(name) }
    }

    /// Whether `id`, `class` or `role` has one of the words as a part.
    fn has_word(&self, words: &[&str]) -> bool {
        if self.attributes.is_empty() {
            return false;
        }
        let attributes = self.attributes();
        ["id", "class", "role"].iter().filter_map(|n| attributes.get(*n)).any(|value| {
            let value = value.to_ascii_lowercase();
            value.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| words.contains(&part))
        })
    }
}

fn attribute_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

/// Where a tag ends: the next `>` outside quotes; a quote that never closes does not swallow the page.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (index, byte) in text.bytes().enumerate().take(65_536) {
        match (quote, byte) {
            (None, b'>') => return index,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(q), b) if q == b => quote = None,
            _ => {}
        }
    }
    text.find('>').unwrap_or(text.len())
}

fn find_ignore_case(text: &str, needle: &str) -> Option<usize> {
    let first = needle.len();
    memchr::memchr_iter(b'<', text.as_bytes())
        .find(|at| text.as_bytes().get(*at..at + first).is_some_and(|s| s.eq_ignore_ascii_case(needle.as_bytes())))
}

/// Character references resolved.
pub(super) fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let name_end = tail.bytes().take(12).position(|b| b == b';');
        match name_end.and_then(|end| Some((entity(tail.get(1..end)?)?, end))) {
            Some((character, end)) => {
                out.push(character);
                rest = tail.get(end + 1..).unwrap_or_default();
            }
            None => match bare_entity(tail) {
                Some((character, left)) => {
                    out.push(character);
                    rest = left;
                }
                None => {
                    out.push('&');
                    rest = tail.get(1..).unwrap_or_default();
                }
            },
        }
    }
    out.push_str(rest);
    out
}

/// The old names that browsers read without their semicolon, and what follows.
fn bare_entity(text: &str) -> Option<(char, &str)> {
    ["&nbsp", "&amp", "&quot", "&lt", "&gt", "&copy", "&reg"].into_iter().find_map(|name| {
        let left = text.strip_prefix(name)?;
        let whole = !left.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '=');
        Some((entity(name.get(1..)?)?, left)).filter(|_| whole)
    })
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" | "rsquo" | "lsquo" => '\'',
        "ldquo" => '“',
        "rdquo" => '”',
        "copy" => '©',
        "reg" => '®',
        "hellip" => '…',
        "mdash" => '—',
        "ndash" => '–',
        "bull" => '•',
        "middot" => '·',
        "times" => '×',
        "commat" => '@',
        "period" => '.',
        "colon" => ':',
        "zwnj" | "zwj" | "shy" => '\u{200b}',
        _ => return None,
    })
}
