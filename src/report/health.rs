//! The health-data map: which kinds of health data a build reads, and where they go.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::build::ScanResult;
use crate::finding::{AppText, CoverageState, Evidence, Finding, Flow, Part, Severity};
use crate::notice::DATA_KINDS;
use crate::rule::Lang;

/// The map. What was not followed (see `blind`) may add to it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HealthMap {
    /// Kinds of 健康存摺 data whose keys the code names; where each goes cannot be told apart: see `health-bank` sources.
    pub kinds: Vec<HealthKindRow>,
    /// From a kind of source to a kind of sink.
    pub edges: Vec<HealthEdge>,
    /// Whether code was not fully seen, so that more may exist.
    pub blind: bool,
}

/// A kind of 健康存摺 data that the app reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HealthKindRow {
    /// `health-bank-laboratory` and so on.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The key that the code names.
    pub key: AppText,
    /// Where (first place), as one line.
    pub place: String,
}

/// Flows from one kind of source to one kind of sink.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HealthEdge {
    /// Kind of the source.
    pub source: String,
    /// Kind of the sink.
    pub sink: String,
    /// Number of flows.
    pub count: usize,
    /// Whether a finding that is not waived shows one of them.
    pub bad: bool,
}

impl HealthMap {
    pub(super) fn of(scan: &ScanResult<'_>, lang: Lang) -> Self {
        let waived = |i: usize| scan.marks.get(i).is_some_and(Option::is_some);
        let open = scan.findings.iter().enumerate().filter(|(i, _)| !waived(*i)).map(|(_, f)| f);
        let bad = bad_flows(open);
        let mut edges: BTreeMap<(&str, &str), (usize, bool)> = BTreeMap::new();
        for flow in scan.flows.iter().filter(|flow| is_health(&flow.source.of)) {
            let edge = edges.entry((&flow.source.of, &flow.sink.of)).or_default();
            edge.0 += 1;
            edge.1 |= bad.contains(&key(flow));
        }
        Self {
            kinds: scan
                .inventory
                .health_kinds
                .iter()
                .map(|kind| HealthKindRow {
                    id: kind.id.clone(),
                    name: name(&kind.id, lang),
                    key: kind.key.clone(),
                    place: kind.locus.to_string(),
                })
                .collect(),
            edges: edges
                .into_iter()
                .map(|((source, sink), (count, bad))| HealthEdge {
                    source: source.to_owned(),
                    sink: sink.to_owned(),
                    count,
                    bad,
                })
                .collect(),
            blind: scan.coverage.iter().any(|c| {
                c.state != CoverageState::Full
                    && matches!(
                        c.part,
                        Part::Dex | Part::MachoCode | Part::JsBundle | Part::DartSnapshot | Part::Native
                    )
            }),
        }
    }
}

/// Whether a kind of source holds health data, or the number that opens them.
fn is_health(kind: &str) -> bool {
    kind.starts_with("health") || matches!(kind, "national-id" | "nhi-card")
}

fn name(id: &str, lang: Lang) -> String {
    let kind = DATA_KINDS.iter().find(|kind| kind.id == id);
    kind.map_or(id, |kind| if lang == Lang::En { kind.en } else { kind.zh }).to_owned()
}

/// Both statements of a flow.
fn key(flow: &Flow) -> String {
    format!("{}\u{0}{}\u{0}{}\u{0}{}", flow.source.of, flow.source.locus, flow.sink.of, flow.sink.locus)
}

/// The flows that findings above `info` show.
fn bad_flows<'a>(findings: impl Iterator<Item = &'a Finding>) -> BTreeSet<String> {
    findings
        .filter(|f| f.severity > Severity::Info)
        .flat_map(|f| &f.evidence)
        .filter_map(|e| match e {
            Evidence::Flow(flow) => Some(key(flow)),
            _ => None,
        })
        .collect()
}
