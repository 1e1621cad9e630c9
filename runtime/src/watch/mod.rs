//! Staying beside a project: an update at the start, then one whenever the file's content is another
//! (design sections 4 and 6).
//!
//! What the system tells of changes is a hint to look, never more. A pause in the hints says that the file
//! is whole; its content says whether there is anything to do. Where no hints arrive, as on network shares,
//! the file is looked at every few seconds.

mod delivery;
mod document;
mod event;
mod inbox;
mod notices;
mod stamp;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use delivery::Delivery;
use document::Document;
use inbox::{Inbox, Pace, Writing};
use notices::Notices;
use stamp::Stamp;

pub use event::{Event, Reason, RuntimeDocument, State, Updated, Waiting, Watching};
pub use inbox::Stop;

use crate::project::ProjectPath;
use crate::update::Machine;

/// How often the file is looked at while the system cannot tell of changes, if no poll is asked for.
const FALLBACK: Duration = Duration::from_secs(3);

/// After what pause a runtime document is looked at again that another process was writing.
const PAUSE: Duration = Duration::from_millis(250);

/// No poll comes sooner after the one before.
const LEAST: Duration = Duration::from_millis(10);

/// No interval is longer, so that times can be added without care.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How to watch.
#[derive(Clone, Copy, Debug)]
pub struct WatchOptions {
    /// How long nobody must have written to the file before it is taken. Default: 200 ms.
    pub debounce: Duration,
    /// After how long a file that is written without a pause is looked at all the same. Default: 2 s.
    pub longest: Duration,
    /// How often the file is looked at though nothing hints at a change. `None`: only while the system
    /// cannot tell of changes. Default: every 3 s.
    pub poll: Option<Duration>,
    /// Whether the system's notices of changes are used. Default: they are.
    pub events: bool,
}

impl Default for WatchOptions {
    fn default() -> Self {
        Self {
            debounce: Duration::from_millis(200),
            longest: Duration::from_secs(2),
            poll: Some(FALLBACK),
            events: true,
        }
    }
}

/// What a watch did, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How often it was awake.
    pub wakes: u64,
    /// How often it looked at the project file's size and times.
    pub looks: u64,
    /// How often it read the project file.
    pub reads: u64,
    /// How often it updated, or tried to.
    pub updates: u64,
}

type Tell<'t> = &'t mut dyn FnMut(&Event);

/// Watches the project at `given`, a folder or a file, until `stop` is used; tells each event as it
/// happens. Returns what was done.
///
/// Nothing ends it but `stop`: what goes wrong is told, and tried again when it may have passed. `tell` is
/// called in this thread; while it works, nothing else is done.
pub fn watch(
    machine: &Machine,
    given: &Path,
    options: WatchOptions,
    stop: &Stop,
    tell: &mut dyn FnMut(&Event),
) -> Tally {
    let given = std::path::absolute(given).unwrap_or_else(|_| given.to_owned());
    let path = ProjectPath::new(&given);
    let quiet = options.debounce.min(DAY);
    let pace = Pace { quiet, longest: options.longest.clamp(quiet, DAY) };
    let inbox = Arc::new(Inbox::new(pace));
    stop.reach(&inbox);
    let watch = Watch {
        machine,
        delivery: Delivery::new(machine, path.clone(), pace),
        document: Document::default(),
        notices: Notices::new(path.clone(), options.events, Arc::clone(&inbox)),
        path,
        poll: options.poll.map(|poll| poll.clamp(LEAST, DAY)),
        pace,
        moving: None,
        document_again: None,
        inbox,
        tally: Tally::default(),
    };
    watch.run(tell)
}

struct Watch<'m> {
    machine: &'m Machine,
    path: ProjectPath,
    poll: Option<Duration>,
    pace: Pace,
    inbox: Arc<Inbox>,
    notices: Notices,
    delivery: Delivery,
    document: Document,
    /// What a poll found to be another stamp than the one known, and when.
    moving: Option<(Option<Stamp>, Instant)>,
    /// When to look at the runtime document, which someone touched, or another process was writing.
    document_again: Option<Instant>,
    tally: Tally,
}

impl Watch<'_> {
    fn run(mut self, tell: Tell<'_>) -> Tally {
        self.notices.arm();
        tell(&Event::Watching(self.watching()));
        self.look(Writing::Over, tell);
        let mut polled = Instant::now();
        loop {
            let poll = self.interval().map(|interval| polled + interval);
            let until = [poll, self.delivery.again, self.document_again].into_iter().flatten().min();
            let wake = self.inbox.wait(until.unwrap_or_else(|| Instant::now() + DAY));
            self.tally.wakes += 1;
            if wake.stop {
                return self.tally;
            }
            if wake.rearm {
                self.notices.arm();
            }
            if let Some(writing) = wake.project.and_then(|writing| self.held(writing)) {
                self.look(writing, tell);
            }
            let now = Instant::now();
            if self.delivery.again.is_some_and(|again| now >= again) {
                self.delivery.again = None;
                self.look_unless_awaited(tell);
            }
            if wake.document || self.document_again.is_some_and(|again| now >= again) {
                self.document_again = None;
                self.look_at_document(tell);
            }
            if poll.is_some_and(|poll| now >= poll) {
                self.poll(now, tell);
                polled = Instant::now();
            }
        }
    }

    fn look(&mut self, writing: Writing, tell: Tell<'_>) {
        // An update will make a new one; that the old one was lost must be told before.
        if self.document.is_gone() {
            self.look_at_document(tell);
        }
        self.delivery.look(writing, &mut self.document, &mut self.tally, tell);
    }

    /// The end of a burst is a better moment than now.
    fn look_unless_awaited(&mut self, tell: Tell<'_>) {
        if !self.inbox.awaits_project() {
            self.look(Writing::Over, tell);
        }
    }

    fn look_at_document(&mut self, tell: Tell<'_>) {
        match self.document.look(self.machine, &self.path) {
            Ok(Some(told)) => tell(&Event::Runtime(told)),
            Ok(None) => {}
            Err(document::Busy) => self.document_again = Some(Instant::now() + PAUSE),
        }
    }

    /// Looks whether something has changed that nothing hinted at.
    fn poll(&mut self, now: Instant, tell: Tell<'_>) {
        if self.document.was_touched() {
            self.document_again.get_or_insert(now + self.pace.quiet);
        }
        if self.notices.could_be_armed() && self.notices.arm() {
            self.inbox.hint_project(true);
        }
        let stamp = self.delivery.stamp(&mut self.tally);
        if stamp != self.delivery.seen.stamp {
            if self.moving.is_none() && !self.inbox.awaits_project() {
                // Nobody told: whatever was watched, it is not this folder any more.
                self.notices.arm();
                self.inbox.hint_project(true);
                self.moving = Some((stamp, now));
            }
        } else if self.delivery.seen.is_to_be_confirmed(now) {
            self.look_unless_awaited(tell);
        }
    }

    /// Stands in for the hints that did not come: while the stamp moves, the file is still being written.
    fn held(&mut self, writing: Writing) -> Option<Writing> {
        let Some((before, since)) = self.moving.take() else {
            return Some(writing);
        };
        let stamp = self.delivery.stamp(&mut self.tally);
        if stamp == before || writing != Writing::Over {
            return Some(writing);
        }
        self.inbox.hint_project(true);
        let now = Instant::now();
        let too_long = now - since >= self.pace.longest;
        self.moving = Some((stamp, if too_long { now } else { since }));
        too_long.then_some(Writing::GoesOn { in_place: true })
    }

    fn interval(&self) -> Option<Duration> {
        self.poll.or_else(|| (!self.notices.is_armed()).then_some(FALLBACK))
    }

    fn watching(&self) -> Watching {
        let poll = self.interval();
        let milliseconds = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let polls = poll.map(|poll| format!("looked at every {} s", poll.as_secs_f32()));
        let how = match (self.notices.missing(), polls) {
            (None, None) => "Changes are told by the system.".to_owned(),
            (None, Some(polls)) => format!("Changes are told by the system, and the file is {polls}."),
            (Some(missing), polls) => format!("The file is {}: {missing}.", polls.unwrap_or_default()),
        };
        Watching {
            at: self.machine.clock.now(),
            project: self.path.file().to_owned(),
            events: self.notices.is_armed(),
            polling: poll.is_some(),
            poll_ms: poll.map(milliseconds),
            debounce_ms: milliseconds(self.pace.quiet),
            message: format!("Watching {}. {how}", self.path.file().display()),
        }
    }
}
