//! What things are called when something is told of them.

use rustc_hash::FxHashMap;

use super::{Definitions, Kind, Texts};
use crate::{Id, Str};

/// The names of things by kind and Id, in the default language; of a right, its key. Of several with one Id, the
/// name of the last.
pub(crate) struct Called<'d>(FxHashMap<(Kind, Id), &'d str>);

impl<'d> Called<'d> {
    /// Of `definitions` and of the users, given by Id and name, what is wanted.
    pub(crate) fn new(
        definitions: &'d Definitions,
        users: impl Iterator<Item = (Id, &'d str)>,
        wanted: impl Fn(Id) -> bool,
    ) -> Self {
        let said = |texts: &'d Texts| texts.get(&definitions.languages.default);
        let rights = definitions.right_groups.iter().flat_map(|group| group.rights.iter());
        let groups = &definitions.groups;
        let names = users
            .map(|(id, name)| (Kind::User, id, name))
            .chain(definitions.areas.iter().map(|area| (Kind::Area, area.id, said(&area.name))))
            .chain(definitions.right_groups.iter().map(|group| (Kind::RightGroup, group.id, said(&group.name))))
            .chain(rights.map(|right| (Kind::Right, right.id, right.key.as_str())))
            .chain(groups.iter().map(|group| (Kind::Group, group.id, said(&group.name))))
            .chain(
                definitions
                    .notification_groups
                    .iter()
                    .map(|group| (Kind::NotificationGroup, group.id, said(&group.name))),
            );
        Self(names.filter(|(_, id, _)| wanted(*id)).map(|(kind, id, name)| ((kind, id), name)).collect())
    }

    /// The name of the thing; nothing if it is not there.
    pub(crate) fn name(&self, (kind, id): (Kind, Id)) -> Str {
        self.0.get(&(kind, id)).copied().unwrap_or_default().into()
    }
}
