//! Large projects are parsed, merged and rendered while their digest is computed; what was verified once
//! is not verified again. Neither may let anything through.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use keyholder_runtime::clock::{Clock, SystemClock};
use keyholder_runtime::outcome::{Outcome, Update};
use keyholder_runtime::store::Disk;
use keyholder_runtime::update::{Machine, Options, update};
use keyholder_shared::model::{Mark, Origin, Password, Project, RuntimeUser, StorageKind, User};
use keyholder_shared::reconcile::{Action, reconcile};
use keyholder_shared::xml::{
    PROJECT_FILE, RUNTIME_FILE, declared_digest, read_project, read_runtime, write_project, write_runtime,
};
use keyholder_shared::{Id, Time};

const SAMPLE: &[u8] = include_bytes!("../../sample-projects/minimal/UserManagementConfig.xml");

fn machine() -> Machine {
    Machine { fs: Arc::new(Disk), clock: Arc::new(SystemClock), storage_root: None, patience: Duration::from_secs(5) }
}

/// A machine on which time stands still.
fn timeless() -> Machine {
    struct Still;
    impl Clock for Still {
        fn now(&self) -> Time {
            Time::from_millis(1_795_000_000_000)
        }
    }
    Machine { clock: Arc::new(Still), ..machine() }
}

/// A project of some 700 KB, saved at minute `minute`.
fn project(minute: u32) -> Project {
    let (mut project, _) = read_project(SAMPLE).accept().unwrap();
    project.time_stamp = format!("2026-11-22T10:{minute:02}:00.000Z").parse().unwrap();
    for number in 0..5000_u32 {
        let mut user = User::new(Id::from_u128((0xABCD << 100) + u128::from(number)), &format!("operator.{number}"));
        user.full_name = format!("Operator Number {number}").into();
        project.users.push(user);
    }
    project
}

fn deliver(folder: &Path, bytes: &[u8]) -> Update {
    assert!(bytes.len() > 512 * 1024, "too small to be merged while its digest is computed");
    std::fs::write(folder.join(PROJECT_FILE), bytes).unwrap();
    update(&machine(), folder, Options::default(), &|_| {})
}

fn again(folder: &Path) -> Update {
    update(&machine(), folder, Options::default(), &|_| {})
}

fn users(folder: &Path) -> usize {
    let bytes = std::fs::read(folder.join(RUNTIME_FILE)).unwrap();
    read_runtime(&bytes).accept().unwrap().0.users.len()
}

#[test]
fn a_large_project_is_merged_as_a_small_one() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(deliver(folder.path(), &write_project(&project(1))).outcome, Outcome::Created);
    let before = users(folder.path());
    let mut next = project(2);
    next.users.pop();
    let told = deliver(folder.path(), &write_project(&next));
    assert_eq!(told.outcome, Outcome::Updated, "{:?}", told.errors);
    assert_eq!(users(folder.path()), before - 1);
    assert_eq!(again(folder.path()).outcome, Outcome::Unchanged);
}

#[test]
fn a_large_project_that_does_not_match_its_digest_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    deliver(folder.path(), &write_project(&project(1)));
    let kept = std::fs::read(folder.path().join(RUNTIME_FILE)).unwrap();
    let text = String::from_utf8(write_project(&project(2))).unwrap();
    let damaged = text.replacen("Operator Number 4999", "Operator Number 4998", 1);
    let told = deliver(folder.path(), damaged.as_bytes());
    assert_eq!((told.outcome, told.exit_status()), (Outcome::Rejected, 1));
    let error = told.errors.first().unwrap();
    assert!(error.message.contains("does not match its Digest"), "{error:?}");
    assert_eq!(error.line, Some(2));
    assert_eq!(std::fs::read(folder.path().join(RUNTIME_FILE)).unwrap(), kept);
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().ends_with(".new")), "{names:?}");
}

#[test]
fn a_damaged_project_with_nothing_to_merge_is_refused_too() {
    let folder = tempfile::tempdir().unwrap();
    let text = String::from_utf8(write_project(&project(1))).unwrap();
    deliver(folder.path(), text.as_bytes());
    let damaged = text.replacen("Operator Number 7\"", "Operator Number 8\"", 1);
    let told = deliver(folder.path(), damaged.as_bytes());
    assert_eq!(told.outcome, Outcome::Rejected);
}

#[test]
fn a_glance_that_misleads_about_the_storage_misleads_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let (text, gap) = {
        let bytes = write_project(&project(1));
        let gap = declared_digest(&bytes).unwrap().1.0;
        (String::from_utf8(bytes).unwrap(), gap)
    };
    // Without a digest it is parsed first; with the right one it would take hashing here again.
    let text = text.replace(&text[gap], "");
    let root_end = text.find("<Languages").unwrap();
    let (head, rest) = text.split_at(root_end);
    let misleading = format!("{head}<Vendor><DataStorage Kind=\"ProjectDatabase\"/></Vendor>\n  {rest}");
    let (parsed, _) = read_project(misleading.as_bytes()).accept().unwrap();
    let told = deliver(folder.path(), &with_vendor_first(&parsed));
    assert_eq!(told.outcome, Outcome::Created, "{:?}", told.errors);
    assert!(folder.path().join(RUNTIME_FILE).exists());
    assert!(!folder.path().join("UserManagement.db").exists());
}

/// The project's bytes with its unknown element before everything else, and a digest that matches.
fn with_vendor_first(project: &Project) -> Vec<u8> {
    let text = String::from_utf8(write_project(project)).unwrap();
    let vendor = "  <Vendor><DataStorage Kind=\"ProjectDatabase\"/></Vendor>\n";
    let text = text.replacen(vendor, "", 1).replacen("  <Languages", &format!("{vendor}  <Languages"), 1);
    let gap = declared_digest(text.as_bytes()).unwrap().1;
    let digest = keyholder_shared::xml::Digest::of(text.as_bytes(), Some(&gap)).to_string();
    let mut bytes = text.into_bytes();
    bytes[gap.value()].copy_from_slice(digest.as_bytes());
    bytes
}

#[test]
fn a_large_project_that_moves_the_document_keeps_its_users() {
    let folder = tempfile::tempdir().unwrap();
    deliver(folder.path(), &write_project(&project(1)));
    let mut next = project(2);
    next.definitions.storage.kind = StorageKind::ProjectDatabase;
    let told = deliver(folder.path(), &write_project(&next));
    assert_eq!((told.outcome, told.previous_time_stamp), (Outcome::Updated, Some(project(1).time_stamp)));
    assert!(folder.path().join("UserManagement.db").exists());
    assert_eq!(again(folder.path()).outcome, Outcome::Unchanged);
}

#[test]
fn what_was_noted_as_verified_is_still_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(RUNTIME_FILE);
    deliver(folder.path(), &write_project(&project(1)));
    deliver(folder.path(), &write_project(&project(2)));
    assert_eq!(again(folder.path()).outcome, Outcome::Unchanged);
    let good = std::fs::read(&file).unwrap();
    for at in [good.len() / 2, good.len() - 3] {
        let mut damaged = good.clone();
        damaged[at] ^= 4;
        std::fs::write(&file, &damaged).unwrap();
        let told = again(folder.path());
        assert_eq!(told.alarms.len(), 1, "byte {at}: {told:?}");
        assert_eq!(told.exit_status(), 0);
    }
}

const NOTE: &str = "UserManagementRuntimeConfig.verified";

/// A folder with the first delivery on a machine on which some users were changed and created since;
/// the machine has noted that its document is sound.
fn lived_in(first: &Project) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    deliver(folder.path(), &write_project(first));
    let file = folder.path().join(RUNTIME_FILE);
    let (mut runtime, _) = read_runtime(&std::fs::read(&file).unwrap()).accept().unwrap();
    let mark = Mark { at: first.time_stamp, by: "Admin".into() };
    for user in runtime.users.iter_mut().filter(|user| !user.user.admin).step_by(7) {
        user.changed = Some(mark.clone());
        user.user.full_name = "Changed on the machine".into();
    }
    for number in 0..50_u32 {
        let user = User::new(Id::from_u128((0xBEEF << 100) + u128::from(number)), &format!("night.{number}"));
        let at = (number as usize * 37) % runtime.users.len();
        let created = Some(mark.clone());
        runtime
            .users
            .items
            .insert(at, RuntimeUser { created, origin: Origin::Runtime, ..RuntimeUser::from_project(user) });
    }
    std::fs::write(&file, write_runtime(&runtime)).unwrap();
    assert_eq!(again(folder.path()).outcome, Outcome::Unchanged);
    assert!(folder.path().join(NOTE).exists());
    folder
}

/// The next delivery: some users new, at the beginning, in the middle and at the end, some gone, some other.
fn next_of(first: &Project) -> Project {
    let mut next = first.clone();
    next.time_stamp = "2026-11-22T11:00:00.000Z".parse().unwrap();
    for (number, user) in next.users.iter_mut().filter(|user| !user.admin).enumerate() {
        if number % 11 == 3 {
            user.full_name = "Changed in the Designer".into();
        }
        if number % 13 == 5 {
            user.password = Some(Password { hash: "$new".into(), changed_at: None, unknown: Default::default() });
        }
    }
    next.users.items.retain(|user| user.admin || user.id.as_u128() % 17 != 0);
    for number in 0..60_u32 {
        let user = User::new(Id::from_u128((0xFEED << 100) + u128::from(number)), &format!("new.{number}"));
        let at = if number < 40 { number as usize / 20 * 1000 } else { next.users.len() };
        next.users.items.insert(at, user);
    }
    next
}

/// What is in all the same on both sides is not read twice, and nobody can tell.
#[test]
fn read_beside_each_other_or_not_two_documents_merge_to_the_same() {
    let mut first = project(1);
    for (number, user) in first.users.iter_mut().enumerate().skip(5).step_by(9) {
        user.unknown.push_attribute("Badge".into(), format!("{number} <&> \"'").as_str().into());
        user.full_name = "Seán O'Brien & Söhne".into();
    }
    let next = next_of(&first);
    let bytes = write_project(&next);
    let folder = lived_in(&first);
    let before = std::fs::read(folder.path().join(RUNTIME_FILE)).unwrap();
    std::fs::write(folder.path().join(PROJECT_FILE), &bytes).unwrap();
    let told = update(&timeless(), folder.path(), Options::default(), &|_| {});
    assert_eq!(told.outcome, Outcome::Updated, "{:?}", told.errors);

    let machine = read_runtime(&before).accept().unwrap().0;
    let digest = declared_digest(&bytes).unwrap().0.parse().unwrap();
    let (delivered, _) = read_project(&bytes).accept().unwrap();
    let expected = reconcile(delivered, Some(digest), machine, timeless().clock.now()).unwrap();
    for action in [Action::Unchanged, Action::Updated, Action::Kept, Action::Added, Action::Removed, Action::Runtime] {
        assert!(expected.report.count(action) > 10, "{action:?}");
    }
    assert_eq!(told.report.unwrap(), expected.report);
    assert!(std::fs::read(folder.path().join(RUNTIME_FILE)).unwrap() == write_runtime(&expected.runtime));
}

/// What only looks like the end of a user: both documents are read by themselves then.
#[test]
fn an_end_of_a_user_that_is_none_misleads_nobody() {
    let mut first = project(1);
    let vendor = "<Vendor><![CDATA[\n    </User>]]></Vendor>";
    first.users.items[40].unknown.push_element("Vendor".into(), vendor.into());
    let folder = lived_in(&first);
    let mut next = first.clone();
    next.time_stamp = "2026-11-22T11:00:00.000Z".parse().unwrap();
    let told = deliver(folder.path(), &write_project(&next));
    assert_eq!((told.outcome, told.alarms.len()), (Outcome::Updated, 0), "{told:?}");
    let (runtime, _) = read_runtime(&std::fs::read(folder.path().join(RUNTIME_FILE)).unwrap()).accept().unwrap();
    assert_eq!(runtime.users.len(), first.users.len() + 50);
    assert!(runtime.users.iter().any(|user| user.user.unknown == first.users.items[40].unknown));
}
