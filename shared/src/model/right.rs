//! Rights and the groups they are listed in.

use super::{At, Section, Texts, Unknown};
use crate::{Id, Str};

/// The keys of the built-in right group `System`, in every project (design section 2).
pub const SYSTEM_RIGHTS: [&str; 8] = [
    "system.user.create",
    "system.user.change",
    "system.user.delete",
    "system.user.change-password",
    "system.user.assign-group",
    "system.user.unlock",
    "system.audit.read",
    "system.exit",
];

/// Something that a visualisation asks for before it acts, by its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Right {
    /// Identity.
    pub id: Id,
    /// What the visualisation asks for, `recipe.edit`.
    pub key: Str,
    /// Name for people.
    pub name: Texts,
    /// Description for people.
    pub description: Texts,
    /// What this version does not know.
    pub unknown: Unknown,
    /// Where it stood.
    pub at: At,
}

/// A heading under which rights are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RightGroup {
    /// Identity.
    pub id: Id,
    /// True for the right group `System`, which every project has.
    pub system: bool,
    /// Name for people.
    pub name: Texts,
    /// Description for people.
    pub description: Texts,
    /// The rights, in the order of the file.
    pub rights: Section<Right>,
    /// Where it stood.
    pub at: At,
}
