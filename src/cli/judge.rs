//! Flags that say what a build is held against, shared by every command that scans.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use maspect::finding::Note;
use maspect::rule::{Catalogue, Class};
use maspect::scan::Options;

use super::{files, output, project};

/// What a build is held against.
#[derive(Args, Clone)]
pub(crate) struct JudgeArgs {
    /// Class of MAS V4.0 to judge against (default: the project file's, else mas-l2)
    #[arg(long, value_enum, help_heading = "Judgement")]
    pub(crate) profile: Option<ProfileFlag>,
    /// The project file (maspect.yaml): declarations, waivers, attestations
    #[arg(long, value_name = "FILE", help_heading = "Judgement")]
    pub(crate) config: Option<PathBuf>,
    /// Count the optional class F too
    #[arg(long, help_heading = "Judgement")]
    pub(crate) with_f: bool,
    /// Day against which certificates, pins and waivers are judged, YYYY-MM-DD (default: today)
    #[arg(long, help_heading = "Judgement", value_parser = super::day_of)]
    pub(crate) date: Option<String>,
    /// Folder with rule files to add or replace
    #[arg(long, help_heading = "Judgement")]
    pub(crate) rules: Option<PathBuf>,
    /// Hosts that the applicant declares, one a line
    #[arg(long, help_heading = "Judgement")]
    pub(crate) declared_hosts: Option<PathBuf>,
    /// The privacy notice: HTML, PDF with text, DOCX, Markdown or plain text
    #[arg(long, help_heading = "Judgement")]
    pub(crate) notice: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProfileFlag {
    MasL1,
    MasL2,
    MasL3,
}

impl ProfileFlag {
    pub(crate) fn class(self) -> Class {
        match self {
            Self::MasL1 => Class::L1,
            Self::MasL2 => Class::L2,
            Self::MasL3 => Class::L3,
        }
    }
}

impl JudgeArgs {
    /// The catalogue with the folder of rules that was given.
    pub(crate) fn catalogue(&self) -> Result<Catalogue> {
        let mut catalogue = Catalogue::embedded()?;
        if let Some(folder) = &self.rules {
            if !folder.is_dir() {
                return Err(output::Told(Note::new("no-rules-folder").with("file", folder.display())).into());
            }
            catalogue.add_folder(folder)?;
        }
        Ok(catalogue)
    }

    /// What the scan is asked for.
    pub(crate) fn options(&self, catalogue: &Catalogue) -> Result<Options> {
        let date = match &self.date {
            Some(date) => {
                let parsed: jiff::civil::Date =
                    date.parse().with_context(|| format!("--date {date}: not a day; write it as 2026-11-21"))?;
                parsed.to_string()
            }
            None => jiff::Zoned::now().date().to_string(),
        };
        let mut options = Options::on(&date);
        if let Some(path) = &self.config {
            project::apply(&project::read(path, catalogue, &options.profile)?, path, &mut options)?;
        }
        options.class = self.profile.map_or(options.class, ProfileFlag::class);
        options.with_f |= self.with_f;
        if let Some(path) = &self.declared_hosts {
            let text = std::fs::read_to_string(path).map_err(|error| output::Unreadable::of(path, &error))?;
            let hosts = text.lines().map(|l| l.split('#').next().unwrap_or_default().trim().to_ascii_lowercase());
            options.declared_hosts = Some(hosts.filter(|h| !h.is_empty()).collect());
        }
        if let Some(path) = &self.notice {
            let bytes = files::text(path)?;
            options.notice =
                Some((path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(), bytes));
        }
        Ok(options)
    }
}
