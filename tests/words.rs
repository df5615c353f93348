//! What people read in a report of a real app: words of their language and its punctuation, no notation of the engines.

use assert_cmd::Command;
use regex::Regex;

const APPS: [&str; 4] = ["android/flawed.apk", "android/flawed-r8.apk", "ios/flawed.ipa", "ios/corrected.ipa"];

/// The lines of a report's page, without style, script, examples and markup.
fn lines(app: &str, lang: &str) -> Vec<String> {
    let out = folder();
    let build = format!("{}/samples/apps/{app}", env!("CARGO_MANIFEST_DIR"));
    let args = ["scan", &build, "--format", "html", "--lang", lang, "--date", "2026-11-21", "--exit-zero", "--out"];
    Command::cargo_bin("maspect").unwrap().args(args).arg(&out).assert().success();
    let name = app.rsplit('/').next().unwrap();
    let page = std::fs::read_to_string(out.join(format!("{name}.maspect.html"))).unwrap();
    std::fs::remove_dir_all(&out).unwrap();
    let blocks = Regex::new(r"(?s)<(style|script|pre)\b.*?</(style|script|pre)>").unwrap();
    let tags = Regex::new(r"(?s)<[^>]*>").unwrap();
    let text = tags.replace_all(&blocks.replace_all(&page, "\n"), "\n").into_owned();
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&#x2F;", "/").replace("&#x27;", "'").replace("&amp;", "&").lines().map(str::to_owned).collect()
}

/// A folder of its own for each call: tests run side by side.
fn folder() -> std::path::PathBuf {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!("maspect-words-{}-{number}", std::process::id()))
}

fn holding<'l>(lines: &'l [String], pattern: &str) -> Vec<&'l String> {
    let pattern = Regex::new(pattern).unwrap();
    lines.iter().filter(|line| pattern.is_match(line)).take(5).collect()
}

#[test]
fn no_notation_of_the_engines_is_shown() {
    let notation = [
        // Values: unknown, parameters, arrays, alternatives.
        r"[(, ]\?[,)]",
        r"\bparam [0-9]",
        r"\b(array|constant)\[",
        r"[)\]] \| ",
        // Steps of a flow through an array, and codes of ours.
        r"^\[\]$",
        r"^(none-needed|fixed-word|no-arm64-code)$",
        r"[：:] ?(none-needed|not-applicable|unknown-[a-z]+)$",
        // Templates that nobody filled.
        r"\{[a-z_]+(:[a-z_]+)?\}",
    ];
    for app in APPS {
        for lang in ["zh-Hant", "en"] {
            let lines = lines(app, lang);
            assert!(lines.len() > 1000, "{app} {lang}");
            for pattern in notation {
                let found = holding(&lines, pattern);
                assert!(found.is_empty(), "{app} {lang} {pattern}: {found:?}");
            }
        }
    }
}

#[test]
fn chinese_has_its_own_punctuation() {
    for app in APPS {
        let lines = lines(app, "zh-Hant");
        // Arguments of a call are code; what stands in 「」 is the app's own text.
        let prose: Vec<String> =
            lines.into_iter().filter(|l| !l.starts_with(['呼', '「']) && !l.contains("：出現於 ")).collect();
        for pattern in [
            r"\p{Han}[,;:!?]",
            r"[,;]\p{Han}",
            r"\p{Han} ?\([A-Za-z0-9]",
            r"[，。；、] ",
            r" [，。；、]",
            r"\(line [0-9]+\)",
        ] {
            let found = holding(&prose, pattern);
            assert!(found.is_empty(), "{app} {pattern}: {found:?}");
        }
    }
}
