//! Faulty files in which several things have one Id: what is hidden behind another can be told apart from it.

use proptest::prelude::*;

use super::any_edit::Choice;
use super::bytes;
use crate::any;
use crate::edit::*;
use crate::model::*;
use crate::validate::{self, Rule};
use crate::xml::read_project;
use crate::{Id, Str};

const PROJECT: &[u8] = include_bytes!("../../../../sample-projects/bottling-line/UserManagementConfig.xml");
const NEW: Id = Id::from_u128(0x0e17);

fn project() -> Project {
    read_project(PROJECT).accept().unwrap().0
}

/// How many things break the rule that an Id is used once.
fn twice(draft: &Draft) -> usize {
    validate::project(&draft.to_project()).iter().filter(|problem| problem.rule == Rule::IdTwice).count()
}

/// The Ids of all things of a kind, which can be set.
fn ids(project: &mut Project, kind: Kind) -> Vec<&mut Id> {
    let definitions = &mut project.definitions;
    match kind {
        Kind::User => project.users.iter_mut().map(|user| &mut user.id).collect(),
        Kind::Group => definitions.groups.iter_mut().map(|group| &mut group.id).collect(),
        Kind::RightGroup => definitions.right_groups.iter_mut().map(|group| &mut group.id).collect(),
        Kind::Right => definitions
            .right_groups
            .iter_mut()
            .flat_map(|group| group.rights.iter_mut())
            .map(|right| &mut right.id)
            .collect(),
        Kind::Area => definitions.areas.iter_mut().map(|area| &mut area.id).collect(),
        Kind::NotificationGroup => definitions.notification_groups.iter_mut().map(|group| &mut group.id).collect(),
    }
}

const KINDS: [Kind; 6] = [Kind::User, Kind::Group, Kind::RightGroup, Kind::Right, Kind::Area, Kind::NotificationGroup];

/// By each Id, name and membership the draft finds what a new one of the same project finds.
fn finds_what_a_new_one_finds(draft: &Draft) -> Result<(), TestCaseError> {
    let mut project = draft.to_project();
    let fresh = Draft::new(project.clone());
    let names: Vec<Str> = project.users.iter().map(|user| user.name.clone()).collect();
    for kind in KINDS {
        for id in ids(&mut project, kind) {
            prop_assert_eq!((draft.kind(*id), draft.user(*id)), (fresh.kind(*id), fresh.user(*id)));
            let members = |draft: &Draft| {
                let mut members: Vec<Id> = draft.members(*id).collect();
                members.sort_unstable();
                members
            };
            prop_assert_eq!(members(draft), members(&fresh));
        }
    }
    for name in names {
        let named = |draft: &Draft| {
            let mut named = draft.users_named(&name).to_vec();
            named.sort_unstable();
            named
        };
        prop_assert_eq!(named(draft), named(&fresh));
    }
    prop_assert_eq!(draft.admin(), fresh.admin());
    Ok(())
}

#[test]
fn the_second_of_each_kind_gets_an_id_of_its_own_and_undo_takes_it_back() {
    for kind in KINDS {
        let mut project = project();
        let mut all = ids(&mut project, kind);
        let first = *all[0];
        *all[2] = first;
        let mut draft = Draft::new(project);
        let (before, mut history) = (bytes(&draft), History::saved());
        assert_eq!(twice(&draft), 1, "{kind:?}");
        let separate = Edit::Separate { kind, id: first, new: NEW };
        assert!(history.apply(&mut draft, Step::one(Action::Replace, kind, "x", separate)).unwrap());
        assert_eq!((draft.kind(first), draft.kind(NEW), twice(&draft)), (Some(kind), Some(kind), 0));
        let mut after = draft.to_project();
        assert_eq!(*ids(&mut after, kind)[2], NEW, "{kind:?}");
        finds_what_a_new_one_finds(&draft).unwrap();
        let after = bytes(&draft);
        history.undo(&mut draft).unwrap();
        assert!(bytes(&draft) == before, "{kind:?}");
        finds_what_a_new_one_finds(&draft).unwrap();
        history.redo(&mut draft).unwrap();
        assert!(bytes(&draft) == after, "{kind:?}");
        assert_eq!(history.came(), [(kind, NEW)]);
        finds_what_a_new_one_finds(&draft).unwrap();
    }
}

#[test]
fn what_is_alone_is_not_separated() {
    let mut draft = Draft::new(project());
    let before = bytes(&draft);
    let user = draft.users().iter().nth(3).unwrap().id;
    let other = draft.users().iter().nth(4).unwrap().id;
    for (edit, why) in [
        (Edit::Separate { kind: Kind::User, id: user, new: NEW }, Refused::Gone(user)),
        (Edit::Separate { kind: Kind::Group, id: user, new: NEW }, Refused::Gone(user)),
        (Edit::Separate { kind: Kind::User, id: user, new: other }, Refused::IdTaken(other)),
        (Edit::Separate { kind: Kind::User, id: NEW, new: Id::from_u128(5) }, Refused::Gone(NEW)),
    ] {
        assert_eq!(draft.apply(edit), Err(why));
    }
    assert!(bytes(&draft) == before);
}

/// A user copied in the file with everything, Admin even: there are two then, and one of them can go.
#[test]
fn a_second_admin_can_be_told_apart_and_removed() {
    let mut project = project();
    let admin = project.users.iter().position(|user| user.admin).unwrap();
    let copy = project.users[admin].clone();
    let id = copy.id;
    project.users.push(copy);
    let mut draft = Draft::new(project);
    draft.apply(Edit::Separate { kind: Kind::User, id, new: NEW }).unwrap();
    assert!(draft.user(NEW).unwrap().admin && draft.user(id).unwrap().admin);
    draft.apply(Edit::Remove(NEW)).unwrap();
    assert_eq!(validate::project(&draft.to_project()), []);
    assert!(draft.apply(Edit::Remove(id)).is_err(), "one stays");
}

#[test]
fn references_follow_where_the_kind_says_whose_they_are() {
    let mut project = project();
    let (area, user) =
        (project.definitions.areas[0].id, project.users.iter().find(|user| user.name == "panel-viewer").unwrap().id);
    let right = project.definitions.right_groups[1].rights[0].id;
    let group = project.definitions.groups[1].id;
    project.definitions.policies.session.default_user = Some(user);
    // The right, the group and the user all have the area's Id.
    for group in project.definitions.groups.iter_mut() {
        group.rights.iter_mut().filter(|other| other.id == right).for_each(|other| other.id = area);
    }
    for user in project.users.iter_mut() {
        user.groups.iter_mut().filter(|other| other.id == group).for_each(|other| other.id = area);
    }
    for (kind, id) in [(Kind::Right, right), (Kind::Group, group), (Kind::User, user)] {
        ids(&mut project, kind).into_iter().filter(|other| **other == id).for_each(|other| *other = area);
    }
    project.definitions.policies.session.default_user = Some(area);
    let mut draft = Draft::new(project);
    let before = bytes(&draft);
    let members = draft.member_count(area);
    let new = |number: u128| Id::from_u128(0x9000 + number);
    let mut history = History::saved();
    for (number, kind) in [(1, Kind::User), (2, Kind::Group), (3, Kind::Right)] {
        let edit = Edit::Separate { kind, id: area, new: new(number) };
        history.apply(&mut draft, Step::one(Action::Replace, kind, "", edit)).unwrap();
        finds_what_a_new_one_finds(&draft).unwrap();
    }
    let errors: Vec<_> = validate::project(&draft.to_project());
    assert_eq!(errors, []);
    assert_eq!(draft.definitions().policies.session.default_user, Some(new(1)));
    assert!(members > 0 && draft.member_count(new(2)) >= members && draft.member_count(area) == 0);
    let uses = |id| draft.uses(id).len();
    assert!(uses(area) > 0 && uses(new(3)) > 0);
    while history.undo(&mut draft).unwrap().is_some() {
        finds_what_a_new_one_finds(&draft).unwrap();
    }
    assert!(bytes(&draft) == before);
}

#[test]
fn when_the_first_goes_or_gets_another_id_the_second_is_found() {
    for edit in [|id| Edit::Remove(id), |id| Edit::Change(id, Change::Identity(NEW))] {
        let mut project = project();
        let (first, second) = (project.users[3].id, project.users[5].name.clone());
        project.users[5].id = first;
        let mut draft = Draft::new(project);
        let (before, mut history) = (bytes(&draft), History::saved());
        assert_ne!(draft.user(first).unwrap().name, second);
        history.apply(&mut draft, Step::one(Action::Remove, Kind::User, "", edit(first))).unwrap();
        assert_eq!(draft.user(first).unwrap().name, second);
        history
            .apply(
                &mut draft,
                Step::one(Action::Rename, Kind::User, "", Edit::Change(first, Change::FullName("Second".into()))),
            )
            .unwrap();
        assert_eq!(draft.users().iter().find(|user| user.name == second).unwrap().full_name, "Second");
        while history.undo(&mut draft).unwrap().is_some() {
            finds_what_a_new_one_finds(&draft).unwrap();
        }
        assert!(bytes(&draft) == before);
    }
}

#[test]
fn what_shares_its_id_with_one_of_its_kind_is_not_moved() {
    let mut project = project();
    let area = project.definitions.areas[0].id;
    project.definitions.areas[2].id = area;
    let group = project.definitions.right_groups[1].id;
    project.definitions.right_groups[2].id = group;
    let right = project.definitions.right_groups[2].rights[0].id;
    let mut draft = Draft::new(project);
    let moved = |id| Edit::Move { id, within: None, place: 1 };
    assert_eq!(draft.apply(moved(area)), Err(Refused::IdTaken(area)));
    assert_eq!(draft.apply(moved(right)), Err(Refused::IdTaken(group)));
    assert_eq!(draft.apply(Edit::Remove(right)), Err(Refused::IdTaken(group)));
    draft.apply(Edit::Separate { kind: Kind::RightGroup, id: group, new: NEW }).unwrap();
    draft.apply(Edit::Separate { kind: Kind::Area, id: area, new: Id::from_u128(0x0e18) }).unwrap();
    for edit in [moved(area), moved(right), Edit::Remove(right)] {
        draft.apply(edit).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// Whatever is done to a file in which things share Ids: undo gives it back, and what is found is what a new
    /// draft finds.
    #[test]
    fn any_edits_of_a_file_with_twins_can_be_taken_back(
        mut project in any::project(),
        pairs in prop::collection::vec((0..6_usize, any::<prop::sample::Index>(), 0..6_usize, any::<prop::sample::Index>()), 1..5),
        choices in prop::collection::vec(any::<Choice>(), 1..8),
        kinds in prop::collection::vec(0..6_usize, 1..6),
    ) {
        let mut shared = Vec::new();
        for (from, one, to, other) in pairs {
            let all: Vec<Id> = ids(&mut project, KINDS[from]).into_iter().map(|id| *id).collect();
            let mut others = ids(&mut project, KINDS[to]);
            if !all.is_empty() && !others.is_empty() {
                let id = all[one.index(all.len())];
                let place = other.index(others.len());
                *others[place] = id;
                shared.push(id);
            }
        }
        let mut draft = Draft::new(project);
        let (before, mut history) = (bytes(&draft), History::saved());
        let mut new = 0_u128;
        for (number, choice) in choices.into_iter().enumerate() {
            let edit = match (kinds.get(number), shared.get(number % shared.len().max(1))) {
                (Some(kind), Some(id)) => {
                    new += 1;
                    Edit::Separate { kind: KINDS[*kind], id: *id, new: Id::from_u128(0xABCD_0000 + new) }
                }
                _ => choice.edit(&draft),
            };
            let _ = history.apply(&mut draft, Step::one(Action::Change, None, "", edit));
            finds_what_a_new_one_finds(&draft)?;
        }
        let after = bytes(&draft);
        let mut steps = 0;
        while history.undo(&mut draft).map_err(|refused| TestCaseError::fail(refused.to_string()))?.is_some() {
            finds_what_a_new_one_finds(&draft)?;
            steps += 1;
        }
        prop_assert!(bytes(&draft) == before);
        for _ in 0..steps {
            history.redo(&mut draft).map_err(|refused| TestCaseError::fail(refused.to_string()))?;
        }
        prop_assert!(bytes(&draft) == after);
    }
}
