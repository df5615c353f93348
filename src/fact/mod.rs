//! What is known of a build, with a place for each.
//!
//! A [`Fact`] is an item of a kind of the vocabulary ([`crate::rule::vocabulary`]) with attributes, a [`Locus`], an owner
//! and evidence. Builders in this module turn parsed structures into facts; rules and detectors read nothing else.

pub mod android;
pub mod code;
pub mod code_ios;
pub mod ios;
pub mod native;
pub mod notice;
pub mod owners;
pub mod package;
pub mod permission_use;
pub mod sdk;
pub mod signing;
pub mod text;
pub mod tls;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::finding::{
    AppText, Confidence, Coverage, CoverageState, Evidence, Flow, Inventory, Locus, Note, Owner, Part, Reachability,
    redacted,
};
use crate::rule::vocabulary;

/// What [`FactStore::looked_for`] calls source-to-sink flows.
pub const FLOW: &str = "flow";

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum FactValue {
    /// True or false.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// Text, as the app has it: hostile.
    Text(Arc<str>),
    /// Several texts.
    List(Vec<Arc<str>>),
}

/// One thing that is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Kind, a name of the vocabulary.
    pub kind: &'static str,
    /// Attributes; one that is not known is left out.
    pub attributes: Vec<(&'static str, FactValue)>,
    /// Where.
    pub locus: Locus,
    /// Further places that belong to it.
    pub related: Vec<Locus>,
    /// Whose.
    pub owner: Owner,
    /// Whether the app's entry points reach it.
    pub reachable: Reachability,
    /// How sure the fact itself is: a bound on the confidence of findings made from it.
    pub confidence: Confidence,
    /// Evidence, when it is more than the attributes that a rule tests.
    pub evidence: Option<Evidence>,
    /// What stays the same across rebuilds (see [`crate::finding::Finding::anchors`]).
    pub anchors: Vec<String>,
}

impl Fact {
    /// A fact of a kind at a place: the app's own, proven, reachability unknown.
    pub fn new(kind: &'static str, locus: Locus) -> Self {
        debug_assert!(vocabulary::kind(kind).is_some(), "fact `{kind}` is not in the vocabulary");
        Self {
            kind,
            attributes: Vec::new(),
            locus,
            related: Vec::new(),
            owner: Owner::App,
            reachable: Reachability::Unknown,
            confidence: Confidence::Proven,
            evidence: None,
            anchors: Vec::new(),
        }
    }

    fn set(mut self, name: &'static str, value: FactValue, of: vocabulary::Type) -> Self {
        debug_assert!(
            vocabulary::kind(self.kind).and_then(|k| k.attribute(name)).is_some_and(|a| a.of == of),
            "fact `{}` has no attribute `{name}` of type {of:?}",
            self.kind
        );
        self.attributes.push((name, value));
        self
    }

    /// With a flag.
    #[must_use]
    pub fn flag(self, name: &'static str, value: bool) -> Self {
        self.set(name, FactValue::Flag(value), vocabulary::Type::Flag)
    }

    /// With a number.
    #[must_use]
    pub fn number(self, name: &'static str, value: impl Into<i64>) -> Self {
        self.set(name, FactValue::Number(value.into()), vocabulary::Type::Number)
    }

    /// With text.
    #[must_use]
    pub fn text(self, name: &'static str, value: impl AsRef<str>) -> Self {
        self.set(name, FactValue::Text(Arc::from(value.as_ref())), vocabulary::Type::Text)
    }

    /// With text, when there is some.
    #[must_use]
    pub fn maybe(self, name: &'static str, value: Option<impl AsRef<str>>) -> Self {
        match value {
            Some(value) => self.text(name, value),
            None => self,
        }
    }

    /// With several texts.
    #[must_use]
    pub fn list<T: AsRef<str>>(self, name: &'static str, values: impl IntoIterator<Item = T>) -> Self {
        let values = values.into_iter().map(|v| Arc::from(v.as_ref())).collect();
        self.set(name, FactValue::List(values), vocabulary::Type::List)
    }

    /// With an owner.
    #[must_use]
    pub fn owned_by(self, owner: Owner) -> Self {
        Self { owner, ..self }
    }

    /// With reachability.
    #[must_use]
    pub fn reached(self, reachable: Reachability) -> Self {
        Self { reachable, ..self }
    }

    /// With a lower confidence.
    #[must_use]
    pub fn sure(self, confidence: Confidence) -> Self {
        Self { confidence, ..self }
    }

    /// With evidence.
    #[must_use]
    pub fn showing(self, evidence: Evidence) -> Self {
        Self { evidence: Some(evidence), ..self }
    }

    /// With one more anchor.
    #[must_use]
    pub fn anchored(mut self, anchor: impl Into<String>) -> Self {
        self.anchors.push(anchor.into());
        self
    }

    /// With one more place.
    #[must_use]
    pub fn also_at(mut self, locus: Locus) -> Self {
        self.related.push(locus);
        self
    }

    /// Changes an attribute, or adds it.
    fn put(&mut self, name: &'static str, value: FactValue) {
        match self.attributes.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.attributes.push((name, value)),
        }
    }

    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&FactValue> {
        self.attributes.iter().find(|(n, _)| *n == name).map(|(_, v)| v)
    }

    /// A flag that is set.
    pub fn is(&self, name: &str) -> bool {
        matches!(self.get(name), Some(FactValue::Flag(true)))
    }

    /// A number attribute.
    pub fn int(&self, name: &str) -> Option<i64> {
        match self.get(name) {
            Some(FactValue::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// A text attribute.
    pub fn str(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(FactValue::Text(text)) => Some(text),
            _ => None,
        }
    }
}

/// An argument for evidence: quoted texts that look like keys are shown as secrets are. What rules and engines compare
/// stays whole.
pub(crate) fn veiled(argument: &AppText) -> AppText {
    let mut out = String::new();
    for (i, part) in argument.raw().split('"').enumerate() {
        if i > 0 {
            out.push('"');
        }
        if i % 2 == 1 && looks_like_key(part) { out.push_str(&redacted(part)) } else { out.push_str(part) }
    }
    AppText::new(&out)
}

/// At least 16 letters and digits without a break, a quarter of them digits: no word, no name of an algorithm.
fn looks_like_key(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'=' | b'_' | b'-');
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
    text.len() >= 16 && text.bytes().all(plain) && letters >= 4 && digits * 4 >= text.len()
}

/// All facts of a build, its coverage, flows and inventory.
#[derive(Debug, Default)]
pub struct FactStore {
    facts: BTreeMap<&'static str, Vec<Fact>>,
    dropped: BTreeMap<&'static str, usize>,
    coverage: Vec<Coverage>,
    looked: BTreeSet<&'static str>,
    /// Source-to-sink flows.
    pub flows: Vec<Flow>,
    /// Kinds of sources and sinks that flows were looked for between. A rule on a kind that is not among them is
    /// undetermined.
    pub flow_kinds: (BTreeSet<String>, BTreeSet<String>),
    /// A limit ended the search for flows before its end: what was found stands, nothing passes for want of more.
    pub flows_cut: bool,
    /// Lists for the report.
    pub inventory: Inventory,
    per_kind: usize,
}

impl FactStore {
    /// An empty store that keeps at most `per_kind` facts of a kind.
    pub fn new(per_kind: usize) -> Self {
        Self { per_kind, ..Self::default() }
    }

    /// Adds a fact; over the bound it is counted only.
    pub fn add(&mut self, fact: Fact) {
        let kind = fact.kind;
        let facts = self.facts.entry(kind).or_default();
        if facts.len() < self.per_kind {
            facts.push(fact);
        } else {
            *self.dropped.entry(kind).or_default() += 1;
        }
    }

    /// Adds many.
    pub fn extend(&mut self, facts: impl IntoIterator<Item = Fact>) {
        facts.into_iter().for_each(|fact| self.add(fact));
    }

    /// Says more of facts than was known when they were found.
    fn amend(&mut self, change: &mut dyn FnMut(&mut Fact)) {
        self.facts.values_mut().flatten().for_each(change);
    }

    /// Names owners anew: a framework by the SDK that it is known to be. The version stays.
    pub fn rename_owners(&mut self, names: &BTreeMap<String, String>) {
        let rename = |owner: &mut Owner| {
            if let Owner::Sdk(name, _) = owner
                && let Some(known) = names.get(name.raw())
            {
                *name = known.as_str().into();
            }
        };
        self.amend(&mut |fact| rename(&mut fact.owner));
        self.flows.iter_mut().for_each(|flow| rename(&mut flow.owner));
        self.inventory.owners_mut().for_each(rename);
    }

    /// Says of each defence, call and mark of a text whether it is there for the app: an SDK that measures, reports crashes or logs people
    /// in looks at the device for itself.
    pub fn say_whose(&mut self) {
        const FOR_ITSELF: [&str; 10] = [
            "analytics",
            "advertising",
            "attribution",
            "crash",
            "push",
            "identity",
            "social",
            "health",
            "payment",
            "map",
        ];
        let sdks = self.inventory.sdks.iter().filter(|sdk| FOR_ITSELF.contains(&sdk.category.as_str()));
        let names: BTreeSet<String> = sdks.map(|sdk| sdk.name.raw().to_owned()).collect();
        self.amend(&mut |fact| {
            if matches!(fact.kind, "defence" | "call" | "text-mark") {
                let own = !matches!(&fact.owner, Owner::Sdk(name, _) if names.contains(name.raw()));
                fact.attributes.push(("own", FactValue::Flag(own)));
            }
        });
    }

    /// Adds marks by which an SDK of the inventory was told, to it and to its fact.
    pub fn mark_sdk(&mut self, name: &str, marks: &BTreeSet<&'static str>) {
        for sdk in self.inventory.sdks.iter_mut().filter(|sdk| sdk.name.raw() == name) {
            sdk.marks.extend(marks.iter().map(|mark| AppText::new(mark)));
            sdk.marks.sort();
            sdk.marks.dedup();
        }
        self.amend(&mut |fact| {
            if fact.kind != "sdk" || fact.str("name") != Some(name) {
                return;
            }
            let mut count = 0;
            for (_, value) in fact.attributes.iter_mut().filter(|(attribute, _)| *attribute == "marks") {
                if let FactValue::List(known) = value {
                    known.extend(marks.iter().map(|mark| Arc::from(*mark)));
                    known.sort();
                    known.dedup();
                    count = known.len() as i64;
                }
            }
            for (_, value) in fact.attributes.iter_mut().filter(|(attribute, _)| *attribute == "mark_count") {
                *value = FactValue::Number(count);
            }
        });
    }

    /// Says that facts of these kinds were looked for: an empty list of them then means that there are none. A rule on a
    /// kind that nobody looked for is undetermined.
    pub fn looked_for(&mut self, kinds: &[&'static str]) {
        debug_assert!(kinds.iter().all(|k| *k == FLOW || vocabulary::kind(k).is_some()), "{kinds:?}");
        self.looked.extend(kinds);
    }

    /// Whether facts of a kind were looked for.
    pub fn was_looked_for(&self, kind: &str) -> bool {
        self.looked.contains(kind)
    }

    /// The facts of a kind, in the order added (which must be a defined one).
    pub fn of(&self, kind: &str) -> &[Fact] {
        self.facts.get(kind).map_or(&[], Vec::as_slice)
    }

    /// All facts.
    pub fn all(&self) -> impl Iterator<Item = &Fact> {
        self.facts.values().flatten()
    }

    /// Kinds over the bound with the number of facts not kept.
    pub fn dropped(&self) -> &BTreeMap<&'static str, usize> {
        &self.dropped
    }

    /// Says how much of a part was seen. Several notes on one part are all kept; the worst state counts.
    pub fn cover(&mut self, part: Part, state: CoverageState, file: Option<&str>, note: Note) {
        let coverage = Coverage { part, state, file: file.map(Into::into), note };
        if !self.coverage.contains(&coverage) {
            self.coverage.push(coverage);
        }
    }

    /// All that was said of coverage, by part.
    pub fn coverage(&self) -> Vec<Coverage> {
        let mut coverage = self.coverage.clone();
        // Of a part that could not be judged it helps nobody that its container was read.
        let lost: Vec<Part> = coverage.iter().filter(|c| c.state == CoverageState::None).map(|c| c.part).collect();
        coverage.retain(|c| !(c.state == CoverageState::Full && c.note.code == "read" && lost.contains(&c.part)));
        // Said of a file, it need not be said of the build once more.
        let named: Vec<(Part, CoverageState, Note)> =
            coverage.iter().filter(|c| c.file.is_some()).map(|c| (c.part, c.state, c.note.clone())).collect();
        coverage.retain(|c| c.file.is_some() || !named.iter().any(|n| (n.0, n.1, &n.2) == (c.part, c.state, &c.note)));
        coverage.sort_by(|a, b| (a.part, a.state, &a.file, &a.note).cmp(&(b.part, b.state, &b.file, &b.note)));
        coverage
    }

    /// The state of one part: the worst of its notes; `None` when nothing was said of it, which means that nobody looked.
    pub fn state(&self, part: Part) -> Option<CoverageState> {
        self.coverage.iter().filter(|c| c.part == part).map(|c| c.state).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_of_a_file_is_not_said_of_the_build_again() {
        let mut store = FactStore::new(10);
        let missing = || Note::new("executable-missing");
        store.cover(Part::MachoHeader, CoverageState::None, Some("Payload/A.app/A"), missing());
        store.cover(Part::MachoHeader, CoverageState::None, None, missing());
        store.cover(Part::MachoCode, CoverageState::None, None, missing());
        let files: Vec<bool> = store.coverage().iter().map(|row| row.file.is_some()).collect();
        assert_eq!(files, [true, false]);
    }

    #[test]
    fn keys_in_calls_are_shown_as_secrets_are() {
        let shown = |text: &str| veiled(&AppText::new(text)).to_string();
        assert_eq!(shown("\"6f1d9c47b82e4a05938c7de1f2460ba7\""), "\"6f1d…(32)\"");
        for plain in
            ["\"PBKDF2WithHmacSHA256\"", "\"AES/GCM/NoPadding\"", "\"diary\"", "param 0", "constant[16]", "3735928559"]
        {
            assert_eq!(shown(plain), plain);
        }
    }
}
