//! The same documents as text: in library archives, and where a tool stored the source.

use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;
use quick_xml::{XmlVersion, escape};

use super::{ANDROID, Attribute, Builder, Document, attribute_id};
use crate::format::arsc::Value;
use crate::format::{Anomaly, FormatError, FormatResult, Parsed};
use crate::limits::Limits;

/// Whether the bytes begin as text XML: a mark of byte order, white space, then `<`.
pub(super) fn looks_like_text(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'<')
}

pub(super) fn parse(bytes: &[u8], limits: &Limits) -> FormatResult<Parsed<Document>> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut reader = NsReader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    reader.config_mut().allow_dangling_amp = true;
    let mut builder = Builder::new(limits);
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event();
        match event {
            Ok(Event::Start(start)) => open(&mut builder, &reader, &start, lines.line_of(at), at),
            Ok(Event::Empty(start)) => {
                open(&mut builder, &reader, &start, lines.line_of(at), at);
                builder.end();
            }
            Ok(Event::End(_)) => builder.end(),
            Ok(Event::Text(text)) => builder.text(&text.xml10_content()),
            Ok(Event::CData(text)) => builder.text(&text.xml10_content()),
            Ok(Event::GeneralRef(name)) => {
                let name = name.into_inner();
                let resolved = escape::unescape(&format!("&{name};")).map(std::borrow::Cow::into_owned);
                builder.text(&resolved.unwrap_or_default());
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                builder.anomalies.push(Anomaly::new("xml-damaged", at, error));
                break;
            }
        }
    }
    let parsed = builder.finish();
    if parsed.value.root().is_none() {
        return Err(FormatError::Malformed { what: "XML", why: "no element", offset: 0 });
    }
    Ok(parsed)
}

fn open(builder: &mut Builder, reader: &NsReader<&[u8]>, start: &BytesStart<'_>, line: u32, at: u64) {
    let resolver = reader.resolver();
    let uri = |result: ResolveResult<'_>| match result {
        ResolveResult::Bound(namespace) => Some(Arc::from(namespace.into_inner())),
        _ => None,
    };
    let (namespace, name) = resolver.resolve_element(start.name());
    let (namespace, name) = (uri(namespace), Arc::from(name.into_inner()));
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(false).flatten() {
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let (namespace, local) = resolver.resolve_attribute(attribute.key);
        let namespace: Option<Arc<str>> = uri(namespace);
        let local = local.into_inner();
        let platform = namespace.as_deref() == Some(ANDROID);
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap_or_else(|_| attribute.value.clone());
        let value: Arc<str> = Arc::from(&*value);
        attributes.push(Attribute {
            name: Arc::from(local),
            resource: if platform { attribute_id(local).unwrap_or(0) } else { 0 },
            namespace,
            value: Value::String(Arc::clone(&value)),
            raw: Some(value),
        });
    }
    builder.start(name, namespace, line, at, attributes);
}

/// Line numbers of growing positions.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn line_of(&mut self, position: u64) -> u32 {
        let position = usize::try_from(position).unwrap_or(usize::MAX).min(self.text.len());
        let passed = self.text.get(self.at..position).unwrap_or_default();
        let lines = memchr::memchr_iter(b'\n', passed).count();
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.at = self.at.max(position);
        self.line
    }
}
