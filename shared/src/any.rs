//! Arbitrary valid documents for tests. They are made from a list of numbers, so that a failing case
//! shrinks with its list; where the list ends, every choice is the simplest.

use proptest::prelude::*;

use crate::model::*;
use crate::name::{fold, tidy};
use crate::{Id, Str, Time};

/// Any valid project.
pub(crate) fn project() -> impl Strategy<Value = Project> {
    choices().prop_map(|mut choices| choices.project())
}

/// Any valid runtime document.
pub(crate) fn runtime() -> impl Strategy<Value = Runtime> {
    choices().prop_map(|mut choices| choices.runtime())
}

/// A project and a runtime document that have users and groups in common.
pub(crate) fn pair() -> impl Strategy<Value = (Project, Runtime)> {
    (project(), runtime())
}

/// Any text that XML can hold.
pub(crate) fn text() -> impl Strategy<Value = String> {
    choices().prop_map(|mut choices| choices.text(200))
}

fn choices() -> impl Strategy<Value = Choices> {
    prop::collection::vec(any::<u32>(), 0..4000).prop_map(|numbers| Choices(numbers.into_iter()))
}

/// Characters on which readers and writers stumble.
const ODD: [char; 24] = [
    '&', '<', '>', '"', '\'', ']', ';', '#', '\t', '\n', '\r', ' ', '\u{7f}', '\u{85}', '\u{a0}', 'é', '\u{301}', 'ß',
    'İ', '\u{2028}', '\u{feff}', '\u{fffd}', '日', '😀',
];
/// Few names, some of them the same to a person, so that two documents meet.
const NAMES: [&str; 9] = ["anna", "ANNA", "bert", "Straße", "STRASSE", "zieliński", "ZIELIŃSKI", "c", "administrator"];

#[derive(Debug)]
struct Choices(std::vec::IntoIter<u32>);

impl Choices {
    fn number(&mut self) -> u32 {
        self.0.next().unwrap_or_default()
    }

    fn below(&mut self, limit: usize) -> usize {
        self.number() as usize % limit
    }

    fn flag(&mut self) -> bool {
        self.below(2) == 1
    }

    fn seldom(&mut self) -> bool {
        self.below(8) == 7
    }

    fn text(&mut self, most: usize) -> String {
        let length = self.below(most + 1);
        (0..length).map(|_| self.character()).collect()
    }

    fn character(&mut self) -> char {
        match self.below(3) {
            0 => char::from(b'a' + u8::try_from(self.below(26)).unwrap()),
            1 => ODD[self.below(ODD.len())],
            _ => char::from_u32(self.number() % 0x11_0000)
                .filter(|character| {
                    !matches!(character, '\0'..='\u{8}' | '\u{b}'..='\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}'..='\u{ffff}')
                })
                .unwrap_or('x'),
        }
    }

    fn short(&mut self) -> Str {
        if self.flag() { self.text(12).into() } else { Str::default() }
    }

    fn tidy(&mut self, most: usize) -> Str {
        tidy(&self.text(most)).as_ref().into()
    }

    fn time(&mut self) -> Time {
        Time::from_millis(i64::from(self.number()) * 1000 + i64::from(self.number() % 1000))
    }

    fn mark(&mut self) -> Option<Mark> {
        self.flag().then(|| Mark { at: self.time(), by: self.short() })
    }

    fn unknown(&mut self) -> Unknown {
        let mut unknown = Unknown::default();
        if !self.seldom() {
            return unknown;
        }
        for number in 0..self.below(3) {
            unknown.push_attribute(format!("x{number}").into(), self.text(8).into());
        }
        for number in 0..self.below(3) {
            let whole = match self.below(3) {
                0 => format!("<p:e{number}/>"),
                1 => format!("<p:e{number}  a='1' >\n <b/> &#38; <![CDATA[<]]>\n</p:e{number} >"),
                _ => format!("<p:e{number}><!-- kept --><?kept too?><Group Ref=\"\"/></p:e{number}>"),
            };
            unknown.push_element(format!("p:e{number}").into(), whole.into());
        }
        unknown
    }

    /// A name that begins with something of its own, so that no two are the same.
    fn name(&mut self, unique: String) -> Texts {
        let mut list = Vec::new();
        for lang in ["en", "de"].into_iter().take(1 + self.below(2)) {
            let value = tidy(&format!("{unique} {}", self.text(6))).as_ref().into();
            list.push(Text { lang: lang.into(), value, unknown: self.unknown(), at: At::default() });
        }
        Texts { list, unknown: self.unknown() }
    }

    fn description(&mut self) -> Texts {
        let mut list = Vec::new();
        for lang in ["en", "de"].into_iter().take(self.below(3)) {
            let value = self.text(20).into();
            list.push(Text { lang: lang.into(), value, unknown: self.unknown(), at: At::default() });
        }
        Texts { list, unknown: self.unknown() }
    }

    /// Some of these numbers, in their order.
    fn some(&mut self, numbers: impl IntoIterator<Item = u128>) -> Vec<u128> {
        numbers.into_iter().filter(|_| self.flag()).collect()
    }

    fn refs<C: FromIterator<Ref>>(&mut self, of: impl IntoIterator<Item = Id>) -> C {
        let chosen = self.some(of.into_iter().map(Id::as_u128));
        chosen.into_iter().map(|number| Ref { unknown: self.unknown(), ..Ref::from(Id::from_u128(number)) }).collect()
    }

    fn definitions(&mut self) -> Definitions {
        let languages = ["en", "de", "fr"].into_iter().take(1 + self.below(3));
        let list =
            languages.map(|tag| Language { tag: tag.into(), unknown: self.unknown(), at: At::default() }).collect();
        let mut definitions = Definitions {
            languages: Languages { default: "en".into(), list, unknown: self.unknown(), at: At::default() },
            security: Security {
                admin_can_be_deactivated: self.flag(),
                protection_hash: self.short(),
                unknown: self.unknown(),
            },
            storage: DataStorage {
                kind: match self.below(3) {
                    0 => StorageKind::ProjectDirectory,
                    1 => StorageKind::FilePath(self.short()),
                    _ => StorageKind::ProjectDatabase,
                },
                unknown: self.unknown(),
                at: At::default(),
            },
            policies: self.policies(),
            ..Definitions::default()
        };
        let areas = self.some(400..404);
        definitions.areas =
            Section { items: areas.into_iter().map(|n| self.area(n)).collect(), unknown: self.unknown() };
        definitions.right_groups.push(self.right_group(200, &SYSTEM_RIGHTS));
        for number in self.some([220, 240]) {
            let group = self.right_group(number, &["recipe.edit", "recipe.load"]);
            definitions.right_groups.push(group);
        }
        for number in self.some(104..107) {
            let id = Id::from_u128(number);
            let (name, description) = (self.name(format!("notified {number}")), self.description());
            let group = NotificationGroup { id, name, description, unknown: self.unknown(), at: At::default() };
            definitions.notification_groups.push(group);
        }
        let administrators = 100 + u128::from(self.seldom());
        for number in std::iter::once(administrators).chain(self.some(110..114)) {
            let group = self.group(number, number < 110, &definitions);
            definitions.groups.push(group);
        }
        definitions
    }

    fn policies(&mut self) -> Policies {
        let mut policies = Policies { unknown: self.unknown(), ..Policies::default() };
        policies.lockout =
            AccountLockout { threshold: self.number(), duration_minutes: self.number(), unknown: self.unknown() };
        policies.password.aging = self.flag();
        policies.password.maximum_age_days = self.number();
        policies.password.complexity = self.flag();
        policies.password.history_count = self.number() % 50;
        policies.password.unknown = self.unknown();
        policies.session.idle_timeout_minutes = self.number();
        policies.preset = Preset::ALL[self.below(4)];
        policies.session.unknown = self.unknown();
        if self.flag() {
            policies.audit = AuditPolicy { when_unwritable: WhenUnwritable::Stop, unknown: self.unknown() };
        }
        policies
    }

    fn area(&mut self, number: u128) -> Area {
        let clients = (0..self.below(3))
            .map(|_| {
                let name = tidy(&format!("panel{}", self.text(4))).as_ref().into();
                Client { name, unknown: self.unknown(), at: At::default() }
            })
            .collect();
        let (name, description) = (self.name(format!("area {number}")), self.description());
        Area { id: Id::from_u128(number), name, description, clients, unknown: self.unknown(), at: At::default() }
    }

    fn right_group(&mut self, number: u128, keys: &[&str]) -> RightGroup {
        let system = number == 200;
        let rights = keys.iter().zip(number + 1..).map(|(key, number)| Right {
            id: Id::from_u128(number),
            key: if system { Str::from(*key) } else { format!("{key}.{number}").into() },
            name: if system { Texts::new("en", key) } else { self.name(format!("right {number}")) },
            description: if system { Texts::default() } else { self.description() },
            unknown: self.unknown(),
            at: At::default(),
        });
        let items = rights.collect();
        let (name, description) = (self.name(format!("heading {number}")), self.description());
        let rights = Section { items, unknown: self.unknown() };
        RightGroup { id: Id::from_u128(number), system, name, description, rights, at: At::default() }
    }

    fn group(&mut self, number: u128, administrators: bool, definitions: &Definitions) -> Group {
        let rights: Vec<Id> =
            definitions.right_groups.iter().flat_map(|group| group.rights.iter()).map(|right| right.id).collect();
        let rights: Vec<Ref> = self.refs(rights);
        let rights = rights
            .into_iter()
            .map(|right| RightRef { id: right.id, denied: self.seldom(), unknown: right.unknown, at: right.at })
            .collect();
        let external = (0..self.below(2))
            .map(|_| ExternalGroup { provider: "ActiveDirectory".into(), name: self.short(), unknown: self.unknown() })
            .collect();
        Group {
            id: Id::from_u128(number),
            administrators,
            name: self.name(format!("group {number}")),
            description: self.description(),
            rights,
            areas: self.refs(definitions.areas.iter().map(|area| area.id)),
            external,
            unknown: self.unknown(),
            at: At::default(),
        }
    }

    fn password(&mut self) -> Password {
        Password {
            hash: format!("h{}{}", self.below(3), self.short()).into(),
            changed_at: self.flag().then(|| self.time()),
            unknown: self.unknown(),
        }
    }

    fn history(&mut self) -> Vec<Password> {
        (0..self.below(4)).map(|_| self.password()).collect()
    }

    fn user(&mut self, number: u128, definitions: &Definitions) -> User {
        let more = if self.seldom() { self.text(5) } else { String::new() };
        let name = tidy(&format!("{}{more}", NAMES[self.below(NAMES.len())])).into_owned();
        User {
            full_name: self.tidy(30),
            enabled: !self.flag(),
            password_aging: self.flag(),
            must_change_password: self.flag(),
            language: self.short(),
            email: self.short(),
            mobile_phone: self.short(),
            phone: self.short(),
            notification_type: self.short(),
            description: self.description(),
            password: self.flag().then(|| self.password()),
            groups: self.refs(definitions.groups.iter().map(|group| group.id)),
            notification_groups: self.refs(definitions.notification_groups.iter().map(|group| group.id)),
            unknown: self.unknown(),
            ..User::new(Id::from_u128(number), &name)
        }
    }

    fn admin(&mut self, definitions: &Definitions) -> User {
        let mut admin = User { admin: true, ..self.user(1, definitions) };
        admin.name = ["Admin", "ADMIN"][self.below(2)].into();
        let administrators = definitions.administrators().unwrap();
        if !admin.is_member_of(administrators) {
            admin.groups.push(Ref::from(administrators));
        }
        admin
    }

    /// Users with different names, Admin among them, and an administrator enabled.
    fn users(&mut self, definitions: &Definitions) -> Vec<User> {
        let mut users = vec![self.admin(definitions)];
        for number in self.some(10..18) {
            let user = self.user(number, definitions);
            if users.iter().all(|other| fold(&other.name) != fold(&user.name)) {
                users.push(user);
            }
        }
        let administrators = definitions.administrators().unwrap();
        if !users.iter().any(|user| user.enabled && user.is_member_of(administrators)) {
            users[0].enabled = true;
        }
        let shift = self.below(users.len());
        users.rotate_left(shift);
        users
    }

    fn project(&mut self) -> Project {
        let mut definitions = self.definitions();
        let users = self.users(&definitions);
        let session = &mut definitions.policies.session;
        session.default_user = self.flag().then(|| users[0].id);
        session.autologin_user = self.seldom().then(|| users[users.len() - 1].id);
        Project {
            id: Id::from_u128(1000),
            name: self.tidy(20),
            time_stamp: self.time(),
            users: Section { items: users, unknown: self.unknown() },
            definitions,
            unknown: self.unknown(),
        }
    }

    fn runtime(&mut self) -> Runtime {
        let mut definitions = self.definitions();
        definitions.policies.session.default_user = self.flag().then(|| Id::from_u128(15));
        let users: Vec<RuntimeUser> = self
            .users(&definitions)
            .into_iter()
            .map(|user| {
                let created_here = !user.admin && self.flag();
                RuntimeUser {
                    user,
                    origin: if created_here { Origin::Runtime } else { Origin::Project },
                    changed: self.mark(),
                    created: self.mark(),
                    history: self.history(),
                    history_unknown: self.unknown(),
                }
            })
            .collect();
        let gone = self.some((10..18).filter(|number| users.iter().all(|user| user.user.id.as_u128() != *number)));
        let deleted = gone.into_iter().map(|number| self.deleted(number)).collect();
        Runtime {
            project_id: Id::from_u128(1000),
            project_name: self.tidy(20),
            time_stamp: self.time(),
            project_time_stamp: self.time(),
            project_digest: self.flag().then(|| crate::xml::Digest::from_bytes([self.number() as u8; 32])),
            generation: self.number().into(),
            project_extras: if self.seldom() { vec!["p:e0".into(), "@x0".into()] } else { Vec::new() },
            users: Section { items: users, unknown: self.unknown() },
            deleted: Section { items: deleted, unknown: self.unknown() },
            definitions,
            unknown: self.unknown(),
        }
    }

    fn deleted(&mut self, number: u128) -> DeletedUser {
        DeletedUser {
            id: Id::from_u128(number),
            name: tidy(NAMES[self.below(NAMES.len())]).as_ref().into(),
            deleted_at: self.flag().then(|| self.time()),
            deleted_by: self.short(),
            password: self.flag().then(|| self.password()),
            history: self.history(),
            history_unknown: self.unknown(),
            unknown: self.unknown(),
            at: At::default(),
        }
    }
}
