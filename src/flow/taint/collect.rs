//! Flows out of what was hit, with their traces.

use std::collections::{BTreeMap, BTreeSet};

use super::{Run, TRACE};
use crate::finding::{AppText, Confidence, Flow, FlowEnd, Locus, Owner, Reachability, Step, StepRole, health_parts};
use crate::flow::callgraph::Component;
use crate::flow::dalvik::{DefId, FieldId, MethodId, Program, TypeId};
use crate::flow::engine::exec::FIELD;
use crate::flow::engine::{Hit, trace};

/// What makes two hits one flow: both statements, and both kinds, the sink's first.
type Ends = (DefId, u32, DefId, u32, u32, u32);

impl Run<'_, '_> {
    pub(super) fn collect(&mut self, owner: &dyn Fn(&str) -> Owner) -> Vec<Flow> {
        let mut best: BTreeMap<Ends, (Hit, BTreeSet<u8>)> = BTreeMap::new();
        let mut hits: Vec<Hit> = self.engine.hits.iter().copied().collect();
        hits.sort_unstable();
        for hit in hits {
            let Some(source) = self.engine.sources.get(hit.mark.source as usize) else { continue };
            // An intent that the build itself sends entered elsewhere; what obeys one obeys other senders, too.
            let sent = self.engine.outside.get(&hit.mark.source).is_some_and(|ty| self.engine.handed.contains(ty));
            if sent && !self.models.kinds.get(hit.kind as usize).is_some_and(|k| obeys(k)) {
                continue;
            }
            // A log of what a sender chose tells nobody anything that he did not know; what is shared by the system's own
            // actions may be the user's.
            let kind = |k: u32| self.models.kinds.get(k as usize).map_or("", String::as_str);
            if kind(hit.kind) == "log"
                && kind(source.kind) == "received-intent"
                && self.engine.outside.get(&hit.mark.source).is_some_and(|&ty| !self.takes_system_actions(ty))
            {
                continue;
            }
            let key = (hit.def, hit.pc, source.def, source.pc, hit.kind, source.kind);
            // Of several ways the one that changes least counts; of what comes by any of them, all parts.
            let part = source.part;
            let (known, parts) = best.entry(key).or_insert_with(|| (hit, BTreeSet::new()));
            parts.insert(part);
            if self.transforms(known).len() > self.transforms(&hit).len() {
                *known = hit;
            }
        }
        best.values().filter_map(|(hit, parts)| self.flow(hit, parts, owner)).collect()
    }

    /// Whether a method belongs to a component, or to a class inside one, that no other app can reach.
    fn is_closed(&self, def: DefId) -> bool {
        let program = self.query.program;
        let class = program.def(def).and_then(|m| program.class(m.class)).map(|c| program.type_name(c.ty));
        let outer = class.as_deref().map(|name| name.split('$').next().unwrap_or(name));
        let named = |c: &&Component| Some(c.class.as_str()) == class.as_deref() || Some(c.class.as_str()) == outer;
        let mut components = self.query.manifest.components.iter().filter(named).peekable();
        components.peek().is_some() && !components.any(Component::is_reached_from_outside)
    }

    /// Whether a component takes what other apps send by actions that the system defines (to share, to open).
    fn takes_system_actions(&self, ty: TypeId) -> bool {
        let name = self.query.program.type_name(ty);
        let system = |action: &String| action.starts_with("android.intent.action.") && !action.ends_with(".MAIN");
        self.query.manifest.components.iter().any(|c| c.class == name && c.actions.iter().any(system))
    }

    /// The transforms on a hit's way.
    pub(super) fn transforms(&self, hit: &Hit) -> Vec<String> {
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

    pub(super) fn flow(&self, hit: &Hit, parts: &BTreeSet<u8>, owner: &dyn Fn(&str) -> Owner) -> Option<Flow> {
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
            if node.before == u32::MAX || nodes.len() > 160 {
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
        let mut transforms = self.transforms(hit);
        if kind(hit.kind) == "activity-result" && self.is_closed(hit.def) {
            transforms.push("unexported".to_owned());
        }
        let implied = transforms.iter().any(|t| t == "implied");
        trace.push(Step { role: StepRole::Sink, api: sink_api.clone(), locus: sink_locus.clone() });
        let whose = match &sink_locus {
            Locus::Dex { class, .. } => owner(class.raw()),
            _ => Owner::App,
        };
        Some(Flow {
            source: FlowEnd {
                of: kind(source.kind),
                api: text(source.api),
                locus: source_locus,
                detail: health_parts(parts.iter().copied()),
            },
            sink: FlowEnd { of: kind(hit.kind), api: sink_api, locus: sink_locus, detail: None },
            trace,
            owner: whose,
            reachable: Reachability::Reachable,
            confidence: if implied { Confidence::Possible } else { Confidence::Likely },
            transforms,
        })
    }

    pub(super) fn what(&self, what: u32, role: u8) -> String {
        let program: &Program<'_> = self.query.program;
        if what == u32::MAX {
            return "[]".to_owned();
        }
        if what & 0x8000_0000 != 0 {
            return program.api(MethodId(what & 0x7fff_ffff));
        }
        if matches!(role, trace::LOAD | trace::STORE) && what & FIELD != 0 {
            return program.field_name(FieldId(what & !FIELD));
        }
        self.engine.values.get_text(what).to_string()
    }
}

/// Whether a kind of sink does what the value says, so that who sent it matters.
fn obeys(kind: &str) -> bool {
    matches!(
        kind,
        "intent-start"
            | "intent-uri"
            | "command"
            | "process"
            | "sql"
            | "deserialiser"
            | "file-path"
            | "web-view"
            | "web-view-script"
            | "reflection"
            | "code-load"
    )
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
