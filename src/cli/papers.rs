//! `maspect worksheet` and `maspect dossier`: papers beside the report.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use maspect::dossier::{self, Case, GivenFile, Scripts};
use maspect::finding::Platform;
use maspect::project::Project;
use maspect::report::sheet::Sheet;
use maspect::report::words::{Args as WordArgs, Words};
use maspect::report::{Report, SCHEMA_VERSION};
use maspect::rule::{Catalogue, Lang};

use super::judge::ProfileFlag;
use super::{exit, files, lang, output, project};

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PaperFormat {
    /// Markdown
    Markdown,
    /// PDF
    Pdf,
}

#[derive(Args)]
pub(crate) struct WorksheetArgs {
    /// Only these controls (4.1.2.1.1); without any, every item of the class that a person decides or helps to decide
    controls: Vec<String>,
    /// Class of MAS V4.0
    #[arg(long, value_enum, default_value = "mas-l2")]
    profile: ProfileFlag,
    /// The optional class F too
    #[arg(long)]
    with_f: bool,
    /// Only for this platform: android or ios
    #[arg(long, value_parser = platform_of)]
    platform: Option<Platform>,
    /// Markdown goes to standard output unless --out is given
    #[arg(long, value_enum, default_value = "markdown")]
    format: PaperFormat,
    /// The file to write
    #[arg(long)]
    out: Option<PathBuf>,
    /// What is tested, for the head of the sheet
    #[arg(long, default_value = "")]
    subject: String,
    /// Day on the sheet, YYYY-MM-DD (default: today)
    #[arg(long, value_parser = super::day_of)]
    date: Option<String>,
    /// Language: zh-Hant or en
    #[arg(long, value_parser = super::lang_of)]
    lang: Option<String>,
}

#[derive(Args)]
pub(crate) struct DossierArgs {
    /// JSON reports of the builds (from `scan --format json`), usually one for each platform
    #[arg(required = true)]
    reports: Vec<PathBuf>,
    /// The project file
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// The folder to write
    #[arg(long)]
    out: PathBuf,
    /// Formats, repeatable (default: both)
    #[arg(long, value_enum)]
    format: Vec<PaperFormat>,
    /// Day against which certificates and reports are judged, YYYY-MM-DD (default: today)
    #[arg(long, value_parser = super::day_of)]
    date: Option<String>,
    /// Language of the papers: zh-Hant or en; the reports may be in either
    #[arg(long, value_parser = super::lang_of)]
    lang: Option<String>,
}

fn platform_of(word: &str) -> Result<Platform, String> {
    Platform::from_word(word).ok_or_else(|| "one of android, ios".to_owned())
}

fn day(flag: Option<&str>) -> Result<String> {
    match flag {
        Some(day) => {
            let parsed: jiff::civil::Date =
                day.parse().with_context(|| format!("--date {day}: not a day; write it as 2026-11-21"))?;
            Ok(parsed.to_string())
        }
        None => Ok(jiff::Zoned::now().date().to_string()),
    }
}

pub(crate) fn worksheet(args: &WorksheetArgs) -> Result<u8> {
    let catalogue = Catalogue::embedded()?;
    let profile = catalogue.profile("mas-v4").context("the profile is not in the catalogue")?;
    for id in &args.controls {
        let Some(control) = profile.controls.iter().find(|c| c.id == *id) else {
            bail!("there is no control `{id}` in {}; `maspect worksheet` prints all", profile.edition);
        };
        if control.manual.is_empty() {
            bail!("{id} has no manual part: the scan decides it");
        }
    }
    let date = day(args.date.as_deref())?;
    let sheet = dossier::worksheet(&Scripts {
        profile,
        catalogue: &catalogue,
        class: args.profile.class(),
        with_f: args.with_f,
        platform: args.platform,
        controls: &args.controls,
        subject: &args.subject,
        date: &date,
        lang: lang(args.lang.as_deref()),
    });
    match (&args.out, args.format) {
        (None, PaperFormat::Markdown) => output::print(&sheet.to_markdown()),
        (None, PaperFormat::Pdf) => bail!("a PDF is written to a file: give --out FILE"),
        (Some(path), PaperFormat::Markdown) => files::write(path, sheet.to_markdown().as_bytes())?,
        (Some(path), PaperFormat::Pdf) => files::write(path, &pdf(&sheet)?)?,
    }
    Ok(0)
}

pub(crate) fn dossier(args: &DossierArgs) -> Result<u8> {
    let catalogue = Catalogue::embedded()?;
    let date = day(args.date.as_deref())?;
    let project = project::read(&args.config, &catalogue, "mas-v4")?;
    let lang = lang(args.lang.as_deref());
    let reports = args.reports.iter().map(|path| report_in(path, lang)).collect::<Result<Vec<Report>>>()?;
    let given = given(&project, &args.config);
    let made = dossier::dossier(&Case {
        reports: &reports,
        project: &project,
        files: &given,
        catalogue_sha256: catalogue.sha256(),
        date: &date,
        lang,
    });
    for (name, sheet) in &made.papers {
        write(args, name, sheet)?;
    }
    let scripts = scripts(&catalogue, &reports, &date, lang)?;
    write(args, "4-worksheets", &scripts)?;
    let words = Words::of(lang);
    let mut text = format!("{}\n", words.say("dossier", "open_items", &WordArgs::new().with("count", made.open.len())));
    for row in &made.open {
        text.push_str(&format!("  {} — {}\n", row.item, row.todo.replace('\n', " ")));
    }
    output::print(&text);
    Ok(if made.open.is_empty() { 0 } else { exit::FAILED })
}

/// Worksheets of the class that the reports were made for.
fn scripts(catalogue: &Catalogue, reports: &[Report], date: &str, lang: Lang) -> Result<Sheet> {
    let profile = catalogue.profile("mas-v4").context("the profile is not in the catalogue")?;
    let subject: Vec<String> =
        reports.iter().filter_map(|r| r.target.subject.app_name.as_ref()).map(ToString::to_string).collect();
    let first = reports.first();
    Ok(dossier::worksheet(&Scripts {
        profile,
        catalogue,
        class: first.map_or(maspect::rule::Class::L2, |r| r.profile.class),
        with_f: first.is_some_and(|r| r.profile.with_f),
        platform: None,
        controls: &[],
        subject: subject.first().map_or("", String::as_str),
        date,
        lang,
    }))
}

/// A report with its words in a language.
fn report_in(path: &Path, lang: Lang) -> Result<Report> {
    let report = report(path)?;
    let made = report.lang;
    report.in_language(lang).with_context(|| {
        format!(
            "{}: in {} only: scan again with this version, or give --lang {}",
            path.display(),
            made.code(),
            made.code()
        )
    })
}

fn report(path: &Path) -> Result<Report> {
    let shown = path.display();
    let text = files::text(path)?;
    let report: Report = serde_json::from_slice(&text).map_err(|error| {
        anyhow::anyhow!(
            "{shown}:{}:{}: no JSON report of maspect ({error}): make it with `maspect scan BUILD --format json`",
            error.line(),
            error.column()
        )
    })?;
    if report.schema_version != SCHEMA_VERSION {
        bail!(
            "{shown}: a report of form {}, not {SCHEMA_VERSION}: scan again with this version",
            report.schema_version
        );
    }
    Ok(report)
}

/// Every file that the project names and that can be read.
fn given(project: &Project, config: &Path) -> BTreeMap<String, GivenFile> {
    let file = &project.file;
    let dossier = &file.dossier;
    let one = [
        file.notice.as_ref().map(|n| n.value.as_str()),
        dossier.applicant.proof.as_deref(),
        dossier.test_report.as_deref(),
        dossier.plan.as_deref(),
        dossier.video.as_deref(),
        dossier.application_form.as_deref(),
        dossier.application_checklist.as_deref(),
    ];
    let many = dossier
        .notice_screenshots
        .iter()
        .map(String::as_str)
        .chain(dossier.certificates.iter().filter_map(|c| c.file.as_deref()))
        .chain(dossier.attachments.iter().filter_map(|a| a.file.as_deref()))
        .chain(project.evidence_files());
    let paths = one.into_iter().flatten().chain(many).map(str::trim).filter(|p| !p.is_empty());
    paths
        .filter_map(|path| {
            let place = project::beside(config, path);
            let size = std::fs::metadata(&place).ok().filter(std::fs::Metadata::is_file)?.len();
            Some((path.to_owned(), GivenFile { size, sha256: project::sha256(&place)? }))
        })
        .collect()
}

fn write(args: &DossierArgs, name: &str, sheet: &Sheet) -> Result<()> {
    let wants = |format| args.format.is_empty() || args.format.contains(&format);
    if wants(PaperFormat::Markdown) {
        files::write(&args.out.join(format!("{name}.md")), sheet.to_markdown().as_bytes())?;
    }
    if wants(PaperFormat::Pdf) {
        let path = args.out.join(format!("{name}.pdf"));
        match pdf(sheet) {
            Ok(bytes) => files::write(&path, &bytes)?,
            Err(error) if args.format.is_empty() => {
                output::complain(&format!("{}: not written: {error:#}", path.display()));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(feature = "pdf")]
fn pdf(sheet: &Sheet) -> Result<Vec<u8>> {
    use maspect::report::pdf;
    let fonts = if pdf::has_every_font() { Vec::new() } else { files::system_fonts() };
    Ok(pdf::render_sheet(sheet, &fonts)?)
}

#[cfg(not(feature = "pdf"))]
fn pdf(_sheet: &Sheet) -> Result<Vec<u8>> {
    bail!("this build of maspect has no PDF; build it with the feature `pdf`")
}
