//! Writing a runtime document with its digest and its fingerprint computed beside.

use std::io;
use std::ops::Range;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread;

use keyholder_shared::Id;
use keyholder_shared::model::Runtime;
use keyholder_shared::xml::{self, Digest, DigestGap, Kept, Sink};
use sha2::Digest as _;

use crate::fingerprint::{Fingerprint, Scan};
use crate::runtime::join;
use crate::store::NewFile;

/// From so many users on, further threads pay.
const MANY: usize = 4000;

/// Writes a runtime document; answers the fingerprint of what was written.
///
/// # Errors
/// What the file says.
pub fn write(runtime: &Runtime, file: &mut dyn NewFile) -> io::Result<Fingerprint> {
    write_rendered(runtime.users.len(), |sink| xml::render_runtime(runtime, sink), file)
}

/// The same, where `kept` has the text of a document that differs in the users `changed` alone (see
/// [`xml::render_runtime_again`]). `kept` has the text of this one then, whether it could be written or not.
///
/// # Errors
/// As [`write`].
pub fn write_again(
    runtime: &Runtime,
    changed: &[Id],
    kept: &mut Kept,
    file: &mut dyn NewFile,
) -> io::Result<Fingerprint> {
    write_rendered(runtime.users.len(), |sink| xml::render_runtime_again(runtime, changed, kept, sink), file)
}

/// Writes what `render` hands on; of many users it is made, written and hashed by three threads at once. The
/// digest is patched in last.
fn write_rendered(
    users: usize,
    render: impl FnOnce(&mut dyn Sink) + Send,
    file: &mut dyn NewFile,
) -> io::Result<Fingerprint> {
    let (gap, mut sums) = if users < MANY { straight(render, file)? } else { at_once(render, file)? };
    let digest = Digest::from_bytes(sums.digest.finalize().into()).to_string();
    if let Some(gap) = gap {
        file.patch(gap.value().start as u64, digest.as_bytes())?;
        sums.scan.digest(digest.as_bytes());
    }
    Ok(sums.scan.finish())
}

fn straight(render: impl FnOnce(&mut dyn Sink), file: &mut dyn NewFile) -> io::Result<(Option<DigestGap>, Sums)> {
    let mut writer = Straight { file, sums: Sums::default(), gap: None, first: true, failed: None };
    render(&mut writer);
    match writer.failed {
        Some(error) => Err(error),
        None => Ok((writer.gap, writer.sums)),
    }
}

fn at_once(render: impl FnOnce(&mut dyn Sink) + Send, file: &mut dyn NewFile) -> io::Result<(Option<DigestGap>, Sums)> {
    thread::scope(|scope| {
        // A few pieces may wait, so that nobody starves; what was hashed goes back to be filled again.
        let (made, to_write) = sync_channel::<Piece>(8);
        let (written, to_hash) = sync_channel::<Piece>(8);
        let (hashed, spare) = channel();
        let maker = scope.spawn(move || {
            let mut maker = Maker { made, spare, gap: None, first: true, given_up: false };
            render(&mut maker);
            maker.gap
        });
        let hasher = scope.spawn(move || {
            let mut sums = Sums::default();
            for piece in to_hash {
                sums.take(piece.bytes.as_slice(), piece.gap.as_ref());
                if let Bytes::Own(bytes) = piece.bytes {
                    let _ = hashed.send(bytes);
                }
            }
            sums
        });
        for piece in to_write {
            file.write_all(piece.bytes.as_slice())?;
            let _ = written.send(piece);
        }
        drop(written);
        Ok((join(maker), join(hasher)))
    })
}

/// The digest and the fingerprint of a document as it is written.
#[derive(Default)]
struct Sums {
    digest: sha2::Sha256,
    scan: Scan,
}

impl Sums {
    /// Takes the next bytes, and what lies in them of that which they leave out.
    fn take(&mut self, bytes: &[u8], gap: Option<&DigestGap>) {
        around(bytes, gap.map(|gap| gap.0.clone())).iter().for_each(|bytes| self.digest.update(bytes));
        around(bytes, gap.map(DigestGap::value)).iter().for_each(|bytes| self.scan.without_digest(bytes));
    }
}

/// The bytes before and after `left_out`.
fn around(bytes: &[u8], left_out: Option<Range<usize>>) -> [&[u8]; 2] {
    match left_out {
        Some(gap) => [bytes.get(..gap.start).unwrap_or_default(), bytes.get(gap.end..).unwrap_or_default()],
        None => [bytes, &[]],
    }
}

/// Writes and hashes a document as it is made.
struct Straight<'f> {
    file: &'f mut dyn NewFile,
    sums: Sums,
    gap: Option<DigestGap>,
    first: bool,
    failed: Option<io::Error>,
}

impl Sink for Straight<'_> {
    fn begin(&mut self, gap: &DigestGap) {
        self.gap = Some(gap.clone());
    }

    fn piece(&mut self, bytes: &[u8]) {
        if self.failed.is_none() {
            self.failed = self.file.write_all(bytes).err();
            // The gap lies in the first piece.
            let gap = self.gap.as_ref().filter(|_| std::mem::take(&mut self.first));
            self.sums.take(bytes, gap);
        }
    }
}

/// Bytes of a document on their way to the file and the hashes, and what of them the hashes leave out.
struct Piece {
    bytes: Bytes,
    gap: Option<DigestGap>,
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

/// Takes a document as it is made, and hands it on.
struct Maker {
    made: SyncSender<Piece>,
    spare: Receiver<Vec<u8>>,
    gap: Option<DigestGap>,
    first: bool,
    /// It could not be written, so that nobody takes it any more.
    given_up: bool,
}

impl Maker {
    fn hand_on(&mut self, bytes: Bytes) {
        // The gap lies in the first piece.
        let gap = self.gap.clone().filter(|_| std::mem::take(&mut self.first));
        self.given_up = self.made.send(Piece { bytes, gap }).is_err();
    }
}

impl Sink for Maker {
    fn begin(&mut self, gap: &DigestGap) {
        self.gap = Some(gap.clone());
    }

    fn piece(&mut self, bytes: &[u8]) {
        if !self.given_up {
            let mut copy = self.spare.try_recv().unwrap_or_default();
            copy.clear();
            copy.extend_from_slice(bytes);
            self.hand_on(Bytes::Own(copy));
        }
    }

    fn kept(&mut self, text: &Arc<String>) {
        if !self.given_up {
            self.hand_on(Bytes::Kept(Arc::clone(text)));
        }
    }
}
