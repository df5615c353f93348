//! A comparison for a person: on the terminal, and as Markdown for a pull request.

use super::{Change, Diff, Item, Side};
use crate::report::markdown::text as escaped;
use crate::report::terminal::{Page, Screen};
use crate::report::words::{Args, Words};
use crate::verdict::Overall;

/// Most findings of one list.
const MOST: usize = 40;

/// The comparison for a screen.
pub fn terminal(diff: &Diff, screen: Screen) -> String {
    let words = Words::of(diff.lang);
    let mut page = Page::new(screen);
    page.title(&format!("{} → {}", name(&diff.old), name(&diff.new)));
    page.plain(0, &format!("{} → {}", verdict(words, diff.old.verdict), verdict(words, diff.new.verdict)));
    page.plain(0, &counts(diff, words));
    for doubt in &diff.doubts {
        page.plain(0, &format!("! {}", words.word("diff", doubt)));
    }
    if !diff.controls.is_empty() {
        page.section(words.word("diff", "controls"));
        for control in &diff.controls {
            let (old, new) = (words.word("verdict", control.old.word()), words.word("verdict", control.new.word()));
            page.plain(2, &format!("{} {}{}{old} → {new}", control.id, control.title, words.ui("colon")));
        }
    }
    for (key, sign, items) in [("new", "+", &diff.findings.new), ("fixed", "-", &diff.findings.fixed)] {
        if items.is_empty() {
            continue;
        }
        page.section(&words.say("diff", key, &Args::new().with("count", items.len())));
        let folded = folded(items);
        for (item, count) in folded.iter().take(MOST) {
            page.plain(2, &format!("{sign} {}{}", line(item, words), times(*count)));
            page.dim(4, &item.place.to_string());
        }
        if folded.len() > MOST {
            page.dim(2, &words.say("ui", "and_more_places", &Args::new().with("count", folded.len() - MOST)));
        }
    }
    for (key, change) in lists(diff) {
        page.section(words.word("diff", key));
        for (sign, values) in [("+", &change.added), ("-", &change.removed)] {
            for value in values.iter() {
                page.plain(2, &format!("{sign} {value}"));
            }
        }
    }
    page.finish()
}

/// The comparison as Markdown.
pub fn markdown(diff: &Diff) -> String {
    let words = Words::of(diff.lang);
    let mut out = format!("## {} → {}\n\n", escaped(&name(&diff.old)), escaped(&name(&diff.new)));
    out.push_str(&format!(
        "{} → {} · {}\n",
        escaped(&verdict(words, diff.old.verdict)),
        escaped(&verdict(words, diff.new.verdict)),
        escaped(&counts(diff, words))
    ));
    for doubt in &diff.doubts {
        out.push_str(&format!("\n> {}\n", escaped(words.word("diff", doubt))));
    }
    if !diff.controls.is_empty() {
        out.push_str(&format!("\n### {}\n\n", words.word("diff", "controls")));
        for control in &diff.controls {
            let (old, new) = (words.word("verdict", control.old.word()), words.word("verdict", control.new.word()));
            out.push_str(&format!(
                "- {} {}{}{} → **{}**\n",
                escaped(&control.id),
                escaped(&control.title),
                words.ui("colon"),
                escaped(old),
                escaped(new)
            ));
        }
    }
    for (key, items) in [("new", &diff.findings.new), ("fixed", &diff.findings.fixed)] {
        if items.is_empty() {
            continue;
        }
        out.push_str(&format!("\n### {}\n\n", words.say("diff", key, &Args::new().with("count", items.len()))));
        let folded = folded(items);
        for (item, count) in folded.iter().take(MOST) {
            let line = line(item, words) + &times(*count);
            out.push_str(&format!("- {} — {}\n", escaped(&line), escaped(&item.place.to_string())));
        }
        if folded.len() > MOST {
            out.push_str(&format!(
                "\n{}\n",
                words.say("ui", "and_more_places", &Args::new().with("count", folded.len() - MOST))
            ));
        }
    }
    for (key, change) in lists(diff) {
        out.push_str(&format!("\n### {}\n\n", words.word("diff", key)));
        for (sign, values) in [("+", &change.added), ("−", &change.removed)] {
            for value in values.iter() {
                out.push_str(&format!("- {sign} {}\n", escaped(&value.to_string())));
            }
        }
    }
    out
}

/// Findings of one rule at one place as one, with their number, in the order of the report.
fn folded(items: &[Item]) -> Vec<(&Item, usize)> {
    let mut out: Vec<(&Item, usize)> = Vec::new();
    for item in items {
        match out.iter_mut().find(|(known, _)| known.rule == item.rule && known.place == item.place) {
            Some((_, count)) => *count += 1,
            None => out.push((item, 1)),
        }
    }
    out
}

fn times(count: usize) -> String {
    if count > 1 { format!(" ×{count}") } else { String::new() }
}

/// Lists that changed, by their word.
fn lists(diff: &Diff) -> Vec<(&'static str, &Change)> {
    let all = [
        ("permissions", &diff.permissions),
        ("hosts", &diff.hosts),
        ("sdks", &diff.sdks),
        ("entries", &diff.entries),
        ("keys", &diff.keys),
        ("signers", &diff.signers),
    ];
    all.into_iter().filter(|(_, change)| !change.is_empty()).collect()
}

fn name(side: &Side) -> String {
    let id = side.package_id.as_ref().unwrap_or(&side.path);
    match &side.version {
        Some(version) => format!("{id} {version}"),
        None => id.to_string(),
    }
}

fn verdict(words: &Words, overall: Overall) -> String {
    let code = crate::report::view::overall_word(overall);
    words.word("batch_verdict", code).to_owned()
}

fn counts(diff: &Diff, words: &Words) -> String {
    let args = Args::new()
        .with("new", diff.findings.new.len())
        .with("fixed", diff.findings.fixed.len())
        .with("unchanged", diff.findings.unchanged.len());
    words.say("diff", "counts", &args)
}

fn line(item: &Item, words: &Words) -> String {
    let waived = if item.waived { format!(" ({})", words.ui("waived")) } else { String::new() };
    let controls = if item.controls.is_empty() { String::new() } else { format!(" · {}", item.controls.join(" ")) };
    format!("[{}] {}{controls}{waived}", words.word("severity", item.severity.word()), item.title)
}
