//! Calls: to methods of the build, and what framework methods do.

mod intrinsics;
mod role;
mod when;

pub(crate) use role::{Intrinsic, Models, Role};
pub(crate) use when::Entry;

use std::hash::{Hash, Hasher};
use std::rc::Rc;

use super::effect::{Effect, Part, Place, Port};
use super::exec::{At, Outcome};
use super::heap::{Heap, Key, Slot};
use super::text::HOLE;
use super::value::{Atom, NOTHING, UNKNOWN, Val};
use super::{Engine, Hit, LIVE, Made, Record, Source, trace};
use crate::flow::Value;
use crate::flow::dalvik::{CallKind, DefId, MethodId, MethodRef, TypeId};
use crate::format::dex::ACC_ABSTRACT;

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

    /// Whether a method of the build is to be run, rather than its model.
    fn runnable(&self, def: DefId, role: &Role) -> bool {
        let Some(method) = self.program.def(def) else { return false };
        let class = self.program.class(method.class).map(|c| c.ty);
        method.code != 0
            && !(role.matched.is_some() && role.matched == class)
            && !(self.options.taint && class.is_some_and(|c| self.platform(c)))
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
    fn enter_call(&mut self, def: DefId, method: MethodId, args: &[Val], heap: Heap, at: At) -> Outcome {
        let mut relevant = self.relevant.get(def.ix()) == Some(&true);
        let mut laden = false;
        if self.options.taint {
            // Without anything that a source gave there is nothing to bring to a sink.
            if self.follows() {
                laden = self.comes_upon(def) || args.iter().any(|&value| self.bears_taint(value, &heap));
            }
            relevant |= laden && self.towards_sink.get(def.ix()) == Some(&true);
        }
        let again = self.stack.iter().filter(|&&d| d == def).count();
        let depth = self.stack.len() as u32;
        let allowed = if relevant {
            depth < self.options.depth
        } else if self.steps >= self.helper_until {
            false
        } else {
            let depths = if laden || self.options.terms { self.options.helper_depth } else { 2 };
            self.helper < depths && depth < self.options.depth + self.options.helper_depth
        };
        if again >= 2 || !allowed {
            return self.opaque(args, heap);
        }
        if !relevant {
            let most = if laden || self.options.terms { self.options.helper_ops } else { 60 };
            let small = self.body(def).is_some_and(|b| b.ops.len() <= most);
            if !small {
                return self.opaque(args, heap);
            }
        }
        let given = self.given(args, laden, &heap);
        if self.is_worn(def, given, relevant) {
            let mut outcome = self.opaque(args, heap);
            if let Some((value, _)) = outcome.normal.as_mut().filter(|_| !laden)
                && let Some(&taint) = self.runs.gave.get(&def)
            {
                *value = self.values.tainted(*value, taint);
            }
            return outcome;
        }
        let mut heap = heap;
        if let Some(class) = self.program.def(def).filter(|m| m.is_static()).and_then(|m| self.program.class(m.class)) {
            self.prepare(class.ty, &mut heap);
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

    fn is_worn(&mut self, def: DefId, given: u32, relevant: bool) -> bool {
        let own = self.is_own(def);
        self.runs.is_worn(def, given, self.options.taint, relevant, own)
    }

    /// What tells one call of a method from another: the sources that each argument bears, or else the values.
    fn given(&mut self, args: &[Val], laden: bool, heap: &Heap) -> u32 {
        let mut hash = rustc_hash::FxHasher::default();
        if self.options.terms {
            args.iter().for_each(|value| value.atoms.hash(&mut hash));
        } else if laden {
            for &value in args {
                let taint = self.deep_taint(value, heap);
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
        let mut outcome = self.run(def, &args, heap, context);
        self.helper -= u32::from(!relevant);
        if let Some((value, _)) = &mut outcome.normal
            && value.taint != 0
        {
            value.taint = self.step(value.taint, trace::RETURN, self_api(method), at.def, at.pc);
        }
        outcome
    }

    /// A method that is not run: its result is unknown and bears what its arguments bear.
    fn opaque(&mut self, args: &[Val], heap: Heap) -> Outcome {
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
                let held: Vec<Val> = heap
                    .get(object)
                    .map(|o| {
                        let held = |k: Key| {
                            matches!(k, Key::Made(_) | Key::Data | Key::Any | Key::Index(_) | Key::Slot(Slot::Target))
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
        let mut laden = false;
        let mut relevant = true;
        if self.options.taint {
            relevant = self.relevant.get(def.ix()) == Some(&true);
            if self.follows() {
                laden = self.comes_upon(def) || args.iter().any(|&value| self.bears_taint(value, &heap));
                relevant |= laden && self.towards_sink.get(def.ix()) == Some(&true);
            }
            let most = if laden { self.options.helper_ops } else { 60 };
            if !relevant && self.body(def).is_none_or(|b| b.ops.len() > most) {
                return self.opaque(args, heap);
            }
        }
        let given = self.given(args, laden, &heap);
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

    /// A call that the framework answers.
    fn framework(
        &mut self,
        role: &Rc<Role>,
        method: Option<MethodId>,
        kind: CallKind,
        args: Vec<Val>,
        heap: Heap,
        at: At,
    ) -> Outcome {
        let mut heap = heap;
        self.steps += 2;
        let has_receiver = kind != CallKind::Static;
        let receiver = args.first().copied().filter(|_| has_receiver);
        let plain = args.get(usize::from(has_receiver)..).unwrap_or_default();
        let call = Call { role, method, receiver, args: plain, at };
        if self.options.taint {
            self.sinks(&call, &heap);
            self.callbacks(&call, &mut heap);
        }
        let mut thrown = Some((NOTHING, heap.clone()));
        if let Some((port, name)) = &role.runs {
            let target = self.port(*port, &call, UNKNOWN);
            let outcome = self.run_async(target, name, &call, heap.clone());
            if let Some((_, after)) = outcome.normal {
                heap.join(&after, &mut self.values);
            }
        }
        let mut result = match role.intrinsic {
            Some(intrinsic) => self.intrinsic(intrinsic, &call, &mut heap),
            None => None,
        };
        if result.is_none()
            && let Some(outcome) = self.reflected(&call, &mut heap)
        {
            return outcome;
        }
        if result.is_none() {
            result = Some(match &role.effects {
                Some(effects) => self.effects(effects, &call, &mut heap),
                None => self.default(&call, &mut heap),
            });
        }
        let mut value = result.unwrap_or(UNKNOWN);
        self.keep(&call, &mut heap);
        if value.taint != 0 {
            let api = self.api_text(role);
            value.taint = self.step(value.taint, trace::THROUGH, api, at.def, at.pc);
        }
        if self.options.taint {
            value = self.transformed(&call, value, &heap);
            value = self.source_ports(&call, value, &mut heap);
            value = self.label(&call, value, &mut heap);
            value = self.tested(&call, value, &mut heap);
        }
        if role.intrinsic.is_some_and(|i| {
            !matches!(
                i,
                Intrinsic::Parse
                    | Intrinsic::Fold
                    | Intrinsic::Decode64
                    | Intrinsic::NewInstance
                    | Intrinsic::Invoke
                    | Intrinsic::ForName
                    | Intrinsic::GetMember
            )
        }) {
            thrown = None;
        }
        Outcome { normal: Some((value, heap)), thrown }
    }

    /// The number of an API's text.
    pub(super) fn api_text(&mut self, role: &Role) -> u32 {
        if let Some(id) = role.text.get() {
            return id;
        }
        let id = self.values.text_id(&role.api);
        role.text.set(Some(id));
        id
    }

    fn run_async(&mut self, target: Val, name: &str, call: &Call<'_>, heap: Heap) -> Outcome {
        if name == "execute-async-task" {
            let array = call.args.first().copied().unwrap_or(UNKNOWN);
            let mut heap = heap;
            for stage in ["onPreExecute", "doInBackground", "onPostExecute"] {
                let given = match stage {
                    "doInBackground" => vec![array],
                    "onPostExecute" => {
                        let result = self
                            .objects_of(target)
                            .into_iter()
                            .filter_map(|o| heap.get(o).and_then(|c| c.get(Key::Slot(Slot::Result))))
                            .next()
                            .unwrap_or(UNKNOWN);
                        vec![result]
                    }
                    _ => vec![],
                };
                let outcome = self.run_named(target, stage, &given, heap.clone(), call.at, 3);
                if let Some((value, after)) = outcome.normal {
                    heap = after;
                    if stage == "doInBackground" {
                        for object in self.objects_of(target) {
                            heap.put(object, Key::Slot(Slot::Result), value);
                        }
                    }
                }
            }
            return Outcome { normal: Some((NOTHING, heap)), thrown: None };
        }
        self.run_named(target, name, call.args, heap, call.at, 0)
    }

    fn sinks(&mut self, call: &Call<'_>, heap: &Heap) {
        let Some(entries) = call.role.sinks.clone() else { return };
        if matches!(call.role.intrinsic, Some(Intrinsic::StartActivity | Intrinsic::StartOther))
            && self.stays_inside(call, heap)
        {
            return;
        }
        for entry in entries.iter() {
            let mut taint = 0;
            let shallow = self.models.is_shallow(entry.kind);
            for port in &entry.ports {
                for value in self.values_at(*port, call) {
                    let one = if shallow { value.taint } else { self.deep_taint(value, heap) };
                    taint = self.values.join_taint(taint, one);
                }
            }
            taint = self.values.sources_only(taint);
            if taint == 0 || !self.applies(entry, call, NOTHING, heap) {
                continue;
            }
            let api = self.api_text(call.role);
            for mark in self.values.marks(taint).to_vec() {
                let from = self.sources.get(mark.source as usize).and_then(|s| self.models.kinds.get(s.kind as usize));
                if !from.is_none_or(|kind| entry.takes_from(kind)) {
                    continue;
                }
                let mark = self.passed(mark, call, heap);
                let mark = self.addressed(mark, call, heap);
                self.hits.insert(Hit { mark, def: call.at.def, pc: call.at.pc, api, kind: entry.kind });
            }
        }
    }

    fn values_at(&self, port: Port, call: &Call<'_>) -> Vec<Val> {
        match port {
            Port::This => call.receiver.into_iter().collect(),
            Port::Arg(i) => call.args.get(usize::from(i)).copied().into_iter().collect(),
            Port::Args => call.args.to_vec(),
            Port::Result | Port::Target => Vec::new(),
        }
    }

    fn source_ports(&mut self, call: &Call<'_>, value: Val, heap: &mut Heap) -> Val {
        let Some(entries) = call.role.sources.clone() else { return value };
        let mut value = value;
        for entry in entries.iter() {
            let kind = entry.kind;
            if !self.applies(entry, call, value, heap) {
                continue;
            }
            // A getter of something that entered earlier, by the same kind of source, is no new source.
            let base = call.receiver.map_or(0, |r| self.taint_of(r, heap));
            let known = self.values.marks(base).to_vec();
            if known.iter().any(|m| self.sources.get(m.source as usize).is_some_and(|s| s.kind == kind)) {
                continue;
            }
            let api = self.api_text(call.role);
            let source = Source { def: call.at.def, pc: call.at.pc, api, kind };
            let taint = if self.models.is_input(kind) { self.input(call, source) } else { self.source(source) };
            value = self.taint_ports(&entry.ports, call, value, taint, heap);
        }
        value
    }

    /// Taints what stands at the ports of a call; gives its result, tainted when that is one of them.
    fn taint_ports(&mut self, ports: &[Port], call: &Call<'_>, mut value: Val, taint: u32, heap: &mut Heap) -> Val {
        for port in ports {
            if *port == Port::Result {
                value = self.values.tainted(value, taint);
            } else {
                for target in self.values_at(*port, call) {
                    self.taint_object(target, taint, heap);
                }
            }
        }
        value
    }

    /// Taints the content of the objects in a value.
    fn taint_object(&mut self, target: Val, taint: u32, heap: &mut Heap) {
        if taint == 0 {
            return;
        }
        if self.values.laden(taint) {
            self.note_shared(target);
        }
        let mark = Val { taint, ..UNKNOWN };
        for object in self.objects_of(target) {
            heap.add(object, Key::Data, mark, &mut self.values);
        }
    }

    /// App objects handed to the framework may be called back; some calls take them away again.
    fn callbacks(&mut self, call: &Call<'_>, heap: &mut Heap) {
        for &value in call.args.iter() {
            let single = self.values.single(value).is_some();
            for object in self.objects_of(value) {
                let info = self.info(object);
                let ours = matches!(info.made, Made::Lambda(..))
                    || (matches!(info.made, Made::New) && self.program.class_of(info.ty).is_some());
                let bridged = call.role.api.ends_with("WebView.addJavascriptInterface");
                if !ours || call.role.constructor && !matches!(info.made, Made::Lambda(..)) && !self.calls_back(info.ty)
                {
                    continue;
                }
                if call.role.unregister {
                    if single {
                        heap.remove(LIVE, |key| key == Key::Index(i64::from(object)));
                    }
                } else if bridged || matches!(info.made, Made::Lambda(..)) || self.calls_back(info.ty) {
                    let yes = self.values.one(Atom::Object(object));
                    heap.put(LIVE, Key::Index(i64::from(object)), yes);
                    if let Some(component) = self.component {
                        let mine = self.singular(component, Made::Summary);
                        heap.put(mine, Key::Index(i64::from(object)), yes);
                    }
                }
            }
        }
    }

    /// Whether a class of the build extends or implements something of the framework that could call it.
    pub(crate) fn calls_back(&mut self, ty: TypeId) -> bool {
        if let Some(&known) = self.called_back.get(&ty) {
            return known;
        }
        let calls = self.may_call_back(ty);
        self.called_back.insert(ty, calls);
        calls
    }

    fn may_call_back(&self, ty: TypeId) -> bool {
        self.program.supertypes(ty).into_iter().any(|t| {
            (self.program.class_of(t).is_none() || self.platform(t))
                && !matches!(
                    self.program.descriptor(t),
                    "Ljava/lang/Object;"
                        | "Ljava/io/Serializable;"
                        | "Landroid/os/Parcelable;"
                        | "Ljava/lang/Enum;"
                        | "Ljava/lang/Exception;"
                        | "Ljava/lang/RuntimeException;"
                        | "Ljava/lang/Cloneable;"
                        | "Ljava/lang/Comparable;"
                        | "Ljava/util/Comparator;"
                        | "Landroid/app/Activity;"
                )
        })
    }

    fn port(&self, port: Port, call: &Call<'_>, result: Val) -> Val {
        match port {
            Port::This => call.receiver.unwrap_or(UNKNOWN),
            Port::Arg(i) => call.args.get(usize::from(i)).copied().unwrap_or(UNKNOWN),
            Port::Result => result,
            Port::Args => call.args.first().copied().unwrap_or(UNKNOWN),
            Port::Target => NOTHING,
        }
    }

    /// The value of a port; of a wrapper's target, what stands in it.
    fn port_in(&mut self, port: Port, call: &Call<'_>, result: Val, heap: &Heap) -> Val {
        match port {
            Port::Target => {
                let key = Key::Text(self.values.text_id("target"));
                let receiver = call.receiver.unwrap_or(NOTHING);
                let target = self.element(receiver, Some(key), heap);
                // A wrapper of a wrapper writes through.
                let inner = self.element(target, Some(key), heap);
                self.values.join(target, inner)
            }
            port => self.port(port, call, result),
        }
    }

    /// The key that a value is, for lists, maps, extras and preferences.
    fn key(&self, value: Val) -> Option<Key> {
        match self.values.single(value) {
            Some(Atom::Int(n)) => Some(Key::Index(n)),
            Some(Atom::Text(id)) if !self.values.get_text(id).contains(HOLE) => Some(Key::Text(id)),
            Some(Atom::Static(field)) => Some(Key::Text(u32::MAX - field.0)),
            _ => None,
        }
    }

    fn fresh(&mut self, call: &Call<'_>, heap: &mut Heap) -> Val {
        let Some(method) = call.method else { return UNKNOWN };
        let result = self.program.proto(self.program.method(method).proto).result;
        match self.program.descriptor(result) {
            "V" => NOTHING,
            "Z" | "B" | "S" | "C" | "I" | "J" | "F" | "D" | "Ljava/lang/String;" if !self.options.terms => UNKNOWN,
            _ => {
                let value = self.make(result, Made::Call(method), call.at, heap);
                if self.options.terms
                    && let Some(Atom::Object(object)) = self.values.single(value)
                {
                    for (i, &arg) in call.args.iter().take(6).enumerate() {
                        heap.put(object, Key::Made(i as u8), Val { taint: 0, ..arg });
                    }
                    if let Some(receiver) = call.receiver.filter(|_| !call.role.constructor) {
                        heap.put(object, Key::Slot(Slot::Receiver), Val { taint: 0, ..receiver });
                    }
                }
                value
            }
        }
    }

    fn effects(&mut self, effects: &[Effect], call: &Call<'_>, heap: &mut Heap) -> Val {
        let mut result: Option<Val> = None;
        for effect in effects {
            match effect {
                Effect::New => result = Some(self.fresh(call, heap)),
                Effect::Shared(key) => {
                    let name = key.and_then(|k| call.args.get(usize::from(k))).copied();
                    let api = call.role.api.clone();
                    let name = match name.map(|n| self.values.single(n)) {
                        Some(Some(Atom::Text(id))) => id,
                        Some(Some(Atom::Int(n))) => (n as u32 & 0x00ff_ffff) | 0x0800_0000,
                        // What has no name, or one that is not known, is told apart by the call.
                        Some(_) => self.values.text_id(&api) | 0x0400_0000,
                        None => self.values.text_id(&api) | 0x0200_0000,
                    };
                    let ty = self.program.find_type("Ljava/lang/Object;").unwrap_or(TypeId(0));
                    let object = self.singular(ty, Made::Shared(name & 0x0fff_ffff));
                    let api = self.api_text(call.role);
                    self.given_by(object, api);
                    result = Some(self.values.one(Atom::Object(object)));
                }
                Effect::Copy(to, from) => {
                    let value = self.read(from, call, result.unwrap_or(NOTHING), heap);
                    if to.port == Port::Result && to.part == Part::Whole {
                        result = Some(match result {
                            Some(known) => self.values.join(known, value),
                            None => value,
                        });
                    } else {
                        self.write(to, value, from, call, result, heap);
                    }
                }
                Effect::Taint(to, from) => {
                    let mut taint = 0;
                    for place in from {
                        for value in self.values_at(place.port, call) {
                            let one = if place.part == Part::All {
                                self.deep_taint(value, heap)
                            } else {
                                self.taint_of(value, heap)
                            };
                            taint = self.values.join_taint(taint, one);
                        }
                    }
                    if to.port == Port::Result {
                        let value = match result {
                            Some(value) => value,
                            None => self.fresh(call, heap),
                        };
                        result = Some(self.values.tainted(value, taint));
                    } else {
                        let target = self.port_in(to.port, call, NOTHING, heap);
                        let taint = self.content_taint(taint, call);
                        self.taint_object(target, taint, heap);
                    }
                }
                Effect::Clear(of) => {
                    let target = self.port(of.port, call, NOTHING);
                    if let Some(Atom::Object(object)) = self.values.single(target) {
                        heap.remove(object, |key| !matches!(key, Key::Made(_) | Key::Called(..)));
                    }
                }
                Effect::Drop(of) => {
                    let target = self.port(of.port, call, NOTHING);
                    let key = match of.part {
                        Part::Key(i) => call.args.get(usize::from(i)).and_then(|&v| self.key(v)),
                        _ => None,
                    };
                    if let (Some(Atom::Object(object)), Some(key)) = (self.values.single(target), key) {
                        heap.remove(object, |k| k == key);
                    }
                }
                Effect::Blur(of) => {
                    let target = self.port(of.port, call, NOTHING);
                    self.blur(target, heap);
                }
            }
        }
        match result {
            Some(value) => value,
            None => self.fresh(call, heap),
        }
    }

    /// Elements may stand at any index from now on.
    fn blur(&mut self, target: Val, heap: &mut Heap) {
        for object in self.objects_of(target) {
            let all = self.element(target, None, heap);
            heap.remove(object, |key| matches!(key, Key::Index(_) | Key::Slot(Slot::Length)));
            heap.add(object, Key::Any, all, &mut self.values);
        }
    }

    fn read(&mut self, place: &Place, call: &Call<'_>, result: Val, heap: &Heap) -> Val {
        let base = self.port_in(place.port, call, result, heap);
        match &place.part {
            Part::Whole => base,
            Part::Key(i) => {
                let key = call.args.get(usize::from(*i)).and_then(|&v| self.key(v));
                let value = self.element(base, key, heap);
                // What a source gave is tainted in all its parts.
                self.values.tainted(value, base.taint)
            }
            Part::Named(name) => {
                let key = Key::Text(self.values.text_id(name));
                let value = self.element(base, Some(key), heap);
                self.values.tainted(value, base.taint)
            }
            Part::Append | Part::All => {
                let value = self.element(base, None, heap);
                let taint = self.values.join_taint(value.taint, base.taint);
                Val { taint, ..value }
            }
        }
    }

    fn write(&mut self, to: &Place, value: Val, from: &Place, call: &Call<'_>, result: Option<Val>, heap: &mut Heap) {
        let target = self.port_in(to.port, call, result.unwrap_or(NOTHING), heap);
        let api = self.api_text(call.role);
        let value = Val { taint: self.step(value.taint, trace::STORE, api, call.at.def, call.at.pc), ..value };
        match &to.part {
            Part::Whole => self.taint_object(target, value.taint, heap),
            Part::Key(i) => {
                let key = call.args.get(usize::from(*i)).and_then(|&v| self.key(v));
                self.put_element(target, key, value, heap);
            }
            Part::Named(name) => {
                let key = Key::Text(self.values.text_id(name));
                self.put_element(target, Some(key), value, heap);
            }
            Part::Append => {
                let one = self.values.single(target);
                let known = match one {
                    Some(Atom::Object(object)) if !call.at.looped => {
                        let zero = self.values.int(0);
                        let length = heap.get(object).and_then(|o| o.get(Key::Slot(Slot::Length)));
                        let any = heap.get(object).is_some_and(|o| o.get(Key::Any).is_some());
                        self.values.number(length.unwrap_or(zero)).filter(|_| !any).map(|n| (object, n))
                    }
                    _ => None,
                };
                match known {
                    Some((object, n)) => {
                        self.put_element(target, Some(Key::Index(n)), value, heap);
                        let length = self.values.int(n + 1);
                        heap.put(object, Key::Slot(Slot::Length), length);
                    }
                    None => {
                        self.blur(target, heap);
                        self.put_element(target, None, value, heap);
                    }
                }
            }
            Part::All => {
                let source = self.port_in(from.port, call, result.unwrap_or(NOTHING), heap);
                self.copy_parts(source, target, heap);
            }
        }
    }

    /// Everything that one object holds goes into another.
    pub(crate) fn copy_parts(&mut self, from: Val, to: Val, heap: &mut Heap) {
        let mut parts: Vec<(Key, Val)> = Vec::new();
        for object in self.objects_of(from) {
            parts.extend(heap.get(object).map(|o| o.parts().to_vec()).unwrap_or_default());
        }
        if from.taint != 0 {
            parts.push((Key::Data, Val { taint: from.taint, ..UNKNOWN }));
        }
        for object in self.objects_of(to) {
            for &(key, value) in &parts {
                if !matches!(key, Key::Made(_) | Key::Called(..) | Key::Slot(Slot::Ready | Slot::Receiver)) {
                    heap.add(object, key, value, &mut self.values);
                }
            }
        }
    }

    /// A framework call without a model: the result bears what went in; setters and constructors fill the receiver.
    fn default(&mut self, call: &Call<'_>, heap: &mut Heap) -> Val {
        let mut taint = 0;
        for &value in call.args {
            let one = self.taint_of(value, heap);
            taint = self.values.join_taint(taint, one);
        }
        if taint != 0
            && let Some(receiver) = call.receiver
        {
            let plain: Vec<Atom> = self
                .values
                .atoms(receiver)
                .iter()
                .copied()
                .filter(|a| match a {
                    Atom::Object(o) => {
                        let info = self.info(*o);
                        call.role.constructor || self.program.class_of(info.ty).is_none()
                    }
                    _ => false,
                })
                .collect();
            if call.role.fills && !plain.is_empty() {
                let target = self.values.set(plain);
                let content = self.content_taint(taint, call);
                self.taint_object(target, content, heap);
            }
        }
        if let Some(receiver) = call.receiver {
            let app = self.objects_of(receiver).iter().any(|&o| self.program.class_of(self.info(o).ty).is_some());
            if !app {
                let one = self.taint_of(receiver, heap);
                taint = self.values.join_taint(taint, one);
            }
        }
        let value = self.fresh(call, heap);
        self.values.tainted(value, taint)
    }

    /// Keeps what went into a framework object, and arrays that a call may have filled.
    fn keep(&mut self, call: &Call<'_>, heap: &mut Heap) {
        let Some(method) = call.method else { return };
        if let Some(receiver) = call.receiver {
            let objects = self.objects_of(receiver);
            let single = self.values.single(receiver).is_some();
            for object in objects {
                let info = self.info(object);
                let framework = self.program.class_of(info.ty).is_none();
                if call.role.constructor {
                    for (i, &arg) in call.args.iter().take(8).enumerate() {
                        heap.put(object, Key::Made(i as u8), Val { taint: 0, ..arg });
                    }
                } else if self.options.terms && framework && call.role.shapes {
                    let none = NOTHING;
                    if call.args.is_empty() {
                        heap.put(object, Key::Called(method, u8::MAX), none);
                    }
                    for (i, &arg) in call.args.iter().take(6).enumerate() {
                        let arg = Val { taint: 0, ..arg };
                        let key = Key::Called(method, i as u8);
                        // What is added stays beside what was added before.
                        let adds =
                            call.role.api.rsplit('.').next().is_some_and(|n| n.starts_with("add") || n == "putExtra");
                        if single && !info.many && !adds {
                            heap.put(object, key, arg);
                        } else {
                            heap.add(object, key, arg, &mut self.values);
                        }
                    }
                }
            }
        }
        if call.role.reads && self.options.terms {
            for &arg in call.args {
                for object in self.objects_of(arg) {
                    if matches!(self.info(object).made, Made::Array) || self.info(object).ty != TypeId(0) {
                        let receiver = call.receiver.unwrap_or(NOTHING);
                        heap.put(object, Key::Called(method, 0), Val { taint: 0, ..receiver });
                    }
                }
            }
        }
    }
}

pub(crate) fn self_api(method: MethodId) -> u32 {
    method.0 | 0x8000_0000
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

/// A framework call at hand.
pub(super) struct Call<'c> {
    pub(super) role: &'c Rc<Role>,
    pub(super) method: Option<MethodId>,
    pub(super) receiver: Option<Val>,
    pub(super) args: &'c [Val],
    pub(super) at: At,
}

impl Call<'_> {
    pub(super) fn arg(&self, i: usize) -> Val {
        self.args.get(i).copied().unwrap_or(UNKNOWN)
    }
}
