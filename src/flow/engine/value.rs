//! Abstract values: small sets of atoms, and the sources that a value bears. Both are interned, so that a value is two
//! numbers, and equal values are equal numbers.

use std::hash::{BuildHasher as _, Hash};
use std::sync::Arc;

use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::text::HOLE;
use crate::flow::dalvik::{FieldId, TypeId};

/// One thing that a register may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Atom {
    /// Not known.
    Unknown,
    /// Not known, but worked out from constants alone; only where constants are asked for.
    Literal,
    /// A number; zero is also `null`.
    Int(i64),
    /// A number from zero up to, not including, another.
    Below(u32),
    /// A string constant.
    Text(u32),
    /// A class.
    Class(TypeId),
    /// An object, array, or what a call gave.
    Object(u32),
    /// A static field that was not followed.
    Static(FieldId),
    /// An instance field of an object that was not followed.
    Field(FieldId),
    /// A parameter of the outermost method.
    Param(u32),
}

/// A set of atoms and a set of taints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Val {
    pub(crate) atoms: u32,
    pub(crate) taint: u32,
}

/// One source that a value bears: which, and the trace so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Mark {
    /// Number of the source.
    pub(crate) source: u32,
    /// Last node of the trace.
    pub(crate) node: u32,
}

/// From here on a mark is a label that conditions of sources ask for.
pub(crate) const SOUGHT: u32 = 0x4000_0000;
/// From here on a mark is a label, no source.
pub(crate) const LABEL: u32 = 0x8000_0000;
/// From here on a mark is the outcome of a test; the last bit says which outcome it tells of.
pub(crate) const CHECK: u32 = 0xC000_0000;

/// Atoms in one set. More become `Unknown`.
const ATOMS: usize = 16;
/// Sources in one set.
const MARKS: usize = 24;

/// The empty set of atoms: a register that nothing was written to.
pub(crate) const NOTHING: Val = Val { atoms: 0, taint: 0 };
/// Not known, without taint.
pub(crate) const UNKNOWN: Val = Val { atoms: 1, taint: 0 };

/// Sets by number, each kept once; the first is the empty one.
#[derive(Debug)]
struct Sets<T> {
    /// The members of all of them, one after the other.
    all: Vec<T>,
    /// Of each, where its members end.
    ends: Vec<u32>,
    ids: HashTable<u32>,
}

impl<T: Copy + Eq + Hash> Sets<T> {
    fn new() -> Self {
        Self { all: Vec::new(), ends: vec![0], ids: HashTable::new() }
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn get(&self, id: u32) -> &[T] {
        members(&self.all, &self.ends, id)
    }

    /// The number of a set, whose members are in order.
    fn id(&mut self, set: &[T]) -> u32 {
        if set.is_empty() {
            return 0;
        }
        let hash = FxBuildHasher.hash_one(set);
        let (all, ends) = (&self.all, &self.ends);
        if let Some(&known) = self.ids.find(hash, |&id| members(all, ends, id) == set) {
            return known;
        }
        let id = self.ends.len() as u32;
        self.all.extend_from_slice(set);
        self.ends.push(self.all.len() as u32);
        let (all, ends) = (&self.all, &self.ends);
        self.ids.insert_unique(hash, id, |&id| FxBuildHasher.hash_one(members(all, ends, id)));
        id
    }
}

fn members<'s, T>(all: &'s [T], ends: &[u32], id: u32) -> &'s [T] {
    let end = |id: u32| ends.get(id as usize).copied().unwrap_or_default() as usize;
    let from = id.checked_sub(1).map_or(0, end);
    all.get(from..end(id)).unwrap_or_default()
}

/// All sets.
#[derive(Debug)]
pub(crate) struct Values {
    sets: Sets<Atom>,
    /// The sets of one object, by its number, and of one small number; zero where there is none yet.
    objects: Vec<u32>,
    small: [u32; 64],
    joins: FxHashMap<(u32, u32), u32>,
    marks: Sets<Mark>,
    mark_joins: FxHashMap<(u32, u32), u32>,
    texts: Vec<Arc<str>>,
    text_of: FxHashMap<Arc<str>, u32>,
    /// Whether what is worked out from constants is told from what is not known.
    literal: bool,
}

impl Values {
    /// Values of an analysis that asks for constants.
    pub(crate) fn of_constants() -> Self {
        Self { literal: true, ..Self::new() }
    }

    pub(crate) fn new() -> Self {
        let mut values = Self {
            sets: Sets::new(),
            objects: Vec::new(),
            small: [0; 64],
            joins: FxHashMap::default(),
            marks: Sets::new(),
            mark_joins: FxHashMap::default(),
            texts: Vec::new(),
            text_of: FxHashMap::default(),
            literal: false,
        };
        values.one(Atom::Unknown);
        values
    }

    /// The value that is one atom.
    pub(crate) fn one(&mut self, atom: Atom) -> Val {
        let near = match atom {
            Atom::Object(id) => {
                let at = id as usize;
                if at >= self.objects.len() {
                    self.objects.resize(at + 1, 0);
                }
                self.objects.get(at)
            }
            Atom::Int(number) => usize::try_from(number).ok().and_then(|at| self.small.get(at)),
            _ => None,
        };
        if let Some(&atoms) = near.filter(|&&atoms| atoms != 0) {
            return Val { atoms, taint: 0 };
        }
        let atoms = self.sets.id(&[atom]);
        let near = match atom {
            Atom::Object(id) => self.objects.get_mut(id as usize),
            Atom::Int(number) => usize::try_from(number).ok().and_then(|at| self.small.get_mut(at)),
            _ => None,
        };
        if let Some(slot) = near {
            *slot = atoms;
        }
        Val { atoms, taint: 0 }
    }

    pub(crate) fn int(&mut self, value: i64) -> Val {
        self.one(Atom::Int(value))
    }

    pub(crate) fn text(&mut self, text: &str) -> Val {
        let id = self.text_id(text);
        self.one(Atom::Text(id))
    }

    pub(crate) fn text_id(&mut self, text: &str) -> u32 {
        if let Some(&id) = self.text_of.get(text) {
            return id;
        }
        let text: Arc<str> = Arc::from(text);
        let id = self.texts.len() as u32;
        self.texts.push(text.clone());
        self.text_of.insert(text, id);
        id
    }

    /// Whether a text has that number.
    pub(crate) fn is_text(&self, id: u32, text: &str) -> bool {
        self.texts.get(id as usize).is_some_and(|known| **known == *text)
    }

    /// The number of a text that was seen before.
    pub(crate) fn find_text(&self, text: &str) -> Option<u32> {
        self.text_of.get(text).copied()
    }

    pub(crate) fn get_text(&self, id: u32) -> Arc<str> {
        self.texts.get(id as usize).cloned().unwrap_or_else(|| Arc::from(""))
    }

    /// The atoms of a value.
    pub(crate) fn atoms(&self, value: Val) -> &[Atom] {
        self.sets.get(value.atoms)
    }

    /// Whether two values that the same taints are the same but for numbers and null; what is not set is zero.
    pub(crate) fn differ_in_numbers(&self, a: Option<Val>, b: Option<Val>) -> bool {
        let number = |atom: &Atom| matches!(atom, Atom::Int(_) | Atom::Below(_) | Atom::Unknown);
        let others =
            |value: Option<Val>| value.map_or(&[][..], |value| self.atoms(value)).iter().filter(move |a| !number(a));
        let taint = |value: Option<Val>| value.map_or(0, |value| value.taint);
        taint(a) == taint(b) && others(a).eq(others(b))
    }

    /// The one atom of a value, if it has one.
    pub(crate) fn single(&self, value: Val) -> Option<Atom> {
        match self.atoms(value) {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// The one number of a value.
    pub(crate) fn number(&self, value: Val) -> Option<i64> {
        match self.single(value) {
            Some(Atom::Int(number)) => Some(number),
            _ => None,
        }
    }

    /// The one string of a value.
    pub(crate) fn string(&self, value: Val) -> Option<Arc<str>> {
        match self.single(value) {
            Some(Atom::Text(id)) => Some(self.get_text(id)),
            _ => None,
        }
    }

    /// The set of those atoms.
    pub(crate) fn set(&mut self, mut atoms: Vec<Atom>) -> Val {
        atoms.sort_unstable();
        atoms.dedup();
        if matches!(atoms.get(..2), Some([Atom::Unknown, Atom::Literal])) {
            atoms.remove(1);
        }
        if atoms.len() > ATOMS && self.literal && atoms.iter().all(|&atom| self.is_literal(atom)) {
            atoms = vec![Atom::Literal];
        }
        if atoms.len() > ATOMS {
            atoms.retain(|a| matches!(a, Atom::Object(_) | Atom::Unknown));
            atoms.truncate(ATOMS - 1);
            if atoms.first() != Some(&Atom::Unknown) {
                atoms.insert(0, Atom::Unknown);
            }
        }
        Val { atoms: self.sets.id(&atoms), taint: 0 }
    }

    fn join_atoms(&mut self, a: u32, b: u32) -> u32 {
        if a == b || b == 0 {
            return a;
        }
        if a == 0 {
            return b;
        }
        let key = (a.min(b), a.max(b));
        if let Some(&known) = self.joins.get(&key) {
            return known;
        }
        let mut all = self.atoms(Val { atoms: a, taint: 0 }).to_vec();
        all.extend_from_slice(self.atoms(Val { atoms: b, taint: 0 }));
        let joined = self.set(all).atoms;
        self.joins.insert(key, joined);
        joined
    }

    /// Either of two values.
    pub(crate) fn join(&mut self, a: Val, b: Val) -> Val {
        if a == b || b == NOTHING {
            return a;
        }
        if a == NOTHING {
            return b;
        }
        let taint = match self.tells(a) || self.tells(b) {
            true => self.join_told(a, b),
            false => self.join_taint(a.taint, b.taint),
        };
        Val { atoms: self.join_atoms(a.atoms, b.atoms), taint }
    }

    /// Whether a value is the outcome of a test.
    fn tells(&self, value: Val) -> bool {
        self.marks(value.taint).last().is_some_and(|m| m.source >= CHECK)
    }

    /// What taints either of two values: of tests only what both tell, or what one tells of an outcome that the other
    /// never is.
    fn join_told(&mut self, a: Val, b: Val) -> u32 {
        let stays = |mark: &Mark, other: Val| {
            let when = i64::from(mark.source & 1);
            let never = |atom: &Atom| matches!(atom, Atom::Int(n) if i64::from(*n != 0) != when);
            let atoms = self.atoms(other);
            mark.source < CHECK
                || self.marks(other.taint).iter().any(|m| m.source == mark.source)
                || !atoms.is_empty() && atoms.iter().all(never)
        };
        let mine = self.marks(a.taint).iter().filter(|mark| stays(mark, b));
        let theirs = self.marks(b.taint).iter().filter(|mark| stays(mark, a));
        let all = mine.chain(theirs).copied().collect();
        self.mark_set(all)
    }

    /// The sources of a set.
    pub(crate) fn marks(&self, taint: u32) -> &[Mark] {
        self.marks.get(taint)
    }

    /// Whether there are any marks yet.
    pub(crate) fn marked(&self) -> bool {
        self.marks.len() > 1
    }

    /// Whether a set holds anything to follow: a source, or a label that makes one.
    pub(crate) fn laden(&self, taint: u32) -> bool {
        self.marks(taint).first().is_some_and(|m| m.source < LABEL)
    }

    /// The sources of a set, without labels and tests.
    pub(crate) fn sources_only(&mut self, taint: u32) -> u32 {
        let marks = self.marks(taint);
        match marks.iter().position(|m| m.source >= SOUGHT) {
            None => taint,
            Some(end) => {
                let kept = marks.get(..end).unwrap_or_default().to_vec();
                self.mark_set(kept)
            }
        }
    }

    /// The set of those marks: of one source the earliest trace is kept.
    pub(crate) fn mark_set(&mut self, mut marks: Vec<Mark>) -> u32 {
        marks.sort_unstable();
        marks.dedup_by_key(|m| m.source);
        marks.truncate(MARKS);
        self.marks.id(&marks)
    }

    /// Both sets of sources.
    pub(crate) fn join_taint(&mut self, a: u32, b: u32) -> u32 {
        if a == b || b == 0 {
            return a;
        }
        if a == 0 {
            return b;
        }
        let key = (a.min(b), a.max(b));
        if let Some(&known) = self.mark_joins.get(&key) {
            return known;
        }
        let mut all = self.marks(a).to_vec();
        all.extend_from_slice(self.marks(b));
        let joined = self.mark_set(all);
        self.mark_joins.insert(key, joined);
        joined
    }

    /// The value with more taint.
    pub(crate) fn tainted(&mut self, value: Val, taint: u32) -> Val {
        Val { atoms: value.atoms, taint: self.join_taint(value.taint, taint) }
    }

    /// Whether an atom stands in the build itself, or is worked out from what does.
    fn is_literal(&self, atom: Atom) -> bool {
        match atom {
            Atom::Int(_) | Atom::Literal => true,
            Atom::Text(id) => !self.texts.get(id as usize).is_some_and(|text| text.contains(HOLE)),
            _ => false,
        }
    }

    /// What is worked out from two values, where both are constants of some kind.
    pub(crate) fn worked_out(&mut self, a: Val, b: Val) -> Option<Val> {
        let all = |value: Val| value.atoms != 0 && self.atoms(value).iter().all(|&atom| self.is_literal(atom));
        let both = self.literal && all(a) && all(b);
        both.then(|| self.one(Atom::Literal))
    }

    /// The value with its numbers and strings given up: what a loop makes of a counter.
    pub(crate) fn widen(&mut self, value: Val) -> Val {
        let atoms = self.atoms(value);
        if !atoms.iter().any(|a| matches!(a, Atom::Int(_) | Atom::Text(_))) {
            return value;
        }
        if let Some(literal) = self.worked_out(value, value) {
            return Val { taint: value.taint, ..literal };
        }
        let atoms = self.atoms(value);
        let mut kept: Vec<Atom> =
            atoms.iter().copied().filter(|a| !matches!(a, Atom::Int(_) | Atom::Text(_))).collect();
        kept.push(Atom::Unknown);
        Val { taint: value.taint, ..self.set(kept) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_sets_are_equal_numbers_and_large_ones_are_unknown() {
        let mut values = Values::new();
        let (one, two) = (values.int(1), values.int(2));
        assert_eq!(values.join(one, two), values.join(two, one));
        assert_eq!(values.join(one, NOTHING), one);
        let many = (0..40).map(|i| values.int(i)).collect::<Vec<_>>();
        let all = many.into_iter().fold(NOTHING, |a, b| values.join(a, b));
        assert!(values.atoms(all).contains(&Atom::Unknown));
        assert_eq!(values.atoms(UNKNOWN), [Atom::Unknown]);
    }

    #[test]
    fn what_one_way_tests_and_the_other_does_not_is_not_told() {
        let mut values = Values::new();
        let passed = values.mark_set(vec![Mark { source: CHECK | 7, node: 0 }, Mark { source: 2, node: 1 }]);
        let tested = Val { taint: passed, ..UNKNOWN };
        let (yes, no) = (values.int(1), values.int(0));
        let either = values.join(tested, yes);
        assert_eq!(values.marks(either.taint), [Mark { source: 2, node: 1 }], "true without the test");
        let either = values.join(no, tested);
        assert_eq!(values.marks(either.taint).len(), 2, "the other way is never true");
    }

    #[test]
    fn of_one_source_the_earliest_trace_is_kept() {
        let mut values = Values::new();
        let a = values.mark_set(vec![Mark { source: 1, node: 5 }]);
        let b = values.mark_set(vec![Mark { source: 1, node: 3 }, Mark { source: 2, node: 9 }]);
        let both = values.join_taint(a, b);
        assert_eq!(values.marks(both), [Mark { source: 1, node: 3 }, Mark { source: 2, node: 9 }]);
    }
}
