//! What the engine knows of APIs, compiled from `rules/flow/ios.yaml`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::rule::knowledge::{ApiKinds, IosFlow};

/// A place at a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Port {
    /// The result.
    Result,
    /// The receiver.
    This,
    /// An argument, counted as in [`crate::flow::CallSite::args`].
    Arg(u8),
}

/// What a condition asks of an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// This number.
    Number(i64),
    /// A constant text.
    Text,
}

/// What an API does.
#[derive(Debug, Clone)]
pub(super) enum Role {
    /// A value enters.
    Source(Arc<str>, Port),
    /// Values leave by these ports (all, when there are none), if these arguments are so.
    Sink(Arc<str>, Vec<Port>, Vec<(u8, Wanted)>),
    /// A transform, by position in [`Model::transforms`].
    Transform(u8),
    /// The first argument is written from the others.
    Fill(u8, Vec<Port>),
    /// Nothing of what goes in comes out.
    Stop,
    /// The block in an argument gets a value by these parameters.
    Block(Arc<str>, u8, Vec<u8>),
}

/// A kind, and the parameters that bring it.
pub(super) type Callback = (Arc<str>, Vec<u8>);

/// All of it.
#[derive(Debug)]
pub struct Model {
    exact: FxHashMap<Arc<str>, Vec<Role>>,
    prefixes: Vec<(String, Role)>,
    /// Selector to kind and parameters.
    pub(super) callbacks: BTreeMap<String, Vec<Callback>>,
    /// Names of transforms.
    pub(super) transforms: Vec<String>,
    /// Words of field names.
    fields: Vec<(Arc<str>, Vec<String>)>,
    keys: Vec<(Arc<str>, Vec<String>)>,
    kinds: (BTreeSet<String>, BTreeSet<String>),
    asked: Vec<String>,
}

fn split(entry: &str) -> (&str, Vec<&str>) {
    // The space in `-[Class selector]` belongs to the name.
    let end = if entry.starts_with(['-', '+']) { entry.find(']').map_or(entry.len(), |at| at + 1) } else { 0 };
    let (name, rest) = match entry.get(end..).and_then(|tail| tail.find(' ')) {
        Some(at) => entry.split_at(end + at),
        None => (entry, ""),
    };
    (name, rest.split_whitespace().collect())
}

fn port(word: &str) -> Option<Port> {
    match word {
        "ret" => Some(Port::Result),
        "this" => Some(Port::This),
        number => number.parse().ok().map(Port::Arg),
    }
}

/// The name by which the engine asks: the selector of a message.
fn asked(name: &str) -> &str {
    match name.strip_suffix(']') {
        Some(message) => message.rsplit(' ').next().unwrap_or(message),
        None => name,
    }
}

impl Model {
    /// Compiles the knowledge.
    ///
    /// # Errors
    /// The entry that is not well-formed.
    pub fn new(knowledge: &IosFlow) -> Result<Self, String> {
        let mut model = Self {
            exact: FxHashMap::default(),
            prefixes: Vec::new(),
            callbacks: BTreeMap::new(),
            transforms: knowledge.sanitizers.keys().cloned().collect(),
            fields: words(&knowledge.fields),
            keys: words(&knowledge.keys),
            kinds: (BTreeSet::new(), knowledge.sinks.keys().cloned().collect()),
            asked: Vec::new(),
        };
        let bad = |entry: &str| format!("flow/ios: `{entry}` is not well-formed");
        each(&knowledge.sources, |kind, name, rest| {
            let ports = if rest.is_empty() { vec!["ret"] } else { rest };
            for word in ports {
                model.add(name, Role::Source(kind.into(), port(word).ok_or_else(|| bad(name))?));
            }
            Ok(())
        })?;
        each(&knowledge.sinks, |kind, name, rest| {
            let (mut ports, mut conditions) = (Vec::new(), Vec::new());
            for word in rest {
                match word.split_once('=') {
                    Some((at, wanted)) => {
                        let at = at.parse().map_err(|_| bad(name))?;
                        let wanted = match wanted {
                            "text" => Wanted::Text,
                            number => Wanted::Number(number.parse().map_err(|_| bad(name))?),
                        };
                        conditions.push((at, wanted));
                    }
                    None => ports.push(port(word).ok_or_else(|| bad(name))?),
                }
            }
            model.add(name, Role::Sink(kind.into(), ports, conditions));
            Ok(())
        })?;
        for (position, apis) in knowledge.sanitizers.values().enumerate() {
            for api in apis {
                model.add(api, Role::Transform(position.min(31) as u8));
            }
        }
        for entry in &knowledge.fills {
            let (name, rest) = split(entry);
            let ports: Option<Vec<Port>> = rest.iter().map(|word| port(word)).collect();
            match ports.as_deref() {
                Some([Port::Arg(to), from @ ..]) => model.add(name, Role::Fill(*to, from.to_vec())),
                _ => return Err(bad(entry)),
            }
        }
        for name in &knowledge.stops {
            model.add(name, Role::Stop);
        }
        each(&knowledge.callbacks, |kind, name, rest| {
            let numbers = numbers(&rest).ok_or_else(|| bad(name))?;
            model.callbacks.entry(name.to_owned()).or_default().push((kind.into(), numbers));
            Ok(())
        })?;
        each(&knowledge.blocks, |kind, name, rest| {
            let numbers = numbers(&rest).filter(|n| n.len() > 1).ok_or_else(|| bad(name))?;
            let parameters = numbers.get(1..).unwrap_or_default().to_vec();
            model.add(name, Role::Block(kind.into(), numbers.first().copied().unwrap_or(0), parameters));
            Ok(())
        })?;
        let entering = [&knowledge.sources, &knowledge.callbacks, &knowledge.blocks];
        model.kinds.0.extend(entering.into_iter().flat_map(|kinds| kinds.keys().cloned()));
        // Those that other kinds become by where they go.
        let made = ["internal-file", "cache-file", "app-group", "session", "web-view", "network-cleartext"];
        model.kinds.1.extend(made.map(str::to_owned));
        for kinds in [&mut model.kinds.0, &mut model.kinds.1] {
            kinds.extend(knowledge.absent.iter().cloned());
        }
        model.kinds.0.extend(knowledge.fields.keys().chain(knowledge.keys.keys()).cloned());
        model.asked.sort();
        model.asked.dedup();
        Ok(model)
    }

    fn add(&mut self, name: &str, role: Role) {
        // What a call does to values is of interest only where a value comes or goes.
        if matches!(role, Role::Source(..) | Role::Sink(..) | Role::Block(..)) {
            self.asked.push(asked(name).to_owned());
        }
        match name.strip_suffix('*') {
            Some(prefix) => self.prefixes.push((prefix.to_owned(), role)),
            None => self.exact.entry(name.into()).or_default().push(role),
        }
    }

    /// Names that the sweep must look for.
    pub fn asked(&self) -> impl Iterator<Item = &String> {
        self.asked.iter()
    }

    /// Kinds of sources and of sinks that are looked for.
    pub fn kinds(&self) -> &(BTreeSet<String>, BTreeSet<String>) {
        &self.kinds
    }

    /// What an API does, by its full name and the one it is asked for by.
    pub(super) fn roles(&self, names: &[&str]) -> Vec<&Role> {
        let mut roles: Vec<&Role> = Vec::new();
        for name in names {
            roles.extend(self.exact.get(*name).into_iter().flatten());
            roles.extend(self.prefixes.iter().filter(|(p, _)| name.starts_with(p.as_str())).map(|(_, role)| role));
        }
        roles
    }

    /// What is typed into a field of that name.
    pub(super) fn field(&self, name: &str) -> Option<&Arc<str>> {
        find(&self.fields, name)
    }

    /// What is kept under a key of that name.
    pub(super) fn key(&self, name: &str) -> Option<&Arc<str>> {
        find(&self.keys, name)
    }
}

fn find<'w>(words: &'w [(Arc<str>, Vec<String>)], name: &str) -> Option<&'w Arc<str>> {
    let name = name.to_lowercase();
    words.iter().find(|(_, words)| words.iter().any(|word| name.contains(word.as_str()))).map(|(kind, _)| kind)
}

fn words(kinds: &BTreeMap<String, Vec<String>>) -> Vec<(Arc<str>, Vec<String>)> {
    kinds.iter().map(|(kind, words)| (kind.as_str().into(), words.clone())).collect()
}

fn numbers(words: &[&str]) -> Option<Vec<u8>> {
    words.iter().map(|word| word.parse().ok()).collect()
}

fn each(kinds: &ApiKinds, mut take: impl FnMut(&str, &str, Vec<&str>) -> Result<(), String>) -> Result<(), String> {
    for (kind, apis) in kinds {
        for api in apis {
            let (name, rest) = split(api);
            take(kind, name, rest)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_messages_keep_their_space_and_ports_follow() {
        assert_eq!(split("-[A b:c:] 0 this"), ("-[A b:c:]", vec!["0", "this"]));
        assert_eq!(split("-[A b:]"), ("-[A b:]", vec![]));
        assert_eq!(split("memcpy 0 1"), ("memcpy", vec!["0", "1"]));
        assert_eq!(asked("+[A b:c:]"), "b:c:");
    }
}
