//! Constants flowing into call arguments, asked for call by call.
//!
//! Only methods that lead to a call that something asks for are run. Each begins by itself; where a value depends on its
//! parameters, its callers are run instead, and so on up to a bound; where it depends on a field, the methods that write
//! the field are.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::callgraph::{Manifest, Reached};
use super::dalvik::{DefId, FieldId, FieldRef, MethodId, MethodRef, Program, Sym, TypeId};
use super::engine::heap::Heap;
use super::engine::model::Models;
use super::engine::{Aim, Cache, Engine, Options, Record};
use super::{ApiNames, CallSite, Object, Value};
use crate::finding::{Owner, Reachability};
use crate::limits::Budget;

/// Levels of callers.
const LEVELS: usize = 5;
/// Levels of callers within third-party code.
const FOREIGN_LEVELS: usize = 1;
/// Steps of one method after which its helpers are no longer run.
const HELPERS: u64 = 600;
/// The same in third-party code.
const FOREIGN_HELPERS: u64 = 80;
/// Steps of one method run by itself, helpers and callees included.
const ROOT: u64 = 8_000;
/// The same in third-party code.
const FOREIGN_ROOT: u64 = 1_000;
/// Objects after which those of earlier roots are forgotten, so that memory does not grow with the code.
const OBJECTS: usize = 20_000;
/// Callers of one method that are run.
const CALLERS: usize = 16;
/// Variants of one call that are kept.
const VARIANTS: usize = 24;
/// Parts of a term in which fields are still resolved.
const PARTS: usize = 200;
/// Rounds in which fields are resolved.
const FIELD_ROUNDS: usize = 3;

/// What to ask for.
#[derive(Debug)]
pub struct Query<'q, 'a> {
    /// The code.
    pub program: &'q Program<'a>,
    /// Components and resources.
    pub manifest: &'q Manifest,
    /// API models, and what is known of the code already.
    pub cache: &'q Cache<'q, 'a>,
    /// APIs whose calls are wanted.
    pub wanted: &'q ApiNames,
    /// Reachability of methods.
    pub reached: &'q Reached,
    /// Of each class, whether it is the app's own, which is followed further; classes without a word are.
    pub own: &'q [bool],
    /// The scan's bounds.
    pub budget: &'q Budget,
}

/// Every call of a wanted API, with the values that reach it: one for each set of values, in code order.
pub fn call_sites(query: &Query<'_, '_>) -> Vec<CallSite> {
    let mut run = Run::new(query);
    run.levels();
    run.fields();
    if run.is_spent() {
        query.budget.hit("caller-steps", "constants", run.thrift);
    }
    if run.engine.cut {
        query.budget.hit("engine-steps", "constants", run.engine.budget);
    }
    query.budget.take_steps(run.engine.steps);
    run.results()
}

type Place = (DefId, u32);
/// Methods that do something, each with the units where.
type Callers = BTreeMap<DefId, BTreeSet<u32>>;
/// A field and the methods that write it.
type Written = (FieldId, Callers);
/// A value and the method that gives it.
type Given = (Value, Option<DefId>);
/// Names of classes, and whether their constructors count.
type Classes = Rc<[(String, bool)]>;

struct Run<'q, 'a> {
    query: &'q Query<'q, 'a>,
    engine: Engine<'q, 'a>,
    wanted: Wanted<'q, 'a>,
    /// Records by place, and whether they come from a root that had no callers to ask.
    found: BTreeMap<Place, Vec<Record>>,
    /// For a caller that is run: the methods between it and those that are asked about.
    paths: FxHashMap<DefId, BTreeSet<DefId>>,
    /// For a caller that is run: where it calls those.
    calls: Callers,
    /// Steps after which each method is run by itself only, without helpers and callers.
    thrift: u64,
}

impl<'q, 'a> Run<'q, 'a> {
    fn new(query: &'q Query<'q, 'a>) -> Self {
        let options = Options { taint: false, terms: true, depth: 16, own_depth: 16, helper_depth: 3, helper_ops: 160 };
        let size: usize = query.program.files().iter().map(|(_, dex)| dex.bytes().len()).sum();
        let thrift = 300_000 + size as u64 / 16;
        let budget = 2_000_000 + size as u64 / 2;
        let mut engine =
            Engine::new(query.program, query.cache, query.manifest, query.reached, query.own, options, budget);
        let mut wanted = Wanted::new(query, &query.cache.models);
        for (id, method) in query.program.methods() {
            if !query.program.sites.calls_of(id).is_empty()
                && wanted.asked(method).is_some()
                && let Some(slot) = engine.watched.get_mut(id.ix())
            {
                *slot = true;
            }
        }
        Self {
            query,
            engine,
            wanted,
            found: BTreeMap::new(),
            paths: FxHashMap::default(),
            calls: Callers::new(),
            thrift,
        }
    }

    /// Runs a method by itself, for the sake of some statements.
    fn root(&mut self, def: DefId, units: &BTreeSet<u32>, apart: bool) -> BTreeMap<Place, Vec<Record>> {
        self.engine.aim = Some(Aim { def, units: units.iter().copied().collect(), apart });
        let path = self.paths.get(&def).cloned().unwrap_or_default();
        for &inner in &path {
            if let Some(slot) = self.engine.relevant.get_mut(inner.ix()) {
                *slot = true;
            }
        }
        let records = self.run(def);
        for &inner in &path {
            if let Some(slot) = self.engine.relevant.get_mut(inner.ix()) {
                *slot = false;
            }
        }
        records
    }

    fn run(&mut self, def: DefId) -> BTreeMap<Place, Vec<Record>> {
        self.engine.records.clear();
        if self.engine.objects.len() > OBJECTS {
            self.engine.forget();
        }
        let lively = !self.is_dead(def) && !self.deep(def);
        let (helpers, most) = if self.engine.is_own(def) { (HELPERS, ROOT) } else { (FOREIGN_HELPERS, FOREIGN_ROOT) };
        self.engine.helper_until = self.engine.steps + if lively && !self.is_spent() { helpers } else { 0 };
        self.engine.branched_on_param = false;
        self.engine.of_params.clear();
        let before = self.engine.budget;
        // One root may not eat everything.
        self.engine.budget = before.min(self.engine.steps + most);
        self.engine.enter(def, None, &[], Heap::new());
        let cut = self.engine.cut;
        self.engine.budget = before;
        self.engine.cut = cut && self.engine.steps > before;
        let mut records: BTreeMap<Place, Vec<Record>> = BTreeMap::new();
        let mut all: Vec<_> = self.engine.records.drain().collect();
        all.sort_unstable_by_key(|((context, def, pc), _)| (*def, *pc, *context));
        for ((_, inner, pc), mut record) in all {
            record.via = Some(def).filter(|&root| root != inner);
            let def = inner;
            records.entry((def, pc)).or_default().push(record);
        }
        records
    }

    fn is_spent(&self) -> bool {
        self.engine.steps > self.thrift
    }

    /// Whether a method is of a library that stands for the platform.
    fn deep(&self, def: DefId) -> bool {
        let program = self.query.program;
        let class = program.def(def).and_then(|m| program.class(m.class));
        class.is_some_and(|c| self.engine.platform(c.ty) || program.descriptor(c.ty).starts_with("Lkotlin"))
    }

    /// From the methods that hold wanted calls upwards, as long as parameters matter.
    fn levels(&mut self) {
        let mut holders = Callers::new();
        // Methods of whose calls the values matter; the others of libraries are looked at block by block.
        let mut telling: FxHashSet<DefId> = FxHashSet::default();
        // Logs in third-party code that nothing runs: that they are there is all that anyone asks.
        let mut idle: Vec<(Place, MethodId)> = Vec::new();
        for (id, _) in self.query.program.methods() {
            if self.engine.watched.get(id.ix()) == Some(&true) {
                let worth = self.worth(id);
                for site in self.query.program.sites.calls_of(id).iter().filter(|site| !self.deep(site.def)) {
                    if worth {
                        telling.insert(site.def);
                    } else if self.is_idle(site.def) {
                        idle.push(((site.def, site.pc), id));
                        continue;
                    }
                    holders.entry(site.def).or_default().insert(site.pc);
                }
            }
        }
        // What each root is asked about: places in methods below it.
        let mut level: BTreeMap<DefId, BTreeSet<DefId>> =
            holders.keys().map(|&def| (def, BTreeSet::from([def]))).collect();
        for depth in 0..=LEVELS {
            let mut above: BTreeMap<DefId, BTreeSet<DefId>> = BTreeMap::new();
            for (root, asked) in std::mem::take(&mut level) {
                if self.engine.cut {
                    continue;
                }
                let units = if depth == 0 { &holders } else { &self.calls }.get(&root).cloned().unwrap_or_default();
                let dead = self.is_dead(root);
                let apart = depth == 0 && !self.engine.is_own(root) && !telling.contains(&root);
                let records = self.root(root, &units, apart);
                let branched = self.engine.branched_on_param;
                let program = self.query.program;
                let of_params: FxHashSet<String> =
                    self.engine.of_params.iter().map(|&field| program.field_name(field)).collect();
                let given = |value: &Value| has_param(value) || !of_params.is_empty() && has_field(value, &of_params);
                let mut callers =
                    if depth < LEVELS && !dead && !self.is_spent() { self.callers(root) } else { Callers::new() };
                if depth >= FOREIGN_LEVELS && !self.engine.is_own(root) {
                    callers.retain(|&caller, _| self.engine.is_own(caller));
                }
                let open: BTreeSet<DefId> = asked
                    .iter()
                    .copied()
                    .filter(|def| {
                        let mut mine = records.iter().filter(|((d, _), _)| d == def).flat_map(|(_, r)| r).peekable();
                        mine.peek().is_some()
                            && mine.any(|r| {
                                self.worth(r.method) && (branched || r.args.iter().chain(&r.receiver).any(given))
                            })
                    })
                    .collect();
                let ask_above = !callers.is_empty() && callers.len() <= CALLERS && !open.is_empty();
                for (place, found) in records {
                    let settled = !branched && !found.iter().any(|r| r.args.iter().chain(&r.receiver).any(given));
                    if asked.contains(&place.0) && (settled || !(ask_above && open.contains(&place.0))) {
                        self.take(place, found);
                    }
                }
                if ask_above {
                    let mut path = self.paths.get(&root).cloned().unwrap_or_default();
                    path.insert(root);
                    for (caller, units) in callers {
                        self.calls.entry(caller).or_default().extend(units);
                        self.paths.entry(caller).or_default().extend(path.iter().copied());
                        above.entry(caller).or_default().extend(open.iter().copied());
                    }
                }
            }
            level = above;
        }
        for (place, method) in idle {
            self.found.entry(place).or_insert_with(|| vec![Record::unknown(method)]);
        }
    }

    /// Whether it is third-party code that nothing runs.
    fn is_idle(&self, def: DefId) -> bool {
        !self.engine.is_own(def) && self.is_dead(def)
    }

    fn is_dead(&self, def: DefId) -> bool {
        self.query.reached.of(def) == Reachability::Dead
    }

    /// Whether callers are asked for a call's values: not for logs and the like, whose constants stand where they are.
    fn worth(&self, method: MethodId) -> bool {
        let program = self.query.program;
        let class = program.descriptor(program.method(method).class);
        !matches!(class, "Landroid/util/Log;" | "Ljava/io/PrintStream;" | "Ljava/lang/Throwable;")
    }

    fn take(&mut self, place: Place, records: Vec<Record>) {
        let kept = self.found.entry(place).or_default();
        for record in records {
            let known = kept.iter().any(|k| k.args == record.args && k.receiver == record.receiver);
            if !known && kept.len() < VARIANTS {
                kept.push(record);
            }
        }
    }

    /// Methods that call a method, by its name or one that it overrides; makers of its object when only the framework
    /// calls it.
    fn callers(&self, def: DefId) -> Callers {
        let program = self.query.program;
        let mut found = Callers::new();
        let Some(&method) = program.def(def) else { return found };
        let named = program.method(method.id);
        let Some(class) = program.class(method.class) else { return found };
        let mut names = program.supertypes(class.ty);
        names.extend(program.children(class.ty).iter().filter_map(|&c| program.class(c).map(|c| c.ty)));
        for ty in names {
            // A call through a framework type says nothing of this class.
            if program.class_of(ty).is_none() {
                continue;
            }
            let id = program.find_method(MethodRef { class: ty, ..named });
            for site in id.map(|id| program.sites.calls_of(id)).unwrap_or_default() {
                found.entry(site.def).or_default().insert(site.pc);
            }
        }
        found.remove(&def);
        found
    }

    /// Fields that values depend on: what is written to them, by methods run by themselves.
    fn fields(&mut self) {
        let mut values: FxHashMap<String, Value> = FxHashMap::default();
        let mut givers: FxHashMap<String, DefId> = FxHashMap::default();
        for _ in 0..FIELD_ROUNDS {
            let mut names = BTreeSet::new();
            for record in self.found.iter().filter(|((def, _), _)| !self.is_idle(*def)).flat_map(|(_, records)| records)
            {
                for value in record.args.iter().chain(&record.receiver) {
                    fields_of(value, &mut names, 0);
                }
            }
            names.retain(|name| !values.contains_key(name.as_ref()));
            if names.is_empty() || self.engine.cut || self.is_spent() {
                break;
            }
            for (name, (value, giver)) in self.written(names) {
                if let Some(giver) = giver {
                    givers.insert(name.to_string(), giver);
                }
                values.insert(name.to_string(), value);
            }
            for record in self.found.values_mut().flatten() {
                let mut named = BTreeSet::new();
                for value in record.args.iter().chain(&record.receiver) {
                    fields_of(value, &mut named, 0);
                }
                let giver = named.iter().find_map(|name| givers.get(name.as_ref()).copied());
                record.via = record.via.or(giver);
                for value in record.args.iter_mut().chain(&mut record.receiver) {
                    if size(value, PARTS) < PARTS {
                        *value = replace(value, &values, 0);
                    }
                }
            }
        }
    }

    /// What is written to fields, and by whom. Each method that writes some of them is run once for all.
    fn written(&mut self, names: BTreeSet<Arc<str>>) -> Vec<(Arc<str>, Given)> {
        let fields: Vec<(Arc<str>, Option<Written>)> =
            names.into_iter().map(|name| (name.clone(), self.writers(&name))).collect();
        let known = || fields.iter().filter_map(|(_, known)| known.as_ref());
        self.engine.written.clear();
        self.engine.wanted_fields = known().map(|(id, _)| *id).collect();
        let mut writers = Callers::new();
        for (writer, units) in known().flat_map(|(_, writers)| writers) {
            writers.entry(*writer).or_default().extend(units);
        }
        for (writer, units) in writers {
            if !self.is_spent() {
                self.root(writer, &units, false);
            }
        }
        // What a writer's caller gives: the caller is run, down into the writer.
        let mut below: BTreeMap<DefId, (BTreeSet<DefId>, BTreeSet<u32>)> = BTreeMap::new();
        let mut givers: FxHashMap<FieldId, DefId> = FxHashMap::default();
        for (id, writers) in known() {
            givers.extend(writers.keys().next().map(|&first| (*id, first)));
            let Some(written) = self.engine.written.get_mut(id).filter(|v| v.iter().any(has_param)) else { continue };
            let mut kept = written.clone();
            kept.retain(|value| !has_param(value));
            let callers: Vec<(DefId, DefId, BTreeSet<u32>)> = writers
                .keys()
                .flat_map(|&writer| {
                    let callers = self.callers(writer);
                    let few = callers.len() <= 8;
                    callers.into_iter().filter(move |_| few).map(move |(caller, units)| (caller, writer, units))
                })
                .collect();
            if let Some(&(caller, ..)) = callers.last() {
                self.engine.written.insert(*id, kept);
                givers.insert(*id, caller);
            }
            for (caller, writer, units) in callers {
                let (writers, calls) = below.entry(caller).or_default();
                writers.insert(writer);
                calls.extend(units);
            }
        }
        for (caller, (writers, units)) in below {
            if self.is_spent() {
                break;
            }
            self.paths.entry(caller).or_default().extend(writers);
            self.root(caller, &units, false);
        }
        self.engine.wanted_fields.clear();
        let mut results = Vec::new();
        for (name, known) in fields {
            let unknown = (Value::Field(name.clone()), None);
            let written = known.and_then(|(id, _)| Some((self.engine.written.remove(&id)?, givers.get(&id).copied())));
            let value = match written {
                Some((values, giver)) if !values.is_empty() => {
                    let value = Value::one_of(values);
                    if size(&value, PARTS) < PARTS / 4 { (value, giver) } else { unknown }
                }
                _ => unknown,
            };
            results.push((name, value));
        }
        results
    }

    /// A field by its name, and the methods that write it, when they are few.
    fn writers(&self, name: &str) -> Option<Written> {
        let program = self.query.program;
        let (class, field) = name.rsplit_once('.')?;
        let (class, field) = (program.find_class_name(class)?, program.find_text(field)?);
        let declared = program.class_of(class)?;
        let mut all = declared.static_fields.iter().chain(declared.instance_fields.iter()).copied();
        let id = all.find(|&f| program.field(f).name == field)?;
        let FieldRef { ty, .. } = program.field(id);
        let mut writers = Callers::new();
        for owner in std::iter::once(class).chain(self.subclasses(class)) {
            let named = program.find_field(FieldRef { class: owner, name: field, ty });
            for site in named.map(|f| program.sites.writes_of(f)).unwrap_or_default() {
                writers.entry(site.def).or_default().insert(site.pc);
            }
        }
        (1..=8).contains(&writers.len()).then_some((id, writers))
    }

    fn subclasses(&self, class: TypeId) -> Vec<TypeId> {
        let program = self.query.program;
        program.children(class).iter().filter_map(|&c| program.class(c).map(|c| c.ty)).take(16).collect()
    }

    fn results(mut self) -> Vec<CallSite> {
        let program = self.query.program;
        let mut sites = Vec::new();
        for ((def, pc), records) in std::mem::take(&mut self.found) {
            let Some(method) = program.def(def) else { continue };
            let locus = program.locus(def, pc);
            let caller: Arc<str> = program.api(method.id).into();
            for record in records {
                let named = program.method(record.method);
                let asked = self.wanted.asked(named);
                let api = asked.unwrap_or_else(|| program.api(record.method).into());
                sites.push(CallSite {
                    api,
                    descriptor: program.proto_text(named.proto).into(),
                    locus: locus.clone(),
                    caller: caller.clone(),
                    via: record.via.map(|def| program.method_locus(def)),
                    receiver: record.receiver,
                    args: record.args,
                    result_used: record.result_used,
                    guarded: record.guarded,
                    owner: Owner::App,
                    reachable: self.query.reached.of(def),
                });
            }
        }
        sites
    }
}

/// Under which names methods are asked for: their own, or those that they inherit under in the build or in the framework.
struct Wanted<'q, 'a> {
    query: &'q Query<'q, 'a>,
    models: &'q Models,
    /// By type: names of what it is, its own first, of which something is asked for, and whether constructors count.
    classes: Vec<Option<Classes>>,
    /// The same of single types, without what they extend.
    single: FxHashMap<TypeId, Classes>,
    known: FxHashMap<(TypeId, Sym), Option<Arc<str>>>,
    /// Of which nothing is asked for.
    nothing: Classes,
    /// Types that are asked for by their names, and the packages, as descriptors begin, of those asked for by beginnings.
    named: FxHashSet<TypeId>,
    open: Vec<String>,
}

impl<'q, 'a> Wanted<'q, 'a> {
    fn new(query: &'q Query<'q, 'a>, models: &'q Models) -> Self {
        let packages: BTreeSet<&str> = query.wanted.packages().collect();
        Self {
            query,
            models,
            classes: vec![None; query.program.type_count()],
            single: FxHashMap::default(),
            known: FxHashMap::default(),
            nothing: Rc::from([]),
            named: query.wanted.classes().filter_map(|class| query.program.find_class_name(class)).collect(),
            open: packages.into_iter().map(|package| format!("L{}", package.replace('.', "/"))).collect(),
        }
    }

    fn asked(&mut self, method: MethodRef) -> Option<Arc<str>> {
        let classes = self.classes(method.class);
        if classes.is_empty() {
            return None;
        }
        let (program, wanted) = (self.query.program, self.query.wanted);
        let find = || {
            let name = program.text(method.name);
            let mut named = classes.iter().filter(|(_, all)| *all || name != "<init>");
            named.find(|(class, _)| wanted.has_method(class, name)).map(|(class, _)| format!("{class}.{name}").into())
        };
        self.known.entry((method.class, method.name)).or_insert_with(find).clone()
    }

    fn classes(&mut self, ty: TypeId) -> Classes {
        let (program, wanted, models, single) = (self.query.program, self.query.wanted, self.models, &mut self.single);
        let (nothing, Some(slot)) = (&self.nothing, self.classes.get_mut(ty.ix())) else { return self.nothing.clone() };
        let (named, open) = (&self.named, &self.open);
        let names = |ty: &TypeId| -> Classes {
            // A class of the build bears no other name than its own: most are told by their number.
            let descriptor = program.descriptor(*ty);
            let likely = || named.contains(ty) || open.iter().any(|part| descriptor.starts_with(part.as_str()));
            if program.class_of(*ty).is_some() && !likely() {
                return nothing.clone();
            }
            let class = program.type_name(*ty);
            let above = if program.class_of(*ty).is_none() { models.names(&class) } else { Vec::new() };
            let all = std::iter::once((class, true)).chain(above.into_iter().skip(1).map(|class| (class, false)));
            let mut asked = all.filter(|(class, _)| wanted.has_class(class)).peekable();
            if asked.peek().is_some() { asked.collect() } else { nothing.clone() }
        };
        let mut names = |ty: TypeId| single.entry(ty).or_insert_with_key(names).clone();
        slot.get_or_insert_with(|| {
            let mut filled = program.ancestors(ty).map(&mut names).filter(|part| !part.is_empty());
            match (filled.next(), filled.next()) {
                (None, _) => nothing.clone(),
                (Some(one), None) => one,
                (Some(one), Some(two)) => {
                    let parts: Vec<Classes> = [one, two].into_iter().chain(filled).collect();
                    parts.iter().flat_map(|part| part.iter().cloned()).collect()
                }
            }
        })
        .clone()
    }
}

fn has_param(value: &Value) -> bool {
    match value {
        Value::Param(_) => true,
        Value::OneOf(all) => all.iter().any(has_param),
        Value::Array { from, .. } => from.iter().any(has_param),
        Value::Object(object) => object
            .args
            .iter()
            .chain(&object.receiver)
            .chain(object.calls.iter().flat_map(|(_, args)| args))
            .any(has_param),
        _ => false,
    }
}

/// Whether a term holds one of those fields.
fn has_field(value: &Value, fields: &FxHashSet<String>) -> bool {
    let mut names = BTreeSet::new();
    fields_of(value, &mut names, 0);
    names.iter().any(|name| fields.contains(name.as_ref()))
}

fn fields_of(value: &Value, names: &mut BTreeSet<Arc<str>>, depth: u32) {
    if depth > 6 {
        return;
    }
    match value {
        Value::Field(name) | Value::StaticField(name) => {
            names.insert(name.clone());
        }
        Value::OneOf(all) => all.iter().for_each(|v| fields_of(v, names, depth + 1)),
        Value::Array { from, .. } => from.iter().for_each(|v| fields_of(v, names, depth + 1)),
        Value::Object(object) => object
            .args
            .iter()
            .chain(&object.receiver)
            .chain(object.calls.iter().flat_map(|(_, args)| args))
            .for_each(|v| fields_of(v, names, depth + 1)),
        _ => {}
    }
}

/// Parts of a term, at most about `most`.
fn size(value: &Value, most: usize) -> usize {
    let inner: Vec<&Value> = match value {
        Value::OneOf(all) => all.iter().collect(),
        Value::Array { from, .. } => from.iter().collect(),
        Value::Object(object) => {
            object.args.iter().chain(&object.receiver).chain(object.calls.iter().flat_map(|(_, args)| args)).collect()
        }
        _ => Vec::new(),
    };
    let mut sum = 1;
    for value in inner {
        if sum > most {
            break;
        }
        sum += size(value, most - sum.min(most));
    }
    sum
}

fn replace(value: &Value, fields: &FxHashMap<String, Value>, depth: u32) -> Value {
    if depth > 6 {
        return value.clone();
    }
    let again = |v: &Value| replace(v, fields, depth + 1);
    match value {
        Value::Field(name) | Value::StaticField(name) => match fields.get(name.as_ref()) {
            Some(known) => known.clone(),
            None => value.clone(),
        },
        Value::OneOf(all) => {
            let flat = all.iter().map(again).flat_map(|v| v.alternatives().to_vec()).collect();
            Value::one_of(flat)
        }
        Value::Array { len, constant, bytes, from } if !from.is_empty() => {
            let from: Vec<Value> = from.iter().map(again).collect();
            let text = match from.as_slice() {
                [Value::Str(text)] if bytes.is_none() => Some(Arc::from(text.as_bytes())),
                _ => None,
            };
            let constant = *constant || from.iter().all(Value::is_constant);
            Value::Array { len: *len, constant, bytes: bytes.clone().or(text), from }
        }
        Value::Object(object) => {
            let mut object = Object::clone(object);
            object.args = object.args.iter().map(again).collect();
            object.receiver = object.receiver.as_ref().map(again);
            for (_, args) in &mut object.calls {
                *args = args.iter().map(again).collect();
            }
            Value::Object(Arc::new(object))
        }
        other => other.clone(),
    }
}
