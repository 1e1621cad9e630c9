//! What an import of users would do, row by row, and why a row is not taken.

use std::fmt;

use keyholder_shared::Str;
use keyholder_shared::edit::{Action, Edit, Kind, Object, Step};
use keyholder_shared::model::User;

use crate::fields::Field;

/// What an import would do, row by row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The rows, in the order of the file.
    pub rows: Vec<Planned>,
    /// Headings of columns that are not taken: unknown ones.
    pub ignored: Vec<String>,
    /// Headings of columns with passwords, which are never taken.
    pub passwords: Vec<String>,
    /// The table has neither a column of names nor one of Ids, so that no row can be told.
    pub nameless: bool,
}

/// What an import would do with one row.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The line of the file.
    pub line: u64,
    /// The user's name in the row, or in the project where the row has none.
    pub name: Str,
    /// What becomes of it.
    pub outcome: Outcome,
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A new user.
    Added(Box<User>),
    /// A user that is there, with something new.
    Changed {
        /// As the user is.
        before: Box<User>,
        /// As the user would be.
        after: Box<User>,
        /// What is new.
        fields: Vec<Field>,
    },
    /// A user that is there and says the same.
    Unchanged,
    /// The row is not taken.
    Refused(Vec<Refusal>),
}

/// Why a row is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The heading of the column that is to blame.
    pub column: String,
    /// What is wrong with it.
    pub why: Why,
}

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// A new user has no name.
    NoName,
    /// The text is longer than a project may have it.
    TooLong {
        /// Its characters.
        length: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// An earlier row is about the same user.
    Twice {
        /// Its line.
        line: u64,
    },
    /// Another user of the project has the name.
    NameTaken,
    /// The project has no such group.
    NoSuchGroup(String),
    /// Several groups are called so.
    WhichGroup(String),
    /// Neither yes nor no.
    NeitherYesNorNo(String),
    /// Admin keeps its name.
    AdminsName,
    /// Admin stays an administrator.
    AdminsGroup,
    /// The cell holds a character that a project file cannot hold.
    Character,
    /// The name holds a line break or another character that nobody can type.
    NotTyped,
    /// The project has no such language; those it has.
    NoSuchLanguage(String, String),
    /// Neither nothing, e-mail nor SMS.
    NoSuchWay(String),
    /// More cells than headings: what is written may stand under the wrong ones.
    TooWide,
    /// The system gave no new Id.
    NoId,
}

impl Why {
    /// The key of its sentence in the surface's languages; the sentence may use `$text`, `$instead`, `$count`,
    /// `$limit`.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::NoName => "import-no-name",
            Self::TooLong { .. } => "import-too-long",
            Self::Twice { .. } => "import-twice",
            Self::NameTaken => "import-name-taken",
            Self::NoSuchGroup(_) => "import-no-such-group",
            Self::WhichGroup(_) => "import-which-group",
            Self::NeitherYesNorNo(_) => "import-neither-yes-nor-no",
            Self::AdminsName => "import-admins-name",
            Self::AdminsGroup => "import-admins-group",
            Self::Character => "import-character",
            Self::NotTyped => "import-not-typed",
            Self::NoSuchLanguage(..) => "import-no-such-language",
            Self::NoSuchWay(_) => "import-no-such-way",
            Self::TooWide => "import-too-wide",
            Self::NoId => "import-no-id",
        }
    }

    /// The text it quotes.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::NoSuchGroup(text)
            | Self::WhichGroup(text)
            | Self::NeitherYesNorNo(text)
            | Self::NoSuchLanguage(text, _)
            | Self::NoSuchWay(text) => text,
            _ => "",
        }
    }

    /// What might stand there instead.
    #[must_use]
    pub fn instead(&self) -> &str {
        match self {
            Self::NoSuchLanguage(_, languages) => languages,
            _ => "",
        }
    }

    /// The numbers it names: how many there are, or the line; and how many are allowed.
    #[must_use]
    pub fn numbers(&self) -> (usize, usize) {
        match self {
            Self::TooLong { length, limit } => (*length, *limit),
            Self::Twice { line } => (usize::try_from(*line).unwrap_or(usize::MAX), 0),
            _ => (0, 0),
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoName => f.write_str("A new user needs a name."),
            Self::TooLong { length, limit } => write!(f, "It has {length} characters; at most {limit} are allowed."),
            Self::Twice { line } => write!(f, "Line {line} is about the same user."),
            Self::NameTaken => f.write_str("Another user of the project has this name."),
            Self::NoSuchGroup(name) => {
                write!(f, "The project has no group {name}. Create it first, or correct the name. Several are written A | B.")
            }
            Self::WhichGroup(name) => write!(f, "Several groups are called {name}. Write the group's Id."),
            Self::NeitherYesNorNo(text) => write!(f, "{text} is neither yes nor no."),
            Self::AdminsName => f.write_str("The user Admin is built in and keeps its name."),
            Self::AdminsGroup => f.write_str("The user Admin is built in and stays a member of Administrators."),
            Self::Character => f.write_str("It holds a character that a project file cannot hold."),
            Self::NotTyped => f.write_str("The name holds a line break or a character that nobody can type at a panel."),
            Self::NoSuchLanguage(name, languages) => {
                write!(f, "The project has no language {name}. Write one of these, or nothing: {languages}.")
            }
            Self::NoSuchWay(text) => write!(f, "{text} is neither Email nor Sms. Write one of these, or nothing."),
            Self::TooWide => f.write_str(
                "The line has more cells than there are headings. Put texts with a separator in them into quotation marks.",
            ),
            Self::NoId => f.write_str("The system gave no random numbers for a new Id. Restart the computer."),
        }
    }
}

impl Plan {
    /// How many users would be added, changed, left alone and refused.
    #[must_use]
    pub fn counts(&self) -> [usize; 4] {
        let mut counts = [0; 4];
        for row in &self.rows {
            let place = match row.outcome {
                Outcome::Added(_) => 0,
                Outcome::Changed { .. } => 1,
                Outcome::Unchanged => 2,
                Outcome::Refused(_) => 3,
            };
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
        counts
    }

    /// The import as one step: rows that are refused are left out. `None` if nothing would change.
    #[must_use]
    pub fn into_step(self) -> Option<Step> {
        let mut edits = Vec::with_capacity(self.rows.len());
        let (mut users, mut name) = (0, Str::default());
        for row in self.rows {
            match row.outcome {
                Outcome::Added(user) => edits.push(Edit::add(Object::User(user))),
                Outcome::Changed { before, after, fields } => {
                    edits.extend(fields.iter().map(|field| Edit::Change(before.id, field.change(&after))));
                }
                Outcome::Unchanged | Outcome::Refused(_) => continue,
            }
            users += 1;
            name = if users == 1 { row.name } else { Str::default() };
        }
        (users > 0).then(|| Step::new(Action::Import, Kind::User, users, &name, edits))
    }
}
