//! The instructions of ARM64 that carry constants and control: about sixty forms. All others are [`Op::Other`], which says
//! only which registers may change. Source: Arm Architecture Reference Manual (DDI 0487), C4 «A64 instruction set encoding».

/// A general register: 0 to 30, or [`ZERO`] / [`SP`] where number 31 means that.
pub type Reg = u8;

/// The zero register.
pub const ZERO: Reg = 31;
/// The stack pointer.
pub const SP: Reg = 32;

/// How an address is formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// `[base, #offset]`.
    Offset,
    /// `[base, #offset]!`.
    Before,
    /// `[base], #offset`.
    After,
}

/// What a load or store moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Width {
    /// Bytes.
    pub bytes: u8,
    /// Sign extended.
    pub signed: bool,
    /// A vector register.
    pub vector: bool,
}

/// The operation of a data-processing instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alu {
    /// Sum.
    Add,
    /// Difference.
    Sub,
    /// Bitwise and.
    And,
    /// Bitwise or.
    Or,
    /// Bitwise exclusive or.
    Xor,
    /// And with the complement.
    Bic,
    /// Or with the complement.
    Orn,
}

/// An instruction. Fields are named as in the manual: `rd` destination, `rn`, `rm` operands, `rt` transferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the manual's")]
pub enum Op {
    /// Nothing that matters: hints, barriers, pointer authentication of the return address.
    Nop,
    /// `rd = value`: `movz`, `movn`.
    Set { rd: Reg, value: u64 },
    /// `rd = address`: `adr`, `adrp`.
    Address { rd: Reg, value: u64 },
    /// `movk`: one half-word of `rd`.
    Keep { rd: Reg, value: u64, mask: u64 },
    /// `rd = rn op immediate`.
    Immediate { op: Alu, rd: Reg, rn: Reg, value: u64, wide: bool, flags: bool },
    /// `rd = rn op (rm << shift)`; shifts of other kinds are [`Op::Other`].
    Register { op: Alu, rd: Reg, rn: Reg, rm: Reg, shift: u8, wide: bool, flags: bool },
    /// `ubfm` and `sbfm`: fields, shifts, extensions.
    Field { rd: Reg, rn: Reg, rotate: u8, last: u8, signed: bool, wide: bool },
    /// `csel`, and its relatives with `plus` added to or `not` applied to the second.
    Select { rd: Reg, rn: Reg, rm: Reg, plus: bool, not: bool },
    /// Load.
    Load { rt: Reg, base: Reg, offset: i64, mode: Mode, width: Width },
    /// Store.
    Store { rt: Reg, base: Reg, offset: i64, mode: Mode, width: Width },
    /// Load of a pair.
    LoadPair { rt: Reg, second: Reg, base: Reg, offset: i64, mode: Mode, width: Width },
    /// Store of a pair.
    StorePair { rt: Reg, second: Reg, base: Reg, offset: i64, mode: Mode, width: Width },
    /// Load with a register offset: the address is `base + (index << shift)`.
    LoadIndexed { rt: Reg, base: Reg, index: Reg, shift: u8, width: Width },
    /// Store with a register offset.
    StoreIndexed { rt: Reg, base: Reg, index: Reg, shift: u8, width: Width },
    /// Load from a fixed address.
    LoadLiteral { rt: Reg, address: u64, width: Width },
    /// All lanes of a vector register zero.
    ZeroVector { vd: Reg },
    /// A floating-point number made of one or two others, or of a general register (`fmov d0, x0`).
    Floating { vd: Reg, vn: Reg, vm: Option<Reg>, general: bool },
    /// A general register made of a floating-point number (`fcvtzs w0, d0`).
    FromFloating { rd: Reg, vn: Reg },
    /// Jump.
    Branch { target: u64 },
    /// Conditional jump; `register` is what is compared with zero, if a register is, and `zero` whether the whole of a
    /// 32-bit one is zero where it jumps (`cbz`) or where it does not (`cbnz`).
    Conditional { target: u64, register: Option<Reg>, zero: Option<bool> },
    /// Call.
    Call { target: u64 },
    /// Jump to a register.
    BranchRegister { rn: Reg },
    /// Call of a register.
    CallRegister { rn: Reg },
    /// Return.
    Return,
    /// Trap: the path ends.
    Trap,
    /// Something else: may change `rd` (general and vector register of that number).
    Other { rd: Reg },
    /// A store that is not followed (exclusive, vector structure).
    OtherStore,
}

fn bits(word: u32, low: u32, count: u32) -> u32 {
    (word >> low) & ((1u32 << count) - 1)
}

fn signed(value: u32, count: u32) -> i64 {
    i64::from((value << (32 - count)) as i32 >> (32 - count))
}

fn reg(word: u32, low: u32) -> Reg {
    bits(word, low, 5) as u8
}

/// The same where number 31 is the stack pointer.
fn reg_sp(word: u32, low: u32) -> Reg {
    match reg(word, low) {
        31 => SP,
        other => other,
    }
}

/// Decodes the instruction at an address.
pub fn decode(word: u32, address: u64) -> Op {
    match bits(word, 25, 4) {
        0b1000 | 0b1001 => immediate(word, address),
        0b1010 | 0b1011 => branches(word, address),
        0b0100 | 0b0110 | 0b1100 | 0b1110 => loads(word, address),
        0b0101 | 0b1101 => register(word),
        0b0111 | 0b1111 => vector(word),
        0b0000 => Op::Trap,
        _ => Op::Other { rd: reg(word, 0) },
    }
}

fn immediate(word: u32, address: u64) -> Op {
    let rd = reg(word, 0);
    let wide = word >> 31 == 1;
    match bits(word, 23, 3) {
        0b000 | 0b001 => {
            let offset = signed(bits(word, 5, 19) << 2 | bits(word, 29, 2), 21);
            let value = if wide {
                (address & !0xfff).wrapping_add((offset << 12) as u64)
            } else {
                address.wrapping_add(offset as u64)
            };
            Op::Address { rd, value }
        }
        0b010 => {
            let value = u64::from(bits(word, 10, 12)) << (12 * bits(word, 22, 1));
            let flags = bits(word, 29, 1) == 1;
            let rd = if flags { rd } else { reg_sp(word, 0) };
            let op = if bits(word, 30, 1) == 1 { Alu::Sub } else { Alu::Add };
            Op::Immediate { op, rd, rn: reg_sp(word, 5), value, wide, flags }
        }
        0b100 => {
            let Some(value) = bit_mask(bits(word, 22, 1), bits(word, 10, 6), bits(word, 16, 6)) else {
                return Op::Other { rd };
            };
            let value = if wide { value } else { value & 0xffff_ffff };
            let (op, flags) = match bits(word, 29, 2) {
                0 => (Alu::And, false),
                1 => (Alu::Or, false),
                2 => (Alu::Xor, false),
                _ => (Alu::And, true),
            };
            let rd = if flags { rd } else { reg_sp(word, 0) };
            Op::Immediate { op, rd, rn: reg(word, 5), value, wide, flags }
        }
        0b101 => {
            let shift = 16 * bits(word, 21, 2);
            let value = u64::from(bits(word, 5, 16)) << shift;
            match bits(word, 29, 2) {
                0 => Op::Set { rd, value: if wide { !value } else { !value & 0xffff_ffff } },
                2 => Op::Set { rd, value },
                3 => Op::Keep { rd, value, mask: 0xffff << shift },
                _ => Op::Other { rd },
            }
        }
        0b110 => {
            let (rotate, last) = (bits(word, 16, 6) as u8, bits(word, 10, 6) as u8);
            match bits(word, 29, 2) {
                0 => Op::Field { rd, rn: reg(word, 5), rotate, last, signed: true, wide },
                2 => Op::Field { rd, rn: reg(word, 5), rotate, last, signed: false, wide },
                _ => Op::Other { rd },
            }
        }
        _ => Op::Other { rd },
    }
}

/// The immediate of logical instructions (`DecodeBitMasks`).
fn bit_mask(n: u32, last: u32, rotate: u32) -> Option<u64> {
    let combined = n << 6 | (!last & 0x3f);
    let length = 31u32.checked_sub(combined.leading_zeros())?;
    let size = 1u32 << length;
    let levels = size - 1;
    let (s, r) = (last & levels, rotate & levels);
    if length < 1 || s == levels {
        return None;
    }
    let ones = (1u64 << (s + 1)) - 1;
    let element = if r == 0 {
        ones
    } else {
        let mask = if size == 64 { u64::MAX } else { (1u64 << size) - 1 };
        ((ones >> r) | (ones << (size - r))) & mask
    };
    let mut value = element;
    let mut filled = size;
    while filled < 64 {
        value |= value << filled;
        filled *= 2;
    }
    Some(value)
}

fn branches(word: u32, address: u64) -> Op {
    let to = |offset: i64| address.wrapping_add((offset << 2) as u64);
    match bits(word, 29, 3) {
        0b000 => Op::Branch { target: to(signed(bits(word, 0, 26), 26)) },
        0b100 => Op::Call { target: to(signed(bits(word, 0, 26), 26)) },
        0b001 | 0b101 => {
            let count = if bits(word, 25, 1) == 0 { 19 } else { 14 };
            let zero = (bits(word, 25, 1) == 0 && word >> 31 == 0).then(|| bits(word, 24, 1) == 0);
            Op::Conditional { target: to(signed(bits(word, 5, count), count)), register: Some(reg(word, 0)), zero }
        }
        0b010 => Op::Conditional { target: to(signed(bits(word, 5, 19), 19)), register: None, zero: None },
        _ if word >> 24 == 0xd4 => {
            // SVC returns; BRK, HLT and UDF do not.
            if word & 0x1f == 1 { Op::Other { rd: 0 } } else { Op::Trap }
        }
        _ if word >> 25 == 0x6b => {
            let rn = reg(word, 5);
            match bits(word, 21, 4) {
                0b0000 | 0b1000 => Op::BranchRegister { rn },
                0b0001 | 0b1001 => Op::CallRegister { rn },
                0b0010 => Op::Return,
                _ => Op::Trap,
            }
        }
        // System instructions: only MRS writes a register.
        _ if word >> 20 == 0xd53 => Op::Other { rd: reg(word, 0) },
        _ => Op::Nop,
    }
}

fn width(size: u32, opc: u32, vector: bool) -> Option<(Width, bool)> {
    if vector {
        let bytes = match (size, opc >> 1) {
            (0, 1) => 16,
            (size, 0) => 1 << size,
            _ => return None,
        };
        return Some((Width { bytes, signed: false, vector }, opc & 1 == 1));
    }
    let bytes = 1 << size;
    match opc {
        0 => Some((Width { bytes, signed: false, vector }, false)),
        1 => Some((Width { bytes, signed: false, vector }, true)),
        _ if size < 3 => Some((Width { bytes, signed: true, vector }, true)),
        _ => None,
    }
}

fn loads(word: u32, address: u64) -> Op {
    let rt = reg(word, 0);
    let vector = bits(word, 26, 1) == 1;
    match bits(word, 27, 3) {
        0b011 if bits(word, 24, 1) == 0 => {
            let target = address.wrapping_add((signed(bits(word, 5, 19), 19) << 2) as u64);
            let bytes = match (bits(word, 30, 2), vector) {
                (0, _) => 4,
                (1, _) => 8,
                (2, true) => 16,
                (2, false) => 4,
                _ => return Op::Nop,
            };
            let signed = bits(word, 30, 2) == 2 && !vector;
            Op::LoadLiteral { rt, address: target, width: Width { bytes, signed, vector } }
        }
        0b101 => pair(word, rt, vector),
        0b111 => single(word, rt, vector),
        // Exclusive and vector structure accesses: bit 22 is the direction.
        _ if bits(word, 22, 1) == 1 => Op::Other { rd: rt },
        _ => Op::OtherStore,
    }
}

fn pair(word: u32, rt: Reg, vector: bool) -> Op {
    let opc = bits(word, 30, 2);
    let (bytes, signed_words) = match (vector, opc) {
        (true, 0) | (false, 0) => (4, false),
        (true, 1) => (8, false),
        (true, 2) => (16, false),
        (false, 1) => (4, true),
        (false, 2) => (8, false),
        _ => return Op::Other { rd: rt },
    };
    let offset = signed(bits(word, 15, 7), 7) * i64::from(bytes);
    let mode = match bits(word, 23, 2) {
        1 => Mode::After,
        3 => Mode::Before,
        _ => Mode::Offset,
    };
    let width = Width { bytes, signed: signed_words, vector };
    let (second, base) = (reg(word, 10), reg_sp(word, 5));
    if bits(word, 22, 1) == 1 {
        Op::LoadPair { rt, second, base, offset, mode, width }
    } else {
        Op::StorePair { rt, second, base, offset, mode, width }
    }
}

fn single(word: u32, rt: Reg, vector: bool) -> Op {
    let (size, opc) = (bits(word, 30, 2), bits(word, 22, 2));
    if !vector && size == 3 && opc >= 2 {
        return Op::Nop;
    }
    let base = reg_sp(word, 5);
    if bits(word, 24, 1) == 0 && bits(word, 21, 1) == 1 && bits(word, 10, 2) != 2 {
        // Atomic operations and LDRAA / LDRAB.
        return Op::Other { rd: rt };
    }
    let Some((width, load)) = width(size, opc, vector) else { return Op::Other { rd: rt } };
    if bits(word, 24, 1) == 0 && bits(word, 21, 1) == 1 {
        let shift = if bits(word, 12, 1) == 1 { width.bytes.trailing_zeros() as u8 } else { 0 };
        return match load {
            true => Op::LoadIndexed { rt, base, index: reg(word, 16), shift, width },
            false => Op::StoreIndexed { rt, base, index: reg(word, 16), shift, width },
        };
    }
    let (offset, mode) = if bits(word, 24, 1) == 1 {
        (i64::from(bits(word, 10, 12)) * i64::from(width.bytes), Mode::Offset)
    } else {
        let mode = match bits(word, 10, 2) {
            1 => Mode::After,
            3 => Mode::Before,
            _ => Mode::Offset,
        };
        (signed(bits(word, 12, 9), 9), mode)
    };
    match load {
        true => Op::Load { rt, base, offset, mode, width },
        false => Op::Store { rt, base, offset, mode, width },
    }
}

fn register(word: u32) -> Op {
    let (rd, rn, rm) = (reg(word, 0), reg(word, 5), reg(word, 16));
    let wide = word >> 31 == 1;
    match bits(word, 24, 5) {
        0b01010 => {
            if bits(word, 22, 2) != 0 {
                return Op::Other { rd };
            }
            let negated = bits(word, 21, 1) == 1;
            let (op, flags) = match (bits(word, 29, 2), negated) {
                (0, false) => (Alu::And, false),
                (0, true) => (Alu::Bic, false),
                (1, false) => (Alu::Or, false),
                (1, true) => (Alu::Orn, false),
                (2, false) => (Alu::Xor, false),
                (3, false) => (Alu::And, true),
                (3, true) => (Alu::Bic, true),
                _ => return Op::Other { rd },
            };
            Op::Register { op, rd, rn, rm, shift: bits(word, 10, 6) as u8, wide, flags }
        }
        0b01011 => {
            let op = if bits(word, 30, 1) == 1 { Alu::Sub } else { Alu::Add };
            let flags = bits(word, 29, 1) == 1;
            if bits(word, 21, 1) == 1 {
                // Extended register: the first operand and result may be the stack pointer.
                let (option, shift) = (bits(word, 13, 3), bits(word, 10, 3) as u8);
                let rd = if flags { rd } else { reg_sp(word, 0) };
                return match option {
                    2 | 3 | 6 | 7 => Op::Register { op, rd, rn: reg_sp(word, 5), rm, shift, wide, flags },
                    _ => Op::Other { rd },
                };
            }
            match bits(word, 22, 2) {
                0 => Op::Register { op, rd, rn, rm, shift: bits(word, 10, 6) as u8, wide, flags },
                _ => Op::Other { rd },
            }
        }
        0b11010 if bits(word, 21, 3) == 0b100 => {
            Op::Select { rd, rn, rm, plus: bits(word, 10, 1) == 1, not: bits(word, 30, 1) == 1 }
        }
        // CCMP and CCMN change flags only.
        0b11010 if bits(word, 21, 3) == 0b010 => Op::Nop,
        _ => Op::Other { rd },
    }
}

fn vector(word: u32) -> Op {
    let vd = reg(word, 0);
    // MOVI of zero, in the forms that compilers use.
    if matches!(word & !0x1f, 0x6f00_e400 | 0x4f00_0400 | 0x2f00_e400 | 0x6f00_0400) && bits(word, 5, 5) == 0 {
        return Op::ZeroVector { vd };
    }
    floating(word).unwrap_or(Op::Other { rd: vd })
}

/// Scalars of double and single precision: moves, conversions and arithmetic keep what a number was made of.
fn floating(word: u32) -> Option<Op> {
    let (rd, rn, rm) = (reg(word, 0), reg(word, 5), reg(word, 16));
    if bits(word, 24, 5) != 0b11110 || bits(word, 21, 1) == 0 || bits(word, 29, 1) == 1 || bits(word, 30, 1) == 1 {
        return None;
    }
    if bits(word, 10, 6) == 0 {
        // Between the files: FMOV and SCVTF to the vectors, FMOV and the FCVT family from them.
        return match (bits(word, 19, 2), bits(word, 16, 3)) {
            (0, 0b111 | 0b010 | 0b011) => Some(Op::Floating { vd: rd, vn: rn, vm: None, general: true }),
            (0, 0b110) | (_, 0b000 | 0b001 | 0b100 | 0b101) => Some(Op::FromFloating { rd, vn: rn }),
            _ => None,
        };
    }
    if bits(word, 31, 1) == 1 {
        return None;
    }
    match (bits(word, 10, 2), bits(word, 10, 5)) {
        // FMOV, FABS, FNEG, FSQRT, FCVT, FRINT.
        (_, 0b10000) => Some(Op::Floating { vd: rd, vn: rn, vm: None, general: false }),
        // FMUL, FDIV, FADD, FSUB and their like.
        (0b10, _) => Some(Op::Floating { vd: rd, vn: rn, vm: Some(rm), general: false }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: u64 = 0x1_0000_4000;

    #[test]
    fn constants_are_formed() {
        assert_eq!(decode(0x5280_0041, AT), Op::Set { rd: 1, value: 2 });
        assert_eq!(decode(0x9280_0000, AT), Op::Set { rd: 0, value: u64::MAX });
        assert_eq!(
            decode(0xf2fa_0000, AT),
            Op::Keep { rd: 0, value: 0xd000 << 48, mask: 0xffff << 48 },
            "movk x0, #0xd000, lsl #48"
        );
        assert_eq!(
            decode(0xb241_0101, AT),
            Op::Immediate { op: Alu::Or, rd: 1, rn: 8, value: 1 << 63, wide: true, flags: false },
            "orr x1, x8, #0x8000000000000000"
        );
        assert_eq!(decode(0x9000_0068, AT), Op::Address { rd: 8, value: 0x1_0001_0000 }, "adrp x8");
        assert_eq!(
            decode(0x913e_8108, AT),
            Op::Immediate { op: Alu::Add, rd: 8, rn: 8, value: 0xfa0, wide: true, flags: false }
        );
    }

    #[test]
    fn loads_and_stores_of_all_modes() {
        let word = Width { bytes: 8, signed: false, vector: false };
        assert_eq!(
            decode(0xf940_4901, AT),
            Op::Load { rt: 1, base: 8, offset: 0x90, mode: Mode::Offset, width: word },
            "ldr x1, [x8, #0x90]"
        );
        assert_eq!(
            decode(0xa9bc_5ff8, AT),
            Op::StorePair { rt: 24, second: 23, base: SP, offset: -0x40, mode: Mode::Before, width: word },
            "stp x24, x23, [sp, #-0x40]!"
        );
        assert_eq!(
            decode(0xa8c4_5ff8, AT),
            Op::LoadPair { rt: 24, second: 23, base: SP, offset: 0x40, mode: Mode::After, width: word }
        );
        assert_eq!(
            decode(0x3dc0_0100, AT),
            Op::Load {
                rt: 0,
                base: 8,
                offset: 0,
                mode: Mode::Offset,
                width: Width { bytes: 16, signed: false, vector: true }
            },
            "ldr q0, [x8]"
        );
        assert_eq!(
            decode(0xf81a_03a0, AT),
            Op::Store { rt: 0, base: 29, offset: -0x60, mode: Mode::Offset, width: word },
            "stur x0, [x29, #-0x60]"
        );
    }

    #[test]
    fn control_is_followed() {
        assert_eq!(decode(0x9400_0002, AT), Op::Call { target: AT + 8 });
        assert_eq!(decode(0x17ff_ffff, AT), Op::Branch { target: AT - 4 });
        assert_eq!(decode(0xb400_0040, AT), Op::Conditional { target: AT + 8, register: Some(0), zero: None });
        assert_eq!(
            decode(0x3500_0040, AT),
            Op::Conditional { target: AT + 8, register: Some(0), zero: Some(false) },
            "cbnz w0"
        );
        assert_eq!(decode(0x5400_0048, AT), Op::Conditional { target: AT + 8, register: None, zero: None });
        assert_eq!(decode(0xd65f_03c0, AT), Op::Return);
        assert_eq!(decode(0xd65f_0fff, AT), Op::Return, "retab");
        assert_eq!(decode(0xd63f_0100, AT), Op::CallRegister { rn: 8 });
        assert_eq!(decode(0xd73f_0909, AT), Op::CallRegister { rn: 8 }, "blraa x8, x9");
        assert_eq!(decode(0xd503_237f, AT), Op::Nop, "pacibsp");
        assert_eq!(decode(0xd420_0020, AT), Op::Trap, "brk #1");
    }

    #[test]
    fn moves_and_selections() {
        assert_eq!(
            decode(0xaa01_03e0, AT),
            Op::Register { op: Alu::Or, rd: 0, rn: 31, rm: 1, shift: 0, wide: true, flags: false }
        );
        assert_eq!(decode(0x9a81_0000, AT), Op::Select { rd: 0, rn: 0, rm: 1, plus: false, not: false });
        assert_eq!(decode(0x1a9f_07e0, AT), Op::Select { rd: 0, rn: 31, rm: 31, plus: true, not: false }, "cset");
        assert_eq!(decode(0x6f00_e400, AT), Op::ZeroVector { vd: 0 });
    }

    #[test]
    fn every_word_decodes() {
        // A sweep with a stride that meets every class.
        let mut word = 0u32;
        for _ in 0..200_000 {
            let _ = decode(word, AT);
            word = word.wrapping_add(0x0001_5a71);
        }
    }
}
