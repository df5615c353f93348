//! One build of a batch.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::Result;
use maspect::app::Artifact;
use maspect::batch::{Head, Outcome, Row, State};
use maspect::report::words::Words;
use maspect::report::{Format, Report};
use maspect::rule::{Catalogue, Lang};
use maspect::scan::{Options, ScanError, scan};
use sha2::{Digest, Sha256};

use super::super::{files, scan::bytes_of};
use super::find::Found;
use super::store::Store;

/// What all builds share.
pub(crate) struct Desk<'a> {
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) options: &'a Options,
    pub(crate) lang: Lang,
    pub(crate) formats: &'a [Format],
    pub(crate) head: &'a Head,
    pub(crate) store: &'a Store,
}

/// The row of a build, and whether it stood already. Only a folder that cannot be written is an error: what is wrong with a
/// build is said in its row.
pub(crate) fn row(build: &Found, desk: &Desk<'_>) -> Result<(Row, bool)> {
    let artifact = match files::read(&build.at) {
        Ok(artifact) => artifact,
        Err(error) => return Ok((blank(build, State::Failed, &format!("{error:#}")), false)),
    };
    let options = Options { idsig: files::idsig(&build.at), ..desk.options.clone() };
    let key = key(&artifact, &options, desk);
    if let Some(row) = desk.store.done(&build.path, &key) {
        return Ok((row, true));
    }
    let mut row = match catch_unwind(AssertUnwindSafe(|| judged(&artifact, &options, desk))) {
        Ok(Ok(report)) => match written(build, &report, desk) {
            Ok(reports) => Row { scanned: Some(Outcome::of(&report)), reports, ..blank(build, State::Scanned, "") },
            Err(error) => blank(build, State::Failed, &format!("{error:#}")),
        },
        Ok(Err(ScanError::Open(error))) => {
            blank(build, State::Refused, &Words::of(desk.lang).note(&error.note(&build.path)))
        }
        Ok(Err(error)) => blank(build, State::Failed, &error.to_string()),
        Err(panic) => blank(build, State::Failed, &format!("internal error: {}", said(&*panic))),
    };
    row.sha256.clone_from(&artifact.sha256);
    row.size = artifact.size();
    row.key = key;
    // What failed is tried again next time.
    if row.state != State::Failed {
        desk.store.keep(&build.path, &row)?;
    }
    Ok((row, false))
}

fn blank(build: &Found, state: State, error: &str) -> Row {
    Row {
        path: build.path.as_str().into(),
        state,
        error: error.into(),
        sha256: String::new(),
        size: 0,
        scanned: None,
        reports: BTreeMap::new(),
        key: String::new(),
    }
}

fn key(artifact: &Artifact, options: &Options, desk: &Desk<'_>) -> String {
    let mut hash = Sha256::new();
    // The name stands in the report too.
    for part in [artifact.sha256.as_str(), &artifact.name, &desk.head.options] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.update(options.idsig.as_deref().unwrap_or_default());
    hex::encode(hash.finalize())
}

fn judged(artifact: &Artifact, options: &Options, desk: &Desk<'_>) -> Result<Report, ScanError> {
    let scanned = scan(artifact, desk.catalogue, options)?;
    scanned.report(desk.catalogue, desk.lang).ok_or_else(|| ScanError::Profile(options.profile.clone()))
}

fn written(build: &Found, report: &Report, desk: &Desk<'_>) -> Result<BTreeMap<String, String>> {
    let mut reports = BTreeMap::new();
    for format in desk.formats {
        let bytes = bytes_of(report, *format)?;
        reports.insert(format.word().to_owned(), desk.store.report(&build.path, format.extension(), &bytes)?);
    }
    Ok(reports)
}

/// What a panic said.
fn said(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message")
}
