//! Code of the app's own that looks at its own package: checksums of the entries of the installed file.

use super::Scene;
use crate::fact::{Fact, FactStore};
use crate::finding::{Owner, Reachability};
use crate::flow::dalvik::DefId;

/// What gives the installed file.
const OWN_FILE: [&str; 2] = ["getPackageCodePath", "getPackageResourcePath"];

/// A method of the app's own that asks for the installed file and for the checksum of an entry compares it with what was
/// built.
pub(super) fn self_check(scene: &Scene<'_, '_>, store: &mut FactStore) {
    let program = scene.code.program;
    let Some(entry) = program.find_type("Ljava/util/zip/ZipEntry;") else { return };
    let mut seen: Vec<DefId> = Vec::new();
    for (id, _) in program.methods().filter(|(_, m)| m.class == entry && program.text(m.name) == "getCrc") {
        for def in program.sites.calls_of(id).iter().map(|site| site.def) {
            let mut callees = program.sites.callees.get(def.0).iter();
            if seen.contains(&def) || !callees.any(|(m, _)| OWN_FILE.contains(&program.text(program.method(*m).name))) {
                continue;
            }
            seen.push(def);
            let class = program.def(def).and_then(|m| program.class(m.class)).map(|c| program.type_name(c.ty));
            if class.is_none_or(|class| scene.code.owners.of(&class) != Owner::App) {
                continue;
            }
            store.add(
                Fact::new("defence", program.method_locus(def))
                    .text("what", "integrity-check")
                    .text("api", "java.util.zip.ZipEntry.getCrc")
                    .flag("effective", scene.reached.of(def) != Reachability::Dead)
                    .owned_by(Owner::App)
                    .reached(scene.reached.of(def))
                    .anchored("integrity-check"),
            );
        }
    }
}
