//! Writing a runtime document with its digest and its fingerprint computed beside.

use std::io;
use std::ops::Range;
use std::sync::Arc;
use std::sync::mpsc::{channel, sync_channel};
use std::thread;

use keyholder_shared::Id;
use keyholder_shared::model::Runtime;
use keyholder_shared::xml::{self, Digest, DigestGap, Kept, Sink};
use sha2::{Digest as _, Sha256};

use crate::fingerprint::{Fingerprint, Scan};
use crate::runtime::join;
use crate::store::NewFile;

/// From so many users on further threads pay.
const MANY: usize = 4000;

/// What a document is told from others by, once it is written.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    /// Of all its bytes.
    pub fingerprint: Fingerprint,
    /// As it stands in its root.
    pub digest: Digest,
}

/// Writes a runtime document.
///
/// # Errors
/// What the file says.
pub fn write(runtime: &Runtime, file: &mut dyn NewFile) -> io::Result<Written> {
    write_rendered(runtime.users.len(), |sink| xml::render_runtime(runtime, sink), file)
}

/// The same, where `kept` has the text of a document that differs in the users `changed` alone (see
/// [`xml::render_runtime_again`]). `kept` has the text of this one then, whether it could be written or not.
///
/// # Errors
/// As [`write()`].
pub fn write_again(runtime: &Runtime, changed: &[Id], kept: &mut Kept, file: &mut dyn NewFile) -> io::Result<Written> {
    write_rendered(runtime.users.len(), |sink| xml::render_runtime_again(runtime, changed, kept, sink), file)
}

/// Writes what `render` hands on. Of many users it is made, written and hashed by three threads at once. The
/// digest is patched in last.
fn write_rendered(
    users: usize,
    render: impl FnOnce(&mut dyn Sink) + Send,
    file: &mut dyn NewFile,
) -> io::Result<Written> {
    let Sums { gap, digest, mut scan } = if users < MANY { straight(render, file)? } else { at_once(render, file)? };
    let digest = Digest::from_bytes(digest.finalize().into());
    if let Some(gap) = gap {
        let value = digest.to_string();
        file.patch(gap.value().start as u64, value.as_bytes())?;
        scan.digest(value.as_bytes());
    }
    Ok(Written { fingerprint: scan.finish(), digest })
}

/// What is known of a document once it is written.
struct Sums {
    gap: Option<DigestGap>,
    digest: Sha256,
    scan: Scan,
}

fn straight(render: impl FnOnce(&mut dyn Sink), file: &mut dyn NewFile) -> io::Result<Sums> {
    let mut digest = Sha256::new();
    let (gap, scan) = made(render, &mut |piece| {
        file.write_all(piece.bytes.as_slice())?;
        piece.digest(&mut digest);
        Ok(Some(piece.bytes))
    })?;
    Ok(Sums { gap, digest, scan })
}

fn at_once(render: impl FnOnce(&mut dyn Sink) + Send, file: &mut dyn NewFile) -> io::Result<Sums> {
    thread::scope(|scope| {
        // A few pieces may wait, so that nobody starves; what was hashed goes back to be filled again.
        let (handed_on, to_write) = sync_channel::<Piece>(8);
        let (written, to_hash) = sync_channel::<Piece>(8);
        let (hashed, spare) = channel();
        let maker = scope.spawn(move || {
            made(render, &mut |piece| {
                // If nobody takes it, it could not be written.
                handed_on.send(piece).map_err(|_| io::ErrorKind::BrokenPipe)?;
                Ok(spare.try_recv().ok())
            })
        });
        let hasher = scope.spawn(move || {
            let mut digest = Sha256::new();
            for piece in to_hash {
                piece.digest(&mut digest);
                let _ = hashed.send(piece.bytes);
            }
            digest
        });
        for piece in to_write {
            file.write_all(piece.bytes.as_slice())?;
            let _ = written.send(piece);
        }
        drop(written);
        let (made, digest) = (join(maker), join(hasher));
        let (gap, scan) = made?;
        Ok(Sums { gap, digest, scan })
    })
}

/// Hands each piece of a document on as it is made; what comes back is filled again. Answers the gap of its
/// digest, and its fingerprint so far.
fn made(
    render: impl FnOnce(&mut dyn Sink),
    hand_on: &mut dyn FnMut(Piece) -> io::Result<Option<Bytes>>,
) -> io::Result<(Option<DigestGap>, Scan)> {
    let mut maker = Maker { hand_on, spare: None, gap: None, first: true, scan: Scan::default(), failed: None };
    render(&mut maker);
    match maker.failed {
        Some(error) => Err(error),
        None => Ok((maker.gap, maker.scan)),
    }
}

/// Bytes of a document on their way to the file and the hashes, and what of them the digest leaves out.
struct Piece {
    bytes: Bytes,
    gap: Option<DigestGap>,
}

impl Piece {
    fn digest(&self, digest: &mut Sha256) {
        let gap = self.gap.as_ref().map(|gap| gap.0.clone());
        around(self.bytes.as_slice(), gap).iter().for_each(|bytes| digest.update(bytes));
    }
}

enum Bytes {
    Own(Vec<u8>),
    Kept(Arc<String>),
}

impl Bytes {
    fn as_slice(&self) -> &[u8] {
        match self {
            Self::Own(bytes) => bytes,
            Self::Kept(text) => text.as_bytes(),
        }
    }
}

/// The bytes before and after `left_out`.
fn around(bytes: &[u8], left_out: Option<Range<usize>>) -> [&[u8]; 2] {
    match left_out {
        Some(gap) => [bytes.get(..gap.start).unwrap_or_default(), bytes.get(gap.end..).unwrap_or_default()],
        None => [bytes, &[]],
    }
}

/// Takes a document as it is made, and hands it on.
struct Maker<'h> {
    hand_on: &'h mut dyn FnMut(Piece) -> io::Result<Option<Bytes>>,
    spare: Option<Vec<u8>>,
    gap: Option<DigestGap>,
    first: bool,
    scan: Scan,
    failed: Option<io::Error>,
}

impl Maker<'_> {
    fn take(&mut self, bytes: Bytes) {
        // The gap lies in the first piece.
        let gap = self.gap.clone().filter(|_| std::mem::take(&mut self.first));
        let parts = around(bytes.as_slice(), gap.as_ref().map(DigestGap::value));
        parts.iter().for_each(|bytes| self.scan.without_digest(bytes));
        match (self.hand_on)(Piece { bytes, gap }) {
            Ok(Some(Bytes::Own(spare))) => self.spare = Some(spare),
            Ok(_) => {}
            Err(error) => self.failed = Some(error),
        }
    }
}

impl Sink for Maker<'_> {
    fn begin(&mut self, gap: &DigestGap) {
        self.gap = Some(gap.clone());
    }

    fn piece(&mut self, bytes: &[u8]) {
        if self.failed.is_none() {
            let mut copy = self.spare.take().unwrap_or_default();
            copy.clear();
            copy.extend_from_slice(bytes);
            self.take(Bytes::Own(copy));
        }
    }

    fn kept(&mut self, text: &Arc<String>) {
        if self.failed.is_none() {
            self.take(Bytes::Kept(Arc::clone(text)));
        }
    }
}
