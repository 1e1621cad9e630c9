//! The vocabulary of Keyholder: what a project and a runtime file say, how they are read, checked and
//! written, and how a delivered project and a machine's own changes become one ([`reconcile`]).
//!
//! Everything here is pure: no clock, no file system, no thread, no randomness. Time comes in as a
//! [`Time`], bytes come in as slices, results go out as values.

pub mod access;
pub mod advice;
#[cfg(test)]
mod any;
pub mod change;
pub mod create;
pub mod edit;
pub mod guideline;
pub mod id;
pub mod model;
pub mod name;
pub mod password;
pub mod reconcile;
pub mod time;
pub mod validate;
pub mod xml;

pub use id::Id;
pub use time::Time;

/// The text of a name, an address, a hash: short ones take no allocation.
pub use compact_str::CompactString as Str;
