//! The frame: opening, saving and leaving projects, the palette, languages, themes.

mod support;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use iced::keyboard::key::Named;
use keyholder_designer::app::Message;
use keyholder_designer::command::Command;
use keyholder_designer::dialog::Dialog;
use keyholder_designer::i18n::Language;
use keyholder_designer::page::Page;
use keyholder_designer::service::dialogs::{Answer, Answers};
use keyholder_shared::xml;
use support::{SAMPLE, Window, sample};

#[test]
fn every_page_is_shown_in_both_languages_and_every_theme() {
    use keyholder_designer::ui::theme::{Choice, Look};
    for language in Language::ALL {
        let mut window = Window::sample(language);
        for look in Look::ALL {
            window.run(Command::Theme(Choice::Fixed(look)));
            for page in Page::ALL {
                window.run(Command::Show(*page));
                assert_eq!(window.app.page(), *page);
                assert!(window.shows_key(page.key()), "{page:?}");
            }
        }
    }
}

#[test]
fn a_new_project_asks_for_admins_password_and_is_saved_where_the_dialog_says() {
    for language in Language::ALL {
        let target = "new/UserManagementConfig.xml";
        let mut window = Window::start(language, Answers::choosing([PathBuf::from(target)]));
        window.ctrl('n');
        assert!(matches!(window.app.dialog(), Some(Dialog::New(_))));
        window.key(Named::Enter);
        assert!(matches!(window.app.dialog(), Some(Dialog::New(_))), "without a name it stays open");
        window.write("Line 7");
        window.click_key("secret-generate");
        window.key(Named::Enter);
        assert_eq!(window.document().name(), "Line 7");
        assert!(window.document().is_unsaved());
        window.ctrl('s');
        let saved = xml::read_project(&window.read(target)).accept().unwrap().0;
        assert_eq!((saved.name.as_str(), saved.users.len()), ("Line 7", 1));
        assert!(saved.users[0].password.is_some() && saved.users[0].must_change_password);
        assert_eq!(saved.definitions.languages.default, language.tag());
    }
}

#[test]
fn where_the_system_has_no_dialog_a_path_is_typed() {
    let mut window = Window::start(Language::English, Answers::new([Answer::Unavailable]));
    window.put(SAMPLE, &sample());
    window.ctrl('o');
    assert!(matches!(window.app.dialog(), Some(Dialog::Path(_))));
    window.write(SAMPLE);
    window.key(Named::Enter);
    assert_eq!(window.document().name(), "Bottling line");
}

#[test]
fn a_typed_path_of_a_file_that_is_there_is_asked_about() {
    let mut window = Window::opened(Language::English, Answers::new([Answer::Unavailable, Answer::Unavailable]));
    window.put("other.xml", b"theirs");
    for replaces in [false, true] {
        window.run(Command::SaveAs);
        window.ctrl('a');
        window.write("other.xml");
        window.key(Named::Enter);
        assert!(matches!(window.app.dialog(), Some(Dialog::Question(_))));
        window.key(if replaces { Named::Enter } else { Named::Escape });
        assert_eq!(window.read("other.xml") == b"theirs", !replaces);
    }
    assert_eq!(window.document().path().unwrap(), Path::new("other.xml"));
}

#[test]
fn unsaved_changes_are_asked_about_before_the_project_is_left() {
    let mut window = Window::sample(Language::English);
    window.key(Named::Insert);
    window.run(Command::CloseProject);
    assert!(matches!(window.app.dialog(), Some(Dialog::Leave(_))));
    window.key(Named::Escape);
    assert!(window.app.document().is_some());
    window.run(Command::CloseProject);
    window.click_key("leave-drop");
    assert!(window.app.document().is_none());
    assert_eq!(window.read(SAMPLE), sample());

    let mut window = Window::sample(Language::English);
    window.key(Named::Insert);
    window.run(Command::CloseProject);
    window.key(Named::Enter);
    assert!(window.app.document().is_none(), "saved, then closed");
    assert_ne!(window.read(SAMPLE), sample());
}

#[test]
fn a_file_that_is_no_project_is_told_and_nothing_opens() {
    let mut window = Window::start(Language::German, Answers::default());
    window.put("x.xml", b"<html/>");
    window.tell(Message::OpenRecent(PathBuf::from("x.xml")));
    assert!(window.app.document().is_none());
    assert!(window.shows_key("not-understood-title"));
    window.key(Named::Enter);
    window.tell(Message::OpenRecent(PathBuf::from("missing.xml")));
    assert!(window.app.notice().unwrap().contains("missing.xml"));
}

#[test]
fn a_change_by_someone_else_is_told_and_saving_asks() {
    let mut window = Window::sample(Language::English);
    window.key(Named::Insert);
    let theirs = String::from_utf8(sample()).unwrap().replace("Bartosz Lis", "Bartosz Lisek");
    window.put(SAMPLE, theirs.as_bytes());
    window.tell(Message::Hint);
    assert!(matches!(window.app.dialog(), Some(Dialog::OnDisk(_))));
    window.key(Named::Escape);
    window.ctrl('s');
    assert!(matches!(window.app.dialog(), Some(Dialog::Question(_))));
    window.key(Named::Escape);
    assert_eq!(window.read(SAMPLE), theirs.as_bytes(), "nothing was written");
    window.ctrl('s');
    window.key(Named::Enter);
    assert_ne!(window.read(SAMPLE), theirs.as_bytes());
    assert!(!window.document().is_unsaved());
}

#[test]
fn a_copy_of_unsaved_work_is_offered_after_a_crash() {
    let mut window = Window::sample(Language::English);
    window.key(Named::Insert);
    window.write("unsaved");
    window.tell(Message::Keep);
    let disk = window.disk.clone();
    drop(window);

    let mut window = Window::start(Language::English, Answers::default());
    for path in disk.paths() {
        window.disk.put(&path, &disk.get(&path).unwrap());
    }
    let left = Arc::new(window.services.recovery.left_behind());
    assert_eq!(left.len(), 1);
    window.tell(Message::LeftBehind(left));
    assert!(window.shows_key("recovery-open"));
    // The only copy is what Enter means.
    window.key(Named::Enter);
    assert!(window.document().is_unsaved());
    assert!(window.document().users().iter().any(|user| user.name == "unsaved"));
    assert!(window.shows_key("recovery-opened"));
    window.ctrl('s');
    assert!(window.services.recovery.left_behind().is_empty());
}

#[test]
fn a_protected_project_asks_for_its_password() {
    let mut window = Window::sample(Language::English);
    window.run(Command::Protect);
    window.write("Straße und Weg 7");
    for _ in 0..3 {
        window.key(Named::Tab);
    }
    window.write("Straße und Weg 7");
    window.key(Named::Enter);
    window.ctrl('s');
    window.run(Command::CloseProject);
    window.tell(Message::OpenRecent(PathBuf::from(SAMPLE)));
    assert!(window.app.document().is_none());
    window.write("wrong");
    window.key(Named::Enter);
    assert!(window.shows_key("protect-wrong"));
    window.write("Straße und Weg 7");
    window.key(Named::Enter);
    assert_eq!(window.document().name(), "Bottling line");
}

#[test]
fn the_palette_finds_commands_and_objects() {
    let mut window = Window::sample(Language::English);
    window.ctrl('k');
    window.write("german");
    window.key(Named::Enter);
    assert!(window.shows("Benutzer"));
    window.ctrl('k');
    window.write("e.fischer");
    window.key(Named::Enter);
    assert!(window.shows("Emil Fischer"));
    window.ctrl('k');
    window.key(Named::Escape);
    assert!(!window.shows("Nichts heißt so."));
}

#[test]
fn tab_goes_through_the_window_and_stays_in_a_dialog() {
    let mut window = Window::sample(Language::English);
    window.click("b.lis");
    window.run(Command::SetPassword);
    for _ in 0..20 {
        window.key(Named::Tab);
    }
    window.write("q");
    assert_eq!(window.document().users().len(), 30);
    assert!(!window.document().is_unsaved(), "nothing under the dialog took a key");
}
