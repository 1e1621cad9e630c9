//! What lies beside the document as text: the marker of a loss, the pointer, the note.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod store_support;

use std::path::{Path, PathBuf};

use keyholder_runtime::store::recording::Recording;
use keyholder_runtime::store::{Loaded, NOTE_LIMIT, Storage, Store};
use sha2::{Digest, Sha256};
use store_support::*;

const NOTE: &str = "/p/UserManagementRuntimeConfig.verified";

fn own(disk: &Recording) -> Store {
    store(disk, Storage::ProjectDirectory)
}

fn lost(disk: &Recording) -> (String, Option<PathBuf>) {
    match load(&own(disk)).unwrap() {
        Loaded::Lost { damage, set_aside } => (damage, set_aside),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_emptied_marker_is_a_marker() {
    let disk = disk();
    disk.put(MARKER, b"");
    let (damage, set_aside) = lost(&disk);
    assert!(damage.contains("is lost") && set_aside.is_none(), "{damage}");
}

/// People may write into it what they have tried.
#[test]
fn a_marker_says_the_same_behind_what_people_wrote_into_it() {
    let disk = disk();
    let remarks = "Backup of Monday tried, no good either.\n".repeat(500);
    disk.put(MARKER, format!("{remarks}Damage: It was torn.\nSet aside: users.damaged-1.xml\n").as_bytes());
    assert_eq!(lost(&disk), ("It was torn.".to_owned(), Some(PathBuf::from("/p/users.damaged-1.xml"))));
}

#[test]
fn a_pointer_points_behind_what_people_wrote_into_it() {
    let disk = disk();
    let data = store(&disk, file_path("data/users.xml"));
    fill(&data, 2);
    let pointer = String::from_utf8(disk.content(POINTER).unwrap()).unwrap();
    disk.put(POINTER, format!("{}{pointer}", "Moved when the disk was full.\n".repeat(500)).as_bytes());
    let place = own(&disk).place().unwrap();
    assert_eq!(place.elsewhere.as_ref().map(|location| location.path()), Some(Path::new("/p/data/users.xml")));
    assert_eq!(load(&own(&disk)).unwrap(), Loaded::Current(2));
}

#[test]
fn a_marker_alone_is_found_where_the_document_was() {
    let disk = disk();
    fill(&store(&disk, file_path("data/users.xml")), 1);
    disk.put("/p/data/users.xml", b"bad");
    let (damage, _) = lost(&disk);
    disk.take("/p/data/users.xml");
    assert_eq!(lost(&disk).0, damage);
}

#[test]
fn a_note_is_kept_until_it_is_torn() {
    let disk = disk_with(1);
    let store = own(&disk);
    let locked = store.lock(NO_WAIT).unwrap();
    assert_eq!(locked.note(), None);
    for note in ["", "generation 1\nverified", &"x".repeat(NOTE_LIMIT)] {
        locked.set_note(note).unwrap();
        assert_eq!(locked.note().as_deref(), Some(note));
    }
    assert!(locked.set_note(&"x".repeat(NOTE_LIMIT + 1)).is_err());
    let whole = disk.content(NOTE).unwrap();
    for length in 0..whole.len() {
        disk.put(NOTE, &whole[..length]);
        assert_eq!(locked.note(), None, "{length}");
    }
    disk.put(NOTE, &[&whole[..], b"x"].concat());
    assert_eq!(locked.note(), None);
    disk.put(NOTE, &whole);
    assert!(locked.note().is_some());
}

#[test]
fn a_note_longer_than_any_is_none_even_if_its_sum_is_right() {
    let disk = disk_with(1);
    let store = own(&disk);
    let locked = store.lock(NO_WAIT).unwrap();
    for (length, expected) in [(NOTE_LIMIT, true), (NOTE_LIMIT + 2, false), (NOTE_LIMIT * 2, false)] {
        let note = "x".repeat(length);
        let sum: String = Sha256::digest(&note).iter().map(|byte| format!("{byte:02x}")).collect();
        disk.put(NOTE, format!("{sum}\n{note}").as_bytes());
        assert_eq!(locked.note().is_some(), expected, "{length}");
    }
}
