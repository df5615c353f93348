//! Lives of components: stages in their order, views, fragments and callbacks between them.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::{LIVE_CALLBACKS, LOOPS, ROUNDS, Run};
use crate::flow::callgraph::{Component, Role};
use crate::flow::dalvik::{DefId, TypeId};
use crate::flow::engine::exec::At;
use crate::flow::engine::heap::{Heap, Key};
use crate::flow::engine::value::{Atom, NOTHING, UNKNOWN, Val};
use crate::flow::engine::{Made, ObjectInfo};
use crate::format::dex::ACC_STATIC;
use crate::rule::knowledge::Stages;

/// A stage in the life of a class.
#[derive(Debug)]
pub(super) struct Moment<'q> {
    /// May be passed by.
    optional: bool,
    /// How often its methods run.
    times: usize,
    /// Comes again when life repeats.
    repeats: bool,
    /// What comes after it is no more.
    ends: bool,
    /// Callbacks run after it.
    callbacks: bool,
    methods: Vec<DefId>,
    /// Names of stages that it may directly follow.
    after: Vec<&'q str>,
    /// Names under which what it leaves is kept for those that may directly follow it.
    left: Vec<&'q str>,
}

impl Moment<'_> {
    fn matters(&self) -> bool {
        self.ends || self.callbacks || !(self.methods.is_empty() && self.after.is_empty() && self.left.is_empty())
    }
}

impl<'q> Run<'q, '_> {
    pub(super) fn all(&mut self) {
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
        let screens = order.iter().filter(|(_, role)| *role == Some(Role::Activity));
        self.screens = screens.map(|(ty, _)| *ty).collect();
        let mut heap = Heap::new();
        if order.is_empty() {
            if self.query.manifest.components.is_empty() {
                self.without_manifest(heap);
            }
            return;
        }
        let mut last = (0, 0, 0, 0);
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
            let engine = &self.engine;
            let found = (engine.spots(), engine.handed.len(), engine.sources.len(), engine.hits.len());
            let nothing_shared = found.0 == 0 && found.1 == 0;
            if nothing_shared || found == last || !joined.join(&heap, &mut self.engine.values) {
                break;
            }
            last = found;
        }
        self.alone(heap);
    }

    /// Callbacks of libraries in classes of the app that no component was seen to make: plugins of a cross-platform
    /// framework, view models, classes that an injector makes.
    fn alone(&mut self, heap: Heap) {
        let program = self.query.program;
        for def in self.handed.clone() {
            let mut sources = self.sources_of(def).into_iter();
            let library = sources.any(|(.., api)| !api.starts_with("android") && !api.starts_with("java"));
            let class = program.def(def).and_then(|m| program.class(m.class)).map(|c| c.ty);
            let Some(class) = class.filter(|_| library && !self.spent.contains_key(&def)) else { continue };
            self.engine.component = Some(class);
            let object = self.engine.singular(class, Made::Given);
            let this = self.engine.values.one(Atom::Object(object));
            self.step(def, this, heap.clone(), false);
        }
    }

    /// Whether running a component can show anything: it leads to a source, something tainted waits for it, or others
    /// bind it.
    pub(super) fn concerns(&self, ty: TypeId, role: Option<Role>) -> bool {
        role == Some(Role::Service) || self.engine.handed.contains(&ty) || self.matters(ty)
    }

    /// Whether a method of a class leads to a source or to something tainted.
    pub(super) fn matters(&self, ty: TypeId) -> bool {
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
    pub(super) fn without_manifest(&mut self, heap: Heap) {
        let program = self.query.program;
        for (i, method) in program.defs.iter().enumerate() {
            let def = DefId(i as u32);
            if method.code != 0
                && self.engine.relevant.get(i) == Some(&true)
                && program.sites.calls_of(method.id).is_empty()
            {
                self.engine.component = program.class(method.class).map(|c| c.ty);
                self.once(def, NOTHING, &heap, false, |run, heap| run.engine.enter(def, None, &[], heap));
                if self.engine.cut {
                    return;
                }
            }
        }
    }

    /// The stages of a class: those of the framework class that it extends.
    pub(super) fn stages(&mut self, ty: TypeId) -> Option<&'q Stages> {
        if let Some(known) = self.stages.get(&ty) {
            return *known;
        }
        let query = self.query;
        let program = query.program;
        let mut best: Option<&'q Stages> = None;
        for ancestor in program.ancestors(ty) {
            let name = program.type_name(ancestor);
            for (base, stages) in &query.cache.knowledge.lifecycle.components {
                if self.models.is_framework(&name, base) {
                    best = best.or(Some(stages));
                }
            }
            if best.is_some() {
                break;
            }
        }
        self.stages.insert(ty, best);
        best
    }

    /// One component's life from its constructor on; gives everything that it may leave on the heap.
    pub(super) fn component(&mut self, ty: TypeId, heap: Heap) -> Heap {
        self.engine.component = Some(ty);
        let object =
            self.engine.object((u32::MAX - 1, ty.0, 0, 0), ObjectInfo { ty, made: Made::New, site: None, many: false });
        let this = self.engine.values.one(Atom::Object(object));
        let mut heap = heap;
        self.engine.prepare(ty, &mut heap);
        heap.reset(object);
        for def in self.engine.methods_named(ty, "<init>") {
            heap = self.step(def, this, heap, true);
        }
        self.live(ty, this, heap, 0)
    }

    /// Runs stages on an object. `depth`: fragments within fragments.
    pub(super) fn live(&mut self, ty: TypeId, this: Val, heap: Heap, depth: u32) -> Heap {
        let Some(stages) = self.stages(ty) else { return heap };
        let mut heap = heap;
        if depth == 0 && self.screen {
            self.views(&mut heap);
        }
        let first = heap.clone();
        let mut any = heap.clone();
        let mut state = heap;
        let mut left: BTreeMap<&str, Heap> = BTreeMap::new();
        let moments = self.moments(ty, stages);
        for round in 0..stages.repeat_from.map_or(1, |_| LOOPS) {
            let before = any.clone();
            let mut again = None;
            for moment in moments.iter().filter(|moment| round == 0 || moment.repeats) {
                if moment.ends {
                    again = Some(state.clone());
                }
                for earlier in moment.after.iter().filter_map(|earlier| left.get(earlier)) {
                    state.join(earlier, &mut self.engine.values);
                }
                for _ in 0..moment.times {
                    for &def in &moment.methods {
                        state = self.step(def, this, state, !moment.optional);
                    }
                }
                if moment.callbacks {
                    state = self.callbacks(ty, this, state, depth);
                }
                any.join(&state, &mut self.engine.values);
                for &name in &moment.left {
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
            // Other components may have run in between.
            state = match again {
                Some(mut again) => {
                    again.join(&first, &mut self.engine.values);
                    again
                }
                None => any.clone(),
            };
        }
        any
    }

    /// What a class does at each stage of its life; stages at which nothing happens are left out.
    fn moments(&mut self, ty: TypeId, stages: &'q Stages) -> Rc<[Moment<'q>]> {
        if let Some(known) = self.moments.get(&ty) {
            return known.clone();
        }
        let mut moments = Vec::new();
        for (i, stage) in stages.stages.iter().enumerate() {
            let optional = stage.len() > 1
                || matches!(
                    stage.first().map(String::as_str),
                    Some("onRestoreInstanceState" | "onSaveInstanceState" | "onRestart" | "onDestroy")
                );
            let moment = Moment {
                optional,
                times: if stage.len() > 1 && stages.repeat_from.is_some() { 2 } else { 1 },
                repeats: stages.repeat_from.is_none_or(|from| i >= from),
                ends: stages.ends.is_some() && stage.first() == stages.ends.as_ref(),
                callbacks: i == stages.callbacks_after,
                methods: stage.iter().flat_map(|name| self.engine.methods_named(ty, name)).collect(),
                after: stage.iter().filter_map(|name| stages.shortcuts.get(name).map(String::as_str)).collect(),
                left: (stage.iter().map(String::as_str))
                    .filter(|name| stages.shortcuts.values().any(|earlier| earlier == name))
                    .collect(),
            };
            if moment.matters() {
                moments.push(moment);
            }
        }
        let moments: Rc<[Moment<'q>]> = moments.into();
        self.moments.insert(ty, moments.clone());
        moments
    }

    /// Click handlers that layouts name and callbacks that code registered, in any order.
    pub(super) fn callbacks(&mut self, ty: TypeId, this: Val, heap: Heap, depth: u32) -> Heap {
        let mut state = heap;
        for _ in 0..2 {
            for &def in self.clicks(ty).iter() {
                state = self.step(def, this, state, false);
            }
            for (def, receiver) in self.called_by_libraries(ty, this) {
                state = self.step(def, receiver, state, false);
            }
            // Those of a level further out run there; a fragment runs what it registered itself.
            let outer = self.around.len();
            let mut live = self.registered(&state);
            live.retain(|object| !self.around.contains(object));
            self.around.extend(&live);
            for object in live {
                let info = self.engine.info(object);
                let receiver = self.engine.values.one(Atom::Object(object));
                if let Made::Lambda(..) = info.made {
                    state = self.lambda(object, receiver, state);
                } else if self.engine.is_fragment(info.ty) {
                    if depth < 2 {
                        state = self.live(info.ty, receiver, state, depth + 1);
                    }
                    for def in self.listeners_of(info.ty) {
                        state = self.step(def, receiver, state, false);
                    }
                } else {
                    for &def in self.called_back(info.ty).iter() {
                        // It may have been taken away since.
                        if state.is_live(object) {
                            state = self.step(def, receiver, state, false);
                        }
                    }
                }
                if self.engine.cut {
                    return state;
                }
            }
            self.around.truncate(outer);
        }
        state
    }

    /// Methods of a fragment that the framework may call outside its lifecycle: of listeners that it is, too.
    fn listeners_of(&mut self, ty: TypeId) -> Vec<DefId> {
        let program = self.query.program;
        let stages = self.stages(ty);
        let of_life = |name: &str| stages.is_some_and(|s| s.stages.iter().flatten().any(|stage| stage == name));
        let name = |def: &DefId| program.def(*def).map_or("", |m| program.text(program.method(m.id).name));
        self.called_back(ty).iter().copied().filter(|def| !of_life(name(def))).collect()
    }

    /// Click handlers of a class that layouts name.
    fn clicks(&mut self, ty: TypeId) -> Rc<[DefId]> {
        if let Some(known) = self.clicks.get(&ty) {
            return known.clone();
        }
        let names = self.query.manifest.on_click.iter();
        let found: Rc<[DefId]> = names.flat_map(|name| self.engine.methods_named(ty, name)).collect();
        self.clicks.insert(ty, found.clone());
        found
    }

    /// Callbacks of a component, and of the classes inside it, whose parameters a library hands over. A library inside the
    /// build may call them by ways that are not followed; what it hands over is a source whoever calls.
    pub(super) fn called_by_libraries(&mut self, ty: TypeId, this: Val) -> Vec<(DefId, Val)> {
        let program = self.query.program;
        let mut found = Vec::new();
        for def in self.handed_in.get(&program.type_name(ty)).cloned().unwrap_or_default() {
            let Some(class) = program.def(def).and_then(|m| program.class(m.class)).map(|c| c.ty) else { continue };
            if class == ty {
                found.push((def, this));
            } else {
                let object = self.engine.singular(class, Made::Given);
                found.push((def, self.engine.values.one(Atom::Object(object))));
            }
        }
        found
    }

    /// Views and fragments that layouts make.
    pub(super) fn views(&mut self, heap: &mut Heap) {
        let Some(component) = self.engine.component else { return };
        for ty in self.views.clone().iter().copied() {
            if !self.matters(ty) {
                continue;
            }
            // Which screen shows it is not known: those that speak to it, or else the first one.
            let home = match self.homes.get(&ty) {
                Some(&home) => home,
                None => {
                    let screens = self.screens.clone();
                    let spoken = screens.iter().copied().find(|&screen| self.speaks_to(screen, ty));
                    *self.homes.entry(ty).or_insert(spoken.unwrap_or(component))
                }
            };
            if home != component && !self.speaks_to(component, ty) {
                continue;
            }
            let info = ObjectInfo { ty, made: Made::New, site: None, many: false };
            let object = self.engine.object((u32::MAX - 4, ty.0, 0, 0), info);
            let this = self.engine.values.one(Atom::Object(object));
            for def in self.engine.methods_named(ty, "<init>") {
                *heap = self.step(def, this, heap.clone(), false);
            }
            self.engine.enlist(object, heap);
        }
    }

    /// Whether methods of a class call methods of another.
    pub(super) fn speaks_to(&mut self, class: TypeId, other: TypeId) -> bool {
        let program = self.query.program;
        *self.spoken.entry((class, other)).or_insert_with(|| {
            program.class_of(class).is_some_and(|class| {
                let mut calls = class.methods.clone().flat_map(|def| program.sites.callees.get(def));
                calls.any(|(callee, _)| program.method(*callee).class == other)
            })
        })
    }

    /// Callbacks that this component or the application object registered.
    pub(super) fn registered(&mut self, heap: &Heap) -> Vec<u32> {
        let mut found: Vec<u32> = Vec::new();
        for ty in self.engine.component.into_iter().chain(self.application) {
            let list = self.engine.singular(ty, Made::Summary);
            for part in heap.get(list).map(|o| o.parts().to_vec()).unwrap_or_default() {
                if let Key::Index(i) = part.0
                    && let Ok(object) = u32::try_from(i)
                    && heap.is_live(object)
                    && !found.contains(&object)
                {
                    if found.len() == LIVE_CALLBACKS {
                        self.crowded.insert(ty);
                        break;
                    }
                    found.push(object);
                }
            }
        }
        found
    }

    pub(super) fn lambda(&mut self, object: u32, receiver: Val, heap: Heap) -> Heap {
        let Made::Lambda(target, name) = self.engine.info(object).made else { return heap };
        let def = self.query.program.def_of(target).unwrap_or(DefId(u32::MAX));
        self.once(def, receiver, &heap, false, |run, heap| {
            let name = run.query.program.text(name).to_owned();
            let at = run.outside();
            run.engine.runs.begin();
            run.engine.run_named(receiver, &name, &[UNKNOWN; 4], heap, at, 3)
        })
    }

    pub(super) fn outside(&self) -> At {
        At { def: DefId(u32::MAX), pc: 0, context: 0, looped: false, used: false, guarded: false }
    }

    /// Methods of a class that the framework may call: those of framework types that it overrides, as far as names tell.
    pub(super) fn called_back(&mut self, ty: TypeId) -> Rc<[DefId]> {
        if let Some(known) = self.called_back.get(&ty) {
            return known.clone();
        }
        let found: Rc<[DefId]> = self.callbacks_of(ty).into();
        self.called_back.insert(ty, found.clone());
        found
    }

    fn callbacks_of(&mut self, ty: TypeId) -> Vec<DefId> {
        let program = self.query.program;
        let mut found: Vec<DefId> = Vec::new();
        let mut names = BTreeSet::new();
        for ancestor in program.ancestors(ty) {
            let Some(class) = program.class_of(ancestor) else { break };
            let bridge = class.methods.clone().any(|d| self.engine.bridges.contains(&DefId(d)));
            if !bridge && !self.engine.calls_back(ancestor) && !self.engine.is_lent(ancestor)
                || self.engine.platform(ancestor)
            {
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
}
