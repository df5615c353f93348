//! §8, three: kinds of data by name.

use std::sync::LazyLock;

use regex::Regex;

use super::super::{Verdict, any_of, missing, regex};
use super::units;
use crate::finding::Note;
use crate::notice::compare::kinds_in;
use crate::notice::lexicon::{Concept as C, Hit};
use crate::notice::outline::{Outline, Role, Unit};

/// §8, three: kinds of data by name.
pub(in super::super) fn category(outline: &Outline) -> Verdict {
    static CODE: LazyLock<Regex> = LazyLock::new(|| regex(r"\bc\s?0\d\d\b|c0\d\d|c1[0-3]\d"));
    let (mut best, mut near) = (None::<(usize, usize)>, None);
    for (index, unit) in units(outline) {
        if unit.role == Role::Footer || unit.hits.has(C::LinkedSite) {
            continue;
        }
        let coded = CODE.is_match(&unit.folded);
        let listed = enumerates_data(unit) || listed_as_data(outline, index, unit);
        let kinds = kinds_in(&unit.folded) + personal_items(&unit.folded) + 2 * usize::from(coded || listed);
        let collected = unit.hits.of(C::Collect).next();
        let none = collected.is_some_and(|c| negated_before(unit, &c))
            && !any_of(&unit.folded, "除|unless|except|非經|未經|otherwise");
        let topic = outline.below(index, |t| {
            let of_kinds = t.hits.has(C::Category) && t.hits.any(&[C::Data, C::Collect])
                || any_of(
                    &t.folded,
                    "資料項目|處理的資料|處理之資料|處理哪些資料|儲存的資料|使用的資料|data we process|data we store",
                );
            (of_kinds || t.hits.has(C::Collect) && !t.hits.has(C::Purpose)) && !t.hits.has(C::Refusal) && !negated(t)
        });
        let about =
            coded || listed || collected.is_some() && !none || unit.hits.has(C::Category) && unit.hits.has(C::Data);
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
            || changes_only(unit)
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

/// An item below «SoloPantry stores app data on your device, including:» or a cell in the column for the data, whatever
/// it is called.
fn listed_as_data(outline: &Outline, index: usize, unit: &Unit) -> bool {
    let lead = unit.lead.filter(|lead| *lead != index).and_then(|lead| outline.units.get(lead));
    let by_lead = lead.is_some_and(|lead| {
        let gathers = lead.hits.has(C::Collect) || any_of(&lead.folded, "儲存|保存|處理|store|keep|process");
        let other = any_of(
            &lead.folded,
            "目的|用於|保護|安全|措施|方式|情況|情形|權利|分享|揭露|第三|purpose|protect|secur|share|third|right|to:|cookie|not ",
        );
        lead.folded.ends_with(':') && gathers && lead.hits.has(C::Data) && !other && !negated(lead)
    });
    let by_title = unit.role == Role::Item
        && outline.below(index, |title| {
            let gathers = any_of(&title.folded, "蒐集|儲存|處理|保存|collect|process|store|access|handle");
            let of_data = any_of(&title.folded, "資料|資訊|data|information|what");
            let other = any_of(
                &title.folded,
                "聲明|告知|政策|同意|條款|方式|目的|利用|如何|安全|分享|權|notice|policy|statement|how|why|use|share|right|secur|where|not |不",
            );
            title.role == Role::Heading && gathers && of_data && !other
        })
        && !any_of(&unit.folded, "不會|不蒐集|用於|not |never|we use");
    let cells = outline.cells_under(index, |head| {
        head.hits.has(C::Data) && !any_of(&head.folded, "目的|用途|保存|期|安全|是否|purpose|retention|collected")
    });
    let words = unit.folded.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    words
        && !negated(unit)
        && (by_title || by_lead && unit.role == Role::Item || cells.iter().any(|cell| cell.chars().count() >= 2))
}

/// «所有資料(如日記、待辦事項)皆儲存於裝置», "data such as diary entries and timers are stored": kinds of data told by an
/// enumeration, whatever an app keeps.
fn enumerates_data(unit: &Unit) -> bool {
    static LIST: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:蒐集|取得|儲存|保存|處理|記錄)[^。;]{0,24}(?:資料|資訊|紀錄)\s?[(,]?\s?(?:如|例如|諸如|像是|包括|包含|含)[:]?[^。;)]{2,60}、|(?:資料|資訊|紀錄|內容)\s?[(,]?\s?(?:如|例如|諸如|像是|包括|包含|含)[:]?[^。;)]{2,60}、[^。;]{1,160}(?:儲存|保存|存放|蒐集|記錄|處理)|\b(?:data|information|records|content)\s?[(,]?\s?(?:such as|like|including|e\.g\.,?)\s[^.;]{2,80}(?:,|\sand\s)[^.;]{2,160}\b(?:stored|saved|kept|collected|processed|recorded)\b",
        )
    });
    let list = LIST.find(&unit.folded);
    let denied = |at: usize| {
        let before = unit.folded.get(..at).unwrap_or_default();
        let clause = before.rsplit(['。', ';', ',']).next().unwrap_or_default();
        any_of(clause, "不會|不|未|無|使用您的|利用您的|not |never|no ")
    };
    list.is_some_and(|found| !denied(found.start())) && !negated(unit)
}

/// Items that identify a person and are no row of the data-kind table.
pub(in super::super) fn personal_items(folded: &str) -> usize {
    const ITEMS: [&str; 15] = [
        "暱稱",
        "大頭貼",
        "頭像",
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
        "avatar",
        "nationality",
    ];
    ITEMS.iter().filter(|w| folded.contains(*w)).count()
}

fn rights_only(unit: &Unit) -> bool {
    unit.hits.has(C::Right) && super::super::rights::names_rights(unit) >= 3
}

/// «您可隨時修改帳號資料»: what one may change, not what is collected.
fn changes_only(unit: &Unit) -> bool {
    unit.hits.any(&[C::Correct, C::Delete]) && unit.hits.has(C::Right) && !unit.hits.any(&[C::Collect, C::Category])
}

/// «我們不蒐集».
pub(super) fn negated(unit: &Unit) -> bool {
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
