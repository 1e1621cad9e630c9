//! What is said of a user, field by field: for comparisons, imports and previews.

use keyholder_shared::edit::Change;
use keyholder_shared::model::{Definitions, Refs, User};
use keyholder_shared::{Id, Str};

/// Something that is said of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The name with which the user logs in.
    Name,
    /// The full name.
    FullName,
    /// Whether the user can log in.
    Enabled,
    /// The groups.
    Groups,
    /// The panel's language.
    Language,
    /// The address for messages.
    Email,
    /// The number for text messages.
    MobilePhone,
    /// The telephone number.
    Phone,
    /// How the user wants to be told of things.
    NotificationType,
    /// The notification groups.
    NotificationGroups,
    /// Whether the password expires.
    PasswordAging,
    /// Whether the next login asks for a new password.
    MustChangePassword,
    /// The description, in all languages.
    Description,
    /// The password.
    Password,
}

/// What is said, as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(Str),
    /// Yes or no.
    Flag(bool),
    /// Names of groups, in the order of the file; groups that are not there by their Id.
    Names(Vec<Str>),
    /// A text in each language, by the language's tag.
    Texts(Vec<(Str, Str)>),
    /// Whether there is a password. What it is nobody is told.
    Password(bool),
}

impl Field {
    /// All fields, in the order in which they are shown.
    pub const ALL: [Self; 14] = [
        Self::Name,
        Self::FullName,
        Self::Enabled,
        Self::Groups,
        Self::Language,
        Self::Email,
        Self::MobilePhone,
        Self::Phone,
        Self::NotificationType,
        Self::NotificationGroups,
        Self::PasswordAging,
        Self::MustChangePassword,
        Self::Description,
        Self::Password,
    ];

    /// The key of its name in the surface's languages.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "field-name",
            Self::FullName => "field-full-name",
            Self::Enabled => "field-enabled",
            Self::Groups => "field-groups",
            Self::Language => "field-language",
            Self::Email => "field-email",
            Self::MobilePhone => "field-mobile-phone",
            Self::Phone => "field-phone",
            Self::NotificationType => "field-notification-type",
            Self::NotificationGroups => "field-notification-groups",
            Self::PasswordAging => "field-password-aging",
            Self::MustChangePassword => "field-must-change-password",
            Self::Description => "field-description",
            Self::Password => "field-password",
        }
    }

    /// What `user` says, with the names of `definitions` in the language `lang`.
    #[must_use]
    pub fn value(self, user: &User, definitions: &Definitions, lang: &str) -> Value {
        let text = |text: &Str| Value::Text(text.clone());
        match self {
            Self::Name => text(&user.name),
            Self::FullName => text(&user.full_name),
            Self::Enabled => Value::Flag(user.enabled),
            Self::Groups => Value::Names(names(&user.groups, |id| group_name(definitions, id, lang))),
            Self::Language => text(&user.language),
            Self::Email => text(&user.email),
            Self::MobilePhone => text(&user.mobile_phone),
            Self::Phone => text(&user.phone),
            Self::NotificationType => text(&user.notification_type),
            Self::NotificationGroups => {
                Value::Names(names(&user.notification_groups, |id| notification_group_name(definitions, id, lang)))
            }
            Self::PasswordAging => Value::Flag(user.password_aging),
            Self::MustChangePassword => Value::Flag(user.must_change_password),
            Self::Description => {
                Value::Texts(user.description.list.iter().map(|text| (text.lang.clone(), text.value.clone())).collect())
            }
            Self::Password => Value::Password(user.password.is_some()),
        }
    }

    /// True if both users say the same here. Groups are compared without their order.
    #[must_use]
    pub fn same(self, one: &User, other: &User) -> bool {
        match self {
            Self::Name => one.name == other.name,
            Self::FullName => one.full_name == other.full_name,
            Self::Enabled => one.enabled == other.enabled,
            Self::Groups => same_members(&one.groups, &other.groups),
            Self::Language => one.language == other.language,
            Self::Email => one.email == other.email,
            Self::MobilePhone => one.mobile_phone == other.mobile_phone,
            Self::Phone => one.phone == other.phone,
            Self::NotificationType => one.notification_type == other.notification_type,
            Self::NotificationGroups => same_members(&one.notification_groups, &other.notification_groups),
            Self::PasswordAging => one.password_aging == other.password_aging,
            Self::MustChangePassword => one.must_change_password == other.must_change_password,
            Self::Description => one.description == other.description,
            Self::Password => one.hash() == other.hash(),
        }
    }

    /// The change that lets a user say here what `user` says.
    #[must_use]
    pub fn change(self, user: &User) -> Change {
        match self {
            Self::Name => Change::UserName(user.name.clone()),
            Self::FullName => Change::FullName(user.full_name.clone()),
            Self::Enabled => Change::Enabled(user.enabled),
            Self::Groups => Change::Groups(user.groups.clone()),
            Self::Language => Change::Language(user.language.clone()),
            Self::Email => Change::Email(user.email.clone()),
            Self::MobilePhone => Change::MobilePhone(user.mobile_phone.clone()),
            Self::Phone => Change::Phone(user.phone.clone()),
            Self::NotificationType => Change::NotificationType(user.notification_type.clone()),
            Self::NotificationGroups => Change::NotificationGroups(user.notification_groups.clone()),
            Self::PasswordAging => Change::PasswordAging(user.password_aging),
            Self::MustChangePassword => Change::MustChangePassword(user.must_change_password),
            Self::Description => Change::Description(user.description.clone()),
            Self::Password => Change::Password(user.password.clone()),
        }
    }
}

/// The fields in which two users differ, in the order in which they are shown.
#[must_use]
pub fn differences(one: &User, other: &User) -> Vec<Field> {
    Field::ALL.into_iter().filter(|field| !field.same(one, other)).collect()
}

/// A group's name, if the group is there.
#[must_use]
pub fn group_name<'d>(definitions: &'d Definitions, id: Id, lang: &str) -> Option<&'d str> {
    definitions.groups.iter().find(|group| group.id == id).map(|group| group.name.get(lang))
}

/// A notification group's name, if the group is there.
#[must_use]
pub fn notification_group_name<'d>(definitions: &'d Definitions, id: Id, lang: &str) -> Option<&'d str> {
    definitions.notification_groups.iter().find(|group| group.id == id).map(|group| group.name.get(lang))
}

fn names<'d>(refs: &Refs, name: impl Fn(Id) -> Option<&'d str>) -> Vec<Str> {
    refs.iter().map(|group| name(group.id).map_or_else(|| group.id.to_string().into(), Str::from)).collect()
}

fn same_members(one: &Refs, other: &Refs) -> bool {
    let within = |one: &Refs, other: &Refs| one.iter().all(|member| other.iter().any(|known| known.id == member.id));
    within(one, other) && within(other, one)
}

#[cfg(test)]
mod tests {
    use keyholder_shared::edit::{Draft, Edit};
    use keyholder_shared::model::{Password, Ref, Texts, Unknown};
    use keyholder_shared::xml;

    use super::*;

    fn minimal() -> Draft {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../sample-projects/bottling-line/UserManagementConfig.xml");
        Draft::new(xml::read_project(&std::fs::read(path).unwrap()).document.unwrap())
    }

    /// A user that says something else in every field.
    fn other(user: &User, draft: &Draft) -> User {
        let group = draft.definitions().groups.iter().find(|group| !user.is_member_of(group.id)).unwrap();
        User {
            name: "other".into(),
            full_name: "Other".into(),
            enabled: !user.enabled,
            password_aging: !user.password_aging,
            must_change_password: !user.must_change_password,
            language: "pl".into(),
            email: "o@example.com".into(),
            mobile_phone: "1".into(),
            phone: "2".into(),
            notification_type: "Sms".into(),
            description: Texts::new("en", "Someone else"),
            password: Some(Password { hash: "$x".into(), changed_at: None, unknown: Unknown::default() }),
            groups: [Ref::from(group.id)].into_iter().collect(),
            notification_groups: [Ref::from(draft.definitions().notification_groups[0].id)].into_iter().collect(),
            ..user.clone()
        }
    }

    #[test]
    fn each_field_is_seen_and_changed_by_itself() {
        let mut draft = minimal();
        let user =
            draft.users().iter().find(|user| !user.admin && user.notification_groups.is_empty()).unwrap().clone();
        let wanted = other(&user, &draft);
        assert_eq!(differences(&user, &wanted), Field::ALL);
        for (done, field) in Field::ALL.into_iter().enumerate() {
            draft.apply(Edit::Change(user.id, field.change(&wanted))).unwrap();
            let now = draft.user(user.id).unwrap();
            assert!(field.same(now, &wanted), "{field:?}");
            assert_eq!(differences(now, &wanted), Field::ALL[done + 1..]);
        }
        assert_eq!(draft.user(user.id), Some(&wanted));
    }

    #[test]
    fn values_are_for_people_and_tell_no_password() {
        let draft = minimal();
        let user = draft.users().iter().find(|user| user.hash().is_some()).unwrap();
        let values: Vec<Value> = Field::ALL.map(|field| field.value(user, draft.definitions(), "de")).into();
        assert!(!format!("{values:?}").contains("argon2"));
        assert_eq!(values.last(), Some(&Value::Password(true)));
        assert_eq!(values[0], Value::Text(user.name.clone()));
    }

    #[test]
    fn the_order_of_groups_plays_no_part_and_a_lost_group_is_its_id() {
        let draft = minimal();
        let [one, two] = [1, 2].map(|number| draft.definitions().groups[number].id);
        let user = |ids: &[Id]| User { groups: ids.iter().copied().map(Ref::from).collect(), ..User::new(one, "a") };
        assert!(Field::Groups.same(&user(&[one, two]), &user(&[two, one])));
        assert!(!Field::Groups.same(&user(&[one]), &user(&[two, one])));
        let lost = Id::from_u128(9);
        let value = Field::Groups.value(&user(&[lost]), draft.definitions(), "en");
        assert_eq!(value, Value::Names(vec![lost.to_string().into()]));
    }
}
