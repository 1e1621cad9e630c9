//! What can go wrong with the state database, told to a person.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::store::{advice, database_advice};

/// Why the state database did not do what it was asked to. Nothing of it was done then.
#[derive(Debug)]
#[non_exhaustive]
pub enum StateError {
    /// A call to the file system failed.
    Io {
        /// What was being done, as in "writing the record of locks".
        step: &'static str,
        /// To which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// SQLite failed.
    Database {
        /// The database file; empty for one in memory.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The database was written by a newer version; it is left untouched.
    Newer {
        /// The database file.
        path: PathBuf,
        /// The version of its tables.
        version: i32,
    },
    /// There is no database, where one was to be read.
    Missing {
        /// Where it should be.
        path: PathBuf,
    },
    /// There is something else than a plain file where one should be.
    NotAFile {
        /// Where.
        path: PathBuf,
        /// What it is, as in "a symbolic link".
        what: &'static str,
    },
}

impl StateError {
    /// Turns an `io::Error` into a `StateError`.
    pub(crate) fn io(step: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { step, path, source }
    }

    /// True if the content of the database file is to blame.
    pub(super) fn is_damage(&self) -> bool {
        matches!(self, Self::Database { source, .. } if super::schema::is_damage(source))
    }

    /// The file that this is about.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Io { path, .. }
            | Self::Database { path, .. }
            | Self::Newer { path, .. }
            | Self::Missing { path }
            | Self::NotAFile { path, .. } => path,
        }
    }
}

impl From<rusqlite::Error> for StateError {
    fn from(source: rusqlite::Error) -> Self {
        Self::Database { path: PathBuf::new(), source }
    }
}

impl fmt::Display for StateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { step, path, source } => {
                write!(f, "{}: {step} failed: {source}. {}", path.display(), advice(source))
            }
            Self::Database { path, source } => {
                let file = if path.as_os_str().is_empty() { Path::new(super::DATABASE) } else { path };
                write!(
                    f,
                    "{}: the database of login states and the audit trail failed: {source}. {}",
                    file.display(),
                    database_advice(source)
                )
            }
            Self::Newer { path, version } => write!(
                f,
                "{}: this database was written by a newer version of Keyholder (its tables have version {version}). It was left untouched. Update the Runtime on this machine.",
                path.display()
            ),
            Self::Missing { path } => write!(
                f,
                "{}: there is no state database here. It comes into being with the machine's first update. Correct the path, or deliver a project first.",
                path.display()
            ),
            Self::NotAFile { path, what } => write!(
                f,
                "{}: {what} stands where the state database should be a plain file. Nothing was changed. Remove it.",
                path.display()
            ),
        }
    }
}

impl Error for StateError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Database { source, .. } => Some(source),
            _ => None,
        }
    }
}
