//! The two documents, and the sections they share.

use std::ops::{Deref, DerefMut};

use super::{Area, At, DeletedUser, Group, NotificationGroup, Policies, RightGroup, RuntimeUser, Unknown, User};
use crate::xml::Digest;
use crate::{Id, Str, Time};

/// `UserManagementConfig.xml`: what the engineer defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Identity of the project; machines refuse another one's.
    pub id: Id,
    /// Name of the project.
    pub name: Str,
    /// Moves strictly forward on every save that changes content.
    pub time_stamp: Time,
    /// Everything but the users.
    pub definitions: Definitions,
    /// The users.
    pub users: Section<User>,
    /// What this version does not know, directly under the root.
    pub unknown: Unknown,
}

/// `UserManagementRuntimeConfig.xml`: what the machine keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runtime {
    /// Identity of the project the machine runs.
    pub project_id: Id,
    /// Name of that project.
    pub project_name: Str,
    /// When this document was last written.
    pub time_stamp: Time,
    /// Time stamp of the project file that was merged last.
    pub project_time_stamp: Time,
    /// Digest of the project file that was merged last.
    pub project_digest: Option<Digest>,
    /// Counts the writes of this document.
    pub generation: u64,
    /// Names of unknown content under the root that came from the project, so that the next project can
    /// withdraw it while what the plant's programs added stays.
    pub project_extras: Vec<Str>,
    /// Everything but the users.
    pub definitions: Definitions,
    /// The users.
    pub users: Section<RuntimeUser>,
    /// Project users deleted on the machine.
    pub deleted: Section<DeletedUser>,
    /// What this version does not know, directly under the root.
    pub unknown: Unknown,
}

/// What both documents share: everything but the users. On a machine it always comes from the project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Definitions {
    /// The languages texts are written in.
    pub languages: Languages,
    /// Protection of the project and of its Admin.
    pub security: Security,
    /// Where the machine keeps its runtime document.
    pub storage: DataStorage,
    /// Who knows the passwords.
    pub authentication: Authentication,
    /// The guidelines.
    pub policies: Policies,
    /// The areas.
    pub areas: Section<Area>,
    /// The rights, by heading.
    pub right_groups: Section<RightGroup>,
    /// The notification groups.
    pub notification_groups: Section<NotificationGroup>,
    /// The groups.
    pub groups: Section<Group>,
}

impl Definitions {
    /// The built-in group `Administrators`; every valid document has one.
    #[must_use]
    pub fn administrators(&self) -> Option<Id> {
        self.groups.iter().find(|group| group.administrators).map(|group| group.id)
    }
}

/// A list of things of one kind, and what this version does not know of the element around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section<T> {
    /// The things, in the order of the file.
    pub items: Vec<T>,
    /// What this version does not know.
    pub unknown: Unknown,
}

impl<T> Default for Section<T> {
    fn default() -> Self {
        Self { items: Vec::new(), unknown: Unknown::default() }
    }
}

impl<T> From<Vec<T>> for Section<T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, unknown: Unknown::default() }
    }
}

impl<T> Deref for Section<T> {
    type Target = Vec<T>;
    fn deref(&self) -> &Vec<T> {
        &self.items
    }
}

impl<T> DerefMut for Section<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.items
    }
}

/// The languages of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Languages {
    /// BCP 47 tag of the language that stands in where a text is missing.
    pub default: Str,
    /// All languages.
    pub list: Vec<Language>,
    /// What this version does not know.
    pub unknown: Unknown,
    /// Where it stood.
    pub at: At,
}

/// A language of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Language {
    /// BCP 47 tag.
    pub tag: Str,
    /// What this version does not know.
    pub unknown: Unknown,
    /// Where it stood.
    pub at: At,
}

/// Protection of the project and of its Admin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Security {
    /// The user Admin may be disabled on the machine, as long as another administrator is enabled.
    pub admin_can_be_deactivated: bool,
    /// Hash of the password that opens the project in the Designer; empty: none.
    pub protection_hash: Str,
    /// What this version does not know.
    pub unknown: Unknown,
}

/// Where the machine keeps its runtime document: `Kind` is `ProjectDirectory`, `FilePath` (with `Path`)
/// or `ProjectDatabase`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataStorage {
    /// The kind.
    pub kind: StorageKind,
    /// What this version does not know.
    pub unknown: Unknown,
    /// Where it stood.
    pub at: At,
}

/// The kinds of [`DataStorage`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum StorageKind {
    /// A file in the project's folder.
    #[default]
    ProjectDirectory,
    /// A file at this path, which must exist on the machine.
    FilePath(Str),
    /// A row of the database in the project's folder.
    ProjectDatabase,
}

/// Who knows the passwords.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authentication {
    /// `Internal`, or the name of a directory service.
    pub kind: Str,
    /// What this version does not know.
    pub unknown: Unknown,
}

impl Default for Authentication {
    fn default() -> Self {
        Self { kind: "Internal".into(), unknown: Unknown::default() }
    }
}
