//! Marks on values: what taints a value or what it holds, sources, and the steps of traces.

use smallvec::SmallVec;

/// Objects that are looked at for what a value holds.
const HELD: usize = 64;

/// Steps of one trace.
const STEPS: usize = 128;

/// What the arguments of a call bear.
#[derive(Debug, Default)]
pub(super) struct Borne {
    /// What taints each of them or what it holds, once that was asked for.
    pub(super) taints: SmallVec<[u32; 8]>,
    /// Something that a source gave is among it, or the method comes upon something.
    pub(super) laden: bool,
}

use super::heap::{Heap, Key, Slot};
use super::value::{Mark, SOUGHT, Val};
use super::{Engine, Node, Source, trace};
use crate::flow::dalvik::DefId;

/// The objects that a value is and that these hold, a bounded number.
struct Within {
    seen: SmallVec<[u32; 4]>,
    /// Tells most objects that were not seen yet without a look through the list.
    known: u64,
    next: usize,
}

impl Within {
    fn of(seen: SmallVec<[u32; 4]>) -> Self {
        let known = seen.iter().fold(0, |known, object| known | 1 << (object % 64));
        Self { seen, known, next: 0 }
    }

    fn add(&mut self, object: u32) {
        let bit = 1 << (object % 64);
        if self.seen.len() < HELD && (self.known & bit == 0 || !self.seen.contains(&object)) {
            self.known |= bit;
            self.seen.push(object);
        }
    }

    fn next(&mut self) -> Option<u32> {
        let object = self.seen.get(self.next).copied().filter(|_| self.next < HELD);
        self.next += 1;
        object
    }
}

impl Engine<'_, '_> {
    /// What taints a value itself: its own marks and those of the content of objects whose parts are not told apart.
    pub(crate) fn taint_of(&mut self, value: Val, heap: &Heap) -> u32 {
        let mut taint = value.taint;
        if self.options.taint && self.values.marked() {
            for object in self.objects_of(value) {
                let data = heap
                    .get(object)
                    .map(|o| [Key::Data, Key::Slot(Slot::Text)].map(|key| o.get(key).map_or(0, |v| v.taint)));
                for data in data.into_iter().flatten() {
                    taint = self.values.join_taint(taint, data);
                }
            }
        }
        taint
    }

    /// Whether anything taints a value or what it holds, in files too.
    pub(crate) fn bears_taint(&self, value: Val, heap: &Heap) -> bool {
        let laden = |taint: u32| taint != 0 && self.values.laden(taint);
        let mut within = Within::of(self.objects_of(value));
        let mut found = laden(value.taint);
        while let Some(object) = within.next().filter(|_| !found) {
            let Some(object) = heap.get(object) else { continue };
            let holds = object.holds(&self.values);
            holds.objects.iter().for_each(|&inner| within.add(inner));
            found = holds.taints.iter().any(|&taint| laden(taint));
            for key in [Slot::Content, Slot::Folder].into_iter().filter(|_| holds.files) {
                let Some(part) = object.get(Key::Slot(key)) else { continue };
                found |= laden(part.taint);
                self.objects_of(part).into_iter().for_each(|inner| within.add(inner));
            }
        }
        found
    }

    /// What the arguments of a call bear, and whether that, or what the method comes upon, is worth following.
    pub(super) fn borne(&mut self, def: DefId, args: &[Val], heap: &Heap) -> Borne {
        if !self.options.taint || !self.follows() {
            return Borne::default();
        }
        let mut borne = Borne { taints: SmallVec::new(), laden: self.asks_upon(def) };
        let mut passed_over = false;
        for &value in args {
            let (taint, files) = self.deep(value, heap);
            borne.taints.push(taint);
            borne.laden |= taint != 0 && self.values.laden(taint);
            passed_over |= files;
        }
        if !borne.laden && passed_over {
            borne.laden = args.iter().any(|&value| self.bears_taint(value, heap));
        }
        borne
    }

    /// Whether there is anything to follow yet: a source, or a label that makes one.
    pub(crate) fn follows(&self) -> bool {
        !self.sources.is_empty() || self.sought
    }

    /// What taints a value or anything that it holds.
    pub(crate) fn deep_taint(&mut self, value: Val, heap: &Heap) -> u32 {
        self.deep(value, heap).0
    }

    /// The same, and whether something in files was passed over: naming them does not tell it.
    fn deep(&mut self, value: Val, heap: &Heap) -> (u32, bool) {
        let mut taint = value.taint;
        if !self.options.taint || !self.values.marked() {
            return (taint, false);
        }
        let mut parts: SmallVec<[u32; 8]> = SmallVec::new();
        let mut files = false;
        let mut within = Within::of(self.objects_of(value));
        while let Some(object) = within.next() {
            let Some(holds) = heap.get(object).map(|object| object.holds(&self.values)) else { continue };
            files |= holds.files;
            for &taint in &holds.taints {
                if !parts.contains(&taint) {
                    parts.push(taint);
                }
            }
            holds.objects.iter().for_each(|&inner| within.add(inner));
        }
        for part in parts {
            taint = self.values.join_taint(taint, part);
        }
        (taint, files)
    }

    /// A mark for a source statement.
    pub(crate) fn source(&mut self, source: Source) -> u32 {
        let number = self.source_number(source);
        let node =
            self.node(Node { before: u32::MAX, role: trace::SOURCE, what: source.api, def: source.def, pc: source.pc });
        self.values.mark_set(vec![Mark { source: number, node }])
    }

    fn source_number(&mut self, source: Source) -> u32 {
        let next = self.sources.len() as u32;
        let number = *self.source_of.entry(source).or_insert(next);
        if number == next {
            self.sources.push(source);
        }
        number
    }

    /// The same sources, those of one kind narrowed down to a part of what they gave.
    pub(crate) fn part_of(&mut self, taint: u32, kind: u32, part: u8) -> u32 {
        let marks = self.values.marks(taint).to_vec();
        let mut narrowed = Vec::with_capacity(marks.len());
        for mark in marks {
            let source = self.sources.get(mark.source as usize).filter(|s| s.kind == kind && s.part == 0).copied();
            let source = source.map_or(mark.source, |source| self.source_number(Source { part, ..source }));
            narrowed.push(Mark { source, ..mark });
        }
        self.values.mark_set(narrowed)
    }

    fn node(&mut self, node: Node) -> u32 {
        let next = self.nodes.len() as u32;
        let number = *self.node_of.entry(node).or_insert(next);
        if number == next {
            self.nodes.push(node);
        }
        number
    }

    /// The same sources, one step further.
    pub(crate) fn step(&mut self, taint: u32, role: u8, what: u32, def: DefId, pc: u32) -> u32 {
        if taint == 0 {
            return 0;
        }
        if let Some(&known) = self.stepped.get(&(taint, role, what, def, pc)) {
            return known;
        }
        let marks = self.values.marks(taint).to_vec();
        let mut next = Vec::with_capacity(marks.len());
        for mark in marks {
            let label = mark.source >= SOUGHT;
            let node = if label { mark.node } else { self.extend(mark.node, role, what, def, pc) };
            next.push(Mark { source: mark.source, node });
        }
        let stepped = self.values.mark_set(next);
        self.stepped.insert((taint, role, what, def, pc), stepped);
        stepped
    }

    /// A trace with one more step, unless it has that step already or is long.
    pub(crate) fn extend(&mut self, node: u32, role: u8, what: u32, def: DefId, pc: u32) -> u32 {
        let mut at = node;
        for _ in 0..STEPS {
            let Some(&step) = self.nodes.get(at as usize) else { break };
            let transform = role == trace::TRANSFORM;
            if transform && (step.role, step.what) == (role, what)
                || !transform && (step.def, step.pc) == (def, pc) && (step.role == role || step.role == trace::SOURCE)
            {
                return node;
            }
            if step.before == u32::MAX {
                return self.node(Node { before: node, role, what, def, pc });
            }
            at = step.before;
        }
        node
    }
}
