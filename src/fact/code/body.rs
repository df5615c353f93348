//! Bodies that judge certificates and hosts: trust managers, host name verifiers, handlers of TLS errors in web views.
//!
//! A body is judged by its paths: one that can return without a check having passed accepts what it should refuse. An
//! exception that a handler swallows is no check.

use rustc_hash::FxHashMap;

use super::{Scene, note, owner};
use crate::fact::{Fact, FactStore};
use crate::finding::{AppText, Confidence, Evidence, Locus, Reachability};
use crate::flow::Value;
use crate::flow::dalvik::{Block, Body, ClassId, DefId, Op, Program, TypeId};

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
}

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
                let (judgement, reason) = host(program, def);
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

/// Whether a trust manager can return without a check having passed.
fn trust(program: &Program<'_>, def: DefId, depth: u32) -> (Judgement, &'static str) {
    let Some(body) = program.body(def) else { return (Judgement::Unknown, "no-body") };
    let calls: Vec<Judgement> = body.ops.iter().filter_map(|op| checks(program, op, depth)).collect();
    let throws = body.ops.iter().any(|op| matches!(op, Op::Throw { .. }));
    if calls.is_empty() && !throws {
        return (Judgement::AcceptsAll, "nothing-checked");
    }
    let slips = returns_unchecked(program, &body, depth);
    let full = calls.iter().any(|c| matches!(c, Judgement::Delegates | Judgement::Checks));
    match (slips, full, throws) {
        (false, true, _) => (Judgement::Delegates, "delegated"),
        (false, false, _) if !calls.is_empty() => (Judgement::ChecksLittle, "validity-only"),
        (false, false, _) => (Judgement::Checks, "always-throws-or-checks"),
        (true, true, false) => (Judgement::AcceptsAll, "exception-swallowed"),
        (true, true, true) => (Judgement::ChecksLittle, "path-without-check"),
        // Own comparison that throws: a pin or an issuer.
        (true, false, true) if compares(&body, program) => (Judgement::Checks, "own-comparison"),
        (true, false, true) => (Judgement::ChecksLittle, "argument-check-only"),
        (true, false, false) => (Judgement::AcceptsAll, "exception-swallowed"),
    }
}

/// Whether a body compares something of the certificate (key, digest, issuer) before it throws.
fn compares(body: &Body, program: &Program<'_>) -> bool {
    body.ops.iter().any(|op| {
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

/// Whether some path from the entry to a return passes no check: a path ends at a check, except by the exception that
/// it throws.
fn returns_unchecked(program: &Program<'_>, body: &Body, depth: u32) -> bool {
    let mut returns = false;
    walk(body, |_, ops| {
        let mut next = Next::default();
        for op in ops {
            next.thrown |= op.may_throw();
            match op {
                Op::Return { .. } => returns = true,
                Op::Throw { .. } => return next,
                op if checks(program, op, depth).is_some() => return next,
                _ => {}
            }
        }
        Next { on: !returns, ..next }
    });
    returns
}

/// Where ways through a body go on after a block.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Next {
    /// To the blocks that follow.
    pub(super) on: bool,
    /// To what handles exceptions.
    pub(super) thrown: bool,
}

/// Visits the blocks that ways from the entry reach, each once.
pub(super) fn walk<'b>(body: &'b Body, mut visit: impl FnMut(&'b Block, &'b [Op]) -> Next) {
    let mut seen = vec![false; body.blocks.len()];
    let mut work = vec![0u32];
    while let Some(block) = work.pop() {
        let (Some(piece), Some(seen)) = (body.blocks.get(block as usize), seen.get_mut(block as usize)) else {
            continue;
        };
        if std::mem::replace(seen, true) {
            continue;
        }
        let next = visit(piece, body.ops.get(piece.start as usize..piece.end as usize).unwrap_or_default());
        if next.thrown {
            work.extend(piece.handlers.iter().map(|&(_, to)| to));
        }
        if next.on {
            work.extend(piece.next.iter().copied());
        }
    }
}

/// What a host name verifier can answer.
fn host(program: &Program<'_>, def: DefId) -> (Judgement, &'static str) {
    let Some(body) = program.body(def) else { return (Judgement::Unknown, "no-body") };
    let calls: Vec<(String, String)> = body
        .ops
        .iter()
        .filter_map(|op| match op {
            Op::Call { method, .. } => {
                let named = program.method(*method);
                Some((program.descriptor(named.class).to_owned(), program.text(named.name).to_owned()))
            }
            _ => None,
        })
        .collect();
    let answers = constant_answers(&body);
    let branches = body.ops.iter().any(|op| matches!(op, Op::If { .. } | Op::Switch { .. }));
    if let Some(answers) = &answers {
        if answers.iter().all(|&a| a == 1) && !branches {
            return (Judgement::AcceptsAll, "always-true");
        }
        if answers.iter().all(|&a| a == 0) {
            return (Judgement::Checks, "always-false");
        }
        if answers.iter().all(|&a| a == 1) {
            return (Judgement::AcceptsAll, "always-true");
        }
    }
    if calls.iter().any(|(class, name)| name == "verify" && class != "Ljava/security/Signature;") {
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
    if calls.iter().any(|(_, name)| compares.contains(&name.as_str())) {
        let whole = calls.iter().any(|(_, name)| matches!(name.as_str(), "contains" | "endsWith" | "startsWith"));
        return if whole { (Judgement::ChecksLittle, "part-of-name") } else { (Judgement::Checks, "own-comparison") };
    }
    if calls.is_empty() && branches {
        (Judgement::ChecksLittle, "arguments-ignored")
    } else {
        (Judgement::Unknown, "not-understood")
    }
}

/// The constants that a method returns, when it returns only constants.
pub(super) fn constant_answers(body: &Body) -> Option<Vec<i64>> {
    let mut answers = Vec::new();
    for (i, op) in body.ops.iter().enumerate() {
        let Op::Return { s: Some(register) } = op else { continue };
        // Every write of the register must be a constant: enough for methods that only answer.
        let mut found = false;
        for before in body.ops.iter().take(if body.blocks.len() == 1 { i } else { body.ops.len() }) {
            match before {
                Op::Const { d, value } if d == register => {
                    answers.push(*value);
                    found = true;
                }
                other if writes(other, *register) => return None,
                _ => {}
            }
        }
        if !found {
            return None;
        }
    }
    (!answers.is_empty()).then_some(answers)
}

fn writes(op: &Op, register: u16) -> bool {
    match op {
        Op::Move { d, .. }
        | Op::Result { d }
        | Op::Caught { d }
        | Op::Get { d, .. }
        | Op::StaticGet { d, .. }
        | Op::ArrayGet { d, .. }
        | Op::IsA { d, .. }
        | Op::Unary { d, .. }
        | Op::Binary { d, .. }
        | Op::BinaryConst { d, .. } => *d == register,
        _ => false,
    }
}

/// Whether `proceed` is reached without anything having been asked.
fn ssl_error(program: &Program<'_>, def: DefId) -> (Judgement, &'static str) {
    let Some(body) = program.body(def) else { return (Judgement::Unknown, "no-body") };
    let calls = |name: &str| {
        body.ops
            .iter()
            .any(|op| matches!(op, Op::Call { method, .. } if program.text(program.method(*method).name) == name))
    };
    if !calls("proceed") {
        return if hands_on(program, &body) {
            (Judgement::AsksUser, "asked")
        } else {
            (Judgement::Delegates, "cancelled")
        };
    }
    let depends = body.ops.iter().any(|op| {
        matches!(op, Op::Call { method, .. } if matches!(
            (program.descriptor(program.method(*method).class), program.text(program.method(*method).name)),
            ("Landroid/net/http/SslError;", "getPrimaryError" | "hasError" | "getCertificate" | "getUrl")
        ))
    });
    let branches = body.ops.iter().any(|op| matches!(op, Op::If { .. } | Op::Switch { .. }));
    // The certificate is held against one that the app knows.
    let compares = calls("getCertificate") && (calls("equals") || calls("isEqual"));
    if compares && branches && !proceeds_always(program, &body) {
        return (Judgement::Checks, "compares-certificate");
    }
    match (proceeds_always(program, &body), depends && branches) {
        (true, _) => (Judgement::AcceptsAll, "proceeds-always"),
        (false, true) => (Judgement::ChecksLittle, "proceeds-on-some-errors"),
        (false, false) => (Judgement::AcceptsAll, "proceeds-without-looking"),
    }
}

/// Whether every return is passed by `proceed`.
fn proceeds_always(program: &Program<'_>, body: &Body) -> bool {
    let mut always = true;
    walk(body, |_, ops| {
        let proceeds =
            |op: &Op| matches!(op, Op::Call { method, .. } if program.text(program.method(*method).name) == "proceed");
        let passed = ops.iter().any(proceeds);
        always &= passed || !ops.iter().any(|op| matches!(op, Op::Return { .. }));
        Next { on: !passed, thrown: false }
    });
    always
}

/// Whether the handler is given to a listener that the body makes (a dialog's buttons).
fn hands_on(program: &Program<'_>, body: &Body) -> bool {
    body.ops.iter().any(|op| match op {
        Op::New { ty, .. } => listener(program, *ty),
        Op::Lambda { .. } => true,
        _ => false,
    })
}

fn listener(program: &Program<'_>, ty: TypeId) -> bool {
    program.supertypes(ty).into_iter().any(|t| program.descriptor(t).contains("OnClickListener"))
}
