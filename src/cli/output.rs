//! The only place that prints.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::io::Write;

/// One line on standard error.
pub(crate) fn complain(message: &str) {
    eprintln!("maspect: {}", message.replace(['\n', '\r'], " "));
}

/// Text on standard output. A closed pipe (`| head`) ends quietly.
pub(crate) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
