//! The eight rows of design section 3's two tables, one test each.

use super::*;

#[test]
fn rule_1_a_user_created_at_runtime_shadows_the_project_s_of_that_name() {
    let merged = merge(project([user(10, "Anna")]), machine([created(user(20, "anna"))]));
    assert_eq!(merged.action(10), Action::Shadowed);
    assert_eq!(merged.user(20), Some(&created(user(20, "anna"))));
    assert_eq!(merged.user(10), None);
    assert_eq!(merged.report.users.len(), 2, "Admin, and the two annas in one entry");
    assert!(merged.report.end_sessions.is_empty());
}

#[test]
fn rule_2_an_unchanged_user_is_taken_from_the_project_whole() {
    let new = User {
        full_name: "Anna Adler".into(),
        enabled: false,
        groups: [Ref::from(id(SETTERS))].into(),
        email: "anna@plant.example".into(),
        ..user(10, "anna")
    };
    let old = User { phone: "112".into(), ..user(10, "anna") };
    let merged = merge(project([new.clone()]), machine([delivered(old)]));
    assert_eq!(merged.action(10), Action::Updated);
    assert_eq!(merged.user(10), Some(&delivered(new)));
}

#[test]
fn rule_2_says_unchanged_if_nothing_is_new() {
    let groups = [Ref::from(id(OPERATORS)), Ref::from(id(SETTERS))];
    let turned = [Ref::from(id(SETTERS)), Ref::from(id(OPERATORS))];
    let there = User { groups: groups.into_iter().collect(), ..user(10, "anna") };
    let delivered_again = User { groups: turned.into_iter().collect(), ..user(10, "anna") };
    let merged = merge(project([delivered_again]), machine([delivered(there)]));
    assert_eq!(merged.action(10), Action::Unchanged);
    assert_eq!(merged.action(ADMIN), Action::Unchanged);
}

#[test]
fn rule_3_a_user_changed_at_runtime_stays() {
    let here = changed(User { full_name: "Anna of the night shift".into(), ..user(10, "anna") });
    let new = User { full_name: "Anna Adler".into(), password: Some(password("second")), ..user(10, "anna") };
    let merged = merge(project([new]), machine([here.clone()]));
    assert_eq!(merged.action(10), Action::Kept);
    assert_eq!(merged.user(10), Some(&here));
}

#[test]
fn rule_4_a_user_created_anew_in_the_designer_replaces_the_old_one_changed_or_not() {
    for old in [delivered(user(10, "anna")), changed(user(10, "anna"))] {
        let new = User { password: Some(password("second")), ..user(11, "ANNA") };
        let merged = merge(project([new.clone()]), machine([old]));
        assert_eq!(merged.action(11), Action::Replaced);
        assert_eq!(merged.user(11), Some(&delivered(new)), "without the old one's history");
        assert_eq!(merged.user(10), None);
        assert_eq!(merged.report.end_sessions, [id(10)]);
        assert_eq!(merged.report.users.len(), 2, "Admin, and the two annas in one entry");
    }
}

#[test]
fn rule_5_a_user_deleted_at_runtime_comes_back_and_the_trace_goes() {
    let machine = machine([]).with_deleted([deleted(user(10, "anna"))]);
    let merged = merge(project([user(10, "anna")]), machine);
    assert_eq!(merged.action(10), Action::Restored);
    assert_eq!(merged.user(10), Some(&delivered(user(10, "anna"))));
    assert!(merged.traces().is_empty());
}

#[test]
fn rule_6_a_user_new_in_the_project_is_added() {
    let merged = merge(project([user(10, "anna")]), machine([]));
    assert_eq!(merged.action(10), Action::Added);
    assert_eq!(merged.user(10), Some(&delivered(user(10, "anna"))));
}

#[test]
fn rule_7_a_user_created_at_runtime_stays() {
    let bert = RuntimeUser { changed: Some(mark("2026-10-12", "bert")), ..created(user(20, "bert")) };
    let merged = merge(project([]), machine([bert.clone()]));
    assert_eq!(merged.action(20), Action::Runtime);
    assert_eq!(merged.user(20), Some(&bert));
}

#[test]
fn rule_8_a_user_no_longer_in_the_project_is_removed_changed_or_not() {
    for old in [delivered(user(10, "anna")), changed(user(10, "anna"))] {
        let merged = merge(project([]), machine([old]));
        assert_eq!(merged.action(10), Action::Removed);
        assert_eq!(merged.user(10), None);
        assert_eq!(merged.report.end_sessions, [id(10)]);
        assert!(merged.traces().is_empty());
    }
}

#[test]
fn ids_come_first_and_names_second() {
    // 10 was renamed to the name that 11 had, and 11 is gone: rule 2 and rule 8, not rule 4.
    let merged =
        merge(project([user(10, "bert")]), machine([delivered(user(10, "anna")), delivered(user(11, "bert"))]));
    assert_eq!(merged.action(10), Action::Updated);
    assert_eq!(merged.action(11), Action::Removed);
    assert_eq!(merged.names(), ["bert"]);
}
