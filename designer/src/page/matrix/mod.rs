//! The page *Rights matrix*: what every group does with every right, at one glance and changed by one key.

pub(crate) use lines::is_locked;

mod lines;

use std::collections::HashSet;

use iced::widget::{Row, column, container};
use iced::{Alignment, Element, Length, Size, Task};
use keyholder_shared::Id;
use keyholder_shared::edit::{Action as Did, Change, Edit, Kind, RightState, Step};

use crate::app::{Action, Context};
use crate::command::Command;
use crate::dialog::rights;
use crate::ui::grid::{self, Cell, Deed, Geometry, Happened, Mark};
use crate::ui::{Icon, size};
use lines::{Line, Lines};

/// What the page remembers.
#[derive(Debug)]
pub struct State {
    pub(super) grid: grid::State,
    search: String,
    /// Only rights with which the groups do not all do the same.
    differences: bool,
    /// The right groups whose rights are hidden.
    folded: HashSet<Id>,
    lines: Lines,
}

impl Default for State {
    fn default() -> Self {
        Self {
            grid: grid::State::new("matrix"),
            search: String::new(),
            differences: false,
            folded: HashSet::new(),
            lines: Lines::default(),
        }
    }
}

/// What happens on the page.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the grid.
    Grid(grid::Message),
    /// In the field to search with.
    Search(String),
    /// Only differences, or everything.
    Differences,
    /// Hides the rights of all right groups, or shows them again.
    FoldAll,
    /// A command of a button.
    Run(Command),
}

/// The field to search with.
pub(super) const SEARCH: &str = "matrix-search";
/// The width of the rights' column.
const LABEL: f32 = size::SIDEBAR + size::ROW * 1.5;

impl State {
    /// Brings what is derived from the project up to date.
    pub fn refresh(&mut self, context: Context<'_>) {
        let reached = self.grid.reached.and_then(|cell| self.lines.keys(cell));
        if self.lines.refresh(context, &self.search, self.differences, &self.folded)
            && let Some(keys) = reached
        {
            self.grid.reached = self.lines.cell(keys);
        }
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, context: Context<'_>) -> Action<Message> {
        match message {
            Message::Grid(message) => {
                let lines = &self.lines;
                let is_heading = |row: usize| lines.rows().get(row).is_some_and(grid::Row::is_heading);
                let (happened, task) = self.grid.update(message, self.geometry(context), is_heading);
                Action::Perform(task).and(self.happened(happened, context))
            }
            Message::Search(search) => {
                self.search = search;
                self.lines.forget_kept();
                Action::Perform(self.grid.to_start())
            }
            Message::Differences => {
                self.differences = !self.differences;
                self.lines.forget_kept();
                Action::Perform(self.grid.to_start())
            }
            Message::FoldAll => {
                let all: HashSet<Id> = context.document.definitions().right_groups.iter().map(|group| group.id).collect();
                self.folded = if self.folded.is_empty() { all } else { HashSet::new() };
                Action::Perform(self.grid.to_start())
            }
            Message::Run(command) => Action::Run(command),
        }
    }

    fn happened(&mut self, happened: Happened, context: Context<'_>) -> Action<Message> {
        match happened {
            Happened::Nothing => Action::None,
            Happened::Fold(row) => {
                if let Some(Line::Group(id)) = self.lines.line(row)
                    && !self.folded.remove(&id)
                {
                    self.folded.insert(id);
                }
                Action::None
            }
            Happened::Change(cell, deed) => self.change(cell, deed, context),
            Happened::Menu(at) => Action::Menu(at, vec![Command::EditRights, Command::Find]),
        }
    }

    fn change(&self, cell: Cell, deed: Deed, context: Context<'_>) -> Action<Message> {
        let (Some(Line::Right(right)), Some(group)) = (self.lines.line(cell.row), self.lines.group(cell.column)) else {
            return Action::None;
        };
        let now = match self.lines.mark(cell) {
            Mark::Locked => return Action::Tell(crate::ui::Tone::Neutral, context.tr.get("matrix-locked").to_owned()),
            Mark::Tick => RightState::Assigned,
            Mark::Cross => RightState::Denied,
            Mark::Nothing | Mark::Box => RightState::None,
        };
        let state = match (deed, now) {
            (Deed::Next, RightState::None) | (Deed::Assign, _) => RightState::Assigned,
            (Deed::Next, RightState::Assigned) | (Deed::Deny, _) => RightState::Denied,
            (Deed::Next, RightState::Denied) | (Deed::Clear, _) => RightState::None,
        };
        let edit = Edit::Change(group, Change::Right { right, state });
        Action::Edit(Step::one(Did::Rights, Kind::Group, context.group_name(group), edit))
    }

    fn geometry(&self, context: Context<'_>) -> Geometry {
        let height = context.size.height - size::PAGE_HEAD - size::ROW - 2.0;
        let window = Size::new(context.size.width, height.max(size::ROW));
        // Of the room that the groups leave the names of the rights have their part; of their own they give up a little if
        // all groups can be seen then.
        let free = window.width - LABEL - self.lines.column() * self.lines.titles().len() as f32;
        let label = LABEL + if free < -LABEL / 10.0 { 0.0 } else { free.min(0.0) + (free / 2.0).clamp(0.0, LABEL / 2.0) };
        Geometry::new(window, label, self.lines.column(), self.lines.rows().len(), self.lines.titles().len())
    }

    /// The middle of the window.
    pub fn view<'a>(&'a self, context: Context<'a>) -> Element<'a, Message> {
        let Context { ui, tr, document, .. } = context;
        let narrow = context.is_narrow();
        let rights = document.rights().count();
        let search = ui.search(SEARCH, &tr.count("matrix-search", rights), &self.search, Message::Search);
        let differences = if self.differences { "matrix-everything" } else { "matrix-differences" };
        let fold = if self.folded.is_empty() { "matrix-fold-all" } else { "matrix-unfold-all" };
        let tools = vec![
            ui.button(tr.get(fold)).icon(Icon::Layers).compact(true).on_press(Message::FoldAll),
            ui.button(tr.get(differences))
                .icon(Icon::ListFilter)
                .on_press(Message::Differences)
                .tip(tr.get("matrix-differences-tip")),
            ui.button(tr.get("command-report"))
                .icon(Icon::Printer)
                .known()
                .on_press(Message::Run(Command::Report))
                .shortcut(Command::Report.keys().map(|keys| keys.label(tr.language()))),
        ];
        let head = ui.page_head(
            tr.get("page-matrix"),
            (!narrow).then(|| tr.get("matrix-note").into()),
            Vec::new(),
            vec![
                container(search).width(size::SIDEBAR).into(),
                ui.tools(tools, if narrow { 0.0 } else { size::SIDEBAR }),
            ],
        );
        if self.lines.rows().is_empty() {
            let empty = ui.empty(Icon::GridCells, tr.get("matrix-none"), tr.get("matrix-none-text"), None);
            return column![head, ui.rule(), empty].into();
        }
        let cells = grid::Grid {
            state: &self.grid,
            geometry: self.geometry(context),
            corner: tr.get("matrix-right"),
            columns: self.lines.titles(),
            rows: self.lines.rows(),
            mark: Box::new(|cell| self.lines.mark(cell)),
            tip: Box::new(move |cell| self.says(cell, context)),
            map: Message::Grid,
        };
        column![head, ui.rule(), cells.view(ui), ui.rule(), self.view_foot(context)].into()
    }

    /// What the marks mean, and what the reached cell says.
    fn view_foot<'a>(&'a self, context: Context<'a>) -> Element<'a, Message> {
        let Context { ui, tr, .. } = context;
        let mut foot = Row::new().spacing(size::MEDIUM).align_y(Alignment::Center).height(size::ROW);
        let reached = self.grid.reached.map(|cell| self.says(cell, context)).unwrap_or_default();
        foot = foot.push(container(ui.line(reached).size(size::NOTE)).width(Length::Fill).clip(true));
        for (mark, key) in [
            (Mark::Nothing, "matrix-state-none"),
            (Mark::Tick, "matrix-state-assigned"),
            (Mark::Cross, "matrix-state-denied"),
            (Mark::Locked, "matrix-state-locked"),
        ] {
            let word = ui.line(tr.get(key)).size(size::NOTE).color(ui.colors.muted);
            let sign = Row::new().push(ui.mark(mark)).push(word).spacing(size::TINY).align_y(Alignment::Center);
            foot = foot.push(sign);
        }
        ui.panel(foot).padding([0.0, size::MEDIUM]).width(Length::Fill).into()
    }

    /// Group, right and state of a cell, in words.
    fn says(&self, cell: Cell, context: Context<'_>) -> String {
        let tr = context.tr;
        let (Some(Line::Right(_)), Some(grid::Row::Line { title })) =
            (self.lines.line(cell.row), self.lines.rows().get(cell.row))
        else {
            return String::new();
        };
        let group = self.lines.titles().get(cell.column).map_or("", String::as_str);
        let mark = self.lines.mark(cell);
        let state = match mark {
            Mark::Nothing | Mark::Box => "matrix-state-none",
            Mark::Tick => "matrix-state-assigned",
            Mark::Cross => "matrix-state-denied",
            Mark::Locked => "matrix-locked",
        };
        let state = tr.get(state);
        tr.with("matrix-says", &[("group", group.into()), ("right", title.as_str().into()), ("state", state.into())])
    }

    /// The pane at the right.
    pub fn properties<'a>(&'a self, _context: Context<'a>) -> Option<Element<'a, Message>> {
        None
    }

    /// Whether the page does the command.
    pub fn offers(&self, command: Command, context: Context<'_>) -> Option<Result<(), String>> {
        match command {
            Command::Find => Some(Ok(())),
            Command::EditRights => Some(match self.reached_group() {
                Some(_) => Ok(()),
                None => Err(context.tr.get("matrix-choose").to_owned()),
            }),
            _ => None,
        }
    }

    fn reached_group(&self) -> Option<Id> {
        self.lines.group(self.grid.reached?.column)
    }

    /// Does a command.
    pub fn run(&mut self, command: Command, context: Context<'_>) -> Action<Message> {
        match command {
            Command::Find => Action::focus(SEARCH),
            Command::EditRights => match self.reached_group().and_then(|group| rights::State::new(group, context)) {
                Some(dialog) => Action::open(dialog),
                None => Action::None,
            },
            _ => Action::None,
        }
    }

    /// Leads to a group's column or a right's row.
    pub fn go(&mut self, object: Id, context: Context<'_>) -> Action<Message> {
        if self.lines.place(object).is_none() {
            self.search.clear();
            self.differences = false;
            self.folded.clear();
            self.refresh(context);
        }
        let Some(place) = self.lines.place(object) else { return Action::None };
        let at = self.grid.reached.unwrap_or_default();
        let cell = match place {
            lines::Place::Row(row) => Cell { row, ..at },
            lines::Place::Column(column) => Cell { column, ..at },
        };
        let geometry = self.geometry(context);
        Action::Perform(Task::batch([self.grid.reach(cell, geometry), self.grid.focus()]))
    }
}
