//! Steps of very many edits: the window lives while they are done, and nothing that is asked for meanwhile goes astray.

#![allow(clippy::unwrap_used)]

mod support;

use iced::Task;
use iced::keyboard::key::{Named, NativeCode, Physical};
use iced::keyboard::{Key, Modifiers};
use keyholder_designer::app::Message;
use keyholder_designer::app::keys::Press;
use keyholder_designer::app::transfer;
use keyholder_designer::command::Command;
use keyholder_designer::dialog::Dialog;
use keyholder_designer::i18n::Language;
use keyholder_designer::service::dialogs::Answers;
use keyholder_shared::model::Project;
use keyholder_shared::xml;
use support::{SAMPLE, Window, sample};

/// Begins something; what follows from it waits until the test follows it.
fn begun(window: &mut Window, message: Message) -> Task<Message> {
    window.app.update(message)
}

fn enter() -> Message {
    let physical = Physical::Unidentified(NativeCode::Unidentified);
    Message::Key(Press { key: Key::Named(Named::Enter), physical, modifiers: Modifiers::empty() })
}

fn says(window: &Window, path: &str, part: &str) -> bool {
    String::from_utf8(window.read(path)).unwrap().contains(part)
}

/// A table of very many users was read and is offered.
fn with_very_many(language: Language) -> (Window, Vec<u8>) {
    let mut window = Window::opened(language, Answers::default());
    let before = xml::write_project(&window.document().draft().to_project());
    let rows: String = (0..10_000).map(|row| format!("added-{row:06},Somebody with the number {row}\n")).collect();
    window.put("users.csv", format!("Name,Full name\n{rows}n.newman,From the table\n").as_bytes());
    window.tell(Message::Transfer(transfer::Message::Import(transfer::What::Users, "users.csv".into())));
    assert!(matches!(window.app.dialog(), Some(Dialog::Import(_))));
    (window, before)
}

fn bytes(window: &Window) -> Vec<u8> {
    xml::write_project(&window.document().draft().to_project())
}

#[test]
fn very_many_users_are_taken_in_beside_the_window_and_what_is_asked_for_meanwhile_is_done_after_it() {
    for language in Language::ALL {
        let (mut window, before) = with_very_many(language);
        let step = begun(&mut window, enter());
        assert!(window.app.dialog().is_none() && window.shows_key("work-stepping"));
        assert_eq!(window.document().users().len(), 30, "they are not there yet");
        window.ctrl('s');
        window.key(Named::Insert);
        assert!(window.read(SAMPLE) == sample() && !window.document().is_unsaved());
        window.follow(step);
        assert!(!window.shows_key("work-stepping"));
        assert_eq!(window.document().users().len(), 10_032);
        assert!(says(&window, SAMPLE, "n.newman") && window.document().is_unsaved(), "saved, then one more");
        window.ctrl('z');
        let after = bytes(&window);
        // Undo and redo go the same way, however quickly one is asked for after the other.
        let undo = begun(&mut window, Message::Run(Command::Undo));
        assert_eq!(window.document().users().len(), 10_031);
        window.ctrl('y');
        window.follow(undo);
        assert!(bytes(&window) == after);
        window.ctrl('z');
        let saved_at = window.document().time_stamp();
        let before = xml::read_project(&before).document.unwrap();
        let before = Project { time_stamp: saved_at, ..before };
        assert!(bytes(&window) == xml::write_project(&before));
        assert_eq!((window.count("b.lis"), window.shows("n.newman")), (1, false), "and the list follows");
    }
}

#[test]
fn who_goes_while_very_many_users_are_taken_in_is_asked_about_them() {
    let (mut window, _) = with_very_many(Language::English);
    let step = begun(&mut window, enter());
    window.tell(Message::CloseRequested);
    assert!(window.app.dialog().is_none() && window.app.document().is_some());
    window.follow(step);
    assert!(matches!(window.app.dialog(), Some(Dialog::Leave(_))));
    window.key(Named::Enter);
    assert!(window.app.document().is_none() && says(&window, SAMPLE, "n.newman"));
}

#[test]
fn very_many_users_come_back_chosen_when_their_deletion_is_taken_back() {
    let (mut window, _) = with_very_many(Language::English);
    window.key(Named::Enter);
    window.ctrl('f').write("added-");
    window.key(Named::ArrowDown).ctrl('a').run(Command::Delete);
    let deletion = begun(&mut window, enter());
    assert_eq!(window.document().users().len(), 10_031);
    window.key(Named::Delete);
    window.follow(deletion);
    assert!(window.app.dialog().is_none(), "a letter in a field may have been meant");
    assert_eq!(window.document().users().len(), 31);
    assert!(window.shows_key("users-none"));
    window.ctrl('z');
    let chosen = window.tr.count("count-users", 10_000);
    assert!(window.shows(&chosen), "{:?}", window.texts());
}

/// The first names that are listed.
fn first(window: &mut Window) -> Vec<String> {
    let texts = window.texts();
    let names = texts.into_iter().filter(|(place, _)| (225.0..240.0).contains(&place.x) && place.y > 120.0);
    names.map(|(_, said)| said).take(5).collect()
}

#[test]
fn very_many_users_are_put_into_another_order_beside_the_window() {
    for language in Language::ALL {
        let (mut window, _) = with_very_many(language);
        window.key(Named::Enter);
        window.key(Named::Escape);
        let by_name = first(&mut window);
        assert_eq!(by_name[0], "a.kowalczyk");
        let head = window.tr.get("users-full-name").to_owned();
        let head = window.place(&head).center();
        let sorted = window.clicked(head, 1);
        assert_eq!(first(&mut window), by_name, "the order that the head tells, until the other one is there");
        // The window lives meanwhile: whoever is changed or searched is in the list when it comes.
        window.click("a.kowalczyk");
        window.key(Named::F2).write("aa.first");
        assert_eq!(first(&mut window)[..2], ["aa.first", "added-000000"]);
        for task in sorted {
            window.follow(task);
        }
        assert_eq!(first(&mut window)[..2], ["Admin", "aa.first"], "Administrator, Agnieszka");
        window.ctrl('f').write("pet");
        assert_eq!(first(&mut window), ["o.petit"]);
        for _ in 0..3 {
            window.key(Named::Backspace);
        }
        // Pressed thrice before the first order is there, it is the third that counts, whichever comes first.
        let tasks = window.clicked(head, 3);
        assert_eq!(first(&mut window)[0], "Admin");
        for task in tasks.into_iter().rev() {
            window.follow(task);
        }
        assert_eq!(first(&mut window)[0], "z.zielinska");
    }
}
