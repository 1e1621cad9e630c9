//! An open project that edits are applied to.

use std::collections::VecDeque;
use std::sync::Arc;

use super::guard::Guard;
use super::index::Index;
use super::{BuiltIn, Change, Contents, Edit, Kind, Object, Refused, Setting, cascade, change, objects, spelling};
use crate::model::{Definitions, Project, User};
use crate::{Id, Time};

/// So many of the latest changes are remembered by Id.
const REMEMBERED: usize = 1024;

/// An open project, with an index by Id. It is changed by [`Draft::apply`] alone. A clone is cheap: it shares the users
/// and the index until one side changes, which then copies the index, and of the users those it changes.
#[derive(Clone, Debug)]
pub struct Draft {
    pub(super) contents: Contents,
    /// A clone shares it until one side changes.
    pub(super) index: Arc<Index>,
    revision: u64,
    users_revision: u64,
    definitions_revision: u64,
    touched: VecDeque<(u64, Id)>,
}

impl Draft {
    /// Opens a project: valid, or with faults that edits can mend.
    #[must_use]
    pub fn new(project: Project) -> Self {
        Self::of(project.into())
    }

    /// Opens what an open project said at a moment, without copying its users.
    #[must_use]
    pub fn of(contents: Contents) -> Self {
        let index = Arc::new(Index::of(&contents));
        Self { contents, index, revision: 0, users_revision: 0, definitions_revision: 0, touched: VecDeque::new() }
    }

    /// Carries out an edit and answers the edit that takes it back.
    ///
    /// # Errors
    /// Why it cannot be done; then nothing is changed, of an [`Edit::Many`] no part either.
    pub fn apply(&mut self, edit: Edit) -> Result<Edit, Refused> {
        let before = Guard::of(self);
        // What was hidden behind another comes to light, and may be one more of what there is to be one of.
        let takes_nothing_away = matches!(edit, Edit::Separate { .. });
        self.whole(edit, true, |draft| if takes_nothing_away { Ok(()) } else { Guard::of(draft).hold(before) })
    }

    /// Takes an edit back, or does it again: what was there once is not held against the rules, as a file with
    /// faults must come back the same.
    pub(super) fn restore(&mut self, edit: Edit) -> Result<Edit, Refused> {
        self.whole(edit, false, |_| Ok(()))
    }

    fn whole(
        &mut self,
        edit: Edit,
        strict: bool,
        hold: impl Fn(&Self) -> Result<(), Refused>,
    ) -> Result<Edit, Refused> {
        let mut back = Vec::new();
        let done = self.step(edit, strict, &mut back).and_then(|()| hold(self));
        back.reverse();
        match done {
            Ok(()) => Ok(if back.len() == 1 { back.swap_remove(0) } else { Edit::Many(back) }),
            Err(refused) => {
                // Each part takes back what was just done, so none of them fails.
                let mut again = Vec::new();
                let _ = back.into_iter().try_for_each(|edit| self.step(edit, false, &mut again));
                Err(refused)
            }
        }
    }

    /// Carries out an edit; `back` gets what takes each part of it back, in the order of doing.
    pub(super) fn step(&mut self, mut edit: Edit, strict: bool, back: &mut Vec<Edit>) -> Result<(), Refused> {
        if strict {
            spelling::spell(&mut edit)?;
        }
        match edit {
            Edit::Many(edits) => edits.into_iter().try_for_each(|edit| self.step(edit, strict, back)),
            Edit::Add { object: Object::User(user), place } => self.add_user(*user, place, strict, back),
            Edit::Add { object, place } => self.add(object, place, strict, back),
            Edit::Remove(id) => {
                self.has_its_place(id, strict)?;
                for reference in cascade::references(self, id)? {
                    self.step(reference, strict, back)?;
                }
                self.remove(id, back)
            }
            Edit::Move { id, within, place } => {
                self.is_alone(id, strict)?;
                self.has_its_place(id, strict)?;
                self.move_to(id, within, place, back)
            }
            Edit::Change(id, change) => self.change(id, change, strict, back),
            Edit::Set(setting) => self.set(setting, strict, back),
            Edit::Separate { kind, id, new } => self.separate(kind, id, new, strict, back),
            Edit::Unite { kind, id, shared } => self.unite(kind, id, shared, back),
            Edit::AddLanguage(tag) => {
                let languages = cascade::with_language(self.definitions(), &tag)?;
                self.set(Setting::Languages(languages), strict, back)
            }
            Edit::RemoveLanguage(tag) => {
                for edit in cascade::without_language(self, &tag)? {
                    self.step(edit, strict, back)?;
                }
                Ok(())
            }
        }
    }

    fn add_user(
        &mut self,
        user: User,
        place: Option<usize>,
        strict: bool,
        back: &mut Vec<Edit>,
    ) -> Result<(), Refused> {
        let id = user.id;
        self.free(id, strict)?;
        if strict {
            self.all_are(Kind::Group, user.groups.iter().map(|group| group.id))?;
            self.all_are(Kind::NotificationGroup, user.notification_groups.iter().map(|group| group.id))?;
        }
        let slot = match place {
            None => self.contents.users.push(user),
            Some(slot) => {
                if !self.contents.users.put(slot, user) {
                    return Err(Refused::NoPlace(slot));
                }
                slot
            }
        };
        if let Some(user) = self.contents.users.get(slot) {
            Arc::make_mut(&mut self.index).insert_user(user, slot);
        }
        self.find_again(id);
        self.touch(id, true);
        back.push(Edit::Remove(id));
        Ok(())
    }

    fn add(&mut self, object: Object, place: Option<usize>, strict: bool, back: &mut Vec<Edit>) -> Result<(), Refused> {
        let (id, kind) = (object.id(), object.kind());
        self.free(id, strict)?;
        let mut rights = Vec::new();
        match &object {
            Object::RightGroup(group) => {
                rights.extend(group.rights.iter().map(|right| right.id));
                rights.iter().try_for_each(|right| self.free(*right, strict))?;
            }
            Object::Group(group) if strict => {
                self.all_are(Kind::Right, group.rights.iter().map(|right| right.id))?;
                self.all_are(Kind::Area, group.areas.iter().map(|area| area.id))?;
            }
            _ => {}
        }
        objects::add(Arc::make_mut(&mut self.contents.definitions), object, place)?;
        Arc::make_mut(&mut self.index).insert(id, kind);
        self.find_again(id);
        for right in rights {
            Arc::make_mut(&mut self.index).insert(right, Kind::Right);
            self.find_again(right);
        }
        self.touch(id, false);
        back.push(Edit::Remove(id));
        Ok(())
    }

    /// Takes a thing out that nothing refers to any more.
    fn remove(&mut self, id: Id, back: &mut Vec<Edit>) -> Result<(), Refused> {
        let thing = self.index.get(id).ok_or(Refused::Gone(id))?;
        let (object, place) = if thing.kind == Kind::User {
            let user = self.contents.users.take(thing.slot).ok_or(Refused::Gone(id))?;
            Arc::make_mut(&mut self.index).remove_user(&user);
            (Object::User(Box::new(user)), thing.slot)
        } else {
            let definitions = Arc::make_mut(&mut self.contents.definitions);
            let taken = objects::take(definitions, id, thing.kind).ok_or(Refused::Gone(id))?;
            Arc::make_mut(&mut self.index).remove(id);
            if let (Object::RightGroup(group), _) = &taken {
                for right in group.rights.iter() {
                    Arc::make_mut(&mut self.index).remove(right.id);
                    self.find_again(right.id);
                }
            }
            taken
        };
        self.find_again(id);
        self.touch(id, thing.kind == Kind::User);
        back.push(Edit::Add { object, place: Some(place) });
        Ok(())
    }

    fn move_to(&mut self, id: Id, within: Option<Id>, place: usize, back: &mut Vec<Edit>) -> Result<(), Refused> {
        let kind = self.index.get(id).ok_or(Refused::Gone(id))?.kind;
        if kind == Kind::User || (within.is_some() && kind != Kind::Right) {
            return Err(Refused::NotSaidOf(kind));
        }
        self.all_are(Kind::RightGroup, within)?;
        let definitions = Arc::make_mut(&mut self.contents.definitions);
        let (mut object, former) = objects::take(definitions, id, kind).ok_or(Refused::Gone(id))?;
        let mut from = None;
        if let Object::Right { within: group, .. } = &mut object {
            from = Some(*group);
            *group = within.unwrap_or(*group);
        }
        objects::add(definitions, object, Some(place))?;
        self.touch(id, false);
        back.push(Edit::Move { id, within: from, place: former });
        Ok(())
    }

    fn change(&mut self, id: Id, change: Change, strict: bool, back: &mut Vec<Edit>) -> Result<(), Refused> {
        let thing = self.index.get(id).ok_or(Refused::Gone(id))?;
        if strict {
            self.refers_to_what_is_there(id, &change)?;
        }
        let identity = if let Change::Identity(new) = change { new } else { id };
        if identity != id {
            self.free(identity, strict)?;
            if strict && self.user(id).is_some_and(|user| user.admin) {
                return Err(Refused::BuiltIn(BuiltIn::AdminIdentity));
            }
        }
        let definitions = &mut self.contents.definitions;
        let inverse = if thing.kind == Kind::User {
            let user = self.contents.users.get_mut(thing.slot).ok_or(Refused::Gone(id))?;
            if change::is_indexed(&change) {
                Arc::make_mut(&mut self.index).remove_user(user);
                let inverse = change::user(user, change, &definitions.languages);
                Arc::make_mut(&mut self.index).insert_user(user, thing.slot);
                inverse
            } else {
                change::user(user, change, &definitions.languages)
            }
        } else {
            change::definition(Arc::make_mut(definitions), id, thing.kind, change)
        }?;
        if let Some(inverse) = inverse {
            self.touch(id, thing.kind == Kind::User);
            if identity != id {
                self.find_again(id);
                self.find_again(identity);
                self.touch(identity, true);
            }
            back.push(Edit::Change(identity, inverse));
        }
        if identity != id {
            let instead = cascade::instead(self.definitions(), id, Some(identity));
            instead.into_iter().try_for_each(|edit| self.step(edit, strict, back))?;
        }
        Ok(())
    }

    fn set(&mut self, setting: Setting, strict: bool, back: &mut Vec<Edit>) -> Result<(), Refused> {
        if strict && let Setting::Languages(languages) = &setting {
            cascade::may_be_languages(languages)?;
        }
        if let Some(inverse) = change::setting(&mut self.contents, setting) {
            self.revision += 1;
            self.definitions_revision = self.revision;
            back.push(Edit::Set(inverse));
        }
        Ok(())
    }

    /// What an edit newly refers to must be there. What was referred to before may stay, as faulty as it was.
    fn refers_to_what_is_there(&self, id: Id, change: &Change) -> Result<(), Refused> {
        let user = self.user(id);
        let group = self.definitions().groups.iter().find(|group| group.id == id);
        match change {
            Change::Member { group, is: true } => self.all_are(Kind::Group, [*group]),
            Change::Notified { group, is: true } => self.all_are(Kind::NotificationGroup, [*group]),
            Change::InArea { area, is: true } => self.all_are(Kind::Area, [*area]),
            Change::Right { right, state } if *state != super::RightState::None => self.all_are(Kind::Right, [*right]),
            Change::Groups(groups) => self.all_are(
                Kind::Group,
                groups.iter().filter(|new| user.is_none_or(|user| !user.groups.contains(new))).map(|new| new.id),
            ),
            Change::NotificationGroups(groups) => self.all_are(
                Kind::NotificationGroup,
                groups
                    .iter()
                    .filter(|new| user.is_none_or(|user| !user.notification_groups.contains(new)))
                    .map(|new| new.id),
            ),
            Change::Rights(rights) => self.all_are(
                Kind::Right,
                rights.iter().filter(|new| group.is_none_or(|group| !group.rights.contains(new))).map(|new| new.id),
            ),
            Change::Areas(areas) => self.all_are(
                Kind::Area,
                areas.iter().filter(|new| group.is_none_or(|group| !group.areas.contains(new))).map(|new| new.id),
            ),
            _ => Ok(()),
        }
    }

    fn all_are(&self, kind: Kind, ids: impl IntoIterator<Item = Id>) -> Result<(), Refused> {
        ids.into_iter().try_for_each(|id| if self.index.is(id, kind) { Ok(()) } else { Err(Refused::Dangling(id)) })
    }

    /// Nothing has that Id; but what shared one comes back to it.
    pub(super) fn free(&self, id: Id, strict: bool) -> Result<(), Refused> {
        let free = self.index.get(id).is_none() || (!strict && self.index.twins.contains(&id));
        if free { Ok(()) } else { Err(Refused::IdTaken(id)) }
    }

    pub(super) fn touch(&mut self, id: Id, user: bool) {
        self.revision += 1;
        if user {
            self.users_revision = self.revision;
        } else {
            self.definitions_revision = self.revision;
        }
        if self.touched.len() == REMEMBERED {
            self.touched.pop_front();
        }
        self.touched.push_back((self.revision, id));
    }
}

/// What a draft says.
impl Draft {
    /// What it says now. A clone of it keeps this moment, and is cheap.
    #[must_use]
    pub fn contents(&self) -> &Contents {
        &self.contents
    }

    /// The project as a value of its own. Copies every user.
    #[must_use]
    pub fn to_project(&self) -> Project {
        self.contents.to_project()
    }

    /// Everything but the users.
    #[must_use]
    pub fn definitions(&self) -> &Definitions {
        &self.contents.definitions
    }

    /// The users.
    #[must_use]
    pub fn users(&self) -> &super::Slots {
        &self.contents.users
    }

    /// The user with this Id.
    #[must_use]
    pub fn user(&self, id: Id) -> Option<&User> {
        self.contents.users.get(self.index.slot(id)?)
    }

    /// The slot of the user with this Id.
    #[must_use]
    pub fn slot(&self, id: Id) -> Option<usize> {
        self.index.slot(id)
    }

    /// What kind of thing has this Id.
    #[must_use]
    pub fn kind(&self, id: Id) -> Option<Kind> {
        self.index.get(id).map(|thing| thing.kind)
    }

    /// The users with this name, in whatever case; in a valid project one at most.
    #[must_use]
    pub fn users_named(&self, name: &str) -> &[Id] {
        self.index.named(name)
    }

    /// The members of a group or notification group, in no order.
    pub fn members(&self, group: Id) -> impl Iterator<Item = Id> + '_ {
        self.index.members(group)
    }

    /// How many members a group or notification group has.
    #[must_use]
    pub fn member_count(&self, group: Id) -> usize {
        self.index.member_count(group)
    }

    /// How many single changes an edit makes here, those that go along included: about that many, and no fewer than
    /// a tenth of them.
    #[must_use]
    pub fn size_of(&self, edit: &Edit) -> usize {
        match edit {
            Edit::Many(edits) => edits.iter().map(|edit| self.size_of(edit)).sum(),
            Edit::Remove(id) => 1 + self.member_count(*id),
            Edit::RemoveLanguage(_) => self.users().len(),
            _ => 1,
        }
    }

    /// The built-in user Admin.
    #[must_use]
    pub fn admin(&self) -> Option<&User> {
        self.user(*self.index.admins.first()?)
    }

    pub(super) fn admins(&self) -> usize {
        self.index.admins.len()
    }

    /// Grows with every change, undo and redo included.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The revision of the last change of a user.
    #[must_use]
    pub fn users_revision(&self) -> u64 {
        self.users_revision
    }

    /// The revision of the last change of anything but a user.
    #[must_use]
    pub fn definitions_revision(&self) -> u64 {
        self.definitions_revision
    }

    /// The Ids of what was added, changed or removed since `revision`, some of them more than once; `None` if
    /// that is longer ago than the draft remembers. Settings have no Id.
    #[must_use]
    pub fn touched_since(&self, revision: u64) -> Option<impl Iterator<Item = Id> + '_> {
        let forgotten =
            self.touched.len() == REMEMBERED && self.touched.front().is_some_and(|(oldest, _)| *oldest > revision + 1);
        (!forgotten).then(|| self.touched.iter().filter(move |(at, _)| *at > revision).map(|(_, id)| *id))
    }

    /// Notes the time stamp with which the project was saved. That is no edit and cannot be undone.
    pub fn saved_at(&mut self, time_stamp: Time) {
        self.contents.time_stamp = time_stamp;
    }
}
