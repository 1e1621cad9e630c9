//! Checking files without a machine: every fault of each, with its place (design section 4, `check`).

use std::path::{Path, PathBuf};

use keyholder_shared::xml::{self, Document, PROJECT_FILE, RUNTIME_FILE, Severity};
use serde::Serialize;

use crate::outcome::{FileFault, path_text};
use crate::project::read_bytes;
use crate::store::FileSystem;

/// What a check of one file found.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    /// The file.
    #[serde(serialize_with = "path_text")]
    pub file: PathBuf,
    /// What kind of file it is, if that could be seen.
    pub kind: Option<&'static str>,
    /// It is taken as it is.
    pub valid: bool,
    /// Why it is refused.
    pub errors: Vec<FileFault>,
    /// What someone should know.
    pub warnings: Vec<FileFault>,
    /// The disk is to blame, not the file.
    #[serde(skip)]
    pub unreadable: bool,
}

/// Checks files; a folder stands for the project and the runtime file in it.
#[must_use]
pub fn check(fs: &dyn FileSystem, given: &[PathBuf]) -> Vec<Checked> {
    given.iter().flat_map(|path| files_of(path)).map(|file| check_one(fs, &file)).collect()
}

/// The exit status (design section 4): 3 if a file could not be read, else 1 if one is refused.
#[must_use]
pub fn exit_status(checked: &[Checked]) -> u8 {
    if checked.iter().any(|file| file.unreadable) { 3 } else { u8::from(checked.iter().any(|file| !file.valid)) }
}

fn files_of(given: &Path) -> Vec<PathBuf> {
    if !given.is_dir() {
        return vec![given.to_owned()];
    }
    let files: Vec<PathBuf> =
        [PROJECT_FILE, RUNTIME_FILE].iter().map(|name| given.join(name)).filter(|file| file.is_file()).collect();
    if files.is_empty() { vec![given.join(PROJECT_FILE)] } else { files }
}

fn check_one(fs: &dyn FileSystem, file: &Path) -> Checked {
    let mut checked = Checked {
        file: file.to_owned(),
        kind: None,
        valid: false,
        errors: Vec::new(),
        warnings: Vec::new(),
        unreadable: false,
    };
    let bytes = match read_bytes(fs, file, "project or runtime") {
        Ok(bytes) => bytes,
        Err(unread) => {
            checked.errors.push(unread.fault);
            checked.unreadable = unread.disk || !file.exists();
            return checked;
        }
    };
    let reading = xml::read_any(&bytes);
    checked.kind = reading.document.as_ref().map(|document| match document {
        Document::Project(_) => "project",
        Document::Runtime(_) => "runtime",
    });
    checked.valid = reading.is_valid();
    let faults = FileFault::all(file, reading.faults);
    (checked.errors, checked.warnings) = faults.into_iter().partition(|fault| fault.severity == Severity::Error);
    checked
}
