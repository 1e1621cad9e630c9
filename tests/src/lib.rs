//! What the tests share.

#[cfg(not(windows))]
pub mod schema;
