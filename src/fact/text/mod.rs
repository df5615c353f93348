//! Hosts, URLs, secrets and words in every part that bears text.
//!
//! One pass of a literal matcher over the bytes finds candidates; a regular expression is tried only there. What looks
//! like a secret is redacted at once. Named values (`name`, `value` of a resource, a plist key, a static field) are judged
//! by their names as well.

mod comments;
mod hosts;
mod names;
mod personal;
#[cfg(test)]
mod tests;

pub(super) use hosts::is_private;

pub use hosts::{HostRole, HostTable};

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, OnceLock};

use aho_corasick::AhoCorasick;
use regex::bytes::Regex;
use sha2::{Digest, Sha256};

use super::{Fact, FactStore};
use crate::finding::{AppText, Confidence, CoverageState, Evidence, Host, Locus, Note, Owner, Part, UrlUse, redacted};
use crate::rule::knowledge_text::{SecretPattern, Secrets, TextData};
use comments::Comments;
use hosts::Url;

/// Bytes looked at around a candidate: no secret that a pattern describes is longer.
const WINDOW: usize = 6_000;
/// Mail addresses.
const MAIL: &str = r"(?-u)[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+";
/// Telephone numbers as Taiwan writes them.
const PHONE: &str = r"(?-u)(?:^|[^0-9A-Za-z])(\(?0[2-8]\)?[- ]?[0-9]{3,4}[- ]?[0-9]{3,4}|0800[- ]?[0-9]{3}[- ]?[0-9]{3}|\+886[- ]?[0-9]{1,2}[- ]?[0-9]{3,4}[- ]?[0-9]{3,4})(?:[^0-9]|$)";
/// URLs kept for one scan; hosts go on being counted beyond it.
const URLS_KEPT: usize = 3_000;
/// Words of a label; more make a sentence.
const LABEL_WORDS: usize = 4;
/// SHA-256, its first 16 digits, of keys that lie open in libraries, as samples to try a provider
/// with: they open nothing.
const PUBLISHED: [&str; 1] = [
    "9c936fce39083d2f", // Netty, JdkSslServerContext
];

/// Where a text stands: how its findings are placed.
pub struct Place<'a> {
    /// The part it counts to.
    pub part: Part,
    /// Path of the file.
    pub file: &'a str,
    /// Whose text it is, by offset.
    pub owner: &'a dyn Fn(usize) -> Owner,
    /// The place of an offset.
    pub locus: &'a dyn Fn(usize) -> Locus,
    /// Whether a person reads it (resources, pages): then words count too.
    pub words: bool,
}

/// The compiled patterns.
pub struct TextScanner {
    literals: AhoCorasick,
    /// For each literal the pattern that it starts; `None` for the URL mark.
    starts: Vec<Option<usize>>,
    /// Each compiled when its literal is met for the first time.
    patterns: Vec<(SecretPattern, OnceLock<Option<Regex>>)>,
    words: AhoCorasick,
    word_marks: Vec<String>,
    hosts: HostTable,
    names: names::Names,
    mail: LazyLock<Option<Regex>>,
    phone: LazyLock<Option<Regex>>,
}

/// What was found in all texts of a build.
#[derive(Debug, Default)]
pub struct Found {
    secrets: Vec<Fact>,
    seen_secrets: BTreeSet<(String, String)>,
    hosts: BTreeMap<String, HostUse>,
    urls: BTreeMap<String, (Url, Locus, Owner, Part)>,
    marks: BTreeMap<(String, String), Fact>,
    /// Files of which not all could be read, by the part that they belong to.
    unread: Vec<(Part, String)>,
}

impl Found {
    /// Notes a file of which not all could be read; a few stand for many.
    pub fn cut(&mut self, part: Part, file: &str) {
        if self.unread.len() < 20 {
            self.unread.push((part, file.to_owned()));
        }
    }
}

#[derive(Debug)]
struct HostUse {
    schemes: BTreeSet<String>,
    owners: BTreeSet<Owner>,
    loci: Vec<Locus>,
    count: usize,
    part: Part,
    role: HostRole,
}

/// Whether words of a sentence stand before a place: an address there is named to the reader.
fn is_in_sentence(text: &[u8], start: usize) -> bool {
    let before = text.get(start.saturating_sub(16)..start).unwrap_or_default();
    let Some(before) = before.strip_suffix(b" ") else { return false };
    let word = before.rsplit(|byte| *byte == b' ').next().unwrap_or_default();
    !word.is_empty() && word.iter().all(|byte| byte.is_ascii_alphabetic() || *byte == b',')
}

fn compiled(pattern: &SecretPattern) -> Result<Regex, regex::Error> {
    Regex::new(&format!("(?-u){}", pattern.pattern))
}

impl TextScanner {
    /// Compiles the data.
    ///
    /// # Errors
    /// What is wrong with the literals and words. A pattern that is none finds nothing (the tests rule it out for the
    /// embedded data).
    pub fn new(secrets: &Secrets, text: &TextData, trackers: &[String]) -> Result<Self, String> {
        let (mut literals, mut starts, mut patterns) = (vec!["://".to_owned()], vec![None], Vec::new());
        for pattern in &secrets.patterns {
            for literal in &pattern.literal {
                literals.push(literal.clone());
                starts.push(Some(patterns.len()));
            }
            patterns.push((pattern.clone(), OnceLock::new()));
        }
        let (mut words, mut word_marks) = (Vec::new(), Vec::new());
        for (what, many) in &text.marks {
            for word in many {
                words.push(word.clone());
                word_marks.push(what.clone());
            }
        }
        Ok(Self {
            literals: AhoCorasick::new(&literals).map_err(|e| e.to_string())?,
            starts,
            patterns,
            words: AhoCorasick::builder()
                .kind(Some(aho_corasick::AhoCorasickKind::ContiguousNFA))
                .ascii_case_insensitive(true)
                .build(&words)
                .map_err(|e| e.to_string())?,
            word_marks,
            hosts: HostTable::new(text, trackers),
            names: names::Names::new(secrets),
            mail: LazyLock::new(|| Regex::new(MAIL).ok()),
            phone: LazyLock::new(|| Regex::new(PHONE).ok()),
        })
    }

    /// How a host is taken.
    pub fn hosts(&self) -> &HostTable {
        &self.hosts
    }

    /// Looks through a text.
    pub fn scan(&self, text: &[u8], place: &Place<'_>, found: &mut Found) {
        let comments = LazyCell::new(|| Comments::of(place.file, text));
        for hit in self.literals.find_overlapping_iter(text) {
            match self.starts.get(hit.pattern().as_usize()).copied().flatten() {
                None => self.url(text, hit.start(), comments.hold(hit.start()), place, found),
                Some(pattern) => self.secret(text, hit.start(), pattern, place, found),
            }
        }
        if place.words {
            self.words(text, place, found);
        }
    }

    /// Judges a value that has a name.
    pub fn scan_named(&self, name: &str, value: &str, place: &Place<'_>, found: &mut Found) {
        let before = found.seen_secrets.len();
        self.scan(value.as_bytes(), place, found);
        if found.seen_secrets.len() > before {
            return;
        }
        let Some(what) = self.names.judge(name, value) else { return };
        let entropy = names::entropy(value);
        found.add_secret(what, "named", name, value.as_bytes(), Some(entropy), Confidence::Likely, 0, place);
    }

    /// Judges names and values that stand in a text as `name = value`, `"name": "value"`, `<x name="n">v</x>`.
    pub fn scan_pairs(&self, text: &str, place: &Place<'_>, found: &mut Found) {
        for (offset, name, value) in self.names.pairs(text) {
            let Some(what) = self.names.judge(name, value) else { continue };
            let entropy = names::entropy(value);
            found.add_secret(what, "named", name, value.as_bytes(), Some(entropy), Confidence::Likely, offset, place);
        }
    }

    /// Judges the lines of a text that are a name and a value and nothing else (`API password: …`), as notes for testers
    /// and hints on screens are.
    pub fn scan_lines(&self, text: &str, place: &Place<'_>, found: &mut Found) {
        for (name, value) in text.lines().filter_map(|line| line.split_once([':', '='])) {
            let (name, value) = (name.trim(), value.trim());
            if name.split_whitespace().count() > LABEL_WORDS || value.contains(char::is_whitespace) {
                continue;
            }
            let Some(what) = self.names.judge(name, value) else { continue };
            let entropy = names::entropy(value);
            found.add_secret(what, "named", name, value.as_bytes(), Some(entropy), Confidence::Likely, 0, place);
        }
    }

    /// People in a file of the build: national ids, records of 健康存摺.
    pub fn scan_people(&self, text: &[u8], place: &Place<'_>, found: &mut Found) {
        let excerpt = |at: usize, length: usize| text.get(at..(at + length).min(text.len())).unwrap_or_default();
        if let Some(at) = personal::health_record(text) {
            let whole = excerpt(at, text.len());
            found.add_secret("health-record", "health-bank", "", whole, None, Confidence::Likely, at, place);
        }
        for at in personal::national_ids(text) {
            found.add_secret("national-id", "national-id", "", excerpt(at, 10), None, Confidence::Likely, at, place);
        }
    }

    fn secret(&self, text: &[u8], at: usize, index: usize, place: &Place<'_>, found: &mut Found) {
        let Some((pattern, regex)) = self.patterns.get(index) else { return };
        let from = at.saturating_sub(pattern.before);
        let window = text.get(from..(at + WINDOW).min(text.len())).unwrap_or_default();
        let regex = regex.get_or_init(|| compiled(pattern).ok());
        let Some(captures) = regex.as_ref().and_then(|regex| regex.captures(window)) else { return };
        let Some(secret) = captures.get(1).or_else(|| captures.get(0)) else { return };
        // The match must be the one that the literal started, not a later one in the window.
        if captures.get(0).is_none_or(|m| m.start() > pattern.before + 1) {
            return;
        }
        let bytes = secret.as_bytes();
        let mut letters = [false; 256];
        bytes.iter().for_each(|b| letters[usize::from(*b)] = true);
        if letters.iter().filter(|l| **l).count() < pattern.letters || names::is_placeholder(bytes) {
            return;
        }
        // What a read-me shows as an answer is nobody's session.
        if pattern.provider == "jwt" && is_legal_text(place.file) {
            return;
        }
        if pattern.provider == "basic-header" && !names::decodes_to_credentials(bytes) {
            return;
        }
        found.add_secret(
            &pattern.what,
            &pattern.provider,
            "",
            bytes,
            None,
            Confidence::Proven,
            from + secret.start(),
            place,
        );
    }

    /// `aside` is whether it stands in a comment.
    fn url(&self, text: &[u8], at: usize, aside: bool, place: &Place<'_>, found: &mut Found) {
        let Some((start, url)) = Url::around(text, at) else { return };
        if !url.is_endpoint() {
            return;
        }
        let locus = || (place.locus)(start);
        // What only comments, licences and read-me files name is not contacted, nor what a sentence tells the reader.
        let aside = aside || is_legal_text(place.file);
        let role = if aside { HostRole::Documentation } else { self.hosts.role(&url) };
        let told = role == HostRole::Tracker && is_in_sentence(text, start);
        let role = if told { HostRole::Documentation } else { role };
        let host = found.hosts.entry(url.host.clone()).or_insert_with(|| HostUse {
            schemes: BTreeSet::new(),
            owners: BTreeSet::new(),
            loci: Vec::new(),
            count: 0,
            part: place.part,
            role,
        });
        host.role = host.role.min(role);
        host.schemes.insert(url.scheme.clone());
        host.count += 1;
        if host.loci.len() < 10 {
            host.owners.insert((place.owner)(start));
            let locus = locus();
            if !host.loci.contains(&locus) {
                host.loci.push(locus);
            }
        }
        let shown = url.shown();
        if found.urls.len() < URLS_KEPT && !found.urls.contains_key(&shown) {
            found.urls.insert(shown, (url, locus(), (place.owner)(start), place.part));
        }
    }

    /// Whether a sentence names addresses, but only such that nobody answers.
    fn names_nobody(&self, sentence: &[u8]) -> bool {
        let mut mails = self.mail.iter().flat_map(|mail| mail.find_iter(sentence)).peekable();
        let any = mails.peek().is_some();
        any && mails.all(|hit| self.hosts.is_placeholder_mail(&String::from_utf8_lossy(hit.as_bytes())))
    }

    fn words(&self, text: &[u8], place: &Place<'_>, found: &mut Found) {
        for hit in self.words.find_iter(text) {
            let ascii = text.get(hit.start()).is_some_and(u8::is_ascii);
            let boundary = |b: Option<&u8>| b.is_none_or(|b| !b.is_ascii_alphanumeric());
            if ascii
                && !(boundary(hit.start().checked_sub(1).and_then(|i| text.get(i))) && boundary(text.get(hit.end())))
            {
                continue;
            }
            let Some(what) = self.word_marks.get(hit.pattern().as_usize()) else { continue };
            let sentence = sentence(text, hit.start(), hit.end());
            let placeholder = self.names_nobody(sentence.as_bytes());
            found.add_mark(what, &sentence, placeholder, hit.start(), place);
        }
        // Whom a licence names has written a library; a notice may be the app's own.
        if is_legal_text(place.file) && !place.file.to_ascii_lowercase().contains("notice") {
            return;
        }
        for hit in self.mail.iter().flat_map(|mail| mail.find_iter(text)) {
            let mail = String::from_utf8_lossy(hit.as_bytes());
            if hosts::looks_like_file(&mail) {
                continue;
            }
            found.add_mark("contact-mail", &mail, self.hosts.is_placeholder_mail(&mail), hit.start(), place);
        }
        for captures in self.phone.iter().flat_map(|phone| phone.captures_iter(text)) {
            let Some(hit) = captures.get(1) else { continue };
            let phone = String::from_utf8_lossy(hit.as_bytes());
            found.add_mark("contact-phone", &phone, hosts::is_placeholder_phone(&phone), hit.start(), place);
        }
    }
}

/// Whether a file is a licence, a notice of authors or a read-me, by its name.
fn is_legal_text(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file).to_ascii_lowercase();
    ["license", "licence", "notice.", "copying", "readme", "authors", "copyright", "third_party", "thirdparty"]
        .iter()
        .any(|word| name.starts_with(word))
        || name == "notice"
}

/// The line or sentence around a hit, for evidence.
fn sentence(text: &[u8], start: usize, end: usize) -> String {
    let from = start.saturating_sub(60);
    let to = (end + 60).min(text.len());
    let window = String::from_utf8_lossy(text.get(from..to).unwrap_or_default()).into_owned();
    let window = window.trim_matches(char::REPLACEMENT_CHARACTER);
    let middle = start - from;
    let parts = window.split(['\n', '\0', '<', '>']).filter(|p| !p.trim().is_empty());
    let mut at = 0;
    let mut best = "";
    for part in parts {
        at += part.len() + 1;
        best = part;
        if at > middle {
            break;
        }
    }
    best.trim().to_owned()
}

impl Found {
    #[allow(clippy::too_many_arguments)]
    fn add_secret(
        &mut self,
        what: &str,
        provider: &str,
        name: &str,
        secret: &[u8],
        entropy: Option<f64>,
        confidence: Confidence,
        at: usize,
        place: &Place<'_>,
    ) {
        let sha256 = hex::encode(Sha256::digest(secret)).get(..16).unwrap_or_default().to_owned();
        if PUBLISHED.contains(&sha256.as_str()) {
            return;
        }
        if !self.seen_secrets.insert((sha256.clone(), place.file.to_owned())) {
            return;
        }
        let text = String::from_utf8_lossy(secret);
        let evidence = match provider {
            // An address, which stands among the hosts anyway.
            "firebase-database" => Evidence::Text { what: provider.to_owned(), text: AppText::new(&text) },
            _ => Evidence::Constant {
                what: if name.is_empty() { provider.to_owned() } else { format!("{what}:{}", AppText::new(name)) },
                preview: AppText::new(&redacted(&text)),
                sha256: sha256.clone(),
                length: secret.len() as u64,
                entropy: entropy.map(|e| (e * 100.0).round() / 100.0),
            },
        };
        let mut fact = Fact::new("secret", (place.locus)(at))
            .text("what", what)
            .text("provider", provider)
            .text("part", place.part.word())
            .text("file", place.file)
            .owned_by((place.owner)(at))
            .sure(confidence)
            .showing(evidence)
            .anchored(provider)
            .anchored(sha256);
        if !name.is_empty() {
            fact = fact.text("name", name);
        }
        self.secrets.push(fact);
    }

    fn add_mark(&mut self, what: &str, text: &str, placeholder: bool, at: usize, place: &Place<'_>) {
        let key = (what.to_owned(), text.chars().take(120).collect::<String>());
        if self.marks.len() >= 5_000 || self.marks.contains_key(&key) {
            return;
        }
        let shown: String = text.chars().take(160).collect();
        let fact = Fact::new("text-mark", (place.locus)(at))
            .text("what", what)
            .text("text", &shown)
            .text("part", place.part.word())
            .flag("placeholder", placeholder)
            .owned_by((place.owner)(at))
            .showing(Evidence::Text { what: what.to_owned(), text: AppText::new(&shown) });
        self.marks.insert(key, fact);
    }

    /// Turns what was found into facts and inventory rows. `declared` are the hosts that the applicant declares, if given.
    pub fn finish(self, declared: Option<&BTreeSet<String>>, store: &mut FactStore) {
        store.looked_for(&["secret", "host", "url", "text-mark"]);
        store.extend(self.secrets);
        store.extend(self.marks.into_values());
        for (part, file) in &self.unread {
            store.cover(*part, CoverageState::None, Some(file), Note::new("entry-incomplete"));
        }
        // What code connects to is no mere reference, even where documents lie (a file that the app downloads).
        let used: BTreeSet<String> = store
            .of("endpoint")
            .iter()
            .filter(|fact| !matches!(fact.str("what"), Some("url" | "server-socket")))
            .filter_map(|fact| fact.str("host").map(str::to_ascii_lowercase))
            .collect();
        for (name, mut host) in self.hosts {
            if host.role == HostRole::Documentation && used.contains(&name) {
                host.role = HostRole::Own;
            }
            let owner = host.owners.first().cloned().unwrap_or(Owner::App);
            let locus = host.loci.first().cloned().unwrap_or(Locus::Build);
            let (mut best, mut fact) =
                (host.schemes.iter().map(String::as_str).collect::<Vec<_>>(), Fact::new("host", locus));
            best.sort_by_key(|s| !s.ends_with('s'));
            fact = fact
                .text("host", &name)
                .text("scheme", best.first().copied().unwrap_or_default())
                .text("role", host.role.word())
                .flag("private", host.role == HostRole::Private)
                .flag("staging", host.role == HostRole::Staging)
                .flag("tracker", host.role == HostRole::Tracker)
                .flag("cleartext", host.schemes.iter().all(|s| matches!(s.as_str(), "http" | "ws" | "ftp" | "mqtt")))
                .text("part", host.part.word())
                .owned_by(owner)
                .anchored(name.clone());
            if let Some(declared) = declared {
                fact = fact.flag("declared", hosts::is_declared(&name, declared));
            }
            for locus in host.loci.iter().skip(1) {
                fact = fact.also_at(locus.clone());
            }
            store.inventory.hosts.push(Host {
                host: AppText::new(&name),
                schemes: host.schemes.into_iter().collect(),
                role: host.role.word().to_owned(),
                owners: host.owners.into_iter().collect(),
                loci: host.loci,
                count: host.count,
            });
            store.add(fact);
        }
        for (shown, (url, locus, owner, part)) in self.urls {
            store.add(
                Fact::new("url", locus.clone())
                    .text("url", &shown)
                    .text("scheme", &url.scheme)
                    .text("host", &url.host)
                    .text("path", &url.path)
                    .text("part", part.word())
                    .flag("userinfo", url.userinfo)
                    .flag("local", url.is_local())
                    .flag("documentation", url.documentation)
                    .owned_by(owner.clone())
                    .anchored(format!("{}://{}{}", url.scheme, url.host, url.path)),
            );
            store.inventory.urls.push(UrlUse { url: AppText::new(&shown), locus, owner });
        }
    }
}
