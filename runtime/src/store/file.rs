//! A document as a plain XML file, its previous generation beside it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::aside;
use super::atomic::{self, Temporary, flush_folder};
use super::backend::{Backend, Content, Copy, Ready, Write};
use super::error::{StoreError, at};
use super::fs::{FileSystem, Kind};
use super::names::{Aside, Names};
use super::platform::retry;
use super::{HEAD, LIMIT};

pub(super) struct Files {
    fs: Arc<dyn FileSystem>,
    names: Names,
}

impl Files {
    pub(super) fn new(fs: Arc<dyn FileSystem>, path: &Path) -> Self {
        let names = Names::of(path);
        Files { fs, names }
    }

    /// The length of a plain file; `None` if there is nothing.
    fn length(&self, path: &Path) -> Result<Option<u64>, StoreError> {
        plain_file(&*self.fs, path)
    }

    fn read_up_to(&self, path: &Path, cap: u64) -> Result<Vec<u8>, StoreError> {
        retry(&*self.fs, || self.fs.read(path, cap)).map_err(at("reading the runtime file", path))
    }
}

/// The length of the plain file at `path`; `None` if there is nothing.
///
/// # Errors
/// `NotAFile` for a link, which could lead anywhere, and for all else that is no file.
pub(super) fn plain_file(fs: &dyn FileSystem, path: &Path) -> Result<Option<u64>, StoreError> {
    match fs.entry(path).map_err(at("looking at the file", path))? {
        None => Ok(None),
        Some(entry) if entry.kind == Kind::File => Ok(Some(entry.length)),
        Some(entry) => Err(StoreError::NotAFile { path: path.to_owned(), what: entry.kind.noun() }),
    }
}

impl Backend for Files {
    fn names(&self) -> &Names {
        &self.names
    }

    fn path(&self, copy: Copy) -> PathBuf {
        match copy {
            Copy::Current => self.names.current().to_owned(),
            Copy::Previous => self.names.previous(),
        }
    }

    fn read(&self, copy: Copy) -> Result<Option<Content>, StoreError> {
        let path = self.path(copy);
        Ok(match self.length(&path)? {
            None => None,
            Some(0) => Some(Content::Damaged("is empty".to_owned())),
            Some(length) if length > LIMIT => {
                Some(Content::Damaged(format!("has {length} bytes, more than the 256 MiB a runtime document may have")))
            }
            Some(_) => Some(Content::Bytes(self.read_up_to(&path, LIMIT)?)),
        })
    }

    fn scan(&self, each: &mut dyn FnMut(&[u8])) -> Result<bool, StoreError> {
        let path = self.names.current();
        if self.length(path)?.is_none() {
            return Ok(false);
        }
        self.fs.scan(path, LIMIT, each).map_err(at("reading the runtime file", path))?;
        Ok(true)
    }

    fn head(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.names.current();
        match self.length(path)? {
            None => Ok(None),
            Some(_) => self.read_up_to(path, HEAD).map(Some),
        }
    }

    fn holds_anything(&self) -> Result<bool, StoreError> {
        Ok(self.length(self.names.current())?.is_some() || self.length(&self.names.previous())?.is_some())
    }

    fn save(&self, write: Write<'_>, ready: Ready<'_>) -> Result<(), StoreError> {
        atomic::save(&*self.fs, &self.names, write, ready)
    }

    fn set_aside(&self, copy: Copy, why: Aside) -> Result<PathBuf, StoreError> {
        aside::set_aside(&*self.fs, &self.names, &self.path(copy), why)
    }

    fn aside_name(&self, copy: Copy, why: Aside) -> Result<PathBuf, StoreError> {
        Ok(aside::find(&*self.fs, &self.names, &self.path(copy), why)?.0)
    }

    fn put_back(&self) -> Result<(), StoreError> {
        Temporary::copy(&*self.fs, &self.names, &self.names.previous())?.rename_to(self.names.current())?;
        flush_folder(&*self.fs, self.names.folder())
    }

    fn install(&self, why: Aside, write: Write<'_>) -> Result<(), StoreError> {
        atomic::sweep(&*self.fs, &self.names);
        let new = Temporary::write(&*self.fs, &self.names, write)?;
        if self.length(self.names.current())?.is_some() {
            self.set_aside(Copy::Current, why)?;
        }
        new.rename_to(self.names.current())?;
        flush_folder(&*self.fs, self.names.folder())
            .and_then(|()| atomic::remove(&*self.fs, &self.names.previous()))
            .and_then(|()| flush_folder(&*self.fs, self.names.folder()))
            .map_err(StoreError::too_late)
    }

    fn vacate(&self) -> Result<(), StoreError> {
        // The previous generation goes first: alone it would look like a document to recover.
        atomic::remove(&*self.fs, &self.names.previous())?;
        aside::move_aside(&*self.fs, &self.names, Aside::Moved)
    }
}
