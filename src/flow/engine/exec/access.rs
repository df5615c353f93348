//! Reads and writes of arrays, fields and static fields.

use super::{At, ELEMENTS, FIELD};
use crate::finding::health_section;
use crate::flow::dalvik::{DefId, FieldId, TypeId};
use crate::flow::engine::heap::{Heap, Key, Object, Slot};
use crate::flow::engine::value::{Atom, NOTHING, UNKNOWN, Val};
use crate::flow::engine::{Engine, Made, trace};
use crate::format::dex::EncodedValue;

/// Steps of one class initialiser.
const INITIALISER: u64 = 6_000;

impl Engine<'_, '_> {
    pub(crate) fn length(&mut self, array: Val, heap: &Heap) -> Val {
        let Some(Atom::Object(object)) = self.values.single(array) else { return self.mixed(array, array) };
        let length = heap.get(object).and_then(|o| o.get(Key::Slot(Slot::Length))).unwrap_or(UNKNOWN);
        Val { taint: 0, ..length }
    }

    pub(crate) fn fill(&mut self, array: Val, _width: u16, values: &[i64], heap: &mut Heap) {
        for object in self.objects_of(array) {
            let length = self.values.int(values.len() as i64);
            heap.put(object, Key::Slot(Slot::Length), length);
            for (i, &value) in values.iter().take(ELEMENTS).enumerate() {
                let value = self.values.int(value);
                heap.put(object, Key::Index(i as i64), value);
            }
            if let Some(&value) = values.get(ELEMENTS) {
                let value = self.values.int(value);
                heap.put(object, Key::Any, value);
            }
        }
    }

    pub(crate) fn out_of_bounds(&self, array: Val, index: Val, heap: &Heap) -> bool {
        let Some(Atom::Object(object)) = self.values.single(array) else { return true };
        let length = heap.get(object).and_then(|o| o.get(Key::Slot(Slot::Length)));
        match (length.and_then(|l| self.values.number(l)), self.values.number(index)) {
            (Some(length), Some(index)) => index < 0 || index >= length,
            _ => true,
        }
    }

    pub(crate) fn array_get(&mut self, array: Val, index: Val, at: At, heap: &Heap) -> Val {
        let key = self.values.number(index).map(Key::Index);
        let value = self.element(array, key, heap);
        let mut taint = self.values.join_taint(value.taint, array.taint);
        if index.taint != 0 && self.is_table(array) {
            taint = self.values.join_taint(taint, index.taint);
        }
        self.loaded(Val { taint, ..value }, u32::MAX, at)
    }

    /// Whether an array holds characters or bytes: where one stands tells which was looked up.
    fn is_table(&self, array: Val) -> bool {
        let objects = self.objects_of(array);
        objects.iter().any(|&o| matches!(self.program.descriptor(self.info(o).ty), "[C" | "[B"))
    }

    /// What stands under a key of arrays, lists and maps; under any key when it is not known.
    pub(crate) fn element(&mut self, container: Val, key: Option<Key>, heap: &Heap) -> Val {
        let mut found = NOTHING;
        for atom in self.values.atoms(container).to_vec() {
            let one = match atom {
                Atom::Object(object) => self.element_of(object, key, heap),
                Atom::Int(0) => NOTHING,
                _ => UNKNOWN,
            };
            found = self.values.join(found, one);
        }
        if found.atoms == 0 { Val { taint: found.taint, ..UNKNOWN } } else { found }
    }

    pub(crate) fn element_of(&mut self, object: u32, key: Option<Key>, heap: &Heap) -> Val {
        let info = self.info(object);
        let complete = matches!(info.made, Made::New | Made::Array);
        let Some(content) = heap.get(object) else { return if complete { self.values.int(0) } else { UNKNOWN } };
        let data = content.get(Key::Data).unwrap_or(NOTHING).taint;
        let text = content.get(Key::Slot(Slot::Text)).map_or(0, |v| v.taint);
        let any = content.get(Key::Any);
        let mut found = any.unwrap_or(NOTHING);
        match key {
            Some(key) => match content.get(key) {
                Some(value) => found = self.values.join(found, value),
                None if complete && any.is_none() && data == 0 && text == 0 => return self.values.int(0),
                None => found = self.values.join(found, UNKNOWN),
            },
            None => {
                let parts: Vec<Val> = content
                    .parts()
                    .iter()
                    .filter(|(key, _)| matches!(key, Key::Index(_) | Key::Text(_)))
                    .map(|part| part.1)
                    .collect();
                for part in parts {
                    found = self.values.join(found, part);
                }
                if !complete || found.atoms == 0 {
                    found = self.values.join(found, UNKNOWN);
                }
            }
        }
        let taint = self.values.join_taint(data, text);
        self.values.tainted(found, taint)
    }

    pub(crate) fn array_put(&mut self, array: Val, index: Val, value: Val, at: At, heap: &mut Heap) {
        let key = self.values.number(index).filter(|i| (0..ELEMENTS as i64).contains(i)).map(Key::Index);
        let value = self.stored(value, u32::MAX, at);
        self.put_element(array, key, value, heap);
    }

    /// Puts a value under a key of arrays, lists and maps: over what stands there when container and key are one known.
    pub(crate) fn put_element(&mut self, container: Val, key: Option<Key>, value: Val, heap: &mut Heap) {
        if self.values.laden(value.taint) {
            self.note_shared(container);
        }
        let objects = self.objects_of(container);
        let one = objects.len() == 1 && self.values.single(container).is_some();
        for object in objects {
            let strong = one && !self.info(object).many;
            match key {
                Some(key) if strong => heap.put(object, key, value),
                Some(key) => heap.add(object, key, value, &mut self.values),
                None => heap.add(object, Key::Any, value, &mut self.values),
            }
        }
    }

    pub(crate) fn loaded(&mut self, value: Val, what: u32, at: At) -> Val {
        if value.taint == 0 {
            return value;
        }
        Val { taint: self.step(value.taint, trace::LOAD, what, at.def, at.pc), ..value }
    }

    pub(crate) fn stored(&mut self, value: Val, what: u32, at: At) -> Val {
        if value.taint == 0 {
            return value;
        }
        Val { taint: self.step(value.taint, trace::STORE, what, at.def, at.pc), ..value }
    }

    pub(crate) fn get_field(&mut self, object: Val, field: FieldId, at: At, heap: &Heap) -> Val {
        let field = self.field(field);
        let mut found = NOTHING;
        // What a source gave is tainted in all its parts; the build's own objects have theirs told apart.
        if self.options.taint && object.taint != 0 && self.program.class_of(self.program.field(field).class).is_none() {
            found.taint = object.taint;
        }
        for atom in self.values.atoms(object).to_vec() {
            let one = match atom {
                Atom::Int(0) => NOTHING,
                Atom::Object(id) => {
                    let info = self.info(id);
                    let content = heap.get(id);
                    let known = content.and_then(|o| o.get(Key::Field(field)).or_else(|| self.modelled(field, o)));
                    // What a parser made of a record bears it in all its fields.
                    if matches!(info.made, Made::Call(_)) && self.values.laden(object.taint) {
                        found.taint = self.values.join_taint(found.taint, object.taint);
                    }
                    if self.program.class_of(info.ty).is_none() && self.options.taint {
                        let data = heap.get(id).and_then(|o| o.get(Key::Data)).map_or(0, |d| d.taint);
                        found.taint = self.values.join_taint(found.taint, data);
                    }
                    match known {
                        Some(value) if info.many && matches!(info.made, Made::New) => {
                            let zero = self.values.int(0);
                            self.values.join(value, zero)
                        }
                        Some(value) => value,
                        // A stream's constructor was not run.
                        None if self.options.taint && self.is_stream(info.ty) => {
                            let data = heap.get(id).and_then(|o| o.get(Key::Data)).map_or(0, |d| d.taint);
                            Val { taint: data, ..UNKNOWN }
                        }
                        None if matches!(info.made, Made::New) => self.values.int(0),
                        None => self.unknown_field(field, heap),
                    }
                }
                atom => {
                    if matches!(atom, Atom::Param(_)) && self.options.terms {
                        self.of_params.insert(field);
                    }
                    self.unknown_field(field, heap)
                }
            };
            found = self.values.join(found, one);
        }
        if found.atoms == 0 {
            found = Val { taint: found.taint, ..UNKNOWN };
        }
        if found.taint != 0 {
            let section = health_section(self.program.text(self.program.field(field).name).as_bytes());
            if let Some((kind, part)) = self.models.record.zip(section) {
                found.taint = self.part_of(found.taint, kind, part);
            }
        }
        self.loaded(found, field.0 | FIELD, at)
    }

    /// A field of a framework class, where a model put something under its name.
    fn modelled(&self, field: FieldId, content: &Object) -> Option<Val> {
        let named = self.program.field(field);
        if self.program.class_of(named.class).is_some() {
            return None;
        }
        content.get(Key::Text(self.values.find_text(self.program.text(named.name))?))
    }

    pub(crate) fn unknown_field(&mut self, field: FieldId, heap: &Heap) -> Val {
        let value = self.values.one(Atom::Field(field));
        let strangers = self.strangers(field);
        match heap.get(strangers).and_then(|o| o.get(Key::Field(field))) {
            Some(theirs) => self.values.join(value, theirs),
            None => value,
        }
    }

    /// What holds the fields of objects that are not known. One for each class, so that nothing but who reads that class
    /// depends on it.
    fn strangers(&mut self, field: FieldId) -> u32 {
        self.singular(self.program.field(field).class, Made::Strangers)
    }

    pub(crate) fn put_field(&mut self, object: Val, field: FieldId, value: Val, at: At, heap: &mut Heap) {
        let field = self.field(field);
        self.note_write(field, value, heap);
        let value = if heap.passed().is_empty() { value } else { self.told(value, heap) };
        let value = self.stored(value, field.0 | FIELD, at);
        let single = self.values.single(object).is_some();
        for atom in self.values.atoms(object).to_vec() {
            match atom {
                Atom::Object(id) if single && !self.info(id).many => heap.put(id, Key::Field(field), value),
                Atom::Object(id) => heap.add(id, Key::Field(field), value, &mut self.values),
                Atom::Int(0) => {}
                _ => {
                    self.note_common(field, value, heap);
                    let strangers = self.strangers(field);
                    heap.add(strangers, Key::Field(field), value, &mut self.values);
                }
            }
        }
    }

    pub(crate) fn note_write(&mut self, field: FieldId, value: Val, heap: &Heap) {
        if self.wanted_fields.contains(&field) {
            let term = self.term(value, heap, 0);
            let kept = self.written.entry(field).or_default();
            if kept.len() < 16 && !kept.contains(&term) {
                kept.push(term);
            }
        }
    }

    pub(crate) fn get_static(&mut self, field: FieldId, at: At, heap: &mut Heap) -> Val {
        let field = self.field(field);
        let class = self.program.field(field).class;
        if self.program.class_of(class).is_none() {
            return self.values.one(Atom::Static(field));
        }
        self.prepare(class, heap);
        let statics = self.singular(class, Made::Statics);
        let mut value = match heap.get(statics).and_then(|o| o.get(Key::Field(field))) {
            Some(value) => value,
            None => self.values.int(0),
        };
        if self.options.terms && self.written_elsewhere(field) {
            let other = self.values.one(Atom::Static(field));
            value = self.values.join(value, other);
        }
        self.loaded(value, field.0 | FIELD, at)
    }

    /// Whether code outside the class initialiser and the methods being run writes a static field.
    pub(crate) fn written_elsewhere(&self, field: FieldId) -> bool {
        self.program.sites.writes_of(field).iter().any(|site| {
            let name = self.program.def(site.def).map(|d| self.program.method(d.id).name);
            name.is_some_and(|name| self.program.text(name) != "<clinit>") && !self.stack.contains(&site.def)
        })
    }

    pub(crate) fn put_static(&mut self, field: FieldId, value: Val, at: At, heap: &mut Heap) {
        let field = self.field(field);
        self.note_write(field, value, heap);
        let class = self.program.field(field).class;
        let first = self.prepare(class, heap);
        let value = self.stored(value, field.0 | FIELD, at);
        let statics = self.singular(class, Made::Statics);
        self.note_common(field, value, heap);
        if first && at.guarded && self.options.taint {
            // Ways that do not come by here find what the initialiser leaves.
            let zero = self.values.int(0);
            let before = heap.get(statics).and_then(|o| o.get(Key::Field(field))).unwrap_or(zero);
            let either = self.values.join(before, value);
            heap.put(statics, Key::Field(field), either);
        } else {
            heap.put(statics, Key::Field(field), value);
        }
    }

    /// Runs the class initialiser when a class is used for the first time, and says whether it is.
    pub(crate) fn prepare(&mut self, ty: TypeId, heap: &mut Heap) -> bool {
        if self.program.class_of(ty).is_none() {
            return false;
        }
        let statics = self.singular(ty, Made::Statics);
        if heap.get(statics).is_some_and(|o| o.get(Key::Slot(Slot::Ready)).is_some()) {
            return false;
        }
        // By itself each method finds classes as their initialisers leave them: once is enough for all.
        if self.options.terms && !self.initialising.contains(&ty) {
            if !self.initialised.contains_key(&ty) {
                self.initialising.insert(ty);
                let mut left = Heap::new();
                self.initialise(ty, statics, &mut left);
                self.initialising.remove(&ty);
                self.initialised.insert(ty, left);
            }
            if let Some(left) = self.initialised.get(&ty) {
                heap.adopt(left);
            }
            return true;
        }
        self.initialise(ty, statics, heap);
        true
    }

    fn initialise(&mut self, ty: TypeId, statics: u32, heap: &mut Heap) {
        let Some(class) = self.program.class_of(ty) else { return };
        let ready = self.values.int(1);
        heap.put(statics, Key::Slot(Slot::Ready), ready);
        if let Some(parent) = class.superclass {
            self.prepare(parent, heap);
        }
        for (field, value) in self.program.static_values(class) {
            let value = self.encoded(&value, class.dex);
            heap.put(statics, Key::Field(field), value);
        }
        let initialiser = class.methods.clone().map(DefId).find(|&d| {
            self.program.def(d).is_some_and(|m| self.program.text(self.program.method(m.id).name) == "<clinit>")
        });
        let Some(def) = initialiser.filter(|d| !self.stack.contains(d)) else { return };
        let whole = self.budget;
        if self.options.terms {
            self.budget = whole.min(self.steps + INITIALISER);
        }
        let mut done = false;
        if self.stack.len() < 24 {
            let context = self.context(0, def, u32::MAX, 0);
            let outcome = self.run(def, &[], heap.clone(), context);
            done = !self.cut;
            if let Some((_, after)) = outcome.normal {
                *heap = after;
            }
        }
        if self.options.terms {
            self.budget = whole;
            self.cut = self.cut && self.steps > whole;
        }
        if !done {
            // What was not seen to its end is not known.
            for &field in &class.static_fields {
                let unknown = self.values.one(Atom::Static(field));
                heap.add(statics, Key::Field(field), unknown, &mut self.values);
            }
        }
    }

    pub(crate) fn encoded(&mut self, value: &EncodedValue, dex: u16) -> Val {
        match value {
            EncodedValue::Int(n) => self.values.int(*n),
            EncodedValue::Bool(b) => self.values.int(i64::from(*b)),
            EncodedValue::Null => self.values.int(0),
            EncodedValue::String(index) => {
                let text = self.program.string(dex, *index).unwrap_or_default();
                self.values.text(&text)
            }
            _ => UNKNOWN,
        }
    }
}
