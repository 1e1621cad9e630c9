//! Undo and redo: names, keystrokes, and whether there is something to save.

use super::{bytes, is_sound};
use crate::Id;
use crate::edit::*;
use crate::model::User;

fn draft() -> Draft {
    let project = include_bytes!("../../../../sample-projects/minimal/UserManagementConfig.xml");
    Draft::new(crate::xml::read_project(project).accept().unwrap().0)
}

fn admin(draft: &Draft) -> Id {
    draft.admin().unwrap().id
}

fn typed(draft: &Draft, name: &str) -> Step {
    let edit = Edit::Change(admin(draft), Change::FullName(name.into()));
    Step::one(Action::Change, Kind::User, "Admin", edit).merged("Admin.FullName")
}

fn type_in(history: &mut History, draft: &mut Draft, name: &str) -> Result<bool, Refused> {
    let step = typed(draft, name);
    history.apply(draft, step)
}

fn full_name(draft: &Draft) -> &str {
    &draft.admin().unwrap().full_name
}

#[test]
fn keystrokes_become_one_step() {
    let (mut draft, mut history) = (draft(), History::saved());
    let before = bytes(&draft);
    for name in ["B", "Be", "Ber", "Bert"] {
        assert_eq!(type_in(&mut history, &mut draft, name), Ok(true));
    }
    assert_eq!(type_in(&mut history, &mut draft, "Bert"), Ok(false));
    let label = Label { action: Action::Change, kind: Some(Kind::User), count: 1, name: "Admin".into() };
    assert_eq!(history.undo_label(), Some(&label));
    assert_eq!(history.undo(&mut draft), Ok(Some(label.clone())));
    assert_eq!((bytes(&draft), history.undo(&mut draft), history.redo_label()), (before, Ok(None), Some(&label)));
    assert_eq!(history.redo(&mut draft), Ok(Some(label)));
    assert_eq!(full_name(&draft), "Bert");
    // After a redo, or after leaving the field, typing goes on in a step of its own.
    type_in(&mut history, &mut draft, "Berta").unwrap();
    history.settle();
    type_in(&mut history, &mut draft, "Bertha").unwrap();
    history.undo(&mut draft).unwrap();
    assert_eq!(full_name(&draft), "Berta");
    history.undo(&mut draft).unwrap();
    assert_eq!(full_name(&draft), "Bert");
}

#[test]
fn what_is_saved_is_known_through_undo_and_redo() {
    let (mut draft, mut history) = (draft(), History::saved());
    assert!(!history.is_unsaved() && History::unsaved().is_unsaved());
    type_in(&mut history, &mut draft, "B").unwrap();
    assert!(history.is_unsaved());
    history.mark_saved();
    // Typing after a save does not melt into what was saved.
    type_in(&mut history, &mut draft, "Be").unwrap();
    assert!(history.is_unsaved());
    history.undo(&mut draft).unwrap();
    assert!(!history.is_unsaved() && full_name(&draft) == "B");
    history.undo(&mut draft).unwrap();
    assert!(history.is_unsaved());
    history.redo(&mut draft).unwrap();
    assert!(!history.is_unsaved());
    // Past the saved state and on another way, nothing leads back to it.
    history.undo(&mut draft).unwrap();
    type_in(&mut history, &mut draft, "C").unwrap();
    assert!(history.is_unsaved());
    history.undo(&mut draft).unwrap();
    assert!(history.is_unsaved());
    history.mark_saved();
    history.forget_saved();
    assert!(history.is_unsaved());
}

#[test]
fn undo_gives_ids_and_slots_back() {
    let (mut draft, mut history) = (draft(), History::saved());
    let id = Id::from_u128(42);
    let new = Step::one(Action::Add, Kind::User, "new", Edit::add_user(User::new(id, "new")));
    history.apply(&mut draft, new).unwrap();
    let slot = draft.slot(id);
    history.apply(&mut draft, Step::one(Action::Remove, Kind::User, "new", Edit::Remove(id))).unwrap();
    assert_eq!((draft.slot(id), draft.users_named("NEW")), (None, [].as_slice()));
    history.undo(&mut draft).unwrap();
    assert_eq!((draft.slot(id), draft.users_named("NEW")), (slot, [id].as_slice()));
    history.undo(&mut draft).unwrap();
    history.redo(&mut draft).unwrap();
    assert_eq!(draft.slot(id), slot);
}

#[test]
fn a_thousand_keystrokes_are_one_undo() {
    let (mut draft, mut history) = (draft(), History::saved());
    let before = bytes(&draft);
    for number in 0..1000 {
        type_in(&mut history, &mut draft, &number.to_string()).unwrap();
    }
    history.undo(&mut draft).unwrap();
    assert_eq!((bytes(&draft), history.undo(&mut draft)), (before, Ok(None)));
}

#[test]
fn what_changed_since_is_known_by_id() {
    let mut draft = draft();
    let (start, admin) = (draft.revision(), admin(&draft));
    draft.apply(Edit::add_user(User::new(Id::from_u128(42), "new"))).unwrap();
    let middle = draft.revision();
    draft.apply(Edit::Change(admin, Change::FullName("B".into()))).unwrap();
    assert!(draft.touched_since(start).unwrap().eq([Id::from_u128(42), admin]));
    assert!(draft.touched_since(middle).unwrap().eq([admin]));
    assert!(draft.users_revision() > middle && draft.definitions_revision() == 0);
    for number in 0..2000 {
        draft.apply(Edit::Change(admin, Change::FullName(number.to_string().into()))).unwrap();
    }
    assert!(draft.touched_since(middle).is_none());
    assert_eq!(draft.touched_since(draft.revision() - 2).unwrap().count(), 2);
}

#[test]
fn contents_keep_their_moment() {
    let mut draft = draft();
    let before = draft.contents().clone();
    let written = bytes(&draft);
    let admin = admin(&draft);
    draft.apply(Edit::Change(admin, Change::FullName("B".into()))).unwrap();
    draft.apply(Edit::Set(Setting::ProjectName("Other".into()))).unwrap();
    assert_eq!(crate::xml::write_project(&before.to_project()), written);
}

#[test]
fn a_clone_goes_its_own_way_and_both_undo_exactly() {
    let (mut draft, mut history) = (draft(), History::saved());
    let before = bytes(&draft);
    type_in(&mut history, &mut draft, "B").unwrap();
    let (mut other, mut theirs) = (draft.clone(), history.clone());
    let after = bytes(&draft);
    type_in(&mut theirs, &mut other, "Be").unwrap();
    assert!(theirs.undo(&mut other).unwrap().is_some(), "one step, merged");
    assert_eq!((bytes(&other), theirs.undo_label()), (before.clone(), None));
    assert_eq!(bytes(&draft), after);
    history.undo(&mut draft).unwrap();
    assert_eq!(bytes(&draft), before);
    history.redo(&mut draft).unwrap();
    assert_eq!(bytes(&draft), after);
}

#[test]
fn it_is_known_beforehand_how_much_a_step_does() {
    let (mut draft, mut history) = (draft(), History::saved());
    let group = draft.definitions().groups[1].id;
    let there = draft.member_count(group);
    let users = (0..100_u128).map(|number| {
        let mut user = User::new(Id::from_u128(1_000 + number), &format!("user.{number}"));
        user.groups.push(group.into());
        Edit::add_user(user)
    });
    let step = Step::new(Action::Import, Kind::User, 100, "", users.collect());
    assert_eq!(draft.size_of(&Edit::Many(step.edits.clone())), 100);
    assert_eq!((history.undo_size(), history.redo_size()), (0, 0));
    history.apply(&mut draft, step).unwrap();
    assert_eq!((history.undo_size(), history.redo_size()), (100, 0));
    assert_eq!(draft.size_of(&Edit::Remove(group)), 101 + there, "its members leave it");
    assert_eq!(draft.size_of(&Edit::RemoveLanguage("en".into())), draft.users().len());
    history.undo(&mut draft).unwrap();
    assert_eq!((history.undo_size(), history.redo_size()), (0, 100));
}

#[test]
fn what_is_edited_in_a_clone_is_found_there_and_not_in_the_other() {
    let project = include_bytes!("../../../../sample-projects/bottling-line/UserManagementConfig.xml");
    let mut draft = Draft::new(crate::xml::read_project(project).accept().unwrap().0);
    let before = draft.clone();
    let (gone, renamed) = (draft.users().iter().nth(3).unwrap().clone(), draft.users().iter().nth(4).unwrap().clone());
    draft.apply(Edit::Remove(gone.id)).unwrap();
    draft.apply(Edit::Change(renamed.id, Change::UserName("somebody.else".into()))).unwrap();
    draft.apply(Edit::add_user(User::new(Id::from_u128(1_000), "new"))).unwrap();
    assert_eq!((draft.user(gone.id), before.user(gone.id)), (None, Some(&gone)));
    for (name, here, there) in [("somebody.else", 1, 0), (renamed.name.as_str(), 0, 1), ("new", 1, 0)] {
        assert_eq!((draft.users_named(name).len(), before.users_named(name).len()), (here, there), "{name}");
    }
    is_sound(&draft);
    is_sound(&before);
}
