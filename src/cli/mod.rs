//! Subcommands and their flags.

mod batch;
mod compare;
mod explain;
mod facts;
mod files;
mod init;
mod judge;
mod notice;
mod output;
mod papers;
mod project;
mod scan;
mod verify;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use maspect::rule::Lang;

/// Exit codes, the same for every command that judges.
pub(crate) mod exit {
    /// The tool failed.
    pub(crate) const ERROR: u8 = 1;
    /// A flag that cannot be followed.
    pub(crate) const USAGE: u8 = 2;
    /// Nothing was scanned: the input is no build.
    pub(crate) const NOTHING: u8 = 3;
    /// A control failed.
    pub(crate) const FAILED: u8 = 10;
    /// Nothing failed, but rows are open.
    pub(crate) const OPEN: u8 = 11;
}

/// Inspects an Android or iOS build against MAS V4.0 before the lab does. Offline.
#[derive(Parser)]
#[command(version, about, max_term_width = 110, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  maspect scan app-release.apk                          the report on the terminal
  maspect scan app-release.apk --format html --format pdf --out reports
  maspect scan App.ipa --format json > report.json
  maspect explain android-cleartext-permitted

Exit codes: 0 pass · 1 tool error · 2 usage · 3 nothing scanned · 10 a control failed · 11 nothing failed, rows are open";

#[derive(Subcommand)]
enum Command {
    /// Scan builds and report on every control
    Scan(Box<scan::ScanArgs>),
    /// Scan every build below a folder, side by side, into reports and one index; goes on where it was cut short
    Batch(Box<batch::BatchArgs>),
    /// Join the output folders of shards
    Merge(batch::MergeArgs),
    /// Compare two builds or their reports: what is new, mended, unchanged
    Diff(Box<compare::DiffArgs>),
    /// Known findings that do not stop a pipeline
    Baseline {
        #[command(subcommand)]
        command: compare::BaselineCommand,
    },
    /// Hold a JSON report against its build: hashes, versions, signature, and the scan repeated
    Verify(Box<verify::VerifyArgs>),
    /// Sign a JSON report with a key of minisign
    Sign(verify::SignArgs),
    /// Write a first maspect.yaml for the builds of an app
    Init(init::InitArgs),
    /// Print the facts of a build as JSON lines: what rules see
    Facts(facts::FactsArgs),
    /// Judge a privacy notice point by point
    Notice(notice::NoticeArgs),
    /// Print the test scripts of what people decide
    Worksheet(papers::WorksheetArgs),
    /// Make the papers of the application to the health bank SDK: one folder from both platforms' reports
    Dossier(papers::DossierArgs),
    /// Explain a rule: what, why, how to mend it
    Explain(explain::ExplainArgs),
    /// The catalogue
    Rules {
        #[command(subcommand)]
        command: explain::RulesCommand,
    },
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Runs the command line.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    let result = match cli.command {
        Command::Scan(args) => scan::run(&args),
        Command::Batch(args) => batch::run(&args),
        Command::Merge(args) => batch::merge(&args),
        Command::Diff(args) => compare::diff(&args),
        Command::Baseline { command } => compare::baseline(&command),
        Command::Verify(args) => verify::verify(&args),
        Command::Sign(args) => verify::sign(&args),
        Command::Init(args) => init::run(&args),
        Command::Facts(args) => facts::run(&args),
        Command::Notice(args) => notice::run(&args),
        Command::Worksheet(args) => papers::worksheet(&args),
        Command::Dossier(args) => papers::dossier(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Rules { command } => explain::rules(&command),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "maspect", &mut std::io::stdout());
            Ok(0)
        }
    };
    match result {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            output::complain(&format!("{error:#}"));
            ExitCode::from(exit::ERROR)
        }
    }
}

/// The language asked for: the flag, else the locale, else Traditional Chinese.
pub(crate) fn lang(flag: Option<&str>) -> Lang {
    let locale =
        || ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|v| std::env::var(v).ok().filter(|v| !v.is_empty()));
    match flag {
        Some(code) => Lang::from_locale(code),
        None => locale().map_or(Lang::ZhHant, |l| Lang::from_locale(&l)),
    }
}
