//! Users, as the project and as the machine keep them.

use smallvec::SmallVec;

use super::{At, Texts, Unknown};
use crate::{Id, Str, Time};

/// A user, with everything that a project says of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Identity.
    pub id: Id,
    /// True for the built-in user `Admin`.
    pub admin: bool,
    /// The name with which the user logs in.
    pub name: Str,
    /// Name for people.
    pub full_name: Str,
    /// False: cannot log in.
    pub enabled: bool,
    /// The password expires, where the guidelines let passwords expire.
    pub password_aging: bool,
    /// The next login asks for a new password.
    pub must_change_password: bool,
    /// BCP 47 tag of the language the panel speaks to this user; empty: the project's default.
    pub language: Str,
    /// Address for messages.
    pub email: Str,
    /// Telephone number for text messages.
    pub mobile_phone: Str,
    /// Telephone number.
    pub phone: Str,
    /// How the user wants to be told of things, `Email`.
    pub notification_type: Str,
    /// Description for people.
    pub description: Texts,
    /// The password; without one the user cannot log in.
    pub password: Option<Password>,
    /// The groups the user is a member of.
    pub groups: Refs,
    /// The notification groups the user is a member of.
    pub notification_groups: Refs,
    /// What this version does not know.
    pub unknown: Unknown,
    /// Where it stood.
    pub at: At,
}

impl User {
    /// An enabled user with this id and name and nothing else: what a file says that leaves out every
    /// optional attribute.
    #[must_use]
    pub fn new(id: Id, name: &str) -> Self {
        Self {
            id,
            admin: false,
            name: name.into(),
            full_name: Str::default(),
            enabled: true,
            password_aging: true,
            must_change_password: false,
            language: Str::default(),
            email: Str::default(),
            mobile_phone: Str::default(),
            phone: Str::default(),
            notification_type: Str::default(),
            description: Texts::default(),
            password: None,
            groups: Refs::default(),
            notification_groups: Refs::default(),
            unknown: Unknown::default(),
            at: At::default(),
        }
    }

    /// True if the user is a member of `group`.
    #[must_use]
    pub fn is_member_of(&self, group: Id) -> bool {
        self.groups.iter().any(|member| member.id == group)
    }

    /// The text of the password's hash, if there is a password.
    #[must_use]
    pub fn hash(&self) -> Option<&str> {
        self.password.as_ref().map(|password| password.hash.as_str())
    }
}

/// A reference to something else by its id: `<Group Ref="…"/>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ref {
    /// What is meant.
    pub id: Id,
    /// What this version does not know.
    pub unknown: Unknown,
    /// Where it stood.
    pub at: At,
}

impl From<Id> for Ref {
    fn from(id: Id) -> Self {
        Self { id, unknown: Unknown::default(), at: At::default() }
    }
}

/// A user's memberships: mostly one.
pub type Refs = SmallVec<[Ref; 1]>;

/// A stored password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Password {
    /// The hash in PHC form.
    pub hash: Str,
    /// When this password was set; its age counts from here.
    pub changed_at: Option<Time>,
    /// What this version does not know.
    pub unknown: Unknown,
}

/// Says of a password's hash which one it was computed from again. Kept among what older programs do not
/// know, so that they keep it as well.
const REHASHED_FROM: &str = "RehashedFrom";

impl Password {
    /// The same password under a stronger hash. It remembers the hash that was delivered by its SHA-256, so
    /// that a delivery with that hash is known to bring the same password, though the weak hash is gone.
    #[must_use]
    pub fn rehashed(&self, hash: Str) -> Self {
        let delivered = self.rehashed_from().unwrap_or_else(|| fingerprint(&self.hash));
        let mut unknown = self.unknown.clone();
        unknown.remove(&[REHASHED_FROM], &[]);
        unknown.push_attribute(REHASHED_FROM.into(), delivered);
        Self { hash, changed_at: self.changed_at, unknown }
    }

    /// True if this is the password that `delivered` is a hash of, as far as hashes can tell: by the very
    /// hash, or by the one it was computed from again.
    #[must_use]
    pub fn stands_for(&self, delivered: &str) -> bool {
        self.hash == delivered || self.rehashed_from().is_some_and(|from| from == fingerprint(delivered))
    }

    fn rehashed_from(&self) -> Option<Str> {
        let attributes = self.unknown.attributes();
        attributes.iter().find(|(name, _)| name == REHASHED_FROM).map(|(_, value)| value.clone())
    }

    /// What is unknown of it, but for what [`Password::rehashed`] keeps there.
    #[must_use]
    pub fn further(&self) -> Unknown {
        let mut unknown = self.unknown.clone();
        unknown.remove(&[REHASHED_FROM], &[]);
        unknown
    }
}

/// The SHA-256 of a hash in PHC form, whose salt nobody can guess.
fn fingerprint(hash: &str) -> Str {
    crate::xml::Digest::of(hash.as_bytes(), None).to_string().into()
}

/// Who gave a user to the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The engineer, in the project.
    Project,
    /// The plant, on the machine.
    Runtime,
}

/// When something was done on the machine, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub at: Time,
    /// The acting user's name; empty if the file does not say.
    pub by: Str,
}

/// The attributes that a user has in a runtime file alone.
pub(crate) const MACHINE_ATTRIBUTES: [&str; 5] = ["Origin", "ChangedAtRuntime", "ChangedBy", "CreatedAt", "CreatedBy"];
/// The elements that a user has in a runtime file alone.
pub(crate) const MACHINE_ELEMENTS: [&str; 1] = ["PasswordHistory"];

/// A user as the runtime file keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuntimeUser {
    /// What the user is.
    pub user: User,
    /// Who gave this user to the machine.
    pub origin: Origin,
    /// The last change on the machine, if there was one: the user is *changed at runtime*.
    pub changed: Option<Mark>,
    /// The creation on the machine, if it happened there.
    pub created: Option<Mark>,
    /// Former passwords, the latest first.
    pub history: Vec<Password>,
    /// What this version does not know of the element `PasswordHistory`.
    pub history_unknown: Unknown,
}

impl RuntimeUser {
    /// The project's user as it comes to the machine for the first time.
    #[must_use]
    pub fn from_project(user: User) -> Self {
        Self {
            user,
            origin: Origin::Project,
            changed: None,
            created: None,
            history: Vec::new(),
            history_unknown: Unknown::default(),
        }
    }
}

/// The trace of a project user deleted on the machine. It keeps the passwords, so that deleting a user
/// and delivering the project again is no way round their history, age or lock (design section 3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletedUser {
    /// The deleted user's identity.
    pub id: Id,
    /// The name it had.
    pub name: Str,
    /// When it was deleted.
    pub deleted_at: Option<Time>,
    /// By whom.
    pub deleted_by: Str,
    /// The password it had.
    pub password: Option<Password>,
    /// Its former passwords, the latest first.
    pub history: Vec<Password>,
    /// What this version does not know of the element `PasswordHistory`.
    pub history_unknown: Unknown,
    /// What this version does not know.
    pub unknown: Unknown,
    /// Where it stood.
    pub at: At,
}
