//! Code items: instructions, handlers, lines.

use super::{Dex, NO_INDEX};
use crate::format::Reader;

/// Handlers around one piece of code that are taken: no compiler writes so many.
const CATCHES: usize = 64;

/// 16-bit code units, borrowed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Units<'a>(&'a [[u8; 2]]);

impl<'a> Units<'a> {
    /// Units over bytes (an odd last byte is left out).
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes.as_chunks::<2>().0)
    }

    /// Number of units.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The unit at an offset.
    pub fn get(&self, at: usize) -> Option<u16> {
        self.0.get(at).map(|unit| u16::from_le_bytes(*unit))
    }

    /// Two units as one number.
    pub fn get32(&self, at: usize) -> Option<u32> {
        let low = self.get(at)?;
        let high = self.get(at.checked_add(1)?)?;
        Some(u32::from(low) | (u32::from(high) << 16))
    }

    /// Bytes of `count` units from an offset.
    pub fn bytes(&self, at: usize, count: usize) -> Option<&'a [u8]> {
        self.0.get(at..at.checked_add(count)?).map(<[[u8; 2]]>::as_flattened)
    }
}

/// A code item.
#[derive(Debug, Clone, Copy, Default)]
pub struct Code<'a> {
    /// Number of registers.
    pub registers: u16,
    /// Registers of the parameters (the last ones).
    pub ins: u16,
    /// Number of try items.
    pub tries: u16,
    /// Offset of the debug information, zero for none.
    pub debug: u32,
    /// Instructions; fewer than the header claims when the file ends before.
    pub units: Units<'a>,
    /// Whether the file ends before the instructions do.
    pub cut: bool,
    /// Offset of the first instruction in the file, in bytes.
    pub start: usize,
}

/// A range of instructions with handlers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Try {
    /// First unit covered.
    pub start: u32,
    /// Units covered.
    pub count: u32,
    /// In the order in which they are tried.
    pub handlers: Vec<Handler>,
}

/// A handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handler {
    /// Type index of what it catches; none catches all.
    pub ty: Option<u32>,
    /// Where it begins.
    pub address: u32,
}

impl<'a> Dex<'a> {
    /// The code item at an offset.
    pub fn code(&self, offset: u32) -> Option<Code<'a>> {
        if offset == 0 {
            return None;
        }
        let mut reader = self.reader(offset);
        let registers = reader.u16().ok()?;
        let ins = reader.u16().ok()?;
        reader.skip(2).ok()?;
        let tries = reader.u16().ok()?;
        let debug = reader.u32().ok()?;
        let count = reader.u32().ok()?;
        let start = reader.position();
        let wanted = (count as usize).saturating_mul(2);
        let units = Units::new(reader.take(wanted.min(reader.remaining())).ok()?);
        Some(Code { registers, ins, tries, debug, units, cut: units.len() < count as usize, start })
    }

    /// Handlers of a code item; what could be read, in proportion to its code: a broken table may name one long list again
    /// and again.
    pub fn tries(&self, code: &Code<'a>) -> Vec<Try> {
        let mut found = Vec::new();
        if code.tries == 0 {
            return found;
        }
        let end = code.start.saturating_add(code.units.len().saturating_mul(2));
        let table = if code.units.len() % 2 == 1 { end.saturating_add(2) } else { end };
        let list = table.saturating_add(usize::from(code.tries).saturating_mul(8));
        let mut reader = Reader::new(self.bytes(), "dex tries").at(table);
        let mut left = code.units.len().saturating_mul(8).saturating_add(64);
        for _ in 0..usize::from(code.tries).min(code.units.len()) {
            let (Ok(start), Ok(count), Ok(at)) = (reader.u32(), reader.u16(), reader.u16()) else { break };
            let handlers = self.handlers(list.saturating_add(usize::from(at)), left.min(CATCHES)).unwrap_or_default();
            left = left.saturating_sub(handlers.len());
            found.push(Try { start, count: u32::from(count), handlers });
        }
        found
    }

    fn handlers(&self, at: usize, most: usize) -> Option<Vec<Handler>> {
        let mut reader = Reader::new(self.bytes(), "dex handlers").at(at);
        let size = reader.sleb128().ok()?;
        let count = reader.count(size.unsigned_abs(), 2).ok()?;
        let mut handlers = Vec::with_capacity(count.min(64));
        if count > most {
            return None;
        }
        for _ in 0..count {
            let ty = u32::try_from(reader.uleb128().ok()?).ok()?;
            let address = u32::try_from(reader.uleb128().ok()?).ok()?;
            handlers.push(Handler { ty: Some(ty), address });
        }
        if size <= 0 {
            handlers.push(Handler { ty: None, address: u32::try_from(reader.uleb128().ok()?).ok()? });
        }
        Some(handlers)
    }

    /// Line numbers of a code item: (first unit, line) pairs in the order of the debug program.
    pub fn lines(&self, code: &Code<'a>) -> Lines<'a> {
        let mut reader = self.reader(code.debug);
        let start = (code.debug != 0)
            .then(|| {
                let line = u32::try_from(reader.uleb128().ok()?).ok()?;
                let names = reader.uleb128().ok()?;
                for _ in 0..reader.count(names, 1).ok()? {
                    reader.uleb128().ok()?;
                }
                Some(line)
            })
            .flatten();
        Lines { reader, line: start.unwrap_or(0), address: 0, done: start.is_none() }
    }

    /// The source line of an instruction, when debug information has one.
    pub fn line(&self, code: &Code<'a>, unit: u32) -> Option<u32> {
        self.lines(code).take_while(|&(at, _)| at <= unit).last().map(|(_, line)| line).filter(|&line| line != NO_INDEX)
    }
}

/// Runs a debug program: see [`Dex::lines`].
#[derive(Debug, Clone)]
pub struct Lines<'a> {
    reader: Reader<'a>,
    line: u32,
    address: u32,
    done: bool,
}

impl Lines<'_> {
    /// One opcode; the row that it emits, if it does.
    fn step(&mut self) -> Option<Option<(u32, u32)>> {
        let opcode = self.reader.u8().ok()?;
        match opcode {
            0 => return None,
            1 => self.address = self.address.wrapping_add(u32::try_from(self.reader.uleb128().ok()?).ok()?),
            2 => {
                let delta = i32::try_from(self.reader.sleb128().ok()?).ok()?;
                self.line = self.line.wrapping_add_signed(delta);
            }
            3 | 4 => {
                for _ in 0..if opcode == 3 { 3 } else { 4 } {
                    self.reader.uleb128().ok()?;
                }
            }
            5 | 6 | 9 => {
                self.reader.uleb128().ok()?;
            }
            7 | 8 => {}
            special => {
                let adjusted = i32::from(special).wrapping_sub(0x0a);
                self.address = self.address.wrapping_add_signed(adjusted.checked_div(15)?);
                self.line = self.line.wrapping_add_signed(adjusted.checked_rem(15)?.wrapping_sub(4));
                return Some(Some((self.address, self.line)));
            }
        }
        Some(None)
    }
}

impl Iterator for Lines<'_> {
    type Item = (u32, u32);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            match self.step() {
                Some(Some(row)) => return Some(row),
                Some(None) => {}
                None => self.done = true,
            }
        }
        None
    }
}
