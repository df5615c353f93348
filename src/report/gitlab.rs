//! GitLab's SAST report (schema 15.2): its security dashboard and merge request widget read it. Waived findings stay out, because
//! the format has no word for them.

use serde_json::{Value, json};

use super::view::cut;
use super::{FindingRow, Report, json, sarif};
use crate::finding::{Locus, Severity};

/// The document.
pub fn render(report: &Report) -> String {
    let tool = json!({
        "id": report.tool.name,
        "name": report.tool.name,
        "version": report.tool.version,
        "vendor": { "name": report.tool.name },
    });
    let time = format!("{}T00:00:00", report.date);
    let findings: Vec<Value> =
        report.findings.iter().filter(|f| !f.waived).map(|finding| vulnerability(report, finding)).collect();
    json::write(&json!({
        "version": "15.2.1",
        "scan": {
            "analyzer": tool,
            "scanner": tool,
            "type": "sast",
            "start_time": time,
            "end_time": time,
            "status": "success",
        },
        "vulnerabilities": findings,
    }))
}

fn vulnerability(report: &Report, finding: &FindingRow) -> Value {
    let info = report.rules.get(&finding.rule);
    let lines: Vec<&str> = info
        .map(|i| [i.what.as_str(), i.why.as_str()])
        .into_iter()
        .flatten()
        .chain(finding.evidence_text.iter().map(String::as_str))
        .chain([finding.place.as_str()])
        .filter(|line| !line.is_empty())
        .collect();
    let mut identifiers = vec![json!({
        "type": "maspect_rule",
        "name": finding.rule,
        "value": finding.rule,
    })];
    for cwe in &finding.cwe {
        let number = cwe.trim_start_matches("CWE-");
        identifiers.push(json!({
            "type": "cwe",
            "name": cwe,
            "value": number,
            "url": format!("https://cwe.mitre.org/data/definitions/{number}.html"),
        }));
    }
    for control in finding.controls.iter().take(15) {
        identifiers.push(json!({ "type": "mas_v4", "name": format!("MAS {control}"), "value": control }));
    }
    let mut vulnerability = json!({
        "id": finding.id,
        "name": cut(&finding.title, 250),
        "description": lines.join("\n\n"),
        "severity": severity(finding.severity),
        "location": location(report, &finding.locus),
        "identifiers": identifiers,
    });
    if let Some(info) = info.filter(|i| !i.fix.is_empty()) {
        vulnerability["solution"] = json!(cut(&info.fix, 6_900));
    }
    vulnerability
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "Critical",
        Severity::High => "High",
        Severity::Medium => "Medium",
        Severity::Low => "Low",
        Severity::Info => "Info",
    }
}

fn location(report: &Report, locus: &Locus) -> Value {
    let file = match locus.file() {
        Some(file) => file.visible().split("!/").map(sarif::uri).collect::<Vec<_>>().join("/"),
        None => sarif::uri(&report.target.path.visible()),
    };
    let mut location = json!({ "file": file });
    match locus {
        Locus::Dex { class, method, line, .. } => {
            location["class"] = json!(class);
            if let Some(method) = method {
                location["method"] = json!(method);
            }
            if let Some(line) = line {
                location["start_line"] = json!(line);
            }
        }
        Locus::Document { line: Some(line), .. } => location["start_line"] = json!(line),
        Locus::Native { symbol: Some(symbol), .. } => location["method"] = json!(symbol),
        _ => {}
    }
    location
}
