//! What §8 wants told.

use std::sync::LazyLock;

use regex::Regex;

use super::super::compare::kinds_in;
use super::super::lexicon::{Concept as C, Hit};
use super::super::outline::{Outline, Role, Unit};
use super::contact::placeholder;
use super::handling::{keeps, shares};
use super::{Verdict, any_of, missing, regex};
use crate::finding::Note;

pub(super) fn body(unit: &Unit) -> bool {
    !matches!(unit.role, Role::Heading)
}

/// The units that may be evidence: no headings.
pub(super) fn units(outline: &Outline) -> impl Iterator<Item = (usize, &Unit)> {
    outline.units.iter().enumerate().filter(|(_, u)| body(u))
}

/// The text behind the first `:` (or cell border) after a word; none when nothing stands there.
fn value_after<'u>(unit: &'u Unit, hit: &Hit) -> Option<&'u str> {
    let rest = unit.folded.get(hit.end..)?;
    let is = || ["為", "是"].into_iter().find(|word| rest.starts_with(word)).map(str::len);
    let at = rest.find([':', '|']).map(|i| i + 1).or_else(is)?;
    let between = rest.get(..at)?;
    if between.chars().count() > 14 || between.contains(['。', ',', '，', ';']) {
        return None;
    }
    let value = rest.get(at..)?.trim();
    (value.chars().count() >= 2 && !placeholder(value)).then_some(value)
}

static ORG_HAN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x) ([\p{Han}a-z0-9&・·\-\ ]{2,24}?)
        (股份有限公司|有限公司|有限合夥|醫院|診所|基金會|協會|學會|公會|工會|大學|醫學中心|衛生局|衛生所|健康署|健保署|保險署|疾病管制署|疾管署|管理署|食品藥物管理署
        |研究院|科技學院|健檢中心|健康管理中心|事務所|工作室|企業社|合作社|合作農場|縣政府|市政府|衛生福利部|大藥局|藥局|長照機構|護理之家|實驗室|社會局|文化局)",
    )
});
static AUTHORITY: LazyLock<Regex> = LazyLock::new(|| {
    regex("衛生福利部|法務部|教育部|數位發展部|勞動部|內政部|經濟部|國家發展委員會|國民健康署|中央健康保險署")
});
static ORG_LATIN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b((?:[A-Z][\w&.'\-]*,?\s+){1,6})(Inc\b|Incorporated|Ltd\b|LLC\b|L\.L\.C|Corp\b|Corporation|Co\.|Company\b|Hospital|Foundation|University|Clinic|GmbH|Administration|Institute|Association|Limited|Medical Center|PLC|B\.V\.|Pte|Laboratories|Cooperative|Ministry)",
    )
});

/// §8, one: who collects. A name in a sentence about others does not count.
pub(super) fn org(outline: &Outline) -> Verdict {
    let mut best: Option<(u8, usize)> = None;
    let mut hole = None;
    for (index, unit) in outline.units.iter().enumerate() {
        let own_words = [
            "以下簡稱",
            "下稱",
            "(以下",
            "簡稱",
            "hereinafter",
            "(\"we",
            "we, ",
            "operated by",
            "provided by",
            "所提供",
            "營運",
            "所開發",
            "controller",
            "published by",
            "developed by",
            "copyright",
            "©",
            "版權",
        ];
        let label = [
            "蒐集機關",
            "機關名稱",
            "公司名稱",
            "單位名稱",
            "蒐集者",
            "蒐集單位",
            "蒐集主體",
            "機關之名稱",
            "非公務機關名稱",
            "organisation",
            "organization",
            "data controller",
            "collecting agency",
            "name of",
            "collected by",
            "機構名稱",
            "資料控制者",
            "開發者",
            "服務提供者",
            "公司:",
            "公司|",
            "業者名稱",
            "營運單位",
            "collector",
        ];
        // «Not affiliated with the university»: named to say whose it is not.
        let disclaims = any_of(&unit.folded, "無任何合作|無隸屬|不隸屬|無任何關|無關|not affiliated|no affiliation");
        if disclaims {
            let maker = unit.folded.split_once('由').and_then(|(_, rest)| {
                ["開發", "營運", "維護", "製作"]
                    .iter()
                    .filter_map(|verb| rest.find(verb))
                    .min()
                    .and_then(|at| rest.get(..at))
            });
            let named = maker.is_some_and(|name| {
                (2..=80).contains(&name.len())
                    && !any_of(name, "個人|獨立|第三方|學生")
                    && !name.contains([',', '，', '。'])
            });
            if named && best.is_none_or(|(rank, _)| rank < 2) {
                best = Some((2, index));
            }
            continue;
        }
        let introduced = own_words.iter().any(|w| unit.folded.contains(w));
        let labelled = label.iter().any(|w| unit.folded.contains(w)) && unit.folded.contains([':', '|', '為']);
        if introduces_itself(&unit.folded) {
            if best.is_none_or(|(b, _)| b < 4) {
                best = Some((4, index));
            }
            continue;
        }
        let Some(named) = org_name(unit) else {
            if (labelled || introduced) && placeholder(&unit.text) {
                hole = hole.or(Some(index));
            } else if labelled && labelled_value(unit, &label) {
                best = best.max(Some((2, index)));
            }
            continue;
        };
        if placeholder(&named) {
            hole = hole.or(Some(index));
            continue;
        }
        let others = unit.hits.has(C::ThirdParty)
            || (unit.hits.has(C::Authority) && !introduced && !labelled)
            || unit.hits.has(C::LinkedSite);
        let rank = match (introduced || labelled, others) {
            (true, _) => 3,
            (false, true) => continue,
            (false, false)
                if index < 15
                    || unit.role == Role::Footer
                    || unit.hits.any(&[C::PersonLabel, C::Channel, C::WeakChannel])
                    || unit.hits.has(C::Collect) =>
            {
                2
            }
            (false, false) => 1,
        };
        if best.is_none_or(|(b, _)| rank > b) {
            best = Some((rank, index));
        }
    }
    match (best, hole) {
        (Some((_, at)), _) => Verdict::yes(at, Note::new("notice-point-found")),
        (None, Some(at)) => Verdict::no(Some(at), Note::new("notice-placeholder")),
        (None, None) => missing(),
    }
}

/// «蕭何文化園區(以下稱本單位)»: whatever stands before the short name of the notice's own side, if it is no placeholder
/// and no product.
fn introduces_itself(folded: &str) -> bool {
    static SELF: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r#"([\p{Han}a-z0-9&.,·\- ]{2,40})[」"』]?\s?[(]?\s?(?:以下簡稱|以下稱|下稱|簡稱|以下)\s?為?[「『"']?(?:本公司|本院|本單位|本會|本署|本局|本部|本機構|本中心|本校|本所|本園|本診所|本團隊|本基金會|本工作室|本醫院|我們)"#,
        )
    });
    SELF.captures_iter(folded).any(|found| {
        let name = found.get(1).map_or("", |m| m.as_str()).trim();
        let product = any_of(name, "服務|網站|平台|聲明|政策|app|系統|本公司|遊戲");
        let before = folded.get(..found.get(1).map_or(0, |m| m.start())).unwrap_or_default();
        let hole = before.ends_with(['○', '〇', '◯', 'x', '×', ']', '_'])
            || placeholder(name)
            || name.starts_with("股份")
            || name.starts_with("公司");
        name.chars().count() >= 3 && !product && !hole
    })
}

fn labelled_value(unit: &Unit, labels: &[&str]) -> bool {
    labels.iter().filter(|l| !l.ends_with(['|', ':'])).any(|label| {
        let Some(at) = unit.folded.find(label) else { return false };
        let rest = unit.folded.get(at + label.len()..).unwrap_or_default();
        let Some((between, value)) = rest.split_once([':', '|']) else { return false };
        let value = value.trim();
        let generic = ["本公司", "我們", "本app", "本服務", "本單位", "本機構", "us", "we", "the company"]
            .iter()
            .any(|g| value.trim_end_matches(['。', '.']) == *g);
        between.chars().count() <= 6
            && value.chars().filter(|c| c.is_alphabetic()).count() >= 2
            && !generic
            && !value.contains('@')
    })
}

/// The name of an organisation in a sentence, as it stands; with its placeholder if it has one.
fn org_name(unit: &Unit) -> Option<String> {
    let generic = [
        "本",
        "貴",
        "該",
        "各",
        "他",
        "其",
        "我們",
        "分",
        "子",
        "母",
        "關係",
        "相關",
        "第三方",
        "合作",
        "委外",
        "簽約",
        "上市",
        "任何",
        "其他",
        "與",
        "等",
        "所屬",
        "某",
        "您的",
        "您所",
        "一般",
        "任一",
        "就診",
        "特約",
        "至",
        "到",
        "由",
        "於",
        "向",
        "連結",
        "及",
        "或",
        "醫療",
        "從",
        "該等",
        "各級",
        "各大",
        "前往",
        "指定",
        "地區",
        "住院",
        "附近",
        "其它",
        "如",
        "不同",
        "多家",
        "國內",
        "主責",
        "轉診",
        "原",
        "另一",
        "私人",
        "公立",
        "學術研究",
        "教學",
        "企業",
        "提供",
        "使用",
        "合法",
        "地方",
        "股份",
    ];
    for found in ORG_HAN.captures_iter(&unit.folded) {
        let name = found.get(1).map_or("", |m| m.as_str()).trim_matches([' ', '-', '「', '(']);
        let name = name.rsplit(' ').next().unwrap_or(name);
        let stripped = [
            "歡迎您使用",
            "歡迎使用",
            "歡迎加入",
            "感謝您使用",
            "就台端使用",
            "您使用",
            "由",
            "為",
            "係",
            "名稱",
            "機關",
            "是",
            "與",
            "公司",
            "單位",
            "於",
            "本服務係",
            "app",
        ]
        .iter()
        .fold(name, |n, p| n.strip_prefix(p).unwrap_or(n));
        let is_generic = stripped.chars().count() < 2
            || generic.contains(&stripped)
            || generic.iter().any(|g| stripped.ends_with(g) && stripped.chars().count() <= g.chars().count() + 1)
            || ["本公司", "合作", "第三方", "其他", "任何", "各", "您就診", "所屬"]
                .iter()
                .any(|g| stripped.ends_with(g));
        // «大學生» are people.
        let people = found.get(0).and_then(|m| unit.folded.get(m.end()..)).is_some_and(|rest| rest.starts_with('生'));
        if !is_generic && !people {
            return Some(found.get(0).map_or_else(String::new, |m| m.as_str().to_owned()));
        }
    }
    if let Some(found) = AUTHORITY.find(&unit.folded) {
        return Some(found.as_str().to_owned());
    }
    let hole = ["○○", "〇〇", "oo公司", "xx公司", "xxx公司", "ooo", "[公司名稱", "[company", "◯◯", "●●", "___", "＿"];
    if hole.iter().any(|h| unit.folded.contains(h))
        && (unit.folded.contains("公司")
            || unit.folded.contains("醫院")
            || unit.folded.contains("機關")
            || unit.folded.contains("company")
            || unit.folded.contains("單位"))
    {
        return Some("○○".to_owned());
    }
    ORG_LATIN.captures_iter(&unit.text).find_map(|found| {
        let name = found.get(0)?.as_str();
        let others = [
            "Google",
            "Apple",
            "Facebook",
            "Meta ",
            "Microsoft",
            "Amazon",
            "The Company",
            "Our Company",
            "This Company",
            "LINE",
            "Commission",
            "Your",
            "National Health Insurance",
            "Personal Data Protection",
        ];
        (!others.iter().any(|o| name.starts_with(o))).then(|| name.to_owned())
    })
}

/// §8, two: a purpose with content, or a sentence that says what the data serve. A labelled purpose shows it best, then
/// what stands below its title.
pub(super) fn purpose(outline: &Outline) -> Verdict {
    let (mut best, mut near) = (None::<(u8, usize)>, None);
    for (index, unit) in units(outline) {
        if unit.hits.has(C::Cookie) || unit.role == Role::Footer {
            continue;
        }
        // The head of a table names its columns.
        let head = unit.role == Role::Row && unit.folded.matches('|').count() >= 2;
        let labelled = !head
            && unit.hits.of(C::Purpose).any(|hit| {
                value_after(unit, &hit).is_some_and(|value| value.chars().count() >= 4 && !refers_elsewhere(value))
            });
        if unit.hits.has(C::Purpose) {
            near = near.or(Some(index));
        }
        // What a service of others is for says little of the notice's own data.
        let of_others = || outline.below(index, |t| t.hits.has(C::ThirdParty));
        let rank = match labelled {
            true if of_others() => 1,
            true => 3,
            false => serves(outline, index, unit),
        };
        if rank > 0 && best.is_none_or(|(b, _)| rank > b) {
            best = Some((rank, index));
        }
    }
    match (best, near) {
        (Some((_, at)), _) => Verdict::yes(at, Note::new("notice-point-found")),
        (None, Some(at)) => Verdict::no(Some(at), Note::new("notice-label-without-value")),
        (None, None) => missing(),
    }
}

/// How well a sentence says what the data serve: 2 below a title about purposes, 1 by its own words, 0 not at all.
fn serves(outline: &Outline, index: usize, unit: &Unit) -> u8 {
    let denied = any_of(&unit.folded, "不會|不得|絕不|will not|do not")
        && any_of(&unit.folded, "其他用途|其他目的|目的外|other purpose|移作");
    let words = unit.folded.chars().count() >= 6 && !placeholder(&unit.text) && !denied && !refused_collection(unit);
    // «Outside that purpose only where …» heads a list of exceptions, not of purposes.
    let titled = outline.below(index, |t| {
        t.hits.has(C::Purpose) && !t.hits.has(C::Cookie) && !any_of(&t.folded, "目的外|以外|之外|other than|outside")
    });
    if titled && words && !refers_elsewhere(&unit.folded) && !unit.folded.ends_with(':') {
        return 2;
    }
    let serves = unit.hits.of(C::InOrderTo).any(|h| unit.folded.get(h.end..).is_some_and(|r| r.chars().count() >= 4))
        || for_something(unit);
    let collects = unit.hits.any(&[C::Collect, C::Use]) && (unit.hits.has(C::Data) || kinds_in(&unit.folded) >= 1);
    let ours = unit.hits.has(C::FirstPerson) || unit.hits.has(C::SecondPerson);
    let data_serve = serves && unit.hits.has(C::Data) && any_of(&unit.folded, "用於|用以|used to");
    // What the notice itself is for, and what a change of one's data is for, is no purpose of collecting them.
    let of_other = any_of(
        &unit.folded,
        "放心使用|安心使用|安心的使用|能夠安心|簡述本|特此向您說明|如何蒐集|隱私權的政策|之隱私權,|的隱私權,|之隱私,|恪遵|this policy explains",
    ) || super::rights::names_rights(unit) >= 2 && !unit.hits.has(C::Collect);
    u8::from((serves && collects && ours || data_serve) && words && !unit.hits.has(C::LinkedSite) && !of_other)
}

/// «我們不會主動蒐集», without an exception.
fn refused_collection(unit: &Unit) -> bool {
    negated(unit) && !any_of(&unit.folded, "除|unless|except|非經|未經|otherwise|僅|only")
}

/// «為推播訊息,蒐集會員的…»: 為 before the collecting, not as part of another word.
fn for_something(unit: &Unit) -> bool {
    unit.hits.of(C::Collect).any(|collect| {
        let before = unit.folded.get(..collect.start).unwrap_or_default();
        before.match_indices('為').any(|(at, _)| {
            let previous = before.get(..at).and_then(|t| t.chars().last());
            let next = before.get(at + '為'.len_utf8()..).and_then(|t| t.chars().next());
            collect.start - at <= 150
                && collect.start - at >= 12
                && !previous.is_some_and(|c| "行因視認即成均皆係應作稱名名轉列".contains(c))
                && !next.is_some_and(|c| "您止限準必主其之您".contains(c))
        })
    })
}

pub(super) fn refers_elsewhere(value: &str) -> bool {
    ["請見", "詳見", "如隱私", "另行公告", "另行通知", "待補", "tbd", "待定", "請參閱", "to be announced"]
        .iter()
        .any(|w| value.starts_with(w))
        || placeholder(value)
}

/// §8, three: kinds of data by name.
pub(super) fn category(outline: &Outline) -> Verdict {
    static CODE: LazyLock<Regex> = LazyLock::new(|| regex(r"\bc\s?0\d\d\b|c0\d\d|c1[0-3]\d"));
    let (mut best, mut near) = (None::<(usize, usize)>, None);
    for (index, unit) in units(outline) {
        if unit.role == Role::Footer || unit.hits.has(C::LinkedSite) {
            continue;
        }
        let coded = CODE.is_match(&unit.folded);
        let kinds = kinds_in(&unit.folded) + personal_items(&unit.folded) + 2 * usize::from(coded);
        let collected = unit.hits.of(C::Collect).next();
        let none = collected.is_some_and(|c| negated_before(unit, &c))
            && !any_of(&unit.folded, "除|unless|except|非經|未經|otherwise");
        let topic = outline.below(index, |t| {
            let of_kinds =
                t.hits.has(C::Category) && t.hits.any(&[C::Data, C::Collect]) || t.folded.contains("資料項目");
            (of_kinds || t.hits.has(C::Collect) && !t.hits.has(C::Purpose)) && !t.hits.has(C::Refusal) && !negated(t)
        });
        let about = collected.is_some() && !none || unit.hits.has(C::Category) && unit.hits.has(C::Data);
        let enough =
            kinds >= 2 && (about || topic) || kinds >= 1 && (topic || collected.is_some() && unit.role == Role::Item);
        let out_of_reach = any_of(
            &unit.folded,
            "無法存取|無法取得|無從得知|不會自動包含|不會包含|不包含|cannot access|can not access",
        );
        let refused = none
            || negated(unit)
            || outline.below(index, negated)
            || out_of_reach
            || rights_only(unit)
            || any_of(&unit.folded, "妥善保管|保管您的帳號|確認身分|驗證身分");
        if enough && !refused {
            let han = unit.folded.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
            let of_others = outline.below(index, |t| t.hits.has(C::ThirdParty));
            let rank = kinds + 2 * usize::from(topic) + 4 * usize::from(han) + 3 * usize::from(!of_others);
            if best.is_none_or(|(b, _)| rank > b) {
                best = Some((rank, index));
            }
        } else if about && near.is_none() {
            near = Some(index);
        }
    }
    match best {
        Some((_, at)) => Verdict::yes(at, Note::new("notice-point-found")),
        None => near.map_or_else(missing, |at| Verdict::no(Some(at), Note::new("notice-no-kinds-named"))),
    }
}

/// Items that identify a person and are no row of the data-kind table.
fn personal_items(folded: &str) -> usize {
    const ITEMS: [&str; 12] = [
        "暱稱",
        "婚姻",
        "國籍",
        "稱謂",
        "訂閱狀態",
        "購買記錄",
        "購買紀錄",
        "偏好設定",
        "裝置型號",
        "裝置資訊",
        "nickname",
        "nationality",
    ];
    ITEMS.iter().filter(|w| folded.contains(*w)).count()
}

fn rights_only(unit: &Unit) -> bool {
    unit.hits.has(C::Right) && super::rights::names_rights(unit) >= 3
}

/// «我們不蒐集».
fn negated(unit: &Unit) -> bool {
    any_of(
        &unit.folded,
        "不蒐集|不會蒐集|未蒐集|不主動蒐集|沒有蒐集|並未蒐集|不收|not collect|never collect|no personal data is collected|any personal data is not",
    )
}

fn negated_before(unit: &Unit, hit: &Hit) -> bool {
    let before: String = unit
        .folded
        .get(..hit.start)
        .unwrap_or_default()
        .chars()
        .rev()
        .take(10)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    ["不", "未", "沒有", "無", "not ", "never "]
        .iter()
        .any(|n| before.trim_end().ends_with(n.trim_end()) || before.contains("不會") || before.contains("not "))
}

/// §8, four: period, area, recipients and method, each with content.
pub(super) fn period_area_recipient_method(outline: &Outline) -> Verdict {
    let mut at = None;
    let mut missing_parts: Vec<&str> = Vec::new();
    let parts: [(&str, Option<usize>); 4] = [
        ("period", part(outline, C::Period, period_said)),
        ("area", part(outline, C::Area, area_said)),
        ("recipient", part(outline, C::Recipient, recipient_said)),
        ("method", part(outline, C::MethodLabel, method_said)),
    ];
    for (name, found) in parts {
        match found {
            Some(index) => at = at.or(Some(index)),
            None => missing_parts.push(name),
        }
    }
    if missing_parts.is_empty() {
        return Verdict { satisfied: true, unit: at, reason: Note::new("notice-point-found") };
    }
    Verdict::no(at, Note::new("notice-parts-missing").with("missing", missing_parts.join(", ")))
}

/// One of the four: a label about use with a value, text below such a title, or a sentence that says it.
fn part(outline: &Outline, label: C, said: fn(&Unit) -> bool) -> Option<usize> {
    units(outline).find_map(|(index, unit)| {
        if unit.hits.has(C::Cookie) || placeholder(&unit.text) && unit.folded.chars().count() < 20 {
            return None;
        }
        let labelled = unit
            .hits
            .of(label)
            .any(|h| label_of_use(unit, &h, label) && value_after(unit, &h).is_some_and(|v| label_value_ok(label, v)));
        let titled = outline.below(index, |t| {
            t.hits.of(label).any(|h| label_of_use(t, &h, label) && short_title(t)) && others_in_title(t) <= 1
        }) && unit.folded.chars().count() >= 2
            && !refers_elsewhere(&unit.folded);
        (labelled || titled || said(unit)).then_some(index)
    })
}

fn short_title(unit: &Unit) -> bool {
    unit.folded.chars().count() <= 24 || unit.folded.is_ascii() && unit.folded.len() <= 60
}

fn others_in_title(unit: &Unit) -> usize {
    [C::Period, C::Area, C::Recipient, C::MethodLabel].iter().filter(|c| unit.hits.has(**c)).count()
}

/// «利用期間», «個人資料利用之地區», «地區：»; not «行使方式» or «聯絡方式».
fn label_of_use(unit: &Unit, hit: &Hit, label: C) -> bool {
    let before: String = unit
        .folded
        .get(..hit.start)
        .unwrap_or_default()
        .chars()
        .rev()
        .take(12)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let other = [
        "行使", "聯絡", "付款", "退款", "申請", "配送", "刪除", "查詢", "contact", "payment", "exercise", "蒐集",
        "保護", "權利",
    ];
    if label == C::MethodLabel {
        return ["利用", "使用", "處理", "對象及", "對象、", "對象與", "及", "、", "和", "use", "processing"]
            .iter()
            .any(|w| {
                before.trim_end().ends_with(w)
                    || before.trim_end().ends_with(&format!("{w}之"))
                    || before.trim_end().ends_with(&format!("{w}的"))
            })
            && !other.iter().any(|w| before.contains(w) && !before.contains("利用"))
            || before.trim().trim_start_matches(|c: char| !c.is_alphabetic()).is_empty()
            || unit.folded.get(hit.end..).is_some_and(|r| r.starts_with(" of use") || r.starts_with(" of processing"));
    }
    !other.iter().any(|w| before.contains(w))
}

fn label_value_ok(label: C, value: &str) -> bool {
    let refers = refers_elsewhere(value);
    // «期間、地區、對象及方式：» with nothing but further labels behind it has no value of its own.
    let only_labels =
        value.chars().count() <= 12 && ["地區", "對象", "方式"].iter().filter(|w| value.contains(*w)).count() >= 2;
    !(refers || only_labels || label == C::MethodLabel && value.contains('@') && value.chars().count() < 30)
}

fn period_said(unit: &Unit) -> bool {
    keeps(unit)
}

fn area_said(unit: &Unit) -> bool {
    let place = unit.hits.has(C::Place);
    let use_words = unit.hits.any(&[C::Use, C::Collect, C::Retain]) && unit.hits.has(C::Data);
    let located = any_of(&unit.folded, "於|在|位於|境內|地區|領域|in |within|stored in|located");
    let law = any_of(&unit.folded, "法律|法令|個人資料保護法規定|準據法|管轄|law");
    place && use_words && located && !law && !any_of(&unit.folded, "股份有限公司|co., ltd")
}

fn recipient_said(unit: &Unit) -> bool {
    let gives = unit.hits.has(C::ThirdParty) && shares(unit);
    let inside = any_of(&unit.folded, "僅供本|僅由本|限本公司|本公司內部|only by us|only our|僅限本|僅本")
        && unit.hits.has(C::Use);
    (gives || inside) && unit.hits.any(&[C::Data]) && !unit.hits.has(C::LinkedSite)
}

fn method_said(unit: &Unit) -> bool {
    unit.hits.has(C::Method)
        && unit.hits.any(&[C::Use])
        && (unit.hits.has(C::Data) || unit.folded.contains("方式"))
        && !unit.folded.contains("行使")
}

/// §8, six: what happens without the data.
pub(super) fn consequence(outline: &Outline) -> Verdict {
    for (index, unit) in units(outline) {
        if unit.hits.has(C::Cookie) {
            continue;
        }
        let mut not_giving = unit.hits.of(C::NotGiving).filter(|h| h.start < 400);
        let conditional = unit.hits.has(C::Condition)
            || unit.folded.contains("時")
            || unit.folded.contains("者")
            || unit.folded.contains("得自由選擇")
            || unit.folded.contains("without");
        let follows = |hit: &Hit| {
            unit.hits.of(C::Effect).any(|e| e.start >= hit.end && e.start - hit.end <= 260)
                || unit.hits.of(C::Effect).any(|e| e.end <= hit.start && unit.folded.is_ascii())
        };
        let about_user = unit.hits.has(C::SecondPerson) || unit.hits.has(C::Data);
        let by_us = any_of(&unit.folded, "不提供服務|拒絕提供服務") && unit.hits.count(C::NotGiving) < 2;
        if not_giving.any(|h| follows(&h) && ours_not_the_giver(unit, &h))
            && conditional
            && about_user
            && !by_us
            && !about_consent_to_policy(unit)
        {
            return Verdict::yes(index, Note::new("notice-point-found"));
        }
        let titled = outline.below(index, |t| {
            t.hits.has(C::NotGiving)
                && t.hits.has(C::EffectTitle)
                && (t.folded.contains("影響")
                    || t.folded.contains("權益")
                    || t.folded.contains("consequence")
                    || t.folded.contains("if you")
                    || t.folded.contains("not provid"))
        });
        if titled && unit.folded.chars().count() >= 6 && !placeholder(&unit.text) && !refers_elsewhere(&unit.folded) {
            return Verdict::yes(index, Note::new("notice-point-found"));
        }
        let free = unit.folded.contains("自由選擇是否提供") && unit.hits.has(C::Effect);
        if free {
            return Verdict::yes(index, Note::new("notice-point-found"));
        }
    }
    missing()
}

/// «本公司不提供…»: the organisation is the one who does not give.
fn ours_not_the_giver(unit: &Unit, hit: &Hit) -> bool {
    let before = unit.folded.get(..hit.start).unwrap_or_default();
    let tail: String = before.chars().rev().take(8).collect::<Vec<_>>().into_iter().rev().collect();
    !["本公司", "我們", "本院", "本服務", "本app", "we ", "our "]
        .iter()
        .any(|w| tail.ends_with(w) || tail.ends_with(&format!("{w}將")) || tail.ends_with(&format!("{w}得")))
}

/// «如不同意本政策,請停止使用» is about the terms, not about data.
fn about_consent_to_policy(unit: &Unit) -> bool {
    let policy = any_of(
        &unit.folded,
        "不同意本|不接受本|不同意修|不同意上述條款|not agree to this|do not agree with this|不同意變更|不同意以上條款|不同意該",
    );
    policy && !unit.folded.contains("提供")
}
