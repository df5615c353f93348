//! Intents: whom they reach, what they hand over, who is registered for them.

use super::{Call, Intrinsic};
use crate::flow::callgraph::{Sent, SentData};
use crate::flow::dalvik::TypeId;
use crate::flow::engine::heap::{Heap, Key, Object, Slot};
use crate::flow::engine::value::{Atom, Mark, NOTHING, UNKNOWN, Val};
use crate::flow::engine::{Engine, Made, RECEIVERS, Source};

impl Engine<'_, '_> {
    pub(super) fn intent_init(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let params: Vec<TypeId> = self.program.proto(self.program.method(call.method?).proto).params.to_vec();
        let receiver = call.receiver?;
        for (i, ty) in params.iter().enumerate() {
            let value = call.arg(i);
            match self.program.descriptor(*ty) {
                "Ljava/lang/Class;" => self.put_slot(receiver, Slot::Class, value, heap),
                "Ljava/lang/String;" => self.put_slot(receiver, Slot::Name, value, heap),
                "Landroid/content/Intent;" => self.copy_parts(value, receiver, heap),
                "Landroid/net/Uri;" => {
                    let taint = self.deep_taint(value, heap);
                    self.taint_object(receiver, taint, heap);
                    let key = Key::Text(self.values.text_id("\u{0}data"));
                    self.put_element(receiver, Some(key), value, heap);
                }
                _ => {}
            }
        }
        Some(NOTHING)
    }

    pub(super) fn put_slot(&mut self, target: Val, slot: Slot, value: Val, heap: &mut Heap) {
        let single = self.values.single(target).is_some();
        for object in self.objects_of(target) {
            if single {
                heap.put(object, Key::Slot(slot), value);
            } else {
                heap.add(object, Key::Slot(slot), value, &mut self.values);
            }
        }
    }

    pub(super) fn intent_class(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let receiver = call.receiver?;
        let name = call.role.api.rsplit('.').next().unwrap_or_default();
        match name {
            "setAction" => self.put_slot(receiver, Slot::Name, call.arg(0), heap),
            "addCategory" => {
                let key = Key::Text(self.values.text_id("\u{0}categories"));
                for object in self.objects_of(receiver) {
                    heap.add(object, key, Val { taint: 0, ..call.arg(0) }, &mut self.values);
                }
            }
            "setComponent" => {
                let package = Key::Text(self.values.text_id("\u{0}package"));
                self.put_element(receiver, Some(package), Val { taint: 0, ..call.arg(0) }, heap);
                for object in self.objects_of(call.arg(0)) {
                    if let Some(class) = heap.get(object).and_then(|o| o.get(Key::Slot(Slot::Class))) {
                        self.put_slot(receiver, Slot::Class, class, heap);
                    }
                }
            }
            _ => self.put_slot(receiver, Slot::Class, call.arg(1), heap),
        }
        Some(receiver)
    }

    /// Components of the build that an intent may mean, and whether it names one of them for certain.
    pub(super) fn receivers_of(&self, intent: Val, heap: &Heap) -> (Vec<TypeId>, bool) {
        let mut found = Vec::new();
        let mut explicit = true;
        for object in self.objects_of(intent) {
            let content = heap.get(object);
            let class = content.and_then(|o| o.get(Key::Slot(Slot::Class)));
            match class {
                Some(class) => {
                    for &atom in self.values.atoms(class) {
                        let ty = match atom {
                            Atom::Class(ty) => Some(ty),
                            Atom::Text(id) => self.program.find_class_name(&self.values.get_text(id)),
                            _ => None,
                        };
                        match ty.filter(|&t| self.program.class_of(t).is_some()) {
                            Some(ty) => found.push(ty),
                            None => explicit = false,
                        }
                    }
                }
                None => {
                    explicit = false;
                    found.extend(self.takers_of(object, heap));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        (found, explicit)
    }

    /// Components whose filters an intent without a class passes.
    fn takers_of(&self, intent: u32, heap: &Heap) -> Vec<TypeId> {
        let Some(content) = heap.get(intent) else { return Vec::new() };
        let texts = |value: Val| -> Vec<std::sync::Arc<str>> {
            let text = |atom: &Atom| match atom {
                Atom::Text(id) => Some(self.values.get_text(*id)),
                _ => None,
            };
            self.values.atoms(value).iter().filter_map(text).collect()
        };
        let part = |name: &str| self.values.find_text(name).and_then(|id| content.get(Key::Text(id)));
        let categories = part("\u{0}categories").map(texts).unwrap_or_default();
        let link = part("\u{0}data").map(|data| {
            let key = self.values.find_text("text").map(Key::Text);
            let held = self.objects_of(data).into_iter().filter_map(|o| heap.get(o)?.get(key?));
            held.flat_map(texts).next()
        });
        let data = match &link {
            Some(Some(link)) => SentData::Link(link),
            Some(None) => SentData::Some,
            None if self.info(intent).made != Made::New => SentData::Some,
            None => SentData::None,
        };
        let mime = part("\u{0}type").map(|mime| texts(mime).into_iter().next());
        let data = if mime == Some(None) { SentData::Some } else { data };
        let mime = mime.flatten();
        let action = content.get(Key::Slot(Slot::Name));
        let actions = action.map(texts).unwrap_or_default();
        let any = Sent { action: None, categories: &categories, data, mime: mime.as_deref() };
        // Without an action its data alone say where it goes.
        let sent: Vec<Sent<'_>> = match action {
            None if matches!(data, SentData::Link(_)) || mime.is_some() => vec![any],
            _ => actions.iter().map(|a| Sent { action: Some(&**a), ..any }).collect(),
        };
        let classes = self
            .component_types
            .get_or_init(|| self.manifest.components.iter().map(|c| self.program.find_class_name(&c.class)).collect());
        let components = self.manifest.components.iter().zip(classes);
        components.filter(|(c, _)| sent.iter().any(|sent| c.takes(sent))).filter_map(|(_, ty)| *ty).collect()
    }

    /// Whether an intent goes to a component of the build and nowhere else.
    pub(super) fn stays_inside(&self, call: &Call<'_>, heap: &Heap) -> bool {
        let mut objects = 0;
        for &arg in call.args {
            let is_intent = self
                .objects_of(arg)
                .iter()
                .any(|&o| self.program.descriptor(self.info(o).ty) == "Landroid/content/Intent;");
            if is_intent {
                objects += 1;
                let (mut found, _) = self.receivers_of(arg, heap);
                if matches!(call.role.intrinsic, Some(Intrinsic::StartOther)) {
                    found.extend(self.registered(arg, heap));
                }
                if found.is_empty() {
                    return false;
                }
            }
        }
        objects > 0
    }

    /// Whether every app may hear a broadcast: it names neither class nor package and asks for no permission.
    pub(super) fn is_heard_by_all(&mut self, call: &Call<'_>, heap: &Heap) -> bool {
        let package = Key::Text(self.values.text_id("\u{0}package"));
        let guarded = call.args.get(1).is_some_and(|&permission| self.values.number(permission) != Some(0));
        call.role.api.starts_with("android.content.Context.send")
            && call.role.api.contains("Broadcast")
            && !guarded
            && self.objects_of(call.arg(0)).into_iter().any(|object| {
                let named = |key| heap.get(object).and_then(|o| o.get(key)).is_some();
                !named(Key::Slot(Slot::Class)) && !named(package)
            })
    }

    pub(super) fn start(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        for &arg in call.args {
            let (found, explicit) = self.receivers_of(arg, heap);
            if let Some(component) = self.component.filter(|_| !explicit) {
                let mine = self.singular(component, Made::Outgoing);
                heap.add(mine, Key::Slot(Slot::Name), UNKNOWN, &mut self.values);
            }
            for ty in found {
                self.handed.insert(ty);
                let incoming = self.singular(ty, Made::Incoming);
                let incoming = self.values.one(Atom::Object(incoming));
                self.hand_over(arg, incoming, call, heap);
                if let Some(component) = self.component {
                    let mine = self.singular(component, Made::Outgoing);
                    let class = self.values.one(Atom::Class(ty));
                    heap.add(mine, Key::Slot(Slot::Target), class, &mut self.values);
                }
            }
            if matches!(call.role.intrinsic, Some(Intrinsic::StartOther)) {
                self.broadcast(arg, call, heap);
            }
        }
        let result = self.fresh(call, heap);
        // What is handed on later holds the intent.
        let held = call.args.iter().filter(|_| call.role.api.starts_with("android.app.PendingIntent."));
        let taint = held.fold(0, |all, &arg| {
            let one = self.taint_of(arg, heap);
            self.values.join_taint(all, one)
        });
        Some(self.values.tainted(result, taint))
    }

    /// Receivers that code registered get broadcasts.
    pub(super) fn broadcast(&mut self, intent: Val, call: &Call<'_>, heap: &mut Heap) {
        for ty in self.registered(intent, heap) {
            self.handed.insert(ty);
            let incoming = self.singular(ty, Made::Incoming);
            let incoming = self.values.one(Atom::Object(incoming));
            self.hand_over(intent, incoming, call, heap);
        }
    }

    pub(super) fn hand_over(&mut self, from: Val, to: Val, call: &Call<'_>, heap: &mut Heap) {
        let mut parts: Vec<(Key, Val)> = Vec::new();
        for object in self.objects_of(from) {
            parts.extend(heap.get(object).map(|o| o.parts().to_vec()).unwrap_or_default());
        }
        let api = self.api_text(call.role);
        if self.options.taint && parts.iter().any(|(_, value)| self.bears_taint(*value, heap)) {
            self.note_shared(to);
        }
        for object in self.objects_of(to) {
            for &(key, value) in &parts {
                if matches!(key, Key::Text(_) | Key::Any | Key::Data | Key::Index(_) | Key::Slot(Slot::Name)) {
                    let taint = self.step(value.taint, super::trace::HANDOVER, api, call.at.def, call.at.pc);
                    heap.add(object, key, Val { taint, ..value }, &mut self.values);
                }
            }
        }
    }

    pub(super) fn set_result(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        if let Some(component) = self.component {
            let result = self.singular(component, Made::Outgoing);
            let result = self.values.one(Atom::Object(result));
            self.hand_over(call.arg(1), result, call, heap);
        }
        Some(NOTHING)
    }

    /// A receiver registered by code keeps its filter.
    pub(super) fn register(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let filter = call.arg(1);
        for object in self.objects_of(call.arg(0)) {
            heap.add(object, Key::Slot(Slot::Target), filter, &mut self.values);
        }
        None
    }

    /// Whether a registered receiver takes an intent, as far as actions are known.
    pub(super) fn takes(&self, receiver: u32, intent: Val, heap: &Heap) -> bool {
        let actions = |value: Val, slot: bool| -> Option<Vec<u32>> {
            let mut found = Vec::new();
            for object in self.objects_of(value) {
                for &(key, part) in heap.get(object)?.parts() {
                    let wanted =
                        if slot { key == Key::Slot(Slot::Name) } else { matches!(key, Key::Index(_) | Key::Any) };
                    if wanted {
                        for atom in self.values.atoms(part) {
                            match atom {
                                Atom::Text(id) => found.push(*id),
                                Atom::Int(0) => {}
                                _ => return None,
                            }
                        }
                    }
                }
            }
            Some(found)
        };
        let filter = heap.get(receiver).and_then(|o| o.get(Key::Slot(Slot::Target)));
        match (filter.and_then(|f| actions(f, false)), actions(intent, true)) {
            (Some(filter), Some(sent)) if !filter.is_empty() && !sent.is_empty() => {
                sent.iter().any(|a| filter.contains(a))
            }
            _ => true,
        }
    }

    /// Receivers that code registered and that take an intent.
    pub(super) fn registered(&self, intent: Val, heap: &Heap) -> Vec<TypeId> {
        let known = heap.get(RECEIVERS).map(Object::parts).unwrap_or_default();
        known
            .iter()
            .filter_map(|part| if let Key::Index(i) = part.0 { u32::try_from(i).ok() } else { None })
            .filter(|&object| heap.is_live(object) && self.takes(object, intent, heap))
            .map(|object| self.info(object).ty)
            .collect()
    }

    pub(super) fn get_intent(&mut self, call: &Call<'_>, _heap: &mut Heap) -> Option<Val> {
        let object = self.objects_of(call.receiver?).first().copied();
        let ty = object.map(|o| self.info(o).ty).filter(|&t| self.program.class_of(t).is_some()).or(self.component)?;
        let incoming = self.singular(ty, Made::Incoming);
        let value = self.values.one(Atom::Object(incoming));
        let name = self.program.type_name(ty);
        let mut components = self.manifest.components.iter();
        let outside = self.options.taint && components.any(|c| c.class == name && c.is_reached_from_outside());
        if !outside {
            return Some(value);
        }
        let (Some(kind), api) = (self.models.kind_of("received-intent"), self.api_text(call.role)) else {
            return Some(value);
        };
        let taint = self.source(Source { def: call.at.def, pc: call.at.pc, api, kind, part: 0 });
        for mark in self.values.marks(taint).to_vec() {
            self.outside.insert(mark.source, ty);
        }
        let linked = self.manifest.components.iter().any(|c| c.links && c.class == name);
        let value = match self.models.mark_of("linked").filter(|_| linked) {
            Some(mark) => {
                self.sought = true;
                let label = self.values.mark_set(vec![Mark { source: mark, node: 0 }]);
                self.values.tainted(value, label)
            }
            None => value,
        };
        Some(self.values.tainted(value, taint))
    }
}
