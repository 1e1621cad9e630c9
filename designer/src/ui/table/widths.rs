//! How wide columns are: each by its share of the room, but none narrower than its head and the words that are known
//! to stand in it, as far as there is room; what is beyond the widths of all goes where much is written; and as the
//! engineer has drawn them, once an edge was dragged.

use std::cell::OnceCell;

use super::{Align, Column};
use crate::ui::fit::width_of;
use crate::ui::{size, text};

/// What a column needs: for the words that are known to stand in it, or for a number; and for its head too.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Need {
    words: f32,
    all: f32,
}

/// Between the ground of a badge and its word.
const BADGE: f32 = 2.0 * (size::SMALL - 1.0);
/// No column is dragged narrower.
pub(super) const NARROWEST: f32 = size::ROW * 1.5;

/// The widths of a table's columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Widths {
    /// The columns' shares, in logical pixels at the width they were first shown in.
    shares: Vec<f32>,
    /// The columns, which tell what each needs; all of it is given where there is room, unless an edge was dragged.
    columns: Vec<Column>,
    /// What was measured. Not before a frame asks for it: the first project is prepared while the typeface is still
    /// being read.
    measured: OnceCell<Vec<Need>>,
    dragged: bool,
    drag: Option<Drag>,
}

#[derive(Clone, Copy, Debug)]
struct Drag {
    column: usize,
    from: f32,
    widths: (f32, f32),
}

impl Widths {
    /// The shares, if there are any yet.
    pub fn shares(&self) -> &[f32] {
        &self.shares
    }

    /// Takes remembered widths, before the first frame.
    pub fn recall(&mut self, remembered: &[f32]) {
        if self.shares.is_empty() {
            self.shares = remembered.to_vec();
            self.dragged = true;
        }
    }

    /// Gives each of the columns a share if it has not one yet. What it needs is measured when it is asked for.
    pub fn prepare(&mut self, columns: &[Column]) {
        if self.shares.len() != columns.len() {
            self.shares = columns.iter().map(|column| column.width).collect();
            self.dragged = false;
        }
        if self.columns != columns {
            self.columns = columns.to_vec();
            self.measured.take();
        }
    }

    /// What each of the columns needs.
    fn needs(&self) -> &[Need] {
        self.measured.get_or_init(|| self.columns.iter().map(need).collect())
    }

    /// The widths in so much room: together they fill it.
    pub fn within(&self, room: f32) -> Vec<f32> {
        let all = self.shares.iter().sum::<f32>().max(1.0);
        let mut widths: Vec<f32> = self.shares.iter().map(|share| share * room / all).collect();
        if !self.dragged && self.columns.len() == widths.len() {
            let grow = self.columns.iter().map(|column| column.grows).sum::<f32>();
            if room > all && grow > 0.0 {
                let each = self.shares.iter().zip(&self.columns);
                widths = each.map(|(share, column)| share + (room - all) * column.grows / grow).collect();
            }
            give(&mut widths, self.needs());
        }
        widths.iter_mut().for_each(|width| *width = width.floor());
        widths
    }

    /// An edge is grabbed at that place; the columns fill so much room.
    pub fn grab(&mut self, column: usize, from: f32, room: f32) {
        // What was given is drawn from here on.
        self.shares = self.within(room);
        self.dragged = true;
        if let (Some(left), Some(right)) = (self.shares.get(column), self.shares.get(column + 1)) {
            self.drag = Some(Drag { column, from, widths: (*left, *right) });
        }
    }

    /// True while an edge is held.
    pub fn is_dragged(&self) -> bool {
        self.drag.is_some()
    }

    /// The grabbed edge is there.
    pub fn drag(&mut self, to: f32) {
        let Some(drag) = self.drag else { return };
        let (left, right) = drag.widths;
        let by = (to - drag.from).clamp((NARROWEST - left).min(0.0), (right - NARROWEST).max(0.0));
        if let Some(width) = self.shares.get_mut(drag.column) {
            *width = left + by;
        }
        if let Some(width) = self.shares.get_mut(drag.column + 1) {
            *width = right - by;
        }
    }

    /// The edge is let go; true if one was held.
    pub fn drop(&mut self) -> bool {
        self.drag.take().is_some()
    }
}

/// Beside the content of a cell.
pub(super) fn beside(align: Align) -> f32 {
    match align {
        Align::Right => 2.0 * size::TINY,
        Align::Left | Align::Center => size::MEDIUM + size::TINY,
    }
}

/// What a column needs for its head and for the words that are known to stand in it.
fn need(column: &Column) -> Need {
    if column.title.is_empty() && column.words.is_empty() {
        return Need::default();
    }
    let beside = beside(column.align);
    // The grip stands beside the head.
    let title = (width_of(&column.title, size::NOTE, text::MEDIUM) + beside + size::SMALL).ceil();
    let words = column.words.iter().map(|word| (width_of(word, size::NOTE, text::REGULAR) + BADGE + beside).ceil());
    let words = words.fold(column.least, f32::max);
    Need { words, all: words.max(title) }
}

/// Gives each column what it needs, out of what the others have beyond their own need. Where all together need more
/// than there is, words come first, then as many heads as can be whole; the others are cut, and their tips say them.
fn give(widths: &mut [f32], needs: &[Need]) {
    let room: f32 = widths.iter().sum();
    let all: f32 = needs.iter().map(|need| need.all).sum();
    let words: f32 = needs.iter().map(|need| need.words).sum();
    if all >= room {
        let shrunk = (room / words.max(1.0)).min(1.0);
        let mut left = (room - words).max(0.0);
        let mut wanting: Vec<(&mut f32, f32)> = Vec::with_capacity(widths.len());
        for (width, need) in widths.iter_mut().zip(needs) {
            *width = need.words * shrunk;
            wanting.push((width, need.all - need.words));
        }
        wanting.sort_by(|(_, one), (_, other)| one.total_cmp(other));
        for (width, wanted) in wanting {
            let given = wanted.min(left);
            *width += given;
            left -= given;
        }
        return;
    }
    let lacking: f32 = widths.iter().zip(needs).map(|(width, need)| (need.all - *width).max(0.0)).sum();
    let beyond: f32 = widths.iter().zip(needs).map(|(width, need)| (*width - need.all).max(0.0)).sum();
    let part = lacking / beyond.max(1.0);
    for (width, need) in widths.iter_mut().zip(needs) {
        *width = if *width < need.all { need.all } else { *width - (*width - need.all) * part };
    }
}

/// The heads of the columns that are cut in so much room.
#[cfg(test)]
pub fn cut_heads(columns: &[Column], room: f32) -> Vec<String> {
    let mut widths = Widths::default();
    widths.prepare(columns);
    let given = widths.within(room).into_iter().zip(widths.needs()).zip(columns);
    given.filter(|((given, need), _)| *given + 1.0 < need.all).map(|(_, column)| column.title.clone()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn columns() -> Vec<Column> {
        vec![
            Column::new("Name", 170.0),
            Column::new("Sprache", 40.0),
            Column::new("Zustand", 60.0).words(["muss Passwort ändern".to_owned()]),
        ]
    }

    #[test]
    fn a_head_and_the_words_of_a_column_are_given_room_by_the_others() {
        let mut widths = Widths::default();
        widths.prepare(&columns());
        assert!(widths.measured.get().is_none(), "the first project does not wait for the typeface");
        let given = widths.within(400.0);
        let needs = widths.needs().to_vec();
        assert!(given[1] >= needs[1].all && given[2] >= needs[2].all, "{given:?}");
        assert!(given[0] < 170.0 / 270.0 * 400.0 && given[0] >= needs[0].all);
        let tight = widths.within(260.0);
        assert!(tight[2] >= needs[2].words && tight[1] < needs[1].all, "words before heads: {tight:?}");
        let tighter = widths.within(100.0);
        assert!(tighter.iter().all(|width| *width > 10.0) && tighter.iter().sum::<f32>() <= 100.0);
        let wide = widths.within(4000.0);
        assert_eq!(wide[0], (170.0_f32 / 270.0 * 4000.0).floor(), "with room for all, shares count");
        let mut growing = columns();
        growing[0].grows = 0.0;
        growing[1].grows = 300.0;
        growing[2].grows = 100.0;
        widths.prepare(&growing);
        assert_eq!(widths.within(670.0), [170.0, 340.0, 160.0], "what is beyond all widths goes where it is wanted");
        let filled = widths.within(400.0).iter().sum::<f32>();
        assert!(filled > 397.0 && filled <= 400.0, "but for parts of pixels: {filled}");
    }

    #[test]
    fn a_dragged_edge_moves_its_two_columns_alone_and_stays_where_it_was_put() {
        let mut widths = Widths::default();
        widths.prepare(&columns());
        let before = widths.within(400.0);
        widths.drag(500.0);
        assert_eq!(widths.within(400.0), before, "nothing is held");
        widths.grab(1, 200.0, 400.0);
        assert_eq!(widths.within(before.iter().sum()), before, "grabbing moves nothing");
        widths.drag(190.0);
        let after = widths.within(before.iter().sum());
        assert_eq!(after, [before[0], before[1] - 10.0, before[2] + 10.0]);
        widths.drag(-9000.0);
        assert_eq!(widths.shares()[1], NARROWEST, "no column vanishes");
        assert!(widths.drop() && !widths.drop());
        let mut again = Widths::default();
        again.recall(widths.shares());
        again.prepare(&columns());
        assert_eq!(again.within(400.0), widths.within(400.0), "remembered widths are taken as they are");
        again.prepare(&columns()[..1]);
        assert_eq!(again.shares(), [170.0], "other columns, other widths");
    }

    proptest! {
        #[test]
        fn what_is_given_fills_the_room_and_no_need_is_left_that_could_be_met(
            pairs in proptest::collection::vec((1.0_f32..500.0, 40.0_f32..100.0, 0.0_f32..100.0), 1..9),
        ) {
            let needs: Vec<Need> = pairs.iter().map(|(_, words, more)| Need { words: *words, all: words + more }).collect();
            let mut widths: Vec<f32> = pairs.into_iter().map(|(width, ..)| width).collect();
            let room: f32 = widths.iter().sum();
            give(&mut widths, &needs);
            prop_assert!((widths.iter().sum::<f32>() - room).abs() < 2.0, "{widths:?} in {room}");
            let met = |of: &dyn Fn(&Need) -> f32| widths.iter().zip(&needs).all(|(width, need)| *width >= of(need) - 0.5);
            let sum = |of: &dyn Fn(&Need) -> f32| needs.iter().map(of).sum::<f32>();
            prop_assert!(met(&|need| need.all) || sum(&|need| need.all) >= room);
            prop_assert!(met(&|need| need.words) || sum(&|need| need.words) >= room);
        }
    }
}
