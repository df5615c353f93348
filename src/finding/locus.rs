//! Where something is, as precisely as each format allows.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::AppText;

/// A place in a build (or in a document beside it). `file` is the path inside the build; an archive in an archive is
/// joined by `!/` (`base.apk!/classes.dex`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Locus {
    /// The build as a whole: for what is absent.
    Build,
    /// A file of the build.
    Entry {
        /// Path.
        file: AppText,
    },
    /// An element or attribute of an XML file.
    Xml {
        /// Path of the XML file.
        file: AppText,
        /// Element path with 1-based positions where siblings repeat: `manifest/application/activity[2]`.
        element: AppText,
        /// Attribute, with its usual prefix (`android:exported`).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        attribute: Option<AppText>,
    },
    /// A resource in one configuration.
    Resource {
        /// `type/name`.
        name: AppText,
        /// Qualifiers (`zh-rTW`, `v24`); empty for the default.
        config: AppText,
    },
    /// A key of a property list.
    Plist {
        /// Path of the file.
        file: AppText,
        /// Keys joined by `/`; array positions as numbers.
        key: AppText,
    },
    /// A class, method or instruction of Dalvik code.
    Dex {
        /// Path of the dex file.
        file: AppText,
        /// Class in source form: `com.example.Main$1`.
        class: AppText,
        /// `name(parameter types)return type` in descriptor form, when a method is meant.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        method: Option<AppText>,
        /// Offset of the instruction in the method, in 16-bit code units.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        offset: Option<u32>,
        /// Source line, when debug information is there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        line: Option<u32>,
    },
    /// An address in a native binary (ELF, Mach-O).
    Native {
        /// Path of the binary.
        file: AppText,
        /// Architecture: `arm64`, `arm64e`, `arm`, `x86_64`, ...
        arch: AppText,
        /// Virtual address; none when the binary as a whole is meant.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        address: Option<u64>,
        /// Nearest symbol or method (`-[Vault open:]`).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        symbol: Option<AppText>,
    },
    /// A certificate.
    Certificate {
        /// Where it stands: `v2`, `META-INF/CERT.RSA`, `res/raw/ca.pem`.
        source: AppText,
        /// SHA-256 of its DER form, hex.
        sha256: String,
    },
    /// Bytes of a file.
    Bytes {
        /// Path.
        file: AppText,
        /// Offset in the file.
        offset: u64,
        /// Length.
        length: u64,
    },
    /// A line of a document that was given beside the build.
    Document {
        /// Its name.
        file: AppText,
        /// 1-based line.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        line: Option<u32>,
    },
}

impl Locus {
    /// A file of the build.
    pub fn entry(file: &str) -> Self {
        Self::Entry { file: file.into() }
    }

    /// An element of an XML file, or one of its attributes.
    pub fn xml(file: &str, element: &str, attribute: Option<&str>) -> Self {
        Self::Xml { file: file.into(), element: element.into(), attribute: attribute.map(AppText::new) }
    }

    /// A key of a property list.
    pub fn plist(file: &str, key: &str) -> Self {
        Self::Plist { file: file.into(), key: key.into() }
    }

    /// The path of the file that it is in, if it is in one.
    pub fn file(&self) -> Option<&AppText> {
        match self {
            Self::Build | Self::Resource { .. } => None,
            Self::Entry { file }
            | Self::Xml { file, .. }
            | Self::Plist { file, .. }
            | Self::Dex { file, .. }
            | Self::Native { file, .. }
            | Self::Bytes { file, .. }
            | Self::Document { file, .. } => Some(file),
            Self::Certificate { source, .. } => Some(source),
        }
    }
}

/// One canonical line, the same in every text format.
impl fmt::Display for Locus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Build => f.write_str("(build)"),
            Self::Entry { file } => write!(f, "{file}"),
            Self::Xml { file, element, attribute: None } => write!(f, "{file}#{element}"),
            Self::Xml { file, element, attribute: Some(attribute) } => write!(f, "{file}#{element}@{attribute}"),
            Self::Resource { name, config } if config.raw().is_empty() => write!(f, "@{name}"),
            Self::Resource { name, config } => write!(f, "@{name} ({config})"),
            Self::Plist { file, key } => write!(f, "{file}#{key}"),
            Self::Dex { file, class, method, offset, line } => {
                write!(f, "{file}: {class}")?;
                if let Some(method) = method {
                    write!(f, ".{method}")?;
                }
                if let Some(offset) = offset {
                    write!(f, "+{offset:#x}")?;
                }
                if let Some(line) = line {
                    write!(f, " (line {line})")?;
                }
                Ok(())
            }
            Self::Native { file, arch, address, symbol } => {
                write!(f, "{file} [{arch}]")?;
                if let Some(address) = address {
                    write!(f, " {address:#x}")?;
                }
                if let Some(symbol) = symbol {
                    write!(f, " {symbol}")?;
                }
                Ok(())
            }
            Self::Certificate { source, sha256 } => {
                write!(f, "{source} sha256:{}", sha256.get(..16).unwrap_or(sha256))
            }
            Self::Bytes { file, offset, length: 0 | 1 } => write!(f, "{file}+{offset:#x}"),
            Self::Bytes { file, offset, length } => write!(f, "{file}+{offset:#x} ({length} B)"),
            Self::Document { file, line: None } => write!(f, "{file}"),
            Self::Document { file, line: Some(line) } => write!(f, "{file}:{line}"),
        }
    }
}
