//! Saving: which generation may follow which, one writer at a time, and what an interrupted save left behind.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod store_support;

use std::time::Duration;

use keyholder_runtime::store::recording::Recording;
use keyholder_runtime::store::{Found, Loaded, Storage, Store, StoreError};
use store_support::*;

fn own(disk: &Recording) -> Store {
    store(disk, Storage::ProjectDirectory)
}

#[test]
fn a_save_on_another_generation_is_refused() {
    let disk = disk_with(3);
    for (expected, found) in
        [(None, Found::Generation(3)), (Some(2), Found::Generation(3)), (Some(4), Found::Generation(3))]
    {
        let error = save(&own(&disk), expected, 5).unwrap_err();
        let StoreError::Generation { expected: e, found: f, .. } = &error else {
            panic!("{error}");
        };
        assert_eq!((*e, *f), (expected, found));
        assert!(error.to_string().contains("Load it again"), "{error}");
    }
    assert_eq!(disk.content(CURRENT), Some(document(3)));
    disk.put(CURRENT, b"no head");
    for expected in [None, Some(3)] {
        let error = save(&own(&disk), expected, 5).unwrap_err();
        assert!(matches!(error, StoreError::Generation { found: Found::Unreadable, .. }), "{error}");
    }
    let disk = store_support::disk();
    let error = save(&own(&disk), Some(1), 2).unwrap_err();
    assert!(matches!(error, StoreError::Generation { found: Found::Nothing, .. }), "{error}");
}

#[test]
fn leftovers_of_a_crash_are_cleared_away_and_nothing_else() {
    let disk = disk_with(2);
    let ours = "/p/.UserManagementRuntimeConfig.xml.0123456789abcdef.new";
    let others = [
        "/p/.UserManagementRuntimeConfig.xml.0123456789abcdef.old",
        "/p/.UserManagementConfig.xml.0123456789abcdef.new",
        "/p/.UserManagementRuntimeConfig.xml.new",
        "/p/notes.txt",
    ];
    disk.put(ours, b"half");
    others.iter().for_each(|path| disk.put(path, b"theirs"));
    let store = own(&disk);
    save(&store, Some(2), 3).unwrap();
    assert_eq!(disk.content(ours), None);
    // A store that stays open does so at each save: what was left may be another process's.
    disk.put(ours, b"half");
    save(&store, Some(3), 4).unwrap();
    assert_eq!(disk.content(ours), None);
    for path in others {
        assert_eq!(disk.content(path).as_deref(), Some(&b"theirs"[..]), "{path}");
    }
}

#[test]
fn a_generation_that_was_seen_under_the_lock_is_not_read_again_unless_the_document_was() {
    let disk = disk_with(2);
    let store = own(&disk);
    let mut locked = store.lock(NO_WAIT).unwrap();
    assert!(locked.head().unwrap().is_some());
    let error = locked.save(Some(1), write(2)).unwrap_err();
    assert!(matches!(error, StoreError::Generation { found: Found::Generation(2), .. }), "{error}");
    // Who has no lock may write all the same. What is loaded is held against what stands there after it.
    assert!(locked.head().unwrap().is_some());
    disk.put(CURRENT, &document(7));
    assert!(matches!(locked.load(parse).unwrap(), Loaded::Current(7)));
    locked.save(Some(7), write(8)).unwrap();
    assert_eq!(disk.content(CURRENT), Some(document(8)));
    // One that cannot be told a generation of is looked at once more.
    disk.put(CURRENT, b"no head");
    assert!(locked.head().unwrap().is_some());
    let error = locked.save(Some(8), write(9)).unwrap_err();
    assert!(matches!(error, StoreError::Generation { found: Found::Unreadable, .. }), "{error}");
}

#[test]
fn a_second_writer_waits_in_growing_pauses_and_then_gives_up() {
    let disk = disk_with(1);
    let store = own(&disk);
    let held = store.lock(NO_WAIT).unwrap();
    let wait = Duration::from_millis(2345);
    let Err(error) = store.lock(wait) else {
        panic!("two writers at once");
    };
    assert_eq!(disk.paused(), wait);
    let StoreError::Busy { path, waited } = &error else {
        panic!("{error}");
    };
    assert_eq!(*waited, wait);
    assert!(path.ends_with("UserManagementRuntimeConfig.xml.lock"));
    assert!(error.to_string().contains("another process"), "{error}");
    drop(held);
    assert!(store.lock(NO_WAIT).is_ok());
    assert_eq!(disk.paused(), wait);
    assert!(disk.content("/p/UserManagementRuntimeConfig.xml.lock").is_some());
}
