//! The judgement of a document: is it a privacy notice, and what does it satisfy.

mod contact;
mod dates;
mod deletion;
mod duties;
mod handling;
mod rights;

use super::document::Document;
use super::lexicon::{Concept as C, Hits};
use super::outline::{Outline, Role, Unit};
use super::{Language, Notice, NoticeKind, Point, PointId};
use crate::finding::{AppText, Locus, Note};

/// What one point came to.
#[derive(Debug, Clone)]
struct Verdict {
    satisfied: bool,
    /// The sentence quoted.
    unit: Option<usize>,
    reason: Note,
}

impl Verdict {
    fn yes(unit: usize, reason: Note) -> Self {
        Self { satisfied: true, unit: Some(unit), reason }
    }

    fn no(unit: Option<usize>, reason: Note) -> Self {
        Self { satisfied: false, unit, reason }
    }
}

/// Nothing about it anywhere.
fn missing() -> Verdict {
    Verdict::no(None, Note::new("notice-point-missing"))
}

/// A compiled pattern; the patterns are fixed and tested.
fn regex(pattern: &str) -> regex::Regex {
    regex::Regex::new(pattern).unwrap_or_else(|error| unreachable!("a fixed pattern: {error}"))
}

/// Whether text contains one of some words, given with `|` between them.
fn any_of(text: &str, words: &str) -> bool {
    words.split('|').any(|word| text.contains(word))
}

/// Judges a document.
pub fn judge(document: &Document) -> Notice {
    let outline = Outline::new(document);
    let text = document.text();
    let language = Language::of(&text);
    let checked = language.unchecked().is_none();
    let is_notice = checked && notice_score(&outline) >= NOTICE;
    let points = if is_notice { points(document, &outline) } else { refused_points(document, language) };
    Notice {
        file: document.file.clone(),
        language,
        is_notice,
        kind: if is_notice { kind(&outline) } else { None },
        date: dates::date(&outline),
        version: dates::version(&outline),
        urls: dates::urls(document, &text),
        points,
        in_build: false,
        gaps: Vec::new(),
    }
}

fn points(document: &Document, outline: &Outline) -> Vec<Point> {
    let five = [C::Inquire, C::Copy, C::Correct, C::Stop, C::Delete].map(|concept| rights::right(outline, concept));
    let five_refs: Vec<&Verdict> = five.iter().collect();
    let s8_rights = rights::s8_rights(outline, &five_refs);
    let article = rights::article_six(outline, &five_refs);
    let [inquire, copy, correct, stop, delete] = five;
    let mut verdicts = vec![
        inquire,
        copy,
        correct,
        stop,
        delete,
        rights::how_to_exercise(outline),
        contact::person(outline),
        contact::method(outline),
        article,
        duties::org(outline),
        duties::purpose(outline),
        duties::category(outline),
        duties::period_area_recipient_method(outline),
        s8_rights,
        duties::consequence(outline),
        handling::special(outline),
        handling::retention(outline),
        deletion::deletion_path(outline),
        handling::healthbank(outline),
        handling::third_parties(outline),
    ];
    let six = verdicts.get(8).filter(|v| v.satisfied).and_then(|v| v.unit);
    PointId::ALL
        .into_iter()
        .zip(verdicts.drain(..))
        .map(|(id, verdict)| point(document, outline, id, verdict, six))
        .collect()
}

fn point(document: &Document, outline: &Outline, id: PointId, verdict: Verdict, six: Option<usize>) -> Point {
    let belongs_to_six = PointId::ALL.iter().position(|p| *p == id).is_some_and(|i| i < 9);
    let unit = verdict.unit.and_then(|u| outline.units.get(u));
    let place = unit.or_else(|| six.filter(|_| belongs_to_six).and_then(|u| outline.units.get(u)));
    Point {
        id,
        satisfied: verdict.satisfied,
        quote: unit.map(|u| AppText::new(&u.text)),
        locus: Locus::Document { file: document.file.clone(), line: place.map(|u| u.line) },
        reason: verdict.reason,
    }
}

fn refused_points(document: &Document, language: Language) -> Vec<Point> {
    let reason = match language.unchecked() {
        Some(_) => Note::new("notice-language-not-checked").with("language", language.code()),
        None => Note::new("notice-not-a-notice"),
    };
    let locus = Locus::Document { file: document.file.clone(), line: None };
    PointId::ALL
        .into_iter()
        .map(|id| Point { id, satisfied: false, quote: None, locus: locus.clone(), reason: reason.clone() })
        .collect()
}

/// The score from which a text counts as a notice.
const NOTICE: u32 = 50;

/// How much a text reads as a privacy notice: 0 (not at all) to 100. From 50 it is taken for one. For text found in a
/// build (assets, strings, script bundles); markup is recognised.
pub fn looks_like_notice(text: &str) -> u32 {
    let folded = super::text::fold(&text.chars().take(4_000).collect::<String>());
    if !Hits::find(&folded).any(&[C::PrivacyTitle, C::Collect, C::Data]) {
        return 0;
    }
    let document = match super::read("text", text.as_bytes()) {
        Ok(document) => document,
        Err(_) => return 0,
    };
    if Language::of(text).unchecked().is_some() {
        return 0;
    }
    notice_score(&Outline::new(&document))
}

/// Title, first and second person, collecting, and how many topics of a notice are spoken of.
fn notice_score(outline: &Outline) -> u32 {
    let (mut first, mut second, mut collects, mut law) = (0usize, 0usize, 0usize, 0usize);
    let mut topics = [false; 9];
    let mut length = 0usize;
    for unit in &outline.units {
        let hits = &unit.hits;
        length += unit.folded.chars().count();
        first += hits.count(C::FirstPerson);
        second += hits.count(C::SecondPerson);
        let data = hits.has(C::Data) || unit.folded.contains("隱私");
        collects += usize::from(hits.has(C::Collect) && data);
        law += usize::from(
            unit.folded.contains("公務機關") && !unit.folded.contains("名稱")
                || unit.folded.contains("本法")
                || unit.folded.contains("處新台幣"),
        );
        let found = [
            rights::names_rights(unit) >= 2 && hits.has(C::Right) && data,
            hits.has(C::Purpose) && (hits.has(C::Collect) || hits.has(C::Use)),
            hits.has(C::Collect) && super::compare::kinds_in(&unit.folded) + duties::personal_items(&unit.folded) >= 2,
            hits.has(C::ThirdParty) && hits.has(C::Share) && data,
            hits.has(C::Retain) && data && hits.any(&[C::Period, C::Until]),
            hits.has(C::NotGiving) && hits.has(C::Effect) && data,
            data && any_of(&unit.folded, "加密|安全|encrypt|secur"),
            hits.has(C::Special) && hits.has(C::Consent),
            data && any_of(&unit.folded, "您的裝置|您的手機|裝置本地|本機|on your device|on your phone|locally")
                && hits.has(C::Retain),
        ];
        topics.iter_mut().zip(found).for_each(|(topic, now)| *topic |= now);
    }
    let topics = u32::try_from(topics.iter().filter(|t| **t).count()).unwrap_or(0);
    let (title, other) = titles(outline);
    let mut score = topics * 9;
    score += if title { 30 } else { 0 };
    score += if first >= 2 { 10 } else { 0 };
    score += if second >= 2 { 8 } else { 0 };
    score += if collects >= 1 { 8 } else { 0 };
    let units = outline.units.len().max(1);
    let mut lost = 0;
    if other {
        lost += if title { 15 } else { 45 };
    }
    if outline.units.iter().take(4).any(|u| super::outline::is_title(u) && u.hits.has(C::AboutNotices)) {
        lost += 50;
    }
    if first == 0 {
        lost += if title && law == 0 && second > 0 { 10 } else { 40 };
    }
    if law * 5 >= units || law >= 12 {
        lost += 60;
    }
    // A small app's policy may touch none of the topics and still speak to its reader of what is collected.
    let speaks = title && first >= 3 && second >= 3 && collects >= 1;
    if topics == 0 && !speaks {
        lost += 40;
    }
    if length < 40 {
        lost += 30;
    }
    // A book of other things with a page on privacy in it.
    if units > 60 && collects * 25 < units {
        lost += 25;
    }
    score.saturating_sub(lost).min(100)
}

/// Whether the first lines or a heading carry a title of a notice, and whether the first lines carry another's.
fn titles(outline: &Outline) -> (bool, bool) {
    let short = |text: &str| super::text::width(text) <= 80;
    // Links of a page's menu come before its title and are none.
    let menu = |u: &Unit| u.role == Role::Item && super::text::width(&u.text) <= 28;
    let head = outline.units.iter().take(40).filter(|u| !menu(u)).take(8);
    let (mut title, mut other) = (false, false);
    for unit in head.filter(|u| short(&u.text) || u.role == Role::Heading) {
        title |= unit.hits.has(C::PrivacyTitle);
        other |= unit.hits.has(C::OtherTitle);
    }
    title |= outline
        .units
        .iter()
        .take(4)
        .any(|u| u.hits.has(C::PrivacyTitle) && u.hits.any(&[C::FirstPerson, C::SecondPerson]));
    let first_is_ours = outline
        .units
        .iter()
        .take(2)
        .any(|u| short(&u.text) && u.hits.has(C::PrivacyTitle) && !u.hits.has(C::OtherTitle));
    (title, other && !first_is_ours)
}

fn kind(outline: &Outline) -> Option<NoticeKind> {
    let head: String = outline.units.iter().take(6).map(|u| u.folded.as_str()).collect::<Vec<_>>().join(" ");
    let has = |words: &[&str]| words.iter().any(|w| head.contains(w));
    if has(&["同意書", "consent form"]) {
        Some(NoticeKind::Consent)
    } else if has(&["告知", "collection notice", "collection statement"]) {
        Some(NoticeKind::Information)
    } else if has(&["隱私", "個人資料保護", "privacy", "data protection"]) {
        Some(NoticeKind::Policy)
    } else {
        None
    }
}

/// Whether text is the blank of a form, or holds an e-mail address that nobody has.
pub(super) fn is_placeholder(text: &str) -> bool {
    contact::is_made_up(text)
}
