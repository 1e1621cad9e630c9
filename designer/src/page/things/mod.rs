//! What the pages *Rights*, *Areas* and *Notification groups* have in common: a table of things with texts, and a
//! pane that changes the chosen one.

mod doing;
mod pane;
mod rows;

use std::fmt;
use std::marker::PhantomData;

use iced::Element;
use iced::widget::{column, container};
use keyholder_shared::edit::{Action as Done, Kind, Step};
use keyholder_shared::{Id, Str, name};

use super::Page;
use super::typing::Typing;
use crate::app::{Action, Context, Place, Spot};
use crate::command::Command;
use crate::ui::table::{self, Happened};
use crate::ui::{Icon, size};
use rows::Rows;

/// Which things a page is about.
pub trait Which: fmt::Debug + 'static {
    /// Their kind; right groups come along with rights.
    const KIND: Kind;
    /// The page.
    const PAGE: Page;
    /// The name of its table.
    const TABLE: &'static str;
    /// The names of its fields.
    const FIELDS: Fields;
    /// Its words.
    const WORDS: Words;
    /// The icon of its empty state.
    const ICON: Icon;
}

/// The names by which the focus is moved to a page's fields.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// To search with.
    pub search: &'static str,
    /// The name of the chosen thing.
    pub name: &'static str,
}

/// The field of the chosen thing's description.
const DESCRIPTION: &str = "things-description-field";
/// That of a right's key.
const KEY: &str = "things-key-field";
/// That of a panel of an area.
const CLIENT: &str = "things-client-field";

/// The keys of a page's words.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)] // Each is what it is called.
pub struct Words {
    pub title: &'static str,
    pub new: &'static str,
    pub new_name: &'static str,
    pub search: &'static str,
    pub empty: &'static str,
    pub empty_text: &'static str,
    pub none: &'static str,
    pub choose: &'static str,
    pub choose_text: &'static str,
    pub delete_title: &'static str,
    pub delete_text: &'static str,
}

/// The keys of the words of the page with that prefix.
macro_rules! words {
    ($prefix:literal) => {
        $crate::page::things::Words {
            title: concat!("page-", $prefix),
            new: concat!($prefix, "-new"),
            new_name: concat!($prefix, "-new-name"),
            search: concat!($prefix, "-search-count"),
            empty: concat!($prefix, "-empty"),
            empty_text: concat!($prefix, "-empty-text"),
            none: concat!($prefix, "-none"),
            choose: concat!($prefix, "-choose"),
            choose_text: concat!($prefix, "-choose-text"),
            delete_title: concat!($prefix, "-delete-title"),
            delete_text: concat!($prefix, "-delete-text"),
        }
    };
}
pub(super) use words;

/// What a page of things remembers.
#[derive(Debug)]
pub struct State<W> {
    pub(super) table: table::State<Id>,
    rows: Rows,
    search: String,
    /// The language in which texts are shown.
    lang: Str,
    typing: Typing<(Id, Field, Str)>,
    /// A thing was just made: its name waits to be typed.
    made: Option<Id>,
    /// The panel that is being typed.
    client: String,
    which: PhantomData<W>,
}

impl<W: Which> Default for State<W> {
    fn default() -> Self {
        Self {
            table: table::State::new(W::TABLE),
            rows: Rows::default(),
            search: String::new(),
            lang: Str::default(),
            typing: Typing::default(),
            made: None,
            client: String::new(),
            which: PhantomData,
        }
    }
}

/// What happens on a page of things.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the table.
    Table(table::Message),
    /// In the field to search with.
    Search(String),
    /// A command of a button.
    Run(Command),
    /// A new right group.
    AddRightGroup,
    /// The language in which texts are shown.
    Lang(Str),
    /// In a field of the chosen thing.
    Type(Field, String),
    /// The chosen right goes into that right group.
    Within(Id),
    /// The chosen thing goes one place up, or down.
    Shift(Shift),
    /// In the field for a panel of the chosen area.
    Client(String),
    /// That panel stands in the area.
    AddClient,
    /// The panel with that name does not.
    RemoveClient(Str),
    /// To something that uses the chosen thing.
    Go(Place),
}

/// A field of a thing to type into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The name, in the language that is shown.
    Name,
    /// The description, in the language that is shown.
    Description,
    /// A right's key.
    Key,
}

/// A way to move in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    /// One place towards the beginning.
    Up,
    /// One place towards the end.
    Down,
}

impl Field {
    /// The most characters it takes.
    #[must_use]
    pub fn limit(self) -> usize {
        match self {
            Self::Name | Self::Key => name::FULL_NAME_LIMIT,
            Self::Description => name::DESCRIPTION_LIMIT,
        }
    }
}

impl<W: Which> State<W> {
    /// Brings what is derived from the project up to date.
    pub fn refresh(&mut self, context: Context<'_>) {
        self.table.recall(context.columns);
        self.table.prepare(&rows::columns(W::KIND, context.tr));
        self.table.expect(context.table_size().height);
        if self.rows.refresh(W::KIND, &self.search, self.table.sort, context) {
            let draft = context.document.draft();
            self.table.selection.keep(|id| draft.kind(id).is_some());
        }
        let languages = &context.document.definitions().languages;
        if !languages.list.iter().any(|language| language.tag == self.lang) {
            self.lang = context.spoken();
        }
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, context: Context<'_>) -> Action<Message> {
        // That the table tells how far it is scrolled, now that it has one row more, is nobody's doing.
        if !matches!(
            message,
            Message::Type(Field::Name, _) | Message::Table(table::Message::Scrolled(..) | table::Message::Follow)
        ) {
            self.made = None;
        }
        match message {
            Message::Table(message) => {
                let rows = &self.rows;
                let name = |row| rows::name_of(rows.id(row)?, context);
                let listed = table::Listed { rows: rows.len(), key: |row| rows.id(row), name, now: context.now };
                let (happened, task) = self.table.update(message, listed);
                Action::Perform(task).and(self.happened(happened))
            }
            Message::Search(search) => {
                self.search = search;
                Action::Perform(self.table.to_top())
            }
            Message::Run(command) => Action::Run(command),
            Message::AddRightGroup => self.add_right_group(context),
            Message::Lang(lang) => {
                self.lang = lang;
                Action::None
            }
            Message::Type(field, text) => {
                let follow = Action::Perform(table::State::<Id>::follow(Message::Table));
                self.typed(field, &text, context).and(follow)
            }
            Message::Within(group) => self.move_within(group, context),
            Message::Shift(shift) => self.shift(shift, context),
            Message::Client(client) => {
                self.client = crate::ui::field::cut(client, name::DESCRIPTION_LIMIT);
                Action::None
            }
            Message::AddClient => self.add_client(context),
            Message::RemoveClient(name) => self.remove_client(&name, context),
            Message::Go(place) => Action::Go(place),
        }
    }

    fn happened(&self, happened: Happened<Id>) -> Action<Message> {
        match happened {
            Happened::Menu(at) => {
                let commands = vec![Command::Rename, Command::Duplicate, Command::SelectAll, Command::Delete];
                Action::Menu(at, commands)
            }
            Happened::Resized => Action::Columns(self.table.id(), self.table.widths().to_vec()),
            Happened::Opened(_) => Action::focus(W::FIELDS.name),
            Happened::Nothing | Happened::Chosen | Happened::Sorted => Action::None,
        }
    }

    /// The chosen thing, if it is one.
    fn chosen(&self) -> Option<Id> {
        self.table.selection.single()
    }

    /// The chosen things, those too that a search leaves out; in the order of the file.
    fn all_chosen(&self, context: Context<'_>) -> Vec<Id> {
        let mut ids = rows::all(W::KIND, context.document.definitions());
        ids.retain(|id| self.table.selection.contains(*id));
        ids
    }

    /// How many of these things are listed.
    fn listed_of(&self, things: impl IntoIterator<Item = Id>) -> usize {
        things.into_iter().filter(|id| self.rows.row_of(*id).is_some()).count()
    }

    /// The middle of the window.
    pub fn view<'a>(&'a self, context: Context<'a>) -> Element<'a, Message> {
        let Context { ui, tr, .. } = context;
        let head = self.head(context);
        if self.rows.len() == 0 {
            let empty = if self.search.is_empty() {
                let new =
                    ui.button(tr.get(W::WORDS.new)).icon(Icon::Plus).primary().on_press(Message::Run(Command::Add));
                ui.empty(W::ICON, tr.get(W::WORDS.empty), tr.get(W::WORDS.empty_text), Some(new.into()))
            } else {
                ui.empty(Icon::FilterX, tr.get(W::WORDS.none), tr.get("things-none-text"), None)
            };
            return column![head, ui.rule(), ui.ground(empty)].into();
        }
        let table = table::Table {
            state: &self.table,
            columns: rows::columns(W::KIND, tr),
            rows: self.rows.len(),
            size: context.table_size(),
            ground: table::Ground::Window,
            map: Message::Table,
        };
        let cells = |row| self.rows.id(row).map_or_else(Vec::new, |id| rows::cells(W::KIND, id, context));
        column![head, ui.rule(), table.view(ui, |row| self.rows.id(row), cells)].into()
    }

    fn head<'a>(&'a self, context: Context<'a>) -> Element<'a, Message> {
        let Context { ui, tr, .. } = context;
        let button = |command: Command, label: &'a str| {
            let offer = self.offers(command, context).unwrap_or(Ok(())).map(|()| Message::Run(command));
            let icon = command.entry().map_or(Icon::Command, |entry| entry.icon);
            let keys = command.keys().map(|keys| keys.label(tr.language()));
            ui.button(tr.get(label)).icon(icon).on_press_or(offer).shortcut(keys)
        };
        let mut left = vec![button(Command::Add, W::WORDS.new).primary()];
        if W::KIND == Kind::Right {
            let group = ui.button(tr.get("rights-new-group")).icon(Icon::Layers);
            left.push(group.on_press(Message::AddRightGroup));
        }
        left.push(button(Command::Duplicate, "command-duplicate").known());
        left.push(button(Command::Delete, "command-delete").known());
        let placeholder = tr.count(W::WORDS.search, rows::count(W::KIND, context.document));
        let search = ui.search(W::FIELDS.search, &placeholder, &self.search, Message::Search);
        ui.page_head(
            tr.get(W::WORDS.title),
            None,
            vec![ui.tools(left, size::SIDEBAR)],
            vec![container(search).width(size::SIDEBAR).into()],
        )
    }

    /// The pane at the right.
    pub fn properties<'a>(&'a self, context: Context<'a>) -> Option<Element<'a, Message>> {
        let Context { ui, tr, .. } = context;
        let words = W::WORDS;
        Some(match (self.chosen(), self.table.selection.len()) {
            (Some(id), _) => self.pane(id, context),
            (None, 0) => ui.empty(W::ICON, tr.get(words.choose), tr.get(words.choose_text), None),
            (None, many) => {
                let says = tr.get("things-several-text").to_owned();
                let says = context.with_hidden(says, many, self.listed_of(self.table.selection.iter()));
                ui.empty(W::ICON, tr.count("things-chosen", many), says, None)
            }
        })
    }

    /// Whether the page does the command, or why not now.
    pub fn offers(&self, command: Command, context: Context<'_>) -> Option<Result<(), String>> {
        let no = |key| Err(context.tr.get(key).to_owned());
        let chosen = &self.table.selection;
        Some(match command {
            Command::Find | Command::SelectAll | Command::Add => Ok(()),
            Command::Rename | Command::Duplicate | Command::Delete if chosen.is_empty() => no("things-choose-first"),
            Command::Rename if chosen.len() > 1 => no("things-choose-one"),
            Command::Rename | Command::Duplicate => Ok(()),
            Command::Delete => chosen.iter().find_map(|id| rows::built_in(id, context.document)).map_or(Ok(()), no),
            _ => return None,
        })
    }

    /// Does a command.
    pub fn run(&mut self, command: Command, context: Context<'_>) -> Action<Message> {
        match command {
            Command::Find => Action::focus(W::FIELDS.search),
            Command::Rename => Action::focus(W::FIELDS.name),
            Command::SelectAll => self.update(Message::Table(table::Message::All), context),
            Command::Add => self.add(context),
            Command::Duplicate => self.duplicate(context),
            Command::Delete => self.delete(context),
            _ => Action::None,
        }
    }

    /// Chooses these things.
    pub fn choose(&mut self, things: Vec<Id>) -> Action<Message> {
        let listed = &self.rows;
        Action::Perform(self.table.choose_all(things, |things| table::first(things, |id| listed.row_of(id))))
    }

    /// Leads to a thing.
    pub fn go(&mut self, object: Id, context: Context<'_>) -> Action<Message> {
        if self.rows.row_of(object).is_none() {
            self.search.clear();
            self.refresh(context);
        }
        let row = self.rows.row_of(object);
        Action::Perform(self.table.choose(object, row))
    }

    /// Shows a field of the chosen thing, and names it.
    pub fn field(&mut self, spot: &Spot, context: Context<'_>) -> Option<iced::widget::Id> {
        let id = self.chosen()?;
        let name = match spot.field {
            "Name" => W::FIELDS.name,
            "Description" => DESCRIPTION,
            "Key" if !rows::is_system_right(context.document.definitions(), id) => KEY,
            "Client" => CLIENT,
            _ => return None,
        };
        self.lang = spot.lang.as_ref().and_then(|lang| context.language(lang)).unwrap_or(self.lang.clone());
        Some(name.into())
    }
}

/// A step about one thing.
fn step(action: Done, kind: Kind, name: &str, edit: keyholder_shared::edit::Edit) -> Action<Message> {
    Action::Edit(Step::one(action, kind, name, edit))
}

#[cfg(test)]
mod tests;
