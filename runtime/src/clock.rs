//! What time it is, as an argument: programs take the system's, tests bring their own.

use keyholder_shared::Time;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Time;
}

/// The system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Time {
        Time::from_millis(chrono::Utc::now().timestamp_millis())
    }
}
