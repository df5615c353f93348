//! APK signature schemes v1 to v4.
