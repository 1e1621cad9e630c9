//! The tables of the state database, and opening it.

use std::path::Path;
use std::time::Duration;

use keyholder_shared::Time;
use rusqlite::{Connection, OpenFlags, Transaction, params};

use crate::audit::Hash;
use crate::audit::head::Head;
use crate::audit::verify::First;

/// The version of the tables. A database with a higher one is left alone.
pub(crate) const VERSION: i32 = 1;

/// Marks the file as ours: `KhSt`.
const APPLICATION: i32 = 0x4b68_5374;

/// How long a statement waits for another process.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Times are milliseconds since 1970, UTC; users are Ids as text.
const TABLES: &str = "
CREATE TABLE login (
    user TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    locked_since INTEGER,
    by_threshold INTEGER NOT NULL,
    last_login INTEGER,
    last_failure INTEGER
) STRICT;
CREATE TABLE attempt (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user TEXT NOT NULL,
    began INTEGER NOT NULL
) STRICT;
CREATE INDEX attempt_of_user ON attempt (user);
CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY,
    user TEXT NOT NULL,
    name TEXT NOT NULL,
    client TEXT NOT NULL,
    created INTEGER NOT NULL,
    last_used INTEGER NOT NULL,
    ended INTEGER,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX session_of_user ON session (user);
CREATE INDEX session_open ON session (created, id) WHERE ended IS NULL;
CREATE INDEX session_over ON session (ended) WHERE ended IS NOT NULL;
CREATE TABLE loss (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    time INTEGER NOT NULL,
    message TEXT NOT NULL
) STRICT;
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    actor TEXT NOT NULL,
    client TEXT NOT NULL,
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    outcome TEXT NOT NULL,
    message TEXT NOT NULL,
    previous_hash BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE TABLE audit_head (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    id INTEGER NOT NULL,
    count INTEGER NOT NULL,
    time INTEGER NOT NULL,
    hash BLOB NOT NULL,
    continues_id INTEGER NOT NULL,
    continues_hash BLOB NOT NULL
) STRICT;
";

/// Makes the tables in a new database. The trail goes on after `first`.
pub(crate) fn create(connection: &Connection, first: &First) -> rusqlite::Result<()> {
    connection.execute_batch(TABLES)?;
    connection.execute(
        "INSERT INTO audit_head (only_one, id, count, time, hash, continues_id, continues_hash) \
         VALUES (1, ?1, 0, 0, ?2, ?1, ?2)",
        params![first.id, first.hash],
    )?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    connection.pragma_update(None, "user_version", VERSION)
}

/// What is under the name of the database.
pub(crate) enum Found {
    /// Ours, open.
    Open(Connection),
    /// Written by a newer program, with this version.
    Newer(i32),
}

/// Opens a database that is there.
///
/// # Errors
/// What SQLite says; `is_damage_at_open` tells damage from other trouble.
pub(crate) fn open(path: &Path, writing: bool) -> rusqlite::Result<Found> {
    let flags = if writing { OpenFlags::SQLITE_OPEN_READ_WRITE } else { OpenFlags::SQLITE_OPEN_READ_ONLY };
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    prepare(&connection)?;
    let version: i32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version > VERSION {
        return Ok(Found::Newer(version));
    }
    // Nothing is written before it is known to be ours.
    for columns in [
        "user, failures, locked_since, by_threshold, last_login, last_failure FROM login",
        "id, user, began FROM attempt",
        "id, user, name, client, created, last_used, ended, reason FROM session",
        "time, message FROM loss",
        "id, time, actor, client, kind, object, before, after, outcome, message, previous_hash, hash FROM audit",
    ] {
        connection.prepare(&format!("SELECT {columns}"))?;
    }
    read_head(&connection)?;
    if writing {
        write_ahead(&connection)?;
    }
    Ok(Found::Open(connection))
}

/// Settings that belong to the connection.
pub(crate) fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA synchronous = FULL")
}

/// Switches to a write-ahead log. Where the disk knows none, as some network shares, SQLite keeps its
/// rollback journal, with the same promises.
pub(crate) fn write_ahead(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))
}

/// The trail's head inside the database, and what its first row continues.
pub(crate) fn read_head(connection: &Connection) -> rusqlite::Result<(Head, First)> {
    connection.prepare_cached("SELECT id, count, time, hash, continues_id, continues_hash FROM audit_head")?.query_row(
        [],
        |row| {
            let hash: Hash = row.get(3)?;
            let head = Head { id: row.get(0)?, count: row.get(1)?, time: Time::from_millis(row.get(2)?), hash };
            Ok((head, First { id: row.get(4)?, hash: row.get(5)? }))
        },
    )
}

/// Keeps the head in the database.
pub(crate) fn write_head(transaction: &Transaction<'_>, head: &Head) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("UPDATE audit_head SET id = ?1, count = ?2, time = ?3, hash = ?4")?
        .execute(params![head.id, head.count, head.time.as_millis(), head.hash])
        .map(|_| ())
}

/// Whether SQLite speaks of the file's content, not of the way to it.
pub(crate) fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode as Code;
    matches!(error.sqlite_error_code(), Some(Code::DatabaseCorrupt | Code::NotADatabase))
}

/// The same while opening, when a missing table or head is damage too.
pub(crate) fn is_damage_at_open(error: &rusqlite::Error) -> bool {
    crate::store::is_database_damage(error) || matches!(error, rusqlite::Error::QueryReturnedNoRows)
}
