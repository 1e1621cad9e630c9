//! Where hints arrive, and when they are due: after a pause in them, but never much later than the first
//! (design section 6). A thousand hints are kept as one burst.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

/// Ends watches, from any thread. Clones end the same ones.
#[derive(Clone, Default)]
pub struct Stop(Arc<Mutex<Stopping>>);

#[derive(Default)]
struct Stopping {
    stopped: bool,
    watches: Vec<Weak<Inbox>>,
}

impl Stop {
    /// Ends the watches that were given this, as soon as the update they may be at is done, and every one
    /// that is given it later.
    pub fn stop(&self) {
        let mut stopping = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stopping.stopped = true;
        for inbox in stopping.watches.drain(..).filter_map(|watch| watch.upgrade()) {
            inbox.stop();
        }
    }

    /// Lets this end the watch that `inbox` belongs to.
    pub(super) fn reach(&self, inbox: &Arc<Inbox>) {
        let mut stopping = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stopping.watches.retain(|watch| watch.strong_count() > 0);
        stopping.watches.push(Arc::downgrade(inbox));
        if stopping.stopped {
            inbox.stop();
        }
    }
}

/// How long hints are collected.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// The pause after which a burst is over.
    pub quiet: Duration,
    /// How long a burst may last before it is looked at all the same.
    pub longest: Duration,
}

/// What a file's writers are at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    /// Nobody has written for the pause.
    Over,
    /// Someone still writes; `in_place` if not only by renaming whole files.
    GoesOn { in_place: bool },
}

/// Why a wait ended.
#[derive(Debug)]
pub(super) struct Wake {
    pub stop: bool,
    /// A folder on the way to the project came or went.
    pub rearm: bool,
    /// The project file is to be looked at.
    pub project: Option<Writing>,
    /// The runtime document is to be looked at.
    pub document: bool,
}

/// Hints that follow each other closely.
#[derive(Clone, Copy, Debug)]
struct Burst {
    first: Instant,
    last: Instant,
    in_place: bool,
}

impl Burst {
    fn due(&self, pace: Pace) -> Instant {
        (self.last + pace.quiet).min(self.first + pace.longest)
    }

    /// Takes what is due. A burst that goes on stays, so that its end is due as well.
    fn take(slot: &mut Option<Self>, now: Instant, pace: Pace) -> Option<Writing> {
        let burst = slot.as_mut()?;
        if now >= burst.last + pace.quiet {
            *slot = None;
            Some(Writing::Over)
        } else if now >= burst.first + pace.longest {
            burst.first = now;
            Some(Writing::GoesOn { in_place: burst.in_place })
        } else {
            None
        }
    }
}

#[derive(Default)]
struct State {
    stopped: bool,
    rearm: bool,
    project: Option<Burst>,
    document: Option<Burst>,
}

/// Takes hints from any thread; one thread waits for them.
pub(super) struct Inbox {
    pace: Pace,
    state: Mutex<State>,
    changed: Condvar,
}

impl Inbox {
    pub(super) fn new(pace: Pace) -> Self {
        Self { pace, state: Mutex::default(), changed: Condvar::new() }
    }

    /// The project file was touched, perhaps; `in_place` unless it was renamed or removed as a whole.
    pub(super) fn hint_project(&self, in_place: bool) {
        self.hint(|state| &mut state.project, in_place);
    }

    /// Whether the end of a burst is awaited already.
    pub(super) fn awaits_project(&self) -> bool {
        self.lock().project.is_some()
    }

    /// The runtime document was touched, perhaps.
    pub(super) fn hint_document(&self) {
        self.hint(|state| &mut state.document, true);
    }

    /// A folder on the way to the project came or went.
    pub(super) fn ask_to_rearm(&self) {
        self.lock().rearm = true;
        self.changed.notify_one();
    }

    fn stop(&self) {
        self.lock().stopped = true;
        self.changed.notify_one();
    }

    /// Waits for a stop, for a folder's coming and going, for the end of a burst, or until `until`.
    pub(super) fn wait(&self, until: Instant) -> Wake {
        let mut state = self.lock();
        loop {
            let now = Instant::now();
            let wake = Wake {
                stop: state.stopped,
                rearm: std::mem::take(&mut state.rearm),
                project: Burst::take(&mut state.project, now, self.pace),
                document: Burst::take(&mut state.document, now, self.pace).is_some(),
            };
            if wake.stop || wake.rearm || wake.project.is_some() || wake.document || now >= until {
                return wake;
            }
            let bursts = [state.project, state.document].into_iter().flatten().map(|burst| burst.due(self.pace));
            let next = bursts.fold(until, Instant::min);
            let waited = self.changed.wait_timeout(state, next.saturating_duration_since(now));
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// A hint in a burst wakes nobody: the wait sees at the burst's end that it has moved.
    fn hint(&self, slot: fn(&mut State) -> &mut Option<Burst>, in_place: bool) {
        let now = Instant::now();
        let mut state = self.lock();
        match slot(&mut state) {
            Some(burst) => {
                burst.last = now;
                burst.in_place |= in_place;
            }
            none => {
                *none = Some(Burst { first: now, last: now, in_place });
                self.changed.notify_one();
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace { quiet: Duration::from_millis(200), longest: Duration::from_secs(2) };

    fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[test]
    fn a_burst_is_due_a_pause_after_its_last_hint() {
        let start = Instant::now();
        let mut slot = Some(Burst { first: start, last: start + ms(150), in_place: false });
        assert_eq!(slot.unwrap().due(PACE), start + ms(350));
        assert_eq!(Burst::take(&mut slot, start + ms(349), PACE), None);
        assert_eq!(Burst::take(&mut slot, start + ms(350), PACE), Some(Writing::Over));
        assert!(slot.is_none());
        assert_eq!(Burst::take(&mut slot, start + ms(351), PACE), None);
    }

    #[test]
    fn an_endless_burst_is_looked_at_each_two_seconds_and_once_more_at_its_end() {
        let start = Instant::now();
        let mut slot = Some(Burst { first: start, last: start, in_place: true });
        let mut looks = Vec::new();
        for step in 1..=500 {
            let now = start + ms(step * 10);
            slot.as_mut().unwrap().last = now;
            looks.extend(Burst::take(&mut slot, now, PACE).map(|writing| (step, writing)));
        }
        let goes_on = Writing::GoesOn { in_place: true };
        assert_eq!(looks, [(200, goes_on), (400, goes_on)]);
        assert_eq!(Burst::take(&mut slot, start + ms(5199), PACE), None);
        assert_eq!(Burst::take(&mut slot, start + ms(5200), PACE), Some(Writing::Over));
    }

    #[test]
    fn a_thousand_hints_are_one_burst() {
        let inbox = Inbox::new(Pace { quiet: ms(1), longest: ms(2) });
        for _ in 0..1000 {
            inbox.hint_project(false);
        }
        assert!(inbox.awaits_project());
        let far = Instant::now() + Duration::from_secs(60);
        while inbox.wait(far).project != Some(Writing::Over) {}
        assert!(!inbox.awaits_project(), "nothing is left of it");
    }

    #[test]
    fn a_stop_reaches_every_watch_now_and_later() {
        let stop = Stop::default();
        let far = Instant::now() + Duration::from_secs(60);
        let before = Arc::new(Inbox::new(PACE));
        stop.reach(&before);
        stop.clone().stop();
        assert!(before.wait(far).stop);
        let after = Arc::new(Inbox::new(PACE));
        stop.reach(&after);
        assert!(after.wait(far).stop);
    }
}
