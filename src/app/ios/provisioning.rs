//! `embedded.mobileprovision`: signed data around a property list. Devices are counted, never kept.

use crate::format::der::cms::SignedData;
use crate::format::plist::{self, Value};
use crate::format::{FormatError, FormatResult};
use crate::limits::Limits;

/// What a profile is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Registered devices, debugger allowed.
    Development,
    /// Registered devices.
    AdHoc,
    /// Any device of an organisation.
    Enterprise,
    /// The store.
    Store,
}

impl Role {
    /// The word in facts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::AdHoc => "ad-hoc",
            Self::Enterprise => "enterprise",
            Self::Store => "store",
        }
    }
}

/// A provisioning profile.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Path.
    pub path: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub role: Role,
    /// Team identifier.
    pub team: Option<String>,
    /// Team name.
    pub team_name: Option<String>,
    /// `get-task-allow` of its entitlements.
    pub get_task_allow: bool,
    /// Number of registered devices.
    pub devices: usize,
    /// Installs on all devices of an organisation.
    pub all_devices: bool,
    /// When it ends, in seconds since 1970.
    pub expires: Option<i64>,
    /// The entitlements that it allows.
    pub entitlements: Value,
}

/// Reads a profile.
pub(super) fn read(path: &str, bytes: &[u8], limits: &Limits) -> FormatResult<Profile> {
    let root = content(bytes, limits)?;
    let text = |key: &str| root.get(key).and_then(Value::text).map(str::to_owned);
    let entitlements = root.get("Entitlements").cloned().unwrap_or(Value::Dict(Vec::new()));
    let get_task_allow = entitlements.get("get-task-allow").and_then(Value::truth).unwrap_or(false);
    let devices = root.get("ProvisionedDevices").map_or(0, |devices| devices.items().len());
    let all_devices = root.get("ProvisionsAllDevices").and_then(Value::truth).unwrap_or(false);
    let role = match (all_devices, devices, get_task_allow) {
        (true, ..) => Role::Enterprise,
        (_, 0, false) => Role::Store,
        (_, _, true) => Role::Development,
        _ => Role::AdHoc,
    };
    Ok(Profile {
        path: path.to_owned(),
        name: text("Name").unwrap_or_default(),
        role,
        team: root.at("TeamIdentifier/0").and_then(Value::text).map(str::to_owned),
        team_name: text("TeamName"),
        get_task_allow,
        devices,
        all_devices,
        expires: root.get("ExpirationDate").and_then(Value::date),
        entitlements,
    })
}

/// The property list inside: by the signed data, else (a profile with a damaged wrapper) where the XML stands.
fn content(bytes: &[u8], limits: &Limits) -> FormatResult<Value> {
    if let Ok(signed) = SignedData::parse(bytes)
        && let Some(content) = signed.content
    {
        return Ok(plist::parse(&content, limits)?.value.root);
    }
    let start = memchr::memmem::find(bytes, b"<?xml").or_else(|| memchr::memmem::find(bytes, b"<plist"));
    let end = memchr::memmem::rfind(bytes, b"</plist>");
    match (start, end) {
        (Some(start), Some(end)) if start < end => {
            let list = bytes.get(start..end + 8).unwrap_or_default();
            Ok(plist::parse(list, limits)?.value.root)
        }
        _ => Err(FormatError::BadMagic { what: "provisioning profile" }),
    }
}
