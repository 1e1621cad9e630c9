//! A disk in memory, for tests.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{FileSystem, Held};

/// A call that can be made to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Call {
    /// [`FileSystem::read`]
    Read,
    /// [`FileSystem::create`]
    Create,
    /// [`FileSystem::rename`]
    Rename,
    /// [`FileSystem::remove`]
    Remove,
    /// [`FileSystem::flush_folder`]
    FlushFolder,
    /// [`FileSystem::list`]
    List,
    /// [`FileSystem::earlier`]
    Earlier,
    /// [`FileSystem::new_folder`]
    NewFolder,
}

/// Files in memory; every folder exists but those that are said not to. Clones are the same disk.
#[derive(Clone, Debug, Default)]
pub struct Memory(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    files: BTreeMap<PathBuf, Vec<u8>>,
    locks: BTreeSet<PathBuf>,
    failing: BTreeMap<Call, io::ErrorKind>,
    /// The folders that are not there, nor what is in them.
    missing: BTreeSet<PathBuf>,
    writes: usize,
    /// How much older than the others some files are.
    ages: BTreeMap<PathBuf, Duration>,
}

impl Memory {
    /// Puts a file there.
    pub fn put(&self, path: impl AsRef<Path>, bytes: &[u8]) {
        self.state().files.insert(path.as_ref().to_owned(), bytes.to_vec());
    }

    /// A file's content.
    #[must_use]
    pub fn get(&self, path: impl AsRef<Path>) -> Option<Vec<u8>> {
        self.state().files.get(path.as_ref()).cloned()
    }

    /// Lets a file be so much older than every other.
    pub fn age(&self, path: impl AsRef<Path>, by: Duration) {
        self.state().ages.insert(path.as_ref().to_owned(), by);
    }

    /// Takes a file away.
    pub fn delete(&self, path: impl AsRef<Path>) {
        self.state().files.remove(path.as_ref());
    }

    /// Lets a folder not be there, nor any in it.
    pub fn lose_folder(&self, path: impl AsRef<Path>) {
        self.state().missing.insert(path.as_ref().to_owned());
    }

    /// All files' paths.
    #[must_use]
    pub fn paths(&self) -> Vec<PathBuf> {
        self.state().files.keys().cloned().collect()
    }

    /// How many files were created since the beginning.
    #[must_use]
    pub fn writes(&self) -> usize {
        self.state().writes
    }

    /// Lets each such call fail from now on.
    pub fn fail(&self, call: Call, kind: io::ErrorKind) {
        self.state().failing.insert(call, kind);
    }

    /// Lets no call fail any more.
    pub fn mend(&self) {
        self.state().failing.clear();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn asked(&self, call: Call) -> io::Result<MutexGuard<'_, State>> {
        let state = self.state();
        match state.failing.get(&call) {
            Some(kind) => Err((*kind).into()),
            None => Ok(state),
        }
    }
}

impl State {
    fn is_missing(&self, folder: Option<&Path>) -> bool {
        folder.is_some_and(|folder| self.missing.iter().any(|missing| folder.starts_with(missing)))
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.files.keys().any(|file| file != path && file.starts_with(path))
    }
}

impl FileSystem for Memory {
    fn read(&self, path: &Path, cap: u64) -> io::Result<Vec<u8>> {
        let state = self.asked(Call::Read)?;
        let none = if state.is_folder(path) { io::ErrorKind::IsADirectory } else { io::ErrorKind::NotFound };
        let bytes = state.files.get(path).ok_or(none)?;
        Ok(bytes.iter().copied().take(usize::try_from(cap).unwrap_or(usize::MAX)).collect())
    }

    fn create(&self, path: &Path, bytes: &[u8], _like: Option<&Path>) -> io::Result<()> {
        let mut state = self.asked(Call::Create)?;
        if state.files.contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        if state.is_missing(path.parent()) {
            return Err(io::ErrorKind::NotFound.into());
        }
        state.writes += 1;
        state.files.insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.asked(Call::Rename)?;
        let bytes = state.files.remove(from).ok_or(io::ErrorKind::NotFound)?;
        state.files.insert(to.to_owned(), bytes);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.asked(Call::Remove)?.files.remove(path).map(drop).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn flush_folder(&self, _path: &Path) -> io::Result<()> {
        self.asked(Call::FlushFolder).map(drop)
    }

    fn make_folder(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn new_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.asked(Call::NewFolder)?;
        if state.is_missing(path.parent()) {
            return Err(io::ErrorKind::NotFound.into());
        }
        // What lay in it is not there either, until it is made.
        let lost = state.missing.remove(path);
        if lost { Ok(()) } else { Err(io::ErrorKind::AlreadyExists.into()) }
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        let state = self.asked(Call::List)?;
        if state.is_missing(Some(path)) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let within = state.files.keys().filter(|file| file.parent() == Some(path));
        Ok(within.filter_map(|file| Some(file.file_name()?.to_str()?.to_owned())).collect())
    }

    fn earlier(&self, path: &Path, than: &Path) -> io::Result<Duration> {
        let state = self.asked(Call::Earlier)?;
        let age = |path: &Path| state.ages.get(path).copied().unwrap_or_default();
        Ok(age(path).saturating_sub(age(than)))
    }

    fn target(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.to_owned())
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Held>> {
        let mut state = self.state();
        if !state.locks.insert(path.to_owned()) {
            return Ok(None);
        }
        state.files.entry(path.to_owned()).or_default();
        Ok(Some(Held(Box::new(MemoryLock { disk: self.clone(), path: path.to_owned() }))))
    }
}

struct MemoryLock {
    disk: Memory,
    path: PathBuf,
}

impl Drop for MemoryLock {
    fn drop(&mut self) {
        self.disk.state().locks.remove(&self.path);
    }
}
