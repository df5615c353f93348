//! Help in groups, examples, and manual pages.

use anyhow::{Result, bail};
use clap::Command;

use super::output;

/// Commands by what they are for. Every command is in one group (checked by a test).
pub(crate) const GROUPS: &[(&str, &[&str])] = &[
    ("Inspect", &["scan", "batch", "merge", "notice"]),
    ("Compare and gate", &["diff", "baseline", "verify", "sign"]),
    ("Prepare the submission", &["init", "worksheet", "dossier"]),
    ("Rules", &["explain", "rules", "facts"]),
    ("Shell", &["completions", "man", "help"]),
];

pub(crate) const EXAMPLES: &str = "\
Examples:
  maspect scan app-release.apk                          the report on the terminal
  maspect scan app-release.apk --format html --format pdf --out reports
  maspect scan App.ipa --format json > report.json
  maspect explain android-cleartext-permitted

Exit codes: 0 pass · 1 tool error · 2 wrong use · 3 nothing scanned
            10 a control failed · 11 nothing failed, but rows are open
`maspect <command> --help` says more of each.";

pub(crate) const SCAN: &str = "\
Examples:
  maspect scan app-release.apk
  maspect scan base.apks --format html --format pdf --out reports --lang zh-Hant
  maspect scan App.xcarchive --config maspect.yaml --fail-on control
  maspect scan app.apk --baseline maspect-baseline.json --fail-on new --format sarif > maspect.sarif";

pub(crate) const BATCH: &str = "\
Examples:
  maspect batch builds --out reports
  maspect batch builds --out shard-1 --shard 1/4 --date 2026-11-21

After an interruption the same command goes on where it was.";

pub(crate) const MERGE: &str = "\
Example:
  maspect merge shard-1 shard-2 shard-3 shard-4 --out reports";

pub(crate) const DIFF: &str = "\
Examples:
  maspect diff 1.3.0.apk 1.4.0.apk
  maspect diff old.maspect.json App.ipa --format markdown --out changes.md
  maspect diff main.apk branch.apk --fail-on new";

pub(crate) const BASELINE: &str = "\
Examples:
  maspect baseline write app-release.apk                writes maspect-baseline.json
  maspect scan next.apk --baseline maspect-baseline.json --fail-on new";

pub(crate) const VERIFY: &str = "\
Examples:
  maspect verify app.apk.maspect.json app.apk
  maspect verify app.apk.maspect.json app.apk --public-key lab.pub

Day, class and language are the report's own; give the other flags as they
were given for the report.

Exit codes: 0 the same report · 10 another build, a wrong signature, or values
            that differ · 11 made by another version or catalogue, and only
            wording or counts differ";

pub(crate) const SIGN: &str = "\
Examples:
  minisign -G -W -p lab.pub -s lab.key                  makes a pair without a password
  maspect sign app.apk.maspect.json --secret-key lab.key";

/// The command with its subcommands listed by group.
pub(crate) fn grouped(command: Command) -> Command {
    let wide = GROUPS.iter().flat_map(|(_, names)| names.iter().map(|n| n.len())).max().unwrap_or(0);
    let mut list = String::new();
    for (title, names) in GROUPS {
        list.push_str(&format!("{title}:\n"));
        for name in *names {
            let about = match command.find_subcommand(name).and_then(Command::get_about) {
                Some(about) => about.to_string(),
                None => "Print the help of a command".to_owned(),
            };
            list.push_str(&format!("  {name:wide$}  {about}\n"));
        }
        list.push('\n');
    }
    command.help_template(format!(
        "{{about}}\n\n{{usage-heading}} {{usage}}\n\n{list}Options:\n{{options}}{{after-help}}\n"
    ))
}

/// `maspect man`.
pub(crate) fn manual(command: Command, name: Option<&str>) -> Result<u8> {
    let Some(page) = page(command, name) else {
        bail!("there is no command `{}`; `maspect --help` lists all", name.unwrap_or_default());
    };
    output::print(&page);
    Ok(0)
}

/// A manual page: of the program, or of one command.
pub(crate) fn page(mut command: Command, name: Option<&str>) -> Option<String> {
    command.build();
    let command = match name {
        Some(name) => {
            let found = command.find_subcommand(name)?.clone();
            // A page of its own is called as its file is: `maspect-scan`.
            found.display_name(format!("maspect-{name}"))
        }
        None => command,
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(command).render(&mut text).ok()?;
    // Examples keep their lines.
    String::from_utf8(text).ok().map(|page| page.replace(".SH EXTRA\n", ".SH EXAMPLES\n.nf\n"))
}
