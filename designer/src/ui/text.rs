//! Letters: the bundled typeface and the few ways in which text is set.

use iced::font::{Family, Weight};
use iced::widget::text::{IntoFragment, Text, Wrapping};
use iced::{Color, Font};

use super::line::Line;
use super::{Ui, size};

/// Text.
pub const REGULAR: Font = Font { family: Family::Name("Inter"), ..Font::DEFAULT };
/// What stands out a little: chosen pages, heads of tables.
pub const MEDIUM: Font = Font { weight: Weight::Medium, ..REGULAR };
/// Titles and headings.
pub const STRONG: Font = Font { weight: Weight::Semibold, ..REGULAR };

/// The typeface's files, to be loaded before the first frame.
pub const FILES: [&[u8]; 3] = [
    include_bytes!("../../assets/fonts/Inter-Regular.otf"),
    include_bytes!("../../assets/fonts/Inter-Medium.otf"),
    include_bytes!("../../assets/fonts/Inter-SemiBold.otf"),
];

impl Ui {
    /// Plain text, in the colour of what it stands on.
    #[must_use]
    pub fn text<'a>(self, content: impl IntoFragment<'a>) -> Text<'a> {
        // A word wider than its place goes on in the next line.
        iced::widget::text(content).size(size::TEXT).font(REGULAR).wrapping(Wrapping::WordOrGlyph)
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
        self.muted(content).size(size::NOTE)
    }

    /// The heading of a pane or a dialog.
    #[must_use]
    pub fn heading<'a>(self, content: impl IntoFragment<'a>) -> Text<'a> {
        self.text(content).size(size::HEADING).font(STRONG)
    }

    /// The title of a page.
    #[must_use]
    pub fn title<'a>(self, content: impl IntoFragment<'a>) -> Line<'a> {
        self.line(content).size(size::TITLE).font(STRONG)
    }

    /// The name of a section: small capitals.
    #[must_use]
    pub fn caption<'a>(self, content: &str) -> Text<'a> {
        self.text(content.to_uppercase()).size(size::CAPTION).font(STRONG).color(self.colors.muted)
    }
}
