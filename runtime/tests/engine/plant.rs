//! A project in a folder, the clock beside it, and engines over both.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use keyholder_runtime::audit::Filter;
use keyholder_runtime::clock::Clock;
use keyholder_runtime::engine::{Engine, Login, Options, Session};
use keyholder_runtime::state::Reader;
use keyholder_shared::model::{Password, Project, Ref, User};
use keyholder_shared::password::{Cost, hash};
use keyholder_shared::xml::{PROJECT_FILE, read_project, write_project};
use keyholder_shared::{Id, Time};
use tempfile::TempDir;

pub const MINUTE: i64 = 60_000;
pub const DAY: i64 = 24 * 60 * MINUTE;

/// A clock that stands until it is moved.
#[derive(Default)]
pub struct Hand(AtomicI64);

impl Hand {
    pub fn forward(&self, milliseconds: i64) {
        self.0.fetch_add(milliseconds, Ordering::SeqCst);
    }
}

impl Clock for Hand {
    fn now(&self) -> Time {
        Time::from_millis(self.0.load(Ordering::SeqCst))
    }
}

pub struct Plant {
    folder: TempDir,
    pub clock: Arc<Hand>,
}

/// Everybody's password begins with the name: `olga` has `olga-Secret-1`.
pub fn secret(name: &str) -> String {
    format!("{name}-Secret-1")
}

/// Admin and anna are administrators, olga and otto operators; otto is the default user and autologin, if the
/// test says so. Their passwords were set at the beginning of the clock's time and do not age.
impl Plant {
    pub fn new(change: impl FnOnce(&mut Project)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sample-projects/minimal").join(PROJECT_FILE);
        let (mut project, _) = read_project(&fs::read(sample).unwrap()).accept().unwrap();
        let clock = Arc::new(Hand::default());
        clock.0.store("2026-11-20T08:15:00.000Z".parse::<Time>().unwrap().as_millis(), Ordering::SeqCst);
        let now = clock.now();
        let groups: Vec<Id> = project.definitions.groups.iter().map(|group| group.id).collect();
        for (number, name, group) in [(0xa, "anna", groups[0]), (0xb, "otto", groups[1])] {
            let groups = [Ref::from(group)].into();
            project.users.push(User { groups, ..User::new(Id::from_u128(number), name) });
        }
        for user in project.users.iter_mut() {
            user.password_aging = false;
            user.must_change_password = false;
            user.password = Some(stored(&secret(&user.name), now));
        }
        change(&mut project);
        let plant = Self { folder, clock };
        plant.deliver(&project);
        plant
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn file(&self) -> PathBuf {
        self.path().join(PROJECT_FILE)
    }

    /// Writes a project as a whole file, renamed into place.
    pub fn deliver(&self, project: &Project) {
        let new = self.path().join("new.part");
        fs::write(&new, write_project(project)).unwrap();
        fs::rename(new, self.file()).unwrap();
    }

    /// Changes the project and delivers it, a minute later than the one before.
    pub fn deliver_changed(&self, change: impl FnOnce(&mut Project)) {
        let (mut project, _) = read_project(&fs::read(self.file()).unwrap()).accept().unwrap();
        project.time_stamp = Time::from_millis(project.time_stamp.as_millis() + MINUTE);
        change(&mut project);
        self.deliver(&project);
    }

    pub fn options(&self) -> Options {
        Options {
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            cost: Cost::cheap_for_tests(),
            watch: None,
            ..Options::default()
        }
    }

    /// An engine that does not stay beside the project.
    #[track_caller]
    pub fn engine(&self) -> Engine {
        Engine::open(self.path(), self.options()).unwrap()
    }

    /// The kinds and messages of all rows of the trail whose object this is.
    pub fn trail(&self, object: &str) -> Vec<(String, String)> {
        let mut rows = Vec::new();
        let reader = Reader::open(self.path()).unwrap();
        reader
            .visit::<keyholder_runtime::state::StateError>(&Filter::default(), &mut |row| {
                if row.object == object {
                    rows.push((row.kind, row.message));
                }
                Ok(())
            })
            .unwrap();
        assert!(reader.verify().unwrap().fault.is_none());
        rows
    }
}

/// What is stored of a password that was set at `at`.
pub fn stored(password: &str, at: Time) -> Password {
    let hash = hash(password, b"salt of sixteen.", Cost::cheap_for_tests()).unwrap();
    Password { hash, changed_at: Some(at), unknown: Default::default() }
}

/// The user of a project with this name.
pub fn named<'p>(project: &'p mut Project, name: &str) -> &'p mut User {
    project.users.iter_mut().find(|user| user.name == name).unwrap()
}

/// Logs in with the right password.
#[track_caller]
pub fn login(engine: &Engine, name: &str) -> Login {
    engine.login(name, &secret(name), Some("panel-1")).unwrap()
}

/// Logs in with the right password, which must be granted.
#[track_caller]
pub fn session(engine: &Engine, name: &str) -> Session {
    let login = login(engine, name);
    login.session.unwrap_or_else(|| panic!("{name}: {}", login.message))
}

/// The Id of a user.
#[track_caller]
pub fn id(engine: &Engine, name: &str) -> Id {
    engine.snapshot().by_name(name).unwrap().user.id
}
