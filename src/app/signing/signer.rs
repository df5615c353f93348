//! Who signed: the facts of a signer and of its certificate.

use sha2::{Digest, Sha256};

use super::Scheme;
use super::crypto::Hash;
use crate::finding::{self, AppText};
use crate::format::der::x509::{self, algorithm_name};

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
