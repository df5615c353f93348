//! The match grammar: boolean trees over patterns of facts.

use std::collections::BTreeMap;

use regex::bytes::{Regex, RegexBuilder};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::vocabulary::{self, Type};

/// A boolean tree over fact patterns.
///
/// ```yaml
/// fact: component
/// where: { exported: true, permission_level: [none, normal], role: { ne: provider } }
/// ```
/// or `all: [..]`, `any: [..]`, `not: {..}`, `count: { of: {..}, at_least: 2 }`.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "Shape")]
pub enum Expr {
    /// A fact of a kind whose attributes pass the tests.
    Pattern(Pattern),
    /// Every branch holds. The facts of the first branch are the findings, those of the others belong to them.
    All(Vec<Expr>),
    /// Any branch holds. The facts of every branch that holds are findings.
    Any(Vec<Expr>),
    /// The branch does not hold.
    Not(Box<Expr>),
    /// At least so many facts.
    Count(Counted),
}

/// What an expression may hold: told apart by its keys, without trying one after the other.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shape {
    fact: Option<String>,
    #[serde(rename = "where")]
    tests: Option<BTreeMap<String, Test>>,
    all: Option<Vec<Expr>>,
    any: Option<Vec<Expr>>,
    not: Option<Box<Expr>>,
    count: Option<Counted>,
}

impl TryFrom<Shape> for Expr {
    type Error = &'static str;

    fn try_from(shape: Shape) -> Result<Self, Self::Error> {
        match shape {
            Shape { fact: Some(fact), tests, all: None, any: None, not: None, count: None } => {
                Ok(Self::Pattern(Pattern { fact, tests: tests.unwrap_or_default() }))
            }
            Shape { fact: None, tests: None, all: Some(all), any: None, not: None, count: None } => Ok(Self::All(all)),
            Shape { fact: None, tests: None, all: None, any: Some(any), not: None, count: None } => Ok(Self::Any(any)),
            Shape { fact: None, tests: None, all: None, any: None, not: Some(not), count: None } => Ok(Self::Not(not)),
            Shape { fact: None, tests: None, all: None, any: None, not: None, count: Some(count) } => {
                Ok(Self::Count(count))
            }
            _ => Err("an expression is one of `fact` (with `where`), `all`, `any`, `not`, `count`"),
        }
    }
}

/// `fact:` with `where:`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// Kind, from [`vocabulary::KINDS`].
    pub fact: String,
    /// Tests, all of which must pass.
    #[serde(default, rename = "where")]
    pub tests: BTreeMap<String, Test>,
}

/// Body of `count:`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// The pattern.
    pub of: Pattern,
    /// How many at least.
    pub at_least: usize,
}

/// A scalar in a test.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// `true` / `false`.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// Text.
    Text(String),
}

/// A test of one attribute. An attribute that the fact does not have passes only `present: false`, `ne`, `not_in` and
/// `not_matches`.
#[derive(Debug, Clone)]
pub enum Test {
    /// Equal to.
    Equal(Scalar),
    /// Equal to one of.
    In(Vec<Scalar>),
    /// Named tests, all of which must pass.
    Ops(Box<Ops>),
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Test::deserialize(deserializer)? {
            Test::Equal(scalar) => Ok(scalar),
            _ => Err(D::Error::custom("one value is expected here: a text, a whole number, true or false")),
        }
    }
}

impl<'de> Deserialize<'de> for Test {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TestVisitor)
    }
}

/// Tells tests apart by what they begin with.
struct TestVisitor;

impl<'de> Visitor<'de> for TestVisitor {
    type Value = Test;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a text, a whole number, true or false, a list of them, or named tests")
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Test, E> {
        Ok(Test::Equal(Scalar::Flag(value)))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Test, E> {
        Ok(Test::Equal(Scalar::Number(value)))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Test, E> {
        i64::try_from(value).map(|value| Test::Equal(Scalar::Number(value))).map_err(E::custom)
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Test, E> {
        Ok(Test::Equal(Scalar::Text(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Test, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = seq.next_element()? {
            all.push(one);
        }
        Ok(Test::In(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Test, A::Error> {
        Ops::deserialize(MapAccessDeserializer::new(map)).map(|ops| Test::Ops(Box::new(ops)))
    }
}

/// Named tests.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ops {
    /// Not equal to.
    pub ne: Option<Scalar>,
    /// One of.
    #[serde(rename = "in")]
    pub one_of: Option<Vec<Scalar>>,
    /// None of.
    pub not_in: Option<Vec<Scalar>>,
    /// Less than.
    pub lt: Option<i64>,
    /// At most.
    pub le: Option<i64>,
    /// More than.
    pub gt: Option<i64>,
    /// At least.
    pub ge: Option<i64>,
    /// Matches the regular expression (unanchored, linear time).
    pub matches: Option<Pat>,
    /// Does not match it.
    pub not_matches: Option<Pat>,
    /// Begins with one of.
    pub prefix: Option<OneOrMany>,
    /// Ends with one of.
    pub suffix: Option<OneOrMany>,
    /// Contains one of.
    pub contains: Option<OneOrMany>,
    /// Is there at all.
    pub present: Option<bool>,
}

/// One text or several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One.
    One(String),
    /// Several: any of them.
    Many(Vec<String>),
}

impl OneOrMany {
    /// The texts.
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

/// A regular expression, compiled when it is first used.
#[derive(Debug, Clone)]
pub struct Pat {
    source: String,
    compiled: std::sync::OnceLock<Option<Regex>>,
}

impl<'de> Deserialize<'de> for Pat {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { source: String::deserialize(deserializer)?, compiled: std::sync::OnceLock::new() })
    }
}

impl Pat {
    fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| self.compile().ok()).as_ref()
    }

    /// Of bytes: classes of all of Unicode cost more to build than all the matching.
    fn compile(&self) -> Result<Regex, regex::Error> {
        RegexBuilder::new(&self.source).unicode(false).build()
    }

    /// Whether it matches anywhere in `text`.
    pub fn is_match(&self, text: &str) -> bool {
        self.regex().is_some_and(|r| r.is_match(text.as_bytes()))
    }

    /// Why it is not a regular expression, if it is not.
    pub fn error(&self) -> Option<String> {
        self.compile().err().map(|e| e.to_string())
    }
}

impl Expr {
    /// Calls `visit` for every pattern, with whether it stands under a `not`.
    pub fn patterns<'a>(&'a self, visit: &mut dyn FnMut(&'a Pattern)) {
        match self {
            Self::Pattern(pattern) => visit(pattern),
            Self::All(branches) | Self::Any(branches) => {
                branches.iter().for_each(|b| b.patterns(visit));
            }
            Self::Not(not) => not.patterns(visit),
            Self::Count(count) => visit(&count.of),
        }
    }

    /// What is wrong with it: unknown kinds, attributes, types, expressions.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        self.patterns(&mut |pattern| problems.extend(pattern.problems()));
        if let Self::All(branches) | Self::Any(branches) = self
            && branches.is_empty()
        {
            problems.push("an empty list of branches".into());
        }
        problems
    }
}

impl Pattern {
    /// What is wrong with it.
    pub fn problems(&self) -> Vec<String> {
        let Some(kind) = vocabulary::kind(&self.fact) else {
            return vec![format!("there is no fact `{}`", self.fact)];
        };
        let mut problems = Vec::new();
        for (name, test) in &self.tests {
            match kind.attribute(name) {
                None => problems.push(format!("fact `{}` has no attribute `{name}`", kind.name)),
                Some(attribute) => problems
                    .extend(test.problems(attribute.of).into_iter().map(|p| format!("{}.{name}: {p}", kind.name))),
            }
        }
        problems
    }
}

impl Test {
    fn problems(&self, of: Type) -> Vec<String> {
        let fits = |scalar: &Scalar| {
            matches!(
                (of, scalar),
                (Type::Flag, Scalar::Flag(_))
                    | (Type::Number, Scalar::Number(_))
                    | (Type::Text | Type::List, Scalar::Text(_))
            )
        };
        let mut scalars: Vec<&Scalar> = Vec::new();
        let mut problems = Vec::new();
        match self {
            Self::Equal(scalar) => scalars.push(scalar),
            Self::In(many) => scalars.extend(many),
            Self::Ops(ops) => {
                scalars.extend(&ops.ne);
                scalars.extend(ops.one_of.iter().flatten());
                scalars.extend(ops.not_in.iter().flatten());
                if of != Type::Number && (ops.lt.is_some() || ops.le.is_some() || ops.gt.is_some() || ops.ge.is_some())
                {
                    problems.push("an order test on something that is no number".into());
                }
                let textual = ops.matches.is_some()
                    || ops.not_matches.is_some()
                    || ops.prefix.is_some()
                    || ops.suffix.is_some()
                    || ops.contains.is_some();
                if textual && !matches!(of, Type::Text | Type::List) {
                    problems.push("a text test on something that is no text".into());
                }
                problems.extend(ops.matches.iter().chain(&ops.not_matches).filter_map(Pat::error));
            }
        }
        if !scalars.into_iter().all(fits) {
            problems.push(format!("compared with another type than {of:?}"));
        }
        problems
    }
}

/// The APIs that a `call` pattern names by `api` (equal, in, prefix); a `call` pattern must name them so.
pub(super) fn wanted_apis(pattern: &Pattern) -> Vec<String> {
    if pattern.fact != "call" {
        return Vec::new();
    }
    let text = |scalar: &Scalar| match scalar {
        Scalar::Text(text) => Some(text.clone()),
        _ => None,
    };
    match pattern.tests.get("api") {
        Some(Test::Equal(scalar)) => text(scalar).into_iter().collect(),
        Some(Test::In(many)) => many.iter().filter_map(text).collect(),
        Some(Test::Ops(ops)) => {
            let exact = ops.one_of.iter().flatten().filter_map(text);
            let prefix = ops.prefix.iter().flat_map(OneOrMany::as_slice).map(|p| format!("{p}*"));
            exact.chain(prefix).collect()
        }
        None => Vec::new(),
    }
}
