//! Calls: to methods of the build, and what framework methods do.

mod apply;
pub(super) mod framework;
mod intent;
mod intrinsics;
mod list;
mod reflect;
mod role;
mod when;

use framework::{Call, self_api};
pub(crate) use role::{Intrinsic, Models, Role};
pub(crate) use when::Entry;

use std::hash::{Hash, Hasher};

use super::exec::{At, Outcome};
use super::heap::{Heap, Key, Slot};
use super::marks::Borne;
use super::text::HOLE;
use super::value::{Atom, UNKNOWN, Val};
use super::{Engine, Made, Record, trace};
use crate::flow::Value;
use crate::flow::dalvik::{CallKind, DefId, MethodId, MethodRef, Op, TypeId};
use crate::format::dex::ACC_ABSTRACT;

/// Operations of a method that is always run: it gives or sets a field.
const TINY: usize = 8;

/// How a call of a reference may go on: methods of the build each with the receiver that leads there, and the
/// framework.
struct Targets {
    defs: Vec<(DefId, Vec<Atom>)>,
    lambdas: Vec<u32>,
    framework: Vec<Atom>,
}

impl Engine<'_, '_> {
    /// A call with its arguments (receiver first).
    pub(super) fn call(&mut self, kind: CallKind, method: MethodId, args: Vec<Val>, heap: Heap, at: At) -> Outcome {
        if self.watched.get(method.ix()) == Some(&true) {
            self.record(kind, method, &args, &heap, at);
        }
        let role = self.role(method);
        let targets = self.targets(kind, method, &args, &role);
        let mut outcome = Outcome { normal: None, thrown: None };
        let only = targets.defs.len() == 1 && targets.lambdas.is_empty() && targets.framework.is_empty();
        for (def, receivers) in &targets.defs {
            // Null and what leads elsewhere do not get there.
            let whole = args.first().is_none_or(|&first| self.values.atoms(first).len() == receivers.len());
            let one = match args.first().filter(|_| kind != CallKind::Static && !whole) {
                Some(first) => {
                    let narrowed = self.values.set(receivers.clone());
                    let mut args = args.clone();
                    args.splice(..1, [Val { taint: first.taint, ..narrowed }]);
                    self.enter_call(*def, method, &args, heap.clone(), at)
                }
                None if only => return self.enter_call(*def, method, &args, heap, at),
                None => self.enter_call(*def, method, &args, heap.clone(), at),
            };
            self.merge(&mut outcome, one);
        }
        for &object in &targets.lambdas {
            let one = self.run_lambda(object, &args, heap.clone(), at);
            self.merge(&mut outcome, one);
        }
        if !targets.framework.is_empty() || (targets.defs.is_empty() && targets.lambdas.is_empty()) {
            let one = self.framework(&role, Some(method), kind, args, heap, at);
            self.merge(&mut outcome, one);
        }
        outcome
    }

    pub(super) fn merge(&mut self, all: &mut Outcome, one: Outcome) {
        for (mine, theirs) in [(&mut all.normal, one.normal), (&mut all.thrown, one.thrown)] {
            match (mine.as_mut(), theirs) {
                (_, None) => {}
                (None, theirs) => *mine = theirs,
                (Some((value, heap)), Some((other, other_heap))) => {
                    *value = self.values.join(*value, other);
                    heap.join(&other_heap, &mut self.values);
                }
            }
        }
    }

    fn record(&mut self, kind: CallKind, method: MethodId, args: &[Val], heap: &Heap, at: At) {
        let has_receiver = kind != CallKind::Static;
        let proto = self.program.proto(self.program.method(method).proto);
        let terms: Vec<Value> = args
            .iter()
            .skip(usize::from(has_receiver))
            .zip(&proto.params)
            .map(|(&value, &ty)| {
                let reference = matches!(self.program.descriptor(ty).as_bytes().first(), Some(b'L' | b'['));
                nulls(self.term(value, heap, 0), reference)
            })
            .collect();
        let receiver = args.first().filter(|_| has_receiver).map(|&v| self.term(v, heap, 0));
        let record = Record { method, receiver, args: terms, result_used: at.used, guarded: at.guarded, via: None };
        self.records.insert((at.context, at.def, at.pc), record);
    }

    fn targets(&mut self, kind: CallKind, method: MethodId, args: &[Val], role: &Role) -> Targets {
        let named = self.program.method(method);
        let mut targets = Targets { defs: Vec::new(), lambdas: Vec::new(), framework: Vec::new() };
        let receiver = args.first().copied().unwrap_or(UNKNOWN);
        let atoms = self.values.atoms(receiver).to_vec();
        if matches!(kind, CallKind::Static | CallKind::Direct | CallKind::Super | CallKind::Polymorphic) {
            let def = self.resolve(named.class, named).filter(|&d| self.runnable(d, role));
            match def {
                Some(def) => targets.defs.push((def, atoms)),
                None => targets.framework = atoms,
            }
            return targets;
        }
        for atom in atoms {
            match atom {
                Atom::Int(0) => {}
                Atom::Object(object) => {
                    let info = self.info(object);
                    if let Made::Lambda(_, name) = info.made
                        && name == named.name
                    {
                        targets.lambdas.push(object);
                        continue;
                    }
                    let exact = matches!(info.made, Made::New);
                    let built = self.program.class_of(info.ty).is_some();
                    let found = if built { self.resolve(info.ty, named) } else { None };
                    match found.filter(|&d| self.runnable(d, role)) {
                        // Known by the name of its own class, not by that under which it is called.
                        Some(def) if !self.is_own(def) && self.is_modelled(def) => targets.framework.push(atom),
                        Some(def) => push(&mut targets.defs, def, atom),
                        None if built && !exact => self.overriding(named, info.ty, atom, role, &mut targets),
                        None => targets.framework.push(atom),
                    }
                }
                _ if self.program.class_of(named.class).is_some() => {
                    self.overriding(named, named.class, atom, role, &mut targets);
                }
                _ => targets.framework.push(atom),
            }
        }
        targets
    }

    /// Whether a model speaks of a method of the build.
    fn is_modelled(&mut self, def: DefId) -> bool {
        let Some(method) = self.program.def(def).copied() else { return false };
        let role = self.role(method.id);
        role.matched.is_some() && role.matched == self.program.class(method.class).map(|c| c.ty)
    }

    /// Whether a method of the build is to be run, rather than its model.
    fn runnable(&self, def: DefId, role: &Role) -> bool {
        let Some(method) = self.program.def(def) else { return false };
        let class = self.program.class(method.class).map(|c| c.ty);
        method.code != 0
            && !(role.matched.is_some() && role.matched == class)
            && !(self.options.taint && class.is_some_and(|c| self.platform(c)))
            // A library's unpacking and decoding cannot be followed; what streams do is known without.
            && !(self.options.taint
                && (role.constructor || role.effects.is_some())
                && class.is_some_and(|c| self.is_stream(c)))
    }

    /// Every method that a call of an unknown object may mean: those of the class and of its subclasses that are made.
    fn overriding(&mut self, named: MethodRef, class: TypeId, atom: Atom, role: &Role, targets: &mut Targets) {
        let before = targets.defs.len();
        let mut classes = vec![class];
        let mut next = 0;
        while let Some(&ty) = classes.get(next).filter(|_| next < 64) {
            next += 1;
            let made = ty == class || self.is_made(ty);
            if made && let Some(def) = self.resolve(ty, named).filter(|&d| self.runnable(d, role)) {
                push(&mut targets.defs, def, atom);
            }
            let children: Vec<TypeId> =
                self.program.children(ty).iter().filter_map(|&c| self.program.class(c).map(|c| c.ty)).collect();
            classes.extend(children);
        }
        if targets.defs.len() > before + 6 {
            targets.defs.truncate(before + 6);
        }
        if targets.defs.len() == before {
            targets.framework.push(atom);
        }
    }

    /// Runs a method of the build, or says what is known without running it.
    fn enter_call(&mut self, def: DefId, method: MethodId, args: &[Val], mut heap: Heap, at: At) -> Outcome {
        if self.options.taint && !self.is_own(def) && self.is_own(at.def) {
            self.lend(args, &mut heap);
        }
        let mut relevant = self.relevant.get(def.ix()) == Some(&true);
        let again = self.stack.iter().filter(|&&d| d == def).count();
        let depth = self.stack.len() as u32;
        // What is not run whatever it is given.
        let bare = !relevant && self.towards_sink.get(def.ix()) != Some(&true);
        if again >= 2 || self.options.taint && bare && (self.is_past_helpers(def) || self.is_large(def)) {
            return self.opaque(args, heap);
        }
        // What gives or sets a field costs less than a look at all that its arguments hold.
        if self.options.taint && self.is_tiny(def) && depth < self.options.depth + self.options.helper_depth {
            return self.inline(def, method, args, heap, at, relevant);
        }
        // Without anything that a source gave there is nothing to bring to a sink.
        let borne = self.borne(def, args, &heap);
        let laden = borne.laden;
        relevant |= laden && self.towards_sink.get(def.ix()) == Some(&true);
        let allowed = if relevant {
            depth < if self.is_own(def) { self.options.own_depth } else { self.options.depth }
        } else if self.is_past_helpers(def) {
            false
        } else {
            let depths = if laden || self.options.terms { self.options.helper_depth } else { 2 };
            self.helper < depths && depth < self.options.depth + self.options.helper_depth
        };
        if !allowed {
            self.deep |= relevant && self.is_own(def);
            return self.opaque(args, heap);
        }
        if !relevant {
            let most = if laden || self.options.terms { self.options.helper_ops } else { 60 };
            let small = self.body(def).is_some_and(|b| b.ops.len() <= most);
            if !small {
                return self.opaque(args, heap);
            }
        }
        let given = self.given(args, &borne);
        if self.is_worn(def, given, relevant) {
            let mut outcome = self.opaque(args, heap);
            if let Some((value, _)) = outcome.normal.as_mut().filter(|_| !laden)
                && let Some(&taint) = self.runs.gave.get(&def)
            {
                *value = self.values.tainted(*value, taint);
            }
            return outcome;
        }
        if let Some(class) = self.program.def(def).filter(|m| m.is_static()).and_then(|m| self.program.class(m.class)) {
            self.prepare(class.ty, &mut heap);
        }
        // A counter that ends a recursion far below: what lies beyond it counts, too.
        let widened: Vec<Val>;
        let mut args = args;
        if again == 1 && self.options.taint {
            widened = self.uncounted(def, args);
            args = &widened;
        }
        let outcome = self.inline(def, method, args, heap, at, relevant);
        if self.options.taint
            && !laden
            && let Some((value, heap)) = &outcome.normal
        {
            let taint = self.taint_of(*value, heap);
            if taint != 0 {
                let known = self.runs.gave.get(&def).copied().unwrap_or(0);
                let taint = self.values.join_taint(known, taint);
                self.runs.gave.insert(def, taint);
            }
        }
        outcome
    }

    /// Whether the entry has had its steps for methods that lead to nothing asked for. What third-party code took is not
    /// counted against the app's own, and the app's own getters cost nothing: a value must not get lost because of what
    /// was run before.
    fn is_past_helpers(&self, def: DefId) -> bool {
        if self.steps < self.helper_until {
            return false;
        }
        let own = self.options.taint && self.is_own(def);
        !own || self.steps >= self.helper_until.saturating_add(self.runs.foreign())
            && self.body(def).is_none_or(|body| body.ops.len() > TINY)
    }

    /// Whether a method of an object does next to nothing, and runs nothing else.
    fn is_tiny(&self, def: DefId) -> bool {
        let of_object = self.program.def(def).is_some_and(|method| !method.is_static());
        let runs =
            |op: &Op| matches!(op, Op::Call { .. } | Op::Lambda { .. } | Op::StaticGet { .. } | Op::StaticPut { .. });
        of_object && self.body(def).is_some_and(|body| body.ops.len() <= TINY && !body.ops.iter().any(runs))
    }

    /// Whether a method is too large to be run for what it does on the side.
    fn is_large(&self, def: DefId) -> bool {
        self.body(def).is_none_or(|body| body.ops.len() > self.options.helper_ops)
    }

    /// Arguments of a method with the numbers among them given up.
    fn uncounted(&mut self, def: DefId, args: &[Val]) -> Vec<Val> {
        let program = self.program;
        let Some(method) = program.def(def) else { return args.to_vec() };
        let params = &program.proto(program.method(method.id).proto).params;
        let first = usize::from(!method.is_static());
        let counts = |i: usize| {
            let ty = i.checked_sub(first).and_then(|i| params.get(i));
            ty.is_some_and(|&ty| matches!(program.descriptor(ty), "I" | "J" | "S" | "B"))
        };
        args.iter().enumerate().map(|(i, &value)| if counts(i) { self.values.widen(value) } else { value }).collect()
    }

    fn is_worn(&mut self, def: DefId, given: u32, relevant: bool) -> bool {
        let own = self.is_own(def);
        self.runs.is_worn(def, given, self.options.taint, relevant, own)
    }

    /// What tells one call of a method from another: the sources that each argument bears, or else the values.
    fn given(&self, args: &[Val], borne: &Borne) -> u32 {
        let mut hash = rustc_hash::FxHasher::default();
        if self.options.terms {
            args.iter().for_each(|value| value.atoms.hash(&mut hash));
        } else if borne.laden {
            for &taint in &borne.taints {
                self.values.marks(taint).iter().for_each(|mark| mark.source.hash(&mut hash));
                u32::MAX.hash(&mut hash);
            }
        } else {
            return 0;
        }
        (hash.finish() >> 32) as u32 | 1
    }

    fn inline(&mut self, def: DefId, method: MethodId, args: &[Val], heap: Heap, at: At, relevant: bool) -> Outcome {
        let args: Vec<Val> = args
            .iter()
            .map(|&v| Val { taint: self.step(v.taint, trace::CALL, self_api(method), at.def, at.pc), ..v })
            .collect();
        let context = self.context(at.context, at.def, at.pc, def.0);
        self.helper += u32::from(!relevant);
        let unrun = self.unrun;
        let mut outcome = self.run(def, &args, heap.clone(), context);
        self.helper -= u32::from(!relevant);
        // What was not run may have set the field whose null made it throw: only what was seen whole never returns.
        if outcome.normal.is_none() && self.unrun != unrun && self.body(def).is_some_and(|body| body.returns()) {
            outcome.normal = self.opaque(&args, heap).normal;
        }
        if let Some((value, _)) = &mut outcome.normal
            && value.taint != 0
        {
            value.taint = self.step(value.taint, trace::RETURN, self_api(method), at.def, at.pc);
        }
        outcome
    }

    /// A method that is not run: its result is unknown and bears what its arguments bear.
    fn opaque(&mut self, args: &[Val], heap: Heap) -> Outcome {
        self.unrun += 1;
        let mut taint = 0;
        for &value in args {
            let one = self.taint_of(value, &heap);
            taint = self.values.join_taint(taint, one);
        }
        Outcome { normal: Some((Val { taint, ..UNKNOWN }, heap)), thrown: None }
    }

    fn run_lambda(&mut self, object: u32, args: &[Val], heap: Heap, at: At) -> Outcome {
        let Made::Lambda(target, _) = self.info(object).made else { return Outcome::none(heap) };
        let mut all: Vec<Val> =
            (0..=u8::MAX).map_while(|i| heap.get(object).and_then(|o| o.get(Key::Made(i)))).collect();
        all.extend(args.iter().skip(1));
        match self.program.def_of(target).filter(|&d| self.program.def(d).is_some_and(|m| m.code != 0)) {
            Some(def) => {
                let context = self.context(at.context, at.def, at.pc, def.0);
                if self.stack.len() > 24 || self.stack.contains(&def) {
                    return self.opaque(&all, heap);
                }
                self.run_given(def, &all, heap, context)
            }
            None => {
                let role = self.role(target);
                self.framework(&role, Some(target), CallKind::Static, all, heap, at)
            }
        }
    }

    /// Runs the methods of that name of the objects in a value, or of what they hold: threads, handlers, timers.
    pub(crate) fn run_named(
        &mut self,
        value: Val,
        name: &str,
        args: &[Val],
        heap: Heap,
        at: At,
        depth: u32,
    ) -> Outcome {
        let mut outcome = Outcome { normal: None, thrown: None };
        for object in self.objects_of(value) {
            let info = self.info(object);
            if let Made::Lambda(..) = info.made {
                let mut all = vec![value];
                all.extend_from_slice(args);
                let one = self.run_lambda(object, &all, heap.clone(), at);
                self.merge(&mut outcome, one);
                continue;
            }
            let defs = self.methods_named(info.ty, name);
            if defs.is_empty() && depth < 3 {
                let target = self.values.find_text("target").map(Key::Text);
                let held: Vec<Val> = heap
                    .get(object)
                    .map(|o| {
                        let held = |k: Key| {
                            matches!(k, Key::Made(_) | Key::Data | Key::Any | Key::Index(_) | Key::Slot(Slot::Target))
                                || Some(k) == target
                        };
                        o.parts().iter().filter(|p| held(p.0)).map(|p| p.1).collect()
                    })
                    .unwrap_or_default();
                for inner in held {
                    let one = self.run_named(inner, name, args, heap.clone(), at, depth + 1);
                    if one.normal.is_some() {
                        self.merge(&mut outcome, one);
                    }
                }
            }
            for def in defs {
                let receiver = self.values.one(Atom::Object(object));
                let one = self.run_callback(def, receiver, args, heap.clone(), at);
                self.merge(&mut outcome, one);
            }
        }
        outcome
    }

    fn run_callback(&mut self, def: DefId, receiver: Val, args: &[Val], heap: Heap, at: At) -> Outcome {
        if self.stack.len() > 20 || self.stack.contains(&def) {
            return Outcome { normal: None, thrown: None };
        }
        let Some(method) = self.program.def(def) else { return Outcome::none(heap) };
        let count = self.program.proto(self.program.method(method.id).proto).params.len();
        let mut all = vec![receiver];
        all.extend((0..count).map(|i| args.get(i).copied().unwrap_or(UNKNOWN)));
        let all: Vec<Val> = all
            .into_iter()
            .map(|v| Val { taint: self.step(v.taint, trace::HANDOVER, self_api(method.id), at.def, at.pc), ..v })
            .collect();
        let context = self.context(at.context, at.def, at.pc, def.0);
        self.run_given(def, &all, heap, context)
    }

    /// Runs what the framework is handed, unless it was run often enough or has nothing to do with sources.
    fn run_given(&mut self, def: DefId, args: &[Val], heap: Heap, context: u32) -> Outcome {
        let borne = self.borne(def, args, &heap);
        let mut relevant = true;
        if self.options.taint {
            relevant = self.relevant.get(def.ix()) == Some(&true)
                || borne.laden && self.towards_sink.get(def.ix()) == Some(&true);
            let most = if borne.laden { self.options.helper_ops } else { 60 };
            if !relevant && self.body(def).is_none_or(|b| b.ops.len() > most) {
                return self.opaque(args, heap);
            }
        }
        let given = self.given(args, &borne);
        if self.is_worn(def, given, relevant) {
            return self.opaque(args, heap);
        }
        self.run(def, args, heap, context)
    }

    /// Methods of a class of the build by name, the nearest class's of each prototype, bridges left out.
    pub(crate) fn methods_named(&self, ty: TypeId, name: &str) -> Vec<DefId> {
        let Some(name) = self.program.find_text(name) else { return Vec::new() };
        let mut found: Vec<(DefId, &[TypeId])> = Vec::new();
        for ty in self.program.ancestors(ty) {
            let Some(class) = self.program.class_of(ty) else { break };
            for def in class.methods.clone().map(DefId) {
                let Some(method) = self.program.def(def) else { continue };
                let named = self.program.method(method.id);
                if named.name != name || method.code == 0 || method.flags & (ACC_ABSTRACT | 0x40) != 0 {
                    continue;
                }
                let params: &[TypeId] = &self.program.proto(named.proto).params;
                if !found.iter().any(|(_, known)| *known == params) {
                    found.push((def, params));
                }
            }
            if !found.is_empty() {
                break;
            }
        }
        found.into_iter().map(|(def, _)| def).collect()
    }
}

fn push(defs: &mut Vec<(DefId, Vec<Atom>)>, def: DefId, atom: Atom) {
    match defs.iter_mut().find(|(known, _)| *known == def) {
        Some((_, atoms)) => atoms.push(atom),
        None => defs.push((def, vec![atom])),
    }
}

/// Zero where an object is expected is null.
fn nulls(value: Value, reference: bool) -> Value {
    match value {
        Value::Int(0) if reference => Value::Null,
        Value::OneOf(all) if reference => Value::one_of(all.into_iter().map(|v| nulls(v, true)).collect()),
        other => other,
    }
}
