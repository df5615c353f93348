//! §8, one: who collects.

use std::sync::LazyLock;

use regex::Regex;

use super::super::contact::placeholder;
use super::super::{Verdict, any_of, missing, regex};
use crate::finding::Note;
use crate::notice::lexicon::Concept as C;
use crate::notice::outline::{Outline, Role, Unit};

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
        r"\b((?:[A-Z][\w&.'\-]*,?\s+){1,6})(Inc\b|Incorporated|Ltd\b|LLC\b|L\.L\.C|Corp\b|Corporation|Co\.|Company\b|Hospital|Foundation|University|Clinic|GmbH|Administration|Institute|Association|Limited|Medical Center|Nursing Home|Care Center|Health Center|Pharmacy|PLC|B\.V\.|Pte|Laboratories|Cooperative|Ministry)",
    )
});

/// «developed by Jane Roe»: a person who makes an app alone.
static MAKER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:[Dd]eveloped|[Oo]perated|[Pp]ublished|[Oo]wned|[Mm]aintained) (?:and \w+ )?by ((?:[A-Z][\w.'\-]+ ){1,3}[A-Z][\w.'\-]+)|^((?:[A-Z][\w.,'\-]+ ){1,4})(?:built|builds|develops|developed|operates|publishes|makes) (?:the|this|its)\b",
    )
});

/// §8, one: who collects. A name in a sentence about others does not count.
pub(in super::super) fn org(outline: &Outline) -> Verdict {
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
            "資料控管者",
            "資料管理者",
            "開發者",
            "developer",
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
            } else if titles_org(unit) && outline.units.get(index + 1).is_some_and(is_name) {
                best = best.max(Some((2, index + 1)));
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
            r#"([\p{Han}a-z0-9&.,·\- ]{2,40})[」"』]?\s?[(]?\s?(?:以下簡稱|以下稱|下稱|簡稱|以下)\s?為?[「『"']?(本\p{Han}{1,6}|我們)"#,
        )
    });
    // «甲(以下簡稱「本網站」或「我們」)», «甲為本平台之資料控制者».
    static AS_OPERATOR: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r#"[\p{Han}a-z0-9&.\-]{2,24}\s?\([「『"'](?:營運方|營運者|開發者|經營者|本公司|本工作室)[」』"']\)|[\p{Han}a-z0-9&.\-]{3,24}\s?\(以下(?:簡)?稱[「『"']本\p{Han}{1,4}[」』"'](?:或|及|、)[「『"']我們[」』"']\)|[a-z0-9&.\-]{3,24}\s?[為是](?:本\p{Han}{1,4}之?的?)(?:資料控制者|營運者|經營者|蒐集者)"#,
        )
    });
    // A game's «本服» is the server.
    if AS_OPERATOR.find(folded).is_some_and(|found| !placeholder(found.as_str())) {
        return true;
    }
    SELF.captures_iter(folded).any(|found| {
        let name = found.get(1).map_or("", |m| m.as_str()).trim();
        let short = found.get(2).map_or("", |m| m.as_str());
        let product = short == "本服"
            || any_of(name, "服務|網站|平台|聲明|政策|app|系統|本公司|遊戲")
            || any_of(
                short,
                "網站|平台|服務|系統|政策|聲明|條款|軟|產品|活動|計畫|告知|規範|同意|契約|合約|商店|商城|遊戲|程式|網頁|站|法|協議|擴充|功能|外掛|機器人|工具|專案|課程|內容|頁",
            );
        let before = folded.get(..found.get(1).map_or(0, |m| m.start())).unwrap_or_default();
        let hole = before.ends_with(['○', '〇', '◯', 'x', '×', ']', '_'])
            || placeholder(name)
            || name.starts_with("股份")
            || name.starts_with("公司");
        // «甲(以下簡稱「我們」)是一款工具»: a product speaks of itself.
        let rest = folded.get(found.get(0).map_or(0, |m| m.end())..).unwrap_or_default();
        let rest = rest.trim_start_matches(['」', '』', '"', '\'', ')', ',']);
        let thing = ["是一款", "是一個", "是一套", "是一項", "為一款", "為一個", "為一套", "為一項"].iter().any(|is| rest.starts_with(is));
        name.chars().count() >= 3 && !product && !hole && !thing
    })
}

/// «（一）蒐集機構名稱», with the name on the next line.
fn titles_org(unit: &Unit) -> bool {
    let bare: String = unit.folded.chars().filter(|c| c.is_alphabetic()).collect();
    bare.chars().count() <= 12
        && any_of(&bare, "機關名稱|機構名稱|公司名稱|單位名稱|蒐集者|蒐集機關|蒐集主體|資料控制者")
}

/// A line that is a name and nothing else.
fn is_name(unit: &Unit) -> bool {
    (3..=30).contains(&unit.folded.chars().count())
        && !unit.folded.contains([':', '|', '。', ',', '@'])
        && !placeholder(&unit.text)
        && !["本", "我們", "the "].iter().any(|own| unit.folded.starts_with(own))
}

fn labelled_value(unit: &Unit, labels: &[&str]) -> bool {
    labels.iter().filter(|l| !l.ends_with(['|', ':'])).any(|label| {
        let Some(at) = unit.folded.find(label) else { return false };
        let rest = unit.folded.get(at + label.len()..).unwrap_or_default();
        // «資料控管者為甲中心;».
        let is = rest.strip_prefix('為').map(|value| ("", value.split(['。', ';', ',']).next().unwrap_or_default()));
        let Some((between, value)) = is.or_else(|| rest.split_once([':', '|'])) else { return false };
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
    if let Some(found) = MAKER.captures(&unit.text) {
        let name = found.get(1).or(found.get(2)).map_or("", |name| name.as_str()).trim();
        let nobody = ["We", "The", "This", "Our", "It", "I", "You", "They", "These", "Developers"];
        if !nobody.contains(&name.split(' ').next().unwrap_or_default()) {
            return Some(name.to_owned());
        }
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
