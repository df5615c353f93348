//! Text that comes from an app: hostile by definition.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

/// Text taken from an app's bytes. Bounded when made; shown only in a form without control, bidirectional or other
/// invisible characters (each becomes `<U+XXXX>`), so that it is inert in a terminal and cannot reorder a page.
/// Renderers escape it once more for their own format.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(from = "String")]
#[schemars(with = "String")]
pub struct AppText(Arc<str>);

impl AppText {
    /// The longest text kept, in bytes. Longer text is cut and ends in `…`.
    pub const LONGEST: usize = 2_000;

    /// Takes text from an app.
    pub fn new(text: &str) -> Self {
        if text.len() <= Self::LONGEST {
            return Self(Arc::from(text));
        }
        let end = (0..=Self::LONGEST).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        Self(Arc::from(format!("{}…", text.get(..end).unwrap_or_default())))
    }

    /// The text as the app has it, for matching and hashing; never for output.
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// The text for output: see the type.
    pub fn visible(&self) -> Cow<'_, str> {
        if !self.0.chars().any(is_invisible) {
            return Cow::Borrowed(&self.0);
        }
        let mut out = String::with_capacity(self.0.len());
        for c in self.0.chars() {
            if is_invisible(c) {
                use fmt::Write as _;
                let _ = write!(out, "<U+{:04X}>", u32::from(c));
            } else {
                out.push(c);
            }
        }
        Cow::Owned(out)
    }
}

/// Characters that change how text around them is shown, or show nothing.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c),
            0xAD | 0x61C | 0x180E | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF
            | 0xFFF0..=0xFFFB | 0xFFFE | 0xFFFF | 0xE0000..=0xE0FFF)
}

impl fmt::Display for AppText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.visible())
    }
}

impl fmt::Debug for AppText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.visible())
    }
}

impl Serialize for AppText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.visible())
    }
}

impl From<&str> for AppText {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for AppText {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

/// A secret's preview: its first characters (at most four, at most a quarter of it), then its length. Made where the
/// evidence is made, so that no later stage can leak the rest.
pub fn redacted(secret: &str) -> String {
    let count = secret.chars().count();
    let shown: String = secret.chars().take((count / 4).min(4)).collect();
    format!("{shown}…({count})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_bidi_characters_are_shown_as_code_points() {
        let text = AppText::new("a\u{1b}[31m\u{202e}gpj.exe");
        assert_eq!(text.to_string(), "a<U+001B>[31m<U+202E>gpj.exe");
        assert_eq!(serde_json::to_string(&text).unwrap(), "\"a<U+001B>[31m<U+202E>gpj.exe\"");
    }

    #[test]
    fn long_text_is_cut_at_a_character() {
        let text = AppText::new(&"健".repeat(5_000));
        assert!(text.raw().len() <= AppText::LONGEST + 3);
        assert!(text.raw().ends_with('…'));
    }

    #[test]
    fn a_preview_never_shows_a_short_secret() {
        assert_eq!(redacted("abc"), "…(3)");
        assert_eq!(redacted("0123456789abcdef"), "0123…(16)");
    }
}
