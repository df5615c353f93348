//! §8, four: period, area, recipients and method of use.

use super::super::contact::placeholder;
use super::super::handling::{keeps, shares};
use super::super::{Verdict, any_of};
use super::{refers_elsewhere, units, value_after};
use crate::finding::Note;
use crate::notice::lexicon::{Concept as C, Hit};
use crate::notice::outline::{Outline, Unit};

/// §8, four: period, area, recipients and method, each with content.
pub(in super::super) fn period_area_recipient_method(outline: &Outline) -> Verdict {
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
            || is_enumerator(before.trim())
            || unit.folded.get(hit.end..).is_some_and(|r| r.starts_with(" of use") || r.starts_with(" of processing"));
    }
    !other.iter().any(|w| before.contains(w))
}

/// `(d)`, `d.`: a letter that numbers an item.
fn is_enumerator(text: &str) -> bool {
    text.len() <= 3 && text.chars().filter(|c| c.is_alphabetic()).count() == 1 && text.ends_with([')', '.'])
}

fn label_value_ok(label: C, value: &str) -> bool {
    let refers = refers_elsewhere(value);
    // «期間、地區、對象及方式：» with nothing but further labels behind it has no value of its own.
    let left = ["期間", "地區", "對象", "方式", "利用", "之"].iter().fold(value.to_owned(), |v, w| v.replace(w, ""));
    let only_labels = !left.chars().any(|c| c.is_alphabetic() && !"及與和".contains(c));
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
