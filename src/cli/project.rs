//! The project file and the files that it names.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, bail};
use maspect::finding::Note;
use maspect::project::{Digests, Project};
use maspect::rule::Catalogue;
use maspect::scan::Options;
use sha2::{Digest, Sha256};

use super::{files, output};

/// Reads a project file and holds it against the catalogue. Every problem but the last is printed here, one line each.
pub(crate) fn read(path: &Path, catalogue: &Catalogue, profile: &str) -> Result<Project> {
    let bytes = files::text(path)?;
    let project = Project::read(&path.display().to_string(), &bytes)?;
    let Some(profile) = catalogue.profile(profile) else { bail!("there is no profile `{profile}`") };
    let mut problems = project.problems(catalogue, profile);
    let Some(last) = problems.pop() else { return Ok(project) };
    for problem in problems {
        output::problem(&problem);
    }
    Err(last.into())
}

/// A path of the project file, which stands relative to it.
pub(crate) fn beside(project: &Path, path: &str) -> PathBuf {
    project.parent().map_or_else(|| PathBuf::from(path), |folder| folder.join(path))
}

/// SHA-256 of the evidence that can be read.
fn digests(project: &Project, path: &Path) -> Digests {
    project.evidence_files().filter_map(|file| Some((file.to_owned(), sha256(&beside(path, file))?))).collect()
}

/// SHA-256 of a file, hex.
pub(crate) fn sha256(path: &Path) -> Option<String> {
    let mut file = std::fs::File::open(path).ok()?;
    let mut hash = Sha256::new();
    let mut block = vec![0; 1 << 16];
    loop {
        match file.read(&mut block).ok()? {
            0 => return Some(hex::encode(hash.finalize())),
            read => hash.update(block.get(..read).unwrap_or_default()),
        }
    }
}

/// Hands to a scan what the project file says. Flags come after and win.
pub(crate) fn apply(project: &Project, path: &Path, options: &mut Options) -> Result<()> {
    options.class = project.class().unwrap_or(options.class);
    options.with_f |= project.file.with_f;
    options.waivers = project.waivers();
    options.evidence = digests(project, path);
    if let Some(hosts) = &project.file.hosts {
        options.declared_hosts = Some(hosts.iter().map(|h| h.host.value.trim().to_ascii_lowercase()).collect());
    }
    if let Some(notice) = &project.file.notice {
        let file = beside(path, &notice.value);
        let bytes = match std::fs::read(&file) {
            Ok(bytes) => bytes,
            Err(error) => {
                let code = if file.is_dir() { "project-notice-is-folder" } else { "project-notice-not-there" };
                let problem = project.notice_problem(Note::new(code).with("file", file.display()));
                return Err(problem.map_or_else(|| error.into(), anyhow::Error::from));
            }
        };
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        options.notice = Some((name, bytes));
    }
    options.project = Some(Arc::new(project.clone()));
    Ok(())
}
