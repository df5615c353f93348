//! Sockets that listen, and who can reach them.

use super::{at, class_of, package_of};
use crate::fact::FactStore;
use crate::flow::{CallSite, Value};
use crate::format::host::HostPlace;

/// APIs whose calls are judged here.
pub(super) const APIS: &[&str] = &[
    "java.net.ServerSocket.<init>",
    "java.net.ServerSocket.bind",
    "java.nio.channels.ServerSocketChannel.bind",
    "javax.net.ServerSocketFactory.createServerSocket",
    "io.netty.bootstrap.AbstractBootstrap.bind",
    "io.netty.bootstrap.ServerBootstrap.bind",
    "fi.iki.elonen.NanoHTTPD.<init>",
];

/// The address that a socket without one listens at.
const ANY: &str = "0.0.0.0";
/// The address of the device itself.
const LOOPBACK: &str = "127.0.0.1";

pub(super) fn judge(site: &CallSite, store: &mut FactStore) {
    if !APIS.contains(&site.api.as_ref()) {
        return;
    }
    // The ways of one class to do the same call each other.
    if class_of(site) == package_of(&site.api) {
        return;
    }
    let Some(host) = listens_at(site) else { return };
    store.add(
        at("endpoint", site)
            .text("what", "server-socket")
            .text("api", &site.api)
            .text("host", &host)
            .flag("local", is_loopback(&host))
            .anchored(site.api.as_ref()),
    );
}

/// The address; none where the call names none yet, or one that is not known.
fn listens_at(site: &CallSite) -> Option<String> {
    let parameters = site.descriptor.split_once(')').map_or("", |(inside, _)| inside).trim_start_matches('(');
    match parameters {
        // A socket that is bound later, or made by a factory of sockets.
        "" => None,
        "I" | "II" => Some(ANY.to_owned()),
        _ if parameters.starts_with("II") => address(site.arg(2)),
        _ => address(site.arg(0)),
    }
}

/// The host of an address, as text or as an object made from one. One of several is taken for the most open of them.
fn address(value: &Value) -> Option<String> {
    let hosts: Vec<Option<String>> = value.alternatives().iter().map(one_address).collect();
    let known: Option<Vec<String>> = hosts.into_iter().collect();
    let known = known?;
    known.iter().find(|host| !is_loopback(host)).or(known.first()).cloned()
}

fn one_address(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(ANY.to_owned()),
        Value::Str(host) => Some(host.to_string()),
        Value::Object(object) => match object.api.rsplit_once('.')? {
            ("java.net.InetAddress" | "java.net.Inet4Address" | "java.net.Inet6Address", "getLoopbackAddress") => {
                Some(LOOPBACK.to_owned())
            }
            ("java.net.InetAddress", "getByName") => one_address(object.args.first()?),
            ("java.net.InetAddress", "getByAddress") => one_address(object.args.iter().find(|a| a.as_str().is_some())?),
            ("java.net.InetAddress", "getLocalHost") => Some(ANY.to_owned()),
            ("java.net.InetSocketAddress", "<init>") if object.args.len() == 1 => Some(ANY.to_owned()),
            ("java.net.InetSocketAddress", _) => one_address(object.args.first()?),
            _ => None,
        },
        _ => None,
    }
}

fn is_loopback(host: &str) -> bool {
    HostPlace::of(host) == HostPlace::Loopback
}

#[cfg(test)]
mod tests {
    use super::super::tests::call;
    use super::*;

    fn object(api: &str, args: Vec<Value>) -> Value {
        call(api, None, args)
    }

    #[test]
    fn an_address_is_read_from_what_it_is_made_of() {
        let at = |value: &Value| address(value);
        assert_eq!(at(&object("java.net.InetSocketAddress.<init>", vec![Value::Int(8080)])).as_deref(), Some(ANY));
        let named = object("java.net.InetSocketAddress.<init>", vec![Value::Str("127.0.0.1".into()), Value::Int(1)]);
        assert_eq!(at(&named).as_deref(), Some(LOOPBACK));
        let own = object("java.net.InetAddress.getLoopbackAddress", vec![]);
        assert_eq!(
            at(&object("java.net.InetSocketAddress.<init>", vec![own, Value::Int(1)])).as_deref(),
            Some(LOOPBACK)
        );
        assert_eq!(
            at(&object("java.net.InetAddress.getByName", vec![Value::Str("localhost".into())])).as_deref(),
            Some("localhost")
        );
        assert_eq!(at(&Value::Unknown), None, "a library's address is its caller's to name");
        assert_eq!(at(&Value::Null).as_deref(), Some(ANY));
    }
}
