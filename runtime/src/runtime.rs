//! The runtime document between the model and the store: parsing with its damage told, writing with its
//! digest computed beside.

use std::fmt;
use std::io;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use keyholder_shared::model::Runtime;
use keyholder_shared::xml::{self, Digest, DigestGap, Fault, Severity, Sink};
use sha2::Digest as _;

use crate::fingerprint::Fingerprint;
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
                write!(f, "line {}, column {}: {} ({} more)", first.line, first.column, first.message.trim_end_matches('.'), rest.len())
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

/// Parses a runtime document. If `verified` is the fingerprint of its bytes, its digest was held before
/// and is not computed again.
///
/// # Errors
/// [`Damaged`] with all faults.
pub fn parse(bytes: &[u8], verified: Option<Fingerprint>) -> Result<LoadedRuntime, Damaged> {
    let fingerprint = Fingerprint::of(bytes);
    let reading = if verified == Some(fingerprint) { xml::parse_runtime(bytes) } else { xml::read_runtime(bytes) };
    let newer = reading.newer;
    match reading.accept() {
        Ok((runtime, warnings)) => Ok(LoadedRuntime { runtime, warnings, fingerprint }),
        Err(faults) => Err(Damaged { faults, newer }),
    }
}

/// The generation that the head of a document tells.
#[must_use]
pub fn generation_of(head: &[u8]) -> Option<u64> {
    xml::head(head)?.generation
}

/// Writes a runtime document; the digest is computed in a thread of its own meanwhile and patched in
/// last.
///
/// # Errors
/// What the file says.
pub fn write(runtime: &Runtime, file: &mut dyn NewFile) -> io::Result<()> {
    let (gap, digest) = thread::scope(|scope| {
        // A few pieces may wait, so that neither side starves.
        let (sender, receiver) = sync_channel::<Vec<u8>>(16);
        let hasher = scope.spawn(move || {
            let mut hash = sha2::Sha256::new();
            while let Ok(piece) = receiver.recv() {
                hash.update(&piece);
            }
            Digest::from_bytes(hash.finalize().into())
        });
        let mut writer = Writer { file: &mut *file, sender, gap: None, first: true, failed: None };
        xml::render_runtime(runtime, &mut writer);
        let Writer { gap, failed, sender, .. } = writer;
        drop(sender);
        let digest = hasher.join().map_err(|_| io::Error::other("the digest could not be computed"))?;
        match failed {
            Some(error) => Err(error),
            None => Ok((gap, digest)),
        }
    })?;
    match gap {
        Some(gap) => file.patch(gap.value().start as u64, digest.to_string().as_bytes()),
        None => Ok(()),
    }
}

struct Writer<'f> {
    file: &'f mut dyn NewFile,
    sender: SyncSender<Vec<u8>>,
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
        let mut piece = bytes.to_vec();
        if std::mem::take(&mut self.first)
            && let Some(DigestGap(gap)) = &self.gap
        {
            piece.drain(gap.start.min(bytes.len())..gap.end.min(bytes.len()));
        }
        // The receiver lives as long as this sender.
        let _ = self.sender.send(piece);
    }
}

