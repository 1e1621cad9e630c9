//! What a report counts, counted once more from the documents before and after, without any rule.

use std::collections::BTreeSet;

use keyholder_shared::Id;
use keyholder_shared::model::{Origin, Runtime, RuntimeUser};
use keyholder_shared::reconcile::{Action, Cause};

use super::{Found, Update, same};

/// The report's counts of users and groups are those of the difference between before and after.
pub(super) fn counts(update: &Update<'_>) -> Found {
    let (before, after, report) = (update.before, &update.after.runtime, &update.after.report);
    let (ids_before, ids_after) = (ids(before), ids(after));
    let traces = before.deleted.iter().map(|user| user.id).collect::<BTreeSet<_>>();
    let old_records_gone = report.users.iter().filter(|entry| match &entry.cause {
        Cause::Shadowed(shadowed) => shadowed.old.as_ref().is_some_and(|old| old.gone),
        _ => false,
    });

    let come = ids_after.difference(&ids_before).copied().collect::<BTreeSet<_>>();
    let come_back = come.intersection(&traces).count();
    same("restored", &report.count(Action::Restored), &come_back)?;
    same(
        "added and replaced",
        &(report.count(Action::Added) + report.count(Action::Replaced)),
        &(come.len() - come_back),
    )?;
    let gone = ids_before.difference(&ids_after).count();
    let told_gone = report.count(Action::Removed) + report.count(Action::Replaced) + old_records_gone.count();
    same("gone", &told_gone, &gone)?;

    // Of the project's users that were and are there untouched by the machine, some say something new.
    let untouched = |user: &&RuntimeUser| user.origin == Origin::Project && user.changed.is_none();
    let taken = before.users.iter().filter(untouched).filter_map(|old| {
        let new = after.users.iter().find(|new| new.user.id == old.user.id)?;
        Some(says(old) != says(new))
    });
    let taken = taken.collect::<Vec<_>>();
    same("updated and unchanged", &(report.count(Action::Updated) + report.count(Action::Unchanged)), &taken.len())?;
    let updated = taken.iter().filter(|updated| **updated).count();
    same("updated", &report.count(Action::Updated), &updated)?;

    let of_groups =
        |machine: &Runtime| machine.definitions.groups.iter().map(|group| group.id).collect::<BTreeSet<_>>();
    let (groups_before, groups_after) = (of_groups(before), of_groups(after));
    same("new groups", &report.groups.added.len(), &groups_after.difference(&groups_before).count())?;
    same("gone groups", &report.groups.removed.len(), &groups_before.difference(&groups_after).count())
}

fn ids(machine: &Runtime) -> BTreeSet<Id> {
    machine.users.iter().map(|user| user.user.id).collect()
}

/// What a record says of its user; the age of a password is not among it.
fn says(record: &RuntimeUser) -> keyholder_shared::model::User {
    let mut user = record.user.clone();
    user.groups.sort_by_key(|member| member.id);
    user.notification_groups.sort_by_key(|member| member.id);
    if let Some(password) = &mut user.password {
        password.changed_at = None;
    }
    user
}
