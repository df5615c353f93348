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

    let (mut rules, mut profiles, mut words, mut knowledge) = (Vec::new(), Vec::new(), Map::new(), BTreeMap::new());
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
                words.insert(id, Value::Object(own));
                rules.push(Value::Object(rule));
            }
        }
    }
    rules.sort_by(|a, b| a["id"].as_str().cmp(&b["id"].as_str()));
    let logic = json!({ "rules": rules, "profiles": profiles, "knowledge": knowledge });
    write(&out.join("catalogue.json"), &logic.to_string());
    write(&out.join("words.json"), &Value::Object(words).to_string());
    write(&out.join("catalogue.sha256"), &hex(&hash.finalize()));
    report_words(&out);
}

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
