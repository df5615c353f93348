//! Facts of Mach-O code.
