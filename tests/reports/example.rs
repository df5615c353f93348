//! A report with everything in it: hostile names, a hundred findings, flows, every kind of evidence, locus and verdict.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use maspect::finding::{
    AppText, Certificate, Component, Confidence, Coverage, CoverageState, Endpoint, Evidence, Field, Finding, Flow,
    FlowEnd, Host, Inventory, KeyUse, Locus, NativeBinary, Note, Outcome, OutcomeState, Owner, Part, Permission,
    Platform, Reachability, RuleId, Sdk, Severity, Signing, SigningIssue, Step, StepRole, TlsRow, UrlUse,
};
use maspect::limits::LimitHit;
use maspect::report::{Identity, Report, ScanResult, Subject};
use maspect::rule::{Catalogue, Class, ControlRule, Lang, Profile, Status};
use maspect::verdict::{Attestation, Attested, Case};
use maspect::waiver::{self, Waiver};

/// Strings that would break a page, a terminal, a build log or a PDF if one renderer forgot to escape them.
pub(crate) const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "\u{202e}gpj.exe\u{2066}\u{200f}",
    "\u{1b}[31mred\u{1b}]0;title\u{7}",
    "::error file=a::pwned%0A",
    "#set page(fill: red) #panic(\"x\") $x$ *b* _i_ `c` <label> @ref",
    "| a | b |\n|---|---|\n[x](javascript:alert(1)) ![i](http://e.example/i.png) @everyone",
    "]]><![CDATA[</failure></testsuites>",
    "{{ report.tool.name }} {% include 'x' %}",
    "=cmd|' /C calc'!A0",
    "😀 ไทย العربية \u{ffff}\u{e000} 𪚥 \u{0}",
];

struct RuleText {
    id: &'static str,
    severity: &'static str,
    needs: &'static str,
    effort: &'static str,
    zh: &'static str,
    en: &'static str,
    control: &'static str,
    role: &'static str,
}

const RULES: &[RuleText] = &[
    RuleText {
        id: "example-debuggable",
        severity: "high",
        needs: "manifest",
        effort: "hours",
        zh: "正式版開啟除錯",
        en: "Debuggable release build",
        control: "4.1.5.1.2",
        role: "fails",
    },
    RuleText {
        id: "example-health-logged",
        severity: "critical",
        needs: "dex",
        effort: "hours",
        zh: "健康資料寫入系統日誌",
        en: "Health data written to the system log",
        control: "4.1.2.3.16",
        role: "fails",
    },
    RuleText {
        id: "example-health-external",
        severity: "critical",
        needs: "dex",
        effort: "days",
        zh: "健康資料存放於外部儲存空間",
        en: "Health data kept on external storage",
        control: "4.1.2.3.7",
        role: "fails",
    },
    RuleText {
        id: "example-weak-cipher",
        severity: "high",
        needs: "dex",
        effort: "days",
        zh: "使用不安全的加密模式",
        en: "Weak cipher mode",
        control: "4.1.2.3.6",
        role: "fails",
    },
    RuleText {
        id: "example-secret-in-code",
        severity: "critical",
        needs: "dex",
        effort: "days",
        zh: "程式碼內含健康存摺 API 金鑰",
        en: "Health bank API key in code",
        control: "4.1.2.3.8",
        role: "fails",
    },
    RuleText {
        id: "example-trust-all",
        severity: "critical",
        needs: "dex",
        effort: "hours",
        zh: "接受任何伺服器憑證",
        en: "Any server certificate accepted",
        control: "4.1.4.2.2",
        role: "fails",
    },
    RuleText {
        id: "example-trust-all",
        severity: "critical",
        needs: "dex",
        effort: "hours",
        zh: "接受任何伺服器憑證",
        en: "Any server certificate accepted",
        control: "4.1.4.2.3",
        role: "fails",
    },
    RuleText {
        id: "example-cleartext",
        severity: "high",
        needs: "nsc",
        effort: "hours",
        zh: "允許明文連線",
        en: "Cleartext traffic permitted",
        control: "4.1.2.4.1",
        role: "fails",
    },
    RuleText {
        id: "example-exported",
        severity: "medium",
        needs: "manifest",
        effort: "hours",
        zh: "對外元件沒有權限保護",
        en: "Exported component without a guard",
        control: "4.1.2.3.12",
        role: "fails",
    },
    RuleText {
        id: "example-no-overlay-guard",
        severity: "medium",
        needs: "dex",
        effort: "days",
        zh: "登入畫面沒有螢幕覆蓋防護",
        en: "Login screen without overlay protection",
        control: "4.1.5.1.3",
        role: "fails",
    },
    RuleText {
        id: "example-tracker-early",
        severity: "medium",
        needs: "manifest",
        effort: "hours",
        zh: "同意前啟動分析 SDK",
        en: "Analytics started before consent",
        control: "4.1.2.1.1",
        role: "asks",
    },
    RuleText {
        id: "example-library-outdated",
        severity: "low",
        needs: "sdk-list",
        effort: "days",
        zh: "程式庫版本過舊",
        en: "Outdated library",
        control: "4.1.5.3.1",
        role: "fails",
    },
    RuleText {
        id: "example-js-secret",
        severity: "high",
        needs: "js-bundle",
        effort: "days",
        zh: "JavaScript 內含機密",
        en: "Secret in JavaScript",
        control: "4.1.5.4.2",
        role: "fails",
    },
    RuleText {
        id: "example-cache-clean",
        severity: "medium",
        needs: "layouts",
        effort: "hours",
        zh: "敏感欄位未關閉鍵盤快取",
        en: "Keyboard cache on a sensitive field",
        control: "4.1.2.3.11",
        role: "fails",
    },
    RuleText {
        id: "example-web-view-none",
        severity: "medium",
        needs: "dex",
        effort: "days",
        zh: "WebView 連線網域未宣告",
        en: "Undeclared web view domain",
        control: "4.2.2.1.2",
        role: "fails",
    },
    RuleText {
        id: "example-root-check",
        severity: "info",
        needs: "dex",
        effort: "weeks",
        zh: "沒有偵測 Root",
        en: "No root detection",
        control: "4.1.5.5.1",
        role: "fails",
    },
];

fn rule_yaml(rule: &RuleText) -> String {
    format!(
        r#"id: {id}
status: stable
platform: android
severity: {severity}
confidence: proven
needs: [{needs}]
cwe: [312]
masvs: [MASVS-STORAGE-1]
maswe: [MASWE-0001]
effort: {effort}
detector: example
title: {{zh-Hant: "{zh}", en: "{en}"}}
what: {{zh-Hant: "檢查程式碼與設定中所有相關的呼叫，並追蹤資料的來源與去處；字串、欄位與陣列都會一併追蹤。", en: "All calls and settings concerned were looked at, and data was followed from source to sink through strings, fields and arrays."}}
why: {{zh-Hant: "同一支手機上的其他 App、維修人員或惡意程式都可能讀到這些健康資料，而使用者無從得知，也無法收回。", en: "Other apps on the phone, repair staff or malware may read this health data, and its owner would neither know nor be able to take it back."}}
fix: {{zh-Hant: "改用 Android Keystore 保護的金鑰加密後再儲存；正式版一律關閉日誌輸出，並以 `BuildConfig.DEBUG` 區隔。", en: "Encrypt with a key that Android Keystore protects before storing, switch logging off in release builds, and guard it with `BuildConfig.DEBUG`."}}
limits: {{zh-Hant: "只看得到編譯後仍存在的程式碼；經由反射或原生程式庫的路徑可能漏失。", en: "Only code that survives compilation is seen; ways through reflection or native libraries may be missed."}}
example:
  - lang: kotlin
    code: |
      val spec = KeyGenParameterSpec.Builder("health", PURPOSE_ENCRYPT or PURPOSE_DECRYPT)
          .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
          .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
          .setKeySize(256)
          .build()
      if (a < b && c > d) println("<script>")
references:
  - https://mas.owasp.org/MASTG/
"#,
        id = rule.id,
        severity = rule.severity,
        needs = rule.needs,
        effort = rule.effort,
        zh = rule.zh,
        en = rule.en
    )
}

/// The embedded catalogue with the example's rules, and the MAS profile with only these rules mapped.
fn catalogue() -> &'static (Catalogue, Profile) {
    static MADE: OnceLock<(Catalogue, Profile)> = OnceLock::new();
    MADE.get_or_init(make_catalogue)
}

fn make_catalogue() -> (Catalogue, Profile) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("report-rules-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for rule in RULES {
        std::fs::write(folder.join(format!("{}.yaml", rule.id)), rule_yaml(rule)).unwrap();
    }
    let mut catalogue = Catalogue::embedded().unwrap();
    catalogue.add_folder(&folder).unwrap();
    let mut profile = catalogue.profile("mas-v4").unwrap().clone();
    for control in &mut profile.controls {
        for list in [&mut control.fails, &mut control.asks, &mut control.hints] {
            list.clear();
        }
        if !["4.1.2.3.4", "4.1.2.3.13"].contains(&control.id.as_str()) {
            control.undecided.clear();
        }
        for rule in RULES.iter().filter(|r| r.control == control.id) {
            let list = match rule.role {
                "fails" => &mut control.fails,
                "asks" => &mut control.asks,
                _ => &mut control.hints,
            };
            list.push(ControlRule::Plain(rule.id.into()));
        }
    }
    (catalogue, profile)
}

fn dex(class: &str, method: &str, offset: u32) -> Locus {
    Locus::Dex {
        file: "classes.dex".into(),
        class: class.into(),
        method: Some(method.into()),
        offset: Some(offset),
        line: Some(offset + 10),
    }
}

/// A flow of health data.
pub(crate) fn flow(source: &str, sink: &str, api: &str, n: u32) -> Flow {
    let start = dex("tw.example.health.sync.MyHealthBankCallbackImplementation", "onFinished(Ljava/lang/String;)V", n);
    let end = dex("tw.example.health.util.Logger", "write(Ljava/lang/String;)V", n + 40);
    let step = |role, api: &str, locus: &Locus| Step { role, api: api.into(), locus: locus.clone() };
    Flow {
        source: FlowEnd {
            of: source.into(),
            api: "tw.gov.nhi.mhb.Callback.onFinished".into(),
            locus: start.clone(),
            detail: None,
        },
        sink: FlowEnd { of: sink.into(), api: api.into(), locus: end.clone(), detail: Some("records.json".into()) },
        trace: vec![
            step(StepRole::Source, "tw.gov.nhi.mhb.Callback.onFinished", &start),
            step(StepRole::Through, "org.json.JSONObject.toString", &start),
            step(StepRole::Store, "tw.example.health.Store.lastResult", &start),
            step(StepRole::Load, "tw.example.health.Store.lastResult", &end),
            step(StepRole::Sink, api, &end),
        ],
        owner: Owner::App,
        reachable: Reachability::Reachable,
        confidence: Confidence::Proven,
        transforms: vec!["encoded".into()],
    }
}

fn finding(rule: &str, n: u32, locus: Locus, evidence: Vec<Evidence>) -> Finding {
    let text = RULES.iter().find(|r| r.id == rule).unwrap();
    let severity = Severity::from_word(text.severity).unwrap();
    let mut evidence = evidence.into_iter();
    let mut finding = Finding::new(&rule.into(), severity, Confidence::Proven, locus, evidence.next().unwrap());
    finding.evidence.extend(evidence);
    finding.reachable = Reachability::Reachable;
    finding.anchors = vec![format!("anchor-{n}")];
    finding
}

fn attribute(name: &str, value: Option<&str>, expected: &str) -> Evidence {
    Evidence::Attribute {
        name: name.into(),
        value: value.map(AppText::new),
        expected: Some(expected.into()),
        because: None,
    }
}

/// A hundred findings and a few more.
fn findings() -> Vec<Finding> {
    let mut all = vec![
        finding(
            "example-debuggable",
            0,
            Locus::xml("AndroidManifest.xml", "manifest/application", Some("android:debuggable")),
            vec![attribute("android:debuggable", Some("true"), "false")],
        ),
        finding(
            "example-secret-in-code",
            1,
            dex("tw.example.health.BuildConfig", "<clinit>()V", 4),
            vec![Evidence::Constant {
                what: "health-bank-key".into(),
                preview: "3f2a…(32)".into(),
                sha256: "9f86d081884c7d65".into(),
                length: 32,
                entropy: Some(3.9),
            }],
        ),
        finding(
            "example-trust-all",
            2,
            dex(
                "tw.example.health.net.UnsafeTrustManager",
                "checkServerTrusted([Ljava/security/cert/X509Certificate;Ljava/lang/String;)V",
                0,
            ),
            vec![Evidence::Body {
                method: "tw.example.health.net.UnsafeTrustManager.checkServerTrusted".into(),
                judgement: Note::new("accepts-all"),
                installed: Some(dex("tw.example.health.net.Client", "build()V", 22)),
            }],
        ),
        finding(
            "example-cleartext",
            3,
            Locus::xml("res/xml/network_security_config.xml", "network-security-config/base-config", None),
            vec![attribute("cleartextTrafficPermitted", None, "false")],
        ),
        finding(
            "example-no-overlay-guard",
            4,
            dex("tw.example.health.LoginActivity", "onCreate(Landroid/os/Bundle;)V", 0),
            vec![Evidence::Absence {
                looked_for: Note::new("overlay-guard"),
                searched: vec!["dex".into(), "layouts".into()],
                protects: Some("tw.example.health.LoginActivity".into()),
            }],
        ),
        finding(
            "example-tracker-early",
            5,
            Locus::xml("AndroidManifest.xml", "manifest/application/provider[3]", None),
            vec![Evidence::Declaration {
                subject: "com.google.firebase.provider.FirebaseInitProvider".into(),
                declared: Some(Locus::entry("AndroidManifest.xml")),
                used: None,
            }],
        ),
        finding(
            "example-root-check",
            6,
            Locus::Build,
            vec![Evidence::Noted { note: Note::new("nothing-of-the-kind") }],
        ),
    ];
    for i in 0..60_u32 {
        let way = flow("health-bank", "log", "android.util.Log.d", i * 3);
        let locus =
            dex(&format!("tw.example.health.feature{i}.VeryLongActivityNameThatMustWrapSomewhere"), "onResume()V", i);
        let mut found = finding("example-health-logged", 100 + i, locus, vec![Evidence::Flow(way)]);
        if i % 7 == 3 {
            found.owner = Owner::Sdk("Example Analytics".into(), Some("4.2.0".into()));
        }
        if i % 11 == 5 {
            found.confidence = Confidence::Likely;
        }
        if i == 50 {
            found.reachable = Reachability::Dead;
        }
        all.push(found);
    }
    for (i, text) in HOSTILE.iter().enumerate() {
        let i = u32::try_from(i).unwrap();
        let locus =
            Locus::xml("AndroidManifest.xml", &format!("manifest/application/activity[{i}]"), Some("android:name"));
        let evidence = vec![
            attribute(text, Some(text), text),
            Evidence::Text { what: "url".into(), text: (*text).into() },
            Evidence::Call { api: "android.content.Intent.setAction".into(), args: vec![(*text).into(), "?".into()] },
        ];
        let mut found = finding("example-exported", 200 + i, locus, evidence);
        found.owner = Owner::Sdk((*text).into(), None);
        found.related = vec![Locus::entry(text)];
        all.push(found);
    }
    let long = "W".repeat(100_000);
    all.push(finding(
        "example-exported",
        300,
        Locus::entry(&long),
        vec![Evidence::Text { what: "name".into(), text: long.as_str().into() }],
    ));
    for i in 0..20_u32 {
        let evidence =
            Evidence::Call { api: "javax.crypto.Cipher.getInstance".into(), args: vec!["AES/ECB/PKCS5Padding".into()] };
        all.push(finding(
            "example-weak-cipher",
            400 + i,
            dex("tw.example.health.Vault", "seal([B)[B", i),
            vec![evidence],
        ));
    }
    for i in 0..3_u32 {
        let way = flow("health-record", "external-file", "java.io.FileOutputStream.write", 600 + i);
        all.push(finding("example-health-external", 500 + i, way.sink.locus.clone(), vec![Evidence::Flow(way)]));
    }
    let native = Locus::Native {
        file: "lib/arm64-v8a/libhealth.so".into(),
        arch: "arm64".into(),
        address: Some(0x1234),
        symbol: Some("Java_tw_example_health_Native_key".into()),
    };
    let old = Evidence::Binary { property: "relro".into(), value: "partial".into(), expected: Some("full".into()) };
    all.push(finding("example-library-outdated", 700, native, vec![old]));
    let certificate = Evidence::Certificate {
        subject: "CN=Android Debug, O=Android, C=US".into(),
        key: "RSA 1024".into(),
        algorithm: "SHA1withRSA".into(),
        not_before: "2020-01-01".into(),
        not_after: "2050-01-01".into(),
        problem: Note::new("debug-certificate"),
    };
    let place = Locus::Certificate { source: "v2".into(), sha256: "ab".repeat(32) };
    all.push(finding("example-library-outdated", 701, place, vec![certificate]));
    all
}

fn inventory() -> Inventory {
    let permission = |name: &str, level: &str| Permission {
        name: name.into(),
        role: "used".into(),
        level: level.into(),
        value: None,
        locus: Locus::xml("AndroidManifest.xml", "manifest/uses-permission", None),
    };
    let host = |host: &str, scheme: &str, role: &str| Host {
        host: host.into(),
        schemes: vec![scheme.into()],
        role: role.into(),
        owners: vec![Owner::App],
        loci: vec![dex("tw.example.health.net.Api", "<clinit>()V", 2), Locus::entry("assets/config.json")],
        count: 7,
    };
    let sdk = |name: &str, version: Option<&str>, category: &str, purl: Option<&str>| Sdk {
        name: name.into(),
        version: version.map(AppText::new),
        category: category.into(),
        purl: purl.map(AppText::new),
        marks: vec!["class".into(), "metadata".into()],
        loci: vec![Locus::entry("META-INF/com.squareup.okhttp3_okhttp.version")],
    };
    let mut inventory = Inventory {
        health_kinds: vec![maspect::finding::HealthKind {
            id: "health-bank-laboratory".into(),
            key: "r7.11".into(),
            locus: Locus::entry("classes.dex"),
        }],
        permissions: vec![
            permission("android.permission.READ_CONTACTS", "dangerous"),
            permission("android.permission.INTERNET", "normal"),
            permission("android.permission.SYSTEM_ALERT_WINDOW", "special"),
        ],
        hosts: vec![
            host("api.example.tw", "https", "own"),
            host("tracker.example.com", "http", "sdk"),
            host("schemas.android.com", "http", "documentation"),
        ],
        sdks: vec![
            sdk("健康存摺 SDK", Some("2.1"), "health", None),
            sdk("OkHttp", Some("4.12.0"), "network", Some("pkg:maven/com.squareup.okhttp3/okhttp@4.12.0")),
            sdk("Example Analytics", None, "analytics", None),
        ],
        urls: (0..40)
            .map(|i| UrlUse {
                url: AppText::new(&format!("https://api.example.tw/v1/records/{i}?token=…")),
                locus: dex("tw.example.health.net.Api", "records()V", i),
                owner: Owner::App,
            })
            .collect(),
        components: vec![Component {
            role: "activity".into(),
            name: "tw.example.health.ShareActivity".into(),
            exported: true,
            permission: None,
            endpoints: vec![
                Endpoint { role: "action".into(), value: "android.intent.action.SEND".into() },
                Endpoint { role: "link".into(), value: "https://example.tw/share".into() },
            ],
            locus: Locus::xml("AndroidManifest.xml", "manifest/application/activity[2]", None),
        }],
        native: vec![NativeBinary {
            file: "lib/arm64-v8a/libhealth.so".into(),
            arch: "arm64".into(),
            format: "library".into(),
            properties: vec![
                ("pie".into(), "yes".into()),
                ("relro".into(), "partial".into()),
                ("canary".into(), "yes".into()),
                ("nx".into(), "yes".into()),
            ],
            owner: Owner::App,
        }],
        signing: Signing {
            verifies: Some(true),
            verifies_from_api: Some(24),
            schemes: vec!["v2".into(), "v3".into()],
            issues: vec![SigningIssue {
                scheme: "v1".into(),
                grade: "warning".into(),
                note: Note::new("made-up-issue").with("file", "META-INF/extra.txt"),
            }],
            certificates: vec![Certificate {
                source: "v3".into(),
                subject: "CN=健康 App 股份有限公司, C=TW".into(),
                issuer: "CN=健康 App 股份有限公司, C=TW".into(),
                serial: "01".into(),
                not_before: "2024-01-01".into(),
                not_after: "2054-01-01".into(),
                key: "EC P-256".into(),
                algorithm: "SHA256withECDSA".into(),
                sha256: "5f".repeat(32),
            }],
        },
        keys: vec![KeyUse {
            role: "cipher".into(),
            algorithm: "AES".into(),
            mode: "ECB/PKCS5Padding".into(),
            bits: Some(128),
            key_origin: "constant".into(),
            iv_origin: String::new(),
            owner: Owner::App,
            locus: dex("tw.example.health.Vault", "seal([B)[B", 12),
        }],
        tls: vec![
            TlsRow {
                host: "api.example.tw".into(),
                schemes: vec!["https".into()],
                cleartext: false,
                min_tls: Some("TLS 1.2".into()),
                pins: 2,
                pins_expire: Some("2027-06-30".into()),
                user_ca: false,
                judge: "config".into(),
                owner: Owner::App,
                loci: vec![Locus::entry("res/xml/network_security_config.xml")],
            },
            TlsRow {
                host: "*".into(),
                schemes: vec!["http".into(), "https".into()],
                cleartext: true,
                min_tls: None,
                pins: 0,
                pins_expire: None,
                user_ca: true,
                judge: "system".into(),
                owner: Owner::App,
                loci: vec![],
            },
        ],
        fields: vec![Field {
            name: "national_id".into(),
            label: "身分證字號".into(),
            sensitive: "national-id".into(),
            input: "text".into(),
            locus: Locus::entry("res/layout/login.xml"),
        }],
    };
    for text in HOSTILE {
        inventory.hosts.push(host(text, text, text));
        inventory.sdks.push(sdk(text, Some(text), text, Some(text)));
        inventory.permissions.push(permission(text, text));
    }
    inventory
}

fn coverage() -> Vec<Coverage> {
    let row = |part, state, file: Option<&str>, note| Coverage { part, state, file: file.map(AppText::new), note };
    vec![
        row(Part::Manifest, CoverageState::Full, None, Note::new("full")),
        row(Part::Resources, CoverageState::Full, None, Note::new("full")),
        row(Part::Dex, CoverageState::Partial, Some("classes2.dex"), Note::new("reflective-calls").with("count", 12)),
        row(
            Part::JsBundle,
            CoverageState::None,
            Some("assets/index.android.bundle"),
            Note::new("encrypted-bundle").with("file", HOSTILE[0]),
        ),
        row(Part::Signing, CoverageState::Full, None, Note::new("full")),
    ]
}

fn outcomes(findings: &[Finding]) -> BTreeMap<RuleId, Outcome> {
    RULES
        .iter()
        .map(|rule| {
            let own: Vec<Finding> = findings.iter().filter(|f| f.rule.as_str() == rule.id).cloned().collect();
            let state = match rule.id {
                "example-js-secret" => OutcomeState::Undetermined(vec![Part::JsBundle]),
                "example-web-view-none" => OutcomeState::NotApplicable(Note::new("no-web-view")),
                _ if own.is_empty() => OutcomeState::Satisfied,
                _ => OutcomeState::Violated,
            };
            let dropped = usize::from(rule.id == "example-exported") * 17;
            let partial = if rule.id == "example-weak-cipher" { vec![Part::Dex] } else { Vec::new() };
            (RuleId::from(rule.id), Outcome { rule: rule.id.into(), state, findings: own, dropped, partial })
        })
        .collect()
}

/// The report, in a language, about an app with a name.
pub(crate) fn report(lang: Lang, app_name: &str) -> Report {
    built(lang, app_name, findings(), &coverage())
}

/// The same app without a single finding and with everything seen.
pub(crate) fn clean(lang: Lang) -> Report {
    built(lang, "健康日記", Vec::new(), &[])
}

fn built(lang: Lang, app_name: &str, mut findings: Vec<Finding>, coverage: &[Coverage]) -> Report {
    let (catalogue, profile) = catalogue();
    findings.sort_by(|a, b| b.severity.cmp(&a.severity).then(a.rule.cmp(&b.rule)).then(a.locus.cmp(&b.locus)));
    let fingerprints: Vec<String> = findings.iter().enumerate().map(|(i, f)| f.fingerprint(i)).collect();
    let waivers: Vec<Waiver> = [("example-cleartext", "2027-03-31"), ("example-debuggable", "2026-01-31")]
        .into_iter()
        .map(|(rule, expires)| Waiver {
            rule: rule.into(),
            fingerprint: None,
            locus: None,
            reason: "測試機房於三月底前完成 HTTPS 改造 <b>".into(),
            owner: "資安長 王小明".into(),
            expires: expires.into(),
        })
        .collect();
    let (marks, waiver_states) =
        waiver::apply(&waivers, &findings, &fingerprints, "2026-11-21", maspect::report::places);
    let outcomes = outcomes(&findings);
    let status: BTreeMap<RuleId, Status> = RULES.iter().map(|r| (r.id.into(), Status::Stable)).collect();
    let attestations = vec![Attestation {
        control: "4.1.1.3.1".into(),
        part: profile.controls.iter().find(|c| c.id == "4.1.1.3.1").unwrap().manual[0].id.clone(),
        result: Attested::Passed,
        settles: Vec::new(),
        note: Note::new("attested")
            .with("by", "王小明")
            .with("date", "2026-11-20")
            .with("seen", "寄信並於當日收到回覆"),
    }];
    let waived: Vec<bool> = marks.iter().map(Option::is_some).collect();
    let judged = Case {
        profile,
        class: Class::L2,
        with_f: false,
        platform: Platform::Android,
        outcomes: &outcomes,
        status: &status,
        findings: &findings,
        fingerprints: &fingerprints,
        waived: &waived,
        attestations: &attestations,
    }
    .judge();
    let mut flows: Vec<Flow> = findings
        .iter()
        .flat_map(|f| &f.evidence)
        .filter_map(|e| match e {
            Evidence::Flow(flow) => Some(flow.clone()),
            _ => None,
        })
        .collect();
    if !findings.is_empty() {
        flows.push(flow("health-connect", "database", "androidx.room.Dao.insert", 900));
        flows.push(flow("health-record", "network", "okhttp3.Call.execute", 901));
        flows.push(flow("device-id", "analytics", "com.example.Analytics.send", 902));
    }
    let limits = vec![LimitHit { limit: "findings-per-rule".into(), at: HOSTILE[0].into(), value: 500 }];
    let identity = Identity {
        path: "健康日記-release-2.4.1.apk".into(),
        sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".into(),
        size: 48_211_904,
        subject: Subject {
            kind: "apk".into(),
            platform: Platform::Android,
            package_id: Some("tw.example.health".into()),
            app_name: Some(app_name.into()),
            version_name: Some("2.4.1".into()),
            version_code: Some("241".into()),
        },
        min_os: Some("24".into()),
        target_os: Some("35".into()),
        made: None,
        remarks: vec![],
    };
    let inventory = inventory();
    let scan = ScanResult {
        identity: &identity,
        catalogue,
        profile,
        class: Class::L2,
        with_f: false,
        date: "2026-11-21",
        outcomes: &outcomes,
        findings: &findings,
        fingerprints: &fingerprints,
        marks: &marks,
        waivers: &waivers,
        waiver_states: &waiver_states,
        attestations: &attestations,
        judged: &judged,
        flows: &flows,
        inventory: &inventory,
        coverage,
        limits: if findings.is_empty() { &[] } else { &limits },
        notice: None,
    };
    Report::build(&scan, lang)
}
