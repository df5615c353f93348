//! Archives are built and signed in the test, by keys of Mersenne primes: no key lies about.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use num_bigint::BigUint;

use super::crypto::Hash;
use super::*;
use crate::format::der::cms::tests::signed_data;
use crate::format::der::tests::{constructed, oid, value};
use crate::format::der::x509::tests::{certificate, rsa_key};

/// An RSA key and a certificate over it.
struct Key {
    modulus: BigUint,
    private: BigUint,
    info: Vec<u8>,
    certificate: Vec<u8>,
}

impl Key {
    /// Of the primes `2^p - 1` and `2^q - 1`.
    fn new(name: &str, p: u32, q: u32) -> Self {
        let one = BigUint::from(1u8);
        let [p, q] = [p, q].map(|bits| (&one << bits) - &one);
        let modulus = &p * &q;
        let private = BigUint::from(65_537u32).modinv(&((&p - &one) * (&q - &one))).unwrap();
        let bytes = modulus.to_bytes_be();
        let info = rsa_key(&if bytes[0] & 0x80 == 0 { bytes } else { [vec![0], bytes].concat() });
        let certificate = certificate(name, &info, &[]);
        Self { modulus, private, info, certificate }
    }

    fn first() -> Self {
        Self::new("First", 521, 607)
    }

    fn second() -> Self {
        Self::new("Second", 521, 1279)
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256.
    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let length = self.modulus.to_bytes_be().len();
        let info = [
            constructed(0x30, &[oid("2.16.840.1.101.3.4.2.1"), value(5, &[])]),
            value(4, &Hash::Sha256.digest(&[message])),
        ];
        let info = constructed(0x30, &info);
        let encoded = [vec![0, 1], vec![0xff; length - info.len() - 3], vec![0], info].concat();
        let signature = BigUint::from_bytes_be(&encoded).modpow(&self.private, &self.modulus).to_bytes_be();
        [vec![0; length - signature.len()], signature].concat()
    }
}

/// An archive of stored entries with an APK Signing Block of these pairs.
fn archive(entries: &[(&str, Vec<u8>)], pairs: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let size = (content.len() as u32).to_le_bytes();
        let common = [&[0u8; 10][..], &[0; 4], &size, &size, &(name.len() as u16).to_le_bytes(), &[0; 2]].concat();
        directory.extend([b"PK\x01\x02".as_slice(), &[0; 2], &common, &[0; 10]].concat());
        directory.extend((out.len() as u32).to_le_bytes());
        directory.extend(name.as_bytes());
        out.extend([b"PK\x03\x04".as_slice(), &common, name.as_bytes(), content].concat());
    }
    if !pairs.is_empty() {
        let block: Vec<u8> = pairs
            .iter()
            .flat_map(|(id, v)| [&(v.len() as u64 + 4).to_le_bytes()[..], &id.to_le_bytes(), v].concat())
            .collect();
        let size = (block.len() as u64 + 24).to_le_bytes();
        out.extend([&size[..], &block, &size, b"APK Sig Block 42"].concat());
    }
    let (offset, count) = (out.len() as u32, entries.len() as u16);
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    out.extend([(directory.len() as u32).to_le_bytes(), offset.to_le_bytes()].concat());
    out.extend([0, 0]);
    out
}

fn prefixed(bytes: &[u8]) -> Vec<u8> {
    [&(bytes.len() as u32).to_le_bytes(), bytes].concat()
}

fn u32s(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|n| n.to_le_bytes()).collect()
}

/// What the app consists of.
fn entries() -> Vec<(&'static str, Vec<u8>)> {
    vec![("AndroidManifest.xml", b"manifest".to_vec()), ("classes.dex", b"code".to_vec())]
}

/// Adds a JAR signature to entries. `signed` is the value of `X-Android-APK-Signed`, when there is to be one.
fn with_v1(mut all: Vec<(&'static str, Vec<u8>)>, key: &Key, signed: Option<&str>) -> Vec<(&'static str, Vec<u8>)> {
    let digest = |bytes: &[u8]| STANDARD.encode(Hash::Sha256.digest(&[bytes]));
    let mut manifest = "Manifest-Version: 1.0\r\n\r\n".to_owned();
    let mut file = String::new();
    for (name, content) in &all {
        let section = format!("Name: {name}\r\nSHA-256-Digest: {}\r\n\r\n", digest(content));
        file += &format!("Name: {name}\r\nSHA-256-Digest: {}\r\n\r\n", digest(section.as_bytes()));
        manifest += &section;
    }
    let mut head = format!("Signature-Version: 1.0\r\nSHA-256-Digest-Manifest: {}\r\n", digest(manifest.as_bytes()));
    if let Some(signed) = signed {
        head += &format!("X-Android-APK-Signed: {signed}\r\n");
    }
    let file = format!("{head}\r\n{file}");
    let block = signed_data(None, &key.certificate, &[], &key.sign(file.as_bytes()));
    all.push(("META-INF/MANIFEST.MF", manifest.into_bytes()));
    all.push(("META-INF/CERT.SF", file.into_bytes()));
    all.push(("META-INF/CERT.RSA", block));
    all
}

/// Digest of an unsigned archive's contents, which are the same with a block.
fn content_digest(unsigned: &[u8]) -> Vec<u8> {
    let sections = Sections::find(unsigned).unwrap();
    let contents = content::Contents {
        before: &unsigned[..sections.directory],
        directory: &unsigned[sections.directory..sections.end],
        end: unsigned[sections.end..].to_vec(),
    };
    contents.digest(content::ContentDigest::Chunked256).unwrap()
}

/// The pair of a scheme with one signer for each key; `levels` and attributes as v3 has them.
fn pair(scheme: Scheme, unsigned: &[u8], signers: &[(&Key, [u32; 2], Vec<u8>)]) -> (u32, Vec<u8>) {
    let newer = scheme != Scheme::V2;
    let all: Vec<u8> = signers
        .iter()
        .flat_map(|(key, levels, attributes)| {
            let digests = prefixed(&[u32s(&[0x0103]), prefixed(&content_digest(unsigned))].concat());
            let levels = if newer { u32s(levels) } else { Vec::new() };
            let signed =
                [prefixed(&digests), prefixed(&prefixed(&key.certificate)), levels.clone(), prefixed(attributes)]
                    .concat();
            let signature = prefixed(&[u32s(&[0x0103]), prefixed(&key.sign(&signed))].concat());
            prefixed(&[prefixed(&signed), levels, prefixed(&signature), prefixed(&key.info)].concat())
        })
        .collect();
    (scheme.block_id().unwrap(), prefixed(&all))
}

/// An attribute of a signer.
fn attribute(id: u32, value: &[u8]) -> Vec<u8> {
    prefixed(&[&id.to_le_bytes(), value].concat())
}

/// A proof that `new` follows `old`.
fn lineage(old: &Key, new: &Key) -> Vec<u8> {
    let node = |key: &Key, signed_by: Option<&Key>, by: u32, next: u32| {
        let signed = [prefixed(&key.certificate), u32s(&[by])].concat();
        let signature = signed_by.map(|k| k.sign(&signed)).unwrap_or_default();
        prefixed(&[prefixed(&signed), u32s(&[0, next]), prefixed(&signature)].concat())
    };
    let nodes = [u32s(&[1]), node(old, None, 0, 0x0103), node(new, Some(old), 0x0103, 0)].concat();
    attribute(0x3ba0_6f8c, &nodes)
}

fn check(apk: &[u8], min_sdk: u32) -> ApkSignature {
    let claims = Claims { min_sdk, target_sdk: 29, target_sandbox: 1 };
    verify(apk, Some(claims), None, &BTreeMap::new(), &Limits::default())
}

fn codes_of(signature: &ApkSignature) -> Vec<&str> {
    signature.issues.iter().filter(|i| i.grade != Grade::Warning).map(|i| i.note.code.as_str()).collect()
}

const ANY: [u32; 2] = [28, i32::MAX as u32];

fn v2_only() -> Vec<u8> {
    let unsigned = archive(&entries(), &[]);
    archive(&entries(), &[pair(Scheme::V2, &unsigned, &[(&Key::first(), ANY, vec![])])])
}

#[test]
fn an_archive_signed_by_v1_verifies_where_its_algorithm_is_known() {
    let apk = archive(&with_v1(entries(), &Key::first(), None), &[]);
    let new = check(&apk, 21);
    assert_eq!(
        (new.verifies, new.verifies_from_api, new.schemes.as_slice()),
        (Some(true), Some(21), [Scheme::V1].as_slice())
    );
    assert!(new.is_v1_only() && new.janus);
    let old = check(&apk, 14);
    assert_eq!((old.verifies, old.verifies_from_api), (Some(false), Some(18)), "RSA with SHA-256 since 4.3");
    assert_eq!(codes_of(&old), [codes::ALGORITHM_UNSUPPORTED]);
    assert!(!check(&apk, 27).janus, "8.1 and later refuse such archives");
}

#[test]
fn v1_covers_every_entry_outside_meta_inf() {
    let key = Key::first();
    let mut changed = with_v1(entries(), &key, None);
    changed[1].1 = b"evil".to_vec();
    assert_eq!(codes_of(&check(&archive(&changed, &[]), 21)), [codes::ENTRY_CHANGED]);
    let mut more = with_v1(entries(), &key, None);
    more.push(("classes2.dex", b"evil".to_vec()));
    assert_eq!(codes_of(&check(&archive(&more, &[]), 21)), [codes::ENTRY_NOT_SIGNED]);
    let fewer = with_v1(entries(), &key, None).split_off(1);
    assert_eq!(codes_of(&check(&archive(&fewer, &[]), 21)), [codes::ENTRY_MISSING]);
    let mut beside = with_v1(entries(), &key, None);
    beside.push(("META-INF/services/x", b"open".to_vec()));
    let beside = check(&archive(&beside, &[]), 21);
    assert_eq!(beside.verifies, Some(true));
    assert_eq!(beside.issues[0].note.code, codes::UNPROTECTED);
    let mut twice = with_v1(entries(), &key, None);
    twice.push(("classes.dex", b"code".to_vec()));
    assert_eq!(codes_of(&check(&archive(&twice, &[]), 21))[0], codes::DUPLICATE_ENTRY);
}

#[test]
fn v1_does_not_verify_with_another_manifest_or_signature() {
    let key = Key::first();
    let mut manifest = with_v1(entries(), &key, None);
    manifest[2].1.extend(b"Name: classes.dex\r\n");
    assert_eq!(check(&archive(&manifest, &[]), 21).verifies, Some(false));
    let mut file = with_v1(entries(), &key, None);
    file[3].1.extend(b"X: y\r\n");
    assert_eq!(codes_of(&check(&archive(&file, &[]), 21)), [codes::SIGNATURE_FILE_WRONG]);
}

#[test]
fn v2_protects_every_byte_from_level_24_on() {
    let apk = v2_only();
    let signature = check(&apk, 24);
    assert_eq!((signature.verifies, signature.schemes.as_slice()), (Some(true), [Scheme::V2].as_slice()));
    assert_eq!(signature.signers[0].certificate.key, "RSA 1128");
    assert!(!signature.janus);
    let old = check(&apk, 21);
    assert_eq!((old.verifies, old.verifies_from_api), (Some(false), Some(24)));
    assert_eq!(codes_of(&old), [codes::NO_MANIFEST]);
    assert_eq!(old.signers.len(), 1, "who signed is told all the same");
    let mut changed = apk.clone();
    let at = changed.windows(4).position(|w| w == b"code").unwrap();
    changed[at] ^= 1;
    assert_eq!(codes_of(&check(&changed, 24)), [codes::CONTENT_CHANGED]);
}

#[test]
fn a_newer_signature_must_not_be_stripped() {
    let key = Key::first();
    let all = with_v1(entries(), &key, Some("2"));
    let unsigned = archive(&all, &[]);
    let both = archive(&all, &[pair(Scheme::V2, &unsigned, &[(&key, ANY, vec![])])]);
    assert_eq!(check(&both, 21).verifies, Some(true));
    assert_eq!(codes_of(&check(&unsigned, 21)), [codes::STRIPPED]);
    let says_v3 = attribute(0xbeef_f00d, &3u32.to_le_bytes());
    let v2 = archive(&all, &[pair(Scheme::V2, &unsigned, &[(&key, ANY, says_v3)])]);
    assert_eq!(codes_of(&check(&v2, 24)), [codes::STRIPPED]);
}

#[test]
fn schemes_must_have_the_same_signer() {
    let all = with_v1(entries(), &Key::first(), Some("2"));
    let unsigned = archive(&all, &[]);
    let other = archive(&all, &[pair(Scheme::V2, &unsigned, &[(&Key::second(), ANY, vec![])])]);
    assert_eq!(codes_of(&check(&other, 21)), [codes::SIGNERS_DIFFER]);
    assert_eq!(check(&other, 24).verifies, Some(true), "where v1 is not looked at, its signer does not matter");
}

#[test]
fn a_rotated_key_is_proven_by_its_lineage() {
    let (old, new) = (Key::first(), Key::second());
    let all = with_v1(entries(), &old, Some("2, 3"));
    let unsigned = archive(&all, &[]);
    let v2 = pair(Scheme::V2, &unsigned, &[(&old, ANY, vec![])]);
    let rotated = pair(Scheme::V3, &unsigned, &[(&new, ANY, lineage(&old, &new))]);
    let good = check(&archive(&all, &[v2.clone(), rotated]), 21);
    assert_eq!((good.verifies, codes_of(&good)), (Some(true), vec![]));
    assert_eq!(good.signers.iter().find(|s| s.scheme == Scheme::V3).unwrap().rotated_from, 1);
    let unproven = pair(Scheme::V3, &unsigned, &[(&new, ANY, vec![])]);
    assert_eq!(codes_of(&check(&archive(&all, &[v2.clone(), unproven]), 21)), [codes::SIGNERS_DIFFER]);
    let self_made = pair(Scheme::V3, &unsigned, &[(&new, ANY, lineage(&new, &old))]);
    assert_eq!(codes_of(&check(&archive(&all, &[v2, self_made]), 21)), [codes::LINEAGE_WRONG]);
}

#[test]
fn rotation_for_later_levels_is_v3_1_beside_v3() {
    let (old, new) = (Key::first(), Key::second());
    let unsigned = archive(&entries(), &[]);
    let bound =
        |levels, min: u32| pair(Scheme::V3, &unsigned, &[(&old, levels, attribute(0x559f_8b02, &min.to_le_bytes()))]);
    let later = pair(Scheme::V31, &unsigned, &[(&new, [34, ANY[1]], lineage(&old, &new))]);
    let good = check(&archive(&entries(), &[bound([28, 33], 34), later.clone()]), 28);
    assert_eq!((good.verifies, codes_of(&good)), (Some(true), vec![]));
    assert_eq!(good.schemes, [Scheme::V3, Scheme::V31]);
    let gap = check(&archive(&entries(), &[bound([28, 32], 34), later.clone()]), 28);
    assert_eq!(codes_of(&gap), [codes::LEVELS_WRONG]);
    let stripped = check(&archive(&entries(), &[bound(ANY, 34)]), 28);
    assert_eq!(codes_of(&stripped), [codes::ROTATION_MISSING]);
    let alone = check(&archive(&entries(), &[later]), 28);
    assert_eq!(codes_of(&alone), [codes::ROTATION_WITHOUT_V3]);
}

#[test]
fn the_manifest_can_ask_for_a_newer_scheme() {
    let v1 = archive(&with_v1(entries(), &Key::first(), None), &[]);
    let claims = |target_sdk, target_sandbox| Some(Claims { min_sdk: 21, target_sdk, target_sandbox });
    let codes_for = |apk: &[u8], claims| {
        let found = verify(apk, claims, None, &BTreeMap::new(), &Limits::default());
        codes_of(&found).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(codes_for(&v1, claims(29, 1)).is_empty());
    assert_eq!(codes_for(&v1, claims(30, 1)), [codes::NEWER_REQUIRED]);
    assert_eq!(codes_for(&v1, claims(26, 2)), [codes::NEWER_REQUIRED]);
    let unknown = verify(&v1, None, None, &BTreeMap::new(), &Limits::default());
    assert_eq!(
        (unknown.verifies, codes_of(&unknown)),
        (None, vec![codes::ALGORITHM_UNSUPPORTED, codes::UNCHECKED_LEVELS])
    );
}

#[test]
fn what_can_not_be_checked_is_not_called_wrong() {
    let unsigned = archive(&entries(), &[]);
    let point = [vec![0, 4], vec![1; 64]].concat();
    let algorithm = constructed(0x30, &[oid("1.2.840.10045.2.1"), oid("1.3.132.0.10")]);
    let info = constructed(0x30, &[algorithm, value(3, &point)]);
    let certificate = certificate("Other curve", &info, &[]);
    let digests = prefixed(&[u32s(&[0x0201]), prefixed(&content_digest(&unsigned))].concat());
    let signed = [prefixed(&digests), prefixed(&prefixed(&certificate)), prefixed(&[])].concat();
    let signature = prefixed(&[u32s(&[0x0201]), prefixed(&[1, 2, 3])].concat());
    let signer = prefixed(&[prefixed(&signed), prefixed(&signature), prefixed(&info)].concat());
    let apk = archive(&entries(), &[(0x7109_871a, prefixed(&signer))]);
    let found = check(&apk, 24);
    assert_eq!((found.verifies, codes_of(&found)), (None, vec![codes::UNCHECKED_KEY]));
    let finding = found.to_finding();
    assert_eq!(finding.issues[0].grade, "unchecked");
    assert_eq!(finding.certificates[0].key, "EC secp256k1");
}

#[test]
fn a_signature_beside_the_archive_covers_all_of_it() {
    let (apk, key) = (v2_only(), Key::first());
    let (root, tree) = content::verity(&[&apk], &[]);
    let hashing = [u32s(&[1]), vec![12], prefixed(&[]), prefixed(&root)].concat();
    let own = prefixed(&content_digest(&archive(&entries(), &[])));
    let certificate = prefixed(&key.certificate);
    let message = [&(apk.len() as u64).to_le_bytes()[..], &hashing, &own, &certificate, &prefixed(&[])].concat();
    let message = [u32s(&[message.len() as u32 + 4]), message].concat();
    let signature = prefixed(&key.sign(&message));
    let signing = [own, certificate, prefixed(&[]), prefixed(&key.info), u32s(&[0x0103]), signature].concat();
    let idsig = [u32s(&[2]), prefixed(&hashing), prefixed(&signing), prefixed(&tree)].concat();
    let claims = Some(Claims { min_sdk: 24, target_sdk: 34, target_sandbox: 1 });
    let good = verify(&apk, claims, Some(&idsig), &BTreeMap::new(), &Limits::default());
    assert_eq!((good.verifies, codes_of(&good)), (Some(true), vec![]));
    assert!(good.has(Scheme::V4));
    let mut other = idsig.clone();
    let last = other.len() - 1;
    other[last] ^= 1;
    assert_eq!(
        codes_of(&verify(&apk, claims, Some(&other), &BTreeMap::new(), &Limits::default())),
        [codes::CONTENT_CHANGED]
    );
}

#[test]
fn certificates_are_listed_once_with_their_schemes() {
    let key = Key::new("Android Debug", 521, 607);
    let all = with_v1(entries(), &key, Some("2"));
    let unsigned = archive(&all, &[]);
    let found = check(&archive(&all, &[pair(Scheme::V2, &unsigned, &[(&key, ANY, vec![])])]), 21);
    assert!(found.signers.iter().all(|s| s.certificate.is_debug() && s.certificate.is_weak_key()));
    let finding = found.to_finding();
    assert_eq!(finding.certificates.len(), 1);
    assert_eq!(finding.certificates[0].source, "v1, v2");
}

#[test]
fn verity_trees_have_as_many_levels_as_needed() {
    // One page: its digest fills the only level. 129 pages: two levels, as 128 digests fill a page.
    let one = content::verity(&[&[7; 4096]], &[]);
    assert_eq!(one.1.len(), 4096);
    assert_eq!(one.1[..32], Hash::Sha256.digest(&[&[7; 4096]])[..]);
    let many = vec![7; 4096 * 129];
    let (root, tree) = content::verity(&[&many[..5000], &many[5000..]], &[]);
    assert_eq!(tree.len(), 3 * 4096);
    assert_eq!(root, Hash::Sha256.digest(&[&tree[..4096]]));
    assert_eq!(tree[..32], Hash::Sha256.digest(&[&tree[4096..8192]])[..]);
}

#[test]
fn prefixes_and_changed_bytes_do_not_panic_nor_verify() {
    let apk = v2_only();
    for end in 0..apk.len() {
        assert_ne!(check(&apk[..end], 24).verifies, Some(true));
    }
    for at in 0..apk.len() {
        let mut changed = apk.clone();
        changed[at] ^= 1;
        assert_ne!(check(&changed, 24).verifies, Some(true), "byte {at}");
    }
    let jar = archive(&with_v1(entries(), &Key::first(), None), &[]);
    for at in 0..jar.len() {
        let mut changed = jar.clone();
        changed[at] ^= 0x10;
        check(&changed, 21);
    }
}
