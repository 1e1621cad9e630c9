//! Word of what happens, for who subscribes.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use keyholder_shared::change::Told;
use keyholder_shared::{Id, Str, Time};

use super::Ending;
use crate::outcome::{Outcome, Update};
use crate::state::SessionId;

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// A delivered project was merged; what it came to, user by user.
    Updated(Arc<Update>),
    /// A delivered project was refused. Nothing was changed.
    Refused(Arc<Update>),
    /// The runtime document is another from now on: by an update, or by a change here or in another program.
    Reloaded {
        /// Its generation.
        generation: u64,
    },
    /// A user was changed here.
    Changed(Arc<Told>),
    /// Too many failed logins locked an account.
    Locked {
        /// The user.
        user: Id,
        /// Its name.
        name: Str,
        /// When it unlocks by itself, if it does.
        until: Option<Time>,
    },
    /// An account was unlocked here.
    Unlocked {
        /// The user.
        user: Id,
        /// Its name.
        name: Str,
    },
    /// A session ended.
    SessionEnded {
        /// Its name.
        session: SessionId,
        /// Whose it was.
        user: Id,
        /// That user's name.
        name: Str,
        /// Why.
        ending: Ending,
    },
    /// Something that must not go unnoticed, in sentences.
    Alarm(String),
}

/// What is to be told of an update that was done when the engine opened.
pub(super) fn of_update(update: &Update) -> Vec<Event> {
    let mut events: Vec<Event> = update.alarms.iter().cloned().map(Event::Alarm).collect();
    match update.outcome {
        Outcome::Rejected => events.push(Event::Refused(Arc::new(update.clone()))),
        Outcome::Created | Outcome::Updated => events.push(Event::Updated(Arc::new(update.clone()))),
        Outcome::Unchanged => {}
    }
    events
}

/// So many events wait for a listener who does not read.
const WAITING: usize = 1000;

/// Those who listen.
#[derive(Default)]
pub(super) struct Listeners(Mutex<Vec<SyncSender<Event>>>);

impl Listeners {
    pub fn subscribe(&self, first: Vec<Event>) -> Receiver<Event> {
        let (sender, receiver) = sync_channel(WAITING);
        for event in first {
            // The channel is empty and takes more than an opening tells.
            let _ = sender.try_send(event);
        }
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
        receiver
    }

    /// Tells it to all; never waits for one who does not read.
    pub fn tell(&self, event: &Event) {
        let mut listeners = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        listeners.retain(|listener| !matches!(listener.try_send(event.clone()), Err(TrySendError::Disconnected(_))));
    }
}
