//! Hashing takes a processor and 19 MiB each time: no more at once than there are processors, the rest
//! waits (`security.md`).

use std::sync::{Condvar, Mutex, PoisonError};

/// Places for those who compute.
pub(super) struct Slots {
    free: Mutex<usize>,
    freed: Condvar,
}

impl Slots {
    /// At least one place.
    pub fn new(places: usize) -> Self {
        Self { free: Mutex::new(places.max(1)), freed: Condvar::new() }
    }

    /// Computes when there is a place.
    pub fn compute<T>(&self, work: impl FnOnce() -> T) -> T {
        let _place = self.take();
        work()
    }

    fn take(&self) -> Place<'_> {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free == 0 {
            free = self.freed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= 1;
        Place(self)
    }
}

/// A place, given back when dropped, also by a panic.
struct Place<'s>(&'s Slots);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn no_more_compute_at_once_than_there_are_places() {
        let slots = Slots::new(2);
        let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        slots.compute(|| {
                            let inside = now.fetch_add(1, Ordering::SeqCst) + 1;
                            most.fetch_max(inside, Ordering::SeqCst);
                            std::thread::yield_now();
                            now.fetch_sub(1, Ordering::SeqCst);
                        });
                    }
                });
            }
        });
        assert!(most.load(Ordering::SeqCst) <= 2, "{most:?}");
        assert_eq!(*slots.free.lock().unwrap(), 2);
    }
}
