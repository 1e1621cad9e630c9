//! A second, naive reconcile, written from the two tables and the settled corners of design section 3
//! alone: plain lists, looked through from end to end, one `if` a row. It shares the model with the
//! product and nothing else, and is as slow as it is simple.
//!
//! Where the design leaves room, it reads it as the product documents it:
//! - Matching is by Id first. So P's own trace (row 5) goes before a namesake with another Id (row 4).
//! - A user made on the machine whose Id a project user has stays, like a namesake; P is shadowed.
//! - Every user is named once: a project user by its own Id, where the entry `shadowed` also speaks of
//!   the machine's user that stays in P's place and of P's old record.
//! - A deleted user's trace stays as long as the project has the user and it did not come back.
//! - A trace that keeps no password proves no other password: P comes as the project has it.
//! - The same hash stands in a history once, and a history keeps at least the last 24.

use keyholder_shared::model::{DeletedUser, Origin, Password, Project, Ref, Runtime, RuntimeUser, User};
use keyholder_shared::reconcile::Action;
use keyholder_shared::{Id, Time};

/// What the oracle expects of a merge.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The users the machine has afterwards, in no order.
    pub users: Vec<RuntimeUser>,
    /// The traces of deleted users that it keeps, in no order.
    pub tombstones: Vec<DeletedUser>,
    /// What is told, one entry a user.
    pub entries: Vec<Entry>,
    /// Users whose sessions end.
    pub ended: Vec<Id>,
    /// Users whose lock is lifted.
    pub lifted: Vec<Id>,
}

/// What is told of one user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The user; under rule 1 the project's.
    pub id: Id,
    /// What happened.
    pub action: Action,
    /// The groups and notification groups that were lost because they are gone.
    pub dropped: Vec<Id>,
    /// Admin, enabled again because nobody else could administer.
    pub enabled_again: bool,
}

/// Merges a valid project into a valid machine's document. `now` is the time of the update.
#[must_use]
pub fn reconcile(project: &Project, machine: &Runtime, now: Time) -> Outcome {
    let mut out = Outcome::default();
    let project_has = |id: Id| project.users.iter().any(|user| user.id == id);
    let mut replaced = Vec::new();

    for p in project.users.iter() {
        let itself = machine.users.iter().find(|user| user.user.id == p.id);
        let trace = machine.deleted.iter().find(|trace| trace.id == p.id);

        // 1: a user created at runtime with P's name (or P's Id): the runtime's user stays as it is; P is not
        // taken. "A name held by a project user that stays under rule 3 shadows another project user in the
        // same way."
        let stays_in_ps_place = machine.users.iter().any(|r| {
            let created_here = r.origin == Origin::Runtime && (same_name(&r.user, p) || r.user.id == p.id);
            let kept_here = r.origin == Origin::Project && r.changed.is_some() && project_has(r.user.id);
            created_here || (kept_here && same_name(&r.user, p) && r.user.id != p.id)
        });
        if stays_in_ps_place {
            let mut dropped = Vec::new();
            // "The old record goes if unchanged and stays if changed."
            if let Some(old) = itself.filter(|old| old.origin == Origin::Project) {
                if old.changed.is_some() {
                    let (stays, lost) = without_gone_groups(old, project);
                    out.users.push(stays);
                    dropped = lost;
                } else {
                    out.ended.push(old.user.id);
                }
            }
            out.tell(p.id, Action::Shadowed, dropped);
            continue;
        }
        // 2: P itself, not changed at runtime: P is taken from the project, whole.
        if let Some(r) = itself.filter(|r| r.changed.is_none()) {
            let action = if says_the_same(p, &r.user) { Action::Unchanged } else { Action::Updated };
            let new_password = hash(&p.password) != hash(&r.user.password);
            out.users.push(take(p, &r.user.password, &r.history, project, now));
            if new_password {
                out.lifted.push(p.id);
                out.ended.push(p.id);
            }
            out.tell(p.id, action, Vec::new());
            continue;
        }
        // 3: P itself, changed at runtime: the runtime's user stays.
        if let Some(r) = itself {
            let (stays, dropped) = without_gone_groups(r, project);
            out.users.push(stays);
            out.tell(p.id, Action::Kept, dropped);
            continue;
        }
        // 4: a project user with P's name and another Id (deleted and created anew in the Designer): replaced
        // by P, changed at runtime or not; sessions end.
        let namesake = machine
            .users
            .iter()
            .find(|r| r.origin == Origin::Project && same_name(&r.user, p) && !project_has(r.user.id))
            .filter(|_| trace.is_none());
        if let Some(r) = namesake {
            replaced.push(r.user.id);
            out.ended.push(r.user.id);
            out.users.push(RuntimeUser::from_project(p.clone()));
            out.tell(p.id, Action::Replaced, Vec::new());
            continue;
        }
        // 5: P deleted at runtime: P comes back from the project.
        if let Some(trace) = trace {
            let mut user = RuntimeUser { history: trace.history.clone(), ..RuntimeUser::from_project(p.clone()) };
            if trace.password.is_some() {
                user = take(p, &trace.password, &trace.history, project, now);
                if hash(&p.password) != hash(&trace.password) {
                    out.lifted.push(p.id);
                }
            }
            out.users.push(user);
            out.tell(p.id, Action::Restored, Vec::new());
            continue;
        }
        // 6: nothing of P: P is added.
        out.users.push(RuntimeUser::from_project(p.clone()));
        out.tell(p.id, Action::Added, Vec::new());
    }

    for r in machine.users.iter() {
        let id = r.user.id;
        // 7: the project does not know R, R created at runtime: stays.
        if r.origin == Origin::Runtime {
            let (stays, dropped) = without_gone_groups(r, project);
            out.users.push(stays);
            let by_id = project.users.iter().find(|p| p.id == id);
            match by_id.or_else(|| project.users.iter().find(|p| same_name(&r.user, p))) {
                // Named once, by the entry of the project's user that it shadows.
                Some(p) => out.entry(p.id).dropped.extend(dropped),
                None => out.tell(id, Action::Runtime, dropped),
            }
        }
        // 8: the project no longer has R, R from the project: removed, changed at runtime or not; sessions end.
        if r.origin == Origin::Project && !project_has(id) && !replaced.contains(&id) {
            out.ended.push(id);
            out.tell(id, Action::Removed, Vec::new());
        }
    }

    // "Deleted on both sides: the tombstone goes"; and so does that of a user who came back.
    let there: Vec<Id> = out.users.iter().map(|user| user.user.id).collect();
    for trace in machine.deleted.iter() {
        if project_has(trace.id) && !there.contains(&trace.id) {
            out.tombstones.push(trace.clone());
        }
    }
    out.keep_an_administrator(project, machine);
    // "Sessions of deleted, disabled or replaced users end at once" (section 5).
    for r in machine.users.iter().filter(|r| r.user.enabled) {
        if out.users.iter().any(|user| user.user.id == r.user.id && !user.user.enabled) {
            out.ended.push(r.user.id);
        }
    }
    out
}

impl Outcome {
    fn tell(&mut self, id: Id, action: Action, dropped: Vec<Id>) {
        self.entries.push(Entry { id, action, dropped, enabled_again: false });
    }

    fn entry(&mut self, id: Id) -> &mut Entry {
        self.entries.iter_mut().find(|entry| entry.id == id).expect("every project user has its entry")
    }

    /// True of a user who comes out as the machine had it, a password's age aside.
    fn stays_as(&self, r: &User) -> bool {
        self.users.iter().any(|user| user.user.id == r.id && says_the_same(&user.user, r))
    }

    /// "No operation and no update ever leaves a project without one enabled administrator"; Admin cannot be
    /// "taken out of Administrators", and is "enabled again" where no other administrator is enabled.
    fn keep_an_administrator(&mut self, project: &Project, machine: &Runtime) {
        let administrators = project.definitions.groups.iter().find(|group| group.administrators).expect("built in").id;
        let at = self.users.iter().position(|user| user.user.admin).expect("built in");
        if !is_member(&self.users[at].user, administrators) {
            self.users[at].user.groups.push(Ref::from(administrators));
        }
        if !self.users.iter().any(|user| user.user.enabled && is_member(&user.user, administrators)) {
            self.users[at].user.enabled = true;
            let id = self.users[at].user.id;
            // Enabled before and after, it is not enabled *again*. And of one taken from the project, the action
            // is about what the machine has in the end.
            let r = machine.users.iter().find(|r| r.user.id == id);
            let stays = r.is_some_and(|r| r.changed.is_none() && r.user.enabled);
            let unchanged = r.is_some_and(|r| self.stays_as(&r.user));
            let entry = self.entry(id);
            entry.enabled_again = !stays;
            if [Action::Updated, Action::Unchanged].contains(&entry.action) {
                entry.action = if unchanged { Action::Unchanged } else { Action::Updated };
            }
        }
    }
}

/// Taking P: "if the password hash differs, the old hash joins the history and the age restarts; if it is
/// the same, history and age stay".
fn take(p: &User, old: &Option<Password>, history: &[Password], project: &Project, now: Time) -> RuntimeUser {
    let mut user = RuntimeUser { history: history.to_vec(), ..RuntimeUser::from_project(p.clone()) };
    if hash(&p.password) == hash(old) {
        user.user.password.clone_from(old);
        return user;
    }
    if let Some(password) = &mut user.user.password {
        password.changed_at = Some(now);
    }
    if let Some(old) = old {
        user.history.retain(|former| former.hash != old.hash);
        user.history.insert(0, old.clone());
        user.history.truncate((project.definitions.policies.password.history_count as usize).max(24));
    }
    user
}

/// "Then every user loses memberships of groups and notification groups that no longer exist."
fn without_gone_groups(r: &RuntimeUser, project: &Project) -> (RuntimeUser, Vec<Id>) {
    let group_there = |id: Id| project.definitions.groups.iter().any(|group| group.id == id);
    let notified_there = |id: Id| project.definitions.notification_groups.iter().any(|group| group.id == id);
    let (mut stays, mut dropped) = (r.clone(), Vec::new());
    stays.user.groups.clear();
    for member in &r.user.groups {
        if group_there(member.id) { stays.user.groups.push(member.clone()) } else { dropped.push(member.id) }
    }
    stays.user.notification_groups.clear();
    for member in &r.user.notification_groups {
        if notified_there(member.id) {
            stays.user.notification_groups.push(member.clone());
        } else {
            dropped.push(member.id);
        }
    }
    (stays, dropped)
}

/// True if taking P changes nothing that the project says of the user; a password's age is the machine's.
fn says_the_same(p: &User, r: &User) -> bool {
    let plain = |user: &User| {
        let mut user = user.clone();
        user.groups.sort_by_key(|member| member.id);
        user.notification_groups.sort_by_key(|member| member.id);
        if let Some(password) = &mut user.password {
            password.changed_at = None;
        }
        user
    };
    plain(p) == plain(r)
}

/// Names are unique without regard to case.
pub(crate) fn same_name(one: &User, other: &User) -> bool {
    one.name.to_uppercase() == other.name.to_uppercase()
}

fn is_member(user: &User, group: Id) -> bool {
    user.groups.iter().any(|member| member.id == group)
}

fn hash(password: &Option<Password>) -> Option<&str> {
    password.as_ref().map(|password| password.hash.as_str())
}
