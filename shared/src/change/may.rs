//! Who may change whom (design section 2).

use super::{Actor, Change, Refusal};
use crate::Id;
use crate::model::{Definitions, Group, Runtime, User};

/// The keys of the system rights that changes ask for.
const CREATE: &str = "system.user.create";
const CHANGE: &str = "system.user.change";
const DELETE: &str = "system.user.delete";
const PASSWORD: &str = "system.user.change-password";
const ASSIGN: &str = "system.user.assign-group";
const UNLOCK: &str = "system.user.unlock";

/// Whether `actor` may ask for `change` at all; what is wrong with the change itself is another question.
pub(super) fn check(runtime: &Runtime, actor: &Actor<'_>, change: &Change) -> Result<(), Refusal> {
    let who = find(runtime, actor.id).filter(|user| user.enabled).ok_or(Refusal::ActorGone)?;
    let needs = |key| if (actor.holds)(key) { Ok(()) } else { Err(Refusal::Right { key }) };
    match change {
        Change::Create(new) => {
            needs(CREATE)?;
            if !new.groups.is_empty() {
                needs(ASSIGN)?;
            }
        }
        Change::Edit { .. } | Change::Enable { .. } => needs(CHANGE)?,
        Change::Delete { .. } => needs(DELETE)?,
        Change::SetPassword { user, .. } if *user == actor.id => {}
        Change::SetPassword { .. } => needs(PASSWORD)?,
        Change::SetGroups { .. } => needs(ASSIGN)?,
        Change::Unlock { .. } => needs(UNLOCK)?,
        Change::Rename { .. } => return Err(Refusal::Rename),
        Change::Define(defined) => return Err(Refusal::Define(*defined)),
    }
    let definitions = &runtime.definitions;
    let administrators = definitions.administrators();
    let is_administrator = |user: &User| administrators.is_some_and(|group| user.is_member_of(group));
    let acts_as_administrator = actor.administrator && is_administrator(who);
    let target = match change.user() {
        Some(user) => Some(find(runtime, user).ok_or(Refusal::NoSuchUser)?),
        None => None,
    };
    if let Some(target) = target {
        let own_password = matches!(change, Change::SetPassword { .. }) && target.id == actor.id;
        if is_administrator(target) && !acts_as_administrator && !own_password {
            return Err(Refusal::Administrator { user: target.name.clone() });
        }
        // To unlock is to change no user: otherwise a locked Admin would stay locked.
        if target.admin && !who.admin && !matches!(change, Change::Unlock { .. }) {
            return Err(Refusal::OnlyAdmin);
        }
    }
    let before: Vec<Id> = target.map_or(Vec::new(), |user| user.groups.iter().map(|group| group.id).collect());
    let after = match change {
        Change::Create(new) => &new.groups,
        Change::SetGroups { groups, .. } => groups,
        _ => return Ok(()),
    };
    let known = |group: &Id| definitions.groups.iter().any(|other| other.id == *group);
    if !after.iter().all(known) {
        return Err(Refusal::NoSuchGroup { what: "group" });
    }
    let own: Vec<Id> = who.groups.iter().map(|group| group.id).collect();
    let given = after.iter().filter(|group| !before.contains(group)).map(|group| (*group, false));
    let taken = before.iter().filter(|group| !after.contains(group)).map(|group| (*group, true));
    for (group, taken_away) in given.chain(taken) {
        if acts_as_administrator {
            continue;
        }
        if Some(group) == administrators {
            return Err(Refusal::AdministratorsGroup);
        }
        if !reaches(definitions, &own, group, taken_away) {
            let group = definitions.groups.iter().find(|other| other.id == group);
            let name = group.map_or("", |group| group.name.get(&definitions.languages.default));
            return Err(Refusal::Beyond { group: name.into(), taken_away });
        }
    }
    Ok(())
}

/// See [`super::may_assign`].
pub(super) fn reaches(definitions: &Definitions, own: &[Id], given: Id, taken_away: bool) -> bool {
    let Some(given) = definitions.groups.iter().find(|group| group.id == given) else { return false };
    if given.administrators {
        return own.contains(&given.id);
    }
    let own: Vec<&Group> = definitions.groups.iter().filter(|group| own.contains(&group.id)).collect();
    let everywhere = [None];
    let areas: Vec<Option<Id>> = given.areas.iter().map(|area| Some(area.id)).collect();
    let areas = if areas.is_empty() { everywhere.as_slice() } else { &areas };
    let gives = given.rights.iter().filter(|right| right.denied == taken_away);
    gives.into_iter().all(|right| areas.iter().all(|area| has(&own, right.id, *area)))
}

/// Whether members of the groups `own` have a right in an area; `None`: everywhere.
fn has(own: &[&Group], right: Id, area: Option<Id>) -> bool {
    let counts = |group: &Group| group.areas.is_empty() || group.areas.iter().any(|other| Some(other.id) == area);
    let assigns = |group: &Group| group.rights.iter().any(|other| other.id == right && !other.denied);
    let denies = |group: &Group| group.rights.iter().any(|other| other.id == right && other.denied);
    // Denied in any area is not had everywhere.
    let may_deny = |group: &Group| denies(group) && (area.is_none() || counts(group));
    own.iter().any(|group| counts(group) && assigns(group)) && !own.iter().any(|group| may_deny(group))
}

impl Change {
    /// The user that is to be changed; none for a new one, and for what is no user.
    #[must_use]
    pub fn user(&self) -> Option<Id> {
        match self {
            Self::Create(_) | Self::Define(_) => None,
            Self::Edit { user, .. }
            | Self::Enable { user, .. }
            | Self::Delete { user }
            | Self::SetPassword { user, .. }
            | Self::SetGroups { user, .. }
            | Self::Unlock { user }
            | Self::Rename { user } => Some(*user),
        }
    }
}

fn find(runtime: &Runtime, id: Id) -> Option<&User> {
    runtime.users.iter().map(|user| &user.user).find(|user| user.id == id)
}
