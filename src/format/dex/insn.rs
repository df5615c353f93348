//! Instructions (source.android.com, «Dalvik bytecode» and «Instruction formats»).

use super::Units;

/// Layout of an instruction; named as in the documents, by units, registers and kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the documents")]
pub enum Format {
    F10x,
    F12x,
    F11n,
    F11x,
    F10t,
    F20t,
    F22x,
    F21t,
    F21s,
    F21h,
    F21c,
    F23x,
    F22b,
    F22t,
    F22s,
    F22c,
    F30t,
    F32x,
    F31i,
    F31t,
    F31c,
    F35c,
    F3rc,
    F45cc,
    F4rcc,
    F51l,
}

/// Opcodes that other code names.
#[expect(missing_docs, reason = "the names are those of the documents")]
pub mod opcode {
    pub const NOP: u8 = 0x00;
    pub const CONST_STRING: u8 = 0x1a;
    pub const CONST_STRING_JUMBO: u8 = 0x1b;
    pub const CONST_CLASS: u8 = 0x1c;
    pub const NEW_INSTANCE: u8 = 0x22;
    pub const INVOKE_VIRTUAL: u8 = 0x6e;
    pub const INVOKE_INTERFACE: u8 = 0x72;
    pub const INVOKE_VIRTUAL_RANGE: u8 = 0x74;
    pub const INVOKE_INTERFACE_RANGE: u8 = 0x78;
    pub const INVOKE_POLYMORPHIC: u8 = 0xfa;
    pub const INVOKE_CUSTOM: u8 = 0xfc;
    pub const INVOKE_CUSTOM_RANGE: u8 = 0xfd;
}

/// The layout of an opcode; unused ones are one unit without operands.
pub const fn format(op: u8) -> Format {
    match op {
        0x01 | 0x04 | 0x07 | 0x21 | 0x7b..=0x8f | 0xb0..=0xcf => Format::F12x,
        0x02 | 0x05 | 0x08 => Format::F22x,
        0x03 | 0x06 | 0x09 => Format::F32x,
        0x0a..=0x0d | 0x0f..=0x11 | 0x1d | 0x1e | 0x27 => Format::F11x,
        0x12 => Format::F11n,
        0x13 | 0x16 => Format::F21s,
        0x14 | 0x17 => Format::F31i,
        0x15 | 0x19 => Format::F21h,
        0x18 => Format::F51l,
        0x1a | 0x1c | 0x1f | 0x22 | 0x60..=0x6d | 0xfe | 0xff => Format::F21c,
        0x1b => Format::F31c,
        0x20 | 0x23 | 0x52..=0x5f => Format::F22c,
        0x24 | 0x6e..=0x72 | 0xfc => Format::F35c,
        0x25 | 0x74..=0x78 | 0xfd => Format::F3rc,
        0x26 | 0x2b | 0x2c => Format::F31t,
        0x28 => Format::F10t,
        0x29 => Format::F20t,
        0x2a => Format::F30t,
        0x2d..=0x31 | 0x44..=0x51 | 0x90..=0xaf => Format::F23x,
        0x32..=0x37 => Format::F22t,
        0x38..=0x3d => Format::F21t,
        0xd0..=0xd7 => Format::F22s,
        0xd8..=0xe2 => Format::F22b,
        0xfa => Format::F45cc,
        0xfb => Format::F4rcc,
        _ => Format::F10x,
    }
}

const fn format_units(format: Format) -> u8 {
    match format {
        Format::F10x | Format::F12x | Format::F11n | Format::F11x | Format::F10t => 1,
        Format::F30t | Format::F32x | Format::F31i | Format::F31t | Format::F31c | Format::F35c | Format::F3rc => 3,
        Format::F45cc | Format::F4rcc => 4,
        Format::F51l => 5,
        _ => 2,
    }
}

static UNITS: [u8; 256] = unit_table();

#[expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "evaluated when compiling")]
const fn unit_table() -> [u8; 256] {
    let mut table = [1; 256];
    let mut op = 0;
    while op < 256 {
        table[op] = format_units(format(op as u8));
        op += 1;
    }
    table
}

/// Units of the instruction or payload at an offset whose first unit is `first`. At least one.
#[inline]
pub fn units(code: &Units<'_>, at: usize, first: u16) -> usize {
    if first & 0xff == 0 && first != 0 {
        return payload_units(code, at, first);
    }
    UNITS.get(usize::from(first & 0xff)).copied().map_or(1, usize::from)
}

#[cold]
fn payload_units(code: &Units<'_>, at: usize, first: u16) -> usize {
    let size = usize::from(code.get(at.saturating_add(1)).unwrap_or(0));
    match first {
        0x0100 => size.saturating_mul(2).saturating_add(4),
        0x0200 => size.saturating_mul(4).saturating_add(2),
        0x0300 => {
            let count = code.get32(at.saturating_add(2)).unwrap_or(0) as usize;
            size.saturating_mul(count).div_ceil(2).saturating_add(4)
        }
        _ => 1,
    }
}

/// Registers of a call or of `filled-new-array`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Args {
    /// At most five, listed.
    List([u8; 5], u8),
    /// First and number.
    Range(u16, u8),
}

impl Args {
    /// Number of registers.
    pub fn len(&self) -> usize {
        match self {
            Self::List(_, count) | Self::Range(_, count) => usize::from(*count),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The register at a position.
    pub fn get(&self, at: usize) -> Option<u16> {
        if at >= self.len() {
            return None;
        }
        match self {
            Self::List(list, _) => list.get(at).copied().map(u16::from),
            Self::Range(first, _) => first.checked_add(u16::try_from(at).ok()?),
        }
    }

    /// All registers in order.
    pub fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        (0..self.len()).filter_map(|at| self.get(at))
    }
}

/// A decoded instruction: fields that its format does not have are zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Insn {
    /// Opcode.
    pub op: u8,
    /// Length in units.
    pub units: u8,
    /// First register (vA or vAA).
    pub a: u16,
    /// Second register.
    pub b: u16,
    /// Third register.
    pub c: u16,
    /// Index into the table that the opcode means (string, type, field, method, call site, prototype, handle).
    pub index: u32,
    /// Prototype index of `invoke-polymorphic`.
    pub proto: u32,
    /// Literal, sign-extended (for `const/high16` shifted into place).
    pub literal: i64,
    /// Branch or payload offset in units from this instruction.
    pub target: i32,
    /// Registers of a call.
    pub args: Args,
}

/// A table behind an instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payload<'a> {
    /// Keys and relative targets follow one another: (first key, number, unit of the first target).
    Packed(i32, u16, usize),
    /// Number of entries, unit of the first key, unit of the first target.
    Sparse(u16, usize, usize),
    /// Element width in bytes, number of elements, their bytes.
    Data(u16, u32, &'a [u8]),
}

impl Insn {
    /// The instruction at an offset; none past the end or when it is cut. Payloads decode as `nop`.
    pub fn decode(code: &Units<'_>, at: usize) -> Option<Self> {
        let first = code.get(at)?;
        let op = u8::try_from(first & 0xff).ok()?;
        let high = first >> 8;
        let mut insn = Self {
            op,
            units: UNITS.get(usize::from(op)).copied()?,
            a: high,
            b: 0,
            c: 0,
            index: 0,
            proto: 0,
            literal: 0,
            target: 0,
            args: Args::List([0; 5], 0),
        };
        insn.operands(code, at, high)?;
        Some(insn)
    }

    fn operands(&mut self, code: &Units<'_>, at: usize, high: u16) -> Option<()> {
        let unit = |offset: usize| code.get(at.checked_add(offset)?);
        let wide = |offset: usize| code.get32(at.checked_add(offset)?);
        let signed = |unit: u16| unit.cast_signed();
        match format(self.op) {
            Format::F10x | Format::F11x => {}
            Format::F12x => (self.a, self.b) = (high & 0xf, high >> 4),
            Format::F11n => {
                self.a = high & 0xf;
                self.literal = i64::from(signed(high << 8) >> 12);
            }
            Format::F10t => self.target = i32::from(signed(high << 8) >> 8),
            Format::F20t => self.target = i32::from(signed(unit(1)?)),
            Format::F22x => self.b = unit(1)?,
            Format::F21t => self.target = i32::from(signed(unit(1)?)),
            Format::F21s => self.literal = i64::from(signed(unit(1)?)),
            Format::F21h => {
                let shift = if self.op == 0x19 { 48 } else { 16 };
                self.literal = i64::from(signed(unit(1)?)).wrapping_shl(shift);
            }
            Format::F21c => self.index = u32::from(unit(1)?),
            Format::F23x => (self.b, self.c) = (unit(1)? & 0xff, unit(1)? >> 8),
            Format::F22b => {
                self.b = unit(1)? & 0xff;
                self.literal = i64::from(signed(unit(1)?) >> 8);
            }
            Format::F22t => {
                (self.a, self.b) = (high & 0xf, high >> 4);
                self.target = i32::from(signed(unit(1)?));
            }
            Format::F22s => {
                (self.a, self.b) = (high & 0xf, high >> 4);
                self.literal = i64::from(signed(unit(1)?));
            }
            Format::F22c => {
                (self.a, self.b) = (high & 0xf, high >> 4);
                self.index = u32::from(unit(1)?);
            }
            Format::F30t => self.target = wide(1)?.cast_signed(),
            Format::F32x => (self.a, self.b) = (unit(1)?, unit(2)?),
            Format::F31i => self.literal = i64::from(wide(1)?.cast_signed()),
            Format::F31t => self.target = wide(1)?.cast_signed(),
            Format::F31c => self.index = wide(1)?,
            Format::F35c | Format::F45cc => {
                self.index = u32::from(unit(1)?);
                self.args = listed(high, unit(2)?);
                if self.op == opcode::INVOKE_POLYMORPHIC {
                    self.proto = u32::from(unit(3)?);
                }
            }
            Format::F3rc | Format::F4rcc => {
                self.index = u32::from(unit(1)?);
                self.args = Args::Range(unit(2)?, u8::try_from(high).ok()?);
                if self.op == 0xfb {
                    self.proto = u32::from(unit(3)?);
                }
            }
            Format::F51l => {
                let low = u64::from(wide(1)?);
                let top = u64::from(wide(3)?);
                self.literal = ((top << 32) | low).cast_signed();
            }
        }
        Some(())
    }

    /// The table behind `packed-switch`, `sparse-switch` or `fill-array-data` at `at`.
    pub fn payload<'a>(&self, code: &Units<'a>, at: usize) -> Option<Payload<'a>> {
        let base = usize::try_from(i64::try_from(at).ok()?.checked_add(i64::from(self.target))?).ok()?;
        let size = code.get(base.checked_add(1)?)?;
        match code.get(base)? {
            0x0100 => {
                Some(Payload::Packed(code.get32(base.checked_add(2)?)?.cast_signed(), size, base.checked_add(4)?))
            }
            0x0200 => {
                let keys = base.checked_add(2)?;
                Some(Payload::Sparse(size, keys, keys.checked_add(usize::from(size).checked_mul(2)?)?))
            }
            0x0300 => {
                let count = code.get32(base.checked_add(2)?)?;
                let bytes = usize::from(size).checked_mul(count as usize)?;
                let data = code.bytes(base.checked_add(4)?, bytes.div_ceil(2))?;
                Some(Payload::Data(size, count, data.get(..bytes)?))
            }
            _ => None,
        }
    }
}

fn listed(high: u16, unit: u16) -> Args {
    let nibble = |shift: u16| u8::try_from((unit >> shift) & 0xf).unwrap_or(0);
    let fifth = u8::try_from(high & 0xf).unwrap_or(0);
    let count = u8::try_from(high >> 4).unwrap_or(0).min(5);
    Args::List([nibble(0), nibble(4), nibble(8), nibble(12), fifth], count)
}

impl Payload<'_> {
    /// (key, relative target) pairs of a switch.
    pub fn cases(&self, code: &Units<'_>) -> Vec<(i32, i32)> {
        let read = |base: usize, i: u16| {
            base.checked_add(usize::from(i).wrapping_mul(2)).and_then(|at| code.get32(at)).map(u32::cast_signed)
        };
        match *self {
            Self::Packed(first, count, targets) => {
                (0..count).map_while(|i| Some((first.wrapping_add(i32::from(i)), read(targets, i)?))).collect()
            }
            Self::Sparse(count, keys, targets) => {
                (0..count).map_while(|i| Some((read(keys, i)?, read(targets, i)?))).collect()
            }
            Self::Data(..) => Vec::new(),
        }
    }
}
