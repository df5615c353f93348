//! The notice against the build: what the app uses and the notice does not name, and the other way round.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::document::{Block, Document};
use super::text::fold;
use crate::finding::{AppText, Locus};

/// One kind of data as notices name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataKind {
    /// Kebab-case id. Those of 健康存摺 begin with `health-bank-`.
    pub id: &'static str,
    /// Name in Traditional Chinese.
    pub zh: &'static str,
    /// Name in English.
    pub en: &'static str,
    /// Words by which a notice names it, folded (lower case, 台 for 臺, 個人資料 for 個資).
    pub words: &'static [&'static str],
}

macro_rules! kinds {
    ($($id:literal $zh:literal $en:literal [$($word:literal),+ $(,)?];)+) => {
        /// The kinds of data that are told apart: the eleven that 健康存摺 hands over, health measurements, identity,
        /// device.
        pub const DATA_KINDS: &[DataKind] = &[$(DataKind { id: $id, zh: $zh, en: $en, words: &[$($word),+] }),+];
    };
}

kinds! {
    "health-bank-western-outpatient" "西醫門診" "Western medicine outpatient visits" ["西醫門診", "西醫", "門診資料", "門診紀錄", "outpatient", "western medicine"];
    "health-bank-chinese-outpatient" "中醫門診" "Chinese medicine outpatient visits" ["中醫", "chinese medicine"];
    "health-bank-dental" "牙醫門診" "dental visits" ["牙醫", "牙科", "dental"];
    "health-bank-inpatient" "住院" "hospital stays" ["住院", "inpatient", "hospitalisation", "hospitalization", "hospital stay", "admissions"];
    "health-bank-allergy" "過敏" "allergies" ["過敏", "allerg"];
    "health-bank-image-pathology" "影像或病理檢驗報告" "imaging or pathology reports" ["影像或病理", "病理", "影像檢查", "影像報告", "醫療影像", "imaging", "pathology"];
    "health-bank-preventive-adult" "成人預防保健結果" "adult preventive care results" ["成人預防保健", "預防保健", "成人健檢", "preventive care", "preventive health"];
    "health-bank-cancer-screening" "癌症篩檢結果" "cancer screening results" ["癌症篩檢", "癌篩", "cancer screening"];
    "health-bank-donation-hospice" "器捐或安寧緩和醫療意願" "organ donation or hospice wishes" ["器捐", "器官捐贈", "安寧緩和", "organ donation", "hospice", "palliative"];
    "health-bank-vaccination" "預防接種" "vaccinations" ["預防接種", "疫苗", "vaccin", "immunisation", "immunization"];
    "health-bank-laboratory" "檢驗結果" "laboratory results" ["檢驗結果", "檢驗檢查", "檢驗數據", "檢驗報告", "檢驗值", "檢驗資料", "laboratory", "lab result", "test result"];
    "medical-record" "病歷與就醫紀錄" "medical records" ["病歷", "就醫紀錄", "就醫資料", "就診", "診斷", "診療", "醫療紀錄", "醫療資料", "病史", "medical record", "medical history", "diagnos"];
    "medication" "用藥" "medication" ["用藥", "藥品", "處方", "服藥", "medication", "prescription", "drug"];
    "blood-glucose" "血糖" "blood glucose" ["血糖", "glucose", "blood sugar"];
    "blood-pressure" "血壓" "blood pressure" ["血壓", "blood pressure"];
    "heart-rate" "心率" "heart rate" ["心率", "心跳", "脈搏", "心電", "heart rate", "pulse", "ecg", "electrocardiogram"];
    "oxygen" "血氧" "blood oxygen" ["血氧", "oxygen"];
    "body-temperature" "體溫" "body temperature" ["體溫", "temperature"];
    "body-measures" "身高體重" "height and weight" ["身高", "體重", "體脂", "bmi", "腰圍", "height", "weight", "body fat"];
    "activity" "步數與活動" "steps and activity" ["步數", "運動紀錄", "運動資料", "活動量", "運動數據", "計步", "steps", "step count", "physical activity", "workout", "exercise data"];
    "sleep" "睡眠" "sleep" ["睡眠", "sleep"];
    "nutrition" "飲食" "diet" ["飲食", "diet", "nutrition", "meal"];
    "menstruation" "生理期" "menstrual cycle" ["生理期", "月經", "經期", "menstrua", "period tracking"];
    "health-other" "健康資料" "health data" ["健康資料", "健康資訊", "健康數據", "健康紀錄", "健康狀況", "健康檢查", "生理資料", "生理數據", "健康存摺", "health data", "health information", "health record", "healthkit", "health connect"];
    "name" "姓名" "name" ["姓名", "名字", "稱呼", "name"];
    "national-id" "身分證字號" "national identity number" ["身分證", "身份證", "證號", "統一編號", "居留證", "護照", "national id", "identity card", "id number", "passport"];
    "nhi-card" "健保卡號" "NHI card number" ["健保卡", "nhi card", "health insurance card"];
    "birth-date" "出生年月日" "date of birth" ["出生", "生日", "年齡", "birth", "age"];
    "gender" "性別" "gender" ["性別", "gender", "sex"];
    "phone-number" "電話號碼" "telephone number" ["電話", "手機號碼", "行動電話", "手機", "phone number", "telephone number", "mobile number", "telephone", "phone"];
    "email" "電子郵件" "e-mail address" ["電子郵件", "email", "信箱"];
    "address" "地址" "postal address" ["地址", "住址", "居住地", "通訊處", "postal address", "mailing address", "home address", "residential"];
    "location" "位置" "location" ["位置", "定位", "gps", "地理", "location"];
    "photo" "相機與照片" "camera and photographs" ["相機", "照片", "相片", "拍照", "拍攝", "相簿", "鏡頭", "圖片", "影像檔", "camera", "photo", "picture"];
    "microphone" "麥克風與錄音" "microphone and recordings" ["麥克風", "錄音", "語音", "microphone", "audio", "voice recording"];
    "contacts" "通訊錄" "contacts" ["通訊錄", "聯絡人清單", "聯絡人名單", "手機聯絡人", "緊急聯絡人", "contact list", "address book", "your contacts"];
    "calendar" "行事曆" "calendar" ["行事曆", "日曆", "calendar"];
    "sms" "簡訊" "text messages" ["簡訊", "sms", "text message"];
    "call-log" "通話紀錄" "call log" ["通話紀錄", "call log", "call history"];
    "bluetooth" "藍牙裝置" "Bluetooth devices" ["藍牙", "藍芽", "bluetooth"];
    "biometric" "生物特徵" "biometric data" ["生物特徵", "生物辨識", "指紋", "臉部", "人臉", "face id", "touch id", "fingerprint", "biometric", "facial"];
    "device-id" "裝置識別碼" "device identifier" ["裝置識別", "設備識別", "裝置資訊", "裝置型號", "設備資訊", "裝置資料", "裝置編號", "imei", "device id", "device identifier", "device information", "device model", "裝置id"];
    "advertising-id" "廣告識別碼" "advertising identifier" ["廣告識別", "廣告id", "advertising id", "idfa", "gaid"];
    "ip-address" "IP 位址" "IP address" ["ip位址", "ip地址", "ip 位址", "上站的位址", "上站位址", "網路位址", "ip address"];
    "payment" "付款資料" "payment data" ["信用卡", "付款", "金融帳", "銀行帳", "支付", "交易紀錄", "credit card", "payment", "bank account"];
    "account" "帳號" "account" ["帳號", "account name", "user name", "username", "user id"];
    "usage" "使用紀錄" "usage records" ["使用紀錄", "瀏覽紀錄", "瀏覽活動", "操作紀錄", "使用行為", "登入紀錄", "連線紀錄", "使用情形", "點選紀錄", "log data", "usage data", "usage information", "crash", "browsing history", "activity log"];
    "cookie" "Cookie" "cookies" ["cookie"];
    "files" "檔案與儲存空間" "files and storage" ["儲存空間", "檔案存取", "外部儲存", "sd卡", "external storage", "media files", "your files"];
    "notification" "推播權杖" "push token" ["推播", "push notification", "push token", "device token"];
    "family" "家屬資料" "family members" ["家屬", "家庭成員", "照護者", "親友", "family member", "caregiver"];
    "occupation" "職業與學歷" "occupation and education" ["職業", "學歷", "服務單位", "工作單位", "occupation", "employer", "education"];
}

/// Permissions (Android: last part of the name; iOS: key of the purpose string) and the data kind that they open.
const PERMISSIONS: &[(&str, &str)] = &[
    ("CAMERA", "photo"),
    ("READ_MEDIA_IMAGES", "photo"),
    ("READ_MEDIA_VIDEO", "photo"),
    ("NSCameraUsageDescription", "photo"),
    ("NSPhotoLibraryUsageDescription", "photo"),
    ("NSPhotoLibraryAddUsageDescription", "photo"),
    ("RECORD_AUDIO", "microphone"),
    ("NSMicrophoneUsageDescription", "microphone"),
    ("NSSpeechRecognitionUsageDescription", "microphone"),
    ("ACCESS_FINE_LOCATION", "location"),
    ("ACCESS_COARSE_LOCATION", "location"),
    ("ACCESS_BACKGROUND_LOCATION", "location"),
    ("NSLocationWhenInUseUsageDescription", "location"),
    ("NSLocationAlwaysUsageDescription", "location"),
    ("NSLocationAlwaysAndWhenInUseUsageDescription", "location"),
    ("READ_CONTACTS", "contacts"),
    ("WRITE_CONTACTS", "contacts"),
    ("GET_ACCOUNTS", "account"),
    ("NSContactsUsageDescription", "contacts"),
    ("READ_CALENDAR", "calendar"),
    ("WRITE_CALENDAR", "calendar"),
    ("NSCalendarsUsageDescription", "calendar"),
    ("NSCalendarsFullAccessUsageDescription", "calendar"),
    ("READ_SMS", "sms"),
    ("RECEIVE_SMS", "sms"),
    ("SEND_SMS", "sms"),
    ("READ_CALL_LOG", "call-log"),
    ("READ_PHONE_STATE", "device-id"),
    ("READ_PHONE_NUMBERS", "phone-number"),
    ("BLUETOOTH_CONNECT", "bluetooth"),
    ("BLUETOOTH_SCAN", "bluetooth"),
    ("BLUETOOTH", "bluetooth"),
    ("NSBluetoothAlwaysUsageDescription", "bluetooth"),
    ("NSBluetoothPeripheralUsageDescription", "bluetooth"),
    ("USE_BIOMETRIC", "biometric"),
    ("USE_FINGERPRINT", "biometric"),
    ("NSFaceIDUsageDescription", "biometric"),
    ("BODY_SENSORS", "heart-rate"),
    ("ACTIVITY_RECOGNITION", "activity"),
    ("NSMotionUsageDescription", "activity"),
    ("NSHealthShareUsageDescription", "health-other"),
    ("NSHealthUpdateUsageDescription", "health-other"),
    ("NSUserTrackingUsageDescription", "advertising-id"),
    ("AD_ID", "advertising-id"),
    ("READ_EXTERNAL_STORAGE", "files"),
    ("WRITE_EXTERNAL_STORAGE", "files"),
    ("MANAGE_EXTERNAL_STORAGE", "files"),
    ("POST_NOTIFICATIONS", "notification"),
    ("READ_HEART_RATE", "heart-rate"),
    ("READ_BLOOD_GLUCOSE", "blood-glucose"),
    ("READ_BLOOD_PRESSURE", "blood-pressure"),
    ("READ_STEPS", "activity"),
    ("READ_SLEEP", "sleep"),
    ("READ_WEIGHT", "body-measures"),
    ("READ_OXYGEN_SATURATION", "oxygen"),
    ("READ_BODY_TEMPERATURE", "body-temperature"),
];

/// SDKs and services by the words under which notices and builds name them.
const SERVICES: &[(&str, &[&str], &[&str])] = &[
    (
        "Firebase",
        &["firebase", "crashlytics"],
        &[
            "firebaseio.com",
            "firebase.googleapis.com",
            "crashlytics.com",
            "firebaseinstallations.googleapis.com",
            "app-measurement.com",
        ],
    ),
    (
        "Google Analytics",
        &["google analytics", "google 分析", "google分析", "ga4"],
        &["google-analytics.com", "analytics.google.com"],
    ),
    ("Google Maps", &["google maps", "google map", "google 地圖", "google地圖"], &["maps.googleapis.com"]),
    ("Google Sign-In", &["google sign-in", "google 登入", "google登入", "google帳號"], &["accounts.google.com"]),
    ("Google", &["google"], &["googleapis.com", "google.com", "gstatic.com"]),
    ("Facebook", &["facebook", "meta platforms", "臉書"], &["facebook.com", "fbcdn.net"]),
    ("AdMob", &["admob"], &["googleads.g.doubleclick.net", "googlesyndication.com"]),
    (
        "LINE",
        &["line login", "line sdk", "line公司", "line帳號", "line 登入", "line登入"],
        &["line.me", "line-apps.com"],
    ),
    ("Sentry", &["sentry"], &["sentry.io"]),
    ("AppsFlyer", &["appsflyer"], &["appsflyer.com", "appsflyersdk.com"]),
    ("Adjust", &["adjust gmbh", "adjust sdk", "adjust.com"], &["adjust.com"]),
    ("Amplitude", &["amplitude"], &["amplitude.com"]),
    ("Mixpanel", &["mixpanel"], &["mixpanel.com"]),
    ("OneSignal", &["onesignal"], &["onesignal.com"]),
    ("Bugsnag", &["bugsnag"], &["bugsnag.com"]),
    ("AWS", &["amazon web services", "aws"], &["amazonaws.com"]),
    ("Azure", &["azure"], &["azure.com", "azurewebsites.net", "windows.net"]),
    ("Apple", &["apple"], &["apple.com", "icloud.com"]),
    (
        "My Health Bank SDK",
        &["健康存摺", "my health bank", "健保署", "中央健康保險署", "national health insurance administration"],
        &["nhi.gov.tw"],
    ),
    ("Health Connect", &["health connect"], &[]),
    ("HealthKit", &["healthkit", "apple健康", "apple health"], &[]),
];

/// What a build uses, as the caller knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UsedInBuild {
    /// Ids of [`DATA_KINDS`]; unknown ids are looked for by their own words (`-` read as a space).
    pub data_kinds: Vec<String>,
    /// Full names of Android permissions, or keys of iOS purpose strings.
    pub permissions: Vec<String>,
    /// Permissions that need no sentence in a notice, but show that the build has what a notice names.
    pub minor_permissions: Vec<String>,
    /// Host names.
    pub hosts: Vec<String>,
    /// Names of SDKs.
    pub sdks: Vec<String>,
}

impl UsedInBuild {
    fn all_permissions(&self) -> impl Iterator<Item = &str> {
        self.permissions.iter().chain(&self.minor_permissions).map(String::as_str)
    }
}

/// What a [`Difference`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DifferenceKind {
    /// A kind of data.
    DataKind,
    /// A permission that opens personal data.
    Permission,
    /// A host.
    Host,
    /// An SDK or service.
    Sdk,
}

/// One thing that only one side has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// What sort of thing.
    pub of: DifferenceKind,
    /// Its name: the id of a data kind, the permission, the host, the SDK.
    pub name: AppText,
    /// True: the build uses it and the notice does not name it. False: the notice names it and the build does not use it.
    pub used: bool,
    /// The sentence of the notice that names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<AppText>,
    /// Where the notice names it; the document when it does not.
    pub locus: Locus,
}

static KIND_FINDER: LazyLock<(AhoCorasick, Vec<usize>)> = LazyLock::new(|| {
    let words: Vec<(usize, &str)> =
        DATA_KINDS.iter().enumerate().flat_map(|(i, kind)| kind.words.iter().map(move |w| (i, *w))).collect();
    let automaton =
        AhoCorasick::new(words.iter().map(|(_, w)| *w)).unwrap_or_else(|error| unreachable!("a fixed list: {error}"));
    (automaton, words.into_iter().map(|(i, _)| i).collect())
});

/// Indices of the data kinds that folded text names.
fn kind_indices(folded: &str) -> BTreeSet<usize> {
    let bytes = folded.as_bytes();
    let (automaton, kinds) = &*KIND_FINDER;
    automaton
        .find_overlapping_iter(folded)
        .filter(|m| {
            !bytes.get(m.start()).is_some_and(u8::is_ascii_alphanumeric) || word_start(bytes, m.start(), m.end())
        })
        .filter_map(|m| kinds.get(m.pattern().as_usize()).copied())
        .collect()
}

/// A Latin word counts from its start; short ones («age», «sex») only as a whole.
fn word_start(bytes: &[u8], start: usize, end: usize) -> bool {
    let letter = |at: Option<usize>| at.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_alphanumeric);
    !letter(start.checked_sub(1)) && (end - start > 4 || !letter(Some(end)) || bytes.get(end) == Some(&b's'))
}

/// How many kinds of data folded text names.
pub(super) fn kinds_in(folded: &str) -> usize {
    kind_indices(folded).len()
}

/// The notice's blocks, folded once.
struct Named<'a> {
    document: &'a Document,
    blocks: Vec<(&'a Block, String)>,
}

impl<'a> Named<'a> {
    fn new(document: &'a Document) -> Self {
        Self { document, blocks: document.blocks.iter().map(|b| (b, fold(&b.text))).collect() }
    }

    fn find(&self, test: impl Fn(&str) -> bool) -> Option<&Block> {
        self.blocks.iter().find(|(_, folded)| test(folded)).map(|(block, _)| *block)
    }

    fn kind(&self, index: usize) -> Option<&Block> {
        self.find(|folded| kind_indices(folded).contains(&index))
    }

    fn words(&self, words: &[&str]) -> Option<&Block> {
        self.find(|folded| words.iter().any(|w| contains_word(folded, w)))
    }

    fn row(&self, of: DifferenceKind, name: &str, block: Option<&Block>) -> Difference {
        Difference {
            of,
            name: name.into(),
            used: block.is_none(),
            quote: block.map(|b| AppText::new(&b.text)),
            locus: Locus::Document { file: self.document.file.clone(), line: block.map(|b| b.line_at(0)) },
        }
    }
}

fn contains_word(folded: &str, word: &str) -> bool {
    folded.match_indices(word).any(|(start, _)| {
        let bytes = folded.as_bytes();
        !bytes.get(start).is_some_and(u8::is_ascii_alphanumeric) || word_start(bytes, start, start + word.len())
    })
}

/// Compares a notice with what a build uses. Rows are sorted: data kinds, permissions, hosts, SDKs.
pub fn compare(document: &Document, used: &UsedInBuild) -> Vec<Difference> {
    let named = Named::new(document);
    let mut rows = Vec::new();
    data_kinds(&named, used, &mut rows);
    permissions(&named, used, &mut rows);
    hosts(&named, used, &mut rows);
    sdks(&named, used, &mut rows);
    rows.sort();
    rows.dedup();
    rows
}

fn data_kinds(named: &Named<'_>, used: &UsedInBuild, rows: &mut Vec<Difference>) {
    let mut known = BTreeSet::new();
    for id in &used.data_kinds {
        match DATA_KINDS.iter().position(|kind| kind.id == id) {
            Some(index) => {
                known.insert(index);
                if named.kind(index).is_none() {
                    rows.push(named.row(DifferenceKind::DataKind, id, None));
                }
            }
            None if named.words(&[&fold(&id.replace('-', " "))]).is_none() => {
                rows.push(named.row(DifferenceKind::DataKind, id, None));
            }
            None => {}
        }
    }
    known.extend(used.all_permissions().filter_map(kind_of_permission));
    for (index, kind) in DATA_KINDS.iter().enumerate() {
        if !known.contains(&index)
            && let Some(block) = named.kind(index)
        {
            rows.push(named.row(DifferenceKind::DataKind, kind.id, Some(block)));
        }
    }
}

fn kind_of_permission(permission: &str) -> Option<usize> {
    let last = permission.rsplit('.').next().unwrap_or(permission);
    let (_, id) = PERMISSIONS.iter().find(|(name, _)| *name == last)?;
    DATA_KINDS.iter().position(|kind| kind.id == *id)
}

fn permissions(named: &Named<'_>, used: &UsedInBuild, rows: &mut Vec<Difference>) {
    for permission in &used.permissions {
        if let Some(index) = kind_of_permission(permission)
            && named.kind(index).is_none()
        {
            rows.push(named.row(DifferenceKind::Permission, permission, None));
        }
    }
    // What the notice says it asks for: a permission word beside the word for the thing.
    let asked: BTreeSet<usize> = used.all_permissions().filter_map(kind_of_permission).collect();
    for (_, id) in PERMISSIONS {
        let Some(index) = DATA_KINDS.iter().position(|kind| kind.id == *id) else { continue };
        let says = named.find(|folded| {
            (folded.contains("權限") || contains_word(folded, "permission")) && kind_indices(folded).contains(&index)
        });
        if let Some(block) = says.filter(|_| !asked.contains(&index)) {
            rows.push(named.row(DifferenceKind::Permission, id, Some(block)));
        }
    }
}

fn hosts(named: &Named<'_>, used: &UsedInBuild, rows: &mut Vec<Difference>) {
    for host in &used.hosts {
        let folded_host = host.to_ascii_lowercase();
        let domain = registrable(&folded_host);
        let service = SERVICES.iter().find(|(_, _, hosts)| hosts.iter().any(|h| is_under(&folded_host, h)));
        let by_service = service.is_some_and(|(_, words, _)| named.words(words).is_some());
        if !by_service && named.find(|folded| folded.contains(domain)).is_none() {
            rows.push(named.row(DifferenceKind::Host, host, None));
        }
    }
    for (block, folded) in &named.blocks {
        for host in hosts_in(folded) {
            let used_here = used.hosts.iter().any(|u| registrable(&u.to_ascii_lowercase()) == registrable(&host));
            if !used_here {
                rows.push(named.row(DifferenceKind::Host, &host, Some(block)));
            }
        }
    }
}

fn is_under(host: &str, domain: &str) -> bool {
    host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

/// The part of a host that its owner registered: two labels, three under `com.tw`, `co.uk` and the like.
pub fn registrable(host: &str) -> &str {
    let starts: Vec<usize> = std::iter::once(0).chain(host.match_indices('.').map(|(i, _)| i + 1)).collect();
    let second = host.rsplit('.').nth(1).unwrap_or_default();
    let labels = if matches!(second, "com" | "co" | "org" | "gov" | "edu" | "net" | "idv" | "ac") { 3 } else { 2 };
    starts.len().checked_sub(labels).and_then(|i| starts.get(i)).and_then(|at| host.get(*at..)).unwrap_or(host)
}

fn hosts_in(folded: &str) -> Vec<String> {
    folded
        .split("://")
        .skip(1)
        .map(|rest| {
            rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).collect::<String>()
        })
        .map(|host| host.trim_matches('.').to_owned())
        .filter(|host| host.contains('.') && host.len() <= 253)
        .take(100)
        .collect()
}

fn sdks(named: &Named<'_>, used: &UsedInBuild, rows: &mut Vec<Difference>) {
    for sdk in &used.sdks {
        let folded = fold(sdk);
        let service = service_of(&folded);
        let words: Vec<&str> = service.map_or_else(Vec::new, |(_, words, _)| words.to_vec());
        if named.words(&words).is_none() && named.words(&[&folded]).is_none() {
            rows.push(named.row(DifferenceKind::Sdk, sdk, None));
        }
    }
    for (name, words, hosts) in SERVICES.iter().filter(|(name, ..)| !matches!(*name, "Google" | "Apple")) {
        let by_sdk = used.sdks.iter().any(|s| service_of(&fold(s)).is_some_and(|(n, ..)| n == name));
        let by_host = used.hosts.iter().any(|u| hosts.iter().any(|h| is_under(&u.to_ascii_lowercase(), h)));
        if let Some(block) = named.words(words).filter(|_| !by_sdk && !by_host) {
            rows.push(named.row(DifferenceKind::Sdk, name, Some(block)));
        }
    }
}

type Service = (&'static str, &'static [&'static str], &'static [&'static str]);

fn service_of(folded: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|(name, words, _)| {
        folded.contains(&name.to_lowercase()) || words.iter().any(|w| contains_word(folded, w))
    })
}
