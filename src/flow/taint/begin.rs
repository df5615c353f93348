//! Where to begin: methods that hold sources, by their calls, texts and neighbours.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Run;
use crate::flow::dalvik::{DefId, Method};
use crate::flow::engine::model::{Entry, Role as Api};
use crate::flow::native::mangled;
use crate::format::dex::ACC_NATIVE;

/// Calls that may lie between a quiet source and what it matters to.
const CALLERS: usize = 4;
/// Callers of a method of which that many are not looked at one by one.
const MANY: usize = 8;

impl Run<'_, '_> {
    /// Callbacks whose parameters are sources.
    pub(super) fn callbacks_with_sources(&self) -> Vec<DefId> {
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
        found.extend(self.query.given.iter().map(|given| given.def));
        found.dedup();
        found
    }

    /// Entries of the app's own that never came to their end.
    pub(super) fn short(&self) -> BTreeSet<DefId> {
        let never = |def: &&DefId| self.engine.is_own(**def) && !self.whole.contains(*def);
        self.short.iter().filter(never).copied().collect()
    }

    /// Methods that scripts of web pages may call.
    pub(super) fn bridges(&self) -> BTreeSet<DefId> {
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

    /// Native methods that compare what they are given with a word of their library.
    pub(super) fn comparing(&self) -> FxHashSet<DefId> {
        let program = self.query.program;
        let names = &self.query.manifest.comparing;
        if names.is_empty() {
            return FxHashSet::default();
        }
        let compares = |method: &Method| {
            let named = program.method(method.id);
            let name = mangled(&program.type_name(named.class), program.text(named.name));
            let overloaded = format!("{name}__");
            let next = names.range(name.clone()..).next();
            next.is_some_and(|known| *known == name || known.starts_with(&overloaded))
        };
        let native = program.defs.iter().enumerate().filter(|(_, method)| method.flags & ACC_NATIVE != 0);
        native.filter(|(_, method)| compares(method)).map(|(i, _)| DefId(i as u32)).collect()
    }

    /// Methods that call a source of certain texts and hold such a text.
    pub(super) fn asked_for(&mut self) -> Vec<DefId> {
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
    /// stand a few calls away from what does.
    pub(super) fn near_sinks(&mut self) -> Vec<DefId> {
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
        for &def in &near {
            let Some(method) = program.def(def) else { continue };
            around.extend(program.sites.calls_of(method.id).iter().map(|site| site.def));
            let called = program.sites.callees.get(def.0).iter().filter_map(|(id, _)| program.def_of(*id));
            around.extend(called);
        }
        // Values that callers further up hand down, unless everyone calls.
        let mut rim = near;
        for _ in 0..CALLERS {
            let sites = rim.iter().filter_map(|def| program.def(*def)).map(|m| program.sites.calls_of(m.id));
            let few = sites.filter(|sites| sites.len() <= MANY);
            rim = few.flatten().map(|site| site.def).filter(|def| self.engine.is_own(*def)).collect();
            around.extend(rim.iter().copied());
        }
        quiet.sort_unstable();
        quiet.dedup();
        quiet.retain(|def| around.contains(def));
        quiet
    }

    /// Methods that hold a text which names a session and call something that takes one.
    pub(super) fn session_writers(&mut self) -> Vec<DefId> {
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

    pub(super) fn reflects(&mut self, goals: &[bool]) -> bool {
        self.called.clone().iter().any(|&id| goals.get(id.ix()) == Some(&true) && self.engine.role(id).reflects())
            && self.sinks
    }

    /// Callbacks with sources that are not other apps' doing.
    pub(super) fn handed_over(&self) -> Vec<DefId> {
        let from_library = |def: &DefId| {
            let sources = self.sources_of(*def);
            sources.iter().any(|(kind, ..)| !self.models.comes_from_outside(*kind))
        };
        self.callbacks_with_sources().into_iter().filter(from_library).collect()
    }

    /// Callbacks whose parameters a library hands over, by their class and the classes around it.
    pub(super) fn by_class(&self) -> FxHashMap<String, Vec<DefId>> {
        let program = self.query.program;
        let mut found: FxHashMap<String, Vec<DefId>> = FxHashMap::default();
        for &def in &self.handed {
            let Some(class) = program.def(def).and_then(|m| program.class(m.class)) else { continue };
            let name = program.type_name(class.ty);
            for (at, _) in name.match_indices('$') {
                found.entry(name.get(..at).unwrap_or_default().to_owned()).or_default().push(def);
            }
            found.entry(name).or_default().push(def);
        }
        found
    }
}
