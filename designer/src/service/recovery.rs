//! Copies of unsaved work, kept while a project is open and offered after a crash.
//!
//! They lie in the platform's folder for data, never in the project's. Each open project has a copy of its own
//! and holds a lock beside it; a copy whose lock is free was left behind by a program that did not end well.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use keyholder_shared::Time;
use keyholder_shared::model::Project;
use keyholder_shared::xml::{self, MAXIMUM_SIZE};
use serde::{Deserialize, Serialize};

use super::chance::Chance;
use super::files::{Base, Fingerprint, Understood};
use super::fs::{self, FileSystem, Held, Step};
use super::turns::{Turn, Turns};

/// Keeps and finds the copies.
#[derive(Clone)]
pub struct Recovery {
    fs: Arc<dyn FileSystem>,
    chance: Arc<dyn Chance>,
    folder: Option<PathBuf>,
}

/// The place of one open project's copy. Dropping it gives its lock back and leaves the copy; [`Recovery::end`]
/// ends it well.
#[derive(Debug)]
pub struct Place {
    name: String,
    turns: Turns,
    _held: Held,
}

impl Place {
    /// The turn of what is asked for now.
    pub fn turn(&self) -> Turn {
        self.turns.next()
    }
}

/// A copy that was left behind.
#[derive(Clone, Debug)]
pub struct LeftBehind {
    /// The project's file, if it had one.
    pub path: Option<PathBuf>,
    /// The project's name.
    pub project_name: String,
    /// When the copy was made.
    pub kept: Time,
    /// What the project was opened from, so that a save after the rescue finds out whether that is still so.
    pub base: Option<Base>,
    name: String,
    _held: Arc<Held>,
}

/// What is noted beside a copy.
#[derive(Serialize, Deserialize)]
struct Note {
    project_name: String,
    kept: i64,
    path: Option<PathBuf>,
    fingerprint: Option<Fingerprint>,
    partly: bool,
}

impl Recovery {
    /// Copies in `folder`; without one none are kept.
    #[must_use]
    pub fn new(fs: Arc<dyn FileSystem>, chance: Arc<dyn Chance>, folder: Option<PathBuf>) -> Self {
        Self { fs, chance, folder }
    }

    /// A place for a project that was just opened or made; none if there is no folder for it.
    #[must_use]
    pub fn begin(&self) -> Option<Arc<Place>> {
        let folder = self.folder.as_ref()?;
        self.fs.make_folder(folder).ok()?;
        let name = format!("{:032x}", u128::from_be_bytes(self.chance.bytes().ok()?));
        let held = self.fs.lock(&folder.join(format!("{name}.lock"))).ok()??;
        Some(Arc::new(Place { name, turns: Turns::default(), _held: held }))
    }

    /// Keeps a copy of the project as it was in that turn, in the place of the one before.
    ///
    /// # Errors
    /// The step that failed; the copy before is still there.
    pub fn keep(
        &self,
        place: &Place,
        turn: Turn,
        project: &Project,
        base: Option<&Base>,
        now: Time,
    ) -> Result<(), (Step, io::Error)> {
        let Some(folder) = &self.folder else { return Ok(()) };
        // A copy that was begun before the project was saved or closed must not appear after.
        let kept = place.turns.take(turn, || {
            let note = Note {
                project_name: project.name.to_string(),
                kept: now.as_millis(),
                path: base.map(|base| base.path.clone()),
                fingerprint: base.map(|base| base.fingerprint),
                partly: base.is_some_and(|base| base.understood != Understood::All),
            };
            let file = |ending: &str| folder.join(format!("{}.{ending}", place.name));
            let write = |ending: &str, bytes: &[u8]| fs::replace(&*self.fs, &*self.chance, &file(ending), bytes);
            write("json", &serde_json::to_vec(&note).unwrap_or_default())?;
            write("xml", &xml::write_project(project))
        });
        kept.unwrap_or(Ok(()))
    }

    /// Removes the copy: the project was saved in that turn. Work that goes on is kept again.
    pub fn clear(&self, place: &Place, turn: Turn) {
        let _ = place.turns.take(turn, || self.remove(&place.name, &["xml", "json"]));
    }

    /// Removes the copy and its lock: the project was closed. Nothing is kept in this place any more.
    pub fn end(&self, place: &Place) {
        place.turns.end();
        self.remove(&place.name, &["xml", "json", "lock"]);
    }

    /// The copies left behind by programs that did not end well, the latest first. As long as an answer is
    /// kept, no other Designer offers the same.
    #[must_use]
    pub fn left_behind(&self) -> Vec<LeftBehind> {
        let Some(folder) = &self.folder else { return Vec::new() };
        let names = self.fs.list(folder).unwrap_or_default();
        let has = |name: &str, ending: &str| names.iter().any(|other| *other == format!("{name}.{ending}"));
        let mut found = Vec::new();
        for name in names.iter().filter_map(|name| name.strip_suffix(".lock")) {
            let Ok(Some(held)) = self.fs.lock(&folder.join(format!("{name}.lock"))) else { continue };
            if !has(name, "xml") {
                // Its program crashed with nothing unsaved.
                self.remove(name, &["xml", "json", "lock"]);
                continue;
            }
            found.push(self.found(folder, name, held));
        }
        found.sort_by_key(|left: &LeftBehind| std::cmp::Reverse(left.kept));
        found
    }

    fn found(&self, folder: &Path, name: &str, held: Held) -> LeftBehind {
        let bytes = self.fs.read(&folder.join(format!("{name}.json")), 1024 * 1024).unwrap_or_default();
        let note: Option<Note> = serde_json::from_slice(&bytes).ok();
        let base = note.as_ref().and_then(|note| {
            let understood = if note.partly { Understood::Partly } else { Understood::All };
            Some(Base { path: note.path.clone()?, fingerprint: note.fingerprint?, understood })
        });
        LeftBehind {
            path: note.as_ref().and_then(|note| note.path.clone()),
            kept: Time::from_millis(note.as_ref().map_or(0, |note| note.kept)),
            project_name: note.map(|note| note.project_name).unwrap_or_default(),
            base,
            name: name.to_owned(),
            _held: Arc::new(held),
        }
    }

    /// The project of a copy, as far as it can be read. The copy stays until it is discarded.
    #[must_use]
    pub fn project(&self, left: &LeftBehind) -> Option<Project> {
        let path = self.folder.as_ref()?.join(format!("{}.xml", left.name));
        let bytes = self.fs.read(&path, MAXIMUM_SIZE as u64).ok()?;
        xml::read_project(&bytes).document
    }

    /// Removes a copy that was left behind: it was rescued, or nobody wants it.
    pub fn discard(&self, left: &LeftBehind) {
        self.remove(&left.name, &["xml", "json", "lock"]);
    }

    /// What cannot be removed now is found by the next start. Whoever asks for it holds the lock, so that nobody
    /// else is about to finish what was half written.
    fn remove(&self, name: &str, endings: &[&str]) {
        if let Some(folder) = &self.folder {
            for ending in endings {
                let file = format!("{name}.{ending}");
                let _ = self.fs.remove(&folder.join(&file));
                fs::sweep(&*self.fs, folder, &file, |_| true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use keyholder_shared::xml::PROJECT_FILE;

    use super::super::Services;
    use super::super::dialogs::Answers;
    use super::super::fs::Call;
    use super::*;

    fn project() -> Project {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sample-projects/minimal");
        xml::read_project(&std::fs::read(folder.join(PROJECT_FILE)).unwrap()).document.unwrap()
    }

    fn base() -> Base {
        Base { path: "p/a.xml".into(), fingerprint: Fingerprint::of(b"a"), understood: Understood::All }
    }

    #[test]
    fn after_a_crash_the_latest_copy_is_offered_with_where_it_came_from() {
        let (services, memory) = Services::for_tests(Time::from_millis(7), Answers::default());
        let recovery = services.recovery;
        let place = recovery.begin().unwrap();
        recovery.keep(&place, place.turn(), &project(), None, Time::from_millis(1)).unwrap();
        let changed = Project { name: "changed".into(), ..project() };
        recovery.keep(&place, place.turn(), &changed, Some(&base()), Time::from_millis(2)).unwrap();
        assert!(recovery.left_behind().is_empty(), "its program is still there");
        drop(place);
        let left = recovery.left_behind();
        let [only] = left.as_slice() else { panic!("{left:?}") };
        assert_eq!(
            (only.project_name.as_str(), only.kept, &only.base),
            ("changed", Time::from_millis(2), &Some(base()))
        );
        assert_eq!(recovery.project(only).unwrap(), changed);
        assert!(recovery.left_behind().is_empty(), "nobody else is offered the same meanwhile");
        recovery.discard(only);
        drop(left);
        assert_eq!((recovery.left_behind().len(), memory.paths().len()), (0, 0));
    }

    #[test]
    fn a_project_that_was_saved_or_closed_leaves_nothing_behind() {
        let (services, memory) = Services::for_tests(Time::from_millis(7), Answers::default());
        let recovery = services.recovery;
        let place = recovery.begin().unwrap();
        recovery.keep(&place, place.turn(), &project(), None, Time::from_millis(1)).unwrap();
        recovery.clear(&place, place.turn());
        assert_eq!(memory.paths().len(), 1, "the lock");
        recovery.keep(&place, place.turn(), &project(), None, Time::from_millis(2)).unwrap();
        recovery.end(&place);
        recovery.keep(&place, place.turn(), &project(), None, Time::from_millis(3)).unwrap();
        assert!(memory.paths().is_empty(), "a copy that came late is not kept");
    }

    #[test]
    fn what_is_done_late_takes_nothing_away_from_what_was_asked_for_after_it() {
        let (services, memory) = Services::for_tests(Time::from_millis(7), Answers::default());
        let recovery = services.recovery;
        let place = recovery.begin().unwrap();
        let [before, saved, after] = [(); 3].map(|()| place.turn());
        recovery.clear(&place, saved);
        recovery.keep(&place, before, &project(), None, Time::from_millis(1)).unwrap();
        assert_eq!(memory.paths().len(), 1, "a copy from before it was saved does not appear after");
        let turn = place.turn();
        recovery.keep(&place, turn, &project(), None, Time::from_millis(2)).unwrap();
        recovery.clear(&place, after);
        recovery
            .keep(&place, after, &Project { name: "older".into(), ..project() }, None, Time::from_millis(1))
            .unwrap();
        drop(place);
        let left = recovery.left_behind();
        assert_eq!((left.len(), left[0].kept), (1, Time::from_millis(2)));
        assert_eq!(recovery.project(&left[0]).unwrap(), project());
    }

    #[test]
    fn a_crash_with_nothing_unsaved_and_a_note_of_rubbish_are_no_trouble() {
        let (services, memory) = Services::for_tests(Time::from_millis(7), Answers::default());
        let recovery = services.recovery;
        drop(recovery.begin());
        assert!(recovery.left_behind().is_empty());
        assert!(memory.paths().is_empty());
        let place = recovery.begin().unwrap();
        recovery.keep(&place, place.turn(), &project(), Some(&base()), Time::from_millis(1)).unwrap();
        drop(place);
        let note = memory.paths().into_iter().find(|path| path.extension().is_some_and(|e| e == "json")).unwrap();
        memory.put(note, b"{");
        let left = recovery.left_behind();
        assert_eq!((left.len(), &left[0].base), (1, &None));
        assert_eq!(recovery.project(&left[0]).unwrap(), project());
    }

    #[test]
    fn a_copy_that_was_half_written_when_the_program_crashed_is_removed() {
        let (services, memory) = Services::for_tests(Time::from_millis(7), Answers::default());
        let recovery = services.recovery;
        let place = recovery.begin().unwrap();
        for call in [Call::Rename, Call::Remove] {
            memory.fail(call, io::ErrorKind::PermissionDenied);
        }
        recovery.keep(&place, place.turn(), &project(), None, Time::from_millis(1)).unwrap_err();
        drop(place);
        memory.mend();
        assert_eq!(memory.paths().len(), 2, "the lock and a new file that never got its name");
        assert!(recovery.left_behind().is_empty());
        assert!(memory.paths().is_empty(), "{:?}", memory.paths());
    }

    #[test]
    fn copies_are_never_in_the_projects_folder() {
        let (services, memory) = Services::for_tests(Time::from_millis(7), Answers::default());
        let place = services.recovery.begin().unwrap();
        services.recovery.keep(&place, place.turn(), &project(), Some(&base()), Time::from_millis(1)).unwrap();
        assert!(memory.paths().iter().all(|path| path.starts_with("data/recovery")));
    }
}
