//! What can go wrong in the store, told to a person: what happened, where, and what to do.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What stands on disk after a call that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// The old document, as before the call.
    Unchanged,
    /// The new document is in place, but may be undone by a power cut: reload before going on.
    Uncertain,
}

/// What a save found in the place of the generation it expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// No document and no trace of one.
    Nothing,
    /// No document, but an earlier generation of it: it has to be loaded first.
    PreviousOnly,
    /// A document of this generation.
    Generation(u64),
    /// A document whose head tells no generation.
    Unreadable,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Found::Nothing => f.write_str("there is none"),
            Found::PreviousOnly => f.write_str("there is only an earlier one kept beside it"),
            Found::Generation(n) => write!(f, "it is at generation {n}"),
            Found::Unreadable => f.write_str("its generation cannot be read"),
        }
    }
}

/// Why the store did not do what it was asked to. `Display` is the whole message, advice
/// included; `source` is for programs.
#[derive(Debug)]
#[non_exhaustive]
pub enum StoreError {
    /// A call to the file system failed.
    Io {
        /// What was being done, as in "writing the new file".
        step: &'static str,
        /// The file or folder it was done to.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
        /// What stands on disk now.
        after: After,
    },
    /// SQLite failed for a reason that is not damage of the file.
    Database {
        /// What was being done.
        step: &'static str,
        /// The database file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// Another process held the lock for the whole time one was ready to wait.
    Busy {
        /// The lock file.
        path: PathBuf,
        /// How long was waited.
        waited: Duration,
    },
    /// Somebody else has saved since the caller loaded (design section 6).
    Generation {
        /// The document.
        path: PathBuf,
        /// What the caller had loaded; `None` for no document.
        expected: Option<u64>,
        /// What is there.
        found: Found,
    },
    /// The document was written by a newer version; it is neither set aside nor overwritten.
    Newer {
        /// The document.
        path: PathBuf,
        /// What the parser said.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The document is lost; only a deliberate reset goes on from here.
    Lost {
        /// The document.
        path: PathBuf,
        /// The file that says so.
        marker: PathBuf,
    },
    /// A document was kept at a place where nothing is now: a drive not connected, most likely.
    Vanished {
        /// The file that recorded the place.
        pointer: PathBuf,
        /// Where it was.
        place: String,
    },
    /// A place where the document may not lie.
    Place {
        /// The place, as it was given.
        given: String,
        /// Why not, and what to do: whole sentences.
        reason: String,
    },
    /// There is something else than a plain file where one should be.
    NotAFile {
        /// Where.
        path: PathBuf,
        /// What it is, as in "a symbolic link".
        what: &'static str,
    },
}

impl StoreError {
    /// What stands on disk after this error: the old document in all cases but one.
    pub fn after(&self) -> After {
        match self {
            StoreError::Io { after, .. } => *after,
            _ => After::Unchanged,
        }
    }

    /// The same error, met when the new document was already in place.
    pub(super) fn too_late(mut self) -> Self {
        if let StoreError::Io { after, .. } = &mut self {
            *after = After::Uncertain;
        }
        self
    }
}

impl StoreError {
    /// What the system said, for a caller with a sentence of its own.
    pub(super) fn into_io(self) -> io::Error {
        match self {
            StoreError::Io { source, .. } => source,
            other => io::Error::other(other.to_string()),
        }
    }
}

/// Turns an `io::Error` into a `StoreError` that knows the step and the path.
pub(super) fn at(step: &'static str, path: &Path) -> impl FnOnce(io::Error) -> StoreError {
    let path = path.to_owned();
    move |source| StoreError::Io { step, path, source, after: After::Unchanged }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Io { step, path, source, after } => write!(
                f,
                "{}: {step} failed: {source}. {} {}",
                path.display(),
                advice(source),
                match after {
                    After::Unchanged => "The runtime document is as it was before.",
                    After::Uncertain =>
                        "The new runtime document is in place, but a power cut could still undo it: load it again and repeat the change if it is missing.",
                }
            ),
            StoreError::Database { step, path, source } => write!(
                f,
                "{}: {step} failed: {source}. {} The runtime document is as it was before.",
                path.display(),
                database_advice(source)
            ),
            StoreError::Busy { path, waited } => write!(
                f,
                "{}: another process is writing the runtime document and did not finish within {} s. Nothing was changed. Try again; if this stays, look for a second Runtime working on the same project.",
                path.display(),
                waited.as_secs_f32()
            ),
            StoreError::Generation { path, expected, found } => {
                write!(f, "{}: the runtime document was changed by someone else: ", path.display())?;
                match expected {
                    Some(n) => write!(f, "generation {n} was expected, but {found}")?,
                    None => write!(f, "none was expected, but {found}")?,
                }
                f.write_str(". Nothing was changed. Load it again and repeat the change.")
            }
            StoreError::Newer { path, source } => write!(
                f,
                "{}: this file was written by a newer version of Keyholder: {source}. It was left untouched. Update the Runtime on this machine.",
                path.display()
            ),
            StoreError::Lost { path, marker } => write!(
                f,
                "{}: the runtime document was damaged beyond recovery and nobody can log in. Nothing was changed. Read {} for what to do; `reset --confirm` starts again from the project.",
                path.display(),
                marker.display()
            ),
            StoreError::Vanished { pointer, place } => write!(
                f,
                "{}: by this record the runtime document is kept at {place}, but nothing is there. This is not taken for a first start. Check that the drive is connected, or put a backup there. If you have moved the document to where the project wants it yourself, delete the record. `reset --confirm` starts again from the project.",
                pointer.display()
            ),
            StoreError::Place { given, reason } => {
                write!(f, "The runtime document cannot be kept at \"{}\": {reason}", given.escape_debug())
            }
            StoreError::NotAFile { path, what } => write!(
                f,
                "{}: {what} stands where a plain file should be. Nothing was changed. Remove it or choose another place.",
                path.display()
            ),
        }
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            StoreError::Io { source, .. } => Some(source),
            StoreError::Database { source, .. } => Some(source),
            StoreError::Newer { source, .. } => Some(source.as_ref()),
            _ => None,
        }
    }
}

pub(crate) fn advice(error: &io::Error) -> &'static str {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::StorageFull | Kind::QuotaExceeded => "Free some space on the disk, then try again.",
        Kind::ReadOnlyFilesystem => {
            "The disk is read-only: make it writable (a worn or faulty disk also turns read-only), then try again."
        }
        Kind::PermissionDenied => {
            "Give the account that the Runtime runs under the right to read and write this folder; on Windows, a virus scanner or another program may also hold the file."
        }
        Kind::NotFound | Kind::NotADirectory => {
            "Check that the folder exists and the drive is connected, then try again."
        }
        Kind::FileTooLarge => "A runtime document may have 256 MiB at most.",
        Kind::Unsupported => "This disk or network share lacks what is needed to save safely: choose another place.",
        _ => "Check the disk or the network connection, then try again.",
    }
}

pub(crate) fn database_advice(error: &rusqlite::Error) -> &'static str {
    use rusqlite::ErrorCode as Code;
    match error.sqlite_error_code() {
        Some(Code::DiskFull) => "Free some space on the disk, then try again.",
        Some(Code::ReadOnly) => {
            "Make the file and its folder writable for the account that the Runtime runs under, then try again."
        }
        Some(Code::CannotOpen | Code::PermissionDenied) => {
            "Check that the folder exists and that the account that the Runtime runs under may read and write it."
        }
        Some(Code::DatabaseBusy | Code::DatabaseLocked) => {
            "Another program is using the database: close it, then try again."
        }
        Some(Code::SystemIoFailure) => "Check the disk or the network connection, then try again.",
        Some(Code::DatabaseCorrupt | Code::NotADatabase) => {
            "The database file is damaged: load it again to have an earlier generation recovered."
        }
        _ => "Try again; if this stays, keep a copy of the file for the support.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::ffi;

    #[test]
    fn every_trouble_of_the_disk_has_advice_of_its_own() {
        use io::ErrorKind as Kind;
        let kinds = [
            (Kind::StorageFull, "Free some space"),
            (Kind::QuotaExceeded, "Free some space"),
            (Kind::ReadOnlyFilesystem, "make it writable"),
            (Kind::PermissionDenied, "the right to read and write"),
            (Kind::NotFound, "folder exists"),
            (Kind::FileTooLarge, "256 MiB"),
            (Kind::Unsupported, "another place"),
            (Kind::Other, "Check the disk"),
        ];
        for (kind, advice) in kinds {
            let error = at("writing the new file", Path::new("a/b.xml"))(kind.into());
            let text = error.to_string();
            assert!(text.contains("writing the new file failed") && text.contains("b.xml"), "{text}");
            assert!(text.contains(advice) && text.contains("as it was before"), "{text}");
            assert_eq!(error.after(), After::Unchanged);
            let late = error.too_late();
            assert_eq!(late.after(), After::Uncertain);
            assert!(late.to_string().contains("load it again"), "{late}");
        }
    }

    #[test]
    fn every_trouble_of_the_database_has_advice_of_its_own() {
        let codes = [
            (ffi::SQLITE_FULL, "Free some space"),
            (ffi::SQLITE_READONLY, "writable"),
            (ffi::SQLITE_CANTOPEN, "folder exists"),
            (ffi::SQLITE_PERM, "folder exists"),
            (ffi::SQLITE_BUSY, "Another program"),
            (ffi::SQLITE_LOCKED, "Another program"),
            (ffi::SQLITE_IOERR, "Check the disk"),
            (ffi::SQLITE_CORRUPT, "is damaged"),
            (ffi::SQLITE_NOMEM, "Try again"),
        ];
        for (code, advice) in codes {
            let error = StoreError::Database {
                step: "saving to the database",
                path: PathBuf::from("a/b.db"),
                source: rusqlite::Error::SqliteFailure(ffi::Error::new(code), None),
            };
            let text = error.to_string();
            assert!(text.contains("saving to the database failed") && text.contains("b.db"), "{text}");
            assert!(text.contains(advice), "{text}");
            assert!(error.source().is_some());
        }
    }

    #[test]
    fn what_stands_in_the_place_of_a_generation_is_told() {
        for (expected, found, told) in [
            (Some(3), Found::Nothing, "generation 3 was expected, but there is none. "),
            (
                Some(3),
                Found::PreviousOnly,
                "generation 3 was expected, but there is only an earlier one kept beside it. ",
            ),
            (None, Found::Generation(7), "none was expected, but it is at generation 7. "),
            (None, Found::Unreadable, "none was expected, but its generation cannot be read. "),
        ] {
            let error = StoreError::Generation { path: PathBuf::from("a/b.xml"), expected, found };
            let text = error.to_string();
            assert!(text.contains(told) && text.contains("b.xml"), "{text}");
            assert!(error.source().is_none() && error.after() == After::Unchanged);
        }
    }

    #[test]
    fn what_a_parser_said_of_a_newer_version_is_kept() {
        let error = StoreError::Newer { path: PathBuf::from("a/b.xml"), source: "schema version 99".into() };
        assert_eq!(error.source().unwrap().to_string(), "schema version 99");
    }
}
