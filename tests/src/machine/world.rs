//! A small machine in a folder of its own: its project, its clock, cheap hashes.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use keyholder_runtime::clock::Clock;
use keyholder_runtime::engine::{Engine, Options};
use keyholder_runtime::random::{NoRandomness, Random as Bytes};
use keyholder_shared::model::{Group, Password, Policies, Project, Ref, Right, RightRef, Section, Texts, User};
use keyholder_shared::password::{Cost, hash};
use keyholder_shared::xml::{PROJECT_FILE, read_project, write_project};
use keyholder_shared::{Id, Time};
use tempfile::TempDir;

use crate::random::Random;

const SAMPLE: &[u8] = include_bytes!("../../../sample-projects/minimal/UserManagementConfig.xml");

/// When the machine starts.
pub const BEGIN: i64 = 1_800_000_000_000;

/// A clock that a test moves.
#[derive(Default)]
pub struct TestClock(AtomicI64);

impl TestClock {
    pub fn advance(&self, milliseconds: i64) -> Time {
        Time::from_millis(self.0.fetch_add(milliseconds, Ordering::SeqCst) + milliseconds)
    }
}

impl Clock for TestClock {
    fn now(&self) -> Time {
        Time::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// Bytes that are the same for the same seed.
struct TestBytes(AtomicU64);

impl Bytes for TestBytes {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        for byte in bytes {
            *byte = Random::new(self.0.fetch_add(1, Ordering::SeqCst)).pick();
        }
        Ok(())
    }
}

/// A folder in memory, where the system has one: what is tested is not the disk.
pub fn folder() -> std::io::Result<TempDir> {
    let in_memory = Path::new("/dev/shm");
    let mut builder = tempfile::Builder::new();
    if in_memory.is_dir() { builder.prefix("machine").tempdir_in(in_memory) } else { tempfile::tempdir() }
}

/// The machine.
pub struct World {
    pub folder: TempDir,
    pub clock: Arc<TestClock>,
    bytes: Arc<TestBytes>,
    pub project: Project,
}

impl World {
    /// A machine that has not started yet, its project delivered.
    pub fn new(seed: u64, project: Project) -> std::io::Result<Self> {
        let clock = TestClock::default();
        clock.advance(BEGIN);
        let bytes = TestBytes(AtomicU64::new(seed << 32));
        let world = Self { folder: folder()?, clock: Arc::new(clock), bytes: Arc::new(bytes), project };
        world.deliver()?;
        Ok(world)
    }

    /// Writes the project file.
    pub fn deliver(&self) -> std::io::Result<()> {
        std::fs::write(self.folder.path().join(PROJECT_FILE), write_project(&self.project))
    }

    /// How engines work here.
    pub fn options(&self) -> Options {
        Options {
            clock: Arc::<TestClock>::clone(&self.clock),
            random: Arc::<TestBytes>::clone(&self.bytes),
            cost: Cost::cheap_for_tests(),
            watch: None,
            ..Options::default()
        }
    }

    pub fn open(&self) -> Result<Engine, String> {
        Engine::open(self.folder.path(), self.options()).map_err(|error| error.to_string())
    }
}

pub const ADMINISTRATORS: u128 = 0x9_0001;
pub const KEEPERS: u128 = 0x9_0002;
pub const OPERATORS: u128 = 0x9_0003;
pub const ENGINEERS: u128 = 0x9_0004;

/// The keys that a group assigns. Administrators have the system's rights without a word.
pub fn keys_of(group: Id) -> &'static [&'static str] {
    match group.as_u128() {
        ADMINISTRATORS => &[],
        KEEPERS => &[
            "system.user.create",
            "system.user.change",
            "system.user.delete",
            "system.user.change-password",
            "system.user.assign-group",
            "system.user.unlock",
            "machine.start",
        ],
        OPERATORS => &["machine.start"],
        ENGINEERS => &["machine.start", "machine.stop"],
        _ => &[],
    }
}

/// The password with this number. All of them keep to the guidelines.
pub fn password(number: u8) -> String {
    format!("Ganz.Geheim-{number}")
}

/// The users that the project brings: name, group, number of the password.
pub const DELIVERED: [(&str, u128, u8); 5] = [
    ("Admin", ADMINISTRATORS, 0),
    ("boss", ADMINISTRATORS, 1),
    ("keeper", KEEPERS, 2),
    ("oper1", OPERATORS, 3),
    ("oper2", OPERATORS, 4),
];

/// A project with four groups and five users.
pub fn project(policies: Policies) -> Result<Project, String> {
    let (mut project, _) = read_project(SAMPLE).accept().map_err(|faults| format!("{faults:?}"))?;
    project.time_stamp = Time::from_millis(BEGIN);
    project.definitions.policies = policies;
    let right = |key: &str| {
        let all = project.definitions.right_groups.iter().flat_map(|group| group.rights.iter());
        let found = all.into_iter().find(|right| right.key == key).map(|right| right.id);
        found.ok_or_else(|| format!("the sample has no right {key}"))
    };
    let mut groups = Vec::new();
    for (id, name) in
        [(ADMINISTRATORS, "Administrators"), (KEEPERS, "Keepers"), (OPERATORS, "Operators"), (ENGINEERS, "Engineers")]
    {
        let id = Id::from_u128(id);
        let mut group = empty_group(id, name);
        group.administrators = name == "Administrators";
        for key in keys_of(id) {
            group.rights.push(assigned(right(key)?));
        }
        groups.push(group);
    }
    project.definitions.groups = Section { items: groups, ..Section::default() };
    project.users.items.clear();
    for (index, (name, group, number)) in DELIVERED.into_iter().enumerate() {
        let id = Id::from_u128(0x5_0000 + index as u128);
        let mut user = User { admin: name == "Admin", ..User::new(id, name) };
        user.groups.push(Ref::from(Id::from_u128(group)));
        user.password = Some(stored(&password(number), index as u8)?);
        project.users.items.push(user);
    }
    Ok(project)
}

/// A password as it is stored, set when the machine starts.
pub fn stored(text: &str, salt: u8) -> Result<Password, String> {
    let hash = hash(text, &[salt; 16], Cost::cheap_for_tests()).map_err(|error| format!("{error:?}"))?;
    Ok(Password { hash, changed_at: Some(Time::from_millis(BEGIN)), unknown: Default::default() })
}

pub fn empty_group(id: Id, name: &str) -> Group {
    Group {
        id,
        administrators: false,
        name: Texts::new("en", name),
        description: Texts::default(),
        rights: Vec::new(),
        areas: Vec::new(),
        external: Vec::new(),
        unknown: Default::default(),
        at: Default::default(),
    }
}

pub fn assigned(right: Id) -> RightRef {
    RightRef { id: right, denied: false, unknown: Default::default(), at: Default::default() }
}

pub fn right(id: Id, key: &str) -> Right {
    Right {
        id,
        key: key.into(),
        name: Texts::new("en", key),
        description: Texts::default(),
        unknown: Default::default(),
        at: Default::default(),
    }
}
