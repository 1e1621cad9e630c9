//! Staying beside the project: deliveries are merged as they come, and what other programs change is seen.

use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::Duration;

use super::{Core, Event, event};
use crate::watch::{self, State, Stop, WatchOptions};

/// How often what other programs did is looked for. What is done here needs no look.
const LOOK: Duration = Duration::from_secs(1);

/// The threads of an engine; they end when this is dropped.
pub(super) struct Staying {
    stop: Stop,
    over: Arc<(Mutex<bool>, Condvar)>,
    threads: Vec<JoinHandle<()>>,
}

impl Staying {
    pub fn begin(core: &Arc<Core>, given: &Path, options: WatchOptions) -> Self {
        let stop = Stop::default();
        let over = Arc::new((Mutex::new(false), Condvar::new()));
        let watching = {
            let (core, stop, given) = (Arc::downgrade(core), stop.clone(), given.to_owned());
            let machine = core.upgrade().map(|core| core.machine.clone());
            std::thread::spawn(move || {
                let Some(machine) = machine else { return };
                watch::watch(&machine, &given, options, &stop, &mut |event| tell(&core, event));
            })
        };
        let looking = {
            let (core, over) = (Arc::downgrade(core), Arc::clone(&over));
            std::thread::spawn(move || look(&core, &over))
        };
        Self { stop, over, threads: vec![watching, looking] }
    }
}

impl Drop for Staying {
    fn drop(&mut self) {
        self.stop.stop();
        *self.over.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.over.1.notify_all();
        for thread in self.threads.drain(..) {
            // A thread that panicked has nothing more to say.
            let _ = thread.join();
        }
    }
}

/// What the watch tells, for who listens to the engine.
fn tell(core: &Weak<Core>, event: &watch::Event) {
    let Some(core) = core.upgrade() else { return };
    match event {
        watch::Event::Update(updated) => {
            if updated.update.refusal.is_none() {
                reload(&core);
            }
            event::of_update(&updated.update).into_iter().for_each(|event| core.tell(event));
        }
        watch::Event::Runtime(document) => {
            if document.state != State::Sound {
                core.tell(Event::Alarm(document.message.clone()));
            }
            reload(&core);
        }
        watch::Event::Watching(_) | watch::Event::Waiting(_) => {}
    }
}

fn look(core: &Weak<Core>, over: &(Mutex<bool>, Condvar)) {
    let mut ended = over.0.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        let waited = over.1.wait_timeout_while(ended, LOOK, |ended| !*ended);
        ended = waited.unwrap_or_else(PoisonError::into_inner).0;
        if *ended {
            return;
        }
        let Some(core) = core.upgrade() else { return };
        reload(&core);
        core.ended_elsewhere();
        core.end_idle();
    }
}

/// Reads the document anew if it is another. If it cannot be read, the watch tells that, and whoever asks.
fn reload(core: &Core) {
    let _ = core.current();
}
