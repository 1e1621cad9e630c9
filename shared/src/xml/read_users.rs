//! Reading users: those of a project, those of a machine, and the traces of deleted ones.

use super::read_definitions::SectionReader as _;
use super::source::{Source, Step, Tag};
use super::value::{Attr, set};
use super::wrong::{Expected, Wrong, quoted};
use crate::model::{
    At, DeletedUser, MACHINE_ATTRIBUTES, MACHINE_ELEMENTS, Mark, Origin, Password, RuntimeUser, Unknown, User,
};
use crate::{Id, Str, Time};

impl<'a> Source<'a> {
    pub(super) fn user(&mut self, tag: &Tag<'a>) -> Step<Option<User>> {
        let mut reader = UserReader::new(tag);
        let mut unknown = Unknown::default();
        self.attributes(tag, &mut unknown, |source, attr| reader.attribute(source, attr));
        self.children(tag, &mut unknown, |source, child| reader.child(source, child))?;
        reader.user.unknown = unknown;
        let user = self.identified(tag, "Id", reader.id, |id, at| User { id, at, ..reader.user });
        if let Some(user) = &user {
            let means_the_same = !user.unknown.holds_any(&MACHINE_ATTRIBUTES, &MACHINE_ELEMENTS);
            self.places.note(tag.at as usize, self.position(), means_the_same);
        }
        Ok(user)
    }

    pub(super) fn runtime_user(&mut self, tag: &Tag<'a>) -> Step<Option<RuntimeUser>> {
        let mut reader = UserReader::new(tag);
        let mut unknown = Unknown::default();
        let mut origin = None;
        let (mut changed_at, mut changed_by) = (None, Str::default());
        let (mut created_at, mut created_by) = (None, Str::default());
        let (mut history, mut history_unknown) = (Vec::new(), Unknown::default());
        self.attributes(tag, &mut unknown, |source, attr| match attr.name {
            "Origin" => {
                origin = match attr.value {
                    "Project" => Some(Origin::Project),
                    "Runtime" => Some(Origin::Runtime),
                    _ => attr.wrong(source, Expected::Origin),
                };
                true
            }
            "ChangedAtRuntime" => set(&mut changed_at, attr.time(source).map(Some)),
            "ChangedBy" => set(&mut changed_by, Some(attr.text())),
            "CreatedAt" => set(&mut created_at, attr.time(source).map(Some)),
            "CreatedBy" => set(&mut created_by, Some(attr.text())),
            _ => reader.attribute(source, attr),
        });
        self.children(tag, &mut unknown, |source, child| {
            if child.name() == "PasswordHistory" {
                source.once(child, &mut reader.seen);
                history = source.password_history(child, &mut history_unknown)?;
                return Ok(true);
            }
            reader.child(source, child)
        })?;
        reader.user.unknown = unknown;
        if origin.is_none() && !tag.has("Origin") {
            self.error(tag.at as usize, Wrong::OriginMissing);
        }
        let user = self.identified(tag, "Id", reader.id, |id, at| User { id, at, ..reader.user });
        Ok(user.map(|user| RuntimeUser {
            user,
            origin: origin.unwrap_or(Origin::Runtime),
            changed: changed_at.map(|at| Mark { at, by: changed_by }),
            created: created_at.map(|at| Mark { at, by: created_by }),
            history,
            history_unknown,
        }))
    }

    pub(super) fn deleted_user(&mut self, tag: &Tag<'a>) -> Step<Option<DeletedUser>> {
        let (mut id, mut name, mut deleted_at, mut deleted_by) = (None, Str::default(), None, Str::default());
        let (mut password, mut history) = (None, Vec::new());
        let (mut unknown, mut history_unknown, mut seen) = (Unknown::default(), Unknown::default(), Vec::new());
        self.attributes(tag, &mut unknown, |source, attr| match attr.name {
            "Id" => set(&mut id, attr.id(source).map(Some)),
            "Name" => set(&mut name, Some(attr.tidy())),
            "DeletedAt" => set(&mut deleted_at, attr.time(source).map(Some)),
            "DeletedBy" => set(&mut deleted_by, Some(attr.text())),
            _ => false,
        });
        self.children(tag, &mut unknown, |source, child| {
            match child.name() {
                "Password" => password = Some(source.password(child)?),
                "PasswordHistory" => history = source.password_history(child, &mut history_unknown)?,
                _ => return Ok(false),
            }
            source.once(child, &mut seen);
            Ok(true)
        })?;
        Ok(self.identified(tag, "Id", id, |id, at| DeletedUser {
            id,
            name,
            deleted_at,
            deleted_by,
            password,
            history,
            history_unknown,
            unknown,
            at,
        }))
    }

    fn password(&mut self, tag: &Tag<'a>) -> Step<Password> {
        let (mut hash, mut changed_at, mut unknown) = (Str::default(), None::<Time>, Unknown::default());
        self.attributes(tag, &mut unknown, |source, attr| match attr.name {
            "Hash" => set(&mut hash, Some(attr.text())),
            "ChangedAt" => set(&mut changed_at, attr.time(source).map(Some)),
            _ => false,
        });
        self.no_children(tag, &mut unknown)?;
        if hash.is_empty() {
            self.error(tag.at as usize, Wrong::HashMissing);
        }
        Ok(Password { hash, changed_at, unknown })
    }

    fn password_history(&mut self, tag: &Tag<'a>, unknown: &mut Unknown) -> Step<Vec<Password>> {
        let mut history = Vec::new();
        self.attributes(tag, unknown, |_, _| false);
        self.children(tag, unknown, |source, child| {
            if child.name() != "Password" {
                return Ok(false);
            }
            history.push(source.password(child)?);
            Ok(true)
        })?;
        Ok(history)
    }
}

/// A user before its id is known.
struct UserReader<'a> {
    id: Option<Id>,
    user: User,
    /// Children that stand once.
    seen: Vec<&'a str>,
}

impl<'a> UserReader<'a> {
    fn new(tag: &Tag<'_>) -> Self {
        let user = User { at: At(tag.at), ..User::new(Id::from_u128(0), "") };
        Self { id: None, user, seen: Vec::new() }
    }

    fn attribute(&mut self, source: &mut Source<'_>, attr: &Attr<'_>) -> bool {
        let user = &mut self.user;
        match attr.name {
            "Id" => set(&mut self.id, attr.id(source).map(Some)),
            "BuiltIn" => {
                user.admin = attr.value == "Admin";
                if !user.admin {
                    source.error(attr.at, Wrong::BuiltIn { value: quoted(attr.value), only: "Admin" });
                }
                true
            }
            "Name" => set(&mut user.name, Some(attr.tidy())),
            "FullName" => set(&mut user.full_name, Some(attr.tidy())),
            "Enabled" => set(&mut user.enabled, attr.boolean(source)),
            "PasswordAging" => set(&mut user.password_aging, attr.boolean(source)),
            "MustChangePassword" => set(&mut user.must_change_password, attr.boolean(source)),
            "Language" => set(&mut user.language, Some(attr.text())),
            "Email" => set(&mut user.email, Some(attr.text())),
            "MobilePhone" => set(&mut user.mobile_phone, Some(attr.text())),
            "Phone" => set(&mut user.phone, Some(attr.text())),
            "NotificationType" => set(&mut user.notification_type, Some(attr.text())),
            _ => false,
        }
    }

    fn child(&mut self, source: &mut Source<'a>, child: &Tag<'a>) -> Step<bool> {
        let user = &mut self.user;
        match child.name() {
            "Description" => user.description = source.texts(child, false)?,
            "Password" => user.password = Some(source.password(child)?),
            "Group" | "NotificationGroup" => {
                let reference = source.reference(child)?;
                let members = if child.name() == "Group" { &mut user.groups } else { &mut user.notification_groups };
                members.extend(reference);
                return Ok(true);
            }
            _ => return Ok(false),
        }
        source.once(child, &mut self.seen);
        Ok(true)
    }
}
