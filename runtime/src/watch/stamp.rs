//! What can be seen of a file without reading it.

use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

/// Two writes further apart than this have different time stamps on every file system: FAT counts in two
/// seconds. Closer ones may share a stamp, and a size.
const GRAIN: Duration = Duration::from_secs(2);

/// A file's size, times and identity. Another stamp may be another content; the same stamp is the same
/// content only if it had settled when the content was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    created: Option<SystemTime>,
    identity: Identity,
}

impl Stamp {
    /// The stamp of the file at `path`, links followed; `None` if nothing can be seen there.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let metadata = std::fs::metadata(path).ok()?;
        Some(Self {
            length: metadata.len(),
            modified: metadata.modified().ok(),
            created: metadata.created().ok(),
            identity: identity(&metadata),
        })
    }
}

/// Device and inode, and the time of the last change of any kind, which no program can set.
#[cfg(unix)]
type Identity = (u64, u64, i64, i64);

#[cfg(unix)]
fn identity(metadata: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

/// Windows tells it only of open files.
#[cfg(not(unix))]
type Identity = ();

#[cfg(not(unix))]
fn identity(_metadata: &Metadata) -> Identity {}

/// The stamp that a content was read under. Ages are taken from this machine's steady clock: the clock of
/// a file server may be off.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub stamp: Option<Stamp>,
    since: Instant,
    read: Instant,
}

impl Seen {
    /// Nothing was seen yet.
    pub(super) fn nothing(now: Instant) -> Self {
        Self { stamp: None, since: now, read: now }
    }

    /// The content is read now, under `stamp`.
    pub(super) fn reading(&mut self, stamp: Option<Stamp>, now: Instant) {
        if stamp != self.stamp {
            self.stamp = stamp;
            self.since = now;
        }
        self.read = now;
    }

    /// Whether the content has to be read once more, because it was read so soon after the stamp that a
    /// later write may have left the stamp as it was.
    pub(super) fn is_to_be_confirmed(&self, now: Instant) -> bool {
        self.stamp.is_some() && self.read - self.since < GRAIN && now - self.since >= GRAIN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_believed_once_the_content_was_read_a_while_after_it() {
        let start = Instant::now();
        let stamp = Stamp::of(Path::new(env!("CARGO_MANIFEST_DIR")));
        assert!(stamp.is_some());
        let mut seen = Seen::nothing(start);
        assert!(!seen.is_to_be_confirmed(start + GRAIN), "there is nothing to confirm");
        seen.reading(stamp, start);
        assert!(!seen.is_to_be_confirmed(start + GRAIN / 2), "too early to tell more");
        assert!(seen.is_to_be_confirmed(start + GRAIN));
        seen.reading(stamp, start + GRAIN);
        assert!(!seen.is_to_be_confirmed(start + GRAIN * 9), "once is enough");
        seen.reading(Stamp::of(Path::new(file!())).or(None), start + GRAIN * 10);
        assert!(!seen.is_to_be_confirmed(start + GRAIN * 10));
    }
}
