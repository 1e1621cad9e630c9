//! The sentences of the report, whole: they are read by people who must act on them.

use super::*;

fn with_password(hash: &str) -> User {
    User { password: Some(password(hash)), ..user(10, "anna") }
}

/// anna, whose password `by` changed on 12 October 2026.
fn password_changed(by: &str) -> RuntimeUser {
    let at = time("2026-10-12T10:00:00.000Z");
    let password = Password { changed_at: Some(at), ..password("own") };
    let anna = User { password: Some(password), ..user(10, "anna") };
    RuntimeUser { changed: Some(Mark { at, by: by.into() }), ..delivered(anna) }
}

#[test]
fn kept() {
    let new = User { full_name: "Anna Adler".into(), ..user(10, "anna") };
    for (on_machine, in_project, reason) in [
        (
            password_changed("anna"),
            user(10, "anna"),
            "kept: anna set a new password on the machine on 12 October 2026; the project's new data were not taken. To replace anna, use Replace at next update in the Designer.",
        ),
        (
            password_changed("m.weber"),
            user(10, "anna"),
            "kept: anna was given a new password on the machine on 12 October 2026 by m.weber; the project's new data were not taken. To replace anna, use Replace at next update in the Designer.",
        ),
        (
            changed(user(10, "anna")),
            new,
            "kept: anna was changed on the machine on 12 October 2026 by m.weber; the project's new data were not taken. To replace anna, use Replace at next update in the Designer.",
        ),
        (
            changed(user(10, "anna")),
            user(10, "anne"),
            "kept: anna was changed on the machine on 12 October 2026 by m.weber; the project's new data were not taken. In the project the name is anne. To replace anna, use Replace at next update in the Designer.",
        ),
        (
            changed(user(10, "anna")),
            user(10, "anna"),
            "kept: anna was changed on the machine on 12 October 2026 by m.weber; the project has the same data.",
        ),
    ] {
        assert_eq!(merge(project([in_project]), machine([on_machine])).reason(10), reason);
    }
}

#[test]
fn shadowed_by_a_user_of_the_machine() {
    let merged = merge(project([user(10, "anna")]), machine([created(user(20, "Anna"))]));
    assert_eq!(
        merged.reason(10),
        "shadowed: Anna was created on the machine on 1 September 2026 by Admin and stays; the project's anna was not taken. To deliver the project's user, rename it in the Designer."
    );
}

#[test]
fn shadowed_and_what_became_of_the_old_record() {
    let project = || project([user(10, "bert")]);
    let merged = merge(project(), machine([delivered(user(10, "anna")), created(user(20, "bert"))]));
    assert_eq!(
        merged.reason(10),
        "shadowed: bert was created on the machine on 1 September 2026 by Admin and stays; the project's bert was not taken. Until now the machine had the project's user as anna, who is removed; open sessions end. To deliver the project's user, rename it in the Designer."
    );
    let merged = merge(project(), machine([changed(user(10, "anna")), created(user(20, "bert"))]));
    assert_eq!(
        merged.reason(10),
        "shadowed: bert was created on the machine on 1 September 2026 by Admin and stays; the project's bert was not taken. The machine still has the project's user as anna, changed on the machine. To deliver the project's user, rename it in the Designer."
    );
}

#[test]
fn shadowed_after_a_deletion() {
    let machine = machine([created(user(20, "anna"))]).with_deleted([deleted(user(10, "anna"))]);
    assert_eq!(
        merge(project([user(10, "anna")]), machine).reason(10),
        "shadowed: anna was created on the machine on 1 September 2026 by Admin and stays; the project's anna was not taken. The project's user was deleted on the machine before. To deliver the project's user, rename it in the Designer."
    );
}

#[test]
fn shadowed_by_a_user_of_the_project() {
    let merged = merge(project([user(10, "anne"), user(11, "anna")]), machine([changed(user(10, "anna"))]));
    assert_eq!(
        merged.reason(11),
        "shadowed: the name anna stays with another user of the project, who was changed on the machine on 12 October 2026 by m.weber; the project's anna was not taken. To deliver the project's user, rename it in the Designer."
    );
}

#[test]
fn shadowed_by_the_id() {
    let merged = merge(project([user(20, "anna")]), machine([created(user(20, "bert"))]));
    assert_eq!(
        merged.reason(20),
        "shadowed: bert was created on the machine on 1 September 2026 by Admin, has the Id of the project's anna, and stays; the project's anna was not taken. To deliver the project's user, copy it in the Designer and delete the original."
    );
}

#[test]
fn unchanged_and_updated() {
    let before = || machine([delivered(user(10, "anna"))]);
    let updated = User {
        full_name: "Anna Adler".into(),
        enabled: false,
        password_aging: false,
        must_change_password: true,
        password: Some(password("second")),
        groups: [Ref::from(id(SETTERS))].into(),
        ..user(10, "anne")
    };
    for (new, reason) in [
        (user(10, "anna"), "unchanged: anna is the same in the project and on the machine."),
        (with_password("second"), "updated: anna was taken from the project. Changed: password."),
        (
            updated,
            "updated: anne was taken from the project. Changed: name (was anna), password, full name, now disabled, password no longer expires, must change the password, groups.",
        ),
    ] {
        assert_eq!(merge(project([new]), before()).reason(10), reason);
    }
}

#[test]
fn replaced_and_removed() {
    let lost = " What was changed on the machine on 12 October 2026 by m.weber is lost.";
    for (old, more) in [(delivered(user(10, "anna")), ""), (changed(user(10, "anna")), lost)] {
        let merged = merge(project([user(11, "anna")]), machine([old.clone()]));
        assert_eq!(
            merged.reason(11),
            format!(
                "replaced: anna was deleted and created anew in the Designer; the new anna takes the place of the old one, whose sessions end.{more}"
            )
        );
        let merged = merge(project([]), machine([old]));
        assert_eq!(
            merged.reason(10),
            format!(
                "removed: the project no longer has anna. The user is gone from the machine, and open sessions end.{more}"
            )
        );
    }
}

#[test]
fn restored() {
    for (delivered, password) in [("first", ""), ("second", " The password is the project's.")] {
        let machine = machine([]).with_deleted([deleted(user(10, "anna"))]);
        assert_eq!(
            merge(project([with_password(delivered)]), machine).reason(10),
            format!(
                "restored: anna was deleted on the machine on 2 October 2026 by Admin, but the project still has this user.{password} To remove anna for good, delete the user in the Designer; until then, disable the account on the machine."
            )
        );
    }
}

#[test]
fn added_and_runtime() {
    let start = first_start(project([user(10, "anna")]), None, now());
    assert_eq!(start.reason(10), "added: anna comes with the project; this is the machine's first start.");
    let merged = merge(project([user(10, "anna")]), machine([created(user(20, "bert"))]));
    assert_eq!(merged.reason(10), "added: anna is in the project and was not on the machine yet.");
    assert_eq!(merged.reason(20), "runtime: bert was created on the machine on 1 September 2026 by Admin and stays.");
    let unsigned = RuntimeUser { created: None, ..created(user(20, "bert")) };
    let merged = merge(project([]), machine([unsigned]));
    assert_eq!(merged.reason(20), "runtime: bert was created on the machine and stays.");
}

#[test]
fn lost_groups_are_said_at_the_end() {
    let groups = [OPERATORS, SETTERS].into_iter().map(|number| Ref::from(id(number))).collect();
    let bert = created(User { groups, ..user(20, "bert") });
    let mut project = project([]);
    project.definitions.groups.truncate(1);
    assert_eq!(
        merge(project, machine([bert])).reason(20),
        "runtime: bert was created on the machine on 1 September 2026 by Admin and stays. Lost the groups Operators, Setters, which are gone."
    );
}

#[test]
fn the_report_as_programs_read_it() {
    let merged = merge(project([user(10, "anna")]), machine([created(user(20, "anna"))]));
    let shadowed = serde_json::to_value(merged.entry(10)).unwrap();
    assert_eq!(
        shadowed,
        serde_json::json!({
            "id": "00000000-0000-0000-0000-00000000000a",
            "name": "anna",
            "origin": "project",
            "action": "shadowed",
            "reason": merged.reason(10),
            "dropped_groups": [],
            "shadowed_by": "00000000-0000-0000-0000-000000000014",
        })
    );
    for action in Action::ALL {
        assert_eq!(serde_json::to_value(action).unwrap(), action.word());
    }
}
