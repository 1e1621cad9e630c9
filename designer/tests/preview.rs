//! The page *Update preview* follows the project, and takes several of a machine's users into it at once.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use keyholder_designer::app::Message;
use keyholder_designer::command::Command;
use keyholder_designer::i18n::Language;
use keyholder_designer::page::{self, Page, preview};
use keyholder_shared::edit::Action;
use keyholder_shared::model::{Origin, User};
use support::{Window, machine_file, path_of, previewed, runtime};

fn tell(message: preview::Message) -> Message {
    Message::Page(page::Message::Preview(message))
}

/// The users that were made on the machine.
fn made_on(machine: &str) -> Vec<User> {
    let users = runtime(machine).users;
    users.iter().filter(|user| user.origin == Origin::Runtime).map(|user| user.user.clone()).collect()
}

/// The preview, every user of the first machine listed whose name holds `search`.
fn listed(window: &mut Window, search: &str) {
    window.tell(tell(preview::Message::Show(preview::Shown::All)));
    window.tell(tell(preview::Message::Search(search.to_owned())));
}

#[test]
fn the_preview_follows_an_edit_and_its_undo_without_being_asked() {
    for language in Language::ALL {
        let mut window = previewed(language, &[]);
        let user = made_on("filler-1").remove(0);
        listed(&mut window, &user.name);
        window.click(&user.name);
        let made_there = window.tr.get("action-runtime").to_owned();
        assert_eq!(window.count(&made_there), 1, "{}", user.name);
        window.click_key("preview-take");
        assert_eq!(window.count(&made_there), 0, "the next update finds the user in the project");
        assert!(window.shows_key("preview-go"), "the user is chosen still");
        window.ctrl('z');
        assert_eq!(window.count(&made_there), 1);
        assert!(!window.shows_key("preview-following"));
    }
}

#[test]
fn an_edit_on_another_page_is_followed_and_the_files_are_read_once() {
    let mut window = previewed(Language::English, &[]);
    for machine in ["filler-1", "filler-2", "packer"] {
        window.disk.delete(path_of(machine));
    }
    let count = window.tr.count("preview-changes", 11);
    assert!(window.shows(&count));
    window.run(Command::Show(Page::Areas));
    window.run(Command::Add).write("Cold store");
    window.run(Command::Show(Page::Preview));
    let more = window.tr.count("preview-changes", 12);
    assert!(window.shows(&more));
    window.tell(tell(preview::Message::Again));
    assert!(window.shows_key("machine-unread"), "read again, they are gone");
    window.disk.put(path_of("filler-1"), &machine_file("filler-1"));
    window.tell(tell(preview::Message::Hint(path_of("filler-1"))));
    assert!(window.shows(&more), "a hint reads the one file");
}

#[test]
fn edits_in_a_pause_are_followed_together_and_an_older_look_counts_no_longer() {
    let mut window = previewed(Language::English, &[]);
    let user = made_on("filler-1").remove(0);
    listed(&mut window, &user.name);
    window.click(&user.name);
    let made_there = window.tr.get("action-runtime").to_owned();
    // The pause after the first edit is not over when it is taken back.
    let pause = window.app.update(tell(preview::Message::Take));
    let further = window.app.update(Message::Run(Command::Undo));
    window.follow(pause);
    window.follow(further);
    assert_eq!(window.count(&made_there), 1, "what counts is what the project says now");
    // A look that was asked for before a machine came is not taken.
    let first = window.app.update(tell(preview::Message::Again));
    let second = window.app.update(tell(preview::Message::Chosen(vec![path_of("none")])));
    window.follow(second);
    assert!(window.shows("none"));
    window.follow(first);
    assert!(window.shows("none"), "the answer to what was asked last stays");
}

#[test]
fn what_takes_long_is_told() {
    let mut window = previewed(Language::English, &[]);
    let asked = window.app.update(tell(preview::Message::Again));
    assert!(window.shows_key("work-reading"), "what was asked for is told at once");
    window.follow(asked);
    assert!(!window.shows_key("work-reading"));
    // An edit is followed silently, until it takes long.
    listed(&mut window, "");
    let user = made_on("filler-1").remove(0);
    listed(&mut window, &user.name);
    window.click(&user.name);
    let pause = window.app.update(tell(preview::Message::Take));
    let look = window.app.update(tell(preview::Message::Paused));
    assert!(!window.shows_key("preview-following"));
    let turns = (0..20).map(preview::Message::Long);
    for long in turns {
        drop(window.app.update(tell(long)));
    }
    assert!(window.shows_key("preview-following"));
    window.follow(look);
    assert!(!window.shows_key("preview-following"));
    window.follow(pause);
}

#[test]
fn several_users_of_a_machine_are_taken_in_one_step() {
    for language in Language::ALL {
        let mut window = previewed(language, &[]);
        let before = window.document().users().len();
        let made = made_on("filler-1");
        assert!(made.len() > 1, "the sample's machine has users of its own");
        listed(&mut window, "");
        window.run(Command::SelectAll);
        let takes = window.texts().into_iter().map(|(_, said)| said).collect::<Vec<_>>();
        let all = (2..40).map(|count| window.tr.count("preview-take-several", count)).find(|said| takes.contains(said));
        window.click(&all.expect("the pane offers to take them"));
        let document = window.document();
        assert!(made.iter().all(|user| document.user(user.id).is_some()));
        assert!(made.iter().all(|user| document.user(user.id).unwrap().password.is_none()));
        let label = document.undo_label().unwrap().clone();
        assert!(label.action == Action::Take && label.count >= made.len());
        assert!(window.app.notice().is_some(), "those that are the same already are named");
        window.ctrl('z');
        assert_eq!((window.document().users().len(), window.document().is_unsaved()), (before, false));
    }
}

#[test]
fn users_chosen_on_a_machine_that_a_search_leaves_out_are_told() {
    for language in Language::ALL {
        let mut window = previewed(language, &[]);
        listed(&mut window, "");
        window.run(Command::SelectAll);
        let most = 2 * runtime("filler-1").users.len();
        let hidden: Vec<String> = (1..most).map(|hidden| window.tr.count("chosen-hidden", hidden)).collect();
        assert!(!hidden.iter().any(|hidden| window.shows(hidden)));
        let name = made_on("filler-1").remove(0).name.to_string();
        window.tell(tell(preview::Message::Search(name)));
        assert!(hidden.iter().any(|hidden| window.shows(hidden)), "{:?}", window.texts());
        window.tell(tell(preview::Message::Search(String::new())));
        assert!(!hidden.iter().any(|hidden| window.shows(hidden)));
    }
}

#[test]
fn a_machine_whose_file_is_damaged_is_counted_among_what_needs_a_look() {
    let broken = "machines/broken/UserManagementRuntimeConfig.xml";
    let mut window = previewed(Language::English, &[broken]);
    // One machine takes 26 users over.
    assert_eq!((window.count("25"), window.count("26")), (1, 1), "beside the page: {:?}", window.texts());
    window.put(broken, b"<broken");
    window.run(Command::AddMachines);
    assert!(window.shows("broken") && (window.count("25"), window.count("26")) == (0, 2), "{:?}", window.texts());
}
