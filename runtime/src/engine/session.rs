//! Sessions: rights fixed at login, ended by logout, idling, and whatever happens to their user.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use keyholder_shared::access::Rights;
use keyholder_shared::model::RuntimeUser;
use keyholder_shared::{Id, Str};
use rustc_hash::FxHashMap;

use super::{Core, EngineError, Event, Snapshot};
use crate::audit::{Entry, Kind};
use crate::state::{SessionId, SessionRecord};

/// A person who is logged in, or whoever is there while nobody is. Clones are the same session.
#[derive(Clone)]
pub struct Session(Arc<Live>);

pub(super) struct Live {
    pub id: SessionId,
    pub user: Id,
    pub name: Str,
    pub client: Option<String>,
    pub rights: Rights,
    pub administrator: bool,
    /// The hash of the password with which the session began; another password ends it.
    pub password: Option<Str>,
    /// Kept in the state database, and listed.
    pub kept: bool,
    /// Milliseconds after which it ends without input; 0: never.
    pub idle_after: i64,
    pub used: AtomicI64,
    pub ended: AtomicBool,
}

impl Session {
    pub(super) fn new(live: Live) -> Self {
        Self(Arc::new(live))
    }

    pub(super) fn live(&self) -> &Live {
        &self.0
    }

    /// Why a generation of the document ends it, if it does.
    pub(super) fn ended_by(&self, snapshot: &Snapshot) -> Option<Ending> {
        match snapshot.by_id(self.0.user) {
            None => Some(Ending::Deleted),
            Some(user) if !user.user.enabled => Some(Ending::Disabled),
            Some(user) if !has_password(user, self.0.password.as_deref()) => Some(Ending::PasswordChanged),
            Some(_) => None,
        }
    }

    /// Its name, which opens nothing.
    #[must_use]
    pub fn id(&self) -> &SessionId {
        &self.0.id
    }

    /// Whose it is.
    #[must_use]
    pub fn user(&self) -> Id {
        self.0.user
    }

    /// That user's name at login.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The client (a panel's name) it runs on, if it said so.
    #[must_use]
    pub fn client(&self) -> Option<&str> {
        self.0.client.as_deref()
    }

    /// The rights that were fixed at login, also of a session that has ended since: `Engine::check` asks both.
    #[must_use]
    pub fn rights(&self) -> &Rights {
        &self.0.rights
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("name", &self.0.name).field("client", &self.0.client).finish_non_exhaustive()
    }
}

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    /// By its own wish.
    Logout,
    /// Nobody used it for too long.
    Idle,
    /// An administrator ended it.
    Administrator,
    /// Its user was deleted, or the project no longer has it.
    Deleted,
    /// Its user was disabled.
    Disabled,
    /// Its user has another password.
    PasswordChanged,
    /// Another program ended it.
    Elsewhere,
}

impl Ending {
    /// The sentence for it.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Logout => "Logged out.",
            Self::Idle => "Nobody used the session for too long.",
            Self::Administrator => "An administrator ended the session.",
            Self::Deleted => "The user is not on the machine any more.",
            Self::Disabled => "The user was disabled.",
            Self::PasswordChanged => "The user's password was changed.",
            Self::Elsewhere => "The session was ended by another program.",
        }
    }
}

/// The sessions of this engine that are open.
#[derive(Default)]
pub(super) struct Sessions(Mutex<FxHashMap<SessionId, Session>>);

impl Sessions {
    pub fn add(&self, session: &Session) {
        self.open().insert(session.id().clone(), session.clone());
    }

    pub fn get(&self, id: &SessionId) -> Option<Session> {
        self.open().get(id).cloned()
    }

    /// Takes it off; false if another thread was first.
    fn take(&self, session: &Session) -> bool {
        let first = !session.live().ended.swap(true, Ordering::AcqRel);
        self.open().remove(session.id());
        first
    }

    /// The sessions that a generation of the document ends, with the reason.
    pub fn against(&self, snapshot: &Snapshot) -> Vec<(Session, Ending)> {
        self.open().values().filter_map(|session| Some((session.clone(), session.ended_by(snapshot)?))).collect()
    }

    /// The sessions that the state database does not have among the open ones.
    pub fn missing_in(&self, records: &[SessionRecord]) -> Vec<Session> {
        let missing =
            |session: &&Session| session.live().kept && !records.iter().any(|record| record.id == *session.id());
        self.open().values().filter(missing).cloned().collect()
    }

    /// All of them.
    pub fn all(&self) -> Vec<Session> {
        self.open().values().cloned().collect()
    }

    fn open(&self) -> std::sync::MutexGuard<'_, FxHashMap<SessionId, Session>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a user has the password of this hash still. A stronger hash of it is no other password.
fn has_password(user: &RuntimeUser, hash: Option<&str>) -> bool {
    match (&user.user.password, hash) {
        (Some(password), Some(hash)) => password.stands_for(hash),
        (password, hash) => password.is_none() && hash.is_none(),
    }
}

impl Core {
    /// Adds a session that has just begun. The document may have changed since it was looked at: what would
    /// have ended the session then, ends it now.
    pub(super) fn add(&self, session: &Session) -> Result<(), EngineError> {
        self.sessions.add(session);
        match session.ended_by(&self.snapshot()) {
            Some(ending) => self.end(session, ending, None),
            None => Ok(()),
        }
    }

    pub(super) fn is_open(&self, session: &Session) -> bool {
        let live = session.live();
        if live.ended.load(Ordering::Acquire) {
            return false;
        }
        if live.idle_after == 0 {
            return true;
        }
        let idle = self.machine.clock.now().as_millis().saturating_sub(live.used.load(Ordering::Relaxed));
        if idle < live.idle_after {
            return true;
        }
        // It has ended whether that can be recorded or not.
        let _ = self.end(session, Ending::Idle, None);
        false
    }

    pub(super) fn touch(&self, session: &Session) -> bool {
        let open = self.is_open(session);
        if open {
            let live = session.live();
            let now = self.machine.clock.now();
            let before = live.used.swap(now.as_millis(), Ordering::Relaxed);
            // For the list of sessions a minute is exact enough.
            if live.kept && now.as_millis() / MINUTE != before / MINUTE {
                let _ = self.state.with(self, |state| state.touch(&live.id, now));
            }
        }
        open
    }

    /// Ends a session, records it and tells it; once, however many call.
    pub(super) fn end(&self, session: &Session, ending: Ending, by: Option<&str>) -> Result<(), EngineError> {
        if !self.sessions.take(session) {
            return Ok(());
        }
        let live = session.live();
        self.tell(Event::SessionEnded { session: live.id.clone(), user: live.user, name: live.name.clone(), ending });
        if !live.kept {
            return Ok(());
        }
        let kind = if ending == Ending::Logout { Kind::Logout } else { Kind::SessionEnded };
        let entry = Entry::new(kind, by.unwrap_or(if ending == Ending::Logout { &live.name } else { Entry::SYSTEM }))
            .client(live.client.as_deref().unwrap_or_default())
            .object(&live.name)
            .message(ending.sentence());
        let now = self.machine.clock.now();
        self.state.with(self, |state| {
            state.write(now, |writer| {
                // What another program has ended, it has recorded as well.
                if writer.end_session(&live.id, ending.sentence())?.is_some() {
                    writer.append(&entry)?;
                }
                Ok(())
            })
        })
    }

    /// Ends the sessions that have idled too long, though nobody asks for them.
    pub(super) fn end_idle(&self) {
        for session in self.sessions.all() {
            self.is_open(&session);
        }
    }
}

/// Milliseconds.
const MINUTE: i64 = 60_000;
