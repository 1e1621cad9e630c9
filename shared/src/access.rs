//! Who may do what, and where (design section 5): evaluated once at login into [`Rights`], in which a check is
//! the test of a bit.

use std::sync::Arc;

use crate::model::{Definitions, User};
use crate::{Id, Str};

mod bits;
mod explain;
mod table;

pub use explain::{Because, Effect, allowed};

use bits::Bits;
use table::Table;

/// The rights that `user` has at `client`, by the definitions as they stand. Whoever evaluates more than one user
/// makes an [`Access`] once and asks that.
#[must_use]
pub fn evaluate(definitions: &Definitions, user: &User, client: Option<&str>) -> Rights {
    Access::new(definitions).evaluate(user, client)
}

/// Why an action that needs all of `keys`, in `area` if it names one, is allowed to `user` at `client`, or is not.
#[must_use]
pub fn explain(
    definitions: &Definitions,
    user: &User,
    client: Option<&str>,
    keys: &[&str],
    area: Option<&str>,
) -> Vec<Because> {
    Access::new(definitions).explain(user, client, keys, area)
}

/// The rights, groups and areas of one generation of a document, in the form that logins are evaluated by.
/// Copies share it.
#[derive(Clone, Debug)]
pub struct Access(Arc<Table>);

impl Access {
    /// Prepares the definitions: once for every document that is loaded.
    #[must_use]
    pub fn new(definitions: &Definitions) -> Self {
        Self(Arc::new(Table::new(definitions)))
    }

    /// The rights that `user` has at `client`. A group counts if it names no area, or one that holds the client,
    /// whose name is compared without case; without a client only groups count that name no area. Rights of the groups
    /// that count are united, and what one of them denies is denied. Members of `Administrators` have the system's
    /// rights whatever any group says.
    ///
    /// Whether the user may log in at all is not looked at.
    #[must_use]
    pub fn evaluate(&self, user: &User, client: Option<&str>) -> Rights {
        let table = &*self.0;
        let areas = table.areas_of(client);
        let (mut granted, mut denied) = (Bits::new(table.keys.len()), Bits::new(table.keys.len()));
        for group in table.groups_of(user) {
            if group.counts_in(&areas) {
                granted.unite(&group.granted);
                denied.unite(&group.denied);
            }
        }
        granted.remove(&denied);
        if table.is_administrator(user) {
            granted.unite(&table.system);
        }
        Rights { table: Arc::clone(&self.0), granted, areas }
    }

    /// Where a right stands, for checks without a look-up; `None`: nobody has it.
    #[must_use]
    pub fn right(&self, key: &str) -> Option<RightIndex> {
        self.0.right(key)
    }

    /// Where an area stands, by its Id or by its name in any language, without case.
    #[must_use]
    pub fn area(&self, area: &str) -> Option<AreaIndex> {
        self.0.area(area)
    }
}

/// What a session may do: fixed when it begins, whatever is delivered later.
#[derive(Clone, Debug)]
pub struct Rights {
    table: Arc<Table>,
    granted: Bits,
    areas: Bits,
}

impl Rights {
    /// True if every one of `keys` is among the rights and, if the action names an area, the client is in it. The area
    /// is an Id or a name in any language, without case. A right or an area that nobody knows is denied; an
    /// action that names no right needs none.
    #[must_use]
    pub fn check(&self, keys: &[&str], area: Option<&str>) -> bool {
        keys.iter().all(|key| self.table.slot(key).is_some_and(|slot| self.granted.has(slot)))
            && area.is_none_or(|area| self.table.client_is_in(&self.areas, area))
    }

    /// True if the right is among the session's. A place that comes from another generation of the document whose
    /// rights stand otherwise names nothing here: denied, until it is resolved again.
    #[must_use]
    pub fn has(&self, right: RightIndex) -> bool {
        self.granted.has(right.slot) & (right.stamp == self.table.stamp)
    }

    /// True if the session's client is in the area.
    #[must_use]
    pub fn is_in(&self, area: AreaIndex) -> bool {
        self.areas.has(area.slot) & (area.stamp == self.table.stamp)
    }

    /// Where a right stands for this session.
    #[must_use]
    pub fn right(&self, key: &str) -> Option<RightIndex> {
        self.table.right(key)
    }

    /// Where an area stands for this session.
    #[must_use]
    pub fn area(&self, area: &str) -> Option<AreaIndex> {
        self.table.area(area)
    }

    /// The keys of the rights, in the order of the file.
    pub fn keys(&self) -> impl Iterator<Item = &Str> {
        self.table.keys.iter().enumerate().filter(|(slot, _)| self.granted.has(*slot)).map(|(_, key)| key)
    }

    /// The areas that hold the session's client, in the order of the file.
    pub fn areas(&self) -> impl Iterator<Item = Id> {
        self.table.areas.iter().enumerate().filter(|(slot, _)| self.areas.has(*slot)).map(|(_, area)| area.id)
    }
}

/// The place of a right, resolved once. It knows the generation of definitions that it was resolved in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RightIndex {
    stamp: u64,
    slot: usize,
}

/// The place of an area, resolved once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AreaIndex {
    stamp: u64,
    slot: usize,
}
