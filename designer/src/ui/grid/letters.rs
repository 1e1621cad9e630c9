//! The titles of a grid as they fit their places, kept from frame to frame.

use std::collections::HashMap;

use super::geometry::{Geometry, HEAD, Hit};
use super::{Cell, Grid, Row};
use crate::ui::fit::{Fitted, Letters, width_of};
use crate::ui::{size, text};
use iced::{Rectangle, Vector};

/// So many titles are kept; a grid that was scrolled far begins anew.
const MOST: usize = 2000;

/// A column as narrow as that has smaller letters in its head: it still holds a long word.
const NARROW: f32 = size::ROW * 4.5;

/// How wide columns with these titles are at least: the widest word is whole, as long as that is at most two
/// fifths more than `least`; many columns beside each other say more than long words.
#[must_use]
pub fn column_for(titles: &[String], least: f32) -> f32 {
    let words = titles.iter().flat_map(|title| title.split_whitespace());
    let widest = words.map(|word| width_of(word, size::CAPTION, text::MEDIUM)).fold(0.0, f32::max);
    (widest + size::SMALL).ceil().clamp(least, least * 1.4)
}

/// The titles that were drawn.
#[derive(Debug, Default)]
pub(super) struct Titles {
    corner: Fitted,
    heads: HashMap<usize, Fitted>,
    labels: HashMap<usize, Fitted>,
    notes: HashMap<usize, Fitted>,
}

/// Where the title of a row begins and ends, in its label.
pub(super) fn place_of_title(row: &Row, label: Rectangle) -> Rectangle {
    let from = match row {
        Row::Heading { .. } => size::MEDIUM + size::ICON_SMALL + size::TINY,
        Row::Line { .. } => size::MEDIUM,
    };
    Rectangle { x: label.x + from, width: (label.width - from - size::TINY).max(0.0), ..label }
}

impl Titles {
    /// Before a frame: what was kept of very many is given up.
    pub fn begin(&mut self) {
        if self.heads.len() + self.labels.len() + self.notes.len() > MOST {
            *self = Self::default();
        }
    }

    /// What stands above the first column.
    pub fn corner(&mut self, title: &str, width: f32) -> &Fitted {
        self.corner.fit(title, Letters::line(size::NOTE, text::MEDIUM), width);
        &self.corner
    }

    /// The title of a column, on two lines.
    pub fn head(&mut self, column: usize, title: &str, width: f32) -> &Fitted {
        let size = if width < NARROW { size::CAPTION } else { size::NOTE };
        let letters = Letters { size, font: text::MEDIUM, lines: 2, centered: true };
        kept(&mut self.heads, column, title, letters, width - size::TINY)
    }

    /// The title of a row.
    pub fn label(&mut self, number: usize, row: &Row, width: f32) -> &Fitted {
        let (title, font) = match row {
            Row::Heading { title, .. } => (title, text::STRONG),
            Row::Line { title } => (title, text::REGULAR),
        };
        kept(&mut self.labels, number, title, Letters::line(size::TEXT, font), width)
    }

    /// What is quiet beside a heading.
    pub fn note(&mut self, number: usize, note: &str, width: f32) -> &Fitted {
        kept(&mut self.notes, number, note, Letters::line(size::NOTE, text::REGULAR), width)
    }

    fn is_cut(&self, hit: Hit) -> bool {
        let fitted = match hit {
            Hit::Head(column) => self.heads.get(&column),
            Hit::Label(row) => self.labels.get(&row),
            Hit::Cell(..) => None,
        };
        fitted.is_some_and(Fitted::is_cut)
    }
}

fn kept<'k>(
    all: &'k mut HashMap<usize, Fitted>,
    number: usize,
    title: &str,
    letters: Letters,
    width: f32,
) -> &'k Fitted {
    let fitted = all.entry(number).or_default();
    fitted.fit(title, letters, width);
    fitted
}

/// What is said of what lies under the pointer, and where that lies in the grid, of which `offset` is scrolled away.
pub(super) fn says<M>(grid: &Grid<'_, M>, titles: &Titles, hit: Hit, offset: Vector) -> Option<(String, Rectangle)> {
    let geometry: Geometry = grid.geometry;
    match hit {
        Hit::Cell(cell, _) => {
            let is_line = grid.rows.get(cell.row).is_some_and(|row| !row.is_heading());
            is_line.then(|| ((grid.tip)(cell), geometry.cell(cell)))
        }
        Hit::Head(column) => {
            let title = grid.columns.get(column).filter(|_| titles.is_cut(hit))?;
            let place = Rectangle { y: offset.y, height: HEAD, ..geometry.cell(Cell { row: 0, column }) };
            Some((title.clone(), place))
        }
        Hit::Label(row) => {
            let (Row::Heading { title, .. } | Row::Line { title }) =
                grid.rows.get(row).filter(|_| titles.is_cut(hit))?;
            let place = geometry.cell(Cell { row, column: 0 });
            Some((title.clone(), Rectangle { x: offset.x, width: geometry.label, ..place }))
        }
    }
}
