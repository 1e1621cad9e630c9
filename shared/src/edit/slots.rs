//! The users of a draft, each in a slot that is its own while the project is open.

use std::sync::Arc;

use crate::model::User;

/// Users by chunk: so many are copied when one is changed while a copy of the list is in use elsewhere.
const CHUNK: usize = 64;

/// The users in the order of the file. A removed user leaves an empty slot, into which undo puts it back, so
/// that removing and restoring move nobody else. A clone shares the users until one side changes.
#[derive(Clone, Debug, Default)]
pub struct Slots {
    chunks: Vec<Arc<Vec<Option<User>>>>,
    slots: usize,
    users: usize,
}

impl Slots {
    /// The number of users.
    #[must_use]
    pub fn len(&self) -> usize {
        self.users
    }

    /// True if there is no user.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.users == 0
    }

    /// The number of slots, empty ones included.
    #[must_use]
    pub fn slots(&self) -> usize {
        self.slots
    }

    /// The user in this slot.
    #[must_use]
    pub fn get(&self, slot: usize) -> Option<&User> {
        self.chunks.get(slot / CHUNK)?.get(slot % CHUNK)?.as_ref()
    }

    /// The users in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &User> + Clone {
        self.chunks.iter().flat_map(|chunk| chunk.iter()).flatten()
    }

    /// The users with their slots, in the order of the file.
    pub fn numbered(&self) -> impl Iterator<Item = (usize, &User)> + Clone {
        self.chunks
            .iter()
            .flat_map(|chunk| chunk.iter())
            .enumerate()
            .filter_map(|(slot, user)| Some((slot, user.as_ref()?)))
    }

    /// How many chunks are no longer shared with an earlier clone.
    #[cfg(test)]
    pub(super) fn copied_since(&self, earlier: &Self) -> usize {
        self.chunks.iter().zip(&earlier.chunks).filter(|(one, other)| !Arc::ptr_eq(one, other)).count()
    }

    pub(super) fn get_mut(&mut self, slot: usize) -> Option<&mut User> {
        self.slot_mut(slot)?.as_mut()
    }

    /// Puts a user into a new slot at the end and answers the slot.
    pub(super) fn push(&mut self, user: User) -> usize {
        let slot = self.slots;
        match self.chunks.last_mut().filter(|chunk| chunk.len() < CHUNK) {
            Some(chunk) => Arc::make_mut(chunk).push(Some(user)),
            None => {
                let mut chunk = Vec::with_capacity(CHUNK);
                chunk.push(Some(user));
                self.chunks.push(Arc::new(chunk));
            }
        }
        self.slots += 1;
        self.users += 1;
        slot
    }

    /// Puts a user back into the empty slot it left; false if the slot is not there or not empty.
    pub(super) fn put(&mut self, slot: usize, user: User) -> bool {
        match self.slot_mut(slot) {
            Some(empty @ None) => *empty = Some(user),
            _ => return false,
        }
        self.users += 1;
        true
    }

    /// Takes the user out of its slot.
    pub(super) fn take(&mut self, slot: usize) -> Option<User> {
        let user = self.slot_mut(slot)?.take()?;
        self.users -= 1;
        Some(user)
    }

    fn slot_mut(&mut self, slot: usize) -> Option<&mut Option<User>> {
        Arc::make_mut(self.chunks.get_mut(slot / CHUNK)?).get_mut(slot % CHUNK)
    }
}

impl From<Vec<User>> for Slots {
    fn from(users: Vec<User>) -> Self {
        let count = users.len();
        let mut chunks = Vec::with_capacity(count.div_ceil(CHUNK));
        let mut users = users.into_iter().map(Some);
        loop {
            let chunk: Vec<Option<User>> = users.by_ref().take(CHUNK).collect();
            if chunk.is_empty() {
                break;
            }
            chunks.push(Arc::new(chunk));
        }
        Self { chunks, slots: count, users: count }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Id;

    fn users(count: u128) -> Vec<User> {
        (0..count).map(|number| User::new(Id::from_u128(number), &number.to_string())).collect()
    }

    #[test]
    fn a_removed_user_comes_back_where_it_was() {
        for count in [1, 63, 64, 65, 200] {
            let all = users(count);
            let mut slots = Slots::from(all.clone());
            let slot = count as usize / 2;
            let user = slots.take(slot).unwrap();
            assert_eq!((slots.len(), slots.slots()), (all.len() - 1, all.len()));
            assert_eq!(slots.take(slot), None);
            assert_eq!(slots.push(User::new(Id::from_u128(999), "new")), all.len());
            assert!(slots.put(slot, user.clone()) && !slots.put(slot, user));
            slots.take(all.len()).unwrap();
            assert!(slots.iter().eq(&all) && slots.numbered().all(|(slot, user)| all[slot] == *user));
        }
    }

    #[test]
    fn a_clone_keeps_what_it_had() {
        let mut slots = Slots::from(users(130));
        let before = slots.clone();
        slots.get_mut(70).unwrap().name = "other".into();
        slots.take(3).unwrap();
        assert!(before.iter().eq(&users(130)));
        assert_eq!(slots.get(70).unwrap().name, "other");
        assert_eq!(slots.copied_since(&before), 2, "of three chunks two were touched");
    }
}
