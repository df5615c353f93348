//! Effects of framework methods, as the API data tells them, on values and heap.

use smallvec::SmallVec;

use super::framework::Call;
use crate::flow::dalvik::TypeId;
use crate::flow::engine::effect::{Effect, Part, Place, Port};
use crate::flow::engine::heap::{Heap, Key, Slot};
use crate::flow::engine::text::HOLE;
use crate::flow::engine::value::{Atom, NOTHING, UNKNOWN, Val};
use crate::flow::engine::{Engine, Made, trace};

impl Engine<'_, '_> {
    pub(super) fn port(&self, port: Port, call: &Call<'_>, result: Val) -> Val {
        match port {
            Port::This => call.receiver.unwrap_or(UNKNOWN),
            Port::Arg(i) => call.args.get(usize::from(i)).copied().unwrap_or(UNKNOWN),
            Port::Result => result,
            Port::Args => call.args.first().copied().unwrap_or(UNKNOWN),
            Port::Ran => call.ran,
            Port::Target => NOTHING,
        }
    }

    /// The value of a port; of a wrapper's target, what stands in it.
    pub(super) fn port_in(&mut self, port: Port, call: &Call<'_>, result: Val, heap: &Heap) -> Val {
        match port {
            Port::Target => {
                let key = Key::Text(self.values.text_id("target"));
                let receiver = call.receiver.unwrap_or(NOTHING);
                let target = self.element(receiver, Some(key), heap);
                // A wrapper of a wrapper writes through.
                let inner = self.element(target, Some(key), heap);
                let innermost = self.element(inner, Some(key), heap);
                let inner = self.values.join(inner, innermost);
                self.values.join(target, inner)
            }
            port => self.port(port, call, result),
        }
    }

    /// The key that a value is, for lists, maps, extras and preferences.
    pub(super) fn key(&self, value: Val) -> Option<Key> {
        match self.values.single(value) {
            Some(Atom::Int(n)) => Some(Key::Index(n)),
            Some(Atom::Text(id)) if !self.values.get_text(id).contains(HOLE) => Some(Key::Text(id)),
            Some(Atom::Static(field)) => Some(Key::Text(u32::MAX - field.0)),
            // A constant of an enumeration.
            Some(Atom::Object(object)) => {
                let info = self.info(object);
                let one = info.made == Made::New && !info.many;
                let mut above = self.program.ancestors(info.ty);
                let constant = one && above.any(|ty| self.program.descriptor(ty) == "Ljava/lang/Enum;");
                constant.then_some(Key::Text(0x4000_0000 | object))
            }
            _ => None,
        }
    }

    pub(super) fn fresh(&mut self, call: &Call<'_>, heap: &mut Heap) -> Val {
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

    pub(super) fn effects(&mut self, effects: &[Effect], call: &Call<'_>, heap: &mut Heap) -> Val {
        let mut result: Option<Val> = None;
        for effect in effects {
            match effect {
                Effect::New => result = Some(self.fresh(call, heap)),
                Effect::Shared { key, local } => {
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
                    let made = Made::Shared(name & 0x0fff_ffff);
                    let object = match self.component.filter(|_| *local) {
                        Some(component) => self.singular_of(component, ty, made),
                        None => self.singular(ty, made),
                    };
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
                            let one = self.taint_at(&place.part, value, heap);
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
                        match &to.part {
                            Part::Named(name) => self.taint_part(target, name, taint, heap),
                            _ if to.port == Port::Target => self.taint_target(target, taint, heap),
                            _ => self.taint_object(target, taint, heap),
                        }
                    }
                }
                Effect::Clear(of) => {
                    let target = self.port(of.port, call, NOTHING);
                    if let Some(Atom::Object(object)) = self.values.single(target) {
                        heap.remove(object, |key| !matches!(key, Key::Made(_) | Key::Called(..)));
                    }
                }
                Effect::Renew(of) => {
                    let target = self.port(of.port, call, NOTHING);
                    if self.options.taint
                        && let Some(Atom::Object(object)) = self.values.single(target)
                        && !self.info(object).many
                    {
                        heap.remove(object, |key| matches!(key, Key::Data | Key::Any | Key::Index(_)));
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
                Effect::Insert(at, value) => {
                    let list = call.receiver.unwrap_or(UNKNOWN);
                    let value = call.args.get(usize::from(*value)).copied().unwrap_or(UNKNOWN);
                    let api = self.api_text(call.role);
                    let taint = self.step(value.taint, trace::STORE, api, call.at.def, call.at.pc);
                    self.insert(list, *at, Val { taint, ..value }, call, heap);
                }
                Effect::Element(at, leaves) => {
                    let list = call.receiver.unwrap_or(UNKNOWN);
                    let value = self.list_element(list, *at, *leaves, call, heap);
                    result = Some(self.values.tainted(value, list.taint));
                }
                Effect::Blur(of) => {
                    let target = self.port(of.port, call, result.unwrap_or(NOTHING));
                    self.blur(target, heap);
                }
            }
        }
        match result {
            Some(value) => value,
            None => self.fresh(call, heap),
        }
    }

    /// What taints a part of a value.
    fn taint_at(&mut self, part: &Part, value: Val, heap: &Heap) -> u32 {
        match part {
            Part::All => self.deep_taint(value, heap),
            Part::Named(name) if name == "content" => self.file_taint(value, heap),
            Part::Named(name) if name == "keys" => {
                let objects = self.objects_of(value);
                self.joined(&objects, &[Key::Slot(Slot::Keys), Key::Data], heap)
            }
            Part::Named(name) => {
                let key = Key::Text(self.values.text_id(name));
                let objects = self.objects_of(value);
                self.joined(&objects, &[key], heap)
            }
            _ => self.taint_of(value, heap),
        }
    }

    fn joined(&mut self, objects: &[u32], keys: &[Key], heap: &Heap) -> u32 {
        let held = objects.iter().filter_map(|o| heap.get(*o));
        let parts = held.flat_map(|o| keys.iter().filter_map(|key| o.get(*key)));
        let taints: SmallVec<[u32; 4]> = parts.map(|part| part.taint).collect();
        taints.into_iter().fold(0, |all, one| self.values.join_taint(all, one))
    }

    /// What taints what stands in a file: what was written to it, by whatever object names it, or unpacked to a folder
    /// that it is in.
    fn file_taint(&mut self, file: Val, heap: &Heap) -> u32 {
        let (same, folders) = self.places(file, heap);
        let content = self.joined(&same, &[Key::Slot(Slot::Content), Key::Slot(Slot::Folder)], heap);
        let unpacked = self.joined(&folders, &[Key::Slot(Slot::Folder)], heap);
        self.values.join_taint(content, unpacked)
    }

    /// What stands for the place that a value names (files, paths, and what has the same name), and for the folders that
    /// it is in.
    fn places(&mut self, value: Val, heap: &Heap) -> (SmallVec<[u32; 4]>, SmallVec<[u32; 4]>) {
        let (mut same, mut folders) = (SmallVec::<[u32; 4]>::new(), SmallVec::<[u32; 4]>::new());
        let file = self.program.find_type("Ljava/io/File;");
        let mut open: SmallVec<[(Atom, bool); 4]> =
            self.values.atoms(value).iter().map(|atom| (*atom, false)).collect();
        while let Some((atom, above)) = open.pop() {
            let object = match atom {
                Atom::Object(object) => object,
                Atom::Text(id) => {
                    self.singular(file.unwrap_or(TypeId(0)), Made::Shared(id & 0x00ff_ffff | 0x0600_0000))
                }
                _ => continue,
            };
            let list = if above { &mut folders } else { &mut same };
            if list.contains(&object) || list.len() >= 8 {
                continue;
            }
            list.push(object);
            let info = self.info(object);
            let Some(content) = heap.get(object).filter(|_| Some(info.ty) == file && info.made == Made::New) else {
                continue;
            };
            let (first, name) = (content.get(Key::Made(0)), content.get(Key::Made(1)));
            let first = first.map(|v| self.values.atoms(v)).unwrap_or_default();
            let name = name.map(|v| self.values.atoms(v)).unwrap_or_default();
            // `File(folder, name)`: by the name alone it is found again where the folder is another object.
            open.extend(first.iter().map(|atom| (*atom, above || !name.is_empty())));
            open.extend(name.iter().map(|atom| (*atom, above)));
        }
        (same, folders)
    }

    /// Taints what is written to: of a file what stands in it.
    fn taint_target(&mut self, target: Val, taint: u32, heap: &mut Heap) {
        let file = self.program.find_type("Ljava/io/File;");
        let names_file = |e: &Self, atom: &Atom| match atom {
            Atom::Object(object) => Some(e.info(*object).ty) == file,
            atom => matches!(atom, Atom::Text(_)),
        };
        let (files, others): (Vec<Atom>, Vec<Atom>) =
            self.values.atoms(target).iter().copied().partition(|atom| names_file(self, atom));
        let others = self.values.set(others);
        self.taint_object(others, taint, heap);
        if !files.is_empty() {
            let files = self.values.set(files);
            self.taint_part(files, "content", taint, heap);
        }
    }

    /// Taints a named part of the objects in a value, beside what taints it already.
    fn taint_part(&mut self, target: Val, name: &str, taint: u32, heap: &mut Heap) {
        if taint == 0 {
            return;
        }
        let (key, objects) = match name {
            "content" => (Key::Slot(Slot::Content), self.places(target, heap).0),
            "folder" => (Key::Slot(Slot::Folder), self.places(target, heap).0),
            "keys" => (Key::Slot(Slot::Keys), self.objects_of(target)),
            _ => (Key::Text(self.values.text_id(name)), self.objects_of(target)),
        };
        if self.values.laden(taint) {
            let all = self.values.set(objects.iter().map(|o| Atom::Object(*o)).collect());
            self.note_shared(all);
        }
        for object in objects {
            heap.add(object, key, Val { taint, ..UNKNOWN }, &mut self.values);
        }
    }

    /// Elements may stand at any index from now on.
    pub(super) fn blur(&mut self, target: Val, heap: &mut Heap) {
        for object in self.objects_of(target) {
            let all = self.element(target, None, heap);
            heap.remove(object, |key| matches!(key, Key::Index(_) | Key::Slot(Slot::Length)));
            heap.add(object, Key::Any, all, &mut self.values);
        }
    }

    pub(super) fn read(&mut self, place: &Place, call: &Call<'_>, result: Val, heap: &Heap) -> Val {
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

    pub(super) fn write(
        &mut self,
        to: &Place,
        value: Val,
        from: &Place,
        call: &Call<'_>,
        result: Option<Val>,
        heap: &mut Heap,
    ) {
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
                if !matches!(key, Key::Made(_) | Key::Called(..) | Key::Slot(Slot::Ready | Slot::Receiver | Slot::Live))
                {
                    heap.add(object, key, value, &mut self.values);
                }
            }
        }
    }

    /// A framework call without a model: the result bears what went in; setters and constructors fill the receiver.
    pub(super) fn default(&mut self, call: &Call<'_>, heap: &mut Heap) -> Val {
        let mut taint = 0;
        for (i, &value) in call.args.iter().enumerate() {
            if self.is_passed_by(call, i) {
                let one = self.taint_of(value, heap);
                taint = self.values.join_taint(taint, one);
            }
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
        let value = match call.receiver.filter(|&builder| self.gives_itself(call, builder)) {
            Some(builder) => builder,
            None => self.fresh(call, heap),
        };
        self.values.tainted(value, taint)
    }

    /// Whether a call gives the platform's builder that it is made on, so that the next one of the chain goes on with it.
    /// Builders inside the build have fields that a model does not fill.
    fn gives_itself(&self, call: &Call<'_>, builder: Val) -> bool {
        let Some(named) = call.method.map(|m| self.program.method(m)) else { return false };
        self.program.proto(named.proto).result == named.class
            && self.program.descriptor(named.class).ends_with("Builder;")
            && self.program.class_of(named.class).is_none()
            && !self.objects_of(builder).is_empty()
            && !self.open(builder)
    }

    /// Whether what goes in at an argument comes out: of what a stream of the build is made with, what it reads.
    fn is_passed_by(&self, call: &Call<'_>, argument: usize) -> bool {
        let Some(named) = call.method.map(|m| self.program.method(m)).filter(|_| call.role.constructor) else {
            return true;
        };
        if self.program.class_of(named.class).is_none() || !self.is_stream(named.class) {
            return true;
        }
        let param = self.program.proto(named.proto).params.get(argument);
        param.is_some_and(|&ty| matches!(self.program.descriptor(ty), "[B" | "Ljava/io/File;") || self.is_stream(ty))
    }

    /// Keeps what went into a framework object, and arrays that a call may have filled.
    pub(super) fn keep(&mut self, call: &Call<'_>, heap: &mut Heap) {
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
