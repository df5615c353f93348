//! The notice as sentences, each with its place in the structure: articles, headings, lists and their lead-ins.

use std::borrow::Cow;

use super::document::{Block, BlockKind, Document};
use super::lexicon::{Concept, Hits};
use super::text::{Marker, Style, fold, marker, sentences};

/// Sentences of one document that are judged; more is no notice.
const UNIT_LIMIT: usize = 60_000;

/// What a sentence is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A heading of the markup.
    Heading,
    /// Running text.
    Text,
    /// A list item, or a sentence that begins with a number.
    Item,
    /// A table row.
    Row,
    /// The page's footer.
    Footer,
}

/// One sentence.
#[derive(Debug)]
pub(super) struct Unit {
    /// As it stands.
    pub(super) text: String,
    /// For matching.
    pub(super) folded: String,
    /// Its terms.
    pub(super) hits: Hits,
    /// Index of its block.
    pub(super) block: usize,
    /// Line (page, paragraph).
    pub(super) line: u32,
    /// What it is part of.
    pub(super) role: Role,
    /// Its node in [`Outline::nodes`].
    pub(super) node: usize,
    /// The sentence that introduces the list it is in.
    pub(super) lead: Option<usize>,
}

/// A part of the document: an article, a numbered item, or what stands below a heading.
#[derive(Debug)]
pub(super) struct Node {
    /// Its first sentence, which bears the title; none for the document itself.
    pub(super) title: Option<usize>,
    /// Its number.
    pub(super) mark: Option<Marker>,
    /// Level of its heading, where the markup has one.
    level: Option<u8>,
    /// A line that reads as a heading in text without markup.
    pseudo: bool,
    /// The part it is in.
    pub(super) parent: Option<usize>,
    /// Its sentences: from `first`, up to but not including `end`.
    pub(super) first: usize,
    /// See `first`.
    pub(super) end: usize,
}

/// The whole.
#[derive(Debug)]
pub(super) struct Outline {
    /// Sentences in reading order.
    pub(super) units: Vec<Unit>,
    /// Parts; the first is the document.
    pub(super) nodes: Vec<Node>,
}

impl Outline {
    /// Reads the structure of a document.
    pub(super) fn new(document: &Document) -> Self {
        let mut builder = Builder::new();
        let blocks: Vec<Cow<'_, Block>> = document.blocks.iter().map(without_false_heading).collect();
        for (index, block) in blocks.iter().enumerate() {
            builder.block(index, block, blocks.get(index + 1).map(AsRef::as_ref));
            if builder.out.units.len() > UNIT_LIMIT {
                break;
            }
        }
        builder.close_to(0);
        builder.out
    }

    /// The parts that a sentence is in, innermost first.
    pub(super) fn ancestors(&self, node: usize) -> impl Iterator<Item = &Node> {
        let mut next = Some(node);
        let mut steps = 0;
        std::iter::from_fn(move || {
            let node = self.nodes.get(next?)?;
            steps += 1;
            next = if steps < 64 { node.parent } else { None };
            Some(node)
        })
    }

    /// Whether the title of a part that the sentence stands below, or the sentence that leads its list in, passes a test.
    /// A sentence is not below itself.
    pub(super) fn below(&self, index: usize, mut test: impl FnMut(&Unit) -> bool) -> bool {
        let Some(unit) = self.units.get(index) else { return false };
        let lead = unit.lead.filter(|lead| *lead != index).and_then(|lead| self.units.get(lead));
        lead.is_some_and(&mut test)
            || self
                .ancestors(unit.node)
                .filter_map(|node| node.title)
                .filter(|title| *title != index)
                .filter_map(|title| self.units.get(title))
                .any(|title| is_title(title) && test(title))
    }

    /// The cells of a table row under the column heads that pass a test; none for the head itself and outside of tables.
    pub(super) fn cells_under(&self, index: usize, test: impl Fn(&Unit) -> bool) -> Vec<&str> {
        let Some(unit) = self.units.get(index).filter(|u| u.role == Role::Row) else { return Vec::new() };
        let above = self.units.get(..index).unwrap_or_default().iter().rev().take(200);
        let mut last = unit.block;
        let mut head = None;
        for row in above {
            if row.role != Role::Row || last.saturating_sub(row.block) > 1 {
                break;
            }
            last = row.block;
            head = Some(row);
        }
        let Some(head) = head.filter(|head| head.folded.contains('|')) else { return Vec::new() };
        let columns = head.folded.split('|').map(|cell| {
            let folded = cell.trim().to_owned();
            let hits = Hits::find(&folded);
            Unit { text: folded.clone(), folded, hits, lead: None, ..*head }
        });
        let wanted: Vec<bool> = columns.map(|column| test(&column)).collect();
        let cells = unit.folded.split('|').map(str::trim);
        cells.zip(wanted).filter(|(cell, wanted)| *wanted && cell.chars().count() >= 2).map(|(cell, _)| cell).collect()
    }

    /// Whether a part has text beside its title.
    pub(super) fn has_body(&self, node: &Node) -> bool {
        self.units.get(node.first..node.end).unwrap_or_default().iter().enumerate().any(|(i, unit)| {
            Some(node.first + i) != node.title && unit.role != Role::Heading && unit.folded.chars().count() >= 4
        })
    }
}

/// Whether a sentence reads as a title: short, and no full sentence.
pub(super) fn is_title(unit: &Unit) -> bool {
    unit.role == Role::Heading
        || super::text::width(&unit.folded) <= 64
            && !unit.text.trim_end().ends_with(['。', '；', ';'])
            && !(unit.text.trim_end().ends_with('.') && unit.text.matches(' ').count() >= 5)
}

/// Whole sentences in the markup of a heading (`<h6>` for its size) are running text.
fn without_false_heading(block: &Block) -> Cow<'_, Block> {
    let text = block.text.trim_end();
    let leads = text.ends_with('：') && text.contains('，');
    let sentences = leads || text.ends_with(['。', '；', '，']) || text.contains('。') && super::text::width(text) > 80;
    let latin = text.is_ascii() && text.ends_with('.') && text.matches(' ').count() >= 12;
    if !(matches!(block.kind, BlockKind::Heading(2..)) && (sentences || latin)) {
        return Cow::Borrowed(block);
    }
    Cow::Owned(Block { kind: BlockKind::Paragraph, text: block.text.clone(), lines: block.lines.clone() })
}

struct Builder {
    out: Outline,
    stack: Vec<usize>,
    lead: Option<Lead>,
}

/// An open lead-in sentence.
struct Lead {
    unit: usize,
    block: usize,
    node: usize,
    /// Whether an item has followed.
    listed: bool,
}

impl Builder {
    fn new() -> Self {
        let root = Node { title: None, mark: None, level: Some(0), pseudo: false, parent: None, first: 0, end: 0 };
        Self { out: Outline { units: Vec::new(), nodes: vec![root] }, stack: vec![0], lead: None }
    }

    fn block(&mut self, index: usize, block: &Block, next: Option<&Block>) {
        let whole = [(0, block.text.as_str())];
        let pieces = match block.kind {
            BlockKind::Row(_) | BlockKind::Heading(_) if block.text.len() < 4_000 => whole.to_vec(),
            _ => sentences(&block.text),
        };
        for (nth, (offset, text)) in pieces.into_iter().enumerate() {
            let mark = marker(text).filter(|_| !matches!(block.kind, BlockKind::Row(_) | BlockKind::Footer));
            let role = role(block, nth, mark.as_ref());
            self.enter(block, nth, text, mark, next);
            self.unit(index, block.line_at(offset), text, role);
        }
    }

    /// Opens a part where the sentence begins one.
    fn enter(&mut self, block: &Block, nth: usize, text: &str, mark: Option<Marker>, next: Option<&Block>) {
        let level = match block.kind {
            BlockKind::Heading(level) if nth == 0 && level < 6 => Some(level),
            _ => None,
        };
        match (level, mark) {
            (Some(level), mark) => {
                self.close_while(|n| n.level.is_none_or(|l| l >= level));
                self.open(mark, Some(level), false);
            }
            (None, Some(mark)) => {
                self.place_numbered(mark);
                self.open(Some(mark), None, false);
            }
            (None, None) if nth == 0 && reads_as_heading(block, text, next) => {
                self.close_pseudo();
                self.open(None, None, true);
            }
            (None, None) if nth == 0 && block.kind == BlockKind::Paragraph => self.end_plain_list(),
            _ => {}
        }
    }

    /// A paragraph after a list of bare items («6. 位置») does not belong to its last item.
    fn end_plain_list(&mut self) {
        let end = self.out.units.len();
        let Some(top) = self.stack.last().and_then(|n| self.out.nodes.get(*n)) else { return };
        let Some(mark) = top.mark.filter(|m| !m.style.is_major() && m.number >= 2) else { return };
        let bare = |node: &Node, end: usize| node.level.is_none() && end - node.first == 1;
        let before = self.out.nodes.iter().rev().find(|n| {
            n.parent == top.parent && n.mark.is_some_and(|m| m.style == mark.style && m.number + 1 == mark.number)
        });
        if bare(top, end) && before.is_some_and(|n| bare(n, n.end)) {
            let depth = self.stack.len() - 1;
            self.close_to(depth);
        }
    }

    fn open(&mut self, mark: Option<Marker>, level: Option<u8>, pseudo: bool) {
        let first = self.out.units.len();
        let parent = self.stack.last().copied();
        if self.stack.len() > 40 {
            return;
        }
        self.stack.push(self.out.nodes.len());
        self.out.nodes.push(Node { title: Some(first), mark, level, pseudo, parent, first, end: first });
    }

    fn close_to(&mut self, depth: usize) {
        let end = self.out.units.len();
        while self.stack.len() > depth {
            if let Some(node) = self.stack.pop().and_then(|n| self.out.nodes.get_mut(n)) {
                node.end = end;
            }
        }
    }

    fn close_while(&mut self, test: impl Fn(&Node) -> bool) {
        while self.stack.len() > 1 && self.stack.last().and_then(|n| self.out.nodes.get(*n)).is_some_and(&test) {
            let depth = self.stack.len() - 1;
            self.close_to(depth);
        }
    }

    /// A heading without markup ends the one before it, but not an article that it stands in.
    fn close_pseudo(&mut self) {
        for depth in (1..self.stack.len()).rev() {
            let Some(node) = self.stack.get(depth).and_then(|n| self.out.nodes.get(*n)) else { return };
            if node.pseudo {
                return self.close_to(depth);
            }
            if node.mark.is_some_and(|m| m.style.is_major()) || node.level.is_some() {
                return self.close_to(depth + 1);
            }
        }
    }

    /// Finds where a numbered part belongs: after its predecessor of the same style, else below what is open.
    fn place_numbered(&mut self, mark: Marker) {
        let at = |builder: &Self, depth: usize| {
            builder.stack.get(depth).and_then(|n| builder.out.nodes.get(*n)).and_then(|n| n.mark)
        };
        if matches!(mark.style, Style::Article | Style::ArticleLatin) {
            if let Some(depth) = (1..self.stack.len()).find(|d| at(self, *d).is_some()) {
                self.close_to(depth);
            }
            return;
        }
        let same: Vec<(usize, u32)> = (1..self.stack.len())
            .rev()
            .filter_map(|d| at(self, d).filter(|m| m.style == mark.style).map(|m| (d, m.number)))
            .collect();
        let after = same.iter().find(|(_, number)| number + 1 == mark.number);
        match (after, same.first()) {
            (Some((depth, _)), _) => self.close_to(*depth),
            (None, Some(_)) if mark.number == 1 => {}
            (None, Some((depth, _))) => self.close_to(*depth),
            (None, None) => {}
        }
    }

    fn unit(&mut self, block: usize, line: u32, text: &str, role: Role) {
        let folded = fold(text);
        let hits = Hits::find(&folded);
        let index = self.out.units.len();
        let node = self.stack.last().copied().unwrap_or(0);
        let lead = self.lead_for(block, role, node);
        if leads_in(&folded, &hits, role) {
            self.lead = Some(Lead { unit: index, block, node, listed: false });
        }
        self.out.units.push(Unit { text: text.to_owned(), folded, hits, block, line, role, node, lead });
    }

    /// The lead-in of a sentence: kept over items, sub-items and the rest of its own block.
    fn lead_for(&mut self, block: usize, role: Role, node: usize) -> Option<usize> {
        let stack = &self.stack;
        let lead = self.lead.as_mut()?;
        let inside = lead.node == 0 || stack.contains(&lead.node);
        let item = matches!(role, Role::Item | Role::Row);
        let keeps =
            inside && role != Role::Heading && (block == lead.block || item || !lead.listed || node != lead.node);
        if !keeps {
            self.lead = None;
            return None;
        }
        lead.listed |= block != lead.block;
        Some(lead.unit)
    }
}

fn role(block: &Block, nth: usize, mark: Option<&Marker>) -> Role {
    match block.kind {
        BlockKind::Heading(6) if mark.is_some() => Role::Item,
        BlockKind::Heading(_) if nth == 0 => Role::Heading,
        BlockKind::Row(_) => Role::Row,
        BlockKind::Footer => Role::Footer,
        BlockKind::Item => Role::Item,
        _ if mark.is_some() => Role::Item,
        _ => Role::Text,
    }
}

/// A short line without the marks of a sentence, followed by something longer.
fn reads_as_heading(block: &Block, text: &str, next: Option<&Block>) -> bool {
    // «【 資料之保護 】» is a heading wherever it stands.
    let bracketed = |t: &str| t.starts_with('【') && t.ends_with('】') || t.starts_with('〔') && t.ends_with('〕');
    match block.kind {
        BlockKind::Heading(_) => true,
        _ if bracketed(block.text.trim()) && super::text::width(text) <= 64 => true,
        BlockKind::Paragraph => {
            let short = super::text::width(text) <= 44 && text.len() == block.text.len();
            let sentence =
                text.contains(['。', '，', '；', '@', '|']) || text.ends_with(['.', ';', ',']) || has_value(text);
            let followed = next.is_some_and(|n| !matches!(n.kind, BlockKind::Heading(_)) && n.text.len() > text.len());
            short && !sentence && followed
        }
        _ => false,
    }
}

/// `label：value`.
fn has_value(text: &str) -> bool {
    text.split_once(['：', ':']).is_some_and(|(_, value)| !value.trim().is_empty())
}

fn leads_in(folded: &str, hits: &Hits, role: Role) -> bool {
    role != Role::Footer
        && role != Role::Row
        && (folded.trim_end().ends_with(':') || (hits.has(Concept::Following) && folded.chars().count() < 400))
}
