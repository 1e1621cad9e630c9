//! The watch on a machine where others work too: the runtime document, the lock, a second watch, the
//! processor, the clock.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod watch_support;

use std::fs::{self, File};
use std::time::{Duration, Instant};

use keyholder_runtime::watch::WatchOptions;
use watch_support::{LOCK, PREVIOUS, Plant, RUNTIME, project, quick, settled, stamp, ways};

#[test]
fn a_damaged_runtime_document_is_told_once_and_repaired_by_the_next_update() {
    for (way, options) in ways() {
        let plant = Plant::start(options);
        plant.write(&project(2, 3));
        plant.takes(2, "updated");
        settled(|| fs::write(plant.file(RUNTIME), "<damaged"));
        let event = plant.next_is("runtime");
        assert_eq!(event["state"], "damaged", "{way}");
        assert!(event["message"].as_str().unwrap().contains("previous generation"));
        settled(|| fs::write(plant.file(RUNTIME), "damaged otherwise"));
        plant.is_silent();
        assert_eq!(plant.runtime_document(), "damaged otherwise", "a watch repairs nothing");
        plant.write(&project(3, 3));
        let update = plant.next_is("update");
        assert_eq!(update["outcome"], "updated");
        assert_eq!(update["alarms"].as_array().unwrap().len(), 1);
        assert!(plant.runtime_document().contains(&stamp(3)));
        plant.is_silent();
    }
}

#[test]
fn a_deleted_runtime_document_is_told_and_its_return_as_well() {
    for (way, options) in ways() {
        let plant = Plant::start(options);
        let document = plant.runtime_document();
        settled(|| fs::remove_file(plant.file(RUNTIME)));
        assert_eq!(plant.next_is("runtime")["state"], "missing", "{way}");
        plant.is_silent();
        fs::write(plant.file(RUNTIME), document).unwrap();
        assert_eq!(plant.next_is("runtime")["state"], "sound", "{way}");
        plant.write(&project(2, 3));
        plant.takes(2, "updated");
        settled(|| fs::remove_file(plant.file(RUNTIME)));
        let event = plant.next_is("runtime");
        assert_eq!(event["state"], "damaged", "{way}: the previous generation is there");
        settled(|| fs::remove_file(plant.file(PREVIOUS)));
        plant.is_silent();
        assert_eq!(plant.end().updates, 2);
    }
}

/// With the document the plant's users go: whoever reads the events learns it before the new start.
#[test]
fn a_lost_document_is_told_before_the_project_makes_a_new_one() {
    let plant = Plant::start(WatchOptions { events: false, poll: Some(Duration::from_secs(1)), ..quick() });
    settled(|| fs::remove_file(plant.file(RUNTIME)));
    plant.write(&project(2, 3));
    assert_eq!(plant.next_is("runtime")["state"], "missing");
    assert_eq!(plant.next_is("update")["outcome"], "created");
}

#[test]
fn while_another_process_writes_the_update_waits_and_says_so_once() {
    for (way, options) in ways() {
        let plant = Plant::start(options);
        let lock = File::options().write(true).open(plant.file(LOCK)).unwrap();
        settled(|| lock.lock());
        plant.write(&project(2, 3));
        let update = plant.update();
        assert_eq!(update["outcome"], "rejected", "{way}");
        assert!(update["errors"][0]["message"].as_str().unwrap().contains("another process"));
        let told = plant.told_within(Duration::from_secs(2));
        assert!(told.is_empty(), "{told:#?}");
        drop(lock);
        plant.takes(2, "updated");
        plant.is_silent();
        let updates = plant.end().updates;
        assert!((4..10).contains(&updates), "{way}: {updates} tries with growing pauses");
    }
}

#[test]
fn two_watches_of_one_project_merge_each_version_once() {
    for (way, options) in ways() {
        let one = Plant::start(options);
        let other = Plant::beside(&one.folder, options);
        assert_eq!(other.update()["outcome"], "unchanged");
        for version in 2..=6 {
            one.replace(&project(version, 3));
            let mut outcomes = [&one, &other].map(|watch| {
                let update = watch.update();
                assert_eq!(update["project_time_stamp"], stamp(version), "{way}: {update:#}");
                update["outcome"].as_str().unwrap().to_owned()
            });
            outcomes.sort();
            assert_eq!(outcomes, ["unchanged", "updated"], "{way}");
        }
        one.is_silent();
        other.is_silent();
        assert!(one.runtime_document().contains("version-000006"));
    }
}

#[test]
fn a_stop_is_obeyed_at_once_whatever_the_watch_waits_for() {
    let hour = Duration::from_secs(3600);
    let options = WatchOptions { debounce: hour, longest: hour, poll: Some(hour), ..WatchOptions::default() };
    let plant = Plant::start(options);
    plant.write(&project(2, 3));
    let asked = Instant::now();
    let tally = plant.end();
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    assert_eq!(tally.updates, 1);
}

#[test]
fn an_idle_watch_does_nothing_between_its_polls() {
    let poll = Duration::from_millis(200);
    for events in [true, false] {
        let options = WatchOptions { poll: Some(poll), events, ..quick() };
        let began = Instant::now();
        let plant = Plant::start(options);
        // Time for the second reading, which confirms the first.
        assert!(plant.told_within(Duration::from_secs(4)).is_empty());
        let tally = plant.end();
        let polls = began.elapsed().as_millis() as u64 / poll.as_millis() as u64;
        // One look at the start and one for the second reading; hints come from the first update's own file.
        assert!((10..=polls + 3).contains(&tally.looks), "{tally:?} in {polls} polls");
        assert!(tally.wakes <= polls + 6, "{tally:?} in {polls} polls");
        assert_eq!(tally.reads, 2, "{tally:?}");
        assert_eq!(tally.updates, 1);
    }
}

/// Where events arrive, a file is read once for each delivery, however it was written.
#[test]
#[cfg(unix)]
fn one_delivery_is_one_reading() {
    let plant = Plant::start(quick());
    for version in 2..=11 {
        if version % 2 == 0 {
            plant.write(&project(version, 3))
        } else {
            plant.replace(&project(version, 3))
        }
        plant.takes(version, "updated");
    }
    let tally = plant.end();
    assert_eq!((tally.reads, tally.updates), (11, 11));
}

/// From the file in place to the runtime document in place, apart from the debounce, no more than three
/// times what the update itself takes, 99 times of 100.
#[test]
#[cfg(unix)]
fn after_the_debounce_the_update_follows_at_once() {
    const ROUNDS: u32 = 100;
    let debounce = Duration::from_millis(50);
    let plant = Plant::start_with(WatchOptions { debounce, ..quick() }, Some(&project(1, 1000)));
    plant.update();
    let mut factors: Vec<f64> = (2..ROUNDS + 2)
        .map(|version| {
            plant.replace(&project(version, 1000));
            let placed = Instant::now();
            let update = plant.update();
            let passed = placed.elapsed();
            assert_eq!(update["project_time_stamp"], stamp(version));
            (passed.saturating_sub(debounce)).as_secs_f64() * 1000.0 / update["took_ms"].as_f64().unwrap()
        })
        .collect();
    factors.sort_by(f64::total_cmp);
    println!("median {:.2}, 99th percentile {:.2} of the update's time", factors[49], factors[98]);
    assert!(factors[98] <= 3.0, "{factors:?}");
}
