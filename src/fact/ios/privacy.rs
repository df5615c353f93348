//! Purpose strings against the APIs linked, privacy manifests against required-reason APIs.

use std::collections::{BTreeMap, BTreeSet};

use super::{BY_IMPORT, in_info, owner_of};
use crate::app::ios::{Bundle, BundleRole, IosApp};
use crate::fact::{Fact, FactStore, FactValue};
use crate::finding::{Locus, Permission};
use crate::format::plist::Value;

/// Purpose keys and the imports (classes without their prefix, functions, constants) that need them.
const PURPOSES: &[(&[&str], &[&str])] = &[
    (&["NSCameraUsageDescription"], &["AVCaptureDevice", "AVCapturePhotoOutput", "DataScannerViewController"]),
    (&["NSMicrophoneUsageDescription"], &["AVAudioRecorder", "AVAudioApplication"]),
    (&["NSPhotoLibraryUsageDescription"], &["PHPhotoLibrary", "PHAsset", "ALAssetsLibrary"]),
    (
        &["NSPhotoLibraryAddUsageDescription"],
        &["_UIImageWriteToSavedPhotosAlbum", "_UISaveVideoAtPathToSavedPhotosAlbum", "PHAssetChangeRequest"],
    ),
    (
        &[
            "NSLocationWhenInUseUsageDescription",
            "NSLocationAlwaysAndWhenInUseUsageDescription",
            "NSLocationAlwaysUsageDescription",
            "NSLocationUsageDescription",
        ],
        &["CLLocationManager"],
    ),
    (
        &["NSContactsUsageDescription"],
        &["CNContactStore", "_ABAddressBookCreateWithOptions", "_ABAddressBookRequestAccessWithCompletion"],
    ),
    (
        &[
            "NSCalendarsUsageDescription",
            "NSCalendarsFullAccessUsageDescription",
            "NSCalendarsWriteOnlyAccessUsageDescription",
            "NSRemindersUsageDescription",
            "NSRemindersFullAccessUsageDescription",
        ],
        &["EKEventStore"],
    ),
    (
        &[
            "NSHealthShareUsageDescription",
            "NSHealthUpdateUsageDescription",
            "NSHealthClinicalHealthRecordsShareUsageDescription",
        ],
        &["HKHealthStore"],
    ),
    (&["NSFaceIDUsageDescription"], &["LAContext"]),
    (
        &["NSBluetoothAlwaysUsageDescription", "NSBluetoothPeripheralUsageDescription"],
        &["CBCentralManager", "CBPeripheralManager"],
    ),
    (&["NSMotionUsageDescription"], &["CMMotionActivityManager", "CMPedometer", "CMStepCounter"]),
    (&["NSSpeechRecognitionUsageDescription"], &["SFSpeechRecognizer"]),
    (&["NSUserTrackingUsageDescription"], &["ATTrackingManager"]),
    (&["NFCReaderUsageDescription"], &["NFCNDEFReaderSession", "NFCTagReaderSession"]),
    (&["NSAppleMusicUsageDescription"], &["MPMediaLibrary", "MPMediaQuery", "SKCloudServiceController"]),
    (&["NSSiriUsageDescription"], &["INPreferences"]),
    (&["NSHomeKitUsageDescription"], &["HMHomeManager"]),
];

/// Purposes of what a web page in the app can ask for: `getUserMedia`, geolocation, a file to upload.
const OF_PAGES: &[&str] = &[
    "NSCameraUsageDescription",
    "NSMicrophoneUsageDescription",
    "NSPhotoLibraryUsageDescription",
    "NSLocationWhenInUseUsageDescription",
];

/// Required-reason API categories, and imports and selectors that belong to them («Describing use of required reason API»).
const CATEGORIES: &[(&str, &[&str], &[&str])] = &[
    (
        "NSPrivacyAccessedAPICategoryFileTimestamp",
        &[
            "_stat",
            "_lstat",
            "_fstat",
            "_fstatat",
            "_getattrlist",
            "_getattrlistbulk",
            "_fgetattrlist",
            "_getattrlistat",
            "_NSFileCreationDate",
            "_NSFileModificationDate",
            "_NSURLContentModificationDateKey",
            "_NSURLCreationDateKey",
        ],
        &["fileModificationDate", "fileCreationDate"],
    ),
    ("NSPrivacyAccessedAPICategorySystemBootTime", &["_mach_absolute_time"], &["systemUptime"]),
    (
        "NSPrivacyAccessedAPICategoryDiskSpace",
        &[
            "_statfs",
            "_statvfs",
            "_fstatfs",
            "_fstatvfs",
            "_NSFileSystemFreeSize",
            "_NSFileSystemSize",
            "_NSURLVolumeAvailableCapacityKey",
            "_NSURLVolumeAvailableCapacityForImportantUsageKey",
            "_NSURLVolumeAvailableCapacityForOpportunisticUsageKey",
            "_NSURLVolumeTotalCapacityKey",
        ],
        &[],
    ),
    ("NSPrivacyAccessedAPICategoryActiveKeyboards", &[], &["activeInputModes"]),
    ("NSPrivacyAccessedAPICategoryUserDefaults", &["_OBJC_CLASS_$_NSUserDefaults"], &[]),
];

/// SDKs that Apple asks a privacy manifest and signature of («Upcoming third-party SDK requirements»), by bundle name.
const LISTED: &[&str] = &[
    "Abseil",
    "AFNetworking",
    "Alamofire",
    "AppAuth",
    "BoringSSL",
    "openssl_grpc",
    "Capacitor",
    "Charts",
    "connectivity_plus",
    "Cordova",
    "device_info_plus",
    "DKImagePickerController",
    "DKPhotoGallery",
    "FBAEMKit",
    "FBLPromises",
    "FBSDKCoreKit",
    "FBSDKCoreKit_Basics",
    "FBSDKLoginKit",
    "FBSDKShareKit",
    "file_picker",
    "FirebaseABTesting",
    "FirebaseAuth",
    "FirebaseCore",
    "FirebaseCoreDiagnostics",
    "FirebaseCoreExtension",
    "FirebaseCoreInternal",
    "FirebaseCrashlytics",
    "FirebaseDynamicLinks",
    "FirebaseFirestore",
    "FirebaseInstallations",
    "FirebaseMessaging",
    "FirebaseRemoteConfig",
    "Flutter",
    "flutter_inappwebview",
    "flutter_local_notifications",
    "fluttertoast",
    "FMDB",
    "geolocator_apple",
    "GoogleDataTransport",
    "GoogleSignIn",
    "GoogleToolboxForMac",
    "GoogleUtilities",
    "grpcpp",
    "GTMAppAuth",
    "GTMSessionFetcher",
    "hermes",
    "image_picker_ios",
    "IQKeyboardManager",
    "IQKeyboardManagerSwift",
    "Kingfisher",
    "leveldb",
    "Lottie",
    "MBProgressHUD",
    "nanopb",
    "OneSignal",
    "OneSignalCore",
    "OneSignalExtension",
    "OneSignalOutcomes",
    "OpenSSL",
    "OrderedSet",
    "package_info",
    "package_info_plus",
    "path_provider",
    "path_provider_ios",
    "Promises",
    "Protobuf",
    "Reachability",
    "RealmSwift",
    "RxCocoa",
    "RxRelay",
    "RxSwift",
    "SDWebImage",
    "share_plus",
    "shared_preferences_ios",
    "SnapKit",
    "sqflite",
    "Starscream",
    "SVProgressHUD",
    "SwiftyGif",
    "SwiftyJSON",
    "Toast",
    "UnityFramework",
    "url_launcher",
    "url_launcher_ios",
    "video_player_avfoundation",
    "wakelock",
    "webview_flutter_wkwebview",
];

pub(super) fn add(app: &IosApp<'_>, store: &mut FactStore) {
    if !app.is_app {
        return;
    }
    let linked = Linked::of(app);
    purposes(app, &linked, store);
    manifests(app, &linked, store);
}

/// Imported names and sent selectors, by the bundle (path) that has them.
struct Linked<'a> {
    imports: BTreeMap<&'a str, BTreeSet<&'a str>>,
    selectors: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// A binary that imports a name, for evidence.
    first: BTreeMap<&'a str, &'a str>,
}

impl<'a> Linked<'a> {
    fn of(app: &'a IosApp<'_>) -> Self {
        let mut linked = Self { imports: BTreeMap::new(), selectors: BTreeMap::new(), first: BTreeMap::new() };
        for binary in &app.binaries {
            let Some(slice) = binary.best() else { continue };
            let bundle = app.bundle_of(&binary.path).map_or("", |b| b.path.as_str());
            let imports = linked.imports.entry(bundle).or_default();
            for import in &slice.macho.imports {
                imports.insert(&import.name);
                linked.first.entry(&import.name).or_insert(&binary.path);
            }
            let selectors = linked.selectors.entry(bundle).or_default();
            for section in slice.macho.sections_named("__objc_selrefs") {
                let word = slice.macho.pointer_size();
                for position in 0..(section.size / word).min(1 << 20) {
                    let address = section.address.wrapping_add(position * word);
                    selectors.extend(slice.macho.target(address).and_then(|target| slice.macho.text(target)));
                }
            }
        }
        linked
    }

    /// The binary that imports a class, function or constant.
    fn user(&self, name: &str) -> Option<&'a str> {
        let symbol = if name.starts_with('_') { name.to_owned() } else { format!("_OBJC_CLASS_$_{name}") };
        self.first.get(symbol.as_str()).copied()
    }

    fn uses(&self, bundle: &str, imports: &[&str], selectors: &[&str]) -> Option<String> {
        let import = self.imports.get(bundle).and_then(|set| imports.iter().find(|name| set.contains(*name)));
        let selector = || self.selectors.get(bundle).and_then(|set| selectors.iter().find(|name| set.contains(*name)));
        import.or_else(selector).map(|name| name.trim_start_matches('_').replace("OBJC_CLASS_$_", ""))
    }
}

fn purposes(app: &IosApp<'_>, linked: &Linked<'_>, store: &mut FactStore) {
    let Some(info) = app.info() else { return };
    let mut declared: BTreeSet<&str> = BTreeSet::new();
    for (key, value) in info.pairs() {
        let (true, Value::Text(text)) = (key.ends_with("UsageDescription"), value) else { continue };
        declared.insert(key);
        purpose(app, linked, key, text, store);
    }
    // One that stands in a table of strings alone is shown, too.
    for localized in &app.localized {
        declared
            .extend(localized.texts.iter().map(|(key, _)| key.as_str()).filter(|k| k.ends_with("UsageDescription")));
    }
    for (keys, apis) in PURPOSES {
        let user = apis.iter().find_map(|api| Some((api, linked.user(api)?)));
        let Some((api, file)) = user.filter(|_| !keys.iter().any(|key| declared.contains(key))) else { continue };
        let Some(key) = keys.first() else { continue };
        let fact = Fact::new("purpose", in_info(app, key))
            .text("key", key)
            .flag("declared", false)
            .flag("used", true)
            .text("api", api.trim_start_matches('_'))
            .also_at(Locus::entry(file))
            .owned_by(owner_of(app, file))
            .sure(BY_IMPORT)
            .anchored(*key);
        store.add(fact);
    }
}

/// A declared purpose: its text as a device in Traditional Chinese shows it.
fn purpose(app: &IosApp<'_>, linked: &Linked<'_>, key: &str, text: &str, store: &mut FactStore) {
    let localized = app.localized.iter().filter(|l| l.is_traditional_chinese()).find_map(|l| Some((l, l.text(key)?)));
    let shown = localized.map_or(text, |(_, text)| text);
    let locus = localized.map_or_else(|| in_info(app, key), |(l, _)| Locus::plist(&l.path, key));
    let row = PURPOSES.iter().find(|(keys, _)| keys.contains(&key));
    let mut fact = Fact::new("purpose", locus.clone())
        .text("key", key)
        .text("text", shown)
        .flag("declared", true)
        .flag("empty", shown.trim().is_empty())
        .flag("vague", is_vague(shown))
        .flag("has_chinese", shown.chars().any(is_han))
        .maybe("file", locus.file().map(|file| file.raw()))
        .anchored(key);
    if let Some((_, apis)) = row {
        // A keychain item under biometric control asks for a face without any LAContext; one under the passcode alone does
        // not, so that this counts for a purpose that is declared, not against one that is missing.
        let guarded = key == "NSFaceIDUsageDescription" && linked.user("_SecAccessControlCreateWithFlags").is_some();
        // A page may ask for these by itself.
        let by_page = OF_PAGES.contains(&key) && linked.user("WKWebView").is_some();
        fact = fact.flag("used", guarded || by_page || apis.iter().any(|api| linked.user(api).is_some()));
    }
    if localized.is_some() {
        fact = fact.also_at(in_info(app, key));
    }
    store.add(fact);
    store.inventory.permissions.push(Permission {
        name: key.into(),
        role: "purpose".to_owned(),
        level: String::new(),
        value: Some(shown.into()),
        locus,
    });
}

fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}

/// Says that something is needed, not what for: very short, a placeholder, or only the request itself.
pub(super) fn is_vague(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() {
        return false;
    }
    let lower = text.to_lowercase();
    if ["todo", "lorem ipsum", "description", "usage description", "test", "xxx", "$("]
        .iter()
        .any(|p| lower == *p || lower.starts_with("$("))
    {
        return true;
    }
    let han = text.chars().filter(|c| is_han(*c)).count();
    if han > 0 {
        let purpose = ["以", "為了", "用於", "供", "便於", "讓", "才能", "來", "進行", "時"]
            .iter()
            .any(|word| text.contains(word));
        return han < 6 || (han < 16 && !purpose);
    }
    let words = lower.split_whitespace().count();
    let purpose = [" to ", " for ", " so ", " in order", " when ", " while ", " because "]
        .iter()
        .any(|word| lower.contains(word));
    words < 4 || (words < 9 && !purpose) || is_bare_request(&lower)
}

/// «App needs access to your camera» and its like.
fn is_bare_request(lower: &str) -> bool {
    let request = [
        "needs access to",
        "requires access to",
        "would like to access",
        "wants to access",
        "need access to",
        "access to your",
    ];
    let Some(at) = request.iter().filter_map(|r| lower.find(r).map(|i| i + r.len())).max() else { return false };
    lower.get(at..).is_some_and(|rest| rest.split_whitespace().count() <= 3)
}

fn manifests(app: &IosApp<'_>, linked: &Linked<'_>, store: &mut FactStore) {
    let bundles = app.bundles.iter().filter(|b| !matches!(b.role, BundleRole::Resources));
    for bundle in bundles {
        let own = |path: &str| {
            path.starts_with(&bundle.path) && app.bundle_of(path).is_some_and(|inner| inner.path == bundle.path)
        };
        let manifests: Vec<_> = app.privacy.iter().filter(|m| own(&m.path)).collect();
        let name = bundle.name();
        let at = manifests.first().map_or_else(|| Locus::entry(&bundle.info_path), |m| Locus::entry(&m.path));
        let owner = owner_of(app, &bundle.info_path);
        store.add(
            Fact::new("privacy-manifest", at.clone())
                .text("bundle", name)
                .flag("present", !manifests.is_empty())
                .flag("tracking", manifests.iter().any(|m| m.tracking))
                .flag("app", bundle.role == BundleRole::App)
                .flag("listed_sdk", bundle.role == BundleRole::Framework && LISTED.contains(&name))
                .owned_by(owner.clone())
                .anchored(name),
        );
        for (category, imports, selectors) in CATEGORIES {
            let declared =
                manifests.iter().flat_map(|m| &m.accessed).any(|a| a.category == *category && !a.reasons.is_empty());
            let used = linked.uses(&bundle.path, imports, selectors);
            if !declared && used.is_none() {
                continue;
            }
            let fact = Fact::new("privacy-api", at.clone())
                .text("category", category)
                .text("bundle", name)
                .flag("declared", declared)
                .flag("used", used.is_some())
                .maybe("api", used);
            store.add(fact.owned_by(owner.clone()).sure(BY_IMPORT).anchored(name).anchored(*category));
        }
        collected(bundle, &manifests, store);
    }
}

/// Says of the hosts of trackers which of them a privacy manifest names as a tracking domain (itself or above it).
pub(crate) fn declare_trackers(store: &mut FactStore) {
    let domains: BTreeSet<String> =
        store.of("privacy-domain").iter().filter_map(|fact| fact.str("domain")).map(str::to_ascii_lowercase).collect();
    let covers = |host: &str| {
        domains.iter().any(|d| host == d || host.strip_suffix(d.as_str()).is_some_and(|rest| rest.ends_with('.')))
    };
    store.amend(&mut |fact| {
        if fact.kind == "host" && fact.is("tracker") && fact.str("host").is_some_and(covers) {
            fact.put("tracking_declared", FactValue::Flag(true));
        }
    });
}

fn collected(bundle: &Bundle, manifests: &[&crate::app::ios::PrivacyManifest], store: &mut FactStore) {
    for manifest in manifests {
        for (position, data) in manifest.collected.iter().enumerate() {
            let locus = Locus::plist(&manifest.path, &format!("NSPrivacyCollectedDataTypes/{position}"));
            store.add(
                Fact::new("privacy-data", locus)
                    .text("type", &data.data_type)
                    .flag("linked", data.linked)
                    .flag("tracking", data.tracking)
                    .text("bundle", bundle.name())
                    .anchored(&data.data_type),
            );
        }
        for (position, domain) in manifest.domains.iter().enumerate() {
            let locus = Locus::plist(&manifest.path, &format!("NSPrivacyTrackingDomains/{position}"));
            let fact = Fact::new("privacy-domain", locus).text("domain", domain).text("bundle", bundle.name());
            store.add(fact.anchored(domain));
        }
    }
}
