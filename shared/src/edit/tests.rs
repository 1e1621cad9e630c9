//! Every edit and its inverse.

mod any_edit;
mod cost;
mod rules;
mod steps;
mod twins;

use proptest::prelude::*;

use super::*;
use crate::any;
use crate::xml::write_project;
use any_edit::Choice;

/// The draft as the bytes of its file.
pub(super) fn bytes(draft: &Draft) -> Vec<u8> {
    write_project(&draft.to_project())
}

/// The index says what a new one of the same project says.
#[track_caller]
pub(super) fn is_sound(draft: &Draft) {
    let fresh = Draft::new(draft.to_project());
    assert_eq!(draft.users().iter().count(), draft.users().len());
    for user in fresh.users().iter() {
        assert_eq!(draft.user(user.id), Some(user));
        assert_eq!(draft.users_named(&user.name).contains(&user.id), fresh.users_named(&user.name).contains(&user.id));
        assert_eq!(draft.users_named(&user.name).len(), fresh.users_named(&user.name).len());
    }
    let definitions = draft.definitions();
    let groups = definitions.groups.iter().map(|group| group.id);
    for id in groups.chain(definitions.notification_groups.iter().map(|group| group.id)) {
        let sorted = |draft: &Draft| {
            let mut members: Vec<Id> = draft.members(id).collect();
            members.sort_unstable();
            members
        };
        assert_eq!(sorted(draft), sorted(&fresh));
        assert_eq!(draft.member_count(id), fresh.member_count(id));
        assert_eq!(draft.kind(id), fresh.kind(id));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn the_inverse_of_any_edit_gives_the_file_back(project in any::project(), choice in any::<Choice>()) {
        let mut draft = Draft::new(project);
        let before = bytes(&draft);
        let edit = choice.edit(&draft);
        match draft.apply(edit.clone()) {
            Err(refused) => prop_assert!(bytes(&draft) == before, "{:?} was refused: {}", edit, refused),
            Ok(inverse) => {
                is_sound(&draft);
                let after = bytes(&draft);
                let again = draft.apply(inverse.clone()).map_err(|refused| TestCaseError::fail(format!("{edit:?}: {refused}")))?;
                prop_assert!(bytes(&draft) == before, "{:?} and back by {:?}", edit, inverse);
                is_sound(&draft);
                draft.apply(again).map_err(|refused| TestCaseError::fail(refused.to_string()))?;
                prop_assert!(bytes(&draft) == after, "{:?} again", edit);
            }
        }
    }

    #[test]
    fn any_steps_undone_give_the_file_back_and_done_again_the_result(
        project in any::project(),
        choices in prop::collection::vec(any::<Choice>(), 1..40),
    ) {
        let mut draft = Draft::new(project);
        let mut history = History::saved();
        let before = bytes(&draft);
        let mut states = vec![before.clone()];
        for choice in choices {
            let key = choice.key();
            let mut step = Step::one(Action::Change, None, "", choice.edit(&draft));
            step.merge = key;
            let undone = history.undo_label().cloned();
            match history.apply(&mut draft, step) {
                Ok(true) => states.push(bytes(&draft)),
                Ok(false) => prop_assert!(&bytes(&draft) == states.last().unwrap()),
                Err(_) => {
                    prop_assert!(&bytes(&draft) == states.last().unwrap());
                    prop_assert_eq!(history.undo_label().cloned(), undone);
                }
            }
        }
        let after = bytes(&draft);
        let mut steps = 0;
        while history.undo(&mut draft).unwrap().is_some() {
            steps += 1;
            prop_assert!(states.contains(&bytes(&draft)));
        }
        is_sound(&draft);
        prop_assert!(bytes(&draft) == before && !history.is_unsaved());
        while history.redo(&mut draft).unwrap().is_some() {
            steps -= 1;
        }
        is_sound(&draft);
        prop_assert!(bytes(&draft) == after && steps == 0);
    }

    #[test]
    fn no_edit_makes_a_valid_project_lose_what_is_built_in(
        project in any::project(),
        choices in prop::collection::vec(any::<Choice>(), 1..30),
    ) {
        let mut draft = Draft::new(project);
        for choice in choices {
            let _ = draft.apply(choice.edit(&draft));
        }
        let project = draft.to_project();
        let problems = crate::validate::project(&project);
        let built_in = problems.iter().find(|problem| ["built-in", "Administrators", "refers to", "is used twice: for"].iter().any(|word| problem.message.contains(word)));
        prop_assert_eq!(built_in, None);
        // Names apart, which a person is told of and mends, what an edit leaves reads back the same.
        let written = write_project(&project);
        prop_assert_eq!(crate::xml::parse_project(&written).document, Some(project));
    }
}
