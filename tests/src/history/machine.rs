//! What the plant's people do on the machine, within the rules of design section 2: names are unique, a
//! name cannot be changed, Admin stays Admin, and one enabled administrator remains.

use keyholder_shared::Time;
use keyholder_shared::model::{DeletedUser, Mark, Origin, RuntimeUser, Unknown, User};

use super::edit;
use super::world::{ADMINISTRATORS, MOST_USERS, NAMES, World, choose, has_administrator, is_free, number, place};
use crate::random::Random;

/// One action on the machine. The numbers pick from what there is when the step's turn comes.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub enum Machine {
    Attribute {
        who: u8,
        which: u8,
        value: u8,
    },
    Enable {
        who: u8,
    },
    Member {
        who: u8,
        group: u8,
    },
    Notified {
        who: u8,
        group: u8,
    },
    OwnPassword {
        who: u8,
    },
    PasswordByAnother {
        who: u8,
    },
    ForceChange {
        who: u8,
    },
    Create {
        name: u8,
        group: u8,
    },
    Delete {
        who: u8,
    },
    /// The engineer copies a user of the machine into the project, with its Id.
    TakeIntoProject {
        who: u8,
    },
}

impl Machine {
    /// Any action, creating and deleting more often.
    pub(super) fn random(random: &mut Random) -> Self {
        let (who, group, value) = (random.pick(), random.pick(), random.pick());
        // Admin and Administrators come first in their lists, and are what the strictest rules are about.
        let first_or = |first: bool, pick: u8| if first { 0 } else { pick };
        let (who, group) = (first_or(value % 5 == 0, who), first_or(value % 3 == 0, group));
        match random.below(24) {
            0..=1 => Self::Attribute { who, which: random.pick(), value },
            2..=3 => Self::Enable { who },
            4..=7 => Self::Member { who, group },
            8 => Self::Notified { who, group },
            9..=10 => Self::OwnPassword { who },
            11 => Self::PasswordByAnother { who },
            12 => Self::ForceChange { who },
            13..=17 => Self::Create { name: value, group },
            18..=21 => Self::Delete { who },
            _ => Self::TakeIntoProject { who },
        }
    }
}

impl World {
    /// Does it, if the rules allow it. Answers what was done.
    pub(super) fn operate(&mut self, step: Machine) -> Option<String> {
        let before = self.machine.clone()?;
        let told = match step {
            Machine::Create { name, group } => self.create_on_machine(name, group),
            Machine::Delete { who } => self.delete_on_machine(who),
            Machine::TakeIntoProject { who } => self.take_into_project(who),
            _ => self.edit_on_machine(step),
        };
        let machine = self.machine.as_mut()?;
        if told.is_none() || !has_administrator(&machine.definitions, machine.users.iter().map(|user| &user.user)) {
            *machine = before;
            return None;
        }
        machine.generation += 1;
        told
    }

    fn edit_on_machine(&mut self, step: Machine) -> Option<String> {
        let (now, password) = (self.now(), self.new_password());
        let machine = self.machine.as_mut()?;
        let (Machine::Attribute { who, .. }
        | Machine::Enable { who }
        | Machine::Member { who, .. }
        | Machine::Notified { who, .. }
        | Machine::OwnPassword { who }
        | Machine::PasswordByAnother { who }
        | Machine::ForceChange { who }) = step
        else {
            return None;
        };
        let at = place(machine.users.len(), who)?;
        let record = &mut machine.users[at];
        let mut by = "Admin".into();
        let told = match step {
            Machine::Attribute { which, value, .. } => edit::attribute(&mut record.user, which, value)?,
            Machine::Enable { .. } => {
                if record.user.admin && !machine.definitions.security.admin_can_be_deactivated && record.user.enabled {
                    return None;
                }
                edit::enable(&mut record.user)?
            }
            Machine::Member { group, .. } => {
                let told = edit::member(&mut record.user, &machine.definitions, group)?;
                if record.user.admin && !record.user.is_member_of(ADMINISTRATORS) {
                    return None;
                }
                told
            }
            Machine::Notified { group, .. } => edit::notified(&mut record.user, &machine.definitions, group)?,
            Machine::ForceChange { .. } if !record.user.must_change_password => {
                record.user.must_change_password = true;
                "must change the password".to_owned()
            }
            Machine::OwnPassword { .. } | Machine::PasswordByAnother { .. } => {
                record.history.splice(0..0, record.user.password.take());
                record.user.password = Some(password);
                record.user.must_change_password = matches!(step, Machine::PasswordByAnother { .. });
                if let Machine::OwnPassword { .. } = step {
                    by = record.user.name.clone();
                }
                format!("password set by {by}")
            }
            _ => return None,
        };
        record.changed = Some(Mark { at: now, by });
        Some(format!("{} ({}): {told}", record.user.name, number(record.user.id)))
    }

    fn create_on_machine(&mut self, name: u8, group: u8) -> Option<String> {
        let (id, password) = (self.new_id(), self.new_password());
        let now = self.now();
        let machine = self.machine.as_mut()?;
        let name = *choose(&NAMES, name)?;
        let free = is_free(name, machine.users.iter().map(|user| &user.user));
        if !free || machine.users.len() >= MOST_USERS + 2 {
            return None;
        }
        let mut user = User { password: Some(password), ..User::new(id, name) };
        edit::member(&mut user, &machine.definitions, group);
        let created = Some(Mark { at: now, by: "Admin".into() });
        machine.users.push(RuntimeUser { origin: Origin::Runtime, created, ..RuntimeUser::from_project(user) });
        Some(format!("create {name} ({})", number(id)))
    }

    /// Of a project's user a trace stays; one created on the machine is gone.
    fn delete_on_machine(&mut self, who: u8) -> Option<String> {
        let now = self.now();
        let machine = self.machine.as_mut()?;
        let at = place(machine.users.len(), who)?;
        if machine.users[at].user.admin {
            return None;
        }
        let record = machine.users.remove(at);
        let told = format!("delete {} ({})", record.user.name, number(record.user.id));
        if record.origin == Origin::Project {
            machine.deleted.push(trace(record, now));
        }
        Some(told)
    }

    fn take_into_project(&mut self, who: u8) -> Option<String> {
        let machine = self.machine.as_ref()?;
        let made_here = machine.users.iter().filter(|user| user.origin == Origin::Runtime).collect::<Vec<_>>();
        let mut user = choose(&made_here, who)?.user.clone();
        let known = self.designed.users.iter().any(|other| other.id == user.id);
        if known || !is_free(&user.name, self.designed.users.iter()) {
            return None;
        }
        let definitions = &self.designed.definitions;
        user.groups.retain(|member| definitions.groups.iter().any(|group| group.id == member.id));
        user.notification_groups
            .retain(|member| definitions.notification_groups.iter().any(|group| group.id == member.id));
        let told = format!("{} ({}) is taken into the project", user.name, number(user.id));
        self.designed.users.push(user);
        Some(told)
    }
}

fn trace(record: RuntimeUser, now: Time) -> DeletedUser {
    DeletedUser {
        id: record.user.id,
        name: record.user.name,
        deleted_at: Some(now),
        deleted_by: "Admin".into(),
        password: record.user.password,
        history: record.history,
        history_unknown: record.history_unknown,
        unknown: Unknown::default(),
        at: record.user.at,
    }
}
