//! The page *Users*: who may log in, what is known of them, and which groups they belong to.

mod list;
mod rows;

use iced::{Element, Task};
use keyholder_shared::Id;
use iced::widget::column;

use crate::app::{Action, Context};
use crate::command::Command;
use crate::ui::table::{self, Happened};
use crate::ui::{Icon, size};
use list::List;

/// What the page remembers.
#[derive(Debug)]
pub struct State {
    table: table::State<Id>,
    list: List,
}

impl Default for State {
    fn default() -> Self {
        Self { table: table::State::new("users"), list: List::default() }
    }
}

/// What happens on the page.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the table.
    Table(table::Message),
    /// In the field to search with.
    Search(String),
    /// A command of a button.
    Run(Command),
}

const SEARCH: &str = "users-search";

impl State {
    /// Takes remembered widths of columns.
    pub fn set_columns(&mut self, widths: Option<&Vec<f32>>) {
        if let Some(widths) = widths {
            self.table.set_widths(widths.clone());
        }
    }

    /// Brings what is derived from the project up to date.
    pub fn refresh(&mut self, context: Context<'_>) {
        self.table.prepare(&rows::columns(context.tr));
        if self.list.refresh(context, self.table.sort) {
            let document = context.document;
            self.table.selection.keep(|id| document.user(id).is_some());
        }
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, context: Context<'_>) -> Action<Message> {
        match message {
            Message::Table(message) => {
                let list = &self.list;
                let key = |row| list.user(row, context.document).map(|user| user.id);
                let (happened, task) = self.table.update(message, list.len(), key);
                Action::Perform(task).and(self.happened(happened))
            }
            Message::Search(search) => {
                self.list.search = search;
                Action::Perform(self.table.to_top())
            }
            Message::Run(command) => Action::Run(command),
        }
    }

    fn happened(&mut self, happened: Happened<Id>) -> Action<Message> {
        match happened {
            Happened::Menu(at) => Action::Menu(at, vec![Command::SelectAll]),
            Happened::Resized => Action::Columns(self.table.id(), self.table.widths().to_vec()),
            Happened::Nothing | Happened::Chosen | Happened::Sorted | Happened::Opened(_) => Action::None,
        }
    }

    /// The middle of the window.
    pub fn view<'a>(&'a self, context: Context<'a>) -> Element<'a, Message> {
        let Context { ui, tr, document, .. } = context;
        let users = document.users().len();
        let search = ui.search(SEARCH, &tr.count("users-search", users), &self.list.search, Message::Search);
        let head = ui.page_head(
            tr.get("page-users"),
            None,
            Vec::new(),
            vec![iced::widget::container(search).width(size::SIDEBAR).into()],
        );
        let rows = self.list.len();
        if rows == 0 {
            let empty = ui.empty(Icon::Users, tr.get("users-none"), tr.get("users-none-text"), None);
            return column![head, ui.rule(), empty].into();
        }
        let table = table::Table {
            state: &self.table,
            columns: rows::columns(tr),
            rows,
            size: iced::Size::new(context.size.width, context.size.height - size::PAGE_HEAD - size::ROW),
            map: Message::Table,
        };
        let key = |row| self.list.user(row, document).map(|user| user.id);
        let cells = |row| self.list.user(row, document).map_or_else(Vec::new, |user| rows::cells(user, context));
        column![head, ui.rule(), table.view(ui, key, cells)].into()
    }

    /// The pane at the right.
    pub fn properties<'a>(&'a self, _context: Context<'a>) -> Option<Element<'a, Message>> {
        None
    }

    /// Whether the page does the command.
    pub fn offers(&self, command: Command, _context: Context<'_>) -> Option<Result<(), String>> {
        matches!(command, Command::Find | Command::SelectAll).then_some(Ok(()))
    }

    /// Does a command.
    pub fn run(&mut self, command: Command, context: Context<'_>) -> Action<Message> {
        match command {
            Command::Find => Action::Perform(focus(SEARCH)),
            Command::SelectAll => self.update(Message::Table(table::Message::All), context),
            _ => Action::None,
        }
    }

    /// Leads to a user.
    pub fn go(&mut self, object: Id, context: Context<'_>) -> Action<Message> {
        if self.list.row_of(object, context.document).is_none() {
            self.list.show_all();
            self.refresh(context);
        }
        let row = self.list.row_of(object, context.document);
        Action::Perform(self.table.choose(object, row))
    }
}

fn focus(id: &'static str) -> Task<Message> {
    Task::batch([iced::widget::operation::focus(id), iced::widget::operation::select_all(id)])
}
