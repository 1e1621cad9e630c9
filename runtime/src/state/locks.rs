//! The locked accounts a second time, in a small file beside the database, so that its loss opens no door.
//! It is written when a lock comes or goes, and only then.

use std::fs;
use std::io;
use std::path::Path;

use keyholder_shared::{Id, Time};
use rusqlite::{Connection, params};
use sha2::{Digest as _, Sha256};

use super::attempts::Lock;
use super::error::StateError;
use crate::audit::hex;
use crate::store::{Disk, replace_small_file};

/// The first line.
const FORM: &str = "keyholder locks 1";

/// The accounts that are locked.
pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<(Id, Lock)>> {
    let mut statement = connection.prepare_cached(
        "SELECT user, locked_since, by_threshold FROM login WHERE locked_since IS NOT NULL ORDER BY user",
    )?;
    let rows = statement.query_map([], |row| {
        let lock = Lock { since: Time::from_millis(row.get(1)?), by_threshold: row.get(2)? };
        Ok((row.get::<_, String>(0)?, lock))
    })?;
    let mut locks = Vec::new();
    for row in rows {
        let (user, lock) = row?;
        locks.extend(user.parse().ok().map(|user| (user, lock)));
    }
    Ok(locks)
}

/// Puts the locks into the database.
pub(crate) fn restore(connection: &Connection, locks: &[(Id, Lock)]) -> rusqlite::Result<()> {
    for (user, lock) in locks {
        connection.execute(
            "INSERT INTO login (user, failures, locked_since, by_threshold) VALUES (?1, 0, ?2, ?3)",
            params![user.to_string(), lock.since.as_millis(), lock.by_threshold],
        )?;
    }
    Ok(())
}

/// Writes the file, on disk when this returns.
pub(crate) fn write(path: &Path, locks: &[(Id, Lock)]) -> Result<(), StateError> {
    let mut text = format!("{FORM}\n");
    for (user, lock) in locks {
        let by = if lock.by_threshold { "threshold" } else { "person" };
        text.push_str(&format!("{user} {} {by}\n", lock.since.as_millis()));
    }
    text.push_str(&format!("sum {}\n", sum_of(&text)));
    replace_small_file(&Disk, path, text.as_bytes()).map_err(StateError::io("writing the record of locks", path))
}

/// What a record of locks tells.
pub(crate) struct Record {
    pub locks: Vec<(Id, Lock)>,
    /// It is as it was written. If not, the locks are those that can still be read.
    pub whole: bool,
}

/// Reads the file; `None` if there is none.
pub(crate) fn read(path: &Path) -> Result<Option<Record>, StateError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StateError::io("reading the record of locks", path)(error)),
    };
    let text = String::from_utf8_lossy(&bytes);
    let whole =
        text.rsplit_once("sum ").is_some_and(|(said, sum)| said.starts_with(FORM) && sum.trim_end() == sum_of(said));
    let mut locks: Vec<(Id, Lock)> = Vec::new();
    for (user, lock) in text.lines().filter_map(line) {
        if !locks.iter().any(|(known, _)| *known == user) {
            locks.push((user, lock));
        }
    }
    Ok(Some(Record { locks, whole }))
}

fn line(text: &str) -> Option<(Id, Lock)> {
    let mut words = text.split(' ');
    let (user, since, by) = (words.next()?, words.next()?, words.next()?);
    let lock = Lock { since: Time::from_millis(since.parse().ok()?), by_threshold: by != "person" };
    Some((user.parse().ok()?, lock))
}

fn sum_of(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_damage_loses_no_line_that_can_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("locks");
        assert!(read(&path).unwrap().is_none());
        let lock = |since, by_threshold| Lock { since: Time::from_millis(since), by_threshold };
        let locks = vec![(Id::from_u128(1), lock(5, true)), (Id::from_u128(2), lock(6, false))];
        write(&path, &locks).unwrap();
        let record = read(&path).unwrap().unwrap();
        assert!(record.whole);
        assert_eq!(record.locks, locks);
        let whole = fs::read(&path).unwrap();
        for length in 0..whole.len() - 1 {
            fs::write(&path, &whole[..length]).unwrap();
            let record = read(&path).unwrap().unwrap();
            assert!(!record.whole, "cut at {length}");
        }
        let mut damaged = whole;
        damaged[20] ^= 0x40;
        fs::write(&path, &damaged).unwrap();
        let record = read(&path).unwrap().unwrap();
        assert!(!record.whole && record.locks.contains(&locks[1]));
    }
}
