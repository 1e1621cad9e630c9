//! The two files: read with positions, checked, written in one canonical form (design section 2).
//!
//! Reading gives a [`Reading`]: the document as far as it could be understood, and every fault with line
//! and column. Writing gives bytes that read back to the same document.

mod alike;
mod attributes;
mod canonical;
mod digest;
mod fault;
mod head;
mod prolog;
mod read;
mod read_definitions;
mod read_policies;
mod read_users;
mod source;
mod value;
mod write;
mod write_again;
mod write_parts;
mod wrong;

pub use alike::{Alike, Places};
pub use digest::{Digest, DigestGap, NotADigest, declared_digest};
pub use fault::{Fault, Reading, Severity, shorten};
pub use head::{Head, Kind, head, storage_hint};
pub use read::{
    Document, parse_known_runtime, parse_known_runtime_beside, parse_project, parse_project_noting,
    parse_project_telling, parse_runtime, read_any, read_project, read_runtime,
};
pub use source::{MAXIMUM_DEPTH, MAXIMUM_SIZE};
pub(crate) use value::forbidden;
pub use write::{Sink, render_project, render_runtime, write_project, write_runtime};
pub use write_again::{Kept, render_runtime_again};
pub use wrong::{Broken, Expected, Syntax, Wrong};

/// The version of the file format that this program knows.
pub const SCHEMA_VERSION: u32 = 1;
/// File name of a project.
pub const PROJECT_FILE: &str = "UserManagementConfig.xml";
/// File name of a machine's runtime document.
pub const RUNTIME_FILE: &str = "UserManagementRuntimeConfig.xml";

#[cfg(test)]
mod tests;
