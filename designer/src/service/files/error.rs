//! Why a project could not be opened or saved: what happened, where, what to do.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::super::fs::Step;
use super::SystemError;

/// Why a file's bytes could not be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotOpened {
    /// There is no such file.
    Missing(PathBuf),
    /// This user may not read it.
    Forbidden(PathBuf),
    /// It is a folder without a project.
    Folder(PathBuf),
    /// It has more bytes than are read.
    TooLarge(PathBuf),
    /// The disk said something else.
    Other {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: SystemError,
    },
}

impl NotOpened {
    pub(super) fn new(path: &Path, error: &io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Missing(path),
            io::ErrorKind::PermissionDenied => Self::Forbidden(path),
            io::ErrorKind::IsADirectory => Self::Folder(path),
            _ => Self::Other { path, error: error.into() },
        }
    }

    /// The key of its sentence in the surface's languages; the sentence may use `$path` and `$error`.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Missing(_) => "not-opened-missing",
            Self::Forbidden(_) => "not-opened-forbidden",
            Self::Folder(_) => "not-opened-folder",
            Self::TooLarge(_) => "not-opened-too-large",
            Self::Other { .. } => "not-opened-other",
        }
    }

    /// The file it is about.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Missing(path) | Self::Forbidden(path) | Self::Folder(path) | Self::TooLarge(path) => path,
            Self::Other { path, .. } => path,
        }
    }

    /// What the system said, where that is all that is known.
    #[must_use]
    pub fn error(&self) -> Option<&SystemError> {
        match self {
            Self::Other { error, .. } => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for NotOpened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path().display();
        match self {
            Self::Missing(_) => write!(f, "There is no file {path}. Copy it there, or choose another one."),
            Self::Forbidden(_) => {
                write!(f, "{path} may not be read by this user. Give the permission, then open it again.")
            }
            Self::Folder(_) => write!(f, "There is no project in the folder {path}. Choose a project's file."),
            Self::TooLarge(_) => write!(f, "{path} has more than 256 MiB, which is not read. Is this the right file?"),
            Self::Other { error, .. } => {
                write!(f, "{path} could not be read: {error}. Try again; if it stays so, check the disk.")
            }
        }
    }
}

impl std::error::Error for NotOpened {}

/// Why a project was not saved. The file on disk is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotSaved {
    /// Someone else changed the file since it was opened. Ask: reload, replace, compare.
    ChangedOnDisk(PathBuf),
    /// Someone else removed the file since it was opened. Ask.
    Gone(PathBuf),
    /// Another file stands there. Ask.
    Exists(PathBuf),
    /// The file was not understood whole when it was opened. Ask.
    NotUnderstood(PathBuf),
    /// The folder that it was to lie in is not there. Ask.
    NoFolder {
        /// The folder.
        path: PathBuf,
        /// So many above it are missing, too.
        above: usize,
    },
    /// A newer version wrote the file; it is never overwritten.
    Newer(PathBuf),
    /// The project has grown beyond what is ever read.
    TooLarge(PathBuf),
    /// What stands there cannot be read, so nobody knows whether it may be replaced.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: SystemError,
    },
    /// The disk refused.
    Disk {
        /// What was being done.
        step: Step,
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: SystemError,
    },
}

impl NotSaved {
    pub(super) fn disk(step: Step, path: &Path, error: &io::Error) -> Self {
        Self::Disk { step, path: path.to_owned(), error: error.into() }
    }

    /// The key of its sentence in the surface's languages; the sentence may use `$path` and `$error`.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::ChangedOnDisk(_) => "not-saved-changed",
            Self::Gone(_) => "not-saved-gone",
            Self::Exists(_) => "not-saved-exists",
            Self::NotUnderstood(_) => "not-saved-not-understood",
            Self::NoFolder { .. } => "not-saved-no-folder",
            Self::Newer(_) => "not-saved-newer",
            Self::TooLarge(_) => "not-saved-too-large",
            Self::Unreadable { .. } => "not-saved-unreadable",
            Self::Disk { .. } => "not-saved-disk",
        }
    }

    /// The file, or folder, it is about.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::ChangedOnDisk(path) | Self::Gone(path) | Self::Exists(path) | Self::NotUnderstood(path) => path,
            Self::Newer(path) | Self::TooLarge(path) => path,
            Self::NoFolder { path, .. } | Self::Unreadable { path, .. } | Self::Disk { path, .. } => path,
        }
    }

    /// What the system said, where it said something.
    #[must_use]
    pub fn error(&self) -> Option<&SystemError> {
        match self {
            Self::Unreadable { error, .. } | Self::Disk { error, .. } => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for NotSaved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path().display();
        match self {
            Self::ChangedOnDisk(_) => write!(
                f,
                "{path} was changed by someone else since it was opened, and was not saved. Reload it, keep yours, or compare."
            ),
            Self::Gone(_) => {
                write!(
                    f,
                    "{path} was removed since it was opened, and was not saved. Save it again there, or elsewhere."
                )
            }
            Self::Exists(_) => write!(f, "There is a file {path} already. Replace it, or choose another name."),
            Self::NotUnderstood(_) => write!(
                f,
                "{path} has faults, and not all of it could be understood. Saving over it loses that part; save it elsewhere, or say that it may be lost."
            ),
            Self::NoFolder { .. } => write!(f, "There is no folder {path}. Make it, or choose another one."),
            Self::Newer(_) => write!(
                f,
                "{path} was written by a newer version and is left as it is. Save elsewhere, or update this program."
            ),
            Self::TooLarge(_) => {
                write!(f, "The project has more than 256 MiB, which no program would read. {path} was not saved.")
            }
            Self::Unreadable { error, .. } => {
                write!(
                    f,
                    "{path} cannot be read now ({error}), so it was not saved over. Try again, or save elsewhere."
                )
            }
            Self::Disk { step, error, .. } => {
                write!(
                    f,
                    "{path} was not saved: {step} failed ({error}). Make room or give the permission, then try again."
                )
            }
        }
    }
}

impl std::error::Error for NotSaved {}
