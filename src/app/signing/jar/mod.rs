//! Scheme v1: JAR signing (<https://docs.oracle.com/javase/8/docs/technotes/guides/jar/jar.html#Signed_JAR_File>), as
//! Android verifies it: which algorithms at which level, what must be covered, what protects against a newer scheme
//! being stripped. Follows AOSP's `apksig`.

mod digest;
mod section;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;
use section::{Expected, Section};

use super::crypto::{Check, Hash, Method, verify};
use super::sections::{Record, Sections};
use super::{Issues, MAX_SIGNERS, Scheme, codes};
use crate::finding::Note;
use crate::format::der::cms::{SignedData, SignerId, SignerInfo};
use crate::format::der::x509::{Certificate, algorithm_name};
use crate::format::der::{Element, Tag};
use crate::format::{FormatError, FormatResult};
use crate::limits::Limits;

const MANIFEST: &str = "META-INF/MANIFEST.MF";
const CONTENT_TYPE: &str = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST: &str = "1.2.840.113549.1.9.4";

/// Manifests and signature files above this are not read.
const LARGEST_MANIFEST: u64 = 256 << 20;

/// An entry and the digests that it must have.
type Wanted = (usize, Vec<Expected>);
/// Digests of entries worked out so far; none where an entry can't be read.
type EntryDigests = HashMap<(usize, Hash), Option<Vec<u8>>>;

/// Family and, when the algorithm names one, digest of a signature algorithm.
fn signature_algorithm(dotted: &str) -> Option<(Method, Option<Hash>)> {
    use Hash::{Md5, Sha1, Sha224, Sha256, Sha384, Sha512};
    use Method::{Dsa, Ecdsa, RsaPkcs1};
    Some(match dotted {
        "1.2.840.113549.1.1.1" => (RsaPkcs1, None),
        "1.2.840.113549.1.1.4" => (RsaPkcs1, Some(Md5)),
        "1.2.840.113549.1.1.5" => (RsaPkcs1, Some(Sha1)),
        "1.2.840.113549.1.1.14" => (RsaPkcs1, Some(Sha224)),
        "1.2.840.113549.1.1.11" => (RsaPkcs1, Some(Sha256)),
        "1.2.840.113549.1.1.12" => (RsaPkcs1, Some(Sha384)),
        "1.2.840.113549.1.1.13" => (RsaPkcs1, Some(Sha512)),
        "1.2.840.10040.4.1" => (Dsa, None),
        "1.2.840.10040.4.3" => (Dsa, Some(Sha1)),
        "2.16.840.1.101.3.4.3.1" => (Dsa, Some(Sha224)),
        "2.16.840.1.101.3.4.3.2" => (Dsa, Some(Sha256)),
        "1.2.840.10045.2.1" => (Ecdsa, None),
        "1.2.840.10045.4.1" => (Ecdsa, Some(Sha1)),
        "1.2.840.10045.4.3.1" => (Ecdsa, Some(Sha224)),
        "1.2.840.10045.4.3.2" => (Ecdsa, Some(Sha256)),
        "1.2.840.10045.4.3.3" => (Ecdsa, Some(Sha384)),
        "1.2.840.10045.4.3.4" => (Ecdsa, Some(Sha512)),
        _ => return None,
    })
}

/// Whether all Android versions from `level` on can verify a signature of this digest and signature algorithm. Some
/// pairs worked up to 2.2 and again later; a pair of two different digests in 5.0 to 6.0 only, so never for all.
fn supported_from(digest: Hash, method: Method, own: Option<Hash>, level: u32) -> bool {
    use Hash::{Md5, Sha1, Sha224, Sha256, Sha384, Sha512};
    use Method::{Dsa, Ecdsa, RsaPkcs1};
    let since = match (method, digest, own) {
        (_, digest, Some(own)) if digest != own => None,
        (RsaPkcs1, Md5, None) | (RsaPkcs1, Sha1, _) => Some(0),
        (RsaPkcs1, Sha224, None) | (RsaPkcs1, Md5 | Sha224 | Sha384 | Sha512, Some(_)) => Some(21),
        (RsaPkcs1, Sha256 | Sha384 | Sha512, _) => Some(18),
        (Dsa, Sha1, None) => Some(0),
        (Dsa, Sha1, Some(_)) => Some(9),
        (Dsa, Sha224 | Sha256, None) => Some(22),
        (Dsa, Sha224 | Sha256, Some(_)) => Some(21),
        (Ecdsa, Sha1, _) | (Ecdsa, Sha256 | Sha384 | Sha512, None) => Some(18),
        (Ecdsa, Sha224, _) | (Ecdsa, Sha256 | Sha384 | Sha512, Some(_)) => Some(21),
        _ => None,
    };
    since.is_some_and(|since| level >= since)
}

/// The parts of a JAR signature in an archive, with what has been worked out about it.
pub(super) struct Jar<'a> {
    sections: Sections<'a>,
    /// What was inflated before: by place of the local header, compressed size and content.
    inflated: &'a BTreeMap<u64, (u64, &'a [u8])>,
    records: Vec<Record>,
    blocks: Vec<(usize, usize)>,
    manifest: Option<usize>,
    unpaired: usize,
    checks: RefCell<HashMap<(usize, usize), Check>>,
    entries: RefCell<EntryDigests>,
}

/// A signer whose signature holds, and who signed all entries.
#[derive(Debug, Clone)]
pub(super) struct JarSigner {
    /// Its certificate, encoded.
    pub certificate: Vec<u8>,
    /// Weakest digest between the signature and the entries.
    pub hash: Hash,
}

/// A signer in the course of verification.
struct Candidate<'c> {
    file_name: &'c str,
    file: Vec<u8>,
    certificate: Vec<u8>,
    hash: Hash,
    names: HashSet<String>,
}

impl<'a> Jar<'a> {
    /// Looks for the parts of a signature in the archive's directory.
    pub(super) fn find(sections: &Sections<'a>, inflated: &'a BTreeMap<u64, (u64, &'a [u8])>) -> FormatResult<Self> {
        let records = sections.entries()?;
        let mut manifest = None;
        let mut files: HashMap<&str, usize> = HashMap::new();
        let mut found = Vec::new();
        for (index, record) in records.iter().enumerate() {
            match record.name.strip_prefix("META-INF/") {
                Some(_) if manifest.is_none() && record.name == MANIFEST => manifest = Some(index),
                Some(name) if name.ends_with(".SF") => {
                    files.insert(name, index);
                }
                Some(name) if [".RSA", ".DSA", ".EC"].iter().any(|e| name.ends_with(e)) => found.push((index, name)),
                _ => {}
            }
        }
        let count = found.len();
        let blocks: Vec<(usize, usize)> = found
            .into_iter()
            .filter_map(|(block, name)| {
                let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
                Some((block, *files.get(format!("{stem}.SF").as_str())?))
            })
            .collect();
        Ok(Self {
            sections: *sections,
            inflated,
            manifest,
            unpaired: count - blocks.len(),
            blocks,
            records,
            checks: RefCell::default(),
            entries: RefCell::default(),
        })
    }

    /// Whether there is a manifest with a signature over it.
    pub(super) fn is_signed(&self) -> bool {
        self.manifest.is_some() && !self.blocks.is_empty()
    }

    /// An entry of that name, if it is there.
    pub(super) fn content_of(&self, name: &str, most: u64) -> Option<Vec<u8>> {
        let record = self.records.iter().find(|r| r.name == name)?;
        self.sections.content(record, most).ok()
    }

    fn name(&self, index: usize) -> &str {
        self.records.get(index).map_or("", |r| r.name.as_str())
    }

    fn content(&self, index: usize, issues: &mut Issues) -> Option<Vec<u8>> {
        let record = self.records.get(index)?;
        match self.sections.content(record, LARGEST_MANIFEST) {
            Ok(bytes) => Some(bytes),
            Err(FormatError::Limit { limit, .. }) => {
                issues.unchecked(Scheme::V1, Note::new(codes::UNCHECKED_LIMIT).with("limit", limit));
                None
            }
            Err(_) => {
                issues.error(Scheme::V1, Note::new(codes::ENTRY_UNREADABLE).with("entry", &record.name));
                None
            }
        }
    }

    /// Verifies for all levels from `level` on. `found` are the newer schemes that were found.
    pub(super) fn verify(&self, level: u32, found: &[Scheme], limits: &Limits, issues: &mut Issues) -> Vec<JarSigner> {
        let before = issues.errors();
        self.refuse_duplicates(issues);
        let Some(manifest) = self.manifest else {
            issues.error(Scheme::V1, Note::new(codes::NO_MANIFEST));
            return Vec::new();
        };
        let Some(manifest) = self.content(manifest, issues) else { return Vec::new() };
        let mut parts = Section::all(&manifest).into_iter();
        let main = parts.next();
        let named = self.manifest_sections(parts, issues);
        if issues.errors() > before {
            return Vec::new();
        }
        if self.unpaired > 0 {
            issues.warning(Scheme::V1, Note::new(codes::FILE_WITHOUT_PAIR).with("count", self.unpaired));
        }
        if self.blocks.is_empty() {
            issues.error(Scheme::V1, Note::new(codes::NO_SIGNATURES));
            return Vec::new();
        }
        if self.blocks.len() > MAX_SIGNERS {
            issues.error(Scheme::V1, Note::new(codes::TOO_MANY_SIGNERS).with("count", self.blocks.len()));
            return Vec::new();
        }
        let candidates: Vec<Candidate<'_>> =
            self.blocks.iter().filter_map(|&(block, file)| self.signature(block, file, level, issues)).collect();
        if issues.errors() > before {
            return Vec::new();
        }
        let mut remaining = Vec::new();
        for mut candidate in candidates {
            let file = std::mem::take(&mut candidate.file);
            let own = Section::all(&file);
            if self.against_manifest(&mut candidate, &own, &manifest, main.as_ref(), &named, level, found, issues) {
                remaining.push(candidate);
            }
        }
        if issues.errors() > before {
            return Vec::new();
        }
        if remaining.is_empty() {
            issues.error(Scheme::V1, Note::new(codes::NO_SIGNATURES));
            return Vec::new();
        }
        let signers = self.against_entries(remaining, &named, level, limits, issues);
        if issues.errors() > before { Vec::new() } else { signers }
    }

    fn refuse_duplicates(&self, issues: &mut Issues) {
        let mut seen = HashSet::with_capacity(self.records.len());
        for record in &self.records {
            if !seen.insert(record.name.as_str()) {
                issues.error(Scheme::V1, Note::new(codes::DUPLICATE_ENTRY).with("entry", &record.name));
            }
        }
    }

    /// Sections of entries by name; each must be there once, and its entry must exist.
    fn manifest_sections<'m>(
        &self,
        parts: impl Iterator<Item = Section<'m>>,
        issues: &mut Issues,
    ) -> HashMap<String, Section<'m>> {
        let existing: HashSet<&str> = self.records.iter().map(|r| r.name.as_str()).collect();
        let mut named = HashMap::new();
        for part in parts {
            let Some(name) = part.name().map(str::to_owned) else {
                issues.error(Scheme::V1, Note::new(codes::SECTION_MALFORMED).with("file", MANIFEST));
                continue;
            };
            if !existing.contains(name.as_str()) {
                issues.error(Scheme::V1, Note::new(codes::ENTRY_MISSING).with("entry", &name));
            }
            if named.insert(name, part).is_some() {
                issues.error(Scheme::V1, Note::new(codes::SECTION_MALFORMED).with("file", MANIFEST));
            }
        }
        named
    }

    /// Checks a signature block over its signature file.
    fn signature(&self, block: usize, file: usize, level: u32, issues: &mut Issues) -> Option<Candidate<'_>> {
        let (bytes, content) = (self.content(block, issues)?, self.content(file, issues)?);
        let name = self.name(block);
        let at = |code: &str| Note::new(code).with("file", name);
        let Ok(data) = SignedData::parse(&bytes) else {
            issues.error(Scheme::V1, at(codes::SIGNATURE_FILE_MALFORMED));
            return None;
        };
        let Ok(certificates) =
            data.certificates.iter().map(|c| Certificate::parse(c)).collect::<FormatResult<Vec<_>>>()
        else {
            issues.error(Scheme::V1, at(codes::SIGNATURE_FILE_MALFORMED));
            return None;
        };
        // Before 7.0 only the first signer is looked at, from then on all of them; the first that holds counts.
        let tried = if level < 24 { 1 } else { MAX_SIGNERS };
        let mut holding: Option<(Vec<u8>, Hash)> = None;
        for (index, signer) in data.signers.iter().take(tried).enumerate() {
            match self.signer((block, index), signer, &data, &certificates, &content, level) {
                Ok(Some((certificate, hash, unchecked))) => {
                    if let Some(key) = unchecked {
                        issues.unchecked(Scheme::V1, Note::new(codes::UNCHECKED_KEY).with("key", key));
                    }
                    holding.get_or_insert((certificate, hash));
                }
                Ok(None) => {}
                Err(code) => {
                    let mut note = at(code);
                    if code == codes::ALGORITHM_UNSUPPORTED {
                        note = note
                            .with("digest", hash_name(signer))
                            .with("algorithm", algorithm_name(&signer.signature_algorithm))
                            .with("level", level);
                    }
                    issues.error(Scheme::V1, note);
                    return None;
                }
            }
        }
        let Some((certificate, hash)) = holding else {
            issues.error(Scheme::V1, at(codes::SIGNATURE_FILE_WRONG));
            return None;
        };
        Some(Candidate { file_name: self.name(file), file: content, certificate, hash, names: HashSet::new() })
    }

    /// Certificate and digest of a signer that holds, with the key's description where this could not be checked. None
    /// when it does not hold; an error code when that ends all.
    #[allow(clippy::type_complexity)] // three values of one answer, used in one place
    fn signer(
        &self,
        place: (usize, usize),
        signer: &SignerInfo<'_>,
        data: &SignedData<'_>,
        certificates: &[Certificate<'_>],
        content: &[u8],
        level: u32,
    ) -> Result<Option<(Vec<u8>, Hash, Option<String>)>, &'static str> {
        let algorithm = signature_algorithm(&signer.signature_algorithm.to_string());
        let (Some(digest), Some((method, own))) = (Hash::of_oid(&signer.digest_algorithm.to_string()), algorithm)
        else {
            return Err(codes::ALGORITHM_UNSUPPORTED);
        };
        if !supported_from(digest, method, own, level) {
            return Err(codes::ALGORITHM_UNSUPPORTED);
        }
        let certificate = find_certificate(certificates, &signer.id).ok_or(codes::NO_CERTIFICATE)?;
        let may_sign = certificate.key_usage.is_none_or(|usage| usage.first().is_some_and(|b| b & 0xc0 != 0));
        if !certificate.unknown_critical.is_empty() || !may_sign {
            return Err(codes::CERTIFICATE_UNUSABLE);
        }
        let (head, signed) = match signer.signed_attributes {
            // The message is the attributes as a SET: only the first byte differs from what stands there.
            Some(raw) => {
                if level < 19 {
                    return Err(codes::ATTRIBUTES_UNSAFE);
                }
                if !attributes_hold(signer, data, digest, content)? {
                    return Ok(None);
                }
                (&[0x31u8][..], raw.get(1..).unwrap_or_default())
            }
            None => (&[][..], content),
        };
        let check = self
            .checks
            .borrow_mut()
            .entry(place)
            .or_insert_with(|| {
                verify(&certificate.key, method, own.unwrap_or(digest), &[head, signed], &signer.signature)
            })
            .clone();
        let hash = if digest.is_weak() { digest } else { own.unwrap_or(digest) };
        Ok(match check {
            Check::Holds => Some((certificate.raw.to_vec(), hash, None)),
            Check::Unchecked(key) => Some((certificate.raw.to_vec(), hash, Some(key))),
            Check::Wrong => None,
        })
    }

    /// Checks a signature file over the manifest; false when the signer is passed over or an error was recorded.
    #[allow(clippy::too_many_arguments)] // the two files and what to hold them against
    fn against_manifest(
        &self,
        candidate: &mut Candidate<'_>,
        own: &[Section<'_>],
        manifest: &[u8],
        main: Option<&Section<'_>>,
        named: &HashMap<String, Section<'_>>,
        level: u32,
        found: &[Scheme],
        issues: &mut Issues,
    ) -> bool {
        let before = issues.errors();
        let file = candidate.file_name.to_owned();
        let at = |code: &str| Note::new(code).with("file", &file);
        let Some((head, rest)) = own.split_first().filter(|(head, _)| head.get("Signature-Version").is_some()) else {
            issues.warning(Scheme::V1, at(codes::SECTION_MALFORMED));
            return false;
        };
        check_stripping(head, found, &file, issues);
        let signtool = head.get("Created-By").is_some_and(|by| by.contains("signtool"));
        let whole = head.digests(if signtool { "-Digest" } else { "-Digest-Manifest" }, level);
        let whole_holds = !whole.is_empty() && whole.iter().all(|(hash, value)| equals(*hash, value, manifest));
        let mut weakest = candidate.hash;
        for (hash, _) in &whole {
            weakest = weakest.min(*hash);
        }
        if !signtool {
            let main_digests = head.digests("-Digest-Manifest-Main-Attributes", level);
            if main_digests.iter().any(|(hash, value)| !equals(*hash, value, main.map_or(&[], |m| m.bytes))) {
                issues.error(Scheme::V1, at(codes::MANIFEST_CHANGED));
            }
        }
        if issues.errors() > before {
            return false;
        }
        for section in rest {
            let Some(name) = section.name().filter(|n| !candidate.names.contains(*n)) else {
                issues.warning(Scheme::V1, at(codes::SECTION_MALFORMED));
                return false;
            };
            candidate.names.insert(name.to_owned());
            if whole_holds {
                continue;
            }
            let Some(of_manifest) = named.get(name) else {
                issues.warning(Scheme::V1, at(codes::SECTION_MALFORMED));
                return false;
            };
            let digests = section.digests("-Digest", level);
            if digests.is_empty() {
                issues.error(Scheme::V1, Note::new(codes::ENTRY_NOT_SIGNED).with("entry", name));
                continue;
            }
            let mut bytes = of_manifest.bytes;
            if signtool && bytes.ends_with(b"\n\n") {
                bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
            }
            if digests.iter().any(|(hash, value)| !equals(*hash, value, bytes)) {
                issues.error(Scheme::V1, at(codes::MANIFEST_CHANGED).with("entry", name));
            }
            weakest = digests.iter().map(|d| d.0).chain([weakest]).min().unwrap_or(weakest);
        }
        candidate.hash = weakest;
        issues.errors() == before
    }

    /// Checks the manifest over the entries. All entries outside `META-INF/` must be signed, by the same signers.
    fn against_entries(
        &self,
        candidates: Vec<Candidate<'_>>,
        named: &HashMap<String, Section<'_>>,
        level: u32,
        limits: &Limits,
        issues: &mut Issues,
    ) -> Vec<JarSigner> {
        let mut wanted: Vec<Wanted> = Vec::new();
        let mut common: Option<Vec<usize>> = None;
        for (index, record) in self.records.iter().enumerate() {
            let name = record.name.as_str();
            if name.starts_with("META-INF/") {
                continue;
            }
            let mut refuse = |code: &str| issues.error(Scheme::V1, Note::new(code).with("entry", name));
            let digests = named.get(name).map(|section| section.digests("-Digest", level)).unwrap_or_default();
            let by: Vec<usize> =
                (0..candidates.len()).filter(|&i| candidates.get(i).is_some_and(|c| c.names.contains(name))).collect();
            if digests.is_empty() || by.is_empty() {
                refuse(codes::ENTRY_NOT_SIGNED);
                continue;
            }
            if *common.get_or_insert_with(|| by.clone()) != by {
                refuse(codes::ENTRY_SIGNERS_DIFFER);
                continue;
            }
            wanted.push((index, digests));
        }
        let total: u64 = wanted.iter().filter_map(|(index, _)| self.records.get(*index)).map(|r| r.size).sum();
        if total > limits.total_bytes {
            issues.unchecked(Scheme::V1, Note::new(codes::UNCHECKED_LIMIT).with("limit", "total-bytes"));
        } else {
            self.work_out(&wanted);
            self.compare_entries(&wanted, issues);
        }
        let Some(common) = common else {
            issues.error(Scheme::V1, Note::new(codes::NOTHING_SIGNED));
            return Vec::new();
        };
        self.note_unprotected(&candidates, issues);
        let weakest = wanted.iter().flat_map(|(_, digests)| digests.iter().map(|d| d.0)).min();
        candidates
            .into_iter()
            .enumerate()
            .filter(|(index, _)| common.contains(index))
            .map(|(_, c)| JarSigner { certificate: c.certificate, hash: weakest.map_or(c.hash, |w| w.min(c.hash)) })
            .collect()
    }

    /// Digests of entries that are not known yet.
    fn work_out(&self, wanted: &[Wanted]) {
        let known = self.entries.borrow();
        let missing: Vec<(usize, Vec<Hash>)> = wanted
            .iter()
            .map(|(index, digests)| {
                let hashes = digests.iter().map(|d| d.0).filter(|hash| !known.contains_key(&(*index, *hash)));
                (*index, hashes.collect::<Vec<_>>())
            })
            .filter(|(_, hashes)| !hashes.is_empty())
            .collect();
        drop(known);
        let (sections, inflated, records) = (&self.sections, self.inflated, &self.records);
        let found: Vec<_> = missing
            .into_par_iter()
            .map(|(index, hashes)| {
                let digests =
                    records.get(index).and_then(|record| digest::of_entry(sections, inflated, record, &hashes));
                (index, hashes, digests)
            })
            .collect();
        let mut known = self.entries.borrow_mut();
        for (index, hashes, digests) in found {
            for (at, hash) in hashes.into_iter().enumerate() {
                known.insert((index, hash), digests.as_ref().and_then(|d| d.get(at).cloned()));
            }
        }
    }

    fn compare_entries(&self, wanted: &[Wanted], issues: &mut Issues) {
        let known = self.entries.borrow();
        for (index, digests) in wanted {
            let name = self.name(*index);
            for (hash, expected) in digests {
                match known.get(&(*index, *hash)) {
                    Some(Some(actual)) if Some(actual) == expected.as_ref() => {}
                    Some(Some(_)) => {
                        let note = Note::new(codes::ENTRY_CHANGED).with("entry", name).with("digest", hash.name());
                        issues.error(Scheme::V1, note);
                    }
                    _ => issues.error(Scheme::V1, Note::new(codes::ENTRY_UNREADABLE).with("entry", name)),
                }
            }
        }
    }

    /// Entries in `META-INF/` are covered by nothing but the signature itself.
    fn note_unprotected(&self, candidates: &[Candidate<'_>], issues: &mut Issues) {
        let own = |name: &str| {
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            name == MANIFEST || candidates.iter().any(|c| c.file_name.strip_suffix(".SF") == Some(stem))
        };
        let mut open = self.records.iter().filter(|r| r.name.starts_with("META-INF/") && !own(&r.name));
        if let Some(first) = open.next() {
            let note = Note::new(codes::UNPROTECTED).with("count", 1 + open.count()).with("entry", &first.name);
            issues.warning(Scheme::V1, note);
        }
    }
}

fn hash_name(signer: &SignerInfo<'_>) -> String {
    let dotted = signer.digest_algorithm.to_string();
    Hash::of_oid(&dotted).map_or(dotted, |hash| hash.name().to_owned())
}

fn equals(hash: Hash, expected: &Option<Vec<u8>>, bytes: &[u8]) -> bool {
    expected.as_ref().is_some_and(|expected| hash.digest(&[bytes]) == *expected)
}

fn find_certificate<'c, 'a>(certificates: &'c [Certificate<'a>], id: &SignerId<'_>) -> Option<&'c Certificate<'a>> {
    certificates.iter().find(|certificate| match id {
        SignerId::IssuerAndSerial { issuer, serial } => {
            let same = certificate.issuer.raw == issuer.raw || certificate.issuer.to_string() == issuer.to_string();
            certificate.serial == *serial && same
        }
        SignerId::KeyId(wanted) => certificate.key_id == Some(*wanted),
    })
}

/// Whether the signed attributes are about this signature file.
fn attributes_hold(
    signer: &SignerInfo<'_>,
    data: &SignedData<'_>,
    digest: Hash,
    content: &[u8],
) -> Result<bool, &'static str> {
    let attributes = signer.attributes().ok().flatten().ok_or(codes::SIGNATURE_FILE_MALFORMED)?;
    let single = |dotted: &str| -> Result<Option<Element<'_>>, &'static str> {
        let mut of_type = attributes.iter().filter(|a| a.id.is(dotted));
        match (of_type.next().map(|a| a.values.as_slice()), of_type.next()) {
            (None, _) => Ok(None),
            (Some([value]), None) => Ok(Some(*value)),
            _ => Err(codes::SIGNATURE_FILE_MALFORMED),
        }
    };
    let kind = single(CONTENT_TYPE)?.ok_or(codes::SIGNATURE_FILE_MALFORMED)?;
    if kind.tag != Tag::OID || kind.content != data.content_type.0 {
        return Ok(false);
    }
    let expected = single(MESSAGE_DIGEST)?.ok_or(codes::SIGNATURE_FILE_MALFORMED)?;
    let expected = expected.octets().map_err(|_| codes::SIGNATURE_FILE_MALFORMED)?;
    Ok(digest.digest(&[content]) == expected.as_ref())
}

/// `X-Android-APK-Signed` tells which newer schemes the archive was signed with: they must be there.
fn check_stripping(head: &Section<'_>, found: &[Scheme], file: &str, issues: &mut Issues) {
    let Some(listed) = head.get("X-Android-APK-Signed") else {
        if !found.is_empty() {
            issues.warning(Scheme::V1, Note::new(codes::STRIP_PROTECTION_MISSING).with("file", file));
        }
        return;
    };
    let mut missing: Vec<Scheme> = listed
        .split(',')
        .filter_map(|id| Scheme::of_number(id.trim().parse().ok()?))
        .filter(|scheme| !found.contains(scheme))
        .collect();
    missing.sort();
    missing.dedup();
    for scheme in missing {
        issues.error(Scheme::V1, Note::new(codes::STRIPPED).with("missing", scheme.name()));
    }
}
