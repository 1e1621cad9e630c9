//! Keyholder on the machine.
pub mod store;
