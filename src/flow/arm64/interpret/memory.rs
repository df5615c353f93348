//! Loads and stores.

use super::state::{State, get, plus, set, set_vector};
use super::{Machine, STORES, V};
use crate::flow::arm64::decode::{Mode, Op, Reg, SP, Width};
use crate::format::macho::Pointer;

/// The address of an access with a register offset.
fn indexed(state: &State, base: Reg, index: Reg, shift: u8) -> V {
    match (get(state, base), get(state, index)) {
        (address, V::Const(index)) => plus(address, index.wrapping_shl(u32::from(shift)) as i64),
        (V::Const(offset), address) if shift == 0 => plus(address, offset as i64),
        // An offset that is not known (an ivar's, say): nothing is.
        _ => V::Unknown,
    }
}

impl Machine<'_, '_, '_> {
    pub(super) fn memory(&mut self, state: &mut State, _at: u32, op: Op) {
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
                let address = indexed(state, base, index, shift);
                self.load(state, rt, address, width);
            }
            Op::StoreIndexed { rt, base, index, shift, width } => {
                let address = indexed(state, base, index, shift);
                self.store(state, rt, address, width);
            }
            Op::Store { rt, base, offset, mode, width } => {
                let address = self.address(state, base, offset, mode);
                self.store(state, rt, address, width);
            }
            Op::StorePair { rt, second, base, offset, mode, width } => {
                let address = self.address(state, base, offset, mode);
                // Registers saved at the entry of a function are its caller's: no values of its own.
                if !width.vector && (19..=30).contains(&rt) && (19..=30).contains(&second) && base == SP && self.at < 16
                {
                    return;
                }
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
            V::ParamField(number, offset) => i16::try_from(offset).map_or(V::Unknown, |o| V::InnerField(number, o, 0)),
            V::Inner(number, outer, offset) => V::InnerField(number, outer, offset),
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

    pub(super) fn put(&mut self, state: &mut State, address: V, value: V) {
        let key = match address {
            V::Stack(offset) => (0, offset),
            V::Heap(site, offset) => (site + 1, i64::from(offset)),
            V::Param(..) | V::Inner(..) => {
                let stored = (address, value, self.at);
                if value != V::Unknown && self.frame.stores.len() < STORES && !self.frame.stores.contains(&stored) {
                    self.frame.stores.push(stored);
                }
                return;
            }
            _ => return,
        };
        if state.memory.len() < 4_096 || state.memory.contains_key(&key) {
            state.memory.insert(key, value);
        }
    }
}
