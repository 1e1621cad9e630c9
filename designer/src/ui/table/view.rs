//! How a table is built: its head, and of its rows those that can be seen.

use iced::widget::{Row, Space, button, column, container, mouse_area, row};
use iced::{Alignment, Element, Length, Padding, Size, mouse};

use super::rows::{Rows, focus_id};
use super::widths::{NARROWEST, Widths, beside};
use super::{Key, Message, State};
use crate::ui::wrap::Wrapped;
use crate::ui::{Icon, Ui, size, text};

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its head.
    pub title: String,
    /// Its share of the width, in logical pixels in a window of 1280.
    pub width: f32,
    /// Its share of the room that is beyond the widths of all columns.
    pub grows: f32,
    /// A press on its head sorts by it.
    pub sortable: bool,
    /// Where its cells stand.
    pub align: Align,
    /// What a cell needs to say something: so wide it is where there is room.
    pub least: f32,
    /// Words that are known to stand in it, as badges: it is wide enough for the widest where there is room.
    pub words: Vec<String>,
}

/// Where the content of a cell stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Text.
    #[default]
    Left,
    /// Marks.
    Center,
    /// Numbers.
    Right,
}

/// What a table lies on. Its rows have the colour of panels everywhere; what has that colour already is not drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The window's own, on a page that is a table: under the last row the table draws the page's ground.
    Window,
    /// The page's.
    Page,
    /// A dialog's: it goes on under the last row.
    Dialog,
}

impl Column {
    /// A column to sort by, of that width.
    pub fn new(title: impl Into<String>, width: f32) -> Self {
        Self {
            title: title.into(),
            width,
            grows: width,
            sortable: true,
            align: Align::Left,
            least: NARROWEST,
            words: Vec::new(),
        }
    }

    /// The same, which takes such a share of the room that is beyond all widths, where others take theirs: most where
    /// much is written, none where a state stands.
    #[must_use]
    pub fn grows(mut self, share: f32) -> Self {
        self.grows = share;
        self
    }

    /// The same, not to be sorted by.
    #[must_use]
    pub fn unsorted(mut self) -> Self {
        self.sortable = false;
        self
    }

    /// The same, at least that wide where there is room.
    #[must_use]
    pub fn least(mut self, least: f32) -> Self {
        self.least = least;
        self
    }

    /// The same, wide enough for badges with these words.
    #[must_use]
    pub fn words(mut self, words: impl IntoIterator<Item = String>) -> Self {
        self.words.extend(words);
        self
    }

    /// The same, its cells standing there.
    #[must_use]
    pub fn align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }
}

/// What a frame of a table is built from.
pub struct Table<'a, K, M> {
    /// What it remembers.
    pub state: &'a State<K>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// How many rows it has.
    pub rows: usize,
    /// Width and height that are free for it. More rows than fit are built, never fewer.
    pub size: Size,
    /// What it lies on.
    pub ground: Ground,
    /// Passes what happens to the page.
    pub map: fn(Message) -> M,
}

impl<'a, K: Key, M: Clone + 'a> Table<'a, K, M> {
    /// Builds it: `key` tells what identifies a row, `cells` what stands in it, one element a column.
    pub fn view(
        self,
        ui: Ui,
        key: impl Fn(usize) -> Option<K>,
        cells: impl Fn(usize) -> Vec<Element<'a, M>>,
    ) -> Element<'a, M> {
        let map = self.map;
        let widths = self.widths();
        let head = self.head(ui, &widths);

        let offset = self.state.offset.min((self.rows as f32 * size::ROW - size::ROW).max(0.0));
        // Where it is scrolled to is heard before a frame is drawn: no row is built that is not seen in it.
        let first = ((offset / size::ROW).floor() as usize).min(self.rows);
        let last = (((offset + self.size.height.max(self.state.height)) / size::ROW).ceil() as usize).min(self.rows);
        // The ground of a row goes to the edge, under the bar to scroll by.
        let mut lines = iced::widget::Column::with_capacity(last - first + 2).width(Length::Fill);
        lines = lines.push(Space::new().height(first as f32 * size::ROW));
        let mut chosen = Vec::with_capacity(last - first);
        for row in first..last {
            chosen.push(key(row).is_some_and(|key| self.state.selection.contains(key)));
            let mut line = Row::with_capacity(widths.len()).height(size::ROW);
            for (index, ((cell, width), column)) in cells(row).into_iter().zip(&widths).zip(&self.columns).enumerate() {
                line = line.push(place(cell, *width, column.align, self.grip(index)));
            }
            lines = lines.push(line);
        }
        lines = lines.push(Space::new().height((self.rows - last) as f32 * size::ROW));
        let change = Rows {
            ui,
            id: focus_id(self.state.id),
            rows: self.rows,
            built: first..last,
            chosen,
            ground: self.ground,
            known: (self.state.offset, self.state.height),
            map: Box::new(map),
        };
        let rows = Wrapped { content: lines.into(), change };
        column![head, ui.rule(), ui.scroll(rows).id(self.state.id)].into()
    }

    /// The columns' widths, so that they fill the table.
    fn widths(&self) -> Vec<f32> {
        if self.state.widths().len() == self.columns.len() {
            return self.state.widths.within(self.room());
        }
        // A table in a dialog remembers none.
        let mut widths = Widths::default();
        widths.prepare(&self.columns);
        widths.within(self.room())
    }

    /// The width that columns have: the bar to scroll by stands beside them.
    fn room(&self) -> f32 {
        (self.size.width - size::SMALL - 2.0).max(1.0)
    }

    /// The width of the edge after a column, by which it is drawn wider.
    fn grip(&self, column: usize) -> f32 {
        if column + 1 < self.columns.len() { size::SMALL } else { 0.0 }
    }

    fn head(&self, ui: Ui, widths: &[f32]) -> Element<'a, M> {
        let map = self.map;
        let colors = ui.colors;
        let room = self.room();
        let mut head = Row::new().height(size::ROW);
        let mut edge = 0.0;
        for (index, (column, width)) in self.columns.iter().zip(widths).enumerate() {
            let sorted = column.sortable && self.state.sort.column == index;
            let ink = if sorted { colors.text } else { colors.muted };
            let is_last = index + 1 == self.columns.len();
            let grip = self.grip(index);
            let title = ui.line(column.title.clone()).size(size::NOTE).font(text::MEDIUM).color(ink);
            let label: Element<'a, M> = if sorted {
                let arrow = if self.state.sort.descending { Icon::ArrowDown } else { Icon::ArrowUp };
                // The arrow stays whole beside a title that is cut.
                let room = (width - grip - beside(column.align) - size::TINY - size::ICON_SMALL).max(0.0);
                row![container(title).max_width(room), ui.icon_in(arrow, size::ICON_SMALL, ink)]
                    .spacing(size::TINY)
                    .align_y(Alignment::Center)
                    .into()
            } else {
                title.into()
            };
            let label = place(label, *width - grip, column.align, 0.0);
            let label: Element<'a, M> = if column.sortable {
                let message = map(Message::Sort(index));
                let pressed = button(label)
                    .padding(0)
                    .on_press(message.clone())
                    .style(move |_, status| ui.button_style(crate::ui::Kind::Quiet, status));
                ui.pressable(pressed, Some(message)).into()
            } else {
                label
            };
            head = head.push(label);
            edge += width;
            if !is_last {
                let line = container(ui.upright()).padding(Padding {
                    top: 7.0,
                    bottom: 7.0,
                    left: size::SMALL - 1.0,
                    right: 0.0,
                });
                head = head.push(
                    mouse_area(line.width(grip).height(Length::Fill))
                        .interaction(mouse::Interaction::ResizingHorizontally)
                        .on_press(map(Message::Grab(index, edge, room)))
                        .on_release(map(Message::Drop)),
                );
            }
        }
        let head =
            container(head).width(Length::Fill).height(size::ROW).style(move |_| container::background(colors.head));
        if self.state.widths.is_dragged() {
            mouse_area(head)
                .interaction(mouse::Interaction::ResizingHorizontally)
                .on_move(move |at| map(Message::Drag(at.x)))
                .on_release(map(Message::Drop))
                .on_exit(map(Message::Drop))
                .into()
        } else {
            head.into()
        }
    }
}

/// A cell in its column. Numbers end where their head does, before the edge by which the column is drawn wider.
fn place<'a, M: 'a>(cell: Element<'a, M>, width: f32, align: Align, grip: f32) -> Element<'a, M> {
    let (left, right) = match align {
        Align::Right => (size::TINY, size::TINY + grip),
        Align::Left | Align::Center => (size::MEDIUM, size::TINY),
    };
    container(cell)
        .width(width)
        .height(size::ROW)
        .align_y(Alignment::Center)
        .align_x(match align {
            Align::Left => Alignment::Start,
            Align::Center => Alignment::Center,
            Align::Right => Alignment::End,
        })
        .padding(Padding { left, right, ..Padding::ZERO })
        .clip(true)
        .into()
}
