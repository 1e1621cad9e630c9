//! The files of the state, all in the project's folder.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::error::StateError;
use crate::store::{Disk, FileSystem as _, Kind, flush_folder_of, private};

/// The name of the database (design section 2).
pub const DATABASE: &str = "UserManagementState.db";

/// The files round the database.
#[derive(Clone, Debug)]
pub(crate) struct Beside {
    folder: PathBuf,
}

impl Beside {
    pub fn new(folder: &Path) -> Self {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        Self { folder: folder.to_owned() }
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.folder.join(DATABASE)
    }

    /// SQLite's log and its index.
    fn companions(&self) -> [(&'static str, PathBuf); 3] {
        ["-wal", "-shm", "-journal"].map(|end| (end, self.folder.join(format!("{DATABASE}{end}"))))
    }

    /// The head of the audit trail, a second time.
    pub fn head(&self) -> PathBuf {
        self.folder.join("UserManagementState.audit-head")
    }

    /// The locked accounts, a second time.
    pub fn locks(&self) -> PathBuf {
        self.folder.join("UserManagementState.locks")
    }

    /// Locked by every program that keeps sessions.
    pub fn running(&self) -> PathBuf {
        self.folder.join("UserManagementState.running")
    }

    /// Whether a state was ever kept here.
    pub fn has_traces(&self) -> Result<bool, StateError> {
        let files = [self.database(), self.head(), self.locks()];
        let wal = self.companions().map(|(_, path)| path);
        for file in files.iter().chain(&wal) {
            if plain_file(file)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Waits until no other process makes or mends the database here; the answer holds it off.
    pub fn hold(&self) -> Result<File, StateError> {
        let path = self.folder.join("UserManagementState.lock");
        plain_file(&path)?;
        let mut options = OpenOptions::new();
        let hold = || {
            let file = private(options.write(true).create(true).truncate(false)).open(&path)?;
            file.lock()?;
            Ok(file)
        };
        let mut hold = hold;
        hold().map_err(StateError::io("taking the lock of the state database", &path))
    }

    /// Clears away what an earlier making of the database left behind, under the lock.
    pub fn sweep(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for entry in entries.flatten() {
            if entry.file_name().to_str().is_some_and(|name| name.starts_with(".UserManagementState.db.")) {
                // What cannot be removed now is in nobody's way.
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// An empty file of our own, readable by its owner alone, in which a database can be made.
    pub fn new_file(&self) -> Result<PathBuf, StateError> {
        let path = self.folder.join(format!(".{DATABASE}.{:016x}.new", Disk.random()));
        private(OpenOptions::new().write(true).create_new(true))
            .open(&path)
            .map_err(StateError::io("creating the state database", &path))?;
        Ok(path)
    }

    /// Moves the database and what belongs to it to the next free name; `None` if there is none.
    pub fn set_aside(&self) -> Result<Option<PathBuf>, StateError> {
        let free = |number: u32| {
            let aside = self.folder.join(format!("UserManagementState.damaged-{number}.db"));
            fs::symlink_metadata(&aside).is_err().then_some(aside)
        };
        let Some(aside) = (1..10_000).find_map(free) else {
            let full = io::Error::other("there are ten thousand damaged databases here");
            return Err(StateError::io("setting the state database aside", &self.database())(full));
        };
        let mut moved = None;
        // The log first: with the database it would be taken for the new one's.
        for (end, file) in self.companions() {
            let mut target = aside.clone().into_os_string();
            target.push(end);
            rename(&file, Path::new(&target))?;
        }
        if rename(&self.database(), &aside)? {
            moved = Some(aside);
        }
        Ok(moved)
    }

    /// Puts a finished database in place.
    pub fn install(&self, new: &Path) -> Result<(), StateError> {
        let path = self.database();
        fs::rename(new, &path)
            .and_then(|()| flush_folder_of(&path))
            .map_err(StateError::io("putting the new state database in place", &path))
    }
}

/// Renames a file; false if it is not there.
fn rename(from: &Path, to: &Path) -> Result<bool, StateError> {
    match fs::rename(from, to) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(StateError::io("setting the state database aside", from)(error)),
    }
}

/// Whether there is a plain file; false if there is nothing.
///
/// # Errors
/// `NotAFile` for a link, which could lead anywhere.
pub(crate) fn plain_file(path: &Path) -> Result<bool, StateError> {
    match Disk.entry(path).map_err(StateError::io("looking at the file", path))? {
        None => Ok(false),
        Some(entry) if entry.kind == Kind::File => Ok(true),
        Some(entry) => Err(StateError::NotAFile { path: path.to_owned(), what: entry.kind.noun() }),
    }
}

/// What tells one file from another that took its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Identity(u64, u64);

/// The identity of the file at `path`; `None` if there is none.
pub(crate) fn identity(path: &Path) -> Option<Identity> {
    let metadata = fs::symlink_metadata(path).ok()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        Some(Identity(metadata.dev(), metadata.ino()))
    }
    // Elsewhere an open database cannot be moved or removed.
    #[cfg(not(unix))]
    {
        let _ = metadata;
        Some(Identity(0, 0))
    }
}
