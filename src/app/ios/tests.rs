use super::*;
use crate::app::{Artifact, open};
use crate::format::macho::testing::Builder;
use crate::format::nib::NibValue;
use crate::limits::{Budget, Limits};

const INFO: &str = r#"<?xml version="1.0"?><plist version="1.0"><dict>
<key>CFBundleIdentifier</key><string>tw.example.health</string><key>CFBundleExecutable</key><string>Health</string>
<key>CFBundleName</key><string>Health</string><key>MinimumOSVersion</key><string>15.0</string>
<key>NSCameraUsageDescription</key><string>Scan</string></dict></plist>"#;

const PROFILE: &str = r#"<?xml version="1.0"?><plist version="1.0"><dict><key>Name</key><string>Dev</string>
<key>TeamIdentifier</key><array><string>TEAM123456</string></array>
<key>ExpirationDate</key><date>2026-01-31T00:00:00Z</date>
<key>ProvisionedDevices</key><array><string>a</string><string>b</string></array>
<key>Entitlements</key><dict><key>get-task-allow</key><true/></dict></dict></plist>"#;

const PRIVACY: &str = r#"{"NSPrivacyTracking": false, "NSPrivacyAccessedAPITypes": [{"NSPrivacyAccessedAPIType":
"NSPrivacyAccessedAPICategoryUserDefaults", "NSPrivacyAccessedAPITypeReasons": ["CA92.1"]}]}"#;

/// The files of a small app.
pub(crate) fn files() -> Vec<(String, Vec<u8>)> {
    let mut builder = Builder::new(&["_OBJC_CLASS_$_NSUserDefaults", "_OBJC_CLASS_$_AVCaptureDevice"]);
    builder.code(&[0xd65f_03c0]);
    let nib = crate::format::nib::tests::nib(&[
        (
            "UITextField",
            &[("UIPlaceholder", NibValue::Text("密碼".into())), ("UISecureTextEntry", NibValue::Bool(true))],
        ),
        ("UITextField", &[("UIClearButtonMode", NibValue::Integer(1))]),
        (
            "UIRuntimeOutletConnection",
            &[("UILabel", NibValue::Text("idNumberField".into())), ("UIDestination", NibValue::Object(1))],
        ),
    ]);
    let executable = builder.build();
    let framework = INFO.replace("tw.example.health", "org.alamofire.Alamofire").replace(">Health<", ">Alamofire<");
    [
        ("Info.plist", INFO.as_bytes().to_vec()),
        ("Health", executable.clone()),
        ("PlugIns/Widget.appex/Health", executable),
        ("embedded.mobileprovision", [b"\x30\x80junk", PROFILE.as_bytes(), b"\0\0"].concat()),
        ("PrivacyInfo.xcprivacy", PRIVACY.as_bytes().to_vec()),
        (
            "zh-Hant.lproj/InfoPlist.strings",
            "NSCameraUsageDescription = \"掃描健保卡上的條碼以帶入卡號\";".as_bytes().to_vec(),
        ),
        ("Base.lproj/Login.nib", nib),
        ("Frameworks/Alamofire.framework/Info.plist", framework.into_bytes()),
        ("PlugIns/Widget.appex/Info.plist", INFO.replace("tw.example.health", "tw.example.health.widget").into_bytes()),
        ("__MACOSX/._Info.plist", vec![0]),
    ]
    .into_iter()
    .map(|(name, bytes)| (format!("Payload/Health.app/{name}"), bytes))
    .collect()
}

fn with<T>(files: Vec<(String, Vec<u8>)>, look: impl FnOnce(&IosApp<'_>) -> T) -> T {
    let budget = Budget::new(Limits::default());
    let build = open(&Artifact::folder("Health", files), &budget).unwrap();
    look(&read(&build, &budget))
}

#[test]
fn a_bundle_is_read_with_all_its_parts() {
    with(files(), |app| {
        assert_eq!(app.problems, []);
        assert_eq!(app.main().and_then(Bundle::identifier), Some("tw.example.health"));
        let roles: Vec<_> = app.bundles.iter().map(|b| (b.role, b.name())).collect();
        assert_eq!(
            roles,
            [(BundleRole::App, "Health"), (BundleRole::Framework, "Alamofire"), (BundleRole::Extension, "Health")]
        );
        assert_eq!(app.minimum_os().as_deref(), Some("15.0"));
        assert_eq!(app.sdk().as_deref(), Some("17.2"));
        assert!(app.executable().is_some());
        assert_eq!(app.privacy[0].accessed[0].reasons, ["CA92.1"]);
    });
}

#[test]
fn texts_for_traditional_chinese_are_found() {
    with(files(), |app| {
        let texts = &app.localized[0];
        assert!(texts.is_traditional_chinese());
        assert_eq!(texts.text("NSCameraUsageDescription"), Some("掃描健保卡上的條碼以帶入卡號"));
    });
}

#[test]
fn a_profile_is_read_even_when_its_wrapper_is_damaged_and_devices_are_only_counted() {
    with(files(), |app| {
        let profile = app.profile.as_ref().unwrap();
        assert_eq!((profile.role, profile.devices, profile.get_task_allow), (ProfileRole::Development, 2, true));
        assert_eq!(profile.expires.map(plist::iso_date).as_deref(), Some("2026-01-31"));
        assert_eq!(profile.team.as_deref(), Some("TEAM123456"));
    });
}

#[test]
fn fields_of_a_nib_come_with_their_traits_and_outlets() {
    with(files(), |app| {
        let screen = &app.screens[0];
        assert_eq!(screen.name, "Login");
        assert!(screen.fields[0].secure);
        assert_eq!(screen.fields[0].placeholder.as_deref(), Some("密碼"));
        assert_eq!(screen.fields[1].outlet.as_deref(), Some("idNumberField"));
        assert!(!screen.fields[1].autocorrection_off);
    });
}

#[test]
fn what_is_broken_or_missing_is_named() {
    let mut files = files();
    files.retain(|(name, _)| !name.ends_with(".app/Health"));
    for (name, bytes) in &mut files {
        if name.ends_with(".xcprivacy") {
            bytes.truncate(20);
        }
    }
    with(files, |app| {
        let codes: Vec<_> =
            app.problems.iter().map(|p| (p.note.code.as_str(), p.path.rsplit('/').next().unwrap())).collect();
        assert_eq!(codes, [("plist-broken", "PrivacyInfo.xcprivacy"), ("executable-missing", "Health")]);
        assert!(
            app.problems[1].note.args.is_empty(),
            "no empty reason, so that it is the note of the whole build, too"
        );
    });
}
