//! Finding things of a draft by Id, by name and by membership, without looking through the users.

use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::{Contents, Kind};
use crate::model::User;
use crate::name::fold;
use crate::{Id, Str};

/// The index of a draft. In a file that uses an Id twice, the first thing with it is found.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// Every thing's kind; of a user also the slot.
    things: FxHashMap<Id, Thing>,
    /// Users by folded name.
    names: FxHashMap<Str, SmallVec<[Id; 1]>>,
    /// The members of each group and notification group that has some.
    members: FxHashMap<Id, FxHashSet<Id>>,
    /// The built-in users Admin; a valid project has one.
    pub admins: SmallVec<[Id; 1]>,
    /// Ids that several things have, or had; a valid project has none.
    pub twins: FxHashSet<Id>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Thing {
    pub kind: Kind,
    pub slot: usize,
}

impl Index {
    pub fn of(contents: &Contents) -> Self {
        let mut index = Self::default();
        index.things.reserve(contents.users.slots() + 64);
        index.names.reserve(contents.users.slots());
        let definitions = &contents.definitions;
        // In the order of the file, as `validate` goes through it.
        for area in definitions.areas.iter() {
            index.insert(area.id, Kind::Area);
        }
        for group in definitions.right_groups.iter() {
            index.insert(group.id, Kind::RightGroup);
            for right in group.rights.iter() {
                index.insert(right.id, Kind::Right);
            }
        }
        for group in definitions.notification_groups.iter() {
            index.insert(group.id, Kind::NotificationGroup);
        }
        for group in definitions.groups.iter() {
            index.insert(group.id, Kind::Group);
        }
        for (slot, user) in contents.users.numbered() {
            index.insert_user(user, slot);
        }
        index
    }

    pub fn get(&self, id: Id) -> Option<Thing> {
        self.things.get(&id).copied()
    }

    pub fn is(&self, id: Id, kind: Kind) -> bool {
        self.get(id).is_some_and(|thing| thing.kind == kind)
    }

    /// The slot of a user.
    pub fn slot(&self, id: Id) -> Option<usize> {
        self.get(id).filter(|thing| thing.kind == Kind::User).map(|thing| thing.slot)
    }

    pub fn insert(&mut self, id: Id, kind: Kind) {
        match self.things.entry(id) {
            Entry::Vacant(free) => drop(free.insert(Thing { kind, slot: 0 })),
            Entry::Occupied(_) => drop(self.twins.insert(id)),
        }
    }

    pub fn remove(&mut self, id: Id) {
        self.things.remove(&id);
    }

    pub fn insert_user(&mut self, user: &User, slot: usize) {
        let thing = self.things.entry(user.id).or_insert(Thing { kind: Kind::User, slot });
        if thing.kind != Kind::User || thing.slot != slot {
            self.twins.insert(user.id);
            return;
        }
        self.names.entry(fold(&user.name)).or_default().push(user.id);
        for group in user.groups.iter().chain(&user.notification_groups) {
            self.members.entry(group.id).or_default().insert(user.id);
        }
        if user.admin {
            self.admins.push(user.id);
        }
    }

    pub fn remove_user(&mut self, user: &User) {
        self.things.remove(&user.id);
        let name = fold(&user.name);
        if let Some(ids) = self.names.get_mut(&name) {
            ids.retain(|id| *id != user.id);
            if ids.is_empty() {
                self.names.remove(&name);
            }
        }
        for group in user.groups.iter().chain(&user.notification_groups) {
            if let Some(members) = self.members.get_mut(&group.id) {
                members.remove(&user.id);
                if members.is_empty() {
                    self.members.remove(&group.id);
                }
            }
        }
        self.admins.retain(|id| *id != user.id);
    }

    /// The users with this name, in whatever case.
    pub fn named(&self, name: &str) -> &[Id] {
        self.names.get(&fold(name)).map_or(&[], SmallVec::as_slice)
    }

    pub fn members(&self, group: Id) -> impl Iterator<Item = Id> + '_ {
        self.members.get(&group).into_iter().flatten().copied()
    }

    pub fn member_count(&self, group: Id) -> usize {
        self.members.get(&group).map_or(0, FxHashSet::len)
    }
}
