//! Ciphers, keys, digests, key derivation, random generators, key stores.

use super::origin::{Origin, origin};
use super::{Scene, at, class_of, numbers, texts};
use crate::fact::FactStore;
use crate::finding::{AppText, Flow, KeyUse};
use crate::flow::{CallSite, Object, Value};

/// APIs whose calls are judged here.
pub(super) const APIS: &[&str] = &[
    "javax.crypto.Cipher.init",
    "javax.crypto.Cipher.getInstance",
    "javax.crypto.spec.SecretKeySpec.<init>",
    "javax.crypto.spec.DESKeySpec.<init>",
    "javax.crypto.spec.DESedeKeySpec.<init>",
    "javax.crypto.spec.PBEKeySpec.<init>",
    "javax.crypto.spec.PBEParameterSpec.<init>",
    "javax.crypto.spec.IvParameterSpec.<init>",
    "javax.crypto.KeyGenerator.generateKey",
    "java.security.KeyPairGenerator.generateKeyPair",
    "java.security.KeyPairGenerator.genKeyPair",
    "java.security.MessageDigest.digest",
    "java.security.MessageDigest.update",
    "javax.crypto.Mac.init",
    "java.security.Signature.initSign",
    "java.security.Signature.initVerify",
    "javax.crypto.SecretKeyFactory.generateSecret",
    "java.util.Random.next*",
    "java.util.Random.ints",
    "java.util.Random.<init>",
    "java.lang.Math.random",
    "java.security.SecureRandom.<init>",
    "java.security.SecureRandom.setSeed",
    "java.util.Random.setSeed",
    "java.security.KeyStore.load",
    "java.security.KeyStore.getKey",
    "java.security.KeyStore.getEntry",
    "javax.net.ssl.KeyManagerFactory.init",
    "javax.net.ssl.TrustManagerFactory.init",
    "android.security.keystore.KeyGenParameterSpec$Builder.build",
    "net.sqlcipher.database.SQLiteDatabase.openOrCreateDatabase",
    "net.sqlcipher.database.SQLiteDatabase.openDatabase",
    "net.sqlcipher.database.SQLiteOpenHelper.getWritableDatabase",
    "net.sqlcipher.database.SQLiteOpenHelper.getReadableDatabase",
    "net.sqlcipher.database.SupportFactory.<init>",
    "net.zetetic.database.sqlcipher.SQLiteDatabase.openOrCreateDatabase",
    "net.zetetic.database.sqlcipher.SQLiteDatabase.openDatabase",
    "net.zetetic.database.sqlcipher.SupportOpenHelperFactory.<init>",
    "com.tencent.wcdb.database.SQLiteDatabase.openOrCreateDatabase",
    "io.realm.RealmConfiguration$Builder.encryptionKey",
];

pub(super) fn judge(scene: &Scene<'_, '_>, site: &CallSite, store: &mut FactStore) {
    let (class, name) = site.api.rsplit_once('.').unwrap_or(("", &site.api));
    match (class, name) {
        ("javax.crypto.Cipher", "init") => cipher(site, store),
        ("javax.crypto.Cipher", "getInstance") => lone_cipher(scene, site, store),
        ("javax.crypto.spec.SecretKeySpec", "<init>") => {
            let name = texts(site.args.last().unwrap_or(&Value::Unknown)).into_iter().next();
            secret_key(site, name.map(|n| algorithm(&n)), store);
        }
        ("javax.crypto.spec.DESKeySpec", "<init>") => secret_key(site, Some("DES".to_owned()), store),
        ("javax.crypto.spec.DESedeKeySpec", "<init>") => secret_key(site, Some("DESede".to_owned()), store),
        ("javax.crypto.spec.IvParameterSpec", "<init>") => vector(site, store),
        ("javax.crypto.spec.PBEKeySpec", "<init>") => password_key(site, store),
        ("javax.crypto.spec.PBEParameterSpec", "<init>") => {
            kdf(site, "PBE", None, site.args.first(), site.args.get(1), None, store);
        }
        ("javax.crypto.SecretKeyFactory", "generateSecret") => derived_key(site, store),
        ("javax.crypto.KeyGenerator", "generateKey")
        | ("java.security.KeyPairGenerator", "generateKeyPair" | "genKeyPair") => generated(site, store),
        ("java.security.MessageDigest", _) => digest(scene, site, store),
        ("javax.crypto.Mac", "init") => mac(site, store),
        ("java.security.Signature", _) => signature(site, store),
        ("java.util.Random" | "java.security.SecureRandom" | "java.lang.Math", _) => random(scene, site, name, store),
        ("java.security.KeyStore", "load") => key_store(scene, site, store),
        ("android.security.keystore.KeyGenParameterSpec$Builder", "build") => key_spec(site, store),
        (class, "openOrCreateDatabase" | "openDatabase") if class.ends_with("SQLiteDatabase") => {
            database_key(site, site.arg(1), store);
        }
        (class, _) if class.contains("sqlcipher") || class.starts_with("io.realm.") => {
            database_key(site, site.arg(0), store);
        }
        _ => {}
    }
}

/// The objects that a value may be, made by a factory of that name.
fn made_by<'v>(value: Option<&'v Value>, api: &str) -> Vec<&'v Object> {
    value
        .map(Value::alternatives)
        .unwrap_or_default()
        .iter()
        .filter_map(Value::as_object)
        .filter(|o| o.api.as_ref() == api)
        .collect()
}

/// The names that `getInstance` was given.
fn names(value: Option<&Value>, api: &str) -> Vec<(String, Option<String>)> {
    made_by(value, api)
        .into_iter()
        .flat_map(|o| {
            let provider = o.args.get(1).and_then(|p| texts(p).into_iter().next());
            texts(o.args.first().unwrap_or(&Value::Unknown)).into_iter().map(move |t| (t, provider.clone()))
        })
        .collect()
}

/// Algorithm, mode and padding of a transformation, in the names that rules use.
pub(super) fn transformation(text: &str) -> (String, Option<String>, Option<String>) {
    let mut parts = text.split('/').map(str::trim);
    let algorithm = algorithm(parts.next().unwrap_or_default());
    let mode = parts.next().filter(|p| !p.is_empty()).map(str::to_uppercase);
    let padding = parts.next().filter(|p| !p.is_empty()).map(str::to_owned);
    (algorithm, mode, padding)
}

/// An algorithm's usual name.
pub(super) fn algorithm(name: &str) -> String {
    let upper = name.trim().to_uppercase();
    match upper.as_str() {
        "DESEDE" | "TRIPLEDES" | "3DES" => "DESede".to_owned(),
        "ARCFOUR" | "ARC4" | "RC4" => "RC4".to_owned(),
        "BLOWFISH" => "Blowfish".to_owned(),
        "CHACHA20" | "CHACHA20-POLY1305" => "ChaCha20".to_owned(),
        "SHA1" | "SHA" | "SHA-1" => "SHA-1".to_owned(),
        _ if upper.starts_with("AES_") => "AES".to_owned(),
        _ => upper,
    }
}

fn cipher(site: &CallSite, store: &mut FactStore) {
    let key = site.arg(1);
    let vector = parameters(site);
    let purpose = match site.arg(0).as_int() {
        Some(1) => "encrypt",
        Some(2) => "decrypt",
        Some(3) => "wrap",
        Some(4) => "unwrap",
        _ => "unknown",
    };
    for (text, provider) in names(site.receiver.as_ref(), "javax.crypto.Cipher.getInstance") {
        let (name, mode, padding) = transformation(&text);
        let block =
            !matches!(name.as_str(), "RSA" | "RC4" | "ChaCha20") && !name.starts_with("PBE") && !name.starts_with("EC");
        let default_mode = mode.is_none() && block;
        let effective = mode.clone().or_else(|| default_mode.then(|| "ECB".to_owned()));
        let mut fact = at("cipher-use", site)
            .text("algorithm", &name)
            .maybe("mode", effective.as_deref())
            .maybe("padding", padding.as_deref())
            .text("transformation", &text)
            .text("key_origin", origin(key).word())
            .text("iv_origin", vector.map_or(Origin::None, origin).word())
            .text("purpose", purpose)
            .flag("default_mode", default_mode)
            .maybe("provider", provider)
            .anchored(text.clone());
        let bits = key_bits(key);
        if let Some(bits) = bits {
            fact = fact.number("bits", bits);
        }
        store.inventory.keys.push(KeyUse {
            role: "cipher".into(),
            algorithm: AppText::new(&name),
            mode: AppText::new(
                &[effective.as_deref(), padding.as_deref()].into_iter().flatten().collect::<Vec<_>>().join("/"),
            ),
            bits: bits.and_then(|b| u32::try_from(b).ok()),
            key_origin: origin(key).word().into(),
            iv_origin: vector.map_or("", |v| origin(v).word()).into(),
            owner: site.owner.clone(),
            locus: site.locus.clone(),
        });
        store.add(fact);
    }
}

/// The bytes of the vector or nonce in the parameters of `init`.
fn parameters(site: &CallSite) -> Option<&Value> {
    let spec = site.args.get(2)?;
    spec.alternatives().iter().filter_map(Value::as_object).find_map(|o| match o.api.as_ref() {
        "javax.crypto.spec.IvParameterSpec.<init>" => o.args.first(),
        "javax.crypto.spec.GCMParameterSpec.<init>" => o.args.get(1),
        _ => None,
    })
}

/// A cipher that is made and used nowhere that is seen: its users are other code.
fn lone_cipher(scene: &Scene<'_, '_>, site: &CallSite, store: &mut FactStore) {
    let used = scene.uses.ciphers.contains(class_of(site)) || scene.uses.used.contains(&site.locus);
    if used || !site.result_used {
        return;
    }
    for text in texts(site.arg(0)) {
        let (name, mode, padding) = transformation(&text);
        let block = !matches!(name.as_str(), "RSA" | "RC4" | "ChaCha20") && !name.starts_with("PBE");
        let default_mode = mode.is_none() && block;
        store.add(
            at("cipher-use", site)
                .text("algorithm", &name)
                .maybe("mode", mode.or_else(|| default_mode.then(|| "ECB".to_owned())))
                .maybe("padding", padding)
                .text("transformation", &text)
                .text("key_origin", "unknown")
                .text("iv_origin", "unknown")
                .text("purpose", "unknown")
                .flag("default_mode", default_mode)
                .anchored(text.clone()),
        );
    }
}

fn key_bits(key: &Value) -> Option<i64> {
    let object = key.alternatives().iter().find_map(Value::as_object)?;
    match object.api.as_ref() {
        "javax.crypto.spec.SecretKeySpec.<init>" => match object.args.first()? {
            Value::Array { len: Some(len), .. } => Some(i64::from(*len) * 8),
            _ => None,
        },
        "javax.crypto.KeyGenerator.generateKey" => {
            let generator = object.receiver.as_ref()?.as_object()?;
            numbers(generator.called("init")?.first()?).first().copied()
        }
        _ => None,
    }
}

fn secret_key(site: &CallSite, algorithm: Option<String>, store: &mut FactStore) {
    let from = origin(site.arg(0));
    let mut fact = at("key-use", site)
        .maybe("algorithm", algorithm)
        .text("origin", from.word())
        .text("what", "secret-key")
        .flag("from_text", !site.arg(0).is_constant() && letters(site.arg(0), 0))
        .flag("security", true);
    if let Value::Array { len: Some(len), .. } = site.arg(0) {
        fact = fact.number("bits", i64::from(*len) * 8);
    }
    store.add(fact);
}

/// Whether bytes are the letters of a text, not decoded or derived from it.
fn letters(value: &Value, depth: u32) -> bool {
    if depth > 6 {
        return false;
    }
    match value {
        Value::OneOf(all) => all.iter().any(|v| letters(v, depth + 1)),
        Value::Array { from, .. } => {
            let coded = |v: &Value| v.as_object().is_some_and(|o| !o.api.starts_with("java.lang.String"));
            let text = |v: &Value| match v {
                Value::Str(_) => true,
                // A stream that was never read stands for its text.
                Value::Object(object) => {
                    object.class.as_ref() == "java.lang.String" || object.class.starts_with("java.util.stream.")
                }
                other => letters(other, depth + 1),
            };
            from.iter().any(text) && !from.iter().any(|v| coded(v) && !text(v))
        }
        Value::Object(object) => match object.api.as_ref() {
            "java.lang.String.getBytes" => true,
            "java.util.Arrays.copyOf" | "java.util.Arrays.copyOfRange" => {
                object.args.first().is_some_and(|v| letters(v, depth + 1))
            }
            _ => object.api.ends_with(".clone") && object.receiver.iter().any(|v| letters(v, depth + 1)),
        },
        _ => false,
    }
}

/// What goes into a database behind `androidx.sqlite` is encrypted where the app supplies the helpers of SQLCipher.
pub(super) fn seal(sites: &[CallSite], flows: &mut [Flow]) {
    let supplies = |site: &CallSite| site.api.contains("sqlcipher") && site.api.contains(".Support");
    if !sites.iter().any(supplies) {
        return;
    }
    let open = flows.iter_mut().filter(|f| f.sink.of == "database" && f.sink.api.raw().starts_with("androidx."));
    open.filter(|f| !f.transforms.iter().any(|t| t == "encrypted")).for_each(|f| f.transforms.push("encrypted".into()));
}

/// The key of a database; an empty one opens a plain one.
fn database_key(site: &CallSite, key: &Value, store: &mut FactStore) {
    let algorithm = if site.api.starts_with("io.realm.") { "Realm" } else { "SQLCipher" };
    let from = if is_empty(key) { Origin::None } else { origin(key) };
    let fact = at("key-use", site).text("algorithm", algorithm).text("origin", from.word());
    store.add(fact.text("what", "database-key").flag("security", true));
}

/// Whether a value is the empty text, or bytes or letters of it.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Str(text) => text.is_empty(),
        Value::Array { len, .. } => *len == Some(0),
        Value::Object(object) => {
            object.api.starts_with("java.lang.String.") && object.receiver.as_ref().is_some_and(is_empty)
        }
        _ => false,
    }
}

fn vector(site: &CallSite, store: &mut FactStore) {
    store.add(at("key-use", site).text("origin", origin(site.arg(0)).word()).text("what", "iv").flag("security", true));
}

fn password_key(site: &CallSite, store: &mut FactStore) {
    let password = origin(site.arg(0));
    store.add(at("key-use", site).text("origin", password.word()).text("what", "password").flag("security", true));
    if site.args.len() > 1 {
        kdf(site, "PBE", Some(password), site.args.get(1), site.args.get(2), site.args.get(3), store);
    }
}

fn kdf(
    site: &CallSite,
    name: &str,
    password: Option<Origin>,
    salt: Option<&Value>,
    rounds: Option<&Value>,
    bits: Option<&Value>,
    store: &mut FactStore,
) {
    let lowest = rounds.and_then(|r| numbers(r).into_iter().min());
    let mut fact =
        at("kdf-use", site).text("algorithm", name).text("salt_origin", salt.map_or(Origin::None, origin).word());
    if let Some(password) = password {
        fact = fact.text("password_origin", password.word());
    }
    if let Some(rounds) = lowest {
        fact = fact.number("iterations", rounds);
    }
    if let Some(bits) = bits.and_then(Value::as_int) {
        fact = fact.number("bits", bits);
    }
    store.add(fact);
}

/// The factory says which function derives the key.
fn derived_key(site: &CallSite, store: &mut FactStore) {
    let specs = made_by(site.args.first(), "javax.crypto.spec.PBEKeySpec.<init>");
    for (name, _) in names(site.receiver.as_ref(), "javax.crypto.SecretKeyFactory.getInstance") {
        let weak = ["MD5", "SHA1AND", "WITHSHA1AND", "RC2", "DES"].iter().any(|w| name.to_uppercase().contains(w));
        for spec in &specs {
            if spec.args.len() < 3 {
                continue;
            }
            let mut fact = at("kdf-use", site)
                .text("algorithm", &name)
                .text("salt_origin", spec.args.get(1).map_or(Origin::None, origin).word())
                .text("password_origin", spec.args.first().map_or(Origin::None, origin).word())
                .flag("weak_prf", weak);
            if let Some(rounds) = spec.args.get(2).and_then(|r| numbers(r).into_iter().min()) {
                fact = fact.number("iterations", rounds);
            }
            store.add(fact);
        }
    }
}

fn generated(site: &CallSite, store: &mut FactStore) {
    for api in ["javax.crypto.KeyGenerator.getInstance", "java.security.KeyPairGenerator.getInstance"] {
        for object in made_by(site.receiver.as_ref(), api) {
            let store_key = object.args.iter().any(|a| a.as_str() == Some("AndroidKeyStore"));
            let given = object.called("initialize").or_else(|| object.called("init")).and_then(|a| a.first());
            let bits = given.and_then(|v| numbers(v).into_iter().min()).or_else(|| spec_bits(given?));
            for name in texts(object.args.first().unwrap_or(&Value::Unknown)) {
                let mut fact = at("key-use", site)
                    .text("algorithm", algorithm(&name))
                    .text("origin", if store_key { "keystore" } else { "generated" })
                    .text("what", if api.contains("Pair") { "key-pair" } else { "secret-key" })
                    .flag("security", true)
                    .anchored(name.clone());
                if let Some(bits) = bits {
                    fact = fact.number("bits", bits);
                }
                store.add(fact);
            }
        }
    }
}

/// Bits of `RSAKeyGenParameterSpec`, of the curve that `ECGenParameterSpec` names, and of a Keystore specification.
fn spec_bits(spec: &Value) -> Option<i64> {
    let object = spec.as_object()?;
    if object.api.ends_with("ECGenParameterSpec.<init>") {
        // `secp192r1`, `prime256v1`, `P-384`: the first number is the size of the field.
        let name = object.args.first()?.as_str()?;
        let digits = name.trim_start_matches(|c: char| !c.is_ascii_digit());
        return digits.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok();
    }
    if object.api.ends_with("RSAKeyGenParameterSpec.<init>") {
        return numbers(object.args.first()?).into_iter().min();
    }
    let builder = object.receiver.as_ref().unwrap_or(spec);
    builder.as_object()?.called("setKeySize").and_then(|a| numbers(a.first()?).into_iter().min())
}

fn digest(scene: &Scene<'_, '_>, site: &CallSite, store: &mut FactStore) {
    // `update` counts only where no `digest` of the same method shows the end.
    let last = site.api.ends_with(".digest");
    if !last && scene.uses.digested.contains(site.caller.as_ref()) {
        return;
    }
    // What `update` took and `digest` ends is one thing.
    let secret = super::method(&site.locus).is_some_and(|method| scene.hashed.contains(&method));
    for (name, _) in names(site.receiver.as_ref(), "java.security.MessageDigest.getInstance") {
        store.add(
            at("digest-use", site)
                .text("algorithm", algorithm(&name))
                .text("purpose", if secret { "security" } else { "unknown" })
                .flag("keyed", false)
                .anchored(name.clone()),
        );
    }
}

fn mac(site: &CallSite, store: &mut FactStore) {
    for (name, _) in names(site.receiver.as_ref(), "javax.crypto.Mac.getInstance") {
        let key = origin(site.arg(0)).word();
        store.inventory.keys.push(KeyUse {
            role: "mac".into(),
            algorithm: AppText::new(&name),
            mode: AppText::new(""),
            bits: key_bits(site.arg(0)).and_then(|b| u32::try_from(b).ok()),
            key_origin: key.into(),
            iv_origin: String::new(),
            owner: site.owner.clone(),
            locus: site.locus.clone(),
        });
        store.add(
            at("digest-use", site)
                .text("algorithm", name.to_uppercase())
                .text("purpose", "security")
                .flag("keyed", true)
                .text("key_origin", key)
                .anchored(name.clone()),
        );
    }
}

fn signature(site: &CallSite, store: &mut FactStore) {
    for (name, _) in names(site.receiver.as_ref(), "java.security.Signature.getInstance") {
        store.add(
            at("digest-use", site)
                .text("algorithm", name.to_uppercase())
                .text("purpose", "security")
                .flag("keyed", true)
                .text("key_origin", origin(site.arg(0)).word())
                .anchored(name.clone()),
        );
    }
}

fn random(scene: &Scene<'_, '_>, site: &CallSite, name: &str, store: &mut FactStore) {
    let class = site.receiver.as_ref().and_then(Value::as_object).map_or("", |o| o.class.as_ref());
    let strong = site.api.starts_with("java.security.SecureRandom") || class == "java.security.SecureRandom";
    let purpose = if scene.security.contains(&site.locus) { "security" } else { "unknown" };
    let mut fact = at("random-use", site).text("api", &site.api).flag("strong", strong).text("purpose", purpose);
    match name {
        "<init>" | "setSeed" if !site.args.is_empty() => {
            // What has given numbers before has seeded itself; the rest is added to that.
            let object = site.receiver.as_ref().and_then(Value::as_object);
            let seeded = object.is_some_and(|o| {
                o.calls.iter().any(|(api, _)| api.rsplit('.').next().is_some_and(|name| name.starts_with("next")))
            });
            let seed = if strong && seeded { Origin::None } else { origin(site.arg(0)) };
            fact = fact.text("seed_origin", seed.word());
        }
        "<init>" => return,
        // A strong generator's output needs no word.
        _ if strong => return,
        _ => {}
    }
    store.add(fact);
}

fn key_store(scene: &Scene<'_, '_>, site: &CallSite, store: &mut FactStore) {
    let kinds = names(site.receiver.as_ref(), "java.security.KeyStore.getInstance");
    let kind = kinds.first().map_or("", |(k, _)| k.as_str());
    if site.args.len() < 2 || kind == "AndroidKeyStore" {
        return;
    }
    let made = || site.receiver.iter().flat_map(super::made_at);
    let public =
        made().any(|place| scene.uses.trusted.contains(place)) && !made().any(|place| scene.uses.keyed.contains(place));
    let what = match site.arg(0) {
        Value::Null => "create",
        _ if public => "trust-store",
        _ => "load",
    };
    store.add(
        at("keystore-use", site)
            .text("store", kind)
            .text("what", what)
            .text("password_origin", origin(site.arg(1)).word()),
    );
}

/// A Keystore key: what its builder was told.
fn key_spec(site: &CallSite, store: &mut FactStore) {
    let Some(builder) = site.receiver.as_ref().and_then(Value::as_object) else { return };
    let flag = |name: &str| builder.called(name).and_then(|a| a.first()).and_then(Value::as_int).map(|n| n != 0);
    let mut fact = at("keystore-use", site)
        .text("store", "AndroidKeyStore")
        .text("what", "key-spec")
        .flag("auth_required", flag("setUserAuthenticationRequired").unwrap_or(false))
        .flag("invalidated_by_enrolment", flag("setInvalidatedByBiometricEnrollment").unwrap_or(true));
    if let Some(seconds) = builder
        .called("setUserAuthenticationValidityDurationSeconds")
        .or_else(|| builder.called("setUserAuthenticationParameters"))
        .and_then(|a| a.first())
        .and_then(Value::as_int)
    {
        fact = fact.number("auth_seconds", seconds);
    }
    if let Some(purposes) = builder.args.get(1).and_then(Value::as_int) {
        let words: Vec<&str> = [(1, "encrypt"), (2, "decrypt"), (4, "sign"), (8, "verify"), (32, "wrap")]
            .into_iter()
            .filter(|(bit, _)| purposes & bit != 0)
            .map(|(_, word)| word)
            .collect();
        fact = fact.text("purposes", words.join(","));
    }
    store.add(fact);
}
