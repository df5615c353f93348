//! The templates for pipelines, run as their runners do: the shell steps of the GitHub action with its inputs as the
//! environment, the script of the GitLab job, the fastlane lane (where there is Ruby), the Xcode post-action.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn yaml(path: &str) -> Value {
    serde_saphyr::from_str(&fs::read_to_string(format!("{ROOT}/{path}")).unwrap()).unwrap()
}

fn folder(name: &str) -> PathBuf {
    let root = std::env::temp_dir().join(format!("maspect-pipeline-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(&root).unwrap();
    for app in ["android/flawed.apk", "android/corrected.apk", "ios/flawed.ipa"] {
        fs::copy(format!("{ROOT}/samples/apps/{app}"), root.join(app.rsplit('/').next().unwrap())).unwrap();
    }
    root
}

fn path() -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_maspect")).parent().unwrap();
    format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default())
}

/// A value of the action with its expressions replaced, as a runner does.
fn filled(text: &str, known: &BTreeMap<String, String>) -> String {
    let mut out = text.to_owned();
    for (name, value) in known {
        out = out.replace(&format!("${{{{ {name} }}}}"), value);
    }
    assert!(!out.contains("${{"), "{out}: an expression that no runner fills");
    out
}

/// Runs one shell step; gives its exit code and what it put out for later steps.
fn step(root: &Path, step: &Value, known: &BTreeMap<String, String>) -> (i32, String) {
    assert_eq!(step["shell"], "bash");
    let script = step["run"].as_str().unwrap();
    assert!(!script.contains("${{"), "a value of the workflow stands in a script: {script}");
    let output = root.join(format!("output-{}", step["id"].as_str().unwrap_or("none")));
    let _ = fs::remove_file(&output);
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(root);
    for (name, value) in step["env"].as_object().unwrap() {
        command.env(name, filled(value.as_str().unwrap(), known));
    }
    command.env("GITHUB_OUTPUT", &output).env("GITHUB_STEP_SUMMARY", root.join("summary.md")).env("PATH", path());
    let code = command.output().unwrap().status.code().unwrap();
    (code, fs::read_to_string(&output).unwrap_or_default())
}

#[test]
fn the_github_action_scans_with_its_inputs() {
    let root = folder("action");
    let action = yaml("packaging/action/action.yml");
    let steps = action["runs"]["steps"].as_array().unwrap();
    let by_id = |id: &str| steps.iter().find(|s| s["id"] == id).unwrap();
    // The program as the step before installs it.
    fs::create_dir_all(root.join("temp/maspect/bin")).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_maspect"), root.join("temp/maspect/bin/maspect")).unwrap();
    let mut known = BTreeMap::from([
        ("github.action_path".to_owned(), format!("{ROOT}/packaging/action")),
        ("runner.temp".to_owned(), root.join("temp").display().to_string()),
    ]);
    for (name, input) in action["inputs"].as_object().unwrap() {
        known.insert(format!("inputs.{name}"), input["default"].as_str().unwrap_or_default().to_owned());
    }
    let mut with = |pairs: &[(&str, &str)]| {
        for (name, value) in pairs {
            assert!(known.insert(format!("inputs.{name}"), (*value).to_owned()).is_some(), "no input {name}");
        }
        let (code, output) = step(&root, by_id("scan"), &known);
        let sarif = output.lines().find_map(|line| line.strip_prefix("sarif=")).unwrap_or_default().to_owned();
        (code, sarif)
    };
    let (code, sarif) = with(&[("build", "flawed.apk")]);
    assert_eq!((code, sarif.as_str()), (10, "maspect-report/flawed.apk.maspect.sarif"));
    assert!(root.join(&sarif).is_file());
    assert!(fs::read_to_string(root.join("summary.md")).unwrap().contains("健康日記"));
    assert_eq!(with(&[("fail-on", "never"), ("lang", "en"), ("out", "other folder")]).0, 0);
    assert!(root.join("other folder/flawed.apk.maspect.html").is_file());
    assert!(fs::read_to_string(root.join("summary.md")).unwrap().contains("31 controls"));
    // A baseline and a project file.
    let maspect = |args: &[&str]| {
        let status = Command::new(env!("CARGO_BIN_EXE_maspect")).args(args).current_dir(&root).output().unwrap().status;
        assert!(status.success(), "{args:?}");
    };
    maspect(&["baseline", "write", "flawed.apk", "--out", "known.json"]);
    maspect(&["init", "flawed.apk", "--out", "maspect.yaml"]);
    let known_ones = [("baseline", "known.json"), ("config", "maspect.yaml"), ("fail-on", "new")];
    assert_eq!(with(&known_ones).0, 0);
    assert_eq!(with(&[("fail-on", "new,critical")]).0, 0);
    assert_eq!(with(&[("baseline", ""), ("fail-on", "critical")]).0, 10);
    // What hostile values are is up to nobody: they are no commands.
    assert_eq!(with(&[("build", "$(touch pwned)"), ("fail-on", "`touch pwned`")]).0, 2);
    assert!(!root.join("pwned").exists());
    fs::remove_dir_all(&root).unwrap();
}

#[test]
fn the_cache_of_the_github_action_follows_its_source() {
    let root = folder("cache");
    let action = yaml("packaging/action/action.yml");
    let steps = action["runs"]["steps"].as_array().unwrap();
    let source = steps.iter().find(|s| s["id"] == "source").unwrap();
    let copy = root.join("copy");
    for file in ["Cargo.lock", "Cargo.toml", "build.rs", "src/main.rs", "rules/README.md", "reports/index.js"] {
        fs::create_dir_all(copy.join(file).parent().unwrap()).unwrap();
        fs::copy(format!("{ROOT}/{file}"), copy.join(file)).unwrap();
    }
    let key = || {
        let known = BTreeMap::from([("github.action_path".to_owned(), format!("{}/packaging/action", copy.display()))]);
        fs::create_dir_all(copy.join("packaging/action")).unwrap();
        let (code, output) = step(&root, source, &known);
        assert_eq!(code, 0);
        assert!(output.trim().strip_prefix("hash=").is_some_and(|hash| hash.len() == 64), "{output}");
        output
    };
    let before = key();
    assert_eq!(key(), before);
    fs::write(copy.join("src/main.rs"), "fn main() {}").unwrap();
    assert_ne!(key(), before);
    let cache = steps.iter().find(|s| s["id"] == "cache").unwrap();
    assert!(cache["with"]["key"].as_str().unwrap().contains("steps.source.outputs.hash"));
    fs::remove_dir_all(&root).unwrap();
}

#[test]
fn the_gitlab_job_writes_the_reports_that_it_hands_in() {
    let root = folder("gitlab");
    let job = yaml("packaging/gitlab/maspect.gitlab-ci.yml")[".maspect"].clone();
    // The image has the script under this name.
    fs::create_dir_all(root.join("bin")).unwrap();
    fs::copy(format!("{ROOT}/packaging/gate.sh"), root.join("bin/maspect-gate")).unwrap();
    let script: Vec<&str> = job["script"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    let run = |build: &str| {
        let mut command = Command::new("sh");
        command.args(["-e", "-c", &script.join("\n")]).current_dir(&root).env("MASPECT_BUILD", build);
        for (name, value) in job["variables"].as_object().unwrap() {
            command.env(name, value.as_str().unwrap());
        }
        command.env("PATH", format!("{}:{}", root.join("bin").display(), path()));
        command.output().unwrap().status.code().unwrap()
    };
    assert_eq!(run("corrected.apk"), 0);
    assert_eq!(run("flawed.ipa"), 10);
    let out = root.join(job["variables"]["MASPECT_OUT"].as_str().unwrap());
    let written: Vec<String> =
        fs::read_dir(&out).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    for (_, glob) in job["artifacts"]["reports"].as_object().unwrap() {
        let ending = glob.as_str().unwrap().strip_prefix("$MASPECT_OUT/*").unwrap();
        assert_eq!(written.iter().filter(|name| name.ends_with(ending)).count(), 2, "{ending}: {written:?}");
    }
    fs::remove_dir_all(&root).unwrap();
}

/// What fastlane gives a lane, as little as the lane asks for.
const FASTLANE: &str = r#"
module SharedValues; IPA_OUTPUT_PATH = :ipa; GRADLE_APK_OUTPUT_PATH = :apk; end
$lanes = {}
def desc(text); end
def lane(name, &block); $lanes[name] = block; end
def lane_context; $context ||= {}; end
def sh(*words); system(*words) or exit($?.exitstatus); end
module UI; def self.user_error!(words); warn words; exit 77; end; end
eval File.read(ARGV[0])
lane_context[:ipa] = ARGV[1] unless ARGV[1].nil?
$lanes[:mas_l2].call(ARGV[2] ? { fail_on: ARGV[2] } : {})
"#;

#[test]
fn the_fastlane_lane_stops_when_a_control_fails() {
    if Command::new("ruby").arg("--version").output().is_err() {
        return;
    }
    let root = folder("fastlane");
    fs::create_dir_all(root.join("fastlane")).unwrap();
    let lane = format!("{ROOT}/packaging/hooks/Fastfile");
    let build = root.join("flawed.ipa").display().to_string();
    let run = |args: &[&str]| {
        let mut command = Command::new("ruby");
        command.args(["-e", FASTLANE, &lane]).args(args).current_dir(root.join("fastlane")).env("PATH", path());
        command.output().unwrap().status.code().unwrap()
    };
    assert_eq!(run(&[]), 77, "without a build it says what to call before");
    assert_eq!(run(&[&build]), 10);
    assert_eq!(run(&[&build, "never"]), 0);
    assert!(root.join("fastlane/maspect/flawed.ipa.maspect.html").is_file());
    fs::remove_dir_all(&root).unwrap();
}

#[test]
fn the_xcode_post_action_reports_beside_the_archive() {
    let root = folder("xcode");
    let script = format!("{ROOT}/packaging/hooks/xcode-archive.sh");
    let archive = root.join("App 1.xcarchive");
    fs::rename(root.join("flawed.ipa"), &archive).unwrap();
    // Nothing opens a browser here.
    fs::create_dir_all(root.join("bin")).unwrap();
    fs::write(root.join("bin/open"), "#!/bin/sh\n").unwrap();
    fs::set_permissions(root.join("bin/open"), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", root.join("bin").display(), path());
    let status =
        Command::new("sh").arg(script).env("ARCHIVE_PATH", &archive).env("PATH", path).output().unwrap().status;
    assert_eq!(status.code(), Some(10));
    assert!(root.join("App 1.xcarchive.maspect/App 1.xcarchive.maspect.html").is_file());
    fs::remove_dir_all(&root).unwrap();
}
