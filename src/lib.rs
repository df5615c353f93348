//! `maspect` inspects an Android or iOS build against MAS L2.

pub mod app;
pub mod detect;
pub mod fact;
pub mod finding;
pub mod flow;
pub mod format;
pub mod limits;
pub mod notice;
pub mod report;
pub mod rule;
pub mod scan;
pub mod verdict;
pub mod waiver;
