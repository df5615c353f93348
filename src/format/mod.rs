//! Bytes to structures: one parser per file format. Total, bounded, without opinion.
//!
//! A parser here never panics, never allocates by a number read from the file, never recurses without a counter, and
//! returns what it could read together with the oddities that it met ([`Anomaly`]). All access to bytes goes through
//! [`Reader`]. What an oddity *means* (a tampering sign, a reason for «not seen») is decided further up.
#![cfg_attr(
    not(test),
    deny(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic
    )
)]

pub mod arsc;
pub mod axml;
pub mod der;
pub mod dex;
pub mod elf;
pub mod host;
pub mod macho;
pub mod nib;
pub mod plist;
pub mod proto;
pub mod zip;

use std::fmt;

/// Why a structure could not be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// Fewer bytes than the structure needs.
    #[error("{what}: ends at {end:#x}, {needed} more bytes expected")]
    TooShort {
        /// The structure being read.
        what: &'static str,
        /// Where the bytes end.
        end: u64,
        /// How many more were needed.
        needed: u64,
    },
    /// The first bytes are not this format's.
    #[error("{what}: wrong magic")]
    BadMagic {
        /// The format expected.
        what: &'static str,
    },
    /// The bytes contradict the format.
    #[error("{what}: {why} at {offset:#x}")]
    Malformed {
        /// The structure being read.
        what: &'static str,
        /// What is wrong, in a few words.
        why: &'static str,
        /// Where.
        offset: u64,
    },
    /// A bound of [`crate::limits::Limits`] was hit.
    #[error("{what}: over the limit `{limit}`")]
    Limit {
        /// The structure being read.
        what: &'static str,
        /// Which limit, kebab-case.
        limit: &'static str,
    },
}

/// Result of a parser.
pub type FormatResult<T> = Result<T, FormatError>;

/// An oddity that did not stop the parser: a junk chunk, a wrong size, a duplicate name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Anomaly {
    /// Kebab-case code, the same everywhere (`zip-duplicate-entry`, `axml-junk-chunk`, ...).
    pub code: &'static str,
    /// Byte offset in the file in question.
    pub offset: u64,
    /// What was read, for evidence; may hold app text.
    pub detail: String,
}

impl Anomaly {
    /// An anomaly; `detail` is cut at 200 characters.
    pub fn new(code: &'static str, offset: u64, detail: impl fmt::Display) -> Self {
        Self { code, offset, detail: detail.to_string().chars().take(200).collect() }
    }
}

/// A value and the oddities met while reading it.
#[derive(Debug, Clone, Default)]
pub struct Parsed<T> {
    /// What was read.
    pub value: T,
    /// In the order met.
    pub anomalies: Vec<Anomaly>,
}

/// A cursor over bytes: every read is checked, every offset is absolute. Little-endian unless said.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
    what: &'static str,
}

impl<'a> Reader<'a> {
    /// A reader at the start of `bytes`; `what` names the structure in errors.
    pub fn new(bytes: &'a [u8], what: &'static str) -> Self {
        Self { bytes, position: 0, what }
    }

    /// The same bytes at another absolute position (which may lie past the end: reads then fail).
    pub fn at(self, position: usize) -> Self {
        Self { position, ..self }
    }

    /// Absolute position.
    pub fn position(&self) -> usize {
        self.position
    }

    /// Bytes from the position to the end.
    pub fn remaining(&self) -> usize {
        self.bytes.len().saturating_sub(self.position)
    }

    /// All bytes.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// An error that says how much was missing.
    pub fn short(&self, needed: usize) -> FormatError {
        FormatError::TooShort {
            what: self.what,
            end: self.bytes.len() as u64,
            needed: (needed.saturating_sub(self.remaining())) as u64,
        }
    }

    /// An error at the position.
    pub fn malformed(&self, why: &'static str) -> FormatError {
        FormatError::Malformed { what: self.what, why, offset: self.position as u64 }
    }

    /// The next `count` bytes.
    pub fn take(&mut self, count: usize) -> FormatResult<&'a [u8]> {
        let end = self.position.checked_add(count).ok_or_else(|| self.short(count))?;
        let slice = self.bytes.get(self.position..end).ok_or_else(|| self.short(count))?;
        self.position = end;
        Ok(slice)
    }

    /// The next `N` bytes as an array.
    pub fn array<const N: usize>(&mut self) -> FormatResult<[u8; N]> {
        let slice = self.take(N)?;
        slice.try_into().map_err(|_| self.short(N))
    }

    /// Moves on by `count` bytes; may move past the end (the next read then fails).
    pub fn skip(&mut self, count: usize) -> FormatResult<()> {
        self.position = self.position.checked_add(count).ok_or_else(|| self.short(count))?;
        Ok(())
    }

    /// One byte.
    pub fn u8(&mut self) -> FormatResult<u8> {
        Ok(u8::from_le_bytes(self.array()?))
    }

    /// Two bytes, little-endian.
    pub fn u16(&mut self) -> FormatResult<u16> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    /// Four bytes, little-endian.
    pub fn u32(&mut self) -> FormatResult<u32> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    /// Eight bytes, little-endian.
    pub fn u64(&mut self) -> FormatResult<u64> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    /// Two bytes, big-endian.
    pub fn u16_be(&mut self) -> FormatResult<u16> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    /// Four bytes, big-endian.
    pub fn u32_be(&mut self) -> FormatResult<u32> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    /// Eight bytes, big-endian.
    pub fn u64_be(&mut self) -> FormatResult<u64> {
        Ok(u64::from_be_bytes(self.array()?))
    }

    /// An unsigned LEB128 of at most 64 bits (DEX `uleb128`, Mach-O `ULEB128`).
    #[inline]
    pub fn uleb128(&mut self) -> FormatResult<u64> {
        match self.bytes.get(self.position) {
            // Most fit into one byte.
            Some(&byte) if byte < 0x80 => {
                self.position = self.position.saturating_add(1);
                Ok(u64::from(byte))
            }
            _ => self.long_uleb128(),
        }
    }

    fn long_uleb128(&mut self) -> FormatResult<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.u8()?;
            value |= u64::from(byte & 0x7f).wrapping_shl(shift);
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(self.malformed("LEB128 longer than 64 bits"))
    }

    /// A signed LEB128 of at most 64 bits.
    pub fn sleb128(&mut self) -> FormatResult<i64> {
        let mut value = 0i64;
        for shift in (0..64u32).step_by(7) {
            let byte = self.u8()?;
            value |= i64::from(byte & 0x7f).wrapping_shl(shift);
            if byte & 0x80 == 0 {
                let used = shift.saturating_add(7);
                if byte & 0x40 != 0 && used < 64 {
                    value |= (-1i64).wrapping_shl(used);
                }
                return Ok(value);
            }
        }
        Err(self.malformed("LEB128 longer than 64 bits"))
    }

    /// Bytes up to a NUL (not included), and moves past it.
    pub fn c_string(&mut self) -> FormatResult<&'a [u8]> {
        let rest = self.bytes.get(self.position..).ok_or_else(|| self.short(1))?;
        let length = memchr::memchr(0, rest).ok_or_else(|| self.short(rest.len().saturating_add(1)))?;
        let slice = self.take(length)?;
        self.skip(1)?;
        Ok(slice)
    }

    /// `count` if that many items of at least `smallest` bytes can still follow, else an error: call before reserving.
    pub fn count(&self, count: u64, smallest: usize) -> FormatResult<usize> {
        let count = usize::try_from(count).map_err(|_| self.short(usize::MAX))?;
        match count.checked_mul(smallest.max(1)) {
            Some(bytes) if bytes <= self.remaining() => Ok(count),
            _ => Err(self.short(count)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_stop_at_the_end_and_say_how_much_was_missing() {
        let mut reader = Reader::new(&[1, 2, 3], "sample");
        assert_eq!(reader.u16(), Ok(0x0201));
        assert_eq!(reader.u32(), Err(FormatError::TooShort { what: "sample", end: 3, needed: 3 }));
        assert_eq!(reader.u8(), Ok(3), "a failed read does not move");
    }

    #[test]
    fn leb128_takes_ten_bytes_at_most() {
        assert_eq!(Reader::new(&[0xe5, 0x8e, 0x26], "s").uleb128(), Ok(624_485));
        assert_eq!(Reader::new(&[0x7f], "s").sleb128(), Ok(-1));
        assert_eq!(Reader::new(&[0x80, 0x7f], "s").sleb128(), Ok(-128));
        assert!(Reader::new(&[0xff; 20], "s").uleb128().is_err());
    }

    #[test]
    fn a_count_must_fit_the_bytes_that_follow() {
        let reader = Reader::new(&[0; 64], "s");
        assert_eq!(reader.count(16, 4), Ok(16));
        assert!(reader.count(17, 4).is_err());
        assert!(reader.count(u64::MAX, 4).is_err());
    }
}
