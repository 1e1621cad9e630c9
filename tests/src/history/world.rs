//! The small world in which histories happen: an engineer's project, its saved versions, and one machine.

use keyholder_shared::model::{
    Area, At, Client, Definitions, Group, Language, Languages, NotificationGroup, Password, Project, Ref, Right,
    RightGroup, Runtime, SYSTEM_RIGHTS, Section, Text, Texts, Unknown, User,
};
use keyholder_shared::xml::{Digest, declared_digest, read_project, write_project};
use keyholder_shared::{Id, Time};

use super::{Difference, Sample, Tally};
use crate::invariants::Reconcile;

/// Few names, so that they meet: spellings that count as the same stand side by side.
pub const NAMES: [&str; 8] = ["anna", "ANNA", "bert", "Bert", "Zoë", "ZOË", "Straße", "STRASSE"];
/// Names of groups and notification groups.
pub const GROUP_NAMES: [&str; 3] = ["Operators", "Setters", "Nachtschicht ü"];
/// More users than this nobody creates, so that the same ones meet again and again.
pub const MOST_USERS: usize = 6;
/// The built-in group's Id.
pub const ADMINISTRATORS: Id = id(1);

/// A project file as it was saved once.
#[derive(Clone, Debug)]
pub struct Version {
    /// What it says.
    pub project: Project,
    /// The digest of its bytes.
    pub digest: Option<Digest>,
}

/// An engineer, a machine, and what happened between them so far.
pub struct World {
    /// The project as the Designer has it open.
    pub designed: Project,
    /// Users as they were before an edit, for undo.
    pub former: Vec<User>,
    /// Every version saved, the oldest first.
    pub saved: Vec<Version>,
    /// The machine's document, after its first start.
    pub machine: Option<Runtime>,
    /// The function under test.
    pub reconcile: Reconcile,
    /// What was done and compared so far.
    pub tally: Tally,
    /// Some of the documents.
    pub(super) sample: Sample,
    /// Do the slow checks at every merge, not at every third.
    pub thorough: bool,
    clock: i64,
    ids: u32,
}

impl World {
    /// A new project with Admin and two users in two groups, not delivered yet.
    #[must_use]
    pub fn new(reconcile: Reconcile) -> Self {
        let mut world = Self {
            designed: new_project(),
            former: Vec::new(),
            saved: Vec::new(),
            machine: None,
            reconcile,
            tally: Tally::default(),
            sample: Sample::default(),
            thorough: false,
            clock: 1_790_000_000_000,
            ids: 1000,
        };
        for (name, number) in [("anna", 20), ("Bert", 21)] {
            let mut user = User::new(world.new_id(), name);
            user.password = Some(world.new_password());
            user.groups.push(Ref::from(id(number)));
            world.designed.users.push(user);
        }
        world
    }

    /// The next point in time: a minute after the last.
    pub fn now(&mut self) -> Time {
        self.clock += 60_000;
        Time::from_millis(self.clock)
    }

    /// An Id that nothing had before.
    pub fn new_id(&mut self) -> Id {
        self.ids += 1;
        id(self.ids)
    }

    /// A password that nobody had before, set now. (Of the same password, too, no two hashes are the same.)
    pub fn new_password(&mut self) -> Password {
        self.ids += 1;
        let hash = format!("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0MDAwMA${:043}", self.ids);
        Password { hash: hash.into(), changed_at: Some(self.now()), unknown: Unknown::default() }
    }

    /// Saves the project if its content changed, and gives the last version.
    ///
    /// # Errors
    /// What is read back from its bytes is not what was saved.
    pub fn save(&mut self) -> Result<Version, Difference> {
        if let Some(last) = self.saved.last() {
            let same_stamp = Project { time_stamp: last.project.time_stamp, ..self.designed.clone() };
            if same_stamp == last.project {
                return Ok(last.clone());
            }
        }
        self.designed.time_stamp = self.now();
        let version = written(self.designed.clone())?;
        self.saved.push(version.clone());
        Ok(version)
    }
}

/// A project as it arrives: written, and read back.
pub fn written(project: Project) -> Result<Version, Difference> {
    let bytes = write_project(&project);
    let (read, warnings) = read_project(&bytes)
        .accept()
        .map_err(|faults| Difference::new("the Designer's project is refused", format!("{faults:?}")))?;
    if read != project || !warnings.is_empty() {
        return Err(Difference::new("a written project reads back otherwise", format!("{read:#?}\n{project:#?}")));
    }
    let digest = declared_digest(&bytes).and_then(|(text, _)| text.parse().ok());
    Ok(Version { project: read, digest })
}

/// The Id that ends in the digits of a number.
#[must_use]
pub const fn id(number: u32) -> Id {
    let (mut digits, mut rest, mut shift) = (0, number as u128, 0);
    while rest > 0 {
        digits |= (rest % 10) << shift;
        rest /= 10;
        shift += 4;
    }
    Id::from_u128(0x1111_1111_2222_4000_8000_0000_0000_0000 + digits)
}

/// The number whose digits such an Id ends in, for diaries.
#[must_use]
pub fn number(id: Id) -> u32 {
    (0..8).rev().fold(0, |number, digit| number * 10 + (id.as_u128() >> (4 * digit) & 0xf) as u32)
}

/// One of a list, by a number of whatever size; none of an empty one.
#[must_use]
pub fn choose<T>(list: &[T], pick: u8) -> Option<&T> {
    list.get(usize::from(pick).checked_rem(list.len())?)
}

/// Where a number points to in a list that is not empty.
#[must_use]
pub fn place(length: usize, pick: u8) -> Option<usize> {
    usize::from(pick).checked_rem(length)
}

/// True if `name` belongs to none of the users.
pub fn is_free<'u>(name: &str, mut users: impl Iterator<Item = &'u User>) -> bool {
    let asked = User::new(id(0), name);
    !users.any(|user| crate::oracle::same_name(user, &asked))
}

/// "One enabled administrator remains" (design section 2), counted by hand.
pub fn has_administrator<'u>(definitions: &Definitions, mut users: impl Iterator<Item = &'u User>) -> bool {
    let Some(group) = definitions.groups.iter().find(|group| group.administrators) else { return false };
    users.any(|user| user.enabled && user.groups.iter().any(|member| member.id == group.id))
}

/// A group without rights, named in two languages.
#[must_use]
pub fn new_group(id: Id, name: &str) -> Group {
    Group {
        id,
        administrators: false,
        name: bilingual(name),
        description: Texts::default(),
        rights: Vec::new(),
        areas: Vec::new(),
        external: Vec::new(),
        unknown: Unknown::default(),
        at: At::default(),
    }
}

/// A notification group, named in two languages.
#[must_use]
pub fn new_notification_group(id: Id, name: &str) -> NotificationGroup {
    let (description, unknown, at) = Default::default();
    NotificationGroup { id, name: bilingual(name), description, unknown, at }
}

/// A right, named after its key.
#[must_use]
pub fn new_right(id: Id, key: &str) -> Right {
    let (description, unknown, at) = Default::default();
    Right { id, key: key.into(), name: Texts::new("en", key), description, unknown, at }
}

/// An area with two panels.
#[must_use]
pub fn new_area(id: Id, name: &str) -> Area {
    let client = |name: &str| Client { name: name.into(), unknown: Unknown::default(), at: At::default() };
    let (description, unknown, at) = Default::default();
    let clients = vec![client(&format!("{name}-1")), client(&format!("{name}-2"))];
    Area { id, name: bilingual(name), description, clients, unknown, at }
}

/// The same in English and German.
#[must_use]
pub fn bilingual(text: &str) -> Texts {
    let one = |lang: &str, value: String| Text { lang: lang.into(), value: value.into(), ..Text::default() };
    Texts { list: vec![one("en", text.to_owned()), one("de", format!("{text} (de)"))], unknown: Unknown::default() }
}

/// A project with nobody but Admin.
#[must_use]
pub fn new_project() -> Project {
    let language = |tag: &str| Language { tag: tag.into(), unknown: Unknown::default(), at: At::default() };
    let system = SYSTEM_RIGHTS.iter().zip(100..).map(|(key, number)| new_right(id(number), key)).collect::<Vec<_>>();
    let machine = vec![new_right(id(60), "machine.start"), new_right(id(61), "recipe.edit")];
    let right_group = |number, name, system, rights: Vec<Right>| RightGroup {
        id: id(number),
        system,
        name: bilingual(name),
        description: Texts::default(),
        rights: rights.into(),
        at: At::default(),
    };
    let definitions = Definitions {
        languages: Languages {
            default: "en".into(),
            list: vec![language("en"), language("de")],
            ..Languages::default()
        },
        right_groups: vec![right_group(3, "System", true, system), right_group(4, "Machine", false, machine)].into(),
        groups: vec![
            Group { administrators: true, ..new_group(ADMINISTRATORS, "Administrators") },
            new_group(id(20), GROUP_NAMES[0]),
            new_group(id(21), GROUP_NAMES[1]),
        ]
        .into(),
        notification_groups: vec![new_notification_group(id(30), GROUP_NAMES[0])].into(),
        ..Definitions::default()
    };
    let mut admin = User { admin: true, ..User::new(id(2), "Admin") };
    admin.groups.push(Ref::from(ADMINISTRATORS));
    Project {
        id: id(0),
        name: "Small world".into(),
        time_stamp: Time::from_millis(0),
        definitions,
        users: Section::from(vec![admin]),
        unknown: Unknown::default(),
    }
}
