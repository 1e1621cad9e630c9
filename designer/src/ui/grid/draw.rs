//! How a grid looks. Four layers: the cells, the first column, the head, and the corner between the two.

use iced::advanced::Renderer as _;
use iced::advanced::renderer::Quad;
use iced::advanced::text::Renderer as _;
use iced::{Color, Point, Rectangle, Renderer, Size, Vector};

use super::cells::{Cells, State};
use super::geometry::{HEAD, Hit};
use super::letters::{Titles, place_of_title};
use super::{Cell, Mark, Row};
use crate::ui::button::{faded, mix};
use crate::ui::fit::Fitted;
use crate::ui::focus::draw_ring;
use crate::ui::{Icon, Ui, badge, icon, size};

/// The box of a mark.
pub(super) const BOX: f32 = 15.0;
/// The sign in it.
pub(super) const SIGN: f32 = 11.0;
/// The dot where there is none.
pub(super) const DOT: f32 = 3.0;

impl<M> Cells<'_, M> {
    /// Draws what can be seen of the grid that lies at `bounds`.
    pub(super) fn draw_on(&self, renderer: &mut Renderer, state: &State, bounds: Rectangle, viewport: Rectangle) {
        let Some(seen) = bounds.intersection(&viewport) else { return };
        let geometry = self.grid.geometry;
        let label = geometry.label.min(seen.width);
        let head = HEAD.min(seen.height);
        let rest = Size::new(seen.width - label, seen.height - head);
        let inner = seen.position() + Vector::new(label, head);
        // Nobody else holds the titles: a frame is drawn by one thread.
        let Ok(mut titles) = state.titles.try_borrow_mut() else { return };
        let titles = &mut *titles;
        titles.begin();
        fill(renderer, seen, self.ui.colors.panel);
        renderer.with_layer(Rectangle::new(inner, rest), |renderer| {
            self.draw_cells(renderer, state, bounds, seen, Rectangle::new(inner, rest));
        });
        let labels = Rectangle::new(Point::new(seen.x, inner.y), Size::new(label, rest.height));
        renderer.with_layer(labels, |renderer| self.draw_labels(renderer, state, titles, bounds, seen, labels));
        let heads = Rectangle::new(Point::new(inner.x, seen.y), Size::new(rest.width, head));
        renderer.with_layer(heads, |renderer| self.draw_heads(renderer, state, titles, bounds, seen, heads));
        let corner = Rectangle::new(seen.position(), Size::new(label, head));
        renderer.with_layer(corner, |renderer| {
            let colors = self.ui.colors;
            fill(renderer, corner, colors.head);
            let place = place_of_title(&Row::Line { title: String::new() }, corner);
            let corner_title = titles.corner(self.grid.corner, place.width);
            write(renderer, corner_title, place, colors.muted, corner);
            fill(renderer, bottom_of(corner), colors.line);
            fill(renderer, right_of(corner), colors.line);
        });
    }

    fn draw_cells(&self, renderer: &mut Renderer, state: &State, bounds: Rectangle, seen: Rectangle, clip: Rectangle) {
        let colors = self.ui.colors;
        let geometry = self.grid.geometry;
        let offset = seen.position() - bounds.position();
        let reached = geometry.within(self.grid.state.reached);
        let hovered = match state.rest.on() {
            Some(Hit::Cell(cell, _)) => Some(cell),
            _ => None,
        };
        let place = |cell| geometry.cell(cell) + (bounds.position() - Point::ORIGIN);
        let rows = geometry.seen_rows(offset, seen.size());
        let columns = geometry.seen_columns(offset, seen.size());
        for row in rows.clone() {
            let whole = Rectangle { x: clip.x, width: clip.width, ..place(Cell { row, column: 0 }) };
            if let Some(ground) = self.row_ground(state, row) {
                fill(renderer, whole, ground);
            }
        }
        for column in columns.clone() {
            let whole = Rectangle { y: clip.y, height: clip.height, ..place(Cell { row: 0, column }) };
            // What is reached is a shade on whatever row it crosses, so that headings stay headings.
            if reached.is_some_and(|reached| reached.column == column) {
                fill(renderer, whole, Color { a: 0.6, ..colors.accent_ground });
            } else if hovered.is_some_and(|hovered| hovered.column == column) {
                fill(renderer, whole, Color { a: 0.6, ..colors.head });
            }
        }
        for row in rows.clone() {
            let whole = Rectangle { x: clip.x, width: clip.width, ..place(Cell { row, column: 0 }) };
            fill(renderer, bottom_of(whole), colors.faint);
        }
        for column in columns.clone() {
            for row in rows.clone() {
                if !self.is_heading(row) {
                    fill(renderer, right_of(place(Cell { row, column })), colors.faint);
                }
            }
        }
        for row in rows.filter(|row| !self.is_heading(*row)) {
            for column in columns.clone() {
                let cell = Cell { row, column };
                self.draw_mark(renderer, (self.grid.mark)(cell), place(cell).center(), clip);
            }
        }
        if let Some(reached) = reached {
            let place = match self.is_heading(reached.row) {
                true => Rectangle { x: clip.x, width: clip.width, ..place(reached) },
                false => place(reached),
            };
            let color = if state.focus.focused { colors.accent } else { mix(colors.line, colors.accent, 0.5) };
            draw_ring(renderer, place, color, 0.0);
        } else if state.focus.visible {
            // No cell was reached yet; the first key reaches one.
            draw_ring(renderer, clip, colors.accent, 0.0);
        }
    }

    /// The ground of a row, where it is not that of panels.
    fn row_ground(&self, state: &State, row: usize) -> Option<Color> {
        let colors = self.ui.colors;
        let is_hovered = match state.rest.on() {
            Some(Hit::Cell(cell, _)) => cell.row == row,
            Some(Hit::Label(label)) => label == row,
            _ => false,
        };
        let is_reached = self.grid.state.reached.is_some_and(|reached| reached.row == row);
        match (self.is_heading(row), is_reached, is_hovered) {
            (true, _, true) => Some(mix(colors.head, colors.text, 0.05)),
            (true, _, false) => Some(colors.head),
            (false, true, _) => Some(mix(colors.panel, colors.accent_ground, 0.6)),
            (false, false, true) => Some(colors.head),
            (false, false, false) => None,
        }
    }

    fn draw_labels(
        &self,
        renderer: &mut Renderer,
        state: &State,
        titles: &mut Titles,
        bounds: Rectangle,
        seen: Rectangle,
        clip: Rectangle,
    ) {
        let colors = self.ui.colors;
        let geometry = self.grid.geometry;
        let offset = seen.position() - bounds.position();
        fill(renderer, clip, colors.panel);
        for row in geometry.seen_rows(offset, seen.size()) {
            let y = bounds.y + geometry.cell(Cell { row, column: 0 }).y;
            let whole = Rectangle { y, height: size::ROW, ..clip };
            if let Some(ground) = self.row_ground(state, row) {
                fill(renderer, whole, ground);
            }
            fill(renderer, bottom_of(whole), colors.faint);
            let Some(line) = self.grid.rows.get(row) else { continue };
            let place = place_of_title(line, whole);
            let title = titles.label(row, line, place.width);
            let width = title.size().width;
            write(renderer, title, place, colors.text, clip);
            if let Row::Heading { note, folded, .. } = line {
                let icon = if *folded { Icon::ChevronRight } else { Icon::ChevronDown };
                let middle = Point::new(whole.x + size::MEDIUM + size::ICON_SMALL / 2.0, whole.center_y());
                sign(renderer, icon, middle, size::ICON_SMALL, colors.muted, clip);
                let beside = width + size::SMALL;
                let place = Rectangle { x: place.x + beside, width: place.width - beside, ..place };
                write(renderer, titles.note(row, note, place.width), place, colors.muted, clip);
            }
        }
        fill(renderer, right_of(clip), colors.line);
    }

    fn draw_heads(
        &self,
        renderer: &mut Renderer,
        state: &State,
        titles: &mut Titles,
        bounds: Rectangle,
        seen: Rectangle,
        clip: Rectangle,
    ) {
        let colors = self.ui.colors;
        let geometry = self.grid.geometry;
        let offset = seen.position() - bounds.position();
        fill(renderer, clip, colors.head);
        for column in geometry.seen_columns(offset, seen.size()) {
            let Some(title) = self.grid.columns.get(column) else { continue };
            let x = bounds.x + geometry.cell(Cell { row: 0, column }).x;
            let place = Rectangle { x, width: geometry.column, ..clip };
            let is_reached = self.grid.state.reached.is_some_and(|reached| reached.column == column);
            let is_hovered = match state.rest.on() {
                Some(Hit::Cell(cell, _)) => cell.column == column,
                Some(Hit::Head(head)) => head == column,
                _ => false,
            };
            let ink = match (is_reached, is_hovered) {
                (true, _) => colors.accent,
                (false, true) => colors.text,
                (false, false) => colors.muted,
            };
            if is_reached {
                fill(renderer, place, colors.accent_ground);
            }
            let title = titles.head(column, title, geometry.column);
            let at = place.center() - Vector::new(title.size().width / 2.0, title.size().height / 2.0);
            renderer.fill_paragraph(title.shown(), at, ink, clip);
        }
        fill(renderer, bottom_of(clip), colors.line);
    }

    fn draw_mark(&self, renderer: &mut Renderer, mark: Mark, middle: Point, clip: Rectangle) {
        let (ground, edge, icon) = colors_of(mark, self.ui);
        let (side, radius) = if mark == Mark::Nothing { (DOT, DOT / 2.0) } else { (BOX, 3.0) };
        let border = badge::edge_of(edge, radius);
        renderer.fill_quad(Quad { bounds: around(middle, side), border, ..Quad::default() }, ground);
        if let Some((icon, ink)) = icon {
            sign(renderer, icon, middle, SIGN, ink, clip);
        }
    }
}

/// Ground, edge and sign of a mark.
pub(super) fn colors_of(mark: Mark, ui: Ui) -> (Color, Color, Option<(Icon, Color)>) {
    let colors = ui.colors;
    match mark {
        Mark::Nothing => (faded(colors.muted), Color::TRANSPARENT, None),
        Mark::Box => (colors.panel, mix(colors.line, colors.muted, 0.5), None),
        Mark::Tick => (colors.accent, colors.accent, Some((Icon::Check, colors.on_accent))),
        Mark::Cross => (colors.bad_ground, colors.bad, Some((Icon::X, colors.bad))),
        Mark::Locked => (colors.neutral_ground, mix(colors.line, colors.muted, 0.3), Some((Icon::Check, colors.muted))),
    }
}

fn around(middle: Point, side: f32) -> Rectangle {
    let (x, y) = ((middle.x - side / 2.0).round(), (middle.y - side / 2.0).round());
    Rectangle { x, y, width: side, height: side }
}

fn bottom_of(bounds: Rectangle) -> Rectangle {
    Rectangle { y: bounds.y + bounds.height - 1.0, height: 1.0, ..bounds }
}

fn right_of(bounds: Rectangle) -> Rectangle {
    Rectangle { x: bounds.x + bounds.width - 1.0, width: 1.0, ..bounds }
}

fn fill(renderer: &mut Renderer, bounds: Rectangle, color: Color) {
    renderer.fill_quad(Quad { bounds, ..Quad::default() }, color);
}

fn sign(renderer: &mut Renderer, icon: Icon, middle: Point, side: f32, color: Color, clip: Rectangle) {
    icon::draw(renderer, icon, around(middle, side), color, clip);
}

/// Writes one line from the left edge of `place`, in its middle.
fn write(renderer: &mut Renderer, line: &Fitted, place: Rectangle, color: Color, clip: Rectangle) {
    let at = Point::new(place.x, place.center_y() - line.size().height / 2.0);
    renderer.fill_paragraph(line.shown(), at, color, clip);
}
