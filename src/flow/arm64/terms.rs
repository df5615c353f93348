//! Knowledge of the platform's calling conventions and constant objects: Swift strings, constant Objective-C objects,
//! dictionaries, which class a message gives.

use std::sync::Arc;

use super::interpret::{Callee, V};
use super::program::Program;
use crate::flow::Value;
use crate::format::macho::MachO;

/// The text of a Swift string in two registers (`stdlib/public/core/StringObject.swift`): small ones in the registers
/// themselves, literals by count and tagged address.
pub fn swift_string(macho: &MachO<'_>, low: V, high: V) -> Option<String> {
    let (V::Const(low), V::Const(high)) = (low, high) else { return None };
    if high >> 60 == 0xe {
        let count = (high >> 56 & 0xf) as usize;
        let bytes: Vec<u8> = low.to_le_bytes().into_iter().chain(high.to_le_bytes()).take(count.min(15)).collect();
        return (count > 0).then(|| String::from_utf8(bytes).ok())?;
    }
    if low >> 60 == 0xd && high >> 63 == 1 {
        let address = (high & 0x0fff_ffff_ffff_ffff).wrapping_add(32);
        let count = usize::try_from(low & 0xffff_ffff_ffff).ok().filter(|count| *count <= 1 << 20)?;
        return String::from_utf8(macho.bytes_at(address, count)?.to_vec()).ok();
    }
    None
}

/// What stands at an address of the image.
pub fn constant(program: &Program<'_, '_>, address: u64, depth: u8) -> Value {
    let macho = program.macho;
    if let Some(class) = program.classes.get(&address) {
        return Value::Class(class.clone());
    }
    let Some(section) = macho.section_at(address) else {
        return Value::Int(address as i64);
    };
    let Some(deeper) = depth.checked_sub(1) else { return Value::Unknown };
    let word = |position: u64| macho.u64_at(address.wrapping_add(position * 8));
    let target = |position: u64| macho.target(address.wrapping_add(position * 8));
    let list = |at: u64, count: u64| -> Vec<Value> {
        let targets = (0..count.min(256)).map(|i| macho.target(at.wrapping_add(i * 8)));
        targets.map(|t| t.map_or(Value::Unknown, |t| constant(program, t, deeper))).collect()
    };
    match &*section.name {
        "__cfstring" => macho.cf_string(address).map_or(Value::Unknown, |text| Value::Str(text.as_ref().into())),
        "__text" => match program.function_at(address).and_then(|p| program.functions.get(p as usize)) {
            Some(function) => Value::StaticField(function.name.clone()),
            None => Value::Unknown,
        },
        "__objc_intobj" => word(2).map_or(Value::Unknown, |n| Value::Int(n as i64)),
        "__objc_floatobj" | "__objc_doubleobj" => Value::Float(word(1).map_or(0.0, f64::from_bits)),
        "__objc_arrayobj" => {
            let items = target(2).map(|at| list(at, word(1).unwrap_or(0))).unwrap_or_default();
            Value::Array { len: Some(items.len() as u32), constant: true, bytes: None, from: items }
        }
        "__objc_dictobj" => {
            let count = word(2).unwrap_or(0);
            let keys = target(3).map(|at| list(at, count)).unwrap_or_default();
            let values = target(4).map(|at| list(at, count)).unwrap_or_default();
            let from = keys.into_iter().zip(values).flat_map(|(key, value)| [key, value]).collect();
            Value::Array { len: None, constant: true, bytes: None, from }
        }
        _ if section.kind() == 2 => match macho.text(address) {
            Some(text) => Value::Str(text.into()),
            None => Value::Unknown,
        },
        "__got" | "__auth_got" | "__bss" | "__common" => Value::Unknown,
        _ => Value::Array { len: None, constant: true, bytes: swift_array(macho, address), from: Vec::new() },
    }
}

/// The bytes of a static Swift array at its object: head of two words, count, capacity, elements. Taken for bytes when
/// count and capacity fit that.
fn swift_array(macho: &MachO<'_>, address: u64) -> Option<Arc<[u8]>> {
    let (count, capacity) = (macho.u64_at(address.wrapping_add(16))?, macho.u64_at(address.wrapping_add(24))?);
    if count == 0 || count > 1 << 20 || capacity >> 1 < count || capacity >> 1 > count.saturating_mul(2) + 16 {
        return None;
    }
    macho.bytes_at(address.wrapping_add(32), count as usize).map(Arc::from)
}

/// Where a call's arguments are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arity {
    /// First argument register.
    pub first: usize,
    /// Number of named arguments, when it is known.
    pub count: Option<usize>,
    /// More follow on the stack (Apple's convention puts variadic arguments there).
    pub variadic: bool,
}

/// Where a call's arguments are.
pub fn arity(callee: &Callee) -> Arity {
    match callee {
        Callee::Message(selector) | Callee::Super(selector) => {
            Arity { first: 2, count: Some(selector.matches(':').count()), variadic: is_variadic(selector) }
        }
        Callee::Import(name) => {
            let count = FUNCTIONS.iter().find(|(_, names)| names.contains(&&**name)).map(|(count, _)| *count);
            let variadic = matches!(
                &**name,
                "NSLog" | "printf" | "fprintf" | "syslog" | "asl_log" | "sprintf" | "snprintf" | "sqlite3_mprintf"
            );
            Arity { first: 0, count, variadic }
        }
        _ => Arity { first: 0, count: None, variadic: false },
    }
}

/// Functions by their number of named arguments.
const FUNCTIONS: &[(usize, &[&str])] = &[
    (
        0,
        &[
            "rand",
            "random",
            "arc4random",
            "getpid",
            "getppid",
            "drand48",
            "lrand48",
            "mrand48",
            "clock",
            "mach_absolute_time",
            "CFAbsoluteTimeGetCurrent",
            "CACurrentMediaTime",
            "NSTemporaryDirectory",
            "NSHomeDirectory",
            "NSUserName",
            "NSOpenStepRootDirectory",
            "CFRunLoopGetCurrent",
            "CFRunLoopGetMain",
            "CFBundleGetMainBundle",
            "UIGraphicsGetCurrentContext",
            "UIGraphicsGetImageFromCurrentImageContext",
            "UIGraphicsEndImageContext",
            "pthread_self",
            "SecPolicyCreateBasicX509",
            "objc_autoreleasePoolPush",
            "__error",
            "swift_errorRelease",
        ],
    ),
    (
        1,
        &[
            "SecItemDelete",
            "srand",
            "srandom",
            "arc4random_uniform",
            "NSLog",
            "printf",
            "system",
            "SecTrustGetCertificateCount",
            "SecTrustCopyPublicKey",
            "SecTrustCopyKey",
            "CFRelease",
            "fork",
            "NSClassFromString",
            "NSSelectorFromString",
            "dlopen_preflight",
            "sqlite3_mprintf",
            "gets",
            "getenv",
        ],
    ),
    (
        2,
        &[
            "SecItemAdd",
            "SecItemCopyMatching",
            "SecItemUpdate",
            "SSLSetProtocolVersionMin",
            "sec_protocol_options_set_min_tls_protocol_version",
            "sec_protocol_options_set_max_tls_protocol_version",
            "sec_protocol_options_set_tls_min_version",
            "sqlite3_column_text",
            "access",
            "SecKeyCreateRandomKey",
            "SecKeyCopyExternalRepresentation",
            "SecTrustEvaluate",
            "SecTrustEvaluateWithError",
            "SecTrustSetAnchorCertificates",
            "SecTrustSetAnchorCertificatesOnly",
            "SecTrustSetExceptions",
            "SecTrustSetPolicies",
            "SecTrustGetTrustResult",
            "SecTrustGetCertificateAtIndex",
            "SecPolicyCreateSSL",
            "strcpy",
            "strcat",
            "sqlite3_open",
            "sqlite3_open16",
            "dlopen",
            "dlsym",
            "fopen",
            "popen",
            "fprintf",
            "syslog",
            "sprintf",
            "stat",
            "UIImageWriteToSavedPhotosAlbum",
        ],
    ),
    (
        3,
        &[
            "CC_MD2",
            "CC_MD4",
            "CC_MD5",
            "CC_SHA1",
            "CC_SHA224",
            "CC_SHA256",
            "CC_SHA384",
            "CC_SHA512",
            "SecKeyCreateWithData",
            "SecKeyGeneratePair",
            "SecRandomCopyBytes",
            "SecTrustCreateWithCertificates",
            "SecTrustEvaluateAsyncWithError",
            "CCHmacInit",
            "strncpy",
            "memcpy",
            "snprintf",
            "sqlite3_key",
            "SSLSetSessionOption",
            "SSLSetPeerDomainName",
            "CFDictionarySetValue",
            "CFDictionaryAddValue",
            "CFWriteStreamSetProperty",
            "CFReadStreamSetProperty",
            "sqlite3_bind_int",
            "sqlite3_key_v2",
            "strlcpy",
            "strlcat",
            "memset",
            "memmove",
            "asl_log",
        ],
    ),
    (
        4,
        &[
            "SecAccessControlCreateWithFlags",
            "SecKeyCreateEncryptedData",
            "SecKeyCreateDecryptedData",
            "sqlite3_open_v2",
            "ptrace",
            "CFNumberCreate",
            "xmlReadDoc",
        ],
    ),
    (5, &["sqlite3_exec", "sqlite3_prepare_v2", "sqlite3_prepare", "SecKeyCreateSignature", "SecKeyVerifySignature"]),
    (6, &["CCHmac", "CCCryptorCreate", "_os_log_impl", "CFDictionaryCreate", "sysctl"]),
    (9, &["CCKeyDerivationPBKDF"]),
    (11, &["CCCrypt"]),
    (12, &["CCCryptorCreateWithMode"]),
];

/// How many words behind a pointer belong to an argument: what literals and collections need, little of other frames.
pub fn words_of(callee: &Callee, count: Option<V>) -> i64 {
    let counted = match count {
        Some(V::Const(count)) if count <= 160 => count as i64,
        _ => 32,
    };
    match callee {
        Callee::Function(_) | Callee::Register(_) => 160,
        Callee::Import(name) if name.starts_with("CFDictionaryCreate") || name.starts_with("CFArrayCreate") => 64,
        Callee::Import(name) if name.starts_with("swift_") || name.starts_with("Swift.") => 160,
        Callee::Message(selector) if selector.contains("Objects:") && selector.ends_with("count:") => counted,
        Callee::Message(_) | Callee::Super(_) => 10,
        Callee::Import(_) => 4,
    }
}

/// Whether a function's result says more than the call of the function with its arguments does: a constant, a framework
/// constant or class, or what a named API gave.
pub fn is_telling(value: &Value) -> bool {
    match value {
        Value::StaticField(name) => !name.starts_with("_swiftEmpty"),
        Value::Class(_) | Value::Field(_) => true,
        Value::Object(object) => {
            !object.api.is_empty()
                && !object.api.starts_with("sub_")
                && !object.api.starts_with("Swift._")
                && !object.api.starts_with("swift_")
                && !matches!(&*object.api, "memcpy" | "memmove" | "memset" | "bzero")
        }
        other => other.is_constant(),
    }
}

fn is_variadic(selector: &str) -> bool {
    matches!(
        selector,
        "stringWithFormat:"
            | "initWithFormat:"
            | "appendFormat:"
            | "stringByAppendingFormat:"
            | "predicateWithFormat:"
            | "dictionaryWithObjectsAndKeys:"
            | "initWithObjectsAndKeys:"
            | "arrayWithObjects:"
            | "initWithObjects:"
            | "setWithObjects:"
            | "localizedStringWithFormat:"
            | "executeQueryWithFormat:"
            | "executeUpdateWithFormat:"
    )
}

/// Whether the variadic arguments of a call are a list that ends with nil, not what a format asks for.
pub fn is_list(callee: &Callee) -> bool {
    matches!(callee, Callee::Message(selector) | Callee::Super(selector) if selector.contains("Objects"))
}

/// How many arguments a format asks for.
pub fn specifiers(format: &str) -> usize {
    let mut count = 0;
    let mut rest = format;
    while let Some((_, after)) = rest.split_once('%') {
        if let Some(after) = after.strip_prefix('%') {
            rest = after;
            continue;
        }
        let end = after.find(|c: char| c.is_ascii_alphabetic() || c == '@').unwrap_or(after.len());
        // A width or precision may be an argument too.
        count += 1 + after.get(..end).unwrap_or_default().matches('*').count();
        rest = after.get(end..).unwrap_or_default();
    }
    count
}

/// Calls that only turn a value from Swift's form into Objective-C's or back.
pub fn is_bridge(api: &str) -> bool {
    api.contains("_bridgeToObjectiveC")
        || api.contains("_unconditionallyBridgeFromObjectiveC")
        || api.contains("_forceBridgeFromObjectiveC")
        || api.contains("_bridgeAnythingToObjectiveC")
}

/// Messages that give the same text.
pub fn keeps_text(api: &str) -> bool {
    ["copy]", "mutableCopy]", "UTF8String]", "description]", "self]"].iter().any(|end| api.ends_with(end))
}

/// The class of what a C function gives; `of_first` is the class of its first argument.
pub fn class_of_function(name: &str, of_first: impl FnOnce() -> Option<Arc<str>>) -> Option<(Arc<str>, bool)> {
    match name {
        "objc_alloc" | "objc_alloc_init" | "objc_allocWithZone" | "objc_opt_new" => Some((of_first()?, false)),
        "objc_opt_class" | "object_getClass" | "objc_opt_self" | "swift_getObjCClassMetadata" => {
            Some((of_first()?, true))
        }
        _ => Some((name.strip_prefix("__C.")?.into(), true)),
    }
}

/// The class of what a message gives.
pub fn class_of_message(selector: &str, receiver: Option<(Arc<str>, bool)>) -> Option<(Arc<str>, bool)> {
    if let Some((_, class)) = RESULTS.iter().find(|(name, _)| *name == selector) {
        return Some(((*class).into(), false));
    }
    let (class, of_class) = receiver?;
    if selector == "class" {
        return Some((class, true));
    }
    let same = if of_class {
        let stem = class.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let stem = class.len().checked_sub(stem.len() + 1).and_then(|at| class.get(at..)).unwrap_or(&class);
        let stem = stem.to_lowercase();
        ["alloc", "new", "shared", "default", "standard", "general", "current", "main", "instance", "ephemeral"]
            .iter()
            .any(|start| selector.starts_with(start))
            || (!stem.is_empty() && selector.to_lowercase().starts_with(&stem))
            || selector.starts_with("URLWith")
            || selector.contains("With")
    } else {
        selector.starts_with("init") || matches!(selector, "self" | "retain" | "autorelease" | "copy" | "mutableCopy")
    };
    same.then_some((class, false))
}

/// Selectors whose result is of one class wherever they are sent.
const RESULTS: &[(&str, &str)] = &[
    ("configuration", "WKWebViewConfiguration"),
    ("preferences", "WKPreferences"),
    ("userContentController", "WKUserContentController"),
    ("defaultSessionConfiguration", "NSURLSessionConfiguration"),
    ("ephemeralSessionConfiguration", "NSURLSessionConfiguration"),
    ("standardUserDefaults", "NSUserDefaults"),
    ("generalPasteboard", "UIPasteboard"),
    ("defaultManager", "NSFileManager"),
    ("protectionSpace", "NSURLProtectionSpace"),
    ("sharedApplication", "UIApplication"),
    ("securityPolicy", "AFSecurityPolicy"),
    ("text", "NSString"),
    ("stringByAppendingString:", "NSString"),
    ("dataUsingEncoding:", "NSData"),
    ("insertNewObjectForEntityForName:inManagedObjectContext:", "NSManagedObject"),
];

/// The class that a selector belongs to when its receiver is not known: selectors that only one class has.
pub fn usual_class(selector: &str) -> Option<&'static str> {
    const OWNERS: &[(&str, &str)] = &[
        ("evaluatePolicy:localizedReason:reply:", "LAContext"),
        ("canEvaluatePolicy:error:", "LAContext"),
        ("evaluateAccessControl:operation:localizedReason:reply:", "LAContext"),
        ("setAllowsArbitraryLoads:", "NSURLSessionConfiguration"),
        ("setTLSMinimumSupportedProtocol:", "NSURLSessionConfiguration"),
        ("setTLSMinimumSupportedProtocolVersion:", "NSURLSessionConfiguration"),
        ("setAllowInvalidCertificates:", "AFSecurityPolicy"),
        ("setValidatesDomainName:", "AFSecurityPolicy"),
        ("setJavaScriptEnabled:", "WKPreferences"),
        ("setAllowFileAccessFromFileURLs:", "WKPreferences"),
        ("evaluateJavaScript:completionHandler:", "WKWebView"),
        ("loadFileURL:allowingReadAccessToURL:", "WKWebView"),
        ("setInspectable:", "WKWebView"),
        ("standardUserDefaults", "NSUserDefaults"),
        ("generalPasteboard", "UIPasteboard"),
        ("setAutocorrectionType:", "UITextField"),
        ("setSecureTextEntry:", "UITextField"),
        ("identifierForVendor", "UIDevice"),
        ("requestWhenInUseAuthorization", "CLLocationManager"),
        ("requestAlwaysAuthorization", "CLLocationManager"),
    ];
    OWNERS.iter().find(|(name, _)| *name == selector).map(|(_, class)| *class)
}

/// The number that a value is: itself, or boxed in an `NSNumber`.
pub fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Object(object) if object.api.contains("NSNumber") || object.api.starts_with("CFNumberCreate") => {
            let position = if object.api.starts_with("CFNumberCreate") { 2 } else { 0 };
            match object.args.get(position)? {
                Value::Array { from, .. } => from.first().and_then(Value::as_int),
                other => other.as_int(),
            }
        }
        other => other.as_int(),
    }
}

/// The name of a framework constant or text that serves as a key.
pub fn key(value: &Value) -> Option<&str> {
    match value {
        Value::StaticField(name) => Some(name),
        Value::Str(text) => Some(text),
        _ => None,
    }
}

/// Keys and values of a dictionary however it was made: literal, by parallel arrays, pair by pair, or as a Swift literal
/// (an array object of key and value words that a function turns into a dictionary). Nested ones are flattened.
pub fn entries(value: &Value) -> Vec<(Arc<str>, Value)> {
    let mut out = Vec::new();
    gather(value, &mut out, 6);
    out
}

fn gather(value: &Value, out: &mut Vec<(Arc<str>, Value)>, depth: u8) {
    let Some(deeper) = depth.checked_sub(1) else { return };
    match value {
        Value::OneOf(values) => values.iter().for_each(|value| gather(value, out, deeper)),
        Value::Array { from, .. } => scan_words(from, out, deeper),
        Value::Object(object) => {
            let name = object.api.as_ref();
            let array = |index: usize| match object.args.get(index) {
                Some(Value::Array { from, .. }) => from.as_slice(),
                _ => &[],
            };
            if name.contains("dictionaryWithObjects:forKeys:") || name.contains("initWithObjects:forKeys:") {
                pairs(array(1), array(0), out, deeper);
            } else if name == "CFDictionaryCreate" {
                pairs(array(1), array(2), out, deeper);
            } else if name.contains("ObjectsAndKeys:") {
                for pair in object.args.chunks(2) {
                    if let [value, key] = pair {
                        put(key, value, out, deeper);
                    }
                }
            } else {
                object.receiver.iter().for_each(|receiver| gather(receiver, out, deeper));
                object.args.iter().for_each(|arg| gather(arg, out, deeper));
            }
            for (api, args) in &object.calls {
                // One that some path leaves out counts too.
                match (api.trim_end_matches('?'), args.as_slice()) {
                    ("setObject:forKey:" | "setObject:forKeyedSubscript:" | "setValue:forKey:", [value, key, ..]) => {
                        put(key, value, out, deeper);
                    }
                    ("CFDictionarySetValue" | "CFDictionaryAddValue", [_, key, value, ..]) => {
                        put(key, value, out, deeper)
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

fn pairs(keys: &[Value], values: &[Value], out: &mut Vec<(Arc<str>, Value)>, depth: u8) {
    for (key, value) in keys.iter().zip(values) {
        put(key, value, out, depth);
    }
}

fn put(name: &Value, value: &Value, out: &mut Vec<(Arc<str>, Value)>, depth: u8) {
    if out.len() >= 256 {
        return;
    }
    if let Some(name) = key(name) {
        out.push((name.into(), value.clone()));
        gather(value, out, depth);
    }
}

/// The words of a Swift literal: a key (one word, or two for a string), then the value in up to four words. In a plain
/// list of alternating keys and values the same scan finds them.
fn scan_words(words: &[Value], out: &mut Vec<(Arc<str>, Value)>, depth: u8) {
    // The head of a Swift array: count, and twice the capacity. What follows its elements is other things.
    let words = match (words.get(2), words.get(3)) {
        (Some(Value::Int(count)), Some(Value::Int(capacity))) if *count > 0 && *count < 64 && *capacity >= *count => {
            words.get(..(4 + *count as usize * 6).min(words.len())).unwrap_or(words)
        }
        _ => words,
    };
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let is_key = matches!(word, Value::StaticField(name) if name.starts_with("kSec") || name.starts_with("kTSK") || name.contains("Key") || name.starts_with("NS"));
        if !is_key {
            // Values that are not keyed may hold dictionaries themselves.
            if matches!(word, Value::Object(_) | Value::Array { .. }) {
                gather(word, out, depth);
            }
            at += 1;
            continue;
        }
        let next = words.get(at + 1);
        // A bridged string key takes a second word, of which nothing is known.
        let step = if matches!(next, None | Some(Value::Unknown)) { 2 } else { 1 };
        if let Some(value) = words.get(at + step) {
            put(word, value, out, depth);
        }
        at += step + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::specifiers;

    #[test]
    fn a_format_says_how_many_arguments_it_takes() {
        let formats = ["done", "100%", "100%% of %@", "%1$@ and %-*.*f", "%{public}@ %lld", "%"];
        assert_eq!(formats.map(specifiers), [0, 1, 1, 4, 2, 1]);
    }
}
