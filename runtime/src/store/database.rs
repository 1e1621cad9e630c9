//! A document as a row of an SQLite database: the same promises, one transaction a save.
//!
//! The database file never stands under its name unfinished: a new one is built under a
//! temporary name and renamed. So an empty or broken one is damage, like an empty document.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior, params};

use super::aside;
use super::atomic::{self, NOT_READY, Temporary, flush_folder};
use super::backend::{Backend, Content, Copy, Ready, Write};
use super::error::{StoreError, at};
use super::file::plain_file;
use super::fs::FileSystem;
use super::names::{Aside, Names};
use super::platform::retry;
use super::{GenerationOf, HEAD, LIMIT, NewFile};

/// How long a statement waits for a reader to finish.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

const TABLE: &str = "CREATE TABLE Document (\
     Name TEXT NOT NULL PRIMARY KEY, Generation INTEGER, Content BLOB NOT NULL)";

pub(super) struct Database {
    fs: Arc<dyn FileSystem>,
    names: Names,
    generation: GenerationOf,
}

enum Opened {
    Missing,
    /// Why it is no database of ours, as the end of a sentence.
    Damaged(String),
    Open(Connection),
}

impl Database {
    pub(super) fn new(fs: Arc<dyn FileSystem>, path: &Path, generation: GenerationOf) -> Self {
        let names = Names::of(path);
        Database { fs, names, generation }
    }

    fn failed(&self, step: &'static str) -> impl FnOnce(rusqlite::Error) -> StoreError {
        let path = self.names.current().to_owned();
        move |source| StoreError::Database { step, path, source }
    }

    fn open(&self, flags: OpenFlags) -> Result<Opened, StoreError> {
        let path = self.names.current();
        match plain_file(&*self.fs, path)? {
            None => return Ok(Opened::Missing),
            Some(0) => return Ok(Opened::Damaged("is empty".to_owned())),
            Some(_) => {}
        }
        let open = || {
            let connection = connect(path, flags)?;
            connection.prepare("SELECT Name, Generation, Content FROM Document")?;
            Ok(connection)
        };
        match open() {
            Ok(connection) => Ok(Opened::Open(connection)),
            Err(error) if is_damage(&error) => Ok(Opened::Damaged(damaged(&error))),
            Err(error) => Err(self.failed("opening the database")(error)),
        }
    }

    /// Opens to read. A transaction that a power cut interrupted is rolled back first, which
    /// SQLite does only for someone who may write.
    fn open_to_read(&self) -> Result<Opened, StoreError> {
        match self.open(OpenFlags::SQLITE_OPEN_READ_ONLY) {
            Err(StoreError::Database { source, .. }) if source.sqlite_error_code() == Some(ErrorCode::ReadOnly) => {
                self.open(OpenFlags::SQLITE_OPEN_READ_WRITE)
            }
            other => other,
        }
    }

    /// Opens to write: `None` if there is no file, or one that had better be built anew.
    fn open_sound(&self) -> Result<Option<Connection>, StoreError> {
        let Opened::Open(connection) = self.open(OpenFlags::SQLITE_OPEN_READ_WRITE)? else {
            return Ok(None);
        };
        let check = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
        match check {
            Ok(answer) if answer == "ok" => Ok(Some(connection)),
            Ok(_) => Ok(None),
            Err(error) if is_damage(&error) => Ok(None),
            Err(error) => Err(self.failed("checking the database")(error)),
        }
    }

    /// Builds a new database with one content under the given names and puts it in the place
    /// of the old one.
    fn rebuild(&self, rows: &[&str], content: &[u8]) -> Result<(), StoreError> {
        let fs = &*self.fs;
        atomic::sweep(fs, &self.names);
        let new = Temporary::empty(fs, &self.names)?;
        let build = || {
            let connection = connect(new.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            let transaction = connection.unchecked_transaction()?;
            transaction.execute(TABLE, [])?;
            for row in rows {
                transaction.execute(
                    "INSERT INTO Document (Name, Generation, Content) VALUES (?1, ?2, ?3)",
                    params![row, self.generation_of(content), content],
                )?;
            }
            transaction.commit()?;
            connection.close().map_err(|(_, error)| error)
        };
        build().map_err(self.failed("writing the new database"))?;
        self.set_journal_aside()?;
        new.rename_to(self.names.current())?;
        flush_folder(fs, self.names.folder()).map_err(StoreError::too_late)
    }

    /// A journal of the old database must not be rolled back into the new one.
    fn set_journal_aside(&self) -> Result<(), StoreError> {
        let journal = self.names.journal();
        if plain_file(&*self.fs, &journal)?.is_some() {
            let names = Names::of(&journal);
            let (target, _) = aside::find(&*self.fs, &names, &journal, Aside::Damaged)?;
            retry(&*self.fs, || self.fs.rename(&journal, &target))
                .map_err(at("setting the old journal aside", &target))?;
            flush_folder(&*self.fs, self.names.folder())?;
        }
        Ok(())
    }

    fn generation_of(&self, content: &[u8]) -> Option<i64> {
        let head = content.get(..HEAD as usize).unwrap_or(content);
        (self.generation)(head).and_then(|n| i64::try_from(n).ok())
    }

    fn row(&self, name: &str) -> PathBuf {
        let mut path = self.names.current().as_os_str().to_owned();
        path.push("#");
        path.push(name);
        path.into()
    }

    /// The row that `copy` is set aside as, and whether it is there already.
    fn aside_row(&self, connection: &Connection, copy: Copy, why: Aside) -> Result<(String, bool), StoreError> {
        let find = || {
            let mut rows = connection.prepare(
                "SELECT Name, Content = (SELECT Content FROM Document WHERE Name = ?1) \
                 FROM Document WHERE Name GLOB ?2",
            )?;
            let pattern = format!("{}-*", why.word());
            let found = rows.query_map(params![name_of(copy), pattern], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, Option<bool>>(1)?))
            })?;
            let mut last = 0;
            for found in found {
                let (name, same) = found?;
                if same == Some(true) {
                    return Ok((name, true));
                }
                let number = name.rsplit_once('-').and_then(|(_, n)| n.parse::<u64>().ok());
                last = last.max(number.unwrap_or(0));
            }
            Ok((format!("{}-{}", why.word(), last.saturating_add(1)), false))
        };
        find().map_err(self.failed("looking for earlier copies"))
    }
}

impl Backend for Database {
    fn names(&self) -> &Names {
        &self.names
    }

    fn path(&self, copy: Copy) -> PathBuf {
        match copy {
            Copy::Current => self.names.current().to_owned(),
            Copy::Previous => self.row(name_of(copy)),
        }
    }

    fn read(&self, copy: Copy) -> Result<Option<Content>, StoreError> {
        let connection = match self.open_to_read()? {
            Opened::Missing => return Ok(None),
            Opened::Damaged(_) if copy == Copy::Previous => return Ok(None),
            Opened::Damaged(reason) => return Ok(Some(Content::Damaged(reason))),
            Opened::Open(connection) => connection,
        };
        let content = connection
            .query_row(
                "SELECT length(Content), iif(length(Content) <= ?2, Content, x'') \
                 FROM Document WHERE Name = ?1",
                params![name_of(copy), LIMIT as i64],
                |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)),
            )
            .optional();
        match content {
            Ok(None) => Ok(None),
            Ok(Some((0, _))) => Ok(Some(Content::Damaged("is empty".to_owned()))),
            Ok(Some((length, _))) if length > LIMIT as i64 => Ok(Some(Content::Damaged(format!(
                "has {length} bytes, more than the 256 MiB a runtime document may have"
            )))),
            Ok(Some((_, bytes))) => Ok(Some(Content::Bytes(bytes))),
            Err(error) if is_damage(&error) => Ok(Some(Content::Damaged(damaged(&error)))),
            Err(error) => Err(self.failed("reading the database")(error)),
        }
    }

    fn head(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let connection = match self.open_to_read()? {
            Opened::Missing => return Ok(None),
            Opened::Damaged(_) => return Ok(Some(Vec::new())),
            Opened::Open(connection) => connection,
        };
        let head = connection
            .query_row(
                "SELECT substr(Content, 1, ?2) FROM Document WHERE Name = ?1",
                params![name_of(Copy::Current), HEAD as i64],
                |row| row.get(0),
            )
            .optional();
        match head {
            Err(error) if is_damage(&error) => Ok(Some(Vec::new())),
            other => other.map_err(self.failed("reading the database")),
        }
    }

    fn holds_anything(&self) -> Result<bool, StoreError> {
        let connection = match self.open_to_read()? {
            Opened::Missing => return Ok(false),
            Opened::Damaged(_) => return Ok(true),
            Opened::Open(connection) => connection,
        };
        let rows =
            connection.query_row("SELECT count(*) FROM Document WHERE Name IN ('current', 'previous')", [], |row| {
                row.get::<_, i64>(0)
            });
        match rows {
            Ok(rows) => Ok(rows > 0),
            Err(error) if is_damage(&error) => Ok(true),
            Err(error) => Err(self.failed("reading the database")(error)),
        }
    }

    fn save(&self, write: Write<'_>, ready: Ready<'_>) -> Result<(), StoreError> {
        let content = self.collect(write)?;
        ready().map_err(at(NOT_READY, self.names.current()))?;
        let connection = match self.open(OpenFlags::SQLITE_OPEN_READ_WRITE)? {
            Opened::Missing => return self.rebuild(&["current"], &content),
            Opened::Damaged(reason) => {
                let error = io::Error::new(io::ErrorKind::InvalidData, format!("it {reason}"));
                return Err(at("opening the database", self.names.current())(error));
            }
            Opened::Open(connection) => connection,
        };
        let save = |mut connection: Connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction.execute("DELETE FROM Document WHERE Name = 'previous'", [])?;
            transaction.execute("UPDATE Document SET Name = 'previous' WHERE Name = 'current'", [])?;
            transaction.execute(
                "INSERT INTO Document (Name, Generation, Content) VALUES ('current', ?1, ?2)",
                params![self.generation_of(&content), content],
            )?;
            transaction.commit()
        };
        save(connection).map_err(self.failed("saving to the database"))
    }

    fn set_aside(&self, copy: Copy, why: Aside) -> Result<PathBuf, StoreError> {
        let Some(connection) = self.open_sound()? else {
            return aside::set_aside(&*self.fs, &self.names, self.names.current(), why);
        };
        let (row, there) = self.aside_row(&connection, copy, why)?;
        if !there {
            connection
                .execute(
                    "INSERT INTO Document (Name, Generation, Content) \
                     SELECT ?1, Generation, Content FROM Document WHERE Name = ?2",
                    params![row, name_of(copy)],
                )
                .map_err(self.failed("setting the document aside"))?;
        }
        Ok(self.row(&row))
    }

    fn aside_name(&self, copy: Copy, why: Aside) -> Result<PathBuf, StoreError> {
        match self.open_sound()? {
            Some(connection) => Ok(self.row(&self.aside_row(&connection, copy, why)?.0)),
            None => Ok(aside::find(&*self.fs, &self.names, self.names.current(), why)?.0),
        }
    }

    fn put_back(&self) -> Result<(), StoreError> {
        if let Some(connection) = self.open_sound()? {
            return connection
                .execute(
                    "INSERT OR REPLACE INTO Document (Name, Generation, Content) \
                     SELECT 'current', Generation, Content FROM Document WHERE Name = 'previous'",
                    [],
                )
                .map(|_| ())
                .map_err(self.failed("putting the previous generation back"));
        }
        match self.read(Copy::Previous)? {
            Some(Content::Bytes(content)) => self.rebuild(&["current", "previous"], &content),
            _ => Err(at("reading the previous generation", self.names.current())(io::ErrorKind::NotFound.into())),
        }
    }

    fn install(&self, why: Aside, write: Write<'_>) -> Result<(), StoreError> {
        let content = self.collect(write)?;
        let Some(mut connection) = self.open_sound()? else {
            if plain_file(&*self.fs, self.names.current())?.is_some() {
                aside::set_aside(&*self.fs, &self.names, self.names.current(), why)?;
            }
            return self.rebuild(&["current"], &content);
        };
        let (row, there) = self.aside_row(&connection, Copy::Current, why)?;
        let mut install = || {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction.execute("DELETE FROM Document WHERE Name = 'previous'", [])?;
            if there {
                transaction.execute("DELETE FROM Document WHERE Name = 'current'", [])?;
            } else {
                transaction.execute("UPDATE Document SET Name = ?1 WHERE Name = 'current'", params![row])?;
            }
            transaction.execute(
                "INSERT INTO Document (Name, Generation, Content) VALUES ('current', ?1, ?2)",
                params![self.generation_of(&content), content],
            )?;
            transaction.commit()
        };
        install().map_err(self.failed("saving to the database"))
    }

    fn vacate(&self) -> Result<(), StoreError> {
        aside::move_aside(&*self.fs, &self.names, Aside::Moved)
    }
}

impl Database {
    /// What `write` writes, in memory: a row is handed over whole.
    fn collect(&self, write: Write<'_>) -> Result<Vec<u8>, StoreError> {
        let mut content = Collected(Vec::new());
        write(&mut content).map_err(at("writing the new document", self.names.current()))?;
        Ok(content.0)
    }
}

fn name_of(copy: Copy) -> &'static str {
    match copy {
        Copy::Current => "current",
        Copy::Previous => "previous",
    }
}

fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.execute_batch("PRAGMA trusted_schema = OFF")?;
    if flags.contains(OpenFlags::SQLITE_OPEN_READ_WRITE) {
        // EXTRA flushes the folder too when the journal is removed, which is the commit.
        connection.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA")?;
    }
    Ok(connection)
}

/// Whether SQLite speaks of the file's content, not of the way to it.
pub(crate) fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::Error as E;
    match error {
        E::SqliteFailure(error, _) | E::SqlInputError { error, .. } => {
            matches!(error.code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
                // A plain error: there is no such table, or it has other columns than ours.
                || error.extended_code == rusqlite::ffi::SQLITE_ERROR
        }
        E::InvalidColumnType(..)
        | E::FromSqlConversionFailure(..)
        | E::IntegralValueOutOfRange(..)
        | E::Utf8Error(..) => true,
        _ => false,
    }
}

fn damaged(error: &rusqlite::Error) -> String {
    format!("is damaged: {error}")
}

struct Collected(Vec<u8>);

impl io::Write for Collected {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if (self.0.len() as u64).saturating_add(bytes.len() as u64) > LIMIT {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl NewFile for Collected {
    fn patch(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let place =
            usize::try_from(offset).ok().and_then(|start| self.0.get_mut(start..start.checked_add(bytes.len())?));
        match place {
            Some(place) => {
                place.copy_from_slice(bytes);
                Ok(())
            }
            None => Err(io::Error::new(io::ErrorKind::InvalidInput, "a patch must lie within what was written")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use io::Write as _;

    #[test]
    fn a_row_may_have_256_mib_and_not_a_byte_more() {
        let mut row = Collected(vec![0; LIMIT as usize - 1]);
        row.write_all(&[1]).unwrap();
        assert_eq!(row.write(&[2]).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(row.0.len() as u64, LIMIT);
    }
}
