//! Facts of signatures and certificates.
