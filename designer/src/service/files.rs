//! Opening and saving a project (design sections 2 and 6).
//!
//! A file is left byte for byte alone if nothing changed, never overwritten if a newer version wrote it, and
//! not without a word if someone else changed it or if not all of it could be understood.

mod error;
mod system;
#[cfg(test)]
mod tests;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use keyholder_shared::Time;
use keyholder_shared::model::{Project, Runtime};
use keyholder_shared::validate::Problem;
use keyholder_shared::xml::{self, Digest, Fault, MAXIMUM_SIZE, PROJECT_FILE, Reading, Severity};
use twox_hash::XxHash3_128;

pub use error::{NotOpened, NotSaved};
pub use system::SystemError;

use super::chance::Chance;
use super::clock::Clock;
use super::fs::{self, FileSystem, Step};

/// From so many bytes on, a second thread pays.
const MANY: usize = 256 * 1024;
/// The version of a file stands in its first bytes.
const HEAD: usize = 64 * 1024;

/// Opens and saves projects.
#[derive(Clone)]
pub struct Files {
    fs: Arc<dyn FileSystem>,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
}

/// A project file as it was opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The project, as far as it could be understood; none if nothing of it could.
    pub project: Option<Project>,
    /// Everything that is wrong in the file, in its order.
    pub faults: Vec<Fault>,
    /// Of that the rules that the project breaks.
    pub problems: Vec<Problem>,
    /// What later saves are held against.
    pub base: Base,
}

/// What is known of the file that an open project came from, or was saved to last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// The file.
    pub path: PathBuf,
    /// Its content.
    pub fingerprint: Fingerprint,
    /// What of it the open project has.
    pub understood: Understood,
}

/// How much of a file the open project has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Understood {
    /// All of it; saving over it loses nothing.
    All,
    /// Not all: it has faults that the project cannot hold, and saving over it loses what they stand for.
    Partly,
    /// It was written by a newer version and is never overwritten.
    Newer,
}

/// A file's length and checksum: it tells change, not an attacker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Fingerprint {
    length: u64,
    sum: u128,
}

impl Fingerprint {
    /// The fingerprint of a file's bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self { length: bytes.len() as u64, sum: XxHash3_128::oneshot(bytes) }
    }
}

/// What the person agreed to when asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Consent {
    /// Replace what stands there though it is not what was opened.
    pub replace: bool,
    /// Save over a file that was not understood whole.
    pub lose: bool,
    /// Make the folders that are missing.
    pub folder: bool,
}

/// What stands where a file is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// Nothing.
    Nothing,
    /// Something, be it readable or not.
    File,
    /// Not even the folder.
    NoFolder,
}

/// What came of a save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// What later saves are held against.
    pub base: Base,
    /// The project's time stamp in the file.
    pub time_stamp: Time,
    /// False: nothing had changed, and the file was left alone.
    pub written: bool,
    /// The file is in place, but the system could not say that it survives a power cut; what it said.
    pub doubt: Option<SystemError>,
}

/// What stands on disk now, seen from what was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDisk {
    /// What was opened or saved.
    Same,
    /// Something else: someone changed it.
    Other,
    /// Nothing.
    Gone,
    /// It cannot be read now.
    Unreadable,
}

impl Files {
    /// Files on `fs`.
    #[must_use]
    pub fn new(fs: Arc<dyn FileSystem>, clock: Arc<dyn Clock>, chance: Arc<dyn Chance>) -> Self {
        Self { fs, clock, chance }
    }

    /// Opens the project at `given`, a file or a folder with a file of the usual name.
    ///
    /// # Errors
    /// Only if there are no bytes to be had; a file with faults is opened and its faults are told.
    pub fn open(&self, given: &Path) -> Result<Opened, NotOpened> {
        let (path, bytes) = self.bytes(&self.fs.whole(given))?;
        let (reading, problems) = read(&bytes);
        let understood = understood(&reading);
        let base = Base { path, fingerprint: Fingerprint::of(&bytes), understood };
        let project = reading.document.filter(|_| understood != Understood::Newer);
        Ok(Opened { project, faults: reading.faults, problems, base })
    }

    /// Reads any file whole, a machine's runtime file for instance.
    ///
    /// # Errors
    /// If there are no bytes to be had.
    pub fn read(&self, path: &Path) -> Result<Vec<u8>, NotOpened> {
        let most = MAXIMUM_SIZE as u64;
        let bytes = self.fs.read(path, most + 1).map_err(|error| NotOpened::new(path, &error))?;
        if bytes.len() as u64 > most { Err(NotOpened::TooLarge(path.to_owned())) } else { Ok(bytes) }
    }

    /// The first bytes of a file, at most so many.
    ///
    /// # Errors
    /// If there are no bytes to be had.
    pub fn first(&self, path: &Path, most: u64) -> Result<Vec<u8>, NotOpened> {
        self.fs.read(path, most).map_err(|error| NotOpened::new(path, &error))
    }

    /// Writes any file whole or not at all: an export, a report.
    ///
    /// # Errors
    /// The step that failed.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), NotSaved> {
        fs::replace(&*self.fs, &*self.chance, path, bytes).map_err(|(step, error)| NotSaved::disk(step, path, &error))
    }

    /// The path from the root of the disk.
    #[must_use]
    pub fn whole(&self, path: &Path) -> PathBuf {
        self.fs.whole(path)
    }

    /// What stands at `path`.
    #[must_use]
    pub fn stands(&self, path: &Path) -> Stands {
        match self.fs.read(path, 1) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if fs::missing(&*self.fs, path).is_empty() {
                    Stands::Nothing
                } else {
                    Stands::NoFolder
                }
            }
            _ => Stands::File,
        }
    }

    /// Makes the folders that are missing for a file at `path`.
    ///
    /// # Errors
    /// What the system says.
    pub fn make_folders(&self, path: &Path) -> Result<(), NotSaved> {
        fs::make_missing(&*self.fs, path).map_err(|error| NotSaved::disk(Step::Folder, path, &error))
    }

    /// The file that a path to save at stands for: in a folder the one of the usual name.
    fn place(&self, given: &Path) -> PathBuf {
        let path = self.fs.whole(given);
        let is_folder = || match self.fs.read(&path, 1) {
            Ok(_) => false,
            Err(error) => error.kind() != io::ErrorKind::NotFound && self.fs.list(&path).is_ok(),
        };
        if given.to_string_lossy().ends_with(std::path::is_separator) || is_folder() {
            path.join(PROJECT_FILE)
        } else {
            path
        }
    }

    /// What stands on disk in the place of what was opened.
    #[must_use]
    pub fn look(&self, base: &Base) -> OnDisk {
        match self.current(&base.path) {
            Ok(Some(bytes)) if Fingerprint::of(&bytes) == base.fingerprint => OnDisk::Same,
            Ok(Some(_)) => OnDisk::Other,
            Ok(None) => OnDisk::Gone,
            Err(_) => OnDisk::Unreadable,
        }
    }

    /// Saves `project` at `path`; `base` is what it was opened from or saved to last, if it was. Where the
    /// content changed, the time stamp moves strictly forward (design section 2); where it did not, the file
    /// is left alone, or copied as it is to another place.
    ///
    /// # Errors
    /// Whatever stands in the way; the file is as it was.
    pub fn save(
        &self,
        mut project: Project,
        given: &Path,
        base: Option<&Base>,
        consent: Consent,
    ) -> Result<Saved, NotSaved> {
        let path = &*self.place(given);
        // What may be replaced is what was named, not a file in it.
        let replace = consent.replace && path == self.fs.whole(given);
        let consent = Consent { replace, ..consent };
        let own = base.filter(|base| base.path == path);
        let current = self.current(path)?;
        let found = current.as_deref().map(Fingerprint::of);
        allowed(path, own, current.as_deref(), consent)?;
        let before = current.as_deref().map(read).and_then(|(reading, _)| reading.document);
        if let (Some(own), Some(before)) = (own.filter(|own| Some(own.fingerprint) == found), &before)
            && same_content(before, &project)
        {
            return Ok(Saved { base: own.clone(), time_stamp: before.time_stamp, written: false, doubt: None });
        }
        let bytes = match base.filter(|base| base.path != path).and_then(|base| self.untouched(&project, base)) {
            Some(bytes) => bytes,
            None => {
                project.time_stamp = next(&project, before.as_ref(), self.clock.now());
                xml::write_project(&project)
            }
        };
        drop(before);
        if bytes.len() > MAXIMUM_SIZE {
            return Err(NotSaved::TooLarge(path.to_owned()));
        }
        // Reading and writing took their time, and another program may have used it.
        if self.current(path)?.as_deref().map(Fingerprint::of) != found {
            return Err(NotSaved::ChangedOnDisk(path.to_owned()));
        }
        let missing = fs::missing(&*self.fs, path);
        if let Some(folder) = missing.first() {
            if !consent.folder {
                return Err(NotSaved::NoFolder { path: folder.into(), above: missing.len() - 1 });
            }
            self.make_folders(path)?;
        }
        let doubt = match fs::replace(&*self.fs, &*self.chance, path, &bytes) {
            Ok(()) => None,
            Err((Step::Flushing, error)) => Some((&error).into()),
            Err((step, error)) => return Err(NotSaved::disk(step, path, &error)),
        };
        let base = Base { path: path.to_owned(), fingerprint: Fingerprint::of(&bytes), understood: Understood::All };
        Ok(Saved { base, time_stamp: project.time_stamp, written: true, doubt })
    }

    /// The bytes of a project opened elsewhere, if it is as it stands there.
    fn untouched(&self, project: &Project, base: &Base) -> Option<Vec<u8>> {
        let bytes = self.current(&base.path).ok()??;
        let same = Fingerprint::of(&bytes) == base.fingerprint
            && base.understood == Understood::All
            && read(&bytes).0.document.is_some_and(|before| same_content(&before, project));
        same.then_some(bytes)
    }

    fn current(&self, path: &Path) -> Result<Option<Vec<u8>>, NotSaved> {
        match self.fs.read(path, MAXIMUM_SIZE as u64 + 1) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(NotSaved::Unreadable { path: path.to_owned(), error: (&error).into() }),
        }
    }

    fn bytes(&self, given: &Path) -> Result<(PathBuf, Vec<u8>), NotOpened> {
        let is_file = given.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xml"));
        if !is_file {
            let within = given.join(PROJECT_FILE);
            match self.read(&within) {
                Err(NotOpened::Missing(_) | NotOpened::Folder(_)) => {}
                Err(NotOpened::Other { .. }) if self.fs.read(given, 1).is_ok() => {}
                read => return read.map(|bytes| (within, bytes)),
            }
        }
        self.read(given).map(|bytes| (given.to_owned(), bytes))
    }
}

/// Whether what stands at `path` may be replaced.
fn allowed(path: &Path, own: Option<&Base>, current: Option<&[u8]>, consent: Consent) -> Result<(), NotSaved> {
    let path = || path.to_owned();
    let newer = current
        .and_then(|bytes| xml::head(bytes.get(..HEAD).unwrap_or(bytes)))
        .and_then(|head| head.schema_version)
        .is_some_and(|version| version > xml::SCHEMA_VERSION);
    if newer || own.is_some_and(|own| own.understood == Understood::Newer) {
        return Err(NotSaved::Newer(path()));
    }
    match (own, current.map(Fingerprint::of)) {
        _ if consent.replace => {}
        (Some(own), Some(found)) if found == own.fingerprint => {}
        (Some(_), Some(_)) => return Err(NotSaved::ChangedOnDisk(path())),
        (Some(_), None) => return Err(NotSaved::Gone(path())),
        (None, Some(_)) => return Err(NotSaved::Exists(path())),
        (None, None) => {}
    }
    match own {
        Some(own) if own.understood == Understood::Partly && !consent.lose => Err(NotSaved::NotUnderstood(path())),
        _ => Ok(()),
    }
}

/// True if both say the same, whenever they were saved.
fn same_content(one: &Project, other: &Project) -> bool {
    one.id == other.id
        && one.name == other.name
        && one.definitions == other.definitions
        && one.users == other.users
        && one.unknown == other.unknown
}

/// The time stamp of the next save: now, or just after the one before where the clock has not got there.
fn next(project: &Project, before: Option<&Project>, now: Time) -> Time {
    let on_disk = before.filter(|before| before.id == project.id).map(|before| before.time_stamp);
    let last = on_disk.map_or(project.time_stamp, |on_disk| on_disk.max(project.time_stamp));
    now.max(Time::from_millis(last.as_millis().saturating_add(1)))
}

/// Reads a project, its digest computed beside where the file is large; and the rules it breaks.
fn read(bytes: &[u8]) -> (Reading<Project>, Vec<Problem>) {
    let ((reading, problems), digest) = with_digest(bytes, xml::parse_project_telling);
    (reading.hold_digest(bytes, digest), problems)
}

/// Reads a machine's runtime document likewise.
#[must_use]
pub fn read_runtime(bytes: &[u8]) -> Reading<Runtime> {
    let (reading, digest) = with_digest(bytes, xml::parse_runtime);
    reading.hold_digest(bytes, digest)
}

fn with_digest<T: Send>(bytes: &[u8], parse: impl FnOnce(&[u8]) -> T + Send) -> (T, Digest) {
    let digest = || Digest::of(bytes, xml::declared_digest(bytes).map(|(_, gap)| gap).as_ref());
    at_once(bytes.len() >= MANY, || parse(bytes), digest)
}

/// Does both; at once, where that is worth a thread.
pub fn at_once<A: Send, B: Send>(worth: bool, one: impl FnOnce() -> A, other: impl FnOnce() -> B + Send) -> (A, B) {
    if !worth {
        return (one(), other());
    }
    std::thread::scope(|scope| {
        let other = scope.spawn(other);
        let one = one();
        (one, other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// What breaks a rule is in the project all the same, and is written back as it was. Every other error is of
/// something that the project cannot hold.
fn understood(reading: &Reading<Project>) -> Understood {
    let mut errors = reading.faults.iter().filter(|fault| fault.severity == Severity::Error);
    match &reading.document {
        _ if reading.newer => Understood::Newer,
        None => Understood::Partly,
        Some(_) if errors.all(|fault| fault.wrong.is_rule()) => Understood::All,
        Some(_) => Understood::Partly,
    }
}
