//! One writer at a time: an advisory lock on a file of its own that stays (design section 6).

use std::path::Path;
use std::time::Duration;

use super::error::{StoreError, at};
use super::fs::{FileSystem, Kind, LockFile};

const FIRST_PAUSE: Duration = Duration::from_millis(5);
const LONGEST_PAUSE: Duration = Duration::from_millis(100);

/// The lock, held until it is dropped.
pub(super) struct Lock(Box<dyn LockFile>);

impl Lock {
    /// Takes the lock at `path`, waiting up to `wait` for another holder. Waiting is counted
    /// in pauses, so that it is the same on every clock.
    ///
    /// # Errors
    /// `Busy` if the time is up; `NotAFile` for a link; `Io` if the file cannot be opened.
    pub(super) fn take(fs: &dyn FileSystem, path: &Path, wait: Duration) -> Result<Self, StoreError> {
        // A link in its place would have us create a file wherever it points.
        match fs.entry(path).map_err(at("looking at the lock file", path))? {
            None => {}
            Some(entry) if entry.kind == Kind::File => {}
            Some(entry) => {
                let what = entry.kind.noun();
                let path = path.to_owned();
                return Err(StoreError::NotAFile { path, what });
            }
        }
        let file = fs.open_lock(path).map_err(at("opening the lock file", path))?;
        let mut waited = Duration::ZERO;
        let mut pause = FIRST_PAUSE;
        loop {
            if file.try_lock().map_err(at("taking the lock", path))? {
                return Ok(Lock(file));
            }
            if waited >= wait {
                let path = path.to_owned();
                return Err(StoreError::Busy { path, waited });
            }
            let next = pause.min(wait - waited);
            fs.pause(next);
            waited += next;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file gives the lock back as well; there is nobody to tell here.
        let _ = self.0.unlock();
    }
}
