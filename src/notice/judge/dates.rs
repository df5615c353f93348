//! Date, version and URLs of a notice.

use std::sync::LazyLock;

use regex::Regex;

use super::super::document::Document;
use super::super::outline::{Outline, Unit};
use super::{any_of, regex};
use crate::finding::AppText;

static NUMERIC: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(民國|中華民國)?\s?(\d{2,4})\s?(?:年|[-/.])\s?(\d{1,2})\s?(?:月|[-/.])\s?(?:(\d{1,2})\s?日?)?")
});
static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})",
    )
});
static VERSION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:版本|版次|version|ver\.?|\bv)\s?[:：]?\s?(?:v\.?)?\s?(\d{1,3}(?:\.\d{1,3}){0,3})|第\s?([\d一二三四五六七八九十]{1,3})\s?版",
    )
});
static URL: LazyLock<Regex> = LazyLock::new(|| regex(r#"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]{3,400}"#));

/// The day on which the notice was last changed or took effect.
pub(super) fn date(outline: &Outline) -> Option<String> {
    let words = [
        "更新",
        "修訂",
        "修正",
        "生效",
        "公告",
        "發布",
        "制定",
        "訂定",
        "施行",
        "日期",
        "version",
        "updated",
        "effective",
        "revised",
        "date",
        "as of",
        "版",
    ];
    let labelled = |u: &&Unit| words.iter().any(|w| u.folded.contains(w));
    let count = outline.units.len();
    let edge = outline.units.iter().take(12).chain(outline.units.iter().skip(count.saturating_sub(8).max(12)));
    let labelled_anywhere = outline.units.iter().filter(|u| u.folded.chars().count() <= 60).filter(labelled);
    let first = outline.units.iter().take(12).filter(labelled).find_map(day);
    first
        .or_else(|| labelled_anywhere.rev().find_map(day))
        .or_else(|| edge.filter(|u| u.folded.chars().count() <= 30).find_map(day))
}

fn day(unit: &Unit) -> Option<String> {
    if let Some(found) = ENGLISH.captures(&unit.folded) {
        let month = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        let month = month.iter().position(|m| found.get(2).is_some_and(|f| f.as_str() == *m))? + 1;
        let day = found.get(1).or(found.get(3)).and_then(|d| d.as_str().parse().ok());
        return iso(found.get(4)?.as_str().parse().ok()?, month, day);
    }
    NUMERIC.captures_iter(&unit.folded).find_map(|found| {
        let year: usize = found.get(2)?.as_str().parse().ok()?;
        let year = match year {
            2000..=2099 => year,
            90..=199 => year + 1911,
            _ => return None,
        };
        iso(year, found.get(3)?.as_str().parse().ok()?, found.get(4).and_then(|d| d.as_str().parse().ok()))
    })
}

fn iso(year: usize, month: usize, day: Option<usize>) -> Option<String> {
    if !(1..=12).contains(&month) || !(1990..=2100).contains(&year) {
        return None;
    }
    Some(match day {
        Some(day) if (1..=31).contains(&day) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}"),
    })
}

/// The notice's own version.
pub(super) fn version(outline: &Outline) -> Option<AppText> {
    let count = outline.units.len();
    let edge = outline.units.iter().take(12).chain(outline.units.iter().skip(count.saturating_sub(8).max(12)));
    edge.filter(|u| u.folded.chars().count() <= 80).find_map(|unit| {
        let found = VERSION.captures(&unit.folded)?;
        let android = any_of(&unit.folded, "android|ios|作業系統|瀏覽器");
        (!android).then(|| AppText::new(found.get(1).or(found.get(2)).map_or("", |m| m.as_str())))
    })
}

/// URLs in the text and behind its links, sorted, each once.
pub(super) fn urls(document: &Document, text: &str) -> Vec<AppText> {
    let written = URL.find_iter(text).map(|m| m.as_str().trim_end_matches(['.', ',', ')', ';', '\'']).to_owned());
    let linked = document.links.iter().filter(|l| l.starts_with("http://") || l.starts_with("https://")).cloned();
    let mut all: Vec<String> = written.chain(linked).take(20_000).collect();
    all.sort();
    all.dedup();
    all.into_iter().take(1_000).map(AppText::from).collect()
}
