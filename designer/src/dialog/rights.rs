//! The rights of a group: for each right, by right group, whether it is assigned or denied.

use std::collections::{HashMap, HashSet};

use iced::widget::{column, container};
use iced::{Element, Length, Size};
use keyholder_shared::edit::{Action as Did, Change, Edit, Kind, RightState, Step};
use keyholder_shared::{Id, name};

use super::DialogContext;
use crate::app::{Action, Context};
use crate::page::matrix::is_locked;
use crate::ui::grid::{self, Cell, Deed, Geometry, Happened, Mark, Row};
use crate::ui::{Icon, Tone, size};

/// The rights as they are ticked.
#[derive(Debug)]
pub struct State {
    group: Id,
    name: String,
    all: Vec<Listed>,
    /// What the group did with the rights when the dialog opened.
    before: HashMap<Id, RightState>,
    now: HashMap<Id, RightState>,
    grid: grid::State,
    search: String,
    folded: HashSet<Id>,
    rows: Vec<Row>,
    /// What each row stands for.
    ids: Vec<Id>,
    titles: [String; 2],
    locked: bool,
    told: bool,
}

/// A right group with its rights, as they are listed.
#[derive(Debug)]
struct Listed {
    id: Id,
    title: String,
    /// Each with the text to search in, and whether it is the system's for ever.
    rights: Vec<(Id, String, String, bool)>,
}

/// What happens in it.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the grid.
    Grid(grid::Message),
    /// In the field to search with.
    Search(String),
    /// The rights are as they shall be.
    Done,
    /// Everything stays.
    Cancel,
}

const SEARCH: &str = "rights-search";
const GRID: &str = "rights-dialog";
/// The column of what is assigned; the other one is of what is denied.
const ASSIGNED: usize = 0;

impl State {
    /// Shows the rights of that group; `None` if it is not there.
    #[must_use]
    pub fn new(group: Id, context: Context<'_>) -> Option<Self> {
        let document = context.document;
        let group = document.group(group)?;
        let all: Vec<Listed> = document
            .definitions()
            .right_groups
            .iter()
            .map(|within| Listed {
                id: within.id,
                title: context.text(&within.name).to_owned(),
                rights: within
                    .rights
                    .iter()
                    .map(|right| {
                        let title = context.text(&right.name).to_owned();
                        let search = format!("{} {}", name::fold(&title), name::fold(&right.key));
                        (right.id, title, search, is_locked(group, within, right))
                    })
                    .collect(),
            })
            .collect();
        let mut before = HashMap::new();
        for right in &group.rights {
            let state = before.entry(right.id).or_insert(RightState::Assigned);
            if right.denied {
                *state = RightState::Denied;
            }
        }
        let mut state = Self {
            group: group.id,
            name: context.text(&group.name).to_owned(),
            all,
            now: before.clone(),
            before,
            grid: grid::State::new(GRID),
            search: String::new(),
            folded: HashSet::new(),
            rows: Vec::new(),
            ids: Vec::new(),
            titles: ["rights-assigned", "rights-denied"].map(|key| context.tr.get(key).to_owned()),
            locked: group.administrators,
            told: false,
        };
        state.list();
        Some(state)
    }

    /// Lists what answers the search.
    fn list(&mut self) {
        self.rows.clear();
        self.ids.clear();
        let wanted = name::fold(&self.search);
        for within in &self.all {
            let whole = name::fold(&within.title).contains(wanted.as_str());
            let found = within.rights.iter().filter(|(_, _, search, _)| whole || search.contains(wanted.as_str()));
            let (mut assigned, mut denied) = (0, 0);
            for (id, _, _, locked) in found.clone() {
                match self.now.get(id) {
                    _ if *locked => assigned += 1,
                    Some(RightState::Assigned) => assigned += 1,
                    Some(RightState::Denied) => denied += 1,
                    _ => {}
                }
            }
            let shown = found.clone().count();
            if shown == 0 {
                continue;
            }
            let folded = self.folded.contains(&within.id);
            let note = if denied > 0 { format!("{assigned} / {shown} · −{denied}") } else { format!("{assigned} / {shown}") };
            self.rows.push(Row::Heading { title: within.title.clone(), note, folded });
            self.ids.push(within.id);
            if !folded {
                for (id, title, _, _) in found {
                    self.rows.push(Row::Line { title: title.clone() });
                    self.ids.push(*id);
                }
            }
        }
    }

    fn is_locked(&self, right: Id) -> bool {
        self.locked && self.all.iter().flat_map(|within| &within.rights).any(|(id, _, _, locked)| *id == right && *locked)
    }

    fn state(&self, right: Id) -> RightState {
        self.now.get(&right).copied().unwrap_or_default()
    }

    fn mark(&self, cell: Cell) -> Mark {
        let Some(right) = self.ids.get(cell.row) else { return Mark::Nothing };
        match (self.state(*right), cell.column == ASSIGNED) {
            (_, assigned) if self.is_locked(*right) => if assigned { Mark::Locked } else { Mark::Nothing },
            (RightState::Assigned, true) => Mark::Tick,
            (RightState::Denied, false) => Mark::Cross,
            _ => Mark::Box,
        }
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, context: DialogContext<'_>) -> Action<Message> {
        match message {
            Message::Grid(message) => {
                let rows = &self.rows;
                let is_heading = |row: usize| rows.get(row).is_some_and(Row::is_heading);
                let (happened, task) = self.grid.update(message, self.geometry(context), is_heading);
                match happened {
                    Happened::Fold(row) => {
                        if let Some(id) = self.ids.get(row).copied()
                            && !self.folded.remove(&id)
                        {
                            self.folded.insert(id);
                        }
                        self.list();
                    }
                    Happened::Change(cell, deed) => self.change(cell, deed),
                    Happened::Nothing | Happened::Menu(_) => {}
                }
                Action::Perform(task)
            }
            Message::Search(search) => {
                self.search = search;
                self.list();
                Action::Perform(self.grid.to_start())
            }
            Message::Done => {
                let edits = self.edits();
                if edits.is_empty() {
                    return Action::Close;
                }
                Action::Close.and(Action::Edit(Step::new(Did::Rights, Kind::Group, 1, &self.name, edits)))
            }
            Message::Cancel => Action::Close,
        }
    }

    fn change(&mut self, cell: Cell, deed: Deed) {
        let Some(right) = self.ids.get(cell.row).copied() else { return };
        if self.is_locked(right) {
            self.told = true;
            return;
        }
        let column = if cell.column == ASSIGNED { RightState::Assigned } else { RightState::Denied };
        let state = match deed {
            Deed::Next if self.state(right) == column => RightState::None,
            Deed::Next => column,
            Deed::Assign => RightState::Assigned,
            Deed::Deny => RightState::Denied,
            Deed::Clear => RightState::None,
        };
        self.now.insert(right, state);
        self.list();
    }

    /// What is to be done so that the group has the rights as they are ticked.
    fn edits(&self) -> Vec<Edit> {
        let rights = self.all.iter().flat_map(|within| &within.rights).map(|(id, ..)| *id);
        let changed = rights.filter(|id| self.before.get(id).copied().unwrap_or_default() != self.state(*id));
        changed.map(|right| Edit::Change(self.group, Change::Right { right, state: self.state(right) })).collect()
    }

    fn geometry(&self, context: DialogContext<'_>) -> Geometry {
        // Inside its frame.
        let width = context.inner() - 2.0;
        let wanted = (self.rows.len() + 2) as f32 * size::ROW;
        let height = wanted.clamp(size::ROW * 6.0, (context.window.height - size::ROW * 10.0).max(size::ROW * 6.0));
        Geometry::new(Size::new(width, height), size::DIALOG.min(width - size::ROW * 6.0), size::ROW * 3.0, self.rows.len(), self.titles.len())
    }

    /// What it looks like.
    pub fn view<'a>(&'a self, context: DialogContext<'a>) -> Element<'a, Message> {
        let DialogContext { ui, tr, .. } = context;
        let search = ui.search(SEARCH, tr.get("rights-search"), &self.search, Message::Search);
        let geometry = self.geometry(context);
        let inner: Element<'a, Message> = if self.rows.is_empty() {
            ui.empty(Icon::Search, tr.get("matrix-none"), tr.get("matrix-none-text"), None)
        } else {
            grid::Grid {
                state: &self.grid,
                geometry,
                corner: tr.get("matrix-right"),
                columns: &self.titles,
                rows: &self.rows,
                mark: Box::new(|cell| self.mark(cell)),
                tip: Box::new(move |cell| self.says(cell, context)),
                map: Message::Grid,
            }
            .view(ui)
        };
        let frame = container(inner).height(geometry.window.height).width(Length::Fill).padding(1).style(move |_| {
            crate::ui::badge::ground_style(ui.colors.panel, ui.colors.line)
        });
        let mut content = column![search, frame];
        content = content.push(match (self.told, self.locked) {
            (true, _) => ui.message(Tone::Amber, tr.get("matrix-locked")),
            (false, true) => ui.note(tr.get("matrix-locked")).into(),
            (false, false) => ui.note(tr.get("rights-note")).into(),
        });
        let buttons = vec![
            ui.button(tr.get("cancel")).on_press(Message::Cancel).into(),
            ui.button(tr.get("ok")).primary().on_press(Message::Done).into(),
        ];
        ui.dialog(tr.named("rights-title", &self.name), size::DIALOG_WIDE, content, buttons)
    }

    fn says(&self, cell: Cell, context: DialogContext<'_>) -> String {
        let (Some(id), Some(Row::Line { title })) = (self.ids.get(cell.row), self.rows.get(cell.row)) else {
            return String::new();
        };
        let state = match self.state(*id) {
            _ if self.is_locked(*id) => "matrix-locked",
            RightState::None => "matrix-state-none",
            RightState::Assigned => "matrix-state-assigned",
            RightState::Denied => "matrix-state-denied",
        };
        let state = context.tr.get(state);
        let values = [("group", self.name.as_str().into()), ("right", title.as_str().into()), ("state", state.into())];
        context.tr.with("matrix-says", &values)
    }

    /// What Enter asks for.
    #[must_use]
    pub fn enter(&self) -> Option<Message> {
        Some(Message::Done)
    }

    /// What Escape asks for.
    #[must_use]
    pub fn escape(&self) -> Option<Message> {
        Some(Message::Cancel)
    }

    /// The field that has the focus at first.
    #[must_use]
    pub fn focus(&self) -> Option<&'static str> {
        Some("rights-dialog-cells")
    }
}
