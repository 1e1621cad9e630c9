//! A document that can be told whole from torn, for the tests of the store.
#![allow(dead_code, reason = "each test program uses its part")]

use std::error::Error;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use keyholder_runtime::store::recording::Recording;
use keyholder_runtime::store::{Damage, FileSystem, Home, Loaded, NewFile, Storage, Store, StoreError};

pub const CURRENT: &str = "/p/UserManagementRuntimeConfig.xml";
pub const PREVIOUS: &str = "/p/UserManagementRuntimeConfig.previous.xml";
pub const DAMAGED: &str = "/p/UserManagementRuntimeConfig.damaged-1.xml";
pub const MARKER: &str = "/p/UserManagementRuntimeConfig.lost";
pub const POINTER: &str = "/p/UserManagementRuntimeConfig.where";
pub const NO_WAIT: Duration = Duration::ZERO;

/// What the parser says of a document that is not whole, or too new.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
    Torn,
    Newer,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refused::Torn => "the digest does not match",
            Refused::Newer => "schema version 99",
        })
    }
}

impl Error for Refused {}

impl Damage for Refused {
    fn is_from_newer_version(&self) -> bool {
        *self == Refused::Newer
    }
}

/// A document of some sectors: generation, digest, and a body that depends on the generation.
pub fn document(generation: u64) -> Vec<u8> {
    let body = body(generation);
    let mut all = head(generation, digest(&body)).into_bytes();
    all.extend_from_slice(&body);
    all
}

/// Writes `document(generation)` as the program does: the digest at the head comes last.
pub fn write(generation: u64) -> impl FnMut(&mut dyn NewFile) -> io::Result<()> {
    move |new| {
        let body = body(generation);
        new.write_all(head(generation, 0).as_bytes())?;
        for part in body.chunks(100) {
            new.write_all(part)?;
        }
        new.patch(0, head(generation, digest(&body)).as_bytes())
    }
}

/// The generation of a document that is whole.
pub fn parse(bytes: Vec<u8>) -> Result<u64, Refused> {
    if bytes.starts_with(b"newer") {
        return Err(Refused::Newer);
    }
    let generation = generation_of(&bytes).ok_or(Refused::Torn)?;
    if bytes == document(generation) { Ok(generation) } else { Err(Refused::Torn) }
}

/// The generation at the head of a document.
pub fn generation_of(head: &[u8]) -> Option<u64> {
    let digits = head.strip_prefix(b"generation ")?.get(..8)?;
    str::from_utf8(digits).ok()?.parse().ok()
}

fn head(generation: u64, digest: u64) -> String {
    format!("generation {generation:08} digest {digest:016x}\n")
}

fn body(generation: u64) -> Vec<u8> {
    let line = format!("a user of generation {generation}\n");
    line.into_bytes().into_iter().cycle().take(1300 + generation as usize).collect()
}

fn digest(body: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    hasher.finish()
}

pub fn file_path(path: &str) -> Storage {
    Storage::FilePath(path.to_owned())
}

/// The store of the project in `/p`.
pub fn store(disk: &Recording, storage: Storage) -> Store {
    open(Arc::new(disk.clone()), Path::new("/p"), storage).unwrap()
}

pub fn open(fs: Arc<dyn FileSystem>, folder: &Path, storage: Storage) -> Result<Store, StoreError> {
    Store::open(Home::new(folder, Some(storage)), fs, generation_of)
}

pub fn load(store: &Store) -> Result<Loaded<u64>, StoreError> {
    store.lock(NO_WAIT)?.load(parse)
}

pub fn save(store: &Store, expected: Option<u64>, generation: u64) -> Result<(), StoreError> {
    store.lock(NO_WAIT)?.save(expected, write(generation))
}

pub fn reset(store: &Store, generation: u64) -> Result<(), StoreError> {
    store.lock(NO_WAIT)?.reset(write(generation))
}

/// A disk with the folders `/p` and `/p/data`.
pub fn disk() -> Recording {
    Recording::new(&["/p", "/p/data"])
}

/// A disk with the generations 1 to `last` saved in the project's folder.
pub fn disk_with(last: u64) -> Recording {
    let disk = disk();
    fill(&store(&disk, Storage::ProjectDirectory), last);
    disk.settled()
}

/// Saves the generations 1 to `last`.
pub fn fill(store: &Store, last: u64) {
    for generation in 1..=last {
        save(store, (generation > 1).then(|| generation - 1), generation).unwrap();
    }
}

/// Temporary files of a document that are left.
pub fn leftovers(disk: &Recording, document: &Path) -> Vec<String> {
    let mut names = disk.names(document.parent().unwrap());
    let start = format!(".{}.", document.file_name().unwrap().to_str().unwrap());
    names.retain(|name| name.starts_with(&start));
    names
}

/// Whether some file holds exactly these bytes.
pub fn kept(disk: &Recording, content: &[u8]) -> bool {
    ["/p", "/p/data"].iter().any(|folder| {
        let names = disk.names(folder);
        names.iter().any(|name| disk.content(Path::new(folder).join(name)).as_deref() == Some(content))
    })
}
