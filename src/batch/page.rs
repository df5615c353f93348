//! The index as one page: a table to sort and filter; each row opens its report. Without scripts it is a plain table.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::table::number;
use super::{Head, Row, verdict_code};
use crate::finding::AppText;
use crate::report::words::{Args, Words};
use crate::report::{RenderError, html as page};

const TEMPLATE: &str = include_str!("../../reports/index.html");
const STYLE: &str = concat!(include_str!("../../reports/report.css"), include_str!("../../reports/index.css"));
const SCRIPT: &str = include_str!("../../reports/index.js");

/// SDKs or signers that one row shows; the CSV and the report have all.
const MOST_IN_ROW: usize = 6;

#[derive(Serialize)]
struct Page<'a> {
    lang: &'a str,
    w: &'a crate::report::words::Sections,
    head: &'a Head,
    summary: String,
    total: usize,
    counts: Vec<Count>,
    rows: Vec<RowView>,
    controls: Vec<(String, usize)>,
    sdks: Vec<(String, usize)>,
    signers: Vec<(String, usize)>,
    style: &'a str,
    script: &'a str,
    style_hash: String,
    script_hash: String,
}

#[derive(Serialize)]
struct Count {
    code: &'static str,
    word: String,
    count: usize,
}

#[derive(Serialize)]
struct RowView {
    path: String,
    link: String,
    name: String,
    version: String,
    platform: String,
    verdict: &'static str,
    verdict_word: String,
    fail: usize,
    open: usize,
    failing: Vec<String>,
    grave: usize,
    findings: usize,
    sdks: Vec<String>,
    more_sdks: usize,
    signers: Vec<String>,
    error: String,
    data_controls: String,
    data_sdks: String,
    data_signers: String,
}

/// The page.
///
/// # Errors
/// [`RenderError::Template`] when the template and the values do not fit, which the tests rule out.
pub fn html(head: &Head, rows: &[Row]) -> Result<String, RenderError> {
    let words = Words::of(head.lang);
    let code = |c: &'static str| rows.iter().filter(|r| verdict_code(r) == c).count();
    let counts = ["fail", "open", "pass", "refused", "failed"]
        .into_iter()
        .map(|c| Count { code: c, word: words.word("batch_verdict", c).to_owned(), count: code(c) })
        .filter(|c| c.count > 0 || !matches!(c.code, "refused" | "failed"))
        .collect();
    let values = Page {
        lang: head.lang.code(),
        w: words.sections(),
        head,
        summary: words.say("batch", "summary", &Args::new().with("count", rows.len()).with("date", &head.date)),
        total: rows.len(),
        counts,
        rows: rows.iter().map(|r| view(r, words)).collect(),
        controls: failing(rows),
        sdks: tally(rows, |s| &s.sdks),
        signers: tally(rows, |s| &s.signers),
        style: STYLE,
        script: SCRIPT,
        style_hash: page::digest(STYLE),
        script_hash: page::digest(SCRIPT),
    };
    page::fill("index.html", TEMPLATE, &values)
}

fn view(row: &Row, words: &Words) -> RowView {
    let scanned = row.scanned.as_ref();
    let text = |value: Option<&AppText>| value.map(ToString::to_string).unwrap_or_default();
    let shown = |list: &[AppText]| list.iter().take(MOST_IN_ROW).map(ToString::to_string).collect::<Vec<_>>();
    // Lists are joined by a line feed, which no visible app text holds.
    let joined = |list: &[AppText]| list.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let mut failing: Vec<String> = scanned
        .map(|s| s.controls.iter().filter(|(_, v)| *v == "fail").map(|(id, _)| id.clone()).collect())
        .unwrap_or_default();
    failing.sort_by_key(|id| number(id));
    let code = verdict_code(row);
    let of = |word: &str| scanned.and_then(|s| s.findings.get(word).copied()).unwrap_or(0);
    RowView {
        path: row.path.to_string(),
        link: row.reports.get("html").or(row.reports.values().next()).map(|p| href(p)).unwrap_or_default(),
        name: text(scanned.and_then(|s| s.subject.app_name.as_ref().or(s.subject.package_id.as_ref()))),
        version: text(scanned.and_then(|s| s.subject.version_name.as_ref().or(s.subject.version_code.as_ref()))),
        platform: scanned.map(|s| words.word("platform", s.subject.platform.word()).to_owned()).unwrap_or_default(),
        verdict: code,
        verdict_word: words.word("batch_verdict", code).to_owned(),
        fail: failing.len(),
        open: scanned.map(|s| s.count("manual") + s.count("undetermined")).unwrap_or(0),
        failing,
        grave: of("critical") + of("high"),
        findings: scanned.map(|s| s.findings.values().sum()).unwrap_or(0),
        sdks: scanned.map(|s| shown(&s.sdks)).unwrap_or_default(),
        more_sdks: scanned.map(|s| s.sdks.len().saturating_sub(MOST_IN_ROW)).unwrap_or(0),
        signers: scanned.map(|s| shown(&s.signers)).unwrap_or_default(),
        error: row.error.to_string(),
        data_controls: scanned
            .map(|s| s.controls.iter().map(|(id, v)| format!("{id}={v}")).collect::<Vec<_>>().join(" "))
            .unwrap_or_default(),
        data_sdks: scanned.map(|s| joined(&s.sdks)).unwrap_or_default(),
        data_signers: scanned.map(|s| joined(&s.signers)).unwrap_or_default(),
    }
}

/// Every control with the number of builds that fail it.
fn failing(rows: &[Row]) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, verdict) in rows.iter().filter_map(|r| r.scanned.as_ref()).flat_map(|s| &s.controls) {
        *counts.entry(id).or_default() += usize::from(verdict == "fail");
    }
    let mut list: Vec<(String, usize)> = counts.into_iter().map(|(id, n)| (id.to_owned(), n)).collect();
    list.sort_by_key(|(id, _)| number(id));
    list
}

/// Every value of a list with the number of builds that have it.
fn tally(rows: &[Row], of: fn(&super::Outcome) -> &Vec<AppText>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for scanned in rows.iter().filter_map(|r| r.scanned.as_ref()) {
        let once: BTreeSet<String> = of(scanned).iter().map(ToString::to_string).collect();
        for value in once {
            *counts.entry(value).or_default() += 1;
        }
    }
    counts.into_iter().collect()
}

/// A relative path as a link: nothing in it is read as a scheme, a query or a fragment.
fn href(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::{head, rows};
    use super::*;

    #[test]
    fn every_row_opens_its_report_and_names_stay_inert() {
        let text = html(&head(), &rows()).unwrap();
        assert!(text.contains("href=\"reports/b/%E5%81%A5%E5%BA%B7%20%231.apk.maspect.html\""));
        assert!(!text.contains("<script>alert"));
        assert_eq!(text.matches("<script>").count(), 1);
        assert_eq!(text.matches("<tr class=\"build\"").count(), 3);
        assert!(text.contains("not a build"));
    }

    #[test]
    fn the_page_is_worded_in_both_languages() {
        for lang in [crate::rule::Lang::En, crate::rule::Lang::ZhHant] {
            let text = html(&Head { lang, ..head() }, &rows()).unwrap();
            assert!(text.contains(&format!("<html lang=\"{}\"", lang.code())));
        }
    }
}
