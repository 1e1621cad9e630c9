//! What hands do without thinking: going on by keys where keys have led, typing over a proposal, emptying a search.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use iced::keyboard::Modifiers;
use iced::keyboard::key::Named;
use iced::{Point, Rectangle};
use keyholder_designer::app::Message;
use keyholder_designer::command::Command;
use keyholder_designer::i18n::Language;
use keyholder_designer::page::Page;
use keyholder_designer::service::dialogs::{Answer, Answers};
use support::{SAMPLE, Window, sample};

#[test]
fn a_page_that_was_shown_by_keys_is_worked_by_keys() {
    let mut window = Window::sample(Language::English);
    window.ctrl('5').ctrl('1').key(Named::ArrowDown).key(Named::ArrowDown);
    assert!(window.shows_key("users-is-admin"), "the second user is chosen");
    window.ctrl('7').key(Named::Tab).key(Named::Enter);
    assert!(window.document().is_unsaved(), "the preset after the chosen one");
    window.ctrl('z');
    window.ctrl('3').key(Named::ArrowDown);
    for _ in 0..2 {
        window.key(Named::ArrowRight);
    }
    window.key(Named::ArrowDown).key(Named::Space);
    assert!(window.document().is_unsaved(), "a cell was changed");
    window.ctrl('z').ctrl('2').key(Named::End);
    assert!(window.document().undo_label().is_none());
    assert_eq!(window.count("Trainees"), 2, "in the list and above the pane");
}

#[test]
fn keys_that_do_something_type_nothing_into_a_field() {
    let mut window = Window::sample(Language::English);
    window.ctrl('2').key(Named::ArrowDown).key(Named::F2).ctrl('1');
    assert!(window.shows_key("users-name"), "the page Users, and no group with a 1 in its name");
    window.key(Named::ArrowDown).key(Named::F2).ctrl('0').ctrl('+').ctrl('-');
    assert!(window.shows_key("preview-none"));
    window.ctrl('f').ctrl('9').ctrl('8').ctrl('f').ctrl('2');
    window.held(Named::Space, Modifiers::CTRL).ctrl('1').ctrl('f').held(Named::Space, Modifiers::ALT);
    assert!(window.shows("a.kowalczyk"), "nothing is searched for");
    assert!(window.document().undo_label().is_none());
    // AltGr is Ctrl and Alt on some systems, and types.
    window.ctrl('2').key(Named::F2);
    window.held_character("@", Modifiers::CTRL | Modifiers::ALT);
    assert!(window.document().is_unsaved());
}

#[test]
fn a_field_that_adds_to_a_list_keeps_the_keyboard_for_the_next() {
    let mut window = Window::sample(Language::English);
    window.ctrl('5').key(Named::Insert).write("Cold store");
    let at = window.place("things-client-field").center();
    window.click_at(at).write("PANEL-8").key(Named::Enter).write("PANEL-9").key(Named::Enter);
    assert!(window.shows("PANEL-8") && window.shows("PANEL-9"), "both panels: {:?}", window.texts());
    window.sized(1280.0, 1600.0).ctrl('7');
    let at = window.place("guidelines-tag-field").center();
    window.click_at(at).write("it").key(Named::Enter).write("es").key(Named::Enter);
    let tags = window.document().definitions().languages.list.iter().map(|language| language.tag.to_string());
    let tags: Vec<_> = tags.collect();
    assert!(tags.ends_with(&["it".to_owned(), "es".to_owned()]), "both languages: {tags:?}, field at {at:?}");
    // However many members there are: at some number the rest is only counted.
    window.ctrl('2').key(Named::Insert);
    let names: Vec<String> = window.document().users().iter().map(|user| user.name.to_string()).take(30).collect();
    let at = window.place("groups-member-field").center();
    window.click_at(at);
    for name in &names {
        window.write(name).key(Named::Enter);
    }
    let group = window.document().definitions().groups.last().map(|group| group.id).unwrap();
    assert_eq!(window.document().draft().uses(group).len(), names.len());
}

#[test]
fn a_name_of_several_words_is_typed_among_the_texts_too() {
    let mut window = Window::sample(Language::English);
    window.ctrl('8').key(Named::ArrowDown);
    let at = window.place("texts-en").center();
    window.click_at(at).ctrl('a').write("Plant managers and so on");
    let groups = window.document().definitions().groups.clone();
    assert!(groups.iter().any(|group| group.name.get("en") == "Plant managers and so on"));
    let told = window.tr.with("what-group", &[("count", 1.into()), ("name", "Plant managers and so on".into())]);
    assert!(window.says(&told), "{told}: {:?}", window.texts());
    assert!(window.says("Plant managers and so on"));
}

#[test]
fn who_is_called_otherwise_stays_in_sight() {
    let mut window = Window::sample(Language::English);
    window.key(Named::Insert).write("zoe");
    assert_eq!(window.count("zoe"), 2, "in its row, the last of all, and above the pane");
    window.key(Named::F2).ctrl('a').write("aaron");
    assert_eq!(window.count("aaron"), 2, "the second of all");
    window.ctrl('z');
    assert!(!window.document().is_unsaved(), "made and named in one step");
    window.ctrl('4').key(Named::Insert);
    let key = window.place("things-key-field").center();
    window.click_at(key).ctrl('a').write("zz.top");
    assert!(window.shows("zz.top"), "{:?}", window.texts());
}

#[test]
fn what_was_opened_is_worked_by_keys_at_once() {
    let mut window = Window::start(Language::English, Answers::default());
    window.put(SAMPLE, &sample());
    window.tell(Message::OpenRecent(SAMPLE.into())).key(Named::ArrowDown).key(Named::ArrowDown);
    assert!(window.shows_key("users-is-admin"), "the second user is chosen");
    // A new project begins where there is something to do.
    window.ctrl('9').ctrl('n').write("Mixer").key(Named::Enter).key(Named::ArrowDown);
    assert!(window.shows_key("users-is-admin") && window.shows_key("users-name"), "{:?}", window.texts());
}

#[test]
fn of_rights_two_users_are_compared_and_those_two_are_lit() {
    let mut window = Window::sample(Language::English);
    window.ctrl('9').key(Named::ArrowDown).ctrl('a');
    assert!(!window.shows("Different 0") && window.shows("0 of 40 rights"), "one user still: {:?}", window.texts());
    window.shift(Named::ArrowDown).shift(Named::ArrowDown).shift(Named::ArrowDown);
    assert_eq!((window.count("a.kowalczyk"), window.count("c.girard")), (3, 3), "row, head and pane");
    assert_eq!(window.count("b.lis"), 1);
    window.run(Command::Show(Page::Effective)).key(Named::ArrowDown);
    assert_eq!((window.count("a.kowalczyk"), window.count("d.evans")), (1, 2), "{:?}", window.texts());
}

#[test]
fn what_is_typed_right_after_the_keys_for_the_search_is_searched_for() {
    let mut window = Window::sample(Language::English);
    window.ctrl('3').key(Named::ArrowDown).key(Named::ArrowRight).key(Named::ArrowRight).key(Named::ArrowDown);
    window.hasty(Command::Find, "add");
    assert!(window.document().undo_label().is_none(), "no right is assigned or denied by the letters");
    window.key(Named::Backspace).key(Named::Backspace).key(Named::Backspace).hasty(Command::Find, "recipe");
    assert!(window.shows("Edit recipes") && !window.shows("Create users"), "{:?}", window.texts());
    window.hasty(Command::Find, "speed");
    assert!(!window.shows("Edit recipes"), "typed over what was searched for before");
}

#[test]
fn what_is_typed_right_after_the_key_for_the_name_is_the_name_of_the_chosen_one() {
    for (page, name) in [(Page::Users, "d.evans"), (Page::Groups, "Quality"), (Page::Areas, "Packing")] {
        let mut window = Window::sample(Language::English);
        window.run(Command::Show(page)).click(name).hasty(Command::Rename, "fast");
        assert!(window.count("fast") == 2 || window.says("fast · "), "{page:?}: {:?}", window.texts());
        assert!(!window.shows(name), "{page:?}");
    }
}

#[test]
fn from_a_copy_the_keyboard_goes_on_at_the_copy() {
    let mut window = Window::sample(Language::English);
    for (page, name, copy) in [(Page::Users, "d.evans", "d.evans 2"), (Page::Groups, "Maintenance", "Maintenance 2")] {
        window.run(Command::Show(page)).click(name).ctrl('d');
        assert!(window.shows(copy), "{:?}", window.texts());
        window.held(Named::ArrowUp, Modifiers::SHIFT);
        window.key(Named::Delete);
        assert!(window.says(name) && window.says(copy) && window.app.dialog().is_some());
        window.key(Named::Enter);
        assert!(!window.shows(name) && !window.shows(copy), "{:?}", window.texts());
    }
}

#[test]
fn after_a_delete_the_keyboard_goes_on_where_it_was() {
    let mut window = Window::sample(Language::English);
    window.click("d.evans").key(Named::Delete).key(Named::Enter).key(Named::ArrowDown);
    assert!(window.says("d.hartmann · "), "the next one: {:?}", window.texts());
    window.key(Named::Delete).key(Named::Enter).key(Named::ArrowUp).key(Named::F2).write("x");
    assert!(window.document().users().iter().any(|user| user.name == "x" && user.full_name == "Camille Girard"));
}

#[test]
fn enter_on_a_box_to_tick_means_the_dialog() {
    let mut window = Window::sample(Language::English);
    window.ctrl('1').key(Named::ArrowDown).key(Named::ArrowDown).ctrl_shift('p').write("Quiet-harbour-47");
    for _ in 0..3 {
        window.key(Named::Tab);
    }
    window.write("Quiet-harbour-47").key(Named::Tab).key(Named::Space).key(Named::Enter);
    assert!(window.app.dialog().is_none(), "set, and not ticked once more");
    let changed = window.document().users().iter().find(|user| user.name == "Admin").unwrap();
    assert!(!changed.must_change_password, "as it was ticked");
}

#[test]
fn a_page_that_the_palette_shows_is_worked_by_keys() {
    let mut window = Window::sample(Language::English);
    window.ctrl('k').write("problems").key(Named::Enter).key(Named::ArrowDown);
    assert!(!window.shows_key("problems-choose"), "the first problem is chosen");
    window.ctrl('k').write("groups").key(Named::Enter).key(Named::End);
    assert_eq!(window.count("Trainees"), 2, "in the list and above the pane");
}

#[test]
fn each_page_is_scrolled_by_itself_and_stays_where_it_was() {
    let mut window = Window::sample(Language::English);
    let first_right = window.document().rights().next().map(|(_, right)| right.key.to_string()).unwrap();
    window.ctrl('4').key(Named::End);
    assert!(!window.shows(&first_right), "scrolled down");
    window.ctrl('1');
    assert!(window.shows("a.kowalczyk") && !window.shows("z.zielinska"), "the users begin at the top");
    window.key(Named::End);
    assert!(!window.shows("a.kowalczyk"));
    window.ctrl('8').ctrl('4');
    assert!(!window.shows(&first_right), "where it was");
    window.ctrl('1');
    assert!(window.shows("z.zielinska") && !window.shows("a.kowalczyk"), "where they were");
    // Who is led to a row sees it, wherever the list was.
    window.ctrl('4').key(Named::End).ctrl('k').write("a.kowalczyk").key(Named::Enter);
    assert!(window.shows("a.kowalczyk"));
    window.ctrl('k').write("o.petit").key(Named::Enter);
    assert!(window.shows("o.petit"));
}

#[test]
fn whatever_is_made_and_named_is_told_as_new_by_its_whole_name() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        for (page, what) in [
            (Page::Users, "what-user"),
            (Page::Groups, "what-group"),
            (Page::Rights, "what-right"),
            (Page::Areas, "what-area"),
            (Page::NotificationGroups, "what-notification-group"),
        ] {
            window.run(Command::Show(page)).key(Named::Insert).write("Cold store");
            let what = window.tr.with(what, &[("count", 1.into()), ("name", "Cold store".into())]);
            let told = window.tr.with("did-add", &[("what", what.as_str().into())]);
            assert!(window.shows(&told), "{told}: {:?}", window.texts());
            window.ctrl('z');
            let step = window.tr.with("step-add", &[("what", what.as_str().into())]);
            let undone = window.tr.with("did-undo", &[("step", step.into())]);
            assert!(window.shows(&undone), "{undone}");
            assert!(!window.document().is_unsaved(), "one step");
        }
    }
}

#[test]
fn a_name_that_is_changed_later_is_told_whole() {
    let mut window = Window::sample(Language::English);
    window.run(Command::Show(Page::Areas)).click("Labelling");
    window.key(Named::F2).write("Labels");
    let what = window.tr.with("what-area", &[("count", 1.into()), ("name", "Labels".into())]);
    let told = window.tr.with("did-rename", &[("what", what.into())]);
    assert!(window.shows(&told), "{told}: {:?}", window.texts());
}

#[test]
fn what_a_field_proposes_is_typed_over() {
    let mut window = Window::opened(Language::English, Answers::new([Answer::Unavailable]));
    window.run(Command::SaveAs).write("line.xml").key(Named::Enter);
    assert!(!window.read("line.xml").is_empty());
}

#[test]
fn a_save_that_failed_cannot_be_missed() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        let newer = String::from_utf8(sample()).unwrap().replace("SchemaVersion=\"1\"", "SchemaVersion=\"99\"");
        window.put(SAMPLE, newer.as_bytes());
        window.key(Named::Insert).write("n.newman").ctrl('s');
        assert!(window.shows_key("not-saved-told") && window.says("UserManagementConfig.xml"));
        window.key(Named::Enter);
        assert!(window.app.dialog().is_none() && window.document().is_unsaved());
    }
}

#[test]
fn in_a_narrow_window_the_search_for_problems_has_room() {
    let mut window = Window::sample(Language::German);
    window.run(Command::Show(Page::Problems));
    window.narrow();
    let none = window.tr.count("problems-errors", 0);
    assert!(!window.shows(&none));
    assert!(window.place("problems-search-field").width > 140.0);
}

#[test]
fn from_a_search_down_leads_into_what_it_has_found() {
    let mut window = Window::sample(Language::English);
    for (page, choose) in [
        (Page::Users, "users-choose"),
        (Page::Groups, "groups-choose"),
        (Page::Rights, "rights-choose"),
        (Page::Areas, "areas-choose"),
        (Page::NotificationGroups, "notification-groups-choose"),
        (Page::Texts, "texts-choose"),
        (Page::Problems, "problems-choose"),
        (Page::Effective, "effective-choose"),
    ] {
        for key in [Named::ArrowDown, Named::Enter] {
            window.run(Command::Show(page)).run(Command::Find).key(key);
            assert!(key == Named::Enter || window.shows_key(choose), "{page:?}");
        }
        window.key(Named::ArrowDown);
        assert!(!window.shows_key(choose), "{page:?}: the first is chosen");
    }
    assert!(window.document().undo_label().is_none());
    // Elsewhere the keys stay what they are.
    window.run(Command::Show(Page::Users)).click("b.lis").key(Named::F2).key(Named::ArrowDown).write("x");
    assert!(window.document().users().iter().any(|user| user.name == "x"), "the name is typed still");
}

#[test]
fn a_search_is_emptied_by_its_cross() {
    let mut window = Window::sample(Language::English);
    window.ctrl('f').write("fischer");
    assert!(window.shows("e.fischer") && !window.shows("b.lis"));
    let field = window.place("users-search");
    window.click_at(Point::new(field.x + field.width - 12.0, field.center_y()));
    assert!(window.shows("b.lis"));
}

#[test]
fn of_groups_that_are_not_there_nobody_is_said_to_be_a_member() {
    let text = String::from_utf8(sample()).unwrap();
    let digest = text.split('"').find(|part| part.starts_with("sha256:")).unwrap().to_owned();
    let (from, to) = (text.find("  <NotificationGroups>").unwrap(), text.find("  </NotificationGroups>").unwrap());
    let without = format!("{}{}", &text[..from], &text[to + "  </NotificationGroups>\n".len()..]);
    let without = without.replace(&format!(" Digest=\"{digest}\""), "");
    for language in Language::ALL {
        let mut window = Window::start(language, Answers::default());
        window.put(SAMPLE, without.as_bytes());
        window.tell(Message::OpenRecent(SAMPLE.into()));
        window.click("b.lis");
        assert!(window.shows_key("notification-groups-empty") && !window.shows_key("users-in-all-groups"));
    }
}

#[test]
fn escape_closes_an_opened_list_and_nothing_else() {
    let mut window = Window::sample(Language::English);
    window.ctrl('f').write("b.l");
    assert!(!window.shows("e.fischer"));
    let field = window.place("users-search");
    let filter = Point::new(field.x + field.width + 40.0, field.center_y());
    // Below the filter: the second line of its list.
    let second = Rectangle { x: filter.x, y: filter.y + 34.0, width: 60.0, height: 16.0 };
    let closed = window.ink(second);
    window.click_at(filter);
    assert_ne!(window.ink(second), closed, "the list is open");
    window.key(Named::Escape);
    assert_eq!(window.ink(second), closed);
    assert!(!window.shows("e.fischer"), "the search stays");
    window.click_at(filter);
    assert_ne!(window.ink(second), closed, "it opens again");
}

#[test]
fn escape_in_a_dialog_closes_an_opened_list_first() {
    for language in Language::ALL {
        let mut window = Window::start(language, Answers::default());
        window.ctrl('n').write("Line 7");
        let label = window.tr.get("new-project-language").to_owned();
        let label = window.place(&label);
        let list = Point::new(label.x + 40.0, label.y + label.height + 18.0);
        // Where the opened list has its second line.
        let second = Rectangle { x: list.x - 30.0, y: list.y + 46.0, width: 60.0, height: 16.0 };
        let closed = window.ink(second);
        window.click_at(list);
        assert_ne!(window.ink(second), closed, "the list is open");
        window.key(Named::Escape);
        assert!(window.app.dialog().is_some(), "the dialog stays");
        assert_eq!(window.ink(second), closed);
        window.key(Named::Escape);
        assert!(window.app.dialog().is_none());
        // A field that is typed into leaves Escape to the dialog.
        window.ctrl('n').write("Line 7").key(Named::Escape);
        assert!(window.app.dialog().is_none());
    }
}

#[test]
fn escape_leaves_a_field_and_what_is_typed_next_is_no_part_of_it() {
    let mut window = Window::sample(Language::English);
    window.ctrl('f').write("b.l").key(Named::Escape).write("x");
    assert!(window.shows("b.lis"), "the search is what it was");
}

#[test]
fn the_focus_goes_round_and_is_seen_on_the_main_button_too() {
    let mut window = Window::start(Language::English, Answers::default());
    let label = window.tr.get("command-new-project").to_owned();
    let label = window.place(&label);
    // Between the label and the upper edge of its button.
    let edge = Rectangle { x: label.x, y: label.center_y() - 13.0, width: 20.0, height: 6.0 };
    assert_eq!(window.ink(edge), 0, "of one colour without the focus");
    for _ in 0..3 {
        window.key(Named::Tab);
    }
    assert!(window.ink(edge) > 0, "a ring that stands out from the button");
    for round in [Window::key, Window::shift] {
        for _ in 0..4 {
            assert!(window.app.dialog().is_none());
            round(&mut window, Named::Tab);
        }
        assert!(window.ink(edge) > 0, "four can have the focus, and none of the four steps leads to nothing");
    }
}

#[test]
fn a_path_to_type_begins_with_a_folder() {
    let mut window = Window::start(Language::English, Answers::new([Answer::Unavailable]));
    window.run(Command::NewProject).write("Line").key(Named::Enter).ctrl('s');
    window.key(Named::Enter);
    assert!(!window.document().is_unsaved());
    assert!(!window.read("./UserManagementConfig.xml").is_empty(), "in a folder that the field named");
}

#[test]
fn why_something_could_not_be_done_is_told_until_something_is() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        window.ctrl('7').key(Named::Delete);
        assert!(window.shows_key("not-on-this-page"));
        window.ctrl('1');
        assert!(!window.shows_key("not-on-this-page"));
    }
}

#[test]
fn what_was_told_of_a_project_goes_with_it() {
    let mut window = Window::sample(Language::English);
    window.key(Named::Insert).write("n.new").ctrl('s');
    assert!(window.shows_key("saved"));
    window.run(Command::CloseProject);
    assert!(window.shows_key("start-drop") && !window.shows_key("saved"));
}

#[test]
fn the_matrix_shows_that_the_keyboard_is_there() {
    let mut window = Window::sample(Language::English);
    window.run(Command::Show(Page::Matrix));
    let cells = Rectangle { x: 200.0, y: 140.0, width: 1070.0, height: 600.0 };
    let without = window.ink(cells);
    window.ctrl('3');
    assert!(window.ink(cells) > without, "a ring before the first cell is reached");
}

#[test]
fn insert_adds_a_machine_to_the_preview() {
    let mut window = Window::opened(Language::English, Answers::new([Answer::Unavailable]));
    window.run(Command::Show(Page::Preview)).key(Named::Insert);
    assert!(window.shows_key("ask-machines"), "it asks for a machine's file");
}

#[test]
fn a_folder_that_is_not_there_is_made_where_that_is_wanted() {
    for language in Language::ALL {
        let unavailable = || Answer::Unavailable;
        let mut window = Window::opened(language, Answers::new([unavailable(), unavailable(), unavailable()]));
        window.disk.lose_folder("plant");
        window.disk.lose_folder("plant/line 7");
        let before = window.disk.paths();
        window.run(Command::SaveAs).write("plant/line 7/line.xml").key(Named::Enter);
        assert!(window.shows_key("not-saved-folder") && window.says("plant/line 7"));
        window.key(Named::Escape);
        assert_eq!(window.disk.paths(), before, "nothing was made");
        assert!(window.app.dialog().is_none());
        window.run(Command::SaveAs).write("plant/line 7/line.xml").key(Named::Enter);
        window.click_key("not-saved-make-folder");
        assert!(!window.read("plant/line 7/line.xml").is_empty());
        assert!(window.shows_key("saved") && !window.document().is_unsaved());
        // What else is written likewise: the field asks itself.
        window.disk.lose_folder("reports");
        window.run(Command::Report).write("reports/report.html").key(Named::Enter);
        assert!(window.shows_key("path-no-folder"));
        window.click_key("path-make-folder");
        assert!(!window.read("reports/report.html").is_empty());
    }
}

#[test]
fn who_names_a_folder_saves_into_it() {
    let unavailable = || Answer::Unavailable;
    let mut window = Window::opened(Language::English, Answers::new([unavailable(), unavailable()]));
    window.put("plant/UserManagementConfig.xml", b"another one");
    window.run(Command::SaveAs).write("plant").key(Named::Enter);
    assert!(window.shows_key("not-saved-title") && window.says("plant/UserManagementConfig.xml"));
    window.key(Named::Enter);
    assert!(window.read("plant/UserManagementConfig.xml").len() > 1000);
    assert!(window.app.dialog().is_none());
}
