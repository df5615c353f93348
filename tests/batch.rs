//! Many builds: one bad file stops nothing, what is done is not done again, shards join to what one run gives.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use regex::Regex;
use serde_json::Value;

const APPS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/apps/android");

fn maspect() -> Command {
    Command::cargo_bin("maspect").unwrap()
}

/// A fresh folder with builds in it: two apps, a broken archive, a text, and an app in a folder with an odd name.
fn builds(name: &str) -> PathBuf {
    let root = std::env::temp_dir().join(format!("maspect-batch-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(root.join("in/深層 #1")).unwrap();
    fs::copy(format!("{APPS}/flawed.apk"), root.join("in/flawed.apk")).unwrap();
    fs::copy(format!("{APPS}/corrected.apk"), root.join("in/深層 #1/corrected.apk")).unwrap();
    fs::write(root.join("in/zeros.apk"), [0; 64]).unwrap();
    fs::write(root.join("in/text.ipa"), "not a build").unwrap();
    fs::write(root.join("in/readme.txt"), "no build and not named like one").unwrap();
    root
}

fn batch(root: &Path, out: &str, more: &[&str]) -> (i32, String) {
    let mut command = maspect();
    command.arg("batch").arg(root.join("in")).arg("--out").arg(root.join(out));
    let output = command.args(["--lang", "en", "--date", "2026-11-21", "--jobs", "2"]).args(more).output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

/// Every file below a folder with its bytes.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|e| e.file_type().is_file())
        .map(|e| {
            let name = e.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            (name, fs::read(e.path()).unwrap())
        })
        .collect()
}

#[test]
fn a_bad_file_does_not_stop_the_rest_and_a_second_run_does_nothing() {
    let root = builds("resume");
    let (code, text) = batch(&root, "out", &[]);
    assert_eq!(code, 10);
    assert!(
        text.starts_with("4 builds: 1 fail, 1 open, 0 pass; 2 no build, 0 could not be scanned; 0 unchanged"),
        "{text}"
    );
    let first = tree(&root.join("out"));
    for file in ["index.html", "index.csv", "index.jsonl", "reports/深層 #1/corrected.apk.maspect.html"] {
        assert!(first.contains_key(file), "{file}");
    }
    let stamp = |file: &str| fs::metadata(root.join("out").join(file)).unwrap().modified().unwrap();
    let before = stamp("reports/flawed.apk.maspect.json");
    let (_, text) = batch(&root, "out", &[]);
    assert!(text.contains("4 unchanged"), "{text}");
    assert_eq!(stamp("reports/flawed.apk.maspect.json"), before);
    assert_eq!(tree(&root.join("out")), first);

    // Cut short: a report and the row of another build are missing, and only these are made again.
    fs::remove_file(root.join("out/reports/flawed.apk.maspect.html")).unwrap();
    let (_, text) = batch(&root, "out", &[]);
    assert!(text.contains("3 unchanged"), "{text}");
    assert_eq!(tree(&root.join("out")), first);

    // Another language is another report.
    let (_, text) = batch(&root, "out", &["--with-f"]);
    assert!(text.contains("0 unchanged"), "{text}");
    fs::remove_dir_all(&root).unwrap();
}

#[test]
fn two_shards_merged_are_one_run_byte_for_byte() {
    let root = builds("shards");
    batch(&root, "whole", &[]);
    let mut sizes = Vec::new();
    for shard in ["1/2", "2/2"] {
        let out = format!("part-{}", &shard[..1]);
        let (_, text) = batch(&root, &out, &["--shard", shard]);
        sizes.push(text.split(' ').next().unwrap().parse::<usize>().unwrap());
    }
    assert_eq!(sizes.iter().sum::<usize>(), 4);
    maspect()
        .arg("merge")
        .args([root.join("part-1"), root.join("part-2")])
        .arg("--out")
        .arg(root.join("merged"))
        .assert()
        .code(10);
    let (whole, merged) = (tree(&root.join("whole")), tree(&root.join("merged")));
    assert_eq!(whole.keys().collect::<Vec<_>>(), merged.keys().collect::<Vec<_>>());
    assert!(whole == merged, "a file differs");

    // Parts that were judged differently are not joined.
    batch(&root, "part-2", &["--shard", "2/2", "--with-f"]);
    let refused = maspect()
        .arg("merge")
        .args([root.join("part-1"), root.join("part-2")])
        .arg("--out")
        .arg(root.join("no"))
        .assert()
        .code(1);
    assert!(String::from_utf8_lossy(&refused.get_output().stderr).contains("were not made alike"));
    fs::remove_dir_all(&root).unwrap();
}

#[test]
fn a_folder_without_builds_says_what_is_looked_for() {
    let root = std::env::temp_dir().join(format!("maspect-batch-empty-{}", std::process::id()));
    fs::create_dir_all(&root).unwrap();
    let refused = maspect().arg("batch").arg(&root).arg("--out").arg(root.join("out")).assert().code(3);
    assert!(String::from_utf8_lossy(&refused.get_output().stderr).contains(".xcarchive"));
    maspect().arg("batch").arg(root.join("missing")).arg("--out").arg(root.join("out")).assert().code(1);
    maspect().args(["batch", ".", "--shard", "3/2"]).assert().code(2);
    fs::remove_dir_all(&root).unwrap();
}

/// What a row must say, worked out of the build's own report.
struct Expected {
    verdict: String,
    controls: BTreeMap<String, String>,
    severities: BTreeMap<String, usize>,
    sdks: Vec<String>,
    signers: Vec<String>,
}

fn texts(list: &Value, text: impl Fn(&Value) -> String) -> Vec<String> {
    let mut all: Vec<String> = list.as_array().unwrap().iter().map(text).collect();
    all.sort();
    all.dedup();
    all
}

fn expected(report: &Value) -> Expected {
    let mut controls = BTreeMap::new();
    for control in report["controls"].as_array().unwrap().iter().filter(|c| c["counted"] == true) {
        let waived = control["waived"] == true && control["verdict"] == "fail";
        let verdict = control["verdict"].as_str().unwrap();
        let verdict = if waived { format!("{verdict}+waived") } else { verdict.to_owned() };
        controls.insert(control["id"].as_str().unwrap().to_owned(), verdict);
    }
    let mut severities = BTreeMap::new();
    for finding in report["findings"].as_array().unwrap().iter().filter(|f| f["waived"] != true) {
        *severities.entry(finding["severity"].as_str().unwrap().to_owned()).or_insert(0) += 1;
    }
    let inventory = &report["inventory"];
    let sdk = |sdk: &Value| match sdk["version"].as_str() {
        Some(version) => format!("{} {version}", sdk["name"].as_str().unwrap()),
        None => sdk["name"].as_str().unwrap().to_owned(),
    };
    let signer = |c: &Value| format!("{} ({})", c["subject"].as_str().unwrap(), &c["sha256"].as_str().unwrap()[..16]);
    Expected {
        verdict: report["verdict"].as_str().unwrap().to_owned(),
        controls,
        severities,
        sdks: texts(&inventory["sdks"], sdk),
        signers: texts(&inventory["signing"]["certificates"], signer),
    }
}

impl Expected {
    fn count(&self, verdict: &str) -> usize {
        self.controls.values().filter(|v| *v == verdict).count()
    }

    fn severity(&self, severity: &str) -> usize {
        self.severities.get(severity).copied().unwrap_or(0)
    }
}

/// Attributes of an element's tag, unescaped.
fn attributes(tag: &str) -> BTreeMap<String, String> {
    let pair = Regex::new(r#"([a-z-]+)="([^"]*)""#).unwrap();
    let plain = |text: &str| {
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x2F;", "/");
        text.replace("&#x27;", "'").replace("&#39;", "'").replace("&amp;", "&")
    };
    pair.captures_iter(tag).map(|found| (found[1].to_owned(), plain(&found[2]))).collect()
}

fn unquoted(link: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = link.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let (byte, behind) = match first {
            b'%' => (u8::from_str_radix(std::str::from_utf8(&behind[..2]).unwrap(), 16).unwrap(), &behind[2..]),
            byte => (*byte, behind),
        };
        bytes.push(byte);
        rest = behind;
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn every_row_of_each_index_says_what_the_builds_report_says() {
    let root = builds("true");
    fs::copy(format!("{APPS}/../ios/flawed.ipa"), root.join("in/ios & <b>.ipa")).unwrap();
    // One rule is waived everywhere, so that waived findings and controls are in the game.
    let waiver =
        "waivers:\n  - {rule: android-debuggable, locus: manifest, reason: r, owner: o, expires: 2027-01-01}\n";
    fs::write(root.join("maspect.yaml"), waiver).unwrap();
    let config = root.join("maspect.yaml").display().to_string();
    let mut command = maspect();
    command.arg("batch").arg(root.join("in")).arg("--out").arg(root.join("out"));
    command.args(["--lang", "en", "--date", "2026-11-21", "--config", &config]).output().unwrap();
    let out = |file: &str| fs::read_to_string(root.join("out").join(file)).unwrap();
    let report = |inside: &str| serde_json::from_str::<Value>(&out(inside)).unwrap();

    let lines = out("index.jsonl");
    let rows: Vec<Value> = lines.lines().skip(1).map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 5);
    let scanned: Vec<&Value> = rows.iter().filter(|row| row["state"] == "scanned").collect();
    assert_eq!(scanned.len(), 3);
    let mut all = BTreeMap::new();
    for row in scanned {
        let whole = report(row["reports"]["json"].as_str().unwrap());
        let want = expected(&whole);
        let said = &row["scanned"];
        assert_eq!(said["verdict"], want.verdict.as_str());
        assert_eq!(said["controls"], serde_json::to_value(&want.controls).unwrap());
        assert_eq!(said["sdks"], serde_json::to_value(&want.sdks).unwrap());
        assert_eq!(said["signers"], serde_json::to_value(&want.signers).unwrap());
        for severity in ["critical", "high", "medium", "low", "info"] {
            assert_eq!(said["findings"][severity].as_u64().unwrap_or(0), want.severity(severity) as u64, "{severity}");
        }
        for key in ["kind", "platform", "package_id", "app_name", "version_name", "version_code"] {
            assert_eq!(said[key], whole["target"][key], "{key}");
        }
        assert_eq!((&row["sha256"], &row["size"]), (&whole["target"]["sha256"], &whole["target"]["size"]));
        all.insert(row["path"].as_str().unwrap().to_owned(), (want, whole));
    }
    assert!(all["ios & <b>.ipa"].0.severity("high") > 0 && !all["flawed.apk"].0.sdks.is_empty());

    let text = out("index.csv");
    let mut table = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let names: Vec<String> = table.headers().unwrap().iter().map(str::to_owned).collect();
    let mut seen = 0;
    for record in table.records() {
        let record = record.unwrap();
        let cell = |name: &str| record[names.iter().position(|n| n == name).unwrap()].to_owned();
        let Some((want, whole)) = all.get(&cell("path")) else { continue };
        seen += 1;
        assert_eq!(cell("verdict"), want.verdict);
        for (column, verdict) in [
            ("fail", "fail"),
            ("fail_waived", "fail+waived"),
            ("undetermined", "undetermined"),
            ("manual", "manual"),
            ("pass", "pass"),
            ("not_applicable", "not-applicable"),
        ] {
            assert_eq!(cell(column), want.count(verdict).to_string(), "{column}");
        }
        for severity in ["critical", "high", "medium", "low", "info"] {
            assert_eq!(cell(severity), want.severity(severity).to_string(), "{severity}");
        }
        assert_eq!((cell("sdks"), cell("signers")), (want.sdks.join("; "), want.signers.join("; ")));
        assert_eq!(cell("sha256"), whole["target"]["sha256"].as_str().unwrap());
        for (id, verdict) in &want.controls {
            assert_eq!(cell(id), *verdict, "{id}");
        }
        assert!(root.join("out").join(cell("report")).is_file());
    }
    assert_eq!(seen, 3);

    let page = out("index.html");
    let row = Regex::new(r#"(?s)(<tr class="build"[^>]*>)(.*?)</tr>"#).unwrap();
    let link = Regex::new(r#"<a href="([^"]*)""#).unwrap();
    let (mut seen, mut others) = (0, 0);
    for found in row.captures_iter(&page) {
        let tag = attributes(&found[1]);
        let Some((want, _)) = all.get(&tag["data-name"]) else {
            assert!(!found[2].contains("<a "), "what was not scanned has no report");
            others += 1;
            continue;
        };
        seen += 1;
        assert_eq!(tag["data-verdict"], want.verdict);
        let controls: Vec<String> = want.controls.iter().map(|(id, verdict)| format!("{id}={verdict}")).collect();
        assert_eq!(tag["data-controls"], controls.join(" "));
        assert_eq!(tag["data-sdks"], want.sdks.join("\n"));
        assert_eq!(tag["data-signers"], want.signers.join("\n"));
        assert_eq!(tag["data-fail"], want.count("fail").to_string());
        assert_eq!(tag["data-open"], (want.count("manual") + want.count("undetermined")).to_string());
        assert_eq!(tag["data-grave"], (want.severity("critical") + want.severity("high")).to_string());
        let target = link.captures(&found[2]).unwrap()[1].to_owned();
        assert!(root.join("out").join(unquoted(&target)).is_file(), "{target}");
    }
    assert_eq!((seen, others), (3, 2));
    fs::remove_dir_all(&root).unwrap();
}
