//! One operation at a time.

use super::{At, Frame, State, get, set};
use crate::flow::dalvik::{Binary, CallKind, MethodId, Op, Sym, TypeId, Unary};
use crate::flow::engine::heap::{Heap, Key, Slot};
use crate::flow::engine::value::{Atom, NOTHING, UNKNOWN, Val};
use crate::flow::engine::{Check, Engine, Made, ObjectInfo, Passed, trace};
use crate::format::dex::Args;

impl Engine<'_, '_> {
    /// One operation; false when nothing follows it in its block.
    pub(super) fn operation(&mut self, frame: &mut Frame, block: u32, op: &Op, at: At, state: &mut State) -> bool {
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
                let mut constant = self.values.int(*value);
                if matches!(value, 0 | 1) && !state.heap.passed().is_empty() {
                    constant = self.told(constant, &state.heap);
                }
                set(state, *d, constant);
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
                    self.enlist(object, &mut state.heap);
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
    pub(super) fn answer(&mut self, frame: &Frame, value: Val, heap: &Heap) -> Val {
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

    /// A fresh object of this place. One made again in a loop stands for all of them.
    pub(in crate::flow::engine) fn make(&mut self, ty: TypeId, made: Made, at: At, heap: &mut Heap) -> Val {
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

    pub(super) fn cast(&mut self, frame: &mut Frame, block: u32, r: u16, ty: TypeId, state: &mut State) -> bool {
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

    pub(super) fn is_a(&mut self, value: Val, ty: TypeId) -> Val {
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

    pub(super) fn filled(&mut self, args: &Args, ty: TypeId, at: At, state: &mut State) {
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

    pub(super) fn lambda(
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

    pub(super) fn unary(&mut self, op: Unary, value: Val) -> Val {
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

    pub(super) fn binary(&mut self, op: Binary, a: Val, b: Val) -> Val {
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
    pub(super) fn mixed(&mut self, a: Val, b: Val) -> Val {
        let taint = self.values.join_taint(a.taint, b.taint);
        if let Some(value) = self.values.worked_out(a, b) {
            return Val { taint, ..value };
        }
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
    pub(super) fn call_op(
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
