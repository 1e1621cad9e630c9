//! Failed logins counted, accounts locked (design section 5).
//!
//! An attempt is reserved before its password is verified, in a transaction that all threads and processes
//! share. Failures and reservations together never exceed the threshold, so no more passwords are verified
//! than the guidelines allow, however many arrive at once; one that finds no place waits until an attempt
//! before it is settled. A crash in between leaves the reservation, which counts as a failure later on.

use std::time::{Duration, Instant};

use keyholder_shared::{Id, Time};
use rusqlite::{OptionalExtension as _, params};

use super::{Flush, StateDatabase, StateError, Writer};

/// After this time, in milliseconds, an attempt that was never settled counts as a failure: its process
/// ended in between.
const UNSETTLED: i64 = 60_000;

/// How long attempts that are in the way may stay the same ones, by the wall clock, before they are given
/// up as a dead process's.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often another process's attempts are looked at.
const PAUSE: Duration = Duration::from_millis(5);

/// Stands for every name that nobody has: its attempts cost what others cost, and never lock.
const NOBODY: Id = Id::from_u128(0);

/// A lock on an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lock {
    /// Since when.
    pub since: Time,
    /// It came from failed attempts, and ends after `DurationMinutes` if the guidelines say so. One set by
    /// a person ends by a person.
    pub by_threshold: bool,
}

impl Lock {
    /// When it ends by itself, under guidelines with this `DurationMinutes`; `None`: never.
    #[must_use]
    pub fn until(self, duration_minutes: u32) -> Option<Time> {
        let duration = i64::from(duration_minutes) * 60_000;
        (self.by_threshold && duration > 0).then(|| Time::from_millis(self.since.as_millis().saturating_add(duration)))
    }

    /// Whether it holds at `now`, under guidelines with this `DurationMinutes`.
    #[must_use]
    pub fn holds(self, duration_minutes: u32, now: Time) -> bool {
        self.until(duration_minutes).is_none_or(|until| now < until)
    }
}

/// What is kept of a user's logins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LoginState {
    /// Failed attempts in a row.
    pub failures: u32,
    /// The lock. It may be one that has ended by its duration, until the next attempt: see [`Lock::holds`].
    pub lock: Option<Lock>,
    /// The last login that was granted.
    pub last_login: Option<Time>,
    /// The last attempt that failed.
    pub last_failure: Option<Time>,
}

/// Whether a password may be verified.
#[derive(Debug, PartialEq, Eq)]
pub enum Attempt {
    /// It may; the ticket says afterwards what came of it.
    Go(Ticket),
    /// The account is locked: nothing may be verified.
    Locked {
        /// Since when.
        since: Time,
        /// Until when; `None`: until somebody unlocks it.
        until: Option<Time>,
    },
}

/// One attempt, reserved. It is settled by [`Writer::right`], [`Writer::wrong`] or [`Writer::withdraw`].
#[derive(Debug, PartialEq, Eq)]
pub struct Ticket {
    id: i64,
    user: Id,
    threshold: u32,
}

/// What came of a wrong password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Failed attempts in a row, this one included.
    pub failures: u32,
    /// This one locked the account.
    pub locked: bool,
}

enum Begun {
    Go(i64),
    Locked(Lock),
    /// These are pending, and there is no place for another.
    Full(Vec<i64>),
}

impl StateDatabase {
    /// Reserves an attempt for a user, under guidelines with this `Threshold` (0: never locks) and
    /// `DurationMinutes`. Waits while as many attempts as are left are being verified, so nothing that the
    /// others wait for may be held.
    ///
    /// # Errors
    /// If the database cannot be written: then nothing may be verified.
    pub fn begin_attempt(
        &self,
        user: Id,
        threshold: u32,
        duration_minutes: u32,
        now: Time,
    ) -> Result<Attempt, StateError> {
        let mut in_the_way: Option<(Vec<i64>, Instant)> = None;
        loop {
            // Not flushed: a power cut takes the attempt away, and its answer as well.
            let begun = self.transact(now, Flush::Later, |writer| writer.begin(user, threshold, duration_minutes))?;
            let pending = match begun {
                Begun::Go(id) => return Ok(Attempt::Go(Ticket { id, user, threshold })),
                Begun::Locked(lock) => {
                    return Ok(Attempt::Locked { since: lock.since, until: lock.until(duration_minutes) });
                }
                Begun::Full(pending) => pending,
            };
            match &in_the_way {
                Some((same, since)) if *same == pending => {
                    if since.elapsed() >= PATIENCE {
                        self.transact(now, Flush::Now, |writer| writer.give_up(user, &pending, threshold))?;
                    }
                }
                _ => in_the_way = Some((pending, Instant::now())),
            }
            self.wait_for_a_settled_attempt(PAUSE);
        }
    }

    /// Reserves an attempt for a name that nobody has: it costs what another costs, and never locks.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn begin_unknown(&self, now: Time) -> Result<Ticket, StateError> {
        let id = self.transact(now, Flush::Later, |writer| match writer.begin(NOBODY, 0, 0)? {
            Begun::Go(id) => Ok(id),
            // Nobody locks nobody.
            Begun::Locked(_) | Begun::Full(_) => Ok(0),
        })?;
        Ok(Ticket { id, user: NOBODY, threshold: 0 })
    }

    /// Settles an attempt as right; see [`Writer::right`].
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn right(&self, ticket: &Ticket, now: Time) -> Result<Option<Lock>, StateError> {
        self.write(now, |writer| writer.right(ticket))
    }

    /// Settles an attempt as wrong; see [`Writer::wrong`].
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn wrong(&self, ticket: &Ticket, now: Time) -> Result<Wrong, StateError> {
        self.write(now, |writer| writer.wrong(ticket))
    }

    /// What is kept of a user's logins.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn login_state(&self, user: Id) -> Result<LoginState, StateError> {
        self.read(|connection| Ok(state_of(connection, user)?.unwrap_or_default()))
    }

    /// All accounts with a lock, also those whose lock has ended by its duration since.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn locked(&self) -> Result<Vec<(Id, Lock)>, StateError> {
        self.read(|connection| Ok(super::locks::all(connection)?))
    }
}

impl Writer<'_> {
    fn begin(&mut self, user: Id, threshold: u32, duration_minutes: u32) -> Result<Begun, StateError> {
        self.expire(user, threshold)?;
        let state = match state_of(self.transaction(), user)? {
            Some(state) => state,
            None => self.first_state(user, threshold)?,
        };
        let mut failures = state.failures;
        if let Some(lock) = state.lock {
            if lock.holds(duration_minutes, self.now()) {
                return Ok(Begun::Locked(lock));
            }
            self.clear(user)?;
            failures = 0;
        }
        if threshold > 0 {
            // A crash, or a threshold that was lowered.
            if failures >= threshold {
                return Ok(Begun::Locked(self.set_lock(user, true)?));
            }
            let pending = self.pending(user)?;
            if u64::from(failures) + pending.len() as u64 >= u64::from(threshold) {
                return Ok(Begun::Full(pending));
            }
        }
        self.transaction()
            .prepare_cached("INSERT INTO attempt (user, began) VALUES (?1, ?2)")?
            .execute(params![user.to_string(), self.now().as_millis()])?;
        Ok(Begun::Go(self.transaction().last_insert_rowid()))
    }

    /// The password was right: failures are forgotten. Answers the lock, if the account was locked in
    /// between: then the password is not confirmed.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn right(&mut self, ticket: &Ticket) -> Result<Option<Lock>, StateError> {
        self.settle(ticket)?;
        let lock = state_of(self.transaction(), ticket.user)?.and_then(|state| state.lock);
        if lock.is_none() {
            self.transaction()
                .prepare_cached("UPDATE login SET failures = 0 WHERE user = ?1")?
                .execute([ticket.user.to_string()])?;
        }
        Ok(lock)
    }

    /// The password was wrong: the failure counts, and locks the account at the threshold.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn wrong(&mut self, ticket: &Ticket) -> Result<Wrong, StateError> {
        let counts = self.settle(ticket)?;
        let user = ticket.user.to_string();
        self.transaction()
            .prepare_cached("UPDATE login SET failures = failures + ?2, last_failure = ?3 WHERE user = ?1")?
            .execute(params![user, u32::from(counts), self.now().as_millis()])?;
        let state = state_of(self.transaction(), ticket.user)?.unwrap_or_default();
        let locked = ticket.threshold > 0 && state.failures >= ticket.threshold && state.lock.is_none();
        if locked {
            self.set_lock(ticket.user, true)?;
        }
        Ok(Wrong { failures: state.failures, locked })
    }

    /// Nothing was verified: the attempt does not count.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn withdraw(&mut self, ticket: &Ticket) -> Result<(), StateError> {
        self.settle(ticket).map(|_| ())
    }

    /// A login was granted.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn logged_in(&mut self, user: Id) -> Result<(), StateError> {
        let sql = "INSERT INTO login (user, failures, by_threshold, last_login) VALUES (?1, 0, 0, ?2) \
                   ON CONFLICT (user) DO UPDATE SET last_login = excluded.last_login";
        self.transaction().prepare_cached(sql)?.execute(params![user.to_string(), self.now().as_millis()])?;
        Ok(())
    }

    /// Locks an account until a person unlocks it. True if it was not locked.
    ///
    /// # Errors
    /// If the database or the record of locks cannot be written.
    pub fn lock(&mut self, user: Id) -> Result<bool, StateError> {
        let before = state_of(self.transaction(), user)?;
        if before.is_none() {
            self.first_state(user, 0)?;
        }
        let locked = before.and_then(|state| state.lock);
        if locked.is_none_or(|lock| lock.by_threshold) {
            self.set_lock(user, false)?;
        }
        Ok(locked.is_none())
    }

    /// Unlocks an account and forgets its failures, and attempts that are still pending. True if it was
    /// locked.
    ///
    /// # Errors
    /// If the database or the record of locks cannot be written.
    pub fn unlock(&mut self, user: Id) -> Result<bool, StateError> {
        let locked = state_of(self.transaction(), user)?.is_some_and(|state| state.lock.is_some());
        self.clear(user)?;
        Ok(locked)
    }

    /// Forgets everything about a user who is gone for good. Not for one who was deleted and may come back:
    /// deleting is no way round a lock.
    ///
    /// # Errors
    /// If the database or the record of locks cannot be written.
    pub fn forget(&mut self, user: Id) -> Result<(), StateError> {
        self.unlock(user)?;
        self.transaction().execute("DELETE FROM login WHERE user = ?1", [user.to_string()])?;
        Ok(())
    }

    /// Forgets the login states of all users, locks included: the machine starts again from its project.
    ///
    /// # Errors
    /// If the database or the record of locks cannot be written.
    pub fn forget_everybody(&mut self) -> Result<(), StateError> {
        self.transaction().execute_batch("DELETE FROM login; DELETE FROM attempt; DELETE FROM loss")?;
        self.locks_changed();
        Ok(())
    }

    /// The first thing that is kept of a user. After a loss that nobody has acknowledged there is one
    /// attempt, because nobody knows how many there were.
    fn first_state(&mut self, user: Id, threshold: u32) -> Result<LoginState, StateError> {
        let failures = if self.has_unacknowledged_loss()? { threshold.saturating_sub(1) } else { 0 };
        self.transaction()
            .prepare_cached("INSERT INTO login (user, failures, by_threshold) VALUES (?1, ?2, 0)")?
            .execute(params![user.to_string(), failures])?;
        Ok(LoginState { failures, ..LoginState::default() })
    }

    /// Attempts that were never settled become failures.
    fn expire(&mut self, user: Id, threshold: u32) -> Result<(), StateError> {
        let now = self.now().as_millis();
        let expired = self
            .transaction()
            .prepare_cached("DELETE FROM attempt WHERE user = ?1 AND (began <= ?2 OR began > ?3)")?
            .execute(params![user.to_string(), now - UNSETTLED, now + UNSETTLED])?;
        self.count_unsettled(user, expired, threshold)
    }

    fn give_up(&mut self, user: Id, attempts: &[i64], threshold: u32) -> Result<(), StateError> {
        let mut given_up = 0;
        for attempt in attempts {
            given_up += self.transaction().execute("DELETE FROM attempt WHERE id = ?1", [attempt])?;
        }
        self.count_unsettled(user, given_up, threshold)
    }

    fn count_unsettled(&mut self, user: Id, attempts: usize, threshold: u32) -> Result<(), StateError> {
        if attempts == 0 {
            return Ok(());
        }
        let attempts = u32::try_from(attempts).unwrap_or(u32::MAX);
        self.transaction().execute(
            "UPDATE login SET failures = failures + ?2 WHERE user = ?1",
            params![user.to_string(), attempts],
        )?;
        let state = state_of(self.transaction(), user)?.unwrap_or_default();
        if threshold > 0 && state.failures >= threshold && state.lock.is_none() {
            self.set_lock(user, true)?;
        }
        Ok(())
    }

    fn pending(&self, user: Id) -> Result<Vec<i64>, StateError> {
        let mut statement = self.transaction().prepare_cached("SELECT id FROM attempt WHERE user = ?1 ORDER BY id")?;
        let ids = statement.query_map([user.to_string()], |row| row.get(0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Takes the attempt off; false if it was counted as a failure already.
    fn settle(&mut self, ticket: &Ticket) -> Result<bool, StateError> {
        self.settled();
        let gone = self.transaction().prepare_cached("DELETE FROM attempt WHERE id = ?1")?.execute([ticket.id])?;
        Ok(gone > 0)
    }

    fn set_lock(&mut self, user: Id, by_threshold: bool) -> Result<Lock, StateError> {
        let lock = Lock { since: self.now(), by_threshold };
        self.transaction().execute(
            "UPDATE login SET locked_since = ?2, by_threshold = ?3 WHERE user = ?1",
            params![user.to_string(), lock.since.as_millis(), lock.by_threshold],
        )?;
        self.locks_changed();
        Ok(lock)
    }

    /// Takes lock, failures and pending attempts away.
    fn clear(&mut self, user: Id) -> Result<(), StateError> {
        let user = user.to_string();
        self.transaction().execute("DELETE FROM attempt WHERE user = ?1", [&user])?;
        let had_lock: Option<bool> = self
            .transaction()
            .query_row("SELECT locked_since IS NOT NULL FROM login WHERE user = ?1", [&user], |row| row.get(0))
            .optional()?;
        self.transaction()
            .execute("UPDATE login SET failures = 0, locked_since = NULL, by_threshold = 0 WHERE user = ?1", [&user])?;
        if had_lock == Some(true) {
            self.locks_changed();
        }
        Ok(())
    }
}

fn state_of(connection: &rusqlite::Connection, user: Id) -> rusqlite::Result<Option<LoginState>> {
    connection
        .prepare_cached(
            "SELECT failures, locked_since, by_threshold, last_login, last_failure FROM login WHERE user = ?1",
        )?
        .query_row([user.to_string()], |row| {
            let time = |value: Option<i64>| value.map(Time::from_millis);
            let (since, by_threshold) = (row.get::<_, Option<i64>>(1)?, row.get(2)?);
            Ok(LoginState {
                failures: row.get(0)?,
                lock: time(since).map(|since| Lock { since, by_threshold }),
                last_login: time(row.get(3)?),
                last_failure: time(row.get(4)?),
            })
        })
        .optional()
}
