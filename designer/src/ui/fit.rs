//! Text cut to the room it has: between letters as they are drawn, so that none is torn, and ending in an ellipsis.

use std::cell::RefCell;

use iced::advanced::text::{Alignment, Difference, Paragraph as _, Shaping, Text, Wrapping};
use iced::alignment::Vertical;
use iced::{Font, Pixels, Renderer, Size};
use rustc_hash::FxHashMap;

use super::text;

/// Letters that are laid out.
pub(super) type Paragraph = <Renderer as iced::advanced::text::Renderer>::Paragraph;

/// What stands for the rest.
const ELLIPSIS: &str = "…";
/// So much a text may be wider than its room without being cut: sums of widths are not exact.
pub(super) const SLACK: f32 = 0.05;

/// How text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Letters {
    pub size: f32,
    pub font: Font,
    /// How many lines it may take; more than one are centred if `centered`.
    pub lines: usize,
    pub centered: bool,
}

impl Letters {
    /// One line of that size.
    pub fn line(size: f32, font: Font) -> Self {
        Self { size, font, lines: 1, centered: false }
    }

    pub(super) fn set<'t>(&self, content: &'t str, width: f32) -> Text<&'t str> {
        let wraps = self.lines > 1;
        Text {
            content,
            bounds: Size::new(if wraps { width } else { f32::INFINITY }, f32::INFINITY),
            size: Pixels(self.size),
            line_height: text::line_height(self.size),
            font: self.font,
            align_x: if self.centered { Alignment::Center } else { Alignment::Default },
            align_y: Vertical::Top,
            shaping: Shaping::Auto,
            wrapping: if wraps { Wrapping::WordOrGlyph } else { Wrapping::None },
        }
    }

    fn fits(&self, paragraph: &Paragraph, width: f32) -> bool {
        paragraph.min_width() <= width + SLACK && paragraph.buffer().layout_runs().count() <= self.lines
    }
}

/// A text as it fits its room. What was found is kept while text, letters and room stay the same.
#[derive(Debug, Default)]
pub(super) struct Fitted {
    content: String,
    whole: Paragraph,
    cut: Option<Paragraph>,
    made: Option<(Letters, f32)>,
}

impl Fitted {
    /// Fits `content` into `width` logical pixels; true if it is another text than before.
    pub fn fit(&mut self, content: &str, letters: Letters, width: f32) -> bool {
        let width = width.max(0.0);
        let (line, more) = first_line(content);
        let other = self.content != content;
        if other {
            content.clone_into(&mut self.content);
        }
        let wanted = letters.set(line, width);
        // Letters laid out with other fonts are others, too.
        let difference = self.whole.compare(wanted.with_content(()));
        if !other && self.made == Some((letters, width)) && difference == Difference::None {
            return false;
        }
        if other || difference != Difference::None {
            self.whole = if letters.lines == 1 { set_once(wanted) } else { Paragraph::with_text(wanted) };
        }
        let fits = !more && letters.fits(&self.whole, width);
        self.cut = (!fits).then(|| cut(&self.whole, line, letters, width));
        self.made = Some((letters, width));
        other
    }

    /// What is drawn.
    pub fn shown(&self) -> &Paragraph {
        self.cut.as_ref().unwrap_or(&self.whole)
    }

    /// True if less than the whole text is drawn.
    pub fn is_cut(&self) -> bool {
        self.cut.is_some()
    }

    /// The size of what is drawn.
    pub fn size(&self) -> Size {
        self.shown().min_bounds()
    }
}

/// A text on one line. In the cells of a table the same few words stand again and again: what was set lately is not set
/// once more.
pub(super) fn set_once(text: Text<&str>) -> Paragraph {
    /// By text, size and font.
    type Lately = FxHashMap<(String, u32, Font), Paragraph>;
    /// As many texts as a window shows.
    const KEPT: usize = 512;
    thread_local! {
        static LATELY: RefCell<Lately> = RefCell::default();
    }
    let key = (text.content.to_owned(), text.size.0.to_bits(), text.font);
    LATELY.with_borrow_mut(|lately| {
        // What was set before another font was loaded is another text.
        if let Some(set) = lately.get(&key).filter(|set| set.compare(text.with_content(())) == Difference::None) {
            return set.clone();
        }
        if lately.len() == KEPT {
            lately.clear();
        }
        let set = Paragraph::with_text(text);
        lately.insert(key, set.clone());
        set
    })
}

/// The width of a text on one line. Waits until the typeface is there.
pub(super) fn width_of(content: &str, size: f32, font: Font) -> f32 {
    text::load();
    set_once(Letters::line(size, font).set(content, f32::INFINITY)).min_width()
}

/// What stands before the first end of a line, and whether something follows it.
fn first_line(content: &str) -> (&str, bool) {
    let line = content.lines().next().unwrap_or_default();
    (line, line.len() < content.trim_end().len())
}

/// The longest beginning of `content` that fits with the ellipsis; nothing where not even that fits.
fn cut(whole: &Paragraph, content: &str, letters: Letters, width: f32) -> Paragraph {
    // Where one letter ends and the next begins, accents and joined letters being one, and how wide each is.
    let mut clusters: Vec<(usize, f32)> = Vec::new();
    for run in whole.buffer().layout_runs().take(letters.lines) {
        clusters.extend(run.glyphs.iter().map(|glyph| (glyph.start, glyph.w)));
    }
    // Where letters run from right to left, they are drawn in another order than they are read.
    clusters.sort_by_key(|(start, _)| *start);
    clusters.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1 } else { 0.0 };
        same
    });
    let mut most = clusters.len();
    if letters.lines == 1 {
        let mut left = width - width_of(ELLIPSIS, letters.size, letters.font);
        let within = clusters.iter().take_while(|(_, width)| {
            left -= width;
            left >= -SLACK
        });
        most = within.count();
    }
    let set = |content: &str| Paragraph::with_text(letters.set(content, width));
    // The end of the kept letters is the start of the next; all of them are kept where lines follow.
    for kept in (0..=most).rev() {
        let end = clusters.get(kept).map_or(content.len(), |(start, _)| *start);
        let beginning = content.get(..end).unwrap_or_default().trim_end();
        let tried = set(&format!("{beginning}{ELLIPSIS}"));
        if letters.fits(&tried, width) {
            return tried;
        }
    }
    set("")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ui::text::REGULAR;

    const LINE: Letters = Letters { size: 13.0, font: REGULAR, lines: 1, centered: false };
    const HEAD: Letters = Letters { size: 12.0, font: REGULAR, lines: 2, centered: true };

    fn fitted(content: &str, letters: Letters, width: f32) -> (Fitted, String) {
        crate::ui::text::load();
        let mut fitted = Fitted::default();
        fitted.fit(content, letters, width);
        let shown = fitted.shown().buffer().lines.iter().map(|line| line.text()).collect();
        (fitted, shown)
    }

    #[test]
    fn marks_of_direction_are_not_seen() {
        for name in ["דוד", "محمد 2"] {
            for (size, font) in [(13.0, REGULAR), (15.0, text::STRONG)] {
                let apart = format!("„\u{2068}{name}\u{2069}“");
                assert_eq!(width_of(&apart, size, font), width_of(&format!("„{name}“"), size, font), "{name}");
            }
        }
    }

    #[test]
    fn what_fits_is_whole_and_what_does_not_ends_in_an_ellipsis() {
        let (all, shown) = fitted("Emil Fischer", LINE, 200.0);
        assert!(!all.is_cut() && shown == "Emil Fischer");
        let exactly = all.size().width;
        assert!(!fitted("Emil Fischer", LINE, exactly).0.is_cut(), "its own width is enough");
        let (less, shown) = fitted("Emil Fischer", LINE, exactly - 1.0);
        assert!(less.is_cut() && less.size().width <= exactly - 1.0 && shown.starts_with("Emil Fi"), "{shown}");
        assert_eq!(fitted("Emil Fischer", LINE, 36.0).1, "Emil…", "no gap before the ellipsis");
        assert_eq!(fitted("Emil Fischer", LINE, 2.0).1, "");
        assert_eq!(fitted("", LINE, 0.0).1, "");
        assert!(!fitted("", LINE, 0.0).0.is_cut());
    }

    #[test]
    fn one_line_is_shown_and_the_others_are_told() {
        let (first, shown) = fitted("first\nsecond", LINE, 500.0);
        assert!(first.is_cut() && shown == "first…");
        assert!(!fitted("only\n", LINE, 500.0).0.is_cut());
    }

    #[test]
    fn letters_of_several_signs_are_never_torn() {
        // Accents, a family and a flag of several code points, Thai and Hindi syllables, Hebrew, Chinese.
        let letters = ["e\u{301}", "👩‍👩‍👧", "🇩🇪", "ก็", "नि", "ש", "株", "ß", "a\u{308}\u{323}", "x", " "];
        let whole: String = letters.iter().cycle().take(60).copied().collect();
        let mut ends = vec![0];
        for letter in letters.iter().cycle().take(60) {
            ends.push(ends.last().unwrap() + letter.len());
        }
        for width in 0..160 {
            for letters in [LINE, HEAD] {
                let (fitted, shown) = fitted(&whole, letters, width as f32 * 3.0);
                assert!(fitted.size().width <= width as f32 * 3.0 + 0.1);
                let beginning = shown.strip_suffix(ELLIPSIS).unwrap_or_default();
                let spaced = format!("{beginning} ");
                assert!(whole.starts_with(beginning));
                assert!(ends.contains(&beginning.len()) || ends.contains(&spaced.len()), "torn: {shown}");
            }
        }
    }

    #[test]
    fn a_head_takes_two_lines_and_no_more() {
        let long = "Bedienpersonal der Flaschenreinigungsmaschine und der Etikettieranlage";
        let (head, shown) = fitted(long, HEAD, 80.0);
        assert!(head.is_cut() && shown.ends_with(ELLIPSIS) && shown.len() > 16, "{shown}");
        assert_eq!(head.shown().buffer().layout_runs().count(), 2);
        assert!(!fitted("Bediener Verpackung", HEAD, 80.0).0.is_cut());
    }

    #[test]
    fn a_text_is_fitted_anew_only_when_something_about_it_is_other() {
        let (mut fitted, _) = fitted("株式会社飲料工場充填ライン第二班", LINE, 60.0);
        let before = fitted.shown().clone();
        assert!(!fitted.fit("株式会社飲料工場充填ライン第二班", LINE, 60.0));
        assert!(std::ptr::eq(before.buffer(), fitted.shown().buffer()), "kept");
        assert!(!fitted.fit("株式会社飲料工場充填ライン第二班", LINE, 90.0), "the same text");
        assert!(fitted.size().width > before.min_width());
        assert!(fitted.fit("Weber", LINE, 90.0) && !fitted.is_cut());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn nothing_is_wider_than_its_room(content in "\\PC{0,40}", width in 0.0_f32..300.0, two: bool) {
            let (fitted, shown) = fitted(&content, if two { HEAD } else { LINE }, width);
            prop_assert!(fitted.size().width <= width + 0.1, "{}", shown);
            prop_assert!(fitted.is_cut() || shown == content.lines().next().unwrap_or_default());
        }
    }
}
