//! Markdown: the summary for a pull request or a job page. Short; the whole stands in the HTML.

use super::view::{Caps, View};
use super::words::{Args, Words};
use super::{RenderError, Report};
use crate::verdict::Verdict;

const CAPS: Caps = Caps { rows: 0, findings: 3, text: 200 };
/// Most rows of «what to fix first».
const MOST_FIXES: usize = 10;

/// The summary.
///
/// # Errors
/// None today; the signature is that of the other renderings.
pub fn render(report: &Report) -> Result<String, RenderError> {
    let words = Words::of(report.lang);
    let view = View::new(report, CAPS);
    let ui = |key| words.ui(key);
    let mut out = format!(
        "## {} {} — {}\n\n{}\n\n",
        symbol(&view.verdict),
        text(&view.answer_word),
        text(&view.name),
        text(&view.answer)
    );
    let heads: Vec<String> = view.counts.iter().map(|c| format!("{} {}", c.mark, text(&c.word))).collect();
    let numbers: Vec<String> = view.counts.iter().map(|c| c.count.to_string()).collect();
    out.push_str(&format!(
        "| {} |\n|{}\n| {} |\n\n",
        heads.join(" | "),
        " ---: |".repeat(heads.len()),
        numbers.join(" | ")
    ));
    if !view.baseline.is_empty() {
        out.push_str(&format!("{}\n\n", text(&view.baseline)));
    }
    for line in &view.headlines {
        out.push_str(&format!("- {}\n", text(line)));
    }
    if !view.headlines.is_empty() {
        out.push('\n');
    }
    if !view.fix_first.is_empty() {
        let columns = ["severity", "rule", "fixes_controls", "findings", "effort"];
        let heads: Vec<&str> = columns.iter().map(|key| ui(key)).collect();
        out.push_str(&format!(
            "### {}\n\n| {} |\n|{}\n",
            ui("fix_first"),
            heads.join(" | "),
            " --- |".repeat(columns.len())
        ));
        for row in view.fix_first.iter().take(MOST_FIXES) {
            let controls: Vec<&str> = row.controls.iter().map(|c| c.id.as_str()).collect();
            out.push_str(&format!(
                "| {} | {} | {} | {} | {} |\n",
                text(&row.severity_word),
                text(&row.title),
                controls.join(", "),
                row.count,
                text(&row.effort)
            ));
        }
        let left = view.fix_first.len().saturating_sub(MOST_FIXES);
        if left > 0 {
            out.push_str(&format!("\n{}\n", words.say("todo", "fix_more", &Args::new().with("count", left))));
        }
        out.push('\n');
    }
    out.push_str(&format!("<details><summary>{}</summary>\n\n", ui("all_controls")));
    out.push_str(&format!(
        "| {} | {} | {} | {} |\n| --- | --- | --- | --- |\n",
        ui("control_number"),
        ui("control_title"),
        ui("verdict"),
        ui("reason")
    ));
    for control in &report.controls {
        if control.counted {
            let verdict = control.verdict.word();
            let waived = if control.waived && control.verdict == Verdict::Fail {
                format!(" ({})", ui("waived"))
            } else {
                String::new()
            };
            out.push_str(&format!(
                "| {} | {} | {} {}{waived} | {} |\n",
                control.id,
                text(&control.title),
                words.word("mark", verdict),
                words.word("verdict", verdict),
                text(&control.reason)
            ));
        }
    }
    out.push_str(&format!(
        "\n</details>\n\n<sub>{} · SHA-256 <code>{}</code> · {} {} · {}</sub>\n",
        text(&view.generated_by),
        text(&report.target.sha256),
        ui("date"),
        text(&report.date),
        text(words.word("answer", "pre_audit"))
    ));
    Ok(out)
}

fn symbol(verdict: &str) -> &'static str {
    match verdict {
        "fail" => "❌",
        "pass" => "✅",
        _ => "⚠️",
    }
}

/// Text that stays text: every ASCII punctuation mark that any Markdown dialect reads becomes a character reference, so that there is
/// no link, image, mention, table cell or tag to be made of it.
pub(crate) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            ' ' | ',' | '%' | '+' | '=' | ';' | '/' | '?' => out.push(c),
            '.' => out.push('.'),
            c if c.is_ascii_punctuation() => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
    out.replace("www.", "www&#46;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_app_is_markup() {
        assert_eq!(text("[x](http://e) @all #1\n|"), "&#91;x&#93;&#40;http&#58;//e&#41; &#64;all &#35;1 &#124;");
        assert_eq!(text("www.example.com"), "www&#46;example.com");
    }
}
