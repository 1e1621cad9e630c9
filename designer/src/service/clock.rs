//! What time it is, as an argument: the program takes the system's, tests bring their own.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use keyholder_shared::Time;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Time;

    /// Returns when that much time has passed. Asked beside the window alone.
    fn rest(&self, duration: Duration);
}

/// The system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Time {
        Time::from_millis(chrono::Utc::now().timestamp_millis())
    }

    fn rest(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}

/// A clock that stands until it is set, for tests.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock that shows `now`.
    #[must_use]
    pub fn new(now: Time) -> Self {
        Self(AtomicI64::new(now.as_millis()))
    }

    /// Lets it show `now`.
    pub fn set(&self, now: Time) {
        self.0.store(now.as_millis(), Ordering::Relaxed);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Time {
        Time::from_millis(self.0.load(Ordering::Relaxed))
    }

    /// A clock that stands lets nobody wait.
    fn rest(&self, _duration: Duration) {}
}
