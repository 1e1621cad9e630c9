//! Which rows are chosen, by key: sorting and searching move the rows, and what is chosen stays chosen.

use std::fmt::Debug;
use std::hash::Hash;

use rustc_hash::FxHashSet;

use super::Motion;

/// What identifies a row.
pub trait Key: Copy + Eq + Hash + Debug + Send + 'static {}

impl<K: Copy + Eq + Hash + Debug + Send + 'static> Key for K {}

/// The chosen rows, the one that the keyboard has reached, and the one from which Shift extends.
#[derive(Clone, Debug)]
pub struct Selection<K> {
    chosen: FxHashSet<K>,
    reached: Option<K>,
    anchor: Option<K>,
    /// The row that was reached last: once what stood in it is gone, the keyboard goes on from there.
    place: Option<usize>,
}

impl<K> Default for Selection<K> {
    fn default() -> Self {
        Self { chosen: FxHashSet::default(), reached: None, anchor: None, place: None }
    }
}

impl<K: Key> Selection<K> {
    /// True if the row is chosen.
    #[must_use]
    pub fn contains(&self, key: K) -> bool {
        self.chosen.contains(&key)
    }

    /// How many rows are chosen.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chosen.len()
    }

    /// True if no row is chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }

    /// The chosen rows, in no order.
    pub fn iter(&self) -> impl Iterator<Item = K> + '_ {
        self.chosen.iter().copied()
    }

    /// The chosen row, if it is one.
    #[must_use]
    pub fn single(&self) -> Option<K> {
        if self.chosen.len() == 1 { self.chosen.iter().next().copied() } else { None }
    }

    /// The row that was reached last, which the keyboard goes on from.
    #[must_use]
    pub fn reached(&self) -> Option<K> {
        self.reached
    }

    /// Chooses this row alone.
    pub fn only(&mut self, key: K) {
        self.chosen.clear();
        self.chosen.insert(key);
        self.reached = Some(key);
        self.anchor = Some(key);
    }

    /// Chooses these rows and no others. The keyboard goes on from one of them: where it is, or else the first.
    pub fn all(&mut self, keys: impl IntoIterator<Item = K>) {
        let mut first = None;
        self.chosen = keys.into_iter().inspect(|key| first = first.or(Some(*key))).collect();
        if !self.reached.is_some_and(|reached| self.chosen.contains(&reached)) {
            self.reached = first;
            self.anchor = first;
        }
    }

    /// Chooses nothing.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Forgets rows that are no longer there.
    pub fn keep(&mut self, is_there: impl Fn(K) -> bool) {
        self.chosen.retain(|key| is_there(*key));
        self.reached = self.reached.filter(|key| is_there(*key));
        self.anchor = self.anchor.filter(|key| is_there(*key));
    }

    /// Other rows are listed: where the keyboard was means nothing there.
    pub(super) fn forget_place(&mut self) {
        self.place = None;
    }

    /// The rows have other keys now: `to` gives that of each, or nothing where the row is gone.
    pub fn renumber(&mut self, to: impl Fn(K) -> Option<K>) {
        self.chosen = self.chosen.iter().filter_map(|key| to(*key)).collect();
        self.reached = self.reached.and_then(&to);
        self.anchor = self.anchor.and_then(&to);
    }

    /// A press on a row: alone, with Shift from the anchor to it, with Ctrl in addition or out again.
    pub(super) fn press(
        &mut self,
        row: usize,
        extend: bool,
        toggle: bool,
        rows: usize,
        key: &impl Fn(usize) -> Option<K>,
    ) {
        let Some(pressed) = key(row) else { return };
        self.place = Some(row);
        let anchor = self.anchor.and_then(|anchor| position(rows, key, anchor));
        match anchor {
            Some(anchor) if extend => {
                if !toggle {
                    self.chosen.clear();
                }
                self.chosen.extend((anchor.min(row)..=anchor.max(row)).filter_map(key));
                self.reached = Some(pressed);
            }
            _ if toggle => {
                if !self.chosen.remove(&pressed) {
                    self.chosen.insert(pressed);
                }
                self.reached = Some(pressed);
                self.anchor = Some(pressed);
            }
            _ => self.only(pressed),
        }
    }

    /// Goes by keyboard, with Shift choosing from the anchor on; the row that is reached, if there are rows.
    pub(super) fn go(
        &mut self,
        motion: Motion,
        extend: bool,
        page: usize,
        rows: usize,
        key: &impl Fn(usize) -> Option<K>,
    ) -> Option<usize> {
        let last = rows.checked_sub(1)?;
        let at = self.reached.and_then(|reached| position(rows, key, reached));
        let gone = self.place.filter(|_| self.reached.is_none());
        let to = match (motion, at) {
            // What was below stands in the place of what is gone.
            (Motion::Down, None) if gone.is_some() => gone.unwrap_or_default().min(last),
            (Motion::Up, None) if gone.is_some() => gone.unwrap_or_default().saturating_sub(1).min(last),
            (Motion::First, _) | (Motion::Down | Motion::PageDown, None) => 0,
            (Motion::Last, _) | (Motion::Up | Motion::PageUp, None) => last,
            (Motion::Up, Some(at)) => at.saturating_sub(1),
            (Motion::Down, Some(at)) => (at + 1).min(last),
            (Motion::PageUp, Some(at)) => at.saturating_sub(page),
            (Motion::PageDown, Some(at)) => (at + page).min(last),
        };
        self.press(to, extend, false, rows, key);
        Some(to)
    }
}

fn position<K: Key>(rows: usize, key: &impl Fn(usize) -> Option<K>, wanted: K) -> Option<usize> {
    (0..rows).find(|row| key(*row) == Some(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(row: usize) -> Option<usize> {
        (row < 10).then_some(row * 7)
    }

    fn chosen(selection: &Selection<usize>) -> Vec<usize> {
        let mut rows: Vec<usize> = selection.iter().map(|key| key / 7).collect();
        rows.sort_unstable();
        rows
    }

    #[test]
    fn shift_extends_from_the_anchor_and_ctrl_adds_and_takes_away() {
        let mut selection = Selection::default();
        selection.press(3, false, false, 10, &key);
        selection.press(5, true, false, 10, &key);
        assert_eq!(chosen(&selection), [3, 4, 5]);
        selection.press(1, true, false, 10, &key);
        assert_eq!(chosen(&selection), [1, 2, 3]);
        selection.press(8, false, true, 10, &key);
        selection.press(2, false, true, 10, &key);
        assert_eq!(chosen(&selection), [1, 3, 8]);
        let before = selection.clone();
        selection.all([4 * 7, 6 * 7]);
        selection.go(Motion::Down, true, 4, 10, &key);
        assert_eq!(chosen(&selection), [4, 5], "from the first of them, not from where the keyboard was");
        selection.all((0..10).filter_map(key));
        selection.go(Motion::Down, false, 4, 10, &key);
        assert_eq!(chosen(&selection), [6], "where it was, as that is among them");
        let mut selection = before;
        selection.press(99, false, false, 10, &key);
        assert_eq!(chosen(&selection), [1, 3, 8], "there is no such row");
        selection.keep(|key| key != 7);
        assert_eq!(chosen(&selection), [3, 8]);
        selection.renumber(|key| (key != 8 * 7).then_some(key + 7));
        assert_eq!(chosen(&selection), [4]);
    }

    #[test]
    fn where_something_is_gone_the_keyboard_goes_on_from_its_place() {
        let gone = |motion| {
            let mut selection = Selection::default();
            selection.press(4, false, false, 10, &key);
            selection.keep(|key| key != 4 * 7);
            // What stood in row 5 stands in row 4 now.
            let after = |row: usize| key(if row < 4 { row } else { row + 1 });
            selection.go(motion, false, 4, 9, &after);
            chosen(&selection)
        };
        assert_eq!(gone(Motion::Down), [5]);
        assert_eq!(gone(Motion::Up), [3]);
        assert_eq!(gone(Motion::First), [0]);
        let mut selection = Selection::default();
        selection.press(9, false, false, 10, &key);
        selection.keep(|key| key != 9 * 7);
        assert_eq!(selection.go(Motion::Down, false, 4, 9, &key), Some(8), "the last one was gone");
        selection.keep(|_| false);
        selection.forget_place();
        assert_eq!(selection.go(Motion::Down, false, 4, 9, &key), Some(0), "others are listed");
    }

    #[test]
    fn the_keyboard_stays_within_the_rows() {
        let mut selection = Selection::default();
        assert_eq!(selection.go(Motion::Down, false, 4, 10, &key), Some(0));
        assert_eq!(selection.go(Motion::Up, false, 4, 10, &key), Some(0));
        assert_eq!(selection.go(Motion::PageDown, false, 4, 10, &key), Some(4));
        assert_eq!(selection.go(Motion::PageDown, true, 4, 10, &key), Some(8));
        assert_eq!(chosen(&selection), [4, 5, 6, 7, 8]);
        assert_eq!(selection.go(Motion::PageDown, false, 4, 10, &key), Some(9));
        assert_eq!(selection.go(Motion::First, false, 4, 10, &key), Some(0));
        assert_eq!(selection.go(Motion::Last, false, 4, 0, &key), None);
    }
}
