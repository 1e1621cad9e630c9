//! The lists of a project's definitions, reached by Id.

use super::{Kind, Object, Refused};
use crate::Id;
use crate::model::{Definitions, RightGroup, Texts};

/// Puts a thing that is no user into its list.
pub(super) fn add(definitions: &mut Definitions, object: Object, place: Option<usize>) -> Result<(), Refused> {
    match object {
        Object::Group(group) => insert(&mut definitions.groups, *group, place),
        Object::RightGroup(group) => insert(&mut definitions.right_groups, group, place),
        Object::Right { within, right } => {
            let group = right_group(definitions, within).ok_or(Refused::Dangling(within))?;
            insert(&mut group.rights, right, place)
        }
        Object::Area(area) => insert(&mut definitions.areas, area, place),
        Object::NotificationGroup(group) => insert(&mut definitions.notification_groups, group, place),
        Object::User(user) => return Err(Refused::Gone(user.id)),
    }
    Ok(())
}

/// Takes a thing that is no user out of its list; answers it with its place.
pub(super) fn take(definitions: &mut Definitions, id: Id, kind: Kind) -> Option<(Object, usize)> {
    match kind {
        Kind::User => None,
        Kind::Group => {
            let (group, place) = remove(&mut definitions.groups, |group| group.id == id)?;
            Some((Object::Group(Box::new(group)), place))
        }
        Kind::RightGroup => {
            let (group, place) = remove(&mut definitions.right_groups, |group| group.id == id)?;
            Some((Object::RightGroup(group), place))
        }
        Kind::Right => definitions.right_groups.iter_mut().find_map(|group| {
            let (right, place) = remove(&mut group.rights, |right| right.id == id)?;
            Some((Object::Right { within: group.id, right }, place))
        }),
        Kind::Area => {
            let (area, place) = remove(&mut definitions.areas, |area| area.id == id)?;
            Some((Object::Area(area), place))
        }
        Kind::NotificationGroup => {
            let (group, place) = remove(&mut definitions.notification_groups, |group| group.id == id)?;
            Some((Object::NotificationGroup(group), place))
        }
    }
}

/// The name and the description of a thing that is no user.
pub(super) fn texts(definitions: &mut Definitions, id: Id, kind: Kind) -> Option<(&mut Texts, &mut Texts)> {
    match kind {
        Kind::User => None,
        Kind::Group => {
            let group = definitions.groups.iter_mut().find(|group| group.id == id)?;
            Some((&mut group.name, &mut group.description))
        }
        Kind::RightGroup => right_group(definitions, id).map(|group| (&mut group.name, &mut group.description)),
        Kind::Right => {
            let mut rights = definitions.right_groups.iter_mut().flat_map(|group| group.rights.iter_mut());
            let right = rights.find(|right| right.id == id)?;
            Some((&mut right.name, &mut right.description))
        }
        Kind::Area => {
            let area = definitions.areas.iter_mut().find(|area| area.id == id)?;
            Some((&mut area.name, &mut area.description))
        }
        Kind::NotificationGroup => {
            let group = definitions.notification_groups.iter_mut().find(|group| group.id == id)?;
            Some((&mut group.name, &mut group.description))
        }
    }
}

fn right_group(definitions: &mut Definitions, id: Id) -> Option<&mut RightGroup> {
    definitions.right_groups.iter_mut().find(|group| group.id == id)
}

/// A place behind the end is the end.
fn insert<T>(list: &mut Vec<T>, thing: T, place: Option<usize>) {
    list.insert(place.unwrap_or(list.len()).min(list.len()), thing);
}

fn remove<T>(list: &mut Vec<T>, is: impl Fn(&T) -> bool) -> Option<(T, usize)> {
    let place = list.iter().position(is)?;
    Some((list.remove(place), place))
}
