//! What an artifact is taken for.

use super::*;
use crate::format::zip::tests::stored_archive;
use crate::limits::{Budget, Limits};

fn opened(artifact: &Artifact) -> Result<Build, OpenError> {
    open(artifact, &Budget::new(Limits::default()))
}

fn zipped(entries: &[(&str, &[u8])]) -> Result<Build, OpenError> {
    opened(&Artifact::file("x", stored_archive(entries)))
}

fn kind(entries: &[(&str, &[u8])]) -> Kind {
    zipped(entries).unwrap().kind
}

#[test]
fn the_kind_of_an_archive_is_told_by_its_entries() {
    assert_eq!(kind(&[("AndroidManifest.xml", b""), ("classes.dex", b"")]), Kind::Apk);
    assert_eq!(kind(&[("AndroidManifest.xml", b""), ("classes.jar", b""), ("R.txt", b"")]), Kind::Aar);
    assert_eq!(kind(&[("BundleConfig.pb", b""), ("base/dex/classes.dex", b"")]), Kind::Aab);
    assert_eq!(kind(&[("classes.dex", b"")]), Kind::DexArchive);
    assert_eq!(kind(&[("Payload/A.app/Info.plist", b"")]), Kind::Ipa);
    assert_eq!(kind(&[("A.app/Info.plist", b"")]), Kind::AppBundle);
    assert_eq!(kind(&[("A.xcarchive/Products/Applications/A.app/Info.plist", b"")]), Kind::XcArchive);
    assert_eq!(kind(&[("A.xcframework/ios-arm64/A.framework/Info.plist", b"")]), Kind::Framework);
}

#[test]
fn an_ipa_is_read_where_a_person_would_find_the_app_and_says_so() {
    let build = zipped(&[("out/Payload/A.app/Info.plist", b""), ("out/Payload/A.app/Watch/W.app/Info.plist", b"")]);
    let build = build.unwrap();
    assert_eq!((build.root(), build.notes[0].code.as_str()), ("out/Payload/A.app/", "ipa-in-folder"));
    assert_eq!(zipped(&[("A.app/Info.plist", b"")]).unwrap().notes[0].code, "ipa-without-payload");
    assert!(zipped(&[("Payload/A.app/Info.plist", b"")]).unwrap().notes.is_empty());
}

#[test]
fn a_build_inside_a_zip_is_found_and_its_entries_are_addressed_through_it() {
    let apk = stored_archive(&[("AndroidManifest.xml", b"m"), ("classes.dex", b"d")]);
    let build = zipped(&[("out/app.apk", &apk), ("readme.txt", b"")]).unwrap();
    assert_eq!(build.kind, Kind::Apk);
    let entry = build.find("out/app.apk!/classes.dex").unwrap();
    assert_eq!(entry.path(), "out/app.apk!/classes.dex");
    assert_eq!(entry.bytes(&Budget::new(Limits::default())), b"d");
}

#[test]
fn a_folder_is_hashed_by_paths_and_contents_in_any_order() {
    let files = || vec![("b".to_owned(), b"2".to_vec()), ("a".to_owned(), b"1".to_vec())];
    let mut turned = files();
    turned.reverse();
    assert_eq!(Artifact::folder("f", files()).sha256, Artifact::folder("f", turned).sha256);
    let other = vec![("a".to_owned(), b"2".to_vec()), ("b".to_owned(), b"1".to_vec())];
    assert_ne!(Artifact::folder("f", files()).sha256, Artifact::folder("f", other).sha256);
}

#[test]
fn an_app_folder_and_an_archive_folder_are_recognised_by_their_plist() {
    let app = vec![("Info.plist".to_owned(), b"<plist>CFBundlePackageType APPL</plist>".to_vec())];
    assert_eq!(opened(&Artifact::folder("A.app", app)).unwrap().kind, Kind::AppBundle);
    let archive = vec![
        ("Info.plist".to_owned(), b"<plist>ApplicationProperties</plist>".to_vec()),
        ("Products/Applications/A.app/Info.plist".to_owned(), b"APPL".to_vec()),
    ];
    let build = opened(&Artifact::folder("A.xcarchive", archive)).unwrap();
    assert_eq!((build.kind, build.root()), (Kind::XcArchive, "Products/Applications/A.app/"));
    // Someone zipped what is inside the bundle, not the bundle.
    let inside = zipped(&[("Info.plist", b"<plist>CFBundlePackageType APPL</plist>"), ("A", b"")]).unwrap();
    assert_eq!((inside.kind, inside.root()), (Kind::AppBundle, ""));
}

#[test]
fn anything_else_is_refused_with_a_line_that_says_what_it_looked_like() {
    let said = |bytes: &[u8]| opened(&Artifact::file("x", bytes.to_vec())).unwrap_err();
    assert_eq!(said(b""), OpenError::LooksLike("empty"));
    assert_eq!(said(b"%PDF-1.7"), OpenError::LooksLike("pdf"));
    assert_eq!(said(b"hello"), OpenError::LooksLike("text"));
    assert_eq!(said(b"\xca\xfe\xba\xbe\0\0\0\x34"), OpenError::LooksLike("java-class"));
    let held = Note::new("no-app-entries").with("count", 1).with("names", "a.txt");
    assert_eq!(said(&stored_archive(&[("a.txt", b"")])), OpenError::NoApp(held));
    assert_eq!(zipped(&[("Payload/readme", b"")]).unwrap_err(), OpenError::NoApp(Note::new("no-app-payload")));
}

/// An APK with a text manifest.
fn apk(attributes: &str, content: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
    let namespace = "xmlns:android=\"http://schemas.android.com/apk/res/android\"";
    let manifest = format!("<manifest {namespace} package=\"com.example.app\" {attributes}>{content}</manifest>");
    stored_archive(&[&[("AndroidManifest.xml", manifest.as_bytes())], files].concat())
}

#[test]
fn the_apks_of_one_app_are_read_as_one_with_the_base_first() {
    let base = apk("", "<application><activity android:name=\".Main\"/></application>", &[("classes.dex", b"b")]);
    let feature =
        apk("split=\"feature\"", "<application><service android:name=\".S\"/></application>", &[("classes.dex", b"f")]);
    let language = apk("split=\"config.zh\"", "", &[]);
    let check = |build: Build| {
        assert_eq!(build.kind, Kind::ApkSet);
        let splits: Vec<_> = build.packages.iter().map(Package::split).collect();
        assert_eq!(splits, [None, Some("config.zh"), Some("feature")]);
        let app = android::AndroidApp::open(&build, &Budget::new(Limits::default()));
        let manifest = app.manifest.unwrap();
        let names: Vec<_> = manifest.components.iter().map(|c| (c.name.as_str(), c.split.as_deref())).collect();
        assert_eq!(names, [("com.example.app.Main", None), ("com.example.app.S", Some("feature"))]);
        let app = android::AndroidApp::open(&build, &Budget::new(Limits::default()));
        let dex: Vec<_> = app.dex_files().iter().map(Entry::path).collect();
        assert!(dex[0].ends_with("m.apk!/classes.dex") && dex[1].ends_with("f.apk!/classes.dex"), "{dex:?}");
    };
    let set: &[(&str, &[u8])] = &[("f.apk", &feature), ("l.apk", &language), ("m.apk", &base), ("toc.pb", b"")];
    check(zipped(set).unwrap());
    let files = set.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    check(opened(&Artifact::folder("splits", files)).unwrap());
}

#[test]
fn of_variants_of_one_split_the_one_for_the_newest_devices_counts_and_several_apps_are_refused() {
    let uses = |level: u32| format!("<uses-sdk android:minSdkVersion=\"{level}\"/>");
    let (old, new) = (apk("", &uses(21), &[]), apk("", &uses(26), &[]));
    let build =
        zipped(&[("splits/base-master.apk", &old), ("splits/base-master_2.apk", &new), ("standalones/x.apk", &old)]);
    let build = build.unwrap();
    assert_eq!(build.packages[0].name(), "splits/base-master_2.apk");
    assert_eq!(build.notes[0].code, "apk-set-variants");
    let other = stored_archive(&[("AndroidManifest.xml", b"<manifest package=\"com.other\"/>")]);
    let refused = zipped(&[("a.apk", &old), ("b.apk", &other)]).unwrap_err();
    assert_eq!(refused, OpenError::SeveralApps("com.example.app, com.other".to_owned()));
}
