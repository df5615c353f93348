//! Who signed the app's executable: the certificate in the CMS of its code signature.

use crate::app::signing::CertificateFacts;
use crate::finding::Certificate;
use crate::format::der::cms::{SignedData, SignerId};
use crate::format::der::x509;
use crate::format::macho::CodeSignature;

/// The certificates of the signers, in order; none of a signature without CMS (ad hoc) or with a broken one.
pub(super) fn signers(signature: &CodeSignature<'_>) -> Vec<Certificate> {
    let Some(Ok(data)) = signature.cms.filter(|cms| !cms.is_empty()).map(SignedData::parse) else { return Vec::new() };
    let certificates: Vec<x509::Certificate<'_>> =
        data.certificates.iter().filter_map(|bytes| x509::Certificate::parse(bytes).ok()).collect();
    data.signers
        .iter()
        .filter_map(|signer| {
            certificates.iter().find(|certificate| match &signer.id {
                SignerId::IssuerAndSerial { issuer, serial } => {
                    certificate.issuer.raw == issuer.raw && certificate.serial == *serial
                }
                SignerId::KeyId(id) => certificate.key_id == Some(id),
            })
        })
        .map(|certificate| CertificateFacts::of(certificate).to_finding("code-signature"))
        .collect()
}
