//! The abstract interpreter that constants and flows share.
//!
//! It runs methods of the build on abstract values ([`value`]) and an abstract heap ([`heap`]), calls inlined: an object
//! is known by where it was made and by which calls led there, so fields, elements and dispatch are told apart by object,
//! writes to one object replace what stood there, and branches on known values are not taken. Framework calls follow
//! models: strings and reflection by [`model`], everything else by data ([`effect`]). What is asked for is recorded on
//! the way: values at calls ([`Record`]) and values that reach sinks ([`Hit`]).
//!
//! Bounds: call depth, visits per block, atoms per value, and steps; each cut is counted.

mod cache;
pub(crate) mod effect;
pub(crate) mod exec;
pub(crate) mod heap;
mod marks;
pub(crate) mod model;
mod shared;
pub(crate) mod term;
pub(crate) mod text;
pub(crate) mod value;

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use crate::flow::Value;
use crate::flow::callgraph::{Manifest, Reached, is_platform};
use crate::flow::dalvik::{Body, DefId, FieldId, MethodId, MethodRef, Program, Sym, TypeId};
pub use cache::Cache;
use heap::Heap;
pub(crate) use heap::Passed;
use model::{Models, Role};
use value::{Atom, Mark, UNKNOWN, Val, Values};

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Made {
    /// By `new`, all of it known.
    New,
    /// As an array.
    Array,
    /// By a framework call.
    Call(MethodId),
    /// Before the outermost method began: its fields are not known.
    Given,
    /// Stands for the static fields of a class.
    Statics,
    /// Stands for all that there is no room for, and for what a component registered.
    Summary,
    /// Stands for the objects of a class that are not known.
    Strangers,
    /// Intent that a component gets.
    Incoming,
    /// Result that a component gives.
    Outgoing,
    /// A lambda: runs a method with captured arguments first.
    Lambda(MethodId, Sym),
    /// One for the whole app: preferences by name and the like.
    Shared(u32),
}

/// What is known of an object by its number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ObjectInfo {
    pub(crate) ty: TypeId,
    pub(crate) made: Made,
    /// Where: method and unit; none for what stands for something.
    pub(crate) site: Option<(DefId, u32)>,
    /// May stand for several objects: writes add.
    pub(crate) many: bool,
}

/// Numbers of the objects that always exist.
pub(crate) const SUMMARY: u32 = 0;
/// Broadcast receivers that code registered.
pub(crate) const RECEIVERS: u32 = 1;
/// What they extend.
pub(crate) const RECEIVER: &str = "Landroid/content/BroadcastReceiver;";

/// Options of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Options {
    /// Follow sources to sinks.
    pub(crate) taint: bool,
    /// Keep what went into framework objects, for terms.
    pub(crate) terms: bool,
    /// Calls within calls, and those of the app's own methods.
    pub(crate) depth: u32,
    pub(crate) own_depth: u32,
    /// Calls within calls that lead to nothing asked for.
    pub(crate) helper_depth: u32,
    /// Operations of a method that is run though it leads to nothing asked for.
    pub(crate) helper_ops: usize,
}

/// A method that is run for some of its statements alone: what leads to none of them is left out.
#[derive(Debug, Clone)]
pub(crate) struct Aim {
    pub(crate) def: DefId,
    /// The units of the statements, sorted.
    pub(crate) units: Vec<u32>,
    /// Each block by itself, whatever comes before it.
    pub(crate) apart: bool,
}

/// A watched call as it was reached once.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) method: MethodId,
    pub(crate) receiver: Option<Value>,
    pub(crate) args: Vec<Value>,
    pub(crate) result_used: bool,
    pub(crate) guarded: bool,
    /// The method that gives its values, when it is not its own.
    pub(crate) via: Option<DefId>,
}

impl Record {
    /// A call of which nothing is known but that it is there.
    pub(crate) fn unknown(method: MethodId) -> Self {
        Self { method, receiver: None, args: Vec::new(), result_used: false, guarded: false, via: None }
    }
}

/// A tainted value at a sink.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Hit {
    pub(crate) mark: Mark,
    pub(crate) def: DefId,
    pub(crate) pc: u32,
    /// Text of the callee's name.
    pub(crate) api: u32,
    pub(crate) kind: u32,
}

/// A source statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Source {
    pub(crate) def: DefId,
    pub(crate) pc: u32,
    /// Text of the callee's name.
    pub(crate) api: u32,
    pub(crate) kind: u32,
    /// The section of a health record that the value is of; zero for all of it.
    pub(crate) part: u8,
}

/// A value that says whether a test was passed: it was when the value is `when`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Check {
    pub(crate) passed: Passed,
    pub(crate) when: bool,
}

/// How often methods were run in one entry and in all: the same thing is not looked at for ever, however often loops
/// and layers lead to it, so that the work stays in proportion to the code.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    /// By method and what it was given; since the entry began.
    now: FxHashMap<(DefId, u32), u16>,
    all: FxHashMap<(DefId, u32), u16>,
    /// Steps in third-party code since the entry began.
    foreign: u64,
    /// What taints the results of runs that were given nothing tainted.
    pub(crate) gave: FxHashMap<DefId, u32>,
}

impl Runs {
    /// Begins with another entry.
    pub(crate) fn begin(&mut self) {
        self.now.clear();
        self.foreign = 0;
    }

    /// Counts steps in third-party code.
    pub(crate) fn abroad(&mut self, steps: u64) {
        self.foreign += steps;
    }

    /// Steps in third-party code since the entry began.
    pub(crate) fn foreign(&self) -> u64 {
        self.foreign
    }

    /// Counts a run; says whether there were enough already. `own`: of the app's own code, which is followed further.
    pub(crate) fn is_worn(&mut self, def: DefId, given: u32, taint: bool, relevant: bool, own: bool) -> bool {
        let (now, all) = match (taint, own, relevant) {
            (true, true, _) => (12, if given == 0 { 96 } else { 200 }),
            (true, false, _) => (3, if given == 0 { 24 } else { 48 }),
            (false, _, true) => (64, u16::MAX),
            (false, _, false) => (4, u16::MAX),
        };
        let abroad = if given == 0 { 3_000 } else { 8_000 };
        let here = self.now.entry((def, given)).or_default();
        if *here >= now || taint && !own && self.foreign > abroad {
            return true;
        }
        *here += 1;
        if !taint {
            // However different what it is given.
            let any = self.now.entry((def, 0)).or_default();
            *any = any.saturating_add(1);
            return *any > 64 || !relevant && *any > if own { 16 } else { 4 };
        }
        let everywhere = self.all.entry((def, given)).or_default();
        *everywhere = everywhere.saturating_add(1);
        *everywhere > all
    }
}

/// A step of a trace, with the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Node {
    pub(crate) before: u32,
    pub(crate) role: u8,
    pub(crate) what: u32,
    pub(crate) def: DefId,
    pub(crate) pc: u32,
}

/// State of a run over one program. Interned things live as long as it does.
pub(crate) struct Engine<'e, 'a> {
    pub(crate) program: &'e Program<'a>,
    pub(crate) models: &'e Models,
    pub(crate) manifest: &'e Manifest,
    pub(crate) options: Options,
    pub(crate) values: Values,
    pub(crate) objects: Vec<ObjectInfo>,
    object_of: FxHashMap<(u32, u32, u32, u32), u32>,
    contexts: FxHashMap<(u32, u32, u32, u32), u32>,
    cache: &'e Cache<'e, 'a>,
    fields: Vec<u32>,
    /// The class of each component of the manifest, when the build has it.
    component_types: OnceCell<Vec<Option<TypeId>>>,
    resolved: FxHashMap<(TypeId, Sym, u32), Option<DefId>>,
    /// Methods that lead to something asked for.
    pub(crate) relevant: Vec<bool>,
    /// Methods that lead to a sink: worth running with what a source gave.
    pub(crate) towards_sink: Vec<bool>,
    /// A label that makes sources was given.
    pub(crate) sought: bool,
    pub(crate) checks: Vec<Check>,
    check_of: FxHashMap<Check, u32>,
    /// Methods that scripts of web pages may call.
    pub(crate) bridges: std::collections::BTreeSet<DefId>,
    /// Of comparisons with a fixed word, the statements that tell how they came out.
    told: FxHashMap<(DefId, u32), Vec<(DefId, u32)>>,
    /// Native methods that compare what they are given with a word of their library.
    pub(crate) comparing: FxHashSet<DefId>,
    shared: shared::Shared<'e, 'a>,
    /// What the next run from outside is for.
    pub(crate) aim: Option<Aim>,
    /// Step from which methods that lead to nothing asked for are no longer run.
    pub(crate) helper_until: u64,
    /// Methods whose calls are recorded.
    pub(crate) watched: Vec<bool>,
    pub(crate) records: FxHashMap<(u32, DefId, u32), Record>,
    /// Fields whose written values are kept.
    pub(crate) wanted_fields: FxHashSet<FieldId>,
    pub(crate) written: FxHashMap<FieldId, Vec<Value>>,
    pub(crate) hits: FxHashSet<Hit>,
    pub(crate) sources: Vec<Source>,
    source_of: FxHashMap<Source, u32>,
    pub(crate) nodes: Vec<Node>,
    node_of: FxHashMap<Node, u32>,
    stepped: FxHashMap<(u32, u8, u32, DefId, u32), u32>,
    pub(crate) steps: u64,
    /// Calls of methods that were not run.
    unrun: u64,
    pub(crate) budget: u64,
    pub(crate) cut: bool,
    /// There were more objects than a heap holds.
    pub(crate) full: bool,
    /// A method of the app's own that leads to a source or a sink was not run, as it was called too far down.
    pub(crate) deep: bool,
    /// Fields that were read from what is not known of a parameter of the outermost method.
    pub(crate) of_params: FxHashSet<FieldId>,
    /// A branch on a parameter of the outermost method, or on a field of one, could not be decided.
    pub(crate) branched_on_param: bool,
    /// The component that runs now.
    pub(crate) component: Option<TypeId>,
    pub(crate) stack: Vec<DefId>,
    pub(crate) helper: u32,
    fragments: FxHashMap<TypeId, bool>,
    called_back: FxHashMap<TypeId, bool>,
    lent: FxHashMap<TypeId, bool>,
    platform: Vec<bool>,
    /// Types that are input streams or readers.
    streams: Vec<bool>,
    /// Types whose values take two registers.
    wide: Vec<bool>,
    /// Classes that reached code makes; none when that is not known.
    made: Option<&'e Reached>,
    /// Of each class, whether it is the app's own.
    own: &'e [bool],
    /// How often methods were run.
    pub(crate) runs: Runs,
    /// Texts of string constants by file and index.
    constants: FxHashMap<(u16, u32), u32>,
    /// What class initialisers leave behind.
    initialised: FxHashMap<TypeId, Heap>,
    initialising: FxHashSet<TypeId>,
    term_parts: std::cell::Cell<u32>,
    /// Sources that are intents from outside, with the component that gets them.
    pub(crate) outside: FxHashMap<u32, TypeId>,
    /// Components that the build itself sends intents.
    pub(crate) handed: FxHashSet<TypeId>,
    /// Layouts that components show.
    pub(crate) shown: FxHashMap<TypeId, Vec<u32>>,
}

impl<'e, 'a> Engine<'e, 'a> {
    pub(crate) fn new(
        program: &'e Program<'a>,
        cache: &'e Cache<'e, 'a>,
        manifest: &'e Manifest,
        reached: &'e Reached,
        own: &'e [bool],
        options: Options,
        budget: u64,
    ) -> Self {
        let mut engine = Self {
            program,
            models: &cache.models,
            manifest,
            options,
            values: if options.terms { Values::of_constants() } else { Values::new() },
            objects: Vec::new(),
            object_of: FxHashMap::default(),
            contexts: FxHashMap::default(),
            cache,
            fields: vec![u32::MAX; program.field_count()],
            resolved: FxHashMap::default(),
            relevant: vec![false; program.defs.len()],
            towards_sink: Vec::new(),
            sought: false,
            bridges: std::collections::BTreeSet::new(),
            told: FxHashMap::default(),
            comparing: FxHashSet::default(),
            component_types: OnceCell::new(),
            checks: Vec::new(),
            check_of: FxHashMap::default(),
            shared: shared::Shared::new(program, reached, own),
            aim: None,
            helper_until: u64::MAX,
            watched: vec![false; program.method_count()],
            records: FxHashMap::default(),
            wanted_fields: FxHashSet::default(),
            written: FxHashMap::default(),
            hits: FxHashSet::default(),
            sources: Vec::new(),
            source_of: FxHashMap::default(),
            nodes: Vec::new(),
            node_of: FxHashMap::default(),
            stepped: FxHashMap::default(),
            steps: 0,
            unrun: 0,
            budget,
            cut: false,
            full: false,
            deep: false,
            of_params: FxHashSet::default(),
            branched_on_param: false,
            component: None,
            stack: Vec::new(),
            helper: 0,
            fragments: FxHashMap::default(),
            called_back: FxHashMap::default(),
            lent: FxHashMap::default(),
            wide: (0..program.type_count() as u32)
                .map(|i| matches!(program.descriptor(TypeId(i)), "J" | "D"))
                .collect(),
            made: Some(reached).filter(|r| r.is_known()),
            own,
            runs: Runs::default(),
            constants: FxHashMap::default(),
            initialised: FxHashMap::default(),
            initialising: FxHashSet::default(),
            platform: (0..program.type_count() as u32).map(|i| is_platform(program.descriptor(TypeId(i)))).collect(),
            streams: Vec::new(),
            term_parts: std::cell::Cell::new(0),
            outside: FxHashMap::default(),
            handed: FxHashSet::default(),
            shown: FxHashMap::default(),
        };
        if options.taint {
            engine.streams = streams(program, &cache.models);
        }
        engine.objects = lasting();
        engine
    }

    /// Forgets all values and objects, for an entry that has nothing to do with those before it. Terms that were made
    /// hold; not to be called while anything is followed.
    pub(crate) fn forget(&mut self) {
        debug_assert!(!self.options.taint && self.stack.is_empty(), "sources, heaps and hits speak of objects");
        self.values = if self.options.terms { Values::of_constants() } else { Values::new() };
        self.objects = lasting();
        self.object_of.clear();
        self.contexts.clear();
        self.constants.clear();
        self.initialised.clear();
    }

    /// Takes steps; false when the budget is spent.
    pub(crate) fn spend(&mut self, steps: u64) -> bool {
        self.steps += steps;
        if self.steps > self.budget {
            self.cut = true;
        }
        !self.cut
    }

    pub(crate) fn body(&self, def: DefId) -> Option<Rc<Body>> {
        self.cache.body(def)
    }

    /// The field that a name in code means.
    pub(crate) fn field(&mut self, field: FieldId) -> FieldId {
        match self.fields.get(field.ix()) {
            Some(&known) if known != u32::MAX => FieldId(known),
            _ => {
                let resolved = self.program.resolve_field(field);
                if let Some(slot) = self.fields.get_mut(field.ix()) {
                    *slot = resolved.0;
                }
                resolved
            }
        }
    }

    pub(crate) fn resolve(&mut self, ty: TypeId, method: MethodRef) -> Option<DefId> {
        let program = self.program;
        *self
            .resolved
            .entry((ty, method.name, method.proto.0))
            .or_insert_with(|| program.resolve(ty, method.name, method.proto))
    }

    /// What models say of a method that the build does not define.
    pub(crate) fn role(&self, method: MethodId) -> Rc<Role> {
        self.cache.role(method)
    }

    /// What models say of a method by names alone, for reflective calls.
    pub(crate) fn role_named(&self, class: &str, name: &str, args: usize) -> Rc<Role> {
        self.cache.role_named(class, name, args)
    }

    /// The context of a call: who calls from where.
    pub(crate) fn context(&mut self, parent: u32, def: DefId, pc: u32, callee: u32) -> u32 {
        let next = self.contexts.len() as u32 + 1;
        *self.contexts.entry((parent, def.0, pc, callee)).or_insert(next)
    }

    /// The number of an object; all objects beyond the heap's size are the summary.
    pub(crate) fn object(&mut self, key: (u32, u32, u32, u32), info: ObjectInfo) -> u32 {
        if let Some(&id) = self.object_of.get(&key) {
            return id;
        }
        let id = self.objects.len() as u32;
        if id >= Heap::OBJECTS {
            (self.cut, self.full) = (true, true);
            return SUMMARY;
        }
        self.objects.push(info);
        self.object_of.insert(key, id);
        id
    }

    pub(crate) fn info(&self, object: u32) -> ObjectInfo {
        self.objects.get(object as usize).copied().unwrap_or(ObjectInfo {
            ty: TypeId(0),
            made: Made::Summary,
            site: None,
            many: true,
        })
    }

    /// An object that stands for something of a class: its static fields, its incoming intent, ...
    pub(crate) fn singular(&mut self, ty: TypeId, made: Made) -> u32 {
        let tag = match made {
            Made::Statics => 0,
            Made::Incoming => 1,
            Made::Outgoing => 2,
            Made::Given => 3,
            Made::Summary => 5,
            Made::Strangers => 6,
            Made::Shared(name) => 16 + name,
            _ => 4,
        };
        let many = matches!(made, Made::Incoming | Made::Outgoing);
        self.object((u32::MAX, ty.0, tag, 0), ObjectInfo { ty, made, site: None, many })
    }

    /// The same, one for each component.
    pub(crate) fn singular_of(&mut self, component: TypeId, ty: TypeId, made: Made) -> u32 {
        let one = self.singular(ty, made);
        self.object((u32::MAX - 5, component.0, one, 0), self.info(one))
    }

    /// The objects among a value's atoms.
    pub(crate) fn objects_of(&self, value: Val) -> SmallVec<[u32; 4]> {
        self.values
            .atoms(value)
            .iter()
            .filter_map(|a| match a {
                Atom::Object(id) => Some(*id),
                _ => None,
            })
            .collect()
    }

    /// Whether a class of the build belongs to the platform's libraries: called by them, it is the framework.
    pub(crate) fn platform(&self, ty: TypeId) -> bool {
        self.platform.get(ty.ix()) == Some(&true)
    }

    /// Whether a type is read from: an input stream or a reader.
    pub(crate) fn is_stream(&self, ty: TypeId) -> bool {
        self.streams.get(ty.ix()) == Some(&true)
    }

    /// Whether code that is reached makes objects of a class of the build.
    pub(crate) fn is_made(&self, ty: TypeId) -> bool {
        match self.made {
            Some(reached) => reached.makes(ty),
            None => !self.program.sites.news_of(ty).is_empty(),
        }
    }

    /// Whether a method is the app's own.
    pub(crate) fn is_own(&self, def: DefId) -> bool {
        let class = self.program.def(def).map(|m| m.class);
        class.is_none_or(|class| self.own.get(class.ix()) != Some(&false))
    }

    /// Whether values of a type take two registers.
    pub(crate) fn is_wide(&self, ty: TypeId) -> bool {
        self.wide.get(ty.ix()) == Some(&true)
    }

    /// A string constant of a dex file.
    pub(crate) fn constant(&mut self, dex: u16, string: u32) -> Val {
        let program = self.program;
        let values = &mut self.values;
        let id = *self
            .constants
            .entry((dex, string))
            .or_insert_with(|| values.text_id(&program.string(dex, string).unwrap_or_default()));
        self.values.one(Atom::Text(id))
    }

    /// Whether a class of the build is a fragment: made by code, run by the system.
    pub(crate) fn is_fragment(&mut self, ty: TypeId) -> bool {
        if let Some(&known) = self.fragments.get(&ty) {
            return known;
        }
        let fragment = self.program.class_of(ty).is_some()
            && self
                .program
                .supertypes(ty)
                .into_iter()
                .any(|t| self.models.is_framework(&self.program.type_name(t), "android.app.Fragment"));
        self.fragments.insert(ty, fragment);
        fragment
    }

    /// Text of a value when it is one string.
    pub(crate) fn string(&self, value: Val) -> Option<Arc<str>> {
        self.values.string(value)
    }

    /// Whether anything of a value is not known.
    pub(crate) fn open(&self, value: Val) -> bool {
        value.atoms == 0
            || self.values.atoms(value).iter().any(|a| {
                matches!(a, Atom::Unknown | Atom::Below(_) | Atom::Param(_) | Atom::Field(_) | Atom::Static(_))
            })
    }

    /// Runs a method from outside: unknown arguments where none are given.
    pub(crate) fn enter(&mut self, def: DefId, receiver: Option<Val>, args: &[Val], heap: Heap) -> exec::Outcome {
        let Some(method) = self.program.def(def).copied() else { return exec::Outcome::none(heap) };
        let proto = self.program.proto(self.program.method(method.id).proto).clone();
        let mut all = Vec::with_capacity(proto.params.len() + 1);
        if !method.is_static() {
            let given = receiver.unwrap_or_else(|| {
                let ty = self.program.class(method.class).map_or(TypeId(0), |c| c.ty);
                let object = self.singular(ty, Made::Given);
                self.values.one(Atom::Object(object))
            });
            all.push(given);
        }
        for i in 0..proto.params.len() {
            all.push(
                args.get(i).copied().unwrap_or_else(|| {
                    if self.options.terms { self.values.one(Atom::Param(i as u32)) } else { UNKNOWN }
                }),
            );
        }
        let context = self.context(0, def, u32::MAX, self.component.map_or(0, |c| c.0));
        self.stack.clear();
        self.helper = 0;
        self.runs.begin();
        self.run(def, &all, heap, context)
    }
}

/// The objects that always exist.
fn lasting() -> Vec<ObjectInfo> {
    vec![ObjectInfo { ty: TypeId(0), made: Made::Summary, site: None, many: true }; 2]
}

/// Of each type, whether it is an input stream or a reader.
fn streams(program: &Program<'_>, models: &Models) -> Vec<bool> {
    let framework = |ty: TypeId| {
        let name = program.descriptor(ty);
        (name.starts_with("Ljava/") && (name.ends_with("Stream;") || name.ends_with("Reader;"))).then(|| {
            let names = models.names(&program.type_name(ty));
            names.iter().any(|n| n == "java.io.InputStream" || n == "java.io.Reader")
        })
    };
    let is = |ty: TypeId| program.ancestors(ty).find_map(framework).unwrap_or(false);
    (0..program.type_count() as u32).map(|i| is(TypeId(i))).collect()
}

/// Roles of steps in traces, as numbers.
pub(crate) mod trace {
    pub(crate) const SOURCE: u8 = 0;
    pub(crate) const CALL: u8 = 1;
    pub(crate) const RETURN: u8 = 2;
    pub(crate) const THROUGH: u8 = 3;
    pub(crate) const STORE: u8 = 4;
    pub(crate) const LOAD: u8 = 5;
    pub(crate) const HANDOVER: u8 = 6;
    /// Changed by a transform or test; `what` is its kind.
    pub(crate) const TRANSFORM: u8 = 7;
}
