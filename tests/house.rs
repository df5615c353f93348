//! The house rules that a compiler does not check: who may import whom, and files that stay readable.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Module → modules of the library that it may name. The crate's documentation explains the directions.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("limits", &[]),
    ("finding", &[]),
    ("format", &["limits"]),
    ("app", &["format", "limits", "finding"]),
    ("rule", &["finding"]),
    ("flow", &["format", "rule", "finding", "limits"]),
    ("fact", &["app", "flow", "format", "rule", "finding", "limits", "notice"]),
    ("notice", &["finding", "format", "limits"]),
    ("detect", &["rule", "fact", "finding", "limits"]),
    ("verdict", &["finding", "rule"]),
    ("waiver", &["finding"]),
    ("dossier", &["finding", "rule", "verdict", "report", "project", "notice"]),
    ("project", &["finding", "rule", "verdict", "waiver", "report"]),
    ("report", &["finding", "rule", "verdict", "waiver", "limits", "notice"]),
    ("batch", &["finding", "report", "rule", "verdict"]),
    ("diff", &["finding", "report", "rule", "verdict"]),
    (
        "scan",
        &[
            "app", "detect", "fact", "finding", "flow", "format", "limits", "notice", "project", "report", "rule",
            "verdict", "waiver",
        ],
    ),
];

/// Files longer than this want to be a folder.
const LONGEST: usize = 800;

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|e| e.unwrap().into_path())
        .filter(|p| p.extension().is_some_and(|e| e == "rs"))
        .collect();
    files.sort();
    files
}

fn room(path: &Path) -> String {
    let inside = path.strip_prefix("src").unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// Names after `crate::` in a source text, tests left out.
fn imports(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    let mut names = Vec::new();
    for line in code.lines().filter(|l| !l.trim_start().starts_with("//")) {
        for (at, _) in line.match_indices("crate::") {
            if line[..at].ends_with('$') {
                continue;
            }
            let name: String = line[at + 7..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            if !name.is_empty() {
                names.push(name);
            }
        }
    }
    names
}

#[test]
fn modules_import_only_what_the_plan_allows() {
    let table: BTreeMap<&str, &[&str]> = MAY_IMPORT.iter().copied().collect();
    let mut wrong = Vec::new();
    for path in sources(Path::new("src")) {
        let room = room(&path);
        if matches!(room.as_str(), "lib" | "main" | "cli") || path.ends_with("tests.rs") {
            continue;
        }
        let allowed = table.get(room.as_str()).unwrap_or_else(|| panic!("{room}: not in the table of imports"));
        for name in imports(&fs::read_to_string(&path).unwrap()) {
            if name != room && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{}: {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "imports against the plan:\n{}", wrong.join("\n"));
}

#[test]
fn no_source_file_is_too_long_to_read() {
    let long: Vec<String> = sources(Path::new("src"))
        .into_iter()
        .map(|p| (fs::read_to_string(&p).unwrap().lines().count(), p))
        .filter(|(lines, _)| *lines > LONGEST)
        .map(|(lines, p)| format!("{}: {lines} lines", p.display()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn the_word_keys_of_the_build_script_are_those_of_the_library() {
    let script = fs::read_to_string("build.rs").unwrap();
    for key in maspect::rule::WORD_KEYS {
        assert!(script.contains(&format!("\"{key}\"")), "build.rs does not know `{key}`");
    }
}
