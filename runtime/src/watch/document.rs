//! The runtime document while the watch goes on: others change it rightly all the time; that it is gone
//! or damaged is told, once. It is repaired by the next update or login, never here.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::event::{RuntimeDocument, State};
use super::stamp::Stamp;
use crate::project::ProjectPath;
use crate::runtime;
use crate::store::{Loaded, Store, StoreError};
use crate::update::Machine;

/// What is known of the document.
#[derive(Default)]
pub(super) struct Document {
    /// Where it lies, once there is one.
    file: Option<PathBuf>,
    /// How it looked when it was last known to be as it is.
    stamp: Option<Stamp>,
    /// What was told last.
    told: Option<State>,
}

impl Document {
    /// An update has just left it sound.
    pub(super) fn is_sound(&mut self, machine: &Machine, path: &ProjectPath) {
        let place = open(machine, path).and_then(|store| store.place());
        self.file = place.ok().map(|place| place.wanted.path().to_owned());
        self.stamp = self.file.as_deref().and_then(Stamp::of);
        self.told = None;
    }

    /// Whether someone has touched it since.
    pub(super) fn was_touched(&self) -> bool {
        self.file.as_deref().is_some_and(|file| Stamp::of(file) != self.stamp)
    }

    /// Whether nothing is left where it lay.
    pub(super) fn is_gone(&self) -> bool {
        self.file.as_deref().is_some_and(|file| Stamp::of(file).is_none())
    }

    /// Looks at it, and returns what is to be told.
    ///
    /// # Errors
    /// `Busy` while another process writes it: look again.
    pub(super) fn look(&mut self, machine: &Machine, path: &ProjectPath) -> Result<Option<RuntimeDocument>, Busy> {
        let Some(file) = self.file.clone().filter(|_| self.was_touched()) else {
            return Ok(None);
        };
        let stamp = Stamp::of(&file);
        let (state, message) = match judge(machine, path) {
            Err(StoreError::Busy { .. }) => return Err(Busy),
            // Without its folder there is not even a lock to take.
            Err(_) if stamp.is_none() && !path.folder().is_dir() => (State::Missing, GONE.to_owned()),
            Err(error) => (State::Unreadable, error.to_string()),
            Ok(judged) => judged,
        };
        self.stamp = stamp;
        let before = self.told.replace(state).unwrap_or(State::Sound);
        Ok((before != state).then(|| RuntimeDocument { at: machine.clock.now(), state, file, message }))
    }
}

/// Another process writes the document.
#[derive(Debug)]
pub(super) struct Busy;

const GONE: &str = "The runtime document is gone, and nothing that was kept beside it is left. Nobody can log in. Restore it from a backup now; otherwise the next update starts again from the project, without the plant's own users.";

fn open(machine: &Machine, path: &ProjectPath) -> Result<Store, StoreError> {
    Store::open(path.home(None, machine.storage_root.as_deref()), Arc::clone(&machine.fs), runtime::generation_of)
}

fn judge(machine: &Machine, path: &ProjectPath) -> Result<(State, String), StoreError> {
    let store = open(machine, path)?;
    // While another process repairs it, it is gone for a moment.
    let _lock = store.lock(Duration::ZERO)?;
    Ok(match store.read(|bytes| runtime::parse(&bytes, |_| false))? {
        Loaded::Current(_) => (State::Sound, "The runtime document is sound again.".to_owned()),
        Loaded::Missing => (State::Missing, GONE.to_owned()),
        Loaded::Recovered { damage, .. } => (
            State::Damaged,
            format!("{damage} Its previous generation is there; the next update or login puts it back."),
        ),
        Loaded::Lost { damage, .. } => (
            State::Lost,
            format!(
                "{damage} Nobody can log in until it is restored from a backup, or until the machine starts again from the project by reset --confirm; then the plant's own users are gone."
            ),
        ),
    })
}
