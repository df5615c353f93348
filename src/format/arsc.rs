//! Android resource tables.
