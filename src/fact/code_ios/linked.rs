//! Crypto libraries that are linked into a binary: told by their symbols, by how they call themselves, and where both are
//! stripped by their tables. What other code asks of them is a fact; inside of them nothing is followed, which the coverage
//! says.

use std::collections::BTreeSet;

use memchr::memmem;

use super::{at, crypto, origin, short};
use crate::fact::FactStore;
use crate::finding::{CoverageState, Locus, Note, Part};
use crate::flow::arm64::program::Program;
use crate::flow::arm64::terms;
use crate::flow::{CallSite, Value};
use crate::format::macho::MachO;

/// Libraries by how their functions begin.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("CryptoSwift", &["CryptoSwift."]),
    ("OpenSSL", &["EVP_", "OPENSSL_", "CRYPTO_", "BN_", "SSL_", "ssl3_", "tls1_", "X509_", "AES_", "SHA256_"]),
    ("mbed TLS", &["mbedtls_"]),
    ("wolfSSL", &["wolfSSL_", "wc_"]),
    ("libsodium", &["crypto_secretbox", "crypto_box", "crypto_sign", "crypto_pwhash", "sodium_"]),
    ("BoringSSL", &["bssl::"]),
    ("Crypto++", &["CryptoPP::"]),
    ("Botan", &["Botan::"]),
];
/// Functions by which a library is known, not a handful of an app's own.
const ENOUGH: usize = 12;
/// How libraries call themselves.
const BANNERS: &[(&str, &str)] = &[
    ("OpenSSL 0.9", "OpenSSL"),
    ("OpenSSL 1.", "OpenSSL"),
    ("OpenSSL 3.", "OpenSSL"),
    ("LibreSSL ", "LibreSSL"),
    ("BoringSSL", "BoringSSL"),
    ("mbed TLS ", "mbed TLS"),
    ("wolfSSL ", "wolfSSL"),
];
/// First bytes of tables that only an implementation has.
const TABLES: &[(&str, &[u8])] = &[
    ("AES", &[0x63, 0x7c, 0x77, 0x7b, 0xf2, 0x6b, 0x6f, 0xc5, 0x30, 0x01, 0x67, 0x2b]),
    ("AES", &[0x52, 0x09, 0x6a, 0xd5, 0x30, 0x36, 0xa5, 0x38, 0xbf, 0x40, 0xa3, 0x9e]),
    ("AES", &[0xa5, 0x63, 0x63, 0xc6, 0x84, 0x7c, 0x7c, 0xf8, 0x99, 0x77, 0x77, 0xee]),
    ("AES", &[0xc6, 0x63, 0x63, 0xa5, 0xf8, 0x7c, 0x7c, 0x84, 0xee, 0x77, 0x77, 0x99]),
    ("SHA-256", &[0x98, 0x2f, 0x8a, 0x42, 0x91, 0x44, 0x37, 0x71, 0xcf, 0xfb, 0xc0, 0xb5]),
    ("MD5", &[0x78, 0xa4, 0x6a, 0xd7, 0x56, 0xb7, 0xc7, 0xe8, 0xdb, 0x70, 0x20, 0x24]),
    ("Blowfish", &[0x88, 0x6a, 0x3f, 0x24, 0xd3, 0x08, 0xa3, 0x85, 0x2e, 0x8a, 0x19, 0x13]),
    ("SM4", &[0xd6, 0x90, 0xe9, 0xfe, 0xcc, 0xe1, 0x3d, 0xb7, 0x16, 0xb6, 0x14, 0xc2]),
    // The first selection table as eight rows of four bits, and as the words that it makes with the permutation.
    ("DES", &[0x0e, 0x04, 0x0d, 0x01, 0x02, 0x0f, 0x0b, 0x08, 0x03, 0x0a, 0x06, 0x0c]),
    ("DES", &[0x00, 0x04, 0x01, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x04, 0x04, 0x01, 0x01]),
];

/// The crypto libraries in one binary.
#[derive(Debug, Default)]
pub(super) struct Linked {
    names: BTreeSet<&'static str>,
    /// Where their functions lie: the linker keeps together what one archive brings.
    ranges: Vec<(u64, u64)>,
}

impl Linked {
    /// Finds them by the names of functions.
    pub(super) fn new(program: &Program<'_, '_>) -> Self {
        let mut linked = Self::default();
        let mut seen = vec![(0usize, u64::MAX, 0u64); LIBRARIES.len()];
        for function in program.functions.iter().filter(|function| function.method.is_none()) {
            let of = |(_, starts): &(&str, &[&str])| starts.iter().any(|start| function.name.starts_with(start));
            if let Some(entry) = LIBRARIES.iter().position(of).and_then(|library| seen.get_mut(library)) {
                *entry = (entry.0 + 1, entry.1.min(function.start), entry.2.max(function.end));
            }
        }
        for ((name, _), (count, first, last)) in LIBRARIES.iter().zip(seen) {
            if count >= ENOUGH {
                linked.names.insert(name);
                linked.ranges.push((first, last));
            }
        }
        linked
    }

    /// Whether a call is one of a library's own.
    pub(super) fn has(&self, site: &CallSite) -> bool {
        match &site.locus {
            Locus::Native { address: Some(address), .. } => {
                self.ranges.iter().any(|(first, last)| (*first..*last).contains(address))
            }
            _ => false,
        }
    }

    /// Says what is inside and not followed.
    pub(super) fn say(&self, macho: &MachO<'_>, path: &str, store: &mut FactStore) {
        let mut names = self.names.clone();
        for section in macho.sections_named("__cstring") {
            let bytes = macho.section_bytes(section);
            names.extend(
                BANNERS.iter().filter(|(banner, _)| memmem::find(bytes, banner.as_bytes()).is_some()).map(|b| b.1),
            );
        }
        // BoringSSL answers for the one that it was made from.
        if names.contains("BoringSSL") {
            names.remove("OpenSSL");
        }
        let list = |names: &BTreeSet<&str>| names.iter().copied().collect::<Vec<_>>().join(", ");
        let note = if names.is_empty() {
            let tables = tables(macho);
            if tables.is_empty() {
                return;
            }
            Note::new("crypto-tables-inside").with("algorithms", list(&tables))
        } else {
            Note::new("crypto-library-inside").with("libraries", list(&names))
        };
        store.cover(Part::MachoCode, CoverageState::Partial, Some(path), note);
    }
}

/// Algorithms whose tables are among the constants of a binary.
fn tables(macho: &MachO<'_>) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    for section in macho.sections.iter().filter(|s| matches!(&*s.name, "__const" | "__data" | "__rodata")) {
        let bytes = macho.section_bytes(section);
        for (name, table) in TABLES {
            if !found.contains(name) && memmem::find(bytes, table).is_some() {
                found.insert(*name);
            }
        }
    }
    found
}

/// What the app's code asks of such a library.
pub(super) fn add(site: &CallSite, security: &BTreeSet<Locus>, store: &mut FactStore) {
    let purpose = if security.contains(&site.locus) { "security" } else { "unknown" };
    let name = short(&site.api);
    match name.strip_prefix("CryptoSwift.") {
        Some(name) if !site.caller.starts_with("CryptoSwift.") => crypto_swift(site, name, purpose, store),
        Some(_) => {}
        None => open_ssl(site, name, purpose, store),
    }
}

fn open_ssl(site: &CallSite, name: &str, purpose: &str, store: &mut FactStore) {
    let number = |at: usize| terms::number(site.arg(at));
    match name {
        "EVP_EncryptInit_ex" | "EVP_DecryptInit_ex" | "EVP_CipherInit_ex" => {
            let made = site.arg(1).as_object().and_then(|object| cipher_of(&object.api));
            let (algorithm, mode) = made.unwrap_or(("unknown", "unknown"));
            // Without a key or a vector the one of before holds.
            let given = |at: usize| match site.arg(at) {
                Value::Null => "unknown",
                value => origin(value),
            };
            let iv = if mode == "ECB" { "none" } else { given(4) };
            let encrypts = if name == "EVP_DecryptInit_ex" { "decrypt" } else { "encrypt" };
            crypto::library_cipher(site, (algorithm, mode), (given(3), iv), encrypts, store);
        }
        "PKCS5_PBKDF2_HMAC" | "PKCS5_PBKDF2_HMAC_SHA1" => {
            let (password, salt) = (origin(site.arg(0)), origin(site.arg(2)));
            crypto::library_derivation(site, number(4), (password, salt), store);
        }
        "RSA_generate_key_ex" => {
            let fact =
                at("key-use", site).text("algorithm", "RSA").text("origin", "generated").text("what", "key-pair");
            let fact = fact.flag("security", true);
            store.add(match number(1) {
                Some(bits) => fact.number("bits", bits),
                None => fact,
            });
        }
        "SSL_CTX_set_verify" | "SSL_set_verify" if number(1) == Some(0) || *site.arg(1) == Value::Null => {
            let fact = at("trust-body", site).text("role", "policy").text("judgement", "accepts-all");
            let fact = fact.text("reason", "chain-not-validated").flag("installed", true);
            store.add(fact.text("class", &site.caller));
        }
        "MD4" | "EVP_md4" => crypto::library_digest(site, "MD4", purpose, store),
        "MD5" | "EVP_md5" => crypto::library_digest(site, "MD5", purpose, store),
        "SHA1" | "EVP_sha1" => crypto::library_digest(site, "SHA-1", purpose, store),
        "EVP_sha256" => crypto::library_digest(site, "SHA-256", purpose, store),
        _ => {
            if let Some(made) = cipher_of(name) {
                let iv = if made.1 == "ECB" { "none" } else { "unknown" };
                crypto::library_cipher(site, made, ("unknown", iv), "unknown", store);
            }
        }
    }
}

/// `EVP_aes_256_cbc` is AES in CBC.
fn cipher_of(name: &str) -> Option<(&'static str, &'static str)> {
    let rest = name.strip_prefix("EVP_")?;
    let algorithm = match rest {
        _ if rest.starts_with("aes_") => "AES",
        _ if rest.starts_with("des_ede") => "3DES",
        _ if rest.starts_with("des_") => "DES",
        _ if rest.starts_with("bf_") => "Blowfish",
        "rc4" => return Some(("RC4", "stream")),
        "chacha20_poly1305" => return Some(("ChaCha20", "Poly1305")),
        _ if rest.starts_with("rc2_") => "RC2",
        _ if rest.starts_with("sm4_") => "SM4",
        _ => return None,
    };
    let mode = match rest.rsplit('_').next()? {
        "ecb" => "ECB",
        "cbc" => "CBC",
        "ctr" => "CTR",
        "gcm" => "GCM",
        "ofb" | "ofb64" => "OFB",
        mode if mode.starts_with("cfb") => "CFB",
        // `EVP_des_ede3` alone is the electronic code book.
        "ede" | "ede3" => "ECB",
        _ => return None,
    };
    Some((algorithm, mode))
}

fn crypto_swift(site: &CallSite, name: &str, purpose: &str, store: &mut FactStore) {
    let digest = [
        ("MD5", ["Digest.md5", "MD5.init"]),
        ("SHA-1", ["Digest.sha1", "SHA1.init"]),
        ("SHA-256", ["Digest.sha256", "SHA2.init"]),
    ];
    if let Some((algorithm, _)) = digest.iter().find(|(_, starts)| starts.iter().any(|start| name.starts_with(start))) {
        return crypto::library_digest(site, algorithm, purpose, store);
    }
    let arg = |at: usize| origin(site.arg(at));
    match name {
        _ if name.starts_with("AES.init(key:iv:") => {
            crypto::library_cipher(site, ("AES", "CBC"), (arg(0), arg(2)), "unknown", store);
        }
        _ if name.starts_with("AES.init(key:") => {
            crypto::library_cipher(site, ("AES", "unknown"), (arg(0), "unknown"), "unknown", store);
        }
        _ if name.starts_with("Blowfish.init(key:") => {
            crypto::library_cipher(site, ("Blowfish", "unknown"), (arg(0), "unknown"), "unknown", store);
        }
        _ if name.starts_with("ECB.init(") => {
            crypto::library_cipher(site, ("AES", "ECB"), ("unknown", "none"), "unknown", store);
        }
        _ if name.starts_with("CBC.init(") => {
            crypto::library_cipher(site, ("AES", "CBC"), ("unknown", arg(0)), "unknown", store);
        }
        _ if name.starts_with("PKCS5.PBKDF2.init(password:salt:iterations:") => {
            crypto::library_derivation(site, terms::number(site.arg(2)), (arg(0), arg(1)), store);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::macho::slices;
    use crate::format::macho::testing::Builder;
    use crate::limits::Limits;

    #[test]
    fn ciphers_are_read_from_their_names() {
        assert_eq!(cipher_of("EVP_aes_256_cbc"), Some(("AES", "CBC")));
        assert_eq!(cipher_of("EVP_des_ede3_cbc"), Some(("3DES", "CBC")));
        assert_eq!(cipher_of("EVP_des_ecb"), Some(("DES", "ECB")));
        assert_eq!(cipher_of("EVP_aes_128_cfb128"), Some(("AES", "CFB")));
        assert_eq!(cipher_of("EVP_rc4"), Some(("RC4", "stream")));
        assert_eq!(cipher_of("EVP_PKEY_new"), None);
    }

    #[test]
    fn a_table_tells_of_an_implementation() {
        let found = |words: &[u64]| {
            let mut b = Builder::new(&["_rand"]);
            b.section("__const", words);
            let bytes = b.build();
            let limits = Limits::default();
            let range = slices(&bytes).unwrap().value[0];
            tables(&MachO::parse(&bytes, &range, &limits).unwrap().value)
        };
        // The substitution table of AES begins with these.
        assert_eq!(found(&[1, 0xc56f_6bf2_7b77_7c63, 0x76ab_d7fe_2b67_0130]), BTreeSet::from(["AES"]));
        assert_eq!(found(&[1, 0xc56f_6bf2_7b77_7c63, 0]), BTreeSet::new());
    }

    #[test]
    fn a_call_that_keeps_the_key_of_before_says_nothing_of_keys() {
        let site = |key: Value| CallSite {
            api: "EVP_EncryptInit_ex".into(),
            descriptor: "".into(),
            locus: Locus::Build,
            caller: "-[Vault seal:]".into(),
            receiver: None,
            args: vec![Value::Unknown, Value::Null, Value::Null, key, Value::Param(0)],
            via: None,
            result_used: true,
            guarded: false,
            owner: crate::finding::Owner::App,
            reachable: crate::finding::Reachability::Unknown,
        };
        let origin = |key: Value| {
            let mut store = FactStore::new(10);
            add(&site(key), &BTreeSet::new(), &mut store);
            store.of("cipher-use")[0].str("key_origin").map(str::to_owned)
        };
        assert_eq!(origin(Value::Null).as_deref(), Some("unknown"));
        assert_eq!(origin(Value::Str("0123456789abcdef".into())).as_deref(), Some("constant"));
    }
}
