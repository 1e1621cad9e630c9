//! The plant's own changes of a machine's users (design sections 2 and 3): who may do what, what the runtime
//! document says afterwards, and what is told of it.
//!
//! [`change`] is pure: time, new Ids and hashes of passwords come in as arguments. Whether a password is
//! good enough is held before, by `password::rules`; here its hash is put in its place.

mod apply;
mod may;
mod refusal;

#[cfg(test)]
mod tests;

pub use refusal::Refusal;

use crate::model::{Definitions, Origin, Runtime, Texts};
use crate::{Id, Str, Time};

/// Who acts.
#[derive(Clone, Copy)]
pub struct Actor<'a> {
    /// The user.
    pub id: Id,
    /// Whether the session is an administrator's. Rights are fixed at login; that someone is an
    /// administrator must hold at login and now.
    pub administrator: bool,
    /// Whether the session has the right with this key.
    pub holds: &'a dyn Fn(&str) -> bool,
}

/// A change that someone asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A new user, made on the machine.
    Create(Box<NewUser>),
    /// Other attributes than the name, the password and the groups.
    Edit {
        /// The user.
        user: Id,
        /// What is to be other.
        attributes: Box<Attributes>,
    },
    /// The user may log in from now on, or may not.
    Enable {
        /// The user.
        user: Id,
        /// False: disable.
        enabled: bool,
    },
    /// The user goes; one of the project's leaves a trace.
    Delete {
        /// The user.
        user: Id,
    },
    /// Another password. One's own needs no right, but the current password, which the caller has verified.
    SetPassword {
        /// The user.
        user: Id,
        /// The hash of the new password in PHC form.
        hash: Str,
        /// The hash of the password against which the caller held its rules; `None` where there was none.
        replaces: Option<Str>,
    },
    /// These groups and no others.
    SetGroups {
        /// The user.
        user: Id,
        /// The groups.
        groups: Vec<Id>,
    },
    /// A lock by failed logins is lifted. No change of the user: login state is kept elsewhere.
    Unlock {
        /// The user.
        user: Id,
    },
    /// Another name: always refused, with the place where it can be done.
    Rename {
        /// The user.
        user: Id,
    },
    /// Something that only the project decides: always refused, with the place where it can be done.
    Define(Defined),
}

/// What a project decides, and no machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defined {
    /// Groups and what their members may do.
    Groups,
    /// Rights.
    Rights,
    /// Areas.
    Areas,
    /// Guidelines.
    Guidelines,
}

/// A user to be made on the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUser {
    /// The Id it gets, made of random bytes.
    pub id: Id,
    /// The name with which it logs in.
    pub name: Str,
    /// The other attributes; what is left out has the default of a new user.
    pub attributes: Attributes,
    /// The groups it is a member of.
    pub groups: Vec<Id>,
    /// The hash of its first password; without one it cannot log in yet. Whoever gets a password from
    /// somebody else must change it.
    pub hash: Option<Str>,
}

/// Attributes of a user that the plant may change; `None` leaves one as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// Name for people.
    pub full_name: Option<Str>,
    /// BCP 47 tag of a language of the project; empty: the project's default.
    pub language: Option<Str>,
    /// Address for messages.
    pub email: Option<Str>,
    /// Telephone number for text messages.
    pub mobile_phone: Option<Str>,
    /// Telephone number.
    pub phone: Option<Str>,
    /// How the user wants to be told of things.
    pub notification_type: Option<Str>,
    /// Description for people.
    pub description: Option<Texts>,
    /// Whether the password expires.
    pub password_aging: Option<bool>,
    /// Whether the next login asks for a new password.
    pub must_change_password: Option<bool>,
    /// The notification groups, these and no others.
    pub notification_groups: Option<Vec<Id>>,
}

/// What came of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The user that was changed.
    pub user: Id,
    /// Its name.
    pub name: Str,
    /// Who gave it to the machine.
    pub origin: Origin,
    /// The word for what was done.
    pub done: Done,
    /// What is other, before and after. A password says no more than that it changed.
    pub fields: Vec<Field>,
    /// The user's sessions end at once.
    pub ends_sessions: bool,
}

impl Told {
    /// True if the document is as it was: nothing need be saved, and nobody was changed at runtime.
    #[must_use]
    pub fn changes_nothing(&self) -> bool {
        self.fields.is_empty()
    }
}

/// The word for what was done to a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Made on the machine.
    Created,
    /// Attributes changed.
    Edited,
    /// May log in again.
    Enabled,
    /// May not log in any more.
    Disabled,
    /// Gone.
    Deleted,
    /// Another password.
    PasswordSet,
    /// Other groups.
    GroupsAssigned,
    /// A lock lifted.
    Unlocked,
}

impl Done {
    /// The word, as the audit trail has it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Edited => "edited",
            Self::Enabled => "enabled",
            Self::Disabled => "disabled",
            Self::Deleted => "deleted",
            Self::PasswordSet => "password set",
            Self::GroupsAssigned => "groups assigned",
            Self::Unlocked => "unlocked",
        }
    }
}

/// One thing that is other than before. Groups and notification groups are told by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What it is, as in "full name".
    pub name: &'static str,
    /// What it was.
    pub before: String,
    /// What it is now.
    pub after: String,
}

/// Does what `actor` asks for at `now`, or says why not; then `runtime` is as it was. The caller counts the
/// generation and sets the time stamp when it saves.
///
/// # Errors
/// A [`Refusal`], in the order: who acts, the right that is needed, the user that is meant, who may touch
/// that user, what is wrong with the change itself.
pub fn change(runtime: &mut Runtime, actor: &Actor<'_>, change: Change, now: Time) -> Result<Told, Refusal> {
    may::check(runtime, actor, &change)?;
    apply::apply(runtime, actor, change, now)
}

/// What is told of an unlock, which leaves the document as it is; or why it is refused.
///
/// # Errors
/// As [`change`].
pub fn unlock(runtime: &Runtime, actor: &Actor<'_>, what: &Change) -> Result<Told, Refusal> {
    may::check(runtime, actor, what)?;
    let user = runtime.users.iter().find(|user| Some(user.user.id) == what.user()).ok_or(Refusal::NoSuchUser)?;
    Ok(Told {
        user: user.user.id,
        name: user.user.name.clone(),
        origin: user.origin,
        done: Done::Unlocked,
        fields: Vec::new(),
        ends_sessions: false,
    })
}

/// Whether `actor` may ask for `what` at all, before anything is computed for it. What is wrong with the change
/// itself is another question.
///
/// # Errors
/// As [`change`], but for the last.
pub fn permitted(runtime: &Runtime, actor: &Actor<'_>, what: &Change) -> Result<(), Refusal> {
    may::check(runtime, actor, what)
}

/// Whether a member of the groups `own` may give, or take away, membership of the group `given`: nobody
/// gives what they do not have. Membership gives what the group assigns, in its areas; taking it away gives
/// what the group denies.
#[must_use]
pub fn may_assign(definitions: &Definitions, own: &[Id], given: Id, taken_away: bool) -> bool {
    may::reaches(definitions, own, given, taken_away)
}
