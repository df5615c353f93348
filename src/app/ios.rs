//! An iOS app: bundle, plists, entitlements, provisioning, executables.
