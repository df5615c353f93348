//! Protobuf forms of manifest and resources in an Android App Bundle.
