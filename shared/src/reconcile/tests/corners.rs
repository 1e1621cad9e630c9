//! The settled corners of design section 3 about names, deletion and order.

use super::*;

#[test]
fn renamed_in_the_designer_and_unchanged_at_runtime_is_renamed() {
    let merged = merge(project([user(10, "anne")]), machine([delivered(user(10, "anna"))]));
    assert_eq!(merged.action(10), Action::Updated);
    assert_eq!(merged.names(), ["anne"]);
}

#[test]
fn renamed_in_the_designer_and_changed_at_runtime_is_kept_with_the_runtime_name() {
    let merged = merge(project([user(10, "anne")]), machine([changed(user(10, "anna"))]));
    assert_eq!(merged.action(10), Action::Kept);
    assert_eq!(merged.names(), ["anna"]);
    assert_eq!(merged.entry(10).name, "anna");
}

#[test]
fn two_users_swap_their_names_in_one_update() {
    let merged = merge(
        project([user(10, "bert"), user(11, "anna")]),
        machine([delivered(user(10, "anna")), delivered(user(11, "bert"))]),
    );
    assert_eq!((merged.action(10), merged.action(11)), (Action::Updated, Action::Updated));
    assert_eq!(merged.user(10).unwrap().user.name, "bert");
    assert_eq!(merged.user(11).unwrap().user.name, "anna");
}

#[test]
fn three_users_pass_their_names_on_in_a_ring() {
    let merged = merge(
        project([user(10, "b"), user(11, "c"), user(12, "a")]),
        machine([delivered(user(10, "a")), delivered(user(11, "b")), delivered(user(12, "c"))]),
    );
    assert_eq!(merged.report.count(Action::Updated), 3);
}

#[test]
fn a_rename_to_a_name_held_by_the_machine_s_user_removes_the_unchanged_record() {
    let merged = merge(project([user(10, "bert")]), machine([delivered(user(10, "anna")), created(user(20, "bert"))]));
    assert_eq!(merged.action(10), Action::Shadowed);
    assert_eq!(merged.names(), ["bert"]);
    assert_eq!(merged.user(20), Some(&created(user(20, "bert"))));
    assert_eq!(merged.report.end_sessions, [id(10)]);
}

#[test]
fn a_rename_to_a_name_held_by_the_machine_s_user_leaves_the_changed_record() {
    let merged = merge(project([user(10, "bert")]), machine([changed(user(10, "anna")), created(user(20, "bert"))]));
    assert_eq!(merged.action(10), Action::Shadowed);
    assert_eq!(merged.names(), ["anna", "bert"]);
    assert_eq!(merged.user(10), Some(&changed(user(10, "anna"))));
    assert!(merged.report.end_sessions.is_empty());
}

#[test]
fn a_project_user_that_stays_shadows_another_one_in_the_same_way() {
    // anna was changed and stays anna, although the project has another name; the project's new anna waits.
    let merged = merge(project([user(10, "anne"), user(11, "anna")]), machine([changed(user(10, "anna"))]));
    assert_eq!((merged.action(10), merged.action(11)), (Action::Kept, Action::Shadowed));
    assert_eq!(merged.names(), ["anna"]);
}

#[test]
fn a_kept_user_shadows_an_unchanged_one_that_was_renamed_to_its_name() {
    let merged = merge(
        project([user(10, "anne"), user(11, "anna")]),
        machine([changed(user(10, "anna")), delivered(user(11, "bert"))]),
    );
    assert_eq!((merged.action(10), merged.action(11)), (Action::Kept, Action::Shadowed));
    assert_eq!(merged.names(), ["anna"]);
    assert_eq!(merged.report.end_sessions, [id(11)]);
}

#[test]
fn two_changed_users_whose_names_were_swapped_both_stay() {
    let merged = merge(
        project([user(10, "bert"), user(11, "anna")]),
        machine([changed(user(10, "anna")), changed(user(11, "bert"))]),
    );
    assert_eq!(merged.user(10), Some(&changed(user(10, "anna"))));
    assert_eq!(merged.user(11), Some(&changed(user(11, "bert"))));
    assert!(merged.report.end_sessions.is_empty());
}

#[test]
fn deleted_at_runtime_then_a_namesake_created_there_is_rule_1_and_the_trace_stays() {
    let machine = machine([created(user(20, "anna"))]).with_deleted([deleted(user(10, "anna"))]);
    let merged = merge(project([user(10, "anna")]), machine);
    assert_eq!(merged.action(10), Action::Shadowed);
    assert_eq!(merged.names(), ["anna"]);
    assert_eq!(merged.traces(), [10]);
}

#[test]
fn deleted_on_both_sides_the_trace_goes() {
    let merged = merge(project([]), machine([]).with_deleted([deleted(user(10, "anna"))]));
    assert!(merged.traces().is_empty());
    assert_eq!(merged.report.users.len(), 1, "Admin alone: nobody was there, nobody is");
}

#[test]
fn deleted_at_runtime_and_created_anew_in_the_designer_is_another_user() {
    let machine = machine([]).with_deleted([deleted(user(10, "anna"))]);
    let merged = merge(project([user(11, "anna")]), machine);
    assert_eq!(merged.action(11), Action::Added);
    assert!(merged.traces().is_empty());
}

#[test]
fn names_meet_without_regard_to_case_and_composition() {
    for (on_machine, in_project) in [("ZIELIŃSKI", "zieliński"), ("Straße", "STRASSE"), ("e\u{301}va", "\u{c9}VA")] {
        let here = created(user(20, &crate::name::tidy(on_machine)));
        let merged = merge(project([user(10, &crate::name::tidy(in_project))]), machine([here]));
        assert_eq!(merged.action(10), Action::Shadowed, "{on_machine}");
    }
}

#[test]
fn a_user_created_at_runtime_whose_id_the_project_took_over_stays_the_machine_s() {
    let merged = merge(project([user(20, "anna")]), machine([created(user(20, "bert"))]));
    assert_eq!(merged.action(20), Action::Shadowed);
    assert_eq!(merged.names(), ["bert"]);
    let merged = merge(project([user(20, "bert")]), machine([created(user(20, "bert"))]));
    assert_eq!(merged.action(20), Action::Shadowed);
    assert_eq!(merged.user(20), Some(&created(user(20, "bert"))));
}

#[test]
fn a_shadow_that_the_project_shadows_on_is_told_of_once() {
    // bert of the machine shadows the project's 10; the changed anna, whom 10 is, shadows 11.
    let merged = merge(
        project([user(10, "bert"), user(11, "anna")]),
        machine([changed(user(10, "anna")), created(user(20, "bert"))]),
    );
    assert_eq!((merged.action(10), merged.action(11)), (Action::Shadowed, Action::Shadowed));
    assert_eq!(merged.names(), ["anna", "bert"]);
    assert_eq!(merged.report.users.len(), 3);
}

#[test]
fn edited_and_edited_back_is_still_changed() {
    let merged = merge(project([user(10, "anna")]), machine([changed(user(10, "anna"))]));
    assert_eq!(merged.action(10), Action::Kept);
    assert!(merged.user(10).unwrap().changed.is_some());
}

#[test]
fn once_the_shadow_is_gone_the_project_s_user_comes() {
    let mut first = merge(project([user(10, "anna")]), machine([created(user(20, "anna"))]));
    first.runtime.users.retain(|user| user.user.id != id(20));
    let merged = merge(project([user(10, "anna")]), first.runtime);
    assert_eq!(merged.action(10), Action::Added);
}
