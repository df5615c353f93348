//! Trust settings made by single calls: policies, TLS versions, pins, properties of streams.

use std::collections::BTreeSet;

use super::super::{at, short};
use crate::fact::FactStore;
use crate::finding::Confidence;
use crate::flow::arm64::terms;
use crate::flow::{CallSite, Value};

/// Settings made by single calls.
pub(in crate::fact::code_ios) fn add_setting(site: &CallSite, store: &mut FactStore) {
    let first = site.arg(0).as_int();
    match short(&site.api) {
        "setAllowInvalidCertificates:" if first == Some(1) => {
            policy(site, "accepts-all", "invalid-certificates-allowed", store)
        }
        "setValidatesDomainName:" if first == Some(0) => {
            policy(site, "checks-little", "domain-name-not-validated", store)
        }
        "setAllowsAnyHTTPSCertificate:forHost:" if first != Some(0) => {
            policy(site, "accepts-all", "private-any-certificate", store);
        }
        "SecTrustSetExceptions" => policy(site, "checks-little", "trust-exceptions-set", store),
        "setTLSMinimumSupportedProtocol:" => tls(site, first.map(ssl_protocol), store),
        "setTLSMinimumSupportedProtocolVersion:" => tls(site, first.map(tls_version), store),
        "SSLSetProtocolVersionMin" | "sec_protocol_options_set_tls_min_version" => {
            tls(site, site.arg(1).as_int().map(ssl_protocol), store);
        }
        "sec_protocol_options_set_min_tls_protocol_version" => {
            tls(site, site.arg(1).as_int().map(tls_version), store);
        }
        "SSLSetPeerDomainName" if *site.arg(1) == Value::Null => {
            policy(site, "checks-little", "null-peer-name", store);
        }
        "CFWriteStreamSetProperty" | "CFReadStreamSetProperty" => stream(site, site.arg(1), site.arg(2), store),
        "setProperty:forKey:" => stream(site, site.arg(1), site.arg(0), store),
        "policyWithPinningMode:" | "policyWithPinningMode:withPinnedCertificates:" if matches!(first, Some(1 | 2)) => {
            pin(site, store);
        }
        "initSharedInstanceWithConfiguration:" | "initializeWithConfiguration:" if site.api.contains("TrustKit") => {
            trust_kit(site, store)
        }
        // What a library does with its own types is not the app's choice.
        _ if site.caller.starts_with("Alamofire.") => {}
        // Alamofire 4: what is pinned comes from these; which case of the policy a host gets is not read.
        name if name.contains("ServerTrustPolicy.publicKeys(in:")
            || name.contains("ServerTrustPolicy.certificates(in:") =>
        {
            pin(site, store);
        }
        name if name.starts_with("Alamofire.ServerTrustPolicyManager.init(") => {
            policy(site, "unknown", "body-not-decided", store);
        }
        name if name.contains("DisabledTrustEvaluator") => policy(site, "accepts-all", "evaluator-disabled", store),
        name if (name.contains("PinnedCertificatesTrustEvaluator") || name.contains("PublicKeysTrustEvaluator"))
            && (name.contains("init(") || name.ends_with("TrustEvaluator")) =>
        {
            pin(site, store);
        }
        _ => {}
    }
}

/// Anchors that the app adds to the system's; those that replace them (`SecTrustSetAnchorCertificatesOnly`) are left out.
pub(in crate::fact::code_ios) fn add_anchors(sites: &[CallSite], store: &mut FactStore) {
    let only: BTreeSet<&str> = sites
        .iter()
        .filter(|site| short(&site.api) == "SecTrustSetAnchorCertificatesOnly" && *site.arg(1) == Value::Int(1))
        .map(|site| &*site.caller)
        .collect();
    for site in sites.iter().filter(|site| short(&site.api) == "SecTrustSetAnchorCertificates") {
        if *site.arg(1) != Value::Null && !only.contains(&*site.caller) {
            store.add(at("body", site).text("what", "trust-anchors").text("judgement", "added"));
        }
    }
}

/// A configuration of TrustKit: pins, unless it says that they are only reported.
fn trust_kit(site: &CallSite, store: &mut FactStore) {
    let off = terms::entries(site.arg(0)).iter().any(|(key, value)| {
        key.ends_with("TSKEnforcePinning")
            && (terms::number(value) == Some(0) || terms::key(value) == Some("kCFBooleanFalse"))
    });
    let fact = at("pinning", site).text("api", &site.api).flag("installed", !off);
    store.add(fact);
}

/// A property of a socket stream: its level of security, or a dictionary of settings.
fn stream(site: &CallSite, name: &Value, value: &Value, store: &mut FactStore) {
    match terms::key(name) {
        Some("kCFStreamPropertySocketSecurityLevel" | "NSStreamSocketSecurityLevelKey") => {
            let version = match terms::key(value).and_then(|level| level.rsplit("Level").next()) {
                Some("SSLv2") => "SSLv2",
                Some("SSLv3") => "SSLv3",
                Some("TLSv1") => "TLSv1.0",
                _ => return,
            };
            tls(site, Some(version), store);
        }
        Some("kCFStreamPropertySSLSettings") => {
            // What only some path sets (where pins replace the chain) is not what always holds.
            let maybe = value.as_object().is_some_and(|settings| {
                settings.calls.iter().any(|(api, args)| {
                    api.ends_with('?')
                        && args.iter().any(|a| terms::key(a) == Some("kCFStreamSSLValidatesCertificateChain"))
                })
            });
            let settings = terms::entries(value);
            // The app's own server does not ask its clients for certificates.
            let serves = settings.iter().any(|(key, value)| {
                &**key == "kCFStreamSSLIsServer"
                    && (terms::number(value) == Some(1) || terms::key(value) == Some("kCFBooleanTrue"))
            });
            if maybe || serves {
                return;
            }
            for (key, value) in settings {
                match (&*key, terms::key(&value)) {
                    ("kCFStreamSSLValidatesCertificateChain", Some("kCFBooleanFalse")) => {
                        policy(site, "accepts-all", "chain-not-validated", store);
                    }
                    ("kCFStreamSSLPeerName", Some("kCFNull")) => {
                        policy(site, "checks-little", "null-peer-name", store);
                    }
                    _ if &*key == "kCFStreamSSLValidatesCertificateChain" && terms::number(&value) == Some(0) => {
                        policy(site, "accepts-all", "chain-not-validated", store);
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

fn policy(site: &CallSite, judgement: &str, reason: &str, store: &mut FactStore) {
    let fact = at("trust-body", site)
        .text("role", "policy")
        .text("judgement", judgement)
        .text("reason", reason)
        .flag("installed", true)
        .text("class", &site.caller);
    let sure = matches!(site.arg(0), Value::Int(_) | Value::Null);
    store.add(if sure { fact } else { fact.sure(Confidence::Likely) });
}

fn pin(site: &CallSite, store: &mut FactStore) {
    store.add(at("pinning", site).text("api", &site.api).flag("installed", true));
}

fn tls(site: &CallSite, version: Option<&'static str>, store: &mut FactStore) {
    let Some(version) = version else { return };
    let fact = at("tls-setting", site)
        .text("what", "minimum-version")
        .text("value", version)
        .flag("weak", matches!(version, "SSLv2" | "SSLv3" | "TLSv1.0" | "TLSv1.1"))
        .text("api", &site.api);
    store.add(fact);
}

/// `SSLProtocol` of Secure Transport.
fn ssl_protocol(number: i64) -> &'static str {
    match number {
        1 => "SSLv2",
        2 => "SSLv3",
        4 => "TLSv1.0",
        7 => "TLSv1.1",
        8 => "TLSv1.2",
        10 => "TLSv1.3",
        _ => "unknown",
    }
}

/// `tls_protocol_version_t`.
fn tls_version(number: i64) -> &'static str {
    match number {
        0x0301 => "TLSv1.0",
        0x0302 => "TLSv1.1",
        0x0303 => "TLSv1.2",
        0x0304 => "TLSv1.3",
        _ => "unknown",
    }
}
