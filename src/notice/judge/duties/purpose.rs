//! §8, two: what the data serve.

use super::super::contact::placeholder;
use super::super::{Verdict, any_of, missing};
use super::category::negated;
use super::{refers_elsewhere, units, value_after};
use crate::finding::Note;
use crate::notice::compare::kinds_in;
use crate::notice::lexicon::Concept as C;
use crate::notice::outline::{Outline, Role, Unit};

/// §8, two: a purpose with content, or a sentence that says what the data serve. A labelled purpose shows it best, then
/// what stands below its title.
pub(in super::super) fn purpose(outline: &Outline) -> Verdict {
    let (mut best, mut near) = (None::<(u8, usize)>, None);
    for (index, unit) in units(outline) {
        if unit.hits.has(C::Cookie)
            || unit.role == Role::Footer
            || super::super::rights::asked_to_be_told(outline, index)
        {
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

/// A table with a column for the purpose.
fn column_of_purpose(outline: &Outline, index: usize) -> bool {
    let cells = outline.cells_under(index, |head| head.hits.has(C::Purpose) && !head.hits.has(C::Cookie));
    cells.iter().any(|cell| cell.chars().count() >= 4 && !placeholder(cell))
}

/// How well a sentence says what the data serve: 2 below a title about purposes, 1 by its own words, 0 not at all.
fn serves(outline: &Outline, index: usize, unit: &Unit) -> u8 {
    let denied = any_of(&unit.folded, "不會|不得|絕不|will not|do not")
        && any_of(&unit.folded, "其他用途|特殊用途|任何用途|其他目的|目的外|other purpose|移作");
    let words = unit.folded.chars().count() >= 6 && !placeholder(&unit.text) && !denied && !refused_collection(unit);
    // «Outside that purpose only where …» heads a list of exceptions, not of purposes.
    let titled = outline.below(index, |t| {
        t.hits.has(C::Purpose) && !t.hits.has(C::Cookie) && !any_of(&t.folded, "目的外|以外|之外|other than|outside")
    });
    if column_of_purpose(outline, index) && !refused_collection(unit) {
        return 2;
    }
    if titled && words && !refers_elsewhere(&unit.folded) && !unit.folded.ends_with(':') {
        return 2;
    }
    let serves = unit.hits.of(C::InOrderTo).any(|h| unit.folded.get(h.end..).is_some_and(|r| r.chars().count() >= 4))
        || for_something(unit);
    // «Advertising identifier: for personalised ads» in a list of data or permissions.
    let label_for = unit.role == Role::Item
        && any_of(&unit.folded, ": for |: used |:用於|:用以|:用來")
        && outline.below(index, |t| t.hits.has(C::Data) || any_of(&t.folded, "permission|權限"));
    if label_for && words {
        return 1;
    }
    let collects = unit.hits.any(&[C::Collect, C::Use])
        && (unit.hits.has(C::Data)
            || kinds_in(&unit.folded) >= 1
            || any_of(&unit.folded, "裝置|當機|錯誤報告|使用統計|crash|diagnos"));
    let ours = unit.hits.has(C::FirstPerson) || unit.hits.has(C::SecondPerson);
    let of_data = || unit.hits.has(C::Data) || outline.below(index, |t| t.hits.has(C::Data) && t.hits.has(C::Use));
    let data_serve = serves && of_data() && any_of(&unit.folded, "用於|用以|used to|used only|used solely|only used");
    // What the notice itself is for, and what a change of one's data is for, is no purpose of collecting them.
    let of_other = any_of(
        &unit.folded,
        "放心使用|致力於保護|致力保護|重視您的隱私|安心使用|安心的使用|能夠安心|簡述本|特此向您說明|如何蒐集|隱私權的政策|之隱私權,|的隱私權,|之隱私,|恪遵|this policy explains",
    ) || super::super::rights::names_rights(unit) >= 2 && !unit.hits.has(C::Collect);
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
