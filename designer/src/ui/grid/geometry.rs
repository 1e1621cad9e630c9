//! Where the cells of a grid lie, which of them can be seen, and how the keyboard moves among them.

use std::ops::Range;

use iced::{Point, Rectangle, Size, Vector};

use super::{Cell, Motion};
use crate::ui::size;

/// The head with the columns' titles: two lines.
pub(super) const HEAD: f32 = 40.0;
/// Room for the bars to scroll with.
const BARS: f32 = 12.0;

/// The sizes of a grid. Places are in its content: what is scrolled counts from its first cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geometry {
    /// The width of the first column.
    pub label: f32,
    /// The width of each other column.
    pub column: f32,
    /// How many rows there are, headings included.
    pub rows: usize,
    /// How many columns there are beside the first.
    pub columns: usize,
    /// What can be seen at once.
    pub window: Size,
}

/// What lies under the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hit {
    /// The title of a column.
    Head(usize),
    /// The first column of a row.
    Label(usize),
    /// A cell; with true: its mark.
    Cell(Cell, bool),
}

impl Geometry {
    /// The sizes in a window of that size: columns at least `least` wide, and wider where there is room.
    #[must_use]
    pub fn new(window: Size, label: f32, least: f32, rows: usize, columns: usize) -> Self {
        let label = label.min(window.width * 0.7).floor();
        let room = (window.width - label - BARS) / columns.max(1) as f32;
        Self { label, column: room.clamp(least, least * 2.0).floor(), rows, columns, window }
    }

    /// The whole, seen or not.
    pub(super) fn size(self) -> Size {
        let width = self.label + self.column * self.columns as f32;
        Size::new(width.max(self.window.width), HEAD + self.rows as f32 * size::ROW)
    }

    /// The rows of which something can be seen.
    pub(super) fn seen_rows(self, offset: Vector, window: Size) -> Range<usize> {
        let first = ((offset.y / size::ROW).floor().max(0.0) as usize).min(self.rows);
        let many = ((window.height - HEAD) / size::ROW).ceil().max(0.0) as usize + 1;
        first..(first + many).min(self.rows)
    }

    /// The columns of which something can be seen.
    pub(super) fn seen_columns(self, offset: Vector, window: Size) -> Range<usize> {
        let first = ((offset.x / self.column).floor().max(0.0) as usize).min(self.columns);
        let many = ((window.width - self.label) / self.column).ceil().max(0.0) as usize + 1;
        first..(first + many).min(self.columns)
    }

    /// Where a cell lies.
    pub(super) fn cell(self, cell: Cell) -> Rectangle {
        let x = self.label + cell.column as f32 * self.column;
        let y = HEAD + cell.row as f32 * size::ROW;
        Rectangle { x, y, width: self.column, height: size::ROW }
    }

    /// What lies at a place, where `offset` is scrolled away.
    pub(super) fn hit(self, at: Point, offset: Vector) -> Option<Hit> {
        let number = |place: f32, count: usize| {
            let number = place.floor();
            (number >= 0.0 && (number as usize) < count).then_some(number as usize)
        };
        let column = number((at.x - self.label) / self.column, self.columns);
        let row = number((at.y - HEAD) / size::ROW, self.rows);
        let in_label = at.x - offset.x < self.label;
        if at.y - offset.y < HEAD {
            return if in_label { None } else { column.map(Hit::Head) };
        }
        if in_label {
            return row.map(Hit::Label);
        }
        let cell = Cell { row: row?, column: column? };
        let from_middle = at - self.cell(cell).center();
        let on_mark = from_middle.x.abs() <= size::ICON && from_middle.y.abs() <= size::ICON;
        Some(Hit::Cell(cell, on_mark))
    }

    /// The cell, if there is such a one.
    pub(super) fn within(self, cell: Option<Cell>) -> Option<Cell> {
        cell.filter(|cell| cell.row < self.rows && cell.column < self.columns)
    }

    /// Where the keyboard goes from `reached`; `None` in an empty grid.
    pub(super) fn go(self, reached: Option<Cell>, motion: Motion) -> Option<Cell> {
        let (last_row, last_column) = (self.rows.checked_sub(1)?, self.columns.checked_sub(1)?);
        // The first arrow enters the grid; a way to an end leads there from nowhere too.
        let at = match (reached, motion) {
            (Some(at), _) => at,
            (None, Motion::Last | Motion::RowEnd) => Cell::default(),
            (None, _) => return Some(Cell::default()),
        };
        let at = Cell { row: at.row.min(last_row), column: at.column.min(last_column) };
        let page = (((self.window.height - HEAD) / size::ROW).floor().max(2.0) as usize) - 1;
        let (mut row, mut column) = (at.row, at.column);
        match motion {
            Motion::Up => row = row.saturating_sub(1),
            Motion::Down => row += 1,
            Motion::Left => column = column.saturating_sub(1),
            Motion::Right => column += 1,
            Motion::PageUp => row = row.saturating_sub(page),
            Motion::PageDown => row += page,
            Motion::RowStart => column = 0,
            Motion::RowEnd => column = last_column,
            Motion::First => (row, column) = (0, 0),
            Motion::Last => (row, column) = (last_row, last_column),
        }
        Some(Cell { row: row.min(last_row), column: column.min(last_column) })
    }

    /// How far to scroll from `offset` so that the whole cell can be seen.
    pub(super) fn reveal(self, cell: Cell, offset: Vector) -> Vector {
        let bounds = self.cell(cell);
        let along = |from: f32, length: f32, before: f32, window: f32, offset: f32, whole: f32| {
            let (least, most) = (from + length + BARS - window, from - before);
            let to = if offset > most { most } else { offset.max(least) };
            to.min(whole - window).max(0.0)
        };
        let whole = self.size();
        Vector::new(
            along(bounds.x, bounds.width, self.label, self.window.width, offset.x, whole.width),
            along(bounds.y, bounds.height, HEAD, self.window.height, offset.y, whole.height),
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn geometry() -> Geometry {
        Geometry::new(Size::new(1000.0, 600.0), 240.0, 80.0, 400, 60)
    }

    #[test]
    fn columns_fill_the_window_and_never_get_too_narrow() {
        assert_eq!(geometry().column, 80.0);
        let few = Geometry::new(Size::new(1000.0, 600.0), 240.0, 80.0, 4, 7);
        assert_eq!(few.column, 106.0);
        assert_eq!(few.size().width, 1000.0);
        assert_eq!(Geometry::new(Size::new(1000.0, 600.0), 240.0, 80.0, 0, 0).go(None, Motion::Down), None);
    }

    #[test]
    fn what_is_under_the_pointer_counts_the_head_and_first_column_that_stay() {
        let (grid, offset) = (geometry(), Vector::new(160.0, 280.0));
        let at = |x: f32, y: f32| grid.hit(Point::new(x, y) + offset, offset);
        assert_eq!(at(10.0, 10.0), None);
        assert_eq!(at(250.0, 10.0), Some(Hit::Head(2)));
        assert_eq!(at(10.0, HEAD + 1.0), Some(Hit::Label(10)));
        assert_eq!(at(280.0, HEAD + 14.0), Some(Hit::Cell(Cell { row: 10, column: 2 }, true)));
        assert_eq!(at(241.0, HEAD + 14.0), Some(Hit::Cell(Cell { row: 10, column: 2 }, false)));
        assert_eq!(grid.hit(Point::new(9999.0, 99999.0), offset), None);
    }

    #[test]
    fn the_keyboard_enters_at_the_first_cell_or_at_the_end_it_goes_to() {
        let grid = geometry();
        assert_eq!(grid.go(None, Motion::Down), Some(Cell::default()));
        assert_eq!(grid.go(None, Motion::Last), Some(Cell { row: 399, column: 59 }));
        assert_eq!(grid.go(Some(Cell { row: 999, column: 2 }), Motion::Left), Some(Cell { row: 399, column: 1 }));
    }

    proptest! {
        #[test]
        fn the_keyboard_stays_inside_and_sees_where_it_is(
            steps in proptest::collection::vec(0_usize..10, 1..60),
        ) {
            const ALL: [Motion; 10] = [
                Motion::Up, Motion::Down, Motion::Left, Motion::Right, Motion::PageUp, Motion::PageDown,
                Motion::RowStart, Motion::RowEnd, Motion::First, Motion::Last,
            ];
            let grid = geometry();
            let (mut reached, mut offset) = (None, Vector::ZERO);
            for step in steps {
                let cell = grid.go(reached, ALL[step]).unwrap();
                prop_assert!(grid.within(Some(cell)).is_some());
                offset = grid.reveal(cell, offset);
                reached = Some(cell);
                prop_assert!(grid.seen_rows(offset, grid.window).contains(&cell.row));
                prop_assert!(grid.seen_columns(offset, grid.window).contains(&cell.column));
                let middle = grid.cell(cell).center();
                prop_assert_eq!(grid.hit(middle, offset), Some(Hit::Cell(cell, true)));
            }
        }
    }
}
