//! Another reader of Mach-O sees the same classes, methods and imports.
//!
//! Of public files classes and methods agree; imports differ where the two mean different things by the word, and only
//! there (269 images of iOS frameworks, apps and test files: 80 differ):
//!
//! * Files that the loader binds nothing in (59: relocatable objects, executables older than `LC_DYLD_INFO`, and stripped
//!   stubs of system frameworks, which name `dyld_stub_binder` alone): here the undefined symbols of the symbol table are the
//!   imports, there none. The linker would look them up, and rules ask what a file needs.
//! * Symbols of the weak stream (21: `operator delete`, inline functions and their guards, which all images that have one
//!   share): here imports of the library -3, since the loader may bind them to another image; there none.
//!
//! Both are told from the image below, so that any other difference fails. Of arm64e the other reader gives addresses of
//! methods without the image's base.
//!
//! Our own builds always; more files with `MASPECT_MACHO=FOLDER[:FOLDER] cargo test --test macho -- --nocapture`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use darwinscope::binary::MachoBinary;
use maspect::format::macho::{MachO, Method, slices};
use maspect::limits::Limits;

/// What both readers are asked: classes with superclass, methods with the address of their code, imports.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    classes: BTreeSet<String>,
    methods: BTreeSet<String>,
    imports: BTreeSet<String>,
}

fn ours(macho: &MachO<'_>) -> Seen {
    let objc = macho.objc(&Limits::default()).value;
    let mut seen = Seen::default();
    for class in &objc.classes {
        seen.classes.insert(class.name.clone());
        let mut put = |sign: char, methods: &[Method]| {
            let line = |m: &Method| format!("{sign}[{} {}] {:x}", class.name, m.selector, m.code);
            seen.methods.extend(methods.iter().map(line));
        };
        put('-', &class.methods);
        put('+', &class.class_methods);
    }
    seen.imports.extend(macho.imports.iter().map(|import| import.name.to_string()));
    seen
}

fn theirs(bytes: &[u8]) -> Option<Seen> {
    let binary = MachoBinary::parse(bytes).ok()?;
    let mut seen = Seen::default();
    for class in binary.objc().iter().flat_map(|objc| objc.classes().collect::<Vec<_>>()) {
        let Some(ro) = class.ro() else { continue };
        if !class.is_meta() {
            seen.classes.insert(ro.name().to_owned());
        }
        let sign = if class.is_meta() { '+' } else { '-' };
        for method in ro.methods() {
            let code = method.implementation().unwrap_or(0);
            seen.methods.insert(format!("{sign}[{} {}] {code:x}", ro.name(), method.selector()));
        }
    }
    seen.imports.extend(binary.imports().map(|import| import.name.to_owned()));
    Some(seen)
}

/// Thin images in a file: the slices of a binary, or of those in an archive of ours.
fn images(path: &Path) -> Vec<(String, Vec<u8>)> {
    let Ok(bytes) = std::fs::read(path) else { return Vec::new() };
    let name = path.display().to_string();
    if path.extension().is_some_and(|e| e == "ipa") {
        return archived(&name, bytes);
    }
    thin(&name, &bytes)
}

fn archived(name: &str, bytes: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    use std::io::Read;
    let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else { return Vec::new() };
    let mut found = Vec::new();
    for at in 0..archive.len() {
        let Ok(mut file) = archive.by_index(at) else { continue };
        let (inner, mut content) = (format!("{name}!{at}"), Vec::new());
        if file.read_to_end(&mut content).is_ok() {
            found.extend(thin(&inner, &content));
        }
    }
    found
}

fn thin(name: &str, bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let Ok(ranges) = slices(bytes) else { return Vec::new() };
    let ranges = ranges.value.into_iter().filter(|range| range.offset < bytes.len());
    ranges
        .map(|range| {
            let end = range.offset.saturating_add(range.length).min(bytes.len());
            (format!("{name} [{}]", range.cpu.name()), bytes[range.offset..end].to_vec())
        })
        .collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// What only one of two lists has.
fn apart(what: &str, ours: &BTreeSet<String>, theirs: &BTreeSet<String>) -> Option<String> {
    let more: Vec<&String> = ours.difference(theirs).take(3).collect();
    let less: Vec<&String> = theirs.difference(ours).take(3).collect();
    (ours != theirs).then(|| format!("{what} {} and {}: ours {more:?}, theirs {less:?}", ours.len(), theirs.len()))
}

/// What is known to differ in imports, taken out of ours: see the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Known {
    /// The file has no bind information.
    Unbound,
    /// Some symbols are looked up weakly.
    Weak,
}

fn without_known(macho: &MachO<'_>, ours: &mut Seen, theirs: &Seen) -> Option<Known> {
    if ours.imports == theirs.imports {
        return None;
    }
    let undefined = |name: &String| macho.symbols.iter().any(|symbol| symbol.is_undefined() && *symbol.name == **name);
    if theirs.imports.is_empty() && ours.imports.iter().all(undefined) {
        ours.imports.clear();
        return Some(Known::Unbound);
    }
    let bound: BTreeSet<&str> = macho.imports.iter().filter(|i| i.library != -3).map(|i| &*i.name).collect();
    ours.imports.retain(|name| bound.contains(name.as_str()));
    Some(Known::Weak)
}

/// Compares both readers on one image; none when the other cannot read it or sees no pointers of 64 bits.
fn differences(image: &[u8]) -> Option<(Vec<String>, Option<Known>)> {
    let range = slices(image).ok()?.value.first().copied()?;
    let macho = MachO::parse(image, &range, &Limits::default()).ok()?.value;
    if !macho.is_64() {
        return None;
    }
    let (mut ours, theirs) = (ours(&macho), theirs(image)?);
    let known = without_known(&macho, &mut ours, &theirs);
    let lists = [
        apart("classes", &ours.classes, &theirs.classes),
        apart("methods", &ours.methods, &theirs.methods),
        apart("imports", &ours.imports, &theirs.imports),
    ];
    Some((lists.into_iter().flatten().collect(), known))
}

#[test]
fn classes_methods_and_imports_of_our_builds_agree() {
    let samples = Path::new("samples");
    let builds = ["apps/ios/flawed.ipa", "apps/ios/corrected.ipa"];
    let mut compared = 0;
    for build in builds {
        for (name, image) in images(&samples.join(build)) {
            let (differences, _) = differences(&image).expect("both read it");
            assert!(differences.is_empty(), "{name}: {differences:#?}");
            compared += 1;
        }
    }
    assert!(compared >= 2, "{compared}");
}

#[test]
#[expect(clippy::print_stdout, reason = "what is asked for by hand")]
fn those_of_other_files_agree() {
    let Ok(folders) = std::env::var("MASPECT_MACHO") else { return };
    let mut paths = Vec::new();
    folders.split(':').for_each(|folder| files(Path::new(folder), &mut paths));
    let (mut same, mut known, mut other) = (0, BTreeMap::new(), 0);
    for (name, image) in paths.iter().flat_map(|path| images(path)) {
        match std::panic::catch_unwind(|| differences(&image)) {
            Ok(Some((list, None))) if list.is_empty() => same += 1,
            Ok(Some((list, Some(why)))) if list.is_empty() => *known.entry(why).or_insert(0) += 1,
            Ok(Some((list, _))) => {
                other += 1;
                println!("{name}\n  {}", list.join("\n  "));
            }
            Ok(None) => {}
            Err(_) => println!("{name}\n  a reader stopped"),
        }
    }
    println!("{same} images agree, {known:?} differ as is known, {other} otherwise");
    assert_eq!(other, 0);
}
