//! The page *Texts*: every text that people read, a column a language, missing ones marked.

mod columns;
mod list;
mod order;
mod pane;
mod view;

use iced::Element;
use keyholder_shared::edit::{Action as Did, Edit, Kind, Step, TextField};
use keyholder_shared::name::DESCRIPTION_LIMIT;
use keyholder_shared::{Id, Str};

use crate::app::{Action, Context, Parcel, Place, beside, let_go};
use crate::command::Command;
use crate::csv::texts::Key;
use crate::page::Page;
use crate::page::typing::Typing;
use crate::ui::field::cut;
use crate::ui::table::{self, Happened, Sort};
use columns::Columns;
use list::List;
pub use order::Order;

/// What the page remembers.
#[derive(Debug)]
pub struct State {
    pub(super) table: table::State<Key>,
    list: List,
    columns: Columns,
    typing: Typing<(Key, Str)>,
    search: String,
    missing: bool,
    /// The order that is being made beside the window, once it is another one.
    sorting: Option<Sort>,
    /// An order is being made.
    making: bool,
    /// What is to be shown once that is done.
    lead: Option<Key>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            table: table::State::new("texts"),
            list: List::default(),
            columns: Columns::default(),
            typing: Typing::default(),
            search: String::new(),
            missing: false,
            sorting: None,
            making: false,
            lead: None,
        }
    }
}

/// What happens on the page.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the table.
    Table(table::Message),
    /// In the field to search with.
    Search(String),
    /// Only texts that are missing somewhere, or all.
    Missing(bool),
    /// A column for that language, or none.
    Column(Str),
    /// The text of that key is this in that language.
    Type(Key, Str, String),
    /// To the thing that the text is of.
    Go(Key),
    /// A command of a button.
    Run(Command),
    /// The texts were put in order.
    Ordered(Parcel<Order>),
}

/// The field to search with.
pub(super) const SEARCH: &str = "texts-search";

impl State {
    /// Brings what is derived from the project up to date.
    pub fn refresh(&mut self, context: Context<'_>) {
        self.table.recall(context.columns);
        if self.columns.refresh(context) {
            // A column may stand for another language now.
            self.sorting = None;
            if self.table.sort.column > 0 {
                self.table.sort = Sort::default();
            }
        }
        self.table.prepare(&view::columns(&self.columns, context));
        self.table.expect(context.table_size().height);
        let asked = list::Asked {
            search: self.search.clone(),
            missing: self.missing,
            descending: self.table.sort.descending,
            lang: self.lang_of(self.table.sort),
        };
        if self.list.refresh(context.document, asked, self.table.selection.single()) {
            let draft = context.document.draft();
            self.table.selection.keep(|key| draft.kind(key.id) == Some(key.kind));
        }
    }

    /// Begins to put very many texts in order beside the window, if they are not as they should be.
    pub fn follow(&mut self, context: Context<'_>) -> Action<Message> {
        let (document, lang) = (context.document, self.lang_of(self.wanted_sort()));
        if self.making || !self.list.is_behind(document, lang.as_ref()) {
            return Action::None;
        }
        self.making = true;
        let made = Order::later(document.draft(), lang.as_ref());
        Action::Perform(beside(made, |order| Message::Ordered(Parcel::new(order))))
    }

    /// The order that is wanted: the one that is being made, or else the one that the table's head says.
    fn wanted_sort(&self) -> Sort {
        self.sorting.unwrap_or(self.table.sort)
    }

    /// The language of the column that is sorted by, if it is one's.
    fn lang_of(&self, sort: Sort) -> Option<Str> {
        self.columns.shown().get(sort.column.checked_sub(1)?).cloned()
    }

    /// Takes an order that was made, unless another is wanted by now.
    fn ordered(&mut self, order: Order, context: Context<'_>) -> Action<Message> {
        self.making = false;
        if order.lang() != self.lang_of(self.wanted_sort()).as_ref() {
            let_go(order);
            return Action::None;
        }
        self.table.sort = self.wanted_sort();
        self.sorting = None;
        self.list.go_on_with(order);
        self.refresh(context);
        self.lead.take().map_or(Action::None, |key| Action::Perform(self.table.choose(key, self.list.row_of(key))))
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, context: Context<'_>) -> Action<Message> {
        match message {
            Message::Table(table::Message::Sort(column)) if list::are_many(context.document) => {
                // Until they are in another order the list is what its head says it is.
                let sort = self.wanted_sort().pressed(column);
                self.sorting = Some(sort).filter(|sort| self.list.lang() != self.lang_of(*sort).as_ref());
                if self.sorting.is_none() {
                    self.table.sort = sort;
                }
                Action::None
            }
            Message::Ordered(order) => order.take().map_or(Action::None, |order| self.ordered(order, context)),
            Message::Table(message) => {
                let list = &self.list;
                let name = |row| list.called(row);
                let listed = table::Listed { rows: list.len(), key: |row| list.key(row), name, now: context.now };
                let (happened, task) = self.table.update(message, listed);
                let then = match happened {
                    Happened::Opened(key) => Action::Go(place(key)),
                    Happened::Menu(at) => Action::Menu(at, vec![Command::Go, Command::SelectAll, Command::Export, Command::Import]),
                    Happened::Resized => Action::Columns(self.table.id(), self.table.widths().to_vec()),
                    Happened::Nothing | Happened::Chosen | Happened::Sorted => Action::None,
                };
                Action::Perform(task).and(then)
            }
            Message::Search(search) => {
                self.search = search;
                Action::Perform(self.table.to_top())
            }
            Message::Missing(missing) => {
                self.missing = missing;
                self.list.forget();
                Action::Perform(self.table.to_top())
            }
            Message::Column(lang) => {
                self.columns.toggle(&lang, context);
                Action::None
            }
            Message::Type(key, lang, value) => {
                // Names have no limit in the files; more than this is a mistake of the clipboard.
                let value = cut(value, DESCRIPTION_LIMIT);
                self.typing.note((key, lang.clone()), &value);
                // What is told goes by the name that it has now.
                let is_name = key.field == TextField::Name && lang == context.document.definitions().languages.default;
                let name = match list::find(context.document, key) {
                    _ if is_name => value.trim().to_owned(),
                    entry => entry.map_or_else(String::new, |entry| entry.of.to_owned()),
                };
                let edit = Edit::text(key.id, key.field, &lang, &value);
                let step = Step::one(Did::Translate, key.kind, &name, edit).merged(format!("{key}/{lang}"));
                Action::Edit(step).and(Action::Perform(table::State::<Key>::follow(Message::Table)))
            }
            Message::Go(key) => Action::Go(place(key)),
            Message::Run(command) => Action::Run(command),
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
            Command::Find | Command::SelectAll => Ok(()),
            Command::Go if self.table.selection.single().is_none() => Err(context.tr.get("texts-choose").to_owned()),
            Command::Go => Ok(()),
            _ => return None,
        })
    }

    /// Does a command.
    pub fn run(&mut self, command: Command, context: Context<'_>) -> Action<Message> {
        match command {
            Command::Find => Action::focus(SEARCH),
            Command::Go => self.table.selection.single().map_or(Action::None, |key| Action::Go(place(key))),
            Command::SelectAll => self.update(Message::Table(table::Message::All), context),
            _ => Action::None,
        }
    }

    /// Leads to the name of a thing.
    pub fn go(&mut self, object: Id, context: Context<'_>) -> Action<Message> {
        let Some(kind) = context.document.draft().kind(object) else { return Action::None };
        let field = if kind == Kind::User { TextField::Description } else { TextField::Name };
        let key = Key { kind, id: object, field };
        self.search.clear();
        self.missing = false;
        self.list.forget();
        self.refresh(context);
        let lang = self.lang_of(self.table.sort);
        self.lead = Some(key).filter(|_| self.list.is_behind(context.document, lang.as_ref()));
        Action::Perform(self.table.choose(key, self.list.row_of(key)))
    }
}

/// Where a text belongs.
fn place(key: Key) -> Place {
    let page = match key.kind {
        Kind::User => Page::Users,
        Kind::Group => Page::Groups,
        Kind::RightGroup | Kind::Right => Page::Rights,
        Kind::Area => Page::Areas,
        Kind::NotificationGroup => Page::NotificationGroups,
    };
    let field = if key.field == TextField::Name { "Name" } else { "Description" };
    Place::of(page, key.id).at(field, None)
}
