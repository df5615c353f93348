//! The health-data map: which kinds of health data reach which kinds of sink.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::report::Report;
use crate::report::words::Words;

/// Height of a node and the gap below it, in SVG units.
const NODE: usize = 36;
const GAP: usize = 14;
/// Width of a node, and of the whole picture.
const WIDE: usize = 210;
const WIDTH: usize = 760;

/// The map, laid out: coordinates are SVG units.
#[derive(Debug, Clone, Serialize)]
pub struct HealthMap {
    /// Width of the picture.
    pub width: usize,
    /// Height of the picture.
    pub height: usize,
    /// Width of a node.
    pub node_width: usize,
    /// Height of a node.
    pub node_height: usize,
    /// Kinds of health data.
    pub sources: Vec<MapNode>,
    /// Kinds of sinks.
    pub sinks: Vec<MapNode>,
    /// What goes where.
    pub edges: Vec<MapEdge>,
    /// Whether code was not fully seen, so that more may exist.
    pub blind: bool,
    /// Kinds of 健康存摺 data that the code names, joined; may be empty.
    pub kinds: String,
}

/// A kind of source or sink.
#[derive(Debug, Clone, Serialize)]
pub struct MapNode {
    /// In words.
    pub word: String,
    /// Left edge.
    pub x: usize,
    /// Upper edge.
    pub y: usize,
    /// Whether a finding's flow ends here.
    pub bad: bool,
}

/// Flows from one kind to another.
#[derive(Debug, Clone, Serialize)]
pub struct MapEdge {
    /// Source in words.
    pub source: String,
    /// Sink in words.
    pub sink: String,
    /// Number of flows.
    pub count: usize,
    /// Whether a finding shows one of them.
    pub bad: bool,
    /// Path of the line.
    pub path: String,
    /// Where the line begins, left.
    pub from_y: usize,
    /// Where the line ends, right.
    pub to_y: usize,
    /// Where the number stands.
    pub label_x: usize,
    /// Where the number stands.
    pub label_y: usize,
}

/// Draws the report's map.
pub(super) fn health_map(report: &Report, words: &Words) -> HealthMap {
    let edges: BTreeMap<(&str, &str), (usize, bool)> = report
        .health_map
        .edges
        .iter()
        .map(|edge| ((edge.source.as_str(), edge.sink.as_str()), (edge.count, edge.bad)))
        .collect();
    let sources: Vec<&str> = edges.keys().map(|(s, _)| *s).collect::<BTreeSet<_>>().into_iter().collect();
    let mut sinks: Vec<&str> = edges.keys().map(|(_, s)| *s).collect::<BTreeSet<_>>().into_iter().collect();
    let is_bad = |sink: &str| edges.iter().any(|((_, s), (_, bad))| *s == sink && *bad);
    sinks.sort_by_key(|sink| (!is_bad(sink), *sink));

    let rows = sources.len().max(sinks.len());
    let height = rows * (NODE + GAP) + GAP;
    let place = |count: usize, i: usize| (rows - count) * (NODE + GAP) / 2 + GAP + i * (NODE + GAP);
    let node = |list: &[&str], x: usize, i: usize, bad: bool| MapNode {
        word: words.word("kinds", list[i]).to_owned(),
        x,
        y: place(list.len(), i),
        bad,
    };
    let position = |list: &[&str], kind: &str| list.iter().position(|k| *k == kind).unwrap_or(0);
    let drawn = edges
        .iter()
        .map(|((source, sink), (count, bad))| {
            let from = place(sources.len(), position(&sources, source)) + NODE / 2;
            let to = place(sinks.len(), position(&sinks, sink)) + NODE / 2;
            let (left, right, middle) = (WIDE, WIDTH - WIDE, WIDTH / 2);
            MapEdge {
                source: words.word("kinds", source).to_owned(),
                sink: words.word("kinds", sink).to_owned(),
                count: *count,
                bad: *bad,
                from_y: from,
                to_y: to,
                path: format!("M{left} {from} C{middle} {from} {middle} {to} {right} {to}"),
                label_x: right - 22,
                label_y: to - 5,
            }
        })
        .collect();
    HealthMap {
        width: WIDTH,
        height,
        node_width: WIDE,
        node_height: NODE,
        sources: (0..sources.len()).map(|i| node(&sources, 0, i, false)).collect(),
        sinks: (0..sinks.len()).map(|i| node(&sinks, WIDTH - WIDE, i, is_bad(sinks[i]))).collect(),
        edges: drawn,
        blind: report.health_map.blind,
        kinds: words.join(report.health_map.kinds.iter().map(|kind| &kind.name)),
    }
}
