//! `maspect scan`.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use maspect::diff::{Baseline, Gate};
use maspect::finding::Note;
use maspect::report::{Format, Report, terminal};
use maspect::rule::{Catalogue, Lang};
use maspect::scan::{Options, ScanError, Scanned, scan};
use maspect::verdict::Overall;

use super::judge::JudgeArgs;
use super::{exit, files, lang, output};

#[derive(Args)]
pub(crate) struct ScanArgs {
    /// Builds: APK, AAB, split sets, IPA, .app, .xcarchive, or a part of one (dex, ELF, Mach-O, AAR, framework)
    #[arg(required = true)]
    builds: Vec<PathBuf>,
    /// Formats, repeatable or with commas between them; without any the terminal report is printed
    #[arg(long = "format", short, value_delimiter = ',', value_parser = formats(), hide_possible_values = true, help_heading = "Output",
          long_help = "terminal, json, html, pdf, sarif, junit, gitlab, markdown, github, cyclonedx. One machine format \
                       alone goes to standard output; html, pdf and several formats are written to files.")]
    formats: Vec<Format>,
    /// Folder for report files
    #[arg(long, help_heading = "Output")]
    out: Option<PathBuf>,
    /// Language of the report: zh-Hant or en (default: by locale, else zh-Hant)
    #[arg(long, help_heading = "Output", value_parser = super::lang_of)]
    lang: Option<String>,
    /// What ends with exit code 10, in place of the verdict: control, critical, high, medium, low, info, new, never
    #[arg(
        long,
        value_delimiter = ',',
        help_heading = "Gate",
        long_help = "What ends with exit code 10; everything else then ends with 0. A list of words: control (a control \
                       fails), a severity (a finding of it or a graver one), new (only what the baseline does not know), \
                       never. Without the flag the exit code is that of the verdict: 10, 11 or 0."
    )]
    fail_on: Vec<String>,
    /// Known findings (`maspect baseline write`), or a JSON report of an older build
    #[arg(long, value_name = "FILE", help_heading = "Gate")]
    baseline: Option<PathBuf>,
    /// Report without failing: exit 0 whatever the verdict
    #[arg(long, help_heading = "Output")]
    exit_zero: bool,
    #[command(flatten)]
    judge: JudgeArgs,
}

/// Formats that are written to files only: on a screen they would be noise.
fn is_for_files(format: Format) -> bool {
    matches!(format, Format::Html | Format::Pdf)
}

/// The formats as values of a flag, which shells complete.
pub(crate) fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.iter().map(|format| format.word()))
        .try_map(|word| Format::from_word(&word).ok_or("no format"))
}

pub(crate) fn run(args: &ScanArgs) -> Result<u8> {
    let lang = lang(args.lang.as_deref());
    let catalogue = args.judge.catalogue()?;
    let options = args.judge.options(&catalogue)?;
    let gate = match (args.fail_on.is_empty(), super::compare::gate(&args.fail_on)) {
        (true, _) => None,
        (false, Ok(gate)) if gate.needs_baseline() && args.baseline.is_none() => {
            output::note(&Note::new("new-needs-baseline"));
            return Ok(exit::USAGE);
        }
        (false, Ok(gate)) => Some(gate),
        (false, Err(error)) => {
            output::complain(&error);
            return Ok(exit::USAGE);
        }
    };
    let to_files = args.out.is_some() || args.formats.len() > 1 || args.formats.iter().any(|f| is_for_files(*f));
    if to_files && let Some(name) = twice(&args.builds) {
        output::note(&Note::new("two-of-one-name").with("name", name));
        return Ok(exit::USAGE);
    }
    let baseline = args.baseline.as_deref().map(super::compare::read_baseline).transpose()?;
    let desk = Desk { args, catalogue: &catalogue, options: &options, lang, gate, baseline };
    let mut codes = BTreeSet::new();
    for build in &args.builds {
        codes.insert(one(build, &desk)?);
    }
    let worst =
        [exit::ERROR, exit::NOTHING, exit::FAILED, exit::OPEN].into_iter().find(|c| codes.contains(c)).unwrap_or(0);
    Ok(if args.exit_zero && matches!(worst, exit::FAILED | exit::OPEN) { 0 } else { worst })
}

/// A name that two builds have.
fn twice(builds: &[PathBuf]) -> Option<String> {
    let mut seen = BTreeSet::new();
    let name = |path: &PathBuf| path.file_name().map(|n| n.to_string_lossy().into_owned());
    builds.iter().filter_map(name).find(|name| !seen.insert(name.clone()))
}

/// What all builds of one command share.
struct Desk<'a> {
    args: &'a ScanArgs,
    catalogue: &'a Catalogue,
    options: &'a Options,
    lang: Lang,
    gate: Option<Gate>,
    baseline: Option<Baseline>,
}

fn one(path: &Path, desk: &Desk<'_>) -> Result<u8> {
    let Desk { args, catalogue, options, lang, .. } = *desk;
    let waiting = output::Waiting::on(&path.display().to_string());
    let artifact = match files::read(path) {
        Ok(artifact) => artifact,
        Err(error) => {
            output::error(&error);
            return Ok(exit::ERROR);
        }
    };
    let options = &Options { idsig: files::idsig(path), ..options.clone() };
    let scanned = match scan(&artifact, catalogue, options) {
        Ok(scanned) => scanned,
        Err(ScanError::Open(error)) => {
            output::note(&error.note(&path.display().to_string()));
            return Ok(exit::NOTHING);
        }
        Err(error) => return Err(anyhow::Error::from(error).context(path.display().to_string())),
    };
    for problem in &scanned.problems {
        output::problem(problem);
    }
    let mut report = report_of(&scanned, catalogue, lang)?;
    if let Some(baseline) = &desk.baseline {
        baseline.mark(&mut report);
    }
    drop(waiting);
    let formats = if args.formats.is_empty() { &[Format::Terminal][..] } else { &args.formats };
    match formats {
        [only] if !is_for_files(*only) && args.out.is_none() => output::print(&on_screen(&report, *only)?),
        many if !write_files(args, &artifact.name, &report, many) => return Ok(exit::ERROR),
        _ => {}
    }
    if let Some(gate) = &desk.gate {
        return Ok(if gate.stops(&report) { exit::FAILED } else { 0 });
    }
    Ok(match report.verdict {
        Overall::Fail => exit::FAILED,
        Overall::Open => exit::OPEN,
        Overall::Pass => 0,
    })
}

fn on_screen(report: &Report, format: Format) -> Result<String> {
    if format != Format::Terminal {
        return Ok(report.to_text(format)?);
    }
    Ok(terminal::render(report, screen(true)))
}

/// How standard output is. `shown` is false for what goes to a file.
pub(crate) fn screen(shown: bool) -> terminal::Screen {
    let is_terminal = shown && std::io::stdout().is_terminal();
    let asked = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).filter(|width| *width > 0);
    // https://no-color.org: any value but the empty one.
    let colour = is_terminal && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    let width = asked.or_else(|| if is_terminal { columns().or(Some(80)) } else { None });
    terminal::Screen { width: width.unwrap_or(100), colour }
}

/// How wide the terminal is, if it says so.
#[cfg(unix)]
fn columns() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(std::io::stdout()).ok()?;
    Some(usize::from(size.ws_col)).filter(|width| *width > 0)
}

#[cfg(not(unix))]
fn columns() -> Option<usize> {
    None
}

/// Writes the report files. One that cannot be written is told and does not keep the others; `false` then.
fn write_files(args: &ScanArgs, name: &str, report: &Report, formats: &[Format]) -> bool {
    let folder = args.out.clone().unwrap_or_default();
    let mut all = true;
    for format in formats {
        let file = folder.join(format!("{name}.maspect.{}", format.extension()));
        match bytes_of(report, *format).and_then(|bytes| files::write(&file, &bytes)) {
            Ok(()) if std::io::stderr().is_terminal() => {
                output::note(&Note::new("file-written").with("file", file.display()));
            }
            Ok(()) => {}
            Err(error) => {
                let why = error.downcast_ref::<output::Told>().map(|told| output::worded(&told.0));
                let why = why.unwrap_or_else(|| error.root_cause().to_string());
                output::note(&Note::new("report-not-written").with("file", file.display()).with("why", why));
                all = false;
            }
        }
    }
    all
}

/// A report as the bytes of its file.
pub(crate) fn bytes_of(report: &Report, format: Format) -> Result<Vec<u8>> {
    match format {
        Format::Pdf => pdf(report),
        other => Ok(report.to_text(other)?.into_bytes()),
    }
}

#[cfg(feature = "pdf")]
fn pdf(report: &Report) -> Result<Vec<u8>> {
    use maspect::report::pdf;
    let fonts = if pdf::has_every_font() { Vec::new() } else { files::system_fonts() };
    Ok(pdf::render(report, &fonts)?)
}

#[cfg(not(feature = "pdf"))]
fn pdf(_report: &Report) -> Result<Vec<u8>> {
    Err(output::Told(Note::new("no-pdf-here")).into())
}

fn report_of(scanned: &Scanned, catalogue: &Catalogue, lang: Lang) -> Result<Report> {
    scanned.report(catalogue, lang).context("the profile is not in the catalogue")
}
