//! The list of problems, in both languages, each leading to its place.

mod faulty;

use std::sync::Arc;

use keyholder_shared::advice;
use keyholder_shared::edit::{Action as Done, Change, Edit, Kind, Step};
use keyholder_shared::model::Preset;

use super::*;
use crate::app::findings::Findings;
use crate::i18n::Language;
use crate::page::bench::{Bench, simulate};

struct Page {
    bench: Bench,
    state: State,
}

impl Page {
    fn new(language: Language) -> Self {
        let mut page = Self { bench: Bench::new(language), state: State::default() };
        page.look();
        page
    }

    fn look(&mut self) {
        let list = advice::findings(&self.bench.document.draft().to_project(), &|_| true);
        let errors = list.iter().filter(|finding| finding.weight == Weight::Error).count();
        let advice = list.len() - errors;
        self.bench.findings = Findings { errors, advice, list: Arc::new(list), revision: Some(1) };
        self.state.refresh(self.bench.context());
    }

    fn change(&mut self, edit: Edit) {
        self.bench.document.apply(Step::one(Done::Change, None, "", edit)).unwrap();
    }

    fn entries(&self) -> Vec<Entry> {
        (0..self.state.rows.len()).filter_map(|row| self.state.rows.entry(row)).collect()
    }
}

#[test]
fn a_problem_calls_its_thing_as_the_lists_do() {
    for (language, called) in [(Language::English, "Filling"), (Language::German, "Abfüllung")] {
        let mut page = Page::new(language);
        let area = page.bench.document.definitions().areas[0].id;
        let group = page.bench.document.definitions().groups[1].id;
        page.change(Edit::Change(area, Change::Clients(Vec::new())));
        page.change(Edit::Change(group, Change::Name(Default::default())));
        page.look();
        let context = page.bench.context();
        let about = |id| {
            let is = |entry: &Entry| entry.finding(context).is_some_and(|finding| finding.about.is_some_and(|(_, of)| of == id));
            page.entries().into_iter().find(is).unwrap()
        };
        assert_eq!(words::subject(about(area), context).1, called);
        assert!(words::sentence(about(area), context).contains(called));
        assert_eq!(words::subject(about(group), context).1, context.tr.get("nameless"));
    }
}

#[test]
fn errors_come_first_and_every_problem_has_words_in_each_language() {
    for language in Language::ALL {
        let mut page = Page::new(language);
        let definitions = page.bench.document.definitions();
        let (area, other) = (definitions.areas[0].clone(), definitions.areas[1].id);
        let right = definitions.right_groups[1].rights[0].id;
        let group = definitions.groups.iter().find(|group| !group.administrators).unwrap().id;
        let user = page.bench.document.users().iter().find(|user| !user.admin && user.password.is_some()).unwrap().id;
        let mut policies = definitions.policies.clone();
        policies.preset = Preset::Fda;
        let administrators: Vec<Id> = page
            .bench
            .document
            .draft()
            .members(definitions.administrators().unwrap())
            .filter(|id| Some(*id) != page.bench.document.draft().admin().map(|admin| admin.id))
            .collect();
        page.change(Edit::Change(other, Change::Name(area.name.clone())));
        page.change(Edit::Change(area.id, Change::Clients(Vec::new())));
        page.change(Edit::Remove(right));
        page.change(Edit::Change(group, Change::Rights(Vec::new())));
        page.change(Edit::Change(user, Change::Groups(Default::default())));
        page.change(Edit::Many(administrators.into_iter().map(|id| Edit::Change(id, Change::Enabled(false))).collect()));
        page.change(Edit::Set(keyholder_shared::edit::Setting::Policies(Box::new(policies))));
        page.look();
        let context = page.bench.context();
        let entries = page.entries();
        assert_eq!(words::weight(entries[0], context).0, Tone::Bad);
        for entry in &entries {
            let said = words::sentence(*entry, context);
            assert!(!said.is_empty() && !said.contains("problem-") && !said.contains("why-") && !said.contains("rule-"), "{said}");
            assert!(place(*entry, context).is_some());
            page.state.table.selection.only(*entry);
            let _ = page.state.properties(context).unwrap();
        }
        let all = page.bench.findings.list.len();
        assert_eq!(entries.len(), all);
        let _ = page.state.update(Message::Only(Some(Weight::Error)), page.bench.context());
        page.state.refresh(page.bench.context());
        assert_eq!(page.entries().len(), page.bench.findings.errors);
    }
}

#[test]
fn a_press_on_the_place_and_enter_lead_there() {
    let mut page = Page::new(Language::German);
    let first = page.entries()[0];
    let wanted = place(first, page.bench.context()).unwrap();
    let (_, name) = words::subject(first, page.bench.context());
    let mut view = simulate(page.state.view(page.bench.context()));
    view.click(name.as_str()).unwrap();
    let messages: Vec<Message> = view.into_messages().collect();
    assert!(messages.iter().any(|message| matches!(message, Message::Go(place) if *place == wanted)), "{messages:?}");
    let opened = Message::Table(table::Message::Open(0));
    let action = page.state.update(opened, page.bench.context());
    assert_eq!(page.bench.carry_out(action).places, [wanted]);
}

#[test]
fn a_search_finds_by_name_and_by_what_is_the_matter() {
    let mut page = Page::new(Language::English);
    for (search, least) in [("PANEL-VIEWER", 1), ("has no password", 1), ("no such thing", 0)] {
        let _ = page.state.update(Message::Search(search.into()), page.bench.context());
        page.state.refresh(page.bench.context());
        let found = page.entries().len();
        assert!(if least == 0 { found == 0 } else { found >= least && found < 10 }, "{search}: {found}");
    }
    simulate(page.state.view(page.bench.context())).find("No problem of that sort").unwrap();
    let kinds = page.bench.findings.list.iter().filter_map(|finding| finding.about);
    assert!(kinds.into_iter().all(|(kind, _)| kind == Kind::User));
}

#[test]
fn nothing_wrong_is_said_so() {
    let mut page = Page::new(Language::German);
    page.bench.findings = Findings { revision: Some(1), ..Findings::default() };
    page.state.refresh(page.bench.context());
    simulate(page.state.view(page.bench.context())).find("Keine Fehler, keine Hinweise").unwrap();
}

#[test]
fn every_rule_has_words_in_each_language() {
    for language in Language::ALL {
        let tr = crate::i18n::Tr::new(language);
        let bare: Vec<_> = keyholder_shared::validate::Rule::ALL.into_iter().filter(|rule| !tr.has(rule.key())).collect();
        assert_eq!(bare, []);
    }
}

#[test]
fn what_no_field_shows_is_put_right_by_one_press() {
    let sample = include_str!("../../../../sample-projects/bottling-line/UserManagementConfig.xml");
    let gone = "<X Ref=\"00000000-0000-4000-8000-00000000dead\"/>";
    let spoiled = |from: &str, to: &str| {
        assert!(sample.contains(from), "{from}");
        sample.replacen(" Digest=", " Checked=", 1).replacen(from, to, 1).into_bytes()
    };
    for language in Language::ALL {
        let tr = crate::i18n::Tr::new(language);
        for (rule, from, to, label) in [
            (Rule::RightGone, "<Right Ref=", format!("{}<Right Ref=", gone.replace('X', "Right")), "problems-drop"),
            (Rule::AreaGone, "<Area Ref=", format!("{}<Area Ref=", gone.replace('X', "Area")), "problems-drop"),
            (Rule::GroupGone, "<Group Ref=", format!("{}<Group Ref=", gone.replace('X', "Group")), "problems-drop"),
            (Rule::AdminName, "Name=\"Admin\"", "Name=\"Chief\"".to_owned(), "problems-call-admin"),
            (
                Rule::TextTwice,
                "<Text Lang=\"de\">Abfüllung</Text>",
                "<Text Lang=\"de\">Abfüllung</Text><Text Lang=\"DE\">Füllen</Text>".to_owned(),
                "problems-keep-first",
            ),
        ] {
            let mut page =
                Page { bench: Bench::opened(language, &spoiled(from, &to)).unwrap(), state: State::default() };
            page.look();
            let of_rule = |page: &Page| {
                let is = |entry: &Entry| {
                    let finding = entry.finding(page.bench.context());
                    finding.is_some_and(|finding| matches!(&finding.what, What::Rule(broken, _) if *broken == rule))
                };
                page.entries().into_iter().find(is)
            };
            let before = page.bench.document.draft().to_project();
            let entry = of_rule(&page).unwrap_or_else(|| panic!("{rule:?}"));
            page.state.table.selection.only(entry);
            let mut pane = simulate(page.state.properties(page.bench.context()).unwrap());
            pane.click(tr.get(label)).unwrap();
            let pressed: Vec<Message> = pane.into_messages().collect();
            let message = pressed.into_iter().find(|message| matches!(message, Message::Mend(_))).unwrap();
            let action = page.state.update(message, page.bench.context());
            assert_eq!(page.bench.carry_out(action).refusals, []);
            page.look();
            assert_eq!(of_rule(&page), None, "{rule:?}");
            page.bench.document.undo().unwrap();
            assert_eq!(page.bench.document.draft().to_project(), before, "{rule:?}: undone");
        }
    }
}

/// What is put together for the search finds what a look through each sentence would, and nothing else.
#[test]
fn a_search_finds_what_a_problem_is_about_and_what_it_says_in_either_language() {
    for language in Language::ALL {
        let mut page = Page::new(language);
        let users: Vec<Id> = page.bench.document.users().iter().map(|user| user.id).collect();
        page.change(Edit::Change(users[2], Change::Password(None)));
        page.change(Edit::Change(users[3], Change::FullName("x".repeat(120).into())));
        page.change(Edit::Change(users[4], Change::Groups(Default::default())));
        page.look();
        let all = page.entries();
        let said = |page: &Page, entry: Entry| {
            let context = page.bench.context();
            let message = entry.finding(context).map(|finding| match &finding.what {
                What::Rule(_, message) => message.to_string(),
                What::Unwise(_) => String::new(),
            });
            [words::subject(entry, context).1, words::sentence(entry, context), message.unwrap()].map(|text| fold(&text))
        };
        let mut searches = vec!["no such thing".to_owned(), "\u{fdd0}".to_owned()];
        for entry in &all {
            let [called, sentence, message] = said(&page, *entry);
            let letters: Vec<char> = sentence.chars().collect();
            // Parts of sentences, those across the ends of names too.
            searches.extend(letters.chunks(9).chain(letters[4..].chunks(9)).map(|part| part.iter().collect()));
            searches.extend([called.to_string(), sentence.to_string(), message.to_string()]);
        }
        searches.retain(|search| search.trim() == search && !search.is_empty());
        assert!(searches.len() > 100, "{}", searches.len());
        for search in searches {
            let wanted = fold(&search);
            let expected: Vec<Entry> = all.iter().copied().filter(|entry| said(&page, *entry).iter().any(|text| text.contains(wanted.as_str()))).collect();
            let _ = page.state.update(Message::Search(search.clone()), page.bench.context());
            page.state.refresh(page.bench.context());
            assert_eq!(page.entries(), expected, "{search}");
        }
        // What is changed is found by what it is called then.
        let _ = page.state.update(Message::Search("renamed".into()), page.bench.context());
        page.state.refresh(page.bench.context());
        assert_eq!(page.entries(), []);
        page.change(Edit::Change(users[2], Change::UserName("renamed".into())));
        page.look();
        let about = |entry: &Entry| entry.finding(page.bench.context()).and_then(|finding| finding.about);
        let found: Vec<_> = page.entries().iter().map(about).collect();
        assert!(!found.is_empty() && found.iter().all(|about| *about == Some((Kind::User, users[2]))), "{found:?}");
    }
}

/// A text that no field shows, as it says no language or one that the project does not have: one press makes it the text
/// that is missing, or takes it out.
#[test]
fn a_text_in_no_language_of_the_project_is_put_right_by_one_press() {
    let sample = include_str!("../../../../sample-projects/bottling-line/UserManagementConfig.xml");
    let (english, german) = ("<Text Lang=\"en\">Filling</Text>", "<Text Lang=\"de\">Abfüllung</Text>");
    let lacking = |finding: &Finding| match &finding.what {
        What::Rule(Rule::TextLanguage, _) => true,
        What::Unwise(advice::Advice::TextMissing { languages, .. }) => languages.iter().any(|lang| lang == "en"),
        _ => false,
    };
    for language in Language::ALL {
        let tr = crate::i18n::Tr::new(language);
        let texts = |text: &str, from: &str| [("text", text.to_owned().into()), ("from", from.to_owned().into()), ("lang", "en".into())];
        for (from, to, label, note, expected) in [
            (english, "<Text>Filling</Text>", "problems-take-text", Some(("problems-take-text-note", "Filling", "")), "Filling"),
            (english, "<Text Lang=\"en\"/><Text Lang=\"\">Filling</Text>", "problems-take-text", Some(("problems-take-text-note", "Filling", "")), "Filling"),
            (english, "<Text/><Text>One</Text><Text>Two</Text>", "problems-take-text", Some(("problems-take-text-note", "One", "")), "One"),
            (english, "<Text Lang=\"it\">Riempimento</Text>", "problems-take-text", Some(("problems-take-foreign-note", "Riempimento", "it")), "Riempimento"),
            (german, "<Text Lang=\"de\">Abfüllung</Text><Text>Rest</Text>", "problems-drop-text", Some(("problems-drop-text-note", "Rest", "")), "Filling"),
            (german, "<Text Lang=\"de\">Abfüllung</Text><Text/>", "problems-drop-text", None, "Filling"),
        ] {
            assert!(sample.contains(from));
            let spoiled = sample.replacen(" Digest=", " Checked=", 1).replacen(from, to, 1);
            let mut page = Page { bench: Bench::opened(language, spoiled.as_bytes()).unwrap(), state: State::default() };
            page.look();
            let found = |page: &Page| {
                let is = |entry: &Entry| entry.finding(page.bench.context()).is_some_and(lacking);
                page.entries().into_iter().find(is)
            };
            let before = page.bench.document.draft().to_project();
            let entry = found(&page).unwrap_or_else(|| panic!("{to}"));
            page.state.table.selection.only(entry);
            let mut pane = simulate(page.state.properties(page.bench.context()).unwrap());
            if let Some((note, text, from)) = note {
                pane.find(tr.with(note, &texts(text, from)).as_str()).unwrap();
            }
            pane.click(tr.with(label, &texts("", "")).as_str()).unwrap();
            let pressed: Vec<Message> = pane.into_messages().collect();
            let message = pressed.into_iter().find(|message| matches!(message, Message::Mend(_))).unwrap();
            let action = page.state.update(message, page.bench.context());
            assert_eq!(page.bench.carry_out(action).refusals, []);
            page.look();
            assert_eq!(found(&page), None, "{to}");
            let name = &page.bench.document.definitions().areas.iter().find(|area| area.name.said("de") == Some("Abfüllung")).unwrap().name;
            assert_eq!((name.said("en"), name.list.len()), (Some(expected), 4), "{to}");
            page.bench.document.undo().unwrap();
            assert_eq!(page.bench.document.draft().to_project(), before, "{to}: undone");
        }
    }
}
