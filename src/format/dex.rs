//! Dalvik executables: ids, classes, code items.
