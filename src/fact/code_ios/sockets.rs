//! Streams, sockets and sessions with nearby devices that carry data without TLS.

use super::{at, short, text_of};
use crate::fact::FactStore;
use crate::fact::text::is_private;
use crate::finding::{Confidence, Owner};
use crate::flow::arm64::terms;
use crate::flow::{CallSite, Value};

/// `MCEncryptionPreference`: none.
const UNENCRYPTED: i64 = 2;

/// Facts of the sockets among the calls of a binary. A stream counts as clear only where nothing in the binary turns TLS on
/// for streams: that is done after the stream is made, and often elsewhere.
pub(super) fn add(sites: &[CallSite], store: &mut FactStore) {
    let secured = sites.iter().any(secures);
    for site in sites {
        match short(&site.api) {
            "CFStreamCreatePairWithSocketToHost" if !secured => socket(site, text_of(site.arg(1)), store),
            "getStreamsToHostWithName:port:inputStream:outputStream:" if !secured => {
                socket(site, text_of(site.arg(0)), store);
            }
            "initWithPeer:securityIdentity:encryptionPreference:" if site.arg(2).as_int() == Some(UNENCRYPTED) => {
                socket(site, None, store);
            }
            _ => {}
        }
    }
}

/// Whether a call turns TLS on for a stream.
fn secures(site: &CallSite) -> bool {
    let property = |value: &Value| {
        let names = ["SocketSecurityLevel", "SSLSettings"];
        terms::key(value).is_some_and(|key| names.iter().any(|name| key.contains(name)))
    };
    match short(&site.api) {
        "setProperty:forKey:" => property(site.arg(1)),
        "CFReadStreamSetProperty" | "CFWriteStreamSetProperty" => property(site.arg(1)),
        api => api.starts_with("SSL"),
    }
}

fn socket(site: &CallSite, host: Option<&str>, store: &mut FactStore) {
    let local = host.is_some_and(is_private);
    let fact = at("endpoint", site)
        .text("what", "socket")
        .text("api", &site.api)
        .maybe("host", host)
        .flag("cleartext", true)
        .flag("local", local)
        .flag("own", site.owner == Owner::App);
    store.add(fact.sure(Confidence::Likely));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::code_ios::tests::site;

    fn clear(sites: &[CallSite]) -> Vec<String> {
        let mut store = FactStore::new(10);
        add(sites, &mut store);
        store.of("endpoint").iter().map(|f| format!("{} {}", f.str("host").unwrap_or("-"), f.is("local"))).collect()
    }

    #[test]
    fn a_stream_is_clear_unless_something_turns_tls_on() {
        let host = Value::Str("records.example.tw".into());
        let open = site("CFStreamCreatePairWithSocketToHost", vec![Value::Null, host, Value::Int(7000)]);
        let level = Value::StaticField("kCFStreamPropertySocketSecurityLevel".into());
        let tls = site("CFReadStreamSetProperty", vec![Value::Unknown, level, Value::Unknown]);
        assert_eq!(clear(std::slice::from_ref(&open)), ["records.example.tw false"]);
        assert!(clear(&[open, tls]).is_empty());
    }

    #[test]
    fn a_session_with_nearby_devices_may_be_asked_not_to_encrypt() {
        let session = |preference| {
            let args = vec![Value::Unknown, Value::Null, Value::Int(preference)];
            clear(&[site("-[MCSession initWithPeer:securityIdentity:encryptionPreference:]", args)]).len()
        };
        assert_eq!((session(2), session(1)), (1, 0));
    }
}
