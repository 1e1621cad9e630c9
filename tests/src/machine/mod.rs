//! The whole engine against a model of it: accounts, failures, locks, ages, sessions, and who may change whom.
//! Random operations are done by both under a clock of their own, and everything is compared after each.

pub mod crowd;
mod drive;
mod model;
#[cfg(test)]
mod tests;
pub mod two;
mod world;

pub use drive::{Tally, run};
