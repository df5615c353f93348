//! What a call that the framework answers does: models first, then sources, sinks, and callbacks that it will make.

use std::rc::Rc;

use super::{Intrinsic, Role};
use crate::finding::health_section;
use crate::flow::callgraph::is_lent;
use crate::flow::dalvik::{CallKind, MethodId, TypeId};
use crate::flow::engine::effect::Port;
use crate::flow::engine::exec::{At, Outcome};
use crate::flow::engine::heap::{Heap, Key, Slot};
use crate::flow::engine::value::{Atom, NOTHING, UNKNOWN, Val};
use crate::flow::engine::{Engine, Hit, Made, RECEIVER, RECEIVERS, Source, trace};

/// A framework call at hand.
pub(super) struct Call<'c> {
    pub(super) role: &'c Rc<Role>,
    pub(super) method: Option<MethodId>,
    pub(super) receiver: Option<Val>,
    pub(super) args: &'c [Val],
    pub(super) at: At,
    /// What the method gave that the call runs.
    pub(super) ran: Val,
}

impl Call<'_> {
    pub(super) fn arg(&self, i: usize) -> Val {
        self.args.get(i).copied().unwrap_or(UNKNOWN)
    }
}

impl Engine<'_, '_> {
    /// A call that the framework answers.
    pub(super) fn framework(
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
        let mut call = Call { role, method, receiver, args: plain, at, ran: NOTHING };
        if self.options.taint {
            self.sinks(&call, &heap);
            self.compared(&call, &heap);
            self.implied(&call, &heap);
            self.callbacks(&call, &mut heap);
        }
        let mut thrown = Some((NOTHING, heap.clone()));
        if let Some(runs) = &role.runs {
            let target = self.port(runs.port, &call, UNKNOWN);
            let given: Vec<Val> = runs.given.iter().map(|place| self.read(place, &call, NOTHING, &heap)).collect();
            let given = if given.is_empty() { call.args } else { given.as_slice() };
            let outcome = self.run_async(target, &runs.method, given, &call, heap.clone());
            if let Some((value, after)) = outcome.normal {
                heap.join(&after, &mut self.values);
                call.ran = value;
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
            value = self.sectioned(&call, value);
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
                    | Intrinsic::Layout
            )
        }) {
            thrown = None;
        }
        Outcome { normal: Some((value, heap)), thrown }
    }

    /// What is read under the key of a health record's section is of that section.
    fn sectioned(&mut self, call: &Call<'_>, value: Val) -> Val {
        let Some(kind) = self.models.record.filter(|_| value.taint != 0) else { return value };
        let of_record = |e: &Self| {
            let marks = e.values.marks(value.taint).iter();
            marks.filter_map(|m| e.sources.get(m.source as usize)).any(|s| s.kind == kind && s.part == 0)
        };
        if !of_record(self) {
            return value;
        }
        let texts = call.args.iter().take(2).filter_map(|&arg| self.values.string(arg));
        match texts.filter_map(|text| health_section(text.as_bytes())).next() {
            Some(part) => Val { taint: self.part_of(value.taint, kind, part), ..value },
            None => value,
        }
    }

    /// The number of an API's text.
    pub(in crate::flow::engine) fn api_text(&mut self, role: &Role) -> u32 {
        // Roles are shared by analyses whose texts have other numbers.
        if let Some(id) = role.text.get().filter(|&id| self.values.is_text(id, &role.api)) {
            return id;
        }
        let id = self.values.text_id(&role.api);
        role.text.set(Some(id));
        id
    }

    fn run_async(&mut self, target: Val, name: &str, given: &[Val], call: &Call<'_>, heap: Heap) -> Outcome {
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
        // The first of several names that the object has.
        for name in name.split('|') {
            let outcome = self.run_named(target, name, given, heap.clone(), call.at, 0);
            if outcome.normal.is_some() {
                return outcome;
            }
        }
        Outcome { normal: None, thrown: None }
    }

    pub(super) fn sinks(&mut self, call: &Call<'_>, heap: &Heap) {
        let Some(entries) = call.role.sinks.clone() else { return };
        if matches!(call.role.intrinsic, Some(Intrinsic::StartActivity | Intrinsic::StartOther))
            && self.stays_inside(call, heap)
            && !self.is_heard_by_all(call, heap)
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

    /// A typed text that a native method compares with a word of its library.
    fn compared(&mut self, call: &Call<'_>, heap: &Heap) {
        let Some(method) = call.method.filter(|_| !self.comparing.is_empty()) else { return };
        let named = self.program.method(method);
        let def = self.resolve(named.class, named).filter(|def| self.comparing.contains(def));
        let Some(kind) = self.models.kind_of("fixed-word").filter(|_| def.is_some()) else { return };
        for &value in call.args {
            let taint = self.deep_taint(value, heap);
            let taint = self.values.sources_only(taint);
            for mark in self.values.marks(taint).to_vec() {
                let from = self.sources.get(mark.source as usize).and_then(|s| self.models.kinds.get(s.kind as usize));
                if from.is_some_and(|kind| matches!(kind.as_str(), "user-input" | "sensitive-input")) {
                    let api = self.values.text_id(&self.program.api(method));
                    self.hits.insert(Hit { mark, def: call.at.def, pc: call.at.pc, api, kind });
                }
            }
        }
    }

    pub(super) fn values_at(&self, port: Port, call: &Call<'_>) -> Vec<Val> {
        match port {
            Port::This => call.receiver.into_iter().collect(),
            Port::Arg(i) => call.args.get(usize::from(i)).copied().into_iter().collect(),
            Port::Args => call.args.to_vec(),
            Port::Ran => vec![call.ran],
            Port::Result | Port::Target => Vec::new(),
        }
    }

    pub(super) fn source_ports(&mut self, call: &Call<'_>, value: Val, heap: &mut Heap) -> Val {
        let Some(entries) = call.role.sources.clone() else { return value };
        if self.is_of_another(call) {
            return value;
        }
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
            let source = Source { def: call.at.def, pc: call.at.pc, api, kind, part: 0 };
            let taint = if self.models.is_input(kind) {
                self.input(call, source)
            } else if self.models.is_asked_again(kind) {
                self.asked(call, source, heap)
            } else {
                self.source(source)
            };
            value = self.taint_ports(&entry.ports, call, value, taint, heap);
        }
        value
    }

    /// A source that an object gives as often as it is asked: what was tested of it once holds the next time.
    fn asked(&mut self, call: &Call<'_>, source: Source, heap: &mut Heap) -> u32 {
        let objects = call.receiver.map(|r| self.objects_of(r)).unwrap_or_default();
        let [object] = *objects else { return self.source(source) };
        let key = Key::Slot(Slot::Asked);
        if let Some(before) = heap.get(object).and_then(|o| o.get(key)) {
            return before.taint;
        }
        let taint = self.source(source);
        heap.put(object, key, Val { taint, ..UNKNOWN });
        taint
    }

    /// Whether a call is made by the name of a class on an object of one below it of which the models know that it is
    /// another thing: a `SecureRandom` that is called a `Random`.
    fn is_of_another(&self, call: &Call<'_>) -> bool {
        let Some(Atom::Object(object)) = call.receiver.and_then(|r| self.values.single(r)) else { return false };
        let info = self.info(object);
        if info.made != Made::New || self.program.class_of(info.ty).is_some() {
            return false;
        }
        let class = self.program.type_name(info.ty);
        let named = call.role.api.rsplit_once('.').map_or("", |(class, _)| class);
        class != named && self.models.speaks_of(&class) && !self.models.is_framework(&class, named)
    }

    /// Taints what stands at the ports of a call; gives its result, tainted when that is one of them.
    pub(super) fn taint_ports(
        &mut self,
        ports: &[Port],
        call: &Call<'_>,
        mut value: Val,
        taint: u32,
        heap: &mut Heap,
    ) -> Val {
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
    pub(super) fn taint_object(&mut self, target: Val, taint: u32, heap: &mut Heap) {
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
    pub(super) fn callbacks(&mut self, call: &Call<'_>, heap: &mut Heap) {
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
                        heap.remove(object, |key| key == Key::Slot(Slot::Live));
                    }
                } else if bridged || matches!(info.made, Made::Lambda(..)) || self.calls_back(info.ty) {
                    self.enlist(object, heap);
                    let name = call.role.api.rsplit('.').next().unwrap_or_default();
                    if let Some(view) = call.receiver
                        && (name.starts_with("setOn") || name == "addTextChangedListener")
                    {
                        heap.put(object, Key::Slot(Slot::Receiver), Val { taint: 0, ..view });
                    }
                }
            }
        }
    }

    /// Objects of the app's own classes that a library inside the build is given and may call back by what it declares:
    /// listeners of requests, observers. When and through which queue it does is the library's affair.
    pub(super) fn lend(&mut self, args: &[Val], heap: &mut Heap) {
        for &value in args {
            for object in self.objects_of(value) {
                let info = self.info(object);
                // Components are run anyway, and nobody's code makes them.
                let made = info.made == Made::New && info.site.is_some();
                if made && self.is_lent(info.ty) && !self.calls_back(info.ty) {
                    self.enlist(object, heap);
                }
            }
        }
    }

    /// Whether a class of the app's own extends or implements what a library inside the build declares.
    pub(crate) fn is_lent(&mut self, ty: TypeId) -> bool {
        if let Some(&known) = self.lent.get(&ty) {
            return known;
        }
        let lent = is_lent(self.program, self.own, ty, &self.program.supertypes(ty));
        self.lent.insert(ty, lent);
        lent
    }

    /// An object that the framework may call back from now on; the component that runs is the one that said so.
    pub(crate) fn enlist(&mut self, object: u32, heap: &mut Heap) {
        let yes = self.values.one(Atom::Object(object));
        heap.put(object, Key::Slot(Slot::Live), yes);
        if let Some(component) = self.component {
            let mine = self.singular(component, Made::Summary);
            heap.put(mine, Key::Index(i64::from(object)), yes);
        }
        if self.program.ancestors(self.info(object).ty).any(|t| self.program.descriptor(t) == RECEIVER) {
            heap.put(RECEIVERS, Key::Index(i64::from(object)), yes);
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

    pub(super) fn may_call_back(&self, ty: TypeId) -> bool {
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
}

pub(crate) fn self_api(method: MethodId) -> u32 {
    method.0 | 0x8000_0000
}
