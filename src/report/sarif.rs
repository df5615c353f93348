//! SARIF 2.1.0 for code scanning: one result for each finding, one location for each result.
//!
//! Kept within what GitHub takes from one run: 25,000 results, 10 tags of a rule, 100 related locations of a result.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{FindingRow, Report, RuleInfo, json};
use crate::finding::{Confidence, Evidence, Flow, Locus, RuleId, Severity, StepRole};
use crate::rule::Lang;

const MOST_RESULTS: usize = 25_000;
const MOST_RELATED: usize = 10;
const MOST_STEPS: usize = 500;

/// The log.
pub fn render(report: &Report) -> String {
    let mut artifacts = Artifacts::new(report);
    let order: BTreeMap<&RuleId, usize> = report.rules.keys().enumerate().map(|(i, id)| (id, i)).collect();
    let results: Vec<Value> = report
        .findings
        .iter()
        .take(MOST_RESULTS)
        .map(|finding| result(finding, order.get(&finding.rule).copied(), &mut artifacts))
        .collect();
    let rules: Vec<Value> = report.rules.iter().map(|(id, info)| rule(report, id, info)).collect();
    let mut run = json!({
        "tool": { "driver": {
            "name": report.tool.name,
            "semanticVersion": report.tool.version,
            "rules": rules,
            "properties": { "catalogue_sha256": report.tool.catalogue_sha256 },
        }},
        "language": language(report.lang),
        "automationDetails": { "id": format!("maspect/{}/", report.profile.id) },
        "artifacts": artifacts.list,
        "columnKind": "utf16CodeUnits",
        "results": results,
        "properties": {
            "verdict": report.verdict,
            "answer": report.answer,
            "date": report.date,
            "controls": report.summary.controls,
        },
    });
    let left = report.findings.len().saturating_sub(MOST_RESULTS);
    if left > 0 {
        let text = format!("{left} more findings are not listed here; the JSON report has them all.");
        run["invocations"] = json!([{
            "executionSuccessful": true,
            "toolExecutionNotifications": [{ "level": "warning", "message": { "text": text } }],
        }]);
    }
    json::write(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }))
}

fn language(lang: Lang) -> &'static str {
    match lang {
        Lang::ZhHant => "zh-TW",
        Lang::En => "en-US",
    }
}

/// The level that viewers sort by.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

/// The number from which GitHub makes its own severity.
fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.5",
        Severity::Info => "0.0",
    }
}

fn precision(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Proven => "very-high",
        Confidence::Likely => "high",
        Confidence::Possible => "medium",
    }
}

/// Plain text of a message: square brackets would be links.
fn plain(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

fn rule(report: &Report, id: &RuleId, info: &RuleInfo) -> Value {
    let first = report.findings.iter().find(|f| f.rule == *id);
    let mut tags = vec!["security".to_owned()];
    if let Some(finding) = first {
        tags.extend(finding.cwe.iter().map(|cwe| format!("external/cwe/{}", cwe.to_ascii_lowercase())));
        tags.extend(finding.masvs.iter().chain(&finding.maswe).cloned());
    }
    let controls = report.controls.iter().filter(|c| c.rules.iter().any(|r| r.id == *id));
    tags.extend(controls.map(|c| format!("MAS {}", c.id)));
    tags.truncate(10);
    let help: Vec<&str> = [&info.what, &info.why, &info.fix, &info.limits]
        .into_iter()
        .map(String::as_str)
        .filter(|t| !t.is_empty())
        .collect();
    let mut markdown = help.join("\n\n");
    for example in &info.example {
        let code = example.code.trim_end().replace("```", "` ` `");
        markdown.push_str(&format!("\n\n```{}\n{code}\n```", example.lang));
    }
    let mut rule = json!({
        "id": id,
        "name": camel(id.as_str()),
        "shortDescription": { "text": plain(&info.title) },
        "fullDescription": { "text": plain(if info.what.is_empty() { &info.title } else { &info.what }) },
        "help": { "text": help.join("\n\n"), "markdown": markdown },
        "defaultConfiguration": { "level": level(info.severity) },
        "properties": {
            "tags": tags,
            "security-severity": score(info.severity),
            "precision": first.map_or("high", |f| precision(f.confidence)),
            "effort": info.effort,
        },
    });
    if let Some(reference) = info.references.iter().find(|r| r.starts_with("https://")) {
        rule["helpUri"] = json!(reference);
    }
    rule
}

/// `android-debuggable` as `AndroidDebuggable`.
fn camel(id: &str) -> String {
    id.split('-')
        .filter_map(|word| {
            let mut chars = word.chars();
            Some(chars.next()?.to_ascii_uppercase().to_string() + chars.as_str())
        })
        .collect()
}

fn result(finding: &FindingRow, rule: Option<usize>, artifacts: &mut Artifacts) -> Value {
    let text = std::iter::once(&finding.title).chain(&finding.evidence_text).map(|t| plain(t)).collect::<Vec<_>>();
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": text.join("\n") },
        "locations": [artifacts.location(&finding.locus)],
        "partialFingerprints": { "maspectFinding/v1": finding.id },
        "properties": {
            "severity": finding.severity,
            "confidence": finding.confidence,
            "owner": finding.owner,
            "reachable": finding.reachable,
            "controls": finding.controls,
        },
    });
    if let Some(index) = rule {
        result["ruleIndex"] = json!(index);
    }
    // The schema asks for places that differ.
    let mut related: Vec<Value> = Vec::new();
    for locus in finding.related.iter().take(MOST_RELATED) {
        let place = artifacts.location(locus);
        if !related.contains(&place) {
            related.push(place);
        }
    }
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    let flows: Vec<Value> = finding
        .evidence
        .iter()
        .filter_map(|e| match e {
            Evidence::Flow(flow) if !flow.trace.is_empty() => Some(code_flow(flow, artifacts)),
            _ => None,
        })
        .collect();
    if !flows.is_empty() {
        result["codeFlows"] = json!(flows);
    }
    if let Some(new) = finding.new {
        result["baselineState"] = json!(if new { "new" } else { "unchanged" });
    }
    if finding.waived {
        result["suppressions"] = json!([{
            "kind": "external",
            "status": "accepted",
            "justification": finding.waiver.as_deref().unwrap_or_default(),
        }]);
    }
    result
}

fn code_flow(flow: &Flow, artifacts: &mut Artifacts) -> Value {
    let steps: Vec<Value> = flow
        .trace
        .iter()
        .take(MOST_STEPS)
        .map(|step| {
            let mut location = artifacts.location(&step.locus);
            location["message"] = json!({ "text": plain(&step.api.visible()) });
            let kind = match step.role {
                StepRole::Source => "source",
                StepRole::Sink => "sink",
                StepRole::Call => "call",
                StepRole::Return => "return",
                StepRole::Through | StepRole::Handover => "taint",
                StepRole::Store | StepRole::Load => "value",
            };
            json!({ "location": location, "kinds": [kind] })
        })
        .collect();
    json!({ "threadFlows": [{ "locations": steps }] })
}

/// The build and the files in it that results name.
struct Artifacts {
    list: Vec<Value>,
    index: BTreeMap<String, usize>,
    root: String,
}

impl Artifacts {
    fn new(report: &Report) -> Self {
        let root = uri(&report.target.path.visible());
        let list = vec![json!({
            "location": { "uri": root, "index": 0 },
            "length": report.target.size,
            "hashes": { "sha-256": report.target.sha256 },
            "roles": ["analysisTarget"],
        })];
        Self { list, index: BTreeMap::new(), root }
    }

    /// The artifact of a path inside the build; archives in archives are parted by `!/`.
    fn file(&mut self, path: &str) -> (String, usize) {
        let (mut parent, mut uri_of, mut key) = (0, self.root.clone(), String::new());
        for part in path.split("!/").filter(|part| !part.is_empty()) {
            key = format!("{key}!/{part}");
            uri_of = uri(part);
            parent = match self.index.get(&key) {
                Some(index) => *index,
                None => {
                    let index = self.list.len();
                    self.list.push(json!({ "location": { "uri": uri_of, "index": index }, "parentIndex": parent }));
                    self.index.insert(key.clone(), index);
                    index
                }
            };
        }
        (uri_of, parent)
    }

    fn location(&mut self, locus: &Locus) -> Value {
        let (uri, index) = match locus {
            Locus::Build => (self.root.clone(), 0),
            Locus::Resource { .. } => self.file("resources.arsc"),
            _ => self.file(&locus.file().map(|f| f.visible().into_owned()).unwrap_or_default()),
        };
        let mut physical = Map::new();
        physical.insert("artifactLocation".into(), json!({ "uri": uri, "index": index }));
        physical.insert("region".into(), region(locus));
        if let Locus::Native { address: Some(address), .. } = locus
            && let Ok(address) = i64::try_from(*address)
        {
            physical.insert("address".into(), json!({ "absoluteAddress": address }));
        }
        let mut location = Map::new();
        location.insert("physicalLocation".into(), Value::Object(physical));
        location.insert("message".into(), json!({ "text": plain(&locus.to_string()) }));
        if let Some(logical) = logical(locus) {
            location.insert("logicalLocations".into(), json!([logical]));
        }
        Value::Object(location)
    }
}

/// Viewers need a line; where there is none, the first one stands for the file.
fn region(locus: &Locus) -> Value {
    match locus {
        Locus::Dex { line: Some(line), .. } | Locus::Document { line: Some(line), .. } => {
            json!({ "startLine": (*line).max(1) })
        }
        Locus::Bytes { offset, length, .. } => {
            json!({ "startLine": 1, "byteOffset": offset, "byteLength": length })
        }
        _ => json!({ "startLine": 1 }),
    }
}

fn logical(locus: &Locus) -> Option<Value> {
    let (name, kind) = match locus {
        Locus::Dex { class, method: Some(method), .. } => (format!("{class}.{method}"), "function"),
        Locus::Dex { class, method: None, .. } => (class.to_string(), "type"),
        Locus::Native { symbol: Some(symbol), .. } => (symbol.to_string(), "function"),
        Locus::Xml { element, attribute: None, .. } => (element.to_string(), "element"),
        Locus::Xml { element, attribute: Some(attribute), .. } => (format!("{element}@{attribute}"), "attribute"),
        Locus::Plist { key, .. } => (key.to_string(), "property"),
        Locus::Resource { name, .. } => (name.to_string(), "resource"),
        _ => return None,
    };
    Some(json!({ "fullyQualifiedName": name, "kind": kind }))
}

/// A path as a relative URI: nothing in it can be read as a scheme, a host, a query or a way out of the folder.
pub(super) fn uri(path: &str) -> String {
    let segments: Vec<String> = path
        .split(['/', '\\'])
        .filter(|segment| !segment.is_empty())
        .map(|segment| match segment {
            "." | ".." => "_".to_owned(),
            _ => segment.bytes().map(encoded).collect(),
        })
        .collect();
    if segments.is_empty() { "_".to_owned() } else { segments.join("/") }
}

fn encoded(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_a_relative_path() {
        assert_eq!(uri("res/layout/main.xml"), "res/layout/main.xml");
        assert_eq!(uri("/etc/../x"), "etc/_/x");
        assert_eq!(uri("javascript:alert(1)?a#b"), "javascript%3Aalert%281%29%3Fa%23b");
        assert_eq!(uri("健"), "%E5%81%A5");
        assert_eq!(uri(""), "_");
    }

    #[test]
    fn brackets_are_not_links() {
        assert_eq!(plain("[a](b) \\"), "\\[a\\](b) \\\\");
        assert_eq!(camel("android-debuggable"), "AndroidDebuggable");
    }
}
