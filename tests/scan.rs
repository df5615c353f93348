//! Whole scans of the sample apps through the binary: formats, exit codes, determinism, messages.

mod support;

use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

fn maspect() -> Command {
    Command::cargo_bin("maspect").unwrap()
}

fn report(build: &str) -> Value {
    let out =
        maspect().args(["scan", build, "--format", "json", "--date", "2026-11-21", "--exit-zero"]).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}

fn verdicts(report: &Value, verdict: &str) -> Vec<String> {
    let rows = report["controls"].as_array().unwrap();
    rows.iter()
        .filter(|c| c["counted"] == true && c["verdict"] == verdict)
        .map(|c| c["id"].as_str().unwrap().to_owned())
        .collect()
}

const ANDROID: &str = "samples/apps/android";
const IOS: &str = "samples/apps/ios";

#[test]
fn the_flawed_android_app_fails_at_least_eight_controls_and_its_twin_none() {
    let flawed = report(&format!("{ANDROID}/flawed.apk"));
    let failed = verdicts(&flawed, "fail");
    assert!(failed.len() >= 8, "{failed:?}");
    assert_eq!(flawed["verdict"], "fail");
    let corrected = report(&format!("{ANDROID}/corrected.apk"));
    assert_eq!(verdicts(&corrected, "fail"), [] as [&str; 0]);
}

/// The test results of the record, read under `r7`, are listed with where they go; the whole record goes elsewhere, too.
#[test]
fn the_map_tells_where_each_kind_of_health_data_goes() {
    let map = &report(&format!("{ANDROID}/flawed.apk"))["health_map"];
    let goes = |map: &Value, id: &str| -> Vec<String> {
        let kind = map["kinds"].as_array().unwrap().iter().find(|k| k["id"] == id).unwrap().clone();
        kind["goes"].as_array().unwrap().iter().map(|g| g["sink"].as_str().unwrap().to_owned()).collect()
    };
    let tests = goes(map, "health-bank-laboratory");
    assert!(["clipboard", "preferences", "network-cleartext"].iter().all(|s| tests.contains(&(*s).to_owned())));
    assert!(!tests.contains(&"log".to_owned()) && !tests.contains(&"parser".to_owned()), "{tests:?}");
    let edges = map["edges"].as_array().unwrap();
    for (source, sink) in
        [("health-bank-record", "log"), ("health-bank-record", "network"), ("health-bank-key", "network")]
    {
        assert!(
            edges.iter().any(|e| e["source"] == source && e["sink"] == sink && e["bad"] == true),
            "{source} {sink}"
        );
    }
    assert!(edges.iter().all(|e| e["source"] != "health-bank-laboratory" || e["sink"] != "network"), "{edges:?}");
    // Each of the eleven kinds has a place of its own, renamed or not.
    for build in ["android/flawed.apk", "android/flawed-r8.apk", "ios/flawed.ipa"] {
        let map = &report(&format!("samples/apps/{build}"))["health_map"];
        let kinds = map["kinds"].as_array().unwrap();
        assert_eq!(kinds.len(), 11, "{build}");
        for kind in kinds {
            assert!(kind["goes"].as_array().unwrap().iter().any(|g| g["bad"] == true), "{build} {kind}");
        }
    }
    let map = &report(&format!("{ANDROID}/flawed.apk"))["health_map"];
    for (id, expected) in [
        ("health-bank-western-outpatient", "log"),
        ("health-bank-dental", "cache-file"),
        ("health-bank-allergy", "notification"),
        ("health-bank-vaccination", "clipboard"),
        ("health-bank-image-pathology", "network-cleartext"),
        ("health-bank-chinese-outpatient", "database"),
    ] {
        assert_eq!(goes(map, id), [expected], "{id}");
    }
}

/// The list beside the sample apps, which readers of their sources go by.
#[test]
fn the_flawed_android_app_shows_each_planted_habit_and_its_twin_none() {
    let text = std::fs::read_to_string(format!("{ANDROID}/expected.yaml")).unwrap();
    let expected: std::collections::BTreeMap<String, Vec<String>> = serde_saphyr::from_str(&text).unwrap();
    let rules = |build: &str| -> Vec<String> {
        let report = report(&format!("{ANDROID}/{build}"));
        report["findings"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap().to_owned()).collect()
    };
    let (flawed, corrected) = (rules("flawed.apk"), rules("corrected.apk"));
    let missing: Vec<&String> = expected["flawed"].iter().filter(|rule| !flawed.contains(rule)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let shown: Vec<&String> = expected["flawed"].iter().filter(|rule| corrected.contains(rule)).collect();
    assert!(shown.is_empty(), "{shown:?}");
}

/// Rules on what the app does with what the health bank's SDK gives it.
const HEALTH_BANK: [&str; 14] = [
    "android-health-bank-key-in-build",
    "health-bank-without-consent",
    "health-bank-archive-kept",
    "health-bank-tickets-kept",
    "health-bank-archive-sent-with-key",
    "android-sensitive-data-to-external-storage",
    "health-data-to-log",
    "health-data-to-plain-storage",
    "sensitive-data-to-plain-database",
    "sensitive-data-to-cache",
    "sensitive-data-over-cleartext",
    "sensitive-data-to-notification",
    "sensitive-data-to-clipboard",
    "sensitive-data-shared-to-apps",
];

/// The renamed build holds no name of the SDK: its class is `a.b`, its callback a method of two parameters.
#[test]
fn every_bad_habit_with_health_data_is_found_renamed_or_not_and_none_on_the_twin() {
    let rules = |build: &str| -> std::collections::BTreeSet<String> {
        let report = report(&format!("{ANDROID}/{build}"));
        report["findings"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap().to_owned()).collect()
    };
    for build in ["flawed.apk", "flawed-r8.apk"] {
        let found = rules(build);
        let missing: Vec<&&str> = HEALTH_BANK.iter().filter(|rule| !found.contains(**rule)).collect();
        assert!(missing.is_empty(), "{build}: {missing:?}");
    }
    // No method is called `logout` any more; the button that leads there still says so.
    let renamed = rules("flawed-r8.apk");
    assert!(["logout-keeps-session", "logout-leaves-data"].iter().all(|rule| renamed.contains(*rule)), "{renamed:?}");
    let found = rules("corrected.apk");
    assert!(HEALTH_BANK.iter().all(|rule| !found.contains(*rule)), "{found:?}");
}

#[test]
fn the_flawed_ios_app_fails_at_least_five_controls_and_its_twin_none() {
    let failed = verdicts(&report(&format!("{IOS}/flawed.ipa")), "fail");
    assert!(failed.len() >= 5, "{failed:?}");
    assert_eq!(verdicts(&report(&format!("{IOS}/corrected.ipa")), "fail"), [] as [&str; 0]);
}

#[test]
fn every_counted_control_has_a_verdict_and_a_reason() {
    let report = report(&format!("{ANDROID}/flawed.apk"));
    let rows = report["controls"].as_array().unwrap();
    let counted: Vec<&Value> = rows.iter().filter(|c| c["counted"] == true).collect();
    assert_eq!(counted.len(), 31, "MAS V4.0 L2 has 31 items");
    for row in counted {
        assert!(!row["reason"].as_str().unwrap().is_empty(), "{row}");
    }
    assert!(!report["coverage"].as_array().unwrap().is_empty());
}

#[test]
fn the_same_build_gives_the_same_bytes() {
    let run = || {
        let build = format!("{ANDROID}/flawed.apk");
        maspect().args(["scan", &build, "--format", "json", "--date", "2026-11-21"]).output().unwrap().stdout
    };
    assert_eq!(run(), run());
}

#[test]
fn exit_codes_tell_the_verdict() {
    maspect().args(["scan", &format!("{ANDROID}/flawed.apk"), "--format", "json"]).assert().code(10);
    maspect().args(["scan", &format!("{ANDROID}/corrected.apk"), "--format", "json"]).assert().code(11);
    maspect().args(["scan", "--format", "nonsense", "x"]).assert().code(2);
    let refused = maspect().args(["scan", "README.md"]).assert().code(3);
    let message = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(message.contains("README.md") && message.lines().count() == 1, "{message}");
    maspect().args(["scan", "no-such-file.apk"]).assert().code(1);
}

#[test]
fn rules_can_be_listed_and_explained_in_both_languages() {
    let list = maspect().args(["rules", "list", "--lang", "en"]).output().unwrap();
    let list = String::from_utf8(list.stdout).unwrap();
    assert!(list.lines().count() >= 90, "{}", list.lines().count());
    let id = list.split_whitespace().next().unwrap();
    maspect().args(["explain", id, "--lang", "en"]).assert().success();
    maspect().args(["explain", id, "--lang", "zh-Hant"]).assert().success();
    maspect().args(["explain", "no-such-rule"]).assert().code(1);
}

#[test]
fn reports_are_written_where_they_were_asked_for() {
    let folder = std::env::temp_dir().join(format!("maspect-test-{}", std::process::id()));
    let build = format!("{ANDROID}/flawed.apk");
    maspect()
        .args(["scan", &build, "--format", "json", "--format", "html", "--exit-zero", "--out"])
        .arg(&folder)
        .assert()
        .success();
    for ending in ["json", "html"] {
        let file = folder.join(format!("flawed.apk.maspect.{ending}"));
        assert!(Path::new(&file).metadata().unwrap().len() > 1_000, "{}", file.display());
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_report_that_cannot_be_written_is_an_error_and_keeps_no_other() {
    let folder = std::env::temp_dir().join(format!("maspect-unwritten-{}", std::process::id()));
    let taken = folder.join("flawed.apk.maspect.json");
    std::fs::create_dir_all(&taken).unwrap();
    let build = format!("{ANDROID}/flawed.apk");
    let run = maspect()
        .env("LC_ALL", "en_US.UTF-8")
        .args(["scan", &build, "--format", "json", "--format", "html", "--exit-zero", "--out"])
        .arg(&folder)
        .assert()
        .code(1);
    let told = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(told.contains("flawed.apk.maspect.json: not written"), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(folder.join("flawed.apk.maspect.html").is_file());
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_library_alone_is_not_judged_by_defaults_that_its_app_decides() {
    let folder = std::env::temp_dir().join(format!("maspect-library-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let library = folder.join("library.aar");
    let mut archive = zip::ZipWriter::new(std::fs::File::create(&library).unwrap());
    let manifest = b"<manifest xmlns:android=\"http://schemas.android.com/apk/res/android\" package=\"a.library\"/>";
    for (name, bytes) in [("AndroidManifest.xml", manifest.as_slice()), ("classes.jar", b"PK\x05\x06")] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut archive, bytes).unwrap();
    }
    archive.finish().unwrap();
    let report = report(library.to_str().unwrap());
    assert_eq!(verdicts(&report, "fail"), [] as [&str; 0]);
    let coverage = report["coverage"].as_array().unwrap();
    let dex = coverage.iter().find(|c| c["part"] == "dex").unwrap();
    assert_eq!((dex["state"].as_str(), dex["code"].as_str()), (Some("none"), Some("java-bytecode")));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn code_that_a_cut_archive_lacks_was_not_seen() {
    let folder = std::env::temp_dir().join(format!("maspect-cut-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let cut = folder.join("cut.apk");
    std::fs::write(&cut, &std::fs::read(format!("{ANDROID}/flawed.apk")).unwrap()[..60]).unwrap();
    let report = report(cut.to_str().unwrap());
    let coverage = report["coverage"].as_array().unwrap();
    let dex = coverage.iter().find(|c| c["part"] == "dex").unwrap();
    assert_eq!(dex["state"], "none", "{dex}");
    assert_eq!(verdicts(&report, "pass"), [] as [&str; 0]);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_framework_goes_by_the_name_of_the_sdk_that_it_is() {
    let report = report("samples/apps/ios/corrected.ipa");
    let hosts = report["inventory"]["hosts"].as_array().unwrap();
    let host = hosts.iter().find(|h| h["host"] == "mhbdata.nhi.gov.tw").unwrap();
    assert!(host["owners"][0].as_str().unwrap().starts_with("sdk:健康存摺 SDK "), "{}", host["owners"]);
    let native = report["inventory"]["native"].as_array().unwrap();
    assert!(
        native.iter().all(|n| n["owner"] == "app" || n["owner"].as_str().unwrap().starts_with("sdk:健康存摺 SDK "))
    );
}

/// A Bluetooth number that code writes as the two halves of a UUID says what a device measures.
#[test]
fn the_halves_of_a_bluetooth_number_name_a_measurement() {
    let logged = |number: &str| {
        let code = format!(
            ".class public Ltw/example/sample/Main;
.super Landroid/app/Activity;
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 6
    new-instance v0, Lt/Band;
    invoke-direct {{v0}}, Lt/Band;-><init>()V
    const/4 v1, 0
    invoke-static {{}}, Lt/Main;->device()Landroid/bluetooth/BluetoothDevice;
    move-result-object v2
    invoke-virtual {{v2, p0, v1, v0}}, Landroid/bluetooth/BluetoothDevice;->connectGatt(Landroid/content/Context;ZLandroid/bluetooth/BluetoothGattCallback;)Landroid/bluetooth/BluetoothGatt;
    return-void
.end method
.class public Lt/Band;
.super Landroid/bluetooth/BluetoothGattCallback;
.method public constructor <init>()V
    .registers 1
    invoke-direct {{p0}}, Landroid/bluetooth/BluetoothGattCallback;-><init>()V
    return-void
.end method
.method static constructor <clinit>()V
    .registers 5
    new-instance v0, Ljava/util/UUID;
    const-wide v1, {number}
    const-wide v3, -0x7fffff7fa064cb05
    invoke-direct {{v0, v1, v2, v3, v4}}, Ljava/util/UUID;-><init>(JJ)V
    return-void
.end method
.method public onCharacteristicChanged(Landroid/bluetooth/BluetoothGatt;Landroid/bluetooth/BluetoothGattCharacteristic;)V
    .registers 5
    const/4 v0, 0
    invoke-virtual {{p2, v0}}, Landroid/bluetooth/BluetoothGattCharacteristic;->getStringValue(I)Ljava/lang/String;
    move-result-object v0
    const-string v1, \"band\"
    invoke-static {{v1, v0}}, Landroid/util/Log;->i(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"
        );
        let sample = support::build_files("band", vec![("Band.smali".to_owned(), code.into_bytes())]);
        let catalogue = maspect::rule::Catalogue::embedded().unwrap();
        let options = maspect::scan::Options::on("2026-11-21");
        let scanned = maspect::scan::scan(&sample.artifact.unwrap(), &catalogue, &options).unwrap();
        scanned.store.flows.iter().map(|flow| flow.source.of.clone()).collect::<Vec<String>>()
    };
    assert_eq!(logged("0x180d00001000"), ["health-ble"]);
    assert_eq!(logged("0x180f00001000"), ["device-value"]);
}
