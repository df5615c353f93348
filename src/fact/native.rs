//! Facts of ELF libraries.
