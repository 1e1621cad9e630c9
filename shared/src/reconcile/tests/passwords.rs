//! Taking a user under rule 2 or 5: the password's history and age, and locks (design section 3).

use super::*;

fn with_password(hash: &str) -> User {
    User { password: Some(password(hash)), ..user(10, "anna") }
}

fn hashes(history: &[Password]) -> Vec<&str> {
    history.iter().map(|password| password.hash.as_str()).collect()
}

#[test]
fn another_hash_joins_the_history_restarts_the_age_and_lifts_the_lock() {
    let old = RuntimeUser { history: vec![password("zeroth")], ..delivered(with_password("first")) };
    let merged = merge(project([with_password("second")]), machine([old]));
    let anna = merged.user(10).unwrap();
    assert_eq!(anna.user.password, Some(Password { changed_at: Some(now()), ..password("second") }));
    assert_eq!(anna.history, [password("first"), password("zeroth")]);
    assert_eq!(merged.report.lift_locks, [id(10)]);
    assert_eq!(merged.report.end_sessions, [id(10)]);
}

#[test]
fn with_the_same_hash_history_age_and_lock_stay() {
    let old = RuntimeUser { history: vec![password("zeroth")], ..delivered(with_password("first")) };
    let mut new = with_password("first");
    new.full_name = "Anna Adler".into();
    new.password.as_mut().unwrap().changed_at = Some(time("2026-11-20T08:00:00.000Z"));
    let merged = merge(project([new]), machine([old.clone()]));
    let anna = merged.user(10).unwrap();
    assert_eq!(merged.action(10), Action::Updated);
    assert_eq!(anna.user.password, old.user.password, "with its age");
    assert_eq!(anna.history, old.history);
    assert!(merged.report.lift_locks.is_empty() && merged.report.end_sessions.is_empty());
}

#[test]
fn a_hash_that_a_login_made_stronger_is_the_same_password_as_the_delivered_one() {
    let weak = password("weak");
    let strong = weak.rehashed("strong".into());
    let again = strong.rehashed("stronger".into());
    for kept in [&strong, &again] {
        assert!(kept.stands_for("weak") && !kept.stands_for("other") && kept.changed_at == weak.changed_at);
        let text = format!("{kept:?}");
        assert!(!text.contains("\"weak\""), "the weak hash is gone: {text}");
        for old in [
            machine([RuntimeUser {
                history: vec![password("zeroth")],
                ..delivered(User { password: Some(kept.clone()), ..user(10, "anna") })
            }]),
            Runtime {
                deleted: vec![DeletedUser {
                    history: vec![password("zeroth")],
                    ..deleted(User { password: Some(kept.clone()), ..user(10, "anna") })
                }]
                .into(),
                ..machine([])
            },
        ] {
            let merged = merge(project([with_password("weak")]), old);
            let anna = merged.user(10).unwrap();
            assert_eq!(anna.user.password.as_ref(), Some(kept), "strong, with its age");
            assert_eq!(anna.history, [password("zeroth")]);
            assert!(merged.report.lift_locks.is_empty() && merged.report.end_sessions.is_empty());
            assert!(matches!(merged.action(10), Action::Unchanged | Action::Restored));
        }
    }
    let merged = merge(
        project([with_password("second")]),
        machine([delivered(User { password: Some(strong), ..user(10, "anna") })]),
    );
    assert_eq!(merged.user(10).unwrap().user.password.as_ref().unwrap().hash, "second");
    assert_eq!(merged.report.lift_locks, [id(10)]);
}

#[test]
fn the_history_goes_on_when_the_user_is_restored() {
    let trace = DeletedUser { history: vec![password("zeroth")], ..deleted(with_password("first")) };
    for (delivered, former, lifted) in
        [("first", vec!["zeroth"], vec![]), ("second", vec!["first", "zeroth"], vec![id(10)])]
    {
        let machine = machine([]).with_deleted([trace.clone()]);
        let merged = merge(project([with_password(delivered)]), machine);
        let anna = merged.user(10).unwrap();
        assert_eq!(hashes(&anna.history), former);
        assert_eq!(merged.report.lift_locks, lifted, "deleting and updating is no way round a lock");
        let age = anna.user.password.as_ref().unwrap().changed_at;
        assert_eq!(age, if lifted.is_empty() { password("first").changed_at } else { Some(now()) });
    }
}

#[test]
fn a_trace_without_a_password_lifts_no_lock() {
    let trace = DeletedUser { password: None, history: vec![password("zeroth")], ..deleted(user(10, "anna")) };
    let merged = merge(project([with_password("second")]), machine([]).with_deleted([trace]));
    assert!(merged.report.lift_locks.is_empty());
    assert_eq!(hashes(&merged.user(10).unwrap().history), ["zeroth"]);
}

#[test]
fn a_hash_is_remembered_once_however_often_deliveries_go_back_and_forth() {
    let mut runtime = machine([delivered(with_password("first"))]);
    for hash in ["second", "first", "second", "first"] {
        runtime = merge(project([with_password(hash)]), runtime).runtime;
    }
    let anna = runtime.users.iter().find(|user| user.user.id == id(10)).unwrap();
    assert_eq!(hashes(&anna.history), ["second", "first"]);
}

#[test]
fn the_history_forgets_beyond_what_anyone_asks_for() {
    for (asked_for, kept) in [(5, 24), (30, 30)] {
        let long: Vec<Password> = (0..40).map(|number| password(&format!("h{number}"))).collect();
        let old = RuntimeUser { history: long, ..delivered(with_password("first")) };
        let mut project = project([with_password("second")]);
        project.definitions.policies.password.history_count = asked_for;
        let merged = merge(project, machine([old]));
        let anna = merged.user(10).unwrap();
        assert_eq!(anna.history.len(), kept);
        assert_eq!(hashes(&anna.history[..2]), ["first", "h0"], "the latest first");
    }
}

#[test]
fn a_withdrawn_password_is_remembered_and_the_session_ends() {
    let none = User { password: None, ..user(10, "anna") };
    let merged = merge(project([none.clone()]), machine([delivered(with_password("first"))]));
    assert_eq!(merged.user(10).unwrap().user.password, None);
    assert_eq!(hashes(&merged.user(10).unwrap().history), ["first"]);
    assert_eq!(merged.report.end_sessions, [id(10)]);
    // And a first one begins its age now.
    let merged = merge(project([with_password("first")]), machine([delivered(none)]));
    assert_eq!(merged.user(10).unwrap().user.password.as_ref().unwrap().changed_at, Some(now()));
}

#[test]
fn a_user_that_the_project_disables_is_logged_out() {
    let disabled = User { enabled: false, ..user(10, "anna") };
    let merged = merge(project([disabled]), machine([delivered(user(10, "anna"))]));
    assert_eq!(merged.report.end_sessions, [id(10)]);
    assert!(merged.report.lift_locks.is_empty());
}

#[test]
fn a_kept_user_keeps_password_history_and_lock() {
    let old = RuntimeUser { history: vec![password("zeroth")], ..changed(with_password("first")) };
    let merged = merge(project([with_password("second")]), machine([old.clone()]));
    assert_eq!(merged.user(10), Some(&old));
    assert!(merged.report.lift_locks.is_empty() && merged.report.end_sessions.is_empty());
}

#[test]
fn what_is_unknown_of_a_history_goes_on_with_it() {
    let mut unknown = Unknown::default();
    unknown.push_attribute("Vendor".into(), "1".into());
    let history = vec![password("older")];
    let trace = DeletedUser { history: history.clone(), history_unknown: unknown.clone(), ..deleted(user(10, "anna")) };
    let old = RuntimeUser { history, history_unknown: unknown.clone(), ..delivered(user(11, "bert")) };
    let merged = merge(project([user(10, "anna"), user(11, "bert")]), machine([old]).with_deleted([trace]));
    for number in [10, 11] {
        let user = merged.user(number).unwrap();
        assert_eq!((user.history.len(), &user.history_unknown), (1, &unknown), "{number}");
    }
}

#[test]
fn what_is_unknown_of_a_password_is_part_of_the_user() {
    let mut marked = password("first");
    marked.unknown.push_attribute("Vendor".into(), "1".into());
    let new = User { password: Some(marked.clone()), ..user(10, "anna") };
    let merged = merge(project([new]), machine([delivered(user(10, "anna"))]));
    assert_eq!(merged.action(10), Action::Updated);
    assert!(merged.reason(10).contains("further data"), "{}", merged.reason(10));
    assert_eq!(merged.user(10).unwrap().user.password, Some(marked));
}
