//! Abstract values as terms that facts are made of.

use std::sync::Arc;

use super::heap::{Heap, Key, Slot};
use super::text::HOLE;
use super::value::{Atom, Val};
use super::{Engine, Made};
use crate::flow::{Object, Value};

/// Terms within terms.
const DEPTH: u32 = 4;
/// Things in one term; what goes beyond is not said.
const PARTS: u32 = 300;
/// Elements of an array that are looked at.
const ELEMENTS: i64 = 4_096;

impl Engine<'_, '_> {
    /// A value as a term.
    pub(crate) fn term(&self, value: Val, heap: &Heap, depth: u32) -> Value {
        if depth == 0 {
            self.term_parts.set(0);
        }
        self.term_parts.set(self.term_parts.get() + 1);
        if self.term_parts.get() > PARTS {
            return Value::Unknown;
        }
        let atoms = self.values.atoms(value);
        Value::one_of(atoms.iter().map(|&atom| self.atom(atom, heap, depth)).collect())
    }

    fn atom(&self, atom: Atom, heap: &Heap, depth: u32) -> Value {
        match atom {
            Atom::Unknown | Atom::Below(_) => Value::Unknown,
            Atom::Literal => Value::Computed,
            Atom::Int(number) => Value::Int(number),
            Atom::Text(id) => pieces(&self.values.get_text(id)),
            Atom::Class(ty) => Value::Class(self.program.type_name(ty).into()),
            Atom::Static(field) => Value::StaticField(self.program.field_name(field).into()),
            Atom::Field(field) => Value::Field(self.program.field_name(field).into()),
            Atom::Param(index) => Value::Param(index),
            Atom::Object(_) if depth > DEPTH => Value::Unknown,
            Atom::Object(object) => self.object_term(object, heap, depth),
        }
    }

    fn object_term(&self, object: u32, heap: &Heap, depth: u32) -> Value {
        let info = self.info(object);
        let class: Arc<str> = self.program.type_name(info.ty).into();
        let site = || info.site.map(|(def, pc)| self.program.locus(def, pc));
        let (api, class) = match info.made {
            Made::Array => return self.array_term(object, heap, depth),
            Made::New => (Arc::from(format!("{class}.<init>")), class),
            Made::Call(method) => {
                if let Some(text) = heap.get(object).and_then(|o| o.get(Key::Slot(Slot::Text)))
                    && !self.open(text)
                    && class.ends_with("[]")
                {
                    return self.array_term(object, heap, depth);
                }
                // What a list of constants became.
                let elements = |o: &super::heap::Object| o.parts().iter().any(|(key, _)| matches!(key, Key::Index(_)));
                if class.ends_with("[]") && heap.get(object).is_some_and(elements) {
                    let array = self.array_term(object, heap, depth);
                    if array.is_constant() {
                        return array;
                    }
                }
                let result = self.program.proto(self.program.method(method).proto).result;
                (Arc::from(self.program.api(method)), Arc::from(self.program.type_name(result)))
            }
            Made::Lambda(..) => (Arc::from("lambda"), class),
            Made::Given => (Arc::from("given"), class),
            _ => return Value::Unknown,
        };
        let mut term = Object { class, api, site: site(), receiver: None, args: Vec::new(), calls: Vec::new() };
        for &(key, value) in heap.get(object).map(super::heap::Object::parts).unwrap_or_default() {
            match key {
                Key::Made(i) => {
                    let value = self.term(value, heap, depth + 1);
                    place(&mut term.args, i, value);
                }
                Key::Slot(Slot::Receiver) => term.receiver = Some(self.term(value, heap, depth + 1)),
                Key::Called(method, i) => {
                    let api: Arc<str> = self.program.api(method).into();
                    let value = (i != u8::MAX).then(|| self.term(value, heap, depth + 1));
                    match term.calls.last_mut().filter(|(known, _)| *known == api) {
                        Some((_, args)) => {
                            if let Some(value) = value {
                                place(args, i, value);
                            }
                        }
                        None => {
                            let mut args = Vec::new();
                            if let Some(value) = value {
                                place(&mut args, i, value);
                            }
                            term.calls.push((api, args));
                        }
                    }
                }
                _ => {}
            }
        }
        Value::Object(Arc::new(term))
    }

    /// Arrays: constant when every element is, and no call filled it.
    fn array_term(&self, object: u32, heap: &Heap, depth: u32) -> Value {
        let Some(content) = heap.get(object) else {
            return Value::Array { len: None, constant: false, bytes: None, from: vec![] };
        };
        let number = |v: Val| self.values.number(v);
        let mut len = content.get(Key::Slot(Slot::Length)).and_then(number).and_then(|n| u32::try_from(n).ok());
        let mut from: Vec<Value> = Vec::new();
        let mut constant = true;
        let mut bytes: Option<Vec<u8>> = None;
        if let Some(text) = content.get(Key::Slot(Slot::Text)) {
            match self.values.string(text).filter(|t| !t.contains(HOLE)) {
                Some(text) => {
                    len = len.or(u32::try_from(text.len()).ok());
                    bytes = Some(text.as_bytes().to_vec());
                }
                None => {
                    let term = self.term(text, heap, depth + 1);
                    constant &= term.is_constant();
                    from.push(term);
                }
            }
        }
        if bytes.is_none() && from.is_empty() {
            bytes = len.filter(|&l| i64::from(l) <= ELEMENTS).map(|l| vec![0; l as usize]);
        }
        for &(key, value) in content.parts() {
            match key {
                Key::Index(i) => match number(value) {
                    Some(n) => {
                        let slot = usize::try_from(i).ok().and_then(|i| bytes.as_mut()?.get_mut(i));
                        if let Some(slot) = slot {
                            *slot = n as u8;
                        }
                    }
                    None => {
                        let term = self.term(value, heap, depth + 1);
                        constant &= term.is_constant();
                        bytes = None;
                        if from.len() < 8 && !from.contains(&term) {
                            from.push(term);
                        }
                    }
                },
                Key::Any | Key::Data => {
                    bytes = None;
                    let term = self.term(value, heap, depth + 1);
                    constant &= term.is_constant();
                    if !from.contains(&term) {
                        from.push(term);
                    }
                }
                Key::Called(method, _) => {
                    constant = false;
                    bytes = None;
                    let api: Arc<str> = self.program.api(method).into();
                    let class = api.rsplit_once('.').map_or("", |(class, _)| class).into();
                    let receiver = (value.atoms != 0).then(|| self.term(value, heap, depth + 1));
                    let filled = Object { class, api, site: None, receiver, args: vec![], calls: vec![] };
                    from.push(Value::Object(Arc::new(filled)));
                }
                _ => {}
            }
        }
        // An array of unknown length without any known element says nothing.
        if len.is_none() && bytes.is_none() && from.is_empty() {
            constant = content.parts().iter().any(|(key, _)| matches!(key, Key::Index(_))) && constant;
        }
        let bytes = bytes.filter(|_| constant).map(Arc::from);
        Value::Array { len, constant, bytes, from }
    }
}

fn place(args: &mut Vec<Value>, at: u8, value: Value) {
    let at = usize::from(at);
    if args.len() <= at {
        args.resize(at + 1, Value::Unknown);
    }
    if let Some(slot) = args.get_mut(at) {
        *slot = value;
    }
}

/// A string, or the pieces of one that is only partly known.
fn pieces(text: &Arc<str>) -> Value {
    if !text.contains(HOLE) {
        return Value::Str(text.clone());
    }
    let mut args = Vec::new();
    for (i, piece) in text.split(HOLE).enumerate() {
        if i > 0 {
            args.push(Value::Unknown);
        }
        if !piece.is_empty() {
            args.push(Value::Str(piece.into()));
        }
    }
    Value::Object(Arc::new(Object {
        class: "java.lang.String".into(),
        api: "java.lang.StringBuilder.toString".into(),
        site: None,
        receiver: None,
        args,
        calls: Vec::new(),
    }))
}
