//! What the store asks of the form a document is kept in: a plain file, or a row of a database.

use std::io;
use std::path::PathBuf;

use super::NewFile;
use super::error::StoreError;
use super::names::{Aside, Names};

/// The caller's closure that writes a document.
pub(super) type Write<'a> = &'a mut dyn FnMut(&mut dyn NewFile) -> io::Result<()>;

/// The caller's last word before a document that is on disk becomes the current one.
pub(super) type Ready<'a> = &'a mut dyn FnMut() -> io::Result<()>;

/// One of the two generations that are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Copy {
    Current,
    Previous,
}

/// What is under the name of a generation.
pub(super) enum Content {
    Bytes(Vec<u8>),
    /// It is there, but its bytes cannot even be handed to the parser; the reason, as the end
    /// of a sentence that begins with the file's name.
    Damaged(String),
}

/// The form a document is kept in. All calls but the reading ones need the lock.
pub(super) trait Backend {
    /// The names round the file.
    fn names(&self) -> &Names;

    /// Where a generation is, for messages. A row is told after the file, as in
    /// `UserManagement.db#previous`.
    fn path(&self, copy: Copy) -> PathBuf;

    /// Reads a generation; `None` if there is none.
    fn read(&self, copy: Copy) -> Result<Option<Content>, StoreError>;

    /// Hands the current generation's bytes to `each` in pieces; false if there is none, or none
    /// that can be read.
    fn scan(&self, each: &mut dyn FnMut(&[u8])) -> Result<bool, StoreError> {
        Ok(match self.read(Copy::Current)? {
            Some(Content::Bytes(bytes)) => {
                each(&bytes);
                true
            }
            Some(Content::Damaged(_)) | None => false,
        })
    }

    /// The first 4 KiB of the current generation; `None` if there is none.
    fn head(&self) -> Result<Option<Vec<u8>>, StoreError>;

    /// Whether there is anything of a document: a generation, whole or not.
    fn holds_anything(&self) -> Result<bool, StoreError>;

    /// Makes what `write` writes the current generation, and the current one the previous, unless `ready`
    /// refuses.
    fn save(&self, write: Write<'_>, ready: Ready<'_>) -> Result<(), StoreError>;

    /// Makes a copy of a generation under a numbered name, on disk when this returns; the
    /// generation itself stays. The same content is not set aside twice for the same reason.
    fn set_aside(&self, copy: Copy, why: Aside) -> Result<PathBuf, StoreError>;

    /// The name `set_aside` would give.
    fn aside_name(&self, copy: Copy, why: Aside) -> Result<PathBuf, StoreError>;

    /// Makes the previous generation the current one as well. What is current is replaced: it
    /// has been set aside before.
    fn put_back(&self) -> Result<(), StoreError>;

    /// Makes what `write` writes the only generation, after setting the current one aside.
    fn install(&self, why: Aside, write: Write<'_>) -> Result<(), StoreError>;

    /// Sets the current generation aside as moved and keeps nothing else.
    fn vacate(&self) -> Result<(), StoreError>;
}
