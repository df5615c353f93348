//! The privacy notice for a reader: its points with the sentences that satisfy them, and what only one side names.

use serde::Serialize;

use super::tables::{Maker, mono, plain, toned};
use super::{Caps, Table, short};
use crate::finding::Locus;
use crate::notice::{DATA_KINDS, Difference, DifferenceKind, Notice};
use crate::report::Report;
use crate::report::words::{Args, Words};
use crate::rule::Lang;

/// A notice arranged for a reader.
#[derive(Debug, Clone, Serialize)]
pub struct NoticeView {
    /// What was judged, in a sentence: file, date, version, where it comes from.
    pub about: String,
    /// How many points are satisfied, in a sentence.
    pub answer: String,
    /// `good`, `warn` or `bad`.
    pub tone: &'static str,
    /// The points.
    pub points: Table,
    /// What only the build or only the notice names.
    pub gaps: Table,
    /// Says that both agree, where a build was compared; else empty.
    pub agree: String,
}

pub(super) fn notice_view(report: &Report, words: &'static Words, caps: Caps) -> Option<NoticeView> {
    let notice = report.notice.as_ref()?;
    let satisfied = notice.points.iter().filter(|p| p.satisfied).count();
    let args = Args::new().with("satisfied", satisfied).with("total", notice.points.len());
    let answer = if notice.is_notice { "satisfied" } else { "no_notice" };
    let maker = Maker { words, caps };
    Some(NoticeView {
        about: notice_about(notice, words),
        answer: words.say("notice", answer, &args),
        tone: match notice.points.len() - satisfied {
            0 => "good",
            _ if satisfied == 0 => "bad",
            _ => "warn",
        },
        points: points(notice, words, &maker),
        gaps: gaps(notice, words, &maker),
        agree: if notice.gaps.is_empty() && notice.is_notice {
            words.word("notice", "agree").to_owned()
        } else {
            String::new()
        },
    })
}

/// What was judged, in a sentence.
pub(in crate::report) fn notice_about(notice: &Notice, words: &Words) -> String {
    let origin = words.word("notice", if notice.in_build { "in_build" } else { "given" });
    let mut parts = vec![short(&notice.file, 200), origin.to_owned()];
    if let Some(date) = &notice.date {
        parts.push(words.say("notice", "date", &Args::new().with("date", date)));
    }
    if let Some(version) = &notice.version {
        parts.push(words.say("notice", "version", &Args::new().with("version", version)));
    }
    parts.join(" · ")
}

fn points(notice: &Notice, words: &'static Words, maker: &Maker<'_>) -> Table {
    let columns = [("notice_point", 4), ("state", 2), ("notice_quote", 10), ("place", 3)];
    maker.table("notice_points", &columns, &notice.points, |point| {
        let (mark, tone, key) = if point.satisfied { ("✓", "good", "has") } else { ("×", "bad", "lacks") };
        let quote = point.quote.as_ref().map(|q| quoted(&short(q, maker.caps.text.min(160)), words.lang()));
        let reason = words.note(&point.reason);
        let text = match quote {
            Some(quote) if point.satisfied => quote,
            Some(quote) => format!("{reason}\n{quote}"),
            None => reason,
        };
        vec![
            plain(words.word("points", point.id.word())),
            toned(format!("{mark} {}", words.word("notice", key)), tone),
            plain(text),
            plain(notice_place(&point.locus, words)),
        ]
    })
}

/// A sentence between the quotation marks of a language.
pub(in crate::report) fn quoted(text: &str, lang: Lang) -> String {
    if lang == Lang::En { format!("“{text}”") } else { format!("「{text}」") }
}

/// The line of a notice, in words; empty where none is known.
pub(in crate::report) fn notice_place(locus: &Locus, words: &Words) -> String {
    match locus {
        Locus::Document { line: Some(line), .. } => words.say("notice", "line", &Args::new().with("line", line)),
        _ => String::new(),
    }
}

fn gaps(notice: &Notice, words: &'static Words, maker: &Maker<'_>) -> Table {
    let columns = [("notice_side", 4), ("notice_kind", 2), ("notice_name", 5), ("notice_quote", 8)];
    maker.table("notice_gaps", &columns, &notice.gaps, |gap| {
        let side = if gap.used { "only_build" } else { "only_notice" };
        let quote = gap.quote.as_ref().map(|q| short(q, maker.caps.text.min(120))).unwrap_or_default();
        vec![
            toned(words.word("notice", side), if gap.used { "bad" } else { "warn" }),
            plain(words.word("notice", of(gap))),
            mono(named(gap, words)),
            plain(quote),
        ]
    })
}

fn of(gap: &Difference) -> &'static str {
    match gap.of {
        DifferenceKind::DataKind => "data_kind",
        DifferenceKind::Permission => "permission",
        DifferenceKind::Host => "host",
        DifferenceKind::Sdk => "sdk",
    }
}

/// The name of a data kind in words, any other as it is.
fn named(gap: &Difference, words: &Words) -> String {
    let kind = DATA_KINDS.iter().find(|kind| kind.id == gap.name.raw());
    kind.map_or_else(
        || short(&gap.name, 120),
        |kind| if words.lang() == Lang::En { kind.en } else { kind.zh }.to_owned(),
    )
}
