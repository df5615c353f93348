//! Every rule against its samples: what stands under `bad*` is found at the marked places and nowhere else, what stands
//! under `good*` is not found at all, and what stands under `aside*` is found but decides nothing: code that nothing runs,
//! a library's, or what an SDK imposes. `MASPECT_RULE=ID,ID` runs the samples of some rules alone.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use maspect::detect::{Scene, run};
use maspect::fact::{FLOW, Fact, FactStore};
use maspect::finding::{
    AppText, Confidence, CoverageState, Finding, Flow, FlowEnd, Locus, Note, OutcomeState, Owner, Part, Platform,
    Reachability, Step, StepRole,
};
use maspect::rule::vocabulary::{KINDS, Type};
use maspect::rule::{Catalogue, Rule, Status};
use maspect::scan::{Options, facts};
use serde_json::Value;
use support::{Place, Sample};

const DATE: &str = "2026-11-21";

/// Sample folders of a rule, in order: those whose names begin with `bad`, `good` or `aside`.
fn cases(rule: &str) -> Vec<(String, PathBuf)> {
    let folder = Path::new("samples").join(rule);
    let mut cases: Vec<(String, PathBuf)> = std::fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .collect();
    cases.sort();
    cases
}

/// A fact of `facts.yaml`: `{fact: kind, attribute: value, ...}`, or a flow: `{flow: {from, from_api, to, to_api}}`.
fn add(item: &Value, position: usize, store: &mut FactStore) {
    let locus = Locus::entry(&format!("facts.yaml/{position}"));
    let item = item.as_object().expect("a map");
    if let Some(flow) = item.get("flow") {
        store.flows.push(self::flow(flow, locus));
        return;
    }
    let name = item["fact"].as_str().unwrap();
    let kind = KINDS.iter().find(|k| k.name == name).unwrap_or_else(|| panic!("there is no fact `{name}`"));
    let mut fact = Fact::new(kind.name, locus);
    for (name, value) in item.iter().filter(|(name, _)| *name != "fact") {
        let attribute = kind.attribute(name).unwrap_or_else(|| panic!("`{}` has no attribute `{name}`", kind.name));
        fact = match attribute.of {
            Type::Flag => fact.flag(attribute.name, value.as_bool().unwrap()),
            Type::Number => fact.number(attribute.name, value.as_i64().unwrap()),
            Type::Text => fact.text(attribute.name, value.as_str().unwrap()),
            Type::List => {
                fact.list(attribute.name, value.as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()))
            }
        };
    }
    store.add(fact);
}

fn flow(flow: &Value, locus: Locus) -> Flow {
    let text = |name: &str| AppText::new(flow[name].as_str().unwrap());
    let end = |of: &str, api: &str| FlowEnd {
        of: flow[of].as_str().unwrap().to_owned(),
        api: text(api),
        locus: locus.clone(),
        detail: None,
    };
    let step = |role, api: &str| Step { role, api: text(api), locus: locus.clone() };
    Flow {
        source: end("from", "from_api"),
        sink: end("to", "to_api"),
        trace: vec![step(StepRole::Source, "from_api"), step(StepRole::Sink, "to_api")],
        owner: Owner::App,
        reachable: Reachability::Reachable,
        confidence: Confidence::Proven,
        transforms: flow["transforms"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|t| t.as_str().unwrap().to_owned())
            .collect(),
    }
}

/// The facts of a sample. In a sample of facts everything counts as seen.
fn store_of(sample: &Sample, catalogue: &Catalogue) -> FactStore {
    let Some(artifact) = &sample.artifact else {
        let mut store = FactStore::new(1_000);
        let items: Vec<Value> = serde_saphyr::from_str(sample.facts.as_deref().unwrap_or("[]")).unwrap();
        for (position, item) in items.iter().enumerate() {
            add(item, position, &mut store);
        }
        for part in Part::ALL {
            store.cover(*part, CoverageState::Full, None, Note::new("read"));
        }
        store.looked_for(&KINDS.iter().map(|k| k.name).chain([FLOW]).collect::<Vec<_>>());
        let taints = || catalogue.rules().iter().filter_map(|r| r.taint.as_ref());
        store.flow_kinds =
            (taints().flat_map(|t| t.from.clone()).collect(), taints().flat_map(|t| t.to.clone()).collect());
        return store;
    };
    let hosts =
        |text: &String| text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
    let options = Options {
        notice: sample.notice.clone(),
        declared_hosts: sample.hosts.as_ref().map(hosts),
        ..Options::on(DATE)
    };
    facts(artifact, catalogue, &options).unwrap_or_else(|e| panic!("{}: {e:?}", artifact.name))
}

fn outcome_of(rule: &Rule, platform: Platform, store: &FactStore) -> (OutcomeState, Vec<Finding>) {
    let given: BTreeSet<Part> = Part::ALL.iter().copied().filter(|p| p.is_input()).collect();
    let scene = Scene { store, platform, given: &given, findings_per_rule: 1_000 };
    let mut outcomes = run(std::iter::once(rule), &scene);
    let outcome = outcomes.remove(&rule.id).expect("an outcome");
    (outcome.state, outcome.findings)
}

fn is_at(place: &Place, finding: &Finding) -> bool {
    match place {
        Place::Fact(position) => finding.locus == Locus::entry(&format!("facts.yaml/{position}")),
        // Entitlements stand in the signature of the executable; some keys of Info.plist are facts of the app as a whole.
        Place::Key { file, key } if file == "entitlements.plist" => {
            matches!(&finding.locus, Locus::Plist { key: at, .. } if at.raw().strip_prefix("entitlements/") == Some(key))
        }
        Place::Key { file, .. } if matches!(finding.locus, Locus::Entry { .. }) => {
            finding.locus.file().is_some_and(|found| found.raw() == file)
        }
        place => place.is_at(&finding.locus) || finding.related.iter().any(|locus| place.is_at(locus)),
    }
}

/// Whether a finding is held against the app's own code that runs.
fn decides(finding: &Finding) -> bool {
    finding.owner == Owner::App && finding.reachable != Reachability::Dead
}

/// What is wrong with a rule's samples.
fn problems(rule: &Rule, catalogue: &Catalogue) -> Vec<String> {
    let mut problems = Vec::new();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, folder) in cases(rule.id.as_str()) {
        let bad = name == "bad" || name.starts_with("bad-");
        let aside = name == "aside" || name.starts_with("aside-");
        if !bad && !aside && name != "good" && !name.starts_with("good-") {
            problems.push(format!("{name}: neither bad, good nor aside"));
            continue;
        }
        *kinds.entry(if bad { "bad" } else { "good" }).or_default() += usize::from(!aside);
        let sample = support::build(&folder);
        let platform = match sample.artifact {
            Some(_) => sample.platform,
            None if rule.platform.covers(Platform::Android) => Platform::Android,
            None => Platform::Ios,
        };
        let store = store_of(&sample, catalogue);
        let (state, findings) = outcome_of(rule, platform, &store);
        let at = || findings.iter().map(|f| f.locus.to_string()).collect::<Vec<_>>().join(", ");
        if bad {
            if findings.is_empty() {
                problems.push(format!("{name}: nothing found ({state:?})"));
            } else if sample.expected.is_empty() {
                problems.push(format!("{name}: no line is marked"));
            }
            for place in &sample.expected {
                if !findings.is_empty() && !findings.iter().any(|f| is_at(place, f)) {
                    problems.push(format!("{name}: not found at {place:?}, but at {}", at()));
                }
            }
            for finding in &findings {
                if !sample.expected.is_empty() && !sample.expected.iter().any(|place| is_at(place, finding)) {
                    problems.push(format!("{name}: also found at {}", finding.locus));
                }
            }
        } else if aside {
            if findings.is_empty() {
                problems.push(format!("{name}: nothing found ({state:?})"));
            }
            for finding in findings.iter().filter(|finding| decides(finding)) {
                problems.push(format!("{name}: counts at {}", finding.locus));
            }
        } else if !findings.is_empty() {
            problems.push(format!("{name}: found at {}", at()));
        } else if !matches!(state, OutcomeState::Satisfied | OutcomeState::NotApplicable(_)) {
            problems.push(format!("{name}: {state:?}"));
        }
    }
    for kind in ["bad", "good"] {
        if rule.status == Status::Stable && !kinds.contains_key(kind) {
            problems.push(format!("no {kind} sample"));
        }
    }
    problems
}

#[test]
fn every_rule_finds_what_is_bad_and_nothing_that_is_good() {
    let catalogue = Catalogue::embedded().unwrap();
    let only = std::env::var("MASPECT_RULE").ok();
    let asked = |rule: &Rule| only.as_ref().is_none_or(|only| only.split(',').any(|id| id == rule.id.as_str()));
    let wrong: Vec<String> = catalogue
        .active()
        .filter(|rule| rule.status == Status::Stable && asked(rule))
        .flat_map(|rule| problems(rule, &catalogue).into_iter().map(move |p| format!("{}: {p}", rule.id)))
        .collect();
    assert!(wrong.is_empty(), "{} of the samples:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_sample_folder_belongs_to_a_rule() {
    let catalogue = Catalogue::embedded().unwrap();
    let others = ["apps", "notices", "callsites"];
    for entry in std::fs::read_dir("samples").unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && !others.contains(&name.as_str()) {
            assert!(catalogue.rule(&name).is_some(), "samples/{name}: there is no such rule");
        }
    }
}
