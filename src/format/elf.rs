//! ELF libraries and their hardening.
