//! The file system as the store sees it, and the real one.
//!
//! The store makes no call but these, so that a test can stand in for the disk, cut the power
//! between any two of them, or let any of them fail.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, IoSlice, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::platform;

/// What stands under a name. Links are not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A plain file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, or a junction of Windows.
    Link,
    /// A device, a pipe, a socket.
    Other,
}

impl Kind {
    /// The word for it, with its article.
    pub fn noun(self) -> &'static str {
        match self {
            Kind::File => "a file",
            Kind::Folder => "a folder",
            Kind::Link => "a symbolic link",
            Kind::Other => "a device or a pipe",
        }
    }
}

/// An entry of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// Its length in bytes; meaningful for a plain file.
    pub length: u64,
}

/// A new file while it is being written. `write` appends.
pub trait OpenFile: Write + Send {
    /// Writes over what was written before, from `offset` (bytes) on; returns how many bytes
    /// were taken, like `write`. The next `write` appends again.
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<usize>;
    /// Waits until the file's data and length are on disk.
    fn flush_to_disk(&mut self) -> io::Result<()>;
}

/// An open lock file. Dropping it gives the lock back.
pub trait LockFile: Send {
    /// Takes the lock if it is free; false if another holds it.
    fn try_lock(&self) -> io::Result<bool>;
    /// Gives the lock back.
    fn unlock(&self) -> io::Result<()>;
}

/// The calls the store is made of.
pub trait FileSystem: Send + Sync {
    /// What stands at `path`, links not followed; `None` if nothing does.
    fn entry(&self, path: &Path) -> io::Result<Option<Entry>>;
    /// The first `cap` bytes of a file, or all of it if it is shorter.
    fn read(&self, path: &Path, cap: u64) -> io::Result<Vec<u8>>;
    /// Hands the first `cap` bytes of a file to `each`, in pieces and in order; the first piece
    /// holds at least the first 64 KiB of a file that has as many.
    fn scan(&self, path: &Path, cap: u64, each: &mut dyn FnMut(&[u8])) -> io::Result<()> {
        each(&self.read(path, cap)?);
        Ok(())
    }
    /// Creates a file that must not exist yet, readable by its owner alone.
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn OpenFile>>;
    /// Renames a file, replacing what stands under the new name. Two names of one and the
    /// same file may be left as they are (POSIX).
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file a second name, which must be free.
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Waits until the entries of a folder are on disk.
    fn flush_folder(&self, path: &Path) -> io::Result<()>;
    /// The names in a folder.
    fn list(&self, path: &Path) -> io::Result<Vec<OsString>>;
    /// Opens a lock file, creating it if need be.
    fn open_lock(&self, path: &Path) -> io::Result<Box<dyn LockFile>>;
    /// Waits.
    fn pause(&self, time: Duration);
    /// Some random bits, for the names of new files.
    fn random(&self) -> u64;
    /// Whether an error passes by itself, so that the call is worth repeating.
    fn is_passing(&self, error: &io::Error) -> bool {
        platform::is_passing(error)
    }
}

/// The real file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl FileSystem for Disk {
    fn entry(&self, path: &Path) -> io::Result<Option<Entry>> {
        let metadata = match std::fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other?,
        };
        let kind = match metadata.file_type() {
            t if t.is_symlink() => Kind::Link,
            t if t.is_file() => Kind::File,
            t if t.is_dir() => Kind::Folder,
            _ => Kind::Other,
        };
        let length = metadata.len();
        Ok(Some(Entry { kind, length }))
    }

    fn read(&self, path: &Path, cap: u64) -> io::Result<Vec<u8>> {
        let file = File::open(path)?;
        let length = file.metadata()?.len().min(cap);
        let mut content = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        file.take(cap).read_to_end(&mut content)?;
        Ok(content)
    }

    fn scan(&self, path: &Path, cap: u64, each: &mut dyn FnMut(&[u8])) -> io::Result<()> {
        // A buffer that fits the processor's cache, filled each time, so that no memory is paged in.
        let mut file = File::open(path)?.take(cap);
        let mut buffer = vec![0; 256 * 1024];
        loop {
            let mut filled = 0;
            while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
                match file.read(rest) {
                    Ok(0) => break,
                    Ok(count) => filled += count,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
            match buffer.get(..filled) {
                Some([]) | None => return Ok(()),
                Some(piece) => each(piece),
            }
        }
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        let file = platform::private(OpenOptions::new().write(true).create_new(true)).open(path)?;
        Ok(Box::new(DiskFile::new(file)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::hard_link(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn flush_folder(&self, path: &Path) -> io::Result<()> {
        platform::flush_folder(path)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<OsString>> {
        std::fs::read_dir(path)?.map(|entry| Ok(entry?.file_name())).collect()
    }

    fn open_lock(&self, path: &Path) -> io::Result<Box<dyn LockFile>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        Ok(Box::new(DiskLock(platform::private(&mut options).open(path)?)))
    }

    fn pause(&self, time: Duration) {
        std::thread::sleep(time);
    }

    fn random(&self) -> u64 {
        // The standard library's hash keys come from the system's randomness. That is enough
        // for a name that is created exclusively; nothing secret hangs on it.
        RandomState::new().build_hasher().finish()
    }
}

/// Once so many bytes of a new file are written, the disk may begin with them, so that the flush at
/// the end has less to wait for.
const AHEAD: usize = 8 * 1024 * 1024;

struct DiskFile {
    file: File,
    waiting: usize,
    ahead: Option<Ahead>,
}

/// A thread that flushes a file while it is still being written. Linux tells an error of the disk once for
/// all handles of an open file, so what this one was told is kept for the flush at the end.
struct Ahead {
    hint: SyncSender<()>,
    thread: JoinHandle<io::Result<()>>,
}

impl DiskFile {
    fn new(file: File) -> Self {
        DiskFile { file, waiting: 0, ahead: None }
    }

    fn taken(&mut self, bytes: usize) {
        self.waiting += bytes;
        if self.waiting >= AHEAD {
            self.flush_ahead();
        }
    }

    fn flush_ahead(&mut self) {
        self.waiting = 0;
        if self.ahead.is_none()
            && let Ok(file) = self.file.try_clone()
        {
            let (hint, hints) = sync_channel(1);
            let thread = std::thread::spawn(move || {
                let mut flushed = Ok(());
                while hints.recv().is_ok() {
                    flushed = flushed.and_then(|()| file.sync_data());
                }
                flushed
            });
            self.ahead = Some(Ahead { hint, thread });
        }
        if let Some(ahead) = &self.ahead {
            // If it is still at the last one, it comes by here soon enough.
            let _ = ahead.hint.try_send(());
        }
    }

    fn end_ahead(&mut self) -> io::Result<()> {
        let Some(Ahead { hint, thread }) = self.ahead.take() else { return Ok(()) };
        drop(hint);
        thread.join().unwrap_or_else(|_| Err(io::Error::other("flushing ahead broke off")))
    }
}

impl Drop for DiskFile {
    fn drop(&mut self) {
        // On Windows a file with another handle open could not be removed. A file that is dropped without a
        // flush is given up, and so is its error.
        let _ = self.end_ahead();
    }
}

impl Write for DiskFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.file.write(bytes)?;
        self.taken(taken);
        Ok(taken)
    }

    fn write_vectored(&mut self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        let taken = self.file.write_vectored(pieces)?;
        self.taken(taken);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl OpenFile for DiskFile {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<usize> {
        self.file.seek(SeekFrom::Start(offset))?;
        let taken = self.file.write(bytes);
        self.file.seek(SeekFrom::End(0))?;
        taken
    }

    fn flush_to_disk(&mut self) -> io::Result<()> {
        self.end_ahead()?;
        self.file.sync_all()
    }
}

struct DiskLock(File);

impl LockFile for DiskLock {
    fn try_lock(&self) -> io::Result<bool> {
        match self.0.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn unlock(&self) -> io::Result<()> {
        self.0.unlock()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    fn new_file(folder: &tempfile::TempDir) -> DiskFile {
        DiskFile::new(File::create_new(folder.path().join("new")).unwrap())
    }

    /// A thread that flushes ahead, as `flush_ahead` has it, and does `last` when it is to end.
    fn ahead(last: impl FnOnce() -> io::Result<()> + Send + 'static) -> Ahead {
        let (hint, hints) = sync_channel::<()>(1);
        let thread = std::thread::spawn(move || {
            while hints.recv().is_ok() {}
            last()
        });
        Ahead { hint, thread }
    }

    #[test]
    fn the_disk_begins_with_a_long_file_before_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = new_file(&folder);
        let almost = vec![b'x'; 8 * 1024 * 1024 - 1];
        file.write_all(&almost).unwrap();
        assert!(file.ahead.is_none());
        file.write_all(b"y").unwrap();
        assert!(file.ahead.is_some());
        assert_eq!(file.waiting, 0);
        file.flush_to_disk().unwrap();
        assert!(file.ahead.is_none());
        assert_eq!(folder.path().join("new").metadata().unwrap().len(), 8 * 1024 * 1024);
    }

    #[test]
    fn what_went_wrong_ahead_is_told_at_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = new_file(&folder);
        file.ahead = Some(ahead(|| Err(io::ErrorKind::StorageFull.into())));
        assert_eq!(file.flush_to_disk().unwrap_err().kind(), io::ErrorKind::StorageFull);
    }

    /// A file that is given up has no second handle left, which on Windows would keep it from being removed.
    #[test]
    fn no_thread_outlives_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = new_file(&folder);
        let ended = Arc::new(AtomicBool::new(false));
        let end = Arc::clone(&ended);
        file.ahead = Some(ahead(move || {
            (0..1000).for_each(|_| std::thread::yield_now());
            end.store(true, Ordering::SeqCst);
            Ok(())
        }));
        drop(file);
        assert!(ended.load(Ordering::SeqCst));
    }
}
