//! Structures to one app: what a build is, whichever way it came.

pub mod android;
pub mod ios;
pub mod manifest;
pub mod nsc;
pub mod signing;
