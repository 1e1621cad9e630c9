//! Groups, areas and notification groups.

use super::{At, Ref, Texts, Unknown};
use crate::{Id, Str};

/// A group of users, and what its members may do and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Identity.
    pub id: Id,
    /// True for the group `Administrators`, which every project has.
    pub administrators: bool,
    /// Name for people.
    pub name: Texts,
    /// Description for people.
    pub description: Texts,
    /// The rights that members have, or are denied.
    pub rights: Vec<RightRef>,
    /// The areas in which the group counts; none: everywhere.
    pub areas: Vec<Ref>,
    /// Groups of a directory service whose members are members here.
    pub external: Vec<ExternalGroup>,
    /// What this version does not know.
    pub unknown: Unknown,
    /// Where it stood.
    pub at: At,
}

/// A right that a group assigns or denies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RightRef {
    /// The right.
    pub id: Id,
    /// True if the right is denied, whatever else assigns it.
    pub denied: bool,
    /// What this version does not know.
    pub unknown: Unknown,
    /// Where it stood.
    pub at: At,
}

/// A group of a directory service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalGroup {
    /// The service, `ActiveDirectory`.
    pub provider: Str,
    /// The group's name there.
    pub name: Str,
    /// What this version does not know.
    pub unknown: Unknown,
}

/// A part of the plant, and the panels that stand in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Identity.
    pub id: Id,
    /// Name for people.
    pub name: Texts,
    /// Description for people.
    pub description: Texts,
    /// The panels.
    pub clients: Vec<Client>,
    /// What this version does not know.
    pub unknown: Unknown,
    /// Where it stood.
    pub at: At,
}

/// A panel, by the name with which it logs people in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// The panel's name.
    pub name: Str,
    /// What this version does not know.
    pub unknown: Unknown,
    /// Where it stood.
    pub at: At,
}

/// People who are told of something together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotificationGroup {
    /// Identity.
    pub id: Id,
    /// Name for people.
    pub name: Texts,
    /// Description for people.
    pub description: Texts,
    /// What this version does not know.
    pub unknown: Unknown,
    /// Where it stood.
    pub at: At,
}
