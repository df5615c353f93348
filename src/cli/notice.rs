//! `maspect notice`: a privacy notice alone.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use maspect::notice;

use super::{exit, output};

#[derive(Args)]
pub(crate) struct NoticeArgs {
    /// The notice: HTML, PDF with text, DOCX, Markdown or plain text
    file: PathBuf,
}

pub(crate) fn run(args: &NoticeArgs) -> Result<u8> {
    let bytes = std::fs::read(&args.file).with_context(|| format!("{}: cannot be read", args.file.display()))?;
    let name = args.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let notice = match notice::open(&name, &bytes) {
        Ok(notice) => notice,
        Err(error) => {
            output::complain(&error.to_string());
            return Ok(exit::NOTHING);
        }
    };
    let mut text = serde_json::to_string_pretty(&serde_json::json!({ "notice": notice }))?;
    text.push('\n');
    output::print(&text);
    Ok(if notice.points.iter().all(|p| p.satisfied) && notice.is_notice { 0 } else { exit::FAILED })
}
