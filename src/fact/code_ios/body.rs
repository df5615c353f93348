//! What an app's own methods do, or fail to do: logging out, the first launch, the picture in the app switcher, web view
//! navigation, the pasteboard, the health bank SDK.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::reach::{apis, reached};
use super::{at, origin, short};
use crate::app::ios::Screen;
use crate::app::words::is_logout;
use crate::fact::{Fact, FactStore};
use crate::finding::{Confidence, Flow, Locus, Owner};
use crate::flow::arm64::Analysis;
use crate::flow::arm64::interpret::{Callee, V};
use crate::flow::{CallSite, Value};

/// Functions followed from one method.
const FOLLOWED: usize = 80;

/// What was seen over all binaries of the app's own.
#[derive(Debug, Default)]
pub(super) struct Deeds {
    /// Everything called that something asked for.
    apis: BTreeSet<Arc<str>>,
    selectors: BTreeSet<Arc<str>>,
    /// A place that stands for the app's code.
    whole: Option<Locus>,
    logouts: Vec<(Locus, BTreeSet<Arc<str>>)>,
    /// Actions of the buttons that say that they log out.
    logout_actions: BTreeSet<String>,
    /// The methods of these actions.
    pressed: Vec<(Locus, BTreeSet<Arc<str>>)>,
    /// What the launch method reaches.
    launch: BTreeSet<Arc<str>>,
    /// Where the keychain is written.
    keychain: Option<Locus>,
    web: Option<Locus>,
    session: Option<Locus>,
}

/// What a selector may say before it says what it does: `didTapLogout:`, `onSignOut`.
const BEFORE: &[&str] = &[
    "action",
    "button",
    "btn",
    "click",
    "confirm",
    "didclick",
    "didpress",
    "didselect",
    "didtap",
    "do",
    "handle",
    "on",
    "perform",
    "press",
    "request",
    "tapped",
    "tap",
    "touch",
    "user",
];
const LOGOUT: &[&str] = &["logout", "signout", "log_out", "sign_out"];
const ERASES: &[&str] = &[
    "SecItemDelete",
    "removeObjectForKey:",
    "removePersistentDomainForName:",
    "removeItemAtPath:error:",
    "removeItemAtURL:error:",
    "sqlite3_exec",
    "deleteObject:",
    "deleteAllObjects",
    "removeAllObjects",
    "erase",
    "resetStandardUserDefaults",
];
const REQUESTS: &[&str] = &[
    "dataTaskWithRequest:",
    "dataTaskWithRequest:completionHandler:",
    "dataTaskWithURL:completionHandler:",
    "uploadTaskWithRequest:fromData:completionHandler:",
    "sendAsynchronousRequest:queue:completionHandler:",
    "POST:parameters:headers:progress:success:failure:",
];
const BACKGROUND: &[&str] = &[
    "applicationWillResignActive:",
    "applicationDidEnterBackground:",
    "sceneWillResignActive:",
    "sceneDidEnterBackground:",
];
const COVERS: &[&str] = &["addSubview:", "setHidden:", "setAlpha:", "insertSubview:atIndex:", "bringSubviewToFront:"];

fn body(what: &str, judgement: &str, locus: Locus) -> Fact {
    Fact::new("body", locus).text("what", what).text("judgement", judgement).sure(Confidence::Likely).anchored(what)
}

/// Whether a selector says that it logs out.
fn logs_out(selector: &str) -> bool {
    let lower = selector.to_lowercase();
    let mut rest = lower.as_str();
    while let Some(shorter) = BEFORE.iter().find_map(|word| rest.strip_prefix(word)).filter(|rest| !rest.is_empty()) {
        rest = shorter.trim_start_matches('_');
    }
    // `logOutput` writes; `logoutReason` answers, and does nothing.
    LOGOUT.iter().any(|word| rest.starts_with(word))
        && !rest.starts_with("logoutput")
        && !ANSWERS.iter().any(|noun| rest.ends_with(noun))
}

/// What a method that takes nothing gives, by the end of its name.
const ANSWERS: [&str; 19] = [
    "reason", "url", "title", "message", "text", "label", "button", "view", "cell", "state", "status", "delegate",
    "handler", "block", "key", "date", "image", "icon", "string",
];

impl Deeds {
    /// With the buttons of the app's screens.
    pub(super) fn of(screens: &[Screen]) -> Self {
        let buttons = screens.iter().flat_map(|screen| &screen.buttons);
        let says = buttons.filter(|button| button.title.as_deref().is_some_and(is_logout));
        Self { logout_actions: says.flat_map(|button| button.actions.clone()).collect(), ..Self::default() }
    }

    /// Looks at one binary.
    pub(super) fn see(
        &mut self,
        analysis: &Analysis<'_, '_, '_>,
        (sites, flows): (&[CallSite], &[Flow]),
        owner: &Owner,
        store: &mut FactStore,
    ) {
        calls(sites, store);
        health_bank(analysis, sites, flows, owner, store);
        url_parameters(flows, store);
        if *owner != Owner::App {
            return;
        }
        self.whole.get_or_insert_with(|| super::whole(analysis.file(), analysis.program.macho.cpu.name()));
        for site in sites {
            let name = short(&site.api);
            self.apis.insert(name.into());
            let place = match name {
                "SecItemAdd" if !super::crypto::is_bound_to_enrolment(site) => &mut self.keychain,
                "loadRequest:" | "initWithFrame:configuration:" => &mut self.web,
                "defaultSessionConfiguration" | "sharedSession" => &mut self.session,
                _ => continue,
            };
            place.get_or_insert_with(|| site.locus.clone());
        }
        self.methods(analysis, store);
    }

    fn methods(&mut self, analysis: &Analysis<'_, '_, '_>, store: &mut FactStore) {
        for (position, function) in analysis.program.functions.iter().enumerate() {
            let Some(method) = &function.method else { continue };
            let position = position as u32;
            self.selectors.insert(method.selector.clone());
            let locus = || analysis.locus(position, function.start);
            let within = || apis(analysis, &reached(analysis, position, FOLLOWED));
            if logs_out(&method.selector) && self.logouts.len() < 16 {
                self.logouts.push((locus(), within()));
            } else if self.logout_actions.contains(&*method.selector) && self.pressed.len() < 16 {
                self.pressed.push((locus(), within()));
            } else if &*method.selector == "application:shouldAllowExtensionPointIdentifier:" {
                store.add(body("keyboard-extensions", "refused", locus()));
            } else if method.selector.contains("didFinishLaunching") {
                self.launch.extend(within());
            } else if method.selector.ends_with("decidePolicyForNavigationAction:decisionHandler:") {
                if decides(analysis, position) == BTreeSet::from([1]) {
                    store.add(body("web-view-navigation", "allows-all", locus()));
                }
            } else if method.selector.contains("requestMediaCapturePermissionForOrigin:")
                && decides(analysis, position) == BTreeSet::from([1])
            {
                store.add(body("web-view-permission", "grants-all", locus()));
            } else if BACKGROUND.contains(&&*method.selector) {
                let within = within();
                let covers = COVERS.iter().any(|api| within.contains(*api));
                store.add(body("background-snapshot", if covers { "covered" } else { "uncovered" }, locus()));
            }
        }
    }

    /// What holds for the app as a whole.
    pub(super) fn finish(self, store: &mut FactStore) {
        let Some(whole) = self.whole.clone() else { return };
        let has = |name: &str| self.apis.contains(name);
        // An app whose views load nothing but what it brings along has no page to leave or to clear.
        let packaged = has("loadFileURL:allowingReadAccessToURL:") || has("loadHTMLString:baseURL:");
        let web = self.web.filter(|_| has("loadRequest:") || !packaged);
        // What a screen says tells it where no method is called so. Several screens may send one action: what all of its
        // methods do together counts.
        let by_label = self.pressed.first().filter(|_| self.logouts.is_empty()).map(|(locus, _)| {
            (locus.clone(), self.pressed.iter().flat_map(|(_, within)| within.iter().cloned()).collect())
        });
        for (locus, within) in self.logouts.iter().chain(&by_label) {
            store.add(Fact::new("auth-mark", locus.clone()).text("what", "logout").sure(Confidence::Likely));
            let erases = ERASES.iter().any(|api| within.contains(*api));
            let asks = REQUESTS.iter().any(|api| within.contains(*api));
            if !erases {
                store.add(body("logout-data", "kept", locus.clone()));
            }
            if !asks {
                store.add(body("logout-session", "no-request", locus.clone()));
            }
            let clears = within.iter().any(|api| api.starts_with("removeDataOfTypes:"));
            if web.is_some() && !clears && !has("nonPersistentDataStore") {
                store.add(body("logout-web-data", "kept", locus.clone()));
            }
        }
        if let Some(keychain) = &self.keychain {
            let cleans = self.launch.contains("SecItemDelete");
            store.add(body("first-launch-cleanup", if cleans { "present" } else { "absent" }, keychain.clone()));
        }
        if let Some(web) = &web
            && !self.selectors.iter().any(|s| s.contains("decidePolicyForNavigationAction:"))
        {
            store.add(body("web-view-navigation", "absent", web.clone()));
        }
        let limits = ["setURLCache:", "setRequestCachePolicy:", "removeAllCachedResponses", "setCachePolicy:"];
        let caches = !limits.iter().any(|api| has(api))
            && !self.selectors.iter().any(|s| s.contains("willCacheResponse:"))
            && !has("ephemeralSessionConfiguration");
        if let Some(session) = self.session.as_ref().filter(|_| caches) {
            store.add(body("response-cache", "kept", session.clone()));
        }
        let covers = BACKGROUND.iter().any(|selector| self.selectors.contains(*selector))
            || has("snapshotViewAfterScreenUpdates:")
            || has("ignoreSnapshotOnNextApplicationLaunch");
        if !covers {
            store.add(body("background-snapshot", "absent", whole.clone()));
        }
        names(&self.selectors, whole, store);
    }
}

/// How many of the app's own selectors say nothing.
fn names(selectors: &BTreeSet<Arc<str>>, whole: Locus, store: &mut FactStore) {
    if selectors.len() < 40 {
        return;
    }
    let short = selectors.iter().filter(|s| s.trim_end_matches(':').chars().count() <= 3).count();
    let percent = (short * 100 / selectors.len()) as i64;
    store.add(Fact::new("code-measure", whole).text("what", "obfuscated-share").number("percent", percent));
}

/// The numbers that a method hands to its completion block; one that is not known counts as -1.
fn decides(analysis: &Analysis<'_, '_, '_>, position: u32) -> BTreeSet<i64> {
    let mut numbers = BTreeSet::new();
    for position in reached(analysis, position, 8) {
        let Some(frame) = analysis.frame(position) else { continue };
        for site in frame.sites.values() {
            if let Callee::Register(V::ParamField(_, 16) | V::InnerField(_, _, 16)) = site.callee {
                numbers.insert(match site.args[1] {
                    V::Const(number) => number as i64,
                    _ => -1,
                });
            }
        }
    }
    numbers
}

fn calls(sites: &[CallSite], store: &mut FactStore) {
    for site in sites {
        let name = short(&site.api);
        match name {
            "setString:"
            | "setStrings:"
            | "setItems:"
            | "setValue:forPasteboardType:"
            | "setData:forPasteboardType:"
                if site.api.contains("UIPasteboard") =>
            {
                // Words of the build itself are nobody's.
                let judgement = if site.arg(0).as_str().is_some() { "harmless" } else { "unlimited" };
                store.add(body("clipboard-item", judgement, site.locus.clone()).owned_by(site.owner.clone()));
            }
            "boolForKey:" | "stringForKey:" | "objectForKey:" if site.api.contains("NSUserDefaults") => {
                let key = site.arg(0).as_str().unwrap_or_default().to_lowercase();
                let role =
                    ["isadmin", "is_admin", "user_role", "userrole", "isdoctor", "ispremium", "is_premium", "isvip"];
                if role.contains(&&*key) && site.result_used {
                    store.add(body("local-role", "decides", site.locus.clone()).owned_by(site.owner.clone()));
                }
            }
            _ => {}
        }
    }
}

/// A URL that another app opened brings something that is then kept.
fn url_parameters(flows: &[Flow], store: &mut FactStore) {
    for flow in flows.iter().filter(|flow| flow.source.of == "deep-link") {
        if matches!(&*flow.sink.of, "session" | "keychain" | "preferences") {
            let fact = body("url-parameter", "reads-secret", flow.sink.locus.clone());
            store.add(fact.owned_by(flow.owner.clone()));
            return;
        }
    }
}

/// Methods by which the system opens a screen or the app: nobody has touched anything yet.
const OPENINGS: &[&str] = &[
    "viewDidLoad",
    "viewWillAppear:",
    "viewDidAppear:",
    "awakeFromNib",
    "application:didFinishLaunchingWithOptions:",
    "scene:willConnectToSession:options:",
];
/// What looks at an answer that was kept.
const LOOKS: &[&str] = &[
    "boolForKey:",
    "integerForKey:",
    "objectForKey:",
    "stringForKey:",
    "valueForKey:",
    "doubleForKey:",
    "SecItemCopyMatching",
    "sqlite3_step",
    "executeFetchRequest:error:",
];
/// What keeps an answer.
const KEEPS: &[&str] = &[
    "setBool:forKey:",
    "setInteger:forKey:",
    "setObject:forKey:",
    "setValue:forKey:",
    "setDouble:forKey:",
    "SecItemAdd",
    "sqlite3_step",
    "dataTaskWithRequest:completionHandler:",
];
/// Words in the names of classes that ask for consent.
const CONSENT: &[&str] = &["consent", "agree", "terms", "privacy", "disclaimer", "policy"];

/// An opening that comes to the start of the SDK without a look at an answer, in a build none of whose pages that ask
/// keeps one.
fn opened_unasked(analysis: &Analysis<'_, '_, '_>) -> Option<Locus> {
    let within = |position: usize| apis(analysis, &reached(analysis, position as u32, FOLLOWED));
    let mut opening = None;
    for (position, function) in analysis.program.functions.iter().enumerate() {
        let Some(method) = &function.method else { continue };
        let class = method.class.to_lowercase();
        if CONSENT.iter().any(|word| class.contains(word)) && KEEPS.iter().any(|api| within(position).contains(*api)) {
            return None;
        }
        if opening.is_none() && OPENINGS.contains(&&*method.selector) {
            let all = within(position);
            let starts = all.contains("configure:") && all.contains("start:");
            if starts && !LOOKS.iter().any(|api| all.contains(*api)) {
                opening = Some(analysis.locus(position as u32, function.start));
            }
        }
    }
    opening
}

/// How the 健康存摺 SDK is used.
fn health_bank(
    analysis: &Analysis<'_, '_, '_>,
    sites: &[CallSite],
    flows: &[Flow],
    owner: &Owner,
    store: &mut FactStore,
) {
    let fact = |what: &str, locus: &Locus| {
        Fact::new("health-bank", locus.clone())
            .text("what", what)
            .owned_by(owner.clone())
            .sure(Confidence::Likely)
            .anchored(what)
    };
    let methods =
        || analysis.program.functions.iter().enumerate().filter_map(|(p, f)| Some((p, f, f.method.as_ref()?)));
    let handler = methods().find(|(_, _, m)| &*m.selector == "didFetchDataSuccessWithFile:serverKey:");
    let configured = sites.iter().find(|site| site.api.contains("MHB") && short(&site.api) == "configure:");
    let place = handler.map(|(p, f, _)| analysis.locus(p as u32, f.start)).or(configured.map(|s| s.locus.clone()));
    let Some(place) = place else { return };
    store.add(fact("present", &place));
    if let Some(site) = configured {
        if origin(site.arg(0)) == "constant" {
            store.add(fact("key-constant", &site.locus));
        }
        store.add(fact("started", &site.locus));
    }
    if let Some(opening) = opened_unasked(analysis) {
        store.add(fact("started-unasked", &opening));
    }
    let of = |kind: &'static str| flows.iter().filter(move |flow| flow.source.of == kind);
    // The archive itself is what no JSON reader and no text decoder has touched.
    let archive = of("health-bank-record").find(|flow| {
        matches!(&*flow.sink.of, "internal-file" | "cache-file" | "app-group" | "icloud" | "file")
            && !flow.transforms.iter().any(|t| t.starts_with("encrypted"))
            && !flow.trace.iter().any(|step| {
                let api = step.api.raw();
                api.contains("JSONObject") || api.contains("initWithData:encoding:")
            })
    });
    // What the handler reaches, or another method of its class, may delete the file again.
    let class = handler.map(|(_, _, m)| m.class.clone());
    let near = methods().filter(|(_, _, m)| class.as_ref() == Some(&m.class)).map(|(p, ..)| p as u32);
    let deletes = |position: u32| {
        let within = apis(analysis, &reached(analysis, position, FOLLOWED));
        ["removeItemAtPath:error:", "removeItemAtURL:error:", "unlink"].iter().any(|api| within.contains(*api))
    };
    if let Some(flow) = archive.filter(|_| !near.into_iter().any(deletes)) {
        store.add(fact("archive-kept", &flow.sink.locus));
    }
    let network = |kind| of(kind).find(|flow| flow.sink.of.starts_with("network"));
    if let Some(record) = network("health-bank-record") {
        store.add(fact("sent", &record.sink.locus));
    }
    if let (Some(archive), Some(_)) = (network("health-bank-record"), network("health-bank-key")) {
        store.add(fact("sent-with-key", &archive.sink.locus));
    }
    let started = methods().find(|(_, _, m)| &*m.selector == "didStartProcSuccess");
    if let Some((position, function, _)) = started {
        let within = apis(analysis, &reached(analysis, position as u32, FOLLOWED));
        if within.contains("fetchData:fileTicket:") && !within.contains("removeObjectForKey:") {
            store.add(fact("tickets-kept", &analysis.locus(position as u32, function.start)));
        }
    }
}

/// The marks of a login in code.
pub(super) fn login(site: &CallSite, store: &mut FactStore) {
    let what = match short(&site.api) {
        "setSecureTextEntry:" if *site.arg(0) == Value::Int(1) => "password-field",
        "evaluatePolicy:localizedReason:reply:" => "biometric",
        _ => return,
    };
    store.add(at("auth-mark", site).text("what", what).text("api", &site.api));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::ios::Button;

    /// Where a method stands, and what it calls.
    fn method(calls: &[&str]) -> (Locus, BTreeSet<Arc<str>>) {
        (Locus::entry("App"), calls.iter().map(|api| Arc::from(*api)).collect())
    }

    /// A screen with a button that logs out and one that logs in.
    fn screen() -> Screen {
        let button = |title: &str, action: &str| Button {
            role: "button",
            title: Some(title.to_owned()),
            on: false,
            outlet: None,
            actions: vec![action.to_owned()],
        };
        let buttons = vec![button("登出", "tapped:"), button("登入", "go:")];
        Screen { path: "Settings.nib".to_owned(), name: "Settings".to_owned(), fields: Vec::new(), buttons }
    }

    fn judged(mut deeds: Deeds) -> Vec<String> {
        deeds.whole = Some(Locus::entry("App"));
        let mut store = FactStore::new(10);
        deeds.finish(&mut store);
        let what = |fact: &Fact| fact.str("what").unwrap_or_default().to_owned();
        store.of("body").iter().map(what).filter(|what| what.starts_with("logout-")).collect()
    }

    #[test]
    fn a_button_of_a_screen_tells_the_logout_where_no_method_is_called_so() {
        let deeds = Deeds::of(&[screen()]);
        assert_eq!(deeds.logout_actions, BTreeSet::from(["tapped:".to_owned()]));
        let found = judged(Deeds { pressed: vec![method(&[])], ..deeds });
        assert_eq!(found, ["logout-data", "logout-session"]);
        // One of the screens that send the action cleans up and tells the server.
        let both = vec![method(&[]), method(&["SecItemDelete", REQUESTS[0]])];
        assert!(judged(Deeds { pressed: both, ..Deeds::of(&[screen()]) }).is_empty());
        // A method that says by its name that it logs out is better evidence.
        let named = vec![method(&["SecItemDelete", REQUESTS[0]])];
        let deeds = Deeds { pressed: vec![method(&[])], logouts: named, ..Deeds::of(&[screen()]) };
        assert!(judged(deeds).is_empty());
    }

    #[test]
    fn a_selector_that_logs_out_is_told_by_its_verb() {
        for selector in ["logout", "logOutTapped:", "didTapLogout:", "onSignOut", "handle_sign_out", "btnLogoutAction:"]
        {
            assert!(logs_out(selector), "{selector}");
        }
        for selector in ["login:", "userDidLogout:", "logOutput:", "doSomething", "on"] {
            assert!(!logs_out(selector), "{selector}");
        }
    }
}
