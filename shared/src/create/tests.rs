//! What is new is valid, and called what nothing else is called.

use super::*;
use crate::edit::{Change, Edit};
use crate::validate;
use crate::xml::{parse_project, read_project, write_project};

fn ids() -> impl FnMut() -> Id {
    let mut last = 1000;
    move || {
        last += 1;
        Id::from_u128(last)
    }
}

fn bottling_line() -> Draft {
    let project = include_bytes!("../../../sample-projects/bottling-line/UserManagementConfig.xml");
    Draft::new(read_project(project).accept().unwrap().0)
}

#[test]
fn a_new_project_is_valid_in_any_language() {
    for languages in [&[][..], &["en"], &["de", "en"], &["zh-Hant"], &["de-CH", "fr-CH", "it-CH"]] {
        let project = new_project("  Line\u{a0}", languages, None, Time::from_millis(0), &mut ids());
        assert_eq!(validate::project(&project), []);
        assert_eq!(project.name, "Line");
        let written = write_project(&project);
        assert_eq!(parse_project(&written).document, Some(project));
    }
    let project = new_project("Line", &["de-CH", "it"], None, Time::from_millis(0), &mut ids());
    let name = &project.definitions.groups[0].name;
    assert_eq!((name.get("de-CH"), name.get("it")), ("Administratoren", "Administrators"));
    let admin = &project.users[0];
    assert!(admin.must_change_password && admin.enabled && admin.language == "de-CH" && admin.password.is_none());
}

#[test]
fn new_users_get_names_that_are_free() {
    let mut draft = bottling_line();
    let mut ids = ids();
    let mut names = Vec::new();
    for _ in 0..3 {
        let user = new_user(&draft, ids(), "New user");
        names.push(user.name.clone());
        draft.apply(Edit::add_user(user)).unwrap();
    }
    assert_eq!(names, ["New user", "New user 2", "New user 3"]);
    assert_eq!(free_user_name(&draft, "NEW USER 2"), "NEW USER 4");
    let long = "a".repeat(40);
    draft.apply(Edit::add_user(User::new(ids(), &long[..31]))).unwrap();
    assert_eq!(free_user_name(&draft, &long), format!("{} 2", &long[..29]));
}

#[test]
fn copies_are_called_otherwise_and_share_no_secret() {
    let mut draft = bottling_line();
    let mut ids = ids();
    let all: Vec<Id> = {
        let definitions = draft.definitions();
        let rights = definitions.right_groups.iter().flat_map(|group| group.rights.iter().map(|right| right.id));
        draft
            .users()
            .iter()
            .map(|user| user.id)
            .chain(definitions.groups.iter().map(|group| group.id))
            .chain(definitions.right_groups.iter().map(|group| group.id))
            .chain(rights)
            .chain(definitions.areas.iter().map(|area| area.id))
            .chain(definitions.notification_groups.iter().map(|group| group.id))
            .collect()
    };
    for id in all {
        let object = copy(&draft, id, &mut ids).unwrap();
        if let Object::User(user) = &object {
            assert!(user.password.is_none() && !user.admin && user.name.ends_with(" 2"));
        }
        draft.apply(Edit::add(object)).unwrap();
    }
    let errors: Vec<_> = validate::project(&draft.to_project())
        .into_iter()
        .filter(|it| it.severity == crate::xml::Severity::Error)
        .collect();
    assert_eq!(errors, []);
    assert_eq!(copy(&draft, Id::from_u128(5), &mut ids), None);
}

#[test]
fn new_things_of_every_kind_fit_into_any_project() {
    let mut draft = bottling_line();
    let mut ids = ids();
    let within = draft.definitions().right_groups[1].id;
    for _ in 0..3 {
        for kind in [Kind::Group, Kind::RightGroup, Kind::Right, Kind::Area, Kind::NotificationGroup] {
            let object = new_thing(&draft, kind, ids(), "New", "new.right", Some(within)).unwrap();
            assert_eq!(object.kind(), kind);
            draft.apply(Edit::add(object)).unwrap();
        }
    }
    assert_eq!(free_key(&draft, "NEW.right", &[]), "NEW.right.4");
    assert_eq!(new_thing(&draft, Kind::Right, ids(), "New", "new", None), None);
    let problems = validate::project(&draft.to_project());
    assert!(problems.iter().all(|problem| problem.severity == crate::xml::Severity::Warning), "{problems:?}");
}

#[test]
fn a_new_identity_keeps_place_memberships_and_who_is_there_by_default() {
    let mut draft = bottling_line();
    let before = write_project(&draft.to_project());
    let session = draft.definitions().policies.session.clone();
    let (old, new) = (session.default_user.unwrap(), Id::from_u128(7));
    let (slot, user) = (draft.slot(old), draft.user(old).unwrap().clone());
    let back = draft.apply(Edit::Change(old, Change::Identity(new))).unwrap();
    assert_eq!((draft.slot(new), draft.slot(old)), (slot, None));
    assert_eq!(draft.user(new), Some(&User { id: new, ..user.clone() }));
    assert!(user.groups.iter().all(|group| draft.members(group.id).any(|id| id == new)));
    assert_eq!(draft.definitions().policies.session.default_user, Some(new));
    draft.apply(back).unwrap();
    assert_eq!(write_project(&draft.to_project()), before);
}
