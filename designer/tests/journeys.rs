//! Ways through the whole program, as an engineer goes them: from a new project to its deliveries, by keyboard
//! alone, and from a change in the matrix to what it means on the machine, and back.

#![allow(clippy::unwrap_used)]

mod support;

use std::path::PathBuf;

use iced::keyboard::Modifiers;
use iced::keyboard::key::Named;
use keyholder_designer::i18n::Language;
use keyholder_designer::page::Page;
use keyholder_designer::service::dialogs::Answers;
use keyholder_shared::Time;
use keyholder_shared::access::evaluate;
use keyholder_shared::model::{Project, Runtime};
use keyholder_shared::password::{Verified, verify};
use keyholder_shared::reconcile::{Action, first_start, reconcile};
use keyholder_shared::xml;
use support::{NOW, SAMPLE, Window, sample};

/// What a machine reads of a project's file; it must find nothing wrong.
fn delivered(bytes: &[u8]) -> Project {
    let (project, warnings) = xml::read_project(bytes).accept().unwrap();
    assert!(warnings.is_empty(), "{warnings:?}");
    project
}

fn has(runtime: &Runtime, user: &str, right: &str) -> bool {
    let user = runtime.users.iter().find(|known| known.user.name == user).unwrap();
    evaluate(&runtime.definitions, &user.user, None).check(&[right], None)
}

#[test]
fn by_keyboard_alone_from_a_new_project_to_its_first_delivery_and_the_next() {
    for language in Language::ALL {
        let file = "line-7/UserManagementConfig.xml";
        let mut window = Window::start(language, Answers::choosing([PathBuf::from(file)]));

        // A project: its name, past the language, Admin's password twice.
        window.ctrl('n').write("Line 7").key(Named::Tab).key(Named::Tab).write("First-entry-9");
        window.key(Named::Tab).key(Named::Tab).key(Named::Tab).write("First-entry-9").key(Named::Enter);
        assert_eq!(window.document().name(), "Line 7");

        // A right, a group that assigns it, a user in the group.
        window.ctrl('4').key(Named::Insert).write("Start the line");
        let right = window.document().rights().last().unwrap().1.key.clone();
        window.ctrl('2').key(Named::Insert).write("Operators").ctrl_shift('r');
        window.held(Named::End, Modifiers::CTRL).key(Named::Home).key(Named::Space).key(Named::Enter);
        assert!(window.app.dialog().is_none());
        window.ctrl('1').key(Named::Insert).write("o.miller").key(Named::Tab).write("Olga Miller");
        window.key(Named::Tab).key(Named::End).key(Named::Enter);
        window.ctrl_shift('p').write("Harbour-at-5").key(Named::Tab).key(Named::Tab).key(Named::Tab);
        window.write("Harbour-at-5").key(Named::Enter);
        assert!(window.app.dialog().is_none());

        // Saved where the dialog says, and the first delivery.
        window.ctrl('s');
        assert!(!window.document().is_unsaved());
        let project = delivered(&window.read(file));
        let first = first_start(project, None, Time::from_millis(NOW));
        let user = first.runtime.users.iter().find(|known| known.user.name == "o.miller").unwrap();
        assert_eq!(user.user.full_name, "Olga Miller");
        assert_eq!(verify("Harbour-at-5", user.user.hash().unwrap()), Ok(Verified::Right { rehash: false }));
        assert!(has(&first.runtime, "o.miller", &right) && !has(&first.runtime, "o.miller", "system.user.create"));

        // The right is denied in the matrix; the next delivery takes it away, and undo gives it back.
        window.ctrl('3').ctrl('f').key(Named::ArrowDown);
        window.held(Named::End, Modifiers::CTRL).write("d");
        window.ctrl('s');
        let second = reconcile(delivered(&window.read(file)), None, first.runtime, Time::from_millis(NOW + 1)).unwrap();
        assert!(!has(&second.runtime, "o.miller", &right));
        let told = second.report.users.iter().find(|user| user.name == "o.miller").unwrap();
        assert_eq!(told.action(), Action::Unchanged);
        window.ctrl('z').ctrl('s');
        let third = reconcile(delivered(&window.read(file)), None, second.runtime, Time::from_millis(NOW + 2)).unwrap();
        assert!(has(&third.runtime, "o.miller", &right));
        window.ctrl('q');
        assert!(window.app.dialog().is_none(), "nothing is unsaved, so nothing is asked");
    }
}

#[test]
fn everything_changed_in_groups_and_matrix_is_undone_to_the_byte() {
    let mut window = Window::sample(Language::English);
    window.ctrl('2').key(Named::Insert).write("Night shift").key(Named::Tab).write("After ten.");
    window.ctrl('d');
    window.ctrl('3').ctrl('f').key(Named::ArrowDown);
    window.held(Named::End, Modifiers::CTRL).write("dad").key(Named::ArrowUp).key(Named::Space).key(Named::Space);
    assert_eq!(window.app.page(), Page::Matrix);
    window.ctrl('s');
    assert_ne!(window.read(SAMPLE), sample());
    let mut steps = 0;
    while window.document().undo_label().is_some() {
        window.ctrl('z');
        steps += 1;
    }
    assert!(steps >= 7, "{steps}");
    window.ctrl('s');
    let project = delivered(&window.read(SAMPLE));
    let before = delivered(&sample());
    assert_eq!((project.users, project.definitions), (before.users, before.definitions));
    assert!(project.time_stamp > before.time_stamp, "a machine sees that there is something new");
}
