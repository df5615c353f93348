//! Calls: who is called, with what, and what that changes.

use std::sync::Arc;

use smallvec::SmallVec;

use super::state::{State, either, get, plus, set, set_vector};
use super::{Callee, INLINE, Machine, Site, V, WORDS};
use crate::flow::arm64::decode::{Op, Reg, SP, decode};
use crate::flow::arm64::program::Target;

impl Machine<'_, '_, '_> {
    /// A call: recorded, then its effect. False when it never returns.
    pub(super) fn call(&mut self, state: &mut State, at: u32, target: Option<u64>, through: V, certain: bool) -> bool {
        let target = match (target, through) {
            (Some(target), _) => self.program.target(target),
            (None, V::Address(address)) => self.program.target(address),
            (None, V::Import(import)) => self.program.import(import).cloned().map_or(Target::Unknown, Target::Import),
            _ => Target::Unknown,
        };
        if let Target::Function(position) = &target {
            let before = self.ends_in_call(*position).then(|| {
                let callee = Callee::Function(*position);
                self.site(state, at, &callee, certain)
            });
            if let Some(rest) = self.inline(state, at, *position) {
                if let Some(site) = before {
                    self.frame.inlined.insert(at, site);
                }
                return match rest {
                    Some(next) => self.call(state, at, Some(next), V::Unknown, certain),
                    None => true,
                };
            }
        }
        if let Target::Import(name) = &target
            && (name.starts_with("objc_release_x") || name.starts_with("objc_retain_x"))
        {
            return true;
        }
        let callee = self.callee(state, target, through);
        self.record(state, at, &callee, certain);
        self.effect(state, at, &callee)
    }

    fn callee(&self, state: &State, target: Target, through: V) -> Callee {
        match target {
            Target::Import(name) => match &*name {
                "objc_msgSend" | "objc_msgSend_stret" => match self.selector(state) {
                    Some(selector) => Callee::Message(selector),
                    None => Callee::Import(name),
                },
                "objc_msgSendSuper2" | "objc_msgSendSuper" => match self.selector(state) {
                    Some(selector) => Callee::Super(selector),
                    None => Callee::Import(name),
                },
                _ => Callee::Import(name),
            },
            Target::Message(selector) => Callee::Message(selector),
            Target::Function(position) => Callee::Function(position),
            Target::Unknown => Callee::Register(through),
        }
    }

    fn selector(&self, state: &State) -> Option<Arc<str>> {
        match get(state, 1) {
            V::Address(address) => self.program.macho.text(address).map(Arc::from),
            _ => None,
        }
    }

    fn site(&mut self, state: &State, at: u32, callee: &Callee, certain: bool) -> Site {
        let mut args = [V::Unknown; 10];
        for (number, arg) in args.iter_mut().enumerate() {
            *arg = get(state, if number == 9 { 20 } else { number as Reg });
            self.reads(*arg);
        }
        // `numberWithDouble:` and its like get the number in d0.
        if let Callee::Message(selector) = callee
            && takes_fraction(selector)
            && let Some((number @ V::Result(..), _)) = state.vectors.first()
        {
            args[2] = *number;
            self.reads(*number);
        }
        let words = |space: u32, from: i64| -> Vec<(i64, V)> {
            state
                .memory
                .range((space, from)..(space, from + WORDS as i64 * 8))
                .map(|(key, v)| (key.1 - from, *v))
                .collect()
        };
        let mut pointees = Vec::new();
        for (number, arg) in args.iter().enumerate() {
            let found = match arg {
                V::Stack(offset) => words(0, *offset),
                V::Heap(site, offset) => words(site + 1, i64::from(*offset)),
                _ => continue,
            };
            for (_, value) in &found {
                self.reads(*value);
            }
            pointees.push((number as u8, found));
        }
        let mut stack = SmallVec::new();
        if let V::Stack(from) = get(state, SP) {
            for word in 0..24 {
                match state.memory.get(&(0, from + word * 8)) {
                    Some(value) => {
                        self.reads(*value);
                        stack.push(*value);
                    }
                    None => break,
                }
            }
        }
        let address = self.start + u64::from(at) * 4;
        Site { address, callee: callee.clone(), args, stack, pointees, used: false, guarded: !certain }
    }

    fn record(&mut self, state: &State, at: u32, callee: &Callee, certain: bool) {
        let site = self.site(state, at, callee, certain);
        self.frame.objects.extend(site.args.iter().filter_map(|arg| match arg {
            V::Stack(offset) => Some(*offset),
            _ => None,
        }));
        match self.frame.sites.get_mut(&at) {
            Some(old) if old.callee == site.callee => {
                for (old, new) in old.args.iter_mut().zip(site.args) {
                    *old = either(*old, new, &mut self.frame.sets);
                }
                old.guarded |= site.guarded;
                if old.pointees.len() <= site.pointees.len() {
                    old.pointees = site.pointees;
                }
                old.stack = site.stack;
            }
            _ => {
                self.frame.sites.insert(at, site);
            }
        }
    }

    /// What a call changes. False when it never returns.
    fn effect(&mut self, state: &mut State, at: u32, callee: &Callee) -> bool {
        let name = match callee {
            Callee::Import(name) => &**name,
            _ => "",
        };
        if is_final(name) {
            return false;
        }
        let first = get(state, 0);
        let result = match name {
            "swift_initStackObject" | "swift_initStaticObject" => match get(state, 1) {
                V::Unknown => V::Heap(at, 0),
                object => object,
            },
            "swift_allocObject" | "malloc" | "calloc" | "swift_slowAlloc" => V::Heap(at, 0),
            "memset" | "memset_s" | "bzero" | "__bzero" => {
                let (value, size) = match name {
                    "memset" => (get(state, 1), get(state, 2)),
                    "memset_s" => (get(state, 2), get(state, 3)),
                    _ => (V::Const(0), get(state, 1)),
                };
                if let (V::Const(0), V::Const(size @ 1..=1024)) = (value, size) {
                    for word in 0..size.div_ceil(8) {
                        self.put(state, plus(first, word as i64 * 8), V::Const(0));
                    }
                }
                first
            }
            "objc_storeStrong" => {
                let value = get(state, 1);
                self.put(state, first, value);
                V::Unknown
            }
            _ if returns_first(name) => first,
            _ => match self.summary(callee) {
                Some(number) => get(state, number),
                None => V::Result(at, 0),
            },
        };
        if !keeps_memory(name, callee) {
            for number in 0..8 {
                if let V::Stack(offset) = get(state, number) {
                    self.written(state, at, number, offset);
                }
            }
        }
        // Swift's mutating methods and setters write through x20.
        if let (Callee::Import(name), V::Stack(offset)) = (callee, get(state, 20))
            && name.contains('.')
        {
            for word in [offset, offset + 8] {
                state.memory.insert((0, word), V::Result(at, 25));
            }
        }
        for number in (0..18).chain([30]) {
            set(state, number, V::Unknown);
        }
        for number in (0..8).chain(16..32) {
            set_vector(state, number, (V::Unknown, V::Unknown));
        }
        set(state, 0, result);
        if matches!(result, V::Result(..)) {
            set(state, 1, V::Result(at, 1));
            // A number with a fraction comes back in d0, two (a place on the map) in d0 and d1.
            set_vector(state, 0, (V::Result(at, 0), V::Unknown));
            set_vector(state, 1, (V::Result(at, 1), V::Unknown));
        }
        true
    }

    /// The argument that a function of this slice returns.
    fn summary(&self, callee: &Callee) -> Option<Reg> {
        match callee {
            Callee::Function(position) => self.program.returned_argument(*position),
            _ => None,
        }
    }

    /// A callee may write where an argument points: a result slot (cleared before) holds a result, its neighbour is unknown.
    fn written(&mut self, state: &mut State, at: u32, number: Reg, offset: i64) {
        match state.memory.get(&(0, offset)) {
            Some(V::Const(0)) | None => {
                state.memory.insert((0, offset), V::Result(at, 16 + number));
            }
            Some(V::Unknown) => {
                state.memory.insert((0, offset), V::Result(at, 16 + number));
            }
            Some(_) => {}
        }
    }

    /// Whether a function short enough to be read in place jumps to an import or a message at its end.
    fn ends_in_call(&self, position: u32) -> bool {
        let Some(function) = self.program.functions.get(position as usize) else { return false };
        let last = function.end.wrapping_sub(4);
        function.end.saturating_sub(function.start) / 4 <= INLINE
            && self.program.word(last).is_some_and(|word| matches!(decode(word, last), Op::Branch { .. }))
    }

    /// Reads a short straight function in place (outlined code): none when it is not one. Inside: where it jumps at its
    /// end, if it does.
    fn inline(&mut self, state: &mut State, at: u32, position: u32) -> Option<Option<u64>> {
        let function = self.program.functions.get(position as usize)?;
        let count = function.end.saturating_sub(function.start) / 4;
        if count > INLINE {
            return None;
        }
        let mut ops = SmallVec::<[Op; 12]>::new();
        let mut end = None;
        for number in 0..count {
            let address = function.start + number * 4;
            match decode(self.program.word(address)?, address) {
                Op::Return => {
                    end = Some(None);
                    break;
                }
                Op::Branch { target } if !(function.start..function.end).contains(&target) => {
                    end = Some(Some(target));
                    break;
                }
                Op::Branch { .. }
                | Op::Conditional { .. }
                | Op::Call { .. }
                | Op::CallRegister { .. }
                | Op::BranchRegister { .. }
                | Op::Trap => return None,
                op => ops.push(op),
            }
        }
        let end = end?;
        // A tail call into another short function would be read again: one level is enough.
        if let Some(next) = end
            && matches!(self.program.target(next), Target::Function(_) | Target::Unknown)
        {
            return None;
        }
        for op in ops {
            self.frame.steps += 1;
            self.step(state, at, op);
        }
        Some(end)
    }
}

/// Whether a message's one argument is a floating-point number.
fn takes_fraction(selector: &str) -> bool {
    let ends = ["Double:", "Float:", "TimeInterval:", "TimeIntervalSince1970:", "TimeIntervalSinceNow:"];
    selector.matches(':').count() == 1 && ends.iter().any(|end| selector.ends_with(end))
}

/// Functions that end the path.
fn is_final(name: &str) -> bool {
    matches!(
        name,
        "__stack_chk_fail"
            | "abort"
            | "exit"
            | "swift_unexpectedError"
            | "swift_errorInMain"
            | "objc_exception_throw"
            | "__cxa_throw"
            | "_Unwind_Resume"
            | "objc_terminate"
    )
}

/// Functions that return their first argument.
fn returns_first(name: &str) -> bool {
    matches!(
        name,
        "objc_retain"
            | "objc_autorelease"
            | "objc_retainAutorelease"
            | "objc_retainAutoreleasedReturnValue"
            | "objc_unsafeClaimAutoreleasedReturnValue"
            | "objc_claimAutoreleasedReturnValue"
            | "objc_autoreleaseReturnValue"
            | "objc_retainAutoreleaseReturnValue"
            | "objc_retainBlock"
            | "_Block_copy"
            | "swift_retain"
            | "swift_retain_n"
            | "swift_bridgeObjectRetain"
            | "swift_unknownObjectRetain"
            | "objc_opt_self"
            | "CFRetain"
            | "CFAutorelease"
            | "swift_getInitializedObjCClass"
            | "swift_getObjCClassFromMetadata"
            | "swift_getObjCClassMetadata"
    )
}

/// Callees that do not write through the pointers that they get.
fn keeps_memory(name: &str, callee: &Callee) -> bool {
    match callee {
        Callee::Message(selector) => {
            !selector.ends_with("error:") && !selector.contains("rror:") && !selector.starts_with("getBytes:")
        }
        _ => {
            returns_first(name)
                || name.starts_with("mem")
                || name.starts_with("objc_")
                || name.starts_with("swift_")
                || matches!(name, "CFDictionaryCreate" | "CFArrayCreate" | "CFNumberCreate" | "CFDataCreate" | "NSLog")
        }
    }
}
