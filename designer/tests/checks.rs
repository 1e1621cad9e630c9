//! Effective rights, texts, the update preview, tables in and out, the report, and a file changed by someone else: by
//! commands, keys and clicks, in both languages.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use iced::keyboard::key::Named;
use keyholder_designer::app::Message;
use keyholder_designer::command::Command;
use keyholder_designer::dialog::Dialog;
use keyholder_designer::i18n::Language;
use keyholder_designer::page::{self, Page, effective, preview, texts};
use keyholder_designer::service::dialogs::{Answer, Answers};
use keyholder_shared::edit::TextField;
use keyholder_shared::model::{Origin, Project};
use keyholder_shared::{Time, xml};
use support::{SAMPLE, Window, machine_file, path_of, previewed, runtime, sample};

fn project() -> Project {
    xml::read_project(&sample()).document.unwrap()
}

#[test]
fn a_preview_over_three_machines_shows_who_needs_a_look_and_why() {
    for language in Language::ALL {
        let mut window = previewed(language, &[]);
        for machine in ["filler-1", "filler-2", "packer"] {
            assert!(window.shows(machine), "{machine}");
        }
        window.click("filler-2");
        assert!(window.shows("b.lis") && window.shows_key("action-shadowed"));
        assert!(!window.shows("a.kowalczyk"), "who comes as expected is not shown");
        let all = window.tr.count("preview-all", 31);
        window.click(&all);
        assert!(window.shows("a.kowalczyk"));
        window.click("b.lis");
        assert!(window.shows_key("preview-take") && window.shows_key("preview-go"));
    }
}

#[test]
fn a_user_made_on_a_machine_is_taken_into_the_project_and_back_out() {
    let mut window = previewed(Language::English, &[]);
    let made = runtime("filler-1").users.iter().find(|user| user.origin == Origin::Runtime).unwrap().user.clone();
    assert!(window.document().user(made.id).is_none());
    let all = window.tr.count("preview-all", 34);
    window.click(&all);
    window.tell(Message::Page(page::Message::Preview(preview::Message::Search(made.name.to_string()))));
    window.click(&made.name);
    window.click_key("preview-take");
    let taken = window.document().user(made.id).expect("it is in the project");
    assert_eq!((taken.name.as_str(), taken.hash()), (made.name.as_str(), None));
    window.ctrl('z');
    assert!(window.document().user(made.id).is_none() && !window.document().is_unsaved());
}

#[test]
fn who_goes_from_the_project_for_a_user_of_a_machine_is_told() {
    for language in Language::ALL {
        let mut window = previewed(language, &[]);
        let made = runtime("filler-1").users.iter().find(|user| user.origin == Origin::Runtime).unwrap().user.clone();
        window.run(Command::Show(Page::Users)).key(Named::Insert).write(&made.name);
        window.run(Command::Show(Page::Preview));
        let all = window.tr.count("preview-all", 34);
        window.click(&all);
        window.tell(Message::Page(page::Message::Preview(preview::Message::Search(made.name.to_string()))));
        window.click(&made.name);
        window.click_key("preview-take");
        assert!(window.document().user(made.id).is_some());
        let told = window.tr.with("preview-take-replaced", &[("names", made.name.as_str().into())]);
        assert!(window.app.notice().is_some_and(|notice| notice.contains(&told)), "{:?}", window.app.notice());
    }
}

#[test]
fn a_preview_goes_out_as_a_table_and_as_a_page_to_print() {
    for (language, separator) in [(Language::English, ","), (Language::German, ";")] {
        let mut window = previewed(language, &["out/preview.csv", "out/preview.html"]);
        window.run(Command::Export);
        let table = String::from_utf8(window.read("out/preview.csv")).unwrap();
        let shadowed = window.tr.get("action-shadowed").to_owned();
        assert!(
            table.starts_with('\u{feff}') && table.contains(&["filler-2", "b.lis", &shadowed].join(separator)),
            "{table}"
        );
        window.run(Command::Export);
        let page = String::from_utf8(window.read("out/preview.html")).unwrap();
        assert!(page.starts_with("<!doctype html>") && page.contains("b.lis") && page.contains("filler-2"));
    }
}

#[test]
fn a_damaged_runtime_file_and_a_machine_that_is_gone_are_told_apart() {
    let paths = vec![path_of("half"), path_of("gone"), path_of("same")];
    let mut window = Window::opened(Language::English, Answers::new([Answer::Chosen(paths)]));
    let whole = machine_file("packer");
    window.disk.put(path_of("half"), &whole[..whole.len() / 2]);
    let mut same = runtime("packer");
    same.project_time_stamp = project().time_stamp;
    window.disk.put(path_of("same"), &xml::write_runtime(&same));
    window.run(Command::Show(Page::Preview));
    window.run(Command::AddMachines);
    window.click("gone");
    assert!(window.shows_key("machine-unread") && window.shows_key("preview-remove"));
    window.click("same");
    assert!(window.shows_key("machine-same-stamp") || window.shows_key("machine-has-it"));
    window.click("half");
    window.click_key("preview-remove");
    assert!(!window.shows("half") && window.shows("gone"));
}

#[test]
fn effective_rights_tell_the_reason_and_two_users_stand_beside_each_other() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        window.run(Command::Show(Page::Effective));
        assert!(window.shows_key("effective-choose"));
        window.click("d.evans");
        assert!(window.shows_key("effective-granted") && window.shows_key("effective-go-user"));
        assert!(window.shows_key("effective-pair-note"));
        window.shift(Named::ArrowDown);
        let different = window.tr.get("effective-differences").to_owned();
        let label = (0..41).map(|count| format!("{different} {count}")).find(|label| window.shows(label));
        let label = label.expect("two users are compared");
        for user in ["d.evans", "d.hartmann"] {
            assert!(window.count(user) >= 3, "in the list, above a column and in the pane: {user}");
        }
        window.click(&label);
        window.key(Named::Escape);
        assert!(window.shows("d.evans") && window.shows("d.hartmann"));
    }
}

#[test]
fn another_version_of_the_project_shows_who_gained_and_lost_what() {
    let mut earlier = project();
    earlier.users.retain(|user| user.name != "d.evans");
    earlier.name = "Earlier".into();
    let other = earlier.users.iter_mut().find(|user| user.name == "d.hartmann").unwrap();
    (other.phone, other.groups) = ("111".into(), Default::default());
    let mut window = Window::opened(Language::English, Answers::choosing(["old.xml", "no.xml"]));
    window.put("old.xml", &xml::write_project(&earlier));
    window.put("no.xml", b"<a/>");
    window.run(Command::Show(Page::Effective));
    let ask = || Message::Page(page::Message::Effective(effective::Message::AskVersion));
    window.tell(ask());
    assert!(matches!(window.app.dialog(), Some(Dialog::Compare(_))));
    assert!(window.shows_key("compare-gained") && window.shows("Earlier → Bottling line"));
    assert!(window.says("Groups: empty → Labelling operators; Phone: 111 → "), "{:?}", window.texts());
    window.key(Named::Escape);
    assert!(window.app.dialog().is_none());
    window.tell(ask());
    assert_eq!(window.app.notice(), Some(window.tr.get("compare-unreadable")));
}

#[test]
fn a_missing_text_is_found_typed_and_taken_back() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        window.run(Command::Show(Page::Texts));
        let entries = keyholder_designer::csv::texts::entries(window.document().draft());
        let key = entries.iter().find(|entry| entry.is_missing("fr")).expect("the sample lacks some").key;
        window.tell(Message::Page(page::Message::Texts(texts::Message::Missing(true))));
        assert!(window.shows_key("texts-missing"));
        for text in ["Tem", "Température"] {
            let typed = texts::Message::Type(key, "fr".into(), text.to_owned());
            window.tell(Message::Page(page::Message::Texts(typed)));
        }
        let said = |window: &Window| {
            let entry = keyholder_designer::csv::texts::find(window.document().draft(), key).unwrap();
            entry.in_language("fr").to_owned()
        };
        assert_eq!(said(&window), "Température");
        window.ctrl('z');
        assert_eq!((said(&window).as_str(), window.document().is_unsaved()), ("", false), "typing is one step");
    }
}

#[test]
fn a_name_that_something_else_has_is_told_beside_the_field() {
    let mut window = Window::sample(Language::English);
    window.run(Command::Show(Page::Texts));
    let groups = window.document().definitions().groups.clone();
    let (one, two) = (groups[1].clone(), groups[2].name.get("en").to_owned());
    let key = keyholder_designer::csv::texts::Key {
        kind: keyholder_shared::edit::Kind::Group,
        id: one.id,
        field: TextField::Name,
    };
    window.click(one.name.get("en"));
    assert!(!window.shows_key("import-text-name-taken"));
    window.tell(Message::Page(page::Message::Texts(texts::Message::Type(key, "en".into(), two))));
    assert!(window.shows_key("import-text-name-taken"));
}

#[test]
fn new_users_come_from_a_table_after_a_look_at_what_it_does() {
    for language in Language::ALL {
        let mut window = Window::opened(language, Answers::choosing(["in.csv"]));
        let rows: String = (1..=20).map(|n| format!("new.{n};New Person {n};Quality\r\n")).collect();
        let wrong = "a.far.too.long.name.for.any.panel;;Nobody\r\n";
        window.put("in.csv", format!("Name;Full name;Groups\r\n{rows}{wrong}").as_bytes());
        window.run(Command::Import);
        assert!(matches!(window.app.dialog(), Some(Dialog::Import(_))), "{:?}", window.app.notice());
        let (added, refused) = (window.tr.count("import-added", 20), window.tr.count("import-refused", 1));
        assert!(window.shows(&added) && window.shows(&refused) && window.shows("new.1"));
        assert_eq!(window.document().users().len(), 30, "nothing is done yet");
        window.key(Named::Tab).key(Named::ArrowDown).key(Named::Enter);
        assert!(window.app.dialog().is_none(), "Enter in the table means the dialog");
        assert_eq!(window.document().users().len(), 50);
        let chosen = window.tr.count("what-user", 20);
        assert!(window.shows(&chosen), "the new users are chosen: {:?}", window.texts());
        window.ctrl('z');
        assert_eq!((window.document().users().len(), window.document().is_unsaved()), (30, false));
    }
}

#[test]
fn the_menu_at_the_top_offers_what_the_page_can_do() {
    for language in Language::ALL {
        let mut window = Window::opened(language, Answers::choosing(["users.csv"]));
        window.tell(Message::More);
        for key in ["command-import", "command-export", "command-report", "command-protect", "command-save-as"] {
            assert!(window.shows_key(key), "{key}");
        }
        window.click_key("command-export");
        assert!(window.disk.get("users.csv").is_some());
    }
}

#[test]
fn users_go_out_without_passwords_and_come_in_unchanged() {
    for (language, heading) in
        [(Language::English, "Name,Full name"), (Language::German, "Benutzername;Vollständiger Name")]
    {
        let mut window = Window::opened(language, Answers::choosing(["users.csv", "users.csv"]));
        window.run(Command::Export);
        let table = String::from_utf8(window.read("users.csv")).unwrap();
        assert!(table.trim_start_matches('\u{feff}').starts_with(heading) && !table.contains("argon2"), "{table}");
        window.run(Command::Import);
        assert!(matches!(window.app.dialog(), Some(Dialog::Import(_))));
        window.key(Named::Enter);
        assert!(window.app.dialog().is_none() && !window.document().is_unsaved());
    }
}

#[test]
fn what_is_no_table_is_told_with_its_line() {
    let mut window = Window::opened(Language::English, Answers::choosing(["a.csv", "none.csv", "b.csv"]));
    window.put("a.csv", b"name\nM\xfcller\n");
    window.run(Command::Import);
    assert!(window.app.notice().unwrap().contains("Line 2"));
    window.run(Command::Import);
    assert!(window.app.notice().unwrap().contains("none.csv"));
    window.put("b.csv", b"colour\nred\n");
    window.run(Command::Import);
    assert!(window.shows_key("import-nameless"));
    window.key(Named::Escape);
    assert!(window.app.dialog().is_none());
}

#[test]
fn a_translators_table_comes_back() {
    for language in Language::ALL {
        let mut window = Window::opened(language, Answers::choosing(["texts.csv", "back.csv"]));
        window.run(Command::Show(Page::Texts));
        window.run(Command::Export);
        let table = String::from_utf8(window.read("texts.csv")).unwrap();
        assert!(table.contains("Remplissage"));
        window.put("back.csv", table.replace("Remplissage", "Soutirage").as_bytes());
        window.run(Command::Import);
        window.click_key("import-do");
        let areas = &window.document().definitions().areas;
        assert!(areas.iter().any(|area| area.name.get("fr") == "Soutirage"));
        window.ctrl('z');
        assert!(!window.document().is_unsaved());
    }
}

#[test]
fn the_report_names_the_file_it_is_of_only_while_it_is() {
    for language in Language::ALL {
        let mut window = Window::opened(language, Answers::choosing(["report.html", "report.html"]));
        window.run(Command::Report);
        let report = String::from_utf8(window.read("report.html")).unwrap();
        let unsaved = window.tr.get("report-unsaved").to_owned();
        assert!(report.contains("Bottling line") && report.contains("sha256:") && !report.contains(&unsaved));
        window.key(Named::Insert);
        window.run(Command::Report);
        let report = String::from_utf8(window.read("report.html")).unwrap();
        assert!(!report.contains("sha256:") && report.contains(&unsaved));
    }
}

#[test]
fn a_file_changed_by_someone_else_can_be_compared_and_reloaded() {
    for language in Language::ALL {
        let mut window = Window::sample(language);
        let mut theirs = project();
        theirs.name = "Theirs".into();
        theirs.users.retain(|user| user.name != "d.evans");
        theirs.time_stamp = Time::from_millis(theirs.time_stamp.as_millis() + 1);
        window.put(SAMPLE, &xml::write_project(&theirs));
        window.tell(Message::Hint);
        assert!(matches!(window.app.dialog(), Some(Dialog::OnDisk(_))));
        window.click_key("disk-compare");
        assert!(matches!(window.app.dialog(), Some(Dialog::Compare(_))));
        assert!(window.shows("Bottling line → Theirs") && window.shows_key("compare-lost"));
        window.key(Named::Enter);
        assert!(matches!(window.app.dialog(), Some(Dialog::OnDisk(_))));
        window.click_key("disk-reload");
        assert_eq!(window.document().name(), "Theirs");
    }
}

#[test]
fn after_keeping_mine_saving_asks_before_it_replaces_the_other_version() {
    let mut window = Window::sample(Language::English);
    let theirs = Project { name: "Theirs".into(), ..project() };
    window.put(SAMPLE, &xml::write_project(&theirs));
    window.tell(Message::Hint);
    window.key(Named::Escape);
    assert!(window.app.dialog().is_none() && window.document().is_unsaved());
    window.ctrl('s');
    assert!(matches!(window.app.dialog(), Some(Dialog::Question(_))));
    assert_eq!(xml::read_project(&window.read(SAMPLE)).document.unwrap().name, "Theirs");
    window.click_key("not-saved-anyway");
    assert_eq!(xml::read_project(&window.read(SAMPLE)).document.unwrap().name, "Bottling line");
    assert!(!window.document().is_unsaved());
}

#[test]
fn what_becomes_of_groups_and_guidelines_is_told_in_detail() {
    for language in Language::ALL {
        let mut window = previewed(language, &[]);
        window.click("filler-2");
        let label = (0..60).map(|count| window.tr.count("preview-changes", count)).collect::<Vec<_>>();
        let label = label.into_iter().find(|label| window.shows(label)).expect("a tab with a number");
        window.click(&label);
        assert!(window.shows("filler.nozzle.jog") && window.shows_key("preview-change-changed"));
        let before = runtime("filler-2").definitions.policies;
        let now = project().definitions.policies;
        assert_ne!(before, now, "the sample has other guidelines now");
        assert!(window.shows_key("page-guidelines"));
    }
}

#[test]
fn a_machine_taken_out_while_it_is_looked_at_stays_out() {
    let mut window = previewed(Language::English, &[]);
    let page = |message| Message::Page(page::Message::Preview(message));
    // The look is begun and its answer waits while the machine goes.
    let waiting = window.app.update(page(preview::Message::Again));
    let _ = window.app.update(page(preview::Message::Leave));
    window.follow(waiting);
    assert!(!window.shows("filler-1") && window.shows("filler-2") && window.shows("packer"));
}

#[test]
fn all_users_or_the_chosen_ones_go_out_and_it_is_said_which() {
    for language in Language::ALL {
        let answers = [Answer::Unavailable, Answer::Unavailable];
        let mut window = Window::opened(language, Answers::new(answers));
        assert_eq!(window.document().users().len(), 30);
        window.run(Command::ExportChosen);
        assert!(window.app.dialog().is_none() && window.shows_key("users-choose-first"));
        window.click("b.lis");
        window.held(Named::ArrowDown, iced::keyboard::Modifiers::SHIFT);
        let said = |window: &Window, key: &str, count: usize| {
            let values = [("name", "users.csv".into()), ("count", count.into()), ("of", 30.into())];
            window.tr.with(key, &values)
        };
        for (command, asks, says, count, has) in [
            (Command::ExportChosen, "ask-export-chosen", "exported-chosen", 2, false),
            (Command::Export, "ask-export-users", "exported-users", 30, true),
        ] {
            window.run(command);
            let (asks, says) = (said(&window, asks, count), said(&window, says, count));
            assert!(window.shows(&asks), "{asks}");
            window.ctrl('a');
            window.write("users.csv");
            window.key(Named::Enter);
            if window.app.dialog().is_some() {
                window.key(Named::Enter);
            }
            assert!(window.shows(&says), "{says}: {:?}", window.app.notice());
            let table = String::from_utf8(window.read("users.csv")).unwrap();
            assert_eq!(table.trim_end().lines().count(), count + 1, "{table}");
            assert!(table.contains("b.lis") && table.contains("e.fischer") == has);
        }
    }
}

#[test]
fn the_bar_and_the_list_of_pages_count_what_the_page_of_problems_lists() {
    for language in Language::ALL {
        let mut window = Window::start(language, Answers::default());
        let faulty =
            String::from_utf8(support::sample()).unwrap().replace("DurationMinutes=\"0\"", "DurationMinutes=\"x\"");
        window.put(support::SAMPLE, faulty.as_bytes());
        window.tell(Message::OpenRecent(support::SAMPLE.into()));
        window.run(Command::Show(Page::Problems));
        let (errors, all) = (window.tr.count("problems-errors", 2), window.tr.count("problems-all", 20));
        assert!(window.shows(&errors) && window.shows(&all), "{errors}, {all}: {:?}", window.texts());
        let bar = window.tr.count("count-errors", 2);
        assert!(window.shows(&bar) && window.shows("20"), "{bar}: {:?}", window.texts());
    }
}
