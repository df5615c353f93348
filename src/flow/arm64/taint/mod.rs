//! Source-to-sink flows of ARM64 code.
//!
//! Only what a source reaches is looked at. A function is asked once for each value that may enter it (an argument, a
//! captured variable, an instance variable): where that goes ([`Outcome`]) is its summary, used at every call. From a
//! source the way leads through calls by these summaries, up to callers when the value is returned, into the methods of a
//! class when it is kept in an instance variable, and into blocks that capture or receive it. Each question is asked once,
//! so the work is bounded by what the value touches, and by [`STEPS`].

mod local;
mod model;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

pub use self::model::Model;
use self::model::{Port, Role};
use super::interpret::{Callee, Frame, Site, V};
use super::{Analysis, call_at};
use crate::finding::{AppText, Confidence, Flow, FlowEnd, Locus, Owner, Reachability, Step, StepRole, health_parts};
use crate::finding::{HEALTH_ROOT, health_section};
use crate::flow::Value;
use crate::format::host::HostPlace;

/// Calls looked at for one binary.
const STEPS: u64 = 3_000_000;
/// Steps of one way that are kept.
const WAY: usize = 24;
/// Functions that a value is followed into, one in another.
const DEPTH: u32 = 24;
/// Methods that an instance variable is followed into.
const READERS: usize = 400;
/// Places that one source's value is followed to.
const SPREAD: usize = 2_000;

/// A step of a way.
#[derive(Debug, Clone, PartialEq)]
struct Leg {
    role: StepRole,
    api: Arc<str>,
    position: u32,
    address: u64,
}

/// The way of a value, from where the question began.
#[derive(Debug, Clone, Default, PartialEq)]
struct Way {
    legs: Vec<Leg>,
    /// Transforms, by position.
    transforms: u32,
    /// Sections of a health record that were read on it, by number.
    parts: u16,
}

impl Way {
    fn with(&self, leg: Leg) -> Self {
        let mut way = self.clone();
        if way.legs.len() < WAY {
            way.legs.push(leg);
        }
        way
    }

    /// Another value takes the same way to the same end: of other sections of the record, or of none (bit 0).
    fn also(&mut self, other: &Self) {
        let named = |parts: u16| if parts == 0 { 1 } else { parts };
        if self.parts != other.parts {
            self.parts = named(self.parts) | named(other.parts);
        }
    }

    fn then(&self, rest: &Self) -> Self {
        let mut way = self.clone();
        way.transforms |= rest.transforms;
        if rest.parts != 0 {
            way.parts = rest.parts;
        }
        way.legs.extend(rest.legs.iter().take(WAY.saturating_sub(way.legs.len())).cloned());
        way
    }
}

/// One flow stands for all values of its two statements: of which sections of a record they are.
fn join_sections(known: &mut FlowEnd, other: &FlowEnd) {
    if known.of != "health-bank-record" || known.detail == other.detail {
        return;
    }
    let sections = |end: &FlowEnd| -> BTreeSet<u8> {
        let keys = end.detail.as_ref().map_or(HEALTH_ROOT, AppText::raw);
        keys.split(", ").map(|key| health_section(key.as_bytes()).unwrap_or(0)).collect()
    };
    let all = &sections(known) | &sections(other);
    known.detail = health_parts(all.into_iter());
}

/// Where a value leaves.
#[derive(Debug, Clone)]
struct Leak {
    kind: Arc<str>,
    api: Arc<str>,
    position: u32,
    address: u64,
    detail: Option<String>,
    way: Way,
}

/// Where a value goes that enters a function.
#[derive(Debug, Default)]
struct Outcome {
    leaks: Vec<Leak>,
    returns: Option<Way>,
    /// Instance variables that it is kept in.
    kept: Vec<((Arc<str>, i32), Way)>,
    /// Arguments that it is written through.
    written: Vec<(u8, Way)>,
    /// Blocks among the arguments that get it, and as which argument.
    handed: Vec<(u8, u8, Way)>,
}

/// What the build's screens say of text fields: outlet name to kind.
pub type Fields = BTreeMap<String, String>;

/// A source in the code.
struct Start {
    kind: Arc<str>,
    api: Arc<str>,
    position: u32,
    address: u64,
    seed: V,
    since: u32,
}

/// The engine on one slice.
pub struct Taint<'t, 'p, 'm, 'a> {
    analysis: &'t Analysis<'p, 'm, 'a>,
    model: &'t Model,
    /// Names of text fields to what is typed there.
    fields: BTreeMap<String, Arc<str>>,
    summaries: FxHashMap<(u32, V, u32), Rc<Outcome>>,
    open: BTreeSet<(u32, V)>,
    steps: u64,
    depth: u32,
    encrypted_database: bool,
    /// Whether Swift's convention is in use, which has self in x20.
    swift: bool,
    /// Whether something was cut.
    pub cut: bool,
}

/// The flows of a slice, by sink, then source; and whether something was cut.
pub fn flows(analysis: &Analysis<'_, '_, '_>, model: &Model, fields: &Fields, owner: &Owner) -> (Vec<Flow>, bool) {
    let mut taint = Taint {
        analysis,
        model,
        fields: fields.iter().map(|(name, kind)| (name.to_lowercase(), kind.as_str().into())).collect(),
        summaries: FxHashMap::default(),
        open: BTreeSet::new(),
        steps: 0,
        depth: 0,
        encrypted_database: encrypts_database(analysis),
        swift: analysis.program.macho.imports.iter().any(|import| import.name.starts_with("_swift_")),
        cut: analysis.is_cut(),
    };
    taint.masked_fields();
    let mut found = BTreeMap::new();
    for start in taint.starts() {
        taint.spread(&start, owner, &mut found);
    }
    taint.named(owner, &mut found);
    (found.into_values().collect(), taint.cut)
}

/// Whether a binary gives some database a key: SQLCipher's, or Realm's.
fn encrypts_database(analysis: &Analysis<'_, '_, '_>) -> bool {
    let (program, keys) = (analysis.program, ["sqlite3_key", "sqlite3_key_v2"]);
    let realm = || {
        analysis.sweep.interesting.iter().filter_map(|position| analysis.frame(*position)).any(|frame| {
            let name = |callee: &Callee| match callee {
                Callee::Message(name) | Callee::Import(name) => Some(name.clone()),
                Callee::Function(callee) => program.functions.get(*callee as usize).map(|f| f.name.clone()),
                _ => None,
            };
            let keyed = ["setEncryptionKey:", "RealmSwift.Realm.Configuration.encryptionKey.setter"];
            frame.sites.values().any(|site| name(&site.callee).is_some_and(|name| keyed.contains(&&*name)))
        })
    };
    keys.iter().any(|name| program.macho.imports_symbol(&format!("_{name}")))
        || program.functions.iter().any(|f| keys.contains(&&*f.name))
        || realm()
}

/// What makes two flows one.
type Same = (Locus, String, Locus, String);

impl Taint<'_, '_, '_, '_> {
    fn interesting(&self) -> Vec<u32> {
        self.analysis.sweep.interesting.clone()
    }

    /// What an API does, its class and the classes above it considered.
    fn roles(&self, asked: &str, full: &str) -> Vec<&Role> {
        let mut roles = self.model.roles(&[full]);
        if asked != full {
            roles.extend(self.model.roles(&[asked]));
            let mut class: Option<Arc<str>> = full.get(2..).and_then(|rest| rest.split(' ').next()).map(Arc::from);
            for _ in 0..8 {
                let Some(parent) = class.as_ref().and_then(|class| self.analysis.parents.get(class)) else { break };
                let sign = full.get(..2).unwrap_or("-[");
                roles.extend(self.model.roles(&[&format!("{sign}{parent} {asked}]")]));
                class = Some(parent.clone());
            }
        }
        roles
    }

    /// Text fields that the code makes secure.
    fn masked_fields(&mut self) {
        for position in self.interesting() {
            let Some(frame) = self.analysis.frame(position) else { return };
            for site in frame.sites.values() {
                let secure = matches!(&site.callee, Callee::Message(name) if &**name == "setSecureTextEntry:");
                if secure
                    && site.args[2] == V::Const(1)
                    && let Some(name) = self.name_of(position, &frame, site, site.args[0])
                {
                    self.fields.entry(name).or_insert_with(|| "password-input".into());
                }
            }
        }
    }

    /// The name of the variable or property that an object was taken from, in lower case.
    fn name_of(&self, position: u32, frame: &Frame, site: &Site, object: V) -> Option<String> {
        if let V::Result(call, 0) = object
            && let Callee::Message(selector) = &frame.sites.get(&call)?.callee
        {
            return (!selector.contains(':')).then(|| selector.to_lowercase());
        }
        match self.analysis.value(position, frame, site, object, 3) {
            Value::Field(name) => {
                let name = name.rsplit('.').next().unwrap_or(&name);
                Some(name.trim_start_matches('_').to_lowercase())
            }
            _ => None,
        }
    }

    /// All sources, by place.
    fn starts(&self) -> Vec<Start> {
        let mut starts = Vec::new();
        for position in self.interesting() {
            let Some(frame) = self.analysis.frame(position) else { break };
            for (key, site) in &frame.sites {
                let Some((asked, full)) = self.analysis.api(position, &frame, site) else { continue };
                let first = first(site);
                for role in self.roles(&asked, &full) {
                    let start = |kind: &Arc<str>, position: u32, seed: V, since: u32| Start {
                        kind: kind.clone(),
                        api: full.clone(),
                        position,
                        address: site.address,
                        seed,
                        since,
                    };
                    match role {
                        Role::Source(kind, port) => {
                            let kind = self.refined(kind, position, &frame, site);
                            if &*kind == "stored" {
                                continue;
                            }
                            let seed = match port {
                                Port::Result => V::Result(*key, 0),
                                Port::This => site.args[0],
                                Port::Arg(number) => self.behind(site, first + usize::from(*number), *key),
                            };
                            starts.push(start(&kind, position, seed, key.saturating_add(1)));
                        }
                        Role::Block(kind, number, parameters) => {
                            if let Some(code) = self.block(site, first + usize::from(*number)) {
                                // x0 is the block itself.
                                starts.extend(parameters.iter().map(|p| start(kind, code, V::Param(p + 1, 0), 0)));
                            }
                        }
                        _ => {}
                    }
                }
            }
        }
        self.callbacks(&mut starts);
        starts
    }

    fn callbacks(&self, starts: &mut Vec<Start>) {
        for (position, function) in self.analysis.program.functions.iter().enumerate() {
            let Some(method) = &function.method else { continue };
            for (kind, parameters) in self.model.callbacks.get(&*method.selector).into_iter().flatten() {
                starts.extend(parameters.iter().map(|parameter| Start {
                    kind: kind.clone(),
                    api: function.name.clone(),
                    position: position as u32,
                    address: function.start,
                    seed: V::Param(parameter + 2, 0),
                    since: 0,
                }));
            }
        }
    }

    /// What a text field's name or a stored value's key makes of a kind.
    fn refined(&self, kind: &Arc<str>, position: u32, frame: &Frame, site: &Site) -> Arc<str> {
        if &**kind == "stored" {
            let key = self.analysis.value(position, frame, site, site.args[2], 4);
            return key.as_str().and_then(|key| self.model.key(key)).unwrap_or(kind).clone();
        }
        if &**kind != "user-input" {
            return kind.clone();
        }
        let Some(name) = self.name_of(position, frame, site, site.args[0]) else { return kind.clone() };
        let known = self.fields.get(&name).cloned().or_else(|| self.model.field(&name).cloned());
        known.unwrap_or_else(|| kind.clone())
    }

    /// What is behind a pointer that a call wrote through.
    fn behind(&self, site: &Site, number: usize, key: u32) -> V {
        match site.args.get(number) {
            Some(V::Stack(_)) if number < 8 => V::Result(key, 16 + number as u8),
            Some(other) => *other,
            None => V::Unknown,
        }
    }

    /// The code of a block literal that an argument points to.
    fn block(&self, site: &Site, number: usize) -> Option<u32> {
        let code = match site.args.get(number)? {
            // A block without captures is a constant.
            V::Address(address) => self.analysis.program.macho.target(address.wrapping_add(16))?,
            _ => match site.pointee(number, super::BLOCK_CODE as i32)? {
                V::Address(code) => code,
                _ => return None,
            },
        };
        let position = self.analysis.program.function_at(code)?;
        (self.analysis.program.functions.get(position as usize)?.start == code).then_some(position)
    }

    /// Follows one source everywhere.
    fn spread(&mut self, start: &Start, owner: &Owner, found: &mut BTreeMap<Same, Flow>) {
        let mut seen: BTreeSet<(u32, V)> = BTreeSet::new();
        let mut variables: BTreeSet<(Arc<str>, i32)> = BTreeSet::new();
        let mut work = vec![(start.position, start.seed, start.since, Way::default())];
        while let Some((position, seed, since, way)) = work.pop() {
            if seed == V::Unknown || !seen.insert((position, seed)) {
                continue;
            }
            if seen.len() > SPREAD || self.steps > STEPS {
                self.cut = true;
                return;
            }
            let outcome = self.summary(position, seed, since);
            for leak in &outcome.leaks {
                let flow = self.flow(start, leak, &way, owner);
                let same =
                    (flow.sink.locus.clone(), flow.sink.of.clone(), flow.source.locus.clone(), flow.source.of.clone());
                match found.entry(same) {
                    Entry::Vacant(place) => {
                        place.insert(flow);
                    }
                    Entry::Occupied(mut known) => join_sections(&mut known.get_mut().source, &flow.source),
                }
            }
            let up = outcome.returns.is_some() || !outcome.written.is_empty() || !outcome.handed.is_empty();
            if up && !self.is_callback_start(start, position) {
                self.up(position, &outcome, &way, &mut work);
            }
            for ((class, offset), rest) in &outcome.kept {
                if variables.insert((class.clone(), *offset)) {
                    let way = way.then(rest);
                    for reader in self.readers(class) {
                        work.push((reader, V::ParamField(0, *offset), 0, way.clone()));
                    }
                }
            }
        }
    }

    /// A callback's result goes to the system.
    fn is_callback_start(&self, start: &Start, position: u32) -> bool {
        start.position == position && matches!(start.seed, V::Param(..))
    }

    /// What a function returns, writes or hands on, where it is called.
    fn up(&self, position: u32, outcome: &Outcome, way: &Way, work: &mut Vec<(u32, V, u32, Way)>) {
        for caller in self.analysis.callers(position).unwrap_or_default() {
            let Some(site) = call_at(&caller.frame, caller.key, position) else { continue };
            let leg = |role| Leg {
                role,
                api: self.analysis.program.functions.get(position as usize).map_or("".into(), |f| f.name.clone()),
                position: caller.position,
                address: site.address,
            };
            if let Some(rest) = &outcome.returns {
                let way = way.then(rest).with(leg(StepRole::Return));
                work.push((caller.position, V::Result(caller.key, 0), caller.key + 1, way));
            }
            for (number, rest) in &outcome.written {
                let way = way.then(rest).with(leg(StepRole::Return));
                let value = self.behind(site, usize::from(*number), caller.key);
                work.push((caller.position, value, caller.key + 1, way));
            }
            for (number, argument, rest) in &outcome.handed {
                if let Some(code) = self.block(site, usize::from(*number)) {
                    let way = way.then(rest).with(leg(StepRole::Handover));
                    work.push((code, V::Param(*argument, 0), 0, way));
                }
            }
        }
    }

    /// Methods that may read an instance variable of a class: its own and those of classes below it.
    fn readers(&self, class: &Arc<str>) -> Vec<u32> {
        let functions = self.analysis.program.functions.iter().enumerate();
        functions
            .filter(|(_, function)| {
                function.method.as_ref().is_some_and(|m| !m.of_class && self.analysis.is_kind(&m.class, class))
            })
            .map(|(position, _)| position as u32)
            .take(READERS)
            .collect()
    }

    /// Secrets that are known by the key under which they are kept, wherever they come from.
    fn named(&self, owner: &Owner, found: &mut BTreeMap<Same, Flow>) {
        for position in self.interesting() {
            let Some(frame) = self.analysis.frame(position) else { break };
            for site in frame.sites.values() {
                let Some((_, full)) = self.analysis.api(position, &frame, site) else { continue };
                if &*full != "-[NSUserDefaults setObject:forKey:]" && &*full != "-[NSUserDefaults setValue:forKey:]" {
                    continue;
                }
                let Value::Str(key) = self.analysis.value(position, &frame, site, site.args[3], 4) else { continue };
                let value = self.analysis.value(position, &frame, site, site.args[2], 4);
                let number = matches!(&value, Value::Object(object) if object.api.contains("NSNumber"));
                let Some(kind) = self.model.key(&key).filter(|_| !value.is_constant() && !number) else { continue };
                let locus = self.analysis.locus(position, site.address);
                let end = |of: &str| FlowEnd {
                    of: of.to_owned(),
                    api: AppText::new(&full),
                    locus: locus.clone(),
                    detail: Some(AppText::new(&key)),
                };
                let step = |role| Step { role, api: AppText::new(&full), locus: locus.clone() };
                let sink = self.preferences(position, &frame, site);
                let same = (locus.clone(), sink.to_owned(), locus.clone(), kind.to_string());
                found.entry(same).or_insert_with(|| Flow {
                    source: end(kind),
                    sink: end(sink),
                    trace: vec![step(StepRole::Source), step(StepRole::Sink)],
                    owner: owner.clone(),
                    reachable: Reachability::Unknown,
                    confidence: Confidence::Possible,
                    transforms: Vec::new(),
                });
            }
        }
    }

    /// Where a request goes whose address no call on the way told: by any caller of the function where the way began.
    fn address(&self, position: u32, detail: &str) -> Option<String> {
        let Some(number) = detail.strip_prefix("param ").and_then(|n| n.parse().ok()) else {
            return Some(detail.to_owned());
        };
        let frame = self.analysis.frame(position)?;
        let site = frame.sites.values().next()?;
        let value = self.analysis.value(position, &frame, site, V::Param(number, 0), 5);
        value
            .alternatives()
            .iter()
            .filter_map(Value::as_str)
            .max_by_key(|url| url.starts_with("http:"))
            .map(str::to_owned)
    }

    fn flow(&self, start: &Start, leak: &Leak, way: &Way, owner: &Owner) -> Flow {
        let whole = way.then(&leak.way);
        let detail = leak.detail.as_deref().and_then(|detail| self.address(start.position, detail));
        let clear = detail.as_deref().is_some_and(is_cleartext);
        let kind = if &*leak.kind == "network" && clear { "network-cleartext" } else { &*leak.kind };
        let step = |role, api: &str, position, address| Step {
            role,
            api: AppText::new(api),
            locus: self.analysis.locus(position, address),
        };
        let mut trace = vec![step(StepRole::Source, &start.api, start.position, start.address)];
        trace.extend(whole.legs.iter().map(|leg| step(leg.role, &leg.api, leg.position, leg.address)));
        trace.push(step(StepRole::Sink, &leak.api, leak.position, leak.address));
        let transforms = self.model.transforms.iter().enumerate();
        Flow {
            source: FlowEnd {
                of: start.kind.to_string(),
                api: AppText::new(&start.api),
                locus: self.analysis.locus(start.position, start.address),
                detail: health_parts(
                    (0..16).filter(|s| &*start.kind == "health-bank-record" && whole.parts >> s & 1 == 1),
                ),
            },
            sink: FlowEnd {
                of: kind.to_owned(),
                api: AppText::new(&leak.api),
                locus: self.analysis.locus(leak.position, leak.address),
                detail: detail.as_deref().map(AppText::new),
            },
            trace,
            owner: owner.clone(),
            reachable: Reachability::Unknown,
            confidence: Confidence::Likely,
            transforms: transforms
                .filter(|(bit, _)| whole.transforms >> bit & 1 == 1)
                .map(|(_, t)| t.clone())
                .collect(),
        }
    }
}

/// Whether an address is one without TLS, of another machine.
fn is_cleartext(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    let Some(rest) = ["http://", "ws://", "ftp://"].iter().find_map(|scheme| lower.strip_prefix(scheme)) else {
        return false;
    };
    let host = rest.split(['/', ':', '?']).next().unwrap_or_default();
    !matches!(HostPlace::of(host), HostPlace::Loopback | HostPlace::LocalName)
}

/// The register of the first argument.
fn first(site: &Site) -> usize {
    if matches!(site.callee, Callee::Message(_) | Callee::Super(_)) { 2 } else { 0 }
}

#[cfg(test)]
mod tests;
