//! The rows of a change, made by a thread of their own while the document is written. The thread stays from the
//! first change on: to begin one each time costs as much as the row.

use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use keyholder_shared::Id;

use super::{Core, EngineError};
use crate::audit::Entry;
use crate::state::{self, StateError};

/// What a change leaves in the state database.
#[derive(Clone)]
pub(super) struct Rows {
    /// For the audit trail.
    pub entries: Vec<Entry>,
    /// Users of which nothing is kept any more.
    pub forgotten: Vec<Id>,
}

/// The thread, once there was something to do. It ends when this is dropped.
#[derive(Default)]
pub(super) struct Recorder(Mutex<Option<Sender<Job>>>);

struct Job {
    core: Arc<Core>,
    rows: Rows,
    done: Sender<Result<(), EngineError>>,
}

/// Rows that are being made.
pub(super) struct Recording(Receiver<Result<(), EngineError>>);

impl Recorder {
    /// Begins with the rows. Where the system has no thread to spare they are made before this returns.
    pub fn begin(&self, core: &Arc<Core>, rows: Rows) -> Recording {
        let (done, told) = channel();
        let job = Job { core: Arc::clone(core), rows, done };
        if let Err(job) = self.hand_over(job) {
            job.make();
        }
        Recording(told)
    }

    fn hand_over(&self, job: Job) -> Result<(), Job> {
        let mut thread = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let job = match thread.take() {
            Some(jobs) => match jobs.send(job) {
                Ok(()) => {
                    *thread = Some(jobs);
                    return Ok(());
                }
                // It broke off at an earlier one.
                Err(unsent) => unsent.0,
            },
            None => job,
        };
        let (jobs, to_do) = channel::<Job>();
        let begun = thread::Builder::new().name("rows".to_owned()).spawn(move || to_do.into_iter().for_each(Job::make));
        match begun {
            Ok(_) => {
                jobs.send(job).map_err(|unsent| unsent.0)?;
                *thread = Some(jobs);
                Ok(())
            }
            Err(_) => Err(job),
        }
    }
}

impl Job {
    fn make(self) {
        let Self { core, rows, done } = self;
        let made = core.record_rows(&rows);
        // Whoever waits holds the engine open; this thread must not be the one that closes it.
        drop(core);
        let _ = done.send(made);
    }
}

impl Recording {
    /// Waits until the rows are on disk.
    ///
    /// # Errors
    /// Why they are not.
    pub fn wait(self) -> Result<(), EngineError> {
        self.0.recv().unwrap_or_else(|_| {
            let broke_off = io::Error::other("the thread that makes it broke off");
            Err(StateError::io("making the row of a change", Path::new(state::DATABASE))(broke_off).into())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A change whose rows nobody made is not taken for recorded.
    #[test]
    fn a_thread_that_broke_off_made_nothing() {
        let (done, told) = channel();
        drop(done);
        let error = Recording(told).wait().unwrap_err().to_string();
        assert!(error.contains("broke off") && error.contains("UserManagementState.db"), "{error}");
    }
}
