//! A grid whose head and first column stay where they are. It draws only the cells that can be seen: as quick
//! with 60 columns and 400 rows as with a handful.
//!
//! The page keeps a [`State`], gives rows, column titles and a [`Mark`] for each cell, and passes the grid's
//! [`Message`]s to [`State::update`].

mod cells;
mod draw;
mod geometry;
mod letters;

use iced::widget::{Space, container, operation, scrollable};
use iced::{Border, Element, Length, Point, Task, Vector};

pub use cells::focus_id;
pub use geometry::Geometry;
pub use letters::column_for;

use super::Ui;
use cells::Cells;

/// A cell, by the numbers of its row and column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The row.
    pub row: usize,
    /// The column.
    pub column: usize,
}

/// What stands in the first column of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A heading over the rows after it. It has no cells.
    Heading {
        /// What it says.
        title: String,
        /// Something quiet beside it.
        note: String,
        /// The rows after it are hidden.
        folded: bool,
    },
    /// A row with cells.
    Line {
        /// What it says.
        title: String,
    },
}

impl Row {
    /// True for a heading.
    #[must_use]
    pub fn is_heading(&self) -> bool {
        matches!(self, Self::Heading { .. })
    }
}

/// What stands in a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// A dot: nothing is said.
    #[default]
    Nothing,
    /// An empty box, to be ticked.
    Box,
    /// A ticked box.
    Tick,
    /// A crossed box.
    Cross,
    /// A ticked box that stays as it is.
    Locked,
}

/// What a grid remembers between frames.
#[derive(Clone, Debug)]
pub struct State {
    /// The cell that the keyboard has reached.
    pub reached: Option<Cell>,
    id: &'static str,
    offset: Vector,
}

/// What happens in a grid.
#[derive(Clone, Copy, Debug)]
pub enum Message {
    /// It was scrolled to there.
    Scrolled(Vector),
    /// A press on a cell; on its mark, or beside it.
    Press(Cell, bool),
    /// A press on a heading.
    Fold(usize),
    /// A right press on a cell, or the menu key, with a place in the window.
    Menu(Option<Cell>, Point),
    /// By keyboard to another cell.
    Go(Motion),
    /// By keyboard with the reached cell.
    Do(Deed),
}

/// A way to go by keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The names say it.
pub enum Motion {
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    RowStart,
    RowEnd,
    First,
    Last,
}

/// What is to become of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// The next of its states.
    Next,
    /// Assigned.
    Assign,
    /// Denied.
    Deny,
    /// Nothing.
    Clear,
}

/// What a page has to know of what happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Happened {
    /// Nothing that matters to the page.
    Nothing,
    /// A heading is to be folded or unfolded.
    Fold(usize),
    /// A cell is to become something else.
    Change(Cell, Deed),
    /// A menu is asked for at that place in the window; what it is about is reached.
    Menu(Point),
}

impl State {
    /// A grid with that name, unique in the program.
    #[must_use]
    pub fn new(id: &'static str) -> Self {
        Self { reached: None, id, offset: Vector::ZERO }
    }

    /// Does what `message` asks. Carry the task out: it scrolls.
    pub fn update<M: Send + 'static>(
        &mut self,
        message: Message,
        geometry: Geometry,
        is_heading: impl Fn(usize) -> bool,
    ) -> (Happened, Task<M>) {
        let still = Task::none();
        match message {
            Message::Scrolled(offset) => {
                self.offset = offset;
                (Happened::Nothing, still)
            }
            Message::Press(cell, on_mark) => {
                self.reached = Some(cell);
                (if on_mark { Happened::Change(cell, Deed::Next) } else { Happened::Nothing }, still)
            }
            Message::Fold(row) => {
                let column = self.reached.map_or(0, |reached| reached.column);
                self.reached = Some(Cell { row, column });
                (Happened::Fold(row), still)
            }
            Message::Menu(cell, at) => {
                self.reached = cell.or(self.reached);
                (Happened::Menu(at), still)
            }
            Message::Go(motion) => match geometry.go(self.reached, motion) {
                Some(cell) => (Happened::Nothing, self.reach(cell, geometry)),
                None => (Happened::Nothing, still),
            },
            Message::Do(deed) => {
                let Some(cell) = geometry.within(self.reached) else { return (Happened::Nothing, still) };
                let happened = match (is_heading(cell.row), deed) {
                    (false, deed) => Happened::Change(cell, deed),
                    (true, Deed::Next) => Happened::Fold(cell.row),
                    (true, _) => Happened::Nothing,
                };
                (happened, self.reveal(cell, geometry))
            }
        }
    }

    /// Goes to a cell and scrolls so that it can be seen.
    pub fn reach<M: Send + 'static>(&mut self, cell: Cell, geometry: Geometry) -> Task<M> {
        self.reached = Some(cell);
        self.reveal(cell, geometry)
    }

    fn reveal<M: Send + 'static>(&mut self, cell: Cell, geometry: Geometry) -> Task<M> {
        let to = geometry.reveal(cell, self.offset);
        if to == self.offset {
            return Task::none();
        }
        self.offset = to;
        operation::scroll_to(self.id, scrollable::AbsoluteOffset { x: to.x, y: to.y })
    }

    /// Scrolls to where it was: its page is shown again.
    pub fn back<M: Send + 'static>(&self) -> Task<M> {
        if self.offset == Vector::ZERO {
            return Task::none();
        }
        operation::scroll_to(self.id, scrollable::AbsoluteOffset { x: self.offset.x, y: self.offset.y })
    }

    /// Scrolls to the beginning: other rows are shown.
    pub fn to_start<M: Send + 'static>(&mut self) -> Task<M> {
        self.offset = Vector::ZERO;
        operation::scroll_to(self.id, scrollable::AbsoluteOffset { x: 0.0, y: 0.0 })
    }

    /// Moves the keyboard's focus to the cells.
    pub fn focus<M: Send + 'static>(&self) -> Task<M> {
        operation::focus(cells::focus_id(self.id))
    }
}

/// What a frame of a grid is built from.
pub struct Grid<'a, M> {
    /// What it remembers.
    pub state: &'a State,
    /// Its sizes.
    pub geometry: Geometry,
    /// What stands above the first column.
    pub corner: &'a str,
    /// The titles of the columns.
    pub columns: &'a [String],
    /// The rows.
    pub rows: &'a [Row],
    /// What stands in a cell.
    pub mark: Box<dyn Fn(Cell) -> Mark + 'a>,
    /// What a cell says beside the resting pointer.
    pub tip: Box<dyn Fn(Cell) -> String + 'a>,
    /// Passes what happens to the page.
    pub map: fn(Message) -> M,
}

impl<'a, M: Clone + 'a> Grid<'a, M> {
    /// Builds it.
    pub fn view(self, ui: Ui) -> Element<'a, M> {
        let map = self.map;
        let id = self.state.id;
        let bar = || scrollable::Scrollbar::new().width(8).scroller_width(6).margin(1);
        scrollable(Element::new(Cells { ui, grid: self }))
            .id(id)
            .direction(scrollable::Direction::Both { vertical: bar(), horizontal: bar() })
            .on_scroll(move |seen| {
                let offset = seen.absolute_offset();
                map(Message::Scrolled(Vector::new(offset.x, offset.y)))
            })
            .width(Length::Fill)
            .height(Length::Fill)
            .style(move |_, status| ui.scroll_style(status))
            .into()
    }
}

impl Ui {
    /// A mark alone, to say beside it what it means.
    pub fn mark<'a, M: 'a>(self, mark: Mark) -> Element<'a, M> {
        let (ground, edge, icon) = draw::colors_of(mark, self);
        let sign: Element<'a, M> = match icon {
            Some((icon, ink)) => self.icon_in(icon, draw::SIGN, ink).into(),
            None => Space::new().into(),
        };
        let side = if mark == Mark::Nothing { draw::DOT } else { draw::BOX };
        let radius = if mark == Mark::Nothing { side / 2.0 } else { 3.0 };
        container(sign)
            .center(side)
            .style(move |_| container::Style {
                background: Some(ground.into()),
                border: Border { color: edge, width: 1.0, radius: radius.into() },
                ..container::Style::default()
            })
            .into()
    }
}
