//! Cryptographic message syntax (RFC 5652; PKCS #7 before it): signed data. JAR signature blocks, Apple provisioning
//! profiles and the signature in an Apple code signature are all of this form.

use std::borrow::Cow;

use super::x509::Name;
use super::{Element, Oid, Tag};
use crate::format::{FormatError, FormatResult};

const SIGNED_DATA: &str = "1.2.840.113549.1.7.2";

/// Signed data: what was signed (when it is inside), by whom, and the certificates that came along.
#[derive(Debug, Clone)]
pub struct SignedData<'a> {
    /// Type of the contents (`1.2.840.113549.1.7.1` is plain data).
    pub content_type: Oid<'a>,
    /// The contents, when they are inside: a provisioning profile's property list. None for a detached signature.
    pub content: Option<Cow<'a, [u8]>>,
    /// Certificates, each in its encoded form, in the order given: for [`super::x509::Certificate::parse`].
    pub certificates: Vec<&'a [u8]>,
    /// Signers, in the order given.
    pub signers: Vec<SignerInfo<'a>>,
}

/// One signer.
#[derive(Debug, Clone)]
pub struct SignerInfo<'a> {
    /// Which certificate.
    pub id: SignerId<'a>,
    /// Digest algorithm.
    pub digest_algorithm: Oid<'a>,
    /// Signed attributes as encoded, with their `[0]` tag: their digest is taken with the first byte replaced by `0x31`.
    pub signed_attributes: Option<&'a [u8]>,
    /// Signature algorithm.
    pub signature_algorithm: Oid<'a>,
    /// Signature.
    pub signature: Cow<'a, [u8]>,
}

/// How a signer names its certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignerId<'a> {
    /// By issuer and serial number.
    IssuerAndSerial {
        /// Issuer.
        issuer: Name<'a>,
        /// Serial number, two's complement.
        serial: &'a [u8],
    },
    /// By subject key identifier.
    KeyId(&'a [u8]),
}

/// A signed attribute.
#[derive(Debug, Clone)]
pub struct Attribute<'a> {
    /// Type.
    pub id: Oid<'a>,
    /// Values: one, in every type that is used.
    pub values: Vec<Element<'a>>,
}

impl<'a> SignedData<'a> {
    /// Reads a ContentInfo of signed data at the start of `bytes`.
    pub fn parse(bytes: &'a [u8]) -> FormatResult<Self> {
        let mut info = Element::parse(bytes)?.expect(Tag::SEQUENCE, "content info expected")?.inside();
        if !info.next()?.oid()?.is(SIGNED_DATA) {
            return Err(malformed("not signed data"));
        }
        let explicit = info.take(Tag::context(0), "signed data expected")?;
        let mut parts = explicit.inside().take(Tag::SEQUENCE, "signed data expected")?.inside();
        parts.take(Tag::INTEGER, "version expected")?;
        parts.take(Tag::SET, "digest algorithms expected")?;
        let mut inner = parts.take(Tag::SEQUENCE, "contents expected")?.inside();
        let content_type = inner.next()?.oid()?;
        let content = match inner.take_if(Tag::context(0))? {
            Some(explicit) => Some(explicit.inside().next()?.octets()?),
            None => None,
        };
        let certificates = match parts.take_if(Tag::context(0))? {
            Some(set) => certificates(set)?,
            None => Vec::new(),
        };
        parts.take_if(Tag::context(1))?;
        let signers = parts
            .take(Tag::SET, "signers expected")?
            .children()
            .map(|child| SignerInfo::from_element(child?))
            .collect::<FormatResult<_>>()?;
        Ok(Self { content_type, content, certificates, signers })
    }
}

/// The X.509 certificates of the set; other kinds (attribute certificates) are passed over.
fn certificates<'a>(set: Element<'a>) -> FormatResult<Vec<&'a [u8]>> {
    let all = set.children().collect::<FormatResult<Vec<_>>>()?;
    Ok(all.into_iter().filter(|e| e.tag == Tag::SEQUENCE).map(|e| e.raw).collect())
}

impl<'a> SignerInfo<'a> {
    fn from_element(sequence: Element<'a>) -> FormatResult<Self> {
        let mut parts = sequence.expect(Tag::SEQUENCE, "signer expected")?.inside();
        parts.take(Tag::INTEGER, "version expected")?;
        let id = match parts.next()? {
            e if e.tag == Tag::SEQUENCE => {
                let mut pair = e.inside();
                SignerId::IssuerAndSerial {
                    issuer: Name::new(pair.take(Tag::SEQUENCE, "issuer expected")?),
                    serial: pair.next()?.integer()?,
                }
            }
            e if e.tag == Tag::context(0) => SignerId::KeyId(e.content),
            _ => return Err(malformed("signer identifier expected")),
        };
        let digest_algorithm = parts.take(Tag::SEQUENCE, "digest algorithm expected")?.inside().next()?.oid()?;
        let signed_attributes = parts.take_if(Tag::context(0))?.map(|e| e.raw);
        let signature_algorithm = parts.take(Tag::SEQUENCE, "signature algorithm expected")?.inside().next()?.oid()?;
        let signature = parts.take(Tag::OCTET_STRING, "signature expected")?.octets()?;
        Ok(Self { id, digest_algorithm, signed_attributes, signature_algorithm, signature })
    }

    /// Types and values of the signed attributes, in the order given; none when there are no signed attributes.
    pub fn attributes(&self) -> FormatResult<Option<Vec<Attribute<'a>>>> {
        let Some(raw) = self.signed_attributes else { return Ok(None) };
        let mut out = Vec::new();
        for attribute in Element::parse(raw)?.children() {
            let mut parts = attribute?.expect(Tag::SEQUENCE, "attribute expected")?.inside();
            let id = parts.next()?.oid()?;
            let values = parts.take(Tag::SET, "attribute values expected")?;
            out.push(Attribute { id, values: values.children().collect::<FormatResult<_>>()? });
        }
        Ok(Some(out))
    }
}

fn malformed(why: &'static str) -> FormatError {
    FormatError::Malformed { what: "CMS", why, offset: 0 }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::tests::{constructed, oid, value};
    use super::super::x509::{Certificate, tests as x509};
    use super::*;

    /// Signed data over `content` (inside when given) by one signer with RSA and SHA-256, in definite lengths.
    pub(crate) fn signed_data(
        content: Option<&[u8]>,
        certificate: &[u8],
        attributes: &[Vec<u8>],
        sig: &[u8],
    ) -> Vec<u8> {
        let sha256 = constructed(0x30, &[oid("2.16.840.1.101.3.4.2.1")]);
        let read = Certificate::parse(certificate).unwrap();
        let id = constructed(0x30, &[read.issuer.raw.to_vec(), value(0x02, read.serial)]);
        let mut signer = vec![value(0x02, &[1]), id, sha256.clone()];
        if !attributes.is_empty() {
            signer.push(constructed(0xa0, attributes));
        }
        signer.extend([constructed(0x30, &[oid("1.2.840.113549.1.1.1")]), value(0x04, sig)]);
        let mut contents = vec![oid("1.2.840.113549.1.7.1")];
        contents.extend(content.map(|c| constructed(0xa0, &[value(0x04, c)])));
        let data = constructed(
            0x30,
            &[
                value(0x02, &[1]),
                constructed(0x31, &[sha256]),
                constructed(0x30, &contents),
                constructed(0xa0, &[certificate.to_vec()]),
                constructed(0x31, &[constructed(0x30, &signer)]),
            ],
        );
        constructed(0x30, &[oid(SIGNED_DATA), constructed(0xa0, &[data])])
    }

    #[test]
    fn contents_certificates_and_signers_are_read() {
        let certificate = x509::certificate("Signer", &x509::rsa_key(&[1; 64]), &[]);
        let attribute = constructed(0x30, &[oid("1.2.840.113549.1.9.4"), constructed(0x31, &[value(0x04, b"digest")])]);
        let bytes = signed_data(Some(b"<plist/>"), &certificate, &[attribute], b"sig");
        let read = SignedData::parse(&bytes).unwrap();
        assert_eq!(read.content.as_deref(), Some(b"<plist/>".as_slice()));
        assert_eq!(read.certificates, [certificate.as_slice()]);
        let signer = &read.signers[0];
        assert_eq!(signer.signature.as_ref(), b"sig");
        assert!(signer.digest_algorithm.is("2.16.840.1.101.3.4.2.1"));
        let attributes = signer.attributes().unwrap().unwrap();
        assert_eq!(attributes[0].values[0].content, b"digest");
        let SignerId::IssuerAndSerial { issuer, .. } = signer.id else { panic!("named by issuer") };
        assert_eq!(issuer.common_name().as_deref(), Some("Signer"));
    }

    #[test]
    fn other_content_is_refused() {
        let bytes = constructed(0x30, &[oid("1.2.840.113549.1.7.1"), constructed(0xa0, &[value(0x04, b"x")])]);
        assert!(SignedData::parse(&bytes).is_err());
    }

    #[test]
    fn truncation_and_single_byte_changes_do_not_panic() {
        let certificate = x509::certificate("S", &x509::rsa_key(&[1; 64]), &[]);
        let bytes = signed_data(Some(b"x"), &certificate, &[], b"sig");
        for end in 0..bytes.len() {
            assert!(SignedData::parse(&bytes[..end]).is_err());
        }
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                if let Ok(read) = SignedData::parse(&changed) {
                    let _ = read.signers.iter().map(SignerInfo::attributes).collect::<Vec<_>>();
                }
            }
        }
    }
}
