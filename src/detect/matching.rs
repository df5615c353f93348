//! Evaluates the match grammar over facts.

use crate::fact::{Fact, FactStore, FactValue};
use crate::finding::AppText;
use crate::rule::expr::{Expr, OneOrMany, Ops, Pattern, Scalar, Test};

/// What an expression came to: whether it holds, the facts that are findings, and those that belong to them.
#[derive(Debug, Default)]
pub(super) struct Match<'a> {
    pub(super) holds: bool,
    pub(super) facts: Vec<(&'a Fact, &'a Pattern)>,
    pub(super) supporting: Vec<&'a Fact>,
}

/// Evaluates an expression.
pub(super) fn evaluate<'a>(expr: &'a Expr, store: &'a FactStore) -> Match<'a> {
    match expr {
        Expr::Pattern(pattern) => {
            let facts: Vec<_> = matching(pattern, store).map(|f| (f, pattern)).collect();
            Match { holds: !facts.is_empty(), facts, supporting: Vec::new() }
        }
        Expr::Any(branches) => {
            let mut out = Match::default();
            for branch in branches {
                let inner = evaluate(branch, store);
                out.holds |= inner.holds;
                out.facts.extend(inner.facts);
                out.supporting.extend(inner.supporting);
            }
            out
        }
        Expr::All(branches) => {
            let mut branches = branches.iter().map(|b| evaluate(b, store));
            let mut out = branches.next().unwrap_or_default();
            for inner in branches {
                out.holds &= inner.holds;
                out.supporting.extend(inner.facts.iter().take(3).map(|(f, _)| *f));
            }
            if out.holds { out } else { Match::default() }
        }
        Expr::Not(not) => Match { holds: !evaluate(not, store).holds, ..Match::default() },
        Expr::Count(count) => {
            let facts: Vec<_> = matching(&count.of, store).map(|f| (f, &count.of)).collect();
            if facts.len() >= count.at_least {
                Match { holds: true, facts, supporting: Vec::new() }
            } else {
                Match::default()
            }
        }
    }
}

/// The facts that pass a pattern.
pub(super) fn matching<'a>(pattern: &'a Pattern, store: &'a FactStore) -> impl Iterator<Item = &'a Fact> {
    store.of(&pattern.fact).iter().filter(|fact| passes(pattern, fact))
}

/// Whether a fact passes a pattern of its kind.
pub(super) fn passes(pattern: &Pattern, fact: &Fact) -> bool {
    pattern.fact == fact.kind && pattern.tests.iter().all(|(name, test)| test_passes(test, fact.get(name)))
}

/// Whether an expression holds of one fact alone (for `unsure_when`).
pub(super) fn holds_of(expr: &Expr, fact: &Fact) -> bool {
    match expr {
        Expr::Pattern(pattern) => passes(pattern, fact),
        Expr::All(all) => all.iter().all(|b| holds_of(b, fact)),
        Expr::Any(any) => any.iter().any(|b| holds_of(b, fact)),
        Expr::Not(not) => !holds_of(not, fact),
        Expr::Count(_) => false,
    }
}

fn test_passes(test: &Test, value: Option<&FactValue>) -> bool {
    match test {
        Test::Equal(scalar) => value.is_some_and(|v| equals(v, scalar)),
        Test::In(many) => value.is_some_and(|v| many.iter().any(|s| equals(v, s))),
        Test::Ops(ops) => ops_pass(ops, value),
    }
}

fn equals(value: &FactValue, scalar: &Scalar) -> bool {
    match (value, scalar) {
        (FactValue::Flag(a), Scalar::Flag(b)) => a == b,
        (FactValue::Number(a), Scalar::Number(b)) => a == b,
        (FactValue::Text(a), Scalar::Text(b)) => **a == **b,
        (FactValue::List(many), Scalar::Text(b)) => many.iter().any(|a| **a == **b),
        _ => false,
    }
}

fn ops_pass(ops: &Ops, value: Option<&FactValue>) -> bool {
    let Some(value) = value else {
        // An attribute that is not known passes only what says something of its absence.
        let positive = ops.one_of.is_some()
            || ops.lt.is_some()
            || ops.le.is_some()
            || ops.gt.is_some()
            || ops.ge.is_some()
            || ops.matches.is_some()
            || ops.prefix.is_some()
            || ops.suffix.is_some()
            || ops.contains.is_some()
            || ops.present == Some(true);
        return !positive;
    };
    let number = |test: Option<i64>, f: fn(i64, i64) -> bool| {
        test.is_none_or(|bound| matches!(value, FactValue::Number(n) if f(*n, bound)))
    };
    let texts = |f: &dyn Fn(&str) -> bool| match value {
        FactValue::Text(text) => f(text),
        FactValue::List(many) => many.iter().any(|t| f(t)),
        _ => false,
    };
    let any_of = |words: &Option<OneOrMany>, f: fn(&str, &str) -> bool| {
        words.as_ref().is_none_or(|w| texts(&|t| w.as_slice().iter().any(|word| f(t, word))))
    };
    ops.present != Some(false)
        && ops.ne.as_ref().is_none_or(|s| !equals(value, s))
        && ops.one_of.as_ref().is_none_or(|many| many.iter().any(|s| equals(value, s)))
        && ops.not_in.as_ref().is_none_or(|many| !many.iter().any(|s| equals(value, s)))
        && number(ops.lt, |a, b| a < b)
        && number(ops.le, |a, b| a <= b)
        && number(ops.gt, |a, b| a > b)
        && number(ops.ge, |a, b| a >= b)
        && ops.matches.as_ref().is_none_or(|p| texts(&|t| p.is_match(t)))
        && ops.not_matches.as_ref().is_none_or(|p| !texts(&|t| p.is_match(t)))
        && any_of(&ops.prefix, |t, w| t.starts_with(w))
        && any_of(&ops.suffix, |t, w| t.ends_with(w))
        && any_of(&ops.contains, |t, w| t.contains(w))
}

/// A value as text for evidence.
pub(super) fn shown(value: &FactValue) -> AppText {
    match value {
        FactValue::Flag(flag) => AppText::new(if *flag { "true" } else { "false" }),
        FactValue::Number(number) => AppText::new(&number.to_string()),
        FactValue::Text(text) => AppText::new(text),
        FactValue::List(many) => AppText::new(&many.join(", ")),
    }
}
