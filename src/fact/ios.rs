//! Facts of plists, entitlements, provisioning and Mach-O headers.
