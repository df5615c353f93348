//! Bodies that judge certificates and hosts: trust managers, host name verifiers, handlers of TLS errors in web views.
//!
//! A body is judged by its paths: one that can return without a check having passed accepts what it should refuse. An
//! exception that a handler swallows is no check.

mod slip;
mod ways;

use std::cell::Cell;

use rustc_hash::FxHashMap;

use slip::{Slip, slip};
use ways::{FOLLOWED, answers_from, called, ops_from, starts};
pub(super) use ways::{Next, constant_answers, walk};

use super::{Scene, note, owner};
use crate::fact::{Fact, FactStore};
use crate::finding::{AppText, Confidence, Evidence, Locus, Reachability};
use crate::flow::Value;
use crate::flow::dalvik::{Binary, Body, ClassId, DefId, Op, Program, TypeId};

/// Calls within a body that are followed into the build.
const DEPTH: u32 = 3;

/// What a body does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Judgement {
    AcceptsAll,
    ChecksLittle,
    Delegates,
    Checks,
    AsksUser,
    Unknown,
}

impl Judgement {
    fn word(self) -> &'static str {
        match self {
            Self::AcceptsAll => "accepts-all",
            Self::ChecksLittle => "checks-little",
            Self::Delegates => "delegates",
            Self::Checks => "checks",
            Self::AsksUser => "asks-user",
            Self::Unknown => "unknown",
        }
    }

    /// Which of several bodies in one speaks for all: the one that is worst.
    fn rank(self) -> u8 {
        match self {
            Self::AcceptsAll => 0,
            Self::ChecksLittle => 1,
            Self::Unknown => 2,
            Self::AsksUser => 3,
            Self::Checks => 4,
            Self::Delegates => 5,
        }
    }
}

/// What a body does, and why that is said.
type Said = (Judgement, &'static str);

const TRUST_MANAGERS: [&str; 2] = ["Ljavax/net/ssl/X509TrustManager;", "Ljavax/net/ssl/X509ExtendedTrustManager;"];

/// Judges every such body of the build.
pub(super) fn judge(scene: &Scene<'_, '_>, store: &mut FactStore) {
    let program = scene.code.program;
    let installed = installed(scene);
    let [trusted, verify, ssl_failed] =
        ["checkServerTrusted", "verify", "onReceivedSslError"].map(|name| program.find_text(name));
    for (i, class) in program.classes.iter().enumerate() {
        let id = ClassId(i as u32);
        let is = |name: &str| program.supertypes(class.ty).iter().any(|&t| program.descriptor(t) == name);
        for def in class.methods.clone().map(DefId) {
            let Some(method) = program.def(def).filter(|m| m.code != 0) else { continue };
            let name = Some(program.method(method.id).name);
            if name == trusted && TRUST_MANAGERS.iter().any(|t| is(t)) {
                let (judgement, reason) = trust(program, def, 0);
                add(scene, id, def, "trust-manager", judgement, reason, &installed, store);
            } else if name == verify && is("Ljavax/net/ssl/HostnameVerifier;") {
                let (judgement, reason) = host(program, def, 0);
                add(scene, id, def, "hostname-verifier", judgement, reason, &installed, store);
            } else if name == ssl_failed && is("Landroid/webkit/WebViewClient;") {
                let (judgement, reason) = ssl_error(program, def);
                add(scene, id, def, "ssl-error-handler", judgement, reason, &installed, store);
            }
        }
    }
    // A ready-made verifier that accepts every name.
    for site in scene.sites.iter().filter(|s| s.api.contains("ostnameVerifier")) {
        let text = format!("{:?}", site.args);
        if text.contains("ALLOW_ALL_HOSTNAME_VERIFIER") || text.contains("AllowAllHostnameVerifier.<init>") {
            store.add(
                super::at("trust-body", site)
                    .text("role", "hostname-verifier")
                    .text("judgement", "accepts-all")
                    .text("reason", "allow-all-verifier")
                    .flag("installed", true)
                    .text("class", "org.apache.http.conn.ssl.AllowAllHostnameVerifier"),
            );
        }
    }
}

/// Classes whose objects are handed to something that uses them, with the place.
fn installed(scene: &Scene<'_, '_>) -> FxHashMap<String, Locus> {
    let mut found = FxHashMap::default();
    for site in scene.sites {
        let installs = site.api.ends_with("SSLContext.init")
            || site.api.contains("ostnameVerifier")
            || site.api.ends_with("setWebViewClient")
            || site.api.ends_with("sslSocketFactory");
        if installs {
            for arg in &site.args {
                classes_in(arg, 0, &mut |class| {
                    found.entry(class.to_owned()).or_insert_with(|| site.locus.clone());
                });
            }
        }
    }
    found
}

fn classes_in(value: &Value, depth: u32, visit: &mut dyn FnMut(&str)) {
    if depth > 6 {
        return;
    }
    match value {
        Value::Object(object) => {
            visit(&object.class);
            object.args.iter().chain(&object.receiver).for_each(|v| classes_in(v, depth + 1, visit));
        }
        Value::Array { from, .. } => from.iter().for_each(|v| classes_in(v, depth + 1, visit)),
        Value::OneOf(all) => all.iter().for_each(|v| classes_in(v, depth + 1, visit)),
        _ => {}
    }
}

#[expect(clippy::too_many_arguments, reason = "one fact's parts")]
fn add(
    scene: &Scene<'_, '_>,
    class: ClassId,
    def: DefId,
    role: &str,
    judgement: Judgement,
    reason: &str,
    installed: &FxHashMap<String, Locus>,
    store: &mut FactStore,
) {
    let program = scene.code.program;
    let Some(class) = program.class(class) else { return };
    let name = program.type_name(class.ty);
    let made = !program.sites.news_of(class.ty).is_empty()
        || program
            .children(class.ty)
            .iter()
            .any(|&c| program.class(c).is_some_and(|c| !program.sites.news_of(c.ty).is_empty()));
    let place = installed.get(&name).cloned();
    let locus = program.method_locus(def);
    let owner = owner(scene.code.owners, &locus);
    let reachable = scene.reached.of(def);
    let method =
        AppText::new(&format!("{name}.{}", program.def(def).map_or("", |m| program.text(program.method(m.id).name))));
    let mut fact = Fact::new("trust-body", locus)
        .text("role", role)
        .text("judgement", judgement.word())
        .text("reason", reason)
        // A library's bodies are there for whoever uses it.
        .flag("installed", place.is_some() || made || reachable == Reachability::Unknown)
        .text("class", &name)
        .owned_by(owner)
        .reached(reachable)
        .anchored(role)
        .showing(Evidence::Body { method, judgement: note(reason), installed: place.clone() });
    if let Some(place) = place {
        fact = fact.also_at(place);
    }
    let sure = match (judgement, made, reachable) {
        (Judgement::AcceptsAll, true, Reachability::Reachable | Reachability::Unknown) => Confidence::Proven,
        (Judgement::AcceptsAll, ..) => Confidence::Likely,
        _ => Confidence::Possible,
    };
    store.add(fact.sure(sure));
}

/// What a call inside a trust manager is worth.
fn checks(program: &Program<'_>, op: &Op, depth: u32) -> Option<Judgement> {
    let Op::Call { method, .. } = op else { return None };
    let named = program.method(*method);
    let class = program.descriptor(named.class);
    match (class, program.text(named.name)) {
        (_, "checkServerTrusted" | "checkClientTrusted" | "validate") => Some(Judgement::Delegates),
        ("Ljavax/net/ssl/HostnameVerifier;", "verify") => Some(Judgement::Delegates),
        ("Ljava/security/cert/X509Certificate;", "verify") => Some(Judgement::Checks),
        ("Ljava/security/cert/X509Certificate;", "checkValidity") => Some(Judgement::ChecksLittle),
        _ if depth < DEPTH => {
            let def = program.resolve(named.class, named.name, named.proto)?;
            match trust(program, def, depth + 1).0 {
                Judgement::AcceptsAll | Judgement::Unknown => None,
                other => Some(other),
            }
        }
        _ => None,
    }
}

/// Judges each of the bodies that a method has, and gives the worst.
fn worst(program: &Program<'_>, def: DefId, judged: impl Fn(&Body, u32) -> Said) -> Said {
    let Some(body) = program.body(def) else { return (Judgement::Unknown, "no-body") };
    let all = starts(program, def, &body).into_iter().map(|from| judged(&body, from));
    all.min_by_key(|said| said.0.rank()).unwrap_or((Judgement::Unknown, "no-body"))
}

/// Whether a trust manager can return without a check having passed.
fn trust(program: &Program<'_>, def: DefId, depth: u32) -> Said {
    worst(program, def, |body, from| trust_from(program, body, from, depth))
}

fn trust_from(program: &Program<'_>, body: &Body, from: u32, depth: u32) -> Said {
    let ops = ops_from(body, from);
    let calls: Vec<Judgement> = ops.iter().filter_map(|(_, op)| checks(program, op, depth)).collect();
    let throws = ops.iter().any(|(_, op)| matches!(op, Op::Throw { .. }));
    if calls.is_empty() && !throws {
        return (Judgement::AcceptsAll, "nothing-checked");
    }
    let full = calls.iter().any(|c| matches!(c, Judgement::Delegates | Judgement::Checks));
    match (slip(program, body, from, depth, full), full, throws) {
        (None, true, _) => (Judgement::Delegates, "delegated"),
        (None, false, _) if !calls.is_empty() => (Judgement::ChecksLittle, "validity-only"),
        (None, false, _) => (Judgement::Checks, "always-throws-or-checks"),
        (Some(_), true, true) => (Judgement::ChecksLittle, "path-without-check"),
        // Own comparison that throws: a pin or an issuer.
        (Some(_), false, true) if compares(&ops, program) => (Judgement::Checks, "own-comparison"),
        (Some(_), false, true) => (Judgement::ChecksLittle, "argument-check-only"),
        (Some(Slip::Around), _, false) => (Judgement::ChecksLittle, "path-without-check"),
        (Some(Slip::Caught), _, false) => (Judgement::AcceptsAll, "exception-swallowed"),
    }
}

/// Whether a body compares something of the certificate (key, digest, issuer) before it throws.
fn compares(ops: &[(usize, &Op)], program: &Program<'_>) -> bool {
    ops.iter().any(|(_, op)| {
        let Op::Call { method, .. } = op else { return false };
        matches!(
            program.text(program.method(*method).name),
            "equals"
                | "equalsIgnoreCase"
                | "isEqual"
                | "contains"
                | "getPublicKey"
                | "getEncoded"
                | "getIssuerDN"
                | "getIssuerX500Principal"
                | "getSubjectDN"
                | "getSubjectX500Principal"
                | "compareTo"
        )
    })
}

/// What a host name verifier can answer. One that hands the question on (as what a lambda became does) is the method
/// that it asks.
fn host(program: &Program<'_>, def: DefId, depth: u32) -> Said {
    worst(program, def, |body, from| host_from(program, body, from, depth))
}

fn host_from(program: &Program<'_>, body: &Body, from: u32, depth: u32) -> Said {
    let ops = ops_from(body, from);
    let calls: Vec<(&str, &str)> = ops
        .iter()
        .filter_map(|(_, op)| match op {
            Op::Call { method, .. } => {
                let named = program.method(*method);
                Some((program.descriptor(named.class), program.text(named.name)))
            }
            _ => None,
        })
        .collect();
    let branches = ops.iter().any(|(_, op)| matches!(op, Op::If { .. } | Op::Switch { .. }));
    if let Some(answers) = answers_from(program, body, from, DEPTH) {
        if answers.iter().all(|&a| a == 1) {
            return (Judgement::AcceptsAll, "always-true");
        }
        if answers.iter().all(|&a| a == 0) {
            return (Judgement::Checks, "always-false");
        }
    }
    if calls.iter().any(|&(class, name)| name == "verify" && class != "Ljava/security/Signature;") {
        return (Judgement::Delegates, "delegated");
    }
    let compares = [
        "equals",
        "equalsIgnoreCase",
        "contains",
        "endsWith",
        "startsWith",
        "matches",
        "verifyHostname",
        "getPeerCertificates",
    ];
    if calls.iter().any(|(_, name)| compares.contains(name)) {
        let whole = calls.iter().any(|(_, name)| matches!(*name, "contains" | "endsWith" | "startsWith"));
        return if whole { (Judgement::ChecksLittle, "part-of-name") } else { (Judgement::Checks, "own-comparison") };
    }
    let asked: Vec<DefId> = ops.iter().filter_map(|(_, op)| called(program, op)).collect();
    if let ([asked], false, true) = (asked.as_slice(), branches, depth < DEPTH) {
        return host(program, *asked, depth + 1);
    }
    if calls.is_empty() && branches {
        (Judgement::ChecksLittle, "arguments-ignored")
    } else {
        (Judgement::Unknown, "not-understood")
    }
}

/// Whether `proceed` is reached without anything having been asked.
fn ssl_error(program: &Program<'_>, def: DefId) -> Said {
    worst(program, def, |body, from| ssl_error_from(program, body, from))
}

fn ssl_error_from(program: &Program<'_>, body: &Body, from: u32) -> Said {
    let mut asked = Asked::default();
    asked.look(program, body, from, 0);
    if !asked.calls("proceed") {
        return if asked.handed_on { (Judgement::AsksUser, "asked") } else { (Judgement::Delegates, "cancelled") };
    }
    let always = proceeds_always(program, body, from, 0);
    // The certificate is held against one that the app knows.
    let compares = asked.calls("getCertificate") && (asked.calls("equals") || asked.calls("isEqual"));
    if compares && asked.branches && !always {
        return (Judgement::Checks, "compares-certificate");
    }
    // A build for development only: the flag is off in what is published, and is judged by itself.
    if asked.branches && !always && asks_whether_debuggable(program, body) {
        return (Judgement::Delegates, "cancelled");
    }
    match (always, asked.depends && asked.branches) {
        (true, _) => (Judgement::AcceptsAll, "proceeds-always"),
        (false, true) => (Judgement::ChecksLittle, "proceeds-on-some-errors"),
        (false, false) => (Judgement::AcceptsAll, "proceeds-without-looking"),
    }
}

/// Whether a body tests the flag of debuggable builds.
fn asks_whether_debuggable(program: &Program<'_>, body: &Body) -> bool {
    const DEBUGGABLE: i64 = 2;
    let reads = body.ops.iter().any(|op| {
        let Op::Get { field, .. } = op else { return false };
        let field = program.field(*field);
        program.text(field.name) == "flags" && program.descriptor(field.class) == "Landroid/content/pm/ApplicationInfo;"
    });
    let masks = |op: &Op| matches!(op, Op::BinaryConst { op: Binary::And, value, .. } if *value == DEBUGGABLE);
    reads && body.ops.iter().any(masks)
}

/// What a handler of TLS errors does, with the methods that it gives its `SslErrorHandler`.
#[derive(Default)]
struct Asked<'a> {
    names: Vec<&'a str>,
    depends: bool,
    branches: bool,
    handed_on: bool,
}

impl<'a> Asked<'a> {
    fn calls(&self, name: &str) -> bool {
        self.names.contains(&name)
    }

    fn look(&mut self, program: &'a Program<'_>, body: &Body, from: u32, depth: u32) {
        let mut followed = 0;
        for (_, op) in ops_from(body, from) {
            match op {
                Op::Call { method, .. } => {
                    let named = program.method(*method);
                    let (class, name) = (program.descriptor(named.class), program.text(named.name));
                    self.names.push(name);
                    self.depends |= class == "Landroid/net/http/SslError;"
                        && matches!(name, "getPrimaryError" | "hasError" | "getCertificate" | "getUrl");
                }
                Op::If { .. } | Op::Switch { .. } => self.branches = true,
                Op::New { ty, .. } => self.handed_on |= listener(program, *ty),
                Op::Lambda { .. } => self.handed_on = true,
                _ => {}
            }
            if followed < FOLLOWED
                && let Some(body) = given_handler(program, op, depth)
            {
                followed += 1;
                self.look(program, &body, 0, depth + 1);
            }
        }
    }
}

/// The method of the build that a call gives the `SslErrorHandler` to.
fn given_handler(program: &Program<'_>, op: &Op, depth: u32) -> Option<Body> {
    let Op::Call { method, .. } = op else { return None };
    let params = &program.proto(program.method(*method).proto).params;
    let given = params.iter().any(|&ty| program.descriptor(ty) == "Landroid/webkit/SslErrorHandler;");
    let def = called(program, op).filter(|_| given && depth < DEPTH)?;
    program.body(def)
}

/// Whether every return is passed by `proceed`.
fn proceeds_always(program: &Program<'_>, body: &Body, from: u32, depth: u32) -> bool {
    let mut always = true;
    let followed = Cell::new(0);
    let follows = |op: &Op| {
        let body = (followed.get() < FOLLOWED).then(|| given_handler(program, op, depth))??;
        followed.set(followed.get() + 1);
        Some(proceeds_always(program, &body, 0, depth + 1))
    };
    let proceeds = |op: &Op| {
        matches!(op, Op::Call { method, .. } if program.text(program.method(*method).name) == "proceed")
            || follows(op) == Some(true)
    };
    walk(body, from, |_, ops| {
        let passed = ops.iter().any(proceeds);
        always &= passed || !ops.iter().any(|op| matches!(op, Op::Return { .. }));
        Next { on: !passed, thrown: false }
    });
    always
}

/// Whether a class is told of a dialog's buttons.
fn listener(program: &Program<'_>, ty: TypeId) -> bool {
    program.supertypes(ty).into_iter().any(|t| program.descriptor(t).contains("OnClickListener"))
}
