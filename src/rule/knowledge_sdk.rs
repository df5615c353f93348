//! Data of `rules/sdk/`: marks by which SDKs, libraries, packers and frameworks are recognised.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A file of `rules/sdk/`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SdkData {
    /// The SDKs.
    pub sdks: Vec<SdkEntry>,
}

/// One SDK.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SdkEntry {
    /// Name, as its makers write it.
    pub name: String,
    /// `library`, `platform`, `analytics`, `advertising`, `attribution`, `crash`, `push`, `identity`, `payment`, `map`, `network`,
    /// `database`, `health`, `hybrid`, `packer`, `hot-update`, `debug`, `malicious`, `crypto`.
    pub category: String,
    /// Whether it follows people across apps.
    #[serde(default)]
    pub tracker: bool,
    /// Package URL without version.
    #[serde(default)]
    pub purl: Option<String>,
    /// Marks in Android builds.
    #[serde(default)]
    pub android: AndroidMarks,
    /// Marks in iOS builds.
    #[serde(default)]
    pub ios: IosMarks,
    /// Hosts that it talks to, as suffixes.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Names of metadata files whose version is this SDK's: `okhttp` for `META-INF/okhttp.version`, `group_artifact`, the
    /// artifact of a `pom.properties`, or the client of a `*.properties` file.
    #[serde(default)]
    pub metadata: Vec<String>,
    /// Version to the phase of an application that it belongs to, where the makers hand out different builds by phase.
    #[serde(default)]
    pub phases: BTreeMap<String, String>,
}

/// Marks in Android builds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AndroidMarks {
    /// Java packages, with everything below them.
    pub packages: Vec<String>,
    /// Names of meta-data elements, as beginnings.
    pub meta: Vec<String>,
    /// File names of native libraries (`libfoo.so`), as beginnings.
    pub native: Vec<String>,
    /// Paths of other files, as beginnings.
    pub files: Vec<String>,
    /// String constants that only this SDK's code holds: they stay when a shrinker renames its classes.
    pub texts: Vec<String>,
    /// String resources without which it does not start by itself.
    pub config: Vec<String>,
}

/// Marks in iOS builds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct IosMarks {
    /// Framework names.
    pub frameworks: Vec<String>,
    /// Beginnings of Objective-C class names or Swift module names.
    pub classes: Vec<String>,
    /// Names of files in the bundle.
    pub files: Vec<String>,
}
