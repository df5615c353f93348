//! Hosts, URLs and secrets in every part that bears text.
