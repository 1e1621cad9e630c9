//! What tables and lists have in common: what does not fit is told, letters lead to rows.

#![allow(clippy::unwrap_used)]

mod support;

use std::path::PathBuf;

use iced::keyboard::key::Named;
use keyholder_designer::app::Message;
use keyholder_designer::command::Command;
use keyholder_designer::i18n::Language;
use keyholder_designer::page::Page;
use support::{SAMPLE, Window, sample};

const NAME: &str = "Diplom-Ingenieurin Dr. Friederike Krause-von der Heydt zu Oberwesel";
const GROUP: &str = "Bedienpersonal der Flaschenreinigungsmaschine und der Etikettieranlage, Nachtschicht";
const PROJECT: &str = "Abfüllung, Etikettierung und Verpackung von Mehrwegflaschen, Halle 4 bis 7";
const RIGHT: &str = "Gesamtanlagenwiederanlaufsteuerungsfreigabeberechtigung";

/// The sample with long names.
fn long(language: Language) -> Window {
    let text = String::from_utf8(sample()).unwrap();
    let digest = text.split('"').find(|part| part.starts_with("sha256:")).unwrap().to_owned();
    let text = text
        .replace(&format!(" Digest=\"{digest}\""), "")
        .replace("Friederike Krause", NAME)
        .replace(">Packing operators<", &format!(">{GROUP}<"))
        .replace(">Start the line<", &format!(">{RIGHT}<"))
        .replace("ProjectName=\"Bottling line\"", &format!("ProjectName=\"{PROJECT}\""));
    let mut window = Window::start(language, Default::default());
    window.put(SAMPLE, text.as_bytes());
    window.tell(Message::OpenRecent(PathBuf::from(SAMPLE)));
    assert!(window.app.document().is_some());
    window
}

#[test]
fn what_is_cut_in_a_table_is_told_beside_the_resting_pointer_and_what_fits_is_not() {
    let mut window = long(Language::English);
    let at = window.find(NAME).unwrap();
    assert_eq!(window.count(NAME), 1);
    window.rest_at(at);
    assert_eq!(window.count(NAME), 2, "in its cell and beside the pointer");
    window.rest_at(at);
    let tip = window.texts().into_iter().rfind(|(_, said)| said == NAME).unwrap().0;
    assert!(window.ink(tip) > 200, "it is drawn, not only there");
    let other = window.find("Bartosz Lis").unwrap();
    window.rest_at(other);
    assert_eq!((window.count(NAME), window.count("Bartosz Lis")), (1, 1));
}

#[test]
fn cut_heads_and_labels_of_the_matrix_are_told_too() {
    let mut window = long(Language::English);
    window.run(Command::Show(Page::Matrix));
    for (cut, whole) in [(GROUP, "Trainees"), (RIGHT, "Stop the line")] {
        let at = window.find(cut).unwrap();
        window.rest_at(at);
        assert_eq!(window.count(cut), 2, "{cut}");
        window.rest_at(at);
        let tip = window.texts().into_iter().rfind(|(_, said)| said == cut).unwrap().0;
        assert!(window.ink(tip) > 200, "it is drawn, not only there");
        let at = window.find(whole).unwrap();
        window.rest_at(at);
        assert_eq!((window.count(cut), window.count(whole)), (1, 1));
    }
}

#[test]
fn titles_of_panes_end_before_the_edge_and_are_told() {
    let mut window = long(Language::German);
    let at = window.find(NAME).unwrap();
    window.click_at(at);
    let title = window.texts().into_iter().rfind(|(_, said)| said == NAME).unwrap().0;
    assert!(title.x + title.width <= 1280.0 && title.height < 30.0, "{title:?}");
    window.rest_at(title.center());
    assert_eq!(window.count(NAME), 3, "in its cell, above the pane, beside the pointer");
}

#[test]
fn the_cross_of_a_chip_and_the_word_unsaved_stay_beside_long_names() {
    let mut window = long(Language::English);
    window.click("e.fischer");
    let chip = window.texts().into_iter().rfind(|(_, said)| said == GROUP).unwrap().0;
    assert!(chip.width <= 196.5, "room for the cross: {chip:?}");
    window.run(Command::Delete).key(Named::Enter);
    let unsaved = window.tr.get("unsaved").to_owned();
    assert!(window.place(&unsaved).width > 40.0);
}

#[test]
fn letters_typed_on_a_table_lead_to_the_next_row_that_begins_with_them() {
    let mut window = Window::sample(Language::English);
    let chosen = |window: &mut Window, name: &str| window.says(&format!("{name} · "));
    window.click("a.kowalczyk");
    window.write("b");
    assert!(chosen(&mut window, "b.lis"));
    window.pause(1);
    window.write("m");
    assert!(chosen(&mut window, "m.caron"));
    window.write("m");
    assert!(chosen(&mut window, "m.nowak"), "the same letter goes on");
    window.pause(1);
    window.write("M.C");
    assert!(chosen(&mut window, "m.caron"), "further letters stay with what answers");
    window.pause(1);
    window.write("7");
    assert!(chosen(&mut window, "m.caron"), "nothing answers");
    assert!(!window.document().is_unsaved(), "nothing was typed into a field");
}

#[test]
fn typing_on_a_table_leaves_shortcuts_space_and_enter_alone() {
    let mut window = Window::sample(Language::English);
    window.click("a.kowalczyk");
    let users = window.document().users().len();
    window.ctrl('d');
    assert_eq!(window.document().users().len(), users + 1, "Ctrl+D copies");
    window.ctrl('z');
    window.click("b.lis");
    window.write(" ");
    assert!(window.says("b.lis · "), "Space goes nowhere");
    window.key(Named::Enter).write("x");
    assert_eq!(window.document().draft().users_named("x").len(), 1, "Enter leads to the name");
    window.ctrl('z');
    window.ctrl('f').write("m.caron");
    assert!(window.shows("m.caron") && !window.shows("b.lis"), "in a field, letters are letters");
}
