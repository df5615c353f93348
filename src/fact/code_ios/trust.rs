//! Who judges certificates: challenge handlers, policies, TLS versions, pins.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::owner::Owners;
use super::reach::{apis, reached};
use super::{at, short};
use crate::fact::{Fact, FactStore};
use crate::finding::{Confidence, Evidence, Note};
use crate::flow::arm64::Analysis;
use crate::flow::arm64::decode::{Op, decode};
use crate::flow::arm64::interpret::{Callee, Site, V};
use crate::flow::arm64::terms;
use crate::flow::{CallSite, Value};

/// Methods that receive an authentication challenge.
const HANDLERS: &[&str] = &[
    "URLSession:didReceiveChallenge:completionHandler:",
    "URLSession:task:didReceiveChallenge:completionHandler:",
    "webView:didReceiveAuthenticationChallenge:completionHandler:",
    "connection:willSendRequestForAuthenticationChallenge:",
    "connection:didReceiveAuthenticationChallenge:",
];

/// Calls followed from a handler.
const FOLLOWED: usize = 40;

/// What a handler and the functions that it calls do.
#[derive(Debug, Default)]
struct Body {
    apis: BTreeSet<Arc<str>>,
    /// An evaluation whose result something reads.
    evaluated: bool,
    /// An evaluation whose result is dropped.
    dropped: bool,
    /// Dispositions handed to the completion handler.
    dispositions: BTreeSet<i64>,
    /// A call that could not be followed got a disposition that is not known.
    undecided: bool,
    /// Some path to the use of the trust's credential has no check on it.
    unchecked: bool,
    /// A policy for TLS is made without the name of a host.
    nameless: bool,
}

impl Body {
    fn has(&self, words: &[&str]) -> bool {
        self.apis.iter().any(|api| words.iter().any(|word| api.contains(word)))
    }

    /// Gathers a function and what it calls.
    fn gather(analysis: &Analysis<'_, '_, '_>, start: u32) -> Option<Self> {
        let mut body = Self { unchecked: is_unchecked(analysis, start), ..Self::default() };
        let mut open = vec![start];
        let mut seen = BTreeSet::new();
        while let Some(position) = open.pop() {
            if !seen.insert(position) || seen.len() > FOLLOWED {
                continue;
            }
            let frame = analysis.frame(position)?;
            for site in frame.sites.values() {
                if let Some((asked, _)) = analysis.api(position, &frame, site) {
                    let evaluates = asked.starts_with("SecTrustEvaluate") || asked.starts_with("evaluateServerTrust:");
                    body.evaluated |= evaluates && (site.used || asked.contains("Async"));
                    body.dropped |= evaluates && !site.used;
                    body.apis.insert(asked);
                }
                match &site.callee {
                    Callee::Function(callee) => open.push(*callee),
                    Callee::Message(selector) => open.extend(own_method(analysis, selector)),
                    // The completion handler: a block's code is its third word.
                    Callee::Register(V::ParamField(_, 16) | V::Unknown | V::Result(..)) => body.decides(site.args[1]),
                    // A Swift closure, which takes no object before its arguments.
                    Callee::Register(V::Param(..)) => body.decides(site.args[0]),
                    Callee::Import(name) if &**name == "SecPolicyCreateSSL" => {
                        body.nameless |= site.args[0] == V::Const(1) && site.args[1] == V::Const(0);
                    }
                    _ => {}
                }
                // Blocks handed on (to a queue, say) belong to the body.
                for (_, words) in &site.pointees {
                    open.extend(words.iter().filter(|(offset, _)| *offset == 16).filter_map(|(_, word)| match word {
                        V::Address(address) => analysis.program.function_at(*address),
                        _ => None,
                    }));
                }
            }
        }
        Some(body)
    }

    /// Notes what is handed to the completion handler.
    fn decides(&mut self, disposition: V) {
        match disposition {
            V::Const(disposition @ 0..=3) => {
                self.dispositions.insert(disposition as i64);
            }
            V::OneOf(_) => self.undecided = true,
            _ => {}
        }
    }

    /// Why the host's name is not compared with the certificate's, where the body replaces the policy.
    fn policy(&self) -> Option<&'static str> {
        let replaced = self.has(&["SecTrustSetPolicies"]);
        match () {
            () if replaced && self.nameless => Some("null-peer-name"),
            () if replaced && self.has(&["SecPolicyCreateBasicX509"]) && !self.has(&["SecPolicyCreateSSL"]) => {
                Some("basic-policy")
            }
            () => None,
        }
    }

    /// The judgement and its reason.
    fn judge(&self) -> (&'static str, &'static str) {
        let credential = self.has(&["credentialForTrust:", "initWithTrust:", "URLCredential.init(trust:"]);
        let compares = self.has(COMPARES);
        if self.has(&["SecTrustSetExceptions"]) {
            return ("checks-little", "trust-exceptions-set");
        }
        if self.unchecked && (self.evaluated || compares) {
            return ("accepts-all", "path-without-evaluation");
        }
        if self.evaluated && compares {
            return ("pins", "evaluates-and-compares");
        }
        if self.evaluated {
            return ("delegates", "system-evaluation-used");
        }
        if compares {
            return ("pins", "compares-certificate");
        }
        if credential && self.dropped {
            return ("accepts-all", "evaluation-result-dropped");
        }
        if credential {
            return ("accepts-all", "credential-without-evaluation");
        }
        if self.has(&["continueWithoutCredentialForAuthenticationChallenge:"])
            && !self.has(&["cancelAuthenticationChallenge:"])
        {
            return ("unknown", "continues-without-credential");
        }
        if self.dispositions.contains(&0) {
            return ("unknown", "credential-of-other-kind");
        }
        if !self.dispositions.is_empty() && !self.undecided {
            return ("delegates", "default-handling");
        }
        ("unknown", "body-not-decided")
    }
}

/// The note that words a reason.
fn worded(reason: &str) -> &'static str {
    match reason {
        "trust-exceptions-set" => "challenge-exceptions-set",
        "evaluates-and-compares" => "challenge-evaluates-and-compares",
        "system-evaluation-used" => "challenge-evaluates",
        "compares-certificate" => "challenge-compares",
        "evaluation-result-dropped" => "challenge-result-dropped",
        "path-without-evaluation" => "challenge-path-unchecked",
        "credential-without-evaluation" => "challenge-not-evaluated",
        "default-handling" => "challenge-default-handling",
        "basic-policy" | "null-peer-name" => "challenge-name-not-compared",
        _ => "challenge-not-decided",
    }
}

/// Calls that look at the certificate itself.
const COMPARES: &[&str] = &[
    "SecCertificateCopyData",
    "SecCertificateCopyKey",
    "SecTrustCopyKey",
    "SecTrustCopyPublicKey",
    "SecKeyCopyExternalRepresentation",
    "TrustKit",
    "pinningValidator",
    "handleChallenge:completionHandler:",
];

/// Whether a name is one of an evaluation or a comparison.
fn is_check(name: &str) -> bool {
    name.starts_with("SecTrustEvaluate")
        || name.starts_with("evaluateServerTrust:")
        || COMPARES.iter().any(|word| name.contains(word))
}

/// Whether a path from the start of a function to a use of the credential made of the trust passes no check.
fn is_unchecked(analysis: &Analysis<'_, '_, '_>, position: u32) -> bool {
    let Some(function) = analysis.program.functions.get(position as usize) else { return false };
    let Some(frame) = analysis.frame(position) else { return false };
    let made = |name: &str| name == "credentialForTrust:" || name == "initWithTrust:";
    let of_trust = |value: V| match value {
        V::Result(call, 0) => frame.sites.get(&call).is_some_and(|site| match &site.callee {
            Callee::Message(name) => made(name),
            // Swift's own form of the initialiser.
            Callee::Function(callee) => apis(analysis, &reached(analysis, *callee, 2)).iter().any(|name| made(name)),
            _ => false,
        }),
        _ => false,
    };
    let (mut uses, mut checks) = (BTreeSet::new(), BTreeSet::new());
    for site in frame.sites.values() {
        let used = match &site.callee {
            Callee::Register(V::Param(..)) => site.args[0] == V::Const(0) && of_trust(site.args[1]),
            Callee::Register(_) => site.args[1] == V::Const(0) && of_trust(site.args[2]),
            Callee::Message(name) => name.starts_with("useCredential:") && of_trust(site.args[2]),
            _ => false,
        };
        let within = |callee| apis(analysis, &reached(analysis, callee, FOLLOWED)).iter().any(|name| is_check(name));
        let checked = match &site.callee {
            Callee::Import(name) | Callee::Super(name) => is_check(name),
            Callee::Function(callee) => within(*callee),
            Callee::Message(name) => {
                is_check(name) || analysis.program.implementations(name).iter().take(2).any(|method| within(*method))
            }
            Callee::Register(_) => false,
        };
        if used {
            uses.insert(site.address);
        } else if checked {
            checks.insert(site.address);
        }
    }
    if uses.is_empty() {
        return false;
    }
    let (mut seen, mut open) = (BTreeSet::new(), vec![function.start]);
    while let Some(address) = open.pop() {
        if !(function.start..function.end).contains(&address) || checks.contains(&address) || !seen.insert(address) {
            continue;
        }
        if uses.contains(&address) {
            return true;
        }
        let Some(word) = analysis.program.word(address) else { continue };
        match decode(word, address) {
            Op::Branch { target } => open.push(target),
            Op::Conditional { target, .. } => open.extend([target, address + 4]),
            Op::BranchRegister { .. } | Op::Return | Op::Trap => {}
            _ => open.push(address + 4),
        }
    }
    false
}

/// The one method of this slice that has a selector.
fn own_method(analysis: &Analysis<'_, '_, '_>, selector: &str) -> Option<u32> {
    let mut found = analysis
        .program
        .functions
        .iter()
        .enumerate()
        .filter(|(_, function)| function.method.as_ref().is_some_and(|method| &*method.selector == selector));
    match (found.next(), found.next()) {
        (Some((position, _)), None) => Some(position as u32),
        _ => None,
    }
}

/// Judges every challenge handler of a binary, and the evaluations outside them.
pub(super) fn add_bodies(analysis: &Analysis<'_, '_, '_>, owners: &Owners, store: &mut FactStore) {
    let mut handled = BTreeSet::new();
    for (position, function) in analysis.program.functions.iter().enumerate() {
        let position = position as u32;
        let Some(method) = function.method.as_ref().filter(|m| HANDLERS.contains(&&*m.selector)) else { continue };
        let body = Body::gather(analysis, position);
        let (judgement, reason) = body.as_ref().map_or(("unknown", "not-followed"), Body::judge);
        let judged = Judged { position, judgement, reason, anchor: &method.selector, class: &method.class };
        judged.add("challenge-handler", analysis, owners, store);
        if let Some(reason) = body.as_ref().and_then(Body::policy) {
            Judged { judgement: "checks-little", reason, ..judged }.add("policy", analysis, owners, store);
        }
        handled.extend(reached(analysis, position, FOLLOWED));
    }
    for position in &analysis.sweep.interesting {
        let Some(frame) = analysis.frame(*position) else { break };
        for site in frame.sites.values() {
            let (Callee::Import(name) | Callee::Message(name)) = &site.callee else { continue };
            match &**name {
                // AFNetworking asks a block that the app sets.
                "setSessionDidReceiveAuthenticationChallengeBlock:"
                | "setTaskDidReceiveAuthenticationChallengeBlock:"
                | "setAuthenticationChallengeHandler:" => {
                    challenge_block(analysis, (site, name), owners, store);
                }
                "sec_protocol_options_set_verify_block" => verify_block(analysis, site, owners, store),
                "SecTrustEvaluate" | "SecTrustEvaluateWithError" if !site.used && !handled.contains(position) => {
                    let within = apis(analysis, &BTreeSet::from([*position]));
                    // Whoever makes the trust, or looks into it, evaluates to have its chain built.
                    if !within.iter().any(|api| BUILDS.contains(&&**api)) {
                        let function = analysis.program.functions.get(*position as usize);
                        let class = function.map_or_else(|| "".into(), |function| function.name.clone());
                        let reason = "evaluation-result-dropped";
                        let anchor = "SecTrustEvaluate";
                        let judged =
                            Judged { position: *position, judgement: "accepts-all", reason, anchor, class: &class };
                        judged.add("evaluation", analysis, owners, store);
                    }
                }
                _ => {}
            }
        }
    }
}

/// Calls beside which an evaluation serves to build a chain.
const BUILDS: &[&str] = &[
    "SecTrustCreateWithCertificates",
    "SecTrustCopyPublicKey",
    "SecTrustCopyKey",
    "SecTrustGetCertificateAtIndex",
    "SecTrustCopyCertificateChain",
    "SecTrustGetTrustResult",
    "SecTrustCopyResult",
    "SecCertificateCopyData",
];

/// The code of a block that an argument points to.
fn block(analysis: &Analysis<'_, '_, '_>, site: &Site, number: usize) -> Option<u32> {
    let code = match *site.args.get(number)? {
        // A block without captures is a constant.
        V::Address(address) => analysis.program.macho.target(address.wrapping_add(16))?,
        _ => match site.pointee(number, 16)? {
            V::Address(code) => code,
            _ => return None,
        },
    };
    analysis.program.function_at(code)
}

/// A block that answers challenges.
fn challenge_block(
    analysis: &Analysis<'_, '_, '_>,
    (site, name): (&Site, &str),
    owners: &Owners,
    store: &mut FactStore,
) {
    let Some(position) = block(analysis, site, 2) else { return };
    let Some(function) = analysis.program.functions.get(position as usize) else { return };
    let (judgement, reason) = Body::gather(analysis, position).map_or(("unknown", "not-followed"), |body| body.judge());
    let judged = Judged { position, judgement, reason, anchor: name, class: &function.name };
    judged.add("challenge-handler", analysis, owners, store);
}

/// The block that decides for a connection of Network.framework: one that says yes to everything.
fn verify_block(analysis: &Analysis<'_, '_, '_>, site: &Site, owners: &Owners, store: &mut FactStore) {
    let Some(position) = block(analysis, site, 1) else { return };
    let Some(body) = Body::gather(analysis, position) else { return };
    let (judgement, reason) = match () {
        () if body.evaluated => ("delegates", "system-evaluation-used"),
        () if body.has(COMPARES) => ("pins", "compares-certificate"),
        () if body.dispositions == BTreeSet::from([1]) && !body.undecided => {
            ("accepts-all", "credential-without-evaluation")
        }
        () => ("unknown", "body-not-decided"),
    };
    let class = analysis.program.functions.get(position as usize).map_or_else(|| "".into(), |f| f.name.clone());
    let judged = Judged { position, judgement, reason, anchor: "sec_protocol_options_set_verify_block", class: &class };
    judged.add("challenge-handler", analysis, owners, store);
}

/// What a body came to.
struct Judged<'j> {
    position: u32,
    judgement: &'static str,
    reason: &'static str,
    anchor: &'j str,
    class: &'j str,
}

impl Judged<'_> {
    fn add(&self, role: &str, analysis: &Analysis<'_, '_, '_>, owners: &Owners, store: &mut FactStore) {
        let Some(function) = analysis.program.functions.get(self.position as usize) else { return };
        let locus = analysis.locus(self.position, function.start);
        let owner = owners.of(&locus);
        let judgement = Note::new(worded(self.reason));
        let evidence = Evidence::Body { method: (&*function.name).into(), judgement, installed: None };
        let fact = Fact::new("trust-body", locus.clone())
            .text("role", role)
            .text("judgement", self.judgement)
            .text("reason", self.reason)
            .text("class", self.class)
            .flag("installed", true)
            .owned_by(owner.clone())
            .sure(Confidence::Likely)
            .showing(evidence)
            .anchored(self.anchor);
        store.add(fact);
        if self.judgement == "pins" {
            let fact = Fact::new("pinning", locus).text("api", &function.name).flag("installed", true);
            store.add(fact.owned_by(owner).sure(Confidence::Likely).anchored(self.anchor));
        }
    }
}

/// Settings made by single calls.
pub(super) fn add_setting(site: &CallSite, store: &mut FactStore) {
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
        name if name.contains("DisabledTrustEvaluator") => policy(site, "accepts-all", "evaluator-disabled", store),
        name if (name.contains("PinnedCertificatesTrustEvaluator") || name.contains("PublicKeysTrustEvaluator"))
            && (name.contains("init(") || name.ends_with("TrustEvaluator")) =>
        {
            pin(site, store);
        }
        _ => {}
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::ApiNames;
    use crate::flow::arm64::program::Program;
    use crate::format::macho::testing::{Builder, TEXT};
    use crate::format::macho::{MachO, slices};
    use crate::limits::Limits;

    /// Asks about a program whose code gets the stub of the evaluation and makes a credential of the trust where the code
    /// has a gap.
    fn asked<T>(code: impl Fn(&Builder) -> (Vec<u32>, Vec<u32>), ask: impl Fn(&Analysis<'_, '_, '_>) -> T) -> T {
        let mut b = Builder::new(&["_objc_msgSend", "_SecTrustEvaluateWithError"]);
        let name = b.string("credentialForTrust:");
        let selector = b.section("__objc_selrefs", &[Builder::to(name)]);
        let (mut code, after) = code(&b);
        let at = TEXT + code.len() as u64 * 4;
        let pages = ((selector >> 12) as i64 - (at >> 12) as i64) as u32;
        code.push(0x9000_0001 | (pages & 3) << 29 | (pages >> 2 & 0x7_ffff) << 5);
        code.push(0xf940_0021 | ((selector as u32 & 0xfff) / 8) << 10);
        code.push(bl(at + 8, b.stub("_objc_msgSend")));
        code.extend(after);
        b.code(&code);
        analysed(b, ask)
    }

    fn analysed<T>(b: Builder, ask: impl Fn(&Analysis<'_, '_, '_>) -> T) -> T {
        let bytes = b.build();
        let limits = Limits::default();
        let range = slices(&bytes).unwrap().value[0];
        let macho = MachO::parse(&bytes, &range, &limits).unwrap().value;
        let objc = macho.objc(&limits).value;
        let program = Program::new(&macho, &objc, &limits).unwrap();
        ask(&Analysis::new(&program, &objc, "App", &ApiNames::new(["SecTrust*"]), 10_000))
    }

    #[test]
    fn the_code_of_a_block_without_captures_is_its_third_word() {
        let mut b = Builder::new(&["_rand"]);
        b.code(&[NOP, RET]);
        b.starts = vec![TEXT, TEXT + 4];
        let literal = b.section("__const", &[0, 0, Builder::to(TEXT + 4), 0]);
        let found = analysed(b, |analysis| {
            let mut site = Site {
                address: TEXT,
                callee: Callee::Message("setAuthenticationChallengeHandler:".into()),
                args: [V::Unknown; 10],
                stack: Default::default(),
                pointees: Vec::new(),
                used: false,
                guarded: false,
            };
            let unknown = block(analysis, &site, 2);
            site.args[2] = V::Address(literal);
            (unknown, block(analysis, &site, 2))
        });
        assert_eq!(found, (None, Some(1)));
    }

    fn bl(at: u64, target: u64) -> u32 {
        0x9400_0000 | ((target.wrapping_sub(at) >> 2) as u32 & 0x3ff_ffff)
    }

    const NOP: u32 = 0xd503_201f;
    const RET: u32 = 0xd65f_03c0;

    /// A handler that evaluates trust, unless a conditional jump over the call is there, and then uses a credential.
    fn unchecked(skips: bool) -> bool {
        let code = |b: &Builder| {
            let first = if skips { 0xb400_0043u32 } else { NOP }; // cbz x3, over the next
            let code = vec![first, bl(TEXT + 4, b.stub("_SecTrustEvaluateWithError"))];
            (code, vec![0xaa00_03e2, 0x5280_0001, 0xd63f_0100, RET]) // mov x2, x0; mov w1, #0; blr x8
        };
        asked(code, |analysis| is_unchecked(analysis, 0))
    }

    /// A Swift handler, whose fourth argument is the closure that gets the decision first.
    fn swift(evaluates: bool) -> (&'static str, &'static str) {
        let code = |b: &Builder| {
            let check = [bl(TEXT + 4, b.stub("_SecTrustEvaluateWithError")), 0x3400_00e0]; // cbz w0, to the end
            let check = if evaluates { check } else { [NOP, NOP] };
            let code = vec![0xaa03_03f3, check[0], check[1]]; // mov x19, x3
            (code, vec![0xaa00_03e1, 0x5280_0000, 0xd63f_0260, RET]) // mov x1, x0; mov w0, #0; blr x19
        };
        asked(code, |analysis| Body::gather(analysis, 0).unwrap().judge())
    }

    #[test]
    fn a_path_around_the_evaluation_is_seen() {
        assert!(unchecked(true));
        assert!(!unchecked(false));
    }

    #[test]
    fn a_swift_closure_gets_the_decision_as_its_first_argument() {
        assert_eq!(swift(false), ("accepts-all", "credential-without-evaluation"));
        assert_eq!(swift(true), ("delegates", "system-evaluation-used"));
    }
}
