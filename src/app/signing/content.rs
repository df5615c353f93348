//! Digests over a whole archive, as the schemes v2 to v4 define them.

use rayon::prelude::*;
use sha2::{Digest, Sha256, Sha512};

const CHUNK: usize = 1 << 20;
const PAGE: usize = 4096;

/// Way of digesting an archive's contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ContentDigest {
    /// Chunks of 1 MiB by SHA-256.
    Chunked256,
    /// Chunks of 1 MiB by SHA-512.
    Chunked512,
    /// A tree of pages of 4 KiB by SHA-256, as fs-verity has it.
    Verity,
}

impl ContentDigest {
    /// For reports.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Chunked256 => "SHA-256",
            Self::Chunked512 => "SHA-512",
            Self::Verity => "SHA-256 (verity)",
        }
    }

    /// Which one Android prefers: the greater.
    pub(super) fn strength(self) -> u8 {
        match self {
            Self::Chunked256 => 0,
            Self::Verity => 1,
            Self::Chunked512 => 2,
        }
    }
}

/// The three parts that are digested: what precedes the APK Signing Block, the central directory, and the record at the
/// end with its offset set to where the block begins.
pub(super) struct Contents<'a> {
    pub(super) before: &'a [u8],
    pub(super) directory: &'a [u8],
    pub(super) end: Vec<u8>,
}

impl Contents<'_> {
    /// The digest. None when the archive can't have one of this kind (pages that do not fit).
    pub(super) fn digest(&self, by: ContentDigest) -> Option<Vec<u8>> {
        let parts = [self.before, self.directory, self.end.as_slice()];
        match by {
            ContentDigest::Chunked256 => Some(chunked::<Sha256>(&parts)),
            ContentDigest::Chunked512 => Some(chunked::<Sha512>(&parts)),
            ContentDigest::Verity => {
                if !self.before.len().is_multiple_of(PAGE) {
                    return None;
                }
                let total: usize = parts.iter().map(|p| p.len()).sum();
                let (root, _) = verity(&parts, &[0; 8]);
                Some([root.as_slice(), &(total as u64).to_le_bytes()].concat())
            }
        }
    }
}

/// <https://source.android.com/docs/security/features/apksigning/v2#integrity-protected-contents>
fn chunked<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    let chunks: Vec<&[u8]> = parts.iter().flat_map(|part| part.chunks(CHUNK)).collect();
    let digests: Vec<Vec<u8>> = chunks
        .par_iter()
        .map(|chunk| {
            let mut hash = D::new();
            hash.update([0xa5]);
            hash.update((chunk.len() as u32).to_le_bytes());
            hash.update(chunk);
            hash.finalize().to_vec()
        })
        .collect();
    let mut top = D::new();
    top.update([0x5a]);
    top.update((chunks.len() as u32).to_le_bytes());
    digests.iter().for_each(|digest| top.update(digest));
    top.finalize().to_vec()
}

/// Root hash and tree (levels from the top, each padded to whole pages) over the parts put together. The Linux kernel's
/// fs-verity, with SHA-256 and pages of 4 KiB; `salt` precedes each page.
pub(super) fn verity(parts: &[&[u8]], salt: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut level: Vec<u8> =
        pages(parts).par_iter().flat_map_iter(|page| page_digest(salt, page.iter().copied())).collect();
    let mut tree = Vec::new();
    loop {
        level.resize(level.len().div_ceil(PAGE).max(1) * PAGE, 0);
        let done = level.len() == PAGE;
        let next = if done { Vec::new() } else { level.chunks(PAGE).flat_map(|p| page_digest(salt, [p])).collect() };
        tree.splice(0..0, level.iter().copied());
        if done {
            let top = level.get(..PAGE).unwrap_or_default();
            return (page_digest(salt, [top]).to_vec(), tree);
        }
        level = next;
    }
}

/// Pages as the pieces that they are made of: one, or two and more where parts meet.
fn pages<'a>(parts: &[&'a [u8]]) -> Vec<Vec<&'a [u8]>> {
    let mut out = Vec::new();
    let mut page: Vec<&[u8]> = Vec::new();
    let mut room = PAGE;
    for part in parts {
        let mut rest = *part;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(rest.len().min(room));
            page.push(piece);
            room -= piece.len();
            rest = after;
            if room == 0 {
                out.push(std::mem::take(&mut page));
                room = PAGE;
            }
        }
    }
    if !page.is_empty() {
        out.push(page);
    }
    out
}

/// Digest of a page, filled up with zeros.
fn page_digest<'a>(salt: &[u8], pieces: impl IntoIterator<Item = &'a [u8]>) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(salt);
    let mut room = PAGE;
    for piece in pieces {
        hash.update(piece);
        room = room.saturating_sub(piece.len());
    }
    hash.update(vec![0; room]);
    hash.finalize().into()
}
