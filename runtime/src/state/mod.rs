//! What changes with every login and does not belong in a configuration file: failed attempts and locks,
//! sessions, the audit trail (design section 2). `UserManagementState.db`, beside the project.
//!
//! One handle serves all threads, and any number of processes share the file. Everything that belongs
//! together is written in one transaction by [`StateDatabase::write`], and is on disk when that returns.

mod attempts;
mod beside;
mod error;
mod locks;
mod loss;
mod presence;
pub(crate) mod schema;
mod sessions;

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use keyholder_shared::Time;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use beside::{Beside, Identity};
use schema::Found;

pub use attempts::{Attempt, Lock, LoginState, Ticket, Wrong};
pub use beside::DATABASE;
pub use error::StateError;
pub use loss::Loss;
pub(crate) use presence::Presence;
pub use sessions::{SessionId, SessionRecord, Token};

use crate::audit::head::{self, Head};
use crate::audit::verify::First;
use crate::audit::{self, Entry, Filter, Row, Verified, chain};

/// The state database of a machine, for all threads.
pub struct StateDatabase {
    /// `None`: in memory.
    place: Option<Beside>,
    open: Mutex<Open>,
    /// An attempt was settled in this process.
    settled: Condvar,
}

struct Open {
    connection: Connection,
    identity: Option<Identity>,
    alarms: Vec<String>,
}

/// When a transaction has to be on disk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flush {
    /// When the call returns.
    Now,
    /// With the next one that has to. It survives the process, but not a power cut.
    Later,
}

impl StateDatabase {
    /// Opens the state database in a project's folder, or begins one. `known` says that the machine had one:
    /// it has a runtime document. One that is damaged, or gone though it was known, is begun anew with an
    /// alarm, which [`StateDatabase::take_alarms`] tells.
    ///
    /// # Errors
    /// If the disk refuses, or a newer program wrote it.
    pub fn open(folder: &Path, known: bool, now: Time) -> Result<Self, StateError> {
        let place = Beside::new(folder);
        let loss::Opened { connection, identity, alarm } = loss::open(&place, known, now)?;
        Ok(Self::of(Some(place), Open { connection, identity, alarms: alarm.into_iter().collect() }))
    }

    /// A state database that is gone when dropped: for tests, and for going on while the disk refuses. The
    /// locks that are on record in `folder` hold in it as well.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn in_memory(folder: Option<&Path>) -> Result<Self, StateError> {
        let connection = Connection::open_in_memory()?;
        schema::prepare(&connection)?;
        schema::create(&connection, &First::of_a_new_trail())?;
        if let Some(Ok(Some(record))) = folder.map(|folder| locks::read(&Beside::new(folder).locks())) {
            locks::restore(&connection, &record.locks)?;
        }
        Ok(Self::of(None, Open { connection, identity: None, alarms: Vec::new() }))
    }

    fn of(place: Option<Beside>, open: Open) -> Self {
        Self { place, open: Mutex::new(open), settled: Condvar::new() }
    }

    /// Whether a state was ever kept in a project's folder.
    ///
    /// # Errors
    /// If the folder cannot be looked at.
    pub fn has_traces(folder: &Path) -> Result<bool, StateError> {
        Beside::new(folder).has_traces()
    }

    /// What must not go unnoticed and was not told yet.
    pub fn take_alarms(&self) -> Vec<String> {
        std::mem::take(&mut self.lock().alarms)
    }

    /// Does `work` in one transaction, which is on disk when this returns: all of it or nothing. `work` may
    /// be called twice, if the database turns out to be damaged and is begun anew.
    ///
    /// # Errors
    /// What `work` says, or if the database cannot be written.
    pub fn write<T>(
        &self,
        now: Time,
        work: impl FnMut(&mut Writer<'_>) -> Result<T, StateError>,
    ) -> Result<T, StateError> {
        self.transact(now, Flush::Now, work)
    }

    /// The same for what need not be on disk when this returns, but with the next that has to: it survives the
    /// process, and is lost by a power cut before that.
    ///
    /// # Errors
    /// As [`StateDatabase::write`].
    pub fn write_later<T>(
        &self,
        now: Time,
        work: impl FnMut(&mut Writer<'_>) -> Result<T, StateError>,
    ) -> Result<T, StateError> {
        self.transact(now, Flush::Later, work)
    }

    /// Appends rows to the audit trail, on disk when this returns.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn append(&self, now: Time, entries: &[Entry]) -> Result<(), StateError> {
        self.write(now, |writer| entries.iter().try_for_each(|entry| writer.append(entry).map(|_| ())))
    }

    /// The rows of the audit trail that the filter takes, the oldest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn audit(&self, filter: &Filter) -> Result<Vec<Row>, StateError> {
        self.read(|connection| Ok(audit::list(connection, filter)?))
    }

    /// Holds the audit trail together.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn verify(&self) -> Result<Verified, StateError> {
        let head_file = self.place.as_ref().map(Beside::head);
        self.read(|connection| Ok(audit::verify(connection, head_file.as_deref())?))
    }

    fn transact<T>(
        &self,
        now: Time,
        flush: Flush,
        mut work: impl FnMut(&mut Writer<'_>) -> Result<T, StateError>,
    ) -> Result<T, StateError> {
        let mut open = self.lock();
        self.follow(&mut open, now)?;
        match self.attempt(&mut open, now, flush, &mut work) {
            Err(error) if error.is_damage() && self.place.is_some() => {
                // What is damaged is set aside when it is opened again.
                self.reopen(&mut open, now)?;
                self.attempt(&mut open, now, flush, &mut work)
            }
            done => done,
        }
        .map_err(|error| self.named(error))
    }

    fn attempt<T>(
        &self,
        open: &mut Open,
        now: Time,
        flush: Flush,
        work: &mut impl FnMut(&mut Writer<'_>) -> Result<T, StateError>,
    ) -> Result<T, StateError> {
        open.connection.pragma_update(None, "synchronous", if flush == Flush::Now { "FULL" } else { "NORMAL" })?;
        let transaction = open.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut writer =
            Writer { transaction, now, head: None, locks_changed: false, settled: false, place: self.place.as_ref() };
        let done = work(&mut writer)?;
        let settled = writer.settled;
        let head = writer.commit()?;
        if settled {
            self.settled.notify_all();
        }
        if let (Some(head), Some(place)) = (head, &self.place)
            && let Err(error) = head::advance(&place.head(), &head)
        {
            // The row is on disk and the head may lag; but not for long without a word.
            let error = StateError::io("writing the head of the audit trail", &place.head())(error).to_string();
            if !open.alarms.contains(&error) {
                open.alarms.push(error);
            }
        }
        Ok(done)
    }

    fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, StateError>) -> Result<T, StateError> {
        let open = self.lock();
        let done = match self.another(&open) {
            Ok(None) => work(&open.connection),
            Ok(Some(connection)) => work(&connection),
            Err(error) => Err(error),
        };
        done.map_err(|error| self.named(error))
    }

    /// The file that has the database's name now, opened to be read, if it is another than the one that is open;
    /// the next write goes on with it. While there is none, the one that had the name tells what it knows.
    fn another(&self, open: &Open) -> Result<Option<Connection>, StateError> {
        let Some(place) = &self.place else { return Ok(None) };
        let path = place.database();
        match (beside::identity(&path), open.identity) {
            (None, Some(_)) => Ok(None),
            (None, None) => Err(StateError::Missing { path }),
            (there, ours) if there == ours => Ok(None),
            _ => match schema::open(&path, false)? {
                Found::Open(connection) => Ok(Some(connection)),
                Found::Newer(version) => Err(StateError::Newer { path, version }),
            },
        }
    }

    /// Goes on with the file that has the database's name now, if it is another than the one that is open.
    fn follow(&self, open: &mut Open, now: Time) -> Result<(), StateError> {
        match &self.place {
            Some(place) if open.identity.is_none() || beside::identity(&place.database()) != open.identity => {
                self.reopen(open, now)
            }
            _ => Ok(()),
        }
    }

    fn reopen(&self, open: &mut Open, now: Time) -> Result<(), StateError> {
        let Some(place) = &self.place else { return Ok(()) };
        // A file with one bad page opens as if nothing were: only a check of all of it tells.
        let check = open.connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
        let damage = match check {
            Ok(answer) if answer == "ok" => None,
            Ok(answer) => Some(answer),
            Err(error) => schema::is_damage(&error).then(|| error.to_string()),
        };
        let loss::Opened { connection, identity, alarm } = match damage {
            Some(damage) => {
                // Windows moves no file that is open, so ours is closed first. Should it stay where it is all
                // the same, the next call finds nothing open and tries again.
                let damaged = open.identity.take();
                open.connection = Connection::open_in_memory()?;
                loss::replace(place, damaged, damage, now)?
            }
            None => loss::open(place, true, now)?,
        };
        open.connection = connection;
        open.identity = identity;
        open.alarms.extend(alarm);
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        // A transaction that a panic interrupted is rolled back; what is left is sound.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_for_a_settled_attempt(&self, at_most: Duration) {
        let _ = self.settled.wait_timeout(self.lock(), at_most);
    }

    /// The error with the database's path.
    fn named(&self, error: StateError) -> StateError {
        match (error, &self.place) {
            (StateError::Database { path, source }, Some(place)) if path.as_os_str().is_empty() => {
                StateError::Database { path: place.database(), source }
            }
            (error, _) => error,
        }
    }
}

/// What can be written in one transaction.
pub struct Writer<'t> {
    transaction: Transaction<'t>,
    now: Time,
    head: Option<Head>,
    locks_changed: bool,
    settled: bool,
    place: Option<&'t Beside>,
}

impl<'t> Writer<'t> {
    /// The time of the transaction.
    #[must_use]
    pub fn now(&self) -> Time {
        self.now
    }

    /// Appends a row to the audit trail; answers its number.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn append(&mut self, entry: &Entry) -> Result<i64, StateError> {
        let head = match self.head {
            Some(head) => head,
            None => schema::read_head(&self.transaction)?.0,
        };
        let head = chain::append(&self.transaction, &head, self.now, entry)?;
        self.head = Some(head);
        Ok(head.id)
    }

    fn transaction(&self) -> &Transaction<'t> {
        &self.transaction
    }

    fn locks_changed(&mut self) {
        self.locks_changed = true;
    }

    fn settled(&mut self) {
        self.settled = true;
    }

    /// Commits; answers the trail's new head, if it has one.
    fn commit(self) -> Result<Option<Head>, StateError> {
        if let Some(head) = &self.head {
            schema::write_head(&self.transaction, head)?;
        }
        if let (true, Some(place)) = (self.locks_changed, self.place) {
            // Under the database's own lock, so that no process writes an older list over a newer one.
            locks::write(&place.locks(), &locks::all(&self.transaction)?)?;
        }
        self.transaction.commit()?;
        Ok(self.head)
    }
}

/// A state database opened to be looked at: nothing is begun, mended or written.
pub struct Reader {
    place: Beside,
    connection: Connection,
}

impl Reader {
    /// Opens the state database in a project's folder.
    ///
    /// # Errors
    /// If it is not there, cannot be read, or was written by a newer program.
    pub fn open(folder: &Path) -> Result<Self, StateError> {
        let place = Beside::new(folder);
        let path = place.database();
        if !beside::plain_file(&path)? {
            return Err(StateError::Missing { path });
        }
        match schema::open(&path, false) {
            Ok(Found::Open(connection)) => Ok(Self { place, connection }),
            Ok(Found::Newer(version)) => Err(StateError::Newer { path, version }),
            Err(source) => Err(StateError::Database { path, source }),
        }
    }

    /// Hands the rows that the filter takes to `each`, the oldest first.
    ///
    /// # Errors
    /// If the database cannot be read, or what `each` answers.
    pub fn visit<E: From<StateError>>(
        &self,
        filter: &Filter,
        each: &mut dyn FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        enum Either<E> {
            Database(rusqlite::Error),
            Other(E),
        }
        impl<E> From<rusqlite::Error> for Either<E> {
            fn from(error: rusqlite::Error) -> Self {
                Self::Database(error)
            }
        }
        audit::visit(&self.connection, filter, &mut |row| each(row).map_err(Either::Other)).map_err(|error| match error
        {
            Either::Database(source) => StateError::Database { path: self.path(), source }.into(),
            Either::Other(error) => error,
        })
    }

    /// Holds the audit trail together.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn verify(&self) -> Result<Verified, StateError> {
        audit::verify(&self.connection, Some(&self.place.head()))
            .map_err(|source| StateError::Database { path: self.path(), source })
    }

    /// The database file.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.place.database()
    }
}
