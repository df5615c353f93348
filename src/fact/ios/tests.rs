use super::*;
use crate::app::ios::tests::files;
use crate::app::{Artifact, open};
use crate::limits::{Budget, Limits};

fn facts(files: Vec<(String, Vec<u8>)>) -> FactStore {
    let budget = Budget::new(Limits::default());
    let build = open(&Artifact::folder("Health", files), &budget).unwrap();
    let app = crate::app::ios::read(&build, &budget);
    let mut store = FactStore::new(1_000);
    add(&app, jiff::civil::date(2026, 11, 21), &budget.limits, &mut store);
    store
}

fn one<'s>(store: &'s FactStore, kind: &str, name: &str, value: &str) -> &'s Fact {
    store
        .of(kind)
        .iter()
        .find(|fact| fact.str(name) == Some(value))
        .unwrap_or_else(|| panic!("no {kind} {name}={value}"))
}

#[test]
fn the_profile_is_judged_on_the_given_day() {
    let store = facts(files());
    let profile = &store.of("provisioning")[0];
    assert!(profile.is("expired") && profile.is("get_task_allow"));
    assert_eq!(profile.str("role"), Some("development"));
}

#[test]
fn a_purpose_is_shown_in_the_readers_language_and_held_against_what_is_linked() {
    let store = facts(files());
    let purpose = one(&store, "purpose", "key", "NSCameraUsageDescription");
    assert_eq!(purpose.str("text"), Some("掃描健保卡上的條碼以帶入卡號"));
    assert!(purpose.is("used") && purpose.is("has_chinese") && purpose.is("declared") && !purpose.is("vague"));
    assert_eq!(
        purpose.locus.to_string(),
        "Payload/Health.app/zh-Hant.lproj/InfoPlist.strings#NSCameraUsageDescription"
    );
}

#[test]
fn a_purpose_missing_for_a_linked_api_is_a_fact_of_its_own() {
    let mut files = files();
    for (name, bytes) in &mut files {
        if name == "Payload/Health.app/Info.plist" || name.ends_with("/InfoPlist.strings") {
            *bytes = String::from_utf8_lossy(bytes).replace("NSCameraUsageDescription", "Unrelated").into_bytes();
        }
    }
    let store = facts(files);
    let purpose = one(&store, "purpose", "key", "NSCameraUsageDescription");
    assert!(purpose.is("used") && !purpose.is("declared"));
    assert_eq!(purpose.str("api"), Some("AVCaptureDevice"));
}

#[test]
fn privacy_manifests_are_held_against_the_apis_linked() {
    let store = facts(files());
    let app = store.of("privacy-manifest").iter().find(|f| f.is("app")).unwrap();
    assert!(app.is("present"));
    let framework = one(&store, "privacy-manifest", "bundle", "Alamofire");
    assert!(framework.is("listed_sdk") && !framework.is("present"));
    let api = &store.of("privacy-api")[0];
    assert!(api.is("declared") && api.is("used"));
    assert_eq!(api.str("api"), Some("NSUserDefaults"));
}

#[test]
fn fields_are_classed_by_their_words_and_outlets() {
    let store = facts(files());
    let fields = store.of("input-field");
    assert_eq!(fields[0].str("sensitive"), Some("password"));
    assert!(fields[0].is("masked"));
    assert!(!fields[1].is("masked") && fields[1].is("keeps_cache"));
}

#[test]
fn the_header_of_a_binary_is_a_fact_with_its_owner() {
    let store = facts(files());
    let macho = &store.of("macho")[0];
    assert!(macho.is("pie") && !macho.is("encrypted") && !macho.is("signed"));
    assert_eq!(macho.owner, Owner::App);
    assert_eq!(store.state(Part::Entitlements), Some(CoverageState::None), "an unsigned binary says nothing of them");
    assert_eq!(store.state(Part::InfoPlist), Some(CoverageState::Full));
}

#[test]
fn transport_security_has_a_row_even_when_nothing_is_declared() {
    let store = facts(files());
    let base = one(&store, "ats", "host", "*");
    assert!(!base.is("cleartext"));
    assert_eq!(store.inventory.tls[0].judge, "system");
}

#[test]
fn vague_purposes_are_told_from_those_that_say_what_for() {
    use super::privacy::is_vague;
    assert!(is_vague("App needs access to your camera") && is_vague("Camera") && is_vague("需要相機權限"));
    assert!(!is_vague("用於掃描健保卡上的條碼") && !is_vague("Used to scan the barcode on your health card"));
}
