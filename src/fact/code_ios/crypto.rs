//! Ciphers, digests, key derivation, random numbers, keys, keychain items.

use std::collections::BTreeSet;

use super::{at, origin, short, sureness};
use crate::fact::FactStore;
use crate::finding::{Confidence, KeyUse, Locus};
use crate::flow::arm64::terms;
use crate::flow::{CallSite, Value};

/// `CCAlgorithm`.
fn algorithm(number: i64) -> Option<&'static str> {
    Some(match number {
        0 => "AES",
        1 => "DES",
        2 => "3DES",
        3 => "CAST",
        4 => "RC4",
        5 => "RC2",
        6 => "Blowfish",
        _ => return None,
    })
}

/// `CCMode`.
fn mode(number: i64) -> Option<&'static str> {
    Some(match number {
        1 => "ECB",
        2 => "CBC",
        3 => "CFB",
        4 => "CTR",
        7 => "OFB",
        9 => "RC4",
        10 => "CFB8",
        11 => "GCM",
        _ => return None,
    })
}

/// `CCHmacAlgorithm`.
fn hmac(number: i64) -> Option<&'static str> {
    Some(match number {
        0 => "SHA-1",
        1 => "MD5",
        2 => "SHA-256",
        3 => "SHA-384",
        4 => "SHA-512",
        5 => "SHA-224",
        _ => return None,
    })
}

/// The largest of the numbers that a value may be.
fn number(value: &Value) -> Option<i64> {
    value.alternatives().iter().filter_map(terms::number).max()
}

/// `security` are the places that a flow shows to serve security.
pub(super) fn add(site: &CallSite, security: &BTreeSet<Locus>, store: &mut FactStore) {
    let purpose = if security.contains(&site.locus) { "security" } else { "unknown" };
    match short(&site.api) {
        "CCCrypt" | "CCCryptorCreate" => cipher(site, store),
        "CCCryptorCreateWithMode" => cipher_with_mode(site, store),
        "CCHmac" | "CCHmacInit" => {
            let of = if site.api.ends_with("Init") { 1 } else { 0 };
            digest(site, number(site.arg(of)).and_then(hmac), Some(origin(site.arg(of + 1))), purpose, store);
        }
        "CCKeyDerivationPBKDF" => derivation(site, store),
        "SecKeyCreateRandomKey" | "SecKeyGeneratePair" => generated_key(site, store),
        "SecKeyCreateEncryptedData" => asymmetric(site, "encrypt", store),
        "SecKeyCreateDecryptedData" => asymmetric(site, "decrypt", store),
        "SecKeyEncrypt" => padded(site, "encrypt", store),
        "SecKeyDecrypt" => padded(site, "decrypt", store),
        "SecKeyCreateWithData" => given_key(site, "SecKey", origin(site.arg(0)), store),
        "SecItemAdd" | "SecItemUpdate" => item(site, store),
        "SecAccessControlCreateWithFlags" => access_control(site, store),
        "rand" | "random" | "drand48" | "lrand48" | "srand" | "srandom" => random(site, false, purpose, store),
        "arc4random" | "arc4random_uniform" | "arc4random_buf" | "SecRandomCopyBytes" | "CCRandomGenerateBytes" => {
            random(site, true, purpose, store);
        }
        name => by_name(site, name, purpose, store),
    }
}

/// APIs that tell what they are by their name.
fn by_name(site: &CallSite, name: &str, purpose: &str, store: &mut FactStore) {
    let plain = name.strip_suffix("_Init").unwrap_or(name);
    let known = match plain {
        "CC_MD2" => Some("MD2"),
        "CC_MD4" => Some("MD4"),
        "CC_MD5" | "CryptoKit.Insecure.MD5" => Some("MD5"),
        "CC_SHA1" | "CryptoKit.Insecure.SHA1" => Some("SHA-1"),
        "CC_SHA224" => Some("SHA-224"),
        "CC_SHA256" | "CryptoKit.SHA256" => Some("SHA-256"),
        "CC_SHA384" | "CryptoKit.SHA384" => Some("SHA-384"),
        "CC_SHA512" | "CryptoKit.SHA512" => Some("SHA-512"),
        _ => None,
    };
    if known.is_some() {
        return digest(site, known, None, purpose, store);
    }
    if name.starts_with("CryptoKit.SymmetricKey.init(data:") {
        return given_key(site, "symmetric", origin(site.arg(0)), store);
    }
    if name.starts_with("CryptoKit.SymmetricKey.init(size:") {
        return given_key(site, "symmetric", "generated", store);
    }
    if name.starts_with("CryptoKit.") && name.contains("PrivateKey.init(") && name.contains("epresentation:") {
        let curve = name.split('.').nth(1).unwrap_or("EC");
        return given_key(site, curve, origin(site.arg(0)), store);
    }
    let sealed = match name {
        _ if name.starts_with("CryptoKit.AES.GCM.") => Some(("AES", "GCM")),
        _ if name.starts_with("CryptoKit.ChaChaPoly.") => Some(("ChaCha20", "Poly1305")),
        _ => None,
    };
    if let Some((algorithm, mode)) = sealed
        && (name.contains(".seal(") || name.contains(".open("))
    {
        let purpose = if name.contains(".seal(") { "encrypt" } else { "decrypt" };
        let fact = at("cipher-use", site).text("algorithm", algorithm).text("mode", mode).text("purpose", purpose);
        row(site, "cipher", algorithm, mode, None, "", "", store);
        store.add(fact.text("transformation", format!("{algorithm}/{mode}")).flag("default_mode", false));
    }
}

fn cipher(site: &CallSite, store: &mut FactStore) {
    // CCCrypt(op, alg, options, key, keyLength, iv, ...); CCCryptorCreate has the same first six.
    let options = number(site.arg(2));
    // A wrapper around it is given the algorithm: there is a cipher, whichever it is.
    let algorithm = number(site.arg(1)).and_then(algorithm).unwrap_or("unknown");
    let ecb = options.is_some_and(|options| options & 2 != 0);
    let mode = match (algorithm, options) {
        ("RC4", _) => "stream",
        (_, None) => "unknown",
        _ if ecb => "ECB",
        ("unknown", _) => "unknown",
        _ => "CBC",
    };
    let iv = match (mode, site.arg(5)) {
        ("ECB" | "stream", _) => "none",
        (_, Value::Null) => "zero",
        (_, value) => origin(&cut(value, Some(16))),
    };
    let padding = options.is_some_and(|options| options & 1 != 0);
    // What is random itself (a key that is sealed by another) has no pattern for ECB to show.
    let random = mode == "ECB" && origin(&cut(site.arg(6), number(site.arg(7)))) == "generated";
    let purpose = if random { Some("wrap") } else { None };
    cipher_fact(site, (algorithm, mode, padding), (site.arg(3), site.arg(4)), (iv, purpose), store);
}

fn cipher_with_mode(site: &CallSite, store: &mut FactStore) {
    // CCCryptorCreateWithMode(op, mode, alg, padding, iv, key, keyLength, ...)
    let Some(algorithm) = number(site.arg(2)).and_then(algorithm) else { return };
    let mode = number(site.arg(1)).and_then(mode).unwrap_or("unknown");
    let iv = match (mode, site.arg(4)) {
        ("ECB" | "RC4", _) => "none",
        (_, Value::Null) => "zero",
        (_, value) => origin(&cut(value, Some(16))),
    };
    let padding = number(site.arg(3)) == Some(1);
    cipher_fact(site, (algorithm, mode, padding), (site.arg(5), site.arg(6)), (iv, None), store);
}

/// The first bytes of a buffer: what lies behind them in the frame is other things.
fn cut(value: &Value, bytes: Option<i64>) -> Value {
    match (value, bytes) {
        (Value::Array { len, constant, bytes: all, from }, Some(bytes @ 1..=4096)) => {
            let from = from.iter().take(bytes as usize / 8 + usize::from(bytes % 8 != 0)).cloned().collect();
            Value::Array { len: *len, constant: *constant, bytes: all.clone(), from }
        }
        _ => value.clone(),
    }
}

fn cipher_fact(
    site: &CallSite,
    (algorithm, mode, padding): (&str, &str, bool),
    (key, length): (&Value, &Value),
    (iv, purpose): (&str, Option<&str>),
    store: &mut FactStore,
) {
    let bits = number(length).filter(|bytes| (1..=4096).contains(bytes)).map(|bytes| bytes * 8);
    let key_origin = origin(&cut(key, number(length)));
    row(site, "cipher", algorithm, mode, bits, key_origin, iv, store);
    let mut fact = at("cipher-use", site)
        .text("algorithm", algorithm)
        .text("mode", mode)
        .text("padding", if padding { "PKCS7" } else { "none" })
        .text("key_origin", key_origin)
        .text("iv_origin", iv)
        .text("transformation", format!("{algorithm}/{mode}"))
        .flag("default_mode", false)
        .sure(sureness(&[site.arg(1), site.arg(2), key]));
    if let Some(bits) = bits {
        fact = fact.number("bits", bits);
    }
    store.add(match number(site.arg(0)) {
        Some(0) if purpose.is_some() => fact.maybe("purpose", purpose),
        Some(0) => fact.text("purpose", "encrypt"),
        Some(1) => fact.text("purpose", "decrypt"),
        _ => fact,
    });
}

/// `SecKeyCreateEncryptedData(key, algorithm, data, error)`.
fn asymmetric(site: &CallSite, purpose: &str, store: &mut FactStore) {
    for value in site.arg(1).alternatives() {
        let Some(name) = terms::key(value).and_then(|name| name.strip_prefix("kSecKeyAlgorithm")) else { continue };
        if let Some(padding) = name.strip_prefix("RSAEncryption") {
            let padding = if padding.starts_with("OAEP") { "OAEP" } else { padding };
            rsa(site, purpose, padding, store);
        } else if name.starts_with("ECIES") {
            row(site, "cipher", "EC", "ECIES", None, "", "", store);
            let fact = at("cipher-use", site).text("algorithm", "EC").text("mode", "ECIES").text("purpose", purpose);
            store.add(fact.text("transformation", "EC/ECIES").flag("default_mode", false));
        }
    }
}

/// `SecKeyEncrypt(key, padding, ...)`: `SecPadding`.
fn padded(site: &CallSite, purpose: &str, store: &mut FactStore) {
    match number(site.arg(1)) {
        Some(0) => rsa(site, purpose, "Raw", store),
        Some(1) => rsa(site, purpose, "PKCS1", store),
        Some(2) => rsa(site, purpose, "OAEP", store),
        _ => {}
    }
}

fn rsa(site: &CallSite, purpose: &str, padding: &str, store: &mut FactStore) {
    row(site, "cipher", "RSA", padding, None, "", "", store);
    let fact = at("cipher-use", site).text("algorithm", "RSA").text("padding", padding).text("purpose", purpose);
    store.add(
        fact.text("transformation", format!("RSA/{padding}"))
            .flag("default_mode", false)
            .sure(sureness(&[site.arg(1)])),
    );
}

/// A cipher of a library that is linked in: algorithm and mode, where key and vector come from, and what it is for.
pub(super) fn library_cipher(
    site: &CallSite,
    (algorithm, mode): (&str, &str),
    (key, iv): (&str, &str),
    purpose: &str,
    store: &mut FactStore,
) {
    row(site, "cipher", algorithm, mode, None, key, iv, store);
    let fact = at("cipher-use", site)
        .text("algorithm", algorithm)
        .text("mode", mode)
        .text("key_origin", key)
        .text("iv_origin", iv)
        .text("transformation", format!("{algorithm}/{mode}"))
        .text("purpose", purpose)
        .flag("default_mode", false);
    store.add(fact.sure(Confidence::Likely));
}

/// A digest of a library that is linked in.
pub(super) fn library_digest(site: &CallSite, algorithm: &str, purpose: &str, store: &mut FactStore) {
    digest(site, Some(algorithm), None, purpose, store);
}

/// PBKDF2 of a library that is linked in: rounds, and where password and salt come from.
pub(super) fn library_derivation(
    site: &CallSite,
    rounds: Option<i64>,
    (password, salt): (&str, &str),
    store: &mut FactStore,
) {
    let fact = at("kdf-use", site)
        .text("algorithm", "PBKDF2")
        .text("salt_origin", salt)
        .text("password_origin", password)
        .flag("weak_prf", false);
    store.add(match rounds {
        Some(rounds) => fact.number("iterations", rounds),
        None => fact,
    });
    row(site, "kdf", "PBKDF2", "", None, password, salt, store);
}

fn digest(site: &CallSite, algorithm: Option<&str>, key: Option<&str>, purpose: &str, store: &mut FactStore) {
    let Some(algorithm) = algorithm else { return };
    let fact = at("digest-use", site)
        .text("algorithm", algorithm)
        .text("purpose", purpose)
        .flag("keyed", key.is_some())
        .maybe("key_origin", key);
    store.add(fact);
    let role = if key.is_some() { "mac" } else { "hash" };
    row(site, role, algorithm, "", None, key.unwrap_or_default(), "", store);
}

fn derivation(site: &CallSite, store: &mut FactStore) {
    // CCKeyDerivationPBKDF(algorithm, password, length, salt, length, prf, rounds, key, length)
    let prf = number(site.arg(5)).and_then(|prf| {
        hmac(match prf {
            1 => 0,
            2 => 5,
            3 => 2,
            4 => 3,
            5 => 4,
            _ => -1,
        })
    });
    let salt = match (site.arg(3), number(site.arg(4))) {
        (Value::Null, _) | (_, Some(0)) => "none",
        (value, _) => origin(value),
    };
    let mut fact = at("kdf-use", site)
        .text("algorithm", prf.map_or("PBKDF2".to_owned(), |prf| format!("PBKDF2-{prf}")))
        .text("salt_origin", salt)
        .text("password_origin", origin(site.arg(1)))
        .flag("weak_prf", matches!(prf, Some("MD5")));
    // Of several round counts the smallest is the one to judge.
    if let Some(rounds) = site.arg(6).alternatives().iter().filter_map(terms::number).min() {
        fact = fact.number("iterations", rounds);
    }
    if let Some(bytes) = number(site.arg(8)).filter(|bytes| (1..=4096).contains(bytes)) {
        fact = fact.number("bits", bytes * 8);
    }
    store.add(fact.sure(sureness(&[site.arg(6)])));
    row(site, "kdf", "PBKDF2", prf.unwrap_or_default(), None, origin(site.arg(1)), salt, store);
}

fn random(site: &CallSite, strong: bool, purpose: &str, store: &mut FactStore) {
    let name = short(&site.api);
    let mut fact = at("random-use", site).text("api", name).flag("strong", strong).text("purpose", purpose);
    if name.starts_with("sr") {
        fact = fact.text("seed_origin", origin(site.arg(0)));
    }
    store.add(fact);
}

fn generated_key(site: &CallSite, store: &mut FactStore) {
    let entries = terms::entries(site.arg(0));
    let value = |name: &str| entries.iter().find(|(key, _)| &**key == name).map(|(_, value)| value);
    let kind = value("kSecAttrKeyType").and_then(terms::key).map(key_type).unwrap_or("unknown");
    let enclave = value("kSecAttrTokenID").and_then(terms::key) == Some("kSecAttrTokenIDSecureEnclave");
    let bits = value("kSecAttrKeySizeInBits").and_then(number);
    let mut fact = at("key-use", site)
        .text("algorithm", kind)
        .text("origin", "generated")
        .text("what", if enclave { "secure-enclave" } else { "key-pair" })
        .flag("security", true);
    if let Some(bits) = bits {
        fact = fact.number("bits", bits);
    }
    store.add(fact);
    row(site, "key-generation", kind, "", bits, "generated", "", store);
}

fn key_type(name: &str) -> &'static str {
    match name {
        "kSecAttrKeyTypeRSA" => "RSA",
        "kSecAttrKeyTypeEC" | "kSecAttrKeyTypeECSECPrimeRandom" => "EC",
        "kSecAttrKeyTypeAES" => "AES",
        "kSecAttrKeyTypeDES" => "DES",
        "kSecAttrKeyType3DES" => "3DES",
        _ => "unknown",
    }
}

fn given_key(site: &CallSite, algorithm: &str, origin: &str, store: &mut FactStore) {
    let entries = terms::entries(site.arg(1));
    let value = |name: &str| entries.iter().find(|(key, _)| &**key == name).map(|(_, value)| value);
    let kind = value("kSecAttrKeyType").and_then(terms::key).map(key_type).unwrap_or(algorithm);
    let public = value("kSecAttrKeyClass").and_then(terms::key) == Some("kSecAttrKeyClassPublic");
    let bits = value("kSecAttrKeySizeInBits").and_then(number);
    let what = if public { "public-key" } else { "key-data" };
    let mut fact =
        at("key-use", site).text("algorithm", kind).text("origin", origin).text("what", what).flag("security", !public);
    if let Some(bits) = bits {
        fact = fact.number("bits", bits);
    }
    store.add(fact);
    row(site, "key-generation", kind, "", bits, origin, "", store);
}

/// The flags of `SecAccessControlCreateFlags` as words.
fn control_words(flags: i64) -> String {
    const WORDS: &[(i64, &str)] = &[
        (1, "user-presence"),
        (2, "biometry-any"),
        (8, "biometry-current-set"),
        (16, "device-passcode"),
        (32, "companion"),
        (1 << 30, "private-key-usage"),
        (1 << 31, "application-password"),
    ];
    let words: Vec<&str> = WORDS.iter().filter(|(bit, _)| flags & bit != 0).map(|(_, word)| *word).collect();
    if words.is_empty() { "none".to_owned() } else { words.join("+") }
}

fn access_control(site: &CallSite, store: &mut FactStore) {
    let Some(flags) = number(site.arg(2)) else { return };
    let fact = at("keystore-use", site)
        .text("store", "keychain")
        .text("what", "access-control")
        .text("access_control", control_words(flags))
        .maybe("accessible", terms::key(site.arg(1)))
        .flag("auth_required", flags & (1 | 2 | 8 | 16) != 0)
        .flag("invalidated_by_enrolment", flags & 8 != 0);
    store.add(fact.sure(sureness(&[site.arg(2)])));
}

/// Whether an item becomes useless with a new face or finger.
pub(super) fn is_bound_to_enrolment(site: &CallSite) -> bool {
    let entries = terms::entries(site.arg(0));
    let control = entries.iter().find(|(key, _)| &**key == "kSecAttrAccessControl").map(|(_, value)| value);
    let flags = control.and_then(Value::as_object).and_then(|object| object.args.get(2)).and_then(number);
    flags.is_some_and(|flags| flags & 8 != 0)
}

/// A keychain item as it is stored.
fn item(site: &CallSite, store: &mut FactStore) {
    let mut entries = terms::entries(site.arg(0));
    if short(&site.api) == "SecItemUpdate" {
        entries.extend(terms::entries(site.arg(1)));
    }
    let value = |name: &str| entries.iter().rev().find(|(key, _)| &**key == name).map(|(_, value)| value);
    let control = value("kSecAttrAccessControl");
    let flags = control.and_then(|v| match v {
        Value::Object(object) if &*object.api == "SecAccessControlCreateWithFlags" => {
            object.args.get(2).and_then(number)
        }
        _ => None,
    });
    let of_control = control.and_then(|v| match v {
        Value::Object(object) => object.args.get(1).and_then(terms::key),
        _ => None,
    });
    let accessible = value("kSecAttrAccessible").and_then(terms::key).or(of_control);
    let mut fact = at("keystore-use", site)
        .text("store", "keychain")
        .maybe("what", value("kSecClass").and_then(terms::key))
        .maybe("accessible", accessible)
        .maybe("access_group", value("kSecAttrAccessGroup").and_then(terms::key));
    if let Some(sync) = value("kSecAttrSynchronizable") {
        let on = matches!(terms::key(sync), Some("kCFBooleanTrue")) || number(sync) == Some(1);
        fact = fact.flag("synchronizable", on);
    }
    if let Some(flags) = flags {
        fact = fact.text("access_control", control_words(flags)).flag("auth_required", flags & (1 | 2 | 8 | 16) != 0);
    } else if control.is_some() {
        fact = fact.text("access_control", "unknown");
    } else if !entries.is_empty() {
        fact = fact.text("access_control", "none").flag("auth_required", false);
    }
    store.add(fact);
    let class = value("kSecClass").and_then(terms::key).unwrap_or("unknown");
    row(site, "keychain", class, accessible.unwrap_or("default"), None, "keystore", "", store);
}

/// Whether biometrics guard a keychain item anywhere in this binary: for judging an authentication by result only.
pub(super) fn keychain(sites: &[CallSite], store: &mut FactStore) {
    let bound = sites.iter().any(|site| {
        short(&site.api) == "SecAccessControlCreateWithFlags" || short(&site.api).starts_with("evaluateAccessControl:")
    });
    for site in sites.iter().filter(|site| short(&site.api) == "evaluatePolicy:localizedReason:reply:") {
        let policy = number(site.arg(0));
        let word = match policy {
            Some(1) => "biometrics",
            Some(2) => "device-owner",
            Some(3 | 4) => "watch",
            _ => "unknown",
        };
        let fact = at("biometric-use", site)
            .text("api", &site.api)
            .text("policy", word)
            .flag("crypto", bound)
            .flag("fallback", policy == Some(2));
        store.add(fact);
    }
    for site in sites.iter().filter(|site| short(&site.api) == "SecAccessControlCreateWithFlags") {
        let Some(flags) = number(site.arg(2)).filter(|flags| flags & (1 | 2 | 8 | 16) != 0) else { continue };
        let fact = at("biometric-use", site)
            .text("api", &site.api)
            .text("policy", control_words(flags))
            .flag("crypto", true)
            .flag("fallback", flags & (1 | 16) != 0)
            .flag("weak", flags & (1 | 2) != 0);
        store.add(fact);
    }
}

#[expect(clippy::too_many_arguments, reason = "the columns of the table")]
fn row(
    site: &CallSite,
    role: &str,
    algorithm: &str,
    mode: &str,
    bits: Option<i64>,
    key: &str,
    iv: &str,
    store: &mut FactStore,
) {
    store.inventory.keys.push(KeyUse {
        role: role.to_owned(),
        algorithm: algorithm.into(),
        mode: mode.into(),
        bits: bits.and_then(|bits| u32::try_from(bits).ok()),
        key_origin: key.to_owned(),
        iv_origin: iv.to_owned(),
        owner: site.owner.clone(),
        locus: site.locus.clone(),
    });
}
