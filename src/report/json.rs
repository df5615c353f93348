//! JSON: the report itself. Every other format is a rendering of it.

use serde_json::Value;

use super::Report;

/// The report as JSON, indented, with a newline at its end.
pub fn render(report: &Report) -> String {
    inert(&serde_json::to_string_pretty(report).unwrap_or_default())
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
    inert(&serde_json::to_string_pretty(value).unwrap_or_default())
}

/// Any value as the text of a JSON file, written as reports are.
pub fn text(value: &Value) -> String {
    write(value)
}

/// The same on one line.
pub(crate) fn line(value: &Value) -> String {
    inert(&value.to_string())
}

fn inert(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    let mut rest = text;
    // JSON escapes the other control characters itself.
    while let Some((plain, from)) = rest.bytes().position(|byte| byte >= 0x7f).and_then(|at| rest.split_at_checked(at))
    {
        out.push_str(plain);
        let mut chars = from.chars();
        if let Some(c) = chars.next() {
            // Ideographs are most of what is not ASCII, and all of them show.
            if matches!(c, '\u{4e00}'..='\u{9fff}') || !is_hidden(c) {
                out.push(c);
            } else {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out.push('\n');
    out
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
