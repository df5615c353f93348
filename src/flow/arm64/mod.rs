//! The ARM64 engine: call sites of a Mach-O slice with what is known of their arguments.
//!
//! One linear sweep finds the functions that name an API asked for ([`program`]); only those are interpreted
//! ([`interpret`]); what a register held at a call is then turned into the [`Value`] that rules and facts know
//! ([`Analysis::value`]), following arguments into callers and results into callees on demand, a few levels deep.
//!
//! APIs are named: C functions without underscore (`CCCrypt`), messages `-[Class selector]` or `+[Class selector]` where
//! the class is known and the bare selector where not, Swift functions by their readable path
//! (`CryptoKit.Insecure.MD5`). [`ApiNames`] asks by C name, selector or Swift path.

mod classes;
pub mod decode;
pub mod inline;
pub mod interpret;
pub mod program;
pub mod reach;
pub mod taint;
pub mod terms;
mod values;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use self::interpret::{Callee, Frame, Site};
use self::program::{Program, Sweep};
use super::{ApiNames, CallSite};
use crate::finding::{Locus, Owner, Reachability};
use crate::format::macho::Objc;

/// How far values are followed through objects, callers and callees.
const DEPTH: u8 = 8;
/// Callers asked for one argument.
const CALLERS: usize = 8;
/// Instructions of a callee whose result is followed.
const CALLEE: u64 = 4_000;

/// Where a block holds the address of its code (`Block_layout`); captured values follow from 32 on.
const BLOCK_CODE: i64 = 16;

/// A call of a function.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The caller.
    pub position: u32,
    /// What it does.
    pub frame: Rc<Frame>,
    /// The call, as in [`Frame::sites`].
    pub key: u32,
}

/// The call of a function or the message at an instruction: of one read in place what stood before it.
pub fn call_at(frame: &Frame, key: u32, callee: u32) -> Option<&Site> {
    match frame.sites.get(&key) {
        Some(site) if matches!(site.callee, Callee::Message(_)) || site.callee == Callee::Function(callee) => {
            frame.inlined.get(&key).or(Some(site))
        }
        _ => frame.inlined.get(&key),
    }
}

/// The second numbers of the pairs that begin with a number.
fn of(pairs: &[(u32, u32)], first: u32, most: usize) -> Vec<u32> {
    let from = pairs.partition_point(|(one, _)| *one < first);
    pairs.iter().skip(from).take_while(|(one, _)| *one == first).map(|(_, other)| *other).take(most).collect()
}

/// A slice under analysis.
#[derive(Debug)]
pub struct Analysis<'p, 'm, 'a> {
    /// The program.
    pub program: &'p Program<'m, 'a>,
    /// What the sweep found.
    pub sweep: Sweep,
    objc: &'p Objc,
    file: Arc<str>,
    frames: RefCell<FxHashMap<u32, Rc<Frame>>>,
    /// Frames of functions that Swift tasks run.
    tasks: RefCell<FxHashMap<u32, Rc<Frame>>>,
    steps: Cell<u64>,
    /// Whether arguments are left as such, not followed into callers.
    within: Cell<bool>,
    ivars: FxHashMap<(Arc<str>, i32), Variable>,
    /// Superclasses of the classes of this slice.
    parents: FxHashMap<Arc<str>, Arc<str>>,
}

/// An instance variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// `Class.name`.
    pub name: Arc<str>,
    /// The class of its object, when its type says one.
    pub class: Option<Arc<str>>,
}

/// The class in a type encoding: `@"UITextField"`.
fn class_in(types: &str) -> Option<Arc<str>> {
    let class = types.strip_prefix("@\"")?.split(['"', '<']).next()?;
    (!class.is_empty()).then(|| program::class_name(class).into())
}

impl<'p, 'm, 'a> Analysis<'p, 'm, 'a> {
    /// Sweeps a program for the APIs asked for. `steps` bounds the interpretation.
    pub fn new(program: &'p Program<'m, 'a>, objc: &'p Objc, file: &str, names: &ApiNames, steps: u64) -> Self {
        let mut ivars = FxHashMap::default();
        let mut parents: FxHashMap<Arc<str>, Arc<str>> = FxHashMap::default();
        for class in &objc.classes {
            let name: Arc<str> = program::class_name(&class.name).into();
            if let Some(parent) = &class.superclass {
                parents.insert(name.clone(), program::class_name(parent).into());
            }
            for ivar in &class.ivars {
                if let Some(offset) = program.macho.u32_at(ivar.offset_variable) {
                    let variable = Variable {
                        name: format!("{name}.{}", ivar.name).as_str().into(),
                        class: class_in(&ivar.types),
                    };
                    ivars.insert((name.clone(), offset as i32), variable);
                }
            }
        }
        let sweep = program.sweep(names);
        Self {
            program,
            sweep,
            objc,
            file: file.into(),
            frames: RefCell::default(),
            tasks: RefCell::default(),
            steps: Cell::new(steps),
            within: Cell::new(false),
            ivars,
            parents,
        }
    }

    /// Whether the bound on steps was hit.
    pub fn is_cut(&self) -> bool {
        self.steps.get() == 0
    }

    /// Steps left.
    pub fn steps_left(&self) -> u64 {
        self.steps.get()
    }

    /// The file that the slice is in.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Objective-C metadata.
    pub fn objc(&self) -> &Objc {
        self.objc
    }

    /// What a function does; none when the steps are spent.
    pub fn frame(&self, position: u32) -> Option<Rc<Frame>> {
        if let Some(frame) = self.frames.borrow().get(&position) {
            return Some(frame.clone());
        }
        if self.steps.get() == 0 {
            return None;
        }
        let function = self.program.functions.get(position as usize)?;
        let frame = Rc::new(interpret::run(self.program, function, self.steps.get().min(4_000_000)));
        self.steps.set(self.steps.get().saturating_sub(frame.steps));
        self.frames.borrow_mut().insert(position, frame.clone());
        Some(frame)
    }

    /// What a function of a Swift task does; none when the steps are spent.
    pub fn frame_of_task(&self, position: u32) -> Option<Rc<Frame>> {
        if let Some(frame) = self.tasks.borrow().get(&position) {
            return Some(frame.clone());
        }
        if self.steps.get() == 0 {
            return None;
        }
        let function = self.program.functions.get(position as usize)?;
        let frame = Rc::new(interpret::run_task(self.program, function, self.steps.get().min(4_000_000)));
        self.steps.set(self.steps.get().saturating_sub(frame.steps));
        self.tasks.borrow_mut().insert(position, frame.clone());
        Some(frame)
    }

    /// All calls of APIs asked for, by address.
    pub fn call_sites(&self, names: &ApiNames, owner: &Owner) -> Vec<CallSite> {
        let mut found = Vec::new();
        for position in &self.sweep.interesting {
            let Some(frame) = self.frame(*position) else { break };
            for site in frame.sites.values() {
                let Some((asked, api)) = self.api(*position, &frame, site) else { continue };
                if names.has(&asked) || names.has(&api) {
                    found.push(self.call_site(*position, &frame, site, api, owner));
                }
            }
        }
        found
    }

    /// The name that a call is asked for by (C name, selector, Swift path) and its full one.
    pub fn api(&self, position: u32, frame: &Frame, site: &Site) -> Option<(Arc<str>, Arc<str>)> {
        match &site.callee {
            Callee::Import(name) => Some((name.clone(), name.clone())),
            Callee::Message(selector) => {
                let full = match self.class_of(position, frame, site.args[0], DEPTH) {
                    Some((class, true)) => format!("+[{class} {selector}]").into(),
                    Some((class, false)) => format!("-[{class} {selector}]").into(),
                    None => match terms::usual_class(selector) {
                        Some(class) => format!("-[{class} {selector}]").into(),
                        None => selector.clone(),
                    },
                };
                Some((selector.clone(), full))
            }
            Callee::Super(selector) => Some((selector.clone(), selector.clone())),
            Callee::Function(callee) => {
                let function = self.program.functions.get(*callee as usize).filter(|f| f.is_library())?;
                Some((function.name.clone(), function.name.clone()))
            }
            Callee::Register(_) => None,
        }
    }

    fn call_site(&self, position: u32, frame: &Frame, site: &Site, api: Arc<str>, owner: &Owner) -> CallSite {
        let function = self.program.functions.get(position as usize);
        let message = matches!(site.callee, Callee::Message(_) | Callee::Super(_));
        let receiver = match (message, site.args.get(9)) {
            (true, _) => Some(self.value(position, frame, site, site.args[0], DEPTH)),
            (false, Some(object)) if api.contains('.') => Some(self.value(position, frame, site, *object, DEPTH)),
            _ => None,
        };
        CallSite {
            api,
            descriptor: "".into(),
            locus: self.locus(position, site.address),
            caller: function.map_or_else(|| "".into(), |f| f.name.clone()),
            receiver,
            args: self.arguments(position, frame, site, DEPTH),
            via: None,
            result_used: site.used,
            guarded: site.guarded,
            owner: owner.clone(),
            reachable: Reachability::Unknown,
        }
    }

    /// A place in the code.
    pub fn locus(&self, position: u32, address: u64) -> Locus {
        Locus::Native {
            file: (&*self.file).into(),
            arch: self.program.macho.cpu.name().into(),
            address: Some(address),
            symbol: self.program.functions.get(position as usize).map(|f| (&*f.name).into()),
        }
    }
}

#[cfg(test)]
mod tests;
