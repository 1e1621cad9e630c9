//! Login states and the audit trail as the engine uses them: what happens when they cannot be written is
//! the guidelines' to say (design section 2, `Audit`).

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use keyholder_shared::Time;
use keyholder_shared::model::{Policies, WhenUnwritable};

use super::{Core, EngineError, Event, trail};
use crate::audit::{Entry, Kind};
use crate::project::ProjectPath;
use crate::state::{Presence, StateDatabase, StateError};

/// The state database, or what stands in for it while the disk refuses.
pub(super) struct State {
    folder: PathBuf,
    stops: AtomicBool,
    in_use: Mutex<InUse>,
    /// Without it nobody ends the sessions that this program leaves, and that is all.
    _presence: Option<Presence>,
}

#[derive(Clone)]
struct InUse {
    database: Arc<StateDatabase>,
    /// It is in memory, because the disk refused.
    stands_in: bool,
}

impl State {
    /// Opens the state database of a project; `known` says that the machine has one for certain. Its alarms
    /// are added to `told`.
    pub fn open(
        path: &ProjectPath,
        known: bool,
        policies: &Policies,
        now: Time,
        told: &mut Vec<Event>,
    ) -> Result<Self, EngineError> {
        let (folder, stops) = (path.folder(), stops(policies));
        let in_use = match StateDatabase::open(folder, known, now) {
            Ok(database) => InUse { database: Arc::new(database), stands_in: false },
            Err(error) if stops || matches!(error, StateError::Newer { .. }) => return Err(error.into()),
            Err(error) => {
                told.push(Event::Alarm(goes_on_without(&error)));
                InUse { database: Arc::new(StateDatabase::in_memory(Some(folder))?), stands_in: true }
            }
        };
        told.extend(in_use.database.take_alarms().into_iter().map(Event::Alarm));
        let presence = Presence::arrive(folder, || trail::end_left_over(&in_use.database, now)).ok();
        Ok(Self {
            folder: folder.to_owned(),
            stops: AtomicBool::new(stops),
            in_use: Mutex::new(in_use),
            _presence: presence,
        })
    }

    /// Other guidelines hold from now on.
    pub fn follow(&self, policies: &Policies) {
        self.stops.store(stops(policies), Ordering::Relaxed);
    }

    /// Whether nothing may be done that is not recorded.
    pub fn stops(&self) -> bool {
        self.stops.load(Ordering::Relaxed)
    }

    /// Does `work` with the database. If that fails and the guidelines say to go on, an alarm is told and
    /// the work is done with a database in memory, which knows the locks that are on record.
    pub fn with<T>(
        &self,
        core: &Core,
        work: impl Fn(&StateDatabase) -> Result<T, StateError>,
    ) -> Result<T, EngineError> {
        let in_use = self.in_use(core);
        let done = work(&in_use.database);
        in_use.database.take_alarms().into_iter().for_each(|alarm| core.tell(Event::Alarm(alarm)));
        match done {
            Ok(done) => Ok(done),
            Err(error) if in_use.stands_in || self.stops() => Err(error.into()),
            Err(error) => {
                core.tell(Event::Alarm(goes_on_without(&error)));
                let database = Arc::new(StateDatabase::in_memory(Some(&self.folder))?);
                let stands_in = InUse { database: Arc::clone(&database), stands_in: true };
                *self.in_use.lock().unwrap_or_else(PoisonError::into_inner) = stands_in;
                Ok(work(&database)?)
            }
        }
    }

    /// The database; the one on disk again, once the disk does not refuse any more.
    fn in_use(&self, core: &Core) -> InUse {
        let mut in_use = self.in_use.lock().unwrap_or_else(PoisonError::into_inner);
        if in_use.stands_in {
            let now = core.machine.clock.now();
            // To open is not enough: only a write shows that the disk takes one.
            let back = Entry::new(Kind::Alarm, Entry::SYSTEM)
                .message("The audit trail could not be written for a while. What happened in that time is not in it.");
            if let Ok(database) = StateDatabase::open(&self.folder, true, now)
                && database.append(now, &[back]).is_ok()
            {
                *in_use = InUse { database: Arc::new(database), stands_in: false };
            }
        }
        in_use.clone()
    }
}

fn stops(policies: &Policies) -> bool {
    policies.audit.when_unwritable == WhenUnwritable::Stop
}

fn goes_on_without(error: &StateError) -> String {
    format!(
        "{error} The machine goes on without its audit trail, as the guidelines say: nothing is recorded until this is put right."
    )
}

impl Core {
    /// Tells and records something that must not go unnoticed.
    pub(super) fn alarm(&self, message: String) {
        let entry = Entry::new(Kind::Alarm, Entry::SYSTEM).message(message.as_str());
        // If it cannot be recorded, that is an alarm of its own.
        let _ = self.record(&[entry]);
        self.tell(Event::Alarm(message));
    }

    /// Appends rows to the audit trail.
    pub(super) fn record(&self, entries: &[Entry]) -> Result<(), EngineError> {
        let now = self.machine.clock.now();
        self.state.with(self, |state| state.append(now, entries))
    }
}
