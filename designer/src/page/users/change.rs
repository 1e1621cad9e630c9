//! What the fields and boxes of a user change.

use keyholder_shared::advice::{self, Advice};
use keyholder_shared::edit::{Action, Change, Edit, Kind, Step, TextField};
use keyholder_shared::model::User;
use keyholder_shared::{Id, Str, name};

/// A field of a user to type into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The name to log in with.
    Name,
    /// The name for people.
    FullName,
    /// The address for messages.
    Email,
    /// The number for text messages.
    MobilePhone,
    /// The telephone number.
    Phone,
    /// The description, in the language that is shown.
    Description,
}

/// A yes or no of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// May log in.
    Enabled,
    /// The password expires.
    Ages,
    /// The next login asks for a new password.
    MustChange,
}

/// Addresses and numbers have no limit in the files; more than this is a mistake of the clipboard.
const LONGEST: usize = 255;

impl Field {
    /// The most characters it takes.
    #[must_use]
    pub fn limit(self) -> usize {
        match self {
            Self::Name => name::USER_NAME_LIMIT,
            Self::FullName => name::FULL_NAME_LIMIT,
            Self::Description => name::DESCRIPTION_LIMIT,
            Self::Email | Self::MobilePhone | Self::Phone => LONGEST,
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::FullName => "full-name",
            Self::Email => "email",
            Self::MobilePhone => "mobile-phone",
            Self::Phone => "phone",
            Self::Description => "description",
        }
    }
}

impl Flag {
    pub(super) fn change(self, to: bool) -> Change {
        match self {
            Self::Enabled => Change::Enabled(to),
            Self::Ages => Change::PasswordAging(to),
            Self::MustChange => Change::MustChangePassword(to),
        }
    }

    /// The key of what stands beside its box, and the name of the box.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Enabled => "users-enabled",
            Self::Ages => "users-ages",
            Self::MustChange => "users-must-change-next",
        }
    }

    /// What it is for this user.
    #[must_use]
    pub fn of(self, user: &User) -> bool {
        match self {
            Self::Enabled => user.enabled,
            Self::Ages => user.password_aging,
            Self::MustChange => user.must_change_password,
        }
    }
}

/// The keystrokes in one field of one user are one step to undo.
pub(super) fn merge_key(id: Id, field: Field) -> String {
    format!("user-{}-{id}", field.key())
}

/// The step of a keystroke.
pub(super) fn typed(user: &User, field: Field, text: &str, lang: &str) -> Step {
    let change = match field {
        Field::Name => Change::UserName(text.into()),
        Field::FullName => Change::FullName(text.into()),
        Field::Email => Change::Email(text.trim().into()),
        Field::MobilePhone => Change::MobilePhone(text.trim().into()),
        Field::Phone => Change::Phone(text.trim().into()),
        Field::Description => {
            Change::Text { field: TextField::Description, lang: lang.into(), value: text.into() }
        }
    };
    let action = if field == Field::Name { Action::Rename } else { Action::Change };
    let name = if field == Field::Name { name::tidy(text).into_owned() } else { user.name.to_string() };
    Step::one(action, Kind::User, &name, Edit::Change(user.id, change)).merged(merge_key(user.id, field))
}

pub(super) fn language(tag: &Str) -> Change {
    Change::Language(tag.clone())
}

pub(super) fn notify(way: &Str) -> Change {
    Change::NotificationType(way.clone())
}

/// Joins or leaves a group; nothing for a user who has or has not joined it already.
pub(super) fn member(user: &User, group: Id, is: bool) -> Option<Edit> {
    (user.is_member_of(group) != is).then(|| Edit::Change(user.id, Change::Member { group, is }))
}

/// Joins or leaves a notification group.
pub(super) fn notified(user: &User, group: Id, is: bool) -> Option<Edit> {
    let was = user.notification_groups.iter().any(|member| member.id == group);
    (was != is).then(|| Edit::Change(user.id, Change::Notified { group, is }))
}

/// What is wrong with a user's name: its key in the files of words.
pub(super) fn name_fault(user: &User, namesakes: usize) -> Option<&'static str> {
    if user.name.is_empty() {
        Some("users-name-missing")
    } else if namesakes > 1 {
        Some("users-name-taken")
    } else {
        None
    }
}

/// What is wrong with an address: its key in the files of words.
pub(super) fn email_fault(email: &str) -> Option<&'static str> {
    Some(match advice::of_email(email)? {
        Advice::EmailWithoutDomain => "users-email-domain",
        _ => "users-email-at",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_held_against_what_can_be_delivered() {
        for good in ["", "ellis.evans@plant.example", "a@b.c"] {
            assert_eq!(email_fault(good), None, "{good}");
        }
        assert_eq!(email_fault("ellis.evans@plant"), Some("users-email-domain"));
        assert_eq!(email_fault("ellis"), Some("users-email-at"));
        assert_eq!(email_fault("@plant.example"), Some("users-email-at"));
    }

    #[test]
    fn joining_twice_changes_nothing() {
        let group = Id::from_u128(7);
        let mut user = User::new(Id::from_u128(1), "anna");
        assert!(member(&user, group, true).is_some() && member(&user, group, false).is_none());
        user.groups.push(group.into());
        assert!(member(&user, group, true).is_none() && notified(&user, group, false).is_none());
    }
}
