//! Tainted things that lie where methods find them without being given them: static fields, preferences, views, intents.
//!
//! Which methods may come upon one of them is kept as the set of methods from which calls lead to a read. Everything
//! else needs to be followed only when its arguments bear something.

use rustc_hash::{FxHashMap, FxHashSet};

use super::heap::{Heap, Key};
use super::value::{Atom, Val};
use super::{Engine, Made};
use crate::flow::callgraph::{Leads, Reached};
use crate::flow::dalvik::{DefId, FieldId, MethodId, Program};
use crate::flow::engine::effect::Effect;
use crate::flow::engine::model::Intrinsic;

/// Where something lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Spot {
    /// In a static field, or in an instance field of objects that are not known.
    Field(FieldId),
    /// In what an API gives everyone who asks (preferences, a view): the number of its text.
    Api(u32),
    /// In an intent that a component gets.
    Intent,
}

/// What is known of shared things.
pub(super) struct Shared<'e, 'a> {
    spots: FxHashSet<Spot>,
    /// Methods that lead to a read of a spot.
    reads: Leads<'e, 'a>,
    /// Names in code of each field that is declared.
    names: Option<FxHashMap<FieldId, Vec<FieldId>>>,
    /// The API that gives a shared object.
    givers: FxHashMap<u32, u32>,
    /// Objects and keys under which an object stands.
    holders: FxHashMap<u32, Vec<(u32, Key)>>,
    /// Objects that hold something tainted.
    soiled: FxHashSet<u32>,
    /// Methods that were asked about, and come upon nothing so far.
    clean: FxHashSet<DefId>,
}

impl<'e, 'a> Shared<'e, 'a> {
    pub(super) fn new(program: &'e Program<'a>, reached: &'e Reached, own: &'e [bool]) -> Self {
        Self {
            spots: FxHashSet::default(),
            reads: Leads::new(program, reached, own),
            names: None,
            givers: FxHashMap::default(),
            holders: FxHashMap::default(),
            soiled: FxHashSet::default(),
            clean: FxHashSet::default(),
        }
    }
}

impl Engine<'_, '_> {
    /// Whether a method may come upon something tainted that it is not given.
    pub(crate) fn comes_upon(&self, def: DefId) -> bool {
        self.shared.reads.has(def)
    }

    /// The same, and remembers a no.
    pub(crate) fn asks_upon(&mut self, def: DefId) -> bool {
        let comes = self.comes_upon(def);
        if !comes {
            self.shared.clean.insert(def);
        }
        comes
    }

    /// The methods that were asked about since the last time and that come upon nothing.
    pub(crate) fn found_clean(&mut self) -> Vec<DefId> {
        self.shared.clean.drain().collect()
    }

    /// Number of places in which something tainted lies.
    pub(crate) fn spots(&self) -> usize {
        self.shared.spots.len()
    }

    /// Remembers by which API a shared object is had.
    pub(super) fn given_by(&mut self, object: u32, api: u32) {
        if self.options.taint {
            self.shared.givers.insert(object, api);
        }
    }

    /// Something tainted was put into the objects of a value.
    pub(crate) fn note_shared(&mut self, target: Val) {
        for object in self.objects_of(target) {
            if matches!(self.info(object).made, Made::Incoming | Made::Shared(_)) {
                self.soil(object, Key::Any);
            }
        }
    }

    /// A value was written to a field that everyone finds.
    pub(crate) fn note_common(&mut self, field: FieldId, value: Val, heap: &Heap) {
        if self.options.taint && self.follows() && self.bears_taint(value, heap) {
            self.share(Spot::Field(field));
        }
    }

    /// What an entry left: who holds whom, and what bears something.
    pub(crate) fn note_left(&mut self, changed: &[u32], heap: &Heap) {
        let mut tainted = Vec::new();
        for &holder in changed {
            for &(key, value) in heap.get(holder).map(super::heap::Object::parts).unwrap_or_default() {
                if self.values.laden(value.taint) {
                    tainted.push((holder, key));
                }
                for atom in self.values.atoms(value) {
                    let Atom::Object(inner) = atom else { continue };
                    let holders = self.shared.holders.entry(*inner).or_default();
                    if holders.len() < 64 && !holders.contains(&(holder, key)) {
                        holders.push((holder, key));
                        if self.shared.soiled.contains(inner) {
                            tainted.push((holder, key));
                        }
                    }
                }
            }
        }
        for (holder, key) in tainted {
            self.soil(holder, key);
        }
    }

    /// An object holds something tainted: so do those that hold it, up to what everyone finds.
    fn soil(&mut self, object: u32, key: Key) {
        let mut work = vec![(object, key)];
        while let Some((object, key)) = work.pop() {
            match (self.info(object).made, key) {
                (Made::Statics | Made::Strangers | Made::Summary, Key::Field(field)) => self.share(Spot::Field(field)),
                (Made::Incoming, _) => self.share(Spot::Intent),
                (Made::Shared(_), _) => {
                    if let Some(&api) = self.shared.givers.get(&object) {
                        self.share(Spot::Api(api));
                    }
                }
                (Made::Statics | Made::Strangers | Made::Summary | Made::Outgoing, _) => {}
                _ => {
                    if self.shared.soiled.insert(object) {
                        work.extend(self.shared.holders.get(&object).into_iter().flatten());
                    }
                }
            }
        }
    }

    fn share(&mut self, spot: Spot) {
        if !self.shared.spots.insert(spot) {
            return;
        }
        let program = self.program;
        let mut readers: Vec<DefId> = Vec::new();
        match spot {
            Spot::Field(field) => {
                let names = self.names_of(field);
                readers.extend(names.iter().flat_map(|&name| program.sites.reads_of(name)).map(|site| site.def));
            }
            Spot::Api(_) | Spot::Intent => {
                for &method in self.cache.called().iter() {
                    if self.gives(method, spot) {
                        readers.extend(program.sites.calls_of(method).iter().map(|site| site.def));
                    }
                }
            }
        }
        readers.into_iter().for_each(|def| self.shared.reads.mark(def));
        self.shared.reads.follow();
    }

    /// Whether a method gives what lies in a spot.
    fn gives(&mut self, method: MethodId, spot: Spot) -> bool {
        let role = self.role(method);
        match spot {
            Spot::Api(api) => {
                let shared = role.effects.iter().flat_map(|e| e.iter()).any(|e| matches!(e, Effect::Shared { .. }));
                shared && self.api_text(&role) == api
            }
            _ => role.intrinsic == Some(Intrinsic::GetIntent),
        }
    }

    /// Names in code that mean a field.
    fn names_of(&mut self, field: FieldId) -> Vec<FieldId> {
        if self.shared.names.is_none() {
            let mut names: FxHashMap<FieldId, Vec<FieldId>> = FxHashMap::default();
            for id in (0..self.program.field_count() as u32).map(FieldId) {
                if !self.program.sites.reads_of(id).is_empty() {
                    names.entry(self.field(id)).or_default().push(id);
                }
            }
            self.shared.names = Some(names);
        }
        self.shared.names.as_ref().and_then(|names| names.get(&field)).cloned().unwrap_or_default()
    }
}
