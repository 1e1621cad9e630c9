//! Who is matched with whom: the two tables of design section 3.
//!
//! | # | the project has user P, and the runtime has | here |
//! |---|---|---|
//! | 1 | a user created at runtime with P's name | [`Row::Shadowed`] |
//! | 2 | P itself, not changed at runtime | [`Row::Itself`], [`Row::Alike`] |
//! | 3 | P itself, changed at runtime | [`Row::Itself`] |
//! | 4 | a project user with P's name and another Id | [`Row::Replaced`] |
//! | 5 | P deleted at runtime | [`Row::Restored`] |
//! | 6 | nothing of P | [`Row::Added`] |
//!
//! Rules 7 and 8 are what remains on the machine when all of the project's users had their turn.
//!
//! Who *holds* a name, holds it come what may: a user created at runtime, and a project user changed at
//! runtime whom the project still has (rule 3). Everyone else's name is free, because the project takes
//! them away, or gives them the name that they have there. That is why names can be swapped, and why no
//! decision depends on the order of elements.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Conflict;
use super::cause::OldRecord;
use crate::model::{DeletedUser, Mark, Origin, RuntimeUser, User};
use crate::name::fold;
use crate::{Id, Str};

/// The row of the first table that holds for one of the project's users.
pub(super) enum Row {
    /// Rule 1: someone has P's name, or P's Id, and stays.
    Shadowed(Holder),
    /// Rules 2 and 3: P as the machine has it.
    Itself(RuntimeUser),
    /// Rule 2: P as the machine has it, in all the same, and left out of its users. Its name is P's, so that
    /// nobody else holds it.
    Alike,
    /// Rule 4: a project user of P's name that the project no longer has.
    Replaced(RuntimeUser),
    /// Rule 5: the trace of P.
    Restored(DeletedUser),
    /// Rule 6.
    Added,
}

/// A user who stays on the machine with the name it has.
#[derive(Clone)]
pub(super) struct Holder {
    /// Number among the machine's users.
    pub index: usize,
    pub id: Id,
    pub name: Str,
    pub origin: Origin,
    /// When it was made on the machine, or changed there.
    pub mark: Option<Mark>,
}

/// The machine's users, found by Id and by name, and taken away one by one as they are dealt with.
pub(super) struct Machine {
    users: Vec<Option<RuntimeUser>>,
    by_id: FxHashMap<Id, usize>,
    /// Names that stay with whoever has them.
    held: FxHashMap<Str, Holder>,
    /// Names of the engineer's users that the project no longer has.
    abandoned: FxHashMap<Str, usize>,
    tombstones: Vec<Option<DeletedUser>>,
    tombstone_by_id: FxHashMap<Id, usize>,
    in_project: FxHashSet<Id>,
    /// Where the report speaks of a user that shadows another.
    told: FxHashMap<usize, usize>,
}

impl Machine {
    pub fn new(project: &[User], users: Vec<RuntimeUser>, deleted: Vec<DeletedUser>) -> Result<Self, Conflict> {
        let by_id: FxHashMap<Id, usize> = users.iter().enumerate().map(|(index, user)| (user.user.id, index)).collect();
        let tombstone_by_id: FxHashMap<Id, usize> =
            deleted.iter().enumerate().map(|(index, tombstone)| (tombstone.id, index)).collect();
        // Nobody is asked for but those whom the machine has, or had.
        let in_project: FxHashSet<Id> = project
            .iter()
            .map(|user| user.id)
            .filter(|id| by_id.contains_key(id) || tombstone_by_id.contains_key(id))
            .collect();
        // There is one Admin on each side, so that few users have to be looked at.
        let admins: Vec<Id> = users.iter().filter(|r| r.user.admin).map(|r| r.user.id).collect();
        for p in project.iter().filter(|p| p.admin || admins.contains(&p.id)) {
            if let Some(r) = by_id.get(&p.id).and_then(|index| users.get(*index))
                && r.user.admin != p.admin
            {
                return Err(Conflict { in_project: p.name.to_string(), on_machine: r.user.name.to_string(), id: p.id });
            }
        }
        let (mut held, mut abandoned) = (FxHashMap::default(), FxHashMap::default());
        for (index, r) in users.iter().enumerate() {
            let stays = r.origin == Origin::Runtime || (r.changed.is_some() && in_project.contains(&r.user.id));
            if stays {
                let mark = if r.origin == Origin::Runtime { &r.created } else { &r.changed };
                let holder =
                    Holder { index, id: r.user.id, name: r.user.name.clone(), origin: r.origin, mark: mark.clone() };
                held.insert(fold(&r.user.name), holder);
            } else if !in_project.contains(&r.user.id) {
                abandoned.insert(fold(&r.user.name), index);
            }
        }
        Ok(Self {
            users: users.into_iter().map(Some).collect(),
            by_id,
            held,
            abandoned,
            tombstones: deleted.into_iter().map(Some).collect(),
            tombstone_by_id,
            in_project,
            told: FxHashMap::default(),
        })
    }

    /// Finds the row for the project's user `p`, and takes away what it matches. By Id first, by name
    /// second.
    pub fn row(&mut self, p: &User) -> Row {
        let itself = self.by_id.get(&p.id).copied();
        let name = fold(&p.name);
        if let Some(holder) = self.held.get(&name).filter(|holder| Some(holder.index) != itself) {
            return Row::Shadowed(holder.clone());
        }
        if let Some(index) = itself {
            // A user made on the machine, whom the engineer took into the project with its Id: it stays
            // the machine's.
            let holder = self.user(index).and_then(|user| self.held.get(&fold(&user.user.name)));
            if let Some(holder) = holder.filter(|holder| holder.origin == Origin::Runtime) {
                return Row::Shadowed(holder.clone());
            }
            return self.users.get_mut(index).and_then(Option::take).map_or(Row::Added, Row::Itself);
        }
        let tombstone = self.tombstone_by_id.get(&p.id).and_then(|index| self.tombstones.get_mut(*index));
        if let Some(tombstone) = tombstone.and_then(Option::take) {
            return Row::Restored(tombstone);
        }
        let namesake = self.abandoned.get(&name).and_then(|index| self.users.get_mut(*index));
        namesake.and_then(Option::take).map_or(Row::Added, Row::Replaced)
    }

    fn user(&self, index: usize) -> Option<&RuntimeUser> {
        self.users.get(index).and_then(Option::as_ref)
    }

    /// The machine's own record of a shadowed `p`, if it has one: gone with this call if the machine did
    /// not change it, else it stays.
    pub fn old_record(&mut self, id: Id, holder: &Holder, entry: usize) -> Option<OldRecord> {
        // Named once: P's entry also speaks of P's old record, and of a user made on the machine that
        // shadows P, unless that one's Id has an entry of its own.
        self.told.entry(holder.index).or_insert(entry);
        let index = *self.by_id.get(&id)?;
        self.told.insert(index, entry);
        if index == holder.index {
            return None;
        }
        let slot = self.users.get_mut(index)?;
        let name = slot.as_ref()?.user.name.clone();
        let gone = slot.take_if(|user| user.origin == Origin::Project && user.changed.is_none()).is_some();
        Some(OldRecord { name, gone })
    }

    /// True if the machine deleted the project's user with this Id.
    pub fn is_deleted(&self, id: Id) -> bool {
        self.tombstone_by_id.contains_key(&id)
    }

    /// The report's entry that speaks of the user with this number, if there is one.
    pub fn entry_of(&self, index: usize) -> Option<usize> {
        self.told.get(&index).copied()
    }

    pub fn is_in_project(&self, id: Id) -> bool {
        self.in_project.contains(&id)
    }

    /// The users that no row of the first table took away.
    pub fn remaining_users(&mut self) -> Vec<(usize, RuntimeUser)> {
        let users = std::mem::take(&mut self.users);
        users.into_iter().enumerate().filter_map(|(index, user)| user.map(|user| (index, user))).collect()
    }

    /// The traces that stay: of users that the project still has and that did not come back, because
    /// someone holds their name. Deleted on both sides: the trace goes.
    pub fn remaining_tombstones(&mut self) -> Vec<DeletedUser> {
        let tombstones = std::mem::take(&mut self.tombstones);
        tombstones.into_iter().flatten().filter(|tombstone| self.in_project.contains(&tombstone.id)).collect()
    }
}
