//! The code signature: a SuperBlob of big-endian blobs (`kern/cs_blobs.h` of XNU).

use std::borrow::Cow;

use sha2::Digest as _;

use super::Reader;
use crate::format::FormatResult;

/// A code signature.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodeSignature<'a> {
    /// Code directories, the preferred (strongest hash) first.
    pub directories: Vec<CodeDirectory<'a>>,
    /// Entitlements as an XML property list.
    pub entitlements_xml: Option<&'a [u8]>,
    /// Entitlements in DER.
    pub entitlements_der: Option<&'a [u8]>,
    /// Internal requirements.
    pub requirements: Option<&'a [u8]>,
    /// CMS signature; empty or absent for an ad-hoc signature.
    pub cms: Option<&'a [u8]>,
}

/// A code directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeDirectory<'a> {
    /// Whole blob, as the CMS signature covers it.
    pub bytes: &'a [u8],
    /// Format version (0x20400 and the like).
    pub version: u32,
    /// Flags: 0x2 ad hoc, 0x4 get-task-allow, 0x100 hard, 0x200 kill, 0x800 restrict, 0x10000 hardened runtime, ...
    pub flags: u32,
    /// Hash: 1 SHA-1, 2 SHA-256, 3 SHA-256 truncated, 4 SHA-384, 5 SHA-512.
    pub hash_type: u8,
    /// Bytes of one hash.
    pub hash_size: u8,
    /// Identifier: usually the bundle identifier.
    pub identifier: Cow<'a, str>,
    /// Team identifier.
    pub team: Option<Cow<'a, str>>,
    /// First byte behind the signed code.
    pub code_limit: u64,
    /// Log2 of the page size; 0 for one page.
    pub page_shift: u8,
    hash_offset: u32,
    slots: u32,
    special_slots: u32,
}

/// How the page hashes of a code directory compare with the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HashCheck {
    /// Every page has its hash.
    Match,
    /// A page differs; its number.
    Differs(u32),
    /// The hash type is unknown or slots are missing.
    Unchecked,
}

impl CodeDirectory<'_> {
    /// Name of the hash.
    pub fn hash_name(&self) -> &'static str {
        match self.hash_type {
            1 => "SHA-1",
            2 => "SHA-256",
            3 => "SHA-256 (truncated)",
            4 => "SHA-384",
            5 => "SHA-512",
            _ => "unknown",
        }
    }

    /// Signed without an identity.
    pub fn is_ad_hoc(&self) -> bool {
        self.flags & 2 != 0
    }

    /// The recorded hash of a special slot (1 Info.plist, 2 requirements, 3 CodeResources, 5 entitlements XML, 7 DER).
    pub fn special(&self, slot: u32) -> Option<&[u8]> {
        if slot == 0 || slot > self.special_slots {
            return None;
        }
        let size = usize::from(self.hash_size);
        let start = (self.hash_offset as usize).checked_sub((slot as usize).checked_mul(size)?)?;
        self.bytes.get(start..start.checked_add(size)?)
    }

    /// A hash of this directory's kind, cut to its size; none for an unknown kind.
    pub fn digest(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut digest = match self.hash_type {
            1 => sha1::Sha1::digest(bytes).to_vec(),
            2 | 3 => sha2::Sha256::digest(bytes).to_vec(),
            4 => sha2::Sha384::digest(bytes).to_vec(),
            5 => sha2::Sha512::digest(bytes).to_vec(),
            _ => return None,
        };
        digest.truncate(usize::from(self.hash_size));
        Some(digest)
    }

    /// Compares every page of the slice with its hash. Reads the code once.
    pub fn check_pages(&self, slice: &[u8]) -> HashCheck {
        let limit = usize::try_from(self.code_limit).unwrap_or(usize::MAX);
        let Some(code) = slice.get(..limit) else { return HashCheck::Unchecked };
        if self.hash_size == 0 || (self.page_shift != 0 && !(10..=24).contains(&self.page_shift)) {
            return HashCheck::Unchecked;
        }
        let page =
            if self.page_shift == 0 { code.len().max(1) } else { 1usize.wrapping_shl(u32::from(self.page_shift)) };
        let size = usize::from(self.hash_size);
        let mut at = self.hash_offset as usize;
        for (number, bytes) in code.chunks(page).enumerate() {
            let Some(expected) = self.bytes.get(at..at.saturating_add(size)) else { return HashCheck::Unchecked };
            if number >= self.slots as usize {
                return HashCheck::Unchecked;
            }
            match self.digest(bytes) {
                None => return HashCheck::Unchecked,
                Some(found) if found != expected => return HashCheck::Differs(number as u32),
                Some(_) => {}
            }
            at = at.saturating_add(size);
        }
        HashCheck::Match
    }
}

/// Reads the SuperBlob at an offset of the slice.
pub(super) fn parse(slice: &[u8], offset: usize, size: usize) -> FormatResult<CodeSignature<'_>> {
    let end = offset.saturating_add(size).min(slice.len());
    let data = slice.get(offset..end).unwrap_or_default();
    let mut reader = Reader::new(data, "code signature");
    if reader.u32_be()? != 0xfade_0cc0 {
        return Err(reader.malformed("magic"));
    }
    reader.skip(4)?;
    let count = u64::from(reader.u32_be()?);
    let count = reader.count(count, 8)?;
    let mut signature = CodeSignature::default();
    for _ in 0..count {
        let (_slot, offset) = (reader.u32_be()?, reader.u32_be()? as usize);
        let mut blob = Reader::new(data, "code signature").at(offset);
        let (Ok(magic), Ok(length)) = (blob.u32_be(), blob.u32_be()) else { continue };
        let Some(whole) = data.get(offset..offset.saturating_add(length as usize)) else { continue };
        let payload = whole.get(8..).unwrap_or_default();
        match magic {
            0xfade_0c02 => signature.directories.extend(directory(whole).ok()),
            0xfade_7171 => signature.entitlements_xml = Some(payload),
            0xfade_7172 => signature.entitlements_der = Some(payload),
            0xfade_0c01 => signature.requirements = Some(payload),
            0xfade_0b01 => signature.cms = Some(payload),
            _ => {}
        }
    }
    // Of several hashes the kernel takes the strongest: 2 (SHA-256) over 1 (SHA-1); truncated last.
    let rank = |d: &CodeDirectory<'_>| match d.hash_type {
        4 => 0u8,
        2 => 1,
        3 => 2,
        1 => 3,
        _ => 4,
    };
    signature.directories.sort_by_key(rank);
    Ok(signature)
}

fn directory(blob: &[u8]) -> FormatResult<CodeDirectory<'_>> {
    let mut reader = Reader::new(blob, "code directory").at(8);
    let (version, flags) = (reader.u32_be()?, reader.u32_be()?);
    let (hash_offset, ident_offset) = (reader.u32_be()?, reader.u32_be()?);
    let (special_slots, slots, limit) = (reader.u32_be()?, reader.u32_be()?, reader.u32_be()?);
    let (hash_size, hash_type, _platform, page_shift) = (reader.u8()?, reader.u8()?, reader.u8()?, reader.u8()?);
    let text = |offset: u32| -> Option<Cow<'_, str>> {
        Reader::new(blob, "code directory").at(offset as usize).c_string().ok().map(String::from_utf8_lossy)
    };
    let later = |at: usize| Reader::new(blob, "code directory").at(at);
    let team = if version >= 0x2_0200 {
        later(48).u32_be().ok().filter(|o| *o != 0).and_then(text).filter(|t| !t.is_empty())
    } else {
        None
    };
    let wide = if version >= 0x2_0300 { later(56).u64_be().unwrap_or(0) } else { 0 };
    Ok(CodeDirectory {
        bytes: blob,
        version,
        flags,
        hash_type,
        hash_size,
        identifier: text(ident_offset).unwrap_or_default(),
        team,
        code_limit: if wide != 0 { wide } else { u64::from(limit) },
        page_shift,
        hash_offset,
        slots,
        special_slots,
    })
}
