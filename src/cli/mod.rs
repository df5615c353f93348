//! Subcommands and their flags.

mod batch;
mod compare;
mod explain;
mod facts;
mod files;
mod help;
mod init;
mod judge;
mod notice;
mod output;
mod papers;
mod project;
mod scan;
mod verify;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
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
#[command(version, about, max_term_width = 110, after_help = help::EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Scan builds and report on every control
    #[command(after_help = help::SCAN)]
    Scan(Box<scan::ScanArgs>),
    /// Scan every build below a folder into reports and one index
    ///
    /// Builds run side by side. What is done and unchanged is not done again: a run that was cut short goes on where it was.
    #[command(after_help = help::BATCH)]
    Batch(Box<batch::BatchArgs>),
    /// Join the output folders of shards
    #[command(after_help = help::MERGE)]
    Merge(batch::MergeArgs),
    /// Compare two builds or their reports: what is new, fixed, changed
    #[command(after_help = help::DIFF)]
    Diff(Box<compare::DiffArgs>),
    /// Write down known findings, so that they do not stop a pipeline
    #[command(after_help = help::BASELINE)]
    Baseline {
        #[command(subcommand)]
        command: compare::BaselineCommand,
    },
    /// Hold a JSON report against its build, and repeat the scan
    #[command(after_help = help::VERIFY)]
    Verify(Box<verify::VerifyArgs>),
    /// Sign a JSON report with a minisign key
    #[command(after_help = help::SIGN)]
    Sign(verify::SignArgs),
    /// Write a first maspect.yaml for the builds of an app
    Init(init::InitArgs),
    /// Print the facts of a build as JSON lines: what rules see
    Facts(facts::FactsArgs),
    /// Judge a privacy notice point by point
    Notice(notice::NoticeArgs),
    /// Print the test scripts of what people decide
    Worksheet(papers::WorksheetArgs),
    /// Make the papers of the application to the health bank SDK
    ///
    /// One folder from both platforms' reports.
    Dossier(papers::DossierArgs),
    /// Explain a rule: what it looks at, why, how to fix it
    Explain(explain::ExplainArgs),
    /// List the rules, or check a folder of your own
    Rules {
        #[command(subcommand)]
        command: explain::RulesCommand,
    },
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, of the program or of one command
    Man {
        /// The command
        command: Option<String>,
    },
}

/// Runs the command line.
pub(crate) fn run() -> ExitCode {
    let matches = match help::grouped(Cli::command()).try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return usage(&error),
    };
    let asked = matches.subcommand().and_then(|(_, flags)| flags.try_get_one::<String>("lang").ok().flatten());
    output::speak(lang(asked.map(String::as_str)));
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
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
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "maspect", &mut text);
            output::print(&String::from_utf8_lossy(&text));
            Ok(0)
        }
        Command::Man { command } => help::manual(Cli::command(), command.as_deref()),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            output::error(&error);
            let no_build = error.downcast_ref::<output::NoBuild>().is_some();
            ExitCode::from(if no_build { exit::NOTHING } else { exit::ERROR })
        }
    }
}

/// Help goes where it was asked to; a wrong use is one line: what, where, and what to do.
fn usage(error: &clap::Error) -> ExitCode {
    use clap::error::ErrorKind;
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        error.exit();
    }
    output::complain(&one_line(&error.render().to_string(), std::env::args().nth(1).as_deref()));
    ExitCode::from(exit::USAGE)
}

/// The argument parser's words as one line, with the help that says more.
fn one_line(rendered: &str, first: Option<&str>) -> String {
    let lines = rendered.lines().map(str::trim).take_while(|line| !line.starts_with("Usage:"));
    let mut said = String::new();
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with("For more information")) {
        let line = line.trim_start_matches("error: ").trim_start_matches("tip: ");
        let values = line.strip_prefix("[possible values: ").and_then(|rest| rest.strip_suffix(']'));
        let line = values.map_or_else(|| line.to_owned(), |values| format!("one of {values}"));
        let joint = if said.is_empty() || said.ends_with(':') { "" } else { "; " };
        let space = if said.ends_with(':') { " " } else { "" };
        said = format!("{said}{joint}{space}{line}");
    }
    let command = first.filter(|name| Cli::command().find_subcommand(name).is_some());
    let help = command.map_or_else(|| "maspect --help".to_owned(), |name| format!("maspect {name} --help"));
    format!("{said}; `{help}` says more")
}

/// A language of the reports, for flags: what begins as one of the two codes does.
pub(crate) fn lang_of(word: &str) -> Result<String, String> {
    match word.to_ascii_lowercase().split(['-', '_']).next() {
        Some("zh" | "en") => Ok(word.to_owned()),
        _ => Err("one of zh-Hant, en".to_owned()),
    }
}

/// A day, for flags.
pub(crate) fn day_of(word: &str) -> Result<String, String> {
    let day: jiff::civil::Date = word.parse().map_err(|_| "no day; write it as 2026-11-21".to_owned())?;
    Ok(day.to_string())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flags_fit_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_is_in_one_group_and_in_the_manual() {
        let named: Vec<&str> = help::GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        for command in Cli::command().get_subcommands() {
            let name = command.get_name();
            assert_eq!(named.iter().filter(|n| **n == name).count(), 1, "{name}");
            let page = help::page(Cli::command(), Some(name)).unwrap();
            assert!(page.contains(".TH") && page.contains(name), "{name}");
        }
        let text = help::grouped(Cli::command()).render_help().to_string();
        assert!(named.iter().all(|name| text.contains(&format!("  {name} "))), "{text}");
        // The first line has wide characters, the examples are wider.
        let list = text.lines().take_while(|line| !line.starts_with("Options"));
        assert!(list.skip(1).all(|line| line.chars().count() <= 80), "{text}");
    }
}
