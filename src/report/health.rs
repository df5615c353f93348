//! The health-data map: which kinds of health data a build reads, and where they go.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::build::ScanResult;
use super::words::Words;
use crate::finding::{
    AppText, CoverageState, Evidence, Finding, Flow, FlowEnd, HEALTH_BLE, Owner, Part, Severity, health_kind,
    health_measure, health_section,
};
use crate::notice::DATA_KINDS;
use crate::rule::Lang;

/// The map. What was not followed (see `blind`) may add to it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HealthMap {
    /// Kinds of health data that the build names, with where each goes. A 健康存摺 record that goes somewhere as a whole is
    /// an edge from `health-bank-record`, whatever is in it.
    pub kinds: Vec<HealthKindRow>,
    /// From a kind of source to a kind of sink. Of a record's section the source is the section's kind, as in `kinds`.
    pub edges: Vec<HealthEdge>,
    /// Whether code was not fully seen, so that more may exist.
    pub blind: bool,
}

/// A kind of health data that the app reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HealthKindRow {
    /// `health-bank-laboratory`, `heart-rate` and so on.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What names it: a key, a Bluetooth number, a resource or profile of FHIR.
    pub key: AppText,
    /// Where (first place), as one line.
    pub place: String,
    /// Where what is read under that name goes; empty when no way to a sink was found.
    #[serde(default)]
    pub goes: Vec<HealthGoal>,
}

/// Where a kind of data goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HealthGoal {
    /// Kind of the sink.
    pub sink: String,
    /// Number of flows.
    pub count: usize,
    /// Whether a finding that is not waived shows one of them.
    pub bad: bool,
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
        let bad = Bad::of(open);
        let cleartext: BTreeSet<(String, &str)> = (scan.flows.iter().filter(|flow| flow.sink.of == CLEARTEXT))
            .flat_map(|flow| sources(flow).into_iter().map(|source| (statements(flow), source)))
            .collect();
        let mut edges: BTreeMap<(&str, &str), (usize, bool)> = BTreeMap::new();
        for flow in scan.flows.iter().filter(|flow| is_health(&flow.source.of) && is_place(&flow.sink.of)) {
            for source in sources(flow) {
                // What goes out in clear is one edge, not a second one of the network as well.
                if flow.sink.of == NETWORK && cleartext.contains(&(statements(flow), source)) {
                    continue;
                }
                let edge = edges.entry((source, &flow.sink.of)).or_default();
                edge.0 += 1;
                edge.1 |= bad.shows(flow);
            }
        }
        let goes = |id: &str| -> Vec<HealthGoal> {
            let mine = edges.iter().filter(|((source, _), _)| *source == id);
            mine.map(|((_, sink), (count, bad))| HealthGoal { sink: (*sink).to_owned(), count: *count, bad: *bad })
                .collect()
        };
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
                    goes: goes(&kind.id),
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

/// Whether a kind of sink is somewhere that data stay or are seen, not a step on their way.
pub fn is_place(kind: &str) -> bool {
    const STEPS: [&str; 17] = [
        "parser",
        "deserialiser",
        "file-path",
        "format",
        "reflection",
        "comparison",
        "predicate",
        "sql",
        "key",
        "iv",
        "digest",
        "session",
        "intent-start",
        "intent-uri",
        "command",
        "process",
        "code-load",
    ];
    !STEPS.contains(&kind)
}

/// What a flow is of: the kinds of the sections or measurements that its source names, or what it comes from.
fn sources(flow: &Flow) -> Vec<&str> {
    kinds(&flow.source)
}

fn kinds(end: &FlowEnd) -> Vec<&str> {
    let whole = end.of.as_str();
    let detail = end.detail.as_ref().filter(|_| matches!(whole, "health-bank-record" | HEALTH_BLE));
    let Some(detail) = detail else { return vec![whole] };
    let of = |key: &str| match whole {
        HEALTH_BLE => health_measure(key.as_bytes(), true).map(|(_, kind)| kind),
        _ => health_section(key.as_bytes()).and_then(health_kind),
    };
    let mut kinds: Vec<&str> = detail.raw().split(", ").map(|key| of(key).unwrap_or(whole)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// What an end of a flow is of, in words: the kind, with the sections of a record that it names.
pub(super) fn end_kind(words: &Words, end: &FlowEnd) -> String {
    let kind = words.word("kinds", &end.of).to_owned();
    let sections: Vec<String> =
        kinds(end).into_iter().filter(|k| *k != end.of).map(|k| name(k, words.lang())).collect();
    if sections.is_empty() { kind } else { format!("{kind}{}{}", words.ui("colon"), words.join(sections)) }
}

/// The call or callback of an end of a flow; what its words say already is left out.
pub(super) fn end_api(end: &FlowEnd) -> String {
    let said = kinds(end).iter().any(|kind| *kind != end.of);
    let detail = end.detail.as_ref().filter(|_| !said).map(|detail| format!(" {detail}"));
    format!("{}{}", end.api, detail.unwrap_or_default())
}

fn name(id: &str, lang: Lang) -> String {
    let kind = DATA_KINDS.iter().find(|kind| kind.id == id);
    kind.map_or(id, |kind| if lang == Lang::En { kind.en } else { kind.zh }).to_owned()
}

/// Both statements of a flow.
fn statements(flow: &Flow) -> String {
    format!("{}\u{0}{}\u{0}{}", flow.source.of, flow.source.locus, flow.sink.locus)
}

fn key(flow: &Flow) -> String {
    format!("{}\u{0}{}", statements(flow), flow.sink.of)
}

/// Kinds of sinks of the network.
const NETWORK: &str = "network";
const CLEARTEXT: &str = "network-cleartext";

/// Rules that say that the app's own connections take any server for theirs.
const ANY_SERVER: [&str; 4] = [
    "android-trust-manager-accepts-all",
    "android-hostname-verifier-accepts-all",
    "ios-server-trust-accepted-blindly",
    "hybrid-certificate-check-disabled",
];

/// What findings above `info` say of flows.
#[derive(Default)]
struct Bad {
    /// Flows that they show.
    flows: BTreeSet<String>,
    /// Places where the archive of the health bank is kept or sent on.
    places: BTreeSet<String>,
    /// Whether the archive is sent together with what opens it.
    with_key: bool,
    /// Whether the app's connections take any server for theirs.
    any_server: bool,
}

impl Bad {
    fn of<'a>(findings: impl Iterator<Item = &'a Finding>) -> Self {
        let mut bad = Self::default();
        for finding in findings.filter(|f| f.severity > Severity::Info) {
            let rule = finding.rule.as_str();
            bad.flows.extend(finding.evidence.iter().filter_map(|e| match e {
                Evidence::Flow(flow) => Some(key(flow)),
                _ => None,
            }));
            if rule.starts_with("health-bank-archive-") {
                bad.places.insert(finding.locus.to_string());
            }
            bad.with_key |= rule == "health-bank-archive-sent-with-key";
            bad.any_server |= ANY_SERVER.contains(&rule) && finding.owner == Owner::App;
        }
        bad
    }

    /// Whether they show a flow, or what happens to it where it ends.
    fn shows(&self, flow: &Flow) -> bool {
        let sent = flow.sink.of == NETWORK;
        self.flows.contains(&key(flow))
            || (flow.source.of == "health-bank-record" && self.places.contains(&flow.sink.locus.to_string()))
            || (sent && self.any_server)
            || (sent && self.with_key && flow.source.of == "health-bank-key")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Confidence, FlowEnd, Locus, Owner, Reachability, RuleId};

    fn flow(source: &str, sink: &str, line: u32) -> Flow {
        let end = |of: &str, line: u32| FlowEnd {
            of: of.into(),
            api: "".into(),
            locus: Locus::Document { file: "a".into(), line: Some(line) },
            detail: None,
        };
        Flow {
            source: end(source, 1),
            sink: end(sink, line),
            trace: vec![],
            owner: Owner::App,
            reachable: Reachability::Unknown,
            confidence: Confidence::Likely,
            transforms: vec![],
        }
    }

    #[test]
    fn a_flow_is_bad_where_a_finding_says_so_of_its_end_or_of_the_apps_connections() {
        let finding = |rule: &str, line: u32| {
            let locus = Locus::Document { file: "a".into(), line: Some(line) };
            let evidence = Evidence::Text { what: "sdk".into(), text: "".into() };
            Finding::new(&RuleId::from(rule), Severity::High, Confidence::Likely, locus, evidence)
        };
        let (record, key) = (flow("health-bank-record", "network", 7), flow("health-bank-key", "network", 9));
        let none = Bad::of([].iter());
        assert!(!none.shows(&record) && !none.shows(&key));
        let sent = [finding("health-bank-archive-sent-with-key", 7)];
        let bad = Bad::of(sent.iter());
        assert!(bad.shows(&record) && bad.shows(&key));
        assert!(!bad.shows(&flow("health-bank-record", "network", 8)));
        let open = [finding("android-trust-manager-accepts-all", 1)];
        let bad = Bad::of(open.iter());
        assert!(bad.shows(&flow("national-id", "network", 8)) && !bad.shows(&flow("national-id", "internal-file", 8)));
    }

    #[test]
    fn a_flow_is_of_the_sections_that_were_read() {
        let end = |of: &str, detail: Option<&str>| FlowEnd {
            of: of.into(),
            api: "".into(),
            locus: Locus::Build,
            detail: detail.map(AppText::new),
        };
        let of = |kind: &str, detail: Option<&str>| {
            let flow = Flow {
                source: end(kind, detail),
                sink: end("log", None),
                trace: vec![],
                owner: Owner::App,
                reachable: Reachability::Unknown,
                confidence: Confidence::Likely,
                transforms: vec![],
            };
            sources(&flow).into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(of("health-bank-record", None), ["health-bank-record"]);
        assert_eq!(of("health-bank-record", Some("r3, r7")), ["health-bank-dental", "health-bank-laboratory"]);
        assert_eq!(
            of("health-bank-record", Some("myhealthbank, r7")),
            ["health-bank-laboratory", "health-bank-record"]
        );
        assert_eq!(of("health-bank-record", Some("r12")), ["health-bank-record"], "no kind of the eleven");
        assert_eq!(of("national-id", Some("r7")), ["national-id"]);
        assert_eq!(of("health-ble", Some("1810, 180d")), ["blood-pressure", "heart-rate"]);
    }
}
