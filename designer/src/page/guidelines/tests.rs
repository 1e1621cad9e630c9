//! The guidelines, driven by presses and messages, in both languages.

use keyholder_shared::model::{Policies, StorageKind};

use super::*;
use crate::i18n::Language;
use crate::page::bench::{Asked, Bench, simulate};

struct Page {
    bench: Bench,
    state: State,
}

impl Page {
    fn new(language: Language) -> Self {
        Self { bench: Bench::new(language), state: State::default() }
    }

    fn send(&mut self, message: Message) -> Asked {
        let action = self.state.update(message, self.bench.context());
        self.bench.carry_out(action)
    }

    fn policies(&self) -> &Policies {
        &self.bench.document.definitions().policies
    }

    #[track_caller]
    fn says(&self, words: &str) {
        let context = self.bench.context();
        let found = simulate(self.state.view(context)).find(words).is_ok();
        let pane = self.state.properties(context).unwrap();
        assert!(found || simulate(pane).find(words).is_ok(), "{words}");
    }

    #[track_caller]
    fn press(&mut self, words: &str) -> Asked {
        let mut view = simulate(self.state.view(self.bench.context()));
        view.click(words).unwrap_or_else(|error| panic!("{words}: {error}"));
        let messages: Vec<Message> = view.into_messages().collect();
        assert_eq!(messages.len(), 1, "{words}: {messages:?}");
        self.send(messages.into_iter().next().unwrap())
    }
}

#[test]
fn a_preset_says_what_deviates_and_gives_its_values() {
    for (language, weaker, none) in [
        (Language::English, "weaker", "Nothing deviates from the preset."),
        (Language::German, "schwächer", "Nichts weicht von der Vorlage ab."),
    ] {
        let mut page = Page::new(language);
        page.says(none);
        page.press("FDA 21 CFR Part 11");
        assert_eq!((page.policies().preset, page.policies().password.minimum_length), (Preset::Fda, 8));
        page.says(weaker);
        page.send(Message::TakeValues);
        assert_eq!((page.policies().password.minimum_length, page.policies().session.default_user), (12, None));
        page.says(none);
        page.bench.undo_all();
    }
}

#[test]
fn a_deviation_leads_to_its_field() {
    for language in Language::ALL {
        let mut page = Page::new(language);
        page.send(Message::Preset(Preset::Fda));
        let context = page.bench.context();
        let label = context.tr.get(crate::words::guidelines::label(Field::MaximumAgeDays)).to_owned();
        let mut pane = simulate(page.state.properties(context).unwrap());
        pane.click(label.as_str()).unwrap();
        let messages: Vec<Message> = pane.into_messages().collect();
        let asked = page.send(messages.into_iter().next().unwrap());
        let wanted = Place::page(crate::page::Page::Guidelines).at("MaximumAgeDays", None);
        assert_eq!(asked.places, [wanted]);
        page.bench.undo_all();
    }
}

#[test]
fn numbers_take_whole_numbers_alone_and_become_one_step() {
    let mut page = Page::new(Language::English);
    let number = |text: &str| Message::Type(Typed::Number(Number::MinimumLength), text.to_owned());
    page.send(number("1"));
    page.send(number("1x"));
    assert_eq!(page.policies().password.minimum_length, 1);
    page.says("Type a whole number.");
    page.send(number("16"));
    assert_eq!(page.policies().password.minimum_length, 16);
    page.bench.document.undo().unwrap();
    assert_eq!((page.policies().password.minimum_length, page.bench.document.undo_label()), (8, None));
}

#[test]
fn boxes_and_choices_change_what_they_say() {
    let mut page = Page::new(Language::German);
    page.press("Passwörter laufen ab");
    assert!(!page.policies().password.aging);
    page.press("Admin kann deaktiviert werden");
    assert!(page.bench.document.definitions().security.admin_can_be_deactivated);
    page.press("Anhalten: Nichts geschieht ohne Aufzeichnung");
    assert_eq!(page.policies().audit.when_unwritable, WhenUnwritable::Stop);
    page.press("Eine Datei an anderer Stelle");
    page.send(Message::Type(Typed::Path, "../away".into()));
    page.says("Maschinen weisen einen Pfad mit „..“ ab.");
    let storage = &page.bench.document.definitions().storage.kind;
    assert_eq!(storage, &StorageKind::FilePath("../away".into()));
    page.press("Active Directory");
    assert_eq!(page.bench.document.definitions().authentication.kind, "ActiveDirectory");
    page.bench.undo_all();
}

#[test]
fn users_who_are_there_without_logging_in_are_named() {
    let mut page = Page::new(Language::English);
    let before = page.policies().session.default_user;
    page.send(Message::Type(Typed::DefaultUser, "nobody at all".into()));
    page.says("No user is called so.");
    assert_eq!(page.policies().session.default_user, before);
    page.send(Message::Type(Typed::DefaultUser, "ADMIN".into()));
    assert_eq!(page.policies().session.default_user, page.bench.document.draft().admin().map(|user| user.id));
    page.send(Message::Type(Typed::DefaultUser, String::new()));
    assert_eq!(page.policies().session.default_user, None);
    page.bench.undo_all();
}

#[test]
fn languages_come_and_go_with_their_texts() {
    let mut page = Page::new(Language::English);
    let tags = |page: &Page| {
        let languages = &page.bench.document.definitions().languages;
        languages.list.iter().map(|language| language.tag.to_string()).collect::<Vec<_>>().join(" ")
    };
    page.send(Message::Tag("DE".into()));
    page.says("The project has that language already.");
    page.send(Message::AddLanguage);
    page.send(Message::Tag("no language".into()));
    page.says("A language is written like fr or de-CH.");
    page.send(Message::AddLanguage);
    assert_eq!(tags(&page), "en de fr pl");
    page.send(Message::Tag(" it ".into()));
    page.send(Message::AddLanguage);
    assert_eq!(tags(&page), "en de fr pl it");
    page.says("italiano");
    page.send(Message::DefaultLanguage("it".into()));
    let asked = page.send(Message::RemoveLanguage("en".into()));
    assert_eq!(asked.questions[0].title, "Remove the language en?");
    assert!(!asked.questions[0].text.contains("default then"), "it is the default no more");
    assert_eq!(asked.questions[0].lines, ["90 texts", "8 users"]);
    assert_eq!(tags(&page), "de fr pl it");
    let asked = page.send(Message::RemoveLanguage("it".into()));
    assert!(asked.questions[0].text.ends_with("de is the default then."), "{}", asked.questions[0].text);
    assert!(asked.questions[0].lines.is_empty(), "nobody says or reads anything in it");
    assert_eq!(page.bench.document.last().unwrap().label.name, "language it");
    page.bench.undo_all();
}
