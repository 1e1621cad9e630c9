//! Fingerprints of files that were verified once, so that an update with nothing to do need not parse
//! and verify them again.
//!
//! A fingerprint is a fast checksum (XXH3, 128 bits): it tells damage and change, not an attacker; whoever
//! can forge the file can forge its digest as well.

use std::fmt;

use twox_hash::XxHash3_128;

/// A file's length and checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    length: u64,
    sum: u128,
}

/// Takes a file's bytes in pieces.
pub struct Scan {
    length: u64,
    hasher: XxHash3_128,
}

impl Default for Scan {
    fn default() -> Self {
        Self { length: 0, hasher: XxHash3_128::new() }
    }
}

impl Scan {
    /// Takes the next bytes.
    pub fn piece(&mut self, bytes: &[u8]) {
        self.length += bytes.len() as u64;
        self.hasher.write(bytes);
    }

    /// The fingerprint of all bytes taken.
    #[must_use]
    pub fn finish(self) -> Fingerprint {
        Fingerprint { length: self.length, sum: self.hasher.finish_128() }
    }
}

impl Fingerprint {
    /// The fingerprint of a whole file.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self { length: bytes.len() as u64, sum: XxHash3_128::oneshot(bytes) }
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:032x}", self.length, self.sum)
    }
}
