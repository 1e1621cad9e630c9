//! Sessions, for listing and ending them across processes. A session's secret is never kept, only its
//! SHA-256, which also names it.

use keyholder_shared::{Id, Time};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{Flush, StateDatabase, StateError, Writer};
use crate::audit::hex;

/// For how long sessions that have ended are kept, in milliseconds: 30 days.
const KEPT: i64 = 30 * 24 * 60 * 60 * 1000;

/// The 128 random bits that a session is known by to whoever holds it.
pub type Token = [u8; 16];

/// The name of a session, which opens nothing: the hash of its token.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct SessionId(String);

impl SessionId {
    /// The name of the session with this token.
    #[must_use]
    pub fn of(token: &Token) -> Self {
        Self(hex(&Sha256::digest(token)))
    }

    /// The name as text, or as somebody typed it.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A session, open or ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRecord {
    /// Its name.
    pub id: SessionId,
    /// Whose it is.
    pub user: Id,
    /// The user's name at login.
    pub name: String,
    /// The client it runs on; empty for none.
    pub client: String,
    /// When it began.
    pub created: Time,
    /// When it was used last, as far as it was noted.
    pub last_used: Time,
    /// When it ended, if it did.
    pub ended: Option<Time>,
    /// Why it ended.
    pub reason: String,
}

const COLUMNS: &str = "id, user, name, client, created, last_used, ended, reason";

impl StateDatabase {
    /// The session with this name, open or ended; `None` if there never was one, or not of late.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn session(&self, id: &SessionId) -> Result<Option<SessionRecord>, StateError> {
        self.read(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM session WHERE id = ?1");
            Ok(connection.prepare_cached(&sql)?.query_row([id.as_str()], record).optional()?)
        })
    }

    /// The sessions that are open, the oldest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn sessions(&self) -> Result<Vec<SessionRecord>, StateError> {
        self.read(|connection| Ok(open(connection)?))
    }

    /// Notes that a session was used. A power cut may take the note away; not for every use, but for every
    /// minute or so.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn touch(&self, id: &SessionId, now: Time) -> Result<(), StateError> {
        self.transact(now, Flush::Later, |writer| {
            writer
                .transaction()
                .prepare_cached("UPDATE session SET last_used = ?2 WHERE id = ?1 AND ended IS NULL")?
                .execute(params![id.as_str(), now.as_millis()])?;
            Ok(())
        })
    }
}

impl Writer<'_> {
    /// Opens a session for a user on a client (empty: none).
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn open_session(&mut self, token: &Token, user: Id, name: &str, client: &str) -> Result<SessionId, StateError> {
        let (id, now) = (SessionId::of(token), self.now().as_millis());
        self.transaction()
            .prepare_cached("DELETE FROM session WHERE ended IS NOT NULL AND ended < ?1")?
            .execute([now - KEPT])?;
        self.transaction()
            .prepare_cached(
                "INSERT INTO session (id, user, name, client, created, last_used, reason) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?5, '')",
            )?
            .execute(params![id.as_str(), user.to_string(), name, client, now])?;
        Ok(id)
    }

    /// Ends a session; answers what it was, or `None` if it was not open.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn end_session(&mut self, id: &SessionId, reason: &str) -> Result<Option<SessionRecord>, StateError> {
        self.end("id = ?3", id.as_str(), reason).map(|mut ended| ended.pop())
    }

    /// Ends all sessions of a user; answers what they were.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn end_sessions_of(&mut self, user: Id, reason: &str) -> Result<Vec<SessionRecord>, StateError> {
        self.end("user = ?3", &user.to_string(), reason)
    }

    /// Ends all sessions; answers what they were.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn end_all_sessions(&mut self, reason: &str) -> Result<Vec<SessionRecord>, StateError> {
        self.end("?3 = ''", "", reason)
    }

    fn end(&mut self, which: &str, value: &str, reason: &str) -> Result<Vec<SessionRecord>, StateError> {
        let sql =
            format!("UPDATE session SET ended = ?1, reason = ?2 WHERE ended IS NULL AND {which} RETURNING {COLUMNS}");
        let mut statement = self.transaction().prepare_cached(&sql)?;
        let ended = statement.query_map(params![self.now().as_millis(), reason, value], record)?;
        Ok(ended.collect::<Result<_, _>>()?)
    }
}

fn open(connection: &Connection) -> rusqlite::Result<Vec<SessionRecord>> {
    let sql = format!("SELECT {COLUMNS} FROM session WHERE ended IS NULL ORDER BY created, id");
    connection.prepare_cached(&sql)?.query_map([], record)?.collect()
}

fn record(row: &Row<'_>) -> rusqlite::Result<SessionRecord> {
    let user: String = row.get(1)?;
    Ok(SessionRecord {
        id: SessionId(row.get(0)?),
        // A user that is no Id is nobody's: such a session ends with the next look at its user.
        user: user.parse().unwrap_or(Id::from_u128(0)),
        name: row.get(2)?,
        client: row.get(3)?,
        created: Time::from_millis(row.get(4)?),
        last_used: Time::from_millis(row.get(5)?),
        ended: row.get::<_, Option<i64>>(6)?.map(Time::from_millis),
        reason: row.get(7)?,
    })
}
