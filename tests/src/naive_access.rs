//! Access a second time, written from design section 5 alone, as slowly and plainly as it reads there; and
//! random definitions to hold the two against each other.

use std::collections::BTreeSet;

use keyholder_shared::access::Effect;
use keyholder_shared::model::{
    Area, At, Client, Definitions, Group, Language, Languages, Ref, Right, RightGroup, RightRef, SYSTEM_RIGHTS,
    Section, Text, Texts, Unknown, User,
};
use keyholder_shared::name::fold;
use keyholder_shared::{Id, Str};

use crate::random::Random;

/// True if the action is allowed.
#[must_use]
pub fn allowed(
    definitions: &Definitions,
    user: &User,
    client: Option<&str>,
    keys: &[&str],
    area: Option<&str>,
) -> bool {
    keys.iter().all(|key| has(definitions, user, client, key))
        && area.is_none_or(|area| is_in(definitions, client, area))
}

/// What each group says of a right, by its name, as `explain` has it; `None` for what no group is the reason of.
#[must_use]
pub fn reasons(
    definitions: &Definitions,
    user: &User,
    client: Option<&str>,
    key: &str,
    area: Option<&str>,
) -> BTreeSet<(Option<String>, String)> {
    let mut reasons = BTreeSet::new();
    let mut note = |group: Option<&Group>, effect: Effect| {
        reasons.insert((group.map(|group| group.name.get("en").to_owned()), format!("{effect:?}")));
    };
    if area.is_some_and(|area| !is_in(definitions, client, area)) {
        note(None, Effect::Area);
    }
    let Some(right) = right(definitions, key) else {
        note(None, Effect::Missing);
        return reasons;
    };
    if let Some(administrators) = definitions.groups.iter().find(|group| group.administrators)
        && user.is_member_of(administrators.id)
        && SYSTEM_RIGHTS.contains(&key)
    {
        note(Some(administrators), Effect::Granted);
        return reasons;
    }
    let groups: Vec<&Group> = definitions.groups.iter().filter(|group| user.is_member_of(group.id)).collect();
    let mut decided = false;
    for group in &groups {
        let mentions: Vec<&RightRef> = group.rights.iter().filter(|mention| mention.id == right).collect();
        if mentions.is_empty() {
            continue;
        }
        if !counts(definitions, group, client) {
            note(Some(group), Effect::Area);
        } else if mentions.iter().any(|mention| mention.denied) {
            decided = true;
            note(Some(group), Effect::Denied);
        } else {
            decided = true;
            note(Some(group), Effect::Granted);
        }
    }
    if !decided {
        let counting: Vec<&&Group> = groups.iter().filter(|group| counts(definitions, group, client)).collect();
        for group in &counting {
            note(Some(group), Effect::Missing);
        }
        if counting.is_empty() {
            note(None, Effect::Missing);
        }
    }
    reasons
}

fn has(definitions: &Definitions, user: &User, client: Option<&str>, key: &str) -> bool {
    let Some(right) = right(definitions, key) else { return false };
    let administrators = definitions.groups.iter().find(|group| group.administrators);
    if SYSTEM_RIGHTS.contains(&key) && administrators.is_some_and(|group| user.is_member_of(group.id)) {
        return true;
    }
    let mut granted = false;
    for group in definitions.groups.iter() {
        if user.is_member_of(group.id) && counts(definitions, group, client) {
            for mention in group.rights.iter().filter(|mention| mention.id == right) {
                if mention.denied {
                    return false;
                }
                granted = true;
            }
        }
    }
    granted
}

fn right(definitions: &Definitions, key: &str) -> Option<Id> {
    definitions
        .right_groups
        .iter()
        .flat_map(|group| group.rights.iter())
        .find(|right| right.key == key)
        .map(|right| right.id)
}

/// A group counts if it names no area, or names one that holds the client.
fn counts(definitions: &Definitions, group: &Group, client: Option<&str>) -> bool {
    group.areas.is_empty()
        || group.areas.iter().any(|named| {
            definitions.areas.iter().any(|area| area.id == named.id && client.is_some_and(|client| holds(area, client)))
        })
}

/// The client is in the area; in both, if the name means two.
fn is_in(definitions: &Definitions, client: Option<&str>, asked: &str) -> bool {
    let meant: Vec<&Area> = definitions
        .areas
        .iter()
        .filter(|area| {
            fold(&area.id.to_string()) == fold(asked)
                || area.name.list.iter().any(|text| fold(&text.value) == fold(asked))
        })
        .collect();
    !meant.is_empty() && client.is_some_and(|client| meant.iter().all(|area| holds(area, client)))
}

fn holds(area: &Area, client: &str) -> bool {
    area.clients.iter().any(|held| fold(&held.name) == fold(client))
}

/// Clients that a random question names; none of them is everywhere.
pub const CLIENTS: [&str; 5] = ["panel-1", "PANEL-2", "panel-3", "Straße", "nowhere"];
/// Areas that it names: by name in either language, one that is not there among them.
pub const AREAS: [&str; 6] = ["filling", "Abfüllung", "PACKING", "Lager", "store", "nowhere"];
/// Rights that it names.
pub const KEYS: [&str; 6] = ["recipe.edit", "recipe.load", "line.start", "system.exit", "system.audit.read", "unknown"];

/// Definitions in which everything that matters for access is there or not by chance, and a user in them.
#[must_use]
pub fn world(random: &mut Random) -> (Definitions, User) {
    let mut definitions = Definitions {
        languages: Languages {
            default: "en".into(),
            list: vec![Language { tag: "en".into(), ..Language::default() }],
            ..Languages::default()
        },
        ..Definitions::default()
    };
    // "Lager" is one area's English and another's German name.
    for (number, names) in (10..).zip([["Filling", "Abfüllung"], ["Packing", "Lager"], ["Lager", "Store"]]) {
        if random.below(4) != 0 {
            definitions.areas.push(area(number, names, random));
        }
    }
    definitions.right_groups.push(rights(100, true, &SYSTEM_RIGHTS));
    definitions.right_groups.push(rights(200, false, &KEYS[..3]));
    let ids: Vec<Id> =
        definitions.right_groups.iter().flat_map(|group| group.rights.iter()).map(|right| right.id).collect();
    for number in 0..2 + random.below(4) {
        let mut group = empty_group(300 + number as u128, number == 0);
        for right in &ids {
            if random.below(5) < 2 {
                group.rights.push(RightRef {
                    id: *right,
                    denied: random.below(4) == 0,
                    unknown: Unknown::default(),
                    at: At::default(),
                });
            }
        }
        for area in definitions.areas.iter() {
            if random.below(4) == 0 {
                group.areas.push(Ref::from(area.id));
            }
        }
        definitions.groups.push(group);
    }
    random.shuffle(&mut definitions.groups);
    let mut user = User::new(Id::from_u128(1), "anna");
    for group in definitions.groups.iter() {
        if random.below(if group.administrators { 4 } else { 2 }) == 0 {
            user.groups.push(Ref::from(group.id));
        }
    }
    (definitions, user)
}

fn area(number: u128, names: [&str; 2], random: &mut Random) -> Area {
    let list = names.iter().zip(["en", "de"]);
    let list = list.map(|(name, lang)| Text { lang: lang.into(), value: (*name).into(), ..Text::default() }).collect();
    let clients = ["Panel-1", "panel-2", "panel-3", "STRASSE"].into_iter().filter(|_| random.below(2) == 0);
    let clients = clients.map(|name| Client { name: name.into(), ..Client::default() }).collect();
    Area {
        id: Id::from_u128(number),
        name: Texts { list, unknown: Unknown::default() },
        description: Texts::default(),
        clients,
        unknown: Unknown::default(),
        at: At::default(),
    }
}

/// A heading with these rights, numbered on from its own number.
#[must_use]
pub fn rights(number: u128, system: bool, keys: &[&str]) -> RightGroup {
    let right = |(key, number): (&&str, u128)| Right {
        id: Id::from_u128(number),
        key: Str::from(*key),
        name: Texts::new("en", key),
        description: Texts::default(),
        unknown: Unknown::default(),
        at: At::default(),
    };
    let items: Vec<Right> = keys.iter().zip(number + 1..).map(right).collect();
    RightGroup {
        id: Id::from_u128(number),
        system,
        name: Texts::new("en", &format!("Heading {number}")),
        description: Texts::default(),
        rights: Section::from(items),
        at: At::default(),
    }
}

/// A group without rights and areas.
#[must_use]
pub fn empty_group(number: u128, administrators: bool) -> Group {
    Group {
        id: Id::from_u128(number),
        administrators,
        name: Texts::new("en", &format!("Group {number}")),
        description: Texts::default(),
        rights: Vec::new(),
        areas: Vec::new(),
        external: Vec::new(),
        unknown: Unknown::default(),
        at: At::default(),
    }
}
