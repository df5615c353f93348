//! Facts of the signature of an APK, and its row in the inventory.

use jiff::civil::Date;

use super::{Fact, FactStore};
use crate::app::manifest::Manifest;
use crate::app::signing::{ApkSignature, Claims, Grade, Issue, Scheme, Signer, verify};
use crate::app::{Build, Kind};
use crate::finding::{AppText, CoverageState, Evidence, Locus, Note, Part};
use crate::limits::{Budget, Limits};

/// SHA-256 of the certificates of the keys that lie open in AOSP (`build/target/product/security`).
const OPEN_KEYS: [&str; 5] = [
    "a40da80a59d170caa950cf15c18c454d47a39b26989d8b640ecd745ba71bf5dc", // testkey
    "c8a2e9bccf597c2fb6dc66bee293fc13f2fc47ec77bc6b2b0d52c11f51192ab8", // platform
    "28bbfe4a7b97e74681dc55c2fbb6ccb8d6c74963733f6af6ae74d8c3a6e879fd", // shared
    "465983f7791f2abeb43ea2cbdc7f21a8260b72bc08a55c839fc1a43bc741a81e", // media
    "e1dbadce60dc080d15b58a014b0dcf9400e24de23fa00b287a5a982bfebda2ee", // networkstack
];

/// Verifies the signatures of a build's APKs and puts what they say into the store. `manifest` is the app's, merged, if
/// it could be read; `idsig` the v4 signature beside the base; `date` the day against which validity is judged.
pub fn add(
    build: &Build,
    manifest: Option<&Manifest>,
    idsig: Option<&[u8]>,
    date: Date,
    budget: &Budget,
    store: &mut FactStore,
) {
    if !matches!(build.kind, Kind::Apk | Kind::ApkSet | Kind::Aab) {
        return;
    }
    store.looked_for(&["signature", "signer"]);
    let claims = match build.kind {
        // A bundle is signed for the store alone: by JAR signing, whatever levels the app is for.
        Kind::Aab => Some(Claims { min_sdk: 24, target_sdk: 29, target_sandbox: 1 }),
        _ => manifest.map(|m| Claims { min_sdk: m.sdk.min, target_sdk: m.sdk.target, target_sandbox: m.sdk.sandbox }),
    };
    let Some(signature) = of_all(build, claims, idsig, &budget.limits) else { return };
    if build.kind == Kind::Aab && signature.schemes.is_empty() {
        store.cover(Part::Signing, CoverageState::None, None, Note::new("signing-bundle-unsigned"));
        store.add(Fact::new("signature", Locus::Build).flag("checked", false).list::<&str>("schemes", []));
        return;
    }
    store.inventory.signing = signature.to_finding();
    cover(&signature, store);
    signature_fact(&signature, store);
    let day = date.to_string();
    signer_facts(&signature, claims, &day, store);
}

/// The signatures of all packages as one: it holds where all do. None when no package is an archive.
fn of_all(build: &Build, claims: Option<Claims>, idsig: Option<&[u8]>, limits: &Limits) -> Option<ApkSignature> {
    let mut whole: Option<ApkSignature> = None;
    for package in &build.packages {
        let Some(archive) = package.as_archive() else { continue };
        let idsig = idsig.filter(|_| whole.is_none());
        let mut part = verify(archive.bytes(), claims, idsig, &package.inflated(), limits);
        match &mut whole {
            None => whole = Some(part),
            Some(whole) => {
                for issue in &mut part.issues {
                    issue.note = issue.note.clone().with("apk", package.name());
                }
                join(whole, part, package.name());
            }
        }
    }
    whole
}

/// Adds a split's signature to that of the base. All must be signed by the same.
fn join(whole: &mut ApkSignature, part: ApkSignature, name: &str) {
    let certificates = |s: &ApkSignature| {
        let mut all: Vec<String> = s.signers.iter().map(|s| s.certificate.sha256.clone()).collect();
        all.sort();
        all.dedup();
        all
    };
    if let Some(first) = part.signers.first().filter(|_| !whole.signers.is_empty())
        && certificates(whole) != certificates(&part)
    {
        let note = Note::new("signing-splits-differ").with("apk", name);
        whole.issues.push(Issue { scheme: first.scheme, grade: Grade::Error, note });
        whole.verifies = Some(false);
        whole.verifies_from_api = None;
    }
    whole.verifies = match (whole.verifies, part.verifies) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (None, _) | (_, None) => None,
        _ => Some(true),
    };
    whole.verifies_from_api = whole.verifies_from_api.zip(part.verifies_from_api).map(|(a, b)| a.max(b));
    whole.schemes.retain(|scheme| part.schemes.contains(scheme) || *scheme == Scheme::V4);
    whole.issues.extend(part.issues);
    whole.janus |= part.janus;
}

fn cover(signature: &ApkSignature, store: &mut FactStore) {
    let unchecked = signature.issues.iter().find(|issue| issue.grade == Grade::Unchecked);
    match (signature.verifies, unchecked) {
        (None, Some(issue)) => store.cover(Part::Signing, CoverageState::None, None, issue.note.clone()),
        (None, None) => store.cover(Part::Signing, CoverageState::None, None, Note::new("signing-unchecked-levels")),
        (_, Some(issue)) => store.cover(Part::Signing, CoverageState::Partial, None, issue.note.clone()),
        _ => store.cover(Part::Signing, CoverageState::Full, None, Note::new("signing-checked")),
    }
}

fn signature_fact(signature: &ApkSignature, store: &mut FactStore) {
    let has = |scheme| signature.has(scheme);
    let mut fact = Fact::new("signature", Locus::Build)
        .flag("checked", signature.verifies.is_some())
        .flag("v1", has(Scheme::V1))
        .flag("v2", has(Scheme::V2))
        .flag("v3", has(Scheme::V3))
        .flag("v31", has(Scheme::V31))
        .flag("v4", has(Scheme::V4))
        .flag("janus", signature.janus)
        .flag("v1_only", signature.is_v1_only())
        .list("schemes", signature.schemes.iter().map(|s| s.name()))
        .anchored("signature");
    if let Some(verifies) = signature.verifies {
        fact = fact.flag("verifies", verifies);
    }
    if let Some(level) = signature.verifies_from_api {
        fact = fact.number("verifies_from", level);
    }
    let error = signature.issues.iter().find(|issue| issue.grade == Grade::Error);
    if let Some(issue) = error.filter(|_| signature.verifies == Some(false)) {
        fact = fact.text("error", &issue.note.code).showing(Evidence::Noted { note: issue.note.clone() });
    }
    store.add(fact);
}

/// One fact for each certificate: schemes in which it signs equally well are named together.
fn signer_facts(whole: &ApkSignature, claims: Option<Claims>, day: &str, store: &mut FactStore) {
    let mut groups: Vec<(&Signer, bool, Vec<Scheme>)> = Vec::new();
    for signer in &whole.signers {
        // Where all levels of the app look at a newer scheme, the digests of the JAR signature protect nothing.
        let counts = signer.scheme != Scheme::V1 || whole.is_v1_only() || claims.is_none_or(|c| c.min_sdk < 24);
        let weak = counts && signer.hash.is_some_and(|hash| hash.is_weak());
        // One certificate is told once, by the weakest of its signatures.
        match groups.iter_mut().find(|(known, ..)| known.certificate.sha256 == signer.certificate.sha256) {
            Some((shown, known_weak, schemes)) => {
                if weak && !*known_weak {
                    (*shown, *known_weak) = (signer, true);
                }
                if !schemes.contains(&signer.scheme) {
                    schemes.push(signer.scheme);
                }
            }
            None => groups.push((signer, weak, vec![signer.scheme])),
        }
    }
    for (signer, weak_digest, schemes) in groups {
        signer_fact(signer, weak_digest, &schemes, day, store);
    }
}

fn signer_fact(signer: &Signer, weak_digest: bool, schemes: &[Scheme], day: &str, store: &mut FactStore) {
    let certificate = &signer.certificate;
    let schemes = schemes.iter().map(|s| s.name()).collect::<Vec<_>>().join(", ");
    let algorithm = match signer.hash {
        Some(hash) => format!("{}with{}", hash.name().replace('-', ""), certificate.key_family),
        None => certificate.key_family.clone(),
    };
    let (expired, early) = (certificate.not_after.as_str() < day, certificate.not_before.as_str() > day);
    let test_key = OPEN_KEYS.contains(&certificate.sha256.as_str());
    let problems = [
        (weak_digest, "certificate-weak-digest"),
        (certificate.is_weak_key(), "certificate-weak-key"),
        (expired, "certificate-expired"),
        (early, "certificate-not-yet-valid"),
        (certificate.is_debug(), "certificate-debug"),
        (test_key, "certificate-test-key"),
    ];
    let problem = problems.iter().find(|(holds, _)| *holds).map_or("certificate-sound", |(_, code)| code);
    let locus = Locus::Certificate { source: schemes.as_str().into(), sha256: certificate.sha256.clone() };
    let mut fact = Fact::new("signer", locus)
        .text("scheme", &schemes)
        .text("subject", &certificate.subject)
        .text("key_type", &certificate.key_family)
        .text("algorithm", &algorithm)
        .flag("weak_digest", weak_digest)
        .flag("weak_key", certificate.is_weak_key())
        .flag("expired", expired)
        .flag("not_yet_valid", early)
        .flag("debug", certificate.is_debug())
        .flag("test_key", test_key)
        .anchored(&certificate.sha256)
        .showing(Evidence::Certificate {
            subject: AppText::new(&certificate.subject),
            key: certificate.key.clone(),
            algorithm,
            not_before: certificate.not_before.clone(),
            not_after: certificate.not_after.clone(),
            problem: Note::new(problem),
        });
    if let Some(bits) = certificate.key_bits {
        fact = fact.number("key_bits", bits);
    }
    store.add(fact);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::signing::CertificateFacts;
    use crate::app::signing::crypto::Hash;

    fn signer(name: &str, scheme: Scheme, hash: Hash, sha256: &str) -> Signer {
        let certificate = CertificateFacts {
            subject: format!("CN={name}"),
            common_name: Some(name.to_owned()),
            issuer: format!("CN={name}"),
            serial: "1".to_owned(),
            not_before: "2020-01-01".to_owned(),
            not_after: "2030-01-01".to_owned(),
            key_family: "RSA".to_owned(),
            key_bits: Some(2048),
            key: "RSA 2048".to_owned(),
            algorithm: "SHA1withRSA".to_owned(),
            sha256: sha256.to_owned(),
        };
        Signer { scheme, certificate, hash: Some(hash), levels: (1, u32::MAX), rotated_from: 0 }
    }

    fn signature(signers: Vec<Signer>, verifies: Option<bool>) -> ApkSignature {
        let mut schemes: Vec<Scheme> = signers.iter().map(|s| s.scheme).collect();
        schemes.dedup();
        ApkSignature { schemes, signers, verifies, verifies_from_api: Some(24), issues: vec![], janus: false }
    }

    fn told(signature: &ApkSignature, min_sdk: u32, day: &str) -> FactStore {
        let mut store = FactStore::new(10);
        let claims = Some(Claims { min_sdk, target_sdk: 34, target_sandbox: 1 });
        signer_facts(signature, claims, day, &mut store);
        store
    }

    #[test]
    fn a_certificate_of_several_schemes_is_told_once() {
        let all = [Scheme::V1, Scheme::V2, Scheme::V3].map(|scheme| signer("A", scheme, Hash::Sha256, "aa")).to_vec();
        let store = told(&signature(all, Some(true)), 21, "2026-01-01");
        assert_eq!(store.of("signer").len(), 1);
        assert_eq!(store.of("signer")[0].str("scheme"), Some("v1, v2, v3"));
    }

    #[test]
    fn only_a_digest_that_protects_the_app_is_weak() {
        let both = vec![signer("A", Scheme::V1, Hash::Sha1, "aa"), signer("A", Scheme::V2, Hash::Sha256, "aa")];
        let both = signature(both, Some(true));
        let weak = |min_sdk| told(&both, min_sdk, "2026-01-01").of("signer")[0].is("weak_digest");
        assert!(weak(21), "levels 21 to 23 look at the JAR signature");
        assert_eq!(told(&both, 21, "2026-01-01").of("signer").len(), 1, "one certificate is told once");
        assert!(!weak(24), "from 24 on nobody does, and the certificate's own digest never matters");
        let old = signature(vec![signer("A", Scheme::V1, Hash::Md5, "aa")], Some(true));
        assert!(told(&old, 24, "2026-01-01").of("signer")[0].is("weak_digest"));
    }

    #[test]
    fn debug_and_test_keys_and_validity_are_told() {
        let found = signature(
            vec![
                signer("Android Debug", Scheme::V2, Hash::Sha256, "aa"),
                signer("Android", Scheme::V2, Hash::Sha256, OPEN_KEYS[0]),
            ],
            Some(true),
        );
        let store = told(&found, 24, "2031-01-01");
        let facts = store.of("signer");
        assert!(facts[0].is("debug") && !facts[0].is("test_key"));
        assert!(facts[1].is("test_key") && !facts[1].is("debug"));
        assert!(facts.iter().all(|f| f.is("expired") && !f.is("not_yet_valid") && f.int("key_bits") == Some(2048)));
        assert_eq!(facts[0].str("algorithm"), Some("SHA256withRSA"));
    }

    #[test]
    fn a_set_of_splits_holds_when_all_of_them_do() {
        let base = signature(vec![signer("A", Scheme::V2, Hash::Sha256, "aa")], Some(true));
        let mut good = base.clone();
        join(&mut good, base.clone(), "split.apk");
        assert_eq!((good.verifies, good.issues.len()), (Some(true), 0));
        let mut open = base.clone();
        join(&mut open, signature(vec![signer("A", Scheme::V2, Hash::Sha256, "aa")], None), "split.apk");
        assert_eq!(open.verifies, None);
        let mut other = base.clone();
        join(&mut other, signature(vec![signer("B", Scheme::V2, Hash::Sha256, "bb")], Some(true)), "split.apk");
        assert_eq!((other.verifies, other.issues[0].note.code.as_str()), (Some(false), "signing-splits-differ"));
    }

    #[test]
    fn what_could_not_be_checked_is_not_seen() {
        let mut store = FactStore::new(10);
        let mut found = signature(vec![signer("A", Scheme::V2, Hash::Sha256, "aa")], None);
        let note = Note::new("signing-unchecked-key");
        found.issues.push(Issue { scheme: Scheme::V2, grade: Grade::Unchecked, note });
        cover(&found, &mut store);
        signature_fact(&found, &mut store);
        assert_eq!(store.state(Part::Signing), Some(CoverageState::None));
        let fact = &store.of("signature")[0];
        assert!(fact.get("verifies").is_none() && !fact.is("checked"));
    }
}
