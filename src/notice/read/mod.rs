//! Files to [`Document`]s. Every reader is bounded and total: hostile bytes cost an error line, never a panic.

mod decode;
mod docx;
mod html;
mod markdown;
mod pdf;
pub(super) mod plain;

use super::document::{Document, Place};
use super::error::NoticeError;
use crate::finding::AppText;

/// Bytes of text that are read: a notice of 8 MB would be a shelf of books.
pub const TEXT_LIMIT: usize = 8 << 20;
/// Bytes of a PDF or DOCX file, which may carry pictures.
pub const FILE_LIMIT: usize = 64 << 20;
/// Blocks of one document.
const BLOCK_LIMIT: usize = 400_000;

const MEGABYTE: u64 = 1 << 20;

/// Reads a notice. The format is told by the bytes first, then by the name's extension.
///
/// # Errors
/// One line that names file, place, reason and cure: see [`NoticeError`].
pub fn read(name: &str, bytes: &[u8]) -> Result<Document, NoticeError> {
    let file = AppText::new(name.rsplit(['/', '\\']).next().unwrap_or(name));
    let document = by_format(&file, name, bytes)?;
    if document.blocks.is_empty() {
        return Err(NoticeError::Empty { file });
    }
    Ok(document)
}

fn by_format(file: &AppText, name: &str, bytes: &[u8]) -> Result<Document, NoticeError> {
    let head = bytes.get(..1024.min(bytes.len())).unwrap_or(bytes);
    if memchr::memmem::find(head, b"%PDF-").is_some() {
        within(file, bytes.len(), FILE_LIMIT, "of file")?;
        return pdf::read(file, bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        within(file, bytes.len(), FILE_LIMIT, "of file")?;
        return docx::read(file, bytes);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return Err(compound_file(file, bytes));
    }
    if bytes.starts_with(b"{\\rtf") {
        return Err(NoticeError::Unsupported { file: file.clone(), what: "an RTF file" });
    }
    if let Some(what) = picture(bytes) {
        return Err(NoticeError::Unsupported { file: file.clone(), what });
    }
    within(file, bytes.len(), TEXT_LIMIT, "of text")?;
    text_file(file, name, bytes)
}

/// A CFB container: Office's encryption wraps a DOCX in one; otherwise it is the old binary format.
fn compound_file(file: &AppText, bytes: &[u8]) -> NoticeError {
    let stream: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if memchr::memmem::find(bytes, &stream).is_some() {
        NoticeError::Protected { file: file.clone(), what: "Office encryption" }
    } else {
        NoticeError::Unsupported { file: file.clone(), what: "an old binary Office file (.doc)" }
    }
}

fn picture(bytes: &[u8]) -> Option<&'static str> {
    let kinds: [(&[u8], &str); 4] = [
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"II*\0", "a TIFF picture"),
    ];
    kinds.into_iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, what)| what)
}

fn text_file(file: &AppText, name: &str, bytes: &[u8]) -> Result<Document, NoticeError> {
    let declared = html::declared_charset(bytes);
    let text = decode::decode(bytes, declared.as_deref())
        .map_err(|at| NoticeError::Encoding { file: file.clone(), line: line_of(bytes, at) })?;
    within(file, text.len(), TEXT_LIMIT * 2, "of text")?;
    let extension = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let (blocks, links) = match extension.as_str() {
        "html" | "htm" | "xhtml" => html::blocks(&text),
        "md" | "markdown" | "mdx" if !html::whole_page(&text) => markdown::blocks(&text),
        _ if html::looks_like(&text) => html::blocks(&text),
        _ => (plain::blocks(&text), Vec::new()),
    };
    Ok(Document { file: file.clone(), place: Place::Line, blocks, links })
}

fn line_of(bytes: &[u8], offset: usize) -> u32 {
    let before = bytes.get(..offset.min(bytes.len())).unwrap_or_default();
    u32::try_from(memchr::memchr_iter(b'\n', before).count()).unwrap_or(u32::MAX).saturating_add(1)
}

/// Checks a size against a limit.
fn within(file: &AppText, size: usize, limit: usize, of: &'static str) -> Result<(), NoticeError> {
    if size <= limit {
        return Ok(());
    }
    Err(NoticeError::TooLarge {
        file: file.clone(),
        size: (size as u64).div_ceil(MEGABYTE),
        limit: limit as u64 / MEGABYTE,
        of,
    })
}

#[cfg(test)]
mod tests;
