//! Network security configuration, effective per host.
//!
//! What holds follows `NetworkSecurityConfig`, `XmlConfigSource` and `ManifestConfigSource` of the platform: without a
//! file the manifest's flag decides about cleartext; with one the flag is not looked at. Defaults depend on the target
//! API level: cleartext is allowed below 28, certificate authorities that the user installed are trusted below 24.
//! Devices older than API level 24 know no such file.

use std::sync::Arc;

use super::android::document;
use super::manifest::{Manifest, Place};
use super::resources::Resources;
use crate::finding::Note;
use crate::format::Anomaly;
use crate::format::axml::{Document, Node};
use crate::limits::Budget;

/// Who says what holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The platform's default for the target API level.
    Default,
    /// `usesCleartextTraffic` of the manifest.
    Manifest,
    /// The configuration file.
    Config,
}

impl Source {
    /// The word in facts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Manifest => "manifest",
            Self::Config => "config",
        }
    }
}

/// The effective configuration of an app.
#[derive(Debug, Clone, Default)]
pub struct NetworkSecurity {
    /// Address of the file, when one is named and there.
    pub file: Option<String>,
    /// Whether one is named but could not be read.
    pub broken: bool,
    /// The base (host `*`) first, then the domains in the order of the file.
    pub rows: Vec<Row>,
    /// What `debug-overrides` adds in a debuggable build, when there are any.
    pub debug: Option<Row>,
    /// Oddities of the file.
    pub anomalies: Vec<Anomaly>,
}

/// What holds for a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Host in lower case; `*` for all without a row of their own.
    pub host: String,
    /// Also for every host below it.
    pub subdomains: bool,
    /// Whether cleartext traffic is allowed.
    pub cleartext: bool,
    /// Whether that is written, in the file or the manifest, for this host or one of those it inherits from.
    pub cleartext_source: Source,
    /// Trust anchors.
    pub anchors: Arc<Anchors>,
    /// Pins.
    pub pins: Arc<Pins>,
    /// Why it holds where it is not written: `target-default-cleartext`, `target-default-user-ca`,
    /// `target-default-open` (both), `debug-build`.
    pub because: Option<Note>,
    /// The element: the `domain-config` or `base-config`, the `application` element, or the root of the file.
    pub place: Place,
}

/// Trust anchors.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Anchors {
    /// Preinstalled authorities.
    pub system: bool,
    /// Authorities that the user installed.
    pub user: bool,
    /// Certificates in the app: addresses of the files, or what is written when there is none.
    pub bundled: Vec<String>,
    /// Whether chains that end in one of them are not held against the pins.
    pub override_pins: bool,
    /// Whether they are written (otherwise the default of the target level).
    pub written: bool,
}

/// A pin set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pins {
    /// Digest algorithm and value of each.
    pub digests: Vec<(String, String)>,
    /// Day from which they no longer hold, `YYYY-MM-DD`.
    pub expiration: Option<String>,
}

impl Pins {
    /// Number of pins.
    pub fn len(&self) -> usize {
        self.digests.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.digests.is_empty()
    }

    /// Whether they no longer hold on that day (`YYYY-MM-DD`): from the expiration's midnight on.
    pub fn expired(&self, date: &str) -> bool {
        self.expiration.as_deref().is_some_and(|day| day <= date)
    }

    /// Whether one of them is no SHA-256 digest of 32 bytes in Base64: it can match nothing.
    pub fn has_invalid(&self) -> bool {
        self.digests.iter().any(|(algorithm, value)| {
            !algorithm.eq_ignore_ascii_case("SHA-256") || value.trim_end_matches('=').len() != 43
        })
    }
}

impl NetworkSecurity {
    /// The row that holds for a host: the exact one, then the longest of those that reach below themselves, then the base.
    pub fn for_host(&self, host: &str) -> Option<&Row> {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let below = |row: &&Row| row.subdomains && host.strip_suffix(&row.host).is_some_and(|rest| rest.ends_with('.'));
        let domains = || self.rows.iter().skip(1);
        let exact = domains().find(|row| row.host == host);
        let longest = || {
            // Of equals the first.
            domains().filter(below).fold(None, |best: Option<&Row>, row| match best {
                Some(best) if best.host.len() >= row.host.len() => Some(best),
                _ => Some(row),
            })
        };
        exact.or_else(longest).or_else(|| self.rows.first())
    }

    /// The base.
    pub fn base(&self) -> Option<&Row> {
        self.rows.first()
    }
}

/// Works out what holds for an app.
pub fn effective(manifest: &Manifest, resources: &Resources<'_>, budget: &Budget) -> NetworkSecurity {
    let mut network = from_manifest(manifest, resources, budget);
    let target = manifest.sdk.target;
    for row in &mut network.rows {
        let note = |code| Some(Note::new(code).with("target", target));
        row.because = row.because.take().or_else(|| match (row.anchors.written, row.cleartext_source) {
            (false, Source::Default) if row.anchors.user && row.cleartext => note("target-default-open"),
            (false, _) if row.anchors.user => note("target-default-user-ca"),
            (_, Source::Default) if row.cleartext => note("target-default-cleartext"),
            _ => None,
        });
    }
    network
}

fn from_manifest(manifest: &Manifest, resources: &Resources<'_>, budget: &Budget) -> NetworkSecurity {
    let default = default_row(manifest);
    for path in &manifest.application.network_config {
        let Some(entry) = resources.entry_at(path) else { continue };
        return match document(entry, budget) {
            Some((document, anomalies)) => {
                NetworkSecurity { anomalies, ..from_document(path, &document, manifest, resources) }
            }
            None => NetworkSecurity {
                file: Some(path.clone()),
                broken: true,
                rows: vec![default],
                ..NetworkSecurity::default()
            },
        };
    }
    let broken = manifest.application.network_config_declared;
    NetworkSecurity { broken, rows: vec![with_flag(default, manifest)], ..NetworkSecurity::default() }
}

/// The platform's default for the target level.
fn default_row(manifest: &Manifest) -> Row {
    let target = manifest.sdk.target;
    Row {
        host: "*".to_owned(),
        subdomains: true,
        cleartext: target < 28,
        cleartext_source: Source::Default,
        anchors: Arc::new(Anchors { system: true, user: target < 24, ..Anchors::default() }),
        pins: Arc::default(),
        because: None,
        place: manifest.application.place.clone(),
    }
}

fn with_flag(mut row: Row, manifest: &Manifest) -> Row {
    if let Some(cleartext) = manifest.application.cleartext {
        (row.cleartext, row.cleartext_source) = (cleartext, Source::Manifest);
    }
    row
}

/// Reads a configuration file against the defaults.
fn from_document(file: &str, document: &Document, manifest: &Manifest, resources: &Resources<'_>) -> NetworkSecurity {
    let reader = Context { file: Arc::from(file), resources };
    let mut network = NetworkSecurity { file: Some(file.to_owned()), ..NetworkSecurity::default() };
    let mut base = default_row(manifest);
    let Some(root) = document.root() else { return network };
    base.place = reader.place(root);
    if let Some(node) = root.named("base-config").next() {
        base = reader.inherit(&base, node);
        base.place = reader.place(node);
    }
    network.rows.push(base.clone());
    for node in root.named("domain-config") {
        reader.domains(node, &base, &mut network.rows);
    }
    if let Some(node) = root.named("debug-overrides").next() {
        let mut row = reader.inherit(&Row { anchors: Arc::default(), ..base }, node);
        row.place = reader.place(node);
        // Of the overrides' own anchors, pins are overridden unless it says otherwise.
        let overrides = reader.anchors(node, true).is_some_and(|anchors| anchors.override_pins);
        Arc::make_mut(&mut row.anchors).override_pins = overrides;
        if manifest.application.debuggable {
            network.rows.iter_mut().for_each(|known| add_debug(known, &row.anchors));
        }
        network.debug = Some(row);
    }
    network
}

fn add_debug(row: &mut Row, debug: &Anchors) {
    let anchors = Arc::make_mut(&mut row.anchors);
    anchors.system |= debug.system;
    anchors.user |= debug.user;
    anchors.bundled.extend(debug.bundled.iter().cloned());
    anchors.override_pins |= debug.override_pins;
    row.because = Some(Note::new("debug-build"));
}

/// Domains of one file that are read.
const ROWS: usize = 5_000;

struct Context<'r, 'b> {
    file: Arc<str>,
    resources: &'r Resources<'b>,
}

impl Context<'_, '_> {
    fn place(&self, node: Node<'_>) -> Place {
        Place { file: Arc::clone(&self.file), element: node.path() }
    }

    fn flag(&self, node: Node<'_>, name: &str) -> Option<bool> {
        self.resources.flag(&node.plain(name).or_else(|| node.any(name))?.value)
    }

    fn text(&self, node: Node<'_>, name: &str) -> Option<String> {
        let attribute = node.plain(name).or_else(|| node.any(name))?;
        attribute.text().map(str::to_owned)
    }

    /// The settings of a configuration element over those that it inherits.
    fn inherit(&self, parent: &Row, node: Node<'_>) -> Row {
        let mut row = parent.clone();
        if let Some(cleartext) = self.flag(node, "cleartextTrafficPermitted") {
            (row.cleartext, row.cleartext_source) = (cleartext, Source::Config);
        }
        if let Some(anchors) = self.anchors(node, false) {
            row.anchors = Arc::new(anchors);
        }
        if let Some(set) = node.named("pin-set").next() {
            row.pins = Arc::new(self.pins(set));
        }
        row
    }

    fn anchors(&self, node: Node<'_>, overriding: bool) -> Option<Anchors> {
        let list = node.named("trust-anchors").next()?;
        let mut anchors = Anchors { written: true, ..Anchors::default() };
        for certificates in list.named("certificates") {
            anchors.override_pins |= self.flag(certificates, "overridePins").unwrap_or(overriding);
            let Some(source) = certificates.plain("src").or_else(|| certificates.any("src")) else { continue };
            match source.text() {
                Some("system") => anchors.system = true,
                Some("user") => anchors.user = true,
                _ => {
                    let files = self.resources.files(&source.value);
                    let written = || source.value.display();
                    anchors.bundled.push(files.first().map_or_else(written, super::Entry::path));
                }
            }
        }
        Some(anchors)
    }

    fn pins(&self, node: Node<'_>) -> Pins {
        let digests = node.named("pin").map(|pin| {
            let algorithm = self.text(pin, "digest").unwrap_or_default();
            (algorithm, pin.text().trim().to_owned())
        });
        Pins { digests: digests.collect(), expiration: self.text(node, "expiration") }
    }

    fn domains(&self, node: Node<'_>, parent: &Row, rows: &mut Vec<Row>) {
        let own = Row { place: self.place(node), ..self.inherit(parent, node) };
        for domain in node.named("domain") {
            let host = domain.text().trim().trim_end_matches('.').to_ascii_lowercase();
            if !host.is_empty() && rows.len() < ROWS {
                let subdomains = self.flag(domain, "includeSubdomains").unwrap_or(false);
                rows.push(Row { host, subdomains, ..own.clone() });
            }
        }
        for nested in node.named("domain-config") {
            self.domains(nested, &own, rows);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::manifest::tests::{NETWORK, app};

    /// The configuration of an app with these manifest attributes and this file.
    fn network(target: u32, attributes: &str, config: Option<&str>) -> NetworkSecurity {
        let named = if config.is_some() { "android:networkSecurityConfig=\"@xml/network\"" } else { "" };
        let manifest = format!("<uses-sdk android:targetSdkVersion=\"{target}\"/><application {named} {attributes}/>");
        app(&manifest, &config.map(|config| (NETWORK, config)).into_iter().collect::<Vec<_>>(), |app| {
            app.network.clone()
        })
    }

    fn base(network: &NetworkSecurity) -> (bool, bool, Source) {
        let row = network.base().unwrap();
        (row.cleartext, row.anchors.user, row.cleartext_source)
    }

    #[test]
    fn without_a_file_the_target_level_and_the_flag_decide() {
        assert_eq!(base(&network(23, "", None)), (true, true, Source::Default));
        assert_eq!(base(&network(24, "", None)), (true, false, Source::Default));
        assert_eq!(base(&network(28, "", None)), (false, false, Source::Default));
        assert_eq!(base(&network(28, "android:usesCleartextTraffic=\"true\"", None)), (true, false, Source::Manifest));
        assert_eq!(
            base(&network(24, "android:usesCleartextTraffic=\"false\"", None)),
            (false, false, Source::Manifest)
        );
    }

    #[test]
    fn with_a_file_the_flag_is_not_looked_at() {
        let file = Some("<network-security-config/>");
        assert_eq!(base(&network(28, "android:usesCleartextTraffic=\"true\"", file)), (false, false, Source::Default));
        assert_eq!(base(&network(27, "android:usesCleartextTraffic=\"false\"", file)), (true, false, Source::Default));
    }

    const CONFIG: &str = r#"<network-security-config>
      <base-config cleartextTrafficPermitted="false"><trust-anchors><certificates src="system"/></trust-anchors></base-config>
      <domain-config cleartextTrafficPermitted="true">
        <domain includeSubdomains="true">Example.com</domain>
        <pin-set expiration="2026-01-01"><pin digest="SHA-256">AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=</pin></pin-set>
        <domain-config cleartextTrafficPermitted="false"><domain>api.example.com</domain></domain-config>
      </domain-config>
      <debug-overrides><trust-anchors><certificates src="user"/></trust-anchors></debug-overrides>
    </network-security-config>"#;

    #[test]
    fn nested_domains_inherit_and_the_longest_match_holds() {
        let network = network(34, "", Some(CONFIG));
        let hosts: Vec<_> = network.rows.iter().map(|row| (row.host.as_str(), row.subdomains, row.cleartext)).collect();
        assert_eq!(hosts, [("*", true, false), ("example.com", true, true), ("api.example.com", false, false)]);
        let of = |host: &str| network.for_host(host).unwrap().host.as_str();
        assert_eq!(of("www.example.com"), "example.com");
        assert_eq!(of("api.example.com"), "api.example.com");
        assert_eq!(of("v2.api.example.com"), "example.com");
        assert_eq!(of("badexample.com"), "*");
        let api = network.for_host("api.example.com").unwrap();
        assert_eq!(api.pins.len(), 1, "the pin set of the parent");
        assert!(api.pins.expired("2026-01-01") && !api.pins.expired("2025-12-31"));
        assert!(!api.pins.has_invalid());
        assert_eq!(api.place.element, "network-security-config/domain-config/domain-config");
    }

    #[test]
    fn debug_overrides_count_only_in_a_debuggable_build() {
        assert!(!network(34, "", Some(CONFIG)).base().unwrap().anchors.user);
        let debug = network(34, "android:debuggable=\"true\"", Some(CONFIG));
        assert!(debug.base().unwrap().anchors.user);
        assert!(debug.base().unwrap().anchors.override_pins);
        assert!(debug.debug.unwrap().anchors.user);
    }

    #[test]
    fn a_file_that_is_named_and_not_there_is_broken() {
        let network = network(34, "android:networkSecurityConfig=\"@xml/none\"", None);
        assert!(network.broken && network.file.is_none());
    }
}
