//! The store on a real disk: modes, locks between threads and processes, what blocks a file.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod store_support;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use keyholder_runtime::store::{Disk, Loaded, Locked, Storage, Store, StoreError};
use store_support::*;
use tempfile::TempDir;

const LONG: Duration = Duration::from_secs(120);
const DOCUMENT: &str = "UserManagementRuntimeConfig.xml";
const PREVIOUS: &str = "UserManagementRuntimeConfig.previous.xml";
const LOCK: &str = "UserManagementRuntimeConfig.xml.lock";

fn own(folder: &Path) -> Store {
    open(Arc::new(Disk), folder, Storage::ProjectDirectory).unwrap()
}

fn project(last: u64) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fill(&own(folder.path()), last);
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

/// One change as every program makes it: load, change, save, under the lock.
fn change(locked: &mut Locked<'_>) {
    let Loaded::Current(n) = locked.load(parse).unwrap() else {
        panic!("no document");
    };
    locked.save(Some(n), write(n + 1)).unwrap();
}

#[test]
fn saves_loads_recovers_and_resets() {
    let folder = project(3);
    let store = own(folder.path());
    assert_eq!(load(&store).unwrap(), Loaded::Current(3));
    assert_eq!(names(folder.path()), [PREVIOUS, DOCUMENT, LOCK]);
    assert_eq!(std::fs::read(folder.path().join(PREVIOUS)).unwrap(), document(2));
    store.lock(NO_WAIT).unwrap().set_note("verified").unwrap();
    assert_eq!(store.lock(NO_WAIT).unwrap().note().as_deref(), Some("verified"));

    std::fs::write(folder.path().join(DOCUMENT), "").unwrap();
    let foretold = store.read(parse).unwrap();
    let loaded = load(&store).unwrap();
    assert_eq!(loaded, foretold);
    assert!(matches!(loaded, Loaded::Recovered { value: 2, .. }), "{loaded:?}");

    std::fs::write(folder.path().join(DOCUMENT), "bad").unwrap();
    std::fs::write(folder.path().join(PREVIOUS), "bad").unwrap();
    assert!(matches!(load(&store).unwrap(), Loaded::Lost { .. }));
    reset(&store, 9).unwrap();
    assert_eq!(load(&store).unwrap(), Loaded::Current(9));
    let kept = std::fs::read(folder.path().join("UserManagementRuntimeConfig.damaged-2.xml"));
    assert_eq!(kept.unwrap(), b"bad");
}

#[test]
fn a_document_moves_to_another_folder_and_back() {
    let folder = project(2);
    let machine = tempfile::tempdir().unwrap();
    let home = |storage| keyholder_runtime::store::Home::new(folder.path(), Some(storage));
    let away =
        Store::open(home(file_path("users.xml")).with_storage_root(machine.path()), Arc::new(Disk), generation_of)
            .unwrap();
    assert_eq!(load(&away).unwrap(), Loaded::Current(2));
    assert!(!folder.path().join(DOCUMENT).exists());
    assert_eq!(std::fs::read(machine.path().join("users.xml")).unwrap(), document(2));
    save(&away, Some(2), 3).unwrap();
    let back =
        Store::open(home(Storage::ProjectDirectory).with_storage_root(machine.path()), Arc::new(Disk), generation_of)
            .unwrap();
    assert_eq!(load(&back).unwrap(), Loaded::Current(3));
    assert!(folder.path().join(DOCUMENT).exists());
}

#[test]
fn threads_do_not_lose_each_others_change() {
    let folder = project(1);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let store = own(folder.path());
                for _ in 0..10 {
                    change(&mut store.lock(LONG).unwrap());
                }
            });
        }
    });
    assert_eq!(load(&own(folder.path())).unwrap(), Loaded::Current(41));
}

#[test]
fn readers_never_see_half_a_document() {
    let folder = project(1);
    let path = folder.path().to_owned();
    let (about_to_save, signal) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut last = 1;
            // A few reads while each save goes on. Without a rest in between, Windows would
            // rather refuse the writer for ever than the readers.
            for () in signal {
                for _ in 0..3 {
                    let Loaded::Current(n) = own(folder.path()).read(parse).unwrap() else {
                        panic!("a reader saw something else than the current document");
                    };
                    assert!(n >= last, "{n} after {last}");
                    last = n;
                }
            }
            assert_eq!(own(folder.path()).read(parse).unwrap(), Loaded::Current(101));
        });
        let store = own(&path);
        for _ in 0..100 {
            about_to_save.send(()).unwrap();
            change(&mut store.lock(LONG).unwrap());
        }
        drop(about_to_save);
    });
}

/// What tells this test program, started again, to be the other process.
const FOLDER: &str = "KEYHOLDER_STORE_TEST_FOLDER";
const CHANGES: u64 = 20;

#[test]
fn processes_do_not_lose_each_others_change() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        let store = own(Path::new(&folder));
        for _ in 0..CHANGES {
            change(&mut store.lock(LONG).unwrap());
        }
        return;
    }
    let folder = project(1);
    let start = || {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "processes_do_not_lose_each_others_change"])
            .env(FOLDER, folder.path())
            .spawn()
            .unwrap()
    };
    let processes = [start(), start(), start()];
    for mut process in processes {
        assert!(process.wait().unwrap().success());
    }
    assert_eq!(load(&own(folder.path())).unwrap(), Loaded::Current(1 + 3 * CHANGES));
}

/// What tells this test program, started again, to save until it is killed.
const UNTIL_KILLED: &str = "KEYHOLDER_STORE_TEST_UNTIL_KILLED";
/// What it says after each save.
const SAVED: &str = "saved once more";

/// Lets this test program, started again for the test of this name, save until it is killed;
/// again and again. Returns the folder and the last generation.
fn kill_while_saving(test: &str, storage: Storage) -> (TempDir, u64) {
    let own = |folder: &Path| open(Arc::new(Disk), folder, storage.clone()).unwrap();
    if let Some(folder) = std::env::var_os(UNTIL_KILLED) {
        let store = own(Path::new(&folder));
        loop {
            change(&mut store.lock(LONG).unwrap());
            println!("{SAVED}");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let store = own(folder.path());
    fill(&store, 1);
    let mut last = 1;
    for _ in 0..10 {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test, "--nocapture"])
            .env(UNTIL_KILLED, folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // Killed as soon as it says that it has saved, in the middle of what follows.
        let mut said = BufReader::new(process.stdout.take().unwrap()).lines();
        assert!(said.any(|line| line.unwrap().contains(SAVED)));
        process.kill().unwrap();
        process.wait().unwrap();
        let Loaded::Current(n) = load(&store).unwrap() else {
            panic!("no document");
        };
        assert!(n > last);
        last = n;
    }
    save(&store, Some(last), last + 1).unwrap();
    (folder, last + 1)
}

#[test]
fn a_killed_process_leaves_a_whole_document_and_no_lock() {
    let test = "a_killed_process_leaves_a_whole_document_and_no_lock";
    let (folder, last) = kill_while_saving(test, Storage::ProjectDirectory);
    assert_eq!(std::fs::read(folder.path().join(DOCUMENT)).unwrap(), document(last));
    assert_eq!(names(folder.path()), [PREVIOUS, DOCUMENT, LOCK]);
}

#[test]
fn a_killed_process_leaves_a_whole_database_and_no_lock() {
    let test = "a_killed_process_leaves_a_whole_database_and_no_lock";
    let (folder, _) = kill_while_saving(test, Storage::ProjectDatabase);
    let expected = ["UserManagement.db", "UserManagementRuntimeConfig.where", LOCK];
    assert_eq!(names(folder.path()), expected);
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let gone = folder.path().join("gone");
    let store = own(&gone);
    let error = save(&store, None, 1).unwrap_err();
    let text = error.to_string();
    assert!(matches!(error, StoreError::Io { .. }), "{text}");
    assert!(text.contains("Check that the folder exists") && text.contains("gone"), "{text}");
    assert!(!gone.exists());
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::fs::Permissions;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn files_are_readable_by_their_owner_alone() {
        let folder = project(2);
        let store = own(folder.path());
        store.lock(NO_WAIT).unwrap().set_note("x").unwrap();
        std::fs::write(folder.path().join(DOCUMENT), "bad").unwrap();
        std::fs::write(folder.path().join(PREVIOUS), "bad").unwrap();
        load(&store).unwrap();
        reset(&store, 9).unwrap();
        save(&store, Some(9), 10).unwrap();
        load(&open(Arc::new(Disk), folder.path(), file_path("users.xml")).unwrap()).unwrap();
        let all = names(folder.path());
        assert!(all.len() >= 7, "{all:?}");
        for name in all {
            let mode = std::fs::metadata(folder.path().join(&name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }

    #[test]
    fn links_are_refused() {
        for name in [DOCUMENT, LOCK] {
            let folder = tempfile::tempdir().unwrap();
            let outside = tempfile::tempdir().unwrap();
            let target = outside.path().join("target");
            symlink(&target, folder.path().join(name)).unwrap();
            let store = open(Arc::new(Disk), folder.path(), Storage::ProjectDirectory);
            let error = store.and_then(|store| save(&store, None, 1)).unwrap_err();
            assert!(matches!(error, StoreError::NotAFile { .. }), "{error}");
            assert!(!target.exists());
        }
    }

    #[test]
    fn a_folder_without_the_right_to_write_is_told() {
        let folder = project(2);
        let store = own(folder.path());
        std::fs::set_permissions(folder.path(), Permissions::from_mode(0o500)).unwrap();
        let may_write_all_the_same = std::fs::write(folder.path().join("probe"), "").is_ok();
        let outcome = save(&store, Some(2), 3);
        std::fs::set_permissions(folder.path(), Permissions::from_mode(0o700)).unwrap();
        // The superuser may write anywhere.
        let expected = if may_write_all_the_same {
            outcome.unwrap();
            3
        } else {
            let text = outcome.unwrap_err().to_string();
            assert!(text.contains("right to read and write"), "{text}");
            2
        };
        assert_eq!(load(&store).unwrap(), Loaded::Current(expected));
    }
}

/// On Windows, a file that is open without sharing can be neither read nor replaced.
#[cfg(windows)]
mod windows {
    use super::*;
    use std::ffi::OsString;
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::os::windows::fs::OpenOptionsExt;
    use std::sync::Mutex;

    use keyholder_runtime::store::{Entry, FileSystem, LockFile, OpenFile};

    /// The disk, with a scanner that holds a file for some pauses.
    struct Scanned {
        held: Mutex<Option<File>>,
        pauses: Mutex<u32>,
        until: u32,
    }

    impl Scanned {
        fn new(path: &Path, until: u32) -> Self {
            let file = OpenOptions::new().read(true).share_mode(0).open(path).unwrap();
            Scanned { held: Mutex::new(Some(file)), pauses: Mutex::new(0), until }
        }
    }

    impl FileSystem for Scanned {
        fn pause(&self, _time: Duration) {
            let mut pauses = self.pauses.lock().unwrap();
            *pauses += 1;
            if *pauses == self.until {
                self.held.lock().unwrap().take();
            }
        }
        fn entry(&self, path: &Path) -> io::Result<Option<Entry>> {
            Disk.entry(path)
        }
        fn read(&self, path: &Path, cap: u64) -> io::Result<Vec<u8>> {
            Disk.read(path, cap)
        }
        fn create_new(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
            Disk.create_new(path)
        }
        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            Disk.rename(from, to)
        }
        fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
            Disk.hard_link(from, to)
        }
        fn remove(&self, path: &Path) -> io::Result<()> {
            Disk.remove(path)
        }
        fn flush_folder(&self, path: &Path) -> io::Result<()> {
            Disk.flush_folder(path)
        }
        fn list(&self, path: &Path) -> io::Result<Vec<OsString>> {
            Disk.list(path)
        }
        fn open_lock(&self, path: &Path) -> io::Result<Box<dyn LockFile>> {
            Disk.open_lock(path)
        }
        fn random(&self) -> u64 {
            Disk.random()
        }
    }

    #[test]
    fn a_file_that_is_held_for_a_while_only_delays_a_save() {
        for name in [DOCUMENT, PREVIOUS] {
            let folder = project(2);
            let scanned = Arc::new(Scanned::new(&folder.path().join(name), 3));
            let store = open(Arc::clone(&scanned) as _, folder.path(), Storage::ProjectDirectory).unwrap();
            save(&store, Some(2), 3).unwrap();
            assert_eq!(*scanned.pauses.lock().unwrap(), 3, "{name}");
            assert_eq!(load(&own(folder.path())).unwrap(), Loaded::Current(3));
        }
    }

    #[test]
    fn a_file_that_is_held_for_good_is_told_and_nothing_changes() {
        for name in [DOCUMENT, PREVIOUS] {
            let folder = project(2);
            let scanned = Arc::new(Scanned::new(&folder.path().join(name), u32::MAX));
            let store = open(Arc::clone(&scanned) as _, folder.path(), Storage::ProjectDirectory).unwrap();
            let error = save(&store, Some(2), 3).unwrap_err();
            let text = error.to_string();
            assert!(text.contains(name), "{text}");
            scanned.held.lock().unwrap().take();
            assert_eq!(load(&own(folder.path())).unwrap(), Loaded::Current(2));
            save(&own(folder.path()), Some(2), 3).unwrap();
            assert_eq!(names(folder.path()), [PREVIOUS, DOCUMENT, LOCK]);
        }
    }
}

fn set_aside_as(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("UserManagementRuntimeConfig.damaged-{number}.xml"))
}

#[test]
fn what_was_set_aside_does_not_change_with_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(DOCUMENT);
    std::fs::write(&file, "bad").unwrap();
    assert!(matches!(load(&own(folder.path())).unwrap(), Loaded::Lost { .. }));
    // As an editor may do it.
    std::fs::write(&file, "mended, as someone thinks").unwrap();
    assert_eq!(std::fs::read(set_aside_as(folder.path(), 1)).unwrap(), b"bad");
}

/// A file that is larger than any document: it gets a second name, and is neither read nor copied.
#[cfg(unix)]
#[test]
fn what_is_too_large_is_set_aside_whole() {
    use keyholder_runtime::store::LIMIT;
    use std::os::unix::fs::{FileExt as _, MetadataExt as _};
    let folder = tempfile::tempdir().unwrap();
    let large = |path: &Path, last: u8| {
        let file = std::fs::File::create(path).unwrap();
        file.write_all_at(&[last], LIMIT).unwrap();
        file.metadata().unwrap().ino()
    };
    // They differ beyond what is ever read.
    large(&set_aside_as(folder.path(), 1), 1);
    let file = large(&folder.path().join(DOCUMENT), 2);
    let Loaded::Lost { set_aside, .. } = load(&own(folder.path())).unwrap() else {
        panic!("a damaged document is lost");
    };
    assert_eq!(set_aside, Some(set_aside_as(folder.path(), 2)));
    assert_eq!(set_aside_as(folder.path(), 2).metadata().unwrap().ino(), file);
}

/// As long as a document may be it is read and judged; longer, it is damaged whatever it holds.
#[cfg(unix)]
#[test]
fn a_document_of_256_mib_is_read_and_a_longer_one_is_not() {
    use keyholder_runtime::store::LIMIT;
    let folder = tempfile::tempdir().unwrap();
    let file = std::fs::File::create(folder.path().join(DOCUMENT)).unwrap();
    for (length, told) in [(LIMIT, "the digest does not match"), (LIMIT + 1, "has 268435457 bytes, more than")] {
        file.set_len(length).unwrap();
        let Loaded::Lost { damage, .. } = own(folder.path()).read(parse).unwrap() else {
            panic!("a document of zeros");
        };
        assert!(damage.contains(told), "{damage}");
    }
}

/// A link of the name, which leads to the very same content and is as long, is no copy that was set aside.
#[cfg(unix)]
#[test]
fn a_link_does_not_stand_for_a_copy_that_was_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("elsewhere.xml");
    let bad = vec![b'x'; target.as_os_str().len()];
    for file in [&target, &folder.path().join(DOCUMENT)] {
        std::fs::write(file, &bad).unwrap();
    }
    let aside = |number| set_aside_as(folder.path(), number);
    std::os::unix::fs::symlink(&target, aside(1)).unwrap();
    let Loaded::Lost { set_aside, .. } = load(&own(folder.path())).unwrap() else {
        panic!("a damaged document is lost");
    };
    assert_eq!(set_aside, Some(aside(2)));
    assert!(aside(2).symlink_metadata().unwrap().is_file());
    assert_eq!(std::fs::read(aside(2)).unwrap(), bad);
}
