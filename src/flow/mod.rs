//! Program analysis without opinion: Dalvik and ARM64 to the same call sites, values and flows.

pub mod arm64;
pub mod callgraph;
pub mod constant;
pub mod dalvik;
pub mod taint;
