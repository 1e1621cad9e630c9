//! A delivered project and a machine's own changes become one (design section 3).
//!
//! [`decide`] says whether there is anything to do, [`first_start`] makes a machine's first runtime
//! document, [`reconcile`] merges. All three are pure. The two tables of the design are [`rules`], row by
//! row; what happens to one user under a row is [`taking`]; what is told of it is the [`Report`].

mod cause;
mod changes;
mod extras;
mod report;
mod rules;
mod taking;
mod warning;

#[cfg(test)]
mod tests;

use std::fmt;

use rustc_hash::FxHashMap;

pub use cause::Cause;
pub use changes::{Changes, Named};
pub use report::{Action, Report, UserReport};
pub use warning::Warning;

use crate::model::{Definitions, Origin, Project, Ref, Refs, Runtime, RuntimeUser, Section, User};
use crate::xml::Digest;
use crate::{Id, Time};
use rules::{Machine, Row};

/// What is to be done about a project file that was delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// There is no runtime document: write the first one.
    Create,
    /// Merge. It is a rollback if the project is older than the one merged last.
    Merge {
        /// The project is older than the one merged last.
        rollback: bool,
    },
    /// This very project was merged already.
    Nothing,
    /// Same time stamp, other content: nothing is merged, a warning says so.
    SameStampOtherContent,
    /// The machine runs another project: refused.
    OtherProject,
}

/// What identifies one delivery of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The project.
    pub project_id: Id,
    /// Its time stamp.
    pub time_stamp: Time,
    /// The digest of the file's bytes, if it is known.
    pub digest: Option<Digest>,
}

/// Decides what to do with `delivered`, where `merged` is what the machine merged last (nothing before
/// its first start). With `force` the same time stamp is merged as well.
#[must_use]
pub fn decide(delivered: Delivery, merged: Option<Delivery>, force: bool) -> Decision {
    let Some(merged) = merged else { return Decision::Create };
    if delivered.project_id != merged.project_id {
        return Decision::OtherProject;
    }
    if delivered.time_stamp != merged.time_stamp || force {
        return Decision::Merge { rollback: delivered.time_stamp < merged.time_stamp };
    }
    match (delivered.digest, merged.digest) {
        (Some(one), Some(other)) if one != other => Decision::SameStampOtherContent,
        _ => Decision::Nothing,
    }
}

/// A new runtime document and what is to be told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciled {
    /// What the machine keeps from now on.
    pub runtime: Runtime,
    /// What happened to whom, and why.
    pub report: Report,
}

/// The machine's first runtime document: a copy of the project. `digest` is that of the project file.
#[must_use]
pub fn first_start(project: Project, digest: Option<Digest>, now: Time) -> Reconciled {
    let project = extras::without_machine_names(project);
    let mut report = Report::new(project.time_stamp, None);
    report.compare(&Definitions::default(), &project.definitions);
    report.policies_changed = false;
    report.security_changed = false;
    report.users = project
        .users
        .iter()
        .map(|user| UserReport::new(user.id, &user.name, Origin::Project, Cause::Added { first_start: true }))
        .collect();
    let project_extras = extras::names(&project.unknown, &project.users.unknown);
    let Section { items, unknown } = project.users;
    let runtime = Runtime {
        project_id: project.id,
        project_name: project.name,
        time_stamp: now,
        project_time_stamp: project.time_stamp,
        project_digest: digest,
        generation: 1,
        project_extras,
        definitions: project.definitions,
        users: Section {
            items: items.into_iter().map(extras::user_without_machine_names).map(RuntimeUser::from_project).collect(),
            unknown,
        },
        deleted: Section::default(),
        unknown: project.unknown,
    };
    Reconciled { runtime, report }
}

/// Why two documents cannot be merged at all: an Id stands for Admin in one and for another user in the
/// other. Programs never write such files; without this refusal the machine could lose its Admin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The project's user.
    pub in_project: String,
    /// The machine's user.
    pub on_machine: String,
    /// The Id of both.
    pub id: Id,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "The Id {} is {:?} in the project and {:?} on the machine, and only one of them is the built-in Admin. \
             One of the files was edited by hand; give the project's user another Id.",
            self.id, self.in_project, self.on_machine
        )
    }
}

impl std::error::Error for Conflict {}

/// Merges a valid project into a valid runtime document. `digest` is that of the project file, `now` the
/// time of the update.
///
/// The result validates. Reconciling it again with the same project changes nothing but its time stamp
/// and generation. The order of elements plays no part in any decision.
///
/// # Errors
/// A [`Conflict`] if an Id is Admin's on one side alone.
pub fn reconcile(
    project: Project,
    digest: Option<Digest>,
    runtime: Runtime,
    now: Time,
) -> Result<Reconciled, Conflict> {
    reconcile_beside(project, digest, runtime, &[], now)
}

/// Like [`reconcile`], where `runtime` lacks users that the machine never changed and that are in all the
/// same as in the project: `alike` says of each of the project's first users whether it is such a one
/// (`xml::Alike`). They fall under rule 2.
///
/// # Errors
/// As [`reconcile`].
pub fn reconcile_beside(
    project: Project,
    digest: Option<Digest>,
    runtime: Runtime,
    alike: &[bool],
    now: Time,
) -> Result<Reconciled, Conflict> {
    let project = extras::without_machine_names(project);
    let mut report = Report::new(project.time_stamp, Some(runtime.project_time_stamp));
    report.compare(&runtime.definitions, &project.definitions);
    let extras = extras::merge(&project, &runtime);

    let machine = Machine::new(&project.users, runtime.users.items, runtime.deleted.items)?;
    let memberships = Memberships::new(&runtime.definitions, &project.definitions);
    let mut merge = Merge {
        machine,
        memberships,
        report,
        users: Vec::with_capacity(project.users.len()),
        now,
        history: history_limit(&project),
    };
    let alike = alike.iter().copied().chain(std::iter::repeat(false));
    for (user, alike) in project.users.items.into_iter().zip(alike) {
        merge.project_user(extras::user_without_machine_names(user), alike);
    }
    merge.rest_of_the_machine();
    merge.keep_an_administrator(&project.definitions);
    let deleted = Section { items: merge.machine.remaining_tombstones(), unknown: runtime.deleted.unknown };

    let runtime = Runtime {
        project_id: project.id,
        project_name: project.name,
        time_stamp: now,
        project_time_stamp: project.time_stamp,
        project_digest: digest,
        generation: runtime.generation + 1,
        project_extras: extras.names,
        definitions: project.definitions,
        users: Section { items: merge.users, unknown: extras.users },
        deleted,
        unknown: extras.root,
    };
    Ok(Reconciled { runtime, report: merge.report })
}

/// A former password is forgotten only when there are more than the guidelines ask for, and than anyone
/// is likely to ask for.
fn history_limit(project: &Project) -> usize {
    project.definitions.policies.password.history_count.max(24) as usize
}

/// A merge under way.
struct Merge {
    machine: Machine,
    memberships: Memberships,
    report: Report,
    users: Vec<RuntimeUser>,
    now: Time,
    history: usize,
}

impl Merge {
    /// Table 1: what becomes of the project's user P.
    fn project_user(&mut self, p: User, alike: bool) {
        let row = if alike { Row::Alike } else { self.machine.row(&p) };
        let mut entry = UserReport::new(p.id, &p.name, Origin::Project, Cause::Unchanged);
        match row {
            // Rule 1: P is not taken. Whoever has P's name stays, and is looked after in its turn; an
            // old record of P goes if the machine did not change it.
            Row::Shadowed(holder) => {
                let old = self.machine.old_record(p.id, &holder, self.report.users.len());
                if old.as_ref().is_some_and(|old| old.gone) {
                    self.report.end_sessions.push(p.id);
                }
                entry.cause = Cause::shadowed(&p, &holder, old, self.machine.is_deleted(p.id));
            }
            // Rule 2, nothing new: password, age and history are those of the project.
            Row::Alike => self.users.push(RuntimeUser::from_project(p)),
            // Rules 2 and 3.
            Row::Itself(old) if old.changed.is_none() => {
                let (user, cause) = taking::take(p, old, self.now, self.history, &mut self.report);
                entry.cause = cause;
                self.users.push(user);
            }
            Row::Itself(mut old) => {
                entry.name = old.user.name.clone();
                entry.cause = Cause::kept(&p, &old);
                entry.dropped_groups = self.memberships.drop_gone(&mut old.user, &mut self.report);
                self.users.push(old);
            }
            // Rule 4.
            Row::Replaced(old) => {
                self.report.end_sessions.push(old.user.id);
                entry.cause = Cause::Replaced { old: old.user.id, changed: old.changed.map(Box::new) };
                self.users.push(RuntimeUser::from_project(p));
            }
            // Rule 5.
            Row::Restored(tombstone) => {
                let (user, cause) = taking::restore(p, tombstone, self.now, self.history, &mut self.report);
                entry.cause = cause;
                self.users.push(user);
            }
            // Rule 6.
            Row::Added => {
                entry.cause = Cause::Added { first_start: false };
                self.users.push(RuntimeUser::from_project(p));
            }
        }
        self.report.users.push(entry);
    }

    /// Table 2: what becomes of the machine's users of whom the project knows nothing, and of those who
    /// shadowed one of the project's.
    fn rest_of_the_machine(&mut self) {
        for (index, mut old) in self.machine.remaining_users() {
            let mut entry = UserReport::new(old.user.id, &old.user.name, old.origin, Cause::Unchanged);
            // Rule 8; but an old record that was changed stays when its successor is shadowed.
            if old.origin == Origin::Project && !self.machine.is_in_project(old.user.id) {
                self.report.end_sessions.push(old.user.id);
                entry.cause = Cause::Removed { changed: old.changed.map(Box::new) };
                self.report.users.push(entry);
                continue;
            }
            let dropped = self.memberships.drop_gone(&mut old.user, &mut self.report);
            // Named once: who shadows a project's user is told of there.
            match self.machine.entry_of(index).and_then(|at| self.report.users.get_mut(at)) {
                Some(told) => told.add_dropped(dropped),
                // Rule 7.
                None => {
                    entry.dropped_groups = dropped;
                    entry.cause = Cause::Runtime { created: old.created.clone().map(Box::new) };
                    self.report.users.push(entry);
                }
            }
            self.users.push(old);
        }
    }

    /// No update leaves a machine without one enabled administrator (design section 2), and none takes
    /// Admin out of the group.
    fn keep_an_administrator(&mut self, definitions: &Definitions) {
        let Some(administrators) = definitions.administrators() else { return };
        let report = &mut self.report;
        if let Some(admin) = self.users.iter_mut().find(|user| user.user.admin)
            && !admin.user.is_member_of(administrators)
        {
            admin.user.groups.push(Ref::from(administrators));
            report.warnings.push(Warning::PutBack(admin.user.name.clone()));
        }
        if self.users.iter().any(|user| user.user.enabled && user.user.is_member_of(administrators)) {
            return;
        }
        if let Some(admin) = self.users.iter_mut().find(|user| user.user.admin) {
            admin.user.enabled = true;
            // Sessions that were to end because the account is disabled go on; a new password ends them.
            if !report.lift_locks.contains(&admin.user.id) {
                report.end_sessions.retain(|id| *id != admin.user.id);
            }
            let entry = report.users.iter_mut().find(|entry| entry.id == admin.user.id);
            // Merged twice, the second time it was enabled already: nothing changes.
            let stays = entry.is_some_and(|entry| {
                let stays = entry.cause.enable();
                entry.enabled_again = !stays;
                stays
            });
            let warning = if stays { Warning::StaysEnabled } else { Warning::EnabledAgain };
            report.warnings.push(warning(admin.user.name.clone()));
        }
    }
}

/// The groups and notification groups that the new project has, and the names of those that are gone.
struct Memberships {
    groups: Known,
    notification_groups: Known,
}

#[derive(Default)]
struct Known {
    there: rustc_hash::FxHashSet<Id>,
    gone: FxHashMap<Id, Named>,
}

impl Known {
    fn new<T>(before: &[T], after: &[T], name: impl Fn(&T) -> Named) -> Self {
        let there: rustc_hash::FxHashSet<Id> = after.iter().map(|item| name(item).id).collect();
        let gone =
            before.iter().map(name).filter(|named| !there.contains(&named.id)).map(|named| (named.id, named)).collect();
        Self { there, gone }
    }

    /// Removes memberships of what is gone; answers what they were of.
    fn drop_gone(&self, memberships: &mut Refs) -> Vec<Named> {
        let mut dropped = Vec::new();
        if memberships.iter().all(|member| self.there.contains(&member.id)) {
            return dropped;
        }
        memberships.retain(|member| {
            let stays = self.there.contains(&member.id);
            if !stays {
                dropped.push(self.gone.get(&member.id).cloned().unwrap_or_else(|| Named::unnamed(member.id)));
            }
            stays
        });
        dropped
    }
}

impl Memberships {
    fn new(before: &Definitions, after: &Definitions) -> Self {
        let language = &before.languages.default;
        Self {
            groups: Known::new(&before.groups, &after.groups, |group| Named::new(group.id, &group.name, language)),
            notification_groups: Known::new(&before.notification_groups, &after.notification_groups, |group| {
                Named::new(group.id, &group.name, language)
            }),
        }
    }

    /// Every user that stays loses memberships of groups that no longer exist; who is left without one
    /// keeps the account, has no rights, and is named in a warning.
    fn drop_gone(&self, user: &mut User, report: &mut Report) -> Vec<Named> {
        let mut dropped = self.groups.drop_gone(&mut user.groups);
        if !dropped.is_empty() && user.groups.is_empty() {
            report.warnings.push(Warning::InNoGroup(user.name.clone()));
        }
        dropped.extend(self.notification_groups.drop_gone(&mut user.notification_groups));
        dropped
    }
}
