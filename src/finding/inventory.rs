//! What the build is made of, as plain values for the report.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AppText, Locus, Note, Owner};

/// All lists of the report's `inventory`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Inventory {
    /// Permissions (Android) and purpose strings, entitlements (iOS).
    pub permissions: Vec<Permission>,
    /// Hosts seen, with where they stand.
    pub hosts: Vec<Host>,
    /// SDKs, libraries and frameworks recognised.
    pub sdks: Vec<Sdk>,
    /// URLs seen, with where they stand.
    pub urls: Vec<UrlUse>,
    /// Components (Android), extensions and URL schemes (iOS).
    pub components: Vec<Component>,
    /// Native binaries with their hardening.
    pub native: Vec<NativeBinary>,
    /// Signature.
    pub signing: Signing,
    /// Key table: ciphers, MACs, key store uses.
    pub keys: Vec<KeyUse>,
    /// TLS table: hosts in use with their effective protection.
    pub tls: Vec<TlsRow>,
    /// Input fields of layouts and nibs.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// Kinds of health data that the build names: by keys of 健康存摺, by Bluetooth numbers of measurements, by FHIR.
    #[serde(default)]
    pub health_kinds: Vec<HealthKind>,
}

impl Inventory {
    /// Every owner in the lists, to be named anew.
    pub fn owners_mut(&mut self) -> impl Iterator<Item = &mut Owner> {
        let hosts = self.hosts.iter_mut().flat_map(|host| host.owners.iter_mut());
        hosts
            .chain(self.urls.iter_mut().map(|row| &mut row.owner))
            .chain(self.native.iter_mut().map(|row| &mut row.owner))
            .chain(self.keys.iter_mut().map(|row| &mut row.owner))
            .chain(self.tls.iter_mut().map(|row| &mut row.owner))
    }
}

/// A kind of health data that the build names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct HealthKind {
    /// `health-bank-laboratory`, `heart-rate` and so on.
    pub id: String,
    /// What names it: `r7.11`, a Bluetooth number (`180d`), a resource or profile of FHIR.
    pub key: AppText,
    /// Where (first place).
    pub locus: Locus,
}

/// A permission, purpose string or entitlement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Permission {
    /// Its name.
    pub name: AppText,
    /// `used`, `declared` (custom), `purpose`, `entitlement`.
    pub role: String,
    /// `normal`, `dangerous`, `signature`, `special`, `unknown`; empty on iOS.
    pub level: String,
    /// Purpose text, value or maxSdkVersion, as the build has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<AppText>,
    /// Where.
    pub locus: Locus,
}

/// A host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Host {
    /// Lower-case name or address.
    pub host: AppText,
    /// `https`, `http`, `wss`, ... as seen; empty when only the name stands somewhere.
    pub schemes: Vec<String>,
    /// `own`, `sdk`, `platform`, `documentation`: what it is taken for.
    pub role: String,
    /// Whose code or file names it.
    pub owners: Vec<Owner>,
    /// Where (at most ten).
    pub loci: Vec<Locus>,
    /// How many places name it.
    pub count: usize,
}

/// A URL.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct UrlUse {
    /// As it stands, user information and query values redacted.
    pub url: AppText,
    /// Where (first place).
    pub locus: Locus,
    /// Whose.
    pub owner: Owner,
}

/// An SDK, library or framework.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sdk {
    /// Name.
    pub name: AppText,
    /// Version, when readable.
    pub version: Option<AppText>,
    /// `library`, `analytics`, `advertising`, `crash`, `health`, `hybrid`, `packer`, `hot-update`, `debug`, ...
    pub category: String,
    /// Package URL, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purl: Option<AppText>,
    /// The marks that matched: `class`, `package`, `metadata`, `framework`, `host`, `native`, `resource`, `string`; of the
    /// 健康存摺 SDK also `callback`, `preference-key`, `payload`, `wrapper`.
    pub marks: Vec<AppText>,
    /// Where (first places).
    pub loci: Vec<Locus>,
}

/// A component or other way into the app.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Component {
    /// `activity`, `activity-alias`, `service`, `receiver`, `provider`, `extension`, `url-scheme`, `universal-link`.
    pub role: String,
    /// Class or identifier.
    pub name: AppText,
    /// Effective.
    pub exported: bool,
    /// Guarding permission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<AppText>,
    /// Where it can be reached: actions, schemes and hosts, authorities.
    pub endpoints: Vec<Endpoint>,
    /// Where.
    pub locus: Locus,
}

/// One way to reach a component.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Endpoint {
    /// `action`, `link`, `authority`, `scheme`.
    pub role: String,
    /// Its value.
    pub value: AppText,
}

/// A native binary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NativeBinary {
    /// Path.
    pub file: AppText,
    /// Architecture.
    pub arch: String,
    /// `elf` or `macho`, and what it is (`library`, `executable`, `framework`, `dart-snapshot`).
    pub format: String,
    /// Properties as words: (`pie`, `yes`), (`relro`, `full`), ...
    pub properties: Vec<(String, AppText)>,
    /// Whose.
    pub owner: Owner,
}

/// The signature of the build.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Signing {
    /// Whether it verifies for the app's own minimum level; none when it could not be decided (see `issues`).
    pub verifies: Option<bool>,
    /// Lowest API level at which it verifies; none when at none (or not Android).
    pub verifies_from_api: Option<u32>,
    /// Schemes present: `v1`, `v2`, `v3`, `v3.1`, `v4`, `code-signature`, `ad-hoc`.
    pub schemes: Vec<String>,
    /// Why not, and oddities.
    pub issues: Vec<SigningIssue>,
    /// Signers' certificates.
    pub certificates: Vec<Certificate>,
}

/// A problem of a signature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SigningIssue {
    /// Scheme concerned.
    pub scheme: String,
    /// `error` (does not verify), `unchecked` (could not be checked), `warning`.
    pub grade: String,
    /// What.
    pub note: Note,
}

/// A certificate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Certificate {
    /// Scheme or place.
    pub source: String,
    /// Subject.
    pub subject: AppText,
    /// Issuer.
    pub issuer: AppText,
    /// Serial number, hex.
    pub serial: String,
    /// ISO date.
    pub not_before: String,
    /// ISO date.
    pub not_after: String,
    /// `RSA 2048`, `EC P-256`, `DSA 1024`, ...
    pub key: String,
    /// Signature algorithm.
    pub algorithm: String,
    /// SHA-256 of the DER form, hex.
    pub sha256: String,
}

/// One row of the key table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct KeyUse {
    /// `cipher`, `mac`, `hash`, `signature`, `kdf`, `random`, `key-generation`, `key-store`, `keychain`.
    pub role: String,
    /// Algorithm.
    pub algorithm: AppText,
    /// Mode and padding, accessibility class, or empty.
    pub mode: AppText,
    /// Key size in bits.
    pub bits: Option<u32>,
    /// Origin of the key: `keystore`, `generated`, `derived`, `constant`, `resource`, `parameter`, `unknown`, ...
    pub key_origin: String,
    /// Origin of the IV or salt, the same words; empty when none is used.
    pub iv_origin: String,
    /// Whose.
    pub owner: Owner,
    /// Where.
    pub locus: Locus,
}

/// One row of the TLS table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TlsRow {
    /// Host, or `*` for the base configuration.
    pub host: AppText,
    /// Schemes seen in use.
    pub schemes: Vec<String>,
    /// Effective.
    pub cleartext: bool,
    /// Minimum TLS version, when one is set.
    pub min_tls: Option<String>,
    /// Number of pins that hold at the scan's date.
    pub pins: usize,
    /// Expiry of the pins (ISO date).
    pub pins_expire: Option<String>,
    /// Whether user-installed CAs are trusted.
    pub user_ca: bool,
    /// Who judges the certificate: `system`, `config`, `code` (with place).
    pub judge: String,
    /// Whose.
    pub owner: Owner,
    /// Where it is configured or used.
    pub loci: Vec<Locus>,
}

/// An input field of a layout or nib.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Field {
    /// Resource or outlet name.
    pub name: AppText,
    /// Label or hint.
    pub label: AppText,
    /// What it is taken for: `password`, `national-id`, `phone`, ... or empty.
    pub sensitive: String,
    /// inputType or traits.
    pub input: AppText,
    /// Where.
    pub locus: Locus,
}
