//! What an engineer does in the Designer.

use keyholder_shared::model::{Preset, Ref, RightRef, Unknown, User};

use super::edit;
use super::world::{
    ADMINISTRATORS, GROUP_NAMES, MOST_USERS, NAMES, World, choose, has_administrator, is_free, new_area, new_group,
    new_notification_group, new_right, number, place,
};
use crate::random::Random;

/// One action in the Designer. The numbers pick from what there is when the step's turn comes.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub enum Designer {
    Create { name: u8, group: u8 },
    Copy { of: u8, name: u8 },
    Rename { who: u8, name: u8 },
    Swap { one: u8, other: u8 },
    Delete { who: u8 },
    Recreate { who: u8 },
    Undo { which: u8 },
    Password { who: u8 },
    AdminPassword,
    Attribute { who: u8, which: u8, value: u8 },
    Enable { who: u8 },
    Member { who: u8, group: u8 },
    Notified { who: u8, group: u8 },
    CreateGroup { name: u8 },
    DeleteGroup { which: u8 },
    RecreateGroup { which: u8 },
    CreateNotificationGroup { name: u8 },
    DeleteNotificationGroup { which: u8 },
    Assign { group: u8, right: u8 },
    Deny { group: u8, right: u8 },
    Right { which: u8 },
    Area { which: u8, group: u8 },
    Guideline { value: u8 },
    AdminCanBeDeactivated,
}

impl Designer {
    /// Any action, those on users more often.
    pub(super) fn random(random: &mut Random) -> Self {
        let (who, name, group, value) = (random.pick(), random.pick(), random.pick(), random.pick());
        let which = value;
        match random.below(42) {
            0..=3 => Self::Create { name, group },
            4 => Self::Copy { of: who, name },
            5..=8 => Self::Rename { who, name },
            9..=10 => Self::Swap { one: who, other: value },
            11..=13 => Self::Delete { who },
            14..=15 => Self::Recreate { who },
            16..=18 => Self::Undo { which },
            19..=20 => Self::Password { who },
            21 => Self::AdminPassword,
            22..=23 => Self::Attribute { who, which: random.pick(), value },
            24 => Self::Enable { who },
            // Administrators comes first.
            25..=27 => Self::Member { who, group: if value % 3 == 0 { 0 } else { group } },
            28 => Self::Notified { who, group },
            29 => Self::CreateGroup { name },
            30..=31 => Self::DeleteGroup { which },
            32 => Self::RecreateGroup { which },
            33 => Self::CreateNotificationGroup { name },
            34 => Self::DeleteNotificationGroup { which },
            35 => Self::Assign { group, right: which },
            36 => Self::Deny { group, right: which },
            37 => Self::Right { which },
            38 if value < 128 => Self::Area { which, group },
            38 => Self::Guideline { value },
            _ => Self::AdminCanBeDeactivated,
        }
    }
}

impl World {
    /// Does it, if it is possible and leaves an enabled administrator. Answers what was done.
    pub(super) fn design(&mut self, step: Designer) -> Option<String> {
        let before = self.designed.clone();
        let told = match step {
            Designer::Create { .. } | Designer::Copy { .. } | Designer::Recreate { .. } | Designer::Undo { .. } => {
                self.design_users(step)
            }
            Designer::CreateGroup { .. }
            | Designer::DeleteGroup { .. }
            | Designer::RecreateGroup { .. }
            | Designer::CreateNotificationGroup { .. }
            | Designer::DeleteNotificationGroup { .. }
            | Designer::Assign { .. }
            | Designer::Deny { .. }
            | Designer::Right { .. }
            | Designer::Area { .. } => self.design_groups(step),
            Designer::Guideline { .. } | Designer::AdminCanBeDeactivated => self.design_guidelines(step),
            _ => self.edit_designed(step),
        };
        if told.is_none() || !has_administrator(&self.designed.definitions, self.designed.users.iter()) {
            self.designed = before;
            return None;
        }
        // Who is deleted is no default user any more, and whoever becomes an administrator had better not be.
        let administrators = self.designed.definitions.administrators();
        let is_administrator = |user: &User| administrators.is_some_and(|group| user.is_member_of(group));
        let fits = |id| self.designed.users.iter().any(|user| user.id == id && !is_administrator(user));
        let session = &mut self.designed.definitions.policies.session;
        session.default_user = session.default_user.filter(|id| fits(*id));
        let gone = before.users.items.into_iter().filter(|user| !self.designed.users.contains(user));
        self.former.extend(gone);
        told
    }

    fn design_users(&mut self, step: Designer) -> Option<String> {
        let full = self.designed.users.len() >= MOST_USERS;
        match step {
            Designer::Create { name, group } if !full => {
                let name = self.free_name(name)?;
                let mut user = User::new(self.new_id(), name);
                user.password = (group % 4 != 0).then(|| self.new_password());
                edit::member(&mut user, &self.designed.definitions, group);
                let told = format!("create {name} ({})", number(user.id));
                self.designed.users.push(user);
                Some(told)
            }
            Designer::Copy { of, name } if !full => {
                let (name, original) = (self.free_name(name)?, choose(&self.designed.users, of)?.clone());
                let copy = User { id: self.new_id(), name: name.into(), admin: false, ..original };
                let told = format!("copy {} to {name} ({})", original.name, number(copy.id));
                self.designed.users.push(copy);
                Some(told)
            }
            Designer::Recreate { who } => {
                let at = self.designed_user(who)?;
                let old = self.designed.users[at].clone();
                let mut user = User::new(self.new_id(), &old.name);
                user.groups = old.groups;
                user.password = Some(self.new_password());
                let told = format!("delete {} ({}) and create it anew ({})", old.name, number(old.id), number(user.id));
                self.designed.users[at] = user;
                Some(told)
            }
            Designer::Undo { which } => {
                let mut user = choose(&self.former, which)?.clone();
                self.designed.users.retain(|other| other.id != user.id);
                if !is_free(&user.name, self.designed.users.iter()) || self.designed.users.len() >= MOST_USERS {
                    return None;
                }
                let definitions = &self.designed.definitions;
                user.groups.retain(|member| definitions.groups.iter().any(|group| group.id == member.id));
                user.notification_groups
                    .retain(|member| definitions.notification_groups.iter().any(|group| group.id == member.id));
                let told = format!("undo: back to an earlier {} ({})", user.name, number(user.id));
                self.designed.users.push(user);
                Some(told)
            }
            _ => None,
        }
    }

    fn edit_designed(&mut self, step: Designer) -> Option<String> {
        if let Designer::AdminPassword = step {
            let password = self.new_password();
            self.designed.users.iter_mut().find(|user| user.admin)?.password = Some(password);
            return Some("set Admin's password".to_owned());
        }
        let (Designer::Rename { who, .. }
        | Designer::Swap { one: who, .. }
        | Designer::Delete { who }
        | Designer::Password { who }
        | Designer::Attribute { who, .. }
        | Designer::Enable { who }
        | Designer::Member { who, .. }
        | Designer::Notified { who, .. }) = step
        else {
            return None;
        };
        let of_all = place(self.designed.users.len(), who)?;
        let at = self.designed_user(who);
        let label = |user: &User| format!("{} ({})", user.name, number(user.id));
        match step {
            Designer::Rename { name, .. } => {
                let before = label(&self.designed.users[at?]);
                let name = *choose(&NAMES, name)?;
                let others = self.designed.users.iter().enumerate().filter(|(other, _)| Some(*other) != at);
                if !is_free(name, others.map(|(_, user)| user)) {
                    return None;
                }
                self.designed.users[at?].name = name.into();
                Some(format!("rename {before} to {name}"))
            }
            Designer::Swap { other, .. } => {
                let (at, other) = (at?, self.designed_user(other)?);
                if at == other {
                    return None;
                }
                let told = format!(
                    "swap the names of {} and {}",
                    label(&self.designed.users[at]),
                    label(&self.designed.users[other])
                );
                let name = self.designed.users[at].name.clone();
                self.designed.users[at].name = std::mem::replace(&mut self.designed.users[other].name, name);
                Some(told)
            }
            Designer::Delete { .. } => {
                let user = self.designed.users.remove(at?);
                Some(format!("delete {}", label(&user)))
            }
            Designer::Password { .. } => {
                let password = self.new_password();
                let user = &mut self.designed.users[at?];
                user.password = Some(password);
                Some(format!("set the password of {}", label(user)))
            }
            _ => {
                let user = &mut self.designed.users.items[of_all];
                let told = match step {
                    Designer::Attribute { which, value, .. } => edit::attribute(user, which, value),
                    Designer::Enable { .. } => edit::enable(user),
                    Designer::Member { group, .. } => edit::member(user, &self.designed.definitions, group),
                    Designer::Notified { group, .. } => edit::notified(user, &self.designed.definitions, group),
                    _ => None,
                }?;
                let user = &self.designed.users[of_all];
                let out = user.admin && !user.is_member_of(ADMINISTRATORS);
                (!out).then(|| format!("{}: {told}", label(user)))
            }
        }
    }

    fn design_groups(&mut self, step: Designer) -> Option<String> {
        let definitions = &self.designed.definitions;
        let custom = definitions.groups.iter().filter(|group| !group.administrators).collect::<Vec<_>>();
        match step {
            Designer::CreateGroup { name } => {
                let name = *choose(&GROUP_NAMES, name)?;
                if custom.iter().any(|group| group.name.get("en") == name) {
                    return None;
                }
                let group = new_group(self.new_id(), name);
                let told = format!("create the group {name} ({})", number(group.id));
                self.designed.definitions.groups.push(group);
                Some(told)
            }
            Designer::DeleteGroup { which } | Designer::RecreateGroup { which } => {
                let old = (*choose(&custom, which)?).clone();
                self.designed.definitions.groups.retain(|group| group.id != old.id);
                for user in self.designed.users.iter_mut() {
                    user.groups.retain(|member| member.id != old.id);
                }
                let (name, gone) = (old.name.get("en").to_owned(), number(old.id));
                if let Designer::DeleteGroup { .. } = step {
                    return Some(format!("delete the group {name} ({gone})"));
                }
                let id = self.new_id();
                self.designed.definitions.groups.push(keyholder_shared::model::Group { id, ..old });
                Some(format!("delete the group {name} ({gone}) and create it anew ({})", number(id)))
            }
            Designer::CreateNotificationGroup { name } => {
                let name = *choose(&GROUP_NAMES, name)?;
                if definitions.notification_groups.iter().any(|group| group.name.get("en") == name) {
                    return None;
                }
                let group = new_notification_group(self.new_id(), name);
                let told = format!("create the notification group {name} ({})", number(group.id));
                self.designed.definitions.notification_groups.push(group);
                Some(told)
            }
            Designer::DeleteNotificationGroup { which } => {
                let at = place(definitions.notification_groups.len(), which)?;
                let old = self.designed.definitions.notification_groups.remove(at);
                for user in self.designed.users.iter_mut() {
                    user.notification_groups.retain(|member| member.id != old.id);
                }
                Some(format!("delete the notification group {} ({})", old.name.get("en"), number(old.id)))
            }
            Designer::Assign { group, right } | Designer::Deny { group, right } => {
                let denied = matches!(step, Designer::Deny { .. });
                let rights = definitions.right_groups.iter().flat_map(|group| group.rights.iter()).collect::<Vec<_>>();
                let (right, key) = choose(&rights, right).map(|right| (right.id, right.key.clone()))?;
                let at = place(definitions.groups.len(), group)?;
                let group = &mut self.designed.definitions.groups[at];
                let had = group.rights.iter().any(|member| member.id == right && member.denied == denied);
                group.rights.retain(|member| member.id != right);
                let at = Default::default();
                if !had {
                    group.rights.push(RightRef { id: right, denied, unknown: Unknown::default(), at });
                }
                Some(format!("group {}: {key} denied={denied} given={}", group.name.get("en"), !had))
            }
            Designer::Right { which } => {
                let key = ["door.open", "door.close"][usize::from(which % 2)];
                let id = self.new_id();
                let rights = &mut self.designed.definitions.right_groups[1].rights;
                let Some(at) = rights.iter().position(|right| right.key == key) else {
                    rights.push(new_right(id, key));
                    return Some(format!("create the right {key} ({})", number(id)));
                };
                let old = rights.remove(at);
                for group in self.designed.definitions.groups.iter_mut() {
                    group.rights.retain(|member| member.id != old.id);
                }
                Some(format!("delete the right {key} ({})", number(old.id)))
            }
            Designer::Area { which, group } => {
                let name = ["filling", "packing"][usize::from(which % 2)];
                let id = self.new_id();
                let definitions = &mut self.designed.definitions;
                if let Some(at) = definitions.areas.iter().position(|area| area.name.get("en") == name) {
                    let old = definitions.areas.remove(at);
                    for group in definitions.groups.iter_mut() {
                        group.areas.retain(|member| member.id != old.id);
                    }
                    return Some(format!("delete the area {name}"));
                }
                definitions.areas.push(new_area(id, name));
                let at = place(definitions.groups.len(), group)?;
                definitions.groups[at].areas.push(Ref::from(id));
                Some(format!("create the area {name}, with the group {}", definitions.groups[at].name.get("en")))
            }
            _ => None,
        }
    }

    fn design_guidelines(&mut self, step: Designer) -> Option<String> {
        let definitions = &mut self.designed.definitions;
        if let Designer::Guideline { value } = step {
            definitions.policies.lockout.threshold = u32::from(value % 3);
            definitions.policies.password.history_count = u32::from(value % 5);
            definitions.policies.session.idle_timeout_minutes = u32::from(value % 2);
            definitions.policies.preset = Preset::ALL[usize::from(value % 4)];
            // A user of the project today, and perhaps gone tomorrow.
            let users = &self.designed.users;
            let user = users.get(usize::from(value) % users.len().max(1)).map(|user| user.id);
            definitions.policies.session.default_user = user.filter(|_| value % 3 == 0);
            return Some(format!("other guidelines ({})", value % 30));
        }
        let security = &mut definitions.security;
        security.admin_can_be_deactivated = !security.admin_can_be_deactivated;
        Some(format!("Admin can be deactivated: {}", security.admin_can_be_deactivated))
    }

    fn free_name(&self, pick: u8) -> Option<&'static str> {
        choose(&NAMES, pick).copied().filter(|name| is_free(name, self.designed.users.iter()))
    }

    /// The place of one of the users that may be renamed and deleted: not Admin.
    fn designed_user(&self, pick: u8) -> Option<usize> {
        let users = self.designed.users.iter().enumerate().filter(|(_, user)| !user.admin);
        choose(&users.map(|(at, _)| at).collect::<Vec<_>>(), pick).copied()
    }
}
