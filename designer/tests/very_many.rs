//! Very many users: what takes long is done beside the window, and what happens meanwhile is in it.

#![allow(clippy::unwrap_used)]

mod support;

use iced::Task;
use keyholder_designer::app::Message;
use keyholder_designer::command::Command;
use keyholder_designer::csv::texts::Key;
use keyholder_designer::i18n::Language;
use keyholder_designer::page::{self, Page, preview, texts};
use keyholder_designer::service::dialogs::Answers;
use keyholder_designer::ui::table;
use keyholder_shared::edit::{Kind, TextField};
use keyholder_shared::model::{Project, Texts, User};
use keyholder_shared::{Id, Time, reconcile, xml};
use support::{SAMPLE, Window, sample};

const MANY: usize = 10_000;

fn id(number: usize) -> Id {
    Id::from_u128(0x7000_0000_0000_4000_8000_0000_0000_0000 + number as u128)
}

/// Very many users, each with a description.
fn project() -> Project {
    let mut project = xml::read_project(&sample()).document.unwrap();
    for number in 0..MANY {
        let mut user = User::new(id(number), &format!("v.user-{number:05}"));
        // The other way round than the names.
        user.description = Texts::new("en", &format!("Bench {:05}", MANY - number));
        project.users.items.push(user);
    }
    project
}

fn opened(language: Language) -> Window {
    let mut window = Window::start(language, Answers::default());
    window.put(SAMPLE, &xml::write_project(&project()));
    window.tell(Message::OpenRecent(SAMPLE.into()));
    window
}

fn begun(window: &mut Window, message: Message) -> Task<Message> {
    window.app.update(message)
}

fn text(message: texts::Message) -> Message {
    Message::Page(page::Message::Texts(message))
}

fn by_text(column: usize) -> Message {
    text(texts::Message::Table(table::Message::Sort(column)))
}

fn to_end() -> Message {
    text(texts::Message::Table(table::Message::Go(table::Motion::Last, false)))
}

#[test]
fn very_many_texts_are_put_in_order_beside_the_window() {
    for language in Language::ALL {
        let mut window = opened(language);
        let shown = begun(&mut window, Message::Run(Command::Show(Page::Texts)));
        assert!(window.shows_key("texts-looking"), "the window is not kept waiting");
        window.follow(shown);
        assert!(!window.shows_key("texts-looking"));
        window.tell(to_end());
        assert!(window.shows("v.user-09999"), "users come last");
        // A key in the search waits for nothing.
        let key = begun(&mut window, text(texts::Message::Search("bench 00777".into())));
        assert_eq!(window.count("v.user-09223"), 1);
        window.follow(key);
        window.tell(text(texts::Message::Search(String::new())));
        // Nor does a key in a text, and the text is where it belongs.
        let key = Key { kind: Kind::User, id: id(5), field: TextField::Description };
        window.tell(by_text(1)).tell(by_text(1));
        assert!(!window.shows("v.user-00005"));
        let typed = begun(&mut window, text(texts::Message::Type(key, "en".into(), "Zzz".into())));
        assert!(window.shows("v.user-00005"), "it is the first from behind now");
        window.follow(typed);
    }
}

#[test]
fn texts_are_in_the_order_that_was_asked_for_last_and_as_they_are_by_then() {
    let mut window = opened(Language::English);
    window.run(Command::Show(Page::Texts)).tell(to_end());
    let by_language = begun(&mut window, by_text(1));
    assert!(window.shows("v.user-09999"), "until then the list is what its head says");
    let other_way = begun(&mut window, by_text(1));
    let key = Key { kind: Kind::User, id: id(5), field: TextField::Description };
    let typed = begun(&mut window, text(texts::Message::Type(key, "en".into(), "Zzz".into())));
    window.follow(by_language);
    window.follow(other_way);
    window.follow(typed);
    window.tell(text(texts::Message::Table(table::Message::Go(table::Motion::First, false))));
    assert!(window.shows("Zzz"), "the last one first, with what was typed meanwhile");
    // Back to the first column before the other order is made: that one is nobody's any more.
    window.tell(by_text(0)).tell(to_end());
    assert!(window.shows("v.user-09999"));
    let by_language = begun(&mut window, by_text(1));
    let back = begun(&mut window, by_text(0));
    window.follow(by_language);
    window.follow(back);
    window.tell(to_end());
    assert!(window.shows("v.user-09999") && !window.shows("Zzz"));
}

fn look(message: preview::Message) -> Message {
    Message::Page(page::Message::Preview(message))
}

fn by_user(column: usize) -> Message {
    look(preview::Message::Users(table::Message::Sort(column)))
}

/// The preview of two machines that have an earlier state of the project, every user listed.
fn looked_at(language: Language) -> Window {
    let mut window = opened(language);
    let mut before = project();
    before.time_stamp = Time::from_millis(before.time_stamp.as_millis() - 1);
    for user in before.users.items.iter_mut().rev().step_by(2) {
        user.full_name = "Somebody else".into();
    }
    let runtime = xml::write_runtime(&reconcile::first_start(before, None, Time::from_millis(support::NOW)).runtime);
    window.put("one.xml", &runtime);
    window.put("two.xml", &runtime);
    window.run(Command::Show(Page::Preview));
    window.tell(look(preview::Message::Chosen(vec!["one.xml".into(), "two.xml".into()])));
    window.tell(look(preview::Message::Show(preview::Shown::All)));
    window
}

/// How many rows say that nothing has changed.
fn unchanged(window: &mut Window) -> usize {
    let says = window.tr.get("cause-unchanged").to_owned();
    window.count(&says)
}

#[test]
fn very_many_users_of_machines_are_put_in_order_beside_the_window() {
    for language in Language::ALL {
        let mut window = looked_at(language);
        let some = unchanged(&mut window);
        let by_reason = begun(&mut window, by_user(2));
        assert_eq!(unchanged(&mut window), some, "until then the list is what its head says");
        window.follow(by_reason);
        let first = unchanged(&mut window);
        window.tell(by_user(2));
        let last = unchanged(&mut window);
        assert!(first.min(last) == 0 && first.max(last) > 5, "{first} and {last}");
        // The other machine is in the same order at once.
        let other =
            begun(&mut window, look(preview::Message::Machines(table::Message::Go(table::Motion::Last, false))));
        assert_eq!(unchanged(&mut window), last);
        window.follow(other);
        // Read again, they come in the order that was asked for meanwhile.
        let again = begun(&mut window, look(preview::Message::Again));
        let by_reason = begun(&mut window, by_user(2));
        window.follow(again);
        window.follow(by_reason);
        assert_eq!(unchanged(&mut window), first);
        // In the other language too what was taken over stands before what is the same.
        window.run(if language == Language::English { Command::German } else { Command::English });
        window.tr = keyholder_designer::i18n::Tr::new(match language {
            Language::English => Language::German,
            Language::German => Language::English,
        });
        assert_eq!(unchanged(&mut window), first);
        // A machine that leaves takes its users along.
        window.tell(look(preview::Message::Leave));
        assert_eq!(unchanged(&mut window), first);
    }
}
