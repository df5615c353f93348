//! Scheme v4: a signature beside the APK (`.idsig`) over its fs-verity root hash
//! (<https://source.android.com/docs/security/features/apksigning/v4>). Incremental installation needs it in addition to
//! v2 or v3.

use super::block::{Block, algorithm, prefixed, same_key};
use super::content::verity;
use super::crypto::Check;
use super::{Issues, Scheme, codes};
use crate::finding::Note;
use crate::format::der::x509::{Certificate, PublicKey};
use crate::format::{FormatResult, Reader};

const WHAT: &str = "idsig";

/// How the file was hashed.
struct Hashing<'a> {
    algorithm: u32,
    block_log2: u8,
    salt: &'a [u8],
    root: &'a [u8],
}

/// One signature.
#[derive(Debug, Clone, Copy)]
struct Signing<'a> {
    apk_digest: &'a [u8],
    certificate: &'a [u8],
    additional: &'a [u8],
    key: &'a [u8],
    algorithm: u32,
    signature: &'a [u8],
}

/// What it signs.
pub(super) struct SignedBeside<'a> {
    hashing: Hashing<'a>,
    /// The signature, and those for other keys (v4.1).
    signings: Vec<Signing<'a>>,
    tree: Option<&'a [u8]>,
}

impl<'a> SignedBeside<'a> {
    pub(super) fn parse(bytes: &'a [u8]) -> FormatResult<Self> {
        let mut reader = Reader::new(bytes, WHAT);
        if reader.u32()? != 2 {
            return Err(reader.malformed("version 2 expected"));
        }
        let mut part = Reader::new(prefixed(&mut reader)?, WHAT);
        let hashing = Hashing {
            algorithm: part.u32()?,
            block_log2: part.u8()?,
            salt: prefixed(&mut part)?,
            root: prefixed(&mut part)?,
        };
        let mut part = Reader::new(prefixed(&mut reader)?, WHAT);
        let mut signings = vec![Signing::read(&mut part)?];
        while part.remaining() > 0 && signings.len() < 8 {
            part.u32()?;
            signings.push(Signing::read(&mut Reader::new(prefixed(&mut part)?, WHAT))?);
        }
        let tree = prefixed(&mut reader).ok();
        Ok(Self { hashing, signings, tree })
    }

    /// Certificates of its signers, encoded.
    pub(super) fn certificates(&self) -> impl Iterator<Item = &'a [u8]> + use<'_, 'a> {
        self.signings.iter().map(|s| s.certificate)
    }

    /// Verifies the signatures, the root hash, and that signer and contents are those of the archive's own signature:
    /// `signers` are the certificate and the content digests of v2, or of v3 and v3.1, in this order.
    pub(super) fn verify(&self, apk: &[u8], block: &Block<'_>, signers: &[Own<'_>], issues: &mut Issues) {
        let before = issues.errors();
        for signing in &self.signings {
            self.verify_one(signing, apk.len() as u64, block, issues);
        }
        if self.hashing.algorithm != 1 || self.hashing.block_log2 != 12 {
            issues.unchecked(Scheme::V4, Note::new(codes::ALGORITHM_UNKNOWN).with("id", self.hashing.algorithm));
        } else if issues.errors() == before {
            let (root, tree) = verity(&[apk], self.hashing.salt);
            if root != self.hashing.root || self.tree.is_some_and(|expected| expected != tree) {
                issues.error(Scheme::V4, Note::new(codes::CONTENT_CHANGED).with("digest", "SHA-256 (fs-verity)"));
            }
        }
        if signers.len() != self.signings.len() {
            issues.error(Scheme::V4, Note::new(codes::SIGNERS_DIFFER).with("other", "v2"));
        }
        for (signing, own) in self.signings.iter().zip(signers) {
            if signing.certificate != own.certificate || best_digest(&own.digests) != Some(signing.apk_digest) {
                issues.error(Scheme::V4, Note::new(codes::SIGNERS_DIFFER).with("other", own.scheme.name()));
            }
        }
    }

    fn verify_one(&self, signing: &Signing<'_>, size: u64, block: &Block<'_>, issues: &mut Issues) {
        let Ok(key) = PublicKey::parse(signing.key) else {
            issues.error(Scheme::V4, Note::new(codes::KEY_MALFORMED));
            return;
        };
        match block.check(&key, signing.algorithm, &self.signed_data(signing, size), signing.signature) {
            Check::Holds => {}
            Check::Wrong => issues.error(Scheme::V4, Note::new(codes::SIGNATURE_WRONG)),
            Check::Unchecked(key) => issues.unchecked(Scheme::V4, Note::new(codes::UNCHECKED_KEY).with("key", key)),
        }
        match Certificate::parse(signing.certificate) {
            Ok(certificate) if same_key(&certificate, &key, signing.key) => {}
            Ok(_) => issues.error(Scheme::V4, Note::new(codes::KEY_MISMATCH)),
            Err(_) => issues.error(Scheme::V4, Note::new(codes::CERTIFICATE_MALFORMED)),
        }
    }

    /// The message: sizes and hashes of the file, and what stands in the signature beside them.
    fn signed_data(&self, signing: &Signing<'_>, size: u64) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend(size.to_le_bytes());
        out.extend(self.hashing.algorithm.to_le_bytes());
        out.push(self.hashing.block_log2);
        for part in [self.hashing.salt, self.hashing.root, signing.apk_digest, signing.certificate, signing.additional]
        {
            out.extend((part.len() as u32).to_le_bytes());
            out.extend(part);
        }
        let length = (out.len() as u32).saturating_add(4);
        [length.to_le_bytes().as_slice(), &out].concat()
    }
}

impl<'a> Signing<'a> {
    fn read(reader: &mut Reader<'a>) -> FormatResult<Self> {
        Ok(Self {
            apk_digest: prefixed(reader)?,
            certificate: prefixed(reader)?,
            additional: prefixed(reader)?,
            key: prefixed(reader)?,
            algorithm: reader.u32()?,
            signature: prefixed(reader)?,
        })
    }
}

/// A signer of the archive's own signature.
pub(super) struct Own<'a> {
    pub(super) scheme: Scheme,
    pub(super) certificate: &'a [u8],
    /// Content digests: algorithm id and value.
    pub(super) digests: Vec<(u32, &'a [u8])>,
}

/// The digest that v4 refers to: SHA-512 before the verity one before SHA-256.
fn best_digest<'d>(digests: &[(u32, &'d [u8])]) -> Option<&'d [u8]> {
    digests
        .iter()
        .filter_map(|(id, value)| Some((algorithm(*id)?.2.strength(), *value)))
        .max_by_key(|(strength, _)| *strength)
        .map(|(_, value)| value)
}
