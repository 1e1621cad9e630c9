//! Each check fails where what it checks does not hold.

use std::sync::atomic::{AtomicU64, Ordering};

use keyholder_shared::model::{Origin, RuntimeUser};
use keyholder_shared::reconcile::{Warning, reconcile};
use keyholder_shared::xml::{read_project, read_runtime};

use super::*;

const PROJECT: &[u8] = include_bytes!("../../cases/examples/UserManagementConfig.xml");
const RUNTIME: &[u8] = include_bytes!("../../cases/examples/UserManagementRuntimeConfig.xml");

/// The examples: Admin changed on the machine, anna deleted there, bert created there in a group that stays.
fn examples() -> (Project, Runtime) {
    (read_project(PROJECT).accept().unwrap().0, read_runtime(RUNTIME).accept().unwrap().0)
}

/// What each check says of a merge by `function`, after something was done to what came of it.
fn broken(function: Reconcile, tamper: impl Fn(&mut Reconciled)) -> Vec<&'static str> {
    let (project, before) = examples();
    let now = Time::from_millis(1_800_000_000_000);
    let mut after = function(project.clone(), None, before.clone(), now).unwrap();
    tamper(&mut after);
    let update = Update { project: &project, digest: None, before: &before, after: &after, now, reconcile: function };
    let rules = RULES.iter().chain(&SLOW_RULES);
    rules.filter(|(_, check)| check(&update).is_err()).map(|(rule, _)| *rule).collect()
}

fn find(done: &mut Reconciled, name: &str) -> usize {
    done.runtime.users.iter().position(|user| user.user.name == name).unwrap()
}

#[test]
fn the_examples_break_nothing() {
    assert_eq!(broken(reconcile, |_| {}), [""; 0]);
}

#[test]
fn each_check_notices_what_it_is_for() {
    type Tamper = fn(&mut Reconciled);
    let tampered: [(&str, Tamper); 10] = [
        ("the product does what the oracle does", |done| done.report.lift_locks.push(Id::from_u128(1))),
        ("the document says what was merged, and when", |done| done.runtime.generation += 1),
        ("groups, rights and everything but users are the project's", |done| {
            done.runtime.definitions.groups[1].rights.clear();
        }),
        ("a user created on the machine loses nothing but gone memberships", |done| {
            let bert = find(done, "bert");
            done.runtime.users[bert].user.phone = "1".into();
        }),
        ("Ids and names are unique", |done| done.runtime.users[0].user.name = "BERT".into()),
        ("one enabled administrator remains", |done| {
            let admin = find(done, "Admin");
            done.runtime.users[admin].user.enabled = false;
        }),
        ("the result validates", |done| done.runtime.users[0].user.name = "n".repeat(32).into()),
        ("the report agrees with before and after", |done| {
            done.runtime.users.push(RuntimeUser {
                origin: Origin::Runtime,
                ..RuntimeUser::from_project(keyholder_shared::model::User::new(Id::from_u128(1), "new"))
            });
        }),
        ("a dry run says what then happens", |done| done.report.warnings.push(Warning::PutBack("more".into()))),
        ("what is written reads back to the same", |done| done.runtime.users[0].user.full_name = " x".into()),
    ];
    for (rule, tamper) in tampered {
        let broken = broken(reconcile, tamper);
        assert!(broken.contains(&rule), "not noticed: {rule}; but: {broken:?}");
    }
}

#[test]
fn a_merge_that_never_comes_to_rest_is_noticed() {
    let restless: Reconcile = |project, digest, runtime, now| {
        let phone = format!("{}1", runtime.users[0].user.phone);
        let mut done = reconcile(project, digest, runtime, now)?;
        done.runtime.users[0].user.phone = phone.into();
        Ok(done)
    };
    assert!(broken(restless, |_| {}).contains(&"a second merge changes nothing"));
}

#[test]
fn a_merge_that_looks_at_the_order_is_noticed() {
    let biased: Reconcile = |project, digest, runtime, now| {
        let first = project.users[0].id;
        let mut done = reconcile(project, digest, runtime, now)?;
        let user = done.runtime.users.iter_mut().find(|user| user.user.id == first);
        user.unwrap().user.phone = "first".into();
        Ok(done)
    };
    let (project, before) = examples();
    let noticed = (0..20).any(|minute| {
        let now = Time::from_millis(60_000 * minute);
        let after = biased(project.clone(), None, before.clone(), now).unwrap();
        let update = Update { project: &project, digest: None, before: &before, after: &after, now, reconcile: biased };
        order::plays_no_part(&update).is_err()
    });
    assert!(noticed);
}

#[test]
fn a_merge_that_is_another_each_time_is_noticed() {
    static MERGES: AtomicU64 = AtomicU64::new(0);
    let moody: Reconcile = |project, digest, runtime, now| {
        let mut done = reconcile(project, digest, runtime, now)?;
        done.report.warnings.push(Warning::PutBack(MERGES.fetch_add(1, Ordering::Relaxed).to_string().into()));
        Ok(done)
    };
    assert!(broken(moody, |_| {}).contains(&"a dry run says what then happens"));
}

#[test]
fn a_user_without_a_group_is_to_be_named() {
    let (project, mut before) = examples();
    let gone = Id::from_u128(77);
    before.users[1].user.groups = [keyholder_shared::model::Ref::from(gone)].into_iter().collect();
    let mut after = reconcile(project.clone(), None, before.clone(), Time::from_millis(0)).unwrap();
    let check = |after: &Reconciled| {
        let now = Time::from_millis(0);
        groupless(&Update { project: &project, digest: None, before: &before, after, now, reconcile })
    };
    assert_eq!(check(&after), Ok(()));
    after.report.warnings.clear();
    assert!(check(&after).is_err());
}

#[test]
fn a_way_that_leaves_traces_is_noticed() {
    let sticky: Reconcile = |project, digest, runtime, now| {
        let names = runtime.users.iter().map(|user| (user.user.id, user.user.full_name.clone())).collect::<Vec<_>>();
        let mut done = reconcile(project, digest, runtime, now)?;
        for user in done.runtime.users.iter_mut() {
            let old = names.iter().find(|(id, name)| *id == user.user.id && !name.is_empty());
            user.user.full_name = old.map_or(user.user.full_name.clone(), |(_, name)| name.clone());
        }
        Ok(done)
    };
    let (mut a, _) = examples();
    a.users[0].full_name = "".into();
    let (mut b, mut c) = (a.clone(), a.clone());
    (b.users[0].full_name, c.users[0].full_name) = ("B".into(), "C".into());
    assert_eq!(detour(&a, &b, &c, reconcile), Ok(()));
    assert!(detour(&a, &b, &c, sticky).is_err());
}

#[test]
fn a_first_start_that_is_no_copy_is_noticed() {
    let (project, _) = examples();
    let now = Time::from_millis(0);
    let mut first = keyholder_shared::reconcile::first_start(project.clone(), None, now);
    assert_eq!(first_start(&project, None, &first, now), Ok(()));
    first.runtime.users[0].user.enabled = false;
    assert!(first_start(&project, None, &first, now).is_err());
}
