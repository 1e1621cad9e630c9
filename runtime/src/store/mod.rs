//! The store: where the runtime document is kept, over bytes (design section 6).
//!
//! A change that was acknowledged survives a power cut at any later moment; one that was not
//! leaves the old document or the new one, whole. A document that is damaged, empty or gone is
//! never taken for a first start: the generation before it is put in its place, or the loss
//! stays on record until a deliberate reset.
//!
//! The store knows nothing of the model. Whether bytes are a sound document, and which
//! generation they are, is told by the caller's closures.

mod aside;
mod atomic;
mod backend;
mod database;
mod error;
mod file;
mod fs;
mod load;
mod lock;
mod marker;
mod names;
mod note;
mod place;
mod platform;
mod pointer;
#[cfg(feature = "testing")]
pub mod recording;

use std::cell::Cell;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use backend::{Backend, Content, Copy};
use load::Mode;
use lock::Lock;
use marker::Marker;
use names::{Aside, Names};
use pointer::Recorded;

pub(crate) use database::is_damage as is_database_damage;
pub use error::{After, Found, StoreError};
pub(crate) use error::{advice, database_advice};
pub use fs::{Disk, Entry, FileSystem, Kind, LockFile, OpenFile};
pub use load::{Damage, Loaded};
pub use note::NOTE_LIMIT;
pub use place::{DATABASE, DOCUMENT, Home, Location, Place, Storage, resolve};
pub(crate) use platform::private;

/// The longest document that is read or written, in bytes: 256 MiB (design section 2).
pub const LIMIT: u64 = 256 * 1024 * 1024;

/// How much of a document is handed to the closure that reads its generation, in bytes.
pub const HEAD: u64 = 4096;

/// Reads the generation from the first 4 KiB of a document; `None` if it cannot.
pub type GenerationOf = fn(&[u8]) -> Option<u64>;

/// A document while it is being written. `write` appends; small writes are collected.
pub trait NewFile: io::Write {
    /// Writes over what was written before, from `offset` (bytes) on, for a digest at the head
    /// that is known last.
    ///
    /// # Errors
    /// `InvalidInput` beyond what was written; otherwise what the disk says.
    fn patch(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()>;
}

/// Replaces a small file that is kept beside a document, on disk when this returns. The caller sees to it
/// that nobody else does so at once.
pub(crate) fn replace_small_file(fs: &dyn FileSystem, path: &Path, content: &[u8]) -> io::Result<()> {
    let names = Names::of(path);
    atomic::sweep(fs, &names);
    atomic::replace(fs, &names, path, &mut |new| new.write_all(content)).map_err(StoreError::into_io)
}

/// Waits until the entry of a file in its folder is on disk.
pub(crate) fn flush_folder_of(path: &Path) -> io::Result<()> {
    platform::flush_folder(Names::of(path).folder())
}

/// Where a project's runtime document is kept.
pub struct Store {
    home: Home,
    fs: Arc<dyn FileSystem>,
    generation: GenerationOf,
}

impl Store {
    /// Opens the store of a project. Nothing is read or written yet but what it takes to tell
    /// that the place is allowed.
    ///
    /// # Errors
    /// `Place` if the document may not lie where the project wants it.
    pub fn open(home: Home, fs: Arc<dyn FileSystem>, generation: GenerationOf) -> Result<Self, StoreError> {
        let store = Store { home, fs, generation };
        store.place()?;
        Ok(store)
    }

    /// Where the document is to be, and where it lies now.
    ///
    /// # Errors
    /// As `open`, and `Io` or `Database` if something could not be looked at.
    pub fn place(&self) -> Result<Place, StoreError> {
        place::find(&self.home, &*self.fs, &|location| {
            let backend = self.backend(location);
            Ok(backend.holds_anything()? || Marker::read(&*self.fs, backend.names())?.is_some())
        })
    }

    /// Says what `Locked::load` would find and do, and changes nothing.
    ///
    /// # Errors
    /// As `Locked::load`.
    pub fn read<T, E: Damage>(&self, parse: impl Fn(Vec<u8>) -> Result<T, E>) -> Result<Loaded<T>, StoreError> {
        let place = self.place()?;
        self.check_not_vanished(&place)?;
        let backend = self.backend(place.in_use());
        load::load(&*self.fs, &*backend, &parse, Mode::LookOnly)
    }

    /// The first 4 KiB of the document, where it lies now; `None` if there is none there. Without the lock
    /// it may be another by the time it is looked at.
    ///
    /// # Errors
    /// As `place`.
    pub fn head(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let place = self.place()?;
        self.check_not_vanished(&place)?;
        self.backend(place.in_use()).head()
    }

    /// Takes the lock, waiting up to `wait` for another writer, and holds it until the guard
    /// is dropped.
    ///
    /// # Errors
    /// `Busy` if another process writes for longer than that.
    pub fn lock(&self, wait: Duration) -> Result<Locked<'_>, StoreError> {
        let fs = &*self.fs;
        // The project's own lock comes first, always: under it the place cannot change, and
        // two processes of one project cannot wait for each other in a ring.
        let own = Names::of(&self.home.own_document()).lock();
        let mut locks = vec![Lock::take(fs, &own, wait)?];
        let place = self.place()?;
        for location in std::iter::once(&place.wanted).chain(&place.elsewhere) {
            let path = Names::of(location.path()).lock();
            if matches!(location, Location::File(_)) && path != own {
                locks.push(Lock::take(fs, &path, wait)?);
            }
        }
        Ok(Locked { store: self, place, seen: Cell::default(), _locks: locks })
    }

    fn backend(&self, location: &Location) -> Box<dyn Backend> {
        let fs = Arc::clone(&self.fs);
        match location {
            Location::File(path) => Box::new(file::Files::new(fs, path)),
            Location::Database(path) => Box::new(database::Database::new(fs, path, self.generation)),
        }
    }

    /// A document that is on record but not there is no first start.
    fn check_not_vanished(&self, place: &Place) -> Result<(), StoreError> {
        match &place.vanished {
            Some(place) => Err(StoreError::Vanished {
                pointer: Names::of(&self.home.own_document()).pointer(),
                place: place.clone(),
            }),
            None => Ok(()),
        }
    }
}

/// The store while this process is its one writer.
pub struct Locked<'a> {
    store: &'a Store,
    place: Place,
    /// Which generation was the current one a moment ago, where only its head was looked at since.
    seen: Cell<Option<Found>>,
    _locks: Vec<Lock>,
}

impl Locked<'_> {
    /// Loads the document. A damaged one is set aside and the generation before it put in its
    /// place; a good one that lies elsewhere is moved to where the project wants it now.
    ///
    /// # Errors
    /// `Newer` for a document of a higher version, `Vanished` if a document is on record but
    /// nowhere to be found, `Io` and `Database` if something could not be read, which is no
    /// damage, or could not be repaired or moved.
    pub fn load<T, E: Damage>(&mut self, parse: impl Fn(Vec<u8>) -> Result<T, E>) -> Result<Loaded<T>, StoreError> {
        self.store.check_not_vanished(&self.place)?;
        self.seen.take();
        let backend = self.backend_in_use();
        let loaded = load::load(self.fs(), &*backend, &parse, Mode::Repair)?;
        if matches!(loaded, Loaded::Current(_) | Loaded::Recovered { .. }) {
            self.relocate()?;
        }
        Ok(loaded)
    }

    /// Saves the document, if the generation on disk is the `expected` one (`None`: there is
    /// no document).
    ///
    /// # Errors
    /// `Generation` if it is another, `Lost` before a reset, `Io` and `Database` if the disk
    /// refuses. `StoreError::after` tells what stands on disk then.
    pub fn save(
        &mut self,
        expected: Option<u64>,
        write: impl FnMut(&mut dyn NewFile) -> io::Result<()>,
    ) -> Result<(), StoreError> {
        self.save_when(expected, write, || Ok(()))
    }

    /// The same, but the document does not become the current one before `ready`, which is asked once the
    /// document is on disk. What has to be there first can be done meanwhile.
    ///
    /// # Errors
    /// As [`Locked::save`]; `Io` if `ready` refuses, and then nothing has changed.
    pub fn save_when(
        &mut self,
        expected: Option<u64>,
        mut write: impl FnMut(&mut dyn NewFile) -> io::Result<()>,
        mut ready: impl FnMut() -> io::Result<()>,
    ) -> Result<(), StoreError> {
        self.store.check_not_vanished(&self.place)?;
        let backend = self.backend_in_use();
        if Marker::read(self.fs(), backend.names())?.is_some() {
            return Err(StoreError::Lost { path: backend.path(Copy::Current), marker: backend.names().marker() });
        }
        let found = match self.seen.take() {
            Some(seen) => seen,
            None => self.found(&*backend)?,
        };
        if found != expected.map_or(Found::Nothing, Found::Generation) {
            return Err(StoreError::Generation { path: backend.path(Copy::Current), expected, found });
        }
        self.relocate()?;
        self.store.backend(&self.place.wanted).save(&mut write, &mut ready)?;
        self.record().map_err(StoreError::too_late)
    }

    /// Starts again with what `write` writes. The old document is set aside, wherever it lay.
    ///
    /// # Errors
    /// `Io` and `Database` if the disk refuses; a loss stays a loss then.
    pub fn reset(&mut self, mut write: impl FnMut(&mut dyn NewFile) -> io::Result<()>) -> Result<(), StoreError> {
        let wanted = self.store.backend(&self.place.wanted);
        self.keep_bad_previous(&*wanted)?;
        wanted.install(Aside::BeforeReset, &mut write)?;
        Marker::remove(self.fs(), wanted.names()).map_err(StoreError::too_late)?;
        self.record().map_err(StoreError::too_late)?;
        self.place.vanished = None;
        if let Some(old) = self.place.elsewhere.take() {
            let old = self.store.backend(&old);
            // The pointer names the new place: what cannot be cleared away is never read again.
            let _ = self.keep_bad_previous(&*old);
            let _ = old.vacate();
            let _ = Marker::remove(self.fs(), old.names());
        }
        Ok(())
    }

    /// The first 4 KiB of the document, where it is to lie; `None` if there is none there.
    ///
    /// # Errors
    /// `Io` and `Database` if it could not be read.
    pub fn head(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let head = self.store.backend(&self.place.wanted).head()?;
        let generation = head.as_deref().and_then(self.store.generation);
        self.seen.set(generation.map(Found::Generation).filter(|_| self.place.elsewhere.is_none()));
        Ok(head)
    }

    /// Hands the document's bytes, where it is to lie, to `each` in pieces; false if there is none
    /// there, or if it is lost.
    ///
    /// # Errors
    /// `Io` and `Database` if it could not be read.
    pub fn scan(&self, each: &mut dyn FnMut(&[u8])) -> Result<bool, StoreError> {
        let backend = self.store.backend(&self.place.wanted);
        let elsewhere = self.place.elsewhere.is_some() || self.place.vanished.is_some();
        if elsewhere || Marker::read(self.fs(), backend.names())?.is_some() {
            return Ok(false);
        }
        backend.scan(each)
    }

    /// The note of verified content, if there is one that is whole.
    pub fn note(&self) -> Option<String> {
        note::read(self.fs(), &Names::of(self.place.wanted.path()))
    }

    /// Keeps a note of up to `NOTE_LIMIT` bytes, which `note` returns at later starts. It may
    /// get lost, so it serves only to save work; it should name what it speaks of, because the
    /// document may be changed without it.
    ///
    /// # Errors
    /// `Io` if it could not be written, which may be ignored.
    pub fn set_note(&self, note: &str) -> Result<(), StoreError> {
        note::write(self.fs(), &Names::of(self.place.wanted.path()), note)
    }

    /// Where the document is to be, and where it lies.
    pub fn place(&self) -> &Place {
        &self.place
    }

    fn fs(&self) -> &dyn FileSystem {
        &*self.store.fs
    }

    fn backend_in_use(&self) -> Box<dyn Backend> {
        self.store.backend(self.place.in_use())
    }

    fn found(&self, backend: &dyn Backend) -> Result<Found, StoreError> {
        Ok(match backend.head()? {
            Some(head) => (self.store.generation)(&head).map_or(Found::Unreadable, Found::Generation),
            None if backend.holds_anything()? => Found::PreviousOnly,
            None => Found::Nothing,
        })
    }

    /// Moves the document, as it is, to where the project wants it. The old place rules until
    /// the pointer names the new one, where the document then is complete and on disk.
    fn relocate(&mut self) -> Result<(), StoreError> {
        let Some(old) = self.place.elsewhere.clone() else {
            return Ok(());
        };
        let from = self.store.backend(&old);
        let to = self.store.backend(&self.place.wanted);
        let Some(Content::Bytes(document)) = from.read(Copy::Current)? else {
            return Err(StoreError::Generation {
                path: from.path(Copy::Current),
                expected: None,
                found: Found::Unreadable,
            });
        };
        to.install(Aside::Replaced, &mut |new| new.write_all(&document))?;
        Marker::remove(self.fs(), to.names())?;
        self.record()?;
        self.place.elsewhere = None;
        // What cannot be cleared away now is never read again: the pointer names the new place.
        let _ = from.vacate();
        Ok(())
    }

    /// A reset clears the previous generation away; a bad one is all that is left of a lost
    /// document and is kept.
    fn keep_bad_previous(&self, backend: &dyn Backend) -> Result<Option<PathBuf>, StoreError> {
        let lost = Marker::read(self.fs(), backend.names())?.is_some();
        let there = lost && backend.read(Copy::Previous)?.is_some();
        there.then(|| backend.set_aside(Copy::Previous, Aside::Damaged)).transpose()
    }

    /// Records where the document lies now, where that is not plain.
    fn record(&mut self) -> Result<(), StoreError> {
        if self.place.elsewhere.is_some() || self.place.needs_pointer() {
            pointer::write(self.fs(), &self.store.home, &self.place.storage)?;
            self.place.recorded = Recorded::At(self.place.storage.clone());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_file_is_replaced_and_what_a_crash_left_of_it_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("UserManagementState.locks");
        std::fs::write(Names::of(&path).temporary(7), "half").unwrap();
        for content in ["one", "another"] {
            replace_small_file(&Disk, &path, content.as_bytes()).unwrap();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), content);
        }
        assert_eq!(Disk.list(folder.path()).unwrap(), ["UserManagementState.locks"]);
    }

    #[cfg(unix)]
    #[test]
    fn the_folder_of_a_file_is_flushed_whether_the_file_is_there_or_not() {
        let folder = tempfile::tempdir().unwrap();
        flush_folder_of(&folder.path().join("not there")).unwrap();
        assert!(flush_folder_of(&folder.path().join("gone/file")).is_err());
    }
}
