//! Swift's own classes: the functions that lead from a class and nowhere else. They can run once something that runs names
//! the class: its object, its descriptor, or a pointer to either. Sources: `include/swift/ABI/Metadata.h`
//! (`TargetClassMetadata`, `TargetClassDescriptor`), `docs/ABI/TypeMetadata.rst` of Swift.

use std::collections::BTreeSet;

use super::program::Program;
use crate::format::macho::{MachO, Objc, Pointer};

/// Where a class object holds the size of its metadata, the offset of the object in it, and its descriptor.
const SIZE: u64 = 56;
const POINT: u64 = 60;
const DESCRIPTOR: u64 = 64;
/// The largest metadata and descriptor of a class, in bytes.
const LARGEST: u32 = 1 << 16;

/// A class of Swift whose functions hang on it alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SwiftClass {
    /// Its object.
    pub(super) object: u64,
    /// Its descriptor.
    pub(super) descriptor: u64,
    /// Its runtime name.
    pub(super) name: String,
    /// Where metadata and descriptor lie.
    pub(super) regions: [(u64, u64); 2],
    /// What they point to: methods, accessor, destroyer.
    pub(super) functions: Vec<u64>,
    /// The object of the class above it, when that is of this image.
    pub(super) above: Option<u64>,
}

/// The classes of Swift in an image that are not generic.
pub(super) fn find(program: &Program<'_, '_>, objc: &Objc) -> Vec<SwiftClass> {
    let swift = objc.classes.iter().filter(|class| class.swift);
    let mut found: Vec<SwiftClass> = swift.filter_map(|class| read(program, class.address, &class.name)).collect();
    found.sort_unstable_by_key(|class| class.object);
    found.dedup_by_key(|class| class.object);
    found
}

/// The descriptor of a class object.
pub(super) fn descriptor_of(macho: &MachO<'_>, object: u64) -> Option<u64> {
    let descriptor = macho.target(object.wrapping_add(DESCRIPTOR))?;
    // A class, and not a generic one, of which each use makes metadata of its own.
    (macho.u32_at(descriptor)? & 0x9f == 16).then_some(descriptor)
}

fn read(program: &Program<'_, '_>, object: u64, name: &str) -> Option<SwiftClass> {
    let macho = program.macho;
    let (size, point) = (macho.u32_at(object.wrapping_add(SIZE))?, macho.u32_at(object.wrapping_add(POINT))?);
    if size > LARGEST || point > size {
        return None;
    }
    let descriptor = descriptor_of(macho, object)?;
    let start = object.wrapping_sub(u64::from(point));
    let metadata = (start, start.wrapping_add(u64::from(size)));
    let is_start = |address: &u64| program.functions.binary_search_by_key(address, |function| function.start).is_ok();
    let words = (0..u64::from(size) / 8).filter_map(|position| macho.target(start.wrapping_add(position * 8)));
    let mut functions: Vec<u64> = words.filter(is_start).collect();
    let end = implementations(macho, descriptor, &mut functions)?;
    functions.retain(is_start);
    let above = macho.target(object.wrapping_add(8)).filter(|above| program.classes.contains_key(above));
    Some(SwiftClass {
        object,
        descriptor,
        name: name.to_owned(),
        regions: [metadata, (descriptor, end)],
        functions,
        above,
    })
}

/// Adds what a class descriptor points to, and gives its end.
fn implementations(macho: &MachO<'_>, descriptor: u64, functions: &mut Vec<u64>) -> Option<u64> {
    let flags = macho.u32_at(descriptor)? >> 16;
    let has = |bit: u32| flags >> bit & 1 == 1;
    let (initialised, resilient, overrides, table) = (flags & 3, has(13), has(14), has(15));
    functions.extend(macho.relative(descriptor.wrapping_add(12)));
    let mut at = descriptor.wrapping_add(44 + if resilient { 4 } else { 0 });
    match initialised {
        0 => {}
        // A singleton: cache, pattern, and the function that completes it.
        1 => {
            functions.extend(macho.relative(at.wrapping_add(8)));
            at = at.wrapping_add(12);
        }
        _ => at = at.wrapping_add(4),
    }
    if table {
        let count = macho.u32_at(at.wrapping_add(4))?.min(LARGEST / 8);
        for position in 0..u64::from(count) {
            functions.extend(macho.relative(at.wrapping_add(12 + position * 8)));
        }
        at = at.wrapping_add(8 + u64::from(count) * 8);
    }
    if overrides {
        let count = macho.u32_at(at)?.min(LARGEST / 12);
        for position in 0..u64::from(count) {
            functions.extend(macho.relative(at.wrapping_add(12 + position * 12)));
        }
        at = at.wrapping_add(4 + u64::from(count) * 12);
    }
    Some(at)
}

/// Descriptors that the names of types refer to: whoever asks the runtime for a type by such a name may make one.
pub(super) fn referred(macho: &MachO<'_>) -> BTreeSet<u64> {
    let mut found = BTreeSet::new();
    for section in macho.sections_named("__swift5_typeref") {
        for (position, window) in macho.section_bytes(section).windows(5).enumerate() {
            let [kind @ 1..=2, a, b, c, d] = *window else { continue };
            let at = section.address.wrapping_add(position as u64 + 1);
            let target = at.wrapping_add(i64::from(i32::from_le_bytes([a, b, c, d])) as u64);
            if kind == 1 {
                found.insert(target);
            } else if let Some(Pointer::To(descriptor)) = macho.pointer(target) {
                found.insert(descriptor);
            }
        }
    }
    found
}
