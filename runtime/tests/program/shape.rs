//! The JSON that other programs rely on (design section 4): every field there, of its type.

use serde_json::Value;

const ACTIONS: [&str; 9] =
    ["added", "updated", "unchanged", "kept", "replaced", "restored", "removed", "shadowed", "runtime"];

/// Holds the object that `update`, `reset` and each machine of `preview` print; returns its outcome.
#[track_caller]
pub fn update(json: &Value) -> &str {
    boolean(json, "dry_run");
    boolean(json, "rollback");
    boolean(json, "policies_changed");
    for name in ["project_time_stamp", "previous_time_stamp"] {
        let stamp = field(json, name);
        assert!(
            stamp.is_null() || stamp.as_str().unwrap().parse::<keyholder_shared::Time>().is_ok(),
            "{name}: {stamp}"
        );
    }
    list(json, "users").iter().for_each(user);
    for name in ["groups", "rights", "areas"] {
        for change in ["added", "removed", "changed"] {
            list(field(json, name), change).iter().for_each(named);
        }
    }
    for name in ["warnings", "alarms"] {
        list(json, name).iter().for_each(|text| sentence(text.as_str().unwrap()));
    }
    errors(json);
    let outcome = text(json, "outcome");
    assert!(["created", "updated", "unchanged", "rejected"].contains(&outcome), "{outcome}");
    assert_eq!(outcome == "rejected", !list(json, "errors").is_empty(), "a refusal and nothing else has errors");
    outcome
}

/// Holds the list `errors`.
#[track_caller]
pub fn errors(json: &Value) {
    list(json, "errors").iter().for_each(fault);
}

/// Holds one fault of a file; line and column are both there or both null.
#[track_caller]
pub fn fault(fault: &Value) {
    assert!(!text(fault, "file").is_empty());
    sentence(text(fault, "message"));
    match (field(fault, "line"), field(fault, "column")) {
        (Value::Null, Value::Null) => {}
        (line, column) => assert!(line.as_u64() >= Some(1) && column.as_u64() >= Some(1), "{fault}"),
    }
}

/// What `update` did with the user of this name, and why.
#[track_caller]
pub fn who<'j>(json: &'j Value, name: &str) -> (&'j str, &'j str) {
    let mut found = list(json, "users").iter().filter(|user| user["name"] == name);
    let user = found.next().unwrap_or_else(|| panic!("{name} is not told"));
    assert!(found.next().is_none(), "{name} is told twice");
    (text(user, "action"), text(user, "reason"))
}

/// A field that must be there.
#[track_caller]
pub fn field<'j>(json: &'j Value, name: &str) -> &'j Value {
    json.get(name).unwrap_or_else(|| panic!("no {name:?} in {json}"))
}

#[track_caller]
pub fn list<'j>(json: &'j Value, name: &str) -> &'j Vec<Value> {
    field(json, name).as_array().unwrap_or_else(|| panic!("{name:?} is no list in {json}"))
}

#[track_caller]
pub fn text<'j>(json: &'j Value, name: &str) -> &'j str {
    field(json, name).as_str().unwrap_or_else(|| panic!("{name:?} is no text in {json}"))
}

#[track_caller]
fn boolean(json: &Value, name: &str) {
    assert!(field(json, name).is_boolean(), "{name}");
}

fn user(user: &Value) {
    id(text(user, "id"));
    assert!(["project", "runtime"].contains(&text(user, "origin")));
    let (name, action, reason) = (text(user, "name"), text(user, "action"), text(user, "reason"));
    assert!(!name.is_empty());
    assert!(ACTIONS.contains(&action), "{action}");
    assert!(reason.starts_with(&format!("{action}: ")) && reason.contains(name), "{reason}");
    sentence(reason);
    list(user, "dropped_groups").iter().for_each(named);
}

fn named(named: &Value) {
    id(text(named, "id"));
    assert!(!text(named, "name").is_empty());
}

fn id(text: &str) {
    assert!(text.parse::<keyholder_shared::Id>().is_ok(), "{text}");
}

fn sentence(text: &str) {
    assert!(text.ends_with(['.', '?']) && text.contains(' '), "no sentence: {text}");
}
