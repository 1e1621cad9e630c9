//! Projects are delivered in all the ways in which files are: written, renamed, slowly, often, broken.
//! Each test runs with the system's notices, with polling alone, and with both.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod watch_support;

use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::time::Duration;

use keyholder_runtime::watch::WatchOptions;
use watch_support::{PROJECT, Plant, RUNTIME, project, settled, stamp, ways, with_digest};

#[test]
fn the_watch_says_what_it_does_and_updates_at_the_start() {
    for (way, options) in ways() {
        let plant = Plant::start_with(options, Some(&project(1, 3)));
        let watching = plant.next_is("watching");
        assert_eq!(watching["project"], plant.file(PROJECT).to_str().unwrap());
        assert_eq!(watching["events"], way != "polling");
        assert_eq!(watching["polling"], way != "events");
        assert_eq!(watching["debounce_ms"], 100);
        let update = plant.next_is("update");
        assert_eq!(update["outcome"], "created");
        assert_eq!(update["project_time_stamp"], stamp(1));
        assert_eq!(update["users"].as_array().unwrap().len(), 4);
        assert!(update["took_ms"].as_f64().unwrap() > 0.0);
        assert!(update["at"].as_str().unwrap().parse::<keyholder_shared::Time>().is_ok());
        plant.is_silent();
        let again = Plant::beside(&plant.folder, options);
        assert_eq!(again.update()["outcome"], "unchanged");
        again.is_silent();
        plant.is_silent();
        // A folder that is still watched cannot be removed on Windows, and it goes with the plant.
        again.end();
        assert_eq!(plant.end().updates, 1, "{way}: an update triggers none");
    }
}

#[test]
fn a_new_version_is_taken_once() {
    for (way, options) in ways() {
        let plant = Plant::start(options);
        plant.replace(&with_digest(&project(2, 3)));
        plant.takes(2, "updated");
        plant.write(&project(3, 3));
        plant.takes(3, "updated");
        plant.is_silent();
        let tally = plant.end();
        assert_eq!(tally.updates, 3, "{way}");
    }
}

#[test]
fn the_same_content_triggers_nothing() {
    for (way, options) in ways() {
        let plant = Plant::start(options);
        plant.write(&project(1, 3));
        plant.replace(&project(1, 3));
        plant.is_silent();
        fs::write(plant.file("something else"), "x").unwrap();
        plant.is_silent();
        assert_eq!(plant.end().updates, 1, "{way}");
    }
}

#[test]
fn of_a_thousand_writes_in_a_row_the_last_wins() {
    for (way, options) in ways() {
        let plant = Plant::start(options);
        for version in 2..=1001 {
            let project = project(version, 3);
            if version % 2 == 0 { plant.write(&project) } else { plant.replace(&project) }
        }
        loop {
            let event = plant.next();
            if event["project_time_stamp"] == stamp(1001) {
                assert_eq!(event["outcome"], "updated");
                break;
            }
        }
        assert!(plant.runtime_document().contains("version-001001"));
        plant.is_silent();
        assert!(plant.end().updates < 100, "{way}: they are taken together");
    }
}

#[test]
fn a_file_copied_slowly_is_taken_whole_and_once() {
    for (_, options) in ways() {
        let longest = Duration::from_millis(1200);
        let plant = Plant::start(WatchOptions { debounce: Duration::from_secs(1), longest, ..options });
        let project = with_digest(&project(2, 3));
        settled(|| fs::remove_file(plant.file(PROJECT)));
        let mut file = fs::File::create(plant.file(PROJECT)).unwrap();
        let mut told = Vec::new();
        for piece in project.as_bytes().chunks(project.len() / 30) {
            file.write_all(piece).unwrap();
            told.extend(plant.told_within(Duration::from_millis(100)));
        }
        drop(file);
        // Three seconds are longer than a file may be written unmentioned.
        assert!(told.iter().all(|event| event["reason"] == "writing"), "{told:#?}");
        assert_eq!(told.len(), 1, "{told:#?}");
        plant.takes(2, "updated");
        plant.is_silent();
    }
}

/// Half of it would be a valid project, and its time stamp would keep the other half out for good.
#[test]
fn an_edit_in_place_is_not_taken_by_half() {
    for (_, options) in ways() {
        let longest = Duration::from_millis(1200);
        let plant = Plant::start(WatchOptions { debounce: Duration::from_secs(1), longest, ..options });
        let new = project(2, 3);
        let mut file = OpenOptions::new().write(true).open(plant.file(PROJECT)).unwrap();
        assert_eq!(file.metadata().unwrap().len(), new.len() as u64);
        let mut told = Vec::new();
        for piece in new.as_bytes().chunks(new.len() / 30) {
            file.write_all(piece).unwrap();
            told.extend(plant.told_within(Duration::from_millis(100)));
        }
        drop(file);
        assert!(told.iter().all(|event| event["reason"] == "writing"), "{told:#?}");
        assert_eq!(told.len(), 1, "{told:#?}");
        plant.takes(2, "updated");
        plant.is_silent();
    }
}

#[test]
fn a_file_written_forever_is_taken_while_it_is() {
    for (way, options) in ways() {
        let debounce = Duration::from_millis(800);
        let plant = Plant::start(WatchOptions { debounce, longest: debounce, ..options });
        // Without notices nothing tells that a whole file was renamed; its digest does.
        for version in 2.. {
            plant.replace(&with_digest(&project(version, 3)));
            let told = plant.told_within(Duration::from_millis(50));
            if let Some(event) = told.iter().find(|event| event["event"] == "update") {
                assert_eq!(event["outcome"], "updated", "{way}");
                break;
            }
            assert!(version < 600, "{way}: it was looked at within thirty seconds");
        }
    }
}

#[test]
fn a_broken_project_is_told_once_and_changes_nothing() {
    for (way, options) in ways() {
        let plant = Plant::start(options);
        let before = plant.runtime_document();
        let broken = project(2, 3).replace("</Users>", "");
        plant.write(&broken);
        let update = plant.update();
        assert_eq!(update["outcome"], "rejected", "{way}");
        assert!(update["errors"][0]["line"].as_u64().unwrap() > 0);
        plant.write(&broken);
        plant.replace(&broken);
        plant.is_silent();
        plant.write("");
        assert_eq!(plant.update()["outcome"], "rejected", "{way}: another reason");
        assert_eq!(plant.runtime_document(), before);
        plant.replace(&project(3, 3));
        plant.takes(3, "updated");
        plant.is_silent();
    }
}

#[test]
fn a_missing_project_is_told_once_and_taken_when_it_comes() {
    for (way, options) in ways() {
        let plant = Plant::start_with(options, None);
        plant.next_is("watching");
        let waiting = plant.next_is("waiting");
        assert_eq!(waiting["reason"], "missing", "{way}");
        assert!(waiting["message"].as_str().unwrap().contains("no project file"));
        plant.is_silent();
        plant.write(&project(1, 3));
        plant.takes(1, "created");
        settled(|| fs::remove_file(plant.file(PROJECT)));
        assert_eq!(plant.next_is("waiting")["reason"], "missing");
        plant.is_silent();
        assert!(plant.file(RUNTIME).exists());
        plant.write(&project(1, 3));
        plant.takes(1, "unchanged");
        settled(|| fs::remove_file(plant.file(PROJECT)));
        plant.next_is("waiting");
        plant.write(&project(2, 3));
        plant.takes(2, "updated");
        plant.is_silent();
    }
}

/// What was written within the grain of the time stamp may leave it, and the size, as they were.
#[test]
fn the_same_size_and_time_are_no_evidence() {
    for (_, options) in ways() {
        let plant = Plant::start(options);
        let time = fs::metadata(plant.file(PROJECT)).unwrap().modified().unwrap();
        let mut file = OpenOptions::new().write(true).open(plant.file(PROJECT)).unwrap();
        let new = project(2, 3);
        assert_eq!(file.metadata().unwrap().len(), new.len() as u64);
        file.seek(SeekFrom::Start(0)).unwrap();
        file.write_all(new.as_bytes()).unwrap();
        file.set_modified(time).unwrap();
        drop(file);
        plant.takes(2, "updated");
        plant.is_silent();
    }
}
