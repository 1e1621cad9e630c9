//! What is new, gone and other in the project's groups, rights and areas.

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::model::Texts;
use crate::{Id, Str};

/// A group, right, area or notification group in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Identity.
    pub id: Id,
    /// Name in the project's default language.
    pub name: Str,
}

impl Named {
    pub(super) fn new(id: Id, name: &Texts, language: &str) -> Self {
        Self { id, name: name.get(language).into() }
    }

    pub(super) fn unnamed(id: Id) -> Self {
        Self { id, name: id.to_string().into() }
    }
}

impl Serialize for Named {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut named = serializer.serialize_struct("Named", 2)?;
        named.serialize_field("id", &self.id.to_string())?;
        named.serialize_field("name", self.name.as_str())?;
        named.end()
    }
}

/// What an update does to things of one kind, told apart by their Ids.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// New in the project.
    pub added: Vec<Named>,
    /// No longer in the project.
    pub removed: Vec<Named>,
    /// In both, but not the same.
    pub changed: Vec<Named>,
}

impl Changes {
    /// Compares two lists of things; `same` compares two with the same Id.
    pub(super) fn between<'t, T: 't>(
        before: impl Iterator<Item = &'t T>,
        after: impl Iterator<Item = &'t T>,
        named: impl Fn(&T) -> Named,
        same: impl Fn(&T, &T) -> bool,
    ) -> Self {
        let mut changes = Self::default();
        let before: Vec<(Named, &T)> = before.map(|item| (named(item), item)).collect();
        let mut gone: FxHashMap<Id, &T> = before.iter().map(|(name, item)| (name.id, *item)).collect();
        for item in after {
            let name = named(item);
            match gone.remove(&name.id) {
                None => changes.added.push(name),
                Some(old) if !same(old, item) => changes.changed.push(name),
                Some(_) => {}
            }
        }
        changes.removed = before.into_iter().map(|(name, _)| name).filter(|name| gone.contains_key(&name.id)).collect();
        changes
    }

    /// True if nothing is new, gone or other.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

/// True if both lists hold the same things, in whatever order.
pub(super) fn same_set<T: PartialEq>(one: &[T], other: &[T]) -> bool {
    let within = |one: &[T], other: &[T]| one.iter().all(|item| other.contains(item));
    one == other || (within(one, other) && within(other, one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_of_any_sort_are_changes() {
        let one = || vec![Named::unnamed(Id::from_u128(1))];
        assert!(Changes::default().is_empty());
        assert!(!Changes { added: one(), ..Changes::default() }.is_empty());
        assert!(!Changes { removed: one(), ..Changes::default() }.is_empty());
        assert!(!Changes { changed: one(), ..Changes::default() }.is_empty());
    }

    #[test]
    fn sets_are_the_same_if_each_holds_the_other() {
        assert!(same_set(&[1, 2], &[2, 1]));
        assert!(same_set(&[1, 1, 2], &[2, 1]));
        assert!(!same_set(&[1], &[1, 2]));
        assert!(!same_set(&[1, 2], &[1]));
        assert!(!same_set(&[1], &[2]));
    }
}
