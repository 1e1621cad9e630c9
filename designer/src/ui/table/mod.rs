//! A table that builds only the rows that can be seen: as quick with 100,000 rows as with a hundred.
//!
//! The page keeps a [`State`], gives the rows by number and a key for each, and passes the table's
//! [`Message`]s to [`State::update`].

mod rows;
mod selection;
mod typing;
mod view;
mod widths;

pub use rows::focus_id;
pub use selection::{Key, Selection};
pub use view::{Align, Column, Ground, Table};
#[cfg(test)]
pub use widths::cut_heads;

use std::collections::BTreeMap;

use iced::widget::{operation, scrollable};
use iced::{Point, Task};
use keyholder_shared::{Str, Time};

use super::size;
use typing::Typed;
use widths::Widths;

/// Of so many rows that are chosen at once the first is looked for.
const MANY: usize = 64;

/// What a table remembers between frames: where it is scrolled to, what is chosen, how it is sorted, how
/// wide the columns are.
#[derive(Clone, Debug)]
pub struct State<K> {
    /// The chosen rows.
    pub selection: Selection<K>,
    /// The column it is sorted by.
    pub sort: Sort,
    id: &'static str,
    offset: f32,
    height: f32,
    widths: Widths,
    typed: Typed,
}

/// By which column a table is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    /// The column's place among the columns.
    pub column: usize,
    /// The largest first.
    pub descending: bool,
}

impl Sort {
    /// The order after a press on the head of that column: by it, or the other way round.
    #[must_use]
    pub fn pressed(self, column: usize) -> Self {
        Self { column, descending: self.column == column && !self.descending }
    }
}

/// What happens in a table.
#[derive(Clone, Copy, Debug)]
pub enum Message {
    /// It was scrolled to there; its height is that.
    Scrolled(f32, f32),
    /// A press on a column's head.
    Sort(usize),
    /// A press on a row.
    Press {
        /// The row.
        row: usize,
        /// With Shift: from the row before to here.
        extend: bool,
        /// With Ctrl: in addition.
        toggle: bool,
    },
    /// A double click on a row, or Enter.
    Open(usize),
    /// Enter on the row that the keyboard has reached.
    OpenReached,
    /// A right press on a row, with the pointer's place in the window.
    Menu(usize, Point),
    /// The menu key, or Shift+F10: at the row that the keyboard has reached.
    MenuReached(Point),
    /// The keyboard's selection goes there, with Shift from where it began.
    Go(Motion, bool),
    /// What is chosen may stand in another row now, as it is called otherwise: it is scrolled to.
    Follow,
    /// A letter was typed: to the next row whose name begins with it, and with those typed just before.
    Letter(char),
    /// Everything is chosen.
    All,
    /// A column's edge is grabbed at that place; the columns fill so much room.
    Grab(usize, f32, f32),
    /// The pointer with the grabbed edge is there.
    Drag(f32),
    /// The grabbed edge is let go.
    Drop,
}

/// What a table lists, as it stands when something happens in it.
#[derive(Clone, Copy, Debug)]
pub struct Listed<Q, W> {
    /// How many rows it has.
    pub rows: usize,
    /// What identifies a row.
    pub key: Q,
    /// The folded name of a row: what letters lead to.
    pub name: W,
    /// The time now.
    pub now: Time,
}

/// A way to go by keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// A window of rows up.
    PageUp,
    /// A window of rows down.
    PageDown,
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

/// What a page has to know of what happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Happened<K> {
    /// Nothing that matters to the page.
    Nothing,
    /// Other rows are chosen.
    Chosen,
    /// The rows are to be sorted otherwise.
    Sorted,
    /// A row was opened: a double click, or Enter.
    Opened(K),
    /// A menu is asked for at that place in the window; what it is about is chosen.
    Menu(Point),
    /// The columns have other widths, to be remembered.
    Resized,
}

impl<K: Key> State<K> {
    /// A table with that name, unique in the program, sorted by the first column.
    #[must_use]
    pub fn new(id: &'static str) -> Self {
        Self {
            selection: Selection::default(),
            sort: Sort::default(),
            id,
            offset: 0.0,
            height: 0.0,
            widths: Widths::default(),
            typed: Typed::default(),
        }
    }

    /// The table's name, under which its columns' widths are remembered and the focus moves to it.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// The columns' widths, if they were ever changed.
    #[must_use]
    pub fn widths(&self) -> &[f32] {
        self.widths.shares()
    }

    /// Takes the widths remembered under its name, before the first frame.
    pub fn recall(&mut self, remembered: &BTreeMap<String, Vec<f32>>) {
        if let Some(widths) = remembered.get(self.id) {
            self.widths.recall(widths);
        }
    }

    /// Does what `message` asks, in a table that lists that. Carry the task out: it scrolls.
    pub fn update<M: Send + 'static>(
        &mut self,
        message: Message,
        listed: Listed<impl Fn(usize) -> Option<K>, impl Fn(usize) -> Option<Str>>,
    ) -> (Happened<K>, Task<M>) {
        let Listed { rows, key, name, now } = listed;
        let still = Task::none();
        match message {
            Message::Scrolled(offset, height) => {
                self.offset = offset;
                self.height = height;
                (Happened::Nothing, still)
            }
            Message::Sort(column) => {
                self.sort = self.sort.pressed(column);
                (Happened::Sorted, still)
            }
            Message::Press { row, extend, toggle } => {
                self.selection.press(row, extend, toggle, rows, &key);
                (Happened::Chosen, still)
            }
            Message::Open(row) => (key(row).map_or(Happened::Nothing, Happened::Opened), still),
            Message::OpenReached => (self.selection.reached().map_or(Happened::Nothing, Happened::Opened), still),
            Message::Menu(row, at) => {
                if !key(row).is_some_and(|key| self.selection.contains(key)) {
                    self.selection.press(row, false, false, rows, &key);
                }
                (Happened::Menu(at), still)
            }
            Message::MenuReached(at) => (Happened::Menu(at), still),
            Message::Go(motion, extend) => {
                let page = (self.window_height() / size::ROW).floor().max(2.0) as usize - 1;
                match self.selection.go(motion, extend, page, rows, &key) {
                    Some(row) => (Happened::Chosen, self.reveal(row)),
                    None => (Happened::Nothing, still),
                }
            }
            Message::Follow => {
                let chosen = self.selection.single();
                let row = chosen.and_then(|chosen| (0..rows).find(|row| key(*row) == Some(chosen)));
                (Happened::Nothing, row.map_or(still, |row| self.reveal(row)))
            }
            Message::Letter(letter) => {
                let reached =
                    self.selection.reached().and_then(|reached| (0..rows).find(|row| key(*row) == Some(reached)));
                match self.typed.letter(letter, now, reached, rows, name) {
                    Some(row) => {
                        self.selection.press(row, false, false, rows, &key);
                        (Happened::Chosen, self.reveal(row))
                    }
                    None => (Happened::Nothing, still),
                }
            }
            Message::All => {
                self.selection.all((0..rows).filter_map(&key));
                (Happened::Chosen, still)
            }
            Message::Grab(column, from, room) => {
                self.widths.grab(column, from, room);
                (Happened::Nothing, still)
            }
            Message::Drag(to) => {
                self.widths.drag(to);
                (Happened::Nothing, still)
            }
            Message::Drop => (if self.widths.drop() { Happened::Resized } else { Happened::Nothing }, still),
        }
    }

    /// Scrolls to the chosen row once the list is made anew.
    pub fn follow<M: Send + 'static>(map: fn(Message) -> M) -> Task<M> {
        Task::done(map(Message::Follow))
    }

    /// Scrolls so that `row` can be seen.
    pub fn reveal<M: Send + 'static>(&mut self, row: usize) -> Task<M> {
        let (top, height) = (row as f32 * size::ROW, self.window_height());
        let to = if top < self.offset {
            top
        } else if top + size::ROW > self.offset + height {
            top + size::ROW - height
        } else {
            return Task::none();
        };
        self.offset = to;
        operation::scroll_to(self.id, scrollable::AbsoluteOffset { x: 0.0, y: to })
    }

    /// Chooses the row with that key alone, and scrolls to it.
    pub fn choose<M: Send + 'static>(&mut self, key: K, row: Option<usize>) -> Task<M> {
        self.selection.only(key);
        row.map_or_else(Task::none, |row| self.reveal(row))
    }

    /// Chooses the rows with these keys, if some are listed, and scrolls to the first of them; `first` tells which of
    /// some keys stands first, and in which row.
    pub fn choose_all<M: Send + 'static>(
        &mut self,
        keys: Vec<K>,
        first: impl FnOnce(&[K]) -> Option<(usize, K)>,
    ) -> Task<M> {
        let looked_for = keys.get(..MANY).unwrap_or(&keys);
        let Some((first, key)) = first(looked_for) else { return Task::none() };
        self.selection.only(key);
        self.selection.all(keys);
        self.reveal(first)
    }

    /// Scrolls to where it was: its page is shown again.
    pub fn back<M: Send + 'static>(&self) -> Task<M> {
        if self.offset == 0.0 {
            return Task::none();
        }
        operation::scroll_to(self.id, scrollable::AbsoluteOffset { x: 0.0, y: self.offset })
    }

    /// Scrolls to the top: other rows are shown.
    pub fn to_top<M: Send + 'static>(&mut self) -> Task<M> {
        self.offset = 0.0;
        self.selection.forget_place();
        operation::scroll_to(self.id, scrollable::AbsoluteOffset { x: 0.0, y: 0.0 })
    }

    /// A height that iced has not told yet is guessed small, so that what is revealed is surely seen.
    fn window_height(&self) -> f32 {
        if self.height > 0.0 { self.height } else { size::ROW * 12.0 }
    }

    /// Gives each of the table's columns a width if it has not one yet.
    pub fn prepare(&mut self, columns: &[Column]) {
        self.widths.prepare(columns);
    }

    /// Takes it that the rows have that height, until they tell. Where it is right, the first frame is built once.
    pub fn expect(&mut self, height: f32) {
        if self.height == 0.0 {
            self.height = height;
        }
    }
}

/// Which of these keys stands first, and in which row; `row` tells where one stands.
pub fn first<K: Key>(keys: &[K], row: impl Fn(K) -> Option<usize>) -> Option<(usize, K)> {
    keys.iter().filter_map(|key| Some((row(*key)?, *key))).min_by_key(|(row, _)| *row)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> State<usize> {
        let mut state = State::new("test");
        state.prepare(&[Column::new("a", 100.0), Column::new("b", 100.0), Column::new("c", 100.0)]);
        state
    }

    fn tell(state: &mut State<usize>, message: Message) -> Happened<usize> {
        let name = |row: usize| Some(Str::from(format!("user-{row:05}")));
        state.update::<()>(message, Listed { rows: 100_000, key: Some, name, now: Time::from_millis(0) }).0
    }

    #[test]
    fn dragged_edges_are_remembered_under_the_tables_name() {
        let mut state = table();
        tell(&mut state, Message::Grab(0, 200.0, 600.0));
        tell(&mut state, Message::Drag(260.0));
        assert_eq!(state.widths(), [260.0, 140.0, 200.0]);
        assert_eq!(tell(&mut state, Message::Drop), Happened::Resized);
        assert_eq!(tell(&mut state, Message::Drop), Happened::Nothing);

        let remembered = BTreeMap::from([("test".to_owned(), state.widths().to_vec())]);
        let mut again = State::<usize>::new("test");
        again.recall(&remembered);
        again.prepare(&[Column::new("a", 100.0), Column::new("b", 100.0), Column::new("c", 100.0)]);
        assert_eq!(again.widths(), state.widths());
    }

    #[test]
    fn a_second_press_on_a_head_turns_the_order() {
        let mut state = table();
        tell(&mut state, Message::Sort(1));
        assert_eq!(state.sort, Sort { column: 1, descending: false });
        tell(&mut state, Message::Sort(1));
        assert_eq!(state.sort, Sort { column: 1, descending: true });
    }

    #[test]
    fn what_is_reached_by_keyboard_is_scrolled_to() {
        let mut state = table();
        tell(&mut state, Message::Scrolled(0.0, size::ROW * 10.0));
        tell(&mut state, Message::Go(Motion::Last, false));
        assert_eq!(state.offset, size::ROW * 99_990.0);
        tell(&mut state, Message::Go(Motion::First, false));
        assert_eq!((state.offset, state.selection.single()), (0.0, Some(0)));
        tell(&mut state, Message::Go(Motion::PageDown, true));
        assert_eq!((state.offset, state.selection.len()), (0.0, 10), "the tenth row is seen");
    }

    #[test]
    fn typed_letters_choose_a_row_and_scroll_to_it() {
        let mut state = table();
        tell(&mut state, Message::Scrolled(0.0, size::ROW * 10.0));
        for letter in "USER-99".chars() {
            assert_eq!(tell(&mut state, Message::Letter(letter)), Happened::Chosen);
        }
        assert_eq!(state.selection.single(), Some(99_000));
        assert_eq!(state.offset, size::ROW * 98_991.0);
        assert_eq!(tell(&mut state, Message::Letter('x')), Happened::Nothing);
        assert_eq!(state.selection.single(), Some(99_000), "what nothing answers moves nothing");
    }

    #[test]
    fn a_menu_is_about_the_row_under_the_pointer_unless_it_is_chosen() {
        let mut state = table();
        tell(&mut state, Message::Press { row: 3, extend: false, toggle: false });
        tell(&mut state, Message::Press { row: 5, extend: true, toggle: false });
        assert_eq!(tell(&mut state, Message::Menu(4, Point::ORIGIN)), Happened::Menu(Point::ORIGIN));
        assert_eq!(state.selection.len(), 3);
        tell(&mut state, Message::Menu(9, Point::ORIGIN));
        assert_eq!(state.selection.single(), Some(9));
    }
}
