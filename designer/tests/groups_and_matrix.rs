//! The pages *Groups* and *Rights matrix*, and the dialog of a group's rights, by keys and clicks.

#![allow(clippy::unwrap_used)]

mod support;

use iced::keyboard::Modifiers;
use iced::keyboard::key::Named;
use iced::{Point, Vector};
use keyholder_designer::app::Message;
use keyholder_designer::command::Command;
use keyholder_designer::i18n::{Language, Tr};
use keyholder_designer::page::Page;
use keyholder_shared::Id;
use keyholder_shared::model::{Group, Project};
use support::Window;

fn shown(page: Page, language: Language) -> Window {
    let mut window = Window::sample(language);
    window.tell(Message::Run(Command::Show(page)));
    window
}

fn group<'a>(window: &'a Window, name: &str) -> &'a Group {
    let groups = &window.document().definitions().groups;
    groups.iter().find(|group| group.name.get("en") == name).unwrap()
}

fn project(window: &Window) -> Project {
    window.document().draft().to_project()
}

fn right(window: &Window, key: &str) -> Id {
    window.document().rights().find(|(_, right)| right.key == key).unwrap().1.id
}

/// None: not mentioned; or whether it is denied.
fn state(window: &Window, name: &str, right: Id) -> Option<bool> {
    group(window, name).rights.iter().find(|other| other.id == right).map(|other| other.denied)
}

/// The middle of a cell of the matrix.
fn cell(window: &mut Window, group: &str, right: &str) -> Point {
    Point::new(window.place(group).center_x(), window.place(right).center_y())
}

#[test]
fn a_cell_goes_through_its_three_states_by_click_and_each_is_undone() {
    let mut window = shown(Page::Matrix, Language::English);
    let start = right(&window, "line.start");
    let title = window.document().rights().find(|(_, right)| right.id == start).unwrap().1.name.get("en").to_owned();
    let at = cell(&mut window, "Trainees", &title);
    assert_eq!(state(&window, "Trainees", start), None);
    for expected in [Some(false), Some(true), None] {
        window.click_at(at);
        assert_eq!(state(&window, "Trainees", start), expected);
    }
    for expected in [Some(true), Some(false), None] {
        window.ctrl('z');
        assert_eq!(state(&window, "Trainees", start), expected);
    }
    assert!(!window.document().is_unsaved(), "everything is undone");
    let beside = at + Vector::new(30.0, 0.0);
    window.click_at(beside);
    assert_eq!(state(&window, "Trainees", start), None, "a click beside the mark only goes there");
}

#[test]
fn the_list_says_what_administrators_always_have_and_is_sorted_by_what_is_assigned() {
    for language in Language::ALL {
        let mut window = shown(Page::Groups, language);
        let always = |denied: usize| [("assigned", 32.into()), ("denied", denied.into()), ("always", 8.into())];
        let says = window.tr.with("groups-rights-always", &always(0));
        assert!(window.shows(&says), "{says}: {:?}", window.texts());
        // The same word stands among the pages.
        let head = window.tr.get("groups-rights").to_owned();
        let heads: Vec<_> = window.texts().into_iter().filter(|(_, said)| *said == head).collect();
        window.click_at(heads.last().unwrap().0.center());
        let service = window.tr.with("groups-rights-count", &[("assigned", 24.into()), ("denied", 3.into())]);
        let (fewer, more) = (window.place(&service).y, window.place("25").y);
        assert!(fewer < more, "24 rights before 25, however many are denied beside");
    }
}

#[test]
fn the_keyboard_alone_goes_through_the_matrix_and_changes_it() {
    let mut window = shown(Page::Matrix, Language::English);
    let first = window.document().rights().next().unwrap().1.id;
    let second = window.document().definitions().groups.get(1).unwrap().name.get("en").to_owned();
    let before = state(&window, &second, first);
    window.ctrl('f').key(Named::ArrowDown);
    window.held(Named::Home, Modifiers::CTRL);
    window.key(Named::ArrowDown).key(Named::ArrowRight).write("d");
    assert_eq!(state(&window, &second, first), Some(true));
    assert!(window.says("denied"));
    window.write("a");
    assert_eq!(state(&window, &second, first), Some(false));
    window.key(Named::Delete);
    assert_eq!(state(&window, &second, first), None);
    window.key(Named::Space);
    assert_eq!(state(&window, &second, first), Some(false));
    window.ctrl('z').ctrl('z').ctrl('z').ctrl('z');
    assert_eq!(state(&window, &second, first), before);
    // Far away and back: nothing breaks, and what is reached is told at the bottom.
    window.held(Named::End, Modifiers::CTRL);
    let last = window.document().rights().last().unwrap().1.name.get("en").to_owned();
    assert!(window.says(&format!("Trainees · {last}:")));
    window.key(Named::Home).key(Named::PageUp).key(Named::PageUp).key(Named::End);
    window.held(Named::Home, Modifiers::CTRL);
    let rows = |window: &mut Window| window.texts().len();
    let all = rows(&mut window);
    window.key(Named::Space);
    assert_eq!(rows(&mut window), all - 8, "Space on a heading hides its rights");
}

#[test]
fn what_administrators_always_have_cannot_be_taken_away() {
    for (language, says) in [(Language::English, "Always assigned"), (Language::German, "Immer zugewiesen")] {
        let mut window = shown(Page::Matrix, language);
        let system = right(&window, "system.user.create");
        let (_, right) = window.document().rights().find(|(_, right)| right.id == system).unwrap();
        let title = right.name.get(language.tag()).to_owned();
        let administrators =
            window.document().definitions().groups.first().unwrap().name.get(language.tag()).to_owned();
        let at = cell(&mut window, &administrators, &title);
        let before = project(&window);
        window.click_at(at).write("d").key(Named::Delete);
        assert_eq!(project(&window), before);
        assert!(window.app.notice().unwrap().contains(says));
    }
}

#[test]
fn search_and_only_differences_leave_out_rows() {
    let mut window = shown(Page::Matrix, Language::English);
    window.ctrl('f').write("recipe");
    assert!(window.says("Recipe engineers") && !window.says("Start the line"));
    for _ in 0..6 {
        window.key(Named::Backspace);
    }
    window.write("trainees");
    assert!(window.says("Start the line") && !window.says("Shift leaders"), "no right is called so, but a group");
    window.ctrl('a').key(Named::Backspace).write("nothing like it");
    assert!(window.says(Tr::new(Language::English).get("matrix-none")));
    window.ctrl('a').key(Named::Backspace).click("Only differences");
    // Every group gets the first right: it does not differ any more, and stays until the filter is set again.
    let first = right(&window, "line.start");
    let title = window.document().rights().find(|(_, right)| right.id == first).unwrap().1.name.get("en").to_owned();
    let groups: Vec<String> =
        window.document().definitions().groups.iter().map(|group| group.name.get("en").to_owned()).collect();
    for group in &groups {
        let at = cell(&mut window, group, &title);
        while state(&window, group, first) != Some(false) {
            window.click_at(at);
        }
    }
    assert!(window.says(&title));
    window.click("Everything").click("Only differences");
    assert!(!window.says(&title));
}

#[test]
fn the_rights_dialog_changes_nothing_before_ok() {
    for language in Language::ALL {
        let mut window = shown(Page::Groups, language);
        let tr = Tr::new(language);
        let name = group(&window, "Trainees").name.get(language.tag()).to_owned();
        window.click(&name);
        let before = project(&window);
        let first = right(&window, "system.user.create");
        for (ends, expected) in [(Named::Escape, None), (Named::Enter, Some(true))] {
            window.tell(Message::Run(Command::EditRights));
            assert!(window.says(&tr.named("rights-title", &name)));
            window.key(Named::ArrowDown).key(Named::ArrowDown).key(Named::ArrowRight).key(Named::Space);
            assert_eq!(project(&window), before, "not yet");
            window.key(ends);
            assert!(!window.says(&tr.named("rights-title", &name)));
            assert_eq!(state(&window, "Trainees", first), expected);
        }
        window.ctrl('z');
        assert_eq!(project(&window), before);
    }
}

#[test]
fn groups_are_made_named_copied_and_deleted() {
    for language in Language::ALL {
        let mut window = shown(Page::Groups, language);
        let tr = Tr::new(language);
        let before = project(&window);
        let many = before.definitions.groups.len();
        window.key(Named::Insert).write("Night shift");
        assert_eq!(group(&window, "Night shift").rights.len(), 0);
        window.ctrl('z');
        assert_eq!(project(&window), before, "making and naming is one step");
        window.ctrl('y').click("Night shift");
        window.tell(Message::Run(Command::Duplicate));
        assert_eq!(window.document().definitions().groups.len(), many + 2);
        assert!(group(&window, "Night shift 2").id != group(&window, "Night shift").id);
        window.tell(Message::Run(Command::Delete));
        assert!(window.says(&tr.count("groups-delete-text", 0)));
        window.key(Named::Enter);
        assert_eq!(window.document().definitions().groups.len(), many + 1);
        window.ctrl('z').ctrl('z').ctrl('z');
        assert_eq!(project(&window), before);
    }
}

#[test]
fn a_delete_names_the_members_and_administrators_stay() {
    let mut window = shown(Page::Groups, Language::English);
    window.click("Packing operators").key(Named::Delete);
    assert!(window.says("5 users are members") && window.says("e.fischer"));
    window.key(Named::Escape);
    assert!(window.document().definitions().groups.iter().any(|group| group.name.get("en") == "Packing operators"));
    window.click("Administrators").key(Named::Delete);
    assert!(window.app.notice().unwrap().contains("built in"));
    window.ctrl('a').key(Named::Delete);
    assert!(window.app.dialog().is_none(), "with Administrators among them nothing is deleted");
}

#[test]
fn members_areas_and_directory_groups_are_changed_in_the_pane() {
    let mut window = shown(Page::Groups, Language::English);
    window.click("Trainees");
    let trainees = group(&window, "Trainees").id;
    let members = window.document().draft().member_count(trainees);
    let field = window.place("groups-member-field").center();
    window.click_at(field);
    window.write("fischer").key(Named::Enter);
    assert_eq!(window.document().draft().member_count(trainees), members + 1);
    window.click("Add a directory group").write("CN=Trainees");
    assert_eq!(group(&window, "Trainees").external.first().unwrap().name, "CN=Trainees");
    window.ctrl('z').ctrl('z').ctrl('z');
    assert_eq!(window.document().draft().member_count(trainees), members);
    assert!(group(&window, "Trainees").external.is_empty() && !window.document().is_unsaved());
}

#[test]
fn a_name_that_another_group_has_is_told_beside_the_field() {
    let mut window = shown(Page::Groups, Language::English);
    window.click("Trainees").key(Named::F2).write("QUALITY");
    assert!(window.says("Another group is called so"));
    window.ctrl('a').key(Named::Backspace).write("Learners ");
    assert!(!window.says("Another group is called so"));
    assert_eq!(group(&window, "Learners").name.get("en"), "Learners", "kept without the space");
    window.write("and guests");
    assert_eq!(group(&window, "Learners and guests").name.get("en"), "Learners and guests");
}
