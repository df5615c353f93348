//! `PrivacyInfo.xcprivacy`.

use crate::format::plist::Value;

/// A privacy manifest.
#[derive(Debug, Clone, PartialEq)]
pub struct PrivacyManifest {
    /// Path.
    pub path: String,
    /// `NSPrivacyTracking`.
    pub tracking: bool,
    /// `NSPrivacyTrackingDomains`.
    pub domains: Vec<String>,
    /// `NSPrivacyCollectedDataTypes`.
    pub collected: Vec<CollectedData>,
    /// `NSPrivacyAccessedAPITypes`.
    pub accessed: Vec<AccessedApi>,
}

/// A collected data type.
#[derive(Debug, Clone, PartialEq)]
pub struct CollectedData {
    /// `NSPrivacyCollectedDataTypeHealth` and the like.
    pub data_type: String,
    /// Linked to the person.
    pub linked: bool,
    /// Used for tracking.
    pub tracking: bool,
    /// Purposes.
    pub purposes: Vec<String>,
}

/// An accessed API category.
#[derive(Debug, Clone, PartialEq)]
pub struct AccessedApi {
    /// `NSPrivacyAccessedAPICategoryUserDefaults` and the like.
    pub category: String,
    /// Reason codes (`CA92.1`).
    pub reasons: Vec<String>,
}

fn strings(value: Option<&Value>) -> Vec<String> {
    value.map(Value::items).unwrap_or_default().iter().filter_map(Value::text).map(str::to_owned).collect()
}

/// Reads a manifest.
pub(super) fn read(path: &str, root: &Value) -> PrivacyManifest {
    let items = |key: &str| root.get(key).map(Value::items).unwrap_or_default();
    let truth = |value: &Value, key: &str| value.get(key).and_then(Value::truth).unwrap_or(false);
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::text).unwrap_or_default().to_owned();
    PrivacyManifest {
        path: path.to_owned(),
        tracking: truth(root, "NSPrivacyTracking"),
        domains: strings(root.get("NSPrivacyTrackingDomains")),
        collected: items("NSPrivacyCollectedDataTypes")
            .iter()
            .map(|item| CollectedData {
                data_type: text(item, "NSPrivacyCollectedDataType"),
                linked: truth(item, "NSPrivacyCollectedDataTypeLinked"),
                tracking: truth(item, "NSPrivacyCollectedDataTypeTracking"),
                purposes: strings(item.get("NSPrivacyCollectedDataTypePurposes")),
            })
            .collect(),
        accessed: items("NSPrivacyAccessedAPITypes")
            .iter()
            .map(|item| AccessedApi {
                category: text(item, "NSPrivacyAccessedAPIType"),
                reasons: strings(item.get("NSPrivacyAccessedAPITypeReasons")),
            })
            .collect(),
    }
}
