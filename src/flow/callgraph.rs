//! Class hierarchy, overrides, entry points, reachability.
