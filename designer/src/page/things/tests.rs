//! The pages of things, driven by presses and messages, in both languages.

use iced_test::selector::id;
use keyholder_shared::edit::Kind;

use super::*;
use crate::i18n::Language;
use crate::page::areas::Areas;
use crate::page::bench::{Asked, Bench, simulate};
use crate::page::notification_groups::NotificationGroups;
use crate::page::rights::Rights;

struct Page<W> {
    bench: Bench,
    state: State<W>,
}

impl<W: Which> Page<W> {
    fn new(language: Language) -> Self {
        let mut page = Self { bench: Bench::new(language), state: State::default() };
        page.state.refresh(page.bench.context());
        page
    }

    fn send(&mut self, message: Message) -> Asked {
        let action = self.state.update(message, self.bench.context());
        self.follow(action)
    }

    fn run(&mut self, command: Command) -> Asked {
        assert_eq!(self.state.offers(command, self.bench.context()), Some(Ok(())));
        let action = self.state.run(command, self.bench.context());
        self.follow(action)
    }

    fn follow(&mut self, action: Action<Message>) -> Asked {
        let asked = self.bench.carry_out(action);
        assert_eq!(asked.refusals, []);
        self.state.refresh(self.bench.context());
        for place in &asked.places {
            if let (true, Some(object)) = (place.page == W::PAGE, place.object) {
                let _ = self.state.go(object, self.bench.context());
            }
        }
        asked
    }

    fn choose(&mut self, object: Id) {
        let _ = self.state.go(object, self.bench.context());
        assert_eq!(self.state.chosen(), Some(object));
    }

    /// What a press on these words asks for.
    #[track_caller]
    fn press(&self, words: &str) -> Vec<Message> {
        let context = self.bench.context();
        let mut view = simulate(self.state.view(context));
        view.click(words).unwrap_or_else(|error| panic!("{words}: {error}"));
        view.into_messages().collect()
    }

    #[track_caller]
    fn pane_says(&self, words: &str) {
        let pane = self.state.properties(self.bench.context()).unwrap();
        simulate(pane).find(words).unwrap_or_else(|error| panic!("{words}: {error}"));
    }

    fn last_of(&self) -> Id {
        let definitions = self.bench.document.definitions();
        match W::KIND {
            Kind::Area => definitions.areas.last().unwrap().id,
            Kind::NotificationGroup => definitions.notification_groups.last().unwrap().id,
            _ => definitions.right_groups.last().unwrap().rights.last().unwrap().id,
        }
    }

    /// New, called, copied, moved, deleted; and everything taken back.
    fn a_life(mut self, new: &str, name: &str) {
        let pressed = self.press(new);
        assert!(matches!(pressed.as_slice(), [Message::Run(Command::Add)]), "{pressed:?}");
        self.run(Command::Add);
        let id = self.last_of();
        assert_eq!(self.state.chosen(), Some(id));
        self.pane_says(name);
        self.send(Message::Type(Field::Name, "Packag".into()));
        self.send(Message::Type(Field::Name, "Packaging ".into()));
        self.send(Message::Type(Field::Description, "x".repeat(300)));
        let (called, description) = rows::texts(self.bench.document.definitions(), id, W::KIND).unwrap();
        assert_eq!(called.list[0].value, "Packaging");
        assert_eq!(description.list[0].value.chars().count(), 255);
        self.run(Command::Duplicate);
        let copy = self.last_of();
        assert_eq!(self.state.chosen(), Some(copy));
        self.pane_says("Packaging 2");
        self.send(Message::Shift(Shift::Up));
        assert_eq!(self.last_of(), id);
        self.choose(id);
        let asked = self.run(Command::Delete);
        assert_eq!(asked.questions.len(), 1);
        assert_eq!(self.bench.document.draft().kind(id), None);
        self.bench.undo_all();
    }
}

#[test]
fn every_page_lets_things_live_and_takes_it_back() {
    Page::<Areas>::new(Language::English).a_life("New area", "New area");
    Page::<Areas>::new(Language::German).a_life("Neuer Bereich", "Neuer Bereich");
    Page::<NotificationGroups>::new(Language::English).a_life("New notification group", "New notification group");
    Page::<NotificationGroups>::new(Language::German).a_life("Neue Meldegruppe", "Neue Meldegruppe");
    Page::<Rights>::new(Language::English).a_life("New right", "New right");
    Page::<Rights>::new(Language::German).a_life("Neues Recht", "Neues Recht");
}

#[test]
fn what_is_built_in_says_why_it_stays() {
    let mut page = Page::<Rights>::new(Language::English);
    let system = page.bench.document.definitions().right_groups.iter().find(|group| group.system).unwrap().clone();
    page.choose(system.rights[0].id);
    let offered = page.state.offers(Command::Delete, page.bench.context()).unwrap();
    assert_eq!(offered, Err("The rights of the right group System are built in and keep their keys.".to_owned()));
    page.pane_says("Built in: the key stays.");
    page.choose(system.id);
    assert!(page.state.offers(Command::Delete, page.bench.context()).unwrap().is_err());
    // A copy of a built-in right is none, and goes elsewhere.
    page.choose(system.rights[0].id);
    page.run(Command::Duplicate);
    let copy = page.state.chosen().unwrap();
    let (group, right) = rows::right(page.bench.document.definitions(), copy).unwrap();
    assert!(!group.system && right.key == "system.user.create.2");
    page.bench.undo_all();
}

#[test]
fn a_right_goes_into_another_right_group_and_says_who_uses_it() {
    let mut page = Page::<Rights>::new(Language::German);
    let (from, right) = {
        let definitions = page.bench.document.definitions();
        let group = definitions.right_groups.iter().filter(|group| !group.system).nth(1).unwrap();
        (group.id, group.rights[0].id)
    };
    page.choose(right);
    page.pane_says("Zugewiesen");
    let to = page.bench.document.definitions().right_groups.iter().rev().find(|group| group.id != from).unwrap().id;
    page.send(Message::Within(to));
    assert_eq!(rows::right(page.bench.document.definitions(), right).unwrap().0.id, to);
    page.send(Message::Type(Field::Key, String::new()));
    page.pane_says("Ohne Schlüssel kann nichts nach diesem Recht fragen. Schreiben Sie einen, etwa recipe.edit.");
    let asked = page.run(Command::Delete);
    assert!(asked.questions[0].lines.iter().any(|line| line.ends_with(" – Zugewiesen")), "{asked:?}");
    page.bench.undo_all();
}

#[test]
fn panels_come_and_go() {
    let mut page = Page::<Areas>::new(Language::English);
    let area = page.bench.document.definitions().areas[0].clone();
    page.choose(area.id);
    page.pane_says("panel-1");
    page.send(Message::Client("PANEL-1".into()));
    page.pane_says("This panel is in the area already.");
    page.send(Message::AddClient);
    assert_eq!(page.bench.document.definitions().areas[0].clients.len(), area.clients.len());
    page.send(Message::Client(" panel-9 ".into()));
    page.send(Message::AddClient);
    page.send(Message::RemoveClient("panel-1".into()));
    let names: Vec<_> = page.bench.document.definitions().areas[0].clients.iter().map(|client| &client.name).collect();
    assert_eq!(names, ["panel-2", "panel-9"]);
    page.bench.undo_all();
}

#[test]
fn a_search_lists_what_answers_and_leading_somewhere_ends_it() {
    let mut page = Page::<Areas>::new(Language::English);
    let areas: Vec<Id> = page.bench.document.definitions().areas.iter().map(|area| area.id).collect();
    page.send(Message::Search("panel-3".into()));
    assert_eq!((page.state.rows.len(), page.state.rows.id(0)), (1, Some(areas[1])));
    page.send(Message::Search("no such thing".into()));
    let mut view = simulate(page.state.view(page.bench.context()));
    view.find("No area matches the search").unwrap();
    view.find(id("areas-search-field")).unwrap();
    drop(view);
    page.choose(areas[0]);
    assert_eq!(page.state.rows.len(), areas.len());
    let names = |page: &Page<Areas>| (0..3).map(|row| page.state.rows.id(row).unwrap()).collect::<Vec<_>>();
    assert_eq!(names(&page), areas);
    page.send(Message::Table(table::Message::Sort(0)));
    assert_eq!(names(&page), areas.iter().rev().copied().collect::<Vec<_>>());
}
