//! APK signatures, schemes v1 to v4: whether a build verifies, from which API level on, and by whom.
//!
//! Whether an archive verifies is a question per API level: Android looks at the newest scheme that a level knows and
//! the archive has, and refuses the archive when that one does not hold. [`verify`] asks it as AOSP's `apksig` does, for
//! all levels from the app's own minimum on, and when that is refused, for the lowest later level that is not. What this
//! program cannot check (an unknown curve, an unread manifest) is told as [`Grade::Unchecked`] and never counts as
//! «does not verify».

mod block;
mod content;
pub mod crypto;
mod idsig;
mod jar;
mod sections;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::finding::{self, AppText, Note};
use crate::format::der::x509::{self, algorithm_name};
use crate::limits::Limits;

use block::{Block, Question, SchemeResult};
use crypto::Hash;
use idsig::{Own, SignedBeside};
use jar::{Jar, JarSigner};
use sections::Sections;

/// Signers that Android accepts for one archive (v1 and v2).
const MAX_SIGNERS: usize = 10;

/// Codes of the notes that issues carry.
pub mod codes {
    /// Neither an archive nor its end record.
    pub const NOT_AN_ARCHIVE: &str = "signing-not-an-archive";
    /// v1: no `META-INF/MANIFEST.MF`.
    pub const NO_MANIFEST: &str = "signing-no-manifest";
    /// No signature that counts.
    pub const NO_SIGNATURES: &str = "signing-no-signatures";
    /// A block without signers.
    pub const NO_SIGNERS: &str = "signing-no-signers";
    /// More signers than Android accepts (`count`).
    pub const TOO_MANY_SIGNERS: &str = "signing-too-many-signers";
    /// v1: two entries of one name (`entry`).
    pub const DUPLICATE_ENTRY: &str = "signing-duplicate-entry";
    /// v1: a section without or with a repeated name (`file`).
    pub const SECTION_MALFORMED: &str = "signing-section-malformed";
    /// v1: the manifest names an entry that is not there (`entry`).
    pub const ENTRY_MISSING: &str = "signing-entry-missing";
    /// v1: a signature block without its signature file (`count`).
    pub const FILE_WITHOUT_PAIR: &str = "signing-file-without-pair";
    /// v1: a signature block that can't be read (`file`).
    pub const SIGNATURE_FILE_MALFORMED: &str = "signing-signature-file-malformed";
    /// v1: a signature that does not hold over its signature file (`file`).
    pub const SIGNATURE_FILE_WRONG: &str = "signing-signature-file-wrong";
    /// v1: algorithms that not all levels know (`file`, `digest`, `algorithm`, `level`).
    pub const ALGORITHM_UNSUPPORTED: &str = "signing-algorithm-unsupported";
    /// v1: signed attributes, which levels below 19 do not verify (`file`).
    pub const ATTRIBUTES_UNSAFE: &str = "signing-attributes-unsafe";
    /// v1: a certificate that is not for signing (`file`).
    pub const CERTIFICATE_UNUSABLE: &str = "signing-certificate-unusable";
    /// v1: the manifest is not the one that was signed (`file`, `entry`).
    pub const MANIFEST_CHANGED: &str = "signing-manifest-changed";
    /// v1: an entry is not the one that was signed (`entry`, `digest`).
    pub const ENTRY_CHANGED: &str = "signing-entry-changed";
    /// v1: an entry that nobody signed (`entry`).
    pub const ENTRY_NOT_SIGNED: &str = "signing-entry-not-signed";
    /// v1: an entry signed by others than the rest (`entry`).
    pub const ENTRY_SIGNERS_DIFFER: &str = "signing-entry-signers-differ";
    /// v1: an entry that Android could not read either (`entry`).
    pub const ENTRY_UNREADABLE: &str = "signing-entry-unreadable";
    /// v1: no entry at all.
    pub const NOTHING_SIGNED: &str = "signing-nothing-signed";
    /// v1: entries of `META-INF/` that no signature covers (`count`, `entry`).
    pub const UNPROTECTED: &str = "signing-entries-unprotected";
    /// v1: nothing in it tells that there is a newer signature (`file`).
    pub const STRIP_PROTECTION_MISSING: &str = "signing-strip-protection-missing";
    /// A newer signature that should be there is not (`missing`).
    pub const STRIPPED: &str = "signing-stripped";
    /// A block that can't be read.
    pub const BLOCK_MALFORMED: &str = "signing-block-malformed";
    /// A signature that does not hold.
    pub const SIGNATURE_WRONG: &str = "signing-signature-wrong";
    /// No signature of an algorithm that the levels know.
    pub const NO_USABLE_SIGNATURE: &str = "signing-no-usable-signature";
    /// A signer without a certificate.
    pub const NO_CERTIFICATE: &str = "signing-no-certificate";
    /// A certificate that can't be read.
    pub const CERTIFICATE_MALFORMED: &str = "signing-certificate-malformed";
    /// A public key that can't be read.
    pub const KEY_MALFORMED: &str = "signing-key-malformed";
    /// The key is not the certificate's.
    pub const KEY_MISMATCH: &str = "signing-key-mismatch";
    /// Signatures and digests are not of the same algorithms.
    pub const ALGORITHMS_DIFFER: &str = "signing-algorithms-differ";
    /// The archive is not the one that was signed (`digest`).
    pub const CONTENT_CHANGED: &str = "signing-content-changed";
    /// Levels of signers with gaps, overlaps or contradictions.
    pub const LEVELS_WRONG: &str = "signing-levels-wrong";
    /// A proof of rotation that does not hold.
    pub const LINEAGE_WRONG: &str = "signing-lineage-wrong";
    /// The v3.1 signature that v3 speaks of is not there, or for other levels (`level`).
    pub const ROTATION_MISSING: &str = "signing-rotation-missing";
    /// v3.1 without v3.
    pub const ROTATION_WITHOUT_V3: &str = "signing-rotation-without-v3";
    /// Signers of two schemes are not the same (`other`).
    pub const SIGNERS_DIFFER: &str = "signing-signers-differ";
    /// The app must be signed by a newer scheme: target level or sandbox version (`reason`, `value`).
    pub const NEWER_REQUIRED: &str = "signing-newer-required";
    /// An unknown attribute (`id`).
    pub const ATTRIBUTE_UNKNOWN: &str = "signing-attribute-unknown";
    /// An unknown signature algorithm (`id`).
    pub const ALGORITHM_UNKNOWN: &str = "signing-algorithm-unknown";
    /// A source stamp that is not in order.
    pub const STAMP_BROKEN: &str = "signing-stamp-broken";
    /// A key that this program does not know how to verify with (`key`).
    pub const UNCHECKED_KEY: &str = "signing-unchecked-key";
    /// A limit of this program (`limit`).
    pub const UNCHECKED_LIMIT: &str = "signing-unchecked-limit";
    /// The manifest could not be read, so the levels that count are not known.
    pub const UNCHECKED_LEVELS: &str = "signing-unchecked-levels";
}

/// A signature scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// JAR signing, all levels.
    V1,
    /// Whole archive, level 24 on.
    V2,
    /// With rotation of keys, level 28 on.
    V3,
    /// With rotation for levels from 33 on.
    V31,
    /// Beside the archive, level 30 on, in addition to v2 or v3.
    V4,
    /// Where the archive was made: says nothing about whether it verifies.
    SourceStamp,
}

impl Scheme {
    /// `v1`, `v2`, `v3`, `v3.1`, `v4`, `source-stamp`.
    pub fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
            Self::V3 => "v3",
            Self::V31 => "v3.1",
            Self::V4 => "v4",
            Self::SourceStamp => "source-stamp",
        }
    }

    /// Id of its pair in the APK Signing Block.
    fn block_id(self) -> Option<u32> {
        Some(match self {
            Self::V2 => 0x7109_871a,
            Self::V3 => 0xf053_68c0,
            Self::V31 => 0x1b93_ad61,
            Self::V1 | Self::V4 | Self::SourceStamp => return None,
        })
    }

    /// Lowest level that knows it.
    fn first_level(self) -> u32 {
        match self {
            Self::V1 => 1,
            Self::V2 => 24,
            Self::V3 => 28,
            Self::V31 => 33,
            Self::V4 | Self::SourceStamp => 30,
        }
    }

    /// The scheme that protection against stripping means by this number.
    fn of_number(number: u32) -> Option<Self> {
        match number {
            2 => Some(Self::V2),
            3 => Some(Self::V3),
            _ => None,
        }
    }
}

/// How grave an issue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// It does not verify.
    Error,
    /// It could not be checked.
    Unchecked,
    /// It verifies all the same.
    Warning,
}

impl Grade {
    /// `error`, `unchecked`, `warning`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Unchecked => "unchecked",
            Self::Warning => "warning",
        }
    }
}

/// Something to say about a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Scheme concerned.
    pub scheme: Scheme,
    /// How grave.
    pub grade: Grade,
    /// What.
    pub note: Note,
}

/// Issues of one verification. A hostile archive can have one per entry; those beyond the bound are only counted.
#[derive(Debug, Clone, Default)]
struct Issues {
    kept: Vec<Issue>,
    errors: usize,
    unchecked: usize,
}

/// Issues kept for one archive.
const MOST_ISSUES: usize = 100;

impl Issues {
    fn add(&mut self, scheme: Scheme, grade: Grade, note: Note) {
        match grade {
            Grade::Error => self.errors += 1,
            Grade::Unchecked => self.unchecked += 1,
            Grade::Warning => {}
        }
        let issue = Issue { scheme, grade, note };
        if self.kept.len() < MOST_ISSUES && !self.kept.contains(&issue) {
            self.kept.push(issue);
        }
    }

    fn error(&mut self, scheme: Scheme, note: Note) {
        self.add(scheme, Grade::Error, note);
    }

    fn unchecked(&mut self, scheme: Scheme, note: Note) {
        self.add(scheme, Grade::Unchecked, note);
    }

    fn warning(&mut self, scheme: Scheme, note: Note) {
        self.add(scheme, Grade::Warning, note);
    }

    fn errors(&self) -> usize {
        self.errors
    }

    /// Whether it verifies; none when that could not be checked.
    fn verdict(&self) -> Option<bool> {
        match (self.errors, self.unchecked) {
            (0, 0) => Some(true),
            (0, _) => None,
            _ => Some(false),
        }
    }
}

/// What the manifest says that decides how a signature is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claims {
    /// `minSdkVersion`; 1 when not declared.
    pub min_sdk: u32,
    /// `targetSdkVersion`; the minimum when not declared.
    pub target_sdk: u32,
    /// `targetSandboxVersion`; 1 when not declared.
    pub target_sandbox: u32,
}

/// A signer of an APK.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// By which scheme.
    pub scheme: Scheme,
    /// Facts of its certificate.
    pub certificate: CertificateFacts,
    /// Weakest digest between the signature and the app; none when nothing was verified.
    pub hash: Option<Hash>,
    /// API levels that it is for (v3 and later); all that the scheme is for otherwise.
    pub levels: (u32, u32),
    /// Number of earlier certificates of a proof of rotation.
    pub rotated_from: usize,
}

/// Facts of a certificate, owned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFacts {
    /// Subject as text.
    pub subject: String,
    /// Last common name of the subject.
    pub common_name: Option<String>,
    /// Issuer as text.
    pub issuer: String,
    /// Serial number, hex.
    pub serial: String,
    /// ISO date.
    pub not_before: String,
    /// ISO date.
    pub not_after: String,
    /// `RSA`, `DSA`, `EC`, ...
    pub key_family: String,
    /// Size of the key in bits, when known.
    pub key_bits: Option<u32>,
    /// `RSA 2048`, `EC P-256`, ...
    pub key: String,
    /// Algorithm of the signature over the certificate: `SHA256withRSA`. Of no weight for a self-issued one.
    pub algorithm: String,
    /// SHA-256 of the encoded form, hex.
    pub sha256: String,
}

impl CertificateFacts {
    /// The facts of a certificate.
    pub fn of(certificate: &x509::Certificate<'_>) -> Self {
        Self {
            subject: certificate.subject.to_string(),
            common_name: certificate.subject.common_name(),
            issuer: certificate.issuer.to_string(),
            serial: certificate.serial_hex(),
            not_before: certificate.not_before.iso_date(),
            not_after: certificate.not_after.iso_date(),
            key_family: certificate.key.family(),
            key_bits: certificate.key.bits(),
            key: certificate.key.description(),
            algorithm: algorithm_name(&certificate.algorithm),
            sha256: hex::encode(Sha256::digest(certificate.raw)),
        }
    }

    /// For the report; `source` is the scheme or place.
    pub fn to_finding(&self, source: &str) -> finding::Certificate {
        finding::Certificate {
            source: source.to_owned(),
            subject: AppText::new(&self.subject),
            issuer: AppText::new(&self.issuer),
            serial: self.serial.clone(),
            not_before: self.not_before.clone(),
            not_after: self.not_after.clone(),
            key: self.key.clone(),
            algorithm: self.algorithm.clone(),
            sha256: self.sha256.clone(),
        }
    }

    /// Whether it is the certificate that Android's build tools make for debugging.
    pub fn is_debug(&self) -> bool {
        self.common_name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("Android Debug"))
    }

    /// Whether the key is too short: RSA and DSA below 2048 bits, curves below 224.
    pub fn is_weak_key(&self) -> bool {
        self.key_bits.is_some_and(|bits| match self.key_family.as_str() {
            "RSA" | "DSA" => bits < 2048,
            "EC" => bits < 224,
            _ => false,
        })
    }
}

/// What the signature of an APK came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApkSignature {
    /// Schemes present, whether they hold or not.
    pub schemes: Vec<Scheme>,
    /// Signers, in the order of the schemes.
    pub signers: Vec<Signer>,
    /// Whether it verifies on all levels from the app's own minimum on; none when that could not be checked.
    pub verifies: Option<bool>,
    /// Lowest API level, not below the app's own minimum, from which on it verifies; none when there is none, or when
    /// that could not be checked.
    pub verifies_from_api: Option<u32>,
    /// Issues at the app's own minimum level.
    pub issues: Vec<Issue>,
    /// Whether code can be put in front of the archive without breaking the signature on a level that the app supports
    /// (CVE-2017-13156, up to Android 8.0): v1 is what such a level looks at.
    pub janus: bool,
}

impl ApkSignature {
    /// Whether a scheme is present.
    pub fn has(&self, scheme: Scheme) -> bool {
        self.schemes.contains(&scheme)
    }

    /// Whether v1 is the only scheme.
    pub fn is_v1_only(&self) -> bool {
        self.has(Scheme::V1) && !self.schemes.iter().any(|s| matches!(s, Scheme::V2 | Scheme::V3 | Scheme::V31))
    }

    /// For the report's inventory. A certificate that signs by several schemes is listed once, at the first.
    pub fn to_finding(&self) -> finding::Signing {
        let mut certificates: Vec<finding::Certificate> = Vec::new();
        for signer in &self.signers {
            match certificates.iter_mut().find(|c| c.sha256 == signer.certificate.sha256) {
                Some(held) => {
                    if !held.source.split(", ").any(|s| s == signer.scheme.name()) {
                        held.source = format!("{}, {}", held.source, signer.scheme.name());
                    }
                }
                None => certificates.push(signer.certificate.to_finding(signer.scheme.name())),
            }
        }
        finding::Signing {
            verifies: self.verifies,
            verifies_from_api: self.verifies_from_api,
            schemes: self.schemes.iter().map(|s| s.name().to_owned()).collect(),
            issues: self
                .issues
                .iter()
                .map(|issue| finding::SigningIssue {
                    scheme: issue.scheme.name().to_owned(),
                    grade: issue.grade.name().to_owned(),
                    note: issue.note.clone(),
                })
                .collect(),
            certificates,
        }
    }
}

/// Verifies the signature of an APK. `claims` is none when the manifest could not be read; `idsig` is the v4 signature
/// beside the archive, if one was given; `inflated` what [`crate::app::Package::inflated`] has of it already.
pub fn verify(
    apk: &[u8],
    claims: Option<Claims>,
    idsig: Option<&[u8]>,
    inflated: &BTreeMap<u64, (u64, &[u8])>,
    limits: &Limits,
) -> ApkSignature {
    let opened = Sections::find(apk).and_then(|sections| Ok((Jar::find(&sections, inflated)?, sections)));
    let Ok((jar, sections)) = opened else {
        let mut issues = Issues::default();
        issues.error(Scheme::V1, Note::new(codes::NOT_AN_ARCHIVE));
        return ApkSignature { verifies: Some(false), issues: issues.kept, ..ApkSignature::default() };
    };
    let block = Block::find(&sections);
    let archive = SignedArchive { apk, jar, block, idsig, limits };
    archive.answer(claims)
}

/// An archive with the parts of its signatures.
struct SignedArchive<'a> {
    apk: &'a [u8],
    jar: Jar<'a>,
    block: Option<Block<'a>>,
    idsig: Option<&'a [u8]>,
    limits: &'a Limits,
}

/// One verification for all levels from a lowest one on.
struct Answer<'a> {
    issues: Issues,
    v1: Vec<JarSigner>,
    v2: SchemeResult<'a>,
    v3: SchemeResult<'a>,
    v31: SchemeResult<'a>,
}

impl<'a> SignedArchive<'a> {
    fn answer(&self, claims: Option<Claims>) -> ApkSignature {
        let known = claims.unwrap_or(Claims { min_sdk: 1, target_sdk: 1, target_sandbox: 1 });
        let own = self.at(known.min_sdk.max(1), known);
        let schemes = self.schemes();
        let mut verifies = own.issues.verdict();
        let mut from = verifies.filter(|v| *v).map(|_| known.min_sdk.max(1));
        if verifies == Some(false) {
            from = self.later_levels(&own, known.min_sdk).into_iter().find(|level| {
                let later = self.at(*level, known);
                later.issues.verdict() == Some(true)
            });
        }
        let mut signers = self.signers(&own);
        let mut issues = own.issues;
        if claims.is_none() && (verifies == Some(true) || from.is_some()) {
            // With v1 only, or from a later level on: it depends on what the manifest says.
            let newer = schemes.iter().any(|s| matches!(s, Scheme::V2 | Scheme::V3 | Scheme::V31));
            if !newer || verifies != Some(true) {
                verifies = None;
                from = None;
                issues.unchecked(Scheme::V1, Note::new(codes::UNCHECKED_LEVELS));
            }
        }
        if signers.is_empty()
            && let Some(level) = from
        {
            signers = self.signers(&self.at(level, known));
        }
        let newer = schemes.iter().any(|s| matches!(s, Scheme::V2 | Scheme::V3 | Scheme::V31));
        let janus = schemes.contains(&Scheme::V1) && if newer { known.min_sdk < 24 } else { known.min_sdk <= 26 };
        ApkSignature { schemes, signers, verifies, verifies_from_api: from, issues: issues.kept, janus }
    }

    /// Levels above `lowest` at which the answer can change.
    fn later_levels(&self, own: &Answer<'_>, lowest: u32) -> Vec<u32> {
        // Digests of manifests and algorithms: 9, 18, 21, 22; signed attributes: 19; v2: 24; v3: 28; v3.1: 33.
        let mut levels = vec![9, 18, 19, 21, 22, 24, 28, 33];
        let signers = own.v3.signers.iter().chain(&own.v31.signers);
        levels.extend(signers.flat_map(|s| [s.levels.0, s.levels.1.saturating_add(1)]));
        levels.retain(|level| *level > lowest && *level < 10_000);
        levels.sort_unstable();
        levels.dedup();
        levels
    }

    fn schemes(&self) -> Vec<Scheme> {
        let mut out = Vec::new();
        if self.jar.is_signed() {
            out.push(Scheme::V1);
        }
        if let Some(block) = &self.block {
            out.extend([Scheme::V2, Scheme::V3, Scheme::V31].into_iter().filter(|s| block.has(*s)));
        }
        if self.idsig.is_some() {
            out.push(Scheme::V4);
        }
        if self.stamp().is_some() {
            out.push(Scheme::SourceStamp);
        }
        out
    }

    /// The value of the source stamp's pair.
    fn stamp(&self) -> Option<&'a [u8]> {
        let block = self.block.as_ref()?;
        block.pair(0x6dff_800d).or_else(|| block.pair(0x2b09_189e))
    }

    /// Verifies for all levels from `level` on.
    fn at(&self, level: u32, claims: Claims) -> Answer<'a> {
        let mut answer = Answer {
            issues: Issues::default(),
            v1: Vec::new(),
            v2: SchemeResult::default(),
            v3: SchemeResult::default(),
            v31: SchemeResult::default(),
        };
        let mut found: Vec<Scheme> = Vec::new();
        if let Some(block) = &self.block {
            self.newer(block, level, &mut found, &mut answer);
            if answer.issues.errors() > 0 {
                return answer;
            }
        }
        if claims.target_sandbox > 1 && found.is_empty() {
            let note = Note::new(codes::NEWER_REQUIRED).with("reason", "targetSandboxVersion");
            answer.issues.error(Scheme::V1, note.with("value", claims.target_sandbox));
        }
        if level < 24 || found.is_empty() {
            answer.v1 = self.jar.verify(level, &found, self.limits, &mut answer.issues);
        }
        if answer.issues.errors() > 0 {
            return answer;
        }
        self.check_stamp(&mut answer.issues);
        compare_signers(&mut answer);
        if claims.target_sdk >= 30 && found.is_empty() {
            let note = Note::new(codes::NEWER_REQUIRED).with("reason", "targetSdkVersion");
            answer.issues.error(Scheme::V1, note.with("value", claims.target_sdk));
        }
        answer
    }

    /// The schemes of the block, newest first, and the one beside the archive.
    fn newer(&self, block: &Block<'a>, level: u32, found: &mut Vec<Scheme>, answer: &mut Answer<'a>) {
        let mut rotation = None;
        if block.has(Scheme::V31) {
            answer.v31 = block.verify(question(Scheme::V31, level, found, None), &mut answer.issues);
            rotation = answer.v31.signers.iter().map(|s| s.levels.0).min();
            found.push(Scheme::V31);
            if !block.has(Scheme::V3) {
                answer.issues.error(Scheme::V31, Note::new(codes::ROTATION_WITHOUT_V3));
            }
        }
        if answer.issues.errors() > 0 {
            return;
        }
        if block.has(Scheme::V3) {
            answer.v3 = block.verify(question(Scheme::V3, level, found, rotation), &mut answer.issues);
            found.push(Scheme::V3);
        }
        if answer.issues.errors() > 0 {
            return;
        }
        if block.has(Scheme::V2) && (level < 28 || found.is_empty()) {
            answer.v2 = block.verify(question(Scheme::V2, level, found, None), &mut answer.issues);
            found.push(Scheme::V2);
        }
        if let Some(idsig) = self.idsig.filter(|_| answer.issues.errors() == 0) {
            self.beside(idsig, block, answer);
        }
    }

    fn beside(&self, idsig: &[u8], block: &Block<'a>, answer: &mut Answer<'a>) {
        let Ok(beside) = SignedBeside::parse(idsig) else {
            answer.issues.error(Scheme::V4, Note::new(codes::BLOCK_MALFORMED));
            return;
        };
        let results = if answer.v3.signers.is_empty() {
            vec![(Scheme::V2, &answer.v2)]
        } else {
            vec![(Scheme::V3, &answer.v3), (Scheme::V31, &answer.v31)]
        };
        let own: Vec<Own<'_>> = results
            .into_iter()
            .filter_map(|(scheme, result)| {
                let signer = result.signers.last()?;
                let certificate = *signer.certificates.first()?;
                Some(Own { scheme, certificate, digests: signer.digests.clone() })
            })
            .collect();
        beside.verify(self.apk, block, &own, &mut answer.issues);
    }

    /// A stamp and the entry that announces its certificate belong together. Never an error.
    fn check_stamp(&self, issues: &mut Issues) {
        let announced = self.jar.content_of("stamp-cert-sha256", 1024);
        let holds = match (self.stamp(), &announced) {
            (None, None) => return,
            (Some(stamp), Some(announced)) => stamp_certificate(stamp)
                .is_some_and(|certificate| Sha256::digest(certificate).as_slice() == announced.as_slice()),
            _ => false,
        };
        if !holds {
            issues.warning(Scheme::SourceStamp, Note::new(codes::STAMP_BROKEN));
        }
    }

    /// Facts of all signers.
    fn signers(&self, answer: &Answer<'_>) -> Vec<Signer> {
        let facts = |raw: &[u8]| x509::Certificate::parse(raw).ok().map(|c| CertificateFacts::of(&c));
        let mut out: Vec<Signer> = answer
            .v1
            .iter()
            .filter_map(|signer| {
                Some(Signer {
                    scheme: Scheme::V1,
                    certificate: facts(&signer.certificate)?,
                    hash: Some(signer.hash),
                    levels: (1, u32::MAX),
                    rotated_from: 0,
                })
            })
            .collect();
        for (scheme, result) in [(Scheme::V2, &answer.v2), (Scheme::V3, &answer.v3), (Scheme::V31, &answer.v31)] {
            for signer in &result.signers {
                let Some(certificate) = signer.certificates.first().and_then(|c| facts(c)) else { continue };
                out.push(Signer {
                    scheme,
                    certificate,
                    hash: signer.hash,
                    levels: signer.levels,
                    rotated_from: signer.lineage.as_ref().map_or(0, |l| l.len().saturating_sub(1)),
                });
            }
        }
        let beside = self.idsig.and_then(|bytes| SignedBeside::parse(bytes).ok());
        for certificate in beside.iter().flat_map(SignedBeside::certificates).filter_map(facts) {
            let levels = (Scheme::V4.first_level(), u32::MAX);
            out.push(Signer { scheme: Scheme::V4, certificate, hash: Some(Hash::Sha256), levels, rotated_from: 0 });
        }
        out
    }
}

fn question<'q>(scheme: Scheme, level: u32, found: &'q [Scheme], rotation: Option<u32>) -> Question<'q> {
    Question { scheme, level, found, rotation }
}

/// The certificate in a source stamp.
fn stamp_certificate(stamp: &[u8]) -> Option<&[u8]> {
    let mut outer = crate::format::Reader::new(stamp, "source stamp");
    let mut inner = crate::format::Reader::new(block::prefixed(&mut outer).ok()?, "source stamp");
    block::prefixed(&mut inner).ok()
}

/// Signers of different schemes must be the same; with rotation, the older schemes' must be the lineage's first.
fn compare_signers(answer: &mut Answer<'_>) {
    let v1: Vec<&[u8]> = answer.v1.iter().map(|s| s.certificate.as_slice()).collect();
    let first = |result: &SchemeResult<'_>| -> Vec<Vec<u8>> {
        result.signers.iter().filter_map(|s| s.certificates.first()).map(|c| c.to_vec()).collect()
    };
    let v2 = first(&answer.v2);
    let differ = |scheme: Scheme, other: Scheme, issues: &mut Issues| {
        issues.error(scheme, Note::new(codes::SIGNERS_DIFFER).with("other", other.name()));
    };
    if !v1.is_empty() && !v2.is_empty() {
        let same = v1.iter().all(|c| v2.iter().any(|d| d == c)) && v2.iter().all(|d| v1.contains(&d.as_slice()));
        if !same {
            differ(Scheme::V2, Scheme::V1, &mut answer.issues);
        }
    }
    let (older, scheme): (Vec<&[u8]>, _) =
        if v1.is_empty() { (v2.iter().map(Vec::as_slice).collect(), Scheme::V2) } else { (v1, Scheme::V1) };
    let (Some(old), false) = (older.first(), answer.v3.signers.is_empty()) else { return };
    let v3 = first(&answer.v3);
    let lineage = answer.v31.lineage.as_ref().or(answer.v3.lineage.as_ref());
    let root_matches = match lineage {
        Some(lineage) => lineage.first() == Some(old),
        None => v3.len() == 1 && v3.first().is_some_and(|c| c == old),
    };
    if older.len() != 1 || !root_matches {
        differ(Scheme::V3, scheme, &mut answer.issues);
    }
}
