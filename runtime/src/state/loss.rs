//! A state database that is lost or damaged: set aside, begun anew, told, and no door opened.

use std::path::PathBuf;

use keyholder_shared::Time;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, TransactionBehavior, params};

use super::beside::Beside;
use super::schema::{self, Found};
use super::{StateDatabase, StateError, Writer, beside, locks};
use crate::audit::head::{self, Head};
use crate::audit::verify::First;
use crate::audit::{Entry, Kind, chain};

/// A loss of the state that no administrator has acknowledged yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// When it was noticed.
    pub time: Time,
    /// What happened and what it means, in sentences.
    pub message: String,
}

/// A database that was opened, and the alarm if that was not as it should be.
pub(super) struct Opened {
    pub connection: Connection,
    pub identity: Option<beside::Identity>,
    pub alarm: Option<String>,
}

/// Opens the database, or begins a new one. `known` says that this machine had one for certain.
pub(super) fn open(place: &Beside, known: bool, now: Time) -> Result<Opened, StateError> {
    if let Ok(opened) = try_open(place)? {
        return Ok(opened);
    }
    let _hold = place.hold()?;
    // Another process may have begun it meanwhile.
    let damage = match try_open(place)? {
        Ok(opened) => return Ok(opened),
        Err(damage) => damage,
    };
    place.sweep();
    begin_anew(place, known, damage, now)
}

/// Begins a new database in the place of the damaged one that was open, unless another process has done so.
pub(super) fn replace(
    place: &Beside,
    damaged: Option<beside::Identity>,
    damage: String,
    now: Time,
) -> Result<Opened, StateError> {
    let hold = place.hold()?;
    if beside::identity(&place.database()) != damaged {
        drop(hold);
        return open(place, true, now);
    }
    place.sweep();
    begin_anew(place, true, Some(damage), now)
}

/// Opens the database if it is sound; otherwise answers what is the matter with it, or `None` if it is not
/// there.
fn try_open(place: &Beside) -> Result<Result<Opened, Option<String>>, StateError> {
    let path = place.database();
    if !beside::plain_file(&path)? {
        return Ok(Err(None));
    }
    // Before it is opened: if another takes its place in between, the next write notices.
    let identity = beside::identity(&path);
    match schema::open(&path, true) {
        Ok(Found::Open(connection)) => Ok(Ok(Opened { connection, identity, alarm: None })),
        Ok(Found::Newer(version)) => Err(StateError::Newer { path, version }),
        Err(error) if schema::is_damage_at_open(&error) => Ok(Err(Some(error.to_string()))),
        Err(source) => Err(StateError::Database { path, source }),
    }
}

/// Begins a new database in the place of one that is damaged or not there.
fn begin_anew(place: &Beside, known: bool, damage: Option<String>, now: Time) -> Result<Opened, StateError> {
    let lost = known || damage.is_some() || place.has_traces()?;
    let record = locks::read(&place.locks())?;
    // A head that cannot be read leaves a trail that begins at 1.
    let head = head::read(&place.head()).ok().flatten();
    let new = place.new_file()?;
    let locked = record.as_ref().map_or(&[][..], |record| record.locks.as_slice());
    let mut alarm = lost.then(|| told(place, damage.as_deref(), record.as_ref(), head.as_ref()));
    let build = |alarm: Option<&str>| {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(&new, flags)?;
        // The file gets its name when it is whole, so it needs no journal.
        connection.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = FULL")?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let first = head.map_or(First::of_a_new_trail(), |head| First { id: head.id, hash: head.hash });
        schema::create(&transaction, &first)?;
        if let Some(alarm) = alarm {
            locks::restore(&transaction, locked)?;
            let sql = "INSERT INTO loss (only_one, time, message) VALUES (1, ?1, ?2)";
            transaction.execute(sql, params![now.as_millis(), alarm])?;
            let entry = Entry::new(Kind::Alarm, Entry::SYSTEM).object(super::DATABASE).message(alarm);
            let begun = Head { id: first.id, count: 0, time: now, hash: first.hash };
            let appended = chain::append(&transaction, &begun, now, &entry)?;
            schema::write_head(&transaction, &appended)?;
        }
        transaction.commit()?;
        connection.close().map_err(|(_, error)| error)
    };
    let failed = |source| StateError::Database { path: place.database(), source };
    build(alarm.as_deref()).map_err(failed)?;
    if let Some(aside) = place.set_aside()?
        && let Some(alarm) = &mut alarm
    {
        alarm.push_str(&format!(" The old file was set aside as {}.", aside.display()));
    }
    place.install(&new)?;
    match try_open(place)? {
        Ok(opened) => {
            if let Ok((head, _)) = schema::read_head(&opened.connection)
                && head.count > 0
            {
                // A head that lags is lawful.
                let _ = head::advance(&place.head(), &head);
            }
            Ok(Opened { alarm, ..opened })
        }
        Err(_) => Err(failed(rusqlite::Error::InvalidPath(place.database()))),
    }
}

/// What happened, for whoever has to look after it.
fn told(place: &Beside, damage: Option<&str>, record: Option<&locks::Record>, head: Option<&Head>) -> String {
    let path: PathBuf = place.database();
    let what = match damage {
        Some(damage) => format!("is damaged ({damage})"),
        None => "is gone".to_owned(),
    };
    let locks = match record {
        None => "No record of locked accounts is left either.".to_owned(),
        Some(record) => {
            let torn = if record.whole { "" } else { " That record is damaged itself: some may be missing." };
            match record.locks.len() {
                0 => format!("By the record beside it no account was locked.{torn}"),
                1 => format!("One account stays locked by the record beside it.{torn}"),
                many => format!("{many} accounts stay locked by the record beside it.{torn}"),
            }
        }
    };
    let trail = match head {
        Some(head) => format!("The audit trail goes on after its row {} of {}.", head.id, head.time),
        None => "A new audit trail begins.".to_owned(),
    };
    format!(
        "Alarm: the state database {} {what}. Failed attempts, last logins and sessions that it held are lost. {locks} Until an administrator has acknowledged this, every other account has one attempt before it locks. {trail}",
        path.display()
    )
}

impl StateDatabase {
    /// The loss that no administrator has acknowledged, if there is one.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn loss(&self) -> Result<Option<Loss>, StateError> {
        self.read(|connection| {
            let row = connection
                .prepare_cached("SELECT time, message FROM loss")?
                .query_row([], |row| Ok(Loss { time: Time::from_millis(row.get(0)?), message: row.get(1)? }));
            Ok(row.optional()?)
        })
    }
}

impl Writer<'_> {
    /// An administrator, `actor`, acknowledges the loss; recorded in the trail. False if there is none.
    /// Accounts keep their locks; those without one have their attempts back.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn acknowledge(&mut self, actor: &str) -> Result<bool, StateError> {
        let message: Option<String> =
            self.transaction().query_row("DELETE FROM loss RETURNING message", [], |row| row.get(0)).optional()?;
        let Some(message) = message else { return Ok(false) };
        // What was counted only because nobody knew better.
        self.transaction()
            .execute("UPDATE login SET failures = 0 WHERE locked_since IS NULL AND last_failure IS NULL", [])?;
        self.append(&Entry::new(Kind::Acknowledged, actor).object(super::DATABASE).message(message))?;
        Ok(true)
    }

    pub(super) fn has_unacknowledged_loss(&self) -> Result<bool, StateError> {
        Ok(self.transaction().prepare_cached("SELECT 1 FROM loss")?.exists([])?)
    }
}
