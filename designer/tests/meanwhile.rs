//! What happens while something else is under way beside the window: nothing is lost, and nothing reaches the
//! wrong project.

#![allow(clippy::unwrap_used)]

mod support;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use iced::Task;
use iced::keyboard::key::{Named, NativeCode, Physical};
use iced::keyboard::{Key, Modifiers};
use keyholder_designer::app::Message;
use keyholder_designer::app::keys::Press;
use keyholder_designer::command::Command;
use keyholder_designer::dialog::Dialog;
use keyholder_designer::i18n::Language;
use keyholder_designer::page::{self, Page, preview};
use keyholder_designer::service::dialogs::{Answer, Answers};
use keyholder_designer::service::fs::Call;
use keyholder_shared::xml;
use support::{SAMPLE, Window, sample};

const OTHER: &str = "projects/other.xml";

/// The bottling line is open, and there is another project beside it.
fn beside(answers: Answers) -> Window {
    let mut window = Window::opened(Language::English, answers);
    let other = keyholder_shared::model::Project {
        name: "Other line".into(),
        ..xml::read_project(&sample()).document.unwrap()
    };
    window.put(OTHER, &xml::write_project(&other));
    window
}

/// Begins something; what follows from it waits until the test follows it.
fn begun(window: &mut Window, message: Message) -> Task<Message> {
    window.app.update(message)
}

fn enter() -> Message {
    Message::Key(Press {
        key: Key::Named(Named::Enter),
        physical: Physical::Unidentified(NativeCode::Unidentified),
        modifiers: Modifiers::empty(),
    })
}

fn says(window: &Window, path: &str, part: &str) -> bool {
    String::from_utf8(window.read(path)).unwrap().contains(part)
}

#[test]
fn a_second_save_waits_for_the_first_and_finds_no_stranger_in_its_file() {
    let mut window = beside(Answers::default());
    window.key(Named::Insert).write("f.first");
    let first = begun(&mut window, Message::Run(Command::Save));
    window.key(Named::Insert).write("s.second");
    let second = begun(&mut window, Message::Run(Command::Save));
    window.follow(second);
    window.follow(first);
    assert!(window.app.dialog().is_none());
    assert!(!window.document().is_unsaved());
    assert!(says(&window, SAMPLE, "f.first") && says(&window, SAMPLE, "s.second"));
}

#[test]
fn a_hint_while_a_save_goes_on_is_about_nobody_else() {
    let mut window = beside(Answers::default());
    window.key(Named::Insert).write("f.first");
    let save = begun(&mut window, Message::Run(Command::Save));
    let export =
        begun(&mut window, Message::Transfer(keyholder_designer::app::transfer::Message::Report("r.html".into())));
    window.follow(export);
    window.tell(Message::Hint);
    assert!(window.app.dialog().is_none());
    window.follow(save);
    assert!(window.app.dialog().is_none() && !window.document().is_unsaved());
}

#[test]
fn the_save_of_a_project_that_was_left_is_no_save_of_the_next() {
    for fails in [false, true] {
        let mut window = beside(Answers::default());
        window.key(Named::Insert).write("f.first");
        if fails {
            let theirs = String::from_utf8(sample()).unwrap().replace("Bartosz Lis", "Bartosz Lisek");
            window.put(SAMPLE, theirs.as_bytes());
        }
        let save = begun(&mut window, Message::Run(Command::Save));
        window.tell(Message::OpenRecent(OTHER.into()));
        window.click_key("leave-drop");
        assert_eq!(window.document().name(), "Other line");
        window.key(Named::Insert).write("o.other");
        window.follow(save);
        assert_eq!(window.document().path(), Some(Path::new(OTHER)));
        assert!(window.document().is_unsaved());
        assert_eq!(window.shows_key("not-saved-told"), fails, "whoever went must hear of it");
        if fails {
            window.key(Named::Enter);
            assert!(says(&window, SAMPLE, "Bartosz Lisek"), "nothing was put in its place");
        }
        window.ctrl('s');
        assert!(says(&window, OTHER, "o.other") && !says(&window, SAMPLE, "o.other"));
    }
}

#[test]
fn changes_made_while_another_project_is_read_are_asked_about() {
    let mut window = beside(Answers::default());
    let open = begun(&mut window, Message::OpenRecent(OTHER.into()));
    window.key(Named::Insert).write("m.meanwhile");
    window.follow(open);
    assert!(matches!(window.app.dialog(), Some(Dialog::Leave(_))));
    window.key(Named::Escape);
    assert!(window.document().users().iter().any(|user| user.name == "m.meanwhile"));
    let open = begun(&mut window, Message::OpenRecent(OTHER.into()));
    window.follow(open);
    window.key(Named::Enter);
    assert_eq!(window.document().name(), "Other line");
    assert!(says(&window, SAMPLE, "m.meanwhile"), "saved, then left");
}

#[test]
fn of_two_projects_the_one_asked_for_last_is_shown() {
    let mut window = beside(Answers::default());
    let one = begun(&mut window, Message::OpenRecent(OTHER.into()));
    let two = begun(&mut window, Message::OpenRecent(SAMPLE.into()));
    window.follow(two);
    window.follow(one);
    assert_eq!(window.document().name(), "Bottling line");
}

#[test]
fn changes_made_while_it_is_saved_before_leaving_are_asked_about_too() {
    let mut window = beside(Answers::default());
    window.key(Named::Insert).write("f.first");
    window.run(Command::CloseProject);
    let save = begun(&mut window, enter());
    window.key(Named::Insert).write("m.meanwhile");
    window.follow(save);
    assert!(matches!(window.app.dialog(), Some(Dialog::Leave(_))));
    window.key(Named::Enter);
    assert!(window.app.document().is_none());
    assert!(says(&window, SAMPLE, "f.first") && says(&window, SAMPLE, "m.meanwhile"));
}

#[test]
fn what_was_to_follow_a_save_that_was_given_up_does_not_follow_a_later_one() {
    let file = PathBuf::from("new/UserManagementConfig.xml");
    let mut window = Window::start(Language::English, Answers::new([Answer::Cancelled, Answer::Chosen(vec![file])]));
    window.ctrl('n').write("Line 7").key(Named::Enter);
    window.run(Command::CloseProject).key(Named::Enter);
    assert!(window.document().is_unsaved(), "no file was chosen");
    window.ctrl('s');
    assert!(!window.document().is_unsaved(), "saved, and still open");
}

#[test]
fn who_closes_the_window_twice_is_asked_once() {
    let mut window = beside(Answers::default());
    window.key(Named::Insert);
    window.tell(Message::CloseRequested).tell(Message::CloseRequested).key(Named::Escape);
    assert!(window.app.dialog().is_none() && window.document().is_unsaved());
}

#[test]
fn a_password_that_is_being_hashed_arrives_under_a_dialog_that_came_over_it() {
    let mut window = beside(Answers::default());
    window.click("b.lis");
    let before = window.document().users().iter().find(|user| user.name == "b.lis").unwrap().password.clone();
    window.run(Command::SetPassword).write("Harbour-at-5");
    window.key(Named::Tab).key(Named::Tab).key(Named::Tab).write("Harbour-at-5");
    let hashing = begun(&mut window, enter());
    let theirs = String::from_utf8(sample()).unwrap().replace("Bartosz Lis", "Bartosz Lisek");
    window.put(SAMPLE, theirs.as_bytes());
    window.tell(Message::Hint);
    window.follow(hashing);
    assert!(matches!(window.app.dialog(), Some(Dialog::OnDisk(_))), "it still waits for its answer");
    window.key(Named::Escape);
    assert!(window.app.dialog().is_none(), "the password's has closed");
    let after = window.document().users().iter().find(|user| user.name == "b.lis").unwrap().password.clone();
    assert_ne!(after, before);
}

#[test]
fn a_password_that_was_given_up_while_it_was_hashed_is_set_for_nobody() {
    let mut window = beside(Answers::default());
    window.click("b.lis");
    window.run(Command::SetPassword).write("Harbour-at-5");
    window.key(Named::Tab).key(Named::Tab).key(Named::Tab).write("Harbour-at-5");
    let hashing = begun(&mut window, enter());
    window.key(Named::Escape).click("e.fischer");
    window.run(Command::SetPassword);
    window.follow(hashing);
    assert!(matches!(window.app.dialog(), Some(Dialog::Password(_))));
    assert!(window.document().undo_label().is_none());
}

#[test]
fn the_copy_of_a_protected_project_asks_for_its_password_too() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        window.run(Command::Protect).write("Straße und Weg 7");
        window.key(Named::Tab).key(Named::Tab).key(Named::Tab).write("Straße und Weg 7").key(Named::Enter);
        window.tell(Message::Keep);
        let disk = window.disk.clone();
        drop(window);

        let mut window = Window::start(language, Answers::default());
        for path in disk.paths() {
            window.disk.put(&path, &disk.get(&path).unwrap());
        }
        for knows in [false, true] {
            let left = Arc::new(window.services.recovery.left_behind());
            window.tell(Message::LeftBehind(left)).key(Named::Enter);
            assert!(matches!(window.app.dialog(), Some(Dialog::Unlock(_))) && window.app.document().is_none());
            if knows {
                window.write("Straße und Weg 7").key(Named::Enter);
            } else {
                window.key(Named::Escape);
            }
        }
        assert!(window.document().is_unsaved() && window.shows_key("recovery-opened"));
    }
}

#[test]
fn a_file_chosen_for_a_project_that_was_left_meanwhile_is_not_written_by_the_next() {
    let mut window = beside(Answers::choosing([PathBuf::from("mine.xml")]));
    let save_as = begun(&mut window, Message::Run(Command::SaveAs));
    window.tell(Message::OpenRecent(OTHER.into()));
    window.follow(save_as);
    assert_eq!(window.disk.get("mine.xml"), None);
    assert_eq!(window.document().path(), Some(Path::new(OTHER)));
}

#[test]
fn a_preview_of_a_project_that_was_reloaded_is_not_shown_for_what_it_says_now() {
    let mut window = support::previewed(Language::English, &[]);
    let again = begun(&mut window, Message::Page(page::Message::Preview(preview::Message::Again)));
    window.tell(Message::OpenRecent(SAMPLE.into())).run(Command::Show(Page::Preview));
    window.follow(again);
    assert!(window.shows_key("preview-none"));
}

#[test]
fn a_save_that_fails_keeps_everything_and_the_next_one_succeeds() {
    for (call, why) in [
        (Call::Create, std::io::ErrorKind::StorageFull),
        (Call::Create, std::io::ErrorKind::ReadOnlyFilesystem),
        (Call::Rename, std::io::ErrorKind::PermissionDenied),
    ] {
        let mut window = beside(Answers::default());
        window.key(Named::Insert).write("f.first");
        window.disk.fail(call, why);
        window.run(Command::CloseProject).key(Named::Enter);
        assert!(window.shows_key("not-saved-told"), "{call:?}");
        window.key(Named::Enter);
        assert!(window.document().is_unsaved() && window.read(SAMPLE) == sample(), "{call:?}");
        assert!(window.document().users().iter().any(|user| user.name == "f.first"), "{call:?}");
        window.disk.mend();
        window.ctrl('s');
        assert!(!window.document().is_unsaved(), "{call:?}: saved, and still open");
        assert!(says(&window, SAMPLE, "f.first"));
    }
}

#[test]
fn a_file_with_faults_is_saved_over_only_after_a_yes() {
    let faulty = String::from_utf8(sample()).unwrap().replace("MaximumAgeDays=\"90\"", "MaximumAgeDays=\"ninety\"");
    let faulty = faulty.into_bytes();
    for language in Language::ALL {
        let mut window = Window::start(language, Answers::default());
        window.put(SAMPLE, &faulty);
        window.tell(Message::OpenRecent(SAMPLE.into()));
        assert!(!window.document().unread().is_empty() && window.app.notice().is_some(), "it is told");
        window.key(Named::Insert).write("f.first").ctrl('s');
        assert!(matches!(window.app.dialog(), Some(Dialog::Question(_))));
        window.key(Named::Escape);
        assert!(window.read(SAMPLE) == faulty && window.document().is_unsaved());
        window.ctrl('s').key(Named::Enter);
        assert!(!window.document().is_unsaved() && window.document().unread().is_empty());
        assert!(says(&window, SAMPLE, "f.first"));
        window.ctrl('z').ctrl('s');
        assert!(!says(&window, SAMPLE, "f.first"), "what can be undone can be undone after it too");
    }
}

#[test]
fn reloading_warns_of_rescued_work_as_of_typed_work() {
    let mut window = beside(Answers::default());
    window.key(Named::Insert).write("f.first").tell(Message::Keep);
    let disk = window.disk.clone();
    drop(window);
    let mut window = Window::start(Language::English, Answers::default());
    for path in disk.paths() {
        window.disk.put(&path, &disk.get(&path).unwrap());
    }
    let left = Arc::new(window.services.recovery.left_behind());
    window.tell(Message::LeftBehind(left)).key(Named::Enter);
    let theirs = String::from_utf8(sample()).unwrap().replace("Bartosz Lis", "Bartosz Lisek");
    window.put(SAMPLE, theirs.as_bytes());
    window.tell(Message::Hint);
    assert!(window.shows_key("disk-changed-unsaved"));
    // With nothing done since the file was read, there is nothing to warn of.
    let mut window = beside(Answers::default());
    window.put(SAMPLE, theirs.as_bytes());
    window.tell(Message::Hint);
    assert!(window.shows_key("disk-reload") && !window.shows_key("disk-changed-unsaved"));
}

#[test]
fn who_closes_the_window_while_it_is_saved_waits_for_that_save() {
    let mut window = beside(Answers::default());
    window.key(Named::Insert).write("f.first");
    let save = begun(&mut window, Message::Run(Command::Save));
    window.tell(Message::CloseRequested);
    assert!(matches!(window.app.dialog(), Some(Dialog::Leave(_))));
    window.key(Named::Enter);
    assert!(window.app.document().is_some(), "it waits");
    window.follow(save);
    assert!(window.app.document().is_none() && says(&window, SAMPLE, "f.first"));
}

#[test]
fn what_was_begun_before_a_copy_is_offered_is_not_given_up_for_it() {
    let mut window = beside(Answers::default());
    window.key(Named::Insert).write("f.first").tell(Message::Keep);
    let disk = window.disk.clone();
    drop(window);
    let mut window = Window::start(Language::English, Answers::default());
    for path in disk.paths() {
        window.disk.put(&path, &disk.get(&path).unwrap());
    }
    let left = Arc::new(window.services.recovery.left_behind());
    window.tell(Message::OpenRecent(SAMPLE.into())).key(Named::Insert).write("m.meanwhile");
    window.tell(Message::LeftBehind(left)).key(Named::Enter);
    assert!(matches!(window.app.dialog(), Some(Dialog::Leave(_))));
    window.key(Named::Escape);
    assert!(window.document().users().iter().any(|user| user.name == "m.meanwhile"));
    assert!(disk.paths().iter().all(|path| window.disk.get(path).is_some()), "and the copy is there still");
}

#[test]
fn no_table_and_no_report_is_written_over_the_project() {
    for (command, language) in [(Command::Export, Language::English), (Command::Report, Language::German)] {
        let mut window = beside(Answers::choosing([PathBuf::from(SAMPLE)]));
        window.run(if language == Language::German { Command::German } else { Command::Save });
        window.run(command);
        assert!(window.read(SAMPLE) == sample());
        let says = keyholder_designer::i18n::Tr::new(language).get("export-own-file").to_owned();
        assert_eq!(window.app.notice(), Some(says.as_str()));
    }
}

/// A table of so many new users, and after them one with that name.
fn table(count: usize, name: &str) -> String {
    let rows: String =
        (0..count).map(|number| format!("added-{number:06},Somebody with the number {number}\n")).collect();
    format!("Name,Full name\n{rows}{name},From the table\n")
}

fn import() -> Message {
    let users = keyholder_designer::app::transfer::What::Users;
    Message::Transfer(keyholder_designer::app::transfer::Message::Import(users, "users.csv".into()))
}

fn named(window: &Window, name: &str) -> usize {
    window.document().users().iter().filter(|user| user.name == name).count()
}

#[test]
fn a_table_read_for_a_project_that_was_left_is_not_offered_to_the_next() {
    let mut window = beside(Answers::default());
    window.put("users.csv", table(2, "n.newman").as_bytes());
    let read = begun(&mut window, import());
    window.tell(Message::OpenRecent(OTHER.into()));
    window.follow(read);
    assert!(window.app.dialog().is_none(), "{:?}", window.app.dialog());
    let read = begun(&mut window, import());
    window.run(Command::CloseProject);
    window.follow(read);
    assert!(window.app.dialog().is_none() && window.app.document().is_none());
    assert!(!window.shows_key("work-reading"), "it is over");
}

#[test]
fn a_table_chosen_for_a_project_that_was_left_meanwhile_is_not_read_for_the_next() {
    let mut window = beside(Answers::choosing(["users.csv"]));
    window.put("users.csv", table(2, "n.newman").as_bytes());
    let chosen = begun(&mut window, Message::Run(Command::Import));
    window.tell(Message::OpenRecent(OTHER.into()));
    window.follow(chosen);
    assert!(window.app.dialog().is_none() && window.document().name() == "Other line");
    // A project that is chosen is opened, whichever is open by then.
    let mut window = beside(Answers::choosing([SAMPLE]));
    let chosen = begun(&mut window, Message::Run(Command::Open));
    window.tell(Message::OpenRecent(OTHER.into()));
    window.follow(chosen);
    assert_eq!(window.document().path(), Some(Path::new(SAMPLE)));
}

#[test]
fn what_ends_is_no_longer_told_and_what_goes_on_is() {
    let mut window = beside(Answers::default());
    window.key(Named::Insert).write("f.first");
    let report = Message::Transfer(keyholder_designer::app::transfer::Message::Report("r.html".into()));
    let save = begun(&mut window, Message::Run(Command::Save));
    let report = begun(&mut window, report);
    assert!(window.shows_key("work-writing"));
    window.follow(report);
    assert!(window.shows_key("work-saving"), "{:?}", window.texts());
    window.follow(save);
    assert!(!window.shows_key("work-saving") && window.shows_key("saved"));
    let report = Message::Transfer(keyholder_designer::app::transfer::Message::Report("r.html".into()));
    let report = begun(&mut window, report);
    window.run(Command::CloseProject);
    assert!(window.shows_key("work-writing"));
    window.follow(report);
    assert!(!window.shows_key("work-writing") && window.says("r.html"), "{:?}", window.texts());
}

#[test]
fn a_save_into_another_file_is_not_lost_where_the_one_before_it_fails() {
    let mut window = beside(Answers::choosing(["copy.xml"]));
    window.key(Named::Insert).write("f.first");
    let theirs = String::from_utf8(sample()).unwrap().replace("Bartosz Lis", "Bartosz Lisek");
    window.put(SAMPLE, theirs.as_bytes());
    let save = begun(&mut window, Message::Run(Command::Save));
    window.run(Command::SaveAs);
    window.follow(save);
    assert!(window.shows_key("not-saved-title"), "{:?}", window.texts());
    assert!(says(&window, "copy.xml", "f.first") && says(&window, SAMPLE, "Bartosz Lisek"));
}

#[test]
fn who_asks_twice_what_someone_else_changed_is_shown_it_once() {
    let mut window = beside(Answers::default());
    let theirs = String::from_utf8(sample()).unwrap().replace("Bartosz Lis", "Bartosz Lisek");
    window.put(SAMPLE, theirs.as_bytes());
    window.tell(Message::Hint);
    let compare = window.tr.get("disk-compare").to_owned();
    let at = window.place(&compare).center();
    let both = window.clicked(at, 2);
    for one in both {
        window.follow(one);
    }
    assert!(matches!(window.app.dialog(), Some(Dialog::Compare(_))));
    window.key(Named::Escape);
    assert!(matches!(window.app.dialog(), Some(Dialog::OnDisk(_))));
}

#[test]
fn what_is_changed_while_a_table_is_read_is_part_of_what_it_is_held_against() {
    let mut window = beside(Answers::default());
    window.put("users.csv", table(2, "n.newman").as_bytes());
    let read = begun(&mut window, import());
    window.key(Named::Insert).write("n.newman");
    window.follow(read);
    assert!(matches!(window.app.dialog(), Some(Dialog::Import(_))));
    let [added, changed] = [("import-added", 2), ("import-changed", 1)].map(|(key, count)| window.tr.count(key, count));
    assert!(window.shows(&added) && window.shows(&changed), "{:?}", window.texts());
    window.key(Named::Enter);
    assert_eq!((named(&window, "n.newman"), named(&window, "added-000001")), (1, 1));
}

#[test]
fn a_plan_that_is_older_than_the_project_is_made_anew_before_it_is_done() {
    let mut window = beside(Answers::default());
    window.put("users.csv", table(2, "n.newman").as_bytes());
    // The file was chosen twice: one dialog lies over the other.
    window.tell(import()).tell(import()).key(Named::Enter);
    assert_eq!(window.document().users().len(), 33);
    window.key(Named::Enter);
    let unchanged = window.tr.count("import-unchanged", 3);
    assert!(window.shows(&unchanged), "{:?}", window.texts());
    window.key(Named::Enter);
    assert!(window.app.dialog().is_none());
    assert_eq!((named(&window, "n.newman"), window.document().users().len()), (1, 33));
}

#[test]
fn what_was_found_in_a_project_that_was_left_is_not_told_of_the_next() {
    let mut window = beside(Answers::default());
    let faulty = String::from_utf8(sample()).unwrap().replace("Name=\"p.lefevre\"", "Name=\"h.brandt\"");
    window.put(OTHER, faulty.as_bytes());
    let look = begun(&mut window, Message::Run(Command::Add));
    window.tell(Message::OpenRecent(OTHER.into())).click_key("leave-drop");
    let errors = window.app.told().errors;
    assert!(errors > 0);
    // As many changes as there were in the other: only by the project can the two be told apart.
    window.run(Command::Add);
    assert_eq!(window.document().revision(), 1);
    window.follow(look);
    assert_eq!((window.app.told().errors, window.app.told().revision), (errors, Some(1)));
}
