//! What undo and redo bring is chosen, so that one sees what it was.

mod support;

use iced::keyboard::key::Named;
use keyholder_designer::command::Command;
use keyholder_designer::i18n::Language;
use keyholder_designer::page::Page;
use support::Window;

/// That is chosen, and nothing else: a question before its deletion, left again, names it.
#[track_caller]
fn chosen(window: &mut Window, title: &str) {
    window.run(Command::Delete);
    assert!(window.shows(title), "{title}");
    window.key(Named::Escape);
}

#[test]
fn users_that_come_back_are_chosen() {
    let mut window = Window::sample(Language::English);
    window.click("b.lis");
    window.key(Named::Delete);
    window.key(Named::Enter);
    assert!(window.shows_key("users-choose"));
    window.ctrl('z');
    chosen(&mut window, "Delete “b.lis”?");
    // A copy goes with undo and comes with redo.
    window.run(Command::Duplicate);
    window.ctrl('z');
    assert!(window.shows_key("users-choose"), "what is gone is not chosen");
    window.ctrl('y');
    chosen(&mut window, "Delete “b.lis 2”?");
    // A new identity and the old one.
    window.click("d.evans");
    window.run(Command::Replace);
    window.key(Named::Enter);
    window.click("b.lis");
    window.ctrl('z');
    chosen(&mut window, "Delete “d.evans”?");
    window.click("b.lis");
    window.ctrl('y');
    chosen(&mut window, "Delete “d.evans”?");
    // Where others are searched for, what is not listed is not chosen.
    window.click("b.lis");
    window.run(Command::Find);
    window.write("evans");
    window.ctrl('z');
    chosen(&mut window, "Delete “d.evans”?");
}

#[test]
fn several_users_that_come_back_are_all_chosen() {
    let mut window = Window::sample(Language::English);
    window.click("b.lis");
    window.held(Named::ArrowDown, iced::keyboard::Modifiers::SHIFT);
    window.held(Named::ArrowDown, iced::keyboard::Modifiers::SHIFT);
    window.key(Named::Delete);
    window.key(Named::Enter);
    window.click("e.fischer");
    window.ctrl('z');
    chosen(&mut window, "Delete 3 users?");
}

#[test]
fn other_things_that_come_back_are_chosen_too() {
    for (page, title, part, thing) in [
        (Page::Groups, "groups-delete-title", "leaders", "Shift leaders"),
        (Page::Areas, "areas-delete-title", "illin", "Filling"),
        (Page::Rights, "rights-delete-title", "dit reci", "Edit recipes"),
        (Page::NotificationGroups, "notification-groups-delete-title", "on call", "Maintenance on call"),
    ] {
        let mut window = Window::sample(Language::English);
        let title = |window: &Window, name: &str| window.tr.with(title, &[("count", 1.into()), ("name", name.into())]);
        window.run(Command::Show(page));
        window.run(Command::Find);
        window.write(part);
        window.click(thing);
        let first = title(&window, thing);
        chosen(&mut window, &first);
        window.run(Command::Delete);
        window.key(Named::Enter);
        assert!(!window.shows(thing), "{thing}");
        window.ctrl('z');
        chosen(&mut window, &first);
        window.run(Command::Duplicate);
        window.ctrl('z');
        window.click(thing);
        window.ctrl('y');
        let copy = title(&window, &format!("{thing} 2"));
        chosen(&mut window, &copy);
    }
}
