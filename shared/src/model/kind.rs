//! The kinds of things that have an Id.

/// The kinds of things that have an Id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A user.
    User,
    /// A group of users.
    Group,
    /// A right group.
    RightGroup,
    /// A right.
    Right,
    /// An area.
    Area,
    /// A notification group.
    NotificationGroup,
}

impl Kind {
    /// What people call it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::RightGroup => "right group",
            Self::Right => "right",
            Self::Area => "area",
            Self::NotificationGroup => "notification group",
        }
    }

    /// The article that goes with the word.
    #[must_use]
    pub fn article(self) -> &'static str {
        if self == Self::Area { "an" } else { "a" }
    }
}
