//! The health-data map: which kinds of health data reach which kinds of sink.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::report::words::Words;
use crate::report::{HealthEdge, Report};

/// Lowest height of a node and the gap below it, in SVG units.
const NODE: usize = 36;
const GAP: usize = 14;
/// Distance of the lines that meet at a node: the number of each stands beside it.
const LINE: usize = 15;
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
    /// Kinds of health data.
    pub sources: Vec<MapNode>,
    /// Kinds of sinks.
    pub sinks: Vec<MapNode>,
    /// What goes where.
    pub edges: Vec<MapEdge>,
    /// Whether code was not fully seen, so that more may exist.
    pub blind: bool,
    /// Kinds of health data that the build names.
    pub kinds: Vec<MapKind>,
}

/// A kind of 健康存摺 data.
#[derive(Debug, Clone, Serialize)]
pub struct MapKind {
    /// In words.
    pub word: String,
    /// The key that the code names.
    pub key: String,
    /// Where it goes, in words; empty when no way to a sink was found.
    pub goes: Vec<MapGoal>,
}

/// Where a kind of data goes.
#[derive(Debug, Clone, Serialize)]
pub struct MapGoal {
    /// In words.
    pub word: String,
    /// Whether a finding shows it.
    pub bad: bool,
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
    /// Height: more where more lines meet.
    pub height: usize,
    /// Where its word stands.
    pub word_y: usize,
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

/// The nodes of one side, one below the other.
struct Column<'c> {
    nodes: Vec<(&'c str, usize, usize)>,
    height: usize,
}

impl<'c> Column<'c> {
    fn new(list: &[&'c str], degree: impl Fn(&str) -> usize) -> Self {
        let mut y = GAP;
        let mut nodes = Vec::new();
        for kind in list {
            let height = NODE.max(degree(kind) * LINE + 6);
            nodes.push((*kind, y, height));
            y += height + GAP;
        }
        Self { nodes, height: y }
    }

    fn lower(mut self, by: usize) -> Self {
        self.nodes.iter_mut().for_each(|node| node.1 += by);
        self
    }

    /// Where the line of that rank among `of` meets a node.
    fn port(&self, kind: &str, rank: usize, of: usize) -> usize {
        let (y, height) = self.nodes.iter().find(|node| node.0 == kind).map_or((0, 0), |node| (node.1, node.2));
        y + height / 2 + rank * LINE - (of.max(1) - 1) * LINE / 2
    }

    fn rank(&self, kind: &str) -> usize {
        self.nodes.iter().position(|node| node.0 == kind).unwrap_or(0)
    }
}

/// Draws the report's map.
pub(super) fn health_map(report: &Report, words: &Words) -> HealthMap {
    let map = &report.health_map;
    let word = |kind: &str| match map.kinds.iter().find(|row| row.id == kind) {
        Some(row) => row.name.clone(),
        None => words.word("kinds", kind).to_owned(),
    };
    let all = &map.edges;
    let mut sources: Vec<&str> = all.iter().map(|e| e.source.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
    // The sections of a record in their own order, then what is of no section.
    sources.sort_by_key(|source| map.kinds.iter().position(|row| row.id == *source).unwrap_or(usize::MAX));
    let mut sinks: Vec<&str> = all.iter().map(|e| e.sink.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
    let is_bad = |sink: &str| all.iter().any(|e| e.sink == sink && e.bad);
    sinks.sort_by_key(|sink| (!is_bad(sink), *sink));

    let left = Column::new(&sources, |kind| all.iter().filter(|e| e.source == kind).count());
    let right = Column::new(&sinks, |kind| all.iter().filter(|e| e.sink == kind).count());
    let height = left.height.max(right.height);
    let (left_down, right_down) = ((height - left.height) / 2, (height - right.height) / 2);
    let (left, right) = (left.lower(left_down), right.lower(right_down));
    let draw = |edge: &HealthEdge| {
        // Lines leave a node in the order of where they go, so that they cross as little as can be.
        let mut from: Vec<usize> =
            all.iter().filter(|e| e.source == edge.source).map(|e| right.rank(&e.sink)).collect();
        let mut to: Vec<usize> = all.iter().filter(|e| e.sink == edge.sink).map(|e| left.rank(&e.source)).collect();
        from.sort_unstable();
        to.sort_unstable();
        let rank = |list: &[usize], at: usize| list.iter().position(|r| *r == at).unwrap_or(0);
        let from_y = left.port(&edge.source, rank(&from, right.rank(&edge.sink)), from.len());
        let to_y = right.port(&edge.sink, rank(&to, left.rank(&edge.source)), to.len());
        let (start, end, middle) = (WIDE, WIDTH - WIDE, WIDTH / 2);
        MapEdge {
            source: word(&edge.source),
            sink: word(&edge.sink),
            count: edge.count,
            bad: edge.bad,
            from_y,
            to_y,
            path: format!("M{start} {from_y} C{middle} {from_y} {middle} {to_y} {end} {to_y}"),
            label_x: end - 22,
            label_y: to_y - 3,
        }
    };
    let node = |x: usize, &(kind, y, height): &(&str, usize, usize), bad: bool| MapNode {
        word: word(kind),
        x,
        y,
        height,
        word_y: y + height / 2 + 5,
        bad,
    };
    HealthMap {
        width: WIDTH,
        height,
        node_width: WIDE,
        sources: left.nodes.iter().map(|n| node(0, n, false)).collect(),
        sinks: right.nodes.iter().map(|n| node(WIDTH - WIDE, n, is_bad(n.0))).collect(),
        edges: all.iter().map(draw).collect(),
        blind: map.blind,
        kinds: map
            .kinds
            .iter()
            .map(|kind| MapKind {
                word: kind.name.clone(),
                key: kind.key.to_string(),
                goes: kind.goes.iter().map(|goal| MapGoal { word: word(&goal.sink), bad: goal.bad }).collect(),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_meet_leave_room_for_their_numbers() {
        let column = Column::new(&["a", "b"], |kind| if kind == "a" { 9 } else { 1 });
        let ports: Vec<usize> = (0..9).map(|rank| column.port("a", rank, 9)).collect();
        assert!(ports.windows(2).all(|w| w[1] - w[0] == LINE));
        let (_, y, height) = column.nodes[0];
        assert!(y < ports[0] && ports[8] < y + height);
        assert!(column.nodes[1].1 >= y + height + GAP);
    }
}
