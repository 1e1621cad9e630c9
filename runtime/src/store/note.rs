//! A note of verified content: what the caller need not verify again. Only an accelerator, so
//! it is not flushed; a check sum tells a whole note from a torn one.

use std::io;

use sha2::{Digest, Sha256};

use super::error::{StoreError, at};
use super::fs::FileSystem;
use super::names::Names;

/// How long a note may be, in bytes.
pub const NOTE_LIMIT: usize = 1024;

/// The note, or `None` if there is none that is whole.
pub(super) fn read(fs: &dyn FileSystem, names: &Names) -> Option<String> {
    // One byte more than the longest, so that a longer one fails its sum.
    let bytes = fs.read(&names.note(), (NOTE_LIMIT + 66) as u64).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (sum, note) = text.split_once('\n')?;
    (sum == sum_of(note)).then(|| note.to_owned())
}

/// Keeps a note.
///
/// # Errors
/// `Io` if it could not be written; it may well be ignored.
pub(super) fn write(fs: &dyn FileSystem, names: &Names, note: &str) -> Result<(), StoreError> {
    let path = names.note();
    if note.len() > NOTE_LIMIT {
        let error = io::Error::new(io::ErrorKind::InvalidInput, "a note may have 1 KiB at most");
        return Err(at("writing the note", &path)(error));
    }
    let text = format!("{}\n{note}", sum_of(note));
    // Neither flushed nor renamed into place, which some file systems flush as well: a note is not worth the wait.
    let _ = fs.remove(&path);
    fs.create_new(&path).and_then(|mut file| file.write_all(text.as_bytes())).map_err(at("writing the note", &path))
}

fn sum_of(note: &str) -> String {
    Sha256::digest(note.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
