//! The two iOS sample apps: the flawed one shows each of its bad habits, its twin none of them.

use std::collections::BTreeSet;

use maspect::app::Artifact;
use maspect::finding::{Confidence, Finding, Locus, Reachability};
use maspect::rule::{Catalogue, Lang};
use maspect::scan::{Options, Scanned, scan};

const FOLDER: &str = "samples/apps/ios";

fn scanned(catalogue: &Catalogue, app: &str) -> Scanned {
    let bytes = |path: String| std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let mut options = Options::on("2026-11-21");
    options.notice = Some(("privacy_notice.html".to_owned(), bytes(format!("{FOLDER}/{app}/privacy_notice.html"))));
    let artifact = Artifact::file(&format!("{app}.ipa"), bytes(format!("{FOLDER}/{app}.ipa")));
    scan(&artifact, catalogue, &options).unwrap()
}

/// Ids of counted controls with a verdict.
fn controls(catalogue: &Catalogue, scanned: &Scanned, verdict: &str) -> Vec<String> {
    let report = serde_json::to_value(scanned.report(catalogue, Lang::En).unwrap()).unwrap();
    let rows = report["controls"].as_array().unwrap();
    rows.iter()
        .filter(|c| c["counted"] == true && c["verdict"] == verdict)
        .map(|c| c["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_flawed_app_shows_every_bad_habit_and_fails() {
    let catalogue = Catalogue::embedded().unwrap();
    let flawed = scanned(&catalogue, "flawed");
    let found: BTreeSet<String> = flawed.findings.iter().map(|f| f.rule.to_string()).collect();
    let text = std::fs::read_to_string(format!("{FOLDER}/expected.yaml")).unwrap();
    let expected: std::collections::BTreeMap<String, Vec<String>> = serde_saphyr::from_str(&text).unwrap();
    let missing: Vec<&String> = expected["flawed"].iter().filter(|rule| !found.contains(*rule)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(controls(&catalogue, &flawed, "fail").len() >= 10);
}

#[test]
fn its_twin_passes_what_code_decides_and_fails_nothing() {
    let catalogue = Catalogue::embedded().unwrap();
    let corrected = scanned(&catalogue, "corrected");
    assert_eq!(controls(&catalogue, &corrected, "fail"), Vec::<String>::new());
    assert_eq!(controls(&catalogue, &corrected, "undetermined"), Vec::<String>::new());
    let passed = controls(&catalogue, &corrected, "pass");
    assert!(passed.len() >= 10, "{passed:?}");
}

#[test]
fn code_that_nothing_runs_is_told_from_code_that_something_runs() {
    let catalogue = Catalogue::embedded().unwrap();
    let flawed = scanned(&catalogue, "flawed");
    // The compiler put each reader into the function that calls them all, and left a copy that nothing calls.
    let of = |function: &str| {
        let here = |locus: &Locus| matches!(locus, Locus::Native { symbol: Some(s), .. } if s.raw() == function);
        let finding = |f: &&Finding| f.rule.to_string() == "unsafe-c-function-used" && here(&f.locus);
        let finding = flawed.findings.iter().find(finding).unwrap_or_else(|| panic!("{function}"));
        (finding.reachable, finding.confidence)
    };
    assert_eq!(of("DiaryReadFields"), (Reachability::Reachable, Confidence::Likely));
    assert_eq!(of("read_visit"), (Reachability::Dead, Confidence::Possible));
}

#[test]
fn a_flow_is_told_with_its_way_through_blocks_and_calls() {
    let catalogue = Catalogue::embedded().unwrap();
    let flawed = scanned(&catalogue, "flawed");
    let cleartext = flawed.store.flows.iter().find(|f| f.sink.of == "network-cleartext").expect("a flow in the clear");
    assert_eq!(cleartext.source.of, "health-bank-record");
    assert_eq!(cleartext.sink.detail.as_ref().unwrap().raw(), "http://api.jkrj-diary.tw/v1/records");
    assert!(cleartext.trace.len() > 4);
    // The record that goes to the other server goes there over TLS.
    let others: Vec<_> = flawed.store.flows.iter().filter(|f| f.sink.of == "network").collect();
    assert!(others.iter().all(|f| f.sink.detail.as_ref().is_some_and(|d| d.raw().starts_with("https:"))));
}

#[test]
fn what_is_read_under_the_key_of_a_section_is_told_apart() {
    let catalogue = Catalogue::embedded().unwrap();
    let flawed = scanned(&catalogue, "flawed");
    let sections = |sink: &str| -> Vec<Option<String>> {
        let flows = flawed.store.flows.iter().filter(|f| f.source.of == "health-bank-record" && f.sink.of == sink);
        flows.map(|f| f.source.detail.as_ref().map(|d| d.raw().to_owned())).collect()
    };
    assert_eq!(sections("clipboard").concat_sections(), ["r4", "r7", "r9"]);
    assert_eq!(sections("database").concat_sections(), ["r10", "r5", "r7"]);
    assert_eq!(sections("network-cleartext").concat_sections(), ["r11", "r6", "r7"]);
    let logged = sections("log");
    assert!(logged.contains(&None) && logged.concat_sections() == ["r1", "r2", "r8"], "{logged:?}");
}

/// The keys of all sections, sorted.
trait ConcatSections {
    fn concat_sections(&self) -> Vec<String>;
}

impl ConcatSections for Vec<Option<String>> {
    fn concat_sections(&self) -> Vec<String> {
        let mut keys: Vec<String> =
            self.iter().flatten().flat_map(|detail| detail.split(", ").map(str::to_owned)).collect();
        keys.sort();
        keys.dedup();
        keys
    }
}

#[test]
fn the_signer_of_the_executable_is_named() {
    let catalogue = Catalogue::embedded().unwrap();
    let corrected = scanned(&catalogue, "corrected");
    let signing = &corrected.store.inventory.signing;
    assert!(signing.certificates.iter().any(|c| c.source == "code-signature" && !c.subject.raw().is_empty()));
}
