//! `maspect batch` and `maspect merge`: many builds side by side, one index.

mod find;
mod merge;
mod store;
mod work;

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use maspect::batch::{Head, Row, Shard, State};
use maspect::report::{Format, Tool};
use maspect::scan::Options;
use maspect::verdict::Overall;
use sha2::{Digest, Sha256};

use super::judge::JudgeArgs;
use super::{exit, lang, output};

pub(crate) use merge::{MergeArgs, run as merge};

#[derive(Args)]
pub(crate) struct BatchArgs {
    /// Folder with builds, at any depth
    folder: PathBuf,
    /// Folder for the index and the reports
    #[arg(long, default_value = "maspect-batch", help_heading = "Output")]
    out: PathBuf,
    /// Formats of each build's report, repeatable (default: html and json)
    #[arg(long = "format", short, value_delimiter = ',', value_parser = super::scan::formats(), hide_possible_values = true, help_heading = "Output")]
    formats: Vec<Format>,
    /// Language of index and reports: zh-Hant or en (default: by locale, else zh-Hant)
    #[arg(long, help_heading = "Output", value_parser = crate::cli::lang_of)]
    lang: Option<String>,
    /// Report without failing: exit 0 whatever the verdicts
    #[arg(long, help_heading = "Output")]
    exit_zero: bool,
    /// Builds in flight; memory grows with it (default: one for each core)
    #[arg(long, short, help_heading = "Work", value_parser = jobs_of)]
    jobs: Option<std::num::NonZeroUsize>,
    /// Only the K-th of N parts (by hash of the relative path, the same on every machine); `maspect merge` joins them
    #[arg(long, value_name = "K/N", help_heading = "Work")]
    shard: Option<Shard>,
    /// Try every file by its content, also those that no ending marks as a build
    #[arg(long, help_heading = "Work")]
    any: bool,
    #[command(flatten)]
    judge: JudgeArgs,
}

pub(crate) fn run(args: &BatchArgs) -> Result<u8> {
    let catalogue = args.judge.catalogue()?;
    let mut options = args.judge.options(&catalogue)?;
    let lang = lang(args.lang.as_deref());
    let formats = if args.formats.is_empty() { vec![Format::Html, Format::Json] } else { args.formats.clone() };
    let mut builds = find::builds(&args.folder, &args.out, args.any)?;
    let found = builds.len();
    builds.retain(|b| args.shard.is_none_or(|shard| shard.holds(&b.path)));
    if found == 0 {
        output::complain(&format!(
            "{}: no builds found (endings: {}; folders: .app, .xcarchive; --any tries every file)",
            args.folder.display(),
            find::ENDINGS.join(", ")
        ));
        return Ok(exit::NOTHING);
    }
    let store = store::Store::open(&args.out)?;
    // A run that was cut short goes on with its own day, so that midnight does not undo what is done.
    if args.judge.date.is_none()
        && let Some(begun) = store.unfinished()
    {
        options.date = begun.date;
    }
    let head = Head {
        tool: Tool {
            name: "maspect".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            catalogue_sha256: catalogue.sha256().to_owned(),
        },
        profile: options.profile.clone(),
        class: options.class,
        with_f: options.with_f,
        date: options.date.clone(),
        lang,
        options: options_key(&options, catalogue.sha256(), lang.code(), &formats),
    };
    store.begin(&head)?;

    let desk =
        work::Desk { catalogue: &catalogue, options: &options, lang, formats: &formats, head: &head, store: &store };
    let jobs = args.jobs.map_or_else(cores, std::num::NonZeroUsize::get).min(builds.len().max(1));
    let (mut rows, kept) = side_by_side(&builds, jobs, args.any, &desk)?;
    maspect::batch::in_order(&mut rows);
    store.finish(&head, &rows)?;
    output::print(&summary(&rows, kept, &args.out));
    let code = code(&rows);
    Ok(if args.exit_zero && matches!(code, exit::FAILED | exit::OPEN) { 0 } else { code })
}

fn jobs_of(word: &str) -> Result<std::num::NonZeroUsize, String> {
    word.parse().map_err(|_| "a number from 1".to_owned())
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get)
}

/// Runs the builds on so many threads. Each takes the next build when it is free, so that as many builds are in memory as
/// there are threads, never more. Gives the rows, and how many of them stood already.
fn side_by_side(builds: &[find::Found], jobs: usize, any: bool, desk: &work::Desk<'_>) -> Result<(Vec<Row>, usize)> {
    // The deepest parser keeps to `Limits::nesting`, but a debug build's frames are wide.
    const STACK: usize = 32 << 20;
    let bar = bar(builds.len());
    let next = AtomicUsize::new(0);
    let kept = AtomicUsize::new(0);
    let rows = std::thread::scope(|scope| -> Result<Vec<Row>> {
        let mut threads = Vec::new();
        for number in 0..jobs {
            let work = || -> Result<Vec<Row>> {
                let mut rows = Vec::new();
                while let Some(build) = builds.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let (row, stood) = work::row(build, desk)?;
                    kept.fetch_add(usize::from(stood), Ordering::Relaxed);
                    // With --any most files are no builds, and nobody wants to read their names.
                    if !(any && row.state == State::Refused) {
                        rows.push(row);
                    }
                    bar.inc(1);
                }
                Ok(rows)
            };
            let builder = std::thread::Builder::new().name(format!("build-{number}")).stack_size(STACK);
            threads.push(builder.spawn_scoped(scope, work).context("a thread cannot be started")?);
        }
        let mut rows = Vec::new();
        for thread in threads {
            match thread.join() {
                Ok(part) => rows.extend(part?),
                Err(_) => bail!("a worker of the batch failed; run it again, what is done is kept"),
            }
        }
        Ok(rows)
    })?;
    bar.finish_and_clear();
    Ok((rows, kept.into_inner()))
}

/// A bar on standard error when that is a terminal, nothing otherwise.
fn bar(total: usize) -> ProgressBar {
    use std::io::IsTerminal;
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(total as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len}  {elapsed} (left: {eta})") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(std::time::Duration::from_millis(500));
    bar
}

/// A digest of everything that a report depends on beside its build.
fn options_key(options: &Options, catalogue: &str, lang: &str, formats: &[Format]) -> String {
    let mut words: Vec<&str> = formats.iter().map(|f| f.word()).collect();
    words.sort_unstable();
    words.dedup();
    // `Debug` of the options names every field, so that a new one cannot be forgotten; the notice counts by its bytes.
    let (notice, rest) = match &options.notice {
        Some((name, bytes)) => {
            (format!("{name} {}", hex::encode(Sha256::digest(bytes))), Options { notice: None, ..options.clone() })
        }
        None => (String::new(), options.clone()),
    };
    let text = format!("{} {catalogue} {lang} {words:?} {notice} {rest:?}", env!("CARGO_PKG_VERSION"));
    hex::encode(Sha256::digest(text))
}

fn summary(rows: &[Row], kept: usize, out: &std::path::Path) -> String {
    let verdict = |verdict| rows.iter().filter(|r| r.scanned.as_ref().is_some_and(|s| s.verdict == verdict)).count();
    let state = |state| rows.iter().filter(|r| r.state == state).count();
    format!(
        "{} builds: {} fail, {} open, {} pass; {} no build, {} could not be scanned; {kept} unchanged since the last run\n{}\n",
        rows.len(),
        verdict(Overall::Fail),
        verdict(Overall::Open),
        verdict(Overall::Pass),
        state(State::Refused),
        state(State::Failed),
        out.join("index.html").display(),
    )
}

/// The worst of all builds; files that are no builds count only when nothing else was there.
fn code(rows: &[Row]) -> u8 {
    let any = |verdict| rows.iter().any(|r| r.scanned.as_ref().is_some_and(|s| s.verdict == verdict));
    match () {
        () if rows.iter().any(|r| r.state == State::Failed) => exit::ERROR,
        () if any(Overall::Fail) => exit::FAILED,
        () if any(Overall::Open) => exit::OPEN,
        () if !rows.is_empty() && rows.iter().all(|r| r.state == State::Refused) => exit::NOTHING,
        () => 0,
    }
}
