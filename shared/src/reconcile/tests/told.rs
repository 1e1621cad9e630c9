//! What tables and programs are told of each user.

use serde_json::json;

use super::*;

/// A merge in which everything happens that the design knows, and who it happens to.
fn everything() -> (Reconciled, [(u128, Action, bool); 9]) {
    let full_name = User { full_name: "Carl Clausen".into(), ..user(12, "carl") };
    let project = project([
        user(10, "anna"),
        user(11, "bert"),
        full_name,
        user(13, "dora"),
        user(14, "emil"),
        user(15, "fritz"),
        user(16, "gina"),
    ]);
    let machine = machine([
        created(user(20, "anna")),
        delivered(user(11, "bert")),
        delivered(user(12, "carl")),
        changed(user(13, "dora")),
        delivered(user(24, "emil")),
        created(user(27, "hans")),
        delivered(user(28, "ida")),
    ])
    .with_deleted([deleted(user(15, "fritz"))]);
    let told = [
        (10, Action::Shadowed, true),
        (11, Action::Unchanged, false),
        (12, Action::Updated, false),
        (13, Action::Kept, true),
        (14, Action::Replaced, true),
        (15, Action::Restored, true),
        (16, Action::Added, false),
        (27, Action::Runtime, false),
        (28, Action::Removed, true),
    ];
    (merge(project, machine), told)
}

#[test]
fn someone_should_look_at_what_does_not_stay_or_come_as_expected() {
    let (merged, told) = everything();
    for (number, action, attention) in told {
        let entry = merged.entry(number);
        assert_eq!((entry.action(), entry.needs_attention()), (action, attention), "{number}");
        assert_eq!(merged.report.count(action), if action == Action::Unchanged { 2 } else { 1 });
        let lost = UserReport { dropped_groups: vec![Named::unnamed(id(SETTERS))], ..entry.clone() };
        let enabled = UserReport { enabled_again: true, ..entry.clone() };
        assert!(lost.needs_attention() && enabled.needs_attention(), "{number}");
    }
}

#[test]
fn programs_are_told_the_same() {
    let (merged, told) = everything();
    for (number, action, _) in told {
        let entry = merged.entry(number);
        let mut expected = json!({
            "id": entry.id.to_string(),
            "name": entry.name.as_str(),
            "origin": if action == Action::Runtime { "runtime" } else { "project" },
            "action": action.word(),
            "reason": entry.reason(),
            "dropped_groups": [],
        });
        match action {
            Action::Shadowed => expected["shadowed_by"] = json!(id(20).to_string()),
            Action::Replaced => expected["replaces"] = json!(id(24).to_string()),
            _ => {}
        }
        assert_eq!(serde_json::to_value(entry).unwrap(), expected);
    }
}
