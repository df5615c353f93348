//! Network security configuration, effective per host.
