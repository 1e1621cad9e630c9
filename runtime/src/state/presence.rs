//! Which programs keep sessions here now. A program that was killed cannot end its sessions; the next one that
//! finds itself alone does.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use super::beside::{Beside, plain_file};
use super::error::StateError;
use crate::store::private;

/// A program that keeps sessions, as long as this lives.
pub(crate) struct Presence {
    /// Locked for as long as it is open.
    _file: File,
}

impl Presence {
    /// Arrives at a project's folder; does `if_alone` first if no other program is there.
    ///
    /// # Errors
    /// If the file that tells cannot be used, or what `if_alone` says.
    pub fn arrive(folder: &Path, if_alone: impl FnOnce() -> Result<(), StateError>) -> Result<Self, StateError> {
        let path = Beside::new(folder).running();
        plain_file(&path)?;
        let mut options = OpenOptions::new();
        let open = private(options.read(true).write(true).create(true).truncate(false)).open(&path);
        let failed = |error: io::Error| StateError::io("marking this program as running", &path)(error);
        let file = open.map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {
                if_alone()?;
                file.unlock().map_err(failed)?;
            }
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        file.lock_shared().map_err(failed)?;
        Ok(Self { _file: file })
    }
}
