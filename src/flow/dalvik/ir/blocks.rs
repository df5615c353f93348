//! Basic blocks: where they begin, what follows them, which lie on cycles, and which lead to given statements.

use super::{Block, Body};
use crate::flow::dalvik::TypeId;

/// A range of code with what catches its exceptions.
pub(super) struct Cover {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) handlers: Vec<(Option<TypeId>, u32)>,
}

impl Body {
    pub(super) fn build_blocks(&mut self, covers: &[Cover]) {
        let count = self.ops.len() as u32;
        let mut leader = vec![false; self.ops.len() + 1];
        let mark = |at: u32, leader: &mut Vec<bool>| {
            if let Some(slot) = leader.get_mut(at as usize) {
                *slot = true;
            }
        };
        mark(0, &mut leader);
        for (i, op) in self.ops.iter().enumerate() {
            let (targets, below) = op.flow();
            if !targets.is_empty() || !below {
                mark(i as u32 + 1, &mut leader);
            }
            for to in targets {
                mark(to, &mut leader);
            }
        }
        for cover in covers {
            for pc in [cover.start, cover.end] {
                let at = self.pcs.partition_point(|&p| p < pc);
                mark(at as u32, &mut leader);
            }
            for &(_, to) in &cover.handlers {
                mark(to, &mut leader);
            }
        }
        let starts: Vec<u32> = (0..count).filter(|&i| leader.get(i as usize) == Some(&true)).collect();
        let block_at = |op: u32| starts.partition_point(|&s| s <= op).saturating_sub(1) as u32;
        for (i, &start) in starts.iter().enumerate() {
            let end = starts.get(i + 1).copied().unwrap_or(count);
            let mut block = Block { start, end, ..Block::default() };
            if let Some(op) = self.ops.get(end as usize - 1) {
                let (targets, below) = op.flow();
                block.next = targets.into_iter().map(block_at).collect();
                if below && end < count {
                    block.next.push(i as u32 + 1);
                }
            }
            let pc = self.pcs.get(start as usize).copied().unwrap_or(0);
            for cover in covers.iter().filter(|c| c.start <= pc && pc < c.end) {
                block.handlers.extend(cover.handlers.iter().map(|&(ty, to)| (ty, block_at(to))));
            }
            self.blocks.push(block);
        }
        self.mark_loops();
        self.number();
    }

    /// By block, the operation before which a run for the statements at some units (sorted) may end: zero for blocks
    /// from which none of them is reached, or, where each block is run apart, that hold none.
    pub fn until(&self, units: &[u32], apart: bool) -> Vec<u32> {
        let asked = |&op: &u32| self.pcs.get(op as usize).is_some_and(|pc| units.binary_search(pc).is_ok());
        let last = |block: &Block| (block.start..block.end).rev().find(asked).map_or(0, |op| op + 1);
        let mut until: Vec<u32> = self.blocks.iter().map(last).collect();
        if apart {
            return until;
        }
        let mut before: Vec<Vec<u32>> = vec![Vec::new(); self.blocks.len()];
        for (from, edges) in (0..).zip(self.edges()) {
            for to in edges {
                if let Some(known) = before.get_mut(to as usize) {
                    known.push(from);
                }
            }
        }
        let mut leads = vec![false; self.blocks.len()];
        let mut work: Vec<u32> = (0..).zip(&until).filter(|(_, until)| **until > 0).map(|(block, _)| block).collect();
        while let Some(block) = work.pop() {
            for &from in before.get(block as usize).into_iter().flatten() {
                let Some(leads) = leads.get_mut(from as usize).filter(|leads| !**leads) else { continue };
                *leads = true;
                if let (Some(slot), Some(block)) = (until.get_mut(from as usize), self.blocks.get(from as usize)) {
                    *slot = block.end;
                }
                work.push(from);
            }
        }
        until
    }

    fn edges(&self) -> Vec<Vec<u32>> {
        self.blocks
            .iter()
            .map(|b| b.next.iter().copied().chain(b.handlers.iter().map(|&(_, to)| to)).collect())
            .collect()
    }

    /// Numbers blocks in reverse postorder.
    fn number(&mut self) {
        let edges = self.edges();
        let mut seen = vec![false; self.blocks.len()];
        let mut order = Vec::with_capacity(self.blocks.len());
        let mut work = vec![(0u32, 0usize)];
        if let Some(first) = seen.first_mut() {
            *first = true;
        }
        while let Some((node, edge)) = work.pop() {
            match edges.get(node as usize).and_then(|e| e.get(edge)) {
                Some(&to) => {
                    work.push((node, edge + 1));
                    if let Some(seen) = seen.get_mut(to as usize).filter(|seen| !**seen) {
                        *seen = true;
                        work.push((to, 0));
                    }
                }
                None => order.push(node),
            }
        }
        for (rank, &block) in order.iter().rev().enumerate() {
            if let Some(block) = self.blocks.get_mut(block as usize) {
                block.rank = rank as u32;
            }
        }
    }

    /// Marks blocks on cycles: strongly connected components, without recursion.
    fn mark_loops(&mut self) {
        let count = self.blocks.len();
        let edges = self.edges();
        let mut order = vec![u32::MAX; count];
        let mut low = vec![u32::MAX; count];
        let mut on_stack = vec![false; count];
        let (mut stack, mut work, mut time) = (Vec::new(), vec![(0u32, 0usize)], 0u32);
        while let Some((node, edge)) = work.pop() {
            let n = node as usize;
            if edge == 0 {
                order[n] = time;
                low[n] = time;
                time += 1;
                stack.push(node);
                on_stack[n] = true;
            }
            if let Some(&to) = edges[n].get(edge) {
                work.push((node, edge + 1));
                let t = to as usize;
                if t >= count {
                    continue;
                }
                if order[t] == u32::MAX {
                    work.push((to, 0));
                } else if on_stack[t] {
                    low[n] = low[n].min(order[t]);
                }
                continue;
            }
            if let Some(&(parent, _)) = work.last() {
                let p = parent as usize;
                low[p] = low[p].min(low[n]);
            }
            if low[n] == order[n] {
                let from = stack.iter().rposition(|&s| s == node).unwrap_or(0);
                let component = stack.split_off(from);
                let looped = component.len() > 1 || edges[n].contains(&node);
                for member in component {
                    on_stack[member as usize] = false;
                    self.blocks[member as usize].looped = looped;
                }
            }
        }
    }
}
