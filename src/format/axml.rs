//! Android binary XML.
