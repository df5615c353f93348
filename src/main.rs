//! The command line: flags in, exit code out. Reads and writes files; the library does neither.

mod cli;

/// Following values makes and drops millions of small things; the system's allocator took a tenth of a scan for that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::run()
}
