//! The page *Update preview*: what delivering the project would do on machines whose runtime files are at hand,
//! user by user, with reasons and both sides.

mod follow;
mod list;
mod load;
mod order;
mod pane;
mod view;

use std::path::PathBuf;
use std::sync::Arc;

use iced::Element;
use keyholder_shared::model::{Definitions, Texts};
use keyholder_shared::name::fold;
use keyholder_shared::reconcile::{Action as Outcome, UserReport};
use keyholder_shared::{Id, Str};

pub use load::Seen;
pub use order::Orders;

use crate::app::{Action, Choose, Context, Parcel, Place, Way, beside, let_go};
use crate::command::Command;
use crate::csv::table::Table;
use crate::i18n::Tr;
use crate::machine::{self, Machine, Merged};
use crate::page::Page;
use crate::service::dialogs::Ask;
use crate::service::files::NotSaved;
use crate::ui::table::{self, Happened, Sort};
use crate::ui::{Tone, size};
use crate::words;
use list::List;

/// What the page remembers.
#[derive(Debug)]
pub struct State {
    follow: follow::Follow,
    machines: Arc<Vec<Machine>>,
    shown: Shown,
    search: String,
    with_password: bool,
    several: Several,
    pub(super) machine_table: table::State<usize>,
    pub(super) user_table: table::State<usize>,
    pub(super) change_table: table::State<usize>,
    list: List,
    /// The order that is being made beside the window, once it is another one.
    sorting: Option<Sort>,
    /// Orders are being made.
    ordering: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            follow: follow::Follow::default(),
            machines: Arc::default(),
            shown: Shown::Attention,
            search: String::new(),
            with_password: false,
            several: Several::default(),
            machine_table: table::State::new("preview-machines"),
            user_table: table::State::new("preview-users"),
            change_table: table::State::new("preview-changes"),
            list: List::default(),
            sorting: None,
            ordering: false,
        }
    }
}

/// What is known of several chosen users.
#[derive(Debug, Default)]
struct Several {
    /// So many of them can be taken into the project.
    to_take: usize,
    /// One of those has a password.
    passwords: bool,
    /// So many of them answer the search.
    listed: usize,
    /// How many come out as what.
    outcomes: Vec<(Outcome, usize)>,
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
    /// The machines were looked at.
    Looked(Arc<Seen>),
    /// The users of the machines were put in order.
    Ordered(Parcel<Orders>),
    /// A pause in the edits is over.
    Paused,
    /// The look with that number takes long.
    Long(u64),
    /// A machine's file may have changed.
    Hint(PathBuf),
    /// Something else of the machine is shown.
    Show(Shown),
    /// In the field to search with.
    Search(String),
    /// The chosen machine goes out of the list.
    Leave,
    /// The files are read again.
    Again,
    /// The chosen users come into the project.
    Take,
    /// Their passwords come along.
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

/// The field to search with.
pub(super) const SEARCH: &str = "preview-search";

impl State {
    /// The machine that is shown: the chosen one, or the first.
    fn machine(&self) -> Option<&Machine> {
        let chosen = self.machine_table.selection.single().and_then(|index| self.machines.get(index));
        chosen.or_else(|| self.machines.first())
    }

    /// How much needs a look on all machines together: users, and machines where nothing would be merged though it should;
    /// none if there are no machines.
    #[must_use]
    pub fn attention(&self) -> Option<usize> {
        let each = self.machines.iter().map(|machine| match machine.outcome {
            machine::Outcome::Merged(_) | machine::Outcome::HasIt => machine.attention(),
            _ => 1,
        });
        (!self.machines.is_empty()).then(|| each.sum())
    }

    /// The number of the machine that is shown.
    fn shown_machine(&self) -> usize {
        self.machine_table.selection.single().unwrap_or_default()
    }

    /// The chosen one of the changes of groups and rights.
    fn chosen_change(&self) -> Option<&list::Change> {
        self.list.changes().get(self.change_table.selection.single()?)
    }

    /// Counts once, not in each frame, what is known of several chosen users.
    fn count_chosen(&mut self) {
        self.several = Several::default();
        let chosen: Vec<usize> = self.user_table.selection.iter().collect();
        let Some(merged) = self.machine().and_then(Machine::merged).filter(|_| chosen.len() > 1) else { return };
        let there = merged.on_machine(&chosen);
        let mut counts = Outcome::ALL.map(|outcome| (outcome, 0));
        for user in chosen.iter().filter_map(|place| merged.report.users.get(*place)) {
            let is = user.action();
            if let Some((_, count)) = counts.iter_mut().find(|(outcome, _)| *outcome == is) {
                *count += 1;
            }
        }
        let listed = self.listed_chosen();
        self.several = Several {
            listed,
            to_take: there.len(),
            passwords: there.iter().any(|user| user.user.password.is_some()),
            outcomes: counts.into_iter().filter(|(_, count)| *count > 0).collect(),
        };
    }

    /// How many of the chosen users are listed.
    fn listed_chosen(&self) -> usize {
        let listed = (0..self.list.len()).filter_map(|row| self.list.user(row));
        listed.filter(|user| self.user_table.selection.contains(*user)).count()
    }

    /// Brings what is derived from the project up to date.
    pub fn refresh(&mut self, context: Context<'_>) {
        self.machine_table.recall(context.columns);
        self.machine_table.prepare(&view::machine_columns(context.tr));
        self.user_table.recall(context.columns);
        self.user_table.prepare(&view::user_columns(context.tr));
        self.change_table.recall(context.columns);
        self.change_table.prepare(&view::change_columns(context.tr));
        let machines = Arc::clone(&self.machines);
        let (machine, sort) = (self.shown_machine(), self.user_table.sort);
        if self.list.refresh(&machines, machine, self.shown, &self.search, sort, context.tr) {
            self.several.listed = self.listed_chosen();
        }
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, context: Context<'_>) -> Action<Message> {
        match message {
            Message::Machines(message) => {
                let name = |row| self.machines.get(row).map(|machine: &Machine| fold(&machine.name));
                let listed = table::Listed { rows: self.machines.len(), key: Some, name, now: context.now };
                let (happened, task) = self.machine_table.update(message, listed);
                if happened == Happened::Chosen {
                    self.choose_nobody();
                }
                Action::Perform(task).and(self.resized(happened, self.machine_table.id()))
            }
            Message::Users(table::Message::Sort(column)) if order::are_many(&self.machines) => {
                self.sort_many(column);
                Action::None
            }
            Message::Ordered(orders) => {
                self.ordered(orders.take(), context);
                Action::None
            }
            Message::Users(message) => {
                let list = &self.list;
                let shown = self.machines.get(self.shown_machine()).and_then(Machine::merged);
                let name = |row| Some(fold(&shown?.report.users.get(list.user(row)?)?.name));
                let listed = table::Listed { rows: list.len(), key: |row| list.user(row), name, now: context.now };
                let (happened, task) = self.user_table.update(message, listed);
                let then = match happened {
                    Happened::Opened(user) => self.go_to_user(user),
                    Happened::Chosen => {
                        self.count_chosen();
                        Action::None
                    }
                    happened => self.resized(happened, self.user_table.id()),
                };
                Action::Perform(task).and(then)
            }
            Message::Changes(message) => {
                let changes = self.list.changes();
                let name = |row| changes.get(row).map(|change: &list::Change| fold(&change.name));
                let listed = table::Listed { rows: changes.len(), key: Some, name, now: context.now };
                let (happened, task) = self.change_table.update(message, listed);
                Action::Perform(task).and(self.resized(happened, self.change_table.id()))
            }
            Message::Chosen(paths) => {
                self.follow.add(paths);
                self.look(Some("work-reading"), context)
            }
            Message::Again => self.read_again(None, context),
            Message::Hint(path) => self.read_again(Some(&path), context),
            Message::Paused => self.paused(context),
            Message::Long(turn) => {
                self.long(turn);
                Action::None
            }
            Message::Looked(seen) => self.looked(&seen, context),
            Message::Show(shown) => {
                self.shown = shown;
                self.choose_nobody();
                Action::Perform(self.user_table.to_top())
            }
            Message::Search(search) => {
                self.search = search;
                Action::Perform(self.user_table.to_top())
            }
            Message::Leave => {
                let index = self.shown_machine();
                if index >= self.follow.sources.len() {
                    return Action::None;
                }
                self.follow.sources.remove(index);
                let mut machines = (*self.machines).clone();
                if index < machines.len() {
                    machines.remove(index);
                }
                let machines = Arc::new(machines);
                self.list.leave(index, &self.machines, &machines);
                let_go(std::mem::replace(&mut self.machines, machines));
                self.machine_table.selection.clear();
                self.choose_nobody();
                // What is under way would bring it back.
                if self.follow.is_looking() { self.look(self.follow.told(), context) } else { Action::None }
            }
            Message::Take => self.take(context),
            Message::WithPassword(with) => {
                self.with_password = with;
                Action::None
            }
            Message::Go(user) => Action::Go(Place::of(Page::Users, user)),
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
            Happened::Menu(at) if table == self.user_table.id() => {
                Action::Menu(at, vec![Command::Go, Command::SelectAll, Command::Export])
            }
            Happened::Menu(at) => Action::Menu(at, vec![Command::AddMachines, Command::Export]),
            Happened::Resized if table == self.machine_table.id() => {
                Action::Columns(table, widths(&self.machine_table))
            }
            Happened::Resized if table == self.user_table.id() => Action::Columns(table, widths(&self.user_table)),
            Happened::Resized => Action::Columns(table, widths(&self.change_table)),
            _ => Action::None,
        }
    }

    fn choose_nobody(&mut self) {
        self.user_table.selection.clear();
        self.several = Several::default();
    }

    fn take(&mut self, context: Context<'_>) -> Action<Message> {
        let tr = context.tr;
        let Some(merged) = self.machine().and_then(Machine::merged) else { return Action::None };
        let chosen: Vec<usize> = self.user_table.selection.iter().collect();
        match machine::take(&merged.on_machine(&chosen), context.document.draft(), self.with_password) {
            Ok(taken) => {
                let mut told = Vec::new();
                let left: Vec<&str> = taken.left.iter().map(|(name, _)| name.as_str()).collect();
                // The project does not have these groups; the machine knows what they are called.
                let there = &merged.before.definitions;
                let group = |id: &Str| called(there, id.parse().ok()?).map(|texts| context.text(texts));
                let without: Vec<&str> = taken.without.iter().map(|id| group(id).unwrap_or(id)).collect();
                for (key, names) in [
                    ("preview-take-left", left.join(", ")),
                    ("preview-take-replaced", taken.replaced.join(", ")),
                    ("preview-take-without", without.join(", ")),
                ] {
                    told.extend((!names.is_empty()).then(|| tr.with(key, &[("names", names.into())])));
                }
                let told = if told.is_empty() { Action::None } else { Action::Tell(Tone::Amber, told.join(" ")) };
                Action::Edit(taken.step).and(told)
            }
            Err(why) => Action::Tell(Tone::Neutral, tr.get(why.key()).to_owned()),
        }
    }

    /// The chosen user of the machine, if the project has it too.
    fn chosen_in_project(&self, context: Context<'_>) -> Option<Id> {
        let chosen = self.user_table.selection.single()?;
        let user = self.machine().and_then(Machine::merged)?.report.users.get(chosen)?;
        context.document.user(user.id).map(|user| user.id)
    }

    fn go_to_user(&self, user: usize) -> Action<Message> {
        let user = self.machine().and_then(Machine::merged).and_then(|merged| merged.report.users.get(user));
        user.map_or(Action::None, |user| Action::Go(Place::of(Page::Users, user.id)))
    }

    fn export(&self, path: PathBuf, context: Context<'_>) -> Action<Message> {
        let (machines, attention) = (Arc::clone(&self.machines), self.shown == Shown::Attention);
        let (language, project, now) = (context.tr.language(), context.document.name().to_owned(), context.now);
        let files = context.services.files.clone();
        let write = move || {
            let tr = &Tr::new(language);
            let is_html = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("html"));
            let table = table(&machines, attention, tr);
            let bytes = if is_html {
                let title = format!("{project} – {}", tr.get("page-preview"));
                crate::report::table(tr, &title, &words::moment(now), &table).into_bytes()
            } else {
                table.write(language.into())
            };
            files.write(&path, &bytes).map(|()| path)
        };
        Action::Perform(beside(write, Message::Exported))
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
            Command::AddMachines | Command::Add => Some(Ok(())),
            Command::Export | Command::Find => Some(needs_machine()),
            Command::SelectAll => Some(Ok(())),
            Command::Go => Some(match self.chosen_in_project(context) {
                Some(_) => Ok(()),
                None => Err(context.tr.get("preview-go-none").to_owned()),
            }),
            _ => None,
        }
    }

    /// Does a command.
    pub fn run(&mut self, command: Command, context: Context<'_>) -> Action<Message> {
        let tr = context.tr;
        match command {
            // What there is to add here are machines.
            Command::AddMachines | Command::Add => Action::Choose(Choose {
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
            Command::Find => Action::focus(SEARCH),
            Command::SelectAll => self.update(Message::Users(table::Message::All), context),
            Command::Go => self.chosen_in_project(context).map_or(Action::None, |user| self.update(Message::Go(user), context)),
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
        let chosen = self.user_table.choose(user, self.list.row_of(user));
        self.count_chosen();
        Action::Perform(chosen)
    }
}

/// What a group or notification group is called.
fn called(definitions: &Definitions, id: Id) -> Option<&Texts> {
    let groups = definitions.groups.iter().map(|group| (group.id, &group.name));
    let mut all = groups.chain(definitions.notification_groups.iter().map(|group| (group.id, &group.name)));
    all.find(|(other, _)| *other == id).map(|(_, name)| name)
}

/// The preview as a table in the words of the surface.
fn table(machines: &[Machine], attention: bool, tr: &Tr) -> Table {
    let headings = ["preview-machine", "preview-user", "preview-result", "preview-why"];
    let headings = headings.map(|key| tr.get(key).to_owned());
    let (result, reason) =
        (|user: &UserReport| words::action(tr, user.action()), |merged: &Merged, user: &UserReport| words::reason(tr, user, &merged.before.definitions));
    machine::table(machines, attention, headings, &result, &reason, &|machine| words::state(tr, machine))
}

/// The height that the table of machines takes.
fn machines_height(machines: usize) -> f32 {
    size::ROW * (machines.clamp(1, 6) as f32 + 1.0) + 1.0
}

#[cfg(test)]
mod tests;
