//! Whole builds that hide things behind something else: the 健康存摺 SDK behind React Native and Flutter, also renamed; a
//! logout behind menus and layouts.

mod support;

use std::collections::BTreeSet;

use maspect::report::Report;
use maspect::rule::{Catalogue, Lang};
use maspect::scan::{Options, scan};

fn report(name: &str, files: &[(&str, &str)]) -> Report {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    let artifact = support::build_files(name, files).artifact.expect("a build");
    let catalogue = Catalogue::embedded().unwrap();
    scan(&artifact, &catalogue, &Options::on("2026-11-21")).unwrap().report(&catalogue, Lang::En).unwrap()
}

/// Version and marks of the 健康存摺 SDK, when the build has it.
fn health_bank(report: &Report) -> Option<(String, BTreeSet<String>)> {
    let row = report.inventory.sdks.iter().find(|sdk| sdk.name.raw() == "健康存摺 SDK")?;
    let version = row.version.as_ref().map(ToString::to_string).unwrap_or_default();
    Some((version, row.marks.iter().map(ToString::to_string).collect()))
}

const BUNDLE: &str = "var m=e.NativeModules.RNLibMhb;m.startProc().then(function(t){return m.fetchData(t)});";
/// A class of the SDK: as it is, and as R8 leaves it.
const PLAIN: &str = r#"
.class public Lcom/nhi/mhbsdk/MHB;
.super Ljava/lang/Object;
.method public fetchData(Ljava/lang/String;)V
    .registers 3
    const-string v0, "https://mhbdata.nhi.gov.tw/"
    const-string v0, "File_Ticket_"
    return-void
.end method
"#;
const RENAMED: &str = r#"
.class public La/a/b;
.super Ljava/lang/Object;
.method public a(Ljava/lang/String;)V
    .registers 3
    const-string v0, "https://mhbdata.nhi.gov.tw/"
    const-string v0, "File_Ticket_"
    return-void
.end method
"#;
const CHANNEL: &str = r#"
.class public Ltw/example/app/MainActivity;
.super Landroid/app/Activity;
.method public onMethodCall(Ljava/lang/String;)Z
    .registers 3
    const-string v0, "tw.example.app/mhb"
    const-string v0, "UploadMHBJson"
    invoke-virtual {p1, v0}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
    move-result v0
    return v0
.end method
"#;

fn marks(marks: &[&str]) -> BTreeSet<String> {
    marks.iter().map(|m| (*m).to_owned()).collect()
}

const FRAMEWORK: &str = r#"<?xml version="1.0"?><plist version="1.0"><dict>
<key>CFBundleIdentifier</key><string>com.nhi.MHBSdk</string><key>CFBundleShortVersionString</key><string>3.3.1</string>
<key>CFBundleExecutable</key><string>MHBSdk</string></dict></plist>"#;

#[test]
fn the_sdk_is_told_behind_react_native_also_when_its_classes_are_renamed() {
    let plain = report("rn-plain", &[("assets/index.android.bundle", BUNDLE), ("sdk.smali", PLAIN)]);
    let (_, found) = health_bank(&plain).unwrap();
    assert_eq!(found, marks(&["host", "package", "preference-key", "wrapper"]));
    let renamed = report("rn-renamed", &[("assets/index.android.bundle", BUNDLE), ("sdk.smali", RENAMED)]);
    let (_, found) = health_bank(&renamed).unwrap();
    assert_eq!(found, marks(&["host", "preference-key", "text", "wrapper"]));
}

#[test]
fn the_sdk_is_told_behind_flutter_also_when_its_classes_are_renamed() {
    let plain = report("flutter-plain", &[("main.smali", CHANNEL), ("sdk.smali", PLAIN)]);
    assert_eq!(health_bank(&plain).unwrap().1, marks(&["host", "package", "preference-key", "wrapper"]));
    let renamed = report("flutter-renamed", &[("main.smali", CHANNEL), ("sdk.smali", RENAMED)]);
    assert_eq!(health_bank(&renamed).unwrap().1, marks(&["host", "preference-key", "text", "wrapper"]));
}

#[test]
fn a_wrapper_without_the_sdk_is_not_the_sdk() {
    assert!(health_bank(&report("rn-only", &[("assets/index.android.bundle", BUNDLE)])).is_none());
    assert!(health_bank(&report("flutter-only", &[("main.smali", CHANNEL)])).is_none());
}

#[test]
fn the_sdk_of_an_ios_app_is_told_behind_its_wrapper_with_version_and_phase() {
    let files = [
        ("bundle/main.jsbundle", BUNDLE),
        ("macho.txt", "dylib @rpath/MHBSdk.framework/MHBSdk\n"),
        ("bundle/Frameworks/MHBSdk.framework/Info.plist", FRAMEWORK),
    ];
    let phase_two = report("ios-rn", &files);
    let (version, found) = health_bank(&phase_two).unwrap();
    assert_eq!((version.as_str(), found), ("3.3.1", marks(&["framework", "wrapper"])));
    let mismatch =
        |report: &Report| report.findings.iter().any(|f| f.rule.as_str() == "health-bank-sdk-phase-mismatch");
    assert!(!mismatch(&phase_two));
    let test_sdk = FRAMEWORK.replace("3.3.1", "3.3.2");
    let files = [files[0], files[1], (files[2].0, test_sdk.as_str())];
    assert!(mismatch(&report("ios-rn-test", &files)), "the SDK of phase one");
}

/// An activity whose logout is called by what a layout or a menu says; nothing is called `logout`.
fn screen(body: &str) -> String {
    format!(
        r#"
.class public Ltw/example/app/Home;
.super Landroid/app/Activity;
{body}
.method private wipe()V
    .registers 3
    const-string v0, "s"
    const/4 v1, 0x0
    invoke-virtual {{p0, v0, v1}}, Ltw/example/app/Home;->getSharedPreferences(Ljava/lang/String;I)Landroid/content/SharedPreferences;
    move-result-object v0
    invoke-interface {{v0}}, Landroid/content/SharedPreferences;->edit()Landroid/content/SharedPreferences$Editor;
    move-result-object v0
    invoke-interface {{v0}}, Landroid/content/SharedPreferences$Editor;->clear()Landroid/content/SharedPreferences$Editor;
    return-void
.end method
"#
    )
}

const MANIFEST: &str = r#"<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="tw.example.app">
  <uses-sdk android:minSdkVersion="26" android:targetSdkVersion="34"/>
  <application><activity android:name=".Home" android:exported="true"><intent-filter>
    <action android:name="android.intent.action.MAIN"/><category android:name="android.intent.category.LAUNCHER"/>
  </intent-filter></activity></application></manifest>"#;
const NS: &str = "xmlns:android=\"http://schemas.android.com/apk/res/android\"";

fn rules(name: &str, resource: (&str, &str), code: &str) -> BTreeSet<String> {
    let report = report(name, &[("AndroidManifest.xml", MANIFEST), resource, ("home.smali", code)]);
    let named = |rule: &str| rule.starts_with("logout-");
    report.findings.iter().map(|f| f.rule.as_str().to_owned()).filter(|r| named(r)).collect()
}

/// A logout whose code, without more, leaves the data, and with a call that wipes it does not.
fn leaves_data_unless_it_wipes(name: &str, resource: (&str, &str), code: impl Fn(&str) -> String) {
    let kept = rules(&format!("{name}-kept"), resource, &code(""));
    assert!(kept.contains("logout-leaves-data"), "{kept:?}");
    let wipes = "    invoke-direct {p0}, Ltw/example/app/Home;->wipe()V";
    let cleared = rules(&format!("{name}-cleared"), resource, &code(wipes));
    assert!(!cleared.contains("logout-leaves-data"), "{cleared:?}");
}

#[test]
fn a_logout_is_found_by_the_method_that_a_layout_names() {
    let layout = format!(r#"<LinearLayout {NS}><Button android:text="登出" android:onClick="a"/></LinearLayout>"#);
    let method = |inside: &str| {
        screen(&format!(
            ".method public a(Landroid/view/View;)V\n    .registers 3\n{inside}\n    invoke-virtual {{p0}}, Landroid/app/Activity;->finish()V\n    return-void\n.end method"
        ))
    };
    leaves_data_unless_it_wipes("named", ("res/layout/home.xml", &layout), method);
}

#[test]
fn a_logout_is_found_by_the_item_of_a_menu() {
    let menu = format!(r#"<menu {NS}><item android:id="@+id/x" android:title="Log out"/></menu>"#);
    let chosen = |inside: &str| {
        screen(&format!(
            ".method public onOptionsItemSelected(Landroid/view/MenuItem;)Z\n    .registers 4\n    invoke-interface {{p1}}, Landroid/view/MenuItem;->getItemId()I\n    move-result v0\n    const v1, 0x7f010000\n    if-ne v0, v1, :end\n{inside}\n    invoke-virtual {{p0}}, Landroid/app/Activity;->finish()V\n    :end\n    const/4 v0, 0x1\n    return v0\n.end method"
        ))
    };
    leaves_data_unless_it_wipes("menu", ("res/menu/home.xml", &menu), chosen);
}

#[test]
fn a_logout_is_found_by_the_key_of_a_preference() {
    let settings =
        format!(r#"<PreferenceScreen {NS}><Preference android:key="bye" android:title="登出"/></PreferenceScreen>"#);
    let chosen = |inside: &str| {
        screen(&format!(
            ".method public onPreferenceTreeClick(Landroid/preference/PreferenceScreen;Landroid/preference/Preference;)Z\n    .registers 5\n    invoke-virtual {{p2}}, Landroid/preference/Preference;->getKey()Ljava/lang/String;\n    move-result-object v0\n    const-string v1, \"bye\"\n    invoke-virtual {{v1, v0}}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z\n    move-result v0\n    if-eqz v0, :end\n{inside}\n    invoke-virtual {{p0}}, Landroid/app/Activity;->finish()V\n    :end\n    const/4 v0, 0x1\n    return v0\n.end method"
        ))
    };
    leaves_data_unless_it_wipes("preference", ("res/xml/settings.xml", &settings), chosen);
    let listener = |inside: &str| {
        screen(&format!(
            ".implements Landroid/preference/Preference$OnPreferenceClickListener;\n.method public onStart()V\n    .registers 3\n    const-string v0, \"bye\"\n    invoke-virtual {{p0, v0}}, Landroid/preference/PreferenceActivity;->findPreference(Ljava/lang/CharSequence;)Landroid/preference/Preference;\n    move-result-object v0\n    invoke-virtual {{v0, p0}}, Landroid/preference/Preference;->setOnPreferenceClickListener(Landroid/preference/Preference$OnPreferenceClickListener;)V\n    return-void\n.end method\n.method public onPreferenceClick(Landroid/preference/Preference;)Z\n    .registers 4\n{inside}\n    const/4 v0, 0x1\n    return v0\n.end method"
        ))
    };
    leaves_data_unless_it_wipes("listener", ("res/xml/settings.xml", &settings), listener);
    // A preference that says something else, and a file of the same folder that is no screen.
    let other = settings.replace("登出", "登出時提醒我").replace("bye", "remind");
    let code = chosen("").replace("\"bye\"", "\"remind\"");
    assert!(rules("preference-other", ("res/xml/settings.xml", &other), &code).is_empty());
    let paths = format!(r#"<paths {NS}><Preference android:key="bye" android:title="登出"/></paths>"#);
    assert!(rules("preference-paths", ("res/xml/paths.xml", &paths), &chosen("")).is_empty());
}
