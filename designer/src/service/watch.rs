//! Hints that the open project's file may have changed on disk (design section 6): the folder is watched, not
//! the file; a burst of events is one hint, after it has ended; where no events arrive, as on network shares,
//! the file's size and times are looked at every few seconds. Whoever gets a hint compares content
//! ([`super::files::Files::look`]).

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant, SystemTime};

use iced::Subscription;
use iced::futures::Stream;
use iced::futures::channel::mpsc as channel;
use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

/// The pause after which a burst of events is over.
const QUIET: Duration = Duration::from_millis(250);
/// How long a burst may last before there is a hint all the same.
const LONGEST: Duration = Duration::from_secs(2);
/// How often the file is looked at without an event.
const POLL: Duration = Duration::from_secs(3);

/// A hint whenever the file at `path` may have changed, for as long as the window subscribes to it.
pub fn hints(path: PathBuf) -> Subscription<()> {
    Subscription::run_with(path, |path| stream(path))
}

fn stream(path: &Path) -> impl Stream<Item = ()> + use<> {
    let (mut sender, receiver) = channel::channel(1);
    let path = path.to_owned();
    std::thread::spawn(move || {
        watch(&path, POLL, &mut |tell| {
            if tell {
                // A hint that nobody has taken yet is enough.
                let _ = sender.try_send(());
            }
            !sender.is_closed()
        });
    });
    receiver
}

/// Watches the file at `path` until `go_on` answers no. It is called at least every `poll`, with true for a
/// hint.
fn watch(path: &Path, poll: Duration, go_on: &mut dyn FnMut(bool) -> bool) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (events, inbox) = mpsc::channel();
    let mut watcher = arm(path, folder, &events);
    let mut seen = stamp(path);
    loop {
        match inbox.recv_timeout(poll) {
            Ok(()) => {
                let first = Instant::now();
                while first.elapsed() < LONGEST && inbox.recv_timeout(QUIET).is_ok() {}
                seen = stamp(path);
                if !go_on(true) {
                    return;
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                let now = stamp(path);
                if !go_on(now != seen) {
                    return;
                }
                seen = now;
                // A folder that was away, or a share that came back.
                watcher = watcher.or_else(|| arm(path, folder, &events));
            }
            // Cannot be, as `events` lives; without events there is nothing to wait for.
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

fn arm(path: &Path, folder: &Path, events: &mpsc::Sender<()>) -> Option<RecommendedWatcher> {
    let (name, events) = (path.file_name()?.to_owned(), events.clone());
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let concerns = match event {
            Ok(event) => event.need_rescan() || (is_change(event.kind) && names(&event, &name)),
            // What was not told may have been anything.
            Err(_) => true,
        };
        if concerns {
            // The watch may have ended.
            let _ = events.send(());
        }
    })
    .ok()?;
    watcher.watch(folder, RecursiveMode::NonRecursive).ok()?;
    Some(watcher)
}

/// Reading is no change: comparing content would hint at itself.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

fn names(event: &notify::Event, name: &std::ffi::OsStr) -> bool {
    event.paths.is_empty() || event.paths.iter().any(|path| path.file_name() == Some(name))
}

/// What can be seen of a file without reading it.
fn stamp(path: &Path) -> Option<(u64, Option<SystemTime>)> {
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.len(), metadata.modified().ok()))
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    /// Watches a file while `act` is done to it, and waits for a hint.
    fn hinted(poll: Duration, act: impl FnOnce(&Path)) -> bool {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xml");
        std::fs::write(&path, "one").unwrap();
        let (told, hints) = mpsc::channel();
        let (begun, beginning) = mpsc::channel();
        let watched = path.clone();
        let thread = thread::spawn(move || {
            watch(&watched, poll, &mut |hint| {
                let _ = begun.send(());
                !(hint && told.send(()).is_ok())
            });
        });
        beginning.recv_timeout(Duration::from_secs(20)).unwrap();
        act(&path);
        let hint = hints.recv_timeout(Duration::from_secs(20)).is_ok();
        thread.join().unwrap();
        hint
    }

    #[test]
    fn a_write_and_a_rename_into_place_are_hinted_at() {
        let poll = Duration::from_millis(50);
        assert!(hinted(poll, |path| std::fs::write(path, "two!").unwrap()));
        assert!(hinted(poll, |path| {
            let new = path.with_extension("new");
            std::fs::write(&new, "three").unwrap();
            std::fs::rename(new, path).unwrap();
        }));
        assert!(hinted(poll, |path| std::fs::remove_file(path).unwrap()));
    }

    #[test]
    fn reading_and_a_neighbour_are_no_change() {
        let event = |kind, name: &str| notify::Event::new(kind).add_path(Path::new("p").join(name));
        let name = std::ffi::OsStr::new("a.xml");
        assert!(!is_change(EventKind::Access(AccessKind::Read)));
        assert!(!is_change(EventKind::Access(AccessKind::Close(AccessMode::Read))));
        assert!(is_change(EventKind::Access(AccessKind::Close(AccessMode::Write))));
        assert!(is_change(EventKind::Any));
        assert!(names(&event(EventKind::Any, "a.xml"), name));
        assert!(!names(&event(EventKind::Any, "b.xml"), name));
    }
}
