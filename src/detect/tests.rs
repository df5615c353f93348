//! The grammar and the outcomes, on facts and rules written here.

use std::collections::BTreeSet;

use super::*;
use crate::rule::RuleFile;

fn rule(logic: &str) -> Rule {
    let words = "title: {en: t, zh-Hant: t}\nwhat: {en: t, zh-Hant: t}\nwhy: {en: t, zh-Hant: t}\nfix: {en: t, zh-Hant: t}\nlimits: {en: t, zh-Hant: t}\n";
    let head = "id: sample\nstatus: stable\nplatform: android\nseverity: high\nconfidence: proven\n";
    let file = RuleFile::from_yaml(&format!("{head}{words}{logic}")).unwrap();
    assert_eq!(file.rule.problems(), Vec::<String>::new());
    file.rule
}

fn store() -> FactStore {
    let mut store = FactStore::new(100);
    let at = |e: &str| Locus::xml("AndroidManifest.xml", e, None);
    store.add(
        Fact::new("component", at("manifest/application/activity[1]"))
            .text("name", "a.Main")
            .flag("exported", true)
            .flag("launcher", true),
    );
    store.add(
        Fact::new("component", at("manifest/application/activity[2]"))
            .text("name", "a.Pay")
            .flag("exported", true)
            .list("schemes", ["pay", "https"]),
    );
    store.add(Fact::new("application", at("manifest/application")).number("min_sdk", 21));
    store.looked_for(&["component", "application", "defence", "screen"]);
    store.cover(Part::Manifest, CoverageState::Full, None, Note::new("read"));
    store
}

fn run_one(logic: &str, store: &FactStore) -> Outcome {
    let given = BTreeSet::new();
    outcome(&rule(logic), &Scene { store, platform: Platform::Android, given: &given, findings_per_rule: 10 })
}

#[test]
fn a_match_points_at_the_attribute_that_it_tests() {
    let out = run_one(
        "needs: [manifest]\nmatch: {fact: component, where: {exported: true, launcher: {ne: true}}}\n",
        &store(),
    );
    assert_eq!(out.state, OutcomeState::Violated);
    let places: Vec<String> = out.findings.iter().map(|f| f.locus.to_string()).collect();
    assert_eq!(places, ["AndroidManifest.xml#manifest/application/activity[2]@android:exported"]);
}

#[test]
fn lists_numbers_and_texts_are_tested_by_name() {
    let hit = |w: &str| {
        !run_one(&format!("needs: [manifest]\nmatch: {{fact: component, where: {w}}}\n"), &store()).findings.is_empty()
    };
    assert!(hit("{schemes: {prefix: pa}}"));
    assert!(hit("{schemes: [http, https]}"));
    assert!(hit("{name: {matches: 'Pay$'}}"));
    assert!(hit("{permission: {present: false}}"));
    assert!(!hit("{permission: {present: true}}"));
    assert!(!hit("{name: {not_matches: '^a', present: true}}"));
    let old = run_one("needs: [manifest]\nmatch: {fact: application, where: {min_sdk: {lt: 24}}}\n", &store());
    assert_eq!(old.findings.len(), 1);
}

#[test]
fn nothing_found_in_a_part_that_was_not_seen_is_undetermined() {
    let quiet = "match: {fact: application, where: {min_sdk: {lt: 3}}}\n";
    assert_eq!(run_one(&format!("needs: [manifest]\n{quiet}"), &store()).state, OutcomeState::Satisfied);
    let unseen = run_one(&format!("needs: [manifest, dex]\n{quiet}"), &store());
    assert_eq!(unseen.state, OutcomeState::Undetermined(vec![Part::Dex]));
    let given = run_one(&format!("needs: [manifest, notice]\n{quiet}"), &store());
    assert_eq!(given.state, OutcomeState::MissingInput(vec![Part::Notice]));
}

#[test]
fn a_kind_that_nobody_looks_for_is_undetermined() {
    let out = run_one("needs: [manifest]\nmatch: {fact: web-view}\n", &store());
    assert_eq!(out.state, OutcomeState::NotFollowed(vec![Part::Manifest]));
}

#[test]
fn what_may_be_there_unrecognised_leaves_a_rule_undecided_unless_it_found_something() {
    let rule = |named: &str| {
        format!(
            "needs: [manifest]\nwhen: {{fact: application, where: {{min_sdk: {{lt: 3}}}}}}\nmatch: {{fact: component}}\nunclear: {{when: {{fact: component, where: {{name: {named}}}}}, note: hosts-in-use-unclear}}\n"
        )
    };
    let known = store().of("component")[0].str("name").unwrap().to_owned();
    let out = run_one(&rule(&known), &store());
    assert!(matches!(out.state, OutcomeState::Unclear(note) if note.code == "hosts-in-use-unclear"));
    assert!(matches!(run_one(&rule("none.of.them"), &store()).state, OutcomeState::NotApplicable(_)));
    let found = "needs: [manifest]\nmatch: {fact: component}\nunclear: {when: {fact: component}, note: x}\n";
    assert_eq!(run_one(found, &store()).state, OutcomeState::Violated);
}

#[test]
fn flows_that_a_limit_cut_short_let_nothing_pass() {
    let rule = "needs: [manifest]\ntaint: {from: [location], to: [log]}\n";
    let mut store = store();
    store.looked_for(&[crate::fact::FLOW]);
    store.flow_kinds = (["location".to_owned()].into(), ["log".to_owned()].into());
    assert_eq!(run_one(rule, &store).state, OutcomeState::Satisfied);
    store.flows_cut = true;
    assert_eq!(run_one(rule, &store).state, OutcomeState::CutShort(vec![Part::Manifest]));
}

#[test]
fn a_rule_without_object_is_not_applicable() {
    let out = run_one(
        "needs: [manifest]\nwhen: {fact: component, where: {role: provider}}\nmatch: {fact: component}\n",
        &store(),
    );
    assert!(matches!(out.state, OutcomeState::NotApplicable(_)));
}

#[test]
fn an_absence_fires_only_where_there_is_something_to_protect() {
    let logic = "needs: [manifest]\nabsent:\n  of: {fact: defence, where: {what: touch-filter}}\n  protects: {fact: screen, where: {sensitive: true}}\n  per: {of: screen, protects: name}\n  looked_for: touch-filter\n";
    let mut store = store();
    assert!(matches!(run_one(logic, &store).state, OutcomeState::NotApplicable(_)));
    for name in ["login", "consent"] {
        store.add(Fact::new("screen", Locus::entry("res/layout/x.xml")).text("name", name).flag("sensitive", true));
    }
    store.add(Fact::new("defence", Locus::Build).text("what", "touch-filter").text("screen", "login"));
    let out = run_one(logic, &store);
    assert_eq!(out.findings.len(), 1);
    assert!(
        matches!(&out.findings[0].evidence[0], Evidence::Absence { protects: Some(p), .. } if p.raw() == "consent")
    );
}

#[test]
fn dead_code_is_one_step_less_sure_and_an_imposed_flaw_is_information() {
    let mut store = store();
    let sdk = Owner::Sdk("nhi-mhb".into(), None);
    store.add(Fact::new("kdf-use", Locus::Build).number("iterations", 1000).owned_by(sdk).reached(Reachability::Dead));
    store.looked_for(&["kdf-use"]);
    let out = run_one(
        "needs: [manifest]\nimposed_by: [nhi-mhb]\nmatch: {fact: kdf-use, where: {iterations: {lt: 10000}}}\n",
        &store,
    );
    assert_eq!((out.findings[0].severity, out.findings[0].confidence), (Severity::Info, Confidence::Likely));
    let own = run_one("needs: [manifest]\nmatch: {fact: kdf-use, where: {iterations: {lt: 10000}}}\n", &store);
    assert_eq!(own.findings[0].severity, Severity::Info, "a library's code that nothing runs");
    store.add(Fact::new("kdf-use", Locus::Build).number("iterations", 100).reached(Reachability::Dead));
    let own = run_one("needs: [manifest]\nmatch: {fact: kdf-use, where: {iterations: 100}}\n", &store);
    assert_eq!(own.findings[0].severity, Severity::High, "the app's own says what it is");
}

#[test]
fn unknown_words_are_refused_when_the_rule_is_loaded() {
    let head = "id: sample\nstatus: stable\nplatform: android\nseverity: high\nconfidence: proven\nneeds: [manifest]\n";
    let words = "title: {en: t, zh-Hant: t}\nwhat: {en: t, zh-Hant: t}\nwhy: {en: t, zh-Hant: t}\nfix: {en: t, zh-Hant: t}\nlimits: {en: t, zh-Hant: t}\n";
    let problems = |m: &str| RuleFile::from_yaml(&format!("{head}{words}match: {m}\n")).map(|f| f.rule.problems());
    assert_eq!(problems("{fact: compnent}").unwrap(), ["there is no fact `compnent`"]);
    assert_eq!(
        problems("{fact: component, where: {exporte: true}}").unwrap(),
        ["fact `component` has no attribute `exporte`"]
    );
    assert!(problems("{fact: component, where: {exported: 'yes'}}").unwrap()[0].contains("another type"));
    assert!(problems("{fact: component, wher: {}}").is_err());
}

#[test]
fn a_finding_shows_nothing_twice_and_nothing_unknown() {
    let mut store = FactStore::new(100);
    let call = Evidence::Call { api: "java.util.Random.nextInt".into(), args: Vec::new() };
    store.add(
        Fact::new("random-use", Locus::entry("classes.dex"))
            .text("api", "java.util.Random.nextInt")
            .text("purpose", "unknown")
            .showing(call),
    );
    store.looked_for(&["random-use"]);
    store.cover(Part::Dex, CoverageState::Full, None, Note::new("read"));
    let out = run_one(
        "needs: [dex]\nmatch: {fact: random-use, where: {purpose: unknown}}\nshow: [api, seed_origin, purpose]\n",
        &store,
    );
    let shown: Vec<&str> = out.findings[0]
        .evidence
        .iter()
        .map(|e| match e {
            Evidence::Call { .. } => "call",
            Evidence::Attribute { name, .. } => name.raw(),
            _ => "other",
        })
        .collect();
    assert_eq!(shown, ["call", "purpose"]);
}

#[test]
fn what_the_platform_decides_is_not_shown_as_written() {
    let mut store = FactStore::new(100);
    let at = |n: u8| Locus::xml("AndroidManifest.xml", &format!("manifest/application/activity[{n}]"), None);
    let activity = |n: u8| Fact::new("component", at(n)).flag("exported", true).flag("has_filter", true);
    store.add(activity(1).flag("exported_declared", false));
    store.add(activity(2).flag("exported_declared", true));
    store.looked_for(&["component"]);
    store.cover(Part::Manifest, CoverageState::Full, None, Note::new("read"));
    let logic =
        "needs: [manifest]\nmatch: {fact: component, where: {exported: true}}\nshow: [exported]\nexpected: 'false'\n";
    let told = |i: usize| match &run_one(logic, &store).findings[i].evidence[0] {
        Evidence::Attribute { value, expected, because, .. } => (
            value.as_ref().map(|v| v.raw().to_owned()),
            expected.as_ref().map(|v| v.raw().to_owned()),
            because.as_ref().map(|n| n.code.clone()),
        ),
        other => panic!("{other:?}"),
    };
    assert_eq!(told(0), (None, Some("false".into()), Some("exported-by-filter".into())));
    assert_eq!(told(1), (Some("true".into()), Some("false".into()), None));
}

#[test]
fn an_affinity_that_a_component_only_inherits_is_not_shown_as_written() {
    let mut store = FactStore::new(100);
    let activity = |n: u8, declared: bool| {
        let at = Locus::xml("AndroidManifest.xml", &format!("manifest/application/activity[{n}]"), None);
        Fact::new("component", at).text("task_affinity", "tw.example.app").flag("affinity_declared", declared)
    };
    store.add(activity(1, false));
    store.add(activity(2, true));
    store.looked_for(&["component"]);
    store.cover(Part::Manifest, CoverageState::Full, None, Note::new("read"));
    let logic =
        "needs: [manifest]\nmatch: {fact: component, where: {task_affinity: {ne: \"\"}}}\nshow: [task_affinity]\n";
    let told = |i: usize| match &run_one(logic, &store).findings[i].evidence[0] {
        Evidence::Attribute { value, because, .. } => {
            (value.as_ref().map(|v| v.raw().to_owned()), because.as_ref().map(|note| note.code.clone()))
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(told(0), (None, Some("affinity-by-default".into())));
    assert_eq!(told(1), (Some("tw.example.app".into()), None));
}

#[test]
fn a_priority_that_no_filter_sets_is_not_shown_as_written() {
    let mut store = FactStore::new(100);
    let at = Locus::xml("AndroidManifest.xml", "manifest/application/activity", None);
    let fact = Fact::new("component", at).text("name", "A").flag("filter_without_action", true).number("priority", 0);
    store.add(fact);
    store.looked_for(&["component"]);
    store.cover(Part::Manifest, CoverageState::Full, None, Note::new("read"));
    let logic = "needs: [manifest]\nmatch: {fact: component, where: {filter_without_action: true}}\nshow: [filter_without_action, priority]\n";
    let values: Vec<Option<String>> = run_one(logic, &store).findings[0]
        .evidence
        .iter()
        .map(|e| match e {
            Evidence::Attribute { value, .. } => value.as_ref().map(|v| v.raw().to_owned()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(values, [Some("true".to_owned()), None]);
}

#[test]
fn the_right_value_stands_beside_the_flag_that_is_wrong() {
    let mut store = FactStore::new(100);
    let library = |name: &str| Fact::new("elf", Locus::entry(name)).text("file", name).text("role", "library");
    store.add(library("a.so").flag("exec_stack", false).flag("text_relocations", true));
    store.looked_for(&["elf"]);
    store.cover(Part::Native, CoverageState::Full, None, Note::new("read"));
    let logic = "needs: [native]\nmatch: {any: [{fact: elf, where: {exec_stack: true}}, {fact: elf, where: {text_relocations: true}}]}\nshow: [exec_stack, text_relocations]\nexpected: 'false'\n";
    let wrong: Vec<(String, bool)> = run_one(logic, &store).findings[0]
        .evidence
        .iter()
        .filter_map(|e| match e {
            Evidence::Attribute { name, expected, .. } => Some((name.raw().to_owned(), expected.is_some())),
            _ => None,
        })
        .collect();
    assert_eq!(wrong, [("exec_stack".to_owned(), false), ("text_relocations".to_owned(), true)]);
}
