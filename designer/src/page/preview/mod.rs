//! The page *Update preview*: what delivering the project would do on machines whose runtime files are at hand,
//! user by user, with reasons and both sides.

mod list;
mod load;
mod pane;
mod view;

use std::path::PathBuf;
use std::sync::Arc;

use iced::Element;
use keyholder_shared::Id;
use keyholder_shared::model::RuntimeUser;

use crate::app::{Action, Choose, Context, Place, Way};
use crate::command::Command;
use crate::machine::{self, Machine};
use crate::page::Page;
use crate::service::dialogs::Ask;
use crate::service::files::NotSaved;
use crate::ui::table::{self, Happened};
use crate::ui::{Tone, size};
use crate::words;
use list::List;

/// What the page remembers.
#[derive(Debug)]
pub struct State {
    paths: Vec<PathBuf>,
    machines: Arc<Vec<Machine>>,
    /// The revision of the project that the machines were looked at with.
    revision: u64,
    /// A look that is under way.
    looking: bool,
    shown: Shown,
    search: String,
    with_password: bool,
    machine_table: table::State<usize>,
    user_table: table::State<usize>,
    change_table: table::State<usize>,
    list: List,
}

impl Default for State {
    fn default() -> Self {
        Self {
            paths: Vec::new(),
            machines: Arc::default(),
            revision: 0,
            looking: false,
            shown: Shown::Attention,
            search: String::new(),
            with_password: false,
            machine_table: table::State::new("preview-machines"),
            user_table: table::State::new("preview-users"),
            change_table: table::State::new("preview-changes"),
            list: List::default(),
        }
    }
}

/// What of a machine is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The users that need a look.
    Attention,
    /// Every user.
    All,
    /// What becomes of groups, rights and areas.
    Changes,
}

/// What happens on the page.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the table of machines.
    Machines(table::Message),
    /// In the table of users.
    Users(table::Message),
    /// In the table of groups and rights.
    Changes(table::Message),
    /// These runtime files are to be looked at too.
    Chosen(Vec<PathBuf>),
    /// The machines were looked at, with what the project said at that revision.
    Looked(Arc<Vec<Machine>>, u64),
    /// Something else of the machine is shown.
    Show(Shown),
    /// In the field to search with.
    Search(String),
    /// The chosen machine goes out of the list.
    Leave,
    /// The files are read again.
    Again,
    /// The chosen user comes into the project.
    Take,
    /// The password comes along.
    WithPassword(bool),
    /// To a user of the project.
    Go(Id),
    /// The preview goes into this file.
    ExportTo(PathBuf),
    /// That was done, or why not.
    Exported(Result<PathBuf, NotSaved>),
    /// A command of a button.
    Run(Command),
}

const SEARCH: &str = "preview-search";

impl State {
    /// The machine that is shown: the chosen one, or the first.
    fn machine(&self) -> Option<&Machine> {
        let chosen = self.machine_table.selection.single().and_then(|index| self.machines.get(index));
        chosen.or_else(|| self.machines.first())
    }

    /// How many users need a look on all machines together; none if there are no machines.
    #[must_use]
    pub fn attention(&self) -> Option<usize> {
        (!self.machines.is_empty()).then(|| self.machines.iter().map(Machine::attention).sum())
    }

    /// True if the project has changed since the machines were looked at.
    fn is_stale(&self, context: Context<'_>) -> bool {
        !self.machines.is_empty() && self.revision != context.document.revision()
    }

    /// Brings what is derived from the project up to date.
    pub fn refresh(&mut self, context: Context<'_>) {
        self.machine_table.recall(context.columns);
        self.machine_table.prepare(&view::machine_columns(context.tr));
        self.user_table.recall(context.columns);
        self.user_table.prepare(&view::user_columns(context.tr));
        self.change_table.recall(context.columns);
        self.change_table.prepare(&view::change_columns(context.tr));
        let index = self.machine_table.selection.single().unwrap_or_default();
        let machines = Arc::clone(&self.machines);
        self.list.refresh(&machines, index, self.shown, &self.search, self.user_table.sort, context.tr);
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, context: Context<'_>) -> Action<Message> {
        match message {
            Message::Machines(message) => {
                let (happened, task) = self.machine_table.update(message, self.machines.len(), Some);
                if happened == Happened::Chosen {
                    self.user_table.selection.clear();
                }
                Action::Perform(task).and(self.resized(happened, self.machine_table.id()))
            }
            Message::Users(message) => {
                let list = &self.list;
                let (happened, task) = self.user_table.update(message, list.len(), |row| list.user(row));
                let then = match happened {
                    Happened::Opened(user) => self.go_to_user(user),
                    happened => self.resized(happened, self.user_table.id()),
                };
                Action::Perform(task).and(then)
            }
            Message::Changes(message) => {
                let (happened, task) = self.change_table.update(message, self.list.changes().len(), Some);
                Action::Perform(task).and(self.resized(happened, self.change_table.id()))
            }
            Message::Chosen(paths) => {
                for path in paths {
                    if !self.paths.contains(&path) {
                        self.paths.push(path);
                    }
                }
                self.look(context)
            }
            Message::Again => self.look(context),
            Message::Looked(machines, revision) => {
                self.looking = false;
                // A machine was added or taken out meanwhile.
                if machines.len() != self.paths.len() {
                    return self.look(context);
                }
                self.machines = machines;
                self.revision = revision;
                self.user_table.selection.clear();
                let last = self.machines.len().checked_sub(1);
                if self.machine_table.selection.single().is_none_or(|index| Some(index) > last) && last.is_some() {
                    self.machine_table.selection.only(0);
                }
                self.refresh(context);
                Action::None
            }
            Message::Show(shown) => {
                self.shown = shown;
                self.user_table.selection.clear();
                Action::Perform(self.user_table.to_top())
            }
            Message::Search(search) => {
                self.search = search;
                Action::Perform(self.user_table.to_top())
            }
            Message::Leave => {
                let index = self.machine_table.selection.single().unwrap_or_default();
                if index < self.paths.len() {
                    self.paths.remove(index);
                    let mut machines = (*self.machines).clone();
                    if index < machines.len() {
                        machines.remove(index);
                    }
                    self.machines = Arc::new(machines);
                    self.machine_table.selection.clear();
                    self.user_table.selection.clear();
                }
                Action::None
            }
            Message::Take => self.take(context),
            Message::WithPassword(with) => {
                self.with_password = with;
                Action::None
            }
            Message::Go(user) => Action::Go(Place { page: Page::Users, object: Some(user) }),
            Message::ExportTo(path) => self.export(path, context),
            Message::Exported(Ok(path)) => {
                Action::Tell(Tone::Good, context.tr.named("exported", &path.display().to_string()))
            }
            Message::Exported(Err(why)) => Action::Tell(Tone::Bad, words::not_saved(context.tr, &why)),
            Message::Run(command) => Action::Run(command),
        }
    }

    fn resized(&self, happened: Happened<usize>, table: &'static str) -> Action<Message> {
        let widths = |state: &table::State<usize>| state.widths().to_vec();
        match happened {
            Happened::Menu(at) => Action::Menu(at, vec![Command::AddMachines, Command::Export]),
            Happened::Resized if table == self.machine_table.id() => {
                Action::Columns(table, widths(&self.machine_table))
            }
            Happened::Resized if table == self.user_table.id() => Action::Columns(table, widths(&self.user_table)),
            Happened::Resized => Action::Columns(table, widths(&self.change_table)),
            _ => Action::None,
        }
    }

    /// Reads the files and looks at them with the project as it is now, beside the window.
    fn look(&mut self, context: Context<'_>) -> Action<Message> {
        self.looking = true;
        let look = load::Look::new(self.paths.clone(), context);
        let revision = context.document.revision();
        Action::Perform(crate::app::beside(
            move || Arc::new(look.machines()),
            move |machines| Message::Looked(machines, revision),
        ))
    }

    /// What the machine has of the chosen user.
    fn on_machine(&self) -> Option<&RuntimeUser> {
        let merged = self.machine()?.merged()?;
        let user = merged.report.users.get(self.user_table.selection.single()?)?;
        merged.sides(None, user).before
    }

    fn take(&mut self, context: Context<'_>) -> Action<Message> {
        let Some(user) = self.on_machine() else { return Action::None };
        match machine::take(user, context.document.draft(), self.with_password) {
            Ok(taken) => {
                let names = taken.without.join(", ");
                let told = match names.as_str() {
                    "" => Action::None,
                    _ => Action::Tell(
                        Tone::Amber,
                        context.tr.with("preview-take-without", &[("names", names.as_str().into())]),
                    ),
                };
                Action::Edit(taken.step).and(told)
            }
            Err(why) => Action::Tell(Tone::Neutral, context.tr.get(why.key()).to_owned()),
        }
    }

    fn go_to_user(&self, user: usize) -> Action<Message> {
        let user = self.machine().and_then(Machine::merged).and_then(|merged| merged.report.users.get(user));
        user.map_or(Action::None, |user| Action::Go(Place { page: Page::Users, object: Some(user.id) }))
    }

    fn export(&self, path: PathBuf, context: Context<'_>) -> Action<Message> {
        let tr = context.tr;
        let headings = ["preview-machine", "preview-user", "preview-result", "preview-why"];
        let headings = headings.map(|key| tr.get(key).to_owned());
        let attention = self.shown == Shown::Attention;
        let is_html = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("html"));
        let (result, reason) = (
            |user: &keyholder_shared::reconcile::UserReport| words::action(tr, user.action()),
            |user: &keyholder_shared::reconcile::UserReport| words::reason(tr, user),
        );
        let table =
            machine::table(&self.machines, attention, headings, &result, &reason, &|machine| words::state(tr, machine));
        let bytes = if is_html {
            let title = format!("{} – {}", context.document.name(), tr.get("page-preview"));
            crate::report::table(tr, &title, &words::moment(context.now), &table).into_bytes()
        } else {
            table.write(tr.language().into())
        };
        let files = context.services.files.clone();
        Action::Perform(crate::app::beside(
            move || files.write(&path, &bytes).map(|()| path),
            Message::Exported,
        ))
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
        let needs_machine = || match self.machines.is_empty() {
            true => Err(context.tr.get("preview-none").to_owned()),
            false => Ok(()),
        };
        match command {
            Command::AddMachines => Some(Ok(())),
            Command::Export | Command::Find => Some(needs_machine()),
            Command::SelectAll => Some(Ok(())),
            _ => None,
        }
    }

    /// Does a command.
    pub fn run(&mut self, command: Command, context: Context<'_>) -> Action<Message> {
        let tr = context.tr;
        match command {
            Command::AddMachines => Action::Choose(Choose {
                way: Way::OpenMany,
                ask: Ask {
                    title: tr.get("ask-machines").to_owned(),
                    kind: tr.get("ask-kind-runtime").to_owned(),
                    extensions: vec!["xml".to_owned()],
                    ..Ask::default()
                },
                then: Arc::new(Message::Chosen),
            }),
            Command::Export => Action::Choose(Choose {
                way: Way::Save,
                ask: Ask {
                    title: tr.get("ask-export").to_owned(),
                    kind: tr.get("ask-kind-csv").to_owned(),
                    extensions: vec!["csv".to_owned(), "html".to_owned()],
                    file_name: format!("{}.csv", tr.get("file-preview")),
                    ..Ask::default()
                },
                then: Arc::new(|paths| Message::ExportTo(paths.into_iter().next().unwrap_or_default())),
            }),
            Command::Find => Action::Perform(iced::widget::operation::focus(SEARCH)),
            Command::SelectAll => self.update(Message::Users(table::Message::All), context),
            _ => Action::None,
        }
    }

    /// Leads to a user that a machine reports on.
    pub fn go(&mut self, object: Id, context: Context<'_>) -> Action<Message> {
        let merged = self.machine().and_then(Machine::merged);
        let Some(user) = merged.and_then(|merged| merged.report.users.iter().position(|user| user.id == object)) else {
            return Action::None;
        };
        self.shown = Shown::All;
        self.search.clear();
        self.refresh(context);
        Action::Perform(self.user_table.choose(user, self.list.row_of(user)))
    }
}

/// The height that the table of machines takes.
fn machines_height(machines: usize) -> f32 {
    size::ROW * (machines.clamp(1, 6) as f32 + 1.0) + 1.0
}

#[cfg(test)]
mod tests;
