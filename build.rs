//! Turns `rules/` into the documents that the binary carries (see `src/rule/catalogue.rs`) and brings the fonts of the PDF
//! report in when they are there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// Keys of a rule file that are words; the same list as `rule::WORD_KEYS`, held together by a test.
const WORD_KEYS: &[&str] = &["title", "what", "why", "fix", "limits", "example", "references"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=reports/words");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mut files = Vec::new();
    collect(Path::new("rules"), &mut files);
    files.sort();

    let (mut rules, mut profiles, mut words, mut knowledge) =
        (Vec::new(), Vec::new(), BTreeMap::new(), BTreeMap::new());
    let mut hash = Sha256::new();
    for path in &files {
        let name = path.strip_prefix("rules").expect("below rules").with_extension("");
        let name = name.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let yaml = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update(yaml.as_bytes());
        hash.update([0]);
        let value: Value = serde_saphyr::from_str(&yaml).unwrap_or_else(|e| panic!("{}:\n{e}", path.display()));
        match name.split('/').next() {
            Some("profiles") => profiles.push(value),
            Some("flow" | "sdk" | "data") => {
                knowledge.insert(name, value);
            }
            _ => {
                let Value::Object(mut rule) = value else { panic!("{}: not a map", path.display()) };
                let id = rule.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
                let own: Map<String, Value> = WORD_KEYS.iter().filter_map(|k| rule.remove_entry(*k)).collect();
                let title = own.get("title").map(Value::to_string).unwrap_or_default();
                words.insert(id, (title, Value::Object(own).to_string()));
                rules.push(Value::Object(rule));
            }
        }
    }
    rules.sort_by(|a, b| a["id"].as_str().cmp(&b["id"].as_str()));
    let logic = json!({ "rules": rules, "profiles": profiles, "knowledge": knowledge });
    write(&out.join("catalogue.json"), &logic.to_string());
    // Found by the rule without reading those of all the others.
    let words: String = words.iter().map(|(id, (title, all))| format!("({id:?}, {title:?}, {all:?}),\n")).collect();
    write(&out.join("words.rs"), &format!("&[\n{words}]\n"));
    write(&out.join("catalogue.sha256"), &hex(&hash.finalize()));
    report_words(&out);
    if std::env::var_os("CARGO_FEATURE_PDF").is_some() {
        fonts(&out);
    }
}

/// The fonts of the PDF report, packed: Noto Sans TC from `vendor/fonts` (brought by `packaging/fonts.sh`) when it is there whole,
/// else Latin fonts that come with the PDF engine (Libertinus Serif, OFL; DejaVu Sans Mono, Bitstream Vera licence).
#[cfg(feature = "pdf")]
fn fonts(out: &Path) {
    println!("cargo::rerun-if-changed=vendor/fonts");
    let han: Vec<Vec<u8>> = HAN_FONTS
        .iter()
        .filter_map(|(name, digest)| {
            let bytes = fs::read(Path::new("vendor/fonts").join(name)).ok()?;
            let found = hex(&Sha256::digest(&bytes));
            if found != *digest {
                println!(
                    "cargo::warning=vendor/fonts/{name} is not the expected file and is left out (SHA-256 {found})"
                );
                return None;
            }
            Some(bytes)
        })
        .collect();
    let han = if han.len() == HAN_FONTS.len() { han } else { from_distribution() };
    let complete = !han.is_empty();
    // Of the engine's own list, what the English report needs: Libertinus Serif, and DejaVu Sans Mono for what that lacks.
    let latin = typst_assets::fonts().enumerate().filter(|(i, font)| *i < 2 || is_dejavu(font));
    let chosen: Vec<Vec<u8>> = if complete { han } else { latin.map(|(_, font)| font.to_vec()).collect() };
    let mut list = String::new();
    for (i, font) in chosen.iter().enumerate() {
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(6));
        std::io::Write::write_all(&mut packer, font).expect("memory takes what is written");
        let packed = packer.finish().expect("memory takes what is written");
        fs::write(out.join(format!("font{i}.z")), packed).expect("OUT_DIR can be written");
        list.push_str(&format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/font{i}.z\")), "));
    }
    let source = format!("const EMBEDDED: &[&[u8]] = &[{list}];\nconst EMBEDDED_HAN: bool = {complete};\n");
    write(&out.join("fonts.rs"), &source);
}

#[cfg(not(feature = "pdf"))]
fn fonts(_out: &Path) {}

/// Both weights of Noto Sans CJK as Debian packs them; the package manager has checked them.
#[cfg(feature = "pdf")]
fn from_distribution() -> Vec<Vec<u8>> {
    let names = ["NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"];
    let fonts: Vec<_> = names.iter().filter_map(|name| fs::read(Path::new("vendor/fonts").join(name)).ok()).collect();
    if fonts.len() == names.len() { fonts } else { Vec::new() }
}

/// Whether a font is an upright DejaVu (names are UTF-16 there).
#[cfg(feature = "pdf")]
fn is_dejavu(font: &[u8]) -> bool {
    let has = |name: &str| {
        let needle: Vec<u8> = name.encode_utf16().flat_map(u16::to_be_bytes).collect();
        font.windows(needle.len()).any(|window| window == needle)
    };
    has("DejaVu") && !has("Oblique")
}

/// Names and digests of the two weights of Noto Sans TC in `@expo-google-fonts/noto-sans-tc` 0.4.3.
#[cfg(feature = "pdf")]
const HAN_FONTS: &[(&str, &str)] = &[
    ("NotoSansTC_400Regular.ttf", "add35d53f70727657b4509531677c4e3712b67df3d54661efdee5d3a0c16d954"),
    ("NotoSansTC_700Bold.ttf", "ed4ae6ed781e34d0beee896e9be5d835a938ac7adabbcc1b6b6904290006f372"),
];

/// The fixed wording of the reports, one JSON document per language; anything but `section: {key: text}` stops the build.
fn report_words(out: &Path) {
    for lang in ["en", "zh-Hant"] {
        let path = format!("reports/words/{lang}.yaml");
        let yaml = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
        let mut words: BTreeMap<String, BTreeMap<String, String>> =
            serde_saphyr::from_str(&yaml).unwrap_or_else(|e| panic!("{path}:\n{e}"));
        // Beside the words of the report itself, stages bring notes of their own: `NAME.LANG.yaml`.
        let mut stages: Vec<PathBuf> =
            fs::read_dir("reports/words").into_iter().flatten().flatten().map(|e| e.path()).collect();
        stages.sort();
        for path in stages.iter().filter(|p| p.to_string_lossy().ends_with(&format!(".{lang}.yaml"))) {
            let yaml = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let notes: BTreeMap<String, String> =
                serde_saphyr::from_str(&yaml).unwrap_or_else(|e| panic!("{}:\n{e}", path.display()));
            words.entry("notes".to_owned()).or_default().extend(notes);
        }
        // Papers beside the report bring whole sections: `PAPER/LANG.yaml`.
        for path in stages.iter().map(|p| p.join(format!("{lang}.yaml"))).filter(|p| p.is_file()) {
            let yaml = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let sections: BTreeMap<String, BTreeMap<String, String>> =
                serde_saphyr::from_str(&yaml).unwrap_or_else(|e| panic!("{}:\n{e}", path.display()));
            words.extend(sections);
        }
        write(&out.join(format!("report-words-{lang}.json")), &json!(words).to_string());
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "yaml") {
            files.push(path);
        }
    }
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}
