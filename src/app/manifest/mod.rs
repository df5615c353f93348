//! The typed, effective manifest: of the base with those of its splits merged in.
//!
//! Values are the ones that hold on a device: references are followed through the resources, and what is not written
//! has the platform's default (`ParsingPackageUtils` and its parts; the documentation of the manifest's elements).

mod filter;
mod read;
#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;

use super::permissions::{Level, known_level};
use crate::finding::Locus;
pub use filter::{Data, Filter, Link};
pub(super) use read::{read, symbol_flags};

/// Where an element of a manifest or other XML file stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// Address of the file in the build.
    pub file: Arc<str>,
    /// Element path, see [`Locus::Xml`].
    pub element: String,
}

impl Place {
    /// The element, or one of its attributes with its prefix (`android:exported`).
    pub fn locus(&self, attribute: Option<&str>) -> Locus {
        Locus::xml(&self.file, &self.element, attribute)
    }
}

/// A manifest.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    /// The `manifest` element of the base.
    pub place: Place,
    /// Application id.
    pub package: String,
    /// Version shown to users.
    pub version_name: Option<String>,
    /// Version number, the major part in the upper 32 bits.
    pub version_code: Option<i64>,
    /// API levels; what is not written is the platform's default.
    pub sdk: Sdk,
    /// User id that it wants to share with others of the same key.
    pub shared_user_id: Option<String>,
    /// Permissions used, once each.
    pub uses: Vec<UsesPermission>,
    /// Permissions, permission trees and groups declared.
    pub permissions: Vec<Permission>,
    /// Hardware and software features: name and whether they are required.
    pub features: Vec<(String, bool, Place)>,
    /// Shared libraries: name and whether they are required.
    pub libraries: Vec<(String, bool, Place)>,
    /// Packages, providers and intents that it wants to see.
    pub queries: Vec<Query>,
    /// Instrumentations.
    pub instrumentations: Vec<Instrumentation>,
    /// The application element.
    pub application: Application,
    /// Activities, aliases, services, receivers, providers; of the base first, in the order of the files.
    pub components: Vec<Component>,
    /// Whether the app installs with splits only: the base lacks what they hold.
    pub needs_splits: bool,
    /// Names of the splits merged in.
    pub splits: Vec<String>,
}

/// API levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sdk {
    /// Lowest; 1 when not written.
    pub min: u32,
    /// The one it was made for; the lowest when not written.
    pub target: u32,
    /// Highest, if bounded.
    pub max: Option<u32>,
    /// Whether a target was written.
    pub target_declared: bool,
    /// `targetSandboxVersion`; 1 when not written.
    pub sandbox: u32,
}

/// A use of a permission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsesPermission {
    /// Name.
    pub name: String,
    /// Highest API level at which it is asked for.
    pub max_sdk: Option<u32>,
    /// Only from API level 23 on (`uses-permission-sdk-23`).
    pub from_23: bool,
    /// `usesPermissionFlags` says that no location is derived from it.
    pub never_for_location: bool,
    /// Where.
    pub place: Place,
}

/// A permission that the app declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permission {
    /// `permission`, `permission-tree`, `permission-group`.
    pub role: &'static str,
    /// Name.
    pub name: String,
    /// Level; normal when not written.
    pub level: Level,
    /// Further flags of the level, as one writes them (`privileged`, `appop`, ...).
    pub flags: Vec<&'static str>,
    /// Group.
    pub group: Option<String>,
    /// Where.
    pub place: Place,
}

/// An item of `queries`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// A package by name.
    Package(String, Place),
    /// A provider by authority.
    Provider(String, Place),
    /// Any that takes such an intent.
    Intent(Filter),
}

/// An instrumentation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrumentation {
    /// Class.
    pub name: String,
    /// Package that it runs in.
    pub target: Option<String>,
    /// Where.
    pub place: Place,
}

/// The `application` element.
#[derive(Debug, Clone, Default)]
pub struct Application {
    /// Where.
    pub place: Place,
    /// Class.
    pub class: Option<String>,
    /// Label in the default language.
    pub label: Option<String>,
    /// Label in Traditional Chinese, when there is one.
    pub label_zh: Option<String>,
    /// `debuggable`.
    pub debuggable: bool,
    /// `testOnly`.
    pub test_only: bool,
    /// `hasCode`; true when not written.
    pub has_code: bool,
    /// `enabled`; true when not written.
    pub enabled: bool,
    /// `extractNativeLibs`; true below target level 23 or when not written.
    pub extract_native_libs: Option<bool>,
    /// `usesCleartextTraffic` as written.
    pub cleartext: Option<bool>,
    /// `networkSecurityConfig`: addresses of the files, the default configuration first; empty when not written.
    pub network_config: Vec<String>,
    /// Whether `networkSecurityConfig` is written.
    pub network_config_declared: bool,
    /// `requestLegacyExternalStorage`.
    pub legacy_external_storage: bool,
    /// Permission that guards every component without its own.
    pub permission: Option<String>,
    /// Task affinity of activities without their own: as a rule the package.
    pub task_affinity: Option<String>,
    /// `allowTaskReparenting`.
    pub reparenting: bool,
    /// Backup.
    pub backup: Backup,
    /// Meta-data of the application.
    pub meta_data: Vec<MetaData>,
}

/// What the app says about backups.
#[derive(Debug, Clone, Default)]
pub struct Backup {
    /// `allowBackup`; true when not written.
    pub allowed: bool,
    /// Whether `allowBackup` is written.
    pub declared: bool,
    /// `backupAgent`.
    pub agent: Option<String>,
    /// `fullBackupOnly`.
    pub full_only: bool,
    /// `fullBackupContent="false"`: no automatic backup.
    pub content_off: bool,
    /// Whether rules of either form are named.
    pub has_rules: bool,
    /// Sections of the rules that could be read.
    pub sections: Vec<BackupSection>,
    /// Rule files that could not be read.
    pub broken: Vec<String>,
}

impl Backup {
    /// Whether data of the app leaves the device in a backup with nothing held back.
    pub fn leaves_all(&self) -> bool {
        if !self.allowed || self.content_off {
            return false;
        }
        self.sections.is_empty() || self.sections.iter().any(|section| section.rules.is_empty() && !section.off)
    }
}

/// A section of backup rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupSection {
    /// `full-backup-content`, `cloud-backup`, `device-transfer`, `cross-platform-transfer`.
    pub name: String,
    /// `disableIfNoEncryptionCapabilities` of the section.
    pub only_encrypted: bool,
    /// Everything is excluded: the section is off.
    pub off: bool,
    /// Its includes and excludes.
    pub rules: Vec<BackupRule>,
    /// Where.
    pub place: Place,
}

/// An include or exclude.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupRule {
    /// Include, otherwise exclude.
    pub include: bool,
    /// `root`, `file`, `database`, `sharedpref`, `external`, `device_...`.
    pub domain: String,
    /// Path below it.
    pub path: String,
    /// `requireFlags`.
    pub flags: String,
    /// Where.
    pub place: Place,
}

/// The role of a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A screen.
    Activity,
    /// Another name of a screen.
    Alias,
    /// A service.
    Service,
    /// A broadcast receiver.
    Receiver,
    /// A content provider.
    Provider,
}

impl Role {
    /// The element's name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Activity => "activity",
            Self::Alias => "activity-alias",
            Self::Service => "service",
            Self::Receiver => "receiver",
            Self::Provider => "provider",
        }
    }
}

/// A component with its effective settings.
#[derive(Debug, Clone)]
pub struct Component {
    /// Role.
    pub role: Role,
    /// Class, in full.
    pub name: String,
    /// Class that an alias stands for.
    pub target: Option<String>,
    /// Label in the default language.
    pub label: Option<String>,
    /// Effective.
    pub exported: bool,
    /// Whether `exported` is written and could be resolved.
    pub exported_declared: bool,
    /// Effective: with the application's.
    pub enabled: bool,
    /// Effective: with the application's. Of a provider, what stands for both reading and writing.
    pub permission: Option<String>,
    /// Effective permission for reading (provider).
    pub read_permission: Option<String>,
    /// Effective permission for writing (provider).
    pub write_permission: Option<String>,
    /// Authorities (provider).
    pub authorities: Vec<String>,
    /// `grantUriPermissions`.
    pub grant_uri: bool,
    /// `forceUriPermissions`.
    pub force_uri: bool,
    /// Paths of `grant-uri-permission` elements.
    pub grants: Vec<String>,
    /// Path permissions.
    pub path_permissions: Vec<PathPermission>,
    /// Intent filters.
    pub filters: Vec<Filter>,
    /// Meta-data.
    pub meta_data: Vec<MetaData>,
    /// `standard`, `singleTop`, `singleTask`, `singleInstance`, `singleInstancePerTask`.
    pub launch_mode: &'static str,
    /// Effective; empty for none.
    pub task_affinity: String,
    /// Whether the component itself writes an affinity.
    pub affinity_declared: bool,
    /// Effective `allowTaskReparenting`.
    pub reparenting: bool,
    /// `process`, when it has its own.
    pub process: Option<String>,
    /// `foregroundServiceType`, flags.
    pub foreground_type: u32,
    /// `isolatedProcess`.
    pub isolated: bool,
    /// `externalService`: it runs as a part of whoever binds it.
    pub external: bool,
    /// `excludeFromRecents`.
    pub exclude_from_recents: bool,
    /// `directBootAware`.
    pub direct_boot: bool,
    /// Paths that a FileProvider shares.
    pub shared_paths: Vec<SharedPath>,
    /// Configuration of an accessibility service: attribute names and values.
    pub accessibility: Vec<(String, String)>,
    /// The split that it comes from.
    pub split: Option<String>,
    /// Where.
    pub place: Place,
}

impl Component {
    /// Whether it begins the app from the launcher.
    pub fn is_launcher(&self) -> bool {
        matches!(self.role, Role::Activity | Role::Alias)
            && self.filters.iter().any(|filter| {
                filter.has_action("android.intent.action.MAIN")
                    && (filter.has_category("android.intent.category.LAUNCHER")
                        || filter.has_category("android.intent.category.LEANBACK_LAUNCHER"))
            })
    }

    /// Whether it shares files by the support library's or an own FileProvider.
    pub fn is_file_provider(&self) -> bool {
        self.role == Role::Provider
            && (self.name.ends_with("FileProvider")
                || self.meta_data.iter().any(|data| data.name == FILE_PROVIDER_PATHS))
    }

    /// Links that a browser or another app can open it with.
    pub fn links(&self) -> impl Iterator<Item = (&Filter, Link)> {
        self.filters.iter().flat_map(|filter| filter.links().into_iter().map(move |link| (filter, link)))
    }

    /// Whether a task affinity is written that is not the app's own: a way into another app's task.
    pub fn affinity_is_foreign(&self, package: &str) -> bool {
        self.affinity_declared && !self.task_affinity.is_empty() && {
            let affinity = self.task_affinity.trim_start_matches(':');
            affinity != package && !affinity.starts_with(&format!("{package}.")) && affinity.contains('.')
        }
    }
}

/// Name of the meta-data that points to the paths of a FileProvider.
pub const FILE_PROVIDER_PATHS: &str = "android.support.FILE_PROVIDER_PATHS";

/// A path permission of a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathPermission {
    /// `path`, `pathPrefix`, `pathPattern`, `pathAdvancedPattern`, `pathSuffix`.
    pub form: &'static str,
    /// The path.
    pub path: String,
    /// For reading.
    pub read: Option<String>,
    /// For writing.
    pub write: Option<String>,
    /// Where.
    pub place: Place,
}

/// A path that a FileProvider shares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedPath {
    /// Element: `root-path`, `files-path`, `cache-path`, `external-path`, ...
    pub tag: String,
    /// Name in the URI.
    pub name: String,
    /// Path below the root that the element means.
    pub path: String,
    /// Where.
    pub place: Place,
}

impl SharedPath {
    /// Whether it opens a whole root: the file system, or all of shared storage or the app's data.
    pub fn is_wide(&self) -> bool {
        let whole = matches!(self.path.trim_matches('/'), "" | ".");
        self.tag == "root-path" || (whole && matches!(self.tag.as_str(), "external-path" | "files-path"))
    }
}

/// A `meta-data` element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetaData {
    /// Name.
    pub name: String,
    /// Value, resolved; of a file resource its path in the build.
    pub value: Option<String>,
    /// The resource's name when it refers to one: `xml/file_paths`.
    pub resource: Option<String>,
    /// Addresses of the files, when it refers to a file resource.
    pub files: Vec<String>,
    /// Where.
    pub place: Place,
}

impl Manifest {
    /// The level of a permission as it is for this app: its own declaration, then the platform's.
    pub fn level(&self, permission: &str) -> Level {
        self.declared(permission).map_or_else(|| known_level(permission), |own| own.level)
    }

    /// The declaration of a permission in this app.
    pub fn declared(&self, permission: &str) -> Option<&Permission> {
        self.permissions.iter().find(|own| own.name == permission && own.role == "permission")
    }

    /// How well a permission guards something: `none` without one, the level's word, `undeclared` when the name is the
    /// app's own and nobody declares it (whoever does first, gets it), otherwise `unknown`.
    pub fn guard(&self, permission: Option<&str>) -> &'static str {
        let Some(permission) = permission else { return "none" };
        match self.level(permission) {
            Level::Unknown => {
                let own = |name: &str| name.split('.').take(2).map(str::to_owned).collect::<Vec<_>>();
                let ours = own(&self.package).len() == 2 && own(permission) == own(&self.package);
                if ours { "undeclared" } else { "unknown" }
            }
            level => level.word(),
        }
    }

    /// The component of a class.
    pub fn component(&self, class: &str) -> Option<&Component> {
        self.components.iter().find(|component| component.name == class)
    }

    /// The activities that begin the app from the launcher, aliases resolved.
    pub fn launchers(&self) -> impl Iterator<Item = &str> {
        self.components.iter().filter(|c| c.enabled && c.is_launcher()).map(|c| c.target.as_deref().unwrap_or(&c.name))
    }
}
