//! The project's folder comes and goes, and is replaced by another.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod watch_support;

use std::fs;
use std::path::Path;

use watch_support::{PROJECT, Plant, project, settled, ways};

#[test]
fn a_folder_deleted_and_put_back_is_watched_again() {
    for (way, options) in ways() {
        let plant = Plant::start(options);
        settled(|| fs::remove_dir_all(&plant.folder));
        let mut told = [kind_and_word(&plant), kind_and_word(&plant)];
        told.sort();
        assert_eq!(told, ["runtime missing", "waiting missing"], "{way}");
        plant.is_silent();
        // Wine leaves a folder that is watched standing, empty.
        settled(|| if plant.folder.is_dir() { Ok(()) } else { fs::create_dir(&plant.folder) });
        plant.write(&project(2, 3));
        plant.takes(2, "created");
        plant.write(&project(3, 3));
        plant.takes(3, "updated");
        plant.is_silent();
    }
}

#[test]
fn a_folder_renamed_away_and_back_is_watched_again() {
    for (_, options) in ways() {
        let plant = Plant::start(options);
        let away = plant.folder.with_file_name("away");
        settled(|| fs::rename(&plant.folder, &away));
        kind_and_word(&plant);
        kind_and_word(&plant);
        plant.is_silent();
        settled(|| fs::rename(&away, &plant.folder));
        plant.takes(1, "unchanged");
        plant.write(&project(2, 3));
        plant.takes(2, "updated");
        plant.is_silent();
    }
}

#[test]
fn a_folder_replaced_by_another_is_the_one_watched() {
    for (way, options) in ways() {
        let plant = Plant::start(options);
        let (old, new) = (plant.folder.with_file_name("old"), plant.folder.with_file_name("new"));
        copy(&plant.folder, &new);
        fs::write(new.join(PROJECT), project(2, 3)).unwrap();
        settled(|| fs::rename(&plant.folder, &old));
        settled(|| fs::rename(&new, &plant.folder));
        plant.takes(2, "updated");
        plant.write(&project(3, 3));
        plant.takes(3, "updated");
        fs::write(old.join(PROJECT), project(4, 3)).unwrap();
        plant.is_silent();
        assert_eq!(plant.end().updates, 3, "{way}");
    }
}

#[test]
fn folders_above_may_come_later() {
    for (_, options) in ways() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("line 1/cell 2/project");
        let plant = Plant::beside(&folder, options);
        plant.next_is("watching");
        plant.next_is("waiting");
        fs::create_dir_all(&folder).unwrap();
        plant.write(&project(1, 3));
        plant.takes(1, "created");
        plant.replace(&project(2, 3));
        plant.takes(2, "updated");
        drop(plant);
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_the_folder_may_be_turned_to_another() {
    use std::os::unix::fs::symlink;

    for (_, options) in ways() {
        let root = tempfile::tempdir().unwrap();
        let releases = [root.path().join("1"), root.path().join("2")];
        for (version, release) in (1..).zip(&releases) {
            fs::create_dir(release).unwrap();
            fs::write(release.join(PROJECT), project(version, 3)).unwrap();
        }
        let current = root.path().join("current");
        symlink(&releases[0], &current).unwrap();
        let plant = Plant::beside(&current, options);
        plant.takes(1, "created");
        symlink(&releases[1], root.path().join("next")).unwrap();
        fs::rename(root.path().join("next"), &current).unwrap();
        plant.takes(2, "created");
        plant.write(&project(3, 3));
        plant.takes(3, "updated");
        drop(plant);
    }
}

fn kind_and_word(plant: &Plant) -> String {
    let event = plant.next();
    let word = event["state"].as_str().or(event["reason"].as_str());
    format!("{} {}", event["event"].as_str().unwrap(), word.unwrap())
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
