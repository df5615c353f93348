//! Judgement: runs every rule of the catalogue over the facts of a build and gives each exactly one outcome.

mod matching;
mod show;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::fact::{FLOW, Fact, FactStore, FactValue};
use crate::finding::{
    AppText, Confidence, CoverageState, Evidence, Finding, Flow, Locus, Note, Outcome, OutcomeState, Owner, Part,
    Platform, Reachability, RuleId, Severity,
};
use crate::rule::expr::{Expr, Pattern};
use crate::rule::{Absent, Rule, Status, Taint, vocabulary};

/// What the rules are run on.
#[derive(Debug)]
pub struct Scene<'a> {
    /// The facts.
    pub store: &'a FactStore,
    /// The build's platform.
    pub platform: Platform,
    /// Inputs that a person gave beside the build.
    pub given: &'a BTreeSet<Part>,
    /// Findings kept for one rule.
    pub findings_per_rule: usize,
}

/// A named function for what the grammar cannot say: the findings of one rule.
pub type Detector = fn(&Rule, &Scene<'_>) -> Vec<Finding>;

/// The named detectors, by name.
pub const DETECTORS: &[(&str, Detector)] = &[];

/// Runs every stable rule. A rule that panics costs itself, not the scan.
pub fn run<'r>(rules: impl Iterator<Item = &'r Rule>, scene: &Scene<'_>) -> BTreeMap<RuleId, Outcome> {
    rules
        .filter(|rule| rule.status == Status::Stable)
        .map(|rule| {
            let outcome = catch_unwind(AssertUnwindSafe(|| outcome(rule, scene)));
            (rule.id.clone(), outcome.unwrap_or_else(|_| failed(rule)))
        })
        .collect()
}

fn failed(rule: &Rule) -> Outcome {
    plain(rule, OutcomeState::Failed("panic".into()), Vec::new())
}

fn plain(rule: &Rule, state: OutcomeState, partial: Vec<Part>) -> Outcome {
    Outcome { rule: rule.id.clone(), state, findings: Vec::new(), dropped: 0, partial }
}

fn outcome(rule: &Rule, scene: &Scene<'_>) -> Outcome {
    if !rule.platform.covers(scene.platform) {
        return plain(rule, OutcomeState::NotApplicable(Note::new("other-platform")), Vec::new());
    }
    let sight = Sight::of(rule, scene);
    let applies = rule.when.as_ref().is_none_or(|when| matching::evaluate(when, scene.store).holds);
    let mut findings = if applies { find(rule, scene, &sight) } else { Some(Vec::new()) };
    let no_object = !applies || findings.is_none();
    let mut findings = findings.take().unwrap_or_default();
    for finding in &mut findings {
        temper(rule, finding);
    }
    findings.retain(|finding| !is_idle_remark(rule, finding));
    let dropped = findings.len().saturating_sub(scene.findings_per_rule);
    findings.truncate(scene.findings_per_rule);
    let state = if !findings.is_empty() {
        OutcomeState::Violated
    } else if !sight.unseen.is_empty() {
        OutcomeState::Undetermined(sight.unseen)
    } else if !sight.not_followed.is_empty() {
        OutcomeState::NotFollowed(sight.not_followed)
    } else if !sight.cut.is_empty() {
        OutcomeState::CutShort(sight.cut)
    } else if let Some(unclear) = unclear(rule, scene) {
        OutcomeState::Unclear(unclear)
    } else if !sight.missing.is_empty() {
        OutcomeState::MissingInput(sight.missing)
    } else if no_object {
        OutcomeState::NotApplicable(Note::new("no-object").with("rule", &rule.id))
    } else {
        OutcomeState::Satisfied
    };
    Outcome { rule: rule.id.clone(), state, findings, dropped, partial: sight.partial }
}

/// What leaves a rule undecided that found nothing.
fn unclear(rule: &Rule, scene: &Scene<'_>) -> Option<Note> {
    let unclear = rule.unclear.as_ref()?;
    let found = matching::evaluate(&unclear.when, scene.store);
    let hosts: BTreeSet<&str> = found.facts.iter().filter_map(|(fact, _)| fact.str("host")).collect();
    let hosts: Vec<&str> = hosts.into_iter().take(3).collect();
    found.holds.then(|| Note::new(&unclear.note).with("hosts", hosts.join(", ")))
}

/// Whether it is only a remark, about code of others that never runs: nobody can act on it.
fn is_idle_remark(rule: &Rule, finding: &Finding) -> bool {
    rule.severity == Severity::Info && finding.reachable == Reachability::Dead && finding.owner != Owner::App
}

/// How much of what a rule needs was seen.
struct Sight {
    unseen: Vec<Part>,
    missing: Vec<Part>,
    partial: Vec<Part>,
    not_followed: Vec<Part>,
    /// What a limit ended before its end.
    cut: Vec<Part>,
}

impl Sight {
    fn all_seen(&self) -> bool {
        self.unseen.is_empty() && self.not_followed.is_empty() && self.cut.is_empty()
    }

    fn of(rule: &Rule, scene: &Scene<'_>) -> Self {
        let mut sight = Self {
            unseen: Vec::new(),
            missing: Vec::new(),
            partial: Vec::new(),
            not_followed: Vec::new(),
            cut: Vec::new(),
        };
        for part in rule.needs_on(scene.platform) {
            if part.is_input() {
                if !scene.given.contains(&part) {
                    sight.missing.push(part);
                }
                continue;
            }
            match scene.store.state(part) {
                Some(CoverageState::Full) => {}
                Some(CoverageState::Partial) => sight.partial.push(part),
                Some(CoverageState::None) | None => sight.unseen.push(part),
            }
        }
        let looked_for =
            kinds_of(rule).filter(|k| vocabulary::exists_on(k, scene.platform)).all(|k| scene.store.was_looked_for(k));
        if !looked_for || rule.taint.as_ref().is_some_and(|t| !looked_for_flows(t, scene.store)) {
            // Nobody makes the facts that the rule is about: that is not knowing, whatever the coverage says.
            sight.not_followed = code_parts(rule, scene);
        } else if rule.taint.is_some() && scene.store.flows_cut {
            sight.cut = code_parts(rule, scene);
        }
        sight
    }
}

/// The code that a rule needs; without any, all that it needs.
fn code_parts(rule: &Rule, scene: &Scene<'_>) -> Vec<Part> {
    let parts = || rule.needs_on(scene.platform).filter(|p| !p.is_input());
    let mut found: Vec<Part> = parts().filter(|p| matches!(p, Part::Dex | Part::MachoCode | Part::Native)).collect();
    if found.is_empty() {
        found.extend(parts());
    }
    if found.is_empty() {
        found.push(Part::Package);
    }
    found
}

/// Whether flows between all the kinds that a rule names were looked for.
fn looked_for_flows(taint: &Taint, store: &FactStore) -> bool {
    let known = |pattern: &String, kinds: &BTreeSet<String>| match pattern.strip_suffix('*') {
        Some(prefix) => kinds.iter().any(|k| k.starts_with(prefix)),
        None => kinds.contains(pattern),
    };
    let (sources, sinks) = &store.flow_kinds;
    taint.from.iter().all(|k| known(k, sources)) && taint.to.iter().all(|k| known(k, sinks))
}

/// The kinds of facts that a rule is about.
fn kinds_of(rule: &Rule) -> impl Iterator<Item = &str> {
    let mut kinds = Vec::new();
    for expr in rule.when.iter().chain(&rule.matches).chain(rule.absent.as_ref().map(|a| &a.of)) {
        expr.patterns(&mut |pattern| kinds.push(pattern.fact.as_str()));
    }
    kinds.extend(rule.absent.as_ref().map(|a| a.protects.fact.as_str()));
    kinds.extend(rule.taint.as_ref().map(|_| FLOW));
    kinds.into_iter()
}

/// The findings of a rule that applies; none when it has nothing to look at.
fn find(rule: &Rule, scene: &Scene<'_>, sight: &Sight) -> Option<Vec<Finding>> {
    if let Some(expr) = &rule.matches {
        // Under a `not`, what was not seen would look like what is not there.
        if !sight.all_seen() && has_not(expr) {
            return Some(Vec::new());
        }
        return Some(by_match(rule, expr, scene));
    }
    if let Some(absent) = &rule.absent {
        if !sight.all_seen() || !sight.missing.is_empty() {
            return Some(Vec::new());
        }
        return by_absence(rule, absent, scene);
    }
    if let Some(taint) = &rule.taint {
        return Some(by_taint(rule, taint, scene));
    }
    let name = rule.detector.as_deref().unwrap_or_default();
    DETECTORS.iter().find(|(n, _)| *n == name).map(|(_, detector)| detector(rule, scene))
}

fn has_not(expr: &Expr) -> bool {
    match expr {
        Expr::Pattern(_) | Expr::Count(_) => false,
        Expr::Not(_) => true,
        Expr::All(all) => all.iter().any(has_not),
        Expr::Any(any) => any.iter().any(has_not),
    }
}

fn by_match(rule: &Rule, expr: &Expr, scene: &Scene<'_>) -> Vec<Finding> {
    let found = matching::evaluate(expr, scene.store);
    if !found.holds {
        return Vec::new();
    }
    let mut findings: Vec<Finding> = Vec::new();
    let mut groups: Vec<(AppText, Owner, usize)> = Vec::new();
    for (fact, pattern) in found.facts {
        let mut finding = from_fact(rule, fact, pattern);
        finding.related.extend(found.supporting.iter().map(|f| f.locus.clone()));
        finding.related.truncate(20);
        if let Some(group) = &rule.group_by
            && let Some(value) = fact.get(group).map(matching::shown)
        {
            // One finding for all that belong together; the others are its further places.
            if let Some((.., first)) = groups.iter().find(|(known, owner, _)| *known == value && *owner == fact.owner) {
                if let Some(known) = findings.get_mut(*first).filter(|f| f.related.len() < 20) {
                    known.related.push(finding.locus);
                }
                continue;
            }
            groups.push((value, fact.owner.clone(), findings.len()));
        }
        if !findings.iter().rev().take(50).any(|f| f.locus == finding.locus && f.evidence == finding.evidence) {
            findings.push(finding);
        }
    }
    findings
}

/// A finding at a fact: its own evidence, or the attributes that the rule shows or tests.
fn from_fact(rule: &Rule, fact: &Fact, pattern: &Pattern) -> Finding {
    let names: Vec<&str> = if rule.show.is_empty() {
        pattern.tests.keys().map(String::as_str).collect()
    } else {
        rule.show.iter().map(String::as_str).collect()
    };
    let mut evidence: Vec<Evidence> = fact.evidence.clone().into_iter().collect();
    // The app as such stands for what is nowhere in it: its name would say nothing.
    if matches!(names.as_slice(), ["package", "identifier"] | ["package"] | ["identifier"]) {
        evidence.push(Evidence::Noted { note: Note::new("nowhere-in-build") });
    } else if evidence.is_empty() || !rule.show.is_empty() {
        evidence.extend(show::attributes(rule, fact, pattern, &names));
    }
    if evidence.is_empty() {
        evidence.push(Evidence::Noted { note: Note::new("fact-matches").with("fact", fact.kind) });
    }
    let first = evidence.remove(0);
    let mut finding =
        Finding::new(&rule.id, rule.severity, rule.confidence.min(fact.confidence), pointed(fact, &names), first);
    finding.evidence.extend(evidence);
    finding.owner = fact.owner.clone();
    finding.reachable = fact.reachable;
    finding.related.clone_from(&fact.related);
    finding.anchors = anchors(fact);
    if rule.unsure_when.as_ref().is_some_and(|e| matching::holds_of(e, fact)) {
        finding.confidence = lowered(finding.confidence);
    }
    finding
}

/// The fact's place, pointing at the attribute when it is an XML element and the rule is about one.
fn pointed(fact: &Fact, names: &[&str]) -> Locus {
    match &fact.locus {
        Locus::Xml { file, element, attribute: None } => {
            let kind = vocabulary::kind(fact.kind);
            let xml = names
                .iter()
                .find_map(|n| kind.and_then(|k| k.attribute(n)).filter(|_| fact.get(n).is_some()).and_then(|a| a.xml));
            let xml = xml.map(|xml| show::written(&fact.locus, xml));
            // An attribute of an element beside the fact's own.
            match xml.and_then(|xml| xml.split_once('/')) {
                Some((sibling, xml)) => {
                    let parent = element.raw().split('/').next().unwrap_or_default();
                    // Without a name it is the root.
                    let beside = if sibling.is_empty() { parent.to_owned() } else { format!("{parent}/{sibling}") };
                    Locus::Xml {
                        file: file.clone(),
                        element: AppText::new(&beside),
                        attribute: Some(AppText::new(xml)),
                    }
                }
                None => Locus::Xml { file: file.clone(), element: element.clone(), attribute: xml.map(AppText::new) },
            }
        }
        other => other.clone(),
    }
}

/// What stays the same across rebuilds: the fact's own anchors, else its kind and naming attributes.
fn anchors(fact: &Fact) -> Vec<String> {
    if !fact.anchors.is_empty() {
        return fact.anchors.clone();
    }
    let naming = ["name", "file", "host", "key", "api", "scheme", "authority", "what", "point", "role"];
    let mut anchors = vec![fact.kind.to_owned()];
    anchors.extend(naming.iter().filter_map(|n| match fact.get(n) {
        Some(FactValue::Text(text)) => Some(format!("{n}={text}")),
        _ => None,
    }));
    anchors
}

fn by_absence(rule: &Rule, absent: &Absent, scene: &Scene<'_>) -> Option<Vec<Finding>> {
    let protected: Vec<&Fact> = matching::matching(&absent.protects, scene.store).collect();
    if protected.is_empty() {
        return None;
    }
    let there = matching::evaluate(&absent.of, scene.store);
    let lacking: Vec<&Fact> = match &absent.per {
        None if there.holds => Vec::new(),
        None => protected,
        Some(join) => {
            let covered: BTreeSet<String> = there
                .facts
                .iter()
                .filter_map(|(f, _)| f.get(&join.of))
                .map(|v| matching::shown(v).raw().to_owned())
                .collect();
            protected
                .into_iter()
                .filter(|f| f.get(&join.protects).is_none_or(|v| !covered.contains(matching::shown(v).raw())))
                .collect()
        }
    };
    let searched: Vec<AppText> = rule.needs_on(scene.platform).map(|p| AppText::new(p.word())).collect();
    let finding = |fact: &Fact| {
        let name = ["name", "host", "url", "file", "class", "api", "what"]
            .iter()
            .filter_map(|n| fact.get(n))
            .map(matching::shown);
        // A host that is put together at run time has no name to tell.
        let name = name.into_iter().find(|name| name.raw().chars().any(char::is_alphanumeric));
        let evidence = Evidence::Absence {
            looked_for: Note::new(&absent.looked_for),
            searched: searched.clone(),
            protects: name.or_else(|| Some(AppText::new(&fact.locus.to_string()))),
        };
        let mut finding =
            Finding::new(&rule.id, rule.severity, rule.confidence.min(fact.confidence), fact.locus.clone(), evidence);
        finding.owner = fact.owner.clone();
        finding.reachable = fact.reachable;
        finding.anchors = anchors(fact);
        finding
    };
    if absent.once {
        let mut first = lacking.first().map(|f| finding(f));
        if let Some(first) = &mut first {
            first.related = lacking.iter().skip(1).take(20).map(|f| f.locus.clone()).collect();
        }
        return Some(first.into_iter().collect());
    }
    Some(lacking.into_iter().map(finding).collect())
}

fn by_taint(rule: &Rule, taint: &Taint, scene: &Scene<'_>) -> Vec<Finding> {
    let hits = |patterns: &[String], kind: &str| {
        patterns.iter().any(|p| p.strip_suffix('*').map_or(p == kind, |prefix| kind.starts_with(prefix)))
    };
    let flows = scene.store.flows.iter().filter(|flow| {
        hits(&taint.from, &flow.source.of)
            && hits(&taint.to, &flow.sink.of)
            // What only tells that a value was a certain one does not hand it over.
            && (!implied(flow) || taint.through.iter().any(|t| t == IMPLIED))
            && !flow.transforms.iter().any(|t| taint.unless.contains(t))
            && (taint.through.is_empty() || flow.transforms.iter().any(|t| taint.through.contains(t)))
            && !taint.except.iter().any(|way| way.from == flow.source.api.raw() && way.to == flow.sink.api.raw())
    });
    flows.map(|flow| from_flow(rule, flow)).collect()
}

/// The transform of flows whose sink tells how a comparison came out.
const IMPLIED: &str = "implied";

fn implied(flow: &Flow) -> bool {
    flow.transforms.iter().any(|t| t == IMPLIED)
}

fn from_flow(rule: &Rule, flow: &Flow) -> Finding {
    let confidence = rule.confidence.min(flow.confidence);
    let mut finding =
        Finding::new(&rule.id, rule.severity, confidence, flow.sink.locus.clone(), Evidence::Flow(flow.clone()));
    finding.related = vec![flow.source.locus.clone()];
    finding.owner = flow.owner.clone();
    finding.reachable = flow.reachable;
    finding.anchors = vec![
        flow.source.of.clone(),
        flow.source.api.raw().to_owned(),
        flow.sink.of.clone(),
        flow.sink.api.raw().to_owned(),
    ];
    finding
}

fn lowered(confidence: Confidence) -> Confidence {
    match confidence {
        Confidence::Proven => Confidence::Likely,
        Confidence::Likely | Confidence::Possible => Confidence::Possible,
    }
}

/// What holds for every finding: an imposed flaw is information, and so is one in a library's code that nothing runs;
/// dead code is less sure.
fn temper(rule: &Rule, finding: &mut Finding) {
    if let Owner::Sdk(name, _) = &finding.owner
        && rule.imposed_by.iter().any(|sdk| sdk == name.raw())
    {
        finding.severity = Severity::Info;
    }
    if finding.reachable == Reachability::Dead {
        finding.confidence = lowered(finding.confidence);
        if finding.owner != Owner::App {
            finding.severity = Severity::Info;
        }
    }
}
