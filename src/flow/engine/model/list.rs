//! Lists whose elements are known one by one.

use super::framework::Call;
use crate::flow::engine::effect::Which;
use crate::flow::engine::heap::{Heap, Key, Slot};
use crate::flow::engine::value::{Atom, Val};
use crate::flow::engine::{Engine, Made};

/// Elements of a list that are moved one by one.
const MOVED: i64 = 64;

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
}
