//! Wrong uses of the command line: each is one line that says what is wrong, where, and what to do; nothing goes to standard
//! output, and nothing is left behind.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

fn folder() -> PathBuf {
    let root = std::env::temp_dir().join(format!("maspect-errors-{}", std::process::id()));
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(root.join("empty")).unwrap();
    fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/samples/apps/android/corrected.apk"), root.join("app.apk")).unwrap();
    for (name, text) in [
        ("text.txt", "hello"),
        ("empty.json", "{}"),
        ("broken.yaml", "hosts: ["),
        ("key.yaml", "wavers: []\n"),
        ("other.yaml", "x: 1\n"),
        ("waiver.yaml", "waivers:\n  - {rule: android-debuggable, reason: r, owner: o, expires: 2027-01-01}\n"),
        ("rule.yaml", "waivers:\n  - {rule: android-debugable, locus: x, reason: r, owner: o, expires: 2027-01-01}\n"),
        ("day.yaml", "waivers:\n  - {rule: android-debuggable, locus: x, reason: r, owner: o, expires: soon}\n"),
    ] {
        fs::write(root.join(name), text).unwrap();
    }
    root
}

fn entries(root: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(|e| e.unwrap().into_path()).collect()
}

/// Arguments, exit code, and words of the line: what, where, what to do.
const WRONG: &[(&str, i32, &[&str])] = &[
    ("scan", 2, &["<BUILDS>", "maspect scan --help"]),
    ("scan nope.apk", 1, &["nope.apk", "no such file"]),
    ("scan text.txt", 3, &["text.txt", "plain text", "give an APK"]),
    ("scan empty", 3, &["empty", "give an APK"]),
    ("scan app.apk --format pdff", 2, &["pdff", "--format", "one of terminal, json"]),
    ("scan app.apk --fromat json", 2, &["--fromat", "'--format'", "maspect scan --help"]),
    ("scan app.apk --date 2026-13-01", 2, &["2026-13-01", "write it as"]),
    ("scan app.apk --lang fr", 2, &["'fr'", "zh-Hant, en"]),
    ("scan app.apk --profile mas-l9", 2, &["mas-l9", "mas-l1, mas-l2, mas-l3"]),
    ("scan app.apk --config nope.yaml", 1, &["nope.yaml", "no such file"]),
    ("scan app.apk --config broken.yaml", 1, &["broken.yaml:1:"]),
    ("scan app.apk --config key.yaml", 1, &["key.yaml:1:1", "`wavers`", "did you mean `waivers`?"]),
    ("scan app.apk --config other.yaml", 1, &["other.yaml:1:1", "no key `x` here; known: profile"]),
    ("scan app.apk --config waiver.yaml", 1, &["waiver.yaml:2:", "would cover every finding", "add `fingerprint`"]),
    ("scan app.apk --config rule.yaml", 1, &["rule.yaml:2:", "did you mean `android-debuggable`?"]),
    ("scan app.apk --config day.yaml", 1, &["day.yaml:2:", "write it as"]),
    ("scan app.apk --baseline empty.json --fail-on new", 1, &["empty.json", "maspect baseline write"]),
    ("scan app.apk --fail-on severe", 2, &["severe", "control, critical"]),
    ("scan app.apk --fail-on new", 2, &["--baseline FILE", "maspect baseline write"]),
    ("scan app.apk --format html --out text.txt/x", 1, &["text.txt/x", "not written"]),
    ("scan app.apk --rules nope", 1, &["--rules nope", "give a folder of rule files"]),
    ("scan app.apk --notice nope.html", 1, &["nope.html", "no such file"]),
    ("diff app.apk", 2, &["<NEW>", "maspect diff --help"]),
    ("diff app.apk text.txt", 3, &["text.txt", "plain text", "give one or the other"]),
    ("diff app.apk empty.json", 1, &["empty.json", "no report of maspect"]),
    ("verify empty.json app.apk", 1, &["empty.json", "not a JSON report"]),
    ("batch nope", 1, &["nope", "cannot be listed"]),
    ("batch empty --out reports", 3, &["empty", ".xcarchive", "--any"]),
    ("batch . --shard 5/4", 2, &["--shard", "K runs from 1 to N"]),
    ("batch . --jobs 0", 2, &["--jobs", "a number from 1"]),
    ("merge nope --out joined", 1, &["nope", "no such folder", "batch --shard"]),
    ("merge empty --out joined", 1, &["empty", "finished batch"]),
    ("explain android-debugable", 1, &["did you mean `android-debuggable`?", "maspect rules list"]),
    ("explain qqq", 1, &["there is no rule `qqq`; `maspect rules list`"]),
    ("worksheet 9.9.9", 1, &["9.9.9", "`maspect worksheet` prints all"]),
    ("man nope", 1, &["nope", "maspect --help"]),
    ("completions nosh", 2, &["nosh", "bash", "maspect completions --help"]),
    ("dossier", 2, &["--config <FILE>", "--out <OUT>", "maspect dossier --help"]),
    ("init text.txt", 3, &["text.txt", "give an APK"]),
    ("facts text.txt", 3, &["text.txt", "give an APK"]),
    ("bogus", 2, &["bogus", "maspect --help"]),
    ("--bogus", 2, &["--bogus", "maspect --help"]),
];

#[test]
fn a_wrong_use_is_one_line() {
    let root = folder();
    let before = entries(&root);
    for (line, code, words) in WRONG {
        let output = Command::cargo_bin("maspect")
            .unwrap()
            .args(line.split(' '))
            .env("LC_ALL", "en_US.UTF-8")
            .current_dir(&root)
            .output()
            .unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(*code), "{line}: {error}");
        assert!(error.starts_with("maspect: ") && error.lines().count() == 1, "{line}: {error}");
        assert!(output.stdout.is_empty(), "{line}");
        for word in *words {
            assert!(error.contains(word), "{line}: `{word}` is not in: {error}");
        }
        assert_eq!(entries(&root), before, "{line} left something behind");
    }
    fs::remove_dir_all(&root).unwrap();
}

#[test]
fn what_cannot_be_done_is_told_in_the_language_of_the_person() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("errors-told");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::copy("samples/apps/android/corrected.apk", folder.join("app.apk")).unwrap();
    fs::write(folder.join("text.txt"), "words").unwrap();
    let cases: &[(&str, &str)] = &[
        ("scan app.apk --rules nope", "沒有這個資料夾"),
        ("scan app.apk --declared-hosts nope", "沒有這個檔案"),
        ("scan app.apk --baseline nope", "無法讀取"),
        ("scan app.apk --fail-on new", "須搭配 --baseline"),
        ("scan app.apk app.apk --format html", "兩個安裝檔同名"),
        ("scan app.apk --format html --out text.txt/x", "未寫入"),
        ("scan text.txt", "看起來是純文字"),
        ("explain qqq", "沒有 `qqq` 這條規則"),
        ("init app.apk --out text.txt", "檔案已存在"),
    ];
    for (command, words) in cases {
        let args = command.split(' ').chain(["--lang", "zh-Hant"]);
        let out = Command::cargo_bin("maspect").unwrap().args(args).current_dir(&folder).output().unwrap();
        let told = String::from_utf8(out.stderr).unwrap();
        assert!(told.lines().count() == 1 && told.contains(words), "{command}: {told}");
    }
}
