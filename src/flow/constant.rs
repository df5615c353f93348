//! Constants flowing into call arguments.
