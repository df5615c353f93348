//! Many builds: one bad file stops nothing, what is done is not done again, shards join to what one run gives.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

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
