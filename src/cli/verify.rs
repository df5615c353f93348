//! `maspect verify` and `maspect sign`: a report held against the build that it speaks of.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use maspect::finding::Note;
use maspect::report::Report;
use maspect::scan::{Options, scan};
use minisign::{PublicKeyBox, SecretKey, SecretKeyBox, SignatureBox};
use serde_json::Value;

use super::judge::JudgeArgs;
use super::{exit, files, output};

/// Most differences that are printed.
const MOST: usize = 40;

#[derive(Args)]
pub(crate) struct VerifyArgs {
    /// The JSON report
    report: PathBuf,
    /// The build
    build: PathBuf,
    /// Signature of the report (default with --public-key: the report's name with .minisig behind it)
    #[arg(long, requires = "public_key", help_heading = "Signature")]
    signature: Option<PathBuf>,
    /// Public key, in the format of minisign: the signature must be there and hold
    #[arg(long, value_name = "FILE", help_heading = "Signature")]
    public_key: Option<PathBuf>,
    /// The baseline that the report was made with
    #[arg(long, value_name = "FILE", help_heading = "Judgement")]
    baseline: Option<PathBuf>,
    #[command(flatten)]
    judge: JudgeArgs,
}

#[derive(Args)]
pub(crate) struct SignArgs {
    /// The JSON report
    report: PathBuf,
    /// Secret key, in the format of minisign
    #[arg(long, value_name = "FILE")]
    secret_key: PathBuf,
    /// File with the key's password; nothing is ever asked for
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// File for the signature (default: the report's name with .minisig behind it)
    #[arg(long)]
    out: Option<PathBuf>,
}

pub(crate) fn verify(args: &VerifyArgs) -> Result<u8> {
    let shown = args.report.display();
    let bytes = std::fs::read(&args.report).with_context(|| format!("{shown}: cannot be read"))?;
    let told: Value = serde_json::from_slice(&bytes).with_context(|| format!("{shown}: not JSON"))?;
    let report: Report =
        serde_json::from_value(told.clone()).with_context(|| format!("{shown}: not a JSON report of maspect"))?;
    let mut lines = Vec::new();
    if let Some(key) = &args.public_key {
        let signature = args.signature.clone().unwrap_or_else(|| beside(&args.report));
        match signed(&bytes, &signature, key)? {
            Ok(comment) => lines.push(told_by("verify-signed", &[("comment", &comment)])),
            Err(why) => {
                say(&[told_by("verify-not-signed", &[("why", &why)])]);
                return Ok(exit::FAILED);
            }
        }
    }
    let artifact = files::read(&args.build)?;
    if artifact.sha256 != report.target.sha256 {
        let (told, here) = (report.target.sha256.as_str(), artifact.sha256.as_str());
        lines.push(told_by("verify-other-build", &[("told", told), ("here", here)]));
        say(&lines);
        return Ok(exit::FAILED);
    }
    lines.push(told_by("verify-same-build", &[("here", &artifact.sha256)]));
    let catalogue = args.judge.catalogue()?;
    let mut same_tool = true;
    for (what, told, here) in [
        ("tool", report.tool.version.as_str(), env!("CARGO_PKG_VERSION")),
        ("catalogue", report.tool.catalogue_sha256.as_str(), catalogue.sha256()),
    ] {
        if told == here {
            lines.push(told_by(&format!("verify-same-{what}"), &[("here", here)]));
        } else {
            same_tool = false;
            lines.push(told_by(&format!("verify-other-{what}"), &[("told", told), ("here", here)]));
        }
    }
    let mut judge = args.judge.clone();
    judge.date.get_or_insert_with(|| report.date.clone());
    let mut options = judge.options(&catalogue)?;
    if args.judge.config.is_none() {
        options.waivers = report.waivers.iter().map(|w| w.waiver.clone()).collect();
        if args.judge.profile.is_none() {
            options.class = report.profile.class;
        }
        options.with_f |= report.profile.with_f;
    }
    let options = Options { idsig: files::idsig(&args.build), ..options };
    let scanned = scan(&artifact, &catalogue, &options).with_context(|| format!("{}", args.build.display()))?;
    let mut again = scanned.report(&catalogue, report.lang).context("the profile is not in the catalogue")?;
    match (&args.baseline, &report.baseline) {
        (Some(path), _) => super::compare::read_baseline(path)?.mark(&mut again),
        (None, Some(_)) => bail!("{shown}: was made with a baseline; give it with --baseline"),
        (None, None) => {}
    }
    // The file may have been renamed since.
    again.target.path = report.target.path.clone();
    let (verdicts, others) = differences(&told, &serde_json::to_value(&again)?);
    Ok(conclude(lines, &verdicts, &others, same_tool))
}

/// Prints what came out, and gives the exit code.
fn conclude(mut lines: Vec<String>, verdicts: &[String], others: &[String], same_tool: bool) -> u8 {
    lines.push(match (verdicts.len(), others.len()) {
        (0, 0) => told_by("verify-same", &[]),
        (0, n) => told_by("verify-same-verdicts", &[("others", &n.to_string())]),
        (v, n) => told_by("verify-differs", &[("verdicts", &v.to_string()), ("others", &n.to_string())]),
    });
    lines.extend(verdicts.iter().chain(others).take(MOST).map(|line| format!("  {line}")));
    let left = (verdicts.len() + others.len()).saturating_sub(MOST);
    if left > 0 {
        lines.push(format!("  {}", told_by("verify-more", &[("left", &left.to_string())])));
    }
    say(&lines);
    match (verdicts.is_empty(), others.is_empty()) {
        (true, true) if same_tool => 0,
        // Another version words and counts differently; with the same version, every difference was written by someone.
        (true, _) if !same_tool => exit::OPEN,
        _ => exit::FAILED,
    }
}

/// A line in the person's language.
fn told_by(code: &str, args: &[(&str, &str)]) -> String {
    output::worded(&args.iter().fold(Note::new(code), |note, (name, value)| note.with(name, value)))
}

/// Prints lines. They quote a file that somebody may have doctored: nothing in them is obeyed by a terminal.
fn say(lines: &[String]) {
    let text: String = lines.iter().map(|line| format!("{}\n", maspect::finding::AppText::new(line))).collect();
    output::print(&text);
}

/// Where two JSON values differ: verdicts, and everything else.
fn differences(told: &Value, again: &Value) -> (Vec<String>, Vec<String>) {
    let mut all = Vec::new();
    walk("", told, again, &mut all);
    let is_verdict = |at: &str| {
        at == "/verdict" || at.ends_with("/verdict") || at.ends_with("/waived") || at.starts_with("/summary/controls")
    };
    let (verdicts, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|(at, _)| is_verdict(at));
    let line = |(at, text): (String, String)| format!("{at}: {text}");
    (verdicts.into_iter().map(line).collect(), others.into_iter().map(line).collect())
}

fn walk(at: &str, told: &Value, again: &Value, out: &mut Vec<(String, String)>) {
    match (told, again) {
        (Value::Object(a), Value::Object(b)) => {
            let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for key in keys {
                let null = Value::Null;
                walk(&format!("{at}/{key}"), a.get(key).unwrap_or(&null), b.get(key).unwrap_or(&null), out);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (i, (a, b)) in a.iter().zip(b).enumerate() {
                let name = a.get("id").and_then(Value::as_str).map_or_else(|| i.to_string(), str::to_owned);
                walk(&format!("{at}/{name}"), a, b, out);
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            let (told, here) = (a.len().to_string(), b.len().to_string());
            out.push((at.to_owned(), told_by("verify-entries", &[("told", &told), ("here", &here)])));
            let ids = |list: &[Value]| -> std::collections::BTreeSet<String> {
                list.iter().filter_map(|v| Some(v.get("id")?.as_str()?.to_owned())).collect()
            };
            for id in ids(b).difference(&ids(a)) {
                out.push((format!("{at}/{id}"), told_by("verify-not-told", &[])));
            }
            for id in ids(a).difference(&ids(b)) {
                out.push((format!("{at}/{id}"), told_by("verify-not-found", &[])));
            }
        }
        (a, b) if a == b => {}
        (a, b) => {
            let (told, here) = (short(a), short(b));
            out.push((at.to_owned(), told_by("verify-value", &[("told", &told), ("here", &here)])));
        }
    }
}

/// A value on one line, inert and not too long.
fn short(value: &Value) -> String {
    let text = maspect::finding::AppText::new(&value.to_string()).to_string();
    if text.chars().count() <= 100 { text } else { text.chars().take(100).collect::<String>() + "…" }
}

/// The signature's place when none is given.
fn beside(report: &Path) -> PathBuf {
    let mut name = report.as_os_str().to_owned();
    name.push(".minisig");
    name.into()
}

/// Whether the signature holds: its trusted comment, or why not.
fn signed(bytes: &[u8], signature: &Path, key: &Path) -> Result<std::result::Result<String, String>> {
    let text = |path: &Path| {
        std::fs::read_to_string(path).with_context(|| format!("{}: cannot be read as text", path.display()))
    };
    let key_text = text(key)?;
    let key = PublicKeyBox::from_string(&key_text)
        .and_then(PublicKeyBox::into_public_key)
        .or_else(|_| minisign::PublicKey::from_base64(key_text.trim()))
        .map_err(|e| anyhow::anyhow!("{}: not a public key of minisign: {e}", key.display()))?;
    let signature_text = match text(signature) {
        Ok(text) => text,
        Err(error) => return Ok(Err(format!("{error:#}"))),
    };
    let parsed = match SignatureBox::from_string(&signature_text) {
        Ok(parsed) => parsed,
        Err(error) => return Ok(Err(format!("{}: {error}", signature.display()))),
    };
    match minisign::verify(&key, &parsed, Cursor::new(bytes), true, false, false) {
        Ok(()) => {
            let comment = parsed.trusted_comment().unwrap_or_default();
            Ok(Ok(maspect::finding::AppText::new(&comment).to_string()))
        }
        Err(error) => Ok(Err(error.to_string())),
    }
}

pub(crate) fn sign(args: &SignArgs) -> Result<u8> {
    let shown = args.report.display();
    let bytes = std::fs::read(&args.report).with_context(|| format!("{shown}: cannot be read"))?;
    let report: Report =
        serde_json::from_slice(&bytes).with_context(|| format!("{shown}: not a JSON report of maspect"))?;
    let key = secret_key(args)?;
    // Without one, the crate would write the time of day into it.
    let comment = format!("maspect {} {} {}", report.tool.version, report.target.sha256, report.date);
    let signature =
        minisign::sign(None, &key, Cursor::new(&bytes), Some(&comment), Some("signature of a maspect report"))
            .map_err(|e| anyhow::anyhow!("{shown}: cannot be signed: {e}"))?;
    let out = args.out.clone().unwrap_or_else(|| beside(&args.report));
    files::write(&out, signature.into_string().as_bytes())?;
    Ok(0)
}

fn secret_key(args: &SignArgs) -> Result<SecretKey> {
    let shown = args.secret_key.display();
    let text = std::fs::read_to_string(&args.secret_key).with_context(|| format!("{shown}: cannot be read as text"))?;
    let parsed =
        || SecretKeyBox::from_string(&text).map_err(|e| anyhow::anyhow!("{shown}: not a key of minisign: {e}"));
    match &args.password_file {
        Some(path) => {
            let password =
                std::fs::read_to_string(path).with_context(|| format!("{}: cannot be read", path.display()))?;
            let password = password.trim_end_matches(['\n', '\r']).to_owned();
            parsed()?
                .into_secret_key(Some(password))
                .map_err(|e| anyhow::anyhow!("{shown}: the password does not open it: {e}"))
        }
        None => parsed()?.into_unencrypted_secret_key().map_err(|e| {
            anyhow::anyhow!("{shown}: cannot be used without a password: {e}; give --password-file, or a key made with `minisign -G -W`")
        }),
    }
}
