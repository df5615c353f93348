//! Source-to-sink flows.
