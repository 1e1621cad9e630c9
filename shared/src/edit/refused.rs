//! Why an edit was refused.

use std::fmt;

use super::Kind;
use crate::{Id, Str};

/// Why an edit was refused. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// What the edit is about is not there.
    Gone(Id),
    /// The edit refers to something that is not there, or is of another kind.
    Dangling(Id),
    /// The Id of something new is that of something else.
    IdTaken(Id),
    /// A thing of this kind does not have what the edit changes.
    NotSaidOf(Kind),
    /// The place in the list is not there or not free.
    NoPlace(usize),
    /// What is built in stays as it is.
    BuiltIn(BuiltIn),
    /// The text holds a character that a file cannot hold.
    Character(char),
    /// The language is there already.
    LanguageTaken(Str),
    /// The language is not there, or is the only one.
    LanguageStays(Str),
}

/// What every project has and no edit takes away (design section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BuiltIn {
    /// The user Admin.
    Admin,
    /// The identity of Admin, by which machines know it.
    AdminIdentity,
    /// Admin's name.
    AdminName,
    /// Admin's membership of Administrators.
    AdminMembership,
    /// An enabled member of Administrators.
    EnabledAdministrator,
    /// The group Administrators.
    Administrators,
    /// The right group System.
    System,
    /// The rights of the right group System, by their keys.
    SystemRights,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gone(id) => write!(f, "What this would change is no longer in the project ({id})."),
            Self::Dangling(id) => {
                write!(f, "This refers to something that is not in the project ({id}). Choose something else.")
            }
            Self::IdTaken(id) => write!(f, "The Id {id} is taken by something else in the project. Give another."),
            Self::NotSaidOf(kind) => write!(f, "This is not said of {} {}.", kind.article(), kind.word()),
            Self::NoPlace(place) => write!(f, "Place {place} of the list is not there or not free."),
            Self::BuiltIn(what) => what.fmt(f),
            Self::Character(character) => {
                write!(f, "The character U+{:04X} cannot be kept in a file. Leave it out.", u32::from(*character))
            }
            Self::LanguageTaken(tag) => write!(f, "The project has the language {tag} already."),
            Self::LanguageStays(tag) => {
                write!(f, "The language {tag} is the project's only one, or is not there. Add another language first.")
            }
        }
    }
}

impl fmt::Display for BuiltIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Admin => "The user Admin is built in: there is exactly one, and it cannot be deleted.",
            Self::AdminIdentity => "The user Admin is built in and keeps its identity, by which machines know it.",
            Self::AdminName => "The user Admin is built in and keeps its name.",
            Self::AdminMembership => "The user Admin is built in and stays a member of Administrators.",
            Self::EnabledAdministrator => {
                "Nobody could administer the machine any more: at least one enabled user is a member of Administrators."
            }
            Self::Administrators => {
                "The group Administrators is built in: there is exactly one, and it cannot be deleted."
            }
            Self::System => "The right group System is built in: there is exactly one, and it cannot be deleted.",
            Self::SystemRights => "The rights of the right group System are built in and keep their keys.",
        })
    }
}

impl std::error::Error for Refused {}
