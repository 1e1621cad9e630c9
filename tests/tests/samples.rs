//! The sample projects are what our programs would write, and show what their README says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use keyholder_shared::model::{Project, Runtime};
use keyholder_shared::reconcile::{Action, Report, reconcile};
use keyholder_shared::{Time, xml};

#[test]
fn every_project_reads_without_a_word_and_is_written_back_byte_for_byte() {
    for name in PROJECTS {
        let (bytes, project) = project(name);
        assert_same_text(&bytes, &xml::write_project(&project), name);
    }
}

#[test]
fn every_machine_reads_without_a_word_and_is_written_back_byte_for_byte() {
    for name in MACHINES {
        let (bytes, runtime) = machine(name);
        assert_same_text(&bytes, &xml::write_runtime(&runtime), name);
    }
}

#[test]
fn the_bottling_line_is_as_large_as_promised() {
    let (_, project) = project("bottling-line");
    let definitions = &project.definitions;
    assert_eq!(definitions.areas.len(), 3);
    assert_eq!(project.users.len(), 30);
    let languages: Vec<&str> = definitions.languages.list.iter().map(|language| language.tag.as_str()).collect();
    assert_eq!(languages, ["en", "de", "fr", "pl"]);
    let names = definitions
        .groups
        .iter()
        .map(|group| &group.name)
        .chain(definitions.areas.iter().map(|area| &area.name))
        .chain(definitions.notification_groups.iter().map(|group| &group.name))
        .chain(definitions.right_groups.iter().map(|group| &group.name))
        .chain(definitions.right_groups.iter().flat_map(|group| group.rights.iter().map(|right| &right.name)));
    for name in names {
        let written: Vec<&str> = name.list.iter().map(|text| text.lang.as_str()).collect();
        assert_eq!(written, languages, "{:?} is not written in every language", name.get("en"));
    }
}

#[test]
fn an_update_of_the_machines_shows_every_action() {
    let reports = MACHINES.map(|machine| (machine, updated(machine)));
    let shown: BTreeSet<Action> =
        reports.iter().flat_map(|(_, report)| &report.users).map(|user| user.action()).collect();
    assert_eq!(shown, BTreeSet::from(Action::ALL));
    for (machine, user, action) in [
        ("filler-1", "a.kowalczyk", Action::Kept),
        ("filler-1", "j.adamski", Action::Removed),
        ("filler-1", "c.roux", Action::Removed),
        ("filler-1", "t.neumann", Action::Runtime),
        ("filler-1", "e.sorensen", Action::Runtime),
        ("filler-1", "s.lange", Action::Updated),
        ("filler-1", "d.hartmann", Action::Unchanged),
        ("filler-1", "q.nguyen", Action::Added),
        ("filler-2", "l.moreau", Action::Restored),
        ("filler-2", "b.lis", Action::Shadowed),
        ("filler-2", "q.nguyen", Action::Shadowed),
        ("filler-2", "k.wojcik", Action::Replaced),
        ("packer", "s.petersen", Action::Kept),
        ("packer", "n.dubois", Action::Kept),
    ] {
        let (_, report) = reports.iter().find(|(name, _)| *name == machine).unwrap();
        let told: Vec<Action> =
            report.users.iter().filter(|told| told.name == user).map(|told| told.action()).collect();
        assert_eq!(told, [action], "{user} on {machine}");
    }
}

#[test]
fn an_update_leaves_two_users_without_a_group() {
    for (machine, user) in [("filler-1", "e.sorensen"), ("packer", "n.dubois")] {
        let report = updated(machine);
        assert!(
            report.warnings.iter().any(|warning| warning.to_string().starts_with(user)),
            "{machine}: {:#?}",
            report.warnings
        );
    }
    let dropped: BTreeMap<_, _> = updated("filler-1")
        .users
        .into_iter()
        .map(|user| (user.name, user.dropped_groups))
        .filter(|(_, dropped)| !dropped.is_empty())
        .map(|(user, dropped)| (user, dropped.iter().map(|group| group.name.to_string()).collect::<Vec<_>>()))
        .collect();
    let expected = [
        ("e.sorensen", "Seasonal staff"),
        ("f.krause", "Pagers"),
        ("l.moreau", "Seasonal staff"),
        ("t.neumann", "Seasonal staff"),
    ];
    assert_eq!(dropped, expected.map(|(user, group)| (user.into(), vec![group.to_owned()])).into());
}

/// Who may log in with a public password is in the README; nobody else's password is one that a person
/// could go on using.
#[test]
fn only_the_users_of_the_readme_have_a_password_that_stays() {
    let readme = fs::read_to_string(samples().join("README.md")).unwrap();
    let listed: BTreeSet<(String, String)> = readme
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
            matches!(cells[..], ["", project, _, _, ""] if PROJECTS.contains(&project))
                .then(|| (cells[1].to_owned(), cells[2].to_owned()))
        })
        .collect();
    let mut usable = BTreeSet::new();
    for name in PROJECTS {
        for user in project(name).1.users.iter().filter(|user| user.password.is_some() && !user.must_change_password) {
            usable.insert((name.to_owned(), user.name.to_string()));
        }
    }
    assert_eq!(usable, listed);
}

const PROJECTS: [&str; 3] = ["minimal", "bottling-line", "pharma-reactor"];
const MACHINES: [&str; 3] = ["filler-1", "filler-2", "packer"];

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../sample-projects")
}

/// A sample project, and the bytes of its file.
fn project(name: &str) -> (Vec<u8>, Project) {
    let bytes = fs::read(samples().join(name).join(xml::PROJECT_FILE)).unwrap();
    let project = without_a_word(name, xml::read_project(&bytes));
    (bytes, project)
}

/// A machine of the bottling line, and the bytes of its file.
fn machine(name: &str) -> (Vec<u8>, Runtime) {
    let bytes = fs::read(samples().join("bottling-line/machines").join(name).join(xml::RUNTIME_FILE)).unwrap();
    let runtime = without_a_word(name, xml::read_runtime(&bytes));
    (bytes, runtime)
}

fn without_a_word<T>(name: &str, reading: xml::Reading<T>) -> T {
    assert!(reading.faults.is_empty(), "{name}: {:#?}", reading.faults);
    reading.document.unwrap()
}

/// The report of updating a machine with the bottling line's project.
fn updated(name: &str) -> Report {
    let now: Time = "2026-11-22T09:30:00.000Z".parse().unwrap();
    reconcile(project("bottling-line").1, None, machine(name).1, now).unwrap().report
}

/// Names the first line that differs instead of showing both files.
fn assert_same_text(file: &[u8], written: &[u8], name: &str) {
    let (file, written) = (String::from_utf8_lossy(file), String::from_utf8_lossy(written));
    for (number, (line, again)) in (1..).zip(file.lines().zip(written.lines())) {
        assert_eq!(line, again, "{name}, line {number}");
    }
    assert_eq!(file, written, "{name}");
}
