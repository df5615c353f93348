//! The archive as signature verification sees it. Stricter than [`crate::format::zip`], on purpose: what Android's
//! verifiers refuse to read must not count as signed.

use std::io::Write;

use flate2::write::DeflateDecoder;

use crate::format::{FormatError, FormatResult, Reader};

const WHAT: &str = "APK";
const BLOCK_MAGIC: &[u8; 16] = b"APK Sig Block 42";

/// Where the parts of a signed archive stand, and the APK Signing Block between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sections<'a> {
    /// The whole file.
    pub bytes: &'a [u8],
    /// Start of the central directory.
    pub directory: usize,
    /// Size of the central directory as claimed.
    directory_size: usize,
    /// Number of records as claimed.
    records: usize,
    /// Start of the end-of-central-directory record.
    pub end: usize,
}

impl<'a> Sections<'a> {
    /// Finds the record at the end, whose comment must reach exactly to the end of the file.
    pub(super) fn find(bytes: &'a [u8]) -> FormatResult<Self> {
        let end = find_end(bytes).ok_or(FormatError::BadMagic { what: WHAT })?;
        let mut reader = Reader::new(bytes, WHAT).at(end + 10);
        let records = usize::from(reader.u16()?);
        let directory_size = reader.u32()? as usize;
        let directory = reader.u32()? as usize;
        if directory.saturating_add(directory_size) > end {
            return Err(reader.malformed("central directory overlaps its end record"));
        }
        Ok(Self { bytes, directory, directory_size, records, end })
    }

    /// Start and contents (pairs of id and value) of the APK Signing Block; none when there is no well-formed one.
    /// <https://source.android.com/docs/security/features/apksigning/v2#apk-signing-block>
    pub(super) fn block(&self) -> Option<(usize, &'a [u8])> {
        if self.directory + self.directory_size != self.end {
            return None;
        }
        let footer = self.directory.checked_sub(24)?;
        let mut reader = Reader::new(self.bytes, WHAT).at(footer);
        let size = usize::try_from(reader.u64().ok()?).ok()?;
        if reader.take(16).ok()? != BLOCK_MAGIC || size < 24 {
            return None;
        }
        let start = self.directory.checked_sub(size.checked_add(8)?)?;
        let repeated = Reader::new(self.bytes, WHAT).at(start).u64().ok()?;
        if repeated != size as u64 {
            return None;
        }
        Some((start, self.bytes.get(start + 8..footer)?))
    }

    /// Records of the central directory, but for folders. Android reads no further than the number claimed.
    pub(super) fn entries(&self) -> FormatResult<Vec<Record>> {
        let area = self.bytes.get(..self.directory + self.directory_size).unwrap_or_default();
        let mut reader = Reader::new(area, WHAT).at(self.directory);
        let mut out = Vec::with_capacity(reader.count(self.records as u64, 46)?);
        for _ in 0..self.records {
            let record = Record::read(&mut reader)?;
            if !record.name.ends_with('/') {
                out.push(record);
            }
        }
        Ok(out)
    }

    /// Feeds an entry's content to `sink`. An error when it is not as its record says. `inflated`: compressed size and
    /// content, when a deflate stream at that place was inflated before.
    pub(super) fn feed(
        &self,
        record: &Record,
        inflated: Option<(u64, &[u8])>,
        sink: &mut dyn FnMut(&[u8]),
    ) -> FormatResult<()> {
        let data = self.data(record)?;
        if record.method == 0 {
            sink(data);
            return Ok(());
        }
        if let Some((compressed, content)) = inflated
            && compressed == record.compressed
            && content.len() as u64 == record.size
        {
            sink(content);
            return Ok(());
        }
        let mut counter = Counter { sink, left: record.size };
        let mut inflater = DeflateDecoder::new(&mut counter);
        // Whatever follows the stream's own end inside the data is ignored, as Android does.
        let written = write_until_end(&mut inflater, data).and_then(|()| inflater.try_finish());
        drop(inflater);
        match written {
            Ok(()) if counter.left == 0 => Ok(()),
            _ => Err(FormatError::Malformed { what: WHAT, why: "entry is not as claimed", offset: record.header }),
        }
    }

    /// An entry's content in memory, up to `most` bytes.
    pub(super) fn content(&self, record: &Record, most: u64) -> FormatResult<Vec<u8>> {
        let data = self.data(record)?.len() as u64;
        // Deflate can't give more: such a size is not to be had, whatever the limit.
        if record.size > data.saturating_mul(1032).saturating_add(64) {
            return Err(FormatError::Malformed { what: WHAT, why: "size that can't be", offset: record.header });
        }
        if record.size > most {
            return Err(FormatError::Limit { what: WHAT, limit: "entry-bytes" });
        }
        let mut out = Vec::new();
        self.feed(record, None, &mut |bytes| out.extend_from_slice(bytes))?;
        Ok(out)
    }

    /// The compressed data, after the checks on the local header that Android's verifier makes.
    fn data(&self, record: &Record) -> FormatResult<&'a [u8]> {
        let area = self.bytes.get(..self.directory).unwrap_or_default();
        let start = usize::try_from(record.header).unwrap_or(usize::MAX);
        let mut reader = Reader::new(area, WHAT).at(start);
        if reader.u32()? != 0x0403_4b50 {
            return Err(reader.malformed("local header expected"));
        }
        reader.skip(2)?;
        let flags = reader.u16()?;
        if (flags ^ record.flags) & 8 != 0 {
            return Err(reader.malformed("data descriptor in one header only"));
        }
        reader.skip(6)?;
        let sizes = (reader.u32()?, u64::from(reader.u32()?), u64::from(reader.u32()?));
        if flags & 8 == 0 && sizes != (record.crc, record.compressed, record.size) {
            return Err(reader.malformed("sizes differ between headers"));
        }
        let (name, extra) = (usize::from(reader.u16()?), usize::from(reader.u16()?));
        if String::from_utf8_lossy(reader.take(name)?) != record.name {
            return Err(reader.malformed("names differ between headers"));
        }
        reader.skip(extra)?;
        let size = if record.method == 0 { record.size } else { record.compressed };
        reader.take(usize::try_from(size).unwrap_or(usize::MAX))
    }
}

/// One record of the central directory (APPNOTE 4.3.12).
#[derive(Debug, Clone)]
pub(super) struct Record {
    /// Name; bytes that are not UTF-8 are replaced.
    pub name: String,
    flags: u16,
    method: u16,
    crc: u32,
    compressed: u64,
    /// Size of the content as claimed.
    pub size: u64,
    /// Offset of the local header.
    pub header: u64,
}

impl Record {
    fn read(reader: &mut Reader<'_>) -> FormatResult<Self> {
        if reader.u32()? != 0x0201_4b50 {
            return Err(reader.malformed("central directory record expected"));
        }
        reader.skip(4)?;
        let (flags, method) = (reader.u16()?, reader.u16()?);
        reader.skip(4)?;
        let crc = reader.u32()?;
        let (compressed, size) = (u64::from(reader.u32()?), u64::from(reader.u32()?));
        let (name, extra, comment) = (reader.u16()?, reader.u16()?, reader.u16()?);
        reader.skip(8)?;
        let header = u64::from(reader.u32()?);
        let name = String::from_utf8_lossy(reader.take(usize::from(name))?).into_owned();
        reader.take(usize::from(extra) + usize::from(comment))?;
        Ok(Self { name, flags, method, crc, compressed, size, header })
    }
}

fn find_end(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(22)?;
    (last.saturating_sub(usize::from(u16::MAX))..=last).rev().find(|&at| {
        bytes.get(at..at + 4) == Some(b"PK\x05\x06")
            && Reader::new(bytes, WHAT).at(at + 20).u16().is_ok_and(|comment| usize::from(comment) == last - at)
    })
}

/// Passes bytes on and refuses more than there should be.
struct Counter<'s> {
    sink: &'s mut dyn FnMut(&[u8]),
    left: u64,
}

impl Write for Counter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self.left.checked_sub(bytes.len() as u64) {
            Some(left) => self.left = left,
            None => return Err(std::io::ErrorKind::InvalidData.into()),
        }
        (self.sink)(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Writes until all is taken or the stream has ended.
fn write_until_end(inflater: &mut DeflateDecoder<&mut Counter<'_>>, mut data: &[u8]) -> std::io::Result<()> {
    while !data.is_empty() {
        match inflater.write(data)? {
            0 => break,
            taken => data = data.get(taken..).unwrap_or_default(),
        }
    }
    Ok(())
}
