//! What things are called when something is told of them.

use rustc_hash::FxHashMap;

use super::{Definitions, Texts};
use crate::{Id, Str};

/// The names of things by their Ids, in the default language; of a right, its key.
pub(crate) struct Called<'d>(FxHashMap<Id, &'d str>);

impl<'d> Called<'d> {
    /// Of `definitions` and of the users, given by Id and name, what is wanted.
    pub(crate) fn new(
        definitions: &'d Definitions,
        users: impl Iterator<Item = (Id, &'d str)>,
        wanted: impl Fn(Id) -> bool,
    ) -> Self {
        let said = |texts: &'d Texts| texts.get(&definitions.languages.default);
        let rights = definitions.right_groups.iter().flat_map(|group| group.rights.iter());
        let names = users
            .chain(definitions.areas.iter().map(|area| (area.id, said(&area.name))))
            .chain(definitions.right_groups.iter().map(|group| (group.id, said(&group.name))))
            .chain(rights.map(|right| (right.id, right.key.as_str())))
            .chain(definitions.notification_groups.iter().map(|group| (group.id, said(&group.name))))
            .chain(definitions.groups.iter().map(|group| (group.id, said(&group.name))));
        Self(names.filter(|(id, _)| wanted(*id)).collect())
    }

    /// The name of the thing; nothing if it is not there.
    pub(crate) fn name(&self, id: Id) -> Str {
        self.0.get(&id).copied().unwrap_or_default().into()
    }
}
