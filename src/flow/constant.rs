//! Constants flowing into call arguments, asked for call by call.
//!
//! Only methods that lead to a call that something asks for are run. Each begins by itself; where a value depends on its
//! parameters, its callers are run instead, and so on up to a bound; where it depends on a field, the methods that write
//! the field are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::callgraph::{Manifest, Reached};
use super::dalvik::{DefId, FieldId, FieldRef, MethodId, MethodRef, Program};
use super::engine::heap::Heap;
use super::engine::model::Models;
use super::engine::{Engine, Options, Record};
use super::{ApiNames, CallSite, Object, Value};
use crate::finding::{Owner, Reachability};
use crate::limits::Budget;
use crate::rule::knowledge::FlowKnowledge;

/// Levels of callers.
const LEVELS: usize = 5;
/// Steps of one method after which its helpers are no longer run.
const HELPERS: u64 = 600;
/// Steps of one method run by itself, helpers and callees included.
const ROOT: u64 = 8_000;
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
    /// API models.
    pub knowledge: &'q FlowKnowledge,
    /// APIs whose calls are wanted.
    pub wanted: &'q ApiNames,
    /// Reachability of methods.
    pub reached: &'q Reached,
    /// The scan's bounds.
    pub budget: &'q Budget,
}

/// Every call of a wanted API, with the values that reach it: one for each set of values, in code order.
///
/// # Errors
/// When the API models are not well-formed.
pub fn call_sites(query: &Query<'_, '_>) -> Result<Vec<CallSite>, String> {
    let models = Models::new(query.knowledge)?;
    let mut run = Run::new(query, &models);
    run.levels();
    run.fields();
    if run.is_spent() {
        query.budget.hit("caller-steps", "constants", run.thrift);
    }
    if run.engine.cut {
        query.budget.hit("engine-steps", "constants", run.engine.budget);
    }
    query.budget.take_steps(run.engine.steps);
    Ok(run.results())
}

type Place = (DefId, u32);

struct Run<'q, 'a> {
    query: &'q Query<'q, 'a>,
    engine: Engine<'q, 'a>,
    /// Records by place, and whether they come from a root that had no callers to ask.
    found: BTreeMap<Place, Vec<Record>>,
    /// For a caller that is run: the methods between it and those that are asked about.
    paths: FxHashMap<DefId, BTreeSet<DefId>>,
    /// Steps after which each method is run by itself only, without helpers and callers.
    thrift: u64,
}

impl<'q, 'a> Run<'q, 'a> {
    fn new(query: &'q Query<'q, 'a>, models: &'q Models) -> Self {
        let options = Options { taint: false, terms: true, depth: 16, helper_depth: 3, helper_ops: 160 };
        let size: usize = query.program.files().iter().map(|(_, dex)| dex.bytes().len()).sum();
        let thrift = 300_000 + size as u64 / 16;
        let budget = 2_000_000 + size as u64 / 2;
        let mut engine = Engine::new(query.program, models, query.manifest, options, budget);
        let mut names: FxHashMap<(super::dalvik::TypeId, super::dalvik::Sym), bool> = FxHashMap::default();
        for (id, method) in query.program.methods() {
            let name = (method.class, method.name);
            let wanted = *names.entry(name).or_insert_with(|| asked_as(query, models, method).is_some());
            if let Some(slot) = engine.watched.get_mut(id.ix()).filter(|_| wanted) {
                *slot = true;
            }
        }
        Self { query, engine, found: BTreeMap::new(), paths: FxHashMap::default(), thrift }
    }

    /// Runs a method by itself.
    fn root(&mut self, def: DefId) -> BTreeMap<Place, Vec<Record>> {
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
        let lively = self.query.reached.of(def) != Reachability::Dead && !self.deep(def);
        self.engine.helper_until = self.engine.steps + if lively && !self.is_spent() { HELPERS } else { 0 };
        self.engine.branched_on_param = false;
        let before = self.engine.budget;
        // One root may not eat everything.
        self.engine.budget = before.min(self.engine.steps + ROOT);
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
        let mut holders: BTreeSet<DefId> = BTreeSet::new();
        for (id, _) in self.query.program.methods() {
            if self.engine.watched.get(id.ix()) == Some(&true) {
                let sites = self.query.program.sites.calls_of(id);
                holders.extend(sites.iter().map(|s| s.def).filter(|&d| !self.deep(d)));
            }
        }
        // What each root is asked about: places in methods below it.
        let mut level: BTreeMap<DefId, BTreeSet<DefId>> =
            holders.iter().map(|&def| (def, BTreeSet::from([def]))).collect();
        for depth in 0..=LEVELS {
            let mut above: BTreeMap<DefId, BTreeSet<DefId>> = BTreeMap::new();
            for (root, asked) in std::mem::take(&mut level) {
                if self.engine.cut {
                    continue;
                }
                let records = self.root(root);
                let branched = self.engine.branched_on_param;
                let dead = self.query.reached.of(root) == Reachability::Dead;
                let callers = if depth < LEVELS && !dead && !self.is_spent() { self.callers(root) } else { Vec::new() };
                let open: BTreeSet<DefId> = asked
                    .iter()
                    .copied()
                    .filter(|def| {
                        let mut mine = records.iter().filter(|((d, _), _)| d == def).flat_map(|(_, r)| r).peekable();
                        mine.peek().is_some()
                            && mine.any(|r| {
                                self.worth(r.method) && (branched || r.args.iter().chain(&r.receiver).any(has_param))
                            })
                    })
                    .collect();
                let ask_above = !callers.is_empty() && callers.len() <= CALLERS && !open.is_empty();
                for (place, found) in records {
                    let settled = !branched && !found.iter().any(|r| r.args.iter().chain(&r.receiver).any(has_param));
                    if asked.contains(&place.0) && (settled || !(ask_above && open.contains(&place.0))) {
                        self.take(place, found);
                    }
                }
                if ask_above {
                    let mut path = self.paths.get(&root).cloned().unwrap_or_default();
                    path.insert(root);
                    for caller in callers {
                        self.paths.entry(caller).or_default().extend(path.iter().copied());
                        above.entry(caller).or_default().extend(open.iter().copied());
                    }
                }
            }
            level = above;
        }
    }

    /// Whether callers are asked for a call's values: not for logs and the like, whose constants stand where they are.
    fn worth(&self, method: MethodId) -> bool {
        let program = self.query.program;
        let class = program.descriptor(program.method(method).class);
        !matches!(class, "Landroid/util/Log;" | "Ljava/io/PrintStream;")
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
    fn callers(&self, def: DefId) -> Vec<DefId> {
        let program = self.query.program;
        let Some(&method) = program.def(def) else { return Vec::new() };
        let named = program.method(method.id);
        let Some(class) = program.class(method.class) else { return Vec::new() };
        let mut names = program.supertypes(class.ty);
        names.extend(program.children(class.ty).iter().filter_map(|&c| program.class(c).map(|c| c.ty)));
        let mut found = BTreeSet::new();
        for ty in names {
            // A call through a framework type says nothing of this class.
            if program.class_of(ty).is_none() {
                continue;
            }
            let id = program.find_method(MethodRef { class: ty, ..named });
            found.extend(id.map(|id| program.sites.calls_of(id)).unwrap_or_default().iter().map(|s| s.def));
        }
        found.remove(&def);
        found.into_iter().collect()
    }

    /// Fields that values depend on: what is written to them, by methods run by themselves.
    fn fields(&mut self) {
        let mut values: FxHashMap<String, Value> = FxHashMap::default();
        let mut givers: FxHashMap<String, DefId> = FxHashMap::default();
        for _ in 0..FIELD_ROUNDS {
            let mut names = BTreeSet::new();
            for record in self.found.values().flatten() {
                for value in record.args.iter().chain(&record.receiver) {
                    fields_of(value, &mut names, 0);
                }
            }
            names.retain(|name| !values.contains_key(name.as_ref()));
            if names.is_empty() || self.engine.cut || self.is_spent() {
                break;
            }
            for name in names {
                if self.is_spent() {
                    break;
                }
                let (value, giver) = self.field(&name);
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

    fn field(&mut self, name: &str) -> (Value, Option<DefId>) {
        let program = self.query.program;
        let unknown = Value::Field(name.into());
        let Some((class, field)) = name.rsplit_once('.') else { return (unknown, None) };
        let (Some(class), Some(field)) = (program.find_class_name(class), program.find_text(field)) else {
            return (unknown, None);
        };
        let Some(declared) = program.class_of(class) else { return (unknown, None) };
        let all: Vec<FieldId> = declared.static_fields.iter().chain(declared.instance_fields.iter()).copied().collect();
        let Some(id) = all.into_iter().find(|&f| program.field(f).name == field) else { return (unknown, None) };
        let FieldRef { ty, .. } = program.field(id);
        let mut writers = BTreeSet::new();
        for owner in std::iter::once(class).chain(self.subclasses(class)) {
            let named = program.find_field(FieldRef { class: owner, name: field, ty });
            writers.extend(named.map(|f| program.sites.writes_of(f)).unwrap_or_default().iter().map(|s| s.def));
        }
        if writers.is_empty() || writers.len() > 8 {
            return (unknown, None);
        }
        let mut giver = None;
        self.engine.wanted_fields.insert(id);
        self.engine.written.remove(&id);
        for writer in writers {
            giver = giver.or(Some(writer));
            self.root(writer);
            let param = self.engine.written.get(&id).is_some_and(|v| v.iter().any(has_param));
            let callers = self.callers(writer);
            if param && !callers.is_empty() && callers.len() <= 8 {
                if let Some(written) = self.engine.written.get_mut(&id) {
                    written.retain(|v| !has_param(v));
                }
                for caller in callers {
                    // Lets the run go down into the writer.
                    let relevant = self.engine.relevant.get(writer.ix()).copied().unwrap_or(false);
                    if let Some(slot) = self.engine.relevant.get_mut(writer.ix()) {
                        *slot = true;
                    }
                    self.root(caller);
                    giver = Some(caller);
                    if let Some(slot) = self.engine.relevant.get_mut(writer.ix()) {
                        *slot = relevant;
                    }
                }
            }
        }
        self.engine.wanted_fields.remove(&id);
        match self.engine.written.remove(&id) {
            Some(values) if !values.is_empty() => {
                let values = Value::one_of(values);
                if size(&values, PARTS) < PARTS / 4 { (values, giver) } else { (unknown, None) }
            }
            _ => (unknown, None),
        }
    }

    fn subclasses(&self, class: super::dalvik::TypeId) -> Vec<super::dalvik::TypeId> {
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
                let asked = asked_as(self.query, self.engine.models, named);
                let api: Arc<str> = asked.unwrap_or_else(|| program.api(record.method)).into();
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

/// The name under which a method is asked for: its own, or one that it inherits under in the build or in the framework.
fn asked_as(query: &Query<'_, '_>, models: &Models, method: MethodRef) -> Option<String> {
    let program = query.program;
    let name = program.text(method.name);
    let asked = |class: &str| Some(format!("{class}.{name}")).filter(|api| query.wanted.has(api));
    program.ancestors(method.class).find_map(|ty| {
        let class = program.type_name(ty);
        let above = || models.names(&class).iter().skip(1).find_map(|c| asked(c));
        asked(&class).or_else(|| if program.class_of(ty).is_none() && name != "<init>" { above() } else { None })
    })
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
