//! Taking a project's user under rule 2 or 5: what of the machine's record goes on.
//!
//! If the password's hash differs, the old hash joins the history, the age restarts and a lock is lifted;
//! if it is the same, history, age and lock stay (design section 3).

use super::cause::{Restored, Updated};
use super::{Cause, Report};
use crate::Time;
use crate::model::{DeletedUser, Password, Refs, RuntimeUser, User};

/// Rule 2: `p` takes the place of `old`, its unchanged record on the machine.
pub(super) fn take(p: User, old: RuntimeUser, now: Time, history: usize, report: &mut Report) -> (RuntimeUser, Cause) {
    let cause = match differences(&p, &old.user) {
        None => Cause::Unchanged,
        Some(updated) => Cause::Updated(Box::new(updated)),
    };
    let newly_disabled = !p.enabled && old.user.enabled;
    let mut taken =
        RuntimeUser { history: old.history, history_unknown: old.history_unknown, ..RuntimeUser::from_project(p) };
    let new_password = continue_password(&mut taken, old.user.password, now, history);
    if new_password {
        report.lift_locks.push(taken.user.id);
    }
    if new_password || newly_disabled {
        report.end_sessions.push(taken.user.id);
    }
    (taken, cause)
}

/// Rule 5: `p` comes back after it was deleted on the machine.
pub(super) fn restore(
    p: User,
    old: DeletedUser,
    now: Time,
    history: usize,
    report: &mut Report,
) -> (RuntimeUser, Cause) {
    let mut taken = RuntimeUser { history_unknown: old.history_unknown, ..RuntimeUser::from_project(p) };
    // A trace that keeps no password cannot show that the project's is another one: then it is taken as
    // the project has it, and a lock stays.
    taken.history = old.history;
    let differs = old.password.is_some_and(|password| continue_password(&mut taken, Some(password), now, history));
    if differs {
        report.lift_locks.push(taken.user.id);
    }
    let cause = Restored { deleted_at: old.deleted_at, deleted_by: old.deleted_by, password: differs };
    (taken, Cause::Restored(Box::new(cause)))
}

/// Carries the age over to `taken`, or the old password into its history. True if its password is
/// another than `old`.
fn continue_password(taken: &mut RuntimeUser, old: Option<Password>, now: Time, limit: usize) -> bool {
    let Some(old) = old else {
        // There was none: the one that comes begins its age now, as any newly set one.
        if let Some(password) = &mut taken.user.password {
            password.changed_at = Some(now);
        }
        return taken.user.password.is_some();
    };
    if let Some(password) = &mut taken.user.password {
        if old.stands_for(&password.hash) {
            // A stronger hash of the same password stays.
            let further = std::mem::take(&mut password.unknown);
            *password = if old.hash == password.hash { Password { unknown: further, ..old } } else { old };
            return false;
        }
        password.changed_at = Some(now);
    }
    // The same hash is remembered once, however often deliveries go back and forth.
    taken.history.retain(|former| former.hash != old.hash);
    taken.history.insert(0, old);
    taken.history.truncate(limit);
    true
}

/// The words for a user who is enabled from now on, or disabled.
pub(super) const NOW_ENABLED: &str = "now enabled";
pub(super) const NOW_DISABLED: &str = "now disabled";

/// What is other in the project's `p` than in the machine's `r`; `None` if nothing is.
pub(super) fn differences(p: &User, r: &User) -> Option<Updated> {
    let fields = [
        ("full name", p.full_name == r.full_name),
        (if p.enabled { NOW_ENABLED } else { NOW_DISABLED }, p.enabled == r.enabled),
        (
            if p.password_aging { "password now expires" } else { "password no longer expires" },
            p.password_aging == r.password_aging,
        ),
        (
            if p.must_change_password { "must change the password" } else { "need not change the password" },
            p.must_change_password == r.must_change_password,
        ),
        ("language", p.language == r.language),
        ("e-mail", p.email == r.email),
        ("mobile phone", p.mobile_phone == r.mobile_phone),
        ("phone", p.phone == r.phone),
        ("notification type", p.notification_type == r.notification_type),
        ("description", p.description == r.description),
        ("groups", same_members(&p.groups, &r.groups)),
        ("notification groups", same_members(&p.notification_groups, &r.notification_groups)),
        ("further data", p.unknown == r.unknown && p.admin == r.admin && same_further(p, r)),
    ];
    let password = match (&p.password, &r.password) {
        (Some(p), Some(r)) => !r.stands_for(&p.hash),
        (p, r) => p.is_some() != r.is_some(),
    };
    if p.name == r.name && !password && fields.iter().all(|(_, same)| *same) {
        return None;
    }
    Some(Updated {
        renamed_from: (p.name != r.name).then(|| r.name.clone()),
        password,
        fields: fields.iter().filter(|(_, same)| !same).map(|(field, _)| *field).collect(),
    })
}

fn same_further(p: &User, r: &User) -> bool {
    match (&p.password, &r.password) {
        (Some(p), Some(r)) => p.further() == r.further(),
        _ => true,
    }
}

/// True if both name the same groups, in whatever order.
fn same_members(one: &Refs, other: &Refs) -> bool {
    super::changes::same_set(one, other)
}
