//! The gate through which every way in goes (`security.md`): unknown, wrong, disabled, locked, expired, must
//! change, granted.
//!
//! An unknown name, a wrong password and a disabled account do the same work: an attempt is reserved, a hash
//! is computed, the attempt is settled and recorded. No password is verified that the lockout does not allow.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64};

use keyholder_shared::model::RuntimeUser;
use keyholder_shared::password::aging::{Age, age};
use keyholder_shared::password::rules::{self, Shortfall};
use keyholder_shared::password::{self, About, Verified};
use keyholder_shared::{Str, Time};

use super::session::Live;
use super::{Core, Engine, EngineError, Event, Login, Outcome, Session, Snapshot};
use crate::audit::{self, Entry, Kind};
use crate::random;
use crate::state::{Attempt, SessionId, StateError, Ticket, Token, Writer, Wrong};

/// What a right password may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Granted { expires_in_days: Option<u32> },
    MustChange(Vec<Shortfall>),
    Expired,
}

/// What came of a name and a password.
pub(super) enum Passed {
    /// The password was right.
    Right { snapshot: Arc<Snapshot>, user: Box<RuntimeUser>, standing: Standing },
    /// Nobody is let in; what to say.
    Not(Login),
}

/// Who is let in, by which generation of the document.
type LetIn = (Arc<Snapshot>, Box<RuntimeUser>);

/// What is written together with a right password.
type OnRight<'w> = &'w dyn Fn(&mut Writer<'_>, &RuntimeUser, &Standing) -> Result<(), StateError>;

/// Who stands at the gate.
#[derive(Clone, Copy)]
pub(super) struct Visitor<'v> {
    pub name: &'v str,
    pub password: &'v str,
    pub client: Option<&'v str>,
}

impl Visitor<'_> {
    fn entry(&self, kind: Kind) -> Entry {
        Entry::new(kind, self.name).client(self.client.unwrap_or_default()).object(self.name)
    }

    fn failed(&self, why: &str) -> Entry {
        self.entry(Kind::LoginFailed).outcome(audit::Outcome::Refused).message(why)
    }
}

impl Engine {
    /// Logs in. A client is the name of the panel, which decides which areas count.
    ///
    /// # Errors
    /// If the machine cannot tell: then nobody is let in.
    pub fn login(&self, name: &str, password: &str, client: Option<&str>) -> Result<Login, EngineError> {
        self.core.login(Visitor { name, password, client })
    }

    /// Logs in for one piece of work that is done at once: like [`Engine::login`], but the session is listed
    /// nowhere, and nothing but its end of work ends it.
    ///
    /// # Errors
    /// As [`Engine::login`].
    pub fn authenticate(&self, name: &str, password: &str, client: Option<&str>) -> Result<Login, EngineError> {
        self.core.authenticate(Visitor { name, password, client })
    }

    /// Whoever is there while nobody is logged in, if the project names a default user. Nobody, and never
    /// another user, if that one is missing, disabled or locked, or has a password that expired or must be
    /// changed. A user without a password is whom nobody can log in as, and will do here.
    ///
    /// # Errors
    /// If the machine cannot tell.
    pub fn default_session(&self, client: Option<&str>) -> Result<Option<Session>, EngineError> {
        let snapshot = self.core.current()?;
        let Some(user) = snapshot.policies().session.default_user else { return Ok(None) };
        self.core.without_password(&snapshot, user, client, false)
    }

    /// Logs the user in whom the project names for the visualisation's start, if it names one. Nobody, and
    /// never another user, in the cases of [`Engine::default_session`].
    ///
    /// # Errors
    /// If the machine cannot tell.
    pub fn autologin(&self, client: Option<&str>) -> Result<Option<Session>, EngineError> {
        let snapshot = self.core.current()?;
        let Some(user) = snapshot.policies().session.autologin_user else { return Ok(None) };
        self.core.without_password(&snapshot, user, client, true)
    }
}

impl Core {
    fn login(&self, visitor: Visitor<'_>) -> Result<Login, EngineError> {
        let token: Token = random::bytes(&*self.random)?;
        let passed = self.pass(visitor, &|writer, user, standing| {
            record(writer, visitor, user, standing)?;
            if let Standing::Granted { .. } = standing {
                writer.open_session(&token, user.user.id, &user.user.name, visitor.client.unwrap_or_default())?;
            }
            Ok(())
        })?;
        let (mut login, who) = answer(passed, visitor.client);
        if let Some((snapshot, user)) = who {
            let session = begin(&snapshot, &user, visitor.client, &token, true, self.machine.clock.now());
            self.add(&session)?;
            login.session = Some(session);
        }
        Ok(login)
    }

    fn authenticate(&self, visitor: Visitor<'_>) -> Result<Login, EngineError> {
        let token: Token = random::bytes(&*self.random)?;
        let passed = self.pass(visitor, &|writer, user, standing| record(writer, visitor, user, standing))?;
        let (mut login, who) = answer(passed, visitor.client);
        login.session = who
            .map(|(snapshot, user)| begin(&snapshot, &user, visitor.client, &token, false, self.machine.clock.now()));
        Ok(login)
    }

    /// The gate. `on_right` writes what belongs to a right password, in the transaction that settles it.
    pub(super) fn pass(&self, visitor: Visitor<'_>, on_right: OnRight<'_>) -> Result<Passed, EngineError> {
        let snapshot = self.current()?;
        let user = snapshot.by_name(visitor.name).filter(|user| user.user.enabled && user.user.hash().is_some());
        let Some(user) = user.cloned().map(Box::new) else {
            let why = match snapshot.by_name(visitor.name) {
                None => "There is no such user.",
                Some(user) if !user.user.enabled => "The account is disabled.",
                Some(_) => "The account has no password.",
            };
            return self.turn_away_stranger(visitor, why);
        };
        let lockout = &snapshot.policies().lockout;
        let (threshold, minutes) = (lockout.threshold, lockout.duration_minutes);
        let attempt = self
            .state
            .with(self, |state| state.begin_attempt(user.user.id, threshold, minutes, self.machine.clock.now()))?;
        let ticket = match attempt {
            Attempt::Go(ticket) => ticket,
            Attempt::Locked { until, .. } => return self.turn_away_locked(visitor, &snapshot, until),
        };
        let stored = user.user.hash().unwrap_or_default();
        let verified = self.slots.compute(|| password::verify(visitor.password, stored));
        let rehash = match verified {
            Ok(Verified::Right { rehash }) => rehash,
            Ok(Verified::Wrong) => return self.turn_away_wrong(visitor, &user, &ticket, until_of(minutes), ""),
            Err(password::HashError::OutOfMemory) => {
                self.settle(|writer| writer.withdraw(&ticket))?;
                return Err(password::HashError::OutOfMemory.into());
            }
            // Nothing was computed, so something is computed now: it takes as long as for others.
            Err(error) => {
                self.slots.compute(|| password::decoy(visitor.password, self.cost))?;
                return self.turn_away_wrong(visitor, &user, &ticket, until_of(minutes), &error.to_string());
            }
        };
        let standing = standing(&snapshot, &user, Some(visitor.password), self.machine.clock.now());
        let locked = self.settle_right(|writer| {
            let lock = writer.right(&ticket)?;
            match &lock {
                None => on_right(writer, &user, &standing)?,
                Some(_) => {
                    writer.append(&visitor.failed(LOCKED))?;
                }
            }
            Ok(lock)
        })?;
        if let Some(lock) = locked {
            // It was locked while the password was verified.
            return Ok(Passed::Not(locked_answer(&snapshot, lock.until(minutes))));
        }
        // An engine that hashes cheaper itself, as tests do, has nothing better.
        if rehash && self.cost == password::Cost::STANDARD {
            // What cannot be saved now is tried at the next login.
            let _ = self.rehash(&user, visitor.password);
        }
        Ok(Passed::Right { snapshot, user, standing })
    }

    /// Nobody, somebody disabled, or somebody without a password: as much work as for a wrong password.
    fn turn_away_stranger(&self, visitor: Visitor<'_>, why: &str) -> Result<Passed, EngineError> {
        let ticket = self.state.with(self, |state| state.begin_unknown(self.machine.clock.now()))?;
        self.slots.compute(|| password::decoy(visitor.password, self.cost))?;
        self.settle(|writer| {
            writer.wrong(&ticket)?;
            writer.append(&visitor.failed(why)).map(|_| ())
        })?;
        Ok(Passed::Not(Login::denied()))
    }

    /// Nothing is verified. Where locks are hidden, it looks and takes as long as a wrong password.
    fn turn_away_locked(
        &self,
        visitor: Visitor<'_>,
        snapshot: &Snapshot,
        until: Option<Time>,
    ) -> Result<Passed, EngineError> {
        if snapshot.policies().preset.hides_locks() {
            self.slots.compute(|| password::decoy(visitor.password, self.cost))?;
        }
        self.record(&[visitor.failed(LOCKED)])?;
        Ok(Passed::Not(locked_answer(snapshot, until)))
    }

    fn turn_away_wrong(
        &self,
        visitor: Visitor<'_>,
        user: &RuntimeUser,
        ticket: &Ticket,
        until: impl Fn(Time) -> Option<Time>,
        why: &str,
    ) -> Result<Passed, EngineError> {
        let why = if why.is_empty() { "The password was wrong." } else { why };
        let Wrong { locked, failures } = self.settle(|writer| {
            let wrong = writer.wrong(ticket)?;
            writer.append(&visitor.failed(why))?;
            if wrong.locked {
                let entry = Entry::new(Kind::Locked, Entry::SYSTEM)
                    .client(visitor.client.unwrap_or_default())
                    .object(&user.user.name)
                    .message(format!("{} failed logins in a row.", wrong.failures));
                writer.append(&entry)?;
            }
            Ok(wrong)
        })?;
        debug_assert!(failures > 0 || !locked);
        if locked {
            let until = until(self.machine.clock.now());
            self.tell(Event::Locked { user: user.user.id, name: user.user.name.clone(), until });
        }
        Ok(Passed::Not(Login::denied()))
    }

    /// What belongs to a right password is on disk at once where nothing may go unrecorded; elsewhere with the
    /// next thing that has to be, so that nobody waits for the disk to log in.
    fn settle_right<T>(&self, work: impl Fn(&mut Writer<'_>) -> Result<T, StateError>) -> Result<T, EngineError> {
        if self.state.stops() {
            return self.settle(work);
        }
        self.state.with(self, |state| state.write_later(self.machine.clock.now(), &work))
    }

    fn settle<T>(&self, work: impl Fn(&mut Writer<'_>) -> Result<T, StateError>) -> Result<T, EngineError> {
        self.state.with(self, |state| state.write(self.machine.clock.now(), &work))
    }

    /// A session for a user whom the project names, if that user could log in with a password.
    fn without_password(
        &self,
        snapshot: &Arc<Snapshot>,
        user: keyholder_shared::Id,
        client: Option<&str>,
        kept: bool,
    ) -> Result<Option<Session>, EngineError> {
        let Some(user) = snapshot.by_id(user).filter(|user| user.user.enabled) else { return Ok(None) };
        let now = self.machine.clock.now();
        let lock = self.state.with(self, |state| state.login_state(user.user.id))?.lock;
        let locked = lock.is_some_and(|lock| lock.holds(snapshot.policies().lockout.duration_minutes, now));
        let stands = || matches!(standing(snapshot, user, None, now), Standing::Granted { .. });
        if locked || (user.user.password.is_some() && !stands()) {
            return Ok(None);
        }
        let token: Token = random::bytes(&*self.random)?;
        if kept {
            let entry = Entry::new(Kind::Login, &user.user.name)
                .client(client.unwrap_or_default())
                .object(&user.user.name)
                .message("Logged in by the visualisation's start, without a password.");
            self.settle(|writer| {
                writer.logged_in(user.user.id)?;
                writer.open_session(&token, user.user.id, &user.user.name, client.unwrap_or_default())?;
                writer.append(&entry).map(|_| ())
            })?;
        }
        let session = begin(snapshot, user, client, &token, kept, now);
        self.add(&session)?;
        Ok(Some(session).filter(|session| self.is_open(session)))
    }
}

/// What stands in the audit trail of a login to a locked account.
const LOCKED: &str = "The account is locked.";

/// When a lock that begins at a time ends by itself.
fn until_of(minutes: u32) -> impl Fn(Time) -> Option<Time> {
    move |since| crate::state::Lock { since, by_threshold: true }.until(minutes)
}

fn locked_answer(snapshot: &Snapshot, until: Option<Time>) -> Login {
    if snapshot.policies().preset.hides_locks() { Login::denied() } else { Login::locked(until) }
}

/// How a user stands who may log in; `typed` is the password, where there was one to type.
pub(super) fn standing(snapshot: &Snapshot, user: &RuntimeUser, typed: Option<&str>, now: Time) -> Standing {
    let policies = snapshot.policies();
    let age = age(policies, &user.user, now);
    let short = typed.map_or(Vec::new(), |typed| rules::shortfalls(typed, policies, &about(snapshot, user)));
    if user.user.must_change_password {
        return Standing::MustChange(Vec::new());
    }
    match age {
        Age::Expired => Standing::Expired,
        _ if !short.is_empty() => Standing::MustChange(short),
        Age::Warn { days } => Standing::Granted { expires_in_days: Some(days) },
        Age::Fresh | Age::Never => Standing::Granted { expires_in_days: None },
    }
}

/// Whose names a user's password must not be made of.
pub(super) fn about<'a>(snapshot: &'a Snapshot, user: &'a RuntimeUser) -> About<'a> {
    About {
        user_name: &user.user.name,
        full_name: &user.user.full_name,
        project_name: &snapshot.runtime().project_name,
    }
}

/// Records a login with a right password.
fn record(
    writer: &mut Writer<'_>,
    visitor: Visitor<'_>,
    user: &RuntimeUser,
    standing: &Standing,
) -> Result<(), StateError> {
    let entry = match standing {
        Standing::Granted { .. } => {
            writer.logged_in(user.user.id)?;
            Entry::new(Kind::Login, &user.user.name)
        }
        Standing::MustChange(_) => visitor.failed("The password was right, but must be changed."),
        Standing::Expired => visitor.failed("The password was right, but has expired."),
    };
    let entry = entry.client(visitor.client.unwrap_or_default()).object(&user.user.name);
    writer.append(&entry).map(|_| ())
}

/// What to say, and who is let in.
fn answer(passed: Passed, client: Option<&str>) -> (Login, Option<LetIn>) {
    match passed {
        Passed::Not(login) => (login, None),
        Passed::Right { snapshot, user, standing } => {
            let login = tell(&snapshot, &user, &standing, client);
            let granted = login.outcome == Outcome::Granted;
            (login, granted.then_some((snapshot, user)))
        }
    }
}

/// What to say to somebody whose password was right.
fn tell(snapshot: &Snapshot, user: &RuntimeUser, standing: &Standing, client: Option<&str>) -> Login {
    match standing {
        Standing::Expired => Login::expired(),
        Standing::MustChange(short) => Login::must_change(short),
        Standing::Granted { expires_in_days } => {
            let rights = snapshot.access().evaluate(&user.user, client).keys().map(|key| key.to_string()).collect();
            Login::granted(&user.user.name, rights, *expires_in_days)
        }
    }
}

pub(super) fn begin(
    snapshot: &Snapshot,
    user: &RuntimeUser,
    client: Option<&str>,
    token: &Token,
    kept: bool,
    now: Time,
) -> Session {
    Session::new(Live {
        id: SessionId::of(token),
        user: user.user.id,
        name: user.user.name.clone(),
        client: client.map(str::to_owned),
        rights: snapshot.access().evaluate(&user.user, client),
        administrator: snapshot.is_administrator(user),
        password: user.user.hash().map(Str::from),
        kept,
        idle_after: if kept { i64::from(snapshot.policies().session.idle_timeout_minutes) * 60_000 } else { 0 },
        used: AtomicI64::new(now.as_millis()),
        ended: AtomicBool::new(false),
    })
}
