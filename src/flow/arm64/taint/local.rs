//! One function, one value that enters it: where that goes.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::rc::Rc;
use std::sync::Arc;

use super::model::{Port, Role, Wanted};
use super::{DEPTH, Leak, Leg, Outcome, STEPS, Taint, Way, first};
use crate::finding::{StepRole, health_section};
use crate::flow::arm64::interpret::{Callee, Frame, Site, V};
use crate::flow::arm64::terms;
use crate::flow::{Object, Value};

/// Rounds over a function's calls: values that a later call puts into an earlier object.
const ROUNDS: usize = 3;
/// Leaks of one summary.
const LEAKS: usize = 64;

/// What is tainted in a function: since which instruction, and how it came there.
struct Marks {
    marks: BTreeMap<V, (u32, Way)>,
    changed: bool,
}

/// A call at work: in which function, and by which instruction.
#[derive(Clone, Copy)]
struct Call<'c> {
    position: u32,
    frame: &'c Frame,
    key: u32,
    site: &'c Site,
}

/// What a question about a function has found so far.
struct Answer {
    marks: Marks,
    outcome: Outcome,
}

impl Marks {
    fn put(&mut self, value: V, since: u32, way: Way) {
        if matches!(value, V::Unknown | V::Const(_) | V::Address(_) | V::Import(_) | V::Global(_)) {
            return;
        }
        if let Entry::Vacant(place) = self.marks.entry(value) {
            place.insert((since, way));
            self.changed = true;
        }
    }

    fn get(&self, value: V, at: u32) -> Option<&Way> {
        self.marks.get(&value).filter(|(since, _)| *since <= at).map(|(_, way)| way)
    }
}

impl Taint<'_, '_, '_, '_> {
    /// Where a value goes that is in a function since an instruction; each question is answered once.
    pub(super) fn summary(&mut self, position: u32, seed: V, since: u32) -> Rc<Outcome> {
        let question = (position, seed, since);
        if let Some(known) = self.summaries.get(&question) {
            return known.clone();
        }
        if self.depth >= DEPTH || self.steps > STEPS || !self.open.insert((position, seed)) {
            self.cut |= self.steps > STEPS;
            return Rc::default();
        }
        self.depth += 1;
        let outcome = Rc::new(self.answer(position, seed, since));
        self.depth -= 1;
        self.open.remove(&(position, seed));
        self.summaries.insert(question, outcome.clone());
        outcome
    }

    fn answer(&mut self, position: u32, seed: V, since: u32) -> Outcome {
        let marks = Marks { marks: BTreeMap::new(), changed: false };
        let mut answer = Answer { marks, outcome: Outcome::default() };
        let Some(frame) = self.analysis.frame(position) else {
            self.cut = true;
            return answer.outcome;
        };
        answer.marks.put(seed, since, Way::default());
        for _ in 0..ROUNDS {
            answer.marks.changed = false;
            for (key, site) in &frame.sites {
                self.steps += 1;
                self.site(Call { position, frame: &frame, key: *key, site }, &mut answer);
            }
            if !answer.marks.changed {
                break;
            }
        }
        let Answer { marks, mut outcome } = answer;
        for value in &frame.returns {
            if let Some(way) = self.of(&frame, &marks, *value, u32::MAX)
                && outcome.returns.is_none()
            {
                outcome.returns = Some(way);
            }
        }
        for (address, value, at) in &frame.stores {
            if let Some(way) = self.of(&frame, &marks, *value, *at) {
                self.keep(position, &frame, *address, *at, way, &mut outcome);
            }
        }
        outcome
    }

    /// A value is stored where an argument leads.
    fn keep(&self, position: u32, frame: &Frame, address: V, at: u32, way: Way, outcome: &mut Outcome) {
        let function = self.analysis.program.functions.get(position as usize);
        let (class, offset) = match address {
            V::Param(0, offset) => (function.and_then(|f| f.method.as_ref()).map(|m| m.class.clone()), offset),
            V::Inner(number, outer, offset) => {
                let outer = V::ParamField(number, i32::from(outer));
                (self.analysis.class_of(position, frame, outer, 4).map(|(class, _)| class), offset)
            }
            V::Param(number, _) => {
                if !outcome.written.iter().any(|(known, _)| *known == number) {
                    outcome.written.push((number, way));
                }
                return;
            }
            _ => return,
        };
        let Some(variable) = class.as_ref().and_then(|class| self.analysis.variable(class, offset)) else { return };
        // The variable belongs to the class that declares it.
        let owner: Arc<str> = variable.name.rsplit_once('.').map_or(&*variable.name, |(class, _)| class).into();
        if !outcome.kept.iter().any(|((class, o), _)| *class == owner && *o == offset) {
            let start = function.map_or(0, |f| f.start);
            let leg = Leg {
                role: StepRole::Store,
                api: variable.name.clone(),
                position,
                address: start.saturating_add(u64::from(at) * 4),
            };
            outcome.kept.push(((owner, offset), way.with(leg)));
        }
    }

    /// How a value is tainted, if it is.
    fn of(&self, frame: &Frame, marks: &Marks, value: V, at: u32) -> Option<Way> {
        if marks.marks.is_empty() {
            return None;
        }
        let whole = match value {
            V::OneOf(set) => {
                let all = frame.sets.get(set as usize)?;
                return all.iter().find_map(|value| self.of(frame, marks, *value, at));
            }
            V::Result(call, 1) => V::Result(call, 0),
            V::Heap(call, _) => V::Heap(call, 0),
            V::ParamField(number, _) if number > 0 => V::Param(number, 0),
            V::InnerField(number, outer, _) => V::ParamField(number, i32::from(outer)),
            other => other,
        };
        marks.get(value, at).or_else(|| marks.get(whole, at)).cloned()
    }

    /// How an argument register is tainted: itself or what it points to.
    fn register(&self, call: Call<'_>, marks: &Marks, number: usize) -> Option<Way> {
        let Call { frame, key: at, site, .. } = call;
        if let Some(way) = site.args.get(number).and_then(|value| self.of(frame, marks, *value, at)) {
            return Some(way);
        }
        let (_, words) = site.pointees.iter().find(|(arg, _)| usize::from(*arg) == number)?;
        let mut most = terms::words_of(&site.callee, site.args.get(4).copied()).min(40);
        // Swift's self in the frame ends where the next object begins; what other registers lead to may hold several.
        if let (9, Some(V::Stack(offset))) = (number, site.args.get(number)) {
            let next = frame.objects.range(offset + 1..).next();
            most = next.map_or(most, |next| most.min((next - offset).max(8) / 8));
        }
        words.iter().take_while(|(offset, _)| *offset < most * 8).find_map(|(_, word)| self.of(frame, marks, *word, at))
    }

    /// How a port of a call is tainted.
    fn port(&self, call: Call<'_>, marks: &Marks, port: Port) -> Option<Way> {
        let Call { frame, key: at, site, .. } = call;
        match port {
            Port::Result => None,
            Port::This if first(site) == 2 => self.register(call, marks, 0),
            Port::This => self.register(call, marks, 9),
            Port::Arg(number) => {
                let number = usize::from(number) + first(site);
                if number < 8 && !self.is_variadic(site, number) {
                    return self.register(call, marks, number);
                }
                let on_stack = match terms::arity(&site.callee) {
                    arity if arity.variadic => number.checked_sub(arity.first + arity.count.unwrap_or(0)),
                    _ => number.checked_sub(8),
                };
                self.of(frame, marks, *site.stack.get(on_stack?)?, at)
            }
        }
    }

    /// Whether an argument is one of the variadic ones, which are on the stack.
    fn is_variadic(&self, site: &Site, number: usize) -> bool {
        let arity = terms::arity(&site.callee);
        arity.variadic && number >= arity.first + arity.count.unwrap_or(8)
    }

    /// The argument ports that a call has.
    fn ports(&self, call: Call<'_>) -> Vec<Port> {
        let Call { position, frame, site, .. } = call;
        let arity = terms::arity(&site.callee);
        let named = arity.count.unwrap_or(8usize.saturating_sub(arity.first));
        let more = self.analysis.variadic(position, frame, site);
        let mut ports: Vec<Port> = (0..(named + more).min(24)).map(|n| Port::Arg(n as u8)).collect();
        if arity.first == 2
            || self.swift && site.args.get(9).is_some_and(|v| matches!(v, V::Heap(..) | V::Result(..) | V::Stack(_)))
        {
            ports.push(Port::This);
        }
        ports
    }

    fn site(&mut self, call: Call<'_>, answer: &mut Answer) {
        let Call { frame, key, site, .. } = call;
        self.captured(call, answer);
        if self.is_linked_in(site) {
            return self.framework(call, answer);
        }
        let targets = self.targets(call);
        if targets.is_empty() {
            match &site.callee {
                Callee::Register(through) => self.handed(call, *through, answer),
                Callee::Function(_) => {}
                _ => self.framework(call, answer),
            }
            return;
        }
        let before = match frame.inlined.get(&key) {
            Some(before) if matches!(site.callee, Callee::Import(_) | Callee::Message(_)) => before,
            _ => site,
        };
        for target in targets {
            for number in 0..10usize {
                // The receiver as a whole says nothing of its parts.
                if number == 0 && first(site) == 2
                    || number == 1 && first(site) == 2
                    || number == 8
                    || number == 9 && !self.swift
                {
                    continue;
                }
                let Some(way) = self.register(Call { site: before, ..call }, &answer.marks, number) else { continue };
                let register = if number == 9 { 20 } else { number as u8 };
                let inner = self.summary(target, V::Param(register, 0), 0);
                self.splice(call, target, &way, &inner, answer);
            }
        }
    }

    /// Whether a call goes to a database library that is part of this slice, whose functions are known by name.
    fn is_linked_in(&self, site: &Site) -> bool {
        let Callee::Function(callee) = &site.callee else { return false };
        let function = self.analysis.program.functions.get(*callee as usize);
        function.is_some_and(|function| function.name.starts_with("sqlite3_"))
    }

    /// Functions of this slice that a call runs.
    fn targets(&self, call: Call<'_>) -> Vec<u32> {
        let Call { position, frame, site, .. } = call;
        match &site.callee {
            Callee::Function(target) => vec![*target],
            Callee::Message(selector) => {
                let all = self.analysis.program.implementations(selector);
                if all.is_empty() || all.len() > 8 {
                    return Vec::new();
                }
                all.iter()
                    .copied()
                    .filter(|target| {
                        let method =
                            self.analysis.program.functions.get(*target as usize).and_then(|f| f.method.as_ref());
                        method.is_some_and(|method| self.analysis.may_reach(position, frame, site, method))
                    })
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// What a called function did with a value, at its call.
    fn splice(&mut self, call: Call<'_>, target: u32, way: &Way, inner: &Outcome, answer: &mut Answer) {
        let Call { position, key, site, .. } = call;
        let Answer { marks, outcome } = answer;
        let name = self.analysis.program.functions.get(target as usize).map_or_else(|| "".into(), |f| f.name.clone());
        let leg = |role| Leg { role, api: name.clone(), position, address: site.address };
        let entered = way.with(leg(StepRole::Call));
        // What a function gives that is handed the key of a section is of that section: Swift makes one such for each kind
        // of dictionary.
        let section = self.swift_key(site);
        let given = |rest: &Way| {
            let mut way = entered.then(rest);
            way.parts = section.filter(|_| rest.parts == 0).map_or(way.parts, |section| 1 << section);
            way.with(leg(StepRole::Return))
        };
        for leak in &inner.leaks {
            let detail = match (&*leak.kind, self.address_here(call, leak)) {
                ("network", Some(url)) => Some(url),
                _ => leak.detail.clone(),
            };
            let leak = Leak { way: entered.then(&leak.way), detail, ..leak.clone() };
            add_leak(outcome, leak);
        }
        for (variable, rest) in &inner.kept {
            if !outcome.kept.iter().any(|(known, _)| known == variable) {
                outcome.kept.push((variable.clone(), entered.then(rest)));
            }
        }
        if let Some(rest) = &inner.returns {
            marks.put(V::Result(key, 0), key + 1, given(rest));
        }
        for (number, rest) in &inner.written {
            let index = if *number == 20 { 9 } else { usize::from(*number) };
            let value = self.behind(site, index, key);
            marks.put(value, key + 1, given(rest));
        }
        for (number, argument, rest) in &inner.handed {
            let way = entered.then(rest).with(leg(StepRole::Handover));
            match (self.block(site, usize::from(*number)), site.args.get(usize::from(*number))) {
                (Some(code), _) => {
                    let inner = self.summary(code, V::Param(*argument, 0), 0);
                    self.splice(call, code, &way, &inner, answer);
                }
                (None, Some(V::Param(own, 0))) => add_handed(&mut answer.outcome, *own, *argument, way),
                _ => {}
            }
        }
    }

    /// The address that a request of a called function goes to, when it is an argument that is a constant here.
    fn address_here(&self, call: Call<'_>, leak: &Leak) -> Option<String> {
        let Call { position, frame, site, .. } = call;
        let number: usize = leak.detail.as_deref()?.strip_prefix("param ")?.parse().ok()?;
        let value = self.analysis.value_within(position, frame, site, *site.args.get(number)?, 5);
        self.registered(position, first_text(&value, 5))
    }

    /// An argument by its register: those of a message begin at x2.
    fn registered(&self, position: u32, text: Option<String>) -> Option<String> {
        let text = text?;
        let Some(number) = text.strip_prefix("param ").and_then(|n| n.parse::<u32>().ok()) else { return Some(text) };
        let method = self.analysis.program.functions.get(position as usize)?.method.is_some();
        Some(format!("param {}", number + if method { 2 } else { 0 }))
    }

    /// A block that a value is captured in, or that is handed one.
    fn captured(&mut self, call: Call<'_>, answer: &mut Answer) {
        let Call { frame, key, site, .. } = call;
        for (number, words) in &site.pointees {
            let Some(code) = self.block(site, usize::from(*number)) else { continue };
            let captured: Vec<(i64, Way)> = words
                .iter()
                .filter(|(offset, _)| (32..512).contains(offset))
                .filter_map(|(offset, word)| Some((*offset, self.of(frame, &answer.marks, *word, key)?)))
                .collect();
            for (offset, way) in captured {
                let inner = self.summary(code, V::ParamField(0, offset as i32), 0);
                let handed = Outcome { leaks: inner.leaks.clone(), kept: inner.kept.clone(), ..Outcome::default() };
                self.splice(call, code, &way, &handed, answer);
            }
        }
    }

    /// A call through a register: of a block that is an argument.
    fn handed(&mut self, call: Call<'_>, through: V, answer: &mut Answer) {
        let V::ParamField(of, 16) = through else { return };
        for number in 1..8usize {
            if let Some(way) = self.register(call, &answer.marks, number) {
                add_handed(&mut answer.outcome, of, number as u8, way);
            }
        }
    }

    /// A call of the system.
    fn framework(&mut self, call: Call<'_>, answer: &mut Answer) {
        let Call { position, frame, site, .. } = call;
        let taken = |port: Port| Some((port, self.port(call, &answer.marks, port)?));
        let ways: Vec<(Port, Way)> = self.ports(call).into_iter().filter_map(taken).collect();
        let fills_stack = matches!(&site.callee, Callee::Import(name) if &**name == "CCCrypt");
        if ways.is_empty() && !fills_stack {
            return;
        }
        let Some((asked, full)) = self.analysis.api(position, frame, site) else { return };
        if asked.starts_with("objc_setProperty") {
            return self.set_property(call, answer);
        }
        let roles: Vec<Role> = self.roles(&asked, &full).into_iter().cloned().collect();
        self.sinks(call, &full, &roles, &ways, &mut answer.outcome);
        let section = self.section(call, &asked);
        let leg = Leg { role: StepRole::Through, api: full, position, address: site.address };
        let transforms =
            roles.iter().fold(0, |all, role| if let Role::Transform(bit) = role { all | 1 << bit } else { all });
        let through = |way: &Way| {
            let mut way = way.with(leg.clone());
            way.transforms |= transforms;
            way.parts = section.map_or(way.parts, |section| 1 << section);
            way
        };
        self.fills(call, &roles, &ways, &through, &mut answer.marks);
        if roles.iter().any(|role| matches!(role, Role::Stop | Role::Fill(..))) {
            return;
        }
        let Some((_, way)) = ways.first() else { return };
        let from_argument = ways.iter().any(|(port, _)| *port != Port::This);
        results(call, &asked, through(way), from_argument, &mut answer.marks);
    }

    /// Sinks among the roles of a call of the system.
    fn sinks(&self, call: Call<'_>, full: &Arc<str>, roles: &[Role], ways: &[(Port, Way)], outcome: &mut Outcome) {
        for role in roles {
            let Role::Sink(kind, ports, conditions) = role else { continue };
            let hit = ways.iter().find(|(port, _)| ports.is_empty() || ports.contains(port));
            if let Some((_, way)) = hit
                && conditions.iter().all(|(number, wanted)| self.holds(call, *number, *wanted))
                && let Some((kind, detail, more)) = self.sink(kind, call, full)
            {
                let mut way = way.clone();
                way.transforms |= more;
                let leak =
                    Leak { kind, api: full.clone(), position: call.position, address: call.site.address, detail, way };
                self.second_kind(&leak, outcome);
                if self.is_session_header(call, full) {
                    add_leak(outcome, Leak { kind: "session".into(), ..leak.clone() });
                }
                add_leak(outcome, leak);
            }
        }
    }

    /// What a C function writes from one argument into another.
    fn fills(
        &self,
        call: Call<'_>,
        roles: &[Role],
        ways: &[(Port, Way)],
        through: &dyn Fn(&Way) -> Way,
        marks: &mut Marks,
    ) {
        let Call { key, site, .. } = call;
        for role in roles {
            let Role::Fill(to, from) = role else { continue };
            let way = match from.is_empty() {
                true => ways.first().map(|(_, way)| way.clone()),
                false => from.iter().find_map(|port| self.port(call, marks, *port)),
            };
            let Some(way) = way else { continue };
            let number = usize::from(*to) + first(site);
            let value = if number < 8 { self.behind(site, number, key) } else { self.on_stack(site, number) };
            let pointer = if number < 8 { site.args.get(number).copied() } else { None };
            for value in [Some(value), pointer].into_iter().flatten() {
                marks.put(value, key + 1, through(&way));
            }
        }
    }

    /// The section of a health record that a call reads by its key.
    fn section(&self, call: Call<'_>, asked: &str) -> Option<u8> {
        let Call { position, frame, site, .. } = call;
        let by_key =
            matches!(asked, "objectForKeyedSubscript:" | "objectForKey:" | "valueForKey:" | "valueForKeyPath:");
        let key = self.analysis.value(position, frame, site, *site.args.get(2).filter(|_| by_key)?, 4);
        let last = key.as_str()?.rsplit_once("bdata.").map_or(key.as_str()?, |(_, last)| last);
        health_section(last.as_bytes())
    }

    /// The section whose key a Swift string is that stands in two registers among the arguments.
    fn swift_key(&self, site: &Site) -> Option<u8> {
        let pairs = site.args.iter().zip(site.args.iter().skip(1)).take(7);
        let texts = pairs.filter_map(|(low, high)| terms::swift_string(self.analysis.program.macho, *low, *high));
        texts.filter_map(|key| health_section(key.as_bytes())).next()
    }

    fn on_stack(&self, site: &Site, number: usize) -> V {
        number.checked_sub(8).and_then(|at| site.stack.get(at)).copied().unwrap_or(V::Unknown)
    }

    /// `objc_setProperty_*(self, _cmd, value, offset)`.
    fn set_property(&self, call: Call<'_>, answer: &mut Answer) {
        let Call { position, frame, key, site } = call;
        if let (Some(way), V::Const(offset)) = (self.register(call, &answer.marks, 2), site.args[3])
            && let V::Param(0, 0) = site.args[0]
        {
            self.keep(position, frame, V::Param(0, offset as i32), key, way, &mut answer.outcome);
        }
    }

    fn holds(&self, call: Call<'_>, number: u8, wanted: Wanted) -> bool {
        let Call { position, frame, site, .. } = call;
        let register = usize::from(number) + first(site);
        let Some(value) = site.args.get(register) else { return false };
        match (wanted, self.analysis.value(position, frame, site, *value, 5)) {
            (Wanted::Number(number), value) => value.as_int() == Some(number),
            (Wanted::Text, Value::Str(text)) => !text.is_empty(),
            (Wanted::Text, _) => false,
        }
    }

    /// The kind of a sink at a call, with what its other arguments say, and the transforms that it brings.
    fn sink(&self, kind: &Arc<str>, call: Call<'_>, api: &str) -> Option<(Arc<str>, Option<String>, u32)> {
        let Call { position, frame, site, .. } = call;
        let argument = |number: usize| {
            self.analysis.value(position, frame, site, *site.args.get(number).unwrap_or(&V::Unknown), 6)
        };
        match &**kind {
            "log" if api == "_os_log_impl" => {
                let format = argument(3);
                let text = format.as_str().unwrap_or_default();
                text.contains("{public").then(|| (kind.clone(), Some(text.to_owned()), 0))
            }
            "preferences" => {
                let key = argument(3).as_str().map(str::to_owned);
                Some((self.preferences(position, frame, site).into(), key, 0))
            }
            "file" => {
                let place = argument(2);
                let path = format!("{place:?}");
                let of = match () {
                    () if path.contains("AppGroup") || path.contains("SecurityApplicationGroup") => "app-group",
                    () if path.contains("Ubiquity") => "icloud",
                    () if path.contains("NSTemporaryDirectory") || path.contains("CachesDirectory") => "cache-file",
                    () if self.is_caches(&place) => "cache-file",
                    () => "internal-file",
                };
                let options = argument(3).as_int().map_or(0, |n| n & 0xf000_0000);
                let protected = api.contains("options:") && matches!(options, 0x2000_0000 | 0x3000_0000);
                let encrypted = if protected { self.bit("encrypted") } else { 0 };
                Some((of.into(), first_text(&place, 5), encrypted))
            }
            "database" => Some((kind.clone(), None, if self.encrypted_database { self.bit("encrypted") } else { 0 })),
            "network" => {
                let receiver = self.analysis.value_within(position, frame, site, site.args[0], 6);
                let url = match &receiver {
                    Value::Object(object) => address(object, 6),
                    Value::Param(_) => first_text(&receiver, 1),
                    _ => None,
                };
                Some((kind.clone(), self.registered(position, url), 0))
            }
            "url" => Some((kind.clone(), first_text(&argument(2), 5), 0)),
            _ => Some((kind.clone(), None, 0)),
        }
    }

    fn bit(&self, transform: &str) -> u32 {
        self.model.transforms.iter().position(|t| t == transform).map_or(0, |at| 1 << at.min(31))
    }

    /// `NSSearchPathForDirectoriesInDomains(13, ...)` is the folder of caches.
    fn is_caches(&self, place: &Value) -> bool {
        let mut found = false;
        visit(place, 6, &mut |object| {
            found |=
                &*object.api == "NSSearchPathForDirectoriesInDomains" && object.args.first() == Some(&Value::Int(13));
        });
        found
    }

    /// The kind of user defaults that a message goes to.
    pub(super) fn preferences(&self, position: u32, frame: &Frame, site: &Site) -> &'static str {
        let receiver = self.analysis.value(position, frame, site, site.args[0], 4);
        let mut group = false;
        visit(&receiver, 3, &mut |object| group |= object.api.contains("initWithSuiteName:"));
        if group { "app-group" } else { "preferences" }
    }

    /// Whether a call sets the header of a request by which a server knows a session.
    fn is_session_header(&self, call: Call<'_>, full: &str) -> bool {
        let Call { position, frame, site, .. } = call;
        if !full.ends_with("alue:forHTTPHeaderField:]") && !full.ends_with("alue:forHTTPHeaderField:") {
            return false;
        }
        let name = site.args.get(3).map(|name| self.analysis.value(position, frame, site, *name, 4));
        name.as_ref().and_then(Value::as_str).is_some_and(|name| {
            let name = name.to_ascii_lowercase();
            matches!(&*name, "authorization" | "cookie") || name.contains("session") || name.contains("token")
        })
    }

    /// What else a leak is: a secret kept under the key of a session.
    fn second_kind(&self, leak: &Leak, outcome: &mut Outcome) {
        if matches!(&*leak.kind, "preferences" | "app-group")
            && leak.detail.as_deref().is_some_and(|key| self.model.key(key).is_some())
        {
            add_leak(outcome, Leak { kind: "session".into(), ..leak.clone() });
        }
        if &*leak.kind == "webview" {
            add_leak(outcome, Leak { kind: "web-view".into(), ..leak.clone() });
        }
    }
}

/// What a call of the system gives of what went in.
fn results(call: Call<'_>, asked: &str, way: Way, from_argument: bool, marks: &mut Marks) {
    let Call { key, site, .. } = call;
    marks.put(V::Result(key, 0), key + 1, way.clone());
    marks.put(V::Result(key, 25), key + 1, way.clone());
    if let Some(V::Stack(offset)) = site.args.get(8) {
        marks.put(V::Stack(*offset), key + 1, way.clone());
    }
    let collects =
        asked.starts_with("CF") && ["SetValue", "Append", "AddValue"].iter().any(|word| asked.contains(word));
    if collects || first(site) == 2 && fills_receiver(asked) && from_argument {
        marks.put(site.args[0], key + 1, way);
    }
}

/// Selectors that put their arguments into the receiver.
fn fills_receiver(selector: &str) -> bool {
    let starts = ["set", "add", "append", "insert", "replace", "put", "init"];
    // What is shown is not read back.
    let shown = ["setText:", "setTitle", "setAttributedText:", "setImage", "setHidden:", "setEnabled:", "setDelegate:"];
    starts.iter().any(|start| selector.starts_with(start)) && !shown.iter().any(|start| selector.starts_with(start))
}

fn add_leak(outcome: &mut Outcome, leak: Leak) {
    let same = |other: &Leak| other.address == leak.address && other.kind == leak.kind && other.detail == leak.detail;
    let Some(at) = outcome.leaks.iter().position(same) else {
        if outcome.leaks.len() < LEAKS {
            outcome.leaks.push(leak);
        }
        return;
    };
    if let Some(known) = outcome.leaks.get_mut(at) {
        known.way.also(&leak.way);
    }
}

fn add_handed(outcome: &mut Outcome, of: u8, argument: u8, way: Way) {
    if !outcome.handed.iter().any(|(o, a, _)| (*o, *a) == (of, argument)) {
        outcome.handed.push((of, argument, way));
    }
}

/// Objects in a value, outermost first.
fn visit(value: &Value, depth: u8, see: &mut dyn FnMut(&Object)) {
    let Some(deeper) = depth.checked_sub(1) else { return };
    match value {
        Value::Object(object) => {
            see(object);
            object.receiver.iter().chain(&object.args).for_each(|inner| visit(inner, deeper, see));
        }
        Value::OneOf(all) => all.iter().for_each(|inner| visit(inner, deeper, see)),
        _ => {}
    }
}

/// The first text in a value.
fn first_text(value: &Value, depth: u8) -> Option<String> {
    let deeper = depth.checked_sub(1)?;
    match value {
        Value::Str(text) => Some(text.to_string()),
        Value::Param(number) => Some(format!("param {}", number)),
        Value::OneOf(all) => all.iter().find_map(|inner| first_text(inner, deeper)),
        Value::Object(object) => object.args.iter().chain(&object.receiver).find_map(|inner| first_text(inner, deeper)),
        _ => None,
    }
}

/// The address that a request object was made with.
fn address(object: &Object, depth: u8) -> Option<String> {
    let deeper = depth.checked_sub(1)?;
    let named = object.api.contains("URL") || object.api.contains("Request");
    let inner = object.args.iter().chain(&object.receiver).find_map(|value| match value {
        Value::Object(inner) => address(inner, deeper),
        Value::Str(_) | Value::OneOf(_) if named => first_text(value, 3),
        _ => None,
    });
    inner.or_else(|| named.then(|| object.args.iter().find_map(|value| first_text(value, 4))).flatten())
}
