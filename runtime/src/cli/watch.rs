//! `watch`

use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

use keyholder_runtime::outcome::Outcome;
use keyholder_runtime::update::Machine;
use keyholder_runtime::watch::{self, Event, State, Stop, WatchOptions};

use super::paint::{self, AMBER, BAD, BOLD, DIM, GOOD, Out, harmless};
use super::update::for_people;

pub fn watch(
    machine: &Machine,
    project: &Path,
    debounce: Duration,
    poll: Duration,
    json: bool,
) -> (u8, io::Result<()>) {
    let options = WatchOptions { debounce, poll: (!poll.is_zero()).then_some(poll), ..WatchOptions::default() };
    let stop = Stop::default();
    let mut failed = None;
    watch::watch(machine, project, options, &stop, &mut |event| {
        let told = if json { super::print_json(event) } else { tell(&mut paint::out(), event) };
        if let Err(error) = told {
            // Nobody listens any more.
            failed = Some(error);
            stop.stop();
        }
    });
    (0, failed.map_or(Ok(()), Err))
}

/// One event for people, with the time before it.
fn tell(out: &mut Out, event: &Event) -> io::Result<()> {
    let (at, word, style, message) = match event {
        Event::Watching(watching) => (watching.at, "watching", BOLD, &watching.message),
        Event::Waiting(waiting) => (waiting.at, "waiting", AMBER, &waiting.message),
        Event::Runtime(runtime) => {
            let style = if runtime.state == State::Sound { GOOD } else { BAD };
            (runtime.at, "runtime", style, &runtime.message)
        }
        Event::Update(updated) => {
            write!(out, "{DIM}{}{DIM:#}  ", updated.at)?;
            for_people(out, &updated.update)?;
            for error in updated.update.errors.iter().filter(|_| updated.update.outcome == Outcome::Rejected) {
                writeln!(out, "{BAD}error{BAD:#} {}", harmless(&error.line_for_people()))?;
            }
            return out.flush();
        }
    };
    writeln!(out, "{DIM}{at}{DIM:#}  {style}{word}{style:#}  {}", harmless(message))?;
    out.flush()
}
