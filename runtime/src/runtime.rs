//! The runtime document between the store and the model: parsing with its damage told.

use std::fmt;
use std::thread::{self, ScopedJoinHandle};

use keyholder_shared::model::Runtime;
use keyholder_shared::xml::{self, Alike, Digest, Fault, Severity};

use crate::fingerprint::Fingerprint;
use crate::store::Damage;

/// A runtime document as it was loaded.
#[derive(Debug, Clone)]
pub struct LoadedRuntime {
    /// What it says.
    pub runtime: Runtime,
    /// What someone should know about it.
    pub warnings: Vec<Fault>,
    /// Its bytes' fingerprint.
    pub fingerprint: Fingerprint,
}

/// A runtime document that is refused.
#[derive(Debug, Clone)]
pub struct Damaged {
    faults: Vec<Fault>,
    newer: bool,
}

impl fmt::Display for Damaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors: Vec<&Fault> = self.faults.iter().filter(|fault| fault.severity == Severity::Error).collect();
        match errors.as_slice() {
            [] => f.write_str("it could not be understood"),
            [first] => write!(f, "line {}, column {}: {}", first.line, first.column, first.message()),
            [first, rest @ ..] => {
                write!(
                    f,
                    "line {}, column {}: {} ({} more)",
                    first.line,
                    first.column,
                    first.message().trim_end_matches('.'),
                    rest.len()
                )
            }
        }
    }
}

impl std::error::Error for Damaged {}

impl Damage for Damaged {
    fn is_from_newer_version(&self) -> bool {
        self.newer
    }
}

/// Parses a runtime document. If `verified` says so of its fingerprint, its digest and its rules were
/// checked before and are not checked again.
///
/// # Errors
/// [`Damaged`] with all faults.
pub fn parse(bytes: &[u8], verified: impl Fn(Fingerprint) -> bool) -> Result<LoadedRuntime, Damaged> {
    parse_beside(bytes, verified, || None).0
}

/// Like [`parse`], with users left out that the file of the project, if there is one, has in all the same;
/// but only if the document was verified before. Tells where the project has them.
pub(crate) fn parse_beside<'p>(
    bytes: &[u8],
    verified: impl Fn(Fingerprint) -> bool,
    project: impl FnOnce() -> Option<&'p [u8]>,
) -> (Result<LoadedRuntime, Damaged>, Alike) {
    let fingerprint = Fingerprint::of(bytes);
    let mut alike = Alike::default();
    let reading = if !verified(fingerprint) {
        let (digest, reading) = beside(bytes, digest_of, xml::parse_runtime);
        reading.hold_digest(bytes, digest)
    } else {
        let beside = project().map(|project| xml::parse_known_runtime_beside(bytes, project));
        match beside {
            // What only looked like a user of the project's may have led astray; a document is not called
            // damaged for that.
            Some((reading, left_out)) if reading.document.is_some() && reading.faults.is_empty() => {
                alike = left_out;
                reading
            }
            _ => xml::parse_known_runtime(bytes),
        }
    };
    let newer = reading.newer;
    let loaded = match reading.accept() {
        Ok((runtime, warnings)) => Ok(LoadedRuntime { runtime, warnings, fingerprint }),
        Err(faults) => Err(Damaged { faults, newer }),
    };
    (loaded, alike)
}

/// The digest of a file's bytes.
#[must_use]
pub fn digest_of(bytes: &[u8]) -> Digest {
    Digest::of(bytes, xml::declared_digest(bytes).map(|(_, gap)| gap).as_ref())
}

/// From so many bytes on, a second thread pays.
pub(crate) const MANY: usize = 256 * 1024;

/// Does both with the bytes; at once, where they are many.
pub(crate) fn beside<A: Send, B>(
    bytes: &[u8],
    one: impl FnOnce(&[u8]) -> A + Send,
    other: impl FnOnce(&[u8]) -> B,
) -> (A, B) {
    if bytes.len() < MANY {
        return (one(bytes), other(bytes));
    }
    at_once(|| one(bytes), || other(bytes))
}

/// Does both at once: the first in a thread of its own.
pub(crate) fn at_once<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (join(one), other)
    })
}

/// What a thread came to.
pub(crate) fn join<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// The generation that the head of a document tells.
#[must_use]
pub fn generation_of(head: &[u8]) -> Option<u64> {
    xml::head(head)?.generation
}
