//! The document as a row of a database: the same promises as for a file.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod store_support;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use keyholder_runtime::store::{After, Disk, Found, LIMIT, Loaded, NewFile, Storage, Store, StoreError};
use rusqlite::Connection;
use store_support::*;
use tempfile::TempDir;

struct Project {
    folder: TempDir,
    store: Store,
}

impl Project {
    fn new(last: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = open(Arc::new(Disk), folder.path(), Storage::ProjectDatabase).unwrap();
        fill(&store, last);
        Project { folder, store }
    }

    fn with(&self, storage: Storage) -> Store {
        open(Arc::new(Disk), self.folder.path(), storage).unwrap()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn database(&self) -> PathBuf {
        self.path("UserManagement.db")
    }

    fn connect(&self) -> Connection {
        Connection::open(self.database()).unwrap()
    }

    fn row(&self, name: &str) -> Option<Vec<u8>> {
        let sql = "SELECT Content FROM Document WHERE Name = ?1";
        self.connect().query_row(sql, [name], |row| row.get(0)).ok()
    }

    fn set_row(&self, name: &str, content: &[u8]) {
        let sql = "UPDATE Document SET Content = ?2 WHERE Name = ?1";
        let changed = self.connect().execute(sql, (name, content)).unwrap();
        assert_eq!(changed, 1);
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.filter(|name| !name.ends_with(".lock")).collect();
        names.sort();
        names
    }
}

#[test]
fn saves_and_loads() {
    let project = Project::new(0);
    assert_eq!(project.store.read(parse).unwrap(), Loaded::Missing);
    assert_eq!(load(&project.store).unwrap(), Loaded::Missing);
    fill(&project.store, 3);
    assert_eq!(load(&project.store).unwrap(), Loaded::Current(3));
    assert_eq!(project.store.read(parse).unwrap(), Loaded::Current(3));
    assert_eq!(project.row("current"), Some(document(3)));
    assert_eq!(project.row("previous"), Some(document(2)));
    let sql = "SELECT Generation FROM Document WHERE Name = 'current'";
    let generation: i64 = project.connect().query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(generation, 3);
    let names = ["UserManagement.db", "UserManagementRuntimeConfig.where"];
    assert_eq!(project.names(), names);
}

#[test]
fn a_save_on_another_generation_is_refused() {
    let project = Project::new(2);
    for expected in [None, Some(1), Some(3)] {
        let error = save(&project.store, expected, 5).unwrap_err();
        let StoreError::Generation { found, .. } = error else {
            panic!("{error}");
        };
        assert_eq!(found, Found::Generation(2));
    }
    assert_eq!(project.row("current"), Some(document(2)));
}

#[test]
fn a_damaged_row_is_set_aside_and_the_one_before_put_in_its_place() {
    for (n, garbage) in [(1, &b""[..]), (2, b"torn"), (3, &document(9)[..600])] {
        let project = Project::new(3);
        for earlier in 1..n {
            project.set_row("current", format!("earlier {earlier}").as_bytes());
            load(&project.store).unwrap();
        }
        project.set_row("current", garbage);
        let foretold = project.store.read(parse).unwrap();
        let loaded = load(&project.store).unwrap();
        assert_eq!(loaded, foretold);
        let Loaded::Recovered { value, set_aside, .. } = loaded else {
            panic!("{loaded:?}");
        };
        let aside = format!("damaged-{n}");
        let told = set_aside.unwrap().display().to_string();
        assert!(told.ends_with(&format!("UserManagement.db#{aside}")), "{told}");
        assert_eq!((value, project.row(&aside).as_deref()), (2, Some(garbage)));
        assert_eq!(load(&project.store).unwrap(), Loaded::Current(2));
        assert_eq!(project.row("previous"), Some(document(2)));
    }
}

#[test]
fn a_missing_row_is_no_first_start() {
    let project = Project::new(3);
    project.connect().execute("DELETE FROM Document WHERE Name = 'current'", ()).unwrap();
    assert!(save(&project.store, None, 1).is_err());
    let loaded = load(&project.store).unwrap();
    assert!(matches!(loaded, Loaded::Recovered { value: 2, set_aside: None, .. }), "{loaded:?}");
    assert_eq!(load(&project.store).unwrap(), Loaded::Current(2));
}

#[test]
fn a_row_of_a_newer_version_stays_untouched() {
    let project = Project::new(2);
    project.set_row("current", b"newer and better");
    assert!(matches!(load(&project.store), Err(StoreError::Newer { .. })));
    assert!(save(&project.store, Some(2), 3).is_err());
    assert_eq!(project.row("current").as_deref(), Some(&b"newer and better"[..]));
    assert_eq!(project.row("previous"), Some(document(1)));
    assert_eq!(project.row("damaged-1"), None);
}

#[test]
fn a_loss_stays_a_loss_until_a_reset() {
    let project = Project::new(1);
    project.set_row("current", b"bad");
    let first = load(&project.store).unwrap();
    assert!(matches!(first, Loaded::Lost { .. }), "{first:?}");
    assert!(project.path("UserManagement.lost").exists());
    assert_eq!(load(&project.store).unwrap(), first);
    assert!(matches!(save(&project.store, Some(1), 2), Err(StoreError::Lost { .. })));
    reset(&project.store, 9).unwrap();
    assert_eq!(load(&project.store).unwrap(), Loaded::Current(9));
    assert_eq!(project.row("damaged-1").as_deref(), Some(&b"bad"[..]));
    assert!(!project.path("UserManagement.lost").exists());
    // A sound document is set aside by a reset as well.
    reset(&project.store, 11).unwrap();
    assert_eq!(project.row("before-reset-2"), Some(document(9)));
    assert_eq!(project.row("previous"), None);
}

#[test]
fn a_broken_database_file_is_set_aside_whole() {
    let foreign = |table: &str| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        Connection::open(&path).unwrap().execute(table, ()).unwrap();
        std::fs::read(path).unwrap()
    };
    let [other, columns] = ["CREATE TABLE Other (X)", "CREATE TABLE Document (X)"].map(foreign);
    for garbage in [&b""[..], b"no database at all, but long enough to be one", &other, &columns] {
        let project = Project::new(3);
        std::fs::write(project.database(), garbage).unwrap();
        let foretold = project.store.read(parse).unwrap();
        let first = load(&project.store).unwrap();
        assert_eq!(first, foretold);
        let Loaded::Lost { set_aside, damage } = &first else {
            panic!("{first:?}");
        };
        // Not that there is another generation in the same file which is damaged as well, or none but that.
        assert!(damage.starts_with("The runtime document ") && damage.contains("UserManagement.db is "), "{damage}");
        assert!(damage.ends_with(" There is no earlier generation."), "{damage}");
        let aside = project.path("UserManagement.damaged-1.db");
        assert_eq!(set_aside.as_ref(), Some(&aside));
        assert_eq!(std::fs::read(&aside).unwrap(), garbage);
        assert_eq!(load(&project.store).unwrap(), first);
        for expected in [None, Some(3)] {
            assert!(save(&project.store, expected, 4).is_err());
        }
        reset(&project.store, 9).unwrap();
        assert_eq!(load(&project.store).unwrap(), Loaded::Current(9));
        save(&project.store, Some(9), 10).unwrap();
        assert_eq!(load(&project.store).unwrap(), Loaded::Current(10));
        assert_eq!(std::fs::read(&aside).unwrap(), garbage);
    }
}

#[test]
fn a_reset_of_a_broken_database_that_was_never_loaded_keeps_it() {
    let project = Project::new(2);
    std::fs::write(project.database(), "broken").unwrap();
    reset(&project.store, 9).unwrap();
    assert_eq!(load(&project.store).unwrap(), Loaded::Current(9));
    let kept = std::fs::read(project.path("UserManagement.before-reset-1.db")).unwrap();
    assert_eq!(kept, b"broken");
}

#[test]
fn whichever_page_of_the_database_breaks_it_is_no_first_start() {
    // Long documents have pages of their own, so that one can break alone.
    const TAIL: usize = 20_000;
    let long = |generation: u64| {
        move |new: &mut dyn NewFile| {
            write(generation)(new)?;
            new.write_all(&vec![generation as u8; TAIL])
        }
    };
    let parse_long = |mut bytes: Vec<u8>| {
        let tail = bytes.split_off(bytes.len().saturating_sub(TAIL));
        let generation = parse(bytes)?;
        let whole = tail.iter().all(|&b| u64::from(b) == generation);
        if whole { Ok(generation) } else { Err(Refused::Torn) }
    };
    let saved = Project::new(0);
    let mut locked = saved.store.lock(NO_WAIT).unwrap();
    locked.save(None, long(1)).unwrap();
    locked.save(Some(1), long(2)).unwrap();
    let sound = std::fs::read(saved.database()).unwrap();
    let pages = sound.len() / 4096;
    assert!(pages > 10, "{pages}");
    let mut seen = [0; 3];
    for page in 0..pages {
        for garbage in [0x00, 0xff] {
            let project = Project::new(0);
            let mut broken = sound.clone();
            broken[page * 4096..(page + 1) * 4096].fill(garbage);
            std::fs::write(project.database(), &broken).unwrap();
            let mut locked = project.store.lock(NO_WAIT).unwrap();
            let loaded = locked.load(parse_long).unwrap();
            match &loaded {
                Loaded::Current(2) => seen[0] += 1,
                Loaded::Recovered { value: 1, set_aside, .. } => {
                    seen[1] += 1;
                    assert!(set_aside.is_some());
                    assert!(project.row("previous").is_some());
                    assert_eq!(locked.load(parse_long).unwrap(), Loaded::Current(1));
                    locked.save(Some(1), long(3)).unwrap();
                    assert_eq!(locked.load(parse_long).unwrap(), Loaded::Current(3));
                }
                Loaded::Lost { .. } => {
                    seen[2] += 1;
                    assert_eq!(locked.load(parse_long).unwrap(), loaded);
                    locked.reset(long(9)).unwrap();
                    assert_eq!(locked.load(parse_long).unwrap(), Loaded::Current(9));
                }
                other => panic!("page {page}: {other:?}"),
            }
        }
    }
    assert!(seen.iter().all(|&n| n > 0), "current, recovered, lost: {seen:?}");
}

#[test]
fn a_save_that_a_power_cut_interrupted_is_rolled_back() {
    let project = Project::new(2);
    // A copy of the files in the middle of a transaction is what a power cut leaves.
    let connection = project.connect();
    connection.execute_batch("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE").unwrap();
    let sql = "UPDATE Document SET Content = zeroblob(500000)";
    connection.execute(sql, ()).unwrap();
    let cut = Project::new(0);
    std::fs::copy(project.database(), cut.database()).unwrap();
    let journal = "UserManagement.db-journal";
    std::fs::copy(project.path(journal), cut.path(journal)).unwrap();
    assert!(std::fs::metadata(cut.path(journal)).unwrap().len() > 0);
    assert_eq!(cut.store.read(parse).unwrap(), Loaded::Current(2));
    assert_eq!(load(&cut.store).unwrap(), Loaded::Current(2));
    save(&cut.store, Some(2), 3).unwrap();
    assert_eq!(cut.row("previous"), Some(document(2)));
}

#[test]
fn another_program_in_the_database_is_reported() {
    let project = Project::new(2);
    let connection = project.connect();
    connection.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let error = load(&project.store).unwrap_err();
    assert_eq!(error.after(), After::Unchanged);
    let text = error.to_string();
    assert!(matches!(error, StoreError::Database { .. }), "{text}");
    assert!(text.contains("Another program is using the database"), "{text}");
    connection.execute_batch("ROLLBACK").unwrap();
    assert_eq!(load(&project.store).unwrap(), Loaded::Current(2));
}

#[test]
fn a_journal_without_its_database_is_not_rolled_into_a_new_one() {
    let project = Project::new(0);
    let journal = project.path("UserManagement.db-journal");
    std::fs::write(&journal, [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]).unwrap();
    save(&project.store, None, 1).unwrap();
    assert!(!journal.exists());
    assert_eq!(load(&project.store).unwrap(), Loaded::Current(1));
    let kept = project.names().into_iter().filter(|name| name.contains("damaged"));
    assert_eq!(kept.count(), 1);
}

#[test]
fn a_document_moves_into_a_database_and_out_again() {
    let project = Project::new(0);
    let own = project.with(Storage::ProjectDirectory);
    fill(&own, 2);
    assert_eq!(project.store.read(parse).unwrap(), Loaded::Current(2));
    assert!(!project.database().exists());
    assert_eq!(load(&project.store).unwrap(), Loaded::Current(2));
    assert_eq!(project.row("current"), Some(document(2)));
    save(&project.store, Some(2), 3).unwrap();
    assert!(!project.path("UserManagementRuntimeConfig.xml").exists());
    let aside = std::fs::read(project.path("UserManagementRuntimeConfig.moved-1.xml")).unwrap();
    assert_eq!(aside, document(2));

    assert_eq!(load(&own).unwrap(), Loaded::Current(3));
    assert!(!project.database().exists());
    assert!(project.path("UserManagement.moved-1.db").exists());
    save(&own, Some(3), 4).unwrap();
    // And once more, with a database left behind in between.
    let stale = std::fs::read(project.path("UserManagement.moved-1.db")).unwrap();
    std::fs::write(project.database(), stale).unwrap();
    assert_eq!(load(&project.store).unwrap(), Loaded::Current(4));
    assert_eq!(project.row("replaced-1"), Some(document(3)));
    assert_eq!(project.row("previous"), None);
}

/// Whatever else lies in the folder, and whatever the project wants now.
#[test]
fn the_record_of_a_database_is_believed() {
    let project = Project::new(2);
    std::fs::write(project.path("UserManagementRuntimeConfig.xml"), document(7)).unwrap();
    let own = project.with(Storage::ProjectDirectory);
    assert_eq!(own.read(parse).unwrap(), Loaded::Current(2));
    assert_eq!(load(&own).unwrap(), Loaded::Current(2));
    let aside = std::fs::read(project.path("UserManagementRuntimeConfig.replaced-1.xml")).unwrap();
    assert_eq!(aside, document(7));
}

#[test]
fn an_emptied_database_is_no_first_start() {
    let project = Project::new(2);
    project.connect().execute("DELETE FROM Document", ()).unwrap();
    let error = load(&project.store).unwrap_err();
    assert!(matches!(error, StoreError::Vanished { .. }), "{error}");
    // Without a record it is passed over for a document beside it.
    std::fs::remove_file(project.path("UserManagementRuntimeConfig.where")).unwrap();
    std::fs::write(project.path("UserManagementRuntimeConfig.xml"), document(7)).unwrap();
    assert_eq!(load(&project.store).unwrap(), Loaded::Current(7));
    assert_eq!(project.row("current"), Some(document(7)));
}

#[test]
fn a_row_is_scanned_if_there_is_one_that_is_not_lost() {
    let project = Project::new(0);
    let scanned = || {
        let mut seen = Vec::new();
        let there = project.store.lock(NO_WAIT).unwrap().scan(&mut |piece| seen.extend_from_slice(piece)).unwrap();
        (there, seen)
    };
    assert_eq!(scanned(), (false, vec![]));
    fill(&project.store, 2);
    assert_eq!(scanned(), (true, document(2)));
    project.set_row("current", b"");
    assert_eq!(scanned(), (false, vec![]));
    project.set_row("current", &document(2));
    std::fs::write(project.path("UserManagement.lost"), "").unwrap();
    assert_eq!(scanned(), (false, vec![]));
}

#[test]
fn two_writers_do_not_lose_each_others_change() {
    let project = Project::new(1);
    let folder: &Path = project.folder.path();
    let wait = Duration::from_secs(60);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(move || {
                let store = open(Arc::new(Disk), folder, Storage::ProjectDatabase).unwrap();
                for _ in 0..5 {
                    let mut locked = store.lock(wait).unwrap();
                    let Loaded::Current(n) = locked.load(parse).unwrap() else {
                        panic!("no document");
                    };
                    locked.save(Some(n), write(n + 1)).unwrap();
                }
            });
        }
    });
    assert_eq!(load(&project.store).unwrap(), Loaded::Current(21));
}

#[cfg(unix)]
#[test]
fn the_database_is_readable_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new(2);
    for name in ["UserManagement.db", "UserManagementRuntimeConfig.xml.lock"] {
        let mode = std::fs::metadata(project.path(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

/// A project whose database has no table, but a view of the same columns: its content is made when it is
/// asked for, as long as it likes, or not at all.
fn with_view(name: &str, content: &str) -> Project {
    let project = Project::new(1);
    let view = format!("CREATE VIEW Document AS SELECT {name} AS Name, 1 AS Generation, {content} AS Content");
    project.connect().execute_batch(&format!("DROP TABLE Document; {view}")).unwrap();
    project
}

#[test]
fn a_row_of_256_mib_is_read_and_a_longer_one_is_not() {
    for (length, told) in [(LIMIT, "the digest does not match"), (LIMIT + 1, "has 268435457 bytes, more than")] {
        let project = with_view("'current'", &format!("zeroblob({length})"));
        let Loaded::Lost { damage, .. } = project.store.read(parse).unwrap() else {
            panic!("a row of zeros");
        };
        assert!(damage.contains(told), "{damage}");
    }
}

/// What is in the row is no document, but a number or a text.
#[test]
fn a_row_that_holds_no_bytes_is_damaged() {
    for content in ["42", "'text'"] {
        let project = with_view("'current'", content);
        let read = project.store.read(parse).unwrap();
        assert!(matches!(&read, Loaded::Lost { damage, .. } if damage.contains("is damaged")), "{content}: {read:?}");
        assert_eq!(project.store.head().unwrap(), Some(vec![]), "{content}");
        let error = save(&project.store, Some(1), 2).unwrap_err();
        assert!(matches!(error, StoreError::Generation { found: Found::Unreadable, .. }), "{content}: {error}");
    }
    // Not even its name can be worked out: there is something all the same.
    let project = with_view("abs(-9223372036854775808)", "x'00'");
    assert_eq!(project.store.place().unwrap().vanished, None);
}

/// SQLite gives up for a reason that says nothing about the file: a longer text than it handles.
#[test]
fn what_sqlite_cannot_do_is_no_damage() {
    for (name, content) in [("'current'", "zeroblob(2000000000)"), ("zeroblob(2000000000)", "x'00'")] {
        let project = with_view(name, content);
        let outcomes = [
            project.store.read(parse).map(|_| ()),
            load(&project.store).map(|_| ()),
            project.store.head().map(|_| ()),
            save(&project.store, Some(1), 2),
        ];
        let named = name == "'current'";
        assert_eq!(project.store.place().is_ok(), named, "{name}");
        for outcome in outcomes {
            let error = outcome.unwrap_err();
            assert!(matches!(error, StoreError::Database { .. }), "{name}: {error}");
            assert!(error.to_string().contains("reading the database failed"), "{name}: {error}");
        }
        assert!(!project.path("UserManagement.lost").exists());
    }
}

/// A database whose check fails: by damage, or because SQLite gives up.
#[test]
fn a_database_whose_check_fails_is_built_anew_or_left_alone() {
    for (check, damaged) in [("abs(-9223372036854775808)", true), ("zeroblob(2000000000) IS NOT NULL", false)] {
        let project = Project::new(2);
        let table = "CREATE TABLE Document (Name TEXT NOT NULL PRIMARY KEY, Generation INTEGER, Content BLOB";
        let rows =
            "INSERT INTO Document SELECT * FROM Old; DROP TABLE Old; DELETE FROM Document WHERE Name = 'current'";
        let connection = project.connect();
        connection.execute_batch("PRAGMA ignore_check_constraints = ON; ALTER TABLE Document RENAME TO Old").unwrap();
        connection.execute_batch(&format!("{table}, CHECK ({check})); {rows}")).unwrap();
        drop(connection);
        match load(&project.store) {
            Ok(loaded) => {
                assert!(damaged && matches!(loaded, Loaded::Recovered { value: 1, .. }), "{check}: {loaded:?}");
                assert_eq!(load(&project.store).unwrap(), Loaded::Current(1));
                assert_eq!(project.row("current"), Some(document(1)));
            }
            Err(error) => {
                assert!(!damaged && error.to_string().contains("checking the database failed"), "{check}: {error}");
                assert_eq!(project.row("current"), None);
            }
        }
    }
}
