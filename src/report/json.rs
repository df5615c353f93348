//! JSON: the report itself. Every other format is a rendering of it.

use std::io;

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use super::Report;

/// The report as JSON, indented, with a newline at its end.
pub fn render(report: &Report) -> String {
    inert(report, PrettyFormatter::new())
}

/// A JSON Schema of the report (2020-12), generated from the types.
pub fn schema() -> String {
    let mut schema = serde_json::to_value(schemars::schema_for!(Report)).unwrap_or(Value::Null);
    if let Some(map) = schema.as_object_mut() {
        map.insert("$comment".into(), "Generated from src/report; do not edit.".into());
        map.insert("title".into(), format!("maspect report {}", super::SCHEMA_VERSION).into());
    }
    write(&schema)
}

/// JSON text that is inert in a terminal too: characters that show nothing or reorder others are written as `\uXXXX`, which
/// a parser reads back as they were.
pub(crate) fn write(value: &Value) -> String {
    inert(value, PrettyFormatter::new())
}

/// Any value as the text of a JSON file, written as reports are.
pub fn text(value: &Value) -> String {
    write(value)
}

/// The same on one line.
pub(crate) fn line(value: &Value) -> String {
    inert(value, CompactFormatter)
}

fn inert(value: &impl Serialize, formatter: impl Formatter) -> String {
    let mut out = Vec::new();
    // Writing to memory cannot fail, and no report holds what JSON cannot say.
    let _ = value.serialize(&mut Serializer::with_formatter(&mut out, Inert(formatter)));
    out.push(b'\n');
    String::from_utf8(out).unwrap_or_default()
}

/// Writes texts so that what shows nothing is escaped, and everything else as another formatter does.
struct Inert<F>(F);

impl<F: Formatter> Formatter for Inert<F> {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        // JSON escapes the other control characters itself.
        while let Some((plain, from)) =
            rest.bytes().position(|byte| byte >= 0x7f).and_then(|at| rest.split_at_checked(at))
        {
            writer.write_all(plain.as_bytes())?;
            let mut chars = from.chars();
            if let Some(c) = chars.next() {
                // Ideographs are most of what is not ASCII, and all of them show.
                if matches!(c, '\u{4e00}'..='\u{9fff}') || !is_hidden(c) {
                    writer.write_all(c.encode_utf8(&mut [0; 4]).as_bytes())?;
                } else {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        write!(writer, "\\u{unit:04x}")?;
                    }
                }
            }
            rest = chars.as_str();
        }
        writer.write_all(rest.as_bytes())
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn end_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_key(writer)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

/// Whether [`crate::finding::AppText`] would not show the character as it is.
fn is_hidden(c: char) -> bool {
    let mut buffer = [0; 4];
    let text: &str = c.encode_utf8(&mut buffer);
    !c.is_ascii_graphic() && crate::finding::AppText::new(text).visible() != text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_escaped_and_come_back() {
        let value = serde_json::json!({ "a\u{202e}": "b\u{1b}\u{e0041}健\u{feff}\"" });
        let text = write(&value);
        assert!(text.chars().all(|c| !is_hidden(c) || c == '\n'), "{text}");
        assert!(text.contains('健'));
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
