//! Where a value comes from, in the vocabulary's words.

use crate::flow::{Object, Value};

/// Where key material, vectors, salts, seeds and passwords come from; worse ones first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    Zero,
    Constant,
    Predictable,
    Resource,
    Unknown,
    Parameter,
    Derived,
    Generated,
    Keystore,
    None,
}

impl Origin {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::Constant => "constant",
            Self::Predictable => "predictable",
            Self::Resource => "resource",
            Self::Unknown => "unknown",
            Self::Parameter => "parameter",
            Self::Derived => "derived",
            Self::Generated => "generated",
            Self::Keystore => "keystore",
            Self::None => "none",
        }
    }
}

/// The worst of a value's alternatives; `null`, and an array without elements, count only when there is nothing else.
pub(super) fn origin(value: &Value) -> Origin {
    worst(value, 0)
}

fn worst(value: &Value, depth: u32) -> Origin {
    let alternatives = value.alternatives();
    let held = || alternatives.iter().filter(|v| !is_empty(v));
    let all = |v| one(v, depth);
    held().map(all).min().or_else(|| alternatives.iter().map(all).min()).unwrap_or(Origin::Unknown)
}

/// Whether it is an array without elements: what is handed over when there is nothing to hand over.
fn is_empty(value: &Value) -> bool {
    matches!(value, Value::Array { len: Some(0), constant: true, .. })
}

fn nested(value: &Value, depth: u32) -> Origin {
    if depth > 8 {
        return Origin::Unknown;
    }
    worst(value, depth)
}

fn one(value: &Value, depth: u32) -> Origin {
    match value {
        Value::Null => Origin::None,
        Value::Computed | Value::Int(_) | Value::Float(_) | Value::Str(_) | Value::Class(_) => Origin::Constant,
        Value::Resource(_) => Origin::Resource,
        Value::Param(_) => Origin::Parameter,
        Value::StaticField(name) if name.starts_with("android.os.Build.") => Origin::Predictable,
        Value::Unknown | Value::StaticField(_) | Value::Field(_) | Value::OneOf(_) => Origin::Unknown,
        Value::Array { constant: true, bytes, .. } => match bytes {
            Some(bytes) if !bytes.is_empty() && bytes.iter().all(|&b| b == 0) => Origin::Zero,
            _ => Origin::Constant,
        },
        // What an array is made of: its constant parts say nothing as long as others vary.
        Value::Array { from, .. } => mixture(from.iter().map(|v| nested(v, depth + 1))),
        Value::Object(object) => made(object, depth),
    }
}

/// Of several ingredients: the best that varies; constant only when all are.
fn mixture(parts: impl Iterator<Item = Origin>) -> Origin {
    let parts: Vec<Origin> = parts.filter(|&o| o != Origin::None).collect();
    let varying = parts.iter().copied().filter(|&o| !matches!(o, Origin::Constant | Origin::Zero)).max();
    match varying {
        Some(Origin::Predictable) if parts.contains(&Origin::Unknown) => Origin::Unknown,
        Some(best) => best,
        None => parts.into_iter().min().unwrap_or(Origin::Unknown),
    }
}

/// APIs whose results can be guessed.
fn is_predictable(api: &str) -> bool {
    matches!(
        api,
        "java.lang.System.currentTimeMillis"
            | "java.lang.System.nanoTime"
            | "java.lang.Math.random"
            | "android.os.SystemClock.elapsedRealtime"
            | "android.os.SystemClock.uptimeMillis"
            | "android.provider.Settings$Secure.getString"
            | "android.telephony.TelephonyManager.getDeviceId"
            | "android.telephony.TelephonyManager.getImei"
            | "android.net.wifi.WifiInfo.getMacAddress"
            | "android.content.Context.getPackageName"
            | "java.lang.Object.hashCode"
            | "java.util.Date.getTime"
            | "java.util.Date.<init>"
            | "java.util.Calendar.getInstance"
            | "java.util.Calendar.getTimeInMillis"
            | "java.time.Instant.now"
            | "java.time.LocalDateTime.now"
    ) || ["java.util.Random.", "java.util.concurrent.ThreadLocalRandom.", "kotlin.random.Random."]
        .iter()
        .chain(&["kotlin.random.Random$Default."])
        .any(|class| api.starts_with(class))
        && !api.ends_with(".<init>")
}

fn made(object: &Object, depth: u32) -> Origin {
    let api = object.api.as_ref();
    let (class, name) = api.rsplit_once('.').unwrap_or(("", api));
    let arg = |i: usize| object.args.get(i).map_or(Origin::None, |v| nested(v, depth + 1));
    // A receiver that is null in all that was seen (Dalvik writes it as zero) was set where nobody looked.
    let receiver = || object.receiver.iter().filter(|r| !matches!(r, Value::Null | Value::Int(0)));
    let all = || mixture(object.args.iter().chain(receiver()).map(|v| nested(v, depth + 1)));
    if is_predictable(api) {
        let strong = object.receiver.as_ref().is_some_and(is_secure_random);
        return if strong { Origin::Generated } else { Origin::Predictable };
    }
    match (class, name) {
        // A stream of numbers that ends up in bytes unread is there as its text: a class name and a hash code.
        ("java.security.SecureRandom" | "java.util.Random", "ints" | "longs" | "doubles") => Origin::Predictable,
        ("java.security.SecureRandom", _) | ("java.util.UUID", "randomUUID") => Origin::Generated,
        ("javax.crypto.KeyGenerator", "generateKey") | ("java.security.KeyPairGenerator", _) => {
            let store = object.receiver.as_ref().is_some_and(|r| asks_for(r, "AndroidKeyStore"));
            if store { Origin::Keystore } else { Origin::Generated }
        }
        ("java.security.KeyPair", _) => object.receiver.as_ref().map_or(Origin::Generated, |r| nested(r, depth + 1)),
        ("java.security.KeyStore", "getKey" | "getEntry" | "getCertificate") => Origin::Keystore,
        ("java.security.KeyStore$SecretKeyEntry" | "java.security.KeyStore$PrivateKeyEntry", _) => Origin::Keystore,
        ("javax.crypto.spec.SecretKeySpec", "<init>")
        | ("javax.crypto.spec.DESKeySpec" | "javax.crypto.spec.DESedeKeySpec", "<init>")
        | ("javax.crypto.spec.IvParameterSpec", "<init>") => arg(0),
        ("javax.crypto.spec.GCMParameterSpec", "<init>") => arg(1),
        ("javax.crypto.spec.PBEKeySpec", "<init>") => match arg(0) {
            Origin::Constant | Origin::Zero => Origin::Constant,
            Origin::Predictable => Origin::Predictable,
            _ => Origin::Derived,
        },
        ("javax.crypto.SecretKeyFactory", "generateSecret") => match arg(0) {
            weak @ (Origin::Constant | Origin::Zero | Origin::Predictable) => weak,
            _ => Origin::Derived,
        },
        ("java.security.MessageDigest", "digest") | ("javax.crypto.Mac", "doFinal") => {
            let fed = object.receiver.iter().filter_map(Value::as_object).filter_map(|r| r.called("update"));
            let fed = fed.flatten().map(|v| nested(v, depth + 1));
            match mixture(fed.chain(object.args.iter().map(|v| nested(v, depth + 1)))) {
                weak @ (Origin::Constant | Origin::Zero | Origin::Predictable | Origin::Resource) => weak,
                _ => Origin::Derived,
            }
        }
        ("javax.crypto.Cipher", "getIV" | "doFinal" | "update") => Origin::Derived,
        (_, "getString" | "getText")
            if class.starts_with("android.content.") && !class.contains("SharedPreferences") =>
        {
            Origin::Resource
        }
        // Values in another form: what they are made of decides.
        (
            "java.lang.String"
            | "java.lang.StringBuilder"
            | "java.lang.StringBuffer"
            | "java.util.Arrays"
            | "java.lang.Long"
            | "java.lang.Integer"
            | "java.lang.Byte"
            | "java.lang.Character"
            | "android.util.Base64"
            | "java.util.Base64$Decoder"
            | "java.util.Base64$Encoder"
            | "java.math.BigInteger"
            | "java.lang.CharSequence"
            | "java.nio.ByteBuffer"
            | "java.lang.Object"
            | "java.util.UUID"
            | "javax.crypto.SecretKey"
            | "java.security.Key"
            | "java.nio.charset.Charset",
            _,
        ) => all(),
        ("given", _) | ("", _) => Origin::Unknown,
        (_, "clone") => all(),
        _ => Origin::Unknown,
    }
}

fn is_secure_random(value: &Value) -> bool {
    value.alternatives().iter().all(|v| {
        v.as_object().is_some_and(|o| {
            o.class.as_ref() == "java.security.SecureRandom" || o.api.starts_with("java.security.SecureRandom.")
        })
    })
}

/// Whether the call that made a value was given that text.
pub(super) fn asks_for(value: &Value, text: &str) -> bool {
    value.alternatives().iter().any(|v| v.as_object().is_some_and(|o| o.args.iter().any(|a| a.as_str() == Some(text))))
}
