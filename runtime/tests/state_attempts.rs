//! Failed attempts, locks and sessions in the state database: atomic over threads and handles, kept over
//! restarts (design section 5, `security.md`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;

use keyholder_runtime::state::{Attempt, SessionId, StateDatabase, Ticket};
use keyholder_shared::{Id, Time};
use tempfile::tempdir;

const OLGA: Id = Id::from_u128(0x01ca);
const ADMIN: Id = Id::from_u128(0xad);
const THRESHOLD: u32 = 3;

fn at(milliseconds: i64) -> Time {
    Time::from_millis(1_800_000_000_000 + milliseconds)
}

fn open(folder: &Path) -> StateDatabase {
    StateDatabase::open(folder, false, at(0)).unwrap()
}

#[track_caller]
fn go(state: &StateDatabase, now: Time) -> Ticket {
    match state.begin_attempt(OLGA, THRESHOLD, 0, now).unwrap() {
        Attempt::Go(ticket) => ticket,
        Attempt::Locked { .. } => panic!("locked"),
    }
}

fn is_locked(state: &StateDatabase, duration: u32, now: Time) -> bool {
    match state.begin_attempt(OLGA, THRESHOLD, duration, now).unwrap() {
        Attempt::Go(ticket) => {
            state.write(now, |writer| writer.withdraw(&ticket)).unwrap();
            false
        }
        Attempt::Locked { .. } => true,
    }
}

#[test]
fn fifty_wrong_attempts_at_once_verify_no_more_than_the_threshold() {
    let folder = tempdir().unwrap();
    // Two handles are two processes to the database.
    let handles = [Arc::new(open(folder.path())), Arc::new(open(folder.path()))];
    let (verified, barrier) = (Arc::new(AtomicU32::new(0)), Arc::new(Barrier::new(50)));
    let threads: Vec<_> = (0..50)
        .map(|number| {
            let state = Arc::clone(&handles[number % 2]);
            let (verified, barrier) = (Arc::clone(&verified), Arc::clone(&barrier));
            thread::spawn(move || {
                barrier.wait();
                if let Attempt::Go(ticket) = state.begin_attempt(OLGA, THRESHOLD, 0, at(0)).unwrap() {
                    verified.fetch_add(1, Ordering::SeqCst);
                    state.wrong(&ticket, at(0)).unwrap();
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert_eq!(verified.load(Ordering::SeqCst), THRESHOLD);
    drop(handles);
    // A restart.
    let state = open(folder.path());
    assert!(is_locked(&state, 0, at(1_000_000_000)));
    assert_eq!(state.login_state(OLGA).unwrap().failures, THRESHOLD);
}

#[test]
fn a_right_password_among_wrong_ones_is_not_locked_out() {
    let state = StateDatabase::in_memory(None).unwrap();
    let (first, second, right) = (go(&state, at(0)), go(&state, at(0)), go(&state, at(0)));
    // All three places are taken; a fourth attempt waits until one is settled.
    thread::scope(|scope| {
        let fourth = scope.spawn(|| state.begin_attempt(OLGA, THRESHOLD, 0, at(0)).unwrap());
        state.wrong(&first, at(0)).unwrap();
        assert_eq!(state.right(&right, at(0)).unwrap(), None);
        let Attempt::Go(fourth) = fourth.join().unwrap() else { panic!("locked") };
        assert_eq!(state.wrong(&second, at(0)).unwrap().failures, 1, "the success has reset the count");
        assert!(!state.wrong(&fourth, at(0)).unwrap().locked);
    });
    assert!(!is_locked(&state, 0, at(0)));
}

#[test]
fn a_right_password_resets_and_a_lock_in_between_is_not_opened_by_it() {
    let state = StateDatabase::in_memory(None).unwrap();
    for _ in 0..2 {
        state.wrong(&go(&state, at(0)), at(0)).unwrap();
    }
    state.right(&go(&state, at(1)), at(1)).unwrap();
    assert_eq!(state.login_state(OLGA).unwrap().failures, 0);
    let ticket = go(&state, at(2));
    assert!(state.write(at(3), |writer| writer.lock(OLGA)).unwrap());
    assert!(!state.write(at(4), |writer| writer.lock(OLGA)).unwrap(), "it is locked already");
    let lock = state.right(&ticket, at(4)).unwrap().expect("not confirmed");
    assert_eq!(lock.since, at(3));
    assert!(is_locked(&state, 1, at(1_000_000)), "a person's lock does not end by itself");
    assert!(state.write(at(5), |writer| writer.unlock(OLGA)).unwrap());
    assert!(!is_locked(&state, 0, at(5)));
}

#[test]
fn a_lock_ends_after_its_minutes_and_not_before() {
    let folder = tempdir().unwrap();
    let state = open(folder.path());
    for number in 0..THRESHOLD {
        let wrong = state.wrong(&go(&state, at(0)), at(0)).unwrap();
        assert_eq!((wrong.failures, wrong.locked), (number + 1, number + 1 == THRESHOLD));
    }
    let Attempt::Locked { since, until } = state.begin_attempt(OLGA, THRESHOLD, 10, at(599_999)).unwrap() else {
        panic!("open too early")
    };
    assert_eq!((since, until), (at(0), Some(at(600_000))));
    assert!(is_locked(&state, 0, at(i64::from(u32::MAX))), "without a duration it does not end");
    assert!(!is_locked(&state, 10, at(600_000)));
    assert_eq!(state.login_state(OLGA).unwrap().failures, 0, "all attempts are back");
}

#[test]
fn an_attempt_that_a_crash_left_counts_as_a_failure() {
    let folder = tempdir().unwrap();
    let state = open(folder.path());
    let left: Vec<Ticket> = (0..2).map(|_| go(&state, at(0))).collect();
    drop(state);
    let state = open(folder.path());
    // Within the minute they may still be settled, after it nobody waits for them.
    let third = go(&state, at(1_000));
    assert!(state.wrong(&third, at(61_000)).unwrap().failures == 1);
    assert!(is_locked(&state, 0, at(61_000)), "two crashed ones and a wrong one");
    assert_eq!(state.login_state(OLGA).unwrap().failures, 3);
    assert!(state.right(&left[0], at(61_000)).unwrap().is_some(), "too late");
}

#[test]
fn a_threshold_of_zero_never_locks_and_a_lowered_one_does() {
    let state = StateDatabase::in_memory(None).unwrap();
    for _ in 0..20 {
        let Attempt::Go(ticket) = state.begin_attempt(OLGA, 0, 0, at(0)).unwrap() else { panic!("locked") };
        assert!(!state.wrong(&ticket, at(0)).unwrap().locked);
    }
    assert!(is_locked(&state, 0, at(0)), "20 failures are more than 3");
    let unknown = state.begin_unknown(at(0)).unwrap();
    assert!(!state.wrong(&unknown, at(0)).unwrap().locked);
}

#[test]
fn users_are_counted_apart_and_forgotten_apart() {
    let state = StateDatabase::in_memory(None).unwrap();
    for user in [OLGA, ADMIN] {
        for _ in 0..THRESHOLD {
            if let Attempt::Go(ticket) = state.begin_attempt(user, THRESHOLD, 0, at(0)).unwrap() {
                state.wrong(&ticket, at(0)).unwrap();
            }
        }
    }
    assert_eq!(state.locked().unwrap().len(), 2);
    state.write(at(1), |writer| writer.forget(ADMIN)).unwrap();
    assert_eq!(state.locked().unwrap().iter().map(|(user, _)| *user).collect::<Vec<_>>(), [OLGA]);
    state.write(at(1), |writer| writer.logged_in(ADMIN)).unwrap();
    assert_eq!(state.login_state(ADMIN).unwrap().last_login, Some(at(1)));
    state.write(at(2), |writer| writer.forget_everybody()).unwrap();
    assert!(state.locked().unwrap().is_empty() && !is_locked(&state, 0, at(2)));
}

#[test]
fn sessions_are_listed_and_ended_from_another_process() {
    let folder = tempdir().unwrap();
    let (here, there) = (open(folder.path()), open(folder.path()));
    let tokens = [[1; 16], [2; 16], [3; 16]];
    for (number, token) in tokens.iter().enumerate() {
        let user = if number == 2 { ADMIN } else { OLGA };
        here.write(at(number as i64), |writer| writer.open_session(token, user, "olga", "panel-3")).unwrap();
    }
    let sessions = there.sessions().unwrap();
    assert_eq!(
        sessions.iter().map(|session| session.id.clone()).collect::<Vec<_>>(),
        tokens.map(|t| SessionId::of(&t))
    );
    let stored = std::fs::read(folder.path().join("UserManagementState.db-wal")).unwrap();
    assert!(!stored.windows(16).any(|bytes| tokens.iter().any(|token| bytes == token)), "no token in clear");

    here.touch(&SessionId::of(&tokens[0]), at(500)).unwrap();
    let ended = there.write(at(600), |writer| writer.end_session(&SessionId::of(&tokens[0]), "logout")).unwrap();
    assert_eq!(ended.unwrap().last_used, at(500));
    assert!(here.write(at(601), |writer| writer.end_session(&SessionId::of(&tokens[0]), "again")).unwrap().is_none());
    let record = here.session(&SessionId::of(&tokens[0])).unwrap().unwrap();
    assert_eq!((record.ended, record.reason.as_str()), (Some(at(600)), "logout"));
    assert_eq!(there.write(at(700), |writer| writer.end_sessions_of(OLGA, "deleted")).unwrap().len(), 1);
    assert_eq!(here.write(at(800), |writer| writer.end_all_sessions("restart")).unwrap()[0].user, ADMIN);
    assert!(here.sessions().unwrap().is_empty());
    // Ended sessions are forgotten after a month.
    let month = 31 * 24 * 60 * 60 * 1000;
    here.write(at(month), |writer| writer.open_session(&[4; 16], OLGA, "olga", "")).unwrap();
    assert!(here.session(&SessionId::of(&tokens[0])).unwrap().is_none());
}
