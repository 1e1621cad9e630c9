//! What holds for every merge, held against arbitrary documents.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::*;
use crate::any;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_two_documents_merge_to_a_valid_one_that_stays((project, runtime) in any::pair()) {
        let merged = merge(project.clone(), runtime.clone());
        prop_assert_eq!(merged.runtime.definitions, project.definitions);
        // Nothing of the plant's is lost: whoever was created there is there, and whoever was changed
        // there and is still in the project.
        for old in runtime.users.iter() {
            let in_project = project.users.iter().any(|user| user.id == old.user.id);
            if old.origin == Origin::Runtime || (old.changed.is_some() && in_project) {
                let new = merged.runtime.users.iter().find(|user| user.user.id == old.user.id);
                let new = new.expect("stays");
                prop_assert_eq!(&new.user.password, &old.user.password);
                prop_assert_eq!((&new.user.name, &new.user.full_name), (&old.user.name, &old.user.full_name));
                prop_assert_eq!((new.origin, &new.changed, &new.history), (old.origin, &old.changed, &old.history));
            } else if !in_project {
                // And nothing of the engineer's survives that the engineer withdrew.
                prop_assert!(merged.runtime.users.iter().all(|user| user.user.id != old.user.id));
            }
        }
    }

    #[test]
    fn users_that_are_in_all_the_same_may_be_left_out(
        (project, mut runtime) in any::pair(),
        picks in prop::collection::vec(prop::bool::ANY, 0..60),
    ) {
        // Attributes that are unknown in a project may be known in a runtime document.
        let alike: Vec<bool> =
            project.users.iter().zip(&picks).map(|(p, pick)| *pick && p.unknown.is_empty()).collect();
        let same: Vec<&User> = project.users.iter().zip(&alike).filter(|(_, alike)| **alike).map(|(p, _)| p).collect();
        let is_taken = |id, name: &str| {
            same.iter().any(|p| p.id == id || crate::name::fold(&p.name) == crate::name::fold(name))
        };
        // Admin is one and the same on both sides.
        let admin_stays = same.iter().any(|p| p.admin);
        runtime.users.items.retain(|r| !(is_taken(r.user.id, &r.user.name) || admin_stays && r.user.admin));
        runtime.deleted.items.retain(|deleted| !is_taken(deleted.id, ""));
        let mut whole = runtime.clone();
        for (number, p) in same.into_iter().enumerate() {
            let at = (number * 3).min(whole.users.items.len());
            whole.users.items.insert(at, RuntimeUser::from_project(p.clone()));
        }
        prop_assert_eq!(
            reconcile_beside(project.clone(), None, runtime, &alike, now()),
            reconcile(project, None, whole, now())
        );
    }

    #[test]
    fn any_first_start_is_valid_and_merging_again_changes_nobody(project in any::project()) {
        let start = first_start(project.clone(), None, now()).runtime;
        let merged = merge(project, start.clone());
        prop_assert_eq!(merged.report.count(Action::Unchanged), start.users.len());
        let generation = start.generation;
        prop_assert_eq!(Runtime { generation, ..merged.runtime }, start);
    }
}

/// The properties above say little if the documents never meet: among a few hundred, everything happens
/// that the design knows.
#[test]
fn arbitrary_documents_reach_every_row() {
    let mut runner = TestRunner::deterministic();
    let mut counts = std::collections::BTreeMap::new();
    let (mut put_back, mut dropped) = (0, 0);
    for _ in 0..300 {
        let (project, runtime) = any::pair().new_tree(&mut runner).unwrap().current();
        let report = reconcile(project, None, runtime, now()).unwrap().report;
        for entry in &report.users {
            *counts.entry(entry.action().word()).or_insert(0) += 1;
            dropped += entry.dropped_groups.len();
        }
        put_back += report.users.iter().filter(|entry| entry.enabled_again).count();
    }
    for action in Action::ALL {
        assert!(counts.get(action.word()).is_some_and(|count| *count >= 5), "{action:?} in {counts:?}");
    }
    assert!(put_back >= 5 && dropped >= 100, "{put_back} enabled again, {dropped} groups lost");
}
