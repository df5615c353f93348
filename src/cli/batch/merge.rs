//! `maspect merge`: the folders of shards to one.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use maspect::batch::{Row, State, in_order};

use super::super::{files, output};
use super::{code, store::Store, summary};

#[derive(Args)]
pub(crate) struct MergeArgs {
    /// Output folders of `maspect batch`, one for each shard
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// Folder for the joined index and all reports
    #[arg(long, help_heading = "Output")]
    out: PathBuf,
    /// Report without failing: exit 0 whatever the verdicts
    #[arg(long, help_heading = "Output")]
    exit_zero: bool,
}

pub(crate) fn run(args: &MergeArgs) -> Result<u8> {
    let mut common: Option<(maspect::batch::Head, &PathBuf)> = None;
    let mut rows: BTreeMap<String, (Row, &PathBuf)> = BTreeMap::new();
    for folder in &args.folders {
        if !folder.is_dir() {
            bail!("{}: no such folder; give the --out folders of `maspect batch --shard`", folder.display());
        }
        let part = Store::of(folder);
        let (head, own) = part.index()?;
        match &common {
            None => common = Some((head, folder)),
            Some((first, whose)) if *first != head => bail!(
                "{} and {} were not made alike (tool, catalogue, date, language, formats or options differ); run the shards again with \
                 the same maspect, flags and --date",
                whose.display(),
                folder.display()
            ),
            Some(_) => {}
        }
        for row in own {
            let path = row.path.raw().to_owned();
            if let Some((other, whose)) = rows.insert(path.clone(), (row.clone(), folder))
                && other != row
            {
                bail!("{path}: {} and {} have different rows for it", whose.display(), folder.display());
            }
        }
    }
    let Some((head, _)) = common else { bail!("no folder was given") };
    let out = Store::open(&args.out)?;
    for (row, folder) in rows.values() {
        copy(&Store::of(folder), &out, row)?;
    }
    let mut rows: Vec<Row> = rows.into_values().map(|(row, _)| row).collect();
    in_order(&mut rows);
    out.begin(&head)?;
    out.finish(&head, &rows)?;
    output::print(&summary(&rows, 0, &args.out));
    let code = code(&rows);
    Ok(if args.exit_zero && matches!(code, super::exit::FAILED | super::exit::OPEN) { 0 } else { code })
}

/// Brings a row and its reports over.
fn copy(from: &Store, to: &Store, row: &Row) -> Result<()> {
    for inside in row.reports.values() {
        // The path stands in a file that somebody may have written.
        if inside.split(['/', '\\']).any(|part| part == "..") || !inside.starts_with("reports/") {
            bail!("{inside}: not a path of a report");
        }
        let (source, target) = (from.at(inside), to.at(inside));
        if source == target {
            continue;
        }
        let bytes = fs::read(&source).with_context(|| format!("{}: cannot be read", source.display()))?;
        files::write(&target, &bytes)?;
    }
    if row.state != State::Failed {
        to.keep(row.path.raw(), row)?;
    }
    Ok(())
}
