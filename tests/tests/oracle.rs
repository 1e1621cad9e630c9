//! The product's reconcile against a second one and against what must always hold (design section 3): over
//! random histories, and over all short ones of a tiny world.

use keyholder_shared::model::{Origin, Project, Runtime};
use keyholder_shared::reconcile::{Action, Conflict, Reconciled, reconcile};
use keyholder_shared::xml::Digest;
use keyholder_shared::{Id, Time};
use keyholder_tests::exhaustive;
use keyholder_tests::history::{Tally, run, run_all};
use keyholder_tests::invariants::Reconcile;

/// The long run does a hundred thousand: `cargo run --release -p keyholder-tests --bin long-run`.
#[test]
fn four_thousand_random_histories_show_no_difference() {
    let (mut tally, mut documents) = (Tally::default(), Vec::new());
    let lived = run_all(0..4000, reconcile, 8, |history| {
        tally.add(&history.tally);
        documents.extend(history.documents);
    });
    if let Err(failure) = lived {
        panic!("{failure}");
    }
    // So that the check cannot shrink unseen: everything happened, and often.
    assert!(tally.compared > 20_000 && tally.refused > 1000, "{tally:#?}");
    for action in Action::ALL {
        let count = tally.actions.get(&action).copied().unwrap_or_default();
        assert!(count > 1000, "only {count} users came out as {}: {tally:#?}", action.word());
    }
    assert!(tally.dropped > 1000 && tally.enabled_again > 30, "{tally:#?}");
    assert!(documents.len() > 4000, "only {} documents to hold against the schema", documents.len());
    #[cfg(not(windows))]
    assert_eq!(keyholder_tests::documents::refused(&documents).unwrap(), []);
}

#[test]
fn all_histories_of_five_steps_show_no_difference() {
    let coverage = exhaustive::explore(5, reconcile).unwrap_or_else(|difference| panic!("{difference}"));
    assert!(coverage.states >= 80_000 && coverage.merges >= 40_000, "the tiny world became smaller: {coverage}");
}

#[test]
fn a_planted_fault_is_found_and_told_in_a_few_steps() {
    let faults: [(&str, Reconcile); 8] = [
        ("restored users lose their history", |project, digest, runtime, now| {
            let traces = runtime.deleted.iter().map(|trace| trace.id).collect::<Vec<_>>();
            faulty(project, digest, runtime, now, |user| {
                if traces.contains(&user.user.id) {
                    user.history.clear();
                }
            })
        }),
        ("every merge restarts the age of passwords", |project, digest, runtime, now| {
            faulty(project, digest, runtime, now, |user| {
                if let Some(password) = user.user.password.as_mut().filter(|_| user.changed.is_none()) {
                    password.changed_at = Some(now);
                }
            })
        }),
        ("an update that drops a group counts as a change", |project, digest, runtime, now| {
            let before = memberships(&runtime);
            faulty(project, digest, runtime, now, |user| {
                let lost = before.contains(&(user.user.id, user.user.groups.len() + 1));
                if lost && user.changed.is_none() && user.origin == Origin::Runtime {
                    user.changed.clone_from(&user.created);
                }
            })
        }),
        ("Admin is always enabled again", |project, digest, runtime, now| {
            faulty(project, digest, runtime, now, |user| user.user.enabled |= user.user.admin)
        }),
        ("users created on the machine become the project's", |project, digest, runtime, now| {
            let ids = project.users.iter().map(|user| user.id).collect::<Vec<_>>();
            faulty(project, digest, runtime, now, |user| {
                if ids.contains(&user.user.id) {
                    user.origin = Origin::Project;
                }
            })
        }),
        ("traces stay for ever", |project, digest, runtime, now| {
            let traces = runtime.deleted.clone();
            let mut done = reconcile(project, digest, runtime, now)?;
            done.runtime.deleted = traces;
            Ok(done)
        }),
        ("users changed on the machine are not removed", |project, digest, runtime, now| {
            let users = runtime.users.clone();
            let mut done = reconcile(project, digest, runtime, now)?;
            let gone = |id| done.report.users.iter().any(|it| it.id == id && it.action() == Action::Removed);
            let stay = users.items.into_iter().filter(|user| user.changed.is_some() && gone(user.user.id));
            done.runtime.users.extend(stay);
            Ok(done)
        }),
        ("open sessions of removed users go on", |project, digest, runtime, now| {
            let mut done = reconcile(project, digest, runtime, now)?;
            let there = done.runtime.users.iter().map(|user| user.user.id).collect::<Vec<_>>();
            done.report.end_sessions.retain(|id| there.contains(id));
            Ok(done)
        }),
    ];
    for (fault, reconcile) in faults {
        let failure = (0..1000).find_map(|seed| run(seed, reconcile, 0).err());
        let failure = failure.unwrap_or_else(|| panic!("not found in 1000 histories: {fault}"));
        assert!(failure.diary.len() <= 10, "not short: {fault}: {failure}");
        assert!(failure.diary.last().is_some_and(|line| line.starts_with("Arrival")), "{fault}: {failure}");
    }
}

/// What the product makes of it, with something done to each of the machine's users afterwards.
fn faulty(
    project: Project,
    digest: Option<Digest>,
    runtime: Runtime,
    now: Time,
    fault: impl FnMut(&mut keyholder_shared::model::RuntimeUser),
) -> Result<Reconciled, Conflict> {
    let mut done = reconcile(project, digest, runtime, now)?;
    done.runtime.users.iter_mut().for_each(fault);
    Ok(done)
}

fn memberships(runtime: &Runtime) -> Vec<(Id, usize)> {
    runtime.users.iter().map(|user| (user.user.id, user.user.groups.len())).collect()
}
