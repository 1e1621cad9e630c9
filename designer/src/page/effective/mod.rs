//! The page *Effective rights*: what a user may do at a client, right by right, with the reason; and what is
//! other for a second user, or in another version of the project.

mod lines;
mod pane;
mod view;

use std::path::PathBuf;
use std::sync::Arc;

use iced::Element;
use keyholder_shared::model::User;
use keyholder_shared::name::fold;
use keyholder_shared::{Id, Str};

use crate::app::{Action, Choose, Context, Place, Way};
use crate::command::Command;
use crate::compare::{self, Comparison};
use crate::dialog::compare as comparison;
use crate::document::Document;
use crate::page::Page;
use crate::service::dialogs::Ask;
use crate::ui::Tone;
use crate::ui::table::{self, Happened};
use lines::{Lines, Users};

/// What the page remembers.
#[derive(Debug)]
pub struct State {
    pub(super) users: table::State<Id>,
    pub(super) rights: table::State<Id>,
    user_list: Users,
    lines: Lines,
    user_search: String,
    right_search: String,
    client: Option<Str>,
    shown: Shown,
    /// The chosen users, in the order in which they were chosen: the one looked at, and the one compared.
    pair: Vec<Id>,
    /// Where what was chosen last has its place.
    there: Option<(Page, Id)>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            users: table::State::new("effective-users"),
            rights: table::State::new("effective-rights"),
            user_list: Users::default(),
            lines: Lines::default(),
            user_search: String::new(),
            right_search: String::new(),
            client: None,
            shown: Shown::All,
            pair: Vec::new(),
            there: None,
        }
    }
}

/// Which rights are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// All of the project.
    All,
    /// Those that the user has.
    Granted,
    /// Those in which the two users differ.
    Differences,
}

/// What happens on the page.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the table of users.
    Users(table::Message),
    /// In the table of rights.
    Rights(table::Message),
    /// In the field to search users with.
    SearchUsers(String),
    /// In the field to search rights with.
    SearchRights(String),
    /// At this client; `None`: where no client is named.
    Client(Option<Str>),
    /// Other rights are shown.
    Show(Shown),
    /// To a place of the project.
    Go(Page, Id),
    /// Another version of the project is asked for.
    AskVersion,
    /// The other version is in this file.
    Version(PathBuf),
    /// The versions were compared, or why not.
    Compared(String, Result<Arc<Comparison>, String>),
}

/// The field to search with.
pub(super) const SEARCH: &str = "effective-search";

impl State {
    fn user<'a>(&self, place: usize, document: &'a Document) -> Option<&'a User> {
        document.user(*self.pair.get(place)?)
    }

    /// The place of what was chosen last, if that is still in the project.
    fn there(&self, context: Context<'_>) -> Option<Place> {
        let (page, id) = self.there.filter(|(_, id)| context.document.draft().kind(*id).is_some())?;
        Some(Place::of(page, id))
    }

    /// Brings what is derived from the project up to date.
    pub fn refresh(&mut self, context: Context<'_>) {
        let document = context.document;
        self.users.recall(context.columns);
        self.users.prepare(&view::user_columns(context.tr));
        self.user_list.refresh(document, &self.user_search, self.users.sort);
        self.users.selection.keep(|id| document.user(id).is_some());
        let chosen = &self.users.selection;
        self.pair.retain(|id| chosen.contains(*id));
        let mut new: Vec<Id> = chosen.iter().filter(|id| !self.pair.contains(id)).collect();
        new.sort();
        self.pair.extend(new);
        if self.pair.len() > 2 {
            // The one looked at stays; the one reached last is compared with it.
            let last = chosen.reached().or_else(|| self.pair.last().copied());
            self.pair.truncate(1);
            self.pair.extend(last.filter(|last| !self.pair.contains(last)));
            // Who is lit is who is compared.
            let pair = &self.pair;
            self.users.selection.keep(|id| pair.contains(&id));
        }
        if self.client.as_ref().is_some_and(|client| !compare::clients(document.definitions()).contains(client)) {
            self.client = None;
        }
        if self.pair.len() < 2 && self.shown == Shown::Differences {
            self.shown = Shown::All;
        }
        let two = self.pair.len() == 2;
        self.rights.recall(context.columns);
        self.rights.prepare(&view::right_columns(context.tr, two, ["", ""]));
        let asked = lines::Asked {
            users: self.pair.clone(),
            client: self.client.clone(),
            shown: self.shown,
            search: self.right_search.clone(),
            sort: self.rights.sort,
        };
        self.lines.refresh(asked, context);
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, context: Context<'_>) -> Action<Message> {
        match message {
            // Two can be compared, not all.
            Message::Users(table::Message::All) => Action::None,
            Message::Users(message) => {
                let list = &self.user_list;
                let key = |row| list.user(row, context.document).map(|user| user.id);
                let name = |row| list.user(row, context.document).map(|user| fold(&user.name));
                let listed = table::Listed { rows: list.len(), key, name, now: context.now };
                let (happened, task) = self.users.update(message, listed);
                if matches!(happened, Happened::Chosen | Happened::Menu(_)) {
                    self.there = self.users.selection.single().map(|id| (Page::Users, id));
                }
                let then = match happened {
                    Happened::Opened(id) => Action::Go(Place::of(Page::Users, id)),
                    Happened::Resized => Action::Columns(self.users.id(), self.users.widths().to_vec()),
                    Happened::Menu(at) => Action::Menu(at, vec![Command::Go]),
                    _ => Action::None,
                };
                Action::Perform(task).and(then)
            }
            Message::Rights(message) => {
                let lines = &self.lines;
                let name = |row| lines.get(row).map(|line| fold(&line.name));
                let listed = table::Listed { rows: lines.len(), key: |row| lines.right(row), name, now: context.now };
                let (happened, task) = self.rights.update(message, listed);
                if matches!(happened, Happened::Chosen | Happened::Menu(_)) {
                    self.there = self.rights.selection.single().map(|id| (Page::Rights, id));
                }
                let then = match happened {
                    Happened::Opened(id) => Action::Go(Place::of(Page::Rights, id)),
                    Happened::Resized => Action::Columns(self.rights.id(), self.rights.widths().to_vec()),
                    Happened::Menu(at) => Action::Menu(at, vec![Command::Go]),
                    _ => Action::None,
                };
                Action::Perform(task).and(then)
            }
            Message::SearchUsers(search) => {
                self.user_search = search;
                Action::Perform(self.users.to_top())
            }
            Message::SearchRights(search) => {
                self.right_search = search;
                Action::Perform(self.rights.to_top())
            }
            Message::Client(client) => {
                self.client = client;
                Action::None
            }
            Message::Show(shown) => {
                self.shown = shown;
                Action::Perform(self.rights.to_top())
            }
            Message::Go(page, object) => Action::Go(Place::of(page, object)),
            Message::AskVersion => Action::Choose(Choose {
                way: Way::Open,
                ask: Ask {
                    title: context.tr.get("ask-version").to_owned(),
                    kind: context.tr.get("ask-kind-project").to_owned(),
                    extensions: vec!["xml".to_owned()],
                    ..Ask::default()
                },
                then: Arc::new(|paths| Message::Version(paths.into_iter().next().unwrap_or_default())),
            }),
            Message::Version(path) => {
                let (files, contents) = (context.services.files.clone(), context.document.draft().contents().clone());
                let name = path.display().to_string();
                let (earlier, language) = (comparison::Earlier::File, context.tr.language());
                let compared = move || comparison::with_file(&files, &path, &contents, earlier, language);
                Action::Perform(crate::app::beside(compared, move |compared| {
                    Message::Compared(name.clone(), compared.map(Arc::new))
                }))
            }
            Message::Compared(name, Ok(compared)) => Action::open(comparison::State::new(name, &compared, comparison::Earlier::File, context.tr)),
            Message::Compared(_, Err(key)) => {
                Action::Tell(Tone::Bad, context.tr.get(&key).to_owned())
            }
        }
    }

    /// The middle of the window.
    pub fn view<'a>(&'a self, context: Context<'a>) -> Element<'a, Message> {
        view::page(self, context)
    }

    /// The pane at the right.
    pub fn properties<'a>(&'a self, context: Context<'a>) -> Option<Element<'a, Message>> {
        pane::pane(self, context)
    }

    /// Whether the page does the command.
    pub fn offers(&self, command: Command, context: Context<'_>) -> Option<Result<(), String>> {
        Some(match command {
            Command::Find => Ok(()),
            Command::Go if self.there(context).is_none() => Err(context.tr.get("effective-choose").to_owned()),
            Command::Go => Ok(()),
            _ => return None,
        })
    }

    /// Does a command.
    pub fn run(&mut self, command: Command, context: Context<'_>) -> Action<Message> {
        match command {
            Command::Find => Action::focus(SEARCH),
            Command::Go => self.there(context).map_or(Action::None, Action::Go),
            _ => Action::None,
        }
    }

    /// Leads to a user, whose rights are shown.
    pub fn go(&mut self, object: Id, context: Context<'_>) -> Action<Message> {
        self.user_search.clear();
        self.user_list.refresh(context.document, "", self.users.sort);
        self.pair.clear();
        let row = self.user_list.row_of(object, context.document);
        Action::Perform(self.users.choose(object, row))
    }
}
