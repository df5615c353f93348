//! String literals: C strings, UTF-16 strings, constant `NSString` objects, and text runs of `__const`.

use std::borrow::Cow;

use super::{MachO, Section};

/// The shortest run taken for text in sections that are not made of strings.
const SHORTEST_RUN: usize = 6;

/// A string literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal<'a> {
    /// Address.
    pub address: u64,
    /// Name of its section.
    pub section: &'a str,
    /// The text.
    pub text: Cow<'a, str>,
}

/// See [`MachO::literals`].
pub(super) fn literals(macho: &MachO<'_>, visit: &mut dyn FnMut(Literal<'_>)) {
    // Sections of a hostile file may cover the same bytes many times.
    let mut left = macho.bytes.len().saturating_mul(2);
    for section in &macho.sections {
        let bytes = macho.section_bytes(section);
        let kind = section.kind();
        let wide = &*section.name == "__ustring";
        let runs = &*section.name == "__const" || (&*section.segment == "__TEXT" && &*section.name == "__rodata");
        if bytes.is_empty() || !(kind == 2 || wide || runs) {
            continue;
        }
        let Some(rest) = left.checked_sub(bytes.len()) else { return };
        left = rest;
        if wide {
            utf16(section, bytes, visit);
        } else if runs {
            text_runs(section, bytes, visit);
        } else {
            c_strings(section, bytes, visit);
        }
    }
}

fn c_strings(section: &Section<'_>, bytes: &[u8], visit: &mut dyn FnMut(Literal<'_>)) {
    let mut start = 0usize;
    while let Some(rest) = bytes.get(start..) {
        if rest.is_empty() {
            break;
        }
        let length = memchr::memchr(0, rest).unwrap_or(rest.len());
        if let Some(text) = rest.get(..length).filter(|t| !t.is_empty()) {
            let address = section.address.wrapping_add(start as u64);
            visit(Literal { address, section: &section.name, text: String::from_utf8_lossy(text) });
        }
        start = start.saturating_add(length).saturating_add(1);
    }
}

fn utf16(section: &Section<'_>, bytes: &[u8], visit: &mut dyn FnMut(Literal<'_>)) {
    let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    let mut start = 0usize;
    for run in units.split(|unit| *unit == 0) {
        if !run.is_empty() {
            let address = section.address.wrapping_add(start.saturating_mul(2) as u64);
            visit(Literal { address, section: &section.name, text: String::from_utf16_lossy(run).into() });
        }
        start = start.saturating_add(run.len()).saturating_add(1);
    }
}

/// Runs of printable ASCII in data: Swift and C keep some strings there.
fn text_runs(section: &Section<'_>, bytes: &[u8], visit: &mut dyn FnMut(Literal<'_>)) {
    let mut start = 0usize;
    for run in bytes.split(|byte| !matches!(byte, 0x20..=0x7e | b'\t' | b'\n')) {
        if run.len() >= SHORTEST_RUN
            && let Ok(text) = std::str::from_utf8(run)
        {
            let address = section.address.wrapping_add(start as u64);
            visit(Literal { address, section: &section.name, text: text.into() });
        }
        start = start.saturating_add(run.len()).saturating_add(1);
    }
}

/// A constant string object: class, flags, characters, length. Bit 4 of the flags says UTF-16.
pub(super) fn cf_string<'a>(macho: &MachO<'a>, address: u64) -> Option<Cow<'a, str>> {
    let word = macho.pointer_size();
    let field = |position: u64| address.wrapping_add(position.wrapping_mul(word));
    let flags = macho.u32_at(field(1))?;
    let characters = macho.target(field(2))?;
    let length = if macho.is_64() { macho.u64_at(field(3))? } else { u64::from(macho.u32_at(field(3))?) };
    let length = usize::try_from(length).ok().filter(|l| *l <= 1 << 20)?;
    if flags & 0x10 != 0 {
        let bytes = macho.bytes_at(characters, length.checked_mul(2)?)?;
        return Some(encoding_rs::UTF_16LE.decode_without_bom_handling(bytes).0);
    }
    Some(String::from_utf8_lossy(macho.bytes_at(characters, length)?))
}
