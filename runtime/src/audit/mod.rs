//! The audit trail: what happened on the machine, by whom, with what outcome, in rows that hold each other
//! by SHA-256, so that an edit, a removal or a cut is found (`security.md`).
//!
//! Rows are appended through [`crate::state::Writer::append`], in the same transaction as what they tell.
//! Nothing here ever holds a password or a hash: a change of password says "changed".

pub(crate) mod chain;
mod escape;
mod export;
pub(crate) mod head;
mod list;
mod row;
pub(crate) mod verify;

pub use escape::{escaped, escaped_json};
pub use export::{to_csv, to_json_lines};
pub use list::{Filter, list, visit};
pub use row::{Entry, Kind, Outcome, Row};
pub use verify::{Fault, Verified, verify};

pub use chain::Hash;
pub(crate) use chain::hex;
