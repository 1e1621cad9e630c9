//! Saving so that a name holds the old content or the new one, whole, at every moment
//! (design section 6).

use std::io::{self, IoSlice, Write};
use std::path::{Path, PathBuf};

use super::backend::{Ready, Write as Content};
use super::error::{StoreError, at};
use super::fs::{FileSystem, OpenFile};
use super::names::Names;
use super::platform::retry;
use super::{LIMIT, NewFile};

/// How much is collected before it is handed to the disk, in bytes.
const BUFFER: usize = 64 * 1024;

/// The step at which the caller refuses.
pub(super) const NOT_READY: &str = "making the new document the current one";

/// How often another random name is tried if one is taken.
const NAMES_TRIED: usize = 16;

/// Writes a document over `names.current()` and keeps the generation before it beside it. `ready` is asked
/// once the document is on disk; if it refuses, nothing has changed.
///
/// # Errors
/// `Io` with the step. Only if the last one, flushing the folder, fails is the new document in
/// place all the same (`After::Uncertain`).
pub(super) fn save(fs: &dyn FileSystem, names: &Names, write: Content<'_>, ready: Ready<'_>) -> Result<(), StoreError> {
    sweep(fs, names);
    let new = Temporary::write(fs, names, write)?;
    ready().map_err(at(NOT_READY, names.current()))?;
    keep_previous(fs, names)?;
    new.rename_to(names.current())?;
    flush_folder(fs, names.folder()).map_err(StoreError::too_late)
}

/// Writes `target`, in the same folder as the document of `names`, and nothing else.
///
/// # Errors
/// As `save`.
pub(super) fn replace(fs: &dyn FileSystem, names: &Names, target: &Path, write: Content<'_>) -> Result<(), StoreError> {
    Temporary::write(fs, names, write)?.rename_to(target)?;
    flush_folder(fs, names.folder()).map_err(StoreError::too_late)
}

/// Removes what a crash left behind. Nobody can be using it: all temporaries are made under
/// the lock, which the caller holds. What cannot be removed now is left to the next save.
pub(super) fn sweep(fs: &dyn FileSystem, names: &Names) {
    for name in fs.list(names.folder()).unwrap_or_default() {
        if name.to_str().is_some_and(|name| names.is_temporary(name)) {
            let _ = fs.remove(&names.folder().join(name));
        }
    }
}

/// Waits until a folder's entries are on disk.
pub(super) fn flush_folder(fs: &dyn FileSystem, folder: &Path) -> Result<(), StoreError> {
    fs.flush_folder(folder).map_err(at("flushing the folder to disk", folder))
}

/// Removes a file if it is there.
pub(super) fn remove(fs: &dyn FileSystem, path: &Path) -> Result<(), StoreError> {
    match retry(fs, || fs.remove(path)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(at("removing a file no longer needed", path)(error))
        }
        _ => Ok(()),
    }
}

fn keep_previous(fs: &dyn FileSystem, names: &Names) -> Result<(), StoreError> {
    let current = names.current();
    let there = fs.entry(current).map_err(at("looking at the current file", current))?;
    if there.is_none() {
        return Ok(());
    }
    let link = Temporary::link(fs, names, current);
    // Where the disk knows no hard links, a copy does the same.
    let kept = link.or_else(|_| Temporary::copy(fs, names, current))?;
    kept.rename_to(&names.previous())
}

/// A new file under a name of its own, complete and on disk. It is removed when dropped.
pub(super) struct Temporary<'a> {
    fs: &'a dyn FileSystem,
    path: PathBuf,
    /// It is a second name of a file, which renaming may leave there: POSIX renames one name of a file over another
    /// of its names by doing nothing at all.
    second_name: bool,
    /// Under its final name, and under no other.
    gone: bool,
}

impl<'a> Temporary<'a> {
    /// Writes a new file and flushes it to disk.
    pub(super) fn write(fs: &'a dyn FileSystem, names: &Names, write: Content<'_>) -> Result<Self, StoreError> {
        let (this, file) = Self::create(fs, names)?;
        let mut new = BufferedFile::new(file);
        write(&mut new).map_err(at("writing the new file", &this.path))?;
        let mut file = new.finish().map_err(at("writing the new file", &this.path))?;
        file.flush_to_disk().map_err(at("flushing the new file to disk", &this.path))?;
        Ok(this)
    }

    /// An empty new file, for someone else to write.
    pub(super) fn empty(fs: &'a dyn FileSystem, names: &Names) -> Result<Self, StoreError> {
        Self::create(fs, names).map(|(this, _)| this)
    }

    /// A second name for `from`.
    fn link(fs: &'a dyn FileSystem, names: &Names, from: &Path) -> Result<Self, StoreError> {
        Self::named(fs, names, |path| fs.hard_link(from, path))
            .map(|(mut this, ())| {
                this.second_name = true;
                this
            })
            .map_err(|(path, error)| at("linking the current file", &path)(error))
    }

    /// A copy of `from`.
    pub(super) fn copy(fs: &'a dyn FileSystem, names: &Names, from: &Path) -> Result<Self, StoreError> {
        let content = retry(fs, || fs.read(from, LIMIT)).map_err(at("reading the file", from))?;
        Self::write(fs, names, &mut |new| new.write_all(&content))
    }

    fn create(fs: &'a dyn FileSystem, names: &Names) -> Result<(Self, Box<dyn OpenFile>), StoreError> {
        Self::named(fs, names, |path| fs.create_new(path))
            .map_err(|(path, error)| at("creating the new file", &path)(error))
    }

    fn named<T>(
        fs: &'a dyn FileSystem,
        names: &Names,
        mut make: impl FnMut(&Path) -> io::Result<T>,
    ) -> Result<(Self, T), (PathBuf, io::Error)> {
        let mut tried = 0;
        loop {
            tried += 1;
            let path = names.temporary(fs.random());
            match make(&path) {
                Ok(made) => return Ok((Temporary { fs, path, second_name: false, gone: false }, made)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && tried < NAMES_TRIED => {}
                Err(error) => return Err((path, error)),
            }
        }
    }

    /// Where the file is for now.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the file its final name, replacing what stands there.
    pub(super) fn rename_to(mut self, target: &Path) -> Result<(), StoreError> {
        retry(self.fs, || self.fs.rename(&self.path, target))
            .map_err(at("renaming the new file into place", target))?;
        self.gone = !self.second_name;
        Ok(())
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if !self.gone {
            // What cannot be removed is swept by the next save.
            let _ = self.fs.remove(&self.path);
        }
    }
}

/// Collects small writes, counts bytes, and keeps a document within its limit.
struct BufferedFile {
    file: Box<dyn OpenFile>,
    buffer: Vec<u8>,
    length: u64,
}

impl BufferedFile {
    fn new(file: Box<dyn OpenFile>) -> Self {
        BufferedFile { file, buffer: Vec::new(), length: 0 }
    }

    fn hand_over(&mut self) -> io::Result<()> {
        if !self.buffer.is_empty() {
            self.file.write_all(&self.buffer)?;
            self.buffer.clear();
        }
        Ok(())
    }

    fn finish(mut self) -> io::Result<Box<dyn OpenFile>> {
        self.hand_over()?;
        Ok(self.file)
    }
}

impl Write for BufferedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.length.saturating_add(bytes.len() as u64);
        if length > LIMIT {
            // It could never be loaded again.
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        if self.buffer.len() + bytes.len() > BUFFER {
            self.hand_over()?;
        }
        if bytes.len() >= BUFFER {
            self.file.write_all(bytes)?;
        } else {
            self.buffer.extend_from_slice(bytes);
        }
        self.length = length;
        Ok(bytes.len())
    }

    fn write_vectored(&mut self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        let bytes: u64 = pieces.iter().map(|piece| piece.len() as u64).sum();
        self.length.checked_add(bytes).filter(|length| *length <= LIMIT).ok_or(io::ErrorKind::FileTooLarge)?;
        self.hand_over()?;
        let taken = self.file.write_vectored(pieces)?;
        self.length += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.hand_over()?;
        self.file.flush()
    }
}

impl NewFile for BufferedFile {
    fn patch(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let end = offset.checked_add(bytes.len() as u64);
        if end.is_none_or(|end| end > self.length) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "a patch must lie within what was written"));
        }
        self.hand_over()?;
        let (mut offset, mut rest) = (offset, bytes);
        while !rest.is_empty() {
            let taken = self.file.write_at(offset, rest)?;
            if taken == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            offset += taken as u64;
            rest = rest.get(taken..).unwrap_or_default();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    /// What a file was told: its bytes, and how long each piece was.
    #[derive(Default)]
    struct Told {
        content: Vec<u8>,
        writes: Vec<usize>,
    }

    /// A file in memory that patches three bytes at a time.
    #[derive(Clone, Default)]
    struct Memory(Arc<Mutex<Told>>);

    impl Memory {
        fn writes(&self) -> Vec<usize> {
            self.0.lock().unwrap().writes.clone()
        }

        fn content(&self) -> Vec<u8> {
            self.0.lock().unwrap().content.clone()
        }
    }

    impl Write for Memory {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut told = self.0.lock().unwrap();
            told.content.extend_from_slice(bytes);
            told.writes.push(bytes.len());
            Ok(bytes.len())
        }

        fn write_vectored(&mut self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
            let together: Vec<u8> = pieces.iter().flat_map(|piece| piece.to_vec()).collect();
            self.write(&together)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl OpenFile for Memory {
        fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<usize> {
            let taken = bytes.len().min(3);
            let start = offset as usize;
            self.0.lock().unwrap().content[start..start + taken].copy_from_slice(&bytes[..taken]);
            Ok(taken)
        }

        fn flush_to_disk(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn buffered() -> (BufferedFile, Memory) {
        let memory = Memory::default();
        (BufferedFile::new(Box::new(memory.clone())), memory)
    }

    #[test]
    fn small_writes_are_collected_to_64_kib() {
        let (mut new, memory) = buffered();
        for _ in 0..64 {
            new.write_all(&[1; 1024]).unwrap();
        }
        assert_eq!(memory.writes(), [0; 0]);
        new.write_all(&[2]).unwrap();
        assert_eq!(memory.writes(), [65_536]);
        new.flush().unwrap();
        assert_eq!(memory.writes(), [65_536, 1]);
        new.write_all(&[3]).unwrap();
        drop(new.finish().unwrap());
        assert_eq!(memory.writes(), [65_536, 1, 1]);
        assert_eq!(memory.content(), [&[1; 65_536][..], &[2, 3]].concat());
    }

    #[test]
    fn a_large_piece_comes_behind_what_was_collected_before_it() {
        let (mut new, memory) = buffered();
        for (byte, length) in [(1, 10), (2, 65_536), (3, 20), (4, 70_000), (5, 30)] {
            new.write_all(&vec![byte; length]).unwrap();
        }
        drop(new.finish().unwrap());
        assert_eq!(memory.writes(), [10, 65_536, 20, 70_000, 30]);
        let content = memory.content();
        assert!(content.is_sorted() && content.len() == 135_596);
    }

    #[test]
    fn a_document_may_have_256_mib_and_not_a_byte_more() {
        let (mut new, memory) = buffered();
        new.length = LIMIT - 1;
        new.write_all(&[1]).unwrap();
        assert_eq!(new.write(&[2]).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        drop(new.finish().unwrap());
        assert_eq!(memory.content(), [1]);
    }

    #[test]
    fn pieces_go_to_the_disk_together_behind_what_was_collected_before_them() {
        let (mut new, memory) = buffered();
        new.write_all(b"ab").unwrap();
        let pieces = [&b"cd"[..], b"", b"efg"].map(IoSlice::new);
        assert_eq!(new.write_vectored(&pieces).unwrap(), 5);
        new.write_all(b"h").unwrap();
        new.patch(1, b"XYZ").unwrap();
        drop(new.finish().unwrap());
        assert_eq!(memory.writes(), [2, 5, 1]);
        assert_eq!(memory.content(), b"aXYZefgh");
        let (mut new, memory) = buffered();
        new.length = LIMIT - 4;
        assert_eq!(new.write_vectored(&pieces).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(memory.writes(), [0; 0]);
        new.length = LIMIT - 5;
        assert_eq!(new.write_vectored(&pieces).unwrap(), 5);
    }

    #[test]
    fn a_patch_may_reach_to_the_end_and_is_made_in_as_many_bites_as_it_takes() {
        let (mut new, memory) = buffered();
        new.write_all(b"digest 00000000").unwrap();
        new.patch(7, b"12345678").unwrap();
        assert_eq!(memory.content(), b"digest 12345678");
        for (offset, bytes) in [(8, &b"12345678"[..]), (16, b""), (u64::MAX, b"12")] {
            let error = new.patch(offset, bytes).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidInput, "{offset}");
        }
        assert_eq!(memory.content(), b"digest 12345678");
    }
}
