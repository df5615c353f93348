//! Verifying signatures over bytes: RSA with both paddings, DSA, ECDSA, down to the keys and digests that nobody should
//! use any more, because a weak signature must be verified before it can be reported as weak. Public values only:
//! nothing here needs to take constant time.

use md5::Md5;
use num_bigint::BigUint;
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

use crate::format::der::x509::PublicKey;
use crate::format::der::{Element, Tag, bit_length};

/// A digest algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hash {
    /// MD5, broken.
    Md5,
    /// SHA-1, broken.
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Hash {
    /// Usual name: `SHA-256`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha224 => "SHA-224",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }

    /// Whether collisions are practical.
    pub fn is_weak(self) -> bool {
        matches!(self, Self::Md5 | Self::Sha1)
    }

    /// The algorithm of this object identifier, dotted.
    pub fn of_oid(dotted: &str) -> Option<Self> {
        Some(match dotted {
            "1.2.840.113549.2.5" => Self::Md5,
            "1.3.14.3.2.26" => Self::Sha1,
            "2.16.840.1.101.3.4.2.4" => Self::Sha224,
            "2.16.840.1.101.3.4.2.1" => Self::Sha256,
            "2.16.840.1.101.3.4.2.2" => Self::Sha384,
            "2.16.840.1.101.3.4.2.3" => Self::Sha512,
            _ => return None,
        })
    }

    /// The digest of the parts, one after the other.
    pub fn digest(self, parts: &[&[u8]]) -> Vec<u8> {
        fn run<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
            let mut hash = D::new();
            for part in parts {
                hash.update(part);
            }
            hash.finalize().to_vec()
        }
        match self {
            Self::Md5 => run::<Md5>(parts),
            Self::Sha1 => run::<Sha1>(parts),
            Self::Sha224 => run::<Sha224>(parts),
            Self::Sha256 => run::<Sha256>(parts),
            Self::Sha384 => run::<Sha384>(parts),
            Self::Sha512 => run::<Sha512>(parts),
        }
    }

    /// Start of the DigestInfo (RFC 8017, 9.2, note 1).
    fn digest_info(self) -> &'static [u8] {
        match self {
            Self::Md5 => &[0x30, 32, 0x30, 12, 6, 8, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 5, 5, 0, 4, 16],
            Self::Sha1 => &[0x30, 33, 0x30, 9, 6, 5, 0x2b, 14, 3, 2, 26, 5, 0, 4, 20],
            Self::Sha224 => &[0x30, 45, 0x30, 13, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 4, 5, 0, 4, 28],
            Self::Sha256 => &[0x30, 49, 0x30, 13, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 32],
            Self::Sha384 => &[0x30, 65, 0x30, 13, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2, 5, 0, 4, 48],
            Self::Sha512 => &[0x30, 81, 0x30, 13, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3, 5, 0, 4, 64],
        }
    }
}

/// How a signature is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// RSASSA-PKCS1-v1_5 (RFC 8017, 8.2).
    RsaPkcs1,
    /// RSASSA-PSS with MGF1 of the same digest and a salt of its length (RFC 8017, 8.1).
    RsaPss,
    /// DSA (FIPS 186-4, 4.7).
    Dsa,
    /// ECDSA (FIPS 186-4, 6).
    Ecdsa,
}

/// What checking a signature came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// It holds.
    Holds,
    /// It does not.
    Wrong,
    /// This program cannot say: a curve that it does not know, a key beyond [`LARGEST_RSA`]. With the key's description.
    Unchecked(String),
}

/// Largest modulus that is tried, in bits: what Android accepts.
pub const LARGEST_RSA: u32 = 16_384;
/// Largest DSA prime that is tried, in bits. The standard ends at 3072.
const LARGEST_DSA: u32 = 8_192;
/// Largest public exponent, in bits: the time to verify grows with it.
const LARGEST_EXPONENT: u32 = 64;

/// Checks a signature over a message given in parts. A key of another family than the method's is `Wrong`.
pub fn verify(key: &PublicKey<'_>, method: Method, hash: Hash, message: &[&[u8]], signature: &[u8]) -> Check {
    let unchecked = || Check::Unchecked(key.description());
    let holds = match (key, method) {
        (PublicKey::Rsa { modulus, exponent }, Method::RsaPkcs1 | Method::RsaPss) => {
            if bit_length(modulus) > LARGEST_RSA || bit_length(exponent) > LARGEST_EXPONENT {
                return unchecked();
            }
            let digest = hash.digest(message);
            rsa_recover(modulus, exponent, signature).is_some_and(|encoded| match method {
                Method::RsaPss => pss_holds(hash, &digest, &encoded, bit_length(modulus)),
                _ => encoded == pkcs1_encoded(hash, &digest, encoded.len()),
            })
        }
        (PublicKey::Dsa { p, q, g, y }, Method::Dsa) => {
            if bit_length(p) > LARGEST_DSA || bit_length(q) > 512 || bit_length(g) > LARGEST_DSA {
                return unchecked();
            }
            let [p, q, g, y] = [p, q, g, y].map(|n| BigUint::from_bytes_be(n));
            dsa_holds(&p, &q, &g, &y, &hash.digest(message), signature)
        }
        (PublicKey::Ec { curve, point }, Method::Ecdsa) => {
            let digest = hash.digest(message);
            match curve.map(|c| c.to_string()).as_deref() {
                Some("1.2.840.10045.3.1.7") => ecdsa::p256(point, &digest, signature),
                Some("1.3.132.0.34") => ecdsa::p384(point, &digest, signature),
                Some("1.3.132.0.35") => ecdsa::p521(point, &digest, signature),
                _ => return unchecked(),
            }
        }
        _ => false,
    };
    if holds { Check::Holds } else { Check::Wrong }
}

/// The encoded message inside an RSA signature, as long as the modulus.
fn rsa_recover(modulus: &[u8], exponent: &[u8], signature: &[u8]) -> Option<Vec<u8>> {
    let n = BigUint::from_bytes_be(modulus);
    let s = BigUint::from_bytes_be(signature);
    if signature.len() != modulus.len() || s >= n {
        return None;
    }
    let bytes = s.modpow(&BigUint::from_bytes_be(exponent), &n).to_bytes_be();
    let mut encoded = vec![0; modulus.len().checked_sub(bytes.len())?];
    encoded.extend(bytes);
    Some(encoded)
}

/// EMSA-PKCS1-v1_5 (RFC 8017, 9.2); empty when the digest does not fit the modulus.
fn pkcs1_encoded(hash: Hash, digest: &[u8], length: usize) -> Vec<u8> {
    let info = hash.digest_info();
    let Some(padding) = length.checked_sub(info.len() + digest.len() + 3).filter(|&p| p >= 8) else {
        return Vec::new();
    };
    [&[0, 1], vec![0xff; padding].as_slice(), &[0], info, digest].concat()
}

/// EMSA-PSS verification (RFC 8017, 9.1.2).
fn pss_holds(hash: Hash, digest: &[u8], encoded: &[u8], modulus_bits: u32) -> bool {
    let bits = modulus_bits.saturating_sub(1);
    let length = bits.div_ceil(8) as usize;
    // When the message is one byte shorter than the modulus, the first byte is zero and not part of it.
    let Some((lead, encoded)) = encoded.len().checked_sub(length).and_then(|skip| encoded.split_at_checked(skip))
    else {
        return false;
    };
    let h = digest.len();
    let Some(mask_length) = length.checked_sub(h + 1).filter(|&m| m > h) else { return false };
    let (Some((masked, rest)), Some(0xbc)) = (encoded.split_at_checked(mask_length), encoded.last()) else {
        return false;
    };
    let (salted, _) = rest.split_at(rest.len() - 1);
    let unused = (8 * length as u32) - bits;
    let keep = 0xffu8 >> unused;
    if lead.iter().any(|&b| b != 0) || masked.first().is_none_or(|b| b & !keep != 0) {
        return false;
    }
    let mut block: Vec<u8> = masked.iter().zip(mgf1(hash, salted, mask_length)).map(|(a, b)| a ^ b).collect();
    if let Some(first) = block.first_mut() {
        *first &= keep;
    }
    let (padding, salt) = block.split_at(mask_length - h);
    let marked = padding.split_last().is_some_and(|(one, zeros)| *one == 1 && zeros.iter().all(|&b| b == 0));
    marked && hash.digest(&[&[0; 8], digest, salt]) == salted
}

/// MGF1 (RFC 8017, B.2.1).
fn mgf1(hash: Hash, seed: &[u8], length: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(length + 64);
    let mut counter = 0u32;
    while out.len() < length {
        out.extend(hash.digest(&[seed, &counter.to_be_bytes()]));
        counter += 1;
    }
    out.truncate(length);
    out
}

fn dsa_holds(p: &BigUint, q: &BigUint, g: &BigUint, y: &BigUint, digest: &[u8], signature: &[u8]) -> bool {
    let Some((r, s)) = pair(signature) else { return false };
    let (r, s) = (BigUint::from_bytes_be(r), BigUint::from_bytes_be(s));
    let zero = BigUint::ZERO;
    if r == zero || s == zero || r >= *q || s >= *q || *p <= *q || *g >= *p || *y >= *p {
        return false;
    }
    let Some(w) = s.modinv(q) else { return false };
    let mut z = BigUint::from_bytes_be(digest);
    let excess = (digest.len() as u64 * 8).saturating_sub(q.bits());
    z >>= excess;
    let u1 = (z * &w) % q;
    let u2 = (&r * w) % q;
    (g.modpow(&u1, p) * y.modpow(&u2, p)) % p % q == r
}

/// `SEQUENCE { INTEGER r, INTEGER s }`; none when a number is negative or something follows.
fn pair(signature: &[u8]) -> Option<(&[u8], &[u8])> {
    let sequence = Element::parse(signature).ok()?.expect(Tag::SEQUENCE, "").ok()?;
    let mut numbers = sequence.inside();
    let mut next = || {
        let number = numbers.next().ok()?.integer().ok()?;
        number.first().is_some_and(|b| b & 0x80 == 0).then(|| crate::format::der::trim_zeros(number))
    };
    let found = (next()?, next()?);
    (numbers.is_empty() && sequence.raw.len() == signature.len()).then_some(found)
}

mod ecdsa {
    //! The three curves. Digests are brought to the field's length first: the left bits of a longer one, the number
    //! itself of a shorter one.

    use super::pair;

    fn fitted(digest: &[u8], length: usize) -> Vec<u8> {
        let kept = digest.get(..length).unwrap_or(digest);
        [vec![0; length - kept.len()].as_slice(), kept].concat()
    }

    /// `r` and `s` one after the other, each as long as the field.
    fn fixed(signature: &[u8], length: usize) -> Option<Vec<u8>> {
        let (r, s) = pair(signature)?;
        let mut out = vec![0; length.checked_sub(r.len())?];
        out.extend(r);
        out.resize(length + length.checked_sub(s.len())?, 0);
        out.extend(s);
        Some(out)
    }

    macro_rules! curve {
        ($name:ident, $krate:ident, $length:literal) => {
            pub(super) fn $name(point: &[u8], digest: &[u8], signature: &[u8]) -> bool {
                use $krate::ecdsa::signature::hazmat::PrehashVerifier;
                use $krate::ecdsa::{Signature, VerifyingKey};
                let Some(numbers) = fixed(signature, $length) else { return false };
                let (Ok(key), Ok(signature)) = (VerifyingKey::from_sec1_bytes(point), Signature::from_slice(&numbers))
                else {
                    return false;
                };
                key.verify_prehash(&fitted(digest, $length), &signature).is_ok()
            }
        };
    }

    curve!(p256, p256, 32);
    curve!(p384, p384, 48);
    curve!(p521, p521, 66);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number as DER.
    fn integer(bytes: &[u8]) -> Vec<u8> {
        let mut content = crate::format::der::trim_zeros(bytes).to_vec();
        if content.first().is_none_or(|b| b & 0x80 != 0) {
            content.insert(0, 0);
        }
        [&[2, content.len() as u8], content.as_slice()].concat()
    }

    fn sequence(r: &[u8], s: &[u8]) -> Vec<u8> {
        let inner = [integer(r), integer(s)].concat();
        [&[0x30, inner.len() as u8], inner.as_slice()].concat()
    }

    fn number(hex: &str) -> Vec<u8> {
        hex::decode(hex).unwrap()
    }

    #[test]
    fn rsa_recovers_what_was_encoded() {
        // n = 3233 (61 * 53), e = 17, d = 2753: the textbook's key. 65 ^ 17 mod 3233 = 2790.
        assert_eq!(rsa_recover(&[0x0c, 0xa1], &[17], &[0, 65]), Some(vec![0x0a, 0xe6]));
        assert_eq!(rsa_recover(&[0x0c, 0xa1], &[17], &[65]), None, "a signature is as long as the modulus");
        assert_eq!(rsa_recover(&[0x0c, 0xa1], &[17], &[0x0c, 0xa1]), None, "and smaller than it");
    }

    #[test]
    fn a_digest_that_does_not_fit_the_modulus_is_never_right() {
        assert_eq!(pkcs1_encoded(Hash::Sha512, &[0; 64], 64), Vec::<u8>::new());
        assert_eq!(pkcs1_encoded(Hash::Sha1, &[7; 20], 64).len(), 64);
    }

    #[test]
    fn pss_padding_is_checked_in_full() {
        let (digest, salt) = (Hash::Sha256.digest(&[b"message"]), [9u8; 32]);
        let salted = Hash::Sha256.digest(&[&[0; 8], &digest, &salt]);
        let build = |bits: u32| {
            let length = (bits - 1).div_ceil(8) as usize;
            let block = [vec![0; length - 32 - 32 - 2].as_slice(), &[1], &salt].concat();
            let mut masked: Vec<u8> =
                block.iter().zip(mgf1(Hash::Sha256, &salted, block.len())).map(|(a, b)| a ^ b).collect();
            masked[0] &= 0xff >> (8 * length as u32 - (bits - 1));
            let encoded = [masked.as_slice(), &salted, &[0xbc]].concat();
            [vec![0; bits.div_ceil(8) as usize - length].as_slice(), &encoded].concat()
        };
        for bits in [1024, 1025, 1031] {
            let encoded = build(bits);
            assert!(pss_holds(Hash::Sha256, &digest, &encoded, bits), "{bits}");
            for at in 0..encoded.len() {
                let mut changed = encoded.clone();
                changed[at] ^= 1;
                assert!(!pss_holds(Hash::Sha256, &digest, &changed, bits), "{bits}: byte {at}");
            }
        }
        assert!(!pss_holds(Hash::Sha512, &[0; 64], &[0; 64], 512), "too short for digest and salt");
    }

    #[test]
    fn dsa_holds_for_its_own_message_only() {
        // p = 7879, q = 101, g = 170, x = 75, y = 4567, k = 50, H = 22: Stinson's example, r = 94, s = 97.
        let [p, q, g, y] = [7879u32, 101, 170, 4567].map(BigUint::from);
        // 22 as the left seven bits of a digest.
        assert!(dsa_holds(&p, &q, &g, &y, &[22 << 1], &sequence(&[94], &[97])));
        assert!(!dsa_holds(&p, &q, &g, &y, &[23 << 1], &sequence(&[94], &[97])));
        assert!(!dsa_holds(&p, &q, &g, &y, &[22 << 1], &sequence(&[0], &[97])));
        assert!(!dsa_holds(&p, &q, &g, &y, &[22 << 1], &sequence(&[94], &[101])));
    }

    #[test]
    fn ecdsa_follows_the_published_vectors() {
        // RFC 6979, A.2.5: P-256, message "sample", with SHA-256, SHA-1 (shorter) and SHA-512 (longer than the field).
        let point = number(concat!(
            "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
            "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
        ));
        let key = PublicKey::Ec {
            curve: Some(crate::format::der::Oid(&[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7])),
            point: &point,
        };
        let cases = [
            (
                Hash::Sha256,
                "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
                "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
            ),
            (
                Hash::Sha1,
                "61340c88c3aaebeb4f6d667f672ca9759a6ccaa9fa8811313039ee4a35471d32",
                "6d7f147dac089441bb2e2fe8f7a3fa264b9c475098fdcf6e00d7c996e1b8b7eb",
            ),
            (
                Hash::Sha512,
                "8496a60b5e9b47c825488827e0495b0e3fa109ec4568fd3f8d1097678eb97f00",
                "2362ab1adbe2b8adf9cb9edab740ea6049c028114f2460f96554f61fae3302fe",
            ),
        ];
        for (hash, r, s) in cases {
            let signature = sequence(&number(r), &number(s));
            assert_eq!(verify(&key, Method::Ecdsa, hash, &[b"sam", b"ple"], &signature), Check::Holds, "{hash:?}");
            assert_eq!(verify(&key, Method::Ecdsa, hash, &[b"test"], &signature), Check::Wrong, "{hash:?}");
        }
        let unknown = PublicKey::Ec { curve: None, point: &point };
        assert!(matches!(verify(&unknown, Method::Ecdsa, Hash::Sha256, &[], &[]), Check::Unchecked(_)));
        assert_eq!(verify(&unknown, Method::RsaPkcs1, Hash::Sha256, &[], &[]), Check::Wrong);
    }
}
