//! Which attributes of a fact a finding shows.

use super::matching;
use crate::fact::{Fact, FactValue};
use crate::finding::{AppText, Evidence, Locus, Note};
use crate::rule::expr::{Pattern, Scalar, Test};
use crate::rule::{Rule, vocabulary};

/// Shorter values stand in other texts by chance.
const TELLING: usize = 4;

/// The attributes of a fact as evidence: what its place and its own evidence do not say already.
pub(super) fn attributes(rule: &Rule, fact: &Fact, pattern: &Pattern, names: &[&str]) -> Vec<Evidence> {
    // The right value belongs to the first attribute that the rule shows, or to the only one that it tests.
    let expects = !rule.show.is_empty() || names.len() == 1;
    let shown =
        names.iter().filter_map(|name| attribute(rule, fact, pattern, name, expects && names.first() == Some(name)));
    let all: Vec<Evidence> = shown.collect();
    let said = said(fact);
    let new: Vec<Evidence> = all.iter().filter(|one| !repeats(one, &said)).cloned().collect();
    if new.is_empty() && fact.evidence.is_none() { all } else { new }
}

/// An attribute that is not there is shown where it could stand in the build's own words (`xml`), or where the rule asks
/// for its absence; elsewhere it is not known, which is nothing to show.
fn attribute(rule: &Rule, fact: &Fact, pattern: &Pattern, name: &str, first: bool) -> Option<Evidence> {
    // A rule over several kinds shows of each what it has.
    let known = vocabulary::kind(fact.kind)?.attribute(name)?;
    // That a binary is one is no news; of a profile or a permission the role is.
    if name == "role" && matches!(fact.kind, "macho" | "elf") {
        return None;
    }
    let value = fact.get(name).map(matching::shown);
    let in_xml = matches!(fact.locus, Locus::Xml { .. });
    let xml = known.xml.filter(|_| in_xml).map(|xml| written(&fact.locus, xml));
    let xml = xml.map(|xml| xml.rsplit('/').next().unwrap_or(xml));
    let asked = matches!(pattern.tests.get(name), Some(Test::Ops(ops)) if ops.present == Some(false));
    if value.is_none() && !asked && xml.is_none() {
        return None;
    }
    let expected = expected(rule, fact, pattern, name, first).filter(|right| value.as_ref() != Some(right));
    let (value, because) = match unwritten(fact, name) {
        Some(because) if in_xml => (None, because),
        _ => (value, None),
    };
    Some(Evidence::Attribute { name: AppText::new(xml.unwrap_or(name)), value, expected, because })
}

/// What would be right. Of flags it is the opposite of what the rule finds fault with, whichever of them that is here; all
/// other values belong to the first attribute.
fn expected(rule: &Rule, fact: &Fact, pattern: &Pattern, name: &str, first: bool) -> Option<AppText> {
    let right = rule.expected.as_deref()?;
    let is_flag = matches!(fact.get(name), Some(FactValue::Flag(_)));
    match (right, pattern.tests.get(name)) {
        ("true" | "false", Some(Test::Equal(Scalar::Flag(wrong)))) if is_flag => {
            Some(AppText::new(if *wrong { "false" } else { "true" }))
        }
        ("true" | "false", _) if fact.get(name).is_some() && !is_flag => None,
        _ => first.then(|| AppText::new(right)),
    }
}

/// Whether a value is the platform's default, so that nobody finds the attribute where it would stand; and why it holds,
/// where that is not told already.
fn unwritten(fact: &Fact, name: &str) -> Option<Option<Note>> {
    let is = |flag: &str| matches!(fact.get(flag), Some(FactValue::Flag(true)));
    match (fact.kind, name) {
        ("component", "exported") if !is("exported_declared") => Some(
            is("exported")
                .then(|| Note::new(if is("has_filter") { "exported-by-filter" } else { "exported-by-default" })),
        ),
        ("component", "priority") if matches!(fact.get(name), Some(FactValue::Number(0))) => Some(None),
        ("component", "task_affinity") if !is("affinity_declared") => {
            let affinity = fact.str("task_affinity").unwrap_or_default();
            Some(Some(Note::new("affinity-by-default").with("affinity", affinity)))
        }
        ("network-config", "cleartext") if fact.str("source") == Some("default") => Some(None),
        _ => None,
    }
}

/// How an attribute is called where it stands: the manifest has another word for the one of the network configuration.
pub(super) fn written<'x>(locus: &Locus, xml: &'x str) -> &'x str {
    match locus {
        Locus::Xml { file, .. } if xml == "cleartextTrafficPermitted" && file.raw() == "AndroidManifest.xml" => {
            "android:usesCleartextTraffic"
        }
        _ => xml,
    }
}

/// What the place of a fact and its own evidence say.
fn said(fact: &Fact) -> Vec<String> {
    let mut said = vec![fact.locus.to_string()];
    match &fact.evidence {
        Some(Evidence::Call { api, args }) => {
            said.push(api.raw().to_owned());
            said.extend(args.iter().map(|arg| arg.raw().to_owned()));
        }
        Some(Evidence::Constant { what, .. }) => said.push(what.clone()),
        Some(Evidence::Text { text, .. }) => said.push(text.raw().to_owned()),
        Some(Evidence::Declaration { subject, .. }) => said.push(subject.raw().to_owned()),
        Some(Evidence::Body { method, .. }) => said.push(method.raw().to_owned()),
        Some(Evidence::Certificate { subject, key, .. }) => said.extend([subject.raw().to_owned(), key.clone()]),
        _ => {}
    }
    said
}

/// Whether an attribute says nothing that is not said already. One with a right value beside it always does.
fn repeats(one: &Evidence, said: &[String]) -> bool {
    match one {
        Evidence::Attribute { value: Some(value), expected: None, .. } => {
            value.raw().len() >= TELLING && said.iter().any(|text| text.contains(value.raw()))
        }
        _ => false,
    }
}
