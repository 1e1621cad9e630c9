//! The calls of the real disk, each by itself.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

use keyholder_runtime::store::{Disk, Entry, FileSystem, Kind};

#[test]
fn what_stands_under_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("file"), "seven b").unwrap();
    fs::create_dir(at("folder")).unwrap();
    assert_eq!(Disk.entry(&at("file")).unwrap(), Some(Entry { kind: Kind::File, length: 7 }));
    assert_eq!(Disk.entry(&at("folder")).unwrap().unwrap().kind, Kind::Folder);
    assert_eq!(Disk.entry(&at("nothing")).unwrap(), None);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("file", at("link")).unwrap();
        assert_eq!(Disk.entry(&at("link")).unwrap().unwrap().kind, Kind::Link);
        let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
        let other = Disk.entry(&at("socket")).unwrap().unwrap().kind;
        assert_eq!((other, other.noun()), (Kind::Other, "a device or a pipe"));
        // What cannot be looked at is not taken for missing.
        assert_eq!(Disk.entry(&at("file/below")).unwrap_err().kind(), ErrorKind::NotADirectory);
    }
}

#[test]
fn a_file_is_read_and_scanned_in_order_up_to_a_cap() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    let content: Vec<u8> = (0..700_000_u32).map(|n| (n % 251) as u8).collect();
    fs::write(&path, &content).unwrap();
    for cap in [0, 1, 262_144, 262_145, 699_999, 700_000, 1_000_000] {
        let expected = &content[..cap.min(content.len())];
        assert!(Disk.read(&path, cap as u64).unwrap() == expected, "{cap}");
        let mut pieces = Vec::new();
        Disk.scan(&path, cap as u64, &mut |piece| pieces.push(piece.to_vec())).unwrap();
        assert!(pieces.concat() == expected, "{cap}");
        assert!(pieces.iter().all(|piece| !piece.is_empty()), "{cap}");
        let first = pieces.first().map_or(0, Vec::len);
        assert!(first >= expected.len().min(64 * 1024), "{cap}: {first}");
    }
    for none in [folder.path(), &folder.path().join("nothing")] {
        assert!(Disk.scan(none, 1000, &mut |_| panic!("there is nothing to scan")).is_err());
    }
}

#[test]
fn a_lock_is_given_back_when_its_file_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lock");
    let [one, other] = [Disk.open_lock(&path).unwrap(), Disk.open_lock(&path).unwrap()];
    assert!(one.try_lock().unwrap());
    assert!(!other.try_lock().unwrap());
    drop(one);
    assert!(other.try_lock().unwrap());
}

/// Wine refuses to give back what another handle has asked for in vain; the store closes the file as well.
#[cfg(unix)]
#[test]
fn a_lock_is_given_back_while_its_file_stays_open() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lock");
    let [one, other] = [Disk.open_lock(&path).unwrap(), Disk.open_lock(&path).unwrap()];
    assert!(one.try_lock().unwrap());
    assert!(!other.try_lock().unwrap());
    one.unlock().unwrap();
    assert!(other.try_lock().unwrap());
    assert!(!one.try_lock().unwrap());
}

/// Only Windows lets a program keep others from a file for a while.
#[test]
fn errors_that_pass_by_themselves() {
    for code in [5, 32, 33] {
        assert_eq!(Disk.is_passing(&io::Error::from_raw_os_error(code)), cfg!(windows), "{code}");
    }
    assert!(!Disk.is_passing(&io::Error::from_raw_os_error(2)));
    assert!(!Disk.is_passing(&ErrorKind::StorageFull.into()));
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_flushed_is_told() {
    let folder = tempfile::tempdir().unwrap();
    Disk.flush_folder(folder.path()).unwrap();
    assert_eq!(Disk.flush_folder(&folder.path().join("gone")).unwrap_err().kind(), ErrorKind::NotFound);
}

/// As some network shares answer: this device knows no flushing either.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_knows_no_flushing_is_taken_as_flushed() {
    let device = std::path::Path::new("/dev/null");
    assert_eq!(fs::File::open(device).unwrap().sync_all().unwrap_err().kind(), ErrorKind::InvalidInput);
    Disk.flush_folder(device).unwrap();
}

#[test]
fn pauses_last_and_names_differ() {
    let time = Duration::from_millis(20);
    let before = Instant::now();
    Disk.pause(time);
    assert!(before.elapsed() >= time);
    let names: std::collections::BTreeSet<u64> = (0..100).map(|_| Disk.random()).collect();
    assert_eq!(names.len(), 100);
}
