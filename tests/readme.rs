//! What README shows and promises: its terminal excerpt is the program's, and each command that it names runs as written, in a
//! fresh folder, with the exit code that it has in a pipeline.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn readme() -> String {
    fs::read_to_string(format!("{ROOT}/README.md")).unwrap()
}

/// Runs a line of README in a folder; gives exit code, standard output and standard error.
fn shell(folder: &Path, line: &str) -> (i32, String, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_maspect")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-c", line])
        .current_dir(folder)
        .env("PATH", path)
        .env("LC_ALL", "zh_TW.UTF-8")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The excerpt: the head, the three gravest repairs, the first control.
fn excerpt(whole: &str) -> String {
    let lines: Vec<&str> = whole.lines().collect();
    let at = |text: &str| lines.iter().position(|line| *line == text).unwrap();
    let (repairs, controls) = (at("先修什麼"), at("檢測項目"));
    let rows = lines[controls + 2..].iter().take_while(|line| line.starts_with("     ")).count();
    let mut shown: Vec<&str> = lines[..repairs + 4].to_vec();
    shown.extend(["  …", ""]);
    shown.extend(&lines[controls..controls + 2 + rows]);
    shown.push("  …");
    shown.join("\n")
}

#[test]
fn the_excerpt_is_what_the_terminal_shows() {
    let line = "maspect scan samples/apps/android/flawed.apk --lang zh-Hant --date 2026-11-21 --exit-zero";
    let (code, text, _) = shell(Path::new(ROOT), line);
    assert_eq!(code, 0);
    let fence = Regex::new(r"(?s)```text\n(.*?)\n```").unwrap();
    let page = readme();
    let block = fence.captures(&page).unwrap().get(1).unwrap();
    let now = excerpt(&text);
    if std::env::var_os("MASPECT_UPDATE").is_some() && block.as_str() != now {
        let fresh = format!("{}{now}{}", &page[..block.start()], &page[block.end()..]);
        fs::write(format!("{ROOT}/README.md"), fresh).unwrap();
        return;
    }
    assert_eq!(block.as_str(), now, "README's excerpt is stale: run this test once with MASPECT_UPDATE=1");
}

/// A folder as a new user has it: an old and a new release, a notice, nothing else.
fn folder() -> PathBuf {
    let root = std::env::temp_dir().join(format!("maspect-readme-{}", std::process::id()));
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(root.join("builds/more")).unwrap();
    fs::create_dir_all(root.join("work")).unwrap();
    for (sample, name) in [
        ("flawed.apk", "old.apk"),
        ("corrected.apk", "new.apk"),
        ("flawed.apk", "app.apk"),
        ("flawed.apk", "app-release.apk"),
        ("flawed.apk", "builds/flawed.apk"),
        ("corrected.apk", "builds/more/corrected.apk"),
    ] {
        fs::copy(format!("{ROOT}/samples/apps/android/{sample}"), root.join(name)).unwrap();
    }
    std::os::unix::fs::symlink(format!("{ROOT}/samples"), root.join("samples")).unwrap();
    let notice = fs::read_dir(format!("{ROOT}/samples/notices")).unwrap().map(|e| e.unwrap().path());
    let notice = notice.filter(|p| p.extension().is_some_and(|e| e == "html")).min().unwrap();
    fs::copy(notice, root.join("notice.html")).unwrap();
    let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
    fs::write(root.join("key.pub"), pair.pk.to_box().unwrap().into_string()).unwrap();
    fs::write(root.join("key"), pair.sk.to_box(None).unwrap().into_string()).unwrap();
    root
}

/// README's commands in the order in which a new user comes to them: as README has it, as it is run where README leaves a
/// word open (empty: as it stands), the exit code, and a word of what it says.
const COMMANDS: &[(&str, &str, i32, &str)] = &[
    ("maspect scan app-release.apk", "", 10, "還不能送測"),
    ("maspect scan app-release.apk --format json > report.json", "", 10, ""),
    ("maspect scan app-release.apk --format html,json --out reports", "", 10, ""),
    ("maspect scan app-release.apk --fail-on control", "", 10, "還不能送測"),
    ("maspect explain RULE", "maspect explain android-debuggable", 0, "android-debuggable"),
    ("maspect rules list", "", 0, "android-debuggable"),
    ("maspect baseline write old.apk", "", 0, "maspect-baseline.json"),
    ("maspect scan new.apk --baseline maspect-baseline.json --fail-on new", "", 0, ""),
    (
        "maspect scan new.apk --baseline maspect-baseline.json --fail-on new",
        "maspect baseline write new.apk --out new.json && maspect scan old.apk --baseline new.json --fail-on new",
        10,
        "",
    ),
    ("maspect init app.apk", "", 0, ""),
    ("maspect scan app.apk --config maspect.yaml --fail-on control", "", 10, ""),
    ("maspect scan app.apk --config maspect.yaml --date 2027-06-30", "", 10, ""),
    ("maspect diff old.apk new.apk", "", 0, "已修正"),
    ("maspect verify report.json app.apk", "maspect verify report.json app-release.apk", 0, ""),
    ("maspect sign report.json --secret-key key", "", 0, ""),
    (
        "maspect verify … --public-key key.pub",
        "maspect verify report.json app-release.apk --public-key key.pub",
        0,
        "SHA-256",
    ),
    ("maspect completions bash|zsh|fish|…", "maspect completions bash", 0, "maspect"),
    ("maspect man", "", 0, ".TH maspect"),
    ("maspect man scan", "", 0, "maspect-scan"),
    ("maspect batch builds/ --out reports", "", 10, "2 builds"),
    (
        "maspect batch builds --shard ${{ matrix.shard }}/4 --date 2026-11-21 --out shard-${{ matrix.shard }} --exit-zero",
        "for n in 1 2 3 4; do maspect batch builds --shard $n/4 --date 2026-11-21 --out shard-$n --exit-zero; done",
        0,
        "builds",
    ),
    ("maspect merge shard-1 shard-2 shard-3 shard-4 --out reports", "", 10, "2 builds"),
    (
        "maspect init samples/apps/android/corrected.apk samples/apps/ios/corrected.ipa --out work/maspect.yaml",
        "",
        0,
        "",
    ),
    (
        "maspect scan samples/apps/android/corrected.apk samples/apps/ios/corrected.ipa --config work/maspect.yaml --format json --out work --exit-zero",
        "",
        0,
        "",
    ),
    (
        "maspect dossier work/corrected.apk.maspect.json work/corrected.ipa.maspect.json --config work/maspect.yaml --out work/dossier",
        "",
        10,
        "",
    ),
    ("maspect worksheet", "", 0, "4.1.2.1.1"),
    ("maspect worksheet 4.1.2.1.1 --lang en", "", 0, "4.1.2.1.1"),
    ("maspect init --schema", "", 0, "waivers"),
    ("maspect notice notice.html", "", -1, ""),
];

#[test]
fn every_command_runs_as_readme_has_it() {
    let page = readme();
    let named = Regex::new(r"`(maspect [^`\n]+)`|(?m)^ *(?:- run: )?(maspect [^\n]+)$").unwrap();
    let named: BTreeSet<String> = named
        .captures_iter(&page)
        .map(|found| found.get(1).or(found.get(2)).unwrap().as_str())
        .map(|command| command.split("  #").next().unwrap().trim().to_owned())
        // A command's name alone is a mention.
        .filter(|command| command.split(' ').count() > 2 || COMMANDS.iter().any(|(known, ..)| known == command))
        .collect();
    let known: BTreeSet<String> = COMMANDS.iter().map(|(command, ..)| (*command).to_owned()).collect();
    assert_eq!(named, known, "README's commands and those that are tried here differ");

    let root = folder();
    let mut wrong = Vec::new();
    for (command, run, code, word) in COMMANDS {
        let line = if run.is_empty() { command } else { run };
        let (got, out, error) = shell(&root, line);
        if (*code >= 0 && got != *code) || !out.contains(word) {
            let said: String = out.chars().take(300).collect();
            wrong.push(format!("{line}: exit code {got}, {said}{error}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    fs::remove_dir_all(&root).unwrap();
}
