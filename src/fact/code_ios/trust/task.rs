//! Swift's async challenge handlers. The method that the system calls only starts a task; what the task runs is a chain of
//! functions, one for each stretch between two suspension points. Each is named by an async function pointer (a relative
//! pointer to its code and the size of its context, in constant data), by its address as the place to go on at, or by a
//! jump; the last hands the decision and the credential to the function that the context of its caller names. Sources:
//! `docs/ABI/CallConvSummary.rst` of Swift (x22 holds the context), `include/swift/ABI/Task.h` (`AsyncContext`: parent, then
//! where to go on).

use std::collections::BTreeSet;

use crate::flow::arm64::Analysis;
use crate::flow::arm64::decode::{Alu, Op, decode};
use crate::flow::arm64::interpret::{Callee, Site, V};
use crate::flow::arm64::program::Program;

/// Functions of a task that are followed.
const FOLLOWED: usize = 64;
/// The largest context of an async function, in bytes.
const CONTEXT: u32 = 1 << 20;

/// The functions of the task that a method starts; none where it starts none.
pub(super) fn functions(analysis: &Analysis<'_, '_, '_>, method: u32) -> BTreeSet<u32> {
    let program = analysis.program;
    let mut found = BTreeSet::new();
    let mut open = Named::of(program, method).pointed;
    while let Some(position) = open.pop() {
        if found.len() >= FOLLOWED || !found.insert(position) {
            continue;
        }
        let named = Named::of(program, position);
        open.extend(named.pointed.into_iter().chain(named.taken).chain(named.jumped));
    }
    found
}

/// What a call of a task's function decides: where it hands two values to what its caller's context names, itself or
/// through code that several functions share.
pub(super) fn decision(site: &Site) -> Option<(V, V)> {
    let on = |value: &V| matches!(value, V::ParamField(22, 8) | V::InnerField(22, 0, 8));
    let hands = match &site.callee {
        Callee::Register(target) => on(target),
        Callee::Function(_) => site.args.iter().skip(1).any(on),
        _ => false,
    };
    hands.then(|| (site.args[0], site.args[1]))
}

/// The functions that a function names without calling them.
#[derive(Debug, Default)]
struct Named {
    /// By an async function pointer.
    pointed: Vec<u32>,
    /// By their address.
    taken: Vec<u32>,
    /// By a jump out of the function.
    jumped: Vec<u32>,
}

impl Named {
    fn of(program: &Program<'_, '_>, position: u32) -> Self {
        let mut named = Self::default();
        let Some(function) = program.functions.get(position as usize) else { return named };
        let starts = |address: u64| {
            let position = program.function_at(address)?;
            program.functions.get(position as usize).is_some_and(|f| f.start == address).then_some(position)
        };
        let mut pages = [0u64; 32];
        let mut address = function.start;
        while address < function.end {
            let Some(word) = program.word(address) else { break };
            let mut sees = |seen: u64| match starts(seen) {
                Some(other) => named.taken.push(other),
                None => named.pointed.extend(async_pointer(program, seen).and_then(starts)),
            };
            match decode(word, address) {
                Op::Address { rd, value } => {
                    if let Some(page) = pages.get_mut(usize::from(rd)) {
                        *page = value;
                    }
                    sees(value);
                }
                Op::Immediate { op: Alu::Add, rn, value, .. } => {
                    let page = pages.get(usize::from(rn)).copied().unwrap_or(0);
                    if page != 0 {
                        sees(page.wrapping_add(value));
                    }
                }
                Op::Branch { target } if !(function.start..function.end).contains(&target) => {
                    named.jumped.extend(starts(target));
                }
                _ => {}
            }
            address = address.wrapping_add(4);
        }
        named
    }
}

/// The code that an async function pointer at an address leads to.
fn async_pointer(program: &Program<'_, '_>, address: u64) -> Option<u64> {
    let macho = program.macho;
    macho.section_at(address).filter(|section| section.name == "__const")?;
    let context = macho.u32_at(address.wrapping_add(4))?;
    let code = macho.relative(address)?;
    ((16..=CONTEXT).contains(&context) && context.is_multiple_of(8)).then_some(code)
}
