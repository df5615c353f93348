//! ASN.1 in BER and DER: a walker, and on top of it X.509 certificates, CMS signed data and Apple's DER entitlements.
//!
//! Signature blocks in the wild are BER (indefinite lengths, constructed octet strings), so the walker reads BER and DER
//! alike: ITU-T X.690. Nothing is copied until asked for; nesting is bounded by [`DEEPEST`].

pub mod cms;
pub mod entitlements;
pub mod x509;

use std::borrow::Cow;
use std::fmt;

use super::{FormatError, FormatResult, Reader};

/// Deepest nesting that is followed. Certificates and signed data stay below 20.
pub const DEEPEST: usize = 64;

const WHAT: &str = "DER";

/// Class of a tag (X.690, 8.1.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Types of ASN.1 itself.
    Universal,
    /// Application-wide.
    Application,
    /// Meaning given by the surrounding structure: `[0]`, `[1]`, ...
    Context,
    /// Private.
    Private,
}

/// A tag without its «constructed» bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag {
    /// Class.
    pub class: Class,
    /// Number.
    pub number: u32,
}

impl Tag {
    /// BOOLEAN
    pub const BOOLEAN: Self = Self::universal(1);
    /// INTEGER
    pub const INTEGER: Self = Self::universal(2);
    /// BIT STRING
    pub const BIT_STRING: Self = Self::universal(3);
    /// OCTET STRING
    pub const OCTET_STRING: Self = Self::universal(4);
    /// NULL
    pub const NULL: Self = Self::universal(5);
    /// OBJECT IDENTIFIER
    pub const OID: Self = Self::universal(6);
    /// UTF8String
    pub const UTF8_STRING: Self = Self::universal(12);
    /// SEQUENCE and SEQUENCE OF
    pub const SEQUENCE: Self = Self::universal(16);
    /// SET and SET OF
    pub const SET: Self = Self::universal(17);
    /// PrintableString
    pub const PRINTABLE_STRING: Self = Self::universal(19);
    /// T61String
    pub const TELETEX_STRING: Self = Self::universal(20);
    /// IA5String
    pub const IA5_STRING: Self = Self::universal(22);
    /// UTCTime
    pub const UTC_TIME: Self = Self::universal(23);
    /// GeneralizedTime
    pub const GENERALIZED_TIME: Self = Self::universal(24);
    /// UniversalString
    pub const UNIVERSAL_STRING: Self = Self::universal(28);
    /// BMPString
    pub const BMP_STRING: Self = Self::universal(30);

    const fn universal(number: u32) -> Self {
        Self { class: Class::Universal, number }
    }

    /// `[number]`
    pub const fn context(number: u32) -> Self {
        Self { class: Class::Context, number }
    }

    /// `[APPLICATION number]`
    pub const fn application(number: u32) -> Self {
        Self { class: Class::Application, number }
    }
}

/// One value: its tag, its contents and its whole encoding.
#[derive(Debug, Clone, Copy)]
pub struct Element<'a> {
    /// Tag.
    pub tag: Tag,
    /// Whether the contents are values again.
    pub constructed: bool,
    /// Contents, without the end mark of an indefinite length.
    pub content: &'a [u8],
    /// Identifier, length, contents and end mark.
    pub raw: &'a [u8],
}

impl<'a> Element<'a> {
    /// The value at the start of `bytes`; what follows it is ignored (see [`Cursor`] for reading on).
    pub fn parse(bytes: &'a [u8]) -> FormatResult<Self> {
        Cursor::new(bytes).next()
    }

    /// The value if its tag is the one expected.
    pub fn expect(self, tag: Tag, why: &'static str) -> FormatResult<Self> {
        if self.tag == tag { Ok(self) } else { Err(malformed(why)) }
    }

    /// A cursor over the contents.
    pub fn inside(&self) -> Cursor<'a> {
        Cursor::new(self.content)
    }

    /// The values inside, in order; stops after the first error.
    pub fn children(&self) -> impl Iterator<Item = FormatResult<Self>> + use<'a> {
        let mut cursor = self.inside();
        std::iter::from_fn(move || {
            if cursor.is_empty() {
                return None;
            }
            let item = cursor.next();
            if item.is_err() {
                cursor = Cursor::new(&[]);
            }
            Some(item)
        })
    }

    /// Contents of an OBJECT IDENTIFIER.
    pub fn oid(&self) -> FormatResult<Oid<'a>> {
        self.expect(Tag::OID, "object identifier expected").map(|e| Oid(e.content))
    }

    /// Contents of an INTEGER, as encoded: two's complement, big-endian.
    pub fn integer(&self) -> FormatResult<&'a [u8]> {
        self.expect(Tag::INTEGER, "integer expected").map(|e| e.content)
    }

    /// An INTEGER taken as unsigned, big-endian, without leading zeros. A leading one-bit is taken as part of the
    /// magnitude: some encoders forget the zero byte in front of it.
    pub fn unsigned(&self) -> FormatResult<&'a [u8]> {
        self.integer().map(trim_zeros)
    }

    /// Octets of a string value. A constructed string (BER) is put together from its parts.
    pub fn octets(&self) -> FormatResult<Cow<'a, [u8]>> {
        if !self.constructed {
            return Ok(Cow::Borrowed(self.content));
        }
        let mut out = Vec::new();
        self.gather(&mut out, 0)?;
        Ok(Cow::Owned(out))
    }

    fn gather(&self, out: &mut Vec<u8>, depth: usize) -> FormatResult<()> {
        if !self.constructed {
            out.extend_from_slice(self.content);
            return Ok(());
        }
        if depth >= DEEPEST {
            return Err(too_deep());
        }
        self.children().try_for_each(|child| child?.gather(out, depth.saturating_add(1)))
    }

    /// Octets of a BIT STRING whose length is a whole number of octets.
    pub fn bit_string(&self) -> FormatResult<&'a [u8]> {
        self.expect(Tag::BIT_STRING, "bit string expected")?;
        match self.content.split_first() {
            Some((0, rest)) => Ok(rest),
            _ => Err(malformed("bit string with unused bits")),
        }
    }

    /// Text of any string type; octets that are not valid in it are replaced.
    pub fn text(&self) -> String {
        let bytes = self.octets().unwrap_or_default();
        match self.tag {
            Tag::BMP_STRING => {
                let units: Vec<u16> =
                    bytes.chunks_exact(2).filter_map(|p| p.try_into().ok()).map(u16::from_be_bytes).collect();
                String::from_utf16_lossy(&units)
            }
            Tag::UNIVERSAL_STRING => bytes
                .chunks_exact(4)
                .filter_map(|p| p.try_into().ok())
                .map(|p| char::from_u32(u32::from_be_bytes(p)).unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect(),
            Tag::TELETEX_STRING => match std::str::from_utf8(&bytes) {
                Ok(text) => text.to_owned(),
                // T.61 is Latin-1 in every certificate that uses it.
                Err(_) => bytes.iter().map(|&b| char::from(b)).collect(),
            },
            _ => String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// Time of a UTCTime or GeneralizedTime. A zone other than `Z` is not applied.
    pub fn time(&self) -> FormatResult<Time> {
        let digits: Vec<u16> =
            self.content.iter().take_while(|b| b.is_ascii_digit()).map(|b| u16::from(b.wrapping_sub(b'0'))).collect();
        let pair = |at: usize| -> Option<u16> {
            Some(digits.get(at)?.wrapping_mul(10).wrapping_add(*digits.get(at.checked_add(1)?)?))
        };
        let read = || -> Option<Time> {
            let (year, at) = match self.tag {
                Tag::UTC_TIME => {
                    let year = pair(0)?;
                    // RFC 5280, 4.1.2.5.1
                    (year.wrapping_add(if year >= 50 { 1900 } else { 2000 }), 2usize)
                }
                Tag::GENERALIZED_TIME => (pair(0)?.wrapping_mul(100).wrapping_add(pair(2)?), 4),
                _ => return None,
            };
            let field = |index: usize| pair(at.saturating_add(index.saturating_mul(2)));
            Some(Time {
                year,
                month: field(0)?,
                day: field(1)?,
                hour: field(2)?,
                minute: field(3)?,
                second: field(4).unwrap_or(0),
            })
        };
        read().ok_or_else(|| malformed("time expected"))
    }
}

/// Reads values one after the other.
#[derive(Debug, Clone, Copy)]
pub struct Cursor<'a> {
    reader: Reader<'a>,
}

impl<'a> Cursor<'a> {
    /// At the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { reader: Reader::new(bytes, WHAT) }
    }

    /// Whether all is read.
    pub fn is_empty(&self) -> bool {
        self.reader.remaining() == 0
    }

    /// The next value.
    #[allow(clippy::should_implement_trait)] // an error must not be lost by an adapter: see [`Element::children`]
    pub fn next(&mut self) -> FormatResult<Element<'a>> {
        element(&mut self.reader, 0)
    }

    /// The next value, which must have this tag.
    pub fn take(&mut self, tag: Tag, why: &'static str) -> FormatResult<Element<'a>> {
        self.next()?.expect(tag, why)
    }

    /// The next value if it has this tag; else nothing is read.
    pub fn take_if(&mut self, tag: Tag) -> FormatResult<Option<Element<'a>>> {
        if self.is_empty() {
            return Ok(None);
        }
        let mut ahead = *self;
        let element = ahead.next()?;
        if element.tag != tag {
            return Ok(None);
        }
        *self = ahead;
        Ok(Some(element))
    }
}

fn element<'a>(reader: &mut Reader<'a>, depth: usize) -> FormatResult<Element<'a>> {
    let start = reader.position();
    let first = reader.u8()?;
    let class = match first >> 6 {
        0 => Class::Universal,
        1 => Class::Application,
        2 => Class::Context,
        _ => Class::Private,
    };
    let constructed = first & 0x20 != 0;
    let number = match first & 0x1f {
        0x1f => long_tag(reader)?,
        short => u32::from(short),
    };
    let length = length(reader)?;
    let from = reader.position();
    let content = match length {
        Some(length) => reader.take(length)?,
        None if !constructed => return Err(reader.malformed("indefinite length of a primitive value")),
        None if depth >= DEEPEST => return Err(too_deep()),
        None => {
            let end = loop {
                let end = reader.position();
                let mut ahead = *reader;
                if ahead.u16()? == 0 {
                    *reader = ahead;
                    break end;
                }
                element(reader, depth.saturating_add(1))?;
            };
            between(reader, from, end)?
        }
    };
    let raw = between(reader, start, reader.position())?;
    Ok(Element { tag: Tag { class, number }, constructed, content, raw })
}

fn between<'a>(reader: &Reader<'a>, from: usize, to: usize) -> FormatResult<&'a [u8]> {
    reader.bytes().get(from..to).ok_or_else(|| reader.malformed("offsets out of order"))
}

fn long_tag(reader: &mut Reader<'_>) -> FormatResult<u32> {
    let mut number = 0u32;
    for _ in 0..4 {
        let byte = reader.u8()?;
        number = number.wrapping_shl(7) | u32::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(reader.malformed("tag number above 28 bits"))
}

/// The length; none when it is indefinite.
fn length(reader: &mut Reader<'_>) -> FormatResult<Option<usize>> {
    let first = reader.u8()?;
    match first {
        0x80 => Ok(None),
        0..=0x7f => Ok(Some(usize::from(first))),
        _ => {
            let mut length = 0usize;
            for &byte in reader.take(usize::from(first & 0x7f))? {
                length = length
                    .checked_mul(256)
                    .and_then(|l| l.checked_add(usize::from(byte)))
                    .ok_or_else(|| reader.malformed("length above the address space"))?;
            }
            Ok(Some(length))
        }
    }
}

fn malformed(why: &'static str) -> FormatError {
    FormatError::Malformed { what: WHAT, why, offset: 0 }
}

fn too_deep() -> FormatError {
    FormatError::Limit { what: WHAT, limit: "nesting" }
}

/// A big-endian number without its leading zero bytes.
pub fn trim_zeros(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|&&b| b == 0).count();
    bytes.get(zeros..).unwrap_or_default()
}

/// Number of significant bits of a big-endian unsigned number.
pub fn bit_length(bytes: &[u8]) -> u32 {
    let bytes = trim_zeros(bytes);
    let rest = u32::try_from(bytes.len().saturating_sub(1)).unwrap_or(u32::MAX);
    bytes.first().map_or(0, |first| rest.saturating_mul(8).saturating_add(8u32.saturating_sub(first.leading_zeros())))
}

/// An object identifier in its encoded form.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Oid<'a>(pub &'a [u8]);

impl Oid<'_> {
    /// Whether it is this one, given dotted.
    pub fn is(&self, dotted: &str) -> bool {
        self.to_string() == dotted
    }
}

impl fmt::Display for Oid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut arc = 0u64;
        let mut first = true;
        for &byte in self.0 {
            arc = arc.wrapping_shl(7) | u64::from(byte & 0x7f);
            if byte & 0x80 != 0 {
                continue;
            }
            if first {
                let root = (arc / 40).min(2);
                write!(f, "{root}.{}", arc.saturating_sub(root.saturating_mul(40)))?;
                first = false;
            } else {
                write!(f, ".{arc}")?;
            }
            arc = 0;
        }
        Ok(())
    }
}

impl fmt::Debug for Oid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A moment in UTC, as certificates give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time {
    /// Year, four digits.
    pub year: u16,
    /// 1 to 12.
    pub month: u16,
    /// 1 to 31.
    pub day: u16,
    /// 0 to 23.
    pub hour: u16,
    /// 0 to 59.
    pub minute: u16,
    /// 0 to 60.
    pub second: u16,
}

impl Time {
    /// `YYYY-MM-DD`: compares as text with other ISO dates.
    pub fn iso_date(&self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A value with a short or long definite length: the writer for this folder's fixtures.
    pub(crate) fn value(identifier: u8, content: &[u8]) -> Vec<u8> {
        let mut out = vec![identifier];
        match content.len() {
            n if n < 0x80 => out.push(n as u8),
            n if n < 0x100 => out.extend([0x81, n as u8]),
            n => out.extend([0x82, (n >> 8) as u8, n as u8]),
        }
        out.extend_from_slice(content);
        out
    }

    /// A constructed value of these parts.
    pub(crate) fn constructed(identifier: u8, parts: &[Vec<u8>]) -> Vec<u8> {
        value(identifier, &parts.concat())
    }

    /// An object identifier given dotted.
    pub(crate) fn oid(dotted: &str) -> Vec<u8> {
        let arcs: Vec<u64> = dotted.split('.').map(|a| a.parse().unwrap()).collect();
        let mut content = Vec::new();
        for arc in std::iter::once(arcs[0] * 40 + arcs[1]).chain(arcs[2..].iter().copied()) {
            let mut groups = vec![(arc & 0x7f) as u8];
            let mut rest = arc >> 7;
            while rest > 0 {
                groups.push((rest & 0x7f) as u8 | 0x80);
                rest >>= 7;
            }
            groups.reverse();
            content.extend(groups);
        }
        value(0x06, &content)
    }

    #[test]
    fn definite_and_indefinite_lengths_give_the_same_contents() {
        let definite = Element::parse(&[0x30, 3, 0x02, 1, 5]).unwrap();
        let indefinite = Element::parse(&[0x30, 0x80, 0x02, 1, 5, 0, 0, 0xff]).unwrap();
        assert_eq!(definite.content, indefinite.content);
        assert_eq!(indefinite.raw.len(), 7, "the end mark belongs to the value, what follows does not");
    }

    #[test]
    fn a_constructed_octet_string_is_put_together() {
        let bytes = [0x24, 0x80, 0x04, 2, b'a', b'b', 0x24, 3, 0x04, 1, b'c', 0, 0];
        assert_eq!(Element::parse(&bytes).unwrap().octets().unwrap().as_ref(), b"abc");
    }

    #[test]
    fn nesting_is_bounded() {
        let mut bytes = vec![];
        for _ in 0..10_000 {
            bytes.extend([0x30, 0x80]);
        }
        assert_eq!(Element::parse(&bytes).unwrap_err(), too_deep());
    }

    #[test]
    fn object_identifiers_are_shown_dotted() {
        for dotted in ["1.2.840.113549.1.1.11", "2.16.840.1.101.3.4.2.1", "0.9.2342", "2.5.4.3"] {
            let bytes = oid(dotted);
            assert_eq!(Element::parse(&bytes).unwrap().oid().unwrap().to_string(), dotted);
        }
    }

    #[test]
    fn two_digit_years_turn_at_fifty() {
        let date = |identifier: u8, text: &[u8]| {
            Element::parse(&value(identifier, text)).unwrap().time().map(|t| t.iso_date())
        };
        assert_eq!(date(0x17, b"491231235959Z").unwrap(), "2049-12-31");
        assert_eq!(date(0x17, b"500101000000Z").unwrap(), "1950-01-01");
        assert_eq!(date(0x18, b"20500101000000Z").unwrap(), "2050-01-01");
        assert!(date(0x17, b"4912").is_err());
    }

    #[test]
    fn text_is_decoded_by_its_type() {
        assert_eq!(Element::parse(&value(0x1e, &[0x50, 0x65, 0x5e, 0xb7])).unwrap().text(), "健康");
        assert_eq!(Element::parse(&value(0x14, &[b'M', 0xfc])).unwrap().text(), "Mü");
        assert_eq!(Element::parse(&value(0x0c, "健".as_bytes())).unwrap().text(), "健");
    }

    #[test]
    fn bit_lengths_ignore_leading_zeros() {
        assert_eq!(bit_length(&[0, 0x80, 0]), 16);
        assert_eq!(bit_length(&[1]), 1);
        assert_eq!(bit_length(&[]), 0);
    }
}
