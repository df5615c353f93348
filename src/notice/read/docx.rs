//! DOCX: the body's paragraphs and tables, with the numbers that Word computes, and headers, footers and text boxes.

use std::collections::BTreeMap;
use std::io::Read;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rawzip::{CompressionMethod, ZipArchive};

use super::super::document::{Block, BlockKind, Document, Place, collapse};
use super::super::error::NoticeError;
use super::super::text::chinese_number;
use super::TEXT_LIMIT;
use crate::finding::AppText;

/// Bytes of one XML part. Markup is about ten times the text.
/// Why an archive cannot be read.
const CUT: &str = "cut off or damaged";
const PART_LIMIT: u64 = 80 << 20;
/// Nested tables that are followed.
const DEPTH: usize = 32;

/// Reads a DOCX file.
pub(super) fn read(file: &AppText, bytes: &[u8]) -> Result<Document, NoticeError> {
    let parts = parts(file, bytes)?;
    let Some(body) = parts.get("word/document.xml") else {
        return Err(NoticeError::Unsupported { file: file.clone(), what: "a ZIP archive without a Word document" });
    };
    let mut links: Vec<String> = Vec::new();
    let numbering = parts.get("word/numbering.xml").map(|xml| Numbering::read(xml)).unwrap_or_default();
    let styles = parts.get("word/styles.xml").map(|xml| styles(xml)).unwrap_or_default();
    let mut walker = Walker::new(numbering, styles);
    walker.read(body).map_err(|why| NoticeError::Broken {
        file: file.clone(),
        at: format!("paragraph {}", walker.paragraph),
        format: "DOCX",
        why,
    })?;
    let mut blocks = std::mem::take(&mut walker.out);
    for (name, xml) in &parts {
        if name.starts_with("word/footer") || name.starts_with("word/header") {
            let mut part = Walker::new(Numbering::default(), BTreeMap::new());
            part.paragraph = walker.paragraph;
            if part.read(xml).is_ok() {
                blocks.extend(part.out.into_iter().map(|b| Block { kind: BlockKind::Footer, ..b }));
            }
        } else if name.ends_with("document.xml.rels") {
            links = targets(xml);
        }
    }
    let size: usize = blocks.iter().map(|b| b.text.len()).sum();
    super::within(file, size, TEXT_LIMIT, "of text")?;
    if blocks.is_empty() {
        return Err(NoticeError::Empty { file: file.clone() });
    }
    Ok(Document { file: file.clone(), place: Place::Paragraph, blocks, links })
}

/// The XML parts that are read, inflated within bounds.
fn parts(file: &AppText, bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, NoticeError> {
    let broken =
        |at: &str, why: String| NoticeError::Broken { file: file.clone(), at: at.to_owned(), format: "DOCX", why };
    let archive = ZipArchive::from_slice(bytes).map_err(|_| broken("archive", CUT.to_owned()))?;
    let mut parts = BTreeMap::new();
    let mut entries = archive.entries();
    for _ in 0..10_000 {
        let Some(entry) = entries.next_entry().map_err(|_| broken("archive", CUT.to_owned()))? else { break };
        let name = String::from_utf8_lossy(entry.file_path().as_ref()).into_owned();
        if !wanted(&name) {
            continue;
        }
        let data = archive.get_entry(entry.wayfinder()).map_err(|_| broken(&name, CUT.to_owned()))?;
        if entry.flags().is_encrypted() {
            return Err(NoticeError::Protected { file: file.clone(), what: "ZIP encryption" });
        }
        let mut content = Vec::new();
        let read = match entry.compression_method() {
            CompressionMethod::STORE => data.data().take(PART_LIMIT + 1).read_to_end(&mut content),
            CompressionMethod::DEFLATE => {
                flate2::bufread::DeflateDecoder::new(data.data()).take(PART_LIMIT + 1).read_to_end(&mut content)
            }
            _ => return Err(broken(&name, "unknown compression".to_owned())),
        };
        read.map_err(|_| broken(&name, CUT.to_owned()))?;
        super::within(file, content.len(), usize::try_from(PART_LIMIT).unwrap_or(usize::MAX), "of text")?;
        parts.entry(name).or_insert(content);
    }
    Ok(parts)
}

fn wanted(name: &str) -> bool {
    matches!(name, "word/document.xml" | "word/numbering.xml" | "word/styles.xml" | "word/_rels/document.xml.rels")
        || (name.ends_with(".xml") && (name.starts_with("word/footer") || name.starts_with("word/header")))
}

/// An attribute by its local name.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element.attributes().with_checks(false).flatten().take(64).find_map(|a| {
        let local = a.key.local_name();
        (local.as_ref() == name).then(|| super::html::entities(&a.value))
    })
}

fn targets(xml: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    each_start(xml, |element| {
        if let Some(target) = attribute(element, "Target")
            && (target.starts_with("http") || target.starts_with("mailto"))
            && found.len() < 10_000
        {
            found.push(target);
        }
    });
    found
}

/// Calls back for each start (or empty) element.
fn each_start(xml: &[u8], mut on: impl FnMut(&BytesStart<'_>)) {
    let xml = String::from_utf8_lossy(xml);
    let mut reader = Reader::from_str(&xml);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => on(&element),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// One level of a numbering definition.
#[derive(Debug, Clone, Default)]
struct Level {
    format: String,
    text: String,
    start: u32,
}

/// `numbering.xml`: list id → levels.
#[derive(Debug, Default)]
struct Numbering {
    lists: BTreeMap<String, (String, BTreeMap<usize, Level>)>,
}

impl Numbering {
    fn read(xml: &[u8]) -> Self {
        let mut definitions: BTreeMap<String, BTreeMap<usize, Level>> = BTreeMap::new();
        let mut uses: Vec<(String, String)> = Vec::new();
        let (mut definition, mut level, mut list) = (None::<String>, 0usize, None::<String>);
        each_start(xml, |element| {
            let value = attribute(element, "val");
            match element.local_name().as_ref() {
                "abstractNum" => definition = attribute(element, "abstractNumId"),
                "num" => {
                    definition = None;
                    list = attribute(element, "numId");
                }
                "abstractNumId" => uses.extend(list.clone().zip(value)),
                "lvl" => level = attribute(element, "ilvl").and_then(|v| v.parse().ok()).unwrap_or(0).min(9),
                name => {
                    if let Some(levels) = definition.as_ref().map(|d| definitions.entry(d.clone()).or_default()) {
                        let slot = levels.entry(level).or_insert(Level { start: 1, ..Level::default() });
                        match name {
                            "numFmt" => slot.format = value.unwrap_or_default(),
                            "lvlText" => slot.text = value.unwrap_or_default(),
                            "start" => slot.start = value.and_then(|v| v.parse().ok()).unwrap_or(1),
                            _ => {}
                        }
                    }
                }
            }
        });
        let lists = uses
            .into_iter()
            .map(|(list, id)| {
                let levels = definitions.get(&id).cloned().unwrap_or_default();
                (list, (id, levels))
            })
            .collect();
        Self { lists }
    }
}

/// Paragraph styles: heading level, and numbering that the style carries.
#[derive(Debug, Clone, Default)]
struct Style {
    heading: Option<u8>,
    list: Option<(String, usize)>,
}

fn styles(xml: &[u8]) -> BTreeMap<String, Style> {
    let mut found: BTreeMap<String, Style> = BTreeMap::new();
    let mut id = String::new();
    each_start(xml, |element| {
        let value = attribute(element, "val");
        match element.local_name().as_ref() {
            "style" => id = attribute(element, "styleId").unwrap_or_default(),
            "outlineLvl" => {
                let level = value.and_then(|v| v.parse::<u8>().ok()).filter(|v| *v < 9).map(|v| (v + 1).min(6));
                found.entry(id.clone()).or_default().heading = level;
            }
            "numId" => {
                let slot = &mut found.entry(id.clone()).or_default().list;
                *slot = Some((value.unwrap_or_default(), slot.as_ref().map_or(0, |s| s.1)));
            }
            "ilvl" => {
                let level = value.and_then(|v| v.parse().ok()).unwrap_or(0);
                let slot = &mut found.entry(id.clone()).or_default().list;
                *slot = Some((slot.as_ref().map(|s| s.0.clone()).unwrap_or_default(), level));
            }
            _ => {}
        }
    });
    found
}

/// Reads a part's paragraphs.
struct Walker {
    numbering: Numbering,
    styles: BTreeMap<String, Style>,
    counters: BTreeMap<(String, usize), u32>,
    out: Vec<Block>,
    tables: Vec<(Vec<Vec<Block>>, bool)>,
    paragraph: u32,
    text: String,
    style: Style,
    bold_runs: usize,
    plain_runs: usize,
    run_bold: bool,
}

impl Walker {
    fn new(numbering: Numbering, styles: BTreeMap<String, Style>) -> Self {
        Self {
            numbering,
            styles,
            counters: BTreeMap::new(),
            out: Vec::new(),
            tables: Vec::new(),
            paragraph: 0,
            text: String::new(),
            style: Style::default(),
            bold_runs: 0,
            plain_runs: 0,
            run_bold: false,
        }
    }

    fn read(&mut self, xml: &[u8]) -> Result<(), String> {
        let xml = String::from_utf8_lossy(xml);
        let mut reader = Reader::from_str(&xml);
        reader.config_mut().check_end_names = false;
        let (mut in_text, mut deleted, mut fallback) = (false, 0usize, 0usize);
        loop {
            match reader.read_event().map_err(|e| e.to_string())? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "t" => in_text = deleted == 0 && fallback == 0,
                    "del" | "moveFrom" => deleted += 1,
                    "Fallback" => fallback += 1,
                    _ => self.start(&element),
                },
                Event::Empty(element) => self.start(&element),
                Event::Text(text) if in_text => {
                    self.word(&super::html::entities(&text));
                }
                Event::GeneralRef(reference) if in_text => {
                    self.word(&super::html::entities(&format!("&{};", &*reference)));
                }
                Event::End(element) => match element.local_name().as_ref() {
                    "t" => in_text = false,
                    "del" | "moveFrom" => deleted = deleted.saturating_sub(1),
                    "Fallback" => fallback = fallback.saturating_sub(1),
                    name => self.end(name),
                },
                Event::Eof => break,
                _ => {}
            }
            if self.out.len() > super::BLOCK_LIMIT {
                break;
            }
        }
        self.end_paragraph();
        while !self.tables.is_empty() {
            self.end("tbl");
        }
        Ok(())
    }

    fn word(&mut self, text: &str) {
        self.text.push_str(text);
        if !text.trim().is_empty() {
            if self.run_bold { self.bold_runs += 1 } else { self.plain_runs += 1 }
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "p" => {
                self.end_paragraph();
                self.paragraph = self.paragraph.saturating_add(1);
            }
            "r" => self.run_bold = false,
            "b" => self.run_bold = !matches!(attribute(element, "val").as_deref(), Some("0" | "false")),
            "br" | "cr" => {
                let keep = self.style.clone();
                self.end_paragraph();
                self.style = Style { list: None, ..keep };
            }
            "tab" if !self.text.is_empty() => self.text.push(' '),
            "pStyle" => {
                let id = attribute(element, "val").unwrap_or_default();
                self.style = self.styles.get(&id).cloned().unwrap_or_default();
                if self.style.heading.is_none() {
                    self.style.heading =
                        id.strip_prefix("Heading").and_then(|n| n.parse().ok()).map(|n: u8| n.clamp(1, 6));
                }
            }
            "outlineLvl" => {
                self.style.heading = attribute(element, "val")
                    .and_then(|v| v.parse::<u8>().ok())
                    .filter(|v| *v < 9)
                    .map(|v| (v + 1).min(6));
            }
            "ilvl" => {
                let level = attribute(element, "val").and_then(|v| v.parse().ok()).unwrap_or(0).min(9);
                let list = self.style.list.take().map(|l| l.0).unwrap_or_default();
                self.style.list = Some((list, level));
            }
            "numId" => {
                let level = self.style.list.take().map_or(0, |l| l.1);
                self.style.list = attribute(element, "val").filter(|v| v != "0").map(|list| (list, level));
            }
            "tbl" if self.tables.len() < DEPTH => {
                self.end_paragraph();
                self.tables.push((Vec::new(), false));
            }
            "tc" => {
                if let Some((cells, in_cell)) = self.tables.last_mut() {
                    cells.push(Vec::new());
                    *in_cell = true;
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.end_paragraph(),
            "tr" => self.end_row(),
            "tbl" => {
                self.end_row();
                self.tables.pop();
            }
            "tc" => {
                if let Some((_, in_cell)) = self.tables.last_mut() {
                    *in_cell = false;
                }
            }
            _ => {}
        }
    }

    fn end_row(&mut self) {
        let Some((cells, _)) = self.tables.last_mut() else { return };
        let cells: Vec<Vec<Block>> = std::mem::take(cells).into_iter().filter(|c| !c.is_empty()).collect();
        if cells.len() < 2 {
            cells.into_iter().flatten().for_each(|block| self.emit(block, true));
            return;
        }
        let line = cells.iter().flatten().next().map_or(1, |b| b.line_at(0));
        let texts: Vec<String> =
            cells.into_iter().map(|c| c.into_iter().map(|b| b.text).collect::<Vec<_>>().join(" / ")).collect();
        let row = Block::new(BlockKind::Row(texts.clone()), texts.join(" | "), line);
        self.emit(row, true);
    }

    fn emit(&mut self, block: Block, row: bool) {
        let depth = if row { self.tables.len().checked_sub(2) } else { self.tables.len().checked_sub(1) };
        match depth.and_then(|d| self.tables.get_mut(d)) {
            Some((cells, true)) => match cells.last_mut() {
                Some(cell) => cell.push(block),
                None => cells.push(vec![block]),
            },
            _ => self.out.push(block),
        }
    }

    fn end_paragraph(&mut self) {
        let text = collapse(&std::mem::take(&mut self.text));
        let style = std::mem::take(&mut self.style);
        let bold = std::mem::take(&mut self.bold_runs) > 0 && std::mem::take(&mut self.plain_runs) == 0;
        self.plain_runs = 0;
        self.run_bold = false;
        if text.is_empty() {
            return;
        }
        let mark = style.list.as_ref().map(|(list, level)| self.number(list, *level));
        let kind = match (style.heading, &mark) {
            (Some(level), _) => BlockKind::Heading(level),
            (None, Some(_)) => BlockKind::Item,
            (None, None) if bold && text.chars().count() <= 60 && !text.ends_with('。') => BlockKind::Heading(6),
            (None, None) => BlockKind::Paragraph,
        };
        let text = format!("{}{text}", mark.unwrap_or_default());
        let block = Block::new(kind, text, self.paragraph.max(1));
        self.emit(block, false);
    }

    /// The number that Word shows before a paragraph of list `list` at `level`; empty for bullets.
    fn number(&mut self, list: &str, level: usize) -> String {
        let Some((id, levels)) = self.numbering.lists.get(list) else { return String::new() };
        let Some(definition) = levels.get(&level).cloned() else { return String::new() };
        let (id, levels) = (id.clone(), levels.clone());
        let counter = self.counters.entry((id.clone(), level)).or_insert(definition.start.saturating_sub(1));
        *counter = counter.saturating_add(1);
        self.counters.retain(|(other, l), _| *other != id || *l <= level);
        if matches!(definition.format.as_str(), "bullet" | "none" | "") {
            return String::new();
        }
        let mut text = definition.text.clone();
        for l in 0..=level {
            let start = levels.get(&l).map_or(1, |d| d.start);
            let value = self.counters.get(&(id.clone(), l)).copied().unwrap_or(start);
            let format = levels.get(&l).map_or("decimal", |d| d.format.as_str());
            text = text.replace(&format!("%{}", l + 1), &shown(value, format));
        }
        text.push(' ');
        text
    }
}

/// A number in one of Word's formats.
fn shown(value: u32, format: &str) -> String {
    let han = format.contains("aiwanese") || format.contains("hinese") || format.starts_with("ideograph");
    match format {
        _ if han => chinese_number(value).unwrap_or_else(|| value.to_string()),
        "lowerLetter" | "upperLetter" => {
            let letter = u8::try_from(value.clamp(1, 26)).map_or(b'a', |v| b'a' + v - 1);
            char::from(letter).to_string()
        }
        _ => value.to_string(),
    }
}
