//! What people read: the words of each command, held as snapshots.

use std::fs;

use keyholder_shared::Id;

use crate::site::{Ran, Site};
use crate::transcript::Transcript;

#[test]
fn first_start_and_the_same_again() {
    let (site, mut seen) = (Site::new(), Transcript::default());
    seen.run(&site, "update minimal --dry-run");
    seen.run(&site, "update minimal");
    seen.run(&site, "update minimal");
    seen.run(&site, "update bottling-line");
    seen.hold("first-start");
}

#[test]
fn a_delivery_to_a_machine() {
    let (site, mut seen) = (Site::of_a_machine(), Transcript::default());
    seen.run(&site, "update bottling-line --dry-run");
    seen.run(&site, "update bottling-line");
    seen.hold("delivery");
}

#[test]
fn back_and_by_force() {
    let (site, mut seen) = (Site::new(), Transcript::default());
    let delivered = fs::read(site.project_file("minimal")).unwrap();
    assert_eq!(site.run("update minimal").status, 0);
    site.deliver("minimal", "2026-12-01T08:00:00.000Z", |project| {
        project.users[1].full_name = "Olga Berger".into();
        project.definitions.policies.lockout.threshold = 5;
    });
    seen.remark("The engineer gives olga another full name and allows five attempts.");
    seen.run(&site, "update minimal");
    fs::write(site.project_file("minimal"), delivered).unwrap();
    seen.remark("The engineer puts the old project back.");
    seen.run(&site, "update minimal");
    let stamp = site.runtime("minimal").project_time_stamp.to_string();
    site.deliver("minimal", &stamp, |project| project.users[1].full_name = "Olga Berger".into());
    seen.remark("A script changes the project and leaves the time stamp.");
    seen.run(&site, "update minimal");
    seen.run(&site, "update minimal --force");
    seen.hold("rollback-and-force");
}

#[test]
fn refusals() {
    let (site, mut seen) = (Site::new(), Transcript::default());
    seen.run(&site, "update nowhere");
    seen.run(&site, "preview minimal nowhere");
    seen.run(&site, "check nowhere");
    assert_eq!(site.run("update minimal").status, 0);
    site.deliver("minimal", "2026-12-01T08:00:00.000Z", |project| project.id = Id::from_u128(7));
    seen.remark("The folder gets another project.");
    seen.run(&site, "update minimal");
    seen.run(&site, "reset minimal --confirm");
    let file = site.project_file("minimal");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("Enabled=\"true\"", "Enabled=\"yes\"")).unwrap();
    seen.remark("A script writes Enabled=\"yes\".");
    for line in ["update minimal", "check minimal", "preview minimal minimal", "reset minimal --confirm"] {
        seen.run(&site, line);
    }
    seen.hold("refusals");
}

#[test]
fn previews() {
    let (site, mut seen) = (Site::new(), Transcript::default());
    fs::write(site.file("bottling-line/machines/filler-2/UserManagementRuntimeConfig.xml"), "").unwrap();
    let machines = "bottling-line/machines";
    seen.run(&site, &format!("preview bottling-line {machines}/filler-1 {machines}/filler-2 {machines}/packer"));
    seen.hold("preview");
}

#[test]
fn checks() {
    let (site, mut seen) = (Site::of_a_machine(), Transcript::default());
    seen.run(&site, "check minimal bottling-line");
    let file = site.project_file("minimal");
    let text = fs::read_to_string(&file).unwrap();
    let start = text.find(" Digest=").unwrap();
    let end = start + " Digest=\"".len() + text[start + " Digest=\"".len()..].find('"').unwrap() + 1;
    fs::write(&file, [&text[..start], &text[end..]].concat().replace("Name=\"olga\"", "Name=\"ADMIN\"")).unwrap();
    seen.remark("Someone takes the digest out and calls olga ADMIN.");
    seen.run(&site, "check minimal");
    seen.hold("check");
}

#[test]
fn a_narrow_terminal() {
    let (site, mut seen) = (Site::of_a_machine(), Transcript::default());
    let line = "update bottling-line --dry-run";
    let ran = Ran::of(site.command(line.split(' ')).env("COLUMNS", "60").output().unwrap());
    let widest = ran.stdout.lines().filter(|line| line.starts_with("  ")).map(|line| line.chars().count()).max();
    assert!(widest <= Some(60), "{widest:?}: {}", ran.stdout);
    seen.remark("60 columns");
    seen.add(line, &ran);
    seen.hold("narrow");
}
