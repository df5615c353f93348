//! Ways through a body: what they pass, what they answer, and whose they are.

use rustc_hash::FxHashSet;

use crate::flow::dalvik::{Block, Body, CallKind, DefId, FieldId, Op, Program};

/// Calls whose answer is the answer of a body, one within the other.
const ANSWERS: u32 = 3;
/// Methods that one body is followed into: what a broken or hostile file makes of it must end soon.
pub(super) const FOLLOWED: usize = 8;
/// Places that make objects of one class which are looked at.
const MAKERS: usize = 64;

/// Where ways through a body go on after a block.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::fact::code) struct Next {
    /// To the blocks that follow.
    pub(in crate::fact::code) on: bool,
    /// To what handles exceptions.
    pub(in crate::fact::code) thrown: bool,
}

/// Visits the blocks that ways from a block reach, each once.
pub(in crate::fact::code) fn walk<'b>(body: &'b Body, from: u32, mut visit: impl FnMut(&'b Block, &'b [Op]) -> Next) {
    let mut seen = vec![false; body.blocks.len()];
    let mut work = vec![from];
    while let Some(block) = work.pop() {
        let (Some(piece), Some(seen)) = (body.blocks.get(block as usize), seen.get_mut(block as usize)) else {
            continue;
        };
        if std::mem::replace(seen, true) {
            continue;
        }
        let next = visit(piece, body.ops.get(piece.start as usize..piece.end as usize).unwrap_or_default());
        if next.thrown {
            work.extend(piece.handlers.iter().map(|&(_, to)| to));
        }
        if next.on {
            work.extend(piece.next.iter().copied());
        }
    }
}

/// Operations that ways from a block reach, in the order of the code.
pub(super) fn ops_from(body: &Body, from: u32) -> Vec<(usize, &Op)> {
    let mut ranges = Vec::new();
    walk(body, from, |piece, _| {
        ranges.push(piece.start as usize..piece.end as usize);
        Next { on: true, thrown: true }
    });
    ranges.sort_unstable_by_key(|range| range.start);
    ranges.into_iter().flatten().filter_map(|i| Some((i, body.ops.get(i)?))).collect()
}

/// The blocks with which the bodies begin that a method has: one, or several where an optimiser put classes into one and
/// each object bears a number that says which it is. Only numbers that some code gives are told.
pub(super) fn starts(program: &Program<'_>, def: DefId, body: &Body) -> Vec<u32> {
    told_apart(program, def, body).filter(|all| !all.is_empty()).unwrap_or_else(|| vec![0])
}

fn told_apart(program: &Program<'_>, def: DefId, body: &Body) -> Option<Vec<u32>> {
    let this = body.registers.checked_sub(body.ins)?;
    let first = body.blocks.first()?;
    let ops = body.ops.get(first.start as usize..first.end as usize)?;
    let (last, before) = ops.split_last()?;
    let (Op::Switch { s: asked, .. } | Op::If { a: asked, b: None, .. }) = last else { return None };
    let of_number = |op: &Op| match op {
        Op::Get { d, o, field } if d == asked && *o == this => Some(*field),
        _ => None,
    };
    let field = before.iter().find_map(of_number)?;
    if before.iter().any(|op| !matches!(op, Op::Get { .. } | Op::Const { .. } | Op::Nop)) {
        return None;
    }
    let mut starts: Vec<u32> = numbers(program, def, field)?
        .into_iter()
        .filter_map(|number| match last {
            Op::Switch { cases, .. } => {
                let at = cases.iter().position(|&(key, _)| i64::from(key) == number).unwrap_or(cases.len());
                first.next.get(at).copied()
            }
            Op::If { test, .. } => first.next.get(usize::from(!test.holds(number, 0))).copied(),
            _ => None,
        })
        .collect();
    starts.sort_unstable();
    starts.dedup();
    Some(starts)
}

/// The numbers that makers of a class's objects put into a field of theirs, where it is the constructor's last parameter
/// and all of them are constants.
fn numbers(program: &Program<'_>, def: DefId, field: FieldId) -> Option<Vec<i64>> {
    let class = program.def(def)?.class;
    let mut numbers = Vec::new();
    for write in program.sites.writes_of(field) {
        let maker = program.def(write.def).filter(|m| m.class == class)?;
        let body = program.body(write.def)?;
        let last = body.registers.checked_sub(1)?;
        if !body.ops.iter().any(|op| matches!(op, Op::Put { s, field: put, .. } if *s == last && *put == field)) {
            return None;
        }
        for site in program.sites.calls_of(maker.id) {
            if numbers.len() == MAKERS {
                return None;
            }
            let body = program.body(site.def)?;
            let at = body.pcs.iter().position(|&pc| pc == site.pc)?;
            let Op::Call { args, .. } = body.ops.get(at)? else { return None };
            let given = args.get(args.len().checked_sub(1)?)?;
            let before = body.ops.get(..at)?.iter().rev();
            let mut values = before.filter_map(|op| match op {
                Op::Const { d, value } if *d == given => Some(Some(*value)),
                other => writes(other, given).then_some(None),
            });
            numbers.push(values.next()??);
        }
    }
    Some(numbers)
}

/// The constants that a method returns, when it returns only constants; what a method of the build answers that it asks
/// is its answer, too.
pub(in crate::fact::code) fn constant_answers(program: &Program<'_>, body: &Body) -> Option<Vec<i64>> {
    answers_from(program, body, 0, ANSWERS)
}

/// The same from a block on.
pub(super) fn answers_from(program: &Program<'_>, body: &Body, from: u32, depth: u32) -> Option<Vec<i64>> {
    let ops = ops_from(body, from);
    let mut answers = Vec::new();
    let mut asked = FxHashSet::default();
    for (at, (_, op)) in ops.iter().enumerate() {
        let Op::Return { s: Some(register) } = op else { continue };
        if asked.insert(*register) {
            let before = ops.get(..if body.blocks.len() == 1 { at } else { ops.len() })?;
            written(program, body, before, *register, depth, &mut answers)?;
        }
    }
    (!answers.is_empty()).then_some(answers)
}

/// The constants that a register is given: every write of it must be one, which is enough for methods that only answer.
fn written(
    program: &Program<'_>,
    body: &Body,
    ops: &[(usize, &Op)],
    register: u16,
    depth: u32,
    answers: &mut Vec<i64>,
) -> Option<()> {
    let known = answers.len();
    let mut followed = 0;
    for &(i, op) in ops {
        match op {
            Op::Const { d, value } if *d == register => answers.push(*value),
            Op::Move { d, s } if *d == register => {
                let inner = depth.checked_sub(1)?;
                written(program, body, ops, *s, inner, answers)?;
            }
            Op::Result { d } if *d == register => {
                followed += 1;
                if followed > FOLLOWED {
                    return None;
                }
                let inner = called(program, body.ops.get(i.checked_sub(1)?)?)?;
                answers.extend(answers_from(program, &program.body(inner)?, 0, depth.checked_sub(1)?)?);
            }
            other if writes(other, register) => return None,
            _ => {}
        }
    }
    (answers.len() > known).then_some(())
}

/// The method of the build that a call means, where only one can be meant.
pub(super) fn called(program: &Program<'_>, op: &Op) -> Option<DefId> {
    let Op::Call { kind, method, .. } = op else { return None };
    let named = program.method(*method);
    let def = program.resolve(named.class, named.name, named.proto)?;
    let fixed = matches!(kind, CallKind::Static | CallKind::Direct) || program.children(named.class).is_empty();
    program.def(def).filter(|method| method.code != 0 && fixed).map(|_| def)
}
fn writes(op: &Op, register: u16) -> bool {
    match op {
        Op::Move { d, .. }
        | Op::Result { d }
        | Op::Caught { d }
        | Op::Get { d, .. }
        | Op::StaticGet { d, .. }
        | Op::ArrayGet { d, .. }
        | Op::IsA { d, .. }
        | Op::Unary { d, .. }
        | Op::Binary { d, .. }
        | Op::BinaryConst { d, .. } => *d == register,
        _ => false,
    }
}
