//! What functions of native libraries that Java calls do with the texts they are given, as far as straight code shows:
//! which of them compare one with a word that stands in the library.
//!
//! Only 64-bit ARM is read, function by function from its exported name on. Names are mangled as the Java Native Interface
//! Specification says (chapter 2, «Resolving Native Method Names»); relocations and symbols are those of the System V ABI
//! (chapter 4) and its supplement for AArch64.

use std::collections::{BTreeMap, BTreeSet};

use super::arm64::decode::{Alu, Op, decode};
use crate::format::elf::Elf;

/// `EM_AARCH64`.
const AARCH64: u16 = 183;
/// Instructions of one function that are looked at.
const LONGEST: u64 = 2_000;
/// Functions of one library that are looked at.
const FUNCTIONS: usize = 2_000;
/// Letters of the shortest word that counts.
const SHORTEST: usize = 4;
/// Functions of the C library that compare two texts.
const COMPARE: [&str; 5] = ["strcmp", "strncmp", "strcasecmp", "strncasecmp", "memcmp"];

/// Functions that Java calls (`Java_package_Class_method`) and that compare a text with a word of the library.
pub fn comparing_fixed_words(elf: &Elf<'_>) -> BTreeSet<String> {
    let library = Library { elf, imports: imports(elf) };
    if elf.machine != AARCH64 || !library.imports.values().any(|name| COMPARE.contains(&name.as_str())) {
        return BTreeSet::new();
    }
    let functions = elf.exports().filter(|s| s.function && s.name.starts_with("Java_")).take(FUNCTIONS);
    let compares = functions.filter(|function| library.compares(function.address));
    compares.map(|function| function.name.to_string()).collect()
}

/// The name under which a library exports a native method; overloaded ones have their parameters after it.
pub fn mangled(class: &str, method: &str) -> String {
    let mut name = String::from("Java_");
    let mut add = |text: &str| {
        for c in text.chars() {
            match c {
                '.' | '/' => name.push('_'),
                '_' => name.push_str("_1"),
                'a'..='z' | 'A'..='Z' | '0'..='9' => name.push(c),
                other => name.push_str(&format!("_0{:04x}", u32::from(other))),
            }
        }
    };
    add(class);
    add("/");
    add(method);
    name
}

struct Library<'l, 'a> {
    elf: &'l Elf<'a>,
    /// Names of imported functions by the place of the table that holds their address.
    imports: BTreeMap<u64, String>,
}

impl Library<'_, '_> {
    fn word(&self, address: u64) -> Option<u32> {
        let at = usize::try_from(self.elf.offset_of(address)?).ok()?;
        let bytes = self.elf.bytes().get(at..at.checked_add(4)?)?;
        bytes.try_into().ok().map(u32::from_le_bytes)
    }

    /// Whether a function calls a comparison with a word of the library; what registers hold is followed in the order of
    /// the instructions.
    fn compares(&self, start: u64) -> bool {
        let mut registers: [Option<u64>; 33] = [None; 33];
        let mut furthest = start;
        let end = start.saturating_add(LONGEST * 4);
        let mut at = start;
        while at < end {
            let Some(word) = self.word(at) else { return false };
            let op = decode(word, at);
            let mut put = |rd: u8, value: Option<u64>| {
                if let Some(register) = registers.get_mut(usize::from(rd)) {
                    *register = value;
                }
            };
            match op {
                Op::Set { rd, value } | Op::Address { rd, value } => put(rd, Some(value)),
                Op::Keep { rd, .. }
                | Op::Field { rd, .. }
                | Op::Select { rd, .. }
                | Op::Other { rd }
                | Op::Load { rt: rd, .. }
                | Op::LoadIndexed { rt: rd, .. }
                | Op::LoadLiteral { rt: rd, .. } => put(rd, None),
                Op::LoadPair { rt, second, .. } => [rt, second].into_iter().for_each(|rd| put(rd, None)),
                Op::Immediate { op, rd, rn, value, .. } => {
                    let base = registers.get(usize::from(rn)).copied().flatten();
                    let sum = base.filter(|_| op == Alu::Add).map(|base| base.wrapping_add(value));
                    if let Some(register) = registers.get_mut(usize::from(rd)) {
                        *register = sum;
                    }
                }
                Op::Register { op, rd, rn, rm, shift, .. } => {
                    // `mov` is an or with the zero register.
                    let moved = op == Alu::Or && rn == super::arm64::decode::ZERO && shift == 0;
                    let value = registers.get(usize::from(rm)).copied().flatten().filter(|_| moved);
                    if let Some(register) = registers.get_mut(usize::from(rd)) {
                        *register = value;
                    }
                }
                Op::Call { target } => {
                    let [first, second, ..] = registers;
                    if self.is_comparison(target) && [first, second].into_iter().flatten().any(|a| self.is_text(a)) {
                        return true;
                    }
                    registers.iter_mut().take(19).for_each(|register| *register = None);
                }
                Op::CallRegister { .. } => registers.iter_mut().take(19).for_each(|register| *register = None),
                Op::Conditional { target, .. } => furthest = furthest.max(target.min(end)),
                Op::Branch { target } => {
                    // Past the last jump into it a function ends; its tail may be the comparison itself.
                    let [first, second, ..] = registers;
                    if self.is_comparison(target) && [first, second].into_iter().flatten().any(|a| self.is_text(a)) {
                        return true;
                    }
                    if at >= furthest && target <= at {
                        return false;
                    }
                    furthest = furthest.max(target.min(end));
                }
                Op::Return | Op::Trap | Op::BranchRegister { .. } if at >= furthest => return false,
                _ => {}
            }
            at += 4;
        }
        false
    }

    /// Whether a call of an address is one of a comparison: its stub loads the address from the table of imports.
    fn is_comparison(&self, target: u64) -> bool {
        let mut page = None;
        for i in 0..4 {
            let at = target.wrapping_add(i * 4);
            let Some(word) = self.word(at) else { return false };
            match decode(word, at) {
                Op::Address { rd: 16, value } => page = Some(value),
                Op::Load { base: 16, offset, .. } => {
                    let place = page.map(|page: u64| page.wrapping_add_signed(offset));
                    let name = place.and_then(|place| self.imports.get(&place));
                    return name.is_some_and(|name| COMPARE.contains(&name.as_str()));
                }
                _ => {}
            }
        }
        false
    }

    /// Whether a word of letters that can be read stands at an address.
    fn is_text(&self, address: u64) -> bool {
        let segment =
            self.elf.segments.iter().find(|s| address.checked_sub(s.address).is_some_and(|i| i < s.file_size));
        let Some(at) = segment.filter(|s| s.kind == 1 && !s.writable).and_then(|_| self.elf.offset_of(address)) else {
            return false;
        };
        let bytes = usize::try_from(at).ok().and_then(|at| self.elf.bytes().get(at..)).unwrap_or_default();
        let Some(end) = bytes.iter().take(256).position(|&b| b == 0) else { return false };
        let text = bytes.get(..end).unwrap_or_default();
        text.len() >= SHORTEST && text.iter().all(|b| b.is_ascii_graphic() || *b == b' ')
    }
}

/// Names of imported functions by the place that the loader writes their address to (`.rela.plt`).
fn imports(elf: &Elf<'_>) -> BTreeMap<u64, String> {
    let content = |name: &str| elf.section(name).and_then(|section| elf.content(section)).unwrap_or_default();
    let (relocations, symbols, strings) = (content(".rela.plt"), content(".dynsym"), content(".dynstr"));
    let number = |bytes: &[u8], at: usize| -> Option<u64> {
        bytes.get(at..at.checked_add(8)?)?.try_into().ok().map(u64::from_le_bytes)
    };
    let name = |symbol: u64| -> Option<String> {
        let at = usize::try_from(symbol).ok()?.checked_mul(24)?;
        let offset = symbols.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)?;
        let rest = strings.get(usize::try_from(offset).ok()?..)?;
        let end = rest.iter().take(512).position(|&b| b == 0)?;
        std::str::from_utf8(rest.get(..end)?).ok().map(str::to_owned)
    };
    let entry = |bytes: &[u8]| Some((number(bytes, 0)?, name(number(bytes, 8)? >> 32)?));
    relocations.chunks_exact(24).filter_map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    /// Sections of a library at the addresses that are their offsets: text, words, and what says that `imported` stands at
    /// 0x800.
    fn library(code: &[u32], imported: &str) -> Vec<u8> {
        let mut bytes = vec![0u8; 0x1000];
        let mut put = |at: usize, part: &[u8]| bytes[at..at + part.len()].copy_from_slice(part);
        let words = |all: &[u64]| all.iter().flat_map(|w| w.to_le_bytes()).collect::<Vec<u8>>();
        put(0x400, &code.iter().flat_map(|w| w.to_le_bytes()).collect::<Vec<u8>>());
        // The stub: adrp x16, 0; ldr x17, [x16, #0x800]; br x17.
        put(0x500, &[0x9000_0010u32, 0xf944_0211, 0xd61f_0220].map(u32::to_le_bytes).concat());
        put(0x600, b"open sesame\0");
        put(0x700, &[b"\0Java_t_Main_open\0", imported.as_bytes(), b"\0"].concat());
        // Symbols: none, the function, the import.
        put(0x900 + 24, &[1u32.to_le_bytes(), [0x12, 0, 1, 0]].concat());
        put(0x900 + 32, &words(&[0x400, 0x80]));
        put(0x900 + 48, &[18u32.to_le_bytes(), [0x12, 0, 0, 0]].concat());
        put(0xa00, &words(&[0x800, 2 << 32 | 1026, 0]));
        put(0xb00, &words(&[5, 0x700, 6, 0x900, 10, 0x40, 11, 24, 4, 0xc80, 0, 0]));
        put(0xc80, &[1u32, 3, 0, 0, 0, 0].map(u32::to_le_bytes).concat());
        put(0xd00, b"\0.rela.plt\0.dynsym\0.dynstr\0.shstrtab\0");
        let mut section = |at: usize, name: u32, kind: u32, offset: u64, size: u64| {
            put(0xe00 + at * 64, &[name.to_le_bytes(), kind.to_le_bytes()].concat());
            put(0xe00 + at * 64 + 24, &words(&[offset, size]));
        };
        section(1, 1, 4, 0xa00, 24);
        section(2, 11, 11, 0x900, 72);
        section(3, 19, 3, 0x700, 0x40);
        section(4, 27, 3, 0xd00, 0x30);
        put(0, b"\x7fELF\x02\x01\x01");
        put(16, &[3u16, 183].map(u16::to_le_bytes).concat());
        put(32, &words(&[64, 0xe00]));
        put(52, &[64u16, 56, 2, 64, 5, 4].map(u16::to_le_bytes).concat());
        let mut segment = |at: usize, kind: u32, flags: u32, offset: u64, size: u64| {
            put(64 + at * 56, &[kind.to_le_bytes(), flags.to_le_bytes()].concat());
            put(64 + at * 56 + 8, &words(&[offset, offset, offset, size, size, 8]));
        };
        segment(0, 1, 5, 0, 0x1000);
        segment(1, 2, 4, 0xb00, 0xc0);
        bytes
    }

    /// `adrp x0, 0; add x0, x0, #0x600; bl 0x500; ret`.
    const COMPARES: [u32; 4] = [0x9000_0000, 0x9118_0000, 0x9400_003e, 0xd65f_03c0];

    fn found(code: &[u32], imported: &str) -> Vec<String> {
        let bytes = library(code, imported);
        let elf = Elf::parse(&bytes, &Limits::default()).unwrap().value;
        comparing_fixed_words(&elf).into_iter().collect()
    }

    #[test]
    fn a_comparison_with_a_word_of_the_library_is_seen() {
        assert_eq!(found(&COMPARES, "strcmp"), ["Java_t_Main_open"]);
        assert_eq!(found(&COMPARES, "strlen"), [] as [String; 0], "another function");
        let unknown = [0xd503_201f, 0xd503_201f, 0x9400_003e, 0xd65f_03c0];
        assert_eq!(found(&unknown, "strcmp"), [] as [String; 0], "two texts that are not known");
    }

    #[test]
    fn what_is_cut_off_or_changed_does_no_harm() {
        let bytes = library(&COMPARES, "strcmp");
        for end in (0..bytes.len()).step_by(16) {
            if let Ok(parsed) = Elf::parse(&bytes[..end], &Limits::default()) {
                comparing_fixed_words(&parsed.value);
            }
        }
        for at in (0..bytes.len()).step_by(3) {
            let mut changed = bytes.clone();
            changed[at] ^= 0xff;
            if let Ok(parsed) = Elf::parse(&changed, &Limits::default()) {
                comparing_fixed_words(&parsed.value);
            }
        }
    }

    #[test]
    fn names_are_mangled_as_the_specification_says() {
        assert_eq!(mangled("a.b_c.D", "go$1"), "Java_a_b_1c_D_go_000241");
    }
}
