//! Where a thing is used, for the question before it is deleted.

use super::{Draft, Kind};
use crate::Id;
use crate::model::Group;

/// One place in which a thing is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// What uses it.
    pub by: Id,
    /// The kind of what uses it.
    pub kind: Kind,
    /// As what.
    pub used_as: UsedAs,
}

/// As what a thing is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UsedAs {
    /// The user is a member.
    Membership,
    /// The group assigns the right, or one of the right group's.
    Assigned,
    /// The group denies the right, or one of the right group's.
    Denied,
    /// The group counts in the area, and in others.
    Area,
    /// The group counts in the area and nowhere else: without it, it would count everywhere.
    OnlyArea,
    /// The guidelines name the user as the one who is there while nobody is logged in. `by` is the user.
    DefaultUser,
    /// The guidelines name the user as the one who is logged in at the start. `by` is the user.
    AutologinUser,
}

impl Draft {
    /// Where the thing with this Id is used: what loses a reference when it is removed. Members come in the
    /// order of the file.
    #[must_use]
    pub fn uses(&self, id: Id) -> Vec<Use> {
        let definitions = self.definitions();
        match self.kind(id) {
            None => Vec::new(),
            Some(Kind::User) => {
                let session = &definitions.policies.session;
                let named =
                    [(session.default_user, UsedAs::DefaultUser), (session.autologin_user, UsedAs::AutologinUser)];
                let named = named.into_iter().filter(|(user, _)| *user == Some(id));
                named.map(|(_, used_as)| Use { by: id, kind: Kind::User, used_as }).collect()
            }
            Some(Kind::Group | Kind::NotificationGroup) => {
                let mut members: Vec<_> = self.members(id).map(|user| (self.slot(user), user)).collect();
                members.sort_unstable();
                members.into_iter().map(|(_, by)| Use { by, kind: Kind::User, used_as: UsedAs::Membership }).collect()
            }
            Some(Kind::Right) => self.groups_using(|group| right(group, |other| other == id)),
            Some(Kind::RightGroup) => {
                let within = definitions.right_groups.iter().find(|group| group.id == id);
                let is_within = |id: Id| within.is_some_and(|group| group.rights.iter().any(|right| right.id == id));
                self.groups_using(|group| right(group, is_within))
            }
            Some(Kind::Area) => self.groups_using(|group| {
                let used = group.areas.iter().any(|area| area.id == id);
                let others = group.areas.iter().any(|area| area.id != id);
                used.then_some(if others { UsedAs::Area } else { UsedAs::OnlyArea })
            }),
        }
    }

    fn groups_using(&self, used_as: impl Fn(&Group) -> Option<UsedAs>) -> Vec<Use> {
        let groups = self.definitions().groups.iter();
        groups.filter_map(|group| Some(Use { by: group.id, kind: Kind::Group, used_as: used_as(group)? })).collect()
    }
}

fn right(group: &Group, is: impl Fn(Id) -> bool) -> Option<UsedAs> {
    let mut mentions = group.rights.iter().filter(|mention| is(mention.id));
    let first = mentions.next()?;
    let assigned = !first.denied || mentions.any(|mention| !mention.denied);
    Some(if assigned { UsedAs::Assigned } else { UsedAs::Denied })
}
