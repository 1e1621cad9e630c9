//! Who may do what, and what is other between two users or two versions of a project.

mod rights;
mod versions;

pub use rights::{Effective, clients, effective};
pub use versions::{AccessChange, Changes, Comparison, GroupChange, Named, UserChange, Where, between, groups};
