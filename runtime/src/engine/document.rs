//! The runtime document between the store and the engine: read, read anew when it is another, saved.

use std::io;
use std::path::Path;
use std::sync::{Arc, MutexGuard, PoisonError};

use keyholder_shared::Id;
use keyholder_shared::model::Runtime;
use keyholder_shared::reconcile;
use keyholder_shared::xml::{self, Head};

use super::recorder::Recording;
use super::snapshot::Index;
use super::working::{Saved, Working};
use super::{Core, Ending, EngineError, Event, Snapshot};
use crate::fingerprint::{Fingerprint, is_noted, note_of, noted_project};
use crate::outcome::{Refusal, Update};
use crate::project::{self, ProjectPath};
use crate::runtime::{self, LoadedRuntime};
use crate::store::{Loaded, Locked, Store, StoreError};
use crate::update::Machine;
use crate::writing::{self, Written};

/// From so many users on, verifying a document takes its time.
const MANY: usize = 4000;

const UNRECORDED: &str = "the change cannot be recorded";

/// A document that was changed and is to be saved.
pub(super) struct Changed {
    pub runtime: Runtime,
    /// What finds things in the document before the change, if it is there.
    pub index: Option<Index>,
    /// The users that are others than before.
    pub users: Vec<Id>,
}

/// Why a document was not saved.
pub(super) enum Unsaved {
    /// Its row in the audit trail could not be made.
    Unrecorded(EngineError),
    /// The store could not.
    Refused(StoreError),
}

impl From<Unsaved> for EngineError {
    fn from(unsaved: Unsaved) -> Self {
        match unsaved {
            Unsaved::Unrecorded(error) => error,
            Unsaved::Refused(error) => error.into(),
        }
    }
}

pub(super) const GONE: &str = "It is gone, and nothing that was kept beside it is left.";

/// What was read.
pub(super) enum Read {
    /// A document.
    Snapshot {
        /// It.
        snapshot: Box<Snapshot>,
        /// What must not go unnoticed: it was damaged, and its previous generation was put back.
        alarm: Option<String>,
    },
    /// There is none, nor a trace of one.
    Missing,
}

/// The store of a project. The document stays where it lies: only an update moves it.
pub(super) fn store(machine: &Machine, path: &ProjectPath) -> Result<Store, StoreError> {
    Store::open(path.home(None, machine.storage_root.as_deref()), Arc::clone(&machine.fs), runtime::generation_of)
}

/// Whether a machine has not started yet.
pub(super) fn is_missing(machine: &Machine, path: &ProjectPath) -> Result<bool, EngineError> {
    // Locking would leave a lock file in whatever folder was given by mistake.
    Ok(store(machine, path)?.head()?.is_none()
        && matches!(store(machine, path)?.read(|bytes| runtime::parse(&bytes, |_| false))?, Loaded::Missing))
}

/// Reads the document, and mends it if it is damaged.
pub(super) fn load(machine: &Machine, store: &Store) -> Result<Read, EngineError> {
    load_locked(&mut store.lock(machine.patience)?)
}

fn load_locked(locked: &mut Locked<'_>) -> Result<Read, EngineError> {
    let note = locked.note().unwrap_or_default();
    let loaded = locked.load(|bytes| runtime::parse(&bytes, |document| is_noted(&note, document)))?;
    let (LoadedRuntime { runtime, fingerprint, .. }, alarm) = match loaded {
        Loaded::Missing => return Ok(Read::Missing),
        Loaded::Lost { damage, .. } => return Err(EngineError::Lost(damage)),
        Loaded::Current(loaded) => (loaded, None),
        Loaded::Recovered { value, damage, set_aside } => {
            let kept = set_aside.map_or(String::new(), |file| format!(" It is kept as {}.", file.display()));
            let alarm = format!(
                "{damage}{kept} The previous generation was loaded: the last change made on the machine may be missing. Check the users, and the disk."
            );
            (value, Some(alarm))
        }
    };
    let head = locked.head()?.and_then(|head| xml::head(&head));
    Ok(Read::Snapshot { snapshot: Box::new(Snapshot::new(runtime, head, fingerprint)), alarm })
}

impl Core {
    /// The document as it is on disk: the snapshot, read anew if another program has written it.
    pub(super) fn current(&self) -> Result<Arc<Snapshot>, EngineError> {
        let snapshot = self.snapshot();
        if is_in(&snapshot, self.store.head()?) {
            return Ok(snapshot);
        }
        let mut working = self.writing();
        self.current_in(&mut self.store.lock(self.machine.patience)?, &mut working)
    }

    /// The same under the store's lock, so that it stays as it is.
    pub(super) fn current_in(
        &self,
        locked: &mut Locked<'_>,
        working: &mut Working,
    ) -> Result<Arc<Snapshot>, EngineError> {
        let snapshot = self.snapshot();
        if is_in(&snapshot, locked.head()?) {
            return Ok(snapshot);
        }
        working.forget();
        match load_locked(locked)? {
            Read::Snapshot { snapshot, alarm } => {
                if let Some(alarm) = alarm {
                    self.alarm(alarm);
                }
                Ok(self.publish(*snapshot))
            }
            Read::Missing => Err(EngineError::Lost(GONE.into())),
        }
    }

    /// Saves a changed document as the generation after `old`, under the store's lock, and lets everyone see
    /// it. `recording` makes its rows in the audit trail meanwhile: the document does not become the current one
    /// before they are on disk.
    pub(super) fn save(
        &self,
        locked: &mut Locked<'_>,
        working: &mut Working,
        old: Arc<Snapshot>,
        Changed { mut runtime, index, users }: Changed,
        mut recording: Option<Recording>,
    ) -> Result<(), Unsaved> {
        let generation = old.generation();
        runtime.generation = generation + 1;
        runtime.time_stamp = self.machine.clock.now().max(runtime.time_stamp);
        let Saved { mut text, merged } = working.saved(generation);
        let mut written = None;
        let mut recorded = Ok(());
        let saved = locked.save_when(
            Some(generation),
            |file| {
                written = Some(writing::write_again(&runtime, &users, &mut text, file)?);
                Ok(())
            },
            || {
                recorded = recording.take().map_or(Ok(()), Recording::wait);
                recorded.as_ref().map_or_else(|_| Err(io::Error::other(UNRECORDED)), |()| Ok(()))
            },
        );
        if let Some(recording) = recording {
            recorded = recording.wait();
        }
        recorded.map_err(Unsaved::Unrecorded)?;
        saved.map_err(Unsaved::Refused)?;
        let Some(Written { fingerprint, digest }) = written else { return Ok(()) };
        let merged = merged.unwrap_or_else(|| merged_in(locked, old.fingerprint));
        if runtime.users.len() >= MANY {
            // Without the note the next opening takes longer, and that is all: a small document a few milliseconds,
            // for which nobody need wait at each change.
            let _ = locked.set_note(&note_of(merged.as_deref(), fingerprint));
        }
        working.keep(runtime.generation, Saved { text, merged: Some(merged) });
        let index = index.and_then(|mut index| index.follow(old.runtime(), &runtime, &users).then_some(index));
        debug_assert!(index.as_ref().is_none_or(|index| index.is_of(&runtime)), "the index follows each change");
        let index = index.unwrap_or_else(|| Index::of(&runtime));
        let head = Head::of(&runtime, digest);
        self.publish(Snapshot::with_index(runtime, index, Some(head), fingerprint));
        working.keep_spare(old, users);
        Ok(())
    }

    /// Lets everyone see another generation, and ends the sessions that it ends.
    fn publish(&self, snapshot: Snapshot) -> Arc<Snapshot> {
        let snapshot = Arc::new(snapshot);
        *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&snapshot);
        self.state.follow(snapshot.policies());
        for (session, ending) in self.sessions.against(&snapshot) {
            // It has ended here whatever the disk says; the trail tells its own trouble.
            let _ = self.end(&session, ending, None);
        }
        self.tell(Event::Reloaded { generation: snapshot.generation() });
        snapshot
    }

    /// Keeps other threads from changing the document.
    pub(super) fn writing(&self) -> MutexGuard<'_, Working> {
        self.writing.lock().unwrap_or_else(|poisoned| {
            // Whoever panicked may have left half of something behind.
            let mut working = poisoned.into_inner();
            working.forget();
            working
        })
    }

    /// Ends a session that another program ended.
    pub(super) fn ended_elsewhere(&self) {
        let Ok(open) = self.state.with(self, |state| state.sessions()) else { return };
        for session in self.sessions.missing_in(&open) {
            let _ = self.end(&session, Ending::Elsewhere, None);
        }
    }
}

/// Whether the file on disk is the one of which the snapshot was read.
fn is_in(snapshot: &Snapshot, head: Option<Vec<u8>>) -> bool {
    let head: Option<Head> = head.and_then(|head| xml::head(&head));
    head.is_some() && head == snapshot.head
}

/// The project that the note says is merged in the document, for the note of the next one: that is written by
/// us as well, so that nobody need verify it.
fn merged_in(locked: &Locked<'_>, document: Fingerprint) -> Option<String> {
    let note = locked.note().unwrap_or_default();
    if is_noted(&note, document) { noted_project(&note).map(str::to_owned) } else { None }
}

/// The runtime document as it is on disk, for who only looks: nothing is written or mended. Before a
/// machine's first start it is what that would make of the project.
///
/// # Errors
/// If there is neither, or it cannot be read.
pub fn look(machine: &Machine, given: &Path) -> Result<Runtime, EngineError> {
    let path = ProjectPath::new(given);
    match store(machine, &path)?.read(|bytes| runtime::parse(&bytes, |_| false))? {
        Loaded::Current(loaded) | Loaded::Recovered { value: loaded, .. } => Ok(loaded.runtime),
        Loaded::Lost { damage, .. } => Err(EngineError::Lost(damage)),
        Loaded::Missing => {
            let refused = |faults| EngineError::Refused(Box::new(Update::rejected(false, Refusal::Project, faults)));
            let bytes = path.bytes(&*machine.fs).map_err(|unread| refused(vec![unread.fault]))?;
            let delivered = project::parse(path.file(), &bytes).map_err(refused)?;
            let now = machine.clock.now();
            Ok(reconcile::first_start(delivered.project, Some(delivered.digest), now).runtime)
        }
    }
}
