//! The pointer: a small text file in the project's folder that records where the document is
//! kept, so that a project that changes its storage does not lose the plant's users.

use super::atomic;
use super::error::{StoreError, at};
use super::file::plain_file;
use super::fs::FileSystem;
use super::names::Names;
use super::place::{Home, Storage};
use super::platform::retry;

/// How much of a pointer is read, in bytes; ours are far shorter.
const CAP: u64 = 64 * 1024;
const KIND: &str = "Kind: ";
const PATH: &str = "Path: ";

/// What the pointer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Recorded {
    /// There is no pointer.
    Nowhere,
    /// There is one that cannot be understood: a document was kept, but who knows where.
    Somewhere,
    /// The document is kept as this says.
    At(Storage),
}

/// Reads the pointer.
pub(super) fn read(fs: &dyn FileSystem, home: &Home) -> Result<Recorded, StoreError> {
    let path = Names::of(&home.own_document()).pointer();
    if plain_file(fs, &path)?.is_none() {
        return Ok(Recorded::Nowhere);
    }
    let bytes = retry(fs, || fs.read(&path, CAP)).map_err(at("reading the pointer", &path))?;
    Ok(understand(&bytes).map_or(Recorded::Somewhere, Recorded::At))
}

fn understand(bytes: &[u8]) -> Option<Storage> {
    let text = str::from_utf8(bytes).ok()?;
    let line = |key| text.lines().find_map(|line| line.strip_prefix(key));
    match line(KIND)? {
        "ProjectDirectory" => Some(Storage::ProjectDirectory),
        "ProjectDatabase" => Some(Storage::ProjectDatabase),
        "FilePath" => line(PATH).map(|path| Storage::FilePath(path.to_owned())),
        _ => None,
    }
}

/// Records where the document is kept and waits until that is on disk.
pub(super) fn write(fs: &dyn FileSystem, home: &Home, storage: &Storage) -> Result<(), StoreError> {
    let names = Names::of(&home.own_document());
    let (kind, path) = match storage {
        Storage::ProjectDirectory => ("ProjectDirectory", String::new()),
        Storage::ProjectDatabase => ("ProjectDatabase", String::new()),
        Storage::FilePath(path) => ("FilePath", format!("{PATH}{path}\n")),
    };
    let text = format!(
        "This file records where the users of this machine are kept. Leave it here.\n\
         \n\
         {KIND}{kind}\n\
         {path}"
    );
    atomic::sweep(fs, &names);
    atomic::replace(fs, &names, &names.pointer(), &mut |new| new.write_all(text.as_bytes()))
}
