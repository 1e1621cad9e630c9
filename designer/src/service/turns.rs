//! The order of what is asked for: done beside the window, it may be done in another one.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Gives turns, and does nothing for which a later one was done already.
#[derive(Debug, Default)]
pub struct Turns {
    given: AtomicU64,
    /// The turn of what was done last; beyond all of them once it is over.
    done: Mutex<u64>,
}

/// When something was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Turn(u64);

impl Turns {
    /// The turn of what is asked for now.
    pub fn next(&self) -> Turn {
        Turn(self.given.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// Does the work of that turn, one at a time; nothing if a later one was done.
    pub fn take<T>(&self, Turn(turn): Turn, work: impl FnOnce() -> T) -> Option<T> {
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        if *done >= turn {
            return None;
        }
        *done = turn;
        Some(work())
    }

    /// Nothing is done any more.
    pub fn end(&self) {
        *self.done.lock().unwrap_or_else(PoisonError::into_inner) = u64::MAX;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_late_is_not_done() {
        let turns = Turns::default();
        let [first, second, third] = [(); 3].map(|()| turns.next());
        assert_eq!(turns.take(second, || "second"), Some("second"));
        assert_eq!(turns.take(first, || "first"), None);
        assert_eq!(turns.take(third, || "third"), Some("third"));
        let fourth = turns.next();
        turns.end();
        assert_eq!(turns.take(fourth, || "fourth"), None);
        assert_eq!(turns.take(turns.next(), || "fifth"), None);
    }
}
