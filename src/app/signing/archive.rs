//! An archive with the parts of its signatures: whether they hold, level by level.

use sha2::{Digest, Sha256};

use super::block::{self, Block, Question, SchemeResult};
use super::crypto::Hash;
use super::idsig::{Own, SignedBeside};
use super::issue::Issues;
use super::jar::{Jar, JarSigner};
use super::signer::{CertificateFacts, Signer};
use super::{ApkSignature, Claims, Scheme, codes};
use crate::finding::Note;
use crate::format::der::x509;
use crate::limits::Limits;

/// An archive with the parts of its signatures.
pub(super) struct SignedArchive<'a> {
    pub(super) apk: &'a [u8],
    pub(super) jar: Jar<'a>,
    pub(super) block: Option<Block<'a>>,
    pub(super) idsig: Option<&'a [u8]>,
    pub(super) limits: &'a Limits,
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
    /// What the signatures come to, for the app's own levels.
    pub(super) fn answer(&self, claims: Option<Claims>) -> ApkSignature {
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
