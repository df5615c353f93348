//! What §8 wants told.

mod category;
mod org;
mod purpose;
mod terms_of_use;

use super::contact::placeholder;
use super::{Verdict, any_of, missing};
use crate::finding::Note;
use crate::notice::lexicon::{Concept as C, Hit};
use crate::notice::outline::{Outline, Role, Unit};

pub(super) use category::{category, personal_items};
pub(super) use org::org;
pub(super) use purpose::purpose;
pub(super) use terms_of_use::period_area_recipient_method;

pub(super) fn body(unit: &Unit) -> bool {
    !matches!(unit.role, Role::Heading)
}

/// The units that may be evidence: no headings.
pub(super) fn units(outline: &Outline) -> impl Iterator<Item = (usize, &Unit)> {
    outline.units.iter().enumerate().filter(|(_, u)| body(u))
}

/// The text behind the first `:` (or cell border) after a word; none when nothing stands there.
pub(super) fn value_after<'u>(unit: &'u Unit, hit: &Hit) -> Option<&'u str> {
    let rest = unit.folded.get(hit.end..)?;
    let is = || {
        let words = ["為", "是", ",將以", "將以", ",以", "以", "限於", "僅限", "僅於", "限制在"];
        words.into_iter().find(|word| rest.starts_with(word)).map(str::len)
    };
    // A colon far behind belongs to something else.
    let colon = rest.find([':', '|']).filter(|at| rest.get(..*at).is_some_and(|between| between.chars().count() <= 14));
    let at = colon.map(|i| i + 1).or_else(is)?;
    let between = rest.get(..at)?;
    if between.contains(['。', '，', ';']) || colon.is_some() && between.contains(',') {
        return None;
    }
    let value = rest.get(at..)?.trim();
    (value.chars().count() >= 2 && !placeholder(value)).then_some(value)
}

/// Whether a value sends the reader elsewhere or is a blank.
pub(super) fn refers_elsewhere(value: &str) -> bool {
    ["請見", "詳見", "如隱私", "另行公告", "另行通知", "待補", "tbd", "待定", "請參閱", "to be announced"]
        .iter()
        .any(|w| value.starts_with(w))
        || placeholder(value)
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
            || unit.folded.contains("without")
            || unit.folded.contains("之影響");
        let follows = |hit: &Hit| {
            unit.hits.of(C::Effect).any(|e| e.start >= hit.end && e.start - hit.end <= 260)
                || unit.hits.of(C::Effect).any(|e| e.end <= hit.start && unit.folded.is_ascii())
        };
        // «Health Connect: optional; the diary still works if denied», in a part on permissions.
        let of_permission =
            || outline.below(index, |t| any_of(&t.folded, "權限|授權|permission")) && unit.role == Role::Item;
        let about_user = unit.hits.any(&[C::SecondPerson, C::Data])
            || any_of(&unit.folded, "必填|欄位")
            || of_permission()
            || any_of(&unit.folded, "if denied|if declined");
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
                    || t.folded.contains("會怎")
                    || t.folded.contains("what happens")
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
        "不同意本|不接受本|不同意修|不同意上述條款|不同意全部或部|not agree to this|do not agree with this|不同意變更|不同意以上條款|不同意該",
    );
    policy && !unit.folded.contains("提供")
}
