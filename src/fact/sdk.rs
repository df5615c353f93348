//! SDKs, hybrid frameworks, packers.
