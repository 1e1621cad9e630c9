//! Passwords set and changed: the guidelines held, the history asked, the hash computed, and only then the
//! document locked.

use std::sync::Arc;

use keyholder_shared::change::{self, Attributes, Change, NewUser, Refusal, Told};
use keyholder_shared::model::RuntimeUser;
use keyholder_shared::password::rules::Shortfall;
use keyholder_shared::password::{self, About, rules};
use keyholder_shared::{Id, Str};

use super::changing::{acting, kind_of};
use super::document::Changed;
use super::gate::{Passed, Visitor, about};
use super::session::Session;
use super::{Core, Engine, EngineError, Refused, Snapshot};
use crate::audit::Kind;
use crate::random;

impl Engine {
    /// Changes one's own password, which asks for the current one: also one that has expired or must be
    /// changed. A wrong current password counts as a failed login. All sessions of the user end.
    ///
    /// # Errors
    /// [`Refused`]: the login's outcome if the current password does not get in, or what the new one lacks.
    pub fn change_password(&self, name: &str, current: &str, new: &str, client: Option<&str>) -> Result<Told, Refused> {
        let core = &self.core;
        let visitor = Visitor { name, password: current, client };
        // What the login itself would have recorded, the change records better.
        let (snapshot, user) = match core.pass(visitor, &|_, _, _| Ok(()))? {
            Passed::Right { snapshot, user, .. } => (snapshot, user),
            Passed::Not(login) => return Err(Refused::Login(login)),
        };
        let session = core.for_one_change(&snapshot, &user, client)?;
        core.set_password(&session, user.user.id, new)
    }

    /// Sets somebody's password in somebody's name. Another's must be changed by its owner at the next
    /// login; one's own is set by [`Engine::change_password`], which asks for the current one.
    ///
    /// # Errors
    /// [`Refused`]; then nothing was changed.
    pub fn set_password(&self, session: &Session, user: Id, new: &str) -> Result<Told, Refused> {
        self.core.held(session)?;
        if user == session.user() {
            return Err(Refusal::Attribute {
                why: "Your own password is changed with the current one. Change it there where that is asked for."
                    .into(),
            }
            .into());
        }
        self.core.set_password(session, user, new)
    }

    /// Creates a user in somebody's name. With a password, its owner must change it at the first login;
    /// without one the user cannot log in yet.
    ///
    /// # Errors
    /// [`Refused`]; then nothing was changed.
    pub fn create(
        &self,
        session: &Session,
        name: &str,
        attributes: Attributes,
        groups: Vec<Id>,
        password: Option<&str>,
    ) -> Result<Told, Refused> {
        self.core.held(session)?;
        self.core.create(session, name, attributes, groups, password)
    }
}

impl Core {
    /// A session in which somebody who showed the password may do one thing, and that nobody else sees.
    fn for_one_change(
        &self,
        snapshot: &Snapshot,
        user: &RuntimeUser,
        client: Option<&str>,
    ) -> Result<Session, EngineError> {
        Ok(super::gate::begin(snapshot, user, client, &random::bytes(&*self.random)?, false, self.machine.clock.now()))
    }

    pub(super) fn set_password(self: &Arc<Self>, session: &Session, user: Id, new: &str) -> Result<Told, Refused> {
        let snapshot = self.current()?;
        let target = snapshot.by_id(user);
        let replaces = target.and_then(|user| user.user.hash()).map(Str::from);
        let change = |hash: Str| Change::SetPassword { user, hash, replaces: replaces.clone() };
        // Who may not set it at all learns nothing of it.
        let asked = change(Str::default());
        let permitted = acting(session, |actor| change::permitted(snapshot.runtime(), actor, &asked));
        let refuse = |refused: Refused| {
            self.record_refused(session, kind_of(&asked), &refused);
            Err(refused)
        };
        let target = match (permitted, target) {
            (Ok(()), Some(target)) => target,
            (Ok(()), None) => return refuse(Refusal::NoSuchUser.into()),
            (Err(refusal), _) => return refuse(refusal.into()),
        };
        let mut short = rules::check(new, snapshot.policies(), &about(&snapshot, target)).shortfalls;
        if short.is_empty() {
            short.extend(self.used_before(&snapshot, target, new, user == session.user()));
        }
        if !short.is_empty() {
            return refuse(Refused::Password(short));
        }
        self.change(session, change(self.hash(new)?))
    }

    /// Whether a password is one of the user's last. One's own is another than the present one in any case:
    /// to have to change it would mean nothing otherwise.
    fn used_before(&self, snapshot: &Snapshot, user: &RuntimeUser, new: &str, own: bool) -> Option<Shortfall> {
        let policy = &snapshot.policies().password;
        let asked = if policy.history { policy.history_count } else { 0 };
        let last = asked.max(u32::from(own));
        let passwords = user.user.password.iter().chain(&user.history).take(last as usize);
        // One at a time, so that others get their turn between.
        let used = passwords.into_iter().any(|former| self.slots.compute(|| password::in_history(new, [former], 1)));
        used.then_some(Shortfall::Used { last })
    }

    fn create(
        self: &Arc<Self>,
        session: &Session,
        name: &str,
        attributes: Attributes,
        groups: Vec<Id>,
        password: Option<&str>,
    ) -> Result<Told, Refused> {
        let snapshot = self.current()?;
        let id = Id::from_random(random::bytes(&*self.random).map_err(EngineError::from)?);
        let mut new = NewUser { id, name: name.into(), attributes, groups, hash: None };
        if let Some(password) = password {
            let asked = Change::Create(Box::new(new.clone()));
            acting(session, |actor| change::permitted(snapshot.runtime(), actor, &asked)).map_err(|refusal| {
                let refused = Refused::Change(refusal);
                self.record_refused(session, (Kind::UserCreated, None), &refused);
                refused
            })?;
            let full_name = new.attributes.full_name.clone().unwrap_or_default();
            let about =
                About { user_name: name, full_name: &full_name, project_name: &snapshot.runtime().project_name };
            let short = rules::check(password, snapshot.policies(), &about).shortfalls;
            if !short.is_empty() {
                let refused = Refused::Password(short);
                self.record_refused(session, (Kind::UserCreated, None), &refused);
                return Err(refused);
            }
            new.hash = Some(self.hash(password)?);
        }
        self.change(session, Change::Create(Box::new(new)))
    }

    /// Keeps a stronger hash of a password that was just shown. No change of the user: nothing is marked, and
    /// age, history and sessions stay.
    pub(super) fn rehash(&self, user: &RuntimeUser, password: &str) -> Result<(), EngineError> {
        let hash = self.hash(password)?;
        let mut working = self.writing();
        let mut locked = self.store.lock(self.machine.patience)?;
        let snapshot = self.current_in(&mut locked, &mut working)?;
        let (mut runtime, index) = working.copy_of(&snapshot);
        let same = |other: &&mut RuntimeUser| other.user.id == user.user.id && other.user.hash() == user.user.hash();
        let Some(stored) = runtime.users.iter_mut().find(same).and_then(|user| user.user.password.as_mut()) else {
            // Another password was set meanwhile.
            return Ok(());
        };
        *stored = stored.rehashed(hash);
        let changed = Changed { runtime, index, users: vec![user.user.id] };
        Ok(self.save(&mut locked, &mut working, snapshot, changed, None)?)
    }

    /// The hash of a new password, with a salt of its own.
    pub(super) fn hash(&self, password: &str) -> Result<Str, EngineError> {
        let salt = random::bytes(&*self.random)?;
        Ok(self.slots.compute(|| password::hash(password, &salt, self.cost))?)
    }
}
