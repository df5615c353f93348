//! Source-to-sink flows.
//!
//! Components run in the order of their lifecycle, each on the heap that the others leave: static fields, preferences,
//! intents handed over and registered callbacks live there. All runs repeat until the shared heap no longer changes, at
//! most a few times. Only methods that lead to a source or a sink, and small helpers, are run.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::callgraph::{Component, Manifest, Reached, Role, leads_to};
use super::dalvik::{DefId, MethodId, Program, TypeId};
use super::engine::exec::{At, FIELD, Outcome};
use super::engine::heap::{Heap, Key, Slot};
use super::engine::model::{Entry, Intrinsic, Models, Role as Api};
use super::engine::value::{Atom, LABEL, Mark, NOTHING, UNKNOWN, Val};
use super::engine::{Engine, Hit, LIVE, Made, ObjectInfo, Options, Source, trace};
use crate::finding::{AppText, Confidence, Flow, FlowEnd, Locus, Owner, Reachability, Step, StepRole};
use crate::format::dex::ACC_STATIC;
use crate::limits::Budget;
use crate::rule::knowledge::{FlowKnowledge, Stages};

/// Rounds over all components.
const ROUNDS: usize = 3;
/// Times that a component's stages repeat.
const LOOPS: usize = 2;
/// Registered callbacks that are run.
const LIVE_CALLBACKS: usize = 64;
/// Steps of one entry after which methods that lead to nothing asked for are no longer run.
const ENTRY_HELPERS: u64 = 6_000;
/// Steps of one entry in all its runs, by whether it is the app's own and whether it leads to a source.
const fn share(own: bool, relevant: bool) -> u64 {
    match (own, relevant) {
        (true, true) => 40_000,
        (true, false) => 4_000,
        (false, true) => 6_000,
        (false, false) => 1_000,
    }
}
/// Steps of one trace that are shown.
const TRACE: usize = 40;

/// What to follow.
#[derive(Debug)]
pub struct Query<'q, 'a> {
    /// The code.
    pub program: &'q Program<'a>,
    /// Components and resources.
    pub manifest: &'q Manifest,
    /// API models.
    pub knowledge: &'q FlowKnowledge,
    /// Reachability of methods.
    pub reached: &'q Reached,
    /// Of each class, whether it is the app's own, which is followed further; classes without a word are.
    pub own: &'q [bool],
    /// The scan's bounds.
    pub budget: &'q Budget,
}

/// All flows, by sink then source; `owner` tells whose a class is.
///
/// # Errors
/// When the API models are not well-formed.
pub fn flows(query: &Query<'_, '_>, owner: &dyn Fn(&str) -> Owner) -> Result<Vec<Flow>, String> {
    let models = Models::new(query.knowledge)?;
    let options = Options { taint: true, terms: false, depth: 18, helper_depth: 4, helper_ops: 400 };
    let size: usize = query.program.files().iter().map(|(_, dex)| dex.bytes().len()).sum();
    let budget = 400_000 + size as u64 / 8;
    let mut engine = Engine::new(query.program, &models, query.manifest, query.reached, query.own, options, budget);
    let mut goals = vec![false; query.program.method_count()];
    let mut ends = goals.clone();
    let (mut sources, mut sinks) = (false, false);
    let outside = query.manifest.components.iter().any(Component::is_reached_from_outside);
    let called = models.called(query.program);
    for &id in &called {
        let role = engine.role(id);
        let plain = Api::entries(&role.sources).iter().any(|s| !s.conditional() && !models.is_quiet(s.kind));
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
        models: &models,
        engine,
        sinks,
        binders: NOTHING,
        handed: Vec::new(),
        screen: false,
        homes: FxHashMap::default(),
        called: called.into(),
        foreign: 40_000 + size as u64 / 48,
        spent: FxHashMap::default(),
        whole: FxHashSet::default(),
        short: FxHashSet::default(),
        seen: FxHashMap::default(),
    };
    run.engine.bridges = run.bridges();
    let mut starts = run.callbacks_with_sources();
    run.handed = run.handed_over();
    starts.extend(run.asked_for());
    starts.extend(run.near_sinks());
    let reflects = run.reflects(&goals);
    if !(sources || !starts.is_empty() || reflects) || !sinks && !reflects {
        return Ok(Vec::new());
    }
    run.engine.relevant = leads_to(query.program, query.reached, |id| goals.get(id.ix()) == Some(&true), &starts);
    run.engine.towards_sink = leads_to(query.program, query.reached, |id| ends.get(id.ix()) == Some(&true), &[]);
    run.all();
    if run.engine.cut {
        query.budget.hit("flow-steps", "flows", run.engine.budget);
    }
    for def in run.short() {
        let name = query.program.def(def).map(|method| query.program.api(method.id)).unwrap_or_default();
        query.budget.hit("flow-steps", &name, share(true, true));
    }
    query.budget.take_steps(run.engine.steps);
    let mut flows = run.collect(owner);
    if flows.len() > query.budget.limits.flows {
        query.budget.hit("flows", "code", query.budget.limits.flows as u64);
        flows.truncate(query.budget.limits.flows);
    }
    Ok(flows)
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
    /// The component that runs is an activity.
    screen: bool,
    /// The first screen of each view and fragment that layouts make.
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
    seen: FxHashMap<(DefId, Val, Option<TypeId>), Seen>,
}

/// The last run of an entry: what it found and what it left.
struct Seen {
    mood: Mood,
    before: Heap,
    after: Heap,
    /// Either of the two: it may not have run.
    either: Heap,
}

/// What beside the heap an entry depends on: whether sources are known, where tainted things lie, what is bound and
/// handed over.
type Mood = (bool, usize, Val, usize);

impl Run<'_, '_> {
    /// Callbacks whose parameters are sources.
    fn callbacks_with_sources(&self) -> Vec<DefId> {
        let program = self.query.program;
        let mut found = Vec::new();
        for (i, method) in program.defs.iter().enumerate() {
            let name = program.text(program.method(method.id).name);
            let def = DefId(i as u32);
            if method.code != 0
                && self.models.is_callback_source(name)
                && (name == "onActivityResult" || !self.models.callback_sources(program, def).is_empty())
            {
                found.push(def);
            }
        }
        found.extend(self.engine.bridges.iter());
        found
    }

    /// Entries of the app's own that never came to their end.
    fn short(&self) -> BTreeSet<DefId> {
        let never = |def: &&DefId| self.engine.is_own(**def) && !self.whole.contains(*def);
        self.short.iter().filter(never).copied().collect()
    }

    /// Methods that scripts of web pages may call.
    fn bridges(&self) -> BTreeSet<DefId> {
        let program = self.query.program;
        let bridged = program.methods().any(|(id, method)| {
            program.text(method.name) == "addJavascriptInterface" && !program.sites.calls_of(id).is_empty()
        });
        if !bridged {
            return BTreeSet::new();
        }
        let classes = program.classes.iter().filter(|c| c.def.annotations != 0 && !self.engine.platform(c.ty));
        classes
            .flat_map(|class| program.annotated(class, "Landroid/webkit/JavascriptInterface;"))
            .filter_map(|id| program.def_of(id))
            .collect()
    }

    /// Methods that call a source of certain texts and hold such a text.
    fn asked_for(&mut self) -> Vec<DefId> {
        let program = self.query.program;
        let mut entries: Vec<(DefId, std::sync::Arc<[Entry]>)> = Vec::new();
        for &id in self.called.clone().iter() {
            let sites = program.sites.calls_of(id);
            if let Some(sources) = self.engine.role(id).sources.clone().filter(|s| s.iter().any(Entry::conditional)) {
                entries.extend(sites.iter().map(|site| (site.def, sources.clone())));
            }
        }
        entries.sort_by_key(|(def, _)| *def);
        let mut found = Vec::new();
        for string in &program.sites.strings {
            let from = entries.partition_point(|(def, _)| *def < string.site.def);
            let mine = entries.iter().skip(from).take_while(|(def, _)| *def == string.site.def);
            let mut text = None;
            for (def, sources) in mine {
                let text = text.get_or_insert_with(|| program.string(string.dex, string.string).unwrap_or_default());
                if sources.iter().any(|s| s.asks_for(text)) {
                    found.push(*def);
                    break;
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Methods with sources that only matter to keys and session ids (the clock, weak generators) and that make one, or
    /// stand one call away from what does.
    fn near_sinks(&mut self) -> Vec<DefId> {
        let program = self.query.program;
        let (mut quiet, mut near) = (Vec::new(), BTreeSet::new());
        for &id in self.called.clone().iter() {
            let sites = program.sites.calls_of(id);
            let role = self.engine.role(id);
            if Api::entries(&role.sources).iter().any(|s| self.models.is_quiet(s.kind)) {
                quiet.extend(sites.iter().map(|site| site.def));
            }
            if Api::entries(&role.sinks).iter().any(|s| self.models.is_for_quiet(s.kind) && !s.conditional()) {
                near.extend(sites.iter().map(|site| site.def));
            }
        }
        near.extend(self.session_writers());
        let mut around = near.clone();
        for def in near {
            let Some(method) = program.def(def) else { continue };
            around.extend(program.sites.calls_of(method.id).iter().map(|site| site.def));
            let called = program.sites.callees.get(def.0).iter().filter_map(|(id, _)| program.def_of(*id));
            around.extend(called);
        }
        quiet.sort_unstable();
        quiet.dedup();
        quiet.retain(|def| around.contains(def));
        quiet
    }

    /// Methods that hold a text which names a session and call something that takes one.
    fn session_writers(&mut self) -> Vec<DefId> {
        let program = self.query.program;
        let mut takers: Vec<(DefId, std::sync::Arc<[Entry]>)> = Vec::new();
        for &id in self.called.clone().iter() {
            let sites = program.sites.calls_of(id);
            if let Some(sinks) = self.engine.role(id).sinks.clone()
                && sinks.iter().any(|s| s.conditional() && self.models.is_for_quiet(s.kind))
            {
                takers.extend(sites.iter().map(|site| (site.def, sinks.clone())));
            }
        }
        takers.sort_by_key(|(def, _)| *def);
        let mut found = Vec::new();
        for string in &program.sites.strings {
            let from = takers.partition_point(|(def, _)| *def < string.site.def);
            let mut mine = takers.iter().skip(from).take_while(|(def, _)| *def == string.site.def).peekable();
            if mine.peek().is_some() {
                let text = program.string(string.dex, string.string).unwrap_or_default();
                let names = |s: &Entry| self.models.is_for_quiet(s.kind) && s.asks_for(&text);
                if mine.any(|(_, sinks)| sinks.iter().any(names)) {
                    found.push(string.site.def);
                }
            }
        }
        found
    }

    fn reflects(&mut self, goals: &[bool]) -> bool {
        self.called.clone().iter().any(|&id| goals.get(id.ix()) == Some(&true) && self.engine.role(id).reflects())
            && self.sinks
    }

    fn all(&mut self) {
        let program = self.query.program;
        let mut order: Vec<(TypeId, Option<Role>)> = Vec::new();
        let mut add = |class: &str, role: Option<Role>| {
            if let Some(ty) = program.find_class_name(class).filter(|&t| program.class_of(t).is_some())
                && !order.iter().any(|(known, _)| *known == ty)
            {
                order.push((ty, role));
            }
        };
        let components: Vec<&Component> = self.query.manifest.components.iter().filter(|c| c.enabled).collect();
        for component in components.iter().filter(|c| c.role == Role::Provider) {
            add(&component.class, Some(Role::Provider));
        }
        if let Some(application) = &self.query.manifest.application {
            add(application, None);
        }
        for component in &components {
            add(&component.class, Some(component.role));
        }
        let mut heap = Heap::new();
        if order.is_empty() {
            if self.query.manifest.components.is_empty() {
                self.without_manifest(heap);
            }
            return;
        }
        for _ in 0..ROUNDS {
            let before = heap.clone();
            for (ty, role) in &order {
                if !self.concerns(*ty, *role) {
                    continue;
                }
                self.screen = *role == Some(Role::Activity);
                let after = self.component(*ty, heap.clone());
                heap.join(&after, &mut self.engine.values);
                if self.engine.cut {
                    return;
                }
            }
            // Only what lies where other components find it makes another round worth it.
            let mut joined = before.clone();
            let nothing_shared = self.engine.spots() == 0 && self.engine.handed.is_empty();
            if nothing_shared || !joined.join(&heap, &mut self.engine.values) {
                break;
            }
        }
    }

    /// Whether running a component can show anything: it leads to a source, something tainted waits for it, or others
    /// bind it.
    fn concerns(&self, ty: TypeId, role: Option<Role>) -> bool {
        role == Some(Role::Service) || self.engine.handed.contains(&ty) || self.matters(ty)
    }

    /// Whether a method of a class leads to a source or to something tainted.
    fn matters(&self, ty: TypeId) -> bool {
        let program = self.query.program;
        program.ancestors(ty).any(|t| {
            program.class_of(t).is_some_and(|c| {
                !self.engine.platform(t)
                    && c.methods.clone().any(|d| {
                        self.engine.relevant.get(d as usize) == Some(&true) || self.engine.comes_upon(DefId(d))
                    })
            })
        })
    }

    /// A bare dex: every method that nothing calls begins by itself.
    fn without_manifest(&mut self, heap: Heap) {
        let program = self.query.program;
        for (i, method) in program.defs.iter().enumerate() {
            let def = DefId(i as u32);
            if method.code != 0
                && self.engine.relevant.get(i) == Some(&true)
                && program.sites.calls_of(method.id).is_empty()
            {
                self.engine.component = program.class(method.class).map(|c| c.ty);
                self.engine.enter(def, None, &[], heap.clone());
            }
        }
    }

    /// The stages of a class: those of the framework class that it extends.
    fn stages(&self, ty: TypeId) -> Option<&'_ Stages> {
        let program = self.query.program;
        let mut best = None;
        for ancestor in program.ancestors(ty) {
            let name = program.type_name(ancestor);
            for (base, stages) in &self.query.knowledge.lifecycle.components {
                if self.models.is_framework(&name, base) {
                    best = best.or(Some(stages));
                }
            }
            if best.is_some() {
                break;
            }
        }
        best
    }

    /// One component's life from its constructor on; gives everything that it may leave on the heap.
    fn component(&mut self, ty: TypeId, heap: Heap) -> Heap {
        self.engine.component = Some(ty);
        let object =
            self.engine.object((u32::MAX - 1, ty.0, 0, 0), ObjectInfo { ty, made: Made::New, site: None, many: false });
        let this = self.engine.values.one(Atom::Object(object));
        let mut heap = heap;
        heap.reset(object);
        for def in self.engine.methods_named(ty, "<init>") {
            heap = self.step(def, this, heap, true);
        }
        self.live(ty, this, heap, 0)
    }

    /// Runs stages on an object. `depth`: fragments within fragments.
    fn live(&mut self, ty: TypeId, this: Val, heap: Heap, depth: u32) -> Heap {
        let Some(stages) = self.stages(ty).cloned() else { return heap };
        let mut heap = heap;
        if depth == 0 && self.screen {
            self.views(&mut heap);
        }
        let mut any = heap.clone();
        let mut state = heap;
        let mut left: BTreeMap<&str, Heap> = BTreeMap::new();
        for round in 0..LOOPS {
            let before = any.clone();
            for (i, stage) in stages.stages.iter().enumerate() {
                if round > 0 && i < stages.repeat_from {
                    continue;
                }
                let optional = stage.len() > 1
                    || matches!(
                        stage.first().map(String::as_str),
                        Some(
                            "onRestoreInstanceState"
                                | "onSaveInstanceState"
                                | "onRestart"
                                | "onDestroy"
                                | "onStop"
                                | "onPause"
                        )
                    );
                for name in stage {
                    if let Some(earlier) = stages.shortcuts.get(name).and_then(|e| left.get(e.as_str())) {
                        state.join(&earlier.clone(), &mut self.engine.values);
                    }
                }
                for _ in 0..if stage.len() > 1 { 2 } else { 1 } {
                    for name in stage {
                        for def in self.engine.methods_named(ty, name) {
                            state = self.step(def, this, state, !optional);
                        }
                    }
                }
                if i == stages.callbacks_after {
                    state = self.callbacks(ty, this, state, depth);
                }
                any.join(&state, &mut self.engine.values);
                for name in stage {
                    left.insert(name, state.clone());
                }
                if self.engine.cut {
                    return any;
                }
            }
            let mut joined = before;
            if self.engine.sources.is_empty() || round > 0 && !joined.join(&any, &mut self.engine.values) {
                break;
            }
            state = any.clone();
        }
        any
    }

    /// Click handlers that layouts name and callbacks that code registered, in any order.
    fn callbacks(&mut self, ty: TypeId, this: Val, heap: Heap, depth: u32) -> Heap {
        let mut state = heap;
        for _ in 0..2 {
            for name in &self.query.manifest.on_click.clone() {
                for def in self.engine.methods_named(ty, name) {
                    state = self.step(def, this, state, false);
                }
            }
            for (def, receiver) in self.called_by_libraries(ty, this) {
                state = self.step(def, receiver, state, false);
            }
            let live = self.registered(&state);
            for object in live {
                let info = self.engine.info(object);
                let receiver = self.engine.values.one(Atom::Object(object));
                if let Made::Lambda(..) = info.made {
                    state = self.lambda(object, receiver, state);
                } else if self.engine.is_fragment(info.ty) {
                    if depth < 2 {
                        state = self.live(info.ty, receiver, state, depth + 1);
                    }
                } else {
                    for def in self.called_back(info.ty) {
                        // It may have been taken away since.
                        let here = state.get(LIVE).is_some_and(|o| o.get(Key::Index(i64::from(object))).is_some());
                        if here {
                            state = self.step(def, receiver, state, false);
                        }
                    }
                }
                if self.engine.cut {
                    return state;
                }
            }
        }
        state
    }

    /// Callbacks of a component, and of the classes inside it, whose parameters a library hands over. A library inside the
    /// build may call them by ways that are not followed; what it hands over is a source whoever calls.
    fn called_by_libraries(&mut self, ty: TypeId, this: Val) -> Vec<(DefId, Val)> {
        let program = self.query.program;
        let inside = format!("{}$", program.type_name(ty));
        let mut found = Vec::new();
        for def in self.handed.clone() {
            let Some(class) = program.def(def).and_then(|m| program.class(m.class)).map(|c| c.ty) else { continue };
            if class == ty {
                found.push((def, this));
            } else if program.type_name(class).starts_with(&inside) {
                let object = self.engine.singular(class, Made::Given);
                found.push((def, self.engine.values.one(Atom::Object(object))));
            }
        }
        found
    }

    /// Callbacks with sources that are not other apps' doing.
    fn handed_over(&self) -> Vec<DefId> {
        let program = self.query.program;
        let from_library = |def: &DefId| {
            let sources = self.models.callback_sources(program, *def);
            sources.iter().any(|(kind, ..)| !self.models.comes_from_outside(*kind))
        };
        self.callbacks_with_sources().into_iter().filter(from_library).collect()
    }

    /// Views and fragments that layouts make.
    fn views(&mut self, heap: &mut Heap) {
        let Some(component) = self.engine.component else { return };
        for name in &self.query.manifest.made_by_resources {
            let Some(ty) = self.query.program.find_class_name(name) else { continue };
            if self.query.program.class_of(ty).is_none() || self.engine.platform(ty) || !self.matters(ty) {
                continue;
            }
            // Which screen shows it is not known: the first one, and those that speak to it.
            let home = *self.homes.entry(ty).or_insert(component);
            if home != component && !self.speaks_to(component, ty) {
                continue;
            }
            let info = ObjectInfo { ty, made: Made::New, site: None, many: false };
            let object = self.engine.object((u32::MAX - 4, ty.0, 0, 0), info);
            let this = self.engine.values.one(Atom::Object(object));
            for def in self.engine.methods_named(ty, "<init>") {
                *heap = self.step(def, this, heap.clone(), false);
            }
            heap.put(LIVE, Key::Index(i64::from(object)), this);
            let mine = self.engine.singular(component, Made::Summary);
            heap.put(mine, Key::Index(i64::from(object)), this);
        }
    }

    /// Whether methods of a class call methods of another.
    fn speaks_to(&self, class: TypeId, other: TypeId) -> bool {
        let program = self.query.program;
        program.class_of(class).is_some_and(|class| {
            let mut calls = class.methods.clone().flat_map(|def| program.sites.callees.get(def));
            calls.any(|(callee, _)| program.method(*callee).class == other)
        })
    }

    /// Callbacks that this component or the application object registered.
    fn registered(&mut self, heap: &Heap) -> Vec<u32> {
        let program = self.query.program;
        let application = self.query.manifest.application.as_deref().and_then(|a| program.find_class_name(a));
        let mut found: Vec<u32> = Vec::new();
        for ty in self.engine.component.into_iter().chain(application) {
            let list = self.engine.singular(ty, Made::Summary);
            for part in heap.get(list).map(|o| o.parts().to_vec()).unwrap_or_default() {
                if let Key::Index(i) = part.0
                    && let Ok(object) = u32::try_from(i)
                    && !found.contains(&object)
                    && found.len() < LIVE_CALLBACKS
                {
                    found.push(object);
                }
            }
        }
        found.retain(|&object| heap.get(LIVE).is_some_and(|o| o.get(Key::Index(i64::from(object))).is_some()));
        found
    }

    fn lambda(&mut self, object: u32, receiver: Val, heap: Heap) -> Heap {
        let Made::Lambda(target, name) = self.engine.info(object).made else { return heap };
        let def = self.query.program.def_of(target).unwrap_or(DefId(u32::MAX));
        self.once(def, receiver, &heap, false, |run| {
            let name = run.query.program.text(name).to_owned();
            let at = run.outside();
            run.engine.runs.begin();
            run.engine.run_named(receiver, &name, &[UNKNOWN; 4], heap.clone(), at, 3)
        })
    }

    fn outside(&self) -> At {
        At { def: DefId(u32::MAX), pc: 0, context: 0, looped: false, used: false, guarded: false }
    }

    /// Methods of a class that the framework may call: those of framework types that it overrides, as far as names tell.
    fn called_back(&mut self, ty: TypeId) -> Vec<DefId> {
        let program = self.query.program;
        let mut found: Vec<DefId> = Vec::new();
        let mut names = BTreeSet::new();
        for ancestor in program.ancestors(ty) {
            let Some(class) = program.class_of(ancestor) else { break };
            let bridge = class.methods.clone().any(|d| self.engine.bridges.contains(&DefId(d)));
            if !bridge && !self.engine.calls_back(ancestor) || self.engine.platform(ancestor) {
                break;
            }
            for def in class.methods.clone().map(DefId) {
                let Some(method) = program.def(def) else { continue };
                let named = program.method(method.id);
                let name = program.text(named.name);
                // Not static, private or a bridge.
                let fits = method.code != 0 && method.flags & (ACC_STATIC | 0x2 | 0x40) == 0 && !name.starts_with('<');
                let known = name.starts_with("on")
                    || self.engine.bridges.contains(&def)
                    || matches!(
                        name,
                        "run"
                            | "call"
                            | "handleMessage"
                            | "accept"
                            | "apply"
                            | "invoke"
                            | "afterTextChanged"
                            | "beforeTextChanged"
                            | "shouldOverrideUrlLoading"
                            | "surfaceCreated"
                            | "surfaceChanged"
                    )
                    || program.sites.calls_of(method.id).is_empty();
                if fits
                    && known
                    && !matches!(name, "toString" | "equals" | "hashCode" | "finalize" | "doInBackground")
                    && names.insert((named.name, named.proto))
                {
                    found.push(def);
                }
            }
        }
        found
    }

    /// Runs one method from outside. `certain`: it runs for sure, so that only its heap counts afterwards.
    fn step(&mut self, def: DefId, this: Val, heap: Heap, certain: bool) -> Heap {
        let program = self.query.program;
        let relevant = self.engine.relevant.get(def.ix()) == Some(&true);
        let platform =
            program.def(def).and_then(|m| program.class(m.class)).is_some_and(|c| self.engine.platform(c.ty));
        let small = relevant || self.engine.body(def).is_some_and(|b| b.ops.len() <= 400);
        if !small || platform {
            return heap;
        }
        self.once(def, this, &heap, certain, |run| {
            let args = run.arguments(def, &heap);
            let args: Vec<Val> =
                args.into_iter().map(|(value, taint)| run.engine.values.tainted(value, taint)).collect();
            let outcome = run.engine.enter(def, Some(this), &args, heap.clone());
            if let Some((value, _)) = &outcome.normal {
                run.bound(def, *value);
            }
            outcome
        })
    }

    /// What an entry leaves: what it left the last time, when nothing that it depends on has changed since. `certain`:
    /// it runs for sure.
    fn once(
        &mut self,
        def: DefId,
        this: Val,
        heap: &Heap,
        certain: bool,
        run: impl FnOnce(&mut Self) -> Outcome,
    ) -> Heap {
        let key = (def, this, self.engine.component);
        let engine = &self.engine;
        let mood = (engine.sources.is_empty(), engine.spots(), self.binders, engine.handed.len());
        if let Some(seen) = self.seen.get(&key).filter(|seen| seen.mood == mood && seen.before.equals(heap)) {
            return if certain { seen.after.clone() } else { seen.either.clone() };
        }
        let own = self.engine.is_own(def);
        let relevant = self.engine.relevant.get(def.ix()) == Some(&true) || self.engine.comes_upon(def);
        let spent = self.spent.get(&def).copied().unwrap_or(0);
        let again = spent == 0 || spent < share(own, relevant) / 3;
        if !again || !own && self.foreign == 0 {
            // Looked at often enough: what it left the last time, too.
            let mut after = heap.clone();
            if let Some(seen) = self.seen.get(&key) {
                after.join(&seen.after, &mut self.engine.values);
            }
            return after;
        }
        let left = share(own, relevant) - spent;
        let before = self.engine.steps;
        let after = self.bounded(heap, left, run);
        let steps = self.engine.steps - before;
        *self.spent.entry(def).or_default() += steps.max(1);
        if !own {
            self.foreign = self.foreign.saturating_sub(steps);
        }
        // Only what never came to its end was cut.
        if steps >= left {
            self.short.insert(def);
        } else {
            self.whole.insert(def);
        }
        let mut either = after.clone();
        either.join(heap, &mut self.engine.values);
        let result = if certain { after.clone() } else { either.clone() };
        self.seen.insert(key, Seen { mood, before: heap.clone(), after, either });
        result
    }

    /// Runs an entry within its share of steps.
    fn bounded(&mut self, heap: &Heap, share: u64, run: impl FnOnce(&mut Self) -> Outcome) -> Heap {
        self.engine.helper_until = self.engine.steps + ENTRY_HELPERS;
        let whole = self.engine.budget;
        self.engine.budget = whole.min(self.engine.steps + share);
        let outcome = run(self);
        self.engine.budget = whole;
        // One entry that is too large does not keep the others from being run.
        self.engine.cut = self.engine.cut && self.engine.steps > whole;
        let mut after = match (outcome.normal, outcome.thrown) {
            (Some((_, mut heap)), thrown) => {
                if let Some((_, other)) = thrown {
                    heap.join(&other, &mut self.engine.values);
                }
                heap
            }
            (None, Some((_, heap))) => heap,
            (None, None) => heap.clone(),
        };
        self.sweep(heap, &mut after);
        after
    }

    /// Forgets the objects that an entry made and that nothing holds after it.
    fn sweep(&mut self, before: &Heap, after: &mut Heap) {
        let changed = after.since(before);
        let stays = |id: u32| self.engine.info(id).site.is_none();
        let mut new: FxHashSet<u32> = changed.iter().filter(|(id, new)| *new && !stays(*id)).map(|c| c.0).collect();
        let mut held: Vec<u32> = changed.iter().map(|c| c.0).filter(|id| !new.contains(id)).collect();
        held.extend(self.engine.objects_of(self.binders).into_iter().filter(|id| new.remove(id)));
        while let Some(id) = held.pop() {
            let parts = after.get(id).map(|o| o.parts()).unwrap_or_default();
            let live = parts.iter().filter_map(|part| match part.0 {
                // Callbacks are kept by their numbers.
                Key::Index(i) if id == LIVE => u32::try_from(i).ok(),
                _ => None,
            });
            let values = parts.iter().flat_map(|part| self.engine.objects_of(part.1));
            held.extend(live.chain(values).filter(|id| new.remove(id)));
        }
        let (gone, kept): (Vec<u32>, Vec<u32>) = changed.iter().map(|c| c.0).partition(|id| new.contains(id));
        gone.into_iter().for_each(|id| after.forget(id));
        self.engine.note_left(&kept, after);
    }

    /// What the system gives a callback: incoming intents, results, the saved state; parameters that are sources.
    fn arguments(&mut self, def: DefId, heap: &Heap) -> Vec<(Val, u32)> {
        let program = self.query.program;
        let Some(method) = program.def(def).copied() else { return Vec::new() };
        let named = program.method(method.id);
        let name = program.text(named.name).to_owned();
        let class = program.class(method.class).map_or(TypeId(0), |c| c.ty);
        let component = self.engine.component.unwrap_or(class);
        let mut args = Vec::new();
        for (i, &ty) in program.proto(named.proto).params.iter().enumerate() {
            let value = match program.descriptor(ty) {
                "Landroid/content/Intent;" if name == "onActivityResult" => self.results(component, heap),
                "Landroid/content/Intent;" => {
                    let to = if name == "onReceive" { class } else { component };
                    let object = self.engine.singular(to, Made::Incoming);
                    self.engine.values.one(Atom::Object(object))
                }
                "Landroid/os/Bundle;" if name.starts_with("on") => {
                    let object = self.engine.object(
                        (u32::MAX - 2, component.0, 0, 0),
                        ObjectInfo { ty, made: Made::Incoming, site: None, many: true },
                    );
                    let bundle = self.engine.values.one(Atom::Object(object));
                    let zero = self.engine.values.int(0);
                    if name == "onSaveInstanceState" { bundle } else { self.engine.values.join(bundle, zero) }
                }
                "Landroid/os/IBinder;" if self.binders.atoms != 0 => self.binders,
                descriptor if descriptor.starts_with('L') => {
                    let object = self.engine.object(
                        (u32::MAX - 3, def.0, i as u32, 0),
                        ObjectInfo { ty, made: Made::Given, site: None, many: true },
                    );
                    self.engine.values.one(Atom::Object(object))
                }
                _ => UNKNOWN,
            };
            args.push((value, 0));
        }
        if name == "onActivityResult"
            && let Some(kind) = self.models.kind_of("received-intent")
            && self.answered_from_outside(component, heap)
        {
            let api = self.engine.values.text_id("android.app.Activity.onActivityResult");
            let taint = self.engine.source(Source { def, pc: 0, api, kind });
            if let Some(arg) = args.get_mut(2) {
                arg.1 = taint;
            }
        }
        if self.engine.bridges.contains(&def)
            && let Some(kind) = self.models.kind_of("web-content")
        {
            let api = self.engine.values.text_id("android.webkit.JavascriptInterface");
            let taint = self.engine.source(Source { def, pc: 0, api, kind });
            args.iter_mut().for_each(|arg| arg.1 = taint);
        }
        let manifest = &self.query.manifest.components;
        let linked = manifest.iter().any(|c| c.links && c.class == program.type_name(component));
        if name == "onNewIntent"
            && let Some(mark) = self.models.mark_of("linked").filter(|_| linked)
            && let Some(arg) = args.first_mut()
        {
            arg.1 = self.engine.values.mark_set(vec![Mark { source: mark, node: 0 }]);
            self.engine.sought = true;
        }
        for (kind, at, api) in self.models.callback_sources(program, def) {
            let api = self.engine.values.text_id(&api);
            if self.models.comes_from_outside(kind) && !self.outside_sender(component, class) {
                continue;
            }
            let taint = self.engine.source(Source { def, pc: 0, api, kind });
            if let Some(arg) = args.get_mut(usize::from(at)) {
                arg.1 = self.engine.values.join_taint(arg.1, taint);
            }
        }
        args
    }

    /// What a service gives to those who bind it.
    fn bound(&mut self, def: DefId, value: Val) {
        let program = self.query.program;
        let binds = program.def(def).is_some_and(|m| program.text(program.method(m.id).name) == "onBind");
        if binds {
            self.binders = self.engine.values.join(self.binders, value);
        }
    }

    /// Whether other apps can reach a component.
    fn outside_sender(&self, component: TypeId, class: TypeId) -> bool {
        let program = self.query.program;
        [component, class].into_iter().any(|ty| {
            let name = program.type_name(ty);
            self.query.manifest.components.iter().any(|c| c.class == name && c.is_reached_from_outside())
        })
    }

    /// What the components that this one started give back.
    fn results(&mut self, component: TypeId, heap: &Heap) -> Val {
        let mine = self.engine.singular(component, Made::Outgoing);
        let started = heap.get(mine).and_then(|o| o.get(Key::Slot(Slot::Target)));
        let mut atoms = Vec::new();
        for atom in started.map(|s| self.engine.values.atoms(s).to_vec()).unwrap_or_default() {
            if let Atom::Class(ty) = atom {
                atoms.push(Atom::Object(self.engine.singular(ty, Made::Outgoing)));
            }
        }
        if atoms.is_empty() { UNKNOWN } else { self.engine.values.set(atoms) }
    }

    /// Whether an intent that names nobody was sent for a result.
    fn answered_from_outside(&mut self, component: TypeId, heap: &Heap) -> bool {
        let mine = self.engine.singular(component, Made::Outgoing);
        heap.get(mine).is_some_and(|o| o.get(Key::Slot(Slot::Name)).is_some())
    }

    fn collect(&mut self, owner: &dyn Fn(&str) -> Owner) -> Vec<Flow> {
        let mut best: BTreeMap<(DefId, u32, DefId, u32, u32, u32), Hit> = BTreeMap::new();
        let mut hits: Vec<Hit> = self.engine.hits.iter().copied().collect();
        hits.sort_unstable();
        for hit in hits {
            let Some(source) = self.engine.sources.get(hit.mark.source as usize) else { continue };
            // An intent that the build itself sends entered elsewhere.
            if self.engine.outside.get(&hit.mark.source).is_some_and(|ty| self.engine.handed.contains(ty)) {
                continue;
            }
            // A log of what a sender chose tells nobody anything that he did not know.
            let kind = |k: u32| self.models.kinds.get(k as usize).map_or("", String::as_str);
            if kind(hit.kind) == "log"
                && kind(source.kind) == "received-intent"
                && self.engine.outside.contains_key(&hit.mark.source)
            {
                continue;
            }
            let key = (hit.def, hit.pc, source.def, source.pc, hit.kind, source.kind);
            // Of several ways the one that changes least counts.
            match best.get(&key) {
                Some(known) if self.transforms(known).len() <= self.transforms(&hit).len() => {}
                _ => {
                    best.insert(key, hit);
                }
            }
        }
        best.values().filter_map(|hit| self.flow(hit, owner)).collect()
    }

    /// The transforms on a hit's way.
    fn transforms(&self, hit: &Hit) -> Vec<String> {
        let mut found = Vec::new();
        let mut at = hit.mark.node;
        for _ in 0..256 {
            let Some(node) = self.engine.nodes.get(at as usize) else { break };
            if node.role == trace::TRANSFORM
                && let Some(kind) = self.models.kinds.get(node.what as usize)
                && !found.contains(kind)
            {
                found.push(kind.clone());
            }
            if node.before == u32::MAX {
                break;
            }
            at = node.before;
        }
        found.reverse();
        found
    }

    fn flow(&self, hit: &Hit, owner: &dyn Fn(&str) -> Owner) -> Option<Flow> {
        let program = self.query.program;
        let source = self.engine.sources.get(hit.mark.source as usize)?;
        let kind = |k: u32| self.models.kinds.get(k as usize).cloned().unwrap_or_default();
        let text = |id: u32| AppText::new(&self.engine.values.get_text(id));
        let source_locus = program.locus(source.def, source.pc);
        let sink_locus = program.locus(hit.def, hit.pc);
        let mut nodes = Vec::new();
        let mut at = hit.mark.node;
        while let Some(node) = self.engine.nodes.get(at as usize) {
            nodes.push(*node);
            if node.before == u32::MAX || nodes.len() > 128 {
                break;
            }
            at = node.before;
        }
        nodes.reverse();
        let mut trace = Vec::new();
        for node in nodes {
            if node.role == trace::TRANSFORM {
                continue;
            }
            let api = self.what(node.what, node.role);
            if node.def.0 != u32::MAX && trace.len() < TRACE {
                trace.push(Step {
                    role: role(node.role),
                    api: AppText::new(&api),
                    locus: program.locus(node.def, node.pc),
                });
            }
        }
        let sink_api = text(hit.api);
        trace.push(Step { role: StepRole::Sink, api: sink_api.clone(), locus: sink_locus.clone() });
        let whose = match &sink_locus {
            Locus::Dex { class, .. } => owner(class.raw()),
            _ => Owner::App,
        };
        Some(Flow {
            source: FlowEnd { of: kind(source.kind), api: text(source.api), locus: source_locus, detail: None },
            sink: FlowEnd { of: kind(hit.kind), api: sink_api, locus: sink_locus, detail: None },
            trace,
            owner: whose,
            reachable: Reachability::Reachable,
            confidence: Confidence::Likely,
            transforms: self.transforms(hit),
        })
    }

    fn what(&self, what: u32, role: u8) -> String {
        let program: &Program<'_> = self.query.program;
        if what == u32::MAX {
            return "[]".to_owned();
        }
        if what & 0x8000_0000 != 0 {
            return program.api(super::dalvik::MethodId(what & 0x7fff_ffff));
        }
        if matches!(role, trace::LOAD | trace::STORE) && what & FIELD != 0 {
            return program.field_name(super::dalvik::FieldId(what & !FIELD));
        }
        self.engine.values.get_text(what).to_string()
    }
}

fn role(role: u8) -> StepRole {
    match role {
        trace::SOURCE => StepRole::Source,
        trace::CALL => StepRole::Call,
        trace::RETURN => StepRole::Return,
        trace::STORE => StepRole::Store,
        trace::LOAD => StepRole::Load,
        trace::HANDOVER => StepRole::Handover,
        _ => StepRole::Through,
    }
}
