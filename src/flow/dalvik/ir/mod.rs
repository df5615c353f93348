//! Methods as typed operations in basic blocks, exceptions included.

mod blocks;

use blocks::Cover;

use super::{DefId, FieldId, Maps, Method, MethodId, Program, Sym, TypeId};
use crate::format::dex::{Args, Code, EncodedValue, Insn, Payload, units};

/// How a call finds its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallKind {
    /// By the receiver's class.
    Virtual,
    /// The superclass's.
    Super,
    /// Exactly that one: constructors, private methods.
    Direct,
    /// Without a receiver.
    Static,
    /// By the receiver's class, through an interface.
    Interface,
    /// `MethodHandle.invoke` and its like.
    Polymorphic,
}

/// Comparisons of branches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Less.
    Lt,
    /// Greater or equal.
    Ge,
    /// Greater.
    Gt,
    /// Less or equal.
    Le,
}

impl Compare {
    /// Whether it holds of two numbers.
    pub fn holds(self, a: i64, b: i64) -> bool {
        match self {
            Self::Eq => a == b,
            Self::Ne => a != b,
            Self::Lt => a < b,
            Self::Ge => a >= b,
            Self::Gt => a > b,
            Self::Le => a <= b,
        }
    }
}

/// Operations on one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "plain names of conversions")]
pub enum Unary {
    Neg,
    Not,
    ToByte,
    ToChar,
    ToShort,
    ToInt,
    ToLong,
    Float,
}

/// Operations on two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "plain names of operations")]
pub enum Binary {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    And,
    Or,
    Xor,
    Shl,
    Shr,
    Ushr,
    RSub,
    Float,
}

/// One operation; registers are numbers below the method's register count.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "fields are registers (d: written, others read), ids and constants")]
pub enum Op {
    Nop,
    Move {
        d: u16,
        s: u16,
    },
    /// The result of the call before.
    Result {
        d: u16,
    },
    /// The exception caught.
    Caught {
        d: u16,
    },
    Return {
        s: Option<u16>,
    },
    Const {
        d: u16,
        value: i64,
    },
    /// A string by its index in the method's dex file.
    Text {
        d: u16,
        string: u32,
    },
    ClassOf {
        d: u16,
        ty: TypeId,
    },
    Cast {
        r: u16,
        ty: TypeId,
    },
    IsA {
        d: u16,
        s: u16,
        ty: TypeId,
    },
    Length {
        d: u16,
        s: u16,
    },
    New {
        d: u16,
        ty: TypeId,
    },
    NewArray {
        d: u16,
        len: u16,
        ty: TypeId,
    },
    /// An array of the registers; its reference is the «result».
    Filled {
        args: Args,
        ty: TypeId,
    },
    /// Constant elements put into an array: width in bytes and elements as numbers.
    Fill {
        r: u16,
        width: u16,
        values: Box<[i64]>,
    },
    Throw {
        s: u16,
    },
    Goto {
        to: u32,
    },
    Switch {
        s: u16,
        cases: Box<[(i32, u32)]>,
    },
    Compare {
        d: u16,
        a: u16,
        b: u16,
        float: bool,
    },
    If {
        test: Compare,
        a: u16,
        b: Option<u16>,
        to: u32,
    },
    ArrayGet {
        d: u16,
        a: u16,
        i: u16,
    },
    ArrayPut {
        s: u16,
        a: u16,
        i: u16,
    },
    Get {
        d: u16,
        o: u16,
        field: FieldId,
    },
    Put {
        s: u16,
        o: u16,
        field: FieldId,
    },
    StaticGet {
        d: u16,
        field: FieldId,
    },
    StaticPut {
        s: u16,
        field: FieldId,
    },
    Call {
        kind: CallKind,
        method: MethodId,
        args: Args,
    },
    /// A lambda or method reference: an object of an interface whose method `name` runs `target` with the captured
    /// arguments first.
    Lambda {
        interface: TypeId,
        name: Sym,
        target: MethodId,
        args: Args,
        make: bool,
    },
    Unary {
        op: Unary,
        d: u16,
        s: u16,
    },
    Binary {
        op: Binary,
        d: u16,
        a: u16,
        b: u16,
    },
    BinaryConst {
        op: Binary,
        d: u16,
        a: u16,
        value: i64,
    },
    /// Writes something that is not followed.
    Opaque {
        d: u16,
    },
}

/// A straight piece of a method.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    /// First operation.
    pub start: u32,
    /// One past the last operation.
    pub end: u32,
    /// Blocks that may follow: for a branch the one taken first, then the one below; for a switch the cases, then below.
    pub next: Vec<u32>,
    /// Handlers around it: what they catch (none: all) and their block.
    pub handlers: Vec<(Option<TypeId>, u32)>,
    /// Whether it lies on a cycle.
    pub looped: bool,
    /// Its position in reverse postorder: what leads to it comes before it, loops apart.
    pub rank: u32,
}

/// A method's code as operations.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// Number of registers.
    pub registers: u16,
    /// How many of them, the last ones, hold the parameters.
    pub ins: u16,
    /// Operations in code order; branch targets are numbers of operations.
    pub ops: Vec<Op>,
    /// Offset of each operation in code units.
    pub pcs: Vec<u32>,
    /// Basic blocks in code order; the first is the entry.
    pub blocks: Vec<Block>,
}

impl Body {
    /// Whether any way through it ends other than by an exception.
    pub fn returns(&self) -> bool {
        self.ops.iter().any(|op| matches!(op, Op::Return { .. }))
    }
}

impl Program<'_> {
    /// The code of a method as operations; none for abstract, native or broken methods.
    pub fn body(&self, def: DefId) -> Option<Body> {
        let method = self.def(def)?;
        let dex = self.dex(method.dex)?;
        let code = dex.code(method.code)?;
        let maps = self.maps.get(usize::from(method.dex))?;
        let mut lower = Lower { program: self, method, maps, code, body: Body::default(), at: Vec::new() };
        lower.run()?;
        let handlers = dex.tries(&code);
        let mut body = lower.body;
        let index = |pc: u32| lower.at.get(pc as usize).copied().filter(|&i| i != u32::MAX);
        let covers: Vec<Cover> = handlers
            .iter()
            .map(|t| Cover {
                start: t.start,
                end: t.start.saturating_add(t.count),
                handlers: t
                    .handlers
                    .iter()
                    .filter_map(|h| {
                        let ty = match h.ty {
                            Some(ty) => Some(*maps.types.get(ty as usize)?),
                            None => None,
                        };
                        Some((ty, index(h.address)?))
                    })
                    .collect(),
            })
            .collect();
        body.build_blocks(&covers);
        Some(body)
    }
}

struct Lower<'p, 'a> {
    program: &'p Program<'a>,
    method: &'p Method,
    maps: &'p Maps,
    code: Code<'a>,
    body: Body,
    /// Number of the operation at each unit.
    at: Vec<u32>,
}

impl Lower<'_, '_> {
    fn run(&mut self) -> Option<()> {
        let units_of = self.code.units;
        self.body.registers = self.code.registers;
        self.body.ins = self.code.ins;
        self.at = vec![u32::MAX; units_of.len()];
        let mut pc = 0usize;
        let mut insns = Vec::new();
        while let Some(first) = units_of.get(pc) {
            let length = units(&units_of, pc, first);
            let payload = first & 0xff == 0 && first != 0;
            if let Some(insn) = Insn::decode(&units_of, pc).filter(|_| !payload) {
                if let Some(slot) = self.at.get_mut(pc) {
                    *slot = insns.len() as u32;
                }
                insns.push((pc as u32, insn));
            }
            pc = pc.saturating_add(length);
        }
        for (pc, insn) in insns {
            let op = self.lower(pc, &insn).unwrap_or(Op::Nop);
            self.body.ops.push(op);
            self.body.pcs.push(pc);
        }
        (!self.body.ops.is_empty()).then_some(())
    }

    fn target(&self, pc: u32, offset: i32) -> Option<u32> {
        let to = pc.checked_add_signed(offset)?;
        self.at.get(to as usize).copied().filter(|&i| i != u32::MAX)
    }

    fn ty(&self, index: u32) -> Option<TypeId> {
        self.maps.types.get(index as usize).copied()
    }

    fn field(&self, index: u32) -> Option<FieldId> {
        self.maps.fields.get(index as usize).copied()
    }

    fn lower(&self, pc: u32, insn: &Insn) -> Option<Op> {
        let Insn { a, b, c, index, literal, .. } = *insn;
        Some(match insn.op {
            0x01..=0x09 => Op::Move { d: a, s: b },
            0x0a..=0x0c => Op::Result { d: a },
            0x0d => Op::Caught { d: a },
            0x0e => Op::Return { s: None },
            0x0f..=0x11 => Op::Return { s: Some(a) },
            0x12..=0x19 => Op::Const { d: a, value: literal },
            0x1a | 0x1b => Op::Text { d: a, string: index },
            0x1c => Op::ClassOf { d: a, ty: self.ty(index)? },
            0x1f => Op::Cast { r: a, ty: self.ty(index)? },
            0x20 => Op::IsA { d: a, s: b, ty: self.ty(index)? },
            0x21 => Op::Length { d: a, s: b },
            0x22 => Op::New { d: a, ty: self.ty(index)? },
            0x23 => Op::NewArray { d: a, len: b, ty: self.ty(index)? },
            0x24 | 0x25 => Op::Filled { args: insn.args, ty: self.ty(index)? },
            0x26 => self.fill(pc, insn)?,
            0x27 => Op::Throw { s: a },
            0x28..=0x2a => Op::Goto { to: self.target(pc, insn.target)? },
            0x2b | 0x2c => self.switch(pc, insn)?,
            0x2d..=0x30 => Op::Compare { d: a, a: b, b: c, float: true },
            0x31 => Op::Compare { d: a, a: b, b: c, float: false },
            0x32..=0x37 => Op::If { test: compare(insn.op - 0x32), a, b: Some(b), to: self.target(pc, insn.target)? },
            0x38..=0x3d => Op::If { test: compare(insn.op - 0x38), a, b: None, to: self.target(pc, insn.target)? },
            0x44..=0x4a => Op::ArrayGet { d: a, a: b, i: c },
            0x4b..=0x51 => Op::ArrayPut { s: a, a: b, i: c },
            0x52..=0x58 => Op::Get { d: a, o: b, field: self.field(index)? },
            0x59..=0x5f => Op::Put { s: a, o: b, field: self.field(index)? },
            0x60..=0x66 => Op::StaticGet { d: a, field: self.field(index)? },
            0x67..=0x6d => Op::StaticPut { s: a, field: self.field(index)? },
            0x6e..=0x72 | 0x74..=0x78 | 0xfa | 0xfb => {
                let method = self.maps.methods.get(index as usize).copied()?;
                Op::Call { kind: call_kind(insn.op), method, args: insn.args }
            }
            0xfc | 0xfd => self.custom(insn)?,
            0x7b | 0x7d => Op::Unary { op: Unary::Neg, d: a, s: b },
            0x7c | 0x7e => Op::Unary { op: Unary::Not, d: a, s: b },
            0x7f | 0x80 | 0x82 | 0x83 | 0x85..=0x8c => Op::Unary { op: Unary::Float, d: a, s: b },
            0x81 => Op::Unary { op: Unary::ToLong, d: a, s: b },
            0x84 => Op::Unary { op: Unary::ToInt, d: a, s: b },
            0x8d => Op::Unary { op: Unary::ToByte, d: a, s: b },
            0x8e => Op::Unary { op: Unary::ToChar, d: a, s: b },
            0x8f => Op::Unary { op: Unary::ToShort, d: a, s: b },
            0x90..=0xaf => Op::Binary { op: binary(insn.op - 0x90), d: a, a: b, b: c },
            0xb0..=0xcf => Op::Binary { op: binary(insn.op - 0xb0), d: a, a, b },
            0xd0..=0xd7 => Op::BinaryConst { op: literal_binary(insn.op - 0xd0), d: a, a: b, value: literal },
            0xd8..=0xdf => Op::BinaryConst { op: literal_binary(insn.op - 0xd8), d: a, a: b, value: literal },
            0xe0 => Op::BinaryConst { op: Binary::Shl, d: a, a: b, value: literal },
            0xe1 => Op::BinaryConst { op: Binary::Shr, d: a, a: b, value: literal },
            0xe2 => Op::BinaryConst { op: Binary::Ushr, d: a, a: b, value: literal },
            0xfe | 0xff => Op::Opaque { d: a },
            _ => Op::Nop,
        })
    }

    fn fill(&self, pc: u32, insn: &Insn) -> Option<Op> {
        let Payload::Data(width, _, bytes) = insn.payload(&self.code.units, pc as usize)? else { return None };
        let values = bytes
            .chunks_exact(usize::from(width).max(1))
            .take(65_536)
            .map(|chunk| {
                let start: i64 = if chunk.last().is_some_and(|b| b & 0x80 != 0) { -1 } else { 0 };
                chunk.iter().rev().fold(start, |value, &byte| (value << 8) | i64::from(byte))
            })
            .collect();
        Some(Op::Fill { r: insn.a, width, values })
    }

    fn switch(&self, pc: u32, insn: &Insn) -> Option<Op> {
        let payload = insn.payload(&self.code.units, pc as usize)?;
        let cases = payload.cases(&self.code.units);
        let cases = cases.iter().filter_map(|&(key, to)| Some((key, self.target(pc, to)?))).collect();
        Some(Op::Switch { s: insn.a, cases })
    }

    /// `invoke-custom` of `LambdaMetafactory`: values are bootstrap, name, type, then the interface method's type, the
    /// implementation, the instantiated type.
    fn custom(&self, insn: &Insn) -> Option<Op> {
        let dex = self.program.dex(self.method.dex)?;
        let values = dex.call_site(insn.index)?.values;
        let (EncodedValue::String(name), EncodedValue::MethodType(made)) = (values.get(1)?, values.get(2)?) else {
            return None;
        };
        let EncodedValue::MethodHandle(handle) = values.get(4)? else { return None };
        let handle = dex.method_handle(*handle).filter(|h| h.kind >= 4)?;
        let made = self.maps.protos.get(*made as usize)?;
        Some(Op::Lambda {
            interface: self.program.proto(*made).result,
            name: self.program.find_text(&dex.string(*name)?)?,
            target: self.maps.methods.get(handle.member as usize).copied()?,
            args: insn.args,
            make: handle.kind == 6,
        })
    }
}

fn call_kind(op: u8) -> CallKind {
    match op {
        0x6e | 0x74 => CallKind::Virtual,
        0x6f | 0x75 => CallKind::Super,
        0x70 | 0x76 => CallKind::Direct,
        0x71 | 0x77 => CallKind::Static,
        0x72 | 0x78 => CallKind::Interface,
        _ => CallKind::Polymorphic,
    }
}

fn compare(op: u8) -> Compare {
    match op {
        0 => Compare::Eq,
        1 => Compare::Ne,
        2 => Compare::Lt,
        3 => Compare::Ge,
        4 => Compare::Gt,
        _ => Compare::Le,
    }
}

/// Integer operations in the order of `add-int` to `ushr-int` and of `add-long`; floating-point ones after them.
fn binary(op: u8) -> Binary {
    match op % 11 {
        _ if op >= 22 => Binary::Float,
        0 => Binary::Add,
        1 => Binary::Sub,
        2 => Binary::Mul,
        3 => Binary::Div,
        4 => Binary::Rem,
        5 => Binary::And,
        6 => Binary::Or,
        7 => Binary::Xor,
        8 => Binary::Shl,
        9 => Binary::Shr,
        _ => Binary::Ushr,
    }
}

fn literal_binary(op: u8) -> Binary {
    match op {
        1 => Binary::RSub,
        0 => Binary::Add,
        2 => Binary::Mul,
        3 => Binary::Div,
        4 => Binary::Rem,
        5 => Binary::And,
        6 => Binary::Or,
        _ => Binary::Xor,
    }
}

impl Op {
    /// Whether it can throw (calls, allocations, accesses, casts, division).
    pub fn may_throw(&self) -> bool {
        !matches!(
            self,
            Self::Nop
                | Self::Move { .. }
                | Self::Result { .. }
                | Self::Caught { .. }
                | Self::Return { .. }
                | Self::Const { .. }
                | Self::Goto { .. }
                | Self::Switch { .. }
                | Self::Compare { .. }
                | Self::If { .. }
                | Self::Unary { .. }
                | Self::Opaque { .. }
        )
    }

    /// Operations that it may continue at, apart from the one below, and whether the one below can follow.
    fn flow(&self) -> (Vec<u32>, bool) {
        match self {
            Self::Return { .. } | Self::Throw { .. } => (Vec::new(), false),
            Self::Goto { to } => (vec![*to], false),
            Self::If { to, .. } => (vec![*to], true),
            Self::Switch { cases, .. } => (cases.iter().map(|&(_, to)| to).collect(), true),
            _ => (Vec::new(), true),
        }
    }
}
