//! Large projects are parsed, merged and rendered while their digest is computed; what was verified once
//! is not verified again. Neither may let anything through.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use keyholder_runtime::clock::SystemClock;
use keyholder_runtime::outcome::{Outcome, Update};
use keyholder_runtime::store::Disk;
use keyholder_runtime::update::{Machine, Options, update};
use keyholder_shared::Id;
use keyholder_shared::model::{Project, StorageKind, User};
use keyholder_shared::xml::{PROJECT_FILE, RUNTIME_FILE, declared_digest, read_project, read_runtime, write_project};

const SAMPLE: &[u8] = include_bytes!("../../sample-projects/minimal/UserManagementConfig.xml");

fn machine() -> Machine {
    Machine { fs: Arc::new(Disk), clock: Arc::new(SystemClock), storage_root: None, patience: Duration::from_secs(5) }
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
