//! Letters typed on a table lead to the next row whose name begins with them, as in every list of files.

use std::time::Duration;

use keyholder_shared::name::fold;
use keyholder_shared::{Str, Time};

/// After such a pause, a letter begins a new word.
const PAUSE: Duration = Duration::from_secs(1);

/// The letters that were typed one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    letters: String,
    at: Option<Time>,
}

impl Typed {
    /// Takes one more letter; the row it leads to from `reached`, of `rows` rows, each with its folded name.
    pub fn letter(
        &mut self,
        letter: char,
        now: Time,
        reached: Option<usize>,
        rows: usize,
        name: impl Fn(usize) -> Option<Str>,
    ) -> Option<usize> {
        let since = self.at.map(|at| now.as_millis().checked_sub(at.as_millis()).and_then(|ms| u64::try_from(ms).ok()));
        // A clock that was set back is a pause, too.
        if since.is_none_or(|since| since.is_none_or(|ms| Duration::from_millis(ms) >= PAUSE)) {
            self.letters.clear();
        }
        self.letters.push(letter);
        self.at = Some(now);
        let one = fold(letter.encode_utf8(&mut [0; 4]));
        // The same letter again goes on to the next row; further letters stay where the first have led, if they can.
        let same = self.letters.chars().all(|other| fold(other.encode_utf8(&mut [0; 4])) == one);
        let wanted = if same { one } else { fold(&self.letters) };
        let from = reached.map_or(0, |row| row + usize::from(same));
        let mut ways = (0..rows).map(|step| (from + step) % rows);
        ways.find(|row| name(*row).is_some_and(|name| name.starts_with(wanted.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 7] = ["Admin", "anna", "Änne", "Bert", "bernd", "株式会社", "Straße 7"];

    fn typed(letters: &str, pause: i64) -> Vec<Option<usize>> {
        let mut typed = Typed::default();
        let mut reached = None;
        let mut now = 1_000_000;
        let name = |row: usize| NAMES.get(row).map(|name| fold(name));
        let rows = letters.chars().map(|letter| {
            now += pause;
            let found = typed.letter(letter, Time::from_millis(now), reached, NAMES.len(), name);
            reached = found.or(reached);
            found
        });
        rows.collect()
    }

    #[test]
    fn letters_lead_to_the_row_that_begins_with_them_without_regard_to_case() {
        assert_eq!(typed("be", 100), [Some(3), Some(3)], "what was reached still answers");
        assert_eq!(typed("BERN", 100), [Some(3), Some(3), Some(3), Some(4)]);
        assert_eq!(typed("an", 100), [Some(0), Some(1)]);
        assert_eq!(typed("ä", 100), [Some(2)]);
        assert_eq!(typed("株", 100), [Some(5)]);
        assert_eq!(typed("STRASS", 100).last(), Some(&Some(6)));
        assert_eq!(typed("x", 100), [None]);
    }

    #[test]
    fn the_same_letter_again_goes_round_and_a_pause_begins_anew() {
        assert_eq!(typed("aaa", 100), [Some(0), Some(1), Some(0)]);
        assert_eq!(typed("bB", 100), [Some(3), Some(4)]);
        assert_eq!(typed("ab", 999), [Some(0), None], "no row begins with ab");
        assert_eq!(typed("ab", 1000), [Some(0), Some(3)], "a second later it is another word");
        assert_eq!(typed("ab", -1), [Some(0), Some(3)], "so it is when the clock was set back");
    }

    #[test]
    fn where_nothing_is_listed_nothing_is_found() {
        let found = Typed::default().letter('a', Time::from_millis(0), None, 0, |_| None);
        assert_eq!(found, None);
        let gone = Typed::default().letter('a', Time::from_millis(0), Some(99), 1, |_| Some("a".into()));
        assert_eq!(gone, Some(0), "a row beyond the last");
    }
}
