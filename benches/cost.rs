//! What a scan costs beside what unpacking costs: `cargo bench --no-default-features [-- BUILD…]`.
//!
//! For every build the processor time of three things, each the best of several runs in this process: the floor
//! (inflating every entry and checking its CRC-32, with the inflater that the scan uses), a scan to JSON without flows,
//! and a whole scan to JSON. `D` is scan over floor; the aim is at most 10 whole and 5 without flows, 20 ms apart, above
//! 2 MB of dex. Peak memory is that of a child process that scans once; the aim is 64 MB and four times what is inflated.
//! The floor of an IPA decodes every instruction of its arm64 code once as well, with the decoder that the scan uses; its
//! aim is 10 whole above 2 MB of code, and 64 MB and five times what is inflated.
//! Without builds on the command line, ones of 2 to 60 MB of generated code are measured: their times must grow no faster
//! than they do. `--join` also measures the dex files of all builds given as one app, as many as fit into those sizes.

#![allow(clippy::print_stdout, missing_docs, reason = "a program that prints its measurements")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use flate2::{Crc, Decompress, FlushDecompress};
use maspect::app::{Artifact, Content};
use maspect::flow::arm64::decode::{Op, decode};
use maspect::format::macho::{MachO, is_macho, slices};
use maspect::limits::Limits;
use maspect::report::Format;
use maspect::rule::{Catalogue, Lang};
use maspect::scan::{Options, scan};
use rustix::time::{ClockId, clock_gettime};
use support::{dex, smali};

/// The program's own, so that what is measured is what it costs.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Where a child finds the build that it is to scan.
const CHILD: &str = "MASPECT_BENCH_CHILD";
/// Megabytes of dex of the generated builds.
const SIZES: [usize; 4] = [2, 8, 24, 60];
/// Modules of one generated dex file, about 2 MB of code.
const MODULES: usize = 420;

fn main() {
    if let Ok(path) = std::env::var(CHILD) {
        let bytes = fs::read(path).expect("the build");
        run(&bytes, true);
        println!("{}", peak());
        return;
    }
    let given: Vec<PathBuf> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).map(PathBuf::from).collect();
    println!(
        "{:<28} {:>8} {:>8} {:>9} {:>6} {:>9} {:>6} {:>8} {:>8}",
        "build", "inflated", "floor", "no flows", "D", "whole", "D", "peak", "aim"
    );
    if given.is_empty() {
        let folder = std::env::temp_dir().join(format!("maspect-cost-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder for the builds");
        for megabytes in SIZES {
            let path = folder.join(format!("generated-{megabytes}.apk"));
            fs::write(&path, generated(megabytes)).expect("a generated build");
            measure(&path);
        }
        fs::remove_dir_all(&folder).expect("the folder is removed");
    }
    given.iter().for_each(|path| measure(path));
    if std::env::args().any(|a| a == "--join") {
        let folder = std::env::temp_dir().join(format!("maspect-joined-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder for the builds");
        for most in SIZES {
            let path = folder.join(format!("joined-{most}.apk"));
            fs::write(&path, joined(&given, most << 20)).expect("a joined build");
            measure(&path);
        }
        fs::remove_dir_all(&folder).expect("the folder is removed");
    }
}

/// The first of some APKs with the dex files of all of them, as many as fit into a size.
fn joined(given: &[PathBuf], most: usize) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, bytes: &[u8]| {
        out.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        out.write_all(bytes).expect("its content");
    };
    let (mut size, mut number) = (0, 0);
    for (i, path) in given.iter().enumerate() {
        let mut archive = zip::ZipArchive::new(Cursor::new(fs::read(path).expect("the build"))).expect("an APK");
        for at in 0..archive.len() {
            let mut entry = archive.by_index(at).expect("an entry");
            let (name, mut bytes) = (entry.name().expect("a name").into_owned(), Vec::new());
            let dex = name.starts_with("classes") && name.ends_with(".dex");
            if !dex && (i > 0 || !matches!(name.as_str(), "AndroidManifest.xml" | "resources.arsc")) {
                continue;
            }
            entry.read_to_end(&mut bytes).expect("its content");
            if !dex {
                add(&name, &bytes);
            } else if size + bytes.len() <= most {
                size += bytes.len();
                number += 1;
                add(&if number == 1 { "classes.dex".to_owned() } else { format!("classes{number}.dex") }, &bytes);
            }
        }
    }
    out.finish().expect("the archive").into_inner()
}

fn measure(path: &Path) {
    let bytes = fs::read(path).expect("the build");
    let (floor, Unpacked { inflated, code, .. }) = best(|| unpack(&bytes));
    let (quick, _) = best(|| run(&bytes, false));
    let (whole, _) = best(|| run(&bytes, true));
    let child =
        Command::new(std::env::current_exe().expect("this program")).env(CHILD, path).output().expect("a child");
    let peak: u64 = String::from_utf8_lossy(&child.stdout).trim().parse().unwrap_or_default();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let ratio = |time: Duration| (ms(time) - 20.0).max(0.0) / ms(floor).max(0.01);
    println!(
        "{:<28} {:>6.1}MB {:>6.1}ms {:>7.0}ms {:>6.1} {:>7.0}ms {:>6.1} {:>6}MB {:>6}MB",
        path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned()),
        inflated as f64 / 1e6,
        ms(floor),
        ms(quick),
        ratio(quick),
        ms(whole),
        ratio(whole),
        peak >> 10,
        64 + if code > 0 { 5 } else { 4 } * (inflated >> 20),
    );
    if code > 0 {
        println!("{:<28} {:>6.1}MB of arm64 code", "", code as f64 / 1e6);
    }
}

/// The least processor time of several runs, and what the last gave.
fn best<T>(mut run: impl FnMut() -> T) -> (Duration, T) {
    let mut least = Duration::MAX;
    let (mut runs, mut spent) = (0, Duration::ZERO);
    loop {
        let before = processor();
        let result = black_box(run());
        let time = processor().saturating_sub(before);
        least = least.min(time);
        runs += 1;
        spent += time;
        if runs >= 7 || runs >= 3 && spent > Duration::from_secs(2) {
            return (least, result);
        }
    }
}

/// Processor time of all threads so far, to the nanosecond: what the system books by ticks is too coarse for a floor of
/// some milliseconds.
fn processor() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap_or_default(), time.tv_nsec.try_into().unwrap_or_default())
}

/// Most memory that this process had, in kilobytes.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

fn run(bytes: &[u8], flows: bool) -> usize {
    let catalogue = Catalogue::embedded().expect("the catalogue");
    let mut options = Options::on("2026-01-01");
    if !flows {
        options.limits.flows = 0;
    }
    let artifact = Artifact::file("bench.apk", bytes.to_vec());
    let scanned = scan(&artifact, &catalogue, &options).expect("a build");
    let report = scanned.report(&catalogue, Lang::En).expect("a report");
    report.to_text(Format::Json).expect("JSON").len()
}

/// What unpacking came to.
#[derive(Default)]
struct Unpacked {
    /// Bytes of all entries.
    inflated: u64,
    /// Bytes of arm64 code.
    code: u64,
    /// Instructions that load or store: so that decoding is not left out.
    memory: u64,
}

/// Inflates every entry of an archive and checks its CRC-32, by the central directory, and decodes what iOS code is in it.
fn unpack(bytes: &[u8]) -> Unpacked {
    let short = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let long = |at: usize| short(at) | short(at + 2) << 16;
    let end = (0..bytes.len() - 21).rev().find(|&at| bytes[at..].starts_with(b"PK\x05\x06")).expect("an archive");
    let (mut at, mut all) = (long(end + 16), Unpacked::default());
    let mut inflated = Vec::new();
    for _ in 0..short(end + 10) {
        let (size, local) = (long(at + 20), long(at + 42));
        let start = local + 30 + short(local + 26) + short(local + 28);
        let stored = &bytes[start..start + size];
        let content = if short(at + 10) == 8 {
            inflated.clear();
            inflated.reserve(long(at + 24));
            let mut inflate = Decompress::new(false);
            inflate.decompress_vec(stored, &mut inflated, FlushDecompress::Finish).expect("deflated content");
            inflated.as_slice()
        } else {
            stored
        };
        let mut crc = Crc::new();
        crc.update(content);
        assert_eq!(crc.sum() as usize, long(at + 16), "CRC-32");
        all.inflated += content.len() as u64;
        if is_macho(content) {
            decode_all(content, &mut all);
        }
        at += 46 + short(at + 28) + short(at + 30) + short(at + 32);
    }
    all
}

/// Decodes every instruction of the arm64 code of a Mach-O file.
fn decode_all(content: &[u8], all: &mut Unpacked) {
    for range in slices(content).into_iter().flat_map(|ranges| ranges.value) {
        let Ok(macho) = MachO::parse(content, &range, &Limits::default()) else { continue };
        let macho = macho.value;
        for section in macho.sections_named("__text").filter(|_| macho.cpu.is_arm64()) {
            let (words, _) = macho.section_bytes(section).as_chunks::<4>();
            for (position, word) in words.iter().enumerate() {
                let address = section.address + position as u64 * 4;
                let op = decode(u32::from_le_bytes(*word), address);
                all.memory += u64::from(matches!(op, Op::Load { .. } | Op::Store { .. }));
            }
            all.code += words.len() as u64 * 4;
        }
    }
    black_box(all.memory);
}

/// An app of about that many megabytes of dex.
fn generated(megabytes: usize) -> Vec<u8> {
    let mut files = Vec::new();
    let mut activities = String::new();
    let mut size = 0;
    for number in 1.. {
        let (code, _) = dex::assemble(&smali::parse("generated.smali", &code(number)));
        size += code.len();
        let name = if number == 1 { "root/classes.dex".to_owned() } else { format!("root/classes{number}.dex") };
        files.push((name, code));
        for module in (0..MODULES).step_by(40) {
            let exported = module % 80 == 0;
            let _ = writeln!(
                activities,
                r#"<activity android:name="b.d{number}.m{module}.Screen" android:exported="{exported}" />"#
            );
        }
        if size >= megabytes << 20 {
            break;
        }
    }
    let manifest = format!(
        r#"<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="b.d1"><uses-sdk android:minSdkVersion="24" android:targetSdkVersion="35" /><application android:allowBackup="false">{activities}</application></manifest>"#
    );
    files.push(("AndroidManifest.xml".to_owned(), manifest.into_bytes()));
    match support::build_files("generated", files).artifact.expect("an app").content {
        Content::File(bytes) => bytes.to_vec(),
        Content::Folder(_) => unreachable!("a sample is one file"),
    }
}

/// Code of one dex file: screens with listeners, stores, ciphers and helpers that call each other.
fn code(number: usize) -> String {
    let mut text = String::new();
    for module in 0..MODULES {
        let next = (module + 1) % MODULES;
        let piece = MODULE
            .replace("{p}", &format!("b/d{number}/m{module}"))
            .replace("{q}", &format!("b/d{number}/m{next}"))
            .replace("{n}", &format!("{number}-{module}"));
        text.push_str(&piece);
        for helper in 0..8 {
            text.push_str(
                &HELPER.replace("{p}", &format!("b/d{number}/m{module}")).replace("{h}", &helper.to_string()),
            );
        }
    }
    text
}

const MODULE: &str = include_str!("module.smali");
const HELPER: &str = include_str!("helper.smali");
