//! The grid as one widget: it knows the cell under the pointer, takes the keyboard and draws what can be seen.

use std::cell::RefCell;

use iced::advanced::widget::operation::Operation;
use iced::advanced::widget::{Id, Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::keyboard::key::{Named, Physical};
use iced::keyboard::{self, Key, Modifiers};
use iced::{Element, Event, Length, Point, Rectangle, Renderer, Size, Theme, Vector};

use super::geometry::{HEAD, Hit};
use super::letters::{Titles, says};
use super::{Cell, Deed, Grid, Message, Motion, Row};
use crate::ui::focus::Focus;
use crate::ui::tip::{Rest, Sheet, tip};
use crate::ui::{Ui, size};

/// The name by which the focus is moved to the cells of a grid.
#[must_use]
pub fn focus_id(grid: &str) -> Id {
    Id::from(format!("{grid}-cells"))
}

/// The widget.
pub(super) struct Cells<'a, M> {
    pub(super) ui: Ui,
    pub(super) grid: Grid<'a, M>,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) focus: Focus,
    pub(super) rest: Rest<Hit>,
    sheet: Sheet,
    /// Fitted while drawing: only there it is known which titles can be seen.
    pub(super) titles: RefCell<Titles>,
}

impl<M> Cells<'_, M> {
    pub(super) fn is_heading(&self, row: usize) -> bool {
        self.grid.rows.get(row).is_some_and(Row::is_heading)
    }

    fn hit(&self, layout: Layout<'_>, cursor: mouse::Cursor, viewport: &Rectangle) -> Option<Hit> {
        let at = cursor.position_over(*viewport)? - layout.position();
        let offset = viewport.position() - layout.position();
        self.grid.geometry.hit(Point::new(at.x, at.y), offset)
    }

    /// What a press means.
    fn pressed(&self, hit: Hit) -> Message {
        let column = self.grid.state.reached.map_or(0, |reached| reached.column);
        match hit {
            Hit::Head(column) => {
                let row = self.grid.state.reached.map_or(0, |reached| reached.row);
                Message::Press(Cell { row, column }, false)
            }
            Hit::Label(row) | Hit::Cell(Cell { row, .. }, _) if self.is_heading(row) => Message::Fold(row),
            Hit::Label(row) => Message::Press(Cell { row, column }, false),
            Hit::Cell(cell, on_mark) => Message::Press(cell, on_mark),
        }
    }

    fn by_key(key: &Key, physical: Physical, modifiers: Modifiers, menu_at: Point) -> Option<Message> {
        if modifiers.control() {
            return match key {
                Key::Named(Named::Home) => Some(Message::Go(Motion::First)),
                Key::Named(Named::End) => Some(Message::Go(Motion::Last)),
                _ => None,
            };
        }
        if modifiers.alt() || modifiers.logo() {
            return None;
        }
        let named = match key {
            Key::Named(named) => named,
            Key::Character(_) => {
                return match key.to_latin(physical)?.to_ascii_lowercase() {
                    'a' => Some(Message::Do(Deed::Assign)),
                    'd' => Some(Message::Do(Deed::Deny)),
                    _ => None,
                };
            }
            Key::Unidentified => return None,
        };
        Some(match named {
            Named::ArrowUp => Message::Go(Motion::Up),
            Named::ArrowDown => Message::Go(Motion::Down),
            Named::ArrowLeft => Message::Go(Motion::Left),
            Named::ArrowRight => Message::Go(Motion::Right),
            Named::PageUp => Message::Go(Motion::PageUp),
            Named::PageDown => Message::Go(Motion::PageDown),
            Named::Home => Message::Go(Motion::RowStart),
            Named::End => Message::Go(Motion::RowEnd),
            Named::Space => Message::Do(Deed::Next),
            Named::Delete | Named::Backspace => Message::Do(Deed::Clear),
            Named::ContextMenu => Message::Menu(None, menu_at),
            Named::F10 if modifiers.shift() => Message::Menu(None, menu_at),
            _ => return None,
        })
    }
}

impl<M: Clone> Widget<M, Theme, Renderer> for Cells<'_, M> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn size(&self) -> Size<Length> {
        let size = self.grid.geometry.size();
        Size::new(Length::Fixed(size.width), Length::Fixed(size.height))
    }

    fn layout(&mut self, _tree: &mut Tree, _renderer: &Renderer, _limits: &layout::Limits) -> layout::Node {
        layout::Node::new(self.grid.geometry.size())
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, _renderer: &Renderer, operation: &mut dyn Operation) {
        let state = tree.state.downcast_mut::<State>();
        let bounds = layout.bounds();
        let id = focus_id(self.grid.state.id);
        operation.focusable(Some(&id), bounds, &mut state.focus);
        operation.custom(Some(&id), bounds, &mut state.focus);
        let geometry = self.grid.geometry;
        for (column, title) in self.grid.columns.iter().enumerate() {
            let place = geometry.cell(Cell { row: 0, column }) + (bounds.position() - Point::new(0.0, HEAD));
            operation.text(None, Rectangle { height: HEAD, ..place }, title);
        }
        for (row, line) in self.grid.rows.iter().enumerate() {
            let place = geometry.cell(Cell { row, column: 0 }) + (bounds.position() - Point::ORIGIN);
            let (Row::Heading { title, .. } | Row::Line { title }) = line;
            operation.text(None, Rectangle { x: bounds.x, width: geometry.label, ..place }, title);
        }
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _renderer: &Renderer,
        _clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, M>,
        viewport: &Rectangle,
    ) {
        let map = self.grid.map;
        let state = tree.state.downcast_mut::<State>();
        state.rest.hear(event, || self.hit(layout, cursor, viewport), shell);
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(button)) => {
                let over = cursor.is_over(*viewport);
                state.focus = Focus { focused: over, visible: false };
                let (Some(hit), Some(position)) = (self.hit(layout, cursor, viewport), cursor.position()) else {
                    return;
                };
                match button {
                    mouse::Button::Left => {
                        shell.publish(map(self.pressed(hit)));
                        shell.capture_event();
                    }
                    mouse::Button::Right => {
                        let cell = match hit {
                            Hit::Cell(cell, _) => Some(cell),
                            _ => None,
                        };
                        // The scrollable moves the pointer into the content; the menu opens in the window.
                        let scrolled = viewport.position() - layout.position();
                        shell.publish(map(Message::Menu(cell, position - scrolled)));
                        shell.capture_event();
                    }
                    _ => {}
                }
            }
            Event::Keyboard(keyboard::Event::KeyPressed { key, physical_key, modifiers, .. })
                if state.focus.focused && !shell.is_event_captured() =>
            {
                let at = layout.position() + Vector::new(size::HUGE, HEAD + size::ROW);
                if let Some(message) = Self::by_key(key, *physical_key, *modifiers, at) {
                    state.focus.visible = true;
                    shell.publish(map(message));
                    shell.capture_event();
                }
            }
            _ => {}
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        _theme: &Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        self.draw_on(renderer, tree.state.downcast_ref::<State>(), layout.bounds(), *viewport);
    }

    fn mouse_interaction(
        &self,
        _tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        _renderer: &Renderer,
    ) -> mouse::Interaction {
        match self.hit(layout, cursor, viewport) {
            Some(Hit::Cell(cell, on_mark)) if on_mark || self.is_heading(cell.row) => mouse::Interaction::Pointer,
            Some(Hit::Label(row)) if self.is_heading(row) => mouse::Interaction::Pointer,
            _ => mouse::Interaction::None,
        }
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        _renderer: &Renderer,
        _viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, M, Theme, Renderer>> {
        let state = tree.state.downcast_mut::<State>();
        let (says, place) = says(&self.grid, state.titles.get_mut(), state.rest.told()?, self.grid.state.offset)?;
        let place = place + (layout.position() - Point::ORIGIN) + translation;
        Some(tip(self.ui, says, place, &mut state.sheet))
    }
}

impl<'a, M: Clone + 'a> From<Cells<'a, M>> for Element<'a, M> {
    fn from(cells: Cells<'a, M>) -> Self {
        Element::new(cells)
    }
}
