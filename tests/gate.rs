//! What a team does with reports: compare two releases, keep a baseline, stop a pipeline, check a report against its build.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

const APPS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/apps");

fn app(path: &str) -> String {
    format!("{APPS}/{path}")
}

fn folder(name: &str) -> PathBuf {
    let root = std::env::temp_dir().join(format!("maspect-gate-{name}-{}", std::process::id()));
    fs::create_dir_all(&root).unwrap();
    root
}

fn run(args: &[&str]) -> (i32, String, String) {
    // Messages follow the locale.
    let output = Command::cargo_bin("maspect").unwrap().args(args).env("LC_ALL", "en_US.UTF-8").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn report(build: &str, out: &Path, more: &[&str]) -> String {
    let build_file = app(build);
    let fixed = ["scan", &build_file, "--format", "json", "--lang", "en", "--date", "2026-11-21", "--exit-zero"];
    let args = [&fixed[..], more].concat();
    let (code, text, _) = run(&args);
    assert_eq!(code, 0);
    let file = out.join(format!("{}.json", build.replace('/', "-")));
    fs::write(&file, text).unwrap();
    file.display().to_string()
}

fn diff(old: &str, new: &str) -> Value {
    let (code, text, error) = run(&["diff", old, new, "--format", "json", "--lang", "en", "--date", "2026-11-21"]);
    assert_eq!(code, 0, "{error}");
    serde_json::from_str(&text).unwrap()
}

fn count(value: &Value) -> usize {
    value.as_array().unwrap().len()
}

#[test]
fn a_rebuild_with_renaming_keeps_the_findings() {
    let change = diff(&app("android/flawed.apk"), &app("android/flawed-r8.apk"));
    let findings = &change["findings"];
    let (new, fixed, same) = (count(&findings["new"]), count(&findings["fixed"]), count(&findings["unchanged"]));
    // What the inliner moved aside: one place became two, or two one.
    assert!(same >= 80, "{same} unchanged");
    assert!(new * 5 <= same && fixed * 5 <= same, "{new} new, {fixed} fixed, {same} unchanged");
    // Places did change: classes and methods have other names.
    let old: Vec<Value> = serde_json::from_str::<Value>(
        &run(&["scan", &app("android/flawed.apk"), "--format", "json"]).1,
    )
    .unwrap()["findings"]
        .as_array()
        .unwrap()
        .clone();
    let moved = findings["unchanged"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| old.iter().find(|f| f["id"] == item["id"]).is_some_and(|f| f["place"] != item["place"]));
    assert!(moved.count() >= 20);
    for list in ["permissions", "hosts", "entries", "signers"] {
        assert_eq!(change[list]["added"], Value::Array(vec![]), "{list}");
        assert_eq!(change[list]["removed"], Value::Array(vec![]), "{list}");
    }
}

#[test]
fn a_corrected_release_shows_what_was_mended_on_both_platforms() {
    for (old, new) in [("android/flawed.apk", "android/corrected.apk"), ("ios/flawed.ipa", "ios/corrected.ipa")] {
        let change = diff(&app(old), &app(new));
        let findings = &change["findings"];
        assert!(count(&findings["fixed"]) > 3 * count(&findings["new"]), "{old}");
        assert!(count(&change["controls"]) >= 8, "{old}");
        assert_eq!(change["old"]["verdict"], "fail");
        assert_ne!(change["new"]["verdict"], "fail");
        for (form, word) in [("terminal", "Fixed findings"), ("markdown", "### Fixed findings")] {
            let (code, text, _) = run(&["diff", &app(old), &app(new), "--format", form, "--lang", "en"]);
            assert!(code == 0 && text.contains(word), "{text}");
        }
    }
    // Signers and permissions of the Android pair differ.
    let change = diff(&app("android/flawed.apk"), &app("android/corrected.apk"));
    assert!(count(&change["signers"]["added"]) == 1 && count(&change["signers"]["removed"]) == 1);
    assert!(count(&change["permissions"]["removed"]) > 0);
}

#[test]
fn a_baseline_lets_known_findings_pass_and_stops_new_ones() {
    let root = folder("baseline");
    let file = root.join("known.json").display().to_string();
    let flawed = app("android/flawed.apk");
    let (code, text, _) = run(&["baseline", "write", &flawed, "--out", &file]);
    assert!(code == 0 && text.contains("known findings"), "{text}");
    let scan =
        |build: &str, more: &[&str]| run(&[&["scan", build, "--lang", "en", "--baseline", &file], more].concat());
    let (code, text, _) = scan(&flawed, &["--fail-on", "new"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("0 new"), "{text}");
    // The control still fails: a baseline deletes nothing.
    assert_eq!(scan(&flawed, &[]).0, 10);
    assert_eq!(scan(&flawed, &["--fail-on", "control"]).0, 10);
    // One finding less in the baseline is one new one.
    let mut known: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    let list = known["findings"].as_array_mut().unwrap();
    list.retain(|f| f["rule"] != "android-debuggable");
    fs::write(&file, known.to_string()).unwrap();
    let (code, text, _) = scan(&flawed, &["--fail-on", "new", "--format", "sarif"]);
    assert_eq!(code, 10);
    let sarif: Value = serde_json::from_str(&text).unwrap();
    let states: Vec<(&Value, &Value)> =
        sarif["runs"][0]["results"].as_array().unwrap().iter().map(|r| (&r["ruleId"], &r["baselineState"])).collect();
    assert!(states.iter().all(|(rule, state)| (**state == "new") == (**rule == "android-debuggable")), "{states:?}");
    assert_eq!(scan(&flawed, &["--fail-on", "new,critical"]).0, 0);
    assert_eq!(scan(&flawed, &["--fail-on", "new,high"]).0, 10);
    fs::remove_dir_all(&root).unwrap();
}

#[test]
fn the_gate_follows_its_words() {
    let scan = |build: &str, words: &str| run(&["scan", &app(build), "--format", "json", "--fail-on", words]);
    assert_eq!(scan("android/flawed.apk", "control").0, 10);
    assert_eq!(scan("android/flawed.apk", "critical").0, 10);
    assert_eq!(scan("android/flawed.apk", "never").0, 0);
    // Rows that are open do not stop a pipeline that named what stops it.
    assert_eq!(scan("android/corrected.apk", "control").0, 0);
    assert_eq!(scan("android/corrected.apk", "critical").0, 0);
    for words in ["severe", "never,high", "new"] {
        let (code, out, error) = scan("android/flawed.apk", words);
        assert_eq!((code, out.as_str()), (2, ""), "{words}");
        assert!(error.contains("--fail-on") && error.lines().count() == 1, "{error}");
    }
}

#[test]
fn a_report_is_verified_and_a_doctored_one_is_caught() {
    let root = folder("verify");
    let build = app("android/flawed.apk");
    let file = report("android/flawed.apk", &root, &[]);
    let (code, text, _) = run(&["verify", &file, &build]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("the same report"), "{text}");

    // Another build.
    let (code, text, _) = run(&["verify", &file, &app("android/corrected.apk")]);
    assert!(code == 10 && text.contains("NOT the one"), "{text}");

    // A verdict, a number, a sentence, an entry: each change is told with its place.
    let whole: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    let failed = whole["controls"].as_array().unwrap().iter().position(|c| c["verdict"] == "fail").unwrap();
    type Doctor = fn(&mut Value, usize);
    let doctored: [(&str, Doctor); 4] = [
        ("/verdict", |r, at| r["controls"][at]["verdict"] = "pass".into()),
        ("/verdict", |r, _| r["verdict"] = "pass".into()),
        ("/findings", |r, _| {
            r["findings"].as_array_mut().unwrap().pop();
        }),
        ("/note", |r, _| r["profile"]["note"] = "all is well".into()),
    ];
    for (place, change) in doctored {
        let mut value = whole.clone();
        change(&mut value, failed);
        fs::write(root.join("doctored.json"), value.to_string()).unwrap();
        let (code, text, _) = run(&["verify", &root.join("doctored.json").display().to_string(), &build]);
        assert!(code == 10 && text.contains(place), "{text}");
    }
    // What a doctored report holds is printed, not obeyed.
    let mut value = whole.clone();
    value["a\u{1b}[2J"] = "x".into();
    value["controls"][failed]["id"] = "\u{202e}4.1".into();
    fs::write(root.join("doctored.json"), value.to_string()).unwrap();
    let (code, text, _) = run(&["verify", &root.join("doctored.json").display().to_string(), &build]);
    assert!(code == 10 && !text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
    let mut value = whole;
    value["tool"]["catalogue_sha256"] = "0".repeat(64).into();
    fs::write(root.join("other.json"), value.to_string()).unwrap();
    let (code, text, _) = run(&["verify", &root.join("other.json").display().to_string(), &build]);
    assert!(code == 11 && text.contains("catalogue: ANOTHER"), "{text}");
    fs::remove_dir_all(&root).unwrap();
}

#[test]
fn a_signature_is_made_and_checked_without_a_prompt() {
    let root = folder("sign");
    let path = |name: &str| root.join(name).display().to_string();
    let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
    fs::write(path("key.pub"), pair.pk.to_box().unwrap().into_string()).unwrap();
    fs::write(path("key.sec"), pair.sk.to_box(None).unwrap().into_string()).unwrap();
    let (build, file) = (app("android/corrected.apk"), report("android/corrected.apk", &root, &[]));
    let verify = || run(&["verify", &file, &build, "--public-key", &path("key.pub")]);
    assert_eq!(verify().0, 10, "no signature is there yet");
    assert_eq!(run(&["sign", &file, "--secret-key", &path("key.sec")]).0, 0);
    let (code, text, _) = verify();
    assert!(code == 0 && text.contains("signature: holds"), "{text}");
    // A changed report, and another key.
    fs::write(&file, fs::read_to_string(&file).unwrap() + "\n").unwrap();
    let (code, text, _) = verify();
    assert!(code == 10 && text.contains("does NOT hold"), "{text}");
    let other = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
    fs::write(path("key.pub"), other.pk.to_box().unwrap().into_string()).unwrap();
    assert_eq!(verify().0, 10);
    fs::write(path("key.sec"), "no key").unwrap();
    let (code, _, error) = run(&["sign", &file, "--secret-key", &path("key.sec")]);
    assert!(code == 1 && error.contains("key.sec") && error.lines().count() == 1, "{error}");
    fs::remove_dir_all(&root).unwrap();
}

#[test]
fn reports_never_overwrite_each_other() {
    let root = folder("twice");
    let copy = root.join("flawed.apk");
    fs::copy(app("android/flawed.apk"), &copy).unwrap();
    let out = root.join("out").display().to_string();
    let (code, _, error) = run(&[
        "scan",
        &app("android/flawed.apk"),
        &copy.display().to_string(),
        "--format",
        "json",
        "--format",
        "html",
        "--out",
        &out,
    ]);
    assert!(code == 2 && error.contains("flawed.apk") && error.contains("batch"), "{error}");
    assert!(!root.join("out").exists());
    fs::remove_dir_all(&root).unwrap();
}

/// The script that every pipeline template calls: reports, the summary of the job's page, and the exit code.
#[cfg(unix)]
#[test]
fn the_script_of_pipelines_writes_reports_and_keeps_the_exit_code() {
    let root = folder("script");
    let script = |build: &str, fail_on: &str| {
        std::process::Command::new("sh")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/packaging/gate.sh"))
            .env("MASPECT", env!("CARGO_BIN_EXE_maspect"))
            .env("MASPECT_BUILD", app(build))
            .env("MASPECT_OUT", root.join("out dir"))
            .env("MASPECT_FAIL_ON", fail_on)
            .env("GITHUB_STEP_SUMMARY", root.join("summary.md"))
            .output()
            .unwrap()
    };
    let stopped = script("android/flawed.apk", "control");
    assert_eq!(stopped.status.code(), Some(10));
    assert!(stopped.stdout.is_empty());
    assert_eq!(script("android/corrected.apk", "control").status.code(), Some(0));
    assert_eq!(script("android/corrected.apk", "$(id)").status.code(), Some(2));
    for ending in ["html", "json", "sarif", "junit.xml", "gitlab.json", "md", "cdx.json"] {
        assert!(root.join(format!("out dir/flawed.apk.maspect.{ending}")).is_file(), "{ending}");
    }
    let summary = fs::read_to_string(root.join("summary.md")).unwrap();
    assert_eq!(summary.matches("\n## ").count() + usize::from(summary.starts_with("## ")), 2, "{summary}");
    fs::remove_dir_all(&root).unwrap();
}

/// A waiver lets a finding pass until its last day, and says so when it has expired.
#[test]
fn a_waiver_holds_until_it_expires() {
    let root = folder("waiver");
    let file = root.join("maspect.yaml").display().to_string();
    let build = app("android/flawed.apk");
    let report: Value =
        serde_json::from_str(&run(&["scan", &build, "--format", "json", "--date", "2026-11-21"]).1).unwrap();
    let mut text = String::from("waivers:\n");
    for finding in report["findings"].as_array().unwrap() {
        let (rule, id) = (finding["rule"].as_str().unwrap(), finding["id"].as_str().unwrap());
        text.push_str(&format!("  - rule: {rule}\n    fingerprint: \"{id}\"\n    reason: known, mended in 2.0\n"));
        text.push_str("    owner: lin\n    expires: 2026-12-31\n");
    }
    fs::write(&file, text).unwrap();
    let scan =
        |date: &str| run(&["scan", &build, "--config", &file, "--lang", "en", "--date", date, "--fail-on", "control"]);
    let (code, text, error) = scan("2026-12-31");
    assert_eq!(code, 0, "{text}{error}");
    let (code, text, _) = scan("2027-01-01");
    assert!(code == 10 && text.contains("expired"), "{text}");
    fs::remove_dir_all(&root).unwrap();
}

/// A waiver takes the place as any report shows it; one that marks nothing says what would have matched.
#[test]
fn a_waiver_takes_a_place_as_a_report_shows_it() {
    let root = folder("waiver-place");
    let file = root.join("maspect.yaml").display().to_string();
    let build = app("android/flawed.apk");
    let scan = |rule: &str, locus: &str| {
        let entry = format!(
            "waivers:\n  - {{rule: {rule}, locus: \"{locus}\", reason: known, owner: lin, expires: 2026-12-31}}\n"
        );
        fs::write(&file, entry).unwrap();
        let (_, text, error) = run(&["scan", &build, "--config", &file, "--format", "json", "--date", "2026-11-21"]);
        let report: Value = serde_json::from_str(&text).unwrap();
        (report["waivers"][0]["findings"].as_array().unwrap().len(), error)
    };
    for place in ["整個安裝檔", "the whole build", "(build)"] {
        assert_eq!(scan("android-signed-v1-only", place), (1, String::new()), "{place}");
    }
    // A line of source, in both languages and as the canonical place has it.
    let call = "HealthBankImporter.write(Ljava/io/File;[B)V+0x5";
    for line in ["（第 119 行）", " (line 119)"] {
        assert_eq!(scan("android-sensitive-data-to-external-storage", &format!("{call}{line}")).0, 1, "{line}");
    }
    let (marked, error) = scan("android-signed-v1-only", "整個 安裝檔");
    assert_eq!(marked, 0);
    assert!(error.contains("maspect.yaml:2:") && error.contains("(`the whole build`)"), "{error}");
    assert!(error.contains("correct its fingerprint") && error.lines().count() == 1, "{error}");
    let (_, error) = scan("ios-debuggable", "Info.plist");
    assert!(error.contains("finds nothing in this build"), "{error}");
    fs::remove_dir_all(&root).unwrap();
}

fn sarif(build: &str) -> Value {
    let (code, text, error) = run(&["scan", &app(build), "--format", "sarif", "--date", "2026-11-21", "--exit-zero"]);
    assert!(code == 0 && error.is_empty(), "{error}");
    serde_json::from_str(&text).unwrap()
}

/// What GitHub matches alerts by stays the same when R8 renames classes and methods.
#[test]
fn fingerprints_of_sarif_survive_renaming() {
    let prints = |build: &str| -> std::collections::BTreeMap<String, String> {
        let log = sarif(build);
        let print = |r: &Value| r["partialFingerprints"]["maspectFinding/v1"].as_str().unwrap().to_owned();
        let place = |r: &Value| r["locations"][0]["message"]["text"].as_str().unwrap().to_owned();
        let results = log["runs"][0]["results"].as_array().unwrap();
        results.iter().map(|result| (print(result), place(result))).collect()
    };
    let (old, new) = (prints("android/flawed.apk"), prints("android/flawed-r8.apk"));
    let kept: Vec<&String> = old.keys().filter(|print| new.contains_key(*print)).collect();
    assert!(kept.len() * 5 >= old.len() * 4, "{} of {}", kept.len(), old.len());
    assert!(kept.iter().filter(|print| old[**print] != new[**print]).count() >= 20, "no place has another name");
    // The same build twice is the same file.
    assert_eq!(sarif("android/flawed.apk"), sarif("android/flawed.apk"));
}

/// What GitHub takes of one upload, by its page on SARIF support for code scanning.
#[test]
fn sarif_keeps_to_what_github_takes() {
    for build in ["android/flawed.apk", "ios/flawed.ipa"] {
        let log = sarif(build);
        let size = log.to_string().len();
        assert!(size < 10_000_000, "{size} bytes before compression");
        assert_eq!(log["runs"].as_array().unwrap().len(), 1);
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        assert!(rules.len() > 150 && rules.len() <= 25_000);
        for rule in rules {
            let length = |text: &Value| text.as_str().unwrap().chars().count();
            let id = rule["id"].as_str().unwrap();
            assert!(length(&rule["id"]) <= 255 && length(&rule["name"]) <= 255, "{id}");
            assert!(length(&rule["shortDescription"]["text"]) <= 1024, "{id}");
            assert!(length(&rule["fullDescription"]["text"]) <= 1024, "{id}");
            assert!(length(&rule["help"]["text"]) > 0 && length(&rule["help"]["markdown"]) > 0, "{id}");
            let tags = rule["properties"]["tags"].as_array().unwrap();
            assert!(tags.len() <= 10 && tags.iter().any(|tag| tag == "security"), "{id}");
            let severity: f64 = rule["properties"]["security-severity"].as_str().unwrap().parse().unwrap();
            assert!((0.0..=10.0).contains(&severity), "{id}");
        }
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert!(results.len() > 80 && results.len() <= 5_000);
        for result in results {
            assert_eq!(result["locations"].as_array().unwrap().len(), 1);
            assert!(result["relatedLocations"].as_array().is_none_or(|list| list.len() <= 100));
            for flow in result["codeFlows"].as_array().into_iter().flatten() {
                for thread in flow["threadFlows"].as_array().unwrap() {
                    assert!(thread["locations"].as_array().unwrap().len() <= 1_000);
                }
            }
        }
    }
}
