//! `maspect init`: a first project file.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use maspect::finding::Note;
use maspect::project;
use maspect::report::Report;
use maspect::rule::Catalogue;
use maspect::scan::{Options, ScanError, scan};

use super::{exit, files, lang, output};

#[derive(Args)]
pub(crate) struct InitArgs {
    /// Builds of one app: its APK, its IPA
    #[arg(required_unless_present = "schema")]
    builds: Vec<PathBuf>,
    /// The file to write; its JSON schema is written beside it
    #[arg(long, default_value = project::FILE_NAME)]
    out: PathBuf,
    /// Overwrite a file that is there
    #[arg(long)]
    force: bool,
    /// The privacy notice that the file shall name
    #[arg(long)]
    notice: Option<PathBuf>,
    /// Language of the comments: zh-Hant or en
    #[arg(long, value_parser = super::lang_of)]
    lang: Option<String>,
    /// Only print the JSON schema
    #[arg(long)]
    schema: bool,
}

pub(crate) fn run(args: &InitArgs) -> Result<u8> {
    if args.schema {
        output::print(&project::schema());
        return Ok(0);
    }
    if args.out.exists() && !args.force {
        return Err(output::Told(Note::new("file-is-there").with("file", args.out.display())).into());
    }
    let catalogue = Catalogue::embedded()?;
    let options = Options::on(&jiff::Zoned::now().date().to_string());
    let mut reports: Vec<Report> = Vec::new();
    for build in &args.builds {
        let artifact = files::read(build)?;
        let scanned = match scan(&artifact, &catalogue, &options) {
            Ok(scanned) => scanned,
            Err(ScanError::Open(error)) => {
                output::note(&error.note(&build.display().to_string()));
                return Ok(exit::NOTHING);
            }
            Err(error) => bail!("{}: {error}", build.display()),
        };
        reports.push(
            scanned.report(&catalogue, lang(args.lang.as_deref())).context("the profile is not in the catalogue")?,
        );
    }
    let notice = args.notice.as_ref().map(|path| path.display().to_string());
    let text = project::init::project_file(&reports, notice.as_deref());
    files::write(&args.out, text.as_bytes())?;
    let schema = args.out.parent().unwrap_or(Path::new("")).join(project::init::SCHEMA_NAME);
    files::write(&schema, project::schema().as_bytes())?;
    output::note(&Note::new("files-written").with("file", args.out.display()).with("other", schema.display()));
    Ok(0)
}
