//! Dalvik code as typed IR with control flow.
