//! How a trust manager can return without a check having passed.

use rustc_hash::FxHashSet;

use super::checks;
use super::ways::{Next, walk};
use crate::flow::dalvik::{Block, Body, Op, Program};

/// A way to a return that no check ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slip {
    /// No check stands on it.
    Around,
    /// A handler takes what a check throws.
    Caught,
}

/// Whether some way without an exception returns unchecked.
fn returns_quietly(body: &Body, from: u32, is_check: &dyn Fn(&Op) -> bool, passed: &FxHashSet<u32>) -> bool {
    let mut returns = false;
    walk(body, from, |block, ops| {
        let ends = ops.iter().any(|op| is_check(op) || matches!(op, Op::Throw { .. }));
        returns |= !ends && ops.iter().any(|op| matches!(op, Op::Return { .. }));
        Next { on: !ends && !returns && !passed.contains(&block.start), thrown: false }
    });
    returns
}

/// How ways from a block can return unchecked. `full`: some check of the body is a whole one.
pub(super) fn slip(program: &Program<'_>, body: &Body, from: u32, depth: u32, full: bool) -> Option<Slip> {
    let is_check = |op: &Op| checks(program, op, depth).is_some();
    let none = FxHashSet::default();
    if !returns(body, from, &is_check, false, &none) {
        return None;
    }
    // A loop over several judges is taken to have one; a certificate that is remembered passed the check before.
    let looped = in_loop_with(body, &is_check);
    let settled = |op: &Op| is_check(op) || full && looks_up(program, op);
    // What reads a field before the check could throw as well: it is the check's own exception that counts.
    if returns(body, from, &settled, true, &looped) && !returns_quietly(body, from, &settled, &looped) {
        return Some(Slip::Caught);
    }
    returns(body, from, &settled, false, &looped).then_some(Slip::Around)
}

/// Whether some way from a block to a return passes no check: a way ends at a check, except by the exception that it
/// throws, and at the blocks that count as passed. `own`: of exceptions only those of checks are followed.
fn returns(body: &Body, from: u32, is_check: &dyn Fn(&Op) -> bool, own: bool, passed: &FxHashSet<u32>) -> bool {
    let mut returns = false;
    walk(body, from, |block, ops| {
        let mut next = Next::default();
        for op in ops {
            let check = is_check(op);
            next.thrown |= op.may_throw() && (check || !own);
            match op {
                Op::Return { .. } => returns = true,
                Op::Throw { .. } => return next,
                _ if check => return next,
                _ => {}
            }
        }
        Next { on: !returns && !passed.contains(&block.start), ..next }
    });
    returns
}

/// Whether a call looks for something in a collection.
fn looks_up(program: &Program<'_>, op: &Op) -> bool {
    let Op::Call { method, .. } = op else { return false };
    let named = program.method(*method);
    program.descriptor(named.class).starts_with("Ljava/util/")
        && matches!(program.text(named.name), "contains" | "containsKey")
}

/// First operations of the blocks that lie on a loop together with a check.
fn in_loop_with(body: &Body, is_check: &dyn Fn(&Op) -> bool) -> FxHashSet<u32> {
    let ops = |block: &Block| body.ops.get(block.start as usize..block.end as usize).unwrap_or_default();
    let numbered = || (0u32..).zip(&body.blocks);
    let looped = |block: &Block| block.looped && ops(block).iter().any(is_check);
    let checks: Vec<u32> = numbered().filter(|(_, block)| looped(block)).map(|(at, _)| at).collect();
    if checks.is_empty() {
        return FxHashSet::default();
    }
    let mut before = vec![Vec::new(); body.blocks.len()];
    for (at, block) in numbered() {
        for &next in &block.next {
            before.get_mut(next as usize).into_iter().for_each(|ways: &mut Vec<u32>| ways.push(at));
        }
    }
    let after: Vec<&[u32]> = body.blocks.iter().map(|block| block.next.as_slice()).collect();
    let before: Vec<&[u32]> = before.iter().map(Vec::as_slice).collect();
    let (after, before) = (reached(&after, &checks), reached(&before, &checks));
    let on_both = numbered().filter(|(at, block)| block.looped && after.contains(at) && before.contains(at));
    on_both.map(|(_, block)| block.start).collect()
}

/// The blocks that ways lead to from some, themselves included.
fn reached(ways: &[&[u32]], from: &[u32]) -> FxHashSet<u32> {
    let mut seen: FxHashSet<u32> = from.iter().copied().collect();
    let mut work = from.to_vec();
    while let Some(block) = work.pop() {
        let next = ways.get(block as usize).copied().unwrap_or_default();
        work.extend(next.iter().copied().filter(|&next| seen.insert(next)));
    }
    seen
}
