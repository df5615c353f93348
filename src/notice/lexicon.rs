//! The judge's words: terms by concept, in folded form (see [`super::text::fold`]), found in one pass over a sentence.
//!
//! A term may serve several concepts. Terms of [`Concept::Mask`] are phrases in which other terms do not mean what they
//! say («不得預先拋棄», «緊急聯絡人»): whatever lies inside one is dropped.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// What a term is a word for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Concept {
    /// Hides the terms inside it.
    Mask,
    /// To look up, to read.
    Inquire,
    /// A copy.
    Copy,
    /// To complete or correct.
    Correct,
    /// To stop collection, processing or use.
    Stop,
    /// To delete.
    Delete,
    /// The person's data.
    Data,
    /// Things that are looked up, changed or deleted and are not personal data.
    NotData,
    /// That something is the person's to ask.
    Right,
    /// Title of a part about rights.
    RightsTitle,
    /// The five rights of §3 by reference.
    LawOfRights,
    /// A plain refusal.
    Refusal,
    /// A condition or an exception.
    Condition,
    /// Ways that say by themselves that one turns to somebody.
    Channel,
    /// Ways that may also be data (telephone, e-mail).
    WeakChannel,
    /// «by», «through».
    Via,
    /// A part of the app where settings are.
    Settings,
    /// A label before a contact person.
    PersonLabel,
    /// A role that acts as contact window.
    ContactRole,
    /// A title after a name.
    Honorific,
    /// Collecting.
    Collect,
    /// Using, processing.
    Use,
    /// Purpose as a word.
    Purpose,
    /// Words that open a purpose.
    InOrderTo,
    /// Kinds of data as a word.
    Category,
    /// Period as a word.
    Period,
    /// Area as a word.
    Area,
    /// A place that can be an area of use.
    Place,
    /// Recipient as a word.
    Recipient,
    /// Method as a word, or a method of use.
    Method,
    /// Method as a bare word.
    MethodLabel,
    /// Not giving the data.
    NotGiving,
    /// What follows when the data are not given.
    Effect,
    /// Title of a part about not giving data.
    EffectTitle,
    /// Special data of §6.
    Special,
    /// Consent that is asked for.
    Consent,
    /// Consent that is presumed.
    PresumedConsent,
    /// Keeping.
    Retain,
    /// An end of keeping that is no number.
    Until,
    /// Without end.
    Forever,
    /// 健康存摺.
    HealthBank,
    /// Getting data from somewhere.
    Obtain,
    /// Not using it.
    NotUsed,
    /// Others than the parties.
    ThirdParty,
    /// Giving to others.
    Share,
    /// Links to other sites.
    LinkedSite,
    /// The notice's own side.
    FirstPerson,
    /// The person.
    SecondPerson,
    /// Title of a privacy notice.
    PrivacyTitle,
    /// Title of something else.
    OtherTitle,
    /// Title of a text about notices.
    AboutNotices,
    /// Cookies.
    Cookie,
    /// Authorities and other people's windows.
    Authority,
    /// Opens a list.
    Following,
}

use Concept as C;

#[rustfmt::skip]
const TERMS: &[(Concept, &[&str])] = &[
    (C::Mask, &[
        "與他人共用", "委託他人", "受託人的身份", "委託給我們", "公共電腦", "要求您", "請求您", "不會自行", "適用於", "為了讓您", "為讓您", "為了幫助您瞭解", "為了幫助您了解", "為了確保", "為確保", "為保護", "為了保護", "為了保障", "為保障", "為了維護", "為維護", "為尊重", "為了尊重",
        "不得預先拋棄", "不得拋棄", "不得預先", "不得拒絕", "不會拒絕", "無法拒絕", "不限於", "不影響", "不完整", "不正確", "無正當理由",
        "緊急聯絡人", "聯絡人清單", "聯絡人列表", "聯絡人名單", "聯絡人權限", "聯絡人資訊", "聯絡人資料", "手機聯絡人", "通訊錄聯絡人", "存取聯絡人", "讀取聯絡人",
        "身分證影本", "身分證明文件影本", "證件影本", "備份副本", "本公司得要求", "我們可能要求", "我們可要求", "本公司可要求", "本公司得請求", "我們可能會要求",
        "停止使用本服務", "停止使用本app", "停止使用本網站", "停止使用服務", "停止使用app", "停止使用我們", "停止使用本平台", "停止使用本產品", "停止使用該", "停止使用您的帳號",
        "停止提供服務", "停止提供", "保留權利", "保留修改", "保留隨時", "保留變更", "保留更改", "保留一切", "著作權", "智慧財產權", "所有權利", "版權", "如下", "例如", "諸如", "如何",
        "比如", "如有任何", "如有疑問", "移除本app", "移除app", "解除安裝", "用以下", "未經授權", "unauthorized access", "access control", "access controls", "internet access",
        "access to our", "health data access", "資料提供者", "資料處理方式", "資料保護機構", "資料保護機關", "適用要求", "法律要求", "法令要求", "法規要求", "更新本頁", "更新隱私", "'s access", "access to your google", "access to your camera", "access to your location", "stop seeing", "stop receiving", "data access permission", "access permission", "access our", "access the service", "access this", "access and use the", "all rights reserved", "copyright", "reserve the right", "reserves the right",
        "may request that you", "we may request", "we may ask", "if you have any", "individual contributors", "stop using the app", "stop using our", "stop using the service", "stop using this",
        "如果您對", "客服中心人員將", "如您對", "若您對", "view our", "review this", "view this", "our rights", "protect the rights", "protect our rights", "legal rights",
        "rights of others", "本公司權利", "他人權利", "他人之權利", "不代表", "處理您的請求", "處理您的申請", "查詢關鍵字", "查詢紀錄", "搜尋紀錄", "更新日期", "最後更新", "最近更新",
        "更新時間", "last updated", "last update", "軟體更新", "系統更新", "版本更新", "更新版本", "更新本", "修改本", "修訂本", "變更本", "更新政策", "隨時更新本", "政策更新", "更新服務",
        "紀錄更新", "定期更新", "copy button", "copy-paste", "copy/paste", "copy/launch", "\"copy\"", "copy for ai", "requests access", "grant or deny access", "deny access", "grant access", "revoke access", "得拒絕之", "得予拒絕", "得拒絕您", "不會因您行使", "apple health access", "health access", "like to inform", "wish to inform", "其他個人資料", "他人的個人資料", "他人之個人資料", "他人個人資料", "requests permission", "permission to access", "通知更新", "不定期更新",
    ]),
    (C::Inquire, &[
        "查詢", "閱覽", "查閱", "查看", "檢視", "調閱", "取閱", "瀏覽您", "瀏覽個人", "瀏覽或", "存取您的個人", "存取其個人", "存取權", "存取我們", "存取自己", "存取您於", "存取其個", "存取本人", "告訴您我們", "告知您我們", "我們有您哪些", "我們手上有", "近用", "取得您的個人資料副本", "存取、更正", "存取個人資料", "存取或", "訪問您的個人", "了解您的個人", "知悉權", "訪問權", "存取與更", "存取和更", "存取及更", "存取您的帳", "存取您的資", "存取其資料",
        "request disclosure of your", "request for disclosure", "request the disclosure", "access", "inquire", "enquire", "inquiry", "inquiries about your personal", "view", "review", "inspect", "look up", "right to know", "consult", "see the personal data", "see what",
    ]),
    (C::Copy, &[
        "複製本", "複本", "副本", "複製您", "複製個人", "複製其", "複製、", "複製或", "複製及", "請求複製", "複製,", "查詢、複製", "製給", "影本", "複印", "匯出您", "匯出個人", "匯出資料", "下載您的個人資料", "下載您的資料", "資料可攜", "可攜權", "可攜帶",
        "copy", "copies", "duplicate", "duplicates", "reproduction", "portability", "export your", "download your data", "portable",
    ]),
    (C::Correct, &[
        "補充", "更正", "更改", "修改", "修正", "更新", "編輯", "訂正", "增修", "提出變更", "變更個人資料", "變更您的個人", "變更或刪除", "變更、刪除", "變更、移除",
        "correct", "correction", "corrections", "rectify", "rectification", "amend", "amendment", "supplement", "update", "modify", "edit", "complete or correct", "corrected", "updated", "rectified", "supplemented",
    ]),
    (C::Stop, &[
        "停止蒐集", "停止處理", "停止利用", "停止使用", "停止對", "停止就", "停止或", "停止繼續", "停止其", "停止個人", "停止您", "停止本", "停止有關", "停止全部", "停止我們", "停止將", "停止以", "停止一部", "停止進一步", "請求停止", "要求停止", "停止之", "終止蒐集", "終止利用", "終止處理", "暫停蒐集",
        "停止及", "停止與", "停止、", "限制處理", "限制利用", "限制蒐集", "限制使用您的個人", "反對處理", "拒絕處理", "拒絕利用", "拒絕蒐集", "反對我們處理", "限制我們處理", "限制或反對", "限制或拒絕", "停止蒐", "停止所有", "限制資料", "撤銷存取", "撤銷授權", "撤銷權限", "撤銷health", "撤銷對", "撤銷:", "反對權", "反對我們", "拒絕權", "異議權", "、異議", "異議與", "異議及", "異議或",
        "stop collecting", "stop the collection", "stop collection", "stop our collection", "stop processing", "stop the processing", "stop using your", "stop the use", "stop use", "stop us", "ask us to stop", "to stop", "cease", "ceasing", "cessation", "discontinue", "discontinuing",
        "discontinuation", "object to", "restrict", "restriction of", "restrict processing", "restriction", "halt", "suspend", "suspension", "stopped", "revoke", "stop collection, processing",
    ]),
    (C::Delete, &[
        "刪除", "清除", "移除", "銷毀", "被遺忘權", "註銷帳號", "註銷您的",
        "clear all", "clear your", "clear the app", "clearing the app", "clearing your", "wipe", "delete", "deletion", "erase", "erasure", "remove", "removal", "deleted", "erased", "be forgotten", "removed", "deleting", "eliminate", "elimination",
    ]),
    (C::Data, &[
        "個人資料", "資料", "資訊", "紀錄", "帳號", "personal data", "your data", "your information", "data", "information", "account", "records", "record", "it",
    ]),
    (C::NotData, &[
        "草稿", "cookie", "cookies", "密碼", "瀏覽器", "留言", "訊息", "公告", "本政策", "政策", "條款", "聲明", "常見問題", "掛號進度", "物流", "門市", "電子報", "password", "browser", "policy", "terms", "this notice", "newsletter", "看診進度", "衛教文章", "廣告同意", "追蹤權限", "同意設定",
    ]),
    (C::Right, &[
        "權利", "有權", "得向", "得請求", "可請求", "請求", "要求", "申請", "行使", "您得", "您可", "您能", "您皆", "您均", "您亦", "當事人得", "當事人可", "使用者得", "使用者可", "會員得", "會員可", "民眾得", "民眾可", "病人得", "得隨時", "可隨時", "可自行", "得自行", "可以自行", "本人得", "如要", "若要", "如欲", "若欲", "如需", "若需", "欲請求",
        "得就", "可就", "權限:", "台端得", "台端可", "客戶得", "客戶可", "貴客戶得", "學員得", "受試者得", "得行使", "隨時可", "可以隨時", "您希望", "使用者希望", "會員希望", "若希望", "如希望", "您想要", "如想", "若想", "您將可", "您保有", "您享有", "享有",
        "right to", "rights", "right of", "you may", "you can", "you are entitled", "entitled to", "request", "exercise", "users may", "users can", "user may", "user can", "you have the", "members may", "you could", "at any time", "requests", "ask us", "data subjects may",
        "wishing to", "wish to", "would like to", "able to", "if you'd like", "if you would like", "if you wish", "if you want",
    ]),
    (C::RightsTitle, &[
        "要求什麼", "可以要求哪些", "能要求什麼", "權利", "當事人權", "當事人之權", "行使", "您的選擇", "使用者的控制", "查詢、", "查詢或", "查詢與更正", "查詢及更正", "更正與刪除", "更正及刪除", "查詢或更正", "存取與更正", "修改與刪除", "修改或刪除", "資料控制", "撤回同意",
        "rights", "your choices", "access, correct", "access and correct", "your controls", "control your", "access to and",
    ]),
    (C::LawOfRights, &["個人資料保護法第三條", "個人資料保護法第三條規定", "依第三條", "第三條規定", "article 3 of the personal data protection act", "article 3 of the pdpa"]),
    (C::Refusal, &[
        "無另設", "不另設", "未另設", "未另行設", "不提供", "恕不", "恕無法", "恕難", "無法提供", "不得請求", "不得要求", "不得申請", "不受理", "不予受理", "無法受理", "不接受", "概不", "一律不", "不予", "不開放", "不支援", "不能要求", "不能請求", "不可要求", "不可請求", "不可申請", "無權", "不允許", "尚未提供",
        "目前無法", "未提供", "沒有提供", "無法刪除", "無法更正", "無法查詢", "無法停止", "無法複製", "無法請求", "無法要求", "不能刪除", "不能更正", "不可刪除", "不得刪除", "不會刪除", "不會提供", "拒絕提供", "未開放", "不能查詢", "不可查詢", "無此", "拒絕您", "不得查詢", "不得更正", "並無", "不停止", "不刪除", "無從", "不能", "不可以",
        "do not offer", "does not offer", "don't offer", "do not provide", "does not provide", "don't provide", "do not support", "does not support", "cannot", "can not", "can't", "unable to", "not available", "not possible", "not permitted", "not allowed", "no right to",
        "do not have the right", "have no right", "will not delete", "refuse", "not entitled", "do not accept", "not accepted", "not offered", "not provided", "not supported", "may not request", "you may not", "will not provide", "will not stop", "not offer", "no option to", "no longer be", "do not allow", "does not allow", "not be honoured", "not be honored", "declined", "will not", "nor",
    ]),
    (C::Condition, &[
        "若", "如您", "如不", "如未", "如拒", "如果", "如因", "如經", "如欲", "如需", "倘", "除法", "除依法", "除有", "除因", "但因", "惟因", "但依", "惟依", "依法", "法令", "法律", "必須者", "所必須", "所必需", "情形", "爭議", "後將", "備份", "則", "於保存期", "法定", "契約另有", "刪除後", "註銷後", "一經", "原因", "理由",
        "if", "unless", "except", "where", "once", "after", "law", "legal", "when", "in certain cases", "some cases", "without",
    ]),
    (C::Channel, &[
        "來電", "致電", "來信", "來函", "書面", "客服", "客戶關係", "聯絡我們", "聯絡本", "與我們聯絡", "聯絡客", "表單", "申請書", "申請表", "聯絡方式", "下列方式", "以下方式", "親洽", "親自", "親臨", "臨櫃", "櫃台", "撥打", "專線", "寄至", "寄到", "寄信", "寄送至", "請洽", "洽詢", "會員中心", "聯絡窗口", "聯絡資訊", "線上申請",
        "傳真", "郵寄", "聯絡頁", "意見反應", "來電或", "專責窗口", "個人資料窗口", "本公司聯絡", "與開發者聯絡", "聯絡開發", "聯絡app", "私訊", "聯絡:", "聯絡管道", "聯絡方法", "下面任何", "下面的方式", "任一方式", "任一管道",
        "contact us", "contacting us", "contacting our", "contact our", "contact the", "contacting the", "write to", "write or", "call or", "in writing", "written request", "call us", "by calling", "email us", "emailing", "e-mailing", "customer service", "online form", "request form", "letter", "reach us", "get in touch", "by post", "by mail", "by phone", "by telephone", "by email",
        "via email", "send an email", "sending an email", "submit a request", "contact details below", "hotline", "email to", "mail to", "contact:", "reach out", "in person", "contact person", "help desk", "support team", "customer support", "please contact", "please email", "please write", "please call",
    ]),
    (C::WeakChannel, &["電話", "電子郵件", "email", "信箱", "mail", "telephone", "phone", "line", "通訊"]),
    (C::Via, &["以", "透過", "利用", "經由", "藉由", "用", "至", "由", "向", "經", "via", "through", "by", "using", "使用", "寄", "與"]),
    (C::Settings, &[
        "設定", "個人檔案", "會員專區", "帳號管理", "帳號資訊", "個人資料頁", "個人頁面", "網站中", "app內", "app中", "登入app", "登入後", "於app", "在app", "帳號設定", "我的帳號", "會員資料", "個人中心", "id和密碼", "id及密碼", "解除安裝", "移除app", "移除本app", "uninstall", "uninstalling", "個人設定", "頁面",
        "settings", "in-app", "in the app", "within the app", "account page", "profile page", "log in", "your profile", "app's menu", "account >", "through the app",
    ]),
    (C::PersonLabel, &[
        "聯絡人員", "聯絡人", "聯絡窗口", "個人資料聯絡窗口", "個人資料保護聯絡窗口", "聯絡對象", "承辦人員", "承辦人", "承辦窗口", "服務窗口", "諮詢窗口", "申訴窗口", "洽詢窗口", "窗口人員", "個人資料窗口", "專責窗口", "受理窗口", "專責人員", "專人", "個人資料管理人", "個人資料專員", "個人資料保護專員", "個人資料負責人", "資料保護長", "個人資料保護長", "資料保護官", "個人資料保護官", "隱私長", "隱私權保護長", "個人資料保護聯絡人",
        "保護負責人", "個人資料保護窗口", "隱私窗口", "隱私權窗口", "保護專責人員", "窗口",
        "contact person", "contact name", "contact window", "data protection officer", "privacy officer", "dpo", "person in charge", "contact officer", "attn", "attention", "person to contact", "responsible person", "named contact", "data protection contact", "privacy contact", "privacy manager", "point of contact",
    ]),
    (C::ContactRole, &[
        "專責人員", "專責窗口", "個人資料窗口", "個人資料保護窗口", "個人資料聯絡窗口", "個人資料保護聯絡窗口", "聯絡窗口", "資料保護長", "資料保護官", "隱私長", "隱私權保護長", "個人資料專員", "個人資料保護專員", "個人資料管理人", "保護負責人", "隱私窗口", "隱私權窗口", "個人資料保護長", "個人資料保護官", "個人資料負責人", "受理窗口",
        "data protection officer", "privacy officer", "dpo", "contact person", "privacy manager", "contact officer", "point of contact",
    ]),
    (C::Honorific, &["先生", "小姐", "女士", "專員", "經理", "主任", "組長", "課長", "科長", "管理師", "護理師", "個管師", "醫師", "藥師", "工程師", "處長", "副理", "協理", "院長", "mr.", "ms.", "mrs.", "dr."]),
    (C::Collect, &["蒐集", "取得", "擷取", "詢問您", "登錄", "要求您提供", "請您提供", "提供下列", "提供以下", "記錄您", "輸入", "填寫", "讀取", "collect", "collects", "collected", "collection", "gather", "obtain", "receive", "you provide", "record", "ask for", "provide us", "we ask", "read"]),
    (C::Use, &["利用", "使用", "處理", "運用", "use", "uses", "used", "process", "processed", "using"]),
    (C::Purpose, &["目的", "用途", "用在哪", "用在什麼", "用來做什麼", "做什麼用", "如何使用", "如何利用", "資料的使用", "資料之使用", "資料使用", "資訊使用", "資訊的使用", "purpose", "purposes", "why we", "why do we", "為什麼蒐集", "為什麼要蒐集", "為什麼收集", "為什麼需要", "為何蒐集", "how we use"]),
    (C::InOrderTo, &[
        "為了", "為提供", "以便", "以提供", "用於", "用以", "用來", "作為", "俾", "為辦理", "為協助", "為進行", "為處理", "為完成", "供本", "基於", "以協助", "以改善", "以確保", "以執行", "以進行", "以利",
        "in order to", "to provide", "used to", "used only to", "used solely to", "used exclusively to", "only used to", "used only for", "solely used", "to offer", "to improve", "so that", "to help", "to show", "to respond", "to create", "to manage", "to let", "to allow", "to deliver", "to send", "to operate", "to support", "to enable", "to populate", "to display", "to sync", "to generate", "to calculate", "to analyze", "to analyse", "to personalize", "to personalise", "to verify", "to facilitate", "to track", "to communicate", "to authenticate", "to process your", "to maintain", "to identify", "to keep", "use it to", "to give", "for the purpose of", "for the purposes of", "solely for", "used for",
    ]),
    (C::Category, &["類別", "項目", "種類", "類型", "範圍", "包括", "包含", "如下", "欄位", "categories", "category", "types of", "kinds of", "the following", "such as", "including", "includes", "what data", "what information", "what we collect", "items"]),
    (C::Period, &["期間", "期限", "存續", "年限", "period", "duration", "how long", "retention"]),
    (C::Area, &["地區", "區域", "領域", "地域", "國家", "地點", "境內", "region", "territory", "area", "country", "countries", "where we use", "location of use", "geographic", "worldwide"]),
    (C::Place, &[
        "台灣", "中華民國", "台澎金馬", "境內", "國內", "全球", "歐盟", "美國", "日本", "新加坡", "我國", "境外", "國外", "全世界", "伺服器所在", "營運所在",
        "taiwan", "republic of china", "worldwide", "united states", "singapore", "japan", "european union", "global",
    ]),
    (C::Recipient, &["對象", "recipient", "recipients", "利用者", "who we share", "whom"]),
    (C::Method, &[
        "利用方式", "使用方式", "處理方式", "利用之方式", "利用及方式", "方式利用", "自動化", "非自動化", "電子檔", "電子形式", "電子方式", "紙本", "數位方式", "以書面", "方式進行", "方式為之", "以電子", "電子文件", "合理方式", "合法方式", "適當方式", "方式處理", "方式蒐集", "方式使用", "電腦處理", "加密方式", "系統處理", "網際網路", "電腦系統", "以自動",
        "automated", "electronic", "electronically", "on paper", "manual", "by computer", "methods of use", "method of use", "manner of use", "digital means", "encrypted form",
    ]),
    (C::MethodLabel, &["方式", "方法", "method", "methods", "manner", "means"]),
    (C::NotGiving, &[
        "不提供", "沒有提供", "不想提供", "不想填", "未提供", "不同意提供", "拒絕提供", "選擇不", "提供不", "不願提供", "未能提供", "不完整", "不正確", "提供不實", "不填", "未填", "不同意", "不授權", "不給", "拒絕授權", "未授權", "不願", "拒絕", "無提供", "不授予", "未授予", "不給予", "不允許", "未允許", "拒提供", "不填寫", "未填寫", "不登錄",
        "do not provide", "don't provide", "choose not to", "decline to", "fail to provide", "not provide", "refuse to", "not giving", "do not give", "withhold", "without it", "without this", "not to provide", "do not supply", "decline", "does not provide", "if denied", "if you deny", "is denied", "if you refuse", "without permission", "without providing", "unless you register", "unless you provide",
    ]),
    (C::Effect, &[
        "無法", "沒辦法", "請勿", "不能", "影響", "不得使用", "限制", "未能", "將不", "不予", "無從", "婉拒", "致", "導致", "暫停", "終止", "功能", "權益", "仍可", "仍得",
        "unable", "not be able", "cannot", "can't", "may not", "unavailable", "limited", "affect", "will not", "not work", "won't", "still use", "not available", "impossible", "prevent", "still works", "still work", "keeps working", "continue to work",
    ]),
    (C::EffectTitle, &["會怎樣", "會怎麼樣", "what happens", "不提供", "未提供", "影響", "consequence", "consequences", "not providing", "if you do not"]),
    (C::Special, &[
        "特種", "敏感性", "敏感個人", "敏感資料", "敏感的", "病歷", "醫療資料", "醫療資訊", "醫療紀錄", "醫療個人", "醫療、", "醫療及", "醫療或", "健康檢查", "基因", "性生活", "犯罪前科", "健康資料", "健康資訊", "健康數據", "檢驗", "就醫", "健康存摺", "健康紀錄", "用藥", "診斷", "診療", "生理資料", "個人資料保護法第六條", "健檢", "健康相關", "健康狀況", "健康指標", "血糖", "血壓", "心率", "月經", "healthkit", "apple health", "apple健康", "health connect", "healthconnect",
        "special category", "special categories", "sensitive", "medical", "health data", "health information", "health record", "health records", "genetic", "health-related", "special data", "health examination", "health check", "health status",
    ]),
    (C::Consent, &[
        "書面同意", "明確同意", "明示同意", "另行同意", "單獨同意", "同意書", "取得您的同意", "取得您同意", "取得您之同意", "徵得您的", "徵得您", "徵求您的同意", "經您同意", "經您的同意", "經當事人", "當事人同意", "取得當事人", "電子簽章", "勾選同意", "您同意後", "您的同意後", "事前同意", "事先同意", "授權同意", "同意授權", "經您授權", "您的授權", "取得您的書面", "取得同意", "經使用者同意",
        "經您書面", "經同意", "經本人同意", "取得本人", "告知同意", "點選同意", "按下同意", "簽署", "明示", "經您明確", "您的明確", "您明確同意", "您授權app", "您授權後", "使用者授權", "使用者明確授權", "使用者明確同意", "明確授權", "在您授權", "取得您的授權", "您單獨授權", "您同意授權", "經您允許",
        "written consent", "explicit consent", "express consent", "your consent", "separate consent", "consent in writing", "prior consent", "consent form", "you consent", "explicitly agree", "signed consent", "your permission", "your authorization", "you explicitly authorize", "you explicitly authorise", "you authorize", "you authorise", "explicit permission", "explicit authorization", "after your consent", "only with your", "with your authorization", "with your authorisation", "you grant permission", "you grant access", "permission you grant", "after you grant",
    ]),
    (C::PresumedConsent, &["視為同意", "視同同意", "即表示您同意", "即表示同意", "即代表您同意", "視為您同意", "默示", "即視為", "無須您", "無需您", "毋須您", "不需您", "無須另行", "無需另行", "無須取得", "無需取得", "毋須", "不另行", "無須經", "無需經", "不需要您", "不須", "不需", "即同意", "即表示您已", "不另取得", "不再另行", "不另徵", "即表示您", "表示您已",
        "deemed to consent", "deemed to have", "implied consent", "by using", "without your consent", "without consent", "without asking", "no consent", "without separate", "consent is not", "without further consent", "not ask for", "without obtaining"]),
    (C::Retain, &["保存", "保留", "儲存", "留存", "存放", "持有", "期間", "期限", "刪除", "銷毀", "retain", "retained", "retention", "keep", "kept", "store", "stored", "period", "delete", "deleted", "erase", "erased"]),
    (C::Until, &[
        "為止", "直到", "直至", "終止時", "終止後", "消失", "屆滿", "存續期間", "存續期", "目的達成", "達成目的", "目的完成", "帳號刪除", "刪除帳號", "註銷", "停止服務", "停用", "終止會員", "必須之保存期間", "必要之保存期間", "保存之期間", "保存年限", "執行業務所必", "所必須之", "所須之期間", "必要期間", "必要之期間", "必要的期間", "所需期間", "所需的期間", "所需之期間", "保存期限", "法令規定期", "契約期間", "契約關係", "服務期間", "使用期間", "營運期間", "刪除為止", "要求刪除", "解約", "不再使用", "完成後", "結束後",
        "until", "as long as", "for the duration", "no longer", "no longer needed", "expiry", "end of the", "when you delete", "while your account", "as required by law", "upon termination", "period necessary", "necessary to fulfil", "necessary for the purposes",
    ]),
    (C::Forever, &["永久", "無限期", "不定期限", "永遠", "無期限", "indefinitely", "forever", "permanently", "without limit"]),
    (C::HealthBank, &["健康存摺", "my health bank", "myhealthbank", "my healthbank", "nhi health bank", "health bank"]),
    (C::Obtain, &["取得", "下載", "匯入", "來源", "授權", "提供", "介接", "串接", "連結", "蒐集", "sdk", "讀取", "擷取", "同步", "接收", "取自", "來自", "調閱", "資料", "import", "imported", "obtain", "obtained", "download", "downloaded", "from", "via", "source", "collect", "receive", "connect", "through", "data"]),
    (C::NotUsed, &["不使用", "未使用", "未介接", "不介接", "未串接", "不串接", "不蒐集", "未蒐集", "不會取得", "無法取得", "不讀取", "不取得", "無介接", "沒有介接", "不下載", "未取得", "不會蒐集", "尚未介接", "不連結", "尚未", "未來", "規劃中", "不會", "do not", "does not", "not connected", "not use", "never", "in the future", "no longer"]),
    (C::ThirdParty, &[
        "別的公司", "別家公司", "別人", "第三方", "第三人", "第三者", "他人", "委託", "受託", "委外", "合作廠商", "合作夥伴", "合作單位", "合作醫療", "合作機構", "合作對象", "合作藥局", "關係企業", "其他公司", "其他機構", "外部", "其他團體", "其他人", "服務供應商", "服務提供者", "服務商", "供應商", "主管機關", "司法機關", "firebase", "google analytics", "商業夥伴", "其他個人", "外界", "政府部門", "廣告商", "廣告主", "廠商", "保險公司", "雇主", "處理者", "其他使用者", "政府機關", "檢調", "子公司",
        "third party", "third parties", "third-party", "service provider", "service providers", "partners", "affiliates", "processors", "vendors", "contractors", "contractor", "subprocessor", "anyone else", "data processors", "other companies", "other organisations", "other organizations", "subcontractors", "others", "anyone",
    ]),
    (C::Share, &[
        "提供", "分享", "揭露", "共享", "共用", "交換", "出售", "出租", "販售", "傳送", "傳輸", "委託", "移轉", "公開", "洩漏", "洩露", "透露", "轉讓", "利用", "委由", "處理", "交付", "轉售", "租借", "使用",
        "share", "shared", "sharing", "disclose", "disclosed", "disclosure", "sell", "sold", "rent", "transfer", "transferred", "provide", "provided", "pass", "given to", "give", "process", "processed", "trade", "entrust", "engage", "send", "sent", "entrusted", "passed",
    ]),
    (C::LinkedSite, &["可能連結", "連結到其他", "連結至", "外部連結", "其他網站", "該連結", "網站連結", "第三方網站", "外部網站", "所連結", "連結之", "連結的", "external link", "other websites", "third-party websites", "third party websites", "links to", "third-party sites", "third party sites"]),
    (C::FirstPerson, &[
        "本公司", "我們", "本院", "本服務", "本app", "本署", "本處", "本中心", "本局", "本網站", "本平台", "本會", "本機構", "本診所", "本單位", "本團隊", "本系統", "本校", "本部", "本基金會", "本站", "本協會", "本府", "本所", "本校", "本行", "本軟件", "以下簡稱", "下稱", "本團隊", "本開發者", "本活動", "本計畫", "本應用", "本工作室", "本隊", "本園", "本店", "本社", "本館", "本商店", "本藥局", "本事務所", "本醫院", "本組織", "本集團", "本學會", "本工會", "本農會", "本小組", "本企業",
        "we", "our", "us", "the company", "the app", "this app", "the service", "the hospital", "the clinic", "the organization", "the organisation",
    ]),
    (C::SecondPerson, &["您", "使用者", "會員", "當事人", "台端", "立同意書人", "病人", "客戶", "民眾", "學員", "you", "your", "user", "users", "members", "patients", "the data subject", "the resident", "the patient"]),
    (C::PrivacyTitle, &[
        "隱私權政策", "隱私政策", "隱私權聲明", "隱私聲明", "隱私權保護", "隱私權條款", "隱私條款", "隱私權宣告", "隱私保護", "隱私權", "個人資料保護政策", "個人資料保護聲明", "個人資料保護告知", "個人資料蒐集", "個人資料告知", "個人資料提供同意", "個人資料使用同意", "個人資料保護管理政策", "個人資料保護法告知", "個人資料同意", "個人資料處理", "告知事項", "告知聲明", "告知書", "蒐集告知", "個人資料聲明", "隱私", "個人資料保護說明", "個人資料保護宣告",
        "個人資料利用", "個人資料保護法應告知", "個人資料保護", "個人資料授權", "個人資料使用告知", "個人資料告知",
        "privacy policy", "privacy notice", "privacy statement", "data protection notice", "data protection policy", "personal data protection", "personal data collection", "collection of personal data", "personal data processing", "privacy", "personal data notice",
    ]),
    (C::OtherTitle, &[
        "服務條款", "使用條款", "使用者條款", "服務同意書", "使用同意書", "契約書", "合約書", "會員規章", "服務協議", "使用者合約", "會員條款", "免責聲明", "常見問題", "操作手冊", "使用手冊", "更新日誌", "版本紀錄", "使用說明", "食譜", "退換貨", "購物須知", "問與答", "電子報",
        "terms of service", "terms of use", "terms and conditions", "end user license", "readme", "changelog", "release notes", "faq", "license agreement", "installation", "user manual",
    ]),
    (C::AboutNotices, &[
        "如何撰寫", "教學", "懶人包", "指南", "施行細則", "申請說明", "總則", "報導", "新聞稿", "總說明", "修正草案", "解析", "採訪", "記者", "評析", "課程", "講義", "會議紀錄", "範本說明", "檢核表", "寫作", "怎麼寫", "研討會", "摘要說明",
        "how to write", "guide to", "press release", "blog", "tutorial", "news", "checklist", "minutes", "course", "guideline",
    ]),
    (C::Cookie, &["cookie", "cookies"]),
    (C::Authority, &["主管機關", "個人資料保護委員會", "消保", "消費者保護", "165", "警政", "健保署", "中央健康保險署", "國家發展委員會", "主管機關申訴", "國發會", "反詐騙", "1950", "1922", "supervisory authority", "commission", "national health insurance administration", "nhia"]),
    (C::Following, &["下列", "以下", "如下", "下述", "後述", "following", "below", "as follows"]),
];

struct Finder {
    automaton: AhoCorasick,
    concepts: Vec<(Vec<Concept>, bool)>,
}

static FINDER: LazyLock<Finder> = LazyLock::new(|| {
    let mut terms: std::collections::BTreeMap<&str, Vec<Concept>> = std::collections::BTreeMap::new();
    for (concept, words) in TERMS {
        for word in *words {
            let concepts = terms.entry(word).or_default();
            if !concepts.contains(concept) {
                concepts.push(*concept);
            }
        }
    }
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .build(terms.keys())
        .unwrap_or_else(|error| unreachable!("a fixed list: {error}"));
    let concepts = terms
        .into_iter()
        .map(|(word, concepts)| (concepts, word.starts_with(|c: char| c.is_ascii_alphanumeric())))
        .collect();
    Finder { automaton, concepts }
});

/// A term found in a folded sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    /// What it is a word for.
    pub(super) concept: Concept,
    /// Byte offset.
    pub(super) start: usize,
    /// Byte offset of its end.
    pub(super) end: usize,
}

/// The terms of one sentence.
#[derive(Debug, Clone, Default)]
pub(super) struct Hits(Vec<Hit>);

impl Hits {
    /// Finds all terms of a folded sentence.
    pub(super) fn find(folded: &str) -> Self {
        let bytes = folded.as_bytes();
        let mut hits = Vec::new();
        let mut masks: Vec<(usize, usize)> = Vec::new();
        for found in FINDER.automaton.find_overlapping_iter(folded) {
            let Some((concepts, latin)) = FINDER.concepts.get(found.pattern().as_usize()) else { continue };
            let (start, end) = (found.start(), found.end());
            if *latin && !whole_word(bytes, start, end) {
                continue;
            }
            if concepts.contains(&Concept::Mask) {
                masks.push((start, end));
            }
            hits.extend(concepts.iter().map(|concept| Hit { concept: *concept, start, end }));
        }
        if !masks.is_empty() {
            masks.sort_unstable();
            // The furthest mask end among masks that start at or before each: enough to test containment.
            let mut furthest = 0;
            for mask in &mut masks {
                furthest = furthest.max(mask.1);
                mask.1 = furthest;
            }
            hits.retain(|hit| {
                let before = masks.partition_point(|(start, _)| *start <= hit.start);
                hit.concept != Concept::Mask
                    && before.checked_sub(1).and_then(|i| masks.get(i)).is_none_or(|(_, end)| *end < hit.end)
            });
        }
        Self(hits)
    }

    /// Whether a concept occurs.
    pub(super) fn has(&self, concept: Concept) -> bool {
        self.0.iter().any(|hit| hit.concept == concept)
    }

    /// Whether any of some concepts occurs.
    pub(super) fn any(&self, concepts: &[Concept]) -> bool {
        self.0.iter().any(|hit| concepts.contains(&hit.concept))
    }

    /// All hits of a concept.
    pub(super) fn of(&self, concept: Concept) -> impl Iterator<Item = Hit> + '_ {
        self.0.iter().copied().filter(move |hit| hit.concept == concept)
    }

    /// How often a concept occurs.
    pub(super) fn count(&self, concept: Concept) -> usize {
        self.of(concept).count()
    }
}

/// A Latin term counts only as a whole word (a plural or genitive `s` may follow).
fn whole_word(bytes: &[u8], start: usize, end: usize) -> bool {
    let letter = |at: Option<usize>| at.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_alphanumeric);
    if letter(start.checked_sub(1)) {
        return false;
    }
    !letter(Some(end)) || (bytes.get(end) == Some(&b's') && !letter(Some(end + 1)))
}
