//! The privacy notice inside a build, and the notice against the build.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::Build;
use crate::fact::{Fact, FactStore};
use crate::finding::{AppText, Evidence, FlowEnd, HEALTH_BLE, Note, Permission, health_measure};
use crate::limits::Budget;
use crate::notice::{self, Difference, DifferenceKind, Document, Notice, UsedInBuild};
use crate::project::{HostEntry, Project};

/// Texts of one build that are judged as notices at most.
const MOST_CANDIDATES: usize = 40;
/// Bytes of an entry that is looked at.
const ENTRY_LIMIT: usize = 2 << 20;
/// Bytes of a script that is looked through.
const SCRIPT_LIMIT: usize = 24 << 20;
/// Bytes of a script around a mention of privacy in which its literals are gathered.
const WINDOW: usize = 24_000;
/// Characters of a string resource that may be a notice.
const SHORTEST: usize = 300;

/// Notices among the texts of a build.
#[derive(Debug, Default)]
pub(crate) struct Notices {
    candidates: usize,
    best: Option<(Notice, Document)>,
}

impl Notices {
    /// Looks at a text file of the build.
    pub(crate) fn file(&mut self, path: &str, bytes: &[u8]) {
        if bytes.len() <= ENTRY_LIMIT && speaks_of_privacy(bytes) && self.takes_more() {
            let named = path.rsplit('/').next().unwrap_or(path);
            if let Ok(document) = notice::read(named, bytes) {
                self.judge(Document { file: AppText::new(path), ..document });
            }
        }
    }

    /// Looks at a string.
    pub(crate) fn text(&mut self, place: &str, text: &str) {
        if text.len() >= SHORTEST
            && speaks_of_privacy(text.as_bytes())
            && self.takes_more()
            && let Ok(document) = notice::read("text", text.as_bytes())
        {
            self.judge(Document { file: AppText::new(place), ..document });
        }
    }

    /// Looks at a script: string literals near each mention of privacy, in their order, make one text.
    pub(crate) fn script(&mut self, path: &str, bytes: &[u8]) {
        if bytes.len() > SCRIPT_LIMIT {
            return;
        }
        let mut from = 0;
        let finder = [memchr::memmem::Finder::new("隱私"), memchr::memmem::Finder::new("Privacy Policy")];
        while let Some(rest) = bytes.get(from..) {
            let Some(at) = finder.iter().filter_map(|f| f.find(rest)).min().map(|at| from + at) else { break };
            if !self.takes_more() {
                break;
            }
            let end = (at + WINDOW).min(bytes.len());
            let window = bytes.get(at.saturating_sub(WINDOW / 4)..end).unwrap_or_default();
            let lines = literals(&String::from_utf8_lossy(window));
            self.judge(Document::from_text(path, &lines.join("\n")));
            from = end;
        }
    }

    fn takes_more(&mut self) -> bool {
        self.candidates += 1;
        self.candidates <= MOST_CANDIDATES
    }

    fn judge(&mut self, document: Document) {
        let judged = notice::judge(&document);
        let points = |n: &Notice| n.points.iter().filter(|p| p.satisfied).count();
        if judged.is_notice && self.best.as_ref().is_none_or(|(best, _)| points(&judged) > points(best)) {
            self.best = Some((judged, document));
        }
    }

    /// The most complete notice of the build.
    pub(crate) fn best(self) -> Option<(Notice, Document)> {
        self.best
    }
}

/// Files of other formats whose name says what they are.
pub(super) fn documents(build: &Build, budget: &Budget, notices: &mut Notices) {
    for entry in build.entries() {
        let name = entry.name().to_ascii_lowercase();
        let named = ["privacy", "policy", "notice", "consent", "隱私", "個資"].iter().any(|w| name.contains(w));
        if named && (name.ends_with(".pdf") || name.ends_with(".docx")) && notices.takes_more() {
            let file = name.rsplit('/').next().unwrap_or(&name).to_owned();
            if let Ok(document) = notice::read(&file, &entry.read(budget)) {
                notices.judge(Document { file: AppText::new(&entry.path()), ..document });
            }
        }
    }
}

fn speaks_of_privacy(bytes: &[u8]) -> bool {
    ["隱私", "個人資料", "個資", "privacy", "Privacy", "PRIVACY"]
        .iter()
        .any(|word| memchr::memmem::find(bytes, word.as_bytes()).is_some())
}

/// String literals of a script that are words for a person: with Han characters, or several Latin words.
fn literals(script: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut chars = script.chars().peekable();
    while let Some(open) = chars.next() {
        if !matches!(open, '"' | '\'' | '`') {
            continue;
        }
        let mut text = String::new();
        while let Some(c) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some('n' | 'r') => text.push('\n'),
                    Some('t') => text.push(' '),
                    Some('u') => {
                        let code: String = chars.clone().take(4).collect();
                        if let Some(c) = u32::from_str_radix(&code, 16).ok().and_then(char::from_u32) {
                            text.push(c);
                            chars.nth(3);
                        }
                    }
                    Some(other) => text.push(other),
                    None => break,
                },
                c if c == open => break,
                c => text.push(c),
            }
        }
        let han = text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
        if han || text.split_whitespace().count() >= 4 {
            out.push(text);
        }
    }
    out
}

/// Compares a notice with the facts of the build; the differences become facts.
pub(super) fn compare(document: &Document, project: Option<&Project>, store: &mut FactStore) -> Vec<Difference> {
    let used = used(store, project);
    let mut rows = notice::compare(document, &used);
    rows.retain(|row| row.used || can_be_absent(row));
    let kept = stored(store);
    for row in &rows {
        let what = match row.of {
            DifferenceKind::DataKind if kept.contains(row.name.raw()) => "stored-data",
            DifferenceKind::DataKind => "data-kind",
            DifferenceKind::Permission => "permission",
            DifferenceKind::Host => "host",
            DifferenceKind::Sdk => "sdk",
        };
        let evidence = match &row.quote {
            Some(quote) => Evidence::Text { what: "sentence".to_owned(), text: quote.clone() },
            None => Evidence::Noted { note: Note::new("notice-does-not-name").with("name", &row.name) },
        };
        let fact = Fact::new("notice-gap", row.locus.clone())
            .text("what", what)
            .text("name", row.name.raw())
            .flag("used", row.used)
            .flag("named", !row.used)
            .showing(evidence)
            .anchored(row.name.raw());
        store.add(fact);
    }
    rows
}

/// Whether a build shows by itself that something which its notice names is not there. A name or an e-mail address may be
/// asked for on any screen, and an address in a notice need not be one that the app talks to.
fn can_be_absent(row: &Difference) -> bool {
    match row.of {
        DifferenceKind::Permission | DifferenceKind::Sdk => true,
        DifferenceKind::DataKind => {
            ["location", "contacts", "calendar", "call-log", "microphone", "bluetooth", "advertising-id"]
                .contains(&row.name.raw())
        }
        DifferenceKind::Host => false,
    }
}

/// Kinds of the notice's vocabulary that a source of the engine gives.
fn kind_of_source(source: &str) -> Option<&'static str> {
    Some(match source {
        "location" => "location",
        "device-id" | "sim-serial" | "subscriber-id" => "device-id",
        "advertising-id" => "advertising-id",
        "network-address" => "ip-address",
        "contacts" => "contacts",
        "call-log" => "call-log",
        "sms" | "sms-message" => "sms",
        "camera" => "photo",
        "microphone" => "microphone",
        "national-id" => "national-id",
        "biometric" => "biometric",
        kind if kind.starts_with("health") && kind != "health-bank-key" => "health-other",
        _ => return None,
    })
}

/// Where data stays.
fn is_store(sink: &str) -> bool {
    ["file", "preferences", "database", "storage", "keychain", "defaults", "cache"].iter().any(|w| sink.contains(w))
}

/// The kinds of a source: of a health device what it measures.
fn kinds_of_source(source: &FlowEnd) -> Vec<&'static str> {
    let numbers = source.detail.iter().filter(|_| source.of == HEALTH_BLE).flat_map(|d| d.raw().split(", "));
    let measured: Vec<&'static str> =
        numbers.filter_map(|n| health_measure(n.as_bytes(), true)).map(|(_, kind)| kind).collect();
    if measured.is_empty() { kind_of_source(&source.of).into_iter().collect() } else { measured }
}

fn stored(store: &FactStore) -> BTreeSet<&'static str> {
    store.flows.iter().filter(|f| is_store(&f.sink.of)).flat_map(|f| kinds_of_source(&f.source)).collect()
}

/// Whether a key says that Firebase Analytics collects nothing, which no code can undo.
fn is_analytics_off(store: &FactStore) -> bool {
    let manifest =
        |f: &Fact| f.str("name") == Some("firebase_analytics_collection_deactivated") && f.str("value") == Some("true");
    let plist = |f: &Fact| f.str("key") == Some("FIREBASE_ANALYTICS_COLLECTION_DEACTIVATED") && f.is("flag");
    store.of("meta-data").iter().any(manifest) || store.of("plist-key").iter().any(plist)
}

fn used(store: &FactStore, project: Option<&Project>) -> UsedInBuild {
    let mut kinds: BTreeSet<&str> = store.flows.iter().flat_map(|f| kinds_of_source(&f.source)).collect();
    kinds.extend(store.inventory.fields.iter().filter_map(|f| match f.sensitive.as_str() {
        "national-id" => Some("national-id"),
        "phone" => Some("phone-number"),
        "email" => Some("email"),
        "birthday" | "birth-date" => Some("birth-date"),
        "address" => Some("address"),
        _ => None,
    }));
    let asked: Vec<&Permission> =
        store.inventory.permissions.iter().filter(|p| p.role == "purpose" || p.role == "used").collect();
    let (permissions, minor): (Vec<&Permission>, Vec<&Permission>) =
        asked.into_iter().partition(|p| p.role == "purpose" || matches!(p.level.as_str(), "dangerous" | "special"));
    let names = |list: Vec<&Permission>| list.iter().map(|p| p.name.raw().to_owned()).collect();
    let receives =
        ["analytics", "advertising", "attribution", "crash", "map", "payment", "push", "health", "social", "malicious"];
    let sdks = store
        .inventory
        .sdks
        .iter()
        .filter(|s| receives.contains(&s.category.as_str()))
        .filter(|s| s.name.raw() != "Firebase Analytics" || !is_analytics_off(store))
        .map(|s| s.name.raw().to_owned());
    if store.inventory.sdks.iter().any(|s| s.category == "health") {
        kinds.insert("health-other");
    }
    UsedInBuild {
        data_kinds: kinds.into_iter().map(str::to_owned).collect(),
        permissions: names(permissions),
        minor_permissions: names(minor),
        hosts: foreign_hosts(store, project),
        sdks: sdks.collect(),
    }
}

/// Hosts that the app's own code talks to and that are not the applicant's: those that the project file says are, or else
/// the domain that most of them share. Hosts of SDKs are spoken for by the SDK.
fn foreign_hosts(store: &FactStore, project: Option<&Project>) -> Vec<String> {
    let own: Vec<&str> = store
        .inventory
        .hosts
        .iter()
        .filter(|h| h.role == "own" && h.schemes.iter().any(|s| !s.is_empty()))
        .map(|h| h.host.raw())
        .filter(|h| h.parse::<std::net::IpAddr>().is_err() && h.contains('.'))
        .collect();
    let mut domains: BTreeMap<&str, usize> = BTreeMap::new();
    for host in &own {
        *domains.entry(notice::registrable(host)).or_default() += 1;
    }
    let declared: Vec<&HostEntry> = project.into_iter().flat_map(Project::own_hosts).collect();
    if !declared.is_empty() {
        let foreign = own.into_iter().filter(|h| !declared.iter().any(|entry| entry.covers(&h.to_ascii_lowercase())));
        return foreign.map(str::to_owned).collect();
    }
    let home = domains.iter().max_by_key(|(_, count)| **count).map(|(domain, _)| *domain);
    own.into_iter().filter(|h| Some(notice::registrable(h)) != home).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_of_a_script_are_words_for_a_person() {
        let script = r#"var a="x";t("\u96b1\u79c1\u6b0a\u653f\u7b56"),e('We collect your data.\nAlways'),"id-3""#;
        assert_eq!(literals(script), ["隱私權政策", "We collect your data.\nAlways"]);
    }

    #[test]
    fn hosts_that_the_project_says_are_the_applicants_are_nobody_elses() {
        let mut store = FactStore::new(10);
        for host in ["api.diary.tw", "a.partner.tw", "b.partner.tw"] {
            store.inventory.hosts.push(crate::finding::Host {
                host: host.into(),
                role: "own".to_owned(),
                schemes: vec!["https".to_owned()],
                owners: vec![],
                loci: vec![],
                count: 1,
            });
        }
        assert_eq!(foreign_hosts(&store, None), ["api.diary.tw"], "most are taken for the applicant's");
        let yaml = "dossier: {applicant: {name: 健康日記公司}}\nhosts:\n  - {host: '*.diary.tw', owner: 健康日記公司}\n  - {host: a.partner.tw, owner: 某實驗室}\n";
        let project = Project::read("maspect.yaml", yaml.as_bytes()).unwrap();
        assert_eq!(foreign_hosts(&store, Some(&project)), ["a.partner.tw", "b.partner.tw"]);
    }

    #[test]
    fn a_notice_in_a_script_is_found_among_other_text() {
        let notice = std::fs::read_to_string("samples/notices/good-articles.txt").unwrap();
        let lines: Vec<String> = notice.lines().map(|l| format!("n.createElement(T,null,{l:?})")).collect();
        let script = format!("{}{}{}", "a=1;".repeat(3_000), lines.join(","), ";b=2".repeat(3_000));
        let mut notices = Notices::default();
        notices.script("assets/index.android.bundle", script.as_bytes());
        let (notice, _) = notices.best().unwrap();
        assert!(notice.is_notice && notice.points.iter().filter(|p| p.satisfied).count() >= 18);
    }
}
