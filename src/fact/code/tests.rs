//! Terms as the engine gives them, and what is said of them.

use std::sync::Arc;

use super::crypto::{algorithm, transformation};
use super::origin::{Origin, asks_for, origin};
use super::{kinds, shown};
use crate::flow::{Object, Value};

pub(super) fn call(api: &str, receiver: Option<Value>, args: Vec<Value>) -> Value {
    Value::Object(Arc::new(Object {
        class: api.rsplit_once('.').map_or("", |(class, _)| class).into(),
        api: api.into(),
        site: None,
        receiver,
        args,
        calls: Vec::new(),
    }))
}

fn bytes(content: &[u8]) -> Value {
    Value::Array { len: Some(content.len() as u32), constant: true, bytes: Some(content.into()), from: vec![] }
}

#[test]
fn a_key_is_as_good_as_what_it_is_made_of() {
    let spec =
        |material| call("javax.crypto.spec.SecretKeySpec.<init>", None, vec![material, Value::Str("AES".into())]);
    assert_eq!(origin(&spec(bytes(b"0123456789abcdef"))), Origin::Constant);
    assert_eq!(origin(&spec(bytes(&[0; 16]))), Origin::Zero);
    assert_eq!(origin(&spec(Value::Unknown)), Origin::Unknown);
    let digest = call("java.security.MessageDigest.digest", None, vec![bytes(b"password")]);
    assert_eq!(origin(&spec(digest)), Origin::Constant, "a digest of a constant is a constant");
    let time = call("java.lang.String.valueOf", None, vec![call("java.lang.System.currentTimeMillis", None, vec![])]);
    assert_eq!(origin(&spec(call("java.lang.String.getBytes", Some(time), vec![]))), Origin::Predictable);
}

#[test]
fn an_array_without_elements_beside_another_is_no_key() {
    let either = Value::one_of(vec![bytes(b""), Value::Unknown]);
    assert_eq!(origin(&either), Origin::Unknown);
    assert_eq!(origin(&bytes(b"")), Origin::Constant, "alone it is an empty password");
}

#[test]
fn an_array_filled_by_a_strong_generator_is_generated_and_by_a_weak_one_predictable() {
    let filled =
        |api: &str| Value::Array { len: Some(16), constant: false, bytes: None, from: vec![call(api, None, vec![])] };
    assert_eq!(origin(&filled("java.security.SecureRandom.nextBytes")), Origin::Generated);
    assert_eq!(origin(&filled("java.util.Random.nextBytes")), Origin::Predictable);
}

#[test]
fn keys_of_the_keystore_are_told_by_their_provider() {
    let generator = call(
        "javax.crypto.KeyGenerator.getInstance",
        None,
        vec![Value::Str("AES".into()), Value::Str("AndroidKeyStore".into())],
    );
    assert!(asks_for(&generator, "AndroidKeyStore"));
    assert_eq!(origin(&call("javax.crypto.KeyGenerator.generateKey", Some(generator), vec![])), Origin::Keystore);
}

#[test]
fn transformations_are_taken_apart_and_named_as_usual() {
    assert_eq!(transformation("aes/cbc/PKCS5Padding"), ("AES".into(), Some("CBC".into()), Some("PKCS5Padding".into())));
    assert_eq!(transformation("DES"), ("DES".into(), None, None));
    assert_eq!(algorithm("ARCFOUR"), "RC4");
    assert_eq!(algorithm("sha1"), "SHA-1");
}

#[test]
fn a_truth_value_is_shown_as_one() {
    assert_eq!(kinds("(Z[Ljava/lang/String;[[IJLa/B;Z)V"), b"Z[[JLZ");
    assert_eq!(kinds("(Lno/end"), b"");
    assert_eq!((shown(&Value::Int(1), b'Z').raw(), shown(&Value::Int(1), b'I').raw()), ("true", "1"));
}
