//! Elements in another order: the same result and the same report, up to order.

use keyholder_shared::model::{Definitions, DeletedUser, Project, Ref, Runtime, RuntimeUser, Section, Texts, User};
use keyholder_shared::reconcile::{Changes, Report};

use super::{Found, Update, same};
use crate::random::Random;

/// Merges both documents with their elements in another order, and compares.
pub(super) fn plays_no_part(update: &Update<'_>) -> Found {
    let mut random = Random::new(update.now.as_millis() as u64);
    let (mut project, mut machine) = (update.project.clone(), update.before.clone());
    shuffle_project(&mut project, &mut random);
    shuffle_machine(&mut machine, &mut random);
    let mut other = update.merge(project.clone(), machine, update.now)?;
    // Everything but the users is the project's, in whatever order it has it.
    same("definitions", &other.runtime.definitions, &project.definitions)?;
    other.runtime.definitions.clone_from(&update.after.runtime.definitions);
    same("document", &sorted(other.runtime), &sorted(update.after.runtime.clone()))?;
    same("report", &sorted_report(other.report), &sorted_report(update.after.report.clone()))
}

/// The document with its people in the order of their Ids.
pub(super) fn sorted(mut machine: Runtime) -> Runtime {
    (machine.users, machine.deleted) = sorted_people(machine.users, machine.deleted);
    machine
}

pub(super) fn sorted_people(
    mut users: Section<RuntimeUser>,
    mut deleted: Section<DeletedUser>,
) -> (Section<RuntimeUser>, Section<DeletedUser>) {
    users.sort_by_key(|user| user.user.id);
    deleted.sort_by_key(|user| user.id);
    for user in users.iter_mut().map(|user| &mut user.user) {
        sort_refs(&mut user.groups);
        sort_refs(&mut user.notification_groups);
        sort_texts(&mut user.description);
    }
    (users, deleted)
}

fn sort_refs(references: &mut [Ref]) {
    references.sort_by_key(|reference| reference.id);
}

fn sort_texts(texts: &mut Texts) {
    texts.list.sort_by(|one, other| one.lang.cmp(&other.lang));
}

fn sorted_report(mut report: Report) -> Report {
    report.users.sort_by_key(|entry| entry.id);
    report.users.iter_mut().for_each(|entry| entry.dropped_groups.sort_by_key(|group| group.id));
    for changes in [&mut report.groups, &mut report.rights, &mut report.areas, &mut report.notification_groups] {
        let Changes { added, removed, changed } = changes;
        [added, removed, changed].into_iter().for_each(|list| list.sort_by_key(|named| named.id));
    }
    report.warnings.sort();
    report.end_sessions.sort();
    report.lift_locks.sort();
    report
}

fn shuffle_project(project: &mut Project, random: &mut Random) {
    random.shuffle(&mut project.users);
    project.users.iter_mut().for_each(|user| shuffle_user(user, random));
    shuffle_definitions(&mut project.definitions, random);
}

fn shuffle_machine(machine: &mut Runtime, random: &mut Random) {
    random.shuffle(&mut machine.users);
    random.shuffle(&mut machine.deleted);
    machine.users.iter_mut().for_each(|user| shuffle_user(&mut user.user, random));
    shuffle_definitions(&mut machine.definitions, random);
}

fn shuffle_user(user: &mut User, random: &mut Random) {
    random.shuffle(&mut user.groups);
    random.shuffle(&mut user.notification_groups);
    random.shuffle(&mut user.description.list);
}

fn shuffle_definitions(definitions: &mut Definitions, random: &mut Random) {
    random.shuffle(&mut definitions.languages.list);
    random.shuffle(&mut definitions.areas);
    for area in definitions.areas.iter_mut() {
        random.shuffle(&mut area.clients);
        random.shuffle(&mut area.name.list);
    }
    random.shuffle(&mut definitions.right_groups);
    for group in definitions.right_groups.iter_mut() {
        random.shuffle(&mut group.name.list);
        random.shuffle(&mut group.rights);
        group.rights.iter_mut().for_each(|right| random.shuffle(&mut right.name.list));
    }
    random.shuffle(&mut definitions.notification_groups);
    definitions.notification_groups.iter_mut().for_each(|group| random.shuffle(&mut group.name.list));
    random.shuffle(&mut definitions.groups);
    for group in definitions.groups.iter_mut() {
        random.shuffle(&mut group.name.list);
        random.shuffle(&mut group.rights);
        random.shuffle(&mut group.areas);
    }
}
