//! What is other between two versions of a project, and who may do more or less by it.

use std::collections::{HashMap, HashSet};

use keyholder_shared::access::Access;
use keyholder_shared::edit::RightState;
use keyholder_shared::model::{Definitions, Group, Project, Texts, User};
use keyholder_shared::{Id, Str};

use super::rights::clients;
use crate::app::text_in;
use crate::facts::{Fact, facts};
use crate::fields::{Field, Value, differences};
use crate::i18n::Language;

/// A thing with its name in the language of the surface, or else in the project's default language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The thing.
    pub id: Id,
    /// Its name; of a right, its key.
    pub name: Str,
}

/// What is new, gone and other among things of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes<T> {
    /// Only in the later version.
    pub added: Vec<Named>,
    /// Only in the earlier version.
    pub removed: Vec<Named>,
    /// In both, and not the same.
    pub changed: Vec<T>,
}

impl<T> Default for Changes<T> {
    fn default() -> Self {
        Self { added: Vec::new(), removed: Vec::new(), changed: Vec::new() }
    }
}

impl<T> Changes<T> {
    /// How many things are new, gone or other.
    #[must_use]
    pub fn count(&self) -> usize {
        self.added.len() + self.removed.len() + self.changed.len()
    }
}

/// A user that is other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserChange {
    /// The user, as the later version calls it.
    pub user: Named,
    /// What is other.
    pub fields: Vec<Field>,
    /// What each of these fields said and says, with names in each version's default language.
    pub values: Vec<(Value, Value)>,
}

/// A group that is other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupChange {
    /// The group, as the later version calls it.
    pub group: Named,
    /// The rights by their keys, before and after.
    pub rights: Vec<(Str, RightState, RightState)>,
    /// Its areas are other.
    pub areas: bool,
    /// Its name or description is other.
    pub texts: bool,
    /// Its counterparts in a directory service are other.
    pub external: bool,
}

/// What a user may newly do, or no longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessChange {
    /// The user.
    pub user: Named,
    /// Rights that the user gains, by their keys.
    pub gained: Vec<(Str, Where)>,
    /// Rights that the user loses, by their keys.
    pub lost: Vec<(Str, Where)>,
}

/// Where a right is gained or lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    /// At every client, and where no client is named.
    Everywhere,
    /// At these clients; the empty name stands for a session that names no client.
    At(Vec<Str>),
}

/// What is other between two versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The versions are of two projects, not of one.
    pub other_project: bool,
    /// Users.
    pub users: Changes<UserChange>,
    /// Groups.
    pub groups: Changes<GroupChange>,
    /// Rights.
    pub rights: Changes<Named>,
    /// Areas.
    pub areas: Changes<Named>,
    /// Notification groups.
    pub notification_groups: Changes<Named>,
    /// Settings and guidelines, before and after.
    pub facts: Vec<(Fact, Fact)>,
    /// Who may do more, or less.
    pub access: Vec<AccessChange>,
}

impl Comparison {
    /// True if nothing that this comparison tells is other.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Compares an earlier version with a later one. Things are the same thing if they have the same Id.
#[must_use]
pub fn between(before: &Project, after: &Project, language: Language) -> Comparison {
    let (old, new) = (&before.definitions, &after.definitions);
    let by_name = |id: Id, name: &Texts| Named { id, name: text_in(name, new, language).into() };
    let rights = |definitions: &'_ Definitions| {
        definitions.right_groups.iter().flat_map(|group| group.rights.iter()).cloned().collect::<Vec<_>>()
    };
    let simply = |same: bool, named: Named| (!same).then_some(named);
    Comparison {
        other_project: before.id != after.id,
        users: changes(
            &before.users,
            &after.users,
            |user| Named { id: user.id, name: user.name.clone() },
            |before, after, user| {
                let fields = differences(before, after);
                let of = |field: &Field| {
                    let value = |user, definitions| field.value(user, definitions, language.tag());
                    (value(before, old), value(after, new))
                };
                let values = fields.iter().map(of).collect();
                (!fields.is_empty()).then_some(UserChange { user, fields, values })
            },
        ),
        groups: groups(old, new, language),
        rights: changes(
            &rights(old),
            &rights(new),
            |right| Named { id: right.id, name: right.key.clone() },
            |one, other, right| simply(one == other, right),
        ),
        areas: changes(
            &old.areas,
            &new.areas,
            |area| by_name(area.id, &area.name),
            |one, other, area| simply(one == other, area),
        ),
        notification_groups: changes(
            &old.notification_groups,
            &new.notification_groups,
            |group| by_name(group.id, &group.name),
            |one, other, group| simply(one == other, group),
        ),
        facts: facts(before).into_iter().zip(facts(after)).filter(|(one, other)| one != other).collect(),
        access: access(before, after),
    }
}

/// What is other in the groups, their rights by key.
#[must_use]
pub fn groups(old: &Definitions, new: &Definitions, language: Language) -> Changes<GroupChange> {
    changes(
        &old.groups,
        &new.groups,
        |group| Named { id: group.id, name: text_in(&group.name, new, language).into() },
        |one, other, group| group_change(one, other, group, old, new),
    )
}

fn changes<T, C>(
    before: &[T],
    after: &[T],
    named: impl Fn(&T) -> Named,
    changed: impl Fn(&T, &T, Named) -> Option<C>,
) -> Changes<C> {
    let mut gone: HashMap<Id, &T> = before.iter().map(|thing| (named(thing).id, thing)).collect();
    let mut changes = Changes::default();
    for thing in after {
        let name = named(thing);
        match gone.remove(&name.id) {
            None => changes.added.push(name),
            Some(old) => changes.changed.extend(changed(old, thing, name)),
        }
    }
    let gone = before.iter().map(named).filter(|name| gone.contains_key(&name.id));
    changes.removed = gone.collect();
    changes
}

fn group_change(
    before: &Group,
    after: &Group,
    group: Named,
    old: &Definitions,
    new: &Definitions,
) -> Option<GroupChange> {
    let states = |group: &Group, definitions: &Definitions| -> Vec<(Str, RightState)> {
        let state = |id: Id| {
            let mut mentions = group.rights.iter().filter(|right| right.id == id).peekable();
            match (mentions.peek().is_some(), mentions.any(|right| right.denied)) {
                (false, _) => RightState::None,
                (true, false) => RightState::Assigned,
                (true, true) => RightState::Denied,
            }
        };
        let rights = definitions.right_groups.iter().flat_map(|group| group.rights.iter());
        rights.map(|right| (right.key.clone(), state(right.id))).collect()
    };
    let earlier: HashMap<Str, RightState> = states(before, old).into_iter().collect();
    let later = states(after, new);
    let mut rights: Vec<(Str, RightState, RightState)> = Vec::new();
    for (key, state) in &later {
        let was = earlier.get(key).copied().unwrap_or_default();
        if was != *state {
            rights.push((key.clone(), was, *state));
        }
    }
    let known: HashSet<&Str> = later.iter().map(|(key, _)| key).collect();
    let gone =
        states(before, old).into_iter().filter(|(key, state)| !known.contains(key) && *state != RightState::None);
    rights.extend(gone.map(|(key, state)| (key, state, RightState::None)));
    let areas = |group: &Group| group.areas.iter().map(|area| area.id).collect::<HashSet<Id>>();
    let change = GroupChange {
        group,
        rights,
        areas: areas(before) != areas(after),
        texts: before.name != after.name || before.description != after.description,
        external: before.external != after.external,
    };
    (!change.rights.is_empty() || change.areas || change.texts || change.external).then_some(change)
}

/// What users have at each client. Users with the same groups have the same rights, so few sets are evaluated.
struct Evaluated<'p> {
    access: Access,
    contexts: &'p [Option<Str>],
    known: HashMap<Vec<Id>, Vec<HashSet<Str>>>,
}

impl<'p> Evaluated<'p> {
    fn new(project: &Project, contexts: &'p [Option<Str>]) -> Self {
        Self { access: Access::new(&project.definitions), contexts, known: HashMap::new() }
    }

    /// The keys of a user's rights in each context; none for a user who cannot log in.
    fn rights(&mut self, user: Option<&User>) -> Vec<HashSet<Str>> {
        let Some(user) = user.filter(|user| user.enabled) else { return vec![HashSet::new(); self.contexts.len()] };
        let mut groups: Vec<Id> = user.groups.iter().map(|group| group.id).collect();
        groups.sort();
        let evaluate = || {
            let at = |context: &Option<Str>| self.access.evaluate(user, context.as_deref()).keys().cloned().collect();
            self.contexts.iter().map(at).collect()
        };
        self.known.entry(groups).or_insert_with(evaluate).clone()
    }
}

fn access(before: &Project, after: &Project) -> Vec<AccessChange> {
    let mut contexts: Vec<Option<Str>> = vec![None];
    for client in clients(&before.definitions).into_iter().chain(clients(&after.definitions)) {
        if !contexts.contains(&Some(client.clone())) {
            contexts.push(Some(client));
        }
    }
    let (mut old, mut new) = (Evaluated::new(before, &contexts), Evaluated::new(after, &contexts));
    let old_users: HashMap<Id, &User> = before.users.iter().map(|user| (user.id, user)).collect();
    let new_users: HashSet<Id> = after.users.iter().map(|user| user.id).collect();
    let both = after.users.iter().map(|user| (old_users.get(&user.id).copied(), Some(user)));
    let gone = before.users.iter().filter(|user| !new_users.contains(&user.id)).map(|user| (Some(user), None));
    let mut changes = Vec::new();
    for (one, other) in both.chain(gone) {
        let (had, has) = (old.rights(one), new.rights(other));
        if had == has {
            continue;
        }
        let Some(user) = other.or(one) else { continue };
        changes.push(AccessChange {
            user: Named { id: user.id, name: user.name.clone() },
            gained: only(&has, &had, &contexts),
            lost: only(&had, &has, &contexts),
        });
    }
    changes
}

/// The keys that stand in `these` and not in `those`, with the contexts in which that is so.
fn only(these: &[HashSet<Str>], those: &[HashSet<Str>], contexts: &[Option<Str>]) -> Vec<(Str, Where)> {
    let mut at: HashMap<&Str, Vec<Str>> = HashMap::new();
    for ((this, that), context) in these.iter().zip(those).zip(contexts) {
        for key in this.difference(that) {
            at.entry(key).or_default().push(context.clone().unwrap_or_default());
        }
    }
    let mut found: Vec<(Str, Where)> = at
        .into_iter()
        .map(|(key, places)| {
            let place = if places.len() == contexts.len() { Where::Everywhere } else { Where::At(places) };
            (key.clone(), place)
        })
        .collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

#[cfg(test)]
mod tests {
    use keyholder_shared::edit::{Change, Draft, Edit, Setting, TextField};
    use keyholder_shared::xml;

    use super::*;

    fn sample() -> Project {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../sample-projects/bottling-line/UserManagementConfig.xml");
        xml::read_project(&std::fs::read(path).unwrap()).document.unwrap()
    }

    fn edited(edits: Vec<Edit>) -> Project {
        let mut draft = Draft::new(sample());
        draft.apply(Edit::Many(edits)).unwrap();
        draft.to_project()
    }

    #[test]
    fn a_project_is_like_itself() {
        assert!(between(&sample(), &sample(), Language::English).is_empty());
    }

    #[test]
    fn a_right_given_to_a_group_is_gained_by_its_members() {
        let project = sample();
        let definitions = &project.definitions;
        let lacks = |group: &&Group| !group.administrators && group.areas.is_empty();
        let members = |group: &Group| {
            project.users.iter().filter(|user| user.enabled && user.is_member_of(group.id)).cloned().collect::<Vec<_>>()
        };
        let group = definitions.groups.iter().filter(lacks).find(|group| !members(group).is_empty()).unwrap();
        let rights = definitions.right_groups.iter().flat_map(|group| group.rights.iter());
        let access = Access::new(definitions);
        let members = members(group);
        let unheld = |right: &&keyholder_shared::model::Right| {
            members.iter().all(|user| !access.evaluate(user, None).check(&[&right.key], None))
                && definitions.groups.iter().all(|group| !group.rights.iter().any(|r| r.id == right.id && r.denied))
        };
        let right = rights.into_iter().find(unheld).unwrap();
        let give = Change::Right { right: right.id, state: RightState::Assigned };
        let comparison = between(&project, &edited(vec![Edit::Change(group.id, give)]), Language::English);
        assert_eq!(comparison.groups.changed.len(), 1);
        assert_eq!(comparison.groups.changed[0].rights, [(right.key.clone(), RightState::None, RightState::Assigned)]);
        let gained: HashSet<Id> = comparison.access.iter().map(|change| change.user.id).collect();
        assert_eq!(gained, members.iter().map(|user| user.id).collect());
        for change in &comparison.access {
            assert!(change.lost.is_empty());
            assert_eq!(change.gained.len(), 1);
            assert_eq!(change.gained[0].0, right.key);
        }
        let back = between(
            &edited(vec![Edit::Change(group.id, Change::Right { right: right.id, state: RightState::Assigned })]),
            &project,
            Language::English,
        );
        assert!(back.access.iter().all(|change| change.gained.is_empty() && change.lost.len() == 1));
    }

    #[test]
    fn things_are_called_as_the_surface_calls_them() {
        let project = sample();
        let (area, group) = (project.definitions.areas[0].clone(), project.definitions.groups[1].clone());
        let user = project.users.iter().find(|user| user.is_member_of(group.id)).unwrap().id;
        let after = edited(vec![
            Edit::Change(area.id, Change::Clients(Vec::new())),
            Edit::Change(group.id, Change::External(Vec::new())),
            Edit::text(group.id, TextField::Description, "fr", "Autre chose"),
            Edit::Change(user, Change::Member { group: group.id, is: false }),
        ]);
        for language in Language::ALL {
            let told = between(&project, &after, language);
            let (area, group) = (area.name.said(language.tag()).unwrap(), group.name.said(language.tag()).unwrap());
            assert_eq!(
                (told.areas.changed[0].name.as_str(), told.groups.changed[0].group.name.as_str()),
                (area, group)
            );
            let (was, _) = &told.users.changed[0].values[0];
            assert!(matches!(was, Value::Names(names) if names.iter().any(|name| name == group)), "{was:?}");
        }
    }

    #[test]
    fn users_that_come_go_change_and_are_disabled_are_told() {
        let project = sample();
        let users: Vec<&User> = project.users.iter().filter(|user| !user.admin && user.enabled).collect();
        let new = User { groups: users[0].groups.clone(), ..User::new(Id::from_u128(5), "new") };
        let after = edited(vec![
            Edit::Remove(users[0].id),
            Edit::Change(users[1].id, Change::Phone("1".into())),
            Edit::Change(users[2].id, Change::Enabled(false)),
            Edit::add_user(new),
        ]);
        let comparison = between(&project, &after, Language::English);
        assert_eq!(comparison.users.added, [Named { id: Id::from_u128(5), name: "new".into() }]);
        assert_eq!(comparison.users.removed, [Named { id: users[0].id, name: users[0].name.clone() }]);
        let changed: Vec<(Id, &[Field])> =
            comparison.users.changed.iter().map(|change| (change.user.id, change.fields.as_slice())).collect();
        assert_eq!(changed, [(users[1].id, [Field::Phone].as_slice()), (users[2].id, [Field::Enabled].as_slice())]);
        let access = |id: Id| comparison.access.iter().find(|change| change.user.id == id).unwrap();
        assert!(access(users[2].id).gained.is_empty() && !access(users[2].id).lost.is_empty());
        assert!(access(users[0].id).gained.is_empty() && !access(users[0].id).lost.is_empty());
        assert_eq!(access(users[0].id).lost, access(Id::from_u128(5)).gained, "the new one has what the old one had");
    }

    #[test]
    fn settings_are_told_with_both_values() {
        let mut policies = sample().definitions.policies;
        policies.lockout.threshold = 7;
        let after = edited(vec![Edit::Set(Setting::Policies(Box::new(policies)))]);
        let comparison = between(&sample(), &after, Language::English);
        assert_eq!(comparison.facts.len(), 1);
        assert!(comparison.access.is_empty() && comparison.users.count() + comparison.groups.count() == 0);
        let other = Project { id: Id::from_u128(1), ..sample() };
        assert!(between(&sample(), &other, Language::English).other_project);
    }
}
