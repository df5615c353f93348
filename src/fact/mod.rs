//! What is known of a build, with a place for each.

pub mod android;
pub mod code;
pub mod code_ios;
pub mod ios;
pub mod native;
pub mod sdk;
pub mod signing;
pub mod text;
