//! What the tests share.

pub mod bad;
#[cfg(not(windows))]
pub mod documents;
pub mod exhaustive;
pub mod history;
pub mod invariants;
pub mod machine;
pub mod naive_access;
pub mod oracle;
pub mod program;
pub mod random;
#[cfg(not(windows))]
pub mod schema;
