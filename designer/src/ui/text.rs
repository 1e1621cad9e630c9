//! Letters: the bundled typeface and the few ways in which text is set.

use std::sync::{Arc, Once};

use iced::advanced::graphics::text::cosmic_text::fontdb::Source;
use iced::advanced::text::{Alignment, Paragraph};
use iced::advanced::{self, graphics};
use iced::alignment::Vertical;
use iced::font::{Family, Weight};
use iced::widget::text::{IntoFragment, LineHeight, Shaping, Text, Wrapping};
use iced::{Color, Font, Size};

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
                line_height: LineHeight::default(),
                font,
                align_x: Alignment::Default,
                align_y: Vertical::Top,
                shaping: Shaping::Auto,
                wrapping: Wrapping::None,
            });
        }
    });
}

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
