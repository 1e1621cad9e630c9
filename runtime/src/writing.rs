//! Writing a runtime document with its digest and its fingerprint computed beside.

use std::io::{self, IoSlice};
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

/// Writes what `render` hands on. Of many users it is made, written and hashed by three threads at once, and the
/// digest is patched in last.
fn write_rendered(
    users: usize,
    render: impl FnOnce(&mut dyn Sink) + Send,
    file: &mut dyn NewFile,
) -> io::Result<Written> {
    if users < MANY { straight(render, file) } else { at_once(render, file) }
}

/// What is known of a document's bytes but its digest's own.
struct Sums {
    gap: Option<DigestGap>,
    digest: Sha256,
    scan: Scan,
}

impl Sums {
    /// Hands where the digest goes, and its text, to `put`, if the document has a place for it.
    fn finish(self, put: impl FnOnce(Range<usize>, &[u8]) -> io::Result<()>) -> io::Result<Written> {
        let Self { gap, digest, mut scan } = self;
        let digest = Digest::from_bytes(digest.finalize().into());
        if let Some(gap) = gap {
            let value = digest.to_string();
            put(gap.value(), value.as_bytes())?;
            scan.digest(value.as_bytes());
        }
        Ok(Written { fingerprint: scan.finish(), digest })
    }
}

/// Makes all of it first, and hands it to the file at once, the digest in its place.
fn straight(render: impl FnOnce(&mut dyn Sink), file: &mut dyn NewFile) -> io::Result<Written> {
    let (mut digest, mut pieces) = (Sha256::new(), Vec::new());
    let (gap, scan) = made(render, &mut |piece| {
        piece.digest(&mut digest);
        pieces.push(piece.bytes);
        Ok(None)
    })?;
    let written = Sums { gap, digest, scan }.finish(|place, value| match pieces.first_mut() {
        Some(first) => first.put(place, value),
        None => Ok(()),
    })?;
    write_all_of(file, &pieces)?;
    Ok(written)
}

/// Writes all pieces in as few calls as it takes.
fn write_all_of(file: &mut dyn NewFile, pieces: &[Bytes]) -> io::Result<()> {
    let mut slices: Vec<IoSlice<'_>> = pieces.iter().map(|bytes| IoSlice::new(bytes.as_slice())).collect();
    let mut rest = slices.as_mut_slice();
    IoSlice::advance_slices(&mut rest, 0);
    while !rest.is_empty() {
        match file.write_vectored(rest) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(taken) => IoSlice::advance_slices(&mut rest, taken),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn at_once(render: impl FnOnce(&mut dyn Sink) + Send, file: &mut dyn NewFile) -> io::Result<Written> {
    let sums = thread::scope(|scope| {
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
        io::Result::Ok(Sums { gap, digest, scan })
    })?;
    sums.finish(|place, value| file.patch(place.start as u64, value))
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

    /// Writes over a part of them.
    fn put(&mut self, place: Range<usize>, value: &[u8]) -> io::Result<()> {
        if let Self::Kept(text) = self {
            *self = Self::Own(text.as_bytes().to_vec());
        }
        match self {
            Self::Own(bytes) => bytes.get_mut(place).filter(|bytes| bytes.len() == value.len()),
            Self::Kept(_) => None,
        }
        .map(|bytes| bytes.copy_from_slice(value))
        .ok_or_else(|| io::Error::other("the digest has no place in the document"))
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use keyholder_shared::{Time, reconcile};

    use super::*;

    /// Takes a few bytes at a time, after an interruption, up to a limit.
    struct Slow {
        content: Vec<u8>,
        interrupted: bool,
        limit: usize,
    }

    impl io::Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if !std::mem::replace(&mut self.interrupted, true) {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let taken = bytes.len().min(5).min(self.limit - self.content.len());
            self.content.extend_from_slice(&bytes[..taken]);
            Ok(taken)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl NewFile for Slow {
        fn patch(&mut self, _: u64, _: &[u8]) -> io::Result<()> {
            panic!("what is made before it is written needs no patch")
        }
    }

    #[test]
    fn a_small_document_is_written_whole_however_few_bytes_are_taken_at_once() {
        let sample = include_bytes!("../../sample-projects/bottling-line/UserManagementConfig.xml");
        let project = crate::project::parse(Path::new("sample"), sample).unwrap().project;
        let runtime = reconcile::first_start(project, None, Time::from_millis(0)).runtime;
        let slow = |limit| Slow { content: Vec::new(), interrupted: false, limit };
        let mut file = slow(1_000_000);
        let written = write(&runtime, &mut file).unwrap();
        assert_eq!(file.content, xml::write_runtime(&runtime));
        assert_eq!(written.fingerprint, Fingerprint::of(&file.content));
        assert_eq!(xml::declared_digest(&file.content).unwrap().0, written.digest.to_string());
        let error = write(&runtime, &mut slow(100)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::WriteZero);
    }
}
