//! Identities and scales.

use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AppText, Note};

/// A rule's id: a kebab-case name of the flaw, the same in the catalogue, samples, SARIF, waivers and documents.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(with = "String")]
pub struct RuleId(Arc<str>);

impl RuleId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for RuleId {
    fn from(id: &str) -> Self {
        Self(Arc::from(id))
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! scale {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// All words, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word used in every format.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value of a word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.word()) }
        }
    };
}

scale! {
    /// How bad a flaw is in a health app. Belongs to the rule. `Info` never fails a control.
    Severity {
        /// Worth knowing.
        Info = "info",
        /// A weakness that needs others to matter.
        Low = "low",
        /// A weakness that a lab writes up.
        Medium = "medium",
        /// Sensitive data or control of the app is within reach.
        High = "high",
        /// It is lost as soon as someone tries.
        Critical = "critical"
    }
}
scale! {
    /// How sure a finding is.
    Confidence {
        /// A hint: a person decides.
        Possible = "possible",
        /// Right unless something unusual is going on.
        Likely = "likely",
        /// Follows from the bytes.
        Proven = "proven"
    }
}
scale! {
    /// The platform of a build.
    Platform {
        /// APK, AAB, dex, ELF.
        Android = "android",
        /// IPA, .app, Mach-O.
        Ios = "ios"
    }
}
scale! {
    /// Whether the code or component of a finding is reached from the app's entry points.
    Reachability {
        /// An entry point leads there.
        Reachable = "reachable",
        /// No entry point does: dead code. Never fails a control alone.
        Dead = "dead",
        /// Not asked (a fact of the package) or not decidable.
        Unknown = "unknown"
    }
}
scale! {
    /// The parts of a build (and the inputs beside it) that a rule may need. A rule that needs a part which was not seen
    /// is undetermined.
    Part {
        /// The archive: names, structure, entries.
        Package = "package",
        /// AndroidManifest.xml, effective.
        Manifest = "manifest",
        /// resources.arsc or its protobuf form.
        Resources = "resources",
        /// Layout files.
        Layouts = "layouts",
        /// Network security configuration, effective.
        Nsc = "nsc",
        /// Dalvik code.
        Dex = "dex",
        /// ELF libraries.
        Native = "native",
        /// Files below assets, res/raw, or the app's bundle.
        Assets = "assets",
        /// JavaScript of a hybrid app.
        JsBundle = "js-bundle",
        /// Dart AOT snapshot.
        DartSnapshot = "dart-snapshot",
        /// APK signatures.
        Signing = "signing",
        /// Info.plist.
        InfoPlist = "info-plist",
        /// Entitlements of the code signature.
        Entitlements = "entitlements",
        /// embedded.mobileprovision.
        Provisioning = "provisioning",
        /// PrivacyInfo.xcprivacy.
        PrivacyManifest = "privacy-manifest",
        /// Mach-O headers and load commands.
        MachoHeader = "macho-header",
        /// Mach-O code.
        MachoCode = "macho-code",
        /// Mach-O string sections.
        MachoStrings = "macho-strings",
        /// Compiled nibs and storyboards.
        Nib = "nib",
        /// SDKs recognised.
        SdkList = "sdk-list",
        /// Every part that bears text: resources, code and native strings, assets, scripts, property lists.
        Text = "text",
        /// Input: the privacy notice.
        Notice = "notice",
        /// Input: hosts that the applicant declares.
        DeclaredHosts = "declared-hosts",
        /// Input: text of the store page.
        StoreText = "store-text",
        /// Input: an advisory list.
        Advisories = "advisories"
    }
}
scale! {
    /// How much of a part was seen.
    CoverageState {
        /// Nothing of it could be judged: encrypted, packed, broken, absent where it should be, cut.
        None = "none",
        /// Judged, with something said that was not followed.
        Partial = "partial",
        /// All of it.
        Full = "full"
    }
}

impl Part {
    /// Whether a person gives it beside the build.
    pub fn is_input(self) -> bool {
        matches!(self, Self::Notice | Self::DeclaredHosts | Self::StoreText | Self::Advisories)
    }
}

/// How much of one part was seen, and why not all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Coverage {
    /// The part.
    pub part: Part,
    /// How much.
    pub state: CoverageState,
    /// Which file or member, where only one is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<AppText>,
    /// Why, as a code with arguments; words are the renderer's.
    pub note: Note,
}

/// Whose code or configuration something is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema)]
#[schemars(with = "String")]
pub enum Owner {
    /// The applicant's own.
    App,
    /// A third party's: name and, where known, version.
    Sdk(AppText, Option<AppText>),
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::App => f.write_str("app"),
            Self::Sdk(name, None) => write!(f, "sdk:{name}"),
            Self::Sdk(name, Some(version)) => write!(f, "sdk:{name} {version}"),
        }
    }
}

impl Serialize for Owner {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Owner {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(match text.strip_prefix("sdk:") {
            None => Self::App,
            Some(rest) => match rest.rsplit_once(' ') {
                Some((name, version)) if version.starts_with(|c: char| c.is_ascii_digit()) => {
                    Self::Sdk(name.into(), Some(version.into()))
                }
                _ => Self::Sdk(rest.into(), None),
            },
        })
    }
}
