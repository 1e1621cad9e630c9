//! The page *Users* and the dialogs round it, by keys and clicks, in both languages.

mod support;

use iced::keyboard::key::Named;
use keyholder_designer::app::Message;
use keyholder_designer::command::Command;
use keyholder_designer::dialog::Dialog;
use keyholder_designer::i18n::Language;
use keyholder_designer::page::{self, users};
use keyholder_designer::service::dialogs::Answers;
use keyholder_designer::ui::table;
use keyholder_shared::model::User;
use keyholder_shared::password::{Verified, verify};
use keyholder_shared::xml;
use support::{SAMPLE, Window, sample};

fn user<'a>(window: &'a Window, name: &str) -> Option<&'a User> {
    window.document().users().iter().find(|user| user.name == name)
}

#[test]
fn a_user_is_made_named_given_a_password_and_saved_by_keyboard() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        window.key(Named::Insert);
        window.write("n.new user ");
        assert!(user(&window, "n.new user").is_some(), "the space at the end is not kept");
        window.key(Named::Tab);
        window.write("Nora New");
        assert_eq!(user(&window, "n.new user").unwrap().full_name, "Nora New");
        window.ctrl_shift('p');
        assert!(matches!(window.app.dialog(), Some(Dialog::Password(_))));
        window.write("short");
        window.key(Named::Enter);
        assert!(matches!(window.app.dialog(), Some(Dialog::Password(_))), "too short: it stays open");
        window.write("Wasser9!flasche");
        for _ in 0..3 {
            window.key(Named::Tab);
        }
        window.write("shortWasser9!flasche");
        window.key(Named::Enter);
        assert!(window.app.dialog().is_none());
        let made = user(&window, "n.new user").unwrap();
        assert!(made.must_change_password);
        assert_eq!(verify("shortWasser9!flasche", made.hash().unwrap()), Ok(Verified::Right { rehash: false }));
        window.ctrl('s');
        assert!(!window.document().is_unsaved());
        let saved = xml::read_project(&window.read(SAMPLE)).accept().unwrap().0;
        assert!(saved.users.iter().any(|user| user.name == "n.new user" && user.password.is_some()));
        window.write("x");
        window.tell(Message::Keep);
        let secret = b"shortWasser9!flasche".as_slice();
        for path in window.disk.paths() {
            let content = window.disk.get(&path).unwrap();
            assert!(!content.windows(secret.len()).any(|part| part == secret), "the password stands in {path:?}");
        }
    }
}

#[test]
fn making_and_naming_a_user_is_one_step_to_undo() {
    let mut window = Window::sample(Language::English);
    window.key(Named::Insert);
    // The table has one row more, and tells how far it is scrolled.
    let scrolled = users::Message::Table(table::Message::Scrolled(0.0, 600.0));
    window.tell(Message::Page(page::Message::Users(scrolled)));
    window.write("x");
    assert_eq!(window.document().users().len(), 31);
    window.ctrl('z');
    assert_eq!(window.document().users().len(), 30);
    assert!(!window.document().is_unsaved());
    assert!(window.shows("Undone: new user “x”"));
    window.ctrl('y');
    assert!(user(&window, "x").is_some());
}

#[test]
fn everything_undone_leaves_the_file_as_it_was_byte_for_byte() {
    let mut window = Window::sample(Language::English);
    window.click("d.evans");
    window.run(Command::Duplicate);
    window.key(Named::Insert);
    window.write("aa");
    window.click("b.lis");
    window.run(Command::Delete);
    window.key(Named::Enter);
    assert!(user(&window, "b.lis").is_none());
    for _ in 0..10 {
        window.ctrl('z');
    }
    window.ctrl('s');
    assert_eq!(window.read(SAMPLE), sample());
}

#[test]
fn deleting_asks_says_the_groups_and_escape_leaves_everything() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        window.click("b.lis");
        window.key(Named::Delete);
        assert!(matches!(window.app.dialog(), Some(Dialog::Question(_))));
        assert!(window.shows(match language {
            Language::English => "b.lis – Bartosz Lis (Maintenance)",
            Language::German => "b.lis – Bartosz Lis (Instandhaltung)",
        }));
        window.key(Named::Escape);
        assert!(window.app.dialog().is_none() && user(&window, "b.lis").is_some());
        window.key(Named::Delete);
        window.click_key("command-delete");
        window.key(Named::Enter);
        assert!(user(&window, "b.lis").is_none());
    }
}

#[test]
fn admin_cannot_be_deleted_renamed_or_replaced() {
    let mut window = Window::sample(Language::English);
    window.click("Admin");
    window.key(Named::Delete);
    assert!(window.app.dialog().is_none());
    assert!(window.shows("Admin is built in and cannot be deleted."));
    window.key(Named::F2);
    window.write("Boss");
    assert!(user(&window, "Admin").is_some());
}

#[test]
fn a_line_break_in_a_description_is_seen_and_stays() {
    let mut window = Window::sample(Language::English);
    let broken = String::from_utf8(sample()).unwrap().replace("at its own panels only.", "at its\nown panels only.");
    window.put("projects/broken/UserManagementConfig.xml", broken.as_bytes());
    window.tell(Message::OpenRecent("projects/broken/UserManagementConfig.xml".into()));
    window.ctrl('2').click("Filling operators");
    let at = window.place("groups-description-field").center();
    window.click_at(at).key(Named::End).write("!");
    let groups = window.document().definitions().groups.clone();
    let said = groups.iter().find(|group| group.name.get("en") == "Filling operators").unwrap().description.get("en");
    assert_eq!(said, "Run the filler, at its\nown panels only.!");
}

#[test]
fn several_users_are_changed_at_once() {
    let mut window = Window::sample(Language::English);
    window.click("b.lis");
    window.shift(Named::ArrowDown);
    window.shift(Named::ArrowDown);
    assert!(window.shows("3 users"));
    window.click_key("users-enabled");
    for name in ["b.lis", "c.girard", "d.evans"] {
        assert!(!user(&window, name).unwrap().enabled, "{name}");
    }
    window.ctrl('z');
    assert!(user(&window, "d.evans").unwrap().enabled);
}

#[test]
fn searching_lists_who_answers_and_choosing_survives_it() {
    let mut window = Window::sample(Language::English);
    window.click("b.lis");
    window.ctrl('f');
    window.write("KOWAL");
    assert!(window.shows("a.kowalczyk") && !window.shows("c.girard"));
    window.write("x");
    assert!(window.shows_key("users-none"));
    window.key(Named::Backspace);
    assert!(window.shows("a.kowalczyk"));
}

#[test]
fn a_name_that_is_taken_is_told_beside_the_field() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        window.key(Named::Insert);
        window.write("D.EVANS");
        assert!(window.shows_key("users-name-taken"));
    }
}

#[test]
fn a_name_ends_at_31_characters() {
    let mut window = Window::sample(Language::English);
    window.key(Named::Insert);
    window.write(&"y".repeat(40));
    assert!(user(&window, &"y".repeat(31)).is_some());
    assert!(window.shows("31 / 31"));
}

#[test]
fn replacing_gives_another_identity_and_undo_the_old_one() {
    let mut window = Window::sample(Language::English);
    let before = user(&window, "b.lis").unwrap().id;
    window.click("b.lis");
    window.run(Command::Replace);
    window.key(Named::Enter);
    assert_ne!(user(&window, "b.lis").unwrap().id, before);
    window.ctrl('z');
    assert_eq!(user(&window, "b.lis").unwrap().id, before);
}

#[test]
fn a_user_who_goes_and_comes_back_stands_where_it_stood() {
    let mut window = Window::sample(Language::English);
    let names = |window: &mut Window| -> Vec<String> {
        let users: Vec<String> = window.document().users().iter().map(|user| user.name.to_string()).collect();
        window.texts().into_iter().map(|(_, text)| text).filter(|text| users.contains(text)).collect()
    };
    let before = names(&mut window);
    window.click("c.girard").key(Named::Delete).key(Named::Enter);
    assert_eq!(names(&mut window).iter().filter(|name| *name == "c.girard").count(), 0);
    window.ctrl('z');
    assert_eq!(names(&mut window).iter().filter(|name| *name == "c.girard").count(), 1);
    window.ctrl('y').ctrl('z').key(Named::Escape);
    let after = names(&mut window);
    assert_eq!(after[..before.len().min(after.len())], before[..before.len().min(after.len())]);
    window.click("c.girard").key(Named::F2).write("zz.top");
    window.ctrl('z');
    assert_eq!(names(&mut window).iter().filter(|name| *name == "c.girard").count(), 1);
}

#[test]
fn deleting_the_default_user_says_what_becomes_of_that() {
    for language in Language::ALL {
        let mut window = Window::start(language, Answers::default());
        let text = String::from_utf8(sample()).unwrap();
        let id = text.split_once("DefaultUser=\"").unwrap().1.split('"').next().unwrap();
        let both = text.replacen(" DefaultUser=", &format!(" AutologinUser=\"{id}\" DefaultUser="), 1);
        window.put(SAMPLE, both.as_bytes());
        window.tell(Message::OpenRecent(SAMPLE.into()));
        let named = |window: &Window| {
            let session = &window.document().definitions().policies.session;
            (session.default_user.is_some(), session.autologin_user.is_some())
        };
        assert_eq!(named(&window), (true, true));
        let told = ["users-delete-default-user", "users-delete-autologin-user"];
        let told = told.map(|key| window.tr.named(key, "panel-viewer"));
        window.click("b.lis");
        window.key(Named::Delete);
        assert!(!told.iter().any(|says| window.says(says)), "another user");
        window.key(Named::Escape);
        window.click("panel-viewer");
        window.key(Named::Delete);
        assert!(told.iter().all(|says| window.says(says)), "{told:?}: {:?}", window.texts());
        window.key(Named::Enter);
        assert_eq!(named(&window), (false, false), "as it was said");
        window.ctrl('z');
        assert_eq!(named(&window), (true, true));
    }
}

#[test]
fn the_day_of_a_password_is_said_as_the_language_has_it() {
    for (language, said) in [(Language::English, "set 12 Mar 2026"), (Language::German, "gesetzt am 12.03.2026")] {
        let mut window = Window::sample(language);
        for message in keyholder_designer::app::App::finding("e.fischer") {
            window.tell(message);
        }
        assert!(window.says(said), "{:?}", window.texts());
    }
}

#[test]
fn who_is_deleted_is_listed_by_name() {
    let mut window = Window::sample(Language::English);
    window.click("c.girard").shift(Named::ArrowDown).shift(Named::ArrowDown).key(Named::Delete);
    let line = |user: &str, window: &mut Window| {
        let begin = format!("{user} – ");
        window.texts().into_iter().find(|(_, said)| said.starts_with(&begin)).map(|(at, _)| at.y as i32)
    };
    let lines: Vec<Option<i32>> = ["c.girard", "d.evans", "d.hartmann"].map(|user| line(user, &mut window)).into();
    assert!(lines[0].is_some() && lines.is_sorted(), "{lines:?}");
}

#[test]
fn the_list_to_add_groups_keeps_the_keyboard_when_the_chips_leave_its_field() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        window.ctrl('1').key(Named::Insert).write("n.newman").key(Named::Tab).key(Named::Tab);
        let below = window.tr.get("users-email").to_owned();
        let before = window.place(&below).y;
        for count in 1..=3 {
            // The last of those that are left is shown, and added by Enter alone.
            let shown = window.texts().len();
            window.key(Named::End);
            assert_eq!(window.texts().len(), shown + 1);
            window.key(Named::Escape).key(Named::Enter).key(Named::ArrowUp).key(Named::ArrowUp).key(Named::End);
            let user = window.document().draft().users_named("n.newman")[0];
            assert_eq!(window.document().user(user).unwrap().groups.len(), count - 1, "nothing is given by mistake");
            window.key(Named::Enter);
            let user = window.document().draft().users_named("n.newman")[0];
            assert_eq!(window.document().user(user).unwrap().groups.len(), count);
            let moved = window.place(&below).y - before;
            assert!(count == 2 || (moved > 0.0) == (count == 3), "{count} stand in the field, or above it: {moved}");
        }
    }
}
