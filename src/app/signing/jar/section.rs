//! Manifests and signature files: their sections and the digests that those ask for.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Hash;

/// A digest that a manifest asks for; none when its value is not Base64.
pub(super) type Expected = (Hash, Option<Vec<u8>>);

/// A section of a manifest or signature file: attributes up to an empty line.
#[derive(Debug)]
pub(super) struct Section<'a> {
    /// All its bytes, the empty line at the end included.
    pub(super) bytes: &'a [u8],
    /// Names and values, lines joined.
    attributes: Vec<(String, String)>,
}

impl<'a> Section<'a> {
    /// All sections, the main one first. `Name: value` with any spaces kept, as Android has it.
    pub(super) fn all(bytes: &'a [u8]) -> Vec<Self> {
        let mut out = Vec::new();
        let mut start = 0;
        let mut lines: Vec<Cow<'a, [u8]>> = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let rest = bytes.get(at..).unwrap_or_default();
            let length = memchr::memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
            let (line, after) = rest.split_at(length);
            let ending = match after {
                [b'\r', b'\n', ..] => 2,
                [] => 0,
                _ => 1,
            };
            let next = at + length + ending;
            match (line.first(), lines.last_mut()) {
                (None, None) => start = next,
                (None, Some(_)) => {
                    out.push(Self::new(bytes.get(start..next).unwrap_or_default(), &lines));
                    lines.clear();
                    start = next;
                }
                (Some(b' '), Some(open)) => open.to_mut().extend_from_slice(line.get(1..).unwrap_or_default()),
                _ => lines.push(Cow::Borrowed(line)),
            }
            at = next;
        }
        if !lines.is_empty() {
            out.push(Self::new(bytes.get(start..).unwrap_or_default(), &lines));
        }
        out
    }

    fn new(bytes: &'a [u8], lines: &[Cow<'a, [u8]>]) -> Self {
        let attributes = lines
            .iter()
            .map(|line| {
                let text = String::from_utf8_lossy(line);
                match text.split_once(": ") {
                    Some((name, value)) => (name.to_owned(), value.to_owned()),
                    None => (text.into_owned(), String::new()),
                }
            })
            .collect();
        Self { bytes, attributes }
    }

    /// The entry that it is about: the value of `Name`, which must come first.
    pub(super) fn name(&self) -> Option<&str> {
        self.attributes.first().filter(|(name, _)| name.eq_ignore_ascii_case("Name")).map(|(_, value)| value.as_str())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The digests that Android looks at from this level on: before 4.3 the first usable one that is listed, from then on
    /// the strongest. None where a value is not Base64.
    pub(super) fn digests(&self, suffix: &str, level: u32) -> Vec<Expected> {
        let mut out: Vec<Expected> = Vec::new();
        let decode = |value: &str| STANDARD.decode(value).ok();
        if level < 18 {
            let listed = self.get("Digest-Algorithms").unwrap_or("SHA SHA1");
            let first = listed.split_ascii_whitespace().find_map(|name| {
                let value = self.get(&format!("{name}{suffix}"))?;
                let hash = named(name).filter(|h| level >= 9 || !matches!(h, Hash::Sha384 | Hash::Sha512))?;
                Some((hash, decode(value)))
            });
            match first {
                Some(first) => out.push(first),
                None => return out,
            }
        }
        let strongest = [("SHA-512", Hash::Sha512), ("SHA-384", Hash::Sha384), ("SHA-256", Hash::Sha256)];
        let strongest = strongest.into_iter().chain([("SHA1", Hash::Sha1)]);
        let found = strongest.map(|(name, hash)| (hash, self.get(&format!("{name}{suffix}")))).find(|f| f.1.is_some());
        if let Some((hash, Some(value))) = found {
            let item = (hash, decode(value));
            if !out.contains(&item) {
                out.push(item);
            }
        }
        out
    }
}

/// A digest algorithm by its name in manifests.
fn named(name: &str) -> Option<Hash> {
    Some(match name.to_ascii_uppercase().as_str() {
        "MD5" => Hash::Md5,
        "SHA" | "SHA1" | "SHA-1" => Hash::Sha1,
        "SHA-256" => Hash::Sha256,
        "SHA-384" => Hash::Sha384,
        "SHA-512" => Hash::Sha512,
        _ => return None,
    })
}
