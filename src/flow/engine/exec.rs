//! Runs one method: blocks to a fixpoint, operations one by one.

mod access;
mod operate;
mod throw;

use std::rc::Rc;

use smallvec::SmallVec;

use super::heap::Heap;
use super::value::{Atom, NOTHING, UNKNOWN, Val};
use super::{Check, Engine, Made, Passed};
use crate::flow::dalvik::{Body, Compare, DefId, FieldId, Op};

/// How a call ended.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    /// The result (`NOTHING` for void) and the heap after it; none when it never returns.
    pub(crate) normal: Option<(Val, Heap)>,
    /// An exception that left it, and the heap then.
    pub(crate) thrown: Option<(Val, Heap)>,
}

impl Outcome {
    pub(crate) fn none(heap: Heap) -> Self {
        Self { normal: Some((UNKNOWN, heap)), thrown: None }
    }
}

#[derive(Debug)]
struct State {
    registers: SmallVec<[Val; 12]>,
    heap: Heap,
    result: Val,
    caught: Val,
}

impl Clone for State {
    fn clone(&self) -> Self {
        // At once: a derived copy goes one by one.
        let registers = SmallVec::from_slice(&self.registers);
        Self { registers, heap: self.heap.clone(), result: self.result, caught: self.caught }
    }
}

/// Visits of one block after which it is left as it is.
const VISITS: u8 = 24;
/// Visits after which numbers and strings that still change are given up.
const WIDEN: u8 = 3;
/// Marks a field's number in a trace.
pub(crate) const FIELD: u32 = 0x4000_0000;
/// Elements of one array that are kept apart.
const ELEMENTS: usize = 512;

/// One method that is being run.
pub(super) struct Frame {
    pub(super) def: DefId,
    pub(super) dex: u16,
    pub(super) context: u32,
    pub(super) body: Rc<Body>,
    /// Of the app's own code.
    own: bool,
    entries: Vec<Option<State>>,
    visits: Vec<u8>,
    /// Blocks to be run by rank, the last one next.
    work: SmallVec<[(u32, u32); 8]>,
    normal: Option<(Val, Heap)>,
    thrown: Option<(Val, Heap)>,
    /// A branch on something not known was passed.
    pub(super) guarded: bool,
    /// By block, the operation before which it ends: zero for blocks that lead to nothing asked for. None: all are run.
    until: Option<Vec<u32>>,
}

/// Above every level of the system that there will be.
const LEVELS: i64 = 10_000;

impl Frame {
    fn queue(&mut self, rank: u32, block: u32) {
        if let Err(at) = self.work.binary_search_by(|known| (rank, block).cmp(known)) {
            self.work.insert(at, (rank, block));
        }
    }
}

/// Where an operation stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    pub(crate) def: DefId,
    pub(crate) pc: u32,
    pub(crate) context: u32,
    pub(crate) looped: bool,
    pub(crate) used: bool,
    pub(crate) guarded: bool,
}

impl Engine<'_, '_> {
    /// Runs a method on arguments (receiver first).
    pub(crate) fn run(&mut self, def: DefId, args: &[Val], heap: Heap, context: u32) -> Outcome {
        let Some(body) = self.body(def) else { return Outcome::none(heap) };
        let Some(method) = self.program.def(def).copied() else { return Outcome::none(heap) };
        let mut registers = SmallVec::from_elem(NOTHING, usize::from(body.registers));
        self.place_arguments(&method, &body, args, &mut registers);
        let blocks = body.blocks.len();
        let aim = self.aim.take_if(|aim| aim.def == def);
        let mut frame = Frame {
            def,
            dex: method.dex,
            context,
            until: aim.as_ref().map(|aim| body.until(&aim.units, aim.apart)),
            body,
            own: self.is_own(def),
            entries: vec![None; blocks],
            visits: vec![0; blocks],
            work: SmallVec::from_slice(&[(0, 0)]),
            normal: None,
            thrown: None,
            guarded: false,
        };
        if let Some(entry) = frame.entries.first_mut() {
            *entry = Some(State { registers, heap, result: NOTHING, caught: NOTHING });
        }
        self.stack.push(def);
        if aim.is_some_and(|aim| aim.apart) {
            self.blocks_apart(&mut frame);
        }
        while let Some((_, block)) = frame.work.pop() {
            let Some(visits) = frame.visits.get_mut(block as usize) else { continue };
            *visits += 1;
            if *visits > VISITS {
                continue;
            }
            // What no way leads back to is not needed again.
            let looped = frame.body.blocks.get(block as usize).is_none_or(|b| b.looped);
            let Some(entry) = frame.entries.get_mut(block as usize) else { continue };
            let Some(state) = (if looped { entry.clone() } else { entry.take() }) else { continue };
            self.block(&mut frame, block, state);
            if self.cut {
                break;
            }
        }
        self.stack.pop();
        Outcome { normal: frame.normal, thrown: frame.thrown }
    }

    /// Runs the blocks that hold what is asked for, knowing nothing of what comes before them.
    fn blocks_apart(&mut self, frame: &mut Frame) {
        let (body, until) = (frame.body.clone(), frame.until.clone().unwrap_or_default());
        let branches = body.blocks.iter().filter(|b| b.next.len() > 1).map(|b| b.rank).min();
        for ((block, piece), _) in body.blocks.iter().enumerate().zip(until).filter(|(_, until)| *until > 0) {
            frame.guarded = branches.is_some_and(|first| first < piece.rank);
            let registers = SmallVec::from_elem(UNKNOWN, usize::from(body.registers));
            self.block(frame, block as u32, State { registers, heap: Heap::new(), result: UNKNOWN, caught: UNKNOWN });
        }
        frame.work.clear();
    }

    /// Wide parameters take two registers.
    fn place_arguments(&self, method: &crate::flow::dalvik::Method, body: &Body, args: &[Val], registers: &mut [Val]) {
        let proto = self.program.proto(self.program.method(method.id).proto);
        let mut at = usize::from(body.registers.saturating_sub(body.ins));
        let mut args = args.iter();
        let mut put = |at: usize, value: Option<&Val>| {
            if let (Some(register), Some(value)) = (registers.get_mut(at), value) {
                *register = *value;
            }
        };
        if !method.is_static() {
            put(at, args.next());
            at += 1;
        }
        for &ty in &proto.params {
            put(at, args.next());
            at += if self.is_wide(ty) { 2 } else { 1 };
        }
    }

    fn block(&mut self, frame: &mut Frame, block: u32, mut state: State) {
        let body = frame.body.clone();
        let Some(piece) = body.blocks.get(block as usize) else { return };
        let end = frame.until.as_ref().and_then(|until| until.get(block as usize)).map_or(piece.end, |&until| until);
        let steps = u64::from(end - piece.start) + 1;
        if !frame.own {
            self.runs.abroad(steps);
        }
        if !self.spend(steps) {
            return;
        }
        for i in piece.start..end {
            let (Some(op), Some(&pc)) = (body.ops.get(i as usize), body.pcs.get(i as usize)) else { return };
            let used = matches!(body.ops.get(i as usize + 1), Some(Op::Result { .. }));
            let at =
                At { def: frame.def, pc, context: frame.context, looped: piece.looped, used, guarded: frame.guarded };
            if !self.operation(frame, block, op, at, &mut state) {
                return;
            }
            if self.cut {
                return;
            }
        }
        if end < piece.end {
            return;
        }
        match body.ops.get(piece.end as usize - 1) {
            Some(Op::If { test, a, b, .. }) => self.branch(frame, block, *test, *a, *b, state),
            Some(Op::Switch { s, cases }) => self.switch(frame, block, *s, cases, state),
            _ => {
                if let Some((&last, others)) = piece.next.split_last() {
                    for &to in others {
                        self.go(frame, to, state.clone());
                    }
                    self.go(frame, last, state);
                }
            }
        }
    }

    /// Goes on at a block with a state.
    fn go(&mut self, frame: &mut Frame, to: u32, state: State) {
        let Some(piece) = frame.body.blocks.get(to as usize) else { return };
        if frame.until.as_ref().is_some_and(|until| until.get(to as usize) == Some(&0)) {
            return;
        }
        let (rank, looped) = (piece.rank, piece.looped);
        let visits = frame.visits.get(to as usize).copied().unwrap_or(0);
        let Some(entry) = frame.entries.get_mut(to as usize) else { return };
        match entry {
            None => {
                *entry = Some(state);
                frame.queue(rank, to);
            }
            Some(known) => {
                let mut changed = false;
                for (old, new) in known.registers.iter_mut().zip(&state.registers) {
                    if old == new {
                        continue;
                    }
                    let mut joined = self.values.join(*old, *new);
                    if looped && visits >= WIDEN && joined != *old {
                        joined = self.values.widen(joined);
                    }
                    changed |= joined != *old;
                    *old = joined;
                }
                let caught = self.values.join(known.caught, state.caught);
                changed |= caught != known.caught;
                known.caught = caught;
                known.result = self.values.join(known.result, state.result);
                if !known.heap.same(&state.heap) {
                    changed |= match looped && visits >= WIDEN {
                        true => known.heap.widen(&state.heap, &mut self.values),
                        false => known.heap.join(&state.heap, &mut self.values),
                    };
                    self.steps += 4;
                }
                if changed {
                    frame.queue(rank, to);
                }
            }
        }
    }

    fn branch(&mut self, frame: &mut Frame, block: u32, test: Compare, a: u16, b: Option<u16>, state: State) {
        let Some(piece) = frame.body.blocks.get(block as usize) else { return };
        let (taken, below) = (piece.next.first().copied(), piece.next.get(1).copied());
        let left = get(&state, a);
        let right = match b {
            Some(b) => get(&state, b),
            None => self.values.int(0),
        };
        let (yes, no) = self.may(test, left, right);
        if yes && no {
            frame.guarded = true;
            let param = |v: Val, e: &Self| {
                e.values.atoms(v).iter().any(|a| match a {
                    Atom::Param(_) => true,
                    Atom::Field(field) => e.of_params.contains(field),
                    _ => false,
                })
            };
            if param(left, self) || param(right, self) {
                self.branched_on_param = true;
            }
        }
        let checks = if b.is_none() { self.checks_of(left) } else { Vec::new() };
        if let Some(to) = taken.filter(|_| yes) {
            let mut state = state.clone();
            pass(&checks, test == Compare::Ne, &mut state.heap);
            self.refine(&mut state, test, a, b, right, true);
            self.go(frame, to, state);
        }
        if let Some(to) = below.filter(|_| no) {
            let mut state = state;
            pass(&checks, test != Compare::Ne, &mut state.heap);
            self.refine(&mut state, test, a, b, right, false);
            self.go(frame, to, state);
        }
    }

    /// Whether a comparison may hold, and whether it may not.
    fn may(&self, test: Compare, left: Val, right: Val) -> (bool, bool) {
        let (left, right) = (self.values.atoms(left), self.values.atoms(right));
        let (mut yes, mut no) = (false, false);
        for &a in left {
            for &b in right {
                match (a, b) {
                    (Atom::Int(a), Atom::Int(b)) => {
                        yes |= test.holds(a, b);
                        no |= !test.holds(a, b);
                    }
                    // A system that is older than any the app runs on is not there.
                    (Atom::Static(field), Atom::Int(b)) if self.is_level(field) => {
                        let lowest = i64::from(self.manifest.min_sdk);
                        let inside = b >= lowest;
                        yes |= test.holds(lowest, b) || test.holds(LEVELS, b) || inside && test == Compare::Eq;
                        no |= !test.holds(lowest, b) || !test.holds(LEVELS, b) || inside && test == Compare::Ne;
                    }
                    (Atom::Below(n), Atom::Int(b)) => {
                        let last = i64::from(n) - 1;
                        let inside = (0..=last).contains(&b);
                        yes |= test.holds(0, b) || test.holds(last, b) || inside && test == Compare::Eq;
                        no |= !test.holds(0, b) || !test.holds(last, b) || inside && test == Compare::Ne;
                    }
                    // An object that was made is never null; two different ones are never the same.
                    (Atom::Object(o), Atom::Int(0)) | (Atom::Int(0), Atom::Object(o)) if self.never_null(o) => {
                        yes |= test == Compare::Ne;
                        no |= test == Compare::Eq;
                    }
                    (Atom::Text(_) | Atom::Class(_), Atom::Int(0)) | (Atom::Int(0), Atom::Text(_) | Atom::Class(_)) => {
                        yes |= test == Compare::Ne;
                        no |= test == Compare::Eq;
                    }
                    _ => (yes, no) = (true, true),
                }
                if yes && no {
                    return (true, true);
                }
            }
        }
        if left.is_empty() || right.is_empty() { (true, true) } else { (yes, no) }
    }

    /// Whether a field says on which level of the system the app runs.
    fn is_level(&self, field: FieldId) -> bool {
        self.manifest.min_sdk > 0 && self.cache.sdk_int == Some(field)
    }

    fn never_null(&self, object: u32) -> bool {
        matches!(self.info(object).made, Made::New | Made::Array | Made::Lambda(..))
    }

    /// Keeps of a register what the branch taken allows.
    fn refine(&mut self, state: &mut State, test: Compare, a: u16, b: Option<u16>, right: Val, taken: bool) {
        let Some(number) = self.values.number(right) else { return };
        let equal = match (test, taken) {
            (Compare::Eq, true) | (Compare::Ne, false) => true,
            (Compare::Ne, true) | (Compare::Eq, false) => false,
            _ => return,
        };
        let value = get(state, a);
        let refined = if equal {
            if !self.values.atoms(value).iter().all(|a| matches!(a, Atom::Int(_))) && b.is_some() {
                return;
            }
            self.values.int(number)
        } else {
            let kept: Vec<Atom> =
                self.values.atoms(value).iter().copied().filter(|a| *a != Atom::Int(number)).collect();
            if kept.is_empty() {
                return;
            }
            self.values.set(kept)
        };
        set(state, a, Val { taint: value.taint, ..refined });
    }

    fn switch(&mut self, frame: &mut Frame, block: u32, s: u16, cases: &[(i32, u32)], state: State) {
        let Some(piece) = frame.body.blocks.get(block as usize) else { return };
        let next = piece.next.clone();
        let value = get(&state, s);
        let atoms = self.values.atoms(value).to_vec();
        let known = !atoms.is_empty() && atoms.iter().all(|a| matches!(a, Atom::Int(_)));
        let is = |key: i32| atoms.contains(&Atom::Int(i64::from(key)));
        if !known {
            frame.guarded = true;
            self.branched_on_param |= atoms.iter().any(|a| matches!(a, Atom::Param(_)));
        }
        for (i, &to) in next.iter().enumerate() {
            let possible = match cases.get(i) {
                Some(&(key, _)) => !known || is(key),
                None => {
                    !known
                        || atoms.iter().any(|a| match a {
                            Atom::Int(n) => !cases.iter().any(|&(key, _)| i64::from(key) == *n),
                            _ => true,
                        })
                }
            };
            if possible {
                self.go(frame, to, state.clone());
            }
        }
    }
}

/// What a branch says of tests: those whose outcome it is have that outcome from here on.
fn pass(checks: &[Check], truth: bool, heap: &mut Heap) {
    for check in checks {
        heap.pass(Passed { when: check.when == truth, ..check.passed });
    }
}

fn get(state: &State, register: u16) -> Val {
    state.registers.get(usize::from(register)).copied().unwrap_or(UNKNOWN)
}

fn set(state: &mut State, register: u16, value: Val) {
    if let Some(slot) = state.registers.get_mut(usize::from(register)) {
        *slot = value;
    }
}
