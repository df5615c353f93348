//! Whose code a function is: libraries that are linked into an app's executable show by their classes.

use crate::finding::{Locus, Owner};
use crate::flow::arm64::program::Program;
use crate::rule::knowledge_sdk::{SdkData, SdkEntry};

/// Owners of the functions of one binary.
#[derive(Debug)]
pub(super) struct Owners {
    base: Owner,
    /// First address of each function with its library, in order.
    functions: Vec<(u64, Option<u16>)>,
    libraries: Vec<(Owner, bool)>,
}

impl Owners {
    /// Finds the libraries in a binary of an owner. A function without a name belongs to the library that both its
    /// named neighbours belong to: the linker keeps what one library brings together.
    pub(super) fn new(program: &Program<'_, '_>, sdks: &SdkData, base: &Owner) -> Self {
        let mut owners = Self { base: base.clone(), functions: Vec::new(), libraries: Vec::new() };
        if *base != Owner::App {
            let hybrid = matches!(base, Owner::Sdk(name, _) if sdks.sdks.iter().any(|sdk| {
                sdk.category == "hybrid" && (sdk.name == name.raw() || sdk.ios.frameworks.iter().any(|f| f == name.raw()))
            }));
            owners.libraries.push((base.clone(), hybrid));
            return owners;
        }
        let mut named: Vec<Option<Option<u16>>> = Vec::with_capacity(program.functions.len());
        for function in &program.functions {
            let known = class_of(&function.name).map(|class| {
                let sdk = sdks.sdks.iter().position(|sdk| is_of(sdk, class))?;
                let name = Owner::Sdk(sdks.sdks.get(sdk)?.name.as_str().into(), None);
                let hybrid = sdks.sdks.get(sdk)?.category == "hybrid";
                let known = owners.libraries.iter().position(|(owner, _)| *owner == name);
                let index = known.unwrap_or_else(|| {
                    owners.libraries.push((name, hybrid));
                    owners.libraries.len() - 1
                });
                u16::try_from(index).ok()
            });
            named.push(known);
        }
        let mut next: Option<u16> = None;
        let mut after = vec![None; named.len()];
        for (known, slot) in named.iter().zip(&mut after).rev() {
            next = known.unwrap_or(next);
            *slot = next;
        }
        let mut before = None;
        for ((function, known), after) in program.functions.iter().zip(&named).zip(after) {
            before = known.unwrap_or(before);
            let library = known.unwrap_or(if before == after { before } else { None });
            owners.functions.push((function.start, library));
        }
        owners
    }

    /// The library that all of some classes are of; none when one is the app's own, or there are none.
    pub(super) fn of_classes<'c>(sdks: &SdkData, mut classes: impl Iterator<Item = &'c str>) -> Option<Owner> {
        let library = |class: &str| sdks.sdks.iter().find(|sdk| is_of(sdk, class));
        let first = library(classes.next()?)?;
        let all = classes.all(|class| library(class).is_some_and(|sdk| sdk.name == first.name));
        all.then(|| Owner::Sdk(first.name.as_str().into(), None))
    }

    /// Everything is one owner's.
    #[cfg(test)]
    pub(super) fn plain(base: Owner) -> Self {
        Self { base, functions: Vec::new(), libraries: Vec::new() }
    }

    fn library(&self, address: u64) -> Option<&(Owner, bool)> {
        let after = self.functions.partition_point(|(start, _)| *start <= address);
        let (_, library) = self.functions.get(after.checked_sub(1)?)?;
        self.libraries.get(usize::from((*library)?))
    }

    /// Whose the code at a place is.
    pub(super) fn of(&self, locus: &Locus) -> Owner {
        match locus {
            Locus::Native { address: Some(address), .. } => {
                self.library(*address).map_or_else(|| self.base.clone(), |(owner, _)| owner.clone())
            }
            _ => self.base.clone(),
        }
    }

    /// Whether the binary holds libraries: then nothing tells whose a function without a name is.
    pub(super) fn has_libraries(&self) -> bool {
        !self.libraries.is_empty()
    }

    /// Whether an owner is a framework that shows packaged pages or scripts.
    pub(super) fn is_hybrid(&self, owner: &Owner) -> bool {
        self.libraries.iter().any(|(known, hybrid)| *hybrid && known == owner)
    }
}

/// The class or module in a function's name; none where the name says nothing.
fn class_of(name: &str) -> Option<&str> {
    if let Some((_, rest)) = name.split_once('[') {
        return rest.split(' ').next();
    }
    match name.split_once('.') {
        Some((module, _)) if module.starts_with(|c: char| c.is_ascii_uppercase()) => Some(module),
        _ => None,
    }
}

fn is_of(sdk: &SdkEntry, class: &str) -> bool {
    let starts = |mark: &String| {
        class
            .strip_prefix(mark.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    sdk.ios.classes.iter().any(starts) || sdk.ios.frameworks.iter().any(|name| name == class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_that_are_all_of_one_library_tell_whose_they_are() {
        let mut engine = SdkEntry { name: "Engine".to_owned(), ..SdkEntry::default() };
        engine.ios.classes = vec!["ENG".to_owned()];
        let sdks = SdkData { sdks: vec![engine] };
        let of = |classes: &[&str]| Owners::of_classes(&sdks, classes.iter().copied());
        assert_eq!(of(&["ENGWebView", "ENGBrowser"]), Some(Owner::Sdk("Engine".into(), None)));
        assert_eq!(of(&["ENGWebView", "HelpPage"]), None);
        assert_eq!(of(&["ENGagement"]), None);
        assert_eq!(of(&[]), None);
    }
}
