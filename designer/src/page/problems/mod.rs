//! The page *Problems*: everything wrong or unwise in the project, always as it is now, each leading to its place.

mod found;
mod mend;
mod rows;
mod words;

use iced::widget::{column, container};
use iced::Element;
use keyholder_shared::advice::{Finding, Weight, What};
use keyholder_shared::edit::{Action as Done, Edit, Kind, Step};
use keyholder_shared::name::fold;
use keyholder_shared::validate::Rule;
use keyholder_shared::{Id, Str};

use super::Page;
use crate::app::{Action, Context, Place};
use crate::command::Command;
use crate::ui::table::{self, Happened};
use crate::ui::{Icon, Tone, size};
use rows::{Entry, Rows};

/// What the page remembers.
#[derive(Debug)]
pub struct State {
    pub(super) table: table::State<Entry>,
    rows: Rows,
    search: String,
    only: Option<Weight>,
}

impl Default for State {
    fn default() -> Self {
        Self { table: table::State::new("problems"), rows: Rows::default(), search: String::new(), only: None }
    }
}

/// What happens on the page.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the table.
    Table(table::Message),
    /// In the field to search with.
    Search(String),
    /// Only problems of that weight, or all.
    Only(Option<Weight>),
    /// To the place of a problem.
    Go(Place),
    /// A change puts something right.
    Mend(Step),
    /// What has the Id of something else gets one of its own.
    Separate(Kind, Id),
}

/// The field to search with.
pub(super) const SEARCH: &str = "problems-search-field";

impl State {
    /// Brings what is derived from the project up to date.
    pub fn refresh(&mut self, context: Context<'_>) {
        self.table.recall(context.columns);
        self.table.prepare(&rows::columns(context.tr));
        self.table.expect(context.table_size().height);
        if self.rows.refresh(self.only, &self.search, self.table.sort, context) {
            // What was chosen may be something else by now.
            let rows = &self.rows;
            self.table.selection.keep(|entry| rows.holds(entry));
        }
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, context: Context<'_>) -> Action<Message> {
        match message {
            Message::Table(message) => {
                let rows = &self.rows;
                let subject = |row| rows.entry(row).map(|entry| words::subject(entry, context));
                let name = |row| subject(row).map(|(kind, name)| fold(if name.is_empty() { &kind } else { &name }));
                let listed = table::Listed { rows: rows.len(), key: |row| rows.entry(row), name, now: context.now };
                let (happened, task) = self.table.update(message, listed);
                let follows = match happened {
                    Happened::Opened(entry) => place(entry, context).map_or(Action::None, Action::Go),
                    Happened::Resized => Action::Columns(self.table.id(), self.table.widths().to_vec()),
                    Happened::Menu(at) => Action::Menu(at, vec![Command::Go, Command::SelectAll, Command::Report]),
                    _ => Action::None,
                };
                Action::Perform(task).and(follows)
            }
            Message::Search(search) => {
                self.search = search;
                Action::Perform(self.table.to_top())
            }
            Message::Only(only) => {
                self.only = only;
                Action::Perform(self.table.to_top())
            }
            Message::Go(place) => Action::Go(place),
            Message::Mend(step) => Action::Edit(step),
            Message::Separate(kind, id) => separate(kind, id, context),
        }
    }

    /// The middle of the window.
    pub fn view<'a>(&'a self, context: Context<'a>) -> Element<'a, Message> {
        let Context { ui, tr, findings, document, .. } = context;
        let all = findings.list.len() + document.unread().len();
        let head = self.head(all, context);
        if self.rows.len() == 0 {
            let empty = if all == 0 && findings.revision.is_none() {
                ui.empty(Icon::RefreshCw, tr.get("problems-looking"), "", None)
            } else if all == 0 {
                ui.empty(Icon::CircleCheck, tr.get("problems-empty"), tr.get("problems-empty-text"), None)
            } else {
                let show = ui.button(tr.get("problems-show-all")).on_press(Message::Only(None)).into();
                ui.empty(Icon::FilterX, tr.get("problems-none"), tr.get("things-none-text"), Some(show))
            };
            return column![head, ui.rule(), ui.ground(empty)].into();
        }
        let table = table::Table {
            state: &self.table,
            columns: rows::columns(tr),
            rows: self.rows.len(),
            size: context.table_size(),
            ground: table::Ground::Window,
            map: Message::Table,
        };
        let cells = |row| self.rows.entry(row).map_or_else(Vec::new, |entry| rows::cells(entry, context));
        column![head, ui.rule(), table.view(ui, |row| self.rows.entry(row), cells)].into()
    }

    fn head<'a>(&'a self, all: usize, context: Context<'a>) -> Element<'a, Message> {
        let Context { ui, tr, findings, document, .. } = context;
        let faults = document.unread();
        let count = |weight: Weight| {
            let found = findings.list.iter().filter(|finding| finding.weight == weight).count();
            found + faults.iter().filter(|fault| rows::weight_of(fault) == weight).count()
        };
        let tab = |key: &'a str, only: Option<Weight>, count: usize| {
            ui.tab(tr.count(key, count), self.only == only, Message::Only(only))
        };
        let mut left = vec![tab("problems-all", None, all)];
        for (key, weight) in [
            ("problems-errors", Weight::Error),
            ("problems-warnings", Weight::Warning),
            ("problems-advice", Weight::Advice),
        ] {
            let count = count(weight);
            // Where there is little room, what there is none of makes place for the search.
            if count > 0 || self.only == Some(weight) || !context.is_tiny() {
                left.push(tab(key, Some(weight), count));
            }
        }
        let search = ui.search(SEARCH, tr.get("problems-search"), &self.search, Message::Search);
        ui.page_head(tr.get("page-problems"), None, left, vec![container(search).width(size::SIDEBAR).into()])
    }

    /// The pane at the right.
    pub fn properties<'a>(&'a self, context: Context<'a>) -> Option<Element<'a, Message>> {
        let Context { ui, tr, .. } = context;
        let several = self.table.selection.len();
        if several > 1 {
            let says = tr.get("problems-several-text");
            return Some(ui.empty(Icon::TriangleAlert, tr.count("things-chosen", several), says, None));
        }
        let Some(entry) = self.table.selection.single() else {
            return Some(ui.empty(
                Icon::TriangleAlert,
                tr.get("problems-choose"),
                tr.get("problems-choose-text"),
                None,
            ));
        };
        let (tone, weight) = words::weight(entry, context);
        let (kind, name) = words::subject(entry, context);
        let title = if name.is_empty() { kind.clone() } else { name };
        let mut all = column![
            ui.property_head(title, kind),
            ui.message(tone, words::sentence(entry, context)),
            ui.note(tr.get(weight)),
        ];
        if let Some((kind, id)) = twin(entry, context) {
            let button = ui.button(tr.get("problems-separate")).primary();
            all = all.push(button.on_press(Message::Separate(kind, id)));
            all = all.push(ui.note(tr.get("problems-separate-note")));
        }
        let mend = entry.finding(context).and_then(|finding| mend::mend(finding, context));
        let mends = mend.is_some();
        if let Some(mend::Mend { says, note, step }) = mend {
            all = all.push(ui.button(says).primary().on_press(Message::Mend(step)));
            all = all.extend(note.map(|note| ui.note(note).into()));
        }
        if let Some(place) = place(entry, context) {
            let mut button = ui.button(tr.get("problems-go")).icon(Icon::ArrowRight);
            if !mends {
                button = button.primary();
            }
            all = all.push(button.on_press(Message::Go(place)));
        }
        if tone == Tone::Bad {
            all = all.push(ui.note(tr.get("problems-error-note")));
        }
        Some(ui.properties(all))
    }

    /// Whether the page does the command.
    pub fn offers(&self, command: Command, context: Context<'_>) -> Option<Result<(), String>> {
        let no = |key| Err(context.tr.get(key).to_owned());
        Some(match (command, self.table.selection.single()) {
            (Command::Find | Command::SelectAll, _) => Ok(()),
            (Command::Go, None) => no("problems-choose"),
            (Command::Go, Some(entry)) => place(entry, context).map_or_else(|| no("problems-no-place"), |_| Ok(())),
            _ => return None,
        })
    }

    /// Does a command.
    pub fn run(&mut self, command: Command, context: Context<'_>) -> Action<Message> {
        let chosen = self.table.selection.single();
        match command {
            Command::SelectAll => self.update(Message::Table(table::Message::All), context),
            Command::Go => chosen.and_then(|entry| place(entry, context)).map_or(Action::None, Action::Go),
            Command::Find => Action::focus(SEARCH),
            _ => Action::None,
        }
    }

    /// Leads to an object: problems are nobody's place.
    pub fn go(&mut self, _object: Id, _context: Context<'_>) -> Action<Message> {
        Action::None
    }
}

/// Kind and Id of what has the Id of something else, if that is the problem.
fn twin(entry: Entry, context: Context<'_>) -> Option<(Kind, Id)> {
    let finding = entry.finding(context)?;
    finding.about.filter(|_| matches!(finding.what, What::Rule(Rule::IdTwice, _)))
}

fn separate(kind: Kind, id: Id, context: Context<'_>) -> Action<Message> {
    let Ok(new) = context.services.chance.id() else {
        return Action::Tell(Tone::Bad, context.tr.get("no-chance").to_owned());
    };
    let named = |finding: &&Finding| {
        finding.about == Some((kind, id)) && matches!(finding.what, What::Rule(Rule::IdTwice, _))
    };
    let name = context.findings.list.iter().find(named).map_or_else(Str::default, |finding| finding.name.clone());
    Action::Edit(Step::one(Done::Separate, kind, &name, Edit::Separate { kind, id, new }))
}

/// Where a problem is put right; `None` for what stands in the file alone, and for what has the Id of something else,
/// which alone is found by it.
fn place(entry: Entry, context: Context<'_>) -> Option<Place> {
    let finding = entry.finding(context).filter(|_| twin(entry, context).is_none())?;
    let page = match (finding.about.map(|(kind, _)| kind), &finding.what) {
        (None, What::Rule(Rule::AdminMissing, _)) | (Some(Kind::User), _) => Page::Users,
        (None, What::Rule(Rule::AdministratorsMissing, _)) | (Some(Kind::Group), _) => Page::Groups,
        (None, What::Rule(Rule::SystemMissing, _)) | (Some(Kind::Right | Kind::RightGroup), _) => Page::Rights,
        (None, _) => Page::Guidelines,
        (Some(Kind::Area), _) => Page::Areas,
        (Some(Kind::NotificationGroup), _) => Page::NotificationGroups,
    };
    let place = finding.about.map_or(Place::page(page), |(_, id)| Place::of(page, id));
    Some(match finding.field {
        Some(field) => place.at(field, finding.lang.clone()),
        None => place,
    })
}

#[cfg(test)]
mod tests;
