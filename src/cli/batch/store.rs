//! The folder of a batch: what is done, and where reports stand.
//!
//! ```text
//! index.html  index.csv  index.jsonl    written at the end
//! reports/PATH.maspect.html             one for each build and format
//! rows/HASH.json                        one for each build that is done; HASH is that of its relative path
//! batch.json                            how the batch was begun, and whether it came to its end
//! ```

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use maspect::batch::{Head, Row, csv, html, json_lines};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::super::files;

/// The folder.
pub(crate) struct Store {
    root: PathBuf,
}

/// `batch.json`.
#[derive(Serialize, Deserialize)]
struct Begun {
    /// Whether the index was written.
    finished: bool,
    /// What all rows have in common.
    head: Head,
}

impl Store {
    /// A folder to write to; it is made.
    pub(crate) fn open(root: &Path) -> Result<Self> {
        fs::create_dir_all(root.join("rows")).with_context(|| format!("{}: cannot be made", root.display()))?;
        Ok(Self::of(root))
    }

    /// A folder to read from.
    pub(crate) fn of(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// How the batch in this folder was begun, when it did not come to its end.
    pub(crate) fn unfinished(&self) -> Option<Head> {
        let begun: Begun = serde_json::from_slice(&fs::read(self.root.join("batch.json")).ok()?).ok()?;
        (!begun.finished).then_some(begun.head)
    }

    pub(crate) fn begin(&self, head: &Head) -> Result<()> {
        self.mark(head, false)
    }

    fn mark(&self, head: &Head, finished: bool) -> Result<()> {
        let begun = Begun { finished, head: head.clone() };
        self.put(&self.root.join("batch.json"), format!("{}\n", serde_json::to_string_pretty(&begun)?).as_bytes())
    }

    /// Writes the index.
    pub(crate) fn finish(&self, head: &Head, rows: &[Row]) -> Result<()> {
        self.put(&self.root.join("index.jsonl"), json_lines(head, rows).as_bytes())?;
        self.put(&self.root.join("index.csv"), csv(head, rows).as_bytes())?;
        self.put(&self.root.join("index.html"), html(head, rows)?.as_bytes())?;
        self.mark(head, true)
    }

    fn row_file(&self, path: &str) -> PathBuf {
        let digest = hex::encode(Sha256::digest(path));
        self.root.join("rows").join(format!("{}.json", digest.get(..32).unwrap_or(&digest)))
    }

    /// The row of a build, when it is done, nothing that it depends on changed, and its reports are still there.
    pub(crate) fn done(&self, path: &str, key: &str) -> Option<Row> {
        let row: Row = serde_json::from_slice(&fs::read(self.row_file(path)).ok()?).ok()?;
        let whole = row.reports.values().all(|report| self.root.join(report).is_file());
        (row.key == key && row.path.raw() == path && whole).then_some(row)
    }

    /// Keeps a row. Its reports are written before, so that a row that stands is whole.
    pub(crate) fn keep(&self, path: &str, row: &Row) -> Result<()> {
        self.put(&self.row_file(path), format!("{}\n", serde_json::to_string(row)?).as_bytes())
    }

    /// Writes a report; gives its path below the folder.
    pub(crate) fn report(&self, path: &str, extension: &str, bytes: &[u8]) -> Result<String> {
        let inside = format!("reports/{path}.maspect.{extension}");
        self.put(&self.root.join(&inside), bytes)?;
        Ok(inside)
    }

    /// Writes a file whole or not at all: a process that is killed leaves no half of one.
    fn put(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(".part");
        let beside = PathBuf::from(beside);
        files::write(&beside, bytes)?;
        fs::rename(&beside, path).with_context(|| format!("{}: cannot be written", path.display()))
    }

    /// The rows of a finished batch, as its index has them.
    pub(crate) fn index(&self) -> Result<(Head, Vec<Row>)> {
        #[derive(Deserialize)]
        struct First {
            batch: Head,
        }
        let path = self.root.join("index.jsonl");
        let shown = path.display();
        let text = fs::read_to_string(&path)
            .with_context(|| format!("{shown}: cannot be read; give the --out folder of a finished batch"))?;
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default();
        let head: First = serde_json::from_str(first).with_context(|| format!("{shown}: not the index of a batch"))?;
        let rows = lines
            .map(|line| serde_json::from_str(line).with_context(|| format!("{shown}: a row cannot be read")))
            .collect::<Result<Vec<Row>>>()?;
        Ok((head.batch, rows))
    }

    /// Where a file of the folder is.
    pub(crate) fn at(&self, inside: &str) -> PathBuf {
        self.root.join(inside)
    }
}
