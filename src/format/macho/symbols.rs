//! Symbol table, function starts, stubs.

use std::borrow::Cow;

use super::{Anomaly, Import, MachO, Pointer, Reader};
use crate::limits::Limits;

/// An entry of the symbol table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol<'a> {
    /// Name as it stands, leading underscore included.
    pub name: Cow<'a, str>,
    /// Value: an address when it is defined.
    pub address: u64,
    /// `n_type`.
    pub kind: u8,
    /// 1-based section; 0 for none.
    pub section: u8,
    /// `n_desc`.
    pub description: u16,
}

impl Symbol<'_> {
    /// A debugger's entry, not a symbol.
    pub fn is_debug(&self) -> bool {
        self.kind & 0xe0 != 0
    }

    /// Defined in a section of this file.
    pub fn is_defined(&self) -> bool {
        !self.is_debug() && self.kind & 0x0e == 0x0e
    }

    /// Undefined: to be found in a library.
    pub fn is_undefined(&self) -> bool {
        !self.is_debug() && self.kind & 0x0e == 0 && self.kind & 1 != 0
    }

    /// Visible outside the file.
    pub fn is_external(&self) -> bool {
        self.kind & 1 != 0
    }
}

/// Reads the symbol table.
pub(super) fn table<'a>(
    macho: &MachO<'a>,
    offset: usize,
    count: usize,
    strings: &'a [u8],
    anomalies: &mut Vec<Anomaly>,
) -> Vec<Symbol<'a>> {
    let mut reader = Reader::new(macho.bytes, "symbol table").at(offset);
    let size = if macho.wide { 16 } else { 12 };
    let fit = reader.remaining().checked_div(size).unwrap_or(0);
    if fit < count {
        anomalies.push(Anomaly::new("macho-symbols-cut", offset as u64, count));
    }
    let mut symbols = Vec::with_capacity(count.min(fit));
    for _ in 0..count.min(fit) {
        let Ok(entry) = (|| {
            let name = reader.u32()? as usize;
            let (kind, section) = (reader.u8()?, reader.u8()?);
            let description = reader.u16()?;
            let address = if macho.wide { reader.u64()? } else { u64::from(reader.u32()?) };
            Ok::<_, super::FormatError>((name, kind, section, description, address))
        })() else {
            break;
        };
        let (name, kind, section, description, address) = entry;
        let rest = strings.get(name..).unwrap_or_default();
        // A name is looked for within 64 KiB: a table without NULs must not make this quadratic.
        let rest = rest.get(..rest.len().min(65_536)).unwrap_or_default();
        let length = memchr::memchr(0, rest).unwrap_or(0);
        let name = String::from_utf8_lossy(rest.get(..length).unwrap_or_default());
        symbols.push(Symbol { name, address, kind, section, description });
    }
    symbols
}

/// The undefined symbols as imports: for files without binding information.
pub(super) fn undefined<'a>(macho: &MachO<'a>) -> Vec<Import<'a>> {
    let mut imports: Vec<Import<'a>> = macho
        .symbols
        .iter()
        .filter(|s| s.is_undefined() && !s.name.is_empty())
        .map(|s| Import {
            name: s.name.clone(),
            library: i32::from((s.description >> 8) as u8 as i8),
            weak: s.description & 0x40 != 0,
        })
        .collect();
    imports.sort();
    imports.dedup();
    imports
}

/// `LC_FUNCTION_STARTS`: ULEB128 deltas from the start of the image.
pub(super) fn function_starts(bytes: &[u8], base: u64) -> Vec<u64> {
    let mut reader = Reader::new(bytes, "function starts");
    let mut starts = Vec::new();
    let mut address = base;
    while reader.remaining() > 0 {
        let Ok(delta) = reader.uleb128() else { break };
        if delta == 0 {
            break;
        }
        address = address.wrapping_add(delta);
        starts.push(address);
    }
    // Sorted by construction unless a delta wrapped around.
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Which import each stub jumps to: by the indirect symbol table, or by the pointer that the stub loads.
pub(super) fn stubs<'a>(macho: &mut MachO<'a>, indirect: &'a [u8], limits: &Limits) {
    let mut stubs: Vec<(u64, u32)> = Vec::new();
    let mut names: Vec<Cow<'a, str>> = Vec::new();
    // Sections may overlap in a hostile file: stubs are counted over all of them.
    let mut left = (macho.bytes.len() as u64 / 4).min(limits.table_items as u64);
    for section in macho.sections.iter().filter(|s| s.kind() == 8) {
        let size = u64::from(section.stub_size).max(4);
        let count = section.size.checked_div(size).unwrap_or(0).min(left);
        left = left.saturating_sub(count);
        for position in 0..count {
            let address = section.address.wrapping_add(position.wrapping_mul(size));
            let entry = u64::from(section.indirect).wrapping_add(position);
            let by_table = usize::try_from(entry.wrapping_mul(4)).ok().and_then(|at| {
                let index = Reader::new(indirect, "indirect symbols").at(at).u32().ok()?;
                let name = &macho.symbols.get(index as usize)?.name;
                (!name.is_empty()).then(|| name.clone())
            });
            let Some(name) = by_table.or_else(|| loaded_by(macho, address)) else { continue };
            stubs.push((address, u32::try_from(names.len()).unwrap_or(u32::MAX)));
            names.push(name);
        }
    }
    stubs.sort_unstable();
    macho.stubs = stubs;
    macho.stub_names = names;
}

/// The import that an arm64 stub loads: `adrp x16, page; ldr x16, [x16, #offset]` (or `adrp x17; add x17; ldr x16, [x17]`).
fn loaded_by<'a>(macho: &MachO<'a>, address: u64) -> Option<Cow<'a, str>> {
    if !macho.cpu.is_arm64() {
        return None;
    }
    let (adrp, second) = (macho.u32_at(address)?, macho.u32_at(address.wrapping_add(4))?);
    if adrp & 0x9f00_0000 != 0x9000_0000 {
        return None;
    }
    let immediate = (adrp >> 3 & 0x1f_fffc) | (adrp >> 29 & 3);
    let pages = i64::from((immediate << 11) as i32 >> 11);
    let page = (address & !0xfff).wrapping_add((pages << 12) as u64);
    let within = match second {
        ldr if ldr & 0xffc0_0000 == 0xf940_0000 => u64::from(ldr >> 10 & 0xfff) << 3,
        add if add & 0xffc0_0000 == 0x9100_0000 => u64::from(add >> 10 & 0xfff),
        _ => return None,
    };
    match macho.pointer(page.wrapping_add(within))? {
        Pointer::Import(index) => macho.imports.get(index as usize).map(|import| import.name.clone()),
        Pointer::To(_) => None,
    }
}
