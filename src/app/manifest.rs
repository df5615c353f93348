//! The typed, effective manifest.
