//! The project file, as a person writes it.

use super::*;
use crate::finding::Platform;
use crate::rule::{Catalogue, Profile};
use crate::verdict::Attested;

fn read(text: &str) -> Result<Project, String> {
    Project::read("maspect.yaml", text.as_bytes()).map_err(|e| e.to_string())
}

fn catalogue() -> Catalogue {
    Catalogue::embedded().unwrap()
}

fn profile(catalogue: &Catalogue) -> &Profile {
    catalogue.profile("mas-v4").unwrap()
}

fn problems(text: &str) -> Vec<String> {
    let catalogue = catalogue();
    read(text).unwrap().problems(&catalogue, profile(&catalogue)).iter().map(ToString::to_string).collect()
}

const ATTESTED: &str = "\
attestations:
  - control: 4.1.1.3.1
    part: contact-answers
    result: pass
    by: 王小明
    date: 2026-11-20
    seen: 寄信並於當日收到回覆
    evidence:
      - file: evidence/reply.png
        sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
";
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn held(text: &str, build: &BuildFacts, digest: Option<&str>) -> (Vec<(Attested, String)>, Vec<String>) {
    let digests = digest.map(|d| ("evidence/reply.png".to_owned(), d.to_owned())).into_iter().collect();
    let (attestations, problems) = read(text).unwrap().attestations(build, &digests);
    (
        attestations.into_iter().map(|a| (a.result, a.note.code)).collect(),
        problems.iter().map(ToString::to_string).collect(),
    )
}

fn built(date: &str) -> BuildFacts {
    BuildFacts { platform: Some(Platform::Android), date: Some(date.to_owned()), ..BuildFacts::default() }
}

#[test]
fn an_empty_file_says_nothing() {
    for text in ["", "# nothing yet\n", "---\n"] {
        assert!(read(text).unwrap().file.attestations.is_empty());
    }
}

#[test]
fn a_wrong_key_is_told_with_its_place_and_the_right_one() {
    let error = read("profile: mas-l2\nwavers:\n  - rule: x\n").unwrap_err();
    assert!(error.starts_with("maspect.yaml:2:1: there is no key `wavers` here; did you mean `waivers`?"), "{error}");
    let error = read("hosts:\n  - host: a.tw\n    purpsoe: x\n").unwrap_err();
    assert!(error.starts_with("maspect.yaml:3:5: there is no key `purpsoe` here; did you mean `purpose`?"), "{error}");
    let error = read("profile: mas-l9\n").unwrap_err();
    assert!(error.starts_with("maspect.yaml:1:10: `mas-l9` is not allowed here; one of mas-l1, mas-l2"), "{error}");
    let error = read("waivers:\n  - rule: x\n    owner: y\n    expires: 2027-01-01\n").unwrap_err();
    assert!(error.contains("the key `reason` is missing"), "{error}");
    for broken in ["profile: [", "a: b: c", "\t- x", "hosts: 3\n", "- x\n"] {
        let error = read(broken).unwrap_err();
        assert!(error.starts_with("maspect.yaml:") && !error.contains('\n'), "{error}");
    }
}

#[test]
fn text_that_is_not_utf8_is_told_by_its_line() {
    let error = Project::read("m.yaml", b"a: 1\nb: \xb4\xfa\n").unwrap_err().to_string();
    assert_eq!(error, "m.yaml:2: not UTF-8 text: save the file as UTF-8");
}

#[test]
fn what_the_catalogue_does_not_have_is_told() {
    let said = problems(&ATTESTED.replace("4.1.1.3.1", "4.1.1.3.9"));
    assert_eq!(said.len(), 1);
    assert!(
        said[0].starts_with("maspect.yaml:2:14: there is no control `4.1.1.3.9`; did you mean `4.1.1.3."),
        "{said:?}"
    );
    let said = problems(&ATTESTED.replace("contact-answers", "contact-answer"));
    assert!(said[0].contains("there is no part `contact-answer`; did you mean `contact-answers`?"), "{said:?}");
    let said =
        problems("waivers:\n  - {rule: android-clear-text, locus: x, reason: r, owner: o, expires: 2027-02-30}\n");
    assert!(said[0].contains("there is no rule `android-clear-text`"), "{said:?}");
    assert!(said[1].contains("`expires: 2027-02-30` is no day"), "{said:?}");
    assert!(problems(ATTESTED).is_empty());
}

#[test]
fn a_result_without_its_witness_is_refused() {
    for key in ["    by: 王小明\n", "    date: 2026-11-20\n", "    seen: 寄信並於當日收到回覆\n"] {
        let said = problems(&ATTESTED.replace(key, ""));
        assert!(said.len() == 1 && said[0].contains("says a result without"), "{said:?}");
    }
    let bare = ATTESTED.split("    evidence").next().unwrap();
    assert!(problems(bare)[0].contains("passes without evidence"));
    assert!(problems(&bare.replace("result: pass", "result: open")).is_empty());
    let twice = format!("{ATTESTED}{}", ATTESTED.trim_start_matches("attestations:\n"));
    assert!(problems(&twice)[0].contains("attested twice"));
}

#[test]
fn a_waiver_needs_an_anchor() {
    let said = problems("waivers:\n  - {rule: android-debuggable, reason: r, owner: o, expires: 2027-01-01}\n");
    assert!(said[0].contains("would cover every finding of the rule"), "{said:?}");
}

#[test]
fn an_attestation_holds_while_its_evidence_and_build_do() {
    assert_eq!(held(ATTESTED, &built("2026-11-19"), Some(EMPTY)).0, [(Attested::Passed, "attested".to_owned())]);
    let (state, said) = held(ATTESTED, &built("2026-11-21"), Some(EMPTY));
    assert_eq!(state, [(Attested::Reopened, "attestation-older".to_owned())]);
    assert!(
        said[0].starts_with("maspect.yaml:2:14: 4.1.1.3.1 contact-answers: attested on 2026-11-20, before"),
        "{said:?}"
    );
    let (state, said) = held(ATTESTED, &built("2026-11-19"), Some(&EMPTY.replace('e', "f")));
    assert_eq!(state, [(Attested::Reopened, "attestation-evidence-changed".to_owned())]);
    assert!(said[0].starts_with("maspect.yaml:10:17: the evidence `evidence/reply.png`"), "{said:?}");
    let (state, _) = held(ATTESTED, &built("2026-11-19"), None);
    assert_eq!(state, [(Attested::Reopened, "attestation-evidence-missing".to_owned())]);
    let early = BuildFacts { judged_on: "2026-11-19".into(), ..built("2026-11-18") };
    let (state, said) = held(ATTESTED, &early, Some(EMPTY));
    assert_eq!(state, [(Attested::Reopened, "attestation-in-future".to_owned())]);
    assert!(said[0].contains("which is after today (2026-11-19)"), "{said:?}");
}

#[test]
fn evidence_lies_in_the_folder_of_the_project_file() {
    for (path, fits) in
        [("evidence/reply.png", true), ("a/../b.png", true), ("../x.png", false), ("/etc/passwd", false)]
    {
        let text = ATTESTED.replace("evidence/reply.png", path);
        let said = problems(&text);
        assert_eq!(!said.iter().any(|s| s.contains("lies outside")), fits, "{path}: {said:?}");
    }
}

#[test]
fn a_day_is_one_that_both_calendars_have() {
    for day in ["1151121", "2026-02-30", "1900-01-01", "2026/11/21"] {
        let said = problems(&format!("built: {day}\n"));
        assert!(said[0].contains("is no day"), "{day}: {said:?}");
    }
}

#[test]
fn a_build_whose_day_is_unknown_is_named_by_version_or_digest() {
    let unknown = BuildFacts { date: None, version: "2.4 (9)".into(), sha256: "ab".into(), ..built("x") };
    let (state, said) = held(ATTESTED, &unknown, Some(EMPTY));
    assert_eq!(state, [(Attested::Reopened, "attestation-undated".to_owned())]);
    assert!(said[0].contains("add `version`"), "{said:?}");
    let with = |line: &str| ATTESTED.replace("    evidence:", &format!("    {line}\n    evidence:"));
    let passed = [(Attested::Passed, "attested".to_owned())];
    assert_eq!(held(&with("version: 2.4 (9)"), &unknown, Some(EMPTY)).0, passed);
    assert_eq!(held(&with("build: AB"), &unknown, Some(EMPTY)).0, passed);
    assert_eq!(held(&with("version: 2.3 (8)"), &unknown, Some(EMPTY)).0[0].0, Attested::Reopened);
    assert_eq!(held(&format!("built: 2026-11-01\n{ATTESTED}"), &unknown, Some(EMPTY)).0, passed);
}

#[test]
fn an_attestation_for_the_other_platform_is_left_aside() {
    let text = ATTESTED.replace("    result", "    platform: ios\n    result");
    assert!(held(&text, &built("2026-11-19"), Some(EMPTY)).0.is_empty());
}

#[test]
fn idle_waivers_are_told_each_on_its_line() {
    let project = read(
        "waivers:\n  - {rule: android-debuggable, locus: x, reason: r, owner: o, expires: 2020-01-01}\n  - {rule: android-debuggable, locus: y, reason: r, owner: o, expires: 2030-01-01}\n",
    )
    .unwrap();
    let said: Vec<String> = project
        .idle_waivers(&[crate::waiver::WaiverState::Expired, crate::waiver::WaiverState::Unmatched], |_| {
            vec![("a place".to_owned(), "0123".to_owned()); 5]
        })
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(said[0].starts_with("maspect.yaml:2:") && said[0].contains("ended on 2020-01-01"), "{said:?}");
    assert!(said[1].starts_with("maspect.yaml:3:") && said[1].contains("marks nothing"), "{said:?}");
    assert!(said[1].contains("`0123` (`a place`), … +2: correct its fingerprint or locus"), "{said:?}");
    let states = [crate::waiver::WaiverState::Used, crate::waiver::WaiverState::Unmatched];
    let said = project.idle_waivers(&states, |_| Vec::new())[0].to_string();
    assert!(said.contains("the rule finds nothing in this build; remove it"), "{said}");
}
