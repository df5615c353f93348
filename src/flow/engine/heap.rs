//! The heap: objects by number, each with its fields. Copies share everything that was not changed since.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use smallvec::SmallVec;

use super::value::{Atom, NOTHING, Val, Values};
use crate::flow::dalvik::{DefId, FieldId, MethodId};

/// What of an object a value stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Key {
    /// Content of a framework object whose parts are not told apart; what taints it.
    Data,
    /// An element at any index or under any key.
    Any,
    /// A field.
    Field(FieldId),
    /// An element of an array or list, a number as a key of a map.
    Index(i64),
    /// A string as a key of a map, bundle, intent, preferences.
    Text(u32),
    /// Something of its own that models keep (the class of a reflected class, the intent's target, ...).
    Slot(Slot),
    /// Argument of the call that made the object.
    Made(u8),
    /// Argument of the last call of that method on it.
    Called(MethodId, u8),
}

/// Things that models keep in objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Slot {
    /// Number of elements, where known.
    Length,
    /// Receiver of the call that made it.
    Receiver,
    /// What it runs or hands to.
    Target,
    /// A class that it names.
    Class,
    /// An action or name that it bears.
    Name,
    /// The result that it will give.
    Result,
    /// Its class initialiser has run.
    Ready,
    /// Text so far (builders).
    Text,
    /// What was written into a file.
    Content,
    /// What was unpacked into a folder.
    Folder,
    /// Keys of a map; what taints them.
    Keys,
    /// The framework may call it back.
    Live,
    /// The source that it was asked for before.
    Asked,
}

/// One object's content, sorted by key.
#[derive(Debug, Default)]
pub(crate) struct Object {
    parts: Vec<(Key, Val)>,
    /// What it holds, once that was asked for.
    holds: OnceCell<Box<Holds>>,
}

/// What the parts of an object hold, what stands in files apart.
#[derive(Debug, Default)]
pub(crate) struct Holds {
    /// Other objects, each once.
    pub(crate) objects: SmallVec<[u32; 4]>,
    /// What taints the parts, each once.
    pub(crate) taints: SmallVec<[u32; 2]>,
    /// Whether anything stands in files.
    pub(crate) files: bool,
}

impl Clone for Object {
    /// A copy is made to be changed: what was found out does not go with it.
    fn clone(&self) -> Self {
        Self::new(self.parts.clone())
    }
}

impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.parts == other.parts
    }
}

impl Object {
    fn new(parts: Vec<(Key, Val)>) -> Self {
        Self { parts, holds: OnceCell::new() }
    }

    /// What it holds: looked at once, as most copies of a heap share it.
    pub(crate) fn holds(&self, values: &Values) -> &Holds {
        self.holds.get_or_init(|| {
            let mut holds = Holds::default();
            for &(key, part) in &self.parts {
                match key {
                    Key::Slot(Slot::Ready | Slot::Length | Slot::Class | Slot::Target | Slot::Live | Slot::Asked) => {
                        continue;
                    }
                    Key::Slot(Slot::Content | Slot::Folder) => {
                        holds.files = true;
                        continue;
                    }
                    _ => {}
                }
                if part.taint != 0 && !holds.taints.contains(&part.taint) {
                    holds.taints.push(part.taint);
                }
                for atom in values.atoms(part) {
                    if let Atom::Object(inner) = atom
                        && !holds.objects.contains(inner)
                    {
                        holds.objects.push(*inner);
                    }
                }
            }
            Box::new(holds)
        })
    }

    pub(crate) fn get(&self, key: Key) -> Option<Val> {
        self.parts.binary_search_by_key(&key, |p| p.0).ok().and_then(|i| self.parts.get(i)).map(|p| p.1)
    }

    fn put(&mut self, key: Key, value: Val) {
        self.holds.take();
        match self.parts.binary_search_by_key(&key, |p| p.0) {
            Ok(i) => {
                if let Some(part) = self.parts.get_mut(i) {
                    part.1 = value;
                }
            }
            Err(i) => self.parts.insert(i, (key, value)),
        }
    }

    fn retain(&mut self, stays: impl Fn(&(Key, Val)) -> bool) {
        self.holds.take();
        self.parts.retain(stays);
    }

    pub(crate) fn parts(&self) -> &[(Key, Val)] {
        &self.parts
    }
}

const FAN: usize = 8;
const BITS: u32 = 3;
const DEPTH: u32 = 6;

#[derive(Debug, Clone)]
enum Node {
    Empty,
    Inner(Rc<[Node; FAN]>),
    Leaf(Rc<Object>),
}

/// A test that a source's value has passed on the way here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Passed {
    /// Number of the source.
    pub(crate) source: u32,
    /// What such a test is called.
    pub(crate) kind: u32,
    /// The test's place.
    pub(crate) def: DefId,
    pub(crate) pc: u32,
    /// The outcome here.
    pub(crate) when: bool,
}

impl Passed {
    /// Stands for every source.
    pub(crate) const ALL: u32 = u32::MAX;
    /// Tests that are kept at once.
    const MOST: usize = 64;
}

/// Objects by number (below 8⁶), shared between copies.
#[derive(Debug, Clone)]
pub(crate) struct Heap {
    root: Node,
    /// The tests that every way here has passed.
    passed: Option<Rc<Vec<Passed>>>,
    /// Where the numbers of objects that are looked at or written to are noted.
    touched: Option<Touched>,
}

/// Numbers of the objects that were looked at or written to in a heap and the copies made of it since: a bit for each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Touched(Rc<RefCell<Vec<u64>>>);

impl Touched {
    fn note(&self, id: u32) {
        let (word, bit) = (id as usize / 64, 1 << (id % 64));
        if let Ok(mut all) = self.0.try_borrow_mut() {
            if all.len() <= word {
                all.resize(word + 1, 0);
            }
            if let Some(bits) = all.get_mut(word) {
                *bits |= bit;
            }
        }
    }

    /// All of them so far, in order.
    pub(crate) fn ids(&self) -> Vec<u32> {
        let all = self.0.borrow();
        let mut ids = Vec::with_capacity(all.iter().map(|bits| bits.count_ones() as usize).sum());
        for (first, &bits) in (0u32..).step_by(64).zip(all.iter()) {
            let mut left = bits;
            while left != 0 {
                ids.push(first + left.trailing_zeros());
                left &= left - 1;
            }
        }
        ids
    }
}

fn slot(id: u32, level: u32) -> usize {
    ((id >> (BITS * (DEPTH - 1 - level))) & (FAN as u32 - 1)) as usize
}

fn empty() -> [Node; FAN] {
    [const { Node::Empty }; FAN]
}

impl Heap {
    /// Objects that a heap can hold.
    pub(crate) const OBJECTS: u32 = 1 << (BITS * DEPTH);

    pub(crate) fn new() -> Self {
        Self { root: Node::Empty, passed: None, touched: None }
    }

    pub(crate) fn get(&self, id: u32) -> Option<&Object> {
        if let Some(touched) = &self.touched {
            touched.note(id);
        }
        self.leaf(id).map(|leaf| &**leaf)
    }

    fn leaf(&self, id: u32) -> Option<&Rc<Object>> {
        let mut node = &self.root;
        for level in 0..DEPTH {
            let Node::Inner(children) = node else { return None };
            node = children.get(slot(id, level))?;
        }
        match node {
            Node::Leaf(object) => Some(object),
            _ => None,
        }
    }

    /// A copy that notes what is looked at.
    pub(crate) fn noting(&self, touched: &Touched) -> Self {
        Self { touched: Some(touched.clone()), ..self.clone() }
    }

    /// Notes no more.
    pub(crate) fn forget_notes(&mut self) {
        self.touched = None;
    }

    /// Whether two heaps hold the same in some objects, and the same tests are passed. `like`: which values that differ
    /// count as the same; what is not set has none.
    pub(crate) fn agrees(&self, other: &Self, on: &[u32], like: impl Fn(Option<Val>, Option<Val>) -> bool) -> bool {
        let ids = if is_copy(&self.root, &other.root) { &[] } else { on };
        self.passed() == other.passed()
            && ids.iter().all(|&id| match (self.leaf(id), other.leaf(id)) {
                (Some(a), Some(b)) => Rc::ptr_eq(a, b) || alike(&a.parts, &b.parts, &like),
                // An object in which nothing stands yet.
                (Some(one), None) | (None, Some(one)) => alike(&one.parts, &[], &like),
                (None, None) => true,
            })
    }

    /// Joins some objects with what another heap has of them; those that stand as in `settled` have it already.
    pub(crate) fn join_some(&mut self, other: &Self, objects: &[u32], settled: Option<&Self>, values: &mut Values) {
        for &id in objects {
            let Some(theirs) = other.leaf(id) else { continue };
            if let (Some(mine), Some(settled)) = (self.leaf(id), settled.and_then(|s| s.leaf(id)))
                && Rc::ptr_eq(mine, settled)
            {
                continue;
            }
            let joined = match self.leaf(id) {
                Some(mine) if Rc::ptr_eq(mine, theirs) => None,
                Some(mine) => join_objects(mine, theirs, values, false).map(|parts| Rc::new(Object::new(parts))),
                None => Some(theirs.clone()),
            };
            if let (Some(joined), Some(node)) = (joined, self.node_mut(id)) {
                *node = Node::Leaf(joined);
            }
        }
        self.keep_passed(other);
    }

    /// Takes over objects as another heap has them, and the tests passed there.
    pub(crate) fn take(&mut self, from: &Self, objects: &[u32]) {
        for &id in objects {
            if let (Some(theirs), Some(mine)) = (from.leaf(id).cloned(), self.node_mut(id)) {
                *mine = Node::Leaf(theirs);
            }
        }
        self.passed.clone_from(&from.passed);
    }

    fn node_mut(&mut self, id: u32) -> Option<&mut Node> {
        let mut node = &mut self.root;
        for level in 0..DEPTH {
            if !matches!(node, Node::Inner(_)) {
                *node = Node::Inner(Rc::new(empty()));
            }
            let Node::Inner(children) = node else { return None };
            node = Rc::make_mut(children).get_mut(slot(id, level))?;
        }
        Some(node)
    }

    fn object_mut(&mut self, id: u32) -> Option<&mut Object> {
        let node = self.node_mut(id)?;
        if !matches!(node, Node::Leaf(_)) {
            *node = Node::Leaf(Rc::new(Object::default()));
        }
        match node {
            Node::Leaf(object) => Some(Rc::make_mut(object)),
            _ => None,
        }
    }

    /// Makes an object fresh. An earlier one of its place that was registered may still be called back.
    pub(crate) fn reset(&mut self, id: u32) {
        let stays = |part: &(Key, Val)| part.0 == Key::Slot(Slot::Live);
        if self.get(id).is_some_and(|o| o.parts.iter().all(stays)) {
            return;
        }
        if let Some(object) = self.object_mut(id) {
            object.retain(stays);
        }
    }

    /// Whether the framework may call an object back.
    pub(crate) fn is_live(&self, id: u32) -> bool {
        self.get(id).is_some_and(|o| o.get(Key::Slot(Slot::Live)).is_some())
    }

    /// Writes over what stands there.
    pub(crate) fn put(&mut self, id: u32, key: Key, value: Val) {
        if self.get(id).and_then(|o| o.get(key)) == Some(value) {
            return;
        }
        if let Some(object) = self.object_mut(id) {
            object.put(key, value);
        }
    }

    /// Adds to what stands there.
    pub(crate) fn add(&mut self, id: u32, key: Key, value: Val, values: &mut Values) {
        let before = self.get(id).and_then(|o| o.get(key)).unwrap_or(NOTHING);
        let joined = values.join(before, value);
        self.put(id, key, joined);
    }

    /// Removes what stands there.
    pub(crate) fn remove(&mut self, id: u32, keys: impl Fn(Key) -> bool) {
        if self.get(id).is_some_and(|o| o.parts.iter().any(|p| keys(p.0)))
            && let Some(object) = self.object_mut(id)
        {
            object.retain(|p| !keys(p.0));
        }
    }

    /// Whether two heaps are the same copy.
    pub(crate) fn same(&self, other: &Self) -> bool {
        same(&self.root, &other.root) && self.passed() == other.passed()
    }

    /// Tests passed, sorted.
    pub(crate) fn passed(&self) -> &[Passed] {
        self.passed.as_deref().map_or(&[], |passed| passed)
    }

    /// From here on a test is passed.
    pub(crate) fn pass(&mut self, passed: Passed) {
        if let Err(at) = self.passed().binary_search(&passed)
            && self.passed().len() < Passed::MOST
        {
            let mut all = self.passed().to_vec();
            all.insert(at, passed);
            self.passed = Some(Rc::new(all));
        }
    }

    /// Objects that are new or other than in an earlier heap: number, and whether the earlier one lacks it.
    pub(crate) fn since(&self, earlier: &Self) -> Vec<(u32, bool)> {
        let mut found = Vec::new();
        since(&self.root, &earlier.root, 0, &mut found);
        found
    }

    /// Forgets an object.
    pub(crate) fn forget(&mut self, id: u32) {
        if self.get(id).is_none() {
            return;
        }
        let mut node = &mut self.root;
        for level in 0..DEPTH {
            let Node::Inner(children) = node else { return };
            let Some(child) = Rc::make_mut(children).get_mut(slot(id, level)) else { return };
            node = child;
        }
        *node = Node::Empty;
    }

    /// Takes objects that it lacks from another heap.
    pub(crate) fn adopt(&mut self, other: &Self) {
        adopt(&mut self.root, &other.root);
    }

    /// Takes in another heap; says whether anything changed. A field that only one copy of an object has may be unset
    /// (`zero`) in the other; an object that only one heap has is taken as it is. Tests count when both ways passed them.
    pub(crate) fn join(&mut self, other: &Self, values: &mut Values) -> bool {
        self.take_in(other, values, false)
    }

    /// The same where a way leads back: numbers and strings that still change are given up.
    pub(crate) fn widen(&mut self, other: &Self, values: &mut Values) -> bool {
        self.take_in(other, values, true)
    }

    fn take_in(&mut self, other: &Self, values: &mut Values, widen: bool) -> bool {
        let mut changed = join(&mut self.root, &other.root, values, widen);
        changed |= self.keep_passed(other);
        changed
    }

    /// Keeps the tests that another way has passed, too; says whether that changed anything.
    fn keep_passed(&mut self, other: &Self) -> bool {
        if self.passed.is_none() || self.passed() == other.passed() {
            return false;
        }
        let kept: Vec<Passed> = self.passed().iter().copied().filter(|p| other.passed().contains(p)).collect();
        let changed = kept.len() != self.passed().len();
        self.passed = (!kept.is_empty()).then(|| Rc::new(kept));
        changed
    }
}

/// Whether the parts of two objects are the same, or differ in values that count as the same.
fn alike(mine: &[(Key, Val)], theirs: &[(Key, Val)], like: &impl Fn(Option<Val>, Option<Val>) -> bool) -> bool {
    let (mut i, mut j) = (0, 0);
    loop {
        let same = match (mine.get(i), theirs.get(j)) {
            (None, None) => return true,
            (Some(a), Some(b)) if a.0 == b.0 => {
                (i, j) = (i + 1, j + 1);
                a.1 == b.1 || like(Some(a.1), Some(b.1))
            }
            (Some(a), b) if b.is_none_or(|b| a.0 < b.0) => {
                i += 1;
                like(Some(a.1), None)
            }
            (_, Some(b)) => {
                j += 1;
                like(None, Some(b.1))
            }
            (Some(_), None) => return false,
        };
        if !same {
            return false;
        }
    }
}

fn same(a: &Node, b: &Node) -> bool {
    match (a, b) {
        (Node::Empty, Node::Empty) => true,
        (Node::Inner(a), Node::Inner(b)) => Rc::ptr_eq(a, b),
        (Node::Leaf(a), Node::Leaf(b)) => Rc::ptr_eq(a, b) || a == b,
        _ => false,
    }
}

fn adopt(node: &mut Node, other: &Node) {
    match (&mut *node, other) {
        (Node::Empty, other) => *node = other.clone(),
        (Node::Inner(mine), Node::Inner(theirs)) if !Rc::ptr_eq(mine, theirs) => {
            for (i, theirs) in theirs.iter().enumerate().filter(|(_, theirs)| !matches!(theirs, Node::Empty)) {
                let known = mine.get(i).is_some_and(|mine| same(mine, theirs) || matches!(mine, Node::Leaf(_)));
                if !known && let Some(mine) = Rc::make_mut(mine).get_mut(i) {
                    adopt(mine, theirs);
                }
            }
        }
        _ => {}
    }
}

fn since(node: &Node, earlier: &Node, number: u32, found: &mut Vec<(u32, bool)>) {
    if same(node, earlier) {
        return;
    }
    match node {
        Node::Empty => {}
        Node::Leaf(_) => found.push((number, !matches!(earlier, Node::Leaf(_)))),
        Node::Inner(children) => {
            for (i, child) in children.iter().enumerate() {
                let before = match earlier {
                    Node::Inner(earlier) => earlier.get(i).unwrap_or(&Node::Empty),
                    _ => &Node::Empty,
                };
                since(child, before, number << BITS | i as u32, found);
            }
        }
    }
}

fn join(a: &mut Node, b: &Node, values: &mut Values, widen: bool) -> bool {
    match (&mut *a, b) {
        (_, Node::Empty) => false,
        (Node::Empty, _) => {
            *a = b.clone();
            true
        }
        (Node::Inner(mine), Node::Inner(theirs)) => {
            if Rc::ptr_eq(mine, theirs) {
                return false;
            }
            let mut changed = false;
            for i in 0..FAN {
                let (Some(old), Some(new)) = (mine.get(i), theirs.get(i)) else { continue };
                if is_copy(old, new) || matches!(new, Node::Empty) {
                    continue;
                }
                let mut child = old.clone();
                if join(&mut child, new, values, widen) {
                    changed = true;
                    if let Some(slot) = Rc::make_mut(mine).get_mut(i) {
                        *slot = child;
                    }
                }
            }
            changed
        }
        (Node::Leaf(mine), Node::Leaf(theirs)) => {
            if Rc::ptr_eq(mine, theirs) {
                return false;
            }
            let joined = join_objects(mine, theirs, values, widen);
            let changed = joined.is_some();
            if let Some(parts) = joined {
                *mine = Rc::new(Object::new(parts));
            }
            changed
        }
        _ => false,
    }
}

/// Whether two nodes are one, without a look at what they hold.
fn is_copy(a: &Node, b: &Node) -> bool {
    match (a, b) {
        (Node::Empty, Node::Empty) => true,
        (Node::Inner(a), Node::Inner(b)) => Rc::ptr_eq(a, b),
        (Node::Leaf(a), Node::Leaf(b)) => Rc::ptr_eq(a, b),
        _ => false,
    }
}

/// The parts of both; none when the first one has them all already.
fn join_objects(a: &Object, b: &Object, values: &mut Values, widen: bool) -> Option<Vec<(Key, Val)>> {
    // A field or element that one side has not set still has its initial value there.
    let zero = values.int(0);
    let lone = |key: Key, value: Val, values: &mut Values| match key {
        Key::Field(_) | Key::Index(_) => values.join(value, zero),
        _ => value,
    };
    // Begun at the first difference, with everything before it.
    let mut parts: Option<Vec<(Key, Val)>> = None;
    let most = a.parts.len() + b.parts.len();
    let (mut i, mut j) = (0, 0);
    loop {
        let (old, (key, new)) = match (a.parts.get(i), b.parts.get(j)) {
            (Some(&(ka, va)), Some(&(kb, vb))) if ka == kb => {
                let mut joined = values.join(va, vb);
                if widen && joined.atoms != va.atoms {
                    joined = values.widen(joined);
                }
                (i, j) = (i + 1, j + 1);
                (Some(va), (ka, joined))
            }
            (Some(&(ka, va)), other) if other.is_none_or(|&(kb, _)| ka < kb) => {
                i += 1;
                (Some(va), (ka, lone(ka, va, values)))
            }
            (_, Some(&(kb, vb))) => {
                j += 1;
                (None, (kb, lone(kb, vb, values)))
            }
            (_, None) => return parts,
        };
        if let Some(parts) = &mut parts {
            parts.push((key, new));
        } else if old != Some(new) {
            let before = i - usize::from(old.is_some());
            let mut begun = Vec::with_capacity(most);
            begun.extend_from_slice(a.parts.get(..before).unwrap_or_default());
            begun.push((key, new));
            parts = Some(begun);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_do_not_see_each_others_writes_and_join() {
        let mut values = Values::new();
        let (one, two) = (values.int(1), values.int(2));
        let mut a = Heap::new();
        a.put(7, Key::Data, one);
        let mut b = a.clone();
        assert!(a.same(&b));
        b.put(7, Key::Data, two);
        b.put(70_000, Key::Any, one);
        assert_eq!(a.get(7).unwrap().get(Key::Data), Some(one));
        assert!(a.join(&b, &mut values));
        assert!(!a.join(&b, &mut values));
        assert_eq!(a.get(7).unwrap().get(Key::Data), Some(values.join(one, two)));
        assert_eq!(a.get(70_000).unwrap().get(Key::Any), Some(one));
    }

    #[test]
    fn what_came_since_is_told_and_forgotten() {
        let mut values = Values::new();
        let (one, two) = (values.int(1), values.int(2));
        let mut early = Heap::new();
        early.put(7, Key::Data, one);
        early.put(9, Key::Data, one);
        let mut late = early.clone();
        late.put(7, Key::Data, two);
        late.put(70_000, Key::Any, one);
        assert_eq!(late.since(&early), [(7, false), (70_000, true)]);
        late.forget(70_000);
        late.put(7, Key::Data, one);
        assert!(late.since(&early).is_empty() && early.since(&late).is_empty());
        assert_eq!(late.get(70_000), None);
    }

    #[test]
    fn what_is_looked_at_is_noted_and_changes_are_taken_over() {
        let mut values = Values::new();
        let (one, two) = (values.int(1), values.int(2));
        let mut before = Heap::new();
        before.put(7, Key::Data, one);
        before.put(9, Key::Data, one);
        let touched = Touched::default();
        let mut after = before.noting(&touched);
        after.put(7, Key::Data, two);
        assert_eq!(touched.ids(), [7]);
        // Elsewhere something else has changed meanwhile.
        let mut later = before.clone();
        later.put(9, Key::Data, two);
        let exactly = |_: Option<Val>, _: Option<Val>| false;
        assert!(later.agrees(&before, &touched.ids(), exactly) && !later.agrees(&before, &[9], exactly));
        assert!(later.agrees(&before, &[9], |a, b| a.is_some() && b.is_some()), "the values alone differ");
        later.take(&after, &[7]);
        assert_eq!(later.get(7).unwrap().get(Key::Data), Some(two));
        assert_eq!(later.get(9).unwrap().get(Key::Data), Some(two));
    }

    #[test]
    fn a_field_set_on_one_side_only_may_be_unset() {
        let mut values = Values::new();
        let (zero, five) = (values.int(0), values.int(5));
        let mut a = Heap::new();
        a.reset(1);
        let mut b = a.clone();
        b.put(1, Key::Field(FieldId(3)), five);
        a.join(&b, &mut values);
        assert_eq!(a.get(1).unwrap().get(Key::Field(FieldId(3))), Some(values.join(zero, five)));
    }
}
