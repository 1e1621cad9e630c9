//! What the palette finds, what the window remembers, and who is deleted unseen.

#![allow(clippy::unwrap_used)]

mod support;

use iced::keyboard::key::Named;
use iced::{Point, Size};
use keyholder_designer::app::Message;
use keyholder_designer::command::Command;
use keyholder_designer::dialog::Dialog;
use keyholder_designer::i18n::Language;
use keyholder_designer::page::Page;
use keyholder_designer::service::dialogs::{Answer, Answers};
use support::Window;

#[test]
fn objects_are_found_by_a_part_of_what_any_language_calls_them() {
    for (typed, page, name) in [
        ("verpack", Page::Areas, "Packing"),
        ("panel-4", Page::Areas, "Packing"),
        ("démarrer la", Page::Rights, "Start the line"),
        ("Linie", Page::Rights, "Line"),
    ] {
        let mut window = Window::sample(Language::English);
        window.ctrl('k');
        for letter in typed.chars() {
            window.write(&letter.to_string());
        }
        window.key(Named::Enter);
        assert_eq!(window.app.page(), page, "{typed}");
        assert_eq!(window.count(name), 2, "{typed}: in the list and above the pane, {:?}", window.texts());
    }
}

#[test]
fn every_command_is_found_and_says_why_it_cannot_be_done() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        let name = window.tr.get("command-export-chosen").to_owned();
        let why = window.tr.get("users-choose-first").to_owned();
        window.ctrl('k').write(&name);
        assert!(window.shows(&name) && window.shows(&why));
        window.key(Named::Enter);
        assert_eq!(window.app.notice(), Some(why.as_str()));
    }
}

#[test]
fn a_window_that_is_put_away_or_fills_the_screen_comes_back_as_it_was() {
    let mut window = Window::sample(Language::English);
    window.tell(Message::Moved(Point::new(40.0, 30.0)));
    window.tell(Message::Filled(Size::new(1000.0, 700.0), false));
    // As Windows tells it of a window that is put away.
    window.tell(Message::Moved(Point::new(-16_000.0, -16_000.0)));
    window.tell(Message::Resized(Size::ZERO));
    window.tell(Message::Filled(Size::new(1900.0, 1060.0), true));
    let remembered = window.app.settings().window;
    assert_eq!((remembered.width, remembered.height), (1000.0, 700.0));
    assert_eq!(remembered.at, Some((40.0, 30.0)));
    assert!(remembered.maximized);
    assert!(window.shows("b.lis"), "the page has kept its room");
}

#[test]
fn who_is_chosen_and_not_listed_is_not_deleted_without_a_word() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        let group = match language {
            Language::English => "Maintenance",
            Language::German => "Instandhaltung",
        };
        for (page, name) in [(Page::Users, "b.lis"), (Page::Groups, group)] {
            window.run(Command::Show(page));
            window.click(name);
            window.held(Named::ArrowDown, iced::keyboard::Modifiers::SHIFT);
            window.ctrl('f').write(name);
            let hidden = window.tr.count("chosen-hidden", 1);
            window.run(Command::Delete);
            assert!(window.says(&hidden), "{:?}", window.texts());
            window.key(Named::Escape).ctrl('f').ctrl('a').key(Named::Backspace);
            window.run(Command::Delete);
            assert!(!window.says(&hidden));
            window.key(Named::Escape);
        }
    }
}

#[test]
fn every_list_has_a_menu_by_the_keyboard_that_leads_to_the_place() {
    for language in Language::ALL {
        for (page, searched, place) in
            [(Page::Problems, "", None), (Page::Texts, "verpack", None), (Page::Effective, "b.lis", Some(Page::Users))]
        {
            let mut window = Window::sample(language);
            window.run(Command::Show(page)).ctrl('f').write(searched);
            window.tell(Message::Run(Command::Show(Page::Areas))).tell(Message::Run(Command::Show(page)));
            let focus = page.keys().map_or_else(iced::Task::none, iced::widget::operation::focus);
            window.follow(focus);
            window.key(Named::ArrowDown).held(Named::F10, iced::keyboard::Modifiers::SHIFT);
            assert!(window.shows_key("command-go"), "{page:?}");
            window.key(Named::ArrowDown).key(Named::Enter);
            assert_ne!(window.app.page(), page);
            assert!(place.is_none_or(|place| window.app.page() == place), "{page:?}");
        }
    }
}

#[test]
fn a_table_typed_over_another_file_asks_before_it_replaces_it() {
    for language in Language::ALL {
        let answers = Answers::new([Answer::Unavailable, Answer::Unavailable]);
        let mut window = Window::opened(language, answers);
        window.put("there.csv", b"theirs");
        window.run(Command::Export).ctrl('a').write("there.csv").key(Named::Enter);
        assert!(matches!(window.app.dialog(), Some(Dialog::Path(_))) && window.shows_key("path-there"));
        assert_eq!(window.read("there.csv"), b"theirs");
        // Another name is another file.
        window.write("x").key(Named::Enter);
        assert!(window.app.dialog().is_none() && !window.read("there.csvx").is_empty());
        window.run(Command::Export).ctrl('a').write("there.csv").key(Named::Enter).click_key("path-replace");
        assert_ne!(window.read("there.csv"), b"theirs");
    }
}

#[test]
fn at_the_largest_scale_the_buttons_of_every_dialog_are_in_the_window() {
    for language in Language::ALL {
        for (command, key) in [
            (Command::NewProject, "cancel"),
            (Command::Protect, "cancel"),
            (Command::SetPassword, "cancel"),
            (Command::EditRights, "cancel"),
            (Command::Delete, "cancel"),
            (Command::CloseProject, "leave-save"),
        ] {
            let mut window = Window::sample(language);
            if command == Command::EditRights {
                window.run(Command::Show(Page::Groups)).key(Named::Home);
            }
            window.key(Named::Insert).write("x");
            // 1280 by 800, everything twice as large.
            window.sized(640.0, 400.0);
            window.run(command);
            assert!(window.app.dialog().is_some(), "{command:?}");
            // A weak password is told of at length.
            window.write("x");
            let text = window.tr.get(key).to_owned();
            let button = window.place(&text);
            assert!(
                button.height > 12.0 && button.y + button.height < 400.0 && button.x + button.width < 640.0,
                "{command:?}: {button:?}"
            );
        }
    }
}
