//! The system's notices of changes, taken as hints (design section 6).
//!
//! Watched is the project's folder, not the file, which may be replaced by another; and the nearest folder
//! above, because the project's folder may be replaced as well.

use std::path::Path;
use std::sync::Arc;

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::inbox::Inbox;
use crate::project::ProjectPath;
use crate::store::{DATABASE, DOCUMENT};

/// Turns the system's notices into hints.
pub(super) struct Notices {
    path: ProjectPath,
    inbox: Arc<Inbox>,
    wanted: bool,
    watcher: Option<RecommendedWatcher>,
    /// Why the project's folder is not watched.
    missing: Option<String>,
}

impl Notices {
    /// Takes no notices yet; none ever, if they are not `wanted`.
    pub(super) fn new(path: ProjectPath, wanted: bool, inbox: Arc<Inbox>) -> Self {
        let missing = Some("the system's notices of changes are switched off".to_owned());
        Self { path, inbox, wanted, watcher: None, missing }
    }

    /// Watches the folders that are there now. Changes until then are not told: look at the files
    /// afterwards. Returns whether the project's folder is watched.
    pub(super) fn arm(&mut self) -> bool {
        if !self.wanted {
            return false;
        }
        // The old one first: systems have few of them.
        self.watcher = None;
        self.missing = self.try_to_arm().err().map(|error| error.to_string());
        self.is_armed()
    }

    fn try_to_arm(&mut self) -> notify::Result<()> {
        let (inbox, path) = (Arc::clone(&self.inbox), self.path.clone());
        let watcher = notify::recommended_watcher(move |notice: notify::Result<notify::Event>| match notice {
            Ok(event) => pass_on(&event, &path, &inbox),
            // What was not told may have been anything.
            Err(_) => inbox.hint_project(true),
        })?;
        let watcher = self.watcher.insert(watcher);
        // From above: a folder that comes between the two calls is noticed.
        let folder = self.path.folder();
        for above in folder.ancestors().skip(1) {
            if watcher.watch(above, RecursiveMode::NonRecursive).is_ok() {
                break;
            }
        }
        watcher.watch(folder, RecursiveMode::NonRecursive)
    }

    /// Whether the project's folder is watched.
    pub(super) fn is_armed(&self) -> bool {
        self.missing.is_none()
    }

    /// Why it is not.
    pub(super) fn missing(&self) -> Option<&str> {
        self.missing.as_deref()
    }

    /// Whether it could be.
    pub(super) fn could_be_armed(&self) -> bool {
        self.wanted && !self.is_armed() && self.path.folder().is_dir()
    }
}

/// Passes on what may concern the project file, the way to it, or the runtime document. Reading is no
/// change, and what the store writes beside the document is nobody's concern.
fn pass_on(event: &notify::Event, path: &ProjectPath, inbox: &Inbox) {
    if event.need_rescan() {
        inbox.ask_to_rearm();
        inbox.hint_project(true);
        inbox.hint_document();
        return;
    }
    let names_change = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
        EventKind::Access(_) => return,
        EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => true,
        _ => false,
    };
    let renamed =
        matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_) | ModifyKind::Metadata(_)));
    for touched in &event.paths {
        if is_same(touched, path.file()) {
            inbox.hint_project(!renamed);
        } else if names_change && is_above(touched, path.file()) {
            inbox.ask_to_rearm();
            inbox.hint_project(!renamed);
            inbox.hint_document();
        } else if [DOCUMENT, DATABASE].iter().any(|name| is_same(touched, &path.folder().join(name))) {
            inbox.hint_document();
        }
    }
}

/// Paths are compared part by part and without regard to case: a hint too many costs nothing, and Windows
/// tells names as they are on disk, not as they were given, and knows two separators.
fn is_same(touched: &Path, file: &Path) -> bool {
    let (mut touched, mut file) = (touched.components(), file.components());
    loop {
        match (touched.next(), file.next()) {
            (None, None) => return true,
            (Some(one), Some(other)) if one.as_os_str().eq_ignore_ascii_case(other) => {}
            _ => return false,
        }
    }
}

fn is_above(touched: &Path, file: &Path) -> bool {
    file.ancestors().skip(1).any(|folder| is_same(touched, folder))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use notify::event::{CreateKind, DataChange, Flag, MetadataKind, RemoveKind, RenameMode};

    use super::*;
    use crate::watch::inbox::{Pace, Wake, Writing};

    const PACE: Pace = Pace { quiet: Duration::from_secs(60), longest: Duration::ZERO };

    /// What comes of an event about `name` in the folder `/a/p`.
    fn passed(kind: EventKind, name: &str) -> Wake {
        passed_event(&notify::Event::new(kind).add_path(Path::new("/a/p").join(name)))
    }

    fn passed_event(event: &notify::Event) -> Wake {
        let inbox = Inbox::new(PACE);
        pass_on(event, &ProjectPath::new(Path::new("/a/p/UserManagementConfig.xml")), &inbox);
        // The clock of one processor may be a little behind that of another.
        inbox.wait(Instant::now() + Duration::from_millis(20))
    }

    fn is_nothing(wake: &Wake) -> bool {
        !wake.rearm && wake.project.is_none() && !wake.document
    }

    #[test]
    fn changes_of_the_project_file_are_passed_on_and_reading_is_not() {
        let file = "UserManagementConfig.xml";
        let data = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
        for kind in
            [data, closed, EventKind::Modify(ModifyKind::Any), EventKind::Create(CreateKind::File), EventKind::Any]
        {
            assert_eq!(passed(kind, file).project, Some(Writing::GoesOn { in_place: true }), "{kind:?}");
        }
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::To));
        let touched = EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any));
        for kind in [renamed, touched, EventKind::Remove(RemoveKind::File)] {
            assert_eq!(passed(kind, file).project, Some(Writing::GoesOn { in_place: false }), "{kind:?}");
        }
        assert!(passed(data, "USERMANAGEMENTCONFIG.XML").project.is_some());
        for kind in [AccessKind::Open(AccessMode::Any), AccessKind::Close(AccessMode::Read), AccessKind::Read] {
            assert!(is_nothing(&passed(EventKind::Access(kind), file)), "{kind:?}");
        }
    }

    #[test]
    fn what_the_store_writes_is_not_the_project() {
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::To));
        for name in ["UserManagementRuntimeConfig.xml", "UserManagement.db"] {
            let wake = passed(renamed, name);
            assert!(wake.document && wake.project.is_none() && !wake.rearm, "{name}");
        }
        for name in [
            "UserManagementRuntimeConfig.xml.lock",
            "UserManagementRuntimeConfig.previous.xml",
            "UserManagementRuntimeConfig.verified",
            "UserManagementRuntimeConfig.where",
            ".UserManagementRuntimeConfig.xml.000000000000001f.new",
            "UserManagementState.db-wal",
            "UserManagementConfig.xml~",
        ] {
            assert!(is_nothing(&passed(renamed, name)), "{name}");
        }
    }

    #[test]
    fn folders_that_come_and_go_ask_for_another_watch() {
        for (kind, name) in [
            (EventKind::Remove(RemoveKind::Folder), ""),
            (EventKind::Create(CreateKind::Folder), ""),
            (EventKind::Modify(ModifyKind::Name(RenameMode::From)), ".."),
        ] {
            let path = if name.is_empty() { Path::new("/a/p") } else { Path::new("/a") };
            let wake = passed_event(&notify::Event::new(kind).add_path(path.to_owned()));
            assert!(wake.rearm && wake.project.is_some() && wake.document, "{kind:?}");
        }
        // Windows tells of each write in a folder that the folder was modified.
        let modified = notify::Event::new(EventKind::Modify(ModifyKind::Any)).add_path("/a/p".into());
        assert!(is_nothing(&passed_event(&modified)));
        let neighbour = notify::Event::new(EventKind::Create(CreateKind::Folder)).add_path("/a/q".into());
        assert!(is_nothing(&passed_event(&neighbour)));
    }

    #[test]
    fn after_an_overflow_everything_is_looked_at() {
        let wake = passed_event(&notify::Event::new(EventKind::Other).set_flag(Flag::Rescan));
        assert!(wake.rearm && wake.project.is_some() && wake.document);
    }
}
