//! Which permissions the code needs: by the classes and texts that it names.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;

use crate::flow::dalvik::{FieldId, Program, TypeId};

/// What the code names, of what permissions ask for.
#[derive(Debug, Default)]
pub struct Needs {
    /// Permissions that the data knows, and whether the code names anything of theirs; none without code.
    known: BTreeMap<String, bool>,
}

impl Needs {
    /// Looks a program through; `table` is `rules/data/permissions.yaml`: permission to marks.
    pub fn of(program: &Program<'_>, table: &BTreeMap<String, Vec<String>>) -> Self {
        if program.files().is_empty() {
            return Self::default();
        }
        let fields = (0..program.field_count() as u32).map(|field| program.field(FieldId(field)).class);
        let mut members = vec![false; program.type_count()];
        for ty in program.methods().map(|(_, method)| method.class).chain(fields) {
            if let Some(slot) = members.get_mut(ty.ix()) {
                *slot = true;
            }
        }
        let types = (0..).map(TypeId).zip(members).filter(|&(ty, named)| named && program.class_of(ty).is_none());
        let mut classes: Vec<String> = types.map(|(ty, _)| program.type_name(ty)).collect();
        classes.sort_unstable();
        // Reflection names the class in a text.
        let asked: Vec<&str> =
            table.values().flatten().map(|mark| mark.strip_prefix("text:").unwrap_or(mark)).collect();
        let mut texts: BTreeSet<&str> = BTreeSet::new();
        let finder = AhoCorasick::new(&asked).ok();
        let shortest = asked.iter().map(|mark| mark.len()).min().unwrap_or_default();
        for string in program.loaded().iter().filter(|string| string.bytes.len() >= shortest) {
            let hits = finder.iter().flat_map(|finder| finder.find_overlapping_iter(string.bytes));
            texts.extend(hits.filter_map(|hit| asked.get(hit.pattern().as_usize())));
        }
        let named = |mark: &String| match mark.strip_prefix("text:") {
            Some(text) => texts.contains(text),
            None if texts.contains(mark.as_str()) => true,
            None => {
                let at = classes.partition_point(|class| class < mark);
                classes.get(at).is_some_and(|class| class.starts_with(mark.as_str()))
            }
        };
        let known = table.iter().map(|(permission, marks)| (permission.clone(), marks.iter().any(named))).collect();
        Self { known }
    }

    /// Whether the code names anything that needs a permission; none where nothing is known of it.
    pub fn uses(&self, permission: &str) -> Option<bool> {
        self.known.get(permission).copied()
    }
}
