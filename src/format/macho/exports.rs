//! The export trie.

use rustc_hash::FxHashSet;

use super::{Anomaly, Reader};
use crate::format::FormatResult;
use crate::limits::Limits;

/// An exported symbol.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Export {
    /// Name, leading underscore included.
    pub name: String,
    /// Address; none for a re-export of another library's symbol.
    pub address: Option<u64>,
}

/// The longest name followed.
const LONGEST: usize = 16_384;

/// Reads the trie: each node once, names and their sum bounded.
pub(super) fn trie(data: &[u8], base: u64, limits: &Limits, anomalies: &mut Vec<Anomaly>) -> Vec<Export> {
    let mut exports = Vec::new();
    if data.is_empty() {
        return exports;
    }
    let mut seen = FxHashSet::default();
    let mut budget = data.len().saturating_mul(16).saturating_add(1 << 16);
    let mut open: Vec<(usize, Vec<u8>)> = vec![(0, Vec::new())];
    while let Some((offset, name)) = open.pop() {
        if !seen.insert(offset) || seen.len() > limits.table_items {
            anomalies.push(Anomaly::new("macho-exports-shared", offset as u64, ""));
            continue;
        }
        if node(data, offset, &name, base, &mut exports, &mut open, &mut budget).is_err() {
            anomalies.push(Anomaly::new("macho-exports-malformed", offset as u64, ""));
            break;
        }
    }
    exports.sort();
    exports
}

fn node(
    data: &[u8],
    offset: usize,
    name: &[u8],
    base: u64,
    exports: &mut Vec<Export>,
    open: &mut Vec<(usize, Vec<u8>)>,
    budget: &mut usize,
) -> FormatResult<()> {
    let mut reader = Reader::new(data, "export trie").at(offset);
    let terminal = usize::try_from(reader.uleb128()?).unwrap_or(usize::MAX);
    let children = reader.position().saturating_add(terminal);
    if terminal > 0 {
        let flags = reader.uleb128()?;
        let value = reader.uleb128()?;
        let address = match (flags & 8, flags & 3) {
            (0, 2) => Some(value),
            (0, _) => Some(base.wrapping_add(value)),
            _ => None,
        };
        exports.push(Export { name: String::from_utf8_lossy(name).into_owned(), address });
    }
    let mut reader = reader.at(children);
    for _ in 0..reader.u8()? {
        let edge = reader.c_string()?;
        let next = usize::try_from(reader.uleb128()?).unwrap_or(usize::MAX);
        let length = name.len().saturating_add(edge.len());
        *budget = budget.checked_sub(length).ok_or_else(|| reader.malformed("names too long"))?;
        if length > LONGEST {
            return Err(reader.malformed("name too long"));
        }
        open.push((next, [name, edge].concat()));
    }
    Ok(())
}
