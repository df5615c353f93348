//! Names of all dex files, each once.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::Sym;

/// Interned text.
#[derive(Debug, Default)]
pub(super) struct Pool<'a> {
    texts: Vec<Cow<'a, str>>,
    ids: FxHashMap<Cow<'a, str>, Sym>,
}

impl<'a> Pool<'a> {
    /// Makes room for more texts.
    pub(super) fn reserve(&mut self, more: usize) {
        self.texts.reserve(more);
        self.ids.reserve(more);
    }

    pub(super) fn intern(&mut self, text: Cow<'a, str>) -> Sym {
        if let Some(&sym) = self.ids.get(&text) {
            return sym;
        }
        let sym = Sym(self.texts.len() as u32);
        self.texts.push(text.clone());
        self.ids.insert(text, sym);
        sym
    }

    pub(super) fn find(&self, text: &str) -> Option<Sym> {
        self.ids.get(text).copied()
    }

    pub(super) fn get(&self, sym: Sym) -> &str {
        self.texts.get(sym.ix()).map_or("", |text| text)
    }
}
