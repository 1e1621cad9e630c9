//! Keyholder's Designer: where an engineer defines who may do what.

// A desktop program opens no console beside its window.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    keyholder_designer::start::start(std::env::args_os().skip(1).collect())
}
