//! Logs, web views, endpoints, parsers, loading, commands, defences.

use super::owner::Owners;
use super::reach::{apis, reached};
use super::{at, files, origin, short, text_of, whole};
use crate::app::ios::{Binary, IosApp};
use crate::fact::ios::owner_of;
use crate::fact::text::is_private;
use crate::fact::{Fact, FactStore};
use crate::finding::{Confidence, Locus, Owner};
use crate::flow::arm64::{Analysis, terms};
use crate::flow::{CallSite, Value};
use crate::format::macho::{Class, MachO, Objc};
use crate::rule::knowledge_sdk::SdkData;

/// Words that make a text sensitive.
const SENSITIVE: &[&str] = &[
    "password",
    "passwd",
    "token",
    "secret",
    "密碼",
    "身分證",
    "病歷",
    "credential",
    "api key",
    "apikey",
    "api_key",
    "session",
    "cookie",
    "authorization",
    "bearer",
    "idno",
    "健保",
    "private key",
];

/// Whether a text names something sensitive.
pub(super) fn is_sensitive(text: &str) -> bool {
    let lower = text.to_lowercase();
    SENSITIVE.iter().any(|word| lower.contains(word))
}

/// What is known of script bridges of a binary.
#[derive(Debug)]
pub(super) struct Bridge<'b> {
    /// A message handler looks at the frame or the origin.
    pub(super) checked: bool,
    /// The binary shows pages out of files, and none by its address.
    pub(super) packaged: bool,
    pub(super) owners: &'b Owners,
}

/// Whether a handler of script messages looks at where a message comes from.
pub(super) fn bridge_checked(analysis: &Analysis<'_, '_, '_>) -> bool {
    let handlers = analysis.program.implementations("userContentController:didReceiveScriptMessage:");
    handlers.iter().take(16).any(|handler| {
        let within = apis(analysis, &reached(analysis, *handler, 20));
        ["frameInfo", "isMainFrame", "securityOrigin"].iter().any(|api| within.contains(*api))
    })
}

/// Whether the pages that a binary shows come out of files alone.
pub(super) fn shows_packaged_pages(sites: &[CallSite]) -> bool {
    let has = |names: &[&str]| sites.iter().any(|site| names.contains(&short(&site.api)));
    has(&["loadFileURL:allowingReadAccessToURL:"]) && !has(&["loadRequest:", "loadHTMLString:baseURL:"])
}

pub(super) fn add(site: &CallSite, bridge: &Bridge<'_>, store: &mut FactStore) {
    let name = short(&site.api);
    match name {
        "NSLog" | "NSLogv" | "printf" => log(site, name, site.arg(0), site.args.get(1..).unwrap_or_default(), store),
        "fprintf" | "syslog" => log(site, name, site.arg(1), site.args.get(2..).unwrap_or_default(), store),
        "_os_log_impl" => log(site, "os_log", site.arg(3), &[], store),
        "Foundation.NSLog()" | "Foundation.NSLog(_:)" => log(site, "NSLog", site.arg(0), &[], store),
        // Without its labels it is what gives a default argument of the call beside it.
        _ if name.starts_with("Swift.print(") || name.starts_with("Swift.debugPrint(") => {
            log(site, "print", site.arg(0), site.args.get(..1).unwrap_or_default(), store);
        }
        "URLWithString:" | "initWithString:" | "Foundation.URL.init(string:)" => endpoint(site, store),
        "loadRequest:" => request(site, "web-view", store),
        "requestWithURL:" | "dataTaskWithURL:completionHandler:" | "dataTaskWithURL:" | "dataWithContentsOfURL:" => {
            request(site, "request", store);
        }
        "setJavaScriptEnabled:" | "setAllowsContentJavaScript:" => web(site, "javascript", site.arg(0), store),
        "setInspectable:" => web(site, "inspectable", site.arg(0), store),
        "setJavaScriptCanOpenWindowsAutomatically:" => web(site, "javascript-opens-windows", site.arg(0), store),
        "setAllowFileAccessFromFileURLs:" => web(site, "file-access-from-file-urls", site.arg(0), store),
        "setValue:forKey:" => keyed(site, store),
        "evaluateJavaScript:completionHandler:" => web_call(site, "evaluate-script", site.arg(0), store),
        "loadHTMLString:baseURL:" => web_call(site, "load-html", site.arg(0), store),
        "loadFileURL:allowingReadAccessToURL:" => {
            web_call(site, "load-file", site.arg(1), store);
            if files::is_whole_folder(site.arg(1)) {
                store.add(at("web-view", site).text("setting", "read-access-wide").flag("flag", true));
            }
        }
        "addScriptMessageHandler:name:" => {
            // A framework for packaged pages brings its bridge; a handler that looks at the origin is what is asked for.
            let remote = !bridge.checked && !bridge.packaged && !bridge.owners.is_hybrid(&site.owner);
            let fact = at("web-view", site).text("setting", "script-bridge").flag("flag", true).flag("remote", remote);
            let sure = if site.guarded { Confidence::Possible } else { Confidence::Likely };
            store.add(fact.maybe("value", text_of(site.arg(1))).sure(sure));
        }
        "unarchiveObjectWithData:" | "unarchiveObjectWithFile:" | "unarchiveTopLevelObjectWithData:error:" => {
            parser(site, "unarchiver", false, store)
        }
        "unarchivedObjectOfClass:fromData:error:" | "unarchivedObjectOfClasses:fromData:error:" => {
            parser(site, "unarchiver", true, store)
        }
        "setRequiresSecureCoding:" => parser(site, "unarchiver", site.arg(0).as_int() == Some(1), store),
        "setShouldResolveExternalEntities:" => parser(site, "xml", site.arg(0).as_int() == Some(0), store),
        "dlopen" => load(site, store),
        "system" | "popen" => command(site, store),
        "NSClassFromString" | "NSSelectorFromString" | "dlsym" => reflection(site, store),
        "ptrace" | "sysctl" | "getppid" => defence(site, "debugger-check", store),
        "fork" => defence(site, "root-check", store),
        "sqlite3_key" => key(site, "SQLCipher", site.arg(1), store),
        "sqlite3_key_v2" => key(site, "SQLCipher", site.arg(2), store),
        "setKey:" if site.api.contains("FMDatabase") => key(site, "SQLCipher", site.arg(0), store),
        "setEncryptionKey:" if site.api.contains("RLMRealm") => key(site, "Realm", site.arg(0), store),
        "RealmSwift.Realm.Configuration.encryptionKey.setter" => key(site, "Realm", site.arg(0), store),
        "xmlReadMemory" => xml(site, site.arg(4), store),
        "xmlReadFile" => xml(site, site.arg(2), store),
        "xmlReadDoc" => xml(site, site.arg(3), store),
        "xmlCtxtReadMemory" => xml(site, site.arg(5), store),
        "xmlCtxtUseOptions" => xml(site, site.arg(1), store),
        "xmlSubstituteEntitiesDefault" => parser(site, "xml", site.arg(0).as_int().unwrap_or(0) == 0, store),
        _ => {}
    }
}

/// A log call with its format and what is put in.
fn log(site: &CallSite, what: &str, format: &Value, values: &[Value], store: &mut FactStore) {
    let text = text_of(format).unwrap_or_default();
    let public = what != "os_log" || text.contains("{public");
    // A format that names something sensitive and puts a value behind it.
    let filled = text.contains('%') || !values.is_empty();
    let named = is_sensitive(text) || values.iter().any(|v| text_of(v).is_some_and(is_sensitive));
    let word = match what {
        "NSLog" | "NSLogv" => "nslog",
        "printf" | "fprintf" => "stdout",
        other => other,
    };
    let fact = at("log-call", site)
        .text("api", &site.api)
        .text("what", word)
        .text("caller", &site.caller)
        .flag("public", public)
        .flag("sensitive", named && filled)
        .maybe("text", text_of(format));
    store.add(fact.sure(Confidence::Likely));
}

/// Texts in a value and in what it was made of.
pub(super) fn texts<'v>(value: &'v Value, depth: u8, found: &mut Vec<&'v Value>) {
    let Some(deeper) = depth.checked_sub(1) else { return };
    match value {
        Value::Str(_) => found.push(value),
        Value::OneOf(values) => values.iter().for_each(|value| texts(value, deeper, found)),
        Value::Object(object) => object.receiver.iter().chain(&object.args).for_each(|v| texts(v, deeper, found)),
        _ => {}
    }
}

/// A request that is made, or that a web view loads.
fn request(site: &CallSite, what: &str, store: &mut FactStore) {
    let mut found = Vec::new();
    texts(site.arg(0), 5, &mut found);
    found.dedup();
    for url in found {
        urls(site, url, what, store);
    }
}

/// Calls that open a connection.
const TASKS: &[&str] = &[
    "dataTaskWith",
    "uploadTaskWith",
    "downloadTaskWith",
    "webSocketTaskWith",
    "sendSynchronousRequest:",
    "sendAsynchronousRequest:",
];

/// Connections of the app's own code to hosts that are put together at run time: told where no other is known, so that
/// an app that talks is not taken for one that does not.
pub(super) fn unnamed(sites: &[CallSite], owners: &Owners, store: &mut FactStore) {
    let named = |fact: &Fact| fact.is("own") && !fact.is("local") && fact.str("what") != Some("server-socket");
    if store.of("endpoint").iter().any(named) {
        return;
    }
    let task = |site: &&CallSite| {
        let name = short(&site.api);
        site.owner == Owner::App && TASKS.iter().any(|task| name.starts_with(task))
    };
    for site in sites.iter().filter(task) {
        let fact = at("endpoint", site).text("api", &site.api).text("what", "connection").sure(Confidence::Likely);
        let fact = fact.anchored(site.api.to_string());
        let open = owners.has_libraries() && site.caller.starts_with("sub_");
        store.add(if open { fact } else { fact.flag("own", true) });
    }
}

/// A URL that code makes of a constant.
fn endpoint(site: &CallSite, store: &mut FactStore) {
    if site.api.contains("NSString") || site.api.contains("NSMutableString") || site.api.contains("NSAttributedString")
    {
        return;
    }
    urls(site, site.arg(0), "url", store);
}

fn urls(site: &CallSite, value: &Value, what: &str, store: &mut FactStore) {
    for value in value.alternatives() {
        let Value::Str(url) = value else { continue };
        let Some((scheme, rest)) = url.split_once("://") else { continue };
        let scheme = scheme.to_ascii_lowercase();
        if !matches!(scheme.as_str(), "http" | "https" | "ws" | "wss" | "ftp") {
            continue;
        }
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = authority.rsplit('@').next().unwrap_or_default();
        let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
        if host.is_empty() || host.contains('%') {
            continue;
        }
        let local = is_private(&host);
        let fact = at("endpoint", site)
            .text("url", &**url)
            .text("scheme", &scheme)
            .text("host", &host)
            .text("api", &site.api)
            .flag("cleartext", matches!(scheme.as_str(), "http" | "ws" | "ftp"))
            .flag("local", local)
            .flag("own", site.owner == Owner::App)
            .text("what", what);
        store.add(fact.sure(Confidence::Likely).anchored(host));
    }
}

fn web(site: &CallSite, setting: &'static str, value: &Value, store: &mut FactStore) {
    let Some(on) = terms::number(value) else { return };
    let fact = at("web-view", site).text("setting", setting).flag("flag", on != 0).text("value", on.to_string());
    store.add(fact.maybe("class", super::class_of(&site.api)));
}

/// Private preferences set by key.
fn keyed(site: &CallSite, store: &mut FactStore) {
    let setting = match text_of(site.arg(1)) {
        Some("allowFileAccessFromFileURLs") => "file-access-from-file-urls",
        Some("allowUniversalAccessFromFileURLs") => "universal-access-from-file-urls",
        Some("developerExtrasEnabled") => "inspectable",
        _ => return,
    };
    let value = site.arg(0);
    let on = terms::number(value).map(|n| n != 0).or(match text_of(value) {
        Some("kCFBooleanTrue" | "__kCFBooleanTrue") => Some(true),
        Some("kCFBooleanFalse" | "__kCFBooleanFalse") => Some(false),
        _ => None,
    });
    store.add(at("web-view", site).text("setting", setting).flag("flag", on.unwrap_or(true)));
}

fn web_call(site: &CallSite, setting: &'static str, value: &Value, store: &mut FactStore) {
    let constant = origin(value) == "constant";
    let fact = at("web-view", site).text("setting", setting).flag("flag", !constant).maybe("value", text_of(value));
    store.add(fact.sure(Confidence::Likely));
}

fn parser(site: &CallSite, what: &str, safe: bool, store: &mut FactStore) {
    store.add(at("parser-use", site).text("what", what).text("api", &site.api).flag("safe", safe));
}

fn load(site: &CallSite, store: &mut FactStore) {
    let path = text_of(site.arg(0));
    // Of the sandbox only these folders can be written; a bare name is looked up among the system's libraries.
    let writable = ["/Documents/", "/tmp/", "/Library/", "/var/mobile/"];
    let writable = path.is_some_and(|p| {
        !p.starts_with("/System/") && !p.starts_with("/Developer/") && writable.iter().any(|folder| p.contains(folder))
    });
    // A path put together from what gives such a folder.
    let made = format!("{:?}", site.arg(0));
    let folders =
        ["NSSearchPathForDirectoriesInDomains", "NSTemporaryDirectory", "NSHomeDirectory", "URLsForDirectory:"];
    let writable = writable || path.is_none() && folders.iter().any(|folder| made.contains(folder));
    let fact = at("code-load", site)
        .text("api", &site.api)
        .text("origin", origin(site.arg(0)))
        .maybe("path", path)
        .flag("writable", writable);
    store.add(fact);
}

fn command(site: &CallSite, store: &mut FactStore) {
    let text = text_of(site.arg(0));
    let fact = at("command", site)
        .text("api", &site.api)
        .maybe("command", text)
        .flag("constant", origin(site.arg(0)) == "constant");
    store.add(fact);
}

fn reflection(site: &CallSite, store: &mut FactStore) {
    let target = text_of(if short(&site.api) == "dlsym" { site.arg(1) } else { site.arg(0) });
    let fact = at("reflection", site).text("api", &site.api).maybe("target", target).flag("resolved", target.is_some());
    store.add(fact);
}

fn defence(site: &CallSite, what: &str, store: &mut FactStore) {
    store.add(at("defence", site).text("what", what).text("api", &site.api).sure(Confidence::Likely));
}

/// A function of the app's own that asks where its own image lies and hashes something looks at its own code.
pub(super) fn self_checks(sites: &[CallSite], store: &mut FactStore) {
    let hashes = |site: &CallSite| site.api.starts_with("CC_MD") || site.api.starts_with("CC_SHA");
    let own = |site: &&CallSite| site.api.as_ref() == "dladdr" && site.owner == Owner::App;
    for site in sites.iter().filter(own) {
        if sites.iter().any(|other| other.caller == site.caller && hashes(other)) {
            defence(site, "integrity-check", store);
        }
    }
}

/// Options of libxml2: entities are put in (`XML_PARSE_NOENT`) or their files read (`XML_PARSE_DTDLOAD`).
fn xml(site: &CallSite, options: &Value, store: &mut FactStore) {
    if let Some(options) = options.as_int() {
        parser(site, "xml", options & (1 << 1 | 1 << 2) == 0, store);
    }
}

/// The key of a database; an empty one opens a plain one.
fn key(site: &CallSite, algorithm: &str, key: &Value, store: &mut FactStore) {
    let from = if key.as_str() == Some("") { "none" } else { origin(key) };
    let fact = at("key-use", site).text("algorithm", algorithm).text("origin", from).text("what", "database-key");
    store.add(fact.flag("security", true));
}

/// Notifications of the system that the screen is taken.
const CAPTURES: &[&str] =
    &["_UIScreenCapturedDidChangeNotification", "_UIApplicationUserDidTakeScreenshotNotification"];

/// Framework classes whose use says something by itself.
pub(super) fn classes(
    macho: &MachO<'_>,
    file: &str,
    (objc, sdks): (&Objc, &SdkData),
    owner: &Owner,
    store: &mut FactStore,
) {
    for import in &macho.imports {
        if CAPTURES.contains(&&*import.name) {
            let mut locus = whole(file, macho.cpu.name());
            if let Locus::Native { symbol, .. } = &mut locus {
                *symbol = Some((&*import.name).into());
            }
            let fact = Fact::new("defence", locus)
                .text("what", "capture-observer")
                .text("api", import.name.trim_start_matches('_'));
            store.add(fact.owned_by(owner.clone()).sure(Confidence::Likely).anchored("capture-observer"));
        }
        let Some(class) = import.name.strip_prefix("_OBJC_CLASS_$_") else { continue };
        let locus = || Locus::Native {
            file: file.into(),
            arch: macho.cpu.name().into(),
            address: None,
            symbol: Some(class.into()),
        };
        store.add(
            Fact::new("class-use", locus())
                .text("name", class)
                .text("role", "uses")
                .owned_by(owner.clone())
                .anchored(class),
        );
        let setting = match class {
            "UIWebView" if is_shown(objc, macho) => "uiwebview",
            "WKWebView" => "present",
            _ => continue,
        };
        // Of a library that is linked in when only its classes hold such a view.
        let types = format!("@\"{class}\"");
        let holds =
            |own: &&Class| own.superclass.as_deref() == Some(class) || own.ivars.iter().any(|ivar| ivar.types == types);
        let library = Owners::of_classes(sdks, objc.classes.iter().filter(holds).map(|own| own.name.as_str()));
        let owner = library.filter(|_| *owner == Owner::App).unwrap_or_else(|| owner.clone());
        let fact = Fact::new("web-view", locus()).text("setting", setting).flag("flag", true).text("class", class);
        store.add(fact.owned_by(owner).anchored(class));
    }
}

/// Messages that an old web view that is shown gets.
const LOADS: &[&str] = &[
    "loadRequest:",
    "loadHTMLString:baseURL:",
    "loadData:MIMEType:textEncodingName:baseURL:",
    "stringByEvaluatingJavaScriptFromString:",
];

/// Whether a binary that names the old web view does more than ask whether something is one: it extends or holds it, or
/// sends what such a view is sent.
fn is_shown(objc: &Objc, macho: &MachO<'_>) -> bool {
    let types = "@\"UIWebView\"";
    let holds = |own: &Class| {
        own.superclass.as_deref() == Some("UIWebView") || own.ivars.iter().any(|ivar| ivar.types.contains(types))
    };
    objc.classes.iter().any(holds) || selectors(macho).any(|name| LOADS.contains(&name))
}

/// The selectors that a binary sends.
fn selectors<'m>(macho: &'m MachO<'_>) -> impl Iterator<Item = &'m str> {
    let word = macho.pointer_size();
    macho.sections_named("__objc_selrefs").flat_map(move |section| {
        (0..(section.size / word).min(1 << 20)).filter_map(move |position| {
            let address = section.address.wrapping_add(position * word);
            macho.target(address).and_then(|target| macho.text(target))
        })
    })
}

/// Texts that only checks for a changed system or a debugger name.
const MARKS: &[(&str, &[&str])] = &[
    (
        "root-check",
        &[
            "/Applications/Cydia.app",
            "/Applications/Sileo.app",
            "/Applications/Zebra.app",
            "cydia://",
            "sileo://",
            "zbra://",
            "/Library/MobileSubstrate",
            "/usr/sbin/sshd",
            "/private/var/lib/apt",
            "/private/var/lib/cydia",
            "/var/jb/",
            "/bin/bash",
            "undecimus://",
        ],
    ),
    (
        "instrumentation-check",
        &[
            "FridaGadget",
            "frida-server",
            "MobileSubstrate.dylib",
            "SubstrateInserter",
            "cynject",
            "DYLD_INSERT_LIBRARIES",
        ],
    ),
];

/// Checks for jailbreak and instrumentation that show in the strings of a binary.
pub(super) fn defences_by_text(app: &IosApp<'_>, store: &mut FactStore) {
    for binary in &app.binaries {
        let Some(slice) = binary.best() else { continue };
        let mut found: Vec<(&str, u64, String)> = Vec::new();
        slice.macho.literals(&mut |literal| {
            for (what, marks) in MARKS {
                if found.len() < 64 && marks.iter().any(|mark| literal.text.contains(mark)) {
                    found.push((what, literal.address, literal.text.chars().take(120).collect()));
                }
            }
        });
        add_marks(app, binary, slice.macho.cpu.name(), &found, store);
    }
}

fn add_marks(app: &IosApp<'_>, binary: &Binary<'_>, arch: &str, found: &[(&str, u64, String)], store: &mut FactStore) {
    for (what, _) in MARKS {
        let all: Vec<_> = found.iter().filter(|(of, ..)| of == what).collect();
        // One such text may be anything (a shell's path in a log); two are a check.
        let (Some((_, address, text)), true) = (all.first(), all.len() >= 2 || *what != "root-check") else { continue };
        let mut locus = whole(&binary.path, arch);
        if let Locus::Native { address: at, .. } = &mut locus {
            *at = Some(*address);
        }
        let fact = Fact::new("defence", locus).text("what", what).text("api", "text").text("value", text);
        store.add(fact.owned_by(owner_of(app, &binary.path)).sure(Confidence::Likely).anchored(*what));
    }
}
