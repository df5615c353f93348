//! What a method does with everything that it calls.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::flow::arm64::Analysis;
use crate::flow::arm64::interpret::{Callee, V};

/// Functions that calls, messages to own classes and blocks lead to from a function, which counts too; at most `most`.
pub(super) fn reached(analysis: &Analysis<'_, '_, '_>, start: u32, most: usize) -> BTreeSet<u32> {
    let program = analysis.program;
    let (mut seen, mut open) = (BTreeSet::new(), vec![start]);
    while let Some(position) = open.pop() {
        if seen.len() >= most || !seen.insert(position) {
            continue;
        }
        let Some(frame) = analysis.frame(position) else { continue };
        for site in frame.sites.values().chain(frame.inlined.values()) {
            match &site.callee {
                Callee::Function(callee) => open.push(*callee),
                Callee::Message(selector) => {
                    let methods = program.implementations(selector);
                    open.extend(methods.iter().take(8).filter(|method| {
                        let method = program.functions.get(**method as usize).and_then(|f| f.method.as_ref());
                        method.is_some_and(|method| analysis.may_reach(position, &frame, site, method))
                    }));
                }
                _ => {}
            }
            // Blocks handed on (to a queue, say) belong to it; those without captures are constants.
            for (_, words) in &site.pointees {
                let code = words.iter().filter(|(offset, _)| *offset == 16).filter_map(|(_, word)| match word {
                    V::Address(address) => program.function_at(*address),
                    _ => None,
                });
                open.extend(code);
            }
            let constant = site.args.iter().filter_map(|arg| match arg {
                V::Address(address) => program.function_at(program.macho.target(address.wrapping_add(16))?),
                _ => None,
            });
            open.extend(constant);
        }
    }
    seen
}

/// Names of everything called in functions: C functions and selectors.
pub(super) fn apis(analysis: &Analysis<'_, '_, '_>, functions: &BTreeSet<u32>) -> BTreeSet<Arc<str>> {
    let mut names = BTreeSet::new();
    for position in functions {
        let Some(frame) = analysis.frame(*position) else { continue };
        for site in frame.sites.values() {
            match &site.callee {
                Callee::Import(name) | Callee::Message(name) | Callee::Super(name) => {
                    names.insert(name.clone());
                }
                _ => {}
            }
        }
    }
    names
}
