//! How soon after a delivery the machine has it.

use std::error::Error;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use keyholder_runtime::outcome::Outcome;
use keyholder_runtime::update::{Options, update};
use keyholder_runtime::watch::{Event, Stop, WatchOptions, watch};
use keyholder_shared::Time;
use keyholder_shared::model::Project;
use keyholder_shared::xml::{PROJECT_FILE, write_project};

use crate::child::machine;
use crate::measure::{Figure, percentile};
use crate::site;

const DELIVERIES: i64 = 500;
const USERS: u32 = 1000;
const DEBOUNCE: Duration = Duration::from_millis(20);
/// Nothing takes that long; a run that does has lost an event.
const TOO_LONG: Duration = Duration::from_secs(30);

/// 500 deliveries of a project of 1,000 users to a machine that is watched, and as many updates by hand.
pub fn measure(folder: &Path, figures: &mut Vec<Figure>) -> Result<(), Box<dyn Error>> {
    let (by_hand, watched) = (folder.join("by-hand"), folder.join("watched"));
    std::fs::create_dir_all(&by_hand)?;
    std::fs::create_dir_all(&watched)?;
    let project = site::project(USERS)?;
    put(&watched, &project, 0)?;
    put(&by_hand, &project, 0)?;
    let _ = update(&machine(), &by_hand, Options::default(), &|_| {});

    let stop = Stop::default();
    let (sender, events) = channel();
    let (mut latencies, mut updates) = (Vec::new(), Vec::new());
    std::thread::scope(|scope| -> Result<(), Box<dyn Error>> {
        let options = WatchOptions { debounce: DEBOUNCE, poll: None, ..WatchOptions::default() };
        let (watched_by, ends) = (stop.clone(), stop.clone());
        let place = &watched;
        scope.spawn(move || {
            watch(&machine(), place, options, &watched_by, &mut |event| {
                let _ = sender.send((Instant::now(), event.clone()));
            })
        });
        let measured = (|| {
            next_update(&events, Outcome::Created)?;
            for delivery in 1..=DELIVERIES {
                put(&by_hand, &project, delivery)?;
                let begin = Instant::now();
                let told = update(&machine(), &by_hand, Options::default(), &|_| {});
                updates.push(begin.elapsed().as_secs_f64());
                if told.outcome != Outcome::Updated {
                    return Err(format!("an update by hand came to {:?}", told.outcome).into());
                }
                let begin = put(&watched, &project, delivery)?;
                let done = next_update(&events, Outcome::Updated)?;
                latencies.push(done.duration_since(begin).saturating_sub(DEBOUNCE).as_secs_f64());
            }
            Ok(())
        })();
        ends.stop();
        measured
    })?;
    let (median, slowest) = (percentile(updates, 50), percentile(latencies.clone(), 99));
    println!("  update by hand  {:>8.2} ms   {USERS} users, median of {DELIVERIES}", median * 1e3);
    println!(
        "  watch           {:>8.2} ms   99th percentile, {:.2} ms median; from the new project to the new document, less the debounce of {} ms",
        slowest * 1e3,
        percentile(latencies, 50) * 1e3,
        DEBOUNCE.as_millis()
    );
    figures.push(Figure::new("watch, 99th percentile / update", slowest / median, 3.0));
    Ok(())
}

/// Puts a new project in place, by a rename; answers when it was there.
fn put(folder: &Path, project: &Project, delivery: i64) -> Result<Instant, Box<dyn Error>> {
    let mut next = project.clone();
    next.time_stamp = Time::from_millis(project.time_stamp.as_millis() + delivery * 60_000);
    let temporary = folder.join("delivery.tmp");
    std::fs::write(&temporary, write_project(&next))?;
    std::fs::rename(&temporary, folder.join(PROJECT_FILE))?;
    Ok(Instant::now())
}

/// Waits for the next update and holds what it came to.
fn next_update(events: &Receiver<(Instant, Event)>, expected: Outcome) -> Result<Instant, Box<dyn Error>> {
    loop {
        let (at, event) = events.recv_timeout(TOO_LONG)?;
        if let Event::Update(updated) = event {
            let outcome = updated.update.outcome;
            return if outcome == expected { Ok(at) } else { Err(format!("a delivery came to {outcome:?}").into()) };
        }
    }
}
