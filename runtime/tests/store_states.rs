//! What the store makes of what it finds: damage, loss, newer versions, generations, moves.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod store_support;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use keyholder_runtime::store::recording::Recording;
use keyholder_runtime::store::{After, Found, HEAD, Home, LIMIT, Loaded, Storage, Store, StoreError};
use store_support::*;

fn own(disk: &Recording) -> Store {
    store(disk, Storage::ProjectDirectory)
}

fn recovered(loaded: Loaded<u64>) -> (u64, String, Option<PathBuf>) {
    match loaded {
        Loaded::Recovered { value, damage, set_aside } => (value, damage, set_aside),
        other => panic!("{other:?}"),
    }
}

fn lost(loaded: Loaded<u64>) -> (String, Option<PathBuf>) {
    match loaded {
        Loaded::Lost { damage, set_aside } => (damage, set_aside),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_document_s_head_is_its_first_4_kib() {
    let disk = disk();
    let store = own(&disk);
    let heads = || (store.head().unwrap(), store.lock(NO_WAIT).unwrap().head().unwrap());
    assert_eq!(heads(), (None, None));
    fill(&store, 2);
    assert_eq!(heads(), (Some(document(2)), Some(document(2))));
    let long: Vec<u8> = document(3).into_iter().chain(std::iter::repeat_n(b' ', 5000)).collect();
    store.lock(NO_WAIT).unwrap().save(Some(2), |new| new.write_all(&long)).unwrap();
    let head = long[..4096].to_vec();
    assert_eq!(heads(), (Some(head.clone()), Some(head)));
    assert_eq!((HEAD, LIMIT), (4096, 268_435_456));
}

#[test]
fn a_document_counts_only_once_what_has_to_be_there_first_is() {
    let disk = disk_with(2);
    let store = own(&disk);
    let before = disk.names("/p");
    let refuse = || Err(std::io::Error::other("not yet"));
    let refused = store.lock(NO_WAIT).unwrap().save_when(Some(2), write(3), refuse).unwrap_err();
    assert_eq!(refused.after(), After::Unchanged, "{refused}");
    assert!(refused.to_string().contains("not yet"), "{refused}");
    assert_eq!(disk.names("/p"), before, "nothing is left over");
    assert_eq!((disk.content(CURRENT), disk.content(PREVIOUS)), (Some(document(2)), Some(document(1))));
    // When it is asked, the new document is whole on disk, and the old one is the current one.
    let ready = || {
        let new: Vec<String> = disk.names("/p").into_iter().filter(|name| name.ends_with(".new")).collect();
        assert_eq!(new.len(), 1, "{new:?}");
        assert_eq!(disk.settled().content(format!("/p/{}", new[0])), Some(document(3)));
        assert_eq!(store.head().unwrap(), Some(document(2)));
        Ok(())
    };
    store.lock(NO_WAIT).unwrap().save_when(Some(2), write(3), ready).unwrap();
    assert_eq!(load(&store).unwrap(), Loaded::Current(3));
}

/// Whether there is a document to scan, and its bytes.
fn scanned(store: &Store) -> (bool, Vec<u8>) {
    let mut seen = Vec::new();
    let there = store.lock(NO_WAIT).unwrap().scan(&mut |piece| seen.extend_from_slice(piece)).unwrap();
    (there, seen)
}

#[test]
fn a_document_is_scanned_only_where_it_is_to_lie_and_if_it_is_not_lost() {
    let disk = disk();
    assert_eq!(scanned(&own(&disk)), (false, vec![]));
    fill(&own(&disk), 2);
    assert_eq!(scanned(&own(&disk)), (true, document(2)));
    disk.put(MARKER, b"lost");
    assert_eq!(scanned(&own(&disk)), (false, vec![]));
    // The one that counts lies, or lay, elsewhere; what stands here came with a copied folder.
    let disk = self::disk();
    fill(&store(&disk, file_path("data/users.xml")), 2);
    disk.put(CURRENT, &document(1));
    assert_eq!(scanned(&store(&disk, file_path("data/users.xml"))), (true, document(2)));
    assert_eq!(scanned(&own(&disk)), (false, vec![]));
    disk.take("/p/data/users.xml");
    disk.take("/p/data/users.previous.xml");
    assert_eq!(scanned(&own(&disk)), (false, vec![]));
}

#[test]
fn nothing_at_all_is_a_first_start() {
    let disk = disk();
    assert_eq!(load(&own(&disk)).unwrap(), Loaded::Missing);
    fill(&own(&disk), 3);
    assert_eq!(load(&own(&disk)).unwrap(), Loaded::Current(3));
    assert_eq!(disk.content(CURRENT), Some(document(3)));
    assert_eq!(disk.content(PREVIOUS), Some(document(2)));
    let names = [
        "UserManagementRuntimeConfig.previous.xml",
        "UserManagementRuntimeConfig.xml",
        "UserManagementRuntimeConfig.xml.lock",
    ];
    assert_eq!(disk.names("/p"), names);
}

#[test]
fn a_damaged_document_is_set_aside_and_the_one_before_put_in_its_place() {
    for (garbage, reason) in [(&b""[..], "is empty"), (b"torn", "the digest does not match")] {
        let disk = disk_with(3);
        disk.put(CURRENT, garbage);
        let foretold = own(&disk).read(parse).unwrap();
        let loaded = load(&own(&disk)).unwrap();
        assert_eq!(loaded, foretold);
        let (value, damage, set_aside) = recovered(loaded);
        assert_eq!(value, 2);
        assert!(damage.contains(reason) && damage.contains("RuntimeConfig.xml"), "{damage}");
        assert_eq!(set_aside.as_deref(), Some(Path::new(DAMAGED)));
        assert_eq!(disk.content(DAMAGED).as_deref(), Some(garbage));
        assert_eq!(disk.content(CURRENT), Some(document(2)));
        assert_eq!(disk.content(PREVIOUS), Some(document(2)));
        assert_eq!(load(&own(&disk)).unwrap(), Loaded::Current(2));
    }
}

#[test]
fn copies_that_were_set_aside_are_never_overwritten() {
    let disk = disk_with(2);
    for n in 1..=3 {
        disk.put(CURRENT, format!("damage {n}").as_bytes());
        load(&own(&disk)).unwrap();
    }
    // A gap is not filled: the numbers tell the order.
    disk.take("/p/UserManagementRuntimeConfig.damaged-2.xml");
    disk.put(CURRENT, b"damage 4");
    load(&own(&disk)).unwrap();
    for (number, expected) in [(1, Some("damage 1")), (2, None), (3, Some("damage 3")), (4, Some("damage 4"))] {
        let path = format!("/p/UserManagementRuntimeConfig.damaged-{number}.xml");
        let content = disk.content(&path);
        assert_eq!(content.as_deref(), expected.map(str::as_bytes), "{path}");
    }
}

#[test]
fn a_missing_document_with_a_generation_before_it_is_no_first_start() {
    let disk = disk_with(3);
    disk.take(CURRENT);
    let error = save(&own(&disk), None, 1).unwrap_err();
    assert!(matches!(error, StoreError::Generation { found: Found::PreviousOnly, .. }), "{error}");
    let (value, damage, set_aside) = recovered(load(&own(&disk)).unwrap());
    assert_eq!((value, set_aside), (2, None));
    assert!(damage.contains("is missing"), "{damage}");
    assert_eq!(disk.content(CURRENT), Some(document(2)));
}

#[test]
fn a_loss_stays_a_loss_until_a_reset() {
    for previous in [None, Some(&b"bad as well"[..]), Some(b"")] {
        let disk = disk_with(1);
        disk.put(CURRENT, b"bad");
        if let Some(previous) = previous {
            disk.put(PREVIOUS, previous);
        }
        let foretold = own(&disk).read(parse).unwrap();
        let first = load(&own(&disk)).unwrap();
        assert_eq!(first, foretold);
        let (damage, set_aside) = lost(first.clone());
        assert!(damage.contains("the digest does not match"), "{damage}");
        assert_eq!(set_aside.as_deref(), Some(Path::new(DAMAGED)));
        assert_eq!(disk.content(DAMAGED).as_deref(), Some(&b"bad"[..]));

        let marker = String::from_utf8(disk.content(MARKER).unwrap()).unwrap();
        assert!(marker.contains("nobody can log in") && marker.contains("reset"), "{marker}");
        assert_eq!(load(&own(&disk)).unwrap(), first);
        assert_eq!(own(&disk).read(parse).unwrap(), first);
        for expected in [None, Some(1)] {
            let error = save(&own(&disk), expected, 5).unwrap_err();
            assert!(matches!(error, StoreError::Lost { .. }), "{error}");
        }
        // Neither does taking the damaged files away make a first start of it.
        let bare = disk.settled();
        bare.take(CURRENT);
        bare.take(PREVIOUS);
        lost(load(&own(&bare)).unwrap());
        assert!(save(&own(&bare), None, 1).is_err());
        // Nor does deleting the marker alone.
        let unmarked = disk.settled();
        unmarked.take(MARKER);
        lost(load(&own(&unmarked)).unwrap());

        reset(&own(&disk), 9).unwrap();
        assert_eq!(load(&own(&disk)).unwrap(), Loaded::Current(9));
        assert_eq!(disk.content(MARKER), None);
        assert_eq!(disk.content(PREVIOUS), None);
        assert!(kept(&disk, b"bad"));
        if let Some(previous) = previous {
            assert!(kept(&disk, previous));
        }
    }
}

#[test]
fn only_the_previous_generation_is_left_and_it_is_bad() {
    let disk = disk_with(2);
    disk.take(CURRENT);
    disk.put(PREVIOUS, b"bad");
    let (damage, set_aside) = lost(load(&own(&disk)).unwrap());
    assert!(damage.contains("is missing") && damage.contains("digest"), "{damage}");
    assert_eq!(disk.content(set_aside.unwrap()).as_deref(), Some(&b"bad"[..]));
}

#[test]
fn a_reset_sets_the_old_document_aside() {
    let disk = disk_with(3);
    for (n, old) in [(1, 3), (2, 40)] {
        reset(&own(&disk), n * 40).unwrap();
        let aside = format!("/p/UserManagementRuntimeConfig.before-reset-{n}.xml");
        assert_eq!(disk.content(aside), Some(document(old)));
        assert_eq!(disk.content(PREVIOUS), None);
        assert_eq!(load(&own(&disk)).unwrap(), Loaded::Current(n * 40));
    }
}

#[test]
fn a_document_of_a_newer_version_stays_untouched() {
    let current = disk_with(2);
    current.put(CURRENT, b"newer and better");
    let previous = disk_with(2);
    previous.put(CURRENT, b"bad");
    previous.put(PREVIOUS, b"newer and better");
    for disk in [current, previous] {
        let before = disk.settled();
        for outcome in [load(&own(&disk)), own(&disk).read(parse)] {
            let error = outcome.unwrap_err();
            let text = error.to_string();
            assert!(matches!(error, StoreError::Newer { .. }), "{text}");
            assert!(text.contains("schema version 99") && text.contains("Update the Runtime"), "{text}");
        }
        for expected in [None, Some(2)] {
            assert!(save(&own(&disk), expected, 3).is_err());
        }
        for path in [CURRENT, PREVIOUS] {
            assert_eq!(disk.content(path), before.content(path));
        }
        assert!(!disk.names("/p").iter().any(|name| name.contains("damaged")));
    }
}

#[test]
fn links_are_never_followed() {
    let names = ["xml", "previous.xml", "lost", "where", "xml.lock"];
    for name in names {
        let disk = disk_with(2);
        if name == "previous.xml" {
            disk.put(CURRENT, b"bad");
        }
        disk.make_link(format!("/p/UserManagementRuntimeConfig.{name}"));
        let store =
            Store::open(Home::new("/p", Some(Storage::ProjectDirectory)), Arc::new(disk.clone()), generation_of);
        let error = store.and_then(|store| load(&store)).unwrap_err();
        let text = error.to_string();
        assert!(matches!(error, StoreError::NotAFile { .. }), "{text}");
        assert!(text.contains("a symbolic link") && text.contains(name), "{text}");
    }
}

#[test]
fn a_document_follows_its_project_from_place_to_place() {
    let disk = disk();
    fill(&own(&disk), 1);
    let mut generation = 1;
    let tour = [
        file_path("data"),
        file_path("data/users.xml"),
        Storage::ProjectDirectory,
        file_path("data\\users.xml"),
        Storage::ProjectDirectory,
        file_path("data"),
    ];
    for storage in tour {
        let moved = store(&disk, storage.clone());
        assert!(moved.place().unwrap().elsewhere.is_some(), "{storage:?}");
        assert_eq!(moved.read(parse).unwrap(), Loaded::Current(generation));
        assert!(moved.place().unwrap().elsewhere.is_some(), "reading moved it");
        assert_eq!(load(&moved).unwrap(), Loaded::Current(generation));
        let place = moved.place().unwrap();
        assert_eq!(place.elsewhere, None);
        // Nothing is left behind that could be taken for a document.
        let left = ["/p", "/p/data"].map(|folder| disk.names(folder)).concat();
        let documents =
            left.iter().filter(|name| name.ends_with(".xml") && !name.contains("moved-") && !name.contains("previous"));
        assert_eq!(documents.count(), 1, "{left:?}");
        assert!(!left.iter().any(|name| name.contains("previous")), "{left:?}");
        assert_eq!(disk.content(place.wanted.path()), Some(document(generation)));
        save(&moved, Some(generation), generation + 1).unwrap();
        generation += 1;
        assert_eq!(load(&moved).unwrap(), Loaded::Current(generation));
    }
    // Each departure left the document of that time behind, under another name.
    for (folder, name, content) in [
        ("/p", "UserManagementRuntimeConfig.moved-1.xml", 1),
        ("/p/data", "UserManagementRuntimeConfig.moved-1.xml", 2),
        ("/p/data", "users.moved-1.xml", 3),
        ("/p", "UserManagementRuntimeConfig.moved-2.xml", 4),
        ("/p/data", "users.moved-2.xml", 5),
        ("/p", "UserManagementRuntimeConfig.moved-3.xml", 6),
    ] {
        assert_eq!(disk.content(Path::new(folder).join(name)), Some(document(content)), "{name}");
    }
}

#[test]
fn a_project_that_cannot_be_read_leaves_the_document_where_it_is() {
    let disk = disk();
    fill(&store(&disk, file_path("data/users.xml")), 2);
    let unread = Store::open(Home::new("/p", None), Arc::new(disk.clone()), generation_of).unwrap();
    assert_eq!(load(&unread).unwrap(), Loaded::Current(2));
    assert!(unread.place().unwrap().wanted.path().ends_with("users.xml"));
}

#[test]
fn a_damaged_document_is_recovered_before_it_is_moved() {
    let disk = disk();
    fill(&store(&disk, file_path("data/users.xml")), 3);
    disk.put("/p/data/users.xml", b"bad");
    let (value, _, set_aside) = recovered(load(&own(&disk)).unwrap());
    assert_eq!(value, 2);
    assert_eq!(disk.content(set_aside.unwrap()).as_deref(), Some(&b"bad"[..]));
    assert_eq!(disk.content(CURRENT), Some(document(2)));
}

#[test]
fn a_lost_document_stays_lost_when_the_project_changes_its_place() {
    let disk = disk();
    fill(&store(&disk, file_path("data/users.xml")), 1);
    disk.put("/p/data/users.xml", b"bad");
    lost(load(&own(&disk)).unwrap());
    lost(load(&own(&disk)).unwrap());
    assert!(matches!(save(&own(&disk), None, 1), Err(StoreError::Lost { .. })));
    reset(&own(&disk), 9).unwrap();
    assert_eq!(load(&own(&disk)).unwrap(), Loaded::Current(9));
    assert!(kept(&disk, b"bad"));
    // Back again: the loss is over there as well.
    assert_eq!(load(&store(&disk, file_path("data/users.xml"))).unwrap(), Loaded::Current(9));
}

#[test]
fn a_drive_that_is_not_connected_is_no_first_start() {
    let disk = disk();
    fill(&store(&disk, file_path("data/users.xml")), 2);
    let empty = disk.settled();
    empty.take("/p/data/users.xml");
    empty.take("/p/data/users.previous.xml");
    // Even if a document lies where the project wants it now.
    empty.put(CURRENT, &document(50));
    let store = own(&empty);
    for outcome in [load(&store), store.read(parse)] {
        let error = outcome.unwrap_err();
        assert!(matches!(error, StoreError::Vanished { .. }), "{error}");
        assert!(error.to_string().contains("users.xml"), "{error}");
    }
    assert!(matches!(save(&store, None, 1), Err(StoreError::Vanished { .. })));
    assert!(matches!(save(&store, Some(50), 51), Err(StoreError::Vanished { .. })));

    let gone = disk.settled();
    gone.take_folder("/p/data");
    let store = own(&gone);
    let error = load(&store).unwrap_err();
    assert!(error.to_string().contains("does not exist"), "{error}");
    reset(&store, 9).unwrap();
    assert_eq!(load(&store).unwrap(), Loaded::Current(9));
    // The drive is back: the reset holds.
    reset(&own(&empty), 9).unwrap();
    empty.put("/p/data/users.xml", &document(2));
    assert_eq!(load(&own(&empty)).unwrap(), Loaded::Current(9));
    assert!(kept(&empty, &document(50)));
}

#[test]
fn a_garbled_pointer_is_searched_past_but_forbids_a_first_start() {
    let disk = disk_with(2);
    disk.put(POINTER, b"\xff\0garbage");
    assert_eq!(load(&own(&disk)).unwrap(), Loaded::Current(2));
    save(&own(&disk), Some(2), 3).unwrap();
    let pointer = String::from_utf8(disk.content(POINTER).unwrap()).unwrap();
    assert!(pointer.contains("Kind: ProjectDirectory"), "{pointer}");

    let bare = store_support::disk();
    bare.put(POINTER, b"");
    assert!(matches!(load(&own(&bare)), Err(StoreError::Vanished { .. })));
}

#[test]
fn without_a_pointer_the_project_folder_is_searched() {
    let disk = disk_with(2);
    let elsewhere = store(&disk, file_path("data/users.xml"));
    assert_eq!(load(&elsewhere).unwrap(), Loaded::Current(2));
    assert_eq!(disk.content("/p/data/users.xml"), Some(document(2)));
    assert_eq!(disk.content(CURRENT), None);
    // At the wanted place, a document needs no pointer.
    disk.take(POINTER);
    assert_eq!(load(&elsewhere).unwrap(), Loaded::Current(2));
}
