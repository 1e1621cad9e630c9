//! The rows of a table as one widget: it knows which row is under the pointer and takes the keyboard.

use std::ops::Range;

use iced::advanced::widget::Id;
use iced::advanced::widget::operation::Operation;
use iced::advanced::{Renderer as _, mouse, renderer};
use iced::keyboard::key::Named;
use iced::keyboard::{self, Key, Modifiers};
use iced::{Color, Event, Length, Point, Rectangle, Renderer, Size, Vector, window};

use super::{Ground, Message, Motion};
use crate::ui::focus::{Focus, draw_ring};
use crate::ui::wrap::{At, Change, Heard};
use crate::ui::{Ui, size};

/// The name by which the focus is moved to the rows of a table.
#[must_use]
pub fn focus_id(table: &str) -> Id {
    Id::from(format!("{table}-rows"))
}

/// The rows that are built, between two spaces that stand for the others.
pub(super) struct Rows<'a, M> {
    pub(super) ui: Ui,
    pub(super) id: Id,
    /// How many rows there are.
    pub(super) rows: usize,
    /// Those that are built.
    pub(super) built: Range<usize>,
    /// Of those that are built, the chosen ones.
    pub(super) chosen: Vec<bool>,
    pub(super) ground: Ground,
    /// How far the table is known to be scrolled, and how high it is known to be.
    pub(super) known: (f32, f32),
    pub(super) map: Box<dyn Fn(Message) -> M + 'a>,
}

/// What the rows remember.
#[derive(Default)]
pub(super) struct State {
    focus: Focus,
    modifiers: Modifiers,
    hovered: Option<usize>,
    last_click: Option<mouse::Click>,
}

/// A sign that a name may begin with: not Space, nor what Enter and Escape type.
fn is_letter(sign: char) -> bool {
    !sign.is_whitespace() && !sign.is_control()
}

impl<M> Rows<'_, M> {
    fn row_at(&self, bounds: Rectangle, cursor: mouse::Cursor) -> Option<usize> {
        let within = cursor.position_in(bounds)?;
        let row = (within.y / size::ROW).floor().max(0.0) as usize;
        (row < self.rows).then_some(row)
    }

    fn by_key(key: &Key, modifiers: Modifiers, menu_at: Point) -> Option<Message> {
        let Key::Named(named) = key else { return None };
        let extend = modifiers.shift();
        if modifiers.control() || modifiers.alt() || modifiers.logo() {
            return match named {
                Named::Home if modifiers.control() => Some(Message::Go(Motion::First, extend)),
                Named::End if modifiers.control() => Some(Message::Go(Motion::Last, extend)),
                _ => None,
            };
        }
        Some(match named {
            Named::ArrowUp => Message::Go(Motion::Up, extend),
            Named::ArrowDown => Message::Go(Motion::Down, extend),
            Named::PageUp => Message::Go(Motion::PageUp, extend),
            Named::PageDown => Message::Go(Motion::PageDown, extend),
            Named::Home => Message::Go(Motion::First, extend),
            Named::End => Message::Go(Motion::Last, extend),
            Named::Enter => Message::OpenReached,
            Named::ContextMenu => Message::MenuReached(menu_at),
            Named::F10 if extend => Message::MenuReached(menu_at),
            _ => return None,
        })
    }
}

impl<M> Change<M> for Rows<'_, M> {
    type State = State;

    fn size(&self, _content: Size<Length>) -> Size<Length> {
        Size::new(Length::Fill, Length::Shrink)
    }

    fn operate(&mut self, state: &mut State, bounds: Rectangle, operation: &mut dyn Operation) {
        operation.focusable(Some(&self.id), bounds, &mut state.focus);
        operation.custom(Some(&self.id), bounds, &mut state.focus);
    }

    fn hear(&mut self, state: &mut State, heard: Heard<'_, '_, '_, M>) {
        let Heard { event, at: At { bounds, cursor, viewport }, shell, .. } = heard;
        match event {
            // Heard here, and not by the scrollable's own word, which comes with every first frame: the frame would be
            // built twice.
            Event::Window(window::Event::RedrawRequested(_)) => {
                let seen = (viewport.y - bounds.y, viewport.height);
                if seen != self.known {
                    shell.publish((self.map)(Message::Scrolled(seen.0, seen.1)));
                }
            }
            Event::Mouse(mouse::Event::CursorMoved { .. } | mouse::Event::CursorLeft) => {
                let hovered = self.row_at(bounds, cursor);
                if hovered != state.hovered {
                    state.hovered = hovered;
                    shell.request_redraw();
                }
            }
            Event::Mouse(mouse::Event::ButtonPressed(button)) => {
                let over = cursor.is_over(*viewport);
                state.focus = Focus { focused: over, visible: false };
                if shell.is_event_captured() {
                    return;
                }
                let (Some(row), Some(position)) = (self.row_at(bounds, cursor), cursor.position()) else { return };
                match button {
                    mouse::Button::Left => {
                        let click = mouse::Click::new(position, mouse::Button::Left, state.last_click);
                        let double = click.kind() == mouse::click::Kind::Double;
                        state.last_click = Some(click);
                        let (extend, toggle) = (state.modifiers.shift(), state.modifiers.command());
                        let plain = !extend && !toggle;
                        shell.publish((self.map)(Message::Press { row, extend, toggle }));
                        if double && plain {
                            shell.publish((self.map)(Message::Open(row)));
                        }
                        shell.capture_event();
                    }
                    mouse::Button::Right => {
                        // The scrollable moves the pointer into the rows; the menu opens in the window.
                        let scrolled = viewport.position() - bounds.position();
                        shell.publish((self.map)(Message::Menu(row, position - scrolled)));
                        shell.capture_event();
                    }
                    _ => {}
                }
            }
            Event::Keyboard(keyboard::Event::ModifiersChanged(modifiers)) => state.modifiers = *modifiers,
            Event::Keyboard(keyboard::Event::KeyPressed { key, modifiers, text, .. })
                if state.focus.focused && !shell.is_event_captured() =>
            {
                let at = bounds.position() + Vector::new(size::HUGE, size::ROW);
                let all =
                    modifiers.command() && matches!(key, Key::Character(c) if c.as_str().eq_ignore_ascii_case("a"));
                let message = if all { Some(Message::All) } else { Self::by_key(key, *modifiers, at) };
                let typed = text.as_ref().filter(|_| modifiers.difference(Modifiers::SHIFT).is_empty());
                let letters = typed.into_iter().flat_map(|text| text.chars()).filter(|letter| is_letter(*letter));
                let letters = letters.map(Message::Letter);
                for message in message.into_iter().chain(letters) {
                    state.focus.visible = true;
                    shell.publish((self.map)(message));
                    shell.capture_event();
                }
            }
            _ => {}
        }
    }

    fn draw_under(&self, state: &State, renderer: &mut Renderer, at: At<'_>) {
        let At { bounds, cursor, viewport } = at;
        let colors = self.ui.colors;
        let mut fill = |bounds: Rectangle, color: Color| {
            renderer.fill_quad(renderer::Quad { bounds, ..renderer::Quad::default() }, color);
        };
        let rows = Rectangle { height: self.rows as f32 * size::ROW, ..bounds };
        let end = rows.y + rows.height;
        let below = Rectangle { y: end, height: viewport.y + viewport.height - end, ..*viewport };
        match (self.ground, rows.intersection(viewport)) {
            (Ground::Window, _) if below.height > 0.0 => fill(below, colors.background),
            (Ground::Page, Some(seen)) => fill(seen, colors.panel),
            _ => {}
        }
        // Always drawn, somewhere: the renderer compares the grounds of two frames one by one, and would draw everything
        // anew behind one that was not there before.
        let hovered = state.hovered.filter(|_| cursor.is_over(*viewport)).filter(|row| self.built.contains(row));
        let whole = Rectangle { height: size::ROW, ..bounds };
        match hovered {
            Some(row) => fill(Rectangle { y: bounds.y + row as f32 * size::ROW, ..whole }, colors.head),
            None => fill(Rectangle { y: bounds.y + self.built.start as f32 * size::ROW, ..whole }, colors.panel),
        }
        for (index, row) in self.built.clone().enumerate() {
            let y = bounds.y + row as f32 * size::ROW;
            let whole = Rectangle { x: bounds.x, y, width: bounds.width, height: size::ROW };
            if !whole.intersects(viewport) {
                continue;
            }
            let chosen = self.chosen.get(index).copied().unwrap_or(false);
            if chosen {
                fill(whole, colors.accent_ground);
            }
            let before = index.checked_sub(1).and_then(|before| self.chosen.get(before)).copied().unwrap_or(false);
            let after = self.chosen.get(index + 1).copied().unwrap_or(false);
            let bottom = Rectangle { y: y + size::ROW - 1.0, height: 1.0, ..whole };
            fill(bottom, if chosen && !after { colors.accent } else { colors.faint });
            if chosen && !before {
                // Above the first row nothing of a table that scrolls is drawn.
                let above = if row == 0 { y } else { y - 1.0 };
                fill(Rectangle { height: 1.0, y: above, ..whole }, colors.accent);
            }
        }
    }

    fn draw_over(&self, state: &State, renderer: &mut Renderer, at: At<'_>) {
        if state.focus.focused
            && state.focus.visible
            && let Some(seen) = at.bounds.intersection(at.viewport)
        {
            draw_ring(renderer, seen, self.ui.colors.accent, 0.0);
        }
    }
}
