//! Facts of Dalvik code.
