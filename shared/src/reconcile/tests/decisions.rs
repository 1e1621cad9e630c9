//! When there is something to do, and what a first start makes.

use super::*;

fn delivery(project: u128, minute: u32, content: u8) -> Delivery {
    Delivery {
        project_id: id(project),
        time_stamp: time(&format!("2026-11-22T09:{minute:02}:00.000Z")),
        digest: Some(Digest::from_bytes([content; 32])),
    }
}

#[test]
fn an_update_happens_exactly_when_the_time_stamps_differ() {
    let merged = Some(delivery(1000, 30, 1));
    for (delivered, force, decision) in [
        (delivery(1000, 31, 2), false, Decision::Merge { rollback: false }),
        (delivery(1000, 29, 2), false, Decision::Merge { rollback: true }),
        (delivery(1000, 30, 1), false, Decision::Nothing),
        (delivery(1000, 30, 2), false, Decision::SameStampOtherContent),
        (delivery(1000, 30, 2), true, Decision::Merge { rollback: false }),
        (delivery(1000, 30, 1), true, Decision::Merge { rollback: false }),
        (delivery(2000, 31, 2), false, Decision::OtherProject),
        (delivery(2000, 31, 2), true, Decision::OtherProject),
        (delivery(2000, 30, 1), false, Decision::OtherProject),
    ] {
        assert_eq!(decide(delivered, merged, force), decision, "{delivered:?}, force {force}");
    }
}

#[test]
fn without_a_runtime_document_the_first_one_is_made() {
    for force in [false, true] {
        assert_eq!(decide(delivery(1000, 30, 1), None, force), Decision::Create);
    }
}

#[test]
fn an_unknown_digest_is_no_evidence_of_other_content() {
    let unknown = Delivery { digest: None, ..delivery(1000, 30, 1) };
    assert_eq!(decide(unknown, Some(delivery(1000, 30, 1)), false), Decision::Nothing);
    assert_eq!(decide(delivery(1000, 30, 1), Some(unknown), false), Decision::Nothing);
}

#[test]
fn a_first_start_copies_the_project() {
    let digest = Digest::from_bytes([7; 32]);
    let project = project([user(10, "anna")]);
    let Reconciled { runtime, report } = first_start(project.clone(), Some(digest), now());
    assert_eq!(runtime.project_id, project.id);
    assert_eq!(runtime.project_time_stamp, project.time_stamp);
    assert_eq!(runtime.project_digest, Some(digest));
    assert_eq!((runtime.time_stamp, runtime.generation), (now(), 1));
    assert_eq!(runtime.definitions, project.definitions);
    let users: Vec<_> = project.users.iter().cloned().map(delivered).collect();
    assert_eq!(runtime.users.items, users);
    assert_eq!(report.count(Action::Added), 2);
    assert_eq!(report.previous_time_stamp, None);
    assert!(!report.rollback);
    no_errors(&validate::runtime(&runtime));
}

#[test]
fn merging_the_same_project_right_after_the_first_start_changes_nobody() {
    let project = project([user(10, "anna")]);
    let start = first_start(project.clone(), None, now()).runtime;
    let merged = merge(project, start.clone());
    assert_eq!(merged.runtime, Runtime { generation: 2, ..start });
    assert_eq!(merged.report.count(Action::Unchanged), 2);
}

#[test]
fn a_rollback_is_merged_and_said() {
    let mut project = project([]);
    project.time_stamp = time("2026-10-01T00:00:00.000Z");
    let merged = merge(project, machine([delivered(user(10, "anna"))]));
    assert!(merged.report.rollback);
    assert_eq!(merged.report.previous_time_stamp, Some(time("2026-11-01T09:30:00.000Z")));
    assert_eq!(
        warnings(&merged),
        [
            "The project of 2026-10-01T00:00:00.000Z is older than the one of 2026-11-01T09:30:00.000Z that the machine had: this is a rollback."
        ]
    );
    assert_eq!(merged.action(10), Action::Removed);
    assert_eq!(merged.runtime.project_time_stamp, time("2026-10-01T00:00:00.000Z"));
}

#[test]
fn the_document_counts_on_and_remembers_what_was_merged() {
    let digest = Digest::from_bytes([9; 32]);
    let mut project = project([]);
    project.name = "Bottling line 2".into();
    let merged = reconcile(project, Some(digest), machine([]), now()).unwrap().runtime;
    assert_eq!((merged.generation, merged.time_stamp), (8, now()));
    assert_eq!(merged.project_digest, Some(digest));
    assert_eq!(merged.project_name, "Bottling line 2");
}
