//! One entry from outside: what the system gives it, how far it is followed, what it leaves.

use rustc_hash::FxHashSet;

use super::{COUNTED, ENTRY_HELPERS, REMEMBERED, Run, Seen, share};
use crate::flow::dalvik::{DefId, TypeId};
use crate::flow::engine::exec::Outcome;
use crate::flow::engine::heap::{Heap, Key, Slot, Touched};
use crate::flow::engine::value::{Atom, Mark, NOTHING, UNKNOWN, Val};
use crate::flow::engine::{Made, ObjectInfo, Source};

impl Run<'_, '_> {
    /// Runs one method from outside. `certain`: it runs for sure, so that only its heap counts afterwards.
    pub(super) fn step(&mut self, def: DefId, this: Val, heap: Heap, certain: bool) -> Heap {
        let program = self.query.program;
        let relevant = self.engine.relevant.get(def.ix()) == Some(&true);
        let platform =
            program.def(def).and_then(|m| program.class(m.class)).is_some_and(|c| self.engine.platform(c.ty));
        let small = relevant || self.engine.body(def).is_some_and(|b| b.ops.len() <= 400);
        if !small || platform {
            return heap;
        }
        self.once(def, this, &heap, certain, |run, heap| {
            let args = run.arguments(def, this, &heap);
            let args: Vec<Val> =
                args.into_iter().map(|(value, taint)| run.engine.values.tainted(value, taint)).collect();
            let mut outcome = run.engine.enter(def, Some(this), &args, heap);
            if let Some((value, heap)) = &mut outcome.normal {
                run.bound(def, *value, heap);
            }
            outcome
        })
    }

    /// What an entry leaves: what it left before, when nothing that it depends on has changed since. `certain`: it runs
    /// for sure.
    pub(super) fn once(
        &mut self,
        def: DefId,
        this: Val,
        heap: &Heap,
        certain: bool,
        run: impl FnOnce(&mut Self, Heap) -> Outcome,
    ) -> Heap {
        let key = (def, this, self.engine.component);
        let engine = &self.engine;
        let mood = (engine.follows(), if self.takes_binder(def) { self.binders } else { NOTHING });
        let known = self.seen.get(&key).map(Vec::as_slice).unwrap_or_default();
        // Numbers that change from round to round are counters and places, and what may be null now was not there at first:
        // a test of them has come out both ways by then.
        let (counted, values) = (known.len() > COUNTED, &engine.values);
        let like = |a: Option<Val>, b: Option<Val>| counted && values.differ_in_numbers(a, b);
        let same = |seen: &&Seen| {
            seen.mood == mood
                && seen.before.agrees(heap, &seen.touched, like)
                && !seen.clean.iter().any(|&def| engine.comes_upon(def))
        };
        if let Some(seen) = known.iter().rev().find(same) {
            let mut after = heap.clone();
            after.take(seen.result(certain), &seen.changed);
            return after;
        }
        let own = self.engine.is_own(def);
        let relevant = self.engine.relevant.get(def.ix()) == Some(&true) || self.engine.comes_upon(def);
        let spent = self.spent.get(&def).copied().unwrap_or(0);
        let again = spent == 0 || spent < share(own, relevant) / 3;
        if !again || !own && self.foreign == 0 {
            // Looked at often enough: what it left the last time, too.
            let mut after = heap.clone();
            if let Some(seen) = self.seen.get_mut(&key).and_then(|runs| runs.last_mut()) {
                after.join_some(&seen.after, &seen.changed, seen.settled.as_ref(), &mut self.engine.values);
                seen.settled = Some(after.clone());
            }
            return after;
        }
        let left = share(own, relevant) - spent;
        let before = self.engine.steps;
        let touched = Touched::default();
        self.engine.found_clean();
        let (after, changed) = self.bounded(heap, left, |this| run(this, heap.noting(&touched)));
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
        either.join_some(heap, &changed, None, &mut self.engine.values);
        let seen = Seen {
            mood,
            before: heap.clone(),
            touched: touched.ids(),
            clean: self.engine.found_clean(),
            changed,
            settled: None,
            after,
            either,
        };
        let result = seen.result(certain).clone();
        let runs = self.seen.entry(key).or_default();
        if runs.len() >= REMEMBERED {
            runs.remove(0);
        }
        runs.push(seen);
        result
    }

    /// Whether a method is given what a service gives to those who bind it.
    fn takes_binder(&self, def: DefId) -> bool {
        let program = self.query.program;
        let params = program.def(def).map(|m| &program.proto(program.method(m.id).proto).params);
        params.is_some_and(|params| params.iter().any(|&ty| program.descriptor(ty) == "Landroid/os/IBinder;"))
    }

    /// Runs an entry within its share of steps: what it leaves, and the objects that it changed or made.
    fn bounded(&mut self, heap: &Heap, share: u64, run: impl FnOnce(&mut Self) -> Outcome) -> (Heap, Vec<u32>) {
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
        after.forget_notes();
        let changed = self.sweep(heap, &mut after);
        (after, changed)
    }

    /// Forgets the objects that an entry made and that nothing holds after it; gives the others that it changed or made.
    fn sweep(&mut self, before: &Heap, after: &mut Heap) -> Vec<u32> {
        let changed = after.since(before);
        let stays = |id: u32| self.engine.info(id).site.is_none();
        let mut new: FxHashSet<u32> = changed.iter().filter(|(id, new)| *new && !stays(*id)).map(|c| c.0).collect();
        let mut held: Vec<u32> = changed.iter().map(|c| c.0).filter(|id| !new.contains(id)).collect();
        held.extend(self.engine.objects_of(self.binders).into_iter().filter(|id| new.remove(id)));
        held.extend(changed.iter().map(|c| c.0).filter(|&id| after.is_live(id) && new.remove(&id)));
        while let Some(id) = held.pop() {
            let parts = after.get(id).map(|o| o.parts()).unwrap_or_default();
            held.extend(parts.iter().flat_map(|part| self.engine.objects_of(part.1)).filter(|id| new.remove(id)));
        }
        let (gone, kept): (Vec<u32>, Vec<u32>) = changed.iter().map(|c| c.0).partition(|id| new.contains(id));
        gone.into_iter().for_each(|id| after.forget(id));
        self.engine.note_left(&kept, after);
        kept
    }

    /// What the system gives a callback: incoming intents, results, the saved state; parameters that are sources.
    pub(super) fn arguments(&mut self, def: DefId, this: Val, heap: &Heap) -> Vec<(Val, u32)> {
        let program = self.query.program;
        let view = self.listened_to(this, heap);
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
                "Landroid/view/View;" | "Landroid/widget/TextView;" if view != NOTHING => view,
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
            let taint = self.engine.source(Source { def, pc: 0, api, kind, part: 0 });
            if let Some(arg) = args.get_mut(2) {
                arg.1 = taint;
            }
        }
        if self.engine.bridges.contains(&def)
            && let Some(kind) = self.models.kind_of("web-content")
        {
            let api = self.engine.values.text_id("android.webkit.JavascriptInterface");
            let taint = self.engine.source(Source { def, pc: 0, api, kind, part: 0 });
            args.iter_mut().for_each(|arg| arg.1 = taint);
        }
        if name == "onNewIntent"
            && let Some(mark) = self.models.mark_of("linked").filter(|_| self.linked.contains(&component))
            && let Some(arg) = args.first_mut()
        {
            arg.1 = self.engine.values.mark_set(vec![Mark { source: mark, node: 0 }]);
            self.engine.sought = true;
        }
        for (kind, at, api) in self.sources_of(def) {
            let api = self.engine.values.text_id(&api);
            if self.models.comes_from_outside(kind) && !self.outside_sender(component, class) {
                continue;
            }
            let source = Source { def, pc: 0, api, kind, part: 0 };
            let taint = match self.models.is_input(kind) {
                true => self.engine.field_source(view, source),
                false => self.engine.source(source),
            };
            if let Some(arg) = args.get_mut(usize::from(at)) {
                arg.1 = self.engine.values.join_taint(arg.1, taint);
            }
        }
        args
    }

    /// The view that a listener was given to.
    fn listened_to(&self, listener: Val, heap: &Heap) -> Val {
        let given = |object: &u32| heap.get(*object)?.get(Key::Slot(Slot::Receiver));
        self.engine.objects_of(listener).first().and_then(given).unwrap_or(NOTHING)
    }

    /// What a service gives to those who bind it; whoever can reach the service calls it as he likes.
    pub(super) fn bound(&mut self, def: DefId, value: Val, heap: &mut Heap) {
        let program = self.query.program;
        let binds = program.def(def).is_some_and(|m| program.text(program.method(m.id).name) == "onBind");
        if !binds {
            return;
        }
        self.binders = self.engine.values.join(self.binders, value);
        let service = self.engine.component.unwrap_or(TypeId(u32::MAX));
        if self.outside_sender(service, service) {
            for object in self.engine.objects_of(value) {
                let info = self.engine.info(object);
                if info.made == Made::New && program.class_of(info.ty).is_some() {
                    self.engine.enlist(object, heap);
                }
            }
        }
    }

    /// Whether other apps can reach a component.
    pub(super) fn outside_sender(&self, component: TypeId, class: TypeId) -> bool {
        [component, class].iter().any(|ty| self.exposed.contains(ty))
    }

    /// What the components that this one started give back.
    pub(super) fn results(&mut self, component: TypeId, heap: &Heap) -> Val {
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
    pub(super) fn answered_from_outside(&mut self, component: TypeId, heap: &Heap) -> bool {
        let mine = self.engine.singular(component, Made::Outgoing);
        heap.get(mine).is_some_and(|o| o.get(Key::Slot(Slot::Name)).is_some())
    }
}
