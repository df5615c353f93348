//! PDF with text: what the pages show, line by line. `lopdf` reads the container; fonts and text operators are read
//! here. Each page is read inside its own guard, so that one hostile page costs that page.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use encoding_rs::{BIG5, UTF_16BE};
use lopdf::Encoding;
use lopdf::content::Content;
use lopdf::{Dictionary, LoadOptions, Object, ObjectId, Stream};

use super::super::document::{Document, Place, collapse};
use super::super::error::NoticeError;
use super::TEXT_LIMIT;
use crate::finding::AppText;

/// Why a PDF cannot be read.
const CUT: &str = "cut off or damaged";
/// Bytes that one stream may inflate to.
const STREAM_LIMIT: usize = 32 << 20;
/// Pages that are read.
const PAGE_LIMIT: usize = 2_000;
/// Text operators of one page.
const OPERATION_LIMIT: usize = 2_000_000;
/// Form objects inside form objects.
const FORM_DEPTH: usize = 4;

/// Reads a PDF.
pub(super) fn read(file: &AppText, bytes: &[u8]) -> Result<Document, NoticeError> {
    let options = LoadOptions { max_decompressed_size: Some(STREAM_LIMIT), ..LoadOptions::default() };
    let loaded = catch_unwind(AssertUnwindSafe(|| lopdf::Document::load_mem_with_options(bytes, options)));
    let encrypted = || memchr::memmem::find(bytes, b"/Encrypt").is_some();
    let protected = || NoticeError::Protected { file: file.clone(), what: "PDF encryption" };
    let broken =
        |why: String| NoticeError::Broken { file: file.clone(), at: "document".to_owned(), format: "PDF", why };
    let pdf = match loaded {
        Ok(Ok(pdf)) => pdf,
        _ if encrypted() => return Err(protected()),
        Ok(Err(_)) | Err(_) => return Err(broken(CUT.to_owned())),
    };
    if pdf.is_encrypted() && !pdf.was_encrypted() {
        return Err(protected());
    }
    let pages: Vec<(u32, ObjectId)> = pdf.get_pages().into_iter().take(PAGE_LIMIT).collect();
    if pages.is_empty() {
        return Err(if encrypted() { protected() } else { broken(CUT.to_owned()) });
    }
    let (lines, seen) = all_lines(&pdf, &pages);
    let size: usize = lines.iter().map(|(l, _)| l.len()).sum();
    super::within(file, size, TEXT_LIMIT, "of text")?;
    let letters = lines.iter().flat_map(|(l, _)| l.chars()).filter(|c| c.is_alphanumeric()).count();
    if letters < 20 {
        let page = pages.first().map_or(1, |p| p.0);
        return Err(if seen.unmapped > letters {
            NoticeError::Unmapped { file: file.clone(), page }
        } else if !ends(bytes) {
            broken(CUT.to_owned())
        } else {
            let pages = u32::try_from(pages.len()).unwrap_or(u32::MAX);
            NoticeError::Scanned { file: file.clone(), page, pages }
        });
    }
    let blocks = super::plain::from_lines(&without_page_furniture(lines, pages.len()));
    Ok(Document { file: file.clone(), place: Place::Page, blocks, links: links(&pdf, &pages) })
}

/// Whether a PDF has its end: its last kilobyte says where the cross-reference table begins.
fn ends(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(1024)..).unwrap_or_default();
    memchr::memmem::find(tail, b"startxref").is_some() && memchr::memmem::find(tail, b"%%EOF").is_some()
}

/// What reading the pages met.
#[derive(Default)]
struct Seen {
    /// Characters whose meaning the font does not tell.
    unmapped: usize,
}

fn all_lines(pdf: &lopdf::Document, pages: &[(u32, ObjectId)]) -> (Vec<(String, u32)>, Seen) {
    let mut lines = Vec::new();
    let mut seen = Seen::default();
    let mut size = 0usize;
    for (number, id) in pages {
        let page = catch_unwind(AssertUnwindSafe(|| page_lines(pdf, *id)));
        let Ok((page, unmapped)) = page else { continue };
        seen.unmapped = seen.unmapped.saturating_add(unmapped);
        for line in page {
            size = size.saturating_add(line.len());
            lines.push((line, *number));
        }
        if size > TEXT_LIMIT {
            break;
        }
    }
    (lines, seen)
}

/// Running heads and page numbers: the same line (but for digits) on most pages, or a bare number.
fn without_page_furniture(lines: Vec<(String, u32)>, pages: usize) -> Vec<(String, u32)> {
    let shape = |line: &str| line.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (line, _) in &lines {
        *counts.entry(shape(line)).or_default() += 1;
    }
    lines
        .into_iter()
        .filter(|(line, _)| {
            let shape = shape(line);
            let bare = shape.chars().all(|c| !c.is_alphanumeric()) && line.chars().count() < 12;
            let repeated = pages >= 3 && counts.get(&shape).is_some_and(|n| *n + 1 >= pages && *n <= pages);
            !(bare || repeated && line.chars().any(|c| c.is_ascii_digit()) && line.chars().count() < 20)
        })
        .collect()
}

fn links(pdf: &lopdf::Document, pages: &[(u32, ObjectId)]) -> Vec<String> {
    let mut found = Vec::new();
    for (_, id) in pages {
        let annotations = catch_unwind(AssertUnwindSafe(|| pdf.get_page_annotations(*id).unwrap_or_default()));
        for annotation in annotations.unwrap_or_default() {
            let target = annotation
                .get_deref(b"A", pdf)
                .and_then(Object::as_dict)
                .and_then(|a| a.get_deref(b"URI", pdf))
                .and_then(Object::as_str);
            if let Ok(target) = target
                && found.len() < 10_000
            {
                found.push(String::from_utf8_lossy(target).into_owned());
            }
        }
    }
    found
}

/// How a font's bytes become characters.
enum Font<'a> {
    /// The font's own table.
    Table(CharacterTable),
    /// A predefined map onto UTF-16.
    Utf16,
    /// A predefined map onto Big5.
    Big5,
    /// One byte a character.
    Simple(Encoding<'a>),
    /// Glyph numbers without any table.
    Unknown,
}

impl<'a> Font<'a> {
    fn new(dictionary: &'a Dictionary, pdf: &'a lopdf::Document) -> Self {
        if let Ok(stream) = dictionary.get_deref(b"ToUnicode", pdf).and_then(Object::as_stream)
            && let Ok(content) = content_of(stream)
        {
            let table = CharacterTable::parse(&content);
            if !table.is_empty() {
                return Self::Table(table);
            }
        }
        let name = dictionary.get_deref(b"Encoding", pdf).and_then(Object::as_name).unwrap_or_default();
        let has = |part: &[u8]| memchr::memmem::find(name, part).is_some();
        if has(b"UCS2") || has(b"UTF16") {
            return Self::Utf16;
        }
        if has(b"B5") {
            return Self::Big5;
        }
        let composite = dictionary.get(b"Subtype").and_then(Object::as_name).is_ok_and(|s| s == b"Type0");
        if composite {
            return Self::Unknown;
        }
        dictionary.get_font_encoding_with_limit(pdf, STREAM_LIMIT).map_or(Self::Unknown, Self::Simple)
    }

    /// Decodes a shown string; adds to `unmapped` what has no meaning.
    fn decode(&self, bytes: &[u8], unmapped: &mut usize) -> String {
        match self {
            Self::Table(table) => table.decode(bytes, unmapped),
            Self::Utf16 => UTF_16BE.decode_without_bom_handling(bytes).0.into_owned(),
            Self::Big5 => BIG5.decode_without_bom_handling(bytes).0.into_owned(),
            Self::Simple(encoding) => encoding
                .bytes_to_string(bytes)
                .unwrap_or_else(|_| bytes.iter().filter(|b| b.is_ascii()).map(|b| char::from(*b)).collect()),
            Self::Unknown => {
                *unmapped = unmapped.saturating_add(bytes.len() / 2);
                String::new()
            }
        }
    }
}

fn content_of(stream: &Stream) -> lopdf::Result<Vec<u8>> {
    stream
        .decompressed_content_with_limit(STREAM_LIMIT)
        .or_else(|error| if stream.dict.get(b"Filter").is_err() { Ok(stream.content.clone()) } else { Err(error) })
}

/// A `ToUnicode` table.
#[derive(Default)]
struct CharacterTable {
    single: BTreeMap<(usize, u32), String>,
    ranges: BTreeMap<(usize, u32), (u32, Vec<u16>)>,
    lengths: [bool; 5],
}

impl CharacterTable {
    fn is_empty(&self) -> bool {
        self.single.is_empty() && self.ranges.is_empty()
    }

    fn parse(content: &[u8]) -> Self {
        let mut table = Self::default();
        let mut pending: Vec<Vec<u8>> = Vec::new();
        let mut list: Option<Vec<Vec<u8>>> = None;
        let mut rest = content;
        let mut mode = "";
        while let Some((token, left)) = token(rest) {
            rest = left;
            match token {
                Token::Hex(bytes) => match list.as_mut() {
                    Some(items) => items.push(bytes),
                    None => pending.push(bytes),
                },
                Token::Open => list = Some(Vec::new()),
                Token::Close => {
                    if let (Some(items), [low, _]) = (list.take(), pending.as_slice()) {
                        table.add_list(low, &items);
                    }
                    pending.clear();
                }
                Token::Word(word) => {
                    mode = match word {
                        b"begincodespacerange" => "space",
                        b"beginbfchar" => "char",
                        b"beginbfrange" => "range",
                        _ if word.starts_with(b"end") => "",
                        _ => mode,
                    };
                    pending.clear();
                }
            }
            table.step(mode, &mut pending);
            if table.single.len() + table.ranges.len() > 200_000 {
                break;
            }
        }
        table
    }

    fn step(&mut self, mode: &str, pending: &mut Vec<Vec<u8>>) {
        match (mode, pending.as_slice()) {
            ("space", [low, _]) => {
                if let Some(slot) = self.lengths.get_mut(low.len()) {
                    *slot = true;
                }
            }
            ("char", [code, target]) => {
                self.single
                    .insert((code.len(), number(code)), UTF_16BE.decode_without_bom_handling(target).0.into_owned());
            }
            ("range", [low, high, target]) => {
                let target = target.chunks(2).map(number).map(|n| u16::try_from(n).unwrap_or(0)).collect();
                self.ranges.insert((low.len(), number(low)), (number(high), target));
            }
            ("", _) => {}
            _ => return,
        }
        pending.clear();
    }

    fn add_list(&mut self, low: &[u8], items: &[Vec<u8>]) {
        for (index, item) in (0u32..).zip(items).take(70_000) {
            let text = UTF_16BE.decode_without_bom_handling(item).0.into_owned();
            self.single.insert((low.len(), number(low).saturating_add(index)), text);
        }
    }

    fn get(&self, length: usize, code: u32) -> Option<String> {
        if let Some(text) = self.single.get(&(length, code)) {
            return Some(text.clone());
        }
        let ((found, low), (high, target)) = self.ranges.range(..=(length, code)).next_back()?;
        if *found != length || code > *high {
            return None;
        }
        let mut target = target.clone();
        let offset = u16::try_from(code - low).ok()?;
        let last = target.last_mut()?;
        *last = last.wrapping_add(offset);
        Some(String::from_utf16_lossy(&target))
    }

    fn decode(&self, bytes: &[u8], unmapped: &mut usize) -> String {
        let mut out = String::new();
        let mut rest = bytes;
        let declared = |n: usize| self.lengths.get(n).copied().unwrap_or(false);
        let usual = if declared(2) || !declared(1) { 2 } else { 1 };
        while !rest.is_empty() {
            let found = (1..=4usize)
                .filter(|n| declared(*n) || !self.lengths.contains(&true))
                .find_map(|n| rest.get(..n).and_then(|code| self.get(n, number(code))).map(|text| (n, text)));
            let used = match found {
                Some((used, text)) => {
                    out.push_str(&text);
                    used
                }
                None => {
                    *unmapped = unmapped.saturating_add(1);
                    usual
                }
            };
            rest = rest.get(used..).unwrap_or_default();
        }
        out
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |n, b| (n << 8) | u32::from(*b))
}

enum Token<'a> {
    Hex(Vec<u8>),
    Open,
    Close,
    Word(&'a [u8]),
}

/// The next token of a character table.
fn token(bytes: &[u8]) -> Option<(Token<'_>, &[u8])> {
    let start = bytes.iter().position(|b| !b.is_ascii_whitespace())?;
    let rest = bytes.get(start..)?;
    let after = rest.get(1..)?;
    match rest.first()? {
        b'<' if after.first() != Some(&b'<') => {
            let end = memchr::memchr(b'>', after)?;
            let digits: Vec<u8> = after.get(..end)?.iter().copied().filter(u8::is_ascii_hexdigit).collect();
            Some((Token::Hex(hex::decode(digits).unwrap_or_default()), after.get(end + 1..)?))
        }
        b'[' => Some((Token::Open, after)),
        b']' => Some((Token::Close, after)),
        b'<' | b'>' | b'(' | b')' | b'/' | b'{' | b'}' => Some((Token::Word(rest.get(..1)?), after)),
        _ => {
            let end = rest
                .iter()
                .position(|b| b.is_ascii_whitespace() || matches!(b, b'<' | b'>' | b'[' | b']' | b'/' | b'('))
                .unwrap_or(rest.len())
                .max(1);
            Some((Token::Word(rest.get(..end)?), rest.get(end..)?))
        }
    }
}

/// A piece of text at a place on the page.
struct Piece {
    x: f32,
    y: f32,
    size: f32,
    text: String,
}

/// The lines of one page, in the order in which the page draws them, and the number of unreadable characters.
fn page_lines(pdf: &lopdf::Document, id: ObjectId) -> (Vec<String>, usize) {
    let Ok(content) = pdf.get_page_content_with_limit(id, STREAM_LIMIT) else { return (Vec::new(), 0) };
    let mut page = PageText { pdf, pieces: Vec::new(), unmapped: 0, operations: 0 };
    let (direct, referenced) = pdf.get_page_resources(id).unwrap_or_default();
    let resources: Vec<&Dictionary> =
        direct.into_iter().chain(referenced.into_iter().filter_map(|id| pdf.get_dictionary(id).ok())).collect();
    page.run(&content, &resources, [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], 0);
    (lines(page.pieces), page.unmapped)
}

/// Joins pieces that stand on one line; a wide gap is a cell's border.
fn lines(pieces: Vec<Piece>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut last: Option<(f32, f32)> = None;
    for piece in pieces {
        let size = piece.size.abs().max(1.0);
        let width: f32 = piece.text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum::<f32>() * size;
        match (last, out.last_mut()) {
            (Some((end, y)), Some(line)) if (y - piece.y).abs() < size * 0.5 && piece.x > end - size * 6.0 => {
                let gap = piece.x - end;
                if gap > size * 3.0 {
                    line.push_str(" | ");
                } else if gap > size * 0.2 {
                    line.push(' ');
                }
                line.push_str(&piece.text);
            }
            _ => out.push(piece.text),
        }
        last = Some((piece.x + width, piece.y));
    }
    out.iter().map(|line| collapse(line)).filter(|line| !line.is_empty()).collect()
}

type Matrix = [f32; 6];

fn multiply(a: Matrix, b: Matrix) -> Matrix {
    let ([a0, a1, a2, a3, a4, a5], [b0, b1, b2, b3, b4, b5]) = (a, b);
    [
        a0 * b0 + a1 * b2,
        a0 * b1 + a1 * b3,
        a2 * b0 + a3 * b2,
        a2 * b1 + a3 * b3,
        a4 * b0 + a5 * b2 + b4,
        a4 * b1 + a5 * b3 + b5,
    ]
}

fn shift(x: f32, y: f32) -> Matrix {
    [1.0, 0.0, 0.0, 1.0, x, y]
}

/// The text of a page being read.
struct PageText<'a> {
    pdf: &'a lopdf::Document,
    pieces: Vec<Piece>,
    unmapped: usize,
    operations: usize,
}

impl<'a> PageText<'a> {
    fn resource(&self, resources: &[&'a Dictionary], kind: &[u8], name: &[u8]) -> Option<&'a Object> {
        resources.iter().find_map(|r| {
            let group = r.get_deref(kind, self.pdf).and_then(Object::as_dict).ok()?;
            group.get_deref(name, self.pdf).ok()
        })
    }

    fn run(&mut self, content: &[u8], resources: &[&'a Dictionary], outer: Matrix, depth: usize) {
        let Ok(content) = Content::decode(content) else { return };
        let mut fonts: BTreeMap<Vec<u8>, Font<'a>> = BTreeMap::new();
        let mut state = State { page: outer, ..State::default() };
        let mut stack: Vec<State> = Vec::new();
        for operation in content.operations {
            self.operations += 1;
            if self.operations > OPERATION_LIMIT {
                return;
            }
            let o = &operation.operands;
            match operation.operator.as_str() {
                "q" if stack.len() < 256 => stack.push(state.clone()),
                "Q" => state = stack.pop().unwrap_or(state),
                "cm" => state.page = multiply(matrix(o), state.page),
                "Tf" => {
                    let name = o.first().and_then(|n| n.as_name().ok()).unwrap_or_default().to_vec();
                    if !fonts.contains_key(&name)
                        && let Some(Object::Dictionary(d)) = self.resource(resources, b"Font", &name)
                    {
                        fonts.insert(name.clone(), Font::new(d, self.pdf));
                    }
                    state.font = name;
                    state.size = float(o.get(1));
                }
                "Tj" | "TJ" | "'" | "\"" => {
                    if matches!(operation.operator.as_str(), "'" | "\"") {
                        state.next_line(0.0, -state.leading);
                    }
                    let font = fonts.get(state.font.as_slice());
                    self.show(&mut state, font, o.last());
                }
                "Do" if depth < FORM_DEPTH => {
                    let name = o.first().and_then(|n| n.as_name().ok()).unwrap_or_default();
                    self.form(resources, name, state.page, depth);
                }
                operator => state.place(operator, o),
            }
        }
    }

    fn form(&mut self, resources: &[&'a Dictionary], name: &[u8], page: Matrix, depth: usize) {
        let Some(Object::Stream(stream)) = self.resource(resources, b"XObject", name) else { return };
        if stream.dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Form".as_slice()) {
            return;
        }
        let Ok(content) = content_of(stream) else { return };
        let own = stream.dict.get_deref(b"Resources", self.pdf).and_then(Object::as_dict).ok();
        let resources: Vec<&Dictionary> = own.into_iter().chain(resources.iter().copied()).take(8).collect();
        let inner = stream.dict.get(b"Matrix").and_then(Object::as_array).map(|m| matrix(m)).unwrap_or(shift(0.0, 0.0));
        self.run(&content, &resources, multiply(inner, page), depth + 1);
    }

    /// A shown string, or an array of strings and kerns.
    fn show(&mut self, state: &mut State, font: Option<&Font<'_>>, shown: Option<&Object>) {
        let unknown = Font::Unknown;
        let font = font.unwrap_or(&unknown);
        let mut text = String::new();
        let single;
        let parts = match shown {
            Some(Object::Array(parts)) => parts.as_slice(),
            Some(other) => {
                single = [other.clone()];
                single.as_slice()
            }
            None => return,
        };
        for part in parts {
            match part {
                Object::String(bytes, _) => text.push_str(&font.decode(bytes, &mut self.unmapped)),
                kern => {
                    if float(Some(kern)) < -200.0 && text.chars().last().is_some_and(|c| c.is_ascii_alphanumeric()) {
                        text.push(' ');
                    }
                }
            }
        }
        if text.is_empty() {
            return;
        }
        let [a, _, _, d, x, y] = multiply(state.text, state.page);
        let size = state.size * if d == 0.0 { a } else { d };
        let advance: f32 = text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum::<f32>() * state.size;
        state.text = multiply(shift(advance, 0.0), state.text);
        self.pieces.push(Piece { x, y, size, text });
    }
}

/// The part of the graphics state that places text.
#[derive(Clone)]
struct State {
    page: Matrix,
    text: Matrix,
    line: Matrix,
    font: Vec<u8>,
    size: f32,
    leading: f32,
}

impl Default for State {
    fn default() -> Self {
        let unit = shift(0.0, 0.0);
        Self { page: unit, text: unit, line: unit, font: Vec::new(), size: 1.0, leading: 0.0 }
    }
}

impl State {
    fn next_line(&mut self, x: f32, y: f32) {
        self.line = multiply(shift(x, y), self.line);
        self.text = self.line;
    }

    fn place(&mut self, operator: &str, o: &[Object]) {
        match operator {
            "BT" => {
                self.line = shift(0.0, 0.0);
                self.text = self.line;
            }
            "Td" => self.next_line(float(o.first()), float(o.get(1))),
            "TD" => {
                self.leading = -float(o.get(1));
                self.next_line(float(o.first()), float(o.get(1)));
            }
            "T*" => self.next_line(0.0, -self.leading),
            "TL" => self.leading = float(o.first()),
            "Tm" => {
                self.line = matrix(o);
                self.text = self.line;
            }
            _ => {}
        }
    }
}

fn matrix(operands: &[Object]) -> Matrix {
    let mut out = shift(0.0, 0.0);
    for (slot, operand) in out.iter_mut().zip(operands) {
        *slot = float(Some(operand));
    }
    out
}

fn float(object: Option<&Object>) -> f32 {
    object.and_then(|o| o.as_float().ok()).unwrap_or(0.0)
}
