//! Every bound of a scan in one place, with its default and its reason.
//!
//! An app's bytes are an attacker's: a header may claim four billion entries, a stream may inflate for ever. Nothing is
//! sized by a number read from the file; everything that can grow is counted against [`Limits`], and each limit that is
//! hit is recorded as a [`LimitHit`], shown in the report, and makes what it cut *not seen* (never *passed*).

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The bounds of one scan. `Default` is what the command line uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Entries read from one archive. Ordinary apps stay below 20,000; 65,535 is what ZIP without extensions can hold.
    pub archive_entries: usize,
    /// Inflated bytes of one entry. The largest dex, `resources.arsc` and native libraries seen stay below 500 MB.
    pub entry_bytes: u64,
    /// Inflated bytes of all entries that a scan reads, together.
    pub total_bytes: u64,
    /// Inflated / deflated size above which an entry larger than [`Limits::ratio_floor`] is taken for a bomb.
    pub ratio: u64,
    /// Entries below this inflated size are never judged by ratio: small, very regular files compress 1000 to 1.
    pub ratio_floor: u64,
    /// Archives inside archives (an `.apks` holds APKs, a zipped `.xcarchive` holds an app).
    pub archive_depth: usize,
    /// Nesting of XML elements, property lists, DER values, resource bags and references.
    pub nesting: usize,
    /// Items of one table in a parsed file (strings, classes, load commands, chunks, ...).
    pub table_items: usize,
    /// Facts of one kind that are kept for rules. More are counted, not kept.
    pub facts_per_kind: usize,
    /// Findings of one rule that are kept. More are counted, not kept.
    pub findings_per_rule: usize,
    /// Abstract steps of the code engines (instructions interpreted, summary joins) for one scan. Counted, so that the
    /// cut is the same on every machine.
    pub engine_steps: u64,
    /// Flows kept for one scan. With zero none are looked for, and rules on flows are undetermined.
    pub flows: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            archive_entries: 100_000,
            entry_bytes: 1 << 30,
            total_bytes: 4 << 30,
            ratio: 200,
            ratio_floor: 32 << 20,
            archive_depth: 3,
            nesting: 64,
            table_items: 16 << 20,
            facts_per_kind: 50_000,
            findings_per_rule: 500,
            engine_steps: 400_000_000,
            flows: 5_000,
        }
    }
}

/// A limit that was hit: which, where, and the value at which it cut.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct LimitHit {
    /// Field of [`Limits`], in kebab-case.
    pub limit: String,
    /// What was being read: a part of the build, in words of the report (`classes3.dex`, `res/layout/main.xml`).
    pub at: String,
    /// The bound itself.
    pub value: u64,
}

/// Running counts of one scan against its [`Limits`]. Shared between threads.
#[derive(Debug)]
pub struct Budget {
    /// The bounds.
    pub limits: Limits,
    inflated: AtomicU64,
    steps: AtomicU64,
    hits: Mutex<Vec<LimitHit>>,
}

impl Budget {
    /// A fresh budget.
    pub fn new(limits: Limits) -> Self {
        Self { limits, inflated: AtomicU64::new(0), steps: AtomicU64::new(0), hits: Mutex::new(Vec::new()) }
    }

    /// Counts inflated bytes; false when the total is spent (the hit is recorded once per place).
    pub fn inflate(&self, bytes: u64, at: &str) -> bool {
        let before = self.inflated.fetch_add(bytes, Ordering::Relaxed);
        let fits = before.saturating_add(bytes) <= self.limits.total_bytes;
        if !fits {
            self.hit("total-bytes", at, self.limits.total_bytes);
        }
        fits
    }

    /// Bytes counted by [`Budget::inflate`] so far.
    pub fn inflated(&self) -> u64 {
        self.inflated.load(Ordering::Relaxed)
    }

    /// Takes engine steps from the scan's share; false when they are spent. For determinism an engine takes steps in
    /// an order that does not depend on thread timing, or gives each unit of work its own share.
    pub fn take_steps(&self, steps: u64) -> bool {
        self.steps.fetch_add(steps, Ordering::Relaxed).saturating_add(steps) <= self.limits.engine_steps
    }

    /// Steps taken so far.
    pub fn steps(&self) -> u64 {
        self.steps.load(Ordering::Relaxed)
    }

    /// Records a limit that was hit. Equal hits are kept once.
    pub fn hit(&self, limit: &str, at: &str, value: u64) {
        let hit = LimitHit { limit: limit.to_owned(), at: at.chars().take(300).collect(), value };
        if let Ok(mut hits) = self.hits.lock()
            && !hits.contains(&hit)
            && hits.len() < 1_000
        {
            hits.push(hit);
        }
    }

    /// The hits so far, sorted.
    pub fn hits(&self) -> Vec<LimitHit> {
        let mut hits = self.hits.lock().map(|h| h.clone()).unwrap_or_default();
        hits.sort();
        hits
    }
}
