//! What holds for an app by its manifest. Manifests are written as text; the binary form is read into the same document
//! (`format::axml`).

use super::*;
use crate::app::android::AndroidApp;
use crate::app::{Artifact, open};
use crate::format::zip::tests::stored_archive;
use crate::limits::{Budget, Limits};

/// Name of a network security configuration in these tests: `@xml/network`.
pub(crate) const NETWORK: &str = "res/xml/network.xml";

/// Opens an APK whose manifest has this content, with these further files, and looks at it.
pub(crate) fn app<T>(content: &str, files: &[(&str, &str)], look: impl FnOnce(&AndroidApp<'_>) -> T) -> T {
    let manifest = format!(
        "<manifest xmlns:android=\"http://schemas.android.com/apk/res/android\" package=\"com.example.app\">{content}</manifest>"
    );
    let mut entries = vec![("AndroidManifest.xml", manifest.as_bytes()), ("classes.dex", b"dex\n".as_slice())];
    entries.extend(files.iter().map(|(name, text)| (*name, text.as_bytes())));
    let budget = Budget::new(Limits::default());
    let build = open(&Artifact::file("app.apk", stored_archive(&entries)), &budget).unwrap();
    look(&AndroidApp::open(&build, &budget))
}

/// The components of an app with that target level.
fn components(target: u32, application: &str) -> Vec<Component> {
    let content = format!("<uses-sdk android:targetSdkVersion=\"{target}\"/>{application}");
    app(&content, &[], |app| app.manifest.as_ref().unwrap().components.clone())
}

fn component(application: &str) -> Component {
    components(34, application).remove(0)
}

const FILTER: &str = "<intent-filter><action android:name=\"x\"/></intent-filter>";

#[test]
fn a_component_with_a_filter_is_exported_unless_it_says_otherwise() {
    let exported = |attributes: &str, filter: &str| {
        let text = format!("<application><service android:name=\".S\" {attributes}>{filter}</service></application>");
        component(&text).exported
    };
    assert!(exported("", FILTER));
    assert!(!exported("", ""));
    assert!(!exported("android:exported=\"false\"", FILTER));
    assert!(exported("android:exported=\"true\"", ""));
}

#[test]
fn a_provider_is_exported_by_default_only_below_target_17() {
    let provider = "<application><provider android:name=\".P\" android:authorities=\"a;b\"/></application>";
    assert!(components(16, provider)[0].exported);
    let current = components(17, provider).remove(0);
    assert!(!current.exported && !current.exported_declared);
    assert_eq!(current.authorities, ["a", "b"]);
}

#[test]
fn permissions_come_from_the_component_then_the_application_and_can_be_emptied() {
    let all = components(
        34,
        "<application android:permission=\"app.P\">
           <activity android:name=\".A\"/>
           <activity android:name=\".B\" android:permission=\"\"/>
           <provider android:name=\".C\" android:authorities=\"c\" android:readPermission=\"r.P\"/>
         </application>",
    );
    let permissions: Vec<_> = all.iter().map(|c| (c.permission.as_deref(), c.read_permission.as_deref())).collect();
    assert_eq!(permissions[0].0, Some("app.P"));
    assert_eq!(permissions[1].0, None);
    assert_eq!(permissions[2].1, Some("r.P"));
    assert_eq!(all[2].write_permission.as_deref(), Some("app.P"));
}

#[test]
fn names_are_completed_with_the_package_and_aliases_take_over_what_they_do_not_write() {
    let all = components(
        34,
        "<application><activity android:name=\"Main\" android:permission=\"p\" android:launchMode=\"singleTask\"/>
         <activity-alias android:name=\".Icon\" android:targetActivity=\".Main\">
           <intent-filter><action android:name=\"android.intent.action.MAIN\"/>
             <category android:name=\"android.intent.category.LAUNCHER\"/></intent-filter>
         </activity-alias></application>",
    );
    assert_eq!(all[0].name, "com.example.app.Main");
    assert_eq!((all[1].permission.as_deref(), all[1].launch_mode), (Some("p"), "singleTask"));
    assert_eq!(all[1].target.as_deref(), Some("com.example.app.Main"));
    assert!(all[1].is_launcher() && all[1].exported);
}

#[test]
fn the_level_of_a_guard_is_its_declaration_the_platforms_or_not_known() {
    let content = "<permission android:name=\"com.example.app.OWN\" android:protectionLevel=\"signature|privileged\"/>
                   <application/>";
    app(content, &[], |app| {
        let manifest = app.manifest.as_ref().unwrap();
        assert_eq!(manifest.guard(None), "none");
        assert_eq!(manifest.guard(Some("com.example.app.OWN")), "signature");
        assert_eq!(manifest.guard(Some("android.permission.CAMERA")), "dangerous");
        assert_eq!(manifest.guard(Some("com.example.app.FORGOTTEN")), "undeclared");
        assert_eq!(manifest.guard(Some("org.other.THING")), "unknown");
        assert_eq!(manifest.permissions[0].flags, ["privileged"]);
    });
}

#[test]
fn every_scheme_of_a_filter_goes_with_every_host_and_path() {
    let activity = component(
        "<application><activity android:name=\".A\"><intent-filter android:autoVerify=\"true\">
           <action android:name=\"android.intent.action.VIEW\"/><category android:name=\"android.intent.category.BROWSABLE\"/>
           <data android:scheme=\"https\" android:host=\"a.example\"/><data android:scheme=\"app\"/>
           <data android:pathPrefix=\"/p\"/>
         </intent-filter></activity></application>",
    );
    let links: Vec<_> = activity.links().map(|(_, l)| (l.scheme, l.host.unwrap(), l.path.unwrap())).collect();
    let link = |scheme: &str| (scheme.to_owned(), "a.example".to_owned(), "/p*".to_owned());
    assert_eq!(links, [link("https"), link("app")]);
    assert!(activity.filters[0].auto_verify);
}

#[test]
fn the_paths_of_a_file_provider_are_read_and_judged() {
    let paths = "<paths><root-path name=\"r\" path=\"\"/><external-path name=\"e\" path=\".\"/>
                 <cache-path name=\"c\" path=\"pictures/\"/></paths>";
    let manifest =
        "<application><provider android:name=\"androidx.core.content.FileProvider\" android:authorities=\"f\"
                      android:grantUriPermissions=\"true\">
                      <meta-data android:name=\"android.support.FILE_PROVIDER_PATHS\" android:resource=\"@xml/paths\"/>
                    </provider></application>";
    app(manifest, &[("res/xml/paths.xml", paths)], |app| {
        let provider = &app.manifest.as_ref().unwrap().components[0];
        assert!(provider.is_file_provider() && provider.grant_uri);
        let read: Vec<_> = provider.shared_paths.iter().map(|path| (path.tag.as_str(), path.is_wide())).collect();
        assert_eq!(read, [("root-path", true), ("external-path", true), ("cache-path", false)]);
        assert_eq!(
            provider.shared_paths[0].place.locus(Some("path")).to_string(),
            "res/xml/paths.xml#paths/root-path@path"
        );
    });
}

#[test]
fn backup_rules_are_read_and_an_empty_section_holds_nothing_back() {
    let leaves = |attributes: &str, rules: &str| {
        let content = format!("<application {attributes}/>");
        app(&content, &[("res/xml/rules.xml", rules)], |app| {
            app.manifest.as_ref().unwrap().application.backup.leaves_all()
        })
    };
    assert!(leaves("", ""));
    assert!(!leaves("android:allowBackup=\"false\"", ""));
    assert!(!leaves("android:fullBackupContent=\"false\"", ""));
    let named = "android:dataExtractionRules=\"@xml/rules\"";
    let rules = |inside: &str| format!("<data-extraction-rules>{inside}</data-extraction-rules>");
    let exclude = "<exclude domain=\"database\" path=\"health.db\"/>";
    assert!(leaves(named, &rules(&format!("<cloud-backup>{exclude}</cloud-backup><device-transfer/>"))));
    let both = format!("<cloud-backup>{exclude}</cloud-backup><device-transfer>{exclude}</device-transfer>");
    assert!(!leaves(named, &rules(&both)));
}

#[test]
fn sdk_levels_default_to_one_another_and_know_codenames() {
    let sdk = |text: &str| app(&format!("{text}<application/>"), &[], |app| app.manifest.as_ref().unwrap().sdk);
    assert_eq!(sdk("").target, 1);
    assert_eq!(sdk("<uses-sdk android:minSdkVersion=\"21\"/>").target, 21);
    assert!(sdk("<uses-sdk android:targetSdkVersion=\"Baklava\"/>").target > 1_000);
}

#[test]
fn a_foreign_task_affinity_is_told_from_the_apps_own() {
    let foreign = |affinity: &str| {
        let text =
            format!("<application><activity android:name=\".A\" android:taskAffinity=\"{affinity}\"/></application>");
        component(&text).affinity_is_foreign("com.example.app")
    };
    assert!(foreign("com.bank.app"));
    assert!(!foreign("") && !foreign("com.example.app") && !foreign("com.example.app.other") && !foreign(":own"));
}
