//! Facts of Dalvik code: calls that rules ask for, and judged objects: ciphers, keys, digests, generators, key stores,
//! connections, web views, bodies that judge certificates.
//!
//! The engine gives call sites with terms; the parts of this module say what a term is. A judgement stands at the use
//! (`init`, `digest`, `load`, the connection), never at a weak object that nothing uses.

mod body;
mod compose;
mod crypto;
mod habits;
mod health_bank;
mod net;
mod origin;
mod platform;
mod selfcheck;
mod servers;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::owners::{Owners, is_renamed};
use super::{FLOW, Fact, FactStore, veiled};
use crate::finding::{AppText, Confidence, Evidence, Flow, Locus, Note, Owner, Platform, Reachability};
use crate::flow::callgraph::{Manifest, Reached, reach};
use crate::flow::constant::{Query, call_sites};
use crate::flow::dalvik::{DefId, Program};
use crate::flow::{ApiNames, Cache, CallSite, Value, taint};
use crate::limits::Budget;
use crate::rule::knowledge::FlowKnowledge;
use crate::rule::vocabulary;

/// What code facts are made from.
#[derive(Debug)]
pub struct Code<'c, 'a> {
    /// The code.
    pub program: &'c Program<'a>,
    /// Components and resources.
    pub manifest: &'c Manifest,
    /// API models.
    pub knowledge: &'c FlowKnowledge,
    /// APIs that rules ask for by `call` facts.
    pub wanted: &'c [String],
    /// Whose a class is.
    pub owners: &'c Owners,
    /// The scan's bounds.
    pub budget: &'c Budget,
}

/// Finds them. Gives the reachability of methods for other uses.
///
/// # Errors
/// When the API models are not well-formed (the tests rule it out).
pub fn facts(code: &Code<'_, '_>, store: &mut FactStore) -> Result<Reached, String> {
    store.looked_for(&vocabulary::of_code(Platform::Android));
    let reached = reach(code.program, code.manifest);
    let asked = ApiNames::new(code.wanted);
    let all: BTreeSet<&str> = code
        .wanted
        .iter()
        .map(String::as_str)
        .chain(crypto::APIS.iter().copied())
        .chain(net::APIS.iter().copied())
        .chain(platform::APIS.iter().copied())
        .chain(compose::APIS.iter().copied())
        .chain(servers::APIS.iter().copied())
        .chain(habits::APIS.iter().copied())
        .chain(["com.nhi.mhbsdk.MHB.configure"])
        .collect();
    let wanted = ApiNames::new(all);
    let own = own(code);
    let cache = Cache::new(code.program, code.knowledge)?;
    let query = Query {
        own: &own,
        program: code.program,
        manifest: code.manifest,
        cache: &cache,
        wanted: &wanted,
        reached: &reached,
        budget: code.budget,
    };
    let mut sites = call_sites(&query);
    for site in &mut sites {
        site.owner = owner(code.owners, &site.locus);
    }
    let bank = health_bank::Bank::find(code.program);
    let given = bank.given();
    let query = taint::Query {
        given: &given,
        program: code.program,
        manifest: code.manifest,
        cache: &cache,
        reached: &reached,
        own: &own,
        budget: code.budget,
    };
    if code.budget.limits.flows > 0 {
        store.looked_for(&[FLOW]);
        store.flows = taint::flows(&query, &|class| code.owners.of(class));
    } else {
        store.flow_kinds = Default::default();
    }
    let mut flows = std::mem::take(&mut store.flows);
    crypto::seal(&sites, &mut flows);
    let scene = Scene {
        code,
        sites: &sites,
        uses: Uses::of(&sites),
        reached: &reached,
        own: &own,
        security: randoms(&flows),
        hashed: hashed(&flows),
        methods: OnceCell::new(),
        limited: OnceCell::new(),
    };
    for site in &sites {
        if asked.has(&site.api) {
            store.add(call(site));
        }
        crypto::judge(&scene, site, store);
        net::judge(&scene, site, store);
        platform::judge(site, store);
        servers::judge(site, store);
    }
    compose::judge(code, &sites, store);
    body::judge(&scene, store);
    habits::judge(&scene, store);
    health_bank::judge(&scene, &bank, &flows, store);
    store.flows = flows;
    Ok(reached)
}

/// Of each class, whether it is the app's own: in the packages of its components and around them, or in a package under a
/// shrinker's name that calls those. Without components all are.
fn own(code: &Code<'_, '_>) -> Vec<bool> {
    let root = |class: &str| {
        let package = package_of(class);
        package.split('.').take(2).collect::<Vec<_>>().join(".")
    };
    let names = code.manifest.components.iter().map(|c| &c.class).chain(&code.manifest.application);
    let roots: BTreeSet<String> =
        names.filter(|class| code.owners.of(class) == Owner::App).map(|class| root(class)).collect();
    let mut known: BTreeMap<String, bool> = BTreeMap::new();
    let classes: Vec<String> = code.program.classes.iter().map(|class| code.program.type_name(class.ty)).collect();
    let mut own: Vec<bool> = classes
        .iter()
        .map(|class| {
            let package = package_of(class);
            if let Some(&known) = known.get(package) {
                return known;
            }
            let own = roots.is_empty() || roots.contains(&root(class)) && code.owners.of(class) == Owner::App;
            known.insert(package.to_owned(), own);
            own
        })
        .collect();
    let renamed = renamed_own(code, &classes, &own);
    if !renamed.is_empty() {
        for (class, own) in classes.iter().zip(&mut own) {
            *own |= renamed.contains(package_of(class));
        }
    }
    own
}

/// Packages under a shrinker's name that are nobody's known and call what is the app's own: no library knows the app that
/// it is built into. `names`: of all classes.
fn renamed_own<'n>(code: &Code<'_, '_>, names: &'n [String], own: &[bool]) -> BTreeSet<&'n str> {
    let program = code.program;
    let is_own = |ty| program.class_id(ty).is_some_and(|class| own.get(class.ix()) == Some(&true));
    let mut found = BTreeSet::new();
    for (class, name) in program.classes.iter().zip(names) {
        let package = package_of(name);
        if !is_renamed(package) || is_own(class.ty) || found.contains(package) || code.owners.of(name) != Owner::App {
            continue;
        }
        let mut called = class.methods.clone().flat_map(|def| program.sites.callees.get(def));
        if called.any(|(callee, _)| is_own(program.method(*callee).class)) {
            found.insert(package);
        }
    }
    found
}

/// What a name stands in: the package of a class, the class of a method.
fn package_of(class: &str) -> &str {
    class.rsplit_once('.').map_or("", |(package, _)| package)
}

/// All that judgements look at.
struct Scene<'s, 'a> {
    code: &'s Code<'s, 'a>,
    sites: &'s [CallSite],
    uses: Uses<'s>,
    reached: &'s Reached,
    /// Of each class, whether it is the app's own.
    own: &'s [bool],
    /// Places of weak random numbers that a flow shows to become a key, a vector or a token.
    security: BTreeSet<Locus>,
    /// Methods in which a flow shows a password or an identity to be hashed.
    hashed: BTreeSet<(AppText, AppText)>,
    /// Methods by class and name, once a judgement asks for one.
    methods: OnceCell<FxHashMap<(AppText, AppText), DefId>>,
    /// Classes that mark what they copy as sensitive, once a judgement asks.
    limited: OnceCell<FxHashSet<String>>,
}

/// What becomes of things that calls make, by the calls that use them: asked for at each call, so worked out once.
#[derive(Default)]
struct Uses<'s> {
    /// Where ciphers and URLs were made that are initialised or opened somewhere.
    used: FxHashSet<&'s Locus>,
    /// Classes that initialise ciphers.
    ciphers: FxHashSet<&'s str>,
    /// Methods that end a digest.
    digested: FxHashSet<&'s str>,
    /// Methods that ask who calls.
    asking: FxHashSet<&'s str>,
    /// Methods that delete a file.
    deleting: FxHashSet<&'s str>,
    /// Where key stores were made that say whom to trust, and those that keys are taken from.
    trusted: FxHashSet<&'s Locus>,
    keyed: FxHashSet<&'s Locus>,
    /// Where sockets were made that TLS is put over.
    layered: FxHashSet<&'s Locus>,
    /// Classes that load pages into a web view, and whether all are packaged ones.
    packaged: FxHashMap<&'s str, bool>,
    /// Methods that close files to a web view.
    closed: FxHashSet<&'s str>,
}

impl<'s> Uses<'s> {
    fn of(sites: &'s [CallSite]) -> Self {
        let mut uses = Self::default();
        for site in sites {
            let api = site.api.as_ref();
            let cipher = api == "javax.crypto.Cipher.init";
            if cipher || api.starts_with("java.net.URL.open") {
                let made = site.receiver.iter().flat_map(Value::alternatives).filter_map(Value::as_object);
                uses.used.extend(made.filter_map(|object| object.site.as_ref()));
            }
            match api {
                "javax.net.ssl.TrustManagerFactory.init" => uses.trusted.extend(made_at(site.arg(0))),
                "javax.net.ssl.KeyManagerFactory.init" => uses.keyed.extend(made_at(site.arg(0))),
                "java.security.KeyStore.getKey" | "java.security.KeyStore.getEntry" => {
                    uses.keyed.extend(site.receiver.iter().flat_map(made_at));
                }
                "javax.net.ssl.SSLSocketFactory.createSocket" if site.args.len() == 4 => {
                    uses.layered.extend(made_at(site.arg(0)));
                }
                "android.webkit.WebView.loadUrl" => {
                    let pages = texts(site.arg(0));
                    // The second is the name under which the asset loader of `androidx.webkit` shows the same files.
                    let own = ["file:///android_", "https://appassets.androidplatform.net/"];
                    let packaged = !pages.is_empty() && pages.iter().all(|p| own.iter().any(|own| p.starts_with(own)));
                    *uses.packaged.entry(class_of(site)).or_insert(true) &= packaged;
                }
                "android.webkit.WebView.loadData" | "android.webkit.WebView.loadDataWithBaseURL" => {
                    uses.packaged.insert(class_of(site), false);
                }
                "java.io.File.delete" => {
                    uses.deleting.insert(&site.caller);
                }
                _ if api.ends_with("CallingPermission") || api.ends_with("Binder.getCallingUid") => {
                    uses.asking.insert(&site.caller);
                }
                _ => {}
            }
            if cipher {
                uses.ciphers.insert(class_of(site));
            } else if api.ends_with("MessageDigest.digest") {
                uses.digested.insert(&site.caller);
            } else if api.ends_with(".setAllowFileAccess") && site.arg(0).as_int() == Some(0) {
                uses.closed.insert(&site.caller);
            }
        }
        uses
    }
}

/// Where the objects were made that a value may be.
fn made_at(value: &Value) -> impl Iterator<Item = &Locus> {
    value.alternatives().iter().filter_map(Value::as_object).filter_map(|object| object.site.as_ref())
}

/// The class of the method that calls.
fn class_of(site: &CallSite) -> &str {
    package_of(&site.caller)
}

fn randoms(flows: &[Flow]) -> BTreeSet<Locus> {
    let secret = |flow: &&Flow| flow.source.of == "weak-random" && matches!(&*flow.sink.of, "key" | "iv" | "session");
    flows.iter().filter(secret).map(|flow| flow.source.locus.clone()).collect()
}

fn hashed(flows: &[Flow]) -> BTreeSet<(AppText, AppText)> {
    flows.iter().filter(|flow| flow.sink.of == "digest").filter_map(|flow| method(&flow.sink.locus)).collect()
}

/// Class and method of a place in code.
fn method(locus: &Locus) -> Option<(AppText, AppText)> {
    match locus {
        Locus::Dex { class, method: Some(method), .. } => Some((class.clone(), method.clone())),
        _ => None,
    }
}

fn owner(owners: &Owners, locus: &Locus) -> Owner {
    match locus {
        Locus::Dex { class, .. } => owners.of(class.raw()),
        _ => Owner::App,
    }
}

/// A fact at a call.
fn at(kind: &'static str, site: &CallSite) -> Fact {
    let kinds = kinds(&site.descriptor).into_iter().chain(std::iter::repeat(b'?'));
    let args: Vec<AppText> =
        site.args.iter().zip(kinds).take(12).map(|(arg, kind)| veiled(&shown(arg, kind))).collect();
    // Values that another method gives: there they stand, here they are used.
    let evidence = match &site.via {
        Some(given) => Evidence::Declaration {
            subject: AppText::new(&format!(
                "{}({})",
                site.api,
                args.iter().map(AppText::raw).collect::<Vec<_>>().join(", ")
            )),
            declared: Some(given.clone()),
            used: Some(site.locus.clone()),
        },
        None => Evidence::Call { api: AppText::new(&site.api), args },
    };
    let mut fact = Fact::new(kind, site.locus.clone())
        .owned_by(site.owner.clone())
        .reached(site.reachable)
        .showing(evidence)
        .anchored(site.api.to_string());
    if let Some(given) = &site.via {
        fact = fact.also_at(given.clone());
    }
    // Code that no entry point reaches: one step less sure.
    if site.reachable == Reachability::Dead { fact.sure(Confidence::Likely) } else { fact }
}

/// An argument as people read it: a number that stands for a truth value is one.
fn shown(arg: &Value, kind: u8) -> AppText {
    match (kind, arg) {
        (b'Z', Value::Int(number)) => AppText::new(if *number == 0 { "false" } else { "true" }),
        _ => arg.text(),
    }
}

/// The first letters of the types of a descriptor's parameters (`Z` for a truth value, `L` for a class, `[` for an
/// array).
fn kinds(descriptor: &str) -> Vec<u8> {
    let inside = descriptor.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or("", |(inside, _)| inside);
    let mut found = Vec::new();
    let mut rest = inside.bytes();
    while let Some(first) = rest.next() {
        found.push(first);
        let mut letter = Some(first);
        while letter == Some(b'[') {
            letter = rest.next();
        }
        if letter == Some(b'L') {
            rest.by_ref().find(|&b| b == b';');
        }
    }
    found
}

/// The texts that a value may be.
fn texts(value: &Value) -> Vec<String> {
    value
        .alternatives()
        .iter()
        .filter_map(|v| match v {
            Value::Str(text) => Some(text.to_string()),
            Value::Array { bytes: Some(bytes), .. } => String::from_utf8(bytes.to_vec()).ok(),
            Value::Object(object) if object.api.ends_with("StringBuilder.toString") => {
                let known: String =
                    object.args.iter().map(|a| a.as_str().map_or("…", |t| t)).collect::<Vec<_>>().join("");
                Some(known)
            }
            _ => None,
        })
        .collect()
}

/// The numbers that a value may be.
fn numbers(value: &Value) -> Vec<i64> {
    value.alternatives().iter().filter_map(Value::as_int).collect()
}

const ARGS: [&str; 8] = ["arg0", "arg1", "arg2", "arg3", "arg4", "arg5", "arg6", "arg7"];
const NUMS: [&str; 8] = ["num0", "num1", "num2", "num3", "num4", "num5", "num6", "num7"];
const CONSTS: [&str; 6] = ["const0", "const1", "const2", "const3", "const4", "const5"];

/// A call as it stands.
fn call(site: &CallSite) -> Fact {
    let (class, name) = site.api.rsplit_once('.').unwrap_or(("", &site.api));
    let mut fact = at("call", site)
        .text("api", &site.api)
        .text("class", class)
        .text("name", name)
        .text("caller", &site.caller)
        .flag("result_used", site.result_used)
        .flag("guarded", site.guarded);
    for (i, value) in site.args.iter().take(8).enumerate() {
        let text = match value {
            Value::Class(name) | Value::StaticField(name) => Some(name.to_string()),
            _ => texts(value).into_iter().next(),
        };
        if let (Some(text), Some(&name)) = (text, ARGS.get(i)) {
            fact = fact.text(name, text);
        }
        if let (Some(&number), Some(&name)) = (numbers(value).first(), NUMS.get(i)) {
            fact = fact.number(name, number);
        }
        if let Some(&name) = CONSTS.get(i) {
            // A null says nothing of where a value comes from.
            fact = fact.flag(name, value.is_constant() && !matches!(value, Value::Null));
        }
    }
    fact
}

/// A note without arguments.
fn note(code: &str) -> Note {
    Note::new(code)
}

#[cfg(test)]
mod tests;
