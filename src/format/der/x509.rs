//! X.509 certificates (RFC 5280), read leniently: what a platform accepts as a signer's certificate is looser than the
//! standard (BER lengths, moduli without their sign byte, versions out of range).

use super::{Cursor, Element, Oid, Tag, Time, bit_length};
use crate::format::FormatResult;

/// A certificate. Borrows from its encoded form.
#[derive(Debug, Clone)]
pub struct Certificate<'a> {
    /// The whole encoded form: what digests and comparisons are made over.
    pub raw: &'a [u8],
    /// The signed part.
    pub tbs: &'a [u8],
    /// Serial number, two's complement, big-endian.
    pub serial: &'a [u8],
    /// Issuer.
    pub issuer: Name<'a>,
    /// Subject.
    pub subject: Name<'a>,
    /// Start of validity.
    pub not_before: Time,
    /// End of validity.
    pub not_after: Time,
    /// The key.
    pub key: PublicKey<'a>,
    /// The key's SubjectPublicKeyInfo as encoded.
    pub key_info: &'a [u8],
    /// Algorithm of the issuer's signature over this certificate.
    pub algorithm: Oid<'a>,
    /// The issuer's signature.
    pub signature: &'a [u8],
    /// First octets of the key usage extension, when there is one: the top bit is digitalSignature, then nonRepudiation.
    pub key_usage: Option<&'a [u8]>,
    /// Subject key identifier, when there is one.
    pub key_id: Option<&'a [u8]>,
    /// Critical extensions whose meaning RFC 5280 does not give.
    pub unknown_critical: Vec<Oid<'a>>,
}

impl<'a> Certificate<'a> {
    /// Reads the certificate at the start of `bytes`.
    pub fn parse(bytes: &'a [u8]) -> FormatResult<Self> {
        let whole = Element::parse(bytes)?.expect(Tag::SEQUENCE, "certificate expected")?;
        let mut outer = whole.inside();
        let tbs = outer.take(Tag::SEQUENCE, "signed part of a certificate expected")?;
        let algorithm = algorithm(outer.take(Tag::SEQUENCE, "algorithm expected")?)?.0;
        let signature = outer.take(Tag::BIT_STRING, "signature expected")?.bit_string()?;

        let mut inner = tbs.inside();
        inner.take_if(Tag::context(0))?;
        let serial = inner.next()?.integer()?;
        inner.take(Tag::SEQUENCE, "algorithm expected")?;
        let issuer = Name::new(inner.take(Tag::SEQUENCE, "issuer expected")?);
        let mut validity = inner.take(Tag::SEQUENCE, "validity expected")?.inside();
        let (not_before, not_after) = (validity.next()?.time()?, validity.next()?.time()?);
        let subject = Name::new(inner.take(Tag::SEQUENCE, "subject expected")?);
        let key_info = inner.take(Tag::SEQUENCE, "public key expected")?;
        let key = PublicKey::from_element(key_info)?;
        let mut certificate = Self {
            raw: whole.raw,
            tbs: tbs.raw,
            serial,
            issuer,
            subject,
            not_before,
            not_after,
            key,
            key_info: key_info.raw,
            algorithm,
            signature,
            key_usage: None,
            key_id: None,
            unknown_critical: Vec::new(),
        };
        while !inner.is_empty() {
            let part = inner.next()?;
            if part.tag == Tag::context(3) {
                certificate.read_extensions(part)?;
            }
        }
        Ok(certificate)
    }

    fn read_extensions(&mut self, explicit: Element<'a>) -> FormatResult<()> {
        for extension in explicit.inside().take(Tag::SEQUENCE, "extensions expected")?.children() {
            let mut parts = extension?.inside();
            let id = parts.next()?.oid()?;
            let critical = parts.take_if(Tag::BOOLEAN)?.is_some_and(|e| e.content.iter().any(|&b| b != 0));
            let value = parts.take(Tag::OCTET_STRING, "extension value expected")?.content;
            match id.to_string().as_str() {
                "2.5.29.15" => self.key_usage = key_usage(value),
                "2.5.29.14" => self.key_id = Element::parse(value).ok().map(|e| e.content),
                known if KNOWN_EXTENSIONS.contains(&known) => {}
                _ if critical => self.unknown_critical.push(id),
                _ => {}
            }
        }
        Ok(())
    }

    /// Serial number in hexadecimal without leading zero bytes.
    pub fn serial_hex(&self) -> String {
        let digits = super::trim_zeros(self.serial);
        if digits.is_empty() { "0".to_owned() } else { hex::encode(digits) }
    }

    /// Whether subject and issuer are the same.
    pub fn is_self_issued(&self) -> bool {
        self.subject.raw == self.issuer.raw
    }
}

/// Extensions that Java's and Conscrypt's certificate classes take for understood.
const KNOWN_EXTENSIONS: [&str; 8] =
    ["2.5.29.15", "2.5.29.17", "2.5.29.18", "2.5.29.19", "2.5.29.30", "2.5.29.32", "2.5.29.36", "2.5.29.37"];

/// The octets of the BIT STRING, unused bits and all.
fn key_usage(value: &[u8]) -> Option<&[u8]> {
    Element::parse(value).ok()?.expect(Tag::BIT_STRING, "").ok()?.content.get(1..)
}

/// Algorithm identifier: object identifier and parameters.
fn algorithm(sequence: Element<'_>) -> FormatResult<(Oid<'_>, Option<Element<'_>>)> {
    let mut parts = sequence.inside();
    let id = parts.next()?.oid()?;
    Ok((id, if parts.is_empty() { None } else { Some(parts.next()?) }))
}

/// A distinguished name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name<'a> {
    /// Whole encoded form.
    pub raw: &'a [u8],
    content: &'a [u8],
}

impl<'a> Name<'a> {
    /// The name in this SEQUENCE.
    pub fn new(sequence: Element<'a>) -> Self {
        Self { raw: sequence.raw, content: sequence.content }
    }

    /// Attribute types and values in the order encoded, those of one relative name together.
    pub fn attributes(&self) -> Vec<(Oid<'a>, String)> {
        let mut out = Vec::new();
        let mut cursor = Cursor::new(self.content);
        while let Ok(relative) = cursor.next() {
            for pair in relative.children().flatten() {
                let mut parts = pair.inside();
                if let (Ok(Ok(id)), Ok(value)) = (parts.next().map(|e| e.oid()), parts.next()) {
                    out.push((id, value.text()));
                }
            }
        }
        out
    }

    /// The last common name, if there is one.
    pub fn common_name(&self) -> Option<String> {
        self.attributes().into_iter().rev().find(|(id, _)| id.is("2.5.4.3")).map(|(_, value)| value)
    }
}

/// Most significant part last in the encoding, first in the text: `CN=..., O=..., C=...` (RFC 4514 with spaces).
impl std::fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, (id, value)) in self.attributes().iter().rev().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            match attribute_name(&id.to_string()) {
                Some(name) => write!(f, "{name}={}", escaped(value))?,
                None => write!(f, "{id}={}", escaped(value))?,
            }
        }
        Ok(())
    }
}

fn escaped(value: &str) -> String {
    if !value.contains([',', '+', '"', '\\', '<', '>', ';', '=']) {
        return value.to_owned();
    }
    value.chars().flat_map(|c| ",+\"\\<>;=".contains(c).then_some('\\').into_iter().chain([c])).collect()
}

fn attribute_name(dotted: &str) -> Option<&'static str> {
    Some(match dotted {
        "2.5.4.3" => "CN",
        "2.5.4.4" => "SN",
        "2.5.4.5" => "SERIALNUMBER",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.9" => "STREET",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "2.5.4.42" => "GN",
        "0.9.2342.19200300.100.1.1" => "UID",
        "0.9.2342.19200300.100.1.25" => "DC",
        "1.2.840.113549.1.9.1" => "EMAILADDRESS",
        _ => return None,
    })
}

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicKey<'a> {
    /// RSA (RFC 8017): big-endian, without leading zeros.
    Rsa {
        /// Modulus.
        modulus: &'a [u8],
        /// Public exponent.
        exponent: &'a [u8],
    },
    /// DSA (FIPS 186-4): big-endian, without leading zeros.
    Dsa {
        /// Prime modulus.
        p: &'a [u8],
        /// Order of the subgroup.
        q: &'a [u8],
        /// Generator.
        g: &'a [u8],
        /// The key itself.
        y: &'a [u8],
    },
    /// Elliptic curve (SEC 1).
    Ec {
        /// Named curve; none when its parameters are written out.
        curve: Option<Oid<'a>>,
        /// Encoded point.
        point: &'a [u8],
    },
    /// Anything else.
    Other {
        /// Algorithm.
        algorithm: Oid<'a>,
        /// Key octets.
        key: &'a [u8],
    },
}

impl<'a> PublicKey<'a> {
    /// Reads a SubjectPublicKeyInfo.
    pub fn parse(bytes: &'a [u8]) -> FormatResult<Self> {
        Self::from_element(Element::parse(bytes)?.expect(Tag::SEQUENCE, "public key expected")?)
    }

    fn from_element(info: Element<'a>) -> FormatResult<Self> {
        let mut parts = info.inside();
        let (id, parameters) = algorithm(parts.take(Tag::SEQUENCE, "algorithm expected")?)?;
        let key = parts.next()?.bit_string()?;
        Ok(match id.to_string().as_str() {
            "1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.10" => {
                let mut numbers = Element::parse(key)?.expect(Tag::SEQUENCE, "RSA key expected")?.inside();
                Self::Rsa { modulus: numbers.next()?.unsigned()?, exponent: numbers.next()?.unsigned()? }
            }
            "1.2.840.10040.4.1" => match parameters.filter(|p| p.tag == Tag::SEQUENCE) {
                Some(parameters) => {
                    let mut numbers = parameters.inside();
                    Self::Dsa {
                        p: numbers.next()?.unsigned()?,
                        q: numbers.next()?.unsigned()?,
                        g: numbers.next()?.unsigned()?,
                        y: Element::parse(key)?.unsigned()?,
                    }
                }
                None => Self::Other { algorithm: id, key },
            },
            "1.2.840.10045.2.1" => {
                Self::Ec { curve: parameters.filter(|p| p.tag == Tag::OID).map(|p| Oid(p.content)), point: key }
            }
            _ => Self::Other { algorithm: id, key },
        })
    }

    /// Family: `RSA`, `DSA`, `EC`, `Ed25519`, or the object identifier.
    pub fn family(&self) -> String {
        match self {
            Self::Rsa { .. } => "RSA".to_owned(),
            Self::Dsa { .. } => "DSA".to_owned(),
            Self::Ec { .. } => "EC".to_owned(),
            Self::Other { algorithm, .. } => match algorithm.to_string().as_str() {
                "1.3.101.112" => "Ed25519".to_owned(),
                "1.3.101.113" => "Ed448".to_owned(),
                other => other.to_owned(),
            },
        }
    }

    /// Size in bits: of the modulus, or of the curve's field; none when not known.
    pub fn bits(&self) -> Option<u32> {
        match self {
            Self::Rsa { modulus, .. } => Some(bit_length(modulus)),
            Self::Dsa { p, .. } => Some(bit_length(p)),
            Self::Ec { curve, .. } => curve.and_then(|c| curve_named(&c)).map(|(_, bits)| bits),
            Self::Other { algorithm, .. } if algorithm.is("1.3.101.112") => Some(256),
            Self::Other { .. } => None,
        }
    }

    /// `RSA 2048`, `DSA 1024`, `EC P-256`, ...
    pub fn description(&self) -> String {
        match self {
            Self::Ec { curve, .. } => match curve {
                Some(curve) => match curve_named(curve) {
                    Some((name, _)) => format!("EC {name}"),
                    None => format!("EC {curve}"),
                },
                None => "EC".to_owned(),
            },
            _ => match self.bits() {
                Some(bits) => format!("{} {bits}", self.family()),
                None => self.family(),
            },
        }
    }
}

/// Name and field size of a named curve.
fn curve_named(curve: &Oid<'_>) -> Option<(&'static str, u32)> {
    Some(match curve.to_string().as_str() {
        "1.2.840.10045.3.1.1" => ("P-192", 192),
        "1.3.132.0.33" => ("P-224", 224),
        "1.2.840.10045.3.1.7" => ("P-256", 256),
        "1.3.132.0.34" => ("P-384", 384),
        "1.3.132.0.35" => ("P-521", 521),
        "1.3.132.0.10" => ("secp256k1", 256),
        _ => return None,
    })
}

/// A signature algorithm's usual name (`SHA256withRSA`), or the object identifier.
pub fn algorithm_name(id: &Oid<'_>) -> String {
    let dotted = id.to_string();
    let name = match dotted.as_str() {
        "1.2.840.113549.1.1.1" => "RSA",
        "1.2.840.113549.1.1.2" => "MD2withRSA",
        "1.2.840.113549.1.1.4" => "MD5withRSA",
        "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" => "SHA1withRSA",
        "1.2.840.113549.1.1.10" => "RSASSA-PSS",
        "1.2.840.113549.1.1.11" => "SHA256withRSA",
        "1.2.840.113549.1.1.12" => "SHA384withRSA",
        "1.2.840.113549.1.1.13" => "SHA512withRSA",
        "1.2.840.113549.1.1.14" => "SHA224withRSA",
        "1.2.840.10040.4.1" => "DSA",
        "1.2.840.10040.4.3" => "SHA1withDSA",
        "2.16.840.1.101.3.4.3.1" => "SHA224withDSA",
        "2.16.840.1.101.3.4.3.2" => "SHA256withDSA",
        "2.16.840.1.101.3.4.3.3" => "SHA384withDSA",
        "2.16.840.1.101.3.4.3.4" => "SHA512withDSA",
        "1.2.840.10045.2.1" => "EC",
        "1.2.840.10045.4.1" => "SHA1withECDSA",
        "1.2.840.10045.4.3.1" => "SHA224withECDSA",
        "1.2.840.10045.4.3.2" => "SHA256withECDSA",
        "1.2.840.10045.4.3.3" => "SHA384withECDSA",
        "1.2.840.10045.4.3.4" => "SHA512withECDSA",
        "1.3.101.112" => "Ed25519",
        _ => return dotted,
    };
    name.to_owned()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::tests::{constructed, oid, value};
    use super::*;

    /// A name of one attribute.
    fn name(common_name: &str) -> Vec<u8> {
        let pair = constructed(0x30, &[oid("2.5.4.3"), value(0x0c, common_name.as_bytes())]);
        let unit = constructed(0x30, &[oid("2.5.4.10"), value(0x13, b"A, B")]);
        constructed(0x30, &[constructed(0x31, &[unit]), constructed(0x31, &[pair])])
    }

    /// A SubjectPublicKeyInfo for RSA with this modulus, as given (no sign byte added).
    pub(crate) fn rsa_key(modulus: &[u8]) -> Vec<u8> {
        let numbers = constructed(0x30, &[value(0x02, modulus), value(0x02, &[1, 0, 1])]);
        let bits = [vec![0], numbers].concat();
        let algorithm = constructed(0x30, &[oid("1.2.840.113549.1.1.1"), value(0x05, &[])]);
        constructed(0x30, &[algorithm, value(0x03, &bits)])
    }

    /// A self-issued certificate over a key, with these extensions and a signature of one byte.
    pub(crate) fn certificate(common_name: &str, key: &[u8], extensions: &[Vec<u8>]) -> Vec<u8> {
        let algorithm = constructed(0x30, &[oid("1.2.840.113549.1.1.11"), value(0x05, &[])]);
        let validity = constructed(0x30, &[value(0x17, b"200102030405Z"), value(0x18, b"20510102030405Z")]);
        let mut parts = vec![
            constructed(0xa0, &[value(0x02, &[2])]),
            value(0x02, &[0x00, 0x9a, 0xbc]),
            algorithm.clone(),
            name(common_name),
            validity,
            name(common_name),
            key.to_vec(),
        ];
        if !extensions.is_empty() {
            parts.push(constructed(0xa3, &[constructed(0x30, extensions)]));
        }
        constructed(0x30, &[constructed(0x30, &parts), algorithm, value(0x03, &[0, 7])])
    }

    #[test]
    fn facts_of_a_certificate_are_read() {
        let bytes = certificate("Android Debug", &rsa_key(&[vec![0x00, 0x80], vec![1; 255]].concat()), &[]);
        let read = Certificate::parse(&bytes).unwrap();
        assert_eq!(read.subject.to_string(), "CN=Android Debug, O=A\\, B");
        assert_eq!(read.subject.common_name().as_deref(), Some("Android Debug"));
        assert_eq!(read.serial_hex(), "9abc");
        assert_eq!((read.not_before.iso_date(), read.not_after.iso_date()), ("2020-01-02".into(), "2051-01-02".into()));
        assert_eq!(read.key.description(), "RSA 2048");
        assert_eq!(algorithm_name(&read.algorithm), "SHA256withRSA");
        assert!(read.is_self_issued());
        assert_eq!(read.raw, bytes);
    }

    #[test]
    fn a_modulus_without_its_sign_byte_is_still_positive() {
        let with = rsa_key(&[vec![0x00, 0x80], vec![1; 127]].concat());
        let without = rsa_key(&[vec![0x80], vec![1; 127]].concat());
        assert_eq!(PublicKey::parse(&with), PublicKey::parse(&without));
    }

    #[test]
    fn critical_extensions_without_known_meaning_are_told() {
        let critical =
            |dotted: &str, inner: &[u8]| constructed(0x30, &[oid(dotted), value(0x01, &[0xff]), value(0x04, inner)]);
        let usage = critical("2.5.29.15", &[0x03, 2, 7, 0x80]);
        let bytes = certificate("A", &rsa_key(&[1; 64]), &[usage, critical("1.2.3.4", &[5, 0])]);
        let read = Certificate::parse(&bytes).unwrap();
        assert_eq!(read.key_usage, Some([0x80].as_slice()));
        assert_eq!(read.unknown_critical.iter().map(ToString::to_string).collect::<Vec<_>>(), ["1.2.3.4"]);
    }

    #[test]
    fn truncation_and_single_byte_changes_do_not_panic() {
        let bytes = certificate("A", &rsa_key(&[1; 64]), &[]);
        for end in 0..bytes.len() {
            assert!(Certificate::parse(&bytes[..end]).is_err());
        }
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                if let Ok(read) = Certificate::parse(&changed) {
                    let _ = (read.subject.to_string(), read.key.description());
                }
            }
        }
    }
}
