//! Connections, TLS settings, pins, web views.

use super::health_bank::method_at;
use super::{Scene, at, numbers, texts};
use crate::fact::owners::is_renamed;
use crate::fact::{Fact, FactStore};
use crate::finding::Owner;
use crate::flow::dalvik::{DefId, Op};
use crate::flow::{CallSite, Value};
use crate::format::host::HostPlace;

/// APIs whose calls are judged here.
pub(super) const APIS: &[&str] = &[
    "java.net.URL.<init>",
    "java.net.URL.openConnection",
    "java.net.URL.openStream",
    "org.apache.http.client.methods.HttpGet.<init>",
    "org.apache.http.client.methods.HttpPost.<init>",
    "okhttp3.Request$Builder.url",
    "retrofit2.Retrofit$Builder.baseUrl",
    "android.app.DownloadManager$Request.<init>",
    "com.android.volley.toolbox.StringRequest.<init>",
    "com.android.volley.toolbox.JsonObjectRequest.<init>",
    "java.net.Socket.<init>",
    "java.net.Socket.connect",
    "javax.net.SocketFactory.createSocket",
    "javax.net.ssl.SSLSocketFactory.createSocket",
    "android.webkit.WebView.loadUrl",
    "android.webkit.WebView.loadData",
    "android.webkit.WebView.loadDataWithBaseURL",
    "android.webkit.WebView.addJavascriptInterface",
    "android.webkit.WebView.setWebContentsDebuggingEnabled",
    "android.webkit.WebView.setWebViewClient",
    "android.webkit.WebSettings.set*",
    "javax.net.ssl.SSLContext.getInstance",
    "javax.net.ssl.SSLContext.init",
    "javax.net.ssl.SSLSocket.setEnabledProtocols",
    "javax.net.ssl.SSLSocket.setEnabledCipherSuites",
    "javax.net.ssl.SSLSocket.startHandshake",
    "javax.net.ssl.HttpsURLConnection.setHostnameVerifier",
    "javax.net.ssl.HttpsURLConnection.setDefaultHostnameVerifier",
    "javax.net.ssl.HttpsURLConnection.setSSLSocketFactory",
    "javax.net.ssl.HttpsURLConnection.setDefaultSSLSocketFactory",
    "okhttp3.OkHttpClient$Builder.hostnameVerifier",
    "okhttp3.OkHttpClient$Builder.sslSocketFactory",
    "okhttp3.OkHttpClient$Builder.certificatePinner",
    "okhttp3.CertificatePinner$Builder.add",
    "okhttp3.ConnectionSpec$Builder.tlsVersions",
    "org.apache.http.conn.ssl.SSLSocketFactory.setHostnameVerifier",
    "android.net.SSLCertificateSocketFactory.getInsecure",
    "android.net.SSLCertificateSocketFactory.createSocket",
];

pub(super) fn judge(scene: &Scene<'_, '_>, site: &CallSite, store: &mut FactStore) {
    let (class, name) = site.api.rsplit_once('.').unwrap_or(("", &site.api));
    match (class, name) {
        ("java.net.URL", "<init>") => {
            // A connection is seen of the URL; otherwise it is handed to other code.
            let what = if scene.uses.used.contains(&site.locus) { "url" } else { "request" };
            endpoints(scene, site, url_of(site), what, store);
        }
        ("java.net.URL", _) => {
            let object = site.receiver.as_ref().and_then(Value::as_object);
            let text = object.filter(|o| o.api.as_ref() == "java.net.URL.<init>").and_then(|o| o.args.first());
            endpoints(scene, site, text.cloned().unwrap_or(Value::Unknown), "connection", store);
        }
        ("org.apache.http.client.methods.HttpGet" | "org.apache.http.client.methods.HttpPost", _)
        | ("okhttp3.Request$Builder" | "retrofit2.Retrofit$Builder" | "android.app.DownloadManager$Request", _) => {
            endpoints(scene, site, url_of(site), "connection", store);
        }
        ("com.android.volley.toolbox.StringRequest" | "com.android.volley.toolbox.JsonObjectRequest", _) => {
            for arg in site.args.iter().filter(|a| texts(a).iter().any(|t| t.contains("://"))) {
                endpoints(scene, site, arg.clone(), "connection", store);
            }
        }
        ("java.net.Socket", "<init>") => {
            let mut made = site.receiver.iter().flat_map(super::made_at).chain([&site.locus]);
            if !made.any(|place| scene.uses.layered.contains(place)) {
                socket(site, site.arg(0), store);
            }
        }
        ("java.net.Socket", "connect") => connected(site, store),
        ("javax.net.SocketFactory" | "javax.net.ssl.SSLSocketFactory", "createSocket") => {
            tls_socket(scene, site, store);
        }
        ("android.webkit.WebView", _) | ("android.webkit.WebSettings", _) => web_view(scene, site, class, name, store),
        ("javax.net.ssl.SSLContext", "getInstance") => {
            for protocol in texts(site.arg(0)) {
                store.add(tls(site, "protocol", &protocol, weak_protocol(&protocol)));
            }
        }
        ("javax.net.ssl.SSLSocket", "setEnabledProtocols" | "setEnabledCipherSuites") => enabled(site, name, store),
        ("okhttp3.CertificatePinner$Builder", "add") => pin(site, store),
        ("android.net.SSLCertificateSocketFactory", _) => {
            store.add(
                at("trust-body", site)
                    .text("role", "socket-factory")
                    .text("judgement", "accepts-all")
                    .text("reason", if name == "getInsecure" { "insecure-factory" } else { "no-host-check" })
                    .flag("installed", true)
                    .text("class", class),
            );
        }
        _ => {}
    }
}

/// A URL as text or as a `Uri` or `URL` made from one.
fn url_of(site: &CallSite) -> Value {
    let value = site.arg(0);
    let inner: Vec<Value> = value
        .alternatives()
        .iter()
        .flat_map(|v| match v.as_object() {
            Some(o)
                if o.api.ends_with("URL.<init>")
                    || o.api.ends_with("Uri.parse")
                    || o.api.ends_with("HttpUrl.parse") =>
            {
                o.args.first().map(Value::alternatives).unwrap_or_default().to_vec()
            }
            _ => vec![v.clone()],
        })
        .collect();
    Value::one_of(inner)
}

fn is_local(host: &str) -> bool {
    let place = HostPlace::of(host);
    place.is_this_device() || place.is_private_address()
}

/// Whether a call stands in the app's own code; none where a shrinker's name leaves that open.
fn is_own(scene: &Scene<'_, '_>, site: &CallSite) -> Option<bool> {
    let class = super::class_of(site);
    let program = scene.code.program;
    let known = || program.find_class_name(class).and_then(|ty| program.class_id(ty)).map(|class| class.ix());
    match site.owner == Owner::App {
        true if is_renamed(super::package_of(class)) => {
            known().and_then(|at| scene.own.get(at).copied()).filter(|own| *own)
        }
        own => Some(own),
    }
}

fn endpoints(scene: &Scene<'_, '_>, site: &CallSite, value: Value, what: &str, store: &mut FactStore) {
    let found: Vec<Fact> = texts(&value).iter().filter_map(|text| endpoint(site, text, what, store)).collect();
    if found.is_empty() && what == "connection" {
        // The host is made at run time: a connection all the same.
        let fact = at("endpoint", site).text("api", &site.api).text("what", what).anchored(site.api.as_ref());
        store.add(match is_own(scene, site) {
            Some(own) => fact.flag("own", own),
            None => fact,
        });
    }
    store.extend(found);
}

fn endpoint(site: &CallSite, text: &str, what: &str, store: &FactStore) -> Option<Fact> {
    let (scheme, rest) = text.split_once("://").or_else(|| text.split_once(':'))?;
    let scheme = scheme.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https" | "ws" | "wss" | "ftp" | "file" | "javascript" | "content" | "data")
    {
        return None;
    }
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or(host);
    Some(
        at("endpoint", site)
            .text("url", text)
            .text("scheme", &scheme)
            .text("host", host)
            .text("api", &site.api)
            .text("what", what)
            .flag("cleartext", matches!(scheme.as_str(), "http" | "ws" | "ftp") && permits_cleartext(store, host))
            .flag("local", is_local(host) || matches!(scheme.as_str(), "file" | "javascript" | "content" | "data"))
            .flag("own", site.owner == Owner::App)
            .anchored(host),
    )
}

/// A socket made plain and connected later.
fn connected(site: &CallSite, store: &mut FactStore) {
    let plain = site.receiver.iter().flat_map(Value::alternatives).filter_map(Value::as_object);
    if !plain.clone().any(|o| o.api.as_ref() == "java.net.Socket.<init>") {
        return;
    }
    let places = site.arg(0).alternatives().iter().filter_map(Value::as_object);
    for address in places.filter(|o| o.api.contains("InetSocketAddress.")) {
        socket(site, address.args.first().unwrap_or(&Value::Unknown), store);
    }
}

/// Whether the network security policy lets cleartext through to a host: the row of the longest name that covers it.
fn permits_cleartext(store: &FactStore, host: &str) -> bool {
    let covers = |row: &Fact| {
        let name = row.str("host")?;
        let fits = name == "*" || name == host || row.is("subdomains") && host.ends_with(&format!(".{name}"));
        (fits && !row.is("debug_only")).then_some(if name == "*" { 0 } else { name.len() })
    };
    let rows = store.of("network-config").iter().filter_map(|row| Some((covers(row)?, row.is("cleartext"))));
    rows.max_by_key(|(length, _)| *length).is_none_or(|(_, permitted)| permitted)
}

fn socket(site: &CallSite, host: &Value, store: &mut FactStore) {
    for host in texts(host) {
        store.add(
            at("endpoint", site)
                .text("scheme", "tcp")
                .text("host", &host)
                .text("api", &site.api)
                .text("what", "socket")
                .flag("cleartext", true)
                // The network of a house or a ward carries it all the same; only the device itself does not.
                .flag("local", HostPlace::of(&host).is_this_device())
                .flag("own", site.owner == Owner::App)
                .anchored(host),
        );
    }
}

/// A TLS socket made by hand checks no host name unless the code does.
fn tls_socket(scene: &Scene<'_, '_>, site: &CallSite, store: &mut FactStore) {
    let tls = site.receiver.as_ref().map(Value::alternatives).unwrap_or_default().iter().any(|v| {
        v.as_object().is_some_and(|o| {
            o.class.contains("SSLSocketFactory")
                || o.api.starts_with("javax.net.ssl.")
                || o.api.contains("SSLSocketFactory")
        })
    }) || site.api.contains(".ssl.");
    if !tls || site.args.len() < 2 {
        return;
    }
    let (class, method) = site.caller.rsplit_once('.').unwrap_or(("", &site.caller));
    let program = scene.code.program;
    // A factory around another hands its socket to the client that asked for one: that one checks the name.
    let factory = |name: &str| matches!(name, "javax.net.ssl.SSLSocketFactory" | "javax.net.SocketFactory");
    let wraps = method == "createSocket"
        && program
            .find_class_name(class)
            .is_some_and(|ty| program.supertypes(ty).into_iter().any(|t| factory(&program.type_name(t))));
    if wraps {
        return;
    }
    let checks = program.methods().any(|(id, method)| {
        let name = program.text(method.name);
        let verifies = name == "verify" && program.type_name(method.class).contains("HostnameVerifier")
            || name == "setEndpointIdentificationAlgorithm";
        verifies
            && program.sites.calls_of(id).iter().any(|s| {
                program
                    .def(s.def)
                    .and_then(|d| program.class(d.class))
                    .is_some_and(|c| program.type_name(c.ty) == class)
            })
    });
    store.add(
        at("trust-body", site)
            .text("role", "socket-factory")
            .text("judgement", if checks { "checks" } else { "checks-little" })
            .text("reason", if checks { "host-checked" } else { "no-host-check" })
            .flag("installed", true)
            .text("class", class),
    );
}

fn tls(site: &CallSite, what: &str, value: &str, weak: bool) -> Fact {
    at("tls-setting", site)
        .text("what", what)
        .text("value", value)
        .flag("weak", weak)
        .text("api", &site.api)
        .anchored(value)
}

fn weak_protocol(name: &str) -> bool {
    matches!(
        name.to_ascii_uppercase().as_str(),
        "SSL" | "SSLV2" | "SSLV2HELLO" | "SSLV3" | "TLSV1" | "TLSV1.0" | "TLSV1.1"
    )
}

fn enabled(site: &CallSite, name: &str, store: &mut FactStore) {
    let protocols = name == "setEnabledProtocols";
    let is_weak = |value: &String| match protocols {
        true => weak_protocol(value),
        false => ["NULL", "_anon_", "EXPORT", "RC4", "_DES", "3DES", "MD5"].iter().any(|w| value.contains(w)),
    };
    let what = if protocols { "protocol" } else { "cipher-suite" };
    if let Value::Array { from, .. } = site.arg(0) {
        let (weak, strong): (Vec<String>, Vec<String>) = from.iter().flat_map(texts).partition(is_weak);
        store.extend(strong.iter().map(|value| tls(site, what, value, false)));
        // One statement is mended at once, whatever it names.
        if !weak.is_empty() {
            store.add(tls(site, what, &weak.join(", "), true));
        }
    }
}

fn pin(site: &CallSite, store: &mut FactStore) {
    for host in texts(site.arg(0)) {
        let pins = match site.arg(1) {
            Value::Array { from, .. } => from.iter().flat_map(texts).collect::<Vec<_>>(),
            other => texts(other),
        };
        let weak = pins.iter().any(|p| p.starts_with("sha1/"));
        store.add(
            at("pinning", site)
                .text("api", &site.api)
                .text("host", &host)
                .text("algorithm", if weak { "sha1" } else { "sha256" })
                .number("pins", pins.len() as i64)
                .flag("installed", true)
                .anchored(host),
        );
    }
}

/// Whether the method of a call, or one that it calls, reads the flags among which stands whether the build is debuggable.
fn asks_whether_debuggable(scene: &Scene<'_, '_>, site: &CallSite) -> bool {
    let program = scene.code.program;
    let reads = |def: DefId| {
        program.body(def).is_some_and(|body| {
            body.ops.iter().any(|op| match op {
                Op::Get { field, .. } => {
                    let field = program.field(*field);
                    program.text(field.name) == "flags"
                        && program.type_name(field.class) == "android.content.pm.ApplicationInfo"
                }
                _ => false,
            })
        })
    };
    let Some(def) = method_at(program, &site.locus) else { return false };
    let called = program.sites.callees.get(def.0).iter().flat_map(|&(id, _)| scene.targets(id));
    reads(def) || called.into_iter().any(reads)
}

fn web_view(scene: &Scene<'_, '_>, site: &CallSite, class: &str, name: &str, store: &mut FactStore) {
    let mut fact = at("web-view", site).text("class", class);
    match name {
        "loadUrl" | "loadDataWithBaseURL" | "loadData" => {
            let known = texts(site.arg(0));
            for text in &known {
                if let Some(endpoint) = endpoint(site, text, "web-view", store) {
                    store.add(endpoint);
                }
            }
            fact = fact.text("setting", "present").flag("default", false);
            if let Some(text) = known.first() {
                fact = fact.text("loads", text).flag("remote", text.starts_with("http"));
            } else if super::platform::area(site.arg(0)) == "external" {
                fact = fact.text("loads", "external-file");
            }
        }
        "addJavascriptInterface" => {
            fact = fact
                .text("setting", "javascript-interface")
                .flag("flag", true)
                .maybe("value", texts(site.arg(1)).first());
            // Where its class shows packaged pages alone, no other page gets the bridge.
            if scene.uses.packaged.get(super::class_of(site)) == Some(&true) {
                fact = fact.flag("remote", false);
            }
        }
        "setWebContentsDebuggingEnabled" => {
            let guarded = site.guarded && asks_whether_debuggable(scene, site);
            fact = fact
                .text("setting", "debugging")
                .flag("flag", site.arg(0).as_int() != Some(0))
                .flag("guarded", guarded);
        }
        "setWebViewClient" => return,
        _ => {
            let setting = match name {
                "setJavaScriptEnabled" => "javascript",
                "setAllowFileAccess" => "file-access",
                "setAllowFileAccessFromFileURLs" => "file-access-from-files",
                "setAllowUniversalAccessFromFileURLs" => "universal-access-from-files",
                "setAllowContentAccess" => "content-access",
                "setMixedContentMode" => "mixed-content",
                "setSavePassword" => "save-password",
                "setDomStorageEnabled" => "dom-storage",
                "setGeolocationEnabled" => "geolocation",
                "setSafeBrowsingEnabled" => "safe-browsing",
                "setCacheMode" => "cache-mode",
                "setJavaScriptCanOpenWindowsAutomatically" => "open-windows",
                _ => return,
            };
            fact = fact.text("setting", setting);
            if scene.uses.packaged.get(super::class_of(site)) == Some(&true) {
                fact = fact.flag("remote", false);
            }
            if setting.ends_with("-from-files") {
                // A view that opens no files at all has none that could reach others.
                fact = fact.flag("guarded", scene.uses.closed.contains(site.caller.as_ref()));
            }
            if let Some(number) = numbers(site.arg(0)).into_iter().max() {
                // Mixed content: 0 allows always, 1 never, 2 compatibility.
                let on = if setting == "mixed-content" { number == 0 } else { number != 0 };
                fact = fact.text("value", number.to_string()).flag("flag", on);
            }
        }
    }
    store.add(fact);
}
