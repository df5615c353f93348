//! The five rights of §3, how they are exercised, and Article 6.

use std::sync::LazyLock;

use regex::Regex;

use super::super::lexicon::{Concept as C, Hit};
use super::super::outline::{Node, Outline, Role, Unit};
use super::super::text::Style;
use super::{Verdict, any_of, missing, regex};
use crate::finding::Note;

/// How far before a verb its subject («您得», «you may») may stand, in bytes of folded text.
const REACH: usize = 240;

/// What a sentence says of a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    Nothing,
    /// Refused under a condition: no more than the law allows.
    Limited,
    Granted,
    /// Refused outright.
    Denied,
}

/// Judges one right.
pub(super) fn right(outline: &Outline, concept: C) -> Verdict {
    let (mut granted, mut denied, mut near) = (None::<(u8, usize)>, None, None);
    for (index, unit) in outline.units.iter().enumerate() {
        // What authors may do with their works is about no personal data.
        let of_works = any_of(&unit.folded, "散布|重製|發行");
        if !unit.hits.has(concept) || of_works || of_children(unit) || of_elsewhere(unit) {
            continue;
        }
        match said(outline, index, unit, concept) {
            Said::Granted => {
                let rank = rank(outline, index, unit);
                if granted.is_none_or(|(best, _)| rank > best) {
                    granted = Some((rank, index));
                }
            }
            Said::Denied if denied.is_none() => denied = Some(index),
            Said::Limited if near.is_none() => near = Some(index),
            _ => {}
        }
    }
    match (granted, denied) {
        (_, Some(at)) => Verdict::no(Some(at), Note::new("notice-right-denied")),
        (Some((_, at)), None) => Verdict::yes(at, Note::new("notice-point-found")),
        (None, None) => near.map_or_else(missing, |at| Verdict::no(Some(at), Note::new("notice-right-limited"))),
    }
}

/// «If you learn that your child has given us data, we delete them»: no right of the reader.
pub(super) fn of_children(unit: &Unit) -> bool {
    any_of(&unit.folded, "兒童|孩童|未成年人的|發現孩子|您的孩子|您的小孩|未滿13|未滿十三|child|under 13|under the age")
        && names_rights(unit) <= 2
        && !unit.folded.contains("法定代理人得")
}

/// «Where the GDPR protects you, you also have …»: rights of people elsewhere.
fn of_elsewhere(unit: &Unit) -> bool {
    any_of(&unit.folded, "gdpr|ccpa|歐盟|歐洲|加州|california|european")
        && any_of(&unit.folded, "若您|如您|如果您|若所在|位於|居住|if you|located in|residents")
        && !any_of(&unit.folded, "個人資料保護法|台灣|taiwan")
}

/// How well a sentence shows a right: in a part about rights, among other rights, asked for in so many words.
fn rank(outline: &Outline, index: usize, unit: &Unit) -> u8 {
    let strong = any_of(&unit.folded, "權利|有權|請求|right|request");
    u8::from(in_rights_part(outline, index)) * 2 + u8::from(names_rights(unit) >= 3) * 3 + u8::from(strong)
        - u8::from(strong && any_of(&unit.folded, "小節|標題|see section|詳見|請參閱"))
}

/// The strongest thing that a sentence says of a right.
fn said(outline: &Outline, index: usize, unit: &Unit, concept: C) -> Said {
    if unit.role == Role::Heading && !heading_with_body(outline, index) {
        return Said::Nothing;
    }
    // «資料控制：您可在瀏覽器刪除»: a part on controls shows buttons, not the right to have data deleted.
    let rights = |t: &Unit| titled_rights(t) && any_of(&t.folded, "權|行使|請求|要求|right|request");
    let in_list = in_rights_part(outline, index) && (concept != C::Delete || outline.below(index, rights));
    unit.hits.of(concept).map(|hit| said_at(unit, &hit, in_list)).max().unwrap_or(Said::Nothing)
}

fn said_at(unit: &Unit, hit: &Hit, in_list: bool) -> Said {
    let asked = asked_before(unit, hit) && (in_list || hit.concept != C::Delete || claims_deletion(unit, hit));
    if !(asked || in_list) || about_other_things(unit, hit) || ends_a_period(unit, hit) {
        return Said::Nothing;
    }
    if !in_list && !unit.hits.has(C::Data) {
        return Said::Nothing;
    }
    // «拒絕權» above what is said of advertisements; «there is no copy anywhere else».
    let refusing = hit.concept == C::Stop && unit.folded.chars().count() <= 5 && unit.folded.contains("拒絕");
    let none = hit.concept == C::Copy && unit.folded.contains("no copy");
    if refusing || none {
        return Said::Nothing;
    }
    // A feature of the app: the same data on the person's other devices.
    if hit.concept == C::Inquire && any_of(&unit.folded, "其他裝置|另一台裝置|other devices|another device") {
        return Said::Nothing;
    }
    let refusal = refused(unit, hit);
    match refusal {
        None if asked || reads_as_item(unit) => Said::Granted,
        None => Said::Nothing,
        Some(_) if conditional(unit, hit) => Said::Limited,
        Some(_) => Said::Denied,
    }
}

/// «您可於設定中刪除帳號» is a way, not the right of §3: that is asked for («請求刪除», «you may ask us to delete»), named
/// beside other rights, or has personal data as its object.
fn claims_deletion(unit: &Unit, hit: &Hit) -> bool {
    let strong = [
        "權利", "有權", "得", "請求", "要求", "申請", "行使", "之權", "的權", "right", "request", "ask us", "exercise",
        "entitled",
    ];
    let before = unit.folded.get(..hit.start).unwrap_or_default();
    let after: String = unit.folded.get(hit.end..).unwrap_or_default().chars().take(24).collect();
    // «您可透過以下方式移除您的資料：» leads in ways.
    let ways = unit.hits.has(C::Channel) && unit.folded.ends_with(':') && !unit.folded.contains('權');
    let button = unit.hits.has(C::Settings) || way_in_app(&unit.folded);
    !ways
        && (names_rights(unit) >= 2
            || after.starts_with('權')
            || strong.iter().any(|w| before.contains(w))
            || !button && any_of(&after, "個人資料|您的資料|所有資料|全部資料|personal data|your data"))
}

/// In a part about rights, a list item or a row names a right without «you may»; a long sentence there must say it.
fn reads_as_item(unit: &Unit) -> bool {
    matches!(unit.role, Role::Item | Role::Row | Role::Heading)
        || unit.folded.chars().count() <= 60
        || unit.lead.is_some()
}

/// Whether a sentence stands below a title about rights or in a list that «您得行使下列權利：» leads in.
pub(super) fn in_rights_part(outline: &Outline, index: usize) -> bool {
    // «因此沒有資料可以：» leads in what cannot be asked.
    let lead = outline.units.get(index).and_then(|u| u.lead).filter(|l| *l != index).and_then(|l| outline.units.get(l));
    if lead.is_some_and(|lead| {
        lead.folded.ends_with(':') && any_of(&lead.folded, "沒有資料|沒有任何資料|無資料|沒有任何個人資料|no data")
    }) {
        return false;
    }
    outline.below(index, |title| {
        titled_rights(title) && !title.hits.any(&[C::Refusal, C::NotGiving]) && !org_rights(title)
    })
}

/// Whether a sentence stands in a list of what one may ask to be told («您有被通知以下事項之權利：»): naming it there does not
/// tell it.
pub(super) fn asked_to_be_told(outline: &Outline, index: usize) -> bool {
    outline.below(index, |lead| {
        lead.folded.ends_with(':')
            && any_of(&lead.folded, "權利|有權|right")
            && any_of(&lead.folded, "通知|告知|知悉|獲得|拒絕|了解|informed|obtain|object|know")
    })
}

/// A title about the person's rights over data: «當事人權利», «您的權利», «查詢、更正與刪除»; a lead-in like «得行使下列權利».
fn titled_rights(title: &Unit) -> bool {
    let whose = title.hits.any(&[C::Data, C::SecondPerson, C::LawOfRights])
        || title.folded.contains("隱私")
        || title.folded.contains("行使");
    let bare = title.folded.chars().filter(|c| c.is_alphabetic()).count() <= 8;
    let leads_in = title.folded.ends_with(':')
        && title.hits.has(C::Right)
        && any_of(&title.folded, "個人資料|personal data|your data|隱私");
    leads_in
        || title.hits.has(C::LawOfRights)
        || names_rights(title) >= 2
        || title.hits.has(C::RightsTitle) && (whose || bare)
}

/// «本公司之權利»: the other side's rights.
fn org_rights(title: &Unit) -> bool {
    any_of(
        &title.folded,
        "本公司之權利|本公司的權利|我們的權利|智慧財產|權利義務|權利與義務|義務| our rights|intellectual|rights reserved",
    )
}

/// How many of the five rights a sentence names.
pub(super) fn names_rights(unit: &Unit) -> usize {
    [C::Inquire, C::Copy, C::Correct, C::Stop, C::Delete].iter().filter(|c| unit.hits.has(**c)).count()
}

fn heading_with_body(outline: &Outline, index: usize) -> bool {
    outline.units.get(index).and_then(|u| outline.nodes.get(u.node)).is_some_and(|node| outline.has_body(node))
}

/// «您得…», «請求…», «you may …» before the verb in the same sentence.
pub(super) fn asked_before(unit: &Unit, hit: &Hit) -> bool {
    if put_forward(unit).is_some_and(|at| hit.end <= at) {
        return true;
    }
    unit.hits.of(C::Right).any(|right| {
        if others_right(unit, &right) {
            return false;
        }
        let weak = unit.folded.get(right.start..right.end).is_some_and(|w| w == "申請");
        let reach = if weak { 45 } else { REACH };
        right.start < hit.start && hit.start - right.start <= reach && !by_authority(unit, hit)
    }) || unit.role != Role::Row
        && unit.hits.of(C::Right).any(|right| {
            let reserved = unit.folded.get(..hit.start).is_some_and(|b| b.contains("保留") || b.contains("本公司得"));
            !reserved && right.start > hit.end && right.start - hit.end <= 60 && {
                let between = unit.folded.get(hit.end..right.start).unwrap_or_default();
                !between.contains(['。', ';', ','])
            }
        })
}

/// «姓名更正、資料查詢與複製本、帳號刪除，請透過支援頁提出»: three rights or more, to be put forward somewhere; where the
/// sentence turns to that.
fn put_forward(unit: &Unit) -> Option<usize> {
    static FORWARD: LazyLock<Regex> =
        LazyLock::new(|| regex(r"請(?:透過|經由|利用|使用|至|到|於|在|向|以)[^。;]{1,30}(?:提出|申請|辦理|送出)"));
    FORWARD.find(&unit.folded).map(|found| found.start()).filter(|_| names_rights(unit) >= 3)
}

/// «本公司有權», «甲商店有權於任何時間»: the other side's.
fn others_right(unit: &Unit, right: &Hit) -> bool {
    if unit.hits.of(C::FirstPerson).any(|own| own.end == right.start) {
        return true;
    }
    let (start, _, _) = clause_of(unit, right);
    let subject = unit.folded.get(start..right.start).unwrap_or_default();
    unit.folded.get(right.start..right.end) == Some("有權")
        && subject.chars().count() >= 3
        && !any_of(subject, "您|者|會員|當事人|台端|本人|民眾|客戶|病人|個人|依|下列|以下|仍|均|皆|亦|隨時")
}

/// «…時起至您要求刪除時止»: the end of a period, no right.
pub(super) fn ends_a_period(unit: &Unit, hit: &Hit) -> bool {
    let before: String = unit.folded.get(..hit.start).unwrap_or_default().chars().rev().take(8).collect();
    let after: String = unit.folded.get(hit.end..).unwrap_or_default().chars().take(10).collect();
    before.contains('至') && after.contains('止') || before.chars().rev().collect::<String>().contains("until")
}

/// «司法機關調閱»: somebody else asks.
fn by_authority(unit: &Unit, hit: &Hit) -> bool {
    let before = unit.folded.get(..hit.start).unwrap_or_default();
    any_of(before, "司法機關|檢警|警察|法院|檢調|有權機關|law enforcement|court") && names_rights(unit) <= 1
}

/// «清除 Cookie», «修改密碼», «查閱本政策»: the object is no personal data.
pub(super) fn about_other_things(unit: &Unit, hit: &Hit) -> bool {
    let rest = unit.folded.get(hit.end..).unwrap_or_default();
    let clause_end = rest.find(['。', ';', ',', '，', '、', '(']).unwrap_or(rest.len());
    if rest.starts_with("如何") {
        return true;
    }
    let clause = hit.end..hit.end + clause_end.min(60);
    let first = |concept: C| unit.hits.of(concept).filter(|h| clause.contains(&h.start)).map(|h| h.start).min();
    let (start, _, _) = clause_of(unit, hit);
    let last =
        |concept: C| unit.hits.of(concept).filter(|h| h.start >= start && h.end <= hit.start).map(|h| h.start).max();
    if first(C::Data).is_none()
        && last(C::NotData)
            .is_some_and(|other| hit.start - other <= 60 && last(C::Data).is_none_or(|data| data < other))
    {
        return true;
    }
    match (first(C::NotData), first(C::Data)) {
        (Some(_), None) => true,
        (Some(other), Some(data)) => other < data,
        _ => false,
    }
}

/// Bounds of the clause around a hit; commas in an enumeration («、») do not end it.
fn clause_of<'u>(unit: &'u Unit, hit: &Hit) -> (usize, usize, &'u str) {
    let text = unit.folded.as_str();
    let ends: &[char] = if unit.role == Role::Row { &['。', ';'] } else { &['。', ';', ',', '，'] };
    let start = text.get(..hit.start).and_then(|t| t.rfind(ends)).map_or(0, |i| i + 1);
    let start = (start..=hit.start).find(|i| text.is_char_boundary(*i)).unwrap_or(hit.start);
    let end = text.get(hit.end..).and_then(|t| t.find(ends)).map_or(text.len(), |i| hit.end + i);
    (start, end, text.get(start..end).unwrap_or_default())
}

/// A refusal that governs the hit: before it in its clause, right after it, or in the next clause as a whole.
pub(super) fn refused(unit: &Unit, hit: &Hit) -> Option<Hit> {
    let (start, end, _) = clause_of(unit, hit);
    let latin = unit.folded.is_ascii();
    let reach = if latin { 60 } else { 48 };
    let refusals = || unit.hits.of(C::Refusal);
    let before = refusals().find(|r| {
        r.start >= start && r.start <= hit.start && hit.start.saturating_sub(r.end) <= reach && !turned(unit, r)
    });
    // «停止利用後,某些功能將無法提供»: what follows from it, no refusal of it.
    if unit.folded.get(hit.end..).is_some_and(|rest| rest.starts_with('後')) {
        return before;
    }
    let after =
        refusals().find(|r| r.start >= hit.end && r.end <= end && r.start - hit.end <= reach && governs_back(unit, r));
    let next = refusals().find(|r| {
        r.start >= end && r.start.saturating_sub(end) <= reach && stands_alone(unit, r) && governs_back(unit, r)
    });
    before.or(after).or(next)
}

/// «不得拒絕», «不會不提供»: a refusal that is itself refused; «無法自行刪除者,可來信» is a condition, not a refusal.
fn turned(unit: &Unit, refusal: &Hit) -> bool {
    let before = unit.folded.get(..refusal.start).unwrap_or_default();
    let after = unit.folded.get(refusal.end..).unwrap_or_default();
    ["若您", "若", "如您", "如果您", "倘", "when you", "if you"].iter().any(|c| ends_near(before, c, 12))
        || after.starts_with("自行")
        || ["不得", "不會", "不", "never ", "not "].iter().any(|n| before.ends_with(n))
}

fn ends_near(text: &str, word: &str, reach: usize) -> bool {
    let start = text.len().saturating_sub(word.len() + reach);
    let start = (start..=text.len()).find(|i| text.is_char_boundary(*i)).unwrap_or(text.len());
    text.get(start..).is_some_and(|tail| tail.contains(word))
}

/// A refusal that can follow its object: «…恕不受理», «… is not available».
fn governs_back(unit: &Unit, refusal: &Hit) -> bool {
    let word = unit.folded.get(refusal.start..refusal.end).unwrap_or_default();
    let rest = unit.folded.get(refusal.end..).unwrap_or_default();
    let bare =
        rest.trim_start().chars().next().is_none_or(|c| matches!(c, '。' | ',' | '，' | ';' | '.' | '|' | '/' | ')'));
    let strong = [
        "恕",
        "概不",
        "一律不",
        "受理",
        "不接受",
        "not available",
        "not possible",
        "not permitted",
        "not allowed",
        "not offered",
        "not provided",
        "not supported",
        "not accepted",
        "declined",
    ];
    strong.iter().any(|s| word.contains(s))
        || bare
        || rest.starts_with("此")
        || rest.starts_with("這")
        || rest.starts_with("辦理")
}

/// A clause that refuses and names no right of its own.
fn stands_alone(unit: &Unit, refusal: &Hit) -> bool {
    let (start, end, _) = clause_of(unit, refusal);
    ![C::Inquire, C::Copy, C::Correct, C::Stop, C::Delete]
        .iter()
        .any(|c| unit.hits.of(*c).any(|h| h.start >= start && h.end <= end))
}

/// A refusal under a condition (法令, 若…, except) says no more than the law does.
fn conditional(unit: &Unit, hit: &Hit) -> bool {
    let except_only = unit.folded.starts_with("除");
    !except_only
        && unit.hits.of(C::Condition).any(|c| {
            let same_sentence = c.start < hit.start || c.start < hit.end + 120;
            same_sentence && !unit.folded.get(c.start..c.end).is_some_and(|w| w == "則" || w == "when")
        })
}

/// §8: at least three of the rights told, or §3 named together with «rights».
pub(super) fn s8_rights(outline: &Outline, five: &[&Verdict]) -> Verdict {
    let granted: Vec<&&Verdict> = five.iter().filter(|v| v.satisfied).collect();
    let at = granted.first().and_then(|v| v.unit);
    if granted.len() >= 3 {
        return Verdict { satisfied: true, unit: at, reason: Note::new("notice-point-found") };
    }
    let by_law = outline.units.iter().position(|u| {
        u.hits.has(C::LawOfRights)
            && u.hits.has(C::Right)
            && u.folded.contains("權利")
            && !u.hits.has(C::Refusal)
            && u.role != Role::Heading
    });
    if let Some(at) = by_law {
        return Verdict::yes(at, Note::new("notice-rights-by-reference"));
    }
    Verdict::no(at, Note::new("notice-few-rights").with("count", granted.len()))
}

/// A sentence that says how: a way of contact together with asking, or a way of contact in a part about rights.
pub(super) fn how_to_exercise(outline: &Outline) -> Verdict {
    let (mut near, mut asked) = (None, None);
    for (index, unit) in outline.units.iter().enumerate() {
        let named = names_rights(unit);
        let of_cookies = unit.hits.has(C::Cookie) && named <= 1;
        // What one may do with the site's works.
        if any_of(&unit.folded, "引用|轉載|著作|商標") && named == 0 {
            continue;
        }
        // «5. 您得以書面主張下列權利» leads the rights in and says how.
        let bare_heading = unit.role == Role::Heading && !(unit.hits.has(C::Right) && leads_by_writing(unit));
        if bare_heading || unit.role == Role::Footer || of_cookies || !way(unit) {
            continue;
        }
        // Leave of a permission of the system («revoke them in the settings») uses no right of §3.
        let leave = named <= 2
            && any_of(&unit.folded, "revoke|撤銷|撤回")
            && any_of(&unit.folded, "permission|access|授權|權限|同意");
        // «No deletion request to send us».
        let nothing_to_ask = any_of(&unit.folded, "no deletion request|no request to");
        let asks = !leave && !nothing_to_ask && asks_by(unit, named) || asked_for_by_lead(outline, unit);
        // «Write to us with any question» exercises no right.
        // Nor does one's leave of advertisements.
        let advertising = named == 0 && any_of(&unit.folded, "促銷|行銷|廣告|如需服務|marketing|promotion");
        let question = advertising
            || any_of(&unit.folded, "意見或疑問|疑問或意見|任何疑問|any question")
                && named == 0
                && !any_of(&unit.folded, "行使|請求|申請|exercise|request");
        if question {
            continue;
        }
        let in_part = !leave
            && !nothing_to_ask
            && (in_rights_part(outline, index) || follows_rights(outline, index))
            && tells_to_act(unit);
        if !(asks || in_part) {
            continue;
        }
        let refused = unit.hits.of(C::Refusal).any(|r| {
            let rest = unit.folded.get(r.end..).unwrap_or_default();
            !conditional(unit, &r) && (rest.starts_with("行使") || rest.contains("方式") && rest.len() < 90)
        });
        if refused {
            near = Some(index);
            continue;
        }
        if in_part {
            return Verdict::yes(index, Note::new("notice-point-found"));
        }
        asked = asked.or(Some(index));
    }
    if let Some(at) = asked {
        return Verdict::yes(at, Note::new("notice-point-found"));
    }
    near.map_or_else(missing, |at| Verdict::no(Some(at), Note::new("notice-right-denied")))
}

/// Whether a sentence asks for rights: it names them, or speaks of using them.
fn asks_by(unit: &Unit, named: usize) -> bool {
    put_forward(unit).is_some()
        || unit.hits.has(C::Right)
            && (named >= 2
                || named == 1 && !unit.hits.has(C::Delete)
                || unit.hits.has(C::RightsTitle) && unit.folded.contains("要求")
                || unit.folded.contains("權利")
                || unit.folded.contains("行使") && !unit.folded.contains("同意之權利")
                || unit.folded.contains("rights")
                || unit.folded.contains("exercise"))
}

/// «如需查閱或刪除資料，請：» above an address: the sentence that leads in asks, the item is the way.
fn asked_for_by_lead(outline: &Outline, unit: &Unit) -> bool {
    let lead = unit.lead.and_then(|lead| outline.units.get(lead));
    lead.is_some_and(|lead| {
        let request = any_of(&lead.folded, "請求|要求|申請|行使|request|exercise|rights");
        let of_data =
            names_rights(lead) >= 1 || any_of(&lead.folded, "權利|rights") || lead.folded.contains("資料存取");
        lead.folded.ends_with(':') && request && of_data && !lead.hits.has(C::Refusal)
    })
}

fn leads_by_writing(unit: &Unit) -> bool {
    any_of(&unit.folded, "以書面|透過客服|向客服|以電子郵件|in writing|by email")
        && any_of(&unit.folded, "下列權利|以下權利|following rights")
}

/// Whether one of the sentences just before, in the same article, tells the rights.
fn follows_rights(outline: &Outline, index: usize) -> bool {
    let Some(unit) = outline.units.get(index) else { return false };
    let before = outline.units.get(index.saturating_sub(8)..index).unwrap_or_default();
    before.iter().any(|b| {
        let same = b.block == unit.block
            || outline.ancestors(unit.node).any(|n| {
                n.title.is_some() && n.first <= index && outline.nodes.get(b.node).is_some_and(|m| m.first == n.first)
            });
        same && !b.hits.has(C::Refusal) && b.hits.has(C::Right) && (names_rights(b) >= 2 || b.hits.has(C::LawOfRights))
    })
}

/// A sentence that tells somebody to do something, not a label with an address behind it.
pub(super) fn tells_to_act(unit: &Unit) -> bool {
    const ACTS: &[&str] = &[
        "提出",
        "申請",
        "請求",
        "行使",
        "辦理",
        "來電",
        "致電",
        "來信",
        "來函",
        "撥打",
        "請洽",
        "聯絡我們",
        "與我們聯絡",
        "聯絡方式請",
        "聯絡管道",
        "填寫",
        "填妥",
        "登入",
        "操作",
        "寄",
        "洽詢",
        "親自",
        "親臨",
        "通知我們",
        "告訴我們",
        "告知我們",
        "聯絡本",
        "聯絡客服",
        "通知本",
        "內回覆",
        "要求更正",
        "要求刪除",
        "按",
        "點選",
        "匯出",
        "解除安裝",
        "傳送郵件",
        "發送郵件",
        "於app",
        "app內",
        "uninstall",
        "寫信",
        "write",
        "call",
        "contact us",
        "contact our",
        "contact the",
        "email us",
        "e-mail us",
        "send",
        "request",
        "submit",
        "exercise",
        "log in",
        "open",
        "reach",
        "contacting",
        "emailing",
        "by email",
        "please contact",
        "please email",
        "apply for",
        "you can do this by",
        "you can do so by",
    ];
    // «參與本活動» takes part in something; it turns to nobody.
    let folded = unit.folded.replace("參與", "");
    ACTS.iter().any(|w| folded.contains(w)) || turns_to_somebody(&folded)
}

/// Whether a sentence names a way to turn to somebody: «致電», «客服», or a telephone or e-mail that one is to use.
pub(super) fn way(unit: &Unit) -> bool {
    if unit.hits.any(&[C::Channel, C::Settings]) || way_in_app(&unit.folded) || turns_to_somebody(&unit.folded) {
        return true;
    }
    unit.hits.of(C::WeakChannel).any(|weak| {
        let before = |concept: C| unit.hits.of(concept).any(|v| v.end <= weak.start && weak.start - v.end <= 15);
        let after = unit.folded.get(weak.end..).unwrap_or_default();
        let value: String = after.chars().take(24).collect();
        before(C::Via) || value.contains('@') || value.chars().filter(char::is_ascii_digit).count() >= 6
    }) || unit.folded.contains('@')
}

/// Taking the app off, or clearing what it keeps.
pub(super) fn way_in_app(folded: &str) -> bool {
    any_of(
        folded,
        "解除安裝|卸載|移除app|移除本app|刪除app|刪除本app|清除app資料|清除擴充功能|清除瀏覽器資料|清除快取|瀏覽器設定|browser settings|clear the app|clearing the app|app data|uninstall|deleting the app|delete the app|removing the app",
    )
}

/// «聯絡甲服務團隊», «通知本院資訊室»: whoever is turned to is a unit of theirs.
fn turns_to_somebody(folded: &str) -> bool {
    static SOMEBODY: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:聯絡|洽|通知|告知|詢問|接洽|反應)[^。;,]{0,16}(?:團隊|中心|小組|人員|部門|窗口|單位|辦公室|櫃檯|櫃台|管理員|店家|醫院|診所|開發者)|(?:以|透過|運用|利用|經由|藉由)[^。;,]{2,16}行使(?:上|前|下|本|您|該|相關|權)|(?:透過|經由|利用|使用|至|到|於|在)[^。;,]{1,12}(?:頁|頁面|表單|系統|平台|介面|專區|功能)[^。;,]{0,4}(?:提出|申請|辦理|送出)|與(?:本|我們|開發者|客服)[^。;,]{0,8}(?:聯絡|接洽|反應)|\b(?:contact|email|e-mail|write|call|reach|message|notify|ask)\b.{0,40}\b(?:team|office|officer|department|developer|administrator|counter|desk|support|clinic|hospital|staff)\b",
        )
    });
    SOMEBODY.is_match(folded)
}

/// Whether there is an article numbered six about the rights.
pub(super) fn article_six(outline: &Outline, rights: &[&Verdict]) -> Verdict {
    let mut other = None;
    for node in &outline.nodes {
        let Some((mark, title)) = node.mark.zip(node.title) else { continue };
        if mark.number != 6 || matches!(mark.style, Style::Below | Style::Circled) || list_of_rights(outline, node) {
            continue;
        }
        let Some(unit) = outline.units.get(title) else { continue };
        match about_rights(outline, node, unit) {
            About::Rights => return Verdict::yes(title, Note::new("notice-point-found")),
            About::TitleOnly => other = other.or(Some((title, "notice-heading-only"))),
            About::Other if article_like(outline, node) => other = other.or(Some((title, "notice-article6-other"))),
            About::Other => {}
        }
    }
    let elsewhere = rights.iter().find_map(|v| v.unit.filter(|_| v.satisfied)).and_then(|at| article_of(outline, at));
    match (other, elsewhere) {
        (Some((at, code)), None) => Verdict::no(Some(at), Note::new(code)),
        (_, Some((at, number))) if number != 6 => {
            Verdict::no(Some(at), Note::new("notice-article6-elsewhere").with("number", number))
        }
        (Some((at, code)), Some(_)) => Verdict::no(Some(at), Note::new(code)),
        _ => Verdict::no(None, Note::new("notice-article6-none")),
    }
}

/// The outermost numbered part that a sentence stands in.
fn article_of(outline: &Outline, index: usize) -> Option<(usize, u32)> {
    let node = outline.units.get(index)?.node;
    outline.ancestors(node).filter_map(|n| Some((n.title?, n.mark?.number))).last()
}

enum About {
    Rights,
    TitleOnly,
    Other,
}

fn about_rights(outline: &Outline, node: &Node, title: &Unit) -> About {
    let units = outline.units.get(node.first..node.end).unwrap_or_default();
    let mut named = [false; 5];
    for unit in units {
        for (slot, concept) in named.iter_mut().zip([C::Inquire, C::Copy, C::Correct, C::Stop, C::Delete]) {
            *slot |= unit.hits.has(concept);
        }
    }
    let named = named.iter().filter(|n| **n).count();
    let rights_word = |unit: &Unit| unit.hits.any(&[C::RightsTitle, C::LawOfRights]) && !org_rights(unit);
    let titled = rights_word(title) || names_rights(title) >= 2;
    let body = outline.has_body(node);
    let said = units.iter().any(|u| u.hits.any(&[C::Right, C::LawOfRights]));
    // Rights told as rights, or one item for each; a part on keeping and deleting tells of one.
    let items = units.iter().filter(|u| matches!(u.role, Role::Item | Role::Row) && names_rights(u) >= 1).count();
    let several = |u: &Unit| items >= 3 || names_rights(u) >= 2 && u.hits.any(&[C::Right, C::LawOfRights]);
    match (titled, body) {
        (true, true) if named >= 1 || units.len() > 1 => About::Rights,
        (true, false) if title.folded.chars().count() > 40 && named >= 2 => About::Rights,
        (true, false) => About::TitleOnly,
        (false, _) if named >= 3 && said && units.len() <= 40 && units.iter().any(several) => About::Rights,
        _ => About::Other,
    }
}

/// The sixth item of an enumeration whose items are the rights themselves.
fn list_of_rights(outline: &Outline, node: &Node) -> bool {
    let style = node.mark.map(|m| m.style);
    let siblings: Vec<&Unit> = outline
        .nodes
        .iter()
        .filter(|n| n.parent == node.parent && n.mark.map(|m| m.style) == style && n.mark.is_some_and(|m| m.number < 6))
        .filter_map(|n| outline.units.get(n.title?))
        .collect();
    siblings.iter().filter(|u| u.folded.chars().count() <= 60 && names_rights(u) >= 1).count() >= 3
}

/// An article rather than an item of a list: its style is an article's, or it stands at the outermost level.
fn article_like(outline: &Outline, node: &Node) -> bool {
    node.mark.is_some_and(|m| m.style.is_major())
        || node.parent.and_then(|p| outline.nodes.get(p)).is_some_and(|p| p.mark.is_none())
}
