//! Plain text: lines to paragraphs. A line that fills the page's width goes on in the next one.

use super::super::document::{Block, BlockKind, collapse};
use super::super::text::{marker, width};

/// Splits plain text into blocks.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let lines: Vec<(String, u32)> =
        (1u32..).zip(text.lines()).take(super::BLOCK_LIMIT).map(|(n, l)| (collapse(l), n)).collect();
    from_lines(&lines)
}

/// Joins lines, each with its number (of line or page), to blocks.
pub(super) fn from_lines(lines: &[(String, u32)]) -> Vec<Block> {
    let full = usual_full_width(lines);
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (line, number) in lines {
        let number = *number;
        if line.is_empty() || is_rule(line) {
            open = false;
            continue;
        }
        let starts = starts_block(line);
        match blocks.last_mut() {
            Some(last) if open && !starts => join(last, line, number),
            _ => blocks.push(Block::new(kind(line), line.clone(), number)),
        }
        open = full.is_some_and(|full| (full.saturating_sub(SLACK)..=full + 2).contains(&width(line)))
            && !ends_block(line);
    }
    split_cells(blocks)
}

/// Joins a continued line; Han text is joined without a space.
pub(super) fn join(block: &mut Block, line: &str, number: u32) {
    let wide = |c: Option<char>| c.is_some_and(|c| !c.is_ascii());
    if !(wide(block.text.chars().last()) || wide(line.chars().next())) {
        block.text.push(' ');
    }
    block.lines.push((block.text.len(), number));
    block.text.push_str(line);
}

/// The width that wrapped lines have: the one that most lines nearly reach. None when lines are not wrapped.
fn usual_full_width(lines: &[(String, u32)]) -> Option<usize> {
    let mut widths: Vec<usize> = lines.iter().map(|(l, _)| width(l)).filter(|w| *w > 0).collect();
    widths.sort_unstable();
    let total = widths.len();
    let mut best = (0usize, 0usize);
    let mut low = 0;
    for (high, top) in widths.iter().enumerate() {
        while widths.get(low).is_some_and(|w| w + SLACK < *top) {
            low += 1;
        }
        if (40..=140).contains(top) && high + 1 - low >= best.0 {
            best = (high + 1 - low, *top);
        }
    }
    // Wrapped text has hardly a line beyond its width.
    let beyond = total - widths.partition_point(|w| *w <= best.1 + SLACK);
    (best.0 >= 4 && best.0 * 6 >= total && beyond * 10 <= total).then_some(best.1)
}

/// Columns by which a wrapped line may miss the full width: a word or a mark that is kept together.
const SLACK: usize = 8;

fn is_rule(line: &str) -> bool {
    line.chars().count() >= 3
        && line.chars().all(|c| matches!(c, '-' | '=' | '*' | '_' | '─' | '—' | '＝' | '～' | ' '))
}

fn starts_block(line: &str) -> bool {
    marker(line).is_some()
        || matches!(line.chars().next(), Some('-' | '*' | '•' | '·' | '●' | '○' | '■' | '◆' | '※' | '▪' | '・'))
}

fn ends_block(line: &str) -> bool {
    matches!(line.chars().last(), Some('。' | '：' | ':' | '！' | '？' | '.' | '；' | ';'))
}

fn kind(line: &str) -> BlockKind {
    match line.chars().next() {
        Some('-' | '*' | '•' | '·' | '●' | '■' | '▪' | '・') => BlockKind::Item,
        _ => BlockKind::Paragraph,
    }
}

/// Lines drawn as table rows (`a | b | c`) become rows.
fn split_cells(mut blocks: Vec<Block>) -> Vec<Block> {
    for block in &mut blocks {
        if block.text.matches(['|', '｜', '│']).count() >= 2 || block.text.starts_with(['|', '│']) {
            let cells: Vec<String> =
                block.text.split(['|', '｜', '│']).map(|c| c.trim().to_owned()).filter(|c| !c.is_empty()).collect();
            if cells.len() >= 2 {
                block.kind = BlockKind::Row(cells);
            }
        }
    }
    blocks
}
