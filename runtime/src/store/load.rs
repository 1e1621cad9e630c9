//! What stands on disk, and what becomes of it: the current generation, the previous one in
//! its place, or a loss that stays a loss until a deliberate reset.

use std::error::Error;
use std::path::PathBuf;

use super::backend::{Backend, Content, Copy};
use super::error::StoreError;
use super::fs::FileSystem;
use super::marker::Marker;
use super::names::Aside;

/// What a parser says about a document it refuses.
pub trait Damage: Error + Send + Sync + 'static {
    /// Whether the document is sound, but of a higher `SchemaVersion` than this program knows.
    /// Such a document is neither set aside nor overwritten.
    fn is_from_newer_version(&self) -> bool;
}

/// What `load` found, and did; or what `read` found, and `load` would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loaded<T> {
    /// No document and no trace of one: a first start.
    Missing,
    /// The current generation.
    Current(T),
    /// The current generation was damaged or gone; the one before it was put in its place.
    Recovered {
        /// The previous generation.
        value: T,
        /// What was wrong: whole sentences.
        damage: String,
        /// Where the damaged file is kept; `None` if it was gone.
        set_aside: Option<PathBuf>,
    },
    /// Nothing good is left. This stays so until a reset.
    Lost {
        /// What was wrong: whole sentences.
        damage: String,
        /// Where the damaged file is kept.
        set_aside: Option<PathBuf>,
    },
}

/// Whether `load` may change what is on disk.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Repair,
    LookOnly,
}

/// Loads a document.
///
/// # Errors
/// `Newer` for a document of a higher version; `Io` and `Database` if something could not be
/// read, which is no damage, or could not be repaired.
pub(super) fn load<T, E: Damage>(
    fs: &dyn FileSystem,
    backend: &dyn Backend,
    parse: &impl Fn(Vec<u8>) -> Result<T, E>,
    mode: Mode,
) -> Result<Loaded<T>, StoreError> {
    if let Some(marker) = Marker::read(fs, backend.names())? {
        return Ok(Loaded::Lost { damage: marker.damage, set_aside: marker.set_aside });
    }
    let (current, broken) = match judge(backend, Copy::Current, parse)? {
        Judged::Good(value) => return Ok(Loaded::Current(value)),
        Judged::Bad(damage) => (Some(Copy::Current), damage),
        Judged::Missing => (None, missing(backend)),
    };
    let previous = match judge(backend, Copy::Previous, parse)? {
        Judged::Good(value) => {
            let set_aside = put_aside(backend, current, mode)?;
            if mode == Mode::Repair {
                backend.put_back()?;
            }
            return Ok(Loaded::Recovered { value, damage: broken, set_aside });
        }
        Judged::Bad(damage) => Some(damage),
        Judged::Missing if current.is_none() => return Ok(Loaded::Missing),
        Judged::Missing => None,
    };
    let damage = match &previous {
        Some(also) => format!("{broken} {also}"),
        None => format!("{broken} There is no earlier generation."),
    };
    // The damaged files themselves stay as well: if the marker is ever deleted by hand, they
    // are found again instead of being taken for a first start.
    let set_aside = put_aside(backend, current.or(previous.map(|_| Copy::Previous)), mode)?;
    if mode == Mode::Repair {
        Marker::write(fs, backend.names(), &damage, set_aside.as_deref())?;
    }
    Ok(Loaded::Lost { damage, set_aside })
}

enum Judged<T> {
    Missing,
    Good(T),
    /// What is wrong with it: a whole sentence.
    Bad(String),
}

fn judge<T, E: Damage>(
    backend: &dyn Backend,
    copy: Copy,
    parse: &impl Fn(Vec<u8>) -> Result<T, E>,
) -> Result<Judged<T>, StoreError> {
    Ok(match backend.read(copy)? {
        None => Judged::Missing,
        Some(Content::Damaged(reason)) => Judged::Bad(format!("{} {reason}.", subject(backend, copy))),
        Some(Content::Bytes(bytes)) => match parse(bytes) {
            Ok(value) => Judged::Good(value),
            Err(error) if error.is_from_newer_version() => {
                return Err(StoreError::Newer { path: backend.path(copy), source: Box::new(error) });
            }
            Err(error) => {
                let reason = error.to_string();
                let reason = reason.trim_end().trim_end_matches('.');
                Judged::Bad(format!("{} is damaged: {reason}.", subject(backend, copy)))
            }
        },
    })
}

fn put_aside(backend: &dyn Backend, copy: Option<Copy>, mode: Mode) -> Result<Option<PathBuf>, StoreError> {
    copy.map(|copy| match mode {
        Mode::Repair => backend.set_aside(copy, Aside::Damaged),
        Mode::LookOnly => backend.aside_name(copy, Aside::Damaged),
    })
    .transpose()
}

fn subject(backend: &dyn Backend, copy: Copy) -> String {
    match copy {
        Copy::Current => format!("The runtime document {}", backend.path(copy).display()),
        Copy::Previous => format!("Its previous generation {}", backend.path(copy).display()),
    }
}

fn missing(backend: &dyn Backend) -> String {
    format!("{} is missing.", subject(backend, Copy::Current))
}
