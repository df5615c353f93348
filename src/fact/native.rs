//! Facts of ELF libraries: hardening, imports, and the libraries that name themselves inside.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Fact, FactStore};
use crate::app::Entry;
use crate::app::android::AndroidApp;
use crate::finding::{AppText, CoverageState, Evidence, Locus, NativeBinary, Note, Owner, Part, Sdk};
use crate::format::Anomaly;
use crate::format::elf::{Elf, Library, Role, looks_like_elf};
use crate::limits::Budget;
use crate::rule::knowledge_sdk::SdkData;

/// A file of up to so many bytes has no room for a header of ELF and a segment.
const SMALLEST: u64 = 84;

/// A native library or program of an Android app.
#[derive(Debug)]
pub struct NativeFile<'b> {
    /// Address in the build.
    pub path: String,
    /// Whose it is, by its name.
    pub owner: Owner,
    /// What it holds; none when it is not readable as ELF.
    pub elf: Option<Elf<'b>>,
    /// Its size in bytes.
    pub size: u64,
    /// Whether the library ends before its own tables say so, or could not be taken whole out of the archive.
    pub cut: bool,
    /// Oddities met in reading it.
    pub anomalies: Vec<Anomaly>,
}

impl NativeFile<'_> {
    /// Its name without folders.
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// A place in it: an address, a symbol, or the file as a whole.
    pub fn locus(&self, address: Option<u64>, symbol: Option<&str>) -> Locus {
        Locus::Native {
            file: self.path.as_str().into(),
            arch: self.elf.as_ref().map_or_else(|| "".into(), |elf| elf.arch().as_ref().into()),
            address,
            symbol: symbol.map(Into::into),
        }
    }

    /// A place by offset in the file.
    pub fn bytes_at(&self, offset: u64, length: u64) -> Locus {
        Locus::Bytes { file: self.path.as_str().into(), offset, length }
    }
}

/// Reads the native libraries of an app, in the order of their folders and names. A file in a library folder that is
/// neither named nor made like a library is passed over.
pub fn open<'b>(app: &AndroidApp<'b>, data: &SdkData, budget: &Budget) -> Vec<NativeFile<'b>> {
    let mut entries: Vec<Entry<'b>> = app.native_libraries().into_iter().map(|(_, entry)| entry).collect();
    entries.sort_by_key(Entry::path);
    entries
        .into_par_iter()
        .filter_map(|entry| {
            let bytes = entry.bytes(budget);
            let path = entry.path();
            if !looks_like_elf(bytes) && !path.ends_with(".so") {
                return None;
            }
            let parsed = Elf::parse(bytes, &budget.limits).ok();
            let (elf, anomalies) = parsed.map(|parsed| (parsed.value, parsed.anomalies)).unzip();
            let owner = owner_of(data, path.rsplit('/').next().unwrap_or_default());
            let cut = !entry.is_complete(budget) || elf.as_ref().is_some_and(Elf::is_cut);
            Some(NativeFile { path, owner, elf, size: entry.size(), cut, anomalies: anomalies.unwrap_or_default() })
        })
        .collect()
}

/// Whose a library of that name is: the SDK with the longest beginning that fits.
fn owner_of(data: &SdkData, file: &str) -> Owner {
    let marks = data.sdks.iter().flat_map(|sdk| sdk.android.native.iter().map(move |mark| (mark, sdk)));
    let found = marks.filter(|(mark, _)| file.starts_with(mark.as_str())).max_by_key(|(mark, _)| mark.len());
    found.map_or(Owner::App, |(_, sdk)| Owner::Sdk(AppText::new(&sdk.name), None))
}

/// Puts what the libraries show into the store.
pub fn add(files: &[NativeFile<'_>], store: &mut FactStore) {
    store.looked_for(&["elf", "native-import"]);
    let mut libraries: BTreeMap<(&'static str, String), Vec<Locus>> = BTreeMap::new();
    for file in files {
        let Some(elf) = &file.elf else {
            store.cover(Part::Native, state_of(file), Some(&file.path), Note::new("elf-unreadable"));
            continue;
        };
        if file.cut {
            store.cover(Part::Native, state_of(file), Some(&file.path), Note::new("entry-incomplete"));
        }
        for anomaly in &file.anomalies {
            let fact = Fact::new("package-oddity", file.bytes_at(anomaly.offset, 0))
                .text("code", anomaly.code)
                .text("detail", &anomaly.detail)
                .text("file", &file.path);
            store.add(fact.owned_by(file.owner.clone()).anchored(file.file_name()));
        }
        store.add(header(file, elf));
        store.inventory.native.push(row(file, elf));
        for Library { name, version, offset } in elf.libraries() {
            let place = file.bytes_at(offset, version.len() as u64);
            libraries.entry((name, version)).or_default().push(place);
        }
    }
    for file in representatives(files) {
        imports(file, store);
    }
    for ((name, version), places) in libraries {
        library(name, &version, &places, store);
    }
    let note = match files.iter().filter(|file| file.elf.is_some()).count() {
        0 => Note::new("native-absent"),
        count => Note::new("native-read").with("count", count),
    };
    store.cover(Part::Native, CoverageState::Full, None, note);
}

/// What it means for the part that a library cannot be read: the app's own is not seen, a known SDK's is a gap to tell.
fn state_of(file: &NativeFile<'_>) -> CoverageState {
    let holds_code = file.owner == Owner::App && file.size > SMALLEST;
    if holds_code { CoverageState::None } else { CoverageState::Partial }
}

/// Of each library the build for the architecture that current devices run: what is called and written in it does not
/// differ between architectures.
pub fn representatives<'f, 'b>(files: &'f [NativeFile<'b>]) -> Vec<&'f NativeFile<'b>> {
    let rank = |file: &NativeFile<'_>| {
        let arch = file.elf.as_ref().map(|elf| elf.arch());
        ["arm64", "arm", "x86_64", "x86"].iter().position(|a| arch.as_deref() == Some(a)).unwrap_or(9)
    };
    let mut best: BTreeMap<&str, &NativeFile<'b>> = BTreeMap::new();
    for file in files.iter().filter(|file| file.elf.is_some()) {
        let held = best.entry(file.file_name()).or_insert(file);
        if rank(file) < rank(held) {
            *held = file;
        }
    }
    best.into_values().collect()
}

fn header(file: &NativeFile<'_>, elf: &Elf<'_>) -> Fact {
    let mut fact = Fact::new("elf", file.locus(None, None))
        .text("file", &file.path)
        .text("arch", elf.arch())
        .text("role", elf.role.name())
        .flag("pie", elf.is_position_independent())
        .text("relro", elf.relro().name())
        .flag("canary", elf.has_canary())
        .flag("needs_canary", elf.needs_canary())
        .flag("fortify", elf.is_fortified())
        .flag("fortifiable", elf.is_fortifiable() && matches!(elf.role, Role::Library | Role::Executable))
        .flag("text_relocations", elf.has_text_relocations())
        .flag("writable_code", elf.has_writable_code())
        .flag("exec_stack", elf.executable_stack() == Some(true))
        .maybe("rpath", elf.search_path())
        .flag("stripped", elf.is_stripped())
        .flag("debug_sections", elf.has_debug_sections())
        .flag("page_16k", elf.fits_16k_pages())
        .flag("bti", elf.has_bti())
        .flag("pac", elf.has_pac())
        .owned_by(file.owner.clone())
        .anchored(file.file_name());
    if let Some(executable) = elf.executable_stack() {
        fact = fact.flag("nx", !executable);
    }
    fact
}

/// The row of the inventory.
fn row(file: &NativeFile<'_>, elf: &Elf<'_>) -> NativeBinary {
    let yes = |set: bool| if set { "yes" } else { "no" };
    let guarded = match (elf.has_canary(), elf.needs_canary()) {
        (true, _) => "yes",
        (false, true) => "no",
        (false, false) => "none-needed",
    };
    let stack = elf.executable_stack().map_or("not-said", |executable| yes(!executable));
    let mut properties = vec![
        ("pie", yes(elf.is_position_independent())),
        ("nx", stack),
        ("relro", elf.relro().name()),
        ("canary", guarded),
        ("fortify", yes(elf.is_fortified())),
        ("text-relocations", yes(elf.has_text_relocations())),
        ("writable-code", yes(elf.has_writable_code())),
        ("stripped", yes(elf.is_stripped())),
    ];
    if elf.wide {
        properties.push(("page-16k", yes(elf.fits_16k_pages())));
    }
    if elf.arch() == "arm64" {
        properties.extend([("bti", yes(elf.has_bti())), ("pac", yes(elf.has_pac()))]);
    }
    let mut properties: Vec<(String, AppText)> =
        properties.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    let build_id = elf.build_id.map(|id| hex::encode(id.get(..32).unwrap_or(id)));
    properties.extend(build_id.map(|id| ("build-id".to_owned(), id.into())));
    properties.extend(elf.ndk.as_deref().map(|ndk| ("ndk".to_owned(), ndk.into())));
    properties.extend(elf.search_path().map(|path| ("rpath".to_owned(), path.into())));
    NativeBinary {
        file: file.path.as_str().into(),
        arch: elf.arch().into_owned(),
        format: format!("elf {}", elf.role.name()),
        properties,
        owner: file.owner.clone(),
    }
}

/// Imported functions of C; those of C++ and the compiler's own say nothing that rules ask for.
fn imports(file: &NativeFile<'_>, store: &mut FactStore) {
    let symbols = file.elf.iter().flat_map(Elf::imports);
    for symbol in symbols.filter(|symbol| !symbol.name.starts_with("_Z") && !symbol.name.starts_with("__cxa")) {
        let fact = Fact::new("native-import", file.locus(None, Some(&symbol.name)))
            .text("name", &symbol.name)
            .text("file", &file.path)
            .owned_by(file.owner.clone());
        store.add(fact.anchored(file.file_name()).anchored(&*symbol.name));
    }
}

/// A library compiled in, known by the version text that it carries.
fn library(name: &str, version: &str, places: &[Locus], store: &mut FactStore) {
    let Some(first) = places.first() else { return };
    let fact = Fact::new("sdk", first.clone())
        .text("name", name)
        .text("category", "library")
        .text("version", version)
        .flag("version_known", true)
        .list("marks", ["string"])
        .number("mark_count", 1)
        .flag("tracker", false)
        .owned_by(Owner::Sdk(name.into(), Some(version.into())))
        .showing(Evidence::Text { what: "version".into(), text: AppText::new(&format!("{name} {version}")) })
        .anchored(name);
    store.add(places.iter().skip(1).take(4).fold(fact, |fact, place| fact.also_at(place.clone())));
    store.inventory.sdks.push(Sdk {
        name: name.into(),
        version: Some(version.into()),
        category: "library".to_owned(),
        purl: None,
        marks: vec!["string".into()],
        loci: places.iter().take(5).cloned().collect(),
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::elf::tests::Sample;
    use crate::limits::Limits;

    fn store_of(files: &[(&str, &Sample, Owner)]) -> FactStore {
        let bytes: Vec<Vec<u8>> = files.iter().map(|(_, sample, _)| sample.build()).collect();
        let mut store = FactStore::new(100);
        let files: Vec<NativeFile<'_>> = files
            .iter()
            .zip(&bytes)
            .map(|((path, _, owner), bytes)| NativeFile {
                path: (*path).to_owned(),
                owner: owner.clone(),
                elf: Elf::parse(bytes, &Limits::default()).ok().map(|parsed| parsed.value),
                size: 4096,
                cut: false,
                anomalies: Vec::new(),
            })
            .collect();
        add(&files, &mut store);
        store
    }

    #[test]
    fn a_library_without_guards_is_told_with_its_place() {
        let sample = Sample { imports: vec!["strcpy", "_ZnwPv"], stack: Some(7), ..Sample::default() };
        let store = store_of(&[("lib/arm64-v8a/libvault.so", &sample, Owner::App)]);
        let fact = &store.of("elf")[0];
        assert!(fact.is("needs_canary") && !fact.is("canary") && fact.is("exec_stack") && !fact.is("nx"));
        assert_eq!((fact.str("relro"), fact.str("arch")), (Some("full"), Some("arm64")));
        let imports: Vec<_> = store.of("native-import").iter().filter_map(|f| f.str("name")).collect();
        assert_eq!(imports, ["strcpy"]);
        let row = &store.inventory.native[0];
        assert!(row.properties.contains(&("canary".to_owned(), "no".into())));
        assert_eq!(store.state(Part::Native), Some(CoverageState::Full));
    }

    #[test]
    fn libraries_inside_are_listed_once_for_all_architectures() {
        let sample = Sample { data: b"\0OpenSSL 1.0.2u  20 Dec 2019\0".to_vec(), ..Sample::default() };
        let owner = || Owner::Sdk("OpenSSL".into(), None);
        let store = store_of(&[
            ("lib/arm64-v8a/libcrypto.so", &sample, owner()),
            ("lib/x86_64/libcrypto.so", &sample, owner()),
        ]);
        let sdks = store.of("sdk");
        assert_eq!(sdks.len(), 1);
        assert_eq!((sdks[0].str("name"), sdks[0].str("version")), (Some("OpenSSL"), Some("1.0.2u")));
        assert_eq!(sdks[0].related.len(), 1);
        assert_eq!(store.inventory.sdks.len(), 1);
    }

    #[test]
    fn one_architecture_stands_for_all() {
        let (arm, mut other) = (Sample::default().build(), Sample::default().build());
        other[18] = 62;
        let file = |path: &str, bytes| NativeFile {
            path: path.to_owned(),
            owner: Owner::App,
            elf: Elf::parse(bytes, &Limits::default()).ok().map(|parsed| parsed.value),
            size: 4096,
            cut: false,
            anomalies: Vec::new(),
        };
        let files = [
            file("lib/x86_64/liba.so", &other),
            file("lib/arm64-v8a/liba.so", &arm),
            file("lib/x86_64/libb.so", &other),
        ];
        let shown: Vec<_> = representatives(&files).iter().map(|f| f.path.as_str()).collect();
        assert_eq!(shown, ["lib/arm64-v8a/liba.so", "lib/x86_64/libb.so"]);
    }

    #[test]
    fn a_library_belongs_to_the_sdk_whose_mark_fits_best() {
        let entry = |name: &str, mark: &str| crate::rule::knowledge_sdk::SdkEntry {
            name: name.to_owned(),
            android: crate::rule::knowledge_sdk::AndroidMarks { native: vec![mark.to_owned()], ..Default::default() },
            ..Default::default()
        };
        let data = SdkData { sdks: vec![entry("Short", "libfoo"), entry("Long", "libfoobar")] };
        assert_eq!(owner_of(&data, "libfoobar.so"), Owner::Sdk("Long".into(), None));
        assert_eq!(owner_of(&data, "libown.so"), Owner::App);
    }

    #[test]
    fn an_app_without_native_code_is_fully_seen() {
        let store = store_of(&[]);
        assert_eq!(store.state(Part::Native), Some(CoverageState::Full));
        assert!(store.was_looked_for("elf") && store.of("elf").is_empty());
    }
}
