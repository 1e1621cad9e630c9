//! The audit trail: an edit, a removal and a cut are found, and the row is named (`security.md`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use keyholder_runtime::audit::{Entry, Filter, Kind, Outcome, Verified};
use keyholder_runtime::state::{DATABASE, Reader, StateDatabase, StateError};
use keyholder_shared::Time;
use rusqlite::Connection;
use tempfile::{TempDir, tempdir};

const ROWS: i64 = 20;

fn at(number: i64) -> Time {
    Time::from_millis(1_800_000_000_000 + 1000 * number)
}

fn entry(number: i64) -> Entry {
    Entry::new(Kind::UserChanged, "h.brandt").object(&format!("user.{number}")).change("phone 1", "phone 2")
}

/// A folder with a trail of twenty rows, closed.
fn trail() -> TempDir {
    let folder = tempdir().unwrap();
    let state = StateDatabase::open(folder.path(), false, at(0)).unwrap();
    for number in 1..=ROWS {
        state.append(at(number), &[entry(number)]).unwrap();
    }
    folder
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join(name)
}

fn verify(folder: &Path) -> Verified {
    Reader::open(folder).unwrap().verify().unwrap()
}

/// Lets another program write into the database.
fn tamper(folder: &Path, sql: &str) {
    let connection = Connection::open(file(folder, DATABASE)).unwrap();
    connection.execute_batch(sql).unwrap();
}

#[track_caller]
fn found(folder: &Path, row: i64, word: &str) {
    let verified = verify(folder);
    let fault = verified.fault.expect("a fault");
    assert!(!verified.intact);
    assert_eq!(fault.row, row, "{}", fault.message);
    assert!(fault.message.contains(word), "{}", fault.message);
}

#[test]
fn an_untouched_trail_is_intact_over_restarts() {
    let folder = trail();
    let state = StateDatabase::open(folder.path(), true, at(50)).unwrap();
    assert!(state.take_alarms().is_empty());
    state.append(at(60), &[entry(21), entry(22)]).unwrap();
    let verified = state.verify().unwrap();
    assert_eq!((verified.intact, verified.rows, verified.warnings.len()), (true, ROWS + 2, 0), "{verified:?}");
}

#[test]
fn an_edit_is_found_in_every_column() {
    for (change, word) in [
        ("time = time + 1", "was edited"),
        ("actor = 'someone'", "was edited"),
        ("client = 'x'", "was edited"),
        ("kind = 'login'", "was edited"),
        ("object = 'user.8'", "was edited"),
        ("before = ''", "was edited"),
        ("after = 'phone 3'", "was edited"),
        ("outcome = 'refused'", "was edited"),
        ("message = 'x'", "was edited"),
        ("previous_hash = zeroblob(32)", "was edited"),
        ("hash = zeroblob(32)", "was edited"),
        ("hash = zeroblob(3)", "was edited"),
        ("actor = CAST(x'ff' AS TEXT)", "was edited"),
    ] {
        let folder = trail();
        tamper(folder.path(), &format!("UPDATE audit SET {change} WHERE id = 7"));
        found(folder.path(), 7, word);
    }
}

#[test]
fn a_removed_row_is_found() {
    for (sql, row, word) in [
        ("DELETE FROM audit WHERE id = 7", 7, "Row 7 was removed"),
        ("DELETE FROM audit WHERE id BETWEEN 3 AND 9", 3, "Rows 3 to 9 were removed"),
        ("DELETE FROM audit WHERE id = 1", 1, "Row 1 was removed"),
        // Moving the rows behind it up shows as an edit: the number counts.
        ("DELETE FROM audit WHERE id = 7; UPDATE audit SET id = id - 1 WHERE id > 7", 7, "was edited"),
        (
            "INSERT INTO audit SELECT -5, time, actor, client, kind, object, before, after, outcome, message, previous_hash, hash FROM audit WHERE id = 1",
            -5,
            "put in",
        ),
    ] {
        let folder = trail();
        tamper(folder.path(), sql);
        found(folder.path(), row, word);
    }
}

#[test]
fn a_cut_at_the_end_is_found() {
    for (sql, row, word) in [
        ("DELETE FROM audit WHERE id = 20", 20, "Row 20 was cut off at the end"),
        ("DELETE FROM audit WHERE id > 15", 16, "Rows 16 to 20 were cut off at the end"),
        ("DELETE FROM audit", 1, "Rows 1 to 20 were cut off"),
        // Together with the head inside the database: the file beside it still knows.
        (
            "DELETE FROM audit WHERE id > 15; UPDATE audit_head SET (id, count, time, hash) = (SELECT id, id, time, hash FROM audit WHERE id = 15)",
            16,
            "Rows 16 to 20 were cut off at the end; the last one was recorded at 2027-01-15T08:00:20.000Z",
        ),
    ] {
        let folder = trail();
        tamper(folder.path(), sql);
        found(folder.path(), row, word);
    }
}

#[test]
fn an_older_copy_of_the_database_is_a_cut() {
    let folder = trail();
    let old = fs::read(file(folder.path(), DATABASE)).unwrap();
    let state = StateDatabase::open(folder.path(), true, at(21)).unwrap();
    state.append(at(21), &[entry(21)]).unwrap();
    drop(state);
    fs::write(file(folder.path(), DATABASE), old).unwrap();
    found(folder.path(), 21, "Row 21 was cut off at the end");
}

#[test]
fn a_trail_that_was_computed_anew_is_found_by_the_head_beside_it() {
    let folder = trail();
    let forged = tempdir().unwrap();
    let state = StateDatabase::open(forged.path(), false, at(0)).unwrap();
    for number in 1..=ROWS {
        state.append(at(number), &[entry(number + i64::from(number == 7))]).unwrap();
    }
    drop(state);
    fs::copy(file(forged.path(), DATABASE), file(folder.path(), DATABASE)).unwrap();
    found(folder.path(), ROWS, "was written anew");
}

#[test]
fn a_head_file_that_lags_is_lawful_and_a_missing_one_is_told() {
    let folder = trail();
    let head = file(folder.path(), "UserManagementState.audit-head");
    let behind = fs::read(&head).unwrap();
    let state = StateDatabase::open(folder.path(), true, at(21)).unwrap();
    state.append(at(21), &[entry(21), entry(22), entry(23)]).unwrap();
    drop(state);
    fs::write(&head, behind).unwrap();
    let verified = verify(folder.path());
    assert_eq!((verified.intact, verified.warnings.len()), (true, 0), "{verified:?}");
    fs::remove_file(&head).unwrap();
    let verified = verify(folder.path());
    assert!(verified.intact && verified.warnings[0].contains("missing or damaged"), "{verified:?}");
}

/// No byte of a row can change without being found, wherever it lies in the file.
#[test]
fn a_changed_byte_of_any_row_is_found() {
    let folder = trail();
    let path = file(folder.path(), DATABASE);
    let whole = fs::read(&path).unwrap();
    for number in [1_i64, 7, 20] {
        let text = format!("user.{number}phone");
        let place = whole.windows(text.len()).position(|window| window == text.as_bytes()).unwrap();
        for offset in 0..5 {
            let mut changed = whole.clone();
            changed[place + offset] ^= 0x01;
            fs::write(&path, &changed).unwrap();
            found(folder.path(), number, "was edited");
        }
    }
    // A page that is no page any more.
    let mut changed = whole.clone();
    let text = "user.7phone";
    let place = whole.windows(text.len()).position(|window| window == text.as_bytes()).unwrap();
    let page = place / 4096 * 4096;
    changed[page] = 0;
    fs::write(&path, &changed).unwrap();
    let reader = Reader::open(folder.path());
    let fault = match reader {
        Ok(reader) => reader.verify().unwrap().fault.expect("a fault").message,
        Err(StateError::Database { source, .. }) => source.to_string(),
        Err(error) => panic!("{error}"),
    };
    assert!(fault.contains("malformed") || fault.contains("damaged"), "{fault}");
}

#[test]
fn rows_are_found_by_time_actor_object_kind_and_number() {
    let folder = trail();
    let state = StateDatabase::open(folder.path(), true, at(30)).unwrap();
    let failed = Entry::new(Kind::LoginFailed, "Nobody").client("panel-3").object("Nobody").outcome(Outcome::Refused);
    state.append(at(30), &[failed.message("unknown")]).unwrap();
    let count = |filter: Filter| state.audit(&filter).unwrap().iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(count(Filter::default()).len(), 21);
    assert_eq!(count(Filter { from: Some(at(19)), ..Filter::default() }), [19, 20, 21]);
    assert_eq!(count(Filter { to: Some(at(3)), ..Filter::default() }), [1, 2]);
    assert_eq!(count(Filter { actor: Some("NOBODY".into()), ..Filter::default() }), [21]);
    assert_eq!(count(Filter { object: Some("User.7".into()), ..Filter::default() }), [7]);
    assert_eq!(count(Filter { kinds: vec!["login-failed".into(), "login".into()], ..Filter::default() }), [21]);
    assert_eq!(count(Filter { limit: Some(2), actor: Some("h.brandt".into()), ..Filter::default() }), [19, 20]);
}

#[test]
fn what_people_typed_is_bounded() {
    let state = StateDatabase::in_memory(None).unwrap();
    let long = "ä".repeat(100_000);
    state.append(at(0), &[Entry::new(Kind::LoginFailed, &long).object(&long).client(&long)]).unwrap();
    let row = &state.audit(&Filter::default()).unwrap()[0];
    for text in [&row.actor, &row.object, &row.client] {
        assert_eq!(text.chars().count(), 256);
    }
}

#[test]
fn threads_and_processes_append_to_one_chain() {
    let folder = tempdir().unwrap();
    let handles: Vec<_> = (0..4).map(|_| StateDatabase::open(folder.path(), false, at(0)).unwrap()).collect();
    thread::scope(|scope| {
        for (number, state) in handles.iter().enumerate() {
            scope.spawn(move || {
                for row in 0..25 {
                    state.append(at(row), &[entry(number as i64)]).unwrap();
                }
            });
        }
    });
    let verified = handles[0].verify().unwrap();
    assert_eq!((verified.intact, verified.rows), (true, 100), "{verified:?}");
    drop(handles);
    assert!(verify(folder.path()).intact);
}

#[test]
fn a_transaction_that_fails_leaves_no_row() {
    let state = StateDatabase::in_memory(None).unwrap();
    let failed = state.write(at(0), |writer| {
        writer.append(&entry(1))?;
        Err::<(), _>(StateError::Missing { path: "x".into() })
    });
    assert!(failed.is_err());
    assert!(state.audit(&Filter::default()).unwrap().is_empty());
    assert!(state.verify().unwrap().intact);
}

#[cfg(unix)]
#[test]
fn all_files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempdir().unwrap();
    let state = StateDatabase::open(folder.path(), false, at(0)).unwrap();
    state.write(at(0), |writer| writer.lock(keyholder_shared::Id::from_u128(1))).unwrap();
    state.append(at(0), &[entry(1)]).unwrap();
    let mut names = Vec::new();
    for file in fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.file_name());
        names.push(file.file_name().into_string().unwrap());
    }
    names.sort();
    assert_eq!(
        names,
        ["audit-head", "db", "db-shm", "db-wal", "lock", "locks"].map(|end| format!("UserManagementState.{end}"))
    );
    drop(state);
    assert!(!file(folder.path(), "UserManagementState.db-wal").exists(), "closed, the database is one file");
}
