//! Randomness as an argument: Ids, salts, generated passwords, names of new files.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use keyholder_shared::Id;

/// Gives random bytes.
pub trait Chance: Send + Sync {
    /// Fills `bytes`.
    ///
    /// # Errors
    /// [`NoChance`] if the system gives none; nothing secret may be made then.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoChance>;

    /// A new Id.
    ///
    /// # Errors
    /// As [`Chance::fill`].
    fn id(&self) -> Result<Id, NoChance> {
        self.bytes().map(Id::from_random)
    }

    /// Sixteen random bytes: a password's salt.
    ///
    /// # Errors
    /// As [`Chance::fill`].
    fn bytes(&self) -> Result<[u8; 16], NoChance> {
        let mut bytes = [0; 16];
        self.fill(&mut bytes).map(|()| bytes)
    }
}

/// The system gave no random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoChance;

impl fmt::Display for NoChance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("The system gives no random numbers, so no Id and no password can be made. Restart the computer.")
    }
}

impl std::error::Error for NoChance {}

/// The system's randomness, fit for secrets.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoChance> {
        getrandom::fill(bytes).map_err(|_| NoChance)
    }
}

/// Numbers in a row, for tests that want to know what comes.
#[derive(Debug, Default)]
pub struct Counted(AtomicU64);

impl Chance for Counted {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoChance> {
        let number = self.0.fetch_add(1, Ordering::Relaxed).wrapping_add(1).to_be_bytes();
        bytes.fill(0);
        let place = bytes.len().saturating_sub(number.len());
        for (to, from) in bytes.iter_mut().skip(place).zip(number) {
            *to = from;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_ids_are_two() {
        for chance in [&SystemChance as &dyn Chance, &Counted::default()] {
            assert_ne!(chance.id().unwrap(), chance.id().unwrap());
            assert_ne!(chance.bytes().unwrap(), chance.bytes().unwrap());
        }
    }
}
