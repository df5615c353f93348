//! `maspect notice`: a privacy notice alone.

use std::io::IsTerminal;
use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};
use maspect::finding::Note;
use maspect::notice;
use maspect::report::terminal;

use super::{exit, files, lang, output};

#[derive(Args)]
pub(crate) struct NoticeArgs {
    /// The notice: HTML, PDF with text, DOCX, Markdown or plain text
    file: PathBuf,
    /// text for a person, json for a program (default: text on a terminal, else json)
    #[arg(long, value_enum)]
    format: Option<NoticeFormat>,
    /// Language of the text and of messages: zh-Hant or en (default: by locale, else zh-Hant)
    #[arg(long, value_parser = super::lang_of)]
    lang: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum NoticeFormat {
    /// Each point with its sentence, in words
    Text,
    /// The same with codes and places
    Json,
}

pub(crate) fn run(args: &NoticeArgs) -> Result<u8> {
    let bytes = files::text(&args.file)?;
    let name = args.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let notice = match notice::open(&name, &bytes) {
        Ok(notice) => notice,
        Err(error) => {
            output::note(&error.note());
            return Ok(exit::NOTHING);
        }
    };
    let on_screen = std::io::stdout().is_terminal();
    match args.format.unwrap_or(if on_screen { NoticeFormat::Text } else { NoticeFormat::Json }) {
        NoticeFormat::Text => {
            output::print(&terminal::notice(&notice, lang(args.lang.as_deref()), super::scan::screen(on_screen)));
        }
        NoticeFormat::Json => {
            let mut text = serde_json::to_string_pretty(&serde_json::json!({ "notice": notice }))?;
            text.push('\n');
            output::print(&text);
        }
    }
    if !notice.is_notice {
        output::note(&Note::new("notice-is-none").with("file", &name));
    }
    Ok(if notice.points.iter().all(|p| p.satisfied) && notice.is_notice { 0 } else { exit::FAILED })
}
