//! A problem leads to where it is put right: the thing, the language, the field, and what is typed next goes there.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use iced::Rectangle;
use iced::keyboard::key::Named;
use keyholder_designer::app::Message;
use keyholder_designer::command::Command;
use keyholder_designer::dialog::Dialog;
use keyholder_designer::i18n::Language;
use keyholder_designer::page::guidelines::{self, Storage};
use keyholder_designer::page::{self, Page};
use keyholder_designer::service::dialogs::Answers;
use keyholder_shared::edit::Change;
use keyholder_shared::edit::{Draft, Edit, Kind, TextField};
use keyholder_shared::guideline::Field;
use keyholder_shared::model::{Client, Preset, Project, Text, Texts};
use keyholder_shared::{Id, xml};
use support::{SAMPLE, Window, sample};

/// The sample with something wrong in it.
fn with(language: Language, spoil: impl FnOnce(&mut Project)) -> Window {
    let mut project = xml::read_project(&sample()).accept().unwrap().0;
    spoil(&mut project);
    let mut window = Window::start(language, Answers::default());
    window.put(SAMPLE, &xml::write_project(&project));
    window.tell(Message::OpenRecent(SAMPLE.into()));
    assert!(window.app.document().is_some(), "{:?}", window.app.notice());
    window
}

/// The sample after an edit.
fn edited(language: Language, edit: impl FnOnce(&Draft) -> Edit) -> Window {
    with(language, |project| {
        let mut draft = Draft::new(project.clone());
        draft.apply(edit(&draft)).unwrap();
        *project = draft.to_project();
    })
}

/// Searches for a problem by what is said of it, and goes where it leads.
fn follow(window: &mut Window, search: &str) {
    window.run(Command::Show(Page::Problems)).run(Command::Find).write(search);
    window.key(Named::ArrowDown).key(Named::ArrowDown).key(Named::Enter);
    assert_ne!(window.app.page(), Page::Problems, "{search}: {:?}", window.texts());
}

/// The words of a key, without what stands in their places.
fn words(window: &Window, key: &str) -> String {
    let said = window.tr.named(key, "|");
    said.split('|').max_by_key(|part| part.len()).unwrap().trim_matches(['“', '”', '„', ' ']).to_owned()
}

fn user(window: &Window, name: &str) -> Id {
    window.document().draft().users_named(name).first().copied().unwrap()
}

fn said(texts: &Texts, lang: &str) -> String {
    let said = texts.list.iter().find(|text| text.lang == lang);
    said.map_or_else(String::new, |text| text.value.to_string())
}

#[test]
fn a_name_that_is_taken_is_typed_over() {
    for language in Language::ALL {
        let mut window = with(language, |project| {
            let name = project.users[3].name.clone();
            project.users[5].name = name;
        });
        let id = window.document().users().iter().nth(5).unwrap().id;
        let search = words(&window, "rule-user-name-taken");
        follow(&mut window, &search);
        window.write("n.new");
        assert_eq!(window.document().user(id).unwrap().name, "n.new");
    }
}

#[test]
fn a_password_that_is_missing_is_set_by_the_button_that_has_the_focus() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        window.sized(1280.0, 600.0);
        follow(&mut window, "panel-viewer");
        let button = window.tr.get("users-set-password-dots").to_owned();
        let place = window.place(&button);
        assert!(place.y + place.height < 570.0, "the pane was scrolled to it: {place:?}");
        window.key(Named::Enter);
        assert!(matches!(window.app.dialog(), Some(Dialog::Password(_))));
    }
}

#[test]
fn a_text_is_typed_in_the_language_in_which_it_is_missing() {
    for language in Language::ALL {
        let mut window = edited(language, |draft| {
            let (area, group) = (draft.definitions().areas[1].id, draft.definitions().groups[2].id);
            Edit::Many(vec![
                Edit::text(area, TextField::Name, "pl", ""),
                Edit::text(group, TextField::Description, "fr", ""),
            ])
        });
        let id = window.document().definitions().areas[1].id;
        // Another language was looked at before.
        window.run(Command::Show(Page::Areas)).key(Named::Home);
        let called = window.document().definitions().areas[1].name.get(language.tag()).to_owned();
        follow(&mut window, &called);
        assert_eq!(window.app.page(), Page::Areas);
        window.write("Butelki");
        let area = window.document().definitions().areas.iter().find(|area| area.id == id).unwrap();
        assert_eq!(said(&area.name, "pl"), "Butelki");

        let called = window.document().definitions().groups[2].name.get(language.tag()).to_owned();
        follow(&mut window, &called);
        window.write("Ils changent.");
        assert_eq!(said(&window.document().definitions().groups[2].description, "fr"), "Ils changent.");

        follow(&mut window, "m.caron");
        window.write("Nouveau.");
        let user = window.document().user(user(&window, "m.caron")).unwrap();
        assert_eq!(said(&user.description, "fr"), "Nouveau.");
    }
}

#[test]
fn a_text_that_is_wrong_is_shown_in_its_language() {
    for language in Language::ALL {
        let mut window = with(language, |project| {
            let areas = &mut project.definitions.areas;
            let name = said(&areas[0].name, "fr");
            let other = areas[2].name.list.iter_mut().find(|text| text.lang == "fr").unwrap();
            other.value = name.into();
            let long = Text { lang: "pl".into(), value: "ż".repeat(300).into(), ..Text::default() };
            project.definitions.right_groups[1].rights[0].description.list.retain(|text| text.lang != "pl");
            project.definitions.right_groups[1].rights[0].description.list.push(long);
        });
        let search = words(&window, "rule-name-taken");
        follow(&mut window, &search);
        window.write("Emballage");
        assert_eq!(said(&window.document().definitions().areas[2].name, "fr"), "Emballage");
        let search = words(&window, "rule-description-long");
        follow(&mut window, &search);
        window.write("Krótko.");
        assert_eq!(said(&window.document().definitions().right_groups[1].rights[0].description, "pl"), "Krótko.");
    }
}

#[test]
fn a_guideline_leads_to_its_number_or_to_the_box_it_depends_on() {
    for language in Language::ALL {
        let weaker = |language, complexity| {
            with(language, |project| {
                project.definitions.policies.preset = Preset::Fda;
                project.definitions.policies.password.complexity = complexity;
            })
        };
        let label = |window: &Window, field| {
            let key = keyholder_designer::words::guidelines::label(field);
            window.tr.get(key).to_owned()
        };
        let mut window = weaker(language, true);
        window.sized(1024.0, 600.0);
        let search = label(&window, Field::MinimumLength);
        follow(&mut window, &search);
        window.write("14");
        assert_eq!(window.document().definitions().policies.password.minimum_length, 14);
        // Far below.
        let search = label(&window, Field::IdleTimeoutMinutes);
        follow(&mut window, &search);
        let place = window.place("guidelines-IdleTimeoutMinutes");
        assert!(place.y > 90.0 && place.y + place.height < 570.0, "{place:?}");
        window.write("9");
        assert_eq!(window.document().definitions().policies.session.idle_timeout_minutes, 9);
        // What does not count cannot be typed into.
        let mut window = weaker(language, false);
        let search = label(&window, Field::MinimumLength);
        follow(&mut window, &search);
        window.key(Named::Space);
        assert!(window.document().definitions().policies.password.complexity);
    }
}

#[test]
fn lists_boxes_and_buttons_have_the_focus_where_they_are_what_is_meant() {
    for language in Language::ALL {
        let mut window = edited(language, |draft| {
            let groups = &draft.definitions().groups;
            let user = draft.users_named("b.lis")[0];
            Edit::Many(vec![
                Edit::Change(user, Change::Groups(Default::default())),
                Edit::Change(groups[1].id, Change::Rights(Vec::new())),
                Edit::Change(draft.definitions().areas[0].id, Change::Clients(Vec::<Client>::new())),
            ])
        });
        // A user without a group: Down shows the first that is offered, and Enter takes it.
        let search = words(&window, "problem-user-without-group");
        follow(&mut window, &search);
        window.key(Named::ArrowDown).key(Named::Enter);
        assert_eq!(window.document().user(user(&window, "b.lis")).unwrap().groups.len(), 1);
        // A group without rights.
        let search = words(&window, "problem-group-without-rights");
        follow(&mut window, &search);
        window.key(Named::Enter);
        assert!(matches!(window.app.dialog(), Some(Dialog::Rights(_))));
        window.key(Named::Escape);
        // An area without panels.
        let search = words(&window, "problem-area-without-clients");
        follow(&mut window, &search);
        window.write("panel-9").key(Named::Enter);
        assert_eq!(window.document().definitions().areas[0].clients[0].name, "panel-9");
        // What is about no field goes on in the list.
        let mut window = edited(language, |draft| Edit::Remove(draft.definitions().right_groups[1].rights[0].id));
        let search = words(&window, "problem-one-administrator");
        let others: Vec<Id> = {
            let draft = window.document().draft();
            let all = draft.members(draft.definitions().administrators().unwrap());
            all.filter(|id| draft.admin().is_some_and(|admin| admin.id != *id)).collect()
        };
        for id in others {
            let name = window.document().user(id).unwrap().name.to_string();
            window.run(Command::Show(Page::Users)).click(&name);
            let label = window.tr.get("users-enabled").to_owned();
            let place = window.place(&label);
            window.click_at(place.center());
        }
        follow(&mut window, &search);
        assert!(window.shows_key("users-is-admin"));
        window.key(Named::ArrowDown);
        assert!(!window.shows_key("users-is-admin"), "the next one is chosen");
    }
}

#[test]
fn a_key_that_is_missing_and_an_administrator_who_is_disabled() {
    for language in Language::ALL {
        let mut window = with(language, |project| {
            project.definitions.right_groups[1].rights[0].key = "".into();
            for user in project.users.iter_mut() {
                user.enabled = false;
            }
        });
        let search = words(&window, "rule-right-key-missing");
        follow(&mut window, &search);
        window.write("line.start");
        assert_eq!(window.document().definitions().right_groups[1].rights[0].key, "line.start");
        let search = window.tr.get("rule-no-administrator").to_owned();
        follow(&mut window, &search);
        window.key(Named::Space);
        assert!(window.document().draft().admin().unwrap().enabled);
    }
}

#[test]
fn languages_that_are_wrong_are_put_right() {
    for language in Language::ALL {
        let mut window = with(language, |project| project.definitions.languages.default = "it".into());
        let search = window.tr.get("rule-default-language").to_owned();
        follow(&mut window, &search);
        window.write("it").key(Named::Enter);
        assert!(window.document().definitions().languages.list.iter().any(|language| language.tag == "it"));
        let mut window = with(language, |project| project.definitions.languages.list[3].tag = "".into());
        let search = window.tr.get("rule-language-tag").to_owned();
        follow(&mut window, &search);
        window.key(Named::Enter);
        assert!(window.app.dialog().is_some(), "it asks before the language goes");
    }
}

#[test]
fn a_text_leads_to_its_field_in_its_language() {
    let mut window = Window::sample(Language::English);
    let description = window.document().definitions().groups[2].description.get("en").to_owned();
    window.run(Command::Show(Page::Texts)).run(Command::Find).write(&description);
    window.key(Named::ArrowDown).key(Named::ArrowDown).key(Named::Enter);
    assert_eq!(window.app.page(), Page::Groups);
    window.write("Short.");
    assert_eq!(said(&window.document().definitions().groups[2].description, "en"), "Short.");
}

#[test]
fn what_the_palette_finds_is_worked_by_keys() {
    let mut window = Window::sample(Language::English);
    // A ring round the list would say no more than the chosen row does.
    let edge = Rectangle { x: 196.0, y: 400.0, width: 6.0, height: 100.0 };
    let plain = window.ink(edge);
    window.ctrl('k').write("o.petit").key(Named::Enter);
    assert!(window.says("o.petit · "));
    assert_eq!(window.ink(edge), plain);
    window.key(Named::ArrowDown);
    assert!(!window.says("o.petit · "), "the next one is chosen");
}

#[test]
fn a_thing_is_made_where_it_is_listed_and_its_kind_is_known() {
    let mut window = Window::sample(Language::English);
    window.run(Command::Show(Page::Rights)).key(Named::Insert).write("Start");
    let (_, right) = window.document().rights().last().unwrap();
    assert_eq!(
        (said(&right.name, "en").as_str(), window.document().draft().kind(right.id)),
        ("Start", Some(Kind::Right))
    );
}

#[test]
fn a_path_that_machines_refuse_is_an_error_and_leads_to_its_field() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        window.sized(1280.0, 1600.0).run(Command::Show(Page::Guidelines));
        window.tell(Message::Page(page::Message::Guidelines(guidelines::Message::Storage(Storage::Path))));
        let at = window.place("guidelines-path-field").center();
        window.click_at(at).ctrl('a').write("../there");
        let errors = window.tr.count("count-errors", 1);
        assert!(window.shows(&errors), "{:?}", window.texts());
        window.run(Command::Show(Page::Problems));
        let focus = Page::Problems.keys().map_or_else(iced::Task::none, iced::widget::operation::focus);
        window.follow(focus);
        window.key(Named::Home).key(Named::Enter).write("there");
        let errors = window.tr.count("count-errors", 0);
        assert!(window.app.page() == Page::Guidelines && window.shows(&errors), "{:?}", window.texts());
    }
}

#[test]
fn an_address_that_is_none_leads_to_its_field() {
    let mut window = Window::sample(Language::English);
    window.click("d.evans");
    let at = window.place("users-email-field").center();
    window.click_at(at).ctrl('a').write("nobody");
    window.run(Command::Show(Page::Problems)).run(Command::Find).write("looks like");
    let problem = window.tr.with("problem-email-strange", &[("name", "d.evans".into())]);
    assert!(window.shows(&problem), "{:?}", window.texts());
    window.key(Named::ArrowDown).key(Named::ArrowDown).key(Named::Enter).write("d@plant.example");
    assert!(window.document().users().iter().any(|user| user.email == "d@plant.example"), "{:?}", window.texts());
}

#[test]
fn a_directory_group_without_a_name_leads_to_its_field() {
    let mut window = Window::sample(Language::English);
    window.run(Command::Show(Page::Groups)).click("Maintenance");
    let at = window.place("groups-external-field").center();
    window.click_at(at).ctrl('a').key(Named::Backspace);
    window.run(Command::Show(Page::Problems)).run(Command::Find).write("directory group");
    let problem = window.tr.with("problem-external-without-name", &[("name", "Maintenance".into())]);
    assert!(window.shows(&problem), "{:?}", window.texts());
    window.key(Named::ArrowDown).key(Named::ArrowDown).key(Named::Enter).write("CN=Fitters");
    let groups = window.document().definitions().groups.clone();
    assert!(groups.iter().any(|group| group.external.iter().any(|external| external.name == "CN=Fitters")));
}

#[test]
fn several_that_are_chosen_are_not_called_none() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        for (page, none, all) in [(Page::Problems, "problems-choose", 18), (Page::Texts, "texts-choose", 90)] {
            window.run(Command::Show(page)).run(Command::SelectAll);
            let chosen = window.tr.count("things-chosen", all);
            assert!(window.shows(&chosen) && !window.shows_key(none), "{:?}", window.texts());
        }
    }
}
