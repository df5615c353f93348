//! What names, hints and labels of screens say: which field takes what, and which control asks for consent.
//!
//! Used for layouts, nibs and pages alike. Names are split into words (`et_user_pwd`, `idNumberField`); labels are in
//! Traditional Chinese or English.

/// Kinds of sensitive input: word in facts, words of names, phrases of labels. The first that fits counts.
const FIELDS: &[(&str, &str, &str)] = &[
    ("one-time-code", "otp captcha vcode smscode verifycode", "驗證碼|簡訊碼|動態密碼|verification code|one-time|otp"),
    ("password", "password passwd pwd passcode passphrase pincode pin mima", "密碼|通行碼|password|passcode|pin"),
    (
        "national-id",
        "nationalid idno idnumber idcard identity twid rocid pid arc ssn passport nhi",
        "身分證|身份證|統一證號|居留證|護照|健保卡|身分字號|national id|id number|identity card|passport|social security",
    ),
    (
        "payment-card",
        "creditcard cardnumber cardno cvv cvc cvv2",
        "信用卡|卡號|安全碼|檢查碼|到期日|credit card|card number|cvv|cvc",
    ),
    (
        "bank-account",
        "bankaccount iban accountno accountnumber",
        "銀行帳號|帳戶號碼|轉帳|轉出帳|轉入帳|bank account|account number|from account|to account|iban",
    ),
    (
        "health",
        "bloodpressure systolic diastolic bloodsugar glucose heartrate pulse weight height bmi disease illness allergy \
         medication medicine symptom diagnosis medical",
        "血壓|收縮壓|舒張壓|血糖|心率|心跳|脈搏|體重|身高|病史|病歷|過敏|用藥|藥物|症狀|診斷|疾病|體溫|月經|懷孕|\
         blood pressure|blood sugar|glucose|heart rate|weight|allerg|medication|symptom|diagnos|disease|medical history",
    ),
    ("birthday", "birthday birthdate birth dob", "生日|出生|birthday|date of birth|birth date"),
    ("phone", "phone mobile tel cellphone telephone msisdn", "手機|電話|行動電話|phone|mobile number|telephone"),
    ("email", "email mail", "電子郵件|電子信箱|信箱|e-mail|email"),
    ("address", "address addr", "地址|住址|戶籍|postal address|home address|street"),
    (
        "account",
        "account username userid userno login loginid uid",
        "帳號|使用者名稱|會員編號|username|user name|user id|account",
    ),
    (
        "name",
        "realname fullname firstname lastname surname patientname",
        "姓名|真實姓名|full name|first name|last name|surname",
    ),
];

/// Longest label in characters.
const LABEL: usize = 60;

const DECLINE: &str =
    "不同意|拒絕|不允許|暫不|略過|取消授權|decline|disagree|do not agree|don't agree|reject|not now|deny|opt out";
const CONSENT: &str =
    "同意|我已閱讀|已閱讀並|已詳閱|授權|接受條款|接受並|i agree|agree|consent|accept|i have read|authorize|opt in";
/// Taking consent back is neither.
const WITHDRAW: &str = "撤回|撤銷|收回|取消同意|withdraw|revoke";
const REMEMBER: &str =
    "記住|記憶密碼|保持登入|自動登入|記住我|remember|keep me|stay signed|stay logged|auto login|save password|儲存密碼";

/// What an app may remember that says nothing of who uses it.
const REMEMBER_OTHER: &str = "語言|語系|主題|深色|字體|字級|單位|排序|篩選|版面|頁籤|選擇|分頁|language|theme|dark mode|font|units|sort|filter|layout|choice|selection";

/// What a field takes, by its name (id) and its label (hint): a kind such as `password`; none when it is nothing
/// sensitive.
pub fn sensitive(name: &str, label: &str) -> Option<&'static str> {
    let words = if name.len() > LABEL * 4 { Vec::new() } else { words(name) };
    // A paragraph beside a field is no label of it.
    let label = if label.chars().count() > LABEL { String::new() } else { label.to_lowercase() };
    let by_label = FIELDS.iter().find(|(_, _, phrases)| has(&label, phrases));
    let named = |names: &str| names.split_whitespace().any(|known| names_it(&words, known));
    by_label.or_else(|| FIELDS.iter().find(|(_, names, _)| named(names))).map(|(kind, ..)| *kind)
}

/// Whether a label refuses.
pub fn is_decline(label: &str) -> bool {
    has(&label.to_lowercase(), DECLINE)
}

/// Whether a label agrees to something.
pub fn is_consent(label: &str) -> bool {
    let lower = label.to_lowercase();
    !is_decline(label) && !has(&lower, WITHDRAW) && has(&lower, CONSENT)
}

/// Whether a label keeps someone logged in or a password kept.
pub fn is_remember(label: &str) -> bool {
    let lower = label.to_lowercase();
    has(&lower, REMEMBER) && !has(&lower, REMEMBER_OTHER)
}

/// Whether a label says that pressing it logs out.
pub fn is_logout(label: &str) -> bool {
    let plain: String = label.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    ["登出", "登出帳號", "登出帳戶", "登出系統", "logout", "signout", "logoff"].contains(&plain.as_str())
}

fn has(label: &str, phrases: &str) -> bool {
    phrases.split('|').any(|phrase| match memchr::memmem::find(label.as_bytes(), phrase.as_bytes()) {
        None => false,
        // A Latin phrase must begin a word, a short one be the word: `telephone` holds no `phone`, `shipping` no `pin`.
        Some(at) if phrase.is_ascii() => {
            let letter = |c: char| c.is_ascii_alphanumeric();
            let (before, after) = (label.get(..at), label.get(at.saturating_add(phrase.len())..));
            let whole = phrase.len() > 4 || !after.unwrap_or_default().starts_with(letter);
            whole && !before.unwrap_or_default().ends_with(letter)
        }
        Some(_) => true,
    })
}

/// What stands before and behind the word that counts in a name without separators: `setpin`, `newpassword`,
/// `emailinput`. A list, as `spinner` and `pinned` hold `pin` too.
const BEFORE: &str =
    "set enter input new old current confirm verify repeat retype change check user login my your edit edt et txt tv";
const BEHIND: &str = "field input edit edittext text view entry et confirm again";

/// Whether neighbouring words of a name, joined, are the known one: `id` + `number` is `idnumber`.
fn names_it(words: &[String], known: &str) -> bool {
    (0..words.len()).any(|from| {
        let mut joined = String::new();
        words.iter().skip(from).take(3).any(|word| {
            joined.push_str(word);
            joined == known || joined.split_once(known).is_some_and(|(before, behind)| goes_with(before, behind))
        })
    })
}

/// Whether nothing but what stands around such words stands around one.
fn goes_with(before: &str, behind: &str) -> bool {
    let among = |list: &str, part: &str| part.is_empty() || list.split_whitespace().any(|known| known == part);
    among(BEFORE, before) && among(BEHIND, behind)
}

/// The words of an identifier, in lower case: at separators and at changes to upper case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() {
            words.push(String::new());
        } else {
            if c.is_uppercase() && lower {
                words.push(String::new());
            }
            words.last_mut().into_iter().for_each(|word| word.extend(c.to_lowercase()));
        }
        lower = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_told_by_label_or_name() {
        assert_eq!(sensitive("edit1", "請輸入密碼"), Some("password"));
        assert_eq!(sensitive("etUserPwd", ""), Some("password"));
        assert_eq!(sensitive("id_number_field", ""), Some("national-id"));
        assert_eq!(sensitive("x", "身分證字號"), Some("national-id"));
        assert_eq!(sensitive("x", "請輸入簡訊驗證碼"), Some("one-time-code"));
        assert_eq!(sensitive("editText_from", "From Account:"), Some("bank-account"));
        assert_eq!(sensitive("systolic", ""), Some("health"));
        assert_eq!(sensitive("value", "Please verify PIN to login"), Some("password"));
        assert_eq!(sensitive("search_src_text", "搜尋"), None);
        assert_eq!(sensitive("shipping", "Shipping"), None, "no `pin` within a word");
        assert_eq!(sensitive("setpin", ""), Some("password"), "a name without separators");
        assert_eq!(sensitive("emailinput", ""), Some("email"));
        for name in ["spinner", "pinned", "hotel", "spinView", "resetPinned", "setspin", "mailbox", "parcel"] {
            assert_eq!(sensitive(name, ""), None, "{name}");
        }
    }

    #[test]
    fn consent_and_refusal_are_told_apart() {
        assert!(is_consent("我已閱讀並同意隱私權政策") && !is_consent("不同意"));
        assert!(is_decline("Not now") && is_consent("I agree"));
        assert!(!is_consent("Disagree"));
        assert!(!is_consent("撤回同意") && !is_decline("撤回同意") && !is_consent("Withdraw consent"));
        assert!(is_remember("記住我的帳號"));
        assert!(is_remember("Remember me"));
        assert!(!is_remember("記住語言設定") && !is_remember("Remember my choice"));
    }

    #[test]
    fn a_label_logs_out_when_it_says_nothing_else() {
        assert!(is_logout("Log out") && is_logout("登出") && is_logout("Sign-out"));
        assert!(!is_logout("登出後將刪除資料") && !is_logout("Log in") && !is_logout(""));
    }
}
