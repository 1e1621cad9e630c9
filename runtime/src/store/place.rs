//! Where the runtime document lies, and where it may lie.
//!
//! The project chooses the place; what it may choose is the project's folder, and beyond that
//! only what the machine allows by a storage root.

use std::path::{Component, Path, PathBuf};

use super::error::{StoreError, at};
use super::fs::{FileSystem, Kind};
use super::pointer::{self, Recorded};

/// The name of the runtime document (design section 2).
pub const DOCUMENT: &str = "UserManagementRuntimeConfig.xml";
/// The name of the database that a project may keep it in.
pub const DATABASE: &str = "UserManagement.db";

/// What Keyholder keeps for other purposes; a document of such a name would destroy it.
const RESERVED: [&str; 15] = [
    "UserManagementConfig.xml",
    "UserManagement.db",
    "UserManagementState.db",
    "UserManagementState.db-wal",
    "UserManagementState.db-shm",
    "UserManagementState.db-journal",
    "UserManagementState.audit-head",
    "UserManagementState.locks",
    "UserManagementState.lock",
    "UserManagementState.running",
    "UserManagementRuntimeConfig.previous.xml",
    "UserManagementRuntimeConfig.where",
    "UserManagementRuntimeConfig.lost",
    "UserManagementRuntimeConfig.verified",
    "UserManagementRuntimeConfig.xml.lock",
];

/// How a project says where its runtime document is kept (`DataStorage`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Storage {
    /// As a file of the usual name in the project's folder.
    ProjectDirectory,
    /// At a path below the project's folder, or below the machine's storage root: a file, or
    /// an existing folder that takes a file of the usual name.
    FilePath(String),
    /// In a database in the project's folder.
    ProjectDatabase,
}

/// What decides about the place.
#[derive(Debug, Clone)]
pub struct Home {
    folder: PathBuf,
    storage: Option<Storage>,
    storage_root: Option<PathBuf>,
}

impl Home {
    /// A project in `folder` that wants its document kept as `storage` says; `None` if the
    /// project cannot be read just now, which leaves the document where it is.
    pub fn new(folder: impl Into<PathBuf>, storage: Option<Storage>) -> Self {
        let mut folder = folder.into();
        if folder.as_os_str().is_empty() {
            folder.push(".");
        }
        Home { folder, storage, storage_root: None }
    }

    /// Allows paths below `root`, an absolute path. This is the machine's setting, never the
    /// project's. Relative paths are then taken from there.
    #[must_use]
    pub fn with_storage_root(mut self, root: impl Into<PathBuf>) -> Self {
        self.storage_root = Some(root.into());
        self
    }

    /// The project's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The document in the project's folder; the names of lock and pointer hang on it too.
    pub(super) fn own_document(&self) -> PathBuf {
        self.folder.join(DOCUMENT)
    }
}

/// A document's form and file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A file of its own.
    File(PathBuf),
    /// A row of the SQLite database in this file.
    Database(PathBuf),
}

impl Location {
    /// The file.
    pub fn path(&self) -> &Path {
        match self {
            Location::File(path) | Location::Database(path) => path,
        }
    }
}

/// Where the document is to be, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where the project wants it.
    pub wanted: Location,
    /// Where it lies, if that is elsewhere: it has to be moved.
    pub elsewhere: Option<Location>,
    /// Where it was kept by the record, if nothing is there.
    pub vanished: Option<String>,
    /// What `wanted` came from.
    pub(super) storage: Storage,
    /// What the pointer says.
    pub(super) recorded: Recorded,
}

impl Place {
    /// Where the document lies, or is to be.
    pub(super) fn in_use(&self) -> &Location {
        self.elsewhere.as_ref().unwrap_or(&self.wanted)
    }

    /// Whether the pointer has to be written. It is not where the document has always been in
    /// the usual place.
    pub(super) fn needs_pointer(&self) -> bool {
        match &self.recorded {
            Recorded::At(storage) => *storage != self.storage,
            Recorded::Nowhere => self.storage != Storage::ProjectDirectory,
            Recorded::Somewhere => true,
        }
    }
}

/// Finds where the document is to be and where it lies. `holds` tells whether there is
/// anything of a document at a location.
///
/// The pointer in the project's folder is believed alone: any other document may be what an
/// interrupted move left behind. Without a pointer the wanted place counts, then the project
/// folder's own file, then its database.
///
/// # Errors
/// `Place` for a path that is refused, `NotAFile` for links, `Io` and `Database` if something
/// could not be looked at.
pub(super) fn find(home: &Home, fs: &dyn FileSystem, holds: Holds<'_>) -> Result<Place, StoreError> {
    let recorded = pointer::read(fs, home)?;
    let storage = match (&home.storage, &recorded) {
        (Some(wanted), _) => wanted.clone(),
        (None, Recorded::At(storage)) => storage.clone(),
        (None, _) => Storage::ProjectDirectory,
    };
    let wanted = resolve(home, &storage, fs)?;
    let (lies, vanished) = match &recorded {
        Recorded::At(known) => recorded_place(home, known, fs, holds)?,
        Recorded::Nowhere => (search(home, &wanted, holds)?, None),
        Recorded::Somewhere => {
            let lies = search(home, &wanted, holds)?;
            let lost = lies.is_none().then(|| "a place that can no longer be read".to_owned());
            (lies, lost)
        }
    };
    Ok(Place { elsewhere: lies.filter(|lies| *lies != wanted), wanted, vanished, storage, recorded })
}

type Holds<'a> = &'a dyn Fn(&Location) -> Result<bool, StoreError>;

/// The place on record, or else how to speak of it.
fn recorded_place(
    home: &Home,
    known: &Storage,
    fs: &dyn FileSystem,
    holds: Holds<'_>,
) -> Result<(Option<Location>, Option<String>), StoreError> {
    match resolve(home, known, fs) {
        Ok(location) if holds(&location)? => Ok((Some(location), None)),
        Ok(location) => Ok((None, Some(location.path().display().to_string()))),
        // Its folder is gone, or the machine's storage root is another now.
        Err(StoreError::Place { given, reason }) => Ok((None, Some(format!("{given} ({reason})")))),
        Err(error) => Err(error),
    }
}

fn search(home: &Home, wanted: &Location, holds: Holds<'_>) -> Result<Option<Location>, StoreError> {
    let own = Location::File(home.own_document());
    let database = Location::Database(home.folder.join(DATABASE));
    for candidate in [wanted.clone(), own, database] {
        if holds(&candidate)? {
            return Ok(Some(candidate));
        }
    }
    Ok(None)
}

/// Turns what the project says into a location, refusing every way out of where it may be.
///
/// # Errors
/// `Place` with the reason; `Io` if a folder could not be looked at.
pub fn resolve(home: &Home, storage: &Storage, fs: &dyn FileSystem) -> Result<Location, StoreError> {
    match storage {
        Storage::ProjectDirectory => Ok(Location::File(home.own_document())),
        Storage::ProjectDatabase => Ok(Location::Database(home.folder.join(DATABASE))),
        Storage::FilePath(text) => {
            let refuse = |reason: String| StoreError::Place { given: text.clone(), reason };
            let parts = parts(text, home.storage_root.as_deref()).map_err(&refuse)?;
            let base = home.storage_root.as_deref().unwrap_or(&home.folder);
            walk(base, &parts, fs, &refuse).map(Location::File)
        }
    }
}

/// The names below the base, each one harmless.
fn parts(text: &str, root: Option<&Path>) -> Result<Vec<String>, String> {
    if text.trim().is_empty() {
        return Err("the path is empty. Give a file or a folder.".to_owned());
    }
    if text.chars().any(char::is_control) {
        return Err("the path has control characters in it. Take them out.".to_owned());
    }
    let below;
    let relative = if is_absolute(text) {
        below = below_root(text, root)?;
        below.as_str()
    } else {
        text
    };
    let mut parts = Vec::new();
    for part in relative.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                return Err("the path leads upwards by \"..\". Give a path below the folder.".to_owned());
            }
            part => {
                harmless(part)?;
                parts.push(part.to_owned());
            }
        }
    }
    if let Some(last) = parts.last()
        && RESERVED.iter().any(|name| name.eq_ignore_ascii_case(last))
    {
        return Err(format!("{last} is a name Keyholder keeps for another purpose. Choose another name."));
    }
    Ok(parts)
}

/// Absolute on any system: the same project runs on all of them.
fn is_absolute(text: &str) -> bool {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some('/' | '\\'), _) => true,
        (Some(letter), Some(':')) => letter.is_ascii_alphabetic(),
        _ => false,
    }
}

/// The rest of an absolute path below the storage root.
fn below_root(text: &str, root: Option<&Path>) -> Result<String, String> {
    let Some(root) = root else {
        return Err(
            "the path is absolute. Give a path below the project's folder, or have the machine allow a storage root."
                .to_owned(),
        );
    };
    let outside =
        || format!("the path does not lie below the storage root {} that this machine allows.", root.display());
    let path = if cfg!(windows) { PathBuf::from(text) } else { PathBuf::from(text.replace('\\', "/")) };
    // `C:x` on Windows is relative to a folder of the drive; `//server` is one name more than
    // it looks on some systems.
    let network = |text: &str| text.chars().take(2).filter(|c| matches!(c, '/' | '\\')).count() == 2;
    if !path.is_absolute() || (network(text) && !network(&root.to_string_lossy())) {
        return Err(outside());
    }
    let rest = path.strip_prefix(root).map_err(|_| outside())?;
    let mut below = Vec::new();
    for component in rest.components() {
        match component {
            Component::Normal(part) => below.push(part.to_string_lossy().into_owned()),
            Component::CurDir => {}
            Component::ParentDir => below.push("..".to_owned()),
            Component::RootDir | Component::Prefix(_) => return Err(outside()),
        }
    }
    Ok(below.join("/"))
}

/// Refuses names that mean something else on Windows; everywhere, so that a project that runs
/// on one machine runs on the next.
fn harmless(part: &str) -> Result<(), String> {
    if part.contains(':') {
        return Err(format!("\"{part}\" has a colon in it. Choose another name."));
    }
    if part.ends_with(['.', ' ']) {
        return Err(format!("\"{part}\" ends in a dot or a space, which Windows cuts off. Choose another name."));
    }
    let stem = part.split('.').next().unwrap_or(part).trim_end();
    let upper = stem.to_uppercase();
    let numbered = upper.strip_prefix("COM").or_else(|| upper.strip_prefix("LPT")).is_some_and(|rest| {
        let mut chars = rest.chars();
        matches!((chars.next(), chars.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
    });
    let device = matches!(upper.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$");
    if numbered || device {
        return Err(format!("\"{part}\" is the name of a device on Windows. Choose another name."));
    }
    Ok(())
}

/// Goes down from `base`, meeting folders only, to the document's file.
fn walk(
    base: &Path,
    parts: &[String],
    fs: &dyn FileSystem,
    refuse: &dyn Fn(String) -> StoreError,
) -> Result<PathBuf, StoreError> {
    let look = |path: &Path| fs.entry(path).map_err(at("looking at the storage path", path));
    let link = |path: &Path| {
        refuse(format!(
            "{} is a symbolic link, which could lead anywhere. Give the path it stands for.",
            path.display()
        ))
    };
    let mut path = base.to_owned();
    let mut rest = parts.iter().peekable();
    while let Some(part) = rest.next() {
        path.push(part);
        let last = rest.peek().is_none();
        match look(&path)?.map(|entry| entry.kind) {
            Some(Kind::Link) => return Err(link(&path)),
            Some(Kind::Folder) => {}
            Some(Kind::File) | None if last => return Ok(path),
            None => {
                return Err(refuse(format!(
                    "the folder {} does not exist. Create it, or choose another place.",
                    path.display()
                )));
            }
            Some(kind) => {
                return Err(refuse(format!("{} is {}. Choose another place.", path.display(), kind.noun())));
            }
        }
    }
    path.push(DOCUMENT);
    match look(&path)?.map(|entry| entry.kind) {
        Some(Kind::Link) => Err(link(&path)),
        Some(Kind::File) | None => Ok(path),
        Some(kind) => Err(refuse(format!("{} is {}. Choose another place.", path.display(), kind.noun()))),
    }
}
