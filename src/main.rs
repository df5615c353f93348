//! The command line: flags in, exit code out. Reads and writes files; the library does neither.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
