//! URLs and hosts.

use std::collections::BTreeSet;

use crate::format::host::HostPlace;
use crate::rule::knowledge_text::TextData;

/// What a host is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HostRole {
    /// Somebody's server, the app's own unless an SDK names it.
    Own,
    /// A tracker's.
    Tracker,
    /// A test system's.
    Staging,
    /// A private address or local name.
    Private,
    /// The platform's own services.
    Platform,
    /// An identifier or documentation, not contacted.
    Documentation,
}

impl HostRole {
    /// The word in reports and rules.
    pub fn word(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Tracker => "tracker",
            Self::Staging => "staging",
            Self::Private => "private",
            Self::Platform => "platform",
            Self::Documentation => "documentation",
        }
    }
}

/// A URL found in text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Url {
    pub(super) scheme: String,
    pub(super) host: String,
    pub(super) port: String,
    pub(super) path: String,
    pub(super) query: bool,
    pub(super) userinfo: bool,
    pub(super) documentation: bool,
}

const SCHEMES: &[&str] = &[
    "http",
    "https",
    "ws",
    "wss",
    "ftp",
    "ftps",
    "mqtt",
    "mqtts",
    "rtsp",
    "rtmp",
    "amqp",
    "mongodb",
    "mongodb+srv",
    "jdbc",
    "tcp",
    "ssl",
];

impl Url {
    /// The URL whose `://` stands at `at`, and where it begins.
    pub(super) fn around(text: &[u8], at: usize) -> Option<(usize, Self)> {
        let before = text.get(at.saturating_sub(16)..at)?;
        let length = before.iter().rev().take_while(|b| b.is_ascii_alphanumeric() || **b == b'+').count();
        let start = at - length;
        let scheme = String::from_utf8_lossy(text.get(start..at)?).to_ascii_lowercase();
        // A length prefix or other byte may stand right before the scheme: take the known scheme that ends here.
        let scheme = SCHEMES.iter().filter(|s| scheme.ends_with(**s)).max_by_key(|s| s.len())?;
        let start = at - scheme.len();
        let rest = text.get(at + 3..(at + 3 + 2_000).min(text.len()))?;
        let end = rest.iter().position(|b| !is_url_byte(*b)).unwrap_or(rest.len());
        let rest =
            std::str::from_utf8(rest.get(..end)?).ok()?.trim_end_matches(['.', ',', ';', ')', '\'', '*', ']', ':']);
        let authority_end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (authority, tail) = rest.split_at_checked(authority_end)?;
        let (userinfo, hostport) = match authority.rsplit_once('@') {
            Some((user, host)) => (!user.is_empty(), host),
            None => (false, authority),
        };
        let (host, port) = match hostport.rsplit_once(':') {
            Some((host, port)) if port.chars().all(|c| c.is_ascii_digit()) => (host, port),
            _ => (hostport, ""),
        };
        // Behind the address of a revocation list inside a certificate stands the next byte of the certificate.
        let list_end = tail.find(".crl").map_or(tail.len(), |at| at + 4);
        let path_end = tail.find(['?', '#']).unwrap_or(tail.len()).min(list_end);
        Some((
            start,
            Self {
                scheme: (*scheme).to_owned(),
                host: host.to_ascii_lowercase(),
                port: port.to_owned(),
                path: tail.get(..path_end).unwrap_or_default().to_owned(),
                query: path_end < tail.len() && path_end != list_end,
                userinfo,
                documentation: false,
            },
        ))
    }

    /// Whether the host is a name or address that could be contacted: no template, no single word (but localhost).
    pub(super) fn is_endpoint(&self) -> bool {
        let host = self.host.as_str();
        if host == "localhost" || is_address(host) {
            return true;
        }
        let labels: Vec<&str> = host.split('.').collect();
        labels.len() >= 2
            && labels.iter().all(|l| {
                !l.is_empty()
                    && l.len() <= 63
                    && !l.starts_with('-')
                    && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
            })
            && labels
                .last()
                .is_some_and(|l| l.len() >= 2 && l.chars().all(|c| c.is_ascii_alphabetic()) || l_is_puny(&labels))
    }

    /// For the report: user information and query values left out.
    pub(super) fn shown(&self) -> String {
        let user = if self.userinfo { "…@" } else { "" };
        let port = if self.port.is_empty() { String::new() } else { format!(":{}", self.port) };
        let query = if self.query { "?…" } else { "" };
        format!("{}://{user}{}{port}{}{query}", self.scheme, self.host, self.path)
    }

    /// Whether it stays on the device, or on the machine that the device is emulated on.
    pub(super) fn is_local(&self) -> bool {
        let place = HostPlace::of(&self.host);
        place.is_this_device() || place == HostPlace::EmulatorHost
    }
}

fn l_is_puny(labels: &[&str]) -> bool {
    labels.last().is_some_and(|l| l.starts_with("xn--"))
}

fn is_url_byte(b: u8) -> bool {
    b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'`' | b'\'' | b'{' | b'}' | b'|' | b'^')
}

fn is_address(host: &str) -> bool {
    let parts: Vec<&str> = host.split('.').collect();
    parts.len() == 4 && parts.iter().all(|p| p.parse::<u8>().is_ok())
}

/// What is known of hosts.
#[derive(Debug, Clone)]
pub struct HostTable {
    documentation: BTreeSet<String>,
    platform: BTreeSet<String>,
    trackers: BTreeSet<String>,
    staging: BTreeSet<String>,
}

impl HostTable {
    /// From the data files; `trackers` are host suffixes of tracking SDKs.
    pub fn new(text: &TextData, trackers: &[String]) -> Self {
        let set = |many: &[String]| many.iter().cloned().collect();
        Self {
            documentation: set(&text.documentation),
            platform: set(&text.platform),
            trackers: trackers.iter().cloned().collect(),
            staging: set(&text.staging),
        }
    }

    /// What a URL's host is taken for.
    pub(super) fn role(&self, url: &Url) -> HostRole {
        let tail = format!("{}{}", url.host, url.path);
        let bare = tail.strip_prefix("www.");
        let below = |d: &String| bare.is_some_and(|bare| bare.starts_with(d.as_str()));
        if self.documentation.iter().any(|d| d.contains('/') && tail.starts_with(d.as_str()) || below(d)) {
            return HostRole::Documentation;
        }
        // Certificates name where their lists and policies lie.
        if url.path.ends_with(".crl") || ["crl.", "ocsp."].iter().any(|p| url.host.starts_with(p)) {
            return HostRole::Documentation;
        }
        self.role_of(&url.host)
    }

    /// What a host is taken for.
    pub fn role_of(&self, host: &str) -> HostRole {
        if is_private(host) {
            HostRole::Private
        } else if suffix_in(host, &self.trackers) {
            HostRole::Tracker
        } else if suffix_in(host, &self.documentation) || host.starts_with("javax.") {
            // Features of Java's XML interfaces are named like addresses.
            HostRole::Documentation
        } else if suffix_in(host, &self.platform) {
            HostRole::Platform
        } else if is_staging(host, &self.staging) {
            HostRole::Staging
        } else {
            HostRole::Own
        }
    }

    /// Whether an address is one that nobody answers: at a documentation host or of a template.
    pub fn is_placeholder_mail(&self, mail: &str) -> bool {
        let lower = mail.to_ascii_lowercase();
        let Some((user, host)) = lower.split_once('@') else { return true };
        suffix_in(host, &self.documentation)
            || host.contains("example")
            || matches!(user, "xxx" | "your" | "name" | "username" | "user" | "someone" | "email" | "test")
    }
}

/// Whether the host or one of its parent domains is in the set.
fn suffix_in(host: &str, set: &BTreeSet<String>) -> bool {
    let mut rest = host;
    loop {
        if set.contains(rest) {
            return true;
        }
        match rest.split_once('.') {
            Some((_, parent)) if parent.contains('.') => rest = parent,
            _ => return false,
        }
    }
}

/// Whether a host is a name or address of the device itself or of a network of somebody's own.
pub(in crate::fact) fn is_private(host: &str) -> bool {
    HostPlace::of(host) != HostPlace::Public
}

fn is_staging(host: &str, words: &BTreeSet<String>) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    let own = labels.len().saturating_sub(2);
    labels
        .iter()
        .take(own)
        .any(|label| label.split(['-', '_']).any(|w| words.contains(w.trim_end_matches(|c: char| c.is_ascii_digit()))))
}

/// Whether a host is covered by the applicant's list (`example.tw` covers itself, `*.example.tw` and `.example.tw` cover
/// what is below).
pub(super) fn is_declared(host: &str, declared: &BTreeSet<String>) -> bool {
    declared.iter().any(|d| match d.strip_prefix("*.").or_else(|| d.strip_prefix('.')) {
        Some(parent) => host == parent || host.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.')),
        None => host == d,
    })
}

/// `icon@2x.png` is a file, not an address.
pub(super) fn looks_like_file(mail: &str) -> bool {
    let lower = mail.to_ascii_lowercase();
    let ending = lower.rsplit('.').next().unwrap_or_default();
    matches!(
        ending,
        "png"
            | "jpg"
            | "jpeg"
            | "gif"
            | "svg"
            | "webp"
            | "js"
            | "css"
            | "html"
            | "json"
            | "java"
            | "kt"
            | "swift"
            | "so"
            | "h"
            | "c"
    ) || lower.contains("@2x")
        || lower.contains("@3x")
        || ending.len() < 2
        || !ending.chars().all(|c| c.is_ascii_alphabetic())
}

/// Numbers of templates: runs and counts.
pub(super) fn is_placeholder_phone(phone: &str) -> bool {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    ["12345678", "1234567", "345678", "00000", "99999", "11111"].iter().any(|run| digits.contains(run))
}
