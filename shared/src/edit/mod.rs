//! Everything that an engineer changes in a project, as values with an inverse.
//!
//! A [`Draft`] is an open project with an index by Id. [`Draft::apply`] takes an [`Edit`] and answers the edit
//! that takes it back; what is refused changes nothing. One edit costs the same among 100,000 users as among
//! ten. A [`History`] keeps labelled [`Step`]s for undo and redo.

mod cascade;
mod change;
mod contents;
mod draft;
mod guard;
mod history;
mod index;
mod objects;
mod refused;
mod slots;
mod spelling;
mod twins;
mod uses;

use crate::model::{
    Area, Authentication, Client, DataStorage, ExternalGroup, Group, Languages, NotificationGroup, Password, Policies,
    Ref, Refs, Right, RightGroup, RightRef, Security, Texts, User,
};
use crate::{Id, Str};

pub use crate::model::Kind;
pub use contents::Contents;
pub use draft::Draft;
pub use history::{Action, History, Label, Step};
pub use refused::{BuiltIn, Refused};
pub use slots::Slots;
pub use uses::{Use, UsedAs};

/// One change of a project.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Something new. Users go to the end, unless `place` names the free slot that a user left; everything
    /// else goes to `place` in its list, or to the end.
    Add {
        /// What is new.
        object: Object,
        /// Where it goes.
        place: Option<usize>,
    },
    /// The thing goes, and with it every reference to it; a right group takes its rights along.
    Remove(Id),
    /// The thing goes to `place` in its list; a right also to another right group. Users have no order of
    /// their own and are not moved.
    Move {
        /// What moves.
        id: Id,
        /// For a right: the right group it moves to; `None`: the one it is in.
        within: Option<Id>,
        /// Its place in the list after the move.
        place: usize,
    },
    /// Something else is said of the thing with this Id.
    Change(Id, Change),
    /// Something else is said of the project as a whole.
    Set(Setting),
    /// A further language, at the end of the list.
    AddLanguage(Str),
    /// The language goes, and with it every text in it. Users who preferred it get the project's default.
    RemoveLanguage(Str),
    /// In a file with faults several things may have the same Id. The last of them that is of this kind gets
    /// an Id of its own; what refers to it as such a thing comes along, unless another of the kind had the Id.
    Separate {
        /// Its kind.
        kind: Kind,
        /// The Id that it shares.
        id: Id,
        /// The Id that it gets.
        new: Id,
    },
    /// Takes a separation back: the thing gets the Id that it shared.
    Unite {
        /// Its kind.
        kind: Kind,
        /// The Id that it has.
        id: Id,
        /// The Id that it shared.
        shared: Id,
    },
    /// All of these, in this order, or none.
    Many(Vec<Edit>),
}

/// A thing of the project that has an Id.
#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    /// A user.
    User(Box<User>),
    /// A group of users.
    Group(Box<Group>),
    /// A right group, with its rights.
    RightGroup(RightGroup),
    /// A right, in the right group with the Id `within`.
    Right {
        /// The right group.
        within: Id,
        /// The right.
        right: Right,
    },
    /// An area.
    Area(Area),
    /// A notification group.
    NotificationGroup(NotificationGroup),
}

/// What is said of one thing. Names and keys are brought into the form in which the file keeps them
/// ([`crate::name::tidy`]).
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A user's name.
    UserName(Str),
    /// A user's full name.
    FullName(Str),
    /// Whether a user can log in.
    Enabled(bool),
    /// Whether a user's password expires.
    PasswordAging(bool),
    /// Whether the next login asks a user for a new password.
    MustChangePassword(bool),
    /// The language that panels speak to a user; empty: the project's default.
    Language(Str),
    /// A user's address for messages.
    Email(Str),
    /// A user's number for text messages.
    MobilePhone(Str),
    /// A user's telephone number.
    Phone(Str),
    /// How a user wants to be told of things.
    NotificationType(Str),
    /// A user's password.
    Password(Option<Password>),
    /// A user's groups, all of them.
    Groups(Refs),
    /// A user's notification groups, all of them.
    NotificationGroups(Refs),
    /// Whether a user is a member of this group.
    Member {
        /// The group.
        group: Id,
        /// True: the user becomes a member.
        is: bool,
    },
    /// Whether a user is a member of this notification group.
    Notified {
        /// The notification group.
        group: Id,
        /// True: the user becomes a member.
        is: bool,
    },
    /// A user gets a new identity, which the next update takes for a user deleted and created anew (design
    /// section 3, rule 4).
    Identity(Id),
    /// The name of a group, right, area, … in all languages.
    Name(Texts),
    /// The description of anything, in all languages.
    Description(Texts),
    /// A name or a description in one language; empty: none.
    Text {
        /// Name or description.
        field: TextField,
        /// BCP 47 tag.
        lang: Str,
        /// What it says.
        value: Str,
    },
    /// A right's key.
    Key(Str),
    /// The rights that a group assigns and denies, all of them.
    Rights(Vec<RightRef>),
    /// What a group does with this right.
    Right {
        /// The right.
        right: Id,
        /// Nothing, assigned or denied.
        state: RightState,
    },
    /// The areas in which a group counts, all of them.
    Areas(Vec<Ref>),
    /// Whether a group counts in this area.
    InArea {
        /// The area.
        area: Id,
        /// True: it counts there.
        is: bool,
    },
    /// A group's counterparts in a directory service.
    External(Vec<ExternalGroup>),
    /// The panels of an area.
    Clients(Vec<Client>),
}

/// The two multilingual texts that things have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextField {
    /// The name.
    Name,
    /// The description.
    Description,
}

/// What a group does with a right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RightState {
    /// It does not mention the right.
    #[default]
    None,
    /// Its members have the right.
    Assigned,
    /// Its members are denied the right, whatever else assigns it.
    Denied,
}

/// What is said of the project as a whole.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    /// Its name.
    ProjectName(Str),
    /// Its languages and their order. To take a language away with its texts, use [`Edit::RemoveLanguage`].
    Languages(Languages),
    /// Protection of the project and of Admin.
    Security(Security),
    /// Where machines keep their runtime document.
    Storage(DataStorage),
    /// Who knows the passwords.
    Authentication(Authentication),
    /// The guidelines.
    Policies(Box<Policies>),
}

impl Object {
    /// Its Id.
    #[must_use]
    pub fn id(&self) -> Id {
        match self {
            Self::User(user) => user.id,
            Self::Group(group) => group.id,
            Self::RightGroup(group) => group.id,
            Self::Right { right, .. } => right.id,
            Self::Area(area) => area.id,
            Self::NotificationGroup(group) => group.id,
        }
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::User(_) => Kind::User,
            Self::Group(_) => Kind::Group,
            Self::RightGroup(_) => Kind::RightGroup,
            Self::Right { .. } => Kind::Right,
            Self::Area(_) => Kind::Area,
            Self::NotificationGroup(_) => Kind::NotificationGroup,
        }
    }
}

impl Edit {
    /// How many single changes it is made of, without those that go along.
    #[must_use]
    pub fn size(&self) -> usize {
        match self {
            Self::Many(edits) => edits.iter().map(Self::size).sum(),
            _ => 1,
        }
    }

    /// A new thing at the end of its list.
    #[must_use]
    pub fn add(object: Object) -> Self {
        Self::Add { object, place: None }
    }

    /// A new user.
    #[must_use]
    pub fn add_user(user: User) -> Self {
        Self::add(Object::User(Box::new(user)))
    }

    /// A name or a description in one language.
    #[must_use]
    pub fn text(id: Id, field: TextField, lang: &str, value: &str) -> Self {
        Self::Change(id, Change::Text { field, lang: lang.into(), value: value.into() })
    }
}

#[cfg(test)]
mod tests;
