//! A state database that is lost or damaged is set aside, told, and opens no door (`security.md`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

use keyholder_runtime::audit::{Entry, Filter, Kind};
use keyholder_runtime::state::{Attempt, DATABASE, Reader, StateDatabase, StateError};
use keyholder_shared::{Id, Time};
use rusqlite::Connection;
use tempfile::{TempDir, tempdir};

const OLGA: Id = Id::from_u128(0x01ca);
const JONAS: Id = Id::from_u128(0x70);

fn at(milliseconds: i64) -> Time {
    Time::from_millis(1_800_000_000_000 + milliseconds)
}

fn fail(state: &StateDatabase, user: Id, times: u32) {
    for _ in 0..times {
        if let Attempt::Go(ticket) = state.begin_attempt(user, 3, 0, at(0)).unwrap() {
            state.wrong(&ticket, at(0)).unwrap();
        }
    }
}

fn locked(state: &StateDatabase, user: Id) -> bool {
    state.login_state(user).unwrap().lock.is_some()
}

/// A folder in which Olga is locked and Jonas has failed once, with three rows in the trail.
fn machine() -> TempDir {
    let folder = tempdir().unwrap();
    let state = StateDatabase::open(folder.path(), false, at(0)).unwrap();
    fail(&state, OLGA, 3);
    fail(&state, JONAS, 1);
    for number in 0..3 {
        state.append(at(number), &[Entry::new(Kind::Login, "olga")]).unwrap();
    }
    folder
}

fn damage(folder: &Path, bytes: &[u8]) {
    fs::write(folder.join(DATABASE), bytes).unwrap();
}

#[track_caller]
fn hold_loss(state: &StateDatabase, word: &str) {
    let alarms = state.take_alarms();
    assert_eq!(alarms.len(), 1, "{alarms:?}");
    assert!(alarms[0].contains(word), "{}", alarms[0]);
    assert!(locked(state, OLGA), "a lock outlives the database");
    let loss = state.loss().unwrap().expect("a loss");
    assert!(alarms[0].starts_with(&loss.message), "{alarms:?}");
    // Jonas has one attempt, and no more.
    let Attempt::Go(ticket) = state.begin_attempt(JONAS, 3, 0, at(9)).unwrap() else { panic!("locked out") };
    assert!(state.wrong(&ticket, at(9)).unwrap().locked);
    // The trail goes on where the head beside it says the old one ended, beginning with the alarm.
    let verified = state.verify().unwrap();
    assert_eq!((verified.intact, verified.rows), (true, 1), "{verified:?}");
    let rows = state.audit(&Filter::default()).unwrap();
    assert_eq!((rows[0].id, rows[0].kind.as_str()), (4, "alarm"));
}

#[test]
fn a_deleted_database_keeps_the_locks() {
    let folder = machine();
    fs::remove_file(folder.path().join(DATABASE)).unwrap();
    let state = StateDatabase::open(folder.path(), false, at(5)).unwrap();
    hold_loss(&state, "is gone");
    drop(state);
    let again = StateDatabase::open(folder.path(), true, at(6)).unwrap();
    assert!(again.take_alarms().is_empty(), "told once, but not forgotten");
    assert!(again.loss().unwrap().is_some());
}

#[test]
fn a_damaged_database_is_set_aside() {
    let not_ours = {
        let folder = tempdir().unwrap();
        let path = folder.path().join("x.db");
        Connection::open(&path).unwrap().execute_batch("CREATE TABLE Something (a)").unwrap();
        fs::read(path).unwrap()
    };
    for content in [&b""[..], b"no database at all, but long enough to be read as one", &not_ours] {
        let folder = machine();
        damage(folder.path(), content);
        let state = StateDatabase::open(folder.path(), true, at(5)).unwrap();
        let aside = folder.path().join("UserManagementState.damaged-1.db");
        assert!(fs::read(&aside).unwrap() == content, "as it was");
        hold_loss(&state, "The old file was set aside as");
    }
}

/// Windows lets nobody remove a database that a program has open.
#[cfg(unix)]
#[test]
fn a_database_that_goes_away_under_a_running_program_is_begun_anew() {
    let folder = machine();
    let state = StateDatabase::open(folder.path(), true, at(5)).unwrap();
    let other = StateDatabase::open(folder.path(), true, at(5)).unwrap();
    for name in [DATABASE.to_owned(), format!("{DATABASE}-wal"), format!("{DATABASE}-shm")] {
        let _ = fs::remove_file(folder.path().join(name));
    }
    // Until somebody begins a new one, what is known is told.
    assert!(locked(&other, OLGA));
    let known = other.audit(&Filter::default()).unwrap();
    fail(&state, OLGA, 1);
    hold_loss(&state, "is gone");
    // The other process sees the new one, and goes on with it.
    assert_ne!(other.audit(&Filter::default()).unwrap(), known);
    assert_eq!(other.audit(&Filter::default()).unwrap(), state.audit(&Filter::default()).unwrap());
    other.append(at(10), &[Entry::new(Kind::Login, "jonas")]).unwrap();
    assert!(other.take_alarms().is_empty());
    assert_eq!(state.audit(&Filter::default()).unwrap().len(), 2);
}

#[test]
fn damage_inside_a_page_is_noticed_when_it_is_met() {
    let folder = machine();
    let path = folder.path().join(DATABASE);
    let connection = Connection::open(&path).unwrap();
    let page: i64 =
        connection.query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'audit'", [], |row| row.get(0)).unwrap();
    drop(connection);
    let mut bytes = fs::read(&path).unwrap();
    let place = usize::try_from(page - 1).unwrap() * 4096;
    bytes[place..place + 16].fill(0xee);
    fs::write(&path, bytes).unwrap();
    let state = StateDatabase::open(folder.path(), true, at(5)).unwrap();
    state.write(at(6), |writer| writer.append(&Entry::new(Kind::Login, "olga")).map(|_| ())).unwrap();
    assert!(state.take_alarms()[0].contains("is damaged"));
    assert!(locked(&state, OLGA) && state.verify().unwrap().intact);
    assert!(folder.path().join("UserManagementState.damaged-1.db").exists());
}

#[test]
fn without_any_record_every_account_has_one_attempt() {
    let folder = machine();
    for file in fs::read_dir(folder.path()).unwrap() {
        fs::remove_file(file.unwrap().path()).unwrap();
    }
    let state = StateDatabase::open(folder.path(), true, at(5)).unwrap();
    assert!(state.take_alarms()[0].contains("No record of locked accounts is left either."));
    for user in [OLGA, JONAS] {
        let Attempt::Go(ticket) = state.begin_attempt(user, 3, 0, at(6)).unwrap() else { panic!("locked out") };
        match user == OLGA {
            true => assert!(state.wrong(&ticket, at(6)).unwrap().locked),
            false => assert_eq!(state.right(&ticket, at(6)).unwrap(), None),
        }
    }
    assert_eq!(state.login_state(JONAS).unwrap().failures, 0, "the right password has proven itself");
    assert!(!StateDatabase::has_traces(tempdir().unwrap().path()).unwrap());
}

#[test]
fn a_machine_that_never_had_one_has_no_alarm() {
    let folder = tempdir().unwrap();
    let state = StateDatabase::open(folder.path(), false, at(0)).unwrap();
    assert!(state.take_alarms().is_empty() && state.loss().unwrap().is_none());
    fail(&state, OLGA, 2);
    assert!(!locked(&state, OLGA));
}

#[test]
fn an_acknowledged_loss_gives_the_attempts_back_and_no_lock_away() {
    let folder = machine();
    fs::remove_file(folder.path().join(DATABASE)).unwrap();
    let state = StateDatabase::open(folder.path(), true, at(5)).unwrap();
    let Attempt::Go(ticket) = state.begin_attempt(JONAS, 3, 0, at(6)).unwrap() else { panic!("locked out") };
    state.write(at(6), |writer| writer.withdraw(&ticket)).unwrap();
    assert!(state.write(at(7), |writer| writer.acknowledge("admin")).unwrap());
    assert!(!state.write(at(8), |writer| writer.acknowledge("admin")).unwrap(), "there is nothing more");
    assert!(state.loss().unwrap().is_none());
    assert!(locked(&state, OLGA));
    fail(&state, JONAS, 2);
    assert!(!locked(&state, JONAS));
    let row = state.audit(&Filter::default()).unwrap().pop().unwrap();
    assert_eq!((row.kind.as_str(), row.actor.as_str()), ("acknowledged", "admin"));
}

#[test]
fn a_newer_database_is_left_alone() {
    let folder = machine();
    Connection::open(folder.path().join(DATABASE)).unwrap().execute_batch("PRAGMA user_version = 2").unwrap();
    let before = fs::read(folder.path().join(DATABASE)).unwrap();
    let error = StateDatabase::open(folder.path(), true, at(5)).err().expect("refused");
    assert!(matches!(error, StateError::Newer { version: 2, .. }) && error.to_string().contains("newer version"));
    assert!(matches!(Reader::open(folder.path()), Err(StateError::Newer { .. })));
    assert_eq!(fs::read(folder.path().join(DATABASE)).unwrap(), before);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_the_database_is_refused() {
    let folder = tempdir().unwrap();
    let outside = tempdir().unwrap();
    std::os::unix::fs::symlink(outside.path().join("x.db"), folder.path().join(DATABASE)).unwrap();
    let error = StateDatabase::open(folder.path(), false, at(0)).err().expect("refused");
    assert!(error.to_string().contains("a symbolic link"), "{error}");
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}
