//! Binary XML (`ResXMLTree_*` of `ResourceTypes.h`).

use std::collections::HashMap;
use std::sync::Arc;

use super::{ANDROID, Attribute, Builder, Document, attribute_name};
use crate::format::arsc::{Chunk, STRING_POOL, StringPool, Value, chunks};
use crate::format::{Anomaly, FormatResult, Parsed, Reader};
use crate::limits::Limits;

const XML: u16 = 0x0003;
const START_NAMESPACE: u16 = 0x0100;
const END_NAMESPACE: u16 = 0x0101;
const START_ELEMENT: u16 = 0x0102;
const END_ELEMENT: u16 = 0x0103;
const CDATA: u16 = 0x0104;
const RESOURCE_MAP: u16 = 0x0180;
/// No string.
const NONE: u32 = u32::MAX;

/// Size of an attribute of the format.
const ATTRIBUTE: usize = 20;

pub(super) fn parse(bytes: &[u8], limits: &Limits) -> FormatResult<Parsed<Document>> {
    let mut reader = Reader::new(bytes, "binary XML");
    let (kind, header, size) = (reader.u16()?, reader.u16()?, reader.u32()?);
    let mut anomalies = Vec::new();
    if kind != XML {
        anomalies.push(Anomaly::new("axml-header-type", 0, format_args!("{kind:#06x}")));
    }
    if header != 8 {
        anomalies.push(Anomaly::new("axml-header-size", 2, header));
    }
    if size as usize != bytes.len() {
        anomalies.push(Anomaly::new("axml-size", 4, size));
    }
    // A header size that leads nowhere near a chunk is not believed; Android refuses such a file.
    let start = if usize::from(header) >= 8 && usize::from(header) < bytes.len() { usize::from(header) } else { 8 };
    let mut parser =
        Parser { bytes, strings: Strings::default(), ids: &[], builder: Builder::new(limits), begun: false };
    chunks(bytes, start, bytes.len(), limits.table_items, &mut anomalies, |chunk, anomalies| {
        if parser.chunk(chunk, anomalies).is_err() {
            anomalies.push(Anomaly::new("axml-chunk-damaged", chunk.at as u64, format_args!("{:#06x}", chunk.kind)));
        }
    });
    if !parser.strings.pool.is_empty() && parser.strings.left == 0 {
        anomalies.push(Anomaly::new("axml-strings-cut", 0, bytes.len()));
    }
    let mut parsed = parser.builder.finish();
    if parsed.value.root().is_none() {
        return Err(reader.malformed("no element"));
    }
    anomalies.append(&mut parsed.anomalies);
    Ok(Parsed { value: parsed.value, anomalies })
}

struct Parser<'a> {
    bytes: &'a [u8],
    strings: Strings<'a>,
    /// Resource ids of the strings with the same index, four bytes each.
    ids: &'a [u8],
    builder: Builder,
    /// The first node was met: string pools after it count for nothing.
    begun: bool,
}

impl<'a> Parser<'a> {
    fn chunk(&mut self, chunk: Chunk, anomalies: &mut Vec<Anomaly>) -> FormatResult<()> {
        self.begun |= (0x0100..=0x017f).contains(&chunk.kind);
        match chunk.kind {
            STRING_POOL if !self.begun => {
                let pool = StringPool::read(self.bytes, chunk.at, anomalies)?;
                self.strings = Strings::new(pool, self.bytes.len());
            }
            RESOURCE_MAP if !self.begun => {
                let start = chunk.at.saturating_add(chunk.header);
                self.ids = self.bytes.get(start..chunk.end()).unwrap_or_default();
            }
            START_ELEMENT => self.element(chunk, anomalies)?,
            END_ELEMENT => self.builder.end(),
            CDATA => {
                let mut reader = self.body(chunk);
                let text = self.strings.get(reader.u32()?);
                self.builder.text(text.as_deref().unwrap_or_default());
            }
            START_NAMESPACE | END_NAMESPACE => {}
            other => anomalies.push(Anomaly::new("axml-junk-chunk", chunk.at as u64, format_args!("{other:#06x}"))),
        }
        Ok(())
    }

    /// A reader past the node header, whose size the chunk claims.
    fn body(&self, chunk: Chunk) -> Reader<'a> {
        let header = chunk.header.max(8);
        Reader::new(self.bytes.get(..chunk.end()).unwrap_or(self.bytes), "XML node").at(chunk.at.saturating_add(header))
    }

    fn element(&mut self, chunk: Chunk, anomalies: &mut Vec<Anomaly>) -> FormatResult<()> {
        let line = Reader::new(self.bytes, "XML node").at(chunk.at.saturating_add(8)).u32().unwrap_or(0);
        let mut reader = self.body(chunk);
        let base = reader.position();
        let (namespace, name) = (reader.u32()?, reader.u32()?);
        let (start, size, count) = (reader.u16()?, reader.u16()?, reader.u16()?);
        if start != 20 {
            anomalies.push(Anomaly::new("axml-attribute-start", chunk.at as u64, start));
        }
        if usize::from(size) != ATTRIBUTE && count > 0 {
            anomalies.push(Anomaly::new("axml-attribute-size", chunk.at as u64, size));
        }
        let mut attributes: Vec<Attribute> = Vec::new();
        for index in 0..usize::from(count) {
            let at = base.saturating_add(usize::from(start)).saturating_add(usize::from(size).saturating_mul(index));
            let Ok(attribute) = self.attribute(reader.at(at)) else {
                anomalies.push(Anomaly::new("axml-attribute-damaged", at as u64, index));
                break;
            };
            // An element has a handful of attributes: looking back over them all is bounded by a look at the last ones.
            let known = attributes.iter().rev().take(64);
            let same = |a: &Attribute| {
                (a.resource, &a.name, &a.namespace) == (attribute.resource, &attribute.name, &attribute.namespace)
            };
            if known.into_iter().any(same) {
                anomalies.push(Anomaly::new("axml-duplicate-attribute", at as u64, &attribute.name));
            }
            attributes.push(attribute);
        }
        let name = self.strings.get(name).unwrap_or_else(|| Arc::from(""));
        let namespace = self.strings.get(namespace);
        self.builder.start(name, namespace, line, chunk.at as u64, attributes);
        Ok(())
    }

    fn attribute(&mut self, mut reader: Reader<'a>) -> FormatResult<Attribute> {
        let (namespace, name, raw) = (reader.u32()?, reader.u32()?, reader.u32()?);
        let (_size, _zero, kind, data) = (reader.u16()?, reader.u8()?, reader.u8()?, reader.u32()?);
        let resource = self.resource(name);
        let written = self.strings.get(name);
        // The platform goes by the id: a name that says something else deceives only other readers.
        let name = attribute_name(resource).map(Arc::from).or(written).unwrap_or_else(|| Arc::from(""));
        let namespace = match self.strings.get(namespace) {
            None if resource >> 24 == 1 => Some(Arc::from(ANDROID)),
            other => other.filter(|uri| !uri.is_empty()),
        };
        let strings = &mut self.strings;
        let value = Value::from_parts(kind, data, |index| strings.get(index));
        Ok(Attribute { name, namespace, resource, value, raw: self.strings.get(raw) })
    }

    fn resource(&self, name: u32) -> u32 {
        let at = (name as usize).saturating_mul(4);
        Reader::new(self.ids, "resource map").at(at).u32().unwrap_or(0)
    }
}

/// The pool's strings, each made once. All together are bounded by a multiple of the file's size, because the entries
/// of a tampered pool may overlap.
#[derive(Default)]
struct Strings<'a> {
    pool: StringPool<'a>,
    made: HashMap<usize, Arc<str>>,
    left: usize,
}

impl<'a> Strings<'a> {
    fn new(pool: StringPool<'a>, size: usize) -> Self {
        Self { pool, made: HashMap::new(), left: size.saturating_mul(8) }
    }

    fn get(&mut self, index: u32) -> Option<Arc<str>> {
        if index == NONE {
            return None;
        }
        let offset = self.pool.offset(index)?;
        if let Some(text) = self.made.get(&offset) {
            return Some(Arc::clone(text));
        }
        if self.left == 0 {
            return None;
        }
        let text = self.pool.get(index)?;
        self.left = self.left.saturating_sub(text.len().max(1));
        let text: Arc<str> = Arc::from(&*text);
        self.made.insert(offset, Arc::clone(&text));
        Some(text)
    }
}
