//! 聯絡人 and 聯絡方式: both must be there, and neither be a placeholder.

use std::sync::LazyLock;

use regex::Regex;

use super::super::lexicon::{Concept as C, Hit};
use super::super::outline::{Outline, Role, Unit};
use super::{Verdict, any_of, missing, regex};
use crate::finding::Note;

static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)
        (?: \+? 886 [-\s.]? \(?0?\)? \d{1,3} | \(0\d{1,3}\) | 0\d{1,3} )
        [-\s.)~]{0,2} [\dx○●〇\*]{3,4} [-\s.]? [\dx○●〇\*]{3,4} (?: [-\s.]? [\dx]{1,3} )?
        | \+ \d{1,3} [-\s.]? \(?\d{1,4}\)? (?: [-\s.]? \d{2,4} ){2,4}
        | \(\d{3}\) \s? \d{3}-\d{4}
        | \b \d{4}-\d{4} \b
        | \b \d{3}-\d{3}-\d{4} \b
        | \b 4 1 [28] - \d{4}
        ",
    )
});
static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)[a-z0-9_.+\-]{1,64}\s?(?:@|\[at\]|\(at\)|\s+at\s+|#at#)\s?[a-z0-9\-]{1,63}(?:(?:\.|\[dot\]|\(dot\))[a-z0-9\-]{1,63}){1,5}",
    )
});
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)
        (?: 台北|新北|桃園|台中|台南|高雄|基隆|新竹|嘉義|苗栗|彰化|南投|雲林|屏東|宜蘭|花蓮|台東|澎湖|金門|連江 ) [市縣]? .{0,30}?
        (?: 路|街|大道|巷|段|里|村 ) .{0,16}? [0-9一二三四五六七八九十百之\-]+ 號
        ",
    )
});
static ADDRESS_LATIN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)
        \d{1,5} [a-z]? ,? \s .{0,60}? \b (?: rd | road | st | street | ave | avenue | blvd | boulevard | lane | ln | drive | square | way | dist | district ) \b
        .{0,80}? \b (?: taiwan | taipei | city | r\.?o\.?c | usa | united | kingdom | county | \d{5} ) ",
    )
});

/// Whether text is a blank, or an e-mail address that nobody has.
pub(super) fn is_made_up(text: &str) -> bool {
    placeholder(text) || EMAIL.find_iter(&text.to_lowercase()).any(|found| !email_is_real(found.as_str()))
}

/// Whether text holds a placeholder: `○○`, `XXX`, `[…]`, blanks to fill in.
pub(super) fn placeholder(text: &str) -> bool {
    let mut run = ('\0', 0usize);
    for c in text.chars() {
        run = if c == run.0 { (c, run.1 + 1) } else { (c, 1) };
        let hole = match c {
            '○' | '〇' | '◯' | '●' | '□' | '△' | '╳' => 2,
            '＊' | '*' => 3,
            '_' | '＿' | '﹍' => 2,
            '×' => 2,
            'x' | 'X' | 'ｘ' | 'Ｘ' | 'O' | 'Ｏ' | 'o' => 3,
            _ => usize::MAX,
        };
        if run.1 >= hole {
            return true;
        }
    }
    let words = [
        "請填",
        "待補",
        "待填",
        "待定",
        "公司名稱]",
        "姓名]",
        "[姓名",
        "[公司",
        "[電話",
        "[email",
        "[聯絡",
        "[您",
        "[your",
        "your company",
        "tbd",
        "to be filled",
        "某某",
        "某公司",
        "lorem ipsum",
        "<name>",
        "<email>",
        "{",
        "insert ",
        "xx公司",
        "oo公司",
        "xx路",
        "oo路",
        "[name",
        "[company",
        "[phone",
        "[address",
        "[contact",
        "[地址",
        "[單位",
        "[機關",
        "[insert",
        "[填",
        "(姓名)",
        "(請",
        "[請",
        "(電話)",
        "(填",
        "[產品",
        "[app",
    ];
    let lower = text.to_lowercase();
    words.iter().any(|w| lower.contains(w))
}

/// A kind of contact method found, or why what looks like one is none.
enum Method {
    Reachable,
    Template,
    Others,
}

/// Judges the contact method. The best is one that stands with the rights or a contact label; any that is the
/// notice's own counts, also in the footer.
pub(super) fn method(outline: &Outline) -> Verdict {
    let mut best: Option<(u8, usize)> = None;
    let mut failed: Option<(usize, &'static str)> = None;
    for (index, unit) in outline.units.iter().enumerate() {
        match method_in(outline, index, unit) {
            None => {}
            Some(Method::Template) => failed = failed.or(Some((index, "notice-placeholder"))),
            Some(Method::Others) => failed = failed.or(Some((index, "notice-contact-of-others"))),
            Some(Method::Reachable) => {
                let rank = rank(outline, index, unit);
                if best.is_none_or(|(b, _)| rank > b) {
                    best = Some((rank, index));
                }
            }
        }
    }
    match (best, failed) {
        (Some((0, at)), _) => Verdict::yes(at, Note::new("notice-contact-footer")),
        (Some((_, at)), _) => Verdict::yes(at, Note::new("notice-point-found")),
        (None, Some((at, code))) => Verdict::no(Some(at), Note::new(code)),
        (None, None) => missing(),
    }
}

fn rank(outline: &Outline, index: usize, unit: &Unit) -> u8 {
    let labelled = unit.hits.any(&[C::Channel, C::PersonLabel, C::WeakChannel]);
    match unit.role {
        Role::Footer => 0,
        _ if super::rights::in_rights_part(outline, index) => 3,
        _ if labelled => 2,
        _ => 1,
    }
}

fn method_in(outline: &Outline, index: usize, unit: &Unit) -> Option<Method> {
    let text = unit.folded.as_str();
    let worth = text.contains('@')
        || text.contains("at")
        || text.contains('號')
        || text.bytes().filter(u8::is_ascii_digit).count() >= 3;
    if !worth {
        return holes_for_contact(unit).then_some(Method::Template);
    }
    let (mut reachable, mut template) = (false, false);
    for found in EMAIL.find_iter(text) {
        if email_is_real(found.as_str()) { reachable |= !others_email(found.as_str()) } else { template = true }
    }
    for found in PHONE.find_iter(text) {
        let digit_before =
            text.get(..found.start()).and_then(|t| t.chars().last()).is_some_and(|c| c.is_ascii_digit() || c == '/');
        if digit_before || !phone_context(unit, found.start()) {
            continue;
        }
        if phone_is_real(found.as_str()) { reachable = true } else { template = true }
    }
    let lower = text;
    let address = ADDRESS.find(lower).or_else(|| ADDRESS_LATIN.find(lower));
    if let Some(found) = address {
        if placeholder(found.as_str()) { template = true } else { reachable = true }
    }
    match (reachable, template) {
        (true, _) if others_window(outline, index, unit) => Some(Method::Others),
        (true, _) => Some(Method::Reachable),
        (false, true) => Some(Method::Template),
        (false, false) => holes_for_contact(unit).then_some(Method::Template),
    }
}

/// `電話：○○○`: a label with a hole.
fn holes_for_contact(unit: &Unit) -> bool {
    unit.hits.any(&[C::WeakChannel, C::PersonLabel]) && placeholder(&unit.text)
}

/// A number counts as a telephone only near a word for one, or in the usual form of one.
fn phone_context(unit: &Unit, at: usize) -> bool {
    let before = unit.folded.get(..at).unwrap_or_default();
    let tail: String = before.chars().rev().take(24).collect::<Vec<_>>().into_iter().rev().collect();
    let near = [
        "電話",
        "專線",
        "手機",
        "tel",
        "phone",
        "call",
        "致電",
        "撥打",
        "來電",
        "客服",
        "傳真",
        "洽",
        "聯絡",
        "免付費",
        "hotline",
        "分機",
        "轉",
        "t:",
        "mobile",
        "at ",
    ];
    let form = unit
        .folded
        .get(at..)
        .is_some_and(|t| t.starts_with("(0") || t.starts_with("08") || t.starts_with("+") || t.starts_with("0"));
    near.iter().any(|w| tail.contains(w))
        || (form && !tail.contains("編號") && !tail.contains("統編") && !tail.contains("ip"))
}

/// No template's number: holes, one digit repeated, digits in sequence.
fn phone_is_real(text: &str) -> bool {
    if text.chars().any(|c| matches!(c, 'x' | '○' | '●' | '〇' | '*')) {
        return false;
    }
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let longest = |step: i64| {
        let mut best = (1usize, 0usize);
        let mut run = 1usize;
        for (at, pair) in digits.windows(2).enumerate() {
            let [a, b] = [pair.first(), pair.get(1)].map(|d| i64::from(d.copied().unwrap_or(99)));
            run = if b - a == step { run + 1 } else { 1 };
            if run > best.0 {
                best = (run, at + 2 - run);
            }
        }
        best
    };
    let (same, _) = longest(0);
    let (up, start) = longest(1);
    let (down, _) = longest(-1);
    let from_one = digits.get(start).is_some_and(|d| *d <= 1);
    let all: String = digits.iter().map(u32::to_string).collect();
    let stock = all.ends_with("5550100")
        || all.contains("12345678")
        || all.ends_with("1234567")
        || all.ends_with("123123")
        || all.ends_with("345678");
    same < 6 && !(up >= 6 && from_one || up >= 8) && down < 6 && !stock
}

/// No address of an example.
fn email_is_real(text: &str) -> bool {
    let text = text.replace(' ', "").replace("[at]", "@").replace("(at)", "@").to_ascii_lowercase();
    let Some((user, domain)) = text.split_once('@') else { return true };
    let domain = domain.trim_end_matches('.');
    let labels: Vec<&str> = domain.split('.').collect();
    let first = labels.first().copied().unwrap_or_default();
    let hole = |s: &str| s.len() >= 2 && (s.chars().all(|c| c == 'x') || s.chars().all(|c| c == 'o'));
    let reserved = labels.iter().any(|l| matches!(*l, "example" | "invalid" | "localhost") || hole(l))
        || labels.last() == Some(&"test")
        || matches!(
            first,
            "yourcompany"
                | "your-company"
                | "yourdomain"
                | "your-domain"
                | "domain"
                | "company"
                | "companyname"
                | "abc"
                | "test"
                | "sample"
                | "xyz"
                | "yoursite"
                | "mycompany"
                | "youremail"
                | "yourapp"
                | "companydomain"
                | "email"
        );
    let placeholder_user = hole(user)
        || matches!(
            user,
            "your"
                | "youremail"
                | "your-email"
                | "your.email"
                | "yourname"
                | "username"
                | "name"
                | "xxx"
                | "abc"
                | "someone"
                | "email"
        );
    !(reserved || placeholder_user)
}

/// An address of a firm that serves the app, not the app's own.
fn others_email(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    [
        "google.com",
        "apple.com",
        "facebook.com",
        "meta.com",
        "firebase",
        "microsoft.com",
        "amazon.com",
        "nhi.gov.tw",
        "pdpc.gov.tw",
        "fb.com",
    ]
    .iter()
    .any(|d| text.ends_with(d))
}

/// The sentence gives the window of an authority or of a supplier, or one for the press.
fn others_window(outline: &Outline, index: usize, unit: &Unit) -> bool {
    // «媒體採訪請洽…»: not for those whose data are kept.
    let of_press = any_of(&unit.folded, "媒體採訪|媒體聯絡|採訪請|投資人|應徵|press inquir|media inquir|investor");
    if of_press && !any_of(&unit.folded, "個資|個人資料|隱私|privacy|data protection") {
        return true;
    }
    if !unit.hits.has(C::Authority) {
        return false;
    }
    // An authority's own notice names itself throughout.
    let authority = unit.hits.of(C::Authority).next().and_then(|h| unit.folded.get(h.start..h.end)).unwrap_or_default();
    let own = outline.units.iter().take(index.max(12)).any(|u| {
        u.folded.contains(authority)
            && (u.folded.contains("以下簡稱")
                || u.folded.contains("下稱")
                || u.folded.contains("(本署")
                || u.folded.contains("本署"))
    });
    let contact_of_ours = unit.hits.has(C::FirstPerson)
        && unit.folded.find("本").is_some_and(|at| unit.hits.of(C::Authority).all(|h| h.start > at));
    !own && !contact_of_ours
}

/// Judges the contact person.
pub(super) fn person(outline: &Outline) -> Verdict {
    let mut failed: Option<(usize, &'static str)> = None;
    for (index, unit) in outline.units.iter().enumerate() {
        if unit.role == Role::Heading && !unit.text.contains(['：', ':']) {
            if window_of_part(outline, index, unit) {
                return Verdict::yes(index, Note::new("notice-point-found"));
            }
            continue;
        }
        match person_in(outline, index, unit) {
            Person::Named if !others_window(outline, index, unit) => {
                return Verdict::yes(index, Note::new("notice-point-found"));
            }
            Person::Hole => failed = failed.or(Some((index, "notice-placeholder"))),
            Person::Unfilled => failed = failed.or(Some((index, "notice-contact-unfilled"))),
            _ => {}
        }
    }
    if let Some((at, code)) = failed {
        return Verdict::no(Some(at), Note::new(code));
    }
    let method = method(outline);
    if method.satisfied {
        return Verdict::no(method.unit, Note::new("notice-no-person"));
    }
    missing()
}

/// «個資聯絡窗口» as the title of a part that gives a telephone or an e-mail.
fn window_of_part(outline: &Outline, index: usize, unit: &Unit) -> bool {
    let window = any_of(
        &unit.folded,
        "個人資料聯絡窗口|個人資料保護聯絡窗口|個人資料保護窗口|個人資料窗口|資料保護長|資料保護官|data protection officer|privacy officer",
    );
    let Some(node) = outline.nodes.get(unit.node).filter(|_| window) else { return false };
    (index + 1..node.end.min(index + 8))
        .any(|at| outline.units.get(at).is_some_and(|u| matches!(method_in(outline, at, u), Some(Method::Reachable))))
}

enum Person {
    Absent,
    Named,
    Hole,
    Unfilled,
}

fn person_in(outline: &Outline, index: usize, unit: &Unit) -> Person {
    let mut labels: Vec<Hit> = unit.hits.of(C::PersonLabel).collect();
    labels.sort_by_key(|h| (h.start, std::cmp::Reverse(h.end)));
    let mut outcome = Person::Absent;
    let mut past = 0;
    for label in labels {
        if label.start < past {
            continue;
        }
        past = label.end;
        match labelled(outline, index, unit, &label) {
            Person::Named => return Person::Named,
            Person::Absent => {}
            other => outcome = other,
        }
    }
    if matches!(outcome, Person::Absent) && (named_with_title(unit) || title_then_name(outline, index, unit)) {
        return Person::Named;
    }
    outcome
}

/// What follows a label.
fn labelled(outline: &Outline, index: usize, unit: &Unit, label: &Hit) -> Person {
    let after = unit.folded.get(label.end..).unwrap_or_default();
    let after = after.trim_start();
    let after = skip_parenthesis(after);
    let word = unit.folded.get(label.start..label.end).unwrap_or_default();
    let separated = after
        .strip_prefix([':', '|', '='])
        .or_else(|| after.strip_prefix("為"))
        .or_else(|| after.strip_prefix("- "))
        .or_else(|| after.strip_prefix("姓名:"))
        .or_else(|| after.strip_prefix("姓名|"))
        .or_else(|| after.strip_prefix(" |"))
        .or_else(|| after.strip_prefix("是"));
    if let Some(value) = separated {
        return value_is_person(value, word).unwrap_or_else(|| next_is_person(outline, index, unit, word));
    }
    if after.is_empty() && unit.folded.chars().count() <= 16 {
        return next_is_person(outline, index, unit, word);
    }
    let role =
        unit.hits.of(C::ContactRole).any(|r| r.start <= label.start && r.end >= label.end || r.start == label.start);
    if role && role_with_contact(outline, index, unit) {
        return Person::Named;
    }
    let latin_name = after.strip_prefix(", ").or_else(|| after.strip_prefix("is ")).unwrap_or_default();
    if !latin_name.is_empty() && original_has_name(unit) && role {
        return Person::Named;
    }
    // «聯絡人王小明» without a mark between.
    if word.ends_with('人')
        && after.chars().next().is_some_and(|c| SURNAMES.contains(c))
        && unit.hits.any(&[C::WeakChannel])
    {
        return Person::Named;
    }
    Person::Absent
}

fn skip_parenthesis(text: &str) -> &str {
    match text.strip_prefix('(').and_then(|t| t.split_once(')')) {
        Some((inside, rest)) if inside.chars().count() <= 40 => rest.trim_start(),
        _ => text,
    }
}

/// Whether a value names somebody; none when it is empty.
fn value_is_person(value: &str, label: &str) -> Option<Person> {
    let before = value;
    let value = value.trim_start_matches([' ', ':', '|', '-', '「', '[']).trim_start();
    // «[姓名/部門]»: a blank to fill in.
    let bracketed = before.trim().strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(inside, _)| inside);
    if bracketed.is_some_and(|inside| any_of(inside, "姓名|部門|職稱|單位|聯絡|name|title|department")) {
        return Some(Person::Hole);
    }
    let raw_end = value.find(['。', ';', '|', '\n', ',', '，', '、']).unwrap_or(value.len());
    let mut first = value.get(..raw_end).unwrap_or_default().trim();
    for stop in [
        "電話",
        "tel",
        "email",
        "信箱",
        "電子郵件",
        "地址",
        "聯絡方式",
        "分機",
        "手機",
        "phone",
        "e-mail",
        "telephone",
        "傳真",
        "/ ",
    ] {
        if let Some(at) = first.find(stop).filter(|at| *at > 0) {
            first = first.get(..at).unwrap_or_default().trim_end_matches([' ', '(', '/', '-']);
        }
    }
    if let Some(found) = EMAIL.find(first) {
        first = first.get(..found.start()).filter(|name| !name.trim().is_empty()).unwrap_or(first).trim_end();
    }
    if let Some(at) = first.find(|c: char| c.is_ascii_digit() || c == '(' || c == '+').filter(|at| *at > 0) {
        first = first.get(..at).unwrap_or_default().trim_end();
    }
    if value.trim().is_empty() {
        return None;
    }
    if placeholder(value.get(..raw_end).unwrap_or_default())
        || first.contains("o小姐")
        || first.contains("x先生")
        || first.chars().any(|c| matches!(c, '○' | '〇' | '◯'))
    {
        return Some(Person::Hole);
    }
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let contact_only =
        first.contains('@') || first.contains("http") || first.chars().filter(char::is_ascii_digit).count() >= 5;
    let nobody = [
        "無",
        "如下",
        "同上",
        "請見",
        "本公司",
        "我們",
        "待補",
        "待填",
        "n/a",
        "none",
        "tbd",
        "請填",
        "詳見",
        "如上",
        "us",
        "暫無",
        "尚未",
    ];
    // «資料保護官：聯絡我們…» sends the reader on.
    let sends_on =
        ["聯絡", "請洽", "請聯絡", "請與", "透過", "contact ", "please "].iter().any(|w| first.starts_with(w));
    let refers = sends_on
        || nobody.contains(&first)
        || first.starts_with("請見")
        || first.starts_with("詳見")
        || first.starts_with("待");
    if letters < 2 || contact_only || refers {
        let designated = DESIGNATED.iter().any(|d| label.contains(d));
        return Some(if designated && contact_only { Person::Named } else { Person::Unfilled });
    }
    Some(Person::Named)
}

/// Labels that themselves name a designated role: with an address behind them, they are the contact window.
const DESIGNATED: &[&str] = &[
    "專責",
    "保護長",
    "保護官",
    "隱私長",
    "個人資料保護窗口",
    "個人資料窗口",
    "個人資料聯絡窗口",
    "個人資料保護聯絡",
    "隱私權窗口",
    "data protection officer",
    "privacy officer",
    "dpo",
    "專員",
    "隱私窗口",
    "管理人",
];

/// The value of a label that ends its sentence: the next sentence or cell.
fn next_is_person(outline: &Outline, index: usize, unit: &Unit, label: &str) -> Person {
    let Some(next) = outline.units.get(index + 1) else { return Person::Unfilled };
    let label_again = next.hits.any(&[C::PersonLabel]) && !next.hits.has(C::Honorific);
    if next.role == Role::Heading || next.node < unit.node || label_again || next.folded.chars().count() > 60 {
        return Person::Unfilled;
    }
    let contact = ["電話", "email", "電子郵件", "地址", "信箱", "tel", "phone", "傳真"]
        .iter()
        .any(|w| next.folded.chars().take(8).collect::<String>().contains(w));
    if contact {
        return Person::Unfilled;
    }
    value_is_person(&next.folded, label).unwrap_or(Person::Unfilled)
}

/// A designated role («個資保護專責窗口», «our DPO») with a way to reach it beside it.
fn role_with_contact(outline: &Outline, index: usize, unit: &Unit) -> bool {
    let reach = |i: usize| {
        outline
            .units
            .get(i)
            .filter(|u| u.block.abs_diff(unit.block) <= 3)
            .is_some_and(|u| matches!(method_in(outline, i, u), Some(Method::Reachable)))
    };
    let negated = unit.folded.contains("尚未設")
        || unit.folded.contains("未設置")
        || unit.folded.contains("not appointed")
        || unit.folded.contains("have not")
        || unit.folded.contains("no data protection officer")
        || unit.folded.contains("無設置");
    !negated && (reach(index) || reach(index + 1) || reach(index + 2))
}

/// «個案管理師吳雅婷» beside a telephone or e-mail.
fn title_then_name(outline: &Outline, index: usize, unit: &Unit) -> bool {
    let named = unit.hits.of(C::Honorific).any(|title| {
        let after: Vec<char> = unit.folded.get(title.end..).unwrap_or_default().chars().take(4).collect();
        let surname = after.first().is_some_and(|c| SURNAMES.contains(*c));
        let stop = after.iter().skip(2).any(|c| !c.is_alphabetic() || "提洽聯電申".contains(*c)) || after.len() <= 3;
        surname && after.get(1).is_some_and(|c| c.is_alphabetic()) && stop
    });
    named && matches!(method_in(outline, index, unit), Some(Method::Reachable))
}

const SURNAMES: &str = "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周徐蘇葉莊呂江何蕭羅高潘簡朱鍾彭游詹胡施沈余盧梁趙顏柯翁魏孫戴方宋范鄧杜侯傅溫薛丁曹藍連馬董石卓蔣唐田古姚池湯汪白涂鄒歐阮紀";

/// «陳小姐», «王大明主任» beside a way of contact.
fn named_with_title(unit: &Unit) -> bool {
    if !unit.hits.any(&[C::Channel, C::WeakChannel, C::PersonLabel]) {
        return false;
    }
    unit.hits.of(C::Honorific).any(|title| {
        let before: Vec<char> = unit.folded.get(..title.start).unwrap_or_default().chars().rev().take(3).collect();
        let name = before.iter().position(|c| SURNAMES.contains(*c));
        let whole = name.is_some_and(|n| {
            before
                .get(..n)
                .unwrap_or_default()
                .iter()
                .all(|c| u32::from(*c) >= 0x4E00 && !"的之個料客服本".contains(*c))
        });
        let boundary = name.is_some_and(|n| {
            let preceding = before.get(n + 1);
            preceding.is_none_or(|c| !c.is_alphabetic() || "部人口心組科處服洽員位絡室".contains(*c))
        });
        let latin = title.start < unit.folded.len()
            && unit.folded.get(title.start..).is_some_and(|t| {
                (t.starts_with("mr.") || t.starts_with("ms.") || t.starts_with("dr.") || t.starts_with("mrs."))
                    && original_has_name(unit)
            });
        (whole && boundary) || latin
    })
}

/// Two capitalised words in a row that are no words of an organisation.
fn original_has_name(unit: &Unit) -> bool {
    static NAME: LazyLock<Regex> = LazyLock::new(|| regex(r"\b[A-Z][a-z]+(?:[- ][A-Z][a-z]+){1,2}\b"));
    NAME.find_iter(&unit.text).any(|m| {
        let text = m.as_str();
        !any_of(text, "Data|Protection|Officer|Privacy|Contact|Customer|Service|Health|Taiwan|Personal|Article|Policy|Center|City|District|Road")
    })
}
