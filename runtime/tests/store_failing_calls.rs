//! Every call to the disk fails once, or from then on, in every way it can (design section 6):
//! the old document stays or the new one is whole, the message says what and where, and the
//! next try works.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod store_support;

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use keyholder_runtime::store::recording::{Call, Failure, Fault, Recording};
use keyholder_runtime::store::{After, Loaded, Storage, Store, StoreError};
use store_support::*;

const FAULTS: [Fault; 6] = [
    Fault::Error(ErrorKind::StorageFull),
    Fault::Error(ErrorKind::Other),
    Fault::Error(ErrorKind::PermissionDenied),
    Fault::Error(ErrorKind::ReadOnlyFilesystem),
    Fault::Error(ErrorKind::Unsupported),
    Fault::Short,
];

/// Runs `action` on copies of `before`, letting each call of each kind fail in each way, once
/// and for good, and hands the disk, healed again, and the outcome to `check`. Returns the
/// kinds of calls that an error came of.
fn each_failure(
    before: &Recording,
    action: impl Fn(&Recording) -> Result<(), StoreError>,
    check: impl Fn(&Recording, &Result<(), StoreError>, Failure),
) -> BTreeSet<Call> {
    let calls = before.settled();
    action(&calls).unwrap();
    let calls = calls.calls();
    let mut refused = BTreeSet::new();
    for call in Call::ALL {
        let count = calls.iter().filter(|&&made| made == call).count();
        for after in 0..count {
            for fault in FAULTS {
                for times in [1, usize::MAX] {
                    let failure = Failure { call: Some(call), after, times, fault };
                    let disk = before.settled();
                    disk.fail(Some(failure));
                    let outcome = action(&disk);
                    disk.fail(None);
                    if let Err(error) = &outcome {
                        refused.insert(call);
                        check_message(error);
                    }
                    check(&disk, &outcome, failure);
                }
            }
        }
    }
    refused
}

/// A message says what was done, where, and what to do.
fn check_message(error: &StoreError) {
    let StoreError::Io { step, path, .. } = error else {
        panic!("{error:?}");
    };
    let text = error.to_string();
    assert!(step.contains("ing "), "{step}");
    assert!(path.starts_with("/p"), "{path:?}");
    assert!(text.contains(step) && text.contains(&path.display().to_string()), "{text}");
    let advised = ["try again", "Give the account", "choose another place"];
    assert!(advised.iter().any(|advice| text.contains(advice)), "{text}");
    assert!(std::error::Error::source(error).is_some());
}

/// The next try works and leaves nothing lying about.
fn check_next_try(disk: &Recording, storage: &Storage) {
    let store = store(disk, storage.clone());
    let (Loaded::Current(n) | Loaded::Recovered { value: n, .. }) = load(&store).unwrap() else {
        panic!("nothing to go on with: {:?}", disk.names("/p"));
    };
    save(&store, Some(n), 70).unwrap();
    assert_eq!(load(&store).unwrap(), Loaded::Current(70));
    assert_eq!(disk.content(PREVIOUS), Some(document(n)));
    assert_eq!(leftovers(disk, Path::new(CURRENT)), [""; 0]);
}

fn own(disk: &Recording) -> Result<Store, StoreError> {
    open(Arc::new(disk.clone()), Path::new("/p"), Storage::ProjectDirectory)
}

fn load_own(disk: &Recording) -> Result<Loaded<u64>, StoreError> {
    load(&own(disk)?)
}

fn save_own(disk: &Recording, expected: Option<u64>, generation: u64) -> Result<(), StoreError> {
    save(&own(disk)?, expected, generation)
}

fn reset_own(disk: &Recording, generation: u64) -> Result<(), StoreError> {
    reset(&own(disk)?, generation)
}

/// What stands on a disk, without locks.
fn listing(disk: &Recording) -> Vec<(String, Option<Vec<u8>>)> {
    let mut names = disk.names("/p");
    names.retain(|name| !name.ends_with(".lock"));
    let content = |name: String| (name.clone(), disk.content(Path::new("/p").join(name)));
    names.into_iter().map(content).collect()
}

#[test]
fn a_save() {
    let before = disk_with(2);
    let refused = each_failure(
        &before,
        |disk| save_own(disk, Some(2), 3),
        |disk, outcome, failure| {
            let expected = match outcome {
                Ok(()) => 3,
                Err(error) if error.after() == After::Uncertain => {
                    assert_eq!(failure.call, Some(Call::FlushFolder));
                    3
                }
                Err(_) => 2,
            };
            assert_eq!(disk.content(CURRENT), Some(document(expected)), "{failure:?}");
            // None of these errors passes by itself: waiting for it would be in vain.
            assert_eq!(disk.paused(), Duration::ZERO, "{failure:?}");
            let previous = disk.content(PREVIOUS);
            let good = [document(1), document(2)];
            assert!(good.iter().any(|d| previous.as_ref() == Some(d)), "{failure:?}");
            if failure.call != Some(Call::Remove) {
                assert_eq!(leftovers(disk, Path::new(CURRENT)), [""; 0], "{failure:?}");
            }
            check_next_try(disk, &Storage::ProjectDirectory);
        },
    );
    // A link that fails is made up for by a copy; clearing away is done by the next save.
    let mut all = BTreeSet::from(Call::ALL);
    for harmless in [Call::Link, Call::Remove, Call::List] {
        all.remove(&harmless);
    }
    assert_eq!(refused, all);
}

#[test]
fn a_save_on_a_disk_without_hard_links() {
    let before = disk_with(2);
    before.fail(Some(Failure {
        call: Some(Call::Link),
        after: 0,
        times: usize::MAX,
        fault: Fault::Error(ErrorKind::Unsupported),
    }));
    save_own(&before, Some(2), 3).unwrap();
    assert_eq!(before.content(PREVIOUS), Some(document(2)));
    assert_eq!(before.content(CURRENT), Some(document(3)));
    assert_eq!(leftovers(&before, Path::new(CURRENT)), [""; 0]);
}

#[test]
fn a_first_save() {
    each_failure(
        &disk(),
        |disk| save_own(disk, None, 1),
        |disk, outcome, failure| {
            let expected = match outcome {
                Err(error) if error.after() == After::Unchanged => Loaded::Missing,
                _ => Loaded::Current(1),
            };
            assert_eq!(load_own(disk).unwrap(), expected, "{failure:?}");
            if expected == Loaded::Missing {
                save_own(disk, None, 1).unwrap();
            }
            check_next_try(disk, &Storage::ProjectDirectory);
        },
    );
}

#[test]
fn what_cannot_be_read_is_neither_damaged_nor_missing() {
    let before = disk_with(2);
    let refused = each_failure(
        &before,
        |disk| match load_own(disk)? {
            Loaded::Current(2) => Ok(()),
            other => panic!("{other:?}"),
        },
        |disk, _, failure| {
            assert_eq!(listing(disk), listing(&before), "{failure:?}");
            check_next_try(disk, &Storage::ProjectDirectory);
        },
    );
    let expected = [Call::Entry, Call::Read, Call::OpenLock, Call::TryLock];
    assert_eq!(refused, BTreeSet::from(expected));
}

#[test]
fn a_dry_run_changes_nothing_whatever_it_finds() {
    let sound = disk_with(2);
    let damaged = disk_with(2);
    damaged.put(CURRENT, b"bad");
    let lost = disk_with(1);
    lost.put(CURRENT, b"");
    for before in [disk(), sound, damaged, lost] {
        let before = before.settled();
        let refused = each_failure(
            &before,
            |disk| own(disk)?.read(parse).map(|_| ()),
            |disk, _, failure| {
                assert_eq!(listing(disk), listing(&before), "{failure:?}");
                assert_eq!(disk.moments(), 0, "{failure:?}");
            },
        );
        assert!(refused.contains(&Call::Entry));
    }
}

#[test]
fn a_recovery() {
    let before = disk_with(3);
    before.put(CURRENT, b"bad");
    each_failure(
        &before,
        |disk| load_own(disk).map(|_| ()),
        |disk, outcome, failure| {
            assert!(kept(disk, b"bad"), "{failure:?}");
            assert_eq!(disk.content(PREVIOUS), Some(document(2)), "{failure:?}");
            if outcome.is_ok() {
                assert_eq!(disk.content(CURRENT), Some(document(2)), "{failure:?}");
            }
            check_next_try(disk, &Storage::ProjectDirectory);
            // Trying again and again does not pile up copies of the same damage.
            let copies = disk.names("/p").iter().filter(|n| n.contains("damaged")).count();
            assert_eq!(copies, 1, "{failure:?}");
        },
    );
}

#[test]
fn a_loss_and_its_reset() {
    let before = disk_with(1);
    before.put(CURRENT, b"bad");
    let is_lost = |disk: &Recording| matches!(load_own(disk).unwrap(), Loaded::Lost { .. });
    each_failure(
        &before,
        |disk| load_own(disk).map(|_| ()),
        |disk, _, failure| {
            assert!(kept(disk, b"bad") && is_lost(disk), "{failure:?}");
        },
    );
    assert!(is_lost(&before));
    each_failure(
        &before,
        |disk| reset_own(disk, 9),
        |disk, outcome, failure| {
            assert!(kept(disk, b"bad"), "{failure:?}");
            assert!(outcome.is_err() || !is_lost(disk), "{failure:?}");
            if is_lost(disk) {
                reset_own(disk, 9).unwrap();
            }
            assert_eq!(load_own(disk).unwrap(), Loaded::Current(9), "{failure:?}");
            check_next_try(disk, &Storage::ProjectDirectory);
        },
    );
}

#[test]
fn a_move() {
    let before = disk();
    fill(&store(&before, file_path("data")), 2);
    each_failure(
        &before,
        |disk| load_own(disk).map(|_| ()),
        |disk, _, failure| {
            // The document is found whether the project still wants the move or not.
            let reverted = disk.settled();
            let reverted = store(&reverted, file_path("data"));
            assert_eq!(load(&reverted).unwrap(), Loaded::Current(2), "{failure:?}");
            assert_eq!(load_own(disk).unwrap(), Loaded::Current(2), "{failure:?}");
            check_next_try(disk, &Storage::ProjectDirectory);
        },
    );
}

#[test]
fn a_disk_that_takes_nothing_more_from_any_moment_on() {
    let before = disk_with(2);
    let whole = before.settled();
    save_own(&whole, Some(2), 3).unwrap();
    let mut seen = [0, 0];
    for after in 0..whole.calls().len() {
        for fault in FAULTS {
            let disk = before.settled();
            disk.fail(Some(Failure { call: None, after, times: usize::MAX, fault }));
            let outcome = save_own(&disk, Some(2), 3);
            disk.fail(None);
            let saved = match &outcome {
                Ok(()) => true,
                Err(error) => error.after() == After::Uncertain,
            };
            seen[usize::from(saved)] += 1;
            let expected = if saved { document(3) } else { document(2) };
            assert_eq!(disk.content(CURRENT), Some(expected), "{after} {fault:?}");
            check_next_try(&disk, &Storage::ProjectDirectory);
        }
    }
    assert!(seen[0] > 0 && seen[1] > 0, "{seen:?}");
}

#[test]
fn what_a_scanner_holds_is_tried_again_for_a_while() {
    for call in [Call::Read, Call::Rename, Call::Remove] {
        let before = disk_with(2);
        let act = |disk: &Recording| {
            load_own(disk)?;
            reset_own(disk, 9)
        };
        let held = |times| {
            let disk = before.settled();
            disk.fail(Some(Failure { call: Some(call), after: 0, times, fault: Fault::Held }));
            (act(&disk), disk)
        };
        let (outcome, disk) = held(5);
        outcome.unwrap();
        assert!(disk.paused() > Duration::ZERO, "{call:?}");
        assert_eq!(load_own(&disk).unwrap(), Loaded::Current(9));

        let (outcome, disk) = held(usize::MAX);
        let waited = disk.paused();
        assert!(waited > Duration::from_secs(1) && waited < Duration::from_secs(10), "{waited:?}");
        assert!(outcome.is_err(), "{call:?}");
        disk.fail(None);
        act(&disk).unwrap();
    }
}

/// Sixteen names are tried for a new file.
#[test]
fn names_that_are_taken_are_passed_over() {
    let creations = |disk: &Recording| disk.calls().iter().filter(|&&call| call == Call::Create).count();
    for (taken, expected) in [(1, Ok(2)), (15, Ok(16)), (16, Err(16))] {
        let disk = disk();
        // The disk's random numbers, in their order.
        for number in (1..=taken).map(|n| n % 16) {
            disk.put(format!("/p/.UserManagementRuntimeConfig.xml.{number:016x}.new"), b"of a crash");
        }
        // They cannot be cleared away either.
        let fault = Fault::Error(ErrorKind::PermissionDenied);
        disk.fail(Some(Failure { call: Some(Call::Remove), after: 0, times: usize::MAX, fault }));
        match (save_own(&disk, None, 1), expected) {
            (Ok(()), Ok(tries)) => assert_eq!(creations(&disk), tries),
            (Err(error), Err(tries)) => {
                check_message(&error);
                assert!(error.to_string().contains("creating the new file failed"), "{error}");
                assert_eq!(creations(&disk), tries);
                disk.fail(None);
                save_own(&disk, None, 1).unwrap();
            }
            (outcome, _) => panic!("{taken}: {outcome:?}"),
        }
        assert_eq!(load_own(&disk).unwrap(), Loaded::Current(1));
    }
}

#[test]
fn what_the_caller_cannot_write_changes_nothing() {
    let disk = disk_with(2);
    let store = own(&disk).unwrap();
    let before = listing(&disk);
    let mut locked = store.lock(NO_WAIT).unwrap();
    let error = locked
        .save(Some(2), |new| {
            new.write_all(b"half")?;
            Err(ErrorKind::InvalidData.into())
        })
        .unwrap_err();
    assert_eq!(error.after(), After::Unchanged);
    let patch = locked.save(Some(2), |new| {
        new.write_all(b"four")?;
        new.patch(2, b"more than there is")
    });
    assert!(patch.is_err());
    assert_eq!(listing(&disk), before);
}
