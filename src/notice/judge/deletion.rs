//! The way to have data deleted.

use std::sync::LazyLock;

use regex::Regex;

use super::super::lexicon::{Concept as C, Hit};
use super::super::outline::{Outline, Role, Unit};
use super::rights::{
    about_other_things, asked_before, ends_a_period, in_rights_part, names_rights, of_children, refused, tells_to_act,
    way, way_in_app,
};
use super::{Verdict, any_of, missing, regex};
use crate::finding::Note;

/// A way to have data deleted, in one sentence or below a title about deletion.
pub(super) fn deletion_path(outline: &Outline) -> Verdict {
    let mut near = None;
    for (index, unit) in outline.units.iter().enumerate() {
        // «拒絕社群服務發布訊息，或移除該等訊息»: what others' pages show.
        let of_postings = any_of(&unit.folded, "社群服務|社群活動|social network");
        if unit.role == Role::Heading || unit.role == Role::Footer || of_children(unit) || of_postings {
            continue;
        }
        let own = unit.hits.of(C::Delete).find(|hit| !about_other_things(unit, hit) && !ends_a_period(unit, hit));
        if let Some(hit) = own {
            if refused(unit, &hit).is_some() {
                near = near.or(Some(index));
                continue;
            }
            let by_person = asked_before(unit, &hit)
                || unit.hits.has(C::Settings)
                || unit.hits.has(C::SecondPerson)
                || way_in_app(&unit.folded)
                || in_rights_part(outline, index);
            // «…存在您的裝置上;刪除app就會一併移除»: what goes with it was said just before.
            let before = index.checked_sub(1).and_then(|i| outline.units.get(i)).filter(|b| b.block == unit.block);
            let said_before =
                way_in_app(&unit.folded) && before.is_some_and(|b| b.hits.has(C::Data) || b.folded.contains("內容"));
            if way(unit)
                && (said_before || of_data(unit, &hit))
                && by_person
                && !only_by_us(unit, &hit)
                && steps_ok(unit)
            {
                return Verdict::yes(index, Note::new("notice-point-found"));
            }
            if goes_with_account(unit) {
                return Verdict::yes(index, Note::new("notice-point-found"));
            }
            // «…請求刪除之權利；可至甲地親自辦理»: the way stands behind a semicolon.
            let next = outline.units.get(index + 1).filter(|n| n.block == unit.block && unit.folded.ends_with(';'));
            let told = next
                .is_some_and(|n| way(n) && tells_to_act(n) && steps_ok(n) && n.hits.of(C::Refusal).next().is_none());
            if told && asked_before(unit, &hit) && !only_by_us(unit, &hit) && steps_ok(unit) {
                return Verdict::yes(index, Note::new("notice-point-found"));
            }
            near = near.or(Some(index));
        }
        let below = outline.below(index, |title| {
            title.hits.has(C::Delete) && names_rights(title) == 1 && !title.hits.any(&[C::Refusal, C::Cookie])
        });
        // «您可以從設定關閉定位» is another deed.
        let other_deed = own.is_none()
            && any_of(&unit.folded, "關閉|停用|調整|turn off|switch off|disable|adjust")
            && !any_of(&unit.folded, "帳號|account");
        if below && !other_deed && way(unit) && unit.hits.of(C::Refusal).next().is_none() {
            return Verdict::yes(index, Note::new("notice-point-found"));
        }
    }
    near.map_or_else(missing, |at| Verdict::no(Some(at), Note::new("notice-deletion-no-path")))
}

/// «如果您刪除帳號,所有資料將一併刪除»: deleting the account is the way.
fn goes_with_account(unit: &Unit) -> bool {
    static ACCOUNT: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:若|如|當|一旦|於|在)(?:果|若)?您?(?:選擇|決定|自行)?(?:刪除|註銷|移除)[^。;,]{0,6}(?:帳號|app|擴充功能)[^。;]{0,40}(?:資料|資訊|紀錄)[^。;]{0,60}(?:刪除|清除|移除)|\b(?:delet\w+|clos\w+|uninstall\w*|remov\w+) (?:your|the|this) (?:account|app|application|extension)\b.{0,80}\b(?:delet|remov|eras|lost)",
        )
    });
    !unit.hits.has(C::Cookie)
        && unit.hits.of(C::Refusal).next().is_none()
        && !any_of(&unit.folded, "不會|仍保留|仍將|does not|do not|not delete|remain")
        && ACCOUNT.is_match(&unit.folded)
}

/// What is deleted is data or an account, named near by; or the verb stands among the rights.
fn of_data(unit: &Unit, hit: &Hit) -> bool {
    let after = unit.folded.get(hit.end..).unwrap_or_default();
    names_rights(unit) >= 3
        || ["請求", "申請", "要求", " request"].iter().any(|w| after.starts_with(w))
        || unit.hits.of(C::Data).any(|d| d.start.abs_diff(hit.end).min(hit.start.abs_diff(d.end)) <= 75)
}

/// «我們將於期滿後刪除»: what the organisation does of itself.
fn only_by_us(unit: &Unit, hit: &Hit) -> bool {
    let before = unit.folded.get(..hit.start).unwrap_or_default();
    // «聯絡我們以刪除»: they are turned to.
    let turned_to = |own: &Hit| {
        let before = unit.folded.get(..own.start).unwrap_or_default().trim_end();
        ["聯絡", "通知", "告知", "請求", "要求", "與", "向", "contact", "asking", "ask", "tell", "email", "writing to"]
            .iter()
            .any(|w| before.ends_with(w))
    };
    let we = unit.hits.of(C::FirstPerson).any(|f| f.end <= hit.start && hit.start - f.end <= 30 && !turned_to(&f));
    let they = unit.hits.any(&[C::Right, C::Settings]) || any_of(&unit.folded, "解除安裝|卸載");
    we && !they && !before.contains('請')
}

/// «設定» alone may be a browser's or a cookie's.
fn steps_ok(unit: &Unit) -> bool {
    !unit.hits.has(C::Cookie)
}
