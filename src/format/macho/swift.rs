//! Swift metadata: nominal types with their fields, protocol conformances (`docs/ABI/TypeMetadata.rst` of Swift).

use super::{MachO, Pointer, objc::plain_class};
use crate::limits::Limits;

/// Swift metadata of a slice, in the file's order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Swift {
    /// Types defined here.
    pub types: Vec<SwiftType>,
    /// Conformances declared here.
    pub conformances: Vec<Conformance>,
}

/// A class, structure or enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwiftType {
    /// Address of its descriptor.
    pub address: u64,
    /// Name with its module and enclosing types, joined by dots.
    pub name: String,
    /// `class`, `struct`, `enum`, `other`.
    pub kind: &'static str,
    /// Stored properties or cases.
    pub fields: Vec<FieldRecord>,
}

/// A stored property or case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldRecord {
    /// Name.
    pub name: String,
    /// Mangled type name, as far as it is text.
    pub type_name: String,
}

/// A conformance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conformance {
    /// The type, when it can be named.
    pub type_name: String,
    /// The protocol, by name (mangled when it is imported).
    pub protocol: String,
}

/// Enclosing contexts followed.
const CONTEXTS: usize = 16;

/// Reads the metadata; what is damaged is left out.
pub(super) fn parse(macho: &MachO<'_>, limits: &Limits) -> Swift {
    let mut swift = Swift::default();
    let mut left = (macho.bytes.len() / 4).min(limits.table_items);
    for section in macho.sections_named("__swift5_types") {
        for entry in words(section.address, section.size) {
            if left == 0 {
                return swift;
            }
            left = left.saturating_sub(1);
            if let Some(Pointer::To(descriptor)) = macho.relative_indirectable(entry)
                && let Some(nominal) = nominal(macho, descriptor, &mut left)
            {
                swift.types.push(nominal);
            }
        }
    }
    for section in macho.sections_named("__swift5_proto") {
        for entry in words(section.address, section.size) {
            if left == 0 {
                return swift;
            }
            left = left.saturating_sub(1);
            if let Some(descriptor) = macho.relative(entry)
                && let Some(conformance) = conformance(macho, descriptor)
            {
                swift.conformances.push(conformance);
            }
        }
    }
    swift
}

fn words(address: u64, size: u64) -> impl Iterator<Item = u64> {
    (0..size / 4).map(move |i| address.wrapping_add(i.wrapping_mul(4)))
}

fn nominal(macho: &MachO<'_>, descriptor: u64, left: &mut usize) -> Option<SwiftType> {
    let kind = match macho.u32_at(descriptor)? & 0x1f {
        16 => "class",
        17 => "struct",
        18 => "enum",
        _ => "other",
    };
    let mut fields = Vec::new();
    if let Some(list) = macho.relative(descriptor.wrapping_add(16)) {
        let size = u64::from(macho.u32_at(list.wrapping_add(8)).unwrap_or(0) >> 16);
        let count = macho.u32_at(list.wrapping_add(12)).unwrap_or(0);
        for position in 0..u64::from(count) {
            if size < 12 || *left == 0 {
                break;
            }
            *left = left.saturating_sub(1);
            let record = list.wrapping_add(16).wrapping_add(position.wrapping_mul(size));
            let Some(name) = macho.relative(record.wrapping_add(8)).and_then(|a| macho.text(a)) else { break };
            let type_name = macho.relative(record.wrapping_add(4)).and_then(|a| macho.text(a)).unwrap_or_default();
            fields.push(FieldRecord { name: name.to_owned(), type_name: printable(type_name) });
        }
    }
    Some(SwiftType { address: descriptor, name: context_name(macho, descriptor)?, kind, fields })
}

/// Mangled type names hold control bytes before relative references: only the text is kept.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// `Module.Outer.Inner` of a context descriptor.
fn context_name(macho: &MachO<'_>, descriptor: u64) -> Option<String> {
    let mut names = Vec::new();
    let mut at = descriptor;
    for _ in 0..CONTEXTS {
        // Modules (0), protocols (3) and nominal types (16 to 18) have a name; extensions (1) and anonymous contexts (2) none.
        if matches!(macho.u32_at(at)? & 0x1f, 0 | 3 | 16..=18) {
            let name = macho.relative(at.wrapping_add(8)).and_then(|a| macho.text(a))?;
            names.push(name.chars().take(200).collect::<String>());
        }
        match macho.relative_indirectable(at.wrapping_add(4)) {
            Some(Pointer::To(parent)) => at = parent,
            Some(Pointer::Import(_)) | None => break,
        }
    }
    names.reverse();
    Some(names.join("."))
}

fn conformance(macho: &MachO<'_>, descriptor: u64) -> Option<Conformance> {
    let protocol = match macho.relative_indirectable(descriptor)? {
        Pointer::To(address) => context_name(macho, address)?,
        Pointer::Import(index) => macho.import_name(index)?.to_owned(),
    };
    let reference = descriptor.wrapping_add(4);
    let type_name = match macho.u32_at(descriptor.wrapping_add(12))? >> 3 & 7 {
        0 => context_name(macho, macho.relative(reference)?)?,
        1 => match macho.pointer(macho.relative(reference)?)? {
            Pointer::To(address) => context_name(macho, address)?,
            Pointer::Import(index) => macho.import_name(index)?.to_owned(),
        },
        2 => macho.text(macho.relative(reference)?)?.to_owned(),
        3 => match macho.pointer(macho.relative(reference)?)? {
            Pointer::Import(index) => plain_class(macho.import_name(index)?),
            Pointer::To(_) => String::new(),
        },
        _ => return None,
    };
    Some(Conformance { type_name, protocol })
}
