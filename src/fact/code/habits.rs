//! Judgements over methods of the build that fit no narrower kind of fact: receivers, callers' permissions, web views'
//! callbacks, logout, stored roles, caches; signs of a login; how much of the code is renamed.

use rustc_hash::FxHashSet;

use super::body::constant_answers;
use super::origin::{Origin, origin};
use super::{CallSite, Scene, at, class_of, method, owner, package_of, texts};
use crate::app::broadcasts::is_protected;
use crate::fact::owners::is_renamed;
use crate::fact::{Fact, FactStore};
use crate::finding::{AppText, Confidence, Evidence, Locus, Note, Owner, Reachability};
use crate::flow::Value;
use crate::flow::callgraph::Role;
use crate::flow::dalvik::{DefId, MethodId, Op, Sym, TypeId};

/// APIs whose calls are judged here.
pub(super) const APIS: &[&str] = &[
    "android.content.Context.checkPermission",
    "android.content.Context.enforcePermission",
    "android.content.Context.checkCallingPermission",
    "android.content.Context.checkCallingOrSelfPermission",
    "android.content.Context.enforceCallingPermission",
    "android.content.Context.enforceCallingOrSelfPermission",
    "android.content.Context.checkSelfPermission",
    "android.os.Binder.getCallingUid",
    "java.io.File.deleteOnExit",
    "java.io.File.delete",
    "android.app.Notification$Builder.setVisibility",
    "androidx.core.app.NotificationCompat$Builder.setVisibility",
    "android.app.NotificationChannel.setLockscreenVisibility",
    "android.content.BroadcastReceiver.getResultData",
    "android.content.BroadcastReceiver.getResultExtras",
    "android.content.SharedPreferences.getBoolean",
    "android.content.ClipboardManager.setPrimaryClip",
    "okhttp3.OkHttpClient$Builder.cache",
    "android.net.http.HttpResponseCache.install",
    "android.accounts.AccountManager.getAuthToken",
    "com.google.firebase.auth.FirebaseAuth.signIn*",
    "com.google.firebase.auth.FirebaseAuth.signOut",
    "com.google.android.gms.auth.api.signin.GoogleSignInClient.getSignInIntent",
    "com.google.android.gms.auth.api.signin.GoogleSignInClient.signOut",
    "com.linecorp.linesdk.auth.LineLoginApi.getLoginIntent",
    "com.facebook.login.LoginManager.logIn*",
    "net.openid.appauth.AuthorizationService.performAuthorizationRequest",
    "androidx.biometric.BiometricPrompt.authenticate",
];

/// Calls within calls that are followed.
pub(super) const DEPTH: u32 = 6;
/// Methods that one search visits.
const VISITS: usize = 400;

pub(super) fn judge(scene: &Scene<'_, '_>, store: &mut FactStore) {
    for site in scene.sites {
        store.extend(at_site(scene, site));
        store.extend(sign_in(site));
    }
    receivers(scene, store);
    web_views(scene, store);
    logout(scene, store);
    obfuscation(scene, store);
    root_check(scene, store);
    super::selfcheck::self_check(scene, store);
}

/// Files and packages that a search for root looks for.
const ROOT_MARKS: [&str; 16] = [
    "/system/xbin/su",
    "/system/bin/su",
    "/sbin/su",
    "/system/xbin/which",
    "/system/bin/which",
    "/su/bin/su",
    "/data/local/su",
    "/data/local/bin/su",
    "/data/local/xbin/su",
    "/system/sd/xbin/su",
    "/system/app/Superuser.apk",
    "com.topjohnwu.magisk",
    "com.noshufou.android.su",
    "eu.chainfire.supersu",
    "com.koushikdutta.superuser",
    "test-keys",
];

/// A class of the app's own that names several of them looks for root.
fn root_check(scene: &Scene<'_, '_>, store: &mut FactStore) {
    let program = scene.code.program;
    let mut found: std::collections::BTreeMap<String, Vec<(String, DefId)>> = std::collections::BTreeMap::new();
    // A list in pieces ends its folders with a slash.
    let folders =
        ROOT_MARKS.iter().filter_map(|mark| mark.strip_suffix("su")).filter(|folder| folder.ends_with("bin/"));
    let marks: FxHashSet<&[u8]> = ROOT_MARKS.iter().copied().chain(folders).map(str::as_bytes).collect();
    for string in program.loads(|text| marks.contains(text)) {
        let Some(text) = program.string(string.dex, string.string) else { continue };
        let class = program.def(string.site.def).and_then(|m| program.class(m.class));
        let Some(name) = class.map(|c| program.type_name(c.ty)) else { continue };
        let known = found.entry(name).or_default();
        if known.iter().all(|(t, _)| *t != text) {
            known.push((text.into_owned(), string.site.def));
        }
    }
    for (class, marks) in found.into_iter().filter(|(_, marks)| marks.len() >= 2) {
        let Some(&(_, def)) = marks.first() else { continue };
        let whose = if asked_by_app(scene, &class, def) { Owner::App } else { scene.code.owners.of(&class) };
        if whose != Owner::App {
            continue;
        }
        store.add(
            Fact::new("defence", program.method_locus(def))
                .text("what", "root-check")
                .text("value", marks.iter().map(|(t, _)| t.as_str()).collect::<Vec<_>>().join(", "))
                .flag("effective", scene.reached.of(def) != Reachability::Dead)
                .owned_by(whose)
                .reached(scene.reached.of(def))
                .anchored("root-check"),
        );
    }
}

/// Whether a method that a shrinker laid into a class of its own making, along with those of libraries, is called by the
/// app's code: then it is the app's, whatever else the class holds.
fn asked_by_app(scene: &Scene<'_, '_>, class: &str, def: DefId) -> bool {
    let program = scene.code.program;
    let calls = program.def(def).filter(|_| is_renamed(package_of(class))).map(|m| program.sites.calls_of(m.id));
    let caller = |def: DefId| program.def(def).and_then(|m| program.class(m.class)).map(|c| program.type_name(c.ty));
    let of_app = |def: DefId| caller(def).is_some_and(|caller| scene.code.owners.of(&caller) == Owner::App);
    calls.unwrap_or_default().iter().any(|site| of_app(site.def))
}

fn body(site: &CallSite, what: &str, judgement: &str) -> Fact {
    let class = class_of(site);
    at("body", site).text("what", what).text("judgement", judgement).text("class", class)
}

fn at_site(scene: &Scene<'_, '_>, site: &CallSite) -> Option<Fact> {
    match site.api.as_ref() {
        api if api.ends_with("Permission") && api.starts_with("android.content.Context") => caller_check(scene, site),
        "java.io.File.deleteOnExit" if !scene.uses.deleting.contains(site.caller.as_ref()) => {
            Some(body(site, "delete-on-exit", "relied-on"))
        }
        api if api.starts_with("android.content.BroadcastReceiver.getResult") => earlier_result(scene, site),
        api if api.ends_with("Builder.setVisibility") || api.ends_with(".setLockscreenVisibility") => shown(site),
        "android.content.SharedPreferences.getBoolean" => local_role(scene, site),
        "android.content.ClipboardManager.setPrimaryClip" => Some(clipboard(scene, site)),
        "okhttp3.OkHttpClient$Builder.cache" if !matches!(site.arg(0), Value::Null) => {
            Some(body(site, "response-cache", "kept"))
        }
        "android.net.http.HttpResponseCache.install" => Some(body(site, "response-cache", "kept")),
        _ => None,
    }
}

/// A notification that the lock screen shows in full; one whose texts are all constants says nothing of the person.
fn shown(site: &CallSite) -> Option<Fact> {
    if site.arg(0).as_int() != Some(1) {
        return None;
    }
    let (mut texts, mut value) = (Vec::new(), site.receiver.as_ref());
    for _ in 0..12 {
        let Some(builder) = value.and_then(Value::as_object) else { break };
        let calls = builder.calls.iter().map(|(api, args)| (api, args.first()));
        for (api, text) in calls.chain(std::iter::once((&builder.api, builder.args.first()))) {
            if api.contains(".setContent") || api.ends_with(".setTicker") || api.ends_with(".setSubText") {
                texts.extend(text);
            }
        }
        value = builder.receiver.as_ref();
    }
    let fixed = |text: &&Value| matches!(origin(text), Origin::Constant | Origin::Resource);
    let generic = !texts.is_empty() && texts.iter().all(fixed);
    Some(body(site, "lock-screen-notification", if generic { "generic" } else { "public" }))
}

/// Methods that the system calls on the app's own behalf: nobody's call is being served there.
const OWN_IDENTITY: [&str; 7] =
    ["onStartCommand", "onStart", "onCreate", "onReceive", "onHandleIntent", "onResume", "onNewIntent"];

/// A caller's permission asked for where there is no caller, or by a call that the app's own permissions satisfy.
fn caller_check(scene: &Scene<'_, '_>, site: &CallSite) -> Option<Fact> {
    let (_, method) = site.caller.rsplit_once('.')?;
    let own = OWN_IDENTITY.contains(&method);
    let calling = site.args.iter().any(|a| {
        let mut made = a.alternatives().iter().filter_map(Value::as_object);
        made.any(|o| o.api.starts_with("android.os.Binder.getCalling"))
    });
    // What also passes for the app itself is another matter, and so are the system's permissions, which an app asks for itself.
    let by_caller = (calling || site.api.contains("Calling")) && !site.api.contains("OrSelf");
    let platform = texts(site.arg(0)).iter().any(|p| p.starts_with("android.permission."));
    let by_caller = by_caller && !platform;
    if own && by_caller {
        return Some(body(site, "caller-check", "own-identity").text("reason", method));
    }
    // By a call that the app's own permissions satisfy, unless the caller was asked before, in the same method.
    let or_self = site.api.contains("OrSelf") || site.api.ends_with(".checkSelfPermission");
    let named = !texts(site.arg(0)).is_empty() && !platform;
    let asked = scene.uses.asking.contains(site.caller.as_ref());
    (or_self && named && !asked).then(|| body(site, "caller-check", "or-self").text("reason", method))
}

/// The result of earlier receivers, used by one of the manifest; who sent the broadcast himself gets it at the end.
fn earlier_result(scene: &Scene<'_, '_>, site: &CallSite) -> Option<Fact> {
    let (class, _) = site.caller.rsplit_once('.')?;
    let mut receivers = scene.code.manifest.components.iter().filter(|c| c.role == Role::Receiver);
    (site.result_used && receivers.any(|c| c.class == class)).then(|| body(site, "broadcast-result", "trusted"))
}

/// Whether a branch stands on the flag read from preferences under a name of rank.
fn local_role(scene: &Scene<'_, '_>, site: &CallSite) -> Option<Fact> {
    let key = texts(site.arg(0)).into_iter().next()?;
    let words: String = key.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let ranks = ["isadmin", "admin", "isvip", "ispremium", "premium", "ispro", "ispaid", "paiduser", "issubscribed"];
    if !ranks.contains(&words.as_str()) || !site.result_used {
        return None;
    }
    let program = scene.code.program;
    let methods = scene.methods.get_or_init(|| {
        let defs = (0..program.defs.len() as u32).map(DefId);
        defs.rev().filter_map(|def| Some((method(&program.method_locus(def))?, def))).collect()
    });
    let &def = methods.get(&method(&site.locus)?)?;
    let branches = program.body(def)?.ops.iter().any(|op| matches!(op, Op::If { .. }));
    branches.then(|| body(site, "local-role", "decides").text("reason", key))
}

fn clipboard(scene: &Scene<'_, '_>, site: &CallSite) -> Fact {
    let class = class_of(site);
    let program = scene.code.program;
    let limited = scene.limited.get_or_init(|| {
        let marks = program.loads(|text| text == b"android.content.extra.IS_SENSITIVE");
        let classes = marks.iter().filter_map(|mark| program.class(program.def(mark.site.def)?.class));
        classes.map(|class| program.type_name(class.ty)).collect()
    });
    // Words of the build itself are nobody's.
    let made = site.arg(0).alternatives().iter().filter_map(Value::as_object).collect::<Vec<_>>();
    let fixed = |text: Option<&Value>| text.is_some_and(|t| matches!(origin(t), Origin::Constant | Origin::Resource));
    let harmless =
        !made.is_empty() && made.iter().all(|o| o.api.ends_with("ClipData.newPlainText") && fixed(o.args.get(1)));
    body(
        site,
        "clipboard-item",
        if limited.contains(class) {
            "limited"
        } else if harmless {
            "harmless"
        } else {
            "unlimited"
        },
    )
}

/// Signs of a login.
fn sign_in(site: &CallSite) -> Option<Fact> {
    let api = site.api.as_ref();
    let what = if api.ends_with("BiometricPrompt.authenticate") {
        "biometric"
    } else if api.ends_with("AccountManager.getAuthToken") {
        "token-request"
    } else if api.ends_with(".signOut") {
        "logout"
    } else if api.contains("FirebaseAuth.")
        || api.contains(".signin.")
        || api.contains("Login")
        || api.contains("appauth")
    {
        "identity-sdk"
    } else {
        return None;
    };
    Some(at("auth-mark", site).text("what", what).text("api", api))
}

impl Scene<'_, '_> {
    /// Whether a method of the build leads to a call that passes.
    pub(super) fn leads(
        &self,
        def: DefId,
        depth: u32,
        seen: &mut Vec<DefId>,
        wanted: &dyn Fn(&str, &str) -> bool,
    ) -> bool {
        if seen.contains(&def) || seen.len() > VISITS {
            return false;
        }
        seen.push(def);
        let program = self.code.program;
        for &(id, _) in program.sites.callees.get(def.0) {
            let named = program.method(id);
            if wanted(&program.type_name(named.class), program.text(named.name)) {
                return true;
            }
            if depth > 0 && self.targets(id).into_iter().any(|d| self.leads(d, depth - 1, seen, wanted)) {
                return true;
            }
        }
        false
    }

    /// Methods of the build that a call may mean.
    pub(super) fn targets(&self, id: MethodId) -> Vec<DefId> {
        let program = self.code.program;
        let named = program.method(id);
        let mut found: Vec<DefId> = program.resolve(named.class, named.name, named.proto).into_iter().collect();
        // Who overrides a method of the platform is called by the platform, not from here.
        let children = program.class_of(named.class).map(|_| program.children(named.class)).unwrap_or_default();
        for &child in children.iter().take(8) {
            let Some(class) = program.class(child) else { continue };
            found.extend(program.resolve(class.ty, named.name, named.proto));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The method of that name that a class of the build has or inherits within the build.
    pub(super) fn method_of(&self, ty: TypeId, name: &str) -> Option<DefId> {
        let program = self.code.program;
        program.ancestors(ty).filter_map(|t| program.class_of(t)).find_map(|class| {
            class.methods.clone().map(DefId).find(|&d| {
                let named = |m: &crate::flow::dalvik::Method| program.text(program.method(m.id).name) == name;
                program.def(d).is_some_and(|m| m.code != 0 && named(m))
            })
        })
    }

    fn judged(&self, def: DefId, what: &str, judgement: &str, reason: &'static str) -> Fact {
        let program = self.code.program;
        let locus = program.method_locus(def);
        let class =
            program.def(def).and_then(|m| program.class(m.class)).map_or(String::new(), |c| program.type_name(c.ty));
        let method = program.def(def).map_or("", |m| program.text(program.method(m.id).name));
        let whose = owner(self.code.owners, &locus);
        Fact::new("body", locus)
            .text("what", what)
            .text("judgement", judgement)
            .text("reason", reason)
            .text("class", &class)
            .owned_by(whose)
            .reached(self.reached.of(def))
            .sure(Confidence::Likely)
            .anchored(what)
            .showing(Evidence::Body {
                method: AppText::new(&format!("{class}.{method}")),
                judgement: Note::new(reason),
                installed: None,
            })
    }
}

/// Receivers that other apps reach: whether they look at the action before they act.
fn receivers(scene: &Scene<'_, '_>, store: &mut FactStore) {
    let program = scene.code.program;
    for component in
        scene.code.manifest.components.iter().filter(|c| c.role == Role::Receiver && c.exported && c.enabled)
    {
        let Some(ty) = program.find_class_name(&component.class) else { continue };
        let Some(def) = scene.method_of(ty, "onReceive") else { continue };
        let reaches = |wanted: &dyn Fn(&str, &str) -> bool| scene.leads(def, 2, &mut Vec::new(), wanted);
        let looks = reaches(&|class, name| {
            class == "android.content.Intent" && matches!(name, "getAction" | "filterEquals")
                || name.starts_with("checkCalling")
        });
        let takes = reaches(&|class, name| {
            class == "android.content.Intent"
                && (name.ends_with("Extra") && name.starts_with("get") || matches!(name, "getExtras" | "getData"))
        });
        let protected = component.actions.iter().any(|a| is_protected(a));
        let (judgement, reason) = match (looks, protected, takes) {
            (true, ..) => ("checked", "action-compared"),
            (false, true, _) => ("unchecked", "system-action-not-compared"),
            (false, false, true) => ("unchecked", "extras-used-unchecked"),
            (false, false, false) => ("unused", "nothing-taken"),
        };
        store.add(scene.judged(def, "receiver-input", judgement, reason));
    }
}

fn extends(scene: &Scene<'_, '_>, ty: TypeId, framework: &str) -> bool {
    let program = scene.code.program;
    program.ancestors(ty).any(|t| program.descriptor(t) == framework)
}

/// Callbacks of web views and settings screens.
fn web_views(scene: &Scene<'_, '_>, store: &mut FactStore) {
    let program = scene.code.program;
    let [permission, navigation, fragment] =
        ["onPermissionRequest", "shouldOverrideUrlLoading", "isValidFragment"].map(|name| program.find_text(name));
    for class in &program.classes {
        let own = |name: Option<Sym>| {
            let name = name?;
            let is = |d: &DefId| program.def(*d).is_some_and(|m| m.code != 0 && program.method(m.id).name == name);
            class.methods.clone().map(DefId).find(is)
        };
        if let Some(def) = own(permission).filter(|_| extends(scene, class.ty, "Landroid/webkit/WebChromeClient;")) {
            let grants = scene.leads(def, 2, &mut Vec::new(), &|_, name| name == "grant");
            let asks = scene.leads(def, 2, &mut Vec::new(), &|_, name| {
                matches!(name, "getOrigin" | "requestPermissions" | "checkSelfPermission" | "launch" | "show")
            });
            let (judgement, reason) =
                if grants && !asks { ("grants-all", "granted-without-asking") } else { ("asks", "asked") };
            store.add(scene.judged(def, "web-view-permission", judgement, reason));
        }
        if let Some(def) = own(navigation).filter(|_| extends(scene, class.ty, "Landroid/webkit/WebViewClient;")) {
            let looks = program.body(def).is_some_and(|b| {
                // Where the app answers that it takes care itself of every address, and does nothing, none is followed.
                let keeps = constant_answers(program, &b).is_some_and(|all| all.iter().all(|&answer| answer == 1));
                let loads = b.ops.iter().any(|op| matches!(op, Op::Call { .. }));
                keeps && !loads || b.ops.iter().any(|op| matches!(op, Op::If { .. } | Op::Switch { .. }))
            });
            let (judgement, reason) =
                if looks { ("checks", "address-looked-at") } else { ("allows-all", "every-address-followed") };
            store.add(scene.judged(def, "web-view-navigation", judgement, reason));
        }
        if let Some(def) = own(fragment).filter(|_| extends(scene, class.ty, "Landroid/preference/PreferenceActivity;"))
        {
            let looks = program.body(def).is_some_and(|b| b.ops.iter().any(|op| matches!(op, Op::Call { .. })));
            let (judgement, reason) =
                if looks { ("checks", "name-compared") } else { ("accepts-all", "every-fragment-accepted") };
            store.add(scene.judged(def, "preference-fragment", judgement, reason));
        }
    }
}

/// Whether a method's name says that it logs out.
fn logs_out(name: &str) -> bool {
    // Most names are told apart by this alone.
    let ends = |word: &[u8]| word.eq_ignore_ascii_case(b"out") || word.eq_ignore_ascii_case(b"off");
    if !name.as_bytes().windows(3).any(ends) {
        return false;
    }
    let plain: String = name.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    let plain = ["do", "perform", "user", "handle", "on", "btn", "click", "request", "call"]
        .iter()
        .fold(plain.as_str(), |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    matches!(
        plain,
        "logout"
            | "signout"
            | "logoff"
            | "logoutuser"
            | "signoutuser"
            | "logoutclick"
            | "logoutclicked"
            | "logoutbutton"
    )
}

/// What is called when a control is pressed that says that it logs out: names of methods are gone in a shrunk build, what
/// a screen says is not.
fn logout_handlers(scene: &Scene<'_, '_>) -> Vec<DefId> {
    let program = scene.code.program;
    let ids = &scene.code.manifest.logouts;
    let mut found = named_or_chosen(scene);
    found.extend(preference_handlers(scene));
    if ids.is_empty() {
        return found;
    }
    let named = |name: &'static str| program.methods().filter(move |(_, m)| program.text(m.name) == name);
    let mut finders: Vec<DefId> =
        named("findViewById").flat_map(|(id, _)| program.sites.calls_of(id)).map(|site| site.def).collect();
    finders.sort_unstable();
    finders.dedup();
    for def in finders {
        let app = owner(scene.code.owners, &program.method_locus(def)) == Owner::App;
        let Some(body) = program.body(def).filter(|_| app) else { continue };
        let names = |op: &Op| matches!(op, Op::Const { value, .. } if ids.contains(&(*value as u32)));
        let Some(at) = body.ops.iter().position(names) else { continue };
        // The listener is made between the view and the call that takes it, or is the screen itself.
        let listens = |op: &Op| match op {
            Op::Call { method, .. } => program.text(program.method(*method).name) == "setOnClickListener",
            _ => false,
        };
        let rest = body.ops.get(at..).unwrap_or_default();
        let Some(end) = rest.iter().position(listens) else { continue };
        let made = rest.iter().take(end).filter_map(|op| match op {
            Op::New { ty, .. } => Some(*ty),
            _ => None,
        });
        let own = program.def(def).and_then(|m| program.class(m.class)).map(|c| c.ty);
        let handler = made.chain(own).find_map(|ty| scene.method_of(ty, "onClick"));
        found.extend(handler);
    }
    found
}

/// Methods that a control or an item of a menu names, and methods that are given the chosen item of a menu and ask whether
/// it is the one that logs out. Such a method may do more: one that cleans up anywhere is not held against it.
fn named_or_chosen(scene: &Scene<'_, '_>) -> Vec<DefId> {
    let program = scene.code.program;
    let (ids, names) = (&scene.code.manifest.logouts, &scene.code.manifest.logout_methods);
    if ids.is_empty() && names.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (i, method) in program.defs.iter().enumerate().filter(|(_, m)| m.code != 0) {
        let def = DefId(i as u32);
        let named = program.method(method.id);
        let [.., last] = &*program.proto(named.proto).params else { continue };
        let asks = |def| program.body(def).is_some_and(|body| body.ops.iter().any(|op| picks(op, ids)));
        let handles = match program.descriptor(*last) {
            "Landroid/view/View;" => names.contains(program.text(named.name)),
            "Landroid/view/MenuItem;" => names.contains(program.text(named.name)) || asks(def),
            _ => false,
        };
        if handles && owner(scene.code.owners, &program.method_locus(def)) == Owner::App {
            found.push(def);
        }
    }
    found
}

/// What is called when a preference is chosen that says that it logs out: the listener that is set where its key stands,
/// and methods that are given the chosen preference and ask for the key.
fn preference_handlers(scene: &Scene<'_, '_>) -> Vec<DefId> {
    let program = scene.code.program;
    let keys = &scene.code.manifest.logout_keys;
    if keys.is_empty() {
        return Vec::new();
    }
    let called = |op: &Op, name: &str| match op {
        Op::Call { method, .. } => program.text(program.method(*method).name) == name,
        _ => false,
    };
    let mut found = Vec::new();
    for (i, method) in program.defs.iter().enumerate().filter(|(_, m)| m.code != 0) {
        let def = DefId(i as u32);
        if owner(scene.code.owners, &program.method_locus(def)) != Owner::App {
            continue;
        }
        let Some(body) = program.body(def) else { continue };
        let names = |op: &Op| match op {
            Op::Text { string, .. } => program.string(method.dex, *string).is_some_and(|text| keys.contains(&*text)),
            _ => false,
        };
        let Some(at) = body.ops.iter().position(names) else { continue };
        let proto = program.proto(program.method(method.id).proto);
        let given = proto.params.iter().any(|ty| program.descriptor(*ty).ends_with("/Preference;"));
        if given {
            found.push(def);
        }
        let rest = body.ops.get(at..).unwrap_or_default();
        let Some(end) = rest.iter().position(|op| called(op, "setOnPreferenceClickListener")) else { continue };
        let made = rest.iter().take(end).filter_map(|op| match op {
            Op::New { ty, .. } => Some(*ty),
            _ => None,
        });
        let own = program.class(method.class).map(|c| c.ty);
        found.extend(made.chain(own).find_map(|ty| scene.method_of(ty, "onPreferenceClick")));
    }
    found
}

/// Whether an operation names one of some ids.
fn picks(op: &Op, ids: &std::collections::BTreeSet<u32>) -> bool {
    match op {
        Op::Const { value, .. } => ids.contains(&(*value as u32)),
        Op::Switch { cases, .. } => cases.iter().any(|(value, _)| ids.contains(&(*value as u32))),
        _ => false,
    }
}

/// What the methods do that log out, all together: one that cleans up is enough.
fn logout(scene: &Scene<'_, '_>, store: &mut FactStore) {
    let program = scene.code.program;
    let mut found: Vec<DefId> = Vec::new();
    for (i, method) in program.defs.iter().enumerate() {
        let def = DefId(i as u32);
        let app = || owner(scene.code.owners, &program.method_locus(def)) == Owner::App;
        if method.code != 0 && logs_out(program.text(program.method(method.id).name)) && app() {
            found.push(def);
        }
    }
    let mut told = "logout-by-name";
    if found.is_empty() {
        found = logout_handlers(scene);
        told = "logout-by-label";
    }
    let Some(&first) = found.first() else { return };
    let mark = scene.judged(first, "logout", "present", told);
    store.add(
        Fact::new("auth-mark", mark.locus.clone())
            .text("what", "logout")
            .text("api", program.def(first).map_or("", |m| program.text(program.method(m.id).name)))
            .owned_by(mark.owner.clone())
            .reached(mark.reachable),
    );
    let any =
        |wanted: &dyn Fn(&str, &str) -> bool| found.iter().any(|&d| scene.leads(d, DEPTH, &mut Vec::new(), wanted));
    let clears = any(&|class, name| {
        class.ends_with("SharedPreferences$Editor") && matches!(name, "clear" | "remove")
            || class.contains("sqlite") && matches!(name, "delete" | "execSQL")
            || matches!(
                name,
                "deleteDatabase"
                    | "deleteSharedPreferences"
                    | "clearAllTables"
                    | "clearApplicationUserData"
                    | "deleteEntry"
                    | "deleteRecursively"
            )
            || class == "java.io.File" && name == "delete"
    });
    let asks = any(&|class, name| {
        [
            "okhttp3.",
            "retrofit2.",
            "java.net.URL",
            "java.net.Http",
            "com.android.volley.",
            "org.apache.http.",
            "io.ktor.",
        ]
        .iter()
        .any(|p| class.starts_with(p))
            || name == "signOut"
            || is_remote(scene, class)
    });
    let web = any(&|class, name| {
        class.starts_with("android.webkit.")
            && (name.starts_with("remove") || name.starts_with("clear") || name.starts_with("delete"))
    });
    let (data, why) = if clears { ("cleared", "data-cleared") } else { ("kept", "data-kept") };
    store.add(scene.judged(first, "logout-data", data, why).sure(Confidence::Possible));
    let (session, why) = if asks { ("request", "server-told") } else { ("no-request", "server-not-told") };
    store.add(scene.judged(first, "logout-session", session, why).sure(Confidence::Possible));
    let pages = store.of("web-view").iter().any(|f| f.owner == Owner::App && f.is("remote"));
    if pages {
        let (kept, why) = if web { ("cleared", "web-data-cleared") } else { ("kept", "web-data-kept") };
        store.add(scene.judged(first, "logout-web-data", kept, why).sure(Confidence::Possible));
    }
}

/// Whether a class is an interface of the build that nothing in it implements: a service made by Retrofit, for example.
fn is_remote(scene: &Scene<'_, '_>, class: &str) -> bool {
    let program = scene.code.program;
    let Some(ty) = program.find_class_name(class) else { return false };
    program.class_of(ty).is_some_and(|c| c.def.flags & 0x200 != 0) && program.children(ty).is_empty()
}

/// How many of the app's own classes bear names of one or two letters.
fn obfuscation(scene: &Scene<'_, '_>, store: &mut FactStore) {
    let program = scene.code.program;
    let (mut all, mut renamed) = (0i64, 0i64);
    // Whose a class is, its package says.
    let app = |package: &str| scene.code.owners.of(&format!("{package}.C")) == Owner::App;
    for class in program.by_package().filter(|(package, _)| app(package)).flat_map(|(_, classes)| classes) {
        let name = program.type_name(class.ty);
        let simple = name.rsplit(['.', '$']).next().unwrap_or_default();
        if simple == "R"
            || name.contains(".R$")
            || simple == "BuildConfig"
            || simple.bytes().all(|b| b.is_ascii_digit())
        {
            continue;
        }
        all += 1;
        renamed += i64::from(simple.chars().count() <= 2);
    }
    if all >= 10
        && let Some((file, _)) = program.files().first()
    {
        store.add(
            Fact::new("code-measure", Locus::entry(file))
                .text("what", "obfuscated-share")
                .number("percent", renamed * 100 / all)
                .anchored("obfuscated-share"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::logs_out;

    #[test]
    fn logout_is_told_by_name() {
        assert!(logs_out("logout") && logs_out("doLogOut") && logs_out("onSignOut") && logs_out("onLogoutClick"));
        assert!(!logs_out("isLoggedOut") && !logs_out("onLogoutFailed") && !logs_out("login"));
    }
}
