//! Whose a class is: the app's, a listed SDK's (also when a shrinker renamed it), or that of a library nobody listed.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{AppText, Owner};

/// First labels of reversed domains, below which libraries are published.
const TOP_LABELS: &[&str] = &[
    "ai", "app", "at", "au", "biz", "br", "ca", "cc", "ch", "cn", "co", "com", "cz", "de", "dev", "edu", "es", "eu",
    "fr", "gov", "in", "info", "io", "it", "jp", "kr", "me", "net", "nl", "org", "pl", "pub", "ru", "se", "tv", "tw",
    "uk", "us",
];

/// Domains below which each publisher has a label of its own.
const SHARED_ROOTS: &[&str] = &["com.github", "io.github", "com.gitlab", "io.gitlab", "org.bitbucket"];

/// Renamed packages with a mark that a one-label root must hold to be taken as a whole (`a.b`, `a.c.d`, ... under `a`).
const MARKED_BELOW_ONE_LABEL: usize = 3;

/// Whose a class is, by its package.
#[derive(Debug, Default)]
pub struct Owners {
    known: BTreeMap<String, Owner>,
    own: BTreeSet<String>,
}

/// A class under a shrinker's name that holds a listed SDK's texts.
#[derive(Debug, Clone)]
pub(super) struct Marked {
    /// Its package.
    pub package: String,
    /// Whose texts it holds.
    pub owner: Owner,
}

impl Owners {
    /// With the packages that are the app's own.
    pub(super) fn new(own: BTreeSet<String>) -> Self {
        Self { known: BTreeMap::new(), own }
    }

    /// A package, with everything below it, is somebody's.
    pub(super) fn know(&mut self, package: &str, owner: &Owner) {
        self.known.insert(package.to_owned(), owner.clone());
    }

    /// The owner of a class in source form (`com.example.Main$1`): the longest known package, unless a package of the app
    /// itself is at least as long.
    pub fn of(&self, class: &str) -> Owner {
        self.listed(class).unwrap_or(Owner::App)
    }

    fn listed(&self, class: &str) -> Option<Owner> {
        let mut package = class;
        while let Some((parent, _)) = package.rsplit_once('.') {
            package = parent;
            if self.own.contains(package) {
                return Some(Owner::App);
            }
            if let Some(owner) = self.known.get(package) {
                return Some(owner.clone());
            }
        }
        None
    }

    /// Packages that a shrinker renamed, told by the texts in their classes: a package is whose texts are in most of its
    /// marked classes, and so is the largest folder of packages around it that speaks of nobody else.
    pub(super) fn know_renamed(&mut self, marked: &[Marked]) {
        let mut votes: BTreeMap<&str, BTreeMap<&Owner, usize>> = BTreeMap::new();
        for class in
            marked.iter().filter(|m| is_renamed(&m.package) && self.listed(&format!("{}.C", m.package)).is_none())
        {
            *votes.entry(&class.package).or_default().entry(&class.owner).or_default() += 1;
        }
        let decided: BTreeMap<&str, Option<&Owner>> =
            votes.iter().map(|(package, votes)| (*package, winner(votes))).collect();
        let mut roots = BTreeMap::new();
        for (package, owner) in &decided {
            let Some(owner) = owner else { continue };
            let mut root = *package;
            while let Some((parent, _)) = root.rsplit_once('.') {
                let below = format!("{parent}.");
                let within = || decided.iter().filter(|(p, _)| **p == parent || p.starts_with(&below));
                let one_owner = within().all(|(_, o)| *o == Some(*owner));
                let enough = parent.contains('.') || within().count() >= MARKED_BELOW_ONE_LABEL;
                let app_inside = self.own.iter().any(|own| own == parent || own.starts_with(&below));
                if !one_owner || !enough || app_inside {
                    break;
                }
                root = parent;
            }
            roots.insert(root.to_owned(), (*owner).clone());
        }
        self.known.extend(roots);
    }

    /// Packages of well-formed names that lie outside everything that is the app's: libraries that no entry describes.
    /// Gives their names, the longest common package of each, three labels at most. `packages` are those of all classes,
    /// `components` those of the manifest's: whoever's screens an app shows may be the app itself.
    pub(super) fn know_unlisted(&mut self, packages: &BTreeSet<String>, components: &BTreeSet<String>) -> Vec<String> {
        let mut apps: BTreeSet<String> = self.own.iter().map(|own| root(own).to_owned()).collect();
        let has_own_code = packages.iter().any(|package| apps.contains(root(package)));
        if !has_own_code {
            return Vec::new();
        }
        let unlisted = |package: &&String| self.listed(&format!("{package}.C")).is_none();
        apps.extend(components.iter().filter(unlisted).map(|package| root(package).to_owned()));
        let mut libraries: BTreeMap<&str, String> = BTreeMap::new();
        for package in packages.iter().filter(unlisted).filter(|package| is_published(package)) {
            let root = root(package);
            if apps.contains(root) {
                continue;
            }
            libraries
                .entry(root)
                .and_modify(|common| common.truncate(common_package(common, package).max(root.len())))
                .or_insert_with(|| first_labels(package, 3).to_owned());
        }
        for (root, name) in &libraries {
            self.known.insert((*root).to_owned(), Owner::Sdk(AppText::new(name), None));
        }
        libraries.into_values().collect()
    }
}

/// The owner of more than four in five votes.
fn winner<'o>(votes: &BTreeMap<&'o Owner, usize>) -> Option<&'o Owner> {
    let all: usize = votes.values().sum();
    votes.iter().find(|(_, count)| **count * 5 > all * 4).map(|(owner, _)| *owner)
}

/// Whether a package has names as shrinkers give them.
pub fn is_renamed(package: &str) -> bool {
    !package.is_empty() && package.split('.').all(|label| label.len() <= 2)
}

/// Whether a package has a name as publishers give them: a reversed domain with readable labels.
fn is_published(package: &str) -> bool {
    let mut labels = package.split('.');
    labels.next().is_some_and(|first| TOP_LABELS.contains(&first)) && labels.next().is_some_and(|l| l.len() >= 3)
}

/// The part of a package that names its publisher.
fn root(package: &str) -> &str {
    let two = first_labels(package, 2);
    if SHARED_ROOTS.contains(&two) { first_labels(package, 3) } else { two }
}

fn first_labels(package: &str, count: usize) -> &str {
    package.match_indices('.').nth(count - 1).map_or(package, |(at, _)| package.get(..at).unwrap_or(package))
}

/// Length of the longest package that both are or lie below.
fn common_package(one: &str, other: &str) -> usize {
    let mut length = 0;
    for (a, b) in one.split('.').zip(other.split('.')) {
        if a != b {
            break;
        }
        length += a.len() + usize::from(length > 0);
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sdk(name: &str) -> Owner {
        Owner::Sdk(name.into(), None)
    }

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_longest_known_package_owns_a_class_and_the_app_its_own() {
        let mut owners = Owners::new(set(&["com.google.android.apps.mine"]));
        owners.know("com.google", &sdk("Google"));
        owners.know("com.google.gson", &sdk("Gson"));
        assert_eq!(owners.of("com.google.gson.internal.A"), sdk("Gson"));
        assert_eq!(owners.of("com.google.x.B$1"), sdk("Google"));
        assert_eq!(owners.of("com.google.android.apps.mine.Main"), Owner::App);
        assert_eq!(owners.of("com.googler.A"), Owner::App);
    }

    #[test]
    fn a_renamed_package_is_told_by_its_texts_and_so_is_the_folder_that_speaks_of_nobody_else() {
        let mut owners = Owners::new(set(&["com.example.app"]));
        let marked = |package: &str, owner: &str| Marked { package: package.to_owned(), owner: sdk(owner) };
        owners.know_renamed(&[
            marked("a.b", "AndroidX"),
            marked("a.c.d", "AndroidX"),
            marked("a.e", "AndroidX"),
            marked("c.c.a.x", "Play services"),
            marked("c.c.b", "Firebase"),
            marked("f.a", "OkHttp"),
            marked("f.a", "Okio"),
            marked("com.example.app", "OkHttp"),
        ]);
        assert_eq!(owners.of("a.z.Q"), sdk("AndroidX"), "all marks below `a` are one's");
        assert_eq!(owners.of("c.c.a.y.Q"), sdk("Play services"));
        assert_eq!(owners.of("c.c.b.h.Q"), sdk("Firebase"));
        assert_eq!(owners.of("c.c.d.Q"), Owner::App, "`c.c` holds two owners");
        assert_eq!(owners.of("f.a.Q"), Owner::App, "one package of two owners is nobody's for sure");
        assert_eq!(owners.of("com.example.app.Main"), Owner::App);
    }

    #[test]
    fn a_published_package_outside_the_app_is_a_library_by_its_own_name() {
        let mut owners = Owners::new(set(&["com.example.app"]));
        let packages = set(&[
            "com.example.app.ui",
            "com.example.shared",
            "com.ibm.icu.text",
            "com.ibm.icu.util",
            "io.github.somebody.tool",
            "tw.partner.screens",
            "c.a.b",
        ]);
        let names = owners.know_unlisted(&packages, &set(&["tw.partner.screens"]));
        assert_eq!(names, ["com.ibm.icu", "io.github.somebody"]);
        assert_eq!(owners.of("com.ibm.icu.text.A"), sdk("com.ibm.icu"));
        assert_eq!(owners.of("com.example.shared.A"), Owner::App);
        assert_eq!(owners.of("tw.partner.screens.A"), Owner::App, "a screen of the manifest");
        assert_eq!(owners.of("c.a.b.A"), Owner::App);
    }

    #[test]
    fn without_code_below_its_own_name_an_app_has_no_libraries_by_name() {
        let mut owners = Owners::new(set(&["com.white.label"]));
        assert!(owners.know_unlisted(&set(&["com.maker.product"]), &BTreeSet::new()).is_empty());
    }
}
