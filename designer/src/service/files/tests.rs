use std::path::PathBuf;

use keyholder_shared::Id;
use keyholder_shared::model::{Language, Languages};

use super::*;
use crate::service::Services;
use crate::service::dialogs::Answers;
use crate::service::fs::{Call, Memory};

const PATH: &str = "p/UserManagementConfig.xml";

fn now() -> Time {
    "2026-11-25T12:00:00.000Z".parse().unwrap()
}

fn sample(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sample-projects");
    std::fs::read(folder.join(name).join(PROJECT_FILE)).unwrap()
}

/// A disk with `bytes` as the project, and the project opened.
fn opened(bytes: &[u8]) -> (Files, Memory, Opened) {
    let (services, memory) = Services::for_tests(now(), Answers::default());
    memory.put(PATH, bytes);
    let opened = services.files.open(Path::new(PATH)).unwrap();
    (services.files, memory, opened)
}

fn with_name(opened: &Opened, name: &str) -> Project {
    Project { name: name.into(), ..opened.project.clone().unwrap() }
}

fn agreed(replace: bool, lose: bool) -> Consent {
    Consent { replace, lose, folder: false }
}

fn path() -> PathBuf {
    PATH.into()
}

#[test]
fn a_file_that_nobody_changed_is_left_byte_for_byte_alone() {
    let text = String::from_utf8(sample("minimal")).unwrap();
    // As someone may write it by hand: no digest, other indentation, other quotes.
    let by_hand = text.replace("  ", "\t").replacen("Digest=\"", "Checked=\"", 1);
    for bytes in [sample("bottling-line"), text.into_bytes(), by_hand.into_bytes()] {
        let (files, memory, opened) = opened(&bytes);
        let before = memory.writes();
        let saved =
            files.save(opened.project.clone().unwrap(), &path(), Some(&opened.base), Consent::default()).unwrap();
        assert!(!saved.written);
        assert_eq!((memory.writes(), memory.get(PATH).unwrap()), (before, bytes.clone()));
        // Nor is it changed on its way to another place.
        let copy = Path::new("q/UserManagementConfig.xml");
        let saved = files.save(opened.project.unwrap(), copy, Some(&opened.base), Consent::default()).unwrap();
        assert!(saved.written);
        assert_eq!((saved.base.path.as_path(), memory.get(copy).unwrap()), (copy, bytes));
    }
}

#[test]
fn the_time_stamp_moves_strictly_forward_whatever_the_clock_says() {
    let (files, memory, opened) = opened(&sample("minimal"));
    let (mut base, mut last) = (opened.base.clone(), opened.project.as_ref().unwrap().time_stamp);
    for name in ["A", "B", "C"] {
        let project = Project { time_stamp: last, ..with_name(&opened, name) };
        let saved = files.save(project, &path(), Some(&base), Consent::default()).unwrap();
        assert!(saved.written && saved.time_stamp > last && saved.time_stamp >= now());
        let reading = xml::read_project(&memory.get(PATH).unwrap());
        assert!(reading.faults.is_empty());
        assert_eq!(reading.document.unwrap().time_stamp, saved.time_stamp);
        (base, last) = (saved.base, saved.time_stamp);
    }
    // The clock stands: the second and third save came a millisecond after each other.
    assert_eq!(last.as_millis(), now().as_millis() + 2);
}

#[test]
fn a_file_of_tomorrow_gets_the_day_after() {
    let (files, _, opened) = opened(&sample("minimal"));
    let tomorrow = Time::from_millis(now().as_millis() + 86_400_000);
    let project = Project { time_stamp: tomorrow, ..with_name(&opened, "A") };
    let saved = files.save(project, &path(), Some(&opened.base), Consent::default()).unwrap();
    assert_eq!(saved.time_stamp.as_millis(), tomorrow.as_millis() + 1);
}

#[test]
fn what_someone_else_wrote_is_replaced_only_with_consent() {
    let (files, memory, opened) = opened(&sample("minimal"));
    let other = sample("pharma-reactor");
    memory.put(PATH, &other);
    assert_eq!(files.look(&opened.base), OnDisk::Other);
    let save = |consent| files.save(with_name(&opened, "mine"), &path(), Some(&opened.base), consent);
    assert_eq!(save(agreed(false, true)), Err(NotSaved::ChangedOnDisk(path())));
    assert_eq!(memory.get(PATH).unwrap(), other);
    assert!(save(agreed(true, false)).unwrap().written);
    assert_eq!(xml::read_project(&memory.get(PATH).unwrap()).document.unwrap().name, "mine");

    memory.delete(PATH);
    assert_eq!(files.look(&opened.base), OnDisk::Gone);
    assert_eq!(save(Consent::default()), Err(NotSaved::Gone(path())));
    assert!(save(agreed(true, false)).unwrap().written);
}

#[test]
fn keeping_mine_is_later_than_theirs() {
    let (files, memory, opened) = opened(&sample("minimal"));
    let theirs = Project { time_stamp: Time::from_millis(now().as_millis() + 5000), ..with_name(&opened, "theirs") };
    memory.put(PATH, &xml::write_project(&theirs));
    let consent = agreed(true, false);
    let saved = files.save(with_name(&opened, "mine"), &path(), Some(&opened.base), consent).unwrap();
    assert!(saved.time_stamp > theirs.time_stamp, "machines take it for another delivery");
}

#[test]
fn a_new_project_does_not_replace_an_old_one_unasked() {
    let (files, memory, opened) = opened(&sample("minimal"));
    let project = with_name(&opened, "new");
    let save = |path: &Path, consent| files.save(project.clone(), path, None, consent);
    assert_eq!(save(&path(), Consent::default()), Err(NotSaved::Exists(path())));
    assert!(save(&path(), agreed(true, false)).unwrap().written);
    assert!(save(Path::new("new/a.xml"), Consent::default()).unwrap().written);
    assert_eq!(memory.paths().len(), 2);
}

#[test]
fn a_file_of_a_newer_version_is_never_overwritten() {
    let text = String::from_utf8(sample("minimal")).unwrap().replace("SchemaVersion=\"1\"", "SchemaVersion=\"2\"");
    let (files, memory, newer) = opened(text.as_bytes());
    assert!(newer.project.is_none() && newer.base.understood == Understood::Newer && !newer.faults.is_empty());
    let (_, _, known) = opened(&sample("minimal"));
    let all = agreed(true, true);
    for base in [Some(&newer.base), None] {
        assert_eq!(files.save(with_name(&known, "mine"), &path(), base, all), Err(NotSaved::Newer(path())));
    }
    assert_eq!(memory.get(PATH).unwrap(), text.as_bytes());
}

#[test]
fn a_file_that_was_not_understood_whole_is_not_saved_over_without_a_word() {
    let whole = String::from_utf8(sample("minimal")).unwrap();
    let damaged =
        [whole.replace("Threshold=\"3\"", "Threshold=\"many\""), whole.replace("ProjectName=\"", "ProjectName=\"New ")];
    for text in damaged {
        assert_ne!(text, whole);
        let (files, memory, opened) = opened(text.as_bytes());
        assert_eq!(opened.base.understood, Understood::Partly, "{:?}", opened.faults);
        let save = |consent| files.save(with_name(&opened, "mine"), &path(), Some(&opened.base), consent);
        assert_eq!(save(agreed(true, false)), Err(NotSaved::NotUnderstood(path())));
        assert_eq!(memory.get(PATH).unwrap(), text.as_bytes());
        let saved = save(agreed(false, true)).unwrap();
        assert_eq!(saved.base.understood, Understood::All);
    }
}

#[test]
fn what_only_breaks_a_rule_is_in_the_project_and_is_saved() {
    let (_, _, minimal) = opened(&sample("minimal"));
    let mut project = minimal.project.unwrap();
    let mut twin = project.users[0].clone();
    twin.id = Id::from_u128(7);
    twin.admin = false;
    project.users.push(twin);
    let tag = Language { tag: "fr".into(), ..Language::default() };
    project.definitions.languages = Languages { list: vec![tag], ..project.definitions.languages };
    let (files, memory, opened) = opened(&xml::write_project(&project));
    assert!(opened.faults.iter().any(|fault| fault.severity == Severity::Error));
    assert_eq!(opened.base.understood, Understood::All);
    files.save(with_name(&opened, "mine"), &path(), Some(&opened.base), Consent::default()).unwrap();
    let again = xml::read_project(&memory.get(PATH).unwrap()).document.unwrap();
    assert!(same_content(&again, &Project { name: "mine".into(), ..project }));
}

#[test]
fn a_failing_disk_leaves_the_old_file_and_says_which_step() {
    for call in [Call::Create, Call::Rename] {
        let (files, memory, opened) = opened(&sample("minimal"));
        memory.fail(call, io::ErrorKind::StorageFull);
        let refused = files.save(with_name(&opened, "A"), &path(), Some(&opened.base), Consent::default());
        assert!(matches!(refused, Err(NotSaved::Disk { .. })), "{refused:?}");
        assert_eq!((memory.get(PATH).unwrap(), memory.paths().len()), (sample("minimal"), 1));
        memory.mend();
        assert!(files.save(with_name(&opened, "A"), &path(), Some(&opened.base), Consent::default()).unwrap().written);
    }
    let (files, memory, opened) = opened(&sample("minimal"));
    memory.fail(Call::FlushFolder, io::ErrorKind::Other);
    let saved = files.save(with_name(&opened, "A"), &path(), Some(&opened.base), Consent::default()).unwrap();
    assert!(saved.doubt.is_some());
    assert_eq!(files.look(&saved.base), OnDisk::Same);
    memory.fail(Call::Read, io::ErrorKind::PermissionDenied);
    assert_eq!(files.look(&saved.base), OnDisk::Unreadable);
    let refused = files.save(with_name(&opened, "B"), &path(), Some(&saved.base), Consent::default());
    assert!(matches!(refused, Err(NotSaved::Unreadable { .. })));
}

#[test]
fn a_project_is_found_by_its_folder_too_and_what_is_missing_is_told() {
    let (files, memory, opened) = opened(&sample("minimal"));
    assert_eq!(files.open(Path::new("p")).unwrap().base, opened.base);
    assert_eq!(files.open(Path::new("q")).unwrap_err(), NotOpened::Missing("q".into()));
    assert_eq!(files.open(Path::new("q.xml")).unwrap_err(), NotOpened::Missing("q.xml".into()));
    memory.put("odd.name", &sample("minimal"));
    assert_eq!(files.open(Path::new("odd.name")).unwrap().base.path, Path::new("odd.name"));
    for bytes in [b"".as_slice(), b"\x00\xff", b"<a/>"] {
        memory.put("bad.xml", bytes);
        let bad = files.open(Path::new("bad.xml")).unwrap();
        assert!(bad.project.is_none() && !bad.faults.is_empty());
    }
}

#[test]
fn each_refusal_says_what_happened_where_and_what_to_do() {
    let path = || PathBuf::from("a.xml");
    let refusals = [
        NotSaved::ChangedOnDisk(path()),
        NotSaved::Gone(path()),
        NotSaved::Exists(path()),
        NotSaved::NotUnderstood(path()),
        NotSaved::NoFolder { path: path(), above: 0 },
        NotSaved::Newer(path()),
        NotSaved::TooLarge(path()),
        NotSaved::Unreadable { path: path(), error: (&std::io::Error::other("no")).into() },
        NotSaved::disk(Step::Creating, &path(), &io::ErrorKind::StorageFull.into()),
    ];
    let opening = [NotOpened::Missing(path()), NotOpened::Forbidden(path()), NotOpened::Folder(path())];
    let sentences = refusals.iter().map(ToString::to_string).chain(opening.iter().map(ToString::to_string));
    for sentence in sentences {
        assert!(sentence.contains("a.xml") && sentence.ends_with('.') || sentence.ends_with('?'), "{sentence}");
    }
    let keys: std::collections::BTreeSet<&str> = refusals.iter().map(NotSaved::key).collect();
    assert_eq!(keys.len(), refusals.len());
}

#[test]
fn a_path_from_the_folder_of_the_moment_is_remembered_from_the_root() {
    let (services, _) = Services::for_tests(now(), Answers::default());
    let files = Files { fs: Arc::new(crate::service::fs::Disk), clock: services.clock, chance: services.chance };
    // Tests run in the folder of the crate.
    let opened = files.open(Path::new("../sample-projects/minimal")).unwrap();
    assert!(opened.base.path.is_absolute(), "{}", opened.base.path.display());
    let same = Path::new("../sample-projects/minimal").join(PROJECT_FILE);
    let saved = files.save(opened.project.unwrap(), &same, Some(&opened.base), Consent::default()).unwrap();
    assert!(!saved.written, "it is the same file");
}

#[test]
fn a_folder_that_is_missing_is_asked_about_and_made() {
    let (files, memory, opened) = opened(&sample("minimal"));
    memory.lose_folder("plant");
    memory.lose_folder("plant/line 7");
    let new = Path::new("plant/line 7/UserManagementConfig.xml");
    let save = |consent| files.save(opened.project.clone().unwrap(), new, Some(&opened.base), consent);
    let asked = NotSaved::NoFolder { path: "plant/line 7".into(), above: 1 };
    // What was agreed to otherwise makes no folder.
    for consent in [Consent::default(), agreed(true, true)] {
        assert_eq!(save(consent), Err(asked.clone()));
    }
    let before = memory.paths();
    for call in [Call::NewFolder, Call::FlushFolder] {
        memory.fail(call, io::ErrorKind::PermissionDenied);
        let refused = save(Consent { folder: true, ..Consent::default() }).unwrap_err();
        assert!(matches!(refused, NotSaved::Disk { step: Step::Folder, .. }), "{call:?}: {refused:?}");
        assert_eq!(memory.paths(), before, "nothing was written");
        memory.mend();
    }
    let saved = save(Consent { folder: true, ..Consent::default() }).unwrap();
    assert_eq!((saved.base.path.as_path(), saved.written), (new, true));
    assert!(memory.get(new).is_some());
    // A file that lies there meanwhile is no less asked about.
    let (files, memory, opened) = self::opened(&sample("minimal"));
    memory.put(new, b"another");
    let consent = Consent { folder: true, ..Consent::default() };
    let refused = files.save(opened.project.unwrap(), new, Some(&opened.base), consent);
    assert_eq!(refused, Err(NotSaved::Exists(new.to_owned())));
}

#[test]
fn a_path_that_is_a_folder_stands_for_the_file_in_it() {
    let (files, memory, opened) = opened(&sample("minimal"));
    memory.put("plant/notes.txt", b"notes");
    let save = |path: &str, consent| files.save(opened.project.clone().unwrap(), Path::new(path), None, consent);
    let file = Path::new("plant/UserManagementConfig.xml");
    assert_eq!(save("plant", Consent::default()).unwrap().base.path, file);
    // That the folder may be replaced is not said of the file in it.
    assert_eq!(save("plant", agreed(true, true)), Err(NotSaved::Exists(file.to_owned())));
    assert_eq!(save("line/", Consent::default()).unwrap().base.path, Path::new("line/UserManagementConfig.xml"));
    assert_eq!(save("line.xml", Consent::default()).unwrap().base.path, Path::new("line.xml"));
}
