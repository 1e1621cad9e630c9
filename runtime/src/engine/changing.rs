//! The plant's own changes: recorded, saved, then acknowledged.

use std::sync::Arc;

use keyholder_shared::change::{self, Actor, Change, Done, Field, Refusal, Told};
use keyholder_shared::model::Origin;

use super::document::{Changed, Unsaved};
use super::recorder::Rows;
use super::{Core, Ending, Engine, EngineError, Event, Refused, Session};
use crate::audit::{self, Entry, Kind};
use crate::state::SessionId;

impl Engine {
    /// Changes a user in somebody's name. When this returns, the change is on disk and in the audit trail.
    ///
    /// Passwords have calls of their own, which hold the guidelines: [`Engine::set_password`],
    /// [`Engine::change_password`], and [`Engine::create`] for a new user's first one.
    ///
    /// # Errors
    /// [`Refused`]; then nothing was changed.
    pub fn change(&self, session: &Session, what: Change) -> Result<Told, Refused> {
        self.core.held(session)?;
        self.core.change(session, what)
    }

    /// Does several changes in somebody's name, all or none of them, in one save. An unlock, which changes no
    /// user, is no part of them.
    ///
    /// # Errors
    /// [`Refused`] by the first that is refused; then nothing was changed.
    pub fn change_together(&self, session: &Session, changes: Vec<Change>) -> Result<Vec<Told>, Refused> {
        self.core.held(session)?;
        self.core.change_all(session, changes)
    }

    /// Ends somebody's session: an administrator may end any, everyone their own user's.
    ///
    /// # Errors
    /// [`Refused`] if that is not allowed, or if there is no such session any more.
    pub fn end_session(&self, session: &Session, which: &SessionId) -> Result<(), Refused> {
        let core = &self.core;
        core.held(session)?;
        let record = core.state.with(core, |state| state.session(which))?;
        let record = record.filter(|record| record.ended.is_none()).ok_or(Refused::SessionEnded)?;
        let snapshot = core.snapshot();
        let still = snapshot.by_id(session.user()).is_some_and(|user| snapshot.is_administrator(user));
        if record.user != session.user() && !(session.live().administrator && still) {
            return Err(Refusal::Administrator { user: record.name.as_str().into() }.into());
        }
        match core.sessions.get(which) {
            Some(own) => core.end(&own, Ending::Administrator, Some(session.name()))?,
            None => core.end_in_another_program(session, which)?,
        }
        Ok(())
    }

    /// An administrator has seen that the state database was lost: its accounts are trusted again. False if
    /// there was no loss.
    ///
    /// # Errors
    /// [`Refused`] if the session is no administrator's.
    pub fn acknowledge(&self, session: &Session) -> Result<bool, Refused> {
        let core = &self.core;
        core.held(session)?;
        let snapshot = core.snapshot();
        let still = snapshot.by_id(session.user()).is_some_and(|user| snapshot.is_administrator(user));
        if !(session.live().administrator && still) {
            return Err(Refusal::AdministratorsGroup.into());
        }
        let now = core.machine.clock.now();
        Ok(core.state.with(core, |state| state.write(now, |writer| writer.acknowledge(session.name())))?)
    }
}

impl Core {
    /// # Errors
    /// `SessionEnded` if the session has ended.
    pub(super) fn held(&self, session: &Session) -> Result<(), Refused> {
        if self.is_open(session) { Ok(()) } else { Err(Refused::SessionEnded) }
    }

    /// Does a change in the name of a session's user.
    pub(super) fn change(self: &Arc<Self>, session: &Session, what: Change) -> Result<Told, Refused> {
        if let Change::Unlock { .. } = what {
            return self.unlock(session, what);
        }
        // One change has one answer.
        self.change_all(session, vec![what])?.pop().ok_or(Refused::Change(Refusal::NoSuchUser))
    }

    fn change_all(self: &Arc<Self>, session: &Session, changes: Vec<Change>) -> Result<Vec<Told>, Refused> {
        let about = changes.first().map(kind_of);
        let done = self.apply(session, changes);
        if let (Err(refused @ Refused::Change(_)), Some(about)) = (&done, about) {
            self.record_refused(session, about, refused);
        }
        done
    }

    fn apply(self: &Arc<Self>, session: &Session, changes: Vec<Change>) -> Result<Vec<Told>, Refused> {
        let mut working = self.writing();
        let mut locked = self.store.lock(self.machine.patience).map_err(EngineError::from)?;
        let snapshot = self.current_in(&mut locked, &mut working)?;
        let (mut runtime, index) = working.copy_of(&snapshot);
        let (now, mut all) = (self.machine.clock.now(), Vec::new());
        for what in changes {
            all.push(acting(session, |actor| change::change(&mut runtime, actor, what, now))?);
        }
        let told: Vec<&Told> = all.iter().filter(|told| !told.changes_nothing()).collect();
        if told.is_empty() {
            return Ok(all);
        }
        // A user of the project may come back, and its lock with it.
        let gone = |told: &&&Told| told.done == Done::Deleted && told.origin == Origin::Runtime;
        let rows = Rows {
            entries: told.iter().map(|told| entry(session, told)).collect(),
            forgotten: told.iter().filter(gone).map(|told| told.user).collect(),
        };
        let changed = Changed { runtime, index, users: told.iter().map(|told| told.user).collect() };
        let recording = self.recorder.begin(self, rows);
        match self.save(&mut locked, &mut working, snapshot, changed, Some(recording)) {
            Ok(()) => {}
            Err(Unsaved::Unrecorded(error)) => return Err(error.into()),
            Err(Unsaved::Refused(error)) => {
                let failed =
                    |told: &&Told| entry(session, told).outcome(audit::Outcome::Failed).message(error.to_string());
                self.record(&told.iter().map(failed).collect::<Vec<_>>())?;
                return Err(Refused::Engine(error.into()));
            }
        }
        told.into_iter().for_each(|told| self.tell(Event::Changed(Arc::new(told.clone()))));
        Ok(all)
    }

    /// The rows of a change. They are on disk before the changed document counts, so that no change lacks its row.
    pub(super) fn record_rows(&self, Rows { entries, forgotten }: &Rows) -> Result<(), EngineError> {
        let now = self.machine.clock.now();
        self.state.with(self, |state| {
            state.write(now, |writer| {
                forgotten.iter().try_for_each(|user| writer.forget(*user))?;
                entries.iter().try_for_each(|entry| writer.append(entry).map(drop))
            })
        })
    }

    fn unlock(&self, session: &Session, what: Change) -> Result<Told, Refused> {
        let (snapshot, now, about) = (self.current()?, self.machine.clock.now(), kind_of(&what));
        // The document is looked at, and stays as it is.
        let told = acting(session, |actor| change::unlock(snapshot.runtime(), actor, &what)).map_err(|refusal| {
            let refused = Refused::Change(refusal);
            self.record_refused(session, about, &refused);
            refused
        })?;
        let entry = entry(session, &told);
        let was_locked = self.state.with(self, |state| {
            state.write(now, |writer| {
                let was_locked = writer.unlock(told.user)?;
                if was_locked {
                    writer.append(&entry)?;
                }
                Ok(was_locked)
            })
        })?;
        if was_locked {
            self.tell(Event::Unlocked { user: told.user, name: told.name.clone() });
        }
        Ok(told)
    }

    /// Something that was asked for and is not allowed. The refusal stands whether it can be recorded or not.
    pub(super) fn record_refused(
        &self,
        session: &Session,
        (kind, user): (Kind, Option<keyholder_shared::Id>),
        why: &Refused,
    ) {
        let snapshot = self.snapshot();
        let object = user.and_then(|user| snapshot.by_id(user)).map_or("", |user| user.user.name.as_str());
        let entry = Entry::new(kind, session.name())
            .client(session.client().unwrap_or_default())
            .object(object)
            .outcome(audit::Outcome::Refused)
            .message(why.to_string());
        let _ = self.record(&[entry]);
    }

    fn end_in_another_program(&self, session: &Session, which: &SessionId) -> Result<(), EngineError> {
        let now = self.machine.clock.now();
        self.state.with(self, |state| {
            state.write(now, |writer| {
                if let Some(ended) = writer.end_session(which, Ending::Administrator.sentence())? {
                    let entry = Entry::new(Kind::SessionEnded, session.name())
                        .client(&ended.client)
                        .object(&ended.name)
                        .message(Ending::Administrator.sentence());
                    writer.append(&entry)?;
                }
                Ok(())
            })
        })
    }
}

/// Asks in the name of a session's user.
pub(super) fn acting<T>(session: &Session, ask: impl FnOnce(&Actor<'_>) -> T) -> T {
    let holds = |key: &str| session.rights().check(&[key], None);
    ask(&Actor { id: session.user(), administrator: session.live().administrator, holds: &holds })
}

/// What a change that was asked for is about.
pub(super) fn kind_of(what: &Change) -> (Kind, Option<keyholder_shared::Id>) {
    let kind = match what {
        Change::Create(_) => Kind::UserCreated,
        Change::Delete { .. } => Kind::UserDeleted,
        Change::SetPassword { .. } => Kind::PasswordChanged,
        Change::Unlock { .. } => Kind::Unlocked,
        Change::Edit { .. }
        | Change::Enable { .. }
        | Change::SetGroups { .. }
        | Change::Rename { .. }
        | Change::Define(_) => Kind::UserChanged,
    };
    (kind, what.user())
}

/// The row of a change that was done.
fn entry(session: &Session, told: &Told) -> Entry {
    let kind = match told.done {
        Done::Created => Kind::UserCreated,
        Done::Deleted => Kind::UserDeleted,
        Done::PasswordSet => Kind::PasswordChanged,
        Done::Unlocked => Kind::Unlocked,
        Done::Edited | Done::Enabled | Done::Disabled | Done::GroupsAssigned => Kind::UserChanged,
    };
    let side = |value: fn(&Field) -> &str| {
        let parts: Vec<String> = told.fields.iter().map(|field| format!("{}: {}", field.name, value(field))).collect();
        parts.join("; ")
    };
    Entry::new(kind, session.name())
        .client(session.client().unwrap_or_default())
        .object(&told.name)
        .change(side(|field| &field.before), side(|field| &field.after))
        .message(told.done.word())
}
