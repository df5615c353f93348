//! Facts of an iOS app's code: what the ARM64 engine saw at the calls that rules and this module ask for.

mod body;
mod crypto;
mod fields;
mod files;
mod linked;
mod owner;
mod platform;
mod reach;
mod sockets;
mod trust;
mod used;

use std::collections::BTreeSet;

use super::ios::{owner_of, typed_fields};
use super::{FLOW, Fact, FactStore, veiled};
use crate::app::ios::{Binary, IosApp, Slice};
use crate::finding::{AppText, Confidence, CoverageState, Evidence, Flow, Locus, Note, Owner, Part, Platform};
use crate::flow::arm64::Analysis;
use crate::flow::arm64::program::Program;
use crate::flow::arm64::reach::Named;
use crate::flow::arm64::taint::{self, Fields, Model};
use crate::flow::{ApiNames, CallSite, Value};
use crate::format::macho::{FileKind, Objc};
use crate::limits::Budget;
use crate::rule::knowledge::IosFlow;
use crate::rule::knowledge_sdk::SdkData;
use crate::rule::vocabulary;

/// APIs that facts are made of whether or not a rule names them.
const ASKED: &[&str] = &[
    // Security and CommonCrypto
    "CC*",
    "Sec*",
    "SSLSet*",
    "sec_protocol_options_set_*",
    "CFWriteStreamSetProperty",
    "CFReadStreamSetProperty",
    "setProperty:forKey:",
    "loadRequest:",
    "CryptoKit.*",
    "rand",
    "random",
    "srand",
    "srandom",
    "drand48",
    "lrand48",
    "arc4random*",
    // Authentication
    "evaluatePolicy:localizedReason:reply:",
    "canEvaluatePolicy:error:",
    "evaluateAccessControl:operation:localizedReason:reply:",
    // Transport
    "setTLSMinimumSupportedProtocol:",
    "setTLSMinimumSupportedProtocolVersion:",
    "setAllowInvalidCertificates:",
    "setValidatesDomainName:",
    "policyWithPinningMode:*",
    "setPinnedCertificates:",
    "setAllowsAnyHTTPSCertificate:forHost:",
    "initSharedInstanceWithConfiguration:",
    "initializeWithConfiguration:",
    "setSessionDidReceiveAuthenticationChallengeBlock:",
    "setTaskDidReceiveAuthenticationChallengeBlock:",
    "setAuthenticationChallengeHandler:",
    "credentialForTrust:",
    "initWithTrust:",
    "Alamofire.DisabledTrustEvaluator*",
    "Alamofire.ServerTrustPolicy*",
    "Alamofire.PinnedCertificatesTrustEvaluator*",
    "Alamofire.PublicKeysTrustEvaluator*",
    "URLWithString:",
    "initWithString:",
    "Foundation.URL.init(string:)",
    // Web views
    "setJavaScriptEnabled:",
    "setJavaScriptCanOpenWindowsAutomatically:",
    "setInspectable:",
    "evaluateJavaScript:completionHandler:",
    "loadHTMLString:baseURL:",
    "loadFileURL:allowingReadAccessToURL:",
    "addScriptMessageHandler:name:",
    "setValue:forKey:",
    "setAllowFileAccessFromFileURLs:",
    "setAllowsContentJavaScript:",
    "setFraudulentWebsiteWarningEnabled:",
    // Logs
    "NSLog",
    "NSLogv",
    "printf",
    "fprintf",
    "syslog",
    "_os_log_impl",
    "_os_log_*",
    "Swift.print*",
    "Swift.debugPrint*",
    "Swift.dump*",
    "os.os_log*",
    "Foundation.NSLog*",
    // Storage
    "setObject:forKey:",
    "writeToFile:*",
    "writeToURL:*",
    "createFileAtPath:contents:attributes:",
    "setAttributes:ofItemAtPath:error:",
    "Foundation.URLResourceValues.*",
    "Foundation.Data.write*",
    "Swift.StringProtocol.write*",
    "URLsForDirectory:inDomains:",
    "URLForDirectory:inDomain:appropriateForURL:create:error:",
    "NSSearchPathForDirectoriesInDomains",
    "NSTemporaryDirectory",
    "NSHomeDirectory",
    "temporaryDirectory",
    "containerURLForSecurityApplicationGroupIdentifier:",
    "Foundation.URL.documentsDirectory.getter",
    "Foundation.URL.libraryDirectory.getter",
    "Foundation.URL.applicationSupportDirectory.getter",
    "Foundation.URL.cachesDirectory.getter",
    "Foundation.URL.temporaryDirectory.getter",
    "setResourceValue:forKey:error:",
    "sqlite3_open*",
    "sqlite3_key*",
    "sqlite3_exec",
    "sqlite3_prepare*",
    "generalPasteboard",
    "setString:",
    "setItems:options:",
    "setItems:",
    "setStrings:",
    "setValue:forPasteboardType:",
    "boolForKey:",
    "initWithFrame:configuration:",
    "defaultSessionConfiguration",
    "ephemeralSessionConfiguration",
    "sharedSession",
    "setURLCache:",
    "setRequestCachePolicy:",
    "setCachePolicy:",
    "removeAllCachedResponses",
    "nonPersistentDataStore",
    "snapshotViewAfterScreenUpdates:",
    "ignoreSnapshotOnNextApplicationLaunch",
    "configure:",
    "requestWithURL:",
    "dataTaskWithURL:*",
    "dataWithContentsOfURL:",
    "setPersistent:",
    // Input and views
    "SwiftUI.TextField*",
    "SwiftUI.SecureField*",
    "SwiftUI.View.autocorrectionDisabled*",
    "SwiftUI.View.disableAutocorrection*",
    "SwiftUI.View.keyboardType*",
    // Crypto libraries that are linked in
    "CryptoSwift.*",
    "EVP_*",
    "PKCS5_PBKDF2_HMAC*",
    "AES_set_encrypt_key",
    "DES_*encrypt",
    "MD5",
    "MD4",
    "SHA1",
    "RSA_generate_key_ex",
    "SSL_CTX_set_verify",
    "SSL_set_verify",
    // Parsers, loading, commands, reflection
    "unarchiveObjectWithData:",
    "unarchiveObjectWithFile:",
    "unarchivedObjectOfClass:fromData:error:",
    "unarchivedObjectOfClasses:fromData:error:",
    "unarchiveTopLevelObjectWithData:error:",
    "setRequiresSecureCoding:",
    "setShouldResolveExternalEntities:",
    "dlopen",
    "dlsym",
    "system",
    "popen",
    "NSClassFromString",
    "NSSelectorFromString",
    "predicateWithFormat:",
    "stringWithFormat:",
    "ptrace",
    "dladdr",
    "sysctl",
    "getppid",
    "fork",
    "strcpy",
    "stpcpy",
    "strcat",
    "sprintf",
    "vsprintf",
    "gets",
    "isReachable",
    "identifierForVendor",
    "advertisingIdentifier",
    "setAllowsArbitraryLoads:",
    "setEligibleForSearch:",
    "setEligibleForHandoff:",
    // Sockets and nearby devices
    "CFStreamCreatePairWithSocketToHost",
    "getStreamsToHostWithName:port:inputStream:outputStream:",
    "initWithPeer:securityIdentity:encryptionPreference:",
    // Databases
    "setEncryptionKey:",
    "RealmSwift.Realm.Configuration.encryptionKey.setter",
    "setKey:",
    "addPersistentStoreWithType:configuration:URL:options:error:",
    "setOption:forKey:",
    // libxml2
    "xmlReadMemory",
    "xmlReadFile",
    "xmlReadDoc",
    "xmlCtxtReadMemory",
    "xmlCtxtUseOptions",
    "xmlSubstituteEntitiesDefault",
];

/// Puts what the code does into the store. `asked` are the APIs that rules name.
///
/// # Errors
/// When the knowledge of APIs is not well-formed.
pub fn add(
    app: &IosApp<'_>,
    asked: &[String],
    (knowledge, sdks): (&IosFlow, &SdkData),
    budget: &Budget,
    store: &mut FactStore,
) -> Result<(), String> {
    store.looked_for(&vocabulary::of_code(Platform::Ios));
    store.looked_for(&[FLOW]);
    let model = Model::new(knowledge)?;
    let own = ASKED.iter().chain(fields::TRAITS).map(|name| (*name).to_owned());
    let all = own.chain(asked.iter().cloned()).chain(model.asked().cloned());
    let names = ApiNames::new(all);
    store.flow_kinds = model.kinds().clone();
    let question = Question { names: &names, model: &model, sdks, fields: typed_fields(app) };
    let mut seen = false;
    let mut deeds = body::Deeds::of(&app.screens);
    let metadata: Vec<Objc> = app.binaries.iter().map(|binary| used::metadata(binary, &budget.limits)).collect();
    let named = used::named(app, &metadata);
    for (binary, objc) in app.binaries.iter().zip(&metadata) {
        let Some(slice) = binary.best() else { continue };
        if slice.macho.kind == FileKind::DebugSymbols {
            continue;
        }
        let owner = owner_of(app, &binary.path);
        let main = app.executable().is_some_and(|main| main.path == binary.path) || !app.is_app;
        if !observable(binary, slice, (main, owner == Owner::App), store) {
            seen |= main;
            continue;
        }
        seen |= main;
        compare(binary, slice, store);
        let image = Image { binary, slice, objc, named: named.as_ref(), owner: &owner };
        code(&image, &question, budget, (&mut deeds, store));
    }
    deeds.finish(store);
    let (state, note) = match seen {
        true => (CoverageState::Full, Note::new("read")),
        false => (CoverageState::None, Note::new("executable-missing")),
    };
    store.cover(Part::MachoCode, state, None, note);
    platform::defences_by_text(app, store);
    store.flows.sort_by(|a, b| (&a.sink, &a.source).cmp(&(&b.sink, &b.source)));
    if store.flows.len() > budget.limits.flows {
        budget.hit("flows", "code", budget.limits.flows as u64);
        store.flows.truncate(budget.limits.flows);
    }
    Ok(())
}

/// What is asked of every binary.
struct Question<'q> {
    names: &'q ApiNames,
    model: &'q Model,
    sdks: &'q SdkData,
    fields: Fields,
}

/// Says which slices for other devices use classes that the one that is analysed does not.
fn compare(binary: &Binary<'_>, slice: &Slice<'_>, store: &mut FactStore) {
    let classes = |slice: &Slice<'_>| -> BTreeSet<String> {
        let names = slice.macho.imports.iter().filter_map(|import| import.name.strip_prefix("_OBJC_CLASS_$_"));
        names.map(str::to_owned).collect()
    };
    let known = classes(slice);
    for other in binary.slices.iter().filter(|other| other.macho.cpu != slice.macho.cpu && other.macho.cpu.is_device())
    {
        let more: Vec<String> = classes(other).into_iter().filter(|class| !known.contains(class)).collect();
        if !more.is_empty() {
            let shown = more.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
            let note = Note::new("slices-differ")
                .with("arch", other.macho.cpu.name())
                .with("count", more.len())
                .with("classes", shown);
            store.cover(Part::MachoCode, CoverageState::Partial, Some(&binary.path), note);
        }
    }
}

/// Whether a binary's code can be seen at all; says why not.
fn observable(binary: &Binary<'_>, slice: &Slice<'_>, whose: (bool, bool), store: &mut FactStore) -> bool {
    let note = if slice.macho.is_encrypted() {
        Note::new("fairplay-encrypted")
    } else if slice.is_cut() {
        Note::new("entry-incomplete")
    } else if !slice.macho.cpu.is_arm64() {
        Note::new("no-arm64-code").with("arch", slice.macho.cpu.name())
    } else {
        return true;
    };
    // Own frameworks and extensions hold the app's logic too; those of a watch are built for another processor.
    let (main, own) = whose;
    let lost = main || own && slice.macho.cpu.is_arm64();
    let state = if lost { CoverageState::None } else { CoverageState::Partial };
    store.cover(Part::MachoCode, state, Some(&binary.path), note);
    false
}

/// One binary under analysis.
struct Image<'i, 'b> {
    binary: &'i Binary<'b>,
    slice: &'i Slice<'b>,
    objc: &'i Objc,
    named: Option<&'i Named>,
    owner: &'i Owner,
}

fn code(
    image: &Image<'_, '_>,
    question: &Question<'_>,
    budget: &Budget,
    (deeds, store): (&mut body::Deeds, &mut FactStore),
) {
    let Image { binary, slice, objc, owner, .. } = *image;
    let names = question.names;
    let Some(program) = Program::new(&slice.macho, objc, &budget.limits) else {
        store.cover(Part::MachoCode, CoverageState::Partial, Some(&binary.path), Note::new("no-code-section"));
        return;
    };
    // Each binary has its own share, so that the cut does not depend on the others.
    let share = budget.limits.engine_steps / 4;
    let analysis = Analysis::new(&program, objc, &binary.path, names, share);
    let reach = used::Reach::new(&analysis, image.named);
    let owners = owner::Owners::new(&program, question.sdks, owner);
    let mut sites = analysis.call_sites(names, owner);
    sites.retain(|site| !is_of_compiler(site));
    for site in &mut sites {
        site.owner = owners.of(&site.locus);
        site.reachable = reach.of(&site.locus);
    }
    let (mut flows, cut) = taint::flows(&analysis, question.model, &question.fields, owner);
    if cut {
        budget.hit("flow-steps", &binary.path, budget.limits.engine_steps);
        store.flows_cut = true;
        store.cover(Part::MachoCode, CoverageState::Partial, Some(&binary.path), Note::new("flows-cut"));
    }
    flows.retain(|flow| !used::stays_in_app(flow, &sites));
    for flow in &mut flows {
        flow.owner = owners.of(&flow.sink.locus);
        flow.reachable = reach.of_both(&flow.source.locus, &flow.sink.locus);
    }
    let security = security(&flows);
    let bridge = platform::Bridge {
        checked: platform::bridge_checked(&analysis),
        packaged: platform::shows_packaged_pages(&sites),
        owners: &owners,
    };
    deeds.see(&analysis, (&sites, &flows), owner, store);
    files::add(&sites, &sensitive_files(&flows), store);
    sockets::add(&sites, store);
    store.flows.extend(flows);
    let linked = linked::Linked::new(&program);
    linked.say(&slice.macho, &binary.path, store);
    fields::add(&analysis, &owners, store);
    fields::swift_ui(&sites, store);
    for site in &sites {
        store.add(call(site));
        fields::constant(site, store);
        if !linked.has(site) {
            linked::add(site, &security, store);
        }
        crypto::add(site, &security, store);
        platform::add(site, &bridge, store);
        trust::add_setting(site, store);
        body::login(site, store);
    }
    crypto::keychain(&sites, store);
    platform::unnamed(&sites, &owners, store);
    platform::self_checks(&sites, store);
    trust::add_anchors(&sites, store);
    trust::add_bodies(&analysis, &owners, store);
    platform::classes(&slice.macho, &binary.path, (objc, question.sdks), owner, store);
    reach.say(store);
    if analysis.is_cut() || !budget.take_steps(share.saturating_sub(analysis.steps_left())) {
        budget.hit("engine-steps", &binary.path, budget.limits.engine_steps);
        store.cover(Part::MachoCode, CoverageState::None, Some(&binary.path), Note::new("engine-steps-spent"));
    }
}

/// Whether a call stands in what the compiler adds by itself: the check of the system's version, the counters of test
/// coverage. That is nobody's habit.
fn is_of_compiler(site: &CallSite) -> bool {
    site.caller.contains("initializeAvailabilityCheck")
        || site.caller.contains("__llvm_profile")
        || site.args.iter().any(|arg| text_of(arg).is_some_and(|text| text.starts_with("LLVM Profile ")))
}

/// Places that a flow shows to serve security: where a random number comes from that becomes a key or a token, where a
/// password is hashed.
fn security(flows: &[Flow]) -> BTreeSet<Locus> {
    let secret = ["password-input", "credential", "token", "national-id", "health-bank-key"];
    let mut places = BTreeSet::new();
    for flow in flows {
        if flow.source.of == "weak-random" && matches!(&*flow.sink.of, "key" | "iv" | "session") {
            places.insert(flow.source.locus.clone());
        }
        if secret.contains(&&*flow.source.of) && flow.sink.of == "digest" {
            places.insert(flow.sink.locus.clone());
        }
    }
    places
}

/// Places where a flow shows that something personal or secret is written to a file.
fn sensitive_files(flows: &[Flow]) -> BTreeSet<Locus> {
    const KINDS: [&str; 6] = ["credential", "password-input", "token", "national-id", "contacts", "location"];
    let is_sensitive = |kind: &str| kind.starts_with("health") || KINDS.contains(&kind);
    let to_file = |flow: &&Flow| matches!(&*flow.sink.of, "internal-file" | "cache-file" | "app-group" | "icloud");
    let written = flows.iter().filter(to_file).filter(|flow| is_sensitive(&flow.source.of));
    written.map(|flow| flow.sink.locus.clone()).collect()
}

/// Selector of a message, or the name of a function, without class and brackets.
pub(super) fn short(api: &str) -> &str {
    match api.strip_suffix(']') {
        Some(message) => message.rsplit(' ').next().unwrap_or(message),
        None => api,
    }
}

/// The class of `-[Class selector]`.
fn class_of(api: &str) -> Option<&str> {
    let inside = api.strip_prefix("-[").or_else(|| api.strip_prefix("+["))?;
    inside.split(' ').next()
}

/// A fact of a kind at a call, with the call as evidence.
fn at(kind: &'static str, site: &CallSite) -> Fact {
    let message = site.api.ends_with(']');
    let args = site.args.iter().map(|value| veiled(&shown(value, message))).collect();
    Fact::new(kind, site.locus.clone())
        .owned_by(site.owner.clone())
        .reached(site.reachable)
        .showing(Evidence::Call { api: (&*site.api).into(), args })
        .anchored(&*site.api)
}

/// An argument as evidence: long constants are cut, byte constants only counted (they may be keys). A zero is no object in
/// a message; in a C function it is as often a number.
fn shown(value: &Value, message: bool) -> AppText {
    match value {
        Value::Null => if message { "nil" } else { "0" }.into(),
        Value::Array { bytes: Some(bytes), .. } => format!("constant[{}]", bytes.len()).as_str().into(),
        Value::Str(text) => format!("\"{}\"", text.chars().take(120).collect::<String>()).as_str().into(),
        other => other.to_string().chars().take(160).collect::<String>().as_str().into(),
    }
}

/// The call itself, for rules that ask by API and arguments.
fn call(site: &CallSite) -> Fact {
    const TEXT: [&str; 8] = ["arg0", "arg1", "arg2", "arg3", "arg4", "arg5", "arg6", "arg7"];
    const NUMBER: [&str; 8] = ["num0", "num1", "num2", "num3", "num4", "num5", "num6", "num7"];
    const CONSTANT: [&str; 6] = ["const0", "const1", "const2", "const3", "const4", "const5"];
    let mut fact = at("call", site)
        .text("api", &site.api)
        .maybe("class", class_of(&site.api))
        .text("name", short(&site.api))
        .text("caller", &site.caller)
        .flag("result_used", site.result_used)
        .flag("guarded", site.guarded);
    for (position, value) in site.args.iter().enumerate().take(8) {
        if let (Some(name), Some(text)) = (TEXT.get(position), text_of(value)) {
            fact = fact.text(name, text);
        }
        if let (Some(name), Some(number)) = (NUMBER.get(position), value.as_int()) {
            fact = fact.number(name, number);
        }
        if let Some(name) = CONSTANT.get(position) {
            fact = fact.flag(name, origin(value) == "constant");
        }
    }
    fact
}

/// Text that rules may test: strings, names of framework constants and classes.
fn text_of(value: &Value) -> Option<&str> {
    match value {
        Value::Str(text) | Value::StaticField(text) | Value::Class(text) => Some(text),
        _ => None,
    }
}

/// Where a value comes from, in the words of the vocabulary.
pub(super) fn origin(value: &Value) -> &'static str {
    origin_within(value, 6)
}

fn origin_within(value: &Value, depth: u8) -> &'static str {
    let Some(deeper) = depth.checked_sub(1) else { return "unknown" };
    match value {
        Value::Null => "zero",
        Value::Int(_) | Value::Float(_) | Value::Str(_) => "constant",
        Value::Array { bytes: Some(bytes), .. } if !bytes.is_empty() && bytes.iter().all(|b| *b == 0) => "zero",
        Value::Array { constant: true, .. } => "constant",
        Value::Array { from, .. } => {
            let found: BTreeSet<&str> =
                from.iter().filter(|v| **v != Value::Null).map(|v| origin_within(v, deeper)).collect();
            // A buffer that a generator, derivation or key store filled is that; one with constant text in it constant.
            let order = ["generated", "derived", "keystore", "parameter", "constant"];
            order.into_iter().find(|word| found.contains(word)).unwrap_or(if found.is_empty() {
                "zero"
            } else {
                "unknown"
            })
        }
        Value::Param(_) => "parameter",
        Value::OneOf(values) => {
            let found: BTreeSet<&str> = values.iter().map(|v| origin_within(v, deeper)).collect();
            // One way in which it is constant is enough to say so.
            match (found.contains("constant"), found.len()) {
                (true, _) => "constant",
                (false, 1) => found.first().copied().unwrap_or("unknown"),
                _ => "unknown",
            }
        }
        Value::Object(object) => of_object(object, deeper),
        _ => "unknown",
    }
}

fn of_object(object: &crate::flow::Object, depth: u8) -> &'static str {
    let api = short(&object.api);
    let has = |words: &[&str]| words.iter().any(|word| api.contains(word));
    if has(&[
        "SecRandomCopyBytes",
        "CCRandomGenerateBytes",
        "arc4random",
        "SymmetricKey.init(size:)",
        "getrandom",
        "SystemRandomNumberGenerator",
    ]) {
        return "generated";
    }
    if has(&["NSUUID", "uuidString", "UUIDString"]) {
        return "generated";
    }
    if has(&["CCKeyDerivation", "HKDF", "CC_SHA", "CC_MD", "CCHmac", "HMAC", "hash(data", "sharedSecret"]) {
        return "derived";
    }
    if has(&["SecItemCopyMatching", "SecKeyCopyExternalRepresentation", "SecKeyCreateRandomKey"]) {
        return "keystore";
    }
    if has(&[
        "pathForResource",
        "URLForResource",
        "contentsOfFile",
        "WithContentsOfFile",
        "objectForInfoDictionaryKey",
        "infoDictionary",
    ]) {
        return "resource";
    }
    if matches!(
        api,
        "identifierForVendor"
            | "date"
            | "timeIntervalSince1970"
            | "currentDevice"
            | "bundleIdentifier"
            | "time"
            | "rand"
            | "random"
    ) {
        return "predictable";
    }
    if matches!(api, "text" | "objectForKey:" | "stringForKey:" | "dataTaskWithRequest:completionHandler:") {
        return "unknown";
    }
    // What the run brings: files, sockets, the clock, the user.
    if matches!(
        api,
        "read" | "pread" | "recv" | "recvfrom" | "fread" | "fgets" | "getline" | "getenv" | "scanf" | "stat"
    ) {
        return "unknown";
    }
    // A call that only turns its input into another form: what is not known of one input is not known of the result.
    let inputs = object
        .receiver
        .iter()
        .chain(&object.args)
        .filter(|v| !matches!(v, Value::Null | Value::Class(_) | Value::StaticField(_)));
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut telling = false;
    for input in inputs {
        telling |=
            matches!(input, Value::Str(_) | Value::Array { .. } | Value::Object(_) | Value::OneOf(_) | Value::Param(_));
        found.insert(origin_within(input, depth));
    }
    found.remove("zero");
    match (telling, found.len()) {
        (true, 1) => found.first().copied().unwrap_or("unknown"),
        // A generic function takes metadata beside its data: data that is constant decides.
        (true, _) if found.contains("constant") && !found.contains("parameter") && !found.contains("generated") => {
            "constant"
        }
        _ => "unknown",
    }
}

/// How sure a fact is that rests on one of several possible values.
fn sureness(values: &[&Value]) -> Confidence {
    match values.iter().any(|value| matches!(value, Value::OneOf(_))) {
        true => Confidence::Likely,
        false => Confidence::Proven,
    }
}

/// A place in a binary as a whole.
fn whole(file: &str, arch: &str) -> Locus {
    Locus::Native { file: file.into(), arch: arch.into(), address: None, symbol: None }
}

#[cfg(test)]
mod tests;
