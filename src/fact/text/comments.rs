//! Comments of scripts, headers, pages and settings: what they name is not contacted.
//!
//! A comment that is missed costs a host too many in a list; text that is wrongly taken for a comment would hide one that
//! is in use. So only what can hardly be anything else counts: a mark that stands where a statement may end, with no
//! quotation open before it on its line.

use std::ops::Range;

/// Longest line on which `//` begins a comment: the lines of bundlers are longer.
const LINE: usize = 1_000;
/// Longest block that is taken for a comment.
const BLOCK: usize = 64 << 10;

/// How a kind of file writes comments.
#[derive(Clone, Copy, PartialEq)]
enum Style {
    /// `//` and `/* */`.
    Script,
    /// `<!-- -->`.
    Markup,
    /// A line that begins with `#`.
    Settings,
}

impl Style {
    fn of(file: &str) -> Option<Self> {
        let name = file.rsplit('/').next().unwrap_or(file).to_ascii_lowercase();
        match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "js" | "mjs" | "cjs" | "jsx" | "ts" | "tsx" | "css" | "h" | "hpp" | "c" | "m" | "swift" | "java" | "kt" => {
                Some(Self::Script)
            }
            "html" | "htm" | "xhtml" | "xml" | "svg" | "plist" | "xcprivacy" => Some(Self::Markup),
            "properties" | "yml" | "yaml" | "toml" | "cfg" | "conf" | "pro" => Some(Self::Settings),
            _ => None,
        }
    }
}

/// Where the comments of a text stand, in order.
#[derive(Debug, Default)]
pub(super) struct Comments(Vec<Range<usize>>);

impl Comments {
    /// Those of a file, by what its name says that it is.
    pub(super) fn of(file: &str, text: &[u8]) -> Self {
        let ranges = match Style::of(file) {
            Some(Style::Script) => script(text),
            Some(Style::Markup) => blocks(text, b"<!--", b"-->", |_| true),
            Some(Style::Settings) => settings(text),
            None => Vec::new(),
        };
        Self(ranges)
    }

    /// Whether an offset lies in one.
    pub(super) fn hold(&self, at: usize) -> bool {
        let after = self.0.partition_point(|range| range.start <= at);
        after.checked_sub(1).and_then(|i| self.0.get(i)).is_some_and(|range| range.contains(&at))
    }
}

fn script(text: &[u8]) -> Vec<Range<usize>> {
    let mut ranges = blocks(text, b"/*", b"*/", |at| may_begin(text, at));
    let mut lines = Vec::new();
    for (from, line) in lines_of(text).filter(|(_, line)| line.len() <= LINE) {
        let marks = line.windows(2).enumerate().filter(|(_, two)| *two == b"//").map(|(at, _)| from + at);
        if let Some(at) = marks.into_iter().find(|at| may_begin(text, *at)) {
            lines.push(at..from + line.len());
        }
    }
    ranges.extend(lines);
    ranges.sort_by_key(|range| range.start);
    // One that lies in another would hide the rest of it.
    let mut whole: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match whole.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => whole.push(range),
        }
    }
    whole
}

fn settings(text: &[u8]) -> Vec<Range<usize>> {
    lines_of(text)
        .filter(|(_, line)| line.iter().find(|b| !b.is_ascii_whitespace()).is_some_and(|b| *b == b'#'))
        .map(|(from, line)| from..from + line.len())
        .collect()
}

fn lines_of(text: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut from = 0;
    text.split(|b| matches!(b, b'\n' | b'\r')).map(move |line| {
        let start = from;
        from += line.len() + 1;
        (start, line)
    })
}

/// Whether a comment may begin at an offset: behind space or the end of a statement, and outside of quotation marks as far
/// as its own line shows.
fn may_begin(text: &[u8], at: usize) -> bool {
    let before = text.get(at.saturating_sub(LINE)..at).unwrap_or_default();
    let line = before.rsplit(|b| matches!(b, b'\n' | b'\r')).next().unwrap_or_default();
    let behind = line.last().is_none_or(|b| b.is_ascii_whitespace() || b";{}(),>".contains(b));
    let quoted = |mark: u8| line.iter().filter(|b| **b == mark).count() % 2 == 1;
    behind && !(quoted(b'"') || quoted(b'\'') || quoted(b'`'))
}

/// Everything from one mark to the next of the other.
fn blocks(text: &[u8], opening: &[u8], closing: &[u8], begins: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut at = 0;
    while let Some(found) = find(text, at, opening) {
        let inside = found + opening.len();
        at = inside;
        if !begins(found) {
            continue;
        }
        // One that is never closed is none; what follows may still hold others.
        let Some(end) = find(text.get(..text.len().min(inside + BLOCK)).unwrap_or_default(), inside, closing) else {
            continue;
        };
        ranges.push(found..end + closing.len());
        at = end + closing.len();
    }
    ranges
}

fn find(text: &[u8], from: usize, mark: &[u8]) -> Option<usize> {
    let rest = text.get(from..)?;
    memchr::memmem::find(rest, mark).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The `http://` of the text that lie in comments, by their hosts.
    fn aside(file: &str, text: &str) -> Vec<String> {
        let comments = Comments::of(file, text.as_bytes());
        text.match_indices("http://")
            .filter(|(at, _)| comments.hold(*at))
            .map(|(at, _)| text[at + 7..].split(['/', ' ', '"', '\'', '\n', ')', ';']).next().unwrap_or("").to_owned())
            .collect()
    }

    #[test]
    fn comments_of_scripts_are_told_from_their_texts() {
        let text = "/*\n * see http://licence.example\n */\n// http://note.example\nvar a = 'http://api.example'; // as http://doc.example\n\
            var b = \"// http://used.example\"; fetch('http://host.example/*'); var c = '*/*';\n\
            get(\"http://two.example\", {accept: \"text/*, */*\"}); get('http://three.example');\n\
            /*! http://banner.example */var d=\"http://four.example\";";
        assert_eq!(aside("www/app.js", text), ["licence.example", "note.example", "doc.example", "banner.example"]);
        assert!(aside("www/app.bin", text).is_empty());
    }

    #[test]
    fn comments_of_pages_and_settings() {
        assert_eq!(aside("a.html", "<!-- http://old.example --><a href=\"http://new.example\">"), ["old.example"]);
        assert_eq!(aside("a.properties", "# http://old.example\nurl=http://new.example#x"), ["old.example"]);
    }

    #[test]
    fn a_block_that_is_not_closed_hides_nothing() {
        assert!(aside("a.js", "/* http://a.example\nfetch('http://b.example')").is_empty());
        let long = format!("x = 1;{} // http://a.example", " ".repeat(LINE));
        assert!(aside("a.js", &long).is_empty(), "a line of a bundler");
    }
}
