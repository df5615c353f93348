//! `maspect` inspects an Android or iOS build against MAS V4.0 (行動應用App基本資安檢測基準) before the accredited lab
//! does, offline, and reports control by control: fail, pass, manual, not applicable or undetermined, with evidence.
//!
//! # The way of a build
//!
//! ```text
//! bytes → format → app → flow ┐
//!                        app ─┴→ fact → detect → verdict → report → json, html, pdf, terminal, sarif, ...
//!                        rule (catalogue as data) ↗          ↑ waiver
//! ```
//!
//! | module | turns | into |
//! |---|---|---|
//! | [`mod@format`] | bytes | structures, one parser per file format: ZIP, binary XML, resource tables, dex, ELF, Mach-O, property lists, DER |
//! | [`app`] | structures | one app: what a build is, its effective manifest and network security, its signature, its bundles |
//! | [`flow`] | code | call sites, values, bodies and flows, in words shared by Dalvik and ARM64 |
//! | [`fact`] | all of these | facts of a fixed vocabulary ([`rule::vocabulary`]), each with its place, owner and evidence |
//! | [`rule`] | `rules/` | the catalogue: rules, profiles, API and SDK knowledge; pure data |
//! | [`detect`] | rules over facts | one outcome per rule, with findings |
//! | [`verdict`] | outcomes and a profile | one verdict per control, and the overall one |
//! | [`waiver`] | known findings | marks with reason, owner and expiry |
//! | [`project`] | `maspect.yaml` | declarations, waivers and what people attested |
//! | [`notice`] | a privacy notice | its points, each satisfied or not |
//! | [`report`] | the lot | one [`report::Report`] value, which every renderer prints |
//! | [`mod@dossier`] | reports and a project file | worksheets, and the papers of the application |
//! | [`mod@scan`] | an artifact | all of it in order |
//! | [`mod@batch`] | many reports | one index, as a page, CSV and JSON lines |
//! | [`mod@diff`] | two reports, or a report and a baseline | what is new, mended and unchanged; what stops a pipeline |
//!
//! # Invariants
//!
//! 1. [`scan::scan`] is pure: no clock, network, environment or file access below the command line. Same bytes, catalogue,
//!    options and date: same report bytes.
//! 2. Parsers are total: a value plus anomalies, no panic, no allocation sized by a number read from the file, no recursion
//!    without a counter.
//! 3. Facts carry places. Rules read facts and nothing else; a rule on a kind of fact that nobody looked for is
//!    undetermined ([`fact::FactStore::looked_for`]).
//! 4. Detectors write no prose and renderers make no judgement. Words live in `rules/` and `reports/words/`.
//! 5. What was not seen never becomes a pass: coverage travels with every outcome, and a limit that was hit is shown.
//! 6. Standards are mapped in `rules/profiles/` only.
//! 7. Waivers mark, they never delete.
//! 8. Order is defined everywhere; nothing depends on a hash map's order or a thread's timing.
//! 9. One detector's panic costs its rule, one build's failure costs that build.
//! 10. Text of an app is [`finding::AppText`]: bounded, inert, escaped once more by each format. Secrets are redacted where
//!     the evidence is made.
//!
//! Which module may import which is a table in `tests/house.rs`. The original plan put the steps of a scan into this file;
//! they grew a module of their own, [`mod@scan`], the only one that knows all others.

pub mod app;
pub mod batch;
pub mod detect;
pub mod diff;
pub mod dossier;
pub mod fact;
pub mod finding;
pub mod flow;
pub mod format;
pub mod limits;
pub mod notice;
pub mod project;
pub mod report;
pub mod rule;
pub mod scan;
pub mod verdict;
pub mod waiver;
