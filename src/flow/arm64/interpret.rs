//! What one function does with constants: registers, stack slots and objects followed through its blocks until nothing
//! changes, and every call recorded with what is in its argument registers.

use std::collections::BTreeMap;

use smallvec::SmallVec;
use std::sync::Arc;

use super::decode::{Alu, Mode, Op, Reg, SP, Width, ZERO, decode};
use super::program::{Function, Program, Target};
use crate::format::macho::Pointer;

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

/// What is known of a function.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// Calls by instruction (counted from the function's start).
    pub sites: BTreeMap<u32, Site>,
    /// What x0 holds where the function returns.
    pub returns: Vec<V>,
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
/// Words of an argument's pointee that are kept.
const WORDS: usize = 160;
/// Instructions of a function short enough to be read in place of its call.
const INLINE: u64 = 12;

/// Memory: where (0 the frame, else the allocating instruction plus one), and offset.
type Memory = BTreeMap<(u32, i64), V>;

#[derive(Debug, Clone, PartialEq)]
struct State {
    registers: [V; 33],
    vectors: [(V, V); 32],
    memory: Memory,
}

struct Block {
    end: u32,
    visits: u8,
    state: Option<State>,
    /// Entered only through unconditional edges from the start.
    certain: bool,
}

/// Interprets a function.
pub fn run(program: &Program<'_, '_>, function: &Function, budget: u64) -> Frame {
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
        used: std::collections::BTreeSet::new(),
        indirect: None,
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
    used: std::collections::BTreeSet<u32>,
    /// Joined state at jumps through registers.
    indirect: Option<State>,
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
        entry.registers[SP as usize] = V::Stack(0);
        let mut work: std::collections::BTreeSet<u32> = [0].into();
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
    fn enter(&mut self, start: u32, state: &State, work: &mut std::collections::BTreeSet<u32>) {
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

    fn block(&mut self, start: u32, work: &mut std::collections::BTreeSet<u32>) {
        let Some(block) = self.blocks.get_mut(&start) else { return };
        block.visits = block.visits.saturating_add(1);
        let (end, certain) = (block.end, block.certain);
        let Some(mut state) = block.state.clone() else { return };
        for at in start..end {
            self.frame.steps += 1;
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
                Op::Conditional { target, register } => {
                    if let Some(register) = register {
                        self.reads(get(&state, register));
                    }
                    if let Some(next) = self.index(target) {
                        self.enter(next, &state, work);
                    }
                    self.enter(at + 1, &state, work);
                    return;
                }
                Op::BranchRegister { rn } => {
                    let target = get(&state, rn);
                    if let V::Import(_) | V::Address(_) = target
                        && !matches!(target, V::Address(c) if self.index(c).is_some())
                    {
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
            Op::Other { rd } => {
                set(state, rd, V::Unknown);
                set_vector(state, rd, (V::Unknown, V::Unknown));
            }
            _ => self.memory(state, at, op),
        }
    }

    fn memory(&mut self, state: &mut State, _at: u32, op: Op) {
        match op {
            Op::Load { rt, base, offset, mode, width } => {
                let address = self.address(state, base, offset, mode);
                self.load(state, rt, address, width);
            }
            Op::LoadPair { rt, second, base, offset, mode, width } => {
                let address = self.address(state, base, offset, mode);
                let after = plus(address, i64::from(width.bytes));
                let first = (rt, self.loaded(state, address, width), self.loaded(state, plus(address, 8), width));
                let next = (second, self.loaded(state, after, width), self.loaded(state, plus(after, 8), width));
                for (register, low, high) in [first, next] {
                    if width.vector {
                        set_vector(state, register, (low, high));
                    } else {
                        set(state, register, low);
                    }
                }
            }
            Op::LoadLiteral { rt, address, width } => self.load(state, rt, V::Address(address), width),
            Op::LoadIndexed { rt, base, index, shift, width } => {
                let address = match (get(state, base), get(state, index)) {
                    (address, V::Const(index)) => plus(address, index.wrapping_shl(u32::from(shift)) as i64),
                    (V::Const(offset), address) if shift == 0 => plus(address, offset as i64),
                    // An offset that is not known (an ivar's, say): nothing is.
                    _ => V::Unknown,
                };
                self.load(state, rt, address, width);
            }
            Op::Store { rt, base, offset, mode, width } => {
                let address = self.address(state, base, offset, mode);
                self.store(state, rt, address, width);
            }
            Op::StorePair { rt, second, base, offset, mode, width } => {
                let address = self.address(state, base, offset, mode);
                self.store(state, rt, address, width);
                self.store(state, second, plus(address, i64::from(width.bytes)), width);
            }
            _ => {}
        }
    }

    /// The address of an access, with the base register moved as the mode says.
    fn address(&mut self, state: &mut State, base: Reg, offset: i64, mode: Mode) -> V {
        let start = get(state, base);
        match mode {
            Mode::Offset => plus(start, offset),
            Mode::Before => {
                let moved = plus(start, offset);
                set(state, base, moved);
                moved
            }
            Mode::After => {
                set(state, base, plus(start, offset));
                start
            }
        }
    }

    fn load(&mut self, state: &mut State, rt: Reg, address: V, width: Width) {
        let low = self.loaded(state, address, width);
        if width.vector {
            let high = if width.bytes == 16 { self.loaded(state, plus(address, 8), width) } else { V::Const(0) };
            set_vector(state, rt, (low, high));
        } else {
            set(state, rt, low);
        }
    }

    /// What is at an address: what was stored there, else what the image holds in places that do not change.
    fn loaded(&mut self, state: &State, address: V, width: Width) -> V {
        match address {
            V::Stack(offset) => state.memory.get(&(0, offset)).copied().unwrap_or(V::Unknown),
            V::Heap(site, offset) => state.memory.get(&(site + 1, i64::from(offset))).copied().unwrap_or(V::Unknown),
            V::Import(import) => V::Global(import),
            V::Param(number, offset) => V::ParamField(number, offset),
            V::Address(address) => self.image(address, width),
            _ => V::Unknown,
        }
    }

    fn image(&self, address: u64, width: Width) -> V {
        let macho = self.program.macho;
        let Some(section) = macho.section_at(address) else { return V::Unknown };
        if matches!(&*section.name, "__data" | "__bss" | "__common" | "__thread_data" | "__thread_bss") {
            return V::Unknown;
        }
        if width.bytes >= 8 && !section.segment.starts_with("__TEXT") {
            return match macho.pointer(address) {
                Some(Pointer::To(target)) => V::Address(target),
                Some(Pointer::Import(import)) => V::Import(import),
                None => macho.u64_at(address).map_or(V::Unknown, V::Const),
            };
        }
        let Some(bytes) = macho.bytes_at(address, usize::from(width.bytes.min(8))) else { return V::Unknown };
        let mut word = [0u8; 8];
        for (to, from) in word.iter_mut().zip(bytes) {
            *to = *from;
        }
        let value = u64::from_le_bytes(word);
        if !width.signed {
            return V::Const(value);
        }
        let unused = 64 - u32::from(width.bytes.min(8)) * 8;
        V::Const(((value << unused) as i64 >> unused) as u64)
    }

    fn store(&mut self, state: &mut State, rt: Reg, address: V, width: Width) {
        let (low, high) = if width.vector {
            state.vectors.get(rt as usize).copied().unwrap_or((V::Unknown, V::Unknown))
        } else {
            (get(state, rt), V::Unknown)
        };
        self.reads(low);
        self.put(state, address, low);
        if width.vector && width.bytes == 16 {
            self.put(state, plus(address, 8), high);
        }
    }

    fn put(&mut self, state: &mut State, address: V, value: V) {
        let key = match address {
            V::Stack(offset) => (0, offset),
            V::Heap(site, offset) => (site + 1, i64::from(offset)),
            _ => return,
        };
        if state.memory.len() < 4_096 || state.memory.contains_key(&key) {
            state.memory.insert(key, value);
        }
    }

    /// A call: recorded, then its effect. False when it never returns.
    fn call(&mut self, state: &mut State, at: u32, target: Option<u64>, through: V, certain: bool) -> bool {
        let target = match (target, through) {
            (Some(target), _) => self.program.target(target),
            (None, V::Address(address)) => self.program.target(address),
            (None, V::Import(import)) => self.program.import(import).cloned().map_or(Target::Unknown, Target::Import),
            _ => Target::Unknown,
        };
        if let Target::Function(position) = &target
            && let Some(rest) = self.inline(state, at, *position)
        {
            return match rest {
                Some(next) => self.call(state, at, Some(next), V::Unknown, certain),
                None => true,
            };
        }
        if let Target::Import(name) = &target
            && (name.starts_with("objc_release_x") || name.starts_with("objc_retain_x"))
        {
            return true;
        }
        let callee = self.callee(state, target, through);
        self.record(state, at, &callee, certain);
        self.effect(state, at, &callee)
    }

    fn callee(&self, state: &State, target: Target, through: V) -> Callee {
        match target {
            Target::Import(name) => match &*name {
                "objc_msgSend" | "objc_msgSend_stret" => match self.selector(state) {
                    Some(selector) => Callee::Message(selector),
                    None => Callee::Import(name),
                },
                "objc_msgSendSuper2" | "objc_msgSendSuper" => match self.selector(state) {
                    Some(selector) => Callee::Super(selector),
                    None => Callee::Import(name),
                },
                _ => Callee::Import(name),
            },
            Target::Message(selector) => Callee::Message(selector),
            Target::Function(position) => Callee::Function(position),
            Target::Unknown => Callee::Register(through),
        }
    }

    fn selector(&self, state: &State) -> Option<Arc<str>> {
        match get(state, 1) {
            V::Address(address) => self.program.macho.text(address).map(Arc::from),
            _ => None,
        }
    }

    fn record(&mut self, state: &State, at: u32, callee: &Callee, certain: bool) {
        let mut args = [V::Unknown; 10];
        for (number, arg) in args.iter_mut().enumerate() {
            *arg = get(state, if number == 9 { 20 } else { number as Reg });
            self.reads(*arg);
        }
        let words = |space: u32, from: i64| -> Vec<(i64, V)> {
            state
                .memory
                .range((space, from)..(space, from + WORDS as i64 * 8))
                .map(|(key, v)| (key.1 - from, *v))
                .collect()
        };
        let mut pointees = Vec::new();
        for (number, arg) in args.iter().enumerate() {
            let found = match arg {
                V::Stack(offset) => words(0, *offset),
                V::Heap(site, offset) => words(site + 1, i64::from(*offset)),
                _ => continue,
            };
            for (_, value) in &found {
                self.reads(*value);
            }
            pointees.push((number as u8, found));
        }
        let mut stack = SmallVec::new();
        if let V::Stack(from) = get(state, SP) {
            for word in 0..24 {
                match state.memory.get(&(0, from + word * 8)) {
                    Some(value) => {
                        self.reads(*value);
                        stack.push(*value);
                    }
                    None => break,
                }
            }
        }
        let address = self.start + u64::from(at) * 4;
        let site = Site { address, callee: callee.clone(), args, stack, pointees, used: false, guarded: !certain };
        match self.frame.sites.get_mut(&at) {
            Some(old) if old.callee == site.callee => {
                for (old, new) in old.args.iter_mut().zip(site.args) {
                    *old = either(*old, new, &mut self.frame.sets);
                }
                old.guarded |= site.guarded;
                if old.pointees.len() <= site.pointees.len() {
                    old.pointees = site.pointees;
                }
                old.stack = site.stack;
            }
            _ => {
                self.frame.sites.insert(at, site);
            }
        }
    }

    /// What a call changes. False when it never returns.
    fn effect(&mut self, state: &mut State, at: u32, callee: &Callee) -> bool {
        let name = match callee {
            Callee::Import(name) => &**name,
            _ => "",
        };
        if is_final(name) {
            return false;
        }
        let first = get(state, 0);
        let result = match name {
            "swift_initStackObject" | "swift_initStaticObject" => match get(state, 1) {
                V::Unknown => V::Heap(at, 0),
                object => object,
            },
            "swift_allocObject" | "malloc" | "calloc" | "swift_slowAlloc" => V::Heap(at, 0),
            "objc_storeStrong" => {
                let value = get(state, 1);
                self.put(state, first, value);
                V::Unknown
            }
            _ if returns_first(name) => first,
            _ => match self.summary(callee) {
                Some(number) => get(state, number),
                None => V::Result(at, 0),
            },
        };
        if !keeps_memory(name, callee) {
            for number in 0..8 {
                if let V::Stack(offset) = get(state, number) {
                    self.written(state, at, number, offset);
                }
            }
        }
        for number in (0..18).chain([30]) {
            set(state, number, V::Unknown);
        }
        for number in (0..8).chain(16..32) {
            set_vector(state, number, (V::Unknown, V::Unknown));
        }
        set(state, 0, result);
        if matches!(result, V::Result(..)) {
            set(state, 1, V::Result(at, 1));
        }
        true
    }

    /// The argument that a function of this slice returns.
    fn summary(&self, callee: &Callee) -> Option<Reg> {
        match callee {
            Callee::Function(position) => self.program.returned_argument(*position),
            _ => None,
        }
    }

    /// A callee may write where an argument points: a result slot (cleared before) holds a result, its neighbour is unknown.
    fn written(&mut self, state: &mut State, at: u32, number: Reg, offset: i64) {
        match state.memory.get(&(0, offset)) {
            Some(V::Const(0)) | None => {
                state.memory.insert((0, offset), V::Result(at, 16 + number));
            }
            Some(V::Unknown) => {
                state.memory.insert((0, offset), V::Result(at, 16 + number));
            }
            Some(_) => {}
        }
    }

    /// Reads a short straight function in place (outlined code): none when it is not one. Inside: where it jumps at its
    /// end, if it does.
    fn inline(&mut self, state: &mut State, at: u32, position: u32) -> Option<Option<u64>> {
        let function = self.program.functions.get(position as usize)?;
        let count = function.end.saturating_sub(function.start) / 4;
        if count > INLINE {
            return None;
        }
        let mut ops = SmallVec::<[Op; 12]>::new();
        let mut end = None;
        for number in 0..count {
            let address = function.start + number * 4;
            match decode(self.program.word(address)?, address) {
                Op::Return => {
                    end = Some(None);
                    break;
                }
                Op::Branch { target } if !(function.start..function.end).contains(&target) => {
                    end = Some(Some(target));
                    break;
                }
                Op::Branch { .. }
                | Op::Conditional { .. }
                | Op::Call { .. }
                | Op::CallRegister { .. }
                | Op::BranchRegister { .. }
                | Op::Trap => return None,
                op => ops.push(op),
            }
        }
        let end = end?;
        // A tail call into another short function would be read again: one level is enough.
        if let Some(next) = end
            && matches!(self.program.target(next), Target::Function(_) | Target::Unknown)
        {
            return None;
        }
        for op in ops {
            self.frame.steps += 1;
            self.step(state, at, op);
        }
        Some(end)
    }
}

/// Functions that end the path.
fn is_final(name: &str) -> bool {
    matches!(
        name,
        "__stack_chk_fail"
            | "abort"
            | "exit"
            | "swift_unexpectedError"
            | "swift_errorInMain"
            | "objc_exception_throw"
            | "__cxa_throw"
            | "_Unwind_Resume"
            | "objc_terminate"
    )
}

/// Functions that return their first argument.
fn returns_first(name: &str) -> bool {
    matches!(
        name,
        "objc_retain"
            | "objc_autorelease"
            | "objc_retainAutorelease"
            | "objc_retainAutoreleasedReturnValue"
            | "objc_unsafeClaimAutoreleasedReturnValue"
            | "objc_claimAutoreleasedReturnValue"
            | "objc_autoreleaseReturnValue"
            | "objc_retainAutoreleaseReturnValue"
            | "objc_retainBlock"
            | "_Block_copy"
            | "swift_retain"
            | "swift_retain_n"
            | "swift_bridgeObjectRetain"
            | "swift_unknownObjectRetain"
            | "objc_opt_self"
            | "CFRetain"
            | "CFAutorelease"
            | "swift_getInitializedObjCClass"
            | "swift_getObjCClassFromMetadata"
            | "swift_getObjCClassMetadata"
    )
}

/// Callees that do not write through the pointers that they get.
fn keeps_memory(name: &str, callee: &Callee) -> bool {
    match callee {
        Callee::Message(selector) => {
            !selector.ends_with("error:") && !selector.contains("rror:") && !selector.starts_with("getBytes:")
        }
        _ => {
            returns_first(name)
                || name.starts_with("objc_")
                || name.starts_with("swift_")
                || matches!(name, "CFDictionaryCreate" | "CFArrayCreate" | "CFNumberCreate" | "CFDataCreate" | "NSLog")
        }
    }
}

fn get(state: &State, register: Reg) -> V {
    match register {
        ZERO => V::Const(0),
        _ => state.registers.get(register as usize).copied().unwrap_or(V::Unknown),
    }
}

fn set(state: &mut State, register: Reg, value: V) {
    if register != ZERO
        && let Some(slot) = state.registers.get_mut(register as usize)
    {
        *slot = value;
    }
}

fn set_vector(state: &mut State, register: Reg, value: (V, V)) {
    if let Some(slot) = state.vectors.get_mut(register as usize) {
        *slot = value;
    }
}

/// An address moved by a constant.
fn plus(address: V, offset: i64) -> V {
    if offset == 0 {
        return address;
    }
    let near = |at: i32| i32::try_from(offset).ok().and_then(|offset| at.checked_add(offset));
    match address {
        V::Const(value) => V::Const(value.wrapping_add(offset as u64)),
        V::Address(value) => V::Address(value.wrapping_add(offset as u64)),
        V::Stack(at) => V::Stack(at.wrapping_add(offset)),
        V::Heap(site, at) => near(at).map_or(V::Unknown, |at| V::Heap(site, at)),
        V::Param(number, at) => near(at).map_or(V::Unknown, |at| V::Param(number, at)),
        _ => V::Unknown,
    }
}

fn alu(op: Alu, left: V, right: V, wide: bool) -> V {
    let value = match (op, left, right) {
        (Alu::Or | Alu::Add | Alu::Xor, V::Const(0), other) if wide => return other,
        (Alu::Or | Alu::Add | Alu::Xor | Alu::Sub, other, V::Const(0)) if wide => return other,
        // `mov wd, wm` of a value that is not known keeps what it is: a flag or an enumeration.
        (Alu::Or, V::Const(0), other) if !matches!(other, V::Const(_)) => return other,
        (Alu::Add, address, V::Const(offset)) if !matches!(address, V::Const(_)) => {
            return plus(address, offset as i64);
        }
        (Alu::Add, V::Const(offset), address) if !matches!(address, V::Const(_)) => {
            return plus(address, offset as i64);
        }
        (Alu::Sub, address, V::Const(offset)) if !matches!(address, V::Const(_)) => {
            return plus(address, (offset as i64).wrapping_neg());
        }
        // Alignment of the frame.
        (Alu::And, V::Stack(at), V::Const(mask)) => return V::Stack(at & mask as i64),
        // Swift tags the address of a string's storage: a number from then on.
        (Alu::Or, V::Address(a), V::Const(b)) => a | b,
        (Alu::Add, V::Const(a), V::Const(b)) => a.wrapping_add(b),
        (Alu::Sub, V::Const(a), V::Const(b)) => a.wrapping_sub(b),
        (Alu::And, V::Const(a), V::Const(b)) => a & b,
        (Alu::Or, V::Const(a), V::Const(b)) => a | b,
        (Alu::Xor, V::Const(a), V::Const(b)) => a ^ b,
        (Alu::Bic, V::Const(a), V::Const(b)) => a & !b,
        (Alu::Orn, V::Const(a), V::Const(b)) => a | !b,
        _ => return V::Unknown,
    };
    V::Const(if wide { value } else { value & 0xffff_ffff })
}

/// `ubfm` and `sbfm` of a constant; a plain extension keeps what the value is.
fn field(value: V, rotate: u8, last: u8, signed: bool, wide: bool) -> V {
    let V::Const(value) = value else {
        return if rotate == 0 && matches!(last, 7 | 15 | 31) { value } else { V::Unknown };
    };
    let size = if wide { 64u32 } else { 32 };
    let (rotate, last) = (u32::from(rotate), u32::from(last));
    let low = |count: u32| if count >= 64 { u64::MAX } else { (1u64 << count) - 1 };
    let (bits, count, shift) = if last >= rotate {
        (value >> rotate & low(last - rotate + 1), last - rotate + 1, 0)
    } else {
        (value & low(last + 1), last + 1, size - rotate)
    };
    let extended = if signed && count < 64 && bits >> (count - 1) & 1 == 1 { bits | !low(count) } else { bits };
    let result = extended.wrapping_shl(shift);
    V::Const(if wide { result } else { result & 0xffff_ffff })
}

/// One of two values; more than four are anything.
fn either(a: V, b: V, sets: &mut Vec<SmallVec<[V; 4]>>) -> V {
    if a == b {
        return a;
    }
    if a == V::Unknown || b == V::Unknown {
        return V::Unknown;
    }
    let mut all: SmallVec<[V; 4]> = SmallVec::new();
    for value in [a, b] {
        match value {
            V::OneOf(set) => all.extend(sets.get(set as usize).cloned().unwrap_or_default()),
            other => all.push(other),
        }
    }
    all.sort_unstable();
    all.dedup();
    if all.len() > 4 {
        return V::Unknown;
    }
    if let Some(position) = sets.iter().position(|set| *set == all) {
        return V::OneOf(position as u32);
    }
    if sets.len() > 4_096 {
        return V::Unknown;
    }
    sets.push(all);
    V::OneOf(sets.len() as u32 - 1)
}

/// Joins a state into another; true when that changed it.
fn join(into: &mut State, from: &State, sets: &mut Vec<SmallVec<[V; 4]>>) -> bool {
    let mut changed = false;
    let mut one = |old: &mut V, new: V| {
        let joined = either(*old, new, sets);
        if joined != *old {
            *old = joined;
            changed = true;
        }
    };
    for (old, new) in into.registers.iter_mut().zip(from.registers) {
        one(old, new);
    }
    for (old, new) in into.vectors.iter_mut().zip(from.vectors) {
        one(&mut old.0, new.0);
        one(&mut old.1, new.1);
    }
    let mut gone = Vec::new();
    for (key, old) in &mut into.memory {
        match from.memory.get(key) {
            Some(new) => one(old, *new),
            None => gone.push(*key),
        }
    }
    for key in &gone {
        into.memory.remove(key);
    }
    changed || !gone.is_empty()
}
