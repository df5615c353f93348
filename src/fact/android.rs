//! Facts of manifest, resources, network security and layouts.
