//! Unknown content: the project's goes when the project withdraws it, the plant's stays, and none of it
//! takes the place of something that a runtime document knows.

use super::*;

fn attribute(name: &str, value: &str) -> Unknown {
    let mut unknown = Unknown::default();
    unknown.push_attribute(name.into(), value.into());
    unknown
}

fn element(name: &str) -> Unknown {
    let mut unknown = Unknown::default();
    unknown.push_element(name.into(), format!("<{name}>kept</{name}>").into());
    unknown
}

fn element_names(unknown: &Unknown) -> Vec<&str> {
    unknown.elements().iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn the_project_s_extras_come_at_the_first_start_and_go_when_it_withdraws_them() {
    let mut with = project([]);
    with.unknown = element("Presets");
    with.users.unknown = element("Shifts");
    let start = first_start(with.clone(), None, now()).runtime;
    assert_eq!(start.project_extras, ["Presets", "Users/Shifts"]);
    let merged = merge(with, start.clone());
    assert_eq!(merged.runtime.unknown, start.unknown);
    assert_eq!(merged.runtime.users.unknown, start.users.unknown);

    let merged = merge(project([]), start);
    assert!(merged.runtime.unknown.is_empty() && merged.runtime.users.unknown.is_empty());
    assert!(merged.runtime.project_extras.is_empty());
}

#[test]
fn what_the_plant_s_programs_added_stays() {
    let mut machine = machine([]);
    machine.unknown = element("ShiftBook");
    machine.unknown.push_attribute("xmlns:p".into(), "urn:plant".into());
    machine.users.unknown = element("Badges");
    let mut project = project([]);
    project.unknown = element("Presets");
    let merged = merge(project, machine);
    assert_eq!(element_names(&merged.runtime.unknown), ["Presets", "ShiftBook"]);
    assert_eq!(merged.runtime.unknown.attributes(), [("xmlns:p".into(), "urn:plant".into())]);
    assert_eq!(element_names(&merged.runtime.users.unknown), ["Badges"]);
    assert_eq!(merged.runtime.project_extras, ["Presets"]);
}

#[test]
fn where_both_have_the_same_the_project_s_counts() {
    let mut machine = machine([]);
    machine.unknown = attribute("Shift", "plant");
    let mut project = project([]);
    project.unknown = attribute("Shift", "project");
    let merged = merge(project, machine);
    assert_eq!(merged.runtime.unknown, attribute("Shift", "project"));
}

#[test]
fn a_user_s_unknown_content_is_the_project_s_or_stays_with_the_user() {
    let badge = |value| User { unknown: attribute("Badge", value), ..user(10, "anna") };
    let merged = merge(project([badge("4711")]), machine([delivered(user(10, "anna"))]));
    assert_eq!(merged.user(10).unwrap().user.unknown, attribute("Badge", "4711"));
    assert_eq!(merged.action(10), Action::Updated);
    let merged = merge(project([badge("4711")]), machine([changed(badge("4712"))]));
    assert_eq!(merged.user(10).unwrap().user.unknown, attribute("Badge", "4712"));
}

#[test]
fn a_project_s_content_with_the_name_of_a_runtime_document_s_own_is_not_taken_over() {
    let mut odd = project([user(10, "anna")]);
    odd.unknown = attribute("Generation", "99");
    odd.unknown.push_element("DeletedUsers".into(), "<DeletedUsers/>".into());
    odd.users[1].unknown = attribute("Origin", "Nowhere");
    odd.users[1].unknown.push_element("PasswordHistory".into(), "<PasswordHistory/>".into());
    odd.users[1].unknown.push_attribute("Badge".into(), "4711".into());
    let start = first_start(odd.clone(), None, now()).runtime;
    assert!(start.unknown.is_empty());
    assert_eq!(start.users[1].user.unknown, attribute("Badge", "4711"));
    assert_eq!(read_runtime(&write_runtime(&start)).accept().unwrap().0, start);
    let merged = merge(odd, start);
    assert_eq!(merged.action(10), Action::Unchanged);
}
