//! What is taken for a secret or host, and what is not. Secrets are put together at run time: no text here has the shape.

use super::*;
use crate::rule::Catalogue;

fn scanner() -> TextScanner {
    let catalogue = Catalogue::embedded().unwrap();
    let secrets: Secrets = serde_json::from_str(catalogue.knowledge("data/secrets").unwrap()).unwrap();
    let text: TextData = serde_json::from_str(catalogue.knowledge("data/text").unwrap()).unwrap();
    TextScanner::new(&secrets, &text, &["tracker.example-ads.com".into()]).unwrap()
}

fn store(text: &str, words: bool) -> FactStore {
    let (owner, locus) = (|_: usize| Owner::App, |_: usize| Locus::entry("assets/a.txt"));
    let place = Place { part: Part::Assets, file: "assets/a.txt", owner: &owner, locus: &locus, words };
    let (mut found, mut store) = (Found::default(), FactStore::new(100));
    scanner().scan(text.as_bytes(), &place, &mut found);
    scanner().scan_pairs(text, &place, &mut found);
    found.finish(None, &mut store);
    store
}

fn secrets(text: &str) -> Vec<String> {
    store(text, false)
        .of("secret")
        .iter()
        .map(|f| format!("{}/{}", f.str("what").unwrap(), f.str("provider").unwrap()))
        .collect()
}

#[test]
fn provider_shapes_are_found_and_redacted() {
    let aws = ["AKIA", "Q3X7RTLP2WMZ5KDA"].concat();
    assert_eq!(secrets(&format!("key={aws};")), ["cloud-credential/aws-access-key"]);
    let google = ["AIza", "SyB3k9Qw7Ln2Xv5Rt8Zm1Hc4Jd6Pf0GsYuE"].concat();
    assert_eq!(secrets(&format!("\"{google}\"")), ["google-key/google-api-key"]);
    let ai = ["sk-", "4f8a1c9e7b2d4c06a5e3f1b8d7c2a960"].concat();
    assert_eq!(secrets(&format!("key: {ai}")), ["service-token/ai-service-key"]);
    assert_eq!(secrets(&format!("di{ai}")), [] as [&str; 0], "the end of a longer word");
    let store = store(&aws, false);
    let Some(Evidence::Constant { preview, .. }) = &store.of("secret")[0].evidence else { panic!() };
    assert_eq!(preview.raw(), "AKIA…(20)");
}

#[test]
fn placeholders_and_lookalikes_are_none() {
    assert_eq!(secrets("AKIAXXXXXXXXXXXXXXXX"), [] as [&str; 0]);
    assert_eq!(secrets("-----BEGIN PRIVATE KEY-----\n"), [] as [&str; 0], "a parser's constant");
    assert_eq!(secrets("Basic authentication required, Basic usernamepassword"), [] as [&str; 0]);
    assert_eq!(secrets("password: \"Enter your password\""), [] as [&str; 0]);
    assert_eq!(secrets("api_key = @string/google_api_key_2"), [] as [&str; 0]);
    assert_eq!(secrets("passwordHint=R.id.password_hint_label2"), [] as [&str; 0]);
}

#[test]
fn names_say_what_a_value_is() {
    assert_eq!(secrets("db.password = Tr0ub4dor"), ["password/named"]);
    assert_eq!(secrets("{\"clientSecret\": \"9fK2mQ7xLp4Zt8Rv1Bn6\"}"), ["service-token/named"]);
    assert_eq!(secrets("openAIApiKey = \"pk4-Zt8Rv1Bn69fK2mQ7xLp\""), ["high-entropy/named"]);
    assert_eq!(secrets("MHB_API_KEY=3f9a7c5e1b8d2046af73c9e05d186b24"), ["health-bank-key/named"]);
}

#[test]
fn hosts_are_told_apart() {
    let store = store(
        "https://api.clinic.tw/v1?t=1 http://10.1.2.3:8080/x https://uat.clinic.tw/ http://schemas.android.com/apk/res https://a.tracker.example-ads.com https://%s/x https://user:pw12345@db.clinic.tw/",
        false,
    );
    let hosts: Vec<(&str, &str)> =
        store.of("host").iter().map(|f| (f.str("host").unwrap(), f.str("role").unwrap())).collect();
    assert_eq!(
        hosts,
        [
            ("10.1.2.3", "private"),
            ("a.tracker.example-ads.com", "tracker"),
            ("api.clinic.tw", "own"),
            ("db.clinic.tw", "own"),
            ("schemas.android.com", "documentation"),
            ("uat.clinic.tw", "staging"),
        ]
    );
    let urls: Vec<String> = store.inventory.urls.iter().map(|u| u.url.to_string()).collect();
    assert!(urls.contains(&"https://api.clinic.tw/v1?…".to_owned()), "query values stay out: {urls:?}");
    assert!(urls.contains(&"https://…@db.clinic.tw/".to_owned()));
}

#[test]
fn what_only_comments_and_certificates_name_is_not_contacted() {
    let (owner, locus) = (|_: usize| Owner::App, |_: usize| Locus::Build);
    let place = Place { part: Part::JsBundle, file: "www/cordova.js", owner: &owner, locus: &locus, words: false };
    let (mut found, mut store) = (Found::default(), FactStore::new(100));
    let text = "// see http://perf.example.tw/tests\n/* http://api.clinic.tw */ get('https://api.clinic.tw/v1')";
    scanner().scan(text.as_bytes(), &place, &mut found);
    scanner().scan(b"\x86\x28http://list.ca.tw/root.crl0\x1f", &Place { file: "lib.so", ..place }, &mut found);
    found.finish(None, &mut store);
    let roles: Vec<_> = store.of("host").iter().map(|f| (f.str("host").unwrap(), f.str("role").unwrap())).collect();
    assert_eq!(
        roles,
        [("api.clinic.tw", "own"), ("list.ca.tw", "documentation"), ("perf.example.tw", "documentation")]
    );
    let urls: Vec<String> = store.inventory.urls.iter().map(|u| u.url.to_string()).collect();
    assert!(urls.contains(&"http://list.ca.tw/root.crl".to_owned()), "{urls:?}");
}

#[test]
fn a_line_that_is_a_label_and_a_value_is_judged_by_the_label() {
    let (owner, locus) = (|_: usize| Owner::App, |_: usize| Locus::Build);
    let place = Place { part: Part::Dex, file: "classes.dex", owner: &owner, locus: &locus, words: false };
    let found = |text: &str| {
        let (mut found, mut store) = (Found::default(), FactStore::new(100));
        scanner().scan_lines(text, &place, &mut found);
        found.finish(None, &mut store);
        store.of("secret").iter().map(|f| f.str("what").unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found("API user: diva\nAPI Password: p@ssw0rd2"), ["password"]);
    assert_eq!(found("Please enter a new password here: abc123"), [""; 0], "a sentence");
    assert_eq!(found("password: at least 8 signs"), [""; 0]);
    assert_eq!(found("password=%s1"), [""; 0]);
}

#[test]
fn words_for_people_are_marked() {
    let store = store("<p>若要刪除帳號請洽客服專線 02-2706-5866</p><p>service@clinic.tw</p> icon@2x.png", true);
    let marks: Vec<&str> = store.of("text-mark").iter().map(|f| f.str("what").unwrap()).collect();
    assert_eq!(marks, ["account-deletion", "contact-mail", "contact-phone", "feedback"]);
}

#[test]
fn a_way_to_write_to_nobody_is_none() {
    let placeholder = |text: &str| {
        let store = store(text, true);
        let marks = store.of("text-mark");
        marks.iter().find(|f| f.str("what") == Some("feedback")).map(|f| f.is("placeholder"))
    };
    assert_eq!(placeholder("聯絡我們：support@example.com"), Some(true));
    assert_eq!(placeholder("聯絡我們：service@clinic.tw"), Some(false));
    assert_eq!(placeholder("聯絡我們"), Some(false));
}

#[test]
fn any_bytes_are_survived() {
    let scanner = scanner();
    let (owner, locus) = (|_: usize| Owner::App, |_: usize| Locus::Build);
    let place = Place { part: Part::Assets, file: "x", owner: &owner, locus: &locus, words: true };
    for seed in 0u32..300 {
        let bytes: Vec<u8> =
            (0..200u32).map(|i| (seed.wrapping_mul(2_654_435_761).wrapping_add(i * i * 40_503) >> 7) as u8).collect();
        let mut text = b"https://AKIA-----BEGIN PRIVATE KEY-----Basic \xff://".to_vec();
        text.extend(bytes);
        scanner.scan(&text, &place, &mut Found::default());
    }
}

#[test]
fn every_pattern_of_the_data_compiles() {
    let scanner = scanner();
    for (pattern, _) in &scanner.patterns {
        assert!(super::compiled(pattern).is_ok(), "{}", pattern.provider);
    }
    assert!(scanner.mail.is_some() && scanner.phone.is_some());
}
