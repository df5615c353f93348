//! Reflection by names that are known.

use std::sync::Arc;

use super::{Call, Intrinsic};
use crate::flow::dalvik::{CallKind, DefId, FieldId, TypeId};
use crate::flow::engine::exec::Outcome;
use crate::flow::engine::heap::{Heap, Key, Slot};
use crate::flow::engine::value::{Atom, NOTHING, Val};
use crate::flow::engine::{Engine, Made};

impl Engine<'_, '_> {
    pub(super) fn class_of(&mut self, call: &Call<'_>) -> Option<Val> {
        let Some(Atom::Object(object)) = self.values.single(call.receiver?) else { return None };
        let info = self.info(object);
        matches!(info.made, Made::New).then(|| self.values.one(Atom::Class(info.ty)))
    }

    pub(super) fn for_name(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let name = call.args.iter().find_map(|&a| self.values.string(a))?;
        if let Some(ty) = self.program.find_class_name(&name) {
            if call.role.api.ends_with(".forName") {
                self.prepare(ty, heap);
            }
            return Some(self.values.one(Atom::Class(ty)));
        }
        let class = self.fresh(call, heap);
        let text = self.values.text(&name);
        for object in self.objects_of(class) {
            heap.put(object, Key::Slot(Slot::Class), text);
        }
        Some(class)
    }

    pub(super) fn class_name(&mut self, call: &Call<'_>) -> Option<Val> {
        let Some(Atom::Class(ty)) = self.values.single(call.receiver?) else { return None };
        let name = self.program.type_name(ty);
        let name = if call.role.api.ends_with("getSimpleName") {
            name.rsplit(['.', '$']).next().unwrap_or_default().to_owned()
        } else {
            name
        };
        Some(self.values.text(&name))
    }

    pub(super) fn member(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let member = self.fresh(call, heap);
        let class = call.receiver?;
        for object in self.objects_of(member) {
            heap.put(object, Key::Slot(Slot::Class), Val { taint: 0, ..class });
            if let Some(&name) = call.args.first() {
                heap.put(object, Key::Slot(Slot::Name), Val { taint: 0, ..name });
            }
        }
        Some(member)
    }

    /// All members of a class: which one is taken of them is not known.
    pub(super) fn members(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let all = self.fresh(call, heap);
        let class = call.receiver?;
        for object in self.objects_of(all) {
            heap.put(object, Key::Slot(Slot::Class), Val { taint: 0, ..class });
            heap.put(object, Key::Any, Val { taint: 0, ..all });
        }
        Some(all)
    }

    /// The field that a reflected one is, when class and name are known.
    fn reflected_field(&self, call: &Call<'_>, heap: &Heap) -> Option<FieldId> {
        let [member] = *self.objects_of(call.receiver?) else { return None };
        let member = heap.get(member)?;
        let name = self.values.string(member.get(Key::Slot(Slot::Name))?)?;
        let name = self.program.find_text(&name)?;
        let class = self.class_named(member.get(Key::Slot(Slot::Class))?, heap)?;
        let classes = self.program.ancestors(self.program.find_class_name(&class)?);
        let mut fields = classes.filter_map(|ty| self.program.class_of(ty));
        let named = |field: &&FieldId| self.program.field(**field).name == name;
        fields.find_map(|c| c.static_fields.iter().chain(&c.instance_fields).find(named).copied())
    }

    fn is_static_field(&self, field: FieldId) -> bool {
        let class = self.program.class_of(self.program.field(field).class);
        class.is_some_and(|class| class.static_fields.contains(&field))
    }

    pub(super) fn field_read(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let field = self.reflected_field(call, heap)?;
        Some(match self.is_static_field(field) {
            true => self.get_static(field, call.at, heap),
            false => self.get_field(call.arg(0), field, call.at, heap),
        })
    }

    pub(super) fn field_written(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let field = self.reflected_field(call, heap)?;
        match self.is_static_field(field) {
            true => self.put_static(field, call.arg(1), call.at, heap),
            false => self.put_field(call.arg(0), field, call.arg(1), call.at, heap),
        }
        Some(NOTHING)
    }

    /// The class that a value is: of the build's types or by name.
    pub(super) fn class_named(&self, value: Val, heap: &Heap) -> Option<Arc<str>> {
        match self.values.single(value)? {
            Atom::Class(ty) => Some(self.program.type_name(ty).into()),
            Atom::Object(object) => {
                let content = heap.get(object)?;
                let class = content.get(Key::Slot(Slot::Class))?;
                match self.values.single(class)? {
                    Atom::Class(ty) => Some(self.program.type_name(ty).into()),
                    Atom::Text(id) => Some(self.values.get_text(id)),
                    Atom::Object(_) => self.class_named(class, heap),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Reflective calls whose class and method are known.
    pub(super) fn reflected(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Outcome> {
        match call.role.intrinsic? {
            Intrinsic::NewInstance => {
                let class = self.class_named(call.receiver?, heap)?;
                let ty = self.program.find_class_name(&class)?;
                self.program.class_of(ty)?;
                self.prepare(ty, heap);
                let value = self.make(ty, Made::New, call.at, heap);
                let args = self.unpack(call.args.first().copied(), heap);
                let mut after = heap.clone();
                for def in self.methods_named(ty, "<init>") {
                    let count = self
                        .program
                        .def(def)
                        .map_or(0, |m| self.program.proto(self.program.method(m.id).proto).params.len());
                    if count == args.len() {
                        let outcome = self.run_callback(def, value, &args, after.clone(), call.at);
                        if let Some((_, heap)) = outcome.normal {
                            after = heap;
                        }
                    }
                }
                Some(Outcome { normal: Some((value, after)), thrown: None })
            }
            Intrinsic::Invoke => {
                let [member] = *self.objects_of(call.receiver?) else { return None };
                let name = heap.get(member)?.get(Key::Slot(Slot::Name)).map(|name| self.values.string(name));
                let class_value = heap.get(member)?.get(Key::Slot(Slot::Class))?;
                let receiver = call.arg(0);
                let args = self.unpack(call.args.get(1).copied(), heap);
                let class = self.class_named(class_value, heap);
                let ty = class.as_deref().and_then(|c| self.program.find_class_name(c));
                let defs: Vec<DefId> = match (ty, &name) {
                    (Some(ty), Some(Some(name))) => self.methods_named(ty, name),
                    // One of all that a class has.
                    (Some(ty), None) => self.methods_taking(ty, args.len()),
                    _ => Vec::new(),
                };
                let name = name.flatten();
                let mut outcome = Outcome { normal: None, thrown: None };
                for def in defs {
                    let Some(method) = self.program.def(def).copied() else { continue };
                    if self.program.proto(self.program.method(method.id).proto).params.len() != args.len() {
                        continue;
                    }
                    let one = if method.is_static() {
                        let context = self.context(call.at.context, call.at.def, call.at.pc, def.0);
                        self.run(def, &args, heap.clone(), context)
                    } else {
                        self.run_callback(def, receiver, &args, heap.clone(), call.at)
                    };
                    self.merge(&mut outcome, one);
                }
                if outcome.normal.is_some() {
                    return Some(outcome);
                }
                let name = name?;
                let class = class.or_else(|| self.class_of_objects(receiver))?;
                let role = self.role_named(&class, &name, args.len());
                if matches!(role.intrinsic, Some(Intrinsic::Invoke | Intrinsic::NewInstance)) {
                    return None;
                }
                let mut all = vec![receiver];
                all.extend(args);
                Some(self.framework(&role, None, CallKind::Virtual, all, heap.clone(), call.at))
            }
            _ => None,
        }
    }

    /// Methods of a class of the build with that many parameters, the first few.
    fn methods_taking(&self, ty: TypeId, count: usize) -> Vec<DefId> {
        let Some(class) = self.program.class_of(ty) else { return Vec::new() };
        let fits = |def: &DefId| {
            self.program.def(*def).is_some_and(|m| {
                let named = self.program.method(m.id);
                m.code != 0
                    && !self.program.text(named.name).starts_with('<')
                    && self.program.proto(named.proto).params.len() == count
                    && !self.stack.contains(def)
            })
        };
        class.methods.clone().map(DefId).filter(fits).take(8).collect()
    }

    pub(super) fn class_of_objects(&self, value: Val) -> Option<Arc<str>> {
        let objects = self.objects_of(value);
        let first = objects.first()?;
        Some(self.program.type_name(self.info(*first).ty).into())
    }

    /// The elements of an argument array.
    pub(super) fn unpack(&mut self, array: Option<Val>, heap: &Heap) -> Vec<Val> {
        let Some(array) = array else { return Vec::new() };
        let Some(Atom::Object(object)) = self.values.single(array) else { return Vec::new() };
        let length = heap.get(object).and_then(|o| o.get(Key::Slot(Slot::Length)));
        let length = length.and_then(|l| self.values.number(l)).unwrap_or(0).clamp(0, 16);
        (0..length).map(|i| self.element(array, Some(Key::Index(i)), heap)).collect()
    }
}
