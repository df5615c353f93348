//! `maspect scan`.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use maspect::report::{Format, Report, terminal};
use maspect::rule::{Catalogue, Class, Lang};
use maspect::scan::{Options, ScanError, Scanned, scan};
use maspect::verdict::Overall;

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
    /// Class of MAS V4.0 to judge against
    #[arg(long, value_enum, default_value = "mas-l2", help_heading = "Judgement")]
    profile: ProfileFlag,
    /// Count the optional class F too
    #[arg(long, help_heading = "Judgement")]
    with_f: bool,
    /// Day against which certificates, pins and waivers are judged, YYYY-MM-DD (default: today)
    #[arg(long, help_heading = "Judgement")]
    date: Option<String>,
    /// Folder with rule files to add or replace
    #[arg(long, help_heading = "Judgement")]
    rules: Option<PathBuf>,
    /// Hosts that the applicant declares, one a line
    #[arg(long, help_heading = "Judgement")]
    declared_hosts: Option<PathBuf>,
    /// The privacy notice: HTML, PDF with text, DOCX, Markdown or plain text
    #[arg(long, help_heading = "Judgement")]
    notice: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ProfileFlag {
    MasL1,
    MasL2,
    MasL3,
}

impl ProfileFlag {
    fn class(self) -> Class {
        match self {
            Self::MasL1 => Class::L1,
            Self::MasL2 => Class::L2,
            Self::MasL3 => Class::L3,
        }
    }
}

/// Formats that are written to files only: on a screen they would be noise.
fn is_for_files(format: Format) -> bool {
    matches!(format, Format::Html | Format::Pdf)
}

fn format_of(word: &str) -> Result<Format, String> {
    let all: Vec<&str> = Format::ALL.iter().map(|f| f.word()).collect();
    Format::from_word(word).ok_or_else(|| format!("one of {}", all.join(", ")))
}

pub(crate) fn run(args: &ScanArgs) -> Result<u8> {
    let lang = lang(args.lang.as_deref());
    let mut catalogue = Catalogue::embedded()?;
    if let Some(folder) = &args.rules {
        catalogue.add_folder(folder)?;
    }
    let options = options(args)?;
    let mut codes = BTreeSet::new();
    for build in &args.builds {
        codes.insert(one(args, build, &catalogue, &options, lang)?);
    }
    let worst =
        [exit::ERROR, exit::NOTHING, exit::FAILED, exit::OPEN].into_iter().find(|c| codes.contains(c)).unwrap_or(0);
    Ok(if args.exit_zero && matches!(worst, exit::FAILED | exit::OPEN) { 0 } else { worst })
}

fn options(args: &ScanArgs) -> Result<Options> {
    let date = match &args.date {
        Some(date) => {
            let parsed: jiff::civil::Date =
                date.parse().with_context(|| format!("--date {date}: not a day; write it as 2026-11-21"))?;
            parsed.to_string()
        }
        None => jiff::Zoned::now().date().to_string(),
    };
    let mut options = Options::on(&date);
    options.class = args.profile.class();
    options.with_f = args.with_f;
    if let Some(path) = &args.declared_hosts {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("{}: cannot be read as text", path.display()))?;
        let hosts = text.lines().map(|l| l.split('#').next().unwrap_or_default().trim().to_ascii_lowercase());
        options.declared_hosts = Some(hosts.filter(|h| !h.is_empty()).collect());
    }
    if let Some(path) = &args.notice {
        let bytes = std::fs::read(path).with_context(|| format!("--notice {}: cannot be read", path.display()))?;
        options.notice = Some((path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(), bytes));
    }
    Ok(options)
}

/// The v4 signature that stands beside an APK, if one does.
fn idsig(path: &Path) -> Option<Vec<u8>> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".idsig");
    std::fs::read(beside).ok()
}

fn one(args: &ScanArgs, path: &Path, catalogue: &Catalogue, options: &Options, lang: Lang) -> Result<u8> {
    let artifact = match files::read(path) {
        Ok(artifact) => artifact,
        Err(error) => {
            output::complain(&format!("{error:#}"));
            return Ok(exit::ERROR);
        }
    };
    let options = &Options { idsig: idsig(path), ..options.clone() };
    let scanned = match scan(&artifact, catalogue, options) {
        Ok(scanned) => scanned,
        Err(ScanError::Open(error)) => {
            output::complain(&format!("{}: {error}", path.display()));
            return Ok(exit::NOTHING);
        }
        Err(error) => bail!("{}: {error}", path.display()),
    };
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
        let bytes = match format {
            Format::Pdf => match pdf(report) {
                Ok(bytes) => bytes,
                Err(error) => {
                    output::complain(&format!("{}: not written: {error:#}", file.display()));
                    continue;
                }
            },
            other => report.to_text(*other)?.into_bytes(),
        };
        files::write(&file, &bytes)?;
        if std::io::stderr().is_terminal() {
            output::complain(&format!("wrote {}", file.display()));
        }
    }
    Ok(())
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
