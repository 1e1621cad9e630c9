//! What the palette finds, what the window remembers, and who is deleted unseen.

#![allow(clippy::unwrap_used)]

mod support;

use iced::keyboard::key::Named;
use iced::{Point, Size};
use keyholder_designer::app::Message;
use keyholder_designer::command::Command;
use keyholder_designer::dialog::Dialog;
use keyholder_designer::i18n::Language;
use keyholder_designer::page::{self, Page, users};
use keyholder_designer::service::dialogs::{Answer, Answers};
use support::{SAMPLE, Window};

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
fn a_window_that_was_opened_beside_every_monitor_is_brought_back() {
    for scale in [Command::ActualSize, Command::Larger] {
        let mut window = Window::sample(Language::English);
        window.run(scale).tell(Message::Moved(Point::new(2000.0, 30.0)));
        let by = window.app.settings().scale;
        let large = Size::new(1920.0, 1080.0) * (1.0 / by);
        window.tell(Message::Entered).tell(Message::OnMonitor(Some(large)));
        assert!(window.app.settings().window.seen);
        window.tell(Message::Nearest(Some(large)));
        assert_eq!(window.app.settings().window.at, Some((2000.0, 30.0)), "the second monitor is there");
        window.tell(Message::Nearest(None));
        window.tell(Message::Nearest(Some(Size::new(1536.0, 864.0) * (1.0 / by))));
        assert_eq!(window.app.settings().window.at, Some((40.0, 40.0)));
    }
}

#[test]
fn who_is_chosen_and_not_listed_is_not_deleted_without_a_word() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        let [group, right, area, told] = match language {
            Language::English => ["Maintenance", "line.start", "Filling", "Maintenance on call"],
            Language::German => ["Instandhaltung", "line.start", "Abfüllung", "Bereitschaft Instandhaltung"],
        };
        for (page, name) in [
            (Page::Users, "b.lis"),
            (Page::Groups, group),
            (Page::Rights, right),
            (Page::Areas, area),
            (Page::NotificationGroups, told),
        ] {
            window.run(Command::Show(page));
            window.click(name);
            window.held(Named::ArrowDown, iced::keyboard::Modifiers::SHIFT);
            let hidden = window.tr.count("chosen-hidden", 1);
            assert!(!window.says(&hidden));
            window.ctrl('f').write(name);
            assert!(window.says(&hidden), "{page:?}: the pane says it, {:?}", window.texts());
            window.run(Command::Delete);
            // What lies under a dialog is not told by it.
            assert!(window.app.dialog().is_some() && window.says(&hidden), "{page:?}: and the question");
            window.key(Named::Escape).ctrl('f').ctrl('a').key(Named::Backspace);
            window.run(Command::Delete);
            assert!(!window.says(&hidden));
            window.key(Named::Escape);
            // One alone, which is seen in the pane only.
            let mut window = Window::sample(language);
            let unlisted = window.tr.get("chosen-not-listed").to_owned();
            window.run(Command::Show(page)).click(name);
            assert!(!window.says(&unlisted));
            window.ctrl('f').write("no such thing");
            assert!(window.says(&unlisted), "{page:?}: {:?}", window.texts());
            window.run(Command::Delete);
            let alone = window.tr.get("chosen-hidden-alone").to_owned();
            assert!(window.says(&alone), "{page:?}");
        }
    }
}

#[test]
fn a_group_that_goes_while_it_is_looked_at_hides_nobody() {
    let mut window = Window::sample(Language::English);
    let group = window.document().definitions().groups.last().map(|group| group.id);
    window.tell(Message::Page(page::Message::Users(users::Message::Filter(group))));
    assert!(!window.shows("a.kowalczyk"));
    window.run(Command::Show(Page::Groups)).key(Named::End).click("Trainees").run(Command::Delete).key(Named::Enter);
    window.run(Command::Show(Page::Users));
    assert!(window.shows("a.kowalczyk"), "{:?}", window.texts());
    window.run(Command::Add);
    assert!(window.document().users().iter().last().unwrap().groups.is_empty());
}

#[test]
fn the_palette_leads_to_the_values_of_the_guidelines() {
    let mut window = Window::sample(Language::English);
    window.ctrl('k').write("idle session").key(Named::Enter).write("15");
    assert_eq!(window.document().definitions().policies.session.idle_timeout_minutes, 15);
    let mut window = Window::sample(Language::German);
    window.ctrl('k').write("mindestens");
    let value = window.tr.get("fact-minimum-length").to_owned();
    assert!(window.shows(&value), "{:?}", window.texts());
}

#[test]
fn who_does_not_know_the_language_of_the_surface_finds_its_own_in_the_palette() {
    let mut window = Window::sample(Language::English);
    window.ctrl('k').write("deutsch").key(Named::Enter);
    assert!(window.shows("Gruppen"));
    window.ctrl('k').write("english").key(Named::Enter);
    assert!(window.shows("Groups"));
}

#[test]
fn what_the_pane_counts_is_what_is_deleted_and_copied() {
    for (page, name, step) in [
        (Page::Rights, "line.start", "what-right"),
        (Page::Areas, "Filling", "what-area"),
        (Page::NotificationGroups, "Maintenance on call", "what-notification-group"),
    ] {
        for command in [Command::Delete, Command::Duplicate] {
            let mut window = Window::sample(Language::English);
            window.run(Command::Show(page)).click(name);
            window.held(Named::ArrowDown, iced::keyboard::Modifiers::SHIFT).ctrl('f').write(name);
            let two = window.tr.count("things-chosen", 2);
            assert!(window.shows(&two), "{page:?}");
            window.run(command);
            if command == Command::Delete {
                window.key(Named::Enter);
            }
            let label = window.document().undo_label().unwrap();
            assert_eq!(label.count, 2, "{page:?}, {step}: {label:?}");
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

/// The window that is left of the usual one with everything twice as large, and of the smallest one.
const SMALL: [Size; 2] = [Size::new(640.0, 400.0), Size::new(450.0, 280.0)];

#[track_caller]
fn is_within(window: &mut Window, size: Size, text: &str, what: &str) {
    let at = window.place(text);
    let below = at.y + at.height;
    assert!(
        at.height > 12.0 && at.x >= 0.0 && at.y >= 0.0 && at.x + at.width <= size.width && below <= size.height,
        "{what} in {size:?}: {text} at {at:?}"
    );
}

#[test]
fn at_the_largest_scale_the_buttons_of_every_dialog_are_in_the_window() {
    for (language, size) in Language::ALL.into_iter().flat_map(|language| SMALL.map(|size| (language, size))) {
        for (command, keys) in [
            (Command::NewProject, &["cancel", "new-project-create"][..]),
            (Command::Protect, &["cancel"]),
            (Command::SetPassword, &["cancel"]),
            (Command::EditRights, &["cancel", "ok"]),
            (Command::Delete, &["cancel", "command-delete"]),
            (Command::CloseProject, &["cancel", "leave-drop", "leave-save"]),
        ] {
            let mut window = Window::sample(language);
            if command == Command::EditRights {
                window.run(Command::Show(Page::Groups)).key(Named::Home);
            }
            window.key(Named::Insert).write("x");
            window.sized(size.width, size.height);
            if command == Command::NewProject {
                window.ctrl('s');
            }
            window.run(command);
            assert!(window.app.dialog().is_some(), "{command:?}");
            // A weak password is told of at length.
            window.write("x");
            if command == Command::NewProject {
                window.key(Named::Tab).key(Named::Tab).write("x");
            }
            for key in keys {
                let text = window.tr.get(key).to_owned();
                is_within(&mut window, size, &text, &format!("{command:?}"));
            }
        }
    }
}

#[test]
fn what_an_import_or_another_version_changes_fits_a_small_window() {
    for (language, size) in Language::ALL.into_iter().flat_map(|language| SMALL.map(|size| (language, size))) {
        let mut window = Window::opened(language, Answers::choosing(["users.csv"]));
        let long = "Somebody of the second shift who has a name as long as names of people ever are";
        let rows: String = (0..30).map(|row| format!("n.new-{row},{long} {row}\n")).collect();
        window.put("users.csv", format!("Name,Full name,Shoe size\nb.lis,{long}\n{rows}").as_bytes());
        window.sized(size.width, size.height);
        let is_whole = |window: &mut Window, buttons: &[&str]| {
            for (at, said) in window.texts() {
                let has_room = at.width > 8.0 || said.chars().count() < 3;
                assert!(has_room && at.x >= 0.0 && at.x + at.width <= size.width, "{size:?}: {said} at {at:?}");
            }
            for key in buttons {
                let text = window.tr.get(key).to_owned();
                is_within(window, size, &text, key);
            }
        };
        window.run(Command::Import);
        assert!(matches!(window.app.dialog(), Some(Dialog::Import(_))));
        is_whole(&mut window, &["cancel", "import-do"]);
        let details = window.place(&format!("{long} 0")).width;
        assert!(details > 60.0, "{size:?}: {details}");
        window.click_key("import-do");
        assert_eq!(window.document().undo_label().unwrap().count, 31);
        // And what someone else has made of the file.
        let theirs = String::from_utf8(window.read(SAMPLE)).unwrap().replace("Bartosz Lis", "Bartosz Lisek");
        window.put(SAMPLE, theirs.as_bytes());
        window.tell(Message::Hint);
        is_whole(&mut window, &["disk-compare", "disk-keep", "disk-reload"]);
        window.click_key("disk-compare");
        assert!(matches!(window.app.dialog(), Some(Dialog::Compare(_))));
        is_whole(&mut window, &["close"]);
        window.click_key("close");
        assert!(matches!(window.app.dialog(), Some(Dialog::OnDisk(_))));
    }
}
