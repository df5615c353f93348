//! PDF: a document for management and the lab, tagged (PDF/UA-1) and archivable (PDF/A-2a).
//!
//! The engine sees one template, one JSON document and fonts; every other file is denied. Values enter as JSON strings, never as
//! markup. Both standards refuse a character without a glyph, so such characters are written as `<U+XXXX>` first.

use std::io::Read as _;

use serde::Serialize;
use serde_json::{Value, json};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::sheet::{Piece, Sheet};
use super::view::{Caps, View};
use super::words::{Args, Sections, Words};
use super::{RenderError, Report};
use crate::rule::Lang;

include!(concat!(env!("OUT_DIR"), "/fonts.rs"));

const TEMPLATE: &str = include_str!("../../reports/report.typ");
const SHEET: &str = include_str!("../../reports/sheet.typ");
/// What the document lists at most; the JSON has the rest.
const CAPS: Caps = Caps { rows: 120, findings: 12, text: 280 };
/// Characters that a font must have to serve Traditional Chinese.
const PROBE: &str = "符合需人工確認憑證隱私權聲明臺灣";
/// Words in the names of fonts that are made for Traditional Chinese, the best first.
const GOOD_NAMES: &[&str] =
    &["Noto Sans TC", "Noto Sans CJK TC", "Source Han Sans TC", "PingFang TC", "JhengHei", "TC", "TW", "HK"];

#[derive(Serialize)]
struct Data<'a> {
    view: View,
    w: &'a Sections,
    family: Vec<String>,
    title: String,
    header: String,
    standard: String,
    note: String,
    source: String,
    date: [i32; 3],
}

/// The document. `system_fonts` are font files (or collections) of the machine, used where the binary has no font for the
/// report's language.
///
/// # Errors
/// [`RenderError::Font`] when no font can show the language; [`RenderError::Pdf`] when the engine refuses, which the tests rule out.
pub fn render(report: &Report, system_fonts: &[Vec<u8>]) -> Result<Vec<u8>, RenderError> {
    let fonts = choose(report.lang, system_fonts)?;
    let words = Words::of(report.lang);
    let view = View::new(report, CAPS);
    let data = Data {
        title: format!("{} — {}", view.name, words.ui("title")),
        header: words.ui("title").to_owned(),
        standard: format!("{} {} · {}", report.profile.title, report.profile.edition, view.class_word),
        note: report.profile.note.clone(),
        source: format!("{}{}", words.ui("source_of_standard"), report.profile.source),
        date: day(&report.date),
        view,
        w: words.sections(),
        family: families(&fonts),
    };
    let mut data = serde_json::to_value(&data).map_err(|e| RenderError::Pdf(e.to_string()))?;
    only_glyphs(&mut data, &fonts);
    let ident = format!("{} {} {}", report.target.sha256, report.date, report.lang.code());
    let creator = format!("{} {}", report.tool.name, report.tool.version);
    let result = compile(Paper::new(TEMPLATE, fonts, &data), ident, creator);
    typst::comemo::evict(0);
    result
}

/// A paper beside the report, see [`render`]. Tables with many columns lie on their side.
///
/// # Errors
/// As [`render`].
pub fn render_sheet(sheet: &Sheet, system_fonts: &[Vec<u8>]) -> Result<Vec<u8>, RenderError> {
    let fonts = choose(sheet.lang, system_fonts)?;
    let words = Words::of(sheet.lang);
    let version = env!("CARGO_PKG_VERSION");
    let wide = sheet.pieces.iter().any(|p| matches!(p, Piece::Table(t) if t.columns.len() > 4));
    let mut data = json!({
        "sheet": sheet,
        "wide": wide,
        "date": day(&sheet.date),
        "page": words.ui("page"),
        "made": words.say("ui", "generated_by", &Args::new().with("version", version)),
        "family": families(&fonts),
    });
    only_glyphs(&mut data, &fonts);
    let ident = format!("{} {} {} {}", sheet.title, sheet.subtitle, sheet.date, sheet.lang.code());
    let result = compile(Paper::new(SHEET, fonts, &data), ident, format!("maspect {version}"));
    typst::comemo::evict(0);
    result
}

/// Names of the fonts' families as the engine looks them up, once each.
fn families(fonts: &[Font]) -> Vec<String> {
    let mut families: Vec<String> = Vec::new();
    for font in fonts {
        let name = font.info().family.to_lowercase();
        if !families.contains(&name) {
            families.push(name);
        }
    }
    families
}

fn compile(paper: Paper, ident: String, creator: String) -> Result<Vec<u8>, RenderError> {
    let document = typst::compile::<PagedDocument>(&paper).output.map_err(|errors| said(&errors))?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|error| RenderError::Pdf(error.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some(creator)),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| said(&errors))
}

fn said(errors: &[SourceDiagnostic]) -> RenderError {
    let lines: Vec<String> = errors.iter().take(5).map(|error| format!("{} {:?}", error.message, error.span)).collect();
    RenderError::Pdf(lines.join("; "))
}

/// Whether the binary needs no font of the machine: a report in English quotes names in Chinese too.
pub fn has_every_font() -> bool {
    EMBEDDED_HAN
}

/// Whether the binary has its own font for a language.
pub fn has_font(lang: Lang) -> bool {
    lang == Lang::En || EMBEDDED_HAN
}

/// Fonts for a language: those of the binary, else those of the machine.
fn choose(lang: Lang, system_fonts: &[Vec<u8>]) -> Result<Vec<Font>, RenderError> {
    let files: Vec<Vec<u8>> = EMBEDDED.iter().map(|packed| unpacked(packed)).collect();
    if EMBEDDED_HAN {
        return Ok(han(&files));
    }
    let own: Vec<Font> = files.into_iter().filter_map(|file| Font::new(Bytes::new(file), 0)).collect();
    let found = han(system_fonts);
    match lang {
        Lang::ZhHant if found.is_empty() => Err(RenderError::Font {
            lang: lang.code(),
            hint: "install a font with Traditional Chinese (Debian: fonts-noto-cjk), or build with packaging/fonts.sh",
        }),
        Lang::ZhHant => Ok(found),
        Lang::En => Ok(own.into_iter().chain(found).collect()),
    }
}

fn unpacked(packed: &[u8]) -> Vec<u8> {
    let mut font = Vec::new();
    let mut inflate = flate2::read::ZlibDecoder::new(packed);
    if inflate.read_to_end(&mut font).is_err() {
        font.clear();
    }
    font
}

/// The faces of the best family with Traditional Chinese.
fn han(files: &[Vec<u8>]) -> Vec<Font> {
    let mut faces: Vec<(usize, Font)> = Vec::new();
    for file in files {
        for font in Font::iter(Bytes::new(file.clone())) {
            let info = font.info();
            let complete = PROBE.chars().all(|c| info.coverage.contains(u32::from(c)));
            let rank = GOOD_NAMES.iter().position(|name| info.family.contains(name)).unwrap_or(GOOD_NAMES.len());
            if complete && !info.family.contains("Mono") && !info.family.contains("Serif") {
                faces.push((rank, font));
            }
        }
    }
    faces.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.info().family.cmp(&b.1.info().family)));
    let best = faces.first().map(|(_, font)| font.info().family.clone());
    faces.into_iter().map(|(_, font)| font).filter(|font| Some(&font.info().family) == best.as_ref()).collect()
}

/// Writes characters that no font has as `<U+XXXX>`, in every string.
fn only_glyphs(value: &mut Value, fonts: &[Font]) {
    match value {
        Value::String(text) => {
            if text.chars().any(|c| !shows(fonts, c)) {
                let mut out = String::with_capacity(text.len());
                for c in text.chars() {
                    if shows(fonts, c) {
                        out.push(c);
                    } else {
                        out.push_str(&format!("<U+{:04X}>", u32::from(c)));
                    }
                }
                *text = out;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| only_glyphs(item, fonts)),
        Value::Object(map) => map.values_mut().for_each(|item| only_glyphs(item, fonts)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether every weight of the first family, or any font of another, has the character.
fn shows(fonts: &[Font], c: char) -> bool {
    c == '\n' || fonts.iter().any(|font| font.info().coverage.contains(u32::from(c)))
}

/// Year, month and day of an ISO date; the first day of 1970 when it is none.
fn day(date: &str) -> [i32; 3] {
    let parts: Vec<i32> = date.split('-').filter_map(|part| part.parse().ok()).collect();
    match parts[..] {
        [year, month @ 1..=12, day @ 1..=31] => [year, month, day],
        _ => [1970, 1, 1],
    }
}

/// The engine's world: a template, its data, fonts, and nothing else.
struct Paper {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    source: Source,
    data_id: FileId,
    data: Bytes,
}

impl Paper {
    fn new(template: &str, fonts: Vec<Font>, data: &Value) -> Self {
        Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            source: Source::new(id("report.typ"), template.to_owned()),
            data_id: id("report.json"),
            data: Bytes::from_string(json!(data).to_string()),
        }
    }
}

#[expect(clippy::expect_used, reason = "both names are constants and well-formed")]
fn id(name: &str) -> FileId {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).expect("a plain name")).intern()
}

impl World for Paper {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() { Ok(self.source.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_are_none_do_no_harm() {
        assert_eq!(day("2026-11-21"), [2026, 11, 21]);
        assert_eq!(day("never"), [1970, 1, 1]);
    }

    #[test]
    fn fonts_of_the_binary_open() {
        assert!(!EMBEDDED.is_empty());
        for packed in EMBEDDED {
            assert!(Font::new(Bytes::new(unpacked(packed)), 0).is_some());
        }
    }
}
