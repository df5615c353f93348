//! Codes of the notes that issues carry.

/// Neither an archive nor its end record.
pub const NOT_AN_ARCHIVE: &str = "signing-not-an-archive";
/// v1: no `META-INF/MANIFEST.MF`.
pub const NO_MANIFEST: &str = "signing-no-manifest";
/// No signature that counts.
pub const NO_SIGNATURES: &str = "signing-no-signatures";
/// A block without signers.
pub const NO_SIGNERS: &str = "signing-no-signers";
/// More signers than Android accepts (`count`).
pub const TOO_MANY_SIGNERS: &str = "signing-too-many-signers";
/// v1: two entries of one name (`entry`).
pub const DUPLICATE_ENTRY: &str = "signing-duplicate-entry";
/// v1: a section without or with a repeated name (`file`).
pub const SECTION_MALFORMED: &str = "signing-section-malformed";
/// v1: the manifest names an entry that is not there (`entry`).
pub const ENTRY_MISSING: &str = "signing-entry-missing";
/// v1: a signature block without its signature file (`count`).
pub const FILE_WITHOUT_PAIR: &str = "signing-file-without-pair";
/// v1: a signature block that can't be read (`file`).
pub const SIGNATURE_FILE_MALFORMED: &str = "signing-signature-file-malformed";
/// v1: a signature that does not hold over its signature file (`file`).
pub const SIGNATURE_FILE_WRONG: &str = "signing-signature-file-wrong";
/// v1: algorithms that not all levels know (`file`, `digest`, `algorithm`, `level`).
pub const ALGORITHM_UNSUPPORTED: &str = "signing-algorithm-unsupported";
/// v1: signed attributes, which levels below 19 do not verify (`file`).
pub const ATTRIBUTES_UNSAFE: &str = "signing-attributes-unsafe";
/// v1: a certificate that is not for signing (`file`).
pub const CERTIFICATE_UNUSABLE: &str = "signing-certificate-unusable";
/// v1: the manifest is not the one that was signed (`file`, `entry`).
pub const MANIFEST_CHANGED: &str = "signing-manifest-changed";
/// v1: an entry is not the one that was signed (`entry`, `digest`).
pub const ENTRY_CHANGED: &str = "signing-entry-changed";
/// v1: an entry that nobody signed (`entry`).
pub const ENTRY_NOT_SIGNED: &str = "signing-entry-not-signed";
/// v1: an entry signed by others than the rest (`entry`).
pub const ENTRY_SIGNERS_DIFFER: &str = "signing-entry-signers-differ";
/// v1: an entry that Android could not read either (`entry`).
pub const ENTRY_UNREADABLE: &str = "signing-entry-unreadable";
/// v1: no entry at all.
pub const NOTHING_SIGNED: &str = "signing-nothing-signed";
/// v1: entries of `META-INF/` that no signature covers (`count`, `entry`).
pub const UNPROTECTED: &str = "signing-entries-unprotected";
/// v1: nothing in it tells that there is a newer signature (`file`).
pub const STRIP_PROTECTION_MISSING: &str = "signing-strip-protection-missing";
/// A newer signature that should be there is not (`missing`).
pub const STRIPPED: &str = "signing-stripped";
/// A block that can't be read.
pub const BLOCK_MALFORMED: &str = "signing-block-malformed";
/// A signature that does not hold.
pub const SIGNATURE_WRONG: &str = "signing-signature-wrong";
/// No signature of an algorithm that the levels know.
pub const NO_USABLE_SIGNATURE: &str = "signing-no-usable-signature";
/// A signer without a certificate.
pub const NO_CERTIFICATE: &str = "signing-no-certificate";
/// A certificate that can't be read.
pub const CERTIFICATE_MALFORMED: &str = "signing-certificate-malformed";
/// A public key that can't be read.
pub const KEY_MALFORMED: &str = "signing-key-malformed";
/// The key is not the certificate's.
pub const KEY_MISMATCH: &str = "signing-key-mismatch";
/// Signatures and digests are not of the same algorithms.
pub const ALGORITHMS_DIFFER: &str = "signing-algorithms-differ";
/// The archive is not the one that was signed (`digest`).
pub const CONTENT_CHANGED: &str = "signing-content-changed";
/// Levels of signers with gaps, overlaps or contradictions.
pub const LEVELS_WRONG: &str = "signing-levels-wrong";
/// A proof of rotation that does not hold.
pub const LINEAGE_WRONG: &str = "signing-lineage-wrong";
/// The v3.1 signature that v3 speaks of is not there, or for other levels (`level`).
pub const ROTATION_MISSING: &str = "signing-rotation-missing";
/// v3.1 without v3.
pub const ROTATION_WITHOUT_V3: &str = "signing-rotation-without-v3";
/// Signers of two schemes are not the same (`other`).
pub const SIGNERS_DIFFER: &str = "signing-signers-differ";
/// The app must be signed by a newer scheme: target level or sandbox version (`reason`, `value`).
pub const NEWER_REQUIRED: &str = "signing-newer-required";
/// An unknown attribute (`id`).
pub const ATTRIBUTE_UNKNOWN: &str = "signing-attribute-unknown";
/// An unknown signature algorithm (`id`).
pub const ALGORITHM_UNKNOWN: &str = "signing-algorithm-unknown";
/// A source stamp that is not in order.
pub const STAMP_BROKEN: &str = "signing-stamp-broken";
/// A key that this program does not know how to verify with (`key`).
pub const UNCHECKED_KEY: &str = "signing-unchecked-key";
/// A limit of this program (`limit`).
pub const UNCHECKED_LIMIT: &str = "signing-unchecked-limit";
/// The manifest could not be read, so the levels that count are not known.
pub const UNCHECKED_LEVELS: &str = "signing-unchecked-levels";
