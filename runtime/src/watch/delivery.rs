//! Looking at the project file, and taking it when it has another content (design section 6).

use std::time::{Duration, Instant};

use keyholder_shared::xml;

use super::document::Document;
use super::event::{Event, Reason, Updated, Waiting};
use super::inbox::{Pace, Writing};
use super::stamp::{Seen, Stamp};
use super::{Tally, Tell};
use crate::fingerprint::Fingerprint;
use crate::outcome::{Refusal, Update};
use crate::project::{ProjectPath, Unread};
use crate::update::{self, Machine, Options};

const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How long an update waits for another writer before it is tried again later. Short, so that a stop does
/// not wait; longer than a save takes, so that one is not told.
const PATIENCE: Duration = Duration::from_millis(300);

/// What is delivered, and what was taken of it.
pub(super) struct Delivery {
    machine: Machine,
    path: ProjectPath,
    longest: Duration,
    pub seen: Seen,
    /// The content that was taken or refused last.
    content: Option<Fingerprint>,
    /// What was told since then.
    told: Option<Told>,
    unread_since: Option<Instant>,
    pause: Duration,
    /// When to look again without a hint, because the disk or another process stood in the way.
    pub again: Option<Instant>,
}

/// What is told once, not each time it is met.
#[derive(PartialEq, Eq)]
enum Told {
    Waiting(Reason, String),
    Store(Fingerprint),
}

impl Delivery {
    pub(super) fn new(machine: &Machine, path: ProjectPath, pace: Pace) -> Self {
        let mut machine = machine.clone();
        machine.patience = machine.patience.min(PATIENCE);
        Self {
            machine,
            path,
            longest: pace.longest,
            seen: Seen::nothing(Instant::now()),
            content: None,
            told: None,
            unread_since: None,
            pause: FIRST_PAUSE,
            again: None,
        }
    }

    /// The file's stamp.
    pub(super) fn stamp(&self, tally: &mut Tally) -> Option<Stamp> {
        tally.looks += 1;
        Stamp::of(self.path.file())
    }

    /// Reads the file, and updates the machine if its content is another than the last.
    pub(super) fn look(&mut self, writing: Writing, document: &mut Document, tally: &mut Tally, tell: Tell<'_>) {
        self.again = None;
        // The stamp first: if the file changes in between, the next poll sees another one.
        let stamp = self.stamp(tally);
        self.seen.reading(stamp, Instant::now());
        tally.reads += 1;
        let bytes = match self.path.bytes(&*self.machine.fs) {
            Ok(bytes) => bytes,
            Err(unread) => return self.unread(unread, writing, tell),
        };
        self.unread_since = None;
        let content = Fingerprint::of(&bytes);
        if self.content == Some(content) {
            return;
        }
        if !may_be_whole(&bytes, writing) {
            return self.still_written(tell);
        }
        let began = Instant::now();
        tally.updates += 1;
        let mut update = update::update_from(&self.machine, &self.path, &bytes, Options::default(), &|_| {});
        let took_ms = began.elapsed().as_secs_f64() * 1000.0;
        match update.refusal {
            Some(Refusal::Project) if writing != Writing::Over => return self.still_written(tell),
            Some(Refusal::Store) => {
                self.try_again_later();
                if !self.is_news(Told::Store(content)) {
                    return;
                }
            }
            refusal => {
                self.content = Some(content);
                self.told = None;
                self.pause = FIRST_PAUSE;
                if refusal.is_none() {
                    document.is_sound(&self.machine, &self.path);
                }
            }
        }
        update::record_refusal(&self.machine, &self.path, &mut update);
        self.tell_update(update, took_ms, tell);
    }

    fn unread(&mut self, unread: Unread, writing: Writing, tell: Tell<'_>) {
        if writing != Writing::Over {
            return;
        }
        if !unread.disk {
            self.unread_since = None;
            return self.wait_for(Reason::Missing, unread.fault.message, tell);
        }
        // Nothing hints that a file can be read now: a copying program or a scanner held it open.
        let now = Instant::now();
        let since = *self.unread_since.get_or_insert(now);
        self.try_again_later();
        if now - since >= self.longest {
            self.wait_for(Reason::Unreadable, unread.fault.message, tell);
        }
    }

    fn still_written(&mut self, tell: Tell<'_>) {
        let message = "The project file is being written for long and is not whole yet. It is taken when it is. If this stays, look for the program that writes it.";
        self.wait_for(Reason::Writing, message.to_owned(), tell);
    }

    /// When the file is back, that is told as an update, whether its content is another or not.
    fn wait_for(&mut self, reason: Reason, message: String, tell: Tell<'_>) {
        self.content = None;
        if self.is_news(Told::Waiting(reason, message.clone())) {
            tell(&Event::Waiting(Waiting {
                at: self.machine.clock.now(),
                reason,
                file: self.path.file().to_owned(),
                message,
            }));
        }
    }

    fn is_news(&mut self, told: Told) -> bool {
        let told = Some(told);
        let news = self.told != told;
        self.told = told;
        news
    }

    fn try_again_later(&mut self) {
        self.again = Some(Instant::now() + self.pause);
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
    }

    fn tell_update(&self, update: Update, took_ms: f64, tell: Tell<'_>) {
        tell(&Event::Update(Box::new(Updated { at: self.machine.clock.now(), took_ms, update })));
    }
}

/// Whether these bytes may be taken though someone still writes: if whole files were renamed into place,
/// or if a digest will tell. Half an edit in place can be a valid project, and its time stamp would keep
/// the other half out for good.
fn may_be_whole(bytes: &[u8], writing: Writing) -> bool {
    match writing {
        Writing::Over | Writing::GoesOn { in_place: false } => true,
        Writing::GoesOn { in_place: true } => xml::declared_digest(bytes).is_some(),
    }
}
