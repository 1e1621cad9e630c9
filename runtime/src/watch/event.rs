//! What a watch tells: one event per thing that happened, one JSON object a line (design section 4).

use std::path::{Path, PathBuf};

use keyholder_shared::Time;
use serde::{Serialize, Serializer};

use crate::outcome::Update;

/// Something that happened.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum Event {
    /// The watch has begun.
    Watching(Watching),
    /// A project was delivered: what `update --json` says, and when.
    Update(Box<Updated>),
    /// There is no project that could be taken just now; the machine goes on with what it has.
    Waiting(Waiting),
    /// Someone else deleted, damaged or repaired the runtime document.
    Runtime(RuntimeDocument),
}

/// The watch has begun.
#[derive(Clone, Debug, Serialize)]
pub struct Watching {
    /// When.
    #[serde(serialize_with = "as_text")]
    pub at: Time,
    /// The project file.
    #[serde(serialize_with = "path_text")]
    pub project: PathBuf,
    /// Whether the system tells of changes in the folder.
    pub events: bool,
    /// Whether the file is looked at regularly, changes told or not.
    pub polling: bool,
    /// How often it is, in milliseconds.
    pub poll_ms: Option<u64>,
    /// How long nobody must have written to the file before it is taken, in milliseconds.
    pub debounce_ms: u64,
    /// The same in a sentence, with the reason if the system tells of no changes.
    pub message: String,
}

/// An update was done, or refused.
#[derive(Clone, Debug, Serialize)]
pub struct Updated {
    /// When it was done.
    #[serde(serialize_with = "as_text")]
    pub at: Time,
    /// How long it took from the file's bytes to the runtime document on disk, in milliseconds.
    pub took_ms: f64,
    /// What it came to.
    #[serde(flatten)]
    pub update: Update,
}

/// What a watch waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// There is no project file, or it is none that is read at all.
    Missing,
    /// The file cannot be read: no permission, or another program holds it.
    Unreadable,
    /// The file has been written for long and is not whole yet.
    Writing,
}

/// Why no project could be taken.
#[derive(Clone, Debug, Serialize)]
pub struct Waiting {
    /// When.
    #[serde(serialize_with = "as_text")]
    pub at: Time,
    /// The word for it.
    pub reason: Reason,
    /// The project file.
    #[serde(serialize_with = "path_text")]
    pub file: PathBuf,
    /// What happened and what to do, in sentences.
    pub message: String,
}

/// What is the matter with the runtime document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nothing any more.
    Sound,
    /// It is gone, and no trace of it is left.
    Missing,
    /// It is damaged or gone; its previous generation is there.
    Damaged,
    /// It is damaged, and so is all that was kept beside it.
    Lost,
    /// It could not be looked at.
    Unreadable,
}

/// The runtime document was changed by someone else, for the worse or for the better.
#[derive(Clone, Debug, Serialize)]
pub struct RuntimeDocument {
    /// When it was noticed.
    #[serde(serialize_with = "as_text")]
    pub at: Time,
    /// The word for it.
    pub state: State,
    /// The document.
    #[serde(serialize_with = "path_text")]
    pub file: PathBuf,
    /// What happened and what to do, in sentences.
    pub message: String,
}

fn as_text<S: Serializer>(time: &Time, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(time)
}

fn path_text<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&path.to_string_lossy())
}
