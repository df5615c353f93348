//! What registers and memory hold at a point of a function.

use std::collections::BTreeMap;

use smallvec::SmallVec;

use super::V;
use crate::flow::arm64::decode::{Alu, Reg, ZERO};

/// Memory: where (0 the frame, else the allocating instruction plus one), and offset.
pub(super) type Memory = BTreeMap<(u32, i64), V>;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct State {
    pub(super) registers: [V; 33],
    pub(super) vectors: [(V, V); 32],
    pub(super) memory: Memory,
}

pub(super) fn get(state: &State, register: Reg) -> V {
    match register {
        ZERO => V::Const(0),
        _ => state.registers.get(register as usize).copied().unwrap_or(V::Unknown),
    }
}

pub(super) fn set(state: &mut State, register: Reg, value: V) {
    if register != ZERO
        && let Some(slot) = state.registers.get_mut(register as usize)
    {
        *slot = value;
    }
}

pub(super) fn set_vector(state: &mut State, register: Reg, value: (V, V)) {
    if let Some(slot) = state.vectors.get_mut(register as usize) {
        *slot = value;
    }
}

/// An address moved by a constant.
pub(super) fn plus(address: V, offset: i64) -> V {
    if offset == 0 {
        return address;
    }
    let near = |at: i32| i32::try_from(offset).ok().and_then(|offset| at.checked_add(offset));
    match address {
        V::Const(value) => V::Const(value.wrapping_add(offset as u64)),
        V::Address(value) => V::Address(value.wrapping_add(offset as u64)),
        V::Stack(at) => V::Stack(at.wrapping_add(offset)),
        V::Heap(site, at) => near(at).map_or(V::Unknown, |at| V::Heap(site, at)),
        V::ParamField(number, outer) => match (i16::try_from(outer), near(0)) {
            (Ok(outer), Some(at)) => V::Inner(number, outer, at),
            _ => V::Unknown,
        },
        V::Inner(number, outer, at) => near(at).map_or(V::Unknown, |at| V::Inner(number, outer, at)),
        V::Param(number, at) => near(at).map_or(V::Unknown, |at| V::Param(number, at)),
        _ => V::Unknown,
    }
}

pub(super) fn alu(op: Alu, left: V, right: V, wide: bool) -> V {
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
        // A flag or a small number, cut to its width.
        (Alu::And, other, V::Const(1 | 0xff | 0xffff | 0xffff_ffff)) if !matches!(other, V::Const(_) | V::Stack(_)) => {
            return other;
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
pub(super) fn field(value: V, rotate: u8, last: u8, signed: bool, wide: bool) -> V {
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
pub(super) fn either(a: V, b: V, sets: &mut Vec<SmallVec<[V; 4]>>) -> V {
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
pub(super) fn join(into: &mut State, from: &State, sets: &mut Vec<SmallVec<[V; 4]>>) -> bool {
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
