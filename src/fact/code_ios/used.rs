//! What of a binary's code something may run, and what the rest of the build names of it.

use crate::app::ios::{Binary, IosApp};
use crate::fact::{FactStore, FactValue};
use crate::finding::{Flow, Locus, Reachability};
use crate::flow::CallSite;
use crate::flow::arm64::reach::{Named, dead};
use crate::flow::arm64::{Analysis, terms};
use crate::format::macho::Objc;
use crate::format::plist::Value;
use crate::limits::Limits;

/// Engines that run methods by names that stand in their own code.
const ENGINES: [&str; 4] = ["NativeScript", "TitaniumKit", "libmono", "Xamarin"];

/// Objective-C metadata of the slice that is analysed.
pub(super) fn metadata(binary: &Binary<'_>, limits: &Limits) -> Objc {
    match binary.best() {
        Some(slice) if !slice.macho.is_encrypted() => slice.macho.objc(limits).value,
        _ => Objc::default(),
    }
}

/// What the build names: none where a part of it is not there or cannot be read, so that any method may be named.
pub(super) fn named(app: &IosApp<'_>, metadata: &[Objc]) -> Option<Named> {
    let unread = app.problems.iter().any(|problem| problem.note.code == "nib-broken")
        || app.binaries.iter().filter_map(Binary::best).any(|slice| slice.macho.is_encrypted())
        || app.binaries.iter().any(|binary| ENGINES.iter().any(|engine| binary.path.contains(engine)));
    if !app.is_app || unread {
        return None;
    }
    let mut named = Named::default();
    for (binary, objc) in app.binaries.iter().zip(metadata) {
        if let Some(slice) = binary.best() {
            named.see(&slice.macho, objc);
        }
    }
    for slice in app.binaries.iter().filter_map(Binary::best) {
        named.hear_literals(&slice.macho);
    }
    app.nib_names.iter().for_each(|name| named.hear(name));
    app.bundles.iter().filter_map(|bundle| bundle.info.as_ref()).for_each(|info| hear(info, 16, &mut named));
    Some(named)
}

/// The texts of a property list.
fn hear(value: &Value, depth: u8, named: &mut Named) {
    let Some(deeper) = depth.checked_sub(1) else { return };
    match value {
        Value::Dict(entries) => entries.iter().for_each(|(_, inner)| hear(inner, deeper, named)),
        Value::Array(items) => items.iter().for_each(|inner| hear(inner, deeper, named)),
        other => other.text().into_iter().for_each(|text| named.hear(text)),
    }
}

/// Reachability of the places of one binary.
pub(super) struct Reach<'r, 'p, 'm, 'a> {
    analysis: &'r Analysis<'p, 'm, 'a>,
    dead: Vec<bool>,
}

impl<'r, 'p, 'm, 'a> Reach<'r, 'p, 'm, 'a> {
    /// Finds out what is dead.
    pub(super) fn new(analysis: &'r Analysis<'p, 'm, 'a>, named: Option<&Named>) -> Self {
        Self { analysis, dead: dead(analysis.program, &analysis.sweep, analysis.objc(), named) }
    }

    /// Of a place in a function of the binary.
    pub(super) fn of(&self, locus: &Locus) -> Reachability {
        let Locus::Native { file, address: Some(address), .. } = locus else { return Reachability::Unknown };
        if file.raw() != self.analysis.file() {
            return Reachability::Unknown;
        }
        let position = self.analysis.program.function_at(*address);
        match position.and_then(|position| self.dead.get(position as usize)) {
            Some(true) => Reachability::Dead,
            Some(false) => Reachability::Reachable,
            None => Reachability::Unknown,
        }
    }

    /// Of what needs two places.
    pub(super) fn of_both(&self, one: &Locus, other: &Locus) -> Reachability {
        match (self.of(one), self.of(other)) {
            (Reachability::Dead, _) | (_, Reachability::Dead) => Reachability::Dead,
            (Reachability::Reachable, Reachability::Reachable) => Reachability::Reachable,
            _ => Reachability::Unknown,
        }
    }

    /// Says it of the facts that were found. A pin that nothing runs holds nothing.
    pub(super) fn say(&self, store: &mut FactStore) {
        store.amend(&mut |fact| {
            if fact.reachable == Reachability::Unknown {
                fact.reachable = self.of(&fact.locus);
            }
            if fact.kind == "pinning" && fact.reachable == Reachability::Dead {
                for (name, value) in &mut fact.attributes {
                    if *name == "installed" {
                        *value = FactValue::Flag(false);
                    }
                }
            }
        });
    }
}

/// Whether a flow ends in a user activity that neither the search nor another device gets: its function says so.
pub(super) fn stays_in_app(flow: &Flow, sites: &[CallSite]) -> bool {
    if !flow.sink.api.raw().contains("NSUserActivity") {
        return false;
    }
    let symbol = |locus: &Locus| match locus {
        Locus::Native { symbol, .. } => symbol.as_ref().map(|symbol| symbol.raw().to_owned()),
        _ => None,
    };
    let here = symbol(&flow.sink.locus);
    let says = |name: &str, number: i64| {
        let says = |site: &&CallSite| super::short(&site.api) == name && terms::number(site.arg(0)) == Some(number);
        sites.iter().filter(says).any(|site| symbol(&site.locus) == here)
    };
    // Handoff is on by itself, the search is not.
    says("setEligibleForHandoff:", 0) && !says("setEligibleForSearch:", 1)
}
