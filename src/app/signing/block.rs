//! The schemes of the APK Signing Block: v2, v3 and v3.1.
//!
//! Formats: <https://source.android.com/docs/security/features/apksigning/v2> and `/v3`, `/v3-1`. What is refused, and at
//! which API level, follows AOSP's `apksig`.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;

use super::content::{ContentDigest, Contents};
use super::crypto::{Check, Hash, Method, verify};
use super::sections::Sections;
use super::{Issues, MAX_SIGNERS, Scheme, codes};
use crate::finding::Note;
use crate::format::der::x509::{Certificate, PublicKey};
use crate::format::{FormatResult, Reader};

/// Attribute of a v2 signer: the id of a newer scheme that the archive is signed with too.
const STRIPPING_PROTECTION: u32 = 0xbeef_f00d;
/// Attribute of a v3 signer: the lineage of its certificates.
const PROOF_OF_ROTATION: u32 = 0x3ba0_6f8c;
/// Attribute of a v3 signer: lowest level of the v3.1 signer that must be there.
const ROTATION_MIN_LEVEL: u32 = 0x559f_8b02;
/// Attribute of a v3.1 signer: meant for a development release.
const ROTATION_ON_DEV_RELEASE: u32 = 0xc2a6_b3ba;

/// Signature algorithms by their id in the block: way of signing, digest, way of digesting contents, first level.
pub(super) fn algorithm(id: u32) -> Option<(Method, Hash, ContentDigest, u32)> {
    use ContentDigest::{Chunked256, Chunked512, Verity};
    Some(match id {
        0x0101 => (Method::RsaPss, Hash::Sha256, Chunked256, 24),
        0x0102 => (Method::RsaPss, Hash::Sha512, Chunked512, 24),
        0x0103 => (Method::RsaPkcs1, Hash::Sha256, Chunked256, 24),
        0x0104 => (Method::RsaPkcs1, Hash::Sha512, Chunked512, 24),
        0x0201 => (Method::Ecdsa, Hash::Sha256, Chunked256, 24),
        0x0202 => (Method::Ecdsa, Hash::Sha512, Chunked512, 24),
        0x0301 => (Method::Dsa, Hash::Sha256, Chunked256, 24),
        0x0421 => (Method::RsaPkcs1, Hash::Sha256, Verity, 28),
        0x0423 => (Method::Ecdsa, Hash::Sha256, Verity, 28),
        0x0425 => (Method::Dsa, Hash::Sha256, Verity, 28),
        _ => return None,
    })
}

/// Bytes with their length in front.
pub(super) fn prefixed<'a>(reader: &mut Reader<'a>) -> FormatResult<&'a [u8]> {
    let length = reader.u32()?;
    reader.take(length as usize)
}

/// Items with their lengths in front, up to the end. The second value tells whether something malformed followed.
fn items(bytes: &[u8]) -> (Vec<&[u8]>, bool) {
    let mut reader = Reader::new(bytes, "APK Signing Block");
    let mut out = Vec::new();
    while reader.remaining() > 0 {
        match prefixed(&mut reader) {
            Ok(item) => out.push(item),
            Err(_) => return (out, true),
        }
    }
    (out, false)
}

/// A number and bytes with their length in front.
fn id_and_bytes(item: &[u8]) -> FormatResult<(u32, &[u8])> {
    let mut reader = Reader::new(item, "APK Signing Block");
    Ok((reader.u32()?, prefixed(&mut reader)?))
}

/// The APK Signing Block of one archive, with what has been worked out about it.
pub(super) struct Block<'a> {
    contents: Contents<'a>,
    pairs: Vec<(u32, &'a [u8])>,
    digests: [OnceCell<Option<Vec<u8>>>; 3],
    checks: RefCell<HashMap<(usize, u32), Check>>,
    spent: Cell<usize>,
}

/// A signer whose signature holds.
#[derive(Debug, Clone)]
pub(super) struct BlockSigner<'a> {
    /// Certificates, the signer's own first.
    pub certificates: Vec<&'a [u8]>,
    /// Digests of the contents: algorithm id and value.
    pub digests: Vec<(u32, &'a [u8])>,
    /// The digest that its signature is made with.
    pub hash: Option<Hash>,
    /// Levels that it is for (v3 and later).
    pub levels: (u32, u32),
    /// Earlier certificates and the present one, oldest first.
    pub lineage: Option<Vec<&'a [u8]>>,
    dev_release: bool,
}

/// What a scheme came to.
#[derive(Debug, Clone, Default)]
pub(super) struct SchemeResult<'a> {
    /// Its signers.
    pub signers: Vec<BlockSigner<'a>>,
    /// The lineages of all signers as one.
    pub lineage: Option<Vec<&'a [u8]>>,
    /// Whether nothing spoke against it.
    pub holds: bool,
}

/// What to verify for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question<'q> {
    pub(super) scheme: Scheme,
    /// Lowest level asked about.
    pub(super) level: u32,
    /// Schemes found so far.
    pub(super) found: &'q [Scheme],
    /// Lowest level of the v3.1 signers, when there are some.
    pub(super) rotation: Option<u32>,
}

impl<'a> Block<'a> {
    /// Reads the pairs; none when there is no block. What follows a malformed pair does not exist for Android.
    pub(super) fn find(sections: &Sections<'a>) -> Option<Self> {
        let (start, content) = sections.block()?;
        let mut pairs = Vec::new();
        let mut reader = Reader::new(content, "APK Signing Block");
        while let Ok(length) = reader.u64() {
            let Ok(length @ 4..) = usize::try_from(length) else { break };
            let Ok(pair) = reader.take(length) else { break };
            if let Some((id, value)) = pair.split_first_chunk::<4>() {
                pairs.push((u32::from_le_bytes(*id), value));
            }
        }
        let mut end = sections.bytes.get(sections.end..).unwrap_or_default().to_vec();
        if let Some(offset) = end.get_mut(16..20) {
            offset.copy_from_slice(&(start as u32).to_le_bytes());
        }
        let contents = Contents {
            before: sections.bytes.get(..start).unwrap_or_default(),
            directory: sections.bytes.get(sections.directory..sections.end).unwrap_or_default(),
            end,
        };
        Some(Self { contents, pairs, digests: Default::default(), checks: RefCell::default(), spent: Cell::new(0) })
    }

    /// The value of the first pair of that id.
    pub(super) fn pair(&self, id: u32) -> Option<&'a [u8]> {
        self.pairs.iter().find(|(i, _)| *i == id).map(|(_, value)| *value)
    }

    /// Whether there is a block of the scheme.
    pub(super) fn has(&self, scheme: Scheme) -> bool {
        scheme.block_id().is_some_and(|id| self.pair(id).is_some())
    }

    /// The archive's digest, worked out once.
    pub(super) fn digest(&self, by: ContentDigest) -> Option<&[u8]> {
        let cell = self.digests.get(usize::from(by.strength()))?;
        cell.get_or_init(|| self.contents.digest(by)).as_deref()
    }

    /// Checks a signature once; a hostile block can't make this program check for ever.
    pub(super) fn check(&self, key: &PublicKey<'_>, id: u32, message: &[u8], signature: &[u8]) -> Check {
        let Some((method, hash, ..)) = algorithm(id) else { return Check::Unchecked(format!("{id:#06x}")) };
        let place = (signature.as_ptr() as usize, id);
        if let Some(known) = self.checks.borrow().get(&place) {
            return known.clone();
        }
        if self.spent.replace(self.spent.get() + 1) >= MOST_CHECKS {
            return Check::Unchecked(key.description());
        }
        let check = verify(key, method, hash, &[message], signature);
        self.checks.borrow_mut().insert(place, check.clone());
        check
    }

    /// Verifies a scheme whose block is there.
    pub(super) fn verify(&self, ask: Question<'_>, issues: &mut Issues) -> SchemeResult<'a> {
        let before = issues.errors();
        let mut result = SchemeResult::default();
        let value = ask.scheme.block_id().and_then(|id| self.pair(id)).unwrap_or_default();
        let (signers, broken) = match prefixed(&mut Reader::new(value, "APK Signing Block")) {
            Ok(signers) => items(signers),
            Err(_) => (Vec::new(), true),
        };
        if broken {
            issues.error(ask.scheme, Note::new(codes::BLOCK_MALFORMED));
        } else if signers.is_empty() {
            issues.error(ask.scheme, Note::new(codes::NO_SIGNERS));
        } else if signers.len() > MAX_SIGNERS && ask.scheme == Scheme::V2 {
            issues.error(ask.scheme, Note::new(codes::TOO_MANY_SIGNERS).with("count", signers.len()));
        }
        if signers.len() > MOST_SIGNERS {
            issues.unchecked(ask.scheme, Note::new(codes::UNCHECKED_LIMIT).with("limit", MOST_SIGNERS));
        }
        for signer in signers.into_iter().take(MOST_SIGNERS) {
            match self.signer(signer, ask, issues) {
                Ok(Some(signer)) => result.signers.push(signer),
                Ok(None) => {}
                Err(_) => issues.error(ask.scheme, Note::new(codes::BLOCK_MALFORMED)),
            }
        }
        if issues.errors() == before {
            self.compare_digests(&result.signers, ask.scheme, issues);
            if ask.scheme != Scheme::V2 {
                check_levels(&mut result, ask, issues);
            }
        }
        result.holds = issues.errors() == before;
        result
    }

    /// One signer. None when an issue was recorded that ends looking at it.
    fn signer(&self, bytes: &'a [u8], ask: Question<'_>, issues: &mut Issues) -> FormatResult<Option<BlockSigner<'a>>> {
        let scheme = ask.scheme;
        let mut reader = Reader::new(bytes, "APK Signing Block");
        let signed = prefixed(&mut reader)?;
        let mut levels = (ask.level.max(scheme.first_level()), u32::MAX);
        if scheme != Scheme::V2 {
            levels = (reader.u32()?, reader.u32()?);
            if levels.0 > i32::MAX as u32 || levels.0 > levels.1 || levels.1 > i32::MAX as u32 {
                issues.error(scheme, Note::new(codes::LEVELS_WRONG));
            }
        }
        let (signatures, broken) = items(prefixed(&mut reader)?);
        let key_bytes = prefixed(&mut reader)?;
        let mut ids = Vec::new();
        let mut known = Vec::new();
        for item in signatures {
            let (id, signature) = id_and_bytes(item)?;
            ids.push(id);
            match algorithm(id) {
                Some(_) => known.push((id, signature)),
                None => issues.warning(scheme, Note::new(codes::ALGORITHM_UNKNOWN).with("id", format!("{id:#06x}"))),
            }
        }
        if broken {
            issues.error(scheme, Note::new(codes::BLOCK_MALFORMED));
            return Ok(None);
        }
        if ids.is_empty() {
            issues.error(scheme, Note::new(codes::NO_SIGNATURES));
            return Ok(None);
        }
        let Some(chosen) = choose(&known, levels) else {
            issues.error(scheme, Note::new(codes::NO_USABLE_SIGNATURE));
            return Ok(None);
        };
        let Ok(key) = PublicKey::parse(key_bytes) else {
            issues.error(scheme, Note::new(codes::KEY_MALFORMED));
            return Ok(None);
        };
        for &(id, signature) in &chosen {
            if !self.accept(self.check(&key, id, signed, signature), scheme, issues) {
                return Ok(None);
            }
        }
        let hash = chosen.iter().filter_map(|(id, _)| algorithm(*id)).map(|a| a.1).next();
        let signer = BlockSigner {
            certificates: Vec::new(),
            digests: Vec::new(),
            hash,
            levels,
            lineage: None,
            dev_release: false,
        };
        self.signed_data(signed, signer, &ids, (&key, key_bytes), ask, issues)
    }

    /// Records what a check came to; false when it ends looking at the signer.
    fn accept(&self, check: Check, scheme: Scheme, issues: &mut Issues) -> bool {
        match check {
            Check::Holds => true,
            Check::Wrong => {
                issues.error(scheme, Note::new(codes::SIGNATURE_WRONG));
                false
            }
            Check::Unchecked(key) => {
                issues.unchecked(scheme, Note::new(codes::UNCHECKED_KEY).with("key", key));
                true
            }
        }
    }

    /// The signed part: digests, certificates, levels, attributes.
    fn signed_data(
        &self,
        signed: &'a [u8],
        mut signer: BlockSigner<'a>,
        ids: &[u32],
        (key, key_bytes): (&PublicKey<'_>, &[u8]),
        ask: Question<'_>,
        issues: &mut Issues,
    ) -> FormatResult<Option<BlockSigner<'a>>> {
        let scheme = ask.scheme;
        let mut reader = Reader::new(signed, "APK Signing Block");
        let (digests, digests_broken) = items(prefixed(&mut reader)?);
        let (certificates, certificates_broken) = items(prefixed(&mut reader)?);
        if scheme != Scheme::V2 && (reader.u32()?, reader.u32()?) != signer.levels {
            issues.error(scheme, Note::new(codes::LEVELS_WRONG));
        }
        let (attributes, attributes_broken) = items(prefixed(&mut reader)?);
        if digests_broken || certificates_broken || attributes_broken {
            issues.error(scheme, Note::new(codes::BLOCK_MALFORMED));
            return Ok(None);
        }
        if certificates.iter().any(|c| Certificate::parse(c).is_err()) {
            issues.error(scheme, Note::new(codes::CERTIFICATE_MALFORMED));
            return Ok(None);
        }
        let Some(own) = certificates.first().and_then(|c| Certificate::parse(c).ok()) else {
            issues.error(scheme, Note::new(codes::NO_CERTIFICATE));
            return Ok(None);
        };
        if !same_key(&own, key, key_bytes) {
            issues.error(scheme, Note::new(codes::KEY_MISMATCH));
            return Ok(None);
        }
        signer.certificates = certificates;
        signer.digests = digests.into_iter().map(id_and_bytes).collect::<FormatResult<_>>()?;
        if !signer.digests.iter().map(|d| d.0).eq(ids.iter().copied()) {
            issues.error(scheme, Note::new(codes::ALGORITHMS_DIFFER));
            return Ok(None);
        }
        for attribute in attributes {
            let mut reader = Reader::new(attribute, "APK Signing Block");
            let id = reader.u32()?;
            let value = attribute.get(4..).unwrap_or_default();
            self.attribute(id, value, &mut signer, ask, issues)?;
        }
        Ok(Some(signer))
    }

    fn attribute(
        &self,
        id: u32,
        value: &'a [u8],
        signer: &mut BlockSigner<'a>,
        ask: Question<'_>,
        issues: &mut Issues,
    ) -> FormatResult<()> {
        let scheme = ask.scheme;
        let number = || Reader::new(value, "APK Signing Block").u32();
        match (id, scheme) {
            (STRIPPING_PROTECTION, Scheme::V2) => {
                let other = Scheme::of_number(number()?);
                if other.is_some_and(|other| !ask.found.contains(&other) && other != Scheme::V2) {
                    let name = other.map_or("", Scheme::name);
                    issues.error(scheme, Note::new(codes::STRIPPED).with("missing", name));
                }
            }
            (PROOF_OF_ROTATION, Scheme::V3 | Scheme::V31) => match self.lineage(value, scheme, issues) {
                Ok(Some(lineage)) if lineage.last() == signer.certificates.first() => signer.lineage = Some(lineage),
                Ok(Some(_)) | Err(_) => issues.error(scheme, Note::new(codes::LINEAGE_WRONG)),
                Ok(None) => {}
            },
            (ROTATION_MIN_LEVEL, Scheme::V3) => {
                let claimed = number()?;
                match ask.rotation {
                    Some(found) if found == claimed => {}
                    _ => issues.error(scheme, Note::new(codes::ROTATION_MISSING).with("level", claimed)),
                }
            }
            (ROTATION_ON_DEV_RELEASE, Scheme::V31) => signer.dev_release = true,
            (ROTATION_ON_DEV_RELEASE | ROTATION_MIN_LEVEL, _) => {}
            _ => issues.warning(scheme, Note::new(codes::ATTRIBUTE_UNKNOWN).with("id", format!("{id:#010x}"))),
        }
        Ok(())
    }

    /// Certificates of a proof of rotation, oldest first, each blessed by the one before. None when an issue says why not.
    fn lineage(&self, value: &'a [u8], scheme: Scheme, issues: &mut Issues) -> FormatResult<Option<Vec<&'a [u8]>>> {
        let mut reader = Reader::new(value, "proof of rotation");
        if reader.u32()? != 1 {
            return Err(reader.malformed("version 1 expected"));
        }
        let mut out: Vec<&[u8]> = Vec::new();
        let mut previous_algorithm = 0;
        while reader.remaining() > 0 {
            let mut node = Reader::new(prefixed(&mut reader)?, "proof of rotation");
            let signed = prefixed(&mut node)?;
            let (_flags, next_algorithm) = (node.u32()?, node.u32()?);
            let signature = prefixed(&mut node)?;
            let mut inner = Reader::new(signed, "proof of rotation");
            let (certificate, signed_algorithm) = (prefixed(&mut inner)?, inner.u32()?);
            if let Some(parent) = out.last() {
                let key = Certificate::parse(parent)?.key;
                let check = self.check(&key, previous_algorithm, signed, signature);
                if check == Check::Wrong || previous_algorithm != signed_algorithm {
                    issues.error(scheme, Note::new(codes::LINEAGE_WRONG));
                    return Ok(None);
                }
                self.accept(check, scheme, issues);
            }
            Certificate::parse(certificate)?;
            if out.contains(&certificate) || out.len() >= MOST_CHECKS {
                return Err(node.malformed("certificate repeated"));
            }
            out.push(certificate);
            previous_algorithm = next_algorithm;
        }
        if out.is_empty() { Err(reader.malformed("no certificate")) } else { Ok(Some(out)) }
    }

    /// Compares the archive with the digests of the algorithms that signers were verified by.
    fn compare_digests(&self, signers: &[BlockSigner<'_>], scheme: Scheme, issues: &mut Issues) {
        let known = |id: u32| algorithm(id).map(|a| a.2);
        let mut wanted: Vec<ContentDigest> = Vec::new();
        for signer in signers {
            let usable: Vec<(u32, &[u8])> = signer.digests.iter().copied().filter(|d| known(d.0).is_some()).collect();
            wanted.extend(choose(&usable, signer.levels).unwrap_or_default().iter().filter_map(|d| known(d.0)));
        }
        wanted.sort();
        wanted.dedup();
        for &(id, expected) in signers.iter().flat_map(|s| &s.digests) {
            if let Some(by) = known(id).filter(|by| wanted.contains(by))
                && self.digest(by) != Some(expected)
            {
                issues.error(scheme, Note::new(codes::CONTENT_CHANGED).with("digest", by.name()));
                return;
            }
        }
    }
}

/// Signature checks made for one archive, at most.
const MOST_CHECKS: usize = 200;
/// Signers of one scheme that are looked at. More than [`MAX_SIGNERS`] are refused by Android for v2; v3 has one for each
/// range of levels.
const MOST_SIGNERS: usize = 40;

/// An algorithm id and a signature or digest by it.
type Signed<'b> = (u32, &'b [u8]);

/// The signatures that Android picks on the levels given: the strongest of each first level. None when the lowest level
/// would find none.
fn choose<'b>(known: &[Signed<'b>], (lowest, highest): (u32, u32)) -> Option<Vec<Signed<'b>>> {
    let mut best: Vec<(u32, u8, Signed<'_>)> = Vec::new();
    for &(id, bytes) in known {
        let Some((_, _, digest, first)) = algorithm(id).filter(|a| a.3 <= highest) else { continue };
        match best.iter_mut().find(|b| b.0 == first) {
            Some(held) if digest.strength() > held.1 => *held = (first, digest.strength(), (id, bytes)),
            Some(_) => {}
            None => best.push((first, digest.strength(), (id, bytes))),
        }
    }
    let earliest = best.iter().map(|b| b.0).min()?;
    (lowest >= earliest).then(|| best.into_iter().map(|b| b.2).collect())
}

/// Whether a key is the certificate's, byte for byte; but for an RSA modulus that the certificate encodes without its sign
/// byte and the signer's record with it.
pub(super) fn same_key(certificate: &Certificate<'_>, key: &PublicKey<'_>, key_info: &[u8]) -> bool {
    let mended = matches!(key, PublicKey::Rsa { .. }) && certificate.key_info.len() != key_info.len();
    certificate.key_info == key_info || mended && certificate.key == *key
}

/// The signers of v3 and later must cover the levels without gap, with lineages that only grow.
fn check_levels<'a>(result: &mut SchemeResult<'a>, ask: Question<'_>, issues: &mut Issues) {
    let mut sorted: Vec<&BlockSigner<'a>> = result.signers.iter().collect();
    sorted.sort_by_key(|s| s.levels.1);
    let mut last: Option<u32> = None;
    let mut lineage: Option<Vec<&'a [u8]>> = None;
    let mut consistent = true;
    let mut longest = 0;
    for signer in &sorted {
        if let Some(last) = last
            && signer.levels.0 != last.saturating_add(1)
            && !(signer.levels.0 == last && signer.dev_release)
        {
            issues.error(ask.scheme, Note::new(codes::LEVELS_WRONG));
            return;
        }
        last = Some(signer.levels.1);
        if let Some(own) = &signer.lineage {
            consistent &= own.len() >= longest;
            longest = own.len();
            lineage = match lineage {
                None => Some(own.clone()),
                Some(other) => merged(&other, own),
            };
            consistent &= lineage.is_some();
        }
    }
    let first = sorted.first().map_or(0, |s| s.levels.0);
    let up_to = ask.rotation.map_or(i32::MAX as u32, |rotation| rotation.saturating_sub(1));
    // Below its own first level a v3.1 signer is passed over for the one of v3.
    let covered = ask.scheme == Scheme::V31 || first <= ask.level.max(ask.scheme.first_level());
    if !covered || last.unwrap_or(0) < up_to {
        issues.error(ask.scheme, Note::new(codes::LEVELS_WRONG));
    }
    if !consistent {
        issues.error(ask.scheme, Note::new(codes::LINEAGE_WRONG));
    }
    result.lineage = lineage;
}

/// Two lineages as one; none when they do not overlap or part.
fn merged<'a>(a: &[&'a [u8]], b: &[&'a [u8]]) -> Option<Vec<&'a [u8]>> {
    let (ancestor, descendant) = match a.first() {
        Some(first) if b.contains(first) => (b, a),
        _ => (a, b),
    };
    let start = ancestor.iter().position(|c| Some(c) == descendant.first())?;
    let (head, overlap) = ancestor.split_at(start);
    if overlap.iter().zip(descendant).any(|(x, y)| x != y) {
        return None;
    }
    let tail = if overlap.len() > descendant.len() { overlap } else { descendant };
    Some([head, tail].concat())
}
