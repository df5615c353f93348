//! `maspect.yaml` on the command line: what it changes in a scan, and what it says when it is wrong.

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

const FLAWED: &str = "samples/apps/android/flawed.apk";

fn maspect(args: &[&str]) -> Output {
    Command::cargo_bin("maspect").unwrap().env("LC_ALL", "en_US.UTF-8").args(args).output().unwrap()
}

/// A folder of its own for one test, empty.
fn folder(name: &str) -> std::path::PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn scan(config: &str) -> (Value, String) {
    let args = ["scan", FLAWED, "--format", "json", "--date", "2026-11-21", "--config", config, "--exit-zero"];
    let out = maspect(&args);
    let stderr = String::from_utf8(out.stderr).unwrap();
    assert!(out.status.success(), "{stderr}");
    (serde_json::from_slice(&out.stdout).unwrap(), stderr)
}

fn control<'a>(report: &'a Value, id: &str) -> &'a Value {
    report["controls"].as_array().unwrap().iter().find(|c| c["id"] == id).unwrap()
}

#[test]
fn the_schema_in_the_repository_is_fresh() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/reports/project-schema.json");
    if std::env::var_os("MASPECT_UPDATE").is_some() {
        std::fs::write(path, maspect::project::schema()).unwrap();
    }
    let stored = std::fs::read_to_string(path).unwrap_or_default();
    assert!(stored == maspect::project::schema(), "reports/project-schema.json is stale: run with MASPECT_UPDATE=1");
}

#[test]
fn a_manual_row_passes_or_fails_by_a_persons_word_and_is_open_again_when_its_evidence_changes() {
    let folder = folder("attested");
    let (config, evidence) = (folder.join("maspect.yaml"), folder.join("reply.txt"));
    let text = "\
attestations:
  - control: 4.1.1.3.1
    part: contact-answers
    result: RESULT
    by: 王小明
    date: 2026-11-20
    seen: 寄信並於當日收到回覆
    version: VERSION
    evidence:
      - {file: reply.txt, sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855}
";
    std::fs::write(&config, "").unwrap();
    let (before, _) = scan(config.to_str().unwrap());
    let target = &before["target"];
    let version =
        format!("{} ({})", target["version_name"].as_str().unwrap(), target["version_code"].as_str().unwrap());
    let text = text.replace("VERSION", &version);
    std::fs::write(&evidence, "").unwrap();

    std::fs::write(&config, text.replace("RESULT", "pass")).unwrap();
    let (report, said) = scan(config.to_str().unwrap());
    let row = &control(&report, "4.1.1.3.1")["manual"][0];
    assert_eq!(row["state"], "passed", "{said}");
    assert!(row["attested"].as_str().unwrap().contains("王小明"));

    std::fs::write(&config, text.replace("RESULT", "fail")).unwrap();
    let (report, _) = scan(config.to_str().unwrap());
    let row = control(&report, "4.1.1.3.1");
    assert_eq!((&row["verdict"], &row["basis"]), (&Value::from("fail"), &Value::from("attested")));

    std::fs::write(&config, text.replace("RESULT", "pass")).unwrap();
    std::fs::write(&evidence, "another answer").unwrap();
    let (report, said) = scan(config.to_str().unwrap());
    assert_eq!(control(&report, "4.1.1.3.1")["manual"][0]["state"], "reopened");
    assert!(said.contains("maspect.yaml:10:") && said.contains("has changed"), "{said}");
}

#[test]
fn a_project_file_that_is_wrong_ends_with_one_line() {
    let folder = folder("wrong");
    let config = folder.join("maspect.yaml");
    for (text, expected) in [
        ("wavers: []\n", "maspect.yaml:1:1: there is no key `wavers` here; did you mean `waivers`?"),
        (
            "attestations:\n  - {control: 4.9.9.9.9, part: x, result: open}\n",
            "maspect.yaml:2:15: there is no control `4.9.9.9.9`",
        ),
        ("notice: nowhere.html\n", "maspect.yaml:1:9: the notice"),
        ("profile: mas-l2\nprofile: mas-l2\n", "maspect.yaml:2:1: the key `profile` stands here twice"),
        ("attestations: 5\n", "maspect.yaml:1:15: a list belongs here"),
        ("- a\n", "maspect.yaml:1:1: keys with values belong here"),
        ("profile: [\n", "maspect.yaml:1:10: one word belongs here"),
    ] {
        std::fs::write(&config, text).unwrap();
        let out = maspect(&["scan", FLAWED, "--config", config.to_str().unwrap()]);
        let said = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(1), "{said}");
        assert!(out.stdout.is_empty() && said.lines().count() == 1 && said.contains(expected), "{said}");
    }
}

#[test]
fn waivers_mark_and_idle_ones_are_told() {
    let folder = folder("waived");
    let config = folder.join("maspect.yaml");
    std::fs::write(&config, "").unwrap();
    let (before, _) = scan(config.to_str().unwrap());
    let finding = &before["findings"][0];
    let text = format!(
        "waivers:\n  - {{rule: {}, fingerprint: {}, reason: 已知, owner: 資安長, expires: 2027-01-01}}\n  - {{rule: android-debuggable, fingerprint: 00, reason: r, owner: o, expires: 2027-01-01}}\n",
        finding["rule"].as_str().unwrap(),
        finding["id"].as_str().unwrap()
    );
    std::fs::write(&config, text).unwrap();
    let (after, said) = scan(config.to_str().unwrap());
    assert_eq!(after["findings"].as_array().unwrap().len(), before["findings"].as_array().unwrap().len());
    assert_eq!(after["summary"]["waived"], 1);
    assert_eq!(after["findings"][0]["waived"], true);
    assert!(said.contains("maspect.yaml:3:") && said.contains("marks nothing"), "{said}");
}

#[test]
fn what_init_writes_is_a_project_file_that_scans_and_dossiers_take() {
    let folder = folder("init");
    let config = folder.join("maspect.yaml");
    let ipa = "samples/apps/ios/flawed.ipa";
    for lang in ["zh-Hant", "en"] {
        let out = maspect(&["init", FLAWED, ipa, "--out", config.to_str().unwrap(), "--force", "--lang", lang]);
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let schema: Value =
            serde_json::from_slice(&std::fs::read(folder.join("maspect.schema.json")).unwrap()).unwrap();
        let text = std::fs::read_to_string(&config).unwrap();
        let value: Value = serde_saphyr::from_str(&text).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let errors: Vec<String> = validator.iter_errors(&value).map(|e| e.to_string()).take(3).collect();
        assert!(errors.is_empty(), "{errors:?}");

        let mut reports = Vec::new();
        for build in [FLAWED, ipa] {
            let name = folder.join(build.rsplit('/').next().unwrap()).with_extension("json");
            let args = ["scan", build, "--format", "json", "--lang", lang, "--date", "2026-11-21", "--exit-zero"];
            let out = maspect(&[&args[..], &["--config", config.to_str().unwrap()]].concat());
            assert!(out.status.success() && out.stderr.is_empty(), "{}", String::from_utf8_lossy(&out.stderr));
            std::fs::write(&name, out.stdout).unwrap();
            reports.push(name.to_str().unwrap().to_owned());
        }
        // The papers are in the language asked for, whichever the reports are in.
        for (wanted, title) in [("zh-Hant", "# 自我檢核表"), ("en", "# Self-check")] {
            let papers = folder.join(lang).join(wanted);
            let args = ["dossier", &reports[0], &reports[1], "--config", config.to_str().unwrap(), "--lang", wanted];
            let more = ["--out", papers.to_str().unwrap(), "--format", "markdown", "--date", "2026-11-21"];
            let out = maspect(&[&args[..], &more].concat());
            assert_eq!(out.status.code(), Some(10), "{}", String::from_utf8_lossy(&out.stderr));
            for paper in ["1-self-check", "2-questionnaire-draft", "3-phase-2-checklist", "4-worksheets"] {
                let text = std::fs::read_to_string(papers.join(format!("{paper}.md"))).unwrap();
                assert!(!text.contains('{') && text.starts_with("# "), "{paper}");
            }
            let check = std::fs::read_to_string(papers.join("1-self-check.md")).unwrap();
            assert!(check.starts_with(title), "{}", check.lines().next().unwrap_or_default());
        }
    }
    let out = maspect(&["init", FLAWED, "--out", config.to_str().unwrap()]);
    assert_eq!(out.status.code(), Some(1), "a file that is there is not overwritten");
}

#[test]
fn a_dossier_refuses_what_is_no_report() {
    let folder = folder("no-report");
    let (config, report) = (folder.join("maspect.yaml"), folder.join("r.json"));
    std::fs::write(&config, "").unwrap();
    std::fs::write(&report, "{\n  \"schema_version\": 3\n}").unwrap();
    let out = maspect(&[
        "dossier",
        report.to_str().unwrap(),
        "--config",
        config.to_str().unwrap(),
        "--out",
        folder.to_str().unwrap(),
    ]);
    let said = String::from_utf8(out.stderr).unwrap();
    assert_eq!(out.status.code(), Some(1));
    assert!(said.contains("r.json:2:") && said.contains("no JSON report of maspect") && said.lines().count() == 1);
}

#[test]
fn what_is_stale_misnamed_or_does_not_hold_is_an_open_row_with_what_to_do() {
    let folder = folder("open-rows");
    let at = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    for name in ["certificate.pdf", "report.pdf"] {
        std::fs::write(folder.join(name), "x").unwrap();
    }
    let config = at("maspect.yaml");
    let yaml = "\
dossier:
  applicant: {name: 某健康股份有限公司, class: company, proof: nowhere.pdf}
  app_name: 健康日記
  certificates:
    - {platform: android, level: LEVEL, issued: 2025-12-20, number: A1, file: certificate.pdf}
  test_report: report.pdf
  launch:
    - {platform: android, status: 已上架, date: 2026-11-30}
    - {platform: ios, status: 審查中, date: 2026-11-01}
";
    std::fs::write(&config, "").unwrap();
    let args = ["scan", "samples/apps/android/corrected.apk", "--format", "json", "--lang", "zh-Hant", "--exit-zero"];
    let out = maspect(&[&args[..], &["--date", "2026-11-21", "--config", &config]].concat());
    assert!(out.status.success());
    std::fs::write(folder.join("r.json"), out.stdout).unwrap();
    for (level, date, expected) in [
        ("L1", "2026-11-21", "等級為 L1"),
        ("L2", "2026-10-01", ""),
        ("L2", "2026-11-21", "距更新期限 29 天"),
        ("L2", "2027-01-10", "已逾更新期限 21 天"),
    ] {
        std::fs::write(&config, yaml.replace("LEVEL", level)).unwrap();
        let more = ["--config", &config, "--out", &at("papers"), "--format", "markdown", "--date", date];
        let more = [&more[..], &["--lang", "zh-Hant"]].concat();
        let out = maspect(&[&["dossier", &at("r.json")], &more[..]].concat());
        let open = String::from_utf8(out.stdout).unwrap();
        let row = |item: &str| open.lines().find(|l| l.contains(item)).unwrap_or_default().to_owned();
        for item in ["合格證明（Android） —", "附件 2 · "] {
            // A certificate that is due soon still proves.
            let proves = expected.is_empty() || item.starts_with("附件") && expected.starts_with("距");
            assert_eq!(row(item).is_empty(), proves, "{date}: {open}");
            assert!(proves || row(item).contains(expected), "{open}");
        }
        assert!(row("申請人資料（登記證明文件） —").contains("讀不到 nowhere.pdf"), "{open}");
        assert!(row("檢測報告 —").contains("某健康股份有限公司_健康日記App 資安檢測報告.pdf"), "{open}");
        assert!(row("上架資訊（Android）").contains("link") && row("iOS 的掃描報告").contains("未提供"), "{open}");
        assert_eq!(row("預計上架日期（Android）").contains("在今天之後"), date < "2026-11-30", "{open}");
        assert_eq!(
            row("掃描報告 r.json").is_empty() && row("掃描報告 corrected.apk").is_empty(),
            date < "2026-12-22",
            "{open}"
        );
    }
    let checklist = std::fs::read_to_string(folder.join("papers/3-phase-2-checklist.md")).unwrap();
    assert!(checklist.contains("1151130 (2026-11-30)") && checklist.contains("下次更新：2026-12-20（1151220）前"));
}
