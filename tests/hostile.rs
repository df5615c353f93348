//! Broken builds: prefixes and flipped bytes of all that the sample apps hold are read without a panic, and whole
//! scans of broken files end with a report or one clear refusal.

use maspect::app::Artifact;
use maspect::format::axml::Document;
use maspect::format::dex::{Insn, units};
use maspect::format::{arsc, der, dex, elf, macho, nib, plist, proto};
use maspect::limits::Limits;
use maspect::rule::Catalogue;
use maspect::scan::{Options, scan};
use rayon::prelude::*;

mod support;

/// The builds whose parts are broken here.
const BUILDS: [&str; 5] = [
    "samples/apps/android/flawed.apk",
    "samples/apps/android/corrected.apk",
    "samples/apps/android/corrected.aab",
    "samples/apps/ios/flawed.ipa",
    "samples/apps/ios/corrected.ipa",
];

/// The builds whose parts are broken byte by byte: their twins hold the same kinds of part.
const PARTS: [&str; 3] = [BUILDS[1], BUILDS[2], BUILDS[4]];

/// Runs of one byte longer than this are padding: past their first bytes, one cut or flip is like another.
const PADDING: usize = 32;

/// Files larger than this are mostly code and tables of equal records: behind it every 17th byte is broken, a stride
/// that goes through all offsets within a record. An unoptimised build takes fewer, to stay below half a minute.
const WHOLE: usize = if cfg!(debug_assertions) { 1 << 10 } else { 8 << 10 };
const STRIDE: usize = if cfg!(debug_assertions) { 149 } else { 17 };

/// Whole scans of each broken file.
const SCANS: usize = if cfg!(debug_assertions) { 2 } else { 24 };

/// Positions at which breaking the bytes can matter.
fn positions(bytes: &[u8]) -> Vec<usize> {
    let mut run = 0;
    let mut out = Vec::new();
    for at in 0..bytes.len() {
        run = if at > 0 && bytes[at] == bytes[at - 1] { run + 1 } else { 0 };
        if run < PADDING && (at < WHOLE || at % STRIDE == 0) {
            out.push(at);
        }
    }
    out
}

/// Every prefix and every single changed byte of a file, one after the other.
fn broken(bytes: &[u8], read: impl Fn(&[u8]) + Sync) {
    positions(bytes).par_chunks(256).for_each(|chunk| {
        let mut copy = bytes.to_vec();
        for &at in chunk {
            read(&bytes[..at]);
            copy[at] = !bytes[at];
            read(&copy);
            copy[at] = bytes[at];
        }
    });
}

fn read_dex(bytes: &[u8]) {
    let Ok(parsed) = dex::parse(bytes) else { return };
    for dex in parsed.value {
        for class in dex.class_defs() {
            dex.static_values(&class);
            dex.annotations(&class);
            let data = dex.class_data(&class);
            for method in data.direct_methods.iter().chain(&data.virtual_methods) {
                let Some(code) = dex.code(method.code) else { continue };
                dex.tries(&code);
                dex.lines(&code).count();
                let mut at = 0;
                while let Some(first) = code.units.get(at) {
                    if let Some(insn) = Insn::decode(&code.units, at) {
                        insn.payload(&code.units, at);
                    }
                    at += units(&code.units, at, first);
                }
            }
        }
    }
}

fn read_macho(bytes: &[u8], limits: &Limits) {
    let Ok(ranges) = macho::slices(bytes) else { return };
    for range in &ranges.value {
        let Ok(parsed) = macho::MachO::parse(bytes, range, limits) else { continue };
        let macho = parsed.value;
        macho.objc(limits);
        macho.swift(limits);
        macho.literals(&mut |_| {});
        if let Some(signature) = macho.code_signature() {
            for directory in &signature.directories {
                directory.check_pages(macho.bytes());
            }
        }
    }
}

/// The reader of a part, by what its bytes are.
fn read_part(name: &str, bytes: &[u8], limits: &Limits) {
    match name {
        n if n.ends_with(".dex") => read_dex(bytes),
        n if n.ends_with(".arsc") => {
            if let Ok(table) = arsc::Table::parse(bytes, limits) {
                table.value.all("string", |_| true);
            }
        }
        n if n.ends_with("resources.pb") => {
            let _ = proto::table(bytes, limits);
        }
        n if n.contains("base/") && n.ends_with(".xml") => {
            let _ = proto::document(bytes, limits);
        }
        n if n.ends_with(".xml") => {
            let _ = Document::parse(bytes, limits);
        }
        n if n.ends_with(".so") => {
            if let Ok(elf) = elf::Elf::parse(bytes, limits) {
                elf.value.libraries();
                elf.value.strings(4).count();
            }
        }
        n if n.ends_with(".nib") => {
            let _ = nib::parse(bytes, limits);
        }
        n if n.ends_with(".mobileprovision") => {
            let _ = der::cms::SignedData::parse(bytes);
        }
        n if n.ends_with(".plist") || n.ends_with(".strings") || n.ends_with(".xcprivacy") => {
            let _ = plist::parse(bytes, limits);
        }
        _ if macho::is_macho(bytes) => read_macho(bytes, limits),
        _ => {}
    }
}

#[test]
fn no_prefix_and_no_flipped_byte_of_a_sample_s_part_panics() {
    let limits = Limits::default();
    for build in PARTS {
        for (name, bytes) in support::unpack(build) {
            broken(&bytes, |broken| read_part(&name, broken, &limits));
        }
    }
}

/// Positions spread over a file, `count` at most: broken there, the file goes through a whole scan.
fn spread(length: usize, count: usize) -> impl Iterator<Item = usize> {
    let step = (length / count).max(1);
    // Away from multiples of eight, where a step would only ever hit the same byte of each field.
    (0..length / step).map(move |n| n * step + n % 7).filter(move |at| *at < length)
}

#[test]
fn a_scan_of_a_broken_build_ends_with_a_report_or_a_refusal() {
    let catalogue = Catalogue::embedded().unwrap();
    let options = Options::on("2026-11-21");
    let mut files: Vec<(String, Vec<u8>)> =
        BUILDS.iter().map(|build| ((*build).to_owned(), std::fs::read(build).unwrap())).collect();
    for build in ["samples/apps/android/corrected.apk", "samples/apps/ios/corrected.ipa"] {
        // Code alone: the engines see each flaw that a container's checks would have kept from them.
        files.extend(
            support::unpack(build).into_iter().filter(|(n, _)| n.ends_with(".dex") || n.ends_with("app/HealthDiary")),
        );
    }
    for (name, bytes) in &files {
        let at: Vec<usize> = spread(bytes.len(), SCANS).collect();
        at.par_iter().for_each(|&at| {
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x41;
            for broken in [flipped, bytes[..at].to_vec()] {
                let artifact = Artifact::file(name, broken);
                if let Ok(scanned) = scan(&artifact, &catalogue, &options) {
                    assert!(!scanned.judged.is_empty(), "{name} broken at {at}");
                    assert!(!scanned.coverage.is_empty(), "{name} broken at {at}");
                }
            }
        });
    }
}
