//! `maspect scan`.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
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
    /// Formats, repeatable; without any the terminal report is printed
    #[arg(long = "format", short, value_parser = format_of, help_heading = "Output",
          long_help = "terminal, json, html, pdf, sarif, junit, gitlab, markdown, github, cyclonedx. One machine format \
                       alone goes to standard output; html, pdf and several formats are written to files.")]
    formats: Vec<Format>,
    /// Folder for report files
    #[arg(long, help_heading = "Output")]
    out: Option<PathBuf>,
    /// Language of the report: zh-Hant or en (default: by locale, else zh-Hant)
    #[arg(long, help_heading = "Output")]
    lang: Option<String>,
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

pub(crate) fn format_of(word: &str) -> Result<Format, String> {
    let all: Vec<&str> = Format::ALL.iter().map(|f| f.word()).collect();
    Format::from_word(word).ok_or_else(|| format!("one of {}", all.join(", ")))
}

pub(crate) fn run(args: &ScanArgs) -> Result<u8> {
    let lang = lang(args.lang.as_deref());
    let catalogue = args.judge.catalogue()?;
    let options = args.judge.options(&catalogue)?;
    let mut codes = BTreeSet::new();
    for build in &args.builds {
        codes.insert(one(args, build, &catalogue, &options, lang)?);
    }
    let worst =
        [exit::ERROR, exit::NOTHING, exit::FAILED, exit::OPEN].into_iter().find(|c| codes.contains(c)).unwrap_or(0);
    Ok(if args.exit_zero && matches!(worst, exit::FAILED | exit::OPEN) { 0 } else { worst })
}

fn one(args: &ScanArgs, path: &Path, catalogue: &Catalogue, options: &Options, lang: Lang) -> Result<u8> {
    let artifact = match files::read(path) {
        Ok(artifact) => artifact,
        Err(error) => {
            output::complain(&format!("{error:#}"));
            return Ok(exit::ERROR);
        }
    };
    let options = &Options { idsig: files::idsig(path), ..options.clone() };
    let scanned = match scan(&artifact, catalogue, options) {
        Ok(scanned) => scanned,
        Err(ScanError::Open(error)) => {
            output::complain(&format!("{}: {error}", path.display()));
            return Ok(exit::NOTHING);
        }
        Err(error) => bail!("{}: {error}", path.display()),
    };
    for problem in &scanned.problems {
        output::complain(&problem.to_string());
    }
    let report = report_of(&scanned, catalogue, lang)?;
    let formats = if args.formats.is_empty() { &[Format::Terminal][..] } else { &args.formats };
    match formats {
        [only] if !is_for_files(*only) && args.out.is_none() => output::print(&on_screen(&report, *only)?),
        many => write_files(args, &artifact.name, &report, many)?,
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
    let width = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).unwrap_or(100);
    let colour = std::env::var_os("NO_COLOR").is_none() && std::io::stdout().is_terminal();
    Ok(terminal::render(report, terminal::Screen { width, colour }))
}

fn write_files(args: &ScanArgs, name: &str, report: &Report, formats: &[Format]) -> Result<()> {
    let folder = args.out.clone().unwrap_or_default();
    for format in formats {
        let file = folder.join(format!("{name}.maspect.{}", format.extension()));
        let bytes = match bytes_of(report, *format) {
            Ok(bytes) => bytes,
            Err(error) => {
                output::complain(&format!("{}: not written: {error:#}", file.display()));
                continue;
            }
        };
        files::write(&file, &bytes)?;
        if std::io::stderr().is_terminal() {
            output::complain(&format!("wrote {}", file.display()));
        }
    }
    Ok(())
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
    let fonts = if pdf::has_font(report.lang) { Vec::new() } else { files::system_fonts() };
    Ok(pdf::render(report, &fonts)?)
}

#[cfg(not(feature = "pdf"))]
fn pdf(_report: &Report) -> Result<Vec<u8>> {
    bail!("this build of maspect has no PDF; build it with the feature `pdf`")
}

fn report_of(scanned: &Scanned, catalogue: &Catalogue, lang: Lang) -> Result<Report> {
    scanned.report(catalogue, lang).context("the profile is not in the catalogue")
}
