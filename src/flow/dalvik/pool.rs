//! What dex files name, each thing once, under a number.

use std::borrow::Borrow;
use std::hash::{BuildHasher as _, Hash};

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// Different values in the order in which they came. The index holds their numbers alone: it is looked at for every name of
/// every file, so it had better be small.
#[derive(Debug)]
pub(super) struct Interned<T> {
    all: Vec<T>,
    ids: HashTable<u32>,
}

impl<T> Default for Interned<T> {
    fn default() -> Self {
        Self { all: Vec::new(), ids: HashTable::new() }
    }
}

fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    FxBuildHasher.hash_one(value)
}

impl<T: Hash + Eq> Interned<T> {
    /// Makes room for more.
    pub(super) fn reserve(&mut self, more: usize) {
        let Self { all, ids } = self;
        all.reserve(more);
        ids.reserve(more, |&id| all.get(id as usize).map_or(0, hash));
    }

    /// The number of a value, a new one where it is the first of its kind.
    pub(super) fn intern(&mut self, value: T) -> u32 {
        let Self { all, ids } = self;
        let known = |&id: &u32| all.get(id as usize) == Some(&value);
        let hasher = |&id: &u32| all.get(id as usize).map_or(0, hash);
        match ids.entry(hash(&value), known, hasher) {
            hashbrown::hash_table::Entry::Occupied(known) => *known.get(),
            hashbrown::hash_table::Entry::Vacant(slot) => {
                let id = all.len() as u32;
                slot.insert(id);
                all.push(value);
                id
            }
        }
    }

    /// The number of a value that is known.
    pub(super) fn find<Q: Hash + Eq + ?Sized>(&self, value: &Q) -> Option<u32>
    where
        T: Borrow<Q>,
    {
        let same = |&id: &u32| self.all.get(id as usize).is_some_and(|known| known.borrow() == value);
        self.ids.find(hash(value), same).copied()
    }

    /// The value of a number.
    pub(super) fn get(&self, id: u32) -> Option<&T> {
        self.all.get(id as usize)
    }

    /// All of them.
    pub(super) fn all(&self) -> &[T] {
        &self.all
    }
}
