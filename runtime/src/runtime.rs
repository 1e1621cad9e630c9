//! The runtime document between the model and the store: parsing with its damage told, writing with its
//! digest computed beside.

use std::fmt;
use std::io;
use std::ops::Range;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use keyholder_shared::model::Runtime;
use keyholder_shared::xml::{self, Digest, DigestGap, Fault, Severity, Sink};
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
    let fingerprint = Fingerprint::of(bytes);
    let reading = if verified(fingerprint) {
        xml::parse_known_runtime(bytes)
    } else {
        let (digest, reading) = beside(bytes, digest_of, xml::parse_runtime);
        reading.hold_digest(bytes, digest)
    };
    let newer = reading.newer;
    match reading.accept() {
        Ok((runtime, warnings)) => Ok(LoadedRuntime { runtime, warnings, fingerprint }),
        Err(faults) => Err(Damaged { faults, newer }),
    }
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
        match one.join() {
            Ok(one) => (one, other),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// The generation that the head of a document tells.
#[must_use]
pub fn generation_of(head: &[u8]) -> Option<u64> {
    xml::head(head)?.generation
}

/// Writes a runtime document; the digest is computed in a thread of its own meanwhile and patched in
/// last. Answers the fingerprint of what it wrote.
///
/// # Errors
/// What the file says.
pub fn write(runtime: &Runtime, file: &mut dyn NewFile) -> io::Result<Fingerprint> {
    let (gap, digest, mut scan) = thread::scope(|scope| {
        // A few pieces may wait, so that neither side starves.
        let (sender, receiver) = sync_channel::<Piece>(16);
        let hasher = scope.spawn(move || {
            let (mut hash, mut scan) = (sha2::Sha256::new(), Scan::default());
            while let Ok(piece) = receiver.recv() {
                piece.around(|gap| gap.0.clone()).iter().for_each(|bytes| hash.update(bytes));
                piece.around(DigestGap::value).iter().for_each(|bytes| scan.without_digest(bytes));
            }
            (Digest::from_bytes(hash.finalize().into()), scan)
        });
        let mut writer = Writer { file: &mut *file, sender, gap: None, first: true, failed: None };
        xml::render_runtime(runtime, &mut writer);
        let Writer { gap, failed, sender, .. } = writer;
        drop(sender);
        let (digest, scan) = hasher.join().map_err(|_| io::Error::other("the digest could not be computed"))?;
        match failed {
            Some(error) => Err(error),
            None => Ok((gap, digest.to_string(), scan)),
        }
    })?;
    if let Some(gap) = gap {
        file.patch(gap.value().start as u64, digest.as_bytes())?;
        scan.digest(digest.as_bytes());
    }
    Ok(scan.finish())
}

/// Bytes of a document on their way to the hashes, and what of them the hashes leave out.
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

struct Writer<'f> {
    file: &'f mut dyn NewFile,
    sender: SyncSender<Piece>,
    gap: Option<DigestGap>,
    first: bool,
    failed: Option<io::Error>,
}

impl Sink for Writer<'_> {
    fn begin(&mut self, gap: &DigestGap) {
        self.gap = Some(gap.clone());
    }

    fn piece(&mut self, bytes: &[u8]) {
        if self.failed.is_some() {
            return;
        }
        if let Err(error) = self.file.write_all(bytes) {
            self.failed = Some(error);
            return;
        }
        // The gap lies in the first piece.
        let gap = self.gap.clone().filter(|_| std::mem::take(&mut self.first));
        let piece = Piece { bytes: bytes.to_vec(), gap };
        // The receiver lives as long as this sender.
        let _ = self.sender.send(piece);
    }
}
