//! `maspect explain RULE` and `maspect rules`.

use anyhow::Result;
use clap::{Args, Subcommand};
use maspect::finding::Note;
use maspect::rule::{Catalogue, Lang, Rule, Status};
use unicode_width::UnicodeWidthStr;

use super::{lang, output};

#[derive(Args)]
pub(crate) struct ExplainArgs {
    /// The rule's id
    rule: String,
    /// Language: zh-Hant or en
    #[arg(long, value_parser = super::lang_of)]
    lang: Option<String>,
}

#[derive(Subcommand)]
pub(crate) enum RulesCommand {
    /// List all rules
    List {
        /// Language: zh-Hant or en
        #[arg(long, value_parser = super::lang_of)]
        lang: Option<String>,
    },
    /// Check a folder of rule files
    Lint {
        /// The folder
        folder: std::path::PathBuf,
    },
}

pub(crate) fn run(args: &ExplainArgs) -> Result<u8> {
    let catalogue = Catalogue::embedded()?;
    let lang = lang(args.lang.as_deref());
    let Some(rule) = catalogue.rule(&args.rule) else {
        let near = maspect::project::nearest(&args.rule, catalogue.rules().iter().map(|rule| rule.id.as_str()));
        let note = Note::new(if near.is_some() { "no-rule-but" } else { "no-rule" }).with("rule", &args.rule);
        return Err(output::Told(note.with("near", near.unwrap_or_default())).into());
    };
    output::print(&explained(&catalogue, rule, lang));
    Ok(0)
}

fn explained(catalogue: &Catalogue, rule: &Rule, lang: Lang) -> String {
    let words = catalogue.words(&rule.id).unwrap_or_default();
    let heads = match lang {
        Lang::En => ["What", "Why", "Fix", "Limits", "Controls"],
        Lang::ZhHant => ["檢查內容", "為什麼重要", "如何修正", "規則的限制", "對應檢測項目"],
    };
    let fixed = maspect::report::words::Words::of(lang);
    let mut text = format!(
        "{}\n{}\n{}{}{} · {}{}{}",
        words.title.get(lang).trim(),
        rule.id,
        fixed.ui("severity"),
        fixed.ui("colon"),
        fixed.word("severity", rule.severity.word()),
        fixed.ui("confidence"),
        fixed.ui("colon"),
        fixed.word("confidence", rule.confidence.word()),
    );
    for cwe in &rule.cwe {
        text.push_str(&format!(" · CWE-{cwe}"));
    }
    for id in rule.masvs.iter().chain(&rule.maswe) {
        text.push_str(&format!(" · {id}"));
    }
    text.push('\n');
    for (head, body) in heads.iter().zip([&words.what, &words.why, &words.fix, &words.limits]) {
        text.push_str(&format!("\n{head}\n  {}\n", body.get(lang).trim().replace('\n', "\n  ")));
    }
    for example in &words.example {
        text.push_str(&format!("\n[{}]\n{}\n", example.lang, example.code.trim_end()));
    }
    let controls: Vec<String> = catalogue
        .profiles()
        .iter()
        .flat_map(|p| {
            p.controls
                .iter()
                .filter(|c| c.rules().any(|r| r.id() == &rule.id))
                .map(|c| format!("{} {}", c.id, c.title.get(lang)))
        })
        .collect();
    text.push_str(&format!("\n{}\n  {}\n", heads.last().unwrap_or(&""), controls.join("\n  ")));
    for reference in &words.references {
        text.push_str(&format!("  {reference}\n"));
    }
    text
}

pub(crate) fn rules(command: &RulesCommand) -> Result<u8> {
    match command {
        RulesCommand::List { lang: code } => {
            let catalogue = Catalogue::embedded()?;
            let lang = lang(code.as_deref());
            let mut text = String::new();
            let fixed = maspect::report::words::Words::of(lang);
            for rule in catalogue.rules() {
                let words = catalogue.words(&rule.id).unwrap_or_default();
                let status = if rule.status == Status::Draft { " (draft)" } else { "" };
                let severity = fixed.word("severity", rule.severity.word());
                let gap = 9usize.saturating_sub(severity.width());
                text.push_str(&format!(
                    "{:<48} {severity}{:gap$} {}{status}\n",
                    rule.id.as_str(),
                    "",
                    words.title.get(lang)
                ));
            }
            output::print(&text);
            Ok(0)
        }
        RulesCommand::Lint { folder } => {
            let mut catalogue = Catalogue::embedded()?;
            let before = catalogue.rules().len();
            catalogue.add_folder(folder)?;
            output::print(&format!(
                "{}: well formed ({} rules with the built-in {before})\n",
                folder.display(),
                catalogue.rules().len()
            ));
            Ok(0)
        }
    }
}
