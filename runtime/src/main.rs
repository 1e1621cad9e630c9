//! The program `keyholder-runtime`: the commands of design section 4 over the library.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
