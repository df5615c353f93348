//! Digests of entries.

use std::collections::BTreeMap;

use md5::Digest as _;

use super::{Hash, Record, Sections};

/// Digests of one entry's content in one go; none when it can't be read as Android would.
pub(super) fn of_entry(
    sections: &Sections<'_>,
    inflated: &BTreeMap<u64, (u64, &[u8])>,
    record: &Record,
    hashes: &[Hash],
) -> Option<Vec<Vec<u8>>> {
    let mut running: Vec<Running> = hashes.iter().map(|hash| Running::new(*hash)).collect();
    let known = inflated.get(&record.header).copied();
    let fed = sections.feed(record, known, &mut |bytes| running.iter_mut().for_each(|r| r.update(bytes)));
    fed.ok()?;
    Some(running.into_iter().map(Running::finish).collect())
}

/// A digest being computed.
enum Running {
    Md5(md5::Md5),
    Sha1(sha1::Sha1),
    Sha256(sha2::Sha256),
    Sha384(sha2::Sha384),
    Sha512(sha2::Sha512),
}

impl Running {
    fn new(hash: Hash) -> Self {
        match hash {
            Hash::Md5 => Self::Md5(md5::Md5::new()),
            Hash::Sha1 => Self::Sha1(sha1::Sha1::new()),
            // Manifests do not know SHA-224.
            Hash::Sha224 | Hash::Sha256 => Self::Sha256(sha2::Sha256::new()),
            Hash::Sha384 => Self::Sha384(sha2::Sha384::new()),
            Hash::Sha512 => Self::Sha512(sha2::Sha512::new()),
        }
    }

    fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Md5(hash) => hash.update(bytes),
            Self::Sha1(hash) => hash.update(bytes),
            Self::Sha256(hash) => hash.update(bytes),
            Self::Sha384(hash) => hash.update(bytes),
            Self::Sha512(hash) => hash.update(bytes),
        }
    }

    fn finish(self) -> Vec<u8> {
        match self {
            Self::Md5(hash) => hash.finalize().to_vec(),
            Self::Sha1(hash) => hash.finalize().to_vec(),
            Self::Sha256(hash) => hash.finalize().to_vec(),
            Self::Sha384(hash) => hash.finalize().to_vec(),
            Self::Sha512(hash) => hash.finalize().to_vec(),
        }
    }
}
