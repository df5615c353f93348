//! What one function does with constants: registers, stack slots and objects followed through its blocks until nothing
//! changes, and every call recorded with what is in its argument registers.

mod calls;
mod memory;
mod state;

use std::collections::{BTreeMap, BTreeSet};

use smallvec::SmallVec;
use std::sync::Arc;

use self::state::{Memory, State, alu, either, field, get, join, set, set_vector};
use super::decode::{Op, SP, decode};
use super::program::{Function, Program};

/// A value in a register or slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum V {
    /// Anything.
    Unknown,
    /// A number.
    Const(u64),
    /// An address of the image.
    Address(u64),
    /// An address in the frame, relative to the stack pointer at entry.
    Stack(i64),
    /// The address of an import, by position.
    Import(u32),
    /// What an imported variable holds.
    Global(u32),
    /// An argument register at entry, and an offset from it.
    Param(u8, i32),
    /// What is stored at an offset from an argument.
    ParamField(u8, i32),
    /// An address at an offset (the second) from what is stored at an offset (the first) from an argument: a block's
    /// captured object, a structure in a structure.
    Inner(u8, i16, i32),
    /// What is stored there.
    InnerField(u8, i16, i32),
    /// A result register of the call at an instruction (counted from the function's start).
    Result(u32, u8),
    /// A place in the object that the call at an instruction allocated.
    Heap(u32, i32),
    /// One of several, see [`Frame::sets`].
    OneOf(u32),
}

/// Who is called.
#[derive(Debug, Clone, PartialEq)]
pub enum Callee {
    /// An import, by readable name.
    Import(Arc<str>),
    /// A message.
    Message(Arc<str>),
    /// A message to the superclass.
    Super(Arc<str>),
    /// A function of this slice.
    Function(u32),
    /// Through a register.
    Register(V),
}

/// A call with what was in its registers.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Address of the instruction.
    pub address: u64,
    /// Who is called.
    pub callee: Callee,
    /// x0 to x7, x8 (where a large result goes), x20 (Swift's self).
    pub args: [V; 10],
    /// The first words at the stack pointer: variadic and ninth arguments.
    pub stack: SmallVec<[V; 8]>,
    /// For arguments that point into the frame or an object: the words there by offset.
    pub pointees: Vec<(u8, Vec<(i64, V)>)>,
    /// Whether something uses a result.
    pub used: bool,
    /// Whether the call stands behind a branch.
    pub guarded: bool,
}

impl Site {
    /// A word at an offset from what an argument points to.
    pub fn pointee(&self, number: usize, offset: i32) -> Option<V> {
        let (_, words) = self.pointees.iter().find(|(arg, _)| usize::from(*arg) == number)?;
        words.iter().find(|(at, _)| *at == i64::from(offset)).map(|(_, value)| *value)
    }
}

/// What is known of a function.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// Calls by instruction (counted from the function's start).
    pub sites: BTreeMap<u32, Site>,
    /// Calls of short functions that were read in place of the call, as they stood before it.
    pub inlined: BTreeMap<u32, Site>,
    /// What is stored at addresses that arguments lead to: address, value, and the instruction.
    pub stores: Vec<(V, V, u32)>,
    /// What x0 holds where the function returns.
    pub returns: Vec<V>,
    /// Places in the frame whose address some call got: where the objects of the frame begin.
    pub objects: BTreeSet<i64>,
    /// Alternatives of [`V::OneOf`].
    pub sets: Vec<SmallVec<[V; 4]>>,
    /// Abstract steps that it took.
    pub steps: u64,
    /// Whether the bound on steps cut it.
    pub cut: bool,
}

/// Instructions of the largest function that is looked into. Generated parsers and tables are larger and say nothing.
const LARGEST: u64 = 60_000;
/// Visits of one block until its state is taken as it is.
const VISITS: u8 = 12;
/// Stores through arguments that are kept.
const STORES: usize = 512;
/// Words of an argument's pointee that are kept.
const WORDS: usize = 160;
/// Instructions of a function short enough to be read in place of its call.
const INLINE: u64 = 12;

struct Block {
    end: u32,
    visits: u8,
    state: Option<State>,
    /// Entered only through unconditional edges from the start.
    certain: bool,
}

/// Interprets a function.
pub fn run(program: &Program<'_, '_>, function: &Function, budget: u64) -> Frame {
    interpret(program, function, budget, false)
}

/// Interprets a function of a Swift task, which gets its context in x22 and leaves by a jump to what the context names.
pub fn run_task(program: &Program<'_, '_>, function: &Function, budget: u64) -> Frame {
    interpret(program, function, budget, true)
}

fn interpret(program: &Program<'_, '_>, function: &Function, budget: u64, task: bool) -> Frame {
    let count = (function.end.saturating_sub(function.start)) / 4;
    let mut frame = Frame::default();
    if count == 0 || count > LARGEST {
        frame.cut = count > 0;
        return frame;
    }
    let code: Vec<Op> = (0..count)
        .map(|i| {
            let address = function.start + i * 4;
            program.word(address).map_or(Op::Trap, |word| decode(word, address))
        })
        .collect();
    Machine {
        program,
        start: function.start,
        code,
        frame,
        blocks: BTreeMap::new(),
        budget,
        used: BTreeSet::new(),
        indirect: None,
        at: 0,
        task,
    }
    .run()
}

struct Machine<'p, 'm, 'a> {
    program: &'p Program<'m, 'a>,
    start: u64,
    code: Vec<Op>,
    frame: Frame,
    blocks: BTreeMap<u32, Block>,
    budget: u64,
    /// Calls whose result something reads.
    used: BTreeSet<u32>,
    /// Joined state at jumps through registers.
    indirect: Option<State>,
    /// The instruction at work.
    at: u32,
    /// A function of a Swift task.
    task: bool,
}

impl Machine<'_, '_, '_> {
    fn index(&self, target: u64) -> Option<u32> {
        let offset = target.checked_sub(self.start)? / 4;
        (offset < self.code.len() as u64).then_some(offset as u32)
    }

    fn leaders(&mut self) {
        let mut leaders = vec![0u32];
        for (at, op) in self.code.iter().enumerate() {
            let next = at as u32 + 1;
            match op {
                Op::Branch { target } => leaders.extend(self.index(*target).into_iter().chain([next])),
                Op::Conditional { target, .. } => leaders.extend(self.index(*target).into_iter().chain([next])),
                Op::BranchRegister { .. } | Op::Return | Op::Trap => leaders.push(next),
                _ => {}
            }
        }
        leaders.retain(|leader| (*leader as usize) < self.code.len());
        leaders.sort_unstable();
        leaders.dedup();
        let ends = leaders.iter().skip(1).copied().chain([self.code.len() as u32]);
        for (start, end) in leaders.iter().zip(ends) {
            self.blocks.insert(*start, Block { end, visits: 0, state: None, certain: *start == 0 });
        }
    }

    fn run(mut self) -> Frame {
        self.leaders();
        let mut entry =
            State { registers: [V::Unknown; 33], vectors: [(V::Unknown, V::Unknown); 32], memory: Memory::new() };
        for (number, register) in entry.registers.iter_mut().enumerate().take(8) {
            *register = V::Param(number as u8, 0);
        }
        // Swift passes self in x20 and the error in x21; x8 is where a large result goes.
        entry.registers[20] = V::Param(20, 0);
        entry.registers[8] = V::Param(8, 0);
        if self.task {
            entry.registers[22] = V::Param(22, 0);
        }
        entry.registers[SP as usize] = V::Stack(0);
        let mut work: BTreeSet<u32> = [0].into();
        self.enter(0, &entry, &mut work);
        loop {
            while let Some(block) = work.pop_first() {
                self.block(block, &mut work);
                if self.frame.steps > self.budget {
                    self.frame.cut = true;
                    return self.finish();
                }
            }
            // Blocks that only a jump through a register reaches (switch tables).
            let orphan = self.blocks.iter().find(|(_, block)| block.state.is_none()).map(|(start, _)| *start);
            match (orphan, self.indirect.clone()) {
                (Some(start), Some(state)) => self.enter(start, &state, &mut work),
                _ => return self.finish(),
            }
        }
    }

    fn finish(mut self) -> Frame {
        for (at, site) in &mut self.frame.sites {
            site.used = self.used.contains(at);
        }
        self.frame.returns.sort_unstable();
        self.frame.returns.dedup();
        self.frame.returns.truncate(16);
        self.frame
    }

    /// Joins a state into a block's entry; the block is looked at again when that changes it.
    fn enter(&mut self, start: u32, state: &State, work: &mut BTreeSet<u32>) {
        let sets = &mut self.frame.sets;
        let Some(block) = self.blocks.get_mut(&start) else { return };
        let changed = match &mut block.state {
            None => {
                block.state = Some(state.clone());
                true
            }
            Some(old) if block.visits < VISITS => join(old, state, sets),
            Some(_) => false,
        };
        if changed {
            work.insert(start);
        }
    }

    fn block(&mut self, start: u32, work: &mut BTreeSet<u32>) {
        let Some(block) = self.blocks.get_mut(&start) else { return };
        block.visits = block.visits.saturating_add(1);
        let (end, certain) = (block.end, block.certain);
        let Some(mut state) = block.state.clone() else { return };
        for at in start..end {
            self.frame.steps += 1;
            self.at = at;
            let Some(op) = self.code.get(at as usize).copied() else { return };
            match op {
                Op::Branch { target } => {
                    match self.index(target) {
                        Some(next) => {
                            if certain && let Some(block) = self.blocks.get_mut(&next) {
                                block.certain |= block.state.is_none();
                            }
                            self.enter(next, &state, work);
                        }
                        None => {
                            self.call(&mut state, at, Some(target), V::Unknown, certain);
                            self.returned(&state);
                        }
                    }
                    return;
                }
                Op::Conditional { target, register, zero } => {
                    // Where a status is zero it is that number.
                    let mut known = None;
                    if let Some(register) = register {
                        let value = get(&state, register);
                        self.reads(value);
                        if let (Some(_), V::Result(..)) = (zero, value) {
                            let mut other = state.clone();
                            set(&mut other, register, V::Const(0));
                            known = Some(other);
                        }
                    }
                    let at_zero = known.as_ref().unwrap_or(&state);
                    let (jumped, passed) = if zero == Some(true) { (at_zero, &state) } else { (&state, at_zero) };
                    if let Some(next) = self.index(target) {
                        self.enter(next, jumped, work);
                    }
                    self.enter(at + 1, passed, work);
                    return;
                }
                Op::BranchRegister { rn } => {
                    let target = get(&state, rn);
                    let leaves = match target {
                        V::Import(_) => true,
                        V::Address(address) => self.index(address).is_none(),
                        V::ParamField(22, _) | V::InnerField(22, ..) => self.task,
                        _ => false,
                    };
                    if leaves {
                        self.call(&mut state, at, None, target, certain);
                        self.returned(&state);
                        return;
                    }
                    let sets = &mut self.frame.sets;
                    match &mut self.indirect {
                        Some(joined) => {
                            join(joined, &state, sets);
                        }
                        none => *none = Some(state),
                    }
                    return;
                }
                Op::Return => {
                    self.returned(&state);
                    return;
                }
                Op::Trap => return,
                Op::Call { target } => {
                    if !self.call(&mut state, at, Some(target), V::Unknown, certain) {
                        return;
                    }
                }
                Op::CallRegister { rn } => {
                    let target = get(&state, rn);
                    self.call(&mut state, at, None, target, certain);
                }
                other => self.step(&mut state, at, other),
            }
        }
        if certain && let Some(block) = self.blocks.get_mut(&end) {
            block.certain |= block.state.is_none();
        }
        self.enter(end, &state, work);
    }

    fn returned(&mut self, state: &State) {
        let value = get(state, 0);
        self.reads(value);
        if self.frame.returns.len() < 64 {
            self.frame.returns.push(value);
        }
    }

    /// Notes that a value is read.
    fn reads(&mut self, value: V) {
        match value {
            V::Result(site, _) => {
                self.used.insert(site);
            }
            V::OneOf(set) => {
                for value in self.frame.sets.get(set as usize).cloned().unwrap_or_default() {
                    self.reads(value);
                }
            }
            _ => {}
        }
    }

    fn step(&mut self, state: &mut State, at: u32, op: Op) {
        match op {
            Op::Set { rd, value } => set(state, rd, V::Const(value)),
            Op::Address { rd, value } => set(state, rd, V::Address(value)),
            Op::Keep { rd, value, mask } => {
                let result = match get(state, rd) {
                    V::Const(old) => V::Const(old & !mask | value),
                    _ => V::Unknown,
                };
                set(state, rd, result);
            }
            Op::Immediate { op, rd, rn, value, wide, flags } => {
                let left = get(state, rn);
                if flags {
                    self.reads(left);
                }
                set(state, rd, alu(op, left, V::Const(value), wide));
            }
            Op::Register { op, rd, rn, rm, shift, wide, flags } => {
                let (left, right) = (get(state, rn), get(state, rm));
                if flags {
                    self.reads(left);
                    self.reads(right);
                }
                let right = match right {
                    V::Const(value) => V::Const(value.wrapping_shl(u32::from(shift))),
                    other if shift == 0 => other,
                    _ => V::Unknown,
                };
                set(state, rd, alu(op, left, right, wide));
            }
            Op::Field { rd, rn, rotate, last, signed, wide } => {
                set(state, rd, field(get(state, rn), rotate, last, signed, wide));
            }
            Op::Select { rd, rn, rm, plus, not } => {
                let second = match get(state, rm) {
                    V::Const(value) => {
                        let value = if not { !value } else { value };
                        V::Const(value.wrapping_add(u64::from(plus)))
                    }
                    other if !plus && !not => other,
                    _ => V::Unknown,
                };
                let value = either(get(state, rn), second, &mut self.frame.sets);
                set(state, rd, value);
            }
            Op::ZeroVector { vd } => set_vector(state, vd, (V::Const(0), V::Const(0))),
            Op::Floating { vd, vn, vm, general } => {
                let of = |number: u8| match general {
                    true => get(state, number),
                    false => state.vectors.get(number as usize).map_or(V::Unknown, |(low, _)| *low),
                };
                // What comes from a call or the caller matters; factors and offsets do not.
                let made = |value: &V| matches!(value, V::Result(..) | V::Param(..) | V::ParamField(..));
                let value = [Some(vn), vm].into_iter().flatten().map(of).find(made).unwrap_or(V::Unknown);
                set_vector(state, vd, (value, V::Unknown));
            }
            Op::FromFloating { rd, vn } => {
                let value = state.vectors.get(vn as usize).map_or(V::Unknown, |(low, _)| *low);
                set(state, rd, if matches!(value, V::Result(..)) { value } else { V::Unknown });
            }
            Op::Other { rd } => {
                set(state, rd, V::Unknown);
                set_vector(state, rd, (V::Unknown, V::Unknown));
            }
            _ => self.memory(state, at, op),
        }
    }
}
