//! Strings and arrays: framework methods whose meaning is code.

use super::{Call, Intrinsic};
use crate::flow::engine::heap::{Heap, Key, Slot};
use crate::flow::engine::text::{HOLE, base64};
use crate::flow::engine::value::{Atom, NOTHING, UNKNOWN, Val};
use crate::flow::engine::{Engine, Made, Source};

/// The name under which the view of an id is shared.
fn named(id: u32) -> u32 {
    (id & 0x00ff_ffff) | 0x0800_0000
}

impl Engine<'_, '_> {
    /// Text that a field of the screen gives: of the kind that layouts say the field is for.
    pub(super) fn input(&mut self, call: &Call<'_>, source: Source) -> u32 {
        self.field_source(call.receiver.unwrap_or(NOTHING), source)
    }

    /// The same of a view.
    pub(crate) fn field_source(&mut self, view: Val, source: Source) -> u32 {
        for object in self.objects_of(view) {
            let Made::Shared(name) = self.info(object).made else { continue };
            let Some(what) = self.field_of(name) else { continue };
            let kind = match what {
                "password" | "pin" | "passcode" => "password-input",
                "national-id" => "national-id",
                // A name that its owner tells everyone.
                "account" => continue,
                _ => "sensitive-input",
            };
            if let Some(kind) = self.models.kind_of(kind) {
                return self.source(Source { kind, ..source });
            }
        }
        self.source(source)
    }

    /// A layout that the component shows.
    fn show(&mut self, call: &Call<'_>) -> Option<Val> {
        let layout = self.values.number(call.arg(0)).and_then(|n| u32::try_from(n).ok());
        if let (Some(layout), Some(component)) =
            (layout.filter(|l| self.manifest.screens.contains_key(l)), self.component)
        {
            let shown = self.shown.entry(component).or_default();
            if !shown.contains(&layout) {
                shown.push(layout);
            }
        }
        None
    }

    /// What the field of that name is taken for: by the layouts that the component shows, or else by any.
    fn field_of(&self, name: u32) -> Option<&str> {
        let shown = self.component.and_then(|component| self.shown.get(&component));
        let here = shown.into_iter().flatten().filter_map(|layout| self.manifest.screens.get(layout)).flatten();
        let mut here = here.filter(|(id, _)| named(*id) == name).map(|(_, what)| what.as_str()).peekable();
        if here.peek().is_some() {
            return here.find(|what| !what.is_empty());
        }
        self.manifest.fields.iter().find(|(id, _)| named(**id) == name).map(|(_, what)| what.as_str())
    }

    /// Whether an object is a view that layouts make an input field.
    pub(super) fn is_input(&self, object: u32) -> bool {
        match self.info(object).made {
            Made::Shared(name) => self.manifest.inputs.iter().any(|&id| named(id) == name),
            _ => false,
        }
    }

    /// What a modelled call gives; none when the general rules apply.
    pub(super) fn intrinsic(&mut self, intrinsic: Intrinsic, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        use Intrinsic as I;
        match intrinsic {
            I::BuilderInit | I::StringInit => self.builder_init(call, heap),
            I::BuilderAppend => self.append(call, heap),
            I::BuilderText => Some(self.content(call.receiver?, heap)),
            I::BuilderBlur => self.builder_blur(call, heap),
            I::ValueOf => self.value_of(call, heap),
            I::Format => self.format_call(call, heap),
            I::Bytes | I::Chars => self.bytes(call, heap),
            I::Fold => self.fold_call(call, heap),
            I::Same => self.unboxed(call.receiver?, heap),
            I::SameArgument => Some(call.arg(0)),
            I::Parse => self.parse_number(call),
            I::CopyArray => self.copy_array(call, heap),
            I::FillArray => self.fill_array(call, heap),
            I::ArrayCopy => self.array_copy(call, heap),
            I::AsList => self.as_list(call, heap),
            I::Decode64 => self.decode(call, heap),
            I::ClassOf => self.class_of(call),
            I::ForName => self.for_name(call, heap),
            I::ClassName => self.class_name(call),
            I::GetMember => self.member(call, heap),
            I::GetMembers => self.members(call, heap),
            I::NewInstance | I::Invoke => None,
            I::FieldGet => self.field_read(call, heap),
            I::FieldSet => self.field_written(call, heap),
            I::NewArrays => self.new_arrays(call, heap),
            I::Entries => self.entries(call, heap),
            I::IntentInit => self.intent_init(call, heap),
            I::IntentClass => self.intent_class(call, heap),
            I::StartActivity | I::StartOther => self.start(call, heap),
            I::SetResult => self.set_result(call, heap),
            I::GetIntent => self.get_intent(call, heap),
            I::Resource => self.resource(call),
            I::Equals => self.equals(call, heap),
            I::Below => self.below(call),
            I::Register => self.register(call, heap),
            I::Layout => self.show(call),
            I::EnumValue => self.enum_value(call, heap),
            I::Join => self.joined_text(call, heap),
        }
    }

    /// What a box made by its constructor holds; other values stand for themselves.
    fn unboxed(&mut self, value: Val, heap: &Heap) -> Option<Val> {
        let inside = match self.values.single(value) {
            Some(Atom::Object(object)) if matches!(self.info(object).made, Made::New) => {
                heap.get(object).and_then(|o| o.get(Key::Made(0)))
            }
            _ => None,
        };
        Some(inside.map_or(value, |inner| Val { taint: value.taint, ..inner }))
    }

    /// The text that builders, strings made by constructors and arrays of characters hold; other values as they are.
    pub(super) fn content(&mut self, value: Val, heap: &Heap) -> Val {
        let mut found = NOTHING;
        for atom in self.values.atoms(value).to_vec() {
            let one = match atom {
                Atom::Object(object) => match heap.get(object).and_then(|o| o.get(Key::Slot(Slot::Text))) {
                    Some(text) => text,
                    None => match self.characters(object, heap).or_else(|| self.shared_path(object, heap)) {
                        Some(text) => text,
                        None => self.values.one(atom),
                    },
                },
                other => self.values.one(other),
            };
            found = self.values.join(found, one);
        }
        let taint = self.taint_of(value, heap);
        self.values.tainted(found, taint)
    }

    /// The path of a file on shared storage, for judgements: what is below it may be rewritten by others.
    fn shared_path(&mut self, object: u32, heap: &Heap) -> Option<Val> {
        let path = if self.options.terms { self.path(object, heap, 0)? } else { return None };
        Some(self.values.text(&path))
    }

    fn path(&self, object: u32, heap: &Heap, depth: u32) -> Option<String> {
        let content = heap.get(object).filter(|_| depth < 6)?;
        let of = |value: Val| match self.values.single(value)? {
            Atom::Object(object) => self.path(object, heap, depth + 1),
            Atom::Text(id) => Some(self.values.get_text(id).to_string()),
            _ => None,
        };
        let info = self.info(object);
        match info.made {
            Made::Call(method) => {
                let named = self.program.method(method);
                match self.program.text(named.name) {
                    "getExternalStorageDirectory"
                    | "getExternalFilesDir"
                    | "getExternalCacheDir"
                    | "getExternalStoragePublicDirectory" => Some("/storage/emulated/0".to_owned()),
                    "getAbsolutePath" | "getPath" | "getCanonicalPath" | "getAbsoluteFile" | "toString" => {
                        of(content.get(Key::Slot(Slot::Receiver))?)
                    }
                    _ => None,
                }
            }
            Made::New if self.program.descriptor(info.ty) == "Ljava/io/File;" => {
                let folder = of(content.get(Key::Made(0))?)?;
                match content.get(Key::Made(1)) {
                    Some(name) => {
                        let name = self.values.string(name);
                        Some(format!("{folder}/{}", name.as_deref().unwrap_or("\u{fffc}")))
                    }
                    None => Some(folder),
                }
            }
            _ => None,
        }
        .filter(|path| path.starts_with("/storage/"))
    }

    /// An array of known characters or bytes as text.
    fn characters(&mut self, object: u32, heap: &Heap) -> Option<Val> {
        let content = heap.get(object)?;
        let length = self.values.number(content.get(Key::Slot(Slot::Length))?)?;
        if !matches!(self.info(object).made, Made::Array) || !(1..=512).contains(&length) {
            return None;
        }
        let mut text = String::new();
        let mut taint = 0;
        for i in 0..length {
            let element = content.get(Key::Index(i))?;
            taint = self.values.join_taint(taint, element.taint);
            text.push(char::from_u32(u32::try_from(self.values.number(element)?).ok()?)?);
        }
        let text = self.values.text(&text);
        Some(Val { taint, ..text })
    }

    fn builder_init(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let number = call.method.is_some_and(|m| {
            let proto = self.program.proto(self.program.method(m).proto);
            proto.params.first().is_some_and(|&t| self.program.descriptor(t) == "I")
        });
        let text = match call.args.first() {
            Some(&first) if !number => {
                let text = self.content(first, heap);
                let deep = self.deep_taint(first, heap);
                self.values.tainted(text, deep)
            }
            _ => self.values.text(""),
        };
        for object in self.objects_of(call.receiver?) {
            heap.put(object, Key::Slot(Slot::Text), text);
        }
        Some(NOTHING)
    }

    fn append(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let receiver = call.receiver?;
        let proto = call.method.map(|m| self.program.proto(self.program.method(m).proto));
        let kind = proto.and_then(|proto| self.program.descriptor(*proto.params.first()?).as_bytes().first().copied());
        let character = kind == Some(b'C');
        let mut added = self.shown_value(call.arg(0), call, heap);
        match kind {
            Some(b'L') => added = self.not_null(added),
            Some(b'Z') => added = self.truth(added),
            _ => {}
        }
        if character && let Some(c) = self.values.number(added).and_then(|n| char::from_u32(n as u32)) {
            let text = self.values.text(&c.to_string());
            added = Val { taint: added.taint, ..text };
        }
        let single = self.values.single(receiver).is_some();
        let api = self.api_text(call.role);
        for object in self.objects_of(receiver) {
            let before = heap.get(object).and_then(|o| o.get(Key::Slot(Slot::Text))).unwrap_or(UNKNOWN);
            let after = self.concat(before, added);
            let taint = self.step(after.taint, super::trace::STORE, api, call.at.def, call.at.pc);
            let after = Val { taint, ..after };
            if single {
                heap.put(object, Key::Slot(Slot::Text), after);
            } else {
                heap.add(object, Key::Slot(Slot::Text), after, &mut self.values);
            }
        }
        let taint = self.taint_of(receiver, heap);
        let taint = self.values.join_taint(taint, if self.objects_of(receiver).is_empty() { added.taint } else { 0 });
        Some(self.values.tainted(receiver, taint))
    }

    /// A reference without its being null: no text that code means to build has one.
    fn not_null(&mut self, value: Val) -> Val {
        let atoms = self.values.atoms(value);
        if !atoms.contains(&Atom::Int(0)) {
            return value;
        }
        let kept: Vec<Atom> = atoms.iter().copied().filter(|atom| *atom != Atom::Int(0)).collect();
        let kept = if kept.is_empty() { UNKNOWN } else { self.values.set(kept) };
        Val { taint: value.taint, ..kept }
    }

    /// A truth value as it is written.
    fn truth(&mut self, value: Val) -> Val {
        let Some(number) = self.values.number(value) else { return Val { taint: value.taint, ..UNKNOWN } };
        let text = self.values.text(if number == 0 { "false" } else { "true" });
        Val { taint: value.taint, ..text }
    }

    /// What `toString` of a value gives: objects of the build are asked.
    fn shown_value(&mut self, value: Val, call: &Call<'_>, heap: &mut Heap) -> Val {
        let mut shown = self.content(value, heap);
        for object in self.objects_of(value) {
            let info = self.info(object);
            if matches!(info.made, Made::New) && self.program.class_of(info.ty).is_some() {
                let receiver = self.values.one(Atom::Object(object));
                let outcome = self.run_named(receiver, "toString", &[], heap.clone(), call.at, 3);
                if let Some((text, after)) = outcome.normal {
                    *heap = after;
                    shown = Val { taint: shown.taint, ..text };
                    shown = self.values.tainted(shown, text.taint);
                }
            } else if self.info(object).site.is_some() {
                let taint = self.deep_taint(value, heap);
                shown = self.values.tainted(shown, taint);
            }
        }
        shown
    }

    fn builder_blur(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let receiver = call.receiver?;
        let mut taint = self.taint_of(receiver, heap);
        for &arg in call.args {
            let one = self.taint_of(arg, heap);
            taint = self.values.join_taint(taint, one);
        }
        if call.role.api.ends_with(".setLength")
            && self.values.number(call.arg(0)) == Some(0)
            && let Some(Atom::Object(object)) = self.values.single(receiver)
            && !self.info(object).many
        {
            let empty = self.values.text("");
            heap.put(object, Key::Slot(Slot::Text), empty);
            return Some(receiver);
        }
        let reversed = call.role.api.ends_with(".reverse");
        for object in self.objects_of(receiver) {
            let before = heap.get(object).and_then(|o| o.get(Key::Slot(Slot::Text))).unwrap_or(UNKNOWN);
            let text = match self.values.string(before).filter(|t| reversed && !t.contains(HOLE)) {
                Some(text) => {
                    let text: String = text.chars().rev().collect();
                    self.values.text(&text)
                }
                // The letters stay constant, only their order is not followed.
                None if !self.open(before) && call.args.iter().all(|&a| !self.open(a)) => before,
                None => UNKNOWN,
            };
            heap.put(object, Key::Slot(Slot::Text), Val { taint, ..text });
        }
        Some(self.values.tainted(receiver, taint))
    }

    fn value_of(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let value = call.args.first().copied().or(call.receiver)?;
        let shown = self.shown_value(value, call, heap);
        if let Some(number) = self.values.number(shown) {
            let text = self.values.text(&number.to_string());
            return Some(Val { taint: shown.taint, ..text });
        }
        Some(shown)
    }

    fn format_call(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let (pattern, rest) = match call.args {
            [pattern, rest] => (*pattern, *rest),
            [_, pattern, rest] => (*pattern, *rest),
            _ => return None,
        };
        let mut args = Vec::new();
        for i in 0..16 {
            let value = self.element(rest, Some(Key::Index(i)), heap);
            if self.values.number(value) == Some(0) && i > 0 {
                break;
            }
            args.push(self.shown_value(value, call, heap));
        }
        let deep = self.deep_taint(rest, heap);
        let taint = self.values.join_taint(deep, pattern.taint);
        let value = match self.values.string(pattern) {
            Some(pattern) => self.format(&pattern, &args),
            None => UNKNOWN,
        };
        Some(self.values.tainted(value, taint))
    }

    fn bytes(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let text = self.content(call.receiver?, heap);
        let array = self.fresh(call, heap);
        if let Some(Atom::Object(object)) = self.values.single(array) {
            heap.put(object, Key::Slot(Slot::Text), text);
            if let Some(known) = self.values.string(text).filter(|t| !t.contains(HOLE)) {
                let length = self.values.int(known.len() as i64);
                heap.put(object, Key::Slot(Slot::Length), length);
            }
        }
        Some(Val { taint: text.taint, ..array })
    }

    fn fold_call(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let name = call.role.api.rsplit('.').next().unwrap_or_default().to_owned();
        let receiver = self.content(call.receiver?, heap);
        let args: Vec<Val> = call.args.iter().map(|&a| self.content(a, heap)).collect();
        let mut taint = receiver.taint;
        for arg in &args {
            taint = self.values.join_taint(taint, arg.taint);
        }
        // How long a text is tells nothing of what it says.
        if self.options.taint && matches!(name.as_str(), "length" | "isEmpty" | "isBlank") {
            let known = self.fold(&name, receiver, &args);
            return Some(Val { taint: 0, ..known.unwrap_or(UNKNOWN) });
        }
        if let Some(value) = self.fold(&name, receiver, &args) {
            return Some(Val { taint, ..value });
        }
        if name == "concat" {
            let value = self.concat(receiver, args.first().copied().unwrap_or(UNKNOWN));
            return Some(Val { taint, ..value });
        }
        // The same text in another form: where it comes from stays known.
        if matches!(name.as_str(), "toString" | "trim" | "intern" | "toLowerCase" | "toUpperCase" | "strip")
            && self
                .values
                .atoms(receiver)
                .iter()
                .all(|a| !matches!(a, Atom::Object(o) if self.program.class_of(self.info(*o).ty).is_some()))
        {
            let receiver = if name == "toString" { self.shown_value(call.receiver?, call, heap) } else { receiver };
            return Some(Val { taint: self.values.join_taint(taint, receiver.taint), ..receiver });
        }
        let value = self.fresh(call, heap);
        if let Some(Atom::Object(object)) = self.values.single(value)
            && name == "split"
        {
            let part = Val { taint, ..UNKNOWN };
            heap.put(object, Key::Any, part);
        }
        Some(self.values.tainted(value, taint))
    }

    fn parse_number(&mut self, call: &Call<'_>) -> Option<Val> {
        let value = call.arg(0);
        match self.values.string(value) {
            Some(text) => {
                let number = match text.as_ref() {
                    "true" => 1,
                    "false" => 0,
                    text => match call.args.get(1).map(|&radix| self.values.number(radix)) {
                        Some(radix) => {
                            let radix = u32::try_from(radix?).ok().filter(|radix| (2..=36).contains(radix))?;
                            i64::from_str_radix(text, radix).ok()?
                        }
                        None => text.parse().ok()?,
                    },
                };
                let number = self.values.int(number);
                Some(Val { taint: value.taint, ..number })
            }
            None => Some(value),
        }
    }

    /// The constant of an enumeration that a name gives; any of them when the name is not known.
    fn enum_value(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let Some(Atom::Class(ty)) = self.values.single(call.arg(0)) else { return None };
        let program = self.program;
        let class = program.class_of(ty)?;
        let name = self.values.string(call.arg(1));
        let mut found = NOTHING;
        for &field in class.static_fields.iter().take(64) {
            let named = program.field(field);
            if named.ty == ty && name.as_deref().is_none_or(|name| program.text(named.name) == name) {
                let one = self.get_static(field, call.at, heap);
                found = self.values.join(found, one);
            }
        }
        (found != NOTHING).then_some(found)
    }

    /// `join` of known pieces; the pieces of a list or array whose length is known.
    fn joined_text(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let (separator, pieces) = (self.values.string(call.arg(0))?, self.values.single(call.arg(1))?);
        let Atom::Object(pieces) = pieces else { return None };
        let content = heap.get(pieces)?;
        let count = self.values.number(content.get(Key::Slot(Slot::Length))?).filter(|n| (0..=64).contains(n))?;
        let mut text = String::new();
        let mut taint = 0;
        for i in 0..count {
            let piece = content.get(Key::Index(i))?;
            if i > 0 {
                text.push_str(&separator);
            }
            text.push_str(&self.values.string(piece)?);
            taint = self.values.join_taint(taint, piece.taint);
        }
        let text = self.values.text(&text);
        Some(Val { taint, ..text })
    }

    /// A part of an array or list from a known index on.
    fn slice(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let list = call.role.api.ends_with(".subList");
        let (source, from, to) = match (call.receiver, call.args) {
            (Some(list), [from, to]) => (list, *from, *to),
            (None, [array, from, to]) => (*array, *from, *to),
            _ => return None,
        };
        let (from, to) = (self.values.number(from)?, self.values.number(to));
        let Some(Atom::Object(object)) = self.values.single(source) else { return None };
        let content = heap.get(object)?;
        if list && content.get(Key::Any).is_some() {
            return None;
        }
        let text = content.get(Key::Slot(Slot::Text)).is_some();
        let kept = |&(key, value): &(Key, Val)| match key {
            Key::Index(i) if i >= from && to.is_none_or(|to| i < to) => {
                Some((Key::Index(i.saturating_sub(from)), value))
            }
            Key::Any | Key::Data | Key::Called(..) => Some((key, value)),
            _ => None,
        };
        let parts: Vec<(Key, Val)> = content.parts().iter().filter_map(kept).collect();
        if text {
            return None;
        }
        let part = self.fresh(call, heap);
        let length = to.map_or(UNKNOWN, |to| self.values.int(to.saturating_sub(from)));
        for object in self.objects_of(part) {
            heap.put(object, Key::Slot(Slot::Length), length);
            for &(key, value) in &parts {
                heap.add(object, key, value, &mut self.values);
            }
        }
        Some(Val { taint: source.taint, ..part })
    }

    fn copy_array(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        if call.role.api.ends_with(".copyOfRange") || call.role.api.ends_with(".subList") {
            if let Some(part) = self.slice(call, heap) {
                return Some(part);
            }
            if call.role.api.ends_with(".subList") {
                return None;
            }
        }
        let source = call.args.first().copied().or(call.receiver)?;
        let array = self.fresh(call, heap);
        self.copy_parts(source, array, heap);
        if call.args.len() > 1 {
            for object in self.objects_of(array) {
                let length = if call.args.len() == 2 { call.arg(1) } else { UNKNOWN };
                heap.put(object, Key::Slot(Slot::Length), length);
            }
        }
        let mut marks = Vec::new();
        for object in self.objects_of(source) {
            marks.extend(heap.get(object)?.parts().iter().copied().filter(|p| matches!(p.0, Key::Called(..))));
        }
        for object in self.objects_of(array) {
            for &(key, value) in &marks {
                heap.put(object, key, value);
            }
        }
        Some(Val { taint: source.taint, ..array })
    }

    fn fill_array(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let (array, value) = (call.arg(0), *call.args.last()?);
        if let Some(Atom::Object(object)) = self.values.single(array)
            && call.args.len() == 2
        {
            heap.remove(object, |key| matches!(key, Key::Index(_) | Key::Any | Key::Data | Key::Called(..)));
        }
        self.put_element(array, None, value, heap);
        Some(NOTHING)
    }

    fn array_copy(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let (from, to) = (call.arg(0), call.arg(2));
        let (start, target, count) =
            (self.values.number(call.arg(1)), self.values.number(call.arg(3)), self.values.number(call.arg(4)));
        if let (Some(start), Some(target), Some(count)) = (start, target, count.filter(|c| (0..=64).contains(c))) {
            for i in 0..count {
                let value = self.element(from, Some(Key::Index(start + i)), heap);
                self.put_element(to, Some(Key::Index(target + i)), value, heap);
            }
        } else {
            let value = self.element(from, None, heap);
            self.put_element(to, None, value, heap);
        }
        let taint = self.taint_of(from, heap);
        self.taint_object(to, taint, heap);
        let text: Vec<(Key, Val)> = self
            .objects_of(from)
            .into_iter()
            .filter_map(|o| heap.get(o))
            .flat_map(|o| o.parts().iter().copied())
            .filter(|p| matches!(p.0, Key::Called(..)))
            .collect();
        for object in self.objects_of(to) {
            for &(key, value) in &text {
                heap.put(object, key, value);
            }
        }
        Some(NOTHING)
    }

    fn as_list(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let list = self.fresh(call, heap);
        for (i, &arg) in call.args.iter().enumerate() {
            let array = self.objects_of(arg).iter().any(|&o| matches!(self.info(o).made, Made::Array));
            if array && call.args.len() == 1 {
                self.copy_parts(arg, list, heap);
            } else {
                self.put_element(list, Some(Key::Index(i as i64)), arg, heap);
            }
        }
        Some(list)
    }

    fn decode(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let text = self.content(call.arg(0), heap);
        let array = self.fresh(call, heap);
        if let Some(Atom::Object(object)) = self.values.single(array) {
            match self.values.string(text).filter(|t| !t.contains(HOLE)) {
                Some(text) => {
                    let bytes = base64(&text).unwrap_or_else(|| text.as_bytes().to_vec());
                    let length = self.values.int(bytes.len() as i64);
                    heap.put(object, Key::Slot(Slot::Length), length);
                    let decoded: String = bytes.iter().map(|&b| char::from(b)).collect();
                    let decoded = self.values.text(&decoded);
                    heap.put(object, Key::Slot(Slot::Text), decoded);
                }
                None => {
                    heap.put(object, Key::Slot(Slot::Text), text);
                    // As a term the bytes are what decoding gave, not the letters.
                    if let Some(method) = call.method.filter(|_| self.options.terms) {
                        heap.put(object, Key::Called(method, 0), text);
                    }
                }
            }
        }
        Some(Val { taint: text.taint, ..array })
    }

    fn equals(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let receiver = self.content(call.receiver?, heap);
        let other = self.content(call.arg(0), heap);
        let (Some(_), Some(_)) = (self.values.string(receiver), self.values.string(other)) else {
            return Some(UNKNOWN);
        };
        self.fold("equals", receiver, &[other])
    }

    /// `nextInt` with a known bound.
    fn below(&mut self, call: &Call<'_>) -> Option<Val> {
        if self.options.terms {
            return None;
        }
        let bound = u32::try_from(self.values.number(*call.args.first()?)?).ok()?;
        Some(self.values.one(Atom::Below(bound)))
    }

    fn resource(&mut self, call: &Call<'_>) -> Option<Val> {
        let id = u32::try_from(self.values.number(call.arg(0))?).ok()?;
        let text = self.manifest.string(id)?;
        Some(self.values.text(&text))
    }
}
