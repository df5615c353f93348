//! `maspect diff` and `maspect baseline`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use maspect::app::OpenError;
use maspect::diff::{self, Baseline, Gate};
use maspect::finding::Note;
use maspect::report::Report;
use maspect::rule::Lang;
use maspect::scan::{Options, ScanError, scan};

use super::judge::JudgeArgs;
use super::{exit, files, lang, output};

#[derive(Args)]
pub(crate) struct DiffArgs {
    /// The older build, or its JSON report
    old: PathBuf,
    /// The newer build, or its JSON report
    new: PathBuf,
    /// Form of the comparison
    #[arg(long, short, value_enum, default_value = "terminal", help_heading = "Output")]
    format: DiffFormat,
    /// File for the comparison (default: standard output)
    #[arg(long, help_heading = "Output")]
    out: Option<PathBuf>,
    /// Language: zh-Hant or en (default: by locale, else zh-Hant)
    #[arg(long, help_heading = "Output", value_parser = super::lang_of)]
    lang: Option<String>,
    /// What ends with exit code 10, the older build being the baseline: control, critical, high, medium, low, info, new, never
    #[arg(long, value_delimiter = ',', default_value = "never", help_heading = "Gate")]
    fail_on: Vec<String>,
    #[command(flatten)]
    judge: JudgeArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    Terminal,
    Markdown,
    Json,
}

#[derive(Subcommand)]
pub(crate) enum BaselineCommand {
    /// Write the findings of a build as known ones, for `--baseline`
    Write {
        /// The build, or its JSON report
        #[arg(value_name = "BUILD")]
        subject: PathBuf,
        /// The baseline's file
        #[arg(long, default_value = "maspect-baseline.json")]
        out: PathBuf,
        #[command(flatten)]
        judge: Box<JudgeArgs>,
    },
}

/// The gate of some words; a word that is none is a mistake in usage.
pub(crate) fn gate(words: &[String]) -> std::result::Result<Gate, String> {
    Gate::of(words.iter().map(String::as_str)).map_err(|error| format!("--fail-on: {error}"))
}

pub(crate) fn diff(args: &DiffArgs) -> Result<u8> {
    let gate = match gate(&args.fail_on) {
        Ok(gate) => gate,
        Err(error) => {
            output::complain(&error);
            return Ok(exit::USAGE);
        }
    };
    let lang = lang(args.lang.as_deref());
    let (old, mut new) = (subject(&args.old, &args.judge, lang)?, subject(&args.new, &args.judge, lang)?);
    let change = diff::compare(&old, &new);
    let text = match args.format {
        DiffFormat::Terminal => diff::terminal(&change, super::scan::screen(args.out.is_none())),
        DiffFormat::Markdown => diff::markdown(&change),
        DiffFormat::Json => maspect::report::json::text(&serde_json::to_value(&change)?),
    };
    match &args.out {
        Some(path) => files::write(path, text.as_bytes())?,
        None => output::print(&text),
    }
    Baseline::of(&old).mark(&mut new);
    Ok(if gate.stops(&new) { exit::FAILED } else { 0 })
}

pub(crate) fn baseline(command: &BaselineCommand) -> Result<u8> {
    let BaselineCommand::Write { subject: path, out, judge } = command;
    let report = subject(path, judge, Lang::En)?;
    let baseline = Baseline::of(&report);
    files::write(out, baseline.text().as_bytes())?;
    let written = Note::new("baseline-written").with("file", out.display()).with("count", baseline.findings.len());
    output::print(&format!("{}\n", output::worded(&written)));
    Ok(0)
}

/// Reads a baseline file.
pub(crate) fn read_baseline(path: &Path) -> Result<Baseline> {
    let bytes = std::fs::read(path).map_err(|error| {
        let note = Note::new("baseline-unreadable").with("file", path.display()).with("why", error);
        output::Told(note)
    })?;
    Baseline::read(&bytes).with_context(|| format!("--baseline {}", path.display()))
}

/// A JSON report as it is, or the report of a build.
fn subject(path: &Path, judge: &JudgeArgs, lang: Lang) -> Result<Report> {
    let shown = path.display();
    if path.is_file() {
        let bytes = std::fs::read(path).with_context(|| format!("{shown}: cannot be read"))?;
        if bytes.trim_ascii_start().starts_with(b"{") {
            return serde_json::from_slice(&bytes)
                .with_context(|| format!("{shown}: looks like JSON, but is no report of maspect"));
        }
    }
    let catalogue = judge.catalogue()?;
    let options = Options { idsig: files::idsig(path), ..judge.options(&catalogue)? };
    let artifact = files::read(path)?;
    let scanned = match scan(&artifact, &catalogue, &options) {
        Ok(scanned) => scanned,
        Err(ScanError::Open(error)) => {
            let note = match error {
                OpenError::LooksLike(what) => Note::new("no-build-no-report").with("file", shown).with("what", what),
                other => other.note(&shown.to_string()),
            };
            return Err(output::NoBuild(note).into());
        }
        Err(error) => bail!("{shown}: {error}"),
    };
    scanned.report(&catalogue, lang).context("the profile is not in the catalogue")
}
