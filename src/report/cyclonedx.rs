//! CycloneDX 1.6: what the app is made of, with the evidence by which each component was recognised.

use serde_json::{Value, json};

use super::{Report, json};
use crate::finding::{AppText, Sdk};

/// The bill of materials.
pub fn render(report: &Report) -> String {
    let target = &report.target;
    let shown = |text: &Option<AppText>| text.as_ref().map(|t| t.visible().into_owned());
    let name = shown(&target.subject.package_id).unwrap_or_else(|| target.path.visible().into_owned());
    let mut app = json!({
        "type": "application",
        "bom-ref": "app",
        "name": name,
        "hashes": [{ "alg": "SHA-256", "content": target.sha256 }],
        "properties": [
            { "name": "maspect:file", "value": target.path },
            { "name": "maspect:platform", "value": target.subject.platform },
        ],
    });
    if let Some(version) = shown(&target.subject.version_name) {
        app["version"] = json!(version);
    }
    let components: Vec<Value> = report.inventory.sdks.iter().enumerate().map(|(i, sdk)| component(i, sdk)).collect();
    let refs: Vec<String> = (0..report.inventory.sdks.len()).map(reference).collect();
    json::write(&json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": format!("urn:uuid:{}", uuid(&target.sha256)),
        "version": 1,
        "metadata": {
            "timestamp": format!("{}T00:00:00Z", report.date),
            "tools": { "components": [{
                "type": "application", "name": report.tool.name, "version": report.tool.version,
            }]},
            "component": app,
        },
        "components": components,
        "dependencies": [{ "ref": "app", "dependsOn": refs }],
    }))
}

fn reference(position: usize) -> String {
    format!("component-{}", position + 1)
}

fn component(position: usize, sdk: &Sdk) -> Value {
    let methods: Vec<Value> = sdk
        .marks
        .iter()
        .map(|mark| json!({ "technique": technique(mark.raw()), "confidence": 0.9, "value": mark }))
        .collect();
    let places: Vec<Value> = sdk.loci.iter().map(|locus| json!({ "location": locus.to_string() })).collect();
    let mut identity = vec![json!({ "field": "name", "confidence": 0.9, "methods": methods })];
    let mut component = json!({
        "type": "library",
        "bom-ref": reference(position),
        "name": sdk.name,
        "properties": [{ "name": "maspect:category", "value": sdk.category }],
    });
    if let Some(version) = &sdk.version {
        component["version"] = json!(version);
        identity.push(json!({ "field": "version", "confidence": 0.9, "methods": methods }));
    }
    if let Some(purl) = &sdk.purl {
        component["purl"] = json!(purl);
    }
    component["evidence"] = json!({ "identity": identity, "occurrences": places });
    component
}

/// The standard's word for how a mark was found.
fn technique(mark: &str) -> &'static str {
    match mark {
        "class" | "package" | "native" | "string" => "binary-analysis",
        "metadata" | "framework" => "manifest-analysis",
        "resource" => "filename",
        _ => "other",
    }
}

/// A UUID (version 8) from a digest: the same build has the same serial number.
fn uuid(sha256: &str) -> String {
    let mut digits: Vec<char> =
        sha256.chars().filter(char::is_ascii_hexdigit).map(|c| c.to_ascii_lowercase()).take(32).collect();
    digits.resize(32, '0');
    digits[12] = '8';
    digits[16] = 'a';
    let part = |from: usize, to: usize| digits[from..to].iter().collect::<String>();
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}
