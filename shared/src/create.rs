//! New things: a project with what is built in, users and groups with names that are free, copies.

mod words;

use crate::edit::{Draft, Kind, Object};
use crate::model::{
    Area, At, Definitions, Group, Language, Languages, NotificationGroup, Password, Project, Ref, Right, RightGroup,
    RightRef, SYSTEM_RIGHTS, Text, Texts, Unknown, User,
};
use crate::name::{USER_NAME_LIMIT, fold, length, tidy};
use crate::{Id, Str, Time};
use words::{LANGUAGES, Words};

/// A new project: what is built in and nothing else, with the guidelines of the preset `default`. The languages
/// are BCP 47 tags, the first of them the default; without one it is English. Admin must choose a new password at
/// the first login; `password` is the one it logs in with until then.
#[must_use]
pub fn new_project(
    name: &str,
    languages: &[&str],
    password: Option<Password>,
    now: Time,
    new_id: &mut dyn FnMut() -> Id,
) -> Project {
    let languages = if languages.is_empty() { &["en"] } else { languages };
    let default = Str::from(languages.first().copied().unwrap_or("en"));
    let rights = SYSTEM_RIGHTS.iter().zip(words::RIGHTS).map(|(key, words)| Right {
        id: new_id(),
        key: (*key).into(),
        name: texts(&words, languages),
        description: Texts::default(),
        unknown: Unknown::default(),
        at: At::default(),
    });
    let rights: Vec<Right> = rights.collect();
    let system = RightGroup {
        id: new_id(),
        system: true,
        name: texts(&words::SYSTEM, languages),
        description: Texts::default(),
        rights: rights.into(),
        at: At::default(),
    };
    let administrators = Group {
        administrators: true,
        name: texts(&words::ADMINISTRATORS, languages),
        description: texts(&words::ADMINISTRATORS_MAY, languages),
        ..empty_group(new_id(), Texts::default())
    };
    let admin = User {
        admin: true,
        full_name: "Administrator".into(),
        password_aging: false,
        must_change_password: true,
        language: default.clone(),
        password,
        groups: [Ref::from(administrators.id)].into_iter().collect(),
        ..User::new(new_id(), "Admin")
    };
    let list = languages.iter().map(|tag| Language { tag: (*tag).into(), ..Language::default() }).collect();
    Project {
        id: new_id(),
        name: Str::from(&*tidy(name)),
        time_stamp: now,
        definitions: Definitions {
            languages: Languages { default, list, ..Languages::default() },
            right_groups: vec![system].into(),
            groups: vec![administrators].into(),
            ..Definitions::default()
        },
        users: vec![admin].into(),
        unknown: Unknown::default(),
    }
}

/// A user called `word`, or `word 2` and so on where that is taken.
#[must_use]
pub fn new_user(draft: &Draft, id: Id, word: &str) -> User {
    User::new(id, &free_user_name(draft, word))
}

/// A thing of this kind that is no user, called `word` in the project's default language, or `word 2` and so on
/// where that is taken; a right has the key `key`, or `key.2` and so on, and goes into the right group `within`.
/// `None` for a user ([`new_user`]), or for a right without a right group.
#[must_use]
pub fn new_thing(draft: &Draft, kind: Kind, id: Id, word: &str, key: &str, within: Option<Id>) -> Option<Object> {
    let language = &draft.definitions().languages.default;
    let name = free_name(draft, kind, &Texts::new(language, word));
    let (description, unknown, at) = (Texts::default(), Unknown::default(), At::default());
    Some(match kind {
        Kind::User => return None,
        Kind::Group => Object::Group(Box::new(empty_group(id, name))),
        Kind::RightGroup => {
            Object::RightGroup(RightGroup { id, system: false, name, description, rights: Vec::new().into(), at })
        }
        Kind::Right => {
            let key = free_key(draft, key, &[]);
            Object::Right { within: within?, right: Right { id, key, name, description, unknown, at } }
        }
        Kind::Area => Object::Area(Area { id, name, description, clients: Vec::new(), unknown, at }),
        Kind::NotificationGroup => Object::NotificationGroup(NotificationGroup { id, name, description, unknown, at }),
    })
}

/// A copy of the thing with this Id, with a name that is free: "anna 2". It is nothing built in. A copied user
/// has no password, as two people must not share one; a copied right group has copies of the rights, and no group
/// assigns them yet.
#[must_use]
pub fn copy(draft: &Draft, id: Id, new_id: &mut dyn FnMut() -> Id) -> Option<Object> {
    let definitions = draft.definitions();
    let copied_right = |right: &Right, id: Id, taken: &[Str]| Right {
        id,
        key: free_key(draft, &right.key, taken),
        name: free_name(draft, Kind::Right, &right.name),
        ..right.clone()
    };
    Some(match draft.kind(id)? {
        Kind::User => {
            let user = draft.user(id)?;
            let name = free_user_name(draft, &user.name);
            Object::User(Box::new(User { id: new_id(), admin: false, name, password: None, ..user.clone() }))
        }
        Kind::Group => {
            let group = definitions.groups.iter().find(|group| group.id == id)?;
            let name = free_name(draft, Kind::Group, &group.name);
            Object::Group(Box::new(Group { id: new_id(), administrators: false, name, ..group.clone() }))
        }
        Kind::RightGroup => {
            let group = definitions.right_groups.iter().find(|group| group.id == id)?;
            let mut copy = RightGroup {
                id: new_id(),
                system: false,
                name: free_name(draft, Kind::RightGroup, &group.name),
                ..group.clone()
            };
            let mut keys: Vec<Str> = Vec::new();
            copy.rights.items.clear();
            for right in group.rights.iter() {
                let right = copied_right(right, new_id(), &keys);
                keys.push(right.key.clone());
                copy.rights.items.push(right);
            }
            Object::RightGroup(copy)
        }
        Kind::Right => {
            let mut groups = definitions.right_groups.iter();
            let group = groups.find(|group| group.rights.iter().any(|right| right.id == id))?;
            let right = group.rights.iter().find(|right| right.id == id)?;
            Object::Right { within: group.id, right: copied_right(right, new_id(), &[]) }
        }
        Kind::Area => {
            let area = definitions.areas.iter().find(|area| area.id == id)?;
            Object::Area(Area { id: new_id(), name: free_name(draft, Kind::Area, &area.name), ..area.clone() })
        }
        Kind::NotificationGroup => {
            let group = definitions.notification_groups.iter().find(|group| group.id == id)?;
            let name = free_name(draft, Kind::NotificationGroup, &group.name);
            Object::NotificationGroup(NotificationGroup { id: new_id(), name, ..group.clone() })
        }
    })
}

/// `wanted`, or with the first number that makes it free, at most as long as user names may be.
#[must_use]
pub fn free_user_name(draft: &Draft, wanted: &str) -> Str {
    first_free(&tidy(wanted), " ", USER_NAME_LIMIT, |name| draft.users_named(name).is_empty())
}

/// `wanted`, or with the first number that makes it free in each language, among things of this kind.
#[must_use]
pub fn free_name(draft: &Draft, kind: Kind, wanted: &Texts) -> Texts {
    let taken: Vec<(Str, Str)> = names(draft.definitions(), kind)
        .flat_map(|texts| &texts.list)
        .map(|text| (fold(&text.lang), fold(&text.value)))
        .collect();
    let free = |lang: &str, value: &str| !taken.contains(&(fold(lang), fold(value)));
    let mut name = wanted.clone();
    for text in &mut name.list {
        text.value = first_free(&text.value, " ", usize::MAX, |value| free(&text.lang, value));
    }
    name
}

/// `wanted`, or with the first number that makes it free among the keys of rights and these.
#[must_use]
pub fn free_key(draft: &Draft, wanted: &str, and: &[Str]) -> Str {
    let rights = draft.definitions().right_groups.iter().flat_map(|group| group.rights.iter());
    let taken: Vec<Str> = rights.map(|right| &right.key).chain(and).map(|key| fold(key)).collect();
    first_free(&tidy(wanted), ".", usize::MAX, |key| !taken.contains(&fold(key)))
}

fn names(definitions: &Definitions, kind: Kind) -> Box<dyn Iterator<Item = &Texts> + '_> {
    match kind {
        Kind::User => Box::new(std::iter::empty()),
        Kind::Group => Box::new(definitions.groups.iter().map(|group| &group.name)),
        Kind::RightGroup => Box::new(definitions.right_groups.iter().map(|group| &group.name)),
        Kind::Right => {
            Box::new(definitions.right_groups.iter().flat_map(|group| group.rights.iter()).map(|right| &right.name))
        }
        Kind::Area => Box::new(definitions.areas.iter().map(|area| &area.name)),
        Kind::NotificationGroup => Box::new(definitions.notification_groups.iter().map(|group| &group.name)),
    }
}

/// The text itself, or the text with the first number from 2 on that is free; a number that the text ends with
/// counts on. Texts over the limit are cut before the number.
fn first_free(wanted: &str, between: &str, limit: usize, free: impl Fn(&str) -> bool) -> Str {
    let cut = |text: &str, limit: usize| -> Str { text.chars().take(limit).collect::<Str>().trim_end().into() };
    let whole = cut(wanted, limit);
    if !whole.is_empty() && free(&whole) {
        return whole;
    }
    let (stem, first) = match wanted.rsplit_once(between).map(|(stem, number)| (stem, number.parse::<u32>())) {
        Some((stem, Ok(number))) if number > 1 && !stem.is_empty() => (stem, number.saturating_add(1)),
        _ => (wanted, 2),
    };
    // There are more numbers than things, so one of them is free.
    let numbered = (first..=u32::MAX).map(|number| {
        let end = format!("{between}{number}");
        Str::from(format!("{}{end}", cut(stem, limit.saturating_sub(length(&end)))))
    });
    numbered.into_iter().find(|name| free(name)).unwrap_or(whole)
}

fn empty_group(id: Id, name: Texts) -> Group {
    Group {
        id,
        administrators: false,
        name,
        description: Texts::default(),
        rights: Vec::<RightRef>::new(),
        areas: Vec::new(),
        external: Vec::new(),
        unknown: Unknown::default(),
        at: At::default(),
    }
}

/// The words in each of these languages; English where we do not speak it, so that nothing is without a name.
fn texts(words: &Words, languages: &[&str]) -> Texts {
    let say = |tag: &&str| {
        let speaks = |known: &&str| tag.split('-').next().is_some_and(|language| language.eq_ignore_ascii_case(known));
        let known = LANGUAGES.iter().position(speaks).unwrap_or(0);
        let value = words.get(known).copied().unwrap_or_default().into();
        Text { lang: (**tag).into(), value, ..Text::default() }
    };
    Texts { list: languages.iter().map(say).collect(), unknown: Unknown::default() }
}

#[cfg(test)]
mod tests;
