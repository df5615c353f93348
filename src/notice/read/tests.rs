//! What the readers make of small files.
