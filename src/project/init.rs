//! A first `maspect.yaml` for builds: filled with what was found, every manual part as an open entry with its script.

use std::collections::BTreeMap;

use crate::finding::{AppText, Platform};
use crate::report::words::{Args, Words};
use crate::report::{ControlRow, FindingRow, ManualRow, Report, is_place, version_text};
use crate::verdict::{FINDINGS, Verdict};

/// The name of the schema that the first line of the file points editors to.
pub const SCHEMA_NAME: &str = "maspect.schema.json";

/// The file for the builds of one app; the reports must be in one language. `notice` is the notice's path, if there is one.
pub fn project_file(reports: &[Report], notice: Option<&str>) -> String {
    let Some(first) = reports.first() else { return String::new() };
    let words = Words::of(first.lang);
    let mut file = Writer { words, out: String::new() };
    file.line(&format!("# yaml-language-server: $schema=./{SCHEMA_NAME}"));
    file.comment("", "head");
    for report in reports {
        let target = &report.target;
        let version = version_text(target.subject.version_name.as_ref(), target.subject.version_code.as_ref());
        let id = target.subject.package_id.as_ref().unwrap_or(&target.path);
        file.line(&format!("# {}: {id} {version}", target.path));
        file.line(&format!("#   SHA-256 {}", target.sha256));
    }
    file.blank();
    file.comment("", "profile");
    file.line("profile: mas-l2");
    file.line("with_f: false");
    file.blank();
    file.comment("", "built");
    file.line("# built: 2026-01-31");
    file.blank();
    file.comment("", "notice");
    match notice {
        Some(path) => file.line(&format!("notice: {}", scalar(path))),
        None => file.line("# notice: docs/privacy-notice.html"),
    }
    file.hosts(reports);
    file.permissions(reports);
    file.sdks(reports);
    file.data(reports);
    file.blank();
    file.comment("", "waivers");
    file.line("waivers: []");
    file.example();
    file.attestations(reports);
    file.dossier(reports);
    file.out
}

struct Writer {
    words: &'static Words,
    out: String,
}

impl Writer {
    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    fn blank(&mut self) {
        self.out.push('\n');
    }

    /// A comment of several lines from the words.
    fn comment(&mut self, indent: &str, key: &str) {
        let text = self.words.word("init", key).trim().to_owned();
        self.remark(indent, &text);
    }

    /// Text as a comment; whatever stands in it stays one.
    fn remark(&mut self, indent: &str, text: &str) {
        for line in text.lines() {
            let line = AppText::new(line).to_string();
            self.line(&format!("{indent}# {line}"));
        }
    }

    fn list(&mut self, key: &str, is_empty: bool) {
        self.blank();
        self.comment("", key);
        self.line(&if is_empty { format!("{key}: []") } else { format!("{key}:") });
    }

    fn hosts(&mut self, reports: &[Report]) {
        let mut hosts: BTreeMap<String, (String, String)> = BTreeMap::new();
        for host in reports.iter().flat_map(|r| &r.inventory.hosts) {
            if matches!(host.role.as_str(), "platform" | "documentation") {
                continue;
            }
            let owners = self.words.join(host.owners.iter().map(|o| self.words.owner(o)));
            let seen = host.loci.first().map(|locus| self.words.place(locus)).unwrap_or_default();
            hosts.entry(host.host.to_string()).or_insert((owners, seen));
        }
        self.list("hosts", hosts.is_empty());
        for (host, (owners, seen)) in hosts {
            self.remark("  ", &format!("{owners}{}{seen}", self.words.ui("colon")));
            self.line(&format!("  - host: {}", scalar(&host)));
            self.line("    owner: \"\"");
            self.line("    purpose: \"\"");
        }
    }

    fn permissions(&mut self, reports: &[Report]) {
        let mut all: BTreeMap<String, String> = BTreeMap::new();
        for permission in reports.iter().flat_map(|r| &r.inventory.permissions) {
            let asks = matches!(permission.level.as_str(), "dangerous" | "special") && permission.role == "used";
            if asks || permission.role == "purpose" {
                let text = if permission.role == "purpose" { permission.value.as_ref() } else { None };
                all.entry(permission.name.to_string()).or_insert(text.map(ToString::to_string).unwrap_or_default());
            }
        }
        self.list("permissions", all.is_empty());
        for (name, purpose) in all {
            self.line(&format!("  - name: {}", scalar(&name)));
            self.line(&format!("    purpose: {}", scalar(&purpose)));
        }
    }

    fn sdks(&mut self, reports: &[Report]) {
        let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for sdk in reports.iter().flat_map(|r| &r.inventory.sdks) {
            let known = all.entry(sdk.name.to_string()).or_default();
            let version = sdk.version.as_ref().map(ToString::to_string);
            known.extend(version.filter(|v| !known.contains(v)));
        }
        self.list("sdks", all.is_empty());
        for (name, versions) in all {
            // The platforms' versions differ: each is read from its build.
            if versions.len() > 1 {
                self.remark("  ", &self.words.join(&versions));
            }
            let version = if versions.len() == 1 { versions.concat() } else { String::new() };
            self.line(&format!("  - name: {}", scalar(&name)));
            self.line(&format!("    version: {}", scalar(&version)));
            self.line("    purpose: \"\"");
        }
    }

    fn data(&mut self, reports: &[Report]) {
        let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for flow in reports.iter().flat_map(|r| &r.flows).filter(|f| is_sensitive(&f.source.of)) {
            let sinks = kinds.entry(&flow.source.of).or_default();
            if is_place(&flow.sink.of) && !sinks.contains(&flow.sink.of.as_str()) {
                sinks.push(&flow.sink.of);
            }
        }
        self.list("data", kinds.is_empty());
        for (kind, mut sinks) in kinds {
            sinks.sort_unstable();
            let sinks = self.words.join(sinks.iter().map(|s| self.words.word("kinds", s)));
            let goes = if sinks.is_empty() { String::new() } else { format!(" → {sinks}") };
            self.remark("  ", &format!("{}{goes}", self.words.word("kinds", kind)));
            self.line(&format!("  - kind: {}", scalar(kind)));
            self.line("    purpose: \"\"");
            self.line("    stored: \"\"");
        }
    }

    fn example(&mut self) {
        for line in [
            "- rule: android-certificate-pinning-missing",
            "  fingerprint: 0123456789abcdef0123",
            "  reason: \"\"",
            "  owner: \"\"",
            "  expires: 2026-12-31",
        ] {
            self.line(&format!("#   {line}"));
        }
    }

    fn attestations(&mut self, reports: &[Report]) {
        self.blank();
        self.comment("", "attestations");
        let open = |c: &&ControlRow| c.counted && c.verdict != Verdict::NotApplicable;
        let any = reports.iter().flat_map(|r| r.controls.iter().filter(open)).any(|c| c.manual.is_some());
        self.line(if any { "attestations:" } else { "attestations: []" });
        let Some(first) = reports.first() else { return };
        for control in &first.controls {
            for report in reports {
                let Some(row) = report.controls.iter().filter(open).find(|c| c.id == control.id) else { continue };
                for part in row.manual.iter().flatten().filter(|p| p.id != FINDINGS) {
                    self.part(report, row, part);
                }
                self.questions(report, row);
            }
        }
    }

    fn part(&mut self, report: &Report, control: &ControlRow, part: &ManualRow) {
        self.blank();
        let platform = self.words.word("platform", report.target.subject.platform.word());
        self.remark("  ", &format!("{} {} · {platform}\n{}", control.id, control.title, part.title));
        for (i, step) in part.steps.iter().enumerate() {
            self.remark("  ", &format!("  {}. {step}", i + 1));
        }
        let colon = self.words.ui("colon");
        self.remark("  ", &format!("{}{colon}{}", self.words.ui("keep"), part.keep));
        self.remark("  ", &format!("{}{colon}{}", self.words.ui("passes"), part.passes));
        self.entry(report, &control.id, &part.id);
        self.line("    evidence: []");
    }

    /// The findings of a control that ask for a person.
    fn questions(&mut self, report: &Report, control: &ControlRow) {
        let asks = |f: &&FindingRow| {
            let rule = control.rules.iter().find(|r| r.id == f.rule);
            !f.waived && f.severity > crate::finding::Severity::Info && rule.is_some_and(|r| r.role == "asks")
        };
        let found: Vec<&FindingRow> = report.findings.iter().filter(asks).collect();
        if found.is_empty() || control.verdict == Verdict::Fail {
            return;
        }
        self.blank();
        let args = Args::new().with("control", &control.id).with("title", &control.title);
        let text = self.words.say("init", "findings", &args);
        self.remark("  ", &text);
        self.entry(report, &control.id, FINDINGS);
        self.line("    findings:");
        for finding in found {
            self.remark("      ", &format!("{}{}{}", finding.title, self.words.ui("colon"), finding.place));
            self.line(&format!("      - {}", scalar(&finding.id)));
        }
    }

    fn entry(&mut self, report: &Report, control: &str, part: &str) {
        let version =
            version_text(report.target.subject.version_name.as_ref(), report.target.subject.version_code.as_ref());
        self.line(&format!("  - control: {control}"));
        self.line(&format!("    part: {part}"));
        self.line(&format!("    platform: {}", report.target.subject.platform.word()));
        self.line("    result: open");
        self.line("    by: \"\"");
        self.line("    date: \"\"");
        self.line("    seen: \"\"");
        if version.is_empty() {
            self.line(&format!("    build: {}", report.target.sha256));
        } else {
            self.line(&format!("    version: {}", scalar(&version)));
        }
    }

    fn dossier(&mut self, reports: &[Report]) {
        self.blank();
        self.comment("", "dossier");
        let name = reports
            .iter()
            .find_map(|r| r.target.subject.app_name.as_ref())
            .map(ToString::to_string)
            .unwrap_or_default();
        self.line("dossier:");
        for line in ["applicant:", "  name: \"\""] {
            self.line(&format!("  {line}"));
        }
        self.comment("    ", "applicant_class");
        self.line("    # class: company");
        self.line("    # proof: dossier/registration.pdf");
        self.line(&format!("  app_name: {}", scalar(&name)));
        for person in ["contact", "engineer"] {
            self.comment("  ", person);
            self.line(&format!("  {person}: {{name: \"\", phone: \"\", email: \"\"}}"));
        }
        self.comment("  ", "certificates");
        self.line("  certificates: []");
        self.line("  #  - {platform: android, level: L2, issued: 2026-01-31, number: \"\", laboratory: \"\", file: dossier/certificate.pdf}");
        self.comment("  ", "test_report");
        self.line("  # test_report: dossier/….pdf");
        self.line("  notice_screenshots: []");
        self.line("  # plan: dossier/plan.pdf");
        self.line("  # video: dossier/video.mp4");
        self.line("  # application_form: dossier/application-form.pdf");
        self.line("  # application_checklist: dossier/checklist.pdf");
        self.comment("  ", "launch");
        self.line("  launch:");
        let mut platforms: Vec<Platform> = reports.iter().map(|r| r.target.subject.platform).collect();
        platforms.sort();
        platforms.dedup();
        for platform in platforms {
            self.line(&format!("    - {{platform: {}, status: \"\", link: \"\"}}", platform.word()));
        }
        self.comment("  ", "attachments");
        self.line("  attachments: []");
        self.line("  #  - {name: \"\", file: dossier/….pdf}");
    }
}

/// A value as a YAML scalar that means exactly this text.
fn scalar(text: &str) -> String {
    serde_json::to_string(&AppText::new(text)).unwrap_or_else(|_| "\"\"".to_owned())
}

/// Whether a kind of source holds data of a person, so that the questionnaire must name it.
pub fn is_sensitive(kind: &str) -> bool {
    kind.starts_with("health")
        || matches!(
            kind,
            "device-id"
                | "sim-serial"
                | "subscriber-id"
                | "advertising-id"
                | "location"
                | "contacts"
                | "calendar"
                | "call-log"
                | "sms-message"
                | "account"
                | "phone-number"
                | "national-id"
                | "credential"
                | "password"
                | "password-input"
                | "token"
                | "biometric"
                | "camera"
                | "microphone"
                | "photo"
        )
}
