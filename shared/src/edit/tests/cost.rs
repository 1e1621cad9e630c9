//! What an edit costs does not depend on how many users there are. Counted, not timed: how much of the users is copied
//! while a moment is kept, and how many things are touched.

use crate::Id;
use crate::edit::*;
use crate::model::User;
use crate::xml::read_project;

fn draft(users: u128) -> Draft {
    let project = include_bytes!("../../../../sample-projects/minimal/UserManagementConfig.xml");
    let mut project = read_project(project).accept().unwrap().0;
    let group = project.definitions.groups[1].id;
    for number in 0..users {
        let mut user = User::new(Id::from_u128(1_000_000 + number), &format!("user.{number}"));
        if number < 3 {
            user.groups.push(group.into());
        }
        project.users.push(user);
    }
    Draft::new(project)
}

/// Chunks of users that an edit and its undo copied, and things they touched.
fn work(users: u128, edit: impl Fn(&Draft) -> Edit) -> (usize, usize) {
    let mut draft = draft(users);
    let kept = draft.contents().clone();
    let before = draft.revision();
    let mut history = History::saved();
    let step = Step::one(Action::Change, None, "", edit(&draft));
    assert_eq!(history.apply(&mut draft, step), Ok(true));
    assert!(history.undo(&mut draft).unwrap().is_some());
    let touched = draft.touched_since(before).unwrap().count();
    (draft.users().copied_since(&kept.users), touched)
}

/// An edit by name.
type Case = (&'static str, fn(&Draft) -> Edit);

#[test]
fn an_edit_and_its_undo_do_the_same_work_among_any_number_of_users() {
    let middle = Id::from_u128(1_000_001);
    let edits: [Case; 8] = [
        ("rename", |_| Edit::Change(Id::from_u128(1_000_001), Change::UserName("other".into()))),
        ("remove", |_| Edit::Remove(Id::from_u128(1_000_001))),
        ("add", |_| Edit::add_user(User::new(Id::from_u128(7), "new"))),
        ("join", |draft| {
            let group = draft.definitions().administrators().unwrap();
            Edit::Change(Id::from_u128(1_000_001), Change::Member { group, is: true })
        }),
        ("identity", |_| Edit::Change(Id::from_u128(1_000_001), Change::Identity(Id::from_u128(7)))),
        ("remove a group of four", |draft| Edit::Remove(draft.definitions().groups[1].id)),
        ("right", |draft| {
            let definitions = draft.definitions();
            let right = definitions.right_groups[1].rights[0].id;
            Edit::Change(definitions.groups[1].id, Change::Right { right, state: RightState::Denied })
        }),
        ("setting", |_| Edit::Set(Setting::ProjectName("other".into()))),
    ];
    for (name, edit) in edits {
        let (few, many) = (work(200, edit), work(20_000, edit));
        assert_eq!(few, many, "{name}");
        assert!(many.0 <= 2 && many.1 <= 10, "{name}: {many:?}");
    }
    assert!(draft(3).user(middle).is_some());
}
