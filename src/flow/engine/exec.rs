//! Runs one method: blocks to a fixpoint, operations one by one.

mod access;

use std::rc::Rc;

use smallvec::SmallVec;

use super::heap::{Heap, Key, Slot};
use super::value::{Atom, NOTHING, UNKNOWN, Val};
use super::{Check, Engine, LIVE, Made, ObjectInfo, Passed, trace};
use crate::flow::dalvik::{Binary, Body, CallKind, Compare, DefId, MethodId, Op, Program, Sym, TypeId, Unary};
use crate::format::dex::Args;

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

#[derive(Debug, Clone)]
struct State {
    registers: SmallVec<[Val; 12]>,
    heap: Heap,
    result: Val,
    caught: Val,
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
}

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
        let mut frame = Frame {
            def,
            dex: method.dex,
            context,
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
        let steps = u64::from(piece.end - piece.start) + 1;
        if !frame.own {
            self.runs.abroad(steps);
        }
        if !self.spend(steps) {
            return;
        }
        for i in piece.start..piece.end {
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
                    changed |= known.heap.join(&state.heap, &mut self.values);
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
            let param = |v: Val, e: &Self| e.values.atoms(v).iter().any(|a| matches!(a, Atom::Param(_)));
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

    /// One operation; false when nothing follows it in its block.
    fn operation(&mut self, frame: &mut Frame, block: u32, op: &Op, at: At, state: &mut State) -> bool {
        match op {
            Op::Nop | Op::Goto { .. } | Op::If { .. } | Op::Switch { .. } => {}
            Op::Move { d, s } => {
                let value = get(state, *s);
                set(state, *d, value);
            }
            Op::Result { d } => {
                let value = state.result;
                set(state, *d, value);
            }
            Op::Caught { d } => {
                let value = state.caught;
                set(state, *d, value);
            }
            Op::Return { s } => {
                let mut value = s.map_or(NOTHING, |s| get(state, s));
                if self.options.taint && !state.heap.passed().is_empty() {
                    value = self.answer(frame, value, &state.heap);
                }
                self.leave(&mut frame.normal, value, &state.heap);
                return false;
            }
            Op::Const { d, value } => {
                let value = self.values.int(*value);
                set(state, *d, value);
            }
            Op::Text { d, string } => {
                let value = self.constant(frame.dex, *string);
                set(state, *d, value);
            }
            Op::ClassOf { d, ty } => {
                let value = self.values.one(Atom::Class(*ty));
                set(state, *d, value);
            }
            Op::Cast { r, ty } => return self.cast(frame, block, *r, *ty, state),
            Op::IsA { d, s, ty } => {
                let value = self.is_a(get(state, *s), *ty);
                set(state, *d, value);
            }
            Op::Length { d, s } => {
                let value = self.length(get(state, *s), &state.heap);
                set(state, *d, value);
            }
            Op::New { d, ty } => {
                self.prepare(*ty, &mut state.heap);
                let value = self.make(*ty, Made::New, at, &mut state.heap);
                if self.options.taint
                    && self.is_fragment(*ty)
                    && let Some(Atom::Object(object)) = self.values.single(value)
                {
                    if let Some(component) = self.component {
                        let mine = self.singular(component, Made::Summary);
                        state.heap.put(mine, Key::Index(i64::from(object)), value);
                    }
                    state.heap.put(LIVE, Key::Index(i64::from(object)), value);
                }
                set(state, *d, value);
            }
            Op::NewArray { d, len, ty } => {
                let length = get(state, *len);
                let value = self.make(*ty, Made::Array, at, &mut state.heap);
                if let Some(Atom::Object(object)) = self.values.single(value) {
                    state.heap.put(object, Key::Slot(Slot::Length), length);
                }
                set(state, *d, value);
            }
            Op::Filled { args, ty } => self.filled(args, *ty, at, state),
            Op::Fill { r, width, values } => self.fill(get(state, *r), *width, values, &mut state.heap),
            Op::Throw { s } => {
                let value = get(state, *s);
                self.throw(frame, block, value, state);
                return false;
            }
            Op::Compare { d, a, b, float } => {
                let value = match (self.values.number(get(state, *a)), self.values.number(get(state, *b))) {
                    (Some(a), Some(b)) if !float => self.values.int(match a.cmp(&b) {
                        std::cmp::Ordering::Less => -1,
                        std::cmp::Ordering::Equal => 0,
                        std::cmp::Ordering::Greater => 1,
                    }),
                    _ => self.mixed(get(state, *a), get(state, *b)),
                };
                set(state, *d, value);
            }
            Op::ArrayGet { d, a, i } => {
                let value = self.array_get(get(state, *a), get(state, *i), at, &state.heap);
                let escapes = self.out_of_bounds(get(state, *a), get(state, *i), &state.heap);
                if escapes {
                    self.may_raise(frame, block, state, "Ljava/lang/ArrayIndexOutOfBoundsException;");
                }
                set(state, *d, value);
            }
            Op::ArrayPut { s, a, i } => {
                if self.out_of_bounds(get(state, *a), get(state, *i), &state.heap) {
                    self.may_raise(frame, block, state, "Ljava/lang/ArrayIndexOutOfBoundsException;");
                }
                self.array_put(get(state, *a), get(state, *i), get(state, *s), at, &mut state.heap);
            }
            Op::Get { d, o, field } => {
                let object = get(state, *o);
                if self.values.number(object) == Some(0) {
                    self.raise(frame, block, state, "Ljava/lang/NullPointerException;");
                    return false;
                }
                let value = self.get_field(object, *field, at, &state.heap);
                set(state, *d, value);
            }
            Op::Put { s, o, field } => {
                let object = get(state, *o);
                if self.values.number(object) == Some(0) {
                    self.raise(frame, block, state, "Ljava/lang/NullPointerException;");
                    return false;
                }
                self.put_field(object, *field, get(state, *s), at, &mut state.heap);
            }
            Op::StaticGet { d, field } => {
                let value = self.get_static(*field, at, &mut state.heap);
                set(state, *d, value);
            }
            Op::StaticPut { s, field } => self.put_static(*field, get(state, *s), at, &mut state.heap),
            Op::Call { kind, method, args } => return self.call_op(frame, block, *kind, *method, args, at, state),
            Op::Lambda { interface, name, target, args, .. } => {
                let value = self.lambda(*interface, *name, *target, args, at, state);
                state.result = value;
            }
            Op::Unary { op, d, s } => {
                let value = self.unary(*op, get(state, *s));
                set(state, *d, value);
            }
            Op::Binary { op, d, a, b } => {
                let mut value = self.binary(*op, get(state, *a), get(state, *b));
                if *op == Binary::Xor
                    && value.taint != 0
                    && let Some(kind) = self.models.kind_of("xored")
                {
                    value.taint = self.step(value.taint, trace::TRANSFORM, kind, at.def, at.pc);
                }
                set(state, *d, value);
            }
            // The opposite of a truth value.
            Op::BinaryConst { op: Binary::Xor, d, a, value: 1 } if !self.checks_of(get(state, *a)).is_empty() => {
                let value = self.opposite(get(state, *a));
                set(state, *d, Val { taint: value.taint, ..UNKNOWN });
            }
            Op::BinaryConst { op, d, a, value } => {
                let constant = self.values.int(*value);
                let value = self.binary(*op, get(state, *a), constant);
                set(state, *d, value);
            }
            Op::Opaque { d } => set(state, *d, UNKNOWN),
        }
        true
    }

    /// A truth value that is returned where a test came out so says how it came out.
    fn answer(&mut self, frame: &Frame, value: Val, heap: &Heap) -> Val {
        let result = self.program.def(frame.def).map(|m| self.program.proto(self.program.method(m.id).proto).result);
        let truth = match self.values.number(value) {
            Some(number @ (0 | 1)) if result.is_some_and(|r| self.program.descriptor(r) == "Z") => number == 1,
            _ => return value,
        };
        let mut value = value;
        for &passed in heap.passed() {
            let check = Check { passed: Passed { when: true, ..passed }, when: passed.when == truth };
            value = self.check_mark(check, value);
        }
        value
    }

    fn leave(&mut self, exit: &mut Option<(Val, Heap)>, value: Val, heap: &Heap) {
        match exit {
            None => *exit = Some((value, heap.clone())),
            Some((known, kept)) => {
                *known = self.values.join(*known, value);
                kept.join(heap, &mut self.values);
            }
        }
    }

    /// An exception: to the handlers that may take it, and out of the method unless one must.
    fn throw(&mut self, frame: &mut Frame, block: u32, value: Val, state: &State) {
        let class = match self.values.single(value) {
            Some(Atom::Object(object)) => Some(self.info(object).ty),
            _ => None,
        };
        let body = frame.body.clone();
        let Some(piece) = body.blocks.get(block as usize) else { return };
        for &(catches, to) in &piece.handlers {
            let (may, must) = match (catches, class) {
                (None, _) => (true, true),
                (Some(catches), Some(class)) => catches_class(self.program, catches, class),
                (Some(catches), None) => (true, self.program.descriptor(catches) == "Ljava/lang/Throwable;"),
            };
            if may {
                let mut state = state.clone();
                state.caught = value;
                self.go(frame, to, state);
            }
            if must {
                return;
            }
        }
        self.leave(&mut frame.thrown, value, &state.heap);
    }

    /// The exception of that class, thrown here for certain.
    fn raise(&mut self, frame: &mut Frame, block: u32, state: &State, class: &str) {
        let value = self.exception(frame, class);
        self.throw(frame, block, value, state);
    }

    /// The exception of that class, perhaps thrown here: handlers get it, callers do not.
    fn may_raise(&mut self, frame: &mut Frame, block: u32, state: &State, class: &str) {
        let handled = frame.body.blocks.get(block as usize).is_some_and(|b| !b.handlers.is_empty());
        if handled {
            let kept = frame.thrown.clone();
            self.raise(frame, block, state, class);
            frame.thrown = kept;
        }
    }

    fn exception(&mut self, frame: &Frame, class: &str) -> Val {
        match self.program.find_type(class) {
            Some(ty) => {
                let info = ObjectInfo { ty, made: Made::New, site: None, many: false };
                let object = self.object((frame.context, frame.def.0, u32::MAX, ty.0), info);
                self.values.one(Atom::Object(object))
            }
            None => UNKNOWN,
        }
    }

    /// A fresh object of this place. One made again in a loop stands for all of them.
    pub(super) fn make(&mut self, ty: TypeId, made: Made, at: At, heap: &mut Heap) -> Val {
        let tag = match made {
            Made::Call(method) => method.0 + 8,
            Made::Array => 1,
            Made::Lambda(..) => 2,
            _ => 0,
        };
        let info = ObjectInfo { ty, made, site: Some((at.def, at.pc)), many: at.looped };
        let object = self.object((at.context, at.def.0, at.pc, tag), info);
        if !at.looped || heap.get(object).is_none() {
            heap.reset(object);
        }
        self.values.one(Atom::Object(object))
    }

    fn cast(&mut self, frame: &mut Frame, block: u32, r: u16, ty: TypeId, state: &mut State) -> bool {
        let value = get(state, r);
        let atoms = self.values.atoms(value).to_vec();
        let fits = |e: &Self, atom: &Atom| match atom {
            Atom::Object(object) => {
                let info = e.info(*object);
                !matches!(info.made, Made::New)
                    || e.program.class_of(info.ty).is_none()
                    || e.program.class_of(ty).is_none()
                    || e.program.is_a(info.ty, ty)
            }
            _ => true,
        };
        let kept: Vec<Atom> = atoms.iter().copied().filter(|a| fits(self, a)).collect();
        if kept.len() == atoms.len() {
            return true;
        }
        if kept.is_empty() {
            self.raise(frame, block, state, "Ljava/lang/ClassCastException;");
            return false;
        }
        self.may_raise(frame, block, state, "Ljava/lang/ClassCastException;");
        let kept = self.values.set(kept);
        set(state, r, Val { taint: value.taint, ..kept });
        true
    }

    fn is_a(&mut self, value: Val, ty: TypeId) -> Val {
        let mut answer = NOTHING;
        for atom in self.values.atoms(value).to_vec() {
            let one = match atom {
                Atom::Int(0) => self.values.int(0),
                Atom::Object(object) => {
                    let info = self.info(object);
                    if self.program.is_a(info.ty, ty) {
                        self.values.int(1)
                    } else if matches!(info.made, Made::New)
                        && self.program.class_of(info.ty).is_some()
                        && self.program.class_of(ty).is_some()
                    {
                        self.values.int(0)
                    } else {
                        UNKNOWN
                    }
                }
                _ => UNKNOWN,
            };
            answer = self.values.join(answer, one);
        }
        answer
    }

    fn filled(&mut self, args: &Args, ty: TypeId, at: At, state: &mut State) {
        let value = self.make(ty, Made::Array, at, &mut state.heap);
        if let Some(Atom::Object(object)) = self.values.single(value) {
            let length = self.values.int(args.len() as i64);
            state.heap.put(object, Key::Slot(Slot::Length), length);
            let elements: Vec<Val> = args.iter().map(|r| get(state, r)).collect();
            for (i, element) in elements.into_iter().enumerate() {
                state.heap.put(object, Key::Index(i as i64), element);
            }
        }
        state.result = value;
    }

    fn lambda(
        &mut self,
        interface: TypeId,
        name: Sym,
        target: MethodId,
        args: &Args,
        at: At,
        state: &mut State,
    ) -> Val {
        let value = self.make(interface, Made::Lambda(target, name), at, &mut state.heap);
        if let Some(Atom::Object(object)) = self.values.single(value) {
            for i in 0..args.len() {
                let captured = args.get(i).map_or(UNKNOWN, |r| get(state, r));
                state.heap.put(object, Key::Made(i as u8), captured);
            }
        }
        value
    }

    fn unary(&mut self, op: Unary, value: Val) -> Val {
        let Some(number) = self.values.number(value) else { return self.mixed(value, value) };
        let result = match op {
            Unary::Neg => number.wrapping_neg(),
            Unary::Not => !number,
            Unary::ToByte => i64::from(number as i8),
            Unary::ToChar => i64::from(number as u16),
            Unary::ToShort => i64::from(number as i16),
            Unary::ToInt => i64::from(number as i32),
            Unary::ToLong => number,
            Unary::Float => return Val { taint: value.taint, ..UNKNOWN },
        };
        let result = self.values.int(result);
        Val { taint: value.taint, ..result }
    }

    fn binary(&mut self, op: Binary, a: Val, b: Val) -> Val {
        let (Some(x), Some(y)) = (self.values.number(a), self.values.number(b)) else { return self.mixed(a, b) };
        let small = i32::try_from(x).is_ok() && i32::try_from(y).is_ok();
        let result = match op {
            Binary::Add => x.wrapping_add(y),
            Binary::Sub => x.wrapping_sub(y),
            Binary::RSub => y.wrapping_sub(x),
            Binary::Mul => x.wrapping_mul(y),
            Binary::Div if y != 0 => x.wrapping_div(y),
            Binary::Rem if y != 0 => x.wrapping_rem(y),
            Binary::And => x & y,
            Binary::Or => x | y,
            Binary::Xor => x ^ y,
            Binary::Shl => x.wrapping_shl((y & if small { 31 } else { 63 }) as u32),
            Binary::Shr => x.wrapping_shr((y & if small { 31 } else { 63 }) as u32),
            Binary::Ushr if small => i64::from((x as u32).wrapping_shr((y & 31) as u32)),
            Binary::Ushr => ((x as u64).wrapping_shr((y & 63) as u32)) as i64,
            _ => return self.mixed(a, b),
        };
        let result =
            self.values.int(if small && i32::try_from(result).is_err() { i64::from(result as i32) } else { result });
        let taint = self.values.join_taint(a.taint, b.taint);
        Val { taint, ..result }
    }

    /// A value made of two that are not known: it depends on parameters when they do.
    fn mixed(&mut self, a: Val, b: Val) -> Val {
        let taint = self.values.join_taint(a.taint, b.taint);
        let param = self
            .values
            .atoms(a)
            .iter()
            .chain(self.values.atoms(b))
            .copied()
            .find(|atom| matches!(atom, Atom::Param(_)));
        let made = self.values.atoms(a).iter().chain(self.values.atoms(b)).copied().find(|atom| match atom {
            Atom::Object(object) => matches!(self.info(*object).made, Made::Call(_)),
            _ => false,
        });
        let value = match param.or(made.filter(|_| self.options.terms)) {
            Some(atom) => self.values.one(atom),
            None => UNKNOWN,
        };
        Val { taint, ..value }
    }

    #[expect(clippy::too_many_arguments, reason = "one step of the interpreter")]
    fn call_op(
        &mut self,
        frame: &mut Frame,
        block: u32,
        kind: CallKind,
        method: MethodId,
        args: &Args,
        at: At,
        state: &mut State,
    ) -> bool {
        let name = self.program.method(method);
        let proto = self.program.proto(name.proto);
        let mut values = Vec::with_capacity(args.len());
        let mut register = 0;
        let has_receiver = kind != CallKind::Static;
        if has_receiver {
            values.push(args.get(0).map_or(UNKNOWN, |r| get(state, r)));
            register = 1;
        }
        for &ty in &proto.params {
            values.push(args.get(register).map_or(UNKNOWN, |r| get(state, r)));
            register += if self.is_wide(ty) { 2 } else { 1 };
        }
        if has_receiver && values.first().is_some_and(|&v| self.values.number(v) == Some(0)) {
            self.raise(frame, block, state, "Ljava/lang/NullPointerException;");
            return false;
        }
        let outcome = self.call(kind, method, values, state.heap.clone(), at);
        let handled = frame.body.blocks.get(block as usize).is_some_and(|b| !b.handlers.is_empty());
        if let Some((value, heap)) = outcome.thrown {
            let mut state = state.clone();
            state.heap = heap;
            if value == NOTHING {
                // A framework call may throw whatever the handlers expect.
                if handled {
                    let kept = frame.thrown.clone();
                    self.throw(frame, block, UNKNOWN, &state);
                    frame.thrown = kept;
                }
            } else {
                self.throw(frame, block, value, &state);
            }
        }
        match outcome.normal {
            Some((value, heap)) => {
                state.result = value;
                state.heap = heap;
                true
            }
            None => false,
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

/// Whether a handler may and whether it must catch an exception of that class.
fn catches_class(program: &Program<'_>, catches: TypeId, class: TypeId) -> (bool, bool) {
    let wanted = program.descriptor(catches);
    if wanted == "Ljava/lang/Throwable;" {
        return (true, true);
    }
    let mut last = class;
    for ty in program.ancestors(class) {
        if ty == catches {
            return (true, true);
        }
        last = ty;
    }
    let mut name = program.descriptor(last);
    while let Some(parent) = framework_parent(name) {
        if parent == wanted {
            return (true, true);
        }
        name = parent;
    }
    let known =
        program.descriptor(last) == "Ljava/lang/Object;" || framework_parent(program.descriptor(last)).is_some();
    (!known, false)
}

/// Superclasses of the exceptions that code throws most.
fn framework_parent(name: &str) -> Option<&'static str> {
    Some(match name {
        "Ljava/lang/Exception;" | "Ljava/lang/Error;" => "Ljava/lang/Throwable;",
        "Ljava/lang/RuntimeException;"
        | "Ljava/io/IOException;"
        | "Ljava/lang/ReflectiveOperationException;"
        | "Ljava/lang/InterruptedException;"
        | "Ljava/security/GeneralSecurityException;"
        | "Lorg/json/JSONException;"
        | "Ljava/lang/CloneNotSupportedException;"
        | "Ljava/util/concurrent/ExecutionException;" => "Ljava/lang/Exception;",
        "Ljava/lang/ClassNotFoundException;"
        | "Ljava/lang/NoSuchMethodException;"
        | "Ljava/lang/NoSuchFieldException;"
        | "Ljava/lang/IllegalAccessException;"
        | "Ljava/lang/InstantiationException;" => "Ljava/lang/ReflectiveOperationException;",
        "Ljava/lang/NullPointerException;"
        | "Ljava/lang/IllegalArgumentException;"
        | "Ljava/lang/IllegalStateException;"
        | "Ljava/lang/IndexOutOfBoundsException;"
        | "Ljava/lang/ArithmeticException;"
        | "Ljava/lang/ClassCastException;"
        | "Ljava/lang/UnsupportedOperationException;"
        | "Ljava/lang/SecurityException;" => "Ljava/lang/RuntimeException;",
        "Ljava/lang/ArrayIndexOutOfBoundsException;" | "Ljava/lang/StringIndexOutOfBoundsException;" => {
            "Ljava/lang/IndexOutOfBoundsException;"
        }
        "Ljava/lang/NumberFormatException;" => "Ljava/lang/IllegalArgumentException;",
        "Ljava/security/NoSuchAlgorithmException;"
        | "Ljava/security/InvalidKeyException;"
        | "Ljava/security/cert/CertificateException;"
        | "Ljavax/crypto/NoSuchPaddingException;" => "Ljava/security/GeneralSecurityException;",
        "Ljava/io/FileNotFoundException;" | "Ljava/net/MalformedURLException;" | "Ljava/net/UnknownHostException;" => {
            "Ljava/io/IOException;"
        }
        "Ljava/lang/AssertionError;" | "Ljava/lang/OutOfMemoryError;" => "Ljava/lang/Error;",
        _ => return None,
    })
}
