//! Letters: the bundled typeface and the few ways in which text is set.

use std::sync::{Arc, Once};

use iced::advanced::graphics::text::cosmic_text::fontdb::Source;
use iced::advanced::text::{Alignment, Paragraph};
use iced::advanced::{self, graphics};
use iced::alignment::Vertical;
use iced::font::{Family, Weight};
use iced::widget::text::{IntoFragment, LineHeight, Shaping, Text, Wrapping};
use iced::{Color, Font, Pixels, Size};

use super::line::Line;
use super::{Ui, icon, size};

/// Text.
pub const REGULAR: Font = Font { family: Family::Name("Inter"), ..Font::DEFAULT };
/// What stands out a little: chosen pages, heads of tables.
pub const MEDIUM: Font = Font { weight: Weight::Medium, ..REGULAR };
/// Titles and headings.
pub const STRONG: Font = Font { weight: Weight::Semibold, ..REGULAR };

/// The files of the typeface and of the icons.
const FILES: [&[u8]; 4] = [
    icon::FILE,
    include_bytes!("../../assets/fonts/Inter-Regular.ttf"),
    include_bytes!("../../assets/fonts/Inter-Medium.ttf"),
    include_bytes!("../../assets/fonts/Inter-SemiBold.ttf"),
];

/// Loads the typeface and sets a word in each of its weights, which reads and prepares them, once: a frame that needs
/// them first would wait for that. Later calls wait until it is done. The files are taken where they lie in the program.
pub fn load() {
    static LOADED: Once = Once::new();
    LOADED.call_once(|| {
        if let Ok(mut system) = graphics::text::font_system().write() {
            let fonts = system.raw().db_mut();
            for file in FILES {
                fonts.load_font_source(Source::Binary(Arc::new(file)));
            }
        }
        for font in [REGULAR, MEDIUM, STRONG, icon::FONT] {
            let _ = <graphics::text::Paragraph as Paragraph>::with_text(advanced::text::Text {
                content: "Keyholder",
                bounds: Size::INFINITE,
                size: size::TEXT.into(),
                line_height: line_height(size::TEXT),
                font,
                align_x: Alignment::Default,
                align_y: Vertical::Top,
                shaping: Shaping::Auto,
                wrapping: Wrapping::None,
            });
        }
    });
}

/// How high a line of letters of that size is, in whole logical pixels and an even number of them: what is set into the
/// middle of a row, a button or a field has its edges on whole pixels, and they are not blurred.
pub(super) fn line_height(size: f32) -> LineHeight {
    LineHeight::Absolute(Pixels((size * 0.65).ceil() * 2.0))
}

/// The text in letters of that size.
pub(super) fn sized(text: Text<'_>, size: f32) -> Text<'_> {
    text.size(size).line_height(line_height(size))
}

impl Ui {
    /// Plain text, in the colour of what it stands on.
    #[must_use]
    pub fn text<'a>(self, content: impl IntoFragment<'a>) -> Text<'a> {
        // A word wider than its place goes on in the next line.
        let text = iced::widget::text(content).font(REGULAR).wrapping(Wrapping::WordOrGlyph);
        sized(text, size::TEXT)
    }

    /// Text that stands out a little.
    #[must_use]
    pub fn strong<'a>(self, content: impl IntoFragment<'a>) -> Text<'a> {
        self.text(content).font(STRONG)
    }

    /// Text in one of the theme's colours.
    #[must_use]
    pub fn colored<'a>(self, content: impl IntoFragment<'a>, color: Color) -> Text<'a> {
        self.text(content).color(color)
    }

    /// Quiet text at full size.
    #[must_use]
    pub fn muted<'a>(self, content: impl IntoFragment<'a>) -> Text<'a> {
        self.colored(content, self.colors.muted)
    }

    /// A note or a label: small and quiet.
    #[must_use]
    pub fn note<'a>(self, content: impl IntoFragment<'a>) -> Text<'a> {
        sized(self.muted(content), size::NOTE)
    }

    /// The heading of a pane or a dialog.
    #[must_use]
    pub fn heading<'a>(self, content: impl IntoFragment<'a>) -> Text<'a> {
        sized(self.text(content), size::HEADING).font(STRONG)
    }

    /// The title of a page.
    #[must_use]
    pub fn title<'a>(self, content: impl IntoFragment<'a>) -> Line<'a> {
        self.line(content).size(size::TITLE).font(STRONG)
    }

    /// The name of a section: small capitals.
    #[must_use]
    pub fn caption<'a>(self, content: &str) -> Text<'a> {
        sized(self.text(content.to_uppercase()), size::CAPTION).font(STRONG).color(self.colors.muted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::fit::{self, Letters};

    #[test]
    fn what_stands_in_the_middle_of_a_row_begins_on_a_whole_pixel() {
        for letters in [size::TEXT, size::NOTE, size::CAPTION, size::HEADING, size::TITLE] {
            let high = line_height(letters).to_absolute(Pixels(letters)).0;
            assert!(high >= 1.2 * letters && (size::ROW - high) / 2.0 % 1.0 == 0.0, "{letters}: {high}");
        }
        // Where letters stand below the top of a row, in the middle of it: the renderer rounds it.
        let stands = |letters: f32| {
            let set = fit::set_once(Letters::line(letters, REGULAR).set("Letters", f32::INFINITY));
            let (high, line) = set.buffer().layout_runs().map(|run| (run.line_height, run.line_y)).next().unwrap();
            (size::ROW - high) / 2.0 + line.round()
        };
        load();
        assert_eq!(stands(size::TEXT), stands(size::NOTE), "a badge beside text");
        assert_eq!(stands(size::TEXT), 18.0);
        // A field is as high as a button beside it.
        assert_eq!(line_height(size::TEXT).to_absolute(Pixels(size::TEXT)).0 + 2.0 * 5.0, size::ROW);
    }
}
