//! The TLS table's rows of use: each host that code connects to, with the policy that holds for it.
//!
//! The policy's own rows come from the network security configuration or App Transport Security; this adds who really
//! talks to whom under them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fact, FactStore, FactValue};
use crate::finding::{Locus, Owner, TlsRow};

/// Hosts listed at most; an app that talks to more is listed by its policy.
const MOST_HOSTS: usize = 200;

/// Places kept for one host.
const MOST_PLACES: usize = 5;

/// How code uses a host.
#[derive(Default)]
struct Use {
    schemes: BTreeSet<String>,
    loci: BTreeSet<Locus>,
    pinned: bool,
}

/// Adds a row for each host in use, once the facts of the code are there.
pub fn add_hosts_in_use(store: &mut FactStore) {
    let mut uses: BTreeMap<(String, Owner), Use> = BTreeMap::new();
    let contacted = |f: &&Fact| !f.is("local") && f.str("what") != Some("server-socket");
    for fact in store.of("endpoint").iter().filter(contacted) {
        let Some(host) = fact.str("host").filter(|host| is_host(host)) else { continue };
        let entry = uses.entry((host.to_ascii_lowercase(), fact.owner.clone())).or_default();
        entry.schemes.extend(fact.str("scheme").map(str::to_owned));
        entry.pinned |= fact.is("pinned");
        if entry.loci.len() < MOST_PLACES {
            entry.loci.insert(fact.locus.clone());
        }
    }
    let policies: Vec<Policy> =
        store.of("network-config").iter().chain(store.of("ats")).filter_map(Policy::of).collect();
    let judges: BTreeSet<Owner> =
        store.of("trust-body").iter().filter(|f| judges(f)).map(|f| f.owner.clone()).collect();
    let mut rows = Vec::new();
    for ((host, owner), used) in uses.into_iter().take(MOST_HOSTS) {
        let policy = policies.iter().filter(|p| p.covers(&host)).max_by_key(|p| p.host.len());
        let base = policy.and_then(|p| store.inventory.tls.iter().find(|row| row.host.raw() == p.host));
        let pins = pins(store, &host);
        let configured = base.map_or(0, |row| row.pins);
        let by_code = pins > 0 || used.pinned || judges.contains(&owner);
        // Without a policy to read, what is in use is all that is known.
        let clear = used.schemes.iter().any(|s| matches!(s.as_str(), "http" | "ws" | "ftp"));
        let judge = if by_code { "code" } else { base.map_or("system", |row| row.judge.as_str()) };
        rows.push(TlsRow {
            host: host.as_str().into(),
            schemes: used.schemes.into_iter().collect(),
            cleartext: base.map_or(clear, |row| row.cleartext),
            min_tls: base.and_then(|row| row.min_tls.clone()),
            pins: configured.max(pins),
            pins_expire: base.and_then(|row| row.pins_expire.clone()),
            user_ca: base.is_some_and(|row| row.user_ca),
            judge: judge.to_owned(),
            owner,
            loci: used.loci.into_iter().collect(),
        });
    }
    store.inventory.tls.extend(rows);
    mark_pinned(store);
}

/// Says of each connection of the app's own code whether a pin holds for it, where some host of the same site is pinned.
/// Of a site without any pin nothing is said here.
fn mark_pinned(store: &mut FactStore) {
    let installed = |fact: &&Fact| fact.kind != "pinning" || fact.get("installed").is_none() || fact.is("installed");
    let policies = store.of("network-config").iter().chain(store.of("ats"));
    let by_policy = policies.filter(|fact| fact.is("pinned") || fact.int("pins").is_some_and(|pins| pins > 0));
    let mut pinned: Vec<(String, bool)> = Vec::new();
    for fact in by_policy.chain(store.of("pinning")).filter(installed) {
        let Some(host) = fact.str("host").map(str::to_ascii_lowercase).filter(|host| !host.is_empty()) else {
            // A pin for no host in particular holds for all.
            return;
        };
        let bare = host.trim_start_matches('*').trim_start_matches('.');
        pinned.push((bare.to_owned(), fact.is("subdomains") || bare.len() < host.len()));
    }
    if pinned.is_empty() {
        return;
    }
    store.amend(&mut |fact| {
        let own = fact.kind == "endpoint" && fact.is("own") && !fact.is("local") && !fact.is("cleartext");
        let Some(host) = fact.str("host").filter(|host| own && is_host(host)).map(str::to_ascii_lowercase) else {
            return;
        };
        if fact.get("pinned").is_some() || fact.str("what") == Some("web-view") {
            return;
        }
        if pinned.iter().any(|(known, below)| *known == host || *below && is_below(&host, known)) {
            fact.put("pinned", FactValue::Flag(true));
        } else if pinned.iter().any(|(known, _)| is_below(&host, site(known))) {
            fact.put("pinned", FactValue::Flag(false));
        }
    });
}

/// The domain that a host stands below, when it is one that somebody owns; else the host itself.
fn site(host: &str) -> &str {
    match host.split_once('.') {
        Some((_, parent)) if is_owned(parent) => parent,
        _ => host,
    }
}

/// Whether a domain is more than one that registries sell names below (`tw`, `com.tw`).
fn is_owned(domain: &str) -> bool {
    const SOLD: [&str; 9] = ["com", "org", "net", "gov", "edu", "idv", "co", "ac", "mil"];
    match domain.split_once('.') {
        Some((first, rest)) => rest.contains('.') || !SOLD.contains(&first),
        None => false,
    }
}

/// Whether the text can be a host: a name or address, not a placeholder or a pattern.
fn is_host(host: &str) -> bool {
    host.contains('.')
        && host.len() <= 253
        && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
        && !host.starts_with('.')
        && !host.ends_with('.')
}

/// Whether a fact says that the app's own code decides over certificates of real connections.
fn judges(body: &Fact) -> bool {
    body.is("installed") && !matches!(body.str("judgement"), Some("delegates") | None)
}

/// Pins that code sets for a host.
fn pins(store: &FactStore, host: &str) -> usize {
    let covering = store.of("pinning").iter().filter(|fact| {
        let pattern = fact.str("host").unwrap_or_default();
        pattern.eq_ignore_ascii_case(host)
            || pattern.strip_prefix("**.").is_some_and(|parent| is_below(host, parent))
            || pattern
                .strip_prefix("*.")
                .is_some_and(|parent| host.split_once('.').is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(parent)))
    });
    let sum: i64 = covering.map(|fact| fact.int("pins").unwrap_or(1)).fold(0, i64::saturating_add);
    usize::try_from(sum).unwrap_or(0)
}

fn is_below(host: &str, parent: &str) -> bool {
    host.eq_ignore_ascii_case(parent)
        || host.len() > parent.len()
            && host.get(host.len() - parent.len()..).is_some_and(|end| end.eq_ignore_ascii_case(parent))
            && host.as_bytes().get(host.len() - parent.len() - 1) == Some(&b'.')
}

/// A row of the policy in force.
struct Policy {
    host: String,
    subdomains: bool,
}

impl Policy {
    fn of(fact: &Fact) -> Option<Self> {
        let host = fact.str("host").filter(|_| !fact.is("debug_only"))?;
        Some(Self { host: host.to_owned(), subdomains: fact.is("subdomains") })
    }

    /// Whether it is the one for a host; of several, the longest host name is.
    fn covers(&self, host: &str) -> bool {
        self.host == "*" || self.host.eq_ignore_ascii_case(host) || self.subdomains && is_below(host, &self.host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> FactStore {
        let mut store = FactStore::new(100);
        for (host, subdomains, cleartext, pins) in [("*", false, false, 0), ("example.tw", true, true, 2)] {
            store.add(Fact::new("network-config", Locus::Build).text("host", host).flag("subdomains", subdomains));
            store.inventory.tls.push(TlsRow {
                host: host.into(),
                schemes: Vec::new(),
                cleartext,
                min_tls: None,
                pins,
                pins_expire: None,
                user_ca: false,
                judge: "config".to_owned(),
                owner: Owner::App,
                loci: Vec::new(),
            });
        }
        store
    }

    fn endpoint(scheme: &str, host: &str) -> Fact {
        Fact::new("endpoint", Locus::entry(host)).text("scheme", scheme).text("host", host)
    }

    #[test]
    fn each_host_in_use_has_the_policy_of_the_nearest_domain() {
        let mut store = store();
        store.extend([
            endpoint("https", "api.example.tw"),
            endpoint("http", "API.example.tw"),
            endpoint("https", "other.tw"),
            endpoint("https", "badexample.tw"),
            endpoint("https", "%s"),
        ]);
        add_hosts_in_use(&mut store);
        let rows: Vec<_> =
            store.inventory.tls[2..].iter().map(|r| (r.host.raw(), r.schemes.join("+"), r.cleartext, r.pins)).collect();
        let expected = [("api.example.tw", "http+https", true, 2), ("badexample.tw", "https", false, 0)];
        assert_eq!(rows[0], (expected[0].0, expected[0].1.to_owned(), expected[0].2, expected[0].3));
        assert_eq!(rows[1], (expected[1].0, expected[1].1.to_owned(), expected[1].2, expected[1].3));
        assert_eq!((rows[2].0, rows.len()), ("other.tw", 3));
    }

    #[test]
    fn pins_and_judges_of_the_code_are_said() {
        let mut store = store();
        store.add(endpoint("https", "a.pinned.tw"));
        store.add(Fact::new("pinning", Locus::Build).text("host", "*.pinned.tw").number("pins", 3));
        add_hosts_in_use(&mut store);
        let row = store.inventory.tls.last().unwrap();
        assert_eq!((row.pins, row.judge.as_str()), (3, "code"));
    }

    #[test]
    fn a_host_beside_a_pinned_one_is_told_and_a_strangers_is_not() {
        let mut store = FactStore::new(100);
        store.add(Fact::new("pinning", Locus::Build).text("host", "api.example.com.tw").number("pins", 2));
        for host in ["api.example.com.tw", "upload.example.com.tw", "other.com.tw"] {
            store.add(endpoint("https", host).flag("own", true));
        }
        add_hosts_in_use(&mut store);
        let told = |at: usize| store.of("endpoint")[at].get("pinned").cloned();
        assert_eq!(told(0), Some(FactValue::Flag(true)));
        assert_eq!(told(1), Some(FactValue::Flag(false)));
        assert_eq!(told(2), None);
    }
}
