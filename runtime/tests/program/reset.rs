//! `reset`, as other programs use it.

use std::fs;

use keyholder_shared::Id;

use crate::shape::{self, list, who};
use crate::site::Site;

#[test]
fn a_reset_starts_again_and_keeps_the_old_file_aside() {
    let site = Site::of_a_machine();
    let before = fs::read(site.runtime_file("bottling-line")).unwrap();
    let (status, reset) = site.json("reset bottling-line --confirm");
    assert_eq!((status, shape::update(&reset)), (0, "created"));
    assert_eq!(who(&reset, "j.weber").0, "added");
    assert_eq!(reset["dry_run"], false);
    assert!(list(&reset, "warnings")[0].as_str().unwrap().contains("started again"));
    let after = site.content("bottling-line");
    assert_eq!(after["UserManagementRuntimeConfig.before-reset-1.xml"], before);
    assert!(!site.runtime("bottling-line").users.iter().any(|user| user.user.name == "t.neumann"));
    assert_eq!(site.json("update bottling-line").1["outcome"], "unchanged");
    // A second one keeps both.
    assert_eq!(site.run("reset bottling-line --confirm").status, 0);
    let twice = site.content("bottling-line");
    assert_eq!(twice["UserManagementRuntimeConfig.before-reset-1.xml"], before);
    assert!(twice.contains_key("UserManagementRuntimeConfig.before-reset-2.xml"));
}

#[test]
fn a_reset_asks_for_confirmation() {
    let site = Site::of_a_machine();
    let before = site.content("bottling-line");
    let ran = site.run("reset bottling-line");
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("--confirm"), "{}", ran.stderr);
    assert_eq!(site.content("bottling-line"), before);
}

#[test]
fn a_reset_is_the_way_to_another_project() {
    let site = Site::new();
    assert_eq!(site.run("update minimal").status, 0);
    site.deliver("minimal", "2026-12-01T08:00:00.000Z", |project| project.id = Id::from_u128(7));
    assert_eq!(site.run("update minimal").status, 1);
    let (status, reset) = site.json("reset minimal --confirm");
    assert_eq!((status, shape::update(&reset)), (0, "created"));
    assert_eq!(site.runtime("minimal").project_id, Id::from_u128(7));
}

#[test]
fn a_reset_from_a_bad_project_changes_nothing() {
    let site = Site::of_a_machine();
    fs::write(site.project_file("bottling-line"), "<UserManagementConfig").unwrap();
    let before = site.content("bottling-line");
    let (status, reset) = site.json("reset bottling-line --confirm");
    assert_eq!((status, shape::update(&reset)), (1, "rejected"));
    let mut after = site.content("bottling-line");
    after.remove("UserManagementRuntimeConfig.xml.lock");
    assert_eq!(after, before);
}
