//! The project on the machine: where its file is, and reading it.

use std::io;
use std::path::{Path, PathBuf};

use keyholder_shared::model::{Project, StorageKind};
use keyholder_shared::xml::{self, Digest, PROJECT_FILE, Places, Reading};

use crate::outcome::FileFault;
use crate::runtime::{beside, digest_of};
use crate::store::{FileSystem, Home, LIMIT, Storage};

/// A project's folder and its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectPath {
    folder: PathBuf,
    file: PathBuf,
}

impl ProjectPath {
    /// Takes what a person gave: the project's folder, or its `UserManagementConfig.xml`.
    #[must_use]
    pub fn new(given: &Path) -> Self {
        // What is not there is taken for the file if it looks like one.
        let is_file =
            given.is_file() || (!given.is_dir() && given.extension().is_some_and(|extension| extension == "xml"));
        if is_file {
            let folder = given.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
            Self { folder: folder.to_owned(), file: given.to_owned() }
        } else {
            Self { folder: given.to_owned(), file: given.join(PROJECT_FILE) }
        }
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Where this project's runtime document is kept; `storage` is what the project says, if it could be
    /// read, and `root` the folder that the machine allows for absolute paths.
    #[must_use]
    pub fn home(&self, storage: Option<&StorageKind>, root: Option<&Path>) -> Home {
        let storage = storage.map(|kind| match kind {
            StorageKind::ProjectDirectory => Storage::ProjectDirectory,
            StorageKind::FilePath(path) => Storage::FilePath(path.to_string()),
            StorageKind::ProjectDatabase => Storage::ProjectDatabase,
        });
        let home = Home::new(&self.folder, storage);
        match root {
            Some(root) => home.with_storage_root(root),
            None => home,
        }
    }

    /// Reads the file's bytes.
    ///
    /// # Errors
    /// A fault that says whether the file is missing, too large or unreadable.
    pub fn bytes(&self, fs: &dyn FileSystem) -> Result<Vec<u8>, Unread> {
        read_bytes(fs, &self.file, "project")
    }
}

/// Why a file's bytes could not be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// What to tell.
    pub fault: FileFault,
    /// The disk is to blame, not the file.
    pub disk: bool,
}

/// Reads a whole file, up to the size that is accepted. `what` names it in messages.
///
/// # Errors
/// A fault that says whether the file is missing, too large or unreadable.
pub fn read_bytes(fs: &dyn FileSystem, path: &Path, what: &str) -> Result<Vec<u8>, Unread> {
    let unread = |message: String, disk| Unread { fault: FileFault::whole(path, message), disk };
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            unread(format!("There is no {what} file here. Copy it here, or correct the path."), false)
        }
        io::ErrorKind::PermissionDenied => {
            unread(format!("The {what} file may not be read by this user. Give the permission, then try again."), true)
        }
        io::ErrorKind::IsADirectory => {
            unread(format!("This is a folder, but a {what} file is expected. Correct the path."), false)
        }
        _ => unread(
            format!("The {what} file could not be read: {error}. Try again; if it stays so, check the disk."),
            true,
        ),
    };
    // One byte more than is accepted shows that there are too many.
    let bytes = fs.read(path, LIMIT + 1).map_err(failed)?;
    if bytes.len() as u64 > LIMIT {
        return Err(unread("The file has more than 256 MiB, which is not read. Is this the right file?".into(), false));
    }
    Ok(bytes)
}

/// A project file that was read and is valid.
#[derive(Debug, Clone)]
pub struct Delivered {
    /// What it says.
    pub project: Project,
    /// The digest of its bytes.
    pub digest: Digest,
    /// What someone should know about it.
    pub warnings: Vec<FileFault>,
    /// Where in the file its users stand.
    pub places: Places,
}

/// Parses a project file and holds its digest.
///
/// # Errors
/// All faults, if the project is not valid.
pub fn parse(path: &Path, bytes: &[u8]) -> Result<Delivered, Vec<FileFault>> {
    let (digest, (reading, places)) = beside(bytes, digest_of, xml::parse_project_noting);
    accept(path, reading.hold_digest(bytes, digest), digest, places)
}

/// Like [`parse`], for a caller that holds the file against `declared`, its own digest, before anything
/// comes of it.
///
/// # Errors
/// All faults, if the project is not valid.
pub fn parse_before_digest(path: &Path, bytes: &[u8], declared: Digest) -> Result<Delivered, Vec<FileFault>> {
    let (reading, places) = xml::parse_project_noting(bytes);
    accept(path, reading, declared, places)
}

fn accept(path: &Path, reading: Reading<Project>, digest: Digest, places: Places) -> Result<Delivered, Vec<FileFault>> {
    match reading.accept() {
        Ok((project, warnings)) => Ok(Delivered { project, digest, warnings: FileFault::all(path, warnings), places }),
        Err(faults) => Err(FileFault::all(path, faults)),
    }
}
