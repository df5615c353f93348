//! One linear pass over all code: who calls, reads, writes and makes what.

use super::{DefId, FieldId, Maps, MethodId, Program, TypeId};
use crate::format::dex::{Units, units};

/// A place: a method and an offset in units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Site {
    /// The method.
    pub def: DefId,
    /// Offset of the instruction in 16-bit units.
    pub pc: u32,
}

/// Rows of values by key, without a vector per key.
#[derive(Debug, Clone)]
pub struct Csr<T> {
    starts: Vec<u32>,
    values: Vec<T>,
}

impl<T> Default for Csr<T> {
    fn default() -> Self {
        Self { starts: Vec::new(), values: Vec::new() }
    }
}

impl<T: Copy> Csr<T> {
    /// Sorts (key, value) pairs by key; equal keys keep their order. Keys at or above `keys` are left out.
    pub fn new(keys: usize, pairs: &[(u32, T)]) -> Self {
        let mut starts = vec![0u32; keys + 1];
        for (key, _) in pairs {
            if let Some(count) = starts.get_mut(*key as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let Some(&(_, first)) = pairs.first() else { return Self { starts, values: Vec::new() } };
        let mut values = vec![first; sum as usize];
        let mut next = starts.clone();
        for &(key, value) in pairs {
            if let Some(at) = next.get_mut(key as usize).filter(|_| (key as usize) < keys) {
                if let Some(slot) = values.get_mut(*at as usize) {
                    *slot = value;
                }
                *at += 1;
            }
        }
        Self { starts, values }
    }

    /// The row of a key; empty for an unknown one.
    pub fn get(&self, key: u32) -> &[T] {
        let at = |i: usize| self.starts.get(i).map(|&s| s as usize);
        match (at(key as usize), at(key as usize + 1)) {
            (Some(start), Some(end)) => self.values.get(start..end).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// A string constant in code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StringSite {
    /// Which dex file.
    pub dex: u16,
    /// String index in it.
    pub string: u32,
    /// Where it is loaded.
    pub site: Site,
}

/// What the sweep found.
#[derive(Debug, Default)]
pub struct Sites {
    /// Calls by the method named.
    pub calls: Csr<Site>,
    /// Methods named by calls, by calling method (in code order, with offset).
    pub callees: Csr<(MethodId, u32)>,
    /// Field reads by the field named.
    pub reads: Csr<Site>,
    /// Field writes by the field named.
    pub writes: Csr<Site>,
    /// `new-instance` and `const-class` by type.
    pub news: Csr<Site>,
    /// String constants in code order.
    pub strings: Vec<StringSite>,
    /// Upper halves of Bluetooth UUIDs (`0x0000180D00001000`), by their number.
    pub numbers: Vec<(u16, Site)>,
    /// Call sites of `invoke-custom`: (dex file, call site index, where).
    pub customs: Vec<(u16, u32, Site)>,
    /// Instructions seen.
    pub instructions: u64,
    /// Methods whose instructions, or some of them, are not in the file.
    pub broken_methods: usize,
}

#[derive(Default)]
struct Found {
    calls: Vec<(u32, Site)>,
    reads: Vec<(u32, Site)>,
    writes: Vec<(u32, Site)>,
    news: Vec<(u32, Site)>,
}

/// Walks all code once.
pub(super) fn sweep(program: &Program<'_>) -> Sites {
    let mut found = Found::default();
    let mut sites = Sites::default();
    // About as many calls as most code has: memory that is not used costs nothing.
    let size: usize = program.files().iter().map(|(_, dex)| dex.bytes().len()).sum();
    found.calls.reserve(size / 24);
    sites.callees.values.reserve(size / 24);
    for (i, method) in program.defs.iter().enumerate() {
        let (Some(dex), Some(maps)) = (program.dex(method.dex), program.maps.get(usize::from(method.dex))) else {
            continue;
        };
        let code = dex.code(method.code);
        sites.broken_methods += usize::from(method.code != 0 && code.is_none_or(|code| code.cut));
        if let Some(code) = code {
            sites.callees.starts.resize(i + 1, sites.callees.values.len() as u32);
            walk(&code.units, DefId(i as u32), method.dex, maps, &mut found, &mut sites);
        }
    }
    sites.callees.starts.resize(program.defs.len() + 1, sites.callees.values.len() as u32);
    sites.calls = Csr::new(program.method_count(), &found.calls);
    sites.reads = Csr::new(program.field_count(), &found.reads);
    sites.writes = Csr::new(program.field_count(), &found.writes);
    sites.news = Csr::new(program.type_count(), &found.news);
    sites
}

fn walk(code: &Units<'_>, def: DefId, dex: u16, maps: &Maps, found: &mut Found, sites: &mut Sites) {
    let mut at = 0usize;
    while let Some(first) = code.get(at) {
        let op = (first & 0xff) as u8;
        sites.instructions += 1;
        if matches!(op, 0x1a | 0x1b | 0x1c | 0x22 | 0x52..=0x78 | 0xfa..=0xfd) {
            let index = u32::from(code.get(at + 1).unwrap_or(0));
            let site = Site { def, pc: at as u32 };
            record(op, index, code, site, dex, maps, found, sites);
        } else if op == 0x18
            && [1, 2, 4].map(|unit| code.get(at + unit)) == [Some(0x1000), Some(0), Some(0)]
            && let Some(number) = code.get(at + 3)
        {
            sites.numbers.push((number, Site { def, pc: at as u32 }));
        }
        at = at.saturating_add(units(code, at, first));
    }
}

#[expect(clippy::too_many_arguments, reason = "the innermost step of one loop")]
fn record(
    op: u8,
    index: u32,
    code: &Units<'_>,
    site: Site,
    dex: u16,
    maps: &Maps,
    found: &mut Found,
    sites: &mut Sites,
) {
    match op {
        0x6e..=0x72 | 0x74..=0x78 | 0xfa | 0xfb => {
            if let Some(method) = maps.methods.get(index as usize) {
                found.calls.push((method.0, site));
                sites.callees.values.push((*method, site.pc));
            }
        }
        0x52..=0x58 | 0x60..=0x66 => {
            if let Some(field) = maps.fields.get(index as usize) {
                found.reads.push((field.0, site));
            }
        }
        0x59..=0x5f | 0x67..=0x6d => {
            if let Some(field) = maps.fields.get(index as usize) {
                found.writes.push((field.0, site));
            }
        }
        0x1c | 0x22 => {
            if let Some(ty) = maps.types.get(index as usize) {
                found.news.push((ty.0, site));
            }
        }
        0x1a => sites.strings.push(StringSite { dex, string: index, site }),
        0x1b => {
            let string = code.get32(site.pc as usize + 1).unwrap_or(0);
            sites.strings.push(StringSite { dex, string, site });
        }
        0xfc | 0xfd => sites.customs.push((dex, index, site)),
        _ => {}
    }
}

/// Something that code names beside the methods that it calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mention {
    /// A class is made.
    New(TypeId),
    /// A class is named.
    Class(TypeId),
    /// A static field is read or written.
    Static(FieldId),
    /// A string constant, by its index in the file.
    Text(u32),
    /// A call site: a lambda or the like.
    Custom,
}

/// What a method names, in code order.
pub(crate) fn mentions(program: &Program<'_>, def: DefId, mut found: impl FnMut(Mention)) {
    let Some(method) = program.def(def) else { return };
    let (Some(dex), Some(maps)) = (program.dex(method.dex), program.maps.get(usize::from(method.dex))) else { return };
    let Some(code) = dex.code(method.code) else { return };
    let code = &code.units;
    let mut at = 0usize;
    while let Some(first) = code.get(at) {
        let op = (first & 0xff) as u8;
        let index = || usize::from(code.get(at + 1).unwrap_or(0));
        let mention = match op {
            0x22 => maps.types.get(index()).map(|&ty| Mention::New(ty)),
            0x1c => maps.types.get(index()).map(|&ty| Mention::Class(ty)),
            0x60..=0x6d => maps.fields.get(index()).map(|&field| Mention::Static(field)),
            0x1a => Some(Mention::Text(index() as u32)),
            0x1b => code.get32(at + 1).map(Mention::Text),
            0xfc | 0xfd => Some(Mention::Custom),
            _ => None,
        };
        if let Some(mention) = mention {
            found(mention);
        }
        at = at.saturating_add(units(code, at, first));
    }
}

impl Sites {
    /// Calls that name a method.
    pub fn calls_of(&self, method: MethodId) -> &[Site] {
        self.calls.get(method.0)
    }

    /// Reads that name a field.
    pub fn reads_of(&self, field: FieldId) -> &[Site] {
        self.reads.get(field.0)
    }

    /// Writes that name a field.
    pub fn writes_of(&self, field: FieldId) -> &[Site] {
        self.writes.get(field.0)
    }

    /// Where a type is made or its class taken.
    pub fn news_of(&self, ty: TypeId) -> &[Site] {
        self.news.get(ty.0)
    }
}
