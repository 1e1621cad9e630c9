//! A file system in memory for tests: it knows what is durable and what is not, remembers every
//! moment at which the power could fail, and lets any call fail.
//!
//! The model is that of a file system without a journal. Data that was not flushed may be lost,
//! torn at any sector, or replaced by zeros; every name in a folder that was not flushed is by
//! itself in any of the states it has had since. What the store survives here it survives on
//! any real disk that keeps its word when it says "flushed".

mod crash;
mod fault;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::fs::{Entry, FileSystem, Kind, LockFile, OpenFile};

pub use fault::{Call, Failure, Fault};

/// The size of a disk's sector in bytes: what is written whole or not at all.
pub const SECTOR: usize = 512;

#[derive(Clone, Default)]
struct Inode {
    durable: Arc<Vec<u8>>,
    /// What the file has held since it was flushed; the last is what it holds now.
    since: Vec<Arc<Vec<u8>>>,
}

impl Inode {
    fn live(&self) -> &Arc<Vec<u8>> {
        self.since.last().unwrap_or(&self.durable)
    }
}

#[derive(Clone, Default)]
struct Name {
    durable: Option<usize>,
    /// What the name has meant since its folder was flushed; the last is what it means now.
    since: Vec<Option<usize>>,
}

impl Name {
    fn live(&self) -> Option<usize> {
        self.since.last().copied().unwrap_or(self.durable)
    }
}

type Folder = BTreeMap<OsString, Name>;

#[derive(Clone, Default)]
struct Contents {
    inodes: Vec<Inode>,
    folders: BTreeMap<PathBuf, Folder>,
    links: BTreeSet<PathBuf>,
}

#[derive(Default)]
struct State {
    contents: Contents,
    moments: Vec<Contents>,
    locks: BTreeSet<PathBuf>,
    failure: Option<Failure>,
    calls: Vec<Call>,
    random: u64,
    paused: Duration,
}

/// The file system. A clone is the same one.
#[derive(Clone, Default)]
pub struct Recording(Arc<Mutex<State>>);

impl Recording {
    /// A disk with these empty folders.
    pub fn new(folders: &[&str]) -> Self {
        let this = Self::default();
        for folder in folders {
            let folders = &mut this.state().contents.folders;
            folders.insert(PathBuf::from(folder), Folder::new());
        }
        this
    }

    /// A copy of the disk as it is, all of it durable, with nothing recorded.
    pub fn settled(&self) -> Self {
        let mut contents = self.state().contents.clone();
        for inode in &mut contents.inodes {
            inode.durable = Arc::clone(inode.live());
            inode.since.clear();
        }
        for folder in contents.folders.values_mut() {
            for name in folder.values_mut() {
                name.durable = name.live();
                name.since.clear();
            }
            folder.retain(|_, name| name.durable.is_some());
        }
        Self::from_contents(contents)
    }

    fn from_contents(contents: Contents) -> Self {
        Recording(Arc::new(Mutex::new(State { contents, ..State::default() })))
    }

    /// Lets calls fail from now on; `None` for none.
    pub fn fail(&self, failure: Option<Failure>) {
        self.state().failure = failure;
    }

    /// The calls made since the disk came into being, in order.
    pub fn calls(&self) -> Vec<Call> {
        self.state().calls.clone()
    }

    /// How long was paused in all.
    pub fn paused(&self) -> Duration {
        self.state().paused
    }

    /// What a file holds now.
    pub fn content(&self, path: impl AsRef<Path>) -> Option<Vec<u8>> {
        let state = self.state();
        let inode = state.contents.find(path.as_ref())?;
        Some(state.contents.inodes.get(inode)?.live().to_vec())
    }

    /// The names in a folder now, sorted.
    pub fn names(&self, folder: impl AsRef<Path>) -> Vec<String> {
        let state = self.state();
        let folder = state.contents.folders.get(folder.as_ref());
        folder
            .into_iter()
            .flatten()
            .filter(|(_, name)| name.live().is_some())
            .map(|(name, _)| name.to_string_lossy().into_owned())
            .collect()
    }

    /// Puts a file there, durable at once, in place of what stands there.
    pub fn put(&self, path: impl AsRef<Path>, content: &[u8]) {
        let mut state = self.state();
        let inode = state.contents.inodes.len();
        state.contents.inodes.push(Inode { durable: Arc::new(content.to_vec()), since: Vec::new() });
        if let Some(name) = state.contents.name(path.as_ref()) {
            name.durable = Some(inode);
            name.since.clear();
        }
    }

    /// Takes a file away, durably.
    pub fn take(&self, path: impl AsRef<Path>) {
        if let Some(name) = self.state().contents.name(path.as_ref()) {
            *name = Name::default();
        }
    }

    /// Takes a folder away with all that is in it, as when a drive is not connected.
    pub fn take_folder(&self, folder: impl AsRef<Path>) {
        self.state().contents.folders.remove(folder.as_ref());
    }

    /// Makes a symbolic link of what stands there.
    pub fn make_link(&self, path: impl AsRef<Path>) {
        self.put(path.as_ref(), b"");
        let path = path.as_ref().to_owned();
        self.state().contents.links.insert(path);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a call, and fails it if it is to fail.
    fn enter(&self, call: Call) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.state();
        match state.enter(call) {
            Some(fault) => Err(fault.error()),
            None => Ok(state),
        }
    }
}

impl State {
    fn enter(&mut self, call: Call) -> Option<Fault> {
        self.calls.push(call);
        let failure = self.failure.as_mut()?;
        let meant = match failure.call {
            Some(kind) => kind == call,
            None => !matches!(call, Call::Entry | Call::Read | Call::List | Call::TryLock),
        };
        if !meant {
            return None;
        }
        if failure.after > 0 {
            failure.after -= 1;
            return None;
        }
        failure.times = failure.times.checked_sub(1)?;
        Some(failure.fault)
    }

    /// Remembers the moment after a change.
    fn changed(&mut self) {
        self.moments.push(self.contents.clone());
    }
}

impl Contents {
    fn find(&self, path: &Path) -> Option<usize> {
        let (folder, name) = split(path);
        self.folders.get(folder)?.get(name)?.live()
    }

    fn name(&mut self, path: &Path) -> Option<&mut Name> {
        let (folder, name) = split(path);
        Some(self.folders.get_mut(folder)?.entry(name.to_owned()).or_default())
    }

    fn set(&mut self, path: &Path, inode: Option<usize>) -> io::Result<()> {
        let name = self.name(path).ok_or(io::ErrorKind::NotFound)?;
        name.since.push(inode);
        Ok(())
    }

    fn create(&mut self, path: &Path) -> io::Result<usize> {
        self.inodes.push(Inode::default());
        let inode = self.inodes.len() - 1;
        self.set(path, Some(inode))?;
        Ok(inode)
    }
}

fn split(path: &Path) -> (&Path, &OsStr) {
    (path.parent().unwrap_or(Path::new("")), path.file_name().unwrap_or_default())
}

fn found(inode: Option<usize>) -> io::Result<usize> {
    inode.ok_or_else(|| io::ErrorKind::NotFound.into())
}

impl FileSystem for Recording {
    fn entry(&self, path: &Path) -> io::Result<Option<Entry>> {
        let state = self.enter(Call::Entry)?;
        let contents = &state.contents;
        let entry = |kind, length| Ok(Some(Entry { kind, length }));
        if contents.folders.contains_key(path) {
            return entry(Kind::Folder, 0);
        }
        match contents.find(path).and_then(|inode| contents.inodes.get(inode)) {
            None => Ok(None),
            Some(_) if contents.links.contains(path) => entry(Kind::Link, 0),
            Some(inode) => entry(Kind::File, inode.live().len() as u64),
        }
    }

    fn read(&self, path: &Path, cap: u64) -> io::Result<Vec<u8>> {
        let state = self.enter(Call::Read)?;
        let inode = found(state.contents.find(path))?;
        let content = state.contents.inodes.get(inode).map(Inode::live);
        let cap = usize::try_from(cap).unwrap_or(usize::MAX);
        Ok(content.into_iter().flat_map(|c| c.iter()).take(cap).copied().collect())
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        let mut state = self.enter(Call::Create)?;
        if state.contents.find(path).is_some() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let inode = state.contents.create(path)?;
        state.changed();
        let disk = self.clone();
        Ok(Box::new(NewInode { disk, inode }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.enter(Call::Rename)?;
        let inode = found(state.contents.find(from))?;
        if state.contents.find(to) == Some(inode) {
            return Ok(());
        }
        state.contents.set(to, Some(inode))?;
        state.contents.set(from, None)?;
        state.changed();
        Ok(())
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.enter(Call::Link)?;
        let inode = found(state.contents.find(from))?;
        if state.contents.find(to).is_some() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        state.contents.set(to, Some(inode))?;
        state.changed();
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.enter(Call::Remove)?;
        found(state.contents.find(path))?;
        state.contents.set(path, None)?;
        state.changed();
        Ok(())
    }

    fn flush_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.enter(Call::FlushFolder)?;
        let folder = state.contents.folders.get_mut(path);
        for name in folder.ok_or(io::ErrorKind::NotFound)?.values_mut() {
            name.durable = name.live();
            name.since.clear();
        }
        state.changed();
        Ok(())
    }

    fn list(&self, path: &Path) -> io::Result<Vec<OsString>> {
        let state = self.enter(Call::List)?;
        let folder = state.contents.folders.get(path);
        Ok(folder
            .ok_or(io::ErrorKind::NotFound)?
            .iter()
            .filter(|(_, name)| name.live().is_some())
            .map(|(name, _)| name.clone())
            .collect())
    }

    fn open_lock(&self, path: &Path) -> io::Result<Box<dyn LockFile>> {
        let mut state = self.enter(Call::OpenLock)?;
        if state.contents.find(path).is_none() {
            state.contents.create(path)?;
            state.changed();
        }
        Ok(Box::new(Held { disk: self.clone(), path: path.to_owned() }))
    }

    fn pause(&self, time: Duration) {
        self.state().paused += time;
    }

    fn random(&self) -> u64 {
        let mut state = self.state();
        state.random += 1;
        // Few different names, so that some are taken by what a crash left behind.
        state.random % 16
    }

    fn is_passing(&self, error: &io::Error) -> bool {
        error.kind() == io::ErrorKind::ResourceBusy
    }
}

struct NewInode {
    disk: Recording,
    inode: usize,
}

impl NewInode {
    fn change(&self, call: Call, bytes: &[u8], change: impl FnOnce(&mut Vec<u8>, &[u8])) -> io::Result<usize> {
        let mut state = self.disk.state();
        let taken = match state.enter(call) {
            None => bytes,
            Some(Fault::Short) if bytes.len() > 1 => {
                // The rest does not fit either.
                let full = Fault::Error(io::ErrorKind::StorageFull);
                state.failure = Some(Failure { call: Some(call), after: 0, times: 1, fault: full });
                bytes.get(..bytes.len() / 2).unwrap_or_default()
            }
            Some(fault) => return Err(fault.error()),
        };
        let inode = state.contents.inodes.get_mut(self.inode);
        let inode = inode.ok_or(io::ErrorKind::NotFound)?;
        let mut content = inode.live().to_vec();
        change(&mut content, taken);
        inode.since.push(Arc::new(content));
        state.changed();
        Ok(taken.len())
    }
}

impl Write for NewInode {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.change(Call::Write, bytes, |content, taken| {
            content.extend_from_slice(taken);
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl OpenFile for NewInode {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<usize> {
        let offset = usize::try_from(offset).map_err(|_| io::ErrorKind::InvalidInput)?;
        self.change(Call::WriteAt, bytes, |content, taken| {
            let end = offset + taken.len();
            if content.len() < end {
                content.resize(end, 0);
            }
            content.splice(offset..end, taken.iter().copied());
        })
    }

    fn flush_to_disk(&mut self) -> io::Result<()> {
        let mut state = self.disk.enter(Call::FlushFile)?;
        let inode = state.contents.inodes.get_mut(self.inode);
        let inode = inode.ok_or(io::ErrorKind::NotFound)?;
        inode.durable = Arc::clone(inode.live());
        inode.since.clear();
        state.changed();
        Ok(())
    }
}

struct Held {
    disk: Recording,
    path: PathBuf,
}

impl LockFile for Held {
    fn try_lock(&self) -> io::Result<bool> {
        Ok(self.disk.enter(Call::TryLock)?.locks.insert(self.path.clone()))
    }

    fn unlock(&self) -> io::Result<()> {
        self.disk.state().locks.remove(&self.path);
        Ok(())
    }
}
