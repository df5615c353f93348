//! Source-to-sink flows.
//!
//! Components run in the order of their lifecycle, each on the heap that the others leave: static fields, preferences,
//! intents handed over and registered callbacks live there. All runs repeat until the shared heap no longer changes, at
//! most a few times. Only methods that lead to a source or a sink, and small helpers, are run.

mod begin;
mod collect;
mod entry;
mod life;

use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::callgraph::{Component, Manifest, Reached, is_platform, leads_to};
use super::dalvik::{DefId, MethodId, Program, TypeId};
use super::engine::heap::Heap;
use super::engine::model::{Entry, Intrinsic, Models, Role as Api};
use super::engine::value::{LABEL, NOTHING, Val};
use super::engine::{Cache, Engine, Options};
use crate::finding::{Flow, Owner};
use crate::limits::Budget;
use crate::rule::knowledge::Stages;
use life::Moment;

/// Rounds over all components.
const ROUNDS: usize = 3;
/// Runs of one entry that are remembered.
const REMEMBERED: usize = 4;
/// Runs of one entry after which numbers alone that changed are no reason for another.
const COUNTED: usize = 1;
/// Times that a component's stages repeat.
const LOOPS: usize = 2;
/// Registered callbacks that are run.
const LIVE_CALLBACKS: usize = 512;
/// Steps of one entry after which methods that lead to nothing asked for are no longer run.
const ENTRY_HELPERS: u64 = 6_000;
/// Steps of one entry in all its runs, by whether it is the app's own and whether it leads to a source.
const fn share(own: bool, relevant: bool) -> u64 {
    match (own, relevant) {
        (true, true) => 40_000,
        (true, false) => 12_000,
        (false, true) => 6_000,
        (false, false) => 1_000,
    }
}
/// Calls within calls of the app's own methods that lead to a source or a sink.
const OWN_DEPTH: u32 = 40;
/// Steps of one trace that are shown.
const TRACE: usize = 128;

/// What to follow.
#[derive(Debug)]
pub struct Query<'q, 'a> {
    /// The code.
    pub program: &'q Program<'a>,
    /// Components and resources.
    pub manifest: &'q Manifest,
    /// API models, and what is known of the code already.
    pub cache: &'q Cache<'q, 'a>,
    /// Reachability of methods.
    pub reached: &'q Reached,
    /// Of each class, whether it is the app's own, which is followed further; classes without a word are.
    pub own: &'q [bool],
    /// Parameters that bring a value though no name says so: callbacks of a library under a shrinker's names.
    pub given: &'q [Given],
    /// The scan's bounds.
    pub budget: &'q Budget,
}

/// A parameter of a method of the build that brings a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The method.
    pub def: DefId,
    /// Which parameter, from zero, without the receiver.
    pub param: u8,
    /// Kind of the source.
    pub kind: String,
    /// The callback that it is, as the API knowledge names it.
    pub api: String,
}

impl Query<'_, '_> {
    /// Classes of the build, not the platform's libraries, that layouts make.
    fn made_by_resources(&self) -> Rc<[TypeId]> {
        let named = self.manifest.made_by_resources.iter().filter_map(|name| self.program.find_class_name(name));
        let ours = |ty: &TypeId| self.program.class_of(*ty).is_some() && !is_platform(self.program.descriptor(*ty));
        named.filter(ours).collect()
    }
}

/// All flows, by sink then source; `owner` tells whose a class is.
pub fn flows(query: &Query<'_, '_>, owner: &dyn Fn(&str) -> Owner) -> Vec<Flow> {
    let models = &query.cache.models;
    let options =
        Options { taint: true, terms: false, depth: 18, own_depth: OWN_DEPTH, helper_depth: 4, helper_ops: 400 };
    let size: usize = query.program.files().iter().map(|(_, dex)| dex.bytes().len()).sum();
    // Code without components is run method by method, which knows no end.
    let steps = if query.manifest.components.is_empty() { 400_000 } else { 1_200_000 };
    let budget = steps + size as u64 / 8;
    let engine = Engine::new(query.program, query.cache, query.manifest, query.reached, query.own, options, budget);
    let mut goals = vec![false; query.program.method_count()];
    let mut ends = goals.clone();
    let (mut sources, mut sinks) = (false, false);
    let outside = query.manifest.components.iter().any(Component::is_reached_from_outside);
    let classes = |which: &dyn Fn(&Component) -> bool| -> FxHashSet<TypeId> {
        let names = query.manifest.components.iter().filter(|c| which(c)).map(|c| c.class.as_str());
        names.filter_map(|name| query.program.find_class_name(name)).collect()
    };
    let called = query.cache.called();
    for &id in called.iter() {
        let role = engine.role(id);
        let inputs = !query.manifest.inputs.is_empty();
        let plain = |s: &Entry| !s.conditional() && !models.is_quiet(s.kind) || inputs && s.is_of_inputs();
        let plain = Api::entries(&role.sources).iter().any(plain);
        let incoming = outside && role.intrinsic == Some(Intrinsic::GetIntent);
        let labels = incoming || Api::entries(&role.labels).iter().any(|l| l.kind < LABEL);
        sources |= plain || labels;
        sinks |= role.sinks.is_some();
        if let Some(goal) = goals.get_mut(id.ix()) {
            *goal = plain || labels || role.reflects();
        }
        if let Some(end) = ends.get_mut(id.ix()) {
            *end = Api::entries(&role.sinks).iter().any(|s| !s.is_choosy());
        }
    }
    let mut run = Run {
        query,
        models,
        engine,
        sinks,
        binders: NOTHING,
        handed: Vec::new(),
        handed_in: FxHashMap::default(),
        views: query.made_by_resources(),
        application: query.manifest.application.as_deref().and_then(|name| query.program.find_class_name(name)),
        stages: FxHashMap::default(),
        moments: FxHashMap::default(),
        called_back: FxHashMap::default(),
        spoken: FxHashMap::default(),
        clicks: FxHashMap::default(),
        screen: false,
        crowded: BTreeSet::new(),
        around: Vec::new(),
        screens: Rc::from([]),
        exposed: classes(&Component::is_reached_from_outside),
        linked: classes(&|c| c.links),
        homes: FxHashMap::default(),
        called,
        foreign: 40_000 + size as u64 / 48,
        spent: FxHashMap::default(),
        whole: FxHashSet::default(),
        short: FxHashSet::default(),
        seen: FxHashMap::default(),
    };
    run.engine.bridges = run.bridges();
    run.engine.comparing = run.comparing();
    run.sinks |= !run.engine.comparing.is_empty();
    let mut starts = run.callbacks_with_sources();
    run.handed = run.handed_over();
    run.handed_in = run.by_class();
    starts.extend(run.asked_for());
    starts.extend(run.near_sinks());
    let reflects = run.reflects(&goals);
    if !(sources || !starts.is_empty() || reflects) || !run.sinks && !reflects {
        return Vec::new();
    }
    run.engine.relevant =
        leads_to(query.program, query.reached, query.own, |id| goals.get(id.ix()) == Some(&true), &starts);
    run.engine.towards_sink =
        leads_to(query.program, query.reached, query.own, |id| ends.get(id.ix()) == Some(&true), &[]);
    run.all();
    if run.engine.cut {
        query.budget.hit("flow-steps", "flows", run.engine.budget);
    }
    if run.engine.full {
        query.budget.hit("flow-objects", "flows", u64::from(Heap::OBJECTS));
    }
    if run.engine.deep {
        query.budget.hit("flow-depth", "flows", u64::from(OWN_DEPTH));
    }
    for &ty in &run.crowded {
        query.budget.hit("flow-callbacks", &query.program.type_name(ty), LIVE_CALLBACKS as u64);
    }
    for def in run.short() {
        let name = query.program.def(def).map(|method| query.program.api(method.id)).unwrap_or_default();
        let relevant = run.engine.relevant.get(def.ix()) == Some(&true) || run.engine.comes_upon(def);
        query.budget.hit("flow-steps", &name, share(true, relevant));
    }
    query.budget.take_steps(run.engine.steps);
    let mut flows = run.collect(owner);
    if flows.len() > query.budget.limits.flows {
        query.budget.hit("flows", "code", query.budget.limits.flows as u64);
        flows.truncate(query.budget.limits.flows);
    }
    flows
}

struct Run<'q, 'a> {
    query: &'q Query<'q, 'a>,
    models: &'q Models,
    engine: Engine<'q, 'a>,
    sinks: bool,
    /// What the services of the build give to those who bind them.
    binders: Val,
    /// Callbacks whose parameters a library hands over.
    handed: Vec<DefId>,
    /// The same by the name of their class and of the classes around it.
    handed_in: FxHashMap<String, Vec<DefId>>,
    /// Classes of the build that layouts make.
    views: Rc<[TypeId]>,
    application: Option<TypeId>,
    stages: FxHashMap<TypeId, Option<&'q Stages>>,
    /// The lives of classes, and methods that the framework may call.
    moments: FxHashMap<TypeId, Rc<[Moment<'q>]>>,
    called_back: FxHashMap<TypeId, Rc<[DefId]>>,
    /// Whether methods of a class call methods of another.
    spoken: FxHashMap<(TypeId, TypeId), bool>,
    /// Click handlers of classes that layouts name.
    clicks: FxHashMap<TypeId, Rc<[DefId]>>,
    /// The component that runs is an activity.
    screen: bool,
    /// Components that registered more callbacks than are run.
    crowded: BTreeSet<TypeId>,
    /// Registered callbacks that run at the levels around this one.
    around: Vec<u32>,
    /// The activities.
    screens: Rc<[TypeId]>,
    /// Components that other apps can reach, and those that links open.
    exposed: FxHashSet<TypeId>,
    linked: FxHashSet<TypeId>,
    /// The screen of each view and fragment that layouts make that is looked at first.
    homes: FxHashMap<TypeId, TypeId>,
    /// Methods that code calls and that models may know.
    called: Rc<[MethodId]>,
    /// Steps that third-party entries have left.
    foreign: u64,
    /// Steps of each entry so far; entries that ran to their end, and those that did not, at least once.
    spent: FxHashMap<DefId, u64>,
    whole: FxHashSet<DefId>,
    short: FxHashSet<DefId>,
    /// What entries did last, by method, receiver and component.
    seen: FxHashMap<(DefId, Val, Option<TypeId>), Vec<Seen>>,
}

/// A run of an entry: what it found and what it left. It counts again wherever the objects that it touched are the same.
struct Seen {
    mood: Mood,
    before: Heap,
    /// Objects that it looked at or wrote to.
    touched: Vec<u32>,
    /// Methods that it was asked of whether they come upon something tainted, when they did not.
    clean: Vec<DefId>,
    after: Heap,
    /// Either of the two: it may not have run.
    either: Heap,
    /// Objects that it changed or made.
    changed: Vec<u32>,
    /// The last heap that took all this in without another run.
    settled: Option<Heap>,
}

impl Seen {
    fn result(&self, certain: bool) -> &Heap {
        if certain { &self.after } else { &self.either }
    }
}

/// What beside the heap an entry depends on: whether there is anything to follow, and what is bound.
type Mood = (bool, Val);

impl Run<'_, '_> {
    /// Parameters of a method that are sources: kind, number, callback.
    fn sources_of(&self, def: DefId) -> Vec<(u32, u8, String)> {
        let mut found = self.models.callback_sources(self.query.program, def);
        for given in self.query.given.iter().filter(|given| given.def == def) {
            found.extend(self.models.kind_of(&given.kind).map(|kind| (kind, given.param, given.api.clone())));
        }
        found
    }
}
