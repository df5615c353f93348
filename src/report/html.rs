//! HTML: one file that needs nothing beside it, no network, and no script to be read.

use std::sync::OnceLock;

use serde::Serialize;
use sha2::{Digest, Sha256};
use tera::{Context, Tera};

use super::view::{Caps, View};
use super::words::Words;
use super::{RenderError, Report};

const TEMPLATE: &str = include_str!("../../reports/report.html");
const STYLE: &str = include_str!("../../reports/report.css");
const SCRIPT: &str = include_str!("../../reports/report.js");

/// What a page lists at most: a browser stays quick with it, and the JSON has the rest.
const CAPS: Caps = Caps { rows: 1_000, findings: 200, text: 600 };

#[derive(Serialize)]
struct Page<'a> {
    report: Short<'a>,
    view: View,
    w: &'a super::words::Sections,
    style: &'a str,
    script: &'a str,
    style_hash: String,
    script_hash: String,
}

/// The few plain values of the report that the template names itself.
#[derive(Serialize)]
struct Short<'a> {
    profile: &'a super::ProfileInfo,
    target: &'a super::Target,
    tool: &'a super::Tool,
    date: &'a str,
}

/// The page.
///
/// # Errors
/// [`RenderError::Template`] when the template and the values do not fit, which the tests rule out.
pub fn render(report: &Report) -> Result<String, RenderError> {
    let page = Page {
        report: Short { profile: &report.profile, target: &report.target, tool: &report.tool, date: &report.date },
        view: View::new(report, CAPS),
        w: Words::of(report.lang).sections(),
        style: STYLE,
        script: SCRIPT,
        style_hash: digest(STYLE),
        script_hash: digest(SCRIPT),
    };
    let context = Context::from_serialize(&page).map_err(|e| RenderError::Template(e.to_string()))?;
    let page = engine()?.render("report.html", &context).map_err(|e| RenderError::Template(chain(&e)))?;
    Ok(page)
}

/// Fills another page's template.
pub(crate) fn fill<T: Serialize>(name: &str, template: &str, values: &T) -> Result<String, RenderError> {
    let context = Context::from_serialize(values).map_err(|e| RenderError::Template(e.to_string()))?;
    let mut tera = Tera::default();
    tera.add_raw_templates([(name.to_owned(), template.to_owned())]).map_err(|e| RenderError::Template(chain(&e)))?;
    tera.render(name, &context).map_err(|e| RenderError::Template(chain(&e)))
}

/// The SHA-256 of a style or script in the form of a content security policy.
pub(crate) fn digest(text: &str) -> String {
    base64(&Sha256::digest(text))
}

fn engine() -> Result<&'static Tera, RenderError> {
    static ENGINE: OnceLock<Result<Tera, String>> = OnceLock::new();
    let made = ENGINE.get_or_init(|| {
        let mut tera = Tera::default();
        tera.add_raw_templates([("report.html", TEMPLATE)]).map_err(|e| chain(&e))?;
        Ok(tera)
    });
    made.as_ref().map_err(|why| RenderError::Template(why.clone()))
}

/// An error with its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}

/// Base64 with padding, for the hashes of the content security policy.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_u32, |word, byte| (word << 8) | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            if i > chunk.len() {
                out.push('=');
            } else {
                out.push(char::from(ALPHABET[(word >> (18 - 6 * i)) as usize & 63]));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_known_texts() {
        assert_eq!(base64(b""), "");
        assert_eq!(base64(b"f"), "Zg==");
        assert_eq!(base64(b"fo"), "Zm8=");
        assert_eq!(base64(b"foo"), "Zm9v");
        assert_eq!(base64(b"foobar"), "Zm9vYmFy");
    }
}
