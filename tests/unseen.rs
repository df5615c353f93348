//! What cannot be read never passes: builds that lost a part of themselves, in each way in which that happens, and what the
//! report then says of that part and of every rule that rests on it.

use maspect::app::Artifact;
use maspect::finding::{CoverageState, Note, OutcomeState, Part};
use maspect::rule::Catalogue;
use maspect::scan::{Options, Scanned, scan};
use maspect::verdict::{Attestation, Attested, Basis, UNCLEAR, Verdict};

mod support;

const ANDROID: &str = "samples/apps/android/corrected.apk";
const IOS: &str = "samples/apps/ios/corrected.ipa";

type Files = Vec<(String, Vec<u8>)>;

fn of<'f>(files: &'f mut Files, name: &str) -> &'f mut Vec<u8> {
    &mut files.iter_mut().find(|(path, _)| path == name).unwrap().1
}

fn scanned(artifact: &Artifact, options: &Options) -> Scanned {
    scan(artifact, &Catalogue::embedded().unwrap(), options).unwrap()
}

fn options() -> Options {
    Options::on("2026-11-21")
}

/// The sample build after a change.
fn changed(build: &str, change: impl Fn(&mut Files)) -> Scanned {
    let mut files = support::unpack(build);
    change(&mut files);
    scanned(&Artifact::file("changed.zip", support::pack(&files)), &options())
}

/// The part was not seen, for that reason, and no rule that needs it was satisfied or found without object.
fn not_seen(scanned: &Scanned, part: Part, code: &str) {
    let rows: Vec<(Part, &str)> = (scanned.coverage.iter())
        .filter(|row| row.state == CoverageState::None)
        .map(|row| (row.part, row.note.code.as_str()))
        .collect();
    assert!(rows.contains(&(part, code)), "{part:?} {code}: {rows:?}");
    let catalogue = Catalogue::embedded().unwrap();
    let platform = scanned.identity.subject.platform;
    for rule in catalogue.active().filter(|rule| rule.needs_on(platform).any(|need| need == part)) {
        let state = scanned.outcomes.get(&rule.id).map(|outcome| &outcome.state);
        let settled = match state {
            Some(OutcomeState::NotApplicable(note)) => note.code != "other-platform",
            state => matches!(state, Some(OutcomeState::Satisfied)),
        };
        assert!(!settled, "{} rests on {part:?}, which was not seen: {state:?}", rule.id);
    }
}

/// As [`not_seen`], and texts are not all read either.
fn unread(scanned: &Scanned, part: Part, code: &str) {
    not_seen(scanned, part, code);
    not_seen(scanned, Part::Text, "part-of-text");
}

#[test]
fn code_that_is_cut_off_is_not_seen() {
    let half = |name: &'static str| {
        move |files: &mut Files| {
            let bytes = of(files, name);
            bytes.truncate(bytes.len() / 2);
        }
    };
    unread(&changed(ANDROID, half("classes.dex")), Part::Dex, "entry-incomplete");
    let second = changed(ANDROID, |files| {
        let first = of(files, "classes.dex")[..0x200].to_vec();
        files.push(("classes2.dex".to_owned(), first));
    });
    unread(&second, Part::Dex, "entry-incomplete");
    let app =
        support::unpack(IOS).into_iter().map(|(path, _)| path).find(|path| path.ends_with(".app/Info.plist")).unwrap();
    let name = app.trim_end_matches(".app/Info.plist").rsplit('/').next().unwrap();
    let executable = app.replace("Info.plist", name);
    let cut = changed(IOS, |files| {
        let bytes = of(files, &executable);
        bytes.truncate(bytes.len() * 4 / 5);
    });
    unread(&cut, Part::MachoStrings, "entry-incomplete");
    not_seen(&cut, Part::MachoCode, "entry-incomplete");
}

#[test]
fn methods_whose_instructions_are_not_in_the_file_are_not_seen() {
    // The tables stay whole; the size of one method's instructions is beyond all reason.
    let damaged = changed(ANDROID, |files| {
        let bytes = of(files, "classes.dex");
        let code = {
            let parsed = maspect::format::dex::parse(bytes).unwrap().value;
            let dex = parsed[0];
            let methods = dex.class_defs().flat_map(|class| dex.class_data(&class).direct_methods);
            methods.map(|method| method.code).find(|code| *code != 0).unwrap() as usize
        };
        bytes[code + 12..code + 16].copy_from_slice(&0x7fff_ffffu32.to_le_bytes());
    });
    unread(&damaged, Part::Dex, "code-outside-file");
}

#[test]
fn an_app_that_says_it_has_code_and_brings_none_is_not_seen() {
    let without = changed(ANDROID, |files| files.retain(|(path, _)| !path.ends_with(".dex")));
    unread(&without, Part::Dex, "apk-without-code");
}

#[test]
fn an_archive_without_its_end_may_have_held_more() {
    let whole = std::fs::read(ANDROID).unwrap();
    let directory = whole.windows(4).rposition(|at| at == b"PK\x01\x02").unwrap();
    let cut = scanned(&Artifact::file("cut.apk", whole[..directory - 600].to_vec()), &options());
    for part in [Part::Dex, Part::Native, Part::Assets, Part::Layouts] {
        not_seen(&cut, part, "package-damaged");
    }
}

#[test]
fn entries_beyond_a_limit_are_not_seen() {
    let mut few = options();
    few.limits.archive_entries = 3;
    let file = Artifact::file("many.apk", support::pack(&support::unpack(ANDROID)));
    unread(&scanned(&file, &few), Part::Assets, "entries-over-limit");
    let mut flat = options();
    flat.limits.entry_bytes = 600_000;
    let mut files = support::unpack(ANDROID);
    files.push(("assets/terms.txt".to_owned(), b"0123456789abcdef".repeat(50_000)));
    let scanned = scanned(&Artifact::file("large.apk", support::pack(&files)), &flat);
    assert!(scanned.limits.iter().any(|hit| hit.limit == "entry-bytes"), "{:?}", scanned.limits);
    unread(&scanned, Part::Assets, "entry-incomplete");
}

#[test]
fn a_library_that_is_none_or_is_cut_is_not_seen() {
    let blob = changed(ANDROID, |files| files.push(("lib/arm64-v8a/libcore.so".to_owned(), vec![0x5a; 4096])));
    unread(&blob, Part::Native, "elf-unreadable");
}

#[test]
fn a_split_without_its_base_shows_nothing_of_the_app() {
    // A base whose manifest says that it is a split.
    let manifest = "<manifest xmlns:android=\"http://schemas.android.com/apk/res/android\" package=\"tw.example\" \
                    split=\"config.zh\"><application android:hasCode=\"false\"/></manifest>";
    let split = support::build_files("split", vec![("AndroidManifest.xml".to_owned(), manifest.into())]);
    let scanned = scanned(split.artifact.as_ref().unwrap(), &options());
    for part in [Part::Manifest, Part::Nsc, Part::Dex, Part::Assets, Part::Resources] {
        not_seen(&scanned, part, "no-base-apk");
    }
    assert!(scanned.findings.is_empty(), "{:?}", scanned.findings);
}

#[test]
fn a_base_that_installs_with_splits_only_lacks_what_they_hold() {
    let manifest = |attribute: &str| {
        let text = format!(
            "<manifest xmlns:android=\"http://schemas.android.com/apk/res/android\" package=\"tw.example\" \
             {attribute}><application android:hasCode=\"false\"/></manifest>"
        );
        let base = support::build_files("base", vec![("AndroidManifest.xml".to_owned(), text.into())]);
        scanned(base.artifact.as_ref().unwrap(), &options())
    };
    unread(&manifest("android:isSplitRequired=\"true\""), Part::Native, "splits-missing");
    let whole = manifest("android:isSplitRequired=\"false\"");
    assert_eq!(whole.store.state(Part::Native), Some(CoverageState::Full));
}

#[test]
fn a_file_of_a_set_that_cannot_be_read_may_have_held_anything() {
    let base = std::fs::read(ANDROID).unwrap();
    let set =
        |name: &str| vec![("base.apk".to_owned(), base.clone()), (name.to_owned(), b"no archive at all".to_vec())];
    let folder = scanned(&Artifact::folder("set", set("split_feature.apk")), &options());
    unread(&folder, Part::Dex, "split-not-read");
    let zipped = scanned(&Artifact::file("set.apks", support::pack(&set("split_feature.apk"))), &options());
    unread(&zipped, Part::Manifest, "split-not-read");
    let beside = scanned(&Artifact::folder("set", set("readme.txt")), &options());
    assert_eq!(
        beside.store.state(Part::Dex),
        scanned(&Artifact::file("a.apk", base.clone()), &options()).store.state(Part::Dex)
    );
}

#[test]
fn a_manifest_that_was_not_read_leaves_texts_unread() {
    let broken = changed(ANDROID, |files| of(files, "AndroidManifest.xml").truncate(300));
    unread(&broken, Part::Manifest, "manifest-not-read");
}

#[test]
fn code_under_a_name_that_hides_it_is_not_seen_and_a_plain_one_is_told() {
    let with = |name: &'static str| {
        changed(ANDROID, move |files| {
            let code = of(files, "classes.dex").clone();
            files.push((name.to_owned(), code));
        })
    };
    unread(&with("assets/data.bin"), Part::Dex, "code-loaded-later");
    let plain = with("assets/extra.dex");
    let told = plain.coverage.iter().find(|row| row.note.code == "code-loaded-later").map(|row| row.state);
    assert_eq!(told, Some(CoverageState::Partial));
}

#[test]
fn logic_in_the_bundle_of_another_framework_is_not_seen() {
    let with = |names: &'static [&'static str]| {
        changed(ANDROID, move |files| {
            files.extend(names.iter().map(|name| ((*name).to_owned(), b"held by the framework".repeat(20))));
        })
    };
    let net = with(&["lib/arm64-v8a/libmonodroid.so", "lib/arm64-v8a/libassemblies.arm64-v8a.blob.so"]);
    not_seen(&net, Part::Dex, "hybrid-holds-logic");
    let flutter = with(&["lib/arm64-v8a/libflutter.so", "assets/flutter_assets/AssetManifest.json"]);
    not_seen(&flutter, Part::Dex, "hybrid-holds-logic");
    not_seen(&flutter, Part::DartSnapshot, "dart-code-missing");
}

/// An app of one screen that is drawn by code, which holds the HTTP client of a library under a shrinker's names.
fn shrunk(permission: &str) -> Artifact {
    let manifest = format!(
        r#"<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="tw.example.app">
    <uses-sdk android:minSdkVersion="26" android:targetSdkVersion="35" />
    {permission}
    <application>
        <activity android:name=".Main" android:exported="true">
            <intent-filter>
                <action android:name="android.intent.action.MAIN" />
                <category android:name="android.intent.category.LAUNCHER" />
            </intent-filter>
        </activity>
    </application>
</manifest>
"#
    );
    let main = r#".class public Ltw/example/app/Main;
.super Landroid/app/Activity;

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 3
    const-string v0, "https://api.example-clinic.tw/v1/"
    invoke-static {v0}, La/b;->a(Ljava/lang/String;)V
    return-void
.end method
"#;
    let client = r#".class public La/b;
.super Ljava/lang/Object;

.method public static a(Ljava/lang/String;)V
    .registers 2
    const-string v0, "OkHttp ConnectionPool"
    const-string v0, "Unexpected status line: "
    return-void
.end method
"#;
    let files = [("AndroidManifest.xml", manifest.as_str()), ("Main.smali", main), ("b.smali", client)];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).to_vec();
    support::build_files("shrunk", files).artifact.unwrap()
}

#[test]
fn hosts_that_a_renamed_client_may_talk_to_leave_pinning_open_until_a_person_says_how_it_is() {
    const PINNING: &str = "4.1.4.2.2";
    let internet = r#"<uses-permission android:name="android.permission.INTERNET" />"#;
    let row = |scanned: &Scanned| scanned.judged.iter().find(|row| row.control == PINNING).unwrap().clone();

    let open = row(&scanned(&shrunk(internet), &options()));
    assert_eq!(open.verdict, Verdict::Undetermined);
    let reason = open.reasons.iter().find(|note| note.code == "hosts-in-use-unclear").unwrap();
    assert_eq!(reason.args["hosts"].raw(), "api.example-clinic.tw");

    let said = |result| Options {
        attestations: vec![Attestation {
            control: PINNING.to_owned(),
            part: UNCLEAR.to_owned(),
            result,
            note: Note::new("attested"),
            settles: Vec::new(),
        }],
        ..options()
    };
    let settled = row(&scanned(&shrunk(internet), &said(Attested::Passed)));
    assert_eq!((settled.verdict, settled.basis), (Verdict::Pass, Basis::Attested));
    let refused = row(&scanned(&shrunk(internet), &said(Attested::Failed)));
    assert_eq!((refused.verdict, refused.basis), (Verdict::Fail, Basis::Attested));

    // Without the permission nothing is sent, and a person's word on what is clear changes nothing.
    assert_eq!(row(&scanned(&shrunk(""), &options())).verdict, Verdict::NotApplicable);
    assert_eq!(row(&scanned(&shrunk(""), &said(Attested::Passed))).verdict, Verdict::NotApplicable);
}

#[test]
fn an_apk_with_code_before_it_is_an_apk_whose_code_is_not_seen() {
    let apk = std::fs::read(ANDROID).unwrap();
    let dex = support::unpack(ANDROID).into_iter().find(|(path, _)| path == "classes.dex").unwrap().1;
    let both = scanned(&Artifact::file("both.apk", [dex.clone(), apk].concat()), &options());
    assert_eq!(both.identity.subject.kind, "apk");
    unread(&both, Part::Dex, "code-before-archive");
    let alone = scanned(&Artifact::file("code.apk", dex), &options());
    assert_eq!((alone.identity.subject.kind.as_str(), alone.store.of("hidden-code").len()), ("dex", 0));
}

#[test]
fn an_extension_whose_code_is_cut_or_broken_hides_code_of_the_app() {
    let all = support::unpack(IOS);
    let inside = |end: &str| all.iter().find(|(path, _)| path.ends_with(end)).unwrap();
    let (info, plist) = inside("HealthDiary.app/Info.plist");
    let code = &inside("HealthDiary.app/HealthDiary").1;
    let folder = info.replace("Info.plist", "PlugIns/Share.appex/");
    let with = |executable: Vec<u8>| {
        changed(IOS, |files| {
            files.push((format!("{folder}Info.plist"), plist.clone()));
            files.push((format!("{folder}HealthDiary"), executable.clone()));
        })
    };
    not_seen(&with(code[..code.len() * 4 / 5].to_vec()), Part::MachoCode, "entry-incomplete");
    not_seen(&with([&code[..20], &[0xff; 400][..]].concat()), Part::MachoCode, "entry-incomplete");
    let broken = with(code[..30].to_vec());
    unread(&broken, Part::MachoStrings, "entry-incomplete");
    let none = with(b"no program".to_vec());
    unread(&none, Part::MachoStrings, "executable-missing");
    not_seen(&none, Part::MachoCode, "executable-missing");
    assert_eq!(with(code.clone()).store.state(Part::MachoStrings), Some(CoverageState::Full));
}
