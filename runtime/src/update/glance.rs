//! What a glance at the files shows before they are read: that there is nothing to do, or what a large project
//! will come to.

use keyholder_shared::model::StorageKind;
use keyholder_shared::xml::{self, Digest};

use super::{Machine, open_store};
use crate::fingerprint::{self, Scan};
use crate::outcome::{Outcome, Update};
use crate::project::ProjectPath;
use crate::runtime::{self, at_once};
use crate::store::{HEAD, LIMIT};

/// The answer, if the note of an earlier update says that this very project is merged in this very
/// document: then neither need be parsed nor verified again. Every byte of both is looked at all the same.
/// What goes wrong here is told by the update proper.
pub(super) fn already_merged(machine: &Machine, path: &ProjectPath) -> Option<Update> {
    // Locking would leave a lock file in whatever folder was given by mistake.
    machine.fs.entry(path.file()).ok()??;
    let store = open_store(machine, path, None).ok()?;
    let locked = store.lock(machine.patience).ok()?;
    let note = locked.note()?;
    // Mostly a glance shows that there is something new.
    let merged = locked.head().ok()?.and_then(|head| xml::head(&head))?.project_time_stamp?;
    let delivered = machine.fs.read(path.file(), HEAD).ok().and_then(|head| xml::head(&head))?.time_stamp?;
    if merged != delivered {
        return None;
    }
    let scan_project = || {
        let (mut scan, mut head) = (Scan::default(), None);
        let looked = machine.fs.scan(path.file(), LIMIT + 1, &mut |piece| {
            head = head.take().or_else(|| xml::head(piece));
            scan.piece(piece);
        });
        looked.ok().map(|()| (scan.finish(), head))
    };
    let mut scan = Scan::default();
    let (project, there) = at_once(scan_project, || locked.scan(&mut |piece| scan.piece(piece)));
    let (project, head) = project?;
    let merged = there.ok()?.then(|| scan.finish())?;
    if note != fingerprint::note(project, merged) {
        return None;
    }
    let time_stamp = head?.time_stamp;
    Some(Update {
        project_time_stamp: time_stamp,
        previous_time_stamp: time_stamp,
        ..Update::new(Outcome::Unchanged, false)
    })
}

/// What the beginning of a large project shows: where the document is to be, and what the project's digest
/// should come to. With that, loading, merging and rendering need not wait for the digest.
#[derive(PartialEq)]
pub(super) struct Glance {
    pub storage: StorageKind,
    pub digest: Digest,
}

impl Glance {
    /// What these first bytes show.
    pub fn at(bytes: &[u8]) -> Option<Self> {
        Some(Self { storage: xml::storage_hint(bytes)?, digest: xml::head(bytes)?.digest? })
    }

    /// What a file shows, if it is large.
    pub fn at_file(machine: &Machine, path: &ProjectPath) -> Option<Self> {
        let entry = machine.fs.entry(path.file()).ok()??;
        let large = entry.length >= runtime::MANY as u64 && entry.length <= LIMIT;
        Glance::at(&machine.fs.read(path.file(), HEAD).ok().filter(|_| large)?)
    }
}
