//! ARM64 code: decoding, blocks, constants.
