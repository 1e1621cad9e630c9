//! Keyholder on the machine: keeps the runtime document, reconciles it with what is delivered, watches
//! both. The rules are in `keyholder-shared`; here are disk, clock, threads and commands.

pub mod audit;
pub mod check;
pub mod clock;
pub mod engine;
pub mod fingerprint;
pub mod outcome;
pub mod preview;
pub mod project;
pub mod random;
mod record;
pub mod runtime;
pub mod state;
pub mod store;
pub mod update;
pub mod watch;
pub mod writing;
