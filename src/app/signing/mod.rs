//! APK signatures, schemes v1 to v4: whether a build verifies, from which API level on, and by whom.
//!
//! Whether an archive verifies is a question per API level: Android looks at the newest scheme that a level knows and
//! the archive has, and refuses the archive when that one does not hold. [`verify`] asks it as AOSP's `apksig` does, for
//! all levels from the app's own minimum on, and when that is refused, for the lowest later level that is not. What this
//! program cannot check (an unknown curve, an unread manifest) is told as [`Grade::Unchecked`] and never counts as
//! «does not verify».

mod archive;
mod block;
pub mod codes;
mod content;
pub mod crypto;
mod idsig;
mod issue;
mod jar;
mod sections;
mod signer;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::finding::{self, Note};
use crate::limits::Limits;

use archive::SignedArchive;
use block::Block;
use issue::Issues;
pub use issue::{Grade, Issue};
use jar::Jar;
use sections::Sections;
pub use signer::{CertificateFacts, Signer};

/// Signers that Android accepts for one archive (v1 and v2).
const MAX_SIGNERS: usize = 10;

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
