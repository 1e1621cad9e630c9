//! Where the systems differ: file modes, flushing a folder, and renames that a scanner blocks.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::time::Duration;

use super::fs::FileSystem;

/// Pauses between the tries of a call that another program blocks; about a second and a half in all.
const PAUSES: [u64; 8] = [5, 10, 20, 40, 80, 160, 320, 800];

/// Runs `call` again, after growing pauses, while it fails with an error that passes by itself.
///
/// Returns what the last try returned.
pub(super) fn retry<T>(fs: &dyn FileSystem, mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for milliseconds in PAUSES {
        match call() {
            Err(error) if fs.is_passing(&error) => fs.pause(Duration::from_millis(milliseconds)),
            done => return done,
        }
    }
    call()
}

/// Whether Windows says "access denied", "sharing violation" or "lock violation", as it does
/// while a virus scanner or a backup holds a file.
#[cfg(windows)]
pub(super) fn is_passing(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

/// Elsewhere an open file blocks nothing.
#[cfg(not(windows))]
pub(super) fn is_passing(_error: &io::Error) -> bool {
    false
}

/// Makes a file that is created readable by its owner alone.
#[cfg(unix)]
pub(crate) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600)
}

/// Windows gives a new file the rights of its folder.
#[cfg(not(unix))]
pub(crate) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// Waits until the entries of a folder are on disk.
#[cfg(unix)]
pub(super) fn flush_folder(path: &Path) -> io::Result<()> {
    match std::fs::File::open(path)?.sync_all() {
        // Some network shares know no flushing of folders; they order their entries themselves.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}

/// Windows has no such call; NTFS keeps the order of its entries in its journal.
#[cfg(not(unix))]
pub(super) fn flush_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}
