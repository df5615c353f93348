//! App Transport Security as it takes effect, host by host.
//!
//! Source: «NSAppTransportSecurity» in Apple's Information Property List reference. A key that looks like a hole and is
//! none: `NSAllowsLocalNetworking` (names without dots, `.local` and unqualified addresses only). A hole that is closed by
//! another key: `NSAllowsArbitraryLoads` counts for nothing on iOS 10 and later when one of the narrower keys is present.

use crate::format::host::HostPlace;
use crate::format::plist::Value;

/// The effective table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ats {
    /// The row of every host that has none of its own.
    pub base: Row,
    /// Rows of hosts, by name.
    pub hosts: Vec<Row>,
    /// Whether the system applies ATS at all: apps linked with an SDK before 9.0 are outside of it.
    pub enforced: bool,
    /// Whether `NSAllowsArbitraryLoads` is set but overridden by a narrower key.
    pub arbitrary_overridden: bool,
}

/// What holds for a host (or for all others, host `*`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Host, or `*`.
    pub host: String,
    /// Key path in Info.plist that decides; of the dictionary when a default does.
    pub key: String,
    /// Whether the row's value is set in the file or is the default.
    pub declared: bool,
    /// Plain HTTP allowed.
    pub cleartext: bool,
    /// Plain HTTP allowed in web views.
    pub web_content: bool,
    /// Plain HTTP allowed for media playback.
    pub media: bool,
    /// Local networking allowed.
    pub local_networking: bool,
    /// The host itself is local (`localhost`, `.local`, a private address), or a name that nobody can have.
    pub local_host: bool,
    /// Lowest TLS version.
    pub min_tls: String,
    /// Whether forward secrecy is required.
    pub forward_secrecy: bool,
    /// Whether subdomains are included.
    pub subdomains: bool,
    /// Number of pins (`NSPinnedDomains`).
    pub pins: usize,
    /// Whether pins are on certificate authorities (else on leaf keys).
    pub pins_authority: bool,
}

impl Row {
    fn standard(host: &str, key: &str) -> Self {
        Self {
            host: host.to_owned(),
            key: key.to_owned(),
            declared: false,
            cleartext: false,
            web_content: false,
            media: false,
            local_networking: false,
            local_host: is_local(host),
            min_tls: "TLSv1.2".to_owned(),
            forward_secrecy: true,
            subdomains: false,
            pins: 0,
            pins_authority: false,
        }
    }

    /// Whether the lowest TLS version is below 1.2.
    pub fn has_weak_tls(&self) -> bool {
        matches!(self.min_tls.as_str(), "TLSv1.0" | "TLSv1.1" | "SSLv3.0")
    }
}

const ATS: &str = "NSAppTransportSecurity";

/// The table of an app. `minimum_os` and `sdk` are major versions; unknown ones count as current.
pub fn effective(info: Option<&Value>, minimum_os: Option<u32>, sdk: Option<u32>) -> Ats {
    let enforced = sdk.is_none_or(|sdk| sdk >= 9);
    let dictionary = info.and_then(|info| info.get(ATS));
    let truth = |key: &str| dictionary.and_then(|d| d.get(key)).and_then(Value::truth).unwrap_or(false);
    let narrower = ["NSAllowsArbitraryLoadsInWebContent", "NSAllowsArbitraryLoadsForMedia", "NSAllowsLocalNetworking"];
    let narrowed = narrower.iter().any(|key| dictionary.and_then(|d| d.get(key)).is_some());
    let arbitrary = truth("NSAllowsArbitraryLoads");
    let overridden = arbitrary && narrowed && minimum_os.is_none_or(|os| os >= 10);
    let mut base = Row::standard("*", ATS);
    base.cleartext = !enforced || (arbitrary && !overridden);
    base.web_content = base.cleartext || truth("NSAllowsArbitraryLoadsInWebContent");
    base.media = base.cleartext || truth("NSAllowsArbitraryLoadsForMedia");
    base.local_networking = truth("NSAllowsLocalNetworking");
    base.declared = dictionary.is_some();
    if arbitrary {
        base.key = format!("{ATS}/NSAllowsArbitraryLoads");
    }
    if base.cleartext {
        // Without ATS, URL loading takes any version that the system still speaks.
        base.min_tls = "TLSv1.0".to_owned();
        base.forward_secrecy = false;
    }
    let mut hosts: Vec<Row> = Vec::new();
    for (host, exception) in pairs(dictionary, "NSExceptionDomains") {
        hosts.push(exception_row(host, exception, enforced));
    }
    for (host, pinned) in pairs(dictionary, "NSPinnedDomains") {
        pin(&mut hosts, &base, host, pinned);
    }
    hosts.sort_by(|a, b| a.host.cmp(&b.host));
    Ats { base, hosts, enforced, arbitrary_overridden: overridden }
}

fn pairs<'v>(dictionary: Option<&'v Value>, key: &str) -> impl Iterator<Item = (&'v str, &'v Value)> + use<'v> {
    let table = dictionary.and_then(|d| d.get(key)).map(Value::pairs).unwrap_or_default();
    table.iter().map(|(host, value)| (&**host, value))
}

/// An exception: ATS holds for the host except as said. The keys had other names in iOS 9's first releases.
fn exception_row(host: &str, exception: &Value, enforced: bool) -> Row {
    let mut row = Row::standard(&host.to_ascii_lowercase(), &format!("{ATS}/NSExceptionDomains/{host}"));
    let forms = |stem: &str| {
        ["NSException", "NSTemporaryException", "NSThirdPartyException", "NSTemporaryThirdPartyException"]
            .iter()
            .find_map(|prefix| exception.get(&format!("{prefix}{stem}")))
    };
    row.declared = true;
    row.subdomains = exception.get("NSIncludesSubdomains").and_then(Value::truth).unwrap_or(false);
    row.cleartext = !enforced || forms("AllowsInsecureHTTPLoads").and_then(Value::truth).unwrap_or(false);
    row.web_content = row.cleartext;
    row.media = row.cleartext;
    if let Some(version) = forms("MinimumTLSVersion").and_then(Value::text) {
        row.min_tls = version.to_owned();
    }
    row.forward_secrecy = forms("RequiresForwardSecrecy").and_then(Value::truth).unwrap_or(true);
    row
}

/// Adds the pins of a domain to its row, or a row of its own with what holds for all others.
fn pin(hosts: &mut Vec<Row>, base: &Row, host: &str, pinned: &Value) {
    let name = host.to_ascii_lowercase();
    let count = |key: &str| {
        let identities = pinned.get(key).map(Value::items).unwrap_or_default();
        identities.iter().filter(|i| i.get("SPKI-SHA256-BASE64").and_then(Value::text).is_some()).count()
    };
    let (authorities, leaves) = (count("NSPinnedCAIdentities"), count("NSPinnedLeafIdentities"));
    let subdomains = pinned.get("NSIncludesSubdomains").and_then(Value::truth).unwrap_or(false);
    let position = hosts.iter().position(|row| row.host == name).unwrap_or_else(|| {
        let row = Row { host: name.clone(), local_host: is_local(&name), ..base.clone() };
        hosts.push(Row { key: format!("{ATS}/NSPinnedDomains/{host}"), declared: true, subdomains, ..row });
        hosts.len() - 1
    });
    if let Some(row) = hosts.get_mut(position) {
        row.pins = authorities + leaves;
        row.pins_authority = authorities > 0;
    }
}

/// A name or address that never leaves the local network.
fn is_local(host: &str) -> bool {
    let place = HostPlace::of(host);
    matches!(place, HostPlace::Loopback | HostPlace::LinkLocal | HostPlace::LocalName)
        || place.is_private_address()
        || is_reserved(host)
}

/// A name that is kept for examples and tests (RFC 2606), left over from the text of an SDK.
fn is_reserved(host: &str) -> bool {
    let ends = |name: &str| host == name || host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'));
    ["example.com", "example.net", "example.org", "example", "invalid", "test"].iter().any(|name| ends(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::plist;
    use crate::limits::Limits;

    fn table(json: &str, minimum_os: u32, sdk: u32) -> Ats {
        let info = format!("{{\"NSAppTransportSecurity\": {json}}}");
        let value = plist::parse(info.as_bytes(), &Limits::default()).unwrap().value.root;
        effective(Some(&value), Some(minimum_os), Some(sdk))
    }

    #[test]
    fn without_any_key_nothing_is_allowed_and_tls_1_2_is_the_floor() {
        let ats = effective(None, Some(15), Some(17));
        assert!(ats.enforced && !ats.base.cleartext && !ats.base.declared);
        assert_eq!(ats.base.min_tls, "TLSv1.2");
    }

    #[test]
    fn arbitrary_loads_open_everything_unless_a_narrower_key_is_present_on_ios_10() {
        assert!(table(r#"{"NSAllowsArbitraryLoads": true}"#, 15, 17).base.cleartext);
        let narrowed = r#"{"NSAllowsArbitraryLoads": true, "NSAllowsLocalNetworking": false}"#;
        let ats = table(narrowed, 15, 17);
        assert!(!ats.base.cleartext && ats.arbitrary_overridden);
        assert!(table(narrowed, 9, 17).base.cleartext, "iOS 9 does not know the narrower keys");
    }

    #[test]
    fn local_networking_is_no_hole_and_web_content_is_one_for_web_views() {
        let ats = table(r#"{"NSAllowsLocalNetworking": true, "NSAllowsArbitraryLoadsInWebContent": true}"#, 15, 17);
        assert!(!ats.base.cleartext && ats.base.web_content && ats.base.local_networking && !ats.base.media);
    }

    #[test]
    fn an_exception_closes_arbitrary_loads_for_its_domain_and_opens_what_it_says() {
        let ats = table(
            r#"{"NSAllowsArbitraryLoads": true, "NSExceptionDomains": {
                "api.example.tw": {"NSIncludesSubdomains": true},
                "old.example.tw": {"NSTemporaryExceptionAllowsInsecureHTTPLoads": true, "NSExceptionMinimumTLSVersion": "TLSv1.0"},
                "localhost": {"NSExceptionAllowsInsecureHTTPLoads": true}}}"#,
            15,
            17,
        );
        let row = |host: &str| ats.hosts.iter().find(|row| row.host == host).unwrap();
        assert!(!row("api.example.tw").cleartext && row("api.example.tw").subdomains);
        assert!(row("old.example.tw").cleartext && row("old.example.tw").has_weak_tls());
        assert!(row("localhost").local_host);
        assert_eq!(row("old.example.tw").key, "NSAppTransportSecurity/NSExceptionDomains/old.example.tw");
    }

    #[test]
    fn pinned_domains_count_as_pins() {
        let ats = table(
            r#"{"NSPinnedDomains": {"api.example.tw": {"NSIncludesSubdomains": true, "NSPinnedCAIdentities":
                [{"SPKI-SHA256-BASE64": "AAAA"}, {"SPKI-SHA256-BASE64": "BBBB"}]}}}"#,
            15,
            17,
        );
        assert_eq!((ats.hosts[0].pins, ats.hosts[0].pins_authority, ats.hosts[0].subdomains), (2, true, true));
        assert!(!ats.hosts[0].cleartext);
    }

    #[test]
    fn an_app_linked_before_ios_9_is_outside_of_ats() {
        let ats = effective(None, Some(8), Some(8));
        assert!(!ats.enforced && ats.base.cleartext);
    }
}
