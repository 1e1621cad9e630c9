//! Why a change is refused, told to the person who asked for it.

use std::fmt;

use super::Defined;
use crate::Str;

/// Why a change is refused. Nothing was changed then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Who asks is not there any more, or is disabled.
    ActorGone,
    /// A right is missing.
    Right {
        /// The key of the right that is needed.
        key: &'static str,
    },
    /// No user of the machine is meant.
    NoSuchUser,
    /// Only an administrator changes an administrator.
    Administrator {
        /// The user's name.
        user: Str,
    },
    /// Only an administrator decides who is one.
    AdministratorsGroup,
    /// Only Admin changes Admin.
    OnlyAdmin,
    /// Admin can never be deleted.
    AdminStays,
    /// Admin can never be taken out of Administrators.
    AdminStaysAdministrator,
    /// The project does not allow Admin to be disabled.
    AdminStaysEnabled,
    /// Nobody could administer the machine any more.
    LastAdministrator {
        /// The user's name.
        user: Str,
    },
    /// Nobody gives what they do not have.
    Beyond {
        /// The group's name.
        group: Str,
        /// The group was to be taken away, and what it denies would be lifted.
        taken_away: bool,
    },
    /// A group or notification group that the project does not have.
    NoSuchGroup {
        /// What it is: "group" or "notification group".
        what: &'static str,
    },
    /// A name that nobody can have.
    Name {
        /// What is wrong with it and what to do, in a sentence.
        why: String,
    },
    /// Another user has the name.
    NameTaken {
        /// The other user's name.
        by: Str,
    },
    /// The Id is in use. It was made of random bytes, so nobody will ever see this.
    IdTaken,
    /// An attribute that cannot be kept.
    Attribute {
        /// What is wrong with it and what to do, in a sentence.
        why: String,
    },
    /// Someone else has set another password meanwhile.
    PasswordChangedMeanwhile,
    /// A user's name cannot be changed on the machine.
    Rename,
    /// Only the project decides this.
    Define(Defined),
}

impl Refusal {
    /// The word for it, as programs read it.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::ActorGone => "actor_gone",
            Self::Right { .. } => "right_missing",
            Self::NoSuchUser => "no_such_user",
            Self::Administrator { .. } | Self::AdministratorsGroup => "administrators_only",
            Self::OnlyAdmin => "admin_only",
            Self::AdminStays | Self::AdminStaysAdministrator | Self::AdminStaysEnabled => "admin_stays",
            Self::LastAdministrator { .. } => "last_administrator",
            Self::Beyond { .. } => "beyond_own_rights",
            Self::NoSuchGroup { .. } => "no_such_group",
            Self::Name { .. } => "name",
            Self::NameTaken { .. } => "name_taken",
            Self::IdTaken => "id_taken",
            Self::Attribute { .. } => "attribute",
            Self::PasswordChangedMeanwhile => "changed_meanwhile",
            Self::Rename | Self::Define(_) => "project_only",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ActorGone => f.write_str("Your account was deleted or disabled. Log in with another one."),
            Self::Right { key } => write!(
                f,
                "You need the right {key} for this and do not have it. Ask someone who has it, or have the project's groups changed in the Designer."
            ),
            Self::NoSuchUser => f.write_str("There is no such user on this machine. Look at the list of users."),
            Self::Administrator { user } => {
                write!(f, "{user} is an administrator, whom only an administrator may change. Ask one.")
            }
            Self::AdministratorsGroup => {
                f.write_str("Only an administrator decides who is one. Ask one to change the group Administrators.")
            }
            Self::OnlyAdmin => f.write_str("Only Admin changes Admin. Log in as Admin."),
            Self::AdminStays => f.write_str("The built-in user Admin cannot be deleted. Disable it, if the project allows that."),
            Self::AdminStaysAdministrator => {
                f.write_str("The built-in user Admin cannot be taken out of Administrators.")
            }
            Self::AdminStaysEnabled => f.write_str(
                "The project does not allow Admin to be disabled. This can be changed in the Designer, among the project's security settings.",
            ),
            Self::LastAdministrator { user } => write!(
                f,
                "{user} is the last enabled administrator; without one nobody could administer the machine. Make another user an administrator first."
            ),
            Self::Beyond { group, taken_away: false } => write!(
                f,
                "The group {group} has rights that you do not have yourself, and nobody gives more than they have. Ask an administrator."
            ),
            Self::Beyond { group, taken_away: true } => write!(
                f,
                "The group {group} denies rights that you do not have yourself; to leave it would give them. Ask an administrator."
            ),
            Self::NoSuchGroup { what } => write!(
                f,
                "The project has no such {what}. Look at the list of groups; new ones are made in the Designer."
            ),
            Self::Name { why } | Self::Attribute { why } => f.write_str(why),
            Self::NameTaken { by } => {
                write!(f, "The name is taken: there is a user {by}, and case makes no difference. Choose another name.")
            }
            Self::IdTaken => f.write_str("The new user's Id is in use. Try again."),
            Self::PasswordChangedMeanwhile => {
                f.write_str("The password was changed by someone else meanwhile. Nothing was changed. Try again.")
            }
            Self::Rename => f.write_str(
                "A user's name cannot be changed on the machine. Rename the user in the Designer, or create a new one here.",
            ),
            Self::Define(defined) => {
                let what = match defined {
                    Defined::Groups => "Groups",
                    Defined::Rights => "Rights",
                    Defined::Areas => "Areas",
                    Defined::Guidelines => "Guidelines",
                };
                write!(
                    f,
                    "{what} are part of the project and cannot be changed on the machine. Change them in the Designer and deliver the project."
                )
            }
        }
    }
}

impl std::error::Error for Refusal {}
