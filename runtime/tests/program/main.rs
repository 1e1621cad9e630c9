//! The program `keyholder-runtime` as a person or another program uses it: run as a process, in a folder
//! with copies of the sample projects.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod audit;
mod check;
#[cfg(unix)]
mod disk;
mod kills;
mod logins;
mod people;
mod plant;
mod preview;
mod reset;
mod shape;
mod site;
mod story;
mod terminal;
mod transcript;
mod update;
mod usage;
mod watch;
