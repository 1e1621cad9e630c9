//! The runtime document between the model and the store: parsing with its damage told, writing with its
//! digest computed beside.

use std::fmt;
use std::io;
use std::ops::Range;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread::{self, ScopedJoinHandle};

use keyholder_shared::model::Runtime;
use keyholder_shared::xml::{self, Alike, Digest, DigestGap, Fault, Severity, Sink};
use sha2::Digest as _;

use crate::fingerprint::{Fingerprint, Scan};
use crate::store::{Damage, NewFile};

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
            [first] => write!(f, "line {}, column {}: {}", first.line, first.column, first.message),
            [first, rest @ ..] => {
                write!(
                    f,
                    "line {}, column {}: {} ({} more)",
                    first.line,
                    first.column,
                    first.message.trim_end_matches('.'),
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

/// Writes a runtime document. It is made, written and hashed by three threads at once, and the digest patched
/// in last. Answers the fingerprint of what was written.
///
/// # Errors
/// What the file says.
pub fn write(runtime: &Runtime, file: &mut dyn NewFile) -> io::Result<Fingerprint> {
    let (gap, digest, mut scan) = thread::scope(|scope| {
        // A few pieces may wait, so that nobody starves; what was hashed goes back to be filled again.
        let (made, to_write) = sync_channel::<Piece>(8);
        let (written, to_hash) = sync_channel::<Piece>(8);
        let (hashed, spare) = channel();
        let maker = scope.spawn(move || {
            let mut maker = Maker { made, spare, gap: None, first: true, given_up: false };
            xml::render_runtime(runtime, &mut maker);
            maker.gap
        });
        let hasher = scope.spawn(move || {
            let (mut hash, mut scan) = (sha2::Sha256::new(), Scan::default());
            for piece in to_hash {
                piece.around(|gap| gap.0.clone()).iter().for_each(|bytes| hash.update(bytes));
                piece.around(DigestGap::value).iter().for_each(|bytes| scan.without_digest(bytes));
                let _ = hashed.send(piece.bytes);
            }
            (Digest::from_bytes(hash.finalize().into()), scan)
        });
        for piece in to_write {
            file.write_all(&piece.bytes)?;
            let _ = written.send(piece);
        }
        drop(written);
        let gap = join(maker);
        let (digest, scan) = join(hasher);
        io::Result::Ok((gap, digest.to_string(), scan))
    })?;
    if let Some(gap) = gap {
        file.patch(gap.value().start as u64, digest.as_bytes())?;
        scan.digest(digest.as_bytes());
    }
    Ok(scan.finish())
}

/// Bytes of a document on their way to the file and the hashes, and what of them the hashes leave out.
struct Piece {
    bytes: Vec<u8>,
    gap: Option<DigestGap>,
}

impl Piece {
    /// The bytes before and after those of `left_out`.
    fn around(&self, left_out: impl Fn(&DigestGap) -> Range<usize>) -> [&[u8]; 2] {
        match self.gap.as_ref().map(left_out) {
            Some(gap) => {
                [self.bytes.get(..gap.start).unwrap_or_default(), self.bytes.get(gap.end..).unwrap_or_default()]
            }
            None => [&self.bytes, &[]],
        }
    }
}

/// Takes a document as it is made, and hands it on.
struct Maker {
    made: SyncSender<Piece>,
    spare: Receiver<Vec<u8>>,
    gap: Option<DigestGap>,
    first: bool,
    /// It could not be written, so that nobody takes it any more.
    given_up: bool,
}

impl Sink for Maker {
    fn begin(&mut self, gap: &DigestGap) {
        self.gap = Some(gap.clone());
    }

    fn piece(&mut self, bytes: &[u8]) {
        if self.given_up {
            return;
        }
        // The gap lies in the first piece.
        let gap = self.gap.clone().filter(|_| std::mem::take(&mut self.first));
        let mut copy = self.spare.try_recv().unwrap_or_default();
        copy.clear();
        copy.extend_from_slice(bytes);
        self.given_up = self.made.send(Piece { bytes: copy, gap }).is_err();
    }
}
