//! Where the systems differ: file modes, flushing a folder, renames that a scanner blocks.

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::path::Path;
use std::time::Duration;

/// Pauses between the tries of a call that another program blocks; about a second and a half in all.
const PAUSES: [u64; 8] = [5, 10, 20, 40, 80, 160, 320, 800];

/// Runs `call` again, after growing pauses, while it fails with an error that passes by itself.
pub(super) fn retry<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for milliseconds in PAUSES {
        match call() {
            Err(error) if is_passing(&error) => std::thread::sleep(Duration::from_millis(milliseconds)),
            done => return done,
        }
    }
    call()
}

/// Windows says "access denied", "sharing violation" or "lock violation" while a virus scanner or a backup
/// holds a file. Elsewhere an open file blocks nothing.
fn is_passing(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

/// Makes a file that is created readable by its owner alone; Windows gives it the rights of its folder.
pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Makes a folder that is created its owner's alone.
pub(super) fn private_folder(builder: &mut DirBuilder) -> &mut DirBuilder {
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(builder, 0o700);
    builder
}

/// Waits until the entries of a folder are on disk. Windows has no such call; NTFS keeps the order of its
/// entries in its journal.
pub(super) fn flush_folder(path: &Path) -> io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    match std::fs::File::open(path)?.sync_all() {
        // Some network shares know no flushing of folders; they order their entries themselves.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}
