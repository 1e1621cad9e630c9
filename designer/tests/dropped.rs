//! Files dropped on the window: each goes where it is of use.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use keyholder_designer::app::Message;
use keyholder_designer::command::Command;
use keyholder_designer::dialog::Dialog;
use keyholder_designer::i18n::Language;
use keyholder_designer::page::Page;
use support::{SAMPLE, Window, machine_file, path_of, sample};

fn drop(window: &mut Window, path: impl Into<std::path::PathBuf>) {
    window.tell(Message::Dropped(path.into()));
}

#[test]
fn a_project_is_opened_after_unsaved_changes_were_asked_about() {
    let mut window = Window::start(Language::English, Default::default());
    window.put(SAMPLE, &sample());
    drop(&mut window, SAMPLE);
    assert_eq!(window.document().name(), "Bottling line");
    let text = String::from_utf8(sample()).unwrap();
    let digest = text.split('"').find(|part| part.starts_with("sha256:")).unwrap();
    let other = text.replace(&format!(" Digest=\"{digest}\""), "").replace("Bottling line", "Packing line");
    window.put("other.xml", other.as_bytes());
    window.run(Command::Add);
    drop(&mut window, "other.xml");
    assert!(matches!(window.app.dialog(), Some(Dialog::Leave(_))));
    drop(&mut window, SAMPLE);
    window.click_key("leave-drop");
    assert_eq!(window.document().name(), "Packing line", "what is dropped on a dialog is not taken");
    assert!(window.app.dialog().is_none());
}

#[test]
fn the_runtime_files_of_machines_are_shown_in_the_preview() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        for machine in ["filler-1", "packer"] {
            window.disk.put(path_of(machine), &machine_file(machine));
            drop(&mut window, path_of(machine));
        }
        assert_eq!(window.app.page(), Page::Preview);
        assert!(window.shows("filler-1") && window.shows("packer"));
        assert_eq!(window.document().name(), "Bottling line", "the project stays open");
    }
}

#[test]
fn without_a_project_a_runtime_file_is_told_to_be_none() {
    let mut window = Window::start(Language::English, Default::default());
    window.disk.put(path_of("packer"), &machine_file("packer"));
    drop(&mut window, path_of("packer"));
    assert!(window.says("<UserManagementRuntimeConfig>"));
}

#[test]
fn a_table_is_imported_as_what_it_is_whichever_page_is_shown() {
    for page in [Page::Users, Page::Texts, Page::Guidelines] {
        let mut window = Window::sample(Language::English);
        window.run(Command::Show(page));
        window.put("new.CSV", b"Name,Full name\nn.newman,Nora Newman\n");
        drop(&mut window, "new.CSV");
        assert!(window.shows("n.newman"), "{page:?}: {:?}", window.texts());
        window.key(iced::keyboard::key::Named::Escape);
        let group = window.document().definitions().groups.last().unwrap().id;
        window.put("texts.csv", format!("Key,what,de\ngroup/{group}/name,,Lehrlinge\n").as_bytes());
        drop(&mut window, "texts.csv");
        assert!(matches!(window.app.dialog(), Some(Dialog::Import(_))), "{page:?}");
        assert!(window.says("Lehrlinge"), "{page:?}: {:?}", window.texts());
    }
}

#[test]
fn what_is_neither_is_told_and_the_project_stays() {
    let mut window = Window::sample(Language::English);
    window.put("README.md", b"# Read me");
    drop(&mut window, "README.md");
    assert!(window.says("README.md"));
    assert_eq!(window.document().name(), "Bottling line");
    window.key(iced::keyboard::key::Named::Enter);
    drop(&mut window, "nowhere.xml");
    assert!(window.says("nowhere.xml"));
}
