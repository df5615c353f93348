//! The labelled call sites of `samples/callsites`: which rules fire on which call, and what is known of its arguments.

use std::collections::{BTreeMap, BTreeSet};

use maspect::app::Artifact;
use maspect::finding::{Locus, Owner, Platform};
use maspect::flow::arm64::Analysis;
use maspect::flow::arm64::program::Program;
use maspect::flow::arm64::terms;
use maspect::flow::{ApiNames, CallSite, Value};
use maspect::format::macho::{MachO, slices};
use maspect::limits::Limits;
use maspect::rule::Catalogue;
use maspect::scan::{Options, scan};

const FOLDER: &str = "samples/callsites";

/// A row of `labels.csv`.
struct Label {
    file: String,
    function: String,
    api: String,
    args: Vec<(usize, String)>,
    rules: BTreeSet<String>,
    may: BTreeSet<String>,
    shape: String,
}

impl Label {
    /// What the engine calls the callee: C functions without underscore.
    fn callee(&self) -> &str {
        self.api.strip_prefix('_').unwrap_or(&self.api)
    }

    fn asked(&self) -> &str {
        self.api.rsplit([' ', '_']).next().unwrap_or_default().trim_end_matches(']')
    }

    /// The first argument register: a message's arguments stand behind receiver and selector.
    fn first(&self) -> usize {
        if self.api.starts_with(['-', '+']) { 2 } else { 0 }
    }
}

fn labels() -> Vec<Label> {
    let mut rows = csv::Reader::from_path(format!("{FOLDER}/labels.csv")).unwrap();
    let words = |text: &str| text.split(';').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    rows.records()
        .map(|row| {
            let row = row.unwrap();
            let args = row[3].split(';').filter_map(|arg| {
                let (register, value) = arg.split_once('=')?;
                Some((register.strip_prefix('x')?.parse().ok()?, value.to_owned()))
            });
            Label {
                file: row[0].to_owned(),
                function: row[1].to_owned(),
                api: row[2].to_owned(),
                args: args.collect(),
                rules: words(&row[5]),
                may: words(&row[6]),
                shape: row[9].to_owned(),
            }
        })
        .collect()
}

fn files(labels: &[Label]) -> BTreeSet<&str> {
    labels.iter().map(|l| l.file.as_str()).collect()
}

fn bytes(file: &str) -> Vec<u8> {
    std::fs::read(format!("{FOLDER}/{file}")).unwrap()
}

/// Findings of each file: function and rule.
fn findings(catalogue: &Catalogue, file: &str) -> BTreeSet<(String, String)> {
    let mut options = Options::on("2026-11-21");
    options.limits.findings_per_rule = 10_000;
    let scanned = scan(&Artifact::file(file, bytes(file)), catalogue, &options).unwrap();
    let mut found = BTreeSet::new();
    for finding in &scanned.findings {
        if let Locus::Native { symbol: Some(symbol), .. } = &finding.locus {
            found.insert((symbol.raw().to_owned(), finding.rule.to_string()));
        }
    }
    found
}

#[test]
fn rules_fire_on_the_flawed_calls_and_on_no_others() {
    let labels = labels();
    let catalogue = Catalogue::embedded().unwrap();
    let judged: BTreeSet<&String> = labels.iter().flat_map(|l| l.rules.iter().chain(&l.may)).collect();
    for rule in &judged {
        assert!(
            catalogue.rules().iter().any(|r| r.id.to_string() == **rule && r.platform.covers(Platform::Ios)),
            "{rule}"
        );
    }
    let (mut right, mut missed, mut wrong) = (0u32, Vec::new(), Vec::new());
    for file in files(&labels) {
        let found = findings(&catalogue, file);
        let mut allowed: BTreeMap<&str, BTreeSet<&String>> = BTreeMap::new();
        for label in labels.iter().filter(|l| l.file == file) {
            let name = label.function.strip_prefix('_').unwrap_or(&label.function);
            allowed.entry(name).or_default().extend(label.rules.iter().chain(&label.may));
            for rule in &label.rules {
                match found.contains(&(name.to_owned(), rule.clone())) {
                    true => right += 1,
                    false => missed.push(format!("{file} {name} {} ({}): {rule}", label.api, label.shape)),
                }
            }
        }
        wrong.extend(found.iter().filter(|(_, rule)| judged.contains(rule)).filter_map(|(name, rule)| {
            // Functions that are not labelled hold copies of those that are.
            let may = allowed.get(name.as_str()).is_none_or(|rules| rules.contains(rule));
            (!may).then(|| format!("{file} {name}: {rule}"))
        }));
    }
    let precision = f64::from(right) / (f64::from(right) + wrong.len() as f64);
    let recall = f64::from(right) / (f64::from(right) + missed.len() as f64);
    let shown = format!("missed:\n{}\nwrong:\n{}", missed.join("\n"), wrong.join("\n"));
    assert!(precision >= 0.98 && recall >= 0.95, "precision {precision:.4}, recall {recall:.4}\n{shown}");
}

/// Whether a value is what a label says: `None` where the engine knows less, `Some(false)` where it says something else.
fn agrees(value: &Value, label: &str) -> Option<bool> {
    let number = |value: &Value| terms::number(value);
    if label == "?" {
        return Some(!matches!(value, Value::Int(_) | Value::Str(_) | Value::Null));
    }
    if let Some(text) = label.strip_prefix("string:") {
        return value.as_str().map(|found| found == text);
    }
    if let Some(name) = label.strip_prefix("sym:_") {
        return terms::key(value).map(|found| found == name);
    }
    if let Some(hex) = label.strip_prefix("data:") {
        let expected: Vec<u8> =
            (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect();
        return match value {
            Value::Str(text) => Some(expected.starts_with(text.as_bytes()) || text.as_bytes().starts_with(&expected)),
            Value::Array { bytes: Some(found), .. } => Some(found.starts_with(&expected)),
            _ => None,
        };
    }
    if let Some(pairs) = label.strip_prefix('{').and_then(|l| l.strip_suffix('}')) {
        let entries = terms::entries(value);
        let mut all = true;
        for (key, expected) in pairs.split(',').filter_map(|pair| pair.split_once(':')) {
            let (_, found) = entries.iter().find(|(name, _)| **name == key[1..])?;
            all &= match expected.strip_prefix("sym:") {
                Some(_) => agrees(found, expected)?,
                None if expected.starts_with('_') => terms::key(found) == Some(&expected[1..]),
                None => agrees(found, expected)?,
            };
        }
        return Some(all);
    }
    Some(number(value)? == label.parse::<i64>().unwrap())
}

/// All calls of a file by function and callee.
fn calls(file: &str, names: &ApiNames) -> BTreeMap<(String, String), Vec<CallSite>> {
    let (bytes, limits) = (bytes(file), Limits::default());
    let range = slices(&bytes).unwrap().value[0];
    let macho = MachO::parse(&bytes, &range, &limits).unwrap().value;
    let objc = macho.objc(&limits).value;
    let program = Program::new(&macho, &objc, &limits).unwrap();
    let analysis = Analysis::new(&program, &objc, file, names, limits.engine_steps);
    let mut calls: BTreeMap<(String, String), Vec<CallSite>> = BTreeMap::new();
    for site in analysis.call_sites(names, &Owner::App) {
        calls.entry((site.caller.to_string(), site.api.to_string())).or_default().push(site);
    }
    calls
}

#[test]
fn arguments_that_are_constants_are_known_and_others_are_not_guessed() {
    let labels = labels();
    let names = ApiNames::new(labels.iter().map(|l| match l.first() {
        2 => l.asked(),
        _ => l.callee(),
    }));
    let (mut right, mut missed, mut wrong) = (0u32, Vec::new(), Vec::new());
    for file in files(&labels) {
        let calls = calls(file, &names);
        for label in labels.iter().filter(|l| l.file == file) {
            let name = label.function.strip_prefix('_').unwrap_or(&label.function);
            let Some(sites) = calls.get(&(name.to_owned(), label.callee().to_owned())) else {
                missed.push(format!("{file} {name} {}: no such call", label.api));
                continue;
            };
            for (register, expected) in &label.args {
                let told: Vec<Option<bool>> =
                    sites.iter().map(|site| agrees(site.arg(register - label.first()), expected)).collect();
                let shown = || {
                    let value = sites[0].arg(register - label.first());
                    format!("{file} {name} {} ({}) x{register}={expected}: {value}", label.api, label.shape)
                };
                match told {
                    _ if told.contains(&Some(true)) => right += u32::from(expected != "?"),
                    _ if told.contains(&Some(false)) => wrong.push(shown()),
                    _ => missed.push(shown()),
                }
            }
        }
    }
    let precision = f64::from(right) / (f64::from(right) + wrong.len() as f64);
    let recall = f64::from(right) / (f64::from(right) + missed.len() as f64);
    let shown = format!("missed:\n{}\nwrong:\n{}", missed.join("\n"), wrong.join("\n"));
    assert!(precision >= 0.98 && recall >= 0.95, "precision {precision:.4}, recall {recall:.4}\n{shown}");
}
