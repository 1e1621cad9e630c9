//! Where a project may have its runtime document kept, and where not.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod store_support;

use std::path::{Path, PathBuf};

use keyholder_runtime::store::recording::Recording;
use keyholder_runtime::store::{DATABASE, DOCUMENT, Disk, Home, Location, Storage, StoreError, resolve};
use store_support::file_path;

fn disk() -> Recording {
    let disk = Recording::new(&["/p", "/p/data", "/p/data/deep", "/allowed", "/allowed/line-1"]);
    disk.put("/p/data/users.xml", b"document");
    disk
}

fn at(home: &Home, storage: &Storage) -> Result<PathBuf, StoreError> {
    match resolve(home, storage, &disk())? {
        Location::File(path) => Ok(path),
        Location::Database(path) => panic!("a database at {}", path.display()),
    }
}

fn refused(outcome: Result<PathBuf, StoreError>, given: &str, reason: &str) {
    let error = outcome.map(|path| panic!("{given:?} became {path:?}")).unwrap_err();
    assert!(matches!(error, StoreError::Place { .. }), "{error:?}");
    let text = error.to_string();
    assert!(text.contains(reason), "{given:?} was refused, but not for {reason:?}: {text}");
    assert!(!text.contains(char::is_control), "{text:?}");
}

#[test]
fn the_usual_places() {
    let home = |storage: &Storage| Home::new("/p", Some(storage.clone()));
    let storage = Storage::ProjectDirectory;
    let own = resolve(&home(&storage), &storage, &disk()).unwrap();
    assert_eq!(own, Location::File(Path::new("/p").join(DOCUMENT)));
    let storage = Storage::ProjectDatabase;
    let database = resolve(&home(&storage), &storage, &disk()).unwrap();
    assert_eq!(database, Location::Database(Path::new("/p").join(DATABASE)));
    assert_eq!(Home::new("", None).folder(), Path::new("."));
}

#[test]
fn paths_below_the_project() {
    let home = Home::new("/p", None);
    for (given, expected) in [
        (".", "/p/UserManagementRuntimeConfig.xml"),
        ("data", "/p/data/UserManagementRuntimeConfig.xml"),
        ("data/", "/p/data/UserManagementRuntimeConfig.xml"),
        ("data/users.xml", "/p/data/users.xml"),
        ("data\\users.xml", "/p/data/users.xml"),
        (".\\data/./deep\\new.xml", "/p/data/deep/new.xml"),
        ("Benutzer der Füllerei.xml", "/p/Benutzer der Füllerei.xml"),
        ("..data", "/p/..data"),
        ("console.xml", "/p/console.xml"),
        ("com10", "/p/com10"),
    ] {
        assert_eq!(at(&home, &file_path(given)).unwrap(), Path::new(expected), "{given}");
    }
}

#[test]
fn ways_out_are_refused_with_the_reason() {
    let home = Home::new("/p", None);
    let rooted = Home::new("/p", None).with_storage_root("/allowed");
    for (given, reason) in [
        ("", "empty"),
        ("  ", "empty"),
        ("a\0b", "control characters"),
        ("a\nb", "control characters"),
        ("..", "leads upwards"),
        ("../../etc/x", "leads upwards"),
        ("data/../../x", "leads upwards"),
        ("data\\..\\..\\x", "leads upwards"),
        ("data/deep:stream", "colon"),
        ("CON", "device"),
        ("data/nul.xml", "device"),
        ("Com1", "device"),
        ("LPT9.txt.xml", "device"),
        ("com¹", "device"),
        ("conin$", "device"),
        ("aux .xml", "device"),
        ("data./x", "dot or a space"),
        ("data /x", "dot or a space"),
        ("usermanagementconfig.xml", "another purpose"),
        ("UserManagementState.db", "another purpose"),
        ("./UserManagement.db", "another purpose"),
        ("UserManagementRuntimeConfig.where", "another purpose"),
    ] {
        refused(at(&home, &file_path(given)), given, reason);
        refused(at(&rooted, &file_path(given)), given, reason);
    }
    for given in [
        "/etc/x",
        "\\etc\\x",
        "C:\\x",
        "C:/x",
        "c:x",
        "\\\\server\\share\\x",
        "//server/share/x",
        "\\\\?\\C:\\x",
        "/p/data/users.xml",
    ] {
        refused(at(&home, &file_path(given)), given, "absolute");
        refused(at(&rooted, &file_path(given)), given, "does not lie below");
    }
}

#[test]
fn folders_on_the_way_must_be_there() {
    let home = Home::new("/p", None);
    for (given, reason) in [
        ("nowhere/users.xml", "does not exist"),
        ("data/nowhere/users.xml", "does not exist"),
        ("data/users.xml/x", "is a file"),
    ] {
        refused(at(&home, &file_path(given)), given, reason);
    }
}

#[test]
fn links_on_the_way_are_refused() {
    for (link, given) in [
        ("/p/link", "link"),
        ("/p/link", "link/users.xml"),
        ("/p/data/link", "data/link/deep/users.xml"),
        ("/p/data/UserManagementRuntimeConfig.xml", "data"),
    ] {
        let disk = disk();
        disk.make_link(link);
        let error = resolve(&Home::new("/p", None), &file_path(given), &disk).unwrap_err();
        assert!(error.to_string().contains("symbolic link"), "{given}: {error}");
    }
}

#[test]
fn a_storage_root_takes_relative_and_absolute_paths() {
    // An absolute path has a drive on Windows.
    let (root, other) = if cfg!(windows) { ("C:\\root", "C:\\rooted") } else { ("/allowed", "/allowed-not") };
    let disk = Recording::new(&[root]);
    let home = Home::new("/p", None).with_storage_root(root);
    let expected = Location::File(Path::new(root).join("users.xml"));
    for given in ["users.xml".to_owned(), format!("{root}/users.xml"), format!("{root}/./users.xml")] {
        assert_eq!(resolve(&home, &file_path(&given), &disk).unwrap(), expected, "{given}");
    }
    for given in [format!("{other}/users.xml"), format!("{root}/../users.xml"), format!("/{root}/users.xml")] {
        let error = resolve(&home, &file_path(&given), &disk).unwrap_err();
        assert!(matches!(error, StoreError::Place { .. }), "{given}: {error:?}");
    }
}

#[test]
fn on_a_real_disk() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    std::fs::write(folder.path().join("a-file"), "x").unwrap();
    let home = Home::new(folder.path(), None);
    let at = |given| resolve(&home, &file_path(given), &Disk);
    let expected = folder.path().join("data").join(DOCUMENT);
    assert_eq!(at("data").unwrap().path(), expected);
    assert_eq!(at("a-file").unwrap().path(), folder.path().join("a-file"));
    for given in ["../x", "nowhere/x", "a-file/x"] {
        assert!(matches!(at(given), Err(StoreError::Place { .. })), "{given}");
    }
    #[cfg(unix)]
    {
        let outside = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("link")).unwrap();
        std::os::unix::fs::symlink("a-file", folder.path().join("data").join(DOCUMENT)).unwrap();
        for given in ["link", "link/x", "data"] {
            let error = at(given).unwrap_err();
            assert!(error.to_string().contains("symbolic link"), "{given}: {error}");
        }
    }
}
