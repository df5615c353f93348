//! Lines of the API data with their conditions, labels that values carry for them, and tests that a value has passed.

use super::role::port_of;
use super::{Call, Intrinsic, Models};
use crate::flow::engine::effect::Port;
use crate::flow::engine::heap::{Heap, Key, Slot};
use crate::flow::engine::value::{Atom, CHECK, Mark, NOTHING, SOUGHT, UNKNOWN, Val};
use crate::flow::engine::{Check, Engine, Hit, Passed, trace};

/// One line of the API data.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Kind of source or sink, transform, mark of a label, name of a check.
    pub(crate) kind: u32,
    /// Ports concerned.
    pub(crate) ports: Vec<Port>,
    /// What must hold besides.
    pub(crate) tests: Vec<Condition>,
}

/// What must hold of a port.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    port: Port,
    not: bool,
    pub(crate) test: Test,
}

/// What a condition looks at.
#[derive(Debug, Clone)]
pub(crate) enum Test {
    /// The value bears the mark of a label.
    Label(u32),
    /// A text, a static field's name or an intent's action begins so.
    Prefix(String),
    /// A text contains one of these words, in small letters.
    Words(Vec<String>),
    /// A constant text of at least that many letters and digits, without spaces when it asks for more than one.
    Constant(usize),
    /// A view that layouts make an input field.
    Input,
    /// The app runs on systems of this level and later alone.
    Level(u32),
    /// It comes from one of these kinds of sources; others do not count.
    From(Vec<String>),
}

impl Entry {
    /// Whether it applies only sometimes.
    pub(crate) fn conditional(&self) -> bool {
        !self.tests.is_empty()
    }

    /// Whether it asks for nothing but an input field.
    pub(crate) fn is_of_inputs(&self) -> bool {
        self.conditional() && self.tests.iter().all(|c| matches!(c.test, Test::Input))
    }

    /// Whether it takes from some kinds of sources only.
    pub(crate) fn is_choosy(&self) -> bool {
        self.tests.iter().any(|c| matches!(c.test, Test::From(_)))
    }

    /// Whether what a source of that kind gave counts.
    pub(super) fn takes_from(&self, kind: &str) -> bool {
        self.tests.iter().all(|c| match &c.test {
            Test::From(kinds) => kinds.iter().any(|k| k == kind),
            _ => true,
        })
    }

    /// Whether a text of the code may be what a condition asks for.
    pub(crate) fn asks_for(&self, text: &str) -> bool {
        self.tests.iter().any(|c| match &c.test {
            _ if c.not => false,
            Test::Words(words) => contains(text, words),
            Test::Prefix(prefix) => text.starts_with(prefix.as_str()),
            Test::Label(_) | Test::Constant(_) | Test::Input | Test::From(_) | Test::Level(_) => false,
        })
    }
}

/// Whether a text is a name that the platform gives (`android.intent.action.CALL`): nobody's secret.
fn is_name_of_platform(text: &str) -> bool {
    ["android.", "androidx.", "com.android.", "java.", "javax."].iter().any(|first| text.starts_with(first))
}

fn contains(text: &str, words: &[String]) -> bool {
    let text = text.to_ascii_lowercase();
    words.iter().any(|w| text.contains(w.as_str()))
}

/// Reads `API PORTS if CONDITIONS`; `label` gives the mark of a label's name.
pub(super) fn entry(line: &str, kind: u32, label: &mut dyn FnMut(&str) -> u32) -> Result<(String, Entry), String> {
    let (what, tests) = line.split_once(" if ").unwrap_or((line, ""));
    let mut words = what.split_whitespace();
    let api = words.next().ok_or("an empty API")?.to_owned();
    let ports = words.map(port_of).collect::<Result<_, _>>()?;
    let tests = tests.split_whitespace().map(|test| condition(test, label)).collect::<Result<_, _>>()?;
    Ok((api, Entry { kind, ports, tests }))
}

fn condition(text: &str, label: &mut dyn FnMut(&str) -> u32) -> Result<Condition, String> {
    let (not, text) = text.strip_prefix('!').map_or((false, text), |rest| (true, rest));
    let at = text.find(['@', '^', '~', '#', '%', '=']).ok_or_else(|| format!("`{text}` is no condition"))?;
    let (port, rest) = text.split_at(at);
    let mut rest = rest.chars();
    let sign = rest.next();
    let rest = rest.as_str();
    let test = match sign {
        Some('@') => Test::Label(label(rest)),
        Some('^') => Test::Prefix(rest.to_owned()),
        Some('%') => Test::From(rest.split('|').map(str::to_owned).collect()),
        Some('~') => Test::Words(rest.split('|').map(str::to_owned).collect()),
        Some('=') if rest == "input" => Test::Input,
        Some('=') => match rest.strip_prefix("level").and_then(|level| level.parse().ok()) {
            Some(level) => Test::Level(level),
            None => return Err(format!("`{text}` is no condition")),
        },
        Some('#') => Test::Constant(rest.parse().unwrap_or(1)),
        _ => return Err(format!("`{text}` is no condition")),
    };
    Ok(Condition { port: port_of(port)?, not, test })
}

/// Beginnings of names of methods that take content in: what content is labelled says nothing of what takes it.
const WRITES: [&str; 9] = ["write", "append", "print", "put", "add", "push", "offer", "insert", "update"];

impl Engine<'_, '_> {
    /// Whether a line of the data applies to a call.
    pub(super) fn applies(&mut self, entry: &Entry, call: &Call<'_>, result: Val, heap: &Heap) -> bool {
        entry.tests.iter().all(|c| self.holds(c, call, result, heap) != c.not)
    }

    fn holds(&mut self, condition: &Condition, call: &Call<'_>, result: Val, heap: &Heap) -> bool {
        let values = match condition.port {
            Port::Result => vec![result],
            port => self.values_at(port, call),
        };
        values.into_iter().any(|value| match &condition.test {
            Test::From(_) => true,
            Test::Label(mark) => {
                let taint = self.deep_taint(value, heap);
                self.values.marks(taint).iter().any(|m| m.source == *mark)
            }
            Test::Prefix(prefix) => self.texts_of(value, heap).iter().any(|t| t.starts_with(prefix.as_str())),
            Test::Words(words) => self.texts_of(value, heap).iter().any(|t| contains(t, words)),
            Test::Constant(least) => {
                let text = self.content(value, heap);
                self.values.string(text).is_some_and(|t| {
                    let letters = t.chars().filter(|c| c.is_alphanumeric()).count();
                    let word = || letters >= *least && !t.contains(' ') && !is_name_of_platform(&t);
                    !t.is_empty() && !t.contains(super::HOLE) && (*least < 2 || word())
                })
            }
            Test::Level(level) => self.manifest.min_sdk >= *level,
            Test::Input => self.objects_of(value).into_iter().any(|object| self.is_input(object)),
        })
    }

    /// Texts that a value is or is named by.
    fn texts_of(&mut self, value: Val, heap: &Heap) -> Vec<String> {
        let text = Key::Text(self.values.text_id("text"));
        let mut found = Vec::new();
        for atom in self.values.atoms(value).to_vec() {
            match atom {
                Atom::Text(id) => found.push(self.values.get_text(id).to_string()),
                Atom::Static(field) => found.push(self.program.field_name(field)),
                Atom::Object(object) => {
                    let Some(content) = heap.get(object) else { continue };
                    let inside = [Key::Slot(Slot::Text), Key::Slot(Slot::Name), text]
                        .map(|key| content.get(key).unwrap_or(UNKNOWN));
                    for part in inside {
                        for atom in self.values.atoms(part) {
                            match atom {
                                Atom::Text(id) => found.push(self.values.get_text(*id).to_string()),
                                Atom::Static(field) => found.push(self.program.field_name(*field)),
                                _ => {}
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// The taint without labels and tests, for calls that take content in.
    pub(super) fn content_taint(&mut self, taint: u32, call: &Call<'_>) -> u32 {
        let name = call.role.api.rsplit('.').next().unwrap_or_default();
        if taint == 0 || call.role.constructor || !WRITES.iter().any(|w| name.starts_with(w)) {
            return taint;
        }
        self.values.sources_only(taint)
    }

    /// Labels that a call gives, after it.
    pub(super) fn label(&mut self, call: &Call<'_>, value: Val, heap: &mut Heap) -> Val {
        let Some(entries) = call.role.labels.clone() else { return value };
        let mut value = value;
        for entry in entries.iter() {
            if !self.applies(entry, call, value, heap) {
                continue;
            }
            let taint = self.values.mark_set(vec![Mark { source: entry.kind, node: 0 }]);
            self.sought |= entry.kind < crate::flow::engine::value::LABEL;
            value = self.taint_ports(&entry.ports, call, value, taint, heap);
        }
        value
    }

    /// Transforms of a value that went through a call.
    pub(super) fn transformed(&mut self, call: &Call<'_>, value: Val, heap: &Heap) -> Val {
        let Some(entries) = call.role.sanitizers.clone() else { return value };
        let mut taint = value.taint;
        for entry in entries.iter() {
            if self.applies(entry, call, value, heap) {
                taint = self.step(taint, trace::TRANSFORM, entry.kind, call.at.def, call.at.pc);
            }
        }
        Val { taint, ..value }
    }

    /// The result of a call that tests values: a branch on it says that they passed.
    pub(super) fn tested(&mut self, call: &Call<'_>, value: Val, heap: &mut Heap) -> Val {
        let Some(entries) = call.role.checks.clone() else { return value };
        let mut value = value;
        for entry in entries.iter() {
            if !self.applies(entry, call, value, heap) {
                continue;
            }
            let mut sources: Vec<u32> = Vec::new();
            for &port in &entry.ports {
                for target in self.values_at(port, call) {
                    let taint = self.deep_taint(target, heap);
                    sources.extend(self.values.marks(taint).iter().map(|m| m.source).filter(|&s| s < SOUGHT));
                }
            }
            if entry.ports.is_empty() {
                // Whoever calls was asked for: that covers all that he gives.
                sources.push(Passed::ALL);
            }
            sources.sort_unstable();
            sources.dedup();
            for source in sources {
                let passed = Passed { source, kind: entry.kind, def: call.at.def, pc: call.at.pc, when: true };
                if call.result_is_void(self) {
                    heap.pass(passed);
                } else {
                    value = self.check_mark(Check { passed, when: true }, value);
                }
            }
        }
        value
    }

    /// A value that says whether something passed.
    pub(crate) fn check_mark(&mut self, check: Check, value: Val) -> Val {
        let next = self.checks.len() as u32;
        let number = *self.check_of.entry(check).or_insert(next);
        if number == next {
            self.checks.push(check);
        }
        let taint = self.values.mark_set(vec![Mark { source: CHECK | number << 1 | u32::from(check.when), node: 0 }]);
        self.values.tainted(value, taint)
    }

    /// The tests whose outcome a value is.
    pub(crate) fn checks_of(&self, value: Val) -> Vec<Check> {
        let marks = self.values.marks(value.taint).iter().rev();
        marks
            .take_while(|m| m.source >= CHECK)
            .filter_map(|m| self.checks.get(((m.source & !CHECK) >> 1) as usize).copied())
            .collect()
    }

    /// The same value with the opposite sense.
    pub(crate) fn opposite(&mut self, value: Val) -> Val {
        let checks = self.checks_of(value);
        if checks.is_empty() {
            return value;
        }
        let mut opposite = Val { taint: self.values.sources_only(value.taint), ..value };
        for check in checks {
            opposite = self.check_mark(Check { when: !check.when, ..check }, opposite);
        }
        opposite
    }

    /// What a sink's marks have passed on the way there, as steps of their traces.
    pub(super) fn passed(&mut self, mark: Mark, call: &Call<'_>, heap: &Heap) -> Mark {
        let mut node = mark.node;
        for passed in heap.passed() {
            let either = self.models.either_way(passed.kind);
            if self.models.is_guess(passed.kind) {
                continue;
            }
            if (passed.when || either) && (passed.source == mark.source || passed.source == Passed::ALL) {
                node = self.extend(node, trace::TRANSFORM, passed.kind, call.at.def, call.at.pc);
            }
        }
        Mark { node, ..mark }
    }
}

/// What one comparison with a fixed word is seen to tell.
const TELLS: usize = 8;

impl Engine<'_, '_> {
    /// A truth value that is kept where a comparison with a fixed word came out so says how it came out.
    pub(crate) fn told(&mut self, value: Val, heap: &Heap) -> Val {
        let truth = match self.values.number(value) {
            Some(number @ (0 | 1)) if self.options.taint => number == 1,
            _ => return value,
        };
        let mut value = value;
        for &passed in heap.passed() {
            if self.models.is_guess(passed.kind) {
                let check = Check { passed: Passed { when: true, ..passed }, when: passed.when == truth };
                value = self.check_mark(check, value);
            }
        }
        value
    }

    /// What leaves here only because a secret was, or was not, a fixed word tells that it was.
    pub(super) fn implied(&mut self, call: &Call<'_>, heap: &Heap) {
        if !heap.passed().iter().any(|passed| self.models.is_guess(passed.kind)) {
            return;
        }
        let Some(sinks) = call.role.sinks.clone() else { return };
        let Some(implied) = self.models.kind_of("implied") else { return };
        for entry in sinks.iter().filter(|entry| !entry.is_choosy() && self.models.speaks(entry.kind)) {
            if !self.applies(entry, call, NOTHING, heap) {
                continue;
            }
            for passed in heap.passed().to_vec() {
                let Some(&source) = self.sources.get(passed.source as usize) else { continue };
                if !self.models.is_guess(passed.kind) || !self.models.is_secret(source.kind) {
                    continue;
                }
                let told = self.told.entry((passed.def, passed.pc)).or_default();
                if !told.contains(&(call.at.def, call.at.pc)) {
                    if told.len() >= TELLS {
                        continue;
                    }
                    told.push((call.at.def, call.at.pc));
                }
                let taint = self.source(source);
                let api = self.api_text(call.role);
                for mark in self.values.marks(taint).to_vec() {
                    let node = self.extend(mark.node, trace::THROUGH, api, passed.def, passed.pc);
                    let node = self.extend(node, trace::TRANSFORM, implied, passed.def, passed.pc);
                    let mark = Mark { node, ..mark };
                    self.hits.insert(Hit { mark, def: call.at.def, pc: call.at.pc, api, kind: entry.kind });
                }
            }
        }
    }

    /// An intent that names its receiver, at a sink that sends it.
    pub(super) fn addressed(&mut self, mark: Mark, call: &Call<'_>, heap: &Heap) -> Mark {
        if !matches!(call.role.intrinsic, Some(Intrinsic::StartActivity | Intrinsic::StartOther)) {
            return mark;
        }
        let package = Key::Text(self.values.text_id("\u{0}package"));
        let mut named = false;
        for &arg in call.args {
            for object in self.objects_of(arg) {
                if self.program.descriptor(self.info(object).ty) == "Landroid/content/Intent;" {
                    let content = heap.get(object);
                    let has = |key| content.and_then(|o| o.get(key)).is_some();
                    named |= has(Key::Slot(Slot::Class)) || has(package);
                }
            }
        }
        let kind = self.models.kind_of("explicit").filter(|_| named);
        let node = kind.map(|k| self.extend(mark.node, trace::TRANSFORM, k, call.at.def, call.at.pc));
        Mark { node: node.unwrap_or(mark.node), ..mark }
    }
}

impl Call<'_> {
    fn result_is_void(&self, engine: &Engine<'_, '_>) -> bool {
        let program = engine.program;
        self.method.is_some_and(|m| program.descriptor(program.proto(program.method(m).proto).result) == "V")
    }
}

impl Models {
    /// Whether a source of a callback counts only when others can reach the component.
    pub(crate) fn comes_from_outside(&self, kind: u32) -> bool {
        let kind = self.kinds.get(kind as usize).map_or("", String::as_str);
        matches!(kind, "received-intent" | "content-uri" | "provider-query")
    }

    /// Whether sources of a kind are everywhere and matter to keys and session ids only.
    pub(crate) fn is_quiet(&self, kind: u32) -> bool {
        self.kinds.get(kind as usize).is_some_and(|k| matches!(k.as_str(), "clock" | "time" | "weak-random"))
    }

    /// Whether sinks of a kind are what such sources matter to.
    pub(crate) fn is_for_quiet(&self, kind: u32) -> bool {
        self.kinds.get(kind as usize).is_some_and(|k| matches!(k.as_str(), "key" | "iv" | "session"))
    }

    /// Whether text of an input field is of that kind.
    pub(crate) fn is_input(&self, kind: u32) -> bool {
        self.kinds.get(kind as usize).is_some_and(|k| k == "user-input")
    }

    /// Whether sources of a kind are parts of an object that code asks for again and again: a name, an address.
    pub(crate) fn is_asked_again(&self, kind: u32) -> bool {
        self.kinds.get(kind as usize).is_some_and(|k| matches!(k.as_str(), "zip-entry-name" | "deep-link"))
    }

    /// Whether a sink takes the value itself, not what it holds.
    pub(crate) fn is_shallow(&self, kind: u32) -> bool {
        self.kinds.get(kind as usize).is_some_and(|k| k == "intent-start")
    }

    /// Whether a test compares with a word that the code knows.
    fn is_guess(&self, kind: u32) -> bool {
        self.kinds.get(kind as usize).is_some_and(|k| k == "guessed")
    }

    /// Whether a kind of source is a secret that a person has.
    fn is_secret(&self, kind: u32) -> bool {
        let kind = self.kinds.get(kind as usize).map_or("", String::as_str);
        matches!(kind, "password-input" | "credential" | "national-id")
    }

    /// Whether others hear what goes to sinks of a kind.
    fn speaks(&self, kind: u32) -> bool {
        let kind = self.kinds.get(kind as usize).map_or("", String::as_str);
        matches!(kind, "log" | "sms" | "network" | "network-cleartext" | "broadcast" | "analytics")
    }

    /// Whether a test counts whichever way it came out: code that looks for what must not be there.
    fn either_way(&self, kind: u32) -> bool {
        self.kinds.get(kind as usize).is_some_and(|k| k == "screened" || k == "caller")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_with_ports_and_conditions_are_read() {
        let mut labels = Vec::new();
        let mut label = |name: &str| {
            labels.push(name.to_owned());
            7
        };
        let line = "java.io.OutputStream.write 0 if this@external !this@memory 1~session|sid";
        let (api, entry) = entry(line, 3, &mut label).unwrap();
        assert_eq!(api, "java.io.OutputStream.write");
        assert_eq!((entry.kind, entry.ports.as_slice()), (3, [Port::Arg(0)].as_slice()));
        assert_eq!(entry.tests.len(), 3);
        assert!(entry.tests[1].not);
        assert!(entry.asks_for("SESSION_ID") && !entry.asks_for("name"));
        assert_eq!(labels, ["external", "memory"]);
    }

    #[test]
    fn what_is_no_condition_is_refused() {
        assert!(entry("a.B.c 0 if this", 0, &mut |_| 0).is_err());
        assert!(entry("a.B.c that", 0, &mut |_| 0).is_err());
    }
}
