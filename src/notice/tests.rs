//! What the judge makes of single sentences, of text found in a build, and of a build's own data.

use super::{Difference, DifferenceKind, Document, Notice, PointId, UsedInBuild, compare, judge, looks_like_notice};

/// A short notice with one more paragraph.
fn with(paragraph: &str) -> Notice {
    let text = format!(
        "隱私權政策\n晴川健康科技股份有限公司（以下簡稱本公司）蒐集您的姓名與血壓，以提供健康紀錄服務。\n本公司不會將您的個人資料提供給第三方。\n{paragraph}\n"
    );
    judge(&Document::from_text("a.txt", &text))
}

fn satisfied(paragraph: &str, id: PointId) -> bool {
    let notice = with(paragraph);
    assert!(notice.is_notice);
    notice.point(id).unwrap().satisfied
}

#[test]
fn a_contact_person_is_a_name_a_role_or_a_window_and_no_hole() {
    let yes = [
        "聯絡人：王曉明，電話 (02) 2736-4815",
        "個資保護聯絡窗口：客服部 陳小姐",
        "個人資料保護專責人員：法務室",
        "聯絡人｜林佩蓉｜電話｜(04) 2358-7106",
        "請洽本公司資料保護長（DPO），電子郵件 dpo@chingchuan.tw",
        "如有疑問請洽客服部李佳蓉小姐 (02) 2736-4815",
    ];
    let no = [
        "聯絡人：○○○",
        "聯絡人：[請填入姓名]",
        "聯絡人：＿＿＿＿",
        "聯絡人：",
        "聯絡人：privacy@chingchuan.tw",
        "客服信箱：privacy@chingchuan.tw",
        "本服務會存取手機聯絡人及緊急聯絡人。",
    ];
    for text in yes {
        assert!(satisfied(text, PointId::ContactPerson), "{text}");
    }
    for text in no {
        assert!(!satisfied(text, PointId::ContactPerson), "{text}");
    }
}

#[test]
fn a_contact_method_can_be_reached() {
    let yes = [
        "客服電話：(02) 2736-4815",
        "免付費專線 0800-211-355",
        "服務信箱 care＠chingchuan.com.tw",
        "地址：臺北市大安區和平東路二段76號5樓",
        "Tel: +886 2 2793 4186",
    ];
    let no = [
        "客服電話：02-1234-5678",
        "手機：0912-345-678",
        "電話：02-xxxx-xxxx",
        "信箱：service@example.com",
        "地址：○○市○○路○○號",
        "統一編號 12345675，版本 2.1.0，113/03/21",
        "健康存摺問題請洽中央健康保險署 0800-030-598。",
    ];
    for text in yes {
        assert!(satisfied(text, PointId::ContactMethod), "{text}");
    }
    for text in no {
        assert!(!satisfied(text, PointId::ContactMethod), "{text}");
    }
}

#[test]
fn a_right_is_granted_refused_or_about_something_else() {
    let granted = [
        "您得請求刪除您的個人資料。",
        "當事人有權要求本公司刪除個人資料；但法令另有保存義務者，不在此限。",
        "若您無法自行刪除資料，可來信請求本公司刪除。",
        "本公司不得拒絕您請求刪除個人資料。",
        "You may ask us to delete your personal data.",
    ];
    let not = [
        "本服務不提供刪除個人資料之申請。",
        "刪除個人資料之請求，恕不受理。",
        "您得請求刪除您的個人資料。惟本公司一律不受理刪除個人資料之申請。",
        "您可以刪除瀏覽器的 Cookie。",
        "本公司將於期滿後刪除您的個人資料。",
        "We do not offer deletion of personal data.",
    ];
    for text in granted {
        assert!(satisfied(text, PointId::RightDelete), "{text}");
    }
    for text in not {
        assert!(!satisfied(text, PointId::RightDelete), "{text}");
    }
}

#[test]
fn rights_of_others_and_of_other_people_are_not_the_readers() {
    let delete = |text: &str| satisfied(text, PointId::RightDelete);
    assert!(delete("您的權利：您可以要求我們刪除您的個人資料。"));
    for text in [
        "若您違反本條款，本公司有權移除並刪除您張貼的內容與資料。",
        "如果您是家長並發現您的孩子提供了個人資料，請要求我們刪除。",
        "若您位於歐盟，您另享有 GDPR 所定請求刪除個人資料的權利。",
        "您不得散布、重製或要求刪除他人上傳的資料。",
    ] {
        assert!(!delete(text), "{text}");
    }
    assert!(satisfied("您的權利：\n- 撤銷：您可以在設定撤銷權限，停止所有資料蒐集", PointId::RightStop));
    assert!(!satisfied("您的權利：\n- 您可以隨時選擇不接收促銷郵件，請來信告知。", PointId::HowToExercise));
}

#[test]
fn who_collects_is_named_after_a_label_on_the_next_line_or_as_the_maker() {
    let org = |text: &str| {
        let text = format!(
            "隱私權政策\n我們蒐集您的姓名與血壓，以提供健康紀錄服務。\n我們不會將您的個人資料提供給第三方。\n{text}\n"
        );
        judge(&Document::from_text("a.txt", &text)).point(PointId::S8Org).unwrap().satisfied
    };
    assert!(!org(""));
    assert!(org("（一）蒐集機構名稱\n向晚身心研究所"));
    assert!(org("資料控管者為海風家庭中心；本平台由其維運。"));
    assert!(org("向晚研究所（以下簡稱「本研究所」）重視您的隱私。"));
    assert!(org("This app was developed by Helen Chou (hereinafter the Provider)."));
    assert!(!org("「血糖小卡」（以下稱「本擴充功能」）重視您的隱私。"));
    assert!(!org("歡迎來到「海風」（以下簡稱本服）。"));
}

#[test]
fn keeping_and_its_end_are_told_by_the_usual_formulas() {
    for text in [
        "期間：因執行業務所必須及依法令規定應為保存之期間。",
        "您的紀錄會保留在裝置內，直到您移除為止。",
        "您的個人資料僅在特定目的消失前於國內利用，目的消失後即銷毀。",
    ] {
        assert!(satisfied(text, PointId::Retention), "{text}");
    }
    for text in
        ["您得於利用期間期滿後請求停止利用或請求刪除個人資料。", "本 App 並不持有或保存您的資料，直到帳號註銷。"]
    {
        assert!(!satisfied(text, PointId::Retention), "{text}");
    }
}

#[test]
fn article_six_is_known_in_every_spelling() {
    let body = "您得就您的個人資料請求查詢、閱覽、製給複製本、補充、更正、停止蒐集及刪除。";
    for mark in ["第六條 ", "第６條　", "第 6 條：", "六、", "６．", "6. ", "（六）", "(6) ", "陸、", "Article 6 "]
    {
        let text = format!("{mark}當事人權利\n{body}");
        assert!(satisfied(&text, PointId::Article6Present), "{mark}");
    }
    for text in ["第六條規定之資料，您得請求刪除。", "第六條 當事人權利", "六、Cookie\n您可以關閉 Cookie。"]
    {
        assert!(!satisfied(text, PointId::Article6Present), "{text}");
    }
}

#[test]
fn what_is_missing_is_said_where_it_should_stand() {
    let notice = with("第六條 當事人權利\n您得請求查詢、閱覽、更正個人資料。");
    let point = notice.point(PointId::RightCopy).unwrap();
    assert_eq!(point.reason.code, "notice-point-missing");
    assert_eq!(point.locus.to_string(), "a.txt:4");
}

#[test]
fn text_of_a_build_is_told_apart() {
    let notice = "隱私權政策。本公司蒐集您的姓名、電話，用於會員服務；您可以要求查詢、更正或刪除您的個人資料。我們不會提供給第三方。";
    assert!(looks_like_notice(notice) >= 50);
    for other in ["確定要刪除這筆血壓紀錄嗎？", "隱私權政策", "function(a){return a.data.delete()}", ""]
    {
        assert!(looks_like_notice(other) < 50, "{other}");
    }
}

#[test]
fn the_build_and_the_notice_are_compared_both_ways() {
    let document = Document::from_text(
        "a.txt",
        "本公司蒐集姓名、血壓及位置，並使用 Firebase。\n本App需要相機權限。\n資料存於 https://api.chingchuan.tw 。",
    );
    let used = UsedInBuild {
        minor_permissions: Vec::new(),
        data_kinds: vec!["blood-pressure".into(), "health-bank-laboratory".into()],
        permissions: vec!["android.permission.RECORD_AUDIO".into(), "android.permission.INTERNET".into()],
        hosts: vec![
            "data.chingchuan.tw".into(),
            "track.other.io".into(),
            "firebaseinstallations.googleapis.com".into(),
        ],
        sdks: vec!["Sentry 7.0".into(), "Firebase Analytics".into()],
    };
    let rows: Vec<(DifferenceKind, String, bool)> = compare(&document, &used)
        .into_iter()
        .map(|Difference { of, name, used, .. }| (of, name.to_string(), used))
        .collect();
    let row = |of, name: &str, used| (of, name.to_owned(), used);
    assert_eq!(
        rows,
        [
            row(DifferenceKind::DataKind, "health-bank-laboratory", true),
            row(DifferenceKind::DataKind, "location", false),
            row(DifferenceKind::DataKind, "name", false),
            row(DifferenceKind::DataKind, "photo", false),
            row(DifferenceKind::Permission, "android.permission.RECORD_AUDIO", true),
            row(DifferenceKind::Permission, "photo", false),
            row(DifferenceKind::Host, "track.other.io", true),
            row(DifferenceKind::Sdk, "Sentry 7.0", true),
        ]
    );
}

#[test]
fn every_reason_has_words_in_both_languages() {
    let sources = [
        include_str!("error.rs"),
        include_str!("judge/mod.rs"),
        include_str!("judge/rights.rs"),
        include_str!("judge/contact.rs"),
        include_str!("judge/handling.rs"),
        include_str!("judge/duties/mod.rs"),
        include_str!("judge/duties/category.rs"),
        include_str!("judge/duties/org.rs"),
        include_str!("judge/duties/purpose.rs"),
        include_str!("judge/duties/terms_of_use.rs"),
    ];
    let words =
        [include_str!("../../reports/words/notice.en.yaml"), include_str!("../../reports/words/notice.zh-Hant.yaml")];
    for source in sources {
        for code in source.split('"').filter(|s| s.starts_with("notice-") && s.len() > 8) {
            for words in words {
                assert!(words.contains(&format!("\n{code}: ")), "{code}");
            }
        }
    }
}
