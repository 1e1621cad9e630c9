//! Things that a faulty file gives one Id: the first of them in the order of the file is found by it, the others
//! are not.

use std::sync::Arc;

use super::{Change, Draft, Edit, Kind, Refused, cascade};
use crate::Id;
use crate::model::{Definitions, Refs};

impl Draft {
    /// The last thing of `kind` that has the Id `id` together with others gets the Id `new`.
    pub(super) fn separate(
        &mut self,
        kind: Kind,
        id: Id,
        new: Id,
        strict: bool,
        back: &mut Vec<Edit>,
    ) -> Result<(), Refused> {
        let first = self.index.get(id).ok_or(Refused::Gone(id))?;
        self.free(new, strict)?;
        let follow = if first.kind == kind { Vec::new() } else { references(self, kind, id, new) };
        if kind == Kind::User {
            let slots = self.contents.users.numbered().filter(|(_, user)| user.id == id).map(|(slot, _)| slot);
            let slot = slots.last().filter(|slot| first.kind != kind || first.slot != *slot);
            let slot = slot.ok_or(Refused::Gone(id))?;
            let user = self.contents.users.get_mut(slot).ok_or(Refused::Gone(id))?;
            user.id = new;
            Arc::make_mut(&mut self.index).insert_user(user, slot);
        } else {
            let mut ids = ids(Arc::make_mut(&mut self.contents.definitions), kind);
            ids.retain(|other| **other == id);
            let is_alone = first.kind == kind && ids.len() == 1;
            *ids.pop().filter(|_| !is_alone).ok_or(Refused::Gone(id))? = new;
            Arc::make_mut(&mut self.index).insert(new, kind);
        }
        self.find_again(new);
        self.touch(id, kind == Kind::User);
        self.touch(new, kind == Kind::User);
        back.push(Edit::Unite { kind, id: new, shared: id });
        follow.into_iter().try_for_each(|edit| self.step(edit, strict, back))
    }

    /// The thing with the Id `id` gets the Id `shared`, which others have.
    pub(super) fn unite(&mut self, kind: Kind, id: Id, shared: Id, back: &mut Vec<Edit>) -> Result<(), Refused> {
        let thing = self.index.get(id).filter(|thing| thing.kind == kind).ok_or(Refused::Gone(id))?;
        if kind == Kind::User {
            let user = self.contents.users.get_mut(thing.slot).ok_or(Refused::Gone(id))?;
            Arc::make_mut(&mut self.index).remove_user(user);
            user.id = shared;
        } else {
            let mut ids = ids(Arc::make_mut(&mut self.contents.definitions), kind).into_iter();
            *ids.find(|other| **other == id).ok_or(Refused::Gone(id))? = shared;
            Arc::make_mut(&mut self.index).remove(id);
        }
        Arc::make_mut(&mut self.index).twins.insert(shared);
        self.find_again(id);
        self.find_again(shared);
        self.touch(id, kind == Kind::User);
        self.touch(shared, kind == Kind::User);
        back.push(Edit::Separate { kind, id: shared, new: id });
        Ok(())
    }

    /// What something else has the Id of is not moved: the way back would lead to whichever came first then.
    pub(super) fn is_alone(&self, id: Id, strict: bool) -> Result<(), Refused> {
        if !strict || self.index.twins.is_empty() {
            return Ok(());
        }
        let within = self.definitions().right_groups.iter().find(|group| group.id == id);
        let rights = within.into_iter().flat_map(|group| group.rights.iter().map(|right| right.id));
        let mut moved = std::iter::once(id).chain(rights).filter(|id| self.index.twins.contains(id));
        let shared = moved.find(|id| all(self.definitions()).filter(|(other, _)| other == id).count() > 1);
        shared.map_or(Ok(()), |id| Err(Refused::IdTaken(id)))
    }

    /// What lies in a right group that another has the Id of stays there, for the same reason.
    pub(super) fn has_its_place(&self, id: Id, strict: bool) -> Result<(), Refused> {
        if self.index.twins.is_empty() || self.kind(id) != Some(Kind::Right) {
            return Ok(());
        }
        let groups = &self.definitions().right_groups;
        let within = groups.iter().find(|group| group.rights.iter().any(|right| right.id == id));
        within.map_or(Ok(()), |group| {
            let twins = all(self.definitions()).filter(|(other, _)| *other == group.id).count();
            if strict && twins > 1 { Err(Refused::IdTaken(group.id)) } else { Ok(()) }
        })
    }

    /// By an Id that several things have, or had, the first is found, whatever was done to them. Looks at
    /// everything, but only for such Ids.
    pub(super) fn find_again(&mut self, id: Id) {
        if !self.index.twins.contains(&id) {
            return;
        }
        let users = &self.contents.users;
        let found = self.index.get(id);
        match found.filter(|thing| thing.kind == Kind::User).and_then(|thing| users.get(thing.slot)) {
            Some(user) if user.id == id => Arc::make_mut(&mut self.index).remove_user(user),
            _ => Arc::make_mut(&mut self.index).remove(id),
        }
        if let Some((_, kind)) = all(&self.contents.definitions).find(|(other, _)| *other == id) {
            Arc::make_mut(&mut self.index).insert(id, kind);
        } else if let Some((slot, user)) = users.numbered().find(|(_, user)| user.id == id) {
            Arc::make_mut(&mut self.index).insert_user(user, slot);
        }
    }
}

/// Id and kind of everything that is no user, in the order of the file.
fn all(definitions: &Definitions) -> impl Iterator<Item = (Id, Kind)> {
    let areas = definitions.areas.iter().map(|area| (area.id, Kind::Area));
    let right_groups = definitions.right_groups.iter().flat_map(|group| {
        let rights = group.rights.iter().map(|right| (right.id, Kind::Right));
        std::iter::once((group.id, Kind::RightGroup)).chain(rights)
    });
    let notification_groups = definitions.notification_groups.iter().map(|group| (group.id, Kind::NotificationGroup));
    let groups = definitions.groups.iter().map(|group| (group.id, Kind::Group));
    areas.chain(right_groups).chain(notification_groups).chain(groups)
}

/// The edits after which everything that refers to a thing of `kind` by the Id `id` does so by `new`.
fn references(draft: &Draft, kind: Kind, id: Id, new: Id) -> Vec<Edit> {
    let definitions = draft.definitions();
    // What is hidden itself cannot be changed by its Id; its references stay.
    let groups = || definitions.groups.iter().filter(|group| draft.kind(group.id) == Some(Kind::Group));
    let users = || draft.users().iter().filter(|user| draft.kind(user.id) == Some(Kind::User));
    match kind {
        Kind::User => cascade::instead(definitions, id, Some(new)),
        Kind::RightGroup => Vec::new(),
        Kind::Group => users()
            .filter_map(|user| Some(Edit::Change(user.id, Change::Groups(moved(&user.groups, id, new)?))))
            .collect(),
        Kind::NotificationGroup => users()
            .filter_map(|user| {
                let groups = moved(&user.notification_groups, id, new)?;
                Some(Edit::Change(user.id, Change::NotificationGroups(groups)))
            })
            .collect(),
        Kind::Area => groups()
            .filter(|group| group.areas.iter().any(|area| area.id == id))
            .map(|group| {
                let mut areas = group.areas.clone();
                areas.iter_mut().filter(|area| area.id == id).for_each(|area| area.id = new);
                Edit::Change(group.id, Change::Areas(areas))
            })
            .collect(),
        Kind::Right => groups()
            .filter(|group| group.rights.iter().any(|right| right.id == id))
            .map(|group| {
                let mut rights = group.rights.clone();
                rights.iter_mut().filter(|right| right.id == id).for_each(|right| right.id = new);
                Edit::Change(group.id, Change::Rights(rights))
            })
            .collect(),
    }
}

fn moved(memberships: &Refs, id: Id, new: Id) -> Option<Refs> {
    memberships.iter().any(|member| member.id == id).then(|| {
        let mut moved = memberships.clone();
        moved.iter_mut().filter(|member| member.id == id).for_each(|member| member.id = new);
        moved
    })
}

/// The Ids of all things of a kind, in the order of the file; users have none here.
fn ids(definitions: &mut Definitions, kind: Kind) -> Vec<&mut Id> {
    match kind {
        Kind::User => Vec::new(),
        Kind::Group => definitions.groups.iter_mut().map(|group| &mut group.id).collect(),
        Kind::RightGroup => definitions.right_groups.iter_mut().map(|group| &mut group.id).collect(),
        Kind::Right => {
            let rights = definitions.right_groups.iter_mut().flat_map(|group| group.rights.iter_mut());
            rights.map(|right| &mut right.id).collect()
        }
        Kind::Area => definitions.areas.iter_mut().map(|area| &mut area.id).collect(),
        Kind::NotificationGroup => definitions.notification_groups.iter_mut().map(|group| &mut group.id).collect(),
    }
}
