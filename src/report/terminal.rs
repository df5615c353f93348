//! The terminal report: short; its first screen answers «may I send this?».

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Report;
use super::view::{Caps, FixRow, View, notice_about, notice_place, quoted, short, version};
use super::words::{Args, Words};
use crate::finding::AppText;
use crate::notice::Notice;
use crate::rule::Lang;
use crate::verdict::Verdict;

const CAPS: Caps = Caps { rows: 0, findings: 0, text: 400 };
/// Columns that a title of a rule gets at least, where it stands in one line with the rest.
const TITLE: usize = 34;
/// Most rows of «what to fix first», and headlines.
const MOST_FIXES: usize = 8;
const MOST_HEADLINES: usize = 5;

/// How the terminal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Columns.
    pub width: usize,
    /// Whether colours may be used (a terminal, and no `NO_COLOR`).
    pub colour: bool,
}

/// A paint: SGR parameters.
#[derive(Clone, Copy)]
struct Paint(&'static str);

const BOLD: Paint = Paint("1");
const DIM: Paint = Paint("2");

fn paint_of(code: &str) -> Paint {
    match code {
        "fail" => Paint("1;31"),
        "undetermined" => Paint("35"),
        "manual" | "open" => Paint("33"),
        "pass" => Paint("32"),
        "critical" => Paint("1;31"),
        "high" => Paint("31"),
        "medium" => Paint("33"),
        _ => DIM,
    }
}

/// The report for a screen.
pub fn render(report: &Report, screen: Screen) -> String {
    let words = Words::of(report.lang);
    let view = View::new(report, CAPS);
    let mut page = Page::new(screen);
    head(&mut page, report, words, &view);
    if !view.headlines.is_empty() {
        page.blank();
        page.line(0, &[(words.ui("headlines"), Some(BOLD))]);
        for line in view.headlines.iter().take(MOST_HEADLINES) {
            page.item("• ", line, None);
        }
    }
    fixes(&mut page, words, &view);
    controls(&mut page, report, words);
    page.blank();
    page.wrapped(0, words.word("answer", "pre_audit"), Some(DIM));
    page.out
}

fn head(page: &mut Page, report: &Report, words: &Words, view: &View) {
    let version = version(&report.target);
    let platform = words.word("platform", report.target.subject.platform.word());
    let id = report.target.subject.package_id.as_ref().map(|id| format!(" · {id}")).unwrap_or_default();
    let title = if version.is_empty() { view.name.clone() } else { format!("{} {version}", view.name) };
    page.line(0, &[(&title, Some(BOLD)), (&format!("{id} · {platform}"), None)]);
    page.wrapped(0, &format!("SHA-256 {}", report.target.sha256), Some(DIM));
    let standard = format!(
        "{} {} · {} · {} {}",
        report.profile.title,
        report.profile.edition,
        view.class_word,
        words.ui("date"),
        report.date
    );
    page.wrapped(0, &standard, Some(DIM));
    page.blank();
    let mark = words.word("mark", if view.verdict == "open" { "manual" } else { &view.verdict });
    page.line(0, &[(words.word("answer", "question"), None)]);
    page.line(2, &[(&format!("{mark} {}", view.answer_word), Some(paint_of(&view.verdict)))]);
    page.wrapped(2, &view.answer, None);
    page.blank();
    let mut counts: Vec<(String, Option<Paint>)> = Vec::new();
    for count in &view.counts {
        let paint = if count.count == 0 { DIM } else { paint_of(&count.code) };
        counts.push((format!("{} {} {}", count.mark, count.word, count.count), Some(paint)));
    }
    page.flowing(2, &counts);
    if !view.baseline.is_empty() {
        page.wrapped(2, &view.baseline, None);
    }
}

fn fixes(page: &mut Page, words: &Words, view: &View) {
    if view.fix_first.is_empty() {
        return;
    }
    page.blank();
    page.line(0, &[(words.ui("fix_first"), Some(BOLD))]);
    let severity_width = view.severities.iter().map(|s| s.word.width()).max().unwrap_or(0);
    let effort_width = view.fix_first.iter().map(|f| f.effort.width()).max().unwrap_or(0);
    let rows: Vec<FixLine<'_>> = view.fix_first.iter().take(MOST_FIXES).map(|row| FixLine::new(row, words)).collect();
    let widest = |of: fn(&FixLine<'_>) -> usize| rows.iter().map(of).max().unwrap_or(0);
    let (places_width, tail_width) = (widest(|r| r.places.width()), widest(|r| r.controls.width()));
    let beside = 2 + severity_width + 2 + 2 + places_width + 2 + effort_width + 2 + tail_width;
    let room = page.screen.width.saturating_sub(beside).max(16).min(widest(|r| r.row.title.width()));
    // Titles that begin alike must be told apart: where most of them would be cut, the rest goes to a line of its own.
    let narrow = room < TITLE.min(widest(|r| r.row.title.width()));
    for FixLine { row, places, controls } in &rows {
        if narrow {
            let severity = padded(&row.severity_word, severity_width);
            page.line(2, &[(&severity, Some(paint_of(&row.severity))), ("  ", None), (&row.title, None)]);
            let rest = format!("{places}  {}  {controls}", row.effort);
            page.line(2 + severity_width + 2, &[(&rest, Some(DIM))]);
            continue;
        }
        page.line(
            2,
            &[
                (&padded(&row.severity_word, severity_width), Some(paint_of(&row.severity))),
                ("  ", None),
                (&padded(&row.title, room), None),
                ("  ", None),
                (&padded(places, places_width), Some(DIM)),
                ("  ", None),
                (&padded(&row.effort, effort_width), Some(DIM)),
                ("  ", None),
                (controls, Some(DIM)),
            ],
        );
    }
    let left = view.fix_first.len().saturating_sub(MOST_FIXES);
    if left > 0 {
        page.line(2, &[(&words.say("todo", "fix_more", &Args::new().with("count", left)), Some(DIM))]);
    }
}

/// A row of «what to fix first» with its words.
struct FixLine<'a> {
    row: &'a FixRow,
    places: String,
    controls: String,
}

impl<'a> FixLine<'a> {
    fn new(row: &'a FixRow, words: &Words) -> Self {
        let controls: Vec<&str> = row.controls.iter().take(2).map(|c| c.id.as_str()).collect();
        let more = if row.controls.len() > 2 { " …" } else { "" };
        let places = words.say("ui", "times", &Args::new().with("count", row.count));
        Self { row, places, controls: format!("{}{more}", controls.join(" ")) }
    }
}

/// Counted controls that are not settled.
fn controls(page: &mut Page, report: &Report, words: &Words) {
    let open = |v: Verdict| !matches!(v, Verdict::Pass | Verdict::NotApplicable);
    if !report.controls.iter().any(|c| c.counted && open(c.verdict)) {
        return;
    }
    page.blank();
    page.line(0, &[(words.ui("controls"), Some(BOLD))]);
    for verdict in [Verdict::Fail, Verdict::Undetermined, Verdict::Manual] {
        for control in report.controls.iter().filter(|c| c.counted && c.verdict == verdict) {
            let mark = words.word("mark", verdict.word());
            let waived = if control.waived {
                format!("{}{}{}", words.ui("open_paren"), words.ui("waived"), words.ui("close_paren"))
            } else {
                String::new()
            };
            let paint = if control.waived { DIM } else { paint_of(verdict.word()) };
            let head = format!("{mark} {}", padded(&control.id, 11));
            page.line(2, &[(&head, Some(paint)), (" ", None), (&control.title, None), (&waived, Some(DIM))]);
            if verdict != Verdict::Manual {
                page.wrapped(16, &control.reason, Some(DIM));
            }
        }
    }
}

/// A notice that was judged alone, point by point, for a screen.
pub fn notice(notice: &Notice, lang: Lang, screen: Screen) -> String {
    let words = Words::of(lang);
    let mut page = Page::new(screen);
    let satisfied = notice.points.iter().filter(|p| p.satisfied).count();
    page.title(&notice_about(notice, words));
    let args = Args::new().with("satisfied", satisfied).with("total", notice.points.len());
    let answer = if notice.is_notice { "satisfied" } else { "no_notice" };
    page.wrapped(0, &words.say("notice", answer, &args), None);
    if !notice.is_notice {
        return page.out;
    }
    page.blank();
    for point in &notice.points {
        let (mark, paint) = if point.satisfied { ("✓", paint_of("pass")) } else { ("×", paint_of("fail")) };
        let place = notice_place(&point.locus, words);
        let place = if place.is_empty() { place } else { format!("  {place}") };
        let name = words.word("points", point.id.word());
        page.line(2, &[(&format!("{mark} "), Some(paint)), (name, Some(BOLD)), (&place, Some(DIM))]);
        if !point.satisfied {
            page.wrapped(4, &words.note(&point.reason), None);
        }
        if let Some(quote) = &point.quote {
            page.wrapped(4, &quoted(&short(quote, CAPS.text), lang), Some(DIM));
        }
    }
    if !notice.urls.is_empty() {
        page.section(words.word("notice", "urls"));
        for url in &notice.urls {
            page.wrapped(2, &url.to_string(), None);
        }
    }
    page.out
}

/// Lines of at most the screen's width.
pub(crate) struct Page {
    screen: Screen,
    out: String,
}

impl Page {
    /// An empty page for a screen.
    pub(crate) fn new(screen: Screen) -> Self {
        Self { screen: Screen { width: screen.width.clamp(40, 120), ..screen }, out: String::new() }
    }

    /// Its text.
    pub(crate) fn finish(self) -> String {
        self.out
    }

    /// The first line.
    pub(crate) fn title(&mut self, text: &str) {
        self.wrapped(0, text, Some(BOLD));
    }

    /// A heading with a blank line before it.
    pub(crate) fn section(&mut self, text: &str) {
        self.blank();
        self.line(0, &[(text, Some(BOLD))]);
    }

    /// A paragraph.
    pub(crate) fn plain(&mut self, indent: usize, text: &str) {
        self.wrapped(indent, text, None);
    }

    /// A paragraph of less weight.
    pub(crate) fn dim(&mut self, indent: usize, text: &str) {
        self.wrapped(indent, text, Some(DIM));
    }

    fn blank(&mut self) {
        self.out.push('\n');
    }

    fn push(&mut self, text: &str, paint: Option<Paint>) {
        match paint {
            Some(Paint(codes)) if self.screen.colour && !text.is_empty() => {
                self.out.push_str(&format!("\u{1b}[{codes}m{text}\u{1b}[0m"));
            }
            _ => self.out.push_str(text),
        }
    }

    /// One line; what does not fit is cut.
    fn line(&mut self, indent: usize, spans: &[(&str, Option<Paint>)]) {
        let mut room = self.screen.width.saturating_sub(indent);
        self.out.push_str(&" ".repeat(indent));
        for (text, paint) in spans {
            let shown = fitted(&inert(text), room);
            room = room.saturating_sub(shown.width());
            self.push(&shown, *paint);
        }
        while self.out.ends_with(' ') {
            self.out.pop();
        }
        self.out.push('\n');
    }

    /// Spans with gaps between them, on as many lines as are needed.
    fn flowing(&mut self, indent: usize, spans: &[(String, Option<Paint>)]) {
        let mut used = 0;
        for (text, paint) in spans {
            let wide = text.width() + 3;
            if used > 0 && indent + used + wide > self.screen.width + 3 {
                self.out.push('\n');
                used = 0;
            }
            self.out.push_str(&" ".repeat(if used == 0 { indent } else { 3 }));
            self.push(text, *paint);
            used += wide;
        }
        self.out.push('\n');
    }

    /// A paragraph.
    fn wrapped(&mut self, indent: usize, text: &str, paint: Option<Paint>) {
        for line in wrap(&inert(text), self.screen.width.saturating_sub(indent).max(20)) {
            self.out.push_str(&" ".repeat(indent));
            self.push(&line, paint);
            self.out.push('\n');
        }
    }

    /// A paragraph behind a mark.
    fn item(&mut self, mark: &str, text: &str, paint: Option<Paint>) {
        let indent = 2 + mark.width();
        for (i, line) in wrap(&inert(text), self.screen.width.saturating_sub(indent).max(20)).iter().enumerate() {
            self.out.push_str(&" ".repeat(2));
            self.out.push_str(&if i == 0 { mark.to_owned() } else { " ".repeat(mark.width()) });
            self.push(line, paint);
            self.out.push('\n');
        }
    }
}

/// Text without anything that a terminal obeys.
fn inert(text: &str) -> String {
    AppText::new(text).to_string()
}

/// Text in so many columns, cut where it is too long.
fn fitted(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if used + wide + 1 > columns {
            break;
        }
        used += wide;
        out.push(c);
    }
    if columns > 0 {
        out.push('…');
    }
    out
}

/// Text in exactly so many columns.
fn padded(text: &str, columns: usize) -> String {
    let text = fitted(&inert(text), columns);
    let left = columns.saturating_sub(text.width());
    text + &" ".repeat(left)
}

/// Lines of at most so many columns: broken at spaces, and between Han characters, but never before a closing mark.
fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for piece in pieces(text) {
        let wide = piece.width();
        let fits = used + piece.trim_end().width() <= columns;
        if !fits && used > 0 {
            lines.push(String::new());
            used = 0;
        }
        let mut rest = piece.as_str();
        while rest.width() > columns && used == 0 {
            let at = rest
                .char_indices()
                .scan(0, |sum, (i, c)| {
                    *sum += c.width().unwrap_or(0);
                    Some((i, c, *sum))
                })
                .find(|(_, _, sum)| *sum > columns)
                .map_or(rest.len(), |(i, _, _)| i);
            // A closing mark takes a character with it.
            let at = rest
                .char_indices()
                .map(|(i, _)| i)
                .take_while(|i| *i <= at)
                .filter(|i| !rest.get(*i..).is_some_and(|tail| tail.starts_with(is_closing)))
                .last()
                .unwrap_or(at);
            let (line, tail) = rest.split_at(at.max(rest.chars().next().map_or(1, char::len_utf8)));
            if let Some(last) = lines.last_mut() {
                last.push_str(line);
            }
            lines.push(String::new());
            rest = tail;
        }
        used += if rest.len() == piece.len() { wide } else { rest.width() };
        if let Some(last) = lines.last_mut() {
            last.push_str(rest);
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// Words with the spaces behind them; each wide character by itself, with closing marks behind it and opening marks before.
fn pieces(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut previous: Option<char> = None;
    for c in text.chars() {
        let closing = is_closing(c) || c == ' ';
        let joined = previous.is_some_and(|p| {
            "「『（《【".contains(p)
                || (p != ' ' && p.width() != Some(2) && c.width() != Some(2))
                || (closing && (c != ' ' || p != ' '))
        });
        match out.last_mut() {
            Some(last) if joined || closing => last.push(c),
            _ => out.push(c.to_string()),
        }
        previous = Some(c);
    }
    out
}

/// Marks that no line begins with.
fn is_closing(c: char) -> bool {
    "，。、；：！？」』）》】…".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_count_twice() {
        assert_eq!(padded("嚴重", 6), "嚴重  ");
        assert_eq!(fitted("健康存摺", 5), "健康…");
        assert_eq!(fitted("abcdef", 4), "abc…");
    }

    #[test]
    fn lines_keep_within_the_width_and_marks_stay_behind() {
        let text = "未能檢視 JavaScript 程式包，1 項檢測項目因此無法判定：已加密（index.android.bundle）。";
        for columns in 20..80 {
            let lines = wrap(text, columns);
            for line in &lines {
                assert!(line.width() <= columns + 2, "{columns}: {line}");
                assert!(!line.starts_with(['，', '。', '：', '）']), "{line}");
            }
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
        assert!(wrap(&"W".repeat(1_000), 40).iter().all(|l| l.width() <= 40));
    }

    #[test]
    fn escapes_of_the_app_are_not_obeyed() {
        assert_eq!(inert("\u{1b}[31mx\n"), "<U+001B>[31mx<U+000A>");
    }
}
