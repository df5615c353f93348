use std::sync::Arc;

use super::*;
use crate::finding::Reachability;
use crate::flow::Object;

pub(super) fn site(api: &str, args: Vec<Value>) -> CallSite {
    CallSite {
        api: api.into(),
        descriptor: "".into(),
        locus: whole("App", "arm64"),
        caller: "-[Vault open]".into(),
        receiver: None,
        args,
        via: None,
        result_used: true,
        guarded: false,
        owner: Owner::App,
        reachable: Reachability::Unknown,
    }
}

pub(super) fn object(api: &str, args: Vec<Value>) -> Value {
    Value::Object(Arc::new(Object {
        class: "".into(),
        api: api.into(),
        site: None,
        receiver: None,
        args,
        calls: vec![],
    }))
}

fn facts(api: &str, args: Vec<Value>) -> FactStore {
    let mut store = FactStore::new(100);
    let site = site(api, args);
    store.add(call(&site));
    crypto::add(&site, &BTreeSet::new(), &mut store);
    let owners = owner::Owners::plain(Owner::App);
    platform::add(&site, &platform::Bridge { checked: false, packaged: false, owners: &owners }, &mut store);
    trust::add_setting(&site, &mut store);
    store
}

fn list(from: Vec<Value>) -> Value {
    Value::Array { len: None, constant: false, bytes: None, from }
}

#[test]
fn keys_of_databases_and_options_of_xml_readers_are_read() {
    let key = || Value::Str("correct horse".into());
    let origin = |api: &str, args: Vec<Value>| facts(api, args).of("key-use")[0].str("origin").unwrap().to_owned();
    assert_eq!(origin("-[RLMRealmConfiguration setEncryptionKey:]", vec![key()]), "constant");
    assert_eq!(origin("sqlite3_key_v2", vec![Value::Unknown, Value::Null, key(), Value::Int(13)]), "constant");
    assert_eq!(origin("sqlite3_key", vec![Value::Unknown, Value::Param(1), Value::Int(13)]), "parameter");
    let safe = |options: i64| {
        let args = vec![Value::Unknown, Value::Int(9), Value::Null, Value::Null, Value::Int(options)];
        facts("xmlReadMemory", args).of("parser-use")[0].is("safe")
    };
    assert_eq!((safe(1 << 1), safe(1 << 2), safe(1 << 11)), (false, false, true));
}

#[test]
fn a_configuration_of_trustkit_that_only_reports_holds_no_pin() {
    let configure = |enforces: Value| {
        let words = vec![Value::StaticField("kTSKEnforcePinning".into()), enforces];
        let store = facts("+[TrustKit initSharedInstanceWithConfiguration:]", vec![list(words)]);
        store.of("pinning")[0].is("installed")
    };
    assert!(configure(Value::StaticField("kCFBooleanTrue".into())));
    assert!(!configure(Value::StaticField("kCFBooleanFalse".into())));
}

#[test]
fn an_evaluator_that_checks_nothing_counts_where_the_app_makes_one() {
    let made = |caller: &str| {
        let mut store = FactStore::new(10);
        let mut site = site("Alamofire.DisabledTrustEvaluator.init()", vec![]);
        site.caller = caller.into();
        trust::add_setting(&site, &mut store);
        store.of("trust-body").len()
    };
    assert_eq!(made("Health.Client.init()"), 1);
    assert_eq!(made("Alamofire.DisabledTrustEvaluator.evaluate(_:forHost:)"), 0);
}

#[test]
fn a_cipher_is_judged_by_its_numbers_and_the_origins_of_key_and_iv() {
    let key = Value::Str("0123456789abcdef01234567".into());
    let args = vec![Value::Null, Value::Int(2), Value::Int(1), key, Value::Int(24), Value::Null];
    let store = facts("CCCrypt", args);
    let fact = &store.of("cipher-use")[0];
    let word = |name: &str| fact.str(name).unwrap_or_default();
    assert_eq!(
        (word("algorithm"), word("mode"), word("key_origin"), word("iv_origin")),
        ("3DES", "CBC", "constant", "zero")
    );
    assert_eq!(store.inventory.keys[0].bits, Some(192));
    let store =
        facts("CCCrypt", vec![Value::Null, Value::Null, Value::Int(3), Value::Param(0), Value::Int(32), Value::Null]);
    assert_eq!(store.of("cipher-use")[0].str("mode"), Some("ECB"));
    assert_eq!(store.of("cipher-use")[0].str("key_origin"), Some("parameter"));
}

#[test]
fn a_random_buffer_is_told_from_a_constant_one() {
    let random = list(vec![object("SecRandomCopyBytes", vec![Value::Null, Value::Int(16)])]);
    assert_eq!(origin(&random), "generated");
    assert_eq!(origin(&object("dataUsingEncoding:", vec![Value::Str("secret".into()), Value::Int(4)])), "constant");
    assert_eq!(origin(&object("sub_1", vec![Value::Unknown])), "unknown");
    assert_eq!(origin(&Value::Null), "zero");
    assert_eq!(origin(&object("SecItemCopyMatching", vec![])), "keystore");
}

#[test]
fn rounds_and_salt_of_a_derivation_are_read() {
    let args = vec![
        Value::Int(2),
        Value::Param(0),
        Value::Unknown,
        Value::Str("salt".into()),
        Value::Int(4),
        Value::Int(1),
        Value::Int(1000),
        Value::Unknown,
        Value::Int(32),
    ];
    let store = facts("CCKeyDerivationPBKDF", args);
    let fact = &store.of("kdf-use")[0];
    assert_eq!(fact.get("iterations"), Some(&crate::fact::FactValue::Number(1000)));
    assert_eq!((fact.str("algorithm"), fact.str("salt_origin")), (Some("PBKDF2-SHA-1"), Some("constant")));
}

#[test]
fn a_keychain_item_comes_with_class_accessibility_and_control() {
    let field = |name: &str| Value::StaticField(name.into());
    let control = object(
        "SecAccessControlCreateWithFlags",
        vec![Value::Null, field("kSecAttrAccessibleWhenUnlocked"), Value::Int(8)],
    );
    let query = object(
        "+[NSDictionary dictionaryWithObjects:forKeys:count:]",
        vec![
            list(vec![field("kSecClassGenericPassword"), control, field("kCFBooleanTrue")]),
            list(vec![field("kSecClass"), field("kSecAttrAccessControl"), field("kSecAttrSynchronizable")]),
        ],
    );
    let store = facts("SecItemAdd", vec![query]);
    let fact = &store.of("keystore-use")[0];
    assert_eq!(fact.str("accessible"), Some("kSecAttrAccessibleWhenUnlocked"));
    assert_eq!(fact.str("access_control"), Some("biometry-current-set"));
    assert!(fact.is("synchronizable") && fact.is("auth_required"));
}

#[test]
fn biometrics_without_a_guarded_item_are_told_from_those_with_one() {
    let policy = site("-[LAContext evaluatePolicy:localizedReason:reply:]", vec![Value::Int(1)]);
    let control = site("SecAccessControlCreateWithFlags", vec![Value::Null, Value::Unknown, Value::Int(1)]);
    let mut alone = FactStore::new(10);
    crypto::keychain(std::slice::from_ref(&policy), &mut alone);
    assert!(!alone.of("biometric-use")[0].is("crypto"));
    let mut both = FactStore::new(10);
    crypto::keychain(&[policy, control], &mut both);
    assert!(both.of("biometric-use")[0].is("crypto"));
    assert!(both.of("biometric-use")[1].is("fallback"));
}

#[test]
fn a_cipher_whose_algorithm_is_handed_in_is_a_cipher() {
    let args = vec![Value::Int(0), Value::Param(0), Value::Int(1), Value::Param(1), Value::Int(32), Value::Null];
    let store = facts("CCCrypt", args);
    let fact = &store.of("cipher-use")[0];
    assert_eq!((fact.str("algorithm"), fact.str("mode")), (Some("unknown"), Some("unknown")));
}

#[test]
fn a_hash_over_the_own_image_is_a_check_of_integrity() {
    let checks = |with: &str| {
        let mut store = FactStore::new(10);
        platform::self_checks(&[site("dladdr", vec![]), site(with, vec![])], &mut store);
        store.of("defence").len()
    };
    assert_eq!((checks("CC_MD5"), checks("NSLog")), (1, 0));
}

#[test]
fn settings_that_switch_checks_off_are_trust_bodies() {
    let store = facts("-[AFSecurityPolicy setAllowInvalidCertificates:]", vec![Value::Int(1)]);
    assert_eq!(store.of("trust-body")[0].str("judgement"), Some("accepts-all"));
    let store = facts("-[AFSecurityPolicy setAllowInvalidCertificates:]", vec![Value::Null]);
    assert!(store.of("trust-body").is_empty());
    let store = facts("-[NSURLSessionConfiguration setTLSMinimumSupportedProtocolVersion:]", vec![Value::Int(0x0302)]);
    assert!(store.of("tls-setting")[0].is("weak"));
}

#[test]
fn logs_tell_public_and_sensitive_formats() {
    let store = facts("NSLog", vec![Value::Str("password: %@".into()), Value::Unknown]);
    assert!(store.of("log-call")[0].is("sensitive") && store.of("log-call")[0].is("public"));
    let store = facts(
        "_os_log_impl",
        vec![Value::Unknown, Value::Unknown, Value::Unknown, Value::Str("token %{private}s".into())],
    );
    assert!(!store.of("log-call")[0].is("public"));
    let store = facts("NSLog", vec![Value::Str("started".into())]);
    assert!(!store.of("log-call")[0].is("sensitive"));
}

#[test]
fn constant_urls_are_endpoints() {
    let store = facts("+[NSURL URLWithString:]", vec![Value::Str("http://api.example.tw/v1".into())]);
    let fact = &store.of("endpoint")[0];
    assert!(fact.is("cleartext"));
    assert_eq!(fact.str("host"), Some("api.example.tw"));
}

#[test]
fn a_connection_to_a_host_of_run_time_is_told_where_no_other_is_known() {
    let owners = owner::Owners::plain(Owner::App);
    let task = [site("-[NSURLSession dataTaskWithRequest:completionHandler:]", vec![Value::Unknown])];
    let mut silent = FactStore::new(100);
    platform::unnamed(&task, &owners, &mut silent);
    assert!(silent.of("endpoint")[0].is("own") && silent.of("endpoint")[0].str("host").is_none());
    let mut known = facts("+[NSURL URLWithString:]", vec![Value::Str("https://api.example.tw/v1".into())]);
    platform::unnamed(&task, &owners, &mut known);
    assert_eq!(known.of("endpoint").len(), 1);
}

#[test]
fn a_stream_without_chain_validation_accepts_all_unless_the_app_is_the_server() {
    let key = |name: &str| Value::StaticField(name.into());
    let settings = |more: Vec<Value>| {
        let mut words = vec![key("kCFStreamSSLValidatesCertificateChain"), key("kCFBooleanFalse")];
        words.extend(more);
        let (keys, values) = words.chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())).unzip();
        let made = vec![list(values), list(keys)];
        vec![
            Value::Unknown,
            key("kCFStreamPropertySSLSettings"),
            object("+[NSDictionary dictionaryWithObjects:forKeys:count:]", made),
        ]
    };
    let judged = |more| facts("CFWriteStreamSetProperty", settings(more)).of("trust-body").len();
    assert_eq!(judged(vec![]), 1);
    assert_eq!(judged(vec![key("kCFStreamSSLIsServer"), key("kCFBooleanTrue")]), 0);
}
