//! Any edit of a draft, made of numbers, so that a failing case shrinks.

use proptest::prelude::*;

use crate::edit::*;
use crate::model::*;
use crate::{Id, Str, Time};

/// Numbers that pick an edit from what the draft holds when its turn comes.
#[derive(Clone, Debug)]
pub(super) struct Choice(Vec<u16>);

impl Arbitrary for Choice {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        prop::collection::vec(any::<u16>(), 12..13).prop_map(Self).boxed()
    }
}

impl Choice {
    /// Some steps merge with their neighbours.
    pub fn key(&self) -> Option<Str> {
        self.0[0].is_multiple_of(3).then(|| Str::from("typing"))
    }

    pub fn edit(&self, draft: &Draft) -> Edit {
        Maker { numbers: self.0.iter(), draft, new: 0 }.edit(2)
    }
}

struct Maker<'a> {
    numbers: std::slice::Iter<'a, u16>,
    draft: &'a Draft,
    new: u128,
}

const NAMES: [&str; 7] = ["anna", " Anna ", "Straße", "cafe\u{301}", "x\ty", "", "Admin"];

impl Maker<'_> {
    fn number(&mut self) -> usize {
        self.numbers.next().copied().unwrap_or_default().into()
    }

    fn flag(&mut self) -> bool {
        self.number() % 2 == 1
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        let number = self.number();
        of[number % of.len()].clone()
    }

    fn text(&mut self) -> Str {
        self.pick(&NAMES).into()
    }

    fn lang(&mut self) -> Str {
        self.pick(&["en", "de", "fr", "DE"]).into()
    }

    fn texts(&mut self) -> Texts {
        let mut texts = Texts::new(&self.lang(), &self.text());
        if self.flag() {
            texts.list.extend(Texts::new("it", "altro").list);
        }
        texts
    }

    /// Any Id of the kind, or one that is not there.
    fn id(&mut self, kind: Kind) -> Id {
        let definitions = self.draft.definitions();
        let mut ids: Vec<Id> = match kind {
            Kind::User => self.draft.users().iter().map(|user| user.id).collect(),
            Kind::Group => definitions.groups.iter().map(|group| group.id).collect(),
            Kind::RightGroup => definitions.right_groups.iter().map(|group| group.id).collect(),
            Kind::Right => {
                definitions.right_groups.iter().flat_map(|group| group.rights.iter()).map(|right| right.id).collect()
            }
            Kind::Area => definitions.areas.iter().map(|area| area.id).collect(),
            Kind::NotificationGroup => definitions.notification_groups.iter().map(|group| group.id).collect(),
        };
        if ids.is_empty() || self.number() % 40 == 39 {
            ids.push(Id::from_u128(77_777));
        }
        self.pick(&ids)
    }

    fn kind(&mut self) -> Kind {
        use Kind::{Area, Group, NotificationGroup, Right, RightGroup, User};
        self.pick(&[User, User, User, Group, Group, RightGroup, Right, Area, NotificationGroup])
    }

    fn new_id(&mut self) -> Id {
        self.new += 1;
        Id::from_u128(1_000_000 + self.draft.revision() as u128 * 100 + self.new)
    }

    fn edit(&mut self, depth: usize) -> Edit {
        match self.number() % 12 {
            0 | 1 => Edit::Add { object: self.object(), place: None },
            2 | 3 => {
                let kind = self.kind();
                Edit::Remove(self.id(kind))
            }
            4 => {
                let kind = self.kind();
                let within = (kind == Kind::Right && self.flag()).then(|| self.id(Kind::RightGroup));
                Edit::Move { id: self.id(kind), within, place: self.number() % 5 }
            }
            5 | 6 => Edit::Change(self.id(Kind::User), self.of_user()),
            7 => Edit::Change(self.id(Kind::Group), self.of_group()),
            8 => {
                let kind = self.kind();
                let change = match (kind, self.number() % 4) {
                    (Kind::Right, 0) => Change::Key(self.text()),
                    (Kind::Area, 0) => Change::Clients(vec![Client { name: self.text(), ..Client::default() }]),
                    (_, 0 | 1) => Change::Name(self.texts()),
                    (_, 2) => Change::Description(self.texts()),
                    _ => {
                        let field = if self.flag() { TextField::Name } else { TextField::Description };
                        Change::Text { field, lang: self.lang(), value: self.text() }
                    }
                };
                Edit::Change(self.id(kind), change)
            }
            9 => self.setting(),
            10 if self.flag() => Edit::AddLanguage(self.pick(&["es", "fr", "de"]).into()),
            10 => Edit::RemoveLanguage(self.lang()),
            _ if depth > 0 => Edit::Many((0..self.number() % 4).map(|_| self.edit(depth - 1)).collect()),
            _ => Edit::Many(Vec::new()),
        }
    }

    fn object(&mut self) -> Object {
        let (kind, id) = (self.kind(), self.new_id());
        let (name, description) = (self.texts(), self.texts());
        let (unknown, at) = (Unknown::default(), At::default());
        match kind {
            Kind::User => {
                let mut user = User::new(id, &self.text());
                user.groups.push(self.id(Kind::Group).into());
                Object::User(Box::new(user))
            }
            Kind::Group => {
                let (rights, areas) = (Vec::new(), vec![self.id(Kind::Area).into()]);
                let external = Vec::new();
                let administrators = self.number() % 20 == 19;
                Object::Group(Box::new(Group {
                    id,
                    administrators,
                    name,
                    description,
                    rights,
                    areas,
                    external,
                    unknown,
                    at,
                }))
            }
            Kind::RightGroup => {
                let key = self.text();
                let right =
                    Right { id: self.new_id(), key, name: self.texts(), description: Texts::default(), unknown, at };
                let system = self.number() % 20 == 19;
                Object::RightGroup(RightGroup { id, system, name, description, rights: vec![right].into(), at })
            }
            Kind::Right => {
                let right = Right { id, key: self.text(), name, description, unknown, at };
                Object::Right { within: self.id(Kind::RightGroup), right }
            }
            Kind::Area => Object::Area(Area { id, name, description, clients: Vec::new(), unknown, at }),
            Kind::NotificationGroup => {
                Object::NotificationGroup(NotificationGroup { id, name, description, unknown, at })
            }
        }
    }

    fn of_user(&mut self) -> Change {
        match self.number() % 19 {
            0 => Change::UserName(self.text()),
            1 => Change::FullName(self.text()),
            2 => Change::Enabled(self.flag()),
            3 => Change::PasswordAging(self.flag()),
            4 => Change::MustChangePassword(self.flag()),
            5 => Change::Language(self.lang()),
            6 => Change::Email(self.text()),
            7 => Change::MobilePhone(self.text()),
            8 => Change::Phone(self.text()),
            9 => Change::NotificationType(self.text()),
            10 => Change::Password(self.flag().then(|| Password {
                hash: "h".into(),
                changed_at: Some(Time::from_millis(1)),
                unknown: Unknown::default(),
            })),
            11 => Change::Groups([self.id(Kind::Group).into(), self.id(Kind::Group).into()].into_iter().collect()),
            12 => Change::NotificationGroups([self.id(Kind::NotificationGroup).into()].into_iter().collect()),
            13 | 14 => Change::Member { group: self.id(Kind::Group), is: self.flag() },
            15 => Change::Notified { group: self.id(Kind::NotificationGroup), is: self.flag() },
            16 => Change::Identity(if self.flag() { self.new_id() } else { self.id(Kind::User) }),
            17 => Change::Description(self.texts()),
            _ => Change::Text { field: TextField::Description, lang: self.lang(), value: self.text() },
        }
    }

    fn of_group(&mut self) -> Change {
        match self.number() % 7 {
            0 => {
                let mention = |id| RightRef { id, denied: false, unknown: Unknown::default(), at: At::default() };
                Change::Rights(vec![mention(self.id(Kind::Right)), mention(self.id(Kind::Right))])
            }
            1..=3 => {
                let state = self.pick(&[RightState::None, RightState::Assigned, RightState::Denied]);
                Change::Right { right: self.id(Kind::Right), state }
            }
            4 => Change::Areas(vec![self.id(Kind::Area).into()]),
            5 => Change::InArea { area: self.id(Kind::Area), is: self.flag() },
            _ => Change::External(vec![ExternalGroup {
                provider: "ActiveDirectory".into(),
                name: self.text(),
                unknown: Unknown::default(),
            }]),
        }
    }

    fn setting(&mut self) -> Edit {
        let definitions = self.draft.definitions();
        Edit::Set(match self.number() % 6 {
            0 => Setting::ProjectName(self.text()),
            1 => {
                let mut languages = definitions.languages.clone();
                languages.list.reverse();
                languages.default = self.lang();
                Setting::Languages(languages)
            }
            2 => Setting::Security(Security {
                admin_can_be_deactivated: self.flag(),
                protection_hash: self.text(),
                unknown: Unknown::default(),
            }),
            3 => Setting::Storage(DataStorage { kind: StorageKind::FilePath(self.text()), ..DataStorage::default() }),
            4 => Setting::Authentication(Authentication { kind: self.text(), unknown: Unknown::default() }),
            _ => {
                let mut policies = definitions.policies.clone();
                policies.lockout.threshold = self.number() as u32;
                Setting::Policies(Box::new(policies))
            }
        })
    }
}
