//! Lists whose elements are known one by one, entries of maps, arrays of arrays.

use super::framework::Call;
use crate::flow::engine::effect::Which;
use crate::flow::engine::heap::{Heap, Key, Slot};
use crate::flow::engine::value::{Atom, UNKNOWN, Val};
use crate::flow::engine::{Engine, Made, ObjectInfo};

/// Elements of a list that are moved one by one.
const MOVED: i64 = 64;
/// Rows of an array of arrays that are kept apart.
const ROWS: i64 = 16;

impl Engine<'_, '_> {
    /// The object and length of a list all of whose elements stand at known indices.
    fn known_list(&mut self, list: Val, call: &Call<'_>, heap: &Heap) -> Option<(u32, i64)> {
        let Some(Atom::Object(object)) = self.values.single(list).filter(|_| !call.at.looped) else { return None };
        let info = self.info(object);
        let content = heap.get(object)?;
        if info.many || !matches!(info.made, Made::New) || content.get(Key::Any).is_some() {
            return None;
        }
        let length = match content.get(Key::Slot(Slot::Length)) {
            Some(length) => self.values.number(length)?,
            None => 0,
        };
        (0..=MOVED).contains(&length).then_some((object, length))
    }

    /// The index meant, of a list of that length.
    fn index(&self, at: Which, length: i64, call: &Call<'_>) -> Option<i64> {
        match at {
            Which::First => Some(0),
            Which::Last => Some(length - 1),
            Which::At(argument) => {
                let index = call.args.get(usize::from(argument)).and_then(|&v| self.values.number(v))?;
                (0..=length).contains(&index).then_some(index)
            }
        }
    }

    fn at(&mut self, object: u32, index: i64, heap: &Heap) -> Val {
        let zero = self.values.int(0);
        heap.get(object).and_then(|o| o.get(Key::Index(index))).unwrap_or(zero)
    }

    /// A value comes into a list; what follows moves up.
    pub(super) fn insert(&mut self, list: Val, at: Which, value: Val, call: &Call<'_>, heap: &mut Heap) {
        let known = self.known_list(list, call, heap);
        let Some((object, length, index)) = known.and_then(|(o, n)| Some((o, n, self.index(at, n, call)?))) else {
            self.blur(list, heap);
            self.put_element(list, None, value, heap);
            return;
        };
        for i in (index..length).rev() {
            let moved = self.at(object, i, heap);
            heap.put(object, Key::Index(i + 1), moved);
        }
        self.put_element(list, Some(Key::Index(index)), value, heap);
        let length = self.values.int(length + 1);
        heap.put(object, Key::Slot(Slot::Length), length);
    }

    /// An element of a list; `leaves`: what follows moves down.
    pub(super) fn list_element(&mut self, list: Val, at: Which, leaves: bool, call: &Call<'_>, heap: &mut Heap) -> Val {
        let known = self.known_list(list, call, heap).filter(|&(_, length)| length > 0);
        let known = known.and_then(|(o, n)| Some((o, n, self.index(at, n, call).filter(|&i| i < n)?)));
        let Some((object, length, index)) = known else {
            let value = self.element(list, None, heap);
            if leaves {
                self.blur(list, heap);
            }
            return value;
        };
        let value = self.element_of(object, Some(Key::Index(index)), heap);
        if leaves {
            for i in index..length - 1 {
                let moved = self.at(object, i + 1, heap);
                heap.put(object, Key::Index(i), moved);
            }
            heap.remove(object, |key| key == Key::Index(length - 1));
            let length = self.values.int(length - 1);
            heap.put(object, Key::Slot(Slot::Length), length);
        }
        value
    }

    /// The entries of a map: one stands for all, its key apart from its value.
    pub(super) fn entries(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let map = call.receiver?;
        let entries = self.fresh(call, heap);
        let [set] = *self.objects_of(entries) else { return None };
        let info = self.info(set);
        let entry = self.object((call.at.context, call.at.def.0, call.at.pc, 3), ObjectInfo { many: true, ..info });
        let value = self.element(map, None, heap);
        let value = self.values.tainted(value, map.taint);
        let keys: Vec<u32> = (self.objects_of(map).iter().filter_map(|o| heap.get(*o)))
            .flat_map(|o| [Key::Slot(Slot::Keys), Key::Data].map(|key| o.get(key).map_or(0, |part| part.taint)))
            .collect();
        let taint = keys.into_iter().fold(map.taint, |all, one| self.values.join_taint(all, one));
        for (name, part) in [("value", value), ("key", Val { taint, ..UNKNOWN })] {
            let key = Key::Text(self.values.text_id(name));
            heap.add(entry, key, part, &mut self.values);
        }
        let one = self.values.one(Atom::Object(entry));
        heap.put(set, Key::Any, one);
        Some(entries)
    }

    /// An array of arrays, as deep as the numbers given say, two levels of it apart.
    pub(super) fn new_arrays(&mut self, call: &Call<'_>, heap: &mut Heap) -> Option<Val> {
        let ty = self.program.find_type("Ljava/lang/Object;")?;
        let outer = self.make(ty, Made::Array, call.at, heap);
        let [array] = *self.objects_of(outer) else { return None };
        let sizes = call.arg(1);
        let one = self.objects_of(sizes).is_empty();
        let size = |e: &mut Self, i: i64, heap: &Heap| match one {
            true => e.values.number(sizes),
            false => {
                let number = e.element(sizes, Some(Key::Index(i)), heap);
                e.values.number(number)
            }
        };
        let (rows, columns) = (size(self, 0, heap), size(self, 1, heap));
        if let Some(rows) = rows {
            let rows = self.values.int(rows);
            heap.put(array, Key::Slot(Slot::Length), rows);
        }
        if one {
            return Some(outer);
        }
        let apart = rows.filter(|rows| (0..=ROWS).contains(rows));
        for row in 0..apart.unwrap_or(1) {
            let many = call.at.looped || apart.is_none();
            let info = ObjectInfo { ty, made: Made::Array, site: Some((call.at.def, call.at.pc)), many };
            let tag = 0x4000_0000 | row as u32;
            let inner = self.object((call.at.context, call.at.def.0, call.at.pc, tag), info);
            if !call.at.looped {
                heap.reset(inner);
            }
            if let Some(columns) = columns {
                let columns = self.values.int(columns);
                heap.put(inner, Key::Slot(Slot::Length), columns);
            }
            let value = self.values.one(Atom::Object(inner));
            let key = if apart.is_some() { Key::Index(row) } else { Key::Any };
            heap.put(array, key, value);
        }
        Some(outer)
    }
}
