//! What catches the eye: words that are cut, rows that end early, one thing by two names.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::path::Path;

use iced::keyboard::key::Named;
use iced::{Point, Rectangle};
use keyholder_designer::app::{App, Message, transfer};
use keyholder_designer::command::Command;
use keyholder_designer::dialog::Dialog;
use keyholder_designer::i18n::{Language, Tr};
use keyholder_designer::page::Page;
use support::{SAMPLE, Window, previewed, sample};

/// The sample without its digest, changed.
fn changed(change: impl Fn(String) -> String) -> Vec<u8> {
    let text = String::from_utf8(sample()).unwrap();
    let digest = text.split('"').find(|part| part.starts_with("sha256:")).unwrap().to_owned();
    change(text.replace(&format!(" Digest=\"{digest}\""), "")).into_bytes()
}

fn opened(language: Language, bytes: &[u8]) -> Window {
    let mut window = Window::start(language, Default::default());
    window.put(SAMPLE, bytes);
    window.tell(Message::OpenRecent(SAMPLE.into()));
    window
}

fn right_of(place: Rectangle) -> f32 {
    place.x + place.width
}

#[test]
fn numbers_end_where_their_head_does() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        window.run(Command::Show(Page::NotificationGroups));
        let head = window.tr.get("notification-groups-members").to_owned();
        let head = right_of(window.place(&head));
        // The list of pages has numbers of its own.
        let numbers: Vec<Rectangle> =
            window.texts().into_iter().filter(|(at, said)| said == "3" && at.x > 200.0).map(|(at, _)| at).collect();
        assert_eq!(numbers.len(), 2);
        for number in numbers {
            assert!((right_of(number) - head).abs() <= 1.0, "{number:?} under {head}");
        }
    }
}

#[test]
fn nothing_of_the_pane_is_written_over_the_bar_under_it() {
    for height in (520..620).step_by(6) {
        let mut window = Window::sample(Language::German);
        window.sized(853.0, height as f32);
        window.run(Command::Show(Page::Groups)).click("Administratoren");
        // The upper edge of the bar, above its own words, where the lists of the pane begin.
        let edge = Rectangle { x: 730.0, y: height as f32 - 27.0, width: 120.0, height: 5.0 };
        assert_eq!(window.ink(edge), 0, "at a height of {height}");
    }
}

#[test]
fn a_wide_window_cuts_no_right_in_the_matrix() {
    let mut window = Window::sample(Language::German);
    window.sized(1920.0, 1080.0).run(Command::Show(Page::Matrix));
    let right = "Geschwindigkeit des Packers ändern";
    let at = window.find(right).unwrap();
    window.rest_at(at);
    assert_eq!(window.count(right), 1, "nothing is cut, so nothing is told beside it");
}

#[test]
fn a_deletion_says_what_goes_along() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        let filler = if language == Language::English { "Filler" } else { "Füller" };
        window.run(Command::Show(Page::Rights)).click(filler).key(Named::Delete);
        let title = window.tr.with("rights-delete-group-title", &[("count", 4.into()), ("name", filler.into())]);
        assert!(window.shows(&title), "{title}: {:?}", window.texts());
        let text = window.tr.count("rights-delete-text", 4);
        assert!(window.shows(&text), "of four rights");
        window.key(Named::Escape);
        let trainees = if language == Language::English { "Trainees" } else { "Auszubildende" };
        window.run(Command::Show(Page::Groups)).click(trainees).key(Named::Delete);
        let denied = window.tr.get("groups-delete-denied").to_owned();
        assert!(window.says(&denied), "a denial that goes is told");
    }
}

#[test]
fn administrators_stand_with_every_right_that_they_always_have() {
    let mut window = Window::sample(Language::English);
    window.run(Command::Show(Page::Rights)).click("system.user.delete");
    let row = window.place("system.user.delete");
    let beside = |window: &mut Window, said: &str| {
        window.texts().iter().any(|(at, text)| text == said && (at.y - row.y).abs() < 4.0)
    };
    assert!(beside(&mut window, "Administrators, Shift leaders"), "{:?}", window.texts());
    assert!(window.shows_key("rights-administrators-too"));
}

#[test]
fn a_chosen_row_goes_to_the_edge_of_its_table() {
    let mut window = Window::sample(Language::English);
    window.run(Command::Show(Page::Areas));
    window.click("Labelling");
    let row = window.texts().into_iter().find(|(at, said)| said == "Labelling" && at.x < 500.0).unwrap().0;
    let end = Rectangle { x: 900.0, y: row.y, width: 38.0, height: 10.0 };
    assert_eq!(window.ink(end), 0, "one colour up to the edge");
}

#[test]
fn a_file_that_cannot_be_opened_is_told_to_the_end() {
    for language in Language::ALL {
        let mut window = opened(language, b"<html>");
        assert!(matches!(window.app.dialog(), Some(Dialog::Question(_))));
        let told = window.texts().into_iter().find(|(_, said)| said.contains("<UserManagementConfig>")).unwrap();
        assert!(told.0.height > 30.0, "on more than one line: {told:?}");
    }
}

#[test]
fn in_the_smallest_window_names_can_be_read_and_lists_be_searched() {
    let mut window = Window::sample(Language::German);
    window.sized(900.0, 560.0);
    for (page, search, name) in [
        (Page::Users, "users-search", "e.fischer"),
        (Page::Groups, "groups-search", "Schichtleiter"),
        (Page::Rights, "rights-search-field", "line.start"),
        (Page::Areas, "areas-search-field", "Etikettierung"),
        (Page::NotificationGroups, "notification-groups-search-field", "Qualitätsmeldungen"),
    ] {
        window.run(Command::Show(page));
        assert!(window.place(search).width > 90.0, "{search}");
        let name = window.place(name).width;
        assert!(name > 48.0, "{name}");
    }
}

#[test]
fn buttons_say_in_words_what_they_do_where_there_is_room() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        // "New …" is the last to lose its word.
        for (page, add, last, search) in [
            (Page::Users, "users-new", "users-set-password", "users-search"),
            (Page::Groups, "groups-new", "command-edit-rights", "groups-search"),
            (Page::Rights, "rights-new", "command-delete", "rights-search-field"),
        ] {
            let word = |key| window.tr.get(key).to_owned();
            let (add, copy, delete, last) = (word(add), word("command-duplicate"), word("command-delete"), word(last));
            let mut seen = Vec::new();
            for width in (700..=1920).step_by(20) {
                window.sized(width as f32, 800.0).run(Command::Show(page));
                let free = window.place(search).x;
                let mut right = Vec::new();
                for word in [&add, &last, &delete, &copy] {
                    if window.shows(word) {
                        right.push(right_of(window.place(word)));
                    }
                }
                assert!(right.iter().all(|right| *right < free), "{page:?} at {width}: {right:?} reach {free}");
                assert_eq!(window.shows(&copy), window.shows(&delete), "{page:?} at {width}: both or neither");
                seen.push((window.shows(&add), window.shows(&last), window.shows(&copy)));
            }
            // Words go in one order, whatever the room and what stands beside takes of it.
            assert!(seen.iter().all(|(add, last, copy)| add >= last && last >= copy), "{page:?}: {seen:?}");
            assert_eq!(seen.first(), Some(&(false, false, false)), "{page:?}");
            assert_eq!(seen.last(), Some(&(true, true, true)), "{page:?}");
        }
    }
}

#[test]
fn the_badge_of_unsaved_changes_moves_no_name() {
    let mut window = Window::sample(Language::English);
    let before = window.place("projects/UserManagementConfig.xml");
    window.run(Command::Add);
    assert_eq!(window.place("projects/UserManagementConfig.xml"), before);
    assert!(window.place("unsaved").x > right_of(before));
    // A long name is cut in favour of the badge.
    window.sized(700.0, 600.0);
    let badge = window.place("unsaved");
    assert!(badge.width > 40.0 && right_of(badge) < 300.0, "{badge:?}");
}

#[test]
fn the_matrix_shows_all_groups_where_a_little_less_for_rights_does_it() {
    let mut window = Window::sample(Language::English);
    window.run(Command::Show(Page::Matrix));
    assert!(right_of(window.place("Trainees")) <= 1280.0);
    let right = "Change other users' passwords";
    let at = window.find(right).unwrap();
    window.rest_at(at);
    assert_eq!(window.count(right), 1, "and nothing is cut for it");
}

#[test]
fn problems_are_counted_as_they_are_listed() {
    for language in Language::ALL {
        // Without a digest a file is warned of; that is no error.
        let mut window = opened(language, &changed(|text| text.replace("Threshold=\"3\"", "Threshold=\"three\"")));
        window.run(Command::Show(Page::Problems));
        for (key, count) in [("problems-errors", 1), ("problems-warnings", 1)] {
            let tab = window.tr.count(key, count);
            assert!(window.shows(&tab), "{tab}: {:?}", window.texts());
        }
    }
}

#[test]
fn reasons_call_groups_as_the_surface_does() {
    let mut window = Window::sample(Language::German);
    window.run(Command::Show(Page::Effective)).click("d.evans");
    let reason = window.tr.with("because-granted", &[("group", "Qualität".into())]);
    assert!(window.shows(&reason), "{:?}", window.texts());
    assert!(!window.says("Quality"));
}

#[test]
fn the_preview_calls_groups_as_the_surface_does() {
    let mut window = previewed(Language::German, &[]);
    assert!(window.says("Verliert Saisonkräfte") && !window.says("Seasonal staff"), "{:?}", window.texts());
    window.click("filler-2");
    let tab = window.tr.count("preview-changes", 11);
    window.click(&tab);
    assert!(window.shows("Auszubildende") && window.shows("Saisonkräfte") && !window.shows("Trainees"));
}

#[test]
fn of_several_users_is_spoken_as_of_several() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        window.click("b.lis");
        let one = window.tr.count("users-at-update-text", 1);
        assert!(window.shows(&one));
        window.held(iced::keyboard::key::Named::ArrowDown, iced::keyboard::Modifiers::SHIFT);
        let two = window.tr.count("users-at-update-text", 2);
        assert!(window.shows(&two) && !window.shows(&one));
    }
}

#[test]
fn letters_with_marks_are_listed_beside_the_bare_ones() {
    let mut window = Window::sample(Language::German);
    window.run(Command::Show(Page::Effective)).click("d.evans");
    let [change, make, delete] =
        ["Benutzer ändern", "Benutzer anlegen", "Benutzer löschen"].map(|name| window.place(name).y);
    assert!(change < make && make < delete);
}

#[test]
fn panes_name_who_is_meant_and_begin_in_the_language_of_the_surface() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        let (area, group) = match language {
            Language::English => ("Filling", "Maintenance on call"),
            Language::German => ("Abfüllung", "Bereitschaft Instandhaltung"),
        };
        window.run(Command::Show(Page::Areas)).click(area);
        let caption = window.tr.get("areas-groups").to_uppercase();
        assert!(window.shows(&caption));
        window.run(Command::Show(Page::NotificationGroups)).click(group);
        let caption = window.tr.get("notification-groups-members").to_uppercase();
        assert!(window.shows(&caption));
        let members = ["b.lis", "f.krause", "i.novakova", "o.petit", "t.schreiber"].map(|name| window.place(name).y);
        assert!(members.is_sorted(), "by name: {members:?}");
        window.run(Command::Show(Page::Groups));
        let name = if language == Language::German { "Bediener Abfüllung" } else { "Filling operators" };
        window.click(name);
        let typed = if language == Language::German { "x" } else { "y" };
        let at = window.place("groups-name-field").center();
        window.click_at(at).key(iced::keyboard::key::Named::End).write(typed);
        let group =
            window.document().definitions().groups.iter().find(|group| group.name.get(language.tag()).ends_with(typed));
        assert!(group.is_some(), "what is typed goes into the language of the surface");
    }
}

#[test]
fn a_search_says_how_many_there_are_and_nothing_of_none() {
    for language in Language::ALL {
        let tr = Tr::new(language);
        for (key, one) in [
            ("users-search", ["Search 1 user", "1 Benutzer suchen"]),
            ("groups-search", ["Search 1 group", "1 Gruppe suchen"]),
            ("matrix-search", ["Search 1 right", "1 Recht suchen"]),
            ("rights-search-count", ["Search 1 right", "1 Recht suchen"]),
            ("areas-search-count", ["Search 1 area", "1 Bereich suchen"]),
            ("notification-groups-search-count", ["Search 1 group", "1 Gruppe suchen"]),
            ("texts-search", ["Search 1 text", "1 Text suchen"]),
        ] {
            assert_eq!(tr.count(key, 1), one[usize::from(language == Language::German)]);
            assert!(tr.count(key, 7).contains('7') && !tr.count(key, 0).contains('0'), "{key}");
        }
    }
}

#[test]
fn a_preview_says_what_it_is_for_while_nothing_is_chosen() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        window.run(Command::Show(Page::Preview));
        assert!(window.shows_key("preview-choose"), "no pane is left empty");
        let mut window = previewed(language, &[]);
        assert!(!window.shows_key("preview-choose"));
        assert!(!window.says("{"), "nothing is left open in a sentence");
    }
}

#[test]
fn the_german_surface_has_one_word_for_each_thing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("i18n/de");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let words = std::fs::read_to_string(&path).unwrap();
        for line in words.lines().filter(|line| !line.starts_with('#')) {
            let said = line.split_once(" = ").map_or(line, |(_, said)| said);
            // Panel, Meldegruppe, vollständiger Name, aktiviert.
            for other in ["Client", "Benachrichtigungsgrupp", "Voller Name", "volle Name", "vollen Name", "freigegeben"]
            {
                assert!(!said.contains(other), "{}: {line}", path.display());
            }
        }
    }
}

#[test]
fn a_language_in_which_a_text_is_missing_has_the_same_sign_on_every_page() {
    for (page, name) in [
        (Page::Users, "h.brandt"),
        (Page::Groups, "Maintenance"),
        (Page::Rights, "line.start"),
        (Page::Areas, "Filling"),
    ] {
        let mut window = Window::sample(Language::English);
        window.sized(1280.0, 1600.0).run(Command::Show(Page::Guidelines));
        let at = window.place("guidelines-tag-field").center();
        window.click_at(at).write("it").key(Named::Enter).run(Command::Show(page)).click(name);
        let tab = window.place("it");
        // Behind the tab, which is the last: its padding, and the sign.
        let behind = Rectangle { x: right_of(tab) + 10.0, y: tab.y, width: 18.0, height: tab.height };
        assert!(window.ink(behind) > 20, "{page:?}: {behind:?}");
    }
}

#[test]
fn of_many_languages_some_have_a_column_and_each_can_have_one() {
    const MORE: [&str; 11] = ["it", "es", "pt-BR", "zh-Hans", "ja", "ru", "cs", "hu", "tr", "ar", "sr-Latn-RS"];
    let tags: String = MORE.iter().map(|tag| format!("<Language Tag=\"{tag}\"/>")).collect();
    let pl = "<Language Tag=\"pl\"/>";
    let many = changed(|text| text.replace(pl, &format!("{pl}{tags}")));
    for language in Language::ALL {
        let mut window = opened(language, &many);
        window.run(Command::Show(Page::Texts));
        assert!(window.shows("Administrators") && window.shows("Administratorzy"), "{:?}", window.texts());
        let head = |window: &mut Window, tag: &str| {
            let found: Vec<_> = window.texts().into_iter().filter(|(_, said)| said == tag).collect();
            found.len()
        };
        assert_eq!(head(&mut window, "en"), 2, "among the tabs and as a head");
        assert_eq!(head(&mut window, "tr"), 1, "among the tabs");
        window.click("tr");
        assert_eq!(head(&mut window, "tr"), 2);
        // Away again by the tab, which stands above the head.
        window.click("en");
        assert_eq!((head(&mut window, "en"), head(&mut window, "tr")), (1, 2));
        window.sized(2560.0, 1000.0);
        assert_eq!(
            (head(&mut window, "en"), head(&mut window, "ar")),
            (1, 1),
            "there is room for all: {:?}",
            window.texts()
        );
    }
}

/// The ring of the keyboard in a grid: in a window that is drawn larger it stands where it stood, on all four sides.
#[test]
fn the_ring_in_a_grid_is_whole_in_a_window_that_is_drawn_larger() {
    let mut window = Window::sample(Language::German);
    window.run(Command::Show(Page::Groups)).click("Auszubildende").run(Command::EditRights);
    let (width, points) = window.points(1.0);
    let at = |points: &[u8], width: usize, x: usize, y: usize| points[(y * width + x) * 4..][..3].to_vec();
    let ink = keyholder_designer::ui::theme::Look::Light.colors().accent.into_rgba8();
    let (red_first, blue_first) = ([ink[0], ink[1], ink[2]], [ink[2], ink[1], ink[0]]);
    let is_ink = |point: &[u8]| point == red_first || point == blue_first;
    // Down the right side and along the bottom of the dialog's grid.
    let inked: Vec<(usize, usize)> = (300..points.len() / 4 / width - 100)
        .flat_map(|y| (760..1000).map(move |x| (x, y)))
        .filter(|(x, y)| is_ink(&at(&points, width, *x, *y)))
        .collect();
    assert!(inked.len() > 800, "{}", inked.len());
    for scale in [1.5, 2.0] {
        let (wide, larger) = window.points(scale);
        let there = |x: usize, y: usize| {
            let place = |of: usize| ((of as f32 + 0.5) * scale) as usize;
            is_ink(&at(&larger, wide, place(x), place(y)))
        };
        let gone = inked.iter().filter(|(x, y)| !there(*x, *y)).count();
        assert!(gone * 20 < inked.len(), "{gone} of {} at {scale}", inked.len());
    }
}

#[test]
fn in_a_narrow_window_a_description_says_whose_it_is_and_fields_what_they_search() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        window.sized(1000.0, 640.0).run(Command::Show(Page::Texts));
        let whose = |window: &mut Window, name: &str| window.count(name);
        assert_eq!(whose(&mut window, "Service"), 4, "in two languages, and of what name and description are");
        window.run(Command::Show(Page::Effective)).click("d.evans");
        let field = window.place("effective-rights-search");
        let end = Rectangle { x: right_of(field) - 18.0, y: field.y + 4.0, width: 14.0, height: field.height - 8.0 };
        assert_eq!(window.ink(end), 0, "the words in the field end before it does: {field:?}");
    }
}

/// A name that is read from right to left stands in a sentence as any other does, and the marks for that are in no file.
#[test]
fn a_sentence_with_a_hebrew_name_is_laid_out_as_any_other() {
    const DAVID: &str = "\u{5d3}\u{5d5}\u{5d3}";
    let named = changed(|text| text.replace("Name=\"e.fischer\"", &format!("Name=\"{DAVID}\"")));
    // The question begins with the name: what stands at the left is the quotation mark before it, not the mark at its end.
    let begins = |window: &mut Window, name: &str| {
        for message in App::finding(name) {
            window.tell(message);
        }
        window.run(Command::Delete);
        let said = |said: &str| said.replace(['\u{2068}', '\u{2069}'], "");
        let title = window.tr.with("users-delete-title", &[("count", 1.into()), ("name", name.into())]);
        let (at, _) = window.texts().into_iter().find(|(_, text)| said(text) == title).unwrap();
        let (width, points) = window.points(1.0);
        let rows = (at.y as usize..(at.y + at.height) as usize).map(|y| (y * width + at.x as usize) * 4);
        let strip: Vec<u8> = rows.flat_map(|row| points[row..row + 6 * 4].to_vec()).collect();
        window.key(Named::Escape);
        strip
    };
    let mut window = opened(Language::German, &named);
    let strip = begins(&mut window, DAVID);
    assert!(strip == begins(&mut Window::sample(Language::German), "e.fischer"));
    // Files hold the name, and nothing beside it.
    window.run(Command::Add).ctrl('s');
    let transfer = |message| Message::Transfer(message);
    window.tell(transfer(transfer::Message::Report("report.html".into())));
    window.tell(transfer(transfer::Message::Export(transfer::What::Users, None, "users.csv".into())));
    window.tell(transfer(transfer::Message::Export(transfer::What::Texts, None, "texts.csv".into())));
    for file in [SAMPLE, "report.html", "users.csv", "texts.csv"] {
        let text = String::from_utf8(window.read(file)).unwrap();
        assert!(text.contains(DAVID) || file == "texts.csv", "{file}");
        assert!(!text.contains(['\u{2068}', '\u{2069}']), "{file}");
    }
}

/// An opened list that has more lines than are seen at once ends where it ends, wherever the wheel has brought it.
#[test]
fn nothing_of_an_opened_list_is_written_beside_it() {
    let mut window = Window::sample(Language::German);
    // The filter by groups, right of the search.
    let search = window.place("users-search");
    let (left, top) = (right_of(search) + 10.0, search.y + search.height);
    let beside = |window: &mut Window| {
        let (width, points) = window.points(1.0);
        let row = |y: usize| points[(y * width + left as usize) * 4..][..100 * 4].to_vec();
        // Above the list is the edge of the field; nine lines are under it, and nothing under those.
        let (above, under) = (top as usize - 9, top as usize + 270);
        (above..top as usize - 1).chain(under..under + 14).map(row).collect::<Vec<_>>()
    };
    let field = Point::new(left + 20.0, search.center().y);
    window.click_at(field);
    let opened = beside(&mut window);
    window.key(Named::Escape);
    let closed = beside(&mut window);
    assert!(opened[8..] == closed[8..], "something is written under the list");
    window.click_at(field);
    for notches in [-1.0, -1.0, 1.0, -9.0, 1.0] {
        window.wheel_at(Point::new(left + 20.0, top + 100.0), notches);
        assert!(beside(&mut window) == opened, "{notches}");
    }
}
