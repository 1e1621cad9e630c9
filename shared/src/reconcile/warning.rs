//! What someone should know about a merge, as data and as a sentence.

use std::fmt;

use crate::{Str, Time};

/// What someone should know about a merge. The sentence is its `Display`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warning {
    /// The project is older than the one before.
    Rollback {
        /// Its time stamp.
        project: Time,
        /// That of the one before.
        previous: Time,
    },
    /// The user, Admin, would have left the group Administrators.
    PutBack(Str),
    /// The user was enabled again, because otherwise no administrator were.
    EnabledAgain(Str),
    /// The project disables the user, who stays enabled all the same, because otherwise no administrator were.
    StaysEnabled(Str),
    /// The user is in no group any more.
    InNoGroup(Str),
}

impl Warning {
    /// One of each, for those who word them.
    #[must_use]
    pub fn one_of_each() -> [Self; 5] {
        let time = Time::from_millis;
        [
            Self::Rollback { project: time(0), previous: time(86_400_000) },
            Self::PutBack("Aadmin".into()),
            Self::EnabledAgain("Aadmin".into()),
            Self::StaysEnabled("Aadmin".into()),
            Self::InNoGroup("Aadmin".into()),
        ]
    }

    /// A word for it, by which a program finds its own sentence.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Rollback { .. } => "warning-rollback",
            Self::PutBack(_) => "warning-put-back",
            Self::EnabledAgain(_) => "warning-enabled-again",
            Self::StaysEnabled(_) => "warning-stays-enabled",
            Self::InNoGroup(_) => "warning-in-no-group",
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rollback { project, previous } => write!(
                f,
                "The project of {project} is older than the one of {previous} that the machine had: this is a rollback."
            ),
            Self::PutBack(name) => {
                write!(f, "{name} was put back into the group Administrators, which no update takes away.")
            }
            Self::EnabledAgain(name) => {
                write!(f, "{name} was disabled and is enabled again, because no other administrator is enabled.")
            }
            Self::StaysEnabled(name) => write!(
                f,
                "{name} is disabled in the project, but stays enabled, because no other administrator is enabled."
            ),
            Self::InNoGroup(name) => {
                write!(f, "{name} is in no group any more: the account stays, but has no rights. Give it a group.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn one_of_each_is_one_of_each() {
        let source = include_str!("warning.rs").split("#[cfg(test)]").next().unwrap();
        let keys: BTreeSet<&str> = source.split("=> \"").skip(1).filter_map(|after| after.split('"').next()).collect();
        assert_eq!(Warning::one_of_each().iter().map(Warning::key).collect::<BTreeSet<_>>(), keys);
    }
}
